"""What somebody said is found in texts made of it, and nothing else is taken out of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.quotes import CUT, OwnWords

SAID = ("Parcels from the north depot arrive wet", "no idea", "https://wiki.example/a?b=1", "wet", "see order4711")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("They say: “parcels from the north depot arrive wet”.", "They say: “…”."),
        ("NORTH  depot,\narrive at once", "… at once"),
        ("the north depot is small", "… is small"),
        ("No idea", "…"),
        ("an idea of wet paint", "an idea of wet paint"),
        ("read https://wiki.example/a?b=1 first", "read … first"),
        ("as ORDER4711 shows", "as … shows"),
        ("", ""),
    ],
)
def test_three_words_in_a_row_are_a_quotation(text: str, left: str) -> None:
    own = OwnWords(SAID)
    assert own.without(text) == left
    assert own.within(text) is (left != text)


def test_words_that_others_said_or_a_framework_has_are_not_theirs() -> None:
    own = OwnWords(("the main journeys are drawn", "wolves"), known=("Here the main journeys are drawn by hand",))
    assert own.without("the main journeys are drawn; wolves") == "the main journeys are drawn; …"
    assert not OwnWords(()).within("anything at all")


@given(st.text(), st.text(), st.text())
def test_a_text_of_some_length_is_never_left_whole(before: str, said: str, after: str) -> None:
    words = f"alpha bravo {said} charlie delta"
    left = OwnWords((words,)).without(f"{before} {words} {after}")
    assert words not in left
    assert CUT in left
