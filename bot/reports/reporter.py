"""Writes the report of an assessment, and the synopsis of a workshop, in the forms that this machine has."""

from dataclasses import replace

from bot.core.synopsis import SynopsisPart, words_of
from bot.reports.html import html_of
from bot.reports.paper import Block, Chapter, Paper, Table, TableCell, Text
from bot.reports.pdf import is_installed, pdf_of
from bot.reports.report import report_of, words_for
from bot.reports.spread_picture import spread_picture
from bot.use_cases.files import file_name
from bot.use_cases.notified import Upload
from bot.use_cases.report import FileKind, ReportFacts


class DocumentReporter:
    """Sets reports as pages of HTML, and as PDF where the extra for it is installed."""

    @property
    def forms(self) -> tuple[FileKind, ...]:
        """Return what can be written here."""
        return (FileKind.PDF, FileKind.HTML) if is_installed() else (FileKind.HTML,)

    def report(self, facts: ReportFacts) -> Upload:
        """Return the report in its best form, with a word on it in its language."""
        form, words, subject = self.forms[0], words_for(facts), facts.card.subject
        says = words("sent", subject=subject)
        if form is FileKind.HTML:
            says = f"{says} {words('sent_page')}"
        return Upload(report_name(facts, form), f"{words('report')} · {subject}", self.write(facts, form), says)

    def synopsis(self, facts: ReportFacts, parts: tuple[SynopsisPart, ...], why: str) -> tuple[Upload, ...]:
        """Return the synopsis of a workshop in every form that this machine has; the first says why it is no canvas."""
        paper, words = synopsis_of(facts, parts), words_of(facts.assessment)
        title, said = f"{words('synopsis')} · {facts.card.subject}", words("synopsis_file", why=why)
        return tuple(
            Upload(report_name(facts, form, "synopsis"), title, _set(paper, form, facts), said if place == 0 else "")
            for place, form in enumerate(self.forms)
        )

    def write(self, facts: ReportFacts, form: FileKind) -> bytes:
        """Return the file."""
        return _set(report_of(facts), form, facts)


def _set(paper: Paper, form: FileKind, facts: ReportFacts) -> bytes:
    match form:
        case FileKind.HTML:
            return html_of(paper).encode()
        case FileKind.PDF:
            return pdf_of(paper, facts.at)


def report_name(facts: ReportFacts, form: FileKind, kind: str = "") -> str:
    """Return the name of a report's file, with the day of its assessment as its reader has it."""
    day = facts.card.at.astimezone(facts.zone).date()
    return file_name(f"{facts.card.subject} {kind}", day, form)


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
