"""The machine that was measured, in words that name neither it nor its folders."""

import os
import platform
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from statistics import median

_PACKAGES = ("slack-bolt", "slack-sdk", "starlette", "uvicorn", "pydantic")
_COMMITS = 200


def described(folder: Path) -> Iterator[str]:
    """Give what the figures depend on, a line each; ``folder`` is where the databases stand."""
    yield described_briefly()
    yield f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, " + ", ".join(
        f"{name} {version(name)}" for name in _PACKAGES
    )
    yield f"one COMMIT that reaches the disk: {_commit_seconds(folder) * 1000:.2f} ms"
    yield f"load before the run (processes that wanted a core, last minute): {os.getloadavg()[0]:.1f}"


def described_briefly() -> str:
    """Give what a model's speed depends on."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} cores, {memory:.0f} GB of memory, {platform.system()} on {platform.machine()}"


def _commit_seconds(folder: Path) -> float:
    with tempfile.TemporaryDirectory(dir=folder) as place:
        connection = sqlite3.connect(Path(place) / "commit.db", isolation_level=None)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("CREATE TABLE words (word TEXT)")
        seconds = []
        for _ in range(_COMMITS):
            began = time.perf_counter()
            connection.execute("INSERT INTO words VALUES ('an answer')")
            seconds.append(time.perf_counter() - began)
        connection.close()
    return median(seconds)
