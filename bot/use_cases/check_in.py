"""Ask owners how their actions stand, on day 30, 60 and 90 of a plan, and tell the channel: each exactly once."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.core.assessment import Assessment
from bot.core.cadence.times import is_zone, moment_of
from bot.core.errors import SlackRefusedError
from bot.core.plan_standing import CHECK_IN_AT, ActionStanding, plan_start
from bot.use_cases.plan_rounds import EVERYBODY, Round, round_named, round_of
from bot.use_cases.ports import Clock, Messenger, PrivateWord, Reads, Store, Transaction
from bot.use_cases.reminding import CheckIn, Digest
from bot.use_cases.send_notice import notice_job, show_notice, tell_once
from bot.use_cases.show_thread import NO_POSTS, NOT_IN
from bot.use_cases.since_last import standing_plan

OWNER_GONE = "owner_gone"
CANNOT_DIGEST = "cannot_digest"


@dataclass(frozen=True, slots=True)
class _Plan:
    """The plan of a round as it stands."""

    assessment: Assessment
    standing: tuple[ActionStanding, ...]

    @property
    def open(self) -> tuple[ActionStanding, ...]:
        return tuple(each for each in self.standing if each.is_open)

    @property
    def owners(self) -> tuple[str, ...]:
        """Give whoever has an action that is open."""
        return tuple(dict.fromkeys(each.accepted.owner for each in self.open if each.accepted.owner is not None))


def check_in(store: Store, clock: Clock, messenger: Messenger, payload: Mapping[str, str]) -> None:
    """See to a round of a plan: the job that waits for it. A round of a plan that does not count does nothing.

    It begins where the day begins first, and waits for 9:30 of each person's own day in a job for each of them.
    """
    now = round_of(payload)
    if "person" not in payload:
        _spread(store, clock, messenger, now)
        return
    with store.writing() as tx:
        _take(tx, clock, now, payload["person"])


def _spread(store: Store, clock: Clock, messenger: Messenger, now: Round) -> None:
    """Find out when each owner is to be asked. Whoever is gone is not: the facilitator is told, and asked instead."""
    with store.reading() as view:
        plan = _plan(view, now)
    if plan is None or now.is_over(clock.now()):
        return
    facilitator = plan.assessment.facilitator
    people = dict.fromkeys((*plan.owners, facilitator))
    facts = {each: messenger.person(now.workspace, each) for each in people}
    gone = [each for each in plan.owners if not facts[each].active]
    for each in gone:
        _tell_of_gone(store, messenger, plan.assessment, each)
    asked = {each for each in plan.owners if facts[each].active}
    if gone or any(each.accepted.owner is None for each in plan.open):
        asked.add(facilitator)
    with store.writing() as tx:
        for person in (*sorted(asked), EVERYBODY):
            zone = facts[person or facilitator].zone
            tx.enqueue(now.job(person, moment_of(now.date, CHECK_IN_AT, zone if is_zone(zone) else "UTC")))


def _take(tx: Transaction, clock: Clock, now: Round, person: str) -> None:
    """Have a message sent, unless another process has done so: the unique row of its due moment decides."""
    plan = _plan(tx, now)
    if plan is None or now.is_over(clock.now()):
        return
    if person == EVERYBODY:
        concerned = bool(plan.open) or not _was_all_done(tx, now, plan)
    else:
        concerned = person in plan.owners or (bool(plan.open) and person == plan.assessment.facilitator)
    key = now.key(person)
    if concerned and tx.take_due(now.workspace, key, now.due, clock.now()):
        tx.enqueue(notice_job(now.workspace, key))


def _was_all_done(view: Reads, now: Round, plan: _Plan) -> bool:
    """Tell whether the channel knows since an earlier round that nothing is left to be done."""
    return any(
        view.notice(now.workspace, each.key(EVERYBODY)) is not None
        and not any(one.as_of(each.due).is_open for one in plan.standing)
        for each in now.earlier()
    )


def show_check_in(store: Store, clock: Clock, messenger: Messenger, workspace: str, key: str) -> None:
    """Send an owner's check-in, or bring it up to date: the job behind its key."""
    now, person = round_named(workspace, key)
    with store.reading() as view:
        plan, notice = _plan(view, now), view.notice(workspace, key)
    if plan is None or (notice is None and now.is_over(clock.now())):
        return
    is_facilitator = person == plan.assessment.facilitator
    shows = _asked(plan, now, person, _gone(messenger, plan, person) if is_facilitator else ())
    if notice is None and not shows.unowned and not any(each.is_open for each in shows.actions):
        return
    try:
        channel = notice.channel if notice is not None else messenger.direct_channel(workspace, person)
        show_notice(store, messenger, workspace, channel, key, shows)
    except SlackRefusedError as refusal:
        if refusal.is_signed_out or not refusal.is_gone:
            raise
        _leave_to_facilitator(store, clock, messenger, plan, now, person)


