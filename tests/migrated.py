"""New databases for tests: a copy of an empty one, for thousands are made, and a copy takes a tenth of the time."""

import functools
import sqlite3
from pathlib import Path

from bot.store import migrations


@functools.cache
def template(steps: tuple[object, ...]) -> sqlite3.Connection:  # noqa: ARG001 -- other steps make another one
    """Return an empty database of these steps, made as every start makes it."""
    made = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    migrations.migrate(made, ":memory:")
    return made


def migrate(connection: sqlite3.Connection, path: str) -> None:
    """Bring a file up to date; in place of ``bot.store.sqlite.migrate``."""
    if Path(path).stat().st_size:
        migrations.migrate(connection, path)
    else:
        template(migrations.STEPS).backup(connection)
