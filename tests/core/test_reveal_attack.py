"""An attacker takes everything that is shown as equations over who gave what, and solves them.

They know who rated a dimension, who has which role, whose words are whose, and who came late in which order: everything
but the levels. Whatever they add up and subtract, what they learn is of three people or more.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from fractions import Fraction
from itertools import combinations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.assessment import Assessment
from bot.core.reveal import late_picture, picture
from bot.core.scoring.scoring import evidenced_level
from bot.core.team import Participant, PictureKind, Tally, TeamPicture
from tests.core.balloted import FIRST, FRAMEWORK, KEYS, START, marked, one, people
from tests.core.strategies import SMALL
from tests.core.teamed import balloted

Vector = list[Fraction]


def level_of(ballot: Assessment, key: str, *, late: bool = False) -> int | None:
    """The last level that a person gave in time, or late."""
    assert ballot.ballot is not None
    counted = ballot.ballot.counted or 0
    part = ballot.ratings[counted:] if late else ballot.ratings[:counted]
    said = [each.verdict for each in part if each.dimension == key and (not late or isinstance(each.verdict, int))]
    return said[-1] if said and isinstance(said[-1], int) else None


def has_evidence(ballot: Assessment, key: str) -> bool:
    assert ballot.ballot is not None
    given = [each for each in ballot.ratings[: ballot.ballot.counted] if each.dimension == key]
    return bool(given and given[-1].evidence)


def tells_of_evidence(tally: Tally) -> bool:
    """Whether what evidence backs says more than the levels do by themselves."""

    def lowered(level: int) -> int:
        return evidenced_level(FRAMEWORK, level, ())

    nobody: dict[int, int] = {}
    for level, count in tally.levels.items():
        nobody[lowered(level)] = nobody.get(lowered(level), 0) + count
    return tally.evidenced not in (nobody, tally.levels)


def known_sets(
    shown: Sequence[TeamPicture], key: str, ballots: Sequence[Assessment], those: Sequence[Participant]
) -> Iterator[frozenset[str]]:
    """The sets of people whose levels in a dimension are told, one by one for each picture."""
    person = {each.id: each.facilitator for each in ballots}
    raters = frozenset(person[each.id] for each in ballots if level_of(each, key) is not None)
    proving = frozenset(person[each.id] for each in ballots if has_evidence(each, key)) & raters
    came = [each for each in ballots if person[each.id] not in raters and level_of(each, key, late=True) is not None]
    waiting = [person[each.id] for each in sorted(came, key=first_late(key))]
    for each in shown:
        tally = each.tally(key)
        if tally is None:
            continue
        if each.kind is PictureKind.LATE:
            number = sum(tally.levels.values())
            yield frozenset(f"late {one}" for one in waiting[:number])
            waiting = waiting[number:]
            continue
        split = next((one for one in each.splits if one.dimension == key), None)
        names = {group.name for group in split.groups} if split else set()
        by = split.by if split else ""
        groups = [frozenset(one for one in raters if group_of(one, those, by, names) == name) for name in names]
        yield from (raters, *groups)
        large = all(len(part) not in (1, 2) for one in groups or [raters] for part in (one & proving, one - proving))
        if large or tells_of_evidence(tally):
            yield proving


def first_late(key: str) -> Callable[[Assessment], tuple[datetime, str]]:
    def when(ballot: Assessment) -> tuple[datetime, str]:
        assert ballot.ballot is not None
        late = ballot.ratings[ballot.ballot.counted or 0 :]
        return next(each.said_at for each in late if each.dimension == key and isinstance(each.verdict, int)), ballot.id

    return when


def group_of(person: str, those: Sequence[Participant], by: str, named: set[str]) -> str:
    own = next((each.role if by == "role" else each.department for each in those if each.person == person), "")
    return own if own in named else ""


def learned(sets: Sequence[frozenset[str]]) -> list[frozenset[str]]:
    """The sets of one or two people whose indicator is a sum of the known ones, each times whatever number."""
    everybody = sorted(frozenset().union(*sets)) if sets else []
    rows = reduced([[Fraction(each in one) for each in everybody] for one in sets])
    small = [frozenset(few) for size in (1, 2) for few in combinations(everybody, size)]
    return [each for each in small if in_span([Fraction(one in each) for one in everybody], rows)]


def reduced(rows: list[Vector]) -> list[tuple[int, Vector]]:
    """The rows with one leading 1 each, by its place (Gauss)."""
    found: list[tuple[int, Vector]] = []
    for row in rows:
        rest = left_over(row, found)
        lead = next((place for place, value in enumerate(rest) if value), None)
        if lead is not None:
            found.append((lead, [value / rest[lead] for value in rest]))
    return found


def left_over(row: Vector, rows: list[tuple[int, Vector]]) -> Vector:
    for lead, other in rows:
        row = [value - row[lead] * each for value, each in zip(row, other, strict=True)]
    return row


def in_span(row: Vector, rows: list[tuple[int, Vector]]) -> bool:
    return not any(left_over(row, rows))


@pytest.mark.parametrize(
    ("sets", "found"),
    [
        (["abcd", "abc"], ["d"]),
        (["abcde", "abc"], ["de"]),
        (["abcdef", "abc"], []),
        (["abcdef", "abc", "bcd", "ade"], []),
        (["abcd", "efg", "abce"], []),
        (["abcdefgh", "abcd", "abc"], ["d"]),
    ],
)
def test_the_attacker_finds_what_can_be_found(sets: list[str], found: list[str]) -> None:
    assert [frozenset(each) for each in found] == learned([frozenset(each) for each in sets])


@given(balloted(most=10))
@settings(SMALL)
def test_nothing_that_is_shown_is_of_one_or_two(drawn: tuple[list[Assessment], tuple[Participant, ...]]) -> None:
    ballots, those = drawn
    shown = [picture(FRAMEWORK, ballots, those, named=False, at=START)[0]]
    for number in range(len(ballots) + 1):  # each who comes late may be the one who completes three
        late = late_picture(FRAMEWORK, ballots_until(ballots, number), at=START)
        if late:
            shown.append(late[0])
            ballots = marked(ballots, late[2])
    for key in KEYS:
        assert learned(list(known_sets(shown, key, ballots, those))) == []


def ballots_until(ballots: Sequence[Assessment], number: int) -> list[Assessment]:
    """What stands when some people, in the order of their first late words, have come late."""
    return [each for each in ballots if each.ballot and len(each.ratings) == each.ballot.counted] + [
        each for each in ballots if each.ballot and len(each.ratings) > (each.ballot.counted or 0)
    ][:number]


@given(balloted(most=8), st.randoms())
@settings(SMALL)
def test_people_who_swap_their_levels_within_what_is_shown_of_them_swap_nothing_that_is_shown(
    drawn: tuple[list[Assessment], tuple[Participant, ...]], chance: Random
) -> None:
    """Within the smallest groups that the sets can tell apart, who gave which level shows nowhere."""
    ballots, those = drawn
    shown = picture(FRAMEWORK, ballots, those, named=False, at=START)[0]
    sets = list(known_sets([shown], FIRST, ballots, those))
    atoms: dict[tuple[bool, ...], list[Assessment]] = {}
    for each in ballots:
        if level_of(each, FIRST) is not None:
            atoms.setdefault(tuple(each.facilitator in one for one in sets), []).append(each)
    levels = {each.id: level_of(each, FIRST) for each in ballots}
    for members in atoms.values():
        given = [levels[each.id] for each in members]
        chance.shuffle(given)
        levels |= {each.id: level for each, level in zip(members, given, strict=True)}
    swapped = [with_level(each, levels[each.id]) for each in ballots]
    again = picture(FRAMEWORK, swapped, those, named=False, at=START)[0]
    assert (again.tally(FIRST), again.splits) == (shown.tally(FIRST), shown.splits)


def with_level(ballot: Assessment, level: int | None) -> Assessment:
    """The ballot with another last level in time; its evidence stays."""
    assert ballot.ballot is not None
    places = [at for at, each in enumerate(ballot.ratings[: ballot.ballot.counted]) if each.dimension == FIRST]
    if level is None or not places:
        return ballot
    ratings = list(ballot.ratings)
    ratings[places[-1]] = replace(ratings[places[-1]], verdict=level)
    return replace(ballot, ratings=tuple(ratings))


@given(st.data())
@settings(SMALL)
def test_a_picture_is_the_same_whoever_the_small_groups_are(data: st.DataObject) -> None:
    """Two worlds that differ in what one or two people of a dimension said, where too few rated it, look the same."""
    levels = st.integers(1, 5)
    hidden = st.lists(levels, min_size=0, max_size=2)
    worlds = [
        picture(FRAMEWORK, one(*data.draw(hidden), *["?"] * 3), people(), named=True, at=START)[0] for _ in range(2)
    ]
    assert {each.tallies for each in worlds} == {()}
    assert FIRST not in repr(worlds)
