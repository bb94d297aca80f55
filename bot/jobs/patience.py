"""Work that waits without having failed: while Slack asks to wait, or while as much of its kind runs as may."""

import threading
from collections.abc import Callable

from bot.core.errors import SlackUnavailableError
from bot.use_cases.ports import Job, Later

FULL_SECONDS = 1.0


def patient(work: Callable[[Job], None]) -> Callable[[Job], None]:
    """Put work back while Slack asks to wait: that is no failure."""

    def run(job: Job) -> None:
        try:
            work(job)
        except SlackUnavailableError as error:
            if error.retry_after is None:
                raise
            raise Later(seconds=error.retry_after) from error

    return run


def at_most(number: int, work: Callable[[Job], None]) -> Callable[[Job], None]:
    """Run at most so much of one kind of work at once and put the rest back, so that threads are left for other kinds.

    No thread waits for its turn: one that did could not run anything else either.
    """
    free = threading.Semaphore(number)

    def run(job: Job) -> None:
        if not free.acquire(blocking=False):
            raise Later(seconds=FULL_SECONDS)
        try:
            work(job)
        finally:
            free.release()

    return run
