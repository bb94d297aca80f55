"""What is counted of drafted pieces, how the tables say it, and where they are written."""

import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.core.drafts.brief import Brief, Kind, Piece
from bot.core.drafts.draft import Draft, Finding, Made, PromptStamp, Prose, Reply, Sentence, Trouble
from bot.core.framework import Scale
from tests.drafts.corpus import assessments
from tests.effort import more
from tests.programs.eval.__main__ import main
from tests.programs.eval.page import BEGIN, END, put
from tests.programs.eval.tables import tables
from tests.programs.eval.tally import Ending, Shares, faults, outcome, shares

ROOT = Path(__file__).parents[3]
AT = datetime(2026, 11, 22, tzinfo=UTC)
PIECE = Piece(Kind.NOTE, "waiting")
TEXT = Prose((Sentence("People wait."),))
BRIEF = Brief(Kind.NOTE, (), (), Scale(1, 4))
STAMP = PromptStamp("note", "1", "0" * 64)


def reply(*checks: str, trouble: Trouble | None = None) -> Reply:
    findings = tuple(Finding(each, "People wait.", "It is so.") for each in checks)
    return Reply(1, None if trouble else TEXT, trouble, findings, "openai:m", STAMP, 100, 20, 1500, AT)


def draft(*replies: Reply, by_model: bool = True) -> Draft:
    made = Made(TEXT, by_model, BRIEF, None, (), AT)
    return Draft("d1", PIECE, "U1", AT, replies=replies, made=made)


FIRST = draft(reply())
MENDED = draft(reply("numbers", "levels"), reply())
LOST = draft(reply("numbers"), reply("levels"), by_model=False)
SLOW = draft(reply(trouble=Trouble.TOO_SLOW), by_model=False)
UNASKED = draft(by_model=False)


def test_an_unfinished_draft_has_no_outcome() -> None:
    with pytest.raises(ValueError, match="note:waiting is not finished"):
        outcome(replace(FIRST, made=None))


@pytest.mark.parametrize(
    ("made", "ending"),
    [
        (FIRST, Ending.FIRST),
        (MENDED, Ending.RETRY),
        (LOST, Ending.FALLBACK),
        (SLOW, Ending.FALLBACK),
        (UNASKED, Ending.UNASKED),
    ],
)
def test_the_ending_is_that_of_the_text_that_was_taken(made: Draft, ending: Ending) -> None:
    assert outcome(made).ending is ending


def test_tokens_and_seconds_are_those_of_all_tries() -> None:
    found = outcome(MENDED)
    assert (found.tokens_in, found.tokens_out, found.seconds) == (200, 40, 3.0)


def test_a_check_alone_fares_as_its_own_findings_say() -> None:
    outcomes = [outcome(each) for each in (FIRST, MENDED, LOST, SLOW, UNASKED)]
    assert faults(outcomes) == ("levels", "numbers", "too_slow")
    assert shares(outcomes) == Shares(4, 1, 1, 2)
    assert shares(outcomes, "numbers") == Shares(4, 2, 2, 0)
    assert shares(outcomes, "levels") == Shares(4, 2, 1, 1)
    assert shares(outcomes, "too_slow") == Shares(4, 3, 0, 1)


def test_the_tables_say_shares_and_means() -> None:
    lines = list(tables([outcome(each) for each in (FIRST, MENDED, LOST, SLOW, UNASKED)]))
    assert "| note | 4 | 25 % | 25 % | 50 % | 150 | 30 | 2.2 |" in lines
    assert "| note | levels | 50 % | 25 % | 25 % |" in lines
    assert lines[-1] == "For 1 more pieces no model was asked: the ceilings were reached."


def test_without_a_model_the_table_is_one_sentence() -> None:
    assert list(tables([outcome(UNASKED)])) == ["No model was asked: all 1 texts are built from the facts."]


@pytest.mark.parametrize("page", ["no marks", f"{END} {BEGIN}", f"{BEGIN} {BEGIN} {END}", f"{BEGIN} {END} {END}"])
def test_a_page_without_the_two_marks_is_left_alone(page: str, tmp_path: Path) -> None:
    path = tmp_path / "drafts.md"
    path.write_text(page)
    with pytest.raises(ValueError, match="needs the line"):
        put(path, "figures")
    assert path.read_text() == page


def test_what_people_wrote_around_the_marks_stays(tmp_path: Path) -> None:
    path = tmp_path / "drafts.md"
    path.write_text(f"Above.\n{BEGIN}\nold\n{END}\nBelow.\n")
    put(path, "new\n")
    put(path, "newer\n")
    assert path.read_text() == f"Above.\n{BEGIN}\nnewer\n{END}\nBelow.\n"


def test_at_least_twelve_assessments_are_evaluated() -> None:
    assert len(assessments()) >= 12


@more
def test_it_runs_through_without_a_model() -> None:
    ran = evaluation("--limit", "1", CXBOT_MODEL="none")
    assert ran.returncode == 0, ran.stderr[-2000:]
    assert "drafted with no model" in ran.stdout
    assert "texts are built from the facts." in ran.stdout


def test_a_model_without_a_key_is_said_in_words(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CXBOT_MODEL", "openai:some")
    assert main([]) == 2
    assert "OPENAI_API_KEY: is not set" in capsys.readouterr().err


def evaluation(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.programs.eval", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=os.environ | settings, capture_output=True, text=True, timeout=280, check=False
    )
