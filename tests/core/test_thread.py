"""The layout of a thread, from the facts alone."""

from dataclasses import replace
from datetime import UTC, date, datetime

from bot.core.assessment import Assessment, NotRated, Status
from bot.core.conversation.talk import Because, Detail, Ended, Question, Wants
from bot.core.plan.plan import AcceptedAction, ActionStanding, ActionUpdate, Progress, Since
from bot.core.thread import (
    OPEN_ACTIONS_KEY,
    Confirmation,
    Headline,
    OpenActions,
    Placed,
    Prompt,
    Resting,
    Result,
    answered,
    layout,
)
from tests.core.drafted import ACTION
from tests.core.examples import KEYS, OPTIMIZATION
from tests.core.rated import Given, assessment_of, said
from tests.known import as_a


def under_way(given: Given | None = None, status: Status = Status.OPEN) -> Assessment:
    return replace(assessment_of(OPTIMIZATION, given or {}), status=status)


def asked(number: int, place: int, ended: Ended | None = None, wants: Wants = Wants.LEVEL) -> Question:
    return Question(number, "dana", KEYS[place - 1], wants, Because.NEXT, ended=ended)


def placed(assessment: Assessment, *questions: Question, before: Assessment | None = None) -> list[tuple[str, type]]:
    return [(each.key, type(each.shows)) for each in layout(assessment, questions, before)]


def shown(assessment: Assessment, *questions: Question) -> Placed:
    return layout(assessment, questions, None)[-1]


def test_a_thread_begins_with_the_headline_and_the_open_question() -> None:
    assert placed(under_way(), asked(1, 1)) == [("headline", Headline), ("q1", Prompt)]


def test_an_answered_question_becomes_its_confirmation_and_a_left_one_vanishes() -> None:
    questions = (asked(1, 1, Ended.LEFT), asked(2, 1, Ended.ANSWERED), asked(3, 2, Ended.SKIPPED), asked(4, 3))
    assert placed(under_way({KEYS[0]: 2}), *questions)[1:] == [("q2", Confirmation), ("q4", Prompt)]


def test_an_answer_given_anew_is_confirmed_where_it_was_asked_last() -> None:
    questions = (asked(1, 1, Ended.ANSWERED), asked(2, 2, Ended.LEFT), asked(3, 1, Ended.ANSWERED), asked(4, 2))
    assert placed(under_way({KEYS[0]: 2}), *questions)[1:] == [("q3", Confirmation), ("q4", Prompt)]


def test_a_reason_given_is_confirmed_and_evidence_given_is_not() -> None:
    questions = (
        asked(1, 1, Ended.LEFT),
        asked(2, 1, Ended.ANSWERED, Wants.REASON),
        asked(3, 2, Ended.ANSWERED),
        asked(4, 2, Ended.ANSWERED, Wants.EVIDENCE),
        asked(5, 3),
    )
    assessment = under_way({KEYS[0]: 2, KEYS[1]: 4})
    assert [key for key, _ in placed(assessment, *questions)] == ["headline", "q2", "q3", "q5"]


def test_a_complete_assessment_shows_its_scorecard_and_then_what_is_asked_anew() -> None:
    questions = tuple(asked(number, number, Ended.ANSWERED) for number in range(1, 7))
    anew = replace(asked(7, 6), detail=Detail(after_completion=True))
    assessment = under_way([2] * 6, Status.COMPLETE)
    keys = [key for key, _ in placed(assessment, *questions, anew)]
    assert keys == ["headline", "q1", "q2", "q3", "q4", "q5", "q6", "scorecard", "q7"]
    done = placed(assessment, *questions, replace(anew, ended=Ended.ANSWERED))
    assert [key for key, _ in done] == keys[:-1]
    assert done[-1][1] is Result


def test_a_pause_and_a_stop_rest_in_place_of_their_question() -> None:
    assert placed(under_way(status=Status.PAUSED), asked(1, 1))[1:] == [("q1", Resting)]
    assert placed(under_way(status=Status.STOPPED), asked(1, 1, Ended.LEFT))[1:] == [("q1", Resting)]


