"""The log: one event a line with its fields, as JSON, and never anybody's words."""

import logging
import secrets
import sys
import threading
import traceback
from collections.abc import Callable
from time import monotonic

import structlog

log = structlog.get_logger()
SELDOM_SECONDS = 60.0
_KINDS = 1_000
_LINE = 200


def configure_log(level: str) -> None:
    """Log to standard error from ``level`` (debug, info, warning, error) up."""
    root = logging.getLogger()
    root.handlers = [each for each in root.handlers if not isinstance(each, LibraryLog)] + [LibraryLog()]
    root.setLevel(logging.WARNING)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


class LibraryLog(logging.Handler):
    """Logs what libraries say, at most once a minute for each kind, with how often it was left out before.

    A kind is who says it and the first line: what follows there may be a socket's number, and is left out. A stranger
    who can have a library log a line must not be able to fill the disk.
    """

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        super().__init__(logging.WARNING)
        self._clock = clock
        self._guard = threading.Lock()
        self._said: dict[tuple[str, str], tuple[float, int]] = {}

    def emit(self, record: logging.LogRecord) -> None:
        """Log one record."""
        text = str(record.msg).partition("\n")[0][:_LINE]
        left_out = self._left_out(record.name, text)
        if left_out is None:
            return
        error = record.exc_info[1] if record.exc_info else None
        more = {"error": type(error).__name__, "where": place_of(error)} if error is not None else {}
        log.log(record.levelno, "library", logger=record.name, said=text, left_out=left_out, **more)

    def _left_out(self, name: str, text: str) -> int | None:
        """Give how many of a kind were left out since the last line; None while that was less than a minute ago."""
        now = self._clock()
        with self._guard:
            at, number = self._said.get((name, text), (now - SELDOM_SECONDS, 0))
            if now - at < SELDOM_SECONDS:
                self._said[name, text] = (at, number + 1)
                return None
            if len(self._said) >= _KINDS:
                self._said.clear()
            self._said[name, text] = (now, 0)
            return number


def place_of(error: BaseException) -> str:
    """Give the file and line where an error was raised."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{frames[-1].filename.rsplit('/', 1)[-1]}:{frames[-1].lineno}" if frames else ""


def report(event: str, error: Exception) -> str:
    """Log an error by its type and place, and give the short reference that a person is told."""
    reference = secrets.token_hex(2)
    log.error(event, reference=reference, error=type(error).__name__, where=place_of(error))
    return reference
