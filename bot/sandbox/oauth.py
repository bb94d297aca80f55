"""Installing the app: the consent page, its codes, and the exchange of a code for the workspace's token."""

import html
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from bot.sandbox import seed
from bot.sandbox.model import Json, Refusal
from bot.sandbox.world import World

_CODE_LIVES: Final = timedelta(minutes=10)
_PAGE: Final = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Install {app}</title>
<body style="font-family:system-ui;max-width:34rem;margin:3rem auto;padding:0 1rem">
<h1>{app} wants to join a workspace</h1><p>It asks for:</p><ul>{scopes}</ul>
<form method="post"><p><label>Workspace <select name="team">{teams}</select></label></p>{fields}
<button name="decision" value="allow">Allow</button> <button name="decision" value="cancel">Cancel</button></form>
</body></html>"""


class OAuth:
    """Holds the codes that were given out; the app's client id and secret are fixed for the sandbox."""

    def __init__(self, world: World, client_id: str, client_secret: str) -> None:
        self._world = world
        self._client = (client_id, client_secret)
        self._codes: dict[str, tuple[str, str, datetime]] = {}
        self._nonces: set[str] = set()

    async def consent(self, request: Request) -> Response:
        """Show what the app asks for, or say why the link is wrong."""
        query = request.query_params
        problem = self._problem(query)
        if problem:
            return HTMLResponse(f"<!doctype html><title>Error</title><p>{html.escape(problem)}</p>", 400)
        nonce = secrets.token_hex(8)
        self._nonces.add(nonce)
        kept = {"redirect_uri": self._redirect(query), "state": query.get("state", ""), "nonce": nonce}
        kept["scope"] = query.get("scope", "")
        return HTMLResponse(self._page(kept))

    async def decide(self, request: Request) -> Response:
        """Send the person back to the app with a code, or with access_denied."""
        form = dict(parse_qsl((await request.body()).decode("utf-8", "replace"), keep_blank_values=True))
        if form.get("nonce") not in self._nonces:
            return HTMLResponse("<!doctype html><title>Error</title><p>Open the install link again.</p>", 400)
        self._nonces.discard(form["nonce"])
        answer = {"state": form.get("state", "")}
        if form.get("decision") == "allow" and form.get("team") in self._world.workspaces:
            code = secrets.token_hex(16)
            self._codes[code] = (form["team"], form["redirect_uri"], self._world.clock.now() + _CODE_LIVES)
            answer = {"code": code, **answer}
        else:
            answer = {"error": "access_denied", **answer}
        return RedirectResponse(f"{form['redirect_uri']}?{urlencode(answer)}", 302)

    def access(self, args: Mapping[str, Any]) -> Json:
        """Exchange a code for the workspace's token; the code works once, for ten minutes."""
        if args.get("client_id") != self._client[0]:
            raise Refusal("invalid_client_id")
        if not secrets.compare_digest(str(args.get("client_secret", "")), self._client[1]):
            raise Refusal("bad_client_secret")
        team_id, redirect, expires = self._codes.pop(str(args.get("code", "")), ("", "", self._world.clock.now()))
        if not team_id or self._world.clock.now() > expires:
            raise Refusal("invalid_code")
        if args.get("redirect_uri") not in (None, "", redirect):
            raise Refusal("bad_redirect_uri")
        return self._grant(team_id)

    def _grant(self, team_id: str) -> Json:
        space = self._world.workspaces[team_id]
        installer = next(p for p in self._world.people.values() if p.team_id == team_id and p.kind == "member")
        return {
            "app_id": seed.APP_ID,
            "authed_user": {"id": installer.id},
            "scope": ",".join(space.scopes),
            "token_type": "bot",
            "access_token": space.bot_token,
            "bot_user_id": space.bot_user,
            "team": {"id": space.id, "name": space.name},
            "is_enterprise_install": False,
        }

    def _problem(self, query: Mapping[str, str]) -> str | None:
        if query.get("client_id") != self._client[0]:
            return "invalid_client_id: the link names another app than this sandbox has."
        if not self._redirect(query):
            return "bad_redirect_uri: the manifest does not list this address under oauth_config.redirect_urls."
        declared = set(self._world.manifest.get("oauth_config", {}).get("scopes", {}).get("bot", ()))
        unknown = {scope for scope in query.get("scope", "").split(",") if scope} - declared
        return f"invalid_scope: {', '.join(sorted(unknown))} is not in the manifest." if unknown else None

    def _redirect(self, query: Mapping[str, str]) -> str:
        listed = self._world.manifest.get("oauth_config", {}).get("redirect_urls", ())
        wanted = query.get("redirect_uri") or (listed[0] if listed else "")
        return wanted if any(wanted == url or wanted.startswith(f"{url.rstrip('/')}/") for url in listed) else ""

    def _page(self, kept: dict[str, str]) -> str:
        asked = kept.pop("scope").split(",")
        scopes = [scope for scope in asked if scope] or list(next(iter(self._world.workspaces.values())).scopes)
        fields = (f'<input type="hidden" name="{key}" value="{html.escape(value)}">' for key, value in kept.items())
        teams = (f'<option value="{w.id}">{html.escape(w.name)}</option>' for w in self._world.workspaces.values())
        return _PAGE.format(
            app=html.escape(self._world.app_name),
            scopes="".join(f"<li>{html.escape(scope)}</li>" for scope in scopes),
            teams="".join(teams),
            fields="".join(fields),
        )
