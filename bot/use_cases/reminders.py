"""Remind a channel that an assessment is due again: exactly once for each due moment, and again after the last one."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from bot.core.assessment import Assessment, Status, subject_key
from bot.core.cadence.rule import SetCadence
from bot.core.cadence.times import in_office_hours, next_due, window
from bot.core.errors import SlackRefusedError
from bot.core.own_frameworks import FrameworksOf, newest_on_offer
from bot.core.plan.plan import standing_of
from bot.core.privacy import Right, visible
from bot.core.scoring.comparison import oldest_evidence
from bot.use_cases.cadences import due_key, milliseconds, paused_key, record_cadence, reminder_key
from bot.use_cases.conversation import enqueue_homes
from bot.use_cases.notices import ReminderKey, is_sent, notice_job, show_notice, stands, tell_once
from bot.use_cases.notified import Reminder
from bot.use_cases.ports import (
    MOST_LINES,
    Clock,
    HolidaysOf,
    Messenger,
    PrivateWord,
    Reads,
    Settled,
    Store,
    Transaction,
)
from bot.use_cases.scorecards import scorecard_now

CANNOT_REMIND, TOO_LATE = "cannot_remind", "too_late"
STARTED, STARTED_OTHER = "started", "started_other"
UNSENT = "unsent"
"""What became of a due moment whose reminder could not be posted: nobody can answer it any more."""
PASSED = "passed_over"
"""The same, where it came too late to be posted; the cadence goes on."""

_HISTORY = 12
"""Assessments of a line in which evidence is looked for."""


def remind(store: Store, clock: Clock, payload: Mapping[str, str], holidays: HolidaysOf) -> None:
    """See to a due moment: the job that waits for it. Where the cadence is due at another moment by now, do nothing.

    The next moment is set in the same transaction. Of several that passed while the bot was away the last one counts.
    """
    workspace, due = payload["workspace"], datetime.fromisoformat(payload["due"])
    with store.writing(workspace) as tx:
        cadence = tx.cadence(workspace, payload["cadence"])
        if cadence is None or cadence.next_due != due:
            return
        last, following = due, next_due(cadence.cadence, due, holidays)
        while following <= clock.now():
            last, following = following, next_due(cadence.cadence, following, holidays)
        record_cadence(tx, replace(cadence, next_due=following))
        if tx.take_due(workspace, due_key(cadence.id), last, clock.now()):
            tx.enqueue(notice_job(workspace, reminder_key(cadence.id, last)))


def show_reminder(
    store: Store, clock: Clock, messenger: Messenger, workspace: str, key: ReminderKey, offers: FrameworksOf | None
) -> None:
    """Send the reminder of a due moment, or bring it up to date.

    Where it cannot be posted, or it has become too late for it, its owner is told.
    """
    frameworks = offers(workspace) if offers is not None else None
    with store.reading() as view:
        cadence = view.cadence(workspace, key.cadence)
        taken = view.dues_taken(workspace, due_key(key.cadence))
        due = next((each for each in taken if milliseconds(each) == key.due), None)
        notice = view.notice(workspace, str(key))
        if cadence is None or due is None:
            return
        is_offered = frameworks is None or newest_on_offer(frameworks, cadence.slug) is not None
        shows = replace(reminder_of(view, cadence, due), offered=is_offered)
        is_late = clock.now() - due > window(cadence.cadence)
        told = view.notice(workspace, _told_late(key))  # whoever was to tell it may have gone down before
        is_told = not is_late or (told is not None and told.ts is not None)
        is_over = shows.settled == UNSENT or (shows.settled == PASSED and is_told)
    if (cadence.paused or is_over) and not is_sent(store, messenger, workspace, notice):
        return
    try:
        if is_late and not stands(store, messenger, workspace, cadence.channel, str(key)):
            _pass_over(store, clock, messenger, cadence, due)
        else:
            show_notice(store, messenger, workspace, cadence.channel, str(key), shows)
            with store.writing(workspace) as tx:
                enqueue_homes(tx, workspace, (cadence.owner,))  # theirs leads to it, or says no more that it waits
    except SlackRefusedError as refusal:
        if not refusal.needs_people or (notice is not None and notice.ts is not None):
            raise  # what stands there already has reminded the channel; it is brought up to date later
        _pause(store, clock, messenger, cadence, due, refusal)


def reminder_of(view: Reads, cadence: SetCadence, due: datetime) -> Reminder:
    """Give what a reminder says: what was found last, and what has happened since."""
    settled = view.settled(cadence.workspace, due_key(cadence.id), due)
    how, by = (settled.how, settled.by) if settled is not None else ("", "")
    last = last_of_line(view, cadence.workspace, cadence.channel, cadence.slug, cadence.subject, until=due)
    if last is None:
        return Reminder(cadence, due, None, settled=how, by=by)
    updates = view.action_updates(last.workspace, last.id)
    return Reminder(
        cadence,
        due,
        scorecard_now(view, last),
        actions=standing_of(view.actions(last.workspace, last.id), updates),
        oldest=oldest_evidence(view.line_of(last, limit=_HISTORY)),
        settled=how,
        by=by,
    )


def last_of_line(
    view: Reads, workspace: str, channel: str, slug: str, subject: str, *, until: datetime | None = None
) -> Assessment | None:
    """Give the assessment of a framework, or of one in its place, and a subject that was completed last in a channel.

    ``until`` leaves out what was completed later: a reminder goes on saying what it said.
    """
    lines = [
        each
        for each in view.lines(workspace, channel, limit=MOST_LINES)
        if each.completed_at is not None and each.status is Status.COMPLETE
        if (until is None or each.completed_at <= until) and subject_key(each.subject) == subject_key(subject)
    ]
    other: set[str] = set()
    for line in sorted(lines, key=lambda each: each.completed_at or each.started_at, reverse=True):
        if line.framework not in other:
            found = view.assessment(workspace, line.id)
            if found is not None and slug in _names(found):
                return found
            other.add(line.framework)
    return None


def settle_by_start(tx: Transaction, assessment: Assessment) -> None:
    """Take an assessment that starts as the answer to the reminder that waits for it, however it was started."""
    workspace, channel, subject = assessment.workspace, assessment.channel, assessment.subject.name
    for slug in _names(assessment):
        cadence = tx.cadence_of(workspace, channel, slug, subject)
        taken = tx.dues_taken(workspace, due_key(cadence.id)) if cadence is not None else ()
        started = Settled(STARTED, assessment.facilitator, assessment.started_at)
        if cadence is not None and taken and tx.settle_due(workspace, due_key(cadence.id), taken[-1], started):
            tx.enqueue(notice_job(workspace, reminder_key(cadence.id, taken[-1])))


def settle_by_other(tx: Transaction, assessment: Assessment, cadence_id: str, due: datetime) -> None:
    """Take what was started from a reminder as the answer to it, though with another framework: the person chose so.

    Of another subject it is no answer: that one is still due.
    """
    workspace, key = assessment.workspace, due_key(cadence_id)
    cadence = visible(Right.REMIND, tx.cadence(workspace, cadence_id), assessment.channel)
    taken = next((each for each in tx.dues_taken(workspace, key) if milliseconds(each) == milliseconds(due)), None)
    if cadence is None or taken is None:
        return
    if subject_key(cadence.subject) == subject_key(assessment.subject.name):
        how = STARTED if cadence.slug in _names(assessment) else STARTED_OTHER
        if tx.settle_due(workspace, key, taken, Settled(how, assessment.facilitator, assessment.started_at)):
            tx.enqueue(notice_job(workspace, reminder_key(cadence_id, taken)))


def _names(assessment: Assessment) -> tuple[str, ...]:
    return (assessment.framework.slug, *assessment.framework.supersedes)


def wake_cadences(store: Store, clock: Clock, workspace: str, channel: str, holidays: HolidaysOf) -> int:
    """Have the reminders of a channel come again that are paused since one could not be posted; give their number.

    One that was missed comes now, unless it is too late for it. Those that people paused stay so.
    """
    with store.writing(workspace) as tx:
        stopped = [each for each in tx.cadences(workspace, channel) if each.paused and _unsent(tx, each) is not None]
        for cadence in stopped:
            missed, now = _unsent(tx, cadence), clock.now()
            is_late = missed is None or now - missed > window(cadence.cadence)
            due = next_due(cadence.cadence, now, holidays) if is_late else in_office_hours(now, cadence.cadence.zone)
            record_cadence(tx, replace(cadence, next_due=due))
        return len(stopped)


def _unsent(view: Reads, cadence: SetCadence) -> datetime | None:
    """Give the last due moment of a cadence, where its reminder could not be posted and nobody has paused it since."""
    taken = view.dues_taken(cadence.workspace, due_key(cadence.id))
    if not taken or view.settled(cadence.workspace, paused_key(cadence.id), taken[-1]) is not None:
        return None
    settled = view.settled(cadence.workspace, due_key(cadence.id), taken[-1])
    return taken[-1] if settled is not None and settled.how == UNSENT else None


def _pass_over(store: Store, clock: Clock, messenger: Messenger, cadence: SetCadence, due: datetime) -> None:
    """Tell the owner once of a reminder that comes too late to be posted, unless somebody has answered its moment."""
    key = reminder_key(cadence.id, due)
    with store.writing(cadence.workspace) as tx:
        tx.drop_notice(cadence.workspace, key)
        settled = tx.settled(cadence.workspace, due_key(cadence.id), due)
        if settled is None:
            tx.settle_due(cadence.workspace, due_key(cadence.id), due, Settled(PASSED, "", clock.now()))
        elif settled.how != PASSED:
            return
    following = cadence.next_due.isoformat() if cadence.next_due is not None else ""
    detail = _about(cadence) | {"zone": cadence.cadence.zone, "due": due.isoformat(), "next": following}
    tell_once(store, messenger, cadence.workspace, _told_late(key), PrivateWord(TOO_LATE, cadence.owner, detail))


def _told_late(key: ReminderKey | str) -> str:
    return f"told:late:{key}"


def _about(cadence: SetCadence) -> dict[str, str]:
    return {"channel": cadence.channel, "subject": cadence.subject, "title": cadence.title}


def _pause(
    store: Store, clock: Clock, messenger: Messenger, cadence: SetCadence, due: datetime, why: SlackRefusedError
) -> None:
    """Tell the owner once that nothing can be posted, and have no reminder come until somebody resumes it."""
    detail = _about(cadence) | {"method": why.method, "code": why.code}
    word = PrivateWord(CANNOT_REMIND, cadence.owner, detail)
    tell_once(store, messenger, cadence.workspace, f"told:{reminder_key(cadence.id, due)}", word)
    with store.writing(cadence.workspace) as tx:
        tx.settle_due(cadence.workspace, due_key(cadence.id), due, Settled(UNSENT, "", clock.now()))
        now = tx.cadence(cadence.workspace, cadence.id)
        if now is not None and now.next_due == cadence.next_due:
            record_cadence(tx, replace(now, next_due=None))
