"""What is shown of ballots: never of fewer than three, not even to an attacker who solves all that is shown."""

from collections.abc import Callable, Iterator, Mapping, Sequence
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
from bot.core.sealing import part
from bot.core.team import Leave, Participant, PictureKind, Tally, TeamPicture
from tests.core.balloted import FIRST, FRAMEWORK, KEYS, SECOND, START, Given, ballot, marked, one, people
from tests.core.strategies import SMALL
from tests.core.teamed import balloted
from tests.known import sure


def shown(ballots: Sequence[Assessment], those: Sequence[Participant] = (), *, named: bool = False) -> TeamPicture:
    return picture(FRAMEWORK, ballots, those, named=named, at=START)[0]


@pytest.mark.parametrize(
    ("given", "levels", "without"),
    [
        ((), None, None),
        ((3,), None, None),
        ((3, 4), None, None),
        ((3, 4, "?"), None, None),
        ((3, 4, "n/a", "n/a", "n/a"), None, None),
        ((3, 4, 3), {3: 2, 4: 1}, 0),
        ((3, 4, 3, "?"), {3: 2, 4: 1}, 1),
        ((1, 1, 1, "n/a", "?"), {1: 3}, 2),
        ((5, 1, 2, 5), {1: 1, 2: 1, 5: 2}, 0),
    ],
)
def test_a_dimension_is_shown_from_three_raters_up(
    given: tuple[Given, ...], levels: Mapping[int, int] | None, without: int | None
) -> None:
    found = shown(one(*given), named=True)
    tally = found.tally(FIRST)
    assert (tally and tally.levels, tally and tally.without) == (levels, without)
    assert found.handed_in == len(given)
    assert len(found.named) == (sum(levels.values()) if levels else 0)


@pytest.mark.parametrize(
    ("given", "evidenced"),
    [
        ((3, 3, 2), {2: 1, 3: 2}),
        ((4, 4, 4), {3: 3}),
        (((4, "a"), (4, "b"), (5, "c")), {4: 2, 5: 1}),
        (((5, "a"), 4, 4, 4), {3: 4}),  # one who proves it: nobody learns that it is the 5
        (((5, "a"), (4, "b"), 4, 4), {3: 4}),
        (((5, "a"), (4, "b"), (4, "c"), 5), {4: 2, 5: 2}),  # one who does not: nor that
        (((5, "a"), (4, "b"), (4, "c"), 5, 5), {4: 2, 5: 3}),
        (((5, "a"), (4, "b"), (4, "c"), 5, 5, 4, 1), {1: 1, 3: 3, 4: 2, 5: 1}),
        (((5, "a"), (4, "b"), (1, "c"), 5, 5, 4, 1), {1: 2, 3: 3, 4: 1, 5: 1}),  # three gave evidence, four did not
        (((5, "a"), (1, "b"), (1, "c")), {1: 2, 5: 1}),  # all gave evidence
        (((5, "a"), (1, "b"), (1, "c"), 1), {1: 3, 5: 1}),  # all but one
        (((4, "a"), (4, "b"), (4, "c"), (2, "d"), 2), {2: 2, 4: 3}),  # whether the one who gave none is below 4
        (((4, "a"), (4, "b"), (2, "c"), (2, "d"), 4), {2: 2, 4: 3}),  # shows in nothing
        (((3, "a"), (2, "b"), (1, "c"), 5), {1: 1, 2: 1, 3: 1, 5: 1}),
    ],
)
def test_those_who_prove_their_level_are_a_group_of_three_or_none(
    given: tuple[Given, ...], evidenced: Mapping[int, int]
) -> None:
    assert sure(shown(one(*given)).tally(FIRST)).evidenced == evidenced


@pytest.mark.parametrize(
    ("given", "keys"),
    [
        (("n/a", "n/a"), ()),
        (("n/a", "n/a", "n/a"), (FIRST,)),
        (("n/a", "n/a", "n/a", "?"), ()),
        (("n/a", "n/a", "n/a", 3), ()),
    ],
)
def test_a_dimension_does_not_apply_where_three_and_all_say_so(given: tuple[Given, ...], keys: tuple[str, ...]) -> None:
    assert shown(one(*given)).not_applicable == keys


