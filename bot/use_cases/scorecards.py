"""Show scorecards to the person who asks: today's, the line over time, two beside each other."""

import difflib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise

from bot.core.assessment import Assessment, Status, subject_key
from bot.core.drafts.standing import NOTHING_ACCEPTED, Accepted, accepted_texts
from bot.core.metric import MetricTrack, stated, tracks
from bot.core.plan.plan import ActionStanding, Since, finished, finished_dimensions, plan_start, standing_of
from bot.core.privacy import Right, visible
from bot.core.scoring.scorecard import NO_KEYS, Scorecard, scorecard
from bot.core.scoring.trend import Comparison, Trend, compare, trend
from bot.use_cases.notices import tell_once
from bot.use_cases.notified import PAGE_SIZE, ListedCard, Page, Shared
from bot.use_cases.ports import MOST_LINES, AssessmentLine, Job, Messenger, NewJob, Presence, PrivateWord, Reads, Store

MOST_PLANS = 12
"""Earlier assessments of a line whose plans are looked at: as many as a trend shows."""


def standing_plan(view: Reads, workspace: str, assessment_id: str) -> tuple[ActionStanding, ...]:
    """Give the actions of an assessment's accepted plan with what was said about them; none without such a plan."""
    actions = view.actions(workspace, assessment_id)
    return standing_of(actions, view.action_updates(workspace, assessment_id)) if actions else ()


def finished_since(view: Reads, assessment: Assessment, before: Assessment | None) -> tuple[ActionStanding, ...]:
    """Give the actions of the line's earlier plans that were done after ``before`` ended.

    They count until the assessment was complete, or until now while it is under way; ``before`` is on its line.
    """
    if before is None:
        return ()
    plans = (standing_plan(view, assessment.workspace, each) for each in view.reported(assessment, limit=MOST_PLANS))
    return _between(before, assessment, plans)


def explained_since(view: Reads, assessment: Assessment, before: Assessment | None) -> frozenset[str]:
    """Give the dimensions for which an action was finished since ``before``: no change of theirs is unexplained."""
    if before is None:
        return NO_KEYS
    return finished_dimensions(finished_since(view, assessment, before)) | _told_explained(view, assessment)


def _told_explained(view: Reads, assessment: Assessment) -> frozenset[str]:
    """Give the dimensions that were explained where an imported assessment comes from, whose plans may not be here."""
    imported = view.imported(assessment.workspace, assessment.id)
    return imported.explained if imported is not None else NO_KEYS


def scorecard_now(view: Reads, assessment: Assessment) -> Scorecard:
    """Give the scorecard of an assessment, compared with the one before it on its line."""
    before = view.before(assessment)
    return scorecard(assessment, before, explained=explained_since(view, assessment, before))


def explained_along(view: Reads, line: Sequence[Assessment]) -> dict[str, frozenset[str]]:
    """Give, by assessment of a line, the dimensions for which an action was finished since the one before it.

    Each sees the plans of those that had ended when it began, whether or not they are on this part of the line.
    """
    ended = {each.id: each.completed_at or each.started_at for each in line}
    known = view.reported(line[-1], limit=2 * MOST_PLANS)
    plans = {each: standing_plan(view, line[-1].workspace, each) for each in known}
    explained = {}
    for before, now in pairwise(line):
        seen = (plan for key, plan in plans.items() if key not in ended or ended[key] < now.started_at)
        explained[now.id] = finished_dimensions(_between(before, now, seen)) | _told_explained(view, now)
    return explained


def finished_along(view: Reads, line: Sequence[Assessment]) -> tuple[datetime, ...]:
    """Return when actions were done between the first and the last assessment of a line, the earliest first."""
    known = view.reported(line[-1], limit=2 * MOST_PLANS)
    plans = (standing_plan(view, line[-1].workspace, each) for each in known)
    moments = (each.done_at for each in _between(line[0], line[-1], plans))
    return tuple(sorted(each for each in moments if each is not None))


def tracks_of(view: Reads, workspace: str, channel: str, subject: str) -> tuple[MetricTrack, ...]:
    """Return the metrics of a subject of a channel: what people said, and what its assessments began with."""
    lines = [
        each
        for each in view.lines(workspace, channel, limit=MOST_LINES)
        if subject_key(each.subject) == subject_key(subject)
    ]
    begun = [one for each in view.assessments(workspace, [line.id for line in lines]) for one in stated(each)]
    return tracks([*view.metrics(workspace, channel, subject), *begun])


