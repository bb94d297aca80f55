"""Briefs, drafted contents and findings as JSON values and back, exactly: what the store keeps beside a draft."""

from dataclasses import asdict

from bot.core.drafts.brief import Brief, Fact, FactKind, Kind, Piece, Standing
from bot.core.drafts.draft import Content, Finding, Prose, Sentence
from bot.core.framework import HIGHEST_LEVEL, Scale
from bot.core.json_values import LARGEST_NUMBER, Node, read_all
from bot.core.plan.plan import Action, Plan

Json = dict[str, object]

_ACTION_TEXTS = ("dimension", "what", "owner_role", "measure", "first_step", "deliverable")


def brief_to_dict(brief: Brief) -> Json:
    """Give a brief as JSON values."""
    return {
        "piece": {"kind": str(brief.piece.kind), "dimension": brief.piece.dimension},
        "facts": [
            {"id": each.id, "kind": str(each.kind), "text": each.text, "dimension": each.dimension}
            for each in brief.facts
        ],
        "standings": [asdict(each) for each in brief.standings],
        "scale": {"min": brief.scale.low, "max": brief.scale.high},
        "overall": brief.overall,
        "band": brief.band,
        "bands": list(brief.bands),
        "level_names": [{"level": level, "name": name} for level, name in brief.level_names],
    }


def brief_from_dict(value: object) -> Brief:
    """Read what ``brief_to_dict`` wrote; ValueError (MalformedError) names the key path of everything malformed."""
    fields = Node("", value).fields(
        ("piece", "facts", "standings", "scale", "overall", "band", "bands", "level_names"),
    )
    return Brief(
        piece=_piece(fields["piece"]),
        facts=read_all(fields["facts"].items(), _fact),
        standings=read_all(fields["standings"].items(), _standing),
        scale=_scale(fields["scale"]),
        overall=fields["overall"].text(),
        band=fields["band"].text(),
        bands=read_all(fields["bands"].items(), Node.text),
        level_names=read_all(fields["level_names"].items(), _level_name),
    )


def content_to_dict(content: Content) -> Json:
    """Give a text or a plan as JSON values: an object with ``sentences``, or one with ``actions``."""
    match content:
        case Prose():
            return {"sentences": [{"text": each.text, "facts": list(each.facts)} for each in content.sentences]}
        case Plan():
            return {"actions": [asdict(each) for each in content.actions]}


def content_from_dict(value: object) -> Content:
    """Read what ``content_to_dict`` wrote; ValueError (MalformedError) names the key path of everything malformed.

    A plan is read as it was written, however wrong: a due day outside its 90 days is for the checks to find.
    """
    node = Node("", value)
    if "actions" in node.entries():
        return Plan(read_all(node.fields(("actions",))["actions"].items(), _action))
    return Prose(read_all(node.fields(("sentences",))["sentences"].items(), _sentence))


def finding_to_dict(finding: Finding) -> Json:
    """Give a finding as JSON values."""
    return asdict(finding)


def finding_from_dict(value: object) -> Finding:
    """Read what ``finding_to_dict`` wrote; ValueError (MalformedError) names the key path of everything malformed."""
    fields = Node("", value).fields(("check", "sentence", "message"))
    return Finding(fields["check"].name(), fields["sentence"].text(), fields["message"].text())


def _piece(node: Node) -> Piece:
    fields = node.fields(("kind", "dimension"))
    return Piece(Kind(fields["kind"].choice(*map(str, Kind))), fields["dimension"].text())


def _fact(node: Node) -> Fact:
    fields = node.fields(("id", "kind", "text", "dimension"))
    return Fact(
        id=fields["id"].name(),
        kind=FactKind(fields["kind"].choice(*map(str, FactKind))),
        text=fields["text"].text(),
        dimension=fields["dimension"].text(),
    )


def _standing(node: Node) -> Standing:
    fields = node.fields(("dimension", "name", "value", "evidenced", "target", "level_name", "place"))
    return Standing(
        dimension=fields["dimension"].name(),
        name=fields["name"].text(),
        value=fields["value"].text(),
        evidenced=fields["evidenced"].text(),
        target=fields["target"].integer(0, HIGHEST_LEVEL),
        level_name=fields["level_name"].text(),
        place=fields["place"].integer(0, LARGEST_NUMBER),
    )


def _scale(node: Node) -> Scale:
    fields = node.fields(("min", "max"))
    low = fields["min"].integer(0, HIGHEST_LEVEL)
    return Scale(low, fields["max"].integer(low, HIGHEST_LEVEL))


def _level_name(node: Node) -> tuple[int, str]:
    fields = node.fields(("level", "name"))
    return fields["level"].integer(0, HIGHEST_LEVEL), fields["name"].text()


def _sentence(node: Node) -> Sentence:
    fields = node.fields(("text", "facts"))
    return Sentence(fields["text"].text(), read_all(fields["facts"].items(), Node.text))


def _action(node: Node) -> Action:
    fields = node.fields((*_ACTION_TEXTS, "due_day"))
    texts = {name: fields[name].text() for name in _ACTION_TEXTS}
    return Action(**texts, due_day=fields["due_day"].integer(-LARGEST_NUMBER, LARGEST_NUMBER))
