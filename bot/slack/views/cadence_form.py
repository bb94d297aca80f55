"""The form that sets or changes a reminder: what it offers, and how what was filled in is read back."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from bot.core.cadence.days_off import COUNTRIES
from bot.core.cadence.periods import LAST_DAY, Period, Place, first_day
from bot.core.cadence.places import unknown_zone, zone_called
from bot.core.cadence.reading import read_often
from bot.core.cadence.rule import Cadence, Part, SetCadence, Unclear, Understood, Unit
from bot.core.cadence.times import is_zone
from bot.core.text import capital
from bot.slack import blocks as kit
from bot.slack import ids
from bot.slack.blocks import Block, Mistakes, View, day_input, time_input
from bot.slack.text import plain, said
from bot.slack.values import OfForm
from bot.slack.views.cadences import DAYS, cadence_words, date_words, local_day, next_line, often_words
from bot.use_cases.ports import AssessmentLine

LINE, OFTEN, OWN, WEEKDAY, FIRST, TIME, ZONE, FREE = "line", "often", "own", "weekday", "first", "time", "zone", "free"
OWN_WORDS, AS_FIRST, LAST = "own", "first", "last"
WEEKENDS, NO_REST, HOLIDAYS, ONLY_HOLIDAYS = "weekends", "none", "holidays:", "only:"
NAME_LENGTH = 70
OWN_LENGTH = 100
ZONE_LENGTH = 60
MOST_LINES = 50
OFTENS: Mapping[str, tuple[int, Unit]] = {
    "2 weeks": (2, Unit.WEEK),
    "month": (1, Unit.MONTH),
    "quarter": (3, Unit.MONTH),
    "6 months": (6, Unit.MONTH),
    "year": (12, Unit.MONTH),
}
USUAL: Mapping[str, str] = {OFTEN: "quarter", WEEKDAY: AS_FIRST, TIME: "09:30", FREE: WEEKENDS}
"""What a new form is filled in with, except for the person's time zone."""
FIELDS: Mapping[Part, str] = {
    Part.OFTEN: OFTEN,
    Part.DAY: WEEKDAY,
    Part.FIRST: FIRST,
    Part.TIME: TIME,
    Part.ZONE: ZONE,
    Part.FREE: FREE,
}
AS_UNDERSTOOD = "Below is what was understood. Fill in the rest."
_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Form:
    """What the form offers and what it is filled in with at first.

    ``lines`` can be picked from; ``changed`` is the reminder that is changed, None for a new one. ``often`` is what is
    picked under *How often*, empty for what stands there at first. An empty ``zone`` is one that Slack did not say.
    ``question`` is what was unclear in words that were typed, and ``entries`` are what the fields hold then, as they
    come back when the form is submitted; without them the fields hold the rule as it stands, or a usual one.
    """

    of: OfForm
    lines: tuple[AssessmentLine, ...] = ()
    changed: SetCadence | None = None
    often: str = ""
    zone: str = ""
    question: str = ""
    entries: Mapping[str, str] | None = None

    @property
    def rule(self) -> Cadence | None:
        """The rule as it stands."""
        return self.changed.cadence if self.changed is not None else None


def cadence_form(form: Form) -> View:
    """Build the form."""
    entries = form.entries
    if entries is None:
        entries = entries_of(form.rule) if form.rule is not None else {**USUAL, ZONE: form.zone}
    if form.often:
        entries = {**entries, OFTEN: form.often}
    zone, rule = entries.get(ZONE, ""), form.rule
    known = plain(zone, ZONE_LENGTH)
    day, at = day_entry(entries.get(FIRST, "")), time_entry(entries.get(TIME, ""))
    place = kit.text_input("value", initial=known, placeholder="Europe/Berlin", max_length=ZONE_LENGTH)
    counted = "Later ones are counted from it. Left empty, the first comes one such step from today."
    unknown = None if zone or form.zone or rule else "Slack did not say which time zone you are in."
    first = "First day" if rule is None else "Counted from"
    blocks = [
        *_about(form),
        *_often_inputs(form, entries),
        _weekday_input(entries),
        kit.input_block(first, day_input("value", initial=day), block_id=FIRST, hint=counted, optional=True),
        kit.input_block("Time", time_input("value", initial=at), block_id=TIME),
        kit.input_block("Time zone", place, block_id=ZONE, hint=unknown),
    ]
    return kit.modal(
        "Change the reminder" if form.changed is not None else "Set a reminder",
        [*blocks, _free_input(form, entries)],
        callback_id=ids.CADENCE_FORM,
        submit="Save" if form.changed is not None else "Set",
        about=form.of,
    )


