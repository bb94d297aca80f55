"""Team assessments under kills: two bots on one database die while people answer in private, and through the reveal."""

import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from bot.core.assessment import Assessment, Status, Subject
from bot.core.reveal import picture
from bot.core.sealing import digest, receipt, root
from bot.core.team import Mode, TeamPicture
from bot.core.thread import RESULT_KEY
from bot.core.thread_of_team import seal_key
from bot.sandbox.app import Sandbox
from bot.sandbox.serving import serve_in_thread
from bot.slack.manifest import manifest
from bot.slack.values import PRESS
from bot.store.sqlite import SqliteStore, open_store
from bot.use_cases.ports import Deed
from bot.use_cases.start import Several, Start, start_assessment
from tests.core.examples import example_framework
from tests.programs.crash import oracle
from tests.programs.crash.bot_process import BotProcess
from tests.programs.crash.moments import Killer, Moments, Watched
from tests.programs.crash.oracle import WORKSPACE, Finding
from tests.programs.crash.people import Somebody
from tests.programs.crash.place import CHANNEL, Button, Place, key_of
from tests.programs.crash.post_office import Moment, PostOffice
from tests.programs.crash.storm import SECRET, TOKEN, Report

AIMS: tuple[Moment, ...] = ("call", "called", "called", "acknowledged")
FACILITATOR = "U0DANA0001"
PEOPLE = ("sam", "priya", "riley", "jonas")
_TAKEN = (f"{PRESS}level.", f"{PRESS}as_claimed")
_SECONDS = 90.0


@dataclass(frozen=True, slots=True)
class Scores:
    """What a run does: so many ``teams`` of four answer, while each of two processes lives ``life`` seconds or so."""

    seed: str
    teams: int = 2
    dimensions: int = 4
    break_name: str = ""
    aims: tuple[Moment, ...] = AIMS
    life: float = 0.4
    spares: float = 0.0


@dataclass(frozen=True, slots=True)
class _Room:
    plan: Scores
    place: Place
    moments: Moments
    bots: tuple[BotProcess, BotProcess]
    people: tuple[Somebody, ...]
    store: SqliteStore
    logs: tuple[Path, ...]
    over: threading.Event = field(default_factory=threading.Event)


def run(plan: Scores, folder: Path) -> Report:
    """Make one run in an empty folder."""
    with _staged(plan, folder) as room:
        teams = [_begun(room, number) for number in range(plan.teams)]
        killers = [threading.Thread(target=_kill, args=(room, number)) for number in range(len(room.bots))]
        answering = [threading.Thread(target=_answer, args=(room, each)) for each in room.people]
        for each in (*killers, *answering):
            each.start()
        found = _wait(room, teams)
        room.over.set()
        for each in (*killers, *answering):
            each.join()
        found += _wait(room, teams, quiet=True)
        room.place.sandbox.settle()
        found += [one for each in teams for one in _wrong(room, each)]
        found += oracle.damage(room.store.path)
        lost = oracle.losses(oracle.books(room.store), room.place.office.all(), room.place)
        found += [each for each in lost if "start:team" not in each.words]  # begun without Slack
        for bot, log in zip(room.bots, room.logs, strict=True):
            found += [*oracle.mishaps(log), *(Finding("died", each) for each in bot.deaths)]
        return Report(_figures(room, teams), tuple(found))


@contextmanager
def _staged(plan: Scores, folder: Path) -> Iterator[_Room]:
    """Set up a Slack in this process, and two bots in processes of their own."""
    moments, up, database = Moments(), threading.Event(), f"sqlite:///{folder / 'cxbot.db'}"
    described = manifest(base_url="https://cxbot.example", socket_mode=False)
    sandbox = Sandbox(described, None, SECRET, TOKEN, limits="off")
    slack = serve_in_thread(Watched(sandbox.asgi, moments))
    settings = {"SLACK_SIGNING_SECRET": SECRET, "SLACK_BOT_TOKEN": TOKEN}
    settings |= {"SLACK_API_URL": f"{slack.url}/api/", "DATABASE_URL": database}
    store = open_store(database)
    logs = (folder / "one.log", folder / "other.log")
    one, other = (BotProcess(settings, log, plan.break_name, up=up) for log in logs)
    office = PostOffice([one.url, other.url], SECRET, moments.happened)
    sandbox._delivery.find_carrier = lambda: office
    place = Place(sandbox, slack.url, office, up)
    people = tuple(Somebody(place, each, random.Random(f"{plan.seed}:{each}")) for each in PEOPLE)
    try:
        yield _Room(plan, place, moments, (one, other), people, store, logs)
    finally:
        for each in people:
            each.person.close()
        one.close()
        other.close()
        store.close()
        sandbox.close()
        slack.close()


