"""The pages on which a workspace installs the bot: before Slack is asked, and what came of it.

They are plain: no script, nothing from elsewhere, and nothing of the request is ever shown.
"""

import asyncio
import base64
import hashlib
import html
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Final
from urllib.parse import urlsplit

import structlog
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.core.errors import BotError
from bot.use_cases.install import INSTALL_PATH, REDIRECT_PATH, Added, AddOutcome, Hurdle, Installs, NotAdded

Scopes = Callable[[], Mapping[str, str]]
"""Gives the permissions that the bot asks for, each with the reason why."""

_COOKIE_SECONDS: Final = 3_600
_SENT: Final = "sent"
"""Marks who was sent to the bot's own address: once, for a proxy may hide to which one a request goes."""
_THIS_MACHINE: Final = frozenset({"127.0.0.1", "localhost", "::1"})
_STYLE: Final = """:root{color-scheme:light dark}
body{font:1rem/1.55 system-ui,sans-serif;max-width:38rem;margin:0 auto;padding:3rem 1.25rem 4rem;overflow-wrap:anywhere}
h1{font-size:1.6rem;line-height:1.25;margin:0 0 1rem}h2{font-size:1.05rem;margin:2rem 0 .25rem}
.go{display:inline-block;margin:.5rem 0;padding:.7rem 1.2rem;border-radius:.5rem;background:#1f3a4d;color:#fff;
font-weight:600;text-decoration:none}.go:hover{background:#2c5470}.go:focus-visible{outline:3px solid #4c9ac7;
outline-offset:2px}dt{font-family:ui-monospace,monospace;font-size:.9rem;margin-top:.75rem}dd{margin:0;opacity:.85}
code{font-family:ui-monospace,monospace;font-size:.95em;white-space:nowrap}.small{font-size:.9rem;opacity:.85}"""
_HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
    f" style-src 'sha256-{base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()}'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",  # the address of the way back holds a code
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex",
}
_log = structlog.get_logger()


def install_routes(installs: Installs, scopes: Scopes, pool: ThreadPoolExecutor) -> list[Route]:
    """Return the routes of the pages; what waits for Slack or the store is done in the pool."""

    def begin(request: Request) -> Response:
        own_url = installs.own_url
        if own_url and _SENT not in request.query_params and not _is_at(request, own_url):
            return RedirectResponse(f"{own_url}{INSTALL_PATH}?{_SENT}=1", 307, _HEADERS)
        begun = installs.begin(_browser(request, own_url))
        response = _page("Add cxbot to Slack", _before(begun.address, scopes()))
        _remember(request, response, begun.browser, own_url)
        return response

    def finish(request: Request) -> Response:
        outcome = installs.finish(request.query_params, _browser(request, installs.own_url))
        title, body, status = _told(outcome, scopes)
        return _page(title, body, status)

    def page(work: Callable[[Request], Response]) -> Callable[[Request], object]:
        async def answer(request: Request) -> Response:
            if request.method == "HEAD":  # who only looks must use nothing up
                return Response(headers=_HEADERS)
            return await asyncio.get_running_loop().run_in_executor(pool, _safely, work, request)

        return answer

    return [Route(INSTALL_PATH, page(begin)), Route(REDIRECT_PATH, page(finish))]


def _safely(work: Callable[[Request], Response], request: Request) -> Response:
    try:
        return work(request)
    except BotError as error:
        _log.warning("install_page_failed", error=str(error))
        said = f"<p>cxbot could not save this at the moment. {_ALL_IS_WELL} If not, try again in a minute.</p>"
        return _page("That did not work", said + _link(INSTALL_PATH, "Start again"), 503)


def _before(address: str, scopes: Mapping[str, str]) -> str:
    return (
        "<p>cxbot runs customer-experience maturity assessments with your team, in a Slack thread. People score each"
        " dimension and say what shows it; cxbot checks the scores against the rubric, and keeps the scorecard.</p>"
        f"{_link(address, 'Add to Slack')}"
        '<p class="small">Slack asks which workspace, and shows the permissions once more. In some workspaces an admin'
        " has to allow the app first. It can be removed at any time, in Slack, under Manage apps.</p>"
        f"<h2>What cxbot may do there, and why</h2>{_listed(scopes)}"
    )


def _told(outcome: AddOutcome, scopes: Scopes) -> tuple[str, str, int]:
    """Return the title, the body and the status that tell what came of it."""
    match outcome:
        case Added(name=name, wide=True):
            said = "It is there for the whole organisation. An admin of it still picks the workspaces that it is in."
            then = "Then say <code>/cx-assess</code> in a channel there."
            return f"cxbot is in {name}", f"<p>{said}</p>{_link(outcome.address, 'Pick workspaces')}<p>{then}</p>", 200
        case Added(name=name):
            said = "Say <code>/cx-assess</code> in a channel, and cxbot begins an assessment there."
            more = "<code>/cx-assess help</code> tells what else it takes."
            return f"cxbot is in {name}", f"<p>{said} {more}</p>{_link(outcome.address, f'Open {name} in Slack')}", 200
        case NotAdded(hurdle=hurdle):
            title, status, said = _HURDLES[hurdle]
            missing = {each: why for each, why in scopes().items() if each in outcome.scopes} if outcome.scopes else {}
            body = f"<p>{said.replace('{why}', html.escape(outcome.why))}</p>{_listed(missing)}"
            return title, f"{body}{_link(INSTALL_PATH, 'Start again')}", status


