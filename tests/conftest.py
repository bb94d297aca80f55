"""What every test stands on: Hypothesis that repeats itself in CI, and where the browser tests find Chromium.

Sockets beyond loopback are blocked by pytest-socket (see ``addopts`` in pyproject.toml), for every test alike.
"""

import functools
import os
import shutil
import sqlite3
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from bot.files import frameworks
from bot.store import migrations, sqlite
from tests.effort import effort

IN_CI = bool(os.environ.get("CI"))
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM_ON_MACOS = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"

# Databases of tests lie in memory where the system offers that: a disk's flush after each commit is most of what they
# take. A kill loses nothing there either; only a power cut would, and no test makes one.
MEMORY, ROOM = Path("/dev/shm"), 2 * 1024**3  # noqa: S108 -- each run has a folder of its own in it
if "TMPDIR" not in os.environ and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM:
    os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)

# Compiled once, and not by each worker and each of the processes that tests start: they take two seconds for it.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# No deadline, and drawing may be slow: a busy machine is no failure. In CI the same examples on every run, so that red
# means a change.
FORM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=effort(25, 1_000))
settings.register_profile("local", FORM)
settings.register_profile("ci", FORM, derandomize=True, database=None, print_blob=True)
settings.load_profile("ci" if IN_CI else "local")


# A developer's own model must not write what the tests read, nor be paid for it.
for name in tuple(os.environ):
    if name.startswith(("OPENAI_", "CXBOT_MODEL")):
        del os.environ[name]


# Hundreds of bots start in one run, and read the same few files: each is taken apart once. It is a pure function.
frameworks.framework_from = functools.lru_cache(maxsize=64)(frameworks.framework_from)


@functools.cache
def template(steps: tuple[object, ...]) -> sqlite3.Connection:  # noqa: ARG001 -- other steps make another one
    """Return an empty database of these steps, made as every start makes it."""
    made = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    migrations.migrate(made, ":memory:")
    return made


def migrate(connection: sqlite3.Connection, path: str) -> None:
    """Bring a file up to date; a new one is a copy, for thousands are made, and a copy takes a tenth of the time."""
    if Path(path).stat().st_size:
        migrations.migrate(connection, path)
    else:
        template(migrations.STEPS).backup(connection)


vars(sqlite)["migrate"] = migrate


@pytest.fixture(scope="session")
def chromium() -> str:
    """Return the path of the system's Chromium; without one, skip the test on a desk and fail it in CI."""
    for name in (os.environ.get("CHROMIUM", ""), *CHROMIUM_NAMES, CHROMIUM_ON_MACOS):
        if path := shutil.which(name):
            return path
    reason = "No Chromium found. Install 'chromium', or name one in the environment variable CHROMIUM."
    if IN_CI:
        pytest.fail(reason)
    pytest.skip(reason)
