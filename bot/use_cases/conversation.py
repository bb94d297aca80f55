"""Take an answer: typed, edited, deleted or pressed; it is recorded before Slack is told that it arrived."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.core.assessment import Assessment, Departure, Fate, Rating, Status
from bot.core.conversation import moves, turns
from bot.core.conversation.talk import Ask, Because, Ended, Hint, Question, Said, Step, Talk, Wants, talk_with
from bot.core.conversation.turns import Press, edit, press
from bot.core.privacy import Right, may, visible
from bot.core.sealing import last_of, part
from bot.core.thread import HEADLINE_KEY, LOOKED_AT, NOT_LOOKED_AT, question_key
from bot.use_cases.announcing import announce_completed
from bot.use_cases.nudges import enqueue_nudge
from bot.use_cases.ports import Clock, Deed, NewJob, Reads, Store, Transaction
from bot.use_cases.store_ports import Gaps, TypedMessage

CATCH_UP = "catch_up"
HEADLINE = "headline"
HEADLINE_EVERY = timedelta(seconds=10)
"""So long a headline may be behind while people answer: Slack gives a workspace 50 changes of messages a minute."""
SEAL, LATE = "seal", "late"
"""The jobs that close a sitting when its contract says so, and that show late answers once there are three."""
MOST_HELD_BACK = 40
"""With more threads to read, a message is not held back until its own is read: that would take too long."""
_ONCE = frozenset({Hint.CHAT, Hint.NOT_FOR_YOU, Hint.EXTERNAL, Hint.DELETED})


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a step comes from: the message or press ``said_in``, said at ``said_at``, taken ``now``.

    ``answers_always``: whoever presses a button gets a word each time, whoever types only once for some kinds.
    """

    said_in: str
    said_at: datetime
    now: datetime
    answers_always: bool = False


def talk_of(view: Reads, assessment: Assessment, person: str) -> Talk:
    """Give the conversation with one person as it stands in this transaction."""
    questions = view.questions(assessment.workspace, assessment.id)
    return replace(talk_with(assessment, person, questions), first=first_ratings(view, assessment))


def first_ratings(view: Reads, ballot: Assessment) -> Mapping[str, Rating]:
    """Give what the person of a ballot said of its dimensions in the rounds before; nothing in the first one."""
    found: dict[str, Rating] = {}
    for number in range(1, ballot.ballot.sitting if ballot.ballot is not None else 1):
        earlier = view.ballot_of(ballot.workspace, part(ballot).of, number, ballot.starter)
        before = view.assessment_or_ballot(ballot.workspace, earlier) if earlier is not None else None
        found |= last_of(before.ratings) if before is not None else {}
    return found


def record(tx: Transaction, talk: Talk, step: Step, source: Origin) -> None:
    """Record a step: what it says, the question it ends, the one it asks, where the assessment stands then."""
    workspace, assessment = talk.assessment.workspace, talk.assessment
    for said in step.says:
        rating = Rating(
            tx.new_id(), said.dimension, talk.respondent, said.verdict, said.evidence, source.said_at, source.said_in
        )
        tx.add_rating(workspace, assessment.id, rating)
    if step.ends is not None and talk.open is not None:
        tx.end_question(workspace, assessment.id, talk.open.number, step.ends)
    for said in step.says:
        if not _has_its_line(talk, step, said):
            _put(tx, talk, Ask(said.dimension, Wants.LEVEL, Because.CHANGE), source, Ended.ANSWERED)
    if step.asks is not None:
        _put(tx, talk, step.asks, source, None)
    if step.status is not None and step.status is not assessment.status:
        _set_status(tx, assessment, step.status, source.now)
    if step.says or step.asks or step.ends or step.status:
        enqueue_thread(tx, workspace, assessment.id)
    if step.says and assessment.ballot is not None and assessment.ballot.counted is not None:
        tx.enqueue(sitting_job(LATE, workspace, assessment.ballot.of, assessment.ballot.sitting))
    if step.hint is not None:
        _whisper(tx, talk, step.hint, step.hint_detail, source)


