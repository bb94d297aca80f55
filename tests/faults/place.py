"""Where the faults happen: a small Slack, the bot as a process of its own on a database file, and Dana who answers."""

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from bot.sandbox.app import Sandbox
from bot.sandbox.person import Person, text_of

SECRET = "faults-test-secret"
TOKEN = "xoxb-faults-test"
ROOT = Path(__file__).parents[2]
PATIENCE = 60.0

Json = dict[str, Any]


def until(what: str, holds: Callable[[], object]) -> None:
    """Wait until something holds."""
    give_up = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < give_up, f"waited {PATIENCE:.0f} s in vain: {what}"
        time.sleep(0.05)


class Forks:
    """The process that serving processes are forked from."""

    def __init__(self) -> None:
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("SLACK_", "CXBOT_"))}
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.serving"],
            cwd=ROOT,
            env=clean | {"PYTHONPATH": str(ROOT), "PWD": str(ROOT)},
            stdin=pipe,
            stdout=pipe,
            text=True,
        )

    def ask(self, order: Json) -> int:
        """Give an order and wait for its answer."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def close(self) -> None:
        """End it."""
        self._process.communicate()


class BotProcess:
    """One serving process and its log."""

    def __init__(self, forks: Forks, log: Path, environment: Mapping[str, str], *words: str) -> None:
        self._forks = forks
        self._log = log
        log.touch()
        self._ended: int | None = None
        self._http = httpx.Client(timeout=PATIENCE, trust_env=False, verify=False)  # noqa: S501  # plain HTTP, and quick
        self._pid = forks.ask({"start": dict(environment), "log": str(log), "words": words or ("serve",)})

    def text(self) -> str:
        """Give all that it said."""
        return self._log.read_text("utf-8")

    def logged(self, event: str) -> list[Json]:
        """Give the lines of the log for an event."""
        lines = [json.loads(line) for line in self.text().splitlines() if line.startswith("{") and line.endswith("}")]
        return [each for each in lines if each["event"] == event]

    @property
    def url(self) -> str:
        """Give the address once it serves."""
        until(
            f"the bot serves, and says so in {self._log}",
            lambda: self.logged("serving") or "\nError: " in f"\n{self.text()}",
        )
        assert self.logged("serving"), self.text()
        return f"http://127.0.0.1:{self.logged('serving')[0]['port']}"

    def database_word(self) -> str:
        """Give what `GET /readyz` says of the database: one word, with nothing of this machine in it."""
        answer = self._http.get(f"{self.url}/readyz")
        assert re.fullmatch(r"[a-z]+", str(answer.json()["checks"]["database"]))
        word = str(answer.json()["checks"]["database"])
        assert answer.status_code == (200 if answer.json()["ready"] else 503)
        assert word == "ok" or answer.status_code == httpx.codes.SERVICE_UNAVAILABLE
        return word

    def wait_for_word(self, word: str, reason: str = "") -> None:
        """Wait until `GET /readyz` says a word of the database, and the log why."""
        until(f"{word!r} in /readyz", lambda: word == self.database_word())
        until(f"{reason!r} in the log", lambda: any(reason in each for each in self.reasons(word)) or not reason)

    def reasons(self, word: str) -> list[str]:
        """Give what the log says of a word for the database."""
        found = (each for each in self.logged("not_ready") if each["part"] == "database")
        return [each["reason"] for each in found if each["word"] == word]

    def fill_disk(self) -> None:
        """Leave no room for it to write."""
        self._have(signal.SIGUSR1, "filled")

    def make_room(self) -> None:
        """Let it write again."""
        self._have(signal.SIGUSR2, "emptied")

    def _have(self, number: signal.Signals, done: str) -> None:
        os.kill(self._pid, number)
        until(done, Path(f"{self._log}.{done}").exists)

    def wait_inside_a_migration(self) -> None:
        """Wait until it has done a part of its last migration and hangs there."""
        until("the migration is under way", Path(f"{self._log}.inside").exists)

    def end(self) -> int:
        """Wait until it ends; give its exit code, negative for a signal."""
        if self._ended is None:
            self._ended = self._forks.ask({"wait": self._pid})
        return self._ended

    def stop(self) -> None:
        """Stop it in good order."""
        os.kill(self._pid, signal.SIGTERM)
        assert self.end() == 0, self.text()

    def kill(self) -> None:
        """End it with no chance to tidy up."""
        if self._ended is None:
            os.kill(self._pid, signal.SIGKILL)
            self.end()
        self._http.close()


@dataclass
class Play:
    """Slack, a database file and the processes that were started on it."""

    sandbox: Sandbox
    slack: str
    forks: Forks
    logs: Path
    database: Path
    started: list[BotProcess] = field(default_factory=list)
    thread: str = ""
    missed: str = ""
    """The ts of a message that found nobody."""

    def __post_init__(self) -> None:
        self.dana = Person(self.slack, "dana", patience=PATIENCE)

    def start(self) -> BotProcess:
        """Start the bot, and have Slack deliver to it once it serves."""
        bot = self.launch()
        self.sandbox.app_url = bot.url
        return bot

    def launch(self, **environment: str) -> BotProcess:
        """Start a process that may well refuse to serve."""
        own = {"SLACK_SIGNING_SECRET": SECRET, "SLACK_BOT_TOKEN": TOKEN, "SLACK_API_URL": f"{self.slack}/api/"}
        own |= {"HOST": "127.0.0.1", "PORT": "0", "DATABASE_URL": f"sqlite:///{self.database}"}
        log = self.logs / f"{len(self.started)}.log"
        self.started.append(BotProcess(self.forks, log, own | environment))
        return self.started[-1]

    def refused(self, **environment: str) -> str:
        """Start a process that must refuse: exit code 2, one message, no traceback. Give what it said."""
        bot = self.launch(**environment)
        assert bot.end() == 2, bot.text()
        assert "Traceback" not in bot.text()
        (said,) = [line for line in bot.text().splitlines() if line.startswith("Error: ")]
        assert bot.text().endswith(f"{said}\n")
        return said

    def close(self) -> None:
        """End everything."""
        self.sandbox.app_url = None
        for bot in self.started:
            bot.kill()
        self.dana.close()

    def begin(self, subject: str = "Acme Retail") -> None:
        """Start an assessment and wait for its first question."""
        self.dana.command(f"/cx-assess {subject} optimization")
        until("the form", self.dana.modal)
        assert self.dana.fill_and_submit({}) == {}
        until("the headline", lambda: self.headline(subject))
        self.thread = self.headline(subject)
        self.wait_for_question(1)

    def headline(self, subject: str) -> str:
        """Give the ts of the headline that names a subject."""
        found = [each["ts"] for each in self.dana.sees() if each["bot"] and subject in text_of(each)]
        return str(found[-1]) if found else ""

    def say(self, text: str) -> str:
        """Type in the thread and wait until the delivery was answered; give the ts."""
        ts = self.dana.say(text, self.thread)
        self.sandbox.settle(PATIENCE)
        return ts

    def answer(self, level: int, place: int) -> str:
        """Answer a question and wait for the next."""
        ts = self.say(f"{level}, our list number {place} shows it")
        assert self.statuses(ts)[-1] == httpx.codes.OK
        if place < 6:
            self.wait_for_question(place + 1)
        return ts

    def statuses(self, ts: str) -> list[int]:
        """Give how each delivery of a message was answered."""
        return [each["status"] for each in self._deliveries(ts)]

    def payload(self, ts: str) -> Json:
        """Give what Slack delivered for a message."""
        found: Json = self._deliveries(ts)[0]["request"]
        return found

    def _deliveries(self, ts: str) -> list[Json]:
        with self.sandbox._world.lock:
            traffic = self.sandbox._traffic.after(0)
        events = [each for each in traffic if each["direction"] == "to_app" and each["kind"] == "event"]
        return [each for each in events if each["request"].get("event", {}).get("ts") == ts]

    def redeliver(self) -> None:
        """Let Slack's time for the next try come."""
        self.sandbox.clock.advance(301)
        self.sandbox.settle(PATIENCE)

    def shown(self) -> list[str]:
        """Give the words of the bot's messages in the thread that all see, oldest first."""
        return [text_of(each) for each in self.messages()]

    def messages(self) -> list[Json]:
        """Give the bot's messages in the thread that all see, oldest first, without the headline."""
        return [each for each in self.dana.thread(self.thread)[1:] if each["bot"] and not each["ephemeral"]]

    def wait_for_question(self, place: int) -> None:
        """Wait until the last message of the thread is a question."""
        until(f"question {place}", lambda: self.open_question() == place)

    def open_question(self) -> int:
        """Give the place of the dimension that the last message of the thread asks for; 0 when it asks for none."""
        everybody = [each for each in self.dana.thread(self.thread) if not each["ephemeral"]]
        words = text_of(everybody[-1])
        return next((place for place in range(1, 7) if f"{place} of 6 ·" in words), 0)

    def private_words(self) -> list[str]:
        """Give the words that Dana alone sees, in the thread and the channel."""
        seen = [*self.dana.thread(self.thread), *self.dana.sees()]
        return [text_of(each) for each in seen if each["ephemeral"]]

    def direct_words(self) -> list[str]:
        """Give the direct messages that Dana has got."""
        with closing(Person(self.slack, self.dana.id, channel=f"D{self.dana.id[1:]}")) as state:
            return [text_of(each) for each in state.sees() if each["bot"]]

    def sql(self, statement: str, database: Path | None = None) -> list[tuple[Any, ...]]:
        """Ask the file itself."""
        with closing(sqlite3.connect(database or self.database, isolation_level=None)) as connection:
            return connection.execute(statement).fetchall()

    def recorded(self) -> list[int]:
        """Give the levels that stand in the file, in the order in which they were recorded."""
        return [row[0] for row in self.sql("SELECT level FROM ratings ORDER BY assessment, number")]

    def is_sound(self, database: Path | None = None) -> bool:
        """Tell whether the file passes SQLite's own check."""
        return self.sql("PRAGMA integrity_check", database) == [("ok",)]
