"""The actions of an export as JSON values and back, with everything said about them; no figure rests on them."""

from dataclasses import replace
from datetime import date
from typing import Any

from bot.core import json_values as js
from bot.core.drafts.draft_json import AIM
from bot.core.plan.plan import AcceptedAction, Action
from bot.core.plan.standing import ActionStanding, ActionUpdate, Progress
from bot.core.record.drafts import LAST_DAY


def _update(**told: Any) -> ActionUpdate:
    return ActionUpdate("", **told)  # which action it is about, its place in the file says


def _standing(
    *, draft: str, owner: str | None, due: date, updates: tuple[ActionUpdate, ...], **told: Any
) -> ActionStanding:
    name = told.pop("id")
    accepted = AcceptedAction(name, draft, Action(**told), due, owner)
    return ActionStanding(accepted, tuple(replace(each, action=name) for each in updates))


_UPDATE = js.record(
    _update,
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
