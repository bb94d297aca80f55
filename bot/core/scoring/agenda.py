"""What a team talks about after the reveal: split dimensions first, with minutes for each, and who differs most.

Everything here rests on the pictures that were revealed, so it holds nothing of fewer than three people.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from bot.core.assessment import Assessment
from bot.core.framework import Framework
from bot.core.scoring.rounds import Rounds
from bot.core.scoring.scorecard import Row, Scorecard

LEAST_MINUTES = 2
"""For each dimension of the agenda, where the time is enough for that."""


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """A dimension to talk about, with what several people's scores show of it, and the minutes for it."""

    row: Row
    rounds: Rounds
    minutes: int


def agenda(assessment: Assessment, card: Scorecard) -> tuple[AgendaItem, ...]:
    """Give what is to be talked about, most first: split dimensions, then by spread, weight and gap together.

    What does not apply is left out. The minutes of the team are shared out to the last one.
    """
    team = assessment.team
    if team is None:
        return ()
    found = [(row, row.rounds) for row in card.rows if row.rounds is not None and not row.rounds.not_applicable]
    urgency = {row.key: _urgency(assessment.framework, row, rounds) for row, rounds in found}
    ordered = sorted(found, key=lambda pair: (not (pair[1].newest and pair[1].newest.is_split), -urgency[pair[0].key]))
    minutes = shared_out(team.minutes, [urgency[row.key] for row, _ in ordered])
    return tuple(AgendaItem(*pair, least) for pair, least in zip(ordered, minutes, strict=True))


def _urgency(framework: Framework, row: Row, rounds: Rounds) -> Fraction:
    """Give spread times weight times gap: of what people said, whatever they agreed on since."""
    newest = rounds.newest
    if newest is None:
        return Fraction(0)
    return newest.spread * framework.dimension(row.key).weight * max(row.target - newest.value, Fraction(0))


def shared_out(minutes: int, urgency: Sequence[Fraction]) -> list[int]:
    """Share out whole minutes: a few for each, the rest by urgency; the last ones go where the largest part is left.

    Where there is less than a minute for each, the first ones get one.
    """
    least = min(LEAST_MINUTES, minutes // len(urgency)) if urgency else 0
    rest, total = minutes - least * len(urgency), sum(urgency, Fraction(0))
    exact = [rest * (each / total if total else Fraction(1, len(urgency))) for each in urgency]
    shares = [int(each) for each in exact]
    for place in sorted(range(len(exact)), key=lambda each: shares[each] - exact[each])[: rest - sum(shares)]:
        shares[place] += 1
    return [least + each for each in shares]
