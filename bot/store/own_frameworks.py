"""Frameworks that workspaces have uploaded: what is asked and recorded about them, and their rows."""

from collections import defaultdict
from typing import Any

from bot.core.framework import Framework
from bot.core.own_frameworks import FrameworkVersion, Offer, OwnFramework
from bot.store.assessments import SqlAssessmentReads, keep_wording
from bot.store.rows import MOMENT, NUMBER, TEXT, SqlTable, as_text, row_of, time_text
from bot.store.session import Value

# The last decision about a slug says which version is on offer.
_ON_OFFER = (
    "SELECT own.framework FROM framework_offers AS offer JOIN own_frameworks AS own ON own.workspace = offer.workspace"
    " AND own.slug = offer.slug AND own.number = offer.version WHERE offer.workspace = ? AND NOT EXISTS"
    " (SELECT 1 FROM framework_offers AS later WHERE later.workspace = offer.workspace AND later.slug = offer.slug"
    " AND later.number > offer.number) ORDER BY own.slug"
)
_UNUSED = (
    "DELETE FROM frameworks WHERE workspace = ? AND id = ? AND NOT EXISTS (SELECT 1 FROM own_frameworks AS own"
    " WHERE own.workspace = frameworks.workspace AND own.framework = frameworks.id) AND NOT EXISTS"
    " (SELECT 1 FROM all_assessments AS one WHERE one.workspace = frameworks.workspace"
    " AND one.framework = frameworks.id)"
)


_OFFERS = SqlTable(
    "framework_offers",
    ("workspace", "number"),
    row_of(Offer, by="said_by"),
)
# Of a version without its wording and its text, which are long.
_VERSIONS: SqlTable[Any] = SqlTable(
    "own_frameworks",
    ("workspace", "slug", "number"),
    row_of(dict, framework=TEXT, number=NUMBER, by=TEXT.called("uploaded_by"), at=MOMENT.called("uploaded_at")),
)


class SqlFrameworkReads(SqlAssessmentReads):
    """Answers from the tables of uploaded frameworks; implements a part of ``Reads``."""

    def own_frameworks(self, workspace: str) -> tuple[OwnFramework, ...]:
        offers = _OFFERS.grouped(self._session, "slug", workspace=workspace)
        versions = defaultdict[str, list[FrameworkVersion]](list)
        for each in _VERSIONS.all(self._session, workspace=workspace):
            framework = self._framework(workspace, each["framework"])
            versions[framework.slug].append(FrameworkVersion(**each | {"framework": framework}))
        return tuple(OwnFramework(tuple(several), tuple(offers[slug])) for slug, several in versions.items())

    def offered_frameworks(self, workspace: str) -> tuple[Framework, ...]:
        found = self._session.all(_ON_OFFER, workspace)
        return tuple(self._framework(workspace, as_text(row["framework"])) for row in found)

    def workspaces_with_frameworks(self) -> tuple[str, ...]:
        """Give every workspace that has uploaded one: for who runs the bot."""
        return self._session.distinct("own_frameworks", "workspace")

    def own_markdown(self, workspace: str, slug: str, number: int) -> str | None:
        text: str | None = self._session.value(
            "own_frameworks", "content", workspace=workspace, slug=slug, number=number
        )
        return text


class SqlFrameworkWrites(SqlFrameworkReads):
    """Writes to the tables of uploaded frameworks; implements a part of ``Transaction``."""

    def add_own_framework(self, workspace: str, version: FrameworkVersion, markdown: str) -> None:
        framework = keep_wording(self._session, workspace, version.framework)
        row: dict[str, Value] = {"slug": version.framework.slug, "number": version.number, "framework": framework}
        row |= {"content": markdown, "uploaded_by": version.by, "uploaded_at": time_text(version.at)}
        self._session.add("own_frameworks", {"workspace": workspace, **row})

    def drop_own_framework(self, workspace: str, slug: str, number: int) -> None:
        found = self._session.all(
            "DELETE FROM own_frameworks WHERE workspace = ? AND slug = ? AND number = ? RETURNING framework",
            *(workspace, slug, number),
        )
        for row in found:
            self._session.all(_UNUSED, workspace, as_text(row["framework"]))

    def add_offer(self, workspace: str, offer: Offer) -> None:
        _OFFERS.append(self._session, offer, workspace=workspace)
