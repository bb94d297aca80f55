"""Wrong levels, targets, gaps and bands: figures of the scorecard that a text turns round."""

import re
from collections.abc import Iterator
from functools import partial

from bot.core.drafts.brief import Standing
from tests.drafts.corpus import Honest
from tests.drafts.edits import WHERE, Lie, added, always, edited, replaced

BEFORE_A_LEVEL = "[Ll]evel |[Ss]tage |rated |rating of |comes to |arrive at |row at "
ORDINALS = ("largest", "second largest", "third largest")


def levels_swapped(honest: Honest) -> Iterator[Lie]:
    """Give the target for the value and the value for the target."""
    for each in _below_target(honest):
        yield from _told(
            honest,
            "value and target have changed places",
            f"Level {each.target} is where {each.name} stands today, and level {each.value} is the target.",
            f"{each.name} is at {each.target} and should reach {each.value}.",
        )
        pair = {each.value: str(each.target), str(each.target): each.value}
        pattern = rf"(?<![\w.,])({re.escape(each.value)}|{each.target})(?![\w%]|[.,]\d| %)"
        edit = partial(_both_turned, pattern, pair)
        yield from edited(honest, "value and target have changed places within a sentence", edit)


def levels_changed(honest: Honest) -> Iterator[Lie]:
    """Name a level that is neither the value nor the target."""
    for each in honest.brief.standings:
        other = _other_level(honest)
        pattern = rf"({BEFORE_A_LEVEL}){re.escape(each.value)}(?![\w%]|\.\d)"
        yield from edited(honest, "the level is another one", replaced(pattern, partial(_followed, other)))
        yield from _told(
            honest,
            "the level is another one, in a sentence of its own",
            f"{each.name} is rated {other} of {honest.brief.scale.high}.",
            f"It reached level {other} this time.",
            f"A {other} is what the answers add up to.",
        )


def targets_changed(honest: Honest) -> Iterator[Lie]:
    """Name a target that nobody set."""
    for each in honest.brief.standings:
        other = _other_level(honest)
        yield from _told(
            honest,
            "the target is another one",
            f"The target is level {other}.",
            f"Wanted is a {other} in {each.name}.",
        )


def level_names_swapped(honest: Honest) -> Iterator[Lie]:
    """Call a level by the name of another one."""
    names = dict(honest.brief.level_names)
    wrong = [name for level, name in names.items() if level not in _true_levels(honest)]
    for each in honest.brief.standings if wrong else ():
        if each.level_name:
            edit = replaced(rf"\b{each.level_name}\b", always(wrong[-1]))
            yield from edited(honest, "a level bears the name of another one", edit)
        yield from _told(
            honest,
            "the level bears the name of another one, in a sentence of its own",
            f"{each.name} is {wrong[-1]} today.",
            f"In short, the rating is {wrong[0]}.",
        )


def gaps_changed(honest: Honest) -> Iterator[Lie]:
    """Make the gap larger, smaller or of another rank."""
    for each in _below_target(honest):
        yield from _told(
            honest,
            "there is a gap, and the text denies it",
            "The target has been reached.",
            f"No gap is left in {each.name}.",
            f"{each.name} is above its target.",
        )
        rank = ORDINALS[each.place % 3]
        yield from _told(honest, "the gap has another rank", f"{each.name} is the {rank} gap of all.")
        if each.value.isdigit():
            wrong = each.target - int(each.value) + 1
            yield from _told(
                honest,
                "the gap has another size",
                f"{each.name} is {wrong} levels below its target.",
                f"The gap in {each.name} is {_word(wrong)} levels.",
            )
    for each in honest.brief.standings:
        if each not in _below_target(honest):
            yield from _told(honest, "there is no gap, and the text makes one", f"{each.name} is below its target.")


def evidence_changed(honest: Honest) -> Iterator[Lie]:
    """Say that evidence backs another level than it does."""
    for each in honest.brief.standings:
        if each.evidenced != each.value:
            yield from _told(
                honest,
                "evidence is said to back a level that it does not",
                f"In {each.name}, evidence backs level {each.value} in full.",
                f"Level {each.value} is evidenced in {each.name}.",
            )
        elif each.value.isdigit() and int(each.value) > honest.brief.scale.low:
            yield from _told(
                honest,
                "evidence is said to back less than it does",
                f"In {each.name}, only level {int(each.value) - 1} is evidenced.",
            )


def bands_changed(honest: Honest) -> Iterator[Lie]:
    """Put the whole into a band or at a figure that it does not have."""
    own = {honest.brief.band, *(each.level_name for each in honest.brief.standings)}
    wrong = [each for each in honest.brief.bands if each not in own]
    for band in (wrong[0], wrong[-1]):
        yield from _told(
            honest,
            "the band is another one, or there is none as long as answers are missing",
            f"Overall, {honest.assessment.subject.name} falls into the band {band}.",
            f"The scorecard as a whole says {band}.",
        )


def overalls_changed(honest: Honest) -> Iterator[Lie]:
    """Give another overall figure."""
    is_mean = "." in honest.brief.overall
    figures = ("3.6", "4.1", "1.3") if is_mean else ("6", "19", "17")
    for figure in figures:
        if figure != honest.brief.overall:
            yield from _told(
                honest,
                "the overall figure is another one",
                f"The overall figure is {figure}.",
                f"With {figure} overall, there is work to do.",
            )


def _told(honest: Honest, reason: str, *sentences: str) -> Iterator[Lie]:
    """Yield the draft with each of the sentences in it, at one place after the other."""
    for number, sentence in enumerate(sentences):
        where = WHERE[(number + len(honest.name)) % 3]
        yield Lie(reason, added(honest.content, sentence, where), variant=str(number))


def _below_target(honest: Honest) -> list[Standing]:
    return [each for each in honest.brief.standings if float(each.value) < each.target]


def _true_levels(honest: Honest) -> set[int]:
    """Give the levels that may be named in truth: values, their neighbours where they are means, and targets."""
    levels: set[int] = set()
    for each in honest.brief.standings:
        value = float(each.value)
        levels |= {int(value), int(value) + (value % 1 > 0), int(float(each.evidenced)), each.target}
    return levels


def _other_level(honest: Honest) -> int:
    """Give the highest level that is no figure of any dimension in the brief."""
    return max(level for level in honest.brief.scale.levels() if level not in _true_levels(honest))


def _followed(level: int, found: re.Match[str]) -> str:
    return f"{found[1]}{level}"


def _both_turned(pattern: str, pair: dict[str, str], text: str) -> str | None:
    if {found[0] for found in re.finditer(pattern, text)} != set(pair):
        return None
    return re.sub(pattern, lambda found: pair[found[0]], text)


def _word(number: int) -> str:
    return ("no", "one", "two", "three", "four", "five", "six")[number]
