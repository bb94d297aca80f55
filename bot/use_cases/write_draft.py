"""Write the drafts that were asked for together, in one job: a model is asked and checked, or texts are built.

The renderer takes a moment to load, so it is imported with the first draft.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.core.assessment import Assessment
from bot.core.drafts.brief import Brief, FactKind, Kind
from bot.core.drafts.briefs import brief_for, pieces_of
from bot.core.drafts.built_texts import built
from bot.core.drafts.draft import Content, Draft, Finding, Made, Proposals, Prose, Reply, Texts, Trouble
from bot.core.drafts.render import show_plan, show_text
from bot.core.drafts.steps import NO_TEXT, AskModel, Build, asked_together, budget_of, is_storable, next_step
from bot.core.plan.plan import Action
from bot.core.privacy import Right, entitled
from bot.use_cases.conversation import enqueue_homes, enqueue_thread
from bot.use_cases.drafts import Drafter, Written
from bot.use_cases.ports import Clock, Store, Transaction
from bot.use_cases.scorecards import scorecard_now

MOST_COUNTED = 1_000_000_000


def write_draft(
    store: Store, clock: Clock, drafter: Drafter | None, payload: Mapping[str, str], *, calls: int, tokens: int
) -> None:
    """Write a draft and those asked for with it: the job. ``calls`` and ``tokens`` are an assessment's ceilings.

    Where no model is configured there is no ``drafter``, and every text is built.
    Safe to run again after a crash at any point: each reply is kept as soon as it is there, and the next step follows
    from what is kept. The facts are those of the moment, so that an answer changed meanwhile counts.
    """
    accepted: dict[Brief, tuple[Action, ...]] = {}
    while (task := _task(store, payload)) is not None:
        budget = budget_of(task.drafts, task.waiting[0].id, calls=calls, tokens=tokens)
        steps = {
            draft.id: next_step(draft.replies, has_model=drafter is not None, budget=budget) for draft in task.waiting
        }
        building = [draft for draft in task.waiting if isinstance(steps[draft.id], Build)]
        if building or drafter is None:
            _build(store, clock, task, [(draft, steps[draft.id]) for draft in building])
            continue
        asking = [(draft, step) for draft in task.waiting if isinstance(step := steps[draft.id], AskModel)]
        if any(step.alone for _, step in asking):
            asking = asking[:1]
        brief = task.brief_of([draft for draft, _ in asking])
        answer = _Answer(task, brief, drafter, clock, accepted.get(brief, ()))
        answer.ask(asking)
        with store.writing(task.assessment.workspace) as tx:
            answer.keep(tx)
        accepted = {brief: answer.accepted}


@dataclass(frozen=True, slots=True)
class _Task:
    """Drafts to be written together, as the facts stand: those that wait, and their brief.

    ``drafts`` are all of the assessment.
    """

    assessment: Assessment
    drafts: tuple[Draft, ...]
    waiting: tuple[Draft, ...]
    brief: Brief

    def brief_of(self, drafts: Sequence[Draft]) -> Brief:
        """Return what is told about some of the drafts; facts keep the ids that they have in the whole brief."""
        if self.brief.kind is Kind.PLAN:
            return self.brief
        return self.brief.about(*(draft.piece.dimension for draft in drafts))

    def finish(self, tx: Transaction, draft: Draft, made: Made) -> None:
        """Record a finished text, and have it shown."""
        tx.add_made(self.assessment.workspace, self.assessment.id, draft.id, made)
        enqueue_thread(tx, self.assessment.workspace, self.assessment.id)
        enqueue_homes(tx, self.assessment.workspace, entitled(Right.DRAFT, self.assessment))


def _task(store: Store, payload: Mapping[str, str]) -> _Task | None:
    """Return what is to be written; None where nothing is left, or answers changed so that nothing can be said."""
    with store.reading() as view:
        assessment = view.assessment(payload["workspace"], payload["assessment"])
        if assessment is None:
            return None
        drafts = view.drafts(assessment.workspace, assessment.id)
        card = scorecard_now(view, assessment)
    draft = next((each for each in drafts if each.id == payload["draft"]), None)
    together = asked_together(drafts, draft) if draft is not None else ()
    if draft is None or together[0] is not draft:
        return None  # the job of the first of them writes all
    pieces = pieces_of(card)
    waiting = tuple(each for each in together if each.made is None and each.piece in pieces)
    if not waiting:
        return None
    # All of the pieces asked for, so that a fact keeps its id while their number shrinks.
    asked = [each.piece for each in together if each.piece in pieces]
    return _Task(assessment, drafts, waiting, brief_for(assessment, card, *asked))


def _build(store: Store, clock: Clock, task: _Task, building: Sequence[tuple[Draft, AskModel | Build]]) -> None:
    with store.writing(task.assessment.workspace) as tx:
        for draft, step in building:
            trouble, findings = (step.trouble, step.findings) if isinstance(step, Build) else (None, ())
            brief = task.brief_of([draft])
            task.finish(tx, draft, Made(built(brief), False, brief, trouble, findings, clock.now()))  # noqa: FBT003  # by_model


@dataclass(eq=False)
class _Answer:
    """One call of the model: what it wrote of each draft that was asked for, and what is wrong with that.

    ``accepted`` are the actions of a plan that were accepted so far, while its facts stay the same.
    """

    task: _Task
    brief: Brief
    drafter: Drafter
    clock: Clock
    accepted: tuple[Action, ...]
    replies: list[tuple[Draft, Reply]] = field(default_factory=list)
    texts: list[tuple[Draft, Content]] = field(default_factory=list)

    def ask(self, asking: Sequence[tuple[Draft, AskModel]]) -> None:
        """Ask the model once for all of them."""
        problems = tuple(dict.fromkeys(problem for _, step in asking for problem in step.problems))
        wish = asking[0][0].hint
        more_room = any(step.more_room for _, step in asking)
        written = self.drafter.write(
            self.brief, wish=wish, problems=problems, accepted=self.accepted, more_room=more_room
        )
        for place, (draft, _) in enumerate(asking):
            content, findings = self._read(draft, written)
            share = place, len(asking)
            reply = Reply(
                attempt=len(draft.replies) + 1,
                content=content,
                trouble=None if content is not None or findings else written.trouble or Trouble.MALFORMED,
                findings=findings,
                model=self.drafter.model,
                prompt=self.drafter.prompt(self.brief),
                tokens_in=_share(written.tokens_in, share),
                tokens_out=_share(written.tokens_out, share),
                milliseconds=_share(written.milliseconds, share),
                at=self.clock.now(),
            )
            self.replies.append((draft, reply))

    def keep(self, tx: Transaction) -> None:
        """Record every reply, and each text that is accepted."""
        where = self.task.assessment.workspace, self.task.assessment.id
        for draft, reply in self.replies:
            tx.add_reply(*where, draft.id, reply)
        for draft, content in self.texts:
            brief = self.task.brief_of([draft])
            self.task.finish(tx, draft, Made(content, True, brief, None, (), self.clock.now()))  # noqa: FBT003  # by_model

    def _read(self, draft: Draft, written: Written) -> tuple[Prose | Proposals | None, tuple[Finding, ...]]:
        """Return what the model wrote of a draft, and what is wrong with it; what is accepted is set aside."""
        match written.answer if is_storable(written.answer) else None:
            case Texts(texts) if draft.piece.kind is not Kind.PLAN:
                facts = (self.brief.fact(name) for name, _ in texts)
                about = [each.dimension if each and each.kind is FactKind.DIMENSION else "" for each in facts]
                found = [prose for key, (_, prose) in zip(about, texts, strict=True) if key == draft.piece.dimension]
                if not found:
                    return None, (NO_TEXT,)
                text = show_text(self.drafter, self.brief, draft.piece.dimension, found[0])
                if not text.findings:
                    self.texts.append((draft, text.prose))
                return found[0], text.findings
            case Proposals() as proposals if draft.piece.kind is Kind.PLAN:
                plan = show_plan(self.drafter, self.brief, proposals, self.accepted)
                self.accepted = plan.accepted
                if plan.plan is not None:
                    self.texts.append((draft, plan.plan))
                    return proposals, ()
                return proposals, plan.all_findings
            case _:
                return None, ()


def _share(number: int, share: tuple[int, int]) -> int:
    """Give one draft its share of what a call took, so that the shares add up; within what can be stored."""
    place, count = share
    number = min(max(number, 0), MOST_COUNTED)
    return number * (place + 1) // count - number * place // count
