"""What people write over a draft: refused when nothing is left of it, cleaned and bounded otherwise."""

from dataclasses import replace

import pytest

from bot.core.drafts.draft import (
    LONGEST_FIELD,
    LONGEST_HINT,
    LONGEST_TEXT,
    Content,
    Prose,
    Sentence,
    own_hint,
    own_words,
)
from bot.core.drafts.draft_json import CONTENT
from bot.core.plan.plan import MOST_ACTIONS, Action, Plan
from tests.core.drafted import ACTION
from tests.core.examples import example_framework
from tests.known import sure

FRAMEWORK = example_framework()


def plan(*actions: Action) -> Plan | None:
    kept = own_words(Plan(actions), FRAMEWORK)
    assert kept is None or isinstance(kept, Plan)
    return kept


def text(*sentences: str) -> str | None:
    kept = own_words(Prose(tuple(Sentence(each, ("F1",)) for each in sentences)), FRAMEWORK)
    assert kept is None or isinstance(kept, Prose)
    return None if kept is None else kept.text


@pytest.mark.parametrize(
    "content",
    [
        Prose(()),
        Prose((Sentence("  \n "),)),
        Prose((Sentence("\u200b\u2060"),)),
        Plan(()),
        Plan((replace(ACTION, what=" "),)),
        Plan((replace(ACTION, dimension="nowhere"),)),
    ],
)
def test_nothing_is_no_wording(content: Content) -> None:
    assert own_words(content, FRAMEWORK) is None


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Our words.", "Our words."),
        ("  Our\u200b words.\x00 ", "Our words."),
        ("First.\nSecond.", "First.\nSecond."),
        ("40 % and <!channel> <@U1>", "40 % and <!channel> <@U1>"),
        ("half \ud83d of a pair", "half \ufffd of a pair"),
    ],
)
def test_what_people_write_is_theirs_but_for_what_hides(typed: str, kept: str) -> None:
    assert text(typed) == kept


def test_a_text_is_one_sentence_that_rests_on_nothing() -> None:
    assert own_words(Prose((Sentence("One.", ("F1",)), Sentence("Two.", ("F2",)))), FRAMEWORK) == Prose(
        (Sentence("One. Two."),)
    )


def test_a_text_and_a_wish_end_somewhere() -> None:
    assert len(text("a " * 9_000) or "") <= LONGEST_TEXT
    assert len(own_hint("a " * 9_000)) <= LONGEST_HINT
    assert own_hint(" shorter,\n please\u200b ") == "shorter, please"


@pytest.mark.parametrize(("typed", "kept"), [(-4, 1), (0, 1), (1, 1), (90, 90), (91, 90), (10**9, 90)])
def test_a_due_day_lies_within_the_90_days(typed: int, kept: int) -> None:
    assert sure(plan(replace(ACTION, due_day=typed))).actions[0].due_day == kept


def test_a_plan_has_so_many_actions_with_fields_of_one_bounded_line() -> None:
    long = replace(ACTION, what="a\nb " * 900, measure="m " * 900, first_step="", owner_role=" CX\u200b lead ")
    found = sure(plan(*[long] * 20))
    assert len(found.actions) == MOST_ACTIONS
    first = found.actions[0]
    assert (len(first.what) <= LONGEST_FIELD, len(first.measure) <= LONGEST_FIELD) == (True, True)
    assert ("\n" in first.what, first.first_step, first.owner_role) == (False, "", "CX lead")


def test_what_is_kept_can_be_stored_exactly() -> None:
    for content in (Prose((Sentence("half \ud83d\x00 of a pair"),)), Plan((replace(ACTION, what="\udfff a"),))):
        kept = own_words(content, FRAMEWORK)
        assert kept is not None
        assert CONTENT.parse(CONTENT.write(kept)) == kept
