"""Plans that nobody could carry out: wrong days, nobody in charge, nothing to see it by, gaps left out."""

from collections.abc import Iterator
from dataclasses import replace

from bot.core.plan.plan import Action, Plan
from tests.drafts.corpus import Honest
from tests.drafts.edits import Lie, with_action

NOTHING = ("", " ", "-", "?", "TBD", "n/a", "none", "\u2026")
PERSONS = ("<@U0PRIYA001>", "@maren", "Margaret Olufsen", "Hiroshi", "Mr. Pemberton", "Petra from sales")
UNKNOWN_DIMENSIONS = ("pricing", "Customer Happiness", "", "all", "experimentation_iteration")
DELIVERABLES = ("A glossy brochure for the board", "A mobile app", "An annual customer gala", "Scorecard")


def days_outside(honest: Honest) -> Iterator[Lie]:
    """Have an action due before the first day or after the last one."""
    for day in (0, -1, -30, 91, 100, 120, 365, 9999):
        reason = "an action is due after day 90" if day > 0 else "an action is due before day 1"
        yield from _each_action(honest, reason, due_day=day)


def days_contradicted(honest: Honest) -> Iterator[Lie]:
    """Say another day or phase in words than in the due day."""
    for number, action in enumerate(_actions(honest)):
        late = action.due_day > 45
        for field, words in {
            "what": f"by day {10 if late else 80}",
            "measure": "by the end of the first 30 days" if late else "by day 85",
            "first_step": "after day 90" if late else "on day 70",
        }.items():
            text = f"{getattr(action, field)} {words}"
            yield Lie("the words name another day than the due day", _changed(honest, number, **{field: text}))


def times_outside(honest: Honest) -> Iterator[Lie]:
    """Speak of a time that no 90-day plan reaches."""
    for words in (
        "within the next six months",
        "by the end of next year",
        "by 31 December 2031",
        "in the course of three years",
        "by day 150",
        "within 26 weeks",
    ):
        for number, action in enumerate(_actions(honest)):
            content = _changed(honest, number, what=f"{action.what} {words}")
            yield Lie("the words reach beyond the 90 days", content, variant=words)


def owners_missing(honest: Honest) -> Iterator[Lie]:
    """Put nobody in charge."""
    for blank in NOTHING:
        yield from _each_action(honest, "nobody is in charge", owner_role=blank)


def owners_mistaken(honest: Honest) -> Iterator[Lie]:
    """Put a person in charge whom the brief does not know, where a role belongs."""
    for person in PERSONS:
        yield from _each_action(
            honest,
            "a person or a mention stands where a role belongs",
            owner_role=person,
        )


def measures_missing(honest: Honest) -> Iterator[Lie]:
    """Say nothing by which it could be seen that it is done."""
    for blank in NOTHING:
        yield from _each_action(honest, "nothing shows that it is done", measure=blank)


def words_missing(honest: Honest) -> Iterator[Lie]:
    """Leave out what is to be done, or the first step."""
    for blank in NOTHING:
        yield from _each_action(honest, "what is to be done is missing", what=blank)
        yield from _each_action(honest, "the first step is missing", first_step=blank)


def gaps_forgotten(honest: Honest) -> Iterator[Lie]:
    """Leave out every action for one of the top gaps."""
    actions = _actions(honest)
    for each in honest.brief.standings if actions else ():
        left = tuple(action for action in actions if action.dimension != each.dimension)
        if left:
            yield Lie("a top gap has no action", Plan(left))


def dimensions_unknown(honest: Honest) -> Iterator[Lie]:
    """Add an action about something that is not assessed."""
    actions = _actions(honest)
    for key in UNKNOWN_DIMENSIONS if actions else ():
        stray = replace(actions[0], dimension=key, what="Ask the team what it needs most")
        yield Lie("an action is about no dimension of the framework", Plan((*actions, stray)), variant=key)


def deliverables_made_up(honest: Honest) -> Iterator[Lie]:
    """Promise a deliverable that the framework does not have."""
    for line in DELIVERABLES:
        yield from _each_action(honest, "the framework has no such deliverable", deliverable=line)
    for number, action in enumerate(_actions(honest)):
        if action.deliverable:
            altered = f"{action.deliverable} and a budget"
            yield Lie("a deliverable promises more than the framework's", _changed(honest, number, deliverable=altered))


def _actions(honest: Honest) -> tuple[Action, ...]:
    """Give the actions of a plan; a text has none."""
    return honest.content.actions if isinstance(honest.content, Plan) else ()


def _changed(honest: Honest, number: int, **changes: str | int) -> Plan:
    return with_action(Plan(_actions(honest)), number, **changes)


def _each_action(honest: Honest, reason: str, **changes: str | int) -> Iterator[Lie]:
    """Yield the plan with each of its actions changed."""
    for number in range(len(_actions(honest))):
        yield Lie(reason, _changed(honest, number, **changes), variant=str(changes))
