"""Save a Slack message as evidence, offer it where its dimension is rated, tell its author, take it back."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum

from bot.core.assessment import Assessment, subject_key
from bot.core.conversation.turns import Button, Press
from bot.core.errors import SlackUnavailableError
from bot.core.framework import Dimension
from bot.core.privacy import Right, visible
from bot.core.saved import (
    SavedMessage,
    SourceMessage,
    is_about,
    may_save,
    may_show,
    may_take_back,
    offered,
    quotation_in,
)
from bot.core.thread import Placed, Prompt
from bot.use_cases.conversation import Ignored, Pressed, Taken, enqueue_thread, press_in
from bot.use_cases.notices import SavedKey, is_sent, notice_job, reach, unless_ours
from bot.use_cases.ports import AssessmentLine, Clock, Deed, Messenger, NotHere, Presence, Reads, Store, Transaction


@dataclass(frozen=True, slots=True)
class SaveWish:
    """What a person wants to save: a part of a message, for a dimension of what an assessment is about.

    The person is in the channel of that assessment by now, which ``deed`` names. ``link`` is the address of the
    message.
    """

    deed: Deed
    assessment: str
    dimension: str
    source: SourceMessage
    quotation: str
    link: str


@dataclass(frozen=True, slots=True)
class SavedBefore:
    """It was saved for this subject and dimension before."""

    saved: SavedMessage


class NotSaved(Enum):
    """Why a message is not saved."""

    DECLINED = "its author has taken it back before: nobody saves it again"
    OTHER_WORDS = "what is to be quoted is no part of the message"
    FOR_ITS_CHANNEL = "its conversation's words are shown nowhere else, and this assessment is elsewhere"


SaveOutcome = SavedMessage | SavedBefore | NotSaved | NotHere


@dataclass(frozen=True, slots=True)
class SaveChoice:
    """What a message can be saved for: the newest assessment of a subject with a framework, and its dimensions."""

    line: AssessmentLine
    dimensions: tuple[Dimension, ...]


def choices_in(view: Reads, workspace: str, channels: Iterable[str]) -> tuple[SaveChoice, ...]:
    """Return what is, or was, assessed in some channels, the newest of each subject and framework first."""
    newest: dict[tuple[str, str], AssessmentLine] = {}
    for channel in channels:
        for line in view.lines(workspace, channel):
            newest.setdefault((subject_key(line.subject), line.framework), line)
    wholes = view.assessments(workspace, [each.id for each in newest.values()])
    dimensions = {each.id: each.framework.dimensions for each in wholes}
    return tuple(SaveChoice(each, dimensions[each.id]) for each in newest.values() if each.id in dimensions)


def save_message(store: Store, clock: Clock, wish: SaveWish) -> SaveOutcome:
    """Save a part of a message as evidence for a dimension, and have its author told; returns what was saved."""
    deed, source = wish.deed, wish.source
    quotation = quotation_in(source.text, wish.quotation)
    with store.writing(deed.workspace) as tx:
        assessment = visible(Right.SEE, tx.assessment(deed.workspace, wish.assessment), deed.channel)
        dimensions = assessment.framework.dimensions if assessment is not None else ()
        dimension = next((each for each in dimensions if each.key == wish.dimension), None)
        if assessment is None or dimension is None:
            return NotHere()
        if not may_save(source.openness, source.channel, assessment.channel):
            return NotSaved.FOR_ITS_CHANNEL
        if not quotation:
            return NotSaved.OTHER_WORDS
        before = tx.saved_of(deed.workspace, source.channel, source.ts)
        if source.author != deed.person and any(each.author and each.taken_by == each.author for each in before):
            return NotSaved.DECLINED
        same = (each for each in before if not each.taken_by and is_about(each, assessment))
        standing = next((each for each in same if each.dimension == dimension.key), None)
        if standing is not None:
            return SavedBefore(standing)
        saved = _saved(tx.new_id(), wish, assessment, dimension, quotation, clock)
        tx.add_saved(deed.workspace, saved)
        _redraw(tx, deed.workspace, saved)
        if saved.tells_author:
            tx.enqueue(notice_job(deed.workspace, str(SavedKey(saved.id))))
        return saved


def _saved(
    saved_id: str, wish: SaveWish, assessment: Assessment, dimension: Dimension, quotation: str, clock: Clock
) -> SavedMessage:
    return SavedMessage(
        id=saved_id,
        channel=wish.source.channel,
        openness=wish.source.openness,
        ts=wish.source.ts,
        author=wish.source.author,
        quotation=quotation,
        link=wish.link,
        subject=assessment.subject.name,
        slug=assessment.framework.slug,
        title=assessment.framework.title,
        dimension=dimension.key,
        name=dimension.name,
        by=wish.deed.person,
        at=clock.now(),
    )


def _redraw(tx: Transaction, workspace: str, saved: SavedMessage) -> None:
    """Have the threads put right in which a message is offered, or was until now."""
    alive = replace(saved, taken_by="")
    for assessment_id, channel in tx.rated_now(workspace, saved.subject):
        if may_show(alive, channel):
            enqueue_thread(tx, workspace, assessment_id)


def offering(view: Reads, assessment: Assessment, shows: Prompt, channel: str = "") -> Prompt:
    """Return a question with the messages that people saved for its dimension, as far as they may be shown there.

    A ballot is in the channel of one person, who need not be in that of the whole: ``channel`` is that one where they
    are known to be.
    """
    found = offered(view.saved_about(assessment.workspace, assessment.subject.name), assessment, channel)
    return replace(shows, saved=tuple(each for each in found if each.dimension == shows.dimension.key))


def offering_in_ballot(
    store: Store, messenger: Messenger, ballot: Assessment, placed: tuple[Placed, ...]
) -> tuple[Placed, ...]:
    """Return what stands for a ballot, with what was saved in the channel of the whole, if its person is in there.

    Slack is asked only where that makes a difference; without its clear word nothing more is offered.
    """
    channel = whole_channel(store, ballot.workspace, ballot.id) if ballot.ballot is not None else ""
    if not channel:
        return placed
    with store.reading() as view:
        more = tuple(
            replace(each, shows=offering(view, ballot, each.shows, channel)) if isinstance(each.shows, Prompt) else each
            for each in placed
        )
    try:
        is_in = more != placed and messenger.presence(channel, ballot.starter) is Presence.IN
    except SlackUnavailableError:
        return placed
    return more if is_in else placed


def whole_channel(store: Store, workspace: str, ballot_id: str) -> str:
    """Return the channel of the assessment that a ballot is part of; empty for what is no ballot."""
    with store.reading() as view:
        own = view.assessment_or_ballot(workspace, ballot_id)
        whole = view.assessment(workspace, own.ballot.of) if own is not None and own.ballot is not None else None
    return whole.channel if whole is not None else ""


def use_saved(
    store: Store, clock: Clock, pressed: Pressed, saved_id: str, channel: str = ""
) -> Taken | Ignored | NotHere:
    """Take a saved message as evidence in an assessment: beside the level given, else for the level to come.

    ``channel`` is that of the whole for a ballot, where the person is in it.
    """
    workspace = pressed.deed.workspace
    with store.writing(workspace) as tx:
        assessment = visible(Right.ANSWER, tx.assessment_or_ballot(workspace, pressed.assessment), pressed.deed.channel)
        saved = tx.saved(workspace, saved_id)
        if assessment is None or saved is None:
            return NotHere()
        if not (is_about(saved, assessment) and may_show(saved, channel or assessment.channel)):
            return NotHere()
        press = Press(Button.KEEP_WORDS, pressed.press.question, saved.dimension, words=saved.words)
        found = press_in(tx, clock, replace(pressed, press=press))
        if isinstance(found, Taken) and (found.step.says or found.step.asks):
            tx.add_evidence_use(workspace, saved.id, assessment.id, clock.now())
        return found


def take_saved_back(store: Store, clock: Clock, deed: Deed, saved_id: str) -> SavedMessage | NotHere:
    """Take a saved message back, for good: its author may, and who saved it. Returns it as it is from then on."""
    with store.writing(deed.workspace) as tx:
        saved = tx.saved(deed.workspace, saved_id)
        if saved is None or not may_take_back(saved, deed.person):
            return NotHere()
        _take_back(tx, clock, deed.workspace, saved, deed.person)
        return tx.saved(deed.workspace, saved_id) or saved


def drop_deleted(store: Store, clock: Clock, workspace: str, channel: str, ts: str) -> None:
    """Take back what was saved of a message that was deleted in Slack, as its author would."""
    with store.reading() as view:  # of most messages nothing is saved: they cost no write lock
        if not view.saved_of(workspace, channel, ts):
            return
    with store.writing(workspace) as tx:
        for saved in tx.saved_of(workspace, channel, ts):
            _take_back(tx, clock, workspace, saved, saved.author or saved.by)


def _take_back(tx: Transaction, clock: Clock, workspace: str, saved: SavedMessage, by: str) -> None:
    if saved.taken_by:
        return
    tx.remove_words(workspace, saved, by, clock.now())
    _redraw(tx, workspace, saved)
    if saved.tells_author:
        tx.enqueue(notice_job(workspace, str(SavedKey(saved.id))))


def saved_here(store: Store, workspace: str, channel: str, person: str) -> tuple[SavedMessage, ...]:
    """Return the saved messages that a person may see in a channel, the newest first.

    Those for a subject of the channel; of messages of the channel for other subjects only those that are theirs, since
    what is assessed elsewhere is not known here.
    """
    with store.reading() as view:
        subjects = {subject_key(each.subject) for each in view.lines_in(workspace, (channel,))}
        found = view.saved_in(workspace, channel)
    shown = (each for each in found if may_show(each, channel))
    own = [each for each in shown if subject_key(each.subject) in subjects or may_take_back(each, person)]
    return tuple(reversed(own))


def show_saved(store: Store, messenger: Messenger, workspace: str, key: SavedKey) -> None:
    """Tell the author of a message that it was saved, or what became of that: the job behind its key.

    Who cannot be told is not: nothing else depends on it, and the words can be taken back by who saved them.
    """
    with store.reading() as view:
        saved, notice = view.saved(workspace, key.saved), view.notice(workspace, str(key))
    if saved is None or (saved.taken_by and not is_sent(store, messenger, workspace, notice)):
        return
    with unless_ours():
        if notice is not None or messenger.person(saved.author).active:
            reach(store, messenger, workspace, saved.author, notice, str(key), saved)
