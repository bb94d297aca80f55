"""Reads the facts of an export, ours or anybody's: every value is checked before it counts, every fault is named."""

from dataclasses import dataclass

from bot.core.assessment import Assessment
from bot.core.drafts.draft import Draft
from bot.core.errors import Problem
from bot.core.json_values import MalformedError, Node, list_of
from bot.core.metric import Reading
from bot.core.plan.standing import ActionStanding
from bot.core.record.export import FORMAT, FORMAT_VERSION, OLDEST_VERSION
from bot.core.record.facts import FACTS, MORE_FACTS, facts_from_node
from bot.core.record.teams import key_in
from bot.core.record.unscored import ACTIONS, DRAFTS, metrics_of
from bot.core.record.workshops import WORKSHOP, RecordedWorkshop
from bot.core.team import Mode

_BESIDE = ("before", "explained", "figures", "drafts", "actions", "earlier_actions", "metrics", "workshop")


@dataclass(frozen=True, slots=True)
class ExportFile:
    """What an export holds: the facts, those of the assessment it was compared with, and the figures as they stand.

    ``drafts``, ``actions``, those of ``earlier`` plans, the subject's ``metrics`` and what was noted in a ``workshop``
    are the record beside them; no figure rests on them.
    """

    assessment: Assessment
    before: Assessment | None
    explained: frozenset[str]
    figures: Node | None
    drafts: tuple[Draft, ...] = ()
    actions: tuple[ActionStanding, ...] = ()
    earlier: tuple[ActionStanding, ...] = ()
    metrics: tuple[Reading, ...] = ()
    workshop: RecordedWorkshop | None = None


def read_export(value: object) -> ExportFile:
    """Read an export; MalformedError names every fault that was found by its key path."""
    node = Node("", value)
    _own_format(node)
    fields = node.fields(("format", "format_version", *FACTS), (*MORE_FACTS, *_BESIDE))
    facts = Node("", {name: at.value for name, at in fields.items() if name in (*FACTS, *MORE_FACTS)})
    assessment = facts_from_node(facts)
    if "workshop" in fields and (assessment.team is None or assessment.team.mode is not Mode.WORKSHOP):
        raise fields["workshop"].refuse('no such key where no "team" has the "mode" of a workshop')
    metrics = metrics_of(assessment.channel, assessment.subject.name)
    return ExportFile(
        assessment=assessment,
        before=fields.read("before", lambda at: None if at.value is None else facts_from_node(at), None),
        explained=fields.read(
            "explained", lambda at: frozenset(list_of(key_in(assessment.framework)).read(at)), frozenset()
        ),
        figures=fields.get("figures"),
        drafts=fields.read("drafts", DRAFTS.read, ()),
        actions=fields.read("actions", ACTIONS.read, ()),
        earlier=fields.read("earlier_actions", ACTIONS.read, ()),
        metrics=fields.read("metrics", metrics.read, ()),
        workshop=fields.read("workshop", WORKSHOP.read, None),
    )


def _own_format(node: Node) -> None:
    """Refuse another format before anything else is judged by the rules of this one."""
    entries = node.entries()
    if "format" not in entries or "format_version" not in entries:
        raise MalformedError(Problem("the file", f'needs "format": "{FORMAT}" and "format_version": {FORMAT_VERSION}'))
    entries["format"].choice(FORMAT)
    entries["format_version"].integer(OLDEST_VERSION, FORMAT_VERSION)
