"""What several people's scores show of each dimension: rounds, groups, and who differs most.

Everything here rests on the pictures that were revealed, so it holds nothing of fewer than three people.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import Literal

from bot.core.assessment import AgreedLevel, Assessment
from bot.core.scoring.scoring import agreed_level, is_split
from bot.core.team import PictureKind, Quote, Sitting, Split, SplitGroup, Tally, Team, TeamPicture

MOST_ROUNDS = 2


@dataclass(frozen=True, slots=True)
class RoundShown:
    """What one round shows of a dimension."""

    number: Literal[1, 2]
    tally: Tally
    split: Split | None = None

    @property
    def raters(self) -> int:
        """Count those who gave a level."""
        return sum(self.tally.levels.values())

    @property
    def value(self) -> Fraction:
        """Give the mean of the levels."""
        return mean_level(self.tally.levels)

    @property
    def spread(self) -> int:
        """Give the highest minus the lowest level."""
        return max(self.tally.levels) - min(self.tally.levels)

    @property
    def is_split(self) -> bool:
        """Whether the raters are far apart."""
        return is_split(self.spread)


@dataclass(frozen=True, slots=True)
class Rounds:
    """What is known of a dimension: each round that is shown, late answers apart, and what the group agreed on.

    ``held`` counts the rounds that are over, shown or not; ``open`` is the sitting in which it is rated now.
    ``quotes`` may be shown as they were typed.
    """

    dimension: str
    shown: tuple[RoundShown, ...]
    late: Mapping[int, int]
    agreed: AgreedLevel | None
    quotes: tuple[Quote, ...]
    held: int
    open: Sitting | None
    not_applicable: bool = False

    @property
    def first(self) -> RoundShown | None:
        """Give the first round; None where nothing of it is shown."""
        return next((each for each in self.shown if each.number == 1), None)

    @property
    def second(self) -> RoundShown | None:
        """Give the second round; None where there is none, or nothing of it is shown."""
        return next((each for each in self.shown if each.number == MOST_ROUNDS), None)

    @property
    def newest(self) -> RoundShown | None:
        """Give the round that the value rests on where no level is agreed."""
        return self.shown[-1] if self.shown else None

    @property
    def split(self) -> Split | None:
        """Give how groups are spread in the newest round that shows groups; None where none does."""
        return next((each.split for each in reversed(self.shown) if each.split is not None), None)

    @property
    def shift(self) -> Fraction | None:
        """Give how far the value went from the first round to the second; None unless both are shown."""
        return self.second.value - self.first.value if self.first is not None and self.second is not None else None

    @property
    def is_withheld(self) -> bool:
        """Whether it was revealed with fewer than three levels: nothing of it is shown, and it is not rated."""
        return self.held > 0 and not self.shown and not self.not_applicable and self.agreed is None

    @property
    def can_be_rated_again(self) -> bool:
        """Whether a further round of it can be opened."""
        return self.open is None and 0 < self.held < MOST_ROUNDS


@dataclass(frozen=True, slots=True)
class GroupGap:
    """The dimension in which two groups differ most: the group that rates lower, and the one that rates higher."""

    dimension: str
    by: Literal["role", "department"]
    lower: SplitGroup
    higher: SplitGroup

    @property
    def levels(self) -> Fraction:
        """Give how far apart they are."""
        return mean_level(self.higher.levels) - mean_level(self.lower.levels)


def mean_level(levels: Mapping[int, int]) -> Fraction:
    """Give the mean of levels that are counted."""
    return Fraction(sum(level * count for level, count in levels.items()), sum(levels.values()))


def rounds_of(assessment: Assessment) -> tuple[Rounds, ...]:
    """Give what several people's scores show of each dimension, in the framework's order; nothing of a lone answer."""
    team = assessment.team
    if team is None:
        return ()
    return tuple(_rounds(assessment, team, each.key) for each in assessment.framework.dimensions)


def _rounds(assessment: Assessment, team: Team, key: str) -> Rounds:
    sittings = [each for each in team.sittings if key in each.dimensions]
    revealed = [each.revealed for each in sittings]
    shown = [found for at, each in enumerate(revealed) if each and (found := _round(1 if at == 0 else 2, each, key))]
    pictures = (one for each in sittings for one in each.pictures if one.kind is PictureKind.LATE)
    newest = team.newest(key)
    late = [tally.levels for each in pictures if (tally := each.tally(key)) is not None]
    return Rounds(
        dimension=key,
        shown=tuple(shown),
        late=sum(map(Counter, late), Counter[int]()),
        agreed=agreed_level(assessment, key),
        quotes=_once(one for each in sittings for picture in each.pictures for one in quotable(picture, key)),
        held=sum(each.revealed is not None for each in sittings),
        open=next((each for each in sittings if each.revealed is None), None),
        not_applicable=newest is not None and newest.tally(key) is None,
    )


def _once(quotes: Iterable[Quote]) -> tuple[Quote, ...]:
    """Give each quotation once: what was shown in the first round counts again in the second."""
    return tuple({each.evidence: each for each in quotes}.values())


def _round(number: Literal[1, 2], picture: TeamPicture, key: str) -> RoundShown | None:
    tally = picture.tally(key)
    split = next((each for each in picture.splits if each.dimension == key), None)
    return RoundShown(number, tally, split) if tally is not None else None


def quotable(picture: TeamPicture, key: str) -> tuple[Quote, ...]:
    """Give what people said about a dimension that may be shown as they typed it; nothing where no tally is shown."""
    is_shown = picture.tally(key) is not None
    return tuple(each for each in picture.quotes if is_shown and each.dimension == key and each.is_quotable)


def group_gap(rounds: Sequence[Rounds]) -> GroupGap | None:
    """Give the dimension and the two groups that differ most, the first of equals; None where no groups are shown."""
    found = [
        GroupGap(each.dimension, each.split.by, *sorted(pair, key=lambda one: mean_level(one.levels)))
        for each in rounds
        if each.split is not None
        for pair in combinations(each.split.groups, 2)
    ]
    widest = max(found, key=lambda each: each.levels, default=None)
    return widest if widest is not None and widest.levels else None
