"""What every test stands on: Hypothesis that repeats itself in CI, and where the browser tests find Chromium.

Sockets beyond loopback are blocked by pytest-socket (see ``addopts`` in pyproject.toml), for every test alike.
"""

import functools
import gc
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest
import structlog
from hypothesis import HealthCheck, settings

from bot.files import frameworks
from bot.sandbox import limits
from bot.slack import gateway
from bot.store import assessments, sqlite
from bot.web import readiness
from tests.databases import ON_POSTGRESQL, instead
from tests.effort import effort
from tests.migrated import migrate

IN_CI = bool(os.environ.get("CI"))
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM_ON_MACOS = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"

# Databases of tests lie in memory where the system offers that: a disk's flush after each commit is most of what they
# take. A kill loses nothing there either; only a power cut would, and no test makes one.
MEMORY, ROOM = Path("/dev/shm"), 2 * 1024**3  # noqa: S108 -- each run has a folder of its own in it
if "TMPDIR" not in os.environ and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM:
    os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)

# The collector looks for circles a tenth as often, and never again at what is there once all tests are known: modules,
# tests, frameworks. Each look would go through all of it, and they are a tenth of what a run takes.
gc.set_threshold(20_000, 50, 100)

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


# Hundreds of bots start in one run, and read the same few files, and thousands of databases hold the same few wordings:
# each is taken apart once. These are pure functions.
frameworks.framework_from = functools.lru_cache(maxsize=64)(frameworks.framework_from)
assessments.framework_from_wording = functools.lru_cache(maxsize=64)(assessments.framework_from_wording)


def pytest_collection_finish() -> None:
    """Leave out of all later looks of the collector what stays to the end."""
    gc.collect()
    gc.freeze()


vars(sqlite)["migrate"] = migrate


# Slack gives the bot three seconds, and the bot gives Slack and its own parts one to three while somebody waits. A test
# that is about such a limit makes it short; everywhere else a busy machine would decide what is to be seen.
AMPLE_SECONDS = 60
vars(gateway).update(VIEW_TIMEOUT=AMPLE_SECONDS, HASTY_TIMEOUT=AMPLE_SECONDS)
vars(readiness).update(WAIT_SECONDS=float(AMPLE_SECONDS))
_WAITS = ("acknowledgement.seconds", "trigger.seconds")
_AMPLE = {name: limits.Limit(AMPLE_SECONDS, limits.LIMITS[name].source) for name in _WAITS}
vars(limits).update(LIMITS={**limits.LIMITS, **_AMPLE})


if ON_POSTGRESQL:
    instead.install()


@pytest.fixture(autouse=True)
def log_as_before() -> Iterator[None]:
    """Give back the log as it was: a program that a test ran as a whole may have made it quieter."""
    before = structlog.get_config()
    yield
    structlog.configure(**before)


@pytest.fixture(autouse=ON_POSTGRESQL)
def in_place_of_files() -> Iterator[None]:
    """Give back the databases that a test had in place of files."""
    with instead.until_then():
        yield


@pytest.fixture
def postgresql() -> Iterator[str]:
    """Lend the URL of an empty database; without a server to start, skip the test on a desk and fail it in CI."""
    from tests import postgres  # noqa: PLC0415 -- most tests need none

    if postgres.is_installed():
        with postgres.database() as url:
            yield url
    else:
        without(postgres.MISSING)


def without(reason: str) -> NoReturn:
    """Skip what cannot be tested on a desk, and fail in CI."""
    if IN_CI:
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def chromium() -> str:
    """Return the path of the system's Chromium; without one, skip the test on a desk and fail it in CI."""
    for name in (os.environ.get("CHROMIUM", ""), *CHROMIUM_NAMES, CHROMIUM_ON_MACOS):
        if path := shutil.which(name):
            return path
    without("No Chromium found. Install 'chromium', or name one in the environment variable CHROMIUM.")
