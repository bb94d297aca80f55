"""The check-ins of an accepted plan: when they come, under which keys, and what is brought up to date after a word."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.core.assessment import Assessment, Status, subject_key
from bot.core.cadence.times import SATURDAY, moment_of
from bot.core.plan.plan import ASKED_WITHIN, CHECK_IN_AT, CHECK_INS, FIRST_MORNING, plan_start
from bot.use_cases.cadences import due_key, reminder_key
from bot.use_cases.conversation import enqueue_homes, enqueue_thread
from bot.use_cases.notices import CHECK_IN, DIGEST, RoundKey, notice_job
from bot.use_cases.ports import HolidaysOf, NewJob, Reads, Transaction

EVERYBODY = ""
"""In place of a person: the channel, which gets the digest."""

WEEK = 7
WAITED_FOR = timedelta(hours=2)
"""So long the digest waits for the messages to owners, once the last of them should have been sent."""


@dataclass(frozen=True, slots=True)
class Round:
    """One check-in of a plan, on a ``day`` of it; ``start`` is the day of its acceptance.

    A plan that is accepted anew on another day has rounds of its own, one that is reworded keeps them.
    """

    workspace: str
    assessment: str
    day: int
    start: date

    @property
    def date(self) -> date:
        """Give the date on which people are asked: the day of the round, after a weekend its Monday."""
        day = self.start + timedelta(days=self.day)
        return day if day.weekday() < SATURDAY else day + timedelta(days=WEEK - day.weekday())

    @property
    def due(self) -> datetime:
        """Give the one moment that stands for the round, whatever the zones of its people."""
        return moment_of(self.date, CHECK_IN_AT, "UTC")

    @property
    def begins(self) -> datetime:
        """Give the moment of the round where the day begins first."""
        return self.due - FIRST_MORNING

    def is_over(self, now: datetime) -> bool:
        """Say whether it is too late to ask: the next round is due by then."""
        return now.astimezone(UTC).date() >= self.date + timedelta(days=ASKED_WITHIN)

    def key(self, person: str) -> str:
        """Give the key of a person's message; of the channel's for ``EVERYBODY``."""
        return str(RoundKey(self.assessment, self.day, self.start, person))

    def job(
        self,
        person: str | None = None,
        run_at: datetime | None = None,
        *,
        asked: str = "",
        zone: str = "",
        late: bool = False,
    ) -> NewJob:
        """Give the job that sees to the round: to one person's message, or first to when each is to be asked.

        ``asked`` are the people who are asked in it, ``zone`` is the facilitator's; ``late`` is the job that sends the
        digest whatever holds them up.
        """
        payload = {"workspace": self.workspace, "assessment": self.assessment, "day": str(self.day)}
        payload |= {"start": self.start.isoformat()} | ({"person": person} if person is not None else {})
        key = f"{CHECK_IN}:{self.workspace}:{self.assessment}:{self.day}.{self.start:%Y%m%d}"
        payload |= {"asked": asked, "zone": zone} if asked else {}
        whose = "" if person is None else f":{person or DIGEST}{'.late' if late else ''}"
        return NewJob(CHECK_IN, f"{key}{whose}", payload, run_at or self.begins)

    def earlier(self) -> tuple["Round", ...]:
        """Give the rounds of the plan before this one."""
        return tuple(each for each in rounds(self.workspace, self.assessment, self.start) if each.day < self.day)


def rounds(workspace: str, assessment: str, start: date) -> tuple[Round, ...]:
    """Give the rounds of a plan, the first one first."""
    return tuple(Round(workspace, assessment, day, start) for day in CHECK_INS)


def round_of(payload: Mapping[str, str]) -> Round:
    """Read the round of a job."""
    start = date.fromisoformat(payload["start"])
    return Round(payload["workspace"], payload["assessment"], int(payload["day"]), start)


def round_named(workspace: str, key: RoundKey) -> Round:
    """Return the round of a message."""
    return Round(workspace, key.assessment, key.day, key.start)


def works_in(view: Reads, assessment: Assessment, holidays: HolidaysOf) -> Callable[[date], bool]:
    """Return what says whether people of a channel work on a day: no weekend, no holiday of its reminders' country."""
    subject = subject_key(assessment.subject.name)
    set_here = view.cadences(assessment.workspace, assessment.channel)
    nearest = sorted(set_here, key=lambda each: subject_key(each.subject) != subject)
    country = next((each.cadence.country for each in nearest if each.cadence.country), "")
    return lambda day: day.weekday() < SATURDAY and not (country and day in holidays(country, day.year))


