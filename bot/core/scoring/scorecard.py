"""The scorecard: everything that is computed from one assessment, in the framework's order."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from bot.core.assessment import Assessment, NotApplicable, NotRated
from bot.core.evidence import shows_nothing
from bot.core.framework import Dimension, Framework
from bot.core.scoring import scoring
from bot.core.scoring.comparison import Change, comparable_overall, dimension_change, same_line
from bot.core.scoring.rounds import Rounds, rounds_of
from bot.core.scoring.scoring import Coverage, Floor, Gap, HeldBack, Overall, Value
from bot.core.team import Evidence, Team

Valued = tuple[Assessment, dict[str, Value]]
NO_KEYS: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Row:
    """One dimension. ``value`` is as claimed, ``evidenced`` as backed; ``gap`` is target minus value, or None unrated.

    ``raters`` is how many gave a level. ``evidence`` stands beside the ratings that count, in the respondents' order.
    Of a team it is what may be quoted, in no order; ``proven`` says that a level that wants evidence is backed,
    quotable or not, and ``rounds`` what else is shown.
    """

    key: str
    name: str
    value: Value
    evidenced: Value
    target: int
    gap: Fraction | None
    spread: int | None
    split: bool
    change: Change | None
    evidence: tuple[Evidence, ...]
    raters: int
    proven: bool = False
    rounds: Rounds | None = None

    @property
    def has_evidence(self) -> bool:
        """Whether it has a level, and evidence was given for that."""
        return isinstance(self.value, Fraction) and (self.proven or self.showing > 0)

    @property
    def showing(self) -> int:
        """How many pieces of evidence show something: what denies it or vouches for it stands there, uncounted."""
        return sum(bool(each.text.strip()) and not shows_nothing(each.text) for each in self.evidence)


@dataclass(frozen=True, slots=True)
class Earlier:
    """The assessment it is compared with: when it ended (or began, where it never did) and its overall figure."""

    id: str
    at: datetime
    overall: Overall | None


@dataclass(frozen=True, slots=True)
class Scorecard:
    """The computed picture of one assessment.

    ``missing`` are the applicable dimensions without a value; with any the scorecard is ``provisional`` and has no
    band. ``change`` compares overall figures, and only like with like (see ``scorecard``).
    ``withdrawn`` names the dimension of each rating that went with a person who was removed.
    ``answered`` are the respondents with at least one rating, ``handed_in`` is how many they are: of a team nobody is
    named. ``aimed`` is the overall figure with every target met.
    """

    assessment: str
    subject: str
    framework: Framework
    rows: tuple[Row, ...]
    overall: Overall | None
    evidenced: Overall | None
    coverage: Coverage
    provisional: bool
    missing: tuple[str, ...]
    floor: Floor | None
    held_back: HeldBack | None
    gaps: tuple[Gap, ...]
    change: Change | None
    before: Earlier | None
    answered: tuple[str, ...]
    handed_in: int
    started_at: datetime
    completed_at: datetime | None
    aimed: Overall | None
    withdrawn: tuple[str, ...] = ()

    @property
    def at(self) -> datetime:
        """Return when it was completed; while it is not, when it began."""
        return self.completed_at or self.started_at

    @property
    def of_team(self) -> bool:
        """Whether several people rated in private: nobody corrects an answer that was revealed."""
        return any(each.rounds is not None for each in self.rows)

    @property
    def withheld(self) -> tuple[str, ...]:
        """Give the dimensions that are not rated because fewer than three people gave a level."""
        return tuple(each.key for each in self.rows if each.rounds is not None and each.rounds.is_withheld)

    @property
    def with_evidence(self) -> int:
        """Count the rated dimensions for which evidence was given."""
        return sum(each.has_evidence for each in self.rows)

    @property
    def lower_evidenced(self) -> Overall | None:
        """Give the evidenced figure where it differs from the claimed one as they are shown; None where it does not."""
        differs = self.evidenced is not None and self.overall is not None and self.evidenced.text != self.overall.text
        return self.evidenced if differs else None

    @property
    def target(self) -> int | None:
        """Give the target that all applicable dimensions share; None where they have several."""
        targets = {each.target for each in self.rows if not isinstance(each.value, NotApplicable)}
        return targets.pop() if len(targets) == 1 else None

    def row(self, key: str) -> Row:
        """Give the row of a dimension; KeyError when there is none."""
        for each in self.rows:
            if each.key == key:
                return each
        raise KeyError(key)


def scorecard(
    assessment: Assessment, before: Assessment | None = None, *, explained: frozenset[str] = NO_KEYS
) -> Scorecard:
    """Compute the scorecard. The same facts give the same scorecard, to the digit.

    ``before`` is ignored unless it is on the same line (workspace, subject, framework). A row changes only where its
    dimension is comparable. The overall change needs every dimension comparable with equal weights, the same ones rated
    both times, and neither scorecard provisional. ``explained``: dimensions for which an action was finished since.
    """
    framework = assessment.framework
    earlier = before if before is not None and same_line(assessment, before) else None
    values, old = _values(assessment), {} if earlier is None else _values(earlier)
    changes = {} if earlier is None else _changes((assessment, values), (earlier, old), explained)
    evidenced = {key: scoring.evidenced_value(assessment, key) for key in values}
    targets = {key: assessment.target(key) for key in values}
    aims = {key: one if isinstance(one, NotApplicable) else Fraction(targets[key]) for key, one in values.items()}
    answered = _answered(assessment)
    rounds = {each.dimension: each for each in rounds_of(assessment)}
    covered, whole = scoring.coverage(values), scoring.overall(framework, values)
    return Scorecard(
        assessment=assessment.id,
        subject=assessment.subject.name,
        framework=framework,
        rows=tuple(
            _row(assessment, each, values[each.key], changes.get(each.key), rounds.get(each.key))
            for each in framework.dimensions
        ),
        overall=whole,
        evidenced=scoring.overall(framework, evidenced),
        coverage=covered,
        provisional=not covered.complete,
        missing=tuple(key for key, value in values.items() if isinstance(value, NotRated)),
        floor=scoring.lowest(values),
        held_back=scoring.held_back(framework, values),
        gaps=scoring.ranked_gaps(framework, values, targets),
        change=None if earlier is None else _overall_change((assessment, values), (earlier, old)),
        before=None if earlier is None else _earlier(earlier, old),
        answered=answered,
        handed_in=len(answered) if assessment.team is None else _handed_in(assessment.team),
        started_at=assessment.started_at,
        completed_at=assessment.completed_at,
        aimed=scoring.overall(framework, aims),
        withdrawn=assessment.withdrawn,
    )


def _row(
    assessment: Assessment, dimension: Dimension, value: Value, change: Change | None, rounds: Rounds | None
) -> Row:
    key = dimension.key
    given = scoring.basis(assessment, key)
    apart, target = scoring.spread(assessment, key), assessment.target(key)
    return Row(
        key=key,
        name=dimension.name,
        value=value,
        evidenced=scoring.evidenced_value(assessment, key),
        target=target,
        gap=target - value if isinstance(value, Fraction) else None,
        spread=apart,
        split=scoring.is_split(apart),
        change=change,
        evidence=tuple(piece for piece, _ in given.evidence),
        raters=len(given.levels),
        proven=scoring.is_backed(assessment, key),
        rounds=rounds,
    )


def _values(assessment: Assessment) -> dict[str, Value]:
    return {each.key: scoring.dimension_value(assessment, each.key) for each in assessment.framework.dimensions}


def _changes(now: Valued, before: Valued, explained: frozenset[str]) -> dict[str, Change | None]:
    (today, values), (earlier, old) = now, before
    return {
        key: dimension_change(today, earlier, key, values=(old.get(key), values[key]), explained=explained)
        for key in values
    }


def _overall_change(now: Valued, before: Valued) -> Change | None:
    """Compare like with like: a dimension rated only once would move the figure without anything having changed.

    The change is that of the figures as they are shown, rounded.
    """
    (today, values), (earlier, old) = now, before
    complete = scoring.coverage(values).complete and scoring.coverage(old).complete
    same = {key for key in values if isinstance(values[key], Fraction)} == {
        key for key in old if isinstance(old[key], Fraction)
    }
    if not (complete and same and comparable_overall(today.framework, earlier.framework)):
        return None
    to, since = scoring.overall(today.framework, values), scoring.overall(earlier.framework, old)
    if to is None or since is None:
        return None
    return Change(since.rounded, to.rounded, to.rounded - since.rounded, unexplained=False)


def _earlier(assessment: Assessment, values: dict[str, Value]) -> Earlier:
    at = assessment.completed_at or assessment.started_at
    return Earlier(assessment.id, at, scoring.overall(assessment.framework, values))


def _handed_in(team: Team) -> int:
    """Count those who handed something in for the first sitting, which is over everything."""
    revealed = team.sittings[0].revealed
    return revealed.handed_in if revealed is not None else 0


def _answered(assessment: Assessment) -> tuple[str, ...]:
    said = {each.respondent for each in assessment.ratings}
    held = dict.fromkeys(person for seat in assessment.seats() for person in seat.holders)
    return tuple(person for person in held if person in said)
