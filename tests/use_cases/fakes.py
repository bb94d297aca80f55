"""Stand-ins for the outside: a Slack that keeps messages and fails on demand, a clock, a store that crashes."""

import hashlib
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import Enum

from bot.core.errors import Meaning, SlackRefusedError, SlackUnavailableError
from bot.core.scoring.scorecard import Scorecard
from bot.core.scoring.trend import Trend
from bot.core.synopsis import SynopsisPage
from bot.slack.refusals import COMPLETE, DELETE_FILE, EDIT_CANVAS, UPLOAD, row_of
from bot.store.store import SqlStore
from bot.use_cases.notified import Picture, Upload
from bot.use_cases.ports import PersonFacts, Presence, PrivateWord, Reads, Showable, Transaction, Worded
from bot.use_cases.store_ports import ReadPage, TypedMessage

_OPEN = "conversations.open"
_METHODS = {"update": "chat.update", "delete": "chat.delete", "direct": _OPEN, "direct_channel": _OPEN}
_METHODS |= {"upload": UPLOAD, "keep": COMPLETE, "drop_file": DELETE_FILE, "put_canvas": EDIT_CANVAS}


def refused(method: str, code: str) -> SlackRefusedError | SlackUnavailableError:
    """Give what the gateway raises for a refusal by Slack."""
    name = _METHODS.get(method, "chat.postMessage")
    meaning = row_of(name, code).meaning
    if meaning is Meaning.WAIT:
        return SlackUnavailableError(f"{method} refused", code=code)
    return SlackRefusedError(code, f"{method} refused", meaning, name)


START = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


class Fault(Enum):
    """What happens to one call: nothing, or no answer before or after its effect, which comes late, unseen or never."""

    NONE = "none"
    BEFORE = "before"
    LOST = "lost"
    AFTER = "after"
    LATE = "late"
    LAG = "lag"


class Sketches:
    """Implements the port ``Pictures``: a picture is the figures of its scorecard."""

    def scorecard(self, card: Scorecard) -> Picture:
        figures = [(row.name, row.value, row.target, row.change) for row in card.rows]
        return Picture(repr((card.subject, card.overall, figures)), f"Picture of {card.subject}")

    def spread(self, card: Scorecard) -> Picture:
        return Picture(repr([(row.name, row.rounds) for row in card.rows]), f"Spread of {card.subject}")

    def trend(self, shown: Trend, done: Sequence[datetime]) -> Picture:
        return Picture(repr((shown.tracks, done)), f"Line of {shown.newest.subject}")

    def png(self, picture: Picture) -> bytes:
        return picture.svg.encode()


SKETCHES = Sketches()
LATE_SECONDS, LAG_SECONDS = 13.0, 3.0


@dataclass
class Kept:
    """A message in a channel; people's own have neither key nor content."""

    ts: str
    thread: str | None
    key: str = ""
    shows: object = None
    channel: str = ""


class HandClock:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.moment = START

    def now(self) -> datetime:
        return self.moment

    def moment_of(self, ts: str) -> datetime:
        whole, _, micros = ts.partition(".")
        return datetime.fromtimestamp(int(whole), UTC) + timedelta(microseconds=int(micros))


NOWHERE = frozenset({"upload", "keep", "drop_file"})
"""Calls about files, which are in no channel."""


