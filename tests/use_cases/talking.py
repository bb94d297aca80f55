"""An assessment in a channel, played in a few words: people type, press, edit and delete, and the jobs run."""

import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from copy import copy
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from typing import Any, TypeVar

from bot.core.assessment import Assessment, Member, Rating, Role, Status, Subject, Verdict
from bot.core.cadence.times import no_holidays
from bot.core.conversation.talk import Hint, Question, Said
from bot.core.conversation.turns import Button, Press
from bot.core.errors import BotError, SlackRefusedError
from bot.core.framework import Framework
from bot.core.thread import Placed
from bot.store.store import SqlStore
from bot.use_cases import conversation as answer
from bot.use_cases.conversation import Outcome, Pressed
from bot.use_cases.durable_work import durable_work
from bot.use_cases.ports import Deed, HolidaysOf, Job, Later, Store
from bot.use_cases.start import Start, start_assessment
from bot.use_cases.store_ports import TypedMessage
from bot.use_cases.thread import pictured, placed_now
from tests.core.examples import example_framework
from tests.databases import ON_POSTGRESQL, file_of
from tests.known import peek, sure, write
from tests.use_cases.fakes import SKETCHES, CrashError, CrashingStore, FakeSlack, HandClock, let_pass

TEAM, CHANNEL, DANA, OLGA = "T1", "C1", "U1", "U2"
T = TypeVar("T")


@dataclass
class Talking:
    """Dana answers, Olga is only in the channel."""

    kept: SqlStore
    clock: HandClock = field(default_factory=HandClock)
    id: str = ""
    presses: int = 0
    holidays: HolidaysOf = no_holidays

    def __post_init__(self) -> None:
        self.slack = FakeSlack(self.clock)
        self.crashing = CrashingStore(self.kept)
        self.store: Store = self.kept

    def start(self, framework: Framework | None = None, *, event: str = "start", is_checked: bool = True) -> str:
        started = start_assessment(
            self.kept,
            self.clock,
            Start(
                Deed(TEAM, CHANNEL, DANA, event),
                framework or example_framework(),
                Subject("Acme Retail"),
                {},
                is_checked=is_checked,
            ),
        )
        assert started is not None
        self.id = started
        return self.id

    def message(self, text: str, *, by: str = DANA, ts: str = "") -> TypedMessage:
        """Type a message; it stands in the thread whether or not the bot hears of it."""
        ts = ts or self.slack.next_ts()
        return TypedMessage(TEAM, CHANNEL, self.assessment.thread or "", ts, by, text, self.clock.moment_of(ts))

    def hear(self, message: TypedMessage) -> Outcome:
        return answer.hear_message(self.kept, self.clock, message)

    def say(self, *texts: str, by: str = DANA) -> TypedMessage:
        """Type one message after the other, each seen to its end before the next."""
        last = None
        for text in texts:
            last = self.message(text, by=by)
            self.hear(last)
            self.settle()
        assert last is not None
        return last

    def edit(self, message: TypedMessage, text: str) -> Outcome:
        taken = answer.hear_edit(self.kept, self.clock, self.edited(message, text))
        self.settle()
        return taken

    def edited(self, message: TypedMessage, text: str) -> TypedMessage:
        """Edit a message in Slack, of which the bot has not heard."""
        return replace(message, text=text, edited=self.slack.next_ts(), edited_at=self.clock.now())

    def delete(self, message: TypedMessage) -> Outcome:
        taken = answer.hear_deletion(self.kept, self.clock, message)
        self.settle()
        return taken

    def pressed(self, button: Button, level: int | None = None, **other: str | int) -> Pressed:
        """Press a button of the open question, unless other fields say differently."""
        self.slack.next_ts()
        question = self.questions[-1]
        number, dimension = int(other.get("question", question.number)), str(other.get("dimension", question.dimension))
        press = Press(button, number, dimension, level, str(other.get("words", "")))
        deed = self.deed(**{name: str(other[name]) for name in other.keys() & {"workspace", "channel", "by", "event"}})
        return Pressed(deed, str(other.get("assessment", self.id)), press, self.clock.now())

    def press(self, button: Button, level: int | None = None, **other: str | int) -> Outcome:
        taken = answer.press_button(self.kept, self.clock, self.pressed(button, level, **other))
        self.settle()
        return taken

    def form(self, dimension: int, verdict: Verdict, said: Said | None = None) -> Outcome:
        """Submit the *Change* form for a dimension, counted from 1."""
        said = said or Said(self.key(dimension), verdict)
        taken = answer.correct_rating(self.kept, self.clock, self.pressed(Button.KEEP), said)
        self.settle()
        return taken

    def settle(self, tries: int = 200) -> None:
        """Run every job until none is left, again and again where it fails."""
        for _ in range(tries):
            job = self.kept.jobs.claim(self.clock.now())
            if job is None:
                return
            try:
                self.run(job)
            except Later as later:
                let_pass(self.kept, later.seconds)
                self.slack.let_pass(later.seconds)
                self.kept.jobs.put_back(job, at=later.at)
            except SlackRefusedError as refusal:
                rest = 3_600.0 if refusal.needs_people else 0.0
                self.kept.jobs.put_back(job, seconds=rest, reason=refusal.code)
            except (BotError, CrashError):
                self.kept.jobs.put_back(job)
            else:
                self.kept.jobs.finish(job)
        raise AssertionError("the work does not come to an end")

    def run(self, job: Job) -> None:
        durable_work(self.store, self.clock, self.slack, self.holidays, SKETCHES)[job.kind](job)

    def deed(self, by: str = DANA, **other: str) -> Deed:
        """Give what somebody does in the channel, unless other fields say differently; each time is another event."""
        self.presses += 1
        place = other.get("workspace", TEAM), other.get("channel", CHANNEL), by
        return Deed(*place, other.get("event") or f"deed{self.presses}")

    def share_of(self, *, by: str = DANA, channel: str = CHANNEL, event: str = "s1") -> tuple[Deed, str]:
        return Deed(TEAM, channel, by, event), self.id

    def add(self, person: str, role: Role) -> None:
        write(self.kept).add_member(TEAM, self.id, Member(person, role))

    @property
    def assessment(self) -> Assessment:
        return sure(peek(self.kept).assessment(TEAM, self.id))

    @property
    def questions(self) -> tuple[Question, ...]:
        return peek(self.kept).questions(TEAM, self.id)

    @property
    def open(self) -> Question | None:
        last = self.questions[-1]
        return last if last.ended is None else None

    @property
    def status(self) -> Status:
        return self.assessment.status

    @property
    def wanted(self) -> tuple[Placed, ...]:
        with self.kept.reading() as view:
            return pictured(view, self.assessment, SKETCHES, placed_now(view, self.assessment))

    def key(self, dimension: int) -> str:
        return self.assessment.framework.dimensions[dimension - 1].key

    def asked(self) -> tuple[int, str, str]:
        """Give the open question: the place of its dimension (0: none is open), what it wants, what led to it."""
        question = self.open
        if question is None:
            return 0, "", ""
        keys = [each.key for each in self.assessment.framework.dimensions]
        return keys.index(question.dimension) + 1, question.wants.value, question.because

    def rating(self, dimension: int) -> Rating | None:
        found = self.assessment
        return found.last_rating(found.framework.dimensions[dimension - 1].key, DANA)

    def verdicts(self) -> list[Verdict | None]:
        found = self.assessment
        ratings = [found.last_rating(each.key, DANA) for each in found.framework.dimensions]
        return [None if each is None else each.verdict for each in ratings]

    def evidence(self, dimension: int) -> list[str]:
        rating = self.rating(dimension)
        return [] if rating is None else [each.text for each in rating.evidence]

    def hints(self, person: str = DANA) -> list[str]:
        return [word.hint for _, word in self.slack.whispers if word.person == person]

    def last_word(self) -> tuple[Hint, Mapping[str, str]]:
        word = self.slack.whispers[-1][1]
        return Hint(word.hint), word.detail


