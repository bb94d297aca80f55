"""Whether the bot's token speaks for a workspace: asked when the bot starts, and after Slack refused the token."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import structlog

from bot.core.errors import NotInstalledError, SlackRefusedError, SlackUnavailableError
from bot.slack.gateway import Gateway, GatewayOf
from bot.slack.payloads import Payload, Text, moment, unwrapped
from bot.slack.refusals import TOKEN_CODES
from bot.slack.scopes import lacking
from bot.slack.wire import Identity
from bot.use_cases.install import note_lacks
from bot.use_cases.ports import Clock, Job, Later, Store
from bot.use_cases.stays import Stays, is_away, rest

LOOK_AGAIN: Final = timedelta(hours=1)
_log = structlog.get_logger(__name__)


class _Ended(Payload):
    type: Text
    tokens: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Ending:
    """An installation that has ended: why, by Slack's word, and when; ``wide`` for one of a whole organisation."""

    workspace: str
    why: str
    at: datetime | None
    wide: bool


def ending(body: Mapping[str, Any]) -> Ending | None:
    """Return what ended; None where tokens of people were revoked, and the bot has its own still."""
    raw, event = unwrapped(_Ended, body)
    if event.type == "tokens_revoked" and not (event.tokens or {}).get("bot"):
        return None
    at = moment(f"{raw.event_time}.0") if raw.event_time else None
    by_organisation = any(each.is_enterprise_install for each in raw.authorizations or ())
    if raw.enterprise_id is not None and (by_organisation or raw.team_id in (None, raw.enterprise_id)):
        return Ending(raw.enterprise_id, event.type, at, wide=True)
    return Ending(raw.workspace, event.type, at, wide=False)


def digest_of(token: str) -> str:
    """Return by what a token is known again; nobody can tell the token from it."""
    return hashlib.sha256(token.encode()).hexdigest()[:16]


def where_installed(gateway_of: GatewayOf, stays: Stays) -> GatewayOf:
    """Return what gives a gateway only where the bot was not removed."""

    def gateway(workspace: str) -> Gateway:
        if stays.is_away(workspace):
            raise NotInstalledError(workspace)
        return gateway_of(workspace)

    return gateway


def stands(store: Store, own: Gateway, digest: str) -> bool:
    """Whether the token of the settings, of that digest, is to be used: its installation has not ended.

    A token that the bot has not met yet stands, as after a new installation.
    """
    with store.reading() as view:
        of_token = [each for each in view.stays() if digest and each.digest == digest]
        if not of_token and own.known is not None:
            met = view.stay(own.known.team_id or own.known.enterprise_id)
            of_token = [met] if met is not None and not met.digest else []
    return not of_token or not all(is_away(each) for each in of_token)


def look_at_own(store: Store, own: Gateway, digest: str) -> None:
    """Ask Slack whether it takes the token of the settings; BotError where not, unasked where the bot was removed."""
    if not stands(store, own, digest):
        said = "cxbot was removed from its workspace: install the app again, set the new token and start cxbot."
        raise SlackUnavailableError(said, code="app_uninstalled")
    own.auth_test(anew=True)


def works(gateway_of: GatewayOf, workspace: str) -> Callable[[], bool]:
    """Return what asks Slack whether the token of a workspace works; SlackUnavailableError where it does not say."""
    return lambda: isinstance(_identity(gateway_of, workspace), Identity)


def _identity(gateway_of: GatewayOf, workspace: str) -> Identity | str:
    """Return for whom a token speaks, or Slack's word for why it does not take it."""
    try:
        return gateway_of(workspace).auth_test(anew=True)
    except SlackUnavailableError as error:
        if not isinstance(error, NotInstalledError) and error.code not in TOKEN_CODES:
            raise
        return error.code


def heeding(stays: Stays, gateway_of: GatewayOf, clock: Clock, work: Callable[[Job], None]) -> Callable[[Job], None]:
    """Have it noted where Slack does not take the token any more, and work of a workspace rest that the bot left."""

    def run(job: Job) -> None:
        workspace = job.payload.get("workspace", "")
        if stays.rests(job):
            raise rest(clock)
        try:
            work(job)
        except NotInstalledError:
            raise rest(clock) from None
        except SlackRefusedError as refusal:
            if refusal.code == "missing_scope" and workspace:
                stays.look_again(workspace)
            raise
        except SlackUnavailableError as error:
            if error.code in TOKEN_CODES and workspace:
                stays.refused(workspace, error.code, works(gateway_of, workspace))
            raise

    return run


@dataclass(frozen=True, slots=True)
class InstallLook:
    """What the look for an installation works with: the ways to Slack, also where the bot was removed.

    ``digest`` is that of the token of the settings, empty for none; ``address`` is where people install the bot.
    """

    gateway_of: GatewayOf
    store: Store
    stays: Stays
    clock: Clock
    digest: str = ""
    address: str = ""


def look_whether_installed(look: InstallLook, job: Job) -> None:
    """Find out for which workspace the token speaks, and go on there: the job.

    Where Slack does not take the token it is asked again later, but not after the end of the installation to which a
    token of that ``digest``, that of the settings, belongs. Who installed the bot by itself has a token of its own.
    """
    asked, stays, digest = job.payload.get("workspace", ""), look.stays, look.digest
    if not asked:
        _look_at_permissions(look)
    by_itself = stays.installation(asked)
    is_by_itself = by_itself is not None and by_itself.speaks
    me = _identity(look.gateway_of, asked)
    if isinstance(me, str):
        if digest and not is_by_itself and stays.is_spent(digest):
            return
        if is_by_itself and not stays.is_away(asked):
            stays.refused(asked, me, works(look.gateway_of, asked))  # the event that it was removed may be lost
        raise Later(at=look.clock.now() + LOOK_AGAIN)
    granted = look.gateway_of(asked).scopes
    if is_by_itself:
        stays.arrive(asked)
        _note(look, asked, granted)
        return
    own = me.team_id or me.enterprise_id
    for workspace in dict.fromkeys((own, *stays.ended())):
        known = stays.installation(workspace)  # of another organisation, or of none, it has its own way back
        is_theirs = known is None or known.organisation == me.organisation
        if workspace == own or (is_theirs and me.speaks_for(workspace, me.organisation)):
            stays.arrive(workspace, digest)
    _note(look, own, granted)


def _look_at_permissions(look: InstallLook) -> None:
    """Note what each workspace that installed the bot by itself granted less than is used by now; no call is made."""
    with look.store.reading() as view:
        speaking = [each for each in view.installations() if each.speaks and each.scopes]
    for each in speaking:
        _note(look, each.workspace, frozenset(each.scopes))


def _note(look: InstallLook, workspace: str, granted: frozenset[str] | None) -> None:
    if granted is not None and not look.stays.is_away(workspace):
        lacks = lacking(granted)
        note_lacks(look.store, look.clock, workspace, lacks, look.address)
        if lacks:
            _log.warning("permissions_missing", workspace=workspace, scopes=" ".join(lacks))