@dataclass
class FakeSlack:
    """A channel of Slack and its people's direct messages: implements the port ``Messenger``."""

    clock: HandClock
    faults: deque[Fault] = field(default_factory=deque)
    refusals: dict[str, str] = field(default_factory=dict)
    """Which method is refused, in every channel or in one place (``post DU1``), and with which of Slack's words."""
    plain: set[str] = field(default_factory=set)
    """The types of block that every message loses."""
    messages: list[Kept] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    whispers: list[tuple[str, PrivateWord]] = field(default_factory=list)
    deleted: set[str | None] = field(default_factory=set)
    """Threads that somebody deleted."""
    typed: list[TypedMessage] = field(default_factory=list)
    """What people typed, whether or not the bot heard of it."""
    page_size: int = 200
    members: set[tuple[str, str]] = field(default_factory=set)
    """Who is in which channel, as (channel, person)."""
    unsure: dict[str, Presence] = field(default_factory=dict)
    """What Slack says of anybody in a channel, where it does not say who is in it."""
    zones: dict[str, str] = field(default_factory=dict)
    """Where people live; Berlin for everybody else."""
    deactivated: set[str] = field(default_factory=set)
    places: set[str] = field(default_factory=set)
    """The channel of every call."""
    uploads: list[Upload] = field(default_factory=list)
    canvases: list[SynopsisPage] = field(default_factory=list)
    """Every file that was given to Slack."""
    files: dict[str, Upload] = field(default_factory=dict)
    """Those that Slack keeps for the bot's own messages, by id."""
    outsiders: set[str] = field(default_factory=set)
    """Who is of another organisation."""
    late: list[tuple[float, Callable[[], None]]] = field(default_factory=list)
    """What Slack was asked to do and does later, with the seconds until then."""
    unseen: list[tuple[float, Kept]] = field(default_factory=list)
    """What stands and is not found yet, with the seconds until then."""

    def next_ts(self) -> str:
        """Give the ts of a message sent now, a second after the last one."""
        self.clock.moment += timedelta(seconds=1)
        return f"{self.clock.moment.timestamp():.6f}"

    @contextmanager
    def _call(self, method: str, channel: str = "", act: Callable[[], None] = lambda: None) -> Iterator[bool]:
        """Let a call through as the next fault wants; gives whether it takes effect now. ``act`` may come late."""
        self.calls.append(method)
        if method not in NOWHERE:
            self.places.add(channel)
        everywhere = self.refusals.get(method) if not channel.startswith("D") else None
        refusal = self.refusals.get(f"{method} {channel}") or everywhere
        if refusal is not None:
            raise refused(method, refusal)
        fault = self.faults.popleft() if self.faults else Fault.NONE
        if fault is Fault.BEFORE:
            raise SlackUnavailableError(f"{method} never left", maybe_done=False)
        yield fault not in (Fault.LOST, Fault.LATE)
        if fault is Fault.LATE:
            self.late.append((LATE_SECONDS, act))
        if fault is Fault.LAG and method == "post":
            self.unseen.append((LAG_SECONDS, self.messages[-1]))
        if fault is not Fault.NONE:
            raise SlackUnavailableError(f"no answer to {method}", maybe_done=True)

    def worded(self, shows: Showable) -> Worded:
        return Worded(hashlib.sha256(repr(shows).encode()).hexdigest()[:16], shows)

    def post(self, channel: str, thread: str | None, key: str, message: Worded) -> str:
        ts, gone = self.next_ts(), thread in self.deleted
        made = Kept(ts, None if gone else thread, key, message.content, channel)
        with self._call("post", channel, lambda: self.messages.append(made)) as works:
            if works:
                self.messages.append(made)
        if gone:  # the gateway takes it back
            self.messages.remove(made)
            raise refused("post", "thread_not_found")
        return ts

    def upload(self, upload: Upload) -> str:
        self.uploads.append(upload)
        with self._call("upload"):
            return f"F{len(self.uploads)}"

    def keep(self, file: str, upload: Upload) -> None:
        with self._call("keep") as works:
            if works:
                self.files[file] = upload

    def put_canvas(self, channel: str, canvas: str, title: str, page: Worded) -> str:  # noqa: ARG002 - as the port has it
        with self._call("put_canvas", channel):
            assert isinstance(page.content, SynopsisPage)
            self.canvases.append(page.content)
        return canvas or f"F0CANVAS{len(self.canvases)}"

    def drop_file(self, file: str) -> None:
        with self._call("drop_file") as works:
            if works:
                self.files.pop(file, None)

    def delete_thread(self, ts: str) -> None:
        """Have somebody delete a thread."""
        self.deleted.add(ts)
        self.messages = [each for each in self.messages if ts not in (each.ts, each.thread)]

    def update(self, channel: str, ts: str, key: str, message: Worded) -> None:
        def act() -> None:
            kept = next((each for each in self.messages if each.ts == ts), None)
            if kept is not None:
                kept.key, kept.shows = key, message.content

        with self._call("update", channel, act) as works:
            if all(each.ts != ts for each in self.messages):
                raise refused("update", "message_not_found")
            if works:
                act()

    def delete(self, channel: str, ts: str) -> bool:
        try:
            with self._call("delete", channel) as works:
                if works:
                    self.messages = [each for each in self.messages if each.ts != ts]
        except SlackRefusedError as refusal:
            if refusal.meaning is not Meaning.GONE:
                raise
            return refusal.code == "message_not_found"
        return True

    def left_out(self, message: Worded) -> frozenset[str]:  # noqa: ARG002 - as the port has it
        return frozenset(self.plain)

    def find(self, channel: str, thread: str | None, key: str) -> str | None:
        with self._call("find", channel):
            if thread in self.deleted:
                raise refused("find", "thread_not_found")
            unseen = [each.ts for _, each in self.unseen]
            found = [each.ts for each in self.messages if each.thread == thread and each.key == key]
            return next((ts for ts in found if ts not in unseen), None)

    def standing(self, channel: str, thread: str, prefix: str) -> dict[str, str]:
        with self._call("standing", channel):
            own = [each for each in self.messages if thread in (each.thread, each.ts) and each.key.startswith(prefix)]
            return {each.key.removeprefix(prefix): each.ts for each in own}

    def read_thread(self, workspace: str, channel: str, thread: str, since: str) -> ReadPage:  # noqa: ARG002 - as the port has it
        with self._call("read_thread", channel):
            if thread in self.deleted:
                raise refused("read_thread", "thread_not_found")
            found = [each for each in self.typed if each.thread == thread and each.ts > since]
            found.sort(key=lambda each: each.ts)
            page = [replace(each, late=True) for each in found[: self.page_size]]
            until = page[-1].ts if page else since
            outside = frozenset(each.ts for each in page if each.person in self.outsiders)
            return ReadPage(tuple(page), until, more=len(found) > len(page), outside=outside)

    def join(self, channel: str) -> None:
        with self._call("join", channel):
            self.refusals.pop("post", None)

    def whisper(self, channel: str, thread: str | None, person: str, message: Worded) -> None:
        assert isinstance(message.content, PrivateWord) and message.content.person == person  # noqa: PT018 - one fact
        with self._call("whisper", channel) as works:
            if works:
                self.whispers.append((thread or "", message.content))

    def direct_channel(self, person: str) -> str:
        with self._call("direct_channel"):
            if person in self.deactivated:
                raise refused("direct_channel", "user_disabled")
            return f"D{person}"

    def person(self, person: str) -> PersonFacts:
        with self._call("person"):
            return PersonFacts(self.zones.get(person, "Europe/Berlin"), active=person not in self.deactivated)

    def site(self) -> str:
        return "https://acme.slack.com/"

    def presence(self, channel: str, person: str) -> Presence:
        with self._call("presence", channel):
            return self.unsure.get(channel) or (Presence.IN if (channel, person) in self.members else Presence.OUT)

    @property
    def directs(self) -> list[PrivateWord]:
        """Give the words that stand in direct messages."""
        return [each.shows for each in self.messages if isinstance(each.shows, PrivateWord)]

    def own(self) -> list[tuple[str, object]]:
        """Give the bot's messages in channels in the order in which they stand, each with its key."""
        return [(each.key, each.shows) for each in self.messages if each.key and not each.channel.startswith("D")]

    def let_pass(self, seconds: float) -> None:
        """Have real time pass: what comes late may come."""
        left = [(due - seconds, act) for due, act in self.late]
        self.late = [each for each in left if each[0] > 0]
        for due, act in left:
            if due <= 0:
                act()
        self.unseen = [(due - seconds, made) for due, made in self.unseen if due > seconds]


def let_pass(store: SqlStore, seconds: float) -> None:
    """Have real time pass for a store, a little more than so many seconds: moments are kept in milliseconds."""
    known = store._database.elapsed
    store._database.elapsed = replace(known, seconds=lambda: known.seconds() + seconds + 0.001)


class CrashError(Exception):
    """The process went down."""


class CrashingStore:
    """A store whose process goes down at the writes that the test names, counted from 1: before or after the commit."""

    def __init__(self, store: SqlStore) -> None:
        self._store = store
        self.before: set[int] = set()
        self.after: set[int] = set()
        self.writes = 0

    @contextmanager
    def reading(self) -> Iterator[Reads]:
        with self._store.reading() as view:
            yield view

    @contextmanager
    def writing(self, workspace: str) -> Iterator[Transaction]:
        self.writes += 1
        number = self.writes
        with self._store.writing(workspace) as tx:
            yield tx
            if number in self.before:
                raise CrashError
        if number in self.after:
            raise CrashError
