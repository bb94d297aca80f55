"""Pauses grow, have an end, and differ."""

import pytest

from bot.jobs.worker import pause


@pytest.mark.parametrize(("attempts", "seconds"), [(0, 1), (1, 1), (2, 2), (3, 4), (6, 32), (7, 60), (10_000, 60)])
def test_a_pause_doubles_up_to_a_minute(attempts: int, seconds: float) -> None:
    assert pause(attempts, lambda: 0.0) == seconds


def test_jitter_takes_off_up_to_half() -> None:
    assert pause(3, lambda: 1.0) == 2
    assert pause(3, lambda: 0.5) == 3
