"""What keeps the record in order: daily tidying, threads after a restore, posts that waited for a channel."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

from bot.core.assessment import Status
from bot.core.thread import HEADLINE_KEY
from bot.use_cases.ballots import put_ballots_right
from bot.use_cases.cadences import record_cadence
from bot.use_cases.conversation import enqueue_homes, enqueue_thread
from bot.use_cases.notices import tell_once, unless_ours
from bot.use_cases.ports import EVERY_WORKSPACE, MOST_LINES, Clock, Deed, Messenger, NewJob, PrivateWord, Store

TIDY = "tidy"
CLOSED = "closed"
CHANNEL_DELETED = "channel_deleted"
UNDER_WAY = frozenset({Status.OPEN, Status.PAUSED})
DELIVERIES_KEPT = timedelta(days=7)


class Undone(Exception):
    """Raised in a transaction to leave everything as it was."""


class TidyStore(Store, Protocol):
    """A store that looks after itself."""

    def examine(self) -> None:
        """Read everything; what is damaged is written to no more."""

    def last_delivery(self) -> datetime | None:
        """Give when the last delivery was taken."""

    def forget_deliveries(self, before: datetime) -> int:
        """Forget which deliveries were taken before a moment; give their number."""

    def forget_unused_budgets(self) -> None:
        """Forget the budgets of Slack's calls that are whole again."""


class WipedStore(Store, Protocol):
    """A store that can write over what was deleted."""

    def wipe(self) -> bool:
        """Write the file anew without what was deleted, and empty its log; False where somebody is in the way."""


def keep_tidy(store: TidyStore, clock: Clock) -> None:
    """Forget which deliveries were taken, long after Slack would repeat one, and look for damage; again tomorrow."""
    store.examine()
    last = store.last_delivery()  # after a long rest threads are read from there on, and nothing is taken twice
    store.forget_deliveries(min(clock.now(), last or clock.now()) - DELIVERIES_KEPT)
    store.forget_unused_budgets()
    with store.writing(EVERY_WORKSPACE) as tx:
        tx.enqueue(NewJob(TIDY, TIDY, run_at=clock.now() + timedelta(days=1)))


def resume_restored(store: Store) -> int:
    """Have the threads looked at that may have gone on since the backup was taken; give their number.

    Those of complete assessments are looked at when something changes in them.
    """
    with store.writing(EVERY_WORKSPACE) as tx:
        found = tx.restored_threads()
        for workspace, assessment_id in found:
            enqueue_thread(tx, workspace, assessment_id)
        return len(found)


def follow_channel(store: Store, clock: Clock, deed: Deed, new: str) -> int:
    """Go on under the new id of a channel, which Slack has changed; give how many assessments it has.

    Everything moves in one transaction. What comes under the old id later is understood, and what came under the new
    one before was kept.
    """
    workspace = deed.workspace
    with store.writing(workspace) as tx:
        if new == deed.channel or not tx.is_new(workspace, f"moved:{deed.event}", clock.now()):
            return 0
        tx.move_channel(workspace, deed.channel, new)
        lines = tx.lines(workspace, tx.channel_now(workspace, deed.channel), limit=MOST_LINES)
        for line in lines:
            enqueue_thread(tx, workspace, line.id)
        return len(lines)


def find_moved(store: Store, clock: Clock, messenger: Messenger, payload: Mapping[str, str]) -> None:
    """Look whether a thread in a channel is that of an assessment which is known elsewhere: the job behind its words.

    The headline that stands there proves that the channel has another id by now, also where Slack never said so. What
    was typed in a thread of somebody else is forgotten.
    """
    workspace, channel, thread = payload["workspace"], payload["channel"], payload["thread"]
    with store.reading() as view:
        ids = view.with_thread(workspace, thread)
        found = [each for key in ids if (each := view.assessment(workspace, key)) is not None]
    for each in found:
        if channel != each.channel and _stands_there(messenger, channel, thread, each.id):
            old = Deed(workspace, each.channel, "", f"seen:{each.channel}:{channel}:{thread}")
            follow_channel(store, clock, old, channel)
    with store.writing(workspace) as tx:
        if not tx.is_thread(workspace, channel, thread):
            for message in tx.kept(workspace, channel, thread):
                tx.drop_kept(message)


def _stands_there(messenger: Messenger, channel: str, thread: str, assessment_id: str) -> bool:
    found: Mapping[str, str] = {}
    with unless_ours():
        found = messenger.standing(channel, thread, f"{assessment_id}:")
    return HEADLINE_KEY in found


def close_channel(store: Store, clock: Clock, workspace: str, channel: str) -> int:
    """Stop what is under way in a channel that is gone, and its reminders; their people are told. Give their number.

    Everything said is kept. Doing it twice changes nothing.
    """
    with store.writing(workspace) as tx:
        lines = [each for each in tx.lines(workspace, channel, limit=MOST_LINES) if each.status in UNDER_WAY]
        cadences = [each for each in tx.cadences(workspace, channel) if not each.paused]
        people: dict[str, list[str]] = {}
        for line in lines:
            found = tx.assessment(workspace, line.id)
            tx.set_status(workspace, line.id, Status.STOPPED, clock.now())
            if found is not None:
                people.setdefault(found.facilitator, []).append(line.subject)
                put_ballots_right(tx, found)
        for cadence in cadences:
            record_cadence(tx, replace(cadence, next_due=None))
            people.setdefault(cadence.owner, []).append(cadence.subject)
        for person, subjects in people.items():
            told = {"subjects": ", ".join(dict.fromkeys(subjects))}
            tx.enqueue(NewJob.about(CLOSED, {"workspace": workspace, "channel": channel, "person": person}, told))
        enqueue_homes(tx, workspace, people)
        return len(lines) + len(cadences)


def tell_closed(store: Store, messenger: Messenger, payload: Mapping[str, str]) -> None:
    """Tell a person once that a channel is gone in which they conducted or reminded: the job behind it."""
    word = PrivateWord(CHANNEL_DELETED, payload["person"], {"subject": payload["subjects"]})
    tell_once(store, messenger, payload["workspace"], f"told:{CLOSED}:{payload['channel']}:{payload['person']}", word)


def enter_channel(store: Store, workspace: str, channel: str) -> int:
    """Have the threads of the channel's assessments put right; give how many those are.

    Some were never posted, others missed changes while the bot was out. One that is right already costs no call.
    """
    with store.writing(workspace) as tx:
        lines = tx.lines(workspace, channel)
        for line in lines:
            enqueue_thread(tx, workspace, line.id)
        return len(lines)
