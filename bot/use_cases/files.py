"""Files in Slack: one that a person asked for, one for a thread, and the picture that stands in a scorecard."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from bot.core.assessment import Assessment, Status
from bot.core.errors import SlackRefusedError
from bot.core.privacy import Right, visible
from bot.core.scoring.scorecard import Scorecard
from bot.core.scoring.trend import Trend, trend
from bot.core.thread_of_team import ShownPicture
from bot.use_cases.conversation import enqueue_thread
from bot.use_cases.notices import tell_once, tell_unless_told, whisper_once
from bot.use_cases.notified import Picture, Pictures, Shared, Upload
from bot.use_cases.ports import (
    DOUBTED,
    Clock,
    Deed,
    Job,
    Later,
    Messenger,
    NewJob,
    Post,
    Presence,
    PrivateWord,
    Reads,
    Store,
    Transaction,
    Worded,
)
from bot.use_cases.posting import Poster
from bot.use_cases.scorecards import MOST_POINTS, finished_along, scorecard_now, shared_today

PICTURE, TREND_PICTURE, NO_PICTURE = "picture", "trend_picture", "no_picture"
CARD, SPREAD = "", "spread"
"""What of an assessment a picture shows: its scorecard, or how the levels of its team are spread."""
REFUSED = f"{PICTURE}:refused"
"""Stands among the messages of a workspace that took no file the last time."""


def send_file(
    store: Store, messenger: Messenger, about: Assessment, key: str, upload: Upload, *, direct: str = ""
) -> None:
    """Send a file about an assessment to its thread, or a ``direct`` message, once under this key: safe to repeat.

    It is given to Slack first, which shows nobody anything; its id is recorded before it is shared, and looked for
    after a crash. SlackRefusedError when it cannot be sent, and then it counts as never sent.
    """
    workspace, thread = about.workspace, None if direct else about.thread

    def put(post: Post) -> None:
        with store.writing(workspace) as tx:
            tx.put_notice(workspace, replace(post, key=key), about=about.id)

    def drop(_file: str) -> None:
        with store.writing(workspace) as tx:
            tx.drop_notice(workspace, key)

    with store.reading() as view:
        known = view.notice(workspace, key)
    poster = Poster(messenger, "", put, drop)
    if known is not None and (known.sent or poster.find(replace(known, key=known.digest), thread) is not None):
        return
    file = messenger.upload(upload)
    poster.send(file, direct or about.channel, thread, Worded(file, upload))


def shown_picture(view: Reads, assessment: Assessment, picture: Picture, what: str = CARD) -> ShownPicture | None:
    """Give a picture of an assessment as Slack has it; None while it has another one, or none."""
    kept = view.notice(assessment.workspace, _key(assessment.id, what))
    if kept is None or kept.ts is None or not kept.sent or kept.digest != picture.digest:
        return None
    return ShownPicture(kept.ts, picture.alt)


def shared_as_drawn(view: Reads, assessment: Assessment, pictures: Pictures, key: str) -> Shared:
    """Give what a shared message shows as things stand today, with the picture where Slack has it."""
    shown = shared_today(view, assessment, key)
    if shown.over_time is not None:
        return shown
    return replace(shown, picture=shown_picture(view, assessment, pictures.scorecard(shown.card)))


def want_picture(tx: Transaction, assessment: Assessment, picture: Picture, what: str = CARD) -> None:
    """Have a picture given to Slack that it has not, unless it did not take this very one."""
    kept = tx.notice(assessment.workspace, _key(assessment.id, what))
    if kept is None or kept.digest != picture.digest:
        shown = {"what": what} if what else {}
        tx.enqueue(NewJob.about(PICTURE, {"workspace": assessment.workspace, "assessment": assessment.id, **shown}))


def upload_picture(store: Store, messenger: Messenger, pictures: Pictures, payload: Mapping[str, str]) -> None:
    """Give Slack a picture of a scorecard and have the thread show it: the job behind ``want_picture``.

    Whoever took the old picture away has shown the message without it: so the old file goes, and none pile up.
    Where Slack takes no files the facilitator is told, once, and the message stays without a picture.
    """
    workspace, assessment_id, what = payload["workspace"], payload["assessment"], payload.get("what", CARD)
    with store.reading() as view:
        assessment = view.assessment(workspace, assessment_id)
        if assessment is None or assessment.status is not Status.COMPLETE:
            return
        picture = drawn(pictures, scorecard_now(view, assessment), what)
    frame = _Frame(store, messenger, assessment, _key(assessment_id, what))
    if frame.hang(pictures, picture, f"{what or 'scorecard'}.png") is not None:
        with store.writing(workspace) as tx:
            enqueue_thread(tx, workspace, assessment_id)


def drawn(pictures: Pictures, card: Scorecard, what: str) -> Picture:
    """Draw a scorecard, or how the levels of its team are spread."""
    return pictures.spread(card) if what == SPREAD else pictures.scorecard(card)


def ask_for_trend(store: Store, clock: Clock, deed: Deed, shown: Trend) -> bool:
    """Have the picture of a line sent to who asks for it; False where it is one point, or Slack takes no files."""
    if len(shown.points) == 1:
        return False
    with store.writing(deed.workspace) as tx:
        if tx.notice(deed.workspace, REFUSED) is not None:
            return False
        if not tx.is_new(deed.workspace, f"{TREND_PICTURE}:{deed.event}", clock.now()):
            return True  # it is on its way, or there
        key = shown.newest.assessment
        payload = {"workspace": deed.workspace, "channel": deed.channel, "person": deed.person, "assessment": key}
        tx.enqueue(NewJob(TREND_PICTURE, f"{TREND_PICTURE}:{deed.workspace}:{key}:{deed.person}", payload))
    return True


def send_trend(store: Store, messenger: Messenger, pictures: Pictures, job: Job) -> None:
    """Show somebody the picture of a line where they asked for it: the job behind ``ask_for_trend``."""
    workspace, channel, person = (job.payload[name] for name in ("workspace", "channel", "person"))
    with store.reading() as view:
        assessment = visible(Right.SEE, view.assessment(workspace, job.payload["assessment"]), channel)
        if assessment is None:
            return
        line = view.line_of(assessment, limit=MOST_POINTS)
        picture = pictures.trend(trend(line), finished_along(view, line))
    file = _Frame(store, messenger, assessment, f"{TREND_PICTURE}:{assessment.id}").hang(pictures, picture, "trend.png")
    if file is not None:  # where it is refused they have left; what they asked for stands in words before their eyes
        word = PrivateWord(TREND_PICTURE, person, {"file": file, "alt": picture.alt})
        whisper_once(store, messenger, job, channel, None, word)


@dataclass(frozen=True, slots=True)
class _Frame:
    """The place of one picture in Slack, named by a key: it has one file at a time."""

    store: Store
    messenger: Messenger
    assessment: Assessment
    key: str

    def hang(self, pictures: Pictures, picture: Picture, name: str) -> str | None:
        """Give the file of a picture, which Slack is given where it has another one; None where it takes none."""
        workspace = self.assessment.workspace
        with self.store.reading() as view:
            kept = view.notice(workspace, self.key)
        if kept is not None and kept.sent and kept.digest == picture.digest:
            return kept.ts
        upload = Upload(name, self.assessment.subject.name, pictures.png(picture), alt=picture.alt)
        try:
            if kept is not None and kept.ts is not None:
                self._put(kept.ts, DOUBTED, sent=False)
                self.messenger.drop_file(kept.ts)
            file = self.messenger.upload(upload)
            self._put(file, DOUBTED, sent=False)
            self.messenger.keep(file, upload)
        except SlackRefusedError as refusal:
            if not refusal.needs_people:
                raise
            self._put(None, picture.digest, sent=False)
            _tell_without(self.store, self.messenger, self.assessment, refusal)
            return None
        self._put(file, picture.digest, sent=True)
        return file

    def _put(self, file: str | None, digest: str, *, sent: bool) -> None:
        """Record a file; Later where somebody who asked at the same time has put another one in its place."""
        with self.store.writing(self.assessment.workspace) as tx:
            stands = tx.notice(self.assessment.workspace, self.key)
            if sent and (stands is None or stands.ts != file):
                raise Later
            tx.put_notice(self.assessment.workspace, Post(self.key, "", file, digest, sent=sent))
            if sent:
                tx.drop_notice(self.assessment.workspace, REFUSED)


def _key(assessment_id: str, what: str) -> str:
    return ":".join(filter(None, (PICTURE, assessment_id, what)))


def _tell_without(store: Store, messenger: Messenger, assessment: Assessment, refusal: SlackRefusedError) -> None:
    """Tell the facilitator, once in the workspace, why scorecards have no picture there, and what would change that."""
    key = f"told:{NO_PICTURE}:{refusal.code}:{assessment.facilitator}"
    with store.writing(assessment.workspace) as tx:
        tx.put_notice(assessment.workspace, Post(REFUSED, "", None, refusal.code, sent=False))
    word = PrivateWord(NO_PICTURE, assessment.facilitator, {"method": refusal.method, "code": refusal.code})
    tell_unless_told(store, messenger, assessment.workspace, key, word)


LONGEST_NAME = 60
NO_MORE: Mapping[str, str] = {}


def file_name(subject: str, day: date, ending: str) -> str:
    """Return a name for a file that every system takes: ``acme-retail-2026-11-22.pdf``."""
    plain = unicodedata.normalize("NFKD", subject).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain)[:LONGEST_NAME].strip("-") or "report"
    return f"{words}-{day}.{ending}"


def ask_for_file(
    store: Store, clock: Clock, deed: Deed, kind: str, assessment_id: str, more: Mapping[str, str] = NO_MORE
) -> bool:
    """Have a file about an assessment made for whoever asks, by a job of that kind.

    False when the assessment is of another channel, or when that was taken before.
    """
    with store.writing(deed.workspace) as tx:
        if visible(Right.SEE, tx.assessment(deed.workspace, assessment_id), deed.channel) is None:
            return False
        if not tx.is_new(deed.workspace, f"{kind}:{deed.event}", clock.now()):
            return False
        # one job for each person, so that two presses before it runs bring one file
        whose = {"workspace": deed.workspace, "assessment": assessment_id, "person": deed.person}
        tx.enqueue(NewJob.about(kind, whose, {"event": deed.event, **more}))
        return True


def send_asked(store: Store, messenger: Messenger, job: Job, upload: Upload, about: Assessment) -> None:
    """Send a file to whoever asked for it, once; where Slack takes none the person is told.

    Work may have waited for long: whoever is not in the channel by now gets nothing of it.
    """
    workspace, person, event = (job.payload[name] for name in ("workspace", "person", "event"))
    detail, failed = {"subject": about.subject.name, "assessment": about.id}, f"{job.kind}_failed"
    try:
        if messenger.presence(about.channel, person) is Presence.IN:
            to = messenger.direct_channel(person)
            send_file(store, messenger, about, f"told:{job.kind}:{event}", upload, direct=to)
            return
    except SlackRefusedError as refusal:
        if not refusal.needs_people:
            raise
        detail |= {"method": refusal.method, "code": refusal.code}
    tell_once(store, messenger, workspace, f"told:{failed}:{event}", PrivateWord(failed, person, detail))
