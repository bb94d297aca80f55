"""Levels, targets, gaps, bands and the overall figure: what a text says of them is what the scorecard says."""

import re
from collections.abc import Iterator
from fractions import Fraction

from bot.core.drafts.brief import Standing
from bot.core.drafts.checks.ground import Ground
from bot.core.drafts.checks.level_mentions import Mention, Role, mentions_in, names_in
from bot.core.drafts.checks.parts import words_of
from bot.core.drafts.checks.passages import Passage, Statement
from bot.core.drafts.draft import Finding

CHECK = "levels"
ENOUGH = 3  # stems that a sentence shares with a descriptor before it counts as speaking of that level


def check_levels(ground: Ground, passage: Passage) -> Iterator[Finding]:
    """Yield a finding for each level, target, gap, band or overall figure that is not the scorecard's."""
    for statement in passage.statements:
        every = mentions_of(ground, statement)
        for number, each in enumerate(every):
            message = _fault(ground, passage, statement, each, every[number - 1] if number else None)
            if message:
                yield passage.finding(CHECK, message, statement.text)


def level_spans(ground: Ground, statement: Statement) -> list[tuple[int, int]]:
    """Give where a statement's numbers are levels, gaps or the like, which are checked here and nowhere else."""
    return [(each.start, each.end) for each in mentions_of(ground, statement) if each.value is not None]


def mentions_of(ground: Ground, statement: Statement) -> list[Mention]:
    """Give every mention of a level in a statement, by number and by name, in its order."""
    by_number = mentions_in(ground, statement.own)
    by_name = names_in(ground, statement.own, by_number)
    return sorted((*by_number, *by_name), key=lambda each: each.start)


def standings_for(
    ground: Ground, passage: Passage, statement: Statement, at: int | None = None
) -> tuple[Standing, ...]:
    """Give the standings of which a sentence may speak at a place: those it names, else the passage's own, else all."""
    text = statement.own.lower()
    named = [(place, each) for each in ground.brief.standings if (place := text.find(each.name.lower())) >= 0]
    if at is not None and len(named) > 1:
        before = [pair for pair in named if pair[0] < at]
        named = [max(before, key=lambda pair: pair[0])] if before else named
    if named:
        return tuple(each for _, each in named)
    own = ground.brief.standing(passage.dimension)
    return (own,) if own is not None else ground.brief.standings


def _fault(ground: Ground, passage: Passage, statement: Statement, mention: Mention, before: Mention | None) -> str:
    standings = standings_for(ground, passage, statement, mention.start)
    match mention.role:
        case Role.OVERALL:
            return _overall_fault(ground, mention)
        case Role.BAND:
            return _band_fault(ground, mention)
        case Role.DISTANCE:
            return _distance_fault(standings, mention)
        case Role.SCALE:
            return _scale_fault(ground, mention)
        case Role.PAIRED:
            return _paired_fault(ground, mention, before)
        case _:
            return _level_fault(ground, statement, standings, mention, of_plan=passage.of_plan)


def _overall_fault(ground: Ground, mention: Mention) -> str:
    if mention.shown == ground.brief.overall or (
        mention.value is not None and _is(ground.brief.overall, mention.value)
    ):
        return ""
    if not ground.brief.overall:
        return f"It names {mention.shown} as the overall figure; there is none."
    return f"It names {mention.shown} as the overall figure; it is {ground.brief.overall}."


def _band_fault(ground: Ground, mention: Mention) -> str:
    band = ground.brief.band
    if band and mention.name.lower() == band.lower():
        return ""
    if not band:
        return f"It puts the whole into the band {mention.name}; there is no band while dimensions are not rated."
    return f"It puts the whole into the band {mention.name}; the band is {band}."


def _distance_fault(standings: tuple[Standing, ...], mention: Mention) -> str:
    for each in standings:
        value, evidenced = Fraction(each.value), Fraction(each.evidenced)
        apart = {abs(each.target - value), abs(value - evidenced)}
        if mention.value is not None and any(_rounds_to(one, mention.value) for one in apart if one):
            return ""
    return f"It puts {mention.shown} between the level and its target; that is not the gap."


def _scale_fault(ground: Ground, mention: Mention) -> str:
    scale = ground.brief.scale
    reach = {Fraction(scale.low), Fraction(scale.high), Fraction(scale.high - scale.low + 1)}
    if mention.value in reach:
        return ""
    return f"It speaks of {mention.shown} as the end of the scale, which runs from {scale.low} to {scale.high}."


