"""Record what a step changes, and enqueue what follows from it, all in the transaction that decided it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.core.assessment import Assessment, Rating, Status
from bot.core.conversation import AFTER_COMPLETION, Ask, Because, Ended, Hint, Question, Said, Step, Talk, Wants
from bot.use_cases.nudge import enqueue_nudge
from bot.use_cases.ports import NewJob, Transaction

_ONCE = frozenset({Hint.CHAT, Hint.NOT_FOR_YOU, Hint.EXTERNAL, Hint.DELETED})


@dataclass(frozen=True, slots=True)
class Source:
    """Where a step comes from: the message or press ``said_in``, said at ``said_at``, taken ``now``.

    ``answers_always``: whoever presses a button gets a word each time, whoever types only once for some kinds.
    """

    said_in: str
    said_at: datetime
    now: datetime
    answers_always: bool = False


def talk_of(tx: Transaction, assessment: Assessment, person: str) -> Talk:
    """Give the conversation with one person as it stands in this transaction."""
    asked = tx.questions(assessment.workspace, assessment.id)
    return Talk(assessment, person, tuple(each for each in asked if each.respondent == person))


def record(tx: Transaction, talk: Talk, step: Step, source: Source) -> None:
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
        tx.set_status(workspace, assessment.id, step.status, source.now)
        enqueue_homes(tx, workspace, (each.person for each in assessment.members))
        if step.status is Status.OPEN:  # one that was stopped is not looked at any more
            enqueue_nudge(tx, assessment, source.now)
    if step.says or step.asks or step.ends or step.status:
        enqueue_thread(tx, workspace, assessment.id)
    if step.hint is not None:
        _whisper(tx, talk, step.hint, step.hint_detail, source)


def _has_its_line(talk: Talk, step: Step, said: Said) -> bool:
    """Tell whether an answered question shows the verdict; one given out of turn gets a line of its own."""
    question = talk.open
    ends_now = step.ends is Ended.ANSWERED and question is not None and question.dimension == said.dimension
    becomes_its_line = ends_now and question is not None and question.wants is not Wants.EVIDENCE
    return becomes_its_line or talk.has_line(said.dimension)


def _put(tx: Transaction, talk: Talk, ask: Ask, source: Source, ended: Ended | None) -> None:
    """Put a question. Its moment never falls behind the last one's, so that a late message stays late."""
    workspace, assessment = talk.assessment.workspace, talk.assessment
    number = tx.last_number(workspace, assessment.id) + 1
    after = {AFTER_COMPLETION: "yes"} if assessment.status is Status.COMPLETE else {}
    said_at = max(filter(None, (talk.heard_until, source.said_at)))
    question = Question(
        number=number,
        respondent=talk.respondent,
        dimension=ask.dimension,
        wants=ask.wants,
        because=str(ask.because),
        detail={**ask.detail, **after},
        said_in=source.said_in,
        said_at=said_at,
        ended=ended,
    )
    tx.add_question(workspace, assessment.id, question)


def enqueue_thread(tx: Transaction, workspace: str, assessment_id: str) -> None:
    """Have the thread put right once the facts are durable."""
    payload = {"workspace": workspace, "assessment": assessment_id}
    tx.enqueue(NewJob("thread", f"thread:{workspace}:{assessment_id}", payload))


def enqueue_homes(tx: Transaction, workspace: str, people: Iterable[str]) -> None:
    """Have the Home tabs of some people drawn anew once the facts are durable, of those who have opened theirs."""
    for person in dict.fromkeys(people):
        if tx.has_home(workspace, person):
            tx.enqueue(home_job(workspace, person))


def home_job(workspace: str, person: str) -> NewJob:
    """Give the job that draws a person's Home tab; many changes are one drawing."""
    return NewJob("home", f"home:{workspace}:{person}", {"workspace": workspace, "person": person})


def _whisper(tx: Transaction, talk: Talk, hint: Hint, detail: Mapping[str, str], source: Source) -> None:
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
