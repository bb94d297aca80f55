"""Give assessments as tables: to whoever runs the bot, and to a person who may see a scorecard."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.core.assessment import Assessment
from bot.core.record.tables import DataTable, Tabled, data_tables
from bot.use_cases.ports import Reads
from bot.use_cases.scorecards import scorecard_now, standing_plan

EVERY = 1_000_000


@dataclass(frozen=True, slots=True)
class DataScope:
    """Which assessments are wanted: one, those of a channel, those of a workspace, or all without any of these."""

    assessment: str = ""
    channel: str = ""
    workspace: str = ""


def tables_in(view: Reads, scope: DataScope) -> tuple[DataTable, ...] | None:
    """Give the tables of the assessments in a scope, oldest first; None where it has none. For who runs the bot."""
    found = sorted(_chosen(view, scope), key=lambda each: (each.started_at, each.id))
    return tables_of(view, *found) if found else None


def tables_of(view: Reads, *assessments: Assessment) -> tuple[DataTable, ...]:
    """Give the tables of some assessments."""
    return data_tables(
        Tabled(each, scorecard_now(view, each), standing_plan(view, each.workspace, each.id)) for each in assessments
    )


def _chosen(view: Reads, scope: DataScope) -> Iterator[Assessment]:
    for workspace, name in _names(view, scope):
        found = view.assessment(workspace, name)
        if found is not None:
            yield found


def _names(view: Reads, scope: DataScope) -> Iterator[tuple[str, str]]:
    if scope.assessment:
        yield from ((workspace, scope.assessment) for workspace in view.workspaces_of(scope.assessment))
        return
    for workspace in (scope.workspace,) if scope.workspace else view.workspaces():
        for channel in view.channels(workspace):
            if scope.channel in ("", channel):
                yield from ((workspace, each.id) for each in view.lines(workspace, channel, limit=EVERY))
