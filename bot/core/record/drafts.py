"""The drafts of an export as JSON values and back, exactly; no figure rests on them."""

from typing import Any

from bot.core import json_values as js
from bot.core.drafts.brief import Kind, Piece
from bot.core.drafts.draft import Decision, Draft, Made, PromptStamp, Reply, Trouble, Verb
from bot.core.drafts.draft_json import BRIEF, CONTENT, FINDING, REPLY
from bot.core.json_values import Codec

MOST_COUNTED = 10**12  # tokens or milliseconds; what a server said of itself is kept below that
LAST_DAY = 1_000_000  # far beyond any plan: an export shows what was proposed, however wrong

_TROUBLE = js.optional(js.or_null(js.member_of(Trouble)), None)
_FINDINGS = js.optional(js.list_of(FINDING), ())
_COUNT = js.optional(js.whole(0, MOST_COUNTED), 0)
_REPLY = js.record(
    Reply,
    attempt=js.whole(1, LAST_DAY),
    model=js.TEXT,
    prompt=js.record(PromptStamp, name=js.TEXT, version=js.TEXT, digest=js.TEXT),
    content=js.optional(js.or_null(REPLY), None),
    trouble=_TROUBLE,
    findings=_FINDINGS,
    tokens_in=_COUNT,
    tokens_out=_COUNT,
    milliseconds=_COUNT,
    at=js.MOMENT,
)
_MADE = js.record(
    Made,
    content=CONTENT,
    by_model=js.FLAG,
    trouble=_TROUBLE,
    findings=_FINDINGS,
    brief=BRIEF,
    at=js.MOMENT,
)
_DECISION = js.record(
    Decision,
    verb=js.member_of(Verb),
    by=js.NAME,
    at=js.MOMENT,
    edited=js.optional(js.or_null(CONTENT), None),
)


def _draft(*, kind: Kind, dimension: str, **told: Any) -> Draft:
    return Draft(piece=Piece(kind, dimension), **told)


_DRAFT = js.record(
    _draft,
    id=js.NAME,
    kind=js.member_of(Kind).as_key(of="piece.kind"),
    dimension=js.optional(js.TEXT, "", of="piece.dimension"),
    asked_by=js.NAME,
    asked_at=js.MOMENT,
    hint=js.optional(js.TEXT, ""),
    replies=js.optional(js.list_of(_REPLY), ()),
    made=js.optional(js.or_null(_MADE), None),
    decisions=js.optional(js.list_of(_DECISION), ()),
)
DRAFTS = js.list_of(Codec(lambda draft: _DRAFT.write(draft.unheard), _DRAFT.read), by=lambda each: each.id)
"""Every draft with what a model answered, the finished text, and what people decided."""
