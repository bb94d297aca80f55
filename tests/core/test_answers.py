"""How an answer is read: the table of answers, sentences as people type them, and what holds for any text at all."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.conversation.answers import read
from bot.core.conversation.levels import NUMBER_WORDS
from bot.core.conversation.reading import Ambiguous, Correction, OffScale, Rated, Reading, Words
from bot.core.framework import Descriptor, Dimension, Framework
from bot.core.team import Evidence
from tests.core.answer_rows import ROWS
from tests.core.examples import MATRIX, OPTIMIZATION, framework_on
from tests.core.typed import sentences, wrong
from tests.effort import thirds

DIMENSION = OPTIMIZATION.dimension("root-cause-analysis")
PARTS = [
    *"0123456789.,-/()#?!~+%:;*_>@'\n \u00b2\u00bd\u2163\u0663\uff13\u200b\u202e\u0301",
    *"10| or | to |level |I think |three|n/a|maybe |don't know|change |because |defined|managed|almost | of ".split(
        "|"
    ),
    *"2025|not |make it |weeks|https://a.example/|:five:|3\ufe0f\u20e3".split("|"),
]
TEXTS = st.text(max_size=60) | st.lists(st.sampled_from(PARTS), max_size=9).map("".join)
SCALES = [(1, 5), (1, 4), (0, 10), (0, 3), (1, 7)]


def essence(reading: Reading) -> Reading:
    """Leave out the words of a reading where only its kind and its levels are compared."""
    if isinstance(reading, Ambiguous):
        return Ambiguous(reading.candidates)
    if isinstance(reading, Words):
        return Words(reading.words)
    return reading


def read_here(text: str) -> Reading:
    return read(text, OPTIMIZATION, DIMENSION)


def test_an_answer_is_read_as_the_table_says() -> None:
    found = [(name, text, essence(read_here(text)), expected) for name, text, expected in ROWS]
    wrong = [
        f"{name}: {text!r} is read as {read}, not {wanted}" for name, text, read, wanted in found if read != wanted
    ]
    assert not wrong, "\n".join(wrong)


def test_the_table_has_at_least_two_hundred_rows_and_none_twice() -> None:
    assert len(ROWS) >= 200
    assert len({text for _, text, _ in ROWS}) == len(ROWS)


@pytest.mark.parametrize("wrapping", ["  {}\n", "*{}*", "_{}_", "**{}**", "\u200b{}\ufeff", "\u202a{}\u202c", "> {}"])
def test_space_marks_and_hidden_characters_around_an_answer_change_nothing(wrapping: str) -> None:
    changed = [text for _, text, expected in ROWS if essence(read_here(wrapping.format(text))) != expected]
    assert changed == []


@pytest.mark.parametrize("text", ["3", "defined", "skip", "n/a, no stores", "don't know", "3, it holds"])
def test_hidden_characters_inside_an_answer_change_nothing(text: str) -> None:
    assert read_here("\u200b".join(text)) == read_here(text)


def test_an_ambiguous_answer_keeps_its_words_only_where_it_says_more_than_levels() -> None:
    assert read_here("3 or 4") == Ambiguous((3, 4), "")
    assert read_here("3 or 4, we map journeys") == Ambiguous((3, 4), "3 or 4, we map journeys")


def test_a_name_that_two_levels_bear_is_asked_again_with_both() -> None:
    twice = Dimension("twice", "Twice", (Descriptor(1, "Basic", "little"), Descriptor(2, "Basic", "a little more")))
    assert read("basic", OPTIMIZATION, twice) == Ambiguous((1, 2))


def test_a_level_named_like_a_verb_is_asked_again() -> None:
    like = Dimension("like", "Like", (Descriptor(1, "None", "nothing"), Descriptor(2, "Unknown", "hidden")))
    assert read("none", OPTIMIZATION, like) == Ambiguous((1,))
    assert read("unknown", OPTIMIZATION, like) == Rated(2)


def test_a_level_name_with_a_number_in_it_names_nothing() -> None:
    odd = Dimension("odd", "Odd", (Descriptor(4, "Stage 3", "odd"), Descriptor(5, "3", "odder")))
    assert read("3", OPTIMIZATION, odd) == Rated(3)


def test_the_names_of_a_dimensions_own_descriptors_count_in_that_dimension_only() -> None:
    voice, culture = MATRIX.dimension("voice-of-the-customer"), MATRIX.dimension("culture-people")
    assert read("Closed loop", MATRIX, voice) == Rated(3)
    assert read("closed-loop: we call detractors", MATRIX, voice) == Rated(
        3, (Evidence("words", "we call detractors"),)
    )
    assert read("ad hoc", MATRIX, voice) == Rated(1)
    assert read("closed book", MATRIX, voice) == Words("closed book", (Evidence("words", "closed book"),))
    assert read("closed loop", MATRIX, culture) == Words("closed loop", (Evidence("words", "closed loop"),))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5", OffScale("5")),
        ("3/5", Ambiguous((3,))),
        ("4/4", Rated(4)),
        ("3.5", Ambiguous((3, 4))),
        ("4+", Ambiguous((4,))),
    ],
)
def test_the_scale_of_the_matrix_ends_at_four(text: str, expected: Reading) -> None:
    assert read(text, MATRIX, MATRIX.dimensions[0]) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0", Rated(0)),
        ("10/10", Rated(10)),
        ("ten", Rated(10)),
        ("🔟", Rated(10)),
        ("11", OffScale("11")),
        ("3/5", None),
        ("⓪", Ambiguous((0,))),
    ],
)
def test_a_scale_from_nought_to_ten_has_its_own_ends(text: str, expected: Reading | None) -> None:
    wide = framework_on(0, 10)
    assert read(text, wide, wide.dimensions[0]) == (expected or Ambiguous((3, 5)))


def test_a_reference_that_fits_two_dimensions_gives_both() -> None:
    both = OPTIMIZATION.dimensions[0], Dimension("journey-costs", "Journey costs", DIMENSION.descriptors)
    framework = _with_dimensions(both)
    assert read("change journey to 3", framework, both[0]) == Correction(
        ("journey-visibility-feedback", "journey-costs"), "journey", Rated(3)
    )


def test_a_dimension_with_to_in_its_name_can_be_changed() -> None:
    value = Dimension("time-to-value", "Time to value", DIMENSION.descriptors)
    framework = _with_dimensions((DIMENSION, value))
    assert read("change time to value to 4", framework, DIMENSION) == Correction(
        ("time-to-value",), "time to value", Rated(4)
    )


def test_the_new_verdict_is_read_with_the_names_of_the_dimension_it_is_for() -> None:
    here = MATRIX.dimension("culture-people")
    wanted = Correction(("voice-of-the-customer",), "voice", Rated(3))
    assert read("change voice to closed loop", MATRIX, here) == wanted


@given(TEXTS, st.sampled_from(SCALES))
def test_any_text_is_read_without_an_error_and_within_the_scale(text: str, ends: tuple[int, int]) -> None:
    framework = framework_on(*ends)
    reading = read(text, framework, framework.dimensions[0])
    inner = reading.reading if isinstance(reading, Correction) else reading
    if isinstance(inner, Rated):
        assert inner.level in framework.scale
    if isinstance(inner, Ambiguous):
        assert inner.candidates
        assert list(inner.candidates) == sorted(set(inner.candidates))
        assert all(level in framework.scale for level in inner.candidates)


@given(TEXTS)
def test_any_text_is_read_the_same_twice(text: str) -> None:
    assert read_here(text) == read_here(text)


@given(TEXTS)
def test_a_text_without_digit_number_word_or_level_name_is_never_rated(text: str) -> None:
    known = [*NUMBER_WORDS, *(name.lower() for name in OPTIMIZATION.level_names.values())]
    bare = text
    for word in known:
        bare = re.sub(word, "", bare, flags=re.IGNORECASE)
    bare = "".join(char for char in bare if not char.isdigit() and char != "\U0001f51f")
    assert not isinstance(read_here(bare), Rated) or any(word in bare.lower() for word in known)


@given(st.integers(0, 99), st.integers(0, 99))
def test_two_different_numbers_are_never_a_level_of_one_of_them(one: int, other: int) -> None:
    for joint in (" or ", "-", " - ", " to ", ", ", ".", "; ", "\n", " → "):
        reading = read_here(f"{one}{joint}{other}")
        assert not isinstance(reading, Rated) or (joint == "." and other == 0) or other not in OPTIMIZATION.scale


@given(st.sampled_from([row[1] for row in ROWS]), st.text("\u200b\u200c\u2060\ufeff\u202e ", max_size=5))
def test_hidden_characters_before_and_behind_any_row_change_nothing(text: str, hidden: str) -> None:
    assert read_here(hidden + text + hidden) == read_here(text)


UNITS = (
    "3 |3, |3 or |3-|3 (|:a| \n|> |*> |https://|https://x)|a\u0301\u0323|ok so |not |change a to |please |n/a,|?|"
    "\U0001f469\u200d|))))|I would say |sorry, |this |level |maybe |or 3 |no loop "
)


@pytest.mark.parametrize("unit", thirds(UNITS.split("|")))
def test_forty_thousand_characters_of_anything_are_read(unit: str) -> None:
    assert read(unit * (40_000 // len(unit)), MATRIX, MATRIX.dimensions[1]) is not None


@pytest.mark.parametrize("opening", ["3, ", "change a to ", "don't know, "])
def test_forty_thousand_characters_behind_an_opening_are_read(opening: str) -> None:
    assert read(opening + "3, or " * 6_000, MATRIX, MATRIX.dimensions[1]) is not None


def _with_dimensions(dimensions: tuple[Dimension, ...]) -> Framework:
    return Framework(
        slug="own",
        title="Own",
        version="1.0",
        digest="00" * 32,
        purpose="Try out names.",
        scale=OPTIMIZATION.scale,
        aggregate="mean",
        dimensions=dimensions,
        bands=OPTIMIZATION.bands,
        variables=(),
        prompt="Try out names.",
        evidence_from=4,
        level_names=OPTIMIZATION.level_names,
    )


def test_every_sentence_is_read_as_the_table_says() -> None:
    assert wrong() == []


def test_no_sentence_stands_twice() -> None:
    texts = [each.text for each in sentences()]
    assert len(texts) == len(set(texts)) >= 500
