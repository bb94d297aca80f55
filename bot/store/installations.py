"""Where the bot is installed, and the encrypted tokens with which it speaks there."""

from datetime import datetime

from bot.store.rows import Column, SqlTable, as_text, row_of, time_text
from bot.store.session import InTransaction
from bot.use_cases.installation_ports import Installation, Tokens

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


class SqlInstallationReads(InTransaction):
    """Answers from the table of installations; implements the port ``InstallationReads``."""

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


class SqlInstallationWrites(SqlInstallationReads):
    """Writes to the table of installations; implements the port ``InstallationWrites``."""

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
