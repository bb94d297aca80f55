"""A workspace installs the bot: what the pages are told, and how the tokens that are kept get another key.

Slack's side of installing is in ``slack/oauth.py``, the pages are in ``web/install.py``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, Protocol

from bot.use_cases.installation_ports import Cipher, Tokens, UnreadableTokenError
from bot.use_cases.ports import Store

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
