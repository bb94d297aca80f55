"""Decide about a draft: accept, edit, discard, undo, ask for another; and give the actions of a plan to people."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.core.assessment import Assessment, Status
from bot.core.deciding import Desk
from bot.core.draft import Content, Decision, Draft, Verb, newest
from bot.core.draft_edits import own_hint, own_words
from bot.core.draft_standing import is_stale, may_draft
from bot.use_cases.draft_texts import DraftWish, NotForYou, UnknownHere, add_draft
from bot.use_cases.plan_rounds import after_giving
from bot.use_cases.ports import Clock, Store, Transaction
from bot.use_cases.record_decision import record_decision
from bot.use_cases.recording import enqueue_thread
from bot.use_cases.since_last import scorecard_now

MOST_DRAFTS = 6
"""Of one text; then it is quicker to write it oneself."""


@dataclass(frozen=True, slots=True)
class DraftPress:
    """What a person does with a draft; ``event`` is unique to the press or submission."""

    workspace: str
    channel: str
    assessment: str
    draft: str
    person: str
    event: str


@dataclass(frozen=True, slots=True)
class Decided:
    """It is as the person wants it, by this press or by an earlier one; ``draft`` is how it stands now."""

    draft: Draft


@dataclass(frozen=True, slots=True)
class TooLate:
    """Somebody was faster. ``stands`` is the draft that counts: a newer one, or this one as it was decided."""

    stands: Draft


@dataclass(frozen=True, slots=True)
class TooMany:
    """So many drafts of this text were asked for that no further one is written."""

    most: int


@dataclass(frozen=True, slots=True)
class NothingWritten:
    """Nothing is left of the person's wording once it is cleaned."""


@dataclass(frozen=True, slots=True)
class AllAccepted:
    """So many drafts were accepted; 0 when none waited, or this very press was taken before."""

    number: int


@dataclass(frozen=True, slots=True)
class Assigned:
    """The actions have their owners; ``number`` of them changed hands."""

    number: int


Refused = NotForYou | UnknownHere
Outcome = Decided | TooLate | Refused


def accept_draft(store: Store, clock: Clock, press: DraftPress) -> Outcome:
    """Make a draft part of the record; the actions of a plan become due so many days after today's date in UTC."""
    return _decide(store, clock, press, Verb.ACCEPT)


def discard_draft(store: Store, clock: Clock, press: DraftPress) -> Outcome:
    """Set a draft aside; what is accepted has to be reopened first."""
    return _decide(store, clock, press, Verb.DISCARD)


def reopen_draft(store: Store, clock: Clock, press: DraftPress) -> Outcome:
    """Take the decision about a draft back."""
    return _decide(store, clock, press, Verb.REOPEN)


def edit_draft(
    store: Store, clock: Clock, press: DraftPress, content: Content, *, seen: int | None = None
) -> Outcome | NothingWritten:
    """Accept a draft in a person's own wording.

    ``seen`` is how many decisions the draft had when the form was opened: where it has others by now, the wording
    that somebody else chose in the meantime is not overwritten unseen.
    """
    with store.writing() as tx:
        desk = _at_desk(tx, press)
        if not isinstance(desk, Desk):
            return desk
        words = own_words(content, desk.assessment.framework)
        if words is None:
            return NothingWritten()
        if not desk.takes_edit(words) or (seen is not None and seen != len(desk.draft.decisions)):
            return _taken_before(tx, clock, press, desk) or TooLate(desk.counting)
        if tx.is_new(press.workspace, f"press:{press.event}", clock.now()):
            record_decision(tx, desk.assessment, desk.draft, Decision(Verb.ACCEPT, press.person, clock.now(), words))
        return Decided(_now(tx, desk))


def redraft(store: Store, clock: Clock, press: DraftPress, hint: str) -> Outcome | TooMany:
    """Have another draft of the same text written, with what the person asks of it; ``Decided`` holds the new one."""
    with store.writing() as tx:
        desk = _at_desk(tx, press)
        if not isinstance(desk, Desk):
            return desk
        if not desk.takes_redraft:
            return _taken_before(tx, clock, press, desk) or TooLate(desk.counting)
        if sum(each.piece == desk.draft.piece for each in desk.drafts) >= MOST_DRAFTS:
            return TooMany(MOST_DRAFTS)
        if not tx.is_new(press.workspace, f"press:{press.event}", clock.now()):
            return Decided(desk.draft)
        new = Draft(tx.new_id(), desk.draft.piece, press.person, clock.now(), own_hint(hint))
        enqueue_thread(tx, press.workspace, press.assessment)
        add_draft(tx, desk.assessment, new)
        return Decided(new)


