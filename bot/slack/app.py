"""The Bolt app: who is let in, what it takes, and the one handler of errors."""

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from slack_bolt import Ack, App, BoltResponse
from slack_bolt.authorization import AuthorizeResult

from bot.core.errors import NotInstalledError, SlackRefusedError, SlackUnavailableError, StoreError
from bot.slack.blocks import Message
from bot.slack.gateway import Gateway
from bot.slack.listeners import messages
from bot.slack.payloads import BadPayloadError
from bot.slack.routes import Parts
from bot.slack.wire import silent_logger, web_client

if TYPE_CHECKING:
    from bot.slack.socket_mode import SocketMode

ANYTHING = re.compile("")


NOT_INSTALLED = (
    "cxbot is not installed for you here, so nothing was done: you or this channel belong to another workspace."
    " Ask a member of the team, or whoever runs cxbot."
)


def slack_app(parts: Parts, *, signing_secret: str, base_url: str) -> App:
    """Build the app. It acknowledges when a listener has returned, so what was said is on disk by then."""
    app = App(
        name="cxbot",  # without one Bolt looks for its caller's in the sources of all that is loaded, at every start
        logger=silent_logger(),
        signing_secret=signing_secret,
        client=web_client(base_url=base_url),
        authorize=_authorize(parts),
        process_before_response=True,
        request_verification_enabled=False,  # the intake has looked at the signature, before anything was parsed
        ignoring_self_events_enabled=False,  # that the bot's own headline was deleted is news
        attaching_conversation_kwargs_enabled=False,
        attaching_function_token_enabled=False,
    )
    _register(app, parts)
    app.error(_on_error(parts, Gateway(token="", base_url=base_url)))  # to answer where nobody's token is needed
    return app


def over_a_socket(app: App, app_token: str, base_url: str, reconnected: Callable[[], None]) -> "SocketMode":
    """Have the app served over a socket that is opened to Slack."""
    from bot.slack.socket_mode import SocketMode  # noqa: PLC0415  # over HTTP it is not needed

    return SocketMode(app, app_token, base_url, reconnected)


def _register(app: App, parts: Parts) -> None:
    """Have Bolt hand over what Slack delivers; messages first, for it tries its listeners in this order."""
    (message,) = messages.ROUTES
    app.event(message.name)(_taking(parts, message.take))
    interactive = (app.action(ANYTHING), app.shortcut(ANYTHING), app.view_submission(ANYTHING))
    for ours in (app.event(ANYTHING), app.command(ANYTHING), *interactive):
        ours(_taking(parts, _take_by_its_route))
    app.view_closed(ANYTHING)(_taking(parts, lambda _parts, ack, _body: ack()))


def _taking(parts: Parts, take: Callable[[Parts, Ack, Mapping[str, Any]], object]) -> Callable[..., object]:
    """Return what Bolt calls; it passes arguments by their names."""

    def taking(ack: Ack, body: dict[str, Any]) -> object:
        if parts.listening is not None and "event" in body:
            parts.listening.delivered()
        return take(parts, ack, body)

    return taking


def _take_by_its_route(parts: Parts, ack: Ack, body: Mapping[str, Any]) -> BoltResponse | None:
    from bot.slack.journeys import route_of  # noqa: PLC0415  # the journeys are loaded once one begins

    route = route_of(body)
    if route is not None:
        route.take(parts, ack, body)
    elif "command" in body:
        return BoltResponse(status=404, body={"error": "unhandled request"})  # as Bolt itself answers what is unknown
    else:
        ack()  # taken, so that nobody sees an error of Slack's
    return None


def _authorize(parts: Parts) -> Callable[..., Any]:
    """Let in only workspaces that the bot is installed in; who the bot is was asked once, not at every request."""

    def authorize(enterprise_id: str | None, team_id: str | None, user_id: str | None) -> AuthorizeResult:
        workspace = team_id or enterprise_id or ""
        try:
            me = parts.gateway_of(workspace).auth_test()
        except NotInstalledError:
            raise  # not None, for which Bolt would answer with words of its own
        except (SlackUnavailableError, SlackRefusedError):
            if not _is_known(parts, workspace):
                raise
            return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token="unused")  # noqa: S106  # as below
        if not me.speaks_for(workspace, enterprise_id or ""):
            raise NotInstalledError(workspace)
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            user_id=user_id,
            bot_user_id=me.user_id,
            bot_id=me.bot_id or None,
            bot_token="unused",  # noqa: S106  # no listener takes Bolt's client; every call goes through the gateway
        )

    return authorize


def _is_known(parts: Parts, workspace: str) -> bool:
    """Whether people answer there: what they say is taken also while Slack cannot tell who the bot is."""
    with parts.store.reading() as view:
        return bool(view.channels(workspace))


def _on_error(parts: Parts, anybody: Gateway) -> Callable[..., BoltResponse]:
    """Log with a reference and tell the person; an event that could not be saved is refused: Slack repeats it."""

    def on_error(error: Exception, body: dict[str, Any]) -> BoltResponse:
        reference = parts.report("request_failed", error)
        is_known = not isinstance(error, NotInstalledError)
        failed = 400 if isinstance(error, BadPayloadError | SlackRefusedError | NotInstalledError) else 500
        text = f"That was not saved, reference {reference}. Please try it again in a moment."
        text = text if is_known else NOT_INSTALLED
        if body.get("type") == "event_callback":
            # Slack switches events off where too many are refused, so only what could not be saved is
            if parts.listening is not None and is_known:
                parts.listening.missed()
            unsaved = is_known and isinstance(error, StoreError | SlackUnavailableError)
            return BoltResponse(status=500 if unsaved else 200, body="")
        if body.get("type") == "view_submission":
            if not is_known:
                return BoltResponse(status=200, body="")  # no form of ours can be open there
            shown = _view_error(body, text)
            return BoltResponse(status=200 if shown else failed, body=shown)
        if "command" in body:
            return BoltResponse(status=200, body={"response_type": "ephemeral", "text": text})
        # where the person cannot be told, Slack says that it failed: pressed in vain and not knowing it is the worst
        return BoltResponse(status=200 if _is_told(parts, anybody, body, text) else failed, body="")

    return on_error


def _view_error(body: Mapping[str, Any], text: str) -> dict[str, Any]:
    """Show the error at the form's first field, so that what was filled in stays."""
    view = body.get("view")
    state = view.get("state") if isinstance(view, dict) else None
    values = state.get("values") if isinstance(state, dict) else None
    first = next(iter(values), None) if isinstance(values, dict) else None
    return {"response_action": "errors", "errors": {first: text}} if first else {}


def _is_told(parts: Parts, anybody: Gateway, body: Mapping[str, Any], text: str) -> bool:
    url = body.get("response_url")
    if not isinstance(url, str):
        return False
    try:
        anybody.respond(response_url=url, message=Message(text))
    except Exception as error:  # noqa: BLE001  # the person cannot be told; the log has both errors
        parts.report("person_not_told", error)
        return False
    return True


def one_workspace(gateway: Gateway) -> Callable[[str], Gateway]:
    """Return the gateway of the one workspace that the bot's token is for, whichever is asked."""
    return lambda _workspace: gateway
