"""The one way out to Slack in one workspace: every message and view passes the gate, every call is paced and explained.

It does itself what the journeys ask of ``Messages``; the rest is what listeners want of Slack.
Each method makes one call and raises SlackUnavailableError (later; ``maybe_done``: look first) or SlackRefusedError.
A message is found again by its key, which is the id of its first block. Message metadata would be the obvious place,
but every app in the channel can read that, and a message with metadata loses other abilities.
"""

import copy
import re
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlsplit

import structlog

from bot.core.cadence.times import is_zone
from bot.core.errors import Meaning, SlackRefusedError, SlackUnavailableError
from bot.core.saved import Openness
from bot.slack.blocks import Message, View
from bot.slack.gate import SLACK_HOSTS, Gate, is_slacks, people_in
from bot.slack.limits import FILE_ALT, FILE_TITLE
from bot.slack.pacing import POST, Pacing
from bot.slack.payloads import TOMBSTONE, read_page
from bot.slack.plainer import OPTIONAL, Payload, RefusedBlocks, is_of_blocks, plainer, sent_plainer
from bot.slack.refusals import (
    CANVAS,
    COMPLETE,
    DELETE_FILE,
    EDIT_CANVAS,
    FILE_INFO,
    GROUP_PEOPLE,
    GROUPS,
    RESPONSE_URL,
    UPLOAD,
    UPLOAD_URL,
)
from bot.slack.text import plain, said, shortened
from bot.slack.wire import (
    TIMEOUT,
    FileInfo,
    Granted,
    Guard,
    Identity,
    OpenView,
    PersonInfo,
    Sent,
    UserGroup,
    Wire,
    answer_at,
    fetch_bytes,
    read,
    send_bytes,
    web_client,
)
from bot.use_cases.notified import Upload
from bot.use_cases.ports import PersonFacts, Presence, Worded
from bot.use_cases.store_ports import ReadPage

_log = structlog.get_logger(__name__)
VIEW_TIMEOUT: Final = 3
"""Seconds: a trigger is worth nothing after three."""
HASTY_TIMEOUT: Final = 1
"""Seconds for a question whose answer a listener needs before it can answer itself."""

_UNPARSED: Final = {"link_names": False, "parse": "none"}
_UNFURLED: Final = {"unfurl_links": False, "unfurl_media": False}
_SEARCHED_PAGES = 10
LOOK_SECONDS: Final = 2.0
MOST_LOOKS: Final = 8
"""Slack looks at a new file within seconds (reported); one that it never shows is left out in the end."""
MOST_NAMES = 10
"""People whose names are asked for before one message; the others are shown as somebody."""
MOST_NAMES_KEPT = 2_000
NAME_LENGTH = 40
_NO_NAME = re.compile(r"[<>&*_~`|@#\n\r]")
"""What would be live, or would format, in text that Slack parses."""
_NO_NAME_OF_FILE = re.compile(r"[^\w.() -]")
"""What may mean something in a path."""
_SEARCHED_PAGE = 200
_CLOSED = ("is_im", "is_mpim", "is_group", "is_shared", "is_ext_shared", "is_org_shared", "is_pending_ext_shared")
"""What Slack says of a conversation that not all of the workspace, or more than it, can read."""
_MEMBER_PAGES = 100
_MEMBER_PAGE = 999  # docs.slack.dev/reference/methods/conversations.members: "under 1000"


