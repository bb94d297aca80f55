"""Installing by OAuth, Slack's side of it: the way there with a state that expires, and the way back with a code.

Of slack_sdk's parts the client and the maker of the address are used. Its states lack what is needed here: one that is
stored lies in a file or a database of its own, the stateless one can be used again and is of no browser; its cookie has
no SameSite and holds one state, so that a second tab spoils the first; and Bolt's flow names every refusal an invalid
code, logs the code, and lets what is no answer of Slack's through as an exception.
"""

import hashlib
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import quote, urlsplit

import structlog
from slack_sdk.oauth import AuthorizeUrlGenerator

from bot.core.errors import Meaning, SlackRefusedError, SlackUnavailableError
from bot.core.text import cleaned, one_line
from bot.slack.gate import is_slacks
from bot.slack.gateways import sealed
from bot.slack.refusals import ACCESS, documented, row_of
from bot.slack.wire import Grant, Identity, Wire, read, web_client
from bot.use_cases.install import REDIRECT_PATH, Added, AddOutcome, Consent, Hurdle, NotAdded
from bot.use_cases.ports import EVERY_WORKSPACE, Clock, NewJob, Store
from bot.use_cases.stays import ARRIVAL, arrived
from bot.use_cases.store_ports import Cipher, Installation, UnreadableTokenError

STATE_LIVES: Final = timedelta(minutes=30)
_STATE: Final = "state"
"""Stands for a workspace where a state is sealed: no token is ever taken for one, nor the other way round."""
_BOT: Final = "bot"
_BROWSER = re.compile(r"[A-Za-z0-9_-]{32,64}", re.ASCII)
_ID = re.compile(r"[A-Z][A-Z0-9]{1,63}", re.ASCII)
_CODE = re.compile(r"[\x21-\x7e]{1,500}")
_log = structlog.get_logger(__name__)


class Grants:
    """Exchanges what Slack gave for tokens, as the app with this id and secret."""

    def __init__(self, *, client_id: str, client_secret: str, base_url: str) -> None:
        self.client_id: Final = client_id
        self._client = {"client_id": client_id, "client_secret": client_secret}
        self.base_url = base_url
        self._wire = Wire(web_client(base_url=base_url))

    def exchange(self, code: str, redirect: str | None) -> Grant:
        """Give what a code stands for; it works once."""
        return read(Grant, self._wire.ask(ACCESS, **self._client, code=code, redirect_uri=redirect))

    def renew(self, refresh: str) -> Grant:
        """Give the new tokens; the old refresh token is used up."""
        return read(Grant, self._wire.ask(ACCESS, **self._client, grant_type="refresh_token", refresh_token=refresh))

    def identity(self, token: str) -> Identity:
        """Give for whom a token speaks."""
        return read(Identity, Wire(web_client(base_url=self.base_url, token=token)).ask("auth.test"))

    def address(self, state: str, scopes: tuple[str, ...], redirect: str | None) -> str:
        """Give the address at which a person grants the app what it asks for."""
        made = AuthorizeUrlGenerator(  # it quotes nothing of what it is given
            client_id=quote(self.client_id, safe=""),
            scopes=scopes,
            redirect_uri=quote(redirect, safe="") if redirect is not None else None,
            authorization_url=f"{self.base_url.removesuffix('api/')}oauth/v2/authorize",
        )
        return made.generate(quote(state, safe=""))


