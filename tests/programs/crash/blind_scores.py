"""Team assessments under kills: two bots on one database die while people answer in private, and through the reveal.

Every second one is a workshop, whose steps go on meanwhile, with notes and votes.
"""

import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from bot.core.assessment import Assessment, Status, Subject
from bot.core.errors import StoreUnavailableError
from bot.core.reveal import picture
from bot.core.sealing import digest, receipt, root
from bot.core.team import Mode, TeamPicture
from bot.core.thread import RESULT_KEY
from bot.core.thread_of_team import seal_key
from bot.core.workshop import PREREAD_KEY, STAGES, STEPS_KEY, Stage, Topic, TurnKind, Workshop
from bot.slack import ids
from bot.store.store import SqlStore
from bot.use_cases.ports import Deed
from bot.use_cases.start import Several, Start, start_assessment
from bot.use_cases.workshop import move_on, vote, write_notes
from tests.core.examples import example_framework
from tests.programs.crash import oracle
from tests.programs.crash.ground import Kind, is_server, patiently, troubled
from tests.programs.crash.moments import Killer
from tests.programs.crash.oracle import WORKSPACE, Finding
from tests.programs.crash.people import Somebody
from tests.programs.crash.place import CHANNEL, Button, key_of
from tests.programs.crash.post_office import Moment
from tests.programs.crash.scene import CASTS, Scene, scene, slack_of_the_run
from tests.programs.crash.storm import TROUBLES, Report

AIMS: tuple[Moment, ...] = ("call", "called", "called", "acknowledged")
FACILITATOR = "U0DANA0001"
PEOPLE = ("sam", "priya", "riley", "jonas")
_TAKEN = (f"{ids.PRESS}level.", f"{ids.PRESS}as_claimed")
_SECONDS = 300.0


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
    store: Kind = "sqlite"


@dataclass(frozen=True, slots=True)
class _Room:
    plan: Scores
    scene: Scene
    people: tuple[Somebody, ...]
    store: SqlStore
    over: threading.Event = field(default_factory=threading.Event)


def run(plan: Scores, folder: Path) -> Report:
    """Make one run in an empty folder."""
    with _staged(plan, folder) as room:
        teams = [_begun(room, number) for number in range(plan.teams)]
        killers = [threading.Thread(target=_kill, args=(room, number)) for number in range(len(room.scene.processes))]
        answering = [threading.Thread(target=_answer, args=(room, each)) for each in room.people]
        answering += [threading.Thread(target=_conduct, args=(room, each)) for each in teams[1::2]]
        with _trouble(room):
            for each in (*killers, *answering):
                each.start()
            found = _wait(room, teams)
        room.over.set()
        for each in (*killers, *answering):
            each.join()
        found += _wait(room, teams, quiet=True)
        room.scene.place.sandbox.settle()
        found += [one for each in teams for one in _wrong(room, each)]
        found += oracle.damage(room.store)
        lost = oracle.losses(oracle.books(room.store), room.scene.place.office.all(), room.scene.place)
        found += [each for each in lost if "start:team" not in each.words]  # begun without Slack
        for bot, log in zip(room.scene.processes, room.scene.logs, strict=True):
            found += [
                *oracle.mishaps(log, troubled=is_server(room.store)),
                *(Finding("died", each) for each in bot.deaths),
            ]
        return Report(_figures(room, teams), tuple(found))


@contextmanager
def _staged(plan: Scores, folder: Path) -> Iterator[_Room]:
    """Set up a Slack in this process, and two bots in processes of their own."""
    sandbox = slack_of_the_run()
    with scene(folder, sandbox, CASTS[plan.store], break_name=plan.break_name) as found:
        store = found.ground.store()
        people = tuple(Somebody(found.place, each, random.Random(f"{plan.seed}:{each}")) for each in PEOPLE)
        try:
            yield _Room(plan, found, people, store)
        finally:
            for each in people:
                each.person.close()
            store.close()


def _trouble(room: _Room) -> AbstractContextManager[None]:
    where = (room.scene.ground, room.scene.moments, random.Random(f"{room.plan.seed}:trouble"))
    pause = TROUBLES * room.plan.life
    return troubled(*where, aims=room.plan.aims, pause=pause, may=lambda: not room.over.is_set())


def _begun(room: _Room, number: int) -> str:
    people = {each.person.id: "front line" if number % 2 else "manager" for each in room.people}
    framework = example_framework()
    framework = replace(framework, dimensions=framework.dimensions[: room.plan.dimensions])
    several = Several(Mode.WORKSHOP if number % 2 else Mode.TEAM, named=False, people=people)
    deed = Deed(WORKSPACE, CHANNEL, FACILITATOR, f"team{number}")
    start = Start(deed, framework, Subject(f"team {number}"), {}, several=several)
    started = start_assessment(room.store, room.scene.place.sandbox.clock, start)
    assert started is not None
    return started


def _kill(room: _Room, number: int) -> None:
    bot, rng = room.scene.processes[number], random.Random(f"{room.plan.seed}:kills:{number}")
    killer = Killer(bot, room.scene.moments, rng, aims=room.plan.aims, life=room.plan.life, spares=room.plan.spares)
    while not room.over.is_set():
        killer.one_life(lambda: not room.over.is_set())
    bot.start()
    bot.wait_until_up()


