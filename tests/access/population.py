"""A made population: two workspaces, channels of every kind, people of every kind, and assessments all over the place.

``Population`` also says what docs/privacy.md promises to each of them. It knows nothing of the bot's code.
"""

from dataclasses import dataclass, field
from random import Random
from typing import Literal

from tests.effort import effort

HOME, OTHER, PARTNER = "T0ACME0001", "T0GLOBEX01", "T0PARTNER1"
POPULATIONS = effort((1334,), (1, 2, 3, 4))
CROWD: tuple[tuple[str, str, bool, int], ...] = effort(
    (("M", HOME, False, 3), ("G", HOME, True, 1), ("X", PARTNER, False, 1)),
    (("M", HOME, False, 5), ("G", HOME, True, 2), ("X", PARTNER, False, 2)),
)
"""Members, guests and people of another organisation: the letter of their ids, and how many."""
ROOMS = effort(4, 8)
Kind = Literal["public", "private", "shared"]


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person: where he is at home, and whether he is a guest there."""

    id: str
    team: str
    guest: bool = False


@dataclass(frozen=True, slots=True)
class Room:
    """A channel. ``bot`` tells whether the bot is in it."""

    id: str
    kind: Kind
    members: frozenset[str]
    bot: bool


@dataclass(frozen=True, slots=True)
class Told:
    """An assessment: its subject is a word that stands nowhere else."""

    word: str
    team: str
    room: str
    respondent: str
    complete: bool


@dataclass(slots=True)
class Population:
    """Everybody and everything."""

    people: tuple[Somebody, ...]
    rooms: tuple[Room, ...]
    told: tuple[Told, ...]
    ids: dict[str, str] = field(default_factory=dict)

    def room(self, name: str) -> Room:
        return next(each for each in self.rooms if each.id == name)

    def rooms_of(self, person: Somebody) -> list[Room]:
        return [each for each in self.rooms if person.id in each.members]

    def may_ask_for(self, person: Somebody) -> set[str]:
        """A channel's assessments are for its members; people of other organisations are refused."""
        if person.team != HOME:
            return set()
        own = {each.id for each in self.rooms_of(person)}
        return {each.word for each in self.told if each.team == HOME and each.room in own}

    def may_ask_for_in(self, person: Somebody, room: Room) -> set[str]:
        """In a channel one gets that channel's assessments only."""
        return {each.word for each in self.told if each.room == room.id} & self.may_ask_for(person)

    def listed_in_a_direct_message(self, person: Somebody) -> set[str]:
        """What one's own channels have, as far as the bot can see who is in them."""
        seen = {each.id for each in self.rooms if each.bot or each.kind == "public"}
        return {each.word for each in self.told if each.room in seen} & self.may_ask_for(person)

    def may_change(self, person: Somebody) -> set[str]:
        """Only respondents rate, and only where the assessment is."""
        return {each.word for each in self.told if each.respondent == person.id} & self.may_ask_for(person)

    def may_start_in(self, person: Somebody) -> set[str]:
        """One's own channels; where the bot cannot see who is in them, it waits for an invitation and asks then."""
        return {each.id for each in self.rooms_of(person)} if person.team == HOME else set()


def populate(number: int) -> Population:
    """Make a population, the same one for the same number."""
    rng = Random(f"population {number}")
    people = tuple(
        Somebody(f"U{letter}PERSON{place}{number}", team, guest)
        for letter, team, guest, count in CROWD
        for place in range(count)
    )
    rooms = tuple(_room(rng, people, number, place) for place in range(ROOMS))
    told = [each for place, room in enumerate(rooms) for each in _told(rng, people, room, place)]
    # a channel that two organisations share has one id in both: the other workspace's assessments there are its own
    shared = next(each.id for each in rooms if each.kind == "shared")
    told.append(Told("foreignword", OTHER, shared, people[0].id, complete=True))
    return Population(people, rooms, tuple(told))


def _room(rng: Random, people: tuple[Somebody, ...], number: int, place: int) -> Room:
    kinds: tuple[Kind, ...] = ("public", "private", "shared", "private")
    kind = kinds[place % len(kinds)]
    inside = [each for each in people if each.team == HOME or kind == "shared"]
    members = [each for each in inside if rng.random() < 0.45] or [people[0]]
    if not any(each.team == HOME for each in members):
        members.append(people[0])
    return Room(f"C0MADE{place}{number}", kind, frozenset(each.id for each in members), bot=place != 3)


def _told(rng: Random, people: tuple[Somebody, ...], room: Room, place: int) -> list[Told]:
    able = sorted(each.id for each in people if each.id in room.members and each.team == HOME)
    return [
        Told(f"subject{place}{letter}word", HOME, room.id, rng.choice(able), complete=letter != "c")
        for letter in "abc"[: rng.choice((1, 2, 3))]
    ]
