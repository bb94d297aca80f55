"""All dimensions on one page: open it with what was said and typed, keep what is typed, record what is submitted."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.core.assessment import Assessment, Rating, Status
from bot.core.conversation import moves
from bot.core.conversation.page import PageDraft, PageEntry, Wrong, page_now, said_on_page
from bot.core.conversation.talk import Hint, Said, Step
from bot.core.privacy import Right, may
from bot.use_cases.conversation import TAKEN_BEFORE, UNKNOWN_HERE, Ignored, Origin, Taken, record, talk_of
from bot.use_cases.ports import Clock, Deed, NotHere, Reads, Store, Transaction


@dataclass(frozen=True, slots=True)
class AllOnOnePage:
    """A page to show: its assessment, how many ratings that has, and what stands in the fields by dimension.

    ``first`` is what the person said in the rounds before, by dimension.
    """

    assessment: Assessment
    seen: int
    entries: Mapping[str, PageEntry]
    first: Mapping[str, Rating] = field(default_factory=dict)


def open_page(view: Reads, workspace: str, assessment_id: str, person: str) -> AllOnOnePage | Hint | NotHere:
    """Return the page of a respondent as it stands, with what they typed before; a hint says why there is none."""
    assessment = view.assessment_or_ballot(workspace, assessment_id)
    if assessment is None:
        return NotHere()
    if not may(Right.CORRECT, assessment, person):
        return Hint.NOT_FOR_YOU
    if assessment.status is Status.STOPPED:
        return Hint.STOPPED
    talk = talk_of(view, assessment, person)
    draft = view.page_draft(workspace, assessment_id, person)
    return AllOnOnePage(assessment, len(assessment.ratings), page_now(talk, draft), talk.first)


def keep_typed(store: Store, deed: Deed, assessment_id: str, typed: PageDraft, at: datetime) -> None:
    """Keep what a person has typed by now, so that it is there when the page is opened again."""
    with store.writing(deed.workspace) as tx:
        assessment = tx.assessment_or_ballot(deed.workspace, assessment_id)
        if assessment is not None and may(Right.CORRECT, assessment, deed.person):
            before = tx.page_draft(deed.workspace, assessment_id, deed.person)
            entries = dict(before.entries) if before is not None and before.seen == typed.seen else {}
            kept = PageDraft(typed.seen, entries | dict(typed.entries))
            tx.put_page_draft(deed.workspace, assessment_id, deed.person, kept, at)


def submit_page(
    store: Store, clock: Clock, deed: Deed, assessment_id: str, page: PageDraft
) -> Taken | Ignored | tuple[Wrong, ...]:
    """Record what a page says of dimensions that were changed in it; what is wrong comes back by its field."""
    with store.writing(deed.workspace) as tx:
        assessment = tx.assessment_or_ballot(deed.workspace, assessment_id)
        if assessment is None or not may(Right.CORRECT, assessment, deed.person):
            return UNKNOWN_HERE
        talk = talk_of(tx, assessment, deed.person)
        found = said_on_page(talk, page)
        says = tuple(each for each in found if isinstance(each, Said))
        if wrong := tuple(each for each in found if isinstance(each, Wrong)):
            return wrong
        if not tx.is_new(deed.workspace, f"press:{deed.event}", clock.now()):
            return TAKEN_BEFORE
        stopped = assessment.status is Status.STOPPED
        step = Step(hint=Hint.STOPPED) if stopped else moves.fill_in(talk, says)
        now = clock.now()
        record(tx, talk, step, Origin(deed.event, now, now))
        if not stopped:
            _forget_typed(tx, deed, assessment_id, page, now)
        return Taken(assessment_id, step)


def _forget_typed(tx: Transaction, deed: Deed, assessment_id: str, page: PageDraft, now: datetime) -> None:
    """Forget what was submitted; what was typed on another part of a long page stays."""
    draft = tx.page_draft(deed.workspace, assessment_id, deed.person)
    left = {key: each for key, each in draft.entries.items() if key not in page.entries} if draft is not None else {}
    tx.drop_page_draft(deed.workspace, assessment_id, deed.person)
    if draft is not None and left:
        tx.put_page_draft(deed.workspace, assessment_id, deed.person, PageDraft(draft.seen, left), now)
