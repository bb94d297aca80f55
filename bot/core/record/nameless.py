"""An export without names: each person in it is a number, and its figures can be computed again all the same."""

import re
from collections.abc import Iterator, Mapping

from bot.core.json_values import Json
from bot.core.record.export import figures_to_dict
from bot.core.record.rescoring import check_export
from bot.core.record.roles import PEOPLE, SOMEBODY, Masking
from bot.core.text import pseudonym

_CUTS = frozenset({"role", "department"})
"""What stands under "by" in a split, where nobody is named."""
_AS_IT_IS = frozenset({"framework", "figures", "dimension", "dimensions", "explained", "targets"})
_MENTION = re.compile(r"@(person [0-9a-f]{4})")
"""Whom somebody mentioned, as every export has it; made of the id, it would tell who it is."""
_LINKED = frozenset({"named", "participants"})
"""Who gave what across dimensions, and who is described how."""


def without_names(export: Json) -> Json:
    """Return an export in which nobody is named, not even within what people wrote.

    Of a team that was opened with names, who gave what is left out: without names nothing links levels of one person.
    The numbers are given in the order in which people stand in the file. ValueError for what is no export.
    """
    people = dict.fromkeys(_people(export))
    names = _Names({person: f"person {number}" for number, person in enumerate(people, start=1)})
    masked = {key: names.masked(key, value) for key, value in export.items()}
    card = check_export(masked).card
    if card is None:
        raise ValueError("this is no export")
    return masked | {"figures": figures_to_dict(card)}


def _people(value: object, key: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for name, each in value.items():
            yield from _people(each, name)
    elif isinstance(value, list):
        for each in value:
            yield from _people(each)
    elif isinstance(value, str) and key in PEOPLE and value and value not in _CUTS:
        yield value


class _Names:
    """The numbers of the people of one export."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names
        self._mentioned = {pseudonym(person): name for person, name in names.items()}
        self._masking = Masking(names)

    def masked(self, key: str, value: object) -> object:
        """Return a value of the export, which stands under a key, without names."""
        if key in _AS_IT_IS:
            return value
        if isinstance(value, dict):
            kept = {name: each for name, each in value.items() if name not in _LINKED or not isinstance(each, list)}
            return {name: self.masked(name, each) for name, each in kept.items()}
        if isinstance(value, list):
            return [self.masked("", each) for each in value]
        if key == "named":
            return False
        if not isinstance(value, str) or value in _CUTS:
            return value
        return self._names.get(value, value) if key in PEOPLE else self._words(value)

    def _words(self, text: str) -> str:
        parts = _MENTION.split(text)
        parts[::2] = map(self._masking.words, parts[::2])
        parts[1::2] = (f"({self._mentioned.get(each, SOMEBODY[1:-1])})" for each in parts[1::2])
        return "".join(parts)
