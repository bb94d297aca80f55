"""Tables as a SQLite file of their own, with views and a full-text search, for Datasette or a BI tool."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from datetime import UTC, date, datetime
from fractions import Fraction

from bot.core.record.tables import DataTable, Datum, DatumKind

_TYPES = {
    DatumKind.TEXT: str,
    DatumKind.NUMBER: float,
    DatumKind.WHOLE: int,
    DatumKind.FLAG: int,
    DatumKind.DAY: str,
    DatumKind.MOMENT: str,
    DatumKind.TYPED: float,  # of which SQLite keeps a text as it is
}
_SEARCHED = {
    "ratings": ["subject", "dimension_name", "evidence", "links", "reason"],
    "actions": ["subject", "dimension_name", "what", "measure", "first_step", "note"],
}
_WHOLE = "assessment, workspace, channel, subject, framework, version, status, started_at, completed_at"
_FIGURES = "overall, overall_evidenced, band, provisional, rated, applicable, lowest"
VIEWS = {
    "scorecards": f"SELECT {_WHOLE}, overall, overall_evidenced, band, provisional, COUNT(value) AS rated,"  # noqa: S608 -- a constant of ours
    " SUM(verdict <> 'not applicable') AS applicable, MIN(value) AS lowest FROM dimensions"
    " GROUP BY workspace, assessment ORDER BY started_at DESC",
    "newest_scorecards": f"SELECT {_WHOLE}, {_FIGURES} FROM (SELECT *, ROW_NUMBER() OVER"  # noqa: S608 -- as above
    " (PARTITION BY workspace, channel, subject, framework ORDER BY completed_at DESC) AS age"
    " FROM scorecards WHERE status = 'complete') WHERE age = 1",
    "gaps": "SELECT assessment, channel, subject, framework, completed_at, dimension_name, value, target, gap,"
    " gap * weight AS weighted_gap FROM dimensions WHERE gap > 0 ORDER BY completed_at DESC, weighted_gap DESC, value",
    "over_time": "SELECT workspace, channel, subject, framework, completed_at, dimension_name, value, evidenced,"
    " change, unexplained FROM dimensions WHERE status = 'complete'"
    " ORDER BY channel, subject, dimension_name, completed_at",
    "counting_ratings": "SELECT * FROM ratings WHERE counts = 1",
    "metrics_over_time": "SELECT workspace, channel, subject, name, day, value, unit, target, good, source FROM metrics"
    " WHERE counts = 1 ORDER BY channel, subject, name, day",
    "open_actions": "SELECT * FROM actions WHERE progress NOT IN ('done', 'dropped') ORDER BY due",
}


def flat_database(tables: Iterable[DataTable]) -> bytes:
    """Return a SQLite file with the tables, the views and the search. Nothing else stands in it."""
    from sqlite_utils import Database  # noqa: PLC0415  # it takes a tenth of a second to load

    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        database = Database(connection, execute_plugins=False)
        for table in tables:
            made = database.table(table.name)
            made.create({name: _TYPES[kind] for name, kind in table.columns.items()})
            made.insert_all(dict(zip(table.columns, map(_stored, row), strict=True)) for row in table.rows)
            for columns in (["assessment"], ["subject", "completed_at"], ["subject", "day"]):
                if table.columns.keys() >= set(columns):
                    made.create_index(columns)
            if table.name in _SEARCHED:
                made.enable_fts(_SEARCHED[table.name], tokenize="unicode61 remove_diacritics 2")
        for name, select in VIEWS.items():
            database.create_view(name, select)
        connection.execute("VACUUM")
        return connection.serialize()


def _stored(datum: Datum) -> str | int | float | None:
    match datum:
        case Fraction():
            return datum.numerator if datum.denominator == 1 else float(datum)
        case datetime():
            return f"{datum.astimezone(UTC):%Y-%m-%d %H:%M:%S}"
        case date():
            return datum.isoformat()
        case _:
            return datum
