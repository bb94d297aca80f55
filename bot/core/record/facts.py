"""The facts of an assessment as JSON and back: what was said and decided, and by whom; nothing computed."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from bot.core import json_values as js
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
from bot.core.framework import Framework, Scale
from bot.core.json_values import Codec, Json, Node
from bot.core.record.teams import key_in, team_of
from bot.core.record.wording import framework_from_node, framework_to_dict
from bot.core.sealing import EVIDENCE

MOST_MEMBERS = 1_000
FACTS = ("assessment", "subject", "members", "ratings", "framework")
MORE_FACTS = ("targets", "agreed", "departures", "team", "withdrawn")


def facts_to_dict(assessment: Assessment) -> Json:
    """Give what was said and decided, and the wording of the framework it was said about."""
    facts = _facts(assessment.framework, assessment.members)
    return {"assessment": _HEADER.write(assessment), **facts.write(assessment)}


def facts_from_node(node: Node) -> Assessment:
    """Read the facts of an assessment; MalformedError names every fault by its key path."""
    fields = node.fields(FACTS, MORE_FACTS)
    framework, header = framework_from_node(fields["framework"]), _HEADER.read(fields["assessment"])
    members = _MEMBERS.read(fields["members"])
    if "team" in fields and fields["ratings"].value:
        raise fields["ratings"].refuse("no ratings: those of a team are in no file, but what was revealed of them")
    said = {name: at.value for name, at in fields.items() if name != "assessment"}
    return _facts(framework, members, header).read(Node(node.path, said))


_HEADER: Codec[Any] = js.record(
    dict,
    id=js.NAME,
    workspace=js.optional(js.TEXT, ""),
    channel=js.optional(js.TEXT, ""),
    thread=js.optional(js.or_null(js.TEXT), None),
    status=js.optional(js.member_of(Status), Status.COMPLETE),
    started_at=js.MOMENT,
    completed_at=js.optional(js.or_null(js.MOMENT), None),
    language=js.if_any(js.TEXT, ""),
)
_VARIABLES: Codec[Mapping[str, str]] = Codec(
    lambda variables: {key: variables[key] for key in sorted(variables)},
    lambda node: {name: at.text() for name, at in node.entries().items()},
)
_SUBJECT = js.record(Subject, name=js.NAME, variables=js.optional(_VARIABLES, {}))
_MEMBERS = js.list_of(
    js.record(Member, person=js.NAME, role=js.member_of(Role)),
    MOST_MEMBERS,
    by=lambda each: f"{each.person} ({each.role.value})",
)


def _facts(
    framework: Framework, members: Sequence[Member], header: Mapping[str, Any] | None = None
) -> Codec[Assessment]:
    """Return the codec of all facts but the ``header``, of an assessment with a framework by some members."""
    scale, dimension = framework.scale, key_in(framework)
    level = js.whole(scale.low, scale.high)
    rating = js.record(
        Rating,
        id=js.NAME,
        dimension=dimension,
        respondent=js.NAME,
        round=js.optional(js.whole(1, 2), 1),
        verdict=_verdict(scale),
        evidence=js.optional(js.list_of(EVIDENCE), ()),
        said_at=js.MOMENT,
        said_in=js.optional(js.TEXT, ""),
    )
    agreed = js.record(
        AgreedLevel,
        dimension=dimension,
        level=level,
        by=js.NAME,
        at=js.MOMENT,
        reason=js.if_any(js.TEXT, ""),
        dissent=js.if_any(js.TEXT, ""),
        withdrawn=js.if_any(js.FLAG, absent=False),
    )
    return js.record(
        partial(Assessment, **(header or {})),
        subject=_SUBJECT,
        targets=js.optional(_targets(level, dimension), {}),
        members=_MEMBERS,
        ratings=js.list_of(rating, by=lambda each: each.id),
        agreed=js.optional(js.list_of(agreed), ()),
        framework=Codec(framework_to_dict, lambda _: framework),
        team=js.if_any(team_of(framework, members), None),
        withdrawn=js.if_any(js.list_of(dimension), ()),
        departures=js.if_any(js.list_of(_DEPARTURE, MOST_MEMBERS), ()),
    )


def _verdict(scale: Scale) -> Codec[Verdict]:
    level, reason = js.whole(scale.low, scale.high), js.record(NotApplicable, reason=js.TEXT.as_key("not_applicable"))

    def write(verdict: Verdict) -> object:
        match verdict:
            case NotApplicable():
                return reason.write(verdict)
            case NotRated():
                return "not_rated"
            case int():
                return verdict

    def read(node: Node) -> Verdict:
        if node.value == "not_rated":
            return NotRated()
        if isinstance(node.value, dict):
            return reason.read(node)
        if node.value not in scale:
            raise node.refuse(f'a level from {scale.low} to {scale.high}, "not_rated" or {{"not_applicable": reason}}')
        return level.read(node)

    return Codec(write, read)


def _targets(level: Codec[int], dimension: Codec[str]) -> Codec[Mapping[str, int]]:
    def read(node: Node) -> dict[str, int]:
        found = node.entries().items()
        return {dimension.read(Node(at.path, key)): level.read(at) for key, at in found}

    return Codec(lambda targets: {key: targets[key] for key in sorted(targets)}, read)


def _is_followed(node: Node, departure: Departure) -> None:
    if departure.fate is Fate.FOLLOWED and not departure.by:
        raise node.entries()["fate"].refuse('"by", the person who took over')


_DEPARTURE = js.record(
    Departure, person=js.NAME, fate=js.member_of(Fate), by=js.optional(js.TEXT, ""), at=js.MOMENT
).checked(_is_followed)
