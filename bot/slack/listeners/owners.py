"""Whether somebody can be given an action: a person who is there, of this workspace's own people."""

from bot.core.errors import SlackRefusedError, SlackUnavailableError
from bot.slack.parts import Parts

NOT_THERE = "This person is not in the workspace any more. Choose somebody else."
NO_PERSON = "An app cannot see to an action. Choose a person."
OUTSIDE = "This person is of another organisation, so cxbot takes no answers from them. Choose somebody of the team."


def why_not_theirs(parts: Parts, workspace: str, person: str) -> str:
    """Say why a person cannot be given an action, empty where they can; whom Slack cannot tell of now is taken."""
    try:
        found = parts.gateway_of(workspace).person(person=person)
    except SlackRefusedError as refusal:
        return NOT_THERE if refusal.is_gone else ""
    except SlackUnavailableError:
        return ""
    if found.deleted:
        return NOT_THERE
    if found.is_bot:
        return NO_PERSON
    elsewhere = found.team_id not in ("", workspace) and workspace.startswith("T")
    return OUTSIDE if found.is_stranger or elsewhere else ""
