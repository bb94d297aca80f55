"""Drafts, decisions and actions: what is asked and added about them, and their rows."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.core.assessment import is_gone
from bot.core.drafts.draft import Decision, Draft, Made, PromptStamp, Reply
from bot.core.drafts.draft_json import AIM, BRIEF, CONTENT, FINDING, REPLY
from bot.core.errors import StoreError
from bot.core.json_values import list_of
from bot.core.plan.plan import AcceptedAction, Action, Handover, Plan
from bot.store.rows import (
    NUMBERED,
    SqlTable,
    exactly,
    in_json,
    or_null,
    row_of,
    whose,
)
from bot.store.session import InTransaction, Row, Sought, Value, new_id

_CHECK = "check what it holds first."
_CONTENT = exactly(in_json(CONTENT), "A draft", _CHECK)
_FINDINGS = exactly(in_json(list_of(FINDING)), "A draft", _CHECK)
_OF_DRAFT = ("workspace", "assessment", "draft")

# That a draft is wanted; what happened to it since stands in other tables.
_DRAFTS = SqlTable(
    "drafts",
    NUMBERED,
    row_of(Draft, replies=None, made=None, decisions=None),
)
_REPLIES = SqlTable(
    "draft_replies",
    (*_OF_DRAFT, "number"),
    row_of(
        Reply,
        content=or_null(exactly(in_json(REPLY), "A draft", _CHECK)),
        findings=_FINDINGS,
        prompt=row_of(PromptStamp, name="prompt", version="prompt_version", digest="prompt_digest"),
    ),
)
_TEXTS = SqlTable(
    "draft_texts",
    _OF_DRAFT,
    row_of(Made, content=_CONTENT, brief=exactly(in_json(BRIEF), "A draft", _CHECK), findings=_FINDINGS),
)
_DECISIONS = SqlTable(
    "draft_decisions",
    NUMBERED,
    row_of(Decision, by="decided_by", at="decided_at", edited=or_null(_CONTENT)),
)
# Whom an action was given to stands in another table.
ACTIONS = SqlTable(
    "actions",
    NUMBERED,
    row_of(AcceptedAction, action=row_of(Action, facts=None, aim=or_null(in_json(AIM))), owner=None),
)
HANDOVERS = SqlTable(
    "action_owners",
    NUMBERED,
    row_of(Handover, by="given_by", at="given_at"),
)

# The plan that counts, among the decisions of an assessment: of those whose standing decision is to accept them, the
# one accepted last.
_COUNTS = (
    "verb = 'accept'"
    " AND NOT EXISTS (SELECT 1 FROM draft_decisions AS later WHERE later.workspace = decided.workspace"
    " AND later.assessment = decided.assessment AND later.draft = decided.draft AND later.number > decided.number)"
    " AND EXISTS (SELECT 1 FROM drafts WHERE drafts.workspace = decided.workspace"
    " AND drafts.assessment = decided.assessment AND drafts.id = decided.draft AND kind = 'plan')"
)
THAT_IS_ACCEPTED = f"{_COUNTS} ORDER BY number DESC LIMIT 1"
_ACCEPTED = f"(SELECT * FROM draft_decisions AS decided WHERE {_COUNTS}) AS plans"  # noqa: S608 -- constants of ours


class SqlDraftReads(InTransaction):
    """Answers from the tables of drafts; implements a part of ``Reads``."""

    def drafts(self, workspace: str, assessment_id: str) -> tuple[Draft, ...]:
        return self._drafts(whose(workspace, assessment_id))

    def draft(self, workspace: str, assessment_id: str, draft_id: str) -> Draft | None:
        return next(iter(self._drafts(whose(workspace, assessment_id), draft_id)), None)

    def actions(self, workspace: str, assessment_id: str) -> tuple[AcceptedAction, ...]:
        """Give the actions of the accepted plan, in its order, each with the person it was given to last.

        Of several plans that stand accepted the one accepted last counts, and of a plan that was accepted several
        times, the last time. So a plan that is drafted anew takes nothing away before it is accepted; and when that
        is undone, the one accepted before it counts again.
        """
        return self._actions_of(workspace, self._accepted_plans(workspace, (assessment_id,))).get(assessment_id, ())

    def actions_of_plan(self, workspace: str, assessment_id: str, draft_id: str) -> tuple[AcceptedAction, ...]:
        return self._actions_of(workspace, {assessment_id: draft_id})[assessment_id]

    def _accepted_plans(self, workspace: str, ids: Sequence[str]) -> dict[str, str]:
        """Give the draft of the plan that counts, by the assessment that has one."""
        decided = self._session.rows(_ACCEPTED, "assessment, number", workspace=workspace, assessment=tuple(ids))
        return {row["assessment"]: row["draft"] for row in decided}

    def _actions_of(self, workspace: str, plans: Mapping[str, str]) -> dict[str, tuple[AcceptedAction, ...]]:
        """Give the actions of one plan of each assessment as it was accepted last, each with its last owner."""
        of: dict[str, Sought] = {"workspace": workspace, "assessment": tuple(plans)}
        rows = defaultdict[str, list[Row]](list)
        for row in self._session.rows("actions", ACTIONS.order, **of):
            rows[row["assessment"]] += [row] if row["draft"] == plans[row["assessment"]] else []
        handovers = HANDOVERS.grouped(self._session, "assessment", **of)
        found = {}
        for key in plans:
            last = max((row["acceptance"] for row in rows[key]), default=0)
            actions = ACTIONS.read([row for row in rows[key] if row["acceptance"] == last])
            given = {each.action: each.owner for each in handovers[key]}
            owners = {action: owner for action, owner in given.items() if not is_gone(owner)}
            found[key] = tuple(replace(each, owner=owners.get(each.id)) for each in actions)
        return found

    def handovers(self, workspace: str, assessment_id: str) -> tuple[Handover, ...]:
        return HANDOVERS.all(self._session, **whose(workspace, assessment_id))

    def _drafts(self, where: Mapping[str, Value], draft_id: str = "") -> tuple[Draft, ...]:
        """Read all drafts of an assessment or one, with one statement for each table."""
        drafts = _DRAFTS.all(self._session, **where, **({"id": draft_id} if draft_id else {}))
        if not drafts:
            return ()
        own = {**where, **({"draft": draft_id} if draft_id else {})}
        replies = _REPLIES.grouped(self._session, "draft", **own)
        made = _TEXTS.grouped(self._session, "draft", **own)
        decisions = _DECISIONS.grouped(self._session, "draft", **own)
        return tuple(
            replace(
                each,
                replies=tuple(replies[each.id]),
                made=next(iter(made[each.id]), None),
                decisions=tuple(decisions[each.id]),
            )
            for each in drafts
        )


class SqlDraftWrites(SqlDraftReads):
    """Writes to the tables of drafts; implements a part of ``Transaction``."""

    def add_draft(self, workspace: str, assessment_id: str, draft: Draft) -> None:
        if draft.replies or draft.made is not None or draft.decisions:
            raise StoreError(f"Draft {draft.id!r} is new and has a history: add its parts one by one, in their order.")
        _DRAFTS.append(self._session, draft, **whose(workspace, assessment_id))

    def add_reply(self, workspace: str, assessment_id: str, draft_id: str, reply: Reply) -> None:
        _REPLIES.append(self._session, reply, **whose(workspace, assessment_id), draft=draft_id)

    def add_made(self, workspace: str, assessment_id: str, draft_id: str, made: Made) -> bool:
        return _TEXTS.add_once(self._session, made, **whose(workspace, assessment_id), draft=draft_id)

    def add_decision(self, workspace: str, assessment_id: str, draft_id: str, decision: Decision) -> None:
        _DECISIONS.append(self._session, decision, **whose(workspace, assessment_id), draft=draft_id)

    def add_actions(self, workspace: str, assessment_id: str, draft_id: str, plan: Plan, start: date) -> None:
        """Make the plan's actions part of the record, due so many days after ``start``; StoreError for an empty plan.

        They count while the decision to accept the plan stands, whether that is recorded before them or after.
        """
        if not plan.actions:
            raise StoreError(f"The plan {draft_id!r} has no actions: there is nothing to accept.")
        of = whose(workspace, assessment_id)
        before = self._session.column("actions", "acceptance", **of, draft=draft_id)
        acceptance = max(before, default=0) + 1
        for action in plan.actions:
            accepted = AcceptedAction(new_id(), draft_id, action, start + timedelta(days=action.due_day))
            ACTIONS.append(self._session, accepted, **of, acceptance=acceptance)

    def set_owner(
        self, workspace: str, assessment_id: str, action_id: str, *, owner: str, by: str, at: datetime
    ) -> None:
        handover = Handover(action_id, owner, by, at)
        HANDOVERS.append(self._session, handover, **whose(workspace, assessment_id))
