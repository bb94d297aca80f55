"""What is shown of ballots: the rules by which nothing shown is of fewer than three people.

Not directly, and not by subtracting what is shown from something else that is shown:

- A dimension is shown from three people up who gave it a level. Below that nothing of it is.
- A split by role or by department is shown where each of its groups has three. Smaller ones are put together as
  *others*; where these are fewer than three, the dimension is not split at all. One assessment is split by role or by
  department, never by both: two cuts through the same people would single out those between them.
- Those who give evidence are a group like any other, since their words may tell who they are. Whose level it backs
  counts one by one only where, in each group that is shown, they are three or none, and so are the others. Else
  every level counts as backed where three gave evidence and fewer than three did not, and no level otherwise.
- A picture is never made again with more people or fewer. Who comes late is shown apart, three at a time in each
  dimension; who had a level in the picture already does not come late.
- A picture links nothing across dimensions; quotations stand in the order of a hash that needs their author's salt.

What these rules cannot hide is said beforehand: where all agree, everybody's level is known.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.core.assessment import Assessment, NotApplicable, Rating, Status
from bot.core.framework import Framework
from bot.core.scoring.scoring import counting_ratings, evidenced_level
from bot.core.sealing import last_of, part
from bot.core.team import (
    Leave,
    Participant,
    PictureKind,
    Quote,
    Split,
    SplitGroup,
    Tally,
    TeamPicture,
)

FEWEST = 3
"""Nothing is shown of fewer people than these."""
By = Literal["role", "department"]
_CUTS: tuple[By, ...] = ("role", "department")
_LATE_AT_A_TIME = 3


def stands_without(assessment: Assessment, key: str) -> bool:
    """Whether a dimension's figure stays when one of its raters is removed: it was shown, and gives nobody away."""
    raters = sum(isinstance(each.verdict, int) for each in counting_ratings(assessment, key))
    return assessment.status is Status.COMPLETE and raters >= FEWEST


@dataclass(frozen=True, slots=True)
class _Given:
    """What one person gave in a sitting, by dimension."""

    ballot: str
    person: str
    salt: str
    leave: Leave
    last: Mapping[str, Rating]

    def level(self, key: str) -> int | None:
        rating = self.last.get(key)
        return rating.verdict if rating is not None and isinstance(rating.verdict, int) else None


def picture(
    framework: Framework,
    ballots: Sequence[Assessment],
    people: Sequence[Participant],
    *,
    named: bool,
    at: datetime,
    before: Sequence[TeamPicture] = (),
) -> tuple[TeamPicture, tuple[str, ...]]:
    """Return what is revealed of the ballots of a closed sitting, and the author of each of its quotations.

    The ballots are as they were frozen at the close: what came later, or into a ballot that was opened later, is not in
    it. ``before`` are the pictures of the sittings before, whose way of splitting is kept. With fewer than three who
    gave anything the picture is empty.
    """
    given = [_given(each, each.ratings[: part(each).counted or 0]) for each in ballots]
    given = [each for each in given if each.last]
    raters = {key.key: [each for each in given if each.level(key.key) is not None] for key in framework.dimensions}
    raters = {key: those for key, those in raters.items() if len(those) >= FEWEST}
    quoted, groups = _quotes(raters), _groups(raters, people, before)
    shown = TeamPicture(
        kind=PictureKind.REVEAL,
        at=at,
        handed_in=len(given),
        tallies=tuple(
            _tally(framework, key, groups[key].those if key in groups else {"": those}, len(given) - len(those))
            for key, those in raters.items()
        ),
        splits=tuple(each.split(key) for key, each in groups.items()),
        quotes=tuple(quote for quote, _ in quoted),
        not_applicable=tuple(each.key for each in framework.dimensions if _does_not_apply(given, each.key)),
        named=_named(raters, people) if named else (),
    )
    return shown, tuple(author for _, author in quoted)


