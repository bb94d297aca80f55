"""Drafts of a complete assessment: have them written, accept, edit, discard, undo; give a plan's actions to people."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import Protocol

from bot.core.assessment import Assessment, Status
from bot.core.cadence.times import no_holidays
from bot.core.drafts.brief import Brief, Kind, Piece
from bot.core.drafts.briefs import drafted_in, pieces_of
from bot.core.drafts.draft import (
    Answered,
    Content,
    Decision,
    Draft,
    PromptStamp,
    Trouble,
    Verb,
    newest,
    own_hint,
    own_words,
)
from bot.core.drafts.own_words import Lexicon
from bot.core.drafts.standing import Desk, changed_pieces, is_stale, wanted_pieces
from bot.core.drafts.steps import asked_together
from bot.core.languages import LANGUAGES
from bot.core.plan.plan import MOST_ACTIONS, AcceptedAction, Action, Handover, Plan
from bot.core.privacy import Right, entitled, may, visible
from bot.use_cases.announcing import announce_plan
from bot.use_cases.conversation import enqueue_homes, enqueue_thread
from bot.use_cases.handed import after_word, give, tell_owners
from bot.use_cases.plan_rounds import enqueue_rounds, works_in
from bot.use_cases.ports import Clock, Deed, HolidaysOf, NewJob, NotForYou, NotHere, Store, Transaction
from bot.use_cases.scorecards import scorecard_now

DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class Written:
    """What a model gave back: texts to be checked, or why there are none. Nothing of it is believed yet."""

    answer: Answered | None
    trouble: Trouble | None
    tokens_in: int
    tokens_out: int
    milliseconds: int


class Drafter(Lexicon, Protocol):
    """Writes prose with a language model, and has the dictionaries for it.

    Raises nothing that a model, its server or the network can cause.
    """

    @property
    def model(self) -> str:
        """Name the model as ``provider:name``."""

    def prompt(self, brief: Brief) -> PromptStamp:
        """Say which prompt the texts of this brief would be written with."""

    def write(
        self,
        brief: Brief,
        *,
        wish: str,
        problems: tuple[str, ...],
        accepted: tuple[Action, ...] = (),
        more_room: bool = False,
    ) -> Written:
        """Have a text written about each dimension of a brief, or its plan.

        ``wish`` is a person's, ``problems`` what was found wrong with the last try; ``accepted`` are the actions of a
        plan that need not be written again. ``more_room``: the last try broke off. Takes bounded time; refusals of
        the server that may pass are tried again within it.
        """


class Undrafted(Enum):
    """Why a text is not drafted, or not reworded."""

    ALREADY_THERE = "every text has a draft that counts, or it is being written: nothing is asked for twice"
    NOT_COMPLETE = "the assessment is under way, or nothing is rated in it"
    TOO_MANY = "so many drafts of this text were asked for that no further one is written"
    NOTHING_LEFT = "nothing is left of the person's wording once it is cleaned"
    PLAN_FULL = "the plan has as many actions as a plan holds"


Refused = NotForYou | NotHere
Asked = int | Undrafted | Refused


def request_drafts(store: Store, clock: Clock, deed: Deed, assessment_id: str, *, only_changed: bool = False) -> Asked:
    """Have a draft written of each text that has none, a discarded one, or one that rests on other facts than today's.

    Returns how many are being written now; 0 where this very press was taken before.
    What people have accepted stays. ``only_changed``: of what rests on other facts alone, accepted texts among it, but
    for a person's own wording and an accepted plan. It is decided at once, so that two presses make one draft.
    """
    with store.writing(deed.workspace) as tx:
        assessment = visible(Right.DRAFT, tx.assessment(deed.workspace, assessment_id), deed.channel)
        if assessment is None:
            return NotHere()
        if not may(Right.DRAFT, assessment, deed.person):
            return NotForYou()
        card = scorecard_now(tx, assessment)
        if assessment.status is not Status.COMPLETE or not pieces_of(card):
            return Undrafted.NOT_COMPLETE
        if not tx.is_new(deed.workspace, f"press:{deed.event}", clock.now()):
            return 0
        drafts = tx.drafts(deed.workspace, assessment_id)
        wanted = (changed_pieces if only_changed else wanted_pieces)(assessment, card, drafts)
        enqueue_thread(tx, deed.workspace, assessment_id)  # first in the queue: how far they are shows at once
        for draft in newest(drafts):
            if draft.made is None:  # its job waits or runs; where it was given up this is the way to try it again
                enqueue_draft(tx, assessment, asked_together(drafts, draft)[0].id)
        _add_together(tx, assessment, wanted, deed.person, clock.now())
        return len(wanted) if wanted else Undrafted.ALREADY_THERE


def draft_in(store: Store, clock: Clock, deed: Deed, assessment_id: str, language: str) -> Asked:
    """Have an assessment drafted in another language from now on, and ask for the texts that are not in it.

    Safe to take twice: what was chosen already is not chosen again.
    """
    with store.writing(deed.workspace) as tx:
        assessment = visible(Right.DRAFT, tx.assessment(deed.workspace, assessment_id), deed.channel)
        is_theirs = assessment is not None and may(Right.DRAFT, assessment, deed.person)
        if assessment is not None and is_theirs and language in LANGUAGES and language != drafted_in(assessment):
            tx.add_language(assessment.workspace, assessment.id, language, clock.now())
    return request_drafts(store, clock, deed, assessment_id)


def _add_together(
    tx: Transaction, assessment: Assessment, pieces: tuple[Piece, ...], person: str, at: datetime
) -> None:
    """Record that drafts are wanted, and have those of a kind written together, by the job of the first of them."""
    for kind in Kind:
        drafts = [Draft(tx.new_id(), piece, person, at) for piece in pieces if piece.kind is kind]
        for draft in drafts:
            tx.add_draft(assessment.workspace, assessment.id, draft)
        if drafts:
            enqueue_draft(tx, assessment, drafts[0].id)


def enqueue_draft(tx: Transaction, assessment: Assessment, draft_id: str) -> None:
    """Have a draft written in a job, with those that were asked for together with it."""
    tx.enqueue(NewJob.about(DRAFT, {"workspace": assessment.workspace, "assessment": assessment.id, "draft": draft_id}))


def record_decision(
    tx: Transaction, assessment: Assessment, draft: Draft, decision: Decision, holidays: HolidaysOf = no_holidays
) -> None:
    """Add a decision; an accepted plan's actions become due so many days after the day of its acceptance in UTC.

    A day on which nobody works gives way to one of the same phase.
    Its owners are asked about them on some of these days, unless another plan counts by then.
    """
    tx.add_decision(assessment.workspace, assessment.id, draft.id, decision)
    content = decision.edited or draft.content
    before = _actions(tx, assessment, draft) if draft.piece.kind is Kind.PLAN else ()
    if decision.verb is Verb.ACCEPT and isinstance(content, Plan):
        start = decision.at.astimezone(UTC).date()
        if draft.accepted and before:  # rewording moves no day
            start = before[0].due - timedelta(days=before[0].action.due_day)
        planned = content.on_working_days(start, works_in(tx, assessment, holidays))
        tx.add_actions(assessment.workspace, assessment.id, draft.id, planned, start)
        _carry_over(tx, assessment, before, _actions(tx, assessment, draft))
        announce_plan(tx, assessment, decision.at)
    if draft.piece.kind is Kind.PLAN:
        enqueue_rounds(tx, assessment, decision.at)
        owners = [each.owner for each in (*before, *tx.actions(assessment.workspace, assessment.id))]
        after_word(tx, assessment, owners, decision.at)
    enqueue_thread(tx, assessment.workspace, assessment.id)
    enqueue_homes(tx, assessment.workspace, entitled(Right.DRAFT, assessment))  # they say what waits to be decided


def _actions(tx: Transaction, assessment: Assessment, draft: Draft) -> tuple[AcceptedAction, ...]:
    """Give the plan's actions as accepted last, also where that was undone: whoever undoes by mistake loses nobody."""
    return tx.actions_of_plan(assessment.workspace, assessment.id, draft.id)


