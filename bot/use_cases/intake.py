"""Give an assessment as an export, and take one in, whole or not at all: history moves between installations.

Of a database that moves as a whole it is proved that every assessment stands there as it did.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.core.assessment import GONE, Assessment
from bot.core.conversation.talk import Because, Question, next_question, talk_with
from bot.core.drafts.brief import Kind
from bot.core.drafts.draft import Draft
from bot.core.errors import Problem
from bot.core.framework import Framework
from bot.core.json_values import Json
from bot.core.metric import Reading
from bot.core.plan.plan import ActionStanding, standing_of
from bot.core.record.export import export_assessment
from bot.core.record.intake import fact_differences, intake_differences, wording_differences
from bot.core.record.rescoring import Difference, ExportFile, check_export
from bot.core.record.workshops import RecordedWorkshop, recorded
from bot.core.text import counted
from bot.core.workshop import FEWEST_VOTERS, Note, Workshop, choice_of
from bot.use_cases.housekeeping import UNDER_WAY
from bot.use_cases.ports import Reads, Store, Transaction
from bot.use_cases.scorecards import explained_since, standing_plan
from bot.use_cases.store_ports import ImportedFrom


def export_of(view: Reads, assessment: Assessment) -> Json:
    """Return the whole export of an assessment: its facts and record, and those of the one before it."""
    before, record = view.before(assessment), _record(view, assessment)
    explained = explained_since(view, assessment, before)
    drafts, actions, earlier = record
    metrics = view.metrics(assessment.workspace, assessment.channel, assessment.subject.name)
    return export_assessment(
        assessment,
        before,
        explained=explained,
        drafts=drafts,
        actions=actions,
        earlier=earlier,
        metrics=metrics,
        workshop=view.workshop(assessment.workspace, assessment.id),
    )


def _record(
    view: Reads, assessment: Assessment
) -> tuple[tuple[Draft, ...], tuple[ActionStanding, ...], tuple[ActionStanding, ...]]:
    """Return the drafts of an assessment, the actions of the plan that counts, and those of its other plans."""
    where = (assessment.workspace, assessment.id)
    drafts, actions = view.drafts(*where), standing_plan(view, *where)
    counting = actions[0].accepted.draft if actions else ""
    others = [each.id for each in drafts if each.piece.kind is Kind.PLAN and each.id != counting]
    earlier = (action for each in others for action in view.actions_of_plan(*where, each))
    return drafts, actions, standing_of(tuple(earlier), view.action_updates(*where))


class IntakeVerdict(StrEnum):
    """What becomes of a file."""

    IMPORTED = "imported"
    COMPLETED = "completed"
    """It was there as the one before another; its drafts and actions are there now, too."""
    ALREADY_THERE = "already_there"
    DIFFERS = "differs"
    """The database has other content under its id, or other wording of its framework's file."""


@dataclass(frozen=True, slots=True)
class IntakeReport:
    """A file and what became of it: ``problems`` it has, else the ``verdict``; without one its figures differ."""

    assessment: Assessment | None = None
    verdict: IntakeVerdict | None = None
    problems: tuple[Problem, ...] = ()
    differences: tuple[Difference, ...] = ()

    @property
    def exit_code(self) -> int:
        """Give 0 for what is in the database or would be, 1 for what differs, 2 for a file of no use."""
        if self.assessment is None:
            return 2
        return 1 if self.differences else 0


def look_at_export(view: Reads, file: ExportFile, frameworks: tuple[Framework, ...]) -> IntakeReport:
    """Say what would become of a file; ``frameworks`` are known besides those of the database."""
    own, before = file.assessment, file.before
    found = _elsewhere(view, own, "") or _thread_taken(view, own, "")
    if before is not None:
        found = found or _elsewhere(view, before, "before.") or _thread_taken(view, before, "before.")
        stands = view.assessment(before.workspace, before.id)
        found = found or (fact_differences(before, stands, "before") if stands is not None else ())
    for each in (own, before):
        if each is not None and not found:
            known = view.frameworks_of(each.workspace, each.framework.digest)
            found = wording_differences(each.framework, (*known, *frameworks))
    there = view.assessment(own.workspace, own.id)
    if found or there is None:
        return IntakeReport(own, IntakeVerdict.DIFFERS if found else IntakeVerdict.IMPORTED, differences=found)
    imported = view.imported(own.workspace, own.id)
    if imported is not None and not imported.whole:
        found = fact_differences(own, there)
        return IntakeReport(own, IntakeVerdict.DIFFERS if found else IntakeVerdict.COMPLETED, differences=found)
    workshop = view.workshop(own.workspace, own.id)
    noted = recorded(workshop) if workshop is not None else None
    found = intake_differences(file, there, *_record(view, own), noted)
    return IntakeReport(own, IntakeVerdict.DIFFERS if found else IntakeVerdict.ALREADY_THERE, differences=found)


