"""The rows of the questions that were put in a thread."""

from bot.core.conversation.talk import Detail, Question
from bot.store.rows import (
    NUMBERED,
    Column,
    SqlTable,
    json_text,
    row_of,
    texts_from,
)

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
