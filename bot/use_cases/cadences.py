"""Understand what a person asks of a channel's reminders: which of them, and what is to become of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from bot.core.assessment import subject_key
from bot.core.cadence.reading import read_cadence
from bot.core.cadence.rule import Cadence, SetCadence
from bot.core.cadence.times import first_due, moment_of, next_due, no_holidays, snoozed
from bot.core.privacy import Right, visible
from bot.core.text import QUOTATION_MARKS
from bot.use_cases.conversation import enqueue_homes
from bot.use_cases.notices import REMIND, ReminderKey, notice_job
from bot.use_cases.ports import (
    MOST_LINES,
    AssessmentLine,
    Clock,
    Deed,
    HolidaysOf,
    NewJob,
    NotHere,
    Settled,
    Store,
    Transaction,
)
from bot.use_cases.scorecards import FOR, HelpWanted, NoMatch, NoneYet, choose_line, is_named, no_match

WEEK = 7
SNOOZED, SKIPPED, PAUSED = "snoozed", "skipped", "paused"


@dataclass(frozen=True, slots=True)
class CadenceWish:
    """A rule that a person wants for a framework and subject."""

    deed: Deed
    slug: str
    title: str
    subject: str
    cadence: Cadence


@dataclass(frozen=True, slots=True)
class CadencePress:
    """What a person does with a cadence.

    ``due`` is the moment that its button is about: that of the reminder under which it stands, or the next one as the
    list showed it; None where no moment was shown.
    """

    deed: Deed
    cadence: str
    due: datetime | None = None


@dataclass(frozen=True, slots=True)
class Set:
    """It is set; ``replaced`` when the framework and subject had a rule before, which is gone."""

    cadence: SetCadence
    replaced: bool = False


@dataclass(frozen=True, slots=True)
class Past:
    """The first moment of the rule has passed, so nothing was set; ``following`` is the rule's next one."""

    first: datetime
    following: datetime


@dataclass(frozen=True, slots=True)
class NothingDue:
    """It is paused, so there is nothing to put off: resume it first."""

    cadence: SetCadence


@dataclass(frozen=True, slots=True)
class Faster:
    """Somebody answered this reminder before; nothing was changed."""

    cadence: SetCadence
    settled: Settled


def set_cadence(store: Store, clock: Clock, wish: CadenceWish, holidays: HolidaysOf) -> Set | Past:
    """Set a rule in place of the one that the framework and subject had; whoever sets it owns it."""
    with store.writing(wish.deed.workspace) as tx:
        stands = tx.cadence_of(wish.deed.workspace, wish.deed.channel, wish.slug, wish.subject)
        past = begins_past(wish.cadence, stands, clock.now(), holidays)
        if past is not None:
            return past
        if not tx.is_new(wish.deed.workspace, f"press:{wish.deed.event}", clock.now()) and stands is not None:
            return Set(stands)
        new = SetCadence(
            id=stands.id if stands is not None else tx.new_id(),
            workspace=wish.deed.workspace,
            channel=wish.deed.channel,
            slug=wish.slug,
            title=wish.title,
            subject=wish.subject,
            cadence=wish.cadence,
            owner=wish.deed.person,
            set_at=clock.now(),
            next_due=first_due(wish.cadence, clock.now(), holidays),
        )
        _moved(tx, new, *([stands.owner] if stands is not None else []))
        return Set(new, replaced=stands is not None)


def change(
    store: Store, clock: Clock, press: CadencePress, rule: Cadence, holidays: HolidaysOf
) -> SetCadence | Past | NotHere:
    """Put another rule in the place of one, whoever changes it owning it; it is not paused any more."""
    with store.writing(press.deed.workspace) as tx:
        stands = _standing(tx, press)
        if stands is None:
            return NotHere()
        past = begins_past(rule, stands, clock.now(), holidays)
        if past is not None:
            return past
        if not _is_new(tx, clock, press):
            return stands
        due = (next_due if stands.cadence.first == rule.first else first_due)(rule, clock.now(), holidays)
        new = replace(stands, cadence=rule, owner=press.deed.person, set_at=clock.now(), next_due=due)
        return _moved(tx, new, stands.owner)


class CadenceVerb(StrEnum):
    """What can be done with a reminder that is set."""

    PAUSE = "pause"
    RESUME = "resume"
    SNOOZE = "snooze"
    SKIP = "skip"
    REMOVE = "remove"
    CHANGE = "change"


