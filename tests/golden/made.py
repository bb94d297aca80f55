"""Every golden record by its name, and how it is made today."""

from collections.abc import Callable, Mapping
from functools import partial

from tests.golden import commands, continuing, shown, strings
from tests.hostile.showings import SHOWINGS

EXPORTED = (2, 6, 7)
"""Of the old database: a complete assessment with drafts and a plan, an open one, and one with a level not known."""
RECORDS: Mapping[str, Callable[[], str]] = {
    "check-installed.json": commands.checked,
    "check-seeds.json": partial(commands.checked, str(commands.SEEDS)),
    "scores.txt": commands.scored,
    "scorecards.txt": shown.scorecards,
    **{f"views/{name}.txt": partial(shown.record, name) for name in SHOWINGS},
    "strings.json": strings.record,
    "schema.sql": continuing.fresh_schema,
    **{f"old/export-{number}.json": partial(continuing.exported, number) for number in EXPORTED},
    "old/redrawn.txt": continuing.redrawn,
    "old/traffic.txt": lambda: continuing.continued().traffic,
    "old/facts.txt": lambda: continuing.continued().facts,
    "old/jobs.txt": lambda: continuing.continued().jobs,
}
