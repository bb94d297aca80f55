"""The stage of the old database: the sandbox Slack and the bot, put back to where a story was left or begun anew."""

import gzip
import json
import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from structlog.testing import capture_logs

from bot.sandbox.app import Sandbox
from bot.sandbox.model import PostedMessage
from bot.sandbox.serving import serve_in_thread
from bot.slack.manifest import manifest
from tests.dialogs.deeds import do
from tests.dialogs.stage import APP_TOKEN, CURTAIN, OTHER_TOKEN, SECRET, TOKEN, Json, Slack, Stage
from tests.direct import answering
from tests.golden.records import FOLDER

OLD_DATABASE, OLD_SLACK = FOLDER / "old/cxbot.db.gz", FOLDER / "old/slack.json"


@dataclass
class Retold(Stage):
    """A stage on which people can turn to the thread of any assessment, by words of its headline."""

    about: str = ""

    def headlines(self, who: str) -> list[Json]:
        """Return the headlines that say what people have turned to."""
        return [each for each in super().headlines(who) if self.about in self.words(each)]


@dataclass(frozen=True, slots=True)
class Told:
    """A step of a story, what went between Slack and the bot through it, and the complaints of a submitted form."""

    who: str
    does: str
    traffic: Sequence[Json]
    errors: dict[str, str]


def steps(story: str) -> list[tuple[str, str]]:
    """Return the steps of a story: a line each, ``who | does``; empty lines and remarks are passed over."""
    lines = [each.strip() for each in story.splitlines()]
    return [(who.strip(), does.strip()) for who, _, does in (each.partition("|") for each in lines if "|" in each)]


def tell(stage: Retold, story: str) -> Iterator[Told]:
    """Play a story from its first step to its last."""
    for who, does in steps(story):
        before = stage.traffic()
        errors = {}
        if found := re.fullmatch(r"turn to (.*)", does):
            stage.about = found[1]
        else:
            errors = do(stage, who, does)
            stage.settle()
        yield Told(who, does, stage.traffic(before[-1]["n"] if before else 0), errors)


@contextmanager
def slack() -> Iterator[Slack]:
    """Serve the sandbox."""
    described = manifest(base_url="https://cxbot.example", socket_mode=False)
    sandbox = Sandbox(described, None, SECRET, TOKEN, APP_TOKEN, limits="off", second_workspace_token=OTHER_TOKEN)
    running = serve_in_thread(sandbox.asgi)
    try:
        yield Slack(sandbox, running.url)
    finally:
        sandbox.close()
        running.close()


@contextmanager
def begun(served: Slack, database: Path) -> Iterator[Retold]:
    """Set the stage for a story that begins: an empty Slack and an empty database."""
    served.sandbox.reset()
    served.sandbox.clock.move_to(CURTAIN)
    with _staged(served, database) as stage:
        yield stage


@contextmanager
def resumed(served: Slack, database: Path, prepare: Sequence[str] = ()) -> Iterator[Retold]:
    """Set the stage as the old version left it: its database, and the messages that stood in Slack then.

    ``prepare`` is SQL that is run before the bot opens the database.
    """
    database.write_bytes(gzip.decompress(OLD_DATABASE.read_bytes()))
    with closing(sqlite3.connect(database)) as db:
        for statement in prepare:
            db.execute(statement)
        db.commit()
    left = json.loads(OLD_SLACK.read_text("utf-8"))
    served.sandbox.reset()
    served.sandbox.clock.move_to(datetime.fromisoformat(left["now"]))
    world = served.sandbox._world
    with world.lock:
        for channel, messages in left["channels"].items():
            world.channels[channel].messages[:] = [_message(each) for each in messages]
    with _staged(served, database) as stage:
        yield stage


@contextmanager
def _staged(served: Slack, database: Path) -> Iterator[Retold]:
    with capture_logs() as logs, answering(served.url, served.sandbox.asgi):
        stage = Retold(served, f"sqlite:///{database}", logs=logs, direct=True)
        stage.start_bot()
        stage.settle()
        try:
            yield stage
        finally:
            stage.close()
            served.sandbox.reset()


def leave(stage: Retold, database: Path) -> None:
    """Stop the bot, and keep its database and all that stands in Slack for those who come later."""
    stage.stop_bot()
    whole = database.with_suffix(".whole")
    with closing(sqlite3.connect(database)) as db:
        db.execute("VACUUM INTO ?", (str(whole),))
    OLD_DATABASE.parent.mkdir(parents=True, exist_ok=True)
    OLD_DATABASE.write_bytes(gzip.compress(whole.read_bytes(), mtime=0))
    world = stage.sandbox._world
    with world.lock:
        channels = {key: [asdict(each) for each in one.messages] for key, one in world.channels.items() if one.messages}
    left = {"now": stage.sandbox.clock.now().isoformat(), "channels": channels}
    OLD_SLACK.write_text(json.dumps(left, default=_told, ensure_ascii=False, indent=0) + "\n", "utf-8")


def _told(value: Any) -> str:
    assert isinstance(value, datetime)
    return value.isoformat()


def _message(given: Json) -> PostedMessage:
    return PostedMessage(**{**given, "at": datetime.fromisoformat(given["at"])})
