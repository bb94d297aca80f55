"""One consistent view, and one read-decide-write: the ports ``Reads`` and ``Transaction`` over all tables."""

from bot.store.channels import SqlChannelReads, SqlChannelWrites
from bot.store.drafts import SqlDraftReads
from bot.store.follow_up import SqlCadenceReads, SqlCadenceWrites
from bot.store.forgetting import SqlRemovalReads, SqlRemovalWrites
from bot.store.heard import SqlHeardReads, SqlHeardWrites
from bot.store.installations import SqlInstallationReads, SqlInstallationWrites
from bot.store.intake import SqlIntakeReads, SqlIntakeWrites
from bot.store.jobs import begin_once, enqueue
from bot.store.metrics import SqlMetricReads, SqlMetricWrites
from bot.store.own_frameworks import SqlFrameworkReads, SqlFrameworkWrites
from bot.store.pages import SqlPageReads, SqlPageWrites
from bot.store.portfolio import SqlPortfolioReads
from bot.store.saved import SqlSavedReads, SqlSavedWrites
from bot.store.session import new_id
from bot.store.stays import SqlStayReads, SqlStayWrites
from bot.store.workshops import SqlWorkshopReads, SqlWorkshopWrites
from bot.use_cases.ports import Job, NewJob


class SqlReads(
    SqlFrameworkReads,
    SqlIntakeReads,
    SqlInstallationReads,
    SqlDraftReads,
    SqlCadenceReads,
    SqlHeardReads,
    SqlChannelReads,
    SqlMetricReads,
    SqlPortfolioReads,
    SqlRemovalReads,
    SqlSavedReads,
    SqlPageReads,
    SqlStayReads,
    SqlWorkshopReads,
):
    """Answers from the tables; implements the port ``Reads``."""


class SqlTransaction(
    SqlReads,
    SqlFrameworkWrites,
    SqlIntakeWrites,
    SqlInstallationWrites,
    SqlCadenceWrites,
    SqlHeardWrites,
    SqlChannelWrites,
    SqlMetricWrites,
    SqlRemovalWrites,
    SqlSavedWrites,
    SqlPageWrites,
    SqlStayWrites,
    SqlWorkshopWrites,
):
    """Writes to the tables; implements the port ``Transaction``."""

    @property
    def announces(self) -> bool:
        """Whether other systems are told of what happens."""
        return self._session.announces

    def new_id(self) -> str:
        """Give an unguessable id of 10 lower-case letters and digits."""
        return new_id()

    def enqueue(self, job: NewJob) -> None:
        """Enqueue work that runs once the transaction is durable."""
        enqueue(self._session, job)

    def begin_once(self, job: Job) -> bool:
        """Record that the one call of a job is about to be made; False when that was recorded before."""
        return begin_once(self._session, job)
