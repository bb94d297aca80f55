"""How levels, verdicts and evidence are put into words: the same everywhere."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from bot.core.assessment import NotApplicable, NotRated, Rating, Verdict
from bot.core.drafts.brief import shortened
from bot.core.framework import Dimension, Framework
from bot.core.scoring.scorecard import Scorecard
from bot.core.scoring.scoring import Overall, Value, format_figure, format_level
from bot.core.team import Evidence
from bot.core.text import sentence, without
from bot.slack import blocks as kit
from bot.slack import ids
from bot.slack.blocks import Element
from bot.slack.limits import SECTION_TEXT
from bot.slack.text import joined, link, said, when
from bot.slack.values import OfTwo

FULL, EMPTY, NO_VALUE = "▰", "▱", "·"
EVIDENCE_LENGTH = 280
LABEL_LENGTH = 120
LEVELS_LENGTH = 8_000
"""Characters for all levels of a dimension: a message takes about 13,000, and says more than these."""


def level_label(framework: Framework, dimension: Dimension, level: int) -> str:
    """Name a level as people say it: ``3 Defined``; only its figure where it has no name."""
    return f"{level} {level_name(framework, dimension, level)}".strip()


def level_name(framework: Framework, dimension: Dimension, level: int) -> str:
    """Return the name of a level in a dimension: the descriptor's own, else the scale's."""
    descriptor = dimension.descriptor(level)
    own = descriptor.name if descriptor is not None else ""
    return own or (framework.level_name(level) if descriptor is not None else "")


def level_line(framework: Framework, dimension: Dimension, level: int, longest: int = SECTION_TEXT) -> str:
    """Return a level with its descriptor in one line of mrkdwn; the descriptor has at most ``longest`` characters."""
    label, descriptor = level_label(framework, dimension, level), dimension.descriptor(level)
    text = descriptor.text if descriptor is not None else f"between {level - 1} and {level + 1}"  # left undescribed
    return f"*{said(label, LABEL_LENGTH)}*  {said(text, longest)}"


def level_lines(framework: Framework, dimension: Dimension, levels: Sequence[int]) -> str:
    """Return levels with their descriptors, one a line, so short that they fit into one message together."""
    longest = LEVELS_LENGTH // max(len(levels), 1) - LABEL_LENGTH
    return "\n".join(level_line(framework, dimension, level, longest) for level in levels)


def level_select(action_id: str, framework: Framework, dimension: Dimension, initial: str, *more: Element) -> Element:
    """Return a menu of the levels of a dimension, and what may be said in place of one."""
    options = [kit.option(level_label(framework, dimension, each), str(each)) for each in framework.scale.levels()]
    return kit.select(action_id, [*options, *more], initial=initial)


def open_all(assessment: str) -> Element:
    """Return the button that opens the page."""
    return kit.button("All on one page", ids.OPEN_ALL, value=OfTwo(assessment))


def scale_words(framework: Framework, dimension: Dimension) -> str:
    """Say where the scale begins and ends."""
    low, high = framework.scale.low, framework.scale.high
    ends = [said(level_label(framework, dimension, level)) for level in (low, high)]
    return f"The scale runs from {ends[0]} to {ends[1]}."


def verdict_words(verdict: Verdict) -> str:
    """Put a verdict into a word or two of mrkdwn."""
    match verdict:
        case NotApplicable():
            return "not applicable"
        case NotRated():
            return "not rated"
        case level:
            return str(level)


def moved(difference: Fraction | Decimal, far: str) -> str:
    """Say which way something went; ``far`` is the difference as a figure without a sign."""
    return "unchanged" if difference == 0 else f"{'up' if difference > 0 else 'down'} {far}"


def change_words(card: Scorecard) -> str:
    """Say how far the overall figure went since the assessment before; empty where the two do not compare."""
    change = card.change
    return (
        ""
        if change is None
        else moved(change.difference, format_figure(abs(change.difference), card.framework.aggregate))
    )


def change_since(card: Scorecard) -> str:
    """Say the same with the day of the assessment before."""
    return f"{change_words(card)} since {when(card.before.at)}" if card.change and card.before else ""


def value_words(value: Value) -> str:
    """Put the value of a dimension into a word or two."""
    match value:
        case NotApplicable():
            return "n/a"
        case NotRated():
            return "not rated"
        case figure:
            return format_level(figure)


def bar(value: Value, framework_high: int) -> str:
    """Draw a value as a row of boxes, one for each whole level, and no value as dots: readable in plain text."""
    if not isinstance(value, Fraction):
        return NO_VALUE * framework_high
    filled = max(0, min(framework_high, int(value + Fraction(1, 2))))
    return FULL * filled + EMPTY * (framework_high - filled)


def evidence_words(evidence: tuple[Evidence, ...]) -> str:
    """Quote evidence in one line of mrkdwn; links show where they lead, words go out inert."""
    links = [each.text for each in evidence if each.kind != "words"]
    words = [without(each.text, links) for each in evidence if each.kind == "words"]
    quoted = [f"“{said(each, EVIDENCE_LENGTH)}”" for each in words if each]
    return " · ".join([*quoted, *(link(each) for each in dict.fromkeys(links))])


def first_words(first: Rating | None) -> str:
    """Remind a person of what they said in the round before, with what showed it; empty where they said nothing."""
    if first is None:
        return ""
    words = joined(f"In the round before you said *{verdict_words(first.verdict)}*", evidence_words(first.evidence))
    return f"{words}\nWhat you showed then counts again when you show nothing new." if first.evidence else words


def overall_words(overall: Overall, card: Scorecard) -> str:
    """Return the overall figure with its top and band: ``2.2 of 5 · Developing``."""
    words = f"{overall.text} of {format_figure(card.framework.top, 'sum')}"
    if overall.projected:
        words += " (projected)"
    return words + (f" · {said(overall.band.name)}" if overall.band is not None else "")


def meaning(card: Scorecard, longest: int) -> str:
    """Say what the band of a scorecard means, in its framework's words, with its focus; empty without a band's own."""
    band = card.overall.band if card.overall is not None else None
    if band is None:
        return ""
    lines = [sentence(band.text), sentence(f"Focus: {band.focus}") if band.focus.strip() else ""]
    return "\n".join(f"_{said(shortened(each, longest))}_" for each in lines if each)
