"""What is added about drafts and actions: facts that are never changed."""

from datetime import date, datetime, timedelta

from bot.core.draft import Decision, Draft, Made, Reply
from bot.core.errors import StoreError
from bot.core.plan import Plan
from bot.store import draft_rows
from bot.store.draft_reads import SqlDraftReads
from bot.store.ids import new_id
from bot.store.rows import time_text


class SqlDraftWrites(SqlDraftReads):
    """Writes to the tables of drafts; implements the port ``DraftWrites``."""

    def add_draft(self, workspace: str, assessment_id: str, draft: Draft) -> None:
        """Record that a draft is wanted."""
        if draft.replies or draft.made is not None or draft.decisions:
            raise StoreError(f"Draft {draft.id!r} is new and has a history: add its parts one by one, in their order.")
        self._session.all(
            "INSERT INTO drafts (workspace, assessment, number, id, kind, dimension, asked_by, asked_at, hint)"
            " VALUES (?, ?, (SELECT COALESCE(MAX(number), 0) + 1 FROM drafts WHERE workspace = ? AND assessment = ?),"
            " ?, ?, ?, ?, ?, ?)",
            *(workspace, assessment_id, workspace, assessment_id),
            *draft_rows.draft_values(draft),
        )

    def add_reply(self, workspace: str, assessment_id: str, draft_id: str, reply: Reply) -> None:
        """Record what a model answered, after all other replies."""
        self._session.all(
            "INSERT INTO draft_replies (workspace, assessment, draft, number, attempt, content, trouble, findings,"
            " model, prompt, prompt_version, prompt_digest, tokens_in, tokens_out, milliseconds, at) VALUES (?, ?, ?,"
            " (SELECT COALESCE(MAX(number), 0) + 1 FROM draft_replies"
            " WHERE workspace = ? AND assessment = ? AND draft = ?), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            *(workspace, assessment_id, draft_id, workspace, assessment_id, draft_id),
            *draft_rows.reply_values(reply),
        )

    def add_made(self, workspace: str, assessment_id: str, draft_id: str, made: Made) -> bool:
        """Record the finished text; False, and nothing recorded, when the draft has one already."""
        added = self._session.one(
            "INSERT INTO draft_texts (workspace, assessment, draft, content, by_model, brief, trouble, findings, at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (workspace, assessment, draft) DO NOTHING RETURNING draft",
            *(workspace, assessment_id, draft_id),
            *draft_rows.made_values(made),
        )
        return added is not None

    def add_decision(self, workspace: str, assessment_id: str, draft_id: str, decision: Decision) -> None:
        """Add what a person decided after all other decisions."""
        self._session.all(
            "INSERT INTO draft_decisions (workspace, assessment, number, draft, verb, decided_by, decided_at, edited)"
            " VALUES (?, ?,"
            " (SELECT COALESCE(MAX(number), 0) + 1 FROM draft_decisions WHERE workspace = ? AND assessment = ?),"
            " ?, ?, ?, ?, ?)",
            *(workspace, assessment_id, workspace, assessment_id, draft_id),
            *draft_rows.decision_values(decision),
        )

    def add_actions(self, workspace: str, assessment_id: str, draft_id: str, plan: Plan, start: date) -> None:
        """Make the plan's actions part of the record, due so many days after ``start``; StoreError for an empty plan.

        They count while the decision to accept the plan stands, whether that is recorded before them or after.
        """
        if not plan.actions:
            raise StoreError(f"The plan {draft_id!r} has no actions: there is nothing to accept.")
        whose = (workspace, assessment_id, draft_id)
        acceptance = self._session.all(
            "SELECT COALESCE(MAX(acceptance), 0) + 1 AS next FROM actions"
            " WHERE workspace = ? AND assessment = ? AND draft = ?",
            *whose,
        )[0]["next"]
        for action in plan.actions:
            self._session.all(
                "INSERT INTO actions (workspace, assessment, number, id, draft, acceptance, due, dimension, what,"
                " owner_role, due_day, measure, first_step, deliverable) VALUES (?, ?,"
                " (SELECT COALESCE(MAX(number), 0) + 1 FROM actions WHERE workspace = ? AND assessment = ?),"
                " ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                *(workspace, assessment_id, workspace, assessment_id, new_id(), draft_id, acceptance),
                (start + timedelta(days=action.due_day)).isoformat(),
                *draft_rows.action_values(action),
            )

    def set_owner(
        self, workspace: str, assessment_id: str, action_id: str, *, owner: str, by: str, at: datetime
    ) -> None:
        """Record to whom an action was given, by whom and when; the last one counts."""
        self._session.all(
            "INSERT INTO action_owners (workspace, assessment, number, action, owner, given_by, given_at)"
            " VALUES (?, ?,"
            " (SELECT COALESCE(MAX(number), 0) + 1 FROM action_owners WHERE workspace = ? AND assessment = ?),"
            " ?, ?, ?, ?)",
            *(workspace, assessment_id, workspace, assessment_id, action_id, owner, by, time_text(at)),
        )
