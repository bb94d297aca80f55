"""Tell other systems what happened, where a webhook is set: enqueued with the facts, sent until it arrives."""

from datetime import datetime, timedelta
from typing import Protocol

from bot.core.assessment import Assessment
from bot.core.errors import ReceiverRefusedError, ReceiverUnavailableError
from bot.core.json_values import Json
from bot.core.plan.plan import ActionStanding
from bot.core.record import announcement
from bot.core.record.announcement import EventKind
from bot.use_cases.ports import Clock, Job, NewJob, Transaction
from bot.use_cases.scorecards import scorecard_now

WEBHOOK = "webhook"
TRIED_FOR = timedelta(days=1)
"""So long a receiver that does not answer is waited for; then the event is given up like other work."""


class Receiver(Protocol):
    """Where events are sent to."""

    def send(self, body: str, at: datetime) -> None:
        """Send an event, signed at a moment; ReceiverUnavailableError (later) or ReceiverRefusedError (not so)."""


def announce_completed(tx: Transaction, workspace: str, assessment_id: str, at: datetime) -> None:
    """Have a completed assessment told, with its figures as they stand in this transaction."""
    assessment = tx.assessment(workspace, assessment_id) if tx.announces else None
    if assessment is not None:
        figures = announcement.completed(scorecard_now(tx, assessment))
        _announce(tx, EventKind.ASSESSMENT_COMPLETED, assessment, at, figures)


def announce_plan(tx: Transaction, assessment: Assessment, at: datetime) -> None:
    """Have an accepted plan told, with the actions that are on record by now."""
    if tx.announces:
        actions = tx.actions(assessment.workspace, assessment.id)
        _announce(tx, EventKind.PLAN_ACCEPTED, assessment, at, announcement.accepted(actions))


def announce_done(tx: Transaction, assessment: Assessment, action: ActionStanding, at: datetime) -> None:
    """Have a finished action told."""
    if tx.announces:
        _announce(tx, EventKind.ACTION_DONE, assessment, at, announcement.done(action))


def _announce(tx: Transaction, kind: EventKind, assessment: Assessment, at: datetime, about: Json) -> None:
    event = tx.new_id()
    body = announcement.announcement(kind, event, at, assessment, about)
    payload = {"workspace": assessment.workspace, "assessment": assessment.id, "at": at.isoformat(), "body": body}
    tx.enqueue(NewJob(WEBHOOK, f"{WEBHOOK}:{event}", payload))


def send_event(receiver: Receiver | None, clock: Clock, job: Job) -> None:
    """Send one event: the job. What did not arrive is sent again with the same id; without a receiver it is dropped."""
    if receiver is None:
        return
    try:
        receiver.send(job.payload["body"], clock.now())
    except ReceiverUnavailableError as error:
        if clock.now() - datetime.fromisoformat(job.payload["at"]) < TRIED_FOR:
            raise
        raise ReceiverRefusedError(error.code) from error
