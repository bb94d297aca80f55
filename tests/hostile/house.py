"""The bot under attack: the real application over a database with assessments of two workspaces, and a small Slack.

And requests as Slack signs them, and as strangers would.
"""

import asyncio
import hashlib
import hmac
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from unittest.mock import patch

from bot.cipher import FernetCipher, new_key
from bot.core.assessment import Subject
from bot.main import Service, build
from bot.reports import drawn
from bot.sandbox.app import Sandbox
from bot.sandbox.person import Person
from bot.sandbox.serving import Running, serve_in_thread
from bot.settings import Settings
from bot.slack.manifest import manifest
from bot.use_cases import conversation
from bot.use_cases.ports import Deed
from bot.use_cases.start import Start, start_assessment
from bot.use_cases.stays import Stays, ended
from bot.use_cases.store_ports import Installation, Tokens
from tests.core.examples import example_framework
from tests.direct import Direct, answering
from tests.known import sure, write
from tests.store.made import given_up

SECRET = "signing-secret-under-attack"
TOKEN, OTHER_TOKEN = "xoxb-under-attack", "xoxb-of-the-other"
OAUTH = {"slack_client_id": "1.2", "slack_client_secret": "client-secret", "cxbot_secret_key": new_key()}
TEAM, OTHER_TEAM, PARTNER = "T0ACME0001", "T0GLOBEX01", "T0PARTNER1"
DANA, PRIYA, RILEY, ELLIS = "U0DANA0001", "U0PRIYA001", "U0RILEY001", "U0ELLIS001"
CX_TEAM, LEADS, SHARED = "C0CXTEAM01", "C0LEADS001", "C0PARTNER1"
OPENS = datetime(2026, 11, 23, 10, tzinfo=UTC)
"""When each house opens: on a Monday."""
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
    """Slack, the bot and its database. While ``quiet`` no worker runs, so that only requests can change anything.

    With ``direct`` requests take no socket; see tests/direct.py. With ``both`` a second workspace has the bot,
    installed with a token of its own.
    """

    def __init__(self, folder: Path, *, direct: bool = False, both: bool = False) -> None:
        described = manifest(base_url="https://cxbot.example", socket_mode=False)
        second = OTHER_TOKEN if both else None
        self.sandbox = Sandbox(described, None, SECRET, TOKEN, limits="off", second_workspace_token=second)
        self.sandbox.clock.move_to(OPENS)  # or what two houses say of today would differ at midnight
        self.slack = serve_in_thread(self.sandbox.asgi)
        self._direct = ExitStack()
        if direct:
            self._direct.enter_context(answering(self.slack.url, self.sandbox.asgi))
        self._serve = Direct if direct else serve_in_thread
        self.database = folder / "cxbot.db"
        self.settings = Settings.model_validate(
            {
                "slack_signing_secret": SECRET,
                "slack_bot_token": TOKEN,
                "slack_api_url": f"{self.slack.url}/api/",
                "database_url": f"sqlite:///{self.database}",
                "cxbot_frameworks": FRAMEWORKS,
                **(OAUTH if both else {}),
            }
        )
        self.service = self._build()
        if both:
            self._install()
        self.bot: Running | Direct | None = None
        self._small_pictures = patch.object(
            drawn, "ZOOM", 0.25
        )  # nobody looks at them, and drawing takes a tenth of it all
        # at once, or it depends on how busy the machine is which of two houses has changed them when they are compared
        self._prompt_headlines = patch.object(conversation, "HEADLINE_EVERY", timedelta(0))
        self._loop = asyncio.new_event_loop()  # a Runner would set the handler of signals anew for each request
        self.places: dict[str, Place] = {}

    def _install(self) -> None:
        """Have the bot installed in the second workspace."""
        now, sealed = self.sandbox.clock.now(), FernetCipher(self.settings.keys).seal(OTHER_TEAM, OTHER_TOKEN)
        write(self.service.store, OTHER_TEAM).put_installation(
            Installation(OTHER_TEAM, now, bot_user="U0CXBOT002", tokens=Tokens(sealed))
        )

    def _build(self) -> Service:
        return build(self.settings, self.sandbox.clock)

    def open(self) -> None:
        """Serve the bot over HTTP with its workers running."""
        self.bot = self._serve(self.service.web)
        self._small_pictures.start()
        self._prompt_headlines.start()
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
            self._prompt_headlines.stop()
            self.bot.close()
            self.bot = None

    def close(self) -> None:
        """End it all."""
        if self.bot is None:
            self.service.store.close()
        self._stop()
        self._loop.close()
        self.sandbox.close()
        self._direct.close()
        self.slack.close()

    def settle(self) -> None:
        """Wait until deliveries and work are done."""
        for _ in range(3):
            self.sandbox.settle()
            assert self.service.workers.idle(60), "the bot's work does not come to an end"

    def person(self, name: str, channel: str = CX_TEAM) -> Person:
        """Give somebody of the sandbox."""
        return Person(self.slack.url, name, channel)

    def start(self, workspace: str, channel: str, person: str, subject: str) -> str:
        """Record an assessment that no payload of Slack started."""
        start = Start(Deed(workspace, channel, person, f"made:{subject}"), example_framework(), Subject(subject), {})
        return sure(start_assessment(self.service.store, self.sandbox.clock, start))

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
        return self._loop.run_until_complete(_ask(self.service.web, body, headers, path, method))

    def install_again(self) -> None:
        """Have the bot back wherever it was removed: what is put to it afterwards would meet a closed door."""
        for stay in ended(self.service.store):
            Stays(self.service.store, self.sandbox.clock).arrive(stay.workspace)

    def facts(self) -> dict[str, frozenset[tuple[Any, ...]]]:
        """Give every fact of the database by its assessment."""
        found: dict[str, set[tuple[Any, ...]]] = {}
        with self.service.store._database.reading() as session:
            for table, columns in FACTS.items():
                for row in session.all(f"SELECT {columns} FROM {table}"):  # noqa: S608  # names of our own
                    key, *others = dict(row).values()
                    found.setdefault(key, set()).add((table, key, *others))
        return {key: frozenset(rows) for key, rows in found.items()}

    def where(self) -> dict[str, Place]:
        """Give every assessment's place, read from the database."""
        with self.service.store._database.reading() as session:
            rows = session.all(
                "SELECT a.id, a.workspace, a.channel, m.person FROM assessments a JOIN members m"
                " ON m.workspace = a.workspace AND m.assessment = a.id AND m.role = 'respondent'"
            )
            return {row["id"]: Place(row["workspace"], row["channel"], row["person"]) for row in rows}

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


