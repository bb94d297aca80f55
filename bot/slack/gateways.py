"""The gateway of each workspace, as the store says at that moment where the bot is installed.

What is made of an installation is kept while its token stays the same; whether it still holds is read each time, so
that an installation that was added, changed or ended elsewhere is noticed at the next delivery and the next work.
"""

import random
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Final, Protocol

import structlog

from bot.core.errors import BotError, NotInstalledError, SlackRefusedError, SlackUnavailableError, StoreError
from bot.slack.arrivals import stands
from bot.slack.gateway import Gateway
from bot.slack.refusals import TOKEN_CODES, is_about_one
from bot.slack.wire import Grant, Identity
from bot.use_cases.ports import Clock, NewJob, Store
from bot.use_cases.stays import ARRIVAL, arrived, is_away
from bot.use_cases.store_ports import Cipher, Installation, Tokens, UnreadableTokenError

EARLY: Final = timedelta(hours=2)
"""So long before its end a token is renewed: Slack's live twelve hours, and a renewal that fails is tried again."""
RENEWING: Final = timedelta(minutes=1)
"""So long one process has the right to renew a token; after a crash in between another one takes over."""
RETRY_SECONDS: Final = 2.0
PATIENCE_SECONDS: Final = 1.0
"""So long a thread waits for another of its process that renews tokens: Slack waits three for what was pressed."""
SAMPLE, MOST_NAMED = 3, 20
UNREADABLE: Final = "unreadable_token"
_log = structlog.get_logger(__name__)


class Renews(Protocol):
    """Exchanges a refresh token for new tokens."""

    def renew(self, refresh: str) -> Grant:
        """Give the new tokens; the old refresh token is used up."""


Make = Callable[[str, str, Identity | None, Callable[[], None]], Gateway]
"""Makes the gateway of a workspace: with this token, as whom, and whom to tell that the token has expired."""


