"""Change over time: the complete assessments of one line beside each other, and where the line breaks."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.core.assessment import Assessment
from bot.core.framework import Framework, Variable
from bot.core.metric import Against, MetricTrack, against, variable_metric
from bot.core.scoring.comparison import Change, comparable, new_evidence, same_line
from bot.core.scoring.scorecard import NO_KEYS, Scorecard, scorecard
from bot.core.scoring.scoring import Value
from bot.core.team import Evidence
from bot.core.variables import UNKNOWN, variable_name

LONGEST_NAME = 40


class Break(StrEnum):
    """Why the figures before and after do not compare. The first that holds is given, in this order."""

    FRAMEWORK = "another framework"
    NEW = "the dimension is new"
    GONE = "the dimension is gone"
    SCALE = "another scale"
    AGGREGATE = "another way to compute the overall figure"
    DIMENSIONS = "other dimensions"
    WEIGHTS = "other weights"
    WORDING = "worded anew"
    PROVISIONAL = "one of the two is provisional"
    RATED = "other dimensions are rated"


@dataclass(frozen=True, slots=True)
class Point:
    """One assessment of the line. ``card.change`` and ``broken`` are about the overall figure since the one before."""

    card: Scorecard
    broken: Break | None


@dataclass(frozen=True, slots=True)
class Level:
    """A dimension in one assessment: None where its framework has no such dimension; the rest as in ``Point``."""

    value: Value | None
    change: Change | None
    broken: Break | None


@dataclass(frozen=True, slots=True)
class Track:
    """A dimension over time, with a level for each assessment of the line, named as it was named last."""

    key: str
    name: str
    levels: tuple[Level, ...]


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure of the subject over time, such as its NPS: as it was typed, empty where it was not given.

    ``metric`` is the key of the metric that its name says, or whose target it is; empty for any other figure.
    """

    name: str
    values: tuple[str, ...]
    metric: str = ""


