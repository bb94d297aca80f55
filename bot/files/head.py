"""The YAML head of a document: its keys with their lines, and what they say about scores."""

import difflib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

import yaml

from bot.core.framework import Scale
from bot.files.problems import Remarks
from bot.files.rubric import FoundDimension

FENCE = "---"
ENDS = ("---", "...")
KEY = re.compile(r"^[A-Za-z][A-Za-z0-9_-]{0,40}:(?:\s|$)")
KNOWN = (
    "title",
    "slug",
    "version",
    "purpose",
    "scale",
    "aggregate",
    "targets",
    "weights",
    "evidence_from",
    "supersedes",
)
# What the family carries for libraries of documents; harmless, and close to a known key in one case or two.
USUAL = frozenset(
    (
        "author category created date description difficulty id industries industry keywords language last_updated"
        " license name related_prompts related_templates review_date source status subtitle tags template type updated"
        " use_cases weight"
    ).split()
)
MAX_CHARACTERS = 16_000
NEAR = 0.8  # how alike a key must be to a known one to be its misspelling


@dataclass(frozen=True, slots=True)
class Entry:
    """One key of the head: its line, and its value as text, as a list of texts or as pairs of texts with lines."""

    line: int
    text: str = ""
    items: tuple[str, ...] = ()
    pairs: tuple[tuple[str, str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Head:
    """The front matter. ``body_from`` is the index of the first line behind it; ``line`` where it opens, or 0."""

    body_from: int = 0
    line: int = 0
    entries: dict[str, Entry] = field(default_factory=dict)

    def text(self, key: str) -> str:
        """Give the plain value of a key, or an empty text."""
        entry = self.entries.get(key)
        return entry.text if entry else ""

    def line_of(self, key: str) -> int:
        """Give the line of a key, or of the head where it has none, at least 1."""
        entry = self.entries.get(key)
        return entry.line if entry else max(1, self.line)


def read_head(lines: tuple[str, ...], remarks: Remarks) -> Head:
    """Read the front matter that opens a document; a document without one has an empty head."""
    opening = next((index for index, text in enumerate(lines) if text.strip()), None)
    if opening is None or lines[opening].rstrip() != FENCE:
        if opening is not None and lines[opening].rstrip() == "+++":
            remarks.problem(opening + 1, "front matter in TOML is not read. Write it as YAML between two lines of ---.")
        elif opening is not None and _is_unopened(lines[opening:]):
            remarks.problem(opening + 1, "front matter is closed but never opened. Put a line of --- before it.")
        return Head()
    behind = range(opening + 1, len(lines))
    closing = next((index for index in behind if lines[index].rstrip() in ENDS), None)
    if closing is None:
        remarks.problem(opening + 1, "front matter opens here and is never closed. Close it with a line of ---.")
        return Head(line=opening + 1, body_from=opening + 1)
    text = "\n".join(lines[opening + 1 : closing]).replace("\u00a0", " ")
    entries = entries_of(text, opening + 2, remarks)
    _check_keys(entries, remarks)
    return Head(body_from=closing + 1, line=opening + 1, entries=entries)


def _is_unopened(lines: tuple[str, ...]) -> bool:
    """Tell whether lines of `key: value` lead up to a line of ---, with no heading or blank line before it."""
    end = next((index for index, text in enumerate(lines) if text.rstrip() == FENCE), 0)
    keys = [text for text in lines[:end] if KEY.match(text)]
    return bool(KEY.match(lines[0])) and len(keys) > 1 and all(text.strip() for text in lines[:end])


def entries_of(text: str, first: int, remarks: Remarks) -> dict[str, Entry]:
    """Read the keys of YAML text. ``first`` is the number of the line on which it begins."""
    node = _composed(text, first, remarks)
    if node is None:
        return {}
    if not isinstance(node, yaml.MappingNode):
        remarks.problem(first + node.start_mark.line, "front matter must be lines of `key: value`.")
        return {}
    entries: dict[str, Entry] = {}
    for key, value in node.value:
        line = first + key.start_mark.line
        name = re.sub(r"[\s-]+", "_", key.value.strip().lower()) if isinstance(key, yaml.ScalarNode) else ""
        if not name:
            remarks.problem(line, "front matter has a key that is no word. Write `key: value`.")
        elif name in entries:
            remarks.problem(line, f"front matter has {name!r} twice, first in line {entries[name].line}. Keep one.")
        else:
            entries[name] = _entry(value, line, first)
    return entries


def _composed(text: str, first: int, remarks: Remarks) -> yaml.Node | None:
    """Parse the YAML to nodes, which build no objects and expand no aliases."""
    if len(text) > MAX_CHARACTERS:
        remarks.problem(first, f"front matter is longer than {MAX_CHARACTERS} characters. Cut it down.")
        return None
    try:
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=yaml.SafeLoader)):
            remarks.problem(first, "front matter uses YAML aliases (`*name`), which are not read. Write the value out.")
            return None
        return yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = first + (min(mark.line, text.count("\n")) if mark else 0)
        remarks.problem(line, f"front matter is not valid YAML: {error.problem or 'cannot be read'}. Correct it.")
    except (yaml.YAMLError, RecursionError, ValueError):
        remarks.problem(first, "front matter is not valid YAML: it cannot be read. Correct it.")
    return None


def _entry(value: yaml.Node, line: int, first: int) -> Entry:
    if isinstance(value, yaml.ScalarNode):
        return Entry(line, text=_scalar(value))
    if isinstance(value, yaml.SequenceNode):
        return Entry(line, items=tuple(_scalar(each) for each in value.value))
    if isinstance(value, yaml.MappingNode):
        pairs = tuple((_scalar(key), _scalar(each), first + key.start_mark.line) for key, each in value.value)
        return Entry(line, pairs=pairs)
    return Entry(line)


def _scalar(node: yaml.Node) -> str:
    """Give a plain value as it is written (a version 1.10 stays 1.10), or nothing for null and nested values."""
    if not isinstance(node, yaml.ScalarNode) or node.tag == "tag:yaml.org,2002:null":
        return ""
    return " ".join(str(node.value).split())


def _check_keys(entries: dict[str, Entry], remarks: Remarks) -> None:
    """Refuse keys that are a known key misspelt; name the others once, for they say nothing to the bot."""
    unused: list[str] = []
    for name, entry in entries.items():
        if name in KNOWN:
            continue
        near = [] if name in USUAL and not entry.pairs else difflib.get_close_matches(name, KNOWN, n=1, cutoff=NEAR)
        if near:
            remarks.problem(entry.line, f"front matter has no key {name!r}. Did you mean {near[0]!r}?")
        else:
            unused.append(name)
    if unused:
        line = entries[unused[0]].line
        remarks.note(line, f"front matter keys that the bot does not use: {', '.join(unused)}.")


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


def key_of(name: str) -> str:
    """Return the key of a dimension: its name in small letters with hyphens, accents off."""
    folded = unicodedata.normalize("NFKD", name.lower())
    return re.sub(r"[\W_]+", "-", "".join(each for each in folded if not unicodedata.combining(each))).strip("-")


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
