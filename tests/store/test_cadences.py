"""The contract on cadences: one for a framework and subject of a channel, and each due moment is taken once."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.cadence.rule import MOST_MONTHS, MOST_WEEKS, Cadence, SetCadence, Unit
from bot.core.errors import StoreError
from bot.store.store import SqlStore, open_store
from bot.use_cases.ports import Settled
from tests.core.strategies import SMALL, moments, names, words
from tests.effort import effort
from tests.known import peek, sure, write
from tests.store.conftest import Backend
from tests.store.made import QUARTERLY, START, due_again, on_day, put_cadences

ODD = Cadence(2, Unit.WEEK, date(2027, 2, 28), time(23, 59), "Pacific/Chatham", workdays=False)
rules = st.builds(
    Cadence,
    every=st.integers(1, min(MOST_WEEKS, MOST_MONTHS)),
    unit=st.sampled_from(Unit),
    first=st.dates(),
    at=st.builds(time, st.integers(0, 23), st.integers(0, 59)),
    zone=st.sampled_from(["Europe/Berlin", "Asia/Kathmandu", "Pacific/Apia", "UTC"]),
    weekday=st.none() | st.integers(0, 6),
    workdays=st.booleans(),
    country=st.sampled_from(["", "DE", "US"]),
)
set_cadences = st.builds(
    SetCadence, names, st.just("T1"), st.just("C1"), names, words, words, rules, names, moments, st.none() | moments
)


def of_channel(store: SqlStore, channel: str = "C1", *, workspace: str = "T1") -> list[str]:
    return [each.id for each in peek(store).cadences(workspace, channel)]


# --- what is refused


def test_a_second_cadence_for_a_framework_and_subject_is_refused_and_the_first_one_stands(store: SqlStore) -> None:
    put_cadences(store, due_again())
    with pytest.raises(StoreError, match="a cadence for this framework and subject already, 'c1': change that one"):
        put_cadences(store, due_again("other"), due_again("c2", subject=" ACME retail "))
    assert of_channel(store) == ["c1"]


def test_a_cadence_cannot_be_changed_into_the_line_of_another(store: SqlStore) -> None:
    put_cadences(store, due_again(), due_again("c2", subject="Globex"))
    with pytest.raises(StoreError, match="already, 'c1'"):
        put_cadences(store, due_again("c2"))
    assert peek(store).cadence("T1", "c2") == due_again("c2", subject="Globex")


@pytest.mark.parametrize(
    "rule",
    [
        replace(QUARTERLY, zone="Europe/Entenhausen"),
        replace(QUARTERLY, zone=""),
        replace(QUARTERLY, every=0),
        replace(QUARTERLY, every=MOST_MONTHS + 1),
        replace(QUARTERLY, unit=Unit.WEEK, every=MOST_WEEKS + 1),
        replace(QUARTERLY, weekday=7),
        replace(QUARTERLY, at=time(9, 30, 15)),
        replace(QUARTERLY, at=time(9, 30, tzinfo=timezone(timedelta(hours=1)))),
    ],
)
def test_a_rule_that_could_not_be_read_again_is_refused(store: SqlStore, rule: Cadence) -> None:
    with pytest.raises(StoreError, match="A cadence cannot be stored"):
        put_cadences(store, replace(due_again(), cadence=rule))
    assert of_channel(store) == []


def test_a_cadence_that_is_due_at_a_moment_without_a_zone_is_refused(store: SqlStore) -> None:
    with pytest.raises(ValueError, match="without a time zone"):
        put_cadences(store, replace(due_again(), next_due=datetime(2026, 12, 1)))  # noqa: DTZ001 -- what is refused
    assert of_channel(store) == []


# --- what is kept


@pytest.mark.parametrize(
    "cadence",
    [
        due_again(),
        due_again(day=None),
        replace(due_again(), cadence=ODD),
        replace(due_again(), cadence=replace(ODD, back=True)),
    ],
)
def test_a_cadence_comes_back_as_it_was_set(store: SqlStore, cadence: SetCadence) -> None:
    put_cadences(store, cadence)
    with store.reading() as view:
        assert view.cadence("T1", "c1") == cadence
        assert view.cadences("T1", "C1") == (cadence,)
        assert view.cadence("T1", "c2") is None


@given(set_cadences)
@settings(SMALL, max_examples=effort(25, 1_000))
def test_whatever_rule_a_channel_sets_is_kept_exactly(cadence: SetCadence) -> None:
    with closing(open_store("sqlite://")) as store:
        put_cadences(store, cadence)
        assert peek(store).cadence("T1", cadence.id) == cadence
        assert peek(store).cadence_of("T1", "C1", cadence.slug, cadence.subject) == cadence


def test_a_cadence_is_found_by_its_subject_without_case_and_outer_spaces(store: SqlStore) -> None:
    put_cadences(store, due_again(subject="Straße 12"), due_again("c2", slug="other", subject="Straße 12"))
    with store.reading() as view:
        found = sure(view.cadence_of("T1", "C1", "cx-optimization", "  STRASSE 12"))
        assert (found.id, found.subject) == ("c1", "Straße 12")
        assert view.cadence_of("T1", "C1", "cx-optimization", "Straße 13") is None
        assert view.cadence_of("T1", "C2", "cx-optimization", "Straße 12") is None


def test_a_channel_lists_the_next_due_first_and_paused_ones_last(store: SqlStore) -> None:
    days = {"late": 90, "paused": None, "soon": 2, "first": 1}
    put_cadences(store, *(due_again(name, subject=name, day=day) for name, day in days.items()))
    put_cadences(store, due_again("elsewhere", channel="C2"))
    assert of_channel(store) == ["first", "soon", "late", "paused"]
    assert of_channel(store, "C2") == ["elsewhere"]
    assert of_channel(store, "C3") == []


def test_a_cadence_under_an_id_that_exists_takes_its_place(store: SqlStore) -> None:
    put_cadences(store, due_again(), due_again("c2", subject="Globex"))
    changed = replace(
        due_again(channel="C2", slug="other", subject="Initech", day=None), title="Other", cadence=ODD, owner="U9"
    )
    put_cadences(store, replace(changed, set_at=on_day(3)))
    assert peek(store).cadences("T1", "C2") == (replace(changed, set_at=on_day(3)),)
    assert peek(store).cadence_of("T1", "C1", "cx-optimization", "Acme Retail") is None
    put_cadences(store, due_again("c3"))
    assert of_channel(store) == ["c3", "c2"]


def test_a_cadence_that_is_removed_leaves_its_line_and_the_moments_it_reminded_for(store: SqlStore) -> None:
    put_cadences(store, due_again(), due_again("c2", subject="Globex"))
    with store.writing("T0ACME0001") as tx:
        assert tx.take_due("T1", "remind:c1", on_day(1), on_day(1))
        tx.drop_cadence("T1", "c1")
        tx.drop_cadence("T1", "never")
    assert of_channel(store) == ["c2"]
    put_cadences(store, due_again("c3"))
    with store.writing("T0ACME0001") as tx:
        assert tx.cadence("T1", "c1") is None
        assert not tx.take_due("T1", "remind:c1", on_day(1), on_day(2))


def test_what_is_refused_within_a_transaction_leaves_nothing_of_it(store: SqlStore) -> None:
    def refused() -> None:
        with store.writing("T0ACME0001") as tx:
            tx.put_cadence(due_again())
            tx.take_due("T1", "remind:c1", on_day(1), on_day(1))
            tx.put_cadence(due_again("c2"))

    with pytest.raises(StoreError):
        refused()
    with store.writing("T0ACME0001") as tx:
        assert tx.cadences("T1", "C1") == ()
        assert tx.take_due("T1", "remind:c1", on_day(1), on_day(1))


# --- due moments


def test_a_due_moment_is_taken_once_whoever_asks(store: SqlStore) -> None:
    with store.writing("T0ACME0001") as tx:
        assert tx.take_due("T1", "remind:c1", on_day(1), on_day(1))
        assert not tx.take_due("T1", "remind:c1", on_day(1), on_day(1))
    with store.writing("T0ACME0001") as tx:
        in_another_zone = on_day(1).astimezone(timezone(timedelta(hours=5, minutes=45)))
        assert not tx.take_due("T1", "remind:c1", in_another_zone, on_day(9))
        assert tx.take_due("T1", "remind:c1", on_day(1) + timedelta(microseconds=1), on_day(1))
        assert tx.take_due("T1", "remind:c2", on_day(1), on_day(1))
        assert tx.take_due("T2", "remind:c1", on_day(1), on_day(1))


def test_of_many_that_find_a_moment_due_at_once_one_takes_it(backend: Backend) -> None:
    stores = [backend.open() for _ in range(2)]

    def take(number: int) -> bool:
        return write(stores[number % 2]).take_due("T1", "remind:c1", on_day(number // 8), START)

    with ThreadPoolExecutor(8) as threads:
        taken = list(threads.map(take, range(8 * 20)))
    assert [sum(taken[8 * day : 8 * day + 8]) for day in range(20)] == [1] * 20


def test_the_due_moments_of_a_key_are_told_the_earliest_first(store: SqlStore) -> None:
    with store.writing("T0ACME0001") as tx:
        for day in (9, 1, 5):
            tx.take_due("T1", "nudge:a1:U1", on_day(day), on_day(10))
        tx.take_due("T1", "nudge:a1:U2", on_day(2), on_day(10))
        tx.take_due("T2", "nudge:a1:U1", on_day(3), on_day(10))
        assert tx.dues_taken("T1", "nudge:a1:U1") == (on_day(1), on_day(5), on_day(9))
        assert tx.dues_taken("T1", "nudge:a1:U3") == ()


def test_the_first_answer_to_a_due_moment_counts(store: SqlStore) -> None:
    first, second = Settled("snoozed", "U1", on_day(1)), Settled("skipped", "U2", on_day(2))
    with store.writing("T0ACME0001") as tx:
        assert tx.settled("T1", "remind:c1", START) is None
        assert tx.settle_due("T1", "remind:c1", START, first)
        assert not tx.settle_due("T1", "remind:c1", START, second)
        assert tx.settle_due("T1", "remind:c1", on_day(7), second)
    with store.reading() as view:
        assert view.settled("T1", "remind:c1", START) == first
        assert view.settled("T1", "remind:c1", on_day(7)) == second
        assert view.settled("T1", "remind:c2", START) is None
        assert view.settled("T2", "remind:c1", START) is None