def _begun(room: _Room, number: int) -> str:
    people = {each.person.id: "front line" if number % 2 else "manager" for each in room.people}
    framework = example_framework()
    framework = replace(framework, dimensions=framework.dimensions[: room.plan.dimensions])
    several = Several(Mode.TEAM, named=False, people=people)
    deed = Deed(WORKSPACE, CHANNEL, FACILITATOR, f"team{number}")
    start = Start(deed, framework, Subject(f"team {number}"), {}, several=several)
    return start_assessment(room.store, room.place.sandbox.clock, start).assessment  # type: ignore[union-attr]  # a new one


def _kill(room: _Room, number: int) -> None:
    bot, rng = room.bots[number], random.Random(f"{room.plan.seed}:kills:{number}")
    killer = Killer(bot, room.moments, rng, aims=room.plan.aims, life=room.plan.life, spares=room.plan.spares)
    while not room.over.is_set():
        killer.one_life(lambda: not room.over.is_set())
    bot.start()
    bot.wait_until_up()


def _answer(room: _Room, who: Somebody) -> None:
    """Press what the person's newest question offers, until everything is handed in."""
    while not room.over.is_set():
        offered = [each for each in room.place.offered(who.person.id) if each.channel == who.person.channel]
        offered = [each for each in offered if each.action.startswith(_TAKEN)]
        if offered:
            who.press(_chosen(who, offered).where)
        else:
            time.sleep(0.05)


def _chosen(who: Somebody, offered: list[Button]) -> Button:
    newest = max(each.ts for each in offered)
    return who.rng.choice([each for each in offered if each.ts == newest])


def _wait(room: _Room, teams: list[str], *, quiet: bool = False) -> list[Finding]:
    """Wait until all is revealed, and all work done where it is quiet."""
    give_up = time.monotonic() + _SECONDS
    while time.monotonic() < give_up:
        done = all(_team(room, each).status is Status.COMPLETE for each in teams)
        if done and not (quiet and oracle.waiting_work(room.store.path)):
            return []
        time.sleep(0.1)
    return [Finding("stuck", f"not revealed after {_SECONDS:.0f} s, or work is left")]


def _team(room: _Room, assessment_id: str) -> Assessment:
    with room.store.reading() as view:
        found = view.assessment(WORKSPACE, assessment_id)
    if found is None or found.team is None:
        raise LookupError(assessment_id)
    return found


def _wrong(room: _Room, assessment_id: str) -> Iterator[Finding]:
    """Hold what was sealed and revealed against the ballots, and Slack against both."""
    team = _team(room, assessment_id)
    with room.store.reading() as view:
        ballots = view.ballots(WORKSPACE, assessment_id, 1)
    sitting = team.team.sittings[0] if team.team is not None else None
    if team.team is None or sitting is None or sitting.closed is None or sitting.revealed is None:
        yield Finding("lost", f"{assessment_id} was not closed and revealed")
        return
    if Counter(each.starter for each in ballots) != Counter(each.person.id for each in room.people):
        yield Finding("twice", f"ballots of {assessment_id}: {[each.starter for each in ballots]}")
    digests = tuple(sorted(digest(receipt(each)) for each in ballots))
    if (sitting.closed.receipts, sitting.closed.root) != (digests, root(assessment_id, 1, digests)):
        yield Finding("differs", f"the seal of {assessment_id} is not that of its ballots")
    shown, _ = picture(team.framework, ballots, team.team.people(), named=False, at=sitting.revealed.at)
    if shown != sitting.revealed or len(sitting.pictures) != 1:
        yield Finding("differs", f"what was revealed of {assessment_id} is not what was given: {_counted(shown)}")
    yield from _in_slack(room, team, ballots)


def _counted(shown: TeamPicture) -> list[int]:
    return [sum(each.levels.values()) for each in shown.tallies]


def _in_slack(room: _Room, team: Assessment, ballots: tuple[Assessment, ...]) -> Iterator[Finding]:
    keys = Counter(key_of(each) for each in room.place.everything())
    own = tuple(f"{each.id}:" for each in (team, *ballots))
    for key, number in keys.items():
        if number > 1 and key.startswith(own):
            yield Finding("twice", f"{number} messages {key}")
    for key in (f"{team.id}:headline", f"{team.id}:{seal_key(1)}", *(f"{each}headline" for each in own[1:])):
        if not keys[key]:
            yield Finding("lost", f"no message {key}")
    stands = {key_of(each): each.ts for each in room.place.everything()}
    seal, card = stands.get(f"{team.id}:{seal_key(1)}", ""), stands.get(f"{team.id}:{RESULT_KEY}", "")
    if seal and card and seal > card:
        yield Finding("thread", f"{team.id} was revealed before its seal stood")


def _figures(room: _Room, teams: list[str]) -> dict[str, int]:
    with room.store.reading() as view:
        ballots = [ballot for each in teams for ballot in view.ballots(WORKSPACE, each, 1)]
    return {
        "kills": sum(each.kills for each in room.bots),
        "teams": len(teams),
        "ballots": len(ballots),
        "levels given in private": sum(len(each.ratings) for each in ballots),
        "messages of the bot": len(room.place.everything()),
    }
