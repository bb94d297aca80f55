"""Change over time and two assessments beside each other: text that stands on its own, then the figures as charts."""

from collections.abc import Callable, Mapping
from datetime import UTC
from fractions import Fraction

from bot.core.metric import MetricOrigin
from bot.core.scoring.scorecard import Scorecard
from bot.core.scoring.scoring import Overall, format_figure, format_level, round_half_up
from bot.core.scoring.trend import Break, Comparison, Level, Measure, Point, Track, Trend
from bot.core.team import Evidence
from bot.core.text import said_day
from bot.slack import blocks as kit
from bot.slack import ids
from bot.slack.blocks import Block, Message
from bot.slack.limits import CHART_POINTS
from bot.slack.text import mention, said, shortened, when
from bot.slack.values import OfTwo
from bot.slack.views.levels import change_words, evidence_words, moved, overall_words, value_words
from bot.slack.views.metrics import track_line
from bot.use_cases.scorecards import MOST_POINTS, UnderWay, Unlike

NAME_LENGTH = 80
TITLE_LENGTH = 150
FIGURE_LENGTH = 24
MEASURES = 8
ROOM = 9_500
"""Characters of the text; a message takes about 13,000, of which charts and small print want some."""
BREAK, STEP = " ‖ ", " → "
EARLIER = "… → "
NOT_THERE = "none"
UNEXPLAINED = "_Unexplained_: a whole level or more, with no new evidence and no finished action."
REASONS: Mapping[Break, str] = {
    Break.FRAMEWORK: "made with another framework, {title} {version}",
    Break.NEW: "new in framework {version}",
    Break.GONE: "no longer in framework {version}",
    Break.SCALE: "framework {version} has another scale",
    Break.AGGREGATE: "framework {version} computes the overall figure in another way",
    Break.DIMENSIONS: "framework {version} has other dimensions",
    Break.WEIGHTS: "framework {version} weighs the dimensions anew",
    Break.WORDING: "framework {version} words this dimension anew",
    Break.PROVISIONAL: "not compared with the one before: not every dimension is rated in both",
    Break.RATED: "not compared with the one before: other dimensions apply",
}
BROKEN = "‖ stands where before and after do not compare."


def title(card: Scorecard) -> str:
    """Name the subject and the framework."""
    return f"*{said(card.subject, NAME_LENGTH)} · {said(card.framework.title, TITLE_LENGTH)}*"


def figure(card: Scorecard) -> str:
    """Return the overall figure with its band, or say that there is none."""
    if card.overall is None:
        return "no dimension rated"
    words = f"*{shortened(overall_words(card.overall, card), TITLE_LENGTH)}*"
    return f"{words}, provisional" if card.provisional else words


def day(card: Scorecard) -> str:
    """Return the day of an assessment: when it ended, else when it began."""
    return when(card.completed_at or card.started_at)


def overall_reason(broken: Break, card: Scorecard) -> str:
    """Say why the overall figure does not compare with that of the assessment before ``card``."""
    if broken is Break.WORDING:
        return f"framework {said(card.framework.version, FIGURE_LENGTH)} words dimensions anew"
    return reason(broken, card)


def reason(broken: Break, card: Scorecard) -> str:
    """Say why a dimension, or the overall figure, does not compare with the assessment before ``card``."""
    title = said(card.framework.title, NAME_LENGTH)
    return REASONS[broken].format(title=title, version=said(card.framework.version, FIGURE_LENGTH))


def level_words(level: Level) -> str:
    """Return a level in a word or two; "none" where the framework has no such dimension."""
    return NOT_THERE if level.value is None else value_words(level.value)


def measure_blocks(shown: Trend, most: int) -> list[Block]:
    """Return the subject's own figures, at most so many of the newest of each, one line each.

    A metric of which people said more than what the assessments began with stands there with its days and its target.
    """
    said_of = [
        each for each in shown.metrics if any(one.source is not MetricOrigin.ASSESSMENT for one in each.readings)
    ]
    keys = {each.last.metric for each in said_of}
    rows = [track_line(each) for each in said_of]
    rows += [_measure_line(each, most) for each in shown.measures if each.metric not in keys]
    if len(rows) > MEASURES:
        rows[MEASURES:] = [f"and {len(rows) - MEASURES} more figures"]
    rows += _against_lines(shown)
    return [kit.section("*Beside the scores*\n" + "\n".join(rows))] if rows else []