def act(
    store: Store, clock: Clock, verb: CadenceVerb, press: CadencePress, holidays: HolidaysOf = no_holidays
) -> SetCadence | NothingDue | Faster | NotHere:
    """Do something with a reminder that needs no form: have it pause, resume, put off, skipped or removed.

    Returns it as the person wants it, by this press or by an earlier one; one that was removed as it was. Whoever
    resumes it owns it.
    """
    with store.writing(press.deed.workspace) as tx:
        stands = _standing(tx, press)
        if stands is None:
            return NotHere()
        if verb is CadenceVerb.SNOOZE or verb is CadenceVerb.SKIP:
            return _put_off(tx, clock, press, stands, verb, holidays)
        if verb is CadenceVerb.CHANGE:
            raise ValueError("A change wants a form: nothing is done with it here.")
        if (verb is CadenceVerb.RESUME and not stands.paused) or not _is_new(tx, clock, press):
            return stands
        person = press.deed.person
        match verb:
            case CadenceVerb.PAUSE:
                for last in tx.dues_taken(press.deed.workspace, due_key(stands.id))[-1:]:
                    by_hand = Settled(PAUSED, person, clock.now())
                    tx.settle_due(press.deed.workspace, paused_key(stands.id), last, by_hand)
                return _moved(tx, replace(stands, next_due=None), person)
            case CadenceVerb.RESUME:
                due = next_due(stands.cadence, clock.now(), holidays)
                return _moved(tx, replace(stands, owner=person, next_due=due), stands.owner)
            case CadenceVerb.REMOVE:
                tx.drop_cadence(press.deed.workspace, press.cadence)
                enqueue_homes(tx, press.deed.workspace, (stands.owner, person))
                return stands


def _put_off(
    tx: Transaction, clock: Clock, press: CadencePress, stands: SetCadence, verb: CadenceVerb, holidays: HolidaysOf
) -> SetCadence | NothingDue | Faster:
    """Skip the reminder that stands in the channel, and nothing else, or the next; or put one off by a week.

    One that stands is put off from today, the next from its own day.
    """
    # whether the button stands under a reminder that was sent, and not in a list
    stood = press.due is not None and press.due in tx.dues_taken(press.deed.workspace, due_key(press.cadence))
    if stood and verb is CadenceVerb.SKIP:
        return _settle(tx, clock, press, stands, SKIPPED) or stands
    if stands.next_due is None:
        return NothingDue(stands)
    if stood:
        found = _settle(tx, clock, press, stands, SNOOZED)
    else:  # a list that shows another moment than the next is old: nothing is done by it
        stale = press.due not in (None, stands.next_due)
        found = stands if stale or not _is_new(tx, clock, press) else None
    if found is not None:
        return found
    if verb is CadenceVerb.SKIP:
        due = next_due(stands.cadence, stands.next_due, holidays)
    else:
        base = max(press.due, clock.now()) if press.due is not None and stood else stands.next_due
        due = snoozed(stands.cadence, base, WEEK, holidays)
    return _moved(tx, replace(stands, next_due=due), press.deed.person)


def record_cadence(tx: Transaction, cadence: SetCadence, *people: str) -> SetCadence:
    """Record how a cadence stands and have its next reminder seen to at its moment.

    The owner's Home tab shows it, and those of other ``people`` who have to do with the change.
    """
    tx.put_cadence(cadence)
    enqueue_homes(tx, cadence.workspace, (cadence.owner, *people))
    if cadence.next_due is not None:
        payload = {"workspace": cadence.workspace, "cadence": cadence.id, "due": cadence.next_due.isoformat()}
        key = f"{REMIND}:{cadence.workspace}:{cadence.id}:{milliseconds(cadence.next_due)}"
        tx.enqueue(NewJob(REMIND, key, payload, run_at=cadence.next_due))
    return cadence


def _moved(tx: Transaction, cadence: SetCadence, *people: str) -> SetCadence:
    """Record a cadence that people changed; the reminder that stands in the channel says anew what comes next."""
    for due in tx.dues_taken(cadence.workspace, due_key(cadence.id))[-1:]:
        tx.enqueue(notice_job(cadence.workspace, reminder_key(cadence.id, due)))
    return record_cadence(tx, cadence, *people)


def due_key(cadence_id: str) -> str:
    """Give the key under which the due moments of a cadence are taken and settled."""
    return f"{REMIND}:{cadence_id}"