def _set_status(tx: Transaction, assessment: Assessment, status: Status, now: datetime) -> None:
    tx.set_status(assessment.workspace, assessment.id, status, now)
    enqueue_homes(tx, assessment.workspace, (each.person for each in assessment.members))
    if status is Status.COMPLETE and assessment.ballot is not None:
        team = assessment.ballot.of
        enqueue_headline(tx, assessment.workspace, team, now)
        if assessment.ballot.sitting > 1:  # the discussion counts it
            enqueue_thread(tx, assessment.workspace, team)
        tx.enqueue(sitting_job(SEAL, assessment.workspace, team, assessment.ballot.sitting))
    elif status is Status.COMPLETE:
        announce_completed(tx, assessment.workspace, assessment.id, now)
    if status is Status.OPEN:  # one that was stopped is not looked at any more
        enqueue_nudge(tx, assessment, now)


def _has_its_line(talk: Talk, step: Step, said: Said) -> bool:
    """Tell whether an answered question shows the verdict; one given out of turn gets a line of its own."""
    question = talk.open
    ends_now = step.ends is Ended.ANSWERED and question is not None and question.dimension == said.dimension
    becomes_its_line = ends_now and question is not None and question.wants is not Wants.EVIDENCE
    return becomes_its_line or talk.has_line(said.dimension)


def _put(tx: Transaction, talk: Talk, ask: Ask, source: Origin, ended: Ended | None) -> None:
    """Put a question. Its moment never falls behind the last one's, so that a late message stays late."""
    workspace, assessment = talk.assessment.workspace, talk.assessment
    after_completion = ask.detail.after_completion or assessment.status is Status.COMPLETE
    said_at = max(filter(None, (talk.heard_until, source.said_at)))
    question = Question(
        number=0,  # the store gives it the next one
        respondent=talk.respondent,
        dimension=ask.dimension,
        wants=ask.wants,
        because=ask.because,
        detail=replace(ask.detail, after_completion=after_completion),
        said_in=source.said_in,
        said_at=said_at,
        ended=ended,
    )
    tx.append_question(workspace, assessment.id, question)


def enqueue_thread(tx: Transaction, workspace: str, assessment_id: str) -> None:
    """Have the thread put right once the facts are durable."""
    tx.enqueue(thread_job(workspace, assessment_id))


def thread_job(workspace: str, assessment_id: str) -> NewJob:
    """Give the job that puts a thread right; many changes are one putting right."""
    return NewJob.about("thread", {"workspace": workspace, "assessment": assessment_id})


def enqueue_headline(tx: Transaction, workspace: str, assessment_id: str, now: datetime | None) -> None:
    """Have what stands in the channel changed, at once where there is no ``now``: else many answers are one change."""
    at = now + HEADLINE_EVERY if now is not None else None
    tx.enqueue(NewJob.about(HEADLINE, {"workspace": workspace, "assessment": assessment_id}, run_at=at))


def sitting_job(kind: str, workspace: str, assessment_id: str, sitting: int, at: datetime | None = None) -> NewJob:
    """Give the job of a kind about a sitting of a team assessment: one of each waits at most."""
    return NewJob.about(kind, {"workspace": workspace, "assessment": assessment_id, "sitting": str(sitting)}, run_at=at)


def enqueue_homes(tx: Transaction, workspace: str, people: Iterable[str]) -> None:
    """Have the Home tabs of some people drawn anew once the facts are durable, of those who have opened theirs."""
    for person in dict.fromkeys(people):
        if tx.has_home(workspace, person):
            tx.enqueue(home_job(workspace, person))


def home_job(workspace: str, person: str) -> NewJob:
    """Give the job that draws a person's Home tab; many changes are one drawing."""
    return NewJob.about("home", {"workspace": workspace, "person": person})


def _whisper(tx: Transaction, talk: Talk, hint: Hint, detail: Mapping[str, str], source: Origin) -> None:
    """Have a private word said; the kinds that only explain are said once to each person."""
    workspace, assessment, person = talk.assessment.workspace, talk.assessment.id, talk.respondent
    if hint in _ONCE and not source.answers_always:
        if hint in tx.hints(workspace, assessment, person):
            return
        tx.add_hint(workspace, assessment, person, hint)
    tx.enqueue(whisper_job(talk.assessment, person, hint, source.said_in, detail))


