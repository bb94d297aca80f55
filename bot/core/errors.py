"""What can be broken, as a few kinds of error whose message says what, why and what to do."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in a file or in a setting; ``source`` is ``path:line`` or the name of the key."""

    source: str
    message: str

    def __str__(self) -> str:
        return f"{self.source}: {self.message}"


class BotError(Exception):
    """Something is broken; the message says what, why and what to do."""


class BadInputError(BotError):
    """Files or settings cannot be used; all problems are named at once."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


class StoreError(BotError):
    """The database cannot be opened, read or written."""


class StoreUnavailableError(StoreError):
    """The database cannot be used for now: locked, full, read-only or gone. Nothing was saved; it may work later."""


class TooEarlyError(BotError):
    """Something came before what it belongs to is known here; refused, so that it is delivered again."""


class SlackUnavailableError(BotError):
    """Slack did not take a call for now; the work is kept and tried again.

    ``retry_after`` is how many seconds Slack asks to wait (None: it did not say). ``maybe_done`` is true when the call
    may have taken effect although no answer came: look for its effect before it is sent again.
    """

    def __init__(self, message: str, *, retry_after: float | None = None, maybe_done: bool = False) -> None:
        super().__init__(message)
        self.retry_after = retry_after
        self.maybe_done = maybe_done


class SlackRefusedError(BotError):
    """Slack refused a call for good; ``code`` is Slack's own word for it."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code

    @property
    def is_signed_out(self) -> bool:
        """Whether the workspace no longer accepts the bot at all: nothing works there until it is installed again."""
        return self.code in _SIGNED_OUT

    @property
    def is_gone(self) -> bool:
        """Whether the place, message or person is out of reach for good: say so once to the owner, and stop."""
        return self.is_signed_out or self.code in _GONE


_SIGNED_OUT = frozenset({"account_inactive", "app_uninstalled", "invalid_auth", "not_authed", "team_disabled"}) | {
    "token_expired",
    "token_revoked",
}
_GONE = frozenset({"cannot_dm_bot", "channel_not_found", "is_archived", "message_not_found", "not_in_channel"}) | {
    "thread_not_found",
    "user_disabled",
    "user_not_found",
}
