"""A season of due moments: two bots on one database are killed while the clock runs over them and people answer."""

import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.core.plan.plan import Progress
from bot.slack import ids
from bot.slack.values import say_id
from bot.store.rows import time_from, time_text
from bot.store.store import SqlStore
from tests.programs.crash import due_oracle, oracle
from tests.programs.crash.bot_process import BotProcess
from tests.programs.crash.due_oracle import Readings
from tests.programs.crash.falling_due import fill
from tests.programs.crash.ground import Kind, asked, is_server, troubled
from tests.programs.crash.moments import Killer
from tests.programs.crash.oracle import Finding
from tests.programs.crash.people import Somebody
from tests.programs.crash.place import Button, key_of
from tests.programs.crash.post_office import Moment
from tests.programs.crash.scene import CASTS, Scene, scene, slack_of_the_run
from tests.programs.crash.shared_clock import CLOCK, keep_in
from tests.programs.crash.storm import TROUBLES, Report
from tests.programs.crash.threads import FROZEN_SECONDS
from tests.programs.crash.weather import Weather

BEGINS = datetime(2027, 3, 8, 7, 12, tzinfo=UTC)
"""A Monday; clocks change in America on the 14th, in Europe on the 28th, on Lord Howe on 4 April."""

AIMS: tuple[Moment, ...] = ("moved", "call", "call", "called", "called", "acknowledged")
PEOPLE = ("dana", "sam", "priya", "riley")
ANSWERS = (ids.SNOOZE_DUE, ids.SKIP_DUE, *(say_id(each) for each in (Progress.ON_TRACK, Progress.STUCK, Progress.DONE)))
_METHODS = (*["chat.postMessage"] * 6, "chat.update", "conversations.history", "conversations.open", "users.info")
_CALM_SECONDS, _UP_SECONDS, _CALL_SECONDS = 120.0, 10.0, 1.0
_AT_ONCE = 3  # presses side by side
_LONGEST_LEAP = 12.0  # days: over some moments of a weekly cadence


@dataclass(frozen=True, slots=True)
class Season:
    """What a run does: so many ``days`` pass in leaps, while each of two processes lives ``life`` seconds or so.

    ``calm`` is the share of leaps after which all work is waited for.
    On so many ``tuesdays`` afterwards nobody is killed, so that what is left comes to its end.
    """

    seed: str
    days: int = 24
    break_name: str = ""
    aims: tuple[Moment, ...] = AIMS
    life: float = 0.3
    calm: float = 0.2
    tuesdays: int = 3
    spares: float = 0.0
    store: Kind = "sqlite"


@dataclass(frozen=True, slots=True)
class _Stage:
    season: Season
    scene: Scene
    weather: Weather
    people: tuple[Somebody, ...]
    store: SqlStore
    may_kill: threading.Event = field(default_factory=threading.Event)
    over: threading.Event = field(default_factory=threading.Event)
    readings: Readings = field(default_factory=Readings)
    pressed: list[tuple[str, Button]] = field(default_factory=list)
    finished: set[str] = field(default_factory=set)

    @property
    def rng(self) -> random.Random:
        return self.people[0].rng

    def now(self) -> datetime:
        return self.scene.place.sandbox.clock.now()


def run(season: Season, folder: Path) -> Report:
    """Make one run in an empty folder."""
    with _staged(season, folder) as stage:
        fill(stage.store, stage.scene.place.sandbox.clock, random.Random(f"{season.seed}:facts"))
        stage.readings.spans.append((stage.now(), stage.now()))
        killers = _killers(stage)
        for each in killers:
            each.start()
        stage.weather.start()
        found: list[Finding] = []
        rng, pause = random.Random(f"{season.seed}:trouble"), TROUBLES * season.life
        where = (stage.scene.ground, stage.scene.moments, rng)
        with troubled(*where, aims=season.aims, pause=pause, may=stage.may_kill.is_set):
            while stage.now() < BEGINS + timedelta(days=season.days):
                found += _step(stage)
        found += _wind_up(stage, killers)
        found += due_oracle.findings(stage.store, stage.scene.place, stage.readings, stage.pressed, _frozen(stage))
        found += oracle.damage(stage.store)
        for bot, log in zip(stage.scene.processes, stage.scene.logs, strict=True):
            found += [
                *oracle.mishaps(log, troubled=is_server(stage.store)),
                *(Finding("died", each) for each in bot.deaths),
            ]
        return Report(_figures(stage), tuple(found))


