"""Finding what is to be shown over time, among what the asker may see."""

from collections.abc import Sequence

import pytest

from bot.core.assessment import Subject
from bot.core.scoring.trend import Comparison, Trend
from bot.use_cases.ports import Deed, Store
from bot.use_cases.scorecards import (
    MOST_POINTS,
    Answer,
    Card,
    HelpWanted,
    Listed,
    NoMatch,
    NoneYet,
    OverTime,
    UnderWay,
    Unlike,
    find_answer,
)
from bot.use_cases.start import Start, start_assessment
from tests.core.examples import example_framework, framework_on, matrix_framework
from tests.databases import statements
from tests.known import as_a
from tests.use_cases.talking import CHANNEL, DANA, TEAM, Talking, played

ONE_DIMENSION = framework_on(1, 3)


def ask(store: Store, words: str, channel: str = CHANNEL, workspace: str = TEAM) -> Answer | OverTime:
    return find_answer(store, workspace, channel, words)


def ids(answer: Answer | OverTime) -> list[str]:
    """Give the assessments on the line that an answer shows."""
    shown = answer.trend if isinstance(answer, Comparison) else answer
    assert isinstance(shown, Trend), answer
    return [each.card.assessment for each in shown.points]


@pytest.fixture
def acme(talking: Talking) -> Sequence[str]:
    """Three complete assessments of Acme Retail, then one of the matrix under way, and one in another channel."""

    def play() -> Sequence[str]:
        found = [talking.id]
        talking.say(*["2"] * 6)
        for event in ("e2", "e3"):
            found.append(talking.start(event=event))
            talking.settle()
            talking.say(*["2"] * 6)
        talking.start(matrix_framework(), event="e4")
        talking.settle()
        other = start_assessment(
            talking.kept, talking.clock, Start(Deed(TEAM, "C2", DANA, "e5"), example_framework(), Subject("Secret"), {})
        )
        assert other is not None
        return (*found, talking.id, other)

    return played(talking, "three of acme", play)


@pytest.mark.parametrize("verb", ["trend", "compare"])
def test_a_channel_without_any_has_none_yet(talking: Talking, verb: str) -> None:
    assert ask(talking.kept, verb, "C9") == NoneYet()
    assert ask(talking.kept, verb, CHANNEL, "T9") == NoneYet()


@pytest.mark.parametrize("words", ["trend secret", "compare globex", "trend acme nonsense"])
def test_what_matches_nothing_here_is_told_with_what_is_valid(store: Store, acme: Sequence[str], words: str) -> None:
    assert acme
    answer = as_a(NoMatch, ask(store, words))
    assert answer.said == words.partition(" ")[2]
    assert set(answer.names) == {"Acme Retail", "cx-optimization", "cx-matrix"}


def test_an_assessment_of_another_channel_is_not_found_by_its_id(store: Store, acme: Sequence[str]) -> None:
    first, *_, other = acme
    for words in (f"trend {other}", f"compare {other}", f"compare {first} {other}", f"compare {other} {first}"):
        answer = ask(store, words)
        assert isinstance(answer, NoMatch), words
        assert answer.said == other
    assert ask(store, f"compare {first} {acme[1]}", CHANNEL, "T9") == NoneYet()


def test_one_that_is_under_way_is_on_no_line(store: Store, acme: Sequence[str]) -> None:
    first, _, _, matrix, _ = acme
    under_way = UnderWay("Acme Retail", "CX maturity matrix")
    for words in ("trend matrix", f"trend {matrix}", "compare matrix", f"compare {matrix} {first}"):
        assert ask(store, words) == under_way, words


def test_the_trend_is_the_line_of_the_newest_complete_one(store: Store, acme: Sequence[str]) -> None:
    for words in ("trend", "TREND acme", "trend optimization", f"trend {acme[0]}"):
        assert ids(ask(store, words)) == list(acme[:3]), words


def test_two_are_compared_the_last_ones_or_those_that_are_named(store: Store, acme: Sequence[str]) -> None:
    first, second, third, *_ = acme
    for words in ("compare", "compare acme", "compare optimization acme", f"compare {third}"):
        assert ids(ask(store, words)) == [second, third], words
    assert ids(ask(store, f"compare {first}")) == [first, third]
    assert ids(ask(store, f"compare {second} {first}")) == [first, second]


def test_a_slip_in_one_of_two_ids_is_named(store: Store, acme: Sequence[str]) -> None:
    assert as_a(NoMatch, ask(store, f"compare {acme[0]} zzzzzzzzzz")).said == "zzzzzzzzzz"


def test_two_of_different_lines_are_told_apart(store: Store, acme: Sequence[str], talking: Talking) -> None:
    other = talking.start(ONE_DIMENSION, event="e9")
    talking.settle()
    talking.say("1")
    answer = as_a(Unlike, ask(store, f"compare {other} {acme[0]}"))
    assert (answer.before.id, answer.now.id) == (acme[0], other)


@pytest.mark.parametrize("verb", ["trend", "compare"])
def test_one_complete_assessment_is_a_line_of_one_point(talking: Talking, verb: str) -> None:
    talking.say(*["2"] * 6)
    assert ids(ask(talking.kept, verb)) == [talking.id]
    assert ids(ask(talking.kept, f"{verb} {talking.id}")) == [talking.id]


def test_a_line_is_bounded_and_so_is_what_it_asks_the_store(talking: Talking) -> None:
    for number in range(MOST_POINTS + 2):
        talking.start(ONE_DIMENSION, event=f"e{number}")
        talking.settle()
        talking.say("1")
    with statements() as ran:
        shown = ids(ask(talking.kept, "trend"))
    assert len(shown) == MOST_POINTS
    assert shown[-1] == talking.id
    assert len([each for each in ran if each.startswith("SELECT")]) <= 5 + 5 * (MOST_POINTS + 1)


@pytest.mark.parametrize("verb", ["trend", "compare"])
def test_help_is_answered_and_a_subject_may_be_called_so(talking: Talking, verb: str) -> None:
    assert ask(talking.kept, f"{verb} help") == HelpWanted()
    start = Start(Deed(TEAM, CHANNEL, DANA, "micro"), ONE_DIMENSION, Subject(f"{verb.title()} Micro"), {})
    assert start_assessment(talking.kept, talking.clock, start) is not None
    assert isinstance(ask(talking.kept, f"{verb} scale micro"), UnderWay)
    assert isinstance(ask(talking.kept, f"{verb} {verb}"), UnderWay)


def test_other_words_are_about_one_scorecard(store: Store, acme: Sequence[str]) -> None:
    assert isinstance(ask(store, ""), Card)
    assert isinstance(ask(store, "list"), Listed)
    assert as_a(Card, ask(store, "previous")).assessment.id == acme[1]
