"""How much the tests do: a short form of each in ``make test``, the long one in ``make soak`` (SOAK=1).

Both run the same tests on the same kinds of cases. The long form takes more of each kind: more seeds, more examples,
larger populations, longer storms. It is for a night and for a release.
"""

import os
from typing import TypeVar

T = TypeVar("T")
SOAK = bool(os.environ.get("SOAK"))


def effort(short: T, long: T) -> T:
    """Return how much of something this run does."""
    return long if SOAK else short
