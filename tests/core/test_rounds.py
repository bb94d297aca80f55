"""What several people's scores show of each dimension."""

from dataclasses import replace
from fractions import Fraction

from bot.core.assessment import AgreedLevel
from bot.core.scoring.rounds import group_gap, rounds_of
from bot.core.team import Evidence, Leave, PictureKind, Quote, Split, SplitGroup
from tests.core.revealed import FIRST, KEYS, SECOND, revealed, sitting, tally, team_of
from tests.known import sure
from tests.store.made import on_day


def test_a_second_round_stands_beside_the_first_and_neither_is_mixed_with_late_answers() -> None:
    late = revealed(tally(FIRST, 1, 1, 1), kind=PictureKind.LATE)
    again = sitting(2, revealed(tally(FIRST, 3, 3, 4), day=5), keys=(FIRST,))
    first, second = rounds_of(team_of(sitting(1, revealed(tally(FIRST, 2, 2, 5)), late), again))[:2]
    assert [(each.number, each.value, each.spread, each.raters) for each in first.shown] == [
        (1, Fraction(3), 3, 3),
        (2, Fraction(10, 3), 1, 3),
    ]
    assert (first.shift, first.late, first.can_be_rated_again) == (Fraction(1, 3), {1: 3}, False)
    assert (second.shown, second.newest, second.shift, second.can_be_rated_again) == ((), None, None, True)


def test_a_second_round_of_too_few_leaves_the_first_and_the_first_of_too_few_stays_a_first() -> None:
    first = sitting(1, revealed(tally(FIRST, 2, 2, 5)))
    shown = rounds_of(team_of(first, sitting(2, revealed(day=5), keys=KEYS)))
    assert (shown[0].first, shown[0].second) == (shown[0].newest, None)
    assert (shown[0].held, shown[0].can_be_rated_again) == (2, False)
    only_second = rounds_of(team_of(first, sitting(2, revealed(tally(SECOND, 1, 2, 3)), keys=(SECOND,))))[1]
    assert (only_second.first, only_second.second) == (None, only_second.newest)
    under_way = rounds_of(team_of(first, sitting(2, keys=(FIRST,))))[0]
    assert under_way.open is not None
    assert not under_way.can_be_rated_again


def test_words_are_shown_where_their_author_allows_it_and_a_tally_stands_each_once() -> None:
    said = [*[(FIRST, "yes", Leave.QUOTE)] * 2, (FIRST, "retold", Leave.RETELL), (SECOND, "lone", Leave.QUOTE)]
    quotes = tuple(Quote(key, Evidence("words", text), leave) for key, text, leave in said)
    rounds = rounds_of(team_of(sitting(1, revealed(tally(FIRST, 1, 2, 3), quotes=quotes))))
    assert [each.evidence.text for one in rounds for each in one.quotes] == ["yes"]


def test_what_was_agreed_can_be_taken_back() -> None:
    agreed = AgreedLevel(FIRST, 4, "U1", on_day(4), "shown in the workshop")
    open_sitting = sitting(1, revealed(tally(FIRST, 1, 2, 3)))
    assert rounds_of(team_of(open_sitting, agreed=(agreed,)))[0].agreed == agreed
    back = replace(agreed, withdrawn=True)
    assert rounds_of(team_of(open_sitting, agreed=(agreed, back)))[0].agreed is None
    assert rounds_of(team_of(open_sitting, agreed=(agreed, back, agreed)))[0].agreed == agreed


def test_the_groups_that_differ_most_are_named_once() -> None:
    near = Split(FIRST, "role", (SplitGroup("manager", {2: 3}), SplitGroup("", {2: 2, 3: 1})))
    far = Split(
        SECOND, "role", (SplitGroup("front line", {1: 3}), SplitGroup("manager", {2: 3}), SplitGroup("", {4: 3}))
    )
    told = revealed(tally(FIRST, 2, 3), tally(SECOND, 1, 4), splits=(near, far))
    gap = sure(group_gap(rounds_of(team_of(sitting(1, told)))))
    assert (gap.dimension, gap.lower.name, gap.higher.name, gap.levels) == (SECOND, "front line", "", Fraction(3))
    same = Split(FIRST, "role", (SplitGroup("a", {2: 3}), SplitGroup("b", {2: 3})))
    assert group_gap(rounds_of(team_of(sitting(1, revealed(tally(FIRST, 2), splits=(same,)))))) is None
