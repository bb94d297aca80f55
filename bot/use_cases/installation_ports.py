"""Where the bot is installed: what the store keeps of it, and what encrypts the tokens that it keeps.

The store knows ciphertext only; it is read where a call to Slack is made, and nowhere else.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.core.errors import BotError


@dataclass(frozen=True, slots=True)
class Tokens:
    """What the bot speaks with in Slack, encrypted; ``refresh`` and ``expires_at`` only where Slack rotates tokens."""

    access: str = ""
    refresh: str = ""
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Installation:
    """The bot in a workspace as it was granted there, or in a whole organisation, whose id ``workspace`` is then.

    A workspace of an organisation that the bot serves by the organisation's token has no tokens of its own. Those of
    one that removed the bot are gone, and ``uninstalled_at`` says since when.
    """

    workspace: str
    installed_at: datetime
    organisation: str = ""
    name: str = ""
    url: str = ""
    app: str = ""
    bot_user: str = ""
    bot_id: str = ""
    scopes: tuple[str, ...] = ()
    installed_by: str = ""
    tokens: Tokens = Tokens()
    uninstalled_at: datetime | None = None

    @property
    def is_wide(self) -> bool:
        """Whether it is for a whole organisation."""
        return self.workspace == self.organisation

    @property
    def speaks(self) -> bool:
        """Whether it has a token of its own that is to be used."""
        return self.uninstalled_at is None and bool(self.tokens.access)


class InstallationReads(Protocol):
    """Questions about installations: for the edge that calls Slack, and for whoever runs the bot."""

    def installation(self, workspace: str) -> Installation | None:
        """Give what is known of a workspace or organisation itself, also when it removed the bot."""

    def speaking_for(self, workspace: str) -> Installation | None:
        """Give the installation whose token is to be used for a workspace: its own, else its organisation's."""

    def installations(self) -> tuple[Installation, ...]:
        """List all of them by id, also those that are gone."""


class InstallationWrites(Protocol):
    """What becomes of installations."""

    def put_installation(self, installation: Installation) -> None:
        """Record an installation in place of what was known of the workspace or organisation."""

    def meet_workspace(self, workspace: str, organisation: str, at: datetime) -> None:
        """Record that a workspace belongs to an organisation; what is known of an installation of its own stays."""

    def end_installation(self, workspace: str, at: datetime) -> None:
        """Record that a workspace or organisation has removed the bot, and forget its tokens."""

    def put_tokens(self, workspace: str, tokens: Tokens) -> None:
        """Record the tokens of an installation in place of those that it had."""

    def begin_renewal(self, workspace: str, until: datetime, now: datetime) -> bool:
        """Record that tokens are being renewed until then; False where somebody else is at it now."""

    def end_renewal(self, workspace: str, until: datetime, used: Tokens, tokens: Tokens) -> bool:
        """Record what a renewal brought that was begun; False where others took the place of the tokens used for it.

        Slack takes a refresh token once: that the right to renew has lapsed meanwhile loses nothing.
        """


class UnreadableTokenError(BotError):
    """A token cannot be decrypted with the keys at hand."""


class Cipher(Protocol):
    """Encrypts what may not lie in the database in plain text. What is sealed for one workspace opens for no other."""

    def seal(self, workspace: str, text: str) -> str:
        """Encrypt with the first key."""

    def open(self, workspace: str, sealed: str) -> str:
        """Decrypt with whichever key fits; UnreadableTokenError where none does, or it is another workspace's."""
