"""What an export takes from one database into another, and what is refused on the way."""

import json
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.assessment import Assessment, Status
from bot.core.drafts.brief import Kind
from bot.core.drafts.draft import Decision, Draft, Verb
from bot.core.plan.plan import ActionStanding
from bot.core.record.export import export_assessment
from bot.core.record.intake import read_intake
from bot.core.scoring.trend import Comparison, Trend
from bot.core.sealing import receipt, receipt_to_dict
from bot.slack.listeners.scorecard import _worded
from bot.store.store import SqlStore, open_store
from bot.use_cases.intake import IntakeVerdict, export_of, take_export
from bot.use_cases.scorecards import Card, Listed, find_answer
from tests.commands.running import cxbot
from tests.core import drafted, strategies
from tests.core.examples import KEYS
from tests.core.exported import drafted_export, example_export, put, small_export
from tests.core.teamed import seven
from tests.core.test_export import standings
from tests.effort import effort
from tests.known import sure
from tests.slack.shown import check_message

DRAFTS = Path(__file__).parents[1] / "drafts" / "assessments"
Change = Callable[[Any], object]


@pytest.fixture(autouse=True)
def _database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/cx.db")


def taken(tmp_path: Path, file: Any, *arguments: str) -> Result:
    """Import a value, or the bytes of a file."""
    path = tmp_path / "in.json"
    path.write_bytes(file if isinstance(file, bytes) else json.dumps(file, ensure_ascii=False).encode())
    return cxbot("import", str(path), *arguments)


def second() -> Any:
    """The example that has one before it, each with a thread of its own."""
    file = example_export()
    file["before"]["assessment"]["thread"] = "1700000000.000100"
    return file


def facts() -> Any:
    """The second of a line, with a plan."""
    return {**second(), "drafts": drafted_export()["drafts"], "actions": drafted_export()["actions"]}


@pytest.mark.parametrize("name", sorted(each.stem for each in DRAFTS.glob("*.json")))
def test_an_assessment_comes_out_as_it_went_in(name: str) -> None:
    file = DRAFTS / f"{name}.json"
    assert cxbot("import", str(file)).exit_code == 0
    text = json.dumps(json.loads(file.read_text("utf-8")), indent=2, ensure_ascii=False)
    assert cxbot("export", "--assessment", f"draft-{name}").output == text + "\n"


def clean(text: str) -> bool:
    return "\\u0000" not in text


@st.composite
def exports(draw: st.DrawFn) -> str:
    """An export with drafts, a plan and the one before it, as the bot may have written it."""
    now = draw(strategies.assessments())
    where: Any = {"workspace": "T1", "channel": "C1", "subject": now.subject}
    before = draw(st.none() | strategies.assessments(now.framework).map(lambda each: of_line(each, now)))
    agreed = tuple(replace(each, by="U1") for each in now.agreed)
    own = replace(now, id="a2", agreed=agreed, thread=draw(st.sampled_from([None, "173.1"])), **where, **ends(now))
    keys = [each.key for each in now.framework.dimensions]
    texts = tuple(draft_of(each, f"d{at}", keys) for at, each in enumerate(draw(st.lists(drafted.drafts, max_size=3))))
    plan = replace(drafted.accepted_plan("d9"), decisions=(Decision(Verb.ACCEPT, "U1", now.started_at),))
    actions = tuple(
        action_of(each, f"k{at}", keys) for at, each in enumerate(draw(st.lists(standings, min_size=1, max_size=3)))
    )
    older = draw(standings)
    plans = [each.id for each in texts if each.piece.kind is Kind.PLAN]
    earlier = tuple(action_of(older, f"e{place}", keys, plan) for place, plan in enumerate(plans))
    explained = frozenset(draw(st.sets(st.sampled_from(keys))) if before is not None else ())
    return json.dumps(
        export_assessment(own, before, explained=explained, drafts=(*texts, plan), actions=actions, earlier=earlier),
        indent=2,
        ensure_ascii=False,
    )


def ends(each: Assessment) -> Any:
    return {"completed_at": each.completed_at or each.started_at if each.status is Status.COMPLETE else None}


