"""What a typed answer does to a conversation: from what was read to the step that it makes."""

from datetime import datetime

from bot.core import moves
from bot.core.answers import read
from bot.core.assessment import NotApplicable, NotRated, Status
from bot.core.changes import commands_in
from bot.core.conversation import Ask, Because, Ended, Hint, Question, Said, Step, Talk, Wants
from bot.core.plain_text import cleaned, one_line, unwrapped
from bot.core.reading import (
    Ambiguous,
    Back,
    Change,
    Chat,
    Empty,
    Help,
    Inapplicable,
    No,
    OffScale,
    Pause,
    Rated,
    Reading,
    Resume,
    ShowStatus,
    Skip,
    Stop,
    Unknown,
    Why,
    Words,
    Yes,
)

ANSWERS = (Rated, Inapplicable, Unknown, Ambiguous, OffScale)
LEFT_UNSEEN = frozenset({Wants.EVIDENCE, Wants.REASON})
"""What a question waits for that an answer typed before it was seen cannot be meant for."""

_TALK = (Chat, Words, Yes, No, Empty)


def hear(talk: Talk, words: str) -> Step:
    """Say what a message typed by a respondent does; ``words`` is the whole message."""
    return moves.resumed(talk, _hear(talk, reading_of(talk, words), words))


def overhear(talk: Talk, words: str) -> Step:
    """Say what a message of somebody who is no respondent does: at most a private word."""
    reading = reading_of(talk, words)
    if isinstance(reading, _TALK) or (isinstance(reading, Ambiguous | OffScale) and reading.words):
        return Step()
    return _asked_for(talk, reading) or Step(hint=Hint.NOT_FOR_YOU)


def hear_late(talk: Talk, words: str, said_at: datetime) -> Step:
    """Tell of a message said before the question was put, which may belong to an earlier one: never guess.

    Its words are shown above the question, with the dimension that was asked when they were said as ``meant``. What
    needs no question to be understood is done all the same.
    """
    question, reading = talk.open, reading_of(talk, words)
    if isinstance(reading, Chat | Yes | No | Empty):
        return Step()
    if question is None or talk.assessment.status is Status.STOPPED or isinstance(reading, Help | Why | ShowStatus):
        return hear(talk, words)
    earlier = question.detail.get("words", "") if question.because == Because.LATE else ""
    asked_then = [each.dimension for each in talk.questions if each.said_at is None or each.said_at <= said_at]
    detail = {
        **question.detail,
        "words": " · ".join(filter(None, (earlier, one_line(words)))),
        "meant": asked_then[-1] if asked_then else "",
    }
    asks = Ask(question.dimension, question.wants, Because.LATE, detail)
    return moves.resumed(talk, Step(ends=Ended.LEFT, asks=asks))


def unseen_answer(talk: Talk, words: str) -> Step | None:
    """Give the step that makes room for an answer typed before its author saw a question about the last answer.

    Two quick answers are meant for two dimensions: the question for evidence or a reason is left, and comes back.
    None when the message is no such answer.
    """
    question = talk.open
    if question is None or question.wants not in LEFT_UNSEEN:
        return None
    reading = reading_of(talk, words)
    if not isinstance(reading, (*ANSWERS, Skip)) or (isinstance(reading, Ambiguous) and reading.words):
        return None
    return moves.ahead(talk, question)


def reading_of(talk: Talk, words: str) -> Reading:
    """Read a message against the dimension that is asked, or was asked last."""
    framework = talk.assessment.framework
    last = talk.questions[-1].dimension if talk.questions else framework.dimensions[-1].key
    return read(words, framework, framework.dimension(last))


def _asked_for(talk: Talk, reading: Reading) -> Step | None:
    match reading:
        case Help():
            return Step(hint=Hint.HELP)
        case Why():
            asked = talk.questions[-1].dimension if talk.questions else ""
            return Step(hint=Hint.WHY, hint_detail={"dimension": asked})
        case ShowStatus():
            return Step(hint=Hint.STATUS)
        case _:
            return None


def _hear(talk: Talk, reading: Reading, words: str) -> Step:
    told = _asked_for(talk, reading)
    if told is not None or isinstance(reading, Empty):
        return told or Step()
    if talk.assessment.status is Status.STOPPED:
        if isinstance(reading, Resume):
            return moves.reopen(talk)
        return Step() if isinstance(reading, _TALK) else Step(hint=Hint.STOPPED)
    if isinstance(reading, Change):
        return _change(talk, reading, words)
    question = talk.open
    if question is None:
        return _hear_unasked(talk, reading)
    return _hear_verb(talk, question, reading) or _HEARS[question.wants](talk, question, reading, words)


def _hear_unasked(talk: Talk, reading: Reading) -> Step:
    """Nothing is asked: the assessment is complete."""
    match reading:
        case Back() if talk.trail:
            return moves.ask_again(talk, talk.trail[-1], Because.BACK)
        case Resume() if talk.missing:
            return moves.rate_missing(talk)
        case _:
            return Step() if isinstance(reading, _TALK) else Step(hint=Hint.COMPLETE)


def _hear_verb(talk: Talk, question: Question, reading: Reading) -> Step | None:
    """Take what means the same at every question; None for anything else."""
    status = talk.assessment.status
    match reading:
        case Pause() | Stop() if status is Status.COMPLETE:
            return moves.leave(question)
        case Pause():
            return Step(hint=Hint.PAUSED) if status is Status.PAUSED else Step(status=Status.PAUSED)
        case Stop() if question.wants is not Wants.STOP:
            return Step(ends=Ended.LEFT, asks=Ask(question.dimension, Wants.STOP, Because.STOP))
        case Back():
            return moves.back(talk, question)
        case Resume() if status is Status.PAUSED:
            return moves.resume(talk, question)
        case Resume() if question.wants is Wants.STOP:
            return moves.ask_again(talk, question.dimension, Because.GOES_ON)
        case Resume() if question.wants is Wants.EVIDENCE:
            return moves.as_claimed(talk, question)
        case Resume():
            return Step(hint=Hint.STATUS)
        case _:
            return None


