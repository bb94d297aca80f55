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
from bot.core.languages import DEFAULT, code_of
from bot.files.levels import SHARE
from bot.files.rubric import FoundDimension
from bot.files.source import Remarks

FENCE = "---"
KEY = re.compile(r"^[A-Za-z][A-Za-z0-9_-]{0,40}:(?:\s|$)")
PLAIN = tuple("title slug version purpose language scale aggregate evidence_from".split())
"""Keys with one value on their line."""
KNOWN = (*PLAIN, "targets", "weights", "supersedes")
MAX_CHARACTERS = 16_000
NEAR = 0.8  # how alike a key must be to a known one to be its misspelling
NEAR_NAME = 0.5  # the same of the name of a dimension
AGGREGATES: Mapping[str, Literal["mean", "sum"]] = {"mean": "mean", "average": "mean", "sum": "sum", "total": "sum"}
SLUG = re.compile(r"^[a-z0-9]+(?:-[a-z0-9]+)*$")
MAX_SLUG = 80


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
        """Return the plain value of a key, or an empty text."""
        entry = self.entries.get(key)
        return entry.text if entry else ""

    def line_of(self, key: str) -> int:
        """Return the line of a key, or of the head where it has none, at least 1."""
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
    closing = next((index for index in behind if lines[index].rstrip() in {FENCE, "..."}), None)
    if closing is None:
        remarks.problem(opening + 1, "front matter opens here and is never closed. Close it with a line of ---.")
        return Head(line=opening + 1, body_from=opening + 1)
    text = "\n".join(lines[opening + 1 : closing]).replace("\u00a0", " ")
    entries = entries_of(text, opening + 2, remarks)
    _check_keys(entries, remarks)
    return Head(body_from=closing + 1, line=opening + 1, entries=entries)


def _is_unopened(lines: tuple[str, ...]) -> bool:
    """Whether lines of `key: value` lead up to a line of ---, with no heading or blank line before it."""
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
    """Return a plain value as it is written (a version 1.10 stays 1.10), or nothing for null and nested values."""
    if not isinstance(node, yaml.ScalarNode) or node.tag == "tag:yaml.org,2002:null":
        return ""
    return " ".join(str(node.value).split())


def _check_keys(entries: dict[str, Entry], remarks: Remarks) -> None:
    """Refuse keys that are a known key misspelt; name the others once, for they say nothing to the bot."""
    unused: list[str] = []
    for name, entry in entries.items():
        near = difflib.get_close_matches(name, KNOWN, n=1, cutoff=NEAR)
        # Site generators put a page in its place by `weight: 10`; our weights name dimensions.
        if near and name not in KNOWN and (name != "weight" or entry.pairs):
            remarks.problem(entry.line, f"front matter has no key {name!r}. Did you mean {near[0]!r}?")
        elif name not in KNOWN:
            unused.append(name)
        elif name in PLAIN and (entry.items or entry.pairs):
            remarks.problem(entry.line, f"{name} has several values. Write one, as text.")
    if unused:
        line = entries[unused[0]].line
        remarks.note(line, f"front matter keys that the bot does not use: {', '.join(unused)}.")


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
    aggregate, evidence, supersedes = (head.entries.get(key) for key in ("aggregate", "evidence_from", "supersedes"))
    if aggregate and aggregate.text.lower() not in AGGREGATES:
        told = f"aggregate {aggregate.text!r} is neither `mean` nor `sum`. Write one of them."
        remarks.problem(aggregate.line, told)
    language = head.text("language")
    if language and code_of(language) == DEFAULT and not language.casefold().startswith(DEFAULT):
        told = f"texts are not offered in {language!r}; they are written in English."
        remarks.note(head.line_of("language"), told)
    slugs = (supersedes.items or (supersedes.text,)) if supersedes else ()
    for slug in filter(None, slugs):
        if supersedes and not SLUG.match(slug):
            told = f"supersedes {slug!r}, which is no slug: small letters, digits and hyphens."
            remarks.problem(supersedes.line, told)
    return HeadValues(
        aggregate=AGGREGATES.get(aggregate.text.lower()) if aggregate else None,
        evidence_from=_level(evidence.text, evidence.line, "evidence_from", scale, remarks) if evidence else None,
        targets=_targets(head.entries.get("targets"), dimensions, scale, remarks),
        weights=_weights(head.entries.get("weights"), dimensions, remarks),
        supersedes=tuple(filter(None, slugs)),
    )