def of_line(each: Assessment, now: Assessment) -> Assessment:
    at = now.started_at.replace(year=now.started_at.year - 1, day=1)
    where: Any = {"workspace": "T1", "channel": "C1", "thread": None, "subject": now.subject}
    where["agreed"] = tuple(replace(one, by="U1") for one in each.agreed)
    return replace(each, id="a1", status=Status.COMPLETE, started_at=at, completed_at=at, **where)


def draft_of(each: Draft, name: str, keys: list[str]) -> Draft:
    piece = replace(each.piece, dimension="" if each.piece.kind is Kind.PLAN else keys[0])
    decisions = tuple(replace(one, by="U1") for one in each.decisions)
    return replace(each, id=name, piece=piece, asked_by="U2", decisions=decisions)


def action_of(each: ActionStanding, name: str, keys: list[str], plan: str = "d9") -> ActionStanding:
    action = replace(each.accepted.action, dimension=keys[0])
    accepted = replace(each.accepted, id=name, draft=plan, owner=each.accepted.owner and "U3", action=action)
    return ActionStanding(accepted, tuple(replace(one, action=name, by="U3") for one in each.updates))


@given(exports().filter(clean))
@settings(strategies.SMALL, max_examples=effort(8, 300))
def test_whatever_the_bot_may_have_exported_comes_out_as_it_went_in(text: str) -> None:
    with closing(open_store("sqlite://")) as store:
        file, differences = read_intake(text)
        assert differences == ()
        assert take_export(store, file, ()).verdict is IntakeVerdict.IMPORTED
        assert take_export(store, file, ()).verdict is IntakeVerdict.ALREADY_THERE
        assert json.dumps(exported(store), indent=2, ensure_ascii=False) == text


def exported(store: SqlStore) -> object:
    with store.reading() as view:
        return export_of(view, sure(view.assessment("T1", "a2")))


NOT_JSON = [b"", b"{", b"\xff\xfe", b"[1,", b'{"a": 1, "a": 2}', b'{"a": NaN}', b"1" * 5_000, b"[" * 100_000, b'"\0"']


@pytest.mark.parametrize("content", [*NOT_JSON, b"[]", b"null", b'{"format": "other"}'])
def test_what_is_no_export_is_refused_and_makes_no_database(tmp_path: Path, content: bytes) -> None:
    result = taken(tmp_path, content)
    assert result.exit_code == 2
    assert "Traceback" not in result.output
    assert not (tmp_path / "cx.db").exists()


def test_a_file_far_larger_than_any_export_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "in.json").open("wb") as file:
        file.truncate(10**10)
    assert cxbot("import", str(tmp_path / "in.json")).exit_code == 2


@pytest.mark.parametrize(
    ("path", "value", "named"),
    [
        (("format_version",), 99, "format_version"),
        (("format_version",), "2", "format_version"),
        (("surprise",), 1, "surprise"),
        (("assessment", "id"), "a b", "assessment.id"),
        (("assessment", "id"), "../../x", "assessment.id"),
        (("assessment", "workspace"), "", "assessment.workspace"),
        (("assessment", "channel"), "", "assessment.channel"),
        (("assessment", "thread"), "1:2", "assessment.thread"),
        (("assessment", "completed_at"), None, "assessment.completed_at"),
        (("members", 0, "role"), "observer", "members"),
        (("members", 0, "person"), "Dana Kim", "members[0].person"),
        (("subject", "name"), "Ac\0me", "subject.name"),
        (("subject", "name"), "A" * 101, "subject.name"),
        (("subject", "variables"), {"N\0PS": "3"}, "N\\x00PS"),
        (("ratings", 0, "verdict"), 9, "ratings[0].verdict"),
        (("ratings", 0, "evidence"), [{"kind": "words", "text": {"a": [[]]}}], "ratings[0].evidence[0].text"),
        (("ratings", 0, "respondent"), "U1:U2", "ratings[0].respondent"),
        (("before", "assessment", "workspace"), "T9", "before.assessment.workspace"),
        (("before", "assessment", "id"), "a90", "before.assessment.id"),
        (("before", "assessment", "thread"), "1732266000.000100", "before.assessment.thread"),
        (("before", "members"), [], "before.members"),
        (("drafts", 0, "kind"), "note", "drafts[0].dimension"),
        (("drafts", 0, "decisions"), [], "actions[0].draft"),
        (("drafts",), [], "actions[0].draft"),
        (("actions", 0, "dimension"), "other", "actions[0].dimension"),
        (("actions", 0, "owner"), "<@U1>", "actions[0].owner"),
        (("actions", 0, "updates", 0, "by"), "U 1", "actions[0].updates[0].by"),
        (("earlier_actions",), [drafted_export()["actions"][0]], "earlier_actions[0].draft"),
        (("earlier_actions",), [{**drafted_export()["actions"][0], "draft": "d8"}], "earlier_actions[0].id"),
    ],
)
def test_an_export_that_no_database_can_keep_is_refused_by_key_path(
    tmp_path: Path, path: tuple[str | int, ...], value: object, named: str
) -> None:
    file = facts()
    put(file, path, value)
    result = taken(tmp_path, file, "--json")
    assert result.exit_code == 2
    told = json.loads(result.stdout)
    assert told["outcome"] == "unusable"
    assert any(named in each["path"] for each in told["problems"]), told
    assert not (tmp_path / "cx.db").exists()