def _answer(room: _Room, who: Somebody) -> None:
    """Press what the person's newest question offers, until everything is handed in."""
    while not room.over.is_set():
        offered = [each for each in room.scene.place.offered(who.person.id) if each.channel == who.person.channel]
        offered = [each for each in offered if each.action.startswith(_TAKEN)]
        if offered:
            who.press(_chosen(who, offered).where)
        else:
            time.sleep(0.05)


def _conduct(room: _Room, workshop: str) -> None:
    """Have everybody write a note and vote, and go from step to step, while the bots die."""
    clock = room.scene.place.sandbox.clock

    def deed(person: str, what: str) -> Deed:
        return Deed(WORKSPACE, CHANNEL, person, f"{what}:{workshop}:{person}")

    for who in room.people:
        said = {Topic.CUSTOMERS: f"as {who.person.id} sees it"}
        _kept(partial(write_notes, room.store, deed(who.person.id, "note"), workshop, said))
    for before, stage in zip((None, *STAGES), STAGES, strict=False):
        _kept(partial(move_on, room.store, clock, deed(FACILITATOR, stage), workshop, before, 1))
        for who in room.people if stage is Stage.VOTE else ():
            choice = {Topic.CUSTOMERS: [_workshop(room, workshop).notes[0].id]}
            _kept(partial(vote, room.store, deed(who.person.id, "vote"), workshop, choice))
        time.sleep(room.plan.life)


def _kept(deed: Callable[[], object]) -> None:
    patiently(deed, StoreUnavailableError)


def _workshop(room: _Room, assessment_id: str) -> Workshop:
    def look() -> Workshop | None:
        with room.store.reading() as view:
            return view.workshop(WORKSPACE, assessment_id)

    found = patiently(look, StoreUnavailableError)
    if found is None:
        raise LookupError(assessment_id)
    return found


def _chosen(who: Somebody, offered: list[Button]) -> Button:
    newest = max(each.ts for each in offered)
    return who.rng.choice([each for each in offered if each.ts == newest])


def _wait(room: _Room, teams: list[str], *, quiet: bool = False) -> list[Finding]:
    """Wait until all is revealed, and all work done where it is quiet."""
    give_up = time.monotonic() + _SECONDS
    while time.monotonic() < give_up:
        done = all(_team(room, each).status is Status.COMPLETE for each in teams)
        if done and not (quiet and oracle.waiting_work(room.store)):
            return []
        time.sleep(0.1)
    return [Finding("stuck", f"not revealed after {_SECONDS:.0f} s, or work is left")]


def _team(room: _Room, assessment_id: str) -> Assessment:
    def look() -> Assessment | None:
        with room.store.reading() as view:
            return view.assessment(WORKSPACE, assessment_id)

    found = patiently(look, StoreUnavailableError)
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
    if team.team.mode is Mode.WORKSHOP:
        yield from _of_workshop(room, assessment_id)


def _of_workshop(room: _Room, assessment_id: str) -> Iterator[Finding]:
    """Hold the steps, notes and votes of a workshop against what was done, and its messages against them."""
    found, people = _workshop(room, assessment_id), len(room.people)
    begun = [each.stage for each in found.turns if each.kind is TurnKind.BEGIN]
    if begun != list(STAGES):
        yield Finding("differs", f"the steps of {assessment_id} were {begun}")
    counts = (len(found.notes), sum(each.is_shown for each in found.notes), found.voters())
    if counts != (people, people, people):
        yield Finding("lost", f"notes, those shown and voters of {assessment_id}: {counts}")
    shown = {key_of(each): each.text for each in room.scene.place.everything()}
    for key in (PREREAD_KEY, STEPS_KEY, f"notes:{Topic.CUSTOMERS}"):
        if f"{assessment_id}:{key}" not in shown:
            yield Finding("lost", f"no message {key} of {assessment_id}")
    if f"▸ *{len(STAGES)}." not in shown.get(f"{assessment_id}:{STEPS_KEY}", ""):
        yield Finding("thread", f"{assessment_id} does not show its last step")


def _counted(shown: TeamPicture) -> list[int]:
    return [sum(each.levels.values()) for each in shown.tallies]


def _in_slack(room: _Room, team: Assessment, ballots: tuple[Assessment, ...]) -> Iterator[Finding]:
    keys = Counter(key_of(each) for each in room.scene.place.everything())
    own = tuple(f"{each.id}:" for each in (team, *ballots))
    for key, number in keys.items():
        if number > 1 and key.startswith(own):
            yield Finding("twice", f"{number} messages {key}")
    for key in (f"{team.id}:headline", f"{team.id}:{seal_key(1)}", *(f"{each}headline" for each in own[1:])):
        if not keys[key]:
            yield Finding("lost", f"no message {key}")
    stands = {key_of(each): each.ts for each in room.scene.place.everything()}
    seal, card = stands.get(f"{team.id}:{seal_key(1)}", ""), stands.get(f"{team.id}:{RESULT_KEY}", "")
    if seal and card and seal > card:
        yield Finding("thread", f"{team.id} was revealed before its seal stood")


def _figures(room: _Room, teams: list[str]) -> dict[str, int]:
    with room.store.reading() as view:
        ballots = [ballot for each in teams for ballot in view.ballots(WORKSPACE, each, 1)]
    return {
        "kills": sum(each.kills for each in room.scene.processes),
        **room.scene.ground.breaks,
        "teams": len(teams),
        "ballots": len(ballots),
        "levels given in private": sum(len(each.ratings) for each in ballots),
        "messages of the bot": len(room.scene.place.everything()),
    }
