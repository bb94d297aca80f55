"""Share a scorecard in its channel, and take the shared message away again."""

from collections.abc import Mapping
from dataclasses import replace

from bot.core.assessment import Assessment
from bot.core.errors import SlackRefusedError
from bot.core.privacy import Right, may, visible
from bot.use_cases.conversation import enqueue_thread
from bot.use_cases.files import shared_as_drawn
from bot.use_cases.notices import tell_once
from bot.use_cases.notified import Pictures
from bot.use_cases.ports import Clock, Deed, Messenger, NewJob, Post, PrivateWord, Store
from bot.use_cases.posting import Poster
from bot.use_cases.scorecards import OWN_KEYS, shared_by

DOUBLE_PRESS_SECONDS = 10
CANNOT_REMOVE = "cannot_remove"


def share_scorecard(store: Store, clock: Clock, deed: Deed, assessment_id: str, what: str = "") -> bool:
    """Have a scorecard shared; ``what`` is empty, or names what of it over time (see ``OWN_KEYS``).

    False when the assessment is not of this channel or the wish was taken before.
    """
    with store.writing(deed.workspace) as tx:
        if visible(Right.SHARE, tx.assessment(deed.workspace, assessment_id), deed.channel) is None:
            return False
        if not tx.is_new(deed.workspace, f"press:{deed.event}", clock.now()):
            return False
        payload = {"workspace": deed.workspace, "assessment": assessment_id, "person": deed.person}
        over_time = f"{what}:" if what else ""
        payload |= {"key": f"{OWN_KEYS}{over_time}{deed.event}:{deed.person}"}
        payload |= {"at": f"{clock.now().timestamp():.6f}"}
        # one job for each person, so that the second press of a double press finds what the first one posted
        tx.enqueue(NewJob("share", f"share:{deed.workspace}:{assessment_id}:{over_time}{deed.person}", payload))
        return True


def post_shared(store: Store, messenger: Messenger, pictures: Pictures, payload: Mapping[str, str]) -> None:
    """Post a shared scorecard once: the job behind the button. Where it cannot be posted its person is told."""
    workspace, assessment_id, key, person = (payload[name] for name in ("workspace", "assessment", "key", "person"))
    with store.reading() as view:
        assessment = view.assessment(workspace, assessment_id)
        if assessment is None:
            return
        posts = view.posts(workspace, assessment_id)
        shown = shared_as_drawn(view, assessment, pictures, key)
    post = next((each for each in posts if each.key == key), None)
    pressed_at, message = float(payload["at"]), messenger.worded(shown)
    same = [each for each in posts if each.key.startswith(OWN_KEYS) and each.digest == message.digest and each.ts]
    own = [float(each.ts or 0) for each in same if shared_by(each.key) == person]
    if any(posted_at > pressed_at - DOUBLE_PRESS_SECONDS for posted_at in own):
        return
    poster = _poster(store, messenger, assessment)
    try:
        if post is None or poster.find(replace(post, ts=None), None) is None:
            poster.send(key, assessment.channel, None, message, joins=True)
    except SlackRefusedError as refusal:
        if not refusal.needs_people:
            raise
        detail = {"channel": assessment.channel, "assessment": assessment_id}
        detail |= {"method": refusal.method, "code": refusal.code}
        tell_once(store, messenger, workspace, f"told:{key}", PrivateWord("share_failed", person, detail))
        return
    with store.writing(workspace) as tx:
        enqueue_thread(tx, workspace, assessment_id)  # which brings it up to date, where that has changed meanwhile


def _poster(store: Store, messenger: Messenger, assessment: Assessment) -> Poster:
    def put(post: Post) -> None:
        with store.writing(assessment.workspace) as tx:
            tx.put_post(assessment.workspace, assessment.id, post)

    def drop(key: str) -> None:
        with store.writing(assessment.workspace) as tx:
            tx.drop_post(assessment.workspace, assessment.id, key)

    return Poster(messenger, f"{assessment.id}:", put, drop)


def unshare_scorecard(store: Store, deed: Deed, assessment_id: str, ts: str) -> bool:
    """Take a shared message away; False for anybody but whoever shared it and the facilitator."""
    with store.writing(deed.workspace) as tx:
        assessment = visible(Right.TAKE_BACK, tx.assessment(deed.workspace, assessment_id), deed.channel)
        if assessment is None:
            return False
        post = next((each for each in tx.posts(deed.workspace, assessment_id) if each.ts == ts), None)
        if post is None or not post.key.startswith(OWN_KEYS):
            return False
        if not may(Right.TAKE_BACK, assessment, deed.person, by=shared_by(post.key)):
            return False
        payload = {"workspace": deed.workspace, "assessment": assessment_id, "key": post.key, "ts": ts}
        payload["person"] = deed.person
        tx.enqueue(NewJob("unshare", f"unshare:{deed.workspace}:{ts}", payload))
        return True


def delete_shared(store: Store, messenger: Messenger, payload: Mapping[str, str]) -> None:
    """Delete a shared message: the job behind *Remove*. Where Slack does not let it go its person is told."""
    workspace, assessment_id = payload["workspace"], payload["assessment"]
    with store.reading() as view:
        assessment = view.assessment(workspace, assessment_id)
    if assessment is None:
        return
    person = payload.get("person") or shared_by(payload["key"])
    told, detail = f"told:{CANNOT_REMOVE}:{payload['ts']}", {"channel": assessment.channel}
    try:
        is_gone = messenger.delete(assessment.channel, payload["ts"])
    except SlackRefusedError as refusal:
        if refusal.needs_people:
            detail |= {"method": refusal.method, "code": refusal.code}
            tell_once(store, messenger, workspace, told, PrivateWord(CANNOT_REMOVE, person, detail))
        raise
    if not is_gone:
        tell_once(store, messenger, workspace, told, PrivateWord(CANNOT_REMOVE, person, detail))
        return
    with store.writing(workspace) as tx:
        tx.drop_post(workspace, assessment_id, payload["key"])
