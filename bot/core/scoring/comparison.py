"""Change since an earlier assessment: what may be compared, how far it moved, and whether anything explains it."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from bot.core.assessment import Assessment
from bot.core.framework import Dimension, Framework
from bot.core.scoring.scoring import Value, basis, is_backed
from bot.core.team import Evidence

MOST_NAMED = 3


def oldest_evidence(line: tuple[Assessment, ...]) -> tuple[tuple[str, datetime], ...]:
    """Name the dimensions whose evidence is oldest, at most three, the oldest first, with when it was given.

    ``line`` are assessments of one line, oldest first. Evidence that is repeated word by word is as old as when it
    was first given. Dimensions that were not rated last time, or that nobody ever showed anything for, are left out.
    """
    if not line:
        return ()
    rated = [each for each in line[-1].framework.dimensions if basis(line[-1], each.key).levels]
    dated = [(each.name, at) for each in rated if (at := _given(line, each.key)) is not None]
    return tuple(sorted(dated, key=lambda pair: pair[1])[:MOST_NAMED])


def _given(line: tuple[Assessment, ...], key: str) -> datetime | None:
    """Give when evidence was last given for a dimension that had not been given before."""
    seen: set[str] = set()
    newest: datetime | None = None
    for assessment in line:
        for piece, at in basis(assessment, key).evidence:
            if piece.text not in seen:
                newest = at if newest is None else max(newest, at)
            seen.add(piece.text)
    return newest


WHOLE_LEVEL = Fraction(1)


@dataclass(frozen=True, slots=True)
class Change:
    """From ``old`` to ``new``. ``unexplained``: a whole level or more, with no new evidence and no finished action."""

    old: Fraction
    new: Fraction
    difference: Fraction
    unexplained: bool


def same_line(now: Assessment, before: Assessment) -> bool:
    """Say whether two assessments stand on one trend line: same workspace, subject and framework, whatever version.

    A framework is the same under the slugs that it supersedes. Subjects are the same when their names agree without
    regard to case and spacing.
    """
    return (
        now.workspace == before.workspace
        and before.framework.slug in (now.framework.slug, *now.framework.supersedes)
        and _plain(now.subject.name) == _plain(before.subject.name)
    )


def comparable(now: Framework, before: Framework, key: str) -> bool:
    """Say whether one dimension means the same in two versions of a framework.

    It does when its key, the scale and the wording of its level descriptors agree (without regard to case and
    spacing). Its name, question, weight and next steps may change: they do not change what a level means.
    """
    new, old = _find(now, key), _find(before, key)
    if new is None or old is None or now.scale != before.scale:
        return False
    return new is old or _meaning(new) == _meaning(old)


def comparable_overall(now: Framework, before: Framework) -> bool:
    """Say whether overall figures compare: the same aggregate, dimensions and weights, every dimension comparable."""
    weights = {each.key: each.weight for each in now.dimensions}
    return (
        now.aggregate == before.aggregate
        and weights == {each.key: each.weight for each in before.dimensions}
        and all(comparable(now, before, key) for key in weights)
    )


def dimension_change(
    now: Assessment, before: Assessment, key: str, *, values: tuple[Value | None, Value], explained: frozenset[str]
) -> Change | None:
    """Give the change of one dimension, or None where the two assessments do not compare.

    ``values`` are the earlier one (None: the dimension did not exist) and today's. ``explained`` holds the keys of the
    dimensions for which an action was finished since.
    """
    old, new = values
    if not isinstance(old, Fraction) or not isinstance(new, Fraction):
        return None
    if not comparable(now.framework, before.framework, key):
        return None
    whole = abs(new - old) >= WHOLE_LEVEL
    unexplained = whole and key not in explained and not new_evidence(now, before, key) and not is_backed(now, key)
    return Change(old, new, new - old, unexplained)


def new_evidence(now: Assessment, before: Assessment, key: str) -> tuple[Evidence, ...]:
    """Give the evidence beside the ratings of a dimension that count now and that did not stand there before, once."""
    known = {_same(piece) for piece in _evidence(before, key)}
    fresh: dict[tuple[str, str], Evidence] = {}
    for piece in _evidence(now, key):
        fresh.setdefault(_same(piece), piece)
    return tuple(piece for same, piece in fresh.items() if same not in known)


def _evidence(assessment: Assessment, key: str) -> list[Evidence]:
    return [piece for piece, _ in basis(assessment, key).evidence if piece.text.strip()]


def _same(piece: Evidence) -> tuple[str, str]:
    """Make evidence comparable: words repeated with other spacing or case are not new; a link is its exact text."""
    return (piece.kind, _plain(piece.text) if piece.kind == "words" else piece.text.strip())


def _meaning(dimension: Dimension) -> dict[int, str]:
    return {each.level: _plain(each.text) for each in dimension.descriptors}


def _find(framework: Framework, key: str) -> Dimension | None:
    return next((each for each in framework.dimensions if each.key == key), None)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
