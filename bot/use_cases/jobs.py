"""The queue of work as people see it: what each job is about, who is told when one is given up, what may be asked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.core.errors import SlackRefusedError, StoreError
from bot.use_cases import notices
from bot.use_cases.announcing import WEBHOOK
from bot.use_cases.ballots import BALLOT
from bot.use_cases.conversation import CATCH_UP
from bot.use_cases.ports import Job, Jobs, Messenger, NewJob, PrivateWord, Reads, Store
from bot.use_cases.scorecards import shared_by

GIVEN_UP = "given_up"
MOST_THREADS = 50
"""So many facilitators are told at most that nothing is read of what was missed in their threads."""


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


@dataclass(frozen=True, slots=True)
class WorkStanding:
    """How much work there is by kind and state; for how many seconds the oldest due job waits to be taken.

    ``due`` is how much can be taken now, for each workspace that has any.
    """

    jobs: Mapping[tuple[str, str], int]
    oldest_seconds: float
    due: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WorkspaceWork:
    """The work of one workspace, ``workspace`` being empty for work that is for all: what can be taken now is due."""

    workspace: str
    due: int
    waiting: int
    running: int
    buried: int


class ListedJobs(Jobs, Protocol):
    """A queue that people look into."""

    def queued(self, now: datetime, job_id: int | None = None) -> tuple[QueuedJob, ...]:
        """List the work, or one job of it: what was buried first, then what runs, and what waits by its moment."""

    def by_workspace(self, now: datetime) -> tuple[WorkspaceWork, ...]:
        """Count the work of each workspace that has any, that with most due work first."""

    def retry(self, job_id: int, now: datetime) -> JobRequest:
        """Have buried or resting work done at once, with fresh tries."""

    def drop(self, job_id: int) -> JobRequest:
        """Forget work that does not run."""


@dataclass(frozen=True, slots=True)
class ListedJob:
    """A job and what it is about."""

    queued: QueuedJob
    about: "JobSubject"


def telling(job: Job, at: datetime) -> NewJob | None:
    """Return the work that tells somebody that a job was given up; None for such work itself: it would have no end."""
    if job.kind == GIVEN_UP:
        return None
    payload = {"workspace": job.payload.get("workspace", ""), "job": str(job.id), "day": at.date().isoformat()}
    return NewJob(GIVEN_UP, f"{GIVEN_UP}:{job.id}", payload)


@dataclass(frozen=True, slots=True)
class JobSubject:
    """What a job is about. ``work`` is its kind, of a message's job that of the message; what is unknown is empty.

    ``person`` is whom it is for, ``told`` who is told when it is given up: the first of them who can be reached.
    """

    work: str
    workspace: str
    title: str = ""
    subject: str = ""
    channel: str = ""
    person: str = ""
    told: tuple[str, ...] = ()


def _each_of(view: Reads, job: Job) -> tuple[Job, ...]:
    """Return the work for all threads that were missed as that for each of them: each has somebody who is told."""
    if job.kind != CATCH_UP or "assessment" in job.payload:
        return (job,)
    unread = view.unread(job.payload.get("workspace", ""), limit=MOST_THREADS)
    each = (
        replace(job, key=f"{job.key}:{assessment}", payload={**job.payload, "assessment": assessment})
        for assessment in unread
    )
    return tuple(each) or (job,)


def subject_of(view: Reads, job: Job) -> JobSubject:
    """Find what a job is about; a record that cannot be read is left out."""
    work, payload = job.kind, dict(job.payload)
    if job.kind == notices.NOTICE:
        work, named = _named(payload.get("key", ""))
        payload |= named
    elif job.kind == "unshare":
        payload["person"] = shared_by(payload.get("key", ""))
    workspace, person = payload.get("workspace", ""), payload.get("person", "")
    try:
        assessment = view.assessment_or_ballot(workspace, payload.get("assessment", ""))
        cadence = view.cadence(workspace, payload.get("cadence", ""))
        drafts = view.drafts(workspace, payload["assessment"]) if "draft" in payload else ()
        saved = view.saved(workspace, payload.get("saved", ""))
    except StoreError:
        assessment, cadence, drafts, saved = None, None, (), None
    if saved is not None:
        return JobSubject(work, workspace, saved.title, saved.subject, saved.channel, saved.author, (saved.by,))
    if cadence is not None:
        line = (cadence.title, cadence.subject, cadence.channel)
        return JobSubject(work, workspace, *line, person, (cadence.owner,))
    own = (
        [person]
        if person and work not in (notices.NUDGE, notices.CHECK_IN, notices.GIVEN, notices.WHEREABOUTS, BALLOT)
        else []
    )
    own += [each.asked_by for each in drafts if each.id == payload["draft"]]
    if assessment is None:
        return JobSubject(work, workspace, person=person, told=tuple(own))
    line = (assessment.framework.title, assessment.subject.name, assessment.channel)
    if work == WEBHOOK:  # it is nothing that anybody in Slack asked for
        return JobSubject(work, workspace, *line)
    told = dict.fromkeys((*own, assessment.facilitator, *assessment.respondents()))
    return JobSubject(work, workspace, *line, person, tuple(told))


def _named(key: str) -> tuple[str, Mapping[str, str]]:
    try:
        found = notices.read_key(key)
    except ValueError:  # of another version
        return notices.NOTICE, {}
    match found:
        case notices.ReminderKey(cadence=cadence) | notices.OwnerKey(cadence=cadence):
            return "reminder", {"cadence": cadence}
        case notices.NudgeKey(assessment=assessment, person=person):
            return notices.NUDGE, {"assessment": assessment, "person": person}
        case notices.RoundKey(assessment=assessment, person=person):
            return notices.CHECK_IN if person else notices.DIGEST, {"assessment": assessment, "person": person}
        case (
            notices.HandedKey(assessment=assessment, person=person)
            | notices.SoonKey(assessment=assessment, person=person)
        ):
            return notices.GIVEN, {"assessment": assessment, "person": person}
        case notices.SavedKey(saved=saved):
            return notices.SAVED, {"saved": saved}


def tell_given_up(
    store: Store, jobs: ListedJobs, messenger: Messenger, payload: Mapping[str, str], now: datetime
) -> None:
    """Tell somebody once that a job was given up: the job behind the burying.

    Raises SlackRefusedError when nobody can be reached, so that it ends in the log and in the list. The same work that
    is buried again on the same day changes that message, and sends none.
    """
    for each in jobs.queued(now, int(payload["job"])):
        if each.state is JobState.BURIED:
            with store.reading() as view:
                found = [(part.key, subject_of(view, part)) for part in _each_of(view, each.job)]
            for key, about in found:
                _tell(store, messenger, about, f"told:{GIVEN_UP}:{key}:{payload['day']}", payload)


def _tell(store: Store, messenger: Messenger, about: JobSubject, key: str, payload: Mapping[str, str]) -> None:
    detail = {"work": about.work, "title": about.title, "subject": about.subject, "channel": about.channel}
    detail |= {"person": about.person, "job": payload["job"], "reference": payload.get("reference", "")}
    refused: SlackRefusedError | None = None
    for person in about.told:
        try:
            channel = messenger.direct_channel(person)
            notices.show_notice(store, messenger, about.workspace, channel, key, PrivateWord(GIVEN_UP, person, detail))
        except SlackRefusedError as refusal:
            refused = refusal
        else:
            return
    if refused is not None:
        raise refused


def listed(store: Store, jobs: ListedJobs, now: datetime, job_id: int | None = None) -> Iterator[ListedJob]:
    """List the work with what it is about."""
    for each in jobs.queued(now, job_id):
        with store.reading() as view:
            about = subject_of(view, _each_of(view, each.job)[0])
        yield ListedJob(each, about)
