"""Finding the scorecard that is meant, among those that the asker may see."""

from datetime import timedelta

import pytest

from bot.core.assessment import Status, Subject
from bot.use_cases.notified import PAGE_SIZE
from bot.use_cases.ports import Deed, Job
from bot.use_cases.scorecards import (
    ELSEWHERE,
    FEW,
    Card,
    HelpWanted,
    Listed,
    NoMatch,
    NoneYet,
    elsewhere_job,
    find_scorecard,
    listed_page,
    scorecard_of,
    show_elsewhere,
)
from bot.use_cases.start import Start, start_assessment
from tests.core.examples import example_framework, matrix_framework
from tests.known import as_a, sure
from tests.use_cases.talking import CHANNEL, DANA, TEAM, Talking, played


@pytest.fixture
def names(talking: Talking) -> dict[str, str]:
    """One complete assessment of Acme Retail, then one of the matrix under way, and one in another channel."""

    def play() -> dict[str, str]:
        talking.say(*["2"] * 6)
        acme = talking.id
        matrix = talking.start(matrix_framework(), event="e2")
        talking.clock.moment = talking.clock.moment.replace(hour=11)
        start = Start(Deed(TEAM, "C2", DANA, "e3"), example_framework(), Subject("Secret"), {})
        return {
            "acme": acme,
            "matrix": matrix,
            "other": sure(start_assessment(talking.kept, talking.clock, start)),
        }

    return played(talking, "one of acme", play)


def test_a_channel_without_any_has_none_yet(talking: Talking) -> None:
    assert find_scorecard(talking.kept, TEAM, "C9", "") == NoneYet()
    assert find_scorecard(talking.kept, "T9", CHANNEL, "") == NoneYet()


@pytest.mark.usefixtures("names")
@pytest.mark.parametrize("words", ["secret", "globex", "previous previous"])
def test_what_matches_nothing_here_is_told_with_what_is_valid(talking: Talking, words: str) -> None:
    answer = as_a(NoMatch, find_scorecard(talking.kept, TEAM, CHANNEL, words))
    assert "Secret" not in answer.names
    assert set(answer.names) == {"Acme Retail", "cx-optimization", "cx-matrix"}


@pytest.mark.usefixtures("names")
def test_the_nearest_name_is_offered(talking: Talking) -> None:
    assert as_a(NoMatch, find_scorecard(talking.kept, TEAM, CHANNEL, "acme retial")).nearest == "Acme Retail"


def test_what_is_complete_is_found_behind_however_many_that_are_under_way(
    talking: Talking, names: dict[str, str]
) -> None:
    for number in range(FEW):
        talking.start(matrix_framework(), event=f"more {number}")
    assert as_a(Card, find_scorecard(talking.kept, TEAM, CHANNEL, "")).assessment.id == names["acme"]


def test_an_assessment_of_another_channel_is_not_found_by_its_id(talking: Talking, names: dict[str, str]) -> None:
    assert isinstance(find_scorecard(talking.kept, TEAM, CHANNEL, names["other"]), NoMatch)
    assert scorecard_of(talking.kept, TEAM, CHANNEL, names["other"]) is None
    assert scorecard_of(talking.kept, "T9", CHANNEL, names["acme"]) is None


@pytest.mark.parametrize(
    ("words", "found"),
    [("", "acme"), ("acme", "acme"), ("matrix", "matrix"), ("ACME maturity", "matrix"), ("previous", "matrix")],
)
def test_words_choose_a_complete_one_before_one_under_way(
    talking: Talking, names: dict[str, str], words: str, found: str
) -> None:
    assert as_a(Card, find_scorecard(talking.kept, TEAM, CHANNEL, words)).assessment.id == names[found]


def test_an_id_chooses(talking: Talking, names: dict[str, str]) -> None:
    answer = as_a(Card, find_scorecard(talking.kept, TEAM, CHANNEL, names["matrix"]))
    assert answer.assessment.status is Status.OPEN


def test_help_and_list_are_answered(talking: Talking, names: dict[str, str]) -> None:
    assert find_scorecard(talking.kept, TEAM, CHANNEL, "help") == HelpWanted()
    listed = as_a(Listed, find_scorecard(talking.kept, TEAM, CHANNEL, "list"))
    assert [each.card.assessment for each in listed.page.cards] == [names["matrix"], names["acme"]]
    assert [each.card.coverage.rated for each in listed.page.cards] == [0, 6]


def test_a_long_list_has_pages_by_the_day_that_each_shows(talking: Talking) -> None:
    made = []
    for number in range(2 * PAGE_SIZE + 1):
        talking.clock.moment += timedelta(days=1)
        start = Start(Deed(TEAM, CHANNEL, DANA, f"n{number}"), example_framework(), Subject(f"Shop {number}"), {})
        made.append(sure(start_assessment(talking.kept, talking.clock, start)))
    pages = [listed_page(talking.kept, TEAM, CHANNEL, "SHOP", number) for number in (-1, 0, 1, 2, 99)]
    listed = [[each.card.assessment for each in found.page.cards] for found in pages if isinstance(found, Listed)]
    newest = made[::-1]
    parts = [newest[:PAGE_SIZE], newest[PAGE_SIZE : 2 * PAGE_SIZE], newest[2 * PAGE_SIZE :]]
    assert listed == [parts[0], *parts, parts[2]]
    assert [found.page.is_last for found in pages if isinstance(found, Listed)] == [False, False, False, True, True]
    assert isinstance(listed_page(talking.kept, TEAM, "C9", "", 0), NoMatch)


def test_the_list_of_ones_channels_is_turned_where_it_stands(talking: Talking) -> None:
    for number in range(PAGE_SIZE + 1):
        start = Start(Deed(TEAM, CHANNEL, DANA, f"n{number}"), example_framework(), Subject("S"), {})
        start_assessment(talking.kept, talking.clock, start)
    talking.slack.members = {(CHANNEL, DANA)}
    for job in (elsewhere_job(TEAM, DANA), elsewhere_job(TEAM, DANA, page=1, shown_in="9")):
        show_elsewhere(talking.kept, talking.slack, Job(9, "elsewhere", "", job.payload, 1))
    (word,) = talking.slack.directs
    assert word.page is not None
    assert (word.page.number, word.page.total, len(word.page.cards)) == (1, PAGE_SIZE + 2, 2)


def test_a_list_that_is_turned_takes_no_other_ones_place(talking: Talking) -> None:
    asked = [elsewhere_job(TEAM, DANA), *(elsewhere_job(TEAM, DANA, page=each, shown_in="9") for each in (1, 2))]
    with talking.kept.writing("T0ACME0001") as tx:
        for each in (*asked, *asked):
            tx.enqueue(each)
    waiting = [each.job.payload for each in talking.kept.jobs.queued(talking.clock.now()) if each.job.kind == ELSEWHERE]
    assert sorted(map(str, waiting)) == sorted(str(each.payload) for each in asked)


def test_elsewhere_a_person_sees_the_lines_of_own_channels_only(talking: Talking, names: dict[str, str]) -> None:
    talking.slack.members = {("C2", DANA)}
    show_elsewhere(talking.kept, talking.slack, Job(1, "elsewhere", "", {"workspace": TEAM, "person": DANA}, 1))
    (word,) = talking.slack.directs
    assert word.page is not None
    assert (word.hint, [each.card.assessment for each in word.page.cards]) == (ELSEWHERE, [names["other"]])
