"""Inputs of a form for a day, a time of day and a channel; Slack sends each back as text."""

from datetime import date, time

from bot.slack.blocks import Element


def day_input(action_id: str, *, initial: date | None = None) -> Element:
    """Return a calendar to pick a day from; it comes back as ``2027-01-04``."""
    element: Element = {"type": "datepicker", "action_id": action_id}
    return element | ({"initial_date": initial.isoformat()} if initial is not None else {})


def time_input(action_id: str, *, initial: time | None = None) -> Element:
    """Return a clock to pick a time from; it comes back as ``09:30``."""
    element: Element = {"type": "timepicker", "action_id": action_id}
    return element | ({"initial_time": f"{initial:%H:%M}"} if initial is not None else {})


def channel_input(action_id: str) -> Element:
    """Return a menu of the channels that the person sees, but for those shared with others; it comes back as an id."""
    offered = {"include": ["public", "private"], "exclude_external_shared_channels": True, "exclude_bot_users": True}
    return {"type": "conversations_select", "action_id": action_id, "filter": offered}