def test_figures_that_the_facts_do_not_give_are_refused(tmp_path: Path) -> None:
    file = small_export()
    file["figures"]["overall"]["rounded"] = "3.1"
    result = taken(tmp_path, file, "--json")
    assert (result.exit_code, json.loads(result.stdout)["outcome"]) == (1, "figures_differ")
    assert not (tmp_path / "cx.db").exists()


@pytest.mark.parametrize(
    ("path", "value", "named"),
    [
        (("ratings", 1, "evidence", 0, "text"), "quite so", "ratings[1].evidence[0].text"),
        (("ratings", 1, "id"), "other", "ratings[1].id"),
        (("ratings", 0, "said_at"), "2026-11-22T09:01:01Z", "ratings[0].said_at"),
        (("subject", "name"), "Acme", "subject.name"),
        (("subject", "variables"), {}, "subject.variables.NPS_BASELINE"),
        (("targets",), {}, "targets." + KEYS[0]),
        (("members", 2, "person"), "olaf", "members[2].person"),
        (("assessment", "status"), "stopped", "assessment.status"),
        (("assessment", "channel"), "C2", "assessment.channel"),
        (("framework", "purpose"), "Another.", "framework.purpose"),
        (("framework", "bands", 0, "name"), "Low", "framework.bands[0].name"),
        (("drafts", 0, "hint"), "more steps", "drafts[0].hint"),
        (("actions", 0, "updates", 1, "value"), "4", "actions[0].updates[1].value"),
    ],
)
def test_an_id_that_has_other_content_is_refused_and_keeps_it(
    tmp_path: Path, path: tuple[str | int, ...], value: object, named: str
) -> None:
    file = {key: each for key, each in drafted_export().items() if key != "figures"}
    assert taken(tmp_path, file, "--json").exit_code == 0
    before = cxbot("export", "--assessment", "a0").output
    put(file, path, value)
    result = taken(tmp_path, file, "--json")
    assert result.exit_code == 1
    told = json.loads(result.stdout)
    assert told["outcome"] == "differs"
    assert named in [each["path"] for each in told["differences"]]
    assert cxbot("export", "--assessment", "a0").output == before


def test_the_same_again_is_already_there_and_a_dry_run_changes_nothing(tmp_path: Path) -> None:
    dry = taken(tmp_path, small_export(), "--dry-run", "--json")
    assert (dry.exit_code, json.loads(dry.stdout)["outcome"]) == (0, "imported")
    assert not (tmp_path / "cx.db").exists()
    assert taken(tmp_path, small_export()).exit_code == 0
    again = taken(tmp_path, small_export())
    assert (again.exit_code, "already there" in again.output) == (0, True)


