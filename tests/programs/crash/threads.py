"""What must stand in Slack: the messages that follow from the facts, each once, the open question last."""

from collections import Counter
from collections.abc import Iterator, Mapping

from bot.core.assessment import Assessment
from bot.core.conversation.talk import Question
from bot.core.thread import HEADLINE_KEY, Placed, Prompt, layout
from bot.sandbox.model import PostedMessage
from bot.slack.gate import Gate
from bot.slack.messenger import worded
from bot.store.store import SqlStore
from bot.use_cases.ports import Post
from tests.programs.crash.oracle import WORKSPACE, Books, Finding
from tests.programs.crash.place import Place, key_of

_SHARED = "share:"
FROZEN_SECONDS = 0.6
"""The body of a call follows its headers at once, unless the process is frozen between; the least freeze is longer."""


def too_late(held: Books, store: SqlStore, place: Place, seconds: float) -> set[str]:
    """Give the ts of messages that stand twice since Slack acted later than so many seconds."""
    return {ts for ts, late in place.acted_late.items() if late > seconds} - _recorded(held, store)


def frozen_within(held: Books, store: SqlStore, place: Place, stood_still: Mapping[str, float]) -> set[str]:
    """Give the ts of messages that stand twice since a process stood still between its last look and the write.

    ``stood_still`` gives the seconds for which the body of a call was on its way, by the message's key.
    """
    recorded = _recorded(held, store)
    strangers = [each for each in place.messages() if place.is_bot(each) and each.ts not in recorded]
    return {each.ts for each in strangers if stood_still.get(key_of(each), 0.0) > FROZEN_SECONDS}


def _recorded(held: Books, store: SqlStore) -> set[str | None]:
    with store.reading() as view:
        return {post.ts for each in held.assessments for post in view.posts(WORKSPACE, each.id)}


def misplaced(held: Books, store: SqlStore, place: Place, late: set[str]) -> Iterator[Finding]:
    """Compare every message of the bot, but for the ``late`` ones, with what the facts say should stand there."""
    standing = {each.ts: each for each in place.messages() if place.is_bot(each) and each.ts not in late}
    known: set[str | None] = set()
    for assessment in held.assessments:
        with store.reading() as view:
            questions = view.questions(WORKSPACE, assessment.id)
            late_words = view.heard_late(WORKSPACE, assessment.id)
            placed = layout(assessment, questions, view.before(assessment), late=late_words)
            posts = {each.key: each for each in view.posts(WORKSPACE, assessment.id)}
        known |= {each.ts for each in posts.values()}
        yield from _of_one(assessment, placed, posts, standing)
        yield from _open_question_last(assessment, questions, placed, posts, standing)
    yield from _unknown([each for each in standing.values() if each.ts not in known], standing)


def _of_one(
    assessment: Assessment, placed: tuple[Placed, ...], posts: dict[str, Post], standing: dict[str, PostedMessage]
) -> Iterator[Finding]:
    for each in placed:
        post = posts.get(each.key)
        if post is None or post.ts is None or not post.sent:
            yield Finding("thread", f"{assessment.id}:{each.key} should stand and is not recorded as sent: {post}")
            continue
        message = standing.get(post.ts)
        expected = Gate().message(worded(each.shows), f"{assessment.id}:{each.key}")["text"]
        if message is None:
            yield Finding("thread", f"{assessment.id}:{each.key} is recorded and stands nowhere")
        elif message.text != expected:
            yield Finding("thread", f"{assessment.id}:{each.key} shows {message.text!r}, not {expected!r}")
        elif key_of(message) != f"{assessment.id}:{each.key}":
            yield Finding("thread", f"{assessment.id}:{each.key} stands without its key")
        elif message.thread_ts != (None if each.key == HEADLINE_KEY else assessment.thread):
            yield Finding("thread", f"{assessment.id}:{each.key} stands in another thread")
    for key in posts.keys() - {each.key for each in placed}:
        if not key.startswith(_SHARED) or posts[key].ts not in standing:
            yield Finding("thread", f"{assessment.id}:{key} is recorded and should not stand")


def _open_question_last(
    assessment: Assessment,
    questions: tuple[Question, ...],
    placed: tuple[Placed, ...],
    posts: dict[str, Post],
    standing: dict[str, PostedMessage],
) -> Iterator[Finding]:
    if not questions or questions[-1].ended is not None or not isinstance(placed[-1].shows, Prompt):
        return
    last = max((ts for ts, each in standing.items() if each.thread_ts == assessment.thread), default=None)
    post = posts.get(placed[-1].key)
    if post is not None and post.ts != last:
        words = standing[last].text if last is not None else ""
        yield Finding("thread", f"the open question of {assessment.id} is not the last message, that is {words!r}")


def _unknown(strangers: list[PostedMessage], standing: dict[str, PostedMessage]) -> Iterator[Finding]:
    """A message that nobody recorded was sent twice, or is left over."""
    texts = Counter((each.thread_ts, each.text) for each in standing.values())
    keys = Counter(key_of(each) for each in standing.values())
    for each in strangers:
        twice = texts[each.thread_ts, each.text] > 1 or keys[key_of(each)] > 1
        yield Finding("twice" if twice else "unknown", f"nobody recorded {key_of(each)} at {each.ts}: {each.text!r}")
