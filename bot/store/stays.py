"""Where the bot is installed, and what goes with a workspace that it left: statements and rows."""

import re
from collections.abc import Mapping
from typing import Final

from bot.store.jobs import AT_ONCE
from bot.store.rows import SqlTable, row_of, texts_from
from bot.store.session import InTransaction, Row, Value
from bot.use_cases.stay_ports import Stay

OF_A_WORKSPACE: Final = tuple(
    """
    action_owners action_updates agreed_levels ballots cadences closes closings deliveries departures
    discussion_minutes draft_decisions draft_replies draft_texts due_answers due_moments hints homes imported
    kept_messages languages late_messages leaves leftovers members metrics_taken_back moved_channels notices
    page_drafts participants pictures posts questions quotes ratings refused_blocks removals restored saved_uses
    installations sittings stays teams unread_threads withdrawn workshop_notes workshop_readers pace workshop_turns
    workshop_votes workshops actions metrics saved_messages drafts all_assessments own_frameworks framework_offers
    frameworks
    """.split()
)
"""Every table whose rows name their workspace, each before those that it refers to; ``jobs`` name theirs in words."""
_STAYS = SqlTable(
    "stays",
    ("workspace",),
    row_of(Stay, left="left_at", heard="heard_at"),
)
_GONE = "gone-workspace"
"""Stands in ``removals`` until no free page holds anything of the workspace any more."""


class SqlStayReads(InTransaction):
    """Answers about stays; implements the port ``StayReads``."""

    def stay(self, workspace: str) -> Stay | None:
        return _STAYS.one(self._session, workspace=workspace)

    def stays(self) -> tuple[Stay, ...]:
        return _STAYS.all(self._session)

    def unwiped(self) -> tuple[str, ...]:
        return self._session.column("removals", "workspace", "workspace", gone=_GONE)

    def home_people(self, workspace: str) -> tuple[str, ...]:
        return self._session.column("homes", "person", "person", workspace=workspace)


class SqlStayWrites(SqlStayReads):
    """Records stays, and deletes what they left; implements the port ``StayWrites``."""

    def put_stay(self, stay: Stay) -> None:
        _STAYS.put(self._session, stay)

    def wake_work(self, workspace: str, reason: str) -> int:
        found = [row for row in self._work_of(workspace) if row["state"] == "waiting" and row["reason"] == reason]
        for row in found:
            woken: dict[str, Value] = {"run_at": AT_ONCE, "rest_until": 0, "resting": 0, "reason": ""}
            self._session.change("jobs", woken, id=row["id"])
        self._session.enqueued = self._session.enqueued or bool(found)
        return len(found)

    def forget_workspace(self, workspace: str) -> Mapping[str, int]:
        self._session.add("forgetting", {"workspace": workspace, "mark": 0, "ends": 1})
        rows = {"jobs": 0}
        for row in self._work_of(workspace):
            rows["jobs"] += self._session.drop("jobs", id=row["id"])
        for table in OF_A_WORKSPACE:
            rows[table] = self._session.drop(table, workspace=workspace)
        self._session.drop("forgetting", workspace=workspace)
        if any(rows.values()):
            self._session.add("removals", {"workspace": workspace, "gone": _GONE, "wiped": 0})
        return {table: number for table, number in sorted(rows.items()) if number}

    def end_unwiped(self, workspace: str) -> None:
        self._session.drop("removals", workspace=workspace, gone=_GONE)

    def _work_of(self, workspace: str) -> list[Row]:
        sql = "SELECT id, workspace, key, payload, state, reason FROM jobs WHERE workspace IN (?, '')"
        return [row for row in self._session.all(sql, workspace) if row["workspace"] or _names(row, workspace)]


def _names(row: Row, workspace: str) -> bool:
    """Whether work whose payload is broken says anywhere that it is a workspace's."""
    try:
        texts_from(row["payload"])
    except (ValueError, TypeError):
        own = re.compile(rf"(?<!\w){re.escape(workspace)}(?!\w)")
        return own.search(f"{row['key']} {row['payload']}") is not None
    return False
