"""What a team reads after the reveal, and decides: the agenda, what was said, rating again, agreeing on a level.

Each form stands beside what reads it back.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from bot.core.assessment import AgreedLevel, Assessment
from bot.core.framework import Scale
from bot.core.scoring.agenda import AgendaItem
from bot.core.scoring.rounds import MOST_ROUNDS, Rounds, RoundShown, mean_level
from bot.core.scoring.scorecard import Row
from bot.core.scoring.scoring import format_level, round_half_up
from bot.core.team import Closing, PictureKind, Quote, Split, SplitGroup, TeamPicture
from bot.core.text import capital
from bot.core.thread_of_team import Agreement, Discussion
from bot.slack import blocks as kit
from bot.slack import ids
from bot.slack.blocks import Block, Element, Message, Mistakes, View
from bot.slack.limits import SECTION_TEXT
from bot.slack.text import joined, link, plain, said, someone, when
from bot.slack.values import OfNumber, OfTwo, number_in
from bot.slack.views.levels import level_lines, level_select, moved
from bot.slack.views.team import handed_in_words, read_reveal, reveal_inputs, reveal_words
from bot.use_cases.discussion import Again, Hindrance, Refused

NAME_LENGTH = 120
QUOTE_LENGTH = 160
MOST_QUOTES = 2
"""Of one dimension in the agenda; all of them are behind a button."""
GROUP_LENGTH = 40
REASON_LENGTH = 400
MOST_MARKS = 12
"""People whose levels are drawn as marks; of more they are counted."""
MOST_DRAWN = 10
"""Levels of a scale that are drawn with those that nobody chose."""
TOO_FEW = "Fewer than three rated it, so nothing of it is shown."
NOT_QUOTED = "Nobody said anything that may be shown."
OTHERS = {"role": "all other roles", "department": "all other departments"}


def discussion(shows: Discussion) -> Message:
    """Show a part of the agenda: for each dimension how the levels are spread, what was said, and what can be done."""
    blocks: list[Block] = [kit.section(_opening(shows))]
    if shows.picture is not None:
        blocks.append(kit.picture(shows.picture.file, shows.picture.alt))
    led = next((each for each in shows.items if each.rounds.open is not None), None)
    for place, each in enumerate(shows.items, start=shows.first):
        blocks.append(kit.section(_item(shows, each, place)))
        if quotes := quotes_of(each.rounds.quotes[:MOST_QUOTES], QUOTE_LENGTH):
            more = kit.beyond(each.rounds.quotes, MOST_QUOTES)
            blocks.append(kit.context("\n".join(filter(None, [*quotes, more]))))
        blocks.append(kit.actions(*_buttons(shows, each, leads=each is led)))
    return kit.message(blocks, *(_closing(shows) if shows.opens else []))


def _opening(shows: Discussion) -> str:
    last = shows.first + len(shows.items) - 1
    part = "" if len(shows.items) == shows.total else f", {shows.first} to {last} of {shows.total}"
    if not shows.opens:
        return f"*What to talk about*{part}"
    gap, apart = shows.gap, any(each.row.split for each in shows.items)
    lines = [f"*What to talk about* · {shows.minutes} minutes{part}"]
    far = "Where you are far apart comes first." if apart else "You are close together: no dimension is split."
    lines.append(f"{far} {shows.handed_in} people handed something in. Nobody's name stands beside a level.")
    if shows.named:
        lines[-1] = f"{far} {shows.handed_in} people handed something in. This assessment was opened with names."
    if gap is not None:
        ends = [
            f"{_group(each, gap.by)} at {format_level(mean_level(each.levels))}" for each in (gap.lower, gap.higher)
        ]
        what, name = "Roles" if gap.by == "role" else "Departments", shows.framework.dimension(gap.dimension).name
        lines.append(f"*{what} differ most on {said(name, NAME_LENGTH)}:* {ends[0]}, {ends[1]}.")
    return "\n".join(lines)


def _group(group: SplitGroup, by: str) -> str:
    return said(group.name, GROUP_LENGTH) or OTHERS[by]


def _item(shows: Discussion, item: AgendaItem, place: int) -> str:
    """Say everything about one dimension: how it is spread, by whom, what was agreed, what is under way."""
    row = item.row
    minutes = f"{item.minutes} min" if item.minutes else "if time is left"
    title = joined(f"*{place} · {said(row.name, NAME_LENGTH)}*", "*split*" if row.split else "", minutes)
    return "\n".join([title, *spread_lines(shows.framework.scale, row), *_standing(shows, item)])


def spread_lines(scale: Scale, row: Row) -> list[str]:
    """Say how the levels of a dimension are spread, in each round; late answers and groups are told apart."""
    rounds = row.rounds
    if rounds is None or rounds.newest is None:
        return [TOO_FEW]
    lines = [line for each in rounds.shown for line in _round_lines(scale, each, rounds)]
    lines[1] += f" · target {row.target}"
    if rounds.split is not None:
        lines.append(_split_line(rounds.split, "" if rounds.newest.split is not None else "First round, "))
    late = (f"{count} at level {level}" for level, count in sorted(rounds.late.items()))
    lines += [f"Late, counted apart: {', '.join(late)}"] if rounds.late else []
    return lines


def _round_lines(scale: Scale, shown: RoundShown, rounds: Rounds) -> list[str]:
    """Draw one round, and say its figures; of a second one how far it is from the first."""
    first, is_second = rounds.first, shown is rounds.second
    value = f"{format_level(shown.value)} of {scale.high}"
    if is_second and first is not None:
        far = round_half_up(shown.value) - round_half_up(first.value)  # between the figures as they are shown
        value += f", {moved(far, format_level(abs(far)))}"
    name = "" if rounds.second is None else "Second round: " if is_second else "First round: "
    figures = joined(
        f"{name}{value}",
        f"{shown.raters} rated",
        f"{shown.tally.without} gave no level" if shown.tally.without else "",
        f"spread {shown.spread}",
    )
    return [f"`{spread_bar(scale, shown.tally.levels)}`", figures]


def spread_bar(scale: Scale, levels: Mapping[int, int]) -> str:
    """Draw how many chose each level, in plain text: ``1 ▪▪  2 ▪  3 –  4 ▪▪▪  5 –``."""
    every = scale.levels() if len(scale.levels()) <= MOST_DRAWN else sorted(levels)
    drawn = "▪" if sum(levels.values()) <= MOST_MARKS else ""
    counts = ((level, levels.get(level, 0)) for level in every)
    return "  ".join(f"{level} {drawn * count or f'×{count}' if count else '–'}" for level, count in counts)


def _split_line(split: Split, opens: str) -> str:
    groups = sorted(split.groups, key=lambda each: mean_level(each.levels))
    ends = (
        f"{_group(each, split.by)} {format_level(mean_level(each.levels))} ({sum(each.levels.values())} people)"
        for each in groups
    )
    line = f"{opens}by {split.by}: {' · '.join(ends)}"
    return capital(line)


def _standing(shows: Discussion, item: AgendaItem) -> list[str]:
    rounds, lines = item.rounds, []
    if rounds.agreed is not None:
        lines.append(f"✓ Agreed: level *{rounds.agreed.level}*")
    if rounds.open is not None:
        revealed = reveal_words(rounds.open.closing, shows.people, shows.facilitator)
        progress = f"{handed_in_words(rounds.open.handed_in, shows.people)}, revealed {revealed}"
        if rounds.open.closed is not None:
            progress = f"closed with {len(rounds.open.closed.receipts)} answers, about to be revealed"
        lines.append(f"_Being rated again in private: {progress}_")
    elif rounds.held == MOST_ROUNDS and rounds.second is None and rounds.first is not None:
        lines.append("_Nothing of a second round is shown: fewer than three rated again, or it was ended._")
    return lines


def quotes_of(quotes: Iterable[Quote], longest: int = SECTION_TEXT - 2) -> list[str]:
    """Quote what people said, without their names, one a line; links show where they lead."""
    found = []
    for each in quotes:
        text = each.evidence.text
        if each.evidence.kind != "words":
            found.append(link(text))
        elif words := said(text, longest):
            found.append(f"“{words}”")
    return found


def _buttons(shows: Discussion, item: AgendaItem, *, leads: bool) -> list[Element]:
    value = OfTwo(shows.assessment, item.row.key)
    buttons: list[Element] = []
    if item.rounds.open is None:
        buttons.append(kit.button(_agree_words(item), ids.AGREE_ON, value=value))
    elif leads:  # what is rated again together is closed together
        own = (
            ("Close and reveal", ids.OPEN_CLOSE),
            ("Change when", ids.OPEN_CONTRACT),
            ("End without a reveal", ids.OPEN_END),
        )
        buttons += [kit.button(label, action, value=shows.assessment) for label, action in own]
    if item.rounds.can_be_rated_again and not shows.is_open:
        buttons.append(kit.button("Rate again", ids.RATE_AGAIN, value=value))
    count = f" ({len(item.rounds.quotes)})" if item.rounds.quotes else ""
    buttons.append(kit.button(f"What was said{count}", ids.SHOW_SAID, value=value))
    return buttons


def _agree_words(item: AgendaItem) -> str:
    return "Agree on a level" if item.rounds.agreed is None else "Change what was agreed"


def _closing(shows: Discussion) -> list[Block]:
    buttons = [kit.button("Change the minutes", ids.OPEN_SHARING, value=shows.assessment)]
    if shows.named:
        buttons.append(kit.button("Who said what", ids.SHOW_WHO, value=shows.assessment))
    who = someone(shows.facilitator)
    note = (
        f"{who} leads the discussion, and alone records what is agreed, has something rated again and sets the minutes."
    )
    return [kit.divider(), kit.actions(*buttons), kit.context(note)]


def agreement(shows: Agreement) -> Message:
    """Say once what the group agreed on; once it was taken back, that."""
    agreed, name = shows.agreed, said(shows.name, NAME_LENGTH)
    if shows.taken_back is not None:
        by, day = someone(shows.taken_back.by), when(shows.taken_back.at)
        return kit.paragraph(
            f"*{name}*: level {agreed.level} was agreed, and {by} took that back on {day}. What people rated counts"
            " again."
        )
    lines = [f"✓ *{name}*: the group agreed on level *{agreed.level}*, recorded by {someone(agreed.by)}."]
    lines += [f"Why: “{said(agreed.reason, REASON_LENGTH)}”"] if agreed.reason else []
    lines += [f"Not everybody agrees: “{said(agreed.dissent, REASON_LENGTH)}”"] if agreed.dissent else []
    text = "\n".join(lines)
    if not shows.stands:
        return kit.message([kit.section(text)], kit.context("Another level was agreed on later."))
    back = kit.button("Take it back", ids.AGREE_TAKE_BACK, value=OfNumber(shows.assessment, shows.number))
    return kit.paragraph(text, back)


def lead_offered(assessment: str, facilitator: str) -> Message:
    """Offer the lead to whoever wants to do what only the facilitator may, who is gone."""
    text = (
        f"{someone(facilitator)}, who led this discussion, is not in this channel any more. Whoever takes the lead"
        " records what is agreed and has something rated again."
    )
    take = kit.button("Take the lead", ids.TAKE_LEAD, value=OfTwo(assessment, facilitator))
    return kit.paragraph(text, take)


def refusal(refused: Refused) -> str:
    """Say why something is not done, and what can be done instead."""
    match refused.why:
        case Hindrance.NOT_HERE:
            return "There is nothing to discuss here yet: the levels are not revealed, or this is of another channel."
        case Hindrance.NOT_YOURS:
            who = someone(refused.facilitator)
            return f"Only {who}, who leads this discussion, can do that. Say in the thread what you would like."
        case Hindrance.UNDER_WAY:
            return "Something is being rated again. Wait until that is revealed, or close it first."
        case Hindrance.TWICE:
            return "This dimension was rated twice, which is the most. Agree on a level instead."
        case Hindrance.REPLACED:
            return "Another level was agreed on since, so there is nothing to take back here."


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
    return kit.modal(_agree_words(item), blocks, callback_id=ids.AGREE_FORM, submit="Record it", about=metadata)


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