@dataclass(slots=True, eq=False)
class Installing:
    """Implements the port ``Installs``. The state is sealed and not stored, so that any machine takes the way back.

    ``own_url`` is the bot's own address; empty, Slack takes the first redirect address that the app's page lists.
    """

    _store: Store
    _clock: Clock
    _cipher: Cipher
    _grants: Grants
    _scopes: Callable[[], tuple[str, ...]]
    own_url: str

    @property
    def _redirect(self) -> str | None:
        return f"{self.own_url}{REDIRECT_PATH}" if self.own_url else None

    def begin(self, browser: str) -> Consent:
        """Say where to; ``browser`` is what the browser remembers from before, empty for nothing."""
        own = browser if _BROWSER.fullmatch(browser) else secrets.token_urlsafe(32)
        ends = int((self._clock.now() + STATE_LIVES).timestamp())
        state = self._cipher.seal(_STATE, f"{ends} {secrets.token_hex(16)} {_digest(own)}")
        return Consent(self._grants.address(state, self._scopes(), self._redirect), own)

    def finish(self, query: Mapping[str, str], browser: str) -> AddOutcome:
        """Take what Slack sends the person back with."""
        outcome = self._finish(query, browser)
        if isinstance(outcome, NotAdded) and outcome.hurdle is not Hurdle.CANCELLED:
            _log.warning("not_installed", hurdle=str(outcome.hurdle), why=outcome.why, scopes=outcome.scopes)
        return outcome

    def _finish(self, query: Mapping[str, str], browser: str) -> AddOutcome:
        if error := query.get("error"):
            if error == "access_denied":
                return NotAdded(Hurdle.CANCELLED)
            known = (ACCESS, error) in documented()
            return NotAdded(Hurdle.REFUSED, error if known else "a word that cxbot does not know")
        if (hurdle := self._hurdle(query.get("state", ""), browser)) is not None:
            return NotAdded(hurdle)
        code = query.get("code", "")
        if not _CODE.fullmatch(code):
            return NotAdded(Hurdle.NO_CODE)
        try:
            grant = self._grants.exchange(code, self._redirect)
            return self._granted(grant)
        except SlackRefusedError as refusal:
            return _refused(refusal)
        except SlackUnavailableError as error:
            _log.warning("slack_gave_no_token", error=str(error))
            return NotAdded(Hurdle.UNREACHABLE)

    def _hurdle(self, state: str, browser: str) -> Hurdle | None:
        """Look whether a state is one of ours, of this browser, and was not used before; it is used up then."""
        if not state:
            return Hurdle.NO_STATE
        try:
            ends, name, whose = self._cipher.open(_STATE, state).split(" ")
            end = datetime.fromtimestamp(int(ends), UTC)
        except (UnreadableTokenError, ValueError):
            return Hurdle.OTHER_STATE
        if not secrets.compare_digest(_digest(browser), whose):
            return Hurdle.OTHER_BROWSER
        if self._clock.now() > end:
            return Hurdle.OLD_STATE
        with self._store.writing(EVERY_WORKSPACE) as tx:
            is_new = tx.is_new(EVERY_WORKSPACE, f"install:{name}", self._clock.now())
        return None if is_new else Hurdle.USED_STATE

    def _granted(self, grant: Grant) -> AddOutcome:
        wide = grant.is_enterprise_install
        at = grant.enterprise if wide else grant.team
        if grant.token_type != _BOT or not _ID.fullmatch(at.id):
            return NotAdded(Hurdle.WRONG_APP)
        granted = tuple(sorted(filter(None, grant.scope.split(","))))
        if missing := tuple(each for each in self._scopes() if each not in granted):
            return NotAdded(Hurdle.MISSING_SCOPES, scopes=missing)
        now, name = self._clock.now(), one_line(cleaned(at.name))
        found = Installation(
            workspace=at.id,
            installed_at=now,
            organisation=grant.enterprise.id,
            name=name,
            app=grant.app_id,
            bot_user=grant.bot_user_id,
            scopes=granted,
            installed_by=grant.authed_user.id,
            tokens=sealed(self._cipher, at.id, grant, now),
        )
        try:
            me = self._grants.identity(grant.access_token)
        except (SlackUnavailableError, SlackRefusedError) as error:
            _log.warning("installed_without_identity", workspace=at.id, code=error.code)  # it is asked for later
        else:
            if not me.speaks_for(at.id, grant.enterprise.id):
                return NotAdded(Hurdle.WRONG_APP)
            found = replace(found, url=me.url, bot_user=me.user_id, bot_id=me.bot_id)
        self._record(found)
        _log.info("installed", workspace=at.id, organisation=grant.enterprise.id, wide=wide)
        return Added(name or at.id, self._way_in(found, wide=wide), wide)

    def _record(self, found: Installation) -> None:
        """Keep an installation, and have all go on that rested since an earlier one was ended."""
        here = list[str]()
        with self._store.writing(found.workspace) as tx:
            tx.put_installation(found)
            arrived(tx, found.workspace, found.installed_at)
            for each in tx.installations() if found.is_wide else ():
                if each.organisation == found.workspace and not each.is_wide:
                    tx.meet_workspace(each.workspace, found.workspace, found.installed_at)
                    here.append(each.workspace)
            for each_here in here:  # should the process end before the next lines
                tx.enqueue(NewJob(ARRIVAL, f"{ARRIVAL}:{each_here}", {"workspace": each_here}))
        for each_here in here:
            with self._store.writing(each_here) as tx:
                arrived(tx, each_here, self._clock.now())

    def _way_in(self, found: Installation, *, wide: bool) -> str:
        """Return an address in Slack's own web: what auth.test says is followed there alone, or at the stand-in."""
        if not is_slacks(found.url, self._grants.base_url):
            return f"https://app.slack.com/client/{found.workspace}"
        place = urlsplit(found.url)
        site = f"{place.scheme}://{place.netloc}/"
        wide = wide and _ID.fullmatch(found.app) is not None
        return f"{site}manage/organization/apps/profile/{found.app}/workspaces/add" if wide else site


def _digest(browser: str) -> str:
    return hashlib.sha256(browser.encode("utf-8", "replace")).hexdigest()


def _refused(refusal: SlackRefusedError) -> NotAdded:
    """Say why Slack gave no token; the log names its word, which the error of a wrong secret is found by."""
    _log.warning("slack_refused_token", code=refusal.code)
    match refusal.meaning:
        case Meaning.GONE:
            return NotAdded(Hurdle.USED_CODE)
        case Meaning.TELL | Meaning.INVITE:
            return NotAdded(Hurdle.REFUSED, row_of(ACCESS, refusal.code).why)
        case _:
            return NotAdded(Hurdle.WRONG_APP)
