"""The rows of the questions that were put in a thread."""

from collections.abc import Mapping

from bot.core.conversation.talk import Because, Detail, Ended, Question, Wants
from bot.store.rows import (
    as_enum,
    as_number,
    as_text,
    json_text,
    optional_time_from,
    optional_time_text,
    texts_from,
)
from bot.store.session import Row, Value


def question_row(question: Question) -> dict[str, Value]:
    """Return the columns of a question."""
    return {
        "number": question.number,
        "respondent": question.respondent,
        "dimension": question.dimension,
        "wants": question.wants.value,
        "because": question.because.value,
        "detail": _detail_text(question.detail),
        "said_in": question.said_in,
        "said_at": optional_time_text(question.said_at),
        "ended": question.ended.value if question.ended is not None else None,
    }


def question_from(row: Row) -> Question:
    """Read a question."""
    return Question(
        number=as_number(row["number"]),
        respondent=as_text(row["respondent"]),
        dimension=as_text(row["dimension"]),
        wants=as_enum(Wants, row["wants"]),
        because=as_enum(Because, row["because"]),
        detail=_detail_from(texts_from(row["detail"])),
        said_in=as_text(row["said_in"]),
        said_at=optional_time_from(row["said_at"]),
        ended=as_enum(Ended, row["ended"]) if row["ended"] is not None else None,
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


def _detail_from(texts: Mapping[str, str]) -> Detail:
    level = texts.get("level", "")
    return Detail(
        words=texts.get("words", ""),
        more=texts.get("more", ""),
        candidates=tuple(int(each) for each in texts.get("candidates", "").split(",") if each),
        kept=texts.get("kept", ""),
        level=int(level) if level.lstrip("-").isdecimal() else None,
        changed=texts.get("changed", ""),
        meant=texts.get("meant", ""),
        after_completion=_COMPLETE in texts,
    )