FORM = "application/x-www-form-urlencoded"
JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Request:
    """One request: its bytes, its headers, and whether its signature is one that only Slack can make, and fresh."""

    body: bytes
    headers: Mapping[str, str]
    genuine: bool


def signature(body: bytes, stamp: str, secret: str = SECRET) -> str:
    digest = hmac.new(secret.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    return f"v0={digest}"


def genuine(body: bytes, content_type: str) -> Request:
    stamp = str(int(time.time()))
    return Request(body, _headers(content_type, stamp, signature(body, stamp)), genuine=True)


def forged(body: bytes, content_type: str, rng: Random) -> Request:
    """Sign wrongly in one of the ways that a stranger has."""
    now = int(time.time())
    way = rng.choice(FORGERIES)
    stamp, sign = way(body, now)
    headers = _headers(content_type, stamp, sign)
    return Request(body, headers, genuine=False)


def _headers(content_type: str, stamp: str | None, sign: str | None) -> dict[str, str]:
    headers = {"content-type": content_type, "x-slack-request-timestamp": stamp, "x-slack-signature": sign}
    return {name: value for name, value in headers.items() if value is not None}


Forgery = Callable[[bytes, int], tuple[str | None, str | None]]
FORGERIES: tuple[Forgery, ...] = (
    lambda _body, _now: (None, None),
    lambda body, now: (None, signature(body, str(now))),
    lambda _body, now: (str(now), None),
    lambda body, now: (str(now), signature(body, str(now), "another secret")),
    lambda body, now: (str(now), signature(body + b" ", str(now))),
    lambda body, now: (str(now), signature(body, str(now)).upper()),
    lambda body, now: (str(now), signature(body, str(now)).replace("v0", "v1")),
    lambda body, now: (str(now), signature(body, str(now))[:-1]),
    lambda _body, now: (str(now), "v0="),
    lambda _body, now: (str(now), "v0=\u00e9\u00e8"),
    lambda body, now: (str(now - 301), signature(body, str(now - 301))),
    lambda body, now: (str(now + 330), signature(body, str(now + 330))),
    lambda body, now: (str(now), signature(body, str(now - 60))),
    lambda body, _now: ("soon", signature(body, "soon")),
    lambda body, _now: ("", signature(body, "")),
    lambda body, now: (f"{now}.5", signature(body, f"{now}.5")),
    lambda body, _now: ("-1", signature(body, "-1")),
    lambda body, _now: ("9" * 400, signature(body, "9" * 400)),
    lambda body, _now: ("9" * 5000, signature(body, "9" * 5000)),
    lambda body, _now: ("\u00b2\u00b2", signature(body, "\u00b2\u00b2")),
    lambda body, _now: ("1_700_000_000", signature(body, "1_700_000_000")),
)