def _asked(plan: _Plan, now: Round, person: str, gone: tuple[str, ...]) -> CheckIn:
    """Give what a check-in shows: what is open, and what was said about since; others' only where nobody has them."""
    own = tuple(
        each
        for each in plan.standing
        if each.accepted.owner == person and (each.is_open or each.was_heard_since(now.day))
    )
    unowned: tuple[ActionStanding, ...] = ()
    if person == plan.assessment.facilitator:
        unowned = tuple(each for each in plan.open if each.accepted.owner is None or each.accepted.owner in gone)
    return CheckIn(plan.assessment, person, now.day, own, unowned)


def _gone(messenger: Messenger, plan: _Plan, person: str) -> tuple[str, ...]:
    """Give the owners who are in the workspace no more."""
    others = [each for each in plan.owners if each != person]
    return tuple(each for each in others if not messenger.person(plan.assessment.workspace, each).active)


def _leave_to_facilitator(
    store: Store, clock: Clock, messenger: Messenger, plan: _Plan, now: Round, person: str
) -> None:
    """Tell the facilitator of an owner who cannot be reached, and have the actions shown there."""
    facilitator = plan.assessment.facilitator
    if person == facilitator:
        return
    _tell_of_gone(store, messenger, plan.assessment, person)
    with store.writing() as tx:
        _take(tx, clock, now, facilitator)
        tx.enqueue(notice_job(now.workspace, now.key(facilitator)))


def _tell_of_gone(store: Store, messenger: Messenger, assessment: Assessment, person: str) -> None:
    """Tell the facilitator once that an owner is gone, so that somebody else gets the actions."""
    detail = {"person": person, "subject": assessment.subject.name, "channel": assessment.channel}
    word = PrivateWord(OWNER_GONE, assessment.facilitator, detail)
    tell_once(store, messenger, assessment.workspace, f"told:gone:{assessment.id}:{person}", word)


def show_digest(store: Store, clock: Clock, messenger: Messenger, workspace: str, key: str) -> None:
    """Tell the channel how its plan stands, or bring that up to date; where it cannot be told, the facilitator is."""
    now, _ = round_named(workspace, key)
    with store.reading() as view:
        plan, notice = _plan(view, now), view.notice(workspace, key)
    if plan is None or (notice is None and now.is_over(clock.now())):
        return
    assessment = plan.assessment
    shows = Digest(assessment, now.day, plan.standing, max(clock.now().date(), now.date))
    try:
        _post(store, messenger, assessment, key, shows)
    except SlackRefusedError as refusal:
        if refusal.code not in NO_POSTS:
            raise
        detail = {"subject": assessment.subject.name, "channel": assessment.channel}
        word = PrivateWord(CANNOT_DIGEST, assessment.facilitator, detail)
        tell_once(store, messenger, workspace, f"told:digest:{assessment.id}", word)


def _post(store: Store, messenger: Messenger, assessment: Assessment, key: str, shows: Digest) -> None:
    """Post in the assessment's channel; a public one is joined for that."""
    workspace, channel = assessment.workspace, assessment.channel
    try:
        show_notice(store, messenger, workspace, channel, key, shows)
    except SlackRefusedError as refusal:
        if refusal.code not in NOT_IN:
            raise
        messenger.join(workspace, channel)
        show_notice(store, messenger, workspace, channel, key, shows)


def _plan(view: Reads, now: Round) -> _Plan | None:
    """Give the plan of a round; None where another one counts by now, or none."""
    assessment = view.assessment(now.workspace, now.assessment)
    standing = standing_plan(view, now.workspace, now.assessment)
    counts = plan_start(tuple(each.accepted for each in standing)) == now.start
    return _Plan(assessment, standing) if assessment is not None and counts else None
