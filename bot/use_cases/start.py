"""Start an assessment: record it and its first question; the headline and the thread follow."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.core.assessment import Assessment, Member, Role, Status, Subject
from bot.core.conversation.talk import Question, first_question
from bot.core.framework import Framework
from bot.core.team import Closing, Mode, Participant, Sitting, Team
from bot.core.workshop import MINUTES, Stage, Workshop
from bot.use_cases.conversation import SEAL, enqueue_homes, enqueue_thread, sitting_job
from bot.use_cases.nudges import enqueue_nudge
from bot.use_cases.ports import MOST_LINES, Clock, Deed, Reads, Store, Transaction
from bot.use_cases.reminders import settle_by_other, settle_by_start

UNCHECKED = "unchecked"
"""Beside the hints of a facilitator who is not known to be in the channel: nothing is posted before Slack was asked."""


@dataclass(frozen=True, slots=True)
class Several:
    """The terms of an assessment by several people: ``people`` with their roles, as far as the starter knows them.

    ``quorum`` and ``deadline`` are as in ``Closing``. Of a workshop notes are shown without names where ``anonymous``,
    and ``links`` are for everybody to read before.
    """

    mode: Mode
    named: bool
    people: Mapping[str, str]
    observers: tuple[str, ...] = ()
    quorum: int | None = None
    deadline: datetime | None = None
    anonymous: bool = True
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Start:
    """What a person filled in; ``language`` is that of the drafts, empty for the framework's.

    ``is_checked`` says that Slack was asked whether they are in the channel. ``several`` is None where they answer
    alone. ``answers`` is the reminder whose button led here: its cadence and due moment.
    """

    deed: Deed
    framework: Framework
    subject: Subject
    targets: Mapping[str, int]
    is_checked: bool = True
    language: str = ""
    several: Several | None = None
    answers: tuple[str, datetime] | None = None


def known_subject(view: Reads, workspace: str, channel: str, name: str, *, whole: bool = False) -> Subject | None:
    """Give the subject of that name as it was assessed last in a channel, else one whose name begins so."""
    wanted = name.casefold()
    lines = view.lines(workspace, channel, limit=MOST_LINES)
    same = [each for each in lines if each.subject.casefold() == wanted]
    begun = [each for each in lines if each.subject.casefold().startswith(wanted) and not whole]
    found = view.assessment(workspace, (same or begun)[0].id) if same or begun else None
    return found.subject if found is not None else None


def start_assessment(store: Store, clock: Clock, start: Start) -> str | None:
    """Record a new assessment: its facilitator is its respondent, or several people are, each with a ballot.

    Returns its id; None where the same submission was taken before. The ballots follow once the thread stands.
    """
    with store.writing(start.deed.workspace) as tx:
        if not tx.is_new(start.deed.workspace, f"start:{start.deed.event}", clock.now()):
            return None
        assessment = Assessment(
            id=tx.new_id(),
            workspace=start.deed.workspace,
            channel=start.deed.channel,
            thread=None,
            framework=start.framework,
            subject=start.subject,
            targets=start.targets,
            members=_members(start),
            status=Status.OPEN,
            started_at=clock.now(),
            completed_at=None,
            language=start.language,
            team=_team(start, clock.now()),
        )
        tx.add_assessment(assessment)
        if start.several is not None and start.several.mode is Mode.WORKSHOP:
            where, talk = (assessment.workspace, assessment.id), MINUTES[Stage.DISCUSS]
            tx.put_workshop(*where, Workshop(start.several.anonymous, start.several.links))
            tx.add_minutes(*where, talk, start.deed.person, clock.now())
        if not start.is_checked:
            tx.add_hint(assessment.workspace, assessment.id, start.deed.person, UNCHECKED)
        if assessment.team is None:
            put_first_question(tx, assessment)
            enqueue_nudge(tx, assessment, clock.now())
        elif (deadline := assessment.team.sittings[0].closing.deadline) is not None:
            tx.enqueue(sitting_job(SEAL, assessment.workspace, assessment.id, 1, deadline))
        enqueue_thread(tx, start.deed.workspace, assessment.id)
        settle_by_start(tx, assessment)
        if start.answers is not None:
            settle_by_other(tx, assessment, *start.answers)
        enqueue_homes(tx, start.deed.workspace, (start.deed.person,))
        return assessment.id


def put_first_question(tx: Transaction, assessment: Assessment) -> None:
    """Put the question that opens the conversation with the person who answers."""
    (person,) = assessment.respondents()
    ask = first_question(assessment, person)
    tx.add_question(assessment.workspace, assessment.id, Question(1, person, ask.dimension, ask.wants, ask.because))


def _members(start: Start) -> tuple[Member, ...]:
    starter, several = start.deed.person, start.several
    people = tuple(several.people) if several is not None else (starter,)
    observers = several.observers if several is not None else ()
    return (
        Member(starter, Role.FACILITATOR),
        *(Member(each, Role.RESPONDENT) for each in people),
        *(Member(each, Role.OBSERVER) for each in observers if each not in people),
    )


def _team(start: Start, now: datetime) -> Team | None:
    several = start.several
    if several is None:
        return None
    closing = Closing(several.quorum, several.deadline, start.deed.person, now)
    keys = tuple(each.key for each in start.framework.dimensions)
    people = tuple(Participant(person, role, "", now) for person, role in several.people.items())
    return Team(several.mode, several.named, people, (Sitting(1, keys, start.deed.person, now, (closing,)),))