def test_an_id_or_a_thread_that_another_assessment_has_is_refused(tmp_path: Path) -> None:
    assert taken(tmp_path, small_export()).exit_code == 0
    moved = taken(tmp_path, small_export(), "--workspace", "T2", "--json")
    other = small_export()
    other["assessment"]["id"] = "a1"
    double = taken(tmp_path, other, "--json")
    for result, path in ((moved, "assessment.workspace"), (double, "assessment.thread")):
        assert result.exit_code == 1
        assert [each["path"] for each in json.loads(result.stdout)["differences"]] == [path]


def test_a_workspace_that_is_named_takes_the_place_of_the_files(tmp_path: Path) -> None:
    file = small_export()
    file["assessment"].pop("workspace")
    assert taken(tmp_path, file).exit_code == 2
    assert taken(tmp_path, file, "--workspace", "T 2").exit_code == 2
    assert taken(tmp_path, file, "--workspace", "T2").exit_code == 0
    assert json.loads(cxbot("export", "--assessment", "a0").output)["assessment"]["workspace"] == "T2"


def test_the_one_before_comes_along_and_is_completed_by_its_own_export(tmp_path: Path) -> None:
    newer = second()
    assert taken(tmp_path, newer).exit_code == 0
    store = open_store(f"sqlite:///{tmp_path}/cx.db")
    for words, kind in (("", Card), ("trend", Trend), ("compare", Comparison), ("previous", Card), ("list", Listed)):
        answer = find_answer(store, "T1", "C1", words)
        assert isinstance(answer, kind), words
        check_message(_worded(answer), key=None)
    store.close()
    assert json.loads(cxbot("export", "--assessment", "a90").output) == newer
    older = json.loads(cxbot("export", "--assessment", "a0").output)
    whole = {**older, "drafts": drafted_export()["drafts"], "actions": drafted_export()["actions"]}
    assert json.loads(taken(tmp_path, whole, "--json").stdout)["outcome"] == "completed"
    assert json.loads(taken(tmp_path, whole, "--json").stdout)["outcome"] == "already_there"
    assert taken(tmp_path, older).exit_code == 1, "a file that has less is not the same"
    assert json.loads(cxbot("export", "--assessment", "a0").output) == whole


def test_a_wording_that_is_not_that_of_its_file_is_refused(tmp_path: Path) -> None:
    assert cxbot("import", str(DRAFTS / "gym.json")).exit_code == 0
    file = json.loads((DRAFTS / "bank.json").read_text("utf-8"))
    file["framework"]["dimensions"][0]["descriptors"][0]["text"] = "Everything is fine."
    result = taken(tmp_path, file, "--json")
    (found,) = json.loads(result.stdout)["differences"]
    assert (result.exit_code, found["path"]) == (1, "framework.dimensions[0].descriptors[0].text")


def test_a_team_comes_back_with_what_was_revealed_and_recomputes_without_names(tmp_path: Path) -> None:
    whole, ballots = seven()
    text = json.dumps(export_assessment(whole), indent=2, ensure_ascii=False) + "\n"
    assert taken(tmp_path, text.encode()).exit_code == 0
    out, nameless, own = tmp_path / "out.json", tmp_path / "nameless.json", tmp_path / "receipt.json"
    assert cxbot("export", "a1", "--output", str(out)).exit_code == 0
    assert out.read_text("utf-8") == text
    assert taken(tmp_path, text.encode()).output.endswith("already there, with the same content.\n")
    changed = json.loads(text)
    changed["team"]["sittings"][0]["closings"][0]["quorum"] = 4
    assert "team.sittings[0].closings[0].quorum" in taken(tmp_path, changed).output
    assert cxbot("export", "a1", "--no-names", "--output", str(nameless)).exit_code == 0
    own.write_text(json.dumps(receipt_to_dict(receipt(ballots[0]))))
    for file in (out, nameless):
        assert cxbot("score", str(file)).exit_code == 0
        assert cxbot("verify", str(file), "--receipt", str(own)).exit_code == 0
    assert json.loads(cxbot("verify", str(out), "--json").output)["outcome"] == "verified"
    assert cxbot("verify", str(own)).exit_code == 2
    assert cxbot("export", "a1", "--assessment", "a1").exit_code == 2
