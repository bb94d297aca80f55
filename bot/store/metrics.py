"""Metrics of subjects: what is asked and recorded about them, and their rows."""

from datetime import date, datetime
from decimal import Decimal

from bot.core.assessment import subject_key
from bot.core.metric import Good, MetricOrigin, MetricValue, Reading
from bot.store.rows import as_enum, as_text, id_of, read_rows, time_from, time_text
from bot.store.session import Row, Session

_SELECT = (
    "SELECT metrics.*, back.reading AS taken_back FROM metrics LEFT JOIN metrics_taken_back AS back"
    " ON back.workspace = metrics.workspace AND back.reading = metrics.id WHERE metrics.workspace = ?"
)


def _reading_from(row: Row) -> Reading:
    """Read what was said about a metric."""
    unit, target = as_text(row["unit"]), row["target"]
    return Reading(
        id=as_text(row["id"]),
        channel=as_text(row["channel"]),
        subject=as_text(row["subject"]),
        metric=as_text(row["metric"]),
        name=as_text(row["name"]),
        value=MetricValue(_number(row["amount"]), unit),
        good=as_enum(Good, row["good"]),
        day=date.fromisoformat(as_text(row["day"])),
        by=as_text(row["said_by"]),
        at=time_from(row["said_at"]),
        source=as_enum(MetricOrigin, row["source"]),
        target=None if target is None else MetricValue(_number(target), unit),
        taken_back=row["taken_back"] is not None,
    )


def _number(text: object) -> Decimal:
    """Read a number; ValueError for any other word, among them those that Decimal takes, such as "NaN"."""
    plain = as_text(text)
    if not plain.lstrip("-").replace(".", "", 1).isdecimal():
        raise ValueError("no number")
    return Decimal(plain)


class SqlMetricReads:
    """Answers from the tables of metrics; implements the port ``MetricReads``."""

    _session: Session

    def metrics(self, workspace: str, channel: str, subject: str | None = None) -> tuple[Reading, ...]:
        """Give every reading of a channel's subjects, or of one, in the order in which they were recorded."""
        of = () if subject is None else (subject_key(subject),)
        which = " AND metrics.subject_key = ?" * len(of)
        sql = f"{_SELECT} AND metrics.channel = ?{which} ORDER BY metrics.number"
        return read_rows("metrics", self._session.all(sql, workspace, channel, *of), id_of, _reading_from)

    def reading_of(self, workspace: str, reading_id: str) -> Reading | None:
        """Give one reading."""
        found = self._session.all(f"{_SELECT} AND metrics.id = ?", workspace, reading_id)
        return next(iter(read_rows("metrics", found, id_of, _reading_from)), None)


class SqlMetricWrites(SqlMetricReads):
    """Writes to the tables of metrics; implements the port ``MetricWrites``."""

    def add_reading(self, workspace: str, reading: Reading) -> None:
        """Add what was said about a metric after everything else."""
        row = {
            "id": reading.id,
            "channel": reading.channel,
            "subject": reading.subject,
            "subject_key": subject_key(reading.subject),
            "metric": reading.metric,
            "name": reading.name,
            "amount": f"{reading.value.amount:f}",
            "unit": reading.value.unit,
            "good": reading.good.value,
            "target": None if reading.target is None else f"{reading.target.amount:f}",
            "day": reading.day.isoformat(),
            "said_by": reading.by,
            "said_at": time_text(reading.at),
            "source": reading.source.value,
        }
        self._session.append("metrics", {"workspace": workspace}, row)

    def take_back(self, workspace: str, reading_id: str, by: str, at: datetime) -> bool:
        """Record that a reading does not count; False when that was recorded before."""
        row = {"workspace": workspace, "reading": reading_id, "said_by": by, "said_at": time_text(at)}
        return self._session.add("metrics_taken_back", row, unique=("workspace", "reading"))
