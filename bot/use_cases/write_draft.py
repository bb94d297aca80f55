"""Write one draft, in a job of its own: a model is asked and checked, or the text is built from the facts.

The checks take a moment to load, so whoever runs jobs imports this file with the first draft.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.core.assessment import Assessment
from bot.core.drafts.brief import Brief
from bot.core.drafts.briefs import brief_for, pieces_of
from bot.core.drafts.built_texts import built
from bot.core.drafts.checks import check
from bot.core.drafts.draft import Content, Draft, Finding, Made, Reply, Trouble
from bot.core.drafts.steps import Ask, Build, Use, budget_of, has_form, next_step
from bot.use_cases.conversation import enqueue_thread
from bot.use_cases.ports import Clock, Drafter, Store
from bot.use_cases.scorecards import scorecard_now

MOST_COUNTED = 1_000_000_000


def write_draft(
    store: Store, clock: Clock, drafter: Drafter, payload: Mapping[str, str], *, calls: int, tokens: int
) -> None:
    """Write one draft: the job. ``calls`` and ``tokens`` are what the drafts of an assessment may spend in all.

    Safe to run again after a crash at any point: each reply is kept as soon as it is there, and the next step follows
    from what is kept. The facts are those of the moment, so that an answer changed meanwhile counts.
    """
    while (task := _task(store, payload)) is not None:
        draft, brief = task.draft, task.brief
        budget = budget_of(task.drafts, draft.id, calls=calls, tokens=tokens)
        match next_step(brief, draft.replies, has_model=bool(drafter.model), budget=budget):
            case Ask(problems):
                task.keep(store, _asked(clock, drafter, task, problems))
            case Use(content):
                task.finish(store, clock, content, by_model=True)
            case Build(trouble, findings):
                task.finish(store, clock, built(brief), trouble=trouble, findings=findings)


@dataclass(frozen=True, slots=True)
class _Task:
    """A draft to be written, as the facts stand; ``drafts`` are all of its assessment."""

    assessment: Assessment
    drafts: tuple[Draft, ...]
    draft: Draft
    brief: Brief

    def keep(self, store: Store, reply: Reply) -> None:
        with store.writing() as tx:
            tx.add_reply(self.assessment.workspace, self.assessment.id, self.draft.id, reply)

    def finish(
        self,
        store: Store,
        clock: Clock,
        content: Content,
        *,
        by_model: bool = False,
        trouble: Trouble | None = None,
        findings: tuple[Finding, ...] = (),
    ) -> None:
        with store.writing() as tx:
            made = Made(content, by_model, self.brief, trouble, findings, clock.now())
            tx.add_made(self.assessment.workspace, self.assessment.id, self.draft.id, made)
            enqueue_thread(tx, self.assessment.workspace, self.assessment.id)


def _task(store: Store, payload: Mapping[str, str]) -> _Task | None:
    """Give what is to be written; None when it is written, or when answers changed so that nothing can be said."""
    with store.reading() as view:
        assessment = view.assessment(payload["workspace"], payload["assessment"])
        if assessment is None:
            return None
        drafts = view.drafts(assessment.workspace, assessment.id)
        card = scorecard_now(view, assessment)
    draft = next((each for each in drafts if each.id == payload["draft"]), None)
    if draft is None or draft.made is not None or draft.piece not in pieces_of(card):
        return None
    return _Task(assessment, drafts, draft, brief_for(assessment, card, draft.piece))


def _asked(clock: Clock, drafter: Drafter, task: _Task, problems: tuple[str, ...]) -> Reply:
    """Ask the model once; what it gave back, and what is wrong with it, is a reply to keep."""
    written = drafter.write(task.brief, wish=task.draft.hint, problems=problems)
    content = written.content if written.trouble is None and has_form(written.content, task.brief.piece.kind) else None
    return Reply(
        attempt=len(task.draft.replies) + 1,
        content=content,
        trouble=(written.trouble or Trouble.MALFORMED) if content is None else None,
        findings=check(task.brief, content) if content is not None else (),
        model=drafter.model,
        prompt=drafter.prompt(task.brief),
        tokens_in=_within(written.tokens_in),
        tokens_out=_within(written.tokens_out),
        milliseconds=_within(written.milliseconds),
        at=clock.now(),
    )


def _within(number: int) -> int:
    """Bring what a server says of itself within what can be added up and stored."""
    return min(max(number, 0), MOST_COUNTED)
