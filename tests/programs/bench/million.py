"""Whether ``/cx-scorecard`` stays flat on PostgreSQL up to a million assessments; by hand, for it takes a while.

Databases of so many finished assessments in 1,000 workspaces are loaded, and asked in turn. One of a million takes some
ten gigabytes of ``/var/tmp``.
"""

import random
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack

import psycopg

from bot.store.store import open_store
from tests.programs.bench import processes
from tests.programs.bench.deliveries import TEAM, command
from tests.programs.bench.filling import BUSY_CHANNEL, TABLES, finish_one
from tests.programs.bench.load import send
from tests.programs.bench.stores import LEFT_OUT, server_on_disk

WORKSPACES = 1_000
_ROUNDS, _ASKED, _WARM, _FEW = 5, 200, 400, 50
_OK = 200
_ID = "'f' || lpad(n::text, 9, '0')"
_AT = "to_char(to_timestamp({} + 60 * n::bigint) AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\".000000Z\"')"
_COPIED = {
    "workspace": f"'T' || (1 + n % {WORKSPACES})",
    "assessment": _ID,
    "id": _ID,
    "number": "1000000 + n",
    "channel": f"CASE WHEN n / {WORKSPACES} % 2 = 1 THEN '{BUSY_CHANNEL}' ELSE 'C' || (n % 100) END",
    "thread": "'1600000000.' || lpad(n::text, 7, '0')",
    # few enough for each to have one before it also in the smallest database: the same is shown in all
    "subject": f"'Brand ' || (n / {WORKSPACES} / 2 % 2)",
    "subject_key": f"'brand ' || (n / {WORKSPACES} / 2 % 2)",
    "started_at": _AT.format(1_000_000_000),
    "completed_at": _AT.format(1_000_000_030),
}
_OF_ALL = ("workspace", "assessment", "channel")


def load(url: str, total: int) -> None:
    """Have so many finished assessments, as many in each workspace; half of them are of one channel there.

    The first is made by the store, the others are copies of it under other ids, written by PostgreSQL itself.
    """
    store = open_store(url)
    with store.writing(TEAM) as tx:
        finish_one(tx, 0, BUSY_CHANNEL, "Brand 0")
    store.close()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")  # no trigger looks at each row
        kept = "SELECT indexname, indexdef FROM pg_indexes WHERE indexname NOT IN (SELECT conname FROM pg_constraint)"
        indexes = [*connection.execute(f"{kept} AND tablename = ANY(%s)", (list(TABLES),))]
        for name, _ in indexes:
            connection.execute(f"DROP INDEX {name}")  # made at the end, in one go each, a load takes a third
        for table in TABLES:
            names = "SELECT column_name FROM information_schema.columns WHERE table_name = %s ORDER BY ordinal_position"
            columns = [str(row[0]) for row in connection.execute(names, (table,))]
            own = [*_COPIED] if table == "all_assessments" else _OF_ALL
            taken = ", ".join(_COPIED[name] if name in own else name for name in columns)
            key = "id" if table == "all_assessments" else "assessment"
            connection.execute(
                f"INSERT INTO {table} ({', '.join(columns)}) SELECT {taken}"  # noqa: S608 -- names of our own tables
                f" FROM generate_series(1, {total - 1}) AS n CROSS JOIN {table} WHERE {key} = 'f000000000'"
            )
        connection.execute(
            "INSERT INTO frameworks (workspace, id, digest, slug, wording) SELECT 'T' || n, id, digest, slug, wording"
            " FROM generate_series(2, %s) AS n CROSS JOIN frameworks WHERE workspace = %s",
            (WORKSPACES, TEAM),
        )
        for _, definition in indexes:
            connection.execute(definition)
        connection.execute("VACUUM ANALYZE")


def ask(bot: processes.Process, number: int, rng: random.Random) -> list[float]:
    """Type the command in the busy channels of a few workspaces, one at a time; return the seconds of each."""
    teams = (f"T{rng.randrange(1, WORKSPACES, WORKSPACES // _FEW)}" for _ in range(number))
    run = send(bot.port, [command(BUSY_CHANNEL, team=each) for each in teams], connections=1)
    if any(each.status != _OK or b"of 5" not in each.body for each in run.answers):
        raise RuntimeError(f"/cx-scorecard answered {run.answers[0].status}: {run.answers[0].body[:200]!r}")
    return [each.seconds for each in run.answers]


def measure(sizes: Sequence[int]) -> dict[int, list[float]]:
    """Load and ask; return the seconds of each answer by the size of the database."""
    rng = random.Random("million")
    with ExitStack() as stack:
        server = stack.enter_context(server_on_disk())
        slack = processes.slack()
        stack.callback(slack.end)
        bots = {}
        for size in sizes:
            began, url = time.monotonic(), server(f"s{size}")
            load(url, size)
            sys.stderr.write(f"{size:,} loaded in {time.monotonic() - began:.0f} s\n")
            bots[size] = processes.bot(url, slack, *LEFT_OUT)
            stack.callback(bots[size].end)
            ask(bots[size], _WARM, rng)
            bots[size].sleep()
        found: dict[int, list[float]] = {size: [] for size in sizes}
        for _ in range(_ROUNDS):
            for size in sizes:
                with bots[size].awake():
                    found[size] += ask(bots[size], _ASKED, rng)
    return found