@contextmanager
def _staged(season: Season, folder: Path) -> Iterator[_Stage]:
    """Set up a Slack in this process, and two bots in processes of their own."""
    sandbox = slack_of_the_run()
    sandbox.clock.move_to(BEGINS)
    keep_in(folder / "clock", sandbox.clock)
    settings = {CLOCK: str(folder / "clock")}
    with scene(folder, sandbox, CASTS[season.store], break_name=season.break_name, settings=settings) as found:
        weather = Weather(found.place.url, random.Random(f"{season.seed}:weather"), pause=0.6, methods=_METHODS)
        people = tuple(Somebody(found.place, each, random.Random(f"{season.seed}:{each}")) for each in PEOPLE)
        stage = _Stage(season, found, weather, people, found.ground.store())
        try:
            yield stage
        finally:
            weather.clear_up()
            stage.over.set()
            stage.may_kill.set()
            for each in people:
                each.person.close()
            stage.store.close()


def _killers(stage: _Stage) -> list[threading.Thread]:
    """Have each of the two killed again and again, until it is over: then each stays up."""
    stage.may_kill.set()

    def again(bot: BotProcess, name: str) -> None:
        rng = random.Random(f"{stage.season.seed}:{name}")
        killer = Killer(
            bot,
            stage.scene.moments,
            rng,
            aims=stage.season.aims,
            life=stage.season.life,
            may_kill=stage.may_kill,
            spares=stage.season.spares,
        )
        while not stage.over.is_set():
            killer.one_life(stage.may_kill.is_set)
        bot.start()
        bot.wait_until_up()

    return [threading.Thread(target=again, args=(bot, f"killer-{at}")) for at, bot in enumerate(stage.scene.processes)]


def _step(stage: _Stage) -> list[Finding]:
    """Let the clock leap, let people answer what they see, and now and then wait until all is done."""
    _leap(stage)
    if stage.rng.random() < 0.8:  # else the next leap comes before anything is done
        stage.scene.place.up.wait(_UP_SECONDS)
        stage.scene.moments.wait_for("called", _CALL_SECONDS)
        time.sleep(stage.rng.uniform(0, 0.5))
    _answer(stage)
    return _calm_down(stage) if stage.rng.random() < stage.season.calm else []


def _leap(stage: _Stage) -> None:
    """Move the clock by some days: to any moment, or to just before one at which something is due."""
    wanted = stage.now() + timedelta(days=min(stage.rng.expovariate(1 / 3), _LONGEST_LEAP))
    if stage.rng.random() < 0.5:
        query = "SELECT MIN(run_at) AS at FROM jobs WHERE state = 'waiting' AND run_at > ?"
        found = asked(stage.store, query, time_text(wanted))[0]["at"]
        wanted = time_from(found) - timedelta(seconds=stage.rng.uniform(0, 0.3)) if found else wanted
    _move_to(stage, wanted)


def _move_to(stage: _Stage, moment: datetime) -> None:
    spans = stage.readings.spans
    spans[-1] = (spans[-1][0], stage.now())
    stage.scene.place.move_clock((moment - stage.now()).total_seconds())
    spans.append((stage.now(), stage.now()))
    stage.scene.moments.happened("moved")


def _answer(stage: _Stage) -> None:
    """Have some people press a button each, at the same time."""
    chosen = stage.rng.sample(stage.people, _AT_ONCE)
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for done in [pool.submit(_press, stage, each) for each in chosen]:
            done.result()