def entries_of(rule: Cadence) -> dict[str, str]:
    """Return what the fields hold for a rule."""
    return {
        **_often_entries(rule.every, rule.unit),
        WEEKDAY: _weekday_entry(rule.weekday, back=rule.back),
        FIRST: rule.first.isoformat(),
        TIME: f"{rule.at:%H:%M}",
        ZONE: rule.zone,
        FREE: _free_entry(rule.country, workdays=rule.workdays),
    }


def understood_entries(understood: Understood, zone: str) -> dict[str, str]:
    """Return what the fields hold of words that are no whole rule; ``zone`` is the person's.

    What was not said is usual, what is unclear is left blank, and how often is never guessed.
    """
    found: dict[str, str] = {**USUAL, OFTEN: "", ZONE: understood.zone or zone}
    if understood.every is not None and understood.unit is not None:
        found |= _often_entries(understood.every, understood.unit)
    if understood.weekday is not None or understood.back:
        found[WEEKDAY] = _weekday_entry(understood.weekday, back=understood.back)
    if understood.first is not None:
        found[FIRST] = understood.first.isoformat()
    if understood.at is not None:
        found[TIME] = f"{understood.at:%H:%M}"
    found[FREE] = _free_entry(understood.country, workdays=understood.workdays)
    return found | {FIELDS[part]: "" for part in understood.unclear}


def _often_entries(every: int, unit: Unit) -> dict[str, str]:
    name = next((name for name, each in OFTENS.items() if each == (every, unit)), None)
    return {OFTEN: name} if name is not None else {OFTEN: OWN_WORDS, OWN: often_words(every, unit)}


def _weekday_entry(weekday: int | None, *, back: bool) -> str:
    """Return what the field for the weekday holds: ``4`` for a Friday, ``last4`` for the last one of a month."""
    number = "" if weekday is None else str(weekday)
    return f"{LAST}{number}" if back else number or AS_FIRST


def _free_entry(country: str, *, workdays: bool) -> str:
    if country:
        return f"{HOLIDAYS if workdays else ONLY_HOLIDAYS}{country}"
    return WEEKENDS if workdays else NO_REST


def _about(form: Form) -> list[Block]:
    """Say what is due again, or have it picked; and ask what was unclear."""
    asked = [kit.section(f"{said(form.question, newline=' ')}\n{AS_UNDERSTOOD}")] if form.question else []
    if form.changed is not None:
        return [kit.section(f"*{_named(form.changed.subject, form.changed.title)}*"), *asked]
    own = next((each for each in form.lines if each.id == form.of.assessment), None)
    if own is not None or len(form.lines) == 1:
        line = own or form.lines[0]
        return [kit.section(f"*{_named(line.subject, line.title)}*"), *asked]
    options = [kit.option(plain(f"{each.subject} · {each.title}", NAME_LENGTH), each.id) for each in form.lines]
    picked = (form.entries or {}).get(LINE, "")
    known = picked if any(each.id == picked for each in form.lines) else form.lines[0].id
    element = kit.select("value", options[:MOST_LINES], initial=known)
    return [*asked, kit.input_block("What is due again?", element, block_id=LINE)]


def _named(subject: str, title: str) -> str:
    return f"{said(subject, NAME_LENGTH)} · {said(title, NAME_LENGTH)}"


