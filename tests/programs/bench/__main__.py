"""Measure and print, or write into a page: ``python -m tests.programs.bench [--write FILE] [--tiny] [PART ...]``."""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from bot.settings import read_model_settings
from tests.programs.bench import (
    conducting,
    drafting,
    functions,
    history,
    million,
    page,
    slow,
    starting,
    stores,
    tables,
    ticking,
    turns,
)
from tests.programs.bench.machine import described
from tests.programs.bench.processes import ROOT


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured."""

    requests: dict[int, int]
    rounds: int
    conversations: int
    delay: float
    stored: tuple[int, ...]
    asked: int
    cadences: tuple[int, ...]
    due: int
    typed: float
    drafted: int
    served: int
    kills: int
    loaded: tuple[int, ...]
    reminders: int


FULL = Size(
    {1: 300, 16: 600, 64: 900},
    3,
    100,
    2.0,
    (1_000, 10_000, 100_000),
    40,
    (1_000, 10_000, 100_000),
    100,
    1.0,
    3,
    900,
    3,
    (10_000, 100_000, 1_000_000),
    10_000,
)
TINY = Size({1: 6, 4: 12}, 1, 4, 0.1, (3, 6), 2, (4, 8), 2, 0.05, 0, 12, 0, (2_000, 3_000), 50)
"""So little that it says nothing about speed: for the test that this code runs."""


def parts(size: Size, folder: Path) -> dict[str, Callable[[], Iterable[str]]]:
    """Give what can be measured, by name."""
    return {
        "turns": lambda: tables.turns(turns.measure(folder, size.requests, size.rounds)),
        "slow": lambda: tables.slow(slow.measure(folder, size.conversations, size.delay), size.delay),
        "stores": lambda: tables.stores(stores.measure(folder, size.served, size.rounds, size.kills)),
        "history": lambda: tables.history(history.measure(folder, size.stored, size.rounds, size.asked)),
        "ticking": lambda: tables.ticking(ticking.measure(folder, size.cadences, size.due, size.rounds)),
        "starting": lambda: tables.starting(starting.measure(folder, size.rounds)),
        "conducting": lambda: tables.conducting(conducting.measure(folder, typed=size.typed), turns.DIMENSIONS),
        "drafts": lambda: tables.drafts(drafting.measure(read_model_settings(), size.drafted)),
        "functions": lambda: tables.functions(functions.measure(ROOT / "bot")),
        "million": lambda: tables.million(million.measure(size.loaded)),
        "storm": lambda: storm(size.reminders),
    }


def storm(reminders: int) -> Iterable[str]:
    """Run the storm on each store, and give what it says at its end."""
    for store in ("sqlite", "postgresql"):
        asked = ("--store", store, "--reminders", str(reminders), "--workspaces", str(min(reminders, 1_000)))
        command = [sys.executable, "-m", "tests.programs.reminding", *asked]
        ran = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
        yield f"- {ran.stdout.splitlines()[-1]}: **{'as it must be' if ran.returncode == 0 else 'not as it must be'}**"


def main(arguments: list[str]) -> None:
    """Measure the parts that are named, or all that do not take long."""
    reader = argparse.ArgumentParser(prog="python -m tests.programs.bench", description=__doc__)
    reader.add_argument(
        "parts", nargs="*", metavar="PART", help=f"one of {', '.join(page.SECTIONS)}; {len(page.USUAL)} by default"
    )
    reader.add_argument("--write", type=Path, metavar="FILE", help="write into this page instead of printing")
    reader.add_argument("--tiny", action="store_true", help="run through in a few seconds; the figures mean nothing")
    asked = reader.parse_args(arguments)
    if unknown := [each for each in asked.parts if each not in page.SECTIONS]:
        reader.error(f"there is no part {unknown[0]!r}; there are {', '.join(page.SECTIONS)}")
    size = TINY if asked.tiny else FULL
    # the folder for temporary files may be in memory, where a COMMIT costs nothing
    with tempfile.TemporaryDirectory(dir=None if asked.tiny else Path.cwd(), prefix=".bench-") as place:
        folder = Path(place)
        machine = list(described(folder))
        measuring = parts(size, folder)
        found = {}
        for name in asked.parts or page.USUAL:
            sys.stderr.write(f"measuring {name} ...\n")
            found[name] = list(measuring[name]())
    if asked.write:
        page.write(asked.write, machine, found, size.rounds)
    else:
        sys.stdout.write(page.written(machine, found, size.rounds))


if __name__ == "__main__":
    main(sys.argv[1:])
