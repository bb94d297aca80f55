"""The queue of durable work as one table: who may run what, and until when the claim holds."""

import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import TypeVar

import structlog

from bot.core.errors import StoreError
from bot.store import rows
from bot.store.database import Database
from bot.store.elapsed import Elapsed
from bot.store.session import ContradictionError, Row, Session
from bot.store.shares import JOB, JOB_COLUMNS, LONGEST_LEASE_SECONDS, LONGEST_REST_SECONDS, Look, Turns
from bot.use_cases.jobs import JobRequest, JobState, ListedJobs, QueuedJob, WorkspaceWork, WorkStanding
from bot.use_cases.ports import EVERY_WORKSPACE, Job, LeaseLost, NewJob

log = structlog.get_logger()
LEASE_SECONDS = 20.0
AT_ONCE = "0001-01-01T00:00:00.000000Z"  # due whatever the Clock says
_STANDING = (
    "id, kind, key, payload, state, run_at, rest_until, lease_until, boot, attempts, failures, reason, buried_at, since"
)
_HELD = "SELECT lease_until, boot FROM jobs WHERE id = ? AND lease = ? AND state = 'running'"
_RENEW = "UPDATE jobs SET lease_until = ?, boot = ? WHERE id = ? AND lease = ? AND state = 'running' RETURNING id"
_DONE = "DELETE FROM jobs WHERE id = ? AND lease = ? AND state = 'running' RETURNING kind, key, payload"
_FORGET_BURIED = "DELETE FROM jobs WHERE state = 'buried' AND kind = ? AND key = ? AND payload = ?"
"""The same work may have been buried before."""
_UNTAKEN = (
    "SELECT run_at, rest_until, boot, since FROM jobs AS due"
    " WHERE state = 'waiting' AND run_at <= ?"
    " AND NOT EXISTS (SELECT 1 FROM jobs AS other WHERE other.key = due.key AND other.state = 'running')"
    " ORDER BY run_at, id LIMIT ?"
)
_MOST_UNTAKEN = 1_000
_OWNERS = (
    "SELECT workspace, COUNT(*) AS number FROM jobs WHERE state = 'waiting' AND resting = 0 AND run_at <= ?"
    " GROUP BY workspace"
)
_TIMES = 5
T = TypeVar("T")


def enqueue(session: Session, job: NewJob) -> None:
    """Add a waiting job; where one of its key waits, there is news: it is due as early as either and has not failed.

    One that rests for a reason of its own is tried at once; one that rests because Slack asked it to, rests.
    """
    session.all(
        "INSERT INTO jobs (kind, key, payload, state, run_at, workspace) VALUES (?, ?, ?, 'waiting', ?, ?)"
        " ON CONFLICT (key) WHERE state = 'waiting' DO UPDATE SET failures = 0,"
        " run_at = CASE WHEN excluded.run_at < jobs.run_at THEN excluded.run_at ELSE jobs.run_at END,"
        " rest_until = CASE WHEN jobs.failures > 0 OR jobs.reason <> '' THEN 0 ELSE jobs.rest_until END",
        *(job.kind, job.key, rows.json_text(dict(job.payload))),
        *(rows.time_text(job.run_at) if job.run_at is not None else AT_ONCE, job.payload.get("workspace", "")),
    )
    session.enqueued = True


def begin_once(session: Session, job: Job) -> bool:
    """Record that the one call of a job is about to be made; False when that was recorded before."""
    return session.one("UPDATE jobs SET begun = 1 WHERE id = ? AND begun = 0 RETURNING id", job.id) is not None


