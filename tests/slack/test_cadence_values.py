"""Values of buttons and metadata of forms about reminders: written, read back, and refused where they are not ours."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.values import (
    OfCadence,
    OfForm,
    cadence_value,
    form_metadata,
    nudge_value,
    read_cadence_value,
    read_form_metadata,
    read_nudge,
)

ids = st.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=1, max_size=10)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
milliseconds = st.integers(0, 7 * 10**12)


@given(ids, milliseconds | st.none())
def test_a_button_is_read_back_as_it_was_written(cadence: str, since: int | None) -> None:
    due = EPOCH + timedelta(milliseconds=since) if since is not None else None
    assert read_cadence_value(cadence_value(cadence, due)) == OfCadence(cadence, due)


@given(st.text() | st.text("0123456789|", max_size=60))
def test_a_button_of_somebody_else_has_no_moment_beyond_the_calendar(value: str) -> None:
    due = read_cadence_value(value).due
    assert due is None or due - EPOCH >= timedelta(0)


@given(ids, ids | st.just(""), ids | st.just(""), st.just('https://hooks.slack.example/a|b"c'))
def test_a_form_is_read_back_as_it_was_written(channel: str, cadence: str, assessment: str, address: str) -> None:
    of = OfForm(channel, cadence, assessment, address)
    assert read_form_metadata(form_metadata(of)) == of


@pytest.mark.parametrize(
    "metadata", ["", "{}", "null", "[1, 2, 3, 4]", '["C1"]', '["C1", "", "", "", ""]', "[" * 9_000, '{"channel": "C1"}']
)
def test_metadata_of_another_form_is_none_of_ours(metadata: str) -> None:
    assert read_form_metadata(metadata) is None


def test_only_the_two_nudges_can_be_put_off() -> None:
    assert read_nudge(nudge_value("a1", 2)) == ("a1", 2)
    assert read_nudge("a1|3") == read_nudge("a1|") == read_nudge("a1") == ("a1", 0)