def late_picture(
    framework: Framework, ballots: Sequence[Assessment], *, at: datetime
) -> tuple[TeamPicture, tuple[str, ...], Mapping[str, tuple[str, ...]]] | None:
    """Return what came after the close and was not shown yet; None where nowhere three more wait.

    In each dimension people come in the order of their first late level. Beside the picture stand the authors of its
    quotations, and the dimensions of each ballot, by its id, that are shown late with it.
    """
    waiting = {each.key: _came_late(ballots, each.key) for each in framework.dimensions}
    next_ones = {key: those[: len(those) // _LATE_AT_A_TIME * _LATE_AT_A_TIME] for key, those in waiting.items()}
    raters = {key: those for key, those in next_ones.items() if those}
    if not raters:
        return None
    quoted = _quotes(raters)
    picture = TeamPicture(
        kind=PictureKind.LATE,
        at=at,
        handed_in=max(len(those) for those in raters.values()),
        tallies=tuple(_tally(framework, key, {"": those}, 0) for key, those in raters.items()),
        quotes=tuple(quote for quote, _ in quoted),
    )
    dimensions: dict[str, tuple[str, ...]] = {}
    for key, those in raters.items():
        dimensions |= {each.ballot: (*dimensions.get(each.ballot, ()), key) for each in those}
    return picture, tuple(author for _, author in quoted), dimensions


def _given(ballot: Assessment, ratings: Sequence[Rating]) -> _Given:
    own = part(ballot)
    return _Given(ballot.id, ballot.facilitator, own.salt, own.leave or Leave.NOTHING, last_of(ratings))


def _levels(raters: Iterable[_Given], key: str) -> list[int]:
    return [level for each in raters if (level := each.level(key)) is not None]


def _tally(framework: Framework, key: str, groups: Mapping[str, Sequence[_Given]], without: int) -> Tally:
    """Return the tally of the raters of a dimension, who are shown in these groups, or in one."""
    levels = [level for those in groups.values() for level in _levels(those, key)]
    evidenced = _evidenced(framework, [[each.last[key] for each in those] for those in groups.values()])
    return Tally(key, _counted(levels), _counted(evidenced), without)


def _evidenced(framework: Framework, groups: Sequence[Sequence[Rating]]) -> list[int]:
    """Return the level of each that evidence backs, as far as that shows no group of fewer than three.

    Which way it is counted rests on who gave evidence alone: if it rested on their levels, too, it would tell of them.
    """
    levels = [(each.verdict, each) for those in groups for each in those if isinstance(each.verdict, int)]
    proving = [[any(one.text.strip() for one in each.evidence) for each in those] for those in groups]
    parts = [each.count(given) for each in proving for given in (True, False)]
    given = sum(parts[::2])
    if not any(0 < each < FEWEST for each in parts):
        return [evidenced_level(framework, level, each.evidence) for level, each in levels]
    if given >= FEWEST > len(levels) - given:
        return [level for level, _ in levels]
    return [evidenced_level(framework, level, ()) for level, _ in levels]


def _does_not_apply(given: Sequence[_Given], key: str) -> bool:
    said = [each.last[key].verdict for each in given if key in each.last]
    return len(said) >= FEWEST and all(isinstance(each, NotApplicable) for each in said)


@dataclass(frozen=True, slots=True)
class _Groups:
    """The raters of a dimension by role or department, in the order in which they are shown; others under no name."""

    by: By
    those: Mapping[str, Sequence[_Given]]

    def split(self, key: str) -> Split:
        shown = (SplitGroup(name, _counted(_levels(those, key))) for name, those in self.those.items())
        return Split(key, self.by, tuple(shown))


def _groups(
    raters: Mapping[str, Sequence[_Given]], people: Sequence[Participant], before: Sequence[TeamPicture]
) -> dict[str, _Groups]:
    """Return the groups by the cut that was shown before, else by role, or by department where roles split nothing."""
    cuts = dict.fromkeys(split.by for each in before for split in each.splits) or _CUTS
    for by in cuts:
        of = {each.person: each.role if by == "role" else each.department for each in people}
        found = {key: _Groups(by, made) for key, those in raters.items() if (made := _grouped(those, of))}
        if found:
            return found
    return {}


def _grouped(raters: Sequence[_Given], of: Mapping[str, str]) -> dict[str, list[_Given]]:
    """Return the raters of a dimension by their group; nothing where a small group would show."""
    together: dict[str, list[_Given]] = {}
    names: dict[str, str] = {}
    for each in raters:
        name = " ".join(of.get(each.person, "").split())
        together.setdefault(name.casefold(), []).append(each)
        names.setdefault(name.casefold(), name)
    large = {name for name, those in together.items() if name and len(those) >= FEWEST}
    others = [each for name, those in together.items() if name not in large for each in those]
    if len(large) + bool(others) <= 1 or 0 < len(others) < FEWEST:
        return {}
    return {names[name]: together[name] for name in sorted(large)} | ({"": others} if others else {})


def _quotes(raters: Mapping[str, Sequence[_Given]]) -> list[tuple[Quote, str]]:
    """Return the evidence that may be told, each with its author, by dimension and in an order that tells nothing."""
    found: list[tuple[Quote, str]] = []
    for key, those in raters.items():
        told = [
            (_shuffle(each.salt, key, place), Quote(key, piece, each.leave), each.person)
            for each in those
            if each.leave is not Leave.NOTHING
            for place, piece in enumerate(each.last[key].evidence)
            if piece.text.strip()
        ]
        found += [(quote, person) for _, quote, person in sorted(told, key=lambda each: each[0])]
    return found


def _shuffle(salt: str, key: str, place: int) -> str:
    return hashlib.sha256(f"cxbot order 1\n{salt}\n{key}\n{place}".encode()).hexdigest()


def _named(raters: Mapping[str, Sequence[_Given]], people: Sequence[Participant]) -> tuple[tuple[str, str, int], ...]:
    order = {each.person: place for place, each in enumerate(people)}
    return tuple(
        (key, each.person, level)
        for key, those in raters.items()
        for each in sorted(those, key=lambda each: (order.get(each.person, len(order)), each.person))
        if (level := each.level(key)) is not None
    )


def _came_late(ballots: Sequence[Assessment], key: str) -> list[_Given]:
    """Return who gave a dimension its first level after the close and was not shown yet, in the order of these levels.

    A level that is taken back stays. Who was shown is marked on the ballot, so that one who is removed moves nobody.
    """
    found: list[tuple[datetime, str, _Given]] = []
    for ballot in ballots:
        counted = part(ballot).counted or 0
        late = [each for each in ballot.ratings[counted:] if each.dimension == key and isinstance(each.verdict, int)]
        is_shown = key in part(ballot).late_shown
        if late and not is_shown and _given(ballot, ballot.ratings[:counted]).level(key) is None:
            found.append((late[0].said_at, ballot.id, _given(ballot, late)))
    return [given for _, _, given in sorted(found, key=lambda each: each[:2])]


def _counted(levels: Iterable[int]) -> dict[int, int]:
    return dict(sorted(Counter(levels).items()))
