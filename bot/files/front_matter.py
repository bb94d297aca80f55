"""The YAML head of a document: which keys it has, what they say and on which line."""

import difflib
import re
from dataclasses import dataclass, field

import yaml

from bot.files.remarks import Remarks

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
        " use_cases"
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
        near = [] if name in USUAL else difflib.get_close_matches(name, KNOWN, n=1, cutoff=NEAR)
        if near:
            remarks.problem(entry.line, f"front matter has no key {name!r}. Did you mean {near[0]!r}?")
        else:
            unused.append(name)
    if unused:
        line = entries[unused[0]].line
        remarks.note(line, f"front matter keys that the bot does not use: {', '.join(unused)}.")
