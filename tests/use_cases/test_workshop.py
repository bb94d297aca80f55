"""A workshop's deeds: who may do what at which step, taken once; its record, and notes that nobody stands beside."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from bot.core.assessment import Assessment, Role, Status, is_gone
from bot.core.errors import SlackUnavailableError
from bot.core.json_values import MalformedError
from bot.core.record.export import export_assessment
from bot.core.record.intake import read_intake
from bot.core.record.nameless import without_names
from bot.core.record.rescoring import check_export
from bot.core.record.verifying import verify_files
from bot.core.saved import Openness, SavedMessage
from bot.core.synopsis import SynopsisPart
from bot.core.team import Mode
from bot.core.workshop import (
    DOTS,
    MOST_MINUTES,
    MOST_NOTES,
    Note,
    PreRead,
    Stage,
    Topic,
    Turn,
    TurnKind,
    Workshop,
    choice_of,
    themes,
)
from bot.store.store import SqlStore
from bot.use_cases.data import tables_of
from bot.use_cases.intake import IntakeVerdict, export_of, take_export
from bot.use_cases.notified import Upload
from bot.use_cases.ports import Deed, NotHere
from bot.use_cases.report import ReportFacts
from bot.use_cases.workshop import (
    SYNOPSIS,
    NotNowInWorkshop,
    NotRevealed,
    WorkshopDone,
    WorkshopOutcome,
    add_links,
    ask_synopsis,
    group_notes,
    links_typed,
    mark_read,
    move_on,
    notes_wrong,
    rest,
    send_synopsis,
    set_minutes,
    vote,
    workshop_in_thread,
    write_notes,
)
from tests.core.balloted import FIRST, START, one, people, team
from tests.core.test_reveal import shown
from tests.known import as_a, peek, sure, write
from tests.store.made import measured
from tests.use_cases.talking import CHANNEL, DANA, OLGA, TEAM, shows_the_layout
from tests.use_cases.test_team import ANN, BEN, CAT, Sitters

DONE = WorkshopDone()
EACH = (ANN, BEN, CAT)


class Working(Sitters):
    """Dana conducts a workshop; Ann, Ben and Cat answer."""

    @property
    def now(self) -> Workshop:
        return sure(peek(self.kept).workshop(TEAM, self.id))

    def go(self, stage: Stage) -> None:
        while (stood := self.now.timer.stage) is not stage:
            assert isinstance(move_on(self.kept, self.clock, self.deed(), self.id, stood, 1), WorkshopDone)

    def note(self, person: str, text: str, topic: Topic = Topic.CUSTOMERS) -> object:
        return write_notes(self.kept, self.deed(person), self.id, {topic: text})

    def note_each(self, *texts: str) -> None:
        for person, text in zip(EACH, texts, strict=True):
            self.note(person, text)

    def timer_says(self) -> str:
        return str(self.now.timer.told)

    def notes(self) -> list[str]:
        return sorted(each.text for theme in themes(self.now, Topic.CUSTOMERS) for each in theme.notes)


@pytest.fixture
def working(store: SqlStore) -> Working:
    made = Working(store)
    made.ask(mode=Mode.WORKSHOP, links=("https://a.example/",))
    return made


def test_the_thread_shows_the_workshop_and_a_step_moves_once(working: Working) -> None:
    assert shows_the_layout(working)
    for outcome in (DONE, NotNowInWorkshop(Stage.READ)):  # two presses of the same button
        assert move_on(working.kept, working.clock, working.deed(), working.id, None, 1) == outcome
    assert move_on(working.kept, working.clock, working.deed(ANN), working.id, Stage.READ, 1) == NotHere()
    assert move_on(working.kept, working.clock, working.deed(), working.id, Stage.READ, -1) == NotNowInWorkshop(
        Stage.READ
    )
    working.settle()
    assert shows_the_layout(working)


def test_what_is_shared_out_among_the_dimensions_is_how_long_the_talk_takes(working: Working) -> None:
    team = sure(sure(peek(working.kept).assessment(TEAM, working.id)).team)
    assert team.minutes == working.now.timer.minutes[Stage.DISCUSS]


def test_the_timer_speaks_twice_and_rests(working: Working) -> None:
    working.go(Stage.READ)
    working.clock.moment += timedelta(minutes=8)
    working.settle()
    assert working.timer_says() == "nearly"
    assert rest(working.kept, working.clock, working.deed(), working.id, TurnKind.PAUSE) == DONE
    working.clock.moment += timedelta(hours=3)
    working.settle()
    assert working.now.timer.left == timedelta(minutes=2)
    assert rest(working.kept, working.clock, working.deed(), working.id, TurnKind.GO_ON) == DONE
    assert set_minutes(working.kept, working.clock, working.deed(), working.id, {Stage.READ: 9_999}) == DONE
    assert working.now.timer.minutes[Stage.READ] == 480
    working.clock.moment += timedelta(hours=9)
    working.settle()
    assert working.timer_says() == "over"
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
    waits = move_on(working.kept, working.clock, working.deed(), working.id, Stage.NOTES, 1)
    assert (waits, working.notes()) == (WorkshopDone(1), [])
    assert working.note(CAT, "late") == NotNowInWorkshop(Stage.DECIDE)  # without notes nothing is grouped or voted on
    move_on(working.kept, working.clock, working.deed(), working.id, Stage.DECIDE, -1)
    assert working.note(CAT, "five") == DONE
    working.go(Stage.GROUP)
    assert working.notes() == ["five", "four", "three", "two"]
    working.settle()
    assert shows_the_layout(working)


def test_groups_and_votes_belong_to_their_steps_and_their_people(working: Working) -> None:
    working.note_each("a", "b\nd", "c\ne")
    working.go(Stage.GROUP)
    ids = {each.text: each.id for each in working.now.notes}
    assert group_notes(working.kept, working.deed("UX"), working.id, [ids["a"]], "x") == NotHere()
    assert group_notes(working.kept, working.deed(ANN), working.id, [ids["a"], ids["b"], "forged"], "Shops") == DONE
    assert group_notes(working.kept, working.deed(BEN), working.id, [ids["c"]], "shops") == DONE
    assert {each.label for each in themes(working.now, Topic.CUSTOMERS)} == {"Shops", ""}
    choices = [each.choice for each in themes(working.now, Topic.CUSTOMERS)]
    assert vote(working.kept, working.deed(ANN), working.id, {Topic.CUSTOMERS: choices}) == NotNowInWorkshop(
        Stage.GROUP
    )
    working.go(Stage.VOTE)
    assert vote(working.kept, working.deed(), working.id, {Topic.CUSTOMERS: choices}) == NotHere()
    for picked in (choices[1:], choices[:1]):  # changed before the end
        assert vote(working.kept, working.deed(ANN), working.id, {Topic.CUSTOMERS: picked}) == DONE
    vote(working.kept, working.deed(BEN), working.id, {Topic.CUSTOMERS: [*choices, "forged"], Topic.PERFECT: choices})
    assert len(working.now.votes[BEN]) == DOTS
    working.go(Stage.DECIDE)
    assert themes(working.now, Topic.CUSTOMERS)[0].votes is None, "of two people nothing is shown"

    def back() -> WorkshopOutcome:
        return move_on(working.kept, working.clock, working.deed(), working.id, Stage.DECIDE, -1)

    assert back() == DONE
    vote(working.kept, working.deed(CAT), working.id, {Topic.CUSTOMERS: choices[:1]})
    working.go(Stage.DECIDE)
    assert themes(working.now, Topic.CUSTOMERS)[0].votes == 3
    assert back() == NotNowInWorkshop(Stage.DECIDE), "who votes after the counts were seen is told by the difference"


def test_what_is_read_before_is_counted_once_and_its_links_are_the_facilitators(working: Working) -> None:
    for person in (ANN, ANN, DANA):
        assert mark_read(working.kept, working.clock, working.deed(person), working.id) == DONE
    assert mark_read(working.kept, working.clock, working.deed("UX"), working.id) == NotHere()
    assert working.now.read_by == tuple(sorted((ANN, DANA)))
    assert add_links(working.kept, working.deed(ANN), working.id, ()) == NotHere()
    assert add_links(working.kept, working.deed(), working.id, ("https://b.example/",)) == DONE
    assert working.now.links == ("https://b.example/",)
    assert ask_synopsis(working.kept, working.clock, working.deed(), working.id, "") == NotRevealed()


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
    working.note_each("a", "b", "c")
    if stage is not None:
        working.go(stage)
    people = {"D": DANA, "A": ANN, "B": BEN, "O": OLGA, "X": "UX"}
    before = working.now
    refused = [each for name, each in people.items() if name not in may]
    for by in (*map(working.deed, refused), replace(working.deed(), workspace="T2")):
        assert deed(working, by) == NotHere()
    assert deed(working, replace(working.deed(), person="")) == NotHere()
    assert working.now == before
    for name in may:
        assert deed(working, working.deed(people[name])) != NotHere(), name


def test_what_is_typed_is_cut_to_what_a_workshop_takes(working: Working) -> None:
    for person in EACH:
        working.note(person, "\n".join(f"{person} {each}" for each in range(MOST_NOTES + 5)))
    assert len(working.now.notes) == 3 * MOST_NOTES
    working.go(Stage.VOTE)
    every = [each.choice for each in themes(working.now, Topic.CUSTOMERS)]
    vote(working.kept, working.deed(ANN), working.id, {Topic.CUSTOMERS: every})
    assert len(working.now.votes[ANN]) == DOTS
    set_minutes(working.kept, working.clock, working.deed(), working.id, {Stage.READ: 10**6, Stage.RATE: -1})
    assert [working.now.timer.minutes[each] for each in (Stage.READ, Stage.RATE)] == [MOST_MINUTES, 1]


def test_notes_that_nobody_has_seen_are_in_no_group(working: Working) -> None:
    working.note_each(*EACH)
    working.go(Stage.GROUP)
    move_on(working.kept, working.clock, working.deed(), working.id, Stage.GROUP, -1)
    working.note(ANN, "a")
    working.go(Stage.GROUP)
    (unseen,) = [each for each in working.now.notes if not each.is_shown]
    assert group_notes(working.kept, working.deed(BEN), working.id, [unseen.id], "Shops") == DONE
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
    working.note_each("a", "b", "c")
    working.go(Stage.VOTE)
    ids = {each.text: each.id for each in working.now.notes}
    vote(working.kept, working.deed(ANN), working.id, {Topic.CUSTOMERS: [ids["a"], ids["b"]]})
    vote(working.kept, working.deed(BEN), working.id, {Topic.CUSTOMERS: [ids["b"], ids["c"]]})
    vote(working.kept, working.deed(CAT), working.id, {Topic.CUSTOMERS: [ids["c"]]})
    move_on(working.kept, working.clock, working.deed(), working.id, Stage.VOTE, -1)
    for label in ("Shops", "Stores"):  # a group that is named anew keeps its votes
        assert group_notes(working.kept, working.deed(ANN), working.id, [ids["a"], ids["b"]], label) == DONE
    working.go(Stage.DECIDE)
    assert [(each.label, each.votes) for each in themes(working.now, Topic.CUSTOMERS)] == [("Stores", 2), ("", 2)]
    assert working.now.voters() == 3


def test_a_canvas_that_may_have_been_made_is_not_made_again(working: Working, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    def put_canvas(_channel: str, canvas: str, *_page: object) -> str:
        made.append(canvas)
        raise SlackUnavailableError("no answer", maybe_done=True)

    monkeypatch.setattr(working.slack, "put_canvas", put_canvas)
    write(working.kept).set_status(TEAM, working.id, Status.COMPLETE, working.clock.now())
    ask_synopsis(working.kept, working.clock, working.deed(), working.id, "")
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


SCHEMA = json.loads((Path(__file__).parents[2] / "docs/export.schema.json").read_text("utf-8"))
PEOPLE = people("", "", "")


def made(*, anonymous: bool = True, stage: Stage = Stage.DECIDE) -> tuple[Assessment, Workshop]:
    """Make a workshop of A, B and C with a group, equal notes, a hostile one and one that nobody has seen."""
    found = team([shown(one(1, 2, 2))], participants=PEOPLE)
    assert found.team is not None
    whole = replace(found, team=replace(found.team, mode=Mode.WORKSHOP))
    said = [
        ("n9", "zebra", "A", "Shops"),
        ("n1", "=cmd()|<!channel>", "B", ""),
        ("n5", "seat", "C", ""),
        ("n3", "Seat", "A", ""),
    ]
    notes = [Note(name, Topic.CUSTOMERS, text, who, is_shown=True, label=label) for name, text, who, label in said]
    hidden = Note("n0", Topic.PERFECT, "nobody has seen this", "C")
    votes = {"A": (choice_of(notes[0]), "n3"), "B": (choice_of(notes[0]),), "C": ("gone",)}
    turns = (
        Turn(TurnKind.BEGIN, Stage.NOTES, "Dana", START),
        Turn(TurnKind.MINUTES, Stage.VOTE, "Dana", START + timedelta(minutes=1), 7),
        Turn(TurnKind.NEARLY, Stage.NOTES, "", START + timedelta(minutes=2)),
        Turn(TurnKind.BEGIN, stage, "Dana", START + timedelta(minutes=3)),
    )
    return whole, Workshop(anonymous, ("https://a.example/",), turns, (*notes, hidden), votes, ("A",), "F0CANVAS")


def exported(**how: object) -> dict[str, object]:
    whole, workshop = made(**how)  # type: ignore[arg-type]  # names of fields
    return json.loads(json.dumps(export_assessment(whole, workshop=workshop)))  # type: ignore[no-any-return]  # an object


def test_a_file_has_the_words_of_anonymous_notes_and_neither_author_nor_order_nor_moment() -> None:
    file = exported()
    told = as_a(dict, file["workshop"])
    Draft202012Validator(SCHEMA).validate(file)
    assert file["format_version"] == 7
    assert told["themes"] == [
        {"question": "customers", "label": "Shops", "votes": 2, "notes": [{"text": "zebra"}]},
        {"question": "customers", "votes": 0, "notes": [{"text": "=cmd()|<!channel>"}]},
        {"question": "customers", "votes": 1, "notes": [{"text": "Seat"}, {"text": "seat"}]},
    ]
    assert [(each["step"], each["what"], each["by"]) for each in told["steps"]][1:3] == [
        ("vote", "minutes", "Dana"),
        ("notes", "nearly", ""),
    ]
    whole, workshop = made()
    others = replace(
        workshop,
        notes=tuple(replace(each, id=f"x{each.id}", author="Z") for each in reversed(workshop.notes)),
        votes={"B": (choice_of(workshop.notes[0]), "xn5"), "C": (choice_of(workshop.notes[0]),), "A": ("gone",)},
    )
    assert export_assessment(whole, workshop=others) == export_assessment(whole, workshop=workshop)


def test_before_the_vote_is_over_no_file_counts_it_and_with_names_each_note_has_one() -> None:
    file = exported(anonymous=False, stage=Stage.VOTE)
    Draft202012Validator(SCHEMA).validate(file)
    told = as_a(dict, file["workshop"])
    assert {each["votes"] for each in told["themes"]} == {None}
    assert [note["by"] for each in told["themes"] for note in each["notes"]] == ["A", "B", "A", "C"]
    nameless = json.dumps(without_names(file))
    assert '"by": "A"' not in nameless
    assert check_export(json.loads(nameless)).exit_code == 0
    assert verify_files(nameless, None).problems == ()


def test_a_file_without_a_workshop_is_written_as_before_and_an_older_one_is_read() -> None:
    whole, _ = made()
    file = json.loads(json.dumps(export_assessment(whole)))
    assert (file["format_version"], "workshop" in file) == (6, False)
    assert read_intake(json.dumps(file))[0].workshop is None


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (
            {"anonymous": True, "themes": [{"question": "customers", "votes": 1, "notes": [{"text": "x", "by": "A"}]}]},
            "by",
        ),
        ({"themes": [{"question": "weather", "votes": 1, "notes": [{"text": "x"}]}]}, "question"),
        ({"themes": [{"question": "customers", "votes": -1, "notes": [{"text": "x"}]}]}, "votes"),
        ({"themes": [{"question": "customers", "votes": 1, "notes": []}]}, "notes"),
        ({"steps": [{"step": "vote", "what": "begin", "by": "a:b", "at": "2026-11-22T09:30:00Z"}]}, "by"),
        (
            {"steps": [{"step": "vote", "what": "begin", "by": "A", "at": "2026-11-22T09:30:00Z", "minutes": 0}]},
            "minutes",
        ),
        ({"canvas": "F1"}, "canvas"),
    ],
)
def test_a_workshop_that_is_none_is_refused_with_its_key(change: Mapping[str, object], where: str) -> None:
    file = exported()
    told = as_a(dict, file["workshop"])
    with pytest.raises(MalformedError) as refused:
        read_intake(json.dumps(file | {"workshop": told | dict(change)}))
    assert [each.source.split(".")[-1].split("[")[0] for each in refused.value.problems] == [where]
    assert refused.value.problems[0].source.startswith("workshop.")
    solo = file | {"team": {**file["team"], "mode": "team"}}  # type: ignore[dict-item]  # an object
    with pytest.raises(MalformedError, match="mode"):
        read_intake(json.dumps(solo))


@pytest.mark.parametrize("anonymous", [True, False])
def test_a_workshop_comes_back_from_a_file_and_names_nobody_in_tables(store: SqlStore, anonymous: bool) -> None:  # noqa: FBT001 -- a row
    file, differences = read_intake(json.dumps(exported(anonymous=anonymous)))
    assert differences == ()
    assert take_export(store, file, ()).verdict is IntakeVerdict.IMPORTED
    assert take_export(store, file, ()).verdict is IntakeVerdict.ALREADY_THERE
    with store.reading() as view:
        assert view.workshop("T1", "a1") is not None
        whole = sure(view.assessment("T1", "a1"))
        again = export_of(view, whole)
        tables = {each.name: each for each in tables_of(view, whole)}
        back = view.workshop("T1", "a1")
    assert back is not None
    assert json.loads(json.dumps(again))["workshop"] == exported(anonymous=anonymous)["workshop"]
    assert {is_gone(each.author) for each in back.notes} == {anonymous}
    assert [each.votes for each in themes(back, Topic.CUSTOMERS)] == [2, 1, 0]
    at = list(tables["notes"].columns).index
    notes = [(row[at("note")], row[at("label")], row[at("by")], row[at("votes")]) for row in tables["notes"].rows]
    who = ("", "", "", "") if anonymous else ("respondent 1", "respondent 2", "respondent 1", "respondent 3")
    assert notes == [
        ("zebra", "Shops", who[0], 2),
        ("=cmd()|<!channel>", "", who[1], 0),
        ("Seat", "", who[2], 1),
        ("seat", "", who[3], 1),
    ]
    steps = [(row[list(tables["steps"].columns).index("by")]) for row in tables["steps"].rows]
    assert steps == ["facilitator", "facilitator", "", "facilitator"]
    changed = replace(file, workshop=replace(file.workshop, links=())) if file.workshop is not None else file
    assert [each.path for each in take_export(store, changed, ()).differences] == ["workshop.links[0]"]


def test_an_assessment_that_is_no_workshop_has_no_such_tables(store: SqlStore) -> None:
    whole, _ = made()
    with store.writing("T1") as tx:
        tx.keep_assessment(whole)
        assert {each.name for each in tables_of(tx, whole)} == {"ratings", "dimensions", "actions", "metrics", "levels"}
    assert FIRST in {each.dimension for each in whole.team.sittings[0].pictures[0].tallies} if whole.team else False