def _press(stage: _Stage, who: Somebody) -> None:
    """Press a button that can be seen; what is done is not asked about again. A form is filled in and sent."""
    offered = [each for each in stage.scene.place.offered(who.person.id) if each.action in ANSWERS]
    offered = [each for each in offered if each.value not in stage.finished]
    own = [each for each in offered if each.channel == who.person.channel]
    if not offered:
        return
    button = who.rng.choice(own if own and who.rng.random() < 0.7 else offered)
    if button.action == say_id(Progress.DONE):
        stage.finished.add(button.value)
    taken = who.press(button.where)
    if button.action == say_id(Progress.ON_TRACK) and stage.scene.place.form(who.person.id):
        who.dismiss()  # an overdue action asks for a new day, and nothing is said before it is given
        taken = False
    if button.action in (say_id(Progress.DONE), say_id(Progress.STUCK)):
        view = stage.scene.place.form(who.person.id)
        block = (
            next((each for each in view.body["blocks"] if each["block_id"].startswith("note")), None) if view else None
        )
        words = {"type": "plain_text_input", "value": f"we are at {who.token()}"}
        taken = block is not None and who.submit({block["block_id"]: {block["element"]["action_id"]: words}})
        who.dismiss()
    if taken:
        stage.pressed.append((who.person.id, button))


def _calm_down(stage: _Stage) -> list[Finding]:
    """Wait until nothing is left to be done by now, with all processes alive and a Slack that works."""
    stage.may_kill.clear()
    began = time.monotonic()
    try:
        with stage.weather.held():
            while left := _left(stage.store, moment := stage.now()):
                if time.monotonic() - began > _CALM_SECONDS:
                    return [Finding("stuck", f"not done after {_CALM_SECONDS:.0f} s: {left[:5]}")]
                time.sleep(0.02)
            stage.readings.calm.append(moment)
            return []
    finally:
        stage.may_kill.set()


def _left(store: SqlStore, moment: datetime) -> list[str]:
    """Give the keys of work that is under way or due, and of messages that may have been sent and are looked for."""
    query = (
        "SELECT key || ' ' || state || ' ' || reason AS key FROM jobs"
        " WHERE kind <> 'tidy' AND (state = 'running' OR state = 'waiting' AND run_at <= ?)"
    )
    doubted = "SELECT key FROM notices WHERE ts IS NULL AND key NOT LIKE '%picture%'"
    return [str(row["key"]) for row in (*asked(store, query, time_text(moment)), *asked(store, doubted))]


def _frozen(stage: _Stage) -> set[str]:
    """Give the keys of what was frozen between the last look and the write: no lease can rule that out."""
    return {key for key, seconds in stage.scene.moments.stood_still.items() if seconds > FROZEN_SECONDS}


def _wind_up(stage: _Stage, killers: list[threading.Thread]) -> list[Finding]:
    """Let everything come to its end: at that hour people in Berlin and Kolkata are at work."""
    stage.over.set()
    for each in killers:
        each.join()
    stage.weather.clear_up()
    found = _calm_down(stage)
    tuesday = stage.now().replace(hour=10, minute=7)
    for _ in range(stage.season.tuesdays):
        tuesday += timedelta(days=(1 - tuesday.weekday()) % 7 or 7)
        _move_to(stage, tuesday)
        found += _calm_down(stage)
    stage.scene.place.sandbox.settle()
    spans = stage.readings.spans
    spans[-1] = (spans[-1][0], stage.now())
    return found


def _figures(stage: _Stage) -> dict[str, int]:
    kept = Counter(key_of(each) for each in stage.scene.place.everything())
    kinds = Counter(each.partition(":")[0] for each in kept.elements())
    return {
        "kills": sum(each.kills for each in stage.scene.processes),
        "processes frozen": sum(each.freezes for each in stage.scene.processes),
        **stage.scene.ground.breaks,
        "faults ordered": stage.weather.ordered,
        "leaps of the clock": len(stage.readings.spans),
        "moments of calm": len(stage.readings.calm),
        "reminders": kinds["remind"],
        "check-ins": kinds["checkin"],
        "digests": kinds["digest"],
        "nudges": kinds["nudge"],
        "answers pressed": len(stage.pressed),
        "frozen between the last look and the write, and twice": len(
            {key for key in kept if kept[key] > 1} & _frozen(stage)
        ),
    }