@dataclass(frozen=True, slots=True)
class Trend:
    """A line, oldest first: one point or more, the dimensions of the newest framework and then those that are gone.

    ``metrics`` are those of the subject, over all its days.
    """

    points: tuple[Point, ...]
    tracks: tuple[Track, ...]
    measures: tuple[Measure, ...]
    metrics: tuple[MetricTrack, ...] = ()

    @property
    def against(self) -> tuple[Against, ...]:
        """Return the metrics that went the other way than the overall figure between the last two assessments."""
        change = self.newest.change
        if len(self.points) < 2 or change is None or change.difference == 0:  # noqa: PLR2004  # from one to the next
            return ()
        since, until = ((each.card.completed_at or each.card.started_at).date() for each in self.points[-2:])
        found = (against(each, since, until, rose=change.difference > 0) for each in self.metrics)
        return tuple(each for each in found if each is not None)

    @property
    def newest(self) -> Scorecard:
        """Give the scorecard at the end of the line."""
        return self.points[-1].card


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two assessments of one line: a trend of two points, and by dimension the evidence that the later one added."""

    trend: Trend
    added: Mapping[str, tuple[Evidence, ...]]


def trend(
    line: Sequence[Assessment],
    *,
    explained: Mapping[str, frozenset[str]] | None = None,
    metrics: tuple[MetricTrack, ...] = (),
) -> Trend:
    """Set assessments beside each other, each compared with the one before it by the rules of its scorecard.

    ``line`` is in time order and all of one line as its last assessment sees it; ValueError when it is empty.
    ``explained`` has, by assessment, the dimensions for which an action was finished since the assessment before.
    """
    if not line:
        raise ValueError("A trend needs an assessment; say that there is none yet instead.")
    reasons = explained or {}
    cards = [scorecard(now, before, explained=reasons.get(now.id, NO_KEYS)) for now, before in _steps(line)]
    broken = (
        None
        if place == 0 or card.change is not None
        else _overall_break(line[place], card, line[place - 1], cards[place - 1])
        for place, card in enumerate(cards)
    )
    points = tuple(map(Point, cards, broken))
    names = {each.key: each.name for now in line for each in now.framework.dimensions}
    newest = [each.key for each in line[-1].framework.dimensions]
    gone = [key for key in names if key not in newest]
    tracks = (Track(key, names[key], tuple(_levels(key, line, cards))) for key in (*newest, *gone))
    return Trend(points, tuple(tracks), tuple(_measures(line)), metrics)


def compare(
    now: Assessment,
    before: Assessment,
    *,
    explained: frozenset[str] = NO_KEYS,
    metrics: tuple[MetricTrack, ...] = (),
) -> Comparison | None:
    """Set two assessments beside each other; None when they are not of one line (workspace, subject, framework)."""
    if not same_line(now, before):
        return None
    added = {each.key: new_evidence(now, before, each.key) for each in now.framework.dimensions}
    return Comparison(trend((before, now), explained={now.id: explained}, metrics=metrics), added)


def dimension_break(now: Framework, before: Framework, key: str) -> Break | None:
    """Say why a dimension does not compare in two versions of a framework; None where it does, or neither has it."""
    new, old = _keys(now), _keys(before)
    if comparable(now, before, key) or (key not in new and key not in old):
        return None
    if key not in new or key not in old:
        return Break.GONE if key in old else Break.NEW
    return Break.SCALE if now.scale != before.scale else Break.WORDING


def _steps(line: Sequence[Assessment]) -> Iterator[tuple[Assessment, Assessment | None]]:
    return zip(line, (None, *line[:-1]), strict=True)


def _overall_break(today: Assessment, card: Scorecard, earlier: Assessment, old_card: Scorecard) -> Break:
    """Find what kept the scorecard from comparing overall figures."""
    new, old = today.framework, earlier.framework
    if not same_line(today, earlier):
        return Break.FRAMEWORK
    if new.scale != old.scale:
        return Break.SCALE
    if new.aggregate != old.aggregate:
        return Break.AGGREGATE
    weights, old_weights = ({each.key: each.weight for each in one.dimensions} for one in (new, old))
    if weights.keys() != old_weights.keys():
        return Break.DIMENSIONS
    if weights != old_weights:
        return Break.WEIGHTS
    if not all(comparable(new, old, key) for key in weights):
        return Break.WORDING
    return Break.PROVISIONAL if card.provisional or old_card.provisional else Break.RATED


def _levels(key: str, line: Sequence[Assessment], cards: Sequence[Scorecard]) -> Iterator[Level]:
    for (now, before), card in zip(_steps(line), cards, strict=True):
        row = next((each for each in card.rows if each.key == key), None)
        broken = None if before is None else dimension_break(now.framework, before.framework, key)
        if before is not None and not same_line(now, before):
            has_both = key in _keys(now.framework) and key in _keys(before.framework)
            broken = Break.FRAMEWORK if has_both else broken
        yield Level(None, None, broken) if row is None else Level(row.value, row.change, broken)


def _measures(line: Sequence[Assessment]) -> Iterator[Measure]:
    """Give the numbers and percentages that were given at least once, those of the newest framework first."""
    asked = {each.key: each for now in reversed(line) for each in now.framework.variables if _is_measure(now, each)}
    for key, variable in asked.items():
        values = tuple(_figure(variable, now.subject.variables.get(key, "")) for now in line)
        if any(values):
            yield Measure(_name(variable), values, variable_metric(key))


def _is_measure(assessment: Assessment, variable: Variable) -> bool:
    return variable.kind in ("number", "percent") and variable.key != assessment.framework.subject_key


def _name(variable: Variable) -> str:
    """Name a figure as the form does, where that is short."""
    short = 0 < len(variable.description) <= LONGEST_NAME
    return variable.description if short else variable_name(variable.key)


def _figure(variable: Variable, typed: str) -> str:
    value = typed.strip()
    if value == UNKNOWN:
        return ""
    return f"{value}%" if variable.kind == "percent" and value[-1:].isdigit() else value


def _keys(framework: Framework) -> frozenset[str]:
    return frozenset(each.key for each in framework.dimensions)
