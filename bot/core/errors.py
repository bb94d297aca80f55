"""What can be broken, as a few kinds of error whose message says what, why and what to do."""

from dataclasses import dataclass
from enum import StrEnum


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


class Meaning(StrEnum):
    """What an error of Slack's means for the work that met it; `slack/refusals.py` has the table."""

    WAIT = "wait"
    """It passes by itself, or whoever runs the bot sees to it: the work waits. Raised as SlackUnavailableError."""
    INVITE = "invite"
    """The bot is not in the channel: somebody has to invite it. Otherwise as TELL."""
    TELL = "tell"
    """People have to change something in Slack: they are told once, and the work rests until they have."""
    FALL_BACK = "fall back"
    """Slack does not take the message in this form: it is sent in a plainer one."""
    GONE = "gone"
    """The message, the person or the form is not there any more: nothing is left to do."""
    BUG = "bug"
    """The call is wrong: our own fault."""


class SlackUnavailableError(BotError):
    """Slack did not take a call for now; the work is kept and tried again.

    ``retry_after`` is how many seconds Slack asks to wait (None: it did not say). ``maybe_done`` is true when the call
    may have taken effect although no answer came: look for its effect before it is sent again. ``code`` is the word for
    it, where Slack itself answered that it failed: then it does not act on the call any more.
    """

    def __init__(
        self, message: str, *, retry_after: float | None = None, maybe_done: bool = False, code: str = ""
    ) -> None:
        super().__init__(message)
        self.retry_after = retry_after
        self.maybe_done = maybe_done
        self.code = code


class NotInstalledError(SlackUnavailableError):
    """The bot is not (any more) in a workspace that it is to speak in; work for it waits until it is."""

    def __init__(self, workspace: str) -> None:
        super().__init__(f"The bot is not installed in {workspace!r}, nor for its organisation.", code="not_installed")


class SlackRefusedError(BotError):
    """Slack refused a call; ``code`` is its own word for it, ``meaning`` what follows from it (never WAIT).

    ``places`` are JSON pointers to what it does not take, where it says so.
    """

    def __init__(
        self,
        code: str,
        message: str,
        meaning: Meaning = Meaning.BUG,
        method: str = "",
        *,
        places: tuple[str, ...] = (),
    ) -> None:
        super().__init__(message)
        self.code = code
        self.meaning = meaning
        self.method = method
        self.places = places

    @property
    def needs_people(self) -> bool:
        """Whether the call will be taken once people have changed something in Slack."""
        return self.meaning in (Meaning.INVITE, Meaning.TELL)

    @property
    def is_ours(self) -> bool:
        """Whether the call itself is at fault, whatever people do."""
        return self.meaning in (Meaning.BUG, Meaning.FALL_BACK)


class ReceiverUnavailableError(BotError):
    """The receiver of a webhook takes no event for now; ``code`` is its status, or how it could not be reached."""

    def __init__(self, code: str) -> None:
        super().__init__(f"The address in CXBOT_WEBHOOK_URL does not take events for now: {code}.")
        self.code = code


class ReceiverRefusedError(BotError):
    """The receiver of a webhook does not take an event; ``code`` is its status."""

    def __init__(self, code: str) -> None:
        super().__init__(f"The address in CXBOT_WEBHOOK_URL took no event: {code}. Look there, or change the address.")
        self.code = code
