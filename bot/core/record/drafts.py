"""The drafts of an export as JSON values and back, exactly; no figure rests on them."""

from collections.abc import Callable
from typing import TypeVar

from bot.core.drafts.brief import Kind, Piece
from bot.core.drafts.draft import Content, Decision, Draft, Finding, Made, PromptStamp, Proposals, Reply, Trouble, Verb
from bot.core.drafts.draft_json import (
    brief_from_dict,
    brief_to_dict,
    content_from_dict,
    content_to_dict,
    finding_from_dict,
    finding_to_dict,
    reply_from_dict,
    reply_to_dict,
)
from bot.core.errors import Problem
from bot.core.json_values import MalformedError, Node, moment_text, read_all
from bot.core.record.wording import no_duplicates

T = TypeVar("T")
Json = dict[str, object]

MOST_COUNTED = 10**12  # tokens or milliseconds; what a server said of itself is kept below that
LAST_DAY = 1_000_000  # far beyond any plan: an export shows what was proposed, however wrong


def drafts_to_list(drafts: tuple[Draft, ...]) -> list[Json]:
    """Give every draft with what a model answered, the finished text, and what people decided."""
    return [
        {
            "id": each.id,
            "kind": each.piece.kind.value,
            "dimension": each.piece.dimension,
            "asked_by": each.asked_by,
            "asked_at": moment_text(each.asked_at),
            "hint": each.hint,
            "replies": [_reply_to_dict(reply) for reply in each.replies],
            "made": None if each.made is None else _made_to_dict(each.made),
            "decisions": [_decision_to_dict(decision) for decision in each.decisions],
        }
        for each in drafts
    ]


def drafts_from_node(node: Node) -> tuple[Draft, ...]:
    """Read the drafts of an export; MalformedError names every fault by its key path."""
    drafts = read_all(node.items(), _draft)
    no_duplicates(node, [each.id for each in drafts])
    return drafts


def _reply_to_dict(reply: Reply) -> Json:
    return {
        "attempt": reply.attempt,
        "model": reply.model,
        "prompt": {"name": reply.prompt.name, "version": reply.prompt.version, "digest": reply.prompt.digest},
        "content": None if reply.content is None else reply_to_dict(reply.content),
        "trouble": _trouble_or_null(reply.trouble),
        "findings": [finding_to_dict(each) for each in reply.findings],
        "tokens_in": reply.tokens_in,
        "tokens_out": reply.tokens_out,
        "milliseconds": reply.milliseconds,
        "at": moment_text(reply.at),
    }


def _made_to_dict(made: Made) -> Json:
    return {
        "content": content_to_dict(made.content),
        "by_model": made.by_model,
        "trouble": _trouble_or_null(made.trouble),
        "findings": [finding_to_dict(each) for each in made.findings],
        "brief": brief_to_dict(made.brief.unheard),
        "at": moment_text(made.at),
    }


def _decision_to_dict(decision: Decision) -> Json:
    return {
        "verb": decision.verb.value,
        "by": decision.by,
        "at": moment_text(decision.at),
        "edited": _content_or_null(decision.edited),
    }


def _content_or_null(content: Content | None) -> Json | None:
    return None if content is None else content_to_dict(content)


def _trouble_or_null(trouble: Trouble | None) -> str | None:
    return None if trouble is None else trouble.value


def _draft(node: Node) -> Draft:
    fields = node.fields(("id", "kind", "asked_by", "asked_at"), ("dimension", "hint", "replies", "made", "decisions"))
    return Draft(
        id=fields["id"].name(),
        piece=Piece(Kind(fields["kind"].choice(*Kind)), fields.read("dimension", Node.text, "")),
        asked_by=fields["asked_by"].name(),
        asked_at=fields["asked_at"].moment(),
        hint=fields.read("hint", Node.text, ""),
        replies=fields.read("replies", lambda at: read_all(at.items(), _reply), ()),
        made=fields.read("made", lambda at: _or_none(at, _made), None),
        decisions=fields.read("decisions", lambda at: read_all(at.items(), _decision), ()),
    )


def _reply(node: Node) -> Reply:
    fields = node.fields(
        ("attempt", "model", "prompt", "at"),
        ("content", "trouble", "findings", "tokens_in", "tokens_out", "milliseconds"),
    )
    prompt = fields["prompt"].fields(("name", "version", "digest"))
    return Reply(
        attempt=fields["attempt"].integer(1, LAST_DAY),
        content=fields.read("content", lambda at: _or_none(at, _written), None),
        trouble=fields.read("trouble", lambda at: _or_none(at, _trouble), None),
        findings=fields.read("findings", _findings, ()),
        model=fields["model"].text(),
        prompt=PromptStamp(prompt["name"].text(), prompt["version"].text(), prompt["digest"].text()),
        tokens_in=fields.read("tokens_in", _count, 0),
        tokens_out=fields.read("tokens_out", _count, 0),
        milliseconds=fields.read("milliseconds", _count, 0),
        at=fields["at"].moment(),
    )


def _made(node: Node) -> Made:
    fields = node.fields(("content", "by_model", "brief", "at"), ("trouble", "findings"))
    return Made(
        content=_content(fields["content"]),
        by_model=fields["by_model"].flag(),
        brief=_at_its_place(fields["brief"], brief_from_dict),
        trouble=fields.read("trouble", lambda at: _or_none(at, _trouble), None),
        findings=fields.read("findings", _findings, ()),
        at=fields["at"].moment(),
    )


def _decision(node: Node) -> Decision:
    fields = node.fields(("verb", "by", "at"), ("edited",))
    return Decision(
        verb=Verb(fields["verb"].choice(*Verb)),
        by=fields["by"].name(),
        at=fields["at"].moment(),
        edited=fields.read("edited", lambda at: _or_none(at, _content), None),
    )


def _content(node: Node) -> Content:
    return _at_its_place(node, content_from_dict)


def _written(node: Node) -> Content | Proposals:
    return _at_its_place(node, reply_from_dict)


def _findings(node: Node) -> tuple[Finding, ...]:
    return read_all(node.items(), lambda at: _at_its_place(at, finding_from_dict))


def _trouble(node: Node) -> Trouble:
    return Trouble(node.choice(*Trouble))


def _count(node: Node) -> int:
    return node.integer(0, MOST_COUNTED)


def _or_none(node: Node, read: Callable[[Node], T]) -> T | None:
    return None if node.value is None else read(node)


def _at_its_place(node: Node, read: Callable[[object], T]) -> T:
    """Read a value whose reader knows it alone; what is wrong with it is named by the key path in the file."""
    try:
        return read(node.value)
    except MalformedError as error:
        raise MalformedError(
            *(Problem(_joined(node.path, each.source), each.message) for each in error.problems)
        ) from None


def _joined(path: str, below: str) -> str:
    if below == "the file":
        return path
    return f"{path}{below}" if below.startswith("[") else f"{path}.{below}"
