"""What became of a line's earlier plans between two assessments: what explains a change, and what is still open."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from bot.core.assessment import Assessment
from bot.core.plan_standing import (
    ActionStanding,
    Since,
    finished,
    finished_dimensions,
    plan_start,
    standing_of,
)
from bot.core.scorecard import Scorecard, scorecard
from bot.core.trend import Trend, trend
from bot.use_cases.ports import Reads

MOST_PLANS = 12
"""Earlier assessments of a line whose plans are looked at: as many as a trend shows."""


def standing_plan(view: Reads, workspace: str, assessment_id: str) -> tuple[ActionStanding, ...]:
    """Give the actions of an assessment's accepted plan with what was said about them; none without such a plan."""
    actions = view.actions(workspace, assessment_id)
    return standing_of(actions, view.action_updates(workspace, assessment_id)) if actions else ()


def finished_since(view: Reads, assessment: Assessment, before: Assessment | None) -> tuple[ActionStanding, ...]:
    """Give the actions of the line's earlier plans that were done after ``before`` ended.

    They count until the assessment was complete, or until now while it is under way; ``before`` is on its line.
    """
    if before is None:
        return ()
    plans = (standing_plan(view, assessment.workspace, each) for each in view.reported(assessment, limit=MOST_PLANS))
    return _between(before, assessment, plans)


def explained_since(view: Reads, assessment: Assessment, before: Assessment | None) -> frozenset[str]:
    """Give the dimensions for which an action was finished since ``before``: no change of theirs is unexplained."""
    return finished_dimensions(finished_since(view, assessment, before))


def scorecard_now(view: Reads, assessment: Assessment) -> Scorecard:
    """Give the scorecard of an assessment, compared with the one before it on its line."""
    before = view.before(assessment)
    return scorecard(assessment, before, explained=explained_since(view, assessment, before))


def explained_along(view: Reads, line: Sequence[Assessment]) -> dict[str, frozenset[str]]:
    """Give, by assessment of a line, the dimensions for which an action was finished since the one before it.

    Each sees the plans of those that had ended when it began, whether or not they are on this part of the line.
    """
    ended = {each.id: each.completed_at or each.started_at for each in line}
    known = view.reported(line[-1], limit=2 * MOST_PLANS)
    plans = {each: standing_plan(view, line[-1].workspace, each) for each in known}
    explained = {}
    for before, now in pairwise(line):
        seen = (plan for key, plan in plans.items() if key not in ended or ended[key] < now.started_at)
        explained[now.id] = finished_dimensions(_between(before, now, seen))
    return explained


def course_of(view: Reads, assessment: Assessment) -> Trend | None:
    """Give the line of a complete assessment up to itself: what came later changes nothing; None for its first."""
    line = view.line_of(assessment, limit=MOST_PLANS)
    place = next((place for place, each in enumerate(line) if each.id == assessment.id), 0)
    upto = line[: place + 1]
    return trend(upto, explained=explained_along(view, upto)) if place else None


def _between(
    before: Assessment, now: Assessment, plans: Iterable[tuple[ActionStanding, ...]]
) -> tuple[ActionStanding, ...]:
    since, until = before.completed_at or before.started_at, now.completed_at
    return tuple(each for plan in plans for each in finished(plan, since=since, until=until))


def since_last(view: Reads, assessment: Assessment, before: Assessment | None) -> Since:
    """Give what became of earlier plans, for an assessment that is conducted anew."""
    if before is None:
        return Since()
    return Since(_left(view, assessment, before), finished_since(view, assessment, before))


def _left(view: Reads, assessment: Assessment, before: Assessment) -> tuple[ActionStanding, ...]:
    """Give the actions of the last plan that were open when this assessment began, as they stand now.

    A plan that was accepted later belongs to no beginning.
    """
    plan = standing_plan(view, before.workspace, before.id)
    start = plan_start(tuple(each.accepted for each in plan))
    if start is None or start > assessment.started_at.date():
        return ()
    return tuple(each for each in plan if each.as_of(assessment.started_at).is_open)
