"""Give assessments as tables: to whoever runs the bot, and to a person who may see a scorecard."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.core.assessment import Assessment, subject_key
from bot.core.metric import stated
from bot.core.record.tables import DataTable, Tabled, TabledMetrics, data_tables
from bot.core.record.workshops import recorded
from bot.use_cases.files import file_name, send_asked
from bot.use_cases.notified import Upload
from bot.use_cases.ports import Clock, Job, Messenger, Reads, Store
from bot.use_cases.scorecards import scorecard_now, standing_plan

EVERY = 1_000_000
EXPORT = "export"
SAYS = (
    "The ratings, figures, actions and metrics of {subject}, with people by their role alone. Whoever runs cxbot has"
    " them as CSV, SQLite and JSON, too, and for a whole channel: cxbot data, cxbot export."
)
Tabulate = Callable[[tuple[DataTable, ...], datetime], bytes]
"""Writes tables as a workbook, made at a moment."""


@dataclass(frozen=True, slots=True)
class DataScope:
    """Which assessments are wanted: one, those of a channel, those of a workspace, or all without any of these."""

    assessment: str = ""
    channel: str = ""
    workspace: str = ""


def tables_in(view: Reads, scope: DataScope) -> tuple[DataTable, ...] | None:
    """Give the tables of the assessments in a scope, oldest first; None where it has none. For who runs the bot."""
    found = assessments_in(view, scope)
    return tables_of(view, *found) if found else None


def assessments_in(view: Reads, scope: DataScope) -> tuple[Assessment, ...]:
    """Give the assessments in a scope, oldest first. For who runs the bot."""
    found = (view.assessment(*where) for where in _names(view, scope))
    return tuple(sorted((each for each in found if each is not None), key=lambda each: (each.started_at, each.id)))


def tables_of(view: Reads, *assessments: Assessment) -> tuple[DataTable, ...]:
    """Give the tables of some assessments."""
    return data_tables((_told(view, each) for each in assessments), _measured(view, assessments))


def _told(view: Reads, assessment: Assessment) -> Tabled:
    where = (assessment.workspace, assessment.id)
    workshop = view.workshop(*where)
    noted = recorded(workshop) if workshop is not None else None
    return Tabled(assessment, scorecard_now(view, assessment), standing_plan(view, *where), noted)


def _measured(view: Reads, assessments: Sequence[Assessment]) -> Iterator[TabledMetrics]:
    """Give what was said of the metrics of each subject: by people, and at the start of these assessments."""
    lines: dict[tuple[str, str, str], list[Assessment]] = {}
    for each in assessments:
        lines.setdefault((each.workspace, each.channel, subject_key(each.subject.name)), []).append(each)
    for (workspace, channel, _), line in lines.items():
        begun = tuple(reading for each in line for reading in stated(each))
        yield TabledMetrics(line[-1], (*view.metrics(workspace, channel, line[-1].subject.name), *begun))


def _names(view: Reads, scope: DataScope) -> Iterator[tuple[str, str]]:
    if scope.assessment:
        yield from ((workspace, scope.assessment) for workspace in view.workspaces_of(scope.assessment))
        return
    for workspace in (scope.workspace,) if scope.workspace else view.workspaces():
        for channel in view.channels(workspace):
            if scope.channel in ("", channel):
                yield from ((workspace, each.id) for each in view.lines(workspace, channel, limit=EVERY))


def send_export(store: Store, clock: Clock, messenger: Messenger, tabulate: Tabulate, job: Job) -> None:
    """Send an assessment as a workbook to whoever asked, once: the job behind *Export*."""
    with store.reading() as view:
        assessment = view.assessment(job.payload["workspace"], job.payload["assessment"])
        if assessment is None:
            return
        tables = tables_of(view, assessment)
    subject, day = assessment.subject.name, (assessment.completed_at or assessment.started_at).date()
    title, says = f"{assessment.framework.title} · {subject}", SAYS.format(subject=subject)
    upload = Upload(file_name(subject, day, "xlsx"), title, tabulate(tables, clock.now()), says)
    send_asked(store, messenger, job, upload, assessment)
