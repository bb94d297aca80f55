"""What the views may be given at worst: frameworks as large as the loader lets in, and words that try to be live."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction
from functools import cache
from typing import Any

from hypothesis import strategies as st

from bot.core.assessment import Assessment, Member, NotApplicable, NotRated, Rating, Role, Status, Subject, Verdict
from bot.core.framework import Band, Descriptor, Dimension, Framework, Scale, Variable
from bot.core.team import Evidence
from bot.slack.blocks import Message, View
from bot.slack.gate import Gate
from bot.slack.limits import Surface, broken
from bot.slack.text import cleaned

AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
DANA, SAM = "U0DANA0001", "U0SAM00001"
HOSTILE = (
    "<!channel>",
    "<@U0HOSTILE>",
    "<#C0HOSTILE|general>",
    "<!subteam^S0HOSTILE>",
    "<https://evil.example|your bank>",
    "[your bank](https://evil.example)",
    "@here",
    "&lt;!here&gt;",
    "*bold* _italic_ ~gone~ `code` ```",
    "> quoted\n\n\n- list",
    "\u202eright to left\u202c",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "e\u0301" * 5,
    "<",
    "|",
    "{{}} [BUSINESS] %s {0}",
    "ok",
)
# a labelled link to a message of our own workspace is ours
LIVE = re.compile(
    r"<[!@#][^>]*HOSTILE|<!(?:channel|here|everyone|subteam)|<https?://(?!acme\.slack\.com/archives/C)[^>|]*\|"
)
MOST_NAME, MOST_TEXT, MOST_LINE, MOST_DIMENSIONS = 150, 1_500, 4_000, 30

keys = st.text("abcdefghijklmnopqrstuvwxyz-", min_size=1, max_size=200)
moments = st.just(AT)


@cache
def hostile(longest: int, *, empty: bool = False) -> st.SearchStrategy[str]:
    """Give words of at most so many characters, often as long as that."""
    pieces = st.lists(st.sampled_from(HOSTILE), min_size=1, max_size=4).map(" ".join)
    long = st.builds(lambda piece, _: (piece * longest)[:longest], st.sampled_from(HOSTILE), st.none())
    plain = st.text(st.characters(codec="utf-8"), min_size=1, max_size=20).filter(lambda text: bool(cleaned(text)))
    found = st.one_of(pieces.map(lambda text: text[:longest]), long, plain.map(lambda text: text[:longest]))
    return st.one_of(st.just(""), found) if empty else found


@st.composite
def frameworks(draw: st.DrawFn) -> Framework:
    low = draw(st.integers(0, 1))
    scale = Scale(low, low + draw(st.integers(1, 9)))
    dimension_keys = draw(st.lists(keys, min_size=1, max_size=MOST_DIMENSIONS, unique=True))
    first = draw(_dimension(scale, dimension_keys[0]))
    others = [replace(first, key=key, name=draw(hostile(MOST_NAME))) for key in dimension_keys[1:]]
    variables = draw(st.lists(_variables, max_size=120, unique_by=lambda each: each.key))
    return Framework(
        slug=draw(st.text("abcxyz-", min_size=1, max_size=80)),
        title=draw(hostile(300)),
        version="1.0",
        digest="5e" * 32,
        purpose=draw(hostile(MOST_LINE, empty=True)),
        scale=scale,
        aggregate="mean" if draw(st.booleans()) else "sum",
        dimensions=(first, *others),
        bands=(Band(draw(hostile(80)), Fraction(0), Fraction(1_000), draw(hostile(400, empty=True))),),
        variables=tuple(variables),
        prompt=draw(hostile(MOST_LINE, empty=True)),
        evidence_from=scale.high,
        level_names={scale.low: draw(hostile(80, empty=True))},
        subject_key=draw(st.none() | st.just(variables[0].key)) if variables else None,
    )


_variables = st.builds(
    Variable,
    key=st.text("ABCDEFGHIJ", min_size=1, max_size=80),
    description=hostile(MOST_LINE, empty=True),
    kind=st.sampled_from(("text", "number", "percent")),
    in_prompt=st.booleans(),
)


@st.composite
def _dimension(draw: st.DrawFn, scale: Scale, key: str) -> Dimension:
    described = draw(st.lists(st.sampled_from(scale.levels()), min_size=1, unique=True))
    texts = [Descriptor(each, draw(hostile(80, empty=True)), draw(hostile(MOST_TEXT))) for each in sorted(described)]
    return Dimension(
        key=key,
        name=draw(hostile(MOST_NAME)),
        descriptors=tuple(texts),
        ask=draw(hostile(MOST_LINE, empty=True)),
        look_for=draw(hostile(MOST_LINE, empty=True)),
        next_steps={each: draw(hostile(MOST_LINE)) for each in described},
    )


evidence = st.lists(
    st.one_of(
        st.builds(Evidence, st.just("words"), hostile(4_000)),
        st.builds(
            Evidence, st.sampled_from(("link", "message")), st.sampled_from(("https://a.example/b", "javascript:x"))
        ),
        st.builds(Evidence, st.just("link"), hostile(500)),
    ),
    max_size=3,
).map(tuple)


def verdicts(framework: Framework) -> st.SearchStrategy[Verdict]:
    levels: st.SearchStrategy[Verdict] = st.sampled_from(framework.scale.levels())
    reasons: st.SearchStrategy[Verdict] = st.builds(NotApplicable, hostile(4_000, empty=True))
    return st.one_of(levels, levels, reasons, st.just(NotRated()))


@st.composite
def assessments(draw: st.DrawFn) -> Assessment:
    framework = draw(frameworks())
    verdict = verdicts(framework)
    pool = [
        Rating(f"r{number}", "", DANA, draw(verdict), draw(evidence), AT, f"{number}.1", 1)
        for number in range(draw(st.integers(1, 3)))
    ]
    rated = [
        replace(pool[(place + again) % len(pool)], dimension=dimension.key)
        for again in range(draw(st.integers(0, 12)))
        for place, dimension in enumerate(framework.dimensions)
    ]
    return Assessment(
        id="a1b2c3d4e5",
        workspace="T0ACME0001",
        channel="C0CXTEAM01",
        thread="1792390200.000100",
        framework=framework,
        subject=Subject(draw(hostile(100)), {each.key: draw(hostile(300)) for each in framework.variables[:3]}),
        targets={},
        members=(Member(DANA, Role.FACILITATOR), Member(DANA, Role.RESPONDENT)),
        status=draw(st.sampled_from(Status)),
        started_at=AT,
        completed_at=AT,
        ratings=tuple(rated),
    )


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