def _carry_over(
    tx: Transaction,
    assessment: Assessment,
    before: tuple[AcceptedAction, ...],
    after: tuple[AcceptedAction, ...],
) -> None:
    """Leave the actions of a reworded plan with their owners and with what was said about them."""
    said = tx.action_updates(assessment.workspace, assessment.id) if before else ()
    given = {each.action: each for each in tx.handovers(assessment.workspace, assessment.id)}
    for place, each in enumerate(after):
        same = _same(before, after, place)
        if same is None:
            continue
        if same.id in given:  # nobody is told of it anew
            give(tx, assessment, replace(given[same.id], action=each.id))
        for update in said:
            if update.action == same.id:
                due = update.due if each.due == same.due else None  # the day that was just chosen counts
                tx.add_action_update(assessment.workspace, assessment.id, replace(update, action=each.id, due=due))


def _same(before: tuple[AcceptedAction, ...], after: tuple[AcceptedAction, ...], place: int) -> AcceptedAction | None:
    """Find what an action was before it was reworded: the one of the same words, else of the same place."""
    new = after[place].action
    by_words = [each for each in before if (each.action.dimension, each.action.what) == (new.dimension, new.what)]
    if by_words:
        return by_words[-1]
    stayed = len(before) == len(after) and before[place].action.dimension == new.dimension
    return before[place] if stayed else None


