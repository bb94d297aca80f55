"""What other systems are told of an event: ids, names and figures, and nothing that people wrote as evidence."""

import json
from datetime import date, datetime
from enum import StrEnum

from bot.core.assessment import Assessment
from bot.core.json_values import Json, moment_text
from bot.core.plan.plan import AcceptedAction, ActionStanding
from bot.core.record.export import figures_to_dict
from bot.core.scoring.scorecard import Scorecard

VERSION = 1


class EventKind(StrEnum):
    """What happened."""

    ASSESSMENT_COMPLETED = "assessment.completed"
    PLAN_ACCEPTED = "plan.accepted"
    ACTION_DONE = "action.done"


def announcement(kind: EventKind, event: str, at: datetime, assessment: Assessment, about: Json) -> str:
    """Write what is told of an event as JSON, in the words of docs/webhook.md; ``about`` is what its kind has."""
    framework = assessment.framework
    told: Json = {
        "version": VERSION,
        "id": event,
        "type": kind.value,
        "at": moment_text(at),
        "workspace": assessment.workspace,
        "channel": assessment.channel,
        "assessment": assessment.id,
        "subject": assessment.subject.name,
        "framework": {"slug": framework.slug, "version": framework.version, "digest": framework.digest},
    }
    return json.dumps(told | about)


def completed(card: Scorecard) -> Json:
    """Give what a completed assessment is told with: its figures, as an export has them."""
    return {"figures": figures_to_dict(card)}


def accepted(actions: tuple[AcceptedAction, ...]) -> Json:
    """Give what an accepted plan is told with: its actions by their ids."""
    return {"actions": [_action(each, each.due) for each in actions]}


def done(action: ActionStanding) -> Json:
    """Give what a finished action is told with."""
    return {"action": _action(action.accepted, action.due)}


def _action(accepted: AcceptedAction, due: date) -> Json:
    return {"id": accepted.id, "dimension": accepted.action.dimension, "due": due.isoformat()}
