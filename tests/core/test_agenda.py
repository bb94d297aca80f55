"""What several people's scores show of each dimension, what a team talks about then, and what it agreed on."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from bot.core.assessment import AgreedLevel, Assessment
from bot.core.scoring.agenda import AgendaItem, agenda, shared_out
from bot.core.scoring.rounds import group_gap, rounds_of
from bot.core.scoring.scorecard import scorecard
from bot.core.team import Evidence, Leave, PictureKind, Quote, Split, SplitGroup
from bot.core.thread_of_team import MOST_ITEMS, agreements, discussions
from tests.core.examples import example_framework
from tests.core.revealed import FIRST, KEYS, SECOND, THIRD, revealed, sitting, tally, team_of
from tests.known import sure
from tests.store.made import START, on_day


def items(assessment: Assessment) -> tuple[AgendaItem, ...]:
    return agenda(assessment, scorecard(assessment))


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


def test_split_dimensions_come_first_then_spread_times_weight_times_gap() -> None:
    told = revealed(tally(FIRST, 1, 1, 2), tally(SECOND, 3, 4, 5, 5), tally(THIRD, 3, 3, 4))
    assessment = team_of(sitting(1, told))
    order = [each.row.key for each in items(assessment)]
    assert order[:3] == [SECOND, FIRST, THIRD]
    assert sum(each.minutes for each in items(assessment)) == 45
    heavy = replace(example_framework().dimensions[2], weight=Fraction(5))
    framework = replace(assessment.framework, dimensions=(*assessment.framework.dimensions[:2], heavy))
    assert [each.row.key for each in items(replace(assessment, framework=framework))] == [SECOND, THIRD, FIRST]
    agreed = replace(assessment, agreed=(AgreedLevel(SECOND, 5, "U1", START),))
    assert [each.row.key for each in items(agreed)] == order, "an agreement turns nothing round"
    left_out = replace(told, tallies=told.tallies[1:], not_applicable=(FIRST,))
    assert FIRST not in {each.row.key for each in items(team_of(sitting(1, left_out)))}


@given(st.integers(1, 480), st.lists(st.fractions(0, 40, max_denominator=60), max_size=30))
def test_the_minutes_are_shared_out_whole(minutes: int, urgency: list[Fraction]) -> None:
    shares = shared_out(minutes, urgency)
    assert sum(shares) == (minutes if urgency else 0)
    assert all(each >= min(2, minutes // len(urgency)) for each in shares)
    by_urgency = [share for _, share in sorted(zip(urgency, shares, strict=True))]
    assert by_urgency == sorted(by_urgency)


def test_a_long_agenda_is_shown_in_parts_of_one_length() -> None:
    dimensions = tuple(
        replace(example_framework().dimensions[0], key=f"d{each}", name=f"D {each}") for each in range(13)
    )
    framework = replace(example_framework(), dimensions=dimensions)
    told = revealed(*(tally(each.key, 1, 2, 3) for each in dimensions))
    assessment = replace(
        team_of(sitting(1, told, keys=tuple(each.key for each in dimensions))), framework=framework, targets={}
    )
    parts = [each for _, each in discussions(assessment, scorecard(assessment))]
    assert [(each.first, len(each.items), each.opens) for each in parts] == [
        (1, 5, True),
        (6, 5, False),
        (11, 3, False),
    ]
    assert max(len(each.items) for each in parts) <= MOST_ITEMS


def test_what_was_agreed_stays_to_be_read_also_when_it_was_replaced_or_taken_back() -> None:
    agreed = AgreedLevel(FIRST, 4, "U1", on_day(4), "shown in the workshop")
    back = replace(agreed, at=on_day(5), withdrawn=True)
    other = replace(agreed, level=3)
    cases = [
        ((agreed,), [(4, False, True)], 4),
        ((agreed, back), [(4, True, False)], None),
        ((agreed, other), [(4, False, False), (3, False, True)], 3),
        ((agreed, back, other), [(4, True, False), (3, False, True)], 3),
    ]
    for facts, shown, counts in cases:
        assessment = team_of(sitting(1, revealed(tally(FIRST, 1, 2, 3))), agreed=facts)
        found = [each for _, each in agreements(assessment)]
        assert [(each.agreed.level, each.taken_back is not None, each.stands) for each in found] == shown
        value = scorecard(assessment).row(KEYS[0]).value
        assert value == (counts if counts is not None else 2)
