"""Keep the database tidy, day by day: what no one asks for again is forgotten, and damage is looked for."""

from datetime import datetime, timedelta
from typing import Protocol

from bot.use_cases.ports import Clock, NewJob, Store

TIDY = "tidy"
DELIVERIES_KEPT = timedelta(days=7)


class TidyStore(Store, Protocol):
    """A store that looks after itself."""

    def examine(self) -> None:
        """Read everything; what is damaged is written to no more."""

    def forget_deliveries(self, before: datetime) -> int:
        """Forget which deliveries were taken before a moment; give their number."""


def keep_tidy(store: TidyStore, clock: Clock) -> None:
    """Forget which deliveries were taken, long after Slack would repeat one, and look for damage; again tomorrow."""
    store.examine()
    store.forget_deliveries(clock.now() - DELIVERIES_KEPT)
    with store.writing() as tx:
        tx.enqueue(NewJob(TIDY, TIDY, run_at=clock.now() + timedelta(days=1)))
