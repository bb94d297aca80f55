"""The scoring rules: from ratings to values, figures, bands and gaps, in exact numbers (design: never a float)."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Literal

from bot.core.assessment import AgreedLevel, Assessment, NotApplicable, NotRated, Rating
from bot.core.framework import Band, Descriptor, Framework
from bot.core.team import Evidence, Team

Value = Fraction | NotApplicable | NotRated
Aggregate = Literal["mean", "sum"]

SPLIT_FROM = 2  # levels between the highest and the lowest rating


@dataclass(frozen=True, slots=True)
class Overall:
    """The overall figure: exact, and rounded as it is shown and banded.

    ``projected`` marks a sum stretched over dimensions that do not apply. ``band`` is None while the figure is
    provisional, or where no band of the framework contains it.
    """

    exact: Fraction
    rounded: Fraction
    text: str
    projected: bool
    band: Band | None


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many of the applicable dimensions are rated; a scorecard below all of them is provisional."""

    rated: int
    applicable: int

    @property
    def complete(self) -> bool:
        """Say whether every applicable dimension is rated."""
        return self.rated == self.applicable


@dataclass(frozen=True, slots=True)
class Floor:
    """The lowest value, and the dimensions that have it, in the framework's order."""

    value: Fraction
    dimensions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """A dimension below its target. ``weighted`` is gap times weight, by which gaps rank first.

    ``aim`` is what to work towards where no step is named: the target as described, or the described level nearest.
    """

    dimension: str
    value: Fraction
    target: int
    gap: Fraction
    weighted: Fraction
    next_step: str
    aim: Descriptor | None = None


def tied(gaps: tuple[Gap, ...], most: int) -> tuple[Gap, ...]:
    """Give the gaps behind the first ``most`` that are as large as the last of these: the framework's order chose."""
    last = gaps[most - 1 : most]
    return tuple(each for each in gaps[most:] if (each.weighted, each.value) == (last[0].weighted, last[0].value))


@dataclass(frozen=True, slots=True)
class HeldBack:
    """The next whole level of the whole, and the dimensions below it, lowest first."""

    level: int
    dimensions: tuple[str, ...]


def round_half_up(number: Fraction, places: int = 1) -> Fraction:
    """Round to ``places`` decimals; a half goes up: 2.25 -> 2.3, 2.95 -> 3.0."""
    return Fraction(math.floor(number * 10**places + Fraction(1, 2)), 10**places)


def format_figure(figure: Fraction, aggregate: Aggregate = "mean") -> str:
    """Write an overall figure as people read it: a mean with one decimal ("2.2", "3.0"), a sum whole ("11")."""
    places = _places(aggregate)
    scaled = int(round_half_up(abs(figure), places) * 10**places)
    sign = "-" if figure < 0 and scaled else ""
    return sign + (f"{scaled // 10}.{scaled % 10}" if places else str(scaled))


def format_level(value: Fraction) -> str:
    """Write the value of one dimension: whole ones as a level ("2"), means of several people with one decimal."""
    return str(value.numerator) if value.denominator == 1 else format_figure(value)


def counting_ratings(assessment: Assessment, key: str) -> tuple[Rating, ...]:
    """Give the rating of each respondent's seat that counts (the last of the latest round), in the seats' order."""
    seats = {person: place for place, seat in enumerate(assessment.seats()) for person in reversed(seat.holders)}
    last: dict[int, Rating] = {}
    for rating in assessment.ratings:
        place = seats.get(rating.respondent)
        if rating.dimension == key and place is not None:
            earlier = last.get(place)
            if earlier is None or rating.round >= earlier.round:
                last[place] = rating
    return tuple(last[place] for place in sorted(last))


def agreed_level(assessment: Assessment, key: str) -> AgreedLevel | None:
    """Give what the group settled on last for a dimension; None where it did not, or took that back."""
    last = next((each for each in reversed(assessment.agreed) if each.dimension == key), None)
    return None if last is None or last.withdrawn else last


