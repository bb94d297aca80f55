"""Whatever people and frameworks say: nothing that goes out is live, and nothing breaks a limit of Slack."""

import sys
from collections import deque
from collections.abc import Iterator
from functools import partial
from random import Random
from types import CodeType
from typing import Any

import pytest

from bot.sandbox.model import Refusal
from bot.sandbox.payload_rules import checked_message, checked_view
from bot.slack import listeners, views
from bot.slack.blocks import Message
from bot.slack.gate import Gate, UnsendableError
from tests.effort import effort, thirds
from tests.hostile.made import CHANNEL, FACILITATOR, Cast, Maker, Shown, cast
from tests.hostile.scanner import Allowed, live
from tests.hostile.showings import SHARER, SHOWINGS, builders, modules
from tests.hostile.team_showings import LINKS
from tests.slack.test_views_home import SITE

LOUD = (200, 5)
EXAMPLES = effort(2 * len(LOUD), 100)
GATE = Gate()
STRICT = Gate(strict=True)
KEY = "abcdefghij:key"


def test_every_view_is_shown_here() -> None:
    called, before = set[CodeType](), sys.gettrace()
    sys.settrace(lambda frame, _event, _argument: called.add(frame.f_code))
    try:
        given = cast(Maker(Random("every view"), loud=LOUD[-1]))
        deque((each for show in SHOWINGS.values() for each in show(given)), maxlen=0)
    finally:
        sys.settrace(before)
    missing = {f"{each.__module__}.{each.__name__}" for each in builders() if each.__code__ not in called}
    assert not missing, f"show these in tests/hostile/showings.py, with words of people in all their places: {missing}"


@pytest.mark.parametrize("number", thirds(range(EXAMPLES)))
def test_nothing_live_goes_out_and_no_limit_is_broken(number: int) -> None:
    rng = Random(f"text safety {number}")
    given = cast(Maker(rng, loud=LOUD[number % len(LOUD)]))
    allowed = _allowed(given)
    wrong = []
    for name, show in SHOWINGS.items():
        for place, shown in enumerate(show(given)):
            wrong += [f"{name} {place}: {flaw}" for flaw in flaws(shown, allowed)]
    assert not wrong, "\n".join(wrong[:15])


def flaws(shown: Shown, allowed: Allowed) -> Iterator[str]:
    """Give what is wrong with a message or view: as it was built, as it goes out, and as Slack would judge it.

    What the gate would mend in production is a fault of the view: people would lose the buttons.
    """
    if isinstance(shown, Message):
        built: dict[str, Any] = {"text": shown.text, "blocks": shown.blocks}
        strict, degraded = partial(STRICT.message, shown, KEY), partial(GATE.message, shown, KEY)
    else:
        built, strict, degraded = shown, partial(STRICT.view, shown), partial(GATE.view, shown)
    yield from (f"as built: {each}" for each in live(built, allowed))
    try:
        sent = strict()
    except UnsendableError as error:
        yield f"the gate: {error.problems}"
        sent = degraded()
    yield from (f"sent: {each}" for each in live(sent, allowed))
    yield from _refused(sent, "" if "type" not in built else "home" if built["type"] == "home" else "modal")


def _refused(sent: dict[str, Any], view: str) -> Iterator[str]:
    try:
        if view:
            checked_view(sent, view)
        else:
            checked_message(str(sent["text"]), sent["blocks"], None, None)
    except Refusal as refusal:
        yield f"Slack: {refusal.error} {refusal.fields}"


def _allowed(given: Cast) -> Allowed:
    every = (given.assessment, given.before)
    pieces = [
        piece.text for each in every for rating in each.ratings for piece in rating.evidence if piece.kind != "words"
    ]
    return Allowed(frozenset((FACILITATOR, SHARER)), frozenset((CHANNEL,)), frozenset((*pieces, *LINKS)), SITE)


def test_no_fixed_text_is_live() -> None:
    for module in (*modules(views), *modules(listeners)):
        for name, value in vars(module).items():
            if isinstance(value, str) and not name.startswith("__"):
                assert live(value, Allowed(frozenset(), frozenset(), frozenset())) == [], f"{module.__name__}.{name}"


@pytest.mark.parametrize(
    "text",
    [
        "<!channel>",
        "<!here|here>",
        "<!subteam^S1>",
        "<@U0OTHER001>",
        "<#C0OTHER001>",
        "<https://a.example|b>",
        "<https://nobody.gave/it>",
        "<mailto:a@b.example|b>",
        "<!date^1^{date}^https://evil.example|now>",
        "half <!channel",
        "@here",
        "see https://a.example",
        "a\u202eb",
        "a\u200bb",
        "a\u200db",
        "a\x07b",
        "\ud800",
    ],
)
def test_the_scanner_sees_what_is_live(text: str) -> None:
    nobody = Allowed(frozenset(), frozenset(), frozenset())
    assert live({"text": text, "blocks": []}, nobody)
    assert live({"type": "section", "text": {"type": "mrkdwn", "verbatim": True, "text": text}}, nobody)