def whisper_job(
    assessment: Assessment,
    person: str,
    hint: Hint,
    event: str,
    detail: Mapping[str, str] | None = None,
) -> NewJob:
    """Give the job that says a private word to a person where the assessment is, once for the event."""
    payload = {"workspace": assessment.workspace, "assessment": assessment.id, "person": person, "hint": str(hint)}
    payload |= {f"detail.{key}": value for key, value in (detail or {}).items()}
    return NewJob("whisper", f"whisper:{assessment.workspace}:{assessment.id}:{person}:{hint}:{event}", payload)


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button that a person pressed."""

    deed: Deed
    assessment: str
    press: Press
    said_at: datetime


@dataclass(frozen=True, slots=True)
class Taken:
    """The answer was taken; ``step`` is what it did."""

    assessment: str
    step: Step


@dataclass(frozen=True, slots=True)
class Ignored:
    """Nothing was done: taken before, not in a thread of ours, or not known here."""

    why: str


@dataclass(frozen=True, slots=True)
class Kept:
    """The words are on disk and not taken yet: what they belong to does not stand in Slack, or is still to be read.

    ``behind`` are the assessments whose threads have to be put right first, ``unread`` one whose thread is to be read.
    """

    behind: tuple[str, ...] = field(default=(), compare=False)
    unread: str = field(default="", compare=False)


MOVED = "moved"
Outcome = Taken | Kept | Ignored
TAKEN_BEFORE = Ignored("taken before")
NOT_OURS = Ignored("no assessment in this thread")
UNKNOWN_HERE = Ignored("unknown here")


def hear_message(store: Store, clock: Clock, message: TypedMessage) -> Outcome:
    """Take what a person typed in the thread of an assessment, or keep it until that can be done.

    The channel may be the id that it had before.
    """
    known_elsewhere = False
    with store.reading() as view:  # most threads are none of ours: they cost no write lock
        channel, ours = view.thread_now(message.workspace, message.channel, message.thread)
        message = message if channel == message.channel else replace(message, channel=channel)
        if not ours and not _may_be_opening(view, message):
            if not view.with_thread(message.workspace, message.thread):
                return NOT_OURS
            known_elsewhere = True  # its channel may have another id now, and Slack has yet to say so
    with store.writing(message.workspace) as tx:
        if known_elsewhere and not tx.is_thread(message.workspace, message.channel, message.thread):
            tx.keep(message)
            place = {"channel": message.channel, "thread": message.thread}
            tx.enqueue(NewJob.about(MOVED, {"workspace": message.workspace, **place}))
            return Kept()
        kept = tx.kept(message.workspace, message.channel, message.thread)
        if any(each.ts == message.ts for each in kept) or not _is_new(tx, clock, message):
            return TAKEN_BEFORE
        return _hear_behind(tx, clock, kept, message)


def hear_in(tx: Transaction, clock: Clock, message: TypedMessage) -> Outcome:
    """Take a message whatever it was before, behind those of its thread that are kept already."""
    _is_new(tx, clock, message)
    return _hear_behind(tx, clock, tx.kept(message.workspace, message.channel, message.thread), message)


def _hear_behind(tx: Transaction, clock: Clock, kept: Collection[TypedMessage], message: TypedMessage) -> Outcome:
    """Take a message behind those that are kept already; one that has to wait counts as not taken."""
    if kept:
        _keep(tx, message)
        heard = take_kept_in(tx, clock, message.workspace, message.channel, message.thread)
    else:
        heard = _hear(tx, clock, message)
        if isinstance(heard, Kept):
            _keep(tx, message)
    if isinstance(heard, Kept):
        for assessment_id in heard.behind:
            enqueue_thread(tx, message.workspace, assessment_id)  # which sends the question, and then takes the words
        if heard.unread:
            tx.enqueue(catch_up_job(message.workspace, heard.unread))
    return heard


def offer_kept(tx: Transaction, clock: Clock, assessment: Assessment) -> None:
    """Have the words that are kept in a thread offered at the open question: that thread never comes back."""
    for message in tx.kept(assessment.workspace, assessment.channel, assessment.thread or ""):
        tx.drop_kept(message)
        talk = talk_of(tx, assessment, message.person)
        source = Origin(message.ts, message.said_at, clock.now())
        if _is_new(tx, clock, message) and talk.open is not None and may(Right.ANSWER, assessment, message.person):
            _taken(tx, talk, turns.hear_early(talk, talk.open, message.text), source)


def keep_read(tx: Transaction, message: TypedMessage) -> None:
    """Keep a message that was read in its thread, unless it was taken or kept when it was delivered."""
    if not is_known(tx, message):
        tx.keep(message)


def catch_up_job(workspace: str, assessment_id: str = "") -> NewJob:
    """Give the job that reads the threads of a workspace that are to be read, or one of them at once."""
    names = {"workspace": workspace} | ({"assessment": assessment_id} if assessment_id else {})
    return NewJob.about(CATCH_UP, names)


def take_kept_of(store: Store, clock: Clock, workspace: str, assessment_id: str) -> None:
    """Take what was kept in the threads of an assessment's channel, as far as that can be done by now."""
    with store.reading() as view:
        found = view.assessment_or_ballot(workspace, assessment_id) if view.keeps(workspace) else None
        if found is None or not view.kept_threads(workspace, found.channel):
            return
    with store.writing(workspace) as tx:
        for thread in tx.kept_threads(workspace, found.channel):
            take_kept_in(tx, clock, workspace, found.channel, thread)


