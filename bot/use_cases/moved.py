"""Proving that assessments stand in another database as they did: the same exports, and figures that follow."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.core.json_values import Json
from bot.core.record.rescoring import check_export
from bot.core.text import counted
from bot.use_cases.intake import export_of
from bot.use_cases.ports import Reads


@dataclass(frozen=True, slots=True)
class MoveReport:
    """The rows that were moved by table, or the ids of the assessments for whose sake nothing was."""

    rows: Mapping[str, int]
    differing: tuple[str, ...] = ()

    @property
    def exit_code(self) -> int:
        """Give 0 where everything was moved, 1 where nothing was."""
        return 1 if self.differing else 0

    def lines(self) -> tuple[str, ...]:
        """Say it for people."""
        if self.differing:
            return (f"Nothing was moved: {', '.join(self.differing)} would not be the same there.",)
        rows, tables = counted(sum(self.rows.values()), "row"), counted(len(self.rows), "table")
        return (
            f"{rows} of {tables} are there, each the same as before.",
            "Every assessment was exported from both alike, and its figures follow from its facts.",
            "Set DATABASE_URL to the new database for every process, and put the old one aside.",
        )

    def as_json(self) -> Json:
        """Say it for programs."""
        outcome = "nothing_moved" if self.differing else "moved"
        return {
            "outcome": outcome,
            "rows": dict(self.rows),
            "differing": list(self.differing),
        }


def differing(source: Reads, target: Reads, ids: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Export each assessment from both and score it anew; give the ids of those where that is not the same."""
    return tuple(key for workspace, key in ids if not _is_same(source, target, workspace, key))


def _is_same(source: Reads, target: Reads, workspace: str, key: str) -> bool:
    there, here = (_export(view, workspace, key) for view in (target, source))
    return there == here and not check_export(json.loads(there)).differences


def _export(view: Reads, workspace: str, key: str) -> str:
    assessment = view.assessment(workspace, key)
    return json.dumps(export_of(view, assessment), sort_keys=True) if assessment is not None else "{}"