def key_of(name: str) -> str:
    """Return the key of a dimension: its name in small letters with hyphens, accents off."""
    folded = unicodedata.normalize("NFKD", name.lower())
    return re.sub(r"[\W_]+", "-", "".join(each for each in folded if not unicodedata.combining(each))).strip("-")


def slug_of(text: str) -> str:
    """Return a slug that people can type: small Latin letters, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", key_of(text)).strip("-")[:MAX_SLUG].strip("-")


def _level(text: str, line: int, name: str, scale: Scale | None, remarks: Remarks) -> int | None:
    level = int(text) if re.fullmatch(r"[0-9]{1,3}", text) else None
    if scale is not None and level not in scale:
        remarks.problem(line, f"{name} {text!r} is no level of the scale, which runs from {scale.low} to {scale.high}.")
    return level if scale is not None and level in scale else None


def _targets(
    entry: Entry | None, dimensions: Sequence[FoundDimension], scale: Scale | None, remarks: Remarks
) -> dict[str, int]:
    if entry is None:
        return {}
    named = _by_dimension(entry, "targets", dimensions, remarks)
    if not entry.pairs:
        named = {key_of(each.name): (entry.text, entry.line) for each in dimensions}
    levels = {key: _level(text, line, "the target", scale, remarks) for key, (text, line) in named.items()}
    return {key: level for key, level in levels.items() if level is not None}


def _weights(entry: Entry | None, dimensions: Sequence[FoundDimension], remarks: Remarks) -> dict[str, Fraction]:
    """Return the weights of the head, or those that stand behind the names of the dimensions."""
    weights = {key_of(each.name): each.weight for each in dimensions if each.weight is not None}
    for each in dimensions:
        if weights and each.weight is None:
            told = f"{each.name!r} has no weight, but other dimensions have one. Weigh all or none."
            remarks.problem(each.line, told)
            break
        if each.weight is not None and each.weight <= 0:
            remarks.problem(each.line, f"the weight of {each.name!r} must be above 0.")
    if entry is None:
        return weights
    if weights:
        remarks.problem(entry.line, "weights stand both here and behind the dimensions' names. Keep one of the two.")
    if not entry.pairs:
        remarks.problem(entry.line, "weights must name dimensions. Write a line `Dimension name: 2` for each below it.")
    for key, (text, line) in _by_dimension(entry, "weights", dimensions, remarks).items():
        found = SHARE.fullmatch(text)
        if found and (weight := Fraction(found.group(1).replace(",", "."))) > 0:
            weights[key] = weight
        else:
            remarks.problem(line, f"the weight {text!r} is no number above 0. Write for instance 2 or 0.5.")
    if sum("%" in text for _, text, _ in entry.pairs) not in {0, len(dimensions)}:
        remarks.problem(entry.line, "weights in percent are for all dimensions or for none; the others would weigh 1.")
    return weights


def _by_dimension(
    entry: Entry, name: str, dimensions: Sequence[FoundDimension], remarks: Remarks
) -> dict[str, tuple[str, int]]:
    """Return the pairs of an entry by dimension key; a name that no dimension has is a problem."""
    keys = {key_of(each.name): each.name for each in dimensions}
    found: dict[str, tuple[str, int]] = {}
    for dimension, text, line in entry.pairs:
        key = key_of(dimension)
        if key not in keys:
            near = difflib.get_close_matches(key, keys, n=1, cutoff=NEAR_NAME)
            hint = f" Did you mean {keys[near[0]]!r}?" if near else ""
            remarks.problem(line, f"{name} names {dimension!r}, which is no dimension.{hint}")
        elif key in found:
            remarks.problem(line, f"{name} names {dimension!r} twice. Keep one.")
        else:
            found[key] = (text, line)
    return found
