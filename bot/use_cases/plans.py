"""Follow an accepted plan: what owners say about actions, the check-ins of day 30, 60 and 90, the digest."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum

from bot.core.assessment import Assessment, Status
from bot.core.cadence.times import in_office_hours, is_zone, moment_of, no_holidays
from bot.core.errors import SlackRefusedError
from bot.core.plan.plan import (
    CHECK_IN_AT,
    WANT_WHY,
    ActionStanding,
    ActionUpdate,
    Handover,
    Progress,
    own_note,
    own_value,
    plan_start,
)
from bot.core.privacy import Right, may, visible
from bot.use_cases.announcing import announce_done
from bot.use_cases.handed import after_word, enqueue_soon, give, tell_owners
from bot.use_cases.metrics import take_check_in
from bot.use_cases.notices import RoundKey, is_sent, notice_job, reach, show_notice, tell_once
from bot.use_cases.notified import CheckIn, Digest
from bot.use_cases.plan_rounds import EVERYBODY, WAITED_FOR, Round, asked_on, reminder_on, round_named, round_of
from bot.use_cases.ports import (
    MOST_LINES,
    AssessmentLine,
    Clock,
    Deed,
    HolidaysOf,
    Messenger,
    NotForYou,
    NotHere,
    Post,
    PrivateWord,
    Reads,
    Store,
    Transaction,
)
from bot.use_cases.scorecards import HelpWanted, NoMatch, choose_line, no_match, standing_plan


@dataclass(frozen=True, slots=True)
class ActionPress:
    """What a person does with an action.

    ``channel`` is where it was pressed: the assessment's own, or the direct message in which the person was asked.
    """

    deed: Deed
    assessment: str
    action: str


class Unsaid(Enum):
    """What has to be said as well before something is done with an action."""

    REASON = "why it is stuck or dropped"
    OWNER = "to whom it is given"


@dataclass(frozen=True, slots=True)
class PlanShown:
    """An accepted plan as its actions stand; ``seen`` is how many decisions its draft has, where that is asked for."""

    assessment: Assessment
    standing: tuple[ActionStanding, ...]
    seen: int = 0

    @property
    def open(self) -> tuple[ActionStanding, ...]:
        """Give the actions that are still to be done."""
        return tuple(each for each in self.standing if each.is_open)

    @property
    def owners(self) -> tuple[str, ...]:
        """Give whoever has an action that is open."""
        return tuple(dict.fromkeys(each.accepted.owner for each in self.open if each.accepted.owner is not None))


@dataclass(frozen=True, slots=True)
class NoPlanYet:
    """No plan is accepted in the channel. ``newest`` is its newest complete assessment, of which one can be drafted."""

    newest: AssessmentLine | None = None


Refused = NotForYou | NotHere
ActionOutcome = ActionStanding | Unsaid | Refused
"""An action as it stands now is as the person wants it, by this press or by an earlier one."""
PlanAnswer = PlanShown | NoPlanYet | NoMatch | HelpWanted


@dataclass(frozen=True, slots=True)
class _Found:
    """An action of the plan that counts, and its assessment."""

    assessment: Assessment
    standing: ActionStanding


def say_progress(
    store: Store,
    clock: Clock,
    press: ActionPress,
    progress: Progress,
    *,
    note: str = "",
    value: str = "",
    due: date | None = None,
) -> ActionOutcome:
    """Put on record how an action stands. Its owner may, the facilitator and the respondents.

    ``due`` is a new day for it. The same word twice on one day changes nothing.
    """
    note, value = own_note(note), own_value(value)
    with store.writing(press.deed.workspace) as tx:
        found = _action(tx, press)
        if not isinstance(found, _Found):
            return found
        standing = found.standing
        if progress in WANT_WHY and not note:
            return Unsaid.REASON
        if not tx.is_new(press.deed.workspace, f"press:{press.deed.event}", clock.now()):
            return standing
        moved = due if due != standing.due else None
        if moved is None and _says_so(standing.last, progress, (note, value), clock.now()):
            return standing
        update = ActionUpdate(press.action, progress, note, value, press.deed.person, clock.now(), moved)
        tx.add_action_update(press.deed.workspace, press.assessment, update)
        take_check_in(tx, found.assessment, standing.accepted.action, update)
        after_word(tx, found.assessment, (standing.accepted.owner, press.deed.person), clock.now())
        if progress is Progress.DONE is not standing.progress:
            announce_done(tx, found.assessment, standing, clock.now())
        return _now(tx, press, standing)


def _says_so(last: ActionUpdate | None, progress: Progress, more: tuple[str, str], now: datetime) -> bool:
    """Tell whether that was said before on this very day; on another day it is news that it still stands so."""
    if last is None or last.progress is not progress or last.at.date() != now.date():
        return False
    note, value = more
    return note in ("", last.note) and value in ("", last.value)


def give_action(store: Store, clock: Clock, press: ActionPress, owner: str) -> ActionOutcome:
    """Give an action to a person, whoever had it; they are asked about it from then on."""
    with store.writing(press.deed.workspace) as tx:
        found = _action(tx, press)
        if not isinstance(found, _Found):
            return found
        if not owner:
            return Unsaid.OWNER
        before = found.standing.accepted.owner
        if not tx.is_new(press.deed.workspace, f"press:{press.deed.event}", clock.now()) or owner == before:
            return found.standing
        given = Handover(press.action, owner, press.deed.person, clock.now())
        give(tx, found.assessment, given)
        tell_owners(tx, found.assessment, [(before, given)])
        after_word(tx, found.assessment, (before, owner), clock.now())
        return _now(tx, press, found.standing)


def find_action(store: Store, press: ActionPress) -> ActionStanding | Refused:
    """Give an action as it stands, to a person who may say how it does: for the form that asks why it is stuck."""
    with store.reading() as view:
        found = _action(view, press)
    return found.standing if isinstance(found, _Found) else found


def find_plan(store: Store, workspace: str, channel: str, words: str) -> PlanAnswer:
    """Find the plan that ``words`` choose among the accepted ones of a channel whose member is asking.

    They choose as they choose a scorecard: by id, by subject and framework, ``previous`` for the one before.
    """
    wanted = words.casefold().split()
    if wanted in (["help"], ["?"]):
        return HelpWanted()
    with store.reading() as view:
        complete = [each for each in view.lines(workspace, channel, limit=MOST_LINES) if each.status is Status.COMPLETE]
        planned = tuple(each for each in complete if view.actions(workspace, each.id))
        if not planned:
            return NoPlanYet(complete[0] if complete else None)
        line = choose_line(planned, wanted)
        assessment = view.assessment(workspace, line.id) if line is not None else None
        if assessment is None:
            return no_match(planned, words)
        return _shown(view, assessment)


def plan_of(store: Store, workspace: str, channel: str, assessment_id: str) -> PlanShown | None:
    """Give the accepted plan of an assessment of this channel; None for any other, whether or not it exists."""
    with store.reading() as view:
        assessment = visible(Right.SEE, view.assessment(workspace, assessment_id), channel)
        found = _shown(view, assessment) if assessment is not None else None
    return found if found is not None and found.standing else None


def _shown(view: Reads, assessment: Assessment) -> PlanShown:
    standing = standing_plan(view, assessment.workspace, assessment.id)
    plan = view.draft(assessment.workspace, assessment.id, standing[0].accepted.draft) if standing else None
    return PlanShown(assessment, standing, len(plan.decisions) if plan is not None else 0)


def _action(view: Reads, press: ActionPress) -> _Found | Refused:
    assessment = view.assessment(press.deed.workspace, press.assessment)
    standing = standing_plan(view, press.deed.workspace, press.assessment)
    action = next((each for each in standing if each.accepted.id == press.action), None)
    if assessment is None or action is None:
        return NotHere()
    if may(Right.REPORT, assessment, press.deed.person, by=action.accepted.owner):
        return _Found(assessment, action)
    return NotForYou()


def _now(tx: Transaction, press: ActionPress, before: ActionStanding) -> ActionStanding:
    standing = standing_plan(tx, press.deed.workspace, press.assessment)
    return next((each for each in standing if each.accepted.id == press.action), before)


OWNER_GONE = "owner_gone"
CANNOT_DIGEST = "cannot_digest"


def check_in(
    store: Store, clock: Clock, messenger: Messenger, payload: Mapping[str, str], holidays: HolidaysOf = no_holidays
) -> None:
    """See to a round of a plan: the job that waits for it. A round of a plan that does not count does nothing.

    It begins where the day begins first, and waits for 9:30 of each person's own day in a job for each of them.
    """
    now = round_of(payload)
    if "person" not in payload:
        _spread(store, clock, messenger, now, holidays)
        return
    with store.writing(now.workspace) as tx:
        _take(tx, clock, now, payload["person"], holidays)
        plan, asked = _plan(tx, now), payload.get("asked", "").split()
        if plan is not None and asked and not _waits(tx, now, plan, asked):
            tx.enqueue(now.job(EVERYBODY, in_office_hours(clock.now(), payload["zone"])))


def _waits(view: Reads, now: Round, plan: PlanShown, asked: list[str]) -> bool:
    """Whether somebody whose actions the digest counts is still to be asked."""
    waiting = [each for each in asked if not view.dues_taken(now.workspace, now.key(each))]
    return any(_is_concerned(plan, each) for each in waiting)


def _is_concerned(plan: PlanShown, person: str) -> bool:
    return person in plan.owners or (bool(plan.open) and person == plan.assessment.facilitator)


def _spread(store: Store, clock: Clock, messenger: Messenger, now: Round, holidays: HolidaysOf) -> None:
    """Find out when each owner is to be asked. Whoever is gone is not: the facilitator is told, and asked instead."""
    with store.reading() as view:
        plan = _plan(view, now)
        day = asked_on(view, plan.assessment, now, holidays) if plan is not None else now.date
    if plan is None or now.is_over(clock.now()):
        return
    facilitator = plan.assessment.facilitator
    people = dict.fromkeys((*plan.owners, facilitator))
    facts = {each: messenger.person(each) for each in people}
    gone = [each for each in plan.owners if not facts[each].active]
    for each in gone:
        _tell_of_gone(store, messenger, plan.assessment, each)
    asked = {each for each in plan.owners if facts[each].active}
    if gone or any(each.accepted.owner is None for each in plan.open):
        asked.add(facilitator)
    zones = {each: zone if is_zone(zone := facts[each].zone) else "UTC" for each in people}
    moments = {each: moment_of(day, CHECK_IN_AT, zones[each]) for each in sorted(asked)}
    last = max(moments.values(), default=moment_of(day, CHECK_IN_AT, zones[facilitator]))
    with store.writing(now.workspace) as tx:
        enqueue_soon(tx, plan.assessment, plan.owners, clock.now())
        for person, moment in moments.items():
            tx.enqueue(now.job(person, moment, asked=" ".join(moments), zone=zones[facilitator]))
        opens = in_office_hours(last + (WAITED_FOR if moments else timedelta()), zones[facilitator])
        tx.enqueue(now.job(EVERYBODY, opens, late=True))


def _take(tx: Transaction, clock: Clock, now: Round, person: str, holidays: HolidaysOf = no_holidays) -> None:
    """Have a message sent, unless another process has done so: the unique row of its due moment decides."""
    plan = _plan(tx, now)
    if plan is None or now.is_over(clock.now()):
        return
    key = now.key(person)
    if person == EVERYBODY:
        concerned = bool(plan.open) or not _was_all_done(tx, now, plan)
        day = asked_on(tx, plan.assessment, now, holidays)
        key = reminder_on(tx, plan.assessment, day) or key  # the reminder of that day says it too
    else:
        concerned = _is_concerned(plan, person)
    taken = concerned and tx.take_due(now.workspace, now.key(person), now.due, clock.now())
    if taken and (key == now.key(person) or tx.notice(now.workspace, key) is not None):
        tx.enqueue(notice_job(now.workspace, key))


def _was_all_done(view: Reads, now: Round, plan: PlanShown) -> bool:
    """Tell whether the channel knows since an earlier round that nothing is left to be done."""
    return any(
        bool(view.dues_taken(now.workspace, each.key(EVERYBODY)))
        and not any(one.as_of(each.due).is_open for one in plan.standing)
        for each in now.earlier()
    )


def show_check_in(store: Store, clock: Clock, messenger: Messenger, workspace: str, key: RoundKey) -> None:
    """Send an owner's check-in, or bring it up to date: the job behind its key."""
    now, person = round_named(workspace, key), key.person
    with store.reading() as view:
        plan, notice = _plan(view, now), view.notice(workspace, str(key))
    if plan is None or _is_past(store, clock, messenger, now, notice):
        return
    is_facilitator = person == plan.assessment.facilitator
    shows = _asked(plan, now, person, _gone(messenger, plan, person) if is_facilitator else (), messenger.site())
    is_wanted = shows.unowned or any(each.is_open for each in shows.actions)
    if not is_wanted and not is_sent(store, messenger, workspace, notice):
        return
    if not reach(store, messenger, workspace, person, notice, str(key), shows):
        _leave_to_facilitator(store, clock, messenger, plan, now, person)


