"""Understand what a person asks of a channel's reminders: which of them, and what is to become of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.core.cadence.rule import SetCadence
from bot.use_cases.ports import AssessmentLine, Store
from bot.use_cases.show_scorecard import NEWEST, HelpWanted, NoMatch, choose_line, is_named, no_match


class Deed(StrEnum):
    """What can be done with a reminder that is set."""

    PAUSE = "pause"
    RESUME = "resume"
    SNOOZE = "snooze"
    SKIP = "skip"
    REMOVE = "remove"
    CHANGE = "change"


WORDS: Mapping[str, Deed] = {each.value: each for each in Deed} | {
    "stop": Deed.PAUSE,
    "continue": Deed.RESUME,
    "later": Deed.SNOOZE,
    "delete": Deed.REMOVE,
    "edit": Deed.CHANGE,
}
MANY = 1_000
LIST = (["list"], ["show"], ["status"])
SMALL = frozenset({"for", "of", "the", "once", "it", "a", "week", "in", "by", "reminder", "reminders"})
"""Words that stand beside a deed and name nothing."""


@dataclass(frozen=True, slots=True)
class Overview:
    """The reminders of a channel, and what else could be reminded of: the newest assessment of each line."""

    cadences: tuple[SetCadence, ...]
    lines: tuple[AssessmentLine, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """A reminder is to be set for the line of an assessment; ``words`` are the rule as it was typed."""

    line: AssessmentLine
    words: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """Something is to be done with a reminder."""

    deed: Deed
    cadence: SetCadence


@dataclass(frozen=True, slots=True)
class WhichOne:
    """Something is to be done, and several reminders could be meant."""

    deed: Deed
    cadences: tuple[SetCadence, ...]


@dataclass(frozen=True, slots=True)
class NoneSet:
    """Something is to be done, and the channel has no reminder with which it could."""

    deed: Deed


@dataclass(frozen=True, slots=True)
class NothingAssessed:
    """There is nothing yet that a channel could be reminded of."""


Wish = Overview | Rule | Wanted | WhichOne | NoneSet | NothingAssessed | NoMatch | HelpWanted


def read_wish(store: Store, workspace: str, channel: str, words: str) -> Wish:
    """Understand the words of a command in a channel."""
    wanted = words.casefold().split()
    if wanted in (["help"], ["?"]):
        return HelpWanted()
    seen = overview(store, workspace, channel)
    if not seen.cadences and not seen.lines:
        return NothingAssessed()
    if not wanted or wanted in LIST:
        return seen
    if wanted[0] in WORDS:
        return _which(seen, WORDS[wanted[0]], [each for each in wanted[1:] if each not in SMALL])
    return _rule(seen, words)


def overview(store: Store, workspace: str, channel: str) -> Overview:
    """List the reminders of a channel, and its lines with their newest assessments first."""
    with store.reading() as view:
        lines = view.lines(workspace, channel, limit=NEWEST)
        cadences = view.cadences(workspace, channel)
    newest: dict[tuple[str, str], AssessmentLine] = {}
    for each in lines:
        newest.setdefault((each.framework, each.subject.strip().casefold()), each)
    return Overview(cadences, tuple(newest.values()))


def line_of(store: Store, workspace: str, channel: str, assessment_id: str) -> AssessmentLine | None:
    """Give the line of an assessment of this channel; None for any other, whether or not it exists."""
    with store.reading() as view:
        lines = view.lines(workspace, channel, limit=MANY)
    return next((each for each in lines if each.id == assessment_id), None)


def _which(seen: Overview, deed: Deed, names: list[str]) -> Wish:
    """Find the one reminder that is meant: by the names said, else the only one with which it can be done."""
    named = [each for each in seen.cadences if all(is_named(one, each.subject, each.title, each.slug) for one in names)]
    if names and not named:
        return _no_such(seen, " ".join(names))
    fits = [each for each in named if _can(deed, each)]
    if not named or (not fits and len(named) > 1):
        return NoneSet(deed)
    if len(fits) > 1:
        return WhichOne(deed, tuple(fits))
    return Wanted(deed, (fits or named)[0])


def _can(deed: Deed, cadence: SetCadence) -> bool:
    match deed:
        case Deed.RESUME:
            return cadence.paused
        case Deed.PAUSE | Deed.SNOOZE | Deed.SKIP:
            return not cadence.paused
        case Deed.REMOVE | Deed.CHANGE:
            return True


def _rule(seen: Overview, words: str) -> Wish:
    """Take the rule apart from what it is for: ``every 3 months on Monday for acme``."""
    typed = words.split()
    place = next((at for at, word in enumerate(typed) if word.casefold() == "for"), len(typed))
    rule, names = " ".join(typed[:place]), [each.casefold() for each in typed[place + 1 :]]
    if not seen.lines:
        return NothingAssessed()
    line = choose_line(seen.lines, names) if names else seen.lines[0]
    return Rule(line, rule) if line is not None else no_match(seen.lines, " ".join(typed[place + 1 :]))


def _no_such(seen: Overview, said: str) -> NoMatch:
    names = tuple(dict.fromkeys(name for each in seen.cadences for name in (each.subject, each.slug)))
    return NoMatch(said, "", names)