def line_upto(view: Reads, assessment: Assessment) -> tuple[Assessment, ...]:
    """Give the line of a complete assessment up to itself, the oldest first: what came later changes nothing."""
    line = view.line_of(assessment, limit=MOST_PLANS)
    place = next((place for place, each in enumerate(line) if each.id == assessment.id), 0)
    return line[: place + 1]


def course_of(view: Reads, assessment: Assessment) -> Trend | None:
    """Give how the line of a complete assessment went up to itself; None for its first."""
    line = line_upto(view, assessment)
    return trend(line, explained=explained_along(view, line)) if len(line) > 1 else None


def _between(
    before: Assessment, now: Assessment, plans: Iterable[tuple[ActionStanding, ...]]
) -> tuple[ActionStanding, ...]:
    since, until = before.completed_at or before.started_at, now.completed_at
    return tuple(each for plan in plans for each in finished(plan, since=since, until=until))


def since_last(view: Reads, assessment: Assessment, before: Assessment | None) -> Since:
    """Give what became of earlier plans, for an assessment that is conducted anew."""
    if before is None:
        return Since()
    return Since(_left(view, assessment, before), finished_since(view, assessment, before))


def _left(view: Reads, assessment: Assessment, before: Assessment) -> tuple[ActionStanding, ...]:
    """Give the actions of the last plan that were open when this assessment began, as they stand now.

    A plan that was accepted later belongs to no beginning.
    """
    plan = standing_plan(view, before.workspace, before.id)
    start = plan_start(tuple(each.accepted for each in plan))
    if start is None or start > assessment.started_at.date():
        return ()
    return tuple(each for each in plan if each.as_of(assessment.started_at).is_open)


FEW = 10
"""So many are read for the newest complete one: it is nearly always among them, in however full a channel."""
ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class Card:
    """The scorecard that was asked for, of an assessment that may still be under way; and never a mere draft."""

    assessment: Assessment
    card: Scorecard
    accepted: Accepted = NOTHING_ACCEPTED


@dataclass(frozen=True, slots=True)
class Listed:
    """The assessments to choose from, of which ``words`` have chosen some."""

    page: Page
    words: str = ""


@dataclass(frozen=True, slots=True)
class NoMatch:
    """Nothing is called that; ``nearest`` is the name that comes closest, ``names`` are all valid ones."""

    said: str
    nearest: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoneYet:
    """The channel has no assessment yet."""


@dataclass(frozen=True, slots=True)
class HelpWanted:
    """The person asked how to ask."""


Answer = Card | Listed | NoMatch | NoneYet | HelpWanted


def find_scorecard(store: Store, workspace: str, channel: str, words: str) -> Answer:
    """Find the scorecard that ``words`` choose among the assessments of a channel whose member is asking."""
    wanted = words.casefold().split()
    if wanted in (["help"], ["?"]):
        return HelpWanted()
    with store.reading() as view:
        lines = view.lines(workspace, channel, limit=MOST_LINES if wanted else FEW)
        if len(lines) == FEW and not any(each.status is Status.COMPLETE for each in lines):
            lines = view.lines(workspace, channel, limit=MOST_LINES)
        if not lines:
            return NoneYet()
        if LIST in (wanted[:1], wanted[-1:]):
            return _list(view, lines, [each for each in wanted if [each] != LIST], 0)
        line = choose_line(lines, wanted)
        if line is None:
            return no_match(lines, words)
        assessment = view.assessment(workspace, line.id)
        return card_of(view, assessment) if assessment is not None else NoneYet()


def _list(view: Reads, lines: tuple[AssessmentLine, ...], names: list[str], number: int) -> Listed | NoMatch:
    """List the assessments whose framework or subject hold every word; all of them without any."""
    fits = [each for each in lines if all(_holds(each, word) for word in names)]
    return Listed(_page(view, fits, number), " ".join(names)) if fits else no_match(lines, " ".join(names))


