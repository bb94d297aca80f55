"""JSON on one line from which nothing that people wrote can break out."""

import json
from collections.abc import Mapping

# JSON leaves these as they are; a reader of tags or of code fences would not.
_FENCES = frozenset("<>`")


def fenced_json(value: Mapping[str, str]) -> str:
    """Write an object on one line of readable JSON.

    Letters of every script stay as they are. Line ends of every kind, characters that do not print, and the marks of
    tags and code fences are escaped; they stand inside texts only, where JSON reads an escape as the character.
    """
    line = json.dumps(value, ensure_ascii=False)
    return "".join(_escaped(char) if char in _FENCES or not char.isprintable() else char for char in line)


def _escaped(char: str) -> str:
    """Escape one character: as ``json`` does, except for the few that it has no reason to escape."""
    escaped = json.dumps(char)[1:-1]
    return escaped if escaped != char else f"\\u{ord(char):04x}"