def _asked(plan: PlanShown, now: Round, person: str, gone: tuple[str, ...], site: str) -> CheckIn:
    """Give what a check-in shows: what is open, and what was said about since; others' only where nobody has them."""
    own = tuple(
        each
        for each in plan.standing
        if each.accepted.owner == person and (each.is_open or each.was_heard_since(now.day))
    )
    unowned: tuple[ActionStanding, ...] = ()
    if person == plan.assessment.facilitator:
        unowned = tuple(each for each in plan.open if each.accepted.owner is None or each.accepted.owner in gone)
    return CheckIn(plan.assessment, person, now.day, own, unowned, site)


def _gone(messenger: Messenger, plan: PlanShown, person: str) -> tuple[str, ...]:
    others = [each for each in plan.owners if each != person]
    return tuple(each for each in others if not messenger.person(each).active)


def _leave_to_facilitator(
    store: Store, clock: Clock, messenger: Messenger, plan: PlanShown, now: Round, person: str
) -> None:
    """Tell the facilitator of an owner who cannot be reached, and have the actions shown there."""
    facilitator = plan.assessment.facilitator
    if person == facilitator:
        return
    _tell_of_gone(store, messenger, plan.assessment, person)
    with store.writing(now.workspace) as tx:
        _take(tx, clock, now, facilitator)
        tx.enqueue(notice_job(now.workspace, now.key(facilitator)))