MOST_DRAFTS = 6
"""Of one text; then it is quicker to write it oneself."""


@dataclass(frozen=True, slots=True)
class DraftPress:
    """What a person does with a draft."""

    deed: Deed
    assessment: str
    draft: str


@dataclass(frozen=True, slots=True)
class TooLate:
    """Somebody was faster. ``stands`` is the draft that counts: a newer one, or this one as it was decided."""

    stands: Draft


Outcome = Draft | TooLate | Refused
"""A draft as it stands now is as the person wants it, by this press or by an earlier one."""


def decide(store: Store, clock: Clock, press: DraftPress, verb: Verb, holidays: HolidaysOf = no_holidays) -> Outcome:
    """Make a draft part of the record, set it aside, or take the decision about it back.

    The actions of an accepted plan become due so many days after today's date in UTC. What is accepted has to be
    reopened before it is set aside.
    """
    with store.writing(press.deed.workspace) as tx:
        desk = _at_desk(tx, press)
        if not isinstance(desk, Desk):
            return desk
        if not desk.takes(verb):
            return _taken_before(tx, clock, press, desk) or TooLate(desk.counting)
        standing = desk.draft.decision.verb if desk.draft.decision is not None else Verb.REOPEN
        is_new = tx.is_new(press.deed.workspace, f"press:{press.deed.event}", clock.now())
        if is_new and standing is not verb:
            decision = Decision(verb, press.deed.person, clock.now())
            record_decision(tx, desk.assessment, desk.draft, decision, holidays)
        return _now(tx, desk)


def edit_draft(
    store: Store, clock: Clock, press: DraftPress, content: Content, *, seen: int | None = None
) -> Outcome | Undrafted:
    """Accept a draft in a person's own wording.

    ``seen`` is how many decisions the draft had when the form was opened: where it has others by now, the wording
    that somebody else chose in the meantime is not overwritten unseen.
    """
    with store.writing(press.deed.workspace) as tx:
        desk = _at_desk(tx, press)
        if not isinstance(desk, Desk):
            return desk
        words = own_words(content, desk.assessment.framework)
        if words is None:
            return Undrafted.NOTHING_LEFT
        if not desk.takes_edit(words) or (seen is not None and seen != len(desk.draft.decisions)):
            return _taken_before(tx, clock, press, desk) or TooLate(desk.counting)
        if tx.is_new(press.deed.workspace, f"press:{press.deed.event}", clock.now()):
            record_decision(
                tx, desk.assessment, desk.draft, Decision(Verb.ACCEPT, press.deed.person, clock.now(), words)
            )
        return _now(tx, desk)


@dataclass(frozen=True, slots=True)
class ActionEdit:
    """One action of a plan as a person words it.

    ``place`` is where it was shown after ``seen`` decisions, 0 for one to be added. ``action`` is None where it is
    taken out.
    """

    place: int
    action: Action | None
    seen: int


def edit_action(
    store: Store, clock: Clock, press: DraftPress, edit: ActionEdit, holidays: HolidaysOf = no_holidays
) -> Outcome | Undrafted:
    """Reword an action of a plan, add one or take one out; a proposed plan stays proposed, an accepted one accepted.

    What others do to other actions meanwhile is kept.
    """
    with store.writing(press.deed.workspace) as tx:
        desk = _at_desk(tx, press)
        if not isinstance(desk, Desk):
            return desk
        plan = desk.draft.with_action(edit.place, edit.action, edit.seen)
        if plan is None or not desk.takes_edit(plan):
            return _taken_before(tx, clock, press, desk) or TooLate(desk.counting)
        words = own_words(plan, desk.assessment.framework)
        if not isinstance(words, Plan):
            return Undrafted.NOTHING_LEFT
        if len(plan.actions) > MOST_ACTIONS:
            return Undrafted.PLAN_FULL
        if tx.is_new(press.deed.workspace, f"press:{press.deed.event}", clock.now()):
            verb = Verb.ACCEPT if desk.draft.accepted else Verb.EDIT
            decision = Decision(verb, press.deed.person, clock.now(), words)
            record_decision(tx, desk.assessment, desk.draft, decision, holidays)
        return _now(tx, desk)


