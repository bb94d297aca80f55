"""An export on its way into a database: what must hold besides its form, and where it differs from what is there."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.core.assessment import Assessment, Role, Status
from bot.core.drafts.brief import Kind
from bot.core.drafts.draft import Draft
from bot.core.errors import Problem
from bot.core.framework import Framework
from bot.core.json_values import MalformedError, under
from bot.core.plan.standing import ActionStanding
from bot.core.record.actions import actions_to_list
from bot.core.record.drafts import drafts_to_list
from bot.core.record.export import Json, facts_to_dict
from bot.core.record.reading import ExportFile, read_export
from bot.core.record.rescoring import Difference, check_export, differences_between, parsed
from bot.core.record.wording import framework_to_dict
from bot.core.team import Team

# What Slack and the bot name things by; such a name becomes part of keys, of which a colon parts the pieces.
_ID = re.compile(r"[A-Za-z0-9_.-]{1,80}")
_SCORED_BY = ("scale", "aggregate", "evidence_from", "dimensions", "bands")
Named = Iterator[tuple[str, str]]


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
) -> tuple[Difference, ...]:
    """Return where the facts and the record of a file differ from those of the same assessment in the database."""
    there = facts_to_dict(stands) | _record(drafts, actions, earlier)
    says = facts_to_dict(file.assessment) | _record(file.drafts, file.actions, file.earlier)
    return differences_between(says, there)


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
    listed = {"actions": actions_to_list(actions), "earlier_actions": actions_to_list(earlier)}
    return {"drafts": drafts_to_list(drafts), **listed}


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
    for path, name in _names(file):
        if not _ID.fullmatch(name):
            yield Problem(path, "is no id: letters, digits, dots, hyphens and underscores, at most 80")
    yield from _plan(file)


def _whole(assessment: Assessment, path: str) -> Iterator[Problem]:
    """Find what a figure can do without and the bot cannot."""
    if not assessment.workspace:
        yield Problem(f"{path}assessment.workspace", "is missing; name the workspace with --workspace")
    if not assessment.channel:
        yield Problem(f"{path}assessment.channel", "is missing; a channel says who may see the assessment")
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


def _names(file: ExportFile) -> Named:
    yield from _names_of(file.assessment, "")
    if file.before is not None:
        yield from _names_of(file.before, "before.")
    for index, draft in enumerate(file.drafts):
        path = f"drafts[{index}]"
        yield from ((f"{path}.id", draft.id), (f"{path}.asked_by", draft.asked_by))
        yield from ((f"{path}.decisions[{at}].by", each.by) for at, each in enumerate(draft.decisions))
    for path, action in _actions(file):
        yield f"{path}.id", action.accepted.id
        if action.accepted.owner is not None:
            yield f"{path}.owner", action.accepted.owner
        yield from ((f"{path}.updates[{at}].by", each.by) for at, each in enumerate(action.updates))


def _names_of(assessment: Assessment, path: str) -> Named:
    own = {"id": assessment.id, "workspace": assessment.workspace, "channel": assessment.channel}
    own["thread"] = assessment.thread if assessment.thread is not None else ""
    yield from ((f"{path}assessment.{key}", name) for key, name in own.items() if name)
    yield from ((f"{path}members[{at}].person", each.person) for at, each in enumerate(assessment.members))
    yield from ((f"{path}ratings[{at}].respondent", each.respondent) for at, each in enumerate(assessment.ratings))
    yield from ((f"{path}agreed[{at}].by", each.by) for at, each in enumerate(assessment.agreed))
    yield from _names_of_team(assessment.team, f"{path}team")
    for at, each in enumerate(assessment.departures):
        yield f"{path}departures[{at}].person", each.person
        if each.by:
            yield f"{path}departures[{at}].by", each.by


def _names_of_team(team: Team | None, path: str) -> Named:
    if team is None:
        return
    if team.named:
        yield from ((f"{path}.participants[{at}].person", each.person) for at, each in enumerate(team.participants))
    for place, sitting in enumerate(team.sittings):
        own = f"{path}.sittings[{place}]"
        yield f"{own}.opened_by", sitting.opened_by
        yield from ((f"{own}.closings[{at}].by", each.by) for at, each in enumerate(sitting.closings))
        if sitting.closed is not None and sitting.closed.by:
            yield f"{own}.closed.by", sitting.closed.by
        for number, picture in enumerate(sitting.pictures):
            named = f"{own}.pictures[{number}].named"
            yield from ((f"{named}[{at}].person", person) for at, (_, person, _) in enumerate(picture.named))