def take_export(store: Store, file: ExportFile, frameworks: tuple[Framework, ...]) -> IntakeReport:
    """Take a file into the database in one transaction. Nobody in Slack is told by it, and nothing becomes due."""
    with store.writing(file.assessment.workspace) as tx:
        result = look_at_export(tx, file, frameworks)
        if result.verdict in (IntakeVerdict.IMPORTED, IntakeVerdict.COMPLETED):
            _add(tx, file, with_facts=result.verdict is IntakeVerdict.IMPORTED)
        return result


def _add(tx: Transaction, file: ExportFile, *, with_facts: bool) -> None:
    own, before = file.assessment, file.before
    if before is not None and tx.assessment(before.workspace, before.id) is None:
        tx.keep_assessment(before)
        tx.put_imported(before.workspace, before.id, ImportedFrom(frozenset(), whole=False))
    if with_facts:
        tx.keep_assessment(own)
        _go_on(tx, own)
    tx.put_imported(own.workspace, own.id, ImportedFrom(file.explained, whole=True))
    _add_metrics(tx, own.workspace, file.metrics)
    if file.workshop is not None:
        _add_workshop(tx, own, file.workshop)
    for draft in file.drafts:
        tx.keep_draft(own.workspace, own.id, draft)
    counting = file.actions[0].accepted.draft if file.actions else ""
    # Which of several accepted plans counts is told by the order of all decisions: the one with the actions is last.
    ordered = sorted(file.drafts, key=lambda each: each.id == counting)
    for draft in ordered:
        for decision in draft.decisions:
            tx.add_decision(own.workspace, own.id, draft.id, decision)
    plans = {each.id: each for each in file.drafts}
    for action in (*file.earlier, *file.actions):
        tx.keep_action(own.workspace, own.id, action.accepted)
        plan, owner = plans[action.accepted.draft], action.accepted.owner
        if owner is not None:  # who gave it to them, and when, no file says
            tx.set_owner(own.workspace, own.id, action.accepted.id, owner=owner, by=plan.asked_by, at=plan.asked_at)
        for update in action.updates:
            tx.add_action_update(own.workspace, own.id, update)


def _add_metrics(tx: Transaction, workspace: str, readings: tuple[Reading, ...]) -> None:
    """Add what is not there yet: the metrics of a subject come with each of its assessments."""
    for reading in readings:
        if tx.reading_of(workspace, reading.id) is None:
            tx.add_reading(workspace, replace(reading, taken_back=False))
            if reading.taken_back:  # by whom, and when, no file says
                tx.take_back(workspace, reading.id, reading.by, reading.at)


def _add_workshop(tx: Transaction, own: Assessment, told: RecordedWorkshop) -> None:
    """Add a workshop. Who wrote an anonymous note, and who voted for what, no file says: ids lead to nobody."""
    where = (own.workspace, own.id)
    tx.put_workshop(*where, Workshop(told.anonymous, told.links))
    for turn in told.turns:
        tx.add_turn(*where, turn)
    counts = [each.votes for each in told.themes if each.votes is not None]
    voters = [f"{GONE}{tx.new_id()}" for _ in range(max(FEWEST_VOTERS, *counts) if counts else 0)]
    votes = {each: [tx.new_id()] for each in voters}  # each has voted, for nothing that there is
    for theme in told.themes:
        notes = [Note(tx.new_id(), theme.topic, each.text, each.by or f"{GONE}{tx.new_id()}") for each in theme.notes]
        for person in dict.fromkeys(each.author for each in notes):
            tx.put_notes(*where, theme.topic, person, [each for each in notes if each.author == person])
        ids = [each.id for each in notes]
        tx.show_notes(*where, ids)
        tx.label_notes(*where, ids, theme.label)
        for voter in voters[: theme.votes or 0]:
            votes[voter].append(choice_of(replace(notes[0], label=theme.label)))
    for voter, choices in votes.items():
        tx.put_votes(*where, voter, choices)


def _go_on(tx: Transaction, own: Assessment) -> None:
    """Have one that is under way go on in its thread, as after a restore: what stands there is looked at first."""
    if own.status not in UNDER_WAY:
        return
    if own.thread is not None:
        tx.add_restored(own.workspace, own.id)
    if own.team is not None:  # its people are asked in ballots, which are in no file
        return
    for number, person in enumerate(own.respondents(), start=1):
        ask = next_question(talk_with(own, person, ()), because=Because.START)
        if ask is not None:
            question = Question(number, person, ask.dimension, ask.wants, ask.because, ask.detail)
            tx.add_question(own.workspace, own.id, question)


