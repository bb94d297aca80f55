"""What became of drafted pieces: whose text was taken at which try, and what was wrong with the others."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from bot.core.drafts.draft import Draft, Reply


class Ending(StrEnum):
    """How a piece came by its text; ``UNASKED`` pieces were built without asking any model."""

    FIRST = "at first try"
    RETRY = "after the retry"
    FALLBACK = "by fallback"
    UNASKED = "unasked"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One finished piece. ``faults`` are, try by try, the names of the checks or troubles that stood against it.

    ``seconds`` is how long the model took for all tries together: of a request for several texts, their share.
    """

    prompt: str
    ending: Ending
    faults: tuple[frozenset[str], ...]
    tokens_in: int
    tokens_out: int
    seconds: float

    def ending_of(self, fault: str) -> Ending:
        """Say how the piece fared with one check alone: never a fault, mended by the retry, or there to the end."""
        if not any(fault in each for each in self.faults):
            return Ending.FIRST
        return Ending.FALLBACK if fault in self.faults[-1] else Ending.RETRY


@dataclass(frozen=True, slots=True)
class Shares:
    """How many of so many pieces ended in which way."""

    pieces: int
    first: int
    retry: int
    fallback: int


def outcome(draft: Draft) -> Outcome:
    """Say what became of a draft; ValueError for one that is not finished."""
    if draft.made is None:
        raise ValueError(f"the draft of {draft.piece.key} is not finished")
    if not draft.replies:
        ending = Ending.UNASKED
    elif not draft.made.by_model:
        ending = Ending.FALLBACK
    else:
        ending = Ending.FIRST if len(draft.replies) == 1 else Ending.RETRY
    return Outcome(
        prompt=str(draft.piece.kind),
        ending=ending,
        faults=tuple(_faults(each) for each in draft.replies),
        tokens_in=sum(each.tokens_in for each in draft.replies),
        tokens_out=sum(each.tokens_out for each in draft.replies),
        seconds=sum(each.milliseconds for each in draft.replies) / 1000,
    )


def shares(outcomes: Iterable[Outcome], fault: str | None = None) -> Shares:
    """Count how the pieces that a model was asked for ended: as a whole, or as one check alone would have it."""
    asked = [each for each in outcomes if each.ending is not Ending.UNASKED]
    endings = [each.ending if fault is None else each.ending_of(fault) for each in asked]
    return Shares(
        len(endings), endings.count(Ending.FIRST), endings.count(Ending.RETRY), endings.count(Ending.FALLBACK)
    )


def faults(outcomes: Iterable[Outcome]) -> tuple[str, ...]:
    """Name every check or trouble that stood against any piece at any try."""
    return tuple(sorted({name for each in outcomes for found in each.faults for name in found}))


def _faults(reply: Reply) -> frozenset[str]:
    found = {each.check for each in reply.findings}
    return frozenset(found if reply.trouble is None else {*found, str(reply.trouble)})