def redraft(store: Store, clock: Clock, press: DraftPress, hint: str) -> Outcome | Undrafted:
    """Have another draft of the same text written, with what the person asks of it; returns the new one."""
    with store.writing(press.deed.workspace) as tx:
        desk = _at_desk(tx, press)
        if not isinstance(desk, Desk):
            return desk
        if not desk.takes_redraft:
            return _taken_before(tx, clock, press, desk) or TooLate(desk.counting)
        if sum(each.piece == desk.draft.piece for each in desk.drafts) >= MOST_DRAFTS:
            return Undrafted.TOO_MANY
        if not tx.is_new(press.deed.workspace, f"press:{press.deed.event}", clock.now()):
            return desk.draft
        new = Draft(tx.new_id(), desk.draft.piece, press.deed.person, clock.now(), own_hint(hint))
        enqueue_thread(tx, press.deed.workspace, press.assessment)
        tx.add_draft(press.deed.workspace, press.assessment, new)
        enqueue_draft(tx, desk.assessment, new.id)
        return new


def accept_all(
    store: Store, clock: Clock, deed: Deed, assessment_id: str, holidays: HolidaysOf = no_holidays
) -> int | Refused:
    """Accept every finished draft about which nobody has decided, but for those that rest on other facts than today's.

    Returns how many; 0 where none waited, or this very press was taken before. Those that are left out say that
    answers have changed; they are accepted one by one, or drafted anew.
    """
    with store.writing(deed.workspace) as tx:
        assessment = _complete(tx, deed.workspace, deed.channel, assessment_id)
        if assessment is None:
            return NotHere()
        if not may(Right.DRAFT, assessment, deed.person):
            return NotForYou()
        drafts = tx.drafts(deed.workspace, assessment_id)
        card = scorecard_now(tx, assessment)
        open_ones = [each for each in newest(drafts) if each.made is not None and each.decision is None]
        waiting = [each for each in open_ones if not is_stale(assessment, card, each)]
        if not waiting or not tx.is_new(deed.workspace, f"press:{deed.event}", clock.now()):
            return 0
        for draft in waiting:
            decision = Decision(Verb.ACCEPT, deed.person, clock.now())
            record_decision(tx, assessment, draft, decision, holidays)
        return len(waiting)


def set_owners(store: Store, clock: Clock, press: DraftPress, owners: Mapping[str, str]) -> int | TooLate | Refused:
    """Give actions of the accepted plan to people: ``owners`` has a person for the id of each action to be given.

    Returns how many changed hands.
    """
    with store.writing(press.deed.workspace) as tx:
        desk = _at_desk(tx, press)
        if not isinstance(desk, Desk):
            return desk
        actions = {
            each.id: each for each in tx.actions(press.deed.workspace, press.assessment) if each.draft == press.draft
        }
        if not owners.keys() <= actions.keys():
            return TooLate(desk.counting)
        if not tx.is_new(press.deed.workspace, f"press:{press.deed.event}", clock.now()):
            return 0
        changed = {key: owner for key, owner in owners.items() if owner and owner != actions[key].owner}
        at, before = clock.now(), [actions[key].owner for key in changed]
        given = [Handover(key, owner, press.deed.person, at) for key, owner in changed.items()]
        for each in given:
            give(tx, desk.assessment, each)
        if given:
            tell_owners(tx, desk.assessment, zip(before, given, strict=True))
            after_word(tx, desk.assessment, (*changed.values(), *before), at)
        return len(changed)


def _complete(tx: Transaction, workspace: str, channel: str, assessment_id: str) -> Assessment | None:
    assessment = visible(Right.DRAFT, tx.assessment(workspace, assessment_id), channel)
    return assessment if assessment is not None and assessment.status is Status.COMPLETE else None


def _at_desk(tx: Transaction, press: DraftPress) -> Desk | Refused:
    assessment = _complete(tx, press.deed.workspace, press.deed.channel, press.assessment)
    if assessment is None:
        return NotHere()
    if not may(Right.DRAFT, assessment, press.deed.person):
        return NotForYou()
    drafts = tx.drafts(press.deed.workspace, press.assessment)
    draft = next((each for each in drafts if each.id == press.draft), None)
    return Desk(assessment, drafts, draft) if draft is not None else NotHere()


def _taken_before(tx: Transaction, clock: Clock, press: DraftPress, desk: Desk) -> Draft | None:
    """Tell a press that Slack delivers again from one that comes too late."""
    is_new = tx.is_new(press.deed.workspace, f"press:{press.deed.event}", clock.now())
    return None if is_new else desk.draft


def _now(tx: Transaction, desk: Desk) -> Draft:
    return tx.draft(desk.assessment.workspace, desk.assessment.id, desk.draft.id) or desk.draft
