"""What a respondent was asked in a thread, and what they typed on the page of all dimensions: statements and rows."""

import json
from datetime import datetime

from bot.core.conversation.page import PageDraft, PageEntry
from bot.core.conversation.talk import Detail, Question
from bot.core.json_values import LARGEST_NUMBER, Node
from bot.store.rows import (
    NUMBERED,
    Column,
    SqlTable,
    json_text,
    reading_row,
    row_of,
    texts_from,
    time_text,
    whose,
)
from bot.store.session import InTransaction

_COMPLETE = "after"


def _detail_text(detail: Detail) -> str:
    """Write what led to a question as a JSON object of texts; what is empty is left out."""
    given = {
        "words": detail.words,
        "more": detail.more,
        "candidates": ",".join(map(str, detail.candidates)),
        "kept": detail.kept,
        "level": "" if detail.level is None else str(detail.level),
        "changed": detail.changed,
        "meant": detail.meant,
        _COMPLETE: "yes" if detail.after_completion else "",
    }
    return json_text({key: value for key, value in given.items() if value})


def _detail_from(text: object) -> Detail:
    said = texts_from(text)
    level = said.get("level", "")
    return Detail(
        words=said.get("words", ""),
        more=said.get("more", ""),
        candidates=tuple(int(each) for each in said.get("candidates", "").split(",") if each),
        kept=said.get("kept", ""),
        level=int(level) if level.lstrip("-").isdecimal() else None,
        changed=said.get("changed", ""),
        meant=said.get("meant", ""),
        after_completion=_COMPLETE in said,
    )


QUESTIONS = SqlTable(
    "questions",
    NUMBERED,
    row_of(Question, detail=Column(_detail_text, _detail_from)),
)


class SqlPageReads(InTransaction):
    """Answers from the table of pages; implements a part of ``Reads``."""

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
    """Writes to the table of pages; implements a part of ``Transaction``."""

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
