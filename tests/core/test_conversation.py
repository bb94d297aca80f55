"""The conversation without a store: what each answer does at each kind of question, and what always holds."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.assessment import NotApplicable, NotRated, Status
from bot.core.conversation.talk import (
    Because,
    Detail,
    Ended,
    Hint,
    Question,
    Said,
    Step,
    Talk,
    Wants,
    first_question,
    next_question,
)
from bot.core.conversation.turns import Button, Press, edit, hear, hear_late, overhear, press
from bot.core.team import Evidence
from tests.core.examples import KEYS, OPTIMIZATION, framework_on
from tests.core.rated import START, assessment_of
from tests.core.talks import asked, at, under_way
from tests.known import sure

# --- what comes next


def test_the_first_dimension_is_asked_first() -> None:
    assert first_question(under_way(), "dana").dimension == KEYS[0]


def test_nothing_is_asked_when_everything_has_a_verdict() -> None:
    assessment = under_way(dict.fromkeys(KEYS, NotRated()))
    assert next_question(Talk(assessment, "dana", ())) is None


def test_what_was_put_off_comes_last_and_what_was_put_off_more_often_after_that() -> None:
    questions = (
        asked(1, 1, ended=Ended.SKIPPED),
        asked(2, 2, ended=Ended.SKIPPED),
        asked(3, 1, ended=Ended.SKIPPED),
    )
    talk = Talk(under_way(dict.fromkeys(KEYS[3:], 2)), "dana", questions)
    rated = (frozenset[str](), frozenset(KEYS[2:3]), frozenset(KEYS[1:3]))
    assert [sure(next_question(talk, rated=each)).dimension for each in rated] == [KEYS[2], KEYS[1], KEYS[0]]


def test_evidence_that_was_asked_for_and_left_comes_before_the_next_dimension() -> None:
    talk = Talk(under_way({KEYS[0]: 4}), "dana", (asked(1, 1, Ended.LEFT, wants=Wants.EVIDENCE),))
    ask = sure(next_question(talk))
    assert (ask.dimension, ask.wants, ask.detail.level) == (KEYS[0], Wants.EVIDENCE, 4)


def test_evidence_is_owed_for_the_dimension_that_it_was_asked_for_alone() -> None:
    questions = (
        asked(1, 1, Ended.ANSWERED, wants=Wants.EVIDENCE),
        asked(2, 2, Ended.LEFT, wants=Wants.EVIDENCE),
        asked(3, 1),
    )
    talk = Talk(under_way({KEYS[0]: 4, KEYS[1]: 4}), "dana", questions)
    assert [talk.owes_evidence(key) for key in KEYS[:3]] == [False, True, False]


def test_a_high_level_that_comes_with_evidence_is_not_asked_for_more() -> None:
    step = hear(at(Wants.LEVEL), "4, a map")
    assert step.says == (Said(KEYS[1], 4, (Evidence("words", "a map"),)),)
    assert step.asks is not None
    assert (step.asks.dimension, step.asks.wants) == (KEYS[2], Wants.LEVEL)


def test_what_is_put_off_now_comes_after_what_was_put_off_before() -> None:
    questions = (asked(1, 1, ended=Ended.SKIPPED), asked(2, 2, ended=Ended.SKIPPED), asked(3, 1))
    talk = Talk(under_way(dict.fromkeys(KEYS[2:], 2)), "dana", questions)
    ask = sure(next_question(talk, skipping=KEYS[0], because=Because.SKIPPED))
    assert (ask.dimension, ask.because) == (KEYS[1], Because.SKIPPED_BEFORE)


def test_a_message_is_late_that_was_said_before_the_newest_one_that_led_to_a_question() -> None:
    asked_at_once = replace(asked(3, 3), said_at=None)
    talk = Talk(under_way(), "dana", (asked(2, 1, ended=Ended.LEFT), asked(1, 2, ended=Ended.LEFT), asked_at_once))
    assert talk.heard_until == START + timedelta(minutes=2)
    assert Talk(under_way(), "dana", (asked_at_once,)).heard_until is None


@pytest.mark.parametrize("ended", [Ended.ANSWERED, None])
def test_evidence_that_was_refused_or_is_asked_right_now_is_not_owed(ended: Ended | None) -> None:
    talk = Talk(under_way({KEYS[0]: 4}), "dana", (asked(1, 1, ended, wants=Wants.EVIDENCE),))
    assert not talk.owes_evidence(KEYS[0])


def test_each_step_back_is_taken_off_the_trail() -> None:
    there = [asked(1, 1, ended=Ended.ANSWERED), asked(2, 2, ended=Ended.ANSWERED), asked(3, 3, ended=Ended.LEFT)]
    assert Talk(under_way(), "dana", tuple(there)).trail == tuple(KEYS[:3])
    there.append(asked(4, 2, ended=Ended.LEFT, because=Because.BACK))
    assert Talk(under_way(), "dana", tuple(there)).trail == tuple(KEYS[:2])
    there.append(asked(5, 1, because=Because.BACK))
    assert Talk(under_way(), "dana", tuple(there)).trail == (KEYS[0],)


# --- what is typed, at each kind of question: (hint, what it says, how the question ends, what is asked next)

TYPED: list[tuple[Wants, str, Hint | None, object, Ended | None, Wants | None]] = [
    (Wants.LEVEL, "yes", Hint.CHAT, None, None, None),
    (Wants.LEVEL, "no", Hint.CHAT, None, None, None),
    (Wants.LEVEL, "what for?", Hint.CHAT, None, None, None),
    (Wants.LEVEL, "", None, None, None, None),
    (Wants.LEVEL, "7", None, None, Ended.LEFT, Wants.LEVEL),
    (Wants.LEVEL, "3 or 4", None, None, Ended.LEFT, Wants.LEVEL),
    (Wants.LEVEL, "n/a", None, None, Ended.LEFT, Wants.REASON),
    (Wants.LEVEL, "3", None, 3, Ended.ANSWERED, Wants.LEVEL),
    (Wants.LEVEL, "4", None, 4, Ended.ANSWERED, Wants.EVIDENCE),
    (Wants.LEVEL, "don't know", None, NotRated(), Ended.ANSWERED, Wants.LEVEL),
    (Wants.LEVEL, "skip", None, None, Ended.SKIPPED, Wants.LEVEL),
    (Wants.LEVEL, "stop", None, None, Ended.LEFT, Wants.STOP),
    (Wants.LEVEL, "go on", Hint.STATUS, None, None, None),
    (Wants.EVIDENCE, "yes", Hint.CHAT, None, None, None),
    (Wants.EVIDENCE, "which one?", Hint.CHAT, None, None, None),
    (Wants.EVIDENCE, "no", None, None, Ended.ANSWERED, Wants.LEVEL),
    (Wants.EVIDENCE, "skip", None, None, Ended.ANSWERED, Wants.LEVEL),
    (Wants.EVIDENCE, "we raised it from 3 to 4", None, 4, Ended.ANSWERED, Wants.LEVEL),
    (Wants.EVIDENCE, "3", None, 3, Ended.ANSWERED, Wants.LEVEL),
    (Wants.EVIDENCE, "n/a, no stores", None, NotApplicable("no stores"), Ended.ANSWERED, Wants.LEVEL),
    (Wants.EVIDENCE, "back", None, None, Ended.LEFT, Wants.LEVEL),
    (Wants.EVIDENCE, "stop", None, None, Ended.LEFT, Wants.STOP),
    (Wants.REASON, "yes", Hint.CHAT, None, None, None),
    (Wants.REASON, "why not?", Hint.CHAT, None, None, None),
    (Wants.REASON, "no stores", None, NotApplicable("no stores"), Ended.ANSWERED, Wants.LEVEL),
    (Wants.REASON, "3 or 4", None, None, Ended.LEFT, Wants.LEVEL),
    (Wants.REASON, "skip", None, None, Ended.SKIPPED, Wants.LEVEL),
    (Wants.REASON, "2", None, 2, Ended.ANSWERED, Wants.LEVEL),
    (Wants.STOP, "really?", Hint.CHAT, None, None, None),
    (Wants.STOP, "we should ask Tom", Hint.CHAT, None, None, None),
    (Wants.STOP, "no", None, None, Ended.LEFT, Wants.LEVEL),
    (Wants.STOP, "continue", None, None, Ended.LEFT, Wants.LEVEL),
    (Wants.STOP, "yes", None, None, Ended.LEFT, None),
    (Wants.STOP, "2", None, 2, Ended.ANSWERED, Wants.LEVEL),
]


@pytest.mark.parametrize(
    ("wants", "text", "hint", "verdict", "ends", "asks"), TYPED, ids=[f"{e[0].value}: {e[1]}" for e in TYPED]
)
def test_what_is_typed_does_what_the_question_makes_of_it(
    wants: Wants, text: str, hint: Hint | None, verdict: object, ends: Ended | None, asks: Wants | None
) -> None:
    step = hear(at(wants), text)
    assert step.hint is hint
    assert [each.verdict for each in step.says] == ([] if verdict is None else [verdict])
    assert step.ends is ends
    assert (step.asks.wants if step.asks else None) is asks


@pytest.mark.parametrize("wants", Wants)
def test_back_leads_somewhere_from_every_kind_of_question(wants: Wants) -> None:
    step = hear(at(wants), "back")
    assert step.asks is not None
    assert (step.asks.dimension, step.asks.because) == (KEYS[0 if wants is Wants.LEVEL else 1], Because.BACK)


@pytest.mark.parametrize("wants", Wants)
def test_a_change_of_another_dimension_leaves_every_kind_of_question_open_below_it(wants: Wants) -> None:
    step = hear(at(wants), "change 1 to 3")
    assert [(each.dimension, each.verdict) for each in step.says] == [(KEYS[0], 3)]
    assert step.asks is not None
    assert (step.asks.dimension, step.asks.wants, step.asks.because) == (KEYS[1], wants, Because.CHANGED)


@pytest.mark.parametrize("wants", Wants)
def test_the_last_answer_completes_from_every_kind_of_question(wants: Wants) -> None:
    talk = at(wants)
    rest = {key: 2 for key in KEYS if key != KEYS[1]} | ({KEYS[1]: 4} if wants is Wants.EVIDENCE else {})
    step = hear(Talk(under_way(rest), "dana", talk.questions), "2")
    assert (step.status, step.asks) == (Status.COMPLETE, None)


def test_an_interrupted_reason_is_asked_for_again() -> None:
    talk = Talk(under_way(), "dana", (asked(1, 1, Ended.LEFT, wants=Wants.REASON), asked(2, 2)))
    step = hear(talk, "2")
    assert step.asks is not None
    assert (step.asks.dimension, step.asks.wants) == (KEYS[0], Wants.REASON)


# --- what always holds

TEXTS = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        "3|4, a map|3 or 4|7|n/a|n/a, none|don't know|skip|back|change 2|change 2 to 4|change 5 to n/a|pause|resume"
        "|stop|yes|no|why|help|status|we map some|what?|\ud800|<!channel>".split("|")
    ),
)
VERDICTS = st.one_of(st.integers(1, 5), st.just(NotRated()), st.builds(NotApplicable, st.just("none")))
RATED = st.dictionaries(st.sampled_from(KEYS), VERDICTS)
SOME = st.sampled_from(("", "a map", "4"))
PUT = st.tuples(
    st.sampled_from(range(1, 7)),
    st.sampled_from(Wants),
    st.sampled_from(Ended),
    st.sampled_from([*Because]),
    st.builds(Detail, words=SOME, kept=SOME, more=SOME, level=st.sampled_from((None, 4))),
)


@st.composite
def talks(draw: st.DrawFn) -> Talk:
    """Any conversation at all, those included that no dialog would lead to."""
    put = draw(st.lists(PUT, max_size=6))
    is_open = draw(st.booleans())
    questions = tuple(
        replace(
            asked(number, place, None if is_open and number == len(put) else ended, wants=wants, because=because),
            detail=detail,
        )
        for number, (place, wants, ended, because, detail) in enumerate(put, start=1)
    )
    return Talk(under_way(draw(RATED), draw(st.sampled_from(Status))), "dana", questions)


def assert_sound(talk: Talk, step: Step) -> None:
    """A step ends only what is open, leaves no two questions open, and speaks of the framework's dimensions."""
    assert step.ends is None or talk.open is not None
    assert step.asks is None or talk.open is None or step.ends is not None
    assert {each.dimension for each in step.says} <= set(KEYS)
    assert all(each.verdict in OPTIMIZATION.scale for each in step.says if isinstance(each.verdict, int))
    assert step.asks is None or step.asks.dimension in KEYS
    if talk.assessment.status is Status.STOPPED:
        assert step.says == ()
    if talk.assessment.status is Status.COMPLETE:
        assert step.status in (None, Status.COMPLETE)
    if talk.assessment.status is Status.PAUSED and step.asks is not None:
        assert step.status is Status.OPEN


