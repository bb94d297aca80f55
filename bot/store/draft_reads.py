"""The questions about drafts and actions: a few statements for a whole assessment, however many drafts it has."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from bot.core.draft import Draft
from bot.core.plan import AcceptedAction
from bot.store import draft_rows
from bot.store.rows import read_rows
from bot.store.session import Row, Session

T = TypeVar("T")

_OF_ASSESSMENT = "workspace = ? AND assessment = ?"
_OF_DRAFT = f"{_OF_ASSESSMENT} AND draft = ?"
# The plan that counts, among the decisions of an assessment: of those whose standing decision is to accept them, the
# one accepted last.
THAT_IS_ACCEPTED = (
    "verb = 'accept'"
    " AND NOT EXISTS (SELECT 1 FROM draft_decisions AS later WHERE later.workspace = decided.workspace"
    " AND later.assessment = decided.assessment AND later.draft = decided.draft AND later.number > decided.number)"
    " AND EXISTS (SELECT 1 FROM drafts WHERE drafts.workspace = decided.workspace"
    " AND drafts.assessment = decided.assessment AND drafts.id = decided.draft AND kind = 'plan')"
    " ORDER BY number DESC LIMIT 1"
)
_ACCEPTED_PLAN = f"SELECT draft FROM draft_decisions AS decided WHERE {_OF_ASSESSMENT} AND {THAT_IS_ACCEPTED}"  # noqa: S608 -- constants of ours
_ITS_ACTIONS = (
    f"SELECT * FROM actions WHERE {_OF_DRAFT}"  # noqa: S608 -- constants of ours
    f" AND acceptance = (SELECT MAX(acceptance) FROM actions WHERE {_OF_DRAFT}) ORDER BY number"
)


class SqlDraftReads:
    """Answers from the tables of drafts; implements the port ``DraftReads``."""

    _session: Session

    def drafts(self, workspace: str, assessment_id: str) -> tuple[Draft, ...]:
        """Give every draft of an assessment with its replies and decisions, in the order in which they were asked."""
        return self._drafts(_OF_ASSESSMENT, _OF_ASSESSMENT, workspace, assessment_id)

    def draft(self, workspace: str, assessment_id: str, draft_id: str) -> Draft | None:
        """Give one draft."""
        found = self._drafts(f"{_OF_ASSESSMENT} AND id = ?", _OF_DRAFT, workspace, assessment_id, draft_id)
        return found[0] if found else None

    def actions(self, workspace: str, assessment_id: str) -> tuple[AcceptedAction, ...]:
        """Give the actions of the accepted plan, in its order, each with the person it was given to last.

        Of several plans that stand accepted the one accepted last counts, and of a plan that was accepted several
        times, the last time. So a plan that is drafted anew takes nothing away before it is accepted; and when that
        is undone, the one accepted before it counts again.
        """
        plan = self._session.one(_ACCEPTED_PLAN, workspace, assessment_id)
        if plan is None:
            return ()
        return self.actions_of_plan(workspace, assessment_id, str(plan["draft"]))

    def actions_of_plan(self, workspace: str, assessment_id: str, draft_id: str) -> tuple[AcceptedAction, ...]:
        """Give the actions of a plan as it was accepted last, whether or not that stands."""
        whose = (workspace, assessment_id, draft_id)
        found = self._session.all(_ITS_ACTIONS, *whose, *whose)
        owners = self._owners(workspace, assessment_id)
        actions = read_rows("actions", found, _place, draft_rows.action_from)
        return tuple(replace(each, owner=owners.get(each.id)) for each in actions)

    def _owners(self, workspace: str, assessment_id: str) -> dict[str, str]:
        """Give whom each action was given to last, by the action's id."""
        found = self._session.all(
            f"SELECT action, owner FROM action_owners WHERE {_OF_ASSESSMENT} ORDER BY number",  # noqa: S608 -- a constant of ours
            workspace,
            assessment_id,
        )
        return {row["action"]: row["owner"] for row in found}

    def _drafts(self, which: str, whose: str, *values: str) -> tuple[Draft, ...]:
        """Read drafts with one statement for each table; ``which`` picks drafts, ``whose`` what belongs to them."""
        found = self._session.all(f"SELECT * FROM drafts WHERE {which} ORDER BY number", *values)  # noqa: S608 -- constants of ours
        drafts = read_rows("drafts", found, _place, draft_rows.draft_from)
        if not drafts:
            return ()
        replies = self._belongings("draft_replies", whose, values, draft_rows.reply_from, order="draft, number")
        texts = self._belongings("draft_texts", whose, values, draft_rows.made_from, order="draft")
        decisions = self._belongings("draft_decisions", whose, values, draft_rows.decision_from, order="number")
        return tuple(
            replace(
                each,
                replies=tuple(replies[each.id]),
                made=texts[each.id][0] if texts[each.id] else None,
                decisions=tuple(decisions[each.id]),
            )
            for each in drafts
        )

    def _belongings(
        self, table: str, whose: str, values: tuple[str, ...], read: Callable[[Row], T], *, order: str
    ) -> dict[str, list[T]]:
        """Read what belongs to drafts, in its order, by the draft."""
        found = self._session.all(f"SELECT * FROM {table} WHERE {whose} ORDER BY {order}", *values)  # noqa: S608 -- constants of ours
        grouped: dict[str, list[T]] = defaultdict(list)
        for row, value in zip(found, read_rows(table, found, _place, read), strict=True):
            grouped[row["draft"]].append(value)
        return grouped


def _place(row: Row) -> str:
    """Name a row: its assessment, its draft and its number, as far as the table has them."""
    return "/".join(str(row[name]) for name in ("assessment", "draft", "number") if name in row.keys())  # noqa: SIM118 -- a Row holds values, not names