def paused_key(cadence_id: str) -> str:
    """Give the key under which a due moment counts as the last one before a person paused the cadence."""
    return f"{PAUSED}:{cadence_id}"


def reminder_key(cadence_id: str, due: datetime) -> str:
    """Give the key of the message that reminds at a moment."""
    return str(ReminderKey(cadence_id, milliseconds(due)))


def milliseconds(moment: datetime) -> int:
    """Give a moment as the whole milliseconds since 1970, as they stand in keys."""
    return round(moment.timestamp() * 1000)


def begins_past(rule: Cadence, stands: SetCadence | None, now: datetime, holidays: HolidaysOf) -> Past | None:
    """Tell whether the rule begins today, at a time that has passed.

    A first day before today was named by nobody: steps are counted from it.
    """
    counted_from = moment_of(rule.first + timedelta(days=1), time.min, rule.zone) <= now
    if counted_from or (stands is not None and stands.cadence.first == rule.first):
        return None
    first = next_due(rule, moment_of(rule.first, time.min, rule.zone) - timedelta(seconds=1), holidays)
    return Past(first, next_due(rule, now, holidays)) if first <= now else None


def _standing(tx: Transaction, press: CadencePress) -> SetCadence | None:
    return visible(Right.REMIND, tx.cadence(press.deed.workspace, press.cadence), press.deed.channel)


def _is_new(tx: Transaction, clock: Clock, press: CadencePress) -> bool:
    return tx.is_new(press.deed.workspace, f"press:{press.deed.event}", clock.now())


def _settle(
    tx: Transaction, clock: Clock, press: CadencePress, stands: SetCadence, how: str
) -> SetCadence | Faster | None:
    """Take a press under a reminder and record what it makes of it; gives the outcome where that was done before."""
    if press.due is None or not _is_new(tx, clock, press):
        return stands
    key = due_key(stands.id)
    before = tx.settled(press.deed.workspace, key, press.due)
    if before is not None:
        return Faster(stands, before)
    tx.settle_due(press.deed.workspace, key, press.due, Settled(how, press.deed.person, clock.now()))
    tx.enqueue(notice_job(press.deed.workspace, reminder_key(stands.id, press.due)))
    return None


WORDS: Mapping[str, CadenceVerb] = {each.value: each for each in CadenceVerb} | {
    word: verb
    for words, verb in (
        ("stop off disable mute halt aus stopp", CadenceVerb.PAUSE),
        ("continue on enable unpause restart weiter", CadenceVerb.RESUME),
        ("later postpone", CadenceVerb.SNOOZE),
        ("delete cancel clear drop unset", CadenceVerb.REMOVE),
        ("edit", CadenceVerb.CHANGE),
    )
    for word in words.split()
}
IN_RULES = frozenset({"on", "skip"})
"""Verbs that a rule may begin with, too: "on Mondays"."""
MOST_NAMES = 8
LIST = (["list"], ["show"], ["status"])
SMALL = frozenset({"for", "of", "the", "once", "it", "a", "week", "in", "by", "my", "our", "please"})
SMALL |= {"reminder", "reminders", "turn", "switch", "all"}
"""Words that stand beside a deed and name nothing."""


