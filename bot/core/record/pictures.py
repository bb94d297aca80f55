"""A picture of a team's ratings as JSON and back; what it shows of single dimensions, without the quotations."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from bot.core.json_values import Node, read_all
from bot.core.team import PictureKind, Quote, Split, SplitGroup, Tally, TeamPicture

Json = dict[str, object]
MOST_PEOPLE = 10_000
_LEVELS = range(-1_000, 1_001)
_BY: tuple[Literal["role", "department"], ...] = ("role", "department")


def picture_to_dict(picture: TeamPicture) -> Json:
    """Give what a picture shows; ``kind``, ``at`` and the quotations stand elsewhere."""
    shown: Json = {"tallies": [_tally(each) for each in picture.tallies]}
    if picture.splits:
        shown["splits"] = [_split(each) for each in picture.splits]
    if picture.not_applicable:
        shown["not_applicable"] = list(picture.not_applicable)
    if picture.named:
        shown["named"] = [{"dimension": key, "person": who, "level": level} for key, who, level in picture.named]
    return shown


def picture_from_node(
    node: Node, kind: PictureKind, at: datetime, handed_in: int, quotes: tuple[Quote, ...]
) -> TeamPicture:
    """Read what a picture shows; MalformedError names every fault by its key path."""
    fields = node.fields(("tallies",), ("splits", "not_applicable", "named"))
    return TeamPicture(
        kind=kind,
        at=at,
        handed_in=handed_in,
        tallies=read_all(fields["tallies"].items(), _tally_from),
        splits=fields.read("splits", lambda each: read_all(each.items(), _split_from), ()),
        quotes=quotes,
        not_applicable=fields.read("not_applicable", lambda each: read_all(each.items(), Node.name), ()),
        named=fields.read("named", lambda each: read_all(each.items(), _named_from), ()),
    )


def _tally(tally: Tally) -> Json:
    shown: Json = {
        "dimension": tally.dimension,
        "levels": _counts(tally.levels),
        "evidenced": _counts(tally.evidenced),
    }
    return shown | ({"without_level": tally.without} if tally.without else {})


def _tally_from(node: Node) -> Tally:
    fields = node.fields(("dimension", "levels", "evidenced"), ("without_level",))
    without = fields.read("without_level", lambda each: each.integer(0, MOST_PEOPLE), 0)
    return Tally(fields["dimension"].name(), _counts_from(fields["levels"]), _counts_from(fields["evidenced"]), without)


def _split(split: Split) -> Json:
    groups = [{"name": each.name, "levels": _counts(each.levels)} for each in split.groups]
    return {"dimension": split.dimension, "by": split.by, "groups": groups}


def _split_from(node: Node) -> Split:
    fields = node.fields(("dimension", "by", "groups"))
    by = _BY[_BY.index(fields["by"].choice(*_BY))]
    return Split(fields["dimension"].name(), by, read_all(fields["groups"].items(), _group_from))


def _group_from(node: Node) -> SplitGroup:
    fields = node.fields(("name", "levels"))
    return SplitGroup(fields["name"].text(), _counts_from(fields["levels"]))


def _named_from(node: Node) -> tuple[str, str, int]:
    fields = node.fields(("dimension", "person", "level"))
    level = fields["level"].integer(_LEVELS[0], _LEVELS[-1])
    return fields["dimension"].name(), fields["person"].name(), level


def _counts(counts: Mapping[int, int]) -> Json:
    return {str(level): counts[level] for level in sorted(counts)}


def _counts_from(node: Node) -> dict[int, int]:
    entries = node.entries()
    for key in entries:
        if not key.lstrip("-").isdecimal() or not key.isascii() or str(int(key)) != key:
            raise node.refuse("an object whose keys are levels")
    return {int(key): each.integer(1, MOST_PEOPLE) for key, each in entries.items()}
