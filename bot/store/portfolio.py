"""What is asked of many assessments at once: each question has its rows in one statement for hundreds of them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from bot.core.plan.standing import ActionStanding, standing_of
from bot.store.assessments import LINE_COLUMNS, MOST_AT_ONCE, line_from
from bot.store.drafts import COUNTS_AS_ACCEPTED, action_from
from bot.store.follow_up import update_from
from bot.store.rows import id_of, place_of, read_rows
from bot.store.session import Row, Session
from bot.use_cases.ports import AssessmentLine


class SqlPortfolioReads:
    """Answers about many assessments; implements the port ``PortfolioReads``."""

    _session: Session

    def lines_in(self, workspace: str, channels: Sequence[str]) -> tuple[AssessmentLine, ...]:
        """List the assessments of some channels, in no order."""
        found: list[Row] = []
        for start in range(0, len(channels), MOST_AT_ONCE):
            some = channels[start : start + MOST_AT_ONCE]
            marks = ", ".join("?" * len(some))
            sql = f"SELECT {LINE_COLUMNS} FROM assessments WHERE workspace = ? AND channel IN ({marks})"  # noqa: S608 -- a constant of ours and marks
            found += self._session.all(sql, workspace, *some)
        return read_rows("assessments", found, id_of, line_from)

    def standing_plans(self, workspace: str, ids: Sequence[str]) -> Mapping[str, tuple[ActionStanding, ...]]:
        """Give the accepted plan of each of some assessments as it stands; those without one are left out."""
        decided = self._some("draft_decisions AS decided", workspace, ids, f"{COUNTS_AS_ACCEPTED} AND ")
        plans = {row["assessment"]: row["draft"] for row in decided}
        rows, owners, said = (
            self._by_assessment(table, workspace, tuple(plans))
            for table in ("actions", "action_owners", "action_updates")
        )
        found = {}
        for assessment, draft in plans.items():
            own = [row for row in rows[assessment] if row["draft"] == draft]
            last = max((row["acceptance"] for row in own), default=0)
            given = {row["action"]: str(row["owner"]) for row in owners[assessment]}
            actions = read_rows("actions", [row for row in own if row["acceptance"] == last], place_of, action_from)
            updates = read_rows("action_updates", said[assessment], place_of, update_from)
            found[assessment] = standing_of(tuple(replace(each, owner=given.get(each.id)) for each in actions), updates)
        return found

    def _by_assessment(self, table: str, workspace: str, ids: Sequence[str]) -> dict[str, list[Row]]:
        """Return rows by their assessment, in the order in which they were recorded."""
        found: dict[str, list[Row]] = defaultdict(list)
        for row in self._some(table, workspace, ids):
            found[row["assessment"]].append(row)
        return found

    def _some(self, table: str, workspace: str, ids: Sequence[str], which: str = "") -> Iterator[Row]:
        """Return rows of some assessments, in their order within each, in as many statements as SQLite needs."""
        for start in range(0, len(ids), MOST_AT_ONCE):
            some = ids[start : start + MOST_AT_ONCE]
            marks = ", ".join("?" * len(some))
            yield from self._session.all(
                f"SELECT * FROM {table} WHERE {which}workspace = ? AND assessment IN ({marks})"  # noqa: S608 -- names of ours and marks
                " ORDER BY assessment, number",
                *(workspace, *some),
            )