def asked_on(view: Reads, assessment: Assessment, now: Round, holidays: HolidaysOf) -> date:
    """Return the day on which people are asked in a round: after holidays of the channel's country the day behind."""
    works = works_in(view, assessment, holidays)
    days = (now.date + timedelta(days=later) for later in range(ASKED_WITHIN))
    return next((day for day in days if works(day)), now.date)


def enqueue_rounds(tx: Transaction, assessment: Assessment, now: datetime) -> None:
    """Have the owners asked on the days of the plan that counts; days that have passed are left out."""
    for each in _rounds_now(tx, assessment):
        if each.date >= now.astimezone(UTC).date():
            tx.enqueue(each.job())


def redraw_plan(tx: Transaction, assessment: Assessment, people: Iterable[str]) -> None:
    """Bring up to date what shows how the plan stands, after somebody said so or actions changed.

    ``people`` are those whose actions they are or were. Their check-ins are redrawn, the facilitator's and the newest
    digest too, or the reminder that was posted in its place. The thread follows, as do those of assessments of the
    subject under way, which show what is still open, and the Home tabs.
    """
    everybody = sorted({*people, assessment.facilitator})
    stand = _rounds_now(tx, assessment)
    check_ins = _standing(tx, [each.key(person) for each in stand for person in everybody], assessment.workspace)
    digests = _standing(tx, [each.key(EVERYBODY) for each in stand], assessment.workspace)
    reminders = [each for one in stand if (each := reminder_on(tx, assessment, one.date))]
    for key in (*check_ins, *digests[-1:], *_standing(tx, reminders, assessment.workspace)[-1:]):
        tx.enqueue(notice_job(assessment.workspace, key))
    for one in (assessment.id, *_under_way(tx, assessment)):
        enqueue_thread(tx, assessment.workspace, one)
    enqueue_homes(tx, assessment.workspace, everybody)


def reminder_on(view: Reads, assessment: Assessment, day: date) -> str:
    """Return the key of the reminder for an assessment's line that comes, or came, on a day; empty for none."""
    for slug in (assessment.framework.slug, *assessment.framework.supersedes):
        cadence = view.cadence_of(assessment.workspace, assessment.channel, slug, assessment.subject.name)
        if cadence is None:
            continue
        coming = () if cadence.next_due is None else (cadence.next_due,)
        for due in (*view.dues_taken(assessment.workspace, due_key(cadence.id)), *coming):
            if due.astimezone(ZoneInfo(cadence.cadence.zone)).date() == day:
                return reminder_key(cadence.id, due)
    return ""


def _standing(tx: Transaction, keys: list[str], workspace: str) -> list[str]:
    return [key for key in keys if tx.notice(workspace, key) is not None]


def _rounds_now(tx: Transaction, assessment: Assessment) -> tuple[Round, ...]:
    start = plan_start(tx.actions(assessment.workspace, assessment.id))
    return rounds(assessment.workspace, assessment.id, start) if start is not None else ()


def _under_way(tx: Transaction, assessment: Assessment) -> tuple[str, ...]:
    subject = subject_key(assessment.subject.name)
    lines = tx.lines(assessment.workspace, assessment.channel)
    going = [each for each in lines if each.status in (Status.OPEN, Status.PAUSED)]
    return tuple(each.id for each in going if subject_key(each.subject) == subject)
