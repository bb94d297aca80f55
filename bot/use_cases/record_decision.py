"""Record a decision about a draft, with what an accepted plan adds to the record."""

from datetime import UTC, date, datetime, timedelta

from bot.core.assessment import Assessment
from bot.core.draft import Decision, Draft, Verb
from bot.core.plan import AcceptedAction, Plan
from bot.use_cases.ports import Transaction
from bot.use_cases.recording import enqueue_thread


def record_decision(tx: Transaction, assessment: Assessment, draft: Draft, decision: Decision) -> None:
    """Add a decision; an accepted plan's actions become due so many days after the day of its acceptance in UTC."""
    tx.add_decision(assessment.workspace, assessment.id, draft.id, decision)
    content = decision.edited or draft.content
    if decision.verb is Verb.ACCEPT and isinstance(content, Plan):
        before = _actions(tx, assessment, draft)
        start = _start(before if draft.accepted else (), decision.at)
        tx.add_actions(assessment.workspace, assessment.id, draft.id, content, start)
        _keep_owners(tx, assessment, (before, _actions(tx, assessment, draft)), decision)
    enqueue_thread(tx, assessment.workspace, assessment.id)


def _actions(tx: Transaction, assessment: Assessment, draft: Draft) -> tuple[AcceptedAction, ...]:
    """Give the plan's actions as accepted last, also where that was undone: whoever undoes by mistake loses nobody."""
    return tx.actions_of_plan(assessment.workspace, assessment.id, draft.id)


def _start(before: tuple[AcceptedAction, ...], at: datetime) -> date:
    """Give the day from which a plan counts; rewording an accepted one moves no day."""
    if before:
        return before[0].due - timedelta(days=before[0].action.due_day)
    return at.astimezone(UTC).date()


def _keep_owners(
    tx: Transaction,
    assessment: Assessment,
    actions: tuple[tuple[AcceptedAction, ...], tuple[AcceptedAction, ...]],
    decision: Decision,
) -> None:
    """Leave the actions of a reworded plan with their owners: those of the same words, else of the same place."""
    before, after = actions
    by_words = {(each.action.dimension, each.action.what): each.owner for each in before}
    for place, each in enumerate(after):
        owner = by_words.get((each.action.dimension, each.action.what))
        if owner is None and len(before) == len(after) and before[place].action.dimension == each.action.dimension:
            owner = before[place].owner
        if owner is not None:
            tx.set_owner(assessment.workspace, assessment.id, each.id, owner=owner, by=decision.by, at=decision.at)
