"""Replies of a model that writes around the facts: an honest one for any brief, and one that lies."""

from fractions import Fraction

from bot.core.drafts.brief import Brief, FactKind, Kind
from bot.core.drafts.draft import Answered, Proposal, Proposals, Prose, Sentence, Texts
from tests.known import as_a

DAYS = (25, 55, 85)
LIE = Prose((Sentence("revenue fell by 73 % in March.", ("F1",)), Sentence("it was a bad month.", ("F1",))))


def honest(brief: Brief) -> Answered:
    """Answer with slots for what the facts say, and no word of its own that needs one."""
    if brief.kind is Kind.PLAN:
        return Proposals(tuple(action for each in brief.standings for action in _actions(brief, each.dimension)))
    return Texts(
        tuple(
            (_of(brief, each.dimension)[FactKind.DIMENSION], _prose(brief, each.dimension)) for each in brief.standings
        )
    )


def lying(brief: Brief) -> Answered:
    """Answer with a figure that nobody gave, about every dimension of the brief."""
    if brief.kind is Kind.PLAN:
        return Proposals(as_a(Proposals, honest(brief)).actions[:1])
    return Texts(tuple((_of(brief, each.dimension)[FactKind.DIMENSION], LIE) for each in brief.standings))


def _of(brief: Brief, dimension: str) -> dict[FactKind, str]:
    """Give the id of a fact of each kind about a dimension."""
    return {each.kind: each.id for each in brief.facts if each.dimension == dimension}


def _prose(brief: Brief, dimension: str) -> Prose:
    ids = _of(brief, dimension)
    level = f"{{{ids[FactKind.DIMENSION]}}} is at {{{ids[FactKind.LEVEL]}}}"
    target = f", and {{{ids[FactKind.TARGET]}}} is wanted" if brief.kind is Kind.NARRATIVE else ""
    said = "nothing was said to show it"
    if FactKind.EVIDENCE in ids:
        said = f"people told us this: {{{ids[FactKind.EVIDENCE]}}}"
    return Prose((Sentence(f"{level}{target}.", ()), Sentence(f"{said}.", (ids[FactKind.LEVEL],))))


def _actions(brief: Brief, dimension: str) -> list[Proposal]:
    ids = _of(brief, dimension)
    name = f"{{{ids[FactKind.DIMENSION]}}}"
    whats = (f"find out how {name} works", f"agree how {name} should work", f"check whether {name} works so")
    asked = sum(each.place > 0 for each in brief.standings)
    return [
        Proposal(
            dimension=ids[FactKind.DIMENSION],
            what=what,
            owner_role="operations manager",
            first_step="put a date for it into the calendar",
            due_day=day,
            measure="what was found is written down",
            target=Fraction(90),
            unit="% of the cases",
            deliverable="",
            facts=(ids[FactKind.LEVEL],),
        )
        for what, day in list(zip(whats, DAYS, strict=True))[: 6 // max(asked, 1)]
    ]
