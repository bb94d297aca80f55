"""The forms of a discussion: agreeing on a level, rating again, the minutes, and what was said in full."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from bot.core.assessment import AgreedLevel, Assessment
from bot.core.scoring.agenda import AgendaItem
from bot.core.team import Closing, PictureKind, TeamPicture
from bot.slack import blocks as kit
from bot.slack import ids
from bot.slack.blocks import Block, Mistakes, View
from bot.slack.text import plain, said, someone
from bot.slack.values import OfTwo, number_in
from bot.slack.views.discussion import NAME_LENGTH, NOT_QUOTED, quotes_of, spread_lines
from bot.slack.views.levels import level_lines, level_select
from bot.slack.views.team_form import read_reveal, reveal_inputs
from bot.use_cases.discussion import Again

LEVEL, REASON, DISSENT, MORE_DIMENSIONS, MINUTES = "level", "reason", "dissent", "more_dimensions", "minutes"
WORDS_LENGTH = 1_000
FEWEST_MINUTES, MOST_MINUTES = 5, 480
IN_A_DAY = timedelta(days=1)
SECTIONS = 90
"""Of a window; Slack takes a hundred blocks."""


def agree_form(assessment: Assessment, item: AgendaItem) -> View:
    """Build the form that records what the group agreed on."""
    framework, row = assessment.framework, item.row
    dimension = framework.dimension(row.key)
    agreed = item.rounds.agreed
    menu = level_select("value", framework, dimension, str(agreed.level) if agreed is not None else "")
    title = f"*{said(row.name, NAME_LENGTH)}*"
    blocks: list[Block] = [
        kit.section("\n".join([title, *spread_lines(framework.scale, row)])),
        kit.section(level_lines(framework, dimension, framework.scale.levels())),
        kit.input_block("Level", menu, block_id=LEVEL),
        kit.input_block("Why this level?", _words(agreed.reason if agreed is not None else ""), block_id=REASON),
        kit.input_block(
            "Who sees it otherwise, and why?",
            _words(agreed.dissent if agreed is not None else ""),
            block_id=DISSENT,
            hint="In your words; name people only if they want that.",
            optional=True,
        ),
        kit.context("The scorecard then counts this level. What people rated stays beside it. You can take it back."),
    ]
    metadata = OfTwo(assessment.id, row.key)
    return kit.modal("Agree on a level", blocks, callback_id=ids.AGREE_FORM, submit="Record it", about=metadata)


def _words(initial: str) -> kit.Element:
    words = plain(initial, WORDS_LENGTH, newline="\n")
    return kit.text_input("value", lines="many", initial=words, max_length=WORDS_LENGTH)


def read_agree(
    assessment: Assessment, key: str, person: str, now: datetime, state: Mapping[str, str]
) -> AgreedLevel | Mistakes:
    """Read what was agreed on; a level wants a reason."""
    level, reason = number_in(state.get(LEVEL, "")), state.get(REASON, "").strip()
    errors = {} if level in assessment.framework.scale else {LEVEL: "Choose a level."}
    errors |= {} if reason else {REASON: "Say in a sentence why: it stands beside the level from now on."}
    if errors or level is None:
        return Mistakes(errors)
    dissent = state.get(DISSENT, "").strip()[:WORDS_LENGTH]
    return AgreedLevel(key, level, person, now, reason[:WORDS_LENGTH], dissent)


def again_form(assessment: Assessment, key: str, others: Sequence[AgendaItem], now: datetime) -> View:
    """Build the form that has a dimension rated again in private, and others with it; as before, and within a day."""
    name = assessment.framework.dimension(key).name
    last = assessment.team.sittings[0].closing if assessment.team is not None else None
    quorum = last.quorum if last is not None else None
    text = (
        f"*{said(name, NAME_LENGTH)}* is rated again, each in private, by everybody who was asked before. The thread"
        " shows counts only until it is revealed. Both rounds are kept, and each is shown from three people up. A"
        " dimension is rated twice at most."
    )
    blocks: list[Block] = [kit.section(text)]
    if others:
        # by their place, since a key may be longer than Slack's values
        places = {each.key: str(place) for place, each in enumerate(assessment.framework.dimensions, start=1)}
        options = [kit.option(each.row.name, places[each.row.key]) for each in others]
        menu = kit.many_select("value", options)
        blocks.append(kit.input_block("Together with", menu, block_id=MORE_DIMENSIONS, optional=True))
    blocks += reveal_inputs(Closing(quorum, (now + IN_A_DAY).replace(second=0, microsecond=0), "", now))
    metadata = OfTwo(assessment.id, key)
    return kit.modal("Rate again", blocks, callback_id=ids.RATE_AGAIN_FORM, submit="Ask again", about=metadata)


def read_again(assessment: Assessment, key: str, state: Mapping[str, str], now: datetime) -> Again | Mistakes:
    """Read what is rated again; every mistake is named at its field."""
    errors: dict[str, str] = {}
    contract = read_reveal(state, now, errors)
    if contract is None:
        return Mistakes(errors)
    more = state.get(MORE_DIMENSIONS, "").split(",")
    chosen = [each.key for place, each in enumerate(assessment.framework.dimensions, start=1) if str(place) in more]
    return Again(tuple(dict.fromkeys([key, *chosen])), *contract)


def minutes_form(assessment: Assessment) -> View:
    """Build the form that changes how long the discussion takes."""
    minutes = assessment.team.minutes if assessment.team is not None else FEWEST_MINUTES
    field = kit.number_input("value", initial=str(minutes), between=(FEWEST_MINUTES, MOST_MINUTES))
    hint = "They are shared out: more for dimensions where you are far apart and far from the target."
    block = kit.input_block("Minutes for the discussion", field, block_id=MINUTES, hint=hint)
    return kit.modal("Minutes", [block], callback_id=ids.SHARING_FORM, submit="Save", about=assessment.id)


def read_minutes(state: Mapping[str, str]) -> int | Mistakes:
    """Read the minutes."""
    minutes = number_in(state.get(MINUTES, "")) or 0
    if not FEWEST_MINUTES <= minutes <= MOST_MINUTES:
        return Mistakes({MINUTES: f"Say a number of minutes from {FEWEST_MINUTES} to {MOST_MINUTES}."})
    return minutes


def said_window(assessment: Assessment, item: AgendaItem) -> View:
    """Show one person everything that was said about a dimension, without names, and how the levels are spread."""
    row = item.row
    title = f"*{said(row.name, NAME_LENGTH)}*"
    head = kit.section("\n".join([title, *spread_lines(assessment.framework.scale, row)]))
    quotes = quotes_of(item.rounds.quotes)
    blocks = [head, kit.divider(), *(kit.section(each) for each in quotes[:SECTIONS] or [NOT_QUOTED])]
    blocks += kit.small(kit.beyond(quotes, SECTIONS, "and {} more: they are in the report"))
    note = "In no order. Words stand here only where their author allowed it; a name is never with them."
    return kit.window("What was said", [*blocks, kit.context(note)])


def who_window(assessment: Assessment) -> View:
    """Show one person who chose which level, in an assessment that was opened with names."""
    team, blocks = assessment.team, []
    for sitting in team.sittings if team is not None else ():
        for picture in sitting.pictures:
            blocks += _who(assessment, picture, sitting.number)
    text = "This assessment was opened with names: everybody who answered was told so. Only you see this window."
    shown = blocks[:SECTIONS] or [kit.section("Nothing is revealed yet.")]
    return kit.window("Who said what", [kit.context(text), *shown])


def _who(assessment: Assessment, picture: TeamPicture, number: int) -> list[Block]:
    kind = "Late" if picture.kind is PictureKind.LATE else "First round" if number == 1 else "Rated again"
    blocks = []
    for dimension in assessment.framework.dimensions:
        levels = [(level, who) for key, who, level in picture.named if key == dimension.key]
        if levels and picture.tally(dimension.key) is not None:
            by_level = {level: [someone(who) for each, who in levels if each == level] for level, _ in sorted(levels)}
            lines = [f"*{level}* {', '.join(people)}" for level, people in by_level.items()]
            blocks.append(kit.section("\n".join([f"*{said(dimension.name, NAME_LENGTH)}* · {kind}", *lines])))
    return blocks
