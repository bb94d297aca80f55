"""What a pressed button does to a conversation, an old or doubled press included."""

from dataclasses import dataclass
from enum import StrEnum

from bot.core import moves
from bot.core.assessment import NotRated, Status
from bot.core.conversation import Because, Ended, Hint, Question, Said, Step, Talk, Wants


class Button(StrEnum):
    """The buttons of the thread; the value is part of the action id that Slack sends back."""

    LEVEL = "level"
    ALL_LEVELS = "all_levels"
    NOT_APPLICABLE = "not_applicable"
    DONT_KNOW = "dont_know"
    SKIP = "skip"
    BACK = "back"
    KEEP = "keep"
    KEEP_WORDS = "keep_words"
    AS_CLAIMED = "as_claimed"
    STOP = "stop"
    GO_ON = "go_on"
    RESUME = "resume"
    RATE_MISSING = "rate_missing"


@dataclass(frozen=True, slots=True)
class Press:
    """A press: which button, under which question (its number), and for a level button which level."""

    button: Button
    question: int
    dimension: str
    level: int | None = None


def press(talk: Talk, pressed: Press) -> Step:
    """Say what a press does; one that has had its effect before does nothing."""
    return moves.resumed(talk, _press(talk, pressed))


def _press(talk: Talk, pressed: Press) -> Step:
    if pressed.button is Button.RESUME:
        return _press_resume(talk)
    if talk.assessment.status is Status.STOPPED:
        return Step() if pressed.button is Button.STOP else Step(hint=Hint.STOPPED)
    if pressed.button is Button.RATE_MISSING:
        under_way = talk.open is not None and talk.open.because == Because.MISSING
        return Step() if under_way else moves.rate_missing(talk)
    if pressed.button is Button.LEVEL:
        return _press_level(talk, pressed)
    if talk.open is None or talk.open.number != pressed.question:
        return Step() if _had_its_effect(talk, pressed) else Step(hint=Hint.STALE)
    return _press_open(talk, talk.open, pressed.button)


def _press_resume(talk: Talk) -> Step:
    """Go on after a pause or a stop; where it goes on already, the open question says so itself."""
    if talk.assessment.status is Status.STOPPED:
        return moves.reopen(talk)
    if talk.assessment.status is Status.PAUSED and talk.open is not None:
        return moves.resume(talk, talk.open)
    return Step()


def _press_level(talk: Talk, pressed: Press) -> Step:
    """Take a level, which names its dimension and so counts however old its message is; pressed twice, once."""
    framework = talk.assessment.framework
    known = any(each.key == pressed.dimension for each in framework.dimensions)
    put = any(each.number == pressed.question and each.dimension == pressed.dimension for each in talk.questions)
    if pressed.level is None or pressed.level not in framework.scale or not known or not put:
        return Step(hint=Hint.STALE)
    question = talk.open
    if question is not None and question.number == pressed.question:
        return moves.rate(talk, question, pressed.level)
    last = talk.rating(pressed.dimension)
    if last is not None and last.verdict == pressed.level:
        return Step()
    return moves.correct(talk, moves.joined(talk, Said(pressed.dimension, pressed.level)))


def _had_its_effect(talk: Talk, pressed: Press) -> bool:
    """Tell whether the same button ended this question: a second press of it is no mistake to speak of."""
    at = next((at for at, each in enumerate(talk.questions) if each.number == pressed.question), None)
    if at is None:
        return False
    question, following = talk.questions[at], talk.questions[at + 1 : at + 2]
    led_to = following[0] if following else None
    last = talk.rating(question.dimension)
    match pressed.button:
        case Button.SKIP:
            return question.ended is Ended.SKIPPED
        case Button.AS_CLAIMED:
            return question.wants is Wants.EVIDENCE and question.ended is Ended.ANSWERED
        case Button.DONT_KNOW:
            return question.ended is Ended.ANSWERED and last is not None and isinstance(last.verdict, NotRated)
        case Button.NOT_APPLICABLE:
            return led_to is not None and led_to.wants is Wants.REASON and led_to.dimension == question.dimension
        case Button.KEEP:
            return question.ended is Ended.LEFT and (led_to is None or led_to.dimension != question.dimension)
        case _:
            return led_to is not None and led_to.because == _LEADS_TO.get(pressed.button)


_LEADS_TO = {
    Button.BACK: Because.BACK,
    Button.KEEP_WORDS: Because.KEPT_WORDS,
    Button.GO_ON: Because.GOES_ON,
    Button.ALL_LEVELS: Because.GOES_ON,
}


def _press_open(talk: Talk, question: Question, button: Button) -> Step:
    match button:
        case Button.NOT_APPLICABLE:
            return moves.ask_reason(talk, question.dimension)
        case Button.DONT_KNOW:
            return moves.rate(talk, question, NotRated())
        case Button.ALL_LEVELS | Button.GO_ON:
            kept = {key: question.detail[key] for key in ("more", "words") if key in question.detail}
            return moves.ask_again(talk, question.dimension, Because.GOES_ON, kept)
        case Button.AS_CLAIMED:
            return moves.as_claimed(talk, question) if question.wants is Wants.EVIDENCE else Step(hint=Hint.STALE)
        case Button.STOP:
            return moves.stop() if question.wants is Wants.STOP else Step(hint=Hint.STALE)
        case Button.KEEP:
            return moves.keep(talk, question)
        case Button.KEEP_WORDS:
            return moves.keep_words(talk, question)
        case Button.SKIP:
            return moves.skip(talk, question)
        case _:
            return moves.back(talk, question)
