"""Answers at a response_url: five times in half an hour, without a token, as a message or in place of one."""

import json
from dataclasses import replace
from typing import Any

from bot.sandbox.events import Events
from bot.sandbox.limits import most
from bot.sandbox.model import Channel, Json, PostedMessage, Refusal, ResponseUrl
from bot.sandbox.payload_rules import checked_files, checked_message, with_ids
from bot.sandbox.switches import refuse_blocks
from bot.sandbox.world import World


class ResponseUrls:
    """Takes answers to interactions. Call it under the world's lock."""

    def __init__(self, world: World, events: Events) -> None:
        self._world = world
        self._events = events

    def answer(self, url_id: str, body: bytes) -> None:
        """Post, replace or delete as the body says; refuse an address that is unknown, used up or too old."""
        held = self._world.response_urls.get(url_id)
        if held is None:
            raise Refusal("invalid_url", status=404)
        if self._world.switched_on("answer_500"):
            raise Refusal("server_error", status=500)
        if self._world.clock.now() > held.expires:
            raise Refusal("expired_url", status=404)
        if held.uses >= most("response_url.uses"):
            raise Refusal("used_url", status=404)
        try:
            given = json.loads(body)
        except ValueError:
            raise Refusal("invalid_payload", status=400) from None
        if not isinstance(given, dict):
            raise Refusal("invalid_payload", status=400)
        held.uses += 1
        try:
            self.apply(held, given)
        except Refusal as refusal:
            raise Refusal(refusal.error, status=400, **refusal.fields) from None

    def apply(self, held: ResponseUrl, given: Json) -> None:
        """Do what an answer says; also used for the body of a command's acknowledgement."""
        channel = self._world.channels[held.channel]
        original = self._world.find_message(channel, held.message_ts) if held.message_ts else None
        if given.get("delete_original") and original:
            self._delete(channel, original)
            return
        text = given.get("text", "")
        blocks, attachments = given.get("blocks"), given.get("attachments")
        if not isinstance(text, str):
            raise Refusal("invalid_payload")
        checked_message(text, blocks, attachments, given.get("metadata"))
        refuse_blocks(self._world, blocks)
        checked_files(self._world, self._world.workspaces[channel.team_id], blocks)
        if given.get("replace_original") and original:
            self._replace(channel, original, text, blocks or [])
            return
        self._post(held, channel, given)

    def _post(self, held: ResponseUrl, channel: Channel, given: Json) -> None:
        if channel.archived:
            raise Refusal("is_archived")
        seen_by_all = given.get("response_type") == "in_channel"
        bot = self._world.workspaces[channel.team_id].bot_user
        message = PostedMessage(
            ts=self._world.next_ts(channel),
            user=bot,
            text=given.get("text", ""),
            at=self._world.clock.now(),
            blocks=with_ids(self._world, given.get("blocks") or []),
            attachments=given.get("attachments") or [],
            thread_ts=_thread_of(held, given),
            ephemeral_for=None if seen_by_all else held.user,
        )
        self._world.add_message(channel, message)
        if seen_by_all:
            self._events.posted(channel, message)

    def _replace(self, channel: Channel, message: PostedMessage, text: str, blocks: list[Any]) -> None:
        previous = self._events.snapshot(channel, replace(message))
        message.text, message.blocks = text, with_ids(self._world, blocks)
        if message.ephemeral_for is None:
            message.edited_ts = self._world.event_ts()
            self._events.edited(channel, message, previous)
        self._world.changed()

    def _delete(self, channel: Channel, message: PostedMessage) -> None:
        previous = self._events.snapshot(channel, message)
        channel.messages.remove(message)
        self._world.changed()
        if message.ephemeral_for is None:
            self._events.deleted(channel, previous)


def _thread_of(held: ResponseUrl, given: Json) -> str | None:
    # Slack keeps ephemeral answers to a click in the thread where the click was; messages for all need thread_ts.
    if given.get("thread_ts"):
        return str(given["thread_ts"])
    return held.thread_ts if given.get("response_type") != "in_channel" else None