def _often_inputs(form: Form, entries: Mapping[str, str]) -> list[Block]:
    picked = entries.get(OFTEN, "")
    options = [kit.option(often_words(*each).capitalize(), name) for name, each in OFTENS.items()]
    options.append(kit.option("In my own words…", OWN_WORDS))
    element = kit.select(ids.PICK_OFTEN, options, initial=picked)
    blocks = [kit.input_block("How often?", element, block_id=OFTEN, acts=True)]
    if picked == OWN_WORDS:
        rule = form.rule
        words = entries.get(OWN) or (often_words(rule.every, rule.unit) if rule is not None else None)
        element = kit.text_input("value", initial=words, placeholder="every 5 weeks", max_length=OWN_LENGTH)
        hint = "A weekday may stand in it: every 5 weeks on Tuesday"
        blocks.append(kit.input_block("In your words", element, block_id=OWN, hint=hint))
    return blocks


def _weekday_input(entries: Mapping[str, str]) -> Block:
    options = [kit.option("No fixed weekday", AS_FIRST)]
    options += [kit.option(name, str(number)) for number, name in enumerate(DAYS)]
    options.append(kit.option("Last working day of the month", LAST))
    options += [kit.option(f"Last {name} of the month", f"{LAST}{number}") for number, name in enumerate(DAYS)]
    element = kit.select("value", options, initial=entries.get(WEEKDAY))
    return kit.input_block("Weekday", element, block_id=WEEKDAY, hint="Each date then moves on to the next such day.")


def _free_input(form: Form, entries: Mapping[str, str]) -> Block:
    """Offer which days are passed over."""
    rule = form.rule
    options = [kit.option("Weekends", WEEKENDS), kit.option("None", NO_REST)]
    names = dict(COUNTRIES)
    if rule is not None and rule.country:
        names.setdefault(rule.country, rule.country)
    picked = entries.get(FREE, "")
    stood = _free_entry(rule.country, workdays=rule.workdays) if rule is not None else ""
    for value in dict.fromkeys((stood, picked)):
        name = names.get(value.removeprefix(ONLY_HOLIDAYS))
        if value.startswith(ONLY_HOLIDAYS) and name is not None:
            options.append(kit.option(f"Public holidays in {name}", value))
    by_name = sorted(names.items(), key=lambda each: each[1].casefold())
    options += [kit.option(f"Weekends, public holidays in {name}", f"{HOLIDAYS}{code}") for code, name in by_name]
    element = kit.select("value", options, initial=picked)
    return kit.input_block("Days to pass over", element, block_id=FREE, hint="A reminder waits for the next day.")


def day_entry(typed: str) -> date | None:
    """Return the day in a field; None for what is none, or for an empty one."""
    try:
        return date.fromisoformat(typed) if _DAY.fullmatch(typed) else None
    except ValueError:
        return None


def time_entry(typed: str) -> time | None:
    """Return the time in a field; None for what is none."""
    found = _TIME.fullmatch(typed)
    return time(int(found[1]), int(found[2])) if found is not None else None


def is_set_view(cadence: SetCadence) -> View:
    """Say in place of the form what was set, and what happens next."""
    rule = cadence_words(cadence.cadence)
    following = next_line(cadence)
    text = f"*{_named(cadence.subject, cadence.title)}*\n{capital(rule)}\n{following}"
    posted = "It is posted in the channel then, with what has changed since. `/cx-remind` there lists all reminders."
    return kit.modal(
        "The reminder is set", [kit.section(text), kit.context(posted)], callback_id=ids.CADENCE_FORM, close="Close"
    )


_COUNTRY = re.compile(r"[A-Z]{2}", re.ASCII)
FURTHEST_YEARS = 5
SATURDAY = 5
ERROR_LENGTH = 400
NO_SUCH_DAY = "There is no such day. Choose one from the calendar."
NOT_OFFERED = "Choose one from the list."
OWN_EXAMPLE = "Say how often, such as: every 5 weeks."
NO_ZONE = "Name a time zone such as Europe/Berlin."


