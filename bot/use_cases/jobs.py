"""The queue of work as people see it: what each job is about, who is told when one is given up, what may be asked."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.use_cases.ports import Job, Jobs


class JobState(StrEnum):
    """Where work stands."""

    WAITING = "waiting"
    RESTING = "resting"
    RUNNING = "running"
    BURIED = "buried"


@dataclass(frozen=True, slots=True)
class QueuedJob:
    """Work as the queue holds it; ``job.lease`` is left out, for it is whoever's who runs it.

    ``since`` is when it was buried, else when it was enqueued (None: before that was recorded); ``due`` is None for
    what is due at once.
    """

    job: Job
    state: JobState
    reason: str
    since: datetime | None
    due: datetime | None


class JobRequest(StrEnum):
    """What became of a person's wish to have work done again, or dropped."""

    DONE = "done"
    UNKNOWN = "unknown"
    RUNS = "runs"
    NOT_DUE = "not_due"
    ANOTHER_WAITS = "another_waits"


class ListedJobs(Jobs, Protocol):
    """A queue that people look into."""

    def queued(self, now: datetime, job_id: int | None = None) -> tuple[QueuedJob, ...]:
        """List the work, or one job of it: what was buried first, then what runs, and what waits by its moment."""

    def retry(self, job_id: int, now: datetime) -> JobRequest:
        """Have buried or resting work done at once, with fresh tries."""

    def drop(self, job_id: int) -> JobRequest:
        """Forget work that does not run."""