def take_kept_in(tx: Transaction, clock: Clock, workspace: str, channel: str, thread: str) -> Outcome:
    """Take the kept messages of a thread in their order, up to the first that still has to wait."""
    heard: Outcome = NOT_OURS
    for message in tx.kept(workspace, channel, thread):
        heard = _hear(tx, clock, message)
        if isinstance(heard, Kept):
            return heard
        tx.drop_kept(message)
        _is_new(tx, clock, message)
    return heard


def _keep(tx: Transaction, message: TypedMessage) -> None:
    """Keep a message. One whose first words did nothing counts as taken when its edited words are."""
    tx.keep(message)
    tx.forget_taken(message.workspace, _event_of(message))


def is_known(view: Reads, message: TypedMessage) -> bool:
    """Whether a message was taken, or waits to be."""
    return view.was_taken(message.workspace, _event_of(message)) or _kept_as(view, message) is not None


def _kept_as(view: Reads, message: TypedMessage) -> TypedMessage | None:
    kept = view.kept(message.workspace, message.channel, message.thread)
    return next((each for each in kept if each.ts == message.ts), None)


def _event_of(message: TypedMessage) -> str:
    return f"message:{message.channel}:{message.ts}"


def _is_new(tx: Transaction, clock: Clock, message: TypedMessage) -> bool:
    return tx.is_new(message.workspace, _event_of(message), clock.now())


def _hear(tx: Transaction, clock: Clock, message: TypedMessage) -> Outcome:
    assessment = _assessment(tx, message)
    if assessment is None:
        opening = _may_be_opening(tx, message)
        return Kept(opening) if opening else NOT_OURS
    gaps = tx.gaps(message.workspace, assessment.id)
    is_ahead = gaps.unread is not None and message.ts > gaps.unread  # its thread is not read up to it yet
    if is_ahead and len(tx.unread(message.workspace, limit=MOST_HELD_BACK + 1)) <= MOST_HELD_BACK:
        return Kept(unread=assessment.id)
    talk = talk_of(tx, assessment, message.person)
    source = Origin(message.ts, message.said_at, clock.now())
    if message.late:
        tx.add_heard_late(message.workspace, assessment.id, message.ts)
    if not may(Right.ANSWER, assessment, message.person):
        return _taken(tx, talk, turns.overhear(talk, message.text), source)
    _note_back(tx, clock, assessment, message.person)
    return _hear_answer(tx, talk, message, source, gaps)


def _hear_answer(tx: Transaction, talk: Talk, message: TypedMessage, source: Origin, gaps: Gaps) -> Taken | Kept:
    question, reading = talk.open, turns.reading_of(talk, message.text)
    if _is_late(tx, talk, message, gaps.restored):
        return _taken(tx, talk, turns.hear_late(talk, message.text, message.said_at, reading), source)
    if question is None or not turns.needs_question(talk, reading):
        return _taken(tx, talk, turns.hear(talk, message.text, reading), source)
    match _stood(tx, talk, question, message.ts):
        case True:
            return _taken(tx, talk, turns.hear(talk, message.text, reading), source)
        case False:
            return _taken(tx, talk, turns.hear_early(talk, question, message.text, reading), source)
        case None:
            return Kept((talk.assessment.id,))


