"""One consistent view, and one read-decide-write: the ports ``Reads`` and ``Transaction`` over all tables.

And the store in the hands of one run of a job: what lost its lease writes nothing more, and sends nothing more. A
process may stand still at any instruction: the machine sleeps, the container is paused. What it read before may be old
when it goes on, and another may have taken its work. So the lease is checked in every transaction that writes and
before every call to Slack, and how long ago that was is looked at once more right before the call is written.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from bot.core.errors import SlackUnavailableError
from bot.core.framework import Framework
from bot.store.database import Database
from bot.store.drafts import SqlDraftReads
from bot.store.follow_up import SqlCadenceReads, SqlCadenceWrites
from bot.store.forgetting import SqlRemovalReads, SqlRemovalWrites
from bot.store.heard import SqlHeardReads, SqlHeardWrites
from bot.store.installations import SqlInstallationReads, SqlInstallationWrites
from bot.store.intake import SqlIntakeReads, SqlIntakeWrites
from bot.store.jobs import SqlJobs, begin_once, enqueue
from bot.store.session import new_id
from bot.store.subjects import SqlSubjectReads, SqlSubjectWrites
from bot.use_cases.ports import Job, NewJob, Reads, Store, Transaction


class SqlReads(
    SqlSubjectReads,
    SqlIntakeReads,
    SqlInstallationReads,
    SqlDraftReads,
    SqlCadenceReads,
    SqlHeardReads,
    SqlRemovalReads,
    Reads,
):
    """Answers from the tables."""


class SqlTransaction(
    SqlReads,
    SqlSubjectWrites,
    SqlIntakeWrites,
    SqlInstallationWrites,
    SqlCadenceWrites,
    SqlHeardWrites,
    SqlRemovalWrites,
    Transaction,
):
    """Writes to the tables."""

    @property
    def announces(self) -> bool:
        return self._session.announces

    def new_id(self) -> str:
        return new_id()

    def enqueue(self, job: NewJob) -> None:
        enqueue(self._session, job)

    def begin_once(self, job: Job) -> bool:
        return begin_once(self._session, job)


@dataclass(eq=False)
class HeldStore(Store):
    """Implements the port ``Store`` for one run of a job, in one thread; raises LeaseLost once another has the job."""

    _jobs: SqlJobs
    _job: Job
    _database: Database
    _frameworks: dict[tuple[str, str], Framework]
    _checked: float | None = None  # when a transaction checked the lease; of use for one call

    @contextmanager
    def reading(self) -> Iterator[SqlReads]:
        with self._database.reading() as session:
            yield SqlReads(session, self._frameworks)

    @contextmanager
    def writing(self, workspace: str) -> Iterator[SqlTransaction]:
        with self._database.writing(workspace, waits=True) as session:
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
