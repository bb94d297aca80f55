"""How a cadence is read from plain words: what is understood, and what is asked."""

from datetime import UTC, date, datetime, time, timedelta
from time import process_time
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.cadence.days_off import COUNTRIES
from bot.core.cadence.reading import read_cadence, read_often
from bot.core.cadence.rule import MOST_MONTHS, MOST_WEEKS, Cadence, Part, Unclear, Understood, Unit
from bot.core.cadence.times import next_due, no_holidays, zone_names
from bot.core.cadence.words import LONGEST
from bot.slack.explained import explain_rule
from tests.core.cadence.rows import (
    ASKED,
    FOUR_LANGUAGES,
    HOLIDAYS,
    NOT_OFTEN,
    OFTEN,
    PLACES,
    READ,
    ROWS,
    TIMES,
    UNDERSTOOD,
)
from tests.known import as_a

TODAY = date(2026, 11, 25)  # a Wednesday
ZONE = "Europe/Berlin"
MORNING = datetime(2026, 11, 25, 6, tzinfo=UTC)

WORDS = (
    "every each other half 0 1 2 3 15 31 31st 15th 1.5 31.04. 10.11 9:30 25:00 week weeks month months quarter "
    "year day days weekly monthly quarterly yearly biweekly twice once times a an the first second last of on at "
    "in from Monday tuesdays Sat weekend weekends skip without also holidays DE in Germany January may 2027 "
    "2027-02-29 03/04/2027 am pm noon o'clock starting Berlin New York Europe/Berlin EST UTC+2 please , . ( ) ' "
    '" / - : <@U1> \u2013 \u0660 \U0001f600'
).split(" ")


def read(words: str) -> Cadence | Unclear:
    return read_cadence(words, today=TODAY, zone=ZONE)


def understood(words: str) -> Cadence:
    found = read(words)
    assert isinstance(found, Cadence), found
    return found


@pytest.mark.parametrize(("words", "part"), ASKED)
def test_what_is_unclear_is_asked(words: str, part: str) -> None:
    found = read(words)
    assert isinstance(found, Unclear), found
    assert part in found.question
    assert found.question.endswith((".", "?", "'"))


@pytest.mark.parametrize(("words", "parts", "blank"), UNDERSTOOD)
def test_what_was_understood_comes_with_the_question_and_what_is_in_doubt_does_not(
    words: str, parts: dict[str, Any], blank: str
) -> None:
    found = read(words)
    assert isinstance(found, Unclear), found
    assert found.understood == Understood(**parts, unclear=frozenset(Part(each) for each in blank.split()))


@pytest.mark.parametrize(("typed", "meant"), FOUR_LANGUAGES.items())
def test_a_rule_in_any_of_four_languages_is_read_and_worded_back_or_asked(typed: str, meant: str) -> None:
    found = explain_rule(typed, now="2026-11-30T08:00", zone=ZONE, holidays=no_holidays)
    rule, *days = meant.replace(": ", ", ").split(", ")
    assert found["understood"] == (rule != "?"), found["says"]
    assert not days or (found["says"].split(", ")[0], [each[:10] for each in found["next"][:2]]) == (rule, days)


@pytest.mark.parametrize(("today", "typed", "meant"), ROWS)
def test_near_ways_to_type_a_rule_are_read_alike_or_asked(today: str, typed: str, meant: str) -> None:
    day = date.fromisoformat(today)
    found = read_cadence(typed, today=day, zone=ZONE)
    if meant.startswith("?"):
        assert isinstance(found, Unclear), found
        assert meant[1:] in found.question
        return
    assert isinstance(found, Cadence), found
    first = next_due(found, datetime.combine(day, time(6), UTC))
    moments = (f"{each.astimezone(ZoneInfo(ZONE)):%Y-%m-%d %H:%M}" for each in (first, next_due(found, first)))
    assert f"{found.every} {found.unit}: {', '.join(moments)}" == meant


@pytest.mark.parametrize(("words", "every", "unit", "weekday"), OFTEN)
def test_how_often_is_read_where_nothing_else_may_be_said(
    words: str, every: int, unit: str, weekday: int | None
) -> None:
    found = read_often(words)
    assert not isinstance(found, Unclear), found
    assert (found[0].every, found[0].unit, found[1]) == (every, Unit(unit), weekday)


@pytest.mark.parametrize(("words", "part"), NOT_OFTEN)
def test_where_only_how_often_may_be_said_nothing_else_is_dropped_in_silence(words: str, part: str) -> None:
    found = read_often(words)
    assert isinstance(found, Unclear), found
    assert part in found.question


@pytest.mark.parametrize(("words", "every", "unit", "due"), READ)
def test_a_period_and_its_day_are_read(words: str, every: int, unit: str, due: str) -> None:
    found = understood(words)
    assert (found.every, found.unit) == (every, Unit(unit))
    moment = MORNING
    for day in due.split():
        moment = next_due(found, moment)
        assert f"{moment.astimezone(ZoneInfo(ZONE)):%Y-%m-%d %H:%M}" == f"{day} 09:30"


