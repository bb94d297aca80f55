"""An export of a team holds what was revealed and nothing else, and recomputes, with names and without."""

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from bot.core.assessment import Assessment
from bot.core.record.export import export_assessment
from bot.core.record.nameless import without_names
from bot.core.record.rescoring import check_export, read_export
from bot.core.record.tables import Tabled, data_tables
from bot.core.record.verifying import verify_files
from bot.core.scoring.scorecard import scorecard
from bot.core.sealing import digest, receipt, receipt_to_dict
from bot.core.text import pseudonym
from tests.core.balloted import FRAMEWORK, KEYS
from tests.core.exported import DOCS, VALIDATOR, leaves, put, through_json
from tests.core.rated import assessment_of
from tests.core.strategies import SMALL
from tests.core.teamed import seven, teams

TEAM, BALLOTS = seven()
FILE = through_json(export_assessment(TEAM))


def changed(path: str, value: object) -> Any:
    file = through_json(FILE)
    put(file, tuple(int(step) if step.isdigit() else step for step in re.findall(r"\w+", path)), value)
    return file


def picture_of(file: Any, sitting: int = 0) -> Any:
    return file["team"]["sittings"][sitting]["pictures"][0]


@given(teams())
@settings(SMALL)
def test_what_was_revealed_survives_an_export_and_its_figures_agree(now: Assessment) -> None:
    file = through_json(export_assessment(now))
    VALIDATOR.validate(file)
    read = read_export(file)
    assert read.assessment.team is not None
    assert now.team is not None
    assert scorecard(read.assessment) == scorecard(now)
    assert json.dumps(export_assessment(read.assessment)) == json.dumps(file)
    assert (file["format_version"], check_export(file).exit_code) == (6, 0)
    assert verify_files(json.dumps(file), None).exit_code == 0


@given(teams())
@settings(SMALL)
def test_an_export_without_names_names_nobody_and_agrees(now: Assessment) -> None:
    file = through_json(without_names(export_assessment(now)))
    VALIDATOR.validate(file)
    assert check_export(file).exit_code == 0
    text = json.dumps(file)
    assert not re.search(r"\bU[0-9]\b|Dana", text)
    assert (
        "front line" not in text
        or not now.team
        or any(each.splits for one in now.team.sittings for each in one.pictures)
    )


def test_an_export_without_names_is_of_anybody_alone_too() -> None:
    alone = replace(assessment_of(FRAMEWORK, [2, 3, 2, 1, 2, 2]), id="a7")
    file = through_json(export_assessment(alone))
    words = f"<@U99> and eli@example.com said so to @Ben Hill\nTwice, @{pseudonym('dana')} and @{pseudonym('U98')}"
    file["ratings"][0]["evidence"] = [{"kind": "words", "text": words}]
    people = {each["person"] for each in file["members"]}
    told: Any = without_names(file)
    assert check_export(told).exit_code == 0
    assert {each["person"] for each in told["members"]} == {f"person {n}" for n in range(1, len(people) + 1)}
    assert told["ratings"][0]["evidence"][0]["text"] == (
        "(a person) and (a person) said so to (a person)\nTwice, (person 1) and (a person)"
    )
    assert not [each for each in people if f'"{each}"' in json.dumps(told)]


def test_the_export_holds_no_ballot_and_no_words_that_may_not_be_quoted() -> None:
    text = json.dumps(FILE)
    salts = [each.ballot.salt for each in BALLOTS if each.ballot]
    assert not [each for each in salts if each in text]
    assert FILE["ratings"] == []
    assert "participants" not in FILE["team"]


def test_names_stand_in_an_export_that_was_opened_with_names_and_in_no_other() -> None:
    named = export_assessment(seven(named=True)[0])
    first: Any = picture_of(named)
    assert len(first["named"]) == sum(sum(each["levels"].values()) for each in first["tallies"])
    assert "named" not in picture_of(FILE)
    assert '"named": [' not in json.dumps(without_names(named))


def test_the_figures_tell_of_rounds_agreed_levels_and_what_is_withheld() -> None:
    figures = FILE["figures"]
    rows = figures["dimensions"]
    assert {key: rows[KEYS[0]][key] for key in ("value", "first_round", "second_round", "shift", "raters")} == {
        "value": "3",
        "first_round": "20/7",
        "second_round": "3",
        "shift": "1/7",
        "raters": 4,
    }
    assert (rows[KEYS[1]]["agreed"], rows[KEYS[1]]["value"]) == (2, "2")
    assert (rows[KEYS[2]]["withheld"], rows[KEYS[2]]["value"], figures["provisional"]) == (True, "not_rated", True)
    assert rows[KEYS[3]]["value"] == "not_applicable"
    assert (figures["handed_in"], figures["group_gap"]["dimension"]) == (7, KEYS[0])


