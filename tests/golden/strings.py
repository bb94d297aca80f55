"""The strings that stand in databases and in messages that were sent: none of them changes without a migration."""

import json
import re
from collections.abc import Iterator, Mapping
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any

from bot.core.assessment import Role, Status
from bot.core.cadence.rule import Unit
from bot.core.conversation.talk import Because, Ended, Hint, Wants
from bot.core.conversation.turns import Button
from bot.core.drafts.brief import FactKind, Kind
from bot.core.drafts.draft import Trouble, Verb
from bot.core.framework import Framework
from bot.core.plan.plan import Progress
from bot.core.record.export import FORMAT, FORMAT_VERSION
from bot.files.frameworks import load_library
from bot.slack.manifest import manifest
from bot.store.assessments import wording_of
from tests.golden.commands import ROOT
from tests.golden.shown import sent, showings
from tests.hostile.showings import SHOWINGS

_STORED: Mapping[str, type[Enum]] = {
    "status of an assessment": Status,
    "role of a member": Role,
    "what a question wants": Wants,
    "why a question is put": Because,
    "how a question ended": Ended,
    "private words": Hint,
    "kinds of drafts": Kind,
    "kinds of facts": FactKind,
    "decisions about drafts": Verb,
    "trouble of drafts": Trouble,
    "progress of actions": Progress,
    "units of reminders": Unit,
    "buttons of a thread": Button,
}
_IDS = ("action_id", "callback_id", "block_id")
_OF_THE_CAST = ("abcdefghij", "dimension-", "VARIABLE_", "made-")
_COUNTED = re.compile(r"(?<=[.\D])\d+$")


def record() -> str:
    """Return every list of stored strings, sorted."""
    found: dict[str, Any] = {name: sorted(str(each.value) for each in kind) for name, kind in _STORED.items()}
    found |= {name: sorted(_harvest(name)) for name in _IDS}
    found["frameworks"] = [[each.slug, each.version, each.digest, wording_of(each)[0]] for each in _frameworks()]
    found["export"] = [FORMAT, FORMAT_VERSION]
    found["manifest"] = manifest(base_url="https://cxbot.example", socket_mode=False)
    return json.dumps(found, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def _frameworks() -> Iterator[Framework]:
    for folder in ("frameworks", "tests/files/seeds", "tests/dialogs/frameworks"):
        yield from load_library(Path(ROOT / folder))


def _harvest(name: str) -> set[str]:
    """Return the ids that views give to their buttons, fields and forms, but those made of a cast's own keys.

    Both casts give the same ones, and the first is made in a third of the time.
    """
    found = {each for one in _sent() for each in _values(one, name) if not any(part in each for part in _OF_THE_CAST)}
    return {_COUNTED.sub("#", each) for each in found}


@cache
def _sent() -> tuple[dict[str, Any], ...]:
    return tuple(sent(each) for view in SHOWINGS for _, each in showings(view, 0))


def _values(value: Any, name: str) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get(name), str):
            yield value[name]
        for inner in value.values():
            yield from _values(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from _values(inner, name)
