"""A workshop's deeds: who may do what at which step, what is taken once, and a timer that survives its machine."""

from datetime import timedelta

import pytest

from bot.core.assessment import Status, Subject
from bot.core.errors import SlackUnavailableError
from bot.core.synopsis import SynopsisPage, SynopsisPart
from bot.core.team import Mode
from bot.core.workshop import DOTS, Stage, Topic, TurnKind, Workshop, themes
from bot.store.sqlite import SqliteStore
from bot.use_cases.pictures import Upload
from bot.use_cases.ports import Deed
from bot.use_cases.report import ReportFacts
from bot.use_cases.start import Several, Start, Started, start_assessment
from bot.use_cases.synopsis import SYNOPSIS, NotRevealed, ask_synopsis, send_synopsis
from bot.use_cases.workshop import (
    NotInWorkshop,
    NotNowInWorkshop,
    WorkshopDone,
    add_links,
    group_notes,
    links_typed,
    mark_read,
    move_on,
    notes_wrong,
    rest,
    set_minutes,
    vote,
    write_notes,
)
from tests.core.examples import example_framework
from tests.use_cases.talking import CHANNEL, DANA, TEAM, Talking, shows_the_layout
from tests.use_cases.test_team import ANN, BEN, CAT

DONE = WorkshopDone()
EACH = (ANN, BEN, CAT)


class Working(Talking):
    """Dana conducts a workshop; Ann, Ben and Cat answer."""

    def begin(self, *, anonymous: bool = True) -> None:
        self.slack.members |= {(CHANNEL, each) for each in (DANA, *EACH)}
        several = Several(
            Mode.WORKSHOP,
            named=False,
            people=dict.fromkeys(EACH, ""),
            anonymous=anonymous,
            links=("https://a.example/",),
        )
        start = Start(self.by(), example_framework(), Subject("Acme"), {}, several=several)
        started = start_assessment(self.kept, self.clock, start)
        assert isinstance(started, Started)
        self.id = started.assessment
        self.settle()

    def by(self, person: str = DANA) -> Deed:
        self.presses += 1
        return Deed(TEAM, CHANNEL, person, f"w{self.presses}")

    @property
    def now(self) -> Workshop:
        with self.kept.reading() as view:
            found = view.workshop(TEAM, self.id)
        assert found is not None
        return found

    def go(self, stage: Stage) -> None:
        while (stood := self.now.timer.stage) is not stage:
            assert isinstance(move_on(self.kept, self.clock, self.by(), self.id, stood, 1), WorkshopDone)

    def note(self, person: str, text: str, topic: Topic = Topic.CUSTOMERS) -> object:
        return write_notes(self.kept, self.by(person), self.id, {topic: text})

    def told(self) -> str:
        return str(self.now.timer.told)

    def notes(self) -> list[str]:
        return sorted(each.text for theme in themes(self.now, Topic.CUSTOMERS) for each in theme.notes)


@pytest.fixture
def working(store: SqliteStore) -> Working:
    made = Working(store)
    made.begin()
    return made


def test_the_thread_shows_the_workshop_and_a_step_moves_once(working: Working) -> None:
    assert shows_the_layout(working)
    for outcome in (DONE, NotNowInWorkshop(Stage.READ)):  # two presses of the same button
        assert move_on(working.kept, working.clock, working.by(), working.id, None, 1) == outcome
    assert move_on(working.kept, working.clock, working.by(ANN), working.id, Stage.READ, 1) == NotInWorkshop()
    assert move_on(working.kept, working.clock, working.by(), working.id, Stage.READ, -1) == NotNowInWorkshop(
        Stage.READ
    )
    working.settle()
    assert shows_the_layout(working)


def test_the_timer_speaks_twice_and_rests(working: Working) -> None:
    working.go(Stage.READ)
    working.clock.moment += timedelta(minutes=8)
    working.settle()
    assert working.told() == "nearly"
    assert rest(working.kept, working.clock, working.by(), working.id, TurnKind.PAUSE) == DONE
    working.clock.moment += timedelta(hours=3)
    working.settle()
    assert working.now.timer.left == timedelta(minutes=2)
    assert rest(working.kept, working.clock, working.by(), working.id, TurnKind.GO_ON) == DONE
    assert set_minutes(working.kept, working.clock, working.by(), working.id, {Stage.READ: 9_999}) == DONE
    assert working.now.timer.minutes[Stage.READ] == 480
    working.clock.moment += timedelta(hours=9)
    working.settle()
    assert working.told() == "over"
    assert shows_the_layout(working)


def test_notes_can_be_changed_until_all_are_shown_together(working: Working) -> None:
    working.note(ANN, "one\ntwo")
    first = {each.text: each.id for each in working.now.own(Topic.CUSTOMERS, ANN)}
    working.note(ANN, "two\nthree")
    second = {each.text: each.id for each in working.now.own(Topic.CUSTOMERS, ANN)}
    assert (set(second), second["two"]) == ({"two", "three"}, first["two"])
    working.note(BEN, "four")
    working.go(Stage.NOTES)
    assert working.notes() == []
    waits = move_on(working.kept, working.clock, working.by(), working.id, Stage.NOTES, 1)
    assert (waits, working.notes()) == (WorkshopDone(1), [])
    assert working.note(CAT, "late") == NotNowInWorkshop(Stage.GROUP)
    move_on(working.kept, working.clock, working.by(), working.id, Stage.GROUP, -1)
    assert working.note(CAT, "five") == DONE
    working.go(Stage.GROUP)
    assert working.notes() == ["five", "four", "three", "two"]
    working.settle()
    assert shows_the_layout(working)


