"""What happens next to a draft, as tables: replies so far, what is configured, what may still be spent."""

from dataclasses import replace

import pytest

from bot.core.drafts.brief import Kind, Piece
from bot.core.drafts.draft import Draft, Reply, Trouble
from bot.core.drafts.steps import NO_TEXT, TRIES, AskModel, Budget, Build, asked_together, budget_of, next_step
from tests.core.drafted import LIE, NOTE, PLAN, answered, finished, minute, wanted
from tests.known import as_a

PLENTY = Budget(9, 9_000)
LYING = answered(1, findings=(LIE,))
MISSING = answered(1, None, findings=(NO_TEXT,))
BROKEN = answered(1, None, trouble=Trouble.MALFORMED)
CUT = answered(1, None, trouble=Trouble.CUT_OFF)
BUSY = answered(1, None, trouble=Trouble.RATE_LIMITED)


def step(*replies: Reply, has_model: bool = True, budget: Budget = PLENTY) -> AskModel | Build:
    return next_step(replies, has_model=has_model, budget=budget)


@pytest.mark.parametrize("budget", [Budget(0, 100), Budget(-3, 100), Budget(5, 0), Budget(5, -40)])
def test_nothing_is_asked_above_a_ceiling(budget: Budget) -> None:
    assert step(budget=budget) == Build(Trouble.CEILING)
    assert step(LYING, budget=budget) == Build(None, (LIE,))


def test_nothing_is_asked_without_a_model() -> None:
    assert step(has_model=False) == Build(Trouble.NO_MODEL)
    assert step(BROKEN, has_model=False) == Build(Trouble.MALFORMED)


@pytest.mark.parametrize("trouble", sorted(set(Trouble) - {Trouble.MALFORMED, Trouble.CUT_OFF}))
def test_a_trouble_that_no_other_wording_mends_builds_the_text(trouble: Trouble) -> None:
    assert step(answered(1, None, trouble=trouble)) == Build(trouble)


@pytest.mark.parametrize("replies", [(LYING, LYING), (BROKEN, BROKEN), (CUT, LYING), (LYING, BUSY), (LYING, MISSING)])
def test_after_the_retry_the_text_is_built_for_the_last_reason(replies: tuple[Reply, ...]) -> None:
    assert step(*replies) == Build(replies[-1].trouble, replies[-1].findings)
    assert len(replies) == TRIES


def test_the_retry_states_what_was_wrong_and_where() -> None:
    assert step(LYING) == AskModel(("It names a figure that nobody gave: 40 %. In: 40 % of tickets come back.",))
    assert step(MISSING) == AskModel(("There was no text about this dimension.",))


@pytest.mark.parametrize("reply", [BROKEN, CUT])
def test_what_could_not_be_read_is_asked_for_by_itself(reply: Reply) -> None:
    asked = as_a(AskModel, step(reply))
    assert asked.alone
    assert all(asked.problems)


def test_the_first_time_there_is_nothing_wrong_yet() -> None:
    assert step() == AskModel()


# Drafts that are written together


def test_what_was_asked_for_at_one_press_is_written_by_kind() -> None:
    other = replace(NOTE, dimension="other")
    first, second, plan = wanted("d1"), wanted("d2", other), wanted("d3", PLAN)
    later, wished = wanted("d4", at=3), wanted("d5", other, hint="shorter")
    drafts = (first, second, plan, later, wished)
    assert asked_together(drafts, second) == (first, second)
    assert asked_together(drafts, plan) == (plan,)
    assert asked_together(drafts, later) == (later,)
    assert asked_together(drafts, wished) == (wished,)


# Ceilings of drafts written side by side


def writing(name: str, *replies: Reply) -> Draft:
    return replace(wanted(name), replies=replies)


def written(name: str, *replies: Reply) -> Draft:
    return replace(writing(name, *replies), made=finished())


def at(number: int, reply: Reply = LYING) -> Reply:
    return replace(reply, at=minute(number))


@pytest.mark.parametrize(
    ("drafts", "mine", "left"),
    [
        ((writing("d1"),), "d1", 10),
        ((writing("d1", at(1)),), "d1", 9),
        ((writing("d1"), writing("d2")), "d2", 8),
        ((writing("d1"), writing("d2")), "d1", 10),
        ((writing("d1", at(1)), writing("d2")), "d2", 8),
        ((written("d1", at(1)), writing("d2")), "d2", 9),
        ((written("d1", at(1), at(2)), writing("d2"), writing("d3")), "d3", 6),
        ((written("d1"),), "nobody", 10),
    ],
)
def test_a_draft_leaves_their_calls_to_those_asked_before_it(drafts: tuple[Draft, ...], mine: str, left: int) -> None:
    assert budget_of(drafts, mine, calls=10, tokens=1).calls == left


def test_an_answer_with_several_texts_was_one_call() -> None:
    drafts = (writing("d1", at(1)), writing("d2", at(1)), writing("d3", at(2)))
    assert budget_of(drafts, "d1", calls=10, tokens=1).calls == 8


def test_the_tokens_of_all_replies_are_spent() -> None:
    drafts = (writing("d1", at(1), at(2)), written("d2", at(1)))
    assert budget_of(drafts, "d1", calls=1, tokens=10_000).tokens == 10_000 - 3 * (812 + 96)


@pytest.mark.parametrize("kind", [Kind.NOTE, Kind.NARRATIVE])
def test_texts_of_another_kind_are_not_written_with_these(kind: Kind) -> None:
    drafts = tuple(wanted(f"d{place}", Piece(each, "causes")) for place, each in enumerate(Kind))
    mine = next(each for each in drafts if each.piece.kind is kind)
    assert asked_together(drafts, mine) == (mine,)
