"""What Slack delivers and who takes it: the table from which the app is built and its manifest is made.

Each module of ``listeners`` has its own part of it, in ``ROUTES``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from slack_bolt import Ack

from bot.slack.parts import Parts

Listener = Callable[[Parts, Ack, Mapping[str, Any]], None]


@dataclass(frozen=True, slots=True)
class CommandRoute:
    """A slash command; ``description`` and ``hint`` are what people see of it in the composer."""

    name: str
    listener: Listener
    description: str
    hint: str


@dataclass(frozen=True, slots=True)
class EventRoute:
    """An event. ``subscriptions`` gives, by its names in the manifest, the scope that each needs (None: no scope)."""

    type: str
    listener: Listener
    subscriptions: Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class ActionRoute:
    """A button or menu by its action id; of a ``family`` the id is only how the ids of many buttons begin."""

    action_id: str
    listener: Listener
    family: bool = False


@dataclass(frozen=True, slots=True)
class FormRoute:
    """A modal that is submitted, by its callback id."""

    callback_id: str
    listener: Listener


Route = CommandRoute | EventRoute | ActionRoute | FormRoute
