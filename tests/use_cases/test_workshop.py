"""A workshop's deeds: who may do what at which step, what is taken once, and a timer that survives its machine."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.assessment import Role, Status, Subject
from bot.core.errors import SlackUnavailableError
from bot.core.saved import Openness, SavedMessage
from bot.core.synopsis import SynopsisPage, SynopsisPart
from bot.core.team import Mode
from bot.core.workshop import DOTS, MOST_MINUTES, MOST_NOTES, PreRead, Stage, Topic, TurnKind, Workshop, themes
from bot.store.store import SqlStore
from bot.use_cases.pictures import Upload
from bot.use_cases.ports import Deed, NotHere
from bot.use_cases.report import ReportFacts
from bot.use_cases.start import Several, Start, start_assessment
from bot.use_cases.synopsis import SYNOPSIS, NotRevealed, ask_synopsis, send_synopsis
from bot.use_cases.workshop import (
    NotNowInWorkshop,
    WorkshopDone,
    WorkshopOutcome,
    add_links,
    group_notes,
    links_typed,
    mark_read,
    move_on,
    notes_wrong,
    rest,
    set_minutes,
    vote,
    workshop_in_thread,
    write_notes,
)
from tests.core.examples import example_framework
from tests.known import peek, sure, write
from tests.store.made import measured
from tests.use_cases.talking import CHANNEL, DANA, OLGA, TEAM, Talking, shows_the_layout
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
        self.id = sure(start_assessment(self.kept, self.clock, start))
        self.settle()

    def by(self, person: str = DANA) -> Deed:
        self.presses += 1
        return Deed(TEAM, CHANNEL, person, f"w{self.presses}")

    @property
    def now(self) -> Workshop:
        return sure(peek(self.kept).workshop(TEAM, self.id))

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
def working(store: SqlStore) -> Working:
    made = Working(store)
    made.begin()
    return made


def test_the_thread_shows_the_workshop_and_a_step_moves_once(working: Working) -> None:
    assert shows_the_layout(working)
    for outcome in (DONE, NotNowInWorkshop(Stage.READ)):  # two presses of the same button
        assert move_on(working.kept, working.clock, working.by(), working.id, None, 1) == outcome
    assert move_on(working.kept, working.clock, working.by(ANN), working.id, Stage.READ, 1) == NotHere()
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
    assert working.note(CAT, "late") == NotNowInWorkshop(Stage.DECIDE)  # without notes nothing is grouped or voted on
    move_on(working.kept, working.clock, working.by(), working.id, Stage.DECIDE, -1)
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
    assert group_notes(working.kept, working.by("UX"), working.id, [ids["a"]], "x") == NotHere()
    assert group_notes(working.kept, working.by(ANN), working.id, [ids["a"], ids["b"], "forged"], "Shops") == DONE
    assert group_notes(working.kept, working.by(BEN), working.id, [ids["c"]], "shops") == DONE
    assert {each.label for each in themes(working.now, Topic.CUSTOMERS)} == {"Shops", ""}
    choices = [each.choice for each in themes(working.now, Topic.CUSTOMERS)]
    assert vote(working.kept, working.by(ANN), working.id, {Topic.CUSTOMERS: choices}) == NotNowInWorkshop(Stage.GROUP)
    working.go(Stage.VOTE)
    assert vote(working.kept, working.by(), working.id, {Topic.CUSTOMERS: choices}) == NotHere()
    for picked in (choices[1:], choices[:1]):  # changed before the end
        assert vote(working.kept, working.by(ANN), working.id, {Topic.CUSTOMERS: picked}) == DONE
    vote(working.kept, working.by(BEN), working.id, {Topic.CUSTOMERS: [*choices, "forged"], Topic.PERFECT: choices})
    assert len(working.now.votes[BEN]) == DOTS
    working.go(Stage.DECIDE)
    assert themes(working.now, Topic.CUSTOMERS)[0].votes is None, "of two people nothing is shown"

    def back() -> WorkshopOutcome:
        return move_on(working.kept, working.clock, working.by(), working.id, Stage.DECIDE, -1)

    assert back() == DONE
    vote(working.kept, working.by(CAT), working.id, {Topic.CUSTOMERS: choices[:1]})
    working.go(Stage.DECIDE)
    assert themes(working.now, Topic.CUSTOMERS)[0].votes == 3
    assert back() == NotNowInWorkshop(Stage.DECIDE), "who votes after the counts were seen is told by the difference"


def test_what_is_read_before_is_counted_once_and_its_links_are_the_facilitators(working: Working) -> None:
    for person in (ANN, ANN, DANA):
        assert mark_read(working.kept, working.clock, working.by(person), working.id) == DONE
    assert mark_read(working.kept, working.clock, working.by("UX"), working.id) == NotHere()
    assert working.now.read_by == tuple(sorted((ANN, DANA)))
    assert add_links(working.kept, working.by(ANN), working.id, ()) == NotHere()
    assert add_links(working.kept, working.by(), working.id, ("https://b.example/",)) == DONE
    assert working.now.links == ("https://b.example/",)
    assert ask_synopsis(working.kept, working.clock, working.by(), working.id, "") == NotRevealed()


Deeds = Callable[[Working, Deed], object]
MAY: dict[str, tuple[Stage | None, Deeds, str]] = {
    "links": (None, lambda it, by: add_links(it.kept, by, it.id, ()), "D"),
    "read": (None, lambda it, by: mark_read(it.kept, it.clock, by, it.id), "DABO"),
    "move": (Stage.READ, lambda it, by: move_on(it.kept, it.clock, by, it.id, Stage.READ, 1), "D"),
    "rest": (Stage.READ, lambda it, by: rest(it.kept, it.clock, by, it.id, TurnKind.PAUSE), "D"),
    "minutes": (Stage.READ, lambda it, by: set_minutes(it.kept, it.clock, by, it.id, {Stage.VOTE: 7}), "D"),
    "note": (Stage.NOTES, lambda it, by: write_notes(it.kept, by, it.id, {Topic.PERFECT: "x"}), "DAB"),
    "group": (
        Stage.GROUP,
        lambda it, by: group_notes(it.kept, by, it.id, [each.id for each in it.now.notes], "x"),
        "DAB",
    ),
    "vote": (Stage.VOTE, lambda it, by: vote(it.kept, by, it.id, {Topic.CUSTOMERS: [it.now.notes[0].id]}), "AB"),
    "synopsis": (None, lambda it, by: ask_synopsis(it.kept, it.clock, by, it.id, ""), "D"),
}
"""From which step on a deed is done, and who may: Dana, who conducts it, Ann and Ben, who answer, Olga, who watches."""


@pytest.mark.parametrize("what", MAY)
def test_each_deed_of_a_workshop_is_for_some_people_and_for_nobody_of_another_workspace(
    working: Working, what: str
) -> None:
    stage, deed, may = MAY[what]
    working.add(OLGA, Role.OBSERVER)
    for person, text in zip(EACH, "abc", strict=True):
        working.note(person, text)
    if stage is not None:
        working.go(stage)
    people = {"D": DANA, "A": ANN, "B": BEN, "O": OLGA, "X": "UX"}
    before = working.now
    refused = [each for name, each in people.items() if name not in may]
    for by in (*map(working.by, refused), replace(working.by(), workspace="T2")):
        assert deed(working, by) == NotHere()
    assert deed(working, replace(working.by(), person="")) == NotHere()
    assert working.now == before
    for name in may:
        assert deed(working, working.by(people[name])) != NotHere(), name


def test_what_is_typed_is_cut_to_what_a_workshop_takes(working: Working) -> None:
    for person in EACH:
        working.note(person, "\n".join(f"{person} {each}" for each in range(MOST_NOTES + 5)))
    assert len(working.now.notes) == 3 * MOST_NOTES
    working.go(Stage.VOTE)
    every = [each.choice for each in themes(working.now, Topic.CUSTOMERS)]
    vote(working.kept, working.by(ANN), working.id, {Topic.CUSTOMERS: every})
    assert len(working.now.votes[ANN]) == DOTS
    set_minutes(working.kept, working.clock, working.by(), working.id, {Stage.READ: 10**6, Stage.RATE: -1})
    assert [working.now.timer.minutes[each] for each in (Stage.READ, Stage.RATE)] == [MOST_MINUTES, 1]


def test_notes_that_nobody_has_seen_are_in_no_group(working: Working) -> None:
    for person in EACH:
        working.note(person, person)
    working.go(Stage.GROUP)
    move_on(working.kept, working.clock, working.by(), working.id, Stage.GROUP, -1)
    working.note(ANN, "a")
    working.go(Stage.GROUP)
    (unseen,) = [each for each in working.now.notes if not each.is_shown]
    assert group_notes(working.kept, working.by(BEN), working.id, [unseen.id], "Shops") == DONE
    assert {each.label for each in working.now.notes} == {""}


def test_what_is_read_before_is_as_it_was_at_the_start(working: Working) -> None:
    start = working.assessment.started_at
    said = replace(measured(), channel=CHANNEL, subject="Acme")
    saved = SavedMessage(
        *("s0", CHANNEL, Openness.PUBLIC, "99.1", "U7", "words", "https://a.example/p", "Acme"),
        *(working.assessment.framework.slug, "x", working.key(1), "x", OLGA, start),
    )
    with working.kept.writing("T0ACME0001") as tx:
        for name, days in (("before", 0), ("after", 1)):
            at = start + timedelta(days=days)
            tx.add_reading(TEAM, replace(said, id=name, at=at, day=at.date()))
            tx.add_saved(TEAM, replace(saved, id=name, at=at))
    with working.kept.reading() as view:
        (_, pack), *_ = workshop_in_thread(view, working.assessment)
    assert isinstance(pack, PreRead)
    assert [one.id for each in pack.metrics for one in each.readings] == ["before"]
    assert [each.id for each in pack.saved] == ["before"]


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
    vote(working.kept, working.by(CAT), working.id, {Topic.CUSTOMERS: [ids["c"]]})
    move_on(working.kept, working.clock, working.by(), working.id, Stage.VOTE, -1)
    for label in ("Shops", "Stores"):  # a group that is named anew keeps its votes
        assert group_notes(working.kept, working.by(ANN), working.id, [ids["a"], ids["b"]], label) == DONE
    working.go(Stage.DECIDE)
    assert [(each.label, each.votes) for each in themes(working.now, Topic.CUSTOMERS)] == [("Stores", 2), ("", 2)]
    assert working.now.voters() == 3


def test_a_canvas_that_may_have_been_made_is_not_made_again(working: Working, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    def put_canvas(_workspace: str, _channel: str, canvas: str, _page: SynopsisPage) -> str:
        made.append(canvas)
        raise SlackUnavailableError("no answer", maybe_done=True)

    monkeypatch.setattr(working.slack, "put_canvas", put_canvas)
    write(working.kept).set_status(TEAM, working.id, Status.COMPLETE, working.clock.now())
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
