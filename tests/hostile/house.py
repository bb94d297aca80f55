"""The bot under attack: the real application over a database with assessments of two workspaces, and a small Slack."""

import asyncio
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

from bot.core.assessment import Subject
from bot.main import Service, build
from bot.reports import png
from bot.sandbox.app import Sandbox
from bot.sandbox.person import Person
from bot.sandbox.serving import Running, serve_in_thread
from bot.settings import Settings
from bot.slack.manifest import manifest
from bot.use_cases.ports import Deed
from bot.use_cases.start import Start, Started, start_assessment
from tests.core.examples import example_framework
from tests.store.made import given_up

SECRET = "signing-secret-under-attack"
TOKEN = "xoxb-under-attack"
TEAM, OTHER_TEAM, PARTNER = "T0ACME0001", "T0GLOBEX01", "T0PARTNER1"
DANA, PRIYA, RILEY, ELLIS = "U0DANA0001", "U0PRIYA001", "U0RILEY001", "U0ELLIS001"
CX_TEAM, LEADS, SHARED = "C0CXTEAM01", "C0LEADS001", "C0PARTNER1"
FRAMEWORKS = Path(__file__).parents[1] / "dialogs" / "frameworks"
FACTS = {
    "all_assessments": "id, status, thread, channel",
    "members": "assessment, person, role",
    "ratings": "assessment, id",
    "agreed_levels": "assessment, number",
    "questions": "assessment, number, ended",
    "drafts": "assessment, id",
    "draft_decisions": "assessment, number",
    "actions": "assessment, number",
    "action_owners": "assessment, number",
}

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the application answered."""

    status: int
    body: bytes


@dataclass(frozen=True, slots=True)
class Place:
    """Where an assessment is and who alone may add to it."""

    workspace: str
    channel: str
    respondent: str


class House:
    """Slack, the bot and its database. While ``quiet`` no worker runs, so that only requests can change anything."""

    def __init__(self, folder: Path) -> None:
        described = manifest(base_url="https://cxbot.example", socket_mode=False)
        self.sandbox = Sandbox(described, None, SECRET, TOKEN, limits="off")
        self.slack = serve_in_thread(self.sandbox.asgi)
        self.database = folder / "cxbot.db"
        self.settings = Settings.model_validate(
            {
                "slack_signing_secret": SECRET,
                "slack_bot_token": TOKEN,
                "slack_api_url": f"{self.slack.url}/api/",
                "database_url": f"sqlite:///{self.database}",
                "cxbot_frameworks": FRAMEWORKS,
            }
        )
        self.service = self._build()
        self.bot: Running | None = None
        self._small_pictures = patch.object(
            png, "ZOOM", 0.25
        )  # nobody looks at them, and drawing takes a tenth of it all
        self._loop = asyncio.Runner()
        self.places: dict[str, Place] = {}

    def _build(self) -> Service:
        return build(self.settings, self.sandbox.clock)

    def open(self) -> None:
        """Serve the bot over HTTP with its workers running."""
        self.bot = serve_in_thread(self.service.web)
        self._small_pictures.start()
        self.service.start()
        self.sandbox.app_url = self.bot.url

    def quiet(self) -> None:
        """Stop serving and working; requests are put to a new application in this process from now on."""
        self._stop()
        self.service = self._build()

    def reopen(self) -> None:
        """Serve again: whatever waits is worked off."""
        self.service.store.close()
        self.service = self._build()
        self.open()

    def _stop(self) -> None:
        self.sandbox.app_url = None
        if self.bot is not None:
            self.service.stop()
            self._small_pictures.stop()
            self.bot.close()
            self.bot = None

    def close(self) -> None:
        """End it all."""
        if self.bot is None:
            self.service.store.close()
        self._stop()
        self._loop.close()
        self.sandbox.close()
        self.slack.close()

    def settle(self) -> None:
        """Wait until deliveries and work are done."""
        for _ in range(3):
            self.sandbox.settle()
            assert self.service.workers.idle(30), "the bot's work does not come to an end"

    def person(self, name: str, channel: str = CX_TEAM) -> Person:
        """Give somebody of the sandbox."""
        return Person(self.slack.url, name, channel)

    def start(self, workspace: str, channel: str, person: str, subject: str) -> str:
        """Record an assessment that no payload of Slack started."""
        start = Start(Deed(workspace, channel, person, f"made:{subject}"), example_framework(), Subject(subject), {})
        started = start_assessment(self.service.store, self.sandbox.clock, start)
        assert isinstance(started, Started)
        return started.assessment

    def deliveries(self) -> list[Json]:
        """Give what Slack delivered so far: each with its kind and its payload."""
        with self.sandbox._world.lock:
            return [each for each in self.sandbox._traffic.after(0) if each["direction"] == "to_app"]

    def refused_calls(self) -> list[str]:
        """Give what Slack refused of the bot's calls."""
        with self.sandbox._world.lock:
            calls = [each for each in self.sandbox._traffic.after(0) if each["kind"] == "web_api"]
        return [f"{each['name']}: {each['response']}" for each in calls if not each["response"].get("ok")]

    def post(
        self, body: bytes, headers: Mapping[str, str], path: str = "/slack/events", method: str = "POST"
    ) -> Answer:
        """Put one request to the application, without a socket."""
        return self._loop.run(_ask(self.service.web, body, headers, path, method))

    def facts(self) -> dict[str, frozenset[tuple[Any, ...]]]:
        """Give every fact of the database by its assessment."""
        found: dict[str, set[tuple[Any, ...]]] = {}
        with closing(sqlite3.connect(self.database)) as db:
            for table, columns in FACTS.items():
                for row in db.execute(f"SELECT {columns} FROM {table}"):  # noqa: S608  # names of our own
                    found.setdefault(row[0], set()).add((table, *row))
        return {key: frozenset(rows) for key, rows in found.items()}

    def where(self) -> dict[str, Place]:
        """Give every assessment's place, read from the database."""
        with closing(sqlite3.connect(self.database)) as db:
            rows = db.execute(
                "SELECT a.id, a.workspace, a.channel, m.person FROM assessments a JOIN members m"
                " ON m.workspace = a.workspace AND m.assessment = a.id AND m.role = 'respondent'"
            )
            return {row[0]: Place(*row[1:]) for row in rows}

    def buried(self) -> list[str]:
        """Give the reasons of work that failed for good."""
        return [f"{each.job.kind}: {each.reason}" for each in given_up(self.service.store.jobs)]


async def _ask(app: Any, body: bytes, headers: Mapping[str, str], path: str, method: str) -> Answer:
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
    }
    sent: list[Json] = []
    waiting = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> Json:
        return waiting.pop() if waiting else {"type": "http.disconnect"}

    async def send(message: Json) -> None:  # ASGI wants a coroutine
        sent.append(message)

    try:
        await app(scope, receive, send)
    except Exception as error:  # noqa: BLE001  # what a server would answer with 500 and a traceback in its log
        return Answer(500, repr(error).encode())
    return Answer(sent[0]["status"], b"".join(each.get("body", b"") for each in sent[1:]))
