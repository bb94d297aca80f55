"""Reminders in words: a rule, its moments, the list of a channel, and what a person alone reads about them."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from bot.core.cadence.days_off import COUNTRIES
from bot.core.cadence.rule import Cadence, SetCadence, Unit
from bot.core.text import capital, said_day
from bot.slack import blocks as kit
from bot.slack import ids
from bot.slack.blocks import Block, Element, Message
from bot.slack.text import mention, said
from bot.slack.values import OfCadence
from bot.use_cases.cadences import CadenceVerb, NoneSet, Overview, WhichOne
from bot.use_cases.ports import Settled
from bot.use_cases.scorecards import NoMatch

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
ZONE_LENGTH = 60
COUNTRY_LENGTH = 60
YEAR = 12
SATURDAY = 5
NTH = {1: "first", 8: "second", 15: "third", 22: "fourth"}
"""A weekday on or after such a day is always that one of its month."""
SURE_DAYS = 28
"""Every month has so many days."""
MONTH_DAYS = 30.4375
NEAR_DAYS = 3.5
"""How far from whole months a span may be and still be given in months: weekends and holidays move a reminder."""
MOST_WEEKS_TOLD = 70
TWO_WEEKS = 14


def cadence_words(cadence: Cadence) -> str:
    """Say a rule: ``every 3 months on a Monday, 09:30 Europe/Berlin, not on weekends``."""
    at = f"{cadence.at:%H:%M} {said(cadence.zone, ZONE_LENGTH)}"
    parts = [rule_words(cadence), at, _free_words(cadence)]
    return ", ".join(part for part in parts if part)


def rule_words(cadence: Cadence) -> str:
    """Say how far apart and on which day, for beside the next moment: ``every 3 months on a Monday``."""
    return f"{often_words(cadence.every, cadence.unit)} {_day_words(cadence)}"


def often_words(every: int, unit: Unit) -> str:
    """Say how far apart: ``every 2 weeks``, ``every month``, ``every year``."""
    if unit is Unit.MONTH and every % YEAR == 0:
        return "every year" if every == YEAR else f"every {every // YEAR} years"
    return f"every {unit.value}" if every == 1 else f"every {every} {unit.value}s"


def _day_words(cadence: Cadence) -> str:
    is_yearly, day, month = cadence.every % YEAR == 0, cadence.first.day, said_day(cadence.first).split()[1]
    of = f" of {month}" if is_yearly else ""
    if cadence.back:
        return f"on the last {'working day' if cadence.weekday is None else DAYS[cadence.weekday]}{of}"
    if cadence.weekday is not None:
        nth = NTH.get(day) if cadence.unit is Unit.MONTH else None
        return f"on the {nth} {DAYS[cadence.weekday]}{of}" if nth else f"on a {DAYS[cadence.weekday]}"
    if cadence.unit is Unit.WEEK:
        return f"on a {DAYS[_counted_weekday(cadence)]}"
    if is_yearly:
        leap = " or, in other years, the 28th" if (cadence.first.month, day) == (2, 29) else ""
        return f"on {day} {month}{leap}"
    short = " or the last day of a shorter month" if day > SURE_DAYS else ""
    return f"on the {ordinal(day)}{short}"


def _counted_weekday(cadence: Cadence) -> int:
    """Return the day of the week on which a step of weeks falls due: a weekend that is passed over leaves Monday."""
    weekday = cadence.first.weekday()
    return 0 if cadence.workdays and weekday >= SATURDAY else weekday


def _free_words(cadence: Cadence) -> str:
    name = said(COUNTRIES.get(cadence.country, cadence.country), COUNTRY_LENGTH)
    weekends = ["weekends"] if cadence.workdays and (name or not _is_on_a_workday(cadence)) else []
    over = [*weekends, *([f"public holidays in {name}"] if name else [])]
    return f"not on {' or '.join(over)}" if over else ""


def _is_on_a_workday(cadence: Cadence) -> bool:
    """Whether the rule's own weekday keeps it from weekends, which then go without saying."""
    if cadence.back and cadence.weekday is None:
        return True
    own = _counted_weekday(cadence) if cadence.weekday is None and cadence.unit is Unit.WEEK else cadence.weekday
    return own is not None and own < SATURDAY


def ordinal(number: int) -> str:
    """Return a day of a month as it is said: ``1st``, ``22nd``, ``31st``."""
    teens = range(11, 14)
    ending = "th" if number % 100 in teens else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def moment_words(moment: datetime, zone: str) -> str:
    """Say a moment in a zone: ``Monday 4 January 2027, 09:30 Europe/Berlin``."""
    place, name = _zone(zone)
    local = moment.astimezone(place)
    return f"{DAYS[local.weekday()]} {said_day(local)}, {local:%H:%M} {said(name, ZONE_LENGTH)}"


def date_words(day: date) -> str:
    """Say a day with its weekday: ``Monday 4 January 2027``."""
    return f"{DAYS[day.weekday()]} {said_day(day)}"


