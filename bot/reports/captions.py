"""The words of pictures: what stands at their head, and what says the same as they show."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Final

from bot.core.report_words import ENGLISH, Wording
from bot.core.text import cleaned, one_line
from bot.reports.drawing import BODY, GREY, HEADING, MARGIN, WIDTH, Drawing

MOST_WORDS: Final = 2_000
"""Characters of the words beside a picture: Slack takes no more."""
_NAME_LENGTHS: Final = (400, 60, 30, 12)
_ROOM: Final = WIDTH - 2 * MARGIN


def put_heading(drawing: Drawing, subject: str, about: Iterable[str], result: str) -> float:
    """Write what a picture is of, and return where that ends; what no font can draw stands in the words beside it."""
    set_in = drawing.lettering

    def lines(words: str, size: float, *, bold: bool) -> Iterable[str]:
        return filter(None, set_in.wrapped(set_in.drawable(words), size, _ROOM, bold=bold))

    y = drawing.lines((MARGIN, MARGIN), lines(subject, HEADING, bold=True), HEADING, bold=True)
    small = " · ".join(filter(None, map(set_in.drawable, about)))
    y = drawing.lines((MARGIN, y), lines(small, BODY, bold=False), colour=GREY)
    return drawing.lines((MARGIN, y + 3), lines(result, HEADING - 1, bold=True), HEADING - 1, bold=True)


def day(moment: datetime, words: Wording = ENGLISH) -> str:
    """Return a day as people write it: ``22 November 2026``."""
    return words.day(moment.astimezone(UTC))


def plain(text: str, longest: int) -> str:
    """Return a text on one line, shortened."""
    words = one_line(cleaned(text))
    return words if len(words) <= longest else words[: longest - 1] + "…"


def within(said: Callable[[int], Iterable[str]]) -> str:
    """Return sentences that take how long a name may be: names are in full where all fits, shorter where not."""
    words = ""
    for longest in _NAME_LENGTHS:
        words = " ".join(said(longest))
        if len(words) <= MOST_WORDS:
            return words
    return words[: MOST_WORDS - 1] + "…"
