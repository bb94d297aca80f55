"""What happens next to a draft: a model is asked, or the text is built from the facts; and which drafts go together."""

from dataclasses import dataclass

from bot.core.drafts.draft import Answered, Draft, Finding, Reply, Texts, Trouble
from bot.core.drafts.draft_json import REPLY

TRIES = 2
"""How often a model is asked for one text: once, and once more with what was wrong with the first."""

_WORTH_ANOTHER = {Trouble.MALFORMED: ("It did not have the form that was asked for.",), Trouble.CUT_OFF: ()}
"""The troubles that another call may mend, and what is told with it: a model that broke off had too little room for
what it thought and wrote, and gets more of it. After the others the drafter has tried again itself, or it is no use."""
NO_TEXT = Finding("shape", "", "There was no text about this dimension.")


@dataclass(frozen=True, slots=True)
class AskModel:
    """A model is to be asked; ``problems`` say what was wrong with its last text.

    ``alone``: the last answer, of which this text was a part, could not be read; so this one is asked for by itself.
    ``more_room``: that answer broke off.
    """

    problems: tuple[str, ...] = ()
    alone: bool = False
    more_room: bool = False


@dataclass(frozen=True, slots=True)
class Build:
    """The text is built from the facts. ``trouble`` or ``findings`` say why the model's is not used."""

    trouble: Trouble | None
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Budget:
    """What may still be spent on drafts: calls, and tokens counted before the call."""

    calls: int
    tokens: int

    @property
    def is_spent(self) -> bool:
        """Whether no further call may be made."""
        return self.calls <= 0 or self.tokens <= 0


def asked_together(drafts: tuple[Draft, ...], draft: Draft) -> tuple[Draft, ...]:
    """Return the drafts that are written with this one: of one kind, asked for at one press; the first one's job does.

    A text that was asked for with a wish is written by itself.
    """
    return tuple(
        each
        for each in drafts
        if (each.piece.kind, each.asked_at, each.asked_by, each.hint)
        == (draft.piece.kind, draft.asked_at, draft.asked_by, draft.hint)
    )


def budget_of(drafts: tuple[Draft, ...], draft_id: str, *, calls: int, tokens: int) -> Budget:
    """Give what is left to a draft of an assessment's ceilings; ``drafts`` are all of its drafts, as they were asked.

    Drafts are written side by side. So that they never make more calls together than the ceiling, each leaves to those
    asked before it, while they are being written, all the calls that they may make. What a call takes in tokens is
    known only afterwards: the last calls may go beyond that ceiling.
    """
    replies = [reply for draft in drafts for reply in draft.replies]
    spent = len({(reply.at, reply.prompt.name, reply.attempt) for reply in replies})
    places = [draft.id for draft in drafts]
    before = drafts[: places.index(draft_id)] if draft_id in places else drafts
    kept = sum(max(0, TRIES - len(draft.replies)) for draft in before if draft.made is None)
    used = sum(reply.tokens_in + reply.tokens_out for reply in replies)
    return Budget(calls - spent - kept, tokens - used)


def next_step(replies: tuple[Reply, ...], *, has_model: bool, budget: Budget) -> AskModel | Build:
    """Say what happens next to a draft that has had these replies, of which none was accepted."""
    if not replies:
        if not has_model:
            return Build(Trouble.NO_MODEL)
        return Build(Trouble.CEILING) if budget.is_spent else AskModel()
    last = replies[-1]
    hopeless = last.content is None and not last.findings and last.trouble not in _WORTH_ANOTHER
    if hopeless or len(replies) >= TRIES or not has_model or budget.is_spent:
        return Build(None if last.findings else last.trouble, last.findings)
    return AskModel(_problems(last), last.trouble in _WORTH_ANOTHER, last.trouble is Trouble.CUT_OFF)


def is_storable(answer: Answered | None) -> bool:
    """Whether a model's answer can be kept exactly as it is."""
    parts = (prose for _, prose in answer.texts) if isinstance(answer, Texts) else (answer,) if answer else ()
    try:
        return all(REPLY.parse(REPLY.write(part)) == part for part in parts)
    except ValueError:
        return False


def told(findings: tuple[Finding, ...]) -> tuple[str, ...]:
    """Say findings in words that a model can act on, each with the sentence that it is about."""
    words = (f"{each.message} In: {each.sentence}" if each.sentence else each.message for each in findings)
    return tuple(dict.fromkeys(words))


def _problems(last: Reply) -> tuple[str, ...]:
    if last.trouble is not None and last.trouble in _WORTH_ANOTHER:
        return _WORTH_ANOTHER[last.trouble]
    return told(last.findings)
