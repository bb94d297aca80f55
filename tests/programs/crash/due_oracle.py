"""What must have been sent by the end, worked out anew from rules, presses and readings of the clock; each once."""

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from bot.core.cadence.rule import SetCadence
from bot.core.cadence.times import in_office_hours, moment_of, next_due, snoozed, window
from bot.core.plan.plan import CHECK_IN_AT, CHECK_INS, plan_start
from bot.slack import ids
from bot.slack.values import OfAction, OfCadence, read, said_by
from bot.store.store import SqlStore
from bot.use_cases.cadences import SNOOZED, due_key, reminder_key
from bot.use_cases.plan_rounds import EVERYBODY, Round
from bot.use_cases.ports import Reads, Settled
from bot.use_cases.scorecards import standing_plan
from tests.programs.crash.falling_due import FACILITATOR, OWNERS, UNANSWERED, ZONES
from tests.programs.crash.oracle import WORKSPACE, Finding
from tests.programs.crash.place import CHANNEL, Button, Place, key_of

_SLACK = timedelta(seconds=1)
"""How far a reading of the clock in another process may lie beyond the one noted here."""

_TO_SPARE = timedelta(minutes=5)
_KINDS = ("remind", "checkin", "digest", "nudge", "told")
_PASSED_OVER = "told:late:"
"""Before the key of a reminder that came too late, of whose due moment its owner is told instead."""
_MOST_NUDGES = 2


@dataclass
class Readings:
    """What the clock showed: the spans in which it ran on, and the moments at which nothing was left to be done."""

    spans: list[tuple[datetime, datetime]] = field(default_factory=list)
    calm: list[datetime] = field(default_factory=list)


@dataclass
class Expected:
    """The keys of messages that have to stand, and of those that may."""

    must: set[str] = field(default_factory=set)
    may: set[str] = field(default_factory=set)


def findings(
    store: SqlStore, place: Place, readings: Readings, presses: Iterable[tuple[str, Button]], apart: Container[str] = ()
) -> Iterator[Finding]:
    """Compare what stands in Slack with what follows from the facts; the keys ``apart`` may stand twice."""
    messages = [each for each in place.everything() if each.thread_ts is None or key_of(each)]
    standing = Counter(key_of(each) for each in messages)
    with store.reading() as view:
        expected = _expected(view, readings)
        for message in messages:
            key = key_of(message)
            notice = view.notice(WORKSPACE, key) if key.startswith(_KINDS) else None
            if key.startswith(_KINDS) and (notice is None or (notice.ts != message.ts and standing[key] == 1)):
                yield Finding("thread", f"{key} stands at {message.ts} and is recorded as {notice}")
        yield from _nudges(view, standing)
        yield from _lost_presses(view, presses)
    for key, number in standing.items():
        if number > 1 and key not in apart:
            yield Finding("twice", f"{number} messages of the key {key!r}")
        about = key.removeprefix(_PASSED_OVER)
        if key.startswith(_KINDS) and not key.startswith("nudge:") and about not in expected.may:
            yield Finding("unknown", f"nothing was due for {key}")
    for key in sorted(expected.must - standing.keys()):
        yield Finding("lost", f"{key} was never sent")


def _expected(view: Reads, readings: Readings) -> Expected:
    found = Expected()
    for cadence in view.cadences(WORKSPACE, CHANNEL):
        must, may = due_moments(cadence, _snoozes(view, cadence), readings)
        must |= _taken(view, cadence, readings)
        found.must |= {reminder_key(cadence.id, each) for each in must}
        found.may |= {reminder_key(cadence.id, each) for each in may}
    for line in view.lines(WORKSPACE, CHANNEL, limit=1_000):
        _rounds(view, line.id, readings, found)
    return found


def _taken(view: Reads, cadence: SetCadence, readings: Readings) -> set[datetime]:
    """Give the due moments that were taken and not too old when all work was done next: each was to be sent."""
    taken = view.dues_taken(WORKSPACE, due_key(cadence.id))
    soon = window(cadence.cadence) - _TO_SPARE
    return {due for due in taken if any(due <= calm < due + soon for calm in readings.calm)}


def _snoozes(view: Reads, cadence: SetCadence) -> list[tuple[datetime, Settled]]:
    """Give the due moments that were put off, in the order in which that was done."""
    key = due_key(cadence.id)
    found = [(due, view.settled(WORKSPACE, key, due)) for due in view.dues_taken(WORKSPACE, key)]
    put_off = [(due, settled) for due, settled in found if settled is not None and settled.how == SNOOZED]
    return sorted(put_off, key=lambda each: each[1].at)


