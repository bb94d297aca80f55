"""Share a scorecard in its channel, and take the shared message away again."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.core.assessment import Assessment
from bot.core.errors import SlackRefusedError, SlackUnavailableError
from bot.use_cases.ports import Clock, Messenger, NewJob, Post, PrivateWord, Shared, Store
from bot.use_cases.scorecards import card_of
from bot.use_cases.thread import NO_POSTS, NOT_IN, OWN_KEYS

DOUBLE_PRESS_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Share:
    """A person's wish to share; ``event`` is unique to the press."""

    workspace: str
    channel: str
    assessment: str
    person: str
    event: str


def share_scorecard(store: Store, clock: Clock, share: Share) -> bool:
    """Take the wish; False when the assessment is not of this channel or the wish was taken before."""
    with store.writing() as tx:
        assessment = tx.assessment(share.workspace, share.assessment)
        if assessment is None or assessment.channel != share.channel:
            return False
        if not tx.is_new(share.workspace, f"press:{share.event}", clock.now()):
            return False
        payload = {"workspace": share.workspace, "assessment": share.assessment, "person": share.person}
        payload |= {"key": f"{OWN_KEYS}{share.event}:{share.person}", "at": f"{clock.now().timestamp():.6f}"}
        # one job for each person, so that the second press of a double press finds what the first one posted
        tx.enqueue(NewJob("share", f"share:{share.workspace}:{share.assessment}:{share.person}", payload))
        return True


def post_shared(store: Store, messenger: Messenger, payload: Mapping[str, str]) -> None:
    """Post a shared scorecard once: the job behind the button. Where it cannot be posted its person is told."""
    workspace, assessment_id, key, person = (payload[name] for name in ("workspace", "assessment", "key", "person"))
    with store.reading() as view:
        assessment = view.assessment(workspace, assessment_id)
        if assessment is None:
            return
        posts = view.posts(workspace, assessment_id)
        found = card_of(view, assessment)
        shown = Shared(found.card, assessment_id, person, found.accepted)
    post = next((each for each in posts if each.key == key), None)
    pressed_at, digest = float(payload["at"]), messenger.fingerprint(shown)
    if any(_is_its_double(each, person, digest, pressed_at) for each in posts):
        return
    sharing = _Sharing(store, messenger, assessment, key)
    try:
        sharing.post(shown, post)
    except SlackRefusedError as refusal:
        if refusal.code not in NO_POSTS:
            raise
        detail = {"channel": assessment.channel, "assessment": assessment_id}
        messenger.direct(workspace, PrivateWord("share_failed", person, detail))


def _is_its_double(post: Post, person: str, digest: str, pressed_at: float) -> bool:
    """Tell whether a person's press posted this very scorecard, or did so a moment before."""
    same = post.key.startswith(OWN_KEYS) and post.key.rpartition(":")[2] == person and post.digest == digest
    return same and post.ts is not None and float(post.ts) > pressed_at - DOUBLE_PRESS_SECONDS


@dataclass(frozen=True, slots=True)
class _Sharing:
    """One shared message on its way."""

    store: Store
    messenger: Messenger
    assessment: Assessment
    key: str

    def post(self, shown: Shared, post: Post | None) -> None:
        """Send it once; one that may have been sent before a crash is looked for, a public channel is joined."""
        workspace, channel = self.assessment.workspace, self.assessment.channel
        mark = f"{self.assessment.id}:{self.key}"
        ts = self.messenger.find(workspace, channel, None, mark) if post is not None else None
        digest = self.messenger.fingerprint(shown)
        if ts is None:
            self._put(Post(self.key, channel, None, digest, "sending"))
            try:
                ts = self._send(shown, mark)
            except SlackRefusedError:
                self._forget()
                raise
            except SlackUnavailableError as error:
                if not error.maybe_done:
                    self._forget()
                raise
        self._put(Post(self.key, channel, ts, digest, "sent"))

    def _send(self, shown: Shared, mark: str) -> str:
        workspace, channel = self.assessment.workspace, self.assessment.channel
        try:
            return self.messenger.post(workspace, channel, None, mark, shown)
        except SlackRefusedError as refusal:
            if refusal.code not in NOT_IN:
                raise
        self.messenger.join(workspace, channel)
        return self.messenger.post(workspace, channel, None, mark, shown)

    def _put(self, post: Post) -> None:
        with self.store.writing() as tx:
            tx.put_post(self.assessment.workspace, self.assessment.id, post)

    def _forget(self) -> None:
        with self.store.writing() as tx:
            tx.drop_post(self.assessment.workspace, self.assessment.id, self.key)


def unshare_scorecard(store: Store, share: Share, ts: str) -> bool:
    """Take a shared message away; False for anybody but whoever shared it and the facilitator."""
    with store.writing() as tx:
        assessment = tx.assessment(share.workspace, share.assessment)
        if assessment is None or assessment.channel != share.channel:
            return False
        post = next((each for each in tx.posts(share.workspace, share.assessment) if each.ts == ts), None)
        if post is None or not post.key.startswith(OWN_KEYS):
            return False
        if share.person not in (post.key.rpartition(":")[2], assessment.facilitator):
            return False
        payload = {"workspace": share.workspace, "assessment": share.assessment, "key": post.key, "ts": ts}
        tx.enqueue(NewJob("unshare", f"unshare:{share.workspace}:{ts}", payload))
        return True


def delete_shared(store: Store, messenger: Messenger, payload: Mapping[str, str]) -> None:
    """Delete a shared message: the job behind *Remove*."""
    workspace, assessment_id = payload["workspace"], payload["assessment"]
    with store.reading() as view:
        assessment = view.assessment(workspace, assessment_id)
    if assessment is None:
        return
    messenger.delete(workspace, assessment.channel, payload["ts"])
    with store.writing() as tx:
        tx.drop_post(workspace, assessment_id, payload["key"])
