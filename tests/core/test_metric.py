"""Metrics are read exactly or asked for again, and are set beside the score without a word about causes."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from bot.core.metric import (
    Good,
    MetricOrigin,
    MetricTrack,
    MetricValue,
    Reading,
    against,
    kind_of,
    metric_key,
    metric_name,
    read_aim,
    read_target,
    read_value,
    stated,
    tracks,
)
from bot.core.plan.plan import Aim
from bot.core.variables import WhyNot
from tests.store.made import made

AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


def reading(amount: str = "31", *, day: int = 1, unit: str = "", metric: str = "nps", good: Good = Good.UP) -> Reading:
    value = MetricValue(Decimal(amount), unit)
    on = date(2026, 11, day)
    return Reading(f"r{day}", "C1", "Acme", metric, metric.upper(), value, good, on, "U1", AT, MetricOrigin.TYPED)


@pytest.mark.parametrize(
    ("name", "text", "read"),
    [
        ("NPS", "41", "41"),
        ("NPS", "–12", "-12"),
        ("NPS", "\u221212", "-12"),
        ("NPS", "- 12", "-12"),
        ("NPS", "+5", "5"),
        ("net promoter score", "\uff10\uff17", "7"),
        ("NPS", "12,5", "12.5"),
        ("NPS", "-100", "-100"),
        ("Churn", "41 %", "41 %"),
        ("churn rate", "3,5%", "3.5 %"),
        ("Abwanderung", "3,5 Prozent", "3.5 %"),
        ("Retention", "97", "97 %"),
        ("NRR", "118 %", "118 %"),
        ("CSAT", "82", "82 %"),
        ("CSAT", "4.2 of 5", "4.2 of 5"),
        ("CSAT", "4,2/5", "4.2 of 5"),
        ("Kundenzufriedenheit", "4,2 von 5", "4.2 of 5"),
        ("CSAT", "4 %", "4 %"),
        ("CES", "5.4", "5.4 of 7"),
        ("CES", "4/5", "4 of 5"),
        ("CES", "72 of 100", "72 of 100"),
        ("CLV", "1,250 EUR", "1,250 EUR"),
        ("CLV", "€1250.50", "1,250.50 EUR"),
        ("CLV", "1 250 000 €", "1,250,000 EUR"),
        ("LTV", "usd 900", "900 USD"),
        ("CLV", "1'250 CHF", "1,250 CHF"),
        ("Refund time", "3.5 days", "3.5 days"),
        ("Refund time", "3,5 Tage", "3.5 Tage"),
        ("Backlog", "1200", "1,200"),
        ("Basket", "€35", "35 EUR"),
        ("First contact resolution", "72%", "72 %"),
        ("Margin", "-3 %", "-3 %"),
        ("Calls", "12 per customer", "12 per customer"),
        ("Contact rate", "12%", "12 %"),
    ],
)
def test_a_value_is_read_in_its_unit(name: str, text: str, read: str) -> None:
    found = read_value(metric_key(name), text)
    assert isinstance(found, MetricValue), found
    assert found.text == read


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("NPS", "1.234", "not clear which mark"),
        ("CLV", "1.234 EUR", "not clear which mark"),
        ("Backlog", "1,2,3", "not clear|one number"),
        ("NPS", "101", "from -100 to 100"),
        ("NPS", "-101", "from -100 to 100"),
        ("NPS", "41 %", "Leave the % sign out"),
        ("NPS", "forty", "no number"),
        ("NPS", "", "no number"),
        ("NPS", "41 or 42", "cannot read"),
        ("NPS", "€41", "no amount of money"),
        ("Churn", "101 %", "from 0 to 100 %"),
        ("Churn", "-1", "from 0 to 100 %"),
        ("Churn", "5 days", "cannot read"),
        ("CSAT", "4.2", "a percentage or a mean"),
        ("CSAT", "6 of 5", "from 1 to 5"),
        ("CES", "7.5", "unless the scale is named"),
        ("CES", "0", "from 1 to 7"),
        ("CES", "5 %", "cannot read"),
        ("CLV", "1250", "In which currency"),
        ("CLV", "1250 apples", "In which currency"),
        ("CLV", "-5 EUR", "less than nothing"),
        ("Refund time", "3 4 days", "one number"),
        ("Refund time", "3.5 days and a very long unit indeed", "is no unit"),
        ("Refund time", "abc 3", "before the number|no number"),
    ],
)
def test_what_cannot_be_one_value_is_asked_again(name: str, text: str, why: str) -> None:
    found = read_value(metric_key(name), text)
    assert isinstance(found, WhyNot), found
    assert any(part in found.message for part in why.split("|")), found.message


def test_a_name_is_known_in_every_language_and_an_own_one_is_kept() -> None:
    assert [metric_name(each) for each in ("nps", "CHURN rate", "taux de rétention", "Refund time")] == [
        *("NPS", "Churn", "Retention", "Refund time"),
    ]
    assert metric_key("  Refund   TIME: ") == "refund time"
    assert all(isinstance(metric_name(each), WhyNot) for each in ("", "12", "—", "x" * 61))
    assert kind_of("refund time") is None


def test_a_target_takes_the_unit_of_its_value() -> None:
    value = MetricValue(Decimal("4.2"), "of 5")
    assert read_target("csat", "4.5", value) == MetricValue(Decimal("4.5"), "of 5")
    assert isinstance(read_target("csat", "90 %", value), WhyNot)
    assert read_target("clv", "1500", MetricValue(Decimal(9), "EUR")) == MetricValue(Decimal(1500), "EUR")


def test_variables_are_metrics_by_their_name_and_what_does_not_read_stays_as_it_was_typed() -> None:
    (found,) = stated(made())
    assert (found.metric, found.value.text, found.target, found.day, found.by) == (
        *("nps", "31", MetricValue(Decimal(45)), date(2026, 11, 22), "U1"),
    )
    odd = replace(made(), subject=replace(made().subject, variables={"NPS_BASELINE": "1.234"}))
    assert stated(odd) == ()


def test_of_one_day_the_last_word_counts_and_what_was_taken_back_does_not() -> None:
    first, second = reading("31"), replace(reading("33"), id="r1b", at=AT.replace(hour=12))
    (track,) = tracks([second, first])
    assert [each.value.text for each in track.readings] == ["33"]
    (track,) = tracks([first, replace(second, taken_back=True)])
    assert [each.value.text for each in track.readings] == ["31"]
    begun = replace(first, id="a1.nps", source=MetricOrigin.ASSESSMENT, at=AT.replace(hour=23))
    assert tracks([begun, second])[0].last.value.text == "33"


def test_values_of_another_unit_do_not_compare() -> None:
    (track,) = tracks([reading("82", unit="%", metric="csat"), reading("4.2", day=9, unit="of 5", metric="csat")])
    assert track.before is None
    assert against(track, date(2026, 11, 1), date(2026, 11, 9), rose=True) is None


@pytest.mark.parametrize(
    ("old", "new", "good", "rose", "is_against"),
    [
        ("31", "28", Good.UP, True, True),
        ("31", "34", Good.UP, True, False),
        ("31", "34", Good.UP, False, True),
        ("31", "28", Good.UP, False, False),
        ("5", "7", Good.DOWN, True, True),
        ("5", "4", Good.DOWN, True, False),
        ("5", "4", Good.DOWN, False, True),
        ("31", "31", Good.UP, True, False),
        ("31", "28", Good.UNSAID, True, False),
    ],
)
def test_a_metric_that_moved_against_the_score_is_found(
    old: str, new: str, good: Good, *, rose: bool, is_against: bool
) -> None:
    track = MetricTrack((reading(old, good=good), reading(new, day=20, good=good)))
    assert (against(track, date(2026, 11, 5), date(2026, 11, 22), rose=rose) is not None) is is_against
    assert against(track, date(2026, 11, 21), date(2026, 11, 22), rose=rose) is None


@pytest.mark.parametrize(
    ("typed", "aim"),
    [
        ("NPS from 31 to 45", ("NPS", "31", "45")),
        ("nps 31 to 45", ("NPS", "31", "45")),
        ("churn rate from 5 % to 3,5 %", ("Churn", "5 %", "3.5 %")),
        ("CSAT from 4.1 to 4.5 of 5", ("CSAT", "4.1 of 5", "4.5 of 5")),
        ("CLV 900 to 1,200 EUR", ("CLV", "900 EUR", "1,200 EUR")),
        ("Refund time from 5 days to 2 days", ("Refund time", "5 days", "2 days")),
        ("Top 10 accounts from 3 to 5", ("Top 10 accounts", "3", "5")),
        ("NPS –12 to +5", ("NPS", "-12", "5")),
    ],
)
def test_an_aim_names_a_metric_its_value_and_its_target(typed: str, aim: tuple[str, str, str]) -> None:
    found = read_aim(typed)
    assert isinstance(found, Aim), found
    assert (found.metric, found.baseline, found.target) == aim
    assert read_aim(found.text) == found


@pytest.mark.parametrize(
    "typed", ["NPS", "NPS 45", "NPS from 31 to 145", "NPS from 1.234 to 45", "31 to 45", "more calls"]
)
def test_an_aim_that_is_not_whole_is_asked_again(typed: str) -> None:
    assert isinstance(read_aim(typed), WhyNot)
