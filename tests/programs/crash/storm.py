"""One crash run from its first start to the last check: people, bad weather, faults; then calm, and what must hold."""

import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from bot.core.assessment import Assessment, Status
from bot.core.conversation.talk import Wants
from bot.files.frameworks import load_library
from bot.files.places import frameworks_folder
from bot.store.store import SqlStore
from bot.use_cases.housekeeping import UNDER_WAY
from tests.programs.crash import oracle
from tests.programs.crash.bot_process import BotProcess
from tests.programs.crash.ground import Kind, is_server, troubled
from tests.programs.crash.moments import AIMS, Killer
from tests.programs.crash.oracle import Finding
from tests.programs.crash.people import Crowd, Talk
from tests.programs.crash.post_office import Moment, Tried
from tests.programs.crash.replay import Replay
from tests.programs.crash.scene import CASTS, Scene, scene, slack_of_the_run
from tests.programs.crash.serving import CONNECT, LEASE, LEASE_SECONDS
from tests.programs.crash.shared_clock import WALL, WallClock
from tests.programs.crash.threads import frozen_within, misplaced, too_late
from tests.programs.crash.weather import Weather

_CALM_SECONDS = 120.0
TROUBLES = 4.0
"""The database has trouble once in so many lives of a process."""
_READING_SECONDS = 2.0
"""Added for each thread that may have to be read after the last start: 20 are read in half a minute."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run does; the seed decides all that is left to chance, but for the machine's own timing.

    A fault is a kill; a share of them, ``spares``, is a frozen process or a clock that is set wrong. So many processes,
    ``bots``, have one database. ``connect`` is how long a connection to Slack takes, ``too_late`` the share of late
    posts on which Slack acts later than the bot waits for. On ``postgresql`` the server dies, too, and ways to it are
    cut.
    """

    seed: str
    faults: int
    break_name: str = ""
    aims: tuple[Moment, ...] = AIMS
    life: float = 0.3
    bots: int = 1
    spares: float = 0.0
    lease: float = LEASE_SECONDS
    connect: float = 0.0
    too_late: float = 0.0
    store: Kind = "sqlite"


@dataclass(frozen=True, slots=True)
class Report:
    """What came of a run: figures for people, and all that is wrong."""

    figures: dict[str, int]
    findings: tuple[Finding, ...]

    def kinds(self) -> set[str]:
        """Give the kinds of what is wrong."""
        return {each.kind for each in self.findings}


@dataclass(frozen=True, slots=True)
class Stage:
    scene: Scene
    weather: Weather
    crowd: Crowd
    killers: tuple[Killer, ...]
    wall: WallClock

    @property
    def faults(self) -> int:
        done = sum(each.kills + each.freezes for each in self.scene.processes) + self.wall.moves
        return done + self.scene.ground.breaks.total()


@dataclass(slots=True)
class Apart:
    """The ts of messages that stand twice and are counted apart: what no lease can rule out."""

    late: set[str] = field(default_factory=set)
    frozen: set[str] = field(default_factory=set)

    @property
    def all(self) -> set[str]:
        return self.late | self.frozen


def run(plan: Plan, folder: Path, tell: Callable[[int], None] = lambda _faults: None) -> Report:
    """Make one run in an empty folder. ``tell`` hears the number of faults now and then."""
    with staged(plan, folder) as stage:
        stage.crowd.start()
        stage.weather.start()

        def live(killer: Killer, bot: BotProcess) -> None:
            while stage.faults < plan.faults:
                killer.one_life(lambda: stage.faults < plan.faults)
                tell(stage.faults)
            bot.start()
            bot.wait_until_up()

        pairs = zip(stage.killers, stage.scene.processes, strict=True)
        lives = [threading.Thread(target=live, args=each) for each in pairs]
        with _trouble(stage, plan):
            for each in lives:
                each.start()
            for each in lives:
                each.join()
        stage.weather.clear_up()
        stage.crowd.go_home()
        apart = Apart()
        findings = [*_after_the_storm(stage, plan, apart)]
        figures = {
            "late beyond the wait, and twice": len(apart.late),
            "frozen between the last look and the write, and twice": len(apart.frozen),
        }
        return Report(_figures(stage) | figures, tuple(findings))


@contextmanager
def staged(plan: Plan, folder: Path) -> Iterator[Stage]:
    """Set up a Slack in this process and the bots in processes of their own."""
    wall = WallClock(folder / "wall")
    settings = {LEASE: str(plan.lease), CONNECT: str(plan.connect), WALL: str(wall.file)}
    cast = replace(CASTS[plan.store], roles=CASTS[plan.store].roles[: plan.bots])
    with scene(folder, slack_of_the_run(), cast, break_name=plan.break_name, settings=settings) as found:
        rng = random.Random(f"{plan.seed}:weather")
        weather = Weather(found.place.url, rng, lease=plan.lease, too_late=plan.too_late)
        crowd = Crowd(found.place, plan.seed)
        killers = tuple(_killer(plan, found, wall, number) for number in range(len(found.processes)))
        try:
            yield Stage(found, weather, crowd, killers, wall)
        finally:
            weather.clear_up()
            crowd.go_home()
            crowd.close()


def _killer(plan: Plan, found: Scene, wall: WallClock, number: int) -> Killer:
    rng = random.Random(f"{plan.seed}:kills:{number}")
    return Killer(
        found.processes[number],
        found.moments,
        rng,
        aims=plan.aims,
        life=plan.life,
        spares=plan.spares,
        lease=plan.lease,
        wall=wall,
    )


