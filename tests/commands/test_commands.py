"""The commands that end by themselves: check, manifest, export, score, as somebody scripts against them."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.core.assessment import Assessment, Member, Rating, Role, Status, Subject
from bot.core.plan.plan import Plan, Progress
from bot.core.record.rescoring import read_export
from bot.core.team import Evidence
from bot.files import places
from bot.reports import reporter
from bot.store.store import open_store
from tests.commands.running import cxbot
from tests.core.drafted import ACTION, accepted_plan
from tests.core.examples import example_framework
from tests.store.made import keep_draft, told

AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
FRAMEWORKS = Path(__file__).parents[2] / "frameworks"


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Keep one rated assessment in a database of its own; give its id."""
    url = f"sqlite:///{tmp_path}/cx.db"
    monkeypatch.setenv("DATABASE_URL", url)
    store = open_store(url)
    framework = example_framework()
    with store.writing("T0ACME0001") as tx:
        assessment = Assessment(
            id=tx.new_id(),
            workspace="T1",
            channel="C1",
            thread=None,
            framework=framework,
            subject=Subject("Acme Retail", {"NPS_BASELINE": "31"}),
            targets={},
            members=(Member("U1", Role.FACILITATOR), Member("U1", Role.RESPONDENT)),
            status=Status.OPEN,
            started_at=AT,
            completed_at=None,
        )
        tx.add_assessment(assessment)
        for dimension, level in zip(framework.dimensions, (3, 2, 2, 2, 2, 2), strict=True):
            evidence = (Evidence("words", "said so"),)
            tx.add_rating("T1", assessment.id, Rating(tx.new_id(), dimension.key, "U1", level, evidence, AT, "1.0"))
        tx.set_status("T1", assessment.id, Status.COMPLETE, AT)
    store.close()
    return assessment.id


def test_an_unknown_assessment_is_refused_in_words(database: str) -> None:
    result = cxbot("export", "--assessment", "nosuchone1")
    assert result.exit_code == 2
    assert "nosuchone1" in result.output
    assert database not in result.output


def test_an_export_is_recomputed_to_the_digit(database: str, tmp_path: Path) -> None:
    exported = cxbot("export", "--assessment", database)
    assert exported.exit_code == 0
    file = tmp_path / "one.json"
    file.write_text(exported.output, encoding="utf-8")
    scored = cxbot("score", str(file))
    assert scored.exit_code == 0
    assert "2.2" in scored.output
    assert cxbot("score", str(file), "--json").exit_code == 0


def test_an_export_holds_what_was_drafted_accepted_and_said_about_it(database: str, tmp_path: Path) -> None:
    plan = accepted_plan()
    store = open_store(f"sqlite:///{tmp_path}/cx.db")
    keep_draft(store, plan, assessment=database)
    with store.writing("T0ACME0001") as tx:
        tx.add_actions("T1", database, plan.id, Plan((ACTION,)), AT.date())
        (step,) = tx.actions("T1", database)
        tx.set_owner("T1", database, step.id, owner="U2", by="U1", at=AT)
        tx.add_action_update("T1", database, told(step, Progress.DONE, value="3 causes"))
    store.close()
    file = tmp_path / "one.json"
    file.write_text(cxbot("export", "--assessment", database).output, encoding="utf-8")
    held = read_export(json.loads(file.read_text("utf-8")))
    assert held.drafts == (plan,)
    (standing,) = held.actions
    accepted = standing.accepted
    assert (accepted.action, accepted.owner, accepted.due.isoformat()) == (ACTION, "U2", "2026-12-22")
    assert standing.updates == (told(accepted, Progress.DONE, value="3 causes"),)
    assert cxbot("score", str(file)).exit_code == 0


def test_a_changed_figure_is_named(database: str, tmp_path: Path) -> None:
    file = tmp_path / "one.json"
    file.write_text(cxbot("export", "--assessment", database).output.replace('"2.2"', '"2.3"'), encoding="utf-8")
    result = cxbot("score", str(file))
    assert result.exit_code == 1
    assert '"2.3"' in result.output


def test_an_export_overwrites_nothing(database: str, tmp_path: Path) -> None:
    file = tmp_path / "one.json"
    assert cxbot("export", "--assessment", database, "--output", str(file)).exit_code == 0
    before = file.read_bytes()
    again = cxbot("export", "--assessment", database, "--output", str(file))
    assert again.exit_code == 2
    assert "exists" in again.output
    assert file.read_bytes() == before


