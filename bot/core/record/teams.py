"""What makes an export one of a team: its terms and what was revealed. Ballots are in no file."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import TypeVar

from bot.core.assessment import Member, Role
from bot.core.errors import Problem
from bot.core.framework import Framework
from bot.core.json_values import MalformedError, Node, moment_text, read_all, shown
from bot.core.record.pictures import MOST_PEOPLE, picture_from_node, picture_to_dict
from bot.core.record.wording import no_duplicates
from bot.core.reveal import FEWEST
from bot.core.sealing import digest_from_node, evidence_from_node
from bot.core.team import (
    Closed,
    Closing,
    Leave,
    Mode,
    Participant,
    PictureKind,
    Quote,
    Sitting,
    Split,
    Tally,
    Team,
    TeamPicture,
)

T = TypeVar("T")
Json = dict[str, object]
_MOST_SITTINGS = 1_000
_ROUNDS = 2
_SHOWN = ("tallies", "splits", "not_applicable", "named")


def team_to_dict(team: Team) -> Json:
    """Give the terms of a team assessment, and what was revealed of it.

    Who is described how stands in it only where the assessment was opened with names, and of people's words only those
    that may be quoted.
    """
    told: Json = {"mode": team.mode.value, "named": team.named}
    if team.named:
        told["participants"] = [
            {"person": each.person, "role": each.role, "department": each.department, "at": moment_text(each.at)}
            for each in team.participants
        ]
    return told | {"sittings": [_sitting(each) for each in team.sittings]}


def _sitting(sitting: Sitting) -> Json:
    told: Json = {
        "number": sitting.number,
        "dimensions": list(sitting.dimensions),
        "opened_by": sitting.opened_by,
        "opened_at": moment_text(sitting.opened_at),
        "closings": [
            {
                "quorum": each.quorum,
                "deadline": moment_text(each.deadline) if each.deadline is not None else None,
                "by": each.by,
                "at": moment_text(each.at),
            }
            for each in sitting.closings
        ],
    }
    if (closed := sitting.closed) is not None:
        receipts = list(closed.receipts)
        told["closed"] = {"at": moment_text(closed.at), "by": closed.by, "root": closed.root, "receipts": receipts}
    if sitting.pictures:
        told["pictures"] = [_picture(each) for each in sitting.pictures]
    return told


def _picture(picture: TeamPicture) -> Json:
    told: Json = {"kind": picture.kind.value, "at": moment_text(picture.at), "handed_in": picture.handed_in}
    told |= picture_to_dict(picture)
    quotes = [
        {"dimension": each.dimension, "kind": each.evidence.kind, "text": each.evidence.text}
        for each in picture.quotes
        if each.is_quotable
    ]
    return told | ({"quotes": quotes} if quotes else {})


def team_from_node(node: Node, framework: Framework, members: Sequence[Member]) -> Team:
    """Read what makes an assessment one of a team; MalformedError names every fault by its key path.

    Without names in the file its respondents are its members, of whom no more is said.
    """
    fields = node.fields(("mode", "named", "sittings"), ("participants",))
    named = fields["named"].flag()
    if "participants" in fields and not named:
        raise fields["participants"].refuse('no such key where "named" is false')
    sittings = read_all(fields["sittings"].items(_MOST_SITTINGS), lambda at: _sitting_from(at, framework, named=named))
    _in_order(fields["sittings"], sittings, framework)
    described: tuple[Participant, ...] = ()
    if "participants" in fields:
        described = read_all(fields["participants"].items(MOST_PEOPLE), _participant_from)
    asked = (each.person for each in members if each.role is Role.RESPONDENT)
    unknown = tuple(Participant(each, "", "", sittings[0].opened_at) for each in asked)
    mode = Mode(fields["mode"].choice(*(each.value for each in Mode)))
    return Team(mode, named, described or unknown, sittings)


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
        raise MalformedError(Problem(node.path, f"have {shown(often[0])} more than twice; it is rated twice at most"))


def _participant_from(node: Node) -> Participant:
    fields = node.fields(("person", "at"), ("role", "department"))
    role, department = (fields.read(name, Node.text, "") for name in ("role", "department"))
    return Participant(fields["person"].name(), role, department, fields["at"].moment())


def _sitting_from(node: Node, framework: Framework, *, named: bool) -> Sitting:
    fields = node.fields(("number", "dimensions", "opened_by", "opened_at", "closings"), ("closed", "pictures"))
    dimensions = read_all(fields["dimensions"].items(), lambda at: _one_of(at, _keys(framework)))
    no_duplicates(fields["dimensions"], list(dimensions))
    closings = read_all(fields["closings"].items(), _closing_from)
    if not closings:
        raise fields["closings"].refuse("at least one contract")
    pictures: tuple[TeamPicture, ...] = ()
    if "pictures" in fields:
        nodes = fields["pictures"].items()
        pictures = read_all(nodes, lambda at: _picture_from(at, framework, dimensions, named=named))
    sitting = Sitting(
        number=fields["number"].integer(1, _MOST_SITTINGS),
        dimensions=dimensions,
        opened_by=fields["opened_by"].name(),
        opened_at=fields["opened_at"].moment(),
        closings=closings,
        closed=fields.read("closed", _closed_from, None),
        pictures=pictures,
    )
    if pictures and sitting.closed is None:
        raise fields["pictures"].refuse('"closed" beside it: nothing is revealed before the close')
    if [each.kind for each in pictures].count(PictureKind.REVEAL) > 1:
        raise fields["pictures"].refuse("one picture of the kind 'reveal'")
    return sitting


def _closing_from(node: Node) -> Closing:
    fields = node.fields(("by", "at"), ("quorum", "deadline"))
    return Closing(
        quorum=fields.read("quorum", _or_null(lambda at: at.integer(1, MOST_PEOPLE)), None),
        deadline=fields.read("deadline", _or_null(Node.moment), None),
        by=fields["by"].name(),
        at=fields["at"].moment(),
    )


def _closed_from(node: Node) -> Closed:
    fields = node.fields(("at", "root", "receipts"), ("by",))
    receipts = read_all(fields["receipts"].items(MOST_PEOPLE), digest_from_node)
    no_duplicates(fields["receipts"], list(receipts))
    by, root = fields.read("by", Node.text, ""), digest_from_node(fields["root"])
    return Closed(fields["at"].moment(), by, root, receipts)


def _picture_from(node: Node, framework: Framework, dimensions: Sequence[str], *, named: bool) -> TeamPicture:
    fields = node.fields(("kind", "at", "handed_in", "tallies"), (*_SHOWN[1:], "quotes"))
    picture = picture_from_node(
        Node(node.path, {name: at.value for name, at in fields.items() if name in _SHOWN}),
        PictureKind(fields["kind"].choice(*(each.value for each in PictureKind))),
        fields["at"].moment(),
        fields["handed_in"].integer(0, MOST_PEOPLE),
        fields.read("quotes", lambda at: read_all(at.items(), _quote_from), ()),
    )
    problems = [Problem(f"{node.path}.{path}", message) for path, message in _faults(picture, framework, dimensions)]
    if picture.named and not named:
        problems.append(Problem(f"{node.path}.named", 'is said in an assessment whose "named" is false'))
    if problems:
        raise MalformedError(*problems)
    return picture


def _quote_from(node: Node) -> Quote:
    fields = node.fields(("dimension", "kind", "text"))
    evidence = evidence_from_node(Node(node.path, {name: fields[name].value for name in ("kind", "text")}))
    return Quote(fields["dimension"].name(), evidence, Leave.QUOTE)


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
            yield "named", f"does not add up to the tally of {shown(tally.dimension)}"
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


def _one_of(node: Node, keys: Sequence[str]) -> str:
    if node.name() not in keys:
        raise node.refuse("the key of a dimension: " + ", ".join(shown(each) for each in keys[:20]))
    return node.name()


def _keys(framework: Framework) -> list[str]:
    return [each.key for each in framework.dimensions]


def _or_null(read: Callable[[Node], T]) -> Callable[[Node], T | None]:
    return lambda node: None if node.value is None else read(node)
