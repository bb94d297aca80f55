"""Blind scores as an attack: two houses differ in what one person gave, and nobody else can tell them apart.

Everything that anybody may read before the reveal is held side by side: what stands in channels and in the others'
direct messages, Home, every command and forged button, export, report, tables, portfolio, jobs, metrics and log.
"""

import json
import re
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from bot.core.assessment import Status, Subject
from bot.core.conversation.page import PageDraft, PageEntry
from bot.core.team import Leave, Mode
from bot.slack.journeys import ROUTES
from bot.slack.routes import ActionRoute
from bot.use_cases.ballots import give_leave
from bot.use_cases.conversation import Taken
from bot.use_cases.data import DataScope, tables_in
from bot.use_cases.intake import export_of
from bot.use_cases.jobs import listed
from bot.use_cases.page import submit_page
from bot.use_cases.portfolio import portfolio_of
from bot.use_cases.ports import Deed
from bot.use_cases.report import facts_of
from bot.use_cases.start import Several, Start, start_assessment
from tests.core.examples import example_framework
from tests.effort import effort
from tests.hostile.house import CX_TEAM, FORM, House, genuine
from tests.hostile.house import TEAM as WORKSPACE
from tests.known import peek, sure

JONAS, SAM = "U0JONAS001", "U0SAM00001"
OTHERS = {SAM: "front line", "U0PRIYA001": "front line", "U0RILEY001": "manager", "U0AIKO0001": "manager"}
FACILITATOR = "U0DANA0001"
ACTIONS = tuple(each.name + (".1" if each.family else "") for each in ROUTES if isinstance(each, ActionRoute))
WORDS = "sesame"
"""What only the person says whose answers differ."""
_VERBS = ("", "report", "compare")
_VARIES = (
    (re.compile(r"\b[0-9a-f]{64}\b"), "<digest>"),
    (re.compile(r"\b[0-9a-f]{12,40}\b"), "<hex>"),
    (re.compile(r"\b1[0-9]{9}\.[0-9]{6}\b"), "<ts>"),
    (re.compile(r"\b(?=[a-z0-9]*[0-9])[a-z0-9]{10}\b"), "<id>"),
    (re.compile(r"127\.0\.0\.1:[0-9]+"), "<host>"),
    (re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9:.]+(Z|\+00:00)?"), "<at>"),
    (re.compile(r"datetime\.datetime\([^)]*\)"), "<moment>"),
    (re.compile(r"!date\^[0-9]+"), "<date>"),
    (re.compile(r"p[0-9]{16}"), "<link>"),
    (re.compile(r'"F[0-9A-Z]{6,}"'), "<file>"),
    (re.compile(r"told:([a-z_]+):[0-9]+"), r"told:\1:<job>"),
    (re.compile(r"(?m)^(cxbot_.*) [0-9.]+$"), r"\1 <count>"),
    (re.compile(r'"b[0-9A-Z]{4}"'), "<block>"),
    (re.compile(r"\b(id|attempts|since|seconds)=[0-9.]+"), "<number>"),
)


