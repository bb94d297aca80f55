"""The way in: a request is signed by Slack and has the outer shape that Bolt takes for granted, or goes no further.

Bolt parses a body before it checks the signature, and indexes into it before any listener runs. Both are done here in
the other order, so that a stranger's bytes are never parsed and a broken payload is an answer, not an exception.
To which organisation a workspace belongs Slack says in each kind of delivery at another place.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from slack_bolt import App, BoltRequest
from slack_sdk.signature import SignatureVerifier

from bot.core.errors import BotError
from bot.slack.payloads import BadPayloadError, Id, Payload, Text, read_payload


class _Home(Payload):
    id: Id | None = None
    team: Id | None = None
    team_id: Id | None = None
    enterprise_id: Id | None = None
    is_enterprise_install: bool | None = None


class _MadeFor(Payload):
    app_installed_team_id: Id | None = None


class _Whence(Payload):
    team_id: Id | None = None
    enterprise_id: Id | None = None
    is_ext_shared_channel: bool | None = None
    is_enterprise_install: bool | None = None
    authorizations: tuple[_Home, ...] | None = None
    team: Text | _Home | None = None
    enterprise: _Home | None = None
    user: Text | _Home | None = None
    message: _Home | None = None
    view: _MadeFor | None = None


def membership(body: Mapping[str, Any]) -> tuple[str, str] | None:
    """Return a workspace and the organisation that it belongs to, where Slack says so of one and the same.

    Where two organisations share a channel, what stands side by side may be of both. What names no team at all is of
    that of the message, else of the person's own, as for ``_sender``. What comes by an installation of the workspace's
    own says nothing about the organisation's.
    """
    try:
        raw = read_payload(_Whence, body)
    except BadPayloadError:
        return None  # whoever takes it says so
    team, organisation = raw.team_id, raw.enterprise_id
    if isinstance(raw.team, _Home):
        team, organisation = raw.team.id, raw.team.enterprise_id or (raw.enterprise.id if raw.enterprise else None)
    elif raw.enterprise is not None:
        home = raw.user.team_id if isinstance(raw.user, _Home) else None
        team, organisation = (raw.message.team if raw.message else None) or home, raw.enterprise.id
    if raw.authorizations:
        theirs = raw.authorizations[0]
        if theirs.team_id is not None:
            team, organisation = theirs.team_id, theirs.enterprise_id
        elif raw.is_ext_shared_channel or theirs.enterprise_id != organisation:
            return None
    if raw.view is not None and raw.view.app_installed_team_id not in (None, team, organisation):
        return None
    if False in (raw.is_enterprise_install, *(each.is_enterprise_install for each in raw.authorizations or ())):
        return None
    return (team, organisation) if team and organisation and team != organisation else None


Reply = tuple[int, dict[str, str], str]
"""Status, headers and body."""

NOT_SIGNED: Final = "The request is not signed by Slack, or its signature is older than five minutes."
NOT_SLACKS: Final = "The request is not what Slack sends."
_STAMP = re.compile(r"[0-9]{1,12}", re.ASCII)
_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}", re.ASCII)
_PASSED_ON: Final = ("content-type", "x-slack-retry-num", "x-slack-retry-reason")
_DEEPEST = 4
_TEXTS = (
    "type subtype id team_id enterprise_id user_id channel_id command callback_id action_id action_ts user_team"
    " response_url challenge thread_ts app_installed_team_id bot_id private_metadata"
).split()
_OBJECTS = "event view container item message previous_message assistant_thread function_data function".split()
_TEXTS_OR_OBJECTS = "team user channel enterprise".split()
_LISTS = "authorizations actions".split()
_KINDS: Final[Mapping[str, type | tuple[type, ...]]] = {
    **dict.fromkeys(_TEXTS, str),
    **dict.fromkeys(_OBJECTS, dict),
    **dict.fromkeys(_TEXTS_OR_OBJECTS, (str, dict)),
    **dict.fromkeys(_LISTS, list),
}


class HeldBackError(BotError):
    """Slack did not deliver every event; what people typed meanwhile is read in the threads."""


@dataclass(slots=True, eq=False)
class Intake:
    """Answers requests from Slack by a Bolt app.

    ``report`` logs what Bolt could not cope with; ``missed`` is told that Slack holds events back, and ``met`` to which
    organisation a workspace belongs.
    """

    _app: App
    _signing_secret: str
    _report: Callable[[str, Exception], str]
    _missed: Callable[[], None]
    _met: Callable[[str, str], None] | None

    def answer(self, body: str, headers: Mapping[str, str]) -> Reply:
        """Return the answer to a request; ``headers`` have lower-case names."""
        stamp, signature = headers.get("x-slack-request-timestamp", ""), headers.get("x-slack-signature", "")
        is_whole = _STAMP.fullmatch(stamp) and _SIGNATURE.fullmatch(signature)
        if not (is_whole and SignatureVerifier(self._signing_secret).is_valid(body, stamp, signature)):
            return 401, {}, NOT_SIGNED
        passed: dict[str, str | Sequence[str]] = {name: headers[name] for name in _PASSED_ON if name in headers}
        passed |= {"x-slack-request-timestamp": stamp, "x-slack-signature": signature}
        try:
            request = BoltRequest(body=body, headers=passed)
        except (ValueError, TypeError, AttributeError, LookupError, RecursionError):
            return 400, {}, NOT_SLACKS
        if not is_well_formed(request.body):
            return 400, {}, NOT_SLACKS
        if request.body.get("type") == "app_rate_limited":  # no event, so that Bolt would know nothing of it
            self._report("events_held_back", HeldBackError("Slack holds events back: too many came within an hour."))
            self._missed()
            return 200, {}, ""
        self._meet(request.body)
        return self._dispatch(request)

    def _meet(self, body: Mapping[str, Any]) -> None:
        belongs = membership(body) if self._met is not None else None
        if self._met is None or belongs is None:
            return
        try:
            self._met(*belongs)
        except BotError as error:  # who may not get in without it is told so in what follows
            self._report("workspace_not_met", error)

    def _dispatch(self, request: BoltRequest) -> Reply:
        try:
            response = self._app.dispatch(request)
        except Exception as error:  # noqa: BLE001  # our listeners' errors are handled inside; this is Bolt's own indexing
            self._report("request_not_understood", error)
            return 400, {}, NOT_SLACKS
        return response.status, {name: values[0] for name, values in response.headers.items() if values}, response.body


def is_well_formed(body: object, depth: int = 0) -> bool:
    """Whether every outer field that Bolt indexes has a type that Slack gives it; null counts as absent."""
    if not isinstance(body, dict) or depth > _DEEPEST:
        return False
    for name, value in body.items():
        kind = _KINDS.get(name)
        if kind is None or value is None:
            continue
        if not isinstance(value, kind):
            return False
        inner = value if isinstance(value, list) else [value] if isinstance(value, dict) else []
        if not all(is_well_formed(each, depth + 1) for each in inner):
            return False
    return depth > 0 or _has_what_its_type_needs(body)


def _has_what_its_type_needs(body: Mapping[str, Any]) -> bool:
    match body.get("type"):
        case "event_callback":
            return bool(body.get("event")) and isinstance(body["event"].get("type"), str)
        case "block_actions":
            actions = body.get("actions") or []
            return bool(actions) and all(isinstance(each.get("action_id"), str) for each in actions)
        case "interactive_message":
            return bool(body.get("actions"))
        case "view_submission" | "view_closed":
            view = body.get("view") or {}
            return all(isinstance(view.get(name), str) for name in ("callback_id", "type"))
        case _:
            return True
