"""Accepted plans as the tests of the views show them: with owners, days, and what was said about each action."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.core.plan.standing import ActionStanding, ActionUpdate, Progress
from tests.slack.drafts import accepted_actions, action, plan
from tests.slack.shown import AT, SAM

START = date(2026, 11, 22)


def on_day(day: int) -> datetime:
    """Give a moment of a day of the plan."""
    return AT + timedelta(days=day)


def said_about(
    progress: Progress, *, note: str = "", value: str = "", by: str = SAM, day: int = 30, of: str = "x0"
) -> ActionUpdate:
    return ActionUpdate(of, progress, note, value, by, on_day(day))


def standing(
    *updates: ActionUpdate, what: str = "Name an owner for each defect", due_day: int = 14, owner: str | None = SAM
) -> ActionStanding:
    """Give an action that is due on a day of its plan, with what was said about it."""
    (accepted,) = accepted_actions(plan(action(due_day, what)), owner)
    return ActionStanding(accepted, updates)


def several(*each: ActionStanding) -> tuple[ActionStanding, ...]:
    """Give actions ids of their own."""
    return tuple(replace(one, accepted=replace(one.accepted, id=f"x{place}")) for place, one in enumerate(each))
