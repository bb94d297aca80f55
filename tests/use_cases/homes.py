"""What the tests of the Home tab do in a few words: start, set, give, open, and see whose is drawn."""

from collections.abc import Iterable
from datetime import date, time

from bot.core.cadence.rule import Cadence, Unit
from bot.use_cases.drafts import set_owners
from bot.use_cases.ports import Deed
from bot.use_cases.start import Start, start_assessment
from tests.core.examples import matrix_framework
from tests.use_cases.drafting import Drafts, plan
from tests.use_cases.talking import DANA, TEAM, Talking

RULE = Cadence(3, Unit.MONTH, date(2027, 1, 4), time(9, 30), "Europe/Berlin", weekday=0)


def start_in(talking: Talking, channel: str, number: int, by: str = DANA) -> None:
    wish = Start(Deed(TEAM, channel, by, f"more{number}"), matrix_framework(), talking.assessment.subject, {})
    start_assessment(talking.kept, talking.clock, wish)


def give_all(drafted: Drafts, owner: str, actions: Iterable[str] = ()) -> None:
    keys = tuple(actions) or tuple(each.id for each in drafted.actions)
    set_owners(drafted.kept, drafted.clock, drafted.press_of(plan(drafted)), dict.fromkeys(keys, owner))


def open_homes(talking: Talking, *people: str) -> None:
    with talking.kept.writing("T0ACME0001") as tx:
        for person in people:
            tx.add_home(TEAM, person)


def to_be_drawn(talking: Talking) -> list[str]:
    """Give the people whose Home tabs wait to be drawn, and run the other work."""
    found = []
    while (job := talking.kept.jobs.claim(talking.clock.now())) is not None:
        if job.kind == "home":
            assert job.key == f"home:{TEAM}:{job.payload['person']}"
            found.append(job.payload["person"])
        else:
            talking.run(job)
        talking.kept.jobs.finish(job)
    return sorted(set(found))