@dataclass(frozen=True, slots=True)
class _Beginning:
    """How a stage stood before its beginning and after it, and what the play gave."""

    before: tuple[datetime, Mapping[str, Any]]
    database: sqlite3.Connection
    slack: Mapping[str, Any]
    moment: datetime
    id: str
    presses: int
    gave: Any


_beginnings: dict[tuple[type, str], _Beginning] = {}


def played(stage: Talking, name: str, play: Callable[[], T]) -> T:
    """Play a beginning once; stages of the same kind get a copy of it later, in a hundredth of the time.

    It stands on nothing that differs from one test to the next.
    """
    if ON_POSTGRESQL:
        return play()
    key, before = (type(stage), name), (stage.clock.moment, _slack_of(stage.slack))
    if key not in _beginnings:
        gave = play()
        with closing(sqlite3.connect(file_of(stage.kept))) as kept:
            kept.backup(database := sqlite3.connect(":memory:", check_same_thread=False))
        at = stage.clock.moment, stage.id, stage.presses
        _beginnings[key] = _Beginning(before, database, _slack_of(stage.slack), *at, gave)
        return gave
    found = _beginnings[key]
    assert before == found.before, f"{name!r} begins otherwise than it did first"
    with closing(sqlite3.connect(file_of(stage.kept))) as kept:
        found.database.backup(kept)
    stage.clock.moment, stage.id, stage.presses = found.moment, found.id, found.presses
    for each, value in _copied(found.slack).items():
        setattr(stage.slack, each, value)
    first: T = found.gave
    return first


def _slack_of(slack: FakeSlack) -> dict[str, Any]:
    return _copied({each.name: getattr(slack, each.name) for each in fields(slack) if each.name != "clock"})


def _copied(slack: Mapping[str, Any]) -> dict[str, Any]:
    return {name: copy(value) for name, value in slack.items()} | {
        "messages": [replace(each) for each in slack["messages"]]
    }


def shows_the_layout(talking: Talking) -> bool:
    """Tell whether Slack shows exactly what the facts say, in that order."""
    return talking.slack.own() == [(f"{talking.id}:{each.key}", each.shows) for each in talking.wanted]
