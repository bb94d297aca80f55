"""Installing the app: the consent page, its codes, and the exchange of a code for the workspace's token.

The second workspace is there once the app is installed in it, or in the whole organisation, which has one token for all
of its workspaces. Where the manifest has tokens rotated, each expires and a
refresh token, which works once, brings the next.
"""

import html
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from bot.sandbox import seed
from bot.sandbox.model import Json, Refusal, Thrown
from bot.sandbox.world import World

_CODE_LIVES: Final = timedelta(minutes=10)
_TOKEN_LIVES: Final = timedelta(hours=12)
_ORGANISATION: Final = "Acme"
_PAGE: Final = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Install {app}</title>
<meta name="viewport" content="width=device-width,initial-scale=1">
<style>body{{font:1rem/1.5 system-ui,sans-serif;max-width:34rem;margin:0 auto;padding:2.5rem 1.25rem}}
h1{{font-size:1.5rem;line-height:1.25;margin:0 0 .75rem}}
ul{{columns:2 11rem;padding-left:1.25rem;margin:.5rem 0 1.5rem}}
label{{display:grid;gap:.25rem;font-weight:600;margin-bottom:1.25rem}}select,button{{font:inherit;min-height:2.75rem;
padding:0 1rem;border:1px solid #8a8f94;border-radius:.5rem;background:#fff;color:#1d2226}}button{{font-weight:600;
margin-right:.5rem}}[value=allow]{{background:#0b6660;border-color:#0b6660;color:#fff}}</style>
<body><main><h1>{app} wants to join a workspace</h1><p>It asks for:</p><ul>{scopes}</ul>
<form method="post"><label>Where <select name="team">{teams}</select></label>{fields}
<button name="decision" value="allow">Allow</button><button name="decision" value="cancel">Cancel</button></form>
</main></body></html>"""


class OAuth:
    """Holds the codes that were given out; the app's client id and secret are fixed for the sandbox."""

    def __init__(self, world: World, client_id: str, client_secret: str) -> None:
        self._world = world
        self._client = (client_id, client_secret)
        self._codes: dict[str, tuple[str, str, datetime]] = {}
        self._nonces: set[str] = set()
        self._refreshes: dict[str, str] = {}
        self._granted: dict[str, tuple[str, ...]] = {}

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
        if form.get("decision") == "allow" and form.get("team") in self._teams():
            code = secrets.token_hex(16)
            with self._world.lock:
                if form["team"] != seed.ACME:
                    self._world.found_second()
                if form["team"] == seed.ORGANISATION and not self._world.organisation:
                    self._world.organise()
                    self._world.thrown.append(Thrown(self._world.new_id("S"), "organisation", {}))
                self._granted[form["team"]] = tuple(each for each in form.get("scope", "").split(",") if each)
            self._world.changed()
            self._codes[code] = (form["team"], form["redirect_uri"], self._world.clock.now() + _CODE_LIVES)
            answer = {"code": code, **answer}
        else:
            answer = {"error": "access_denied", **answer}
        return RedirectResponse(f"{form['redirect_uri']}?{urlencode(answer)}", 302)

    def access(self, args: Mapping[str, Any]) -> Json:
        """Exchange a code for the workspace's token, or a refresh token for the next one; each works once."""
        if args.get("client_id") != self._client[0]:
            raise Refusal("invalid_client_id")
        if not secrets.compare_digest(str(args.get("client_secret", "")), self._client[1]):
            raise Refusal("bad_client_secret")
        if args.get("grant_type") == "refresh_token":
            team = self._refreshes.pop(str(args.get("refresh_token", "")), "")
            if team not in self._teams():
                raise Refusal("invalid_refresh_token")
            return self._grant(team)
        team_id, redirect, expires = self._codes.pop(str(args.get("code", "")), ("", "", self._world.clock.now()))
        if not team_id or self._world.clock.now() > expires:
            raise Refusal("invalid_code")
        if args.get("redirect_uri") not in (None, "", redirect):
            raise Refusal("bad_redirect_uri")
        return self._grant(team_id)

    def _grant(self, place: str) -> Json:
        is_wide, team_id = place == seed.ORGANISATION, seed.ACME if place == seed.ORGANISATION else place
        space = self._world.workspaces[team_id]
        installer = next(p for p in self._world.people.values() if p.team_id == team_id and p.kind == "member")
        rotated = self._rotated(place, space.id) if self._world.settings.get("token_rotation_enabled") else {}
        return {
            "app_id": seed.APP_ID,
            "authed_user": {"id": installer.id},
            "scope": ",".join(self._granted.get(place) or space.scopes),
            "token_type": "bot",
            "access_token": space.bot_token,
            "bot_user_id": space.bot_user,
            "team": None if is_wide else {"id": space.id, "name": space.name},
            "enterprise": {"id": seed.ORGANISATION, "name": _ORGANISATION} if self._world.organisation else None,
            "is_enterprise_install": is_wide,
            **rotated,
        }

    def _rotated(self, place: str, team_id: str) -> Json:
        token, refresh = f"xoxe.xoxb-1-{secrets.token_hex(12)}", f"xoxe-1-{secrets.token_hex(12)}"
        self._world.ends[token] = (team_id, self._world.clock.now() + _TOKEN_LIVES)
        self._refreshes[refresh] = place
        return {"access_token": token, "refresh_token": refresh, "expires_in": int(_TOKEN_LIVES.total_seconds())}

    def _teams(self) -> dict[str, str]:
        """Return where the app can be installed, by id with their names: a workspace, or all of the organisation's."""
        spaces = {seed.GLOBEX: "Globex"} | {one.id: one.name for one in self._world.workspaces.values()}
        return spaces | {seed.ORGANISATION: f"{_ORGANISATION}, the whole organisation"}

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
        asked = kept["scope"].split(",")
        scopes = [scope for scope in asked if scope] or list(next(iter(self._world.workspaces.values())).scopes)
        fields = (f'<input type="hidden" name="{key}" value="{html.escape(value)}">' for key, value in kept.items())
        named = self._teams().items()
        teams = (f'<option value="{team}">{html.escape(name)}</option>' for team, name in named)
        return _PAGE.format(
            app=html.escape(self._world.app_name),
            scopes="".join(f"<li>{html.escape(scope)}</li>" for scope in scopes),
            teams="".join(teams),
            fields="".join(fields),
        )