def _hear_level(talk: Talk, question: Question, reading: Reading, words: str) -> Step:
    said = said_by(question.dimension, reading)
    if said is not None:
        return moves.rate(talk, question, said.verdict, said.evidence)
    match reading:
        case Inapplicable():
            return moves.ask_reason(talk, question.dimension)
        case Skip():
            return moves.skip(talk, question)
        case No() if talk.rating(question.dimension) is not None:
            return moves.keep(talk, question)
        case Words() if question.because in (Because.NO_LEVEL, Because.KEPT_WORDS):
            return Step(hint=Hint.CHAT)
        case _:
            return _unclear(talk, question.dimension, reading, words) or Step(hint=Hint.CHAT)


def _unclear(talk: Talk, dimension: str, reading: Reading | None, words: str) -> Step | None:
    """Ask again what names no one level, with the candidates, the scale, or the words that could be evidence."""
    said = {"words": words}
    match reading:
        case Ambiguous(candidates, more):
            detail = said | {"candidates": ",".join(map(str, candidates))} | ({"more": more} if more else {})
            return moves.ask_again(talk, dimension, Because.AMBIGUOUS, detail)
        case OffScale(_, more):
            return moves.ask_again(talk, dimension, Because.OFF_SCALE, said | ({"more": more} if more else {}))
        case Words():
            return moves.ask_again(talk, dimension, Because.NO_LEVEL, said | {"more": words})
        case _:
            return None


def _hear_evidence(talk: Talk, question: Question, reading: Reading, words: str) -> Step:
    match reading:
        case Rated(level, evidence):
            return moves.rate(talk, question, level, evidence)
        case Inapplicable(reason) if reason:
            return moves.rate(talk, question, NotApplicable(reason))
        case No() | Skip() | Unknown() | Inapplicable():
            return moves.as_claimed(talk, question)
        case OffScale(_, more) if not more:
            return moves.ask_again(talk, question.dimension, Because.OFF_SCALE, {"words": words})
        case Ambiguous(candidates, more) if not more:
            detail = {"words": words, "candidates": ",".join(map(str, candidates))}
            return moves.ask_again(talk, question.dimension, Because.AMBIGUOUS, detail)
        case Words() | Ambiguous() | OffScale():
            return moves.give_evidence(talk, question, words)
        case _:
            return Step(hint=Hint.CHAT)


def _hear_reason(talk: Talk, question: Question, reading: Reading, words: str) -> Step:
    said = said_by(question.dimension, reading)
    if said is not None:
        return moves.rate(talk, question, said.verdict, said.evidence)
    match reading:
        case No():
            return moves.ask_again(talk, question.dimension, Because.GOES_ON)
        case Skip():
            return moves.skip(talk, question)
        case Ambiguous(_, more) | OffScale(_, more) if not more:
            return _unclear(talk, question.dimension, reading, words) or Step()
        case Words() | Ambiguous() | OffScale():
            return moves.rate(talk, question, NotApplicable(one_line(cleaned(words))))
        case _:
            return Step(hint=Hint.CHAT)


def _hear_stop(talk: Talk, question: Question, reading: Reading, words: str) -> Step:
    match reading:
        case Yes() | Stop():
            return moves.stop()
        case No() | Skip():
            return moves.ask_again(talk, question.dimension, Because.GOES_ON)
        case Chat() | Words():
            return Step(hint=Hint.CHAT)
        case _:
            return _hear_level(talk, question, reading, words)


def _change(talk: Talk, change: Change, words: str) -> Step:
    """Change a dimension named by its number or name, at once when the new verdict is clear, else by asking."""
    if len(change.targets) != 1:
        return Step(hint=Hint.WHICH_DIMENSION, hint_detail={"said": change.said, "found": ",".join(change.targets)})
    dimension = change.targets[0]
    said = said_by(dimension, change.reading)
    if said is not None:
        return moves.correct_aloud(talk, said)
    if isinstance(change.reading, Inapplicable):
        return moves.ask_reason(talk, dimension)
    unclear = _unclear(talk, dimension, _new_verdict(talk, change, words), words)
    return unclear or moves.ask_again(talk, dimension, Because.CHANGE)


def _new_verdict(talk: Talk, change: Change, words: str) -> Reading | None:
    """Read the new verdict of a change that names no clear one; None when it names none at all."""
    framework = talk.assessment.framework
    dimension = framework.dimension(change.targets[0])
    for command in commands_in(unwrapped(cleaned(words)), framework, dimension):
        if command.targets == change.targets and command.verdict:
            reading = read(command.verdict, framework, dimension)
            return reading if isinstance(reading, Ambiguous | OffScale) else None
    return None


def said_by(dimension: str, reading: Reading | None) -> Said | None:
    """Give the clear verdict of a reading for a dimension; None when it gives none."""
    match reading:
        case Rated(level, evidence):
            return Said(dimension, level, evidence)
        case Inapplicable(reason) if reason:
            return Said(dimension, NotApplicable(reason))
        case Unknown():
            return Said(dimension, NotRated())
        case _:
            return None


_HEARS = {
    Wants.LEVEL: _hear_level,
    Wants.EVIDENCE: _hear_evidence,
    Wants.REASON: _hear_reason,
    Wants.STOP: _hear_stop,
}
