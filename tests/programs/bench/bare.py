"""What everything is measured against: a Bolt app on the same server code whose one listener only acknowledges."""

import json
import os
import secrets
import socket
import sys
from collections.abc import Callable, Mapping

import uvicorn
from slack_bolt import Ack, App, BoltRequest
from slack_bolt.authorization import AuthorizeResult

from bot.web.app import HttpReply, web_app


def only_acknowledge(ack: Ack) -> None:
    """Do nothing else."""
    ack()


def bare_app(secret: str, take: Callable[..., None] = only_acknowledge) -> App:
    """Build a Bolt app as its guide shows it, but for the tokens that nobody asks for here."""
    app = App(signing_secret=secret, process_before_response=True, authorize=_authorize)
    app.event("message")(take)
    app.command("/cx-scorecard")(take)
    return app


def _authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
    return AuthorizeResult(
        enterprise_id=enterprise_id, team_id=team_id, bot_user_id="UBOT", bot_id="BBOT", bot_token=secrets.token_hex()
    )


class Server(uvicorn.Server):
    """Says where it listens, as the bot does."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        port = self.servers[0].sockets[0].getsockname()[1]
        sys.stderr.write(json.dumps({"port": port}) + "\n")


def serve() -> None:
    """Serve the bare app until SIGTERM."""
    app = bare_app(os.environ["SLACK_SIGNING_SECRET"])

    def dispatch(body: str, headers: Mapping[str, str]) -> HttpReply:
        response = app.dispatch(BoltRequest(body=body, headers=dict(headers)))
        return HttpReply(response.status, {name: values[0] for name, values in response.headers.items()}, response.body)

    web = web_app(dispatch, dict)
    Server(uvicorn.Config(web, host="127.0.0.1", port=0, log_level="warning", access_log=False)).run()


if __name__ == "__main__":
    serve()