@dataclass(frozen=True, slots=True)
class Basis:
    """What a dimension's figures rest on, without who gave it: ratings that count, or what was revealed of a team's.

    ``evidenced`` are the levels that evidence backs, in the same order. ``evidence`` has when it was given or shown.
    """

    levels: tuple[int, ...]
    evidenced: tuple[int, ...]
    evidence: tuple[tuple[Evidence, datetime], ...]
    not_applicable: NotApplicable | None = None

    @property
    def value(self) -> Value:
        """The mean of the levels; without any, what everybody says of it."""
        mean = _mean(self.levels)
        return mean if mean is not None else self.not_applicable or NotRated()


def basis(assessment: Assessment, key: str) -> Basis:
    """Give what a dimension's figures rest on, beside an agreed level."""
    if assessment.team is not None:
        return _revealed(assessment.team, key)
    framework, ratings = assessment.framework, counting_ratings(assessment, key)
    rated = [(each.verdict, each.evidence) for each in ratings if isinstance(each.verdict, int)]
    refusals = [each.verdict for each in ratings if isinstance(each.verdict, NotApplicable)]
    reasons = dict.fromkeys(each.reason for each in refusals if each.reason)
    return Basis(
        levels=tuple(level for level, _ in rated),
        evidenced=tuple(evidenced_level(framework, level, evidence) for level, evidence in rated),
        evidence=tuple((piece, each.said_at) for each in ratings for piece in each.evidence),
        not_applicable=NotApplicable("; ".join(reasons)) if refusals and len(refusals) == len(ratings) else None,
    )


def _revealed(team: Team, key: str) -> Basis:
    """Give what the newest reveal shows of a dimension; the words are those of every round, each once.

    Where fewer than three gave a level, nothing is shown: the dimension is not rated, whatever the two said.
    """
    shown = team.newest(key)
    if shown is None:
        return Basis((), (), ())
    tally = shown.tally(key)
    if tally is None:
        return Basis((), (), (), NotApplicable(""))
    pictures = [each.revealed for each in team.sittings if each.revealed is not None]
    shown_at = {
        quote.evidence: each.at
        for each in pictures
        for quote in each.quotes
        if quote.dimension == key and quote.is_quotable
    }
    return Basis(_each(tally.levels), _each(tally.evidenced), tuple(shown_at.items()))


def dimension_value(assessment: Assessment, key: str) -> Value:
    """Give the agreed level where one is set, else the mean of the respondents' levels.

    With no level at all the dimension is NotApplicable when everybody who answered it says so, else NotRated.
    """
    agreed = agreed_level(assessment, key)
    return Fraction(agreed.level) if agreed is not None else basis(assessment, key).value


def evidenced_value(assessment: Assessment, key: str) -> Value:
    """Give the value with every level lowered to what evidence backs; never above the claimed value.

    An agreed level is backed by the evidence beside a counting rating of that level or a higher one.
    """
    given, agreed = basis(assessment, key), agreed_level(assessment, key)
    if agreed is None:
        mean = _mean(given.evidenced)
        return mean if mean is not None else given.value
    if any(level >= agreed.level for level in given.evidenced):
        return Fraction(agreed.level)
    return Fraction(evidenced_level(assessment.framework, agreed.level, ()))


def evidenced_level(framework: Framework, level: int, evidence: tuple[Evidence, ...]) -> int:
    """Give the level that evidence backs: an unproven one from ``evidence_from`` up falls to the level below that."""
    if level < framework.evidence_from or any(each.text.strip() for each in evidence):
        return level
    return max(framework.scale.low, framework.evidence_from - 1)


def is_backed(assessment: Assessment, key: str) -> bool:
    """Whether a team backs a level of a dimension that wants evidence, whatever of its words may be quoted."""
    framework = assessment.framework
    high = (each >= framework.evidence_from > framework.scale.low for each in basis(assessment, key).evidenced)
    return assessment.team is not None and any(high)


def spread(assessment: Assessment, key: str) -> int | None:
    """Give the highest minus the lowest level of the respondents, or None where nobody gave one."""
    levels = basis(assessment, key).levels
    return max(levels) - min(levels) if levels else None


def is_split(levels_apart: int | None) -> bool:
    """Say whether the respondents are so far apart that the dimension goes first on the discussion list."""
    return levels_apart is not None and levels_apart >= SPLIT_FROM


def coverage(values: Mapping[str, Value]) -> Coverage:
    """Count the rated and the applicable dimensions."""
    applicable = [each for each in values.values() if not isinstance(each, NotApplicable)]
    return Coverage(sum(isinstance(each, Fraction) for each in applicable), len(applicable))