def _against_lines(shown: Trend) -> list[str]:
    """Say which metrics went the other way than the overall figure, without a word about causes."""
    change = shown.newest.change
    if change is None or not shown.against:
        return []
    moves = " and ".join(
        f"{said(each.name, NAME_LENGTH)} from {each.old.digits} to {said(each.new.text, FIGURE_LENGTH)}"
        for each in shown.against[:MEASURES]
    )
    other = "better" if change.difference < 0 else "worse"
    went = f"The overall figure went {change_words(shown.newest)}."
    return [f"{went} In the same time this became {other}: {moves}. The figures do not say why."]


def _measure_line(measure: Measure, most: int) -> str:
    values = [said(each, FIGURE_LENGTH) if each else "not given" for each in measure.values[-most:]]
    if len(values) > 1 and len(set(measure.values)) == 1:
        values = [f"{values[0]}, unchanged"]
    cut = EARLIER if len(measure.values) > most and len(values) > 1 else ""
    return f"{said(measure.name, NAME_LENGTH)}: {cut}{STEP.join(values)}"


def legend(shown: Trend) -> list[str]:
    """Explain the marks that stand in the text."""
    levels = [level for track in shown.tracks for level in track.levels]
    marked = any(each.change is not None and each.change.unexplained for each in levels)
    broken = any(each.broken is not None for each in levels) or any(each.broken is not None for each in shown.points)
    return [*([UNEXPLAINED] if marked else []), *([BROKEN] if broken else [])]


def size(rows: list[str]) -> int:
    """Count the characters of rows, each with its line end."""
    return sum(len(row) + 1 for row in rows)


def _within(rows: list[str], room: int) -> str:
    """Return the rows that fit as lines, and say how many more there are."""
    kept = kit.within(rows, room)
    return "\n".join(kept if len(kept) == len(rows) else [*kept, f"and {len(rows) - len(kept)} more dimensions"])


MOST_BARS = 4
"""Bars beside each other for one dimension; more would be too thin to read."""


def trend_charts(shown: Trend) -> list[Block]:
    """Draw the overall figure between two breaks, and the levels of the newest assessments, by dimension."""
    cards = _unbroken(shown)
    overall = [_overall_chart(cards, whole=len(cards) == len(shown.points))] if cards else []
    return [*overall, *_levels_chart(shown)]


def _unbroken(shown: Trend) -> list[Scorecard]:
    """Return the newest run of scorecards whose overall figures compare one with the next; none where no two do."""
    end = len(shown.points) - 1
    while end > 0 and shown.points[end].card.change is None:
        end -= 1
    start = end
    while start > 0 and shown.points[start].card.change is not None:
        start -= 1
    return [each.card for each in shown.points[start : end + 1]] if end > start else []


def _overall_chart(cards: list[Scorecard], *, whole: bool) -> Block:
    days = _days(cards)
    series = {"Overall": [_figure(each.overall) for each in cards]}
    evidenced = [_figure(each.evidenced) for each in cards]
    if evidenced != series["Overall"]:
        series["Evidenced"] = evidenced
    title = f"Overall, of {format_figure(cards[-1].framework.top, 'sum')}"
    return kit.chart("line", title if whole else f"{title}: {days[0]} to {days[-1]}", days, series)


def _figure(overall: Overall | None) -> float:
    return float(overall.rounded if overall is not None else 0)


def _levels_chart(shown: Trend) -> list[Block]:
    """Draw one group of bars for each dimension that is rated and compares in all of the newest assessments."""
    most = min(len(shown.points), MOST_BARS)
    tracks = {each: values for each in shown.tracks if (values := _compared(each, most))}
    if not 1 <= len(tracks) <= CHART_POINTS:
        return []
    days = _days([each.card for each in shown.points[-most:]])
    series = {day: [values[place] for values in tracks.values()] for place, day in enumerate(days)}
    title = "Levels by dimension" if len(tracks) == len(shown.tracks) else "Levels of the dimensions that compare"
    return [kit.chart("bar", title, [each.name for each in tracks], series)]


def _compared(track: Track, most: int) -> list[float]:
    """Return the newest levels of a dimension for a chart; nothing where one is missing or does not compare."""
    levels = track.levels[-most:]
    values = [each.value for each in levels if isinstance(each.value, Fraction)]
    if len(values) < most or any(each.broken is not None for each in levels[1:]):
        return []
    return [float(round_half_up(each)) for each in values]