FRONT, LEAD, OWN = "front line", "manager", "own words"
SPLITS: list[tuple[list[str], list[str], list[tuple[str, int]] | None]] = [
    ([FRONT] * 3, [], None),  # one group is no split
    ([FRONT] * 3 + [LEAD] * 3, [], [(FRONT, 3), (LEAD, 3)]),
    ([FRONT] * 3 + ["Front  Line"] + [LEAD] * 3, [], [(FRONT, 4), (LEAD, 3)]),
    ([FRONT] * 3 + [LEAD] * 2, [], None),
    ([FRONT] * 3 + [LEAD] * 3 + [OWN] * 2, [], None),  # others are two: by subtraction they would show
    ([FRONT] * 3 + [LEAD] * 3 + [""], [], None),
    ([FRONT] * 3 + [LEAD] * 3 + [OWN] * 2 + [""], [], [(FRONT, 3), (LEAD, 3), ("", 3)]),
    ([FRONT] * 3 + [LEAD, OWN, ""], [], [(FRONT, 3), ("", 3)]),
    ([LEAD, OWN, "", "x", "y", "z"], [], None),
    ([""] * 6, ["shop"] * 3 + ["desk"] * 3, [("desk", 3), ("shop", 3)]),
    ([FRONT] * 4 + [LEAD] * 2, ["shop"] * 3 + ["desk"] * 3, [("desk", 3), ("shop", 3)]),
    ([FRONT] * 3 + [LEAD] * 3, ["shop"] * 2 + ["desk"] * 4, [(FRONT, 3), (LEAD, 3)]),
]


@pytest.mark.parametrize(("roles", "departments", "groups"), SPLITS)
def test_a_split_has_three_in_every_group_or_is_none(
    roles: list[str], departments: list[str], groups: list[tuple[str, int]] | None
) -> None:
    ballots = one(*(1 + place % 5 for place in range(len(roles))))
    splits = shown(ballots, people(*roles, departments=departments)).splits
    found = [[(each.name, sum(each.levels.values())) for each in split.groups] for split in splits]
    assert found == ([groups] if groups else [])


def test_a_second_sitting_is_split_as_the_first_was_or_not_at_all() -> None:
    ballots = one(1, 2, 3, 4, 5, 1)
    by_department = shown(ballots, people(*[""] * 6, departments=["shop"] * 3 + ["desk"] * 3))
    roles = people(*[FRONT] * 3 + [LEAD] * 3, departments=["shop"] * 2 + ["desk"] * 4)
    second, _ = picture(FRAMEWORK, ballots, roles, named=False, at=START, before=[by_department])
    assert (len(by_department.splits), second.splits) == (1, ())


def test_a_dimension_that_is_not_shown_is_in_no_part_of_a_picture() -> None:
    ballots = [
        ballot("A", {FIRST: (4, "alpha"), SECOND: (4, "beta")}),
        ballot("B", {FIRST: (4, "gamma"), SECOND: (4, "delta")}),
        ballot("C", {FIRST: (1, "words"), SECOND: "n/a"}),
    ]
    found, authors = picture(FRAMEWORK, ballots, people(FRONT, FRONT, FRONT), named=True, at=START)
    assert SECOND not in repr(found)
    assert sorted(zip((each.evidence.text for each in found.quotes), authors, strict=True)) == [
        ("alpha", "A"),
        ("gamma", "B"),
        ("words", "C"),
    ]


def test_words_are_shown_as_their_author_allows_and_in_an_order_that_tells_nothing() -> None:
    leaves = [Leave.QUOTE, Leave.RETELL, Leave.NOTHING, None] * 6
    ballots = [ballot(f"P{place}", {FIRST: (3, f"words {place}")}, leave=each) for place, each in enumerate(leaves)]
    quotes = shown(ballots).quotes
    assert {each.evidence.text: each.leave for each in quotes} == {
        f"words {place}": each for place, each in enumerate(leaves) if each in {Leave.QUOTE, Leave.RETELL}
    }
    assert shown(ballots[::-1]).quotes == quotes, "the order of the ballots shows"
    assert [each.evidence.text for each in quotes] != sorted(each.evidence.text for each in quotes)