@dataclass
class TeamHouse:
    """A house in which a team answers."""

    folder: Path
    house: House = field(init=False)
    team: str = ""
    ballots: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.house = House(self.folder, direct=True)
        self.house.open()
        store, clock = self.house.service.store, self.house.sandbox.clock
        several = Several(Mode.TEAM, named=False, people={JONAS: "front line", **OTHERS}, quorum=None)
        deed = Deed(WORKSPACE, CX_TEAM, FACILITATOR, "start")
        start = Start(deed, example_framework(), Subject("Acme"), {}, several=several)
        self.team = sure(start_assessment(store, clock, start))
        self.house.settle()
        found = {each: peek(store).ballot_of(WORKSPACE, self.team, 1, each) for each in (JONAS, *OTHERS)}
        self.ballots = {person: ballot for person, ballot in found.items() if ballot is not None}
        assert len(self.ballots) == 1 + len(OTHERS)

    def answer(self, person: str, level: int, words: str = "") -> None:
        """Give everything one level on the page."""
        keys = [each.key for each in example_framework().dimensions]
        page = PageDraft(0, {key: PageEntry(str(level), f"{words} {key}" if words else "") for key in keys})
        deed = Deed(WORKSPACE, "", person, f"page:{person}:{level}")
        taken = submit_page(self.house.service.store, self.house.sandbox.clock, deed, self.ballots[person], page)
        assert isinstance(taken, Taken), taken
        self.house.settle()

    def wait_for_reveal(self) -> None:
        """Wait until the seal stands and what was given is revealed."""
        for _ in range(150):
            self.house.settle()
            team = peek(self.house.service.store).assessment(WORKSPACE, self.team)
            if team is not None and team.status is Status.COMPLETE:
                self.house.settle()
                return
            self.house.service.workers.wake()
            time.sleep(0.2)
        raise AssertionError("nothing was revealed")

    def command(self, person: str, room: str, line: str) -> None:
        """Type a command; what it answers is among what the person reads."""
        world = self.house.sandbox._world
        name, _, text = line.partition(" ")
        form = {"command": name, "text": text, "team_id": WORKSPACE, "user_id": person, "channel_id": room}
        form |= {"trigger_id": world.new_trigger(person, WORKSPACE)}
        form |= {"response_url": world.new_response_url(person, room)}
        self._send(form)

    def press(self, person: str, room: str, action: str, value: str) -> None:
        """Press a button that was never shown to that person."""
        world = self.house.sandbox._world
        pressed = {"action_id": action, "value": value, "action_ts": "1795000000.000001", "type": "button"}
        payload = {
            "type": "block_actions",
            "team": {"id": WORKSPACE},
            "user": {"id": person, "team_id": WORKSPACE},
            "trigger_id": world.new_trigger(person, WORKSPACE),
            "channel": {"id": room, "name": "any"},
            "container": {"type": "message", "message_ts": "1.000001", "channel_id": room},
            "response_url": world.new_response_url(person, room),
            "actions": [pressed],
        }
        self._send({"payload": json.dumps(payload)})

    def _send(self, form: Mapping[str, str]) -> None:
        request = genuine(urlencode(form).encode(), FORM)
        self.answers.append(self.house.post(request.body, request.headers).body.decode())

    answers: list[str] = field(default_factory=list)

    def read_by_others(self, hidden: Sequence[str]) -> list[str]:
        """Give every message, form and Home tab that anybody can see but those from whom it is hidden."""
        world = self.house.sandbox._world
        self.house.settle()
        with world.lock:
            found = [
                json.dumps([channel.id, each.user, each.ephemeral_for, each.text, each.blocks], sort_keys=True)
                for channel in world.channels.values()
                if channel.person not in hidden
                for each in channel.messages
                if each.ephemeral_for not in hidden
            ]
            for person in {FACILITATOR, *OTHERS}.difference(hidden):
                home = world.homes.get(person)
                found += [json.dumps([person, home.body if home else None], sort_keys=True)]
                found += [json.dumps([person, each.body], sort_keys=True) for each in world.open_views(person)]
        return found

    def read_by_who_runs_it(self) -> list[str]:
        """Give what the command line and the probes tell of the team assessment."""
        store, now = self.house.service.store, self.house.sandbox.clock.now()
        with store.reading() as view:
            team = sure(view.assessment(WORKSPACE, self.team))
            tables = tables_in(view, DataScope(workspace=WORKSPACE)) or ()
            found = [
                json.dumps(export_of(view, team), sort_keys=True),
                *(repr(each.rows) for each in tables),
                repr(facts_of(view, team, view.channels(WORKSPACE), now)),
                repr(portfolio_of(view, WORKSPACE, view.channels(WORKSPACE), now.date())),
                repr([view.assessment(WORKSPACE, each) for each in self.ballots.values()]),
                repr(view.drafts(WORKSPACE, self.team)),
            ]
        found += [repr(each) for each in listed(store, store.jobs, now)]
        found += [self.house.post(b"", {}, path, "GET").body.decode() for path in ("/readyz", "/metrics")]
        return found

    def close(self) -> None:
        self.house.close()


