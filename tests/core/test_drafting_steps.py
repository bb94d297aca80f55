"""What happens next to a draft, as tables: replies so far, what is configured, what may still be spent."""

from dataclasses import replace

import pytest

from bot.core.drafts.brief import Brief, Kind, Piece
from bot.core.drafts.briefs import brief_for
from bot.core.drafts.built_texts import built
from bot.core.drafts.draft import Draft, Prose, Reply, Sentence, Trouble
from bot.core.drafts.steps import TRIES, Ask, Budget, Build, Use, budget_of, has_form, next_step
from bot.core.scoring.scorecard import scorecard
from tests.core.drafted import ACTIONS, PROSE, answered, finished, wanted
from tests.core.examples import example_framework
from tests.core.rated import assessment_of

PLENTY = Budget(9, 9_000)
LIE = Prose((Sentence("Revenue fell by 73 % in March.", ("F1",)),))


def brief() -> Brief:
    framework = example_framework()
    assessment = assessment_of(framework, [2] * 6)
    return brief_for(assessment, scorecard(assessment), Piece(Kind.NOTE, framework.dimensions[0].key))


BRIEF = brief()
HONEST = answered(1, built(BRIEF))
LYING = answered(1, LIE)
BROKEN = answered(1, None, trouble=Trouble.MALFORMED)
CUT = answered(1, None, trouble=Trouble.CUT_OFF)
BUSY = answered(1, None, trouble=Trouble.RATE_LIMITED)


def step(*replies: Reply, has_model: bool = True, budget: Budget = PLENTY) -> Ask | Use | Build:
    return next_step(BRIEF, replies, has_model=has_model, budget=budget)


@pytest.mark.parametrize("budget", [Budget(0, 100), Budget(-3, 100), Budget(5, 0), Budget(5, -40)])
def test_nothing_is_asked_above_a_ceiling(budget: Budget) -> None:
    assert step(budget=budget) == Build(Trouble.CEILING)
    built_text = step(LYING, budget=budget)
    assert isinstance(built_text, Build)
    assert built_text.trouble is None
    assert built_text.findings != ()


def test_nothing_is_asked_without_a_model() -> None:
    assert step(has_model=False) == Build(Trouble.NO_MODEL)
    assert step(BROKEN, has_model=False) == Build(Trouble.MALFORMED)


@pytest.mark.parametrize("trouble", sorted(set(Trouble) - {Trouble.MALFORMED, Trouble.CUT_OFF}))
def test_a_trouble_that_no_other_wording_mends_builds_the_text(trouble: Trouble) -> None:
    assert step(answered(1, None, trouble=trouble)) == Build(trouble)


@pytest.mark.parametrize("replies", [(LYING, LYING), (BROKEN, BROKEN), (CUT, LYING), (LYING, BUSY)])
def test_after_the_retry_the_text_is_built_for_the_last_reason(replies: tuple[Reply, ...]) -> None:
    decided = step(*replies)
    assert isinstance(decided, Build)
    assert decided.trouble == replies[-1].trouble
    assert bool(decided.findings) is (replies[-1].content is not None)
    assert len(replies) == TRIES


@pytest.mark.parametrize("reply", [LYING, BROKEN, CUT])
def test_the_retry_states_what_was_wrong(reply: Reply) -> None:
    asked = step(reply)
    assert isinstance(asked, Ask)
    assert asked.problems
    assert all(asked.problems)


def test_the_first_time_there_is_nothing_wrong_yet() -> None:
    assert step() == Ask(())


@pytest.mark.parametrize("replies", [(HONEST,), (LYING, HONEST), (BROKEN, HONEST), (HONEST, LYING), (HONEST, BUSY)])
def test_a_text_that_passes_is_used_whatever_else_came(replies: tuple[Reply, ...]) -> None:
    assert step(*replies) == Use(built(BRIEF))
    assert step(*replies, has_model=False, budget=Budget(0, 0)) == Use(built(BRIEF))


def test_findings_kept_with_a_reply_are_not_believed() -> None:
    assert isinstance(step(replace(LYING, findings=())), Ask)
    assert isinstance(step(replace(HONEST, findings=answered(1).findings)), Use)


# --- ceilings of drafts written side by side


def writing(name: str, *replies: Reply) -> Draft:
    return replace(wanted(name), replies=replies)


def written(name: str, *replies: Reply) -> Draft:
    return replace(writing(name, *replies), made=finished())


@pytest.mark.parametrize(
    ("drafts", "mine", "left"),
    [
        ((writing("d1"),), "d1", 10),
        ((writing("d1", LYING),), "d1", 9),
        ((writing("d1"), writing("d2")), "d2", 8),
        ((writing("d1"), writing("d2")), "d1", 10),
        ((writing("d1", LYING), writing("d2")), "d2", 8),
        ((written("d1", HONEST), writing("d2")), "d2", 9),
        ((written("d1", LYING, LYING), writing("d2"), writing("d3")), "d3", 6),
        ((written("d1"),), "nobody", 10),
    ],
)
def test_a_draft_leaves_their_calls_to_those_asked_before_it(drafts: tuple[Draft, ...], mine: str, left: int) -> None:
    assert budget_of(drafts, mine, calls=10, tokens=1).calls == left


@pytest.mark.parametrize("ceiling", range(12))
@pytest.mark.parametrize("number", [1, 3, 5])
def test_drafts_that_all_ask_at_once_stay_within_the_ceiling(number: int, ceiling: int) -> None:
    drafts = tuple(writing(f"d{place}") for place in range(number))
    made = 0
    for _ in range(TRIES):
        asks = [
            not budget_of(drafts, each.id, calls=ceiling, tokens=10_000_000).is_spent and each.made is None
            for each in drafts
        ]
        made += sum(asks)
        drafts = tuple(
            replace(each, replies=(*each.replies, LYING)) if asked else replace(each, made=finished())
            for each, asked in zip(drafts, asks, strict=True)
        )
    assert made <= ceiling
    assert made >= min(ceiling, number * TRIES) - 1


def test_tokens_of_every_reply_count() -> None:
    drafts = (written("d1", LYING, HONEST), writing("d2", LYING))
    each = LYING.tokens_in + LYING.tokens_out
    assert budget_of(drafts, "d2", calls=9, tokens=5 * each).tokens == 2 * each


# --- the form of a text


@pytest.mark.parametrize(
    ("content", "kind", "fits"),
    [
        (None, Kind.NOTE, False),
        (ACTIONS, Kind.NOTE, False),
        (PROSE, Kind.PLAN, False),
        (Prose((Sentence("\ud800"),)), Kind.NOTE, False),
        (PROSE, Kind.NARRATIVE, True),
        (ACTIONS, Kind.PLAN, True),
    ],
)
def test_a_text_has_the_form_that_was_asked_for(content: Prose | None, kind: Kind, *, fits: bool) -> None:
    assert has_form(content, kind) is fits