def _elsewhere(view: Reads, assessment: Assessment, path: str) -> tuple[Difference, ...]:
    """Say where else in the database the id is: commands of whoever runs the bot name an assessment by it alone."""
    others = [each for each in view.workspaces_of(assessment.id) if each != assessment.workspace]
    if not others:
        return ()
    return (Difference(f"{path}assessment.workspace", f'"{assessment.workspace}"', f'"{others[0]}"'),)


def _thread_taken(view: Reads, assessment: Assessment, path: str) -> tuple[Difference, ...]:
    if assessment.thread is None:
        return ()
    other = view.assessment_in_thread(assessment.workspace, assessment.channel, assessment.thread)
    if other is None or other.id == assessment.id:
        return ()
    thread = f"{path}assessment.thread"
    return (Difference(thread, f'"{assessment.thread}"', f'the thread of the assessment "{other.id}"'),)


_WORDS = {
    IntakeVerdict.IMPORTED: ("{name} is in the database now.", "{name} would be imported."),
    IntakeVerdict.COMPLETED: (
        "{name} was there as the one before another; its drafts and actions are there now, too.",
        "{name} is there as the one before another; its drafts and actions would be added.",
    ),
    IntakeVerdict.ALREADY_THERE: ("{name} is already there, with the same content.",) * 2,
}
_DIFFERS = "Nothing was imported: the database has other content for {name}. The same id is never overwritten."
_FIGURES = "Nothing was imported: the figures of {name} are not as its facts give them. `cxbot score` says the same."


def as_lines(report: IntakeReport, *, dry_run: bool) -> tuple[str, ...]:
    """Say what became of a file for people, one line each."""
    if report.assessment is None:
        return (*(f"{each.source}: {each.message}" for each in report.problems), "Nothing was imported.")
    name = f"Assessment {report.assessment.id} of workspace {report.assessment.workspace}"
    if report.verdict is None:
        return (*map(str, report.differences), _FIGURES.format(name=name))
    if report.verdict is IntakeVerdict.DIFFERS:
        found = (f"{each.path}: the file says {each.says}, the database {each.gives}" for each in report.differences)
        return (*found, _DIFFERS.format(name=name))
    return (_WORDS[report.verdict][dry_run].format(name=name),)


def as_fields(report: IntakeReport, *, dry_run: bool) -> Json:
    """Return what became of a file as the fields that docs/export.md describes."""
    outcome = "unusable" if report.assessment is None else "figures_differ"
    return {
        "outcome": report.verdict.value if report.verdict is not None else outcome,
        "dry_run": dry_run,
        "assessment": report.assessment.id if report.assessment is not None else None,
        "workspace": report.assessment.workspace if report.assessment is not None else None,
        "problems": [{"path": each.source, "message": each.message} for each in report.problems],
        "differences": [
            {"path": each.path, "file_says": each.says, "expected": each.gives} for each in report.differences
        ],
    }


@dataclass(frozen=True, slots=True)
class MoveReport:
    """The rows that were moved by table, or the ids of the assessments for whose sake nothing was."""

    rows: Mapping[str, int]
    differing: tuple[str, ...] = ()

    @property
    def exit_code(self) -> int:
        """Give 0 where everything was moved, 1 where nothing was."""
        return 1 if self.differing else 0

    def lines(self) -> tuple[str, ...]:
        """Say it for people."""
        if self.differing:
            return (f"Nothing was moved: {', '.join(self.differing)} would not be the same there.",)
        rows, tables = counted(sum(self.rows.values()), "row"), counted(len(self.rows), "table")
        return (
            f"{rows} of {tables} are there, each the same as before.",
            "Every assessment was exported from both alike, and its figures follow from its facts.",
            "Set DATABASE_URL to the new database for every process, and put the old one aside.",
        )

    def as_json(self) -> Json:
        """Say it for programs."""
        outcome = "nothing_moved" if self.differing else "moved"
        return {
            "outcome": outcome,
            "rows": dict(self.rows),
            "differing": list(self.differing),
        }


def differing(source: Reads, target: Reads, ids: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Export each assessment from both and score it anew; give the ids of those where that is not the same."""
    return tuple(key for workspace, key in ids if not _is_same(source, target, workspace, key))


def _is_same(source: Reads, target: Reads, workspace: str, key: str) -> bool:
    there, here = (_export(view, workspace, key) for view in (target, source))
    return there == here and not check_export(json.loads(there)).differences


def _export(view: Reads, workspace: str, key: str) -> str:
    assessment = view.assessment(workspace, key)
    return json.dumps(export_of(view, assessment), sort_keys=True) if assessment is not None else "{}"
