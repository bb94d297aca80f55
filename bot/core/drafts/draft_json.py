"""Briefs, drafted contents and findings as JSON values and back, exactly: what the store keeps beside a draft."""

from dataclasses import asdict
from fractions import Fraction

from bot.core.drafts.brief import Brief, Fact, FactKind, Kind
from bot.core.drafts.briefs_1 import brief_of_version_1, scale_from, standing_from
from bot.core.drafts.draft import Content, Finding, Proposal, Proposals, Prose, Sentence
from bot.core.framework import HIGHEST_LEVEL
from bot.core.json_values import LARGEST_NUMBER, Node, exact, read_all
from bot.core.languages import DEFAULT
from bot.core.plan.plan import Action, Aim, Plan

Json = dict[str, object]

_ACTION_TEXTS = ("dimension", "what", "owner_role", "measure", "first_step", "deliverable")


def brief_to_dict(brief: Brief) -> Json:
    """Give a brief as JSON values."""
    return {
        "kind": str(brief.kind),
        "language": brief.language,
        "facts": [
            {"id": each.id, "kind": str(each.kind), "text": each.text, "dimension": each.dimension, "level": each.level}
            for each in brief.facts
        ],
        "standings": [asdict(each) for each in brief.standings],
        "scale": {"min": brief.scale.low, "max": brief.scale.high},
        "names": list(brief.names),
    }


def brief_from_dict(value: object) -> Brief:
    """Read what ``brief_to_dict`` wrote; ValueError (MalformedError) names the key path of everything malformed.

    A brief of version 1 of the export, in which figures were words, is read as what it would be today.
    """
    node = Node("", value)
    if "piece" in node.entries():
        return brief_of_version_1(node)
    fields = node.fields(("kind", "facts", "standings", "scale", "names"), ("language",))
    return Brief(
        kind=Kind(fields["kind"].choice(*map(str, Kind))),
        facts=read_all(fields["facts"].items(), _fact),
        standings=read_all(fields["standings"].items(), standing_from),
        scale=scale_from(fields["scale"]),
        names=read_all(fields["names"].items(), Node.text),
        language=fields.read("language", Node.text, DEFAULT),
    )


def content_to_dict(content: Content) -> Json:
    """Give a text or a plan as JSON values: an object with ``sentences``, or one with ``actions``."""
    match content:
        case Prose():
            return {"sentences": [{"text": each.text, "facts": list(each.facts)} for each in content.sentences]}
        case Plan():
            return {"actions": [_action_to_dict(each) for each in content.actions]}


def _action_to_dict(action: Action) -> Json:
    told: Json = {**asdict(action), "facts": list(action.facts)}
    if action.aim is None:
        del told["aim"]  # most have none, and a file without it is read by an older version, too
    return told


def content_from_dict(value: object) -> Content:
    """Read what ``content_to_dict`` wrote; ValueError (MalformedError) names the key path of everything malformed."""
    node = Node("", value)
    if "actions" in node.entries():
        return Plan(read_all(node.fields(("actions",))["actions"].items(), _action))
    return Prose(read_all(node.fields(("sentences",))["sentences"].items(), _sentence))


def reply_to_dict(reply: Content | Proposals) -> Json:
    """Give what a model wrote as JSON values, with its slots: ``sentences``, or the ``proposals`` of a plan."""
    if not isinstance(reply, Proposals):
        return content_to_dict(reply)
    return {"proposals": [_proposal_to_dict(each) for each in reply.actions]}


def _proposal_to_dict(proposal: Proposal) -> Json:
    target = None if proposal.target is None else exact(proposal.target)
    return {**asdict(proposal), "target": target, "facts": list(proposal.facts)}


def reply_from_dict(value: object) -> Content | Proposals:
    """Read what ``reply_to_dict`` wrote; ValueError (MalformedError) names the key path of everything malformed.

    A plan is read as it was written, however wrong: a due day outside its 90 days is for the checks to find.
    """
    node = Node("", value)
    if "proposals" not in node.entries():
        return content_from_dict(value)
    return Proposals(read_all(node.fields(("proposals",))["proposals"].items(), _proposal))


def finding_to_dict(finding: Finding) -> Json:
    """Give a finding as JSON values."""
    return asdict(finding)


def finding_from_dict(value: object) -> Finding:
    """Read what ``finding_to_dict`` wrote; ValueError (MalformedError) names the key path of everything malformed."""
    fields = Node("", value).fields(("check", "sentence", "message"))
    return Finding(fields["check"].name(), fields["sentence"].text(), fields["message"].text())


def _fact(node: Node) -> Fact:
    fields = node.fields(("id", "kind", "text", "dimension"), ("level",))
    return Fact(
        id=fields["id"].name(),
        kind=FactKind(fields["kind"].choice(*map(str, FactKind))),
        text=fields["text"].text(),
        dimension=fields["dimension"].text(),
        level=fields.read("level", _level_or_none, None),
    )


def _level_or_none(node: Node) -> int | None:
    return None if node.value is None else node.integer(0, HIGHEST_LEVEL)


def _sentence(node: Node) -> Sentence:
    fields = node.fields(("text", "facts"))
    return Sentence(fields["text"].text(), _ids(fields["facts"]))


def _action(node: Node) -> Action:
    fields = node.fields((*_ACTION_TEXTS, "due_day"), ("facts", "aim"))
    texts = {name: fields[name].text() for name in _ACTION_TEXTS}
    day = fields["due_day"].integer(-LARGEST_NUMBER, LARGEST_NUMBER)
    return Action(
        **texts, due_day=day, facts=fields.read("facts", _ids, ()), aim=fields.read("aim", aim_from_node, None)
    )


def aim_from_node(node: Node) -> Aim:
    """Read the metric that an action should move."""
    fields = node.fields(("metric", "baseline", "target"))
    return Aim(*(fields[each].name() for each in ("metric", "baseline", "target")))


def _proposal(node: Node) -> Proposal:
    fields = node.fields((*_ACTION_TEXTS, "due_day", "target", "unit", "facts"))
    texts = {name: fields[name].text() for name in _ACTION_TEXTS}
    return Proposal(
        **texts,
        due_day=fields["due_day"].integer(-LARGEST_NUMBER, LARGEST_NUMBER),
        target=_figure(fields["target"]),
        unit=fields["unit"].text(),
        facts=_ids(fields["facts"]),
    )


def _figure(node: Node) -> Fraction | None:
    return None if node.value is None else node.fraction()


def _ids(node: Node) -> tuple[str, ...]:
    return read_all(node.items(), Node.text)
