"""Forget a person: what they said and their id go, their place is taken, and Slack is brought in line by durable work.

The facts change in one transaction, so a crash leaves all of them or none. What follows is safe to repeat: Slack's
part is work like any other, and free pages are written over until that was done once.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from enum import StrEnum

from bot.core.assessment import GONE, Assessment, Departure, Fate, is_gone
from bot.core.conversation.talk import Because, Question, next_question, talk_with
from bot.core.errors import SlackRefusedError
from bot.use_cases.ballots import each_ballot, look_again
from bot.use_cases.conversation import home_job, thread_job
from bot.use_cases.housekeeping import UNDER_WAY, Undone, WipedStore
from bot.use_cases.notices import OwnerKey, ReminderKey, SavedKey, notice_job, read_key, show_notice, unless_ours
from bot.use_cases.ports import Clock, Job, Later, Messenger, NewJob, PrivateWord, Reads, Store, Transaction
from bot.use_cases.posting import CANNOT_DELETE
from bot.use_cases.store_ports import Leftover, Removal
from bot.use_cases.workshop import written_anew

FORGET, FORGOTTEN = "forget", "forgotten"
LOOK_AGAIN, MOST_LOOKS = timedelta(seconds=15), 20
"""How often, and how many times, it is looked whether all messages are brought up to date before the person is told."""


class ForgetOutcome(StrEnum):
    """What became of a wish to forget a person."""

    FORGOTTEN = "forgotten"
    WOULD_BE = "would_be_forgotten"
    GONE_BEFORE = "gone_before"
    """Nothing of the person is there; the removal of somebody before was not finished, and was gone on with."""
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class ForgetReport:
    """What was taken out, what Slack is still asked for, and whether nothing is left in free pages.

    ``enqueued`` counts the work that a running bot does, by kind; ``refused`` is what Slack did not let go.
    """

    outcome: ForgetOutcome
    removed: Removal | None = None
    enqueued: Mapping[str, int] = field(default_factory=dict)
    wiped: bool = False
    refused: tuple[Leftover, ...] = ()

    @property
    def exit_code(self) -> int:
        """Give 1 where there was nothing to forget, or it is not finished in the database."""
        done = self.outcome is ForgetOutcome.WOULD_BE or (self.outcome is not ForgetOutcome.UNKNOWN and self.wiped)
        return 0 if done else 1


def forget(store: WipedStore, clock: Clock, workspace: str, person: str, *, dry_run: bool = False) -> ForgetReport:
    """Forget a person, for whoever runs the bot. A dry run counts what would go, and changes nothing."""
    report = ForgetReport(ForgetOutcome.UNKNOWN)
    with suppress(Undone), store.writing(workspace) as tx:
        report = _forget_now(tx, clock, workspace, person)
        if dry_run:
            raise Undone
    if dry_run:
        outcome = ForgetOutcome.WOULD_BE if report.removed is not None else ForgetOutcome.UNKNOWN
        return replace(report, outcome=outcome)
    if report.outcome is ForgetOutcome.UNKNOWN:
        return report
    return replace(report, wiped=_wipe(store, workspace))


def _forget_now(tx: Transaction, clock: Clock, workspace: str, person: str) -> ForgetReport:
    before = tx.pending_removals(workspace)
    refused = tuple(each for gone in before for each in tx.leftovers(workspace, gone) if each.refused)
    tx.try_leftovers_again(workspace)
    removed = _remove(tx, clock, workspace, person)
    jobs = [*_following(tx, workspace, removed)] if removed is not None else [*_canvases(tx, workspace, before)]
    jobs += [_job(workspace, gone) for gone in tx.pending_removals(workspace)]
    for each in jobs:
        tx.enqueue(each)
    outcome = ForgetOutcome.FORGOTTEN if removed is not None else ForgetOutcome.GONE_BEFORE
    enqueued = Counter(each.kind for each in jobs)
    return ForgetReport(outcome if jobs else ForgetOutcome.UNKNOWN, removed, dict(enqueued), refused=refused)


def _canvases(view: Reads, workspace: str, removals: tuple[str, ...]) -> Iterator[NewJob]:
    """Give the work that writes canvases anew of which Slack refused that before."""
    found = {each.about: None for gone in removals for each in view.leftovers(workspace, gone) if each.about}
    for key in found:
        assessment = view.assessment(workspace, key)
        canvas = written_anew(view, assessment) if assessment is not None else None
        if canvas is not None:
            yield canvas


def ask_to_forget(store: Store, workspace: str, person: str) -> None:
    """Have a person forgotten who asks for it themself."""
    with store.writing(workspace) as tx:
        tx.enqueue(_job(workspace, person))


def forget_asked(
    store: Store, whole: WipedStore, clock: Clock, messenger: Messenger, job: Job, draw: Callable[[Job], None]
) -> None:
    """Forget a person who asked for it, or go on with a removal: the job. They are told what came of it.

    From the first transaction on nothing says any more who they are, not even this work; ``draw`` shows them their
    Home tab as it is by then.
    """
    workspace, person = job.payload["workspace"], job.payload["person"]
    gone, direct = person, job.payload.get("direct", "")
    following: tuple[NewJob, ...] = ()
    if not is_gone(person):
        direct = messenger.direct_channel(person)
        with store.writing(workspace) as tx:
            removed = _remove(tx, clock, workspace, person, direct)
            if removed is not None:
                gone = removed.gone
                following = tuple(_following(tx, workspace, removed))
                for each in following:
                    tx.enqueue(each)
        draw(job)
    _take_away(store, messenger, workspace, gone)
    with store.reading() as view:
        unwiped, redrawing = view.is_unwiped(workspace), view.is_redrawing(workspace)
    if unwiped and not _wipe(whole, workspace):
        raise Later(at=clock.now() + LOOK_AGAIN)
    # What was asked for just now is looked after later even where it is done by now: they are told at the same time.
    if (following or redrawing) and job.attempts < MOST_LOOKS:
        raise Later(at=clock.now() + LOOK_AGAIN)
    _finish(store, messenger, workspace, gone, direct)


def _job(workspace: str, person: str) -> NewJob:
    return NewJob.about(FORGET, {"workspace": workspace, "person": person})


def _remove(tx: Transaction, clock: Clock, workspace: str, person: str, direct: str = "") -> Removal | None:
    """Take a person out of the facts, and have their places taken by others."""
    removed = tx.remove_person(workspace, person, f"{GONE}{tx.new_id()}", direct)
    for key in removed.assessments if removed is not None else ():
        assessment = tx.assessment(workspace, key)
        if assessment is not None and removed is not None and assessment.status in UNDER_WAY:
            _leave_place(tx, clock, assessment, removed.gone)
    return removed


def _leave_place(tx: Transaction, clock: Clock, assessment: Assessment, gone: str) -> None:
    """Offer the place of somebody who is gone to the channel, with the first question that is open by now."""
    if gone not in (assessment.facilitator, *assessment.respondents()):
        return
    workspace = assessment.workspace
    if assessment.away(gone) is None:
        tx.add_departure(workspace, assessment.id, Departure(gone, Fate.DEACTIVATED, "", clock.now()))
    if assessment.team is not None:
        look_again(tx, clock, assessment)
    elif gone in assessment.respondents():
        talk = talk_with(assessment, gone, tx.questions(workspace, assessment.id))
        ask = next_question(talk, because=Because.START) if talk.open is None else None
        if ask is not None:
            question = Question(0, gone, ask.dimension, ask.wants, ask.because, ask.detail)
            tx.append_question(workspace, assessment.id, question)


def _following(view: Reads, workspace: str, removed: Removal) -> Iterator[NewJob]:
    """Give the work that brings Slack in line: threads, shared scorecards, messages outside them, Home tabs."""
    changed = dict.fromkeys((*removed.assessments, *removed.lines))
    wholes = [each for each in (view.assessment(workspace, key) for key in changed) if each is not None]
    changed |= {ballot: None for each in wholes for ballot in each_ballot(view, each)}
    yield from (thread_job(workspace, key) for key in changed)
    yield from (each for each in (written_anew(view, whole) for whole in wholes) if each is not None)
    people: dict[str, None] = {}
    for each in wholes:
        people |= dict.fromkeys(member.person for member in each.members)
        people |= {action.owner: None for action in view.actions(workspace, each.id) if action.owner is not None}
    yield from (home_job(workspace, each) for each in people if view.has_home(workspace, each))
    yield from (notice_job(workspace, str(OwnerKey(each, removed.gone))) for each in removed.cadences)
    yield from (notice_job(workspace, key) for key in view.notice_keys(workspace) if _is_about(key, removed))


def _is_about(key: str, removed: Removal) -> bool:
    """Whether a message outside any thread may show something of what has changed."""
    try:
        found = read_key(key)
    except ValueError:  # said once, and never brought up to date
        return False
    if isinstance(found, SavedKey | ReminderKey | OwnerKey):  # they name who saved, answered or set something
        return True
    return found.assessment in (*removed.assessments, *removed.lines)


def _take_away(store: Store, messenger: Messenger, workspace: str, gone: str) -> None:
    """Delete the messages and files that are to go in Slack; what it does not let go is recorded."""
    with store.reading() as view:
        left = [each for each in view.leftovers(workspace, gone) if not (each.refused or each.about)]
    for each in left:
        refused = ""
        try:
            if each.file:
                messenger.drop_file(each.file)
            elif not messenger.delete(each.channel, each.ts):
                refused = CANNOT_DELETE
        except SlackRefusedError as refusal:
            refused = refusal.code
        with store.writing(workspace) as tx:
            tx.settle_leftover(workspace, gone, each.number, refused)


def _wipe(store: WipedStore, workspace: str) -> bool:
    if not store.wipe():
        return False
    with store.writing(workspace) as tx:
        tx.note_wiped(workspace)
    return True


def _finish(store: Store, messenger: Messenger, workspace: str, gone: str, direct: str) -> None:
    """Tell the person what came of it, where they asked; else whoever runs the bot finds what Slack did not let go."""
    with store.reading() as view:
        if gone not in view.pending_removals(workspace):
            return
        refused = [each for each in view.leftovers(workspace, gone) if each.refused]
    key = f"told:{FORGOTTEN}:{gone}"
    if direct:
        word = PrivateWord(FORGOTTEN, "", {"refused": str(len(refused))})
        with unless_ours():
            show_notice(store, messenger, workspace, direct, key, word)
    with store.writing(workspace) as tx:
        tx.drop_notice(workspace, key)  # it would tell whose place it was
        if direct or not refused:
            tx.end_removal(workspace, gone)
