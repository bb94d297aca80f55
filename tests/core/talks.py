"""Conversations as the tests of their rules put them: questions about dimensions, each by its place."""

from dataclasses import replace
from datetime import timedelta

from bot.core.assessment import Assessment, Status
from bot.core.conversation.talk import NO_DETAIL, Because, Detail, Ended, Question, Talk, Wants
from tests.core.examples import KEYS, OPTIMIZATION
from tests.core.rated import START, Given, assessment_of


def asked(
    number: int,
    place: int,
    ended: Ended | None = None,
    *,
    wants: Wants = Wants.LEVEL,
    because: Because = Because.NEXT,
    detail: Detail = NO_DETAIL,
) -> Question:
    """A question about the dimension at ``place``, counted from 1; one without an end is open."""
    if wants is Wants.EVIDENCE and detail == NO_DETAIL:
        detail = Detail(level=4)
    said_at = START + timedelta(minutes=number)
    return Question(number, "dana", KEYS[place - 1], wants, because, detail, f"m{number}", said_at, ended)


def under_way(given: Given | None = None, status: Status = Status.OPEN) -> Assessment:
    """An assessment of Dana's in which so much is rated."""
    return replace(assessment_of(OPTIMIZATION, given or {}), status=status, completed_at=None)


def talk_of(*questions: Question, given: Given | None = None, status: Status = Status.OPEN) -> Talk:
    return Talk(under_way(given, status), "dana", questions)


def at(wants: Wants, status: Status = Status.OPEN) -> Talk:
    """The conversation at a question of a kind about the second dimension; at evidence it has its level."""
    given: dict[str, int] = {KEYS[0]: 2} | ({KEYS[1]: 4} if wants is Wants.EVIDENCE else {})
    return talk_of(asked(1, 1, Ended.ANSWERED), asked(2, 2, wants=wants), given=given, status=status)
