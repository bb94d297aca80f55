"""Slack as the journeys see it: what a message shows is worded by the views and sent through the gateway."""

import hashlib
import json
from collections.abc import Mapping
from functools import singledispatch

from bot.core.errors import Meaning, SlackRefusedError
from bot.core.synopsis import SynopsisPage
from bot.core.thread import Result
from bot.slack.blocks import Message
from bot.slack.gateway import GatewayOf
from bot.slack.payloads import read_page
from bot.slack.text import said
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
from bot.slack.views.canvas import canvas_markdown
from bot.use_cases.heard import ReadPage
from bot.use_cases.notified import SavedNotice, Shared
from bot.use_cases.pictures import Upload
from bot.use_cases.ports import PersonFacts, Presence, PrivateWord, Showable, Worded


def _result(shows: Result) -> Message:
    return scorecard.in_thread(shows.card, shows.course, shows.accepted, shows.picture)


def _shared(shows: Shared) -> Message:
    if shows.over_time is not None:
        return trend.shared_over_time(shows.over_time, shows.by)
    return scorecard.shared(shows.card, shows.by, shows.accepted, shows.picture)


def _saved(shows: SavedNotice) -> Message:
    return saved.saved_notice(shows.saved)


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
    *(reminders.reminder, reminders.nudge, reminders.check_in, reminders.digest, _saved),
):
    worded.register(_view)  # by what it takes


def _content(message: Worded) -> Message:
    """Return the words and blocks of a message that this messenger worded."""
    if not isinstance(message.content, Message):
        raise TypeError(f"{message.content!r} was not worded for Slack")
    return message.content


class SlackMessenger:
    """The messenger over Slack's Web API; the gateway is asked for anew for every call, since that checks a lease."""

    def __init__(self, gateway_of: GatewayOf) -> None:
        self._gateway_of = gateway_of

    def worded(self, shows: Showable) -> Worded:
        """Return the words and blocks with their digest."""
        message = worded(shows)
        content = json.dumps([message.text, message.blocks], sort_keys=True, ensure_ascii=True)
        return Worded(hashlib.sha256(content.encode()).hexdigest()[:16], message)

    def post(self, workspace: str, channel: str, thread: str | None, key: str, message: Worded) -> str:
        """Send a message and return its ts; share a file that was uploaded under the key."""
        if isinstance(message.content, Upload):
            own, says = message.content, said(message.content.says)
            self._gateway_of(workspace).complete(file=key, title=own.title, channel=channel, thread=thread, words=says)
            return ""
        return self._gateway_of(workspace).post(channel=channel, thread=thread, key=key, message=_content(message))

    def update(self, workspace: str, channel: str, ts: str, key: str, message: Worded) -> None:
        """Put another content in place of a message's own."""
        self._gateway_of(workspace).update(channel=channel, ts=ts, key=key, message=_content(message))

    def delete(self, workspace: str, channel: str, ts: str) -> bool:
        """Take a message away; False for one that Slack keeps for good."""
        return self._gateway_of(workspace).delete(channel=channel, ts=ts)

    def left_out(self, workspace: str, message: Worded) -> frozenset[str]:
        """Return the types of block that the workspace does not take."""
        return self._gateway_of(workspace).left_out(_content(message))

    def upload(self, workspace: str, upload: Upload) -> str:
        """Give Slack a file and return its id."""
        return self._gateway_of(workspace).upload(name=upload.name, data=upload.data, alt=upload.alt)

    def keep(self, workspace: str, file: str, upload: Upload) -> None:
        """Have Slack keep a file for the bot's own messages."""
        self._gateway_of(workspace).complete(file=file, title=upload.title)

    def put_canvas(self, workspace: str, channel: str, canvas: str, page: SynopsisPage) -> str:
        """Write a synopsis into a canvas, new or not, and return its id."""
        markdown, gateway = canvas_markdown(page), self._gateway_of(workspace)
        if canvas:
            gateway.edit_canvas(canvas=canvas, markdown=markdown)
            return canvas
        return gateway.create_canvas(channel=channel, title=page.heading, markdown=markdown)

    def drop_file(self, workspace: str, file: str) -> None:
        """Delete a file."""
        self._gateway_of(workspace).delete_file(file=file)

    def find(self, workspace: str, channel: str, thread: str | None, key: str) -> str | None:
        """Look for a message by its key."""
        return self._gateway_of(workspace).find(channel=channel, thread=thread, key=key)

    def standing(self, workspace: str, channel: str, thread: str, prefix: str) -> Mapping[str, str]:
        """Return the messages of a thread by their keys without the prefix."""
        found = self._gateway_of(workspace).own(channel=channel, thread=thread)
        return {key.removeprefix(prefix): ts for key, ts in found if key.startswith(prefix)}

    def read_thread(self, workspace: str, channel: str, thread: str, since: str) -> ReadPage:
        """Read what stands in a thread behind a message."""
        gateway = self._gateway_of(workspace)
        found, more = gateway.replies(channel=channel, thread=thread, since=since)
        return read_page(found, (workspace, channel, thread), more=more, me=gateway.known_me)

    def join(self, workspace: str, channel: str) -> None:
        """Join a public channel."""
        self._gateway_of(workspace).join(channel=channel)

    def whisper(self, workspace: str, channel: str, thread: str | None, word: PrivateWord) -> None:
        """Tell one person something where the assessment is."""
        message = private.private_word(word)
        self._gateway_of(workspace).whisper(channel=channel, person=word.person, thread=thread, message=message)

    def direct_channel(self, workspace: str, person: str) -> str:
        """Return the id of the bot's conversation with a person."""
        return self._gateway_of(workspace).open_direct(person=person)

    def person(self, workspace: str, person: str) -> PersonFacts:
        """Ask about a person; one whom Slack does not know, or no longer lets in, is not active."""
        try:
            found = self._gateway_of(workspace).person(person=person)
        except SlackRefusedError as refusal:
            if refusal.meaning is not Meaning.GONE:
                raise
            return PersonFacts("", active=False)
        name = found.real_name or found.profile.display_name
        active = not (found.deleted or found.is_bot)
        return PersonFacts(found.tz, active=active, name=name, is_app=found.is_bot)

    def site(self, workspace: str) -> str:
        """Return the address of a workspace."""
        return self._gateway_of(workspace).auth_test().url or ""

    def presence(self, workspace: str, channel: str, person: str) -> Presence:
        """Return whether a person is in a channel."""
        return self._gateway_of(workspace).presence(channel=channel, person=person)
