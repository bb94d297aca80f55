"""What a turn does beyond the plain answer: unclear changes, an early or late message, a listener's words, a pause."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.assessment import NotApplicable, NotRated, Status
from bot.core.conversation.talk import NO_DETAIL, Because, Detail, Ended, Hint, Step, Wants
from bot.core.conversation.turns import (
    Button,
    Press,
    hear,
    hear_early,
    hear_late,
    needs_question,
    overhear,
    press,
    reading_of,
)
from bot.core.team import Evidence
from tests.core.examples import KEYS
from tests.core.rated import START, Given
from tests.core.talks import asked, at, talk_of


def put(step: Step) -> tuple[str, Wants, Because, Detail]:
    """The question that a step puts."""
    assert step.asks is not None
    return (step.asks.dimension, step.asks.wants, step.asks.because, step.asks.detail)


# --- what names no one level is asked again, with what was said


@pytest.mark.parametrize(
    ("text", "because", "detail"),
    [
        ("3 or 4", Because.AMBIGUOUS, Detail(words="3 or 4", candidates=(3, 4))),
        ("7", Because.OFF_SCALE, Detail(words="7")),
        ("7, since May", Because.OFF_SCALE, Detail(words="7, since May", more="since May")),
    ],
)
def test_an_unclear_answer_is_asked_again_with_its_words(text: str, because: Because, detail: Detail) -> None:
    step = hear(at(Wants.LEVEL), text)
    assert (step.says, step.ends) == ((), Ended.LEFT)
    assert put(step) == (KEYS[1], Wants.LEVEL, because, detail)


@pytest.mark.parametrize("because", [Because.START, Because.NO_LEVEL, Because.KEPT_WORDS])
def test_words_without_a_level_are_offered_as_evidence_in_private(because: Because) -> None:
    step = hear(talk_of(replace(asked(1, 1), because=because)), "we map\n some")
    offered = {"question": "1", "dimension": KEYS[0], "words": "we map some"}
    assert step == Step(hint=Hint.WORDS, hint_detail=offered)


def test_words_that_show_nothing_are_answered_each_time_and_not_offered() -> None:
    for text in ("hm", "nothing yet", "not really"):
        step = hear(at(Wants.LEVEL), text)
        assert step == Step(hint=Hint.WORDS, hint_detail={"dimension": KEYS[1], "words": text})


def test_offered_words_are_kept_once_for_the_level_to_come_or_beside_the_one_given_meanwhile() -> None:
    keep = Press(Button.KEEP_WORDS, 1, KEYS[0], words="we map some")
    step = press(talk_of(asked(1, 1)), keep)
    assert put(step) == (KEYS[0], Wants.LEVEL, Because.KEPT_WORDS, Detail(kept="we map some"))
    again = replace(asked(2, 1), because=Because.KEPT_WORDS, detail=Detail(kept="we map some"))
    assert press(talk_of(again), keep) == Step()
    rated = press(at(Wants.EVIDENCE), replace(keep, dimension=KEYS[1]))
    assert [each.evidence for each in rated.says] == [(Evidence("words", "we map some"),)]
    assert press(talk_of(asked(1, 2)), keep) == Step(hint=Hint.STALE)
    assert press(talk_of(asked(1, 2)), replace(keep, dimension="nope")) == Step(hint=Hint.STALE)


@pytest.mark.parametrize(
    "text", ["nothing yet", "hm", "-", "?", "just a feeling", "noch nichts", "rien", "nada", "tbd"]
)
def test_a_denial_leaves_the_level_as_claimed(text: str) -> None:
    step = hear(at(Wants.EVIDENCE), text)
    assert (step.says, step.ends, step.hint) == ((), Ended.ANSWERED, None)


@pytest.mark.parametrize("text", ["5, just a feeling", "4, nothing yet", "4, leave it as claimed"])
def test_a_level_that_is_said_to_have_no_evidence_is_not_asked_for_any(text: str) -> None:
    step = hear(at(Wants.LEVEL), text)
    assert ([each.evidence for each in step.says], step.asks and step.asks.dimension) == ([()], KEYS[2])


@pytest.mark.parametrize(("text", "because"), [("7", Because.OFF_SCALE), ("2 or 3", Because.AMBIGUOUS)])
def test_a_bare_level_that_is_unclear_is_no_evidence(text: str, because: Because) -> None:
    step = hear(at(Wants.EVIDENCE), text)
    assert (step.says, put(step)[:3]) == ((), (KEYS[1], Wants.LEVEL, because))


@pytest.mark.parametrize("text", ["7, since May", "2 or 3 times a week"])
def test_words_around_an_unclear_level_are_evidence(text: str) -> None:
    step = hear(at(Wants.EVIDENCE), text)
    assert [(each.dimension, each.verdict) for each in step.says] == [(KEYS[1], 4)]
    assert [piece.text for piece in step.says[0].evidence] == [text]


# --- a change of another dimension that names no clear verdict


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("change 1", (KEYS[0], Wants.LEVEL, Because.CHANGE, NO_DETAIL)),
        ("change 1 to n/a", (KEYS[0], Wants.REASON, Because.REASON, NO_DETAIL)),
        (
            "change 1 to 3 or 4",
            (KEYS[0], Wants.LEVEL, Because.AMBIGUOUS, Detail(words="change 1 to 3 or 4", candidates=(3, 4))),
        ),
        ("change 1 to 9", (KEYS[0], Wants.LEVEL, Because.OFF_SCALE, Detail(words="change 1 to 9"))),
    ],
)
def test_a_change_without_a_clear_verdict_asks_for_it(text: str, asks: tuple[str, Wants, Because, Detail]) -> None:
    step = hear(at(Wants.LEVEL), text)
    assert (step.says, step.ends, put(step)) == ((), Ended.LEFT, asks)


@pytest.mark.parametrize(
    ("text", "dimension", "verdict"),
    [
        ("change 1 to don't know", KEYS[0], NotRated()),
        ("change 1 to n/a, no stores", KEYS[0], NotApplicable("no stores")),
    ],
)
def test_a_change_to_no_level_at_all_is_said_at_once(text: str, dimension: str, verdict: object) -> None:
    assert [(each.dimension, each.verdict) for each in hear(at(Wants.LEVEL), text).says] == [(dimension, verdict)]


def test_a_change_of_no_known_dimension_changes_nothing_and_says_what_was_looked_for() -> None:
    step = hear(at(Wants.LEVEL), "change 9 to 3")
    assert (step.says, step.asks, step.hint) == ((), None, Hint.WHICH_DIMENSION)
    assert step.hint_detail == {"said": "9", "found": ""}


# --- a pause, a stop, and what is said after the end


def test_a_pause_rests_once() -> None:
    assert hear(at(Wants.LEVEL), "pause") == Step(status=Status.PAUSED)
    assert hear(at(Wants.LEVEL, Status.PAUSED), "pause") == Step(hint=Hint.PAUSED)


def test_going_on_after_a_pause_puts_the_question_again() -> None:
    step = hear(at(Wants.EVIDENCE, Status.PAUSED), "go on")
    assert (step.ends, step.status) == (Ended.LEFT, Status.OPEN)
    assert put(step) == (KEYS[1], Wants.EVIDENCE, Because.GOES_ON, Detail(level=4))


@pytest.mark.parametrize("text", ["pause", "stop"])
@pytest.mark.parametrize(("wants", "ends"), [(Wants.LEVEL, Ended.LEFT), (Wants.EVIDENCE, Ended.ANSWERED)])
def test_after_completion_a_question_is_let_go_of(text: str, wants: Wants, ends: Ended) -> None:
    assert hear(at(wants, Status.COMPLETE), text) == Step(ends=ends, hint=Hint.COMPLETE)


COMPLETE: Given = dict.fromkeys(KEYS, 2)


@pytest.mark.parametrize(("text", "hint"), [("3", Hint.COMPLETE), ("skip", Hint.COMPLETE), ("thank you", None)])
def test_when_nothing_is_asked_an_answer_is_told_that_it_is_complete(text: str, hint: Hint | None) -> None:
    talk = talk_of(asked(1, 6, ended=Ended.ANSWERED), given=COMPLETE, status=Status.COMPLETE)
    assert hear(talk, text) == Step(hint=hint)


def test_when_nothing_is_asked_back_leads_to_the_last_dimension() -> None:
    talk = talk_of(asked(1, 1, ended=Ended.ANSWERED), asked(2, 6, ended=Ended.ANSWERED), given=COMPLETE)
    assert put(hear(talk, "back")) == (KEYS[5], Wants.LEVEL, Because.BACK, NO_DETAIL)


def test_when_nothing_is_asked_going_on_leads_to_the_first_that_is_not_rated() -> None:
    given: Given = {**dict.fromkeys(KEYS, 2), KEYS[2]: NotRated(), KEYS[4]: NotRated()}
    talk = talk_of(asked(1, 6, ended=Ended.ANSWERED), given=given, status=Status.COMPLETE)
    assert put(hear(talk, "go on")) == (KEYS[2], Wants.LEVEL, Because.MISSING, NO_DETAIL)


@pytest.mark.parametrize(
    ("text", "hint"), [("3", Hint.STOPPED), ("back", Hint.STOPPED), ("thank you", None), ("status", Hint.STATUS)]
)
def test_a_stopped_assessment_takes_no_answer(text: str, hint: Hint | None) -> None:
    talk = talk_of(asked(1, 1, ended=Ended.LEFT), status=Status.STOPPED)
    assert hear(talk, text) == Step(hint=hint)


def test_a_stopped_assessment_goes_on_where_it_was() -> None:
    talk = talk_of(asked(1, 1, ended=Ended.ANSWERED), asked(2, 2, ended=Ended.LEFT), given={KEYS[0]: 2})
    step = hear(replace(talk, assessment=replace(talk.assessment, status=Status.STOPPED)), "go on")
    assert step.status is Status.OPEN
    assert put(step) == (KEYS[1], Wants.LEVEL, Because.GOES_ON, NO_DETAIL)


# --- the words of a person who is no respondent


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("help", Hint.HELP),
        ("status", Hint.STATUS),
        ("why", Hint.WHY),
        ("3", Hint.NOT_FOR_YOU),
        ("3 or 4", Hint.NOT_FOR_YOU),
        ("9", Hint.NOT_FOR_YOU),
        ("skip", Hint.NOT_FOR_YOU),
        ("we map some", None),
        ("3 of us or 4 were there", None),
        ("what?", None),
        ("yes", None),
    ],
)
def test_a_listener_gets_at_most_a_private_word(text: str, hint: Hint | None) -> None:
    step = overhear(at(Wants.LEVEL), text)
    assert replace(step, hint_detail={}) == Step(hint=hint)


def test_why_names_the_dimension_that_was_asked_last() -> None:
    assert hear(at(Wants.LEVEL), "why").hint_detail == {"dimension": KEYS[1]}
    assert hear(talk_of(), "why").hint_detail == {"dimension": ""}


# --- a message that was typed before its question stood


@pytest.mark.parametrize("wants", list(Wants))
@pytest.mark.parametrize("text", ["3", "n/a, no stores", "7", "skip", "back"])
def test_words_typed_before_their_question_stood_are_offered_and_never_counted(wants: Wants, text: str) -> None:
    talk = at(wants)
    step = hear_early(talk, talk.questions[-1], text)
    assert (step.says, step.ends) == ((), Ended.LEFT)
    assert put(step)[:3] == (KEYS[1], wants, Because.EARLY)
    assert put(step)[3].words == text


@pytest.mark.parametrize("text", ["what?", "yes", "no", ""])
def test_talk_before_a_question_stood_is_left_alone(text: str) -> None:
    talk = at(Wants.LEVEL)
    assert hear_early(talk, talk.questions[-1], text) == Step()


def test_several_early_answers_are_offered_one_after_the_other() -> None:
    talk = at(Wants.LEVEL)
    early = replace(talk.questions[-1], because=Because.EARLY, detail=Detail(words="2"))
    talk = replace(talk, questions=(*talk.questions[:-1], early))
    step = hear_early(talk, early, "3")
    assert put(step)[3].words == "2\n3"
    early = replace(early, detail=Detail(words="2\n3"))
    talk = replace(talk, questions=(*talk.questions[:-1], early))
    taken = press(talk, Press(Button.TAKE_WORDS, early.number, KEYS[1]))
    assert [each.verdict for each in taken.says] == [2]
    assert put(taken) == (KEYS[2], Wants.LEVEL, Because.EARLY, Detail(words="3"))


def test_only_words_that_came_early_can_be_taken_by_a_button() -> None:
    talk = at(Wants.LEVEL)
    assert press(talk, Press(Button.TAKE_WORDS, talk.questions[-1].number, KEYS[1])) == Step(hint=Hint.STALE)


@pytest.mark.parametrize(
    ("text", "needs"),
    [
        *((each, True) for each in ("3", "we map some", "skip", "back", "yes")),
        *((each, False) for each in ("help", "why", "status", "change 1 to 3", "pause", "stop")),
    ],
)
def test_what_is_understood_by_itself_needs_no_question(text: str, needs: bool) -> None:  # noqa: FBT001 -- a case
    talk = at(Wants.LEVEL)
    assert needs_question(talk, reading_of(talk, text)) is needs


# --- a message that arrives late


def test_a_late_message_is_shown_above_the_question_with_the_dimension_that_was_asked_when_it_was_said() -> None:
    step = hear_late(at(Wants.EVIDENCE), "3", START + timedelta(minutes=1))
    assert (step.says, step.ends) == ((), Ended.LEFT)
    assert put(step) == (KEYS[1], Wants.EVIDENCE, Because.LATE, Detail(level=4, words="3", meant=KEYS[0]))


def test_a_second_late_message_is_shown_behind_the_first() -> None:
    talk = at(Wants.LEVEL)
    late = replace(talk.questions[1], because=Because.LATE, detail=Detail(words="3", meant=KEYS[0]))
    step = hear_late(replace(talk, questions=(talk.questions[0], late)), "or 4", START)
    assert put(step)[3] == Detail(words="3 · or 4", meant="")


@pytest.mark.parametrize("text", ["yes", "no", "what?", ""])
def test_late_talk_does_nothing(text: str) -> None:
    assert hear_late(at(Wants.LEVEL), text, START) == Step()


@pytest.mark.parametrize(("text", "hint"), [("help", Hint.HELP), ("why", Hint.WHY), ("status", Hint.STATUS)])
def test_what_needs_no_question_is_done_however_late(text: str, hint: Hint) -> None:
    assert hear_late(at(Wants.LEVEL), text, START).hint is hint
