"""The portfolio: subjects by framework with their figures, the heat map of dimensions, one beside the others."""

from collections.abc import Iterable
from fractions import Fraction

from bot.core.assessment import NotApplicable, NotRated
from bot.core.framework import Scale
from bot.core.json_values import exact
from bot.core.scoring.portfolio import Peers, Portfolio, PortfolioGroup, PortfolioPage, PortfolioRow, peers
from bot.core.scoring.scoring import Value, format_figure, format_level, round_half_up
from bot.core.text import counted
from bot.slack import blocks as kit
from bot.slack import ids
from bot.slack.blocks import Block, Message
from bot.slack.text import channel_mention, joined, plain, said
from bot.slack.values import OfPage
from bot.slack.views.levels import change_since, overall_words
from bot.use_cases.portfolio import chosen_rows

PAGE = 12
"""Subjects on one page: with their heat map they fill two screens of a phone."""
NAME_LENGTH = 60
LEGEND_LENGTH = 40
SHADES = "░▒▓█"
"""From the bottom of the scale to its top: they differ without colour."""
NO_LEVEL, UNRATED = "–", "?"
DAYS_OF_MONTH = 30
NONE_SHARED = (
    "None of the channels that you share with me has an assessment. Type `/cx-assess` in the channel of the team that"
    " wants one. What other channels have is for their members only."
)
HOW_TO_READ = (
    "░ bottom of the scale to █ top, – not applicable, ? not rated. `/cx-scorecard all acme` sets one beside the"
    " median of the others, `/cx-scorecard all matrix` shows one framework. Only channels that you are in are counted."
)


def portfolio(shown: PortfolioPage) -> Message:
    """Show a page of the portfolio; one subject alone is shown beside the median of the others."""
    if not shown.portfolio.rows:
        return kit.paragraph(NONE_SHARED)
    chosen = chosen_rows(shown)
    if not chosen.rows:
        near = ", ".join(f"`{said(each, NAME_LENGTH)}`" for each in shown.near)
        meant = f" Did you mean {near}?" if near else ""
        return kit.paragraph(
            f"Nothing in your channels is called “{said(shown.words, NAME_LENGTH)}”.{meant} `/cx-scorecard all` shows"
            " them all."
        )
    if len(chosen.rows) == 1 and len(shown.portfolio.rows) > 1:
        return _one(shown.portfolio, chosen.groups[0].rows[0])
    return _page(shown, chosen)


