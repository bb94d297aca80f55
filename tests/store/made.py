"""Facts as the tests of the store make them, in one line each."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from bot.core.assessment import Assessment, Member, Rating, Role, Status, Subject, Verdict
from bot.core.cadence.rule import Cadence, SetCadence, Unit
from bot.core.conversation.talk import Because, Detail, Question, Wants
from bot.core.drafts.draft import Draft
from bot.core.framework import Framework
from bot.core.metric import Good, MetricOrigin, MetricValue, Reading
from bot.core.plan.plan import AcceptedAction, ActionUpdate, Progress
from bot.core.team import Evidence
from bot.store.jobs import SqlJobs
from bot.store.store import SqlStore
from bot.use_cases.jobs import JobState, QueuedJob
from bot.use_cases.ports import Job, NewJob, Post
from tests.core.drafted import ACTIONS, accepted_plan
from tests.core.examples import example_framework
from tests.known import peek, sure, write

START = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


class RealTime:
    """Real seconds of a boot that stand still until a test moves them."""

    def __init__(self) -> None:
        self.seconds = 1_800_000_000.0

    def __call__(self) -> float:
        return self.seconds


def counts(jobs: SqlJobs) -> Counter[str]:
    """Count the work by its state."""
    return Counter(state for (_, state), number in jobs.standing(START).jobs.items() for _ in range(number))


def given_up(jobs: SqlJobs) -> list[QueuedJob]:
    """List the work that was buried."""
    return [each for each in jobs.queued(START) if each.state is JobState.BURIED]


def on_day(day: int) -> datetime:
    """Give a moment so many days after the start."""
    return START + timedelta(days=day)


def made(
    name: str = "a1",
    *,
    workspace: str = "T1",
    channel: str = "C1",
    framework: Framework | None = None,
    subject: str = "Acme Retail",
    day: int = 0,
    thread: str | None = None,
) -> Assessment:
    return Assessment(
        id=name,
        workspace=workspace,
        channel=channel,
        thread=thread,
        framework=framework or example_framework(),
        subject=Subject(subject, {"NPS_TARGET": "45", "NPS_BASELINE": "31"}),
        targets={"second": 5},
        members=(Member("U1", Role.FACILITATOR), Member("U1", Role.RESPONDENT), Member("U2", Role.RESPONDENT)),
        status=Status.OPEN,
        started_at=on_day(day),
        completed_at=None,
    )


def rated(
    name: str, verdict: Verdict = 3, *, dimension: str = "first", evidence: Sequence[Evidence] = (), by: str = "U1"
) -> Rating:
    return Rating(name, dimension, by, verdict, tuple(evidence), START, f"173.{name}")


def asked(number: int, *, respondent: str = "U1") -> Question:
    return Question(number, respondent, "first", Wants.LEVEL, Because.START, Detail(words="3 or 4"), "173.1", START)


def posted(key: str, ts: str | None, *, digest: str = "d1") -> Post:
    return Post(key, "C1", ts, digest, sent=ts is not None)


def keep(store: SqlStore, *assessments: Assessment) -> None:
    """Record assessments in one transaction."""
    with store.writing("T0ACME0001") as tx:
        for each in assessments:
            tx.add_assessment(each)


def complete(store: SqlStore, assessment: Assessment, *, day: int) -> None:
    """Record an assessment that was completed on a day."""
    keep(store, assessment)
    write(store).set_status(assessment.workspace, assessment.id, Status.COMPLETE, on_day(day))


def whole(store: SqlStore, name: str = "a1", *, workspace: str = "T1") -> Assessment:
    """Read an assessment that is there."""
    return sure(peek(store).assessment(workspace, name))


def enqueue(store: SqlStore, *jobs: NewJob) -> None:
    with store.writing("T0ACME0001") as tx:
        for job in jobs:
            tx.enqueue(job)


def claimed(store: SqlStore, *, day: int = 0) -> Job:
    """Claim a job that is there."""
    return sure(store.jobs.claim(on_day(day)))


def keep_draft(store: SqlStore, draft: Draft, *, workspace: str = "T1", assessment: str = "a1") -> None:
    """Record a draft with everything that happened to it."""
    with store.writing("T0ACME0001") as tx:
        tx.keep_draft(workspace, assessment, draft)
        for decision in draft.decisions:
            tx.add_decision(workspace, assessment, draft.id, decision)


def drafted(store: SqlStore, assessment: str = "a1", *, workspace: str = "T1") -> tuple[Draft, ...]:
    """Read the drafts of an assessment."""
    return peek(store).drafts(workspace, assessment)


QUARTERLY = Cadence(3, Unit.MONTH, date(2026, 11, 23), time(9, 30), "Europe/Berlin", weekday=0, country="DE")


def due_again(
    name: str = "c1",
    *,
    workspace: str = "T1",
    channel: str = "C1",
    slug: str = "cx-optimization",
    subject: str = "Acme Retail",
    day: int | None = 1,
) -> SetCadence:
    """Make a cadence that reminds on a day next, or is paused."""
    due = on_day(day) if day is not None else None
    return SetCadence(name, workspace, channel, slug, "CX optimization", subject, QUARTERLY, "U1", START, due)


def put_cadences(store: SqlStore, *cadences: SetCadence) -> None:
    """Record cadences in one transaction."""
    with store.writing("T0ACME0001") as tx:
        for each in cadences:
            tx.put_cadence(each)


def keep_plan(
    store: SqlStore, assessment: str = "a1", *, workspace: str = "T1", owner: str = "U2"
) -> tuple[AcceptedAction, ...]:
    """Record an assessment with an accepted plan of two actions that one person owns."""
    keep(store, made(assessment, workspace=workspace))
    keep_draft(store, accepted_plan(), workspace=workspace, assessment=assessment)
    with store.writing("T0ACME0001") as tx:
        tx.add_actions(workspace, assessment, "d1", ACTIONS, START.date())
        for each in tx.actions(workspace, assessment):
            tx.set_owner(workspace, assessment, each.id, owner=owner, by="U1", at=START)
        return tx.actions(workspace, assessment)


def measured(name: str = "m1", amount: str = "41.50", *, day: int = 0) -> Reading:
    """Give what somebody said the NPS of the subject was."""
    value = MetricValue(Decimal(amount))
    where = (name, "C1", "Acme Retail", "nps", "NPS")
    return Reading(
        *where, value, Good.UP, on_day(day).date(), "U1", on_day(day), MetricOrigin.TYPED, MetricValue(Decimal(45))
    )


def told(
    action: AcceptedAction, progress: Progress = Progress.ON_TRACK, *, note: str = "", value: str = "", day: int = 30
) -> ActionUpdate:
    return ActionUpdate(action.id, progress, note, value, "U2", on_day(day))