def alike(text: str, ids: Iterable[str] = ()) -> str:
    """Take off what is drawn by chance, or moves with the clock."""
    for each in ids:
        text = text.replace(each, "<id>")
    for pattern, word in _VARIES:
        text = pattern.sub(word, text)
    return text


@contextmanager
def sat(folder: Path) -> Iterator[TeamHouse]:
    folder.mkdir()
    with closing(TeamHouse(folder)) as sitting:
        yield sitting


def attack(sitting: TeamHouse, hidden: Sequence[str]) -> set[str]:
    """Ask for whatever the others can ask for, with own and with forged ids, and give all that there is to read."""
    ballot = sitting.ballots[JONAS]
    asking = [each for each in (FACILITATOR, *OTHERS) if each not in hidden]
    verbs = ("", "list", "all", "trend acme", *(f"{verb} {each}" for verb in _VERBS for each in (ballot, sitting.team)))
    for person in asking:
        for line in ("/cx-plan", "/cx-metric list", *(f"/cx-scorecard {verb}" for verb in verbs)):
            sitting.command(person, CX_TEAM, line)
        sitting.command(person, f"D{person[1:]}", "/cx-scorecard")
    rooms = (CX_TEAM, f"D{JONAS[1:]}")
    for number, action in enumerate(ACTIONS):
        for room in effort(rooms[number % 2 :][:1], rooms):
            for value in (ballot, json.dumps({"assessment": ballot, "question": 1})):
                sitting.press(FACILITATOR, room, action, value)
    ids = (sitting.team, *sitting.ballots.values())
    read = (*sitting.read_by_others(hidden), *sitting.answers, *sitting.read_by_who_runs_it())
    return {alike(each, ids) for each in read}


def test_nobody_can_tell_what_somebody_gave_before_the_reveal(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    seen: list[set[str]] = []
    logs: list[str] = []
    for level in (1, 5):
        with sat(tmp_path / str(level)) as sitting:
            sitting.answer(JONAS, level, WORDS)
            deed = Deed(WORKSPACE, f"D{JONAS[1:]}", JONAS, "leave")
            store, clock = sitting.house.service.store, sitting.house.sandbox.clock
            give_leave(store, clock, deed, sitting.ballots[JONAS], Leave.QUOTE)
            sitting.answer(SAM, 3)
            seen.append(attack(sitting, (JONAS,)))
        logs.append(capfd.readouterr().out)
    assert [each for each in seen[0] if WORDS in each] == []
    assert not any(WORDS in each for each in logs)
    assert seen[0] ^ seen[1] == set()


def test_nobody_can_tell_after_the_reveal_which_of_two_gave_what(tmp_path: Path) -> None:
    seen = []
    for one, other in ((1, 5), (5, 1)):
        with sat(tmp_path / str(one)) as sitting:
            for person, level in ((JONAS, one), (SAM, other), *((each, 3) for each in OTHERS if each != SAM)):
                sitting.answer(person, level)
            sitting.wait_for_reveal()
            seen.append(attack(sitting, (JONAS, SAM)))
    assert seen[0] ^ seen[1] == set()
    assert any("Share" in each for each in seen[0])


def test_the_attack_would_find_a_leak(tmp_path: Path) -> None:
    """What the person reads alone differs between the two: so the comparison can tell."""
    own: list[list[str]] = []
    for level in (1, 5):
        with sat(tmp_path / str(level)) as sitting:
            sitting.answer(JONAS, level, WORDS)
            messages: list[Any] = sitting.house.sandbox._world.channels[f"D{JONAS[1:]}"].messages
            own.append([alike(json.dumps([each.text, each.blocks])) for each in messages])
    assert own[0] != own[1]
    assert any(WORDS in each for each in own[0])