class SqlJobs(ListedJobs):
    """Claims and reports. Leases and rests are real time, moved by no clock."""

    def __init__(self, database: Database, *, lease_seconds: float) -> None:
        self._database = database
        self._lease_seconds = lease_seconds
        self._turns = Turns()

    def on_enqueue(self, callback: Callable[[], None]) -> None:
        self._database.on_enqueue(callback)

    def claim(self, now: datetime, at_most: Mapping[str, int] = MappingProxyType({})) -> Job | None:
        to_do = None
        if self._database.one_writes:
            with self._database.reading() as session:  # looking keeps nobody waiting
                to_do = Look(session, now, at_most).to_do()
            if not to_do.any:
                return None
        with self._database.writing(EVERY_WORKSPACE, waits=True) as session:
            look = Look(session, now, at_most)
            to_do = to_do or look.to_do()  # what is done by now is not found below
            if not to_do.any:
                return None
            look.wake(to_do)
            while (row := (look.expired() if to_do.expired else None) or self._turns.next(look)) is not None:
                job = self._lease(session, row, now)
                if job is not None:
                    return job
        return None

    def heartbeat(self, job: Job) -> bool:
        with self._database.writing(EVERY_WORKSPACE) as session:
            return self._renewed(session, job)

    def hold(self, job: Job, session: Session | None = None) -> None:
        """Raise LeaseLost unless the lease is held, and will be for half its length; renew it where it would not.

        Within a transaction it is renewed in any case: that costs nothing there. One that ran out is as good as held
        while nobody else has claimed the job.
        """
        if session is not None:
            held = self._renewed(session, job)
        else:
            with self._database.reading() as looking:
                row = looking.one(_HELD, job.id, job.lease)
                left = row["lease_until"] - looking.elapsed.ms() if row is not None else 0
                lasts = row is not None and row["boot"] == looking.elapsed.boot and left > self._lease_seconds * 500
            held = lasts or self.heartbeat(job)
        if not held:
            raise LeaseLost(job.id)

    def finish(self, job: Job) -> None:
        with self._database.writing(EVERY_WORKSPACE, waits=True) as session:
            done = session.one(_DONE, job.id, job.lease)
            if done is not None:
                session.all(_FORGET_BURIED, done["kind"], done["key"], done["payload"])

    def put_back(self, job: Job, *, at: datetime | None = None, seconds: float = 0.0, reason: str = "") -> None:
        run_at = rows.time_text(at) if at is not None else AT_ONCE

        def put(session: Session) -> None:
            if not _holds(session, job):
                return
            news = session.one("DELETE FROM jobs WHERE key = ? AND state = 'waiting' RETURNING run_at", job.key)
            session.all(
                "UPDATE jobs SET state = 'waiting', run_at = ?, rest_until = ?, resting = 1, boot = ?, attempts = ?,"
                " failures = ?, reason = ?, lease = '', lease_until = 0, begun = 0 WHERE id = ?",
                min(run_at, news["run_at"]) if news is not None else run_at,
                *(session.elapsed.ms(seconds if news is None or not reason else 0.0), session.elapsed.boot),
                *(job.attempts, job.failures if news is None else 0, reason, job.id),
            )

        self._until_alone(put)

    def bury(self, job: Job, *, reason: str, at: datetime, then: NewJob | None = None) -> None:
        with self._database.writing(EVERY_WORKSPACE) as session:
            if _holds(session, job):
                _bury(session, job.id, reason, at)
                if then is not None:
                    enqueue(session, then)

    def queued(self, now: datetime, job_id: int | None = None) -> tuple[QueuedJob, ...]:
        with self._database.reading() as session:
            found = session.all(
                f"SELECT {_STANDING} FROM jobs WHERE ? IN (0, id)"  # noqa: S608 -- constants of ours
                " ORDER BY state = 'buried' DESC, state = 'running' DESC, run_at, id",
                job_id if job_id is not None else 0,
            )
        elapsed = self._database.elapsed
        return rows.read_rows("jobs", found, lambda row: _queued_from(row, elapsed, now), ("id",))

    def retry(self, job_id: int, now: datetime) -> JobRequest:

        def wake(session: Session) -> JobRequest:
            row = session.one(f"SELECT {_STANDING} FROM jobs WHERE id = ?", job_id)  # noqa: S608 -- constants of ours
            refusal = _refusal(row, session.elapsed)
            if row is None or refusal is not None:
                return refusal or JobRequest.UNKNOWN
            if _state(row, session.elapsed) is JobState.WAITING and row["run_at"] > rows.time_text(now):
                return JobRequest.NOT_DUE
            session.all(
                "DELETE FROM jobs WHERE key = ? AND kind = ? AND payload = ? AND state = 'waiting' AND id <> ?",
                *(row["key"], row["kind"], row["payload"], job_id),
            )
            if session.one("SELECT id FROM jobs WHERE key = ? AND state = 'waiting' AND id <> ?", row["key"], job_id):
                return JobRequest.ANOTHER_WAITS
            session.all(
                "UPDATE jobs SET state = 'waiting', run_at = ?, rest_until = 0, resting = 0, attempts = 0,"
                " failures = 0, reason = '', buried_at = NULL, lease = '', lease_until = 0, begun = 0, since = ?"
                " WHERE id = ?",
                *(AT_ONCE, session.elapsed.wall_ms(), job_id),
            )
            session.enqueued = True
            return JobRequest.DONE

        return self._until_alone(wake)

    def _until_alone(self, work: Callable[[Session], T]) -> T:
        """Write, and do it once more where another process enqueued work of the same key in between."""
        for _ in range(_TIMES - 1):
            with suppress(ContradictionError), self._database.writing(EVERY_WORKSPACE, waits=True) as session:
                return work(session)
        with self._database.writing(EVERY_WORKSPACE, waits=True) as session:
            return work(session)

    def drop(self, job_id: int) -> JobRequest:
        with self._database.writing(EVERY_WORKSPACE) as session:
            row = session.one(f"SELECT {_STANDING} FROM jobs WHERE id = ?", job_id)  # noqa: S608 -- constants of ours
            refusal = _refusal(row, session.elapsed)
            if refusal is None:
                session.all("DELETE FROM jobs WHERE id = ?", job_id)
            return refusal or JobRequest.DONE

    def standing(self, now: datetime) -> WorkStanding:
        with self._database.reading() as session:
            counted = session.all(
                "SELECT kind, state, COUNT(*) AS number FROM jobs GROUP BY kind, state ORDER BY kind, state"
            )
            due = session.all(_UNTAKEN, rows.time_text(now), _MOST_UNTAKEN)
            owners = session.all(_OWNERS, rows.time_text(now))
        ages = max((self._age(row, now) for row in due), default=0.0)
        by_kind = {(row["kind"], row["state"]): row["number"] for row in counted}
        return WorkStanding(by_kind, ages, {row["workspace"]: row["number"] for row in owners})

    def by_workspace(self, now: datetime) -> tuple[WorkspaceWork, ...]:
        with self._database.reading() as session:
            each = "SELECT workspace, state, COUNT(*) AS number FROM jobs GROUP BY workspace, state ORDER BY workspace"
            counted = session.all(each)
            due = {row["workspace"]: row["number"] for row in session.all(_OWNERS, rows.time_text(now))}
        found: dict[str, dict[str, int]] = {}
        for row in counted:
            found.setdefault(row["workspace"], {})[row["state"]] = row["number"]
        work = [
            WorkspaceWork(
                *(workspace, due.get(workspace, 0), of.get("waiting", 0) - due.get(workspace, 0)),
                *(of.get("running", 0), of.get("buried", 0)),
            )
            for workspace, of in found.items()
        ]
        return tuple(sorted(work, key=lambda each: (-each.due, each.workspace)))

    def _age(self, row: Row, now: datetime) -> float:
        """Return for how many seconds a job has been there, due and rested."""
        due = (now - rows.time_from(row["run_at"])).total_seconds()
        elapsed = self._database.elapsed
        if _lies_ahead(row, "rest_until", elapsed, LONGEST_REST_SECONDS):
            return 0.0
        rested = (elapsed.ms() - row["rest_until"]) / 1000 if row["boot"] == elapsed.boot else due
        age: float = (elapsed.wall_ms() - row["since"]) / 1000
        return max(min(age, due, rested), 0.0)

    def _renewed(self, session: Session, job: Job) -> bool:
        until = (session.elapsed.ms(self._lease_seconds), session.elapsed.boot)
        return session.one(_RENEW, *until, job.id, job.lease) is not None

    def _lease(self, session: Session, row: Row, now: datetime) -> Job | None:
        """Claim the row; one whose payload cannot be read is buried, or it would stand in everybody's way."""
        leased = session.one(
            "UPDATE jobs SET state = 'running', attempts = attempts + 1, failures = failures + ?, lease = ?,"  # noqa: S608 -- constants of ours
            f" lease_until = ?, boot = ? WHERE id = ? RETURNING {JOB_COLUMNS}",
            *(row["crashed"], secrets.token_hex(8)),
            *(session.elapsed.ms(self._lease_seconds), session.elapsed.boot, row["id"]),
        )
        try:
            with rows.reading_row("jobs", str(row["id"])):
                return JOB.of(leased) if leased is not None else None
        except StoreError as error:
            reference, reason = secrets.token_hex(2), str(error)
            log.warning("job_buried", job=row["id"], kind=row["kind"], reason=reason, reference=reference)
            _bury(session, row["id"], f"{reason}, reference {reference}", now)
            return None