def overall(framework: Framework, values: Mapping[str, Value]) -> Overall | None:
    """Give the overall figure of the dimensions' values, or None where nothing with a weight is rated.

    A mean is weighted and rounded half up to one decimal. A sum is rounded half up to a whole number; weights only
    rank its gaps. With dimensions not applicable it is the mean times the number of dimensions, and projected.
    """
    rated = _rated(values)
    if not rated or (framework.aggregate == "mean" and not _weight(framework, rated)):
        return None
    projected = framework.aggregate == "sum" and any(isinstance(each, NotApplicable) for each in values.values())
    exact = _middle(framework, rated)
    if framework.aggregate == "sum":
        exact *= len(framework.dimensions) if projected else len(rated)
    rounded = round_half_up(exact, _places(framework.aggregate))
    band = band_of(framework, rounded) if coverage(values).complete else None
    return Overall(exact, rounded, format_figure(exact, framework.aggregate), projected, band)


def band_of(framework: Framework, figure: Fraction) -> Band | None:
    """Give the band that contains a rounded figure, both edges included, or None."""
    return next((each for each in framework.bands if each.low <= figure <= each.high), None)


def lowest(values: Mapping[str, Value]) -> Floor | None:
    """Give the lowest value and the dimensions that have it, or None where nothing is rated."""
    rated = _rated(values)
    if not rated:
        return None
    value = min(rated.values())
    return Floor(value, tuple(key for key, each in rated.items() if each == value))


def held_back(framework: Framework, values: Mapping[str, Value]) -> HeldBack | None:
    """Name the next whole level of the whole and what blocks it, or None where nothing does.

    The next level is the whole level above the rounded mean (of a sum: above the mean of its rows); the dimensions
    below it hold it back, lowest first, then in the framework's order. At the top of the scale nothing is held back.
    """
    rated = _rated(values)
    if not rated or not _weight(framework, rated):
        return None
    level = math.floor(round_half_up(_middle(framework, rated))) + 1
    if level > framework.scale.high:
        return None
    below = sorted((key for key in rated if rated[key] < level), key=lambda key: rated[key])
    return HeldBack(level, tuple(below))


def ranked_gaps(framework: Framework, values: Mapping[str, Value], targets: Mapping[str, int]) -> tuple[Gap, ...]:
    """Rank the dimensions below their target: by gap times weight, then lower value, then the framework's order."""
    gaps: list[Gap] = []
    for dimension in framework.dimensions:
        value, target = values[dimension.key], targets[dimension.key]
        if isinstance(value, Fraction) and value < target:
            step = dimension.next_steps.get(math.floor(value), "")
            gap = target - value
            above = [each for each in dimension.descriptors if each.level > value]
            aim = min(above, key=lambda each: (each.level > target, abs(each.level - target)), default=None)
            gaps.append(Gap(dimension.key, value, target, gap, gap * dimension.weight, step, aim))
    return tuple(sorted(gaps, key=lambda each: (-each.weighted, each.value)))


def _mean(levels: Sequence[int]) -> Fraction | None:
    return Fraction(sum(levels), len(levels)) if levels else None


def _each(counts: Mapping[int, int]) -> tuple[int, ...]:
    return tuple(level for level in sorted(counts) for _ in range(counts[level]))


def _rated(values: Mapping[str, Value]) -> dict[str, Fraction]:
    return {key: each for key, each in values.items() if isinstance(each, Fraction)}


def _weight(framework: Framework, rated: Mapping[str, Fraction]) -> Fraction:
    return sum((each.weight for each in framework.dimensions if each.key in rated), Fraction(0))


def _middle(framework: Framework, rated: Mapping[str, Fraction]) -> Fraction:
    """Give the mean of the rated values: weighted, except where the framework sums."""
    if framework.aggregate == "sum":
        return sum(rated.values(), Fraction(0)) / len(rated)
    weighted = (each.weight * rated[each.key] for each in framework.dimensions if each.key in rated)
    return sum(weighted, Fraction(0)) / _weight(framework, rated)


def _places(aggregate: Aggregate) -> int:
    return 0 if aggregate == "sum" else 1