def due_moments(
    cadence: SetCadence, snoozes: Sequence[tuple[datetime, Settled]], readings: Readings
) -> tuple[set[datetime], set[datetime]]:
    """Give the due moments that must have led to a reminder, and those that may have.

    A cadence counts on from where it was set or put off last. Whenever all work was done, its last moment until then
    must have been seen to; any other may have been, if it was the last at some reading of the clock.
    """
    rule = cadence.cadence
    starts = [(cadence.set_at, next_due(rule, cadence.set_at))]
    starts += [(each.at, snoozed(rule, max(due, each.at))) for due, each in snoozes]
    end = readings.spans[-1][1] + _SLACK
    must, may = set(), set()
    for (since, first), (until, _) in pairwise([*starts, (end, end)]):
        dues = [first]
        while dues[-1] <= until:
            dues.append(next_due(rule, dues[-1]))
        for calm in readings.calm:
            last = _last(dues, calm)
            if since <= calm < until and last is not None and calm - last < window(rule) - _TO_SPARE:
                must.add(last)
        for began, ended in readings.spans:
            first_read, last_read = max(began, since), min(ended + _SLACK, until)
            if first_read <= last_read:
                may |= {each for each in dues if first_read < each <= last_read}
                may |= {each for each in [_last(dues, first_read)] if each is not None}
    return must, may


def _last(dues: Sequence[datetime], moment: datetime) -> datetime | None:
    return max((each for each in dues if each <= moment), default=None)


def _rounds(view: Reads, assessment: str, readings: Readings, found: Expected) -> None:
    """Add the check-ins of a plan: for each owner with something to do, and one message for the channel."""
    standing = standing_plan(view, WORKSPACE, assessment)
    start = plan_start(tuple(each.accepted for each in standing))
    if start is None:
        return
    for day in CHECK_INS:
        now = Round(WORKSPACE, assessment, day, start)
        if now.date < readings.spans[0][0].date():
            continue
        over = datetime.combine(now.date + timedelta(days=30), datetime.min.time(), UTC)
        for person in (*OWNERS, EVERYBODY):
            at = moment_of(now.date, CHECK_IN_AT, ZONES[person or FACILITATOR])
            own = [each for each in standing if not person or each.accepted.owner == person]
            if any(at <= each < over and any(one.as_of(each).is_open for one in own) for each in readings.calm):
                found.must.add(now.key(person))
            if at <= readings.spans[-1][1] and (not person or any(one.as_of(at).is_open for one in own)):
                found.may.add(now.key(person))


def _nudges(view: Reads, standing: Counter[str]) -> Iterator[Finding]:
    """Check that whoever never answered was nudged twice, in office hours, and then left alone."""
    open_ones = [each.id for each in view.lines(WORKSPACE, CHANNEL, limit=1_000) if each.completed_at is None]
    for assessment in open_ones:
        for person in UNANSWERED:
            prefix = f"nudge:{assessment}:{person}"
            number = sum(key.startswith(prefix) for key in standing)
            taken = view.dues_taken(WORKSPACE, prefix)
            if number > _MOST_NUDGES or number != len(taken):
                yield Finding("twice", f"{number} nudges to {person} for {assessment}, {len(taken)} recorded")
            if any(in_office_hours(each, ZONES[person]) != each for each in taken):
                yield Finding("unknown", f"{person} was nudged out of office hours: {taken}")
    wanted = _MOST_NUDGES * len(open_ones)
    number = sum(key.startswith("nudge:") for key in standing)
    if number != wanted:
        yield Finding("lost" if number < wanted else "twice", f"{number} nudges, not {wanted}")


def _lost_presses(view: Reads, presses: Iterable[tuple[str, Button]]) -> Iterator[Finding]:
    """Check that what people were told was taken stands on record."""
    for person, button in presses:
        if button.action in (ids.SNOOZE_DUE, ids.SKIP_DUE):
            of = read(OfCadence, button.value)
            stands = of.due is not None and view.settled(WORKSPACE, due_key(of.cadence), of.due) is not None
        else:
            about, progress = read(OfAction, button.value), said_by(button.action)
            updates = view.action_updates(WORKSPACE, about.assessment)
            stands = any(each.action == about.action and each.progress is progress for each in updates)
        if not stands:
            yield Finding("lost", f"{person} pressed {button.action} on {button.value}, and it stands nowhere")