def _holds(session: Session, job: Job) -> bool:
    return session.one(_HELD, job.id, job.lease) is not None


def _bury(session: Session, job_id: int, reason: str, at: datetime) -> None:
    session.all(
        "UPDATE jobs SET state = 'buried', reason = ?, buried_at = ?, lease = '', lease_until = 0 WHERE id = ?",
        *(reason, rows.time_text(at), job_id),
    )


def _refusal(row: Row | None, elapsed: Elapsed) -> JobRequest | None:
    """Return why nothing may be done to a job now; None when something may."""
    if row is None:
        return JobRequest.UNKNOWN
    return JobRequest.RUNS if _state(row, elapsed) is JobState.RUNNING else None


def _state(row: Row, elapsed: Elapsed) -> JobState:
    """Return where a job stands; one whose lease ran out rests until it is claimed again."""
    if row["state"] == JobState.BURIED:
        return JobState.BURIED
    if row["state"] == JobState.RUNNING:
        return JobState.RUNNING if _lies_ahead(row, "lease_until", elapsed, LONGEST_LEASE_SECONDS) else JobState.RESTING
    rests = row["failures"] or _lies_ahead(row, "rest_until", elapsed, LONGEST_REST_SECONDS)
    return JobState.RESTING if rests else JobState.WAITING


