"""What makes an export one of a team: its terms, and what was revealed, as pictures. Ballots are in no file."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any

from bot.core import json_values as js
from bot.core.assessment import Member, Role
from bot.core.errors import Problem
from bot.core.framework import Framework
from bot.core.json_values import NAME, TEXT, Codec, Key, MalformedError, Node, if_any, list_of, record, whole, word
from bot.core.reveal import FEWEST
from bot.core.sealing import DIGEST, EVIDENCE_KIND
from bot.core.team import (
    Closed,
    Closing,
    Evidence,
    Leave,
    Mode,
    Participant,
    PictureKind,
    Quote,
    Sitting,
    Split,
    SplitGroup,
    Tally,
    Team,
    TeamPicture,
)

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


_MOST_SITTINGS = 1_000
_ROUNDS = 2

_PARTICIPANT = js.record(
    Participant,
    person=js.NAME,
    role=js.optional(js.TEXT, ""),
    department=js.optional(js.TEXT, ""),
    at=js.MOMENT,
)
_CLOSING = js.record(
    Closing,
    quorum=js.optional(js.or_null(js.whole(1, MOST_PEOPLE)), None),
    deadline=js.optional(js.or_null(js.MOMENT), None),
    by=js.NAME,
    at=js.MOMENT,
)
_CLOSED = js.record(
    Closed,
    at=js.MOMENT,
    by=js.optional(js.TEXT, ""),
    root=DIGEST,
    receipts=js.list_of(DIGEST, MOST_PEOPLE, by=str),
)


_QUOTE = js.record(
    lambda dimension, kind, text: Quote(dimension, Evidence(kind, text), Leave.QUOTE),
    dimension=js.NAME,
    kind=EVIDENCE_KIND.as_key(of="evidence.kind"),
    text=js.TEXT.as_key(of="evidence.text"),
)
_PICTURE = js.record(
    TeamPicture,
    kind=js.member_of(PictureKind),
    at=js.MOMENT,
    handed_in=js.whole(0, MOST_PEOPLE),
    **SHOWN,
    quotes=js.if_any(js.list_of(_QUOTE), (), of="quotable"),
)


def key_in(framework: Framework) -> Codec[str]:
    """Return the codec of the key of a dimension of a framework."""
    keys = [each.key for each in framework.dimensions]

    def read(node: Node) -> str:
        if node.name() not in keys:
            raise node.refuse("the key of a dimension: " + ", ".join(js.shown(each) for each in keys[:20]))
        return node.name()

    return Codec(str, read)


def team_of(framework: Framework, members: Sequence[Member] = ()) -> Codec[Team]:
    """Return the codec of the terms of a team assessment, and of what was revealed of it.

    Who is described how stands in it only where the assessment was opened with names, and of people's words only those
    that may be quoted. Without names in a file its respondents are its members, of whom no more is said.
    """
    sitting = js.record(
        Sitting,
        number=js.whole(1, _MOST_SITTINGS),
        dimensions=js.list_of(key_in(framework), by=str),
        opened_by=js.NAME,
        opened_at=js.MOMENT,
        closings=js.list_of(_CLOSING, least="at least one contract"),
        closed=js.if_any(_CLOSED, None),
        pictures=js.if_any(js.list_of(_PICTURE), ()),
    ).checked(lambda node, each: _revealed_rightly(node, each, framework))
    sittings = js.list_of(sitting, _MOST_SITTINGS).checked(lambda node, found: _in_order(node, found, framework))

    def team(*, sittings: tuple[Sitting, ...], participants: tuple[Participant, ...], **terms: Any) -> Team:
        asked = (each.person for each in members if each.role is Role.RESPONDENT)
        unknown = tuple(Participant(each, "", "", sittings[0].opened_at) for each in asked)
        return Team(participants=participants or unknown, sittings=sittings, **terms)

    codec = js.record(
        team,
        mode=js.member_of(Mode),
        named=js.FLAG,
        participants=js.if_any(js.list_of(_PARTICIPANT, MOST_PEOPLE), ()),
        sittings=sittings,
    ).checked(_nameless)
    return Codec(lambda each: codec.write(each if each.named else replace(each, participants=())), codec.read)


def _nameless(node: Node, team: Team) -> None:
    """Refuse names in an assessment that was opened without them."""
    if team.named:
        return
    if "participants" in node.entries():
        raise node.entries()["participants"].refuse('no such key where "named" is false')
    problems = [
        Problem(
            f"{node.path}.sittings[{place}].pictures[{at}].named", 'is said in an assessment whose "named" is false'
        )
        for place, sitting in enumerate(team.sittings)
        for at, picture in enumerate(sitting.pictures)
        if picture.named
    ]
    if problems:
        raise MalformedError(*problems)


def _in_order(node: Node, sittings: Sequence[Sitting], framework: Framework) -> None:
    """Refuse sittings that cannot have been: the first is over everything, and nothing is rated a third time."""
    if [each.number for each in sittings] != list(range(1, len(sittings) + 1)) or not sittings:
        raise node.refuse("the sittings by their numbers, from 1 on")
    if set(sittings[0].dimensions) != {each.key for each in framework.dimensions}:
        raise MalformedError(
            Problem(f"{node.path}[0].dimensions", "are not those of the framework: all are rated first")
        )
    times = Counter(chain.from_iterable(each.dimensions for each in sittings))
    often = [key for key, count in times.items() if count > _ROUNDS]
    if often:
        raise MalformedError(
            Problem(node.path, f"have {js.shown(often[0])} more than twice; it is rated twice at most")
        )


def _revealed_rightly(node: Node, sitting: Sitting, framework: Framework) -> None:
    """Refuse what no sitting reveals."""
    problems = [
        Problem(f"{node.path}.pictures[{place}].{path}", message)
        for place, picture in enumerate(sitting.pictures)
        for path, message in _faults(picture, framework, sitting.dimensions)
    ]
    if problems:
        raise MalformedError(*problems)
    if sitting.pictures and sitting.closed is None:
        raise node.entries()["pictures"].refuse('"closed" beside it: nothing is revealed before the close')
    if [each.kind for each in sitting.pictures].count(PictureKind.REVEAL) > 1:
        raise node.entries()["pictures"].refuse("one picture of the kind 'reveal'")


def _faults(picture: TeamPicture, framework: Framework, dimensions: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Find what no picture shows: levels outside the scale, fewer than three people, parts that do not add up."""
    yield from ((path, "is no dimension of the sitting") for path, key in _keys_in(picture) if key not in dimensions)
    tallies = {each.dimension: each for each in picture.tallies}
    if len(tallies) < len(picture.tallies):
        yield "tallies", "have one dimension twice"
    for place, tally in enumerate(picture.tallies):
        yield from ((f"tallies[{place}].{path}", said) for path, said in _faults_of(tally, picture, framework))
        named = Counter(level for key, _, level in picture.named if key == tally.dimension)
        if picture.named and named != Counter(tally.levels):
            yield "named", f"does not add up to the tally of {js.shown(tally.dimension)}"
    for place, split in enumerate(picture.splits):
        yield from ((f"splits[{place}].groups", said) for said in _faults_of_split(split, picture))
    if len({each.by for each in picture.splits}) > 1:
        yield "splits", "are by role and by department; two cuts through the same people would single some out"
    shown_too = (f"not_applicable[{at}]" for at, key in enumerate(picture.not_applicable) if key in tallies)
    yield from ((path, "is the key of a dimension that has levels") for path in shown_too)
    unshown = (f"quotes[{at}].dimension" for at, each in enumerate(picture.quotes) if each.dimension not in tallies)
    yield from ((path, "is not shown: it has no tally") for path in unshown)


