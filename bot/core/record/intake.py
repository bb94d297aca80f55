"""An export on its way into a database: what must hold besides its form, and where it differs from what is there."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.core.assessment import LONGEST_SUBJECT, Assessment, Role, Status
from bot.core.drafts.brief import Kind
from bot.core.drafts.draft import Draft
from bot.core.errors import Problem
from bot.core.framework import Framework
from bot.core.json_values import Json, MalformedError, under
from bot.core.plan.plan import ActionStanding
from bot.core.record.facts import facts_to_dict
from bot.core.record.nameless import PEOPLE
from bot.core.record.rescoring import Difference, ExportFile, check_export, differences_between, parsed, read_export
from bot.core.record.unscored import ACTIONS, DRAFTS
from bot.core.record.wording import framework_to_dict
from bot.core.record.workshops import WORKSHOP, RecordedWorkshop

# What Slack and the bot name things by; such a name becomes part of keys, of which a colon parts the pieces.
_ID = re.compile(r"[A-Za-z0-9_.-]{1,80}")
_NAMED = re.compile(
    r"(?:before\.)?assessment\.(?:id|workspace|channel|thread)|(?:drafts|(?:earlier_)?actions)\[\d+\]\.id"
)
_WORDED = ("framework", "subject")
"""What the words of a framework and of people stand in, under keys of any name."""
_SCORED_BY = ("scale", "aggregate", "evidence_from", "dimensions", "bands")


def read_intake(text: str, workspace: str = "") -> tuple[ExportFile, tuple[Difference, ...]]:
    """Return what is to be taken from the text of an export, and the figures in it that its facts do not give.

    ``workspace`` takes the place of the file's. MalformedError names everything that no database can keep.
    """
    value = parsed(text)
    if problems := tuple(_nulls(value, "")):
        raise MalformedError(*problems)
    told = read_export(value)
    file = _moved(told, workspace)
    if problems := (*_strangers(told), *_problems(file)):
        raise MalformedError(*problems)
    return file, check_export(value).differences


def intake_differences(
    file: ExportFile,
    stands: Assessment,
    drafts: tuple[Draft, ...],
    actions: tuple[ActionStanding, ...],
    earlier: tuple[ActionStanding, ...],
    workshop: RecordedWorkshop | None,
) -> tuple[Difference, ...]:
    """Return where the facts and the record of a file differ from those of the same assessment in the database.

    A file of before version 7 has no workshop, which is no difference.
    """
    there = facts_to_dict(stands) | _record(drafts, actions, earlier)
    if file.workshop is not None:
        there["workshop"] = WORKSHOP.write(workshop) if workshop is not None else None
    return differences_between(facts_to_dict(file.assessment) | _beside(file), there)


def fact_differences(says: Assessment, stands: Assessment, path: str = "") -> tuple[Difference, ...]:
    """Return where the facts of an assessment differ from those of the same one in the database."""
    return differences_between(facts_to_dict(says), facts_to_dict(stands), path)


def wording_differences(says: Framework, known: Iterable[Framework]) -> tuple[Difference, ...]:
    """Return where a framework scores by another wording than a known one that was made of the same file."""
    wording = _rubric(says)
    same_file = (each for each in known if says.digest and each.digest == says.digest)
    found = (differences_between(wording, _rubric(each), "framework") for each in same_file)
    return next((each for each in found if each), ())


def _rubric(framework: Framework) -> Json:
    """Return what the figures rest on, whatever else a later version reads from a framework's file."""
    wording = framework_to_dict(framework)
    return {key: wording[key] for key in _SCORED_BY}


def _record(
    drafts: tuple[Draft, ...], actions: tuple[ActionStanding, ...], earlier: tuple[ActionStanding, ...]
) -> Json:
    listed = {"actions": ACTIONS.write(actions), "earlier_actions": ACTIONS.write(earlier)}
    return {"drafts": DRAFTS.write(drafts), **listed}


def _beside(file: ExportFile) -> Json:
    """Return what a file has beside the facts of its assessment."""
    told = _record(file.drafts, file.actions, file.earlier)
    return told if file.workshop is None else told | {"workshop": WORKSHOP.write(file.workshop)}


def _moved(file: ExportFile, workspace: str) -> ExportFile:
    if not workspace:
        return file
    before = replace(file.before, workspace=workspace) if file.before is not None else None
    return replace(file, assessment=replace(file.assessment, workspace=workspace), before=before)


