"""A picture of a team's ratings as JSON and back; what it shows of single dimensions, without the quotations."""

from collections.abc import Mapping
from typing import Any

from bot.core.json_values import NAME, TEXT, Codec, Key, Node, if_any, list_of, record, whole, word
from bot.core.team import Split, SplitGroup, Tally

MOST_PEOPLE = 10_000
_FARTHEST_LEVEL = 1_000


def _counts(node: Node) -> dict[int, int]:
    entries = node.entries()
    for key in entries:
        if not key.lstrip("-").isdecimal() or not key.isascii() or str(int(key)) != key:
            raise node.refuse("an object whose keys are levels")
    return {int(key): each.integer(1, MOST_PEOPLE) for key, each in entries.items()}


_COUNTS: Codec[Mapping[int, int]] = Codec(
    lambda counts: {str(level): counts[level] for level in sorted(counts)}, _counts
)
_TALLY = record(
    Tally,
    dimension=NAME,
    levels=_COUNTS,
    evidenced=_COUNTS,
    without=if_any(whole(0, MOST_PEOPLE), 0, name="without_level"),
)
_SPLIT = record(
    Split,
    dimension=NAME,
    by=word("role", "department"),
    groups=list_of(record(SplitGroup, name=TEXT, levels=_COUNTS)),
)


def _named(node: Node) -> tuple[str, str, int]:
    fields = node.fields(("dimension", "person", "level"))
    level = fields["level"].integer(-_FARTHEST_LEVEL, _FARTHEST_LEVEL)
    return fields["dimension"].name(), fields["person"].name(), level


_NAMED = Codec(lambda each: dict(zip(("dimension", "person", "level"), each, strict=True)), _named)
SHOWN: Mapping[str, Codec[Any] | Key] = {
    "tallies": list_of(_TALLY),
    "splits": if_any(list_of(_SPLIT), ()),
    "not_applicable": if_any(list_of(NAME), ()),
    "named": if_any(list_of(_NAMED), ()),
}
"""The keys of what a picture shows; ``kind``, ``at`` and the quotations stand elsewhere."""
PICTURE: Codec[Any] = record(dict, **SHOWN)
