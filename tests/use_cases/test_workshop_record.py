"""A workshop in an export and in tables: what everybody has seen, and of anonymous notes nothing but their words."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from bot.core.assessment import Assessment, is_gone
from bot.core.json_values import MalformedError
from bot.core.record.export import export_assessment
from bot.core.record.intake import read_intake
from bot.core.record.nameless import without_names
from bot.core.record.rescoring import check_export
from bot.core.record.verifying import verify_files
from bot.core.team import Mode
from bot.core.workshop import Note, Stage, Topic, Turn, TurnKind, Workshop, choice_of, themes
from bot.store.store import SqlStore
from bot.use_cases.data import tables_of
from bot.use_cases.intake import IntakeVerdict, export_of, take_export
from tests.core.balloted import FIRST, START, one, people, team
from tests.core.test_reveal import shown
from tests.known import as_a, sure

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