def _keys_in(picture: TeamPicture) -> Iterator[tuple[str, str]]:
    """Give every key of a dimension in a picture, with its path."""
    yield from ((f"tallies[{at}].dimension", each.dimension) for at, each in enumerate(picture.tallies))
    yield from ((f"splits[{at}].dimension", each.dimension) for at, each in enumerate(picture.splits))
    yield from ((f"quotes[{at}].dimension", each.dimension) for at, each in enumerate(picture.quotes))
    yield from ((f"not_applicable[{at}]", key) for at, key in enumerate(picture.not_applicable))
    yield from ((f"named[{at}].dimension", key) for at, (key, _, _) in enumerate(picture.named))


def _faults_of(tally: Tally, picture: TeamPicture, framework: Framework) -> Iterator[tuple[str, str]]:
    people = sum(tally.levels.values())
    scale = framework.scale
    for name, counts in (("levels", tally.levels), ("evidenced", tally.evidenced)):
        if any(level not in scale for level in counts):
            yield name, f"have a level outside the scale, which runs from {scale.low} to {scale.high}"
    if people < FEWEST:
        yield "levels", "are of fewer than three people, of whom nothing is shown"
    if people + tally.without > picture.handed_in:
        yield "levels", 'are of more people than the "handed_in" of the picture'
    if sum(tally.evidenced.values()) != people:
        yield "evidenced", "are of another number of people than the levels"


def _faults_of_split(split: Split, picture: TeamPicture) -> Iterator[str]:
    tally = picture.tally(split.dimension)
    if tally is None or sum((Counter(each.levels) for each in split.groups), Counter[int]()) != Counter(tally.levels):
        yield "do not add up to the tally of the dimension"
    if any(sum(each.levels.values()) < FEWEST for each in split.groups):
        yield "have one of fewer than three people, who are never shown apart"