def test_a_changed_count_is_found_by_its_figures() -> None:
    four = {"dimension": KEYS[0], "levels": {"4": 4}, "evidenced": {"3": 4}}
    file = changed("team.sittings[1].pictures[0].tallies[0]", four)
    assert f"figures.dimensions.{KEYS[0]}.value" in [each.path for each in check_export(file).differences]


SITTING, PICTURE = "team.sittings[0]", "team.sittings[0].pictures[0]"
ONE_NAMED = [{"dimension": KEYS[0], "person": "U1", "level": 2}]
TWO_OF_A_DIMENSION = {"dimension": KEYS[0], "levels": {"2": 2}, "evidenced": {"2": 2}}


@pytest.mark.parametrize(
    ("path", "value", "found"),
    [
        ("team.mode", "solo", "team.mode"),
        ("team.named", "no", "team.named"),
        ("team.participants", [], "team.participants"),
        ("team.sittings", [], "team.sittings"),
        ("team.secret", 1, "team.secret"),
        (f"{SITTING}.number", 2, "team.sittings"),
        ("team.sittings[1].dimensions", [*KEYS, KEYS[0]], "team.sittings[1].dimensions[6]"),
        (f"{SITTING}.closings", [], f"{SITTING}.closings"),
        (f"{SITTING}.closings[0].quorum", 0, f"{SITTING}.closings[0].quorum"),
        (f"{SITTING}.closed.root", "?", f"{SITTING}.closed.root"),
        (f"{SITTING}.closed.receipts[0]", "A" * 64, f"{SITTING}.closed.receipts[0]"),
        ("team.sittings[1].pictures[0].kind", "early", "team.sittings[1].pictures[0].kind"),
        (f"{PICTURE}.handed_in", 6, f"{PICTURE}.tallies[0].levels"),
        (f"{PICTURE}.people", [], f"{PICTURE}.people"),
        (f"{PICTURE}.tallies[0].levels", {"9": 7}, f"{PICTURE}.tallies[0].levels"),
        (f"{PICTURE}.tallies[0].levels", {"two": 7}, f"{PICTURE}.tallies[0].levels"),
        (f"{PICTURE}.tallies[0].levels", {"2": 2}, f"{PICTURE}.tallies[0].levels"),
        (f"{PICTURE}.tallies[0].evidenced", {"2": 1}, f"{PICTURE}.tallies[0].evidenced"),
        (f"{PICTURE}.tallies[0].dimension", "other", f"{PICTURE}.tallies[0].dimension"),
        (f"{PICTURE}.tallies[1]", TWO_OF_A_DIMENSION, f"{PICTURE}.tallies"),
        (f"{PICTURE}.splits[0].by", "age", f"{PICTURE}.splits[0].by"),
        (f"{PICTURE}.splits[0].by", "department", f"{PICTURE}.splits"),
        (f"{PICTURE}.splits[0].groups[0].levels", {"2": 2}, f"{PICTURE}.splits[0].groups"),
        (f"{PICTURE}.quotes[0].dimension", KEYS[2], f"{PICTURE}.quotes[0].dimension"),
        (f"{PICTURE}.quotes[0].author", "U1", f"{PICTURE}.quotes[0].author"),
        (f"{PICTURE}.not_applicable", [KEYS[0]], f"{PICTURE}.not_applicable[0]"),
        (f"{PICTURE}.named", ONE_NAMED, f"{PICTURE}.named"),
        ("ratings", [1], "ratings"),
        ("agreed[0].dissent", 3, "agreed[0].dissent"),
    ],
)
def test_what_is_no_record_of_a_team_is_refused_by_key_path(path: str, value: object, found: str) -> None:
    assert found in [each.source for each in check_export(changed(path, value)).problems]


def test_sittings_that_cannot_have_been_are_refused() -> None:
    file = through_json(FILE)
    file["team"]["sittings"] += [{**file["team"]["sittings"][1], "number": number} for number in (3, 4)]
    assert "team.sittings" in [each.source for each in check_export(file).problems]
    for key, path in (("closed", f"{SITTING}.pictures"), ("dimensions", f"{SITTING}.dimensions")):
        file = through_json(FILE)
        del file["team"]["sittings"][0][key]
        assert path in [each.source for each in check_export(file).problems]
    rated = changed("ratings", through_json(export_assessment(assessment_of(FRAMEWORK, [2] * 6)))["ratings"])
    assert "ratings" in [each.source for each in check_export(rated).problems]


def verified(file: Any, own: Any = None) -> tuple[int, str]:
    found = verify_files(json.dumps(file), None if own is None else json.dumps(own))
    return found.exit_code, " ".join(found.lines())


OWN = receipt_to_dict(receipt(BALLOTS[0]))


def test_every_receipt_is_in_what_was_sealed() -> None:
    for each in BALLOTS:
        code, said = verified(FILE, receipt_to_dict(receipt(each)))
        assert (code, digest(receipt(each)) in said) == (0, True)


