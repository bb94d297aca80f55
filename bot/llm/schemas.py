"""What a model has to fill in: pydantic schemas of a text and of a plan, and how a reply becomes a core value."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from pydantic_core import ErrorDetails

from bot.core.drafts.brief import Brief, FactKind, Kind
from bot.core.drafts.draft import Content, Prose, Sentence
from bot.core.plan.plan import MOST_ACTIONS, PHASES, Action, Plan

# Bounds on what is taken in at all, above what a prompt asks for: whether a text is any good, the core checks.
MOST_SENTENCES = 12
FRAME = {Kind.NOTE: 2, Kind.NARRATIVE: 3}
"""The sentences of a text beside those that quote what people said."""
MOST_QUOTING = 3
ASKED_ACTIONS = 6
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=600)]
Short = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=160)]
MaybeLine = Annotated[str, StringConstraints(strip_whitespace=True, max_length=600)]
FactId = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=8)]


class Malformed(Exception):  # named for what the reply is
    """The reply is not what was asked for; the message names the places and no words of the reply."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class SentenceReply(_Strict):
    """One sentence and the ids of its facts, after the words: asked for them first, small models count them up."""

    text: Line
    facts: list[FactId] = Field(max_length=20)


class ProseReply(_Strict):
    """An evidence note or a gap narrative."""

    sentences: list[SentenceReply] = Field(min_length=1, max_length=MOST_SENTENCES)


class ActionReply(_Strict):
    """One action of the plan."""

    dimension: Short
    # A day beyond the plan is for the checks to refuse, with words that help at the next try.
    due_day: int = Field(ge=-999, le=999, json_schema_extra={"minimum": 1, "maximum": PHASES[-1]})
    what: Line
    owner_role: Short
    measure: Line
    first_step: Line
    deliverable: MaybeLine


class PlanReply(_Strict):
    """The 90-day plan."""

    actions: list[ActionReply] = Field(min_length=1, max_length=2 * MOST_ACTIONS)


FIELDS = frozenset(name for each in (SentenceReply, ProseReply, ActionReply, PlanReply) for name in each.model_fields)


def schema_for(brief: Brief, *, bounded: bool) -> dict[str, Any]:
    """Give the JSON Schema that a reply has to fit, with what this brief offers as the only choices.

    ``bounded`` keeps the bounds on counts and days, which not every provider takes.
    """
    reply = _reply_type(brief)
    made: dict[str, Any] = _plain(reply.model_json_schema(), bounded=bounded)
    parts = made["$defs"]
    if reply is PlanReply:
        properties = parts["ActionReply"]["properties"]
        properties["dimension"]["enum"] = [each.name for each in brief.standings]
        deliverables = [each.text for each in brief.of_kind(FactKind.DELIVERABLE)]
        properties["deliverable"]["enum"] = [*dict.fromkeys(deliverables), ""]
    else:
        parts["SentenceReply"]["properties"]["facts"]["items"]["enum"] = [each.id for each in brief.facts]
    if bounded:
        (items,) = made["properties"].values()
        items["maxItems"] = _asked(brief)
    return made


def _asked(brief: Brief) -> int:
    """Say how many sentences or actions a server may let the model write: a small one would not stop by itself."""
    if brief.piece.kind is Kind.PLAN:
        return ASKED_ACTIONS
    quoting = len(brief.of_kind(FactKind.EVIDENCE))
    return FRAME[brief.piece.kind] + min(max(quoting, 1), MOST_QUOTING)


def content_from(reply: str, brief: Brief) -> Content:
    """Read a reply, the JSON text as it came; Malformed for whatever does not fit."""
    try:
        read = _reply_type(brief).model_validate_json(reply)
    except ValidationError as error:
        raise Malformed("; ".join(sorted({_place(each) for each in error.errors()})[:5])) from None
    if isinstance(read, PlanReply):
        return Plan(tuple(_action(each, brief) for each in read.actions))
    return Prose(tuple(Sentence(each.text, tuple(dict.fromkeys(each.facts))) for each in read.sentences))


def _place(error: ErrorDetails) -> str:
    """Say where a reply does not fit, and how; a key that we did not name could be anybody's words."""
    path = ".".join(str(each) if isinstance(each, int) or each in FIELDS else "?" for each in error["loc"])
    return f"{path} {error['type']}".strip()


def _reply_type(brief: Brief) -> type[ProseReply] | type[PlanReply]:
    return PlanReply if brief.piece.kind is Kind.PLAN else ProseReply


def _action(reply: ActionReply, brief: Brief) -> Action:
    return Action(
        dimension=_dimension(reply.dimension, brief),
        what=reply.what,
        owner_role=reply.owner_role,
        due_day=reply.due_day,
        measure=reply.measure,
        first_step=reply.first_step,
        deliverable=reply.deliverable,
    )


def _dimension(said: str, brief: Brief) -> str:
    """Give the key of the dimension named; one that the brief lacks stays as it is, for the checks to refuse."""
    wanted = said.casefold()
    for each in brief.standings:
        if wanted in (each.name.casefold(), each.dimension.casefold()):
            return each.dimension
    return said


def _plain(value: Any, *, bounded: bool) -> Any:
    """Leave out what structured output does not take everywhere: lengths of texts, and the bounds where asked."""
    refused = {"minLength", "maxLength"}
    if not bounded:
        refused |= {"minItems", "maxItems", "minimum", "maximum"}
    if isinstance(value, Mapping):
        return {key: _plain(each, bounded=bounded) for key, each in value.items() if key not in refused}
    if isinstance(value, list):
        return [_plain(each, bounded=bounded) for each in value]
    return value
