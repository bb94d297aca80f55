"""The scorecard: in the headline, in the thread, for who asks, shared in the channel; and lists of several."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from bot.core.assessment import NotApplicable, Status
from bot.core.conversation.turns import Button
from bot.core.drafts.brief import shortened
from bot.core.drafts.standing import NOTHING_ACCEPTED, Accepted
from bot.core.scoring.rounds import Rounds
from bot.core.scoring.scorecard import Row, Scorecard
from bot.core.scoring.scoring import Gap, format_level
from bot.core.scoring.trend import Trend
from bot.core.text import capital, has_substance
from bot.core.thread import Headline
from bot.core.thread_of_team import ShownPicture
from bot.slack import blocks as kit
from bot.slack import ids
from bot.slack.blocks import Block, Element, Message, View
from bot.slack.text import channel_mention, joined, plain, said, someone, when
from bot.slack.values import OfPage, OfTwo, press_id, press_value
from bot.slack.views.cadences import number_words
from bot.slack.views.drafts import accepted_texts, plan_line
from bot.slack.views.levels import bar, change_since, change_words, meaning, overall_words, value_words
from bot.slack.views.portfolio import NONE_SHARED
from bot.slack.views.team import conduct_menu, team_progress
from bot.slack.views.trend import (
    TITLE_LENGTH,
    figure,
    measure_blocks,
    trend_charts,
)
from bot.use_cases.notified import PAGE_SIZE, ListedCard, Page
from bot.use_cases.scorecards import Listed, NoMatch

TOP_GAPS = 3
NAME_LENGTH = 120
NO_NOTES = (
    "No note is accepted yet. *Draft notes and plan* under the scorecard has them drafted; what people accept in the"
    " thread stands here."
)
MOST_MEASURED = 4
"""Assessments whose own figures, such as the NPS, stand beside the scores; `/cx-scorecard trend` has them all."""
IN_WORDS = "`/cx-scorecard trend` tells how it went in words, `/cx-scorecard compare` what is new."
VERSION_LENGTH = 24
MOST_BOXES = 5
"""Boxes of a level in a table, which has little room on a phone."""
TOO_FEW = "fewer than three rated it"
MOST_WORDS = 140
"""Words of a card, bars and dots not counted: what is read in ten seconds."""


@dataclass(frozen=True, slots=True)
class _Brevity:
    """How many characters of a name, of what a band means and of a step a card shows, and of how many gaps the step.

    ``rows`` are its dimensions: of more the lowest ones stand there, and the thread has all.
    """

    name: int
    meaning: int
    step: int
    steps: int
    rows: int = 12


BREVITIES = (
    _Brevity(80, 300, 240, TOP_GAPS),
    _Brevity(60, 300, 240, 1),
    _Brevity(48, 160, 120, 1),
    _Brevity(48, 100, 80, 1),
    _Brevity(36, 100, 60, 0),
    _Brevity(24, 60, 60, 0),
    _Brevity(16, 40, 40, 0, rows=6),
)
"""From the longest card to the shortest: the first that keeps to ``MOST_WORDS`` is shown."""


def in_thread(
    card: Scorecard,
    course: Trend | None = None,
    accepted: Accepted = NOTHING_ACCEPTED,
    picture: ShownPicture | None = None,
) -> Message:
    """Show the scorecard in its thread, with its picture, every row as a table, and how the line went as charts."""
    brevity = _fitting(card, accepted)
    head = kit.section("\n".join(filter(None, (summary(card, brevity), _target_line(card)))))
    drawn = [kit.picture(picture.file, picture.alt)] if picture is not None else []
    line: list[Block] = []
    if course is not None:
        charts = trend_charts(course) if picture is None else []  # the picture shows last time as well
        line = [*measure_blocks(course, MOST_MEASURED), *charts, kit.context(IN_WORDS)]
    following = kit.section(_next(card, accepted, brevity))
    small, row = kit.context(_source(card)), _row(card)
    # in so few and narrow columns that a phone shows them side by side; long is the first
    heads = ("Dimension", "Level", "Raters" if card.of_team else "Evidence")
    table = kit.table([heads, *(_cells(card, each) for each in card.rows)], wrapped=(0,))
    return Message(as_text(card, accepted), (head, *drawn, table, following, *line, small, *row))


def for_asker(card: Scorecard, accepted: Accepted = NOTHING_ACCEPTED) -> Message:
    """Show the card to the person who asked: rows as lines of text."""
    return Message(as_text(card, accepted), (*_card(card, accepted), kit.context(_source(card)), *_row(card)))


def shared(
    card: Scorecard, by: str, accepted: Accepted = NOTHING_ACCEPTED, picture: ShownPicture | None = None
) -> Message:
    """Show the card to the channel, with its picture, who shared it and a way to take it back."""
    remove: Element = kit.button("Remove", ids.UNSHARE, value=card.assessment)
    note = kit.context(f"Shared by {someone(by)} · {_source(card)}")
    head, *more = _card(card, accepted)
    drawn = [kit.picture(picture.file, picture.alt)] if picture is not None else []
    return Message(as_text(card, accepted), (head, *drawn, *more, note, kit.actions(remove)))


def as_text(card: Scorecard, accepted: Accepted = NOTHING_ACCEPTED) -> str:
    """Return the card as text: for notifications, screen readers and clients without blocks."""
    return "\n".join([*kit.words_of(_card(card, accepted)), _source(card)])


def _card(card: Scorecard, accepted: Accepted) -> list[Block]:
    return [kit.section(part) for part in _parts(card, accepted, _fitting(card, accepted)) if part]


def _parts(card: Scorecard, accepted: Accepted, brevity: _Brevity) -> tuple[str, str, str]:
    return summary(card, brevity), _rows(card, brevity), _next(card, accepted, brevity)


def _fitting(card: Scorecard, accepted: Accepted) -> _Brevity:
    """Choose how long names and steps are, so that the card is read in ten seconds whatever it is about."""
    source = _source(card)
    for each in BREVITIES:
        words = " ".join((*_parts(card, accepted, each), source)).split()
        if sum(map(has_substance, words)) <= MOST_WORDS:
            return each
    return BREVITIES[-1]


def _cut(text: str, longest: int) -> str:
    return said(shortened(text, longest))


def _row(card: Scorecard) -> list[Block]:
    """Build the row of what can be done with a scorecard; what is not complete is neither drafted nor reminded of."""
    key = card.assessment
    buttons: list[Element] = []
    if card.missing and card.answered and _is_complete(card) and not card.of_team:
        value = press_value(key, 0, card.missing[0])
        buttons.append(kit.button("Rate what is missing", press_id(Button.RATE_MISSING), value=value))
    if _is_rated(card):
        buttons.append(kit.button("Share in channel", ids.SHARE, value=key))
    if _is_written_about(card):
        buttons.append(kit.button("Draft notes and plan", ids.ASK_DRAFTS, value=key))
    if _is_complete(card):
        buttons.append(kit.button("Remind us", ids.OPEN_CADENCE, value=key))
    more = [kit.option(label, OfTwo(action, key)) for label, action, fits in MORE_ENTRIES if fits(card)]
    elements = [*buttons, *([kit.overflow(ids.MORE, more)] if more else [])]
    return [kit.actions(*elements)] if elements else []


def _is_complete(card: Scorecard) -> bool:
    return card.completed_at is not None


def _is_written_about(card: Scorecard) -> bool:
    return _is_complete(card) and card.overall is not None


def _is_rated(card: Scorecard) -> bool:
    return card.overall is not None


MORE_ENTRIES: tuple[tuple[str, str, Callable[[Scorecard], bool]], ...] = (
    ("Change an answer", ids.OPEN_CHANGE, lambda card: _is_complete(card) and not card.of_team),
    ("Show notes", ids.SHOW_NOTES, _is_written_about),
    ("Report", ids.ASK_REPORT, _is_rated),
    ("Export", ids.ASK_EXPORT, _is_rated),
    ("Language", ids.OPEN_LANGUAGE, _is_written_about),
)
"""What *More* offers under a scorecard: the words, the action id of its route, and when it is offered.

