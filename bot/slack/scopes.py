"""The permissions that the bot asks for: why, what does not work without each, and which methods need it. One table."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Scope:
    """A permission, why we ask for it, what does not work without it, and the Web API methods that need it."""

    name: str
    why: str
    without: str
    methods: tuple[str, ...] = ()


_CHANNEL_READS = ("conversations.info", "conversations.members")
_HISTORY_READS = ("conversations.history", "conversations.replies")
SCOPES: Final = (
    Scope(
        "chat:write",
        "Post questions, scorecards and reminders.",
        "nothing can be posted or changed: no question, scorecard or reminder",
        ("chat.postMessage", "chat.update", "chat.delete", "chat.postEphemeral"),
    ),
    Scope(
        "commands",
        "Offer the slash commands, and the shortcut that saves a message as evidence.",
        "there are no slash commands and no shortcut that saves a message",
    ),
    Scope(
        "channels:history",
        "Read answers in the threads of public channels it was added to.",
        "answers typed in threads of public channels are not read; buttons and forms work",
        _HISTORY_READS,
    ),
    Scope(
        "groups:history",
        "Read answers in the threads of private channels it was added to.",
        "answers typed in threads of private channels are not read; buttons and forms work",
        _HISTORY_READS,
    ),
    Scope(
        "im:history",
        "Read answers that are given in private, and answer who writes to the bot; look whether a direct message was"
        " sent before it is sent again.",
        "what people type to cxbot in private is not read; buttons and forms work",
        _HISTORY_READS,
    ),
    Scope(
        "channels:read",
        "Show a scorecard only to members of its public channel; know which channels are public.",
        "scorecards of public channels are not shown by `/cx-scorecard`, and messages saved there count as private",
        _CHANNEL_READS,
    ),
    Scope(
        "groups:read",
        "Show a scorecard only to members of its private channel.",
        "scorecards of private channels are not shown by `/cx-scorecard`",
        _CHANNEL_READS,
    ),
    Scope(
        "channels:join",
        "Join a public channel when an assessment is started there.",
        "cxbot cannot join a public channel by itself: somebody has to invite it",
        ("conversations.join",),
    ),
    Scope(
        "users:read",
        "Know a person's name and time zone, and tell guests and bots apart.",
        "names and time zones are not known, and whether somebody is still there",
        ("users.info",),
    ),
    Scope(
        "usergroups:read",
        "Ask all people of a user group, where somebody picks one for a team assessment.",
        "no user group can be picked for a team assessment: people are picked one by one",
        ("usergroups.list", "usergroups.users.list"),
    ),
    Scope(
        "files:write",
        "Show the picture of a scorecard; send reports and tables as files.",
        "there are no pictures, reports, tables or receipts; the same figures stand in words",
        ("files.getUploadURLExternal", "files.completeUploadExternal", "files.delete"),
    ),
    Scope(
        "files:read",
        "Read the file of a framework that an admin uploads in the form of cxbot, and no other file.",
        "no framework can be uploaded in Slack",
        ("files.info",),
    ),
    Scope(
        "canvases:write",
        "Put the synopsis of a workshop into a canvas, in a tab of its channel.",
        "the synopsis of a workshop comes as a message in place of a canvas",
        ("canvases.create", "canvases.edit"),
    ),
    Scope(
        "im:write",
        "Ask people in private for their part of a team assessment; write to one person when a channel is gone.",
        "nobody is asked, reminded or told anything in a direct message",
        ("conversations.open",),
    ),
)


def lacking(granted: Iterable[str]) -> tuple[str, ...]:
    """Return the permissions that are not among those granted, in the order of the table."""
    held = set(granted)
    return tuple(each.name for each in SCOPES if each.name not in held)
