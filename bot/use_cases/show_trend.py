"""Show change over time to the person who asks: a trend line, or two assessments beside each other."""

import re
from dataclasses import dataclass

from bot.core.assessment import Assessment, Status
from bot.core.trend import Comparison, Trend, compare, trend
from bot.use_cases.ports import AssessmentLine, Reads, Store
from bot.use_cases.show_scorecard import (
    NEWEST,
    Answer,
    HelpWanted,
    NoMatch,
    NoneYet,
    choose_line,
    find_scorecard,
    no_match,
)
from bot.use_cases.since_last import explained_along, explained_since

MOST_POINTS = 12
MOST_IDS = 2
TREND, COMPARE = "trend", "compare"
_ID = re.compile(r"[a-z0-9]{10}")


@dataclass(frozen=True, slots=True)
class UnderWay:
    """What was asked for is not complete, so it stands on no line yet."""

    subject: str
    title: str


@dataclass(frozen=True, slots=True)
class Unlike:
    """Two assessments that are not of one line, the earlier one first."""

    before: Assessment
    now: Assessment


OverTime = Trend | Comparison | UnderWay | Unlike


def find_answer(store: Store, workspace: str, channel: str, words: str) -> Answer | OverTime:
    """Answer `/cx-scorecard`: over time after the words ``trend`` and ``compare``, else with one scorecard.

    Only assessments of this channel are looked at, whose member is asking. ``compare`` sets the one that is chosen
    beside the newest other of its line, two ids choose both; where there is no other, a trend of one point says so.
    Where only all the words fit, as for a subject called "Trend Micro", they name a scorecard.
    """
    verb, *rest = words.casefold().split() or [""]
    if verb not in (TREND, COMPARE):
        return find_scorecard(store, workspace, channel, words)
    if rest in (["help"], ["?"]):
        return HelpWanted()
    with store.reading() as view:
        lines = view.lines(workspace, channel, limit=NEWEST)
        if not lines:
            return NoneYet()
        answer = _over_time(view, lines, verb, rest)
    if isinstance(answer, NoMatch) and choose_line(lines, [verb, *rest]) is not None:
        return find_scorecard(store, workspace, channel, words)
    return answer


def _over_time(view: Reads, lines: tuple[AssessmentLine, ...], verb: str, rest: list[str]) -> OverTime | NoMatch:
    ids = dict.fromkeys(rest) if len(rest) <= MOST_IDS else {}
    named = {word: _named(view, lines[0], word) for word in ids}
    known = [each for each in named.values() if each is not None]
    if verb == COMPARE and len(named) == MOST_IDS and known:
        unknown = [word for word, each in named.items() if each is None]
        return no_match(lines, unknown[0]) if unknown else _pair(view, known[0], known[1])
    chosen = known[0] if known and len(named) == 1 else _chosen(view, lines, rest)
    if chosen is None:
        return no_match(lines, " ".join(rest))
    if chosen.status is not Status.COMPLETE:
        return UnderWay(chosen.subject.name, chosen.framework.title)
    if verb == TREND:
        line = view.line_of(chosen, limit=MOST_POINTS)
        return trend(line, explained=explained_along(view, line))
    others = [each for each in view.line_of(chosen, limit=2) if each.id != chosen.id]
    return _pair(view, others[-1], chosen) if others else trend((chosen,))


def _named(view: Reads, here: AssessmentLine, word: str) -> Assessment | None:
    """Give the assessment of that id if it is of the same channel as ``here``; None for any other, or no id."""
    found = view.assessment(here.workspace, word) if _ID.fullmatch(word) else None
    return found if found is not None and found.channel == here.channel else None


def _chosen(view: Reads, lines: tuple[AssessmentLine, ...], rest: list[str]) -> Assessment | None:
    line = choose_line(lines, rest)
    return view.assessment(line.workspace, line.id) if line is not None else None


def _pair(view: Reads, one: Assessment, other: Assessment) -> Comparison | UnderWay | Unlike:
    for each in (one, other):
        if each.status is not Status.COMPLETE:
            return UnderWay(each.subject.name, each.framework.title)
    before, now = sorted((one, other), key=lambda each: each.completed_at or each.started_at)
    return compare(now, before, explained=explained_since(view, now, before)) or Unlike(before, now)