def test_the_headline_has_the_result_only_when_complete_and_the_last_one_where_there_is_one() -> None:
    before = assessment_of(OPTIMIZATION, [2] * 6)
    now = replace(under_way(), id="a9")
    headline = as_a(Headline, layout(now, (asked(1, 1),), before)[0].shows)
    assert headline.result is None
    assert headline.last is not None
    finished = as_a(Headline, layout(under_way([3] * 6, Status.COMPLETE), (), None)[0].shows)
    assert finished.result is not None
    assert finished.last is None


def test_the_headline_counts_dimensions_that_every_respondent_has_answered() -> None:
    assert answered(under_way({KEYS[0]: 2, KEYS[1]: NotRated()})) == 2
    both = assessment_of(
        OPTIMIZATION, {KEYS[0]: [said(2), said(3, by="erin")], KEYS[1]: 2}, respondents=("dana", "erin")
    )
    assert answered(both) == 1


def test_a_confirmation_tells_the_verdict_before_unless_that_was_no_level() -> None:
    changed = shown(under_way({KEYS[0]: [said(2), said(3), said(3, words="a map")]}), asked(1, 1, Ended.ANSWERED))
    assert isinstance(changed.shows, Confirmation)
    assert changed.shows.before is not None
    assert changed.shows.before.verdict == 2
    first = shown(under_way({KEYS[0]: [said(NotRated()), said(3)]}), asked(1, 1, Ended.ANSWERED))
    assert isinstance(first.shows, Confirmation)
    assert first.shows.before is None


def test_a_question_knows_where_it_stands_and_whether_back_and_skip_lead_anywhere() -> None:
    first = as_a(Prompt, shown(under_way(), asked(1, 1)).shows)
    assert (first.place, first.total, first.goes_back, first.skips) == (1, 6, False, True)
    again = as_a(Prompt, shown(under_way(), asked(1, 1, Ended.SKIPPED), asked(2, 2, Ended.ANSWERED), asked(3, 1)).shows)
    assert (again.place, again.goes_back, again.skips) == (1, True, False)
    rated = as_a(Prompt, shown(under_way({KEYS[0]: 2}), asked(1, 1)).shows)
    assert (rated.skips, rated.standing is not None) == (False, True)


# --- what became of the last plan


def test_what_was_left_open_stands_once_below_the_headline() -> None:
    assessment, before = under_way({KEYS[0]: 2}), assessment_of(OPTIMIZATION, [2] * 6)
    left = ActionStanding(AcceptedAction("a1", "d1", ACTION, date(2026, 12, 22)))
    questions = (asked(1, 1, Ended.ANSWERED), asked(2, 2))
    shown = layout(assessment, questions, before, since=Since(left=(left,)))
    assert [each.key for each in shown] == ["headline", OPEN_ACTIONS_KEY, "q1", "q2"]
    assert shown[1].shows == OpenActions(assessment.id, before, (left,))
    assert [each.key for each in layout(assessment, questions, before)] == ["headline", "q1", "q2"]


def test_a_finished_action_stands_beside_the_question_of_its_dimension_alone() -> None:
    done = ActionUpdate("a1", Progress.DONE, "", "", "dana", datetime(2026, 12, 1, tzinfo=UTC))
    own = replace(ACTION, dimension=KEYS[1])
    standing = ActionStanding(AcceptedAction("a1", "d1", own, date(2026, 12, 22)), (done,))
    since = Since(finished=(standing,))
    prompts = [layout(under_way(), (asked(1, place),), None, since=since)[-1].shows for place in (1, 2)]
    assert [each.finished for each in prompts if isinstance(each, Prompt)] == [(), (standing,)]


def test_a_finished_action_explains_a_change_in_the_scorecard_of_the_thread() -> None:
    before = assessment_of(OPTIMIZATION, [1] * 6)
    assessment = replace(assessment_of(OPTIMIZATION, [2] * 6, days=90), status=Status.COMPLETE)
    done = ActionUpdate("a1", Progress.DONE, "", "", "dana", assessment.started_at)
    standing = ActionStanding(
        AcceptedAction("a1", "d1", replace(ACTION, dimension=KEYS[1]), date(2026, 12, 22)), (done,)
    )
    shown = layout(assessment, (), before, since=Since(finished=(standing,)))
    (card,) = [each.shows.card for each in shown if isinstance(each.shows, Result)]
    assert [each.change.unexplained for each in card.rows if each.change] == [True, False, True, True, True, True]
