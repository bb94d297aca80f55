"""The checks of drafts: a text stands only if every sentence of it is borne out by the facts of its brief.

``check`` runs one family after the other: ``quotations``, ``numbers``, ``levels``, ``score_words``, ``names``,
``scripts``, ``languages``, ``markup``, ``speaking``, ``support``, ``shape`` and ``plans``. ``ground`` is what a brief
gives them to stand on, ``passages`` the draft as they read it. Where a check cannot tell, it refuses: a draft that is
refused is written once more, and then built from the facts.
"""

from collections.abc import Callable, Iterator

from bot.core.drafts.brief import Brief, Kind
from bot.core.drafts.checks.ground import Ground, ground_of
from bot.core.drafts.checks.languages import check_language, check_script
from bot.core.drafts.checks.levels import check_levels
from bot.core.drafts.checks.names import check_names
from bot.core.drafts.checks.numbers import check_numbers
from bot.core.drafts.checks.passages import Passage, passages_of
from bot.core.drafts.checks.plans import check_plan
from bot.core.drafts.checks.quotations import check_quotations
from bot.core.drafts.checks.scores import check_score_words
from bot.core.drafts.checks.shape import UNREAD, UNREADABLE, check_length, check_markup, check_passage, check_repetition
from bot.core.drafts.checks.speaking import check_speaking
from bot.core.drafts.checks.support import check_support
from bot.core.drafts.draft import Content, Finding, Prose
from bot.core.plan.plan import Plan

__all__ = ["check"]

CHECKS: tuple[Callable[[Ground, Passage], Iterator[Finding]], ...] = (
    check_passage,
    check_markup,
    check_script,
    check_language,
    check_speaking,
    check_quotations,
    check_numbers,
    check_levels,
    check_score_words,
    check_names,
    check_support,
)


def check(brief: Brief, content: Content) -> tuple[Finding, ...]:
    """Find everything that is wrong with a draft; empty when all is well. Nothing that a model wrote makes it raise.

    The findings come passage by passage, each with the sentence (or the field of an action) and the reason in words.
    """
    if isinstance(content, Plan) != (brief.piece.kind is Kind.PLAN):
        wanted = "a plan" if brief.piece.kind is Kind.PLAN else "a text"
        return (Finding("shape", "", f"What was asked for is {wanted}."),)
    if (length := _length(content)) > UNREADABLE:
        return (Finding("shape", "", f"It has {length:,} characters; nobody reads that."),)
    return tuple(dict.fromkeys(_findings(ground_of(brief), content)))


def _findings(ground: Ground, content: Content) -> Iterator[Finding]:
    passages = passages_of(ground, content)
    if isinstance(content, Prose):
        yield from check_length(passages)
        yield from check_repetition(ground, passages)
    else:
        yield from check_plan(ground, content)
    for passage in passages:
        if len(passage.text) >= UNREAD:
            yield from check_passage(ground, passage)
        elif passage.text.strip():
            for each in CHECKS:
                yield from each(ground, passage)
        elif not passage.of_plan:  # an action's empty field is a fault of the plan, which says so already
            yield passage.finding("shape", "It says nothing.")


def _length(content: Content) -> int:
    if isinstance(content, Prose):
        return sum(len(each.text) for each in content.sentences)
    return sum(
        len(text)
        for each in content.actions
        for text in (each.what, each.measure, each.first_step, each.owner_role, each.deliverable)
    )