@dataclass(slots=True, eq=False)
class Gateways:
    """Gives each workspace its gateway. Safe to use from many threads.

    ``own`` is that of the token that stands in the settings, of that ``digest``: it serves the workspace that the token
    is for, unless that has installed the bot by itself.
    """

    _store: Store
    _clock: Clock
    _cipher: Cipher
    _grants: Renews
    _make: Make
    _own: Gateway | None
    _digest: str = ""
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False)
    _turn: threading.Lock = field(default_factory=threading.Lock, init=False)
    _kept: dict[str, tuple[str, Gateway]] = field(default_factory=dict, init=False)
    _refused: dict[str, str] = field(default_factory=dict, init=False)

    def of(self, workspace: str, *, early: timedelta = timedelta(0)) -> Gateway:
        """Give the gateway of a workspace; NotInstalledError where the bot is not (any more)."""
        with self._store.reading() as view:
            found = view.speaking_for(workspace)
            known = view.installation(workspace) if found is None else None
        if found is None:
            with self._lock:
                self._kept.pop(workspace, None)
            return self._by_settings(workspace, known.organisation if known is not None else "")
        return self._made(workspace, self._renewed(found, early) if self._is_due(found, early) else found)

    def for_work(self, workspace: str) -> Gateway:
        """Give the same gateway to work that nobody waits for, which renews tokens well before their end."""
        return self.of(workspace, early=EARLY)

    def meet(self, workspace: str, organisation: str) -> None:
        """Take note that a workspace belongs to an organisation that has installed the bot for all its workspaces.

        One that removed the bot is back where the organisation's serves it. Of one with a token of its own the grant
        has said to which it belongs.
        """
        with self._store.reading() as view:
            known, wide = view.installation(workspace), view.installation(organisation)
        is_known = known is not None and known.organisation == organisation and known.uninstalled_at is None
        if is_known or (known is not None and known.speaks):
            return
        if (wide is not None and wide.speaks) or self._is_served_by_settings(workspace, organisation):
            with self._store.writing(workspace) as tx:
                tx.meet_workspace(workspace, organisation, self._clock.now())
                if known is not None and known.uninstalled_at is not None:
                    arrived(tx, workspace, self._clock.now())

    def check(self) -> None:
        """Ask Slack whether it answers this process; BotError where it does not answer for any of a few workspaces.

        That it refuses a workspace's token is an answer, too, and the log names that workspace: others are served,
        and where all have gone the page to install the bot is still needed. One that removed the bot is not asked for.
        """
        trouble: BotError | None = None
        for workspace, sealed, gateway in self._asked_for():
            try:
                gateway.auth_test(anew=True)
            except (SlackUnavailableError, SlackRefusedError) as error:
                if not is_about_one("auth.test", error.code):
                    trouble = error
                    continue
                self._note_refused(workspace, sealed, error.code)
            return
        if trouble is not None:
            raise trouble

    def _asked_for(self) -> Iterator[tuple[str, str, Gateway]]:
        """Give a few gateways as they are: to renew tokens is the business of whoever needs them."""
        speaking = _speaking(self._store)
        for each in random.sample(speaking, min(len(speaking), SAMPLE)):
            try:
                gateway = self._made(each.workspace, each)
            except SlackUnavailableError:
                continue  # no key opens its token, which is no word of Slack's
            yield each.workspace, each.tokens.access, gateway
        if self._own is not None and stands(self._store, self._own, self._digest):
            yield "", "", self._own

    def _note_refused(self, workspace: str, sealed: str, code: str) -> None:
        """Say once in the log that a token is refused, and have it looked whether the bot was removed unheard."""
        with self._lock:
            is_known = self._refused.get(workspace) == sealed
            self._refused[workspace] = sealed
        if is_known or code not in TOKEN_CODES:
            return
        _log.warning("token_refused", workspace=workspace, code=code)
        if workspace:
            with self._store.writing(workspace) as tx:
                tx.enqueue(NewJob(ARRIVAL, f"{ARRIVAL}:{workspace}", {"workspace": workspace}))

    def check_keys(self) -> None:
        """Look whether the keys at hand open what is kept; UnreadableTokenError where they open none of it."""
        unread, read = unreadable(self._store, self._cipher)
        if unread and not read:
            raise UnreadableTokenError(
                "CXBOT_SECRET_KEY opens no token of the installed workspaces: put the key that they were written with"
                " behind the first one, with a comma between them."
            )

    def look_at_keys(self) -> None:
        """Say in the log what no key at hand opens."""
        unread, read = unreadable(self._store, self._cipher)
        if unread:
            said = "CXBOT_SECRET_KEY does not open the tokens of these workspaces, so that their work waits."
            _log.error("tokens_unreadable", reason=said, workspaces=unread[:MOST_NAMED], of=len(unread) + read)

    def _by_settings(self, workspace: str, organisation: str) -> Gateway:
        if self._own is not None:
            me = self._own.auth_test()
            # of an organisation's token the workspace itself hears no end
            if me.speaks_for(workspace, organisation) and (
                me.team_id == workspace or stands(self._store, self._own, self._digest)
            ):
                return self._own
        raise NotInstalledError(workspace)

    def _is_served_by_settings(self, workspace: str, organisation: str) -> bool:
        with suppress(SlackUnavailableError, SlackRefusedError):
            return self._by_settings(workspace, organisation) is not None
        return False

    def _made(self, workspace: str, found: Installation) -> Gateway:
        sealed = found.tokens.access
        with self._lock:
            known, gateway = self._kept.get(workspace, ("", None))
            if gateway is None or known != sealed:
                token = self._opened(found.workspace, sealed)
                me = Identity(
                    team_id=workspace,
                    enterprise_id=found.organisation,
                    url=found.url,
                    user_id=found.bot_user,
                    bot_id=found.bot_id,
                    is_enterprise_install=found.is_wide,
                )
                expired = partial(self._note_expired, found.workspace, sealed)
                is_known = bool(found.bot_user and found.bot_id and found.url)
                gateway = self._make(workspace, token, me if is_known else None, expired)
                self._kept[workspace] = (sealed, gateway)
        return gateway

    def _opened(self, workspace: str, sealed: str) -> str:
        """Decrypt a token. Work waits where that fails: the key is put right, or the bot installed again."""
        try:
            return self._cipher.open(workspace, sealed)
        except UnreadableTokenError as error:
            raise SlackUnavailableError(str(error), code=UNREADABLE) from None

    def _is_due(self, found: Installation, early: timedelta) -> bool:
        end = found.tokens.expires_at
        return end is not None and bool(found.tokens.refresh) and self._clock.now() >= end - early

    def _renewed(self, found: Installation, early: timedelta) -> Installation:
        """Return the installation with tokens that are good for a while; one process and thread renews them.

        Where they have ended, another thread waits a little, so that its work need not be tried again later.
        """
        is_mine = self._turn.acquire(timeout=PATIENCE_SECONDS if self._is_due(found, timedelta(0)) else 0)
        try:
            return self._renewed_in_turn(found, early)
        finally:
            if is_mine:
                self._turn.release()

    def _renewed_in_turn(self, found: Installation, early: timedelta) -> Installation:
        now, workspace = self._clock.now(), found.workspace
        until = now + RENEWING
        with self._store.writing(workspace) as tx:
            held = tx.installation(workspace)
            if held is None or not held.speaks:
                raise NotInstalledError(workspace)
            if not self._is_due(held, early):
                return held
            begun = tx.begin_renewal(workspace, until, now)
        if begun:
            try:
                grant = self._grants.renew(self._opened(workspace, held.tokens.refresh))
                tokens = sealed(self._cipher, workspace, grant, self._clock.now(), held.tokens.refresh)
            except (SlackUnavailableError, SlackRefusedError) as error:
                # until the right to it lapses nobody asks again
                _log.warning("token_not_renewed", workspace=workspace, code=error.code, error=type(error).__name__)
            else:
                with self._store.writing(workspace) as tx:
                    if tx.end_renewal(workspace, until, held.tokens, tokens):
                        _log.info("token_renewed", workspace=workspace)
                        return replace(held, tokens=tokens)
        if self._is_due(held, timedelta(0)):
            said = f"The token of {workspace} has expired and is not renewed yet."
            said = f"{said} If that lasts, have cxbot installed there again."
            raise SlackUnavailableError(said, retry_after=RETRY_SECONDS, code="token_expired")
        return held

    def _note_expired(self, workspace: str, sealed: str) -> None:
        """Have a token renewed that Slack says has expired, unless another one has taken its place."""
        with suppress(StoreError), self._store.writing(workspace) as tx:
            held = tx.installation(workspace)
            if held is not None and held.tokens.access == sealed and held.tokens.refresh:
                tx.put_tokens(workspace, replace(held.tokens, expires_at=self._clock.now()))


def sealed(cipher: Cipher, workspace: str, grant: Grant, now: datetime, refresh: str = "") -> Tokens:
    """Encrypt what Slack granted; ``refresh`` stays where no other refresh token came with it."""
    refresh = cipher.seal(workspace, grant.refresh_token) if grant.refresh_token else refresh
    return Tokens(cipher.seal(workspace, grant.access_token), refresh, grant.ends(now))


def _speaking(store: Store) -> list[Installation]:
    """Return the installations whose tokens are to be used: not those of whoever removed the bot unheard."""
    with store.reading() as view:
        gone = {each.workspace for each in view.stays() if is_away(each)}
        return [each for each in view.installations() if each.speaks and each.workspace not in gone]


def unreadable(store: Store, cipher: Cipher) -> tuple[tuple[str, ...], int]:
    """Return the installations whose tokens no key opens, and how many the keys do open."""
    bad, speaking = [], _speaking(store)
    for each in speaking:
        try:
            cipher.open(each.workspace, each.tokens.access)
        except UnreadableTokenError:
            bad.append(each.workspace)
    return tuple(bad), len(speaking) - len(bad)
