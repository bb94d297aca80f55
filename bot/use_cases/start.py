"""Start an assessment: record it and its first question; the headline and the thread follow."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.core.assessment import Assessment, Member, Role, Status, Subject
from bot.core.conversation.talk import Question, first_question
from bot.core.framework import Framework
from bot.use_cases.conversation import enqueue_homes, enqueue_thread
from bot.use_cases.nudges import enqueue_nudge
from bot.use_cases.ports import Clock, Deed, Reads, Store
from bot.use_cases.reminders import settle_by_start
from bot.use_cases.scorecards import NEWEST

UNCHECKED = "unchecked"
"""Beside the hints of a facilitator who is not known to be in the channel: nothing is posted before Slack was asked."""


@dataclass(frozen=True, slots=True)
class Start:
    """What a person filled in; ``language`` is that of the drafts, empty for the framework's.

    ``is_checked`` says that Slack was asked whether they are in the channel.
    """

    deed: Deed
    framework: Framework
    subject: Subject
    targets: Mapping[str, int]
    is_checked: bool = True
    language: str = ""


@dataclass(frozen=True, slots=True)
class Started:
    """The assessment was recorded."""

    assessment: str


@dataclass(frozen=True, slots=True)
class StartedBefore:
    """The same submission was taken before."""


def known_subject(view: Reads, workspace: str, channel: str, name: str, *, whole: bool = False) -> Subject | None:
    """Give the subject of that name as it was assessed last in a channel, else one whose name begins so."""
    wanted = name.casefold()
    lines = view.lines(workspace, channel, limit=NEWEST)
    same = [each for each in lines if each.subject.casefold() == wanted]
    begun = [each for each in lines if each.subject.casefold().startswith(wanted) and not whole]
    found = view.assessment(workspace, (same or begun)[0].id) if same or begun else None
    return found.subject if found is not None else None


def start_assessment(store: Store, clock: Clock, start: Start) -> Started | StartedBefore:
    """Record a new assessment whose facilitator is its respondent."""
    with store.writing() as tx:
        if not tx.is_new(start.deed.workspace, f"start:{start.deed.event}", clock.now()):
            return StartedBefore()
        assessment = Assessment(
            id=tx.new_id(),
            workspace=start.deed.workspace,
            channel=start.deed.channel,
            thread=None,
            framework=start.framework,
            subject=start.subject,
            targets=start.targets,
            members=(Member(start.deed.person, Role.FACILITATOR), Member(start.deed.person, Role.RESPONDENT)),
            status=Status.OPEN,
            started_at=clock.now(),
            completed_at=None,
            language=start.language,
        )
        tx.add_assessment(assessment)
        if not start.is_checked:
            tx.add_hint(assessment.workspace, assessment.id, start.deed.person, UNCHECKED)
        ask = first_question(assessment, start.deed.person)
        first = Question(1, start.deed.person, ask.dimension, ask.wants, ask.because)
        tx.add_question(start.deed.workspace, assessment.id, first)
        enqueue_thread(tx, start.deed.workspace, assessment.id)
        enqueue_nudge(tx, assessment, clock.now())
        settle_by_start(tx, assessment)
        enqueue_homes(tx, start.deed.workspace, (start.deed.person,))
        return Started(assessment.id)