def test_the_order_of_words_comes_from_salts_and_from_nothing_else() -> None:
    ballots = [ballot(f"P{place}", {FIRST: (3, f"words {place}")}) for place in range(12)]
    orders = set()
    for turn in range(6):
        salted = [
            replace(each, ballot=replace(part(each), salt=f"{turn * 100 + place:032x}"))
            for place, each in enumerate(ballots)
        ]
        orders.add(tuple(each.evidence.text for each in shown(salted).quotes))
        assert [each.evidence.text for each in shown(salted).quotes] == [
            each.evidence.text for each in shown([replace(one, id=f"x{one.id}") for one in salted[::-1]]).quotes
        ]
    assert len(orders) == 6


def test_what_came_after_the_close_is_in_no_picture_of_the_reveal() -> None:
    ballots = [
        ballot("A", {FIRST: 3}, late={FIRST: 5}),
        ballot("B", {FIRST: 3}, late={SECOND: 1}),
        ballot("C", {FIRST: 2}),
        ballot("D", {}, late={FIRST: 1}),
    ]
    found = shown(ballots)
    assert (found.handed_in, [dict(each.levels) for each in found.tallies]) == (3, [{2: 1, 3: 2}])


def test_late_answers_are_shown_three_at_a_time_and_once() -> None:
    in_time = one(3, 3, 2)
    late = [ballot(f"L{place}", {}, late={FIRST: 1 + place % 5}) for place in range(8)]
    counts: list[Mapping[int, int] | None] = []
    for number in range(1, 9):
        made = late_picture(FRAMEWORK, [*in_time, *late[:number]], at=START)
        counts.append(made[0].tallies[0].levels if made else None)
        late = marked(late, made[2]) if made else late
    assert counts == [None, None, {1: 1, 2: 1, 3: 1}, None, None, {1: 1, 4: 1, 5: 1}, None, None]
    fresh = [ballot(f"L{place}", {}, late={FIRST: 1 + place % 5}) for place in range(8)]
    assert sum(sure(late_picture(FRAMEWORK, [*in_time, *fresh], at=START))[0].tallies[0].levels.values()) == 6


def test_who_changes_what_counted_does_not_come_late_and_who_changes_what_was_shown_late_comes_once() -> None:
    changed = [ballot(name, {FIRST: 3}, late={FIRST: 5}) for name in "ABC"]
    assert late_picture(FRAMEWORK, changed, at=START) is None
    unsure = [ballot(name, {FIRST: "?"}, late={FIRST: 5}) for name in "ABC"]
    first = sure(late_picture(FRAMEWORK, unsure, at=START))
    again = marked([ballot(name, {FIRST: "?"}, late={FIRST: 1}) for name in "ABC"], first[2])
    two_more = [ballot(name, {}, late={FIRST: 1}) for name in "DE"]
    assert late_picture(FRAMEWORK, [*again, *two_more], at=START) is None
    third = ballot("F", {}, late={FIRST: 4})
    after_a_removal = sure(late_picture(FRAMEWORK, [*again[1:], *two_more, third], at=START))
    assert after_a_removal[0].tallies[0].levels == {1: 2, 4: 1}


def test_evidence_and_a_split_together_single_nobody_out() -> None:
    roles = people(*[FRONT] * 4, *[LEAD] * 4)
    ballots = one((5, "a"), (4, "b"), (4, "c"), 5, 4, 4, 4, 4)
    found = shown(ballots, roles)
    assert [len(each.groups) for each in found.splits] == [2]
    assert found.tallies[0].evidenced == {3: 8}, "the split less those who proved it is one person's level"
    assert shown(ballots).tallies[0].evidenced == {3: 5, 4: 2, 5: 1}


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
