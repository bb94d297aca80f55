"""Send a message once and keep it up to date: it is recorded before it is sent, and looked for after a crash.

Every message that can be read back from Slack takes this way, whichever table records it. Safe to repeat.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.core.errors import Meaning, SlackRefusedError, SlackUnavailableError
from bot.use_cases.notified import Upload
from bot.use_cases.ports import DOUBTED, Later, Messenger, Post, Worded

READ_LAG_SECONDS = 3.0
"""How long a message that stands in Slack may be missing when its thread is read (reported)."""
MESSAGE_GONE = "message_not_found"
CANNOT_DELETE = "cant_delete_message"
"""Slack's word for a message that it does not let go."""


@dataclass(frozen=True, slots=True)
class Poster:
    """Sends the messages of one record. ``put`` and ``drop`` change the record, durably before they return.

    ``prefix`` comes before a message's key in Slack, where the key has to be unique in its channel. ``begin`` records a
    message that is about to be sent where several kinds of work may send it: raises ``Later`` for all but one of them.
    """

    messenger: Messenger
    prefix: str
    put: Callable[[Post], None]
    drop: Callable[[str], None]
    begin: Callable[[Post], None] | None = None

    def find(self, post: Post, thread: str | None) -> Post | None:
        """Look for a message that may have been sent before; None when Slack does not have it and never will.

        Slack may act late. A message that was asked for and is not found yet is looked for again: raises ``Later``.
        """
        ts = post.ts or self.messenger.find(post.channel, thread, self.prefix + post.key)
        if ts is None:
            if math.isinf(post.settles_in):
                self.put(post)  # nobody knows since when it may be under way: at the latest since now
                raise Later
            if post.settles_in > 0:
                raise Later(seconds=post.settles_in)
            return None
        found = replace(post, ts=ts, sent=True)
        if found != post:
            self.put(found)
        return found

    def send(self, key: str, channel: str, thread: str | None, message: Worded, *, joins: bool = False) -> Post:
        """Send a message, recorded right before so that it is looked for after a crash.

        ``joins`` lets the bot join a public channel that it is not in. A message that Slack refused, or that never
        left this machine, counts as never sent.
        """
        post = Post(key, channel, None, message.digest, sent=False)
        (self.begin or self.put)(post)
        try:
            ts = self._post(post, thread, message, joins=joins)
        except SlackRefusedError:
            self.drop(key)
            raise
        except SlackUnavailableError as error:
            if not error.maybe_done:
                self.drop(key)
            elif error.code and not isinstance(message.content, Upload):  # a file is shared later than Slack answers
                self.put(replace(post, settles_in=READ_LAG_SECONDS))
            raise
        sent = replace(post, ts=ts, sent=True)
        self.put(sent)
        return sent

    def _post(self, post: Post, thread: str | None, message: Worded, *, joins: bool) -> str:
        try:
            return self.messenger.post(post.channel, thread, self.prefix + post.key, message)
        except SlackRefusedError as refusal:
            if not joins or refusal.meaning is not Meaning.INVITE:
                raise
            try:
                self.messenger.join(post.channel)
            except SlackRefusedError:
                raise refusal from None
        self.put(post)  # it counts from now on how long it may be under way
        return self._post(post, thread, message, joins=False)

    def update(self, post: Post, message: Worded) -> str:
        """Change a message that shows something else by now.

        Returns the code of the refusal where Slack does not let it be changed any more, which the caller records;
        an empty text otherwise. While an older change may come yet, it is made now and again then: raises ``Later``.
        """
        if post.ts is None or post.digest == message.digest:
            return ""
        try:
            self.messenger.update(post.channel, post.ts, self.prefix + post.key, message)
        except SlackRefusedError as refusal:
            if refusal.meaning is not Meaning.GONE:
                raise
            if refusal.code != MESSAGE_GONE:
                self.put(replace(post, digest=message.digest, refused=refusal.code))
            return refusal.code
        except SlackUnavailableError as error:
            if error.maybe_done and not error.code:
                self.put(replace(post, digest=DOUBTED))
            raise
        if 0 < post.settles_in < math.inf:
            raise Later(seconds=post.settles_in)
        self.put(replace(post, digest=message.digest))
        return ""
