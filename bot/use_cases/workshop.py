"""A workshop: its steps move on, notes are written, shown, grouped and voted on, and its synopsis is written.

The synopsis is asked for, gathered, and given back as a canvas, or as files where Slack takes none.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from bot.core.assessment import Assessment, Status
from bot.core.errors import Meaning, SlackRefusedError, SlackUnavailableError
from bot.core.evidence import links_in
from bot.core.privacy import Right, may
from bot.core.saved import offered
from bot.core.scoring.scorecard import scorecard
from bot.core.synopsis import SynopsisPage, SynopsisPart, synopsis, synopsis_page, words_of
from bot.core.workshop import (
    DOTS,
    LINK_LENGTH,
    MOST_LINKS,
    MOST_MINUTES,
    MOST_NOTES,
    NOTE_LENGTH,
    STAGES,
    Note,
    ShownOfWorkshop,
    Stage,
    Topic,
    Turn,
    TurnKind,
    Workshop,
    labelled,
    noted,
    said_of_workshop,
    themes,
    votes_after,
)
from bot.use_cases.conversation import enqueue_thread
from bot.use_cases.files import send_file
from bot.use_cases.notified import Upload
from bot.use_cases.ports import Clock, Deed, Done, Job, Later, Messenger, NewJob, NotHere, Reads, Store, Transaction
from bot.use_cases.report import ReportFacts, facts_of, known, named
from bot.use_cases.scorecards import tracks_of

WORKSHOP, SYNOPSIS = "workshop", "synopsis"


@dataclass(frozen=True, slots=True)
class WorkshopDone:
    """It was recorded. ``waits_for`` is how many more people have to write before the notes that wait are shown."""

    waits_for: int = 0


@dataclass(frozen=True, slots=True)
class NotNowInWorkshop:
    """The step under way is another one: ``stage`` is None before the first."""

    stage: Stage | None


WorkshopOutcome = WorkshopDone | NotHere | NotNowInWorkshop


def workshop_of(view: Reads, workspace: str, assessment_id: str) -> tuple[Assessment, Workshop] | None:
    """Return a workshop with its assessment; None where there is none, or where it was stopped."""
    found, assessment = view.workshop(workspace, assessment_id), view.assessment(workspace, assessment_id)
    return (assessment, found) if found is not None and assessment is not None else None


def workshop_in_thread(view: Reads, assessment: Assessment) -> list[tuple[str, ShownOfWorkshop]]:
    """Return what the thread of a workshop shows of it. What is read before is as it was when it was started.

    A saved message that its author took back is not in it any more.
    """
    found = view.workshop(assessment.workspace, assessment.id)
    if found is None:
        return []
    before = view.before(assessment)
    tracks = tracks_of(view, assessment.workspace, assessment.channel, assessment.subject.name)
    then = [
        replace(each, readings=tuple(one for one in each.readings if one.at <= assessment.started_at))
        for each in tracks
    ]
    saved = offered(view.saved_about(assessment.workspace, assessment.subject.name), assessment)
    return said_of_workshop(
        assessment,
        found,
        scorecard(before) if before is not None else None,
        [each for each in then if each.readings],
        [each for each in saved if each.at <= assessment.started_at],
    )


def links_typed(text: str) -> tuple[str, ...] | str:
    """Read the links for everybody to read before, one a line; a text says what is wrong with them."""
    links = tuple(dict.fromkeys(text.split()))
    wrong = next((each for each in links if links_in(each) != (each,)), None)
    if wrong is not None:
        return f"“{wrong[:60]}” is no web address. Type one a line, each beginning with https://"
    if len(links) > MOST_LINKS or any(len(each) > LINK_LENGTH for each in links):
        return f"{MOST_LINKS} links are the most, each of {LINK_LENGTH} characters at most."
    return links


def add_links(store: Store, deed: Deed, assessment_id: str, links: Sequence[str]) -> WorkshopOutcome:
    """Put other links into what is read before."""
    with store.writing(deed.workspace) as tx:
        found = workshop_of(tx, deed.workspace, assessment_id)
        if found is None or not may(Right.CONDUCT, found[0], deed.person):
            return NotHere()
        tx.put_workshop(deed.workspace, assessment_id, replace(found[1], links=tuple(links)))
        enqueue_thread(tx, deed.workspace, assessment_id)
        return WorkshopDone()


def mark_read(store: Store, clock: Clock, deed: Deed, assessment_id: str) -> WorkshopOutcome:
    """Record that a person has read what is read before."""
    with store.writing(deed.workspace) as tx:
        found = workshop_of(tx, deed.workspace, assessment_id)
        if found is None or all(each.person != deed.person for each in found[0].members):
            return NotHere()
        if tx.add_reader(deed.workspace, assessment_id, deed.person, clock.now()):
            enqueue_thread(tx, deed.workspace, assessment_id)
        return WorkshopDone()


def move_on(
    store: Store, clock: Clock, deed: Deed, assessment_id: str, stood: Stage | None, by: int
) -> WorkshopOutcome:
    """Go to the next step (1) or back (-1) from the one that ``stood`` where it was pressed; pressed twice, once.

    Going on from the notes shows them. Anonymous ones of fewer than three people stay unseen, to be completed later,
    and with none there is nothing to group or to vote on; votes of so few stay unseen, too. From votes that are shown
    nothing leads back: what changed in them would tell who changed it.
    """
    with store.writing(deed.workspace) as tx:
        found = workshop_of(tx, deed.workspace, assessment_id)
        if found is None or not may(Right.CONDUCT, found[0], deed.person):
            return NotHere()
        workshop, now = found[1], found[1].timer.stage
        team = found[0].team
        is_revealed = team is not None and team.sittings[0].revealed is not None
        target = workshop.step(by, is_revealed=is_revealed)
        if now is not stood or target is None or (by < 0 and workshop.shows_votes):
            return NotNowInWorkshop(now)
        if now is Stage.NOTES and by > 0:
            tx.show_notes(deed.workspace, assessment_id, [each.id for each in workshop.to_show()])
        _turn(tx, clock, deed, assessment_id, Turn(TurnKind.BEGIN, target, deed.person, clock.now()))
        waits = any(not each.is_shown for each in workshop.notes) and now is Stage.NOTES and by > 0
        return WorkshopDone(workshop.missing() if waits else 0)


def rest(store: Store, clock: Clock, deed: Deed, assessment_id: str, kind: TurnKind) -> WorkshopOutcome:
    """Stop the timer, or let it go on."""
    with store.writing(deed.workspace) as tx:
        found = workshop_of(tx, deed.workspace, assessment_id)
        if found is None or not may(Right.CONDUCT, found[0], deed.person):
            return NotHere()
        now = found[1].timer
        if now.stage is None or (now.left is None) is (kind is TurnKind.GO_ON):
            return NotNowInWorkshop(now.stage)
        _turn(tx, clock, deed, assessment_id, Turn(kind, now.stage, deed.person, clock.now()))
        return WorkshopDone()


def set_minutes(
    store: Store, clock: Clock, deed: Deed, assessment_id: str, minutes: Mapping[Stage, int]
) -> WorkshopOutcome:
    """Say how long steps take; that of the step under way moves its end."""
    with store.writing(deed.workspace) as tx:
        found = workshop_of(tx, deed.workspace, assessment_id)
        if found is None or not may(Right.CONDUCT, found[0], deed.person):
            return NotHere()
        was = found[1].timer.minutes
        for stage in STAGES:
            wanted = min(max(minutes.get(stage, was[stage]), 1), MOST_MINUTES)
            if wanted != was[stage]:
                turn = Turn(TurnKind.MINUTES, stage, deed.person, clock.now(), wanted)
                _turn(tx, clock, deed, assessment_id, turn)
        return WorkshopDone()


def _turn(tx: Transaction, clock: Clock, deed: Deed, assessment_id: str, turn: Turn) -> None:
    tx.add_turn(deed.workspace, assessment_id, turn)
    enqueue_thread(tx, deed.workspace, assessment_id)
    found = tx.workshop(deed.workspace, assessment_id)
    moment = found.timer.next_moment if found is not None else None
    if moment is not None:
        at = max(moment[0], clock.now())
        tx.enqueue(NewJob.about(WORKSHOP, {"workspace": deed.workspace, "assessment": assessment_id}, run_at=at))


def tick(store: Store, clock: Clock, payload: Mapping[str, str]) -> None:
    """Say that the time of a step is nearly over, or over: the job behind the timer. Raises ``Later`` until then."""
    workspace, assessment_id = payload["workspace"], payload["assessment"]
    with store.writing(workspace) as tx:
        found = tx.workshop(workspace, assessment_id)
        due = found.timer.next_moment if found is not None else None
        if found is None or due is None:
            return
        if due[0] <= clock.now() and found.timer.stage is not None:
            tx.add_turn(workspace, assessment_id, Turn(due[1], found.timer.stage, "", clock.now()))
            enqueue_thread(tx, workspace, assessment_id)
            later = tx.workshop(workspace, assessment_id)
            due = later.timer.next_moment if later is not None else None
    if due is not None:
        raise Later(at=due[0])


def notes_wrong(typed: Mapping[Topic, str]) -> Mapping[Topic, str]:
    """Return what is wrong with typed notes, by question."""
    wrong = {}
    for topic, text in typed.items():
        notes = noted(text)
        if len(notes) > MOST_NOTES:
            wrong[topic] = f"These are {len(notes)} notes, one a line; {MOST_NOTES} are the most for a question."
        elif any(len(each) > NOTE_LENGTH for each in notes):
            wrong[topic] = f"A note has at most {NOTE_LENGTH} characters: break long ones into lines."
    return wrong


def write_notes(store: Store, deed: Deed, assessment_id: str, typed: Mapping[Topic, str]) -> WorkshopOutcome:
    """Record a person's notes, in place of those that are not shown yet; they can be written from the start on."""
    with store.writing(deed.workspace) as tx:
        found = workshop_of(tx, deed.workspace, assessment_id)
        if found is None or not may(Right.NOTE, found[0], deed.person):
            return NotHere()
        workshop, stage = found[1], found[1].timer.stage
        if stage is not None and STAGES.index(stage) > STAGES.index(Stage.NOTES):
            return NotNowInWorkshop(stage)
        for topic, text in typed.items():
            had = {each.text: each for each in workshop.own(topic, deed.person)}
            shown = {
                each.text
                for each in workshop.notes
                if each.topic is topic and each.is_shown and each.author == deed.person
            }
            notes = [
                had.get(each) or Note(tx.new_id(), topic, each, deed.person)
                for each in noted(text)[:MOST_NOTES]
                if each not in shown
            ]
            tx.put_notes(deed.workspace, assessment_id, topic, deed.person, notes)
        enqueue_thread(tx, deed.workspace, assessment_id)
        return WorkshopDone()


