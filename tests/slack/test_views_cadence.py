"""Reminders in Slack: rules, moments and spans in words, the list of a channel, and the form read back."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.assessment import Status
from bot.core.cadence.days_off import COUNTRIES
from bot.core.cadence.reading import read_cadence
from bot.core.cadence.rule import Cadence, SetCadence, Unclear, Unit
from bot.core.cadence.times import next_due
from bot.slack.blocks import Message, Mistakes
from bot.slack.values import OfForm
from bot.slack.views import cadences as words
from bot.slack.views.cadence_form import (
    FREE,
    OFTENS,
    OWN_WORDS,
    Form,
    cadence_form,
    entries_of,
    is_set_view,
    read_form,
    understood_entries,
)
from bot.slack.views.cadences import cadence_words, moment_words, often_words, ordinal, span_words
from bot.use_cases.cadences import CadenceVerb, NoneSet, Overview, WhichOne
from bot.use_cases.ports import AssessmentLine, Settled
from tests.known import as_a
from tests.slack.shown import DANA, SAM, check_message, check_view

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


DUE = datetime(2027, 1, 4, 8, 30, tzinfo=UTC)


QUARTERLY = Cadence(3, Unit.MONTH, date(2027, 1, 4), time(9, 30), "Europe/Berlin", weekday=0)


def set_cadence(rule: Cadence = QUARTERLY, *, due: datetime | None = DUE, name: str = "Acme Retail") -> SetCadence:
    """Give a rule as it is set for a subject."""
    key = name.casefold()[:4]
    return SetCadence(key, "T1", "C1", "cx-matrix", "CX maturity matrix", name, rule, DANA, NOW, due)


def line(key: str = "a1", name: str = "Acme Retail") -> AssessmentLine:
    """Give a line of assessments."""
    return AssessmentLine(key, "T1", "C1", None, "cx-matrix", "CX maturity matrix", name, Status.COMPLETE, NOW, NOW)


def buttons(shown: Message | dict[str, Any]) -> list[str]:
    """Give what stands on the buttons of a message or form, in reading order."""
    blocks = shown.blocks if isinstance(shown, Message) else shown["blocks"]
    rows = [block["elements"] for block in blocks if block["type"] == "actions"]
    return [str(each["text"]["text"]) for row in rows for each in row]


def initials(view: dict[str, Any]) -> dict[str, str]:
    """Give what stands in each field of a form at first, as it comes back when the form is submitted."""
    found = {}
    for block in view["blocks"]:
        if block["type"] == "input":
            element = block["element"]
            option = element.get("initial_option", {}).get("value")
            other = (element.get(f"initial_{each}") for each in ("value", "date", "time"))
            found[block["block_id"]] = option or next((each for each in other if each), "")
    return found


FIRST = date(2027, 1, 31)


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (QUARTERLY, "every 3 months on a Monday, 09:30 Europe/Berlin"),
        (replace(QUARTERLY, workdays=False), "every 3 months on a Monday, 09:30 Europe/Berlin"),
        (
            replace(QUARTERLY, country="DE"),
            "every 3 months on a Monday, 09:30 Europe/Berlin, not on weekends or public holidays in Germany",
        ),
        (
            replace(QUARTERLY, country="XX", workdays=False),
            "every 3 months on a Monday, 09:30 Europe/Berlin, not on public holidays in XX",
        ),
        (
            Cadence(1, Unit.MONTH, FIRST, time(17), "Asia/Kathmandu", workdays=False),
            "every month on the 31st or the last day of a shorter month, 17:00 Asia/Kathmandu",
        ),
        (
            Cadence(6, Unit.MONTH, date(2027, 1, 2), time(8, 5), "America/New_York", workdays=False),
            "every 6 months on the 2nd, 08:05 America/New_York",
        ),
        (Cadence(1, Unit.WEEK, FIRST, time(9), "UTC", workdays=False), "every week on a Sunday, 09:00 UTC"),
        (Cadence(1, Unit.WEEK, FIRST, time(9), "UTC"), "every week on a Monday, 09:00 UTC"),
        (
            Cadence(2, Unit.WEEK, FIRST, time(9), "UTC", country="DE"),
            "every 2 weeks on a Monday, 09:00 UTC, not on weekends or public holidays in Germany",
        ),
        (Cadence(1, Unit.WEEK, date(2027, 2, 1), time(9), "UTC"), "every week on a Monday, 09:00 UTC"),
        (Cadence(2, Unit.WEEK, FIRST, time(9), "UTC", 1, workdays=False), "every 2 weeks on a Tuesday, 09:00 UTC"),
        (Cadence(12, Unit.MONTH, FIRST, time(9), "UTC", workdays=False), "every year on 31 January, 09:00 UTC"),
        (
            Cadence(24, Unit.MONTH, date(2028, 2, 29), time(9), "UTC", workdays=False),
            "every 2 years on 29 February or, in other years, the 28th, 09:00 UTC",
        ),
    ],
)
def test_a_rule_reads_as_people_would_say_it(rule: Cadence, said: str) -> None:
    assert cadence_words(rule) == said


@pytest.mark.parametrize(
    ("moment", "zone", "said"),
    [
        (DUE, "Europe/Berlin", "Monday 4 January 2027, 09:30 Europe/Berlin"),
        (DUE, "Asia/Kathmandu", "Monday 4 January 2027, 14:15 Asia/Kathmandu"),
        (DUE, "Pacific/Kiritimati", "Monday 4 January 2027, 22:30 Pacific/Kiritimati"),
        (datetime(2027, 7, 4, 23, 30, tzinfo=UTC), "Europe/Berlin", "Monday 5 July 2027, 01:30 Europe/Berlin"),
        (DUE, "Mars/Olympus", "Monday 4 January 2027, 08:30 UTC"),
    ],
)
def test_a_moment_is_told_in_the_zone_of_its_rule(moment: datetime, zone: str, said: str) -> None:
    assert moment_words(moment, zone) == said


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (0, "less than a day"),
        (1, "one day"),
        (13, "13 days"),
        (14, "two weeks"),
        (28, "one month"),
        (31, "one month"),
        (35, "five weeks"),
        (42, "six weeks"),
        (61, "two months"),
        (89, "three months"),
        (92, "three months"),
        (184, "six months"),
        (365, "one year"),
        (400, "13 months"),
        (731, "two years"),
    ],
)
def test_a_span_is_told_in_the_unit_that_people_would_use(days: int, said: str) -> None:
    assert span_words(NOW, NOW + timedelta(days=days)) == said


def test_a_reminder_an_hour_short_of_three_months_still_says_three_months() -> None:
    until = NOW + timedelta(days=92)
    assert span_words(NOW, until - timedelta(hours=1)) == span_words(NOW, until) == "three months"


def test_days_of_the_month_have_their_endings() -> None:
    said = [ordinal(each) for each in (1, 2, 3, 4, 11, 12, 13, 21, 22, 23, 30, 31)]
    assert said == "1st 2nd 3rd 4th 11th 12th 13th 21st 22nd 23rd 30th 31st".split()


# --- the list


def test_nothing_is_offered_where_nothing_was_assessed() -> None:
    message = words.listed(Overview((), ()))
    assert "/cx-assess" in message.text
    assert buttons(message) == []


def test_a_channel_without_a_reminder_is_offered_one() -> None:
    message = words.listed(Overview((), (line(),)))
    assert buttons(message) == ["Set a reminder"]


def test_only_removing_asks_before_it_is_done() -> None:
    message = words.listed(Overview((set_cadence(),), (line(),)))
    asking = [each["text"]["text"] for row in message.blocks[2:3] for each in row["elements"] if "confirm" in each]
    assert asking == ["Remove"]


def test_a_list_longer_than_a_message_says_how_many_more() -> None:
    many = tuple(set_cadence(name=f"{number} shop") for number in range(40))
    payload = check_message(words.listed(Overview(many, (line(),))))
    assert "and 25 more" in str(payload["blocks"])


def test_what_was_set_can_be_changed_and_removed_at_once() -> None:
    message = words.was_set(set_cadence(), news=words.SET, note=words.UTC_ASSUMED)
    assert buttons(message) == ["Change", "Remove"]
    assert "Next: Monday 4 January 2027, 09:30 Europe/Berlin" in message.text
    assert words.UTC_ASSUMED in message.text


@pytest.mark.parametrize("deed", [CadenceVerb.RESUME, CadenceVerb.SNOOZE, CadenceVerb.SKIP, CadenceVerb.CHANGE])
def test_whatever_moves_a_reminder_says_when_it_comes_next(deed: CadenceVerb) -> None:
    assert "Next: Monday 4 January 2027, 09:30 Europe/Berlin" in words.news_words(deed, set_cadence())


def test_who_was_faster_is_named_with_what_comes_next() -> None:
    said = words.faster(Settled("snoozed", SAM, NOW), set_cadence())
    assert said == (f"<@{SAM}> was faster and put it off for a week. Next: Monday 4 January 2027, 09:30 Europe/Berlin.")


def test_where_several_fit_each_is_named() -> None:
    both = (set_cadence(), set_cadence(name="Globex"))
    said = words.which_one(WhichOne(CadenceVerb.PAUSE, both)).text
    assert "`/cx-remind pause Acme Retail`" in said
    assert "*Globex*" in said


def test_a_deed_for_which_there_is_no_reminder_leads_to_the_list() -> None:
    assert "`/cx-remind`" in words.none_set(NoneSet(CadenceVerb.SKIP)).text
    assert "no paused reminder" in words.none_set(NoneSet(CadenceVerb.RESUME)).text


def test_a_question_comes_with_an_example() -> None:
    said = words.unclear("How often? <!channel>").text
    assert "&lt;!channel&gt;" in said
    assert f"`{words.EXAMPLE}`" in said


OF = OfForm("C1")
FILLED = {
    "often": "quarter",
    "weekday": "0",
    "first": "2027-01-04",
    "time": "09:30",
    "zone": "Europe/Berlin",
    "free": "weekends",
}


def read(before: Cadence | None = None, **filled: str) -> Cadence | Mistakes:
    return read_form({**FILLED, **filled}, NOW, before)


def mistake(filled: Mapping[str, str], before: Cadence | None = None) -> str:
    """Give what is said at the one field that is wrong: the last one that is filled in."""
    found = read_form({**FILLED, **filled}, NOW, before)
    assert isinstance(found, Mistakes), found
    assert list(found.errors) == list(filled)[-1:]
    return found.errors[list(filled)[-1]]


def test_a_form_filled_in_properly_is_a_rule() -> None:
    assert read() == QUARTERLY


@pytest.mark.parametrize(
    ("filled", "said"),
    [
        ({"first": "2026-11-21"}, "Saturday 21 November 2026 has passed. Choose today or a later day"),
        ({"first": "2027-02-30"}, "There is no such day."),
        ({"first": "4 January"}, "There is no such day."),
        ({"first": "2099-01-04"}, "more than 5 years ahead"),
        ({"zone": "Atlantis/Poseidonis"}, "is no time zone that is known here"),
        ({"zone": "Europe/Berlim"}, "Did you mean Europe/Berlin"),
        ({"zone": "   "}, "Name a time zone such as Europe/Berlin."),
        ({"zone": "EDT"}, "is used in several places"),
        ({"time": "9.30"}, "Give the time in hours and minutes"),
        ({"time": "24:00"}, "Give the time in hours and minutes"),
        ({"time": "٠٩:٣٠"}, "Give the time in hours and minutes"),
        ({"weekday": "7"}, "Choose one from the list."),
        ({"weekday": "6"}, "Sunday is passed over as a weekend."),
        ({"free": "holidays:de"}, "Choose one from the list."),
        ({"free": ""}, "Choose one from the list."),
        ({"often": "hourly"}, "Choose one from the list."),
        ({"often": OWN_WORDS, "own": ""}, "Say how often"),
        ({"often": OWN_WORDS, "own": "every 5 hours"}, "too often"),
        ({"often": OWN_WORDS, "own": "when the moon is full"}, "was not understood"),
    ],
)
def test_a_mistake_is_said_at_its_field(filled: dict[str, str], said: str) -> None:
    assert said in mistake(filled)


def test_all_mistakes_are_said_at_once() -> None:
    found = as_a(Mistakes, read(first="2026-11-21", zone="Nowhere", time=""))
    assert set(found.errors) == {"first", "zone", "time"}


@pytest.mark.parametrize(
    ("filled", "expected"),
    [
        ({"zone": "europe/berlin"}, {}),
        ({"zone": "Berlin"}, {}),
        ({"zone": "new york"}, {"zone": "America/New_York"}),
        ({"weekday": "first"}, {"weekday": None}),
        ({"often": "2 weeks"}, {"every": 2, "unit": Unit.WEEK}),
        ({"often": "year"}, {"every": 12}),
        ({"free": "none"}, {"workdays": False}),
        ({"free": "none", "weekday": "6"}, {"workdays": False, "weekday": 6}),
        ({"free": "holidays:DE"}, {"country": "DE"}),
        ({"free": "only:DE"}, {"country": "DE", "workdays": False}),
        ({"first": "2026-11-22"}, {"first": date(2026, 11, 22)}),
        ({"first": "2027-01-31"}, {"first": date(2027, 1, 31)}),
        ({"time": "17:05"}, {"at": time(17, 5)}),
        ({"often": OWN_WORDS, "own": "every 5 weeks"}, {"every": 5, "unit": Unit.WEEK}),
    ],
)
def test_what_is_chosen_is_read(filled: dict[str, str], expected: dict[str, object]) -> None:
    assert read(**filled) == replace(QUARTERLY, **expected)  # type: ignore[arg-type]  # one field of many kinds


def test_a_weekday_in_own_words_counts_where_none_is_chosen() -> None:
    assert as_a(Cadence, read(often=OWN_WORDS, own="every 5 weeks on Tuesday", weekday="first")).weekday == 1
    assert as_a(Cadence, read(often=OWN_WORDS, own="every 5 weeks on Tuesday", weekday="2")).weekday == 2


def test_without_a_first_day_the_first_comes_a_step_from_today() -> None:
    assert as_a(Cadence, read(first="", weekday="first")).first == date(2027, 2, 22)


def test_today_is_the_day_that_it_is_where_the_rule_is() -> None:
    late = NOW.replace(hour=23, minute=30)
    filled = {**FILLED, "first": "2026-11-22", "zone": "Asia/Tokyo"}
    assert isinstance(read_form(filled, late, None), Mistakes), "in Tokyo it is the 23rd"
    assert isinstance(read_form({**filled, "zone": "America/New_York"}, late, None), Cadence)


def test_a_rule_that_runs_already_may_go_on_counting_from_its_old_first_day() -> None:
    old = replace(QUARTERLY, first=date(2026, 1, 31), weekday=None)
    found = read(old, first="2026-01-31", weekday="first", time="10:00")
    assert found == replace(old, at=time(10))
    assert "has passed" in mistake({"first": "2026-02-01"}, old)


def test_a_picked_period_is_the_rule_that_the_same_period_typed_is() -> None:
    for name, (every, unit) in OFTENS.items():
        typed = read_cadence(often_words(every, unit), today=NOW.date(), zone="Europe/Berlin")
        assert read(often=name, first="", weekday="first") == typed


@pytest.mark.parametrize("own", ["every 5 weeks at 16:00", "monthly on the 15th", "every 5 weeks in Tokyo"])
def test_own_words_that_belong_into_another_field_are_not_dropped_in_silence(own: str) -> None:
    assert "the rest has fields of its own" in mistake({"often": OWN_WORDS, "own": own})


# --- what stands in the form


def test_a_form_submitted_as_it_stands_is_a_rule() -> None:
    view = cadence_form(Form(OF, (line(),), zone="Asia/Kathmandu"))
    rule = as_a(Cadence, read_form(initials(view), NOW, None))
    assert next_due(rule, NOW).isoformat() == "2027-02-22T03:45:00+00:00"


@pytest.mark.parametrize(
    "rule",
    [
        QUARTERLY,
        replace(QUARTERLY, country="DE"),
        replace(QUARTERLY, country="FR", workdays=False),
        replace(QUARTERLY, workdays=False, weekday=6),
        Cadence(5, Unit.WEEK, date(2026, 1, 31), time(0, 0), "America/St_Johns", workdays=False),
        Cadence(60, Unit.MONTH, date(2026, 1, 31), time(23, 59), "Pacific/Chatham"),
        Cadence(12, Unit.MONTH, date(2024, 2, 29), time(23, 59), "UTC"),
    ],
)
def test_a_rule_that_is_opened_and_saved_untouched_stays_as_it_is(rule: Cadence) -> None:
    view = check_view(cadence_form(Form(OF, changed=set_cadence(rule))))
    assert read_form(initials(view), NOW, rule) == rule


def test_lines_can_be_picked_from_where_there_are_several() -> None:
    several = (line(), line("b1", "Globex"))
    assert initials(cadence_form(Form(OF, several)))["line"] == "a1"
    assert "line" not in initials(cadence_form(Form(OF._replace(assessment="b1"), several)))
    assert "line" not in initials(cadence_form(Form(OF, several[:1])))


def test_own_words_have_a_field_only_when_they_are_wanted() -> None:
    assert "own" not in initials(cadence_form(Form(OF, (line(),))))
    assert "own" in initials(cadence_form(Form(OF, (line(),), often=OWN_WORDS)))
    odd = set_cadence(replace(QUARTERLY, every=5))
    assert initials(cadence_form(Form(OF, changed=odd)))["own"] == "every 5 months"
    assert "own" not in initials(cadence_form(Form(OF, changed=odd, often="month")))


def test_every_country_is_offered_by_its_name() -> None:
    block = next(each for each in cadence_form(Form(OF, (line(),)))["blocks"] if each.get("block_id") == FREE)
    texts = [each["text"]["text"] for group in block["element"]["option_groups"] for each in group["options"]]
    assert texts[:3] == ["Weekends", "None", "Weekends, public holidays in Afghanistan"]
    assert texts[2:] == sorted(texts[2:], key=str.casefold)
    assert len(texts) == 2 + len(COUNTRIES)


def test_an_unknown_zone_of_the_person_is_left_to_be_filled_in_and_said_to_be() -> None:
    view = cadence_form(Form(OF, (line(),)))
    block = next(each for each in view["blocks"] if each.get("block_id") == "zone")
    assert "initial_value" not in block["element"]
    assert "did not say" in block["hint"]["text"]


def test_what_was_set_is_told_in_place_of_the_form() -> None:
    view = check_view(is_set_view(set_cadence()))
    assert "Next: Monday 4 January 2027, 09:30 Europe/Berlin" in view["blocks"][0]["text"]["text"]
    assert "submit" not in view


# --- words that are no whole rule


@pytest.mark.parametrize(
    ("words", "held"),
    [
        ("gibberish", {"often": ""}),
        ("every 3 months on Monday at 5", {"often": "quarter", "weekday": "0", "time": ""}),
        (
            "every 5 weeks from 4 January 2027 in Berln",
            {"often": "own", "own": "every 5 weeks", "first": "2027-01-04", "zone": ""},
        ),
        ("on the 15th at 10 in Tokyo", {"often": "", "first": "2026-12-15", "time": "10:00", "zone": "Asia/Tokyo"}),
        ("monthly on Monday and Friday", {"often": "month", "weekday": ""}),
        ("monthly at 5, not on holidays in Germany", {"often": "month", "time": "", "free": "holidays:DE"}),
        (
            "weekly, also on weekends, without holidays DE, at 5",
            {"often": "own", "own": "every week", "time": "", "free": "only:DE"},
        ),
        ("monthly at 5, without holidays", {"often": "month", "time": "", "free": ""}),
    ],
)
def test_the_form_holds_what_was_understood_and_leaves_blank_what_is_in_doubt(words: str, held: dict[str, str]) -> None:
    unclear = as_a(Unclear, read_cadence(words, today=NOW.date(), zone="Europe/Berlin"))
    entries = understood_entries(unclear.understood, "Europe/Berlin")
    usual = {"weekday": "first", "first": "", "time": "09:30", "zone": "Europe/Berlin", "free": "weekends"}
    view = check_view(cadence_form(Form(OF, (line(),), question=unclear.question, entries=entries)))
    assert initials(view) == usual | held
    assert "Below is what was understood" in view["blocks"][1]["text"]["text"]


def test_a_question_cannot_ping_a_channel() -> None:
    view = cadence_form(Form(OF, (line(),), question="'<!channel>' was not understood.", entries={}))
    assert "&lt;!channel&gt;" in view["blocks"][1]["text"]["text"]


@given(st.fixed_dictionaries({}, optional=dict.fromkeys((*FILLED, "own", "line"), st.text(max_size=12))))
def test_whatever_comes_back_from_a_form_is_drawn_again(state: dict[str, str]) -> None:
    for form in (Form(OF, (line(), line("b1", "Globex"))), Form(OF, changed=set_cadence())):
        check_view(cadence_form(replace(form, often=OWN_WORDS, entries=state)))


@pytest.mark.parametrize(
    ("words", "entry"),
    [
        ("every last Friday", "last4"),
        ("last working day of the quarter", "last"),
        ("monthly on the last Sunday", "last6"),
        ("every 2 months on the last Tuesday", "last1"),
        ("the second Monday of every month", "0"),
    ],
)
def test_the_last_day_of_its_kind_stands_in_the_form_and_stays_when_nothing_is_changed(words: str, entry: str) -> None:
    rule = as_a(Cadence, read_cadence(words, today=NOW.date(), zone="Europe/Berlin"))
    held = entries_of(rule)
    assert held["weekday"] == entry
    assert read_form(held, NOW, rule) == rule


@pytest.mark.parametrize(
    ("filled", "due"),
    [
        ({"often": "month", "weekday": "last4", "first": ""}, ["2026-11-27", "2026-12-25"]),
        ({"often": "month", "weekday": "last4", "first": "2027-01-29"}, ["2027-01-29", "2027-02-26"]),
        ({"often": "month", "weekday": "last", "first": "2027-02-10"}, ["2027-02-26", "2027-03-31"]),
        ({"often": "quarter", "weekday": "last0", "first": "2027-02-10"}, ["2027-02-22", "2027-05-31"]),
        ({"often": "month", "weekday": "last", "first": "2027-02-10", "free": "none"}, ["2027-02-26", "2027-03-31"]),
    ],
)
def test_the_last_day_of_its_kind_can_be_chosen(filled: dict[str, str], due: list[str]) -> None:
    rule = read_form({**FILLED, **filled}, NOW, None)
    assert isinstance(rule, Cadence), rule
    first = next_due(rule, NOW)
    assert [f"{each:%Y-%m-%d}" for each in (first, next_due(rule, first))] == due


def test_the_last_day_of_a_month_goes_with_no_weeks() -> None:
    assert "goes with months" in mistake({"often": "2 weeks", "weekday": "last4"})