def _nulls(value: object, path: str) -> Iterator[Problem]:
    """Find the texts with a NUL in them, which not every database keeps."""
    match value:
        case str() if "\0" in value:
            yield Problem(path or "the file", "holds a NUL character; take it out")
        case list():
            for index, each in enumerate(value):
                yield from _nulls(each, f"{path}[{index}]")
        case dict():
            for key, each in value.items():
                at = under(path, key)
                yield from _nulls(key, at)
                yield from _nulls(each, at)
        case _:
            return


def _strangers(file: ExportFile) -> Iterator[Problem]:
    """Find an assessment before this one that cannot be the one before it."""
    if file.before is not None:
        if file.before.workspace != file.assessment.workspace:
            yield Problem("before.assessment.workspace", "is another one than that of the assessment")
        if file.before.id == file.assessment.id:
            yield Problem("before.assessment.id", "is that of the assessment itself")
        places = {(each.channel, each.thread) for each in (file.before, file.assessment)}
        if len(places) == 1 and file.before.thread is not None:
            yield Problem("before.assessment.thread", "is the thread of the assessment itself")


def _problems(file: ExportFile) -> Iterator[Problem]:
    yield from _whole(file.assessment, "")
    if file.before is not None:
        yield from _whole(file.before, "before.")
    before = {"before": facts_to_dict(file.before)} if file.before is not None else {}
    for path, name in _names(facts_to_dict(file.assessment) | before | _beside(file)):
        if not _ID.fullmatch(name):
            yield Problem(path, "is no id: letters, digits, dots, hyphens and underscores, at most 80")
    yield from _plan(file)


def _whole(assessment: Assessment, path: str) -> Iterator[Problem]:
    """Find what a figure can do without and the bot cannot."""
    if not assessment.workspace:
        yield Problem(f"{path}assessment.workspace", "is missing; name the workspace with --workspace")
    if not assessment.channel:
        yield Problem(f"{path}assessment.channel", "is missing; a channel says who may see the assessment")
    if len(assessment.subject.name) > LONGEST_SUBJECT:
        yield Problem(f"{path}subject.name", f"is longer than {LONGEST_SUBJECT} characters; the form takes no more")
    if all(each.role is not Role.FACILITATOR for each in assessment.members):
        yield Problem(f"{path}members", "has nobody who conducts it: one has the role 'facilitator'")
    if assessment.status is Status.COMPLETE and assessment.completed_at is None:
        yield Problem(f"{path}assessment.completed_at", "is missing; a complete assessment has it")


def _plan(file: ExportFile) -> Iterator[Problem]:
    """Find drafts and actions that belong to nothing."""
    dimensions = {each.key for each in file.assessment.framework.dimensions}
    plans = {each.id: each for each in file.drafts if each.piece.kind is Kind.PLAN}
    for index, draft in enumerate(file.drafts):
        if draft.id not in plans and draft.piece.dimension not in dimensions:
            yield Problem(f"drafts[{index}].dimension", "is no dimension of the framework")
    for index, each in enumerate(file.actions):
        plan = plans.get(each.accepted.draft)
        if plan is None or not plan.accepted or each.accepted.draft != file.actions[0].accepted.draft:
            yield Problem(f"actions[{index}].draft", "is not the one accepted plan among the drafts")
    known = {each.accepted.id for each in file.actions}
    for index, each in enumerate(file.earlier):
        if each.accepted.draft not in plans or each.accepted.draft in {one.accepted.draft for one in file.actions}:
            yield Problem(f"earlier_actions[{index}].draft", "is no plan of the drafts, or the accepted one")
        if each.accepted.id in known:
            yield Problem(f"earlier_actions[{index}].id", "is that of an action of the accepted plan")
    for path, each in _actions(file):
        if each.accepted.action.dimension not in dimensions:
            yield Problem(f"{path}.dimension", "is no dimension of the framework")


def _actions(file: ExportFile) -> Iterator[tuple[str, ActionStanding]]:
    yield from ((f"actions[{index}]", each) for index, each in enumerate(file.actions))
    yield from ((f"earlier_actions[{index}]", each) for index, each in enumerate(file.earlier))


def _names(value: object, path: str = "", key: str = "") -> Iterator[tuple[str, str]]:
    """Find the names that Slack and the bot give, each with its key path."""
    match value:
        case dict():
            for name, each in value.items():
                if name not in _WORDED:
                    yield from _names(each, under(path, name), name)
        case list():
            for at, each in enumerate(value):
                yield from _names(each, f"{path}[{at}]")
        case str() if value and (key in PEOPLE or _NAMED.fullmatch(path)):
            yield path, value
        case _:
            return
