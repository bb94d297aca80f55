"""The moves of a conversation: rate, give evidence, skip, go back, correct, stop, resume; each gives the step it makes.

Moves that speak of the open question take it as an argument, so that none can be made while nothing is asked.
"""

from collections.abc import Iterable
from dataclasses import replace

from bot.core.assessment import NotRated, Status, Verdict
from bot.core.conversation.talk import (
    NO_DETAIL,
    Ask,
    Because,
    Detail,
    Ended,
    Hint,
    Question,
    Said,
    Step,
    Talk,
    Wants,
    evidence_ask,
    level_ask,
    next_question,
)
from bot.core.evidence import evidence_in, shows_nothing
from bot.core.team import Evidence


def resumed(talk: Talk, step: Step) -> Step:
    """End a pause with whatever ends its question or puts another one, which would be hidden else."""
    paused = talk.assessment.status is Status.PAUSED and step.status is None
    return replace(step, status=Status.OPEN) if paused and (step.asks or step.ends) else step


def joined(talk: Talk, said: Said) -> Said:
    """Add what stands beside the level already: words kept for it, and the evidence given before.

    Another level keeps the evidence of the one before, unless new evidence comes with it. What denies evidence is none
    beside a level that wants some.
    """
    if not isinstance(said.verdict, int):
        return said
    last = talk.rating(said.dimension) or talk.first.get(said.dimension)
    kept = evidence_in(talk.kept(said.dimension))
    stays = last is not None and (last.verdict == said.verdict or not (kept or said.evidence))
    pieces = (*(last.evidence if last is not None and stays else ()), *kept, *said.evidence)
    return replace(said, evidence=backing(talk, said.verdict, pieces))


