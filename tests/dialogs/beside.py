"""Two deliveries side by side: a second one comes in between two transactions of the first, at each place in turn.

Whatever the place, people must see what they would see if one had come after the other.
"""

import copy
import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch

from bot.sandbox.delivery import Ack, Carrier, Parcel
from bot.store.database import Database
from bot.store.jobs import SqlJobs
from bot.store.sqlite import SqliteDatabase
from tests.dialogs.deeds import do
from tests.dialogs.notation import Dialog, Step
from tests.dialogs.stage import Stage

_CHANCE = re.compile(r"[0-9a-f]{12,}")
Shown = tuple[str, ...]


@dataclass
class Between:
    """Does something right before a transaction of the thread that it watches; counts them, from 1."""

    place: int
    does: Callable[[], None]
    thread: str = ""
    count: int = 0
    _own: threading.local = field(default_factory=threading.local)

    def begins(self, database: Database) -> None:
        """Take note that a transaction is about to begin."""
        if threading.current_thread().name != self.thread or getattr(database._own, "writes", False):
            return
        self.count += 1
        if self.count == self.place:
            self.does()


@contextmanager
def watched(between: Between) -> Iterator[None]:
    """Watch all transactions. Work rests meanwhile: what it does belongs behind both deliveries."""
    reading, writing = SqliteDatabase.reading, Database.writing

    def read(self: SqliteDatabase) -> Any:
        between.begins(self)
        return reading(self)

    def write(self: Database, workspace: str) -> Any:
        between.begins(self)
        return writing(self, workspace)

    between.thread = threading.current_thread().name
    nothing = patch.object(SqlJobs, "claim", lambda *_: None)
    with patch.object(SqliteDatabase, "reading", read), patch.object(Database, "writing", write), nothing:
        yield


@dataclass
class Doubling:
    """A way to the app on which one delivery meets a second one, by ``person`` where that is given."""

    stage: Stage
    place: int
    person: str = ""
    acks: list[str] = field(default_factory=list)
    places: int = 0

    def carry(self, parcel: Parcel, seconds: float) -> Ack:
        """Deliver, and deliver the second one in between."""
        real, second = self.stage.sandbox._carrier(), self._second(parcel) if not self.acks else None
        assert real is not None
        if second is None:
            return real.carry(parcel, seconds)
        between = Between(self.place, lambda: self._beside(real, second))
        with watched(between):
            first = real.carry(parcel, seconds)
        if between.count < self.place:
            self._beside(real, second)
        self.places = between.count
        self.acks = sorted([*self.acks, self._said(first)])
        self.stage.service.workers.wake()
        return first

    def _beside(self, real: Carrier, parcel: Parcel) -> None:
        beside = threading.Thread(target=lambda: self.acks.append(self._said(real.carry(parcel, 60))))
        beside.start()
        beside.join()

    def _second(self, parcel: Parcel) -> Parcel | None:
        """Give the same press or command once more; None for what Slack says of itself."""
        if parcel.kind not in ("action", "command"):
            return None
        again, world = copy.deepcopy(parcel), self.stage.sandbox._world
        given = again.payload
        if parcel.kind == "command":
            given["trigger_id"] = world.new_trigger(given["user_id"], given["team_id"])
            return again
        own = self.stage.person(self.person).id if self.person else given["user"]["id"]
        given["user"] = {**given["user"], "id": own}
        given["trigger_id"] = world.new_trigger(own, given["team"]["id"])
        given["actions"][0]["action_ts"] = f"{float(given['actions'][0]['action_ts']) + 0.05:.6f}"
        if "response_url" in given:
            where = given["container"]
            url = world.new_response_url(own, given["channel"]["id"], where.get("message_ts"), where.get("thread_ts"))
            given["response_url"] = url
        return again

    @staticmethod
    def _said(ack: Ack) -> str:
        return f"{ack.status} {ack.body.decode()}"


def side_by_side(stage: Stage, dialog: Dialog, step: Step, place: int, person: str = "") -> tuple[Shown, int]:
    """Play a dialog up to a step, and that one with a second delivery beside it.

    Returns all that is to be seen then, and before how many transactions the second one can come in.
    """
    for each in dialog.steps[: dialog.steps.index(step)]:
        do(stage, each.who, each.does.removesuffix(" twice"))
        stage.settle()
    doubling = Doubling(stage, place, person)
    stage.sandbox._delivery.find_carrier = lambda: doubling
    do(stage, step.who, step.does.removesuffix(" twice"))
    stage.settle()
    stage.sandbox._delivery.find_carrier = stage.sandbox._carrier
    return (*sorted(_seen(stage)), *doubling.acks), doubling.places


def _seen(stage: Stage) -> Iterator[str]:
    """Give what stands in Slack, with whose eyes alone it is for."""
    world = stage.sandbox._world
    with world.lock:
        messages = [(channel.id, each) for channel in world.channels.values() for each in channel.messages]
        views = [(each.user, each.body) for each in world.views.values() if each.id in world.stacks.get(each.user, [])]
    for channel, each in messages:
        words = stage.words({"blocks": each.blocks, "text": each.text})
        yield _CHANCE.sub("…", f"{channel} {each.user} {each.ephemeral_for} {words}")
    for user, body in views:
        yield _CHANCE.sub("…", f"{user} {stage.words(body)}")
    yield json.dumps(sorted(each["event"] for each in stage.logs if each["log_level"] in ("warning", "error")))
