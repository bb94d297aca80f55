"""`cxbot serve`, started quickly: each process is a fork of one that has imported the bot and read its frameworks.

Each line on standard input is an order as JSON: ``start`` with an environment, the path of a log and the words of a
command, answered with the id of the process; or ``wait`` with an id, answered with its exit code once it ended.

A process waits less for a lock than the real one, and a test can fill its disk: SIGUSR1 lets no file grow beyond what
the write-ahead log has by now, SIGUSR2 makes room again. A limit on the size of files is what every system can do to an
ordinary user; what SQLite sees is a write that fails.
"""

import json
import os
import pwd
import resource
import signal
import sys
import traceback
from collections.abc import Mapping
from functools import cache, partial
from pathlib import Path
from types import FrameType
from typing import Any
from unittest.mock import patch

import sqlite_utils.migrations  # noqa: F401 -- loaded here, once, like all that a process loads with its first delivery

from bot import background, cli, main, roles
from bot.files import frameworks
from bot.jobs.worker import Workers
from bot.slack import gateway, journeys
from bot.store import migrations, sqlite
from bot.store.store import SqlStore, open_store
from tests.migrated import migrate, template

BUSY_SECONDS = 3
LEASE_SECONDS = 2.0
AS_NOBODY = "CXBOT_TEST_AS_NOBODY"
NEXT_STEP = "CXBOT_TEST_NEXT_STEP"
"""Set in the environment of a process that is a version newer: it has one more migration."""


def hurry() -> None:
    """Wait less for a lock and for a lost lease, and lift the pace of a message a second."""
    patch.object(sqlite, "BUSY_SECONDS", BUSY_SECONDS).start()
    opens = open_as_nobody if os.environ.get(AS_NOBODY) else open_store
    patch.object(main, "open_store", partial(opens, lease_seconds=LEASE_SECONDS)).start()
    patch.object(main, "Workers", partial(Workers, heartbeat_seconds=0.5)).start()
    vars(gateway).update(VIEW_TIMEOUT=60, HASTY_TIMEOUT=60)  # a busy machine is no slow Slack
    for paces in ("Pacer", "SharedPacer"):
        patch.object(roles, paces, lambda *_: None).start()


def m900_moods(db: Any) -> None:
    """Change the schema in two statements, as a migration of a later version might; wait between them if told to."""
    db.execute("CREATE TABLE moods (workspace TEXT PRIMARY KEY, mood TEXT NOT NULL) STRICT")
    if os.environ[NEXT_STEP] == "hangs":
        tell("inside")
        signal.pause()
    db.execute("INSERT INTO moods SELECT DISTINCT workspace, 'calm' FROM assessments")


def fill(_number: int, _frame: FrameType | None) -> None:
    """Leave no room."""
    log = Path(os.environ["DATABASE_URL"].removeprefix("sqlite:///") + "-wal")
    resource.setrlimit(resource.RLIMIT_FSIZE, (log.stat().st_size, resource.RLIM_INFINITY))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    tell("filled")


def empty(_number: int, _frame: FrameType | None) -> None:
    """Make room."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    tell("emptied")


def open_as_nobody(url: str, **given: Any) -> SqlStore:
    """Open the store as a user whom the system can refuse something; root, who may do anything, becomes nobody."""
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        os.setgid(nobody.pw_gid)
        os.setuid(nobody.pw_uid)
    return open_store(url, **given)


def tell(event: str) -> None:
    """Say aside what was done: the log is a file, and may be full as well."""
    Path(f"{os.environ['TEST_LOG']}.{event}").touch()


def serve(environment: Mapping[str, str], log: str, words: list[str]) -> None:
    """Become the bot, in the folder that ``PWD`` names; what it says goes to the log."""
    code = 70
    try:
        os.environ.update(environment)
        os.environ["TEST_LOG"] = log
        nothing = os.open(os.devnull, os.O_RDWR)
        for descriptor, opened in (
            (0, nothing),
            (1, nothing),
            (2, os.open(log, os.O_CREAT | os.O_WRONLY | os.O_APPEND)),
        ):
            os.dup2(opened, descriptor)
        signal.signal(signal.SIGUSR1, fill)
        signal.signal(signal.SIGUSR2, empty)
        hurry()
        if environment.get(NEXT_STEP):
            patch.object(migrations, "STEPS", (*migrations.STEPS, m900_moods)).start()
        else:
            patch.object(sqlite, "migrate", migrate).start()
        os.chdir(os.environ["PWD"])
        cli.main(words)
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    except BaseException:  # noqa: BLE001  # a test looks for this in the log
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def warm_up() -> None:
    """Load the rest of that, and read the frameworks."""
    assert journeys.ROUTES
    template(migrations.STEPS)
    frameworks.framework_from = cache(frameworks.framework_from)
    background.read_frameworks(None)


def obey() -> None:
    """Fork a serving process, or wait for one, for each line that comes in."""
    warm_up()
    for line in sys.stdin:
        order = json.loads(line)
        if "wait" in order:
            answer = os.waitstatus_to_exitcode(os.waitpid(order["wait"], 0)[1])
        else:
            answer = os.fork()
            if not answer:
                serve(order["start"], order["log"], order["words"])
        sys.stdout.write(f"{answer}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    obey()
