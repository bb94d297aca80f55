"""The actions of an export as JSON values and back, with everything said about them; no figure rests on them."""

import re
from dataclasses import asdict
from datetime import date

from bot.core.drafts.draft_json import aim_from_node
from bot.core.json_values import Node, moment_text, read_all
from bot.core.plan.plan import AcceptedAction, Action
from bot.core.plan.standing import ActionStanding, ActionUpdate, Progress
from bot.core.record.drafts import LAST_DAY
from bot.core.record.wording import no_duplicates

Json = dict[str, object]

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def actions_to_list(standing: tuple[ActionStanding, ...]) -> list[Json]:
    """Give the actions of the accepted plan, each with its day, the person it was given to, and what was said of it.

    ``updates`` stand where there are any: a file without them is read by a cxbot from before there were any, too.
    """
    return [_action_to_dict(each) for each in standing]


def actions_from_node(node: Node) -> tuple[ActionStanding, ...]:
    """Read the actions of an export; MalformedError names every fault by its key path."""
    standing = read_all(node.items(), _standing)
    no_duplicates(node, [each.accepted.id for each in standing])
    return standing


def _action_to_dict(standing: ActionStanding) -> Json:
    accepted, action = standing.accepted, standing.accepted.action
    told: Json = {
        "id": accepted.id,
        "draft": accepted.draft,
        "dimension": action.dimension,
        "what": action.what,
        "owner_role": action.owner_role,
        "owner": accepted.owner,
        "due_day": action.due_day,
        "due": accepted.due.isoformat(),
        "measure": action.measure,
        "first_step": action.first_step,
        "deliverable": action.deliverable,
    }
    if action.aim is not None:
        told["aim"] = asdict(action.aim)
    if standing.updates:
        told["updates"] = [_update_to_dict(each) for each in standing.updates]
    return told


def _update_to_dict(update: ActionUpdate) -> Json:
    due: Json = {"due": update.due.isoformat()} if update.due is not None else {}
    return {
        "progress": update.progress.value,
        "note": update.note,
        "value": update.value,
        "by": update.by,
        "at": moment_text(update.at),
        **due,
    }


def _standing(node: Node) -> ActionStanding:
    fields = node.fields(
        ("id", "draft", "dimension", "what", "due_day", "due"),
        ("owner_role", "owner", "measure", "first_step", "deliverable", "updates", "aim"),
    )
    action = Action(
        dimension=fields["dimension"].text(),
        what=fields["what"].text(),
        owner_role=fields.read("owner_role", Node.text, ""),
        due_day=fields["due_day"].integer(-LAST_DAY, LAST_DAY),
        measure=fields.read("measure", Node.text, ""),
        first_step=fields.read("first_step", Node.text, ""),
        deliverable=fields.read("deliverable", Node.text, ""),
        aim=fields.read("aim", aim_from_node, None),
    )
    owner = fields.read("owner", _name_or_null, None)
    accepted = AcceptedAction(fields["id"].name(), fields["draft"].name(), action, day_from_node(fields["due"]), owner)
    told = fields["updates"].items() if "updates" in fields else []
    return ActionStanding(accepted, read_all(told, lambda one: _update(one, accepted.id)))


def _update(node: Node, action: str) -> ActionUpdate:
    fields = node.fields(("progress", "by", "at"), ("note", "value", "due"))
    return ActionUpdate(
        action=action,
        progress=Progress(fields["progress"].choice(*Progress)),
        note=fields.read("note", Node.text, ""),
        value=fields.read("value", Node.text, ""),
        by=fields["by"].name(),
        at=fields["at"].moment(),
        due=fields.read("due", day_from_node, None),
    )


def day_from_node(node: Node) -> date:
    """Read a day."""
    if not isinstance(node.value, str) or not _DATE.fullmatch(node.value):
        raise node.refuse('a day such as "2026-12-22"')
    try:
        return date.fromisoformat(node.value)
    except ValueError:
        raise node.refuse("a day that the calendar has") from None


def _name_or_null(node: Node) -> str | None:
    return None if node.value is None else node.name()
