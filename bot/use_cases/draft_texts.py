"""Draft the texts of a complete assessment: take the wish, then write each draft in a job of its own."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.core.assessment import Assessment, Status
from bot.core.brief import Brief
from bot.core.briefs import brief_for, pieces_of
from bot.core.draft import Content, Draft, Finding, Made, PromptStamp, Reply, Trouble, newest
from bot.core.draft_checks import check
from bot.core.draft_standing import may_draft, wanted_pieces
from bot.core.draft_text import built
from bot.core.drafting_steps import Ask, Build, Use, budget_of, has_form, next_step
from bot.core.scorecard import Scorecard, scorecard
from bot.use_cases.drafting import Drafter, Written
from bot.use_cases.ports import Clock, NewJob, Reads, Store, Transaction
from bot.use_cases.recording import enqueue_thread

DRAFT = "draft"
MOST_COUNTED = 1_000_000_000


@dataclass(frozen=True, slots=True)
class DraftWish:
    """A person's wish for the drafts of an assessment; ``event`` is unique to the press."""

    workspace: str
    channel: str
    assessment: str
    person: str
    event: str


@dataclass(frozen=True, slots=True)
class Requested:
    """So many drafts are being written now; 0 when this very press was taken before."""

    number: int


@dataclass(frozen=True, slots=True)
class AlreadyThere:
    """Every text has a draft that counts, or it is being written: nothing is asked for twice."""


@dataclass(frozen=True, slots=True)
class NotComplete:
    """There is nothing to draft: the assessment is under way, or nothing is rated in it."""


@dataclass(frozen=True, slots=True)
class NotForYou:
    """The person neither conducts the assessment nor answers in it."""


@dataclass(frozen=True, slots=True)
class UnknownHere:
    """This channel has no such assessment or draft, whether or not it exists elsewhere."""


RequestOutcome = Requested | AlreadyThere | NotComplete | NotForYou | UnknownHere


def request_drafts(store: Store, clock: Clock, wish: DraftWish) -> RequestOutcome:
    """Have a draft written of each text that has none, a discarded one, or one that rests on other facts than today's.

    What people have accepted stays. All of it is decided at once, so that two presses make one draft.
    """
    with store.writing() as tx:
        assessment = tx.assessment(wish.workspace, wish.assessment)
        if assessment is None or assessment.channel != wish.channel:
            return UnknownHere()
        if not may_draft(assessment, wish.person):
            return NotForYou()
        card = scorecard(assessment, tx.before(assessment))
        if assessment.status is not Status.COMPLETE or not pieces_of(card):
            return NotComplete()
        if not tx.is_new(wish.workspace, f"press:{wish.event}", clock.now()):
            return Requested(0)
        drafts = tx.drafts(wish.workspace, wish.assessment)
        wanted = wanted_pieces(assessment, card, drafts)
        enqueue_thread(tx, wish.workspace, wish.assessment)  # first in the queue: how far they are shows at once
        for draft in newest(drafts):
            if draft.made is None:  # its job waits or runs; where it was given up this is the way to try it again
                enqueue_draft(tx, assessment, draft.id)
        for piece in wanted:
            add_draft(tx, assessment, Draft(tx.new_id(), piece, wish.person, clock.now()))
        return Requested(len(wanted)) if wanted else AlreadyThere()


def add_draft(tx: Transaction, assessment: Assessment, draft: Draft) -> None:
    """Record that a draft is wanted, and have it written."""
    tx.add_draft(assessment.workspace, assessment.id, draft)
    enqueue_draft(tx, assessment, draft.id)


def enqueue_draft(tx: Transaction, assessment: Assessment, draft_id: str) -> None:
    """Have a draft written in a job of its own."""
    payload = {"workspace": assessment.workspace, "assessment": assessment.id, "draft": draft_id}
    tx.enqueue(NewJob(DRAFT, f"{DRAFT}:{assessment.workspace}:{assessment.id}:{draft_id}", payload))


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
        card = _card(view, assessment)
    draft = next((each for each in drafts if each.id == payload["draft"]), None)
    if draft is None or draft.made is not None or draft.piece not in pieces_of(card):
        return None
    return _Task(assessment, drafts, draft, brief_for(assessment, card, draft.piece))


def _card(view: Reads, assessment: Assessment) -> Scorecard:
    return scorecard(assessment, view.before(assessment))


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


class WithoutModel:
    """The drafter where no model is configured; it is asked for nothing."""

    @property
    def model(self) -> str:
        """Name no model."""
        return ""

    def prompt(self, brief: Brief) -> PromptStamp:
        """Name no prompt."""
        return PromptStamp(str(brief.piece.kind), "", "")

    def write(self, _brief: Brief, *, wish: str, problems: tuple[str, ...]) -> Written:  # noqa: ARG002  # as the port has it
        """Write nothing."""
        return Written(None, Trouble.NO_MODEL, 0, 0, 0)


def _within(number: int) -> int:
    """Bring what a server says of itself within what can be added up and stored."""
    return min(max(number, 0), MOST_COUNTED)
