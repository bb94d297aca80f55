"""What people typed on the page of all dimensions and have not submitted, and its rows."""

import json
from datetime import datetime

from bot.core.conversation.page import PageDraft, PageEntry
from bot.core.json_values import LARGEST_NUMBER, Node
from bot.store.rows import json_text, reading_row, time_text, whose
from bot.store.session import InTransaction


class SqlPageReads(InTransaction):
    """Answers from the table of pages; implements the port ``PageReads``."""

    def page_draft(self, workspace: str, assessment_id: str, person: str) -> PageDraft | None:
        content = self._session.value("page_drafts", "content", **whose(workspace, assessment_id), person=person)
        if content is None:
            return None
        with reading_row("page_drafts", assessment_id):
            found = Node("content", json.loads(content)).fields(("seen", "entries"))
            typed = found["entries"].entries()
            entries = {key: PageEntry(*(each.text() for each in node.items(3))) for key, node in typed.items()}
            return PageDraft(found["seen"].integer(0, LARGEST_NUMBER), entries)


class SqlPageWrites(SqlPageReads):
    """Writes to the table of pages; implements the port ``PageWrites``."""

    def put_page_draft(self, workspace: str, assessment_id: str, person: str, draft: PageDraft, at: datetime) -> None:
        entries = {key: [each.level, each.words, each.link] for key, each in draft.entries.items()}
        content = json_text({"seen": draft.seen, "entries": entries})
        self._session.all(
            "INSERT INTO page_drafts (workspace, assessment, person, content, at) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (workspace, assessment, person) DO UPDATE SET content = excluded.content, at = excluded.at"
            " WHERE excluded.at > page_drafts.at",  # what was sent later may come earlier
            *(workspace, assessment_id, person, content, time_text(at)),
        )

    def drop_page_draft(self, workspace: str, assessment_id: str, person: str) -> None:
        self._session.drop("page_drafts", **whose(workspace, assessment_id), person=person)