@given(talk=talks(), text=TEXTS)
def test_whatever_is_typed_makes_a_sound_step(talk: Talk, text: str) -> None:
    assert_sound(talk, hear(talk, text))
    assert_sound(talk, hear_late(talk, text, START))
    assert overhear(talk, text).says == ()


@given(talk=talks(), text=TEXTS, said_in=st.sampled_from(["m1", "m2", "m3", "unknown"]))
def test_whatever_is_edited_makes_a_sound_step(talk: Talk, text: str, said_in: str) -> None:
    step = edit(talk, said_in, text)
    if step is not None:
        assert_sound(talk, step)


@given(
    talk=talks(),
    button=st.sampled_from(Button),
    number=st.integers(0, 7),
    dimension=st.sampled_from([*KEYS, "made-up"]),
    level=st.one_of(st.none(), st.integers(-1, 999_999)),
)
def test_whatever_is_pressed_makes_a_sound_step(
    talk: Talk, button: Button, number: int, dimension: str, level: int | None
) -> None:
    assert_sound(talk, press(talk, Press(button, number, dimension, level)))


@given(talk=talks(), text=TEXTS)
def test_a_late_message_never_rates(talk: Talk, text: str) -> None:
    if talk.open is not None and talk.assessment.status is not Status.STOPPED:
        assert hear_late(talk, text, START).says == ()


def test_a_framework_of_one_dimension_is_complete_after_one_answer() -> None:
    framework = framework_on(1, 5)
    assessment = replace(assessment_of(framework, {}), status=Status.OPEN)
    only = Question(1, "dana", "only", Wants.LEVEL, Because.START)
    step = hear(Talk(assessment, "dana", (only,)), "2")
    assert step.says == (Said("only", 2, ()),)
    assert step.status is Status.COMPLETE


def test_words_kept_are_joined_to_the_words_beside_the_level() -> None:
    kept = asked(1, 1, Ended.LEFT, detail=Detail(kept="we map some"))
    step = hear(Talk(under_way(), "dana", (kept, asked(2, 1))), "3, since May")
    assert step.says[0].evidence == (Evidence("words", "we map some"), Evidence("words", "since May"))
