"""The synopsis of a workshop: asked for, gathered, and given back as a canvas, or as files where Slack takes none."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from bot.core.assessment import Assessment, Status
from bot.core.errors import Meaning, SlackRefusedError, SlackUnavailableError
from bot.core.privacy import Right, may
from bot.core.synopsis import SynopsisPage, SynopsisPart, synopsis, synopsis_page, words_of
from bot.use_cases.conversation import enqueue_thread
from bot.use_cases.files import send_file
from bot.use_cases.pictures import Upload
from bot.use_cases.ports import Clock, Deed, Done, Job, Messenger, NewJob, NotHere, Reads, Store
from bot.use_cases.report import ReportFacts, facts_of, known, named
from bot.use_cases.workshop import workshop_of

SYNOPSIS = "synopsis"


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
            tx.enqueue(_job(found[0], {"person": deed.person, "event": deed.event, "channel_name": channel_name}))
        return Done()


def _job(assessment: Assessment, more: Mapping[str, str]) -> NewJob:
    payload = {"workspace": assessment.workspace, "assessment": assessment.id, **more}
    unasked = "" if payload["event"] else ":anew"  # it takes no place in the queue from whoever asks
    return NewJob(SYNOPSIS, f"{SYNOPSIS}:{assessment.workspace}:{assessment.id}{unasked}", payload)


def written_anew(view: Reads, assessment: Assessment) -> NewJob | None:
    """Give the work that writes the canvas of a workshop anew since words of it went; None where it has none."""
    workshop = view.workshop(assessment.workspace, assessment.id)
    if workshop is None or not workshop.canvas:
        return None
    return _job(assessment, {"person": assessment.facilitator, "event": "", "channel_name": ""})


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
    names = {**facts.people, **_names(messenger, authors - facts.people.keys())}
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


def _names(messenger: Messenger, people: set[str]) -> Mapping[str, str]:
    found = {each: known(messenger, each).name for each in sorted(people)}
    return {person: name for person, name in found.items() if name}


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
