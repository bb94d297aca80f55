"""A thread that somebody deleted: nothing is posted any more until a person has it go on in a new one."""

from bot.core.assessment import Assessment
from bot.core.privacy import Right, may
from bot.use_cases.conversation import enqueue_homes, enqueue_thread, offer_kept
from bot.use_cases.notices import tell_unless_told
from bot.use_cases.ports import Clock, Deed, Messenger, NotHere, PrivateWord, Reads, Store, Transaction
from bot.use_cases.scorecards import OWN_KEYS

THREAD_NOT_FOUND = "thread_not_found"
"""Slack's word for it. A reply to a deleted thread it posts in the channel, which the gateway takes back."""
THREAD_GONE = "thread_gone"


def is_lost(view: Reads, assessment: Assessment) -> bool:
    """Whether the thread of an assessment is known to be gone."""
    return lost_mark(assessment) in view.hints(assessment.workspace, assessment.id, assessment.facilitator)


def lose_thread(tx: Transaction, assessment: Assessment) -> None:
    """Record that the thread of an assessment is gone, and have that told."""
    tx.add_hint(assessment.workspace, assessment.id, assessment.facilitator, lost_mark(assessment))
    enqueue_thread(tx, assessment.workspace, assessment.id)


def hear_thread_deleted(store: Store, workspace: str, channel: str, ts: str) -> None:
    """Take note that a message was deleted, where it was the headline of an assessment."""
    with store.reading() as view:
        if not view.is_thread(workspace, channel, ts):
            return
    with store.writing(workspace) as tx:
        assessment = tx.assessment_in_thread(workspace, channel, ts)
        if assessment is not None:
            lose_thread(tx, assessment)


def tell_lost(store: Store, messenger: Messenger, assessment: Assessment) -> None:
    """Tell the facilitator once that the thread is gone, with a way on."""
    person = assessment.facilitator
    key = f"told:{assessment.id}:{lost_mark(assessment)}:{person}"
    detail = {"channel": assessment.channel, "assessment": assessment.id, "subject": assessment.subject.name}
    tell_unless_told(store, messenger, assessment.workspace, key, PrivateWord(THREAD_GONE, person, detail))


def go_on_anew(store: Store, clock: Clock, deed: Deed, assessment_id: str) -> str | NotHere:
    """Have everything posted in a new thread; pressed again, or where the thread stands, it changes nothing.

    Returns the channel in which it goes on.
    """
    with store.writing(deed.workspace) as tx:
        assessment = tx.assessment_or_ballot(deed.workspace, assessment_id)
        if assessment is None or not may(Right.GO_ON_ANEW, assessment, deed.person):
            return NotHere()
        if tx.is_new(deed.workspace, f"press:{deed.event}", clock.now()) and is_lost(tx, assessment):
            _begin_anew(tx, clock, assessment)
        return assessment.channel


def go_on_without(store: Store, clock: Clock, workspace: str, assessment_id: str) -> bool:
    """Have everything posted in a new thread where the facilitator is gone, too: there others can take over.

    False where the facilitator is there, or the thread.
    """
    with store.writing(workspace) as tx:
        found = tx.assessment_or_ballot(workspace, assessment_id)
        if found is None or found.away(found.facilitator) is None or not is_lost(tx, found):
            return False
        _begin_anew(tx, clock, found)
        return True


def _begin_anew(tx: Transaction, clock: Clock, assessment: Assessment) -> None:
    workspace = assessment.workspace
    offer_kept(tx, clock, assessment)
    for post in tx.posts(workspace, assessment.id):
        if not post.key.startswith(OWN_KEYS):  # what people shared stands in the channel, and is kept true
            tx.drop_post(workspace, assessment.id, post.key)
    tx.set_thread(workspace, assessment.id, None)
    enqueue_thread(tx, workspace, assessment.id)
    enqueue_homes(tx, workspace, (each.person for each in assessment.members))


def lost_mark(assessment: Assessment) -> str:
    """Return the hint by which it is known that the thread of an assessment is gone."""
    return f"{THREAD_GONE}:{assessment.thread}"
