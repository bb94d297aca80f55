"""Have the texts of a complete assessment drafted: take the wish, and enqueue a job for each text."""

from dataclasses import dataclass

from bot.core.assessment import Assessment, Status
from bot.core.briefs import pieces_of
from bot.core.draft import Draft, newest
from bot.core.draft_standing import may_draft, wanted_pieces
from bot.use_cases.ports import Clock, NewJob, Store, Transaction
from bot.use_cases.recording import enqueue_thread
from bot.use_cases.since_last import scorecard_now

DRAFT = "draft"


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
        card = scorecard_now(tx, assessment)
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
