"""The words of what a message shows, by its type, and the messenger that puts them before the gateway."""

import hashlib
import json
from collections.abc import Callable
from functools import singledispatch
from typing import Any, cast

from bot.core.synopsis import SynopsisPage
from bot.core.thread import Result
from bot.slack.blocks import Message
from bot.slack.gateway import Gateway, GatewayOf
from bot.slack.views import (
    conversation,
    discussion,
    drafts,
    handover,
    plans,
    portfolio,
    private,
    reminders,
    saved,
    scorecard,
    team,
    trend,
    workshop,
)
from bot.slack.views.workshop import canvas_markdown
from bot.use_cases.notified import Shared
from bot.use_cases.ports import Messages, Messenger, Showable, Worded


def _result(shows: Result) -> Message:
    return scorecard.in_thread(shows.card, shows.course, shows.accepted, shows.picture)


def _shared(shows: Shared) -> Message:
    if shows.over_time is not None:
        return trend.shared_over_time(shows.over_time, shows.by)
    return scorecard.shared(shows.card, shows.by, shows.accepted, shows.picture)


def _canvas(shows: SynopsisPage) -> Message:
    return Message(canvas_markdown(shows))


@singledispatch
def worded(shows: Showable) -> Message:
    """Put what a message shows into words and blocks."""
    raise TypeError(f"nothing words a {type(shows).__name__}")


for _view in (
    *(scorecard.headline, _result, _shared, plans.open_actions, plans.handed, plans.taken_away),
    *(conversation.prompt, conversation.confirmation, conversation.resting, private.private_word),
    *(drafts.drafting, drafts.draft, discussion.discussion, discussion.agreement, portfolio.portfolio),
    *(team.ballot_headline, team.sealed, team.seal, team.moved_reveal, team.joined_later),
    *(workshop.pre_read, workshop.steps, workshop.note_board, handover.departed, handover.ownerless),
    *(reminders.reminder, reminders.nudge, reminders.check_in, reminders.digest, saved.saved_notice, _canvas),
):
    worded.register(_view)  # by what it takes


class SlackMessenger:
    """The gateway of a workspace with the views before it.

    The gateway is asked for anew for every call, since that checks a lease; ``known_of`` gives the one that is only
    asked what is known already, and needs none.
    """

    def __init__(
        self, gateway_of: Callable[[str], Messages], workspace: str, known_of: Callable[[str], Gateway]
    ) -> None:
        self._gateway_of, self._workspace, self._known_of = gateway_of, workspace, known_of

    def worded(self, shows: Showable) -> Worded:
        """Return the words and blocks with their digest."""
        message = worded(shows)
        content = json.dumps([message.text, message.blocks], sort_keys=True, ensure_ascii=True)
        return Worded(hashlib.sha256(content.encode()).hexdigest()[:16], message)

    def left_out(self, message: Worded) -> frozenset[str]:
        """Return the types of block that a message has and the workspace does not take."""
        return self._known_of(self._workspace).left_out(message)

    def __getattr__(self, name: str) -> Any:
        """Return what the gateway does for what the port asks."""
        return getattr(self._gateway_of(self._workspace), name)


def messenger_of(gateway_of: GatewayOf, workspace: str, known_of: GatewayOf | None = None) -> Messenger:
    """Return the way to Slack in a workspace; ``known_of`` gives a gateway at less cost, of which no call is wanted."""
    return cast("Messenger", SlackMessenger(gateway_of, workspace, known_of or gateway_of))  # a gateway has the rest
