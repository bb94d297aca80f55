"""What happens next to a draft: a model is asked, its text is used, or the text is built from the facts."""

from dataclasses import dataclass

from bot.core.drafts.brief import Brief, Kind
from bot.core.drafts.checks import check
from bot.core.drafts.draft import Content, Draft, Finding, Reply, Trouble
from bot.core.drafts.draft_json import content_from_dict, content_to_dict
from bot.core.plan.plan import Plan

TRIES = 2
"""How often a model is asked for one text: once, and once more with what was wrong with the first."""

_WORTH_ANOTHER = {
    Trouble.MALFORMED: "It did not have the form that was asked for.",
    Trouble.CUT_OFF: "It was too long and broke off. Write less.",
}
"""The troubles that another wording may mend. After the others the drafter has tried again itself, or it is no use."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A model is to be asked; ``problems`` say what was wrong with its last text."""

    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Use:
    """A model's text passes the checks."""

    content: Content


@dataclass(frozen=True, slots=True)
class Build:
    """The text is built from the facts. ``trouble`` or ``findings`` say why the model's is not used."""

    trouble: Trouble | None
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Budget:
    """What may still be spent on a draft: calls, and tokens counted before the call."""

    calls: int
    tokens: int

    @property
    def is_spent(self) -> bool:
        """Say whether no further call may be made."""
        return self.calls <= 0 or self.tokens <= 0


def budget_of(drafts: tuple[Draft, ...], draft_id: str, *, calls: int, tokens: int) -> Budget:
    """Give what is left to a draft of an assessment's ceilings; ``drafts`` are all of its drafts, as they were asked.

    Drafts are written side by side. So that they never make more calls together than the ceiling, each leaves to those
    asked before it, while they are being written, all the calls that they may make. What a call takes in tokens is
    known only afterwards: the last calls may go beyond that ceiling.
    """
    spent = sum(len(each.replies) for each in drafts)
    places = [each.id for each in drafts]
    before = drafts[: places.index(draft_id)] if draft_id in places else drafts
    kept = sum(max(0, TRIES - len(each.replies)) for each in before if each.made is None)
    used = sum(reply.tokens_in + reply.tokens_out for each in drafts for reply in each.replies)
    return Budget(calls - spent - kept, tokens - used)


def has_form(content: Content | None, kind: Kind) -> bool:
    """Say whether a model's text is of the form that was asked for, and can be kept exactly as it is."""
    if content is None or isinstance(content, Plan) is not (kind is Kind.PLAN):
        return False
    try:
        return content_from_dict(content_to_dict(content)) == content
    except ValueError:
        return False


def next_step(brief: Brief, replies: tuple[Reply, ...], *, has_model: bool, budget: Budget) -> Ask | Use | Build:
    """Say what happens next to a draft that has had these replies.

    Every text is checked against the brief as it is today, the last one first, whatever was found when it came.
    """
    for reply in reversed(replies):
        if reply.content is not None and not check(brief, reply.content):
            return Use(reply.content)
    if not replies:
        if not has_model:
            return Build(Trouble.NO_MODEL)
        return Build(Trouble.CEILING) if budget.is_spent else Ask()
    last = replies[-1]
    findings = check(brief, last.content) if last.content is not None else ()
    hopeless = last.content is None and last.trouble not in _WORTH_ANOTHER
    if hopeless or len(replies) >= TRIES or not has_model or budget.is_spent:
        return Build(None if findings else last.trouble, findings)
    return Ask(_problems(last, findings))


def _problems(last: Reply, findings: tuple[Finding, ...]) -> tuple[str, ...]:
    if last.content is None and last.trouble is not None:
        return (_WORTH_ANOTHER[last.trouble],)
    told = (f"{each.message} In: {each.sentence}" if each.sentence else each.message for each in findings)
    return tuple(dict.fromkeys(told))