@pytest.mark.parametrize(("ending", "begins"), [("html", b"<!doctype html>"), ("PDF", b"%PDF-")])
def test_a_report_is_a_new_file_for_its_owner_alone(database: str, tmp_path: Path, ending: str, begins: bytes) -> None:
    file = tmp_path / f"acme.{ending}"
    written = cxbot("report", database, "--to", str(file), "--json")
    assert written.exit_code == 0
    told = json.loads(written.output)
    assert (told["file"], told["form"], told["bytes"]) == (str(file), ending.lower(), file.stat().st_size)
    assert (told["assessment"], told["overall"], told["provisional"]) == (database, "2.2", False)
    assert file.read_bytes().startswith(begins)
    assert file.stat().st_mode & 0o777 == 0o600
    assert "exists" in cxbot("report", database, "--to", str(file)).output


@pytest.mark.parametrize(
    ("given", "said"), [("nosuchone1 --to a.html", "nosuchone1"), ("{id} --to a.txt", ".html"), ("{id}", "--to")]
)
def test_a_report_that_cannot_be_written_is_refused_in_words(database: str, given: str, said: str) -> None:
    result = cxbot("report", *given.format(id=database).split())
    assert result.exit_code == 2
    assert said in result.output


def test_a_pdf_without_its_extra_is_refused_with_the_way_on(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reporter, "is_installed", lambda: False)
    file = tmp_path / "acme.pdf"
    result = cxbot("report", database, "--to", str(file))
    assert result.exit_code == 1
    assert "cxbot[pdf]" in result.output
    assert ".html" in result.output
    assert not file.exists()


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe", b'{"format": "other"}'])
def test_a_file_that_is_no_export_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "x.json"
    file.write_bytes(content)
    result = cxbot("score", str(file))
    assert result.exit_code == 2
    assert "Traceback" not in result.output


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    assert cxbot("score", str(tmp_path / "none.json")).exit_code == 2


def test_the_frameworks_and_prompts_that_come_with_it_have_no_problems() -> None:
    result = cxbot("check")
    assert result.exit_code == 0
    assert len(result.output.splitlines()) == 4 + 3


@pytest.fixture
def broken_prompts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put a prompts folder with one broken file in the place of the installed one."""
    (tmp_path / "note.md").write_text("Write a note.\n", encoding="utf-8")
    monkeypatch.setattr(places, "prompts_folder", lambda: tmp_path)
    return tmp_path


def test_a_prompt_that_is_none_is_refused_with_its_line(broken_prompts: Path) -> None:
    result = cxbot("check")
    assert result.exit_code == 1
    assert f"{broken_prompts / 'note.md'}:1: does not begin with front matter" in result.output


def test_a_broken_prompt_leaves_the_json_of_check_as_it_is(broken_prompts: Path) -> None:
    result = cxbot("check", "--json")
    assert result.exit_code == 1
    assert [bool(entry["problems"]) for entry in json.loads(result.stdout)] == [False] * 4
    assert str(broken_prompts) in result.stderr


def test_a_framework_that_is_named_is_checked_without_the_prompts(broken_prompts: Path) -> None:
    result = cxbot("check", str(FRAMEWORKS / "cx-optimization.md"))
    assert result.exit_code == 0
    assert str(broken_prompts) not in result.output


def test_a_file_that_is_no_framework_is_refused_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "x.md"
    file.write_text("# A title\n\nOnly words.\n", encoding="utf-8")
    result = cxbot("check", str(file))
    assert result.exit_code == 1
    assert result.output.startswith(f"{file}:")


def test_the_json_of_check_has_an_entry_for_each_file(tmp_path: Path) -> None:
    bad = tmp_path / "x.md"
    bad.write_text("# A title\n", encoding="utf-8")
    good = FRAMEWORKS / "cx-optimization.md"
    result = cxbot("check", "--json", str(good), str(bad))
    assert result.exit_code == 1
    entries = json.loads(result.output)
    assert [entry["file"] for entry in entries] == [str(good), str(bad)]
    assert [bool(entry["problems"]) for entry in entries] == [False, True]
    assert entries[0]["scale"] == {"min": 1, "max": 5}


def test_the_manifest_names_the_address_of_the_bot() -> None:
    made = json.loads(cxbot("manifest", "--url", "https://cx.example.com").output)
    assert made["settings"]["event_subscriptions"]["request_url"] == "https://cx.example.com/slack/events"
    assert made["settings"]["socket_mode_enabled"] is False


def test_the_manifest_for_socket_mode_needs_no_address() -> None:
    made = json.loads(cxbot("manifest", "--socket-mode").output)
    assert made["settings"]["socket_mode_enabled"] is True


def test_a_malformed_database_address_is_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "mysql://x")
    result = cxbot("export", "--assessment", "a")
    assert result.exit_code == 2
    assert "DATABASE_URL" in result.output
