"""People without names in what leaves the bot: a number each in an export, a role each in tables."""

import re
from collections.abc import Iterable, Iterator, Mapping

from bot.core.assessment import Assessment, Fate, Role
from bot.core.json_values import Json
from bot.core.record.export import figures_to_dict
from bot.core.record.rescoring import check_export
from bot.core.text import cleaned, one_line, pseudonym

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


PEOPLE = frozenset({"person", "respondent", "by", "asked_by", "owner", "opened_by"})
"""The keys under which an export names a person."""
SOMEBODY = "(a person)"
OTHER = "another person"
# Slack's own ids, as they stand in text: W and U, then letters and digits, some of the latter.
_BEFORE = r"(?:(?<![A-Za-z0-9])|(?<=%[0-9A-Fa-f]{2}))"
"""What may stand before an id: no other letter or digit, but a sign as an address spells it."""
_SLACK_ID = rf"<@[^>]*>|(?:@|{_BEFORE})[UW](?=[A-Z0-9]*[0-9])[A-Z0-9]{{7,12}}(?![A-Z0-9])|@[UW][A-Z0-9]+(?![A-Za-z0-9])"
_ADDRESS = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
# A name behind "@" that Slack made no mention of; with the surname, where both are written large.
_HANDLE = r"(?<![\w.@])@(?!(?:here|channel|everyone|cxbot)\b)(?:[A-Z][\w.'-]*\w(?: [A-Z][\w'-]*\w)?|[^\W\d][\w.'-]*\w)"


class Masking:
    """Takes people out of what somebody wrote: an id has the name that stands for it, anybody else is somebody.

    ``everybody`` are the ids that may stand in any text besides those that have a ``name``.
    """

    def __init__(self, names: Mapping[str, str], everybody: Iterable[str] = ()) -> None:
        self._names = {person.casefold(): name for person, name in names.items()}
        # a single sign names nobody that a reader would know, and stands in every sentence
        ids = sorted((each for each in {*names, *everybody} if len(each) > 1), key=lambda each: (-len(each), each))
        known = (
            rf"(?:<?@|{_BEFORE})(?i:{'|'.join(map(re.escape, ids))})(?:\|[^>]*>|>)?(?![A-Za-z0-9])" if ids else r"(?!)"
        )
        self._people = re.compile(f"(?P<known>{known})|{_SLACK_ID}|{_ADDRESS}|{_HANDLE}")
        self._ids = re.compile("|".join(map(re.escape, ids)) if ids else r"(?!)", re.IGNORECASE)

    def words(self, text: str) -> str:
        """Give what somebody wrote without naming anybody."""
        return self._people.sub(self._name, cleaned(text))

    def _name(self, found: re.Match[str]) -> str:
        person = self._ids.search(found["known"] or "")
        name = self._names.get(person[0].casefold()) if person is not None else None
        return f"({name})" if name is not None else SOMEBODY


class RoleNames:
    """Names the people of one assessment by their roles; ``everybody`` are the ids that may stand in any text."""

    def __init__(self, assessment: Assessment, everybody: Iterable[str]) -> None:
        self._roles = _roles(assessment)
        self._masking = Masking(self._roles, everybody)

    def of(self, person: str) -> str:
        """Name a person by role."""
        return self._roles.get(person, OTHER)

    def words(self, text: str) -> str:
        """Give what somebody wrote on one line, with a role where it names a person."""
        return self._masking.words(one_line(cleaned(text)))


def people_of(assessment: Assessment) -> frozenset[str]:
    """Give everybody whom an assessment names."""
    return frozenset(
        (
            *(each.person for each in assessment.members),
            *(each.respondent for each in assessment.ratings),
            *(each.by for each in assessment.agreed),
            *(person for each in assessment.departures for person in (each.person, each.by) if person),
        )
    )


def _roles(assessment: Assessment) -> dict[str, str]:
    """Name each person: respondents by the number of their seat, so that their ratings can be told apart."""
    roles: dict[str, list[str]] = {}
    conducts = {each.person for each in assessment.members if each.role is Role.FACILITATOR}
    for gone in assessment.departures:
        conducts |= {gone.by} if gone.fate is Fate.FOLLOWED and gone.person in conducts else set()
    for person in sorted(conducts):
        roles[person] = [Role.FACILITATOR.value]
    for number, seat in enumerate(assessment.seats(), start=1):
        for person in seat.holders:
            roles.setdefault(person, []).append(f"{Role.RESPONDENT.value} {number}")
    for member in assessment.members:
        if member.role is Role.OBSERVER:
            roles.setdefault(member.person, [Role.OBSERVER.value])
    return {person: " and ".join(dict.fromkeys(each)) for person, each in roles.items()}
