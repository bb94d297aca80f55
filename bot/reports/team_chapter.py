"""How the levels of a team are spread, in a report: the picture, a table of the rounds, and what was agreed on."""

from collections.abc import Iterator, Mapping

from bot.core.report_words import Wording
from bot.core.scoring.rounds import Rounds, RoundShown, group_gap, mean_level, rounds_of
from bot.core.scoring.scorecard import Row
from bot.core.team import Split, SplitGroup
from bot.core.thread_of_team import Agreement, agreements
from bot.reports.paper import Block, Chapter, Table, TableCell, Text
from bot.reports.spread_picture import spread_picture
from bot.use_cases.report import ReportFacts


def team_chapter(facts: ReportFacts, words: Wording) -> Iterator[Chapter]:
    """Yield the chapter; none for an assessment that one person answered."""
    if not facts.card.of_team:
        return
    head = tuple(words(each) for each in ("dimension", "first_round", "second_round", "agreed", "spread"))
    rows = tuple(_row(words, row, row.rounds) for row in facts.card.rows if row.rounds is not None)
    picture = spread_picture(facts.card, words)
    blocks: list[Block] = [Text(words("spread_rule")), *_gap(facts, words), picture]
    blocks.append(Table(words("spread_title"), head, rows, (34, 22, 22, 10, 12)))
    blocks += [one for _, each in agreements(facts.assessment) if each.stands for one in _agreed(facts, words, each)]
    yield Chapter(words("spread_title"), tuple(blocks))


def _row(words: Wording, row: Row, rounds: Rounds) -> tuple[TableCell, ...]:
    newest = rounds.newest
    if newest is None:
        why = words("not_applicable" if rounds.not_applicable else "too_few")
        agreed = str(rounds.agreed.level) if rounds.agreed is not None else ""
        return (TableCell(strong=row.name, small=why), TableCell(), TableCell(), TableCell(agreed), TableCell())
    late = words("late", levels=_levels(rounds.late)) if rounds.late else ""
    groups = _groups(words, rounds.split) if rounds.split is not None else ""
    apart = str(newest.spread)
    return (
        TableCell(groups, strong=row.name, small=late),
        _round(words, rounds.first),
        _round(words, rounds.second),
        TableCell(strong=str(rounds.agreed.level) if rounds.agreed is not None else ""),
        TableCell(apart, small=words("split") if newest.is_split else ""),
    )


def _round(words: Wording, shown: RoundShown | None) -> TableCell:
    if shown is None:
        return TableCell("–")
    return TableCell(_levels(shown.tally.levels), strong=words.level(shown.value))


def _levels(levels: Mapping[int, int]) -> str:
    """Write how many chose each level: ``2 × 1, 3 × 4``."""
    return ", ".join(f"{levels[level]} × {level}" for level in sorted(levels))


def _group(words: Wording, group: SplitGroup) -> str:
    return group.name or words("all_others")


def _groups(words: Wording, split: Split) -> str:
    ends = sorted(split.groups, key=lambda each: mean_level(each.levels))
    return " · ".join(f"{_group(words, each)} {words.level(mean_level(each.levels))}" for each in ends)


def _gap(facts: ReportFacts, words: Wording) -> list[Text]:
    """Say in a sentence which groups differ most, and where."""
    gap = group_gap(rounds_of(facts.assessment))
    if gap is None:
        return []
    lower, higher = (
        f"{_group(words, each)} {words.level(mean_level(each.levels))}" for each in (gap.lower, gap.higher)
    )
    return [Text(f"{facts.card.row(gap.dimension).name}: {lower}, {higher}.", label=words("role_gap"))]


def _agreed(facts: ReportFacts, words: Wording, shows: Agreement) -> Iterator[Text]:
    agreed = shows.agreed
    who = facts.people.get(agreed.by) or agreed.by
    yield Text(agreed.reason, label=f"{shows.name}: {words('agreed')} {agreed.level}")
    if agreed.dissent:
        yield Text(agreed.dissent, label=words("dissent"))
    yield Text(words("agreed_by", who=who, day=words.day(agreed.at.astimezone(facts.zone))), small=True)