def _paired_fault(ground: Ground, mention: Mention, before: Mention | None) -> str:
    """Check a name that stands right behind a level's number."""
    levels = _levels_named(ground, mention)
    if before is None or before.value in levels:
        return ""
    return f"It calls level {before.shown} {mention.name}, which is the name of another level."


def _level_fault(
    ground: Ground, statement: Statement, standings: tuple[Standing, ...], mention: Mention, *, of_plan: bool
) -> str:
    values = frozenset({mention.value}) if mention.value is not None else _levels_named(ground, mention)
    shown = f"level {mention.shown}" if mention.value is not None else mention.name
    allowed = {level for each in standings for level in _allowed(ground, each, mention.role)}
    if of_plan and mention.role is Role.PASSED:
        allowed |= {Fraction(each.value) for each in standings}  # a plan speaks of the next rating
    if not any(value in allowed for value in values if value is not None):
        return _wrong_level(standings, mention.role, shown)
    described = _described(ground, statement, standings)
    if mention.role is Role.OPEN and described is not None and described not in values:
        return f"It gives {shown} what the framework says of level {described}."
    return ""


def _allowed(ground: Ground, standing: Standing, role: Role) -> set[Fraction]:
    """Give the levels that a role may name."""
    value, evidenced, target = Fraction(standing.value), Fraction(standing.evidenced), Fraction(standing.target)
    below, above = Fraction(value.numerator // value.denominator), Fraction(-(-value.numerator // value.denominator))
    levels = {Fraction(level) for level in ground.brief.scale.levels()}
    ahead = {level for level in levels if value < level <= target}
    around = {value, below, above}
    lines = {Fraction(each.level) for each in ground.plain if each.level is not None}
    return {
        Role.NOW: {value},
        Role.TARGET: {target},
        Role.EVIDENCED: {evidenced},
        Role.CLAIMED: {value, evidenced},
        Role.NEXT: {below + 1},
        Role.AHEAD: ahead or {target, *around},
        Role.NOT_REACHED: {level for level in levels if level > evidenced},
        Role.PASSED: {level for level in levels if level < value},
        Role.BETWEEN: {value, target} if value.denominator == 1 else around,
        Role.LONE: {*around, evidenced, target},
    }.get(role, {*around, evidenced, target, below + 1, *lines})


def _wrong_level(standings: tuple[Standing, ...], role: Role, shown: str) -> str:
    if len(standings) != 1:
        return f"It names {shown}; that is not what the scorecard says."
    one = standings[0]
    facts = f"{one.name} is at {one.value}, {one.evidenced} is evidenced, and the target is {one.target}"
    what = {
        Role.NOW: "as where it stands",
        Role.TARGET: "as the target",
        Role.EVIDENCED: "as what the evidence backs",
        Role.NEXT: "as the next level",
    }.get(role, "")
    return f"It names {shown}{' ' if what else ''}{what}; {facts}."


def _levels_named(ground: Ground, mention: Mention) -> frozenset[Fraction | None]:
    name = mention.name.lower()
    return frozenset(Fraction(level) for level, each in ground.brief.level_names if each.lower() == name)


def _described(ground: Ground, statement: Statement, standings: tuple[Standing, ...]) -> int | None:
    """Give the level whose descriptor a sentence repeats, where it repeats one far more than any other."""
    keys = {each.dimension for each in standings}
    own = {each.stem for each in statement.words}
    shared: dict[int, int] = {}
    for each in ground.plain:
        if each.level is not None and each.fact.dimension in keys and "descriptor" in each.fact.kind:
            theirs = {word.stem for word in words_of(each.text) if len(word.stem) > ENOUGH}
            shared[each.level] = max(shared.get(each.level, 0), len(own & theirs))
    ranked = sorted(shared.items(), key=lambda pair: -pair[1])
    if not ranked or ranked[0][1] < ENOUGH or (len(ranked) > 1 and ranked[0][1] < 2 * ranked[1][1]):
        return None
    return ranked[0][0]


def _is(shown: str, value: Fraction) -> bool:
    return bool(re.fullmatch(r"\d+(?:\.\d+)?", shown)) and Fraction(shown) == value


def _rounds_to(exact: Fraction, said: Fraction) -> bool:
    return exact == said or (exact.denominator != 1 and abs(exact - said) < Fraction(1, 10))
