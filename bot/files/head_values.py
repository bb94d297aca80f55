"""What the front matter says beyond names: how to add up, targets, weights, evidence and what is superseded."""

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from bot.core.framework import Scale
from bot.files.dimension_checks import key_of
from bot.files.found import FoundDimension
from bot.files.front_matter import Entry, Head
from bot.files.remarks import Remarks

AGGREGATES: Mapping[str, Literal["mean", "sum"]] = {
    "mean": "mean",
    "average": "mean",
    "avg": "mean",
    "sum": "sum",
    "total": "sum",
}
SLUG = re.compile(r"^[a-z0-9]+(?:-[a-z0-9]+)*$")
MAX_SLUG = 80


@dataclass(frozen=True, slots=True)
class HeadValues:
    """The checked values: targets and weights by dimension key. ``aggregate`` is None where the head does not say."""

    aggregate: Literal["mean", "sum"] | None = None
    evidence_from: int | None = None
    targets: Mapping[str, int] = field(default_factory=dict)
    weights: Mapping[str, Fraction] = field(default_factory=dict)
    supersedes: tuple[str, ...] = ()


def read_values(head: Head, dimensions: Sequence[FoundDimension], scale: Scale | None, remarks: Remarks) -> HeadValues:
    """Read and check the values of the front matter; each that does not fit is a problem at its line."""
    return HeadValues(
        aggregate=_aggregate(head, remarks),
        evidence_from=_level(head.entries.get("evidence_from"), "evidence_from", scale, remarks),
        targets=_targets(head.entries.get("targets"), dimensions, scale, remarks),
        weights=_weights(head.entries.get("weights"), dimensions, remarks),
        supersedes=_supersedes(head, remarks),
    )


def slug_of(text: str) -> str:
    """Give a slug that people can type: small Latin letters, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", key_of(text)).strip("-")[:MAX_SLUG].strip("-")


def _aggregate(head: Head, remarks: Remarks) -> Literal["mean", "sum"] | None:
    entry = head.entries.get("aggregate")
    if entry is None:
        return None
    found = AGGREGATES.get(entry.text.lower())
    if found is None:
        remarks.problem(entry.line, f"aggregate {entry.text!r} is neither `mean` nor `sum`. Write one of them.")
    return found


def _level(entry: Entry | None, name: str, scale: Scale | None, remarks: Remarks) -> int | None:
    if entry is None or scale is None:
        return None
    return _on_scale(entry.text, entry.line, name, scale, remarks)


def _on_scale(text: str, line: int, name: str, scale: Scale, remarks: Remarks) -> int | None:
    level = int(text) if re.fullmatch(r"[0-9]{1,3}", text) else None
    if level is None or level not in scale:
        remarks.problem(line, f"{name} {text!r} is no level of the scale, which runs from {scale.low} to {scale.high}.")
        return None
    return level


def _targets(
    entry: Entry | None, dimensions: Sequence[FoundDimension], scale: Scale | None, remarks: Remarks
) -> dict[str, int]:
    if entry is None or scale is None:
        return {}
    if not entry.pairs:
        level = _on_scale(entry.text, entry.line, "targets", scale, remarks)
        return {} if level is None else {key_of(each.name): level for each in dimensions}
    named = _by_dimension(entry, "targets", dimensions, remarks)
    levels = {key: _on_scale(text, line, "the target", scale, remarks) for key, (text, line) in named.items()}
    return {key: level for key, level in levels.items() if level is not None}


def _weights(entry: Entry | None, dimensions: Sequence[FoundDimension], remarks: Remarks) -> dict[str, Fraction]:
    written = {key_of(each.name): each.weight for each in dimensions if each.weight is not None}
    if written and len(written) < len(dimensions):
        bare = next(each for each in dimensions if each.weight is None)
        remarks.problem(bare.line, f"{bare.name!r} has no weight, but other dimensions have one. Weigh all or none.")
    if entry is None:
        return _positive(written, dimensions, remarks)
    if written:
        remarks.problem(entry.line, "weights stand both here and behind the dimensions' names. Keep one of the two.")
    weights: dict[str, Fraction] = {}
    if not entry.pairs:
        remarks.problem(entry.line, "weights must name dimensions. Write a line `Dimension name: 2` for each below it.")
    for key, (text, line) in _by_dimension(entry, "weights", dimensions, remarks).items():
        found = re.fullmatch(r"([0-9]{1,6}(?:[.,][0-9]{1,6})?)\s*(%?)", text)
        weight = Fraction(found.group(1).replace(",", ".")) if found else Fraction(0)
        if weight <= 0:
            remarks.problem(line, f"the weight {text!r} is no number above 0. Write for instance 2 or 0.5.")
        else:
            weights[key] = weight
    return weights


def _positive(
    weights: dict[str, Fraction], dimensions: Sequence[FoundDimension], remarks: Remarks
) -> dict[str, Fraction]:
    for each in dimensions:
        if each.weight is not None and each.weight <= 0:
            remarks.problem(each.line, f"the weight of {each.name!r} must be above 0.")
    return weights


def _by_dimension(
    entry: Entry, name: str, dimensions: Sequence[FoundDimension], remarks: Remarks
) -> dict[str, tuple[str, int]]:
    """Give the pairs of an entry by dimension key; a name that no dimension has is a problem with the nearest one."""
    keys = {key_of(each.name): each.name for each in dimensions}
    found: dict[str, tuple[str, int]] = {}
    for dimension, text, line in entry.pairs:
        key = key_of(dimension)
        if key not in keys:
            near = difflib.get_close_matches(key, keys, n=1, cutoff=0.5)
            hint = f" Did you mean {keys[near[0]]!r}?" if near else ""
            remarks.problem(line, f"{name} names {dimension!r}, which is no dimension.{hint}")
        elif key in found:
            remarks.problem(line, f"{name} names {dimension!r} twice. Keep one.")
        else:
            found[key] = (text, line)
    return found


def _supersedes(head: Head, remarks: Remarks) -> tuple[str, ...]:
    entry = head.entries.get("supersedes")
    if entry is None:
        return ()
    slugs = entry.items or ((entry.text,) if entry.text else ())
    for each in slugs:
        if not SLUG.match(each):
            remarks.problem(entry.line, f"supersedes {each!r}, which is no slug: small letters, digits and hyphens.")
    return tuple(slugs)
