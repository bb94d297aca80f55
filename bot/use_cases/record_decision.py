"""Record a decision about a draft, with what an accepted plan adds to the record."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bot.core.assessment import Assessment
from bot.core.brief import Kind
from bot.core.draft import Decision, Draft, Verb
from bot.core.plan import AcceptedAction, Plan
from bot.use_cases.plan_rounds import after_giving, enqueue_rounds
from bot.use_cases.ports import Transaction
from bot.use_cases.recording import enqueue_thread


def record_decision(tx: Transaction, assessment: Assessment, draft: Draft, decision: Decision) -> None:
    """Add a decision; an accepted plan's actions become due so many days after the day of its acceptance in UTC.

    Its owners are asked about them on some of these days, unless another plan counts by then.
    """
    tx.add_decision(assessment.workspace, assessment.id, draft.id, decision)
    content = decision.edited or draft.content
    before = _actions(tx, assessment, draft) if draft.piece.kind is Kind.PLAN else ()
    if decision.verb is Verb.ACCEPT and isinstance(content, Plan):
        start = _start(before if draft.accepted else (), decision.at)
        tx.add_actions(assessment.workspace, assessment.id, draft.id, content, start)
        _carry_over(tx, assessment, (before, _actions(tx, assessment, draft)), decision)
    if draft.piece.kind is Kind.PLAN:
        enqueue_rounds(tx, assessment, decision.at)
        owners = [each.owner for each in (*before, *tx.actions(assessment.workspace, assessment.id))]
        after_giving(tx, assessment, owners, decision.at)
    enqueue_thread(tx, assessment.workspace, assessment.id)


def _actions(tx: Transaction, assessment: Assessment, draft: Draft) -> tuple[AcceptedAction, ...]:
    """Give the plan's actions as accepted last, also where that was undone: whoever undoes by mistake loses nobody."""
    return tx.actions_of_plan(assessment.workspace, assessment.id, draft.id)


def _start(before: tuple[AcceptedAction, ...], at: datetime) -> date:
    """Give the day from which a plan counts; rewording an accepted one moves no day."""
    if before:
        return before[0].due - timedelta(days=before[0].action.due_day)
    return at.astimezone(UTC).date()


def _carry_over(
    tx: Transaction,
    assessment: Assessment,
    actions: tuple[tuple[AcceptedAction, ...], tuple[AcceptedAction, ...]],
    decision: Decision,
) -> None:
    """Leave the actions of a reworded plan with their owners and with what was said about them."""
    before, after = actions
    said = tx.action_updates(assessment.workspace, assessment.id) if before else ()
    for place, each in enumerate(after):
        same = _same(before, after, place)
        if same is None:
            continue
        if same.owner is not None:
            owner = same.owner
            tx.set_owner(assessment.workspace, assessment.id, each.id, owner=owner, by=decision.by, at=decision.at)
        for update in said:
            if update.action == same.id:
                tx.add_action_update(assessment.workspace, assessment.id, replace(update, action=each.id))


def _same(before: tuple[AcceptedAction, ...], after: tuple[AcceptedAction, ...], place: int) -> AcceptedAction | None:
    """Find what an action was before it was reworded: the one of the same words, else of the same place."""
    new = after[place].action
    by_words = [each for each in before if (each.action.dimension, each.action.what) == (new.dimension, new.what)]
    if by_words:
        return by_words[-1]
    stayed = len(before) == len(after) and before[place].action.dimension == new.dimension
    return before[place] if stayed else None