def backing(talk: Talk, level: int, pieces: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Give what of some evidence backs a level, each piece once."""
    is_asked = level >= talk.assessment.framework.evidence_from
    return tuple(dict.fromkeys(each for each in pieces if not (is_asked and shows_nothing(each.text))))


def rate(talk: Talk, question: Question, said: Said | Verdict) -> Step:
    """Answer the open question with what was said, or with a verdict alone."""
    given = said if isinstance(said, Said) else Said(question.dimension, said)
    return settle(talk, question, joined(talk, given))


def settle(talk: Talk, question: Question, said: Said) -> Step:
    """Record a verdict for the open question's dimension; a high level is asked for evidence, once."""
    asked_now = question.wants is Wants.EVIDENCE and question.detail.level == said.verdict
    if not asked_now and _wants_evidence(talk, said):
        return Step((said,), Ended.ANSWERED, evidence_ask(talk, said.dimension, said.verdict))
    return _moved_on(talk, question, Step((said,), Ended.ANSWERED))


def _wants_evidence(talk: Talk, said: Said) -> bool:
    return not said.as_claimed and talk.wants_evidence(said.dimension, said.verdict, said.evidence)


def _moved_on(talk: Talk, question: Question, step: Step) -> Step:
    """Add the next question, or the end of the assessment where nothing is left to ask."""
    rated = frozenset(each.dimension for each in step.says)
    put_off = question.dimension if step.ends is Ended.SKIPPED else ""
    because = Because.SKIPPED if put_off else Because.NEXT
    asks = next_question(talk, rated=rated, skipping=put_off, because=because)
    asks = asks or _next_missing(talk, question, rated)
    if asks is not None:
        return replace(step, asks=asks)
    return _told(talk, replace(step, status=Status.COMPLETE))


def _next_missing(talk: Talk, question: Question, rated: frozenset[str]) -> Ask | None:
    """Whoever rates what is missing goes on to the next such dimension, but never round again."""
    if question.because is not Because.MISSING:
        return None
    keys = [each.key for each in talk.assessment.framework.dimensions]
    later = [key for key in talk.missing if key not in rated and keys.index(key) > keys.index(question.dimension)]
    return level_ask(talk, later[0], Because.MISSING) if later else None


def give_evidence(talk: Talk, question: Question, words: str) -> Step:
    """Add what shows the level that was just claimed; words that show nothing are asked for again."""
    last, found = talk.rating(question.dimension), evidence_in(words)
    if last is None or not found:
        return Step(hint=Hint.CHAT)
    said = joined(talk, Said(question.dimension, last.verdict, found))
    return _moved_on(talk, question, Step((said,), Ended.ANSWERED))


def as_claimed(talk: Talk, question: Question) -> Step:
    """Go on without evidence."""
    return _moved_on(talk, question, Step(ends=Ended.ANSWERED))


def skip(talk: Talk, question: Question) -> Step:
    """Put a dimension off to the end; put off a second time it is not rated."""
    if talk.rating(question.dimension) is not None:
        return keep(talk, question)
    if talk.skipped(question.dimension):
        return rate(talk, question, NotRated())
    return _moved_on(talk, question, Step(ends=Ended.SKIPPED))


def keep(talk: Talk, question: Question) -> Step:
    """Leave a dimension as it was rated before and go on."""
    return _moved_on(talk, question, Step(ends=Ended.LEFT))


def back(talk: Talk, question: Question) -> Step:
    """Go to the dimension asked before the open one; from a question about a level just given, to that level."""
    if question.wants is not Wants.LEVEL:
        return ask_again(talk, question.dimension, Because.BACK)
    before = talk.trail[:-1]
    return ask_again(talk, before[-1], Because.BACK) if before else Step(hint=Hint.FIRST)


def ask_again(talk: Talk, dimension: str, because: Because, detail: Detail = NO_DETAIL) -> Step:
    """Put a dimension's question (again), whatever is open."""
    return Step(ends=Ended.LEFT if talk.open else None, asks=level_ask(talk, dimension, because, detail))


def ask_reason(talk: Talk, dimension: str) -> Step:
    """Ask why a dimension does not apply."""
    return Step(ends=Ended.LEFT if talk.open else None, asks=Ask(dimension, Wants.REASON, Because.REASON))


def keep_words(talk: Talk, dimension: str, words: str) -> Step:
    """Keep words of an answer without a level as evidence for the level that comes next."""
    kept = "\n".join(filter(None, (talk.kept(dimension), words)))
    return ask_again(talk, dimension, Because.KEPT_WORDS, Detail(kept=kept))


def keep_offered(talk: Talk, dimension: str, words: str) -> Step:
    """Keep words that were offered in private: for the level to come, else beside the one given meanwhile; once."""
    if all(each.key != dimension for each in talk.assessment.framework.dimensions):
        return Step(hint=Hint.STALE)
    last, question = talk.rating(dimension), talk.open
    if question is not None and question.dimension == dimension and question.wants is Wants.LEVEL:
        return Step() if words in talk.kept(dimension).split("\n") else keep_words(talk, dimension, words)
    if last is None or not isinstance(last.verdict, int):
        return Step(hint=Hint.STALE)
    said = joined(talk, Said(dimension, last.verdict, evidence_in(words)))
    return Step() if said.evidence == last.evidence else correct(talk, said)


def rate_missing(talk: Talk) -> Step:
    """Ask for the first dimension that is not rated yet."""
    if not talk.missing:
        return Step(hint=Hint.STALE)
    return ask_again(talk, talk.missing[0], Because.MISSING)


def stop(talk: Talk) -> Step:
    """End the assessment; everything said is kept. One that is complete stays so."""
    if talk.assessment.status is Status.COMPLETE:
        return Step(ends=Ended.LEFT, hint=Hint.COMPLETE)
    return Step(ends=Ended.LEFT, status=Status.STOPPED)


def leave(question: Question) -> Step:
    """Let go of a question put after completion: the answer that stands goes on standing."""
    return Step(ends=Ended.ANSWERED if question.wants is Wants.EVIDENCE else Ended.LEFT, hint=Hint.COMPLETE)


def resume(talk: Talk, question: Question) -> Step:
    """Take a paused assessment up again where it was left."""
    if question.wants is Wants.STOP:  # whoever goes on does not want to stop
        return ask_again(talk, question.dimension, Because.GOES_ON)
    return Step(ends=Ended.LEFT, asks=Ask(question.dimension, question.wants, Because.GOES_ON, question.detail))


def reopen(talk: Talk) -> Step:
    """Take a stopped assessment up again."""
    asks = next_question(talk, because=Because.GOES_ON)
    return Step(ends=Ended.LEFT if talk.open else None, asks=asks, status=Status.OPEN if asks else Status.COMPLETE)


def correct(talk: Talk, said: Said) -> Step:
    """Record a verdict for any dimension, exactly as given; another dimension's open question stays as it is."""
    question = talk.open
    if question is not None and question.dimension == said.dimension:
        return settle(talk, question, said)
    if _wants_evidence(talk, said):
        ends = Ended.LEFT if question is not None else None
        return Step((said,), ends, evidence_ask(talk, said.dimension, said.verdict))
    return _beside(talk, said)


def _beside(talk: Talk, said: Said) -> Step:
    """Leave the open question alone; only a line that is new in the thread would else come to stand below it."""
    if talk.open is None or talk.has_line(said.dimension):
        return _told(talk, Step((said,)))
    return _put_again(talk.open, said)


def _put_again(question: Question, said: Said) -> Step:
    detail = replace(question.detail, changed=said.dimension)
    return Step((said,), Ended.LEFT, Ask(question.dimension, question.wants, Because.CHANGED, detail))


def correct_aloud(talk: Talk, said: Said) -> Step:
    """Record a correction typed below the open question, which is therefore put again."""
    step, question = correct(talk, joined(talk, said)), talk.open
    return step if question is None or step.ends is not None else _put_again(question, step.says[0])


def correct_in_form(talk: Talk, said: Said) -> Step:
    """Record a correction made in a form that had a field for evidence: it is not asked for again."""
    question, said = talk.open, joined(talk, said)
    if question is not None and question.dimension == said.dimension:
        return resumed(talk, _moved_on(talk, question, Step((said,), Ended.ANSWERED)))
    return resumed(talk, _beside(talk, said))


def fill_in(talk: Talk, says: tuple[Said, ...]) -> Step:
    """Record what a page of all dimensions says, which had fields for evidence: it is not asked for again.

    The open question follows the lines that are new in the thread; answered on the page, the next one does.
    """
    question, rated = talk.open, frozenset(each.dimension for each in says)
    if not says:
        return Step()
    if question is not None and question.dimension in rated:
        return resumed(talk, _moved_on(talk, question, Step(says, Ended.ANSWERED)))
    if question is not None:
        asks = Ask(question.dimension, question.wants, question.because, question.detail)
        stays = all(talk.has_line(each) for each in rated)
        return resumed(talk, Step(says) if stays else Step(says, Ended.LEFT, asks))
    if talk.assessment.status is Status.COMPLETE:
        return _told(talk, Step(says))
    asks_next = next_question(talk, rated=rated)
    return Step(says, asks=asks_next, status=None if asks_next is not None else Status.COMPLETE)


def _told(talk: Talk, step: Step) -> Step:
    """After completion the change shows far above, in the scorecard: say that it was made."""
    if talk.assessment.status is not Status.COMPLETE or not step.says:
        return step
    return replace(step, hint=Hint.CHANGED, hint_detail={"dimension": step.says[0].dimension})
