"""Send a message that is in no thread of an assessment, once, and bring it up to date; say a private word."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.core.errors import SlackRefusedError, SlackUnavailableError
from bot.use_cases.ports import Messenger, NewJob, Notice, PrivateWord, Showable, Store

NOTICE = "notice"
_STAYS_AS_IT_IS = frozenset({"message_not_found", "edit_window_closed", "cant_update_message"})


def notice_job(workspace: str, key: str, more: Mapping[str, str] | None = None) -> NewJob:
    """Give the job that sends or redraws a message by its key; for one message it never runs twice at once."""
    return NewJob(NOTICE, f"{NOTICE}:{workspace}:{key}", {"workspace": workspace, "key": key, **(more or {})})


def show_notice(
    store: Store, messenger: Messenger, workspace: str, channel: str, key: str, shows: Showable
) -> str | None:
    """Send a message once, or bring the one that stands up to date; give its ts, None when somebody took it away.

    SlackRefusedError when it cannot be sent, and then it counts as never sent.
    """
    notices = _Notices(store, messenger, workspace)
    with store.reading() as view:
        notice = view.notice(workspace, key)
        if notice is None and view.was_restored(workspace):
            notice = Notice(key, channel, None, "", sent=False)  # the lost database may have sent it
    if notice is not None and notice.ts is None:
        notice = notices.found(notice)
    return notices.send(key, channel, shows) if notice is None else notices.update(notice, shows)


def tell_once(store: Store, messenger: Messenger, workspace: str, key: str, word: PrivateWord) -> None:
    """Tell a person something by direct message, once under this key; whoever cannot be reached is not told."""
    try:
        channel = messenger.direct_channel(workspace, word.person)
        show_notice(store, messenger, workspace, channel, key, word)
    except SlackRefusedError as refusal:
        if refusal.is_signed_out:
            raise


@dataclass(frozen=True, slots=True)
class _Notices:
    """The messages of one workspace on their way."""

    store: Store
    messenger: Messenger
    workspace: str

    def found(self, notice: Notice) -> Notice | None:
        """Look for a message that may have been sent before a crash."""
        ts = self.messenger.find(self.workspace, notice.channel, None, notice.key)
        return self._put(replace(notice, ts=ts, sent=True)) if ts is not None else None

    def send(self, key: str, channel: str, shows: Showable) -> str:
        """Send it, recorded before so that it is looked for after a crash."""
        notice = self._put(Notice(key, channel, None, self.messenger.fingerprint(shows), sent=False))
        try:
            ts = self.messenger.post(self.workspace, channel, None, key, shows)
        except SlackRefusedError:
            self._forget(key)
            raise
        except SlackUnavailableError as error:
            if not error.maybe_done:
                self._forget(key)  # it was never sent, so it need not be looked for
            raise
        self._put(replace(notice, ts=ts, sent=True))
        return ts

    def update(self, notice: Notice, shows: Showable) -> str | None:
        """Change a message that shows something else by now; one that cannot be changed stays as it is."""
        digest, ts = self.messenger.fingerprint(shows), notice.ts
        if ts is None or notice.digest == digest:
            return ts
        try:
            self.messenger.update(self.workspace, notice.channel, ts, notice.key, shows)
        except SlackRefusedError as refusal:
            if refusal.code not in _STAYS_AS_IT_IS:
                raise
            ts = None if refusal.code == "message_not_found" else ts
        self._put(replace(notice, digest=digest))
        return ts

    def _put(self, notice: Notice) -> Notice:
        with self.store.writing() as tx:
            tx.put_notice(self.workspace, notice)
        return notice

    def _forget(self, key: str) -> None:
        with self.store.writing() as tx:
            tx.drop_notice(self.workspace, key)


def say_privately(store: Store, messenger: Messenger, payload: Mapping[str, str]) -> None:
    """Tell one person something in the thread of an assessment.

    A refusal by Slack ends it: the person has left. So does a call whose answer was lost: a private word cannot be
    looked for, and better missing than said twice.
    """
    with store.reading() as view:
        assessment = view.assessment(payload["workspace"], payload["assessment"])
    if assessment is None or assessment.thread is None:
        return
    detail = {key.removeprefix("detail."): value for key, value in payload.items() if key.startswith("detail.")}
    word = PrivateWord(payload["hint"], payload["person"], detail, assessment)
    try:
        messenger.whisper(assessment.workspace, assessment.channel, assessment.thread, word)
    except SlackRefusedError:
        return
    except SlackUnavailableError as error:
        if not error.maybe_done:
            raise
