"""A finished quarter in the sandbox, for people who want to look before they start: played by the real bot.

Every step is a deed of a person at the page's own interface, at a moment of the sandbox's clock. Nothing is put into
the database, so it shows exactly what the bot does. The moments are fixed: it looks alike each time.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from typing import ParamSpec

from bot.sandbox.block_rules import interactive_elements
from bot.sandbox.clock import MovableClock
from bot.sandbox.person import Person

BEGIN = datetime(2026, 9, 7, 7, 30, tzinfo=UTC)
AFTER_30, AFTER_60 = (BEGIN + timedelta(days=days, hours=3) for days in (31, 63))
AGAIN = datetime(2026, 12, 7, 8, 31, tzinfo=UTC)
"""A minute after the reminder that is set in ``_remind`` is due."""
TODAY, GOAL = "NPS (or CSAT) today", "NPS (or CSAT) goal"
FIRST = (
    "2, one sketch of the returns journey and a survey of the web shop",
    "2, the support team asks why after a bad week",
    "1",
    "3, every improvement has an owner and a date in our tracker",
    "2",
    "2, some figures on a wall, each with its own definition",
)
SECOND = (
    "3, the main journeys are drawn, each step with its feedback: https://acme.example/journeys",
    "3, a list of defect types with owners, agreed in October",
    "2, we compared returns before and after the new page",
    "3, every improvement has an owner and a date in our tracker",
    "3, a meeting every second Thursday and written decision rights",
    "2",
)


P = ParamSpec("P")


class Quarter:
    """Two assessments of one subject and the plan between them. ``settle`` waits until the bot has followed."""

    def __init__(self, url: str, clock: MovableClock, settle: Callable[[], None]) -> None:
        self._url, self._clock, self._settle = url, clock, settle

    def play(self) -> Mapping[str, str]:
        """Play it to its last day; return who should look, and at which thread of which channel.

        AssertionError when a button or a field is not where it should be.
        """
        with ExitStack() as stack:
            dana, sam, priya = people = [Person(self._url, name) for name in ("dana", "sam", "priya")]
            for each in people:
                stack.callback(each.close)
            self._do(self._clock.move_to, BEGIN)
            self._do(dana.command, "/cx-assess Acme Retail optimization")
            first = self._assess(dana, {TODAY: "31", GOAL: "45"}, FIRST)
            self._plan(dana, first, (sam.id, priya.id))
            self._remind(dana, first)
            self._do(self._clock.move_to, AFTER_30)
            self._check_in(sam, "Done", {"What was done?": "the first guess and its measure stand in the backlog"})
            self._check_in(priya, "On track")
            self._do(self._clock.move_to, AFTER_60)
            self._check_in(priya, "Done", {"What was done?": "the five main journeys are drawn"})
            self._check_in(sam, "Done", {"What was done?": "each of the ten defects has an owner"})
            self._do(self._clock.move_to, AGAIN)
            self._do(dana.click, "Start now")
            second = self._assess(dana, {TODAY: "37"}, SECOND)
            self._do(dana.click, "Share in channel", second)
            return {"as": dana.id, "channel": dana.channel, "thread": second}

    def _assess(self, person: Person, fields: Mapping[str, str], answers: Sequence[str]) -> str:
        """Submit the form that is open and answer the questions; return the thread."""
        self._do(person.fill_and_submit, fields)
        thread = next(str(each["ts"]) for each in reversed(person.sees()) if each["reply_count"])
        for words in answers:
            self._do(person.say, words, thread)
        return thread

    def _plan(self, person: Person, thread: str, owners: Sequence[str]) -> None:
        """Accept all that is drafted, and give the actions of the plan to people in turn."""
        for label in ("Draft notes and plan", "Accept all", "Assign owners"):
            self._do(person.click, label, thread)
        form = person.modal() or {"blocks": []}
        picks = [each["block_id"] for each in form["blocks"] if any(interactive_elements(each))]
        self._do(person.fill_and_submit, {block: owners[at % len(owners)] for at, block in enumerate(picks)})

    def _remind(self, person: Person, thread: str) -> None:
        """Ask for the next assessment in three months, on the Monday of ``AGAIN``."""
        self._do(person.click, "Remind us", thread)
        self._do(person.fill_and_submit, {"Weekday": "Monday"})
        self._do(person.dismiss)

    def _check_in(self, person: Person, label: str, fields: Mapping[str, str] | None = None) -> None:
        """Answer the bot's question how an action stands, with a button beside it and the form behind that."""
        channel, person.channel = person.channel, f"D{person.id[1:]}"
        self._do(person.click, label)
        if fields is not None:
            self._do(person.fill_and_submit, fields)
        person.channel = channel

    def _do(self, deed: Callable[P, object], *args: P.args, **more: P.kwargs) -> None:
        deed(*args, **more)
        self._settle()