@dataclass(frozen=True, slots=True)
class Overview:
    """The reminders of a channel, and what else could be reminded of: the newest assessment of each line."""

    cadences: tuple[SetCadence, ...]
    lines: tuple[AssessmentLine, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """A reminder is to be set for the line of an assessment; ``words`` are the rule as it was typed."""

    line: AssessmentLine
    words: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """Something is to be done with a reminder."""

    deed: CadenceVerb
    cadence: SetCadence


@dataclass(frozen=True, slots=True)
class WhichOne:
    """Something is to be done, and several reminders could be meant."""

    deed: CadenceVerb
    cadences: tuple[SetCadence, ...]


@dataclass(frozen=True, slots=True)
class NoneSet:
    """Something is to be done, and the channel has no reminder with which it could."""

    deed: CadenceVerb


Wish = Overview | Rule | Wanted | WhichOne | NoneSet | NoneYet | NoMatch | HelpWanted


def read_wish(store: Store, workspace: str, channel: str, words: str) -> Wish:
    """Understand the words of a command in a channel."""
    wanted = [each for word in words.casefold().split() if (each := word.strip(QUOTATION_MARKS))]
    if wanted in (["help"], ["?"]):
        return HelpWanted()
    seen = overview(store, workspace, channel)
    if not seen.cadences and not seen.lines:
        return NoneYet()
    if not wanted or wanted in LIST:
        return seen
    return _deed(seen, wanted) or _rule(seen, words)


def _deed(seen: Overview, wanted: list[str]) -> Wish | None:
    """Find what is to be done with a reminder: the verb stands first or last, beside the names of the subject."""
    said = [each for each in wanted if each not in SMALL or each in WORDS]
    for verb, names in ((said[:1], said[1:]), (said[-1:], said[:-1])):
        if verb and verb[0] in WORDS:
            sure = verb == said[:1] and verb[0] not in IN_RULES
            named = any(
                all(is_named(one, each.subject, each.title, each.slug) for one in names) for each in seen.cadences
            )
            if sure or named or not names:
                return _which(seen, WORDS[verb[0]], names)
    return None


def overview(store: Store, workspace: str, channel: str) -> Overview:
    """List the reminders of a channel, and its lines with their newest assessments first."""
    with store.reading() as view:
        lines = view.lines(workspace, channel, limit=MOST_LINES)
        cadences = view.cadences(workspace, channel)
    newest: dict[tuple[str, str], AssessmentLine] = {}
    for each in lines:
        newest.setdefault((each.framework, subject_key(each.subject)), each)
    return Overview(cadences, tuple(newest.values()))


def line_of(store: Store, workspace: str, channel: str, assessment_id: str) -> AssessmentLine | None:
    """Give the line of an assessment of this channel; None for any other, whether or not it exists."""
    with store.reading() as view:
        lines = view.lines(workspace, channel, limit=MOST_LINES)
    return next((each for each in lines if each.id == assessment_id), None)


def _which(seen: Overview, deed: CadenceVerb, names: list[str]) -> Wish:
    """Find the one reminder that is meant: by the names said, else the only one with which it can be done."""
    named = [each for each in seen.cadences if all(is_named(one, each.subject, each.title, each.slug) for one in names)]
    if names and not named:
        every = tuple(dict.fromkeys(name for each in seen.cadences for name in (each.subject, each.slug)))
        return NoMatch(" ".join(names), "", every)
    fits = [each for each in named if _can(deed, each)]
    if not named or (not fits and len(named) > 1):
        return NoneSet(deed)
    if len(fits) > 1:
        return WhichOne(deed, tuple(fits))
    return Wanted(deed, (fits or named)[0])


def _can(deed: CadenceVerb, cadence: SetCadence) -> bool:
    match deed:
        case CadenceVerb.RESUME:
            return cadence.paused
        case CadenceVerb.PAUSE | CadenceVerb.SNOOZE | CadenceVerb.SKIP:
            return not cadence.paused
        case CadenceVerb.REMOVE | CadenceVerb.CHANGE:
            return True


def _rule(seen: Overview, words: str) -> Wish:
    """Take the rule apart from what it is for: ``every 3 months on Monday for acme``, ``acme every 3 months``."""
    if not seen.lines:
        return NoneYet()
    typed = words.split()
    if _is_rule(typed):
        return Rule(seen.lines[0], words)
    for rule, names in _parted(typed):
        line = choose_line(seen.lines, [each.strip(QUOTATION_MARKS + ":,").casefold() for each in names])
        if line is not None and _is_rule(rule):
            return Rule(line, " ".join(rule))
    place = next((at for at, word in enumerate(typed) if word.casefold() in FOR), len(typed))
    names = [each.strip(QUOTATION_MARKS).casefold() for each in typed[place + 1 :]]
    line = choose_line(seen.lines, names) if names else seen.lines[0]
    return (
        Rule(line, " ".join(typed[:place])) if line is not None else no_match(seen.lines, " ".join(typed[place + 1 :]))
    )


def _is_rule(words: list[str]) -> bool:
    """Whether words are a whole rule, on whatever day and in whatever zone they are typed."""
    return isinstance(read_cadence(" ".join(words), today=date(2027, 1, 1), zone="UTC"), Cadence)


def _parted(typed: list[str]) -> Iterator[tuple[list[str], list[str]]]:
    """Give each way to part a rule from the names before or behind it, "for" left out; the longest names first."""
    for count in range(min(MOST_NAMES, len(typed) - 1), 0, -1):
        for names, rule in ((typed[-count:], typed[:-count]), (typed[:count], typed[count:])):
            bare = [each for each in names if each.casefold() not in FOR]
            left = rule[:-1] if rule[-1].casefold() in FOR else rule
            if bare and left:
                yield left, bare
