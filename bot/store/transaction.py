"""One consistent view, and one read-decide-write: the ports ``Reads`` and ``Transaction`` over all tables."""

from bot.store.channels import SqlChannelReads, SqlChannelWrites
from bot.store.conversation import SqlPageReads, SqlPageWrites
from bot.store.drafts import SqlDraftReads
from bot.store.follow_up import SqlCadenceReads, SqlCadenceWrites
from bot.store.forgetting import SqlRemovalReads, SqlRemovalWrites
from bot.store.heard import SqlHeardReads, SqlHeardWrites
from bot.store.installations import SqlInstallationReads, SqlInstallationWrites, SqlStayReads, SqlStayWrites
from bot.store.intake import SqlIntakeReads, SqlIntakeWrites
from bot.store.jobs import begin_once, enqueue
from bot.store.metrics import SqlMetricReads, SqlMetricWrites
from bot.store.own_frameworks import SqlFrameworkReads, SqlFrameworkWrites
from bot.store.portfolio import SqlPortfolioReads
from bot.store.saved import SqlSavedReads, SqlSavedWrites
from bot.store.session import new_id
from bot.store.teams import SqlWorkshopReads, SqlWorkshopWrites
from bot.use_cases.ports import Job, NewJob, Reads, Transaction


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
    Reads,
):
    """Answers from the tables."""


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
