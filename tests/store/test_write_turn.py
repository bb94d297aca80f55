"""Whose turn it is to write: deliveries before the work behind them, which gets its turns all the same."""

import threading
from collections.abc import Callable

import pytest

from bot.store import sqlite
from bot.store.sqlite import WriteTurn


def started(run: Callable[[], None]) -> threading.Thread:
    thread = threading.Thread(target=run)
    thread.start()
    return thread


def test_work_gets_its_turn_however_many_deliveries_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "PATIENCE_SECONDS", 0.0)
    turn = WriteTurn()
    turn._first.append(None)  # one that never gets its own
    assert turn.take(waits=True)


def test_work_lets_a_delivery_that_came_before_it_and_one_that_came_after_go_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sqlite, "PATIENCE_SECONDS", 30.0)
    turn, wrote = WriteTurn(), list[str]()

    def write(who: str, *, waits: bool) -> None:
        assert turn.take(waits=waits)
        wrote.append(who)
        turn.give_back()

    assert turn.take(waits=False)
    early = started(lambda: write("delivery", waits=False))
    while not turn._first:
        pass
    work = started(lambda: write("work", waits=True))
    late = started(lambda: write("delivery", waits=False))
    while len(turn._first) < 2:
        pass
    turn.give_back()
    for each in (early, late, work):
        each.join()
    assert wrote == ["delivery", "delivery", "work"]


def test_whoever_gets_no_turn_in_time_is_told_so_and_stands_in_nobody_s_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0.01)
    turn = WriteTurn()
    assert turn.take(waits=False)
    assert not turn.take(waits=True)
    assert not turn.take(waits=False)
    turn.give_back()
    assert turn.take(waits=True)
