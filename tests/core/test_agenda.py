"""What a team talks about after the reveal, and what the group agreed on."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from bot.core.assessment import AgreedLevel, Assessment
from bot.core.scoring.agenda import AgendaItem, agenda, shared_out
from bot.core.scoring.scorecard import scorecard
from bot.core.thread_of_team import MOST_ITEMS, agreements, discussions
from tests.core.examples import example_framework
from tests.core.revealed import FIRST, KEYS, SECOND, THIRD, revealed, sitting, tally, team_of
from tests.store.made import START, on_day


def items(assessment: Assessment) -> tuple[AgendaItem, ...]:
    return agenda(assessment, scorecard(assessment))


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
