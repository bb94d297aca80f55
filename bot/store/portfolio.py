"""What is asked of many assessments at once: each question has its rows in one statement for hundreds of them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.core.plan.standing import ActionStanding, standing_of
from bot.store.assessments import LINES
from bot.store.drafts import ACTIONS, COUNTS_AS_ACCEPTED, HANDOVERS
from bot.store.follow_up import UPDATES
from bot.store.session import InTransaction, Row, Sought
from bot.use_cases.ports import AssessmentLine


class SqlPortfolioReads(InTransaction):
    """Answers about many assessments; implements a part of ``Reads``."""

    def lines_in(self, workspace: str, channels: Sequence[str]) -> tuple[AssessmentLine, ...]:
        return LINES.all(self._session, workspace=workspace, channel=tuple(channels))

    def standing_plans(self, workspace: str, ids: Sequence[str]) -> Mapping[str, tuple[ActionStanding, ...]]:
        counting = f"(SELECT * FROM draft_decisions AS decided WHERE {COUNTS_AS_ACCEPTED}) AS plans"  # noqa: S608 -- a constant of ours
        decided = self._session.rows(counting, "assessment, number", workspace=workspace, assessment=tuple(ids))
        plans = {str(row["assessment"]): row["draft"] for row in decided}
        of: dict[str, Sought] = {"workspace": workspace, "assessment": tuple(plans)}
        rows = defaultdict[str, list[Row]](list)
        for row in self._session.rows("actions", ACTIONS.order, **of):
            rows[row["assessment"]].append(row)
        handovers = HANDOVERS.grouped(self._session, "assessment", **of)
        updates = UPDATES.grouped(self._session, "assessment", **of)
        found = {}
        for assessment, draft in plans.items():
            own = [row for row in rows[assessment] if row["draft"] == draft]
            last = max((row["acceptance"] for row in own), default=0)
            given = {each.action: each.owner for each in handovers[assessment]}
            actions = ACTIONS.read([row for row in own if row["acceptance"] == last])
            owned = tuple(replace(each, owner=given.get(each.id)) for each in actions)
            found[assessment] = standing_of(owned, tuple(updates[assessment]))
        return found