def test_groups_and_votes_belong_to_their_steps_and_their_people(working: Working) -> None:
    for person, text in zip(EACH, ("a", "b\nd", "c\ne"), strict=True):
        working.note(person, text)
    working.go(Stage.GROUP)
    ids = {each.text: each.id for each in working.now.notes}
    assert group_notes(working.kept, working.by("UX"), working.id, [ids["a"]], "x") == NotInWorkshop()
    assert group_notes(working.kept, working.by(ANN), working.id, [ids["a"], ids["b"], "forged"], "Shops") == DONE
    assert group_notes(working.kept, working.by(BEN), working.id, [ids["c"]], "shops") == DONE
    assert {each.label for each in themes(working.now, Topic.CUSTOMERS)} == {"Shops", ""}
    choices = [each.choice for each in themes(working.now, Topic.CUSTOMERS)]
    assert vote(working.kept, working.by(ANN), working.id, {Topic.CUSTOMERS: choices}) == NotNowInWorkshop(Stage.GROUP)
    working.go(Stage.VOTE)
    assert vote(working.kept, working.by(), working.id, {Topic.CUSTOMERS: choices}) == NotInWorkshop()
    for picked in (choices[1:], choices[:1]):  # changed before the end
        assert vote(working.kept, working.by(ANN), working.id, {Topic.CUSTOMERS: picked}) == DONE
    vote(working.kept, working.by(BEN), working.id, {Topic.CUSTOMERS: [*choices, "forged"], Topic.PERFECT: choices})
    assert len(working.now.votes[BEN]) == DOTS
    working.go(Stage.DECIDE)
    assert themes(working.now, Topic.CUSTOMERS)[0].votes == 2


def test_what_is_read_before_is_counted_once_and_its_links_are_the_facilitators(working: Working) -> None:
    for person in (ANN, ANN, DANA):
        assert mark_read(working.kept, working.clock, working.by(person), working.id) == DONE
    assert mark_read(working.kept, working.clock, working.by("UX"), working.id) == NotInWorkshop()
    assert working.now.read_by == tuple(sorted((ANN, DANA)))
    assert add_links(working.kept, working.by(ANN), working.id, ()) == NotInWorkshop()
    assert add_links(working.kept, working.by(), working.id, ("https://b.example/",)) == DONE
    assert working.now.links == ("https://b.example/",)
    assert ask_synopsis(working.kept, working.clock, working.by(), working.id, "") == NotRevealed()


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("", ()),
        (" https://a.example/\nhttps://a.example/ ", ("https://a.example/",)),
        ("wiki", None),
        (" ".join(f"https://a.example/{each}" for each in range(11)), None),
        ("https://a.example/" + "x" * 400, None),
    ],
)
def test_links_are_addresses(text: str, links: tuple[str, ...] | None) -> None:
    found = links_typed(text)
    assert isinstance(found, str) if links is None else found == links


def test_too_many_and_too_long_notes_are_said_at_their_question() -> None:
    typed = {Topic.CUSTOMERS: "\n".join(map(str, range(11))), Topic.PERFECT: "x" * 301, Topic.OTHERS: "fine"}
    assert set(notes_wrong(typed)) == {Topic.CUSTOMERS, Topic.PERFECT}


def test_a_vote_follows_its_note_into_a_group(working: Working) -> None:
    for person, text in zip(EACH, ("a", "b", "c"), strict=True):
        working.note(person, text)
    working.go(Stage.VOTE)
    ids = {each.text: each.id for each in working.now.notes}
    vote(working.kept, working.by(ANN), working.id, {Topic.CUSTOMERS: [ids["a"], ids["b"]]})
    vote(working.kept, working.by(BEN), working.id, {Topic.CUSTOMERS: [ids["b"], ids["c"]]})
    move_on(working.kept, working.clock, working.by(), working.id, Stage.VOTE, -1)
    for label in ("Shops", "Stores"):  # a group that is named anew keeps its votes
        assert group_notes(working.kept, working.by(ANN), working.id, [ids["a"], ids["b"]], label) == DONE
    working.go(Stage.DECIDE)
    assert [(each.label, each.votes) for each in themes(working.now, Topic.CUSTOMERS)] == [("Stores", 2), ("", 1)]
    assert working.now.voters() == 2


def test_a_canvas_that_may_have_been_made_is_not_made_again(working: Working, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    def put_canvas(_workspace: str, _channel: str, canvas: str, _page: SynopsisPage) -> str:
        made.append(canvas)
        raise SlackUnavailableError("no answer", maybe_done=True)

    monkeypatch.setattr(working.slack, "put_canvas", put_canvas)
    with working.kept.writing() as tx:
        tx.set_status(TEAM, working.id, Status.COMPLETE, working.clock.now())
    ask_synopsis(working.kept, working.clock, working.by(), working.id, "")
    job = next(
        each for each in iter(lambda: working.kept.jobs.claim(working.clock.now()), None) if each.kind == SYNOPSIS
    )
    why: list[str] = []

    class Writer:
        def synopsis(self, _facts: ReportFacts, _parts: tuple[SynopsisPart, ...], said: str) -> tuple[Upload, ...]:
            why.append(said)
            return ()

    for _ in range(2):
        send_synopsis(working.kept, working.clock, working.slack, Writer(), job)
    assert (made, why) == ([""], ["in_doubt"] * 2)
