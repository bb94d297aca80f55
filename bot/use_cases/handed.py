"""Tell people of their actions: at once when they are given or taken away, and again a few days before they are due."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from bot.core.assessment import Assessment
from bot.core.cadence.times import SATURDAY, is_zone, moment_of, no_holidays
from bot.core.plan.plan import CHECK_IN_AT, FIRST_MORNING, ActionStanding, Handover, plan_start
from bot.use_cases.notices import (
    GIVEN,
    SOON,
    TAKEN,
    HandedKey,
    SoonKey,
    is_sent,
    look_after,
    notice_job,
    reach,
    read_key,
)
from bot.use_cases.notified import Handed, TakenAway
from bot.use_cases.plan_rounds import redraw_plan, rounds, works_in
from bot.use_cases.ports import Clock, HolidaysOf, Job, Later, Messenger, NewJob, Presence, Reads, Store, Transaction
from bot.use_cases.scorecards import standing_plan

SOON_DAYS = 3
"""So many days before an action is due its owner is told; on the Friday before where that is a weekend."""
JUST_GIVEN = timedelta(days=1)
"""So long after an action was given nobody needs to be told of it again."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _milliseconds(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(milliseconds=1)


def soon_day(due: date) -> date:
    """Return the day on which an owner is told that an action is due soon."""
    day = due - timedelta(days=SOON_DAYS)
    return day - timedelta(days=max(day.weekday() - SATURDAY + 1, 0))


def give(tx: Transaction, assessment: Assessment, given: Handover) -> None:
    """Put on record to whom an action is given."""
    where = (assessment.workspace, assessment.id, given.action)
    tx.set_owner(*where, owner=given.owner, by=given.by, at=given.at)


def tell_owners(tx: Transaction, assessment: Assessment, handed: Iterable[tuple[str | None, Handover]]) -> None:
    """Have people told of the actions that change hands in this deed; each pair says whose an action was before.

    Whoever takes an action, or gives it away, knows of that and is not told.
    """
    keys: set[HandedKey | SoonKey] = set()
    for before, now in handed:
        at = _milliseconds(now.at)
        keys |= {HandedKey(GIVEN, assessment.id, now.owner, at)} if now.owner != now.by else set()
        if before is not None:
            keys |= {HandedKey(TAKEN, assessment.id, before, at)} if before != now.by else set()
            keys |= _told(tx, assessment, before)
    for key in sorted(map(str, keys)):
        tx.enqueue(notice_job(assessment.workspace, key))


def _told(view: Reads, assessment: Assessment, person: str) -> set[HandedKey | SoonKey]:
    """Give the messages about actions that a person may have had so far: they are brought up to date."""
    given = [each for each in view.handovers(assessment.workspace, assessment.id) if each.owner == person]
    keys: set[HandedKey | SoonKey] = {HandedKey(GIVEN, assessment.id, person, _milliseconds(each.at)) for each in given}
    for each in standing_plan(view, assessment.workspace, assessment.id):
        keys |= {SoonKey(assessment.id, person, day) for day in each.days}
    return {each for each in keys if view.notice(assessment.workspace, str(each)) is not None}


def after_word(tx: Transaction, assessment: Assessment, people: Iterable[str | None], now: datetime) -> None:
    """Bring up to date what shows a plan, after somebody said how it stands or its actions changed.

    ``people`` are those whose actions they are or were.
    """
    concerned = frozenset(each for each in people if each is not None)
    redraw_plan(tx, assessment, concerned)
    for key in sorted({str(each) for person in concerned for each in _told(tx, assessment, person)}):
        tx.enqueue(notice_job(assessment.workspace, key))
    enqueue_soon(tx, assessment, concerned, now)


def enqueue_soon(tx: Transaction, assessment: Assessment, people: Iterable[str], now: datetime) -> None:
    """Have people told before each of their actions is due."""
    concerned = frozenset(people)
    for each in standing_plan(tx, assessment.workspace, assessment.id):
        owner, begins = each.accepted.owner, moment_of(soon_day(each.due), CHECK_IN_AT, "UTC")
        if owner is not None and owner in concerned and each.is_open and begins > now:
            key = str(SoonKey(assessment.id, owner, each.due))
            payload = {"workspace": assessment.workspace, "assessment": assessment.id, "person": owner, "key": key}
            tx.enqueue(NewJob(SOON, f"{SOON}:{assessment.workspace}:{key}", payload, begins - FIRST_MORNING))