WITHOUT_TWO = {"dimension": KEYS[0], "levels": {"1": 4, "4": 3}, "evidenced": {"1": 4, "4": 3}}
ALL_SEVEN = {"levels": {"3": 7}, "evidenced": {"3": 7}}


@pytest.mark.parametrize(
    ("path", "value", "own", "code", "found"),
    [
        (f"{SITTING}.closed.receipts[0]", "a" * 64, None, 1, f"{SITTING}.closed.root"),
        (f"{SITTING}.closed.receipts", [], None, 1, f"{SITTING}.closed.root"),
        ("team.sittings[1].closed.root", "0" * 64, None, 1, "team.sittings[1].closed.root"),
        ("assessment.id", "a2", None, 1, f"{SITTING}.closed.root"),
        (f"{PICTURE}.handed_in", 8, None, 1, f"{PICTURE}.handed_in"),
        (f"{PICTURE}.tallies[0]", WITHOUT_TWO, OWN, 1, "receipt: answers[0].level"),
        (f"{PICTURE}.tallies[2]", {**ALL_SEVEN, "dimension": KEYS[2]}, OWN, 1, "receipt: answers[2].level"),
        (f"{PICTURE}.not_applicable", [KEYS[2]], OWN, 1, "receipt: answers[2].verdict"),
        ("explained", [], OWN | {"salt": "0" * 32}, 1, "receipt"),
        ("explained", [], OWN | {"answers": []}, 1, "receipt"),
        ("explained", [], OWN | {"assessment": "a2"}, 1, "receipt: assessment"),
        ("explained", [], OWN | {"sitting": 3}, 1, "receipt: sitting"),
        ("explained", [], OWN | {"salt": 3}, 2, "receipt: salt"),
        ("explained", [], [], 2, "receipt: the file"),
        ("team.sittings", 3, None, 2, "team.sittings"),
    ],
)
def test_what_is_not_as_it_was_sealed_is_named(path: str, value: object, own: Any, code: int, found: str) -> None:
    file = changed(path, value)
    file["team"]["sittings"][0]["pictures"][0].pop("splits") if own == OWN else None
    said = verify_files(json.dumps(file), None if own is None else json.dumps(own))
    assert (said.exit_code, [each.source for each in (*said.problems, *said.faults)][:1]) == (code, [found])
    assert said.as_json()["outcome"] == ("verified", "not_verified", "unusable")[code]


def test_only_what_is_closed_and_of_a_team_is_verified() -> None:
    alone = export_assessment(assessment_of(FRAMEWORK, [2] * 6))
    assert verify_files(json.dumps(alone), None).exit_code == 2
    open_ = through_json(FILE)
    open_["team"]["sittings"] = [
        {k: v for k, v in open_["team"]["sittings"][0].items() if k not in ("closed", "pictures")}
    ]
    assert verify_files(json.dumps(open_), None).problems[0].source == "team.sittings"


def test_the_page_gives_the_formulas_in_ten_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code = (DOCS / "teams.md").read_text("utf-8").split("```python\n")[1].split("```")[0]
    assert len(code.strip().splitlines()) <= 12
    said = []
    for own in (OWN, OWN | {"salt": "0" * 32}):
        for name, value in (("export.json", FILE), ("receipt.json", own)):
            (tmp_path / name).write_text(json.dumps(value, ensure_ascii=False), "utf-8")
        monkeypatch.setattr("sys.argv", ["verify.py", str(tmp_path / "export.json"), str(tmp_path / "receipt.json")])
        exec(code, {"print": lambda *found: said.append(found)})  # noqa: S102  # the page's own lines are what is tested
    assert said == [(True, True), (False, True)]


def test_tables_of_a_team_have_how_its_levels_are_spread_and_no_ratings() -> None:
    ratings, dimensions, _, _, levels = data_tables([Tabled(TEAM, scorecard(TEAM), ())])
    assert (ratings.rows, len(dimensions.rows)) == ((), len(KEYS))
    rows = [dict(zip(levels.columns, row, strict=True)) for row in levels.rows]
    whole = [each for each in rows if not each["split_by"] and each["dimension"] == KEYS[0] and each["round"] == 1]
    assert {each["level"]: each["people"] for each in whole} == {1: 1, 2: 3, 4: 2, 5: 1}
    groups = [each for each in rows if each["group"] == "manager" and each["dimension"] == KEYS[0]]
    assert {each["level"]: each["people"] for each in groups} == {4: 2, 5: 1}
    assert "U1" not in repr(levels)


def test_the_page_names_every_key_of_a_team() -> None:
    page = (DOCS / "export.md").read_text("utf-8")
    file = through_json(export_assessment(seven(named=True)[0]))
    file["team"]["sittings"][0]["pictures"][0] |= {"not_applicable": ["x"]}
    steps = {step for path, _ in leaves({"team": file["team"], "figures": file["figures"]}) for step in path}
    keys = {each for each in steps if isinstance(each, str) and not each.isdigit()} - set(KEYS)
    assert sorted(each for each in keys if f"`{each}`" not in page) == []
