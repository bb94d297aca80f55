"""A complete assessment whose channel is reminded of the next one: people set, press and wait, and the jobs run."""

from datetime import UTC, date, datetime, time

from bot.core.cadence.rule import Cadence, SetCadence, Unit
from bot.core.cadence.times import no_holidays
from bot.core.framework import Framework
from bot.use_cases import cadences
from bot.use_cases.cadences import CadencePress, CadenceWish, Set
from bot.use_cases.notified import Reminder
from tests.known import as_a, peek, sure
from tests.use_cases.drafting import Drafts
from tests.use_cases.talking import TEAM

MONDAY = datetime(2027, 1, 4, 8, 30, tzinfo=UTC)
"""Half past nine in Berlin: the first due moment of ``QUARTERLY``."""
QUARTERLY = Cadence(3, Unit.MONTH, date(2027, 1, 4), time(9, 30), "Europe/Berlin", weekday=0)
WEEKLY = Cadence(1, Unit.WEEK, date(2027, 1, 4), time(9, 30), "Europe/Berlin", weekday=0)
SLUG, TITLE, SUBJECT = "cx-optimization", "CX optimization readiness", "Acme Retail"


class Reminders(Drafts):
    """Dana sets reminders for a complete assessment with six dimensions at 2; Olga is only in the channel."""

    def wish_of(self, rule: Cadence = QUARTERLY, **other: str) -> CadenceWish:
        what = SLUG, TITLE, other.pop("subject", SUBJECT)
        return CadenceWish(self.deed(**other), *what, rule)

    def remind_us(self, rule: Cadence = QUARTERLY, **other: str) -> SetCadence:
        return as_a(Set, cadences.set_cadence(self.kept, self.clock, self.wish_of(rule, **other), no_holidays)).cadence

    def cadence_press(self, cadence: SetCadence, due: datetime | None = None, **other: str) -> CadencePress:
        return CadencePress(self.deed(**other), cadence.id, due)

    def standing(self, cadence: SetCadence) -> SetCadence | None:
        return peek(self.kept).cadence(TEAM, cadence.id)

    def next_of(self, cadence: SetCadence) -> datetime | None:
        return sure(self.standing(cadence)).next_due

    def start_another(self, framework: Framework | None = None) -> None:
        self.presses += 1
        self.start(framework, event=f"another{self.presses}")
        self.settle()

    def wait_until(self, moment: datetime, tries: int = 200) -> None:
        """Let the clock go on to a moment, and everything be done that is due by then."""
        assert moment >= self.clock.moment
        self.clock.moment = moment
        self.settle(tries)

    def reminders(self) -> list[Reminder]:
        """Give the reminders that stand in the channel, oldest first."""
        return [each.shows for each in self.slack.messages if isinstance(each.shows, Reminder)]

    def dues(self) -> list[datetime]:
        return [each.due for each in self.reminders()]

    def taken(self, cadence: SetCadence) -> tuple[datetime, ...]:
        return peek(self.kept).dues_taken(TEAM, f"remind:{cadence.id}")