def due_soon(store: Store, clock: Clock, messenger: Messenger, job: Job, holidays: HolidaysOf = no_holidays) -> None:
    """See to the day before an action is due: the job that waits for it, at 9:30 of the owner's own day.

    A holiday of the channel's country is passed over. Nothing is said where a check-in asks about it on that day, or
    where it was only just given.
    """
    workspace, key = job.payload["workspace"], read_key(job.payload["key"])
    if not isinstance(key, SoonKey):
        return
    with store.reading() as view:
        day = _told_on(view, workspace, key, holidays)
    facts = messenger.person(key.person)
    at = moment_of(day, CHECK_IN_AT, facts.zone if is_zone(facts.zone) else "UTC")
    if at > clock.now():
        raise Later(at=at)
    with store.writing(workspace) as tx:
        own = _due_on(tx, workspace, key)
        if not any(each.is_open for each in own) or _is_asked(own, key, day) or clock.now().date() > key.due:
            return
        given = {each.action: each.at for each in tx.handovers(workspace, key.assessment)}
        if all(clock.now() - given[each.accepted.id] < JUST_GIVEN for each in own if each.is_open):
            return
        if tx.take_due(workspace, str(key), at, clock.now()):
            tx.enqueue(notice_job(workspace, str(key)))


def _told_on(view: Reads, workspace: str, key: SoonKey, holidays: HolidaysOf) -> date:
    """Return the day on which an owner is told: the next before the due day on which people work there."""
    first, assessment = soon_day(key.due), view.assessment(workspace, key.assessment)
    days = (first + timedelta(days=later) for later in range((key.due - first).days))
    works = works_in(view, assessment, holidays) if assessment is not None else None
    return next((day for day in days if works is not None and works(day)), first)


def _is_asked(own: tuple[ActionStanding, ...], key: SoonKey, day: date) -> bool:
    start = plan_start(tuple(each.accepted for each in own))
    return start is not None and any(each.date == day for each in rounds("", key.assessment, start))


def _due_on(view: Reads, workspace: str, key: SoonKey) -> tuple[ActionStanding, ...]:
    plan = standing_plan(view, workspace, key.assessment)
    return tuple(each for each in plan if each.accepted.owner == key.person and key.due in each.days)


def show_handed(store: Store, messenger: Messenger, workspace: str, key: HandedKey | SoonKey) -> None:
    """Send a person the message about their actions, or bring it up to date: the job behind its key.

    An action is for whoever it is given to, also outside the channel; who has it next is for people in the channel.
    """
    with store.reading() as view:
        assessment = view.assessment(workspace, key.assessment)
        found = _of_key(view, workspace, key)
        notice = view.notice(workspace, str(key))
    if assessment is None:
        return
    is_wanted = any(each.is_open for each in found[0]) and (notice is not None or messenger.person(key.person).active)
    if not is_wanted and not is_sent(store, messenger, workspace, notice):
        return
    actions, who = found
    shows: Handed | TakenAway
    match key:
        case HandedKey(kind=kind) if kind == TAKEN:
            is_here = messenger.presence(assessment.channel, key.person) is Presence.IN
            shows = TakenAway(assessment, key.person, actions, who if is_here else "")
        case HandedKey():
            shows = Handed(assessment, key.person, actions, by=who, site=messenger.site())
        case SoonKey(due=due):
            shows = Handed(assessment, key.person, actions, due=due, site=messenger.site())
    if not reach(store, messenger, workspace, key.person, notice, str(key), shows):
        look_after(store, workspace, key.person, assessment.channel)


def _of_key(view: Reads, workspace: str, key: HandedKey | SoonKey) -> tuple[tuple[ActionStanding, ...], str]:
    """Give the actions that a message is about, and who gave them, or has them now."""
    if isinstance(key, SoonKey):
        return _due_on(view, workspace, key), ""
    history = view.handovers(workspace, key.assessment)
    plan = standing_plan(view, workspace, key.assessment)
    last = {each.action: each for each in history}
    if key.kind == GIVEN:
        own = {n: each for n, each in last.items() if each.owner == key.person and _milliseconds(each.at) == key.at}
        who = next((each.by for each in own.values()), "")
    else:
        own = {each.action: each for each in _taken(history, key)}
        new = {last[n].owner for n in own}
        who = new.pop() if len(new) == 1 else ""
    return tuple(each for each in plan if each.accepted.id in own), who


def _taken(history: tuple[Handover, ...], key: HandedKey) -> list[Handover]:
    """Give the handovers by which a person lost actions at a moment, where they have not come back."""
    owners: dict[str, str] = {}
    lost: dict[str, Handover] = {}
    for each in history:
        if owners.get(each.action) == key.person and _milliseconds(each.at) == key.at:
            lost[each.action] = each
        if each.owner == key.person:
            lost.pop(each.action, None)
        owners[each.action] = each.owner
    return list(lost.values())
