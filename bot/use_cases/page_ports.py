"""What the page of all dimensions asks of the store and tells it; part of the ports of teams."""

from datetime import datetime
from typing import Protocol

from bot.core.conversation.page import PageDraft


class PageReads(Protocol):
    """What a person typed on a page and has not submitted: for that person only."""

    def page_draft(self, workspace: str, assessment_id: str, person: str) -> PageDraft | None:
        """Give what a person typed and has not submitted; None where there is nothing."""


class PageWrites(Protocol):
    """Keeps what is typed until it is submitted."""

    def put_page_draft(self, workspace: str, assessment_id: str, person: str, draft: PageDraft, at: datetime) -> None:
        """Keep what a person has typed by now, in place of what was typed before that moment."""

    def drop_page_draft(self, workspace: str, assessment_id: str, person: str) -> None:
        """Forget what a person typed: it was submitted."""
