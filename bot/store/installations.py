"""Where the bot is installed, its encrypted tokens there, and what goes with a workspace that it left."""

import re
from collections.abc import Mapping
from datetime import datetime

from bot.store.jobs import AT_ONCE
from bot.store.rows import Column, SqlTable, as_text, row_of, texts_from, time_text
from bot.store.session import InTransaction, Row, Session, Value
from bot.use_cases.store_ports import Installation, Stay, Tokens

_TOKENS = row_of(Tokens, access="token", refresh="refresh_token")
_INSTALLATIONS = SqlTable(
    "installations",
    ("workspace",),
    row_of(
        Installation,
        scopes=Column(",".join, lambda text: tuple(filter(None, as_text(text).split(",")))),
        tokens=_TOKENS,
    ),
)
_STAYS = SqlTable(
    "stays",
    ("workspace",),
    row_of(Stay, left="left_at", heard="heard_at"),
)
_GONE = "gone-workspace"
"""Stands in ``removals`` until no free page holds anything of the workspace any more."""


class SqlInstallationReads(InTransaction):
    """Implements a part of ``Reads``."""

    def installation(self, workspace: str) -> Installation | None:
        return _INSTALLATIONS.one(self._session, workspace=workspace)

    def speaking_for(self, workspace: str) -> Installation | None:
        found = self._session.all(
            "SELECT * FROM installations WHERE workspace = ? OR workspace IN (SELECT organisation FROM installations"
            " WHERE workspace = ? AND uninstalled_at IS NULL) ORDER BY CASE workspace WHEN ? THEN 0 ELSE 1 END",
            *(workspace, workspace, workspace),
        )
        return next((each for each in _INSTALLATIONS.read(found) if each.speaks), None)

    def installations(self) -> tuple[Installation, ...]:
        return _INSTALLATIONS.all(self._session)

    def stay(self, workspace: str) -> Stay | None:
        return _STAYS.one(self._session, workspace=workspace)

    def stays(self) -> tuple[Stay, ...]:
        return _STAYS.all(self._session)

    def unwiped(self) -> tuple[str, ...]:
        return self._session.column("removals", "workspace", "workspace", gone=_GONE)

    def home_people(self, workspace: str) -> tuple[str, ...]:
        return self._session.column("homes", "person", "person", workspace=workspace)


class SqlInstallationWrites(SqlInstallationReads):
    """Implements a part of ``Transaction``."""

    def put_installation(self, installation: Installation) -> None:
        _INSTALLATIONS.put(self._session, installation, renewing_until=None)

    def meet_workspace(self, workspace: str, organisation: str, at: datetime) -> None:
        self._session.all(
            "INSERT INTO installations (workspace, organisation, installed_at) VALUES (?, ?, ?) ON CONFLICT (workspace)"
            " DO UPDATE SET organisation = excluded.organisation, uninstalled_at = NULL",
            *(workspace, organisation, time_text(at)),
        )

    def end_installation(self, workspace: str, at: datetime) -> None:
        gone = {**_TOKENS.write(Tokens()), "renewing_until": None, "uninstalled_at": time_text(at)}
        self._session.change("installations", gone, workspace=workspace, uninstalled_at=None)

    def put_tokens(self, workspace: str, tokens: Tokens) -> None:
        self._session.change("installations", _TOKENS.write(tokens), workspace=workspace)

    def begin_renewal(self, workspace: str, until: datetime, now: datetime) -> bool:
        found = self._session.all(
            "UPDATE installations SET renewing_until = ? WHERE workspace = ? AND uninstalled_at IS NULL"
            " AND (renewing_until IS NULL OR renewing_until <= ?) RETURNING workspace",
            *(time_text(until), workspace, time_text(now)),
        )
        return bool(found)

    def end_renewal(self, workspace: str, until: datetime, used: Tokens, tokens: Tokens) -> bool:
        found = self._session.all(
            "UPDATE installations SET renewing_until = NULL WHERE workspace = ?"
            " AND (renewing_until = ? OR refresh_token = ?) RETURNING workspace",
            *(workspace, time_text(until), used.refresh),
        )
        if found:
            self.put_tokens(workspace, tokens)
        return bool(found)

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
        for table in of_a_workspace(self._session):
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


def of_a_workspace(session: Session) -> list[str]:
    """Return every table whose rows name their workspace, each before those that it refers to, but for jobs."""
    found = [name for name, each in session.tables().items() if "workspace" in each.columns]
    return [name for name in reversed(found) if name not in ("forgetting", "jobs")]