def _trouble(stage: Stage, plan: Plan) -> AbstractContextManager[None]:
    rng, pause = random.Random(f"{plan.seed}:trouble"), TROUBLES * plan.life
    found = stage.scene
    return troubled(
        found.ground, found.moments, rng, aims=plan.aims, pause=pause, may=lambda: stage.faults < plan.faults
    )


def _after_the_storm(stage: Stage, plan: Plan, apart: Apart) -> Iterator[Finding]:
    """Check everything; ``apart`` is given the messages that may stand twice."""
    with closing(stage.scene.ground.store()) as store:
        yield from calm_down(stage, store)
        held = oracle.books(store)
        apart.late |= too_late(held, store, stage.scene.place, plan.lease)
        apart.frozen |= frozen_within(held, store, stage.scene.place, stage.scene.moments.stood_still) - apart.late
        yield from misplaced(held, store, stage.scene.place, apart.all)
        yield from _go_on(stage, store, random.Random(f"{plan.seed}:afterwards"))
        yield from calm_down(stage, store)
        yield from _checked(stage, store, apart.all)


def calm_down(stage: Stage, store: SqlStore) -> Iterator[Finding]:
    """Have Slack deliver all that it still repeats, and wait until the bot has done what follows."""
    for seconds in (0, 61, 301):
        stage.scene.place.move_clock(seconds)
        stage.scene.place.sandbox.settle()
    under_way = [each for each in oracle.books(store).assessments if each.status in UNDER_WAY]  # others are not read
    patience = _CALM_SECONDS + _READING_SECONDS * len(under_way)
    give_up = time.monotonic() + patience
    while oracle.waiting_work(store):
        if time.monotonic() > give_up:
            yield Finding("stuck", f"{oracle.waiting_work(store)} jobs are not done after {patience:.0f} s")
            return
        time.sleep(0.05)
    stage.scene.place.sandbox.settle()


def _go_on(stage: Stage, store: SqlStore, rng: random.Random) -> Iterator[Finding]:
    """Have each assessment's person say one thing more."""
    people = {each.person.id: each for each in stage.crowd.people}
    for assessment in oracle.books(store).assessments:
        talk = Talk(assessment.subject.name, assessment.thread or "")
        who, words = people[assessment.facilitator], _next(store, assessment, rng)
        said = assessment.thread is not None and who.type(talk, words)
        with store.reading() as view:
            after = view.assessment(assessment.workspace, assessment.id)
            asked = view.questions(assessment.workspace, assessment.id)
        heard = after is not None and (len(after.ratings) > len(assessment.ratings) or asked[-1].said_in in talk.typed)
        if not said or not heard:
            yield Finding("stuck", f"{assessment.id} does not go on: nothing came of {talk.typed}")


def _next(store: SqlStore, assessment: Assessment, rng: random.Random) -> str:
    """Give what a person would type now: an answer to what is asked, or a correction where all is answered."""
    with store.reading() as view:
        last = view.questions(assessment.workspace, assessment.id)[-1]
    token = "q" + "".join(rng.choices("bcdfghjklm", k=9))
    if last.ended is not None:
        return f"change 1 to {rng.randint(1, 2)}, our list named {token} shows it"
    if last.wants is Wants.LEVEL:
        return f"{rng.randint(1, 4)}, our list named {token} shows it"
    return f"the list named {token} shows it"


def _checked(stage: Stage, store: SqlStore, late: set[str]) -> Iterator[Finding]:
    held, tries = oracle.books(store), stage.scene.place.office.all()
    with closing(Replay(load_library(frameworks_folder()))) as replay:
        yield from oracle.damage(store)
        yield from oracle.losses(held, tries, stage.scene.place)
        yield from oracle.starts(held, tries)
        yield from oracle.compared(held, tries, store, replay, stage.scene.place.reads())
        yield from misplaced(held, store, stage.scene.place, late)
        for log in stage.scene.logs:
            yield from oracle.mishaps(log, troubled=is_server(store))
    yield from (Finding("died", each) for bot in stage.scene.processes for each in bot.deaths)
    yield from (Finding("failed", each) for each in stage.crowd.trouble)


def _figures(stage: Stage) -> dict[str, int]:
    tries = stage.scene.place.office.all()
    with closing(stage.scene.ground.store()) as store:
        held = oracle.books(store)
    by_key: dict[str, list[Tried]] = {}
    for each in tries:
        if each.key:
            by_key.setdefault(each.key, []).append(each)
    statuses = Counter(each.status for each in held.assessments)
    return {
        "kills": sum(each.kills for each in stage.scene.processes),
        "processes frozen": sum(each.freezes for each in stage.scene.processes),
        "moves of the machine's clock": stage.wall.moves,
        **stage.scene.ground.breaks,
        "faults ordered": stage.weather.ordered,
        "posts on which Slack acted late": len(stage.scene.place.acted_late),
        "deliveries that must be recorded": len(by_key),
        "of these acknowledged": sum(any(each.saved for each in found) for found in by_key.values()),
        "of these only after a repetition": sum(
            any(each.saved for each in found) and not found[0].saved for found in by_key.values()
        ),
        "tries that failed": sum(not each.ack.ok for found in by_key.values() for each in found),
        "assessments": len(held.assessments),
        "of these complete": statuses[Status.COMPLETE],
        "ratings": sum(len(each.ratings) for each in held.assessments),
        "messages of the bot": sum(stage.scene.place.is_bot(each) for each in stage.scene.place.messages()),
    }