def _days(cards: list[Scorecard]) -> list[str]:
    """Name assessments by their days: "22 Nov", with the year where they are of several; those of one day by number."""
    moments = [each.completed_at or each.started_at for each in cards]
    years = {each.astimezone(UTC).year for each in moments}
    found: list[str] = []
    for moment in moments:
        number, month, year = said_day(moment.astimezone(UTC)).split()
        name = f"{number} {month[:3]} {year}" if len(years) > 1 else f"{number} {month[:3]}"
        again = sum(each == name or each.startswith(f"{name} (") for each in found)
        found.append(f"{name} ({again + 1})" if again else name)
    return found


ONLY_ONE = "This is the only complete assessment of it here, so there is no change to show yet."


def trend(shown: Trend, *, charts: bool = True) -> Message:
    """Show a line: each assessment, each dimension, the subject's own figures; charts where no picture follows."""
    if len(shown.points) == 1:
        return _first_point(shown)
    first = said(shown.points[0].card.assessment, FIGURE_LENGTH)
    how = "sets the last two side by side, `/cx-scorecard compare {first}` the first and last"
    if len(shown.points) == 2:  # noqa: PLR2004  # then there is one way only
        how = "shows what is new, dimension by dimension"
    small = kit.context(*legend(shown), f"`/cx-scorecard compare` {how.format(first=first)}")
    blocks = _trend_blocks(shown) if charts else _fitted(shown)
    return kit.message(blocks, small, _share_row(shown.newest, "trend"))


def _trend_blocks(shown: Trend) -> list[Block]:
    return [*_fitted(shown), *trend_charts(shown)]


def _share_row(card: Scorecard, what: str) -> Block:
    return kit.actions(kit.button("Share in channel", ids.SHARE, value=OfTwo(card.assessment, what)))


def shared_over_time(shows: Trend | Comparison, by: str) -> Message:
    """Show it to the channel, with who shared it and a way to take it back."""
    line = shows if isinstance(shows, Trend) else shows.trend
    blocks = _trend_blocks(shows) if isinstance(shows, Trend) else _comparison_blocks(shows)
    remove = kit.button("Remove", ids.UNSHARE, value=line.newest.assessment)
    note = kit.context(f"Shared by {mention(by)} · up to {day(line.newest)}", *legend(line))
    return kit.message(blocks, note, kit.actions(remove))


def under_way(shown: UnderWay) -> Message:
    """Say that what was asked for is not complete."""
    name = said(shown.subject, NAME_LENGTH)
    return kit.paragraph(
        f"*{name}* · {said(shown.title, TITLE_LENGTH)} is not complete, and change over time is about complete"
        f" assessments. Type `/cx-scorecard {name}` to see where it stands."
    )


def _first_point(shown: Trend) -> Message:
    name = said(shown.newest.subject, NAME_LENGTH)
    lines = [
        title(shown.newest),
        *(_point_line(each) for each in shown.points),
        f"{ONLY_ONE} Type `/cx-assess {name}` when it is time for the next.",
    ]
    blocks = (kit.section("\n".join(lines)), *measure_blocks(shown, 1))
    return kit.message(blocks)


def _fitted(shown: Trend) -> list[Block]:
    """Build the text, with as many levels of each dimension as fit; every assessment has its line in any case."""
    count = len(shown.points)
    what = f"the newest {count} assessments" if count == MOST_POINTS else f"{count} assessments"
    heading = f"{title(shown.newest)}\nChange over {what}, the oldest first"
    head = "\n".join([heading, *(_point_line(each) for each in shown.points)])
    room = ROOM - len(head)

    def newest(most: int) -> tuple[list[str], list[Block], int]:
        measures = measure_blocks(shown, most)
        rows = [_track_line(shown, each, most) for each in shown.tracks]
        return rows, measures, room - sum(map(len, kit.words_of(measures)))

    found = map(newest, (MOST_POINTS, 6, 3))
    rows, measures, left = next((each for each in found if size(each[0]) <= each[2]), None) or newest(2)
    return [kit.section(head), kit.section(_within(rows, left)), *measures]


def _point_line(point: Point) -> str:
    card = point.card
    parts = [f"{day(card)}: {figure(card)}"]
    if card.change is not None:
        parts.append(change_words(card))
    elif point.broken is not None:
        parts.append(f"‖ {overall_reason(point.broken, card)}")
    return " · ".join(parts)