def _page(view: Reads, lines: Iterable[AssessmentLine], number: int) -> Page:
    """Give a page of lines with their scorecards, by the day that each shows, the newest first."""
    ordered = sorted(lines, key=lambda each: each.completed_at or each.started_at, reverse=True)
    number = min(max(number, 0), max(len(ordered) - 1, 0) // PAGE_SIZE)
    here = ordered[number * PAGE_SIZE : (number + 1) * PAGE_SIZE]
    found = (view.assessment(each.workspace, each.id) for each in here)
    cards = (ListedCard(each.channel, each.status, scorecard_now(view, each)) for each in found if each is not None)
    return Page(tuple(cards), number, len(ordered))


def listed_page(store: Store, workspace: str, channel: str, words: str, number: int) -> Listed | NoMatch:
    """Give another page of the list that ``words`` chose among the assessments of a channel."""
    with store.reading() as view:
        return _list(view, view.lines(workspace, channel, limit=MOST_LINES), words.casefold().split(), number)


def card_of(view: Reads, assessment: Assessment) -> Card:
    """Give the scorecard of an assessment with what people accepted about it."""
    card = scorecard_now(view, assessment)
    if assessment.status is not Status.COMPLETE:
        return Card(assessment, card)
    texts = accepted_texts(assessment, card, view.drafts(assessment.workspace, assessment.id))
    return Card(assessment, card, Accepted(texts, standing_plan(view, assessment.workspace, assessment.id)))


OWN_KEYS = "share:"
"""How the keys begin of what people shared: ``share:<press>:<person>`` a card, ``share:trend:...`` its line.

``share:compare.<id>:...`` is it beside an earlier one.
"""


def shared_by(key: str) -> str:
    """Give the person who shared a message, by its key."""
    return key.rpartition(":")[2]


def shared_today(view: Reads, assessment: Assessment, key: str) -> Shared:
    """Give what a shared message shows as things stand today."""
    found, what = card_of(view, assessment), key.removeprefix(OWN_KEYS).partition(":")[0]
    shown = Shared(found.card, assessment.id, shared_by(key), found.accepted.current)
    verb, _, earlier = what.partition(".")
    if verb not in (TREND, COMPARE) or assessment.status is not Status.COMPLETE:
        return shown
    before = visible(Right.SEE, view.assessment(assessment.workspace, earlier), assessment.channel) if earlier else None
    pair = _pair(view, before, assessment) if before is not None else None
    return replace(shown, over_time=pair if isinstance(pair, Comparison) else course_of(view, assessment))


FOR = frozenset({"for", "fur", "f\u00fcr", "pour", "para", "of", "von", "de", "about", "show"})
"""What people put before the name of a subject."""


def choose_line(lines: tuple[AssessmentLine, ...], wanted: list[str]) -> AssessmentLine | None:
    """Choose by id, or the newest whose framework and subject hold every word; ``previous`` takes the one before.

    Complete assessments go before those under way: a manager asks for results. "For" may stand before a name.
    """
    by_id = next((each for each in lines if [each.id] == wanted), None)
    if by_id is not None:
        return by_id
    steps = sum(word in ("previous", "earlier", "last-time") for word in wanted)
    words = [word.strip(",;?") for word in wanted if word not in ("previous", "earlier", "last-time", "latest")]
    bare = [word for word in words if word not in FOR]
    by_words = ([each for each in lines if all(_holds(each, word) for word in said)] for said in (words, bare))
    fits = next(filter(None, by_words), [])
    ranked = [each for each in fits if each.status is Status.COMPLETE]
    ranked += [each for each in fits if each.status is not Status.COMPLETE]
    return ranked[steps] if steps < len(ranked) else None


def _holds(line: AssessmentLine, word: str) -> bool:
    return is_named(word, line.subject, line.title, line.framework)


def is_named(word: str, *names: str) -> bool:
    """Say whether a word of any name begins so; ``word`` is in lower case."""
    text = " ".join(names).casefold()
    return any(part.startswith(word) for part in text.replace("-", " ").split()) or word in text.split()


def no_match(lines: tuple[AssessmentLine, ...], said: str) -> NoMatch:
    """Give the nearest name and all valid ones."""
    names = tuple(dict.fromkeys(name for each in lines for name in (each.subject, each.framework)))
    by_case = {name.casefold(): name for name in names}
    near = difflib.get_close_matches(said.casefold(), by_case, n=1, cutoff=0.5)
    return NoMatch(said, by_case[near[0]] if near else "", names)


def scorecard_of(store: Store, workspace: str, channel: str, assessment_id: str) -> Card | None:
    """Give the scorecard of an assessment of this channel; None for any other, whether or not it exists."""
    with store.reading() as view:
        assessment = visible(Right.SEE, view.assessment(workspace, assessment_id), channel)
        return card_of(view, assessment) if assessment is not None else None


def channels_of(store: Store, messenger: Messenger, workspace: str, person: str) -> tuple[str, ...]:
    """Return the channels with assessments in which a person is now, by Slack's word."""
    with store.reading() as view:
        known = view.channels(workspace)
    return tuple(each for each in known if messenger.presence(each, person) is Presence.IN)


def elsewhere_job(workspace: str, person: str, *, page: int = 0, shown_in: str = "") -> NewJob:
    """Give the job that tells a person what may be seen of other channels; ``shown_in`` names the list to be turned."""
    payload = {"workspace": workspace, "person": person}
    key = f"{ELSEWHERE}:{workspace}:{person}"
    if shown_in:
        payload |= {"page": str(page), "list": shown_in}
        key = f"{key}:{shown_in}:{page}"
    return NewJob(ELSEWHERE, key, payload)


def show_elsewhere(store: Store, messenger: Messenger, job: Job) -> None:
    """Tell a person by direct message what may be seen of other channels: the job behind a command in none of them."""
    workspace, person = job.payload["workspace"], job.payload["person"]
    shown_in, number = job.payload.get("list", str(job.id)), int(job.payload.get("page", "0"))
    allowed = channels_of(store, messenger, workspace, person)
    with store.reading() as view:
        page = _page(view, [line for each in allowed for line in view.lines(workspace, each, limit=MOST_LINES)], number)
    word = PrivateWord(ELSEWHERE, person, {"list": shown_in}, page=page)
    tell_once(store, messenger, workspace, f"told:{ELSEWHERE}:{shown_in}:{person}", word)


MOST_POINTS = 12
MOST_IDS = 2
TREND, COMPARE, LIST = "trend", "compare", ["list"]
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
    typed = words.casefold().split() or [""]
    verb, rest = (typed[0], typed[1:]) if typed[0] in (TREND, COMPARE) else (typed[-1], typed[:-1])
    if verb not in (TREND, COMPARE):
        return find_scorecard(store, workspace, channel, words)
    if rest in (["help"], ["?"]):
        return HelpWanted()
    with store.reading() as view:
        lines = view.lines(workspace, channel, limit=MOST_LINES)
        if not lines:
            return NoneYet()
        answer = _over_time(view, lines, verb, rest)
    if isinstance(answer, NoMatch) and choose_line(lines, typed) is not None:
        return find_scorecard(store, workspace, channel, words)
    return answer


def _over_time(view: Reads, lines: tuple[AssessmentLine, ...], verb: str, rest: list[str]) -> OverTime | NoMatch:
    ids = dict.fromkeys(rest) if len(rest) <= MOST_IDS else {}
    named = {word: _named(view, lines[0], word) for word in ids}
    known = [each for each in named.values() if each is not None]
    if verb == COMPARE and len(named) == MOST_IDS and known:
        unknown = [word for word, each in named.items() if each is None]
        return no_match(lines, unknown[0]) if unknown else _pair(view, known[0], known[1])
    found = choose_line(lines, rest)
    chosen = view.assessment(found.workspace, found.id) if found is not None else None
    if known and len(named) == 1:
        chosen = known[0]
    if chosen is None:
        return no_match(lines, " ".join(rest))
    if chosen.status is not Status.COMPLETE:
        return UnderWay(chosen.subject.name, chosen.framework.title)
    if verb == TREND:
        line = view.line_of(chosen, limit=MOST_POINTS)
        return trend(line, explained=explained_along(view, line), metrics=_metrics(view, chosen))
    others = [each for each in view.line_of(chosen, limit=2) if each.id != chosen.id]
    return _pair(view, others[-1], chosen) if others else trend((chosen,), metrics=_metrics(view, chosen))


def _named(view: Reads, here: AssessmentLine, word: str) -> Assessment | None:
    """Give the assessment of that id if it is of the same channel as ``here``; None for any other, or no id."""
    found = view.assessment(here.workspace, word) if _ID.fullmatch(word) else None
    return visible(Right.SEE, found, here.channel)


def _pair(view: Reads, one: Assessment, other: Assessment) -> Comparison | UnderWay | Unlike:
    for each in (one, other):
        if each.status is not Status.COMPLETE:
            return UnderWay(each.subject.name, each.framework.title)
    before, now = sorted((one, other), key=lambda each: each.completed_at or each.started_at)
    explained, metrics = explained_since(view, now, before), _metrics(view, now)
    return compare(now, before, explained=explained, metrics=metrics) or Unlike(before, now)


def _metrics(view: Reads, assessment: Assessment) -> tuple[MetricTrack, ...]:
    return tracks_of(view, assessment.workspace, assessment.channel, assessment.subject.name)
