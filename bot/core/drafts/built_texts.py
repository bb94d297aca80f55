"""The text that is built without a model: from the framework's lines and the respondents' own words."""

from bot.core.drafts.brief import Brief, Kind
from bot.core.drafts.built_plans import built_plan
from bot.core.drafts.checks.parts import sentences_of
from bot.core.drafts.draft import Content, Prose, Sentence
from bot.core.drafts.ground import Ground, Line, ground, harmless, listed, mid_sentence, quotations, sentence

LONGEST_PROSE = 1_200
MOST_SENTENCES = 8
MOST_QUOTATIONS = 3
QUOTED_ROOM = 270  # characters
ORDINALS = ("", "first", "second", "third")


def built(brief: Brief) -> Content:
    """Build the text of a brief from its facts alone. The same brief gives the same text; nothing makes it raise.

    A prose text has at most ``LONGEST_PROSE`` characters. Every figure and every word of substance is from the facts
    that a sentence names, quotations letter by letter; addresses, mentions and markup in them are left out.
    """
    if brief.piece.kind is Kind.PLAN:
        return built_plan(brief)
    grounds = [ground(brief, each) for each in brief.standings]
    write = _note if brief.piece.kind is Kind.NOTE else _narrative
    return Prose(_fitting([each for one in grounds for each in write(brief, one)]))


def _note(brief: Brief, found: Ground) -> list[Sentence]:
    """Say what the level means here, what was said, and what is missing to show it."""
    return [
        Sentence(f"{found.name} is at {_level_words(brief, found)}{_where(found)}.", found.level),
        *_descriptors(found, _level_opening(found.standing.value)),
        _said(found),
        *_evidenced(found),
        _what_shows_it(found),
    ]


def _narrative(brief: Brief, found: Ground) -> list[Sentence]:
    """Say where it stands and what the target looks like, what people say about it, and the next step."""
    return [
        _opening(brief, found),
        *_descriptors(found, "Today"),
        *_aims(found),
        _said(found),
        *_evidenced(found),
        *_next_step(found),
        *_progress(found),
    ]


def _opening(brief: Brief, found: Ground) -> Sentence:
    standing, level, facts = found.standing, _level_words(brief, found), (*found.level, *found.target)
    if not found.is_below_target:
        return Sentence(f"{found.name} is at {level} and has reached its target.", facts)
    place = ORDINALS[standing.place] if standing.place < len(ORDINALS) else ""
    comes = f"comes {place} among the gaps" if place else "is below its target"
    wanted = f"level {standing.target}{_in_brackets(found.target_name)}"
    return Sentence(f"{found.name} {comes}: {level} today, {wanted} wanted.", facts)


def _level_words(brief: Brief, found: Ground) -> str:
    standing = found.standing
    if "." in standing.value:
        return f"{standing.value} of {brief.scale.high} on average"
    return f"level {standing.value} of {brief.scale.high}{_in_brackets(standing.level_name)}"


def _in_brackets(name: str) -> str:
    plain = harmless(name, len(name))
    return f" ({plain})" if plain else ""


def _evidenced(found: Ground) -> list[Sentence]:
    if found.standing.evidenced == found.standing.value:
        return []
    therefore = "" if found.evidence or found.links else "therefore "
    return [Sentence(f"Its evidenced level is {therefore}{found.standing.evidenced}.", found.level)]


def _where(found: Ground) -> str:
    """Say between which levels a mean lies, and that a level has no description, where that helps to read on."""
    levels = [each.level for each in found.descriptors]
    if "." not in found.standing.value:
        undescribed = levels and not any(_is_at(found, each) for each in found.descriptors)
        return ", which the framework leaves undescribed" if undescribed else ""
    if [each - levels[0] for each in levels] == [0, 1]:
        return f", between level {levels[0]} and level {levels[1]}"
    return ""


