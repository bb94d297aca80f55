"""A workshop's timer, and what of its notes is shown: nothing before its moment, no author of an anonymous one."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.workshop import (
    MINUTES,
    STAGES,
    Note,
    Stage,
    Topic,
    Turn,
    TurnKind,
    Workshop,
    labelled,
    noted,
    step_from,
    themes,
    timer,
)

NINE = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def at(minute: float, kind: TurnKind, stage: Stage = Stage.READ, minutes: int = 0) -> Turn:
    return Turn(kind, stage, "U1", NINE + timedelta(minutes=minute), minutes)


BEGUN = at(0, TurnKind.BEGIN)
PAUSED = at(4, TurnKind.PAUSE)


@pytest.mark.parametrize(
    ("turns", "ends", "left", "told", "next_one"),
    [
        ([], None, None, None, None),
        ([BEGUN], 10, None, None, (8, TurnKind.NEARLY)),
        ([BEGUN, PAUSED], None, 6, None, None),
        ([BEGUN, PAUSED, at(20, TurnKind.PAUSE)], None, 6, None, None),
        ([BEGUN, PAUSED, at(20, TurnKind.GO_ON)], 26, None, None, (24, TurnKind.NEARLY)),
        ([BEGUN, at(5, TurnKind.GO_ON)], 10, None, None, (8, TurnKind.NEARLY)),
        ([BEGUN, at(8, TurnKind.NEARLY)], 10, None, TurnKind.NEARLY, (10, TurnKind.OVER)),
        ([BEGUN, at(8, TurnKind.NEARLY), at(10, TurnKind.OVER)], 10, None, TurnKind.OVER, None),
        ([BEGUN, at(11, TurnKind.OVER), at(12, TurnKind.MINUTES, minutes=20)], 20, None, None, (18, TurnKind.NEARLY)),
        ([BEGUN, at(1, TurnKind.MINUTES, Stage.VOTE, 9)], 10, None, None, (8, TurnKind.NEARLY)),
        ([at(-1, TurnKind.MINUTES, minutes=2), BEGUN], 2, None, None, (1.5, TurnKind.NEARLY)),
        ([BEGUN, PAUSED, at(5, TurnKind.MINUTES, minutes=4)], None, 0, None, None),
    ],
)
def test_the_timer(
    turns: list[Turn],
    ends: float | None,
    left: float | None,
    told: TurnKind | None,
    next_one: tuple[float, TurnKind] | None,
) -> None:
    now = timer(turns)
    assert now.ends_at == (None if ends is None else NINE + timedelta(minutes=ends))
    assert now.left == (None if left is None else timedelta(minutes=left))
    assert now.told is told
    assert now.next_moment == (None if next_one is None else (NINE + timedelta(minutes=next_one[0]), next_one[1]))


def test_steps_go_on_and_back_and_end() -> None:
    assert [step_from(None, by) for by in (1, -1)] == [Stage.READ, None]
    assert [step_from(each, 1) for each in STAGES] == [*STAGES[1:], None]
    assert [step_from(each, -1) for each in STAGES] == [None, *STAGES[:-1]]
    assert set(MINUTES) == set(STAGES)


TURNED = st.builds(
    Turn,
    st.sampled_from(TurnKind),
    st.sampled_from(STAGES),
    st.just("U1"),
    st.integers(0, 600).map(lambda minute: NINE + timedelta(minutes=minute)),
    st.integers(1, 480),
)


@given(st.lists(TURNED, max_size=12))
def test_a_step_runs_or_rests_or_has_not_begun(turns: list[Turn]) -> None:
    now = timer(sorted(turns, key=lambda each: each.at))
    assert (now.stage is None) + (now.ends_at is not None) + (now.left is not None) == 1
    assert now.next_moment is None or now.ends_at is not None


def note(name: str, author: str = "U1", *, is_shown: bool = True, label: str = "", text: str = "") -> Note:
    return Note(name, Topic.CUSTOMERS, text or name, author, is_shown, label)


def workshop(*notes: Note, anonymous: bool = True, stage: Stage = Stage.GROUP, **votes: tuple[str, ...]) -> Workshop:
    return Workshop(anonymous, (), (at(0, TurnKind.BEGIN, stage),), notes, votes)


def test_anonymous_notes_wait_for_three_people_and_show_no_author() -> None:
    two = [note("b", "U1", is_shown=False), note("a", "U2", is_shown=False)]
    assert (workshop(*two).to_show(), workshop(*two).missing()) == ((), 1)
    assert len(workshop(*two, anonymous=False).to_show()) == 2
    three = workshop(*two, note("c", "U3", is_shown=False))
    assert len(three.to_show()) == 3
    shown = replace(three, notes=tuple(replace(each, is_shown=True) for each in three.notes))
    assert [each.author for theme in themes(shown, Topic.CUSTOMERS) for each in theme.notes] == ["", "", ""]
    later = replace(shown, notes=(*shown.notes, note("d", "U1", is_shown=False)))
    assert later.to_show() == ()  # what one person adds to notes that are shown would be known as theirs


def test_what_is_not_shown_yet_is_in_no_theme() -> None:
    assert themes(workshop(note("a", is_shown=False)), Topic.CUSTOMERS) == ()


def test_votes_go_to_groups_and_are_shown_once_the_vote_is_over() -> None:
    notes = (note("a"), note("b", label="Families"), note("c", label="families"), note("d"))
    voting = workshop(*notes, stage=Stage.VOTE)
    group = next(each for each in themes(voting, Topic.CUSTOMERS) if each.label)
    assert [each.id for each in group.notes] == ["b", "c"]
    votes = {"U1": (group.choice, "a"), "U2": (group.choice, "gone"), "U3": ("gone",)}
    assert {each.votes for each in themes(replace(voting, votes=votes), Topic.CUSTOMERS)} == {None}
    over = replace(workshop(*notes, stage=Stage.DECIDE), votes=votes)
    assert [(each.label, each.votes) for each in themes(over, Topic.CUSTOMERS)] == [("Families", 2), ("", 1), ("", 0)]
    of_two = replace(over, votes={**votes, "U3": ()})
    assert {each.votes for each in themes(of_two, Topic.CUSTOMERS)} == {None}, "each of two knows the other's"


def test_equal_notes_are_one_to_vote_on_and_a_later_one_takes_no_vote_from_it() -> None:
    equal = (note("m", "U1", text="No queue"), note("k", "U2", text="no queue"), note("x", "U3", text="A seat"))
    cut = (note("p", "U4", text="…"), note("q", "U5", text="…"))  # whose words are gone are no equal notes
    over = workshop(*equal, *cut, stage=Stage.DECIDE, U1=("k",), U2=("x", "k"), U3=("gone",))
    assert [(each.choice, len(each.notes), each.votes) for each in themes(over, Topic.CUSTOMERS)] == [
        ("k", 2, 2),
        ("x", 1, 1),
        ("p", 1, 0),
        ("q", 1, 0),
    ]
    later = replace(over, notes=(*over.notes, note("a", "U6", text="No queue")))
    first = themes(later, Topic.CUSTOMERS)[0]
    assert (first.choice, first.votes) == ("a", 2)


@given(st.permutations([note(each, f"U{each}") for each in "abcdef"]))
def test_the_order_of_anonymous_notes_tells_nothing(notes: list[Note]) -> None:
    shown = themes(workshop(*notes), Topic.CUSTOMERS)
    assert [each.choice for each in shown] == list("abcdef")


@pytest.mark.parametrize(
    ("typed", "notes"),
    [
        ("", ()),
        ("one\n\n two \none", ("one", "two")),
        ("- a list\n• of notes\n* and -dashes", ("a list", "of notes", "and -dashes")),
        ("...\n\u202e<!channel>", ("<!channel>",)),
    ],
)
def test_notes_are_lines(typed: str, notes: tuple[str, ...]) -> None:
    assert noted(typed) == notes


def test_the_name_of_a_group_is_one_short_line() -> None:
    assert labelled(" two\nlines ") == "two lines"
    assert len(labelled("x" * 500)) == 60
