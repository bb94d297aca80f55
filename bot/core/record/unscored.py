"""The parts of an export on which no figure rests, as JSON values and back: drafts, actions, metrics of the subject."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from bot.core import json_values as js
from bot.core.drafts.brief import Kind, Piece
from bot.core.drafts.draft import Decision, Draft, Made, PromptStamp, Reply, Trouble, Verb
from bot.core.drafts.draft_json import AIM, BRIEF, CONTENT, FINDING, REPLY
from bot.core.json_values import Codec, Node
from bot.core.metric import Good, MetricOrigin, MetricValue, Reading
from bot.core.plan.plan import AcceptedAction, Action, ActionStanding, ActionUpdate, Progress

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


def _standing(
    *, draft: str, owner: str | None, due: date, updates: tuple[ActionUpdate, ...], **told: Any
) -> ActionStanding:
    name = told.pop("id")
    accepted = AcceptedAction(name, draft, Action(**told), due, owner)
    return ActionStanding(accepted, tuple(replace(each, action=name) for each in updates))


_UPDATE = js.record(
    partial(ActionUpdate, ""),  # which action it is about, its place in the file says
    progress=js.member_of(Progress),
    note=js.optional(js.TEXT, ""),
    value=js.optional(js.TEXT, ""),
    by=js.NAME,
    at=js.MOMENT,
    due=js.if_any(js.DAY, None),
)
_ACTION = js.record(
    _standing,
    id=js.NAME.as_key(of="accepted.id"),
    draft=js.NAME.as_key(of="accepted.draft"),
    dimension=js.TEXT.as_key(of="accepted.action.dimension"),
    what=js.TEXT.as_key(of="accepted.action.what"),
    owner_role=js.optional(js.TEXT, "", of="accepted.action.owner_role"),
    owner=js.optional(js.or_null(js.NAME), None, of="accepted.owner"),
    due_day=js.whole(-LAST_DAY, LAST_DAY).as_key(of="accepted.action.due_day"),
    due=js.DAY.as_key(of="accepted.due"),
    measure=js.optional(js.TEXT, "", of="accepted.action.measure"),
    first_step=js.optional(js.TEXT, "", of="accepted.action.first_step"),
    deliverable=js.optional(js.TEXT, "", of="accepted.action.deliverable"),
    aim=js.if_any(AIM, None, of="accepted.action.aim"),
    updates=js.if_any(js.list_of(_UPDATE), ()),
)
ACTIONS = js.list_of(_ACTION, by=lambda each: each.accepted.id)
"""The actions of an accepted plan, each with its day, the person it was given to, and what was said of it.

``updates`` stand where there are any: a file without them is read by a cxbot from before there were any, too.
"""


def _decimal(node: Node) -> Decimal:
    text = node.text()
    if not text.isascii() or not text.removeprefix("-").replace(".", "", 1).isdigit() or len(text) > 40:  # noqa: PLR2004  # as long as people type
        raise node.refuse('a number in quotes, such as "41" or "3.5"')
    return Decimal(text)


_AMOUNT: Codec[Decimal] = Codec(lambda amount: f"{amount:f}", _decimal)
_TARGET: Codec[Any] = Codec(lambda target: _AMOUNT.write(target.amount), _decimal)


def metrics_of(channel: str, subject: str) -> Codec[tuple[Reading, ...]]:
    """Return the codec of what was said of the metrics of a subject in a channel, in the order of recording."""

    def reading(*, amount: Decimal, unit: str, target: Decimal | None, **told: Any) -> Reading:
        aim = MetricValue(target, unit) if target is not None else None
        return Reading(channel=channel, subject=subject, value=MetricValue(amount, unit), target=aim, **told)

    codec = js.record(
        reading,
        id=js.NAME,
        metric=js.NAME,
        name=js.NAME,
        amount=_AMOUNT.as_key(of="value.amount"),
        unit=js.optional(js.TEXT, "", of="value.unit"),
        good=js.optional(js.member_of(Good), Good.UNSAID),
        day=js.DAY,
        by=js.optional(js.TEXT, ""),
        at=js.MOMENT,
        source=js.optional(js.member_of(MetricOrigin), MetricOrigin.FILE),
        target=js.if_any(_TARGET, None),
        taken_back=js.if_any(js.FLAG, absent=False),
    )
    return js.list_of(codec, by=lambda each: each.id)
