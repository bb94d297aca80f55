"""Times in the words of a plan: they agree with the day on which the action is due, and end with the plan."""

import re
from collections.abc import Iterator

from bot.core.draft_checks.figures import figures_in
from bot.core.draft_checks.ground import Ground
from bot.core.plan import PHASES

UNIT_DAYS = {"day": 1, "week": 7, "month": 30, "quarter": 90, "year": 365}
SPAN = re.compile(
    r"[\s-]+(?:business |working |calendar |full |more )?(day|week|month|quarter|year)s?\b", re.IGNORECASE
)
DAY = re.compile(r"\bdays?\s+$", re.IGNORECASE)
AFTER = re.compile(r"\b(?:after|from|past|beyond) (?:the )?days?\s+$", re.IGNORECASE)
LIMIT = re.compile(
    r"\b(?:by|within|before|until|till|in|no later than|over|during|inside)\s+(?:the\s+)?(?:end of\s+)?(?:the\s+)?"
    r"(?:next\s+|first\s+|coming\s+|course of\s+|following\s+)*$",
    re.IGNORECASE,
)
_UNTIL = (
    r"\b(?:by|in|within|before|until|during|at|over|from)\s+(?:the\s+)?"
    r"(?:(?:end|start|beginning|middle|course)\s+of\s+)?"
)
MONTH = re.compile(rf"{_UNTIL}(?:the\s+)?(first|second|third|fourth|fifth|sixth)\s+(?:month|phase)\b", re.IGNORECASE)
NTH = ("first", "second", "third", "fourth", "fifth", "sixth")
LATER = re.compile(
    rf"{_UNTIL}(?:the\s+)?(?:next|following|coming)\s+(?:year|half[\s-]year|fiscal year)\b"
    r"|\b(?:long[\s-]term|in the long run|some ?day|eventually)\b",
    re.IGNORECASE,
)


def time_faults(ground: Ground, text: str, due_day: int) -> Iterator[str]:
    """Yield where the words name another day or phase than the due day, or one beyond the plan."""
    last = PHASES[-1]
    for figure in figures_in(text):
        left, right = text[: figure.start], SPAN.match(text, figure.end)
        value, limit = figure.value, LIMIT.search(left)
        if value is None:
            continue
        if DAY.search(left):
            before_it = AFTER.search(left) is not None and due_day <= value
            if before_it or not 1 <= value <= last or _phase(int(value)) != _phase(due_day):
                yield f"Its words say day {figure.shown}, and it is due on day {due_day}."
        elif right is not None and limit is not None and not _is_given(ground, text[limit.start() : right.end()]):
            days = value * UNIT_DAYS[right[1].lower()]
            if days > last or due_day > days:
                yield f"Its words say \u201c{figure.shown} {right[1]}s\u201d, and it is due on day {due_day}."
    for found in MONTH.finditer(text):
        nth = NTH.index(found[1].lower())
        if nth >= len(PHASES) or PHASES[nth] != _phase(due_day):
            yield f"Its words say \u201c{found.group()}\u201d, and it is due on day {due_day}."
    if (after := LATER.search(text)) is not None:
        yield f"Its words say \u201c{after.group()}\u201d; a plan ends on day {last}."


def _phase(day: int) -> int:
    return next((each for each in PHASES if day <= each), PHASES[-1] + 1)


def _is_given(ground: Ground, words: str) -> bool:
    """Tell whether a fact has a time in the same words: "within five days"."""
    wanted = " ".join(words.lower().split())
    return any(wanted in " ".join(each.text.lower().split()) for each in ground.plain)