def group_notes(store: Store, deed: Deed, assessment_id: str, notes: Sequence[str], label: str) -> WorkshopOutcome:
    """Put notes that are shown into a group, or into none; only while they are grouped."""
    with store.writing(deed.workspace) as tx:
        found = workshop_of(tx, deed.workspace, assessment_id)
        if found is None or not may(Right.NOTE, found[0], deed.person):
            return NotHere()
        if found[1].timer.stage is not Stage.GROUP:
            return NotNowInWorkshop(found[1].timer.stage)
        shown = {each.id: each for each in found[1].notes if each.is_shown}
        chosen = [shown[each] for each in notes if each in shown]
        ids, name = [each.id for each in chosen], _known(found[1], chosen, label)
        tx.label_notes(deed.workspace, assessment_id, ids, name)
        for person, choices in votes_after(found[1], ids, name).items():
            tx.put_votes(deed.workspace, assessment_id, person, choices)
        enqueue_thread(tx, deed.workspace, assessment_id)
        return WorkshopDone()


def _known(workshop: Workshop, chosen: Sequence[Note], label: str) -> str:
    """Return the name of a group as it is written already, where there is one of that name for the question."""
    name, topics = labelled(label), {each.topic for each in chosen}
    there = (each.label for each in workshop.notes if each.topic in topics and each.label.casefold() == name.casefold())
    return next(there, name)