def _tell_of_gone(store: Store, messenger: Messenger, assessment: Assessment, person: str) -> None:
    """Tell the facilitator once that an owner is gone, so that somebody else gets the actions."""
    detail = {"person": person, "subject": assessment.subject.name, "channel": assessment.channel}
    word = PrivateWord(OWNER_GONE, assessment.facilitator, detail)
    tell_once(store, messenger, assessment.workspace, f"told:gone:{assessment.id}:{person}", word)


def _is_past(store: Store, clock: Clock, messenger: Messenger, now: Round, notice: Post | None) -> bool:
    """Whether a round is over of which the message was never sent, however often that was tried."""
    return now.is_over(clock.now()) and not is_sent(store, messenger, now.workspace, notice)


def show_digest(store: Store, clock: Clock, messenger: Messenger, workspace: str, key: RoundKey) -> None:
    """Tell the channel how its plan stands, or bring that up to date; where it cannot be told, the facilitator is."""
    now = round_named(workspace, key)
    with store.reading() as view:
        plan, notice = _plan(view, now), view.notice(workspace, str(key))
    if plan is None or _is_past(store, clock, messenger, now, notice):
        return
    assessment = plan.assessment
    shows = Digest(assessment, now.day, plan.standing, max(clock.now().date(), now.date))
    try:
        show_notice(store, messenger, workspace, assessment.channel, str(key), shows, joins=True)
    except SlackRefusedError as refusal:
        if not refusal.needs_people:
            raise
        detail = {"subject": assessment.subject.name, "channel": assessment.channel}
        detail |= {"method": refusal.method, "code": refusal.code}
        word = PrivateWord(CANNOT_DIGEST, assessment.facilitator, detail)
        tell_once(store, messenger, workspace, f"told:digest:{assessment.id}", word)


def _plan(view: Reads, now: Round) -> PlanShown | None:
    """Give the plan of a round; None where another one counts by now, or none."""
    assessment = view.assessment(now.workspace, now.assessment)
    standing = standing_plan(view, now.workspace, now.assessment)
    counts = plan_start(tuple(each.accepted for each in standing)) == now.start
    return PlanShown(assessment, standing) if assessment is not None and counts else None
