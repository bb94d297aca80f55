"""Which answers a thread confirms: for each rated dimension the question that was answered last, and what was said."""

from dataclasses import dataclass

from bot.core.assessment import Assessment, NotRated, Rating
from bot.core.conversation import AFTER_COMPLETION, Ended, Question, Wants
from bot.core.framework import Dimension


@dataclass(frozen=True, slots=True)
class Confirmed:
    """An answered question. ``rating`` counts, ``before`` is an earlier one with another verdict."""

    question: Question
    dimension: Dimension
    rating: Rating
    before: Rating | None


def confirmed(assessment: Assessment, questions: tuple[Question, ...]) -> list[Confirmed]:
    """Give the answered questions in their order.

    The question for evidence vanishes, and so does one put after completion: the lines above the scorecard are
    brought up to date where they stand.
    """
    places = {
        (each.dimension, each.respondent): each
        for each in questions
        if each.ended is Ended.ANSWERED and each.wants is not Wants.EVIDENCE and AFTER_COMPLETION not in each.detail
    }
    found = []
    for question in sorted(places.values(), key=lambda each: each.number):
        rating = assessment.last_rating(question.dimension, question.respondent)
        if rating is not None:
            dimension = assessment.framework.dimension(question.dimension)
            found.append(Confirmed(question, dimension, rating, _verdict_before(assessment, rating)))
    return found


def _verdict_before(assessment: Assessment, rating: Rating) -> Rating | None:
    """Give the latest earlier rating with another verdict; a change from "don't know" is none worth telling."""
    earlier = [
        each
        for each in assessment.history(rating.dimension)
        if each.respondent == rating.respondent and each.verdict != rating.verdict
    ]
    return earlier[-1] if earlier and not isinstance(earlier[-1].verdict, NotRated) else None
