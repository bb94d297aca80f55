"""What is shown of ballots: never of fewer than three, directly or by subtraction."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from bot.core.assessment import Assessment
from bot.core.reveal import late_picture, picture
from bot.core.sealing import part
from bot.core.team import Leave, Participant, TeamPicture
from tests.core.balloted import FIRST, FRAMEWORK, SECOND, START, Given, ballot, marked, one, people
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
