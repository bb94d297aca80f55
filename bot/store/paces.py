"""The budgets of Slack's calls that several processes share: a row for each, taken from by one conditional upsert.

A budget is a moment that each call moves on by an interval, and that may lie ahead by the burst. Moments are real time
in milliseconds: what another boot left behind counts no more.
"""

import threading
from collections import OrderedDict
from collections.abc import Sequence

from bot.store.database import Database
from bot.store.elapsed import Elapsed
from bot.store.session import BUSY_SECONDS, Session
from bot.use_cases.ports import EVERY_WORKSPACE, CallBudget, Paces

_MOST_PROMISES = 20_000
# No call of this boot moves a budget further ahead than one interval beyond its burst, and a call that waited for its
# turn is late by that: where a server with a clock that is behind took over, what the other one left counts no more.
_LATE_MS = 2_000 * BUSY_SECONDS
_OTHERS = "(pace.boot <> excluded.boot OR pace.free_at > ?)"
_TAKE = (
    "INSERT INTO pace (workspace, budget, boot, free_at, promised, closed_until) VALUES (?, ?, ?, ?, 0, 0)"  # noqa: S608 -- constants of ours
    " ON CONFLICT (workspace, budget) DO UPDATE SET boot = excluded.boot,"
    f" free_at = CASE WHEN {_OTHERS} OR pace.free_at <= ? THEN excluded.free_at ELSE pace.free_at + ? END,"
    f" promised = CASE WHEN {_OTHERS} THEN 0 ELSE pace.promised END, closed_until = 0"
    f" WHERE {_OTHERS} OR (pace.free_at <= ? AND pace.closed_until <= ?) RETURNING budget"
)
# In the columns of a row: from when on a call is free, and the next of these moments that nobody else was promised.
_OPENS = "CASE WHEN closed_until > free_at - ? THEN closed_until ELSE free_at - ? END"
_PROMISE = (
    f"UPDATE pace SET promised = ? + CASE WHEN promised > {_OPENS} THEN promised ELSE {_OPENS} END"  # noqa: S608 -- constants of ours
    " WHERE workspace = ? AND budget = ? RETURNING promised"
)
_GIVE_BACK = "UPDATE pace SET free_at = free_at - ? WHERE workspace = ? AND budget = ? AND boot = ?"
_CLOSE = (
    "INSERT INTO pace (workspace, budget, boot, free_at, promised, closed_until) VALUES (?, ?, ?, 0, 0, ?)"
    " ON CONFLICT (workspace, budget) DO UPDATE SET boot = excluded.boot,"
    " free_at = CASE WHEN pace.boot = excluded.boot THEN pace.free_at ELSE 0 END,"
    " promised = CASE WHEN pace.boot = excluded.boot THEN pace.promised ELSE 0 END,"
    " closed_until = CASE WHEN pace.boot = excluded.boot AND pace.closed_until > excluded.closed_until"
    " THEN pace.closed_until ELSE excluded.closed_until END"
)


class SqlPaces(Paces):
    """Budgets in the database. Safe to use from several threads and processes.

    Which moment was promised to whom is known to the process that was asked: another one promises another moment.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._promised: OrderedDict[tuple[str, str, str], int] = OrderedDict()

    def take(self, workspace: str, budgets: Sequence[CallBudget], whom: str) -> float:
        with self._database.writing(EVERY_WORKSPACE) as session:
            now = session.elapsed.ms()
            for place, budget in enumerate(budgets):
                if not _took(session, workspace, budget):
                    _give_back(session, workspace, budgets[:place])
                    return max(self._promise(session, workspace, budget, whom) - now, 1) / 1000
        return 0.0

    def give_back(self, workspace: str, budgets: Sequence[CallBudget]) -> None:
        with self._database.writing(EVERY_WORKSPACE) as session:
            _give_back(session, workspace, budgets)

    def close(self, workspace: str, budget: CallBudget, seconds: float) -> None:
        with self._database.writing(EVERY_WORKSPACE) as session:
            session.all(_CLOSE, workspace, budget.name, session.elapsed.boot, session.elapsed.ms(seconds))

    def forget_unused(self) -> None:
        """Forget budgets that are whole again."""
        with self._database.writing(EVERY_WORKSPACE) as session:
            now = session.elapsed.ms()
            session.all(
                "DELETE FROM pace WHERE boot <> ? OR (free_at <= ? AND promised <= ? AND closed_until <= ?)",
                *(session.elapsed.boot, now, now, now),
            )

    def _promise(self, session: Session, workspace: str, budget: CallBudget, whom: str) -> int:
        """Return the moment for which a caller is asked to come back."""
        key, now = (workspace, budget.name, whom), session.elapsed.ms()
        with self._lock:
            known = self._promised.get(key, 0)
        if whom and known > now:
            return known
        ahead = _ahead(budget)
        row = session.one(_PROMISE, budget.interval_ms, *(ahead, ahead) * 2, workspace, budget.name)
        moment: int = row["promised"] - budget.interval_ms if row is not None else now
        if whom:
            with self._lock:
                self._promised[key] = moment
                while len(self._promised) > _MOST_PROMISES:
                    self._promised.popitem(last=False)
        return moment


def _took(session: Session, workspace: str, budget: CallBudget) -> bool:
    elapsed: Elapsed = session.elapsed
    now, interval = elapsed.ms(), budget.interval_ms
    ahead = now + _ahead(budget)
    far = ahead + interval + _LATE_MS
    values = workspace, budget.name, elapsed.boot, now + interval, far, now, interval, far, far, ahead, now
    return session.one(_TAKE, *values) is not None


def _give_back(session: Session, workspace: str, budgets: Sequence[CallBudget]) -> None:
    for budget in budgets:
        session.all(_GIVE_BACK, budget.interval_ms, workspace, budget.name, session.elapsed.boot)


def _ahead(budget: CallBudget) -> int:
    return (budget.burst - 1) * budget.interval_ms
