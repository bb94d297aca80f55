"""The Bolt app: who is let in, which listener takes what, and the one handler of errors."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from slack_bolt import Ack, App, BoltResponse
from slack_bolt.authorization import AuthorizeResult

from bot.core.errors import BotError, SlackRefusedError
from bot.slack.blocks import Message
from bot.slack.gateway import Gateway
from bot.slack.listeners import actions, cadences, commands, drafts, events, home, plans, reminders, submissions
from bot.slack.listeners import cadences as cadence_forms
from bot.slack.listeners import drafts as draft_submissions
from bot.slack.listeners import plans as plan_submissions
from bot.slack.manifest import COMMANDS, EVENTS
from bot.slack.parts import Parts
from bot.slack.payloads import BadPayloadError
from bot.slack.values import (
    ACCEPT,
    ACCEPT_ALL,
    ASK_DRAFTS,
    CADENCE_FORM,
    CHANGE_CADENCE,
    CHANGE_DUE,
    CHANGE_FORM,
    DISCARD,
    EDIT_FORM,
    GIVE_FORM,
    HOME_CHANGE,
    HOME_REMIND,
    HOME_START,
    NOT_NOW,
    OPEN_CADENCE,
    OPEN_CHANGE,
    OPEN_EDIT,
    OPEN_GIVE,
    OPEN_OWNERS,
    OPEN_REDRAFT,
    OPEN_UPDATE,
    OWNERS_FORM,
    PAUSE_CADENCE,
    PICK_DIMENSION,
    PICK_FRAMEWORK,
    PICK_OFTEN,
    PICK_TARGET,
    PRESS,
    REDRAFT_FORM,
    REMOVE_CADENCE,
    RESUME_CADENCE,
    SAY,
    SHARE,
    SHOW_CARD,
    SKIP_CADENCE,
    SKIP_DUE,
    SNOOZE_CADENCE,
    SNOOZE_DUE,
    START_DUE,
    START_FORM,
    UNDO,
    UNSHARE,
    UPDATE_FORM,
)
from bot.slack.wire import silent_logger, web_client

Listener = Callable[[Parts, Ack, Mapping[str, Any]], None]
ANYTHING = re.compile("")

_COMMANDS: Mapping[str, Listener] = {
    "/cx-assess": commands.assess,
    "/cx-scorecard": commands.scorecard,
    "/cx-remind": cadences.remind,
    "/cx-plan": plans.plan,
}
_EVENTS: Mapping[str, Listener] = {
    "message": events.heard,
    "app_home_opened": events.opened_home,
    "member_joined_channel": events.joined,
}
_ACTIONS: Mapping[str | re.Pattern[str], Listener] = {
    re.compile(rf"^{re.escape(PRESS)}"): actions.press,
    OPEN_CHANGE: actions.open_change,
    PICK_DIMENSION: actions.pick_dimension,
    PICK_FRAMEWORK: actions.pick_framework,
    PICK_TARGET: actions.pick_framework,
    SHARE: actions.share,
    UNSHARE: actions.unshare,
    SHOW_CARD: actions.show_card,
    ASK_DRAFTS: drafts.ask,
    ACCEPT: drafts.accept,
    ACCEPT_ALL: drafts.take_all,
    DISCARD: drafts.discard,
    UNDO: drafts.undo,
    OPEN_EDIT: drafts.open_edit,
    OPEN_REDRAFT: drafts.open_redraft,
    OPEN_OWNERS: drafts.open_owners,
    HOME_START: home.start,
    HOME_REMIND: home.remind,
    HOME_CHANGE: home.change,
    OPEN_CADENCE: cadence_forms.open_new,
    CHANGE_CADENCE: cadence_forms.open_change,
    CHANGE_DUE: cadence_forms.open_change,
    PICK_OFTEN: cadence_forms.pick_often,
    PAUSE_CADENCE: cadences.press,
    RESUME_CADENCE: cadences.press,
    SNOOZE_CADENCE: cadences.press,
    SKIP_CADENCE: cadences.press,
    REMOVE_CADENCE: cadences.press,
    START_DUE: reminders.start,
    SNOOZE_DUE: reminders.settle,
    SKIP_DUE: reminders.settle,
    NOT_NOW: reminders.later,
    re.compile(rf"^{re.escape(SAY)}"): plans.say,
    OPEN_UPDATE: plans.open_update,
    OPEN_GIVE: plans.open_give,
    ANYTHING: actions.nothing,
}
_SUBMISSIONS: Mapping[str | re.Pattern[str], Listener] = {
    START_FORM: submissions.start,
    CHANGE_FORM: submissions.change,
    EDIT_FORM: draft_submissions.edited,
    REDRAFT_FORM: draft_submissions.redrafted,
    OWNERS_FORM: draft_submissions.assigned,
    CADENCE_FORM: cadence_forms.submitted,
    UPDATE_FORM: plan_submissions.updated,
    GIVE_FORM: plan_submissions.given,
    ANYTHING: submissions.unknown,
}


class NotInstalledError(BotError):
    """A request of a workspace that the bot's token is not for; it gets no answer."""


