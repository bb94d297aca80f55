"""What may be quoted of a message, where it is shown, and who takes it back."""

from dataclasses import replace

import pytest

from bot.core.saved import (
    MOST_QUOTED,
    EvidenceUse,
    Openness,
    SavedMessage,
    may_save,
    may_show,
    may_take_back,
    offered,
    quotable,
    quotation_in,
)
from tests.store.made import START, made, on_day

SAVED = SavedMessage(
    id="s1",
    channel="C7",
    openness=Openness.PUBLIC,
    ts="1795341600.000100",
    author="U7",
    quotation="refunds take nine days",
    link="https://acme.slack.com/archives/C7/p1795341600000100",
    subject="Acme Retail",
    slug="cx-optimization",
    title="CX optimization readiness",
    dimension="root-cause-analysis",
    name="Root-cause analysis",
    by="U1",
    at=START,
)


@pytest.mark.parametrize(
    ("message", "chosen", "kept"),
    [
        ("We fix tickets\nbut not  causes.", "fix tickets but not causes", "fix tickets but not causes"),
        ("We fix tickets", "We fix tickets", "We fix tickets"),
        ("We do not fix tickets", "We do fix tickets", ""),
        ("We fix tickets", "we fix tickets", ""),
        ("We fix tickets", "We fix tickets well", ""),
        ("We fix tickets", "  ", ""),
        ("We fix tickets", "\u200b…", ""),
        ("\u202eWe fix\x00 tickets", "We fix tickets", "We fix tickets"),
        ("a " * MOST_QUOTED + "end", "end", ""),
        ("👍 !", "👍", ""),
        ("Kunden warten 顧客は待つ", "顧客は待つ", "顧客は待つ"),
    ],
)
def test_a_quotation_is_a_part_of_its_message_word_for_word(message: str, chosen: str, kept: str) -> None:
    assert quotation_in(message, chosen) == kept
    assert len(quotable(message)) <= MOST_QUOTED


@pytest.mark.parametrize("openness", Openness)
def test_only_words_of_a_public_channel_are_shown_elsewhere(openness: Openness) -> None:
    saved, is_public = replace(SAVED, openness=openness), openness is Openness.PUBLIC
    assert may_show(saved, "C7")
    assert may_show(saved, "C1") is may_save(openness, "C7", "C1") is is_public
    assert may_save(openness, "C7", "C7")
    assert not may_show(replace(saved, taken_by="U7"), "C7")


@pytest.mark.parametrize(
    ("saved", "is_offered"),
    [
        (SAVED, True),
        (replace(SAVED, subject=" ACME retail"), True),
        (replace(SAVED, slug="cx-older"), True),
        (replace(SAVED, openness=Openness.PRIVATE, channel="C1"), True),
        (replace(SAVED, openness=Openness.PRIVATE), False),
        (replace(SAVED, subject="Acme"), False),
        (replace(SAVED, slug="cx-maturity"), False),
        (replace(SAVED, taken_by="U1"), False),
    ],
)
def test_a_message_is_offered_for_its_subject_and_framework(saved: SavedMessage, is_offered: bool) -> None:  # noqa: FBT001 - a row of a table
    framework = replace(made().framework, supersedes=("cx-older",))
    assert offered([saved], made(framework=framework)) == ((saved,) if is_offered else ())


def test_the_newest_are_offered_first_and_a_use_is_marked_once_its_assessment_is_complete() -> None:
    newer = replace(SAVED, id="s2", at=on_day(1))
    assert [each.id for each in offered([SAVED, newer], made())] == ["s2", "s1"]
    used = replace(SAVED, uses=(EvidenceUse("a1", "C1", is_complete=True), EvidenceUse("a2", "C1", is_complete=False)))
    assert (used.was_used("a1"), used.was_used("a2"), used.was_used("")) == (False, True, True)


def test_its_author_and_who_saved_it_take_it_back_and_the_author_is_told_of_others() -> None:
    assert [each for each in ("U1", "U7", "U2", "") if may_take_back(SAVED, each)] == ["U1", "U7"]
    assert SAVED.tells_author
    assert not replace(SAVED, author="U1").tells_author
    assert not replace(SAVED, author="").tells_author