class Gateway:
    """Speaks for the bot in one workspace; safe to use from many threads.

    ``pacer`` makes a call that would be too fast a SlackUnavailableError with the seconds to wait, without sending it.
    ``strict`` is for tests: what the gate would mend in production is an UnsendableError instead.
    ``refused`` remembers which types of block the workspace does not take; without it nothing is remembered.
    ``granted`` is there where the workspace installed the bot by itself.
    """

    def __init__(
        self,
        *,
        token: str,
        base_url: str,
        pacer: Pacing | None = None,
        strict: bool = False,
        refused: RefusedBlocks | None = None,
        granted: Granted | None = None,
        timeout: int = TIMEOUT,
    ) -> None:
        own = {urlsplit(base_url).hostname or "slack.com"}
        self._base_url = base_url
        self.gate: Final = Gate(own_hosts=SLACK_HOSTS | own, strict=strict, name_of=self._name_of)
        self._pacer = pacer
        self._refused = refused
        self._timeout = timeout
        granted = granted or Granted(None, lambda: None, Counter())
        self.refusals: Final = granted.refusals
        self._wire, self._quick, self._hasty = (
            Wire(web_client(base_url=base_url, token=token, timeout=min(timeout, most)), self.refusals, granted.expired)
            for most in (timeout, VIEW_TIMEOUT, HASTY_TIMEOUT)
        )
        self._granted = granted.me
        self._me = {"bot": granted.me} if granted.me is not None else {}  # shared with what ``guarded`` returns
        self._names: dict[str, str] = {}  # shared, too
        self._looks: Counter[str] = Counter()  # how often a file was not ready; shared, too

    def guarded(self, guard: Guard) -> "Gateway":
        """Return the same way out, on which ``guard`` is asked right before a call is written; it raises to stop it."""
        own = copy.copy(self)
        own._wire = replace(self._wire, guard=guard)  # noqa: SLF001 -- its own copy
        own._quick = replace(self._quick, guard=guard)  # noqa: SLF001 -- its own copy
        return own

    def post(self, channel: str, thread: str | None, key: str, message: Worded) -> str:
        """Post a message that ``find`` will know by its key, and return its ts; share a file that has the key as id."""
        if isinstance(message.content, Upload):
            self._complete(key, message.content, channel_id=channel, thread_ts=thread)
            return ""
        shows = self._learn_names(_content(message))
        more = {"thread_ts": thread, **_UNPARSED, **_UNFURLED}
        answer = self._shown(shows, key, lambda form: self._tell(POST, channel, **form, **more))
        ts = read(Sent, {"channel": channel, "ts": answer.get("ts")}).ts
        shown = answer.get("message")
        if thread is not None and isinstance(shown, Mapping) and shown.get("thread_ts") != thread:
            # Slack posts a reply to a deleted thread in the channel, and says so by this alone
            self.delete(channel, ts)
            said = f"The thread {thread} is gone; what was sent to it was taken back."
            raise SlackRefusedError("thread_not_found", said, Meaning.TELL, POST)
        return ts

    def update(self, channel: str, ts: str, key: str, message: Worded) -> None:
        """Put a message in the place of one of the bot's own, under the same key."""
        shows = self._learn_names(_content(message))
        self._shown(shows, key, lambda form: self._tell("chat.update", channel, ts=ts, **form, **_UNPARSED))

    def delete(self, channel: str, ts: str) -> bool:
        """Delete one of the bot's own messages, if it is still there; False for one that Slack keeps for good."""
        try:
            self._tell("chat.delete", channel, ts=ts)
        except SlackRefusedError as error:
            if error.meaning is not Meaning.GONE:
                raise
            return error.code == "message_not_found"
        return True

    def find(self, channel: str, thread: str | None, key: str) -> str | None:
        """Return the ts of the bot's own message with that key, None when it is not among the last 2,000."""
        return next((ts for found, ts in self._own(channel, thread) if found == key), None)

    def standing(self, channel: str, thread: str, prefix: str) -> dict[str, str]:
        """Return the messages of a thread by their keys without the prefix."""
        return {key.removeprefix(prefix): ts for key, ts in self._own(channel, thread) if key.startswith(prefix)}

    def _own(self, channel: str, thread: str | None) -> Iterator[tuple[str, str]]:
        """Yield the key and ts of the bot's own messages among the last 2,000, asking for them page by page.

        The key of a file that was shared is its id.
        """
        me, method = self.auth_test(), "conversations.history" if thread is None else "conversations.replies"
        found = self._pages(method, "messages", _SEARCHED_PAGES, channel=channel, ts=thread, limit=_SEARCHED_PAGE)
        for message in (_standing(each, thread) for each in found if isinstance(each, Mapping)):
            own = message.get("user") == me.user_id or (bool(me.bot_id) and message.get("bot_id") == me.bot_id)
            ts, keys = message.get("ts"), (_first(message, "blocks", "block_id"), _first(message, "files", "id"))
            if own and isinstance(ts, str):
                yield from ((key, ts) for key in keys if isinstance(key, str))

    def read_thread(self, workspace: str, channel: str, thread: str, since: str) -> ReadPage:
        """Read what people said in a thread behind a ts, the oldest first, in one call."""
        answer = self._ask("conversations.replies", channel=channel, ts=thread, oldest=since, limit=_SEARCHED_PAGE)
        found = answer.get("messages")
        messages = [each for each in found if isinstance(each, Mapping)] if isinstance(found, list) else []
        standing, more = [_standing(each, thread) for each in messages], bool(answer.get("has_more"))
        me = self.known.user_id if self.known is not None else ""  # what people said waits for no such word
        return read_page(standing, (workspace, channel, thread), more=more, me=me)

    def whisper(self, channel: str, thread: str | None, person: str, message: Worded) -> None:
        """Show a message to one person only."""
        shows = self._learn_names(_content(message))
        more = {"user": person, "thread_ts": thread, **_UNPARSED}
        self._shown(shows, None, lambda form: self._tell("chat.postEphemeral", channel, **form, **more))

    def upload(self, upload: Upload) -> str:
        """Give Slack a file and return its id."""
        name, alt = _NO_NAME_OF_FILE.sub("_", upload.name), shortened(upload.alt, FILE_ALT) or None
        answer = self._ask(UPLOAD, filename=name, length=len(upload.data), alt_txt=alt)
        file, address = answer.get("file_id"), answer.get("upload_url")
        if not (isinstance(file, str) and file and isinstance(address, str)):
            raise SlackUnavailableError("Slack gave no address for a file. Try again later.")
        if not is_slacks(address, self._base_url):
            raise SlackRefusedError(
                "no_address", "This is no address of Slack's to upload to.", Meaning.BUG, UPLOAD_URL
            )
        send_bytes(address, upload.data, self._timeout, self._wire.guard)
        return file

    def keep(self, file: str, upload: Upload) -> None:
        """Have Slack keep a file for the bot's own blocks."""
        self._complete(file, upload)

    def _complete(self, file: str, upload: Upload, **shared: str | None) -> None:
        """Have Slack keep a file; one that is ``shared`` in a channel or thread says its mrkdwn beside it."""
        beside = self.gate.message(Message(said(upload.says)))["text"] if shared and upload.says else None
        files = [{"id": file, "title": plain(upload.title, FILE_TITLE)}]
        self._paced(COMPLETE, "", lambda: self._wire.tell(COMPLETE, files=files, **shared, initial_comment=beside))

    def put_canvas(self, channel: str, canvas: str, title: str, page: Worded) -> str:
        """Put a page in place of all that stands in a canvas, or make one which the members of a channel may read."""
        content = {"type": "markdown", "markdown": _content(page).text}
        if canvas:
            changes = [{"operation": "replace", "document_content": content}]
            self._tell(EDIT_CANVAS, None, canvas_id=canvas, changes=changes)
            return canvas
        made = self._tell(CANVAS, None, title=plain(title, FILE_TITLE), document_content=content, channel_id=channel)
        new = made.get("canvas_id")
        if not isinstance(new, str) or not new:
            raise SlackUnavailableError("Slack gave no id for a canvas. Try again later.")
        return new

    def drop_file(self, file: str) -> None:
        """Delete one of the bot's own files, if it is still there."""
        try:
            self._tell(DELETE_FILE, None, file=file)
        except SlackRefusedError as error:
            if error.meaning is not Meaning.GONE:
                raise

    def file(self, *, file: str) -> FileInfo:
        """Return what Slack says of a file; a person waits for it."""
        return read(FileInfo, self._ask(FILE_INFO, hasty=True, file=file).get("file"))

    def content(self, *, file: FileInfo, most: int) -> bytes:
        """Return the bytes of a file, one more than ``most`` of a longer one; only Slack's own host gets the token."""
        address = file.url_private_download or file.url_private
        if file.is_external or not is_slacks(address, self._base_url):
            raise SlackRefusedError("file_not_given", "The file is not kept in Slack.", Meaning.TELL, FILE_INFO)
        return fetch_bytes(address, self._wire.client.token or "", most, min(self._timeout, HASTY_TIMEOUT))

    def direct_channel(self, person: str) -> str:
        """Open the conversation with a person, where there is none yet, and return its id."""
        opened = self._tell("conversations.open", None, users=person).get("channel")
        channel = opened.get("id") if isinstance(opened, Mapping) else None
        if not isinstance(channel, str):
            raise SlackUnavailableError("Slack opened no direct message. Try again later.")
        return channel

    def respond(self, *, response_url: str, message: Message, replaces: bool = False, hasty: bool = False) -> None:
        """Answer a command or a click where it came from, bot a member or not; at most 5 times in half an hour.

        ``hasty`` gives up after a second, since Slack waits for what follows.
        """
        more = {"response_type": "ephemeral", "replace_original": replaces, **_UNPARSED, **_UNFURLED}
        timeout = min(self._timeout, HASTY_TIMEOUT) if hasty else self._timeout

        def send(form: Payload) -> Mapping[str, Any]:
            if not is_slacks(response_url, self._base_url):
                said = "This is no address of Slack to answer at. Repeat the command."
                raise SlackRefusedError("no_address", said, Meaning.GONE, RESPONSE_URL)
            answer_at(response_url, form | more, timeout)
            return {}

        self._shown(message, None, send)

    def left_out(self, message: Worded) -> frozenset[str]:
        """Return the types of block that a message has and the workspace does not take."""
        return self._known_refused() & {str(each["type"]) for each in _content(message).blocks}

    def plain(self, message: Message) -> Payload:
        """Return what may be sent of a message where a refusal could not be noticed: no charts and no tables."""
        return plainer(self.gate.message(message), frozenset(OPTIONAL))

    def _shown(
        self, message: Message, key: str | None, send: Callable[[Payload], Mapping[str, Any]]
    ) -> Mapping[str, Any]:
        """Send a message in the richest form that the workspace takes, and remember what it does not take."""
        answer, found = sent_plainer(
            self.gate.message(message, key), self._known_refused(), lambda form: self._looked_at(form, send)
        )
        if found:
            _log.info("blocks_refused", kinds=sorted(found))
            if self._refused is not None and (workspace := self._workspace()):
                self._refused.add(workspace, found)
        return answer

    def _looked_at(self, form: Payload, send: Callable[[Payload], Mapping[str, Any]]) -> Mapping[str, Any]:
        """Send a message; with a file that Slack has not looked at yet it is sent a little later, a few times."""
        files = [str(each["slack_file"]["id"]) for each in form["blocks"] if "slack_file" in each]
        try:
            return send(form)
        except SlackRefusedError as refusal:
            early = [each for each in files if self._looks[each] < MOST_LOOKS]
            if not early or not any(place.endswith("/slack_file") for place in refusal.places):
                raise
            self._looks.update(early)
            said = "Slack has not looked at a new file yet."
            raise SlackUnavailableError(said, retry_after=LOOK_SECONDS, code=refusal.code) from None

    def _learn_names(self, message: Message) -> Message:
        """Ask for the names of the people whom answers mention: off the path of an answer, for it takes time."""
        for person in sorted(people_in((message.text, message.blocks)) - set(self._names))[:MOST_NAMES]:
            try:
                found = self.info(person=person, hasty=True)
                name = found.profile.display_name or found.real_name
            except SlackRefusedError:
                name = ""
            except SlackUnavailableError:
                break  # shown as somebody: a message waits for no name
            if len(self._names) >= MOST_NAMES_KEPT:
                self._names.clear()
            self._names[person] = name
        return message

    def _name_of(self, person: str) -> str:
        return _NO_NAME.sub("", self._names.get(person, ""))[:NAME_LENGTH].strip() or "somebody"

    def _known_refused(self) -> frozenset[str]:
        workspace = self._workspace() if self._refused is not None else ""
        return self._refused.of(workspace) if self._refused is not None and workspace else frozenset()

    def _workspace(self) -> str:
        """Return the workspace's id; empty while Slack does not say: a message is sent, and was sent, all the same."""
        try:
            me = self.auth_test()
        except (SlackRefusedError, SlackUnavailableError):
            return ""
        return me.team_id or me.enterprise_id

    def join(self, channel: str) -> None:
        """Become a member of a public channel."""
        self._tell("conversations.join", channel)

    def open_view(self, *, trigger: str, view: View) -> OpenView:
        """Open a modal; call it first, since the trigger lives three seconds."""
        return self._view("views.open", trigger_id=trigger, view=self.gate.view(view))

    def update_view(self, *, view_id: str, hash: str | None, view: View) -> OpenView:  # noqa: A002 - Slack's own word
        """Change an open view; refused as ``hash_conflict`` when it is no longer the one with that hash."""
        return self._view("views.update", view_id=view_id, hash=hash, view=self.gate.view(view))

    def publish_home(self, *, person: str, view: View) -> OpenView:
        """Show a person's Home tab."""
        return self._view("views.publish", user_id=person, view=self.gate.view(view))

    def presence(self, channel: str, person: str) -> Presence:
        """Return whether a person is in a channel, in as few calls as that takes."""
        asked = {"channel": channel, "limit": _MEMBER_PAGE}
        try:
            is_in = person in self._pages("conversations.members", "members", _MEMBER_PAGES, **asked)
        except SlackRefusedError as refusal:
            return Presence.UNSEEN if refusal.meaning is Meaning.INVITE else Presence.UNKNOWN
        return Presence.IN if is_in else Presence.OUT

    def openness(self, *, channel: str) -> Openness:
        """Return whether everybody in the workspace can read a channel, and nobody else; without a clear word, not."""
        try:
            found = self._ask("conversations.info", hasty=True, channel=channel).get("channel")
        except (SlackRefusedError, SlackUnavailableError):
            return Openness.PRIVATE
        said = found if isinstance(found, Mapping) else {}
        is_public = said.get("is_channel") is True and said.get("is_private") is False
        return Openness.PUBLIC if is_public and not any(map(said.get, _CLOSED)) else Openness.PRIVATE

    def members(self, *, channel: str) -> list[str]:
        """Return the ids of everybody in a channel but the bot; of a large one not all, for a person waits."""
        me, asked = self.auth_test().user_id, {"channel": channel, "limit": _MEMBER_PAGE}
        found = self._pages("conversations.members", "members", 1, **asked)
        return [each for each in found if isinstance(each, str) and each != me]

    def user_groups(self) -> list[UserGroup]:
        """Return the user groups that are in use; SlackRefusedError where the workspace has none to ask about."""
        found = self._ask(GROUPS, hasty=True).get("usergroups")
        groups = [read(UserGroup, each) for each in found] if isinstance(found, list) else []
        return [each for each in groups if not each.date_delete]

    def group_people(self, *, group: str) -> list[str]:
        """Return the ids of the people of a user group."""
        found = self._ask(GROUP_PEOPLE, hasty=True, usergroup=group).get("users")
        return [each for each in found if isinstance(each, str)] if isinstance(found, list) else []

    def person(self, person: str) -> PersonFacts:
        """Return what the journeys want to know of a person."""
        try:
            found = self.info(person=person)
        except SlackRefusedError as refusal:
            if refusal.meaning is not Meaning.GONE:
                raise
            return PersonFacts("", active=False)
        name = found.real_name or found.profile.display_name
        return PersonFacts(found.tz, active=not (found.deleted or found.is_bot), name=name, is_app=found.is_bot)

    def site(self) -> str:
        """Return the address of the workspace."""
        return self.auth_test().url or ""

    def info(self, *, person: str, hasty: bool = False) -> PersonInfo:
        """Return who a person is. ``hasty`` waits a second at most, since a person waits for what follows."""
        return read(PersonInfo, self._ask("users.info", hasty=hasty, user=person).get("user"))

    @property
    def scopes(self) -> frozenset[str] | None:
        """Return the permissions of the token, as Slack named them beside its last answer; None where it did not."""
        named = self._wire.heads.get("x-oauth-scopes")
        return frozenset(each.strip() for each in named.split(",") if each.strip()) if named is not None else None

    @property
    def known(self) -> Identity | None:
        """For whom the token speaks, as far as that was asked."""
        return self._me.get("bot")

    def auth_test(self, *, anew: bool = False) -> Identity:
        """Return for whom the token speaks; asked once, and ``anew`` where it matters whether it still does.

        Of an organisation's token Slack names the organisation, where a gateway knows its workspace.
        """
        if anew or "bot" not in self._me:
            found = read(Identity, self._ask("auth.test"))
            self._me["bot"] = self._granted or found
        return self._me["bot"]

    def _pages(self, method: str, field: str, most: int, **arguments: Any) -> Iterator[Any]:
        cursor = None
        for _ in range(most):
            answer = self._ask(method, cursor=cursor, **arguments)
            items, following = answer.get(field), answer.get("response_metadata")
            yield from items if isinstance(items, list) else ()
            cursor = following.get("next_cursor") if isinstance(following, Mapping) else None
            if not cursor:
                return

    def _view(self, method: str, **arguments: Any) -> OpenView:
        # Not paced: a person waits, and a trigger does not.
        return read(OpenView, self._quick.tell(method, **arguments).get("view"))

    def _ask(self, method: str, *, hasty: bool = False, **arguments: Any) -> Mapping[str, Any]:
        wire = self._hasty if hasty else self._wire
        return self._paced(method, "", lambda: wire.ask(method, **arguments))

    def _tell(self, method: str, channel: str | None, **arguments: Any) -> Mapping[str, Any]:
        message = str(arguments.get("ts", ""))
        return self._paced(
            method, channel or "", lambda: self._wire.tell(method, channel=channel, **arguments), message
        )

    def _paced(
        self, method: str, channel: str, call: Callable[[], Mapping[str, Any]], message: str = ""
    ) -> Mapping[str, Any]:
        if self._pacer is None:
            return call()
        if wait := self._pacer.take(channel, method, message):
            raise SlackUnavailableError(f"{method} would be too fast for Slack; wait {wait:.1f} s.", retry_after=wait)
        try:
            return call()
        except SlackUnavailableError as error:
            if error.retry_after is not None:
                self._pacer.close(channel, method, error.retry_after)
            raise
        except SlackRefusedError as refusal:
            if is_of_blocks(refusal):
                self._pacer.give_back(channel, method)
            raise


