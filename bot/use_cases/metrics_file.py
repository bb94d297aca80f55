"""Metrics of a file are taken in for whoever runs the bot: all of its rows, or none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count

from bot.core.assessment import subject_key
from bot.core.cadence.dates import read_past_day
from bot.core.errors import Problem
from bot.core.metric import Good, MetricOrigin, Reading, tracks
from bot.core.variables import WhyNot
from bot.use_cases.metrics import MetricWish, ReadMetric, read_metric
from bot.use_cases.ports import AssessmentLine, Clock, Reads, Store, Transaction

COLUMNS = ("subject", "metric", "value", "date", "target", "direction", "channel")
NEEDED = COLUMNS[:4]
DIRECTIONS: Mapping[str, Good] = {
    "": Good.UNSAID,
    "up": Good.UP,
    "higher": Good.UP,
    "down": Good.DOWN,
    "lower": Good.DOWN,
}


@dataclass(frozen=True, slots=True)
class MetricRow:
    """A row of a file: the line on which it ends, and its cells by the name of their column."""

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class MetricsTaken:
    """What became of a file: the rows that were added, and how many were there before; or why it was not taken."""

    workspace: str = ""
    added: tuple[Reading, ...] = ()
    known: int = 0
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class _Found:
    """A row that was read, and the channel and name of its subject."""

    line: int
    channel: str
    subject: str
    read: ReadMetric


def take_metrics(
    store: Store, clock: Clock, rows: Sequence[MetricRow], workspace: str, channel: str, *, dry_run: bool
) -> MetricsTaken:
    """Add the rows of a file that are not there yet; nothing where any of them cannot be read, or with ``dry_run``."""
    if dry_run:
        with store.reading() as view:
            return _look(view, clock, rows, workspace, channel, count(1))
    with store.writing(workspace) as tx:
        taken = _look(tx, clock, rows, workspace, channel, tx)
        for each in taken.added:
            tx.add_reading(taken.workspace, each)
    return taken


def _look(
    view: Reads, clock: Clock, rows: Sequence[MetricRow], workspace: str, channel: str, ids: "Transaction | count[int]"
) -> MetricsTaken:
    workspaces = view.workspaces()
    if not workspace and len(workspaces) != 1:
        names = f": {', '.join(workspaces)}" if workspaces else ""
        return MetricsTaken(problems=(Problem("the database", f"has {len(workspaces)} workspaces{names}; name one"),))
    own = workspace or workspaces[0]
    places = _places(view, own, channel)
    found, problems = _read_all(rows, places, clock.now().date())
    if problems:
        return MetricsTaken(own, problems=tuple(problems))
    kept = {each: view.metrics(own, each) for each in {one.channel for one in found}}
    added = tuple(
        each.read.as_reading(
            id=str(next(ids)) if isinstance(ids, count) else ids.new_id(),
            channel=each.channel,
            subject=each.subject,
            by="",
            at=clock.now(),
            source=MetricOrigin.FILE,
        )
        for each in found
        if not _is_there(each, kept[each.channel])
    )
    return MetricsTaken(own, added, len(found) - len(added))


def _places(view: Reads, workspace: str, channel: str) -> dict[str, dict[str, str]]:
    """Return by the key of a subject its name in each channel in which it was assessed."""
    channels = (channel,) if channel else view.channels(workspace)
    found: dict[str, dict[str, str]] = {}
    lines: Sequence[AssessmentLine] = view.lines_in(workspace, channels)
    for each in sorted(lines, key=lambda line: line.started_at):
        found.setdefault(subject_key(each.subject), {})[each.channel] = each.subject
    return found


def _read_all(
    rows: Sequence[MetricRow], places: Mapping[str, Mapping[str, str]], today: date
) -> tuple[list[_Found], list[Problem]]:
    found: list[_Found] = []
    problems: list[Problem] = []
    said: dict[tuple[str, str, str, date], int] = {}
    for row in rows:
        one = _read(row, places, today)
        if isinstance(one, str):
            problems.append(Problem(f"line {row.line}", one))
            continue
        key = (one.channel, subject_key(one.subject), one.read.metric, one.read.day)
        if key in said:
            problems.append(
                Problem(f"line {row.line}", f"says what line {said[key]} says of that day: keep one of them")
            )
        said[key] = row.line
        found.append(one)
    return found, problems


def _read(row: MetricRow, places: Mapping[str, Mapping[str, str]], today: date) -> _Found | str:
    """Read a row, or say why that cannot be done."""
    cells = row.cells
    names = places.get(subject_key(cells["subject"]), {})
    asked = cells.get("channel", "")
    here = {asked: names[asked]} if asked in names else names if not asked else {}
    if not here:
        return f"{cells['subject']!r} was never assessed there: a metric is of a subject that was"
    if len(here) > 1:
        return f"{cells['subject']!r} is assessed in {', '.join(sorted(here))}: name the channel"
    good = DIRECTIONS.get(cells.get("direction", "").casefold())
    if good is None:
        return f"{cells['direction']!r} is no direction: write up or down"
    day = read_past_day(cells["date"], today)
    if not isinstance(day, date):
        return day or f"{cells['date']!r} is no day: write it as 2026-08-14"
    wish = MetricWish(cells["subject"], cells["metric"], cells["value"], day, cells.get("target", ""), good)
    read = read_metric(wish, today)
    ((channel, subject),) = here.items()
    return read.message if isinstance(read, WhyNot) else _Found(row.line, channel, subject, read)


def _is_there(found: _Found, readings: Sequence[Reading]) -> bool:
    """Whether the same value counts on that day already."""
    own = [each for each in readings if subject_key(each.subject) == subject_key(found.subject)]
    read = found.read
    return any(
        (each.metric, each.day, each.value, each.target) == (read.metric, read.day, read.value, read.target)
        for track in tracks(own)
        for each in track.readings
    )
