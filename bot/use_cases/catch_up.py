"""Read threads for what people typed while nothing was delivered: after a start, and after any gap in deliveries."""

import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Protocol

from bot.core.assessment import Assessment, Status
from bot.core.conversation.talk import Hint
from bot.core.errors import SlackRefusedError, SlackUnavailableError, StoreError
from bot.core.privacy import Right, may
from bot.use_cases.conversation import CATCH_UP, catch_up_job, hear_edit, is_known, keep_read, take_kept_in, whisper_job
from bot.use_cases.lost_threads import THREAD_NOT_FOUND, lose_thread
from bot.use_cases.ports import EVERY_WORKSPACE, Clock, Later, Messenger, NewJob, Reads, Store
from bot.use_cases.store_ports import ReadPage

QUIET = timedelta(minutes=15)
"""Slack repeats an event for six minutes; when nothing came for longer, something may have been lost."""
LONGEST_QUIET = timedelta(hours=12)
AT_ONCE = 20
REST_SECONDS = 30.0
"""So many threads are read in one go, with such a rest behind them: other work asks Slack for threads, too."""
_SLOW_SECONDS = 30.0
_NOTHING = ReadPage((), "", more=False)
_GONE = ReadPage((), THREAD_NOT_FOUND, more=False)


class Deliveries(Store, Protocol):
    """A store that says when Slack delivered last, to whichever process."""

    def last_delivery(self) -> datetime | None:
        """Give when the last delivery was taken."""


