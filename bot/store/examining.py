"""How the database is: whether it can be written to at this moment, and whether every page of it is sound."""

import sqlite3
import time
from contextlib import closing

from bot.core.errors import StoreError
from bot.store.database import Database
from bot.store.troubles import DamagedError, explained

PROBE_MILLISECONDS = 1_000
_FRESH_SECONDS = 1.0
_FINDINGS = 3


def check_now(database: Database) -> None:
    """Raise StoreError when a fact could not be read or kept now. Writes at most once a second, and nothing new."""
    database.file.refuse_if_given_up()
    with database.lent() as connection:
        database.file.must_stand(connection)
    with database.reading() as session:
        session.one("SELECT id FROM jobs LIMIT 1")
    if time.monotonic() - database.wrote_at > _FRESH_SECONDS:
        _write_nothing(database)


def _write_nothing(database: Database) -> None:
    """Commit a change that changes nothing, to see whether there is room and leave to write."""
    started = time.monotonic()
    with explained(database.path), closing(database.connect()) as connection:
        connection.execute(f"PRAGMA busy_timeout = {PROBE_MILLISECONDS}")
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        try:
            connection.execute(f"PRAGMA user_version = {version}")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorname == "SQLITE_BUSY" and database.wrote_at > started:
                return  # busy with our own answers: as well as can be
            raise
    database.wrote_at = time.monotonic()


def examine(database: Database) -> None:
    """Read every page; a file that is damaged is given up."""
    try:
        with explained(database.path), closing(database.connect()) as connection:
            found = [str(row[0]) for row in connection.execute(f"PRAGMA quick_check({_FINDINGS})")]
    except DamagedError as error:
        database.file.give_up(error)
    except StoreError:
        return  # locked or gone: whoever writes next finds out
    else:
        if found != ["ok"]:
            database.file.give_up(_damaged(database))


def _damaged(database: Database) -> DamagedError:
    return DamagedError(
        f"The database {str(database.path)!r} cannot be used: pages of it are damaged. Nothing more is saved:"
        " stop the bot, put the file aside and restore the last backup."
    )
