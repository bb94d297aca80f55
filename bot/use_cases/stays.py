"""The bot's stay in a workspace: it is removed, its work rests, its data goes after a while; or it comes back before.

An installation ends by an event, or by what Slack answers for long enough. From then on nothing is called, posted or
drafted for the workspace, and everything else goes on.
"""

import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from bot.core.assessment import Status
from bot.use_cases.catch_up import catch_up
from bot.use_cases.conversation import enqueue_homes, enqueue_thread
from bot.use_cases.housekeeping import TIDY, UNDER_WAY, Undone, WipedStore
from bot.use_cases.notices import unless_ours
from bot.use_cases.ports import (
    EVERY_WORKSPACE,
    MOST_LINES,
    Clock,
    Job,
    Later,
    Messenger,
    NewJob,
    Reads,
    Store,
    Transaction,
)
from bot.use_cases.store_ports import Installation, Stay

RETURN: Final = "return"
ARRIVAL: Final = "arrival"
NOT_INSTALLED: Final = "not_installed"
RETURNING, _READING = "returning", "reading"
"""In place of why the bot was removed, until all channels are joined, and until what was said meanwhile is read."""
RESTS = timedelta(days=1)
PATIENCE = timedelta(minutes=10)
"""So long Slack may refuse a token before the bot counts as removed: administrators lock apps out for minutes, too."""
SETTLES = timedelta(minutes=1)
KEEP = timedelta(days=30)
_KEPT = timedelta(seconds=1)


class Stays:
    """Tells where the bot is not any more. Safe to use from many threads; other processes are heard within a second."""

    def __init__(self, store: Store, clock: Clock, keep: timedelta = KEEP) -> None:
        self._store = store
        self._clock = clock
        self._keep = keep
        self._began = clock.now()
        self._lock = threading.Lock()
        self._known: dict[str, tuple[datetime, Stay | None]] = {}
        self._refused: dict[str, datetime] = {}

    def is_away(self, workspace: str) -> bool:
        """Whether nothing may be called there."""
        return is_away(self._of(workspace))

    def rests(self, job: Job) -> bool:
        """Whether a job has to wait: the bot is not there, or its return is not prepared yet."""
        stay = self._of(job.payload.get("workspace", "")) if job.kind != ARRIVAL else None
        return is_away(stay) if job.kind == RETURN else stay is not None and stay.left is not None

    def _of(self, workspace: str) -> Stay | None:
        now = self._clock.now()
        with self._lock:
            known = self._known.get(workspace)
        # that it is gone is asked anew each time: it may be back, and then nothing rests for another day
        if known is None or abs(now - known[0]) >= _KEPT or (known[1] is not None and known[1].left is not None):
            with self._store.reading() as view:
                known = (now, view.stay(workspace))
            with self._lock:
                self._known[workspace] = known
        return known[1]

    def leave(self, workspace: str, why: str, heard: datetime | None = None) -> bool:
        """Stop everything for a workspace; False where that was done before. ``heard`` is when it was removed.

        Its work rests once it is due.
        """
        now = self._clock.now()
        with self._store.writing(workspace) as tx:
            known = tx.stay(workspace)
            if known is not None and heard is not None and heard < _begun(known, tx.installation(workspace)):
                return False  # it was installed again since it was looked at whether this is old
            stay = known or Stay(workspace, heard or now)
            heard = max(filter(None, (heard, stay.heard)), default=None)
            is_known = is_away(stay)
            tx.put_stay(replace(stay, heard=heard) if is_known else replace(stay, left=now, why=why, heard=heard))
            if heard is not None:  # else its token may be taken again
                tx.end_installation(workspace, now)
            tx.enqueue(NewJob(TIDY, TIDY))  # it may be to go at once
        self._forget(workspace)
        return not is_known

    def arrive(self, workspace: str, digest: str = "") -> None:
        """Take note that the bot is installed there, with a token of that digest; what rested goes on."""
        with self._store.writing(workspace) as tx:
            arrived(tx, workspace, self._clock.now(), digest)
        self._forget(workspace)

    def look_again(self, workspace: str) -> None:
        """Have it looked what the bot may do there, since Slack refused something for want of a permission."""
        with self._store.writing(workspace) as tx:
            tx.enqueue(NewJob.about(ARRIVAL, {"workspace": workspace}))

    def is_spent(self, digest: str) -> bool:
        """Whether Slack has said that the installation to which a token of that digest belongs was ended."""
        return any(each.digest == digest and each.heard is not None for each in ended(self._store))

    def ended(self) -> tuple[str, ...]:
        """Return the workspaces that the bot has left."""
        return tuple(each.workspace for each in ended(self._store))

    def installation(self, workspace: str) -> Installation | None:
        """Return what is known of the installation by which a workspace or organisation itself has the bot."""
        with self._store.reading() as view:
            return view.installation(workspace)

    def is_old(self, workspace: str, heard: datetime, works: Callable[[], bool]) -> bool:
        """Whether an event tells of an installation before the one that stands; where that is open, ``works`` says."""
        with self._store.reading() as view:
            stay, found = view.stay(workspace), view.installation(workspace)
        if stay is None:
            return False
        last = max(stay.heard or stay.since, _begun(stay, found)).replace(microsecond=0)
        if heard != last or stay.heard is None:
            return heard < last
        return not is_away(stay) and works()

    def refused(self, workspace: str, code: str, works: Callable[[], bool]) -> None:
        """Take note that Slack did not take the token; after a while of that the bot counts as removed."""
        now = self._clock.now()
        with self._lock:
            since = self._refused.setdefault(workspace, now)
        if now - since < PATIENCE:
            return
        with self._lock:
            self._refused.pop(workspace, None)
        if not works() and self.leave(workspace, code):
            with self._store.writing(workspace) as tx:
                tx.enqueue(NewJob.about(ARRIVAL, {"workspace": workspace}, run_at=now + RESTS / 24))

    def delete_left(self, store: WipedStore) -> None:
        """Delete the data of workspaces that the bot left long enough ago, and write over what was deleted.

        What was left before this process began stays for a moment: it may have been started with a new token.
        """
        now, soon = self._clock.now(), []
        for stay in ended(store):
            left = stay.left or now
            due = max(left + self._keep, self._began + (SETTLES if left < self._began else timedelta(0)))
            if due <= now:
                delete_workspace(store, stay.workspace, only_left=True)
                self._forget(stay.workspace)
            else:
                soon.append(due)
        if not wipe_deleted(store):
            soon.append(now + SETTLES)
        if soon:
            with store.writing(EVERY_WORKSPACE) as tx:
                tx.enqueue(NewJob(TIDY, TIDY, run_at=min(soon)))

    def _forget(self, workspace: str) -> None:
        with self._lock:
            self._known.pop(workspace, None)
            self._refused.pop(workspace, None)


