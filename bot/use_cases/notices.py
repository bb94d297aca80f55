"""Send a message that is in no thread of an assessment, once, and bring it up to date; say a private word."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date

from bot.core.assessment import Role
from bot.core.errors import SlackRefusedError, SlackUnavailableError
from bot.core.scoring.portfolio import PortfolioPage
from bot.use_cases.ports import Job, Later, Messenger, NewJob, Post, PrivateWord, Showable, Store
from bot.use_cases.posting import MESSAGE_GONE, READ_LAG_SECONDS, Poster

NOTICE = "notice"
REMIND, NUDGE, CHECK_IN, DIGEST, OWNER = "remind", "nudge", "checkin", "digest", "owner"
GIVEN, TAKEN, SOON = "given", "taken", "soon"
WHEREABOUTS = "whereabouts"
SAVED = "saved"


@dataclass(frozen=True, slots=True)
class ReminderKey:
    """Names the reminder of a cadence at a due moment, in milliseconds since 1970."""

    cadence: str
    due: int

    def __str__(self) -> str:
        return f"{REMIND}:{self.cadence}:{self.due}"


@dataclass(frozen=True, slots=True)
class NudgeKey:
    """Names the nudge of that number to a respondent."""

    assessment: str
    person: str
    number: int

    def __str__(self) -> str:
        return f"{NUDGE}:{self.assessment}:{self.person}:{self.number}"


@dataclass(frozen=True, slots=True)
class RoundKey:
    """Names a person's check-in on a day of a plan, or the channel's digest where there is no person.

    ``start`` is the day on which the plan was accepted.
    """

    assessment: str
    day: int
    start: date
    person: str = ""

    def __str__(self) -> str:
        name = f"{self.assessment}:{self.day}.{self.start:%Y%m%d}"
        return f"{CHECK_IN}:{name}:{self.person}" if self.person else f"{DIGEST}:{name}"


@dataclass(frozen=True, slots=True)
class OwnerKey:
    """Names the word to the channel that the owner of a cadence is gone."""

    cadence: str
    person: str

    def __str__(self) -> str:
        return f"{OWNER}:{self.cadence}:{self.person}"


@dataclass(frozen=True, slots=True)
class HandedKey:
    """Names what a person is told of their actions in a plan: ``GIVEN`` to them, or ``TAKEN`` from them.

    ``at`` is when that was, in milliseconds since 1970: what is given in one deed is told in one message.
    """

    kind: str
    assessment: str
    person: str
    at: int

    def __str__(self) -> str:
        return f"{self.kind}:{self.assessment}:{self.person}:{self.at}"


@dataclass(frozen=True, slots=True)
class SoonKey:
    """Names the message that actions of a person are due on a day soon."""

    assessment: str
    person: str
    due: date

    def __str__(self) -> str:
        return f"{SOON}:{self.assessment}:{self.person}:{self.due:%Y%m%d}"


@dataclass(frozen=True, slots=True)
class SavedKey:
    """Names the message to the author of a saved message."""

    saved: str

    def __str__(self) -> str:
        return f"{SAVED}:{self.saved}"


NoticeKey = ReminderKey | NudgeKey | RoundKey | OwnerKey | HandedKey | SoonKey | SavedKey


def read_key(text: str) -> NoticeKey:
    """Read the key of a message; ValueError for one that this version does not know."""
    match text.split(":"):
        case [kind, saved] if kind == SAVED:
            return SavedKey(saved)
        case [kind, cadence, due] if kind == REMIND:
            return ReminderKey(cadence, int(due))
        case [kind, cadence, person] if kind == OWNER:
            return OwnerKey(cadence, person)
        case [kind, assessment, person, number] if kind == NUDGE:
            return NudgeKey(assessment, person, int(number))
        case [kind, assessment, person, at] if kind in (GIVEN, TAKEN):
            return HandedKey(kind, assessment, person, int(at))
        case [kind, assessment, person, due] if kind == SOON:
            return SoonKey(assessment, person, date.fromisoformat(due))
        case [kind, assessment, mark, *people] if (kind, len(people)) in ((CHECK_IN, 1), (DIGEST, 0)):
            day, _, start = mark.partition(".")
            return RoundKey(assessment, int(day), date.fromisoformat(start), *people)
        case _:
            raise ValueError(f"no message is called {text!r}: this version cannot redraw it")


def notice_job(workspace: str, key: str, more: Mapping[str, str] | None = None) -> NewJob:
    """Give the job that sends or redraws a message by its key; for one message it never runs twice at once."""
    return NewJob.about(NOTICE, {"workspace": workspace, "key": key}, more)


def look_after(store: Store, workspace: str, person: str, channel: str = "", *, there: bool = False) -> int:
    """Have it found out whether a person is there, where something depends on it; give in how many places.

    ``channel`` is where they went or came, empty for the whole workspace. Of a person who is said to be ``there`` only
    that matters which says otherwise: people change their accounts all day.
    """
    with store.reading() as view:
        parts = (view.open_for(workspace, person, role) for role in (Role.RESPONDENT, Role.FACILITATOR))
        own = [view.assessment(workspace, each) for each in dict.fromkeys(one for part in parts for one in part)]
        here = [each for each in own if each is not None and channel in ("", each.channel)]
        ids = [each.id for each in here if not there or each.away(person)]
        names = [{"workspace": workspace, "assessment": each, "person": person} for each in ids]
        jobs = [NewJob.about(WHEREABOUTS, each) for each in names]
        keys = [str(OwnerKey(each.id, person)) for each in view.owned_cadences(workspace, person) if not channel]
        jobs += [notice_job(workspace, key) for key in keys if not there or view.notice(workspace, key) is not None]
    if jobs:
        with store.writing(workspace) as tx:
            for job in jobs:
                tx.enqueue(job)
    return len(jobs)


def show_notice(
    store: Store, messenger: Messenger, workspace: str, channel: str, key: str, shows: Showable, *, joins: bool = False
) -> str | None:
    """Send a message once, or bring the one that stands up to date; give its ts, None when somebody took it away.

    SlackRefusedError when it cannot be sent, and then it counts as never sent. ``joins`` lets the bot join a public
    channel for it. What other work has begun to send since it was looked up is left to that: raises ``Later``.
    """
    with store.reading() as view:
        seen = view.notice(workspace, key)
    poster = _poster(store, messenger, workspace, seen)
    notice = _looked_up(store, poster, workspace, channel, key)
    message = messenger.worded(shows)
    if notice is None:
        return poster.send(key, channel, None, message, joins=joins).ts
    refused = poster.update(notice, message)
    if refused:
        poster.put(replace(notice, digest=message.digest))
    return None if refused == MESSAGE_GONE else notice.ts


def stands(store: Store, messenger: Messenger, workspace: str, channel: str, key: str) -> bool:
    """Whether a message was sent; one that may have been is looked for, and is not in doubt any more afterwards."""
    if _looked_up(store, _poster(store, messenger, workspace), workspace, channel, key) is not None:
        return True
    with store.writing(workspace) as tx:
        notice = tx.notice(workspace, key)
        if notice is not None and notice.ts is None and not notice.settles_in:  # nobody else has begun to send it
            tx.drop_notice(workspace, key)
    return False


def is_sent(store: Store, messenger: Messenger, workspace: str, notice: Post | None) -> bool:
    """Whether the message of a record stands there: one that is not wanted any more is brought up to date only then."""
    return notice is not None and stands(store, messenger, workspace, notice.channel, notice.key)


def _looked_up(store: Store, poster: Poster, workspace: str, channel: str, key: str) -> Post | None:
    with store.reading() as view:
        notice = view.notice(workspace, key)
        if notice is None and view.was_restored(workspace):
            notice = Post(key, channel, None, "", sent=False)  # the lost database may have sent it
    return poster.find(notice, None) if notice is not None else None


def _poster(store: Store, messenger: Messenger, workspace: str, seen: Post | None = None) -> Poster:
    """Return the poster of the messages that are in no thread of an assessment; ``seen`` is how one stood."""

    def begin(post: Post) -> None:
        with store.writing(workspace) as tx:
            if tx.notice(workspace, post.key) != seen:
                raise Later(seconds=READ_LAG_SECONDS)
            tx.put_notice(workspace, post)

    def put(post: Post) -> None:
        with store.writing(workspace) as tx:
            tx.put_notice(workspace, post)

    def drop(key: str) -> None:
        with store.writing(workspace) as tx:
            tx.drop_notice(workspace, key)

    return Poster(messenger, "", put, drop, begin)


@contextmanager
def unless_ours() -> Iterator[None]:
    """Go on where Slack refuses something for which there is a cause on its side; a fault of ours is raised."""
    try:
        yield
    except SlackRefusedError as refusal:
        if refusal.is_ours:
            raise


def reach(
    store: Store, messenger: Messenger, workspace: str, person: str, notice: Post | None, key: str, shows: Showable
) -> bool:
    """Send a person a direct message once, or bring the ``notice`` that stands up to date; False for who is gone."""
    try:
        channel = notice.channel if notice is not None else messenger.direct_channel(person)
        show_notice(store, messenger, workspace, channel, key, shows)
    except SlackRefusedError as refusal:
        if refusal.is_ours:
            raise
        return False
    return True


def tell_once(store: Store, messenger: Messenger, workspace: str, key: str, word: PrivateWord | PortfolioPage) -> bool:
    """Tell a person something by direct message, once under this key; whoever cannot be reached is not told.

    False when people have to change something first, so that telling may be tried again.
    """
    try:
        channel = messenger.direct_channel(word.person)
        show_notice(store, messenger, workspace, channel, key, word)
    except SlackRefusedError as refusal:
        if refusal.is_ours:
            raise
        if not refusal.needs_people:
            look_after(store, workspace, word.person)
        return not refusal.needs_people
    return True


def tell_unless_told(store: Store, messenger: Messenger, workspace: str, key: str, word: PrivateWord) -> None:
    """Tell a person something by direct message that is not said anew once it stands there, whatever it says."""
    with store.reading() as view:
        notice = view.notice(workspace, key)
    if notice is None or notice.ts is None:
        tell_once(store, messenger, workspace, key, word)


def whisper_once(
    store: Store, messenger: Messenger, job: Job, channel: str, thread: str | None, word: PrivateWord
) -> bool:
    """Tell one person something in a channel or thread, once for a job; False where Slack refused it: they have left.

    A call whose answer was lost ends it, and one that a process may have made before it went down: a private word
    cannot be looked for, and better missing than said twice.
    """
    with store.writing(job.payload["workspace"]) as tx:
        if not tx.begin_once(job):
            return True
    try:
        messenger.whisper(channel, thread, word.person, messenger.worded(word))
    except SlackRefusedError:
        return False
    except SlackUnavailableError as error:
        if not error.maybe_done:
            raise
    return True


def say_privately(store: Store, messenger: Messenger, job: Job) -> None:
    """Tell one person something in the thread of an assessment: the job behind a hint."""
    payload = job.payload
    with store.reading() as view:
        assessment = view.assessment_or_ballot(payload["workspace"], payload["assessment"])
    if assessment is None or assessment.thread is None:
        return
    detail = {key.removeprefix("detail."): value for key, value in payload.items() if key.startswith("detail.")}
    word = PrivateWord(payload["hint"], payload["person"], detail, assessment)
    if not whisper_once(store, messenger, job, assessment.channel, assessment.thread, word):
        look_after(store, assessment.workspace, word.person, assessment.channel)
