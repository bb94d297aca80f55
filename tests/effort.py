"""How much the tests do: a short form of each in ``make test``, the long one in ``make soak`` (SOAK=1).

Both run the same tests on the same kinds of cases. The long form takes more of each kind: more seeds, more examples,
larger populations, longer storms. It is for a night and for a release.
"""

import os
from collections.abc import Iterable
from typing import TypeVar

import pytest

T = TypeVar("T")
SOAK = bool(os.environ.get("SOAK"))
more = pytest.mark.more
"""Marks a variation of what another test in ``make test`` shows: another store, another seed, another way to the same
end. It is in ``make more``, which CI runs as its second step, and not in ``make test``."""


def effort(short: T, long: T) -> T:
    """Return how much of something this run does."""
    return long if SOAK else short


def thirds(cases: Iterable[object]) -> list[object]:
    """Mark all but each third of them as variations: rows that show one promise with other data."""
    return [case if place % 3 == 0 else pytest.param(case, marks=more) for place, case in enumerate(cases)]
