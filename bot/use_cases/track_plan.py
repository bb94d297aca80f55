"""Say how an action of an accepted plan stands, give it to somebody, and find the plan that a channel asks for."""

from dataclasses import dataclass
from datetime import datetime

from bot.core.assessment import Assessment, Status
from bot.core.draft_standing import may_speak
from bot.core.plan_standing import ActionStanding, ActionUpdate, Progress, own_note, own_value
from bot.use_cases.draft_texts import NotForYou, UnknownHere
from bot.use_cases.plan_rounds import after_giving, after_word
from bot.use_cases.ports import AssessmentLine, Clock, Reads, Store, Transaction
from bot.use_cases.show_scorecard import NEWEST, HelpWanted, NoMatch, choose_line, no_match
from bot.use_cases.since_last import standing_plan


@dataclass(frozen=True, slots=True)
class ActionPress:
    """What a person does with an action; ``event`` is unique to the press or submission.

    ``channel`` is where it was pressed: the assessment's own, or the direct message in which the person was asked.
    """

    workspace: str
    channel: str
    assessment: str
    action: str
    person: str
    event: str


@dataclass(frozen=True, slots=True)
class Said:
    """It is on record; ``standing`` is how the action stands now."""

    standing: ActionStanding


@dataclass(frozen=True, slots=True)
class Unchanged:
    """It stood so already, or this very press was taken before."""

    standing: ActionStanding


@dataclass(frozen=True, slots=True)
class NoReason:
    """An action is stuck for a reason, and none was given: ask for it."""

    standing: ActionStanding


@dataclass(frozen=True, slots=True)
class Given:
    """The action is that person's from now on."""

    standing: ActionStanding


@dataclass(frozen=True, slots=True)
class NobodyNamed:
    """It was not said to whom the action is to be given."""


@dataclass(frozen=True, slots=True)
class PlanShown:
    """The accepted plan that was asked for, as its actions stand."""

    assessment: Assessment
    standing: tuple[ActionStanding, ...]


@dataclass(frozen=True, slots=True)
class NoPlanYet:
    """No plan is accepted in the channel. ``newest`` is its newest complete assessment, of which one can be drafted."""

    newest: AssessmentLine | None = None


Refused = NotForYou | UnknownHere
SayOutcome = Said | Unchanged | NoReason | Refused
GiveOutcome = Given | Unchanged | NobodyNamed | Refused
PlanAnswer = PlanShown | NoPlanYet | NoMatch | HelpWanted


@dataclass(frozen=True, slots=True)
class _Found:
    """An action of the plan that counts, and its assessment."""

    assessment: Assessment
    standing: ActionStanding


def say_progress(
    store: Store, clock: Clock, press: ActionPress, progress: Progress, *, note: str = "", value: str = ""
) -> SayOutcome:
    """Put on record how an action stands. Its owner may, the facilitator and the respondents.

    The same word twice on one day changes nothing.
    """
    note, value = own_note(note), own_value(value)
    with store.writing() as tx:
        found = _action(tx, press)
        if not isinstance(found, _Found):
            return found
        standing = found.standing
        if progress is Progress.STUCK and not note:
            return NoReason(standing)
        if not tx.is_new(press.workspace, f"press:{press.event}", clock.now()):
            return Unchanged(standing)
        if _says_so(standing.last, progress, (note, value), clock.now()):
            return Unchanged(standing)
        update = ActionUpdate(press.action, progress, note, value, press.person, clock.now())
        tx.add_action_update(press.workspace, press.assessment, update)
        after_word(tx, found.assessment, (standing.accepted.owner, press.person))
        return Said(_now(tx, press, standing))


def _says_so(last: ActionUpdate | None, progress: Progress, more: tuple[str, str], now: datetime) -> bool:
    """Tell whether that was said before on this very day; on another day it is news that it still stands so."""
    if last is None or last.progress is not progress or last.at.date() != now.date():
        return False
    note, value = more
    return note in ("", last.note) and value in ("", last.value)


def give_action(store: Store, clock: Clock, press: ActionPress, owner: str) -> GiveOutcome:
    """Give an action to a person, whoever had it; they are asked about it from then on."""
    with store.writing() as tx:
        found = _action(tx, press)
        if not isinstance(found, _Found):
            return found
        if not owner:
            return NobodyNamed()
        before = found.standing.accepted.owner
        if not tx.is_new(press.workspace, f"press:{press.event}", clock.now()) or owner == before:
            return Unchanged(found.standing)
        tx.set_owner(press.workspace, press.assessment, press.action, owner=owner, by=press.person, at=clock.now())
        after_giving(tx, found.assessment, (before, owner), clock.now())
        return Given(_now(tx, press, found.standing))


def find_action(store: Store, press: ActionPress) -> ActionStanding | Refused:
    """Give an action as it stands, to a person who may say how it does: for the form that asks why it is stuck."""
    with store.reading() as view:
        found = _action(view, press)
    return found.standing if isinstance(found, _Found) else found


def find_plan(store: Store, workspace: str, channel: str, words: str) -> PlanAnswer:
    """Find the plan that ``words`` choose among the accepted ones of a channel whose member is asking.

    They choose as they choose a scorecard: by id, by subject and framework, ``previous`` for the one before.
    """
    wanted = words.casefold().split()
    if wanted in (["help"], ["?"]):
        return HelpWanted()
    with store.reading() as view:
        complete = [each for each in view.lines(workspace, channel, limit=NEWEST) if each.status is Status.COMPLETE]
        planned = tuple(each for each in complete if view.actions(workspace, each.id))
        if not planned:
            return NoPlanYet(complete[0] if complete else None)
        line = choose_line(planned, wanted)
        assessment = view.assessment(workspace, line.id) if line is not None else None
        if assessment is None:
            return no_match(planned, words)
        return PlanShown(assessment, standing_plan(view, workspace, assessment.id))


def plan_of(store: Store, workspace: str, channel: str, assessment_id: str) -> PlanShown | None:
    """Give the accepted plan of an assessment of this channel; None for any other, whether or not it exists."""
    with store.reading() as view:
        assessment = view.assessment(workspace, assessment_id)
        standing = standing_plan(view, workspace, assessment_id)
    known = assessment is not None and assessment.channel == channel and bool(standing)
    return PlanShown(assessment, standing) if assessment is not None and known else None


def _action(view: Reads, press: ActionPress) -> _Found | Refused:
    """Find an action for a person who may speak about it.

    Where it was pressed decides nothing, for people are asked in direct messages: an owner answers for what is theirs,
    also after leaving the channel, and so do those who conducted the assessment or answered in it.
    """
    assessment = view.assessment(press.workspace, press.assessment)
    standing = standing_plan(view, press.workspace, press.assessment)
    action = next((each for each in standing if each.accepted.id == press.action), None)
    if assessment is None or action is None:
        return UnknownHere()
    if may_speak(assessment, action, press.person):
        return _Found(assessment, action)
    return NotForYou()


def _now(tx: Transaction, press: ActionPress, before: ActionStanding) -> ActionStanding:
    standing = standing_plan(tx, press.workspace, press.assessment)
    return next((each for each in standing if each.accepted.id == press.action), before)
