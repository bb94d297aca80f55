"""A complete assessment with an accepted plan: days pass, owners say how their actions stand, the jobs run."""

from collections.abc import Mapping
from datetime import date, timedelta

from bot.core.plan.plan import ActionStanding, Progress
from bot.use_cases import plans as track_plan
from bot.use_cases.drafts import set_owners
from bot.use_cases.notified import CheckIn, Digest
from bot.use_cases.plans import ActionOutcome, ActionPress
from bot.use_cases.scorecards import standing_plan
from tests.use_cases.drafting import Drafts, plan
from tests.use_cases.fakes import START
from tests.use_cases.talking import DANA, TEAM

PRIYA, SAM = "U5", "U6"


class Plans(Drafts):
    """Dana conducts; the plan counts from 22 November 2026, and day 30 of it is a Tuesday."""

    def plan(self) -> None:
        """Have everything drafted and the plan accepted, nobody's yet."""
        self.draft_all()
        self.accept(plan(self))

    def own(self, owners: Mapping[int, str]) -> None:
        """Give actions, counted from 1, to people in the thread's form."""
        ids = {self.actions[place - 1].id: owner for place, owner in owners.items()}
        set_owners(self.kept, self.clock, self.press_of(plan(self)), ids)
        self.settle()

    def at(self, day: int, hour: float = 12) -> None:
        """Move the clock to a day of the plan, at so many hours after midnight in UTC."""
        self.clock.moment = START.replace(hour=0, minute=0) + timedelta(days=day, hours=hour)
        self.settle()

    def press_on(self, place: int, *, assessment: str = "", action: str = "", **other: str) -> ActionPress:
        """Press beside an action, counted from 1."""
        return ActionPress(self.deed(**other), assessment or self.id, action or self.actions[place - 1].id)

    def tell(
        self,
        place: int,
        progress: Progress,
        note: str = "",
        value: str = "",
        *,
        by: str = DANA,
        event: str = "",
        due: date | None = None,
    ) -> ActionOutcome:
        press = self.press_on(place, by=by, event=event)
        outcome = track_plan.say_progress(self.kept, self.clock, press, progress, note=note, value=value, due=due)
        self.settle()
        return outcome

    def give(self, place: int, owner: str, *, by: str = DANA, event: str = "") -> ActionOutcome:
        outcome = track_plan.give_action(self.kept, self.clock, self.press_on(place, by=by, event=event), owner)
        self.settle()
        return outcome

    @property
    def standing(self) -> tuple[ActionStanding, ...]:
        with self.kept.reading() as view:
            return standing_plan(view, TEAM, self.id)

    def check_ins(self) -> list[CheckIn]:
        """Give the check-ins that stand in direct messages, in the order in which they were sent."""
        return [each.shows for each in self.slack.messages if isinstance(each.shows, CheckIn)]

    def asked_people(self) -> list[tuple[str, int]]:
        """Give who was asked, and on which day of the plan."""
        return [(each.person, each.day) for each in self.check_ins()]

    def digests(self) -> list[Digest]:
        return [each.shows for each in self.slack.messages if isinstance(each.shows, Digest)]

    def told_privately(self) -> list[tuple[str, str]]:
        """Give the private words that the bot sent as messages: the kind, and to whom."""
        words = [each.shows for each in self.slack.messages if hasattr(each.shows, "hint")]
        return [(each.hint, each.person) for each in words]  # type: ignore[attr-defined]  # of these only a word has one