def _descriptors(found: Ground, opening: str) -> list[Sentence]:
    """Say what the level looks like; a mean and an undescribed level lie between those around them."""
    return [
        Sentence(
            f"{opening if _is_at(found, each) else _level_opening(each.level)}: {sentence(each.text)}", (each.fact,)
        )
        for each in found.descriptors
    ]


def _aims(found: Ground) -> list[Sentence]:
    at_target = [each for each in found.aims if each.level == found.standing.target]
    return [
        Sentence(
            f"{'At the target' if each in at_target else _level_opening(each.level)}: {sentence(each.text)}",
            (each.fact,),
        )
        for each in at_target or found.aims
    ]


def _is_at(found: Ground, line: Line) -> bool:
    return str(line.level) == found.standing.value


def _level_opening(level: object) -> str:
    return f"Level {level} means"


def _said(found: Ground) -> Sentence:
    """Quote what was given and name the links, or say plainly that nothing was given."""
    quoted = quotations(found.evidence, most=MOST_QUOTATIONS, room=QUOTED_ROOM)
    links = _link_words(found)
    if quoted:
        facts = (*(each.fact for each in quoted), *(each.id for each in found.links))
        partly = ", in part" if any(each.in_part for each in quoted) else ""
        words = "; ".join([*(each.shown for each in quoted), *([f"{links} as well"] if links else [])])
        return Sentence(sentence(f"What was said{partly}: {words}"), facts)
    facts = tuple(each.id for each in (*found.evidence, *found.links))
    if found.evidence:
        also = f"; {links} as well" if links else ""
        return Sentence(f"What was said cannot be quoted here, it stands with the answer{also}.", facts)
    if links:
        return Sentence(f"{links[0].upper()}{links[1:]}, without words.", facts)
    return Sentence("Nothing was given to show it, neither words nor a link.", found.level)


def _link_words(found: Ground) -> str:
    things = listed(tuple(mid_sentence(each.text).removesuffix(" was given") for each in found.links))
    return f"{things} {'was' if len(found.links) == 1 else 'were'} given" if things else ""


def _what_shows_it(found: Ground) -> Sentence:
    unnamed, given = found.unnamed_items(), bool(found.evidence or found.links)
    if not found.items:
        example = "Another recent example" if given else "A recent example"
        return Sentence(f"{example}, a figure or a link would show it.", found.level)
    if not unnamed:
        return Sentence(f"Worth seeing for yourself: {listed(found.items)}.", found.look_for)
    if found.is_below_target:
        # Below its target a dimension may rightly have none of them: they show where it could stand.
        return Sentence(f"A higher level would show in {listed(unnamed)}.", found.look_for)
    return Sentence(f"{'Worth adding' if given else 'What would show it'}: {listed(unnamed)}.", found.look_for)


def _next_step(found: Ground) -> list[Sentence]:
    if found.steps:
        step = found.steps[0]
        return [Sentence(f"The next step: {sentence(step.text)}", (step.fact,))]
    if not found.is_below_target:
        return []
    if found.ahead:
        ahead = found.ahead[0]
        return [Sentence(f"The next step is to bring about what level {ahead.level} describes.", (ahead.fact,))]
    text = f"The next step is to agree what level {found.standing.target} looks like here, and to write it down."
    return [Sentence(text, found.target)]


def _progress(found: Ground) -> list[Sentence]:
    if not found.items:
        return []
    return [Sentence(f"Progress would show in {listed(found.items)}.", found.look_for)]


def _fitting(sentences: list[Sentence]) -> tuple[Sentence, ...]:
    """Leave out the longest sentences until the text is short enough; the first and people's own words go last."""
    kept = list(dict.fromkeys(sentences))
    while _is_too_long(Prose(tuple(kept)).text):
        spare = [each for each in kept[1:] if "\u201c" not in each.text] or kept[1:]
        kept.remove(max(spare, key=lambda each: len(each.text)))
    return tuple(kept)


def _is_too_long(text: str) -> bool:
    return len(text) > LONGEST_PROSE or len(sentences_of(text)) > MOST_SENTENCES
