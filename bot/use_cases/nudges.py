"""Nudge the respondents of an unfinished assessment by direct message: twice at most, in their own office hours."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core.assessment import Assessment, Status
from bot.core.cadence.times import in_office_hours, is_zone, working_days_later
from bot.core.conversation.talk import talk_with
from bot.use_cases.notices import NUDGE, NudgeKey, is_sent, look_after, notice_job, reach
from bot.use_cases.notified import Nudge
from bot.use_cases.ports import Clock, Deed, Done, Later, Messenger, NewJob, NotHere, Reads, Settled, Store, Transaction

LATER = "later"
MOST_NUDGES = 2
WORKING_DAYS = 3
PUT_OFF = timedelta(days=7)
_ELSEWHERE = "UTC"


@dataclass(frozen=True, slots=True)
class _Missing:
    """A respondent who is waited for, and the moment from which on the next nudge is counted."""

    person: str
    nudged: tuple[datetime, ...]
    since: datetime
    later: Settled | None


def enqueue_nudge(tx: Transaction, assessment: Assessment, now: datetime) -> None:
    """Have it looked at, three working days from now, whether somebody is to be nudged; in a team each by a ballot."""
    if assessment.team is not None:
        return
    at = working_days_later(now, _ELSEWHERE, WORKING_DAYS)
    tx.enqueue(NewJob.about(NUDGE, {"workspace": assessment.workspace, "assessment": assessment.id}, run_at=at))


def nudge(store: Store, clock: Clock, messenger: Messenger, payload: Mapping[str, str]) -> None:
    """See to whoever is to be nudged by now; raises ``Later`` with the moment of the next one, until none is left."""
    workspace, assessment_id = payload["workspace"], payload["assessment"]
    with store.reading() as view:
        assessment = view.assessment_or_ballot(workspace, assessment_id)
        if assessment is None or not is_waiting(view, assessment):
            return
        missing = _missing(view, assessment)
    if assessment.thread is None:  # nobody could answer yet
        raise Later(at=working_days_later(clock.now(), _ELSEWHERE, WORKING_DAYS))
    moments = [_see_to(store, clock, messenger, assessment, each) for each in missing]
    following = min((each for each in moments if each is not None), default=None)
    if following is not None:
        raise Later(at=following)


def show_nudge(store: Store, clock: Clock, messenger: Messenger, workspace: str, key: NudgeKey, zone: str = "") -> None:
    """Send a nudge, or bring it up to date. One that was held up is not sent by night, nor where it has become idle.

    One that may have been sent is looked for at any hour.
    """
    person = key.person
    with store.reading() as view:
        assessment = view.assessment_or_ballot(workspace, key.assessment)
        if assessment is None:
            return
        shows = _nudge_of(view, assessment, person, key.number)
        notice = view.notice(workspace, str(key))
        waited_for = is_waiting(view, assessment) and any(each.person == person for each in _missing(view, assessment))
    if not is_sent(store, messenger, workspace, notice):
        if not waited_for:
            return
        if (opens := in_office_hours(clock.now(), zone)) > clock.now():
            raise Later(at=opens)
    if not reach(store, messenger, workspace, person, notice, str(key), shows):
        look_after(store, assessment.workspace, person, _wall(assessment))


def _wall(assessment: Assessment) -> str:
    """Give the channel that a person may have left; a ballot stands in a conversation that nobody leaves."""
    return assessment.channel if assessment.ballot is None else ""


def not_now(store: Store, clock: Clock, deed: Deed, assessment_id: str, number: int) -> Done | NotHere:
    """Put the second nudge off by a week, under a nudge of that number; pressed again it changes nothing.

    The second nudge comes a week from now at the earliest; after the second there is none.
    """
    with store.writing(deed.workspace) as tx:
        key = _due_key(assessment_id, deed.person)
        taken = tx.dues_taken(deed.workspace, key)
        if not 0 < number <= len(taken):
            return NotHere()
        if tx.is_new(deed.workspace, f"press:{deed.event}", clock.now()):
            settled = Settled(LATER, deed.person, clock.now())
            if tx.settle_due(deed.workspace, key, taken[number - 1], settled):
                tx.enqueue(notice_job(deed.workspace, str(NudgeKey(assessment_id, deed.person, number))))
        return Done()


def is_waiting(view: Reads, assessment: Assessment) -> bool:
    """Tell whether an assessment or ballot still takes answers that are waited for."""
    if assessment.ballot is not None:
        team = view.assessment(assessment.workspace, assessment.ballot.of)
        if team is None or not is_asked(team, assessment.ballot.sitting, assessment.starter):
            return False
    return assessment.status in (Status.OPEN, Status.PAUSED)


def is_asked(team: Assessment, sitting: int, person: str) -> bool:
    """Tell whether a respondent of a team assessment is waited for in a sitting, which is still open."""
    if team.team is None or team.status is Status.STOPPED or team.team.sittings[sitting - 1].closed is not None:
        return False
    return any(each.person == person for each in team.waited_for())


def _missing(view: Reads, assessment: Assessment) -> tuple[_Missing, ...]:
    questions = view.questions(assessment.workspace, assessment.id)
    found = []
    for person in assessment.respondents():
        talk = talk_with(assessment, person, questions)
        if assessment.away(person) is not None:
            continue
        if talk.open is None and _answered(assessment, person) == len(assessment.framework.dimensions):
            continue
        key = _due_key(assessment.id, person)
        taken = view.dues_taken(assessment.workspace, key)
        later = view.settled(assessment.workspace, key, taken[-1]) if taken else None
        # the person was last heard of at the start, by an answer, or by what was said in the conversation
        said = [each.said_at for each in assessment.ratings if each.respondent == person]
        said += [each.said_at for each in talk.questions if each.said_at is not None]
        found.append(_Missing(person, taken, max([assessment.started_at, *said, *taken]), later))
    return tuple(found)


def _answered(assessment: Assessment, person: str) -> int:
    keys = [each.key for each in assessment.framework.dimensions]
    return sum(assessment.last_rating(key, person) is not None for key in keys)


def _see_to(
    store: Store, clock: Clock, messenger: Messenger, assessment: Assessment, missing: _Missing
) -> datetime | None:
    """Nudge a person whose moment has come, and give the moment at which to look again; None when it is never."""
    if len(missing.nudged) >= MOST_NUDGES:
        return None
    facts = messenger.person(missing.person)
    if not facts.active:
        look_after(store, assessment.workspace, missing.person, _wall(assessment))
        return None
    zone = facts.zone if is_zone(facts.zone) else _ELSEWHERE
    due, now = _due(missing, zone), clock.now()
    if due > now:
        return due
    if (opens := in_office_hours(now, zone)) > now:
        return opens
    _send(store, assessment, missing, now, zone)
    return working_days_later(now, zone, WORKING_DAYS) if len(missing.nudged) + 1 < MOST_NUDGES else None


def _send(store: Store, assessment: Assessment, missing: _Missing, now: datetime, zone: str) -> None:
    """Have the next nudge sent, unless somebody else has seen to that since it was looked for.

    Its moment is now, not when it became due: after a long sleep of this machine the second still waits its days.
    """
    workspace, due_key = assessment.workspace, _due_key(assessment.id, missing.person)
    with store.writing(workspace) as tx:
        if tx.dues_taken(workspace, due_key) == missing.nudged and tx.take_due(workspace, due_key, now, now):
            key = str(NudgeKey(assessment.id, missing.person, len(missing.nudged) + 1))
            tx.enqueue(notice_job(workspace, key, {"zone": zone}))


def _due(missing: _Missing, zone: str) -> datetime:
    """Give when the next nudge is due: three working days after the last sign or nudge, and a week after *Not now*."""
    due = working_days_later(missing.since, zone, WORKING_DAYS)
    if missing.later is not None:
        due = max(due, missing.later.at + PUT_OFF)
    return in_office_hours(due, zone)


def _nudge_of(view: Reads, assessment: Assessment, person: str, number: int) -> Nudge:
    key = _due_key(assessment.id, person)
    taken = view.dues_taken(assessment.workspace, key)
    settled = view.settled(assessment.workspace, key, taken[number - 1]) if number <= len(taken) else None
    total = len(assessment.framework.dimensions)
    return Nudge(assessment, person, number, _answered(assessment, person), total, later=settled is not None)


def _due_key(assessment_id: str, person: str) -> str:
    return f"{NUDGE}:{assessment_id}:{person}"
