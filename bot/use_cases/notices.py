"""Send a message that is in no thread of an assessment, once, and bring it up to date; say a private word."""

from collections.abc import Mapping
from dataclasses import replace

from bot.core.errors import SlackRefusedError, SlackUnavailableError
from bot.use_cases.ports import Messenger, NewJob, Post, PrivateWord, Showable, Store
from bot.use_cases.posting import MESSAGE_GONE, Poster

NOTICE = "notice"


def notice_job(workspace: str, key: str, more: Mapping[str, str] | None = None) -> NewJob:
    """Give the job that sends or redraws a message by its key; for one message it never runs twice at once."""
    return NewJob(NOTICE, f"{NOTICE}:{workspace}:{key}", {"workspace": workspace, "key": key, **(more or {})})


def show_notice(
    store: Store, messenger: Messenger, workspace: str, channel: str, key: str, shows: Showable
) -> str | None:
    """Send a message once, or bring the one that stands up to date; give its ts, None when somebody took it away.

    SlackRefusedError when it cannot be sent, and then it counts as never sent.
    """
    with store.reading() as view:
        notice = view.notice(workspace, key)
        if notice is None and view.was_restored(workspace):
            notice = Post(key, channel, None, "", sent=False)  # the lost database may have sent it
    poster = _poster(store, messenger, workspace)
    if notice is not None:
        notice = poster.find(notice, None)
    message = messenger.worded(shows)
    if notice is None:
        return poster.send(key, channel, None, message).ts
    refused = poster.update(notice, message)
    if refused:
        poster.put(replace(notice, digest=message.digest))
    return None if refused == MESSAGE_GONE else notice.ts


def _poster(store: Store, messenger: Messenger, workspace: str) -> Poster:
    """Return the poster of the messages that are in no thread of an assessment."""

    def put(post: Post) -> None:
        with store.writing() as tx:
            tx.put_notice(workspace, post)

    def drop(key: str) -> None:
        with store.writing() as tx:
            tx.drop_notice(workspace, key)

    return Poster(messenger, workspace, "", put, drop)


def tell_once(store: Store, messenger: Messenger, workspace: str, key: str, word: PrivateWord) -> None:
    """Tell a person something by direct message, once under this key; whoever cannot be reached is not told."""
    try:
        channel = messenger.direct_channel(workspace, word.person)
        show_notice(store, messenger, workspace, channel, key, word)
    except SlackRefusedError as refusal:
        if refusal.is_signed_out:
            raise


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