def slack_app(parts: Parts, *, signing_secret: str, base_url: str) -> App:
    """Build the app. It acknowledges when a listener has returned, so what was said is on disk by then."""
    app = App(
        logger=silent_logger(),
        signing_secret=signing_secret,
        client=web_client(base_url=base_url),
        authorize=_authorize(parts),
        process_before_response=True,
        attaching_conversation_kwargs_enabled=False,
        attaching_function_token_enabled=False,
    )
    # events first: Bolt tries its listeners in this order, and most of what comes is an answer
    for kind in dict.fromkeys(event.type for event in EVENTS):
        app.event(kind)(_taking(parts, _EVENTS[kind]))
    for command in COMMANDS:
        app.command(command.name)(_taking(parts, _COMMANDS[command.name]))
    for action_id, listener in _ACTIONS.items():
        app.action(action_id)(_taking(parts, listener))
    for callback_id, listener in _SUBMISSIONS.items():
        app.view_submission(callback_id)(_taking(parts, listener))
    # what an older version of the app had, or a later one will: taken, so that nobody sees an error of Slack's
    for any_other in (app.event(ANYTHING), app.view_closed(ANYTHING), app.shortcut(ANYTHING)):
        any_other(_taking(parts, actions.nothing))
    app.error(_on_error(parts))
    return app


def _taking(parts: Parts, listener: Listener) -> Callable[..., None]:
    """Bolt passes arguments by their names; our listeners take their parts first."""

    def take(ack: Ack, body: dict[str, Any]) -> None:
        listener(parts, ack, body)

    return take


def _authorize(parts: Parts) -> Callable[..., Any]:
    """Let in only workspaces that the bot is installed in; who the bot is was asked once, not at every request."""

    def authorize(enterprise_id: str | None, team_id: str | None, user_id: str | None) -> AuthorizeResult:
        workspace = team_id or enterprise_id or ""
        me = parts.gateway_of(workspace).auth_test()
        if not workspace or workspace not in (me.team_id, me.enterprise_id):
            # raised, since for None Bolt would answer with words of its own
            raise NotInstalledError(f"The bot is not installed in {workspace!r}.")
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            user_id=user_id,
            bot_user_id=me.user_id,
            bot_id=me.bot_id or None,
            bot_token="unused",  # noqa: S106  # no listener takes Bolt's client; every call goes through the gateway
        )

    return authorize


def _on_error(parts: Parts) -> Callable[..., BoltResponse]:
    """Log with a reference and tell the person; an event that could not be saved is refused: Slack repeats it."""

    def on_error(error: Exception, body: dict[str, Any]) -> BoltResponse:
        reference = parts.report("request_failed", error)
        if isinstance(error, NotInstalledError):
            return BoltResponse(status=200, body="")
        failed = 400 if isinstance(error, BadPayloadError | SlackRefusedError) else 500
        text = f"That was not saved, reference {reference}. Please try it again in a moment."
        if body.get("type") == "event_callback":
            # repeated, a payload that cannot be read would be no better
            return BoltResponse(status=200 if isinstance(error, BadPayloadError) else 500, body="")
        if body.get("type") == "view_submission":
            shown = _view_error(body, text)
            return BoltResponse(status=200 if shown else failed, body=shown)
        if "command" in body:
            return BoltResponse(status=200, body={"response_type": "ephemeral", "text": text})
        # where the person cannot be told, Slack says that it failed: pressed in vain and not knowing it is the worst
        return BoltResponse(status=200 if _is_told(parts, body, text) else failed, body="")

    return on_error


def _view_error(body: Mapping[str, Any], text: str) -> dict[str, Any]:
    """Show the error at the form's first field, so that what was filled in stays."""
    view = body.get("view")
    state = view.get("state") if isinstance(view, dict) else None
    values = state.get("values") if isinstance(state, dict) else None
    first = next(iter(values), None) if isinstance(values, dict) else None
    return {"response_action": "errors", "errors": {first: text}} if first else {}


def _is_told(parts: Parts, body: Mapping[str, Any], text: str) -> bool:
    url = body.get("response_url")
    if not isinstance(url, str):
        return False
    try:
        _respond(parts, body, url, text)
    except Exception as error:  # noqa: BLE001  # the person cannot be told; the log has both errors
        parts.report("person_not_told", error)
        return False
    return True


def _respond(parts: Parts, body: Mapping[str, Any], url: str, text: str) -> None:
    team = body.get("team")
    workspace = team.get("id", "") if isinstance(team, dict) else ""
    parts.gateway_of(workspace).respond(response_url=url, message=Message(text))


def one_workspace(gateway: Gateway) -> Callable[[str], Gateway]:
    """Give the gateway of the one workspace that the bot's token is for, whichever is asked."""
    return lambda _workspace: gateway
