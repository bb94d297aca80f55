"""What the views may be given at most: frameworks as large as the loader lets in; and how what is sent is checked."""

import re
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

from bot.core.assessment import Assessment, Member, NotApplicable, Rating, Role, Status, Subject, Verdict
from bot.core.framework import Band, Descriptor, Dimension, Framework, Scale, Variable
from bot.core.team import Evidence
from bot.slack.blocks import Message, View
from bot.slack.gate import Gate
from bot.slack.limits import Surface, broken

AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
DANA, SAM = "U0DANA0001", "U0SAM00001"
# a labelled link to a message of our own workspace is ours
LIVE = re.compile(
    r"<[!@#][^>]*HOSTILE|<!(?:channel|here|everyone|subteam)|<https?://(?!acme\.slack\.com/archives/C)[^>|]*\|"
)
MOST_NAME, MOST_TEXT, MOST_LINE, MOST_DIMENSIONS = 150, 1_500, 4_000, 30


def check_message(message: Message, key: str | None = "a1b2c3d4e5:q1") -> dict[str, Any]:
    """Send a message through the strict gate and look for anything live that is not ours; give what would be sent."""
    payload = Gate(strict=True).message(message, key)
    assert broken(payload, "message") == []
    _check_inert(payload)
    return payload


def check_view(view: View) -> View:
    """Do the same with a modal or Home tab."""
    payload = Gate(strict=True).view(view)
    surface: Surface = "home" if view["type"] == "home" else "modal"
    assert broken(payload, surface) == []
    _check_inert(payload["blocks"])
    return payload


def _check_inert(value: Any) -> None:
    for text in _parsed(value):
        assert not LIVE.search(text), f"something of somebody else's is live in {LIVE.search(text)}"


def _parsed(value: Any) -> list[str]:
    """Give the texts in which Slack looks for mentions and links."""
    if isinstance(value, dict):
        if value.get("type") == "mrkdwn":
            return [value["text"]]
        own = [value["text"]] if isinstance(value.get("text"), str) and "type" not in value else []
        return own + [text for child in value.values() for text in _parsed(child)]
    return [text for child in value for text in _parsed(child)] if isinstance(value, list) else []


def largest(levels: int = 10, sign: str = "&") -> Assessment:
    """Give an assessment of the largest framework that is let in, everything in it as long as it may be."""
    framework = _largest_framework(Scale(1, levels), sign)
    shows = (Evidence("words", sign * 4_000), Evidence("link", "https://a.example/" + "b" * 1_900))
    given: tuple[Verdict, ...] = (NotApplicable(sign * 4_000), 2, 1)
    rated = tuple(
        Rating(f"r{again}.{each.key}", each.key, DANA, given[again % 3], shows, AT, "1.1")
        for again in range(9)
        for each in framework.dimensions
    )
    return Assessment(
        id="a1b2c3d4e5",
        workspace="T0ACME0001",
        channel="C0CXTEAM01",
        thread="1792390200.000100",
        framework=framework,
        subject=Subject(sign * 100, {each.key: sign * 300 for each in framework.variables}),
        targets={},
        members=(Member(DANA, Role.FACILITATOR), Member(DANA, Role.RESPONDENT)),
        status=Status.COMPLETE,
        started_at=AT,
        completed_at=AT,
        ratings=rated,
    )


def _largest_framework(scale: Scale, sign: str) -> Framework:
    variables = (Variable(f"K{'E' * 70}{number}", sign * MOST_LINE, in_prompt=True) for number in range(120))
    return Framework(
        slug="s" * 80,
        title=sign * 300,
        version="1.0",
        digest="5e" * 32,
        purpose=sign * MOST_LINE,
        scale=scale,
        aggregate="mean",
        dimensions=tuple(_largest_dimension(place, scale, sign) for place in range(MOST_DIMENSIONS)),
        bands=(Band(sign * 80, Fraction(0), Fraction(1_000), sign * 400),),
        variables=tuple(variables),
        prompt=sign * MOST_LINE,
        evidence_from=scale.high,
    )


def _largest_dimension(place: int, scale: Scale, sign: str) -> Dimension:
    return Dimension(
        key=f"{'k' * 150}-{place}",
        name=sign * (MOST_NAME - 3) + f" {place}",
        descriptors=tuple(Descriptor(level, sign * 80, sign * MOST_TEXT) for level in scale.levels()),
        ask=sign * MOST_LINE,
        look_for=sign * MOST_LINE,
        next_steps=dict.fromkeys(scale.levels(), sign * MOST_LINE),
    )
