"""Every view over the hostile cast, as it goes out to Slack: the one table to touch when views move or are renamed.

A record has one line for each block. Of a long text it holds the beginning, the end and a digest of the
whole; of a list of more than a few options the first ones and a digest of all.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from hashlib import sha256
from random import Random
from typing import Any

from bot.core.scoring.scorecard import scorecard
from bot.slack.blocks import Message
from bot.slack.gate import Gate
from bot.slack.views import cadences, frameworks, metrics, saved, team, workshop
from bot.slack.views import plans as tracking_answers
from bot.slack.views.cadence_form import cadence_form
from bot.slack.views.conversation import change_form, confirmation, prompt, resting
from bot.slack.views.discussion import discussion
from bot.slack.views.draft_forms import edit_form
from bot.slack.views.drafts import draft, drafting, too_late
from bot.slack.views.handover import departed, ownerless
from bot.slack.views.home import home
from bot.slack.views.plans import plan_status, update_form
from bot.slack.views.portfolio import portfolio
from bot.slack.views.private import private_word
from bot.slack.views.reminders import nudge, reminder
from bot.slack.views.scorecard import headline, in_thread
from bot.slack.views.scorecard_lists import listed
from bot.slack.views.start import start_form
from bot.slack.views.trend import trend
from tests.drafts.corpus import assessments
from tests.hostile.made import Maker
from tests.hostile.showings import SHOWINGS, Cast, Shown, cast

VIEWS: Mapping[str, Callable[[Cast], Iterator[Shown]]] = {
    "headlines": SHOWINGS[headline],
    "prompts": SHOWINGS[prompt],
    "confirmations": SHOWINGS[confirmation],
    "restings": SHOWINGS[resting],
    "departures": SHOWINGS[departed],
    "reminder-owners": SHOWINGS[ownerless],
    "scorecards": SHOWINGS[in_thread],
    "trends": SHOWINGS[trend],
    "discussions": SHOWINGS[discussion],
    "drafting": SHOWINGS[drafting],
    "drafts": SHOWINGS[draft],
    "draft-forms": SHOWINGS[edit_form],
    "draft-answers": SHOWINGS[too_late],
    "lists": SHOWINGS[listed],
    "private-words": SHOWINGS[private_word],
    "start-forms": SHOWINGS[start_form],
    "change-forms": SHOWINGS[change_form],
    "homes": SHOWINGS[home],
    "portfolios": SHOWINGS[portfolio],
    "metrics": SHOWINGS[metrics.measured],
    "frameworks": SHOWINGS[frameworks.listed],
    "saved": SHOWINGS[saved.saved_notice],
    "reminder-lists": SHOWINGS[cadences.listed],
    "reminder-forms": SHOWINGS[cadence_form],
    "reminders": SHOWINGS[reminder],
    "nudges": SHOWINGS[nudge],
    "plans": SHOWINGS[plan_status],
    "plan-forms": SHOWINGS[update_form],
    "plan-answers": SHOWINGS[tracking_answers.no_match],
    "teams": SHOWINGS[team.ballot_headline],
    "workshops": SHOWINGS[workshop.pre_read],
}
"""What is shown together, by the name of its record."""
CASTS = ((89, 5), (88, 200))
"""The number of each cast, and how long its words get, in pieces. Both are complete and rated throughout."""
EVERY = {"frameworks": 4, "teams": 7, "workshops": 5}
"""Of views that are shown under all terms, which differ in a line, one in so many is recorded."""
LONG, KEPT, MANY, FIRST = 240, 40, 8, 3
_GATE = Gate(strict=True)
_PLAIN = {"type": "plain_text", "emoji": False}
_MRKDWN = {"type": "mrkdwn", "verbatim": True}


def record(name: str) -> str:
    """Return the record of the views of one name."""
    some = [each for number in range(len(CASTS)) for each in showings(name, number)][:: EVERY.get(name, 1)]
    return "\n".join(line for place, each in some for line in (f"== {place}", *_lines(sent(each)))) + "\n"


@lru_cache
def showings(name: str, number: int) -> tuple[tuple[str, Shown], ...]:
    """Return what a cast is shown of one name, and its place; its chance hangs on no other one's draws."""
    given = _casts()[number]
    shown = VIEWS[name](replace(given, maker=_maker(name, number)))
    return tuple((f"cast {number}, {place}", each) for place, each in enumerate(shown))


def _maker(name: str, number: int) -> Maker:
    return Maker(Random(f"golden {name} {number}"), loud=CASTS[number][1])


@lru_cache
def _casts() -> tuple[Cast, ...]:
    return tuple(cast(Maker(Random(f"golden cast {number}"), loud=loud)) for number, loud in CASTS)


def scorecards() -> str:
    """Return the record of the scorecards of the fixed assessments: those that people would really see."""
    lines: list[str] = []
    for name, assessment in assessments().items():
        lines += [f"== {name}", *_lines(sent(in_thread(scorecard(assessment))))]
    return "\n".join(lines) + "\n"


def sent(shown: Shown) -> dict[str, Any]:
    """Return a message or view as it is sent."""
    return _GATE.message(shown, "abcdefghij:key") if isinstance(shown, Message) else _GATE.view(shown)


def _lines(payload: dict[str, Any]) -> Iterator[str]:
    for key in sorted(payload):
        if key != "blocks":
            yield f"{key}: {_text(short(payload[key]))}"
    yield from (_text(short(block)) for block in payload["blocks"])


def short(value: Any, longest: int = LONG, most: int = MANY) -> Any:
    """Return a value with its long texts and lists cut, and a digest of what was there.

    A text as we always send it is written as ``{"plain": ...}`` or ``{"mrkdwn": ...}``; any other stands as it is.
    """
    if isinstance(value, dict) and set(value) == _PLAIN.keys() | {"text"} and _PLAIN.items() <= value.items():
        return {"plain": short(value["text"], longest, most)}
    if isinstance(value, dict) and set(value) == _MRKDWN.keys() | {"text"} and _MRKDWN.items() <= value.items():
        return {"mrkdwn": short(value["text"], longest, most)}
    if isinstance(value, dict):
        return {key: short(inner, longest, most) for key, inner in value.items()}
    if isinstance(value, list):
        kept = [short(inner, longest, most) for inner in (value[:FIRST] if len(value) > most else value)]
        return [*kept, f"... {len(value)} in all, {_digest(_text(value))}"] if len(value) > most else kept
    if isinstance(value, str) and len(value) > longest:
        return f"{value[:KEPT]}... {len(value)} characters, {_digest(value)} ...{value[-KEPT:]}"
    return value


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=True, sort_keys=True)


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]