def _note_back(tx: Transaction, clock: Clock, assessment: Assessment, person: str) -> None:
    """Record that a person who was gone is back: whoever answers here is here."""
    if assessment.away(person) is not None:
        tx.add_departure(assessment.workspace, assessment.id, Departure(person, Fate.BACK, "", clock.now()))
        enqueue_thread(tx, assessment.workspace, assessment.id)


def _stood(tx: Transaction, talk: Talk, question: Question, ts: str) -> bool | None:
    """Tell whether the open question was to be seen when a message was typed; None while that is not known.

    A question that is put again about the same thing was seen before: whoever mistypes may mend it at once.
    """
    put = {question_key(each) for each in talk.put_since}
    posts = tx.posted(talk.assessment.workspace, talk.assessment.id, tuple(put))
    stood = [at for at in posts.values() if at is not None]
    if any(_order(each) < _order(ts) for each in stood):
        return True
    if len(put) > 1 and question.because in turns.ASKED_AGAIN:
        return True
    return False if stood else None


def _is_late(tx: Transaction, talk: Talk, message: TypedMessage, restored: str | None) -> bool:
    """Tell whether a message was typed before the question that is open now was put, by Slack's clock.

    After a restore the thread showed other questions, until it was put right.
    """
    # a form is timed by our clock, which may have been ahead: whoever answers below a question has seen it
    if restored == LOOKED_AT or (talk.heard_until is not None and message.said_at < talk.heard_until):
        return talk.open is None or not _stood_before(tx, talk, talk.open, message.ts)
    return restored == NOT_LOOKED_AT or (restored is not None and _order(message.ts) < _order(restored))


def _assessment(view: Reads, message: TypedMessage) -> Assessment | None:
    return view.assessment_in_thread(message.workspace, message.channel, message.thread)


def _may_be_opening(view: Reads, message: TypedMessage) -> tuple[str, ...]:
    """Give the assessments whose headline may be the message's thread: it stands in Slack and is not recorded yet.

    Whoever answers that quickly would be told that it arrived, and nobody would have heard it. What others say in
    threads that may be none of ours is not kept.
    """
    found = []
    for key in view.unopened(message.workspace, message.channel):
        if view.posted(message.workspace, key, (HEADLINE_KEY,)).get(HEADLINE_KEY, "") in (None, message.thread):
            assessment = view.assessment_or_ballot(message.workspace, key)
            if assessment is not None and may(Right.ANSWER, assessment, message.person):
                found.append(key)
    return tuple(found)


def _stood_before(tx: Transaction, talk: Talk, question: Question, ts: str) -> bool:
    """Tell whether the message that puts a question was there when another one was typed."""
    key = question_key(question)
    at = tx.posted(talk.assessment.workspace, talk.assessment.id, (key,)).get(key)
    return at is not None and _order(at) < _order(ts)


def _order(ts: str) -> tuple[int, str, str]:
    """Give what orders Slack's time stamps, which are decimal numbers as text."""
    whole, _, fraction = ts.partition(".")
    return len(whole), whole, fraction


def _taken(tx: Transaction, talk: Talk, step: Step, source: Origin) -> Taken:
    record(tx, talk, step, source)
    return Taken(talk.assessment.id, step)


def hear_edit(store: Store, clock: Clock, message: TypedMessage) -> Outcome:
    """Take an edited message as a correction of the answer that it was; one that was none is heard as it is now."""
    with store.writing(message.workspace) as tx:
        event = f"edit:{message.channel}:{message.ts}:{message.edited}"
        if not tx.is_new(message.workspace, event, clock.now()):
            return TAKEN_BEFORE
        kept, assessment = _kept_as(tx, message), _assessment(tx, message)
        if kept is not None:
            tx.keep(replace(kept, text=message.text))
            return Kept()
        if assessment is None:
            return hear_in(tx, clock, message)
        if not may(Right.ANSWER, assessment, message.person):
            return Ignored("no answer of a respondent")
        at = message.edited_at or message.said_at
        talk = talk_of(tx, assessment, message.person)
        if any(each.said_in == message.ts and each.said_at > at for each in assessment.ratings):
            return Ignored("edited again since")
        step = edit(talk, message.ts, message.text)
        if step is None:
            return hear_in(tx, clock, message)
        if message.late:
            tx.add_heard_late(message.workspace, assessment.id, message.ts)
        return _taken(tx, talk, step, Origin(message.ts, at, clock.now()))