def _track_line(shown: Trend, track: Track, most: int) -> str:
    """Return a dimension as its levels, at most so many of the newest; each break with its reason behind them."""
    levels = track.levels[-most:]
    cards = [each.card for each in shown.points[-most:]]
    words = EARLIER if len(track.levels) > most else ""
    words += _marked(levels[0])
    for each in levels[1:]:
        words += (BREAK if each.broken is not None else STEP) + _marked(each)
    pairs = zip(levels[1:], cards[1:], strict=True)
    reasons = [reason(each.broken, card) for each, card in pairs if each.broken is not None]
    notes = "; ".join(dict.fromkeys(reasons[-2:]))
    return f"*{said(track.name, NAME_LENGTH)}*: {words}" + (f" · ‖ {notes}" if notes else "")


def _marked(level: Level) -> str:
    unexplained = level.change is not None and level.change.unexplained
    return f"{level_words(level)} (unexplained)" if unexplained else level_words(level)


QUOTED = 2
"""Pieces of new evidence that are quoted for a dimension; of more there is the number."""


def comparison(shown: Comparison) -> Message:
    """Show two assessments beside each other, dimension by dimension, with the evidence that is new."""
    marks = legend(shown.trend)
    row = _share_row(shown.trend.newest, f"compare.{shown.trend.points[0].card.assessment}")
    return kit.message(_comparison_blocks(shown), *([kit.context(*marks)] if marks else []), row)


def _comparison_blocks(shown: Comparison) -> list[Block]:
    both = shown.trend
    head = kit.section("\n".join([title(both.newest), *_overall_pair(both)]))
    measures = measure_blocks(both, 2)
    room = ROOM - sum(map(len, kit.words_of((head, *measures))))
    full = [_compared_line(shown, each, _quoted_evidence) for each in both.tracks]
    rows = full if size(full) <= room else [_compared_line(shown, each, _counted_evidence) for each in both.tracks]
    return [head, kit.section(_within(rows, room)), *measures, *_levels_chart(both)]


def unlike(shown: Unlike) -> Message:
    """Say that two assessments are not of one line."""
    one, other = (
        f"*{said(each.subject.name, NAME_LENGTH)}* · {said(each.framework.title, TITLE_LENGTH)}"
        for each in (shown.before, shown.now)
    )
    return kit.paragraph(
        f"These two do not compare: {one}, and {other}. Assessments of one subject with one framework do."
    )


def _overall_pair(both: Trend) -> list[str]:
    before, now = both.points
    sign = BREAK if now.broken is not None else STEP
    lines = [f"From {day(before.card)} to {day(now.card)}", f"{figure(before.card)}{sign}{figure(now.card)}"]
    if now.card.change is not None:
        lines[-1] += f" · {change_words(now.card)}"
    elif now.broken is not None:
        lines[-1] += f" · ‖ {overall_reason(now.broken, now.card)}"
    backed = [each.card.evidenced for each in both.points]
    if all(backed) and any(each.card.lower_evidenced is not None for each in both.points):
        lines.append("Evidenced: " + sign.join(each.text for each in backed if each is not None))
    return lines


def _compared_line(shown: Comparison, track: Track, words: Callable[[tuple[Evidence, ...]], str]) -> str:
    old, new = track.levels
    sign = BREAK if new.broken is not None else STEP
    parts = [f"*{said(track.name, NAME_LENGTH)}*: {level_words(old)}{sign}{level_words(new)}"]
    if new.broken is not None:
        parts.append(f"‖ {reason(new.broken, shown.trend.newest)}")
    elif new.change is not None:
        how = moved(new.change.difference, format_level(abs(new.change.difference)))
        parts.append(f"{how}, unexplained" if new.change.unexplained else how)
    if added := shown.added.get(track.key, ()):
        parts.append(words(added))
    return " · ".join(parts)


def _quoted_evidence(added: tuple[Evidence, ...]) -> str:
    quoted = evidence_words(added[:QUOTED])
    more = f" and {len(added) - QUOTED} more" if len(added) > QUOTED else ""
    return f"new evidence: {quoted}{more}" if quoted else _counted_evidence(added)


def _counted_evidence(added: tuple[Evidence, ...]) -> str:
    return "new evidence" if len(added) == 1 else f"{len(added)} pieces of new evidence"
