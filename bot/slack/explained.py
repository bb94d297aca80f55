"""How typed words are read, in plain values with a reason: what `cxbot read` prints.

The functions are those of the conversation and of `/cx-remind`, so that what is printed is what happens.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.core.cadence.reading import read_cadence
from bot.core.cadence.rule import Unclear
from bot.core.cadence.times import first_due, is_zone, next_due
from bot.core.conversation.answers import read, referred_to
from bot.core.conversation.reading import (
    Ambiguous,
    Correction,
    Inapplicable,
    OffScale,
    Rated,
    Reading,
    Signal,
    Unknown,
    Words,
)
from bot.core.errors import BadInputError, Problem
from bot.core.framework import Dimension, Framework
from bot.core.languages import LANGUAGES
from bot.core.team import Evidence
from bot.core.text import folded
from bot.slack.text import heard
from bot.slack.views.cadences import cadence_words, local_day, moment_words
from bot.slack.views.cadences import past as past_words
from bot.use_cases.cadences import WORDS, begins_past
from bot.use_cases.ports import HolidaysOf

MOMENTS = 3


def explain_answer(
    frameworks: Sequence[Framework], words: str, *, slug: str = "", dimension: str = "", language: str = ""
) -> dict[str, Any]:
    """Return how a sentence is read as an answer to the open question about a dimension, the first ones by default.

    Raises BadInputError for a framework, dimension or language that is not there.
    """
    if language and language not in LANGUAGES:
        told = f"{language!r} is none of {', '.join(LANGUAGES)}. Words of all of them are read alike."
        raise BadInputError((Problem("the language", told),))
    framework = _framework(frameworks, slug)
    asked = _dimension(framework, dimension) if dimension else framework.dimensions[0]
    return _plain(read(heard(words), framework, asked), framework)


def explain_rule(words: str, *, now: str, zone: str, holidays: HolidaysOf) -> dict[str, Any]:
    """Return how a reminder rule is read that is typed at a moment (ISO 8601, else in the zone), and its first moments.

    Raises BadInputError for an unknown zone and what is no moment.
    """
    if not is_zone(zone):
        told = f"{zone!r} is no time zone that is known here. Give a name such as Europe/Berlin."
        raise BadInputError((Problem("the time zone", told),))
    typed_at = _moment(now, zone)
    rule = read_cadence(heard(words), today=local_day(typed_at, zone), zone=zone)
    verb = WORDS.get(words.strip(" .!?").casefold())
    if isinstance(rule, Unclear) and verb is not None:
        told = f"'{words.strip()}' is no rule: after /cx-remind it means '{verb}', of a reminder that is set."
        return {"understood": False, "says": told, "next": []}
    if isinstance(rule, Unclear):
        return {"understood": False, "says": rule.question, "next": []}
    past = begins_past(rule, None, typed_at, holidays)
    if past is not None:
        told = past_words(moment_words(past.first, rule.zone), moment_words(past.following, rule.zone)).text
        return {"understood": False, "says": told, "next": []}
    moments = [first_due(rule, typed_at, holidays)]
    while len(moments) < MOMENTS:
        moments.append(next_due(rule, moments[-1], holidays))
    days = [each.astimezone(ZoneInfo(rule.zone)).isoformat() for each in moments]
    return {"understood": True, "says": cadence_words(rule), "next": days}


def as_line(found: Mapping[str, Any]) -> str:
    """Return on one line what was found, for people."""
    if "understood" in found:
        return (
            f"understood: {found['says']} ({', '.join(found['next'])})" if found["next"] else f"asks: {found['says']}"
        )
    level = "" if found["level"] is None else f" {found['level']}"
    shown = f", evidence: {found['evidence']}" if found["evidence"] else ""
    return f"{found['kind']}{level}{shown}: {found['reason']}"


def _moment(text: str, zone: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        told = f"{text!r} is no moment. Write it as 2027-01-04T09:00, with or without an offset such as +01:00."
        raise BadInputError((Problem("the moment", told),)) from error
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=ZoneInfo(zone))


def _framework(frameworks: Sequence[Framework], slug: str) -> Framework:
    found = [each for each in frameworks if slug in ("", each.slug) or slug.endswith(".md")]
    if not found:
        names = ", ".join(each.slug for each in frameworks)
        raise BadInputError((Problem("the framework", f"{slug!r} is none of those here: {names}."),))
    return found[0]


def _dimension(framework: Framework, name: str) -> Dimension:
    keys = (name,) if any(each.key == name for each in framework.dimensions) else referred_to(folded(name), framework)
    if len(keys) != 1:
        what = "fits several of" if keys else "is none of"
        names = "; ".join(each.name for each in framework.dimensions if not keys or each.key in keys)
        raise BadInputError((Problem("the dimension", f"{name!r} {what} those of {framework.slug}: {names}."),))
    return framework.dimension(keys[0])


NOTHING: Mapping[str, Any] = {
    "kind": "",
    "level": None,
    "candidates": [],
    "evidence": "",
    "links": [],
    "reason": "",
    "targets": [],
    "command": None,
}


def _plain(reading: Reading, framework: Framework) -> dict[str, Any]:
    """Return a reading as plain values; what does not apply is null or empty."""
    match reading:
        case Rated() | Ambiguous() | OffScale():
            found = _level(reading, framework)
        case Inapplicable(reason):
            why = "It says that the dimension does not apply" + (", and why." if reason else "; the reason is asked.")
            found = {"kind": "not_applicable", "evidence": reason, "reason": why}
        case Unknown(words):
            found = {"kind": "dont_know", "evidence": words, "reason": "It says that the answer is not known."}
        case Correction(targets, said, verdict):
            given = _plain(verdict, framework) if verdict is not None else {}
            found = given | {"kind": "change", "targets": list(targets), "reason": _change(targets, said)}
        case Words(_, evidence):
            offered = (
                "The words are offered as evidence for the level to come." if evidence else "It shows nothing either."
            )
            why = f"It has no level in it. {offered}"
            found = _shown(evidence) | {"kind": "words", "reason": why}
        case Signal.CHAT:
            found = {"kind": "chat", "reason": "It is a question or talk between people, and is left alone."}
        case Signal.EMPTY:
            found = {"kind": "empty", "reason": "It has no word and no number in it."}
        case verb:
            why = f"The whole message means “{verb.value}”."
            found = {"kind": "command", "command": verb.value, "reason": why}
    return {**NOTHING, **found}


def _level(reading: Rated | Ambiguous | OffScale, framework: Framework) -> dict[str, Any]:
    match reading:
        case Rated(level, evidence):
            why = f"It says level {level} clearly" + (", and what shows it." if evidence else ".")
            return _shown(evidence) | {"kind": "rated", "level": level, "reason": why}
        case Ambiguous(candidates):
            levels = " or ".join(map(str, candidates))
            why = (
                f"It may mean level {levels}. That is not said clearly enough to be taken, so it is asked with buttons."
            )
            return {"kind": "ask", "candidates": list(candidates), "reason": why}
        case OffScale(said):
            low, high = framework.scale.low, framework.scale.high
            return {"kind": "off_scale", "reason": f"“{said}” is meant as a level, and the scale is {low} to {high}."}


def _change(targets: tuple[str, ...], said: str) -> str:
    if len(targets) == 1:
        return "It changes the answer of one dimension."
    found = "several dimensions" if targets else "no dimension"
    return f"It wants a change, and “{said}” names {found}, so it is asked which."


def _shown(evidence: tuple[Evidence, ...]) -> dict[str, Any]:
    words = " ".join(each.text for each in evidence if each.kind == "words")
    links = [each.text for each in evidence if each.kind != "words"]
    return {"evidence": words or " ".join(links), "links": links}
