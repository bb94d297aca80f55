"""Files in Slack: one that people are sent, and the picture that stands in a scorecard."""

from collections.abc import Mapping
from dataclasses import replace

from bot.core.assessment import Assessment, Status
from bot.core.errors import SlackRefusedError
from bot.core.thread import ShownPicture
from bot.use_cases.conversation import enqueue_thread
from bot.use_cases.notices import tell_once
from bot.use_cases.pictures import Picture, Pictures, Upload
from bot.use_cases.ports import DOUBTED, Messenger, NewJob, Post, PrivateWord, Reads, Store, Transaction, Worded
from bot.use_cases.posting import Poster
from bot.use_cases.scorecards import scorecard_now

PICTURE, NO_PICTURE = "picture", "no_picture"


def send_file(
    store: Store, messenger: Messenger, workspace: str, key: str, *, channel: str, thread: str | None, upload: Upload
) -> None:
    """Send a file to a thread or a direct message, once under this key: safe to repeat.

    It is given to Slack first, which shows nobody anything; its id is recorded before it is shared, and looked for
    after a crash. SlackRefusedError when it cannot be sent, and then it counts as never sent.
    """

    def put(post: Post) -> None:
        with store.writing() as tx:
            tx.put_notice(workspace, replace(post, key=key))

    def drop(_file: str) -> None:
        with store.writing() as tx:
            tx.drop_notice(workspace, key)

    with store.reading() as view:
        known = view.notice(workspace, key)
    poster = Poster(messenger, workspace, "", put, drop)
    if known is not None and (known.sent or poster.find(replace(known, key=known.digest), thread) is not None):
        return
    file = messenger.upload(workspace, upload)
    poster.send(file, channel, thread, Worded(file, upload))


def shown_picture(view: Reads, assessment: Assessment, picture: Picture) -> ShownPicture | None:
    """Give the picture of a scorecard as Slack has it; None while it has another one, or none."""
    kept = view.notice(assessment.workspace, _key(assessment.id))
    if kept is None or kept.ts is None or not kept.sent or kept.digest != picture.digest:
        return None
    return ShownPicture(kept.ts, picture.alt)


def want_picture(tx: Transaction, assessment: Assessment, picture: Picture) -> None:
    """Have a picture given to Slack that it has not, unless it did not take this very one."""
    kept = tx.notice(assessment.workspace, _key(assessment.id))
    if kept is None or kept.digest != picture.digest:
        payload = {"workspace": assessment.workspace, "assessment": assessment.id}
        tx.enqueue(NewJob(PICTURE, f"{PICTURE}:{assessment.workspace}:{assessment.id}", payload))


def upload_picture(store: Store, messenger: Messenger, pictures: Pictures, payload: Mapping[str, str]) -> None:
    """Give Slack the picture of a scorecard and have the thread show it: the job behind ``want_picture``.

    Whoever took the old picture away has shown the scorecard without it: so the old file goes, and none pile up.
    Where Slack takes no files the facilitator is told, once, and the scorecard stays without a picture.
    """
    workspace, assessment_id = payload["workspace"], payload["assessment"]
    with store.reading() as view:
        assessment = view.assessment(workspace, assessment_id)
        if assessment is None or assessment.status is not Status.COMPLETE:
            return
        picture = pictures.scorecard(scorecard_now(view, assessment))
        kept = view.notice(workspace, _key(assessment_id))

    def put(file: str | None, digest: str, *, sent: bool) -> None:
        with store.writing() as tx:
            tx.put_notice(workspace, Post(_key(assessment_id), "", file, digest, sent=sent))
            if sent:
                enqueue_thread(tx, workspace, assessment_id)

    upload = Upload("scorecard.png", assessment.subject.name, pictures.png(picture), alt=picture.alt)
    try:
        if kept is not None and kept.ts is not None:
            put(kept.ts, DOUBTED, sent=False)
            messenger.drop_file(workspace, kept.ts)
        file = messenger.upload(workspace, upload)
        put(file, DOUBTED, sent=False)
        messenger.keep(workspace, file, upload)
    except SlackRefusedError as refusal:
        if not refusal.needs_people:
            raise
        put(None, picture.digest, sent=False)
        _tell_without(store, messenger, assessment, refusal)
    else:
        put(file, picture.digest, sent=True)


def _key(assessment_id: str) -> str:
    return f"{PICTURE}:{assessment_id}"


def _tell_without(store: Store, messenger: Messenger, assessment: Assessment, refusal: SlackRefusedError) -> None:
    """Tell the facilitator, once in the workspace, why scorecards have no picture there, and what would change that."""
    key = f"told:{NO_PICTURE}:{refusal.code}:{assessment.facilitator}"
    with store.reading() as view:
        is_told = view.notice(assessment.workspace, key) is not None
    if not is_told:
        detail = {"method": refusal.method, "code": refusal.code}
        word = PrivateWord(NO_PICTURE, assessment.facilitator, detail)
        tell_once(store, messenger, assessment.workspace, key, word)
