"""Metrics of subjects: what is asked and recorded about them, and their rows."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from bot.core.assessment import subject_key
from bot.core.metric import MetricValue, Reading
from bot.store.rows import Column, RowOf, SqlTable, as_text, row_of, time_text
from bot.store.session import InTransaction, Row

_SELECT = (
    "SELECT metrics.*, back.reading AS taken_back FROM metrics LEFT JOIN metrics_taken_back AS back"
    " ON back.workspace = metrics.workspace AND back.reading = metrics.id WHERE metrics.workspace = ?"
)


def _number(text: object) -> Decimal:
    """Read a number; ValueError for any other word, among them those that Decimal takes, such as "NaN"."""
    plain = as_text(text)
    if not plain.lstrip("-").replace(".", "", 1).isdecimal():
        raise ValueError("no number")
    return Decimal(plain)


def _target(values: Sequence[Any]) -> MetricValue | None:
    amount, unit = values
    return None if amount is None else MetricValue(_number(amount), as_text(unit))


_AMOUNT = Column("{:f}".format, _number)
_METRICS = SqlTable(
    "metrics",
    ("workspace", "number"),
    row_of(
        Reading,
        value=row_of(MetricValue, amount=_AMOUNT),
        by="said_by",
        at="said_at",
        # in the unit of the value
        target=RowOf(
            ("target", "unit"), lambda aim: {"target": None if aim is None else _AMOUNT.write(aim.amount)}, _target
        ),
        taken_back=None,
    ),
)


class SqlMetricReads(InTransaction):
    """Answers from the tables of metrics; implements a part of ``Reads``."""

    def metrics(self, workspace: str, channel: str, subject: str | None = None) -> tuple[Reading, ...]:
        of = () if subject is None else (subject_key(subject),)
        which = " AND metrics.subject_key = ?" * len(of)
        sql = f"{_SELECT} AND metrics.channel = ?{which} ORDER BY metrics.number"
        return _read(self._session.all(sql, workspace, channel, *of))

    def reading_of(self, workspace: str, reading_id: str) -> Reading | None:
        found = self._session.all(f"{_SELECT} AND metrics.id = ?", workspace, reading_id)
        return next(iter(_read(found)), None)


def _read(found: list[Row]) -> tuple[Reading, ...]:
    read = zip(found, _METRICS.read(found), strict=True)
    return tuple(replace(each, taken_back=row["taken_back"] is not None) for row, each in read)


class SqlMetricWrites(SqlMetricReads):
    """Writes to the tables of metrics; implements a part of ``Transaction``."""

    def add_reading(self, workspace: str, reading: Reading) -> None:
        _METRICS.append(self._session, reading, workspace=workspace, subject_key=subject_key(reading.subject))

    def take_back(self, workspace: str, reading_id: str, by: str, at: datetime) -> bool:
        row = {"workspace": workspace, "reading": reading_id, "said_by": by, "said_at": time_text(at)}
        return self._session.add("metrics_taken_back", row, unique=("workspace", "reading"))
