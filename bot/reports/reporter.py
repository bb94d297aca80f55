"""Writes the report of an assessment in the forms that this machine has."""

import re
import unicodedata

from bot.reports.html import html_of
from bot.reports.pdf import is_installed, pdf_of
from bot.reports.report import report_of, words_for
from bot.use_cases.pictures import Upload
from bot.use_cases.report import FileKind, ReportFacts

LONGEST_NAME = 60


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
        return Upload(file_name(facts, form), f"{words('report')} · {subject}", self.write(facts, form), says)

    def write(self, facts: ReportFacts, form: FileKind) -> bytes:
        """Return the file."""
        document = report_of(facts)
        match form:
            case FileKind.HTML:
                return html_of(document).encode()
            case FileKind.PDF:
                return pdf_of(document, facts.at)


def file_name(facts: ReportFacts, form: FileKind) -> str:
    """Return a name for the file that every system takes: ``acme-retail-2026-11-22.pdf``."""
    plain = unicodedata.normalize("NFKD", facts.card.subject).encode("ascii", "ignore").decode().lower()
    subject = re.sub(r"[^a-z0-9]+", "-", plain)[:LONGEST_NAME].strip("-") or "report"
    day = (facts.card.completed_at or facts.card.started_at).astimezone(facts.zone).date()
    return f"{subject}-{day}.{form}"