def _lies_ahead(row: Row, name: str, elapsed: Elapsed, most: float) -> bool:
    """Whether a moment of this boot is still to come, as the queries have it."""
    return bool(row["boot"] == elapsed.boot and elapsed.ms() < row[name] <= elapsed.ms(most))


def _queued_from(row: Row, elapsed: Elapsed, now: datetime) -> QueuedJob:
    state = _state(row, elapsed)
    known = datetime.fromtimestamp(row["since"] / 1000, UTC) if row["since"] else None
    since = rows.time_from(row["buried_at"]) if state is JobState.BURIED else known
    due = rows.time_from(row["run_at"]) if row["run_at"] > rows.time_text(now) else None
    if due is None and _lies_ahead(row, "rest_until", elapsed, LONGEST_REST_SECONDS):
        due = now + timedelta(milliseconds=row["rest_until"] - elapsed.ms())
    return QueuedJob(_readable_job(row), state, row["reason"], since, due if state is not JobState.BURIED else None)


def _readable_job(row: Row) -> Job:
    """Return a job for people to look at; one whose payload is broken comes without it."""
    try:
        payload = rows.texts_from(row["payload"])
    except (ValueError, TypeError):
        payload = {}
    return Job(row["id"], row["kind"], row["key"], payload, row["attempts"], row["failures"])
