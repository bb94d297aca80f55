"""Drafts, decisions and actions to columns and back; what a row holds is checked on the way back."""

import json
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import TypeVar

from bot.core.brief import Brief, Kind, Piece
from bot.core.draft import Content, Decision, Draft, Finding, Made, PromptStamp, Reply, Trouble, Verb
from bot.core.draft_json import (
    brief_from_dict,
    brief_to_dict,
    content_from_dict,
    content_to_dict,
    finding_from_dict,
    finding_to_dict,
)
from bot.core.errors import StoreError
from bot.core.plan import AcceptedAction, Action
from bot.store.rows import as_enum, as_number, as_text, json_text, time_from, time_text
from bot.store.session import Row, Value

T = TypeVar("T")

_MOST_KEPT = 1024  # values of some kilobytes each: the drafts of some dozen assessments


def draft_values(draft: Draft) -> tuple[Value, ...]:
    """Give id, kind, dimension, asked_by, asked_at and hint."""
    asked = (draft.asked_by, time_text(draft.asked_at), draft.hint)
    return (draft.id, draft.piece.kind.value, draft.piece.dimension, *asked)


def draft_from(row: Row) -> Draft:
    """Read that a draft is wanted; what happened to it since stands in other tables."""
    return Draft(
        id=as_text(row["id"]),
        piece=Piece(as_enum(Kind, row["kind"]), as_text(row["dimension"])),
        asked_by=as_text(row["asked_by"]),
        asked_at=time_from(row["asked_at"]),
        hint=as_text(row["hint"]),
    )


def reply_values(reply: Reply) -> tuple[Value, ...]:
    """Give attempt, content, trouble, findings, model, the prompt's name, version and digest, what it used, and at."""
    return (
        reply.attempt,
        _content_text(reply.content) if reply.content is not None else None,
        reply.trouble.value if reply.trouble is not None else None,
        _findings_text(reply.findings),
        reply.model,
        *(reply.prompt.name, reply.prompt.version, reply.prompt.digest),
        *(reply.tokens_in, reply.tokens_out, reply.milliseconds),
        time_text(reply.at),
    )


def reply_from(row: Row) -> Reply:
    """Read what a model answered."""
    return Reply(
        attempt=as_number(row["attempt"]),
        content=_optional_content(row["content"]),
        trouble=_optional_trouble(row["trouble"]),
        findings=_findings(as_text(row["findings"])),
        model=as_text(row["model"]),
        prompt=PromptStamp(as_text(row["prompt"]), as_text(row["prompt_version"]), as_text(row["prompt_digest"])),
        tokens_in=as_number(row["tokens_in"]),
        tokens_out=as_number(row["tokens_out"]),
        milliseconds=as_number(row["milliseconds"]),
        at=time_from(row["at"]),
    )


def made_values(made: Made) -> tuple[Value, ...]:
    """Give content, by_model, brief, trouble, findings and at."""
    return (
        _content_text(made.content),
        int(made.by_model),
        _exact(made.brief, brief_to_dict, _brief),
        made.trouble.value if made.trouble is not None else None,
        _findings_text(made.findings),
        time_text(made.at),
    )


def made_from(row: Row) -> Made:
    """Read a finished text."""
    return Made(
        content=_content(as_text(row["content"])),
        by_model=bool(as_number(row["by_model"])),
        brief=_brief(as_text(row["brief"])),
        trouble=_optional_trouble(row["trouble"]),
        findings=_findings(as_text(row["findings"])),
        at=time_from(row["at"]),
    )


def decision_values(decision: Decision) -> tuple[Value, ...]:
    """Give verb, decided_by, decided_at and edited."""
    edited = _content_text(decision.edited) if decision.edited is not None else None
    return decision.verb.value, decision.by, time_text(decision.at), edited


def decision_from(row: Row) -> Decision:
    """Read what a person decided."""
    return Decision(
        verb=verb_from(row["verb"]),
        by=as_text(row["decided_by"]),
        at=time_from(row["decided_at"]),
        edited=_optional_content(row["edited"]),
    )


def verb_from(text: object) -> Verb:
    """Read what a person did with a draft."""
    return as_enum(Verb, text)


def action_values(action: Action) -> tuple[Value, ...]:
    """Give dimension, what, owner_role, due_day, measure, first_step and deliverable."""
    who_and_when = (action.owner_role, action.due_day)
    return (action.dimension, action.what, *who_and_when, action.measure, action.first_step, action.deliverable)


def action_from(row: Row) -> AcceptedAction:
    """Read an action of an accepted plan; whom it was given to stands in another table."""
    action = Action(
        dimension=as_text(row["dimension"]),
        what=as_text(row["what"]),
        owner_role=as_text(row["owner_role"]),
        due_day=as_number(row["due_day"]),
        measure=as_text(row["measure"]),
        first_step=as_text(row["first_step"]),
        deliverable=as_text(row["deliverable"]),
    )
    return AcceptedAction(as_text(row["id"]), as_text(row["draft"]), action, date.fromisoformat(as_text(row["due"])))


def _content_text(content: Content) -> str:
    return _exact(content, content_to_dict, _content)


def _findings_text(findings: tuple[Finding, ...]) -> str:
    return _exact(findings, lambda found: [finding_to_dict(each) for each in found], _findings)


def _exact(value: T, write: Callable[[T], object], read: Callable[[str], T]) -> str:
    """Write a value as JSON; StoreError for one that would not come back as it is, and make every draft unreadable."""
    text = json_text(write(value))
    try:
        if read(text) == value:
            return text
    except ValueError as error:
        raise StoreError(f"A draft cannot be stored ({type(error).__name__}): check what it holds first.") from error
    raise StoreError("A draft cannot be stored exactly: check what it holds first.")


# One text always reads as one value, which nobody can change: the drafts of an assessment are read many times, often
# while others wait to write, and reading this much JSON with care takes a millisecond each.
@lru_cache(_MOST_KEPT)
def _content(text: str) -> Content:
    return content_from_dict(json.loads(text))


@lru_cache(_MOST_KEPT)
def _brief(text: str) -> Brief:
    return brief_from_dict(json.loads(text))


@lru_cache(_MOST_KEPT)
def _findings(text: str) -> tuple[Finding, ...]:
    entries = json.loads(text)
    if not isinstance(entries, list):
        raise TypeError("no list")
    return tuple(finding_from_dict(each) for each in entries)


def _optional_content(text: object) -> Content | None:
    return _content(as_text(text)) if text is not None else None


def _optional_trouble(text: object) -> Trouble | None:
    return as_enum(Trouble, text) if text is not None else None