def hear_deletion(store: Store, clock: Clock, message: TypedMessage) -> Taken | Ignored:
    """Tell a person once that a deleted message's answer stays recorded."""
    with store.writing(message.workspace) as tx:
        if not tx.is_new(message.workspace, f"deletion:{message.channel}:{message.ts}", clock.now()):
            return TAKEN_BEFORE
        kept, assessment = _kept_as(tx, message), _assessment(tx, message)
        if kept is not None:
            tx.drop_kept(kept)
        if assessment is None and not _may_be_opening(tx, message):
            return NOT_OURS
        _is_new(tx, clock, message)  # deleted before it came: its author has taken it back
        if assessment is None or not any(each.said_in == message.ts for each in assessment.ratings):
            return Ignored("no answer")
        talk = talk_of(tx, assessment, message.person)
        return _taken(tx, talk, Step(hint=Hint.DELETED), Origin(message.ts, message.said_at, clock.now()))


def press_button(store: Store, clock: Clock, pressed: Pressed) -> Taken | Ignored:
    """Take a pressed button; whoever presses must be a respondent of an assessment of that very channel."""
    with store.writing(pressed.deed.workspace) as tx:
        return press_in(tx, clock, pressed)


def press_in(tx: Transaction, clock: Clock, pressed: Pressed) -> Taken | Ignored:
    """Take a pressed button together with what else its transaction records."""
    if not tx.is_new(pressed.deed.workspace, f"press:{pressed.deed.event}", clock.now()):
        return TAKEN_BEFORE
    assessment = visible(
        Right.ANSWER, tx.assessment_or_ballot(pressed.deed.workspace, pressed.assessment), pressed.deed.channel
    )
    if assessment is None:
        return UNKNOWN_HERE
    talk = talk_of(tx, assessment, pressed.deed.person)
    answers = may(Right.ANSWER, assessment, pressed.deed.person)
    if answers:
        _note_back(tx, clock, assessment, pressed.deed.person)
    step = press(talk, pressed.press) if answers else Step(hint=Hint.NOT_FOR_YOU)
    return _taken(tx, talk, step, Origin(pressed.deed.event, pressed.said_at, clock.now(), answers_always=True))


def correct_rating(store: Store, clock: Clock, pressed: Pressed, said: Said) -> Taken | Ignored:
    """Take a correction made in the *Change* form."""
    with store.writing(pressed.deed.workspace) as tx:
        if not tx.is_new(pressed.deed.workspace, f"press:{pressed.deed.event}", clock.now()):
            return TAKEN_BEFORE
        assessment = tx.assessment_or_ballot(pressed.deed.workspace, pressed.assessment)
        if assessment is None or not may(Right.CORRECT, assessment, pressed.deed.person):
            return UNKNOWN_HERE
        talk = talk_of(tx, assessment, pressed.deed.person)
        stopped = assessment.status is Status.STOPPED
        step = Step(hint=Hint.STOPPED) if stopped else moves.correct_in_form(talk, said)
        return _taken(tx, talk, step, Origin(pressed.deed.event, pressed.said_at, clock.now()))


def tell(store: Store, workspace: str, channel: str, assessment_id: str, person: str, hint: Hint, event: str) -> None:
    """Have a private word said to whoever pressed a button in the channel of an assessment."""
    with store.writing(workspace) as tx:
        assessment = visible(Right.SEE, tx.assessment_or_ballot(workspace, assessment_id), channel)
        if assessment is not None:
            tx.enqueue(whisper_job(assessment, person, hint, event))


def tell_in_thread(store: Store, message: TypedMessage, hint: Hint) -> None:
    """Have a private word said, once, to whoever typed in the thread of an assessment."""
    with store.writing(message.workspace) as tx:
        assessment = _assessment(tx, message)
        if assessment is None or hint in tx.hints(message.workspace, assessment.id, message.person):
            return
        tx.add_hint(message.workspace, assessment.id, message.person, hint)
        tx.enqueue(whisper_job(assessment, message.person, hint, message.ts))