def local_day(moment: datetime, zone: str) -> date:
    """Return the day that a moment has in a zone."""
    return moment.astimezone(_zone(zone)[0]).date()


def _zone(name: str) -> tuple[tzinfo, str]:
    """Find a zone; one that this machine's database does not know (any more) is shown as UTC, which all know."""
    try:
        return ZoneInfo(name), name
    except (KeyError, ValueError, OSError):
        return UTC, "UTC"


def number_words(number: int) -> str:
    """Return a count as it reads in a sentence: in letters up to twelve."""
    return NUMBERS[number] if 0 <= number < len(NUMBERS) else str(number)


def span_words(since: datetime, until: datetime) -> str:
    """Say how long something took, in the unit that people would use: ``three months``, ``two weeks``, ``one day``."""
    days = round((until - since) / timedelta(days=1))
    if days < TWO_WEEKS:
        return _counted(days, "day") if days > 0 else "less than a day"
    months = round(days / MONTH_DAYS)
    is_whole = months > 0 and abs(days - months * MONTH_DAYS) <= NEAR_DAYS
    if days < MOST_WEEKS_TOLD and not is_whole:
        return _counted(round(days / 7), "week")
    return _counted(months, "month") if months % YEAR else _counted(months // YEAR, "year")


def _counted(number: int, unit: str) -> str:
    return f"{number_words(number)} {unit}{'' if number == 1 else 's'}"


SHOWN = 15
NAME_LENGTH = 100
EXAMPLE = "/cx-remind every 3 months on Monday 9:30"
NOTHING_ASSESSED = (
    "Nothing has been assessed in this channel yet, so there is nothing to be reminded of."
    " Type `/cx-assess` to start, then `/cx-remind` here, or *Remind us* under the scorecard."
)
NONE_HERE = f"This channel has no reminder yet. *Set a reminder*, or type it: `{EXAMPLE}`."
GONE = "This reminder is not set any more. `/cx-remind` lists what this channel has."
ANSWERED_BY_YOU = "You have answered this reminder already. `/cx-remind` lists what comes next."
IN_A_CHANNEL = "Reminders belong to a channel. Type `/cx-remind` in the channel of the team."
UTC_ASSUMED = "Slack did not say which time zone you are in, so this is in UTC; *Change* sets another one."
SET = "Set."
SET_ANEW = "Set, in place of what was set before."
HELP = (
    "*How to set reminders*\n"
    "• `/cx-remind` lists the reminders of this channel, with buttons to change them\n"
    f"• `{EXAMPLE}` has the newest assessment of this channel repeated: weeks, months, quarters or years,"
    " a weekday or a day of the month, a time in your time zone\n"
    "• `/cx-remind every 2 weeks on Tuesday 10:00 for acme` names another subject or framework\n"
    "• `/cx-remind pause`, `resume`, `skip`, `snooze`, `change` and `remove` do that;"
    " with several reminders name the subject, such as `pause acme`\n"
    "When a reminder is due I post it in this channel. Only you see this answer."
)
DEED_WORDS: Mapping[CadenceVerb, str] = {
    CadenceVerb.PAUSE: "paused",
    CadenceVerb.RESUME: "resumed",
    CadenceVerb.SNOOZE: "put off",
    CadenceVerb.SKIP: "skipped",
    CadenceVerb.REMOVE: "removed",
    CadenceVerb.CHANGE: "changed",
}


def listed(seen: Overview, *, news: str = "") -> Message:
    """List the reminders of a channel, each with what can be done with it; ``news`` says what has just happened."""
    head = [news] if news else []
    add = [kit.actions(kit.button("Set a reminder", ids.OPEN_CADENCE))] if seen.lines else []
    if not seen.cadences:
        text = "\n".join([*head, NONE_HERE if seen.lines else NOTHING_ASSESSED])
        return kit.message([kit.section(text)], *add)
    title = "\n".join([*head, "*Reminders of this channel*, the next one first"])
    blocks: list[Block] = [kit.section(title)]
    for each in seen.cadences[:SHOWN]:
        blocks += [kit.section(cadence_row(each)), kit.actions(*_buttons(each))]
    more = kit.beyond(seen.cadences, SHOWN, "and {} more: say which, such as `/cx-remind pause acme`")
    return kit.message(blocks, *kit.small(more), *add)


def cadence_row(cadence: SetCadence) -> str:
    """Say what a reminder is for, its rule, and when it comes next."""
    rule = cadence_words(cadence.cadence)
    return f"{name_words(cadence)}\n{capital(rule)}\n{next_line(cadence)}"


def name_words(cadence: SetCadence) -> str:
    """Name the subject and the framework of a reminder."""
    return f"*{said(cadence.subject, NAME_LENGTH)}* · {said(cadence.title, NAME_LENGTH)}"


def next_line(cadence: SetCadence) -> str:
    """Say when a reminder comes next: ``Next: Monday 4 January 2027, 09:30 Europe/Berlin``."""
    if cadence.next_due is None:
        return "Paused."
    return f"Next: {moment_words(cadence.next_due, cadence.cadence.zone)}"


def _buttons(cadence: SetCadence) -> list[Element]:
    value = OfCadence(cadence.id, cadence.next_due)
    confirm = kit.confirmation(
        "Remove this reminder?",
        f"{name_words(cadence)} is not reminded of any more. Its assessments stay.",
        confirm="Remove",
    )
    change = kit.button("Change", ids.CHANGE_CADENCE, value=value)
    remove = kit.button("Remove", ids.REMOVE_CADENCE, value=value, style="danger", confirm=confirm)
    if cadence.paused:
        return [change, kit.button("Resume", ids.RESUME_CADENCE, value=value), remove]
    middle = [
        kit.button("Pause", ids.PAUSE_CADENCE, value=value),
        kit.button("A week later", ids.SNOOZE_CADENCE, value=value),
        kit.button("Skip once", ids.SKIP_CADENCE, value=value),
    ]
    return [change, *middle, remove]


def was_set(cadence: SetCadence, *, news: str, note: str = "") -> Message:
    """Say what was set and what happens next, with a way to change it and one to take it back."""
    buttons = [each for each in _buttons(cadence) if each["action_id"] in (ids.CHANGE_CADENCE, ids.REMOVE_CADENCE)]
    text = f"{news}\n{cadence_row(cadence)}"
    return kit.message([kit.section(text), *kit.small(note)], kit.actions(*buttons))


def news_words(deed: CadenceVerb, cadence: SetCadence) -> str:
    """Say what has become of a reminder, and what comes next."""
    name = name_words(cadence)
    match deed:
        case CadenceVerb.PAUSE:
            return f"Paused: {name}. No reminder comes until somebody resumes it."
        case CadenceVerb.RESUME:
            return f"Resumed: {name}. {next_line(cadence)}."
        case CadenceVerb.SNOOZE:
            return f"Put off by a week: {name}. {next_line(cadence)}."
        case CadenceVerb.SKIP:
            return f"Skipped once: {name}. {next_line(cadence)}."
        case CadenceVerb.REMOVE:
            return f"Removed: {name}. It is not reminded of any more; its assessments stay."
        case CadenceVerb.CHANGE:
            return f"Changed: {name}. {next_line(cadence)}."


def nothing_due(cadence: SetCadence) -> str:
    """Say that a paused reminder cannot be put off."""
    return f"{name_words(cadence)} is paused, so there is no next reminder to put off. *Resume* it first."


def faster(settled: Settled, cadence: SetCadence) -> str:
    """Say who answered a reminder before, and what comes next."""
    how = {"started": "started the assessment", "snoozed": "put it off for a week", "skipped": "skipped it this time"}
    how |= {"started_other": "started an assessment with another framework"}
    what = how.get(settled.how, "answered it")
    ending = "" if cadence.next_due is None else f" {next_line(cadence)}."
    return f"{mention(settled.by)} was faster and {what}.{ending}"


def which_one(answer: WhichOne) -> Message:
    """Ask which reminder is meant."""
    first = answer.cadences[0].subject
    lines = "\n".join(f"• {name_words(each)} · {next_line(each)}" for each in answer.cadences[:SHOWN])
    ask = f"Which one is to be {DEED_WORDS[answer.deed]}? Name it, such as `/cx-remind {answer.deed} "
    return kit.paragraph(f"{ask}{said(first, NAME_LENGTH)}`:\n{lines}")


def none_set(answer: NoneSet) -> Message:
    """Say that there is nothing with which it could be done."""
    what = (
        "paused reminder to resume"
        if answer.deed is CadenceVerb.RESUME
        else f"reminder that could be {DEED_WORDS[answer.deed]}"
    )
    return kit.paragraph(f"This channel has no {what}. `/cx-remind` lists what it has.")


def no_match(answer: NoMatch) -> Message:
    """Say that nothing here is called that, and what is."""
    near = f" Did you mean `{said(answer.nearest, NAME_LENGTH)}`?" if answer.nearest else ""
    names = ", ".join(f"`{said(each, NAME_LENGTH)}`" for each in answer.names[:SHOWN])
    valid = f"\nYou can name {names}." if names else ""
    return kit.paragraph(f"Nothing here is called “{said(answer.said, NAME_LENGTH)}”.{near}{valid}")


def unclear(question: str) -> Message:
    """Ask back about a rule that was not understood, with an example."""
    return kit.paragraph(
        f"{said(question, newline=' ')}\nA whole rule reads `{EXAMPLE}`."
        " `/cx-remind` alone opens the list and the form."
    )


def past(first: str, following: str) -> Message:
    """Say that a rule begins in the past; both moments are in words."""
    return kit.paragraph(
        f"{first} has passed, so nothing was set. The next such moment is {following}: name a first day from today on,"
        f" or leave it out. For example: `{EXAMPLE}`."
    )
