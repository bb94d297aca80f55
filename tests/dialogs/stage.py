"""The stage of the dialogs: the sandbox Slack, the bot as the composition root builds it, and people who act."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import httpx
from structlog.testing import capture_logs

from bot.main import Service, build
from bot.reports import drawn
from bot.sandbox.app import Sandbox
from bot.sandbox.delivery import Ack, Carrier, Parcel
from bot.sandbox.page_state import state
from bot.sandbox.person import Person
from bot.sandbox.serving import Running, serve_in_thread
from bot.settings import Settings
from bot.use_cases import conversation
from bot.use_cases.sittings import REVEAL
from tests.dialogs.words import words_of
from tests.direct import Direct, answering

SECRET = "signing-secret-of-the-dialogs"
TOKEN = "xoxb-of-the-dialogs"
OTHER_TOKEN = "xoxb-of-another-workspace"
APP_TOKEN = "xapp-of-the-dialogs"
FRAMEWORKS = Path(__file__).parent / "frameworks"
UPLOADS = Path(__file__).parent / "uploads"
CX_TEAM = "C0CXTEAM01"
PATIENCE = LIMIT_SECONDS = 60.0
CURTAIN = datetime(2026, 11, 22, 10, tzinfo=UTC)
"""When every play begins, a Sunday: what comes on working days comes on the same ones whenever it is played."""

_PROMPT_HEADLINES = patch.object(conversation, "HEADLINE_EVERY", timedelta(0))
"""In a play headlines follow at once: its steps are milliseconds apart, and nobody waits ten seconds for one."""

_SMALL_PICTURES = patch.object(drawn, "ZOOM", 0.25)
"""A play looks at what a picture shows and at how many there are, not at its pixels."""

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Slack:
    """The sandbox, served once for all dialogs."""

    sandbox: Sandbox
    url: str


class Player(Person):
    """Somebody in a play: deeds are real requests, looks are quick. What the page shows over HTTP is for others."""

    def __init__(self, stage: "Stage", who: str) -> None:
        self._stage, self._who = stage, who
        super().__init__(stage.slack.url, stage.id_of(who))

    def state(self, thread: str | None = None) -> Json:
        """Give all that the page would show."""
        return self._stage.looks(self._who, thread)

    def _filled(self, element: Json, value: Any) -> Json:
        """Take the name of a file of ``uploads/`` in place of the file."""
        if element["type"] == "file_input":
            value = [(value, (UPLOADS / value).read_bytes())]
        return super()._filled(element, value)


class Held:
    """A way to the app that takes everything and delivers nothing, until it is asked to."""

    def __init__(self) -> None:
        self.parcels: list[Parcel] = []

    def carry(self, parcel: Parcel, seconds: float) -> Ack:  # noqa: ARG002  # a carrier is told how long to wait
        """Keep a parcel for later."""
        self.parcels.append(parcel)
        return Ack(200)


@dataclass
class Stage:
    """One play: a fresh Slack, a fresh database, and the bot, which can be stopped and started again."""

    slack: Slack
    database: str
    frameworks: Path = FRAMEWORKS
    socket_mode: bool = False
    direct: bool = False
    """Whether requests take no socket; see tests/direct.py."""
    channel: str = CX_TEAM
    held: Held | None = None
    logs: Sequence[Mapping[str, Any]] = ()
    _people: dict[str, Person] = field(default_factory=dict)
    _seen: dict[tuple[str | None, ...], Json] = field(default_factory=dict)
    _service: Service | None = None
    _bot: Running | Direct | None = None

    @property
    def sandbox(self) -> Sandbox:
        """Give Slack itself."""
        return self.slack.sandbox

    @property
    def service(self) -> Service:
        """Give the running bot."""
        assert self._service is not None, "the bot is not running"
        return self._service

    def start_bot(self) -> None:
        """Build the bot on the database as it is, and serve it."""
        settings = {
            "slack_signing_secret": SECRET,
            "slack_bot_token": TOKEN,
            "slack_api_url": f"{self.slack.url}/api/",
            "database_url": self.database,
            "cxbot_frameworks": self.frameworks,
        }
        if self.socket_mode:
            settings["slack_app_token"] = APP_TOKEN
        self._service = build(Settings.model_validate(settings), self.sandbox.clock)
        self._bot = (Direct if self.direct else serve_in_thread)(self._service.web)
        _PROMPT_HEADLINES.start()
        _SMALL_PICTURES.start()
        self.sandbox.app_url = None if self.socket_mode else self._bot.url  # what it says at once is delivered to it
        self._service.start()
        if self._service.socket_mode is not None:
            assert self._service.socket_mode.wait(PATIENCE), "the bot opened no socket"

    def stop_bot(self) -> None:
        """Stop the bot; Slack finds nobody at its address."""
        self.sandbox.app_url = None
        if self._bot is not None and self._service is not None:
            self._service.stop()
            self._bot.close()
            _PROMPT_HEADLINES.stop()
            _SMALL_PICTURES.stop()
        self._bot = self._service = None

    def close(self) -> None:
        """End the play."""
        for person in self._people.values():
            person.close()
        self.sandbox.settle()
        self.stop_bot()

    def person(self, who: str) -> Person:
        """Give somebody by name, looking at the channel of the scene."""
        if who not in self._people:
            self._people[who] = Player(self, who)
        self._people[who].channel = self.channel
        return self._people[who]

    def everybody(self) -> list[Person]:
        """Give all who have acted so far."""
        return list(self._people.values())

    def settle(self) -> None:
        """Wait until all that follows is done: deliveries, work of the bot, and the deliveries which that causes."""
        while True:
            before = len(self.traffic())
            self.sandbox.settle(PATIENCE)
            if self._service is not None:
                assert self._service.workers.idle(PATIENCE), "the bot's work does not come to an end"
            if len(self.traffic()) == before and not self.end_rests(REVEAL):  # its seal may not have stood yet
                return

    def traffic(self, after: int = 0) -> list[Json]:
        """Give what went between Slack and the bot."""
        with self.sandbox._world.lock:
            return self.sandbox._traffic.after(after)

    def looks(self, who: str, thread: str | None = None, channel: str | None = None) -> Json:
        """Give the page of a person as it would be drawn now; until something changes it is the same."""
        world, asked = self.sandbox._world, (self.person(who).id, channel or self.channel, thread)
        with world.lock:
            if not self._seen or next(iter(self._seen.values()))["version"] != world.version:
                self._seen = {}
            if asked not in self._seen:
                me = world.people[asked[0]]
                seen = next((each for each in world.visible_to(me.id) if each.id == asked[1]), None)
                self._seen[asked] = state(world, me, seen, thread, connected=True)
            return self._seen[asked]

    def messages(self, who: str, channel: str | None = None) -> list[Json]:
        """Give the messages of a channel as a person sees them, oldest first; none where it is hidden from them."""
        found: list[Json] = (self.looks(who, channel=channel)["channel"] or {"messages": []})["messages"]
        return found

    def headlines(self, who: str) -> list[Json]:
        """Give the headlines of the channel: the messages that open a thread of the bot."""
        return [each for each in self.messages(who) if each["bot"] and is_headline(each)]

    def thread_ts(self, who: str) -> str | None:
        """Give the thread of the newest headline of the channel."""
        found = self.headlines(who)
        return str(found[-1]["ts"]) if found else None

    def thread(self, who: str) -> list[Json]:
        """Give the messages of the newest thread as a person sees them; its headline first."""
        ts = self.thread_ts(who)
        found: list[Json] = (self.looks(who, ts)["thread"] or {"messages": []})["messages"] if ts else []
        return found

    def form(self, who: str) -> Json | None:
        """Give the form that a person has open."""
        views = self.looks(who)["views"]
        return views[-1] if views else None

    def name_of(self, channel: str) -> str:
        """Give the id of a channel by its name."""
        with self.sandbox._world.lock:
            return next(each.id for each in self.sandbox._world.channels.values() if each.name == channel)

    def id_of(self, who: str) -> str:
        """Give the id of a person by name."""
        with self.sandbox._world.lock:
            return next(each.id for each in self.sandbox._world.people.values() if each.name == who)

    def names(self) -> Mapping[str, str]:
        """Give what live mentions stand for: names by ids of people and channels."""
        with self.sandbox._world.lock:
            world = self.sandbox._world
            people = {f"@{each.id}": f"@{each.name}" for each in world.people.values()}
            return people | {f"#{each.id}": f"#{each.name}" for each in world.channels.values()}

    def words(self, shown: Json) -> str:
        """Give all that is to be read of a message or view."""
        return words_of(shown, self.names())

    def deliver(self, parcel: Parcel) -> Ack:
        """Deliver something by hand and wait for the acknowledgement."""
        return self.sandbox._delivery.ask(parcel)

    def hold(self) -> None:
        """Keep back all deliveries from now on."""
        self.held = Held()
        held: Carrier = self.held
        self.sandbox._delivery.find_carrier = lambda: held

    def release(self) -> list[Parcel]:
        """Deliver again from now on; give what was kept back, oldest first."""
        held, self.held = self.held, None
        self.sandbox._delivery.find_carrier = self.sandbox._carrier
        return held.parcels if held else []

    def fail(self, method: str, fault: str, times: int = 1) -> None:
        """Have a method of Slack's fail; a limit of its rate lasts until somebody waits for what it holds up."""
        self.page("faults", {"method": method, "fault": fault, "times": times, "seconds": LIMIT_SECONDS})

    def end_rests(self, kind: str = "") -> bool:
        """Have work that rests done now, as if the time had passed: a busy machine would take longer than any rest.

        Returns whether there is any, of the kind where one is given.
        """
        if self._service is None:
            return False
        jobs, now = self._service.store.jobs, self.sandbox.clock.now()
        found = [each.job.id for each in jobs.queued(now) if kind in ("", each.job.kind)]
        for each in found:
            jobs.retry(each, now)
        return bool(found)

    def page(self, name: str, given: Mapping[str, Any] | list[Any]) -> None:
        """Order something of the sandbox, as its page does."""
        with httpx.Client(headers={"X-Sandbox": "1"}, trust_env=False, verify=False, timeout=60) as client:  # noqa: S501  # plain HTTP
            response = client.post(f"{self.slack.url}/_page/{name}", json=given)
        assert response.is_success, response.text


def is_headline(message: Json) -> bool:
    """Tell the message that opens the thread of an assessment, by the key in its first block."""
    blocks = message["blocks"]
    return bool(blocks) and str(blocks[0].get("block_id", "")).endswith(":headline")


@contextmanager
def staged(slack: Slack, database: str, **given: Any) -> Iterator[Stage]:
    """Set the stage anew, with the bot running."""
    slack.sandbox.reset()
    slack.sandbox.clock.move_to(CURTAIN)
    with capture_logs() as logs, answering(slack.url, slack.sandbox.asgi) if given.get("direct") else nullcontext():
        stage = Stage(slack, database, logs=logs, **given)
        stage.start_bot()
        try:
            yield stage
        finally:
            stage.release()
            stage.close()
            slack.sandbox.reset()