The route gets the assessment's id as the value, as from a button of its own. Slack takes five at most.
"""


REPORT_COMES = "I write the report on *{subject}* and send it to you in a direct message."
EXPORT_COMES = "I write the data of *{subject}* as a workbook and send it to you in a direct message."


def file_comes(words: str, card: Scorecard) -> Message:
    """Say where the report or the data is going to be."""
    return kit.paragraph(words.format(subject=said(card.subject, NAME_LENGTH)))


def notes(card: Scorecard, accepted: Accepted) -> View:
    """Show one person what people accepted about a scorecard."""
    head = kit.section(f"*{said(card.subject, NAME_LENGTH)} · {said(card.framework.title, TITLE_LENGTH)}*")
    texts = accepted_texts(accepted) or [kit.section(NO_NOTES)]
    return kit.window("Accepted notes", [head, *texts])


def summary(card: Scorecard, brevity: _Brevity) -> str:
    """Say what a manager needs: the figure with its band, what that means, the change, and what holds it back."""
    title = f"*{_cut(card.subject, brevity.name)} · {_cut(card.framework.title, brevity.name)}*"
    return "\n".join(
        filter(
            None, (title, result_line(card, brevity.name), meaning(card, brevity.meaning), _floor_line(card, brevity))
        )
    )


def result_line(card: Scorecard, longest: int = NAME_LENGTH) -> str:
    """Return overall, band and change in one line, and for how much of it evidence was given."""
    if _is_hidden(card):
        return "Each answers in private. Nothing of it is revealed, so there is no figure."
    if card.overall is None:
        return _withdrawn(card, longest) or "Nothing is rated yet, so there is no figure."
    parts = [f"*{overall_words(card.overall, card)}*"]
    if card.provisional:
        done, all_of_them = card.coverage.rated, card.coverage.applicable
        parts.append(f"{done} of {all_of_them} rated, provisional: no band yet")
        left = [each for each in card.missing if each not in card.withheld]
        for why, keys in (("not rated", left), ("too few rated", card.withheld)):
            names = [_cut(card.row(key).name, longest) for key in keys]
            parts += [f"{why}: {_listed(names)}"] if names else []
    backed = f" (evidenced: {card.lower_evidenced.text})" if card.lower_evidenced is not None else ""
    evidence = f"evidence for {card.with_evidence} of {card.coverage.rated}{backed}"
    return joined(*parts, _withdrawn(card, longest), change_since(card), evidence)


def _withdrawn(card: Scorecard, longest: int) -> str:
    """Say which dimensions are not rated because an answer went with a person who was removed; empty for none."""
    gone = [key for key in card.missing if key in card.withdrawn]
    if card.overall is None and gone:
        return "The answers were withdrawn with the person who gave them, so there is no figure."
    return f"an answer was withdrawn for {_listed([_cut(card.row(key).name, longest) for key in gone])}" if gone else ""


def _floor_line(card: Scorecard, brevity: _Brevity) -> str:
    """Say which dimensions are lowest, and how many hold back the next whole level."""
    if card.floor is None:
        return ""
    lowest = _listed([_cut(card.row(key).name, brevity.name) for key in card.floor.dimensions])
    at = format_level(card.floor.value)
    if card.held_back is None:
        if len(card.floor.dimensions) == card.coverage.rated:
            return f"Every rated dimension is at {at}."
        return f"Lowest: {lowest} at {at}."
    held = card.held_back.dimensions
    count = f"{capital(number_words(len(held)))} dimension{'s' if len(held) > 1 else ''}"
    verb = "hold" if len(held) > 1 else "holds"
    if len(held) == 1 or len(held) > len(card.floor.dimensions):
        return f"{count} {verb} back level {card.held_back.level}. Lowest: {lowest} at {at}."
    return f"{count} at {at} {verb} back level {card.held_back.level}."


def _listed(names: list[str]) -> str:
    most = 3
    if len(names) > most:
        return f"{', '.join(names[:2])} and {len(names) - 2} more"
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def _is_hidden(card: Scorecard) -> bool:
    """Return whether several people are asked in private, and nothing of what they said was revealed."""
    return card.of_team and not card.handed_in


def _rows(card: Scorecard, brevity: _Brevity) -> str:
    if _is_hidden(card):
        return ""
    shown, rest = card.rows, len(card.rows) - brevity.rows
    if rest > 0:
        top = card.framework.top
        lowest = sorted(card.rows, key=lambda each: each.value if isinstance(each.value, Fraction) else top)
        shown = tuple(each for each in card.rows if each in lowest[: brevity.rows])
    lines = [_target_line(card), *(row_line(card, each, brevity.name) for each in shown)]
    return "\n".join(filter(None, [*lines, f"_and {rest} more in the thread_" if rest > 0 else ""]))


def _target_line(card: Scorecard) -> str:
    return f"_Target: level {card.target} everywhere_" if card.target is not None else ""


def row_line(card: Scorecard, row: Row, longest: int = NAME_LENGTH) -> str:
    """Return one dimension as a line of text that reads without colours or pictures."""
    line = f"`{bar(row.value, card.framework.scale.high)}` *{level_now(row)}* {_cut(row.name, longest)}"
    reason = row.value.reason if isinstance(row.value, NotApplicable) else ""
    return joined(line, f"“{_cut(reason, longest)}”" if reason else "", _own_target(card, row), *_remarks(row))


def level_now(row: Row) -> str:
    """Return the level of a dimension, with that of last time where it has changed: ``2 → 3``."""
    now = value_words(row.value)
    return now if row.change is None or row.change.difference == 0 else f"{format_level(row.change.old)} → {now}"


def _own_target(card: Scorecard, row: Row) -> str:
    return f"target {row.target}" if card.target is None and not isinstance(row.value, NotApplicable) else ""


def _remarks(row: Row) -> list[str]:
    """Say what qualifies a level: evidence that backs a lower one only, and a change that nothing explains."""
    lower = isinstance(row.value, Fraction) and isinstance(row.evidenced, Fraction) and row.evidenced < row.value
    remarks = [f"evidenced {value_words(row.evidenced)}"] if lower else []
    remarks += ["unexplained"] if row.change is not None and row.change.unexplained else []
    return [*_of_rounds(row.rounds), *remarks] if row.rounds is not None else remarks


def _of_rounds(rounds: Rounds) -> list[str]:
    """Say how a team came to a level: what was agreed, how it went from round to round, whether they are far apart."""
    found = [format_level(each.value) for each in rounds.shown]
    remarks = ["agreed"] if rounds.agreed is not None else []
    if rounds.first is not None and rounds.second is not None:
        remarks.append(f"rounds {found[0]} → {found[1]}")
    elif rounds.second is not None:
        remarks.append(f"second round {found[0]}")
    elif rounds.first is not None and rounds.agreed is not None:
        remarks.append(f"rated {found[0]}")
    remarks += ["split"] if rounds.newest is not None and rounds.newest.is_split else []
    remarks += [f"{sum(rounds.late.values())} late, apart"] if rounds.late else []
    return [TOO_FEW] if rounds.is_withheld else remarks


def _cells(card: Scorecard, row: Row) -> tuple[str, ...]:
    given = f"{row.showing} given" if row.showing else "none"
    if card.of_team:
        given = f"{row.raters}, {row.spread} apart" if row.spread else str(row.raters) if row.raters else ""
    name = plain(joined(row.name, _own_target(card, row), *_remarks(row)), NAME_LENGTH)
    if not isinstance(row.value, Fraction):
        return name, level_now(row), ""
    high = card.framework.scale.high
    boxes = min(high, MOST_BOXES)
    return name, f"{bar(row.value * boxes / high, boxes)} {level_now(row)}", given


def _next(card: Scorecard, accepted: Accepted, brevity: _Brevity) -> str:
    """Say what comes next: the largest gaps with a next step, or the next action of the plan once that is accepted."""
    plan = plan_line(accepted.actions, brevity.step)
    if plan and card.overall is not None:
        return "\n".join([top_gaps_line(card, brevity.name), *plan])
    gaps = [_gap_line(card, place, brevity) for place in range(len(card.gaps[:TOP_GAPS]))]
    if gaps:
        gaps = ["*Next*", *gaps]
    elif card.overall is not None:
        gaps = ["*No gaps:* every rated dimension has reached its target."]
        gaps += [] if card.provisional else ["*Next* Type `/cx-remind` in the channel to have it assessed again."]
    elif card.withdrawn:
        gaps = ["*Next* Type `/cx-assess` in the channel to assess it anew."]
    elif _is_hidden(card):
        gaps = ["*Next* Its headline in the channel says how many have handed in, and when it is revealed."]
    else:
        gaps = ["*Next* Answer in the thread: a level for each dimension, and what shows it."]
    return "\n".join([*gaps, *plan])


def _gap_line(card: Scorecard, place: int, brevity: _Brevity) -> str:
    gap = card.gaps[place]
    line = f"{place + 1}. *{_cut(card.row(gap.dimension).name, brevity.name)}* {_gap_words(gap)}"
    step = gap.next_step or (f"At level {gap.aim.level}: {gap.aim.text}" if gap.aim is not None else "")
    return f"{line}: {_cut(step, brevity.step)}" if step and place < brevity.steps else line


def _gap_words(gap: Gap) -> str:
    return f"(level {format_level(gap.value)}, target {gap.target})"


def _source(card: Scorecard) -> str:
    nobody = "" if card.withdrawn else "nobody yet"
    people = _listed([someone(each) for each in card.answered]) if card.answered else nobody
    if card.of_team:
        people = f"{card.handed_in} people, each in private"
        people += ", nothing shown of fewer than three" if card.withheld else ""
    at = card.completed_at or card.started_at
    if _is_hidden(card):
        return f"started {when(at)} · framework {said(card.framework.version, VERSION_LENGTH)}"
    count = f"{card.coverage.rated} of {card.coverage.applicable} rated"
    said_by = f"{people}, {when(at)}" if people else when(at)
    return f"{count} · {said_by} · framework {said(card.framework.version, VERSION_LENGTH)}"


def top_gaps_line(card: Scorecard, longest: int = NAME_LENGTH) -> str:
    """Name the top gaps in one line; empty where nothing is rated."""
    if card.overall is None:
        return ""
    gaps = [f"{_cut(card.row(each.dimension).name, longest)} {_gap_words(each)}" for each in card.gaps[:TOP_GAPS]]
    return f"Top gaps: {', '.join(gaps)}" if gaps else "No gaps: every rated dimension is on target."


def headline(shows: Headline) -> Message:
    """Show what is assessed, by whom and how far it is; once it is complete, its result in two lines."""
    title = f"*{said(shows.subject)} · {said(shows.title)}*"
    menu = conduct_menu(shows, shows.terms) if shows.terms is not None else None
    blocks: list[Block] = [kit.section(f"{title}\n{said(shows.prompt)}" if shows.prompt else title, accessory=menu)]
    if shows.result is not None:
        lines = (result_line(shows.result), meaning(shows.result, BREVITIES[0].meaning), top_gaps_line(shows.result))
        blocks.append(kit.section("\n".join(filter(None, lines))))
    return kit.message([*blocks, kit.context(" · ".join(_progress(shows)))])


def _progress(shows: Headline) -> list[str]:
    led_by = f", taken over by {someone(shows.led_by)}" if shows.led_by else ""
    parts = [f"Started by {someone(shows.facilitator)}{led_by}"]
    if shows.terms is not None:
        last = [_last(shows.last)] if shows.last is not None and shows.result is None else []
        return [*parts, *team_progress(shows, shows.terms), *last]
    count = f"{shows.done} of {shows.total} answered"
    match shows.status:
        case Status.OPEN:
            parts.append(f"{count} · answer in the thread")
        case Status.PAUSED:
            parts.append(f"{count} · paused")
        case Status.STOPPED:
            parts.append(f"{count} · stopped")
        case Status.COMPLETE:
            is_partial = shows.result is not None and shows.result.provisional
            parts.append("scorecard in the thread" if is_partial else "complete · scorecard in the thread")
    if shows.last is not None and shows.result is None:
        parts.append(_last(shows.last))
    return parts


def _last(card: Scorecard) -> str:
    at = when(card.completed_at or card.started_at)
    return f"last time {overall_words(card.overall, card)}, {at}" if card.overall is not None else f"last time {at}"


SHOWN = 15
STATUS_WORDS = {Status.OPEN: "under way", Status.PAUSED: "paused", Status.STOPPED: "stopped"}


def listed(answer: Listed) -> Message:
    """List the assessments of the channel, each with its result and a button."""
    blocks: list[Block] = [kit.section("*Assessments of this channel*, the newest first")]
    for each in answer.page.cards:
        button = kit.button("Show", ids.SHOW_CARD, value=each.card.assessment)
        blocks.append(kit.section(_line(each), accessory=button))
    return _paged(blocks, answer.page, ids.TURN_PAGE, answer.words)


def elsewhere(page: Page | None, shown_in: str) -> Message:
    """List what a person may see of other channels; ``shown_in`` names this list."""
    if page is None or not page.cards:
        return kit.paragraph(NONE_SHARED)
    rows = [f"{_line(each)} · {channel_mention(each.channel)}" for each in page.cards]
    blocks = [kit.section("*Assessments in your channels*, the newest first"), *map(kit.section, rows)]
    blocks.append(
        kit.context(
            "Type `/cx-scorecard` in the channel itself to see its scorecard."
            " Other channels are for their members only."
        )
    )
    return _paged(blocks, page, ids.TURN_ELSEWHERE, shown_in)


def _line(each: ListedCard) -> str:
    """Say in two lines what was assessed, how it came out, when, and how far it moved."""
    card = each.card
    name = f"*{said(card.subject, TITLE_LENGTH)}* · {said(card.framework.title, TITLE_LENGTH)}"
    day = when(card.completed_at or card.started_at)
    if each.status is not Status.COMPLETE:
        rated = f"{card.coverage.rated} of {card.coverage.applicable} rated"
        return f"{name}\n{joined(STATUS_WORDS[each.status], rated, f'started {day}')}"
    return f"{name}\n{joined(figure(card), change_words(card), day)}"


def _paged(blocks: list[Block], page: Page, turn: str, words: str) -> Message:
    """Say which part of a list stands here, with the ways to the others."""
    buttons = []
    if page.number:
        buttons.append(kit.button("Newer", f"{turn}newer", value=OfPage(page.number - 1, words)))
    if not page.is_last:
        buttons.append(kit.button("Older", f"{turn}older", value=OfPage(page.number + 1, words)))
    if buttons:
        first = page.number * PAGE_SIZE + 1
        blocks.append(kit.context(f"{first} to {first + len(page.cards) - 1} of {page.total}"))
    return kit.message(blocks, *kit.row(buttons))


def no_match(
    answer: NoMatch, what: str = "Nothing assessed here is", also: str = "`previous`, `list` and `help`"
) -> Message:
    """Name the nearest match and the valid ones; ``also`` are words that are no names."""
    near = f" Did you mean `{said(answer.nearest)}`?" if answer.nearest else ""
    names = ", ".join(f"`{said(each, 80)}`" for each in answer.names[:SHOWN])
    called = f"{what} called “{said(answer.said, 80)}”.{near}"
    return kit.paragraph(f"{called}\nYou can ask for {names}; also {also}.")


NONE_HERE = "Nothing has been assessed in this channel yet. Type `/cx-assess` to start."


HELP = (
    "*How to ask*\n"
    "• `/cx-scorecard` shows the latest scorecard of this channel\n"
    "• `/cx-scorecard acme` the latest of a subject, `/cx-scorecard maturity` of a framework, or both\n"
    "• `/cx-scorecard previous` the one before, with the same words beside it\n"
    "• `/cx-scorecard list` all of them\n"
    "• `/cx-scorecard all` those of all your channels beside each other, by direct message\n"
    "• `/cx-scorecard trend` how the figures went from one assessment to the next\n"
    "• `/cx-scorecard compare` the last two side by side; both with the same words beside them\n"
    "• `/cx-scorecard report` it as a file to hand on, in a direct message\n"
    "• `/cx-scorecard saved` the messages saved as evidence for what is assessed here\n"
    "Only you see the answer, until you press *Share in channel*."
)
