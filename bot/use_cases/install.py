"""A workspace installs the bot: what the pages are told, how the kept tokens get another key, and what is not granted.

Slack's side of installing is in ``slack/oauth.py``, the pages are in ``web/install.py``.
"""

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, Protocol

from bot.core.assessment import Assessment
from bot.core.errors import SlackRefusedError
from bot.use_cases.notices import tell_once
from bot.use_cases.ports import MOST_LINES, Clock, Messenger, NewJob, PrivateWord, Reads, Store
from bot.use_cases.store_ports import Cipher, Stay, Tokens, UnreadableTokenError

INSTALL_PATH: Final = "/slack/install"
REDIRECT_PATH: Final = "/slack/oauth_redirect"


class Hurdle(StrEnum):
    """Why nothing was installed."""

    CANCELLED = "cancelled"
    NO_STATE = "no state"
    OTHER_STATE = "other state"
    OTHER_BROWSER = "other browser"
    OLD_STATE = "old state"
    USED_STATE = "used state"
    NO_CODE = "no code"
    USED_CODE = "used code"
    UNREACHABLE = "unreachable"
    WRONG_APP = "wrong app"
    MISSING_SCOPES = "missing scopes"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Consent:
    """Where a person is sent to grant the bot what it asks for, and what their browser is to remember until then."""

    address: str
    browser: str


@dataclass(frozen=True, slots=True)
class Added:
    """The bot is in a workspace now, or in an organisation (``wide``); ``address`` leads into it."""

    name: str
    address: str
    wide: bool


@dataclass(frozen=True, slots=True)
class NotAdded:
    """Nothing was installed; ``why`` is Slack's reason where it gave one, ``scopes`` those that it did not grant."""

    hurdle: Hurdle
    why: str = ""
    scopes: tuple[str, ...] = ()


AddOutcome = Added | NotAdded


class Installs(Protocol):
    """Takes a person through the installation; both may be asked of different machines.

    ``own_url`` is the bot's own address, empty where it is not known.
    """

    own_url: str

    def begin(self, browser: str) -> Consent:
        """Say where to; ``browser`` is what the browser remembers from before, empty for nothing."""

    def finish(self, query: Mapping[str, str], browser: str) -> AddOutcome:
        """Take what Slack sends the person back with."""


@dataclass(frozen=True, slots=True)
class Rekeyed:
    """The workspaces whose tokens have the first key now, and those whose tokens no key opens."""

    workspaces: tuple[str, ...]
    unreadable: tuple[str, ...]


def rekey(store: Store, cipher: Cipher) -> Rekeyed:
    """Encrypt every token with the first key; safe to repeat, and while the bot serves."""
    with store.reading() as view:
        keepers = [each.workspace for each in view.installations() if each.speaks]
    done, unreadable = [], []
    for workspace in keepers:
        with store.writing(workspace) as tx:
            held = tx.installation(workspace)  # it may have been renewed, or be gone, meanwhile
            if held is None or not held.speaks:
                continue
            try:
                tx.put_tokens(workspace, _resealed(cipher, workspace, held.tokens))
            except UnreadableTokenError:
                unreadable.append(workspace)
            else:
                done.append(workspace)
    return Rekeyed(tuple(done), tuple(unreadable))


def _resealed(cipher: Cipher, workspace: str, tokens: Tokens) -> Tokens:
    access, refresh = (
        cipher.seal(workspace, cipher.open(workspace, each)) if each else "" for each in (tokens.access, tokens.refresh)
    )
    return replace(tokens, access=access, refresh=refresh)


PERMISSIONS: Final = "permissions"


def note_lacks(store: Store, clock: Clock, workspace: str, lacks: tuple[str, ...], address: str) -> None:
    """Have it told what the bot lacks, unless that was told; ``address`` is where people install it, if anywhere."""
    names = " ".join(lacks)
    with store.writing(workspace) as tx:
        stay = tx.stay(workspace) or Stay(workspace, clock.now())
        if names and names != stay.lacks:
            told = {"scopes": names, "address": address}
            tx.enqueue(NewJob.about(PERMISSIONS, {"workspace": workspace}, told))
        elif not names and stay.lacks:
            tx.put_stay(replace(stay, lacks=""))


def tell_lacks(store: Store, clock: Clock, messenger: Messenger, payload: Mapping[str, str]) -> None:
    """Tell whoever installed the bot, else whoever conducted first, once for each set of permissions: the job.

    Where nobody is known yet it is tried again at the next start. Without direct messages it is said in the channel.
    """
    workspace, names = payload["workspace"], payload["scopes"]
    with store.reading() as view:
        stay, installation = view.stay(workspace) or Stay(workspace, clock.now()), view.installation(workspace)
        first = _first(view, workspace)
    installer = installation.installed_by if installation is not None else ""
    person = installer or (first.facilitator if first is not None else "")
    if not person or stay.lacks == names:
        return
    word = PrivateWord(PERMISSIONS, person, {"scopes": names, "address": payload.get("address", "")})
    key = f"told:{PERMISSIONS}:{hashlib.sha256(names.encode()).hexdigest()[:16]}"
    if not tell_once(store, messenger, workspace, key, word) and first is not None:
        with suppress(SlackRefusedError):
            messenger.whisper(first.channel, None, first.facilitator, messenger.worded(word))
    with store.writing(workspace) as tx:
        tx.put_stay(replace(tx.stay(workspace) or stay, lacks=names))


def _first(view: Reads, workspace: str) -> Assessment | None:
    """Return the first assessment of a workspace that a person conducts."""
    lines = [each for channel in view.channels(workspace) for each in view.lines(workspace, channel, limit=MOST_LINES)]
    found = min(lines, key=lambda each: (each.started_at, each.id), default=None)
    return view.assessment(workspace, found.id) if found is not None else None
