"""Writes the report of an assessment in the forms that this machine has."""

from bot.reports.html import html_of
from bot.reports.pdf import is_installed, pdf_of
from bot.reports.report import report_of, words_for
from bot.use_cases.asked_files import file_name
from bot.use_cases.pictures import Upload
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

    def write(self, facts: ReportFacts, form: FileKind) -> bytes:
        """Return the file."""
        document = report_of(facts)
        match form:
            case FileKind.HTML:
                return html_of(document).encode()
            case FileKind.PDF:
                return pdf_of(document, facts.at)


def report_name(facts: ReportFacts, form: FileKind) -> str:
    """Return the name of a report's file, with the day of its assessment as its reader has it."""
    day = (facts.card.completed_at or facts.card.started_at).astimezone(facts.zone).date()
    return file_name(facts.card.subject, day, form)
