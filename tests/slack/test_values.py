"""What buttons and forms are about: written, read back, and harmless where somebody else wrote it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.plan.plan import Progress
from bot.core.workshop import Stage, Topic, TurnKind
from bot.slack.text import is_channel
from bot.slack.values import (
    OfAction,
    OfCadence,
    OfDraft,
    OfForm,
    OfNumber,
    OfPage,
    OfPart,
    OfRest,
    OfSaved,
    OfStart,
    OfStep,
    OfTopic,
    OfTwo,
    read,
    written,
)

KINDS = (
    *(OfAction, OfCadence, OfDraft, OfForm, OfNumber, OfPage, OfPart),
    *(OfRest, OfSaved, OfStart, OfStep, OfTopic, OfTwo),
)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ids = st.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=1, max_size=10)
numbers = st.integers(0, 999_999)
address = st.just('https://hooks.slack.example/a|b"c')
moments = st.integers(0, 7 * 10**12).map(lambda since: EPOCH + timedelta(milliseconds=since))
written_by_us = st.one_of(
    st.builds(OfTwo, ids, ids | st.just("")),
    st.builds(OfNumber, ids, numbers),
    st.builds(OfPage, numbers, st.text("abc |", max_size=80)),
    st.builds(OfPart, ids, numbers, numbers),
    st.builds(OfTopic, ids, st.sampled_from(Topic)),
    st.builds(OfStep, ids, st.sampled_from(Stage) | st.none()),
    st.builds(OfRest, ids, st.sampled_from(TurnKind)),
    st.builds(OfDraft, ids, ids, numbers, st.none(), st.none()),
    st.builds(OfDraft, ids, ids, numbers, numbers, st.none() | address),
    st.builds(OfCadence, ids, moments | st.none()),
    st.builds(OfForm, ids, ids | st.just(""), ids | st.just(""), address),
    st.builds(OfStart, ids | st.just(""), ids | st.just(""), moments | st.none()),
    st.builds(OfSaved, ids, ids | st.just(""), numbers),
    st.builds(OfAction, ids, ids, st.sampled_from(Progress) | st.none(), st.just("plan"), address),
)


@given(written_by_us)
def test_what_a_button_or_form_is_about_comes_back_as_it_was_written(of: tuple[Any, ...]) -> None:
    assert read(type(of), written(of)) == of


@given(st.sampled_from(KINDS), st.text() | st.text("0123456789|", max_size=60) | st.just("|" * 3_000))
def test_what_somebody_else_wrote_is_read_as_something_of_that_kind(kind: type[tuple[Any, ...]], text: str) -> None:
    of = read(kind, text)
    assert len(of) == len(kind())
    assert len(written(of)) <= len(text) + 10


def test_a_part_that_is_none_of_ours_is_as_it_is_without_being_said() -> None:
    assert read(OfTopic, "a1|no such question") == read(OfTopic, "a1") == ("a1", Topic.CUSTOMERS)
    assert read(OfStep, "a1|no such step") == ("a1", None)
    assert read(OfRest, "a1|") == ("a1", TurnKind.PAUSE)
    assert read(OfNumber, "a1|-3") == read(OfNumber, "a1|") == read(OfNumber, "a1") == ("a1", -1)
    assert read(OfCadence, "c1|999999999999999") == read(OfCadence, "c1|x") == ("c1", None)


@pytest.mark.parametrize(
    "metadata",
    [
        "",
        "{}",
        "null",
        "[1, 2, 3, 4]",
        '["C1"]',
        '["C1", "", "", "", ""]',
        "[" * 9_000,
        '{"channel": "C1"}',
        '{"channel": 7}',
        "\x00",
    ],
)
def test_metadata_of_another_form_names_no_channel(metadata: str) -> None:
    assert not is_channel(read(OfForm, metadata).channel)
    assert not is_channel(read(OfStart, metadata).channel)