def accept_all(store: Store, clock: Clock, wish: DraftWish) -> AllAccepted | Refused:
    """Accept every finished draft about which nobody has decided, but for those that rest on other facts than today's.

    Those say that answers have changed; they are accepted one by one, or drafted anew.
    """
    with store.writing() as tx:
        assessment = _complete(tx, wish.workspace, wish.channel, wish.assessment)
        if assessment is None:
            return UnknownHere()
        if not may_draft(assessment, wish.person):
            return NotForYou()
        drafts = tx.drafts(wish.workspace, wish.assessment)
        card = scorecard_now(tx, assessment)
        open_ones = [each for each in newest(drafts) if each.made is not None and each.decision is None]
        waiting = [each for each in open_ones if not is_stale(assessment, card, each)]
        if not waiting or not tx.is_new(wish.workspace, f"press:{wish.event}", clock.now()):
            return AllAccepted(0)
        for draft in waiting:
            record_decision(tx, assessment, draft, Decision(Verb.ACCEPT, wish.person, clock.now()))
        return AllAccepted(len(waiting))


def set_owners(
    store: Store, clock: Clock, press: DraftPress, owners: Mapping[str, str]
) -> Assigned | TooLate | Refused:
    """Give actions of the accepted plan to people: ``owners`` has a person for the id of each action to be given."""
    with store.writing() as tx:
        desk = _at_desk(tx, press)
        if not isinstance(desk, Desk):
            return desk
        actions = {each.id: each for each in tx.actions(press.workspace, press.assessment) if each.draft == press.draft}
        if not owners.keys() <= actions.keys():
            return TooLate(desk.counting)
        if not tx.is_new(press.workspace, f"press:{press.event}", clock.now()):
            return Assigned(0)
        changed = {key: owner for key, owner in owners.items() if owner and owner != actions[key].owner}
        for key, owner in changed.items():
            tx.set_owner(press.workspace, press.assessment, key, owner=owner, by=press.person, at=clock.now())
        if changed:
            before = (actions[key].owner for key in changed)
            after_giving(tx, desk.assessment, (*changed.values(), *before), clock.now())
        return Assigned(len(changed))


def _complete(tx: Transaction, workspace: str, channel: str, assessment_id: str) -> Assessment | None:
    assessment = tx.assessment(workspace, assessment_id)
    known = assessment is not None and assessment.channel == channel and assessment.status is Status.COMPLETE
    return assessment if known else None


def _at_desk(tx: Transaction, press: DraftPress) -> Desk | Refused:
    assessment = _complete(tx, press.workspace, press.channel, press.assessment)
    if assessment is None:
        return UnknownHere()
    if not may_draft(assessment, press.person):
        return NotForYou()
    drafts = tx.drafts(press.workspace, press.assessment)
    draft = next((each for each in drafts if each.id == press.draft), None)
    return Desk(assessment, drafts, draft) if draft is not None else UnknownHere()


def _decide(store: Store, clock: Clock, press: DraftPress, verb: Verb) -> Outcome:
    with store.writing() as tx:
        desk = _at_desk(tx, press)
        if not isinstance(desk, Desk):
            return desk
        if not desk.takes(verb):
            return _taken_before(tx, clock, press, desk) or TooLate(desk.counting)
        standing = desk.draft.decision.verb if desk.draft.decision is not None else Verb.REOPEN
        is_new = tx.is_new(press.workspace, f"press:{press.event}", clock.now())
        if is_new and standing is not verb:
            record_decision(tx, desk.assessment, desk.draft, Decision(verb, press.person, clock.now()))
        return Decided(_now(tx, desk))


def _taken_before(tx: Transaction, clock: Clock, press: DraftPress, desk: Desk) -> Decided | None:
    """Tell a press that Slack delivers again from one that comes too late."""
    is_new = tx.is_new(press.workspace, f"press:{press.event}", clock.now())
    return None if is_new else Decided(desk.draft)


def _now(tx: Transaction, desk: Desk) -> Draft:
    return tx.draft(desk.assessment.workspace, desk.assessment.id, desk.draft.id) or desk.draft
