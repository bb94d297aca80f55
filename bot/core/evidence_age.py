"""How old evidence is: when something new was shown last for each dimension, over the assessments of a line."""

from datetime import datetime

from bot.core.assessment import Assessment
from bot.core.scoring import counting_ratings

MOST_NAMED = 3


def oldest_evidence(line: tuple[Assessment, ...]) -> tuple[tuple[str, datetime], ...]:
    """Name the dimensions whose evidence is oldest, at most three, the oldest first, with when it was given.

    ``line`` are assessments of one line, oldest first. Evidence that is repeated word by word is as old as when it
    was first given. Dimensions that were not rated last time, or that nobody ever showed anything for, are left out.
    """
    if not line:
        return ()
    given = {
        each.key: _given(line, each.key) for each in line[-1].framework.dimensions if _is_rated(line[-1], each.key)
    }
    dated = [(each.name, at) for each in line[-1].framework.dimensions if (at := given.get(each.key)) is not None]
    return tuple(sorted(dated, key=lambda pair: pair[1])[:MOST_NAMED])


def _given(line: tuple[Assessment, ...], key: str) -> datetime | None:
    """Give when evidence was last given for a dimension that had not been given before."""
    seen: set[str] = set()
    newest: datetime | None = None
    for assessment in line:
        for rating in counting_ratings(assessment, key):
            new = {each.text for each in rating.evidence} - seen
            if new:
                newest = rating.said_at if newest is None else max(newest, rating.said_at)
            seen |= new
    return newest


def _is_rated(assessment: Assessment, key: str) -> bool:
    return any(isinstance(each.verdict, int) for each in counting_ratings(assessment, key))
