"""Reads the facts of an export, ours or anybody's: every value is checked before it counts, every fault is named."""

from dataclasses import dataclass
from datetime import datetime

from bot.core.assessment import (
    AgreedLevel,
    Assessment,
    Departure,
    Fate,
    Member,
    NotApplicable,
    NotRated,
    Rating,
    Role,
    Status,
    Subject,
    Verdict,
)
from bot.core.drafts.draft import Draft
from bot.core.errors import Problem
from bot.core.framework import Framework, Scale
from bot.core.json_values import MalformedError, Node, read_all, shown
from bot.core.metric import Reading
from bot.core.plan.standing import ActionStanding
from bot.core.record.actions import actions_from_node
from bot.core.record.drafts import drafts_from_node
from bot.core.record.export import FORMAT, FORMAT_VERSION, OLDEST_VERSION
from bot.core.record.metrics import metrics_from_node
from bot.core.record.teams import team_from_node
from bot.core.record.wording import framework_from_node, no_duplicates
from bot.core.sealing import evidence_from_node

MOST_MEMBERS = 1_000
_FACTS = ("assessment", "subject", "members", "ratings", "framework")
_MORE_FACTS = ("targets", "agreed", "departures", "team", "withdrawn")
_BESIDE = ("before", "explained", "figures", "drafts", "actions", "earlier_actions", "metrics")


@dataclass(frozen=True, slots=True)
class ExportFile:
    """What an export holds: the facts, those of the assessment it was compared with, and the figures as they stand.

    ``drafts``, ``actions``, those of ``earlier`` plans and the subject's ``metrics`` are the record beside them; no
    figure rests on them.
    """

    assessment: Assessment
    before: Assessment | None
    explained: frozenset[str]
    figures: Node | None
    drafts: tuple[Draft, ...] = ()
    actions: tuple[ActionStanding, ...] = ()
    earlier: tuple[ActionStanding, ...] = ()
    metrics: tuple[Reading, ...] = ()


def read_export(value: object) -> ExportFile:
    """Read an export; MalformedError names every fault that was found by its key path."""
    node = Node("", value)
    _own_format(node)
    fields = node.fields(("format", "format_version", *_FACTS), (*_MORE_FACTS, *_BESIDE))
    facts = Node("", {name: at.value for name, at in fields.items() if name in (*_FACTS, *_MORE_FACTS)})
    assessment = _facts(facts)
    return ExportFile(
        assessment=assessment,
        before=fields.read("before", _facts_or_null, None),
        explained=fields.read("explained", lambda at: _keys(at, assessment.framework), frozenset()),
        figures=fields.get("figures"),
        drafts=fields.read("drafts", drafts_from_node, ()),
        actions=fields.read("actions", actions_from_node, ()),
        earlier=fields.read("earlier_actions", actions_from_node, ()),
        metrics=fields.read("metrics", lambda at: metrics_from_node(at, *_place(assessment)), ()),
    )


def _place(assessment: Assessment) -> tuple[str, str]:
    return assessment.channel, assessment.subject.name


def _own_format(node: Node) -> None:
    """Refuse another format before anything else is judged by the rules of this one."""
    entries = node.entries()
    if "format" not in entries or "format_version" not in entries:
        raise MalformedError(Problem("the file", f'needs "format": "{FORMAT}" and "format_version": {FORMAT_VERSION}'))
    entries["format"].choice(FORMAT)
    entries["format_version"].integer(OLDEST_VERSION, FORMAT_VERSION)


def _facts_or_null(node: Node) -> Assessment | None:
    return None if node.value is None else _facts(node)


def _facts(node: Node) -> Assessment:
    fields = node.fields(_FACTS, _MORE_FACTS)
    framework = framework_from_node(fields["framework"])
    header = fields["assessment"].fields(
        ("id", "started_at"), ("workspace", "channel", "thread", "status", "completed_at", "language")
    )
    members = _members(fields["members"])
    team = fields.read("team", lambda at: team_from_node(at, framework, members), None)
    if team is not None and fields["ratings"].value:
        raise fields["ratings"].refuse("no ratings: those of a team are in no file, but what was revealed of them")
    return Assessment(
        id=header["id"].name(),
        workspace=header.read("workspace", Node.text, ""),
        channel=header.read("channel", Node.text, ""),
        thread=header.read("thread", _text_or_null, None),
        framework=framework,
        subject=_subject(fields["subject"]),
        targets=fields.read("targets", lambda at: _targets(at, framework), {}),
        members=members,
        status=Status(header.read("status", lambda at: at.choice(*(each.value for each in Status)), "complete")),
        started_at=header["started_at"].moment(),
        completed_at=header.read("completed_at", _moment_or_null, None),
        ratings=_ratings(fields["ratings"], framework),
        agreed=fields.read("agreed", lambda at: read_all(at.items(), lambda one: _agreed(one, framework)), ()),
        departures=fields.read("departures", lambda at: read_all(at.items(MOST_MEMBERS), _departure), ()),
        language=header.read("language", Node.text, ""),
        team=team,
        withdrawn=fields.read("withdrawn", lambda at: read_all(at.items(), lambda one: _known(one, framework)), ()),
    )


