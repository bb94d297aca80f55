"""The store in the hands of one run of a job: what lost its lease writes nothing more, and sends nothing more.

A process may stand still at any instruction: the machine sleeps, the container is paused. What it read before may be
old when it goes on, and another may have taken its work. So the lease is checked in every transaction that writes and
before every call to Slack, and how long ago that was is looked at once more right before the call is written.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from bot.core.errors import SlackUnavailableError
from bot.core.framework import Framework
from bot.store.database import Database
from bot.store.jobs import SqlJobs
from bot.store.transaction import SqlReads, SqlTransaction
from bot.use_cases.ports import Job, Store


class HeldStore(Store):
    """Implements the port ``Store`` for one run of a job, in one thread; raises LeaseLost once another has the job."""

    def __init__(
        self, jobs: SqlJobs, job: Job, database: Database, frameworks: dict[tuple[str, str], Framework]
    ) -> None:
        self._jobs = jobs
        self._job = job
        self._database = database
        self._frameworks = frameworks
        self._checked: float | None = None  # when a transaction checked the lease; of use for one call

    @contextmanager
    def reading(self) -> Iterator[SqlReads]:
        with self._database.reading() as session:
            yield SqlReads(session, self._frameworks)

    @contextmanager
    def writing(self, workspace: str) -> Iterator[SqlTransaction]:
        with self._database.writing(workspace) as session:
            checked = session.elapsed.seconds()
            self._jobs.hold(self._job, session)
            session.lease = self._job.lease
            yield SqlTransaction(session, self._frameworks)
        self._checked = checked

    def guard(self) -> Callable[[], None]:
        """Check the lease for one call to Slack, and return what is to be asked right before the call is written.

        A transaction right before the call was the check: a message counts as asked for from when its row says so.
        """
        elapsed, checked, self._checked = self._database.elapsed, self._checked, None
        if checked is None:
            checked = elapsed.seconds()
            self._jobs.hold(self._job)
        latest = checked + elapsed.send_seconds

        def in_time() -> None:
            if elapsed.seconds() > latest:
                raise SlackUnavailableError("The bot stood still before a call to Slack; nothing was sent.")

        return in_time