class Listening:
    """Notices gaps in what Slack delivers, and has the threads read behind each. Safe to use from many threads.

    What another process takes is no gap; one that takes nothing itself notices all the same that Slack is silent.
    """

    def __init__(self, store: Deliveries, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._lock = threading.Lock()
        self._last: datetime | None = None
        self._look_at = datetime.min.replace(tzinfo=UTC)
        self._is_missing = True

    def delivered(self) -> None:
        """Take note that Slack delivers; before the first delivery after a gap is taken, the gap is recorded."""
        now = self._clock.now()
        with self._lock:
            if self._is_missing or self._last is None or (now - self._last > QUIET and now - self._latest() > QUIET):
                note_gap(self._store)
            self._last, self._is_missing, self._look_at = now, False, now + QUIET

    def missed(self) -> None:
        """Take note that something was lost: the next delivery is the first one after a gap."""
        with self._lock:
            self._is_missing = True

    def resumed(self) -> None:
        """Take note that Slack delivers again, after it may have lost something."""
        self.missed()
        with suppress(StoreError):  # what follows notices it, too
            self.delivered()

    def look(self) -> None:
        """Look whether Slack has fallen silent, and have the threads read then, more and more seldom."""
        now = self._clock.now()
        with self._lock:
            if now < self._look_at:
                return
            silent = now - self._latest()
            if silent < QUIET:
                self._look_at = now - silent + QUIET
                return
            note_gap(self._store)
            self._look_at = now + min(silent, LONGEST_QUIET)

    def _latest(self) -> datetime:
        """Return when Slack delivered last; now where it never did, as far as is known."""
        known = [each for each in (self._last, self._store.last_delivery()) if each is not None]
        return max(known, default=self._clock.now())


def note_gap(store: Store) -> None:
    """Have the threads of all assessments under way read from the last delivery on."""
    with store.writing(EVERY_WORKSPACE) as tx:
        for workspace in tx.mark_unread():
            tx.enqueue(catch_up_job(workspace))


def note_absence(store: Store, workspace: str, channel: str) -> None:
    """Have the threads of a channel read that the bot was out of for a while."""
    with store.writing(workspace) as tx:
        tx.mark_channel_unread(workspace, channel)
        tx.enqueue(catch_up_job(workspace))


def catch_up(store: Store, clock: Clock, messenger: Messenger, payload: Mapping[str, str]) -> None:
    """Read the threads that are to be read, or the one that somebody waits for; a few at a time."""
    workspace, wanted = payload["workspace"], payload.get("assessment", "")
    if "behind" in payload:
        _look_for_edits(store, clock, messenger, payload)
        return
    with store.reading() as view:
        unread = (wanted,) if wanted else view.unread(workspace, limit=AT_ONCE + 1)
    for assessment_id in unread[:AT_ONCE]:
        try:
            _read(store, clock, messenger, workspace, assessment_id)
        except SlackUnavailableError as error:
            if (error.retry_after or 0) >= _SLOW_SECONDS:
                _tell_waiting(store, workspace)
            raise
    if len(unread) > AT_ONCE:
        raise Later(seconds=REST_SECONDS)


def _read(store: Store, clock: Clock, messenger: Messenger, workspace: str, assessment_id: str) -> None:
    """Read one thread page by page; what is new is kept first, and taken in its order with what came meanwhile."""
    while True:
        with store.reading() as view:
            assessment, since = (
                view.assessment_or_ballot(workspace, assessment_id),
                view.gaps(workspace, assessment_id).unread,
            )
        if assessment is None or since is None:
            return
        page = _page(messenger, assessment, since)
        _hear_edits(store, clock, assessment, page, since)
        with store.writing(workspace) as tx:
            if page is _GONE:
                lose_thread(tx, assessment)
            elif assessment.thread is not None and _has_heard(tx, assessment, since):
                tx.enqueue(_edits_job(workspace, assessment_id, since, assessment.thread))
            for read in page.messages:
                if may(Right.ANSWER, assessment, read.person) or read.ts not in page.outside:
                    keep_read(tx, replace(read, edited="", edited_at=None))
            tx.set_unread(workspace, assessment_id, page.until if page.more else None)
            if assessment.thread is not None:
                take_kept_in(tx, clock, workspace, assessment.channel, assessment.thread)
        if not page.more:
            return


def _edits_job(workspace: str, assessment_id: str, until: str, behind: str) -> NewJob:
    """Give the job that looks for edits of what was taken before a gap: the messages behind one, up to the gap."""
    payload = {"workspace": workspace, "assessment": assessment_id, "until": until, "behind": behind}
    return NewJob(CATCH_UP, f"{CATCH_UP}:{workspace}:{assessment_id}:edits:{behind}", payload)


def _look_for_edits(store: Store, clock: Clock, messenger: Messenger, payload: Mapping[str, str]) -> None:
    """Read one page of what was taken before a gap, for what people edited since; the next page is a job of its own."""
    workspace, until = payload["workspace"], payload["until"]
    with store.reading() as view:
        assessment = view.assessment_or_ballot(workspace, payload["assessment"])
    if assessment is None:
        return
    page = _page(messenger, assessment, payload["behind"])
    _hear_edits(store, clock, assessment, page, until)
    if page.more and page.until < until:
        with store.writing(workspace) as tx:
            tx.enqueue(_edits_job(workspace, assessment.id, until, page.until))


def _hear_edits(store: Store, clock: Clock, assessment: Assessment, page: ReadPage, since: str) -> None:
    """Hear what was edited since a gap of messages that were taken; of the others the words count as they are now.

    An edit has the same name when it is delivered, so it is heard once.
    """
    for read in page.messages:
        if read.edited > since and may(Right.ANSWER, assessment, read.person):
            with store.reading() as view:
                is_taken = read.ts <= since or is_known(view, read)
            if is_taken:
                hear_edit(store, clock, read)


def _has_heard(view: Reads, assessment: Assessment, since: str) -> bool:
    """Whether something that was typed before a gap has led to a question, and may still be edited."""
    questions = view.questions(assessment.workspace, assessment.id)
    return _is_heard(assessment) and any(each.said_in and each.said_in <= since for each in questions)


def _is_heard(assessment: Assessment) -> bool:
    return assessment.status in (Status.OPEN, Status.PAUSED)


def _page(messenger: Messenger, assessment: Assessment, since: str) -> ReadPage:
    if assessment.thread is None or not _is_heard(assessment):
        return _NOTHING
    try:
        page = messenger.read_thread(assessment.workspace, assessment.channel, assessment.thread, since)
    except SlackRefusedError as refusal:
        if refusal.code == THREAD_NOT_FOUND:
            return _GONE
        return _NOTHING  # nobody can read it, so what is delivered is taken as it comes
    return page if page.until > since else _NOTHING


def _tell_waiting(store: Store, workspace: str) -> None:
    """Tell whoever has typed in a thread that is still to be read why no answer comes; once for each message."""
    with store.writing(workspace) as tx:
        for assessment_id in tx.unread(workspace, limit=AT_ONCE):
            assessment = tx.assessment_or_ballot(workspace, assessment_id)
            if assessment is None or assessment.thread is None:
                continue
            kept = tx.kept(workspace, assessment.channel, assessment.thread)
            for message in {each.person: each for each in kept if not each.late}.values():
                mark = f"{Hint.CATCHING_UP}:{message.ts}"
                if mark not in tx.hints(workspace, assessment_id, message.person):
                    tx.add_hint(workspace, assessment_id, message.person, mark)
                    tx.enqueue(whisper_job(assessment, message.person, Hint.CATCHING_UP, message.ts))
