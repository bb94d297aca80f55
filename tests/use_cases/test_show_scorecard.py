"""What is found and shown of scorecards: one, what is still open since the last one, and a line over time."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.assessment import Status, Subject
from bot.core.plan.plan import Progress
from bot.core.scoring.trend import Comparison, Trend
from bot.core.thread import OPEN_ACTIONS_KEY, OpenActions, Prompt, Result
from bot.use_cases.notified import PAGE_SIZE
from bot.use_cases.ports import Deed, Job, Store
from bot.use_cases.scorecards import (
    ELSEWHERE,
    FEW,
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
    elsewhere_job,
    find_answer,
    find_scorecard,
    listed_page,
    scorecard_now,
    scorecard_of,
    show_elsewhere,
)
from bot.use_cases.start import Start, start_assessment
from tests.core.examples import example_framework, framework_on, matrix_framework
from tests.databases import statements
from tests.known import as_a, sure, write
from tests.use_cases.drafting import plan
from tests.use_cases.talking import CHANNEL, DANA, TEAM, Talking, played
from tests.use_cases.tracking import Plans


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


DONE, STUCK = Progress.DONE, Progress.STUCK


def again(plans: Plans, *answers: str, day: int = 90) -> str:
    """Assess the subject anew on a day of the plan; give the first assessment, to which presses go back."""
    first = plans.id
    plans.at(day)
    plans.start(event=f"again{day}")
    plans.settle()
    if answers:
        plans.say(*answers)
    return first


def report(plans: Plans, first: str, place: int, progress: Progress, note: str = "") -> None:
    """Say how an action of the first assessment stands while the second one is conducted."""
    now, plans.id = plans.id, first
    plans.tell(place, progress, note)
    plans.id = now
    plans.settle()


def unexplained(plans: Plans) -> list[str]:
    with plans.kept.reading() as view:
        card = scorecard_now(view, plans.assessment)
    return [each.key for each in card.rows if each.change is not None and each.change.unexplained]


def dimension_of(plans: Plans, place: int) -> str:
    return str(plans.actions[place - 1].action.dimension)


# --- open actions come first


def test_a_reassessment_starts_with_what_is_still_open(plans: Plans) -> None:
    plans.tell(1, DONE)
    plans.tell(2, STUCK, "no budget")
    left = plans.standing[1:]
    again(plans)
    keys = [each.key for each in plans.wanted]
    assert keys[:2] == ["headline", OPEN_ACTIONS_KEY]
    shown = as_a(OpenActions, plans.wanted[1].shows)
    assert (shown.actions, shown.last.subject.name) == (left, "Acme Retail")
    assert isinstance(plans.wanted[-1].shows, Prompt)
    assert [each.key for each in plans.slack.messages if each.thread == plans.assessment.thread] == [
        f"{plans.id}:{each}" for each in keys[1:]
    ]


@pytest.mark.parametrize("is_first", [True, False])
def test_a_first_assessment_and_one_without_anything_left_open_show_none(plans: Plans, *, is_first: bool) -> None:
    if not is_first:
        for place in range(1, len(plans.actions) + 1):
            plans.tell(place, DONE)
        again(plans)
        assert [each.key for each in plans.wanted] == ["headline", "q1"]
    assert OPEN_ACTIONS_KEY not in [each.key for each in plans.wanted]


def test_what_is_said_meanwhile_is_shown_and_nothing_leaves_the_list(plans: Plans) -> None:
    first = again(plans)
    report(plans, first, 1, DONE)
    assert as_a(OpenActions, plans.wanted[1].shows).actions[0].progress is DONE
    plans.say(*["3"] * 6)
    assert OPEN_ACTIONS_KEY in [each.key for each in plans.wanted], "it stands above the scorecard"
    stands = [each for each in plans.slack.messages if each.key == f"{plans.id}:{OPEN_ACTIONS_KEY}"]
    assert [each.shows for each in stands] == [plans.wanted[1].shows]


def test_it_is_not_sent_below_a_scorecard_that_stands_already(plans: Plans) -> None:
    again(plans, *["3"] * 6)
    (stands,) = [each for each in plans.slack.messages if each.key == f"{plans.id}:{OPEN_ACTIONS_KEY}"]
    plans.slack.messages.remove(stands)
    write(plans.kept).drop_post(TEAM, plans.id, OPEN_ACTIONS_KEY)
    assert OPEN_ACTIONS_KEY not in [each.key for each in plans.wanted]


def test_a_plan_that_is_accepted_after_the_reassessment_began_is_not_among_what_was_left(plans: Plans) -> None:
    plans.reopen(plan(plans))
    first = again(plans)
    now, plans.id = plans.id, first
    plans.at(91)
    plans.accept(plan(plans))
    plans.id = now
    assert OPEN_ACTIONS_KEY not in [each.key for each in plans.wanted]


# --- a finished action proposes evidence, and explains


def test_the_question_of_a_dimension_shows_its_finished_actions_and_rates_nothing(plans: Plans) -> None:
    places = [place for place, each in enumerate(plans.actions, 1) if each.action.dimension == plans.key(1)]
    plans.tell(places[0], DONE, "the list has owners")
    again(plans)
    shown = as_a(Prompt, plans.wanted[-1].shows)
    assert [each.last.note for each in shown.finished if each.last is not None] == ["the list has owners"]
    assert plans.verdicts() == [None] * 6
    plans.say("2")
    assert as_a(Prompt, plans.wanted[-1].shows).finished == ()


def test_a_change_without_a_finished_action_is_unexplained(plans: Plans) -> None:
    plans.tell(1, STUCK, "no budget")
    again(plans, *["3"] * 6)
    assert len(unexplained(plans)) == 6


def test_a_finished_action_explains_the_change_of_its_dimension_everywhere(plans: Plans) -> None:
    plans.at(20)
    plans.tell(1, DONE)
    key = dimension_of(plans, 1)
    first = again(plans, *["3"] * 6)
    assert key not in unexplained(plans)
    assert len(unexplained(plans)) == 5
    card = scorecard_of(plans.kept, TEAM, CHANNEL, plans.id)
    result = next(each.shows for each in plans.wanted if isinstance(each.shows, Result))
    trend, comparison = (find_answer(plans.kept, TEAM, CHANNEL, words) for words in ("trend", f"compare {first}"))
    assert card is not None
    assert isinstance(trend, Trend)
    assert isinstance(comparison, Comparison)
    for each in (card.card, result.card, trend.newest, comparison.trend.newest):
        assert not sure(each.row(key).change).unexplained


@pytest.mark.parametrize("then", [DONE, STUCK])
def test_what_is_said_after_the_reassessment_changes_its_scorecard_no_more(plans: Plans, then: Progress) -> None:
    if then is STUCK:
        plans.at(20)
        plans.tell(1, DONE)
    first = again(plans, *["3"] * 6)
    before = unexplained(plans)
    plans.at(95)
    report(plans, first, 1, then, "it came back")
    assert unexplained(plans) == before


def test_an_action_finished_after_the_second_assessment_explains_the_third(plans: Plans) -> None:
    key = dimension_of(plans, 1)
    first = again(plans, *["3"] * 6, day=40)
    plans.at(60)
    report(plans, first, 1, DONE)
    again(plans, *["2"] * 6, day=90)
    line = as_a(Trend, find_answer(plans.kept, TEAM, CHANNEL, "trend"))
    second, third = (next(each for each in point.card.rows if each.key == key) for point in line.points[1:])
    assert sure(second.change).unexplained
    assert not sure(third.change).unexplained


@pytest.mark.parametrize(
    "place", [("T1", "C2", "Acme Retail"), ("T1", "C1", "Acme Wholesale"), ("T2", "C1", "Acme Retail")]
)
def test_the_plan_of_another_line_explains_nothing(plans: Plans, place: tuple[str, str, str]) -> None:
    plans.at(20)
    plans.tell(1, DONE)
    again(plans, *["3"] * 6)
    with plans.kept.reading() as view:
        now = plans.assessment
        assert len(view.reported(now, limit=9)) == 1
        workspace, channel, subject = place
        other = replace(now, workspace=workspace, channel=channel, subject=Subject(subject))
        assert view.reported(other, limit=9) == ()
        assert view.reported(now, limit=0) == ()


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


@pytest.mark.parametrize("verb", ["", "trend", "compare"])
def test_a_channel_without_any_has_no_line_yet(talking: Talking, verb: str) -> None:
    assert ask(talking.kept, verb, "C9") == NoneYet()
    assert ask(talking.kept, verb, CHANNEL, "T9") == NoneYet()


@pytest.mark.parametrize("words", ["trend secret", "compare globex", "trend acme nonsense"])
def test_no_line_matches_and_what_is_valid_is_told(store: Store, acme: Sequence[str], words: str) -> None:
    assert acme
    answer = as_a(NoMatch, ask(store, words))
    assert answer.said == words.partition(" ")[2]
    assert set(answer.names) == {"Acme Retail", "cx-optimization", "cx-matrix"}


def test_the_line_of_another_channel_is_not_found_by_an_id(store: Store, acme: Sequence[str]) -> None:
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
