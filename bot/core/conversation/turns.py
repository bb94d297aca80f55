"""What a typed answer, an edited message or a pressed button does to a conversation: the step that it makes."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from itertools import pairwise

from bot.core.assessment import NotApplicable, NotRated, Rating, Status
from bot.core.conversation import moves
from bot.core.conversation.answers import commands_in, read
from bot.core.conversation.reading import (
    Ambiguous,
    Correction,
    Inapplicable,
    OffScale,
    Rated,
    Reading,
    Signal,
    Unknown,
    Words,
)
from bot.core.conversation.talk import Ask, Because, Detail, Ended, Hint, Question, Said, Step, Talk, Wants
from bot.core.evidence import evidence_in, shows_nothing
from bot.core.text import cleaned, one_line, unwrapped

ASKED_AGAIN = frozenset({Because.AMBIGUOUS, Because.OFF_SCALE, Because.NO_LEVEL, Because.KEPT_WORDS})
"""What has a question put again because of an answer to it, which therefore was seen before."""
_TOLD = (Signal.HELP, Signal.WHY, Signal.STATUS)
_TALK = (Signal.CHAT, Signal.YES, Signal.NO, Signal.EMPTY)


def hear(talk: Talk, words: str, reading: Reading | None = None) -> Step:
    """Say what a message typed by a respondent does; ``words`` is the whole message, ``reading`` where it was read."""
    return moves.resumed(talk, _hear(talk, reading_of(talk, words) if reading is None else reading, words))


def overhear(talk: Talk, words: str) -> Step:
    """Say what a message of somebody who is no respondent does: at most a private word."""
    reading = reading_of(talk, words)
    if reading in _TALK or _is_wordy(reading):
        return Step()
    return _asked_for(talk, reading) or Step(hint=Hint.NOT_FOR_YOU)


def hear_late(talk: Talk, words: str, said_at: datetime, reading: Reading | None = None) -> Step:
    """Tell of a message said before the question was put, which may belong to an earlier one: never guess.

    Its words are shown above the question, with the dimension that was asked when they were said as ``meant``. What
    needs no question to be understood is done all the same.
    """
    question, reading = talk.open, reading_of(talk, words) if reading is None else reading
    if reading in _TALK:
        return Step()
    if question is None or talk.assessment.status is Status.STOPPED or reading in _TOLD:
        return hear(talk, words, reading)
    earlier = question.detail.words if question.because is Because.LATE else ""
    asked_then = [each for each in talk.questions if each.said_at is None or each.said_at <= said_at]
    if isinstance(reading, Words):
        return _offer(asked_then[-1] if asked_then else question, words)
    detail = replace(
        question.detail,
        words=" · ".join(filter(None, (earlier, one_line(words)))),
        meant=asked_then[-1].dimension if asked_then else "",
    )
    asks = Ask(question.dimension, question.wants, Because.LATE, detail)
    return moves.resumed(talk, Step(ends=Ended.LEFT, asks=asks))


def needs_question(talk: Talk, reading: Reading) -> bool:
    """Whether a message is understood only beside the open question: then that has to stand where it was typed."""
    if talk.open is None or talk.assessment.status is Status.STOPPED:
        return False
    return not isinstance(reading, Correction) and reading not in (*_TOLD, Signal.PAUSE, Signal.STOP)


def hear_early(talk: Talk, question: Question, words: str, reading: Reading | None = None) -> Step:
    """Offer an answer that was typed before its question stood: nobody answers what they have not seen."""
    would = hear(talk, words, reading)
    if not (would.says or would.asks or would.ends):
        return Step()
    earlier = question.detail.words if question.because is Because.EARLY else ""
    detail = replace(question.detail, words="\n".join(filter(None, (earlier, one_line(words)))))
    asks = Ask(question.dimension, question.wants, Because.EARLY, detail)
    return moves.resumed(talk, Step(ends=Ended.LEFT, asks=asks))


def reading_of(talk: Talk, words: str) -> Reading:
    """Read a message against the dimension that is asked, or was asked last."""
    framework = talk.assessment.framework
    last = talk.questions[-1].dimension if talk.questions else framework.dimensions[-1].key
    return read(words, framework, framework.dimension(last))


def _is_talk(reading: Reading) -> bool:
    return isinstance(reading, Words) or reading in _TALK


def _is_wordy(reading: Reading) -> bool:
    """Whether words without one level say more than levels."""
    return isinstance(reading, Words) or (isinstance(reading, Ambiguous | OffScale) and bool(reading.words))


def _asked_for(talk: Talk, reading: Reading) -> Step | None:
    match reading:
        case Signal.HELP:
            return Step(hint=Hint.HELP)
        case Signal.WHY:
            asked = talk.questions[-1].dimension if talk.questions else ""
            return Step(hint=Hint.WHY, hint_detail={"dimension": asked})
        case Signal.STATUS:
            return Step(hint=Hint.STATUS)
        case _:
            return None


def _hear(talk: Talk, reading: Reading, words: str) -> Step:
    question = talk.open
    told = _asked_for(talk, reading)
    if question is not None and talk.assessment.status is not Status.STOPPED and _denies(question, reading, words):
        return moves.as_claimed(talk, question)
    if told is not None or not words.strip():
        return told or Step()
    if talk.assessment.status is Status.STOPPED:
        if reading is Signal.RESUME:
            return moves.reopen(talk)
        return Step() if _is_talk(reading) else Step(hint=Hint.STOPPED)
    if isinstance(reading, Correction):
        return _change(talk, reading, words)
    if question is None:
        return _hear_unasked(talk, reading)
    return _hear_verb(talk, question, reading) or _HEARS[question.wants](talk, question, reading, words)


def _denies(question: Question, reading: Reading, words: str) -> bool:
    """Tell whether an answer to the question for evidence says that there is none: "nothing yet", "?"."""
    wants = question.wants is Wants.EVIDENCE
    said = isinstance(reading, Words) or reading in (Signal.CHAT, Signal.EMPTY, Signal.HELP)
    return wants and said and shows_nothing(words, talk=reading is Signal.CHAT)


def _hear_unasked(talk: Talk, reading: Reading) -> Step:
    """Nothing is asked: the assessment is complete."""
    match reading:
        case Signal.BACK if talk.trail:
            return moves.ask_again(talk, talk.trail[-1], Because.BACK)
        case Signal.RESUME if talk.missing:
            return moves.rate_missing(talk)
        case _:
            return Step() if _is_talk(reading) else Step(hint=Hint.COMPLETE)


def _hear_verb(talk: Talk, question: Question, reading: Reading) -> Step | None:
    """Take what means the same at every question; None for anything else."""
    status = talk.assessment.status
    match reading:
        case Signal.PAUSE | Signal.STOP if status is Status.COMPLETE:
            return moves.leave(question)
        case Signal.PAUSE:
            return Step(hint=Hint.PAUSED) if status is Status.PAUSED else Step(status=Status.PAUSED)
        case Signal.STOP if question.wants is not Wants.STOP:
            return Step(ends=Ended.LEFT, asks=Ask(question.dimension, Wants.STOP, Because.STOP))
        case Signal.BACK:
            return moves.back(talk, question)
        case Signal.RESUME if status is Status.PAUSED:
            return moves.resume(talk, question)
        case Signal.RESUME if question.wants is Wants.STOP:
            return moves.ask_again(talk, question.dimension, Because.GOES_ON)
        case Signal.RESUME if question.wants is Wants.EVIDENCE:
            return moves.as_claimed(talk, question)
        case Signal.RESUME:
            return Step(hint=Hint.STATUS)
        case _:
            return None


def _hear_level(talk: Talk, question: Question, reading: Reading, words: str) -> Step:
    said = said_by(question.dimension, reading)
    if said is not None:
        return moves.rate(talk, question, said)
    match reading:
        case Inapplicable():
            return moves.ask_reason(talk, question.dimension)
        case Signal.SKIP:
            return moves.skip(talk, question)
        case Signal.NO if talk.rating(question.dimension) is not None:
            return moves.keep(talk, question)
        case Words(evidence=evidence) if evidence and all(each.kind != "words" for each in evidence):
            return moves.keep_words(talk, question.dimension, "\n".join(each.text for each in evidence))
        case Words():
            return _offer(question, words)
        case _:
            return _unclear(talk, question.dimension, reading, words) or Step(hint=Hint.CHAT)


def _offer(question: Question, words: str) -> Step:
    """Offer words without a level as evidence, in private: the thread belongs to people, who may not mean the bot."""
    detail = {"dimension": question.dimension, "words": one_line(cleaned(words))}
    detail |= {} if shows_nothing(words) else {"question": str(question.number)}
    return Step(hint=Hint.WORDS, hint_detail=detail)


def _unclear(talk: Talk, dimension: str, reading: Reading | None, words: str) -> Step | None:
    """Ask again what names no one level, with the candidates or the scale."""
    match reading:
        case Ambiguous(candidates, more):
            return moves.ask_again(talk, dimension, Because.AMBIGUOUS, Detail(words, more, candidates))
        case OffScale(_, more):
            return moves.ask_again(talk, dimension, Because.OFF_SCALE, Detail(words, more))
        case _:
            return None


def _hear_evidence(talk: Talk, question: Question, reading: Reading, words: str) -> Step:
    said = said_by(question.dimension, reading)
    if said is not None and not isinstance(reading, Unknown):
        return moves.rate(talk, question, said)
    if isinstance(reading, Unknown | Inapplicable) or reading in (Signal.NO, Signal.SKIP):
        return moves.as_claimed(talk, question)
    if _is_wordy(reading):
        return moves.give_evidence(talk, question, words)
    return _unclear(talk, question.dimension, reading, words) or Step(hint=Hint.CHAT)


def _hear_reason(talk: Talk, question: Question, reading: Reading, words: str) -> Step:
    said = said_by(question.dimension, reading)
    if said is not None:
        return moves.rate(talk, question, said)
    if reading is Signal.NO:
        return moves.ask_again(talk, question.dimension, Because.GOES_ON)
    if reading is Signal.SKIP:
        return moves.skip(talk, question)
    if _is_wordy(reading):
        return moves.rate(talk, question, NotApplicable(one_line(cleaned(words))))
    return _unclear(talk, question.dimension, reading, words) or Step(hint=Hint.CHAT)


def _hear_stop(talk: Talk, question: Question, reading: Reading, words: str) -> Step:
    match reading:
        case Signal.YES | Signal.STOP:
            return moves.stop(talk)
        case Signal.NO | Signal.SKIP:
            return moves.ask_again(talk, question.dimension, Because.GOES_ON)
        case Signal.CHAT | Words():
            return Step(hint=Hint.CHAT)
        case _:
            return _hear_level(talk, question, reading, words)


def _change(talk: Talk, change: Correction, words: str) -> Step:
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


def _new_verdict(talk: Talk, change: Correction, words: str) -> Reading | None:
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
        case Rated(level, evidence, as_claimed):
            return Said(dimension, level, evidence, as_claimed)
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


def edit(talk: Talk, said_in: str, words: str) -> Step | None:
    """Say what the edit of the message ``said_in`` does; None when that message did nothing so far."""
    given = [each for each in talk.assessment.ratings if each.said_in == said_in]
    led_to = (asked.dimension for asked, each in pairwise(talk.questions) if each.said_in == said_in)
    asked_about = next(led_to, None)  # the dimension that was asked when the message was said
    if not given and asked_about is None:
        return None
    if talk.assessment.status is Status.STOPPED:
        return Step(hint=Hint.STOPPED)
    step = _edit_rating(talk, given[-1], words) if given else _edit_unclear(talk, said_in, asked_about or "", words)
    return moves.resumed(talk, step)


def _edit_rating(talk: Talk, was: Rating, words: str) -> Step:
    """Put the new words in the place of the old ones, among what other messages said about the same level."""
    parts = _parts(talk, was.dimension)
    place = next((at for at, each in enumerate(parts) if each.said_in == was.said_in), None)
    if place is None:
        return Step(hint=Hint.OLD_EDIT, hint_detail={"dimension": was.dimension})
    before = parts[place - 1].evidence if place else ()
    added_later = parts[-1].evidence[len(parts[place].evidence) :]
    reading = _read(talk, was.dimension, words)
    said = said_by(was.dimension, reading)
    if said is None and place and (reading is Signal.CHAT or _is_wordy(reading)) and not shows_nothing(words):
        said = Said(was.dimension, was.verdict, evidence_in(words))
    if said is None:
        return _unclear_now(talk, was.dimension, reading, words)
    if isinstance(said.verdict, int):
        said = Said(was.dimension, said.verdict, tuple(dict.fromkeys((*before, *said.evidence, *added_later))))
    same = (said.verdict, said.evidence) == (parts[-1].verdict, parts[-1].evidence)
    return Step() if same else moves.correct(talk, said)


def _parts(talk: Talk, dimension: str) -> list[Rating]:
    """Give the ratings that the one which counts grew from: first the level, then each time evidence was added."""
    holders = talk.assessment.holders(talk.respondent)
    own = [each for each in talk.assessment.history(dimension) if each.respondent in holders]
    parts = own[-1:]
    for each in reversed(own[:-1]):
        if each.said_in in {part.said_in for part in parts}:
            continue  # an earlier wording of the same message
        if each.verdict != parts[0].verdict or each.evidence != parts[0].evidence[: len(each.evidence)]:
            break
        parts.insert(0, each)
    return parts


def _read(talk: Talk, dimension: str, words: str) -> Reading:
    """Read the new words against the dimension; of a change that names it again, the new verdict."""
    framework = talk.assessment.framework
    reading = read(words, framework, framework.dimension(dimension))
    if isinstance(reading, Correction) and reading.targets == (dimension,) and reading.reading is not None:
        return reading.reading
    return reading


def _unclear_now(talk: Talk, dimension: str, reading: Reading, words: str) -> Step:
    """Ask anew what the edit left unclear; the answer given before goes on standing until then."""
    if isinstance(reading, Inapplicable):
        return moves.ask_reason(talk, dimension)
    asked = moves.ask_again(talk, dimension, Because.EDITED, Detail(words))
    if isinstance(reading, Correction) and len(reading.targets) == 1 and reading.reading is not None:
        said = said_by(reading.targets[0], reading.reading)
        return Step((said,) if said is not None else (), asked.ends, asked.asks)
    return asked


def _edit_unclear(talk: Talk, said_in: str, dimension: str, words: str) -> Step:
    """Read anew what gave no level: at the open question that it led to, else for the dimension asked then."""
    question = talk.open
    if question is not None and question.said_in == said_in and question.dimension == dimension:
        return hear(talk, words)
    reading = _read(talk, dimension, words)
    if isinstance(reading, Correction):
        return hear(talk, words)
    said = said_by(dimension, reading)
    if said is None:
        return Step()
    if talk.rating(dimension) is not None:
        return Step(hint=Hint.OLD_EDIT, hint_detail={"dimension": dimension})
    return moves.correct(talk, said)


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
    TAKE_WORDS = "take_words"


@dataclass(frozen=True, slots=True)
class Press:
    """A press: which button, under which question (its number), for a level button which level.

    ``words`` are those that a private word offers to keep.
    """

    button: Button
    question: int
    dimension: str
    level: int | None = None
    words: str = ""


def press(talk: Talk, pressed: Press) -> Step:
    """Say what a press does; one that has had its effect before does nothing."""
    return moves.resumed(talk, _press(talk, pressed))


def _press(talk: Talk, pressed: Press) -> Step:
    if pressed.button is Button.RESUME:
        return _press_resume(talk)
    if talk.assessment.status is Status.STOPPED:
        return Step() if pressed.button is Button.STOP else Step(hint=Hint.STOPPED)
    if pressed.button is Button.RATE_MISSING:
        under_way = talk.open is not None and talk.open.because is Because.MISSING
        return Step() if under_way else moves.rate_missing(talk)
    if pressed.button is Button.LEVEL:
        return _press_level(talk, pressed)
    if pressed.button is Button.KEEP_WORDS and pressed.words:
        return moves.keep_offered(talk, pressed.dimension, pressed.words)
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
        case Button.TAKE_WORDS:
            return question.because is Because.EARLY and question.ended is not None
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
            words = Detail(question.detail.words, question.detail.more)
            return moves.ask_again(talk, question.dimension, Because.GOES_ON, words)
        case Button.AS_CLAIMED:
            return moves.as_claimed(talk, question) if question.wants is Wants.EVIDENCE else Step(hint=Hint.STALE)
        case Button.STOP:
            return moves.stop(talk) if question.wants is Wants.STOP else Step(hint=Hint.STALE)
        case Button.KEEP:
            return moves.keep(talk, question)
        case Button.KEEP_WORDS:
            more = question.detail.more
            return moves.keep_words(talk, question.dimension, more) if more else Step(hint=Hint.STALE)
        case Button.TAKE_WORDS:
            return _take_early(talk, question)
        case Button.SKIP:
            return moves.skip(talk, question)
        case _:
            return moves.back(talk, question)


_SAYS_NOTHING_ELSE = (Because.NEXT, Because.SKIPPED, Because.SKIPPED_BEFORE, Because.EVIDENCE, Because.REASON)


def _take_early(talk: Talk, question: Question) -> Step:
    """Answer with the words that came early; of several the first, and the next question offers the others."""
    first, _, others = question.detail.words.partition("\n")
    if question.because is not Because.EARLY:
        return Step(hint=Hint.STALE)
    step = hear(talk, first)
    if not others or step.asks is None or step.asks.because not in _SAYS_NOTHING_ELSE:
        return step
    detail = replace(step.asks.detail, words=others)
    return replace(step, asks=replace(step.asks, because=Because.EARLY, detail=detail))
