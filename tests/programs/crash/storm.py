"""One crash run from its first start to the last check: people, bad weather, kills; then calm, and what must hold."""

import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.core.assessment import Assessment, Status
from bot.core.conversation.talk import Wants
from bot.files.frameworks import load_library
from bot.files.places import frameworks_folder
from bot.sandbox.app import Sandbox
from bot.sandbox.serving import serve_in_thread
from bot.slack.manifest import manifest
from bot.store.sqlite import SqliteStore, open_store
from tests.programs.crash import oracle
from tests.programs.crash.bot_process import BotProcess
from tests.programs.crash.moments import AIMS, Killer, Moments, Watched
from tests.programs.crash.oracle import Finding
from tests.programs.crash.people import Crowd, Talk
from tests.programs.crash.place import Place
from tests.programs.crash.post_office import Moment, PostOffice, Tried
from tests.programs.crash.replay import Replay
from tests.programs.crash.threads import misplaced
from tests.programs.crash.weather import Weather

SECRET = "signing-secret-of-the-crashes"
TOKEN = "xoxb-of-the-crashes"
_CALM_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run does; the seed decides all that is left to chance, but for the machine's own timing."""

    seed: str
    kills: int
    break_name: str = ""
    aims: tuple[Moment, ...] = AIMS
    life: float = 0.3


@dataclass(frozen=True, slots=True)
class Report:
    """What came of a run: figures for people, and all that is wrong."""

    figures: dict[str, int]
    findings: tuple[Finding, ...]

    def kinds(self) -> set[str]:
        """Give the kinds of what is wrong."""
        return {each.kind for each in self.findings}


@dataclass(frozen=True, slots=True)
class _Stage:
    place: Place
    bot: BotProcess
    weather: Weather
    crowd: Crowd
    killer: Killer
    log: Path
    store: Callable[[], SqliteStore]


def run(plan: Plan, folder: Path, tell: Callable[[int], None] = lambda _kills: None) -> Report:
    """Make one run in an empty folder. ``tell`` hears the number of kills now and then."""
    with _staged(plan, folder) as stage:
        stage.crowd.start()
        stage.weather.start()
        while stage.bot.kills < plan.kills:
            stage.killer.one_life()
            tell(stage.bot.kills)
        stage.weather.clear_up()
        stage.bot.start()
        stage.bot.wait_until_up()
        stage.crowd.go_home()
        findings = [*_after_the_storm(stage, plan)]
        return Report(_figures(stage), tuple(findings))


@contextmanager
def _staged(plan: Plan, folder: Path) -> Iterator[_Stage]:
    """Set up a Slack in this process and the bot in one of its own."""
    moments, database, log = Moments(), folder / "cxbot.db", folder / "bot.log"
    described = manifest(base_url="https://cxbot.example", socket_mode=False)
    sandbox = Sandbox(described, None, SECRET, TOKEN, limits="off")
    slack = serve_in_thread(Watched(sandbox.asgi, moments))
    settings = {
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_BOT_TOKEN": TOKEN,
        "SLACK_API_URL": f"{slack.url}/api/",
        "DATABASE_URL": f"sqlite:///{database}",
    }
    bot = BotProcess(settings, log, plan.break_name)
    office = PostOffice([bot.url], SECRET, moments.happened)
    sandbox._delivery.find_carrier = lambda: office
    place = Place(sandbox, slack.url, office, bot.up)
    weather = Weather(slack.url, random.Random(f"{plan.seed}:weather"))
    crowd = Crowd(place, plan.seed)
    killer = Killer(bot, moments, random.Random(f"{plan.seed}:kills"), aims=plan.aims, life=plan.life)
    try:
        yield _Stage(place, bot, weather, crowd, killer, log, lambda: open_store(settings["DATABASE_URL"]))
    finally:
        weather.clear_up()
        crowd.go_home()
        crowd.close()
        bot.close()
        sandbox.close()
        slack.close()


def _after_the_storm(stage: _Stage, plan: Plan) -> Iterator[Finding]:
    store = stage.store()
    try:
        yield from _calm_down(stage, store)
        yield from misplaced(oracle.books(store), store, stage.place)
        yield from _go_on(stage, store, random.Random(f"{plan.seed}:afterwards"))
        yield from _calm_down(stage, store)
        yield from _checked(stage, store)
    finally:
        store.close()


def _calm_down(stage: _Stage, store: SqliteStore) -> Iterator[Finding]:
    """Have Slack deliver all that it still repeats, and wait until the bot has done what follows."""
    for seconds in (0, 61, 301):
        stage.place.move_clock(seconds)
        stage.place.sandbox.settle()
    give_up = time.monotonic() + _CALM_SECONDS
    while oracle.waiting_work(store.path):
        if time.monotonic() > give_up:
            yield Finding("stuck", f"{oracle.waiting_work(store.path)} jobs are not done after {_CALM_SECONDS:.0f} s")
            return
        time.sleep(0.05)
    stage.place.sandbox.settle()


def _go_on(stage: _Stage, store: SqliteStore, rng: random.Random) -> Iterator[Finding]:
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


def _next(store: SqliteStore, assessment: Assessment, rng: random.Random) -> str:
    """Give what a person would type now: an answer to what is asked, or a correction where all is answered."""
    with store.reading() as view:
        last = view.questions(assessment.workspace, assessment.id)[-1]
    token = "q" + "".join(rng.choices("bcdfghjklm", k=9))
    if last.ended is not None:
        return f"change 1 to {rng.randint(1, 2)}, our list named {token} shows it"
    if last.wants is Wants.LEVEL:
        return f"{rng.randint(1, 4)}, our list named {token} shows it"
    return f"the list named {token} shows it"


def _checked(stage: _Stage, store: SqliteStore) -> Iterator[Finding]:
    held, tries = oracle.books(store), stage.place.office.all()
    replay = Replay(load_library(frameworks_folder()))
    try:
        yield from oracle.damage(store.path)
        yield from oracle.losses(held, tries, stage.place)
        yield from oracle.starts(held, tries)
        yield from oracle.compared(held, tries, store, replay)
        yield from misplaced(held, store, stage.place)
        yield from oracle.mishaps(stage.log)
    finally:
        replay.close()
    yield from (Finding("died", each) for each in stage.bot.deaths)
    yield from (Finding("failed", each) for each in stage.crowd.trouble)


def _figures(stage: _Stage) -> dict[str, int]:
    tries = stage.place.office.all()
    store = stage.store()
    try:
        held = oracle.books(store)
    finally:
        store.close()
    by_key: dict[str, list[Tried]] = {}
    for each in tries:
        if each.key:
            by_key.setdefault(each.key, []).append(each)
    statuses = Counter(each.status for each in held.assessments)
    return {
        "kills": stage.bot.kills,
        "faults ordered": stage.weather.ordered,
        "deliveries that must be recorded": len(by_key),
        "of these acknowledged": sum(any(each.saved for each in found) for found in by_key.values()),
        "of these only after a repetition": sum(
            any(each.saved for each in found) and not found[0].saved for found in by_key.values()
        ),
        "tries that failed": sum(not each.ack.ok for found in by_key.values() for each in found),
        "assessments": len(held.assessments),
        "of these complete": statuses[Status.COMPLETE],
        "ratings": sum(len(each.ratings) for each in held.assessments),
        "messages of the bot": sum(stage.place.is_bot(each) for each in stage.place.messages()),
    }