def _subject(node: Node) -> Subject:
    fields = node.fields(("name",), ("variables",))
    return Subject(fields["name"].name(), fields.read("variables", _variables, {}))


def _variables(node: Node) -> dict[str, str]:
    return {name: at.text() for name, at in node.entries().items()}


def _targets(node: Node, framework: Framework) -> dict[str, int]:
    targets: dict[str, int] = {}
    for key, at in node.entries().items():
        _known(Node(at.path, key), framework)
        targets[key] = _level(at, framework.scale)
    return targets


def _members(node: Node) -> tuple[Member, ...]:
    members = read_all(node.items(MOST_MEMBERS), _member)
    no_duplicates(node, [f"{each.person} ({each.role.value})" for each in members])
    return members


def _member(node: Node) -> Member:
    fields = node.fields(("person", "role"))
    return Member(fields["person"].name(), Role(fields["role"].choice(*(each.value for each in Role))))


def _ratings(node: Node, framework: Framework) -> tuple[Rating, ...]:
    ratings = read_all(node.items(), lambda at: _rating(at, framework))
    no_duplicates(node, [each.id for each in ratings])
    return ratings


def _rating(node: Node, framework: Framework) -> Rating:
    fields = node.fields(("id", "dimension", "respondent", "verdict", "said_at"), ("evidence", "said_in", "round"))
    return Rating(
        id=fields["id"].name(),
        dimension=_known(fields["dimension"], framework),
        respondent=fields["respondent"].name(),
        verdict=_verdict(fields["verdict"], framework.scale),
        evidence=fields.read("evidence", lambda at: read_all(at.items(), evidence_from_node), ()),
        said_at=fields["said_at"].moment(),
        said_in=fields.read("said_in", Node.text, ""),
        round=2 if fields.read("round", lambda at: at.integer(1, 2), 1) == 2 else 1,  # noqa: PLR2004 -- round 2 is a name
    )


def _verdict(node: Node, scale: Scale) -> Verdict:
    if node.value == "not_rated":
        return NotRated()
    if isinstance(node.value, dict):
        return NotApplicable(node.fields(("not_applicable",))["not_applicable"].text())
    if node.value not in scale:
        raise node.refuse(f'a level from {scale.low} to {scale.high}, "not_rated" or {{"not_applicable": reason}}')
    return _level(node, scale)


def _agreed(node: Node, framework: Framework) -> AgreedLevel:
    fields = node.fields(("dimension", "level", "by", "at"), ("reason", "dissent", "withdrawn"))
    return AgreedLevel(
        dimension=_known(fields["dimension"], framework),
        level=_level(fields["level"], framework.scale),
        by=fields["by"].name(),
        at=fields["at"].moment(),
        reason=fields.read("reason", Node.text, ""),
        dissent=fields.read("dissent", Node.text, ""),
        withdrawn=fields.read("withdrawn", Node.flag, False),  # noqa: FBT003  # the value of a missing field
    )


def _departure(node: Node) -> Departure:
    fields = node.fields(("person", "fate", "at"), ("by",))
    fate = Fate(fields["fate"].choice(*(each.value for each in Fate)))
    by = fields.read("by", Node.text, "")
    if fate is Fate.FOLLOWED and not by:
        raise fields["fate"].refuse('"by", the person who took over')
    return Departure(fields["person"].name(), fate, by, fields["at"].moment())


def _keys(node: Node, framework: Framework) -> frozenset[str]:
    return frozenset(read_all(node.items(), lambda at: _known(at, framework)))


def _known(node: Node, framework: Framework) -> str:
    key = node.name()
    known = [each.key for each in framework.dimensions]
    if key not in known:
        raise node.refuse("the key of a dimension: " + ", ".join(shown(each) for each in known[:20]))
    return key


def _level(node: Node, scale: Scale) -> int:
    return node.integer(scale.low, scale.high)


def _text_or_null(node: Node) -> str | None:
    return None if node.value is None else node.text()


def _moment_or_null(node: Node) -> datetime | None:
    return None if node.value is None else node.moment()