def read_form(state: Mapping[str, str], now: datetime, before: Cadence | None) -> Cadence | Mistakes:
    """Read the form; every mistake is named at its field. ``before`` is the rule that is changed.

    ``now`` is the moment from which a day counts as past; the first day that ``before`` has may stay in the past.
    """
    errors: dict[str, str] = {}
    zone = _zone(state.get(ZONE, ""), errors)
    at = time_entry(state.get(TIME, "").strip())
    if at is None:
        errors[TIME] = "Give the time in hours and minutes, such as 09:30."
    today = local_day(now, zone or "UTC")
    often = _often(state, errors)
    weekday, back = _weekday(state.get(WEEKDAY, ""), errors)
    workdays, country = _free(state.get(FREE, ""), errors)
    first = _first(state.get(FIRST, "").strip(), today, before, errors)
    if weekday is not None and weekday >= SATURDAY and workdays and FREE not in errors:
        errors[WEEKDAY] = f"{DAYS[weekday]} is passed over as a weekend. Choose another day, or pass over none."
    if back and often is not None and often[0].unit is Unit.WEEK:
        errors[WEEKDAY] = "The last day of a month goes with months, not with weeks."
    if zone is None or at is None or often is None or errors:
        return Mistakes(errors)
    period, own_weekday = often
    weekday = own_weekday if weekday is None else weekday
    if first is None:
        place = Place(LAST_DAY, weekday, back=True) if back else Place()
        first = first_day(period, place, None, today)
    workdays = workdays or (back and weekday is None)
    return Cadence(period.every, period.unit, first, at, zone, weekday, workdays, country, back)


def _often(state: Mapping[str, str], errors: dict[str, str]) -> tuple[Period, int | None] | None:
    """Read how often, with the weekday that the person's own words name."""
    picked = state.get(OFTEN, "")
    if picked in OFTENS:
        return Period(*OFTENS[picked]), None
    typed = " ".join(state.get(OWN, "").split())
    if picked != OWN_WORDS or (OWN in state and not typed):
        errors[OWN if OWN in state else OFTEN] = OWN_EXAMPLE if picked == OWN_WORDS else NOT_OFFERED
        return None
    if OWN not in state:  # submitted before the field for the words came
        errors[OFTEN] = "The form was not ready yet. Press the button again."
        return None
    read = read_often(typed)
    if isinstance(read, Unclear):
        errors[OWN] = plain(read.question, ERROR_LENGTH)
        return None
    return read


def _weekday(picked: str, errors: dict[str, str]) -> tuple[int | None, bool]:
    """Read the weekday, and whether it is the last one of its month; ``last`` alone is its last working day."""
    number = picked.removeprefix(LAST)
    if number in ("0", "1", "2", "3", "4", "5", "6"):
        return int(number), number != picked
    if picked not in (AS_FIRST, LAST):
        errors[WEEKDAY] = NOT_OFFERED
    return None, picked == LAST


def _first(typed: str, today: date, before: Cadence | None, errors: dict[str, str]) -> date | None:
    """Read the first day; None where it was left empty. A day that has passed counts only if it stood there before."""
    if not typed:
        return None
    day = day_entry(typed)
    if day is None:
        errors[FIRST] = NO_SUCH_DAY
        return None
    if day < today and (before is None or day != before.first):
        errors[FIRST] = f"{date_words(day)} has passed. Choose today or a later day, or leave it empty."
    elif day.year > today.year + FURTHEST_YEARS:
        errors[FIRST] = f"{date_words(day)} is more than {FURTHEST_YEARS} years ahead. Choose an earlier day."
    return day


def _free(picked: str, errors: dict[str, str]) -> tuple[bool, str]:
    """Read which days are passed over: weekends, and a country's public holidays."""
    for start, workdays in ((HOLIDAYS, True), (ONLY_HOLIDAYS, False)):
        code = picked.removeprefix(start)
        if picked.startswith(start) and _COUNTRY.fullmatch(code):
            return workdays, code
    if picked not in (WEEKENDS, NO_REST):
        errors[FREE] = NOT_OFFERED
    return picked != NO_REST, ""


def _zone(typed: str, errors: dict[str, str]) -> str | None:
    """Read a zone by its name or its city; the nearest names are offered for any other."""
    name = plain(typed, ZONE_LENGTH)
    if is_zone(name):
        return name
    found = zone_called(name.casefold()) if name else Unclear(NO_ZONE)
    if isinstance(found, str):
        return found
    errors[ZONE] = plain((found or unknown_zone(name)).question, ERROR_LENGTH)
    return None
