"""What the page about reminders says is held against the code: what is understood, what is asked, the buttons."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.core.cadence.reading import read_cadence
from bot.core.cadence.rule import MOST_MONTHS, Cadence, SetCadence, Unclear
from bot.core.cadence.times import LONGEST_WINDOW, next_due
from bot.core.plan.plan import CHECK_IN_AT, CHECK_INS
from bot.slack.views.cadences import cadence_words, moment_words
from bot.slack.views.reminders import reminder
from bot.use_cases.notified import Reminder
from bot.use_cases.nudges import MOST_NUDGES, WORKING_DAYS
from tests.known import as_a

PAGE = (Path(__file__).parents[2] / "docs" / "reminders.md").read_text("utf-8")
TODAY, ZONE = date(2026, 11, 22), "Europe/Berlin"
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
CHRISTMAS = frozenset({date(2026, 12, 25), date(2026, 12, 26)})


def rows(heading: str) -> list[list[str]]:
    """Give the cells of the table that begins with ``heading``."""
    lines = PAGE[PAGE.index(heading) :].splitlines()[2:]
    table = lines[: next(number for number, line in enumerate(lines) if not line.startswith("|"))]
    return [[cell.strip().strip("`") for cell in line.strip("|").split("|")] for line in table]


UNDERSTOOD = rows("| after `/cx-remind` | is set as | next |")
ASKED = rows("| after `/cx-remind` | is asked |")


def read(words: str) -> Cadence | Unclear:
    return read_cadence(words, today=TODAY, zone=ZONE)


@pytest.mark.parametrize(("typed", "rule", "following"), UNDERSTOOD, ids=[row[0] for row in UNDERSTOOD])
def test_what_is_typed_is_set_as_the_page_says(typed: str, rule: str, following: str) -> None:
    found = read(typed)
    assert isinstance(found, Cadence), found
    due = next_due(found, NOW, lambda _country, _year: CHRISTMAS)
    assert (cadence_words(found), moment_words(due, found.zone)) == (rule, following)


@pytest.mark.parametrize(("typed", "question"), ASKED, ids=[row[0] for row in ASKED])
def test_what_is_unclear_is_asked_as_the_page_says(typed: str, question: str) -> None:
    found = read(typed)
    assert isinstance(found, Unclear), found
    assert found.question.startswith(question)


def test_the_figures_of_the_page_are_those_of_the_code() -> None:
    first, second, third = CHECK_INS
    assert f"On day {first}, {second} and {third} after" in PAGE
    assert f"at {CHECK_IN_AT.hour}:{CHECK_IN_AT.minute} of their own" in " ".join(PAGE.split())
    assert f"or {LONGEST_WINDOW} days" in PAGE
    assert (MOST_NUDGES, WORKING_DAYS, MOST_MONTHS) == (2, 3, 5 * 12)


def test_the_buttons_of_a_reminder_are_those_of_the_page() -> None:
    found = as_a(Cadence, read("quarterly"))
    cadence = SetCadence("c1", "T1", "C1", "cx-matrix", "CX maturity matrix", "Acme Retail", found, "U1", NOW, NOW)
    buttons = reminder(Reminder(cadence, NOW, None)).blocks[-1]["elements"]
    assert [each["text"]["text"] for each in buttons] == [row[0].strip("*") for row in rows("| button | does |")]