def is_away(stay: Stay | None) -> bool:
    """Whether a stay has ended and not begun again."""
    return stay is not None and stay.left is not None and stay.why not in (RETURNING, _READING)


def _begun(stay: Stay, found: Installation | None) -> datetime:
    """Return when the installation that stands began, in whole seconds as Slack counts."""
    anew = found.installed_at if found is not None and found.speaks else stay.since  # over one that was not ended
    return max(stay.since, anew).replace(microsecond=0)


def arrived(tx: Transaction, workspace: str, now: datetime, digest: str = "") -> None:
    """Record that the bot is installed; where it was removed before, the way back begins. Twice changes nothing.

    In one transaction with the installation, which a deletion of what was left would take, too.
    """
    stay = tx.stay(workspace)
    if stay is None:
        tx.put_stay(Stay(workspace, now, digest))
        tx.wake_work(workspace, NOT_INSTALLED)
    elif is_away(stay):
        tx.put_stay(replace(stay, since=now, digest=digest, why=RETURNING, lacks=""))
        tx.enqueue(NewJob.about(RETURN, {"workspace": workspace}))
    elif digest not in ("", stay.digest):
        tx.put_stay(replace(stay, since=now, digest=digest))


def come_back(store: Store, clock: Clock, messenger: Messenger, payload: Mapping[str, str]) -> None:
    """Go on in a workspace where the bot is installed again: the job behind its return.

    Slack takes a bot that is removed out of all channels, and keeps its messages. So public channels with something
    under way are joined first; where that takes an invitation, the work that needs the channel asks for one. Then what
    was said meanwhile is read, and after that what rested is done: of the moments that passed, reminders take the last.
    """
    workspace = payload["workspace"]
    with store.reading() as view:
        stay = view.stay(workspace)
        channels = [each for each in view.channels(workspace) if _is_busy(view, workspace, each)]
    if stay is not None and stay.why == RETURNING:
        for channel in channels:
            with unless_ours():
                messenger.join(channel)
        with store.writing(workspace) as tx:
            if tx.stay(workspace) != stay:  # it was removed again while the channels were joined
                return
            for channel in channels:
                tx.mark_channel_unread(workspace, channel)
            tx.put_stay(replace(stay, why=_READING))
    catch_up(store, clock, messenger, payload)
    with store.writing(workspace) as tx:
        stay = tx.stay(workspace)
        if stay is None or stay.left is None or is_away(stay):
            return
        for line in (each for channel in channels for each in tx.lines(workspace, channel, limit=MOST_LINES)):
            if line.status in UNDER_WAY:
                enqueue_thread(tx, workspace, line.id)
        enqueue_homes(tx, workspace, tx.home_people(workspace))
        tx.wake_work(workspace, NOT_INSTALLED)
        tx.put_stay(replace(stay, left=None, why=""))


def _is_busy(view: Reads, workspace: str, channel: str) -> bool:
    """Whether something goes on in a channel, or will: an assessment, a reminder, a plan."""
    if any(not each.paused for each in view.cadences(workspace, channel)):
        return True
    for line in view.lines(workspace, channel, limit=MOST_LINES):
        if line.status in UNDER_WAY or (line.status is Status.COMPLETE and view.actions(workspace, line.id)):
            return True
    return False


def rest(clock: Clock) -> Later:
    """Return what has work rest while the bot is not there."""
    return Later(at=clock.now() + RESTS, reason=NOT_INSTALLED)


def ended(store: Store) -> tuple[Stay, ...]:
    """Return the stays that have ended."""
    with store.reading() as view:
        return tuple(each for each in view.stays() if is_away(each))


def delete_workspace(store: Store, workspace: str, *, only_left: bool = False) -> Mapping[str, int]:
    """Delete every row of a workspace, with ``only_left`` unless it came back; give their numbers by table."""
    with store.writing(workspace) as tx:
        return tx.forget_workspace(workspace) if not only_left or is_away(tx.stay(workspace)) else {}


def rows_of(store: Store, workspace: str) -> Mapping[str, int]:
    """Count what a deletion would take, and change nothing."""
    rows: Mapping[str, int] = {}
    with suppress(Undone), store.writing(workspace) as tx:
        rows = tx.forget_workspace(workspace)
        raise Undone
    return rows


def wipe_deleted(store: WipedStore) -> bool:
    """Write over what was deleted of workspaces; False where somebody is in the way: to be tried again."""
    with store.reading() as view:
        workspaces = view.unwiped()
    if not workspaces:
        return True
    if not store.wipe():
        return False
    for workspace in workspaces:
        with store.writing(EVERY_WORKSPACE) as tx:
            tx.end_unwiped(workspace)
    return True
