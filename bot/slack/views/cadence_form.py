"""The form that sets or changes a reminder: how often, on which day, when and where, and which days are passed over."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time

from bot.core.cadence.days_off import COUNTRIES
from bot.core.cadence.rule import Cadence, SetCadence, Unit
from bot.slack import blocks as kit
from bot.slack.blocks import Block, View, day_input, time_input
from bot.slack.text import plain, said
from bot.slack.values import CADENCE_FORM, PICK_OFTEN, OfForm, form_metadata
from bot.slack.views.cadence import DAYS, cadence_words, often_words
from bot.slack.views.cadence_list import next_line
from bot.use_cases.ports import AssessmentLine

LINE, OFTEN, OWN, WEEKDAY, FIRST, TIME, ZONE, FREE = "line", "often", "own", "weekday", "first", "time", "zone", "free"
OWN_WORDS, AS_FIRST = "own", "first"
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
USUAL = OFTENS["quarter"]
USUAL_TIME = time(9, 30)
ZONE_UNKNOWN = "Slack did not say which time zone you are in."


@dataclass(frozen=True, slots=True)
class Form:
    """What the form offers and what stands in it at first.

    ``lines`` can be picked from; ``changed`` is the reminder that is changed, None for a new one. ``often`` is what is
    picked under *How often*, empty for what stands there at first. An empty ``zone`` is one that Slack did not say.
    """

    of: OfForm
    lines: tuple[AssessmentLine, ...] = ()
    changed: SetCadence | None = None
    often: str = ""
    zone: str = ""

    @property
    def rule(self) -> Cadence | None:
        """Give the rule as it stands."""
        return self.changed.cadence if self.changed is not None else None


def cadence_form(form: Form) -> View:
    """Build the form."""
    blocks = [*_about(form), *_often_inputs(form), _weekday_input(form), _first_input(form), *_time_inputs(form)]
    return kit.modal(
        "Change the reminder" if form.changed is not None else "Set a reminder",
        [*blocks, _free_input(form)],
        callback_id=CADENCE_FORM,
        submit="Save" if form.changed is not None else "Set",
        private_metadata=form_metadata(form.of),
    )


def _about(form: Form) -> list[Block]:
    """Say what is due again, or have it picked."""
    if form.changed is not None:
        return [kit.section(f"*{_named(form.changed.subject, form.changed.title)}*")]
    own = next((each for each in form.lines if each.id == form.of.assessment), None)
    if own is not None or len(form.lines) == 1:
        line = own or form.lines[0]
        return [kit.section(f"*{_named(line.subject, line.title)}*")]
    options = [kit.option(plain(f"{each.subject} · {each.title}", NAME_LENGTH), each.id) for each in form.lines]
    element = kit.select("value", options[:MOST_LINES], initial=options[0])
    return [kit.input_block("What is due again?", element, block_id=LINE)]


def _named(subject: str, title: str) -> str:
    return f"{said(subject, NAME_LENGTH)} · {said(title, NAME_LENGTH)}"


def _often_inputs(form: Form) -> list[Block]:
    picked = form.often or often_of(form.rule)
    options = [kit.option(often_words(*each).capitalize(), name) for name, each in OFTENS.items()]
    options.append(kit.option("In my own words…", OWN_WORDS))
    initial = next((each for each in options if each["value"] == picked), options[0])
    blocks = [
        kit.input_block("How often?", kit.select(PICK_OFTEN, options, initial=initial), block_id=OFTEN, acts=True)
    ]
    if picked == OWN_WORDS:
        rule = form.rule
        words = often_words(rule.every, rule.unit) if rule is not None else None
        element = kit.text_input("value", initial=words, placeholder="every 5 weeks", max_length=OWN_LENGTH)
        hint = "A weekday may stand in it: every 5 weeks on Tuesday"
        blocks.append(kit.input_block("In your words", element, block_id=OWN, hint=hint))
    return blocks


def often_of(rule: Cadence | None) -> str:
    """Give what stands under *How often* for a rule."""
    wanted = (rule.every, rule.unit) if rule is not None else USUAL
    return next((name for name, each in OFTENS.items() if each == wanted), OWN_WORDS)


def _weekday_input(form: Form) -> Block:
    options = [kit.option("No fixed weekday", AS_FIRST)]
    options += [kit.option(name, str(number)) for number, name in enumerate(DAYS)]
    own = form.rule.weekday if form.rule is not None else None
    initial = options[0] if own is None else options[own + 1]
    element = kit.select("value", options, initial=initial)
    return kit.input_block("Weekday", element, block_id=WEEKDAY, hint="Each date then moves on to the next such day.")


def _first_input(form: Form) -> Block:
    own = form.rule.first if form.rule is not None else None
    hint = "Later ones are counted from it. Left empty, the first comes one such step from today."
    label = "First day" if own is None else "Counted from"
    return kit.input_block(label, day_input("value", initial=own), block_id=FIRST, hint=hint, optional=True)


def _time_inputs(form: Form) -> list[Block]:
    rule = form.rule
    at, zone = (rule.at, rule.zone) if rule is not None else (USUAL_TIME, form.zone)
    known = plain(zone, ZONE_LENGTH)
    element = kit.text_input("value", initial=known, placeholder="Europe/Berlin", max_length=ZONE_LENGTH)
    hint = ZONE_UNKNOWN if not zone else None
    return [
        kit.input_block("Time", time_input("value", initial=at), block_id=TIME),
        kit.input_block("Time zone", element, block_id=ZONE, hint=hint),
    ]


def _free_input(form: Form) -> Block:
    """Offer which days are passed over."""
    rule = form.rule
    options = [kit.option("Weekends", WEEKENDS), kit.option("None", NO_REST)]
    names = dict(COUNTRIES)
    if rule is not None and rule.country:
        names.setdefault(rule.country, rule.country)
        if not rule.workdays:
            name = names[rule.country]
            options.append(kit.option(f"Public holidays in {name}", f"{ONLY_HOLIDAYS}{rule.country}"))
    by_name = sorted(names.items(), key=lambda each: each[1].casefold())
    options += [kit.option(f"Weekends, public holidays in {name}", f"{HOLIDAYS}{code}") for code, name in by_name]
    wanted = free_of(rule)
    initial = next((each for each in options if each["value"] == wanted), options[0])
    element = kit.select("value", options, initial=initial)
    return kit.input_block("Days to pass over", element, block_id=FREE, hint="A reminder waits for the next day.")


def free_of(rule: Cadence | None) -> str:
    """Give what stands under *Days to pass over* for a rule."""
    if rule is None:
        return WEEKENDS
    if rule.country:
        return f"{HOLIDAYS if rule.workdays else ONLY_HOLIDAYS}{rule.country}"
    return WEEKENDS if rule.workdays else NO_REST


def is_set_view(cadence: SetCadence) -> View:
    """Say in place of the form what was set, and what happens next."""
    rule = cadence_words(cadence.cadence)
    following = next_line(cadence)
    text = f"*{_named(cadence.subject, cadence.title)}*\n{rule[:1].upper()}{rule[1:]}\n{following}"
    posted = "It is posted in the channel then, with what has changed since. `/cx-remind` there lists all reminders."
    return kit.modal(
        "The reminder is set", [kit.section(text), kit.context(posted)], callback_id=CADENCE_FORM, close="Close"
    )
