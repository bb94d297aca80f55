"""The scorecard of a team assessment rests on what was revealed, and on nothing else."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest

from bot.core.assessment import AgreedLevel, Assessment, NotApplicable, NotRated, Rating
from bot.core.reveal import late_picture, picture
from bot.core.scoring.comparison import oldest_evidence
from bot.core.scoring.portfolio import portfolio
from bot.core.scoring.scorecard import scorecard
from bot.core.scoring.trend import trend
from bot.core.team import Leave, Participant, TeamPicture
from tests.core.balloted import FIRST, FRAMEWORK, KEYS, SECOND, START, Given, ballot, one, people, team
from tests.known import sure

REST = dict.fromkeys(KEYS[1:], 3)


def reveal(
    ballots: Sequence[Assessment], those: Sequence[Participant] = (), before: Sequence[TeamPicture] = ()
) -> TeamPicture:
    return picture(FRAMEWORK, ballots, those, named=False, at=START, before=before)[0]


def everything(*given: Given) -> list[Assessment]:
    """Make ballots that give one thing for the first dimension and a 3 for every other."""
    return [ballot(f"P{place}", {FIRST: each, **REST}) for place, each in enumerate(given)]


def agreed(level: int, key: str = FIRST) -> AgreedLevel:
    return AgreedLevel(key, level, "Dana", START + timedelta(days=2), "We looked at the list.", "Ben: too high.")


@pytest.mark.parametrize(
    ("given", "value", "spread"),
    [
        ((2, 3, 3), Fraction(8, 3), 1),
        ((1, 3, 5, 5), Fraction(7, 2), 4),
        ((2, 3), NotRated(), None),
        (("n/a", "n/a", "n/a"), NotApplicable(""), None),
    ],
)
def test_a_value_is_the_mean_of_the_tally(given: tuple[Given, ...], value: object, spread: int | None) -> None:
    row = scorecard(team([reveal(one(*given))])).row(FIRST)
    assert (row.value, row.spread, row.split) == (value, spread, spread is not None and spread >= 2)
    assert row.rounds is not None
    assert row.rounds.is_withheld == isinstance(value, NotRated)


def test_before_the_reveal_nothing_is_rated_and_nothing_withheld() -> None:
    card = scorecard(team([]))
    assert (card.coverage.rated, card.handed_in, card.answered, card.overall) == (0, 0, (), None)
    assert not any(row.rounds is None or row.rounds.is_withheld or row.rounds.shown for row in card.rows)


def test_a_dimension_that_is_withheld_is_left_out_of_every_figure() -> None:
    with_two = scorecard(team([reveal(everything(5, 1, "?"))]))
    with_none = scorecard(team([reveal(everything("?", "?", "?"))]))
    assert with_two == with_none
    assert (with_two.provisional, with_two.missing, with_two.overall and with_two.overall.band) == (
        True,
        (FIRST,),
        None,
    )
    assert with_two.floor is not None
    assert with_two.floor.dimensions == KEYS[1:]
    assert FIRST not in [each.dimension for each in with_two.gaps]


def test_the_second_round_stands_alone_where_it_is_shown_and_both_are_kept() -> None:
    first = reveal(everything(1, 5, 5, 5))
    rows = {}
    for again in [(2, 3, 3), (2, 3)]:
        second = reveal([ballot(f"P{place}", {FIRST: level}, sitting=2) for place, level in enumerate(again)])
        rows[again] = scorecard(team([first], [second])).row(FIRST)
    shown, too_few = rows[2, 3, 3], rows[2, 3]
    assert (shown.value, shown.spread, shown.raters) == (Fraction(8, 3), 1, 3)
    assert (too_few.value, too_few.spread, too_few.raters) == (Fraction(4), 4, 4)
    assert shown.rounds is not None
    assert too_few.rounds is not None
    assert (shown.rounds.first and shown.rounds.first.tally, shown.rounds.shift) == (
        first.tally(FIRST),
        Fraction(8, 3) - 4,
    )
    assert (too_few.rounds.second, too_few.rounds.shift, too_few.rounds.is_withheld) == (None, None, False)


def test_a_second_round_shows_what_the_first_withheld() -> None:
    second = reveal(one(2, 2, 3))
    row = scorecard(team([reveal(everything(2, 3, "?"))], [second])).row(FIRST)
    assert row.rounds is not None
    assert (row.value, row.rounds.first, row.rounds.is_withheld) == (Fraction(7, 3), None, False)
    assert row.rounds.second is not None
    assert row.rounds.second.tally == second.tally(FIRST)


def test_an_agreed_level_is_the_value_and_is_backed_by_those_who_prove_as_much() -> None:
    shown = reveal(everything((5, "a"), (5, "b"), (4, "c"), 1))
    for level, evidenced in [(5, 5), (4, 4), (3, 3)]:
        row = scorecard(team([shown], agreed=(agreed(2), agreed(level)))).row(FIRST)
        assert [row.value, row.evidenced, row.rounds and row.rounds.agreed] == [level, evidenced, agreed(level)]
    unproven = scorecard(team([reveal(everything(5, 5, 4))], agreed=(agreed(5),))).row(FIRST)
    assert [unproven.value, unproven.evidenced] == [5, 3]
    withheld = scorecard(team([reveal(everything(5, 5, "?"))], agreed=(agreed(2),))).row(FIRST)
    assert [withheld.value, withheld.rounds and withheld.rounds.is_withheld] == [2, False]


def test_late_answers_are_in_no_figure() -> None:
    ballots = [*everything(1, 1, 1), *(ballot(f"L{place}", {}, late={FIRST: 5}) for place in range(3))]
    first = reveal(ballots)
    late = sure(late_picture(FRAMEWORK, ballots, at=START))
    before, after = scorecard(team([first])), scorecard(team([first, late[0]]))
    assert after.overall == before.overall
    row = after.row(FIRST)
    assert row.rounds is not None
    assert [row.value, row.raters, row.rounds.late] == [1, 3, {5: 3}]


def test_the_words_of_a_row_are_those_that_may_be_quoted_of_either_round_each_once() -> None:
    leaves = [Leave.QUOTE, Leave.RETELL, Leave.NOTHING, None, Leave.QUOTE]
    ballots = [
        ballot(f"P{place}", {FIRST: (3, f"words {place % 4}"), SECOND: 3}, leave=leave)
        for place, leave in enumerate(leaves)
    ]
    second = [
        ballot(f"P{place}", {FIRST: (3, f"more {place % 4}")}, leave=leave, sitting=2)
        for place, leave in enumerate(leaves)
    ]
    shown = team([reveal(ballots)], [reveal(second)])
    row = scorecard(shown).row(FIRST)
    assert [each.text for each in row.evidence] == ["words 0", "more 0"]
    assert [name for name, _ in oldest_evidence((shown,))] == [FRAMEWORK.dimensions[0].name]


@pytest.mark.parametrize(
    ("given", "has_evidence"),
    [(((4, "a"), (4, "b"), (5, "c")), True), (((4, "a"), (4, "b"), 5), False), ((3, 3, 3), False)],
)
def test_evidence_that_may_not_be_quoted_is_evidence_from_three_who_give_it(
    given: tuple[Given, ...], *, has_evidence: bool
) -> None:
    row = scorecard(team([reveal(one(*given, leave=Leave.NOTHING))])).row(FIRST)
    assert (row.evidence, row.has_evidence) == ((), has_evidence)


@pytest.mark.parametrize(
    ("leave", "words", "unexplained"),
    [(Leave.QUOTE, "a list", False), (Leave.NOTHING, "a list", False), (Leave.NOTHING, "", True)],
)
def test_a_rise_is_explained_by_evidence_that_may_not_be_quoted(leave: Leave, words: str, *, unexplained: bool) -> None:
    now = team([reveal(one((4, words), (4, words), (4, words), leave=leave))])
    change = sure(scorecard(now, replace(team([reveal(one(2, 2, 2))]), id="a0")).row(FIRST).change)
    assert change.unexplained == unexplained


def test_no_rating_beside_the_pictures_counts() -> None:
    stray = Rating("r1", FIRST, "A", 5, (), START, "173.1")
    shown = team([reveal(everything(1, 1, 1))], participants=people("", "", ""))
    assert scorecard(replace(shown, ratings=(stray,))).rows == scorecard(shown).rows


def test_a_trend_and_a_portfolio_leave_out_what_is_withheld() -> None:
    whole = team([reveal(everything(1, 1, 1))])
    later = replace(team([reveal(everything(5, 5, "?"))]), id="a2")
    line = trend((whole, later))
    assert (line.newest.change, line.tracks[0].levels[1].value, line.tracks[0].levels[1].change) == (
        None,
        NotRated(),
        None,
    )
    row = portfolio([(later, whole)], {}, START.date()).rows[0]
    assert row.card.provisional