def _link(address: str, words: str) -> str:
    return f'<p><a class="go" href="{html.escape(address)}">{html.escape(words)}</a></p>'


def _listed(scopes: Mapping[str, str]) -> str:
    listed = "".join(f"<dt>{html.escape(name)}</dt><dd>{html.escape(why)}</dd>" for name, why in scopes.items())
    return f"<dl>{listed}</dl>" if listed else ""


_NOTHING = "Nothing was installed."
_ALL_IS_WELL = "If cxbot is in your workspace by now, all is well: say <code>/cx-assess</code> in a channel."
_NOT_SET_UP = (
    "Slack does not take what cxbot says of itself, or what it granted is of another app. Tell whoever runs cxbot:"
    " SLACK_CLIENT_ID, SLACK_CLIENT_SECRET and the redirect address have to be those of one app; the log has Slack's"
    " word for it."
)
_HURDLES: Final[Mapping[Hurdle, tuple[str, int, str]]] = {
    Hurdle.CANCELLED: ("Nothing was installed", 200, "You cancelled it in Slack. You can close this page."),
    Hurdle.NO_STATE: ("Start here", 400, f"The installation has to begin on this page. {_NOTHING}"),
    Hurdle.OTHER_STATE: ("Start here", 400, f"This installation did not begin here. {_NOTHING}"),
    Hurdle.OTHER_BROWSER: (
        *("Another browser", 400),
        f"This installation began in another browser, or this one keeps no cookies. {_NOTHING} Go all the way in one.",
    ),
    Hurdle.OLD_STATE: ("That took too long", 400, f"It began more than half an hour ago. {_NOTHING}"),
    Hurdle.USED_STATE: ("This page was loaded before", 400, f"It works once. {_ALL_IS_WELL} If not, start again."),
    Hurdle.NO_CODE: ("That did not work", 400, f"Slack sent you back without a code. {_NOTHING}"),
    Hurdle.USED_CODE: (
        *("The code was used up", 400),
        f"Slack takes each code once, within ten minutes. {_ALL_IS_WELL} If not, start again.",
    ),
    Hurdle.UNREACHABLE: ("Slack does not answer", 503, f"{_NOTHING} Try again in a minute."),
    Hurdle.WRONG_APP: ("cxbot is not set up right", 500, f"{_NOT_SET_UP} {_NOTHING}"),
    Hurdle.MISSING_SCOPES: (
        *("Some permissions are missing", 400),
        f"{_NOTHING} Start again and leave the list of permissions as it is. Slack did not grant these:",
    ),
    Hurdle.REFUSED: (
        *("Slack did not allow it", 400),
        f"Slack's reason: {{why}}. {_NOTHING} An admin of your Slack may have to allow the app first.",
    ),
}


def _page(title: str, body: str, status: int = 200) -> Response:
    title = html.escape(title)
    text = (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width,initial-scale=1"><style>{_STYLE}</style>'
        f"<body><main><h1>{title}</h1>{body}</main></body></html>"
    )
    return HTMLResponse(text, status, _HEADERS)


def _is_at(request: Request, own_url: str) -> bool:
    """Whether a request names the bot's own address; a proxy may have put another name in its place."""
    return request.headers.get("host", "").casefold().removesuffix(":443") == urlsplit(own_url).netloc.casefold()


def _is_secret(request: Request, own_url: str) -> bool:
    """Whether the browser speaks HTTPS with the bot: so its own address says, whatever a proxy makes of the request.

    Without one all do but those on the bot's own machine: a browser keeps no secure cookie of plain HTTP.
    """
    if own_url:
        return own_url.startswith("https:")
    try:
        return urlsplit(f"//{request.headers.get('host', '')}").hostname not in _THIS_MACHINE
    except ValueError:
        return True


def _cookie(request: Request, own_url: str) -> str:
    """Name the cookie. Of a name that begins so no other host under the same domain can set one."""
    return "__Host-cxbot-install" if _is_secret(request, own_url) else "cxbot-install"


def _browser(request: Request, own_url: str) -> str:
    return request.cookies.get(_cookie(request, own_url), "")


def _remember(request: Request, response: Response, browser: str, own_url: str) -> None:
    # Lax, for Slack sends the person back from its own site
    response.set_cookie(
        _cookie(request, own_url),
        browser,
        max_age=_COOKIE_SECONDS,
        path="/",
        secure=_is_secret(request, own_url),
        httponly=True,
        samesite="lax",
    )
