"""The synopsis of a workshop as a document, in the looks and the language of the report."""

from dataclasses import replace

from bot.core.synopsis import SynopsisPart, words_of
from bot.reports.paper import Block, Chapter, Paper, Table, TableCell, Text
from bot.reports.report import report_of
from bot.reports.spread_picture import spread_picture
from bot.use_cases.report import ReportFacts

_WIDTHS = {2: (40, 60), 3: (34, 24, 42), 4: (30, 12, 46, 12)}


def synopsis_of(facts: ReportFacts, parts: tuple[SynopsisPart, ...]) -> Paper:
    """Return the document: the figure and its band as in the report, then what the workshop found and decided."""
    paper, words = report_of(facts), words_of(facts.assessment)
    first, *others = map(_chapter, parts)
    first = replace(first, blocks=(*first.blocks, spread_picture(facts.card, words)))
    return replace(paper, kind=words("synopsis"), sections=(first, *others))


def _chapter(part: SynopsisPart) -> Chapter:
    blocks: list[Block] = [Text(each) for each in part.texts]
    if part.table is not None:
        rows = tuple((TableCell(strong=row[0]), *map(TableCell, row[1:])) for row in part.table.rows)
        blocks.append(Table(part.title, part.table.head, rows, _WIDTHS[len(part.table.head)]))
    blocks += [Text(f"• {each}") for each in part.points]
    return Chapter(part.title, tuple(blocks), tuple(map(_chapter, part.parts)))