def _standing(message: Mapping[str, Any], thread: str | None) -> Mapping[str, Any]:
    """Return a message of a thread; SlackRefusedError where it is what Slack shows in place of the thread's first."""
    if thread is not None and message.get("ts") == thread and message.get("subtype") == TOMBSTONE:
        said = f"The first message of the thread {thread} was deleted."
        raise SlackRefusedError("thread_not_found", said, Meaning.TELL, "conversations.replies")
    return message


def _first(message: Mapping[str, Any], name: str, field: str) -> Any:
    found = message.get(name)
    first = found[0] if isinstance(found, list) and found else None
    return first.get(field) if isinstance(first, Mapping) else None


def _content(message: Worded) -> Message:
    if not isinstance(message.content, Message):
        raise TypeError(f"{message.content!r} was not worded for Slack")
    return message.content


GatewayOf = Callable[[str], Gateway]
"""Gives the gateway of a workspace; NotInstalledError where the bot is not (any more)."""


ZONE_KEPT: Final = timedelta(minutes=10)
"""People travel, and then their zone is another one."""
MOST_PEOPLE: Final = 10_000


class Zones:
    """Remembers what Slack said of people; safe to use from many threads."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], tuple[datetime, PersonInfo]] = {}
        self._lock = threading.Lock()

    def of(self, gateway: Gateway, workspace: str, person: str, now: datetime) -> str:
        """Return the name of a person's zone; an empty text when Slack does not say, or not in time."""
        try:
            zone = self._ask(gateway, workspace, person, now).tz
        except (SlackRefusedError, SlackUnavailableError):
            return ""
        return zone if is_zone(zone) else ""

    def is_colleague(self, gateway: Gateway, workspace: str, person: str, now: datetime) -> bool:
        """Whether a person is of the workspace or of its organisation; SlackUnavailableError when Slack does not say.

        Where the workspace is of no organisation nobody is asked: a person of another one is none.
        """
        me = gateway.auth_test()
        if not me.organisation:
            return False
        try:
            return me.is_colleague(self._ask(gateway, workspace, person, now), workspace)
        except SlackRefusedError:
            return False

    def _ask(self, gateway: Gateway, workspace: str, person: str, now: datetime) -> PersonInfo:
        with self._lock:
            found = self._known.get((workspace, person))
        if found is not None and abs(now - found[0]) < ZONE_KEPT:
            return found[1]
        info = gateway.info(person=person, hasty=True)
        with self._lock:
            if len(self._known) >= MOST_PEOPLE:
                self._known.clear()
            self._known[workspace, person] = (now, info)
        return info
