"""The portfolio: the subjects of several channels by framework, and one of them beside the median of the others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from statistics import median

from bot.core.assessment import Assessment, subject_key
from bot.core.plan.plan import ActionStanding
from bot.core.scoring.comparison import comparable, comparable_overall
from bot.core.scoring.scorecard import Scorecard, scorecard
from bot.core.scoring.scoring import round_half_up

FEWEST_OTHERS = 5
"""A median stands for so many subjects at least."""

STALE_DAYS = 180


@dataclass(frozen=True, slots=True)
class PortfolioRow:
    """The newest assessment of one subject and framework of a channel, and how the actions of its plan stand.

    It is complete, unless the subject was never assessed to the end: then it is the one under way. ``days`` is how long
    ago it ended, or began.
    """

    assessment: Assessment
    card: Scorecard
    days: int
    open: int = 0
    overdue: int = 0

    @property
    def is_complete(self) -> bool:
        """Whether the assessment has ended."""
        return self.card.completed_at is not None

    @property
    def is_stale(self) -> bool:
        """Whether the figures are older than half a year."""
        return self.is_complete and self.days > STALE_DAYS


@dataclass(frozen=True, slots=True)
class PortfolioGroup:
    """The subjects of one framework, the lowest figure first; those without one stand at the end.

    ``dimensions`` are those of its newest version, by key and name.
    """

    slug: str
    title: str
    dimensions: tuple[tuple[str, str], ...]
    rows: tuple[PortfolioRow, ...]


@dataclass(frozen=True, slots=True)
class Portfolio:
    """Everything of the channels that one person may see, and of no other."""

    today: date
    groups: tuple[PortfolioGroup, ...]

    @property
    def rows(self) -> tuple[PortfolioRow, ...]:
        """Return the rows of all groups, in their order."""
        return tuple(row for group in self.groups for row in group.rows)


@dataclass(frozen=True, slots=True)
class Peers:
    """The median of the other subjects of a portfolio: over ``count`` of them, five at least.

    ``dimensions`` has those dimensions of which five others at least have a value that compares.
    """

    overall: Fraction
    count: int
    dimensions: Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class PortfolioPage:
    """A page of a portfolio for the person who asked, or one subject of it; counted from 0.

    ``words`` chose the rows, where any were typed; ``near`` are the names that come closest where they chose none.
    """

    person: str
    portfolio: Portfolio
    page: int = 0
    words: str = ""
    near: tuple[str, ...] = ()


def portfolio(
    newest: Sequence[tuple[Assessment, Assessment | None]],
    plans: Mapping[str, tuple[ActionStanding, ...]],
    today: date,
) -> Portfolio:
    """Set subjects beside each other. ``newest`` has the newest of each line and the one before it.

    ``plans`` has, by the id of the newest, the actions of the plan that is followed.
    """
    groups: dict[str, list[PortfolioRow]] = {}
    for now, before in newest:
        groups.setdefault(now.framework.slug, []).append(_row(now, before, plans.get(now.id, ()), today))
    made = [_group(slug, rows) for slug, rows in groups.items()]
    return Portfolio(today, tuple(sorted(made, key=lambda each: (each.title.casefold(), each.slug))))


def _row(now: Assessment, before: Assessment | None, plan: tuple[ActionStanding, ...], today: date) -> PortfolioRow:
    ended = now.completed_at or now.started_at
    overdue = sum(each.is_overdue(today) for each in plan)
    days = max((today - ended.date()).days, 0)
    return PortfolioRow(now, scorecard(now, before), days, sum(each.is_open for each in plan), overdue)


def _group(slug: str, rows: list[PortfolioRow]) -> PortfolioGroup:
    latest = max(rows, key=lambda row: row.assessment.started_at).assessment.framework
    dimensions = tuple((each.key, each.name) for each in latest.dimensions)
    return PortfolioGroup(slug, latest.title, dimensions, tuple(sorted(rows, key=_place)))


def _place(row: PortfolioRow) -> tuple[bool, bool, Fraction, str, str]:
    overall = row.card.overall
    share = overall.exact / row.card.framework.top if overall is not None else Fraction(0)
    name = row.assessment.subject.name.casefold()
    return (not row.is_complete, overall is None, share, name, row.assessment.channel)


def peers(group: PortfolioGroup, row: PortfolioRow) -> Peers | None:
    """Return the median of the other subjects of a group whose figures compare; None for fewer than five.

    Of a subject that several channels assess the newest counts, and a subject is no other of itself. Provisional
    figures count in no median.
    """
    if not row.is_complete or row.card.provisional or row.card.overall is None:
        return None
    others, own = _others(group, row), row.card.framework
    versions = {each.card.framework.digest: each.card.framework for each in others}  # each is looked at once
    same = {digest for digest, each in versions.items() if comparable_overall(own, each)}
    figures = [
        each.card.overall.rounded
        for each in others
        if each.card.overall is not None and each.card.framework.digest in same
    ]
    if len(figures) < FEWEST_OTHERS:
        return None
    found: dict[str, Fraction] = {}
    for key in (each.key for each in row.card.rows):
        same = {digest for digest, each in versions.items() if comparable(own, each, key)}
        alike = [each.card.row(key).value for each in others if each.card.framework.digest in same]
        values = [value for value in alike if isinstance(value, Fraction)]
        if len(values) >= FEWEST_OTHERS:
            found[key] = round_half_up(median(values))
    return Peers(round_half_up(median(figures)), len(figures), found)


def _others(group: PortfolioGroup, row: PortfolioRow) -> list[PortfolioRow]:
    own = subject_key(row.assessment.subject.name)
    counting = [each for each in group.rows if each.is_complete and not each.card.provisional]
    newest = {subject_key(each.assessment.subject.name): each for each in sorted(counting, key=lambda one: -one.days)}
    return [each for name, each in newest.items() if name != own]