def _page(shown: PortfolioPage, chosen: Portfolio) -> Message:
    pages = -(-len(chosen.rows) // PAGE)
    page = min(shown.page, pages - 1)
    here = {each.assessment.id for each in chosen.rows[page * PAGE : (page + 1) * PAGE]}
    count, channels = len(chosen.rows), len({each.assessment.channel for each in chosen.rows})
    parts = [f"{counted(count, 'scorecard')} of {counted(channels, 'channel')}", *_sums(chosen.rows)]
    place = f"page {page + 1} of {pages}" if pages > 1 else ""
    blocks: list[Block] = [kit.section(f"*The scorecards of your channels*\n{joined(*parts, place)}")]
    for group in chosen.groups:
        rows = [each for each in group.rows if each.assessment.id in here]
        if rows:
            whole = next(each for each in shown.portfolio.groups if each.slug == group.slug)
            blocks += _group(whole, rows)
    buttons = [
        kit.button(label, f"{ids.PORTFOLIO_PAGE}.{way}", value=OfPage(to, shown.words))
        for label, way, to in (("Page before", "before", page - 1), ("Next page", "next", page + 1))
        if 0 <= to < pages
    ]
    return kit.message(blocks, kit.context(HOW_TO_READ), *kit.row(buttons))


def _sums(rows: Iterable[PortfolioRow]) -> list[str]:
    shown = tuple(rows)
    opened, overdue = sum(each.open for each in shown), sum(each.overdue for each in shown)
    stale = sum(each.is_stale for each in shown)
    late = f", {overdue} of them overdue" if overdue else ""
    actions = [f"{counted(opened, 'open action')}{late}"] if opened else []
    return actions + ([f"{stale} older than six months"] if stale else [])


def _group(group: PortfolioGroup, rows: list[PortfolioRow]) -> list[Block]:
    """Return the head of a framework with the names behind the numbers of its columns, then two lines a subject."""
    legend = " · ".join(
        f"`{place}` {said(name, LEGEND_LENGTH)}" for place, (_, name) in enumerate(group.dimensions, start=1)
    )
    ranked = ", the lowest figure first" if len(group.rows) > 1 else ""
    head = f"*{said(group.title, NAME_LENGTH)}* · {counted(len(group.rows), 'subject')}{ranked}\n{legend}"
    wide = max(len(_figure(value)) for row in rows for value in _values(group, row))
    columns = " ".join(f" {place:<{wide}}" for place in range(1, len(group.dimensions) + 1))
    lines = [f"`{columns}`", *(_row(group, row, wide) for row in rows)]
    return [kit.section(head), *kit.sections(lines)]


def _values(group: PortfolioGroup, row: PortfolioRow) -> list[Value]:
    known = {each.key: each.value for each in row.card.rows}
    return [known.get(key, NotApplicable("")) for key, _ in group.dimensions]


def _figure(value: Value) -> str:
    if isinstance(value, NotApplicable):
        return NO_LEVEL
    return UNRATED if isinstance(value, NotRated) else format_level(round_half_up(value))


def _cell(value: Value, scale: Scale) -> str:
    if not isinstance(value, Fraction):
        return f" {_figure(value)}"
    share = (value - scale.low) / max(scale.high - scale.low, 1)
    return SHADES[min(int(share * len(SHADES)), len(SHADES) - 1)] + _figure(value)


def _row(group: PortfolioGroup, row: PortfolioRow, wide: int) -> str:
    cells = " ".join(f"{_cell(value, row.card.framework.scale):<{wide + 1}}" for value in _values(group, row))
    parts = _result(row)
    if (others := peers(group, row)) is not None:
        figure = format_figure(others.overall, row.card.framework.aggregate)
        parts.append(f"median of {others.count} others {figure}")
    return (
        f"`{cells}` *{said(row.assessment.subject.name, NAME_LENGTH)}* · {' · '.join(parts)}\n"
        f"{' · '.join(_standing(row))}"
    )


def _result(row: PortfolioRow) -> list[str]:
    card = row.card
    if card.overall is None:
        return ["nothing rated yet"]
    words = f"*{overall_words(card.overall, card)}*"
    return [f"{words}, provisional" if card.provisional else words, *filter(None, [change_since(card)])]


def _standing(row: PortfolioRow) -> list[str]:
    """Say what is behind the figure: coverage, actions, age and channel."""
    card = row.card
    age = f"{row.days // DAYS_OF_MONTH} months old"
    if row.days < 2 * DAYS_OF_MONTH:
        age = "assessed today" if row.days == 0 else f"{counted(row.days, 'day')} old"
    age = age if row.is_complete else "under way, never complete so far"
    parts = [f"{card.coverage.rated} of {card.coverage.applicable} rated"]
    if row.open:
        opened = f"{counted(row.open, 'action')} open"
        parts.append(f"{opened}, *{row.overdue} overdue*" if row.overdue else opened)
    parts.append(f"*{age}*" if row.is_stale else age)
    return [*parts, channel_mention(row.assessment.channel)]


def _one(whole: Portfolio, row: PortfolioRow) -> Message:
    """Show one subject, dimension by dimension, beside the median of the others."""
    group = next(each for each in whole.groups if each.slug == row.assessment.framework.slug)
    others = peers(group, row)
    title = f"*{said(row.assessment.subject.name, NAME_LENGTH)} · {said(group.title, NAME_LENGTH)}*"
    head = "\n".join([title, " · ".join(_result(row)), " · ".join(_standing(row)), _beside(row, others)])
    lines = [_dimension(row, each.key, each.name, each.value, others) for each in row.card.rows]
    blocks = [kit.section(head), *kit.sections(lines)]
    small = "Only channels that you are in are counted. `/cx-scorecard` in its channel shows the whole scorecard."
    return kit.message(blocks, kit.context(small))


def _beside(row: PortfolioRow, others: Peers | None) -> str:
    if others is None:
        return (
            "It is set beside no median: that takes five other subjects of your channels with figures that compare,"
            " and a figure of its own that is not provisional."
        )
    figure = format_figure(others.overall, row.card.framework.aggregate)
    own = row.card.overall.rounded if row.card.overall is not None else others.overall
    beside = _against(own, others.overall)
    return f"The median of the {others.count} others that you may see is *{figure}*; this one is {beside}."


def _against(own: Fraction, other: Fraction) -> str:
    if own == other:
        return "level with it"
    return f"{format_level(abs(own - other))} {'above' if own > other else 'below'} it"


def _dimension(row: PortfolioRow, key: str, name: str, value: Value, others: Peers | None) -> str:
    line = f"`{_cell(value, row.card.framework.scale)}` {said(name, NAME_LENGTH)}"
    other = others.dimensions.get(key) if others is not None else None
    if other is None or not isinstance(value, Fraction):
        return line
    return f"{line} · median {format_level(other)}, {_against(round_half_up(value), other)}"


def portfolio_summary(found: Portfolio) -> list[Block]:
    """Return the portfolio in a line a framework, for a place that has little room; nothing for a single subject."""
    if len(found.rows) < 2:  # noqa: PLR2004  # one has a scorecard of its own
        return []
    lines = [
        f"*{said(each.title, NAME_LENGTH)}*: {', '.join((counted(len(each.rows), 'subject'), *_sums(each.rows)))}"
        for each in found.groups
    ]
    text = "\n".join(["*All your channels*", *lines[:PAGE]])
    return [kit.section(text), kit.context("`/cx-scorecard all` shows each of them")]


def portfolio_lines(found: Portfolio) -> list[str]:
    """Return the portfolio as lines of plain text, for a terminal."""
    lines = []
    for group in found.groups:
        lines.append(f"{group.title} ({counted(len(group.rows), 'subject')})")
        wide = max(len(_figure(value)) for row in group.rows for value in _values(group, row))
        for row in group.rows:
            cells = " ".join(f"{_cell(each, row.card.framework.scale):<{wide + 1}}" for each in _values(group, row))
            name = f"{plain(row.assessment.subject.name, NAME_LENGTH)} in {row.assessment.channel}"
            figure = row.card.overall.text if row.card.overall is not None else "-"
            lines.append(f"  {cells}  {figure:>5}  {name}: {row.open} open, {row.overdue} overdue, {row.days} days old")
    return lines


def portfolio_fields(found: Portfolio) -> dict[str, object]:
    """Return the portfolio as JSON values: exact figures as texts, as in an export."""
    return {
        "day": found.today.isoformat(),
        "frameworks": [
            {
                "framework": group.slug,
                "title": group.title,
                "dimensions": dict(group.dimensions),
                "subjects": [_fields(group, row) for row in group.rows],
            }
            for group in found.groups
        ],
    }


def _fields(group: PortfolioGroup, row: PortfolioRow) -> dict[str, object]:
    card, others = row.card, peers(group, row)
    overall = card.overall
    aggregate = card.framework.aggregate
    return {
        "assessment": card.assessment,
        "channel": row.assessment.channel,
        "subject": card.subject,
        "complete": row.is_complete,
        "provisional": card.provisional,
        "overall": None if overall is None else overall.text,
        "band": None if overall is None or overall.band is None else overall.band.name,
        "change": None if card.change is None else format_figure(card.change.difference, aggregate),
        "rated": card.coverage.rated,
        "applicable": card.coverage.applicable,
        "levels": {each.key: exact(each.value) if isinstance(each.value, Fraction) else None for each in card.rows},
        "open_actions": row.open,
        "overdue_actions": row.overdue,
        "days_old": row.days,
        "others": None if others is None else others.count,
        "median_of_others": None if others is None else format_figure(others.overall, aggregate),
    }
