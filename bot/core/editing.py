"""What an edited message does to a conversation: the answer that it was is read anew, and nothing else moves."""

from itertools import pairwise

from bot.core import answering, moves
from bot.core.answers import read
from bot.core.assessment import Rating, Status
from bot.core.conversation import Because, Hint, Said, Step, Talk
from bot.core.evidence import evidence_in
from bot.core.reading import Ambiguous, Change, Chat, Inapplicable, OffScale, Reading, Words


def edit(talk: Talk, said_in: str, words: str) -> Step | None:
    """Say what the edit of the message ``said_in`` does; None when that message did nothing so far."""
    given = [each for each in talk.assessment.ratings if each.said_in == said_in]
    asked_about = _asked_about(talk, said_in)
    if not given and asked_about is None:
        return None
    if talk.assessment.status is Status.STOPPED:
        return Step(hint=Hint.STOPPED)
    step = _edit_rating(talk, given[-1], words) if given else _edit_unclear(talk, said_in, asked_about or "", words)
    return moves.resumed(talk, step)


def _asked_about(talk: Talk, said_in: str) -> str | None:
    """Give the dimension that was asked when the message was said; None when it led to no question."""
    return next((asked.dimension for asked, led_to in pairwise(talk.questions) if led_to.said_in == said_in), None)


def _edit_rating(talk: Talk, was: Rating, words: str) -> Step:
    """Put the new words in the place of the old ones, among what other messages said about the same level."""
    parts = _parts(talk, was.dimension)
    place = next((at for at, each in enumerate(parts) if each.said_in == was.said_in), None)
    if place is None:
        return Step(hint=Hint.OLD_EDIT, hint_detail={"dimension": was.dimension})
    before = parts[place - 1].evidence if place else ()
    added_later = parts[-1].evidence[len(parts[place].evidence) :]
    reading = _read(talk, was.dimension, words)
    said = answering.said_by(was.dimension, reading)
    if said is None and place and _shows_something(reading):
        said = Said(was.dimension, was.verdict, evidence_in(words))
    if said is None:
        return _unclear_now(talk, was.dimension, reading, words)
    if not isinstance(said.verdict, int):
        exact = said
    else:
        exact = Said(was.dimension, said.verdict, tuple(dict.fromkeys((*before, *said.evidence, *added_later))))
    same = (exact.verdict, exact.evidence) == (parts[-1].verdict, parts[-1].evidence)
    return Step() if same else moves.correct(talk, exact)


def _parts(talk: Talk, dimension: str) -> list[Rating]:
    """Give the ratings that the one which counts grew from: first the level, then each time evidence was added."""
    own = [each for each in talk.assessment.history(dimension) if each.respondent == talk.respondent]
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
    if isinstance(reading, Change) and reading.targets == (dimension,) and reading.reading is not None:
        return reading.reading
    return reading


def _shows_something(reading: Reading) -> bool:
    match reading:
        case Words() | Chat():
            return True
        case Ambiguous(_, more) | OffScale(_, more):
            return bool(more)
        case _:
            return False


def _unclear_now(talk: Talk, dimension: str, reading: Reading, words: str) -> Step:
    """Ask anew what the edit left unclear; the answer given before goes on standing until then."""
    if isinstance(reading, Inapplicable):
        return moves.ask_reason(talk, dimension)
    asked = moves.ask_again(talk, dimension, Because.EDITED, {"words": words})
    if isinstance(reading, Change) and len(reading.targets) == 1 and reading.reading is not None:
        said = answering.said_by(reading.targets[0], reading.reading)
        return Step((said,) if said is not None else (), asked.ends, asked.asks)
    return asked


def _edit_unclear(talk: Talk, said_in: str, dimension: str, words: str) -> Step:
    """Read anew what gave no level: at the open question that it led to, else for the dimension asked then."""
    question = talk.open
    if question is not None and question.said_in == said_in and question.dimension == dimension:
        return answering.hear(talk, words)
    reading = _read(talk, dimension, words)
    if isinstance(reading, Change):
        return answering.hear(talk, words)
    said = answering.said_by(dimension, reading)
    if said is None:
        return Step()
    if talk.rating(dimension) is not None:
        return Step(hint=Hint.OLD_EDIT, hint_detail={"dimension": dimension})
    return moves.correct(talk, said)