@pytest.mark.parametrize(("words", "at"), TIMES)
def test_a_time_is_read(words: str, at: time) -> None:
    assert understood(f"every 3 months {words}").at == at
    assert understood(f"{words} every 3 months").at == at
    assert understood(f"every 3 months on Monday {words}").weekday == 0


@pytest.mark.parametrize(("words", "zone"), PLACES)
def test_a_zone_is_read(words: str, zone: str) -> None:
    assert understood(f"every 3 months {words}").zone == zone
    assert understood(f"every 3 months at 9:30 {words}, from 4 January 2027").zone == zone


@pytest.mark.parametrize(("words", "country"), HOLIDAYS)
def test_holidays_are_read(words: str, country: str) -> None:
    assert understood(f"every 3 months {words}").country == country


def test_everything_is_read_at_once() -> None:
    words = "Please remind us every 6 months, from 4 January 2027, at 9.30 am in New York, not on holidays in the USA."
    assert understood(words) == Cadence(
        6, Unit.MONTH, date(2027, 1, 4), time(9, 30), "America/New_York", workdays=True, country="US"
    )


def test_what_is_not_said_is_half_past_nine_on_workdays_where_the_person_is() -> None:
    assert understood("every 3 months") == Cadence(3, Unit.MONTH, date(2027, 2, 25), time(9, 30), ZONE, workdays=True)


def test_somebody_whose_zone_is_unknown_is_read_in_utc() -> None:
    assert as_a(Cadence, read_cadence("weekly", today=TODAY, zone="")).zone == "UTC"


@pytest.mark.parametrize("words", ["weekly on Saturday", "weekly on sundays", "monthly on the first Saturday"])
def test_a_day_of_the_weekend_that_was_named_is_meant(words: str) -> None:
    found = understood(words)
    assert not found.workdays
    assert next_due(found, MORNING).weekday() == found.weekday


@pytest.mark.parametrize(("words", "every", "unit", "due"), READ)
def test_case_blanks_commas_and_please_change_nothing(words: str, every: int, unit: str, due: str) -> None:  # noqa: ARG001 - one table for two tests
    plain = understood(words)
    assert understood(words.upper()) == plain
    assert understood(f"  please   {words.replace(' ', '   ')} !") == plain
    assert understood(f"{words}, please.") == plain
    assert understood(f'"{words}"') == plain


def test_every_zone_is_known_by_its_name_in_any_case() -> None:
    for zone in sorted(zone_names() - {"EST", "MST"}):
        found = understood(f"every 3 months at 9:30 {zone.lower()}")
        assert found.zone == zone or found.zone.endswith(f"/{zone}") or "/" not in zone, zone


def test_every_country_is_known_by_its_code_and_its_name() -> None:
    for code, name in COUNTRIES.items():
        assert understood(f"monthly without holidays {code.lower()}").country == code
        assert understood(f"monthly not on public holidays in {name}").country == code


@given(st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join) | st.text(max_size=40))
def test_whatever_is_typed_gives_a_cadence_that_holds_or_a_question(words: str) -> None:
    found = read(words)
    assert isinstance(read_often(words), (tuple, Unclear))
    if isinstance(found, Unclear):
        assert found.question
        assert found.understood.first is None or found.understood.first >= TODAY
        return
    assert 1 <= found.every <= (MOST_WEEKS if found.unit is Unit.WEEK else MOST_MONTHS)
    assert found.zone in zone_names()
    assert next_due(found, MORNING) > MORNING


@given(st.sampled_from(READ), st.dates(date(2026, 1, 1), date(2032, 1, 1)))
def test_it_is_never_due_before_the_day_on_which_it_was_set(row: tuple[str, int, str, str], today: date) -> None:
    found = read_cadence(row[0], today=today, zone="UTC")
    if isinstance(found, Unclear):
        assert "2027" in row[0] or "27" in row[0]  # a day that is past by then
        return
    evening = datetime.combine(today, time(23, 59), UTC)
    due = next_due(found, evening)
    assert due > evening
    # The first comes after one period: but for the rest of a week, of a month, and of a weekend.
    longest = timedelta(days=(7 if found.unit is Unit.WEEK else 31) * found.every + 7 + 31 + 3)
    assert "2027" in row[0] or "April" in row[0] or "4.1." in row[0] or "/27" in row[0] or due - evening < longest


HOSTILE = (
    "every |at |on the |first |and |not |in |from |monday |jan |12 |a.m. |public |month |of |skip |holidays in |9:30 "
    "|4.1. |1|-|/|.|\u0301|'|_|@"
).split("|")


@given(st.lists(st.sampled_from(HOSTILE), min_size=1, max_size=4).map("".join))
@settings(max_examples=200, deadline=None)
def test_no_words_take_long_to_read(words: str) -> None:
    longest = (words * LONGEST)[:LONGEST]
    began = process_time()
    read(longest)
    assert process_time() - began < 0.2