def vote(store: Store, deed: Deed, assessment_id: str, choices: Mapping[Topic, Sequence[str]]) -> WorkshopOutcome:
    """Record a respondent's votes, three for each question at most, in place of those before; only during the vote."""
    with store.writing(deed.workspace) as tx:
        found = workshop_of(tx, deed.workspace, assessment_id)
        if found is None or not may(Right.VOTE, found[0], deed.person):
            return NotHere()
        if found[1].timer.stage is not Stage.VOTE:
            return NotNowInWorkshop(found[1].timer.stage)
        kept = [
            each
            for topic in Topic
            for each in [one.choice for one in themes(found[1], topic) if one.choice in choices.get(topic, ())][:DOTS]
        ]
        tx.put_votes(deed.workspace, assessment_id, deed.person, kept)
        enqueue_thread(tx, deed.workspace, assessment_id)
        return WorkshopDone()


@dataclass(frozen=True, slots=True)
class NotRevealed:
    """There is nothing to write about before the scores are revealed."""


class SynopsisWriter(Protocol):
    """Sets the synopsis as files."""

    def synopsis(self, facts: ReportFacts, parts: tuple[SynopsisPart, ...], why: str) -> tuple[Upload, ...]:
        """Give the synopsis as files to hand on; the first says ``why`` it is no canvas."""


def ask_synopsis(
    store: Store, clock: Clock, deed: Deed, assessment_id: str, channel_name: str
) -> Done | NotRevealed | NotHere:
    """Have the synopsis written, or brought up to date."""
    with store.writing(deed.workspace) as tx:
        found = workshop_of(tx, deed.workspace, assessment_id)
        if found is None or not may(Right.CONDUCT, found[0], deed.person):
            return NotHere()
        if found[0].status is not Status.COMPLETE:
            return NotRevealed()
        if tx.is_new(deed.workspace, f"{SYNOPSIS}:{deed.event}", clock.now()):
            tx.enqueue(
                _synopsis_job(found[0], {"person": deed.person, "event": deed.event, "channel_name": channel_name})
            )
        return Done()


