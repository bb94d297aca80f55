"""Writes the report of an assessment in the forms that this machine has."""

from bot.reports.html import html_of
from bot.reports.pdf import is_installed, pdf_of
from bot.reports.report import report_of
from bot.use_cases.report import FileKind, ReportFacts


class DocumentReporter:
    """Sets reports as pages of HTML, and as PDF where the extra for it is installed."""

    @property
    def forms(self) -> tuple[FileKind, ...]:
        """Return what can be written here."""
        return (FileKind.PDF, FileKind.HTML) if is_installed() else (FileKind.HTML,)

    def write(self, facts: ReportFacts, form: FileKind) -> bytes:
        """Return the file."""
        document = report_of(facts)
        match form:
            case FileKind.HTML:
                return html_of(document).encode()
            case FileKind.PDF:
                return pdf_of(document, facts.at)
