"""The portfolio has every subject of the channels that a person is in, and nothing of any other in any form."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest

from bot.core.assessment import Assessment, Status
from bot.core.scoring.portfolio import Portfolio, PortfolioGroup, PortfolioRow, peers
from bot.slack.views.portfolio import portfolio, portfolio_summary
from bot.store.store import SqlStore
from bot.use_cases.portfolio import ask_for_portfolio, asks_for_all, portfolio_of, show_portfolio
from bot.use_cases.ports import Deed, Presence
from bot.use_cases.scorecards import standing_plan
from tests.databases import statements
from tests.effort import thirds
from tests.known import sure
from tests.store.made import claimed, keep, made, on_day, rated
from tests.use_cases.fakes import FakeSlack, HandClock
from tests.use_cases.tracking import Plans

TODAY = date(2026, 12, 1)


def assessed(
    store: SqlStore,
    subject: str,
    levels: tuple[int | None, ...],
    *,
    channel: str = "C1",
    day: int = 0,
    name: str = "",
) -> Assessment:
    """Record an assessment with these levels, complete where all of them are given."""
    found = made(name or f"{subject.lower()}{channel}{day}", channel=channel, subject=subject, day=day)
    keep(store, found)
    keys = [each.key for each in found.framework.dimensions]
    with store.writing("T0ACME0001") as tx:
        for key, level in zip(keys, levels, strict=True):
            if level is not None:
                tx.add_rating("T1", found.id, replace(rated(f"{found.id}.{key}", level), dimension=key))
        if None not in levels:
            tx.set_status("T1", found.id, Status.COMPLETE, on_day(day))
    return found


def of(store: SqlStore, *channels: str) -> Portfolio:
    with store.reading() as view:
        return portfolio_of(view, "T1", channels, TODAY)


def width() -> int:
    return len(made().framework.dimensions)


def row_of(found: Portfolio, subject: str) -> tuple[PortfolioGroup, PortfolioRow]:
    return next((group, row) for group in found.groups for row in group.rows if row.assessment.subject.name == subject)


def test_each_subject_has_its_newest_figure_the_lowest_first_with_its_change(store: SqlStore) -> None:
    many = width()
    assessed(store, "Acme", (2,) * many)
    assessed(store, "Acme", (4,) * many, day=5)
    assessed(store, "Beta", (3,) * many, channel="C2")
    assessed(store, "Gamma", (3,) + (None,) * (many - 1), channel="C2", day=3)
    found = of(store, "C1", "C2")
    assert [each.assessment.subject.name for each in found.rows] == ["Beta", "Acme", "Gamma"]
    assert [each.card.change.difference if each.card.change else None for each in found.rows] == [None, 2, None]
    assert [each.is_complete for each in found.rows] == [True, True, False]
    with store.reading() as view:
        for each in found.rows:
            before = view.before(each.assessment)
            assert (before.id if before else None) == (each.card.before.id if each.card.before else None)


def test_a_median_takes_five_others_and_leaves_the_own_subject_out(store: SqlStore) -> None:
    many = width()
    for number, name in enumerate(("A", "B", "C", "D", "E")):
        assessed(store, name, (1 + number % 4,) * many, channel=f"C{number}")
    group, row = row_of(of(store, "C0", "C1", "C2", "C3", "C4"), "A")
    assert peers(group, row) is None
    assessed(store, "A", (4,) * many, channel="C9")  # the same subject of another channel is no other
    group, row = row_of(of(store, *(f"C{n}" for n in range(10))), "A")
    assert peers(group, row) is None
    assessed(store, "F", (4,) + (None,) * (many - 1), channel="C8")  # under way: counts in no median
    assert peers(*row_of(of(store, *(f"C{n}" for n in range(10))), "A")) is None
    assessed(store, "G", (4,) * many, channel="C8")
    beside = sure(peers(*row_of(of(store, *(f"C{n}" for n in range(10))), "A")))
    assert (beside.overall, beside.count, set(beside.dimensions.values())) == (Fraction(3), 5, {Fraction(3)})


def test_nothing_of_a_channel_that_the_person_is_not_in_changes_anything(store: SqlStore) -> None:
    """Nobody learns of it by difference: the portfolio is the same whether or not the other channel has anything."""
    many = width()
    for number, name in enumerate(("A", "B", "C", "D", "E", "F")):
        assessed(store, name, (1 + number % 4,) * many, channel=f"C{number}")
    allowed = [f"C{number}" for number in range(6)]
    before = of(store, *allowed)
    medians = [peers(*row_of(before, name)) for name in "ABCDEF"]
    assessed(store, "Secret", (4,) * many, channel="C99")
    assessed(store, "A", (4,) * many, channel="C99", day=9)
    after = of(store, *allowed)
    assert after == before
    assert [peers(*row_of(after, name)) for name in "ABCDEF"] == medians
    with store.reading() as view:
        assert portfolio_of(view, "T2", allowed, TODAY).rows == ()


@pytest.mark.parametrize("there", thirds([Presence.OUT, Presence.UNSEEN, Presence.UNKNOWN]))
def test_what_slack_does_not_say_counts_as_no_in_every_page(store: SqlStore, there: Presence) -> None:
    many, clock = width(), HandClock()
    slack = FakeSlack(clock, members={("C1", "U1")}, unsure={} if there is Presence.OUT else {"C2": there})
    for number in range(30):
        assessed(store, f"Open {number}", (2,) * many, channel="C1", name=f"o{number}")
    assessed(store, "Secret", (1,) * many, channel="C2")
    for place, (words, page) in enumerate((("", 0), ("", 1), ("", 2), ("secret", 0), ("", 99))):
        ask_for_portfolio(store, clock, Deed("T1", "C1", "U1", f"e{place}"), words, page)
        job = claimed(store, day=9)
        show_portfolio(store, clock, slack, job)
        store.jobs.finish(job)
    shown = [portfolio(each.shows).text for each in slack.messages if each.key.startswith("told:portfolio")]  # type: ignore[arg-type]  # pages only
    assert len(shown) == 5
    assert [each for each in shown if "Secret" in each or "C2" in each or "31" in each] == []
    assert "Nothing in your channels is called “secret”" in shown[3]
    assert "30 scorecards of 1 channel" in shown[0]
    assert shown[2] == shown[4]


def test_many_subjects_take_as_few_questions_as_two(store: SqlStore) -> None:
    def asked() -> int:
        with statements() as ran, store.reading() as view:
            portfolio_of(view, "T1", ["C1", "C2"], TODAY)
        return len(ran)

    for number in range(2):
        assessed(store, f"Subject {number}", (2,) * width(), name=f"a{number}")
        assessed(store, f"Subject {number}", (3,) * width(), name=f"b{number}", day=5)
    asked()  # reads the framework's wording, which is kept
    few = asked()
    for number in range(2, 30):
        assessed(store, f"Subject {number}", (2,) * width(), name=f"a{number}", channel="C2")
        assessed(store, f"Subject {number}", (3,) * width(), name=f"b{number}", channel="C2", day=5)
    assert asked() == few < 20


def test_a_plan_stands_as_it_stands_everywhere_else(plans: Plans) -> None:
    with plans.kept.reading() as view:
        (channel,) = view.channels("T1")
        (line,) = view.lines("T1", channel)
        one = standing_plan(view, "T1", line.id)
        assert view.standing_plans("T1", [line.id, "other"]) == {line.id: one}
        found = portfolio_of(view, "T1", [channel], one[0].accepted.due + timedelta(days=1))
    assert (found.rows[0].open, found.rows[0].overdue > 0) == (len(one), True)


def test_all_is_no_name_of_a_subject_unless_one_is_called_so(store: SqlStore) -> None:
    keep(store, made())
    assert [asks_for_all(store, "T1", "C1", each) for each in ("all", "All acme", "acme", "", "allianz")] == [
        *("", "acme", None, None, None),
    ]
    keep(store, made("b1", subject="All Hands", day=1), made("b2", channel="C2", subject="all"))
    assert asks_for_all(store, "T1", "C1", "all hands") is None
    assert asks_for_all(store, "T1", "C1", "all") == ""
    assert asks_for_all(store, "T1", "C2", "all") is None


def test_the_summary_says_nothing_of_a_single_subject(store: SqlStore) -> None:
    assessed(store, "A", (2,) * width())
    assert portfolio_summary(of(store, "C1")) == []
    assessed(store, "B", (2,) * width())
    assert portfolio_summary(of(store, "C1"))[0]["text"]["text"].endswith(": 2 subjects")
