"""Every golden record by its name, and how it is made today."""

from collections.abc import Callable, Mapping
from functools import partial

from tests.golden import commands, shown

RECORDS: Mapping[str, Callable[[], str]] = {
    "check-installed.json": commands.checked,
    "check-seeds.json": partial(commands.checked, str(commands.SEEDS)),
    "scores.txt": commands.scored,
    "scorecards.txt": shown.scorecards,
    **{f"views/{name}.txt": partial(shown.record, name) for name in shown.VIEWS},
}
