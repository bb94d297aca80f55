"""Team assessments as tests make them after their reveal, in one line each."""

from dataclasses import replace

from bot.core.assessment import AgreedLevel, Assessment
from bot.core.team import Closed, Closing, Mode, Participant, PictureKind, Sitting, Tally, Team, TeamPicture
from tests.core.examples import example_framework
from tests.store.made import START, made, on_day

CONTRACT = Closing(None, on_day(3), "U1", START)
PEOPLE = tuple(Participant(f"U{each}", "", "", START) for each in range(1, 8))
KEYS = tuple(each.key for each in example_framework().dimensions)
FIRST, SECOND, THIRD = KEYS[:3]


def tally(key: str, *levels: int) -> Tally:
    counted = {each: levels.count(each) for each in sorted(set(levels))}
    return Tally(key, counted, counted)


def revealed(*tallies: Tally, day: int = 3, kind: PictureKind = PictureKind.REVEAL, **more: object) -> TeamPicture:
    return replace(TeamPicture(kind, on_day(day), 5, tallies), **more)  # type: ignore[arg-type]  # fields of a picture


def sitting(number: int, *pictures: TeamPicture, keys: tuple[str, ...] = KEYS) -> Sitting:
    closed = Closed(on_day(3), "", "root", ("a", "b", "c")) if pictures else None
    return Sitting(number, keys, "U1", START, (CONTRACT,), closed, pictures, 5)


def team_of(*sittings: Sitting, agreed: tuple[AgreedLevel, ...] = ()) -> Assessment:
    return replace(made("t1"), team=Team(Mode.TEAM, named=False, participants=PEOPLE, sittings=sittings), agreed=agreed)
