"""Put a thread right: send, change and take away messages until Slack shows what the facts say. Safe to repeat."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from bot.core.assessment import Assessment, Status
from bot.core.errors import Meaning, SlackRefusedError, SlackUnavailableError
from bot.core.thread import (
    HEADLINE_KEY,
    LOOKED_AT,
    NOT_LOOKED_AT,
    OPEN_ACTIONS_KEY,
    Departed,
    Drafting,
    DraftShown,
    OpenActions,
    Placed,
    Prompt,
    Resting,
    Result,
    ballot_layout,
    layout,
    with_workshop,
)
from bot.core.thread_of_team import Discussion, Sealed
from bot.use_cases.ballots import enqueue_ballots
from bot.use_cases.conversation import enqueue_headline, enqueue_homes, first_ratings
from bot.use_cases.files import CARD, SPREAD, drawn, shared_as_drawn, shown_picture, want_picture
from bot.use_cases.lost_threads import (
    THREAD_NOT_FOUND,
    go_on_without,
    is_lost,
    lose_thread,
    lost_mark,
    tell_lost,
)
from bot.use_cases.notices import tell_once, tell_unless_told
from bot.use_cases.notified import Picture, Pictures, Shared
from bot.use_cases.ports import Clock, Later, Messenger, Post, Presence, PrivateWord, Reads, Store
from bot.use_cases.posting import CANNOT_DELETE, MESSAGE_GONE, Poster
from bot.use_cases.saved import offering, offering_in_ballot
from bot.use_cases.scorecards import OWN_KEYS, course_of, since_last, standing_plan
from bot.use_cases.start import UNCHECKED
from bot.use_cases.workshop import workshop_in_thread

What = TypeVar("What", Placed, Post)
INVITE_ME, CANNOT_POST, PLAINER = "invite_me", "cannot_post", "plainer"
NOT_A_MEMBER = "not_a_member"

_ABOVE = "above:"  # before the key of an open question that stands above what was typed since


def show_thread(
    store: Store, clock: Clock, messenger: Messenger, pictures: Pictures, workspace: str, assessment_id: str
) -> None:
    """Bring the messages of an assessment in line with its facts, in the fewest calls that keep it readable.

    The headline has work of its own, so that many answers change it once; what people wait for never waits for it.

    Where nothing can be posted the facilitator is told why, once, and the refusal is raised: the work rests until
    people have changed that. What cannot be changed or taken away keeps nothing from being posted.
    """
    with store.reading() as view:
        assessment = view.assessment_or_ballot(workspace, assessment_id)
        if assessment is None:
            return
        placed = pictured(view, assessment, pictures, placed_now(view, assessment))
        posts = {each.key: each for each in view.posts(workspace, assessment_id)}
        shared = _shared_now(view, assessment, pictures, posts)
        restored = view.gaps(workspace, assessment_id).restored
        had = view.hints(workspace, assessment_id, assessment.facilitator)
    thread = _Thread(store, messenger, assessment, posts, shared)
    if lost_mark(assessment) in had:
        if not go_on_without(store, clock, workspace, assessment_id):
            thread.leave()
            tell_lost(store, messenger, assessment)
            _have_changed(thread, clock, assessment, ())
        return
    try:
        is_unsure = assessment.thread is None and bool(had & {UNCHECKED, INVITE_ME})
        if is_unsure and not _may_begin(store, messenger, assessment):
            return
        placed = offering_in_ballot(store, messenger, assessment, placed)
        _put_right(thread, clock, assessment, placed, restored)
        _want_pictures(store, assessment, pictures, placed)
    except SlackRefusedError as refusal:
        if not refusal.needs_people:
            raise
        if refusal.code == THREAD_NOT_FOUND and thread.ts is not None:
            with store.writing(workspace) as tx:
                lose_thread(tx, assessment)
            return
        if thread.ts is None and refusal.meaning is Meaning.INVITE:
            tell_facilitator(store, messenger, assessment, INVITE_ME)
        else:
            tell_facilitator(store, messenger, assessment, CANNOT_POST, refusal)
        raise


def show_headline(store: Store, messenger: Messenger, pictures: Pictures, payload: Mapping[str, str]) -> None:
    """Bring what stands in the channel in line with the facts: the headline and what people shared; safe to repeat."""
    workspace, assessment_id = payload["workspace"], payload["assessment"]
    with store.reading() as view:
        assessment = view.assessment_or_ballot(workspace, assessment_id)
        if assessment is None:
            return
        headline = placed_now(view, assessment)[0]
        posts = {each.key: each for each in view.posts(workspace, assessment_id)}
        shared = _shared_now(view, assessment, pictures, posts)
        is_there = HEADLINE_KEY in posts and assessment.thread is not None and not is_lost(view, assessment)
    thread = _Thread(store, messenger, assessment, posts, shared)
    try:
        if is_there:
            thread.tolerate(thread.change, headline)
        thread.keep_shared_true()
        thread.raise_tolerated()
    except SlackRefusedError as refusal:
        if refusal.needs_people:
            tell_facilitator(store, messenger, assessment, CANNOT_POST, refusal)
        raise


def _put_right(
    thread: "_Thread", clock: Clock, assessment: Assessment, placed: tuple[Placed, ...], restored: str | None
) -> None:
    if restored == NOT_LOOKED_AT:
        thread.look_for_headline()
    thread.open_with(placed[0])
    if restored == NOT_LOOKED_AT:
        standing = thread.standing()
        if standing.keys() - thread.posts.keys():
            tell_facilitator(thread.store, thread.messenger, assessment, "restored")
        thread.take_over(standing, placed[-1])
    thread.bring_in_line(placed[1:])
    _have_changed(thread, clock, assessment, placed[:1])
    if restored in (NOT_LOOKED_AT, LOOKED_AT):
        thread.note_restored(placed[-1].key)
    _tell_of_plainer(thread.store, thread.messenger, assessment, thread.plainer)
    thread.raise_tolerated()


def _want_pictures(store: Store, assessment: Assessment, pictures: Pictures, placed: tuple[Placed, ...]) -> None:
    """Have the pictures made that are missing from what stands: people wait for the words alone."""
    for each in placed:
        wanted = _picture_of(pictures, each, placed)
        if wanted is not None and getattr(each.shows, "picture", None) is None:
            with store.writing(assessment.workspace) as tx:
                want_picture(tx, assessment, wanted[1], wanted[0])


def _have_changed(thread: "_Thread", clock: Clock, assessment: Assessment, headline: tuple[Placed, ...]) -> None:
    """Have what stands in the channel changed where it is behind; while people answer, more is about to follow."""
    if thread.is_behind(headline):
        many = assessment.status is Status.OPEN and assessment.ballot is None  # a ballot's is changed by a press in it
        now = clock.now() if many else None
        with thread.store.writing(assessment.workspace) as tx:
            enqueue_headline(tx, assessment.workspace, assessment.id, now)


def _shared_now(view: Reads, assessment: Assessment, pictures: Pictures, posts: Iterable[str]) -> Mapping[str, Shared]:
    return {key: shared_as_drawn(view, assessment, pictures, key) for key in posts if key.startswith(OWN_KEYS)}


def placed_now(view: Reads, assessment: Assessment) -> tuple[Placed, ...]:
    """Give every message that should stand for an assessment; only a complete one has drafts to look for."""
    workspace, key = assessment.workspace, assessment.id
    complete = assessment.status is Status.COMPLETE and assessment.ballot is None
    drafts = view.drafts(workspace, key) if complete else ()
    actions = standing_plan(view, workspace, key) if drafts else ()
    team = view.assessment(workspace, assessment.ballot.of) if assessment.ballot is not None else None
    questions, before = view.questions(workspace, key), view.before(team or assessment)
    since = since_last(view, team or assessment, before)
    if complete and since.left and all(each.key != OPEN_ACTIONS_KEY for each in view.posts(workspace, key)):
        since = replace(since, left=())  # it belongs to the beginning, and is not sent below a scorecard
    course = course_of(view, assessment) if complete and before is not None else None
    late = view.heard_late(workspace, key)
    if team is not None:
        placed = ballot_layout(assessment, team, questions, since=since, late=late)
    else:
        placed = layout(
            assessment,
            questions,
            before,
            drafts=drafts,
            actions=actions,
            since=since,
            course=course,
            late=late,
        )
        placed = with_workshop(placed, workshop_in_thread(view, assessment))
    first = first_ratings(view, assessment)

    def recalling(shows: Prompt) -> Prompt:
        return replace(offering(view, assessment, shows), first=first.get(shows.dimension.key))

    return tuple(
        replace(each, shows=recalling(each.shows)) if isinstance(each.shows, Prompt) else each for each in placed
    )


def pictured(view: Reads, assessment: Assessment, pictures: Pictures, placed: tuple[Placed, ...]) -> tuple[Placed, ...]:
    """Give the messages that show a picture the one that they show today, where Slack has that already."""
    found = []
    for each in placed:
        wanted = _picture_of(pictures, each, placed)
        if wanted is not None and isinstance(each.shows, Result | Discussion):
            picture = shown_picture(view, assessment, wanted[1], wanted[0])
            each = replace(each, shows=replace(each.shows, picture=picture))  # noqa: PLW2901 -- the same with its picture
        found.append(each)
    return tuple(found)


def _picture_of(pictures: Pictures, each: Placed, placed: tuple[Placed, ...]) -> tuple[str, Picture] | None:
    """Give what a message shows as a picture: the scorecard, and above an agenda how its levels are spread."""
    card = next((one.shows.card for one in placed if isinstance(one.shows, Result)), None)
    what = CARD if isinstance(each.shows, Result) else SPREAD
    shows_one = isinstance(each.shows, Result) or (isinstance(each.shows, Discussion) and each.shows.opens)
    return (what, drawn(pictures, card, what)) if shows_one and card is not None else None


def _tell_of_plainer(store: Store, messenger: Messenger, assessment: Assessment, kinds: set[str]) -> None:
    """Tell the facilitator, once in the workspace, what Slack does not take there and what stands in its place."""
    for kind in sorted(kinds):
        key = f"told:{PLAINER}:{kind}:{assessment.facilitator}"
        word = PrivateWord(PLAINER, assessment.facilitator, {"channel": assessment.channel, "kind": kind})
        tell_unless_told(store, messenger, assessment.workspace, key, word)


def _may_begin(store: Store, messenger: Messenger, assessment: Assessment) -> bool:
    """Whether the facilitator is in the channel, which nobody could tell before the bot came in; else they are told.

    SlackRefusedError when the bot may not see the channel, or Slack does not say who is in it.
    """
    match messenger.presence(assessment.channel, assessment.facilitator):
        case Presence.IN:
            return True
        case Presence.OUT:
            tell_facilitator(store, messenger, assessment, NOT_A_MEMBER)
            return False
        case Presence.UNSEEN:
            said = "The bot is not in the channel."
            raise SlackRefusedError("not_in_channel", said, Meaning.INVITE, "conversations.members")
        case Presence.UNKNOWN:
            said = "Slack does not say who is in the channel."
            raise SlackRefusedError("membership_unknown", said, Meaning.TELL, "conversations.members")


def tell_facilitator(
    store: Store, messenger: Messenger, assessment: Assessment, hint: str, why: SlackRefusedError | None = None
) -> None:
    """Tell the facilitator by direct message, once in an assessment and for each reason.

    Whoever is gone is not tried again; where direct messages are refused as well they are told when the work is tried
    the next time.
    """
    workspace, person = assessment.workspace, assessment.facilitator
    said = f"{hint}:{why.code}" if why is not None else hint
    with store.reading() as view:
        if said in view.hints(workspace, assessment.id, person):
            return
    detail = {"channel": assessment.channel, "assessment": assessment.id}
    detail |= {"method": why.method, "code": why.code} if why is not None else {}
    key = f"told:{assessment.id}:{said}:{person}"
    if not tell_once(store, messenger, workspace, key, PrivateWord(hint, person, detail)):
        return
    with store.writing(workspace) as tx:
        tx.add_hint(workspace, assessment.id, person, said)


@dataclass(eq=False)
class _Thread:
    """The messages of one assessment in Slack; ``posts`` is what is known to stand there, by key, oldest first.

    ``shared`` is what those of them show today that people shared in the channel.
    """

    store: Store
    messenger: Messenger
    own: Assessment
    posts: dict[str, Post]
    shared: Mapping[str, Shared]
    plainer: set[str] = field(default_factory=set)
    tolerated: list[SlackRefusedError | SlackUnavailableError | Later] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.workspace, self.channel, self.ts = self.own.workspace, self.own.channel, self.own.thread
        self.poster = Poster(self.messenger, f"{self.own.id}:", self._put, self._forget)

    def open_with(self, headline: Placed) -> None:
        """Send the headline, which opens the thread, unless it stands; a public channel is joined for that."""
        if self.ts is not None:
            return
        ts = self._sent(headline, joins=True)
        with self.store.writing(self.workspace) as tx:
            tx.set_thread(self.workspace, self.own.id, ts)
            enqueue_homes(tx, self.workspace, (each.person for each in self.own.members))  # they lead there from now on
            enqueue_ballots(tx, self.workspace, self.own.id)
        self.ts = ts

    def leave(self) -> None:
        """Take away what was sent to a thread that is gone and may stand in the channel instead."""
        for post in tuple(self.posts.values()):
            if post.ts is None and post.key not in self.shared:
                found = self.poster.find(post, None)
                if found is not None and found.ts is not None:
                    self.messenger.delete(self.channel, found.ts)
                self._forget(post.key)

    def keep_shared_true(self) -> None:
        """Bring what people shared up to date where it stands; what was deleted in Slack is forgotten."""
        for key in self.shared:
            if self._stands(key):
                self.tolerate(self._keep_true, self.posts[key])

    def _keep_true(self, post: Post) -> None:
        message = self.messenger.worded(self.shared[post.key])
        refused = self.poster.update(post, message)
        if refused == MESSAGE_GONE:
            self._forget(post.key)
        elif refused:
            self._put(replace(post, digest=message.digest))

    def tolerate(self, deed: Callable[[What], None], what: What) -> None:
        """Do what the conversation can go on without; what Slack does not take now is raised once the rest is done.

        Where Slack is out of reach it is not asked for more of these.
        """
        if any(isinstance(each, SlackUnavailableError) for each in self.tolerated):
            return
        try:
            deed(what)
        except (SlackRefusedError, SlackUnavailableError, Later) as error:
            self.tolerated.append(error)

    def raise_tolerated(self) -> None:
        """Raise what was not taken, so that it is tried again: first what passes by itself.

        Where only changes have to wait, news do not: they may bring a question or the scorecard.
        """
        for error in sorted(self.tolerated, key=lambda each: isinstance(each, SlackRefusedError)):
            if isinstance(error, SlackUnavailableError) and error.retry_after is not None:
                raise Later(seconds=error.retry_after, reason="changes of messages have to wait") from error
            raise error

    def bring_in_line(self, placed: tuple[Placed, ...]) -> None:
        """Collapse and take away first, so that the open question ends as the last message."""
        wanted = {each.key for each in placed}
        for each in placed:
            if self._stands(each.key):
                self.tolerate(self.change, each)
        for key in tuple(self.posts):
            if key not in wanted and key != HEADLINE_KEY and key not in self.shared:
                self.tolerate(self._take_away, self.posts[key])
        self._make_room(placed)
        for each in placed:
            if not self._stands(each.key):
                self._sent(each)

    def _make_room(self, placed: tuple[Placed, ...]) -> None:
        """Take an open question away that something is about to be sent below: it is sent anew, as the last one."""
        new = [each for each in placed[:-1] if not self._stands(each.key)]
        last = placed[-1] if placed else None
        if last is None or not isinstance(last.shows, Prompt | Resting) or not self._stands(last.key):
            return
        if any(isinstance(each.shows, Drafting | DraftShown | OpenActions | Departed | Sealed) for each in new):
            self._take_away(self.posts[last.key])

    def look_for_headline(self) -> None:
        """Have a headline looked for that may have been sent after the backup was taken."""
        if self.ts is None and HEADLINE_KEY not in self.posts:
            self.posts[HEADLINE_KEY] = Post(HEADLINE_KEY, self.channel, None, "", sent=False)

    def standing(self) -> Mapping[str, str]:
        """Give what stands in the thread by now, by key: after a restore also what came after the backup."""
        found = self.messenger.standing(self.channel, self.ts or "", self.poster.prefix)
        return {key: ts for key, ts in found.items() if not key.startswith(OWN_KEYS)}

    def take_over(self, standing: Mapping[str, str], last: Placed) -> None:
        """Take what stands for ours, to be put right or taken away; have the open question sent anew, below it all."""
        for key, ts in standing.items():
            is_open = key == last.key and isinstance(last.shows, Prompt | Resting)
            self.posts[key] = Post(f"{_ABOVE}{key}" if is_open else key, self.channel, ts, "", sent=True)
        with self.store.writing(self.workspace) as tx:
            for key, post in self.posts.items():
                tx.drop_post(self.workspace, self.own.id, key)
                tx.put_post(self.workspace, self.own.id, post)
            tx.set_restored(self.workspace, self.own.id, LOOKED_AT)
        self.posts = {post.key: post for post in self.posts.values()}

    def note_restored(self, last: str) -> None:
        """Record from which message on the thread is in line with the facts."""
        post = self.posts.get(last)
        since = (post.ts if post is not None else None) or self.ts or ""
        with self.store.writing(self.workspace) as tx:
            tx.set_restored(self.workspace, self.own.id, since)

    def is_behind(self, headline: tuple[Placed, ...]) -> bool:
        """Whether the headline, or what people shared, shows something else by now."""
        now = [(each.key, each.shows) for each in headline] + [*self.shared.items()]
        digests = (
            (self.posts[key].digest, self.messenger.worded(shows).digest) for key, shows in now if self._stands(key)
        )
        return any(before != today for before, today in digests)

    def _stands(self, key: str) -> bool:
        return key in self.posts and self.posts[key].ts is not None

    def change(self, placed: Placed) -> None:
        """Update a message that shows something else by now.

        One that somebody took away in Slack is sent again only where the conversation needs it to go on.
        """
        post, message = self.posts[placed.key], self.messenger.worded(placed.shows)
        self.plainer |= self.messenger.left_out(message)
        if self.poster.update(post, message):
            if isinstance(placed.shows, Prompt | Resting):
                self._take_away(post)
            else:
                self._put(replace(post, digest=message.digest))

    def _sent(self, placed: Placed, *, joins: bool = False) -> str:
        """Send a message once and return its ts: one that may have been sent before a crash is looked for first."""
        post = self.posts.get(placed.key)
        thread = None if placed.key == HEADLINE_KEY else self.ts
        if post is not None:
            found = self.poster.find(post, thread)
            if found is not None and found.ts is not None:
                self.tolerate(self.change, placed)
                return found.ts
        message = self.messenger.worded(placed.shows)
        sent = self.poster.send(placed.key, self.channel, thread, message, joins=joins)
        self.plainer |= self.messenger.left_out(message)
        return sent.ts or ""

    def _take_away(self, post: Post) -> None:
        found = self.poster.find(post, self.ts)
        ts = found.ts if found is not None else None
        if ts is not None and not self.messenger.delete(self.channel, ts):
            self._put(replace(post, ts=ts, refused=CANNOT_DELETE))
        self._forget(post.key)

    def _forget(self, key: str) -> None:
        self.posts.pop(key, None)
        with self.store.writing(self.workspace) as tx:
            tx.drop_post(self.workspace, self.own.id, key)

    def _put(self, post: Post) -> None:
        """Record a message; a change of one that is forgotten by now, with its thread, brings it not back."""
        known = self.posts.get(post.key)
        changed = known is not None and known.sent and known.ts == post.ts
        self.posts[post.key] = post
        with self.store.writing(self.workspace) as tx:
            tx.put_post(self.workspace, self.own.id, post, changed=changed)
