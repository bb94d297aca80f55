"""The form that changes an answer, with the history of the dimension."""

from collections.abc import Mapping
from datetime import UTC

from bot.core.assessment import Assessment, NotApplicable, NotRated, Rating
from bot.core.conversation import Said
from bot.core.evidence import evidence_in
from bot.core.framework import Dimension
from bot.slack import blocks as kit
from bot.slack.blocks import Block, View
from bot.slack.text import said, when
from bot.slack.values import CHANGE_FORM, PICK_DIMENSION, change_value
from bot.slack.views.levels import evidence_words, level_label, level_lines, verdict_words

DIMENSION, LEVEL, WORDS = "dimension", "level", "words"
NOT_APPLICABLE, NOT_RATED = "n/a", "unknown"
HISTORY = 8


def change_form(assessment: Assessment, person: str, key: str) -> View:
    """Build the form for one dimension; another can be picked in it."""
    dimension = _with_key(assessment, key)
    framework = assessment.framework
    # by their place, since a key may be longer than Slack's values and block ids
    options = [kit.option(each.name, str(place)) for place, each in enumerate(framework.dimensions, start=1)]
    initial = options[framework.dimensions.index(dimension)]
    lines = level_lines(framework, dimension, framework.scale.levels())
    blocks: list[Block] = [
        kit.input_block(
            "Dimension", kit.select(PICK_DIMENSION, options, initial=initial), block_id=DIMENSION, acts=True
        ),
        kit.section(lines),
        _level_input(assessment, person, dimension),
        _words_input(assessment, dimension),
        *_history(assessment, person, dimension),
    ]
    metadata = change_value(assessment.id, dimension.key)
    return kit.modal("Change an answer", blocks, callback_id=CHANGE_FORM, submit="Save", private_metadata=metadata)


def picked_dimension(assessment: Assessment, place: str) -> str:
    """Give the key of the dimension that is picked in the form; an empty text for anything that it does not offer."""
    dimensions = assessment.framework.dimensions
    return next((each.key for number, each in enumerate(dimensions, start=1) if str(number) == place), "")


def _with_key(assessment: Assessment, key: str) -> Dimension:
    dimensions = assessment.framework.dimensions
    return next((each for each in dimensions if each.key == key), dimensions[0])


def _block(assessment: Assessment, field: str, dimension: Dimension) -> str:
    """Name a field after its dimension, so that picking another one does not keep this one's level."""
    return f"{field}.{assessment.framework.dimensions.index(dimension) + 1}"


def _level_input(assessment: Assessment, person: str, dimension: Dimension) -> Block:
    framework = assessment.framework
    options = [kit.option(level_label(framework, dimension, each), str(each)) for each in framework.scale.levels()]
    options += [kit.option("Not applicable", NOT_APPLICABLE), kit.option("Don't know", NOT_RATED)]
    last = assessment.last_rating(dimension.key, person)
    value = _option_value(last) if last is not None else ""
    initial = next((each for each in options if each["value"] == value), None)
    block = _block(assessment, LEVEL, dimension)
    return kit.input_block("Level", kit.select("value", options, initial=initial), block_id=block)


def _option_value(rating: Rating) -> str:
    match rating.verdict:
        case NotApplicable():
            return NOT_APPLICABLE
        case NotRated():
            return NOT_RATED
        case level:
            return str(level)


def _words_input(assessment: Assessment, dimension: Dimension) -> Block:
    hint = f"Look for: {dimension.look_for}" if dimension.look_for else None
    element = kit.text_input("value", lines="many", placeholder="A sentence, a link, or why it does not apply")
    return kit.input_block(
        "What shows it", element, block_id=_block(assessment, WORDS, dimension), hint=hint, optional=True
    )


def _history(assessment: Assessment, person: str, dimension: Dimension) -> list[Block]:
    ratings = [each for each in assessment.history(dimension.key) if each.respondent == person]
    if not ratings:
        return []
    lines = [_history_line(each) for each in reversed(ratings[-HISTORY:])]
    return [kit.divider(), kit.context("What you said so far, the newest first"), kit.section("\n".join(lines))]


def _history_line(rating: Rating) -> str:
    words = evidence_words(rating.evidence)
    if isinstance(rating.verdict, NotApplicable) and rating.verdict.reason:
        words = f"“{said(rating.verdict.reason, 200)}”"
    line = f"*{verdict_words(rating.verdict)}* · {when(rating.said_at, UTC, 'moment')}"
    return f"{line} · {words}" if words else line


def read_change(assessment: Assessment, key: str, state: Mapping[str, str]) -> Said | Mapping[str, str]:
    """Read the filled-in form; mistakes come back by block id."""
    dimension = _with_key(assessment, key)
    if DIMENSION in state and picked_dimension(assessment, state[DIMENSION]) != dimension.key:
        return {DIMENSION: f"The fields below are still those of {dimension.name}. Choose the dimension again."[:150]}
    level_block, words_block = _block(assessment, LEVEL, dimension), _block(assessment, WORDS, dimension)
    value, words = state.get(level_block, ""), state.get(words_block, "").strip()
    if value == NOT_APPLICABLE:
        if not words:
            return {words_block: "Say in a few words why it does not apply."}
        return Said(dimension.key, NotApplicable(words))
    if value == NOT_RATED:
        return Said(dimension.key, NotRated())
    level = int(value) if value.isascii() and value.isdigit() and len(value) <= 3 else None  # noqa: PLR2004  # a level
    if level is None or level not in assessment.framework.scale:
        return {level_block: "Choose a level."}
    return Said(dimension.key, level, evidence_in(words) if words else ())