def _synopsis_job(assessment: Assessment, more: Mapping[str, str]) -> NewJob:
    payload = {"workspace": assessment.workspace, "assessment": assessment.id, **more}
    unasked = "" if payload["event"] else ":anew"  # it takes no place in the queue from whoever asks
    return NewJob(SYNOPSIS, f"{SYNOPSIS}:{assessment.workspace}:{assessment.id}{unasked}", payload)


def written_anew(view: Reads, assessment: Assessment) -> NewJob | None:
    """Give the work that writes the canvas of a workshop anew since words of it went; None where it has none."""
    workshop = view.workshop(assessment.workspace, assessment.id)
    if workshop is None or not workshop.canvas:
        return None
    return _synopsis_job(assessment, {"person": assessment.facilitator, "event": "", "channel_name": ""})


def send_synopsis(store: Store, clock: Clock, messenger: Messenger, writer: SynopsisWriter, job: Job) -> None:
    """Put the synopsis into the canvas of the workshop, or into a new one; where Slack takes none, send it as files."""
    workspace, assessment_id = job.payload["workspace"], job.payload["assessment"]
    with store.reading() as view:
        found = workshop_of(view, workspace, assessment_id)
        if found is None or found[0].thread is None or found[0].status is not Status.COMPLETE:
            return
        facts = facts_of(view, found[0], (found[0].channel,), clock.now())
    assessment, workshop = found
    facts = named(messenger, facts, job.payload["person"], job.payload["channel_name"])
    authors = {each.author for each in workshop.notes if each.is_shown and not workshop.anonymous}
    unnamed = {each: known(messenger, each).name for each in sorted(authors - facts.people.keys())}
    names = {**facts.people, **{person: name for person, name in unnamed.items() if name}}
    parts = synopsis(assessment, facts.card, workshop, facts.plan, names)
    page = synopsis_page(facts.card, parts, facts.at.astimezone(facts.zone).date(), words_of(assessment))
    if not job.payload["event"]:
        _write_anew(store, messenger, assessment, workshop.canvas, page)
        return
    why = _canvas_refused(store, messenger, assessment, workshop.canvas, page, job)
    if why:
        for place, upload in enumerate(writer.synopsis(facts, parts, why)):
            key = f"told:{SYNOPSIS}:{job.payload['event']}:{place}"
            send_file(store, messenger, assessment, key, upload)


def _write_anew(store: Store, messenger: Messenger, assessment: Assessment, canvas: str, page: SynopsisPage) -> None:
    """Write what a removal left of the person over, in a canvas that is there; never into a new one.

    With which word Slack refused it is recorded where the removal waits for it.
    """
    workspace, refused = assessment.workspace, ""
    try:
        if canvas:
            messenger.put_canvas(assessment.channel, canvas, page.heading, messenger.worded(page))
    except SlackRefusedError as refusal:
        if refusal.meaning is Meaning.WAIT:
            raise
        refused = refusal.code if refusal.meaning is not Meaning.GONE else ""
    with store.writing(workspace) as tx:
        tx.settle_canvas(workspace, assessment.id, canvas, refused)


def _canvas_refused(
    store: Store, messenger: Messenger, assessment: Assessment, canvas: str, page: SynopsisPage, job: Job
) -> str:
    """Return the word with which Slack refused the canvas, which replaces that one if there is one; empty for none.

    A canvas that may have been made, before a crash or without an answer, is not made again: its id is not known, so
    files are sent.
    """
    workspace = assessment.workspace
    if not canvas:
        with store.writing(workspace) as tx:
            if not tx.begin_once(job):
                return "in_doubt"
    try:
        now = messenger.put_canvas(assessment.channel, canvas, page.heading, messenger.worded(page))
    except SlackRefusedError as refusal:
        if refusal.meaning is Meaning.WAIT:
            raise
        if refusal.meaning is not Meaning.GONE or not canvas:
            return refusal.code
        return _canvas_refused(store, messenger, assessment, "", page, job)
    except SlackUnavailableError as error:
        if canvas or not error.maybe_done:
            raise
        return "in_doubt"
    if now != canvas:
        with store.writing(workspace) as tx:
            if (workshop := tx.workshop(workspace, assessment.id)) is not None:
                tx.put_workshop(workspace, assessment.id, replace(workshop, canvas=now))
                enqueue_thread(tx, workspace, assessment.id)
    return ""
