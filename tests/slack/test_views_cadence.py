"""Rules, moments and spans of time in words; the list of a channel's reminders."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.core.cadence.rule import Cadence, Unit
from bot.slack.views import cadences as words
from bot.slack.views.cadences import cadence_words, moment_words, ordinal, span_words
from bot.use_cases.cadences import CadenceVerb, NoneSet, Overview, WhichOne
from bot.use_cases.ports import Settled
from tests.slack.cadences import DUE, NOW, QUARTERLY, buttons, line, set_cadence
from tests.slack.shown import SAM, check_message

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


def test_the_list_says_what_comes_next_and_what_can_be_done() -> None:
    paused = set_cadence(due=None, name="Globex")
    message = words.listed(Overview((set_cadence(), paused), (line(),)), news="Skipped once.")
    assert message.text.splitlines() == [
        "Skipped once.",
        "*Reminders of this channel*, the next one first",
        "*Acme Retail* · CX maturity matrix",
        "Every 3 months on a Monday, 09:30 Europe/Berlin",
        "Next: Monday 4 January 2027, 09:30 Europe/Berlin",
        "*Globex* · CX maturity matrix",
        "Every 3 months on a Monday, 09:30 Europe/Berlin",
        "Paused.",
    ]
    running = ["Change", "Pause", "A week later", "Skip once", "Remove"]
    assert buttons(message) == [*running, "Change", "Resume", "Remove", "Set a reminder"]
    check_message(message)


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
