"""The wording of a framework as JSON and back, exactly: what an assessment stores and an export carries."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal, TypeVar

from bot.core.errors import Problem
from bot.core.framework import HIGHEST_LEVEL, Band, Descriptor, Dimension, Framework, Scale, Variable, VariableKind
from bot.core.json_values import MalformedError, Node, exact, read_all, shown
from bot.core.languages import DEFAULT

T = TypeVar("T")
MOST_DIMENSIONS = 100  # nobody answers more in a thread
_AGGREGATES: tuple[Literal["mean", "sum"], ...] = ("mean", "sum")
_KINDS: tuple[VariableKind, ...] = ("text", "number", "percent")


def framework_to_dict(framework: Framework) -> dict[str, object]:
    """Give the framework as JSON values; weights and band edges are exact numbers in quotes ("1.9", "1/3").

    Its language stands there where it is not English, so that what was stored before there were others stays the same.
    """
    language = {} if framework.language == DEFAULT else {"language": framework.language}
    return {
        "slug": framework.slug,
        "title": framework.title,
        "version": framework.version,
        "digest": framework.digest,
        "purpose": framework.purpose,
        "scale": {"min": framework.scale.low, "max": framework.scale.high},
        "level_names": _by_level_dict(framework.level_names),
        "aggregate": framework.aggregate,
        "evidence_from": framework.evidence_from,
        "dimensions": [_dimension_to_dict(each) for each in framework.dimensions],
        "bands": [_band_to_dict(each) for each in framework.bands],
        "variables": [
            {"key": each.key, "description": each.description, "kind": each.kind, "in_prompt": each.in_prompt}
            for each in framework.variables
        ],
        "prompt": framework.prompt,
        "deliverables": list(framework.deliverables),
        "supersedes": list(framework.supersedes),
        "subject_key": framework.subject_key,
        **language,
    }


def framework_from_dict(value: object) -> Framework:
    """Read what ``framework_to_dict`` wrote; ValueError (MalformedError) names the key path of everything malformed."""
    return framework_from_node(Node("", value))


def framework_from_node(node: Node) -> Framework:
    """Read a framework at its place in a larger value. Only what scoring needs is required; the rest may be absent."""
    fields = node.fields(
        ("slug", "title", "version", "digest", "scale", "aggregate", "dimensions", "bands"),
        (
            "purpose",
            "level_names",
            "evidence_from",
            "variables",
            "prompt",
            "deliverables",
            "supersedes",
            "subject_key",
            "language",
        ),
    )
    scale = _scale(fields["scale"])
    return Framework(
        slug=fields["slug"].name(),
        title=fields["title"].name(),
        version=fields["version"].text(),
        digest=fields["digest"].text(),
        purpose=fields.read("purpose", Node.text, ""),
        scale=scale,
        aggregate=_one_of(fields["aggregate"], _AGGREGATES),
        dimensions=_dimensions(fields["dimensions"], scale),
        bands=read_all(fields["bands"].items(), _band),
        variables=fields.read("variables", _variables, ()),
        prompt=fields.read("prompt", Node.text, ""),
        # One above the top means that no level wants evidence.
        evidence_from=fields.read("evidence_from", lambda at: at.integer(scale.low, scale.high + 1), _below_top(scale)),
        level_names=fields.read("level_names", lambda at: _by_level(at, scale), {}),
        deliverables=fields.read("deliverables", _texts, ()),
        supersedes=fields.read("supersedes", _texts, ()),
        subject_key=fields.read("subject_key", _name_or_null, None),
        language=fields.read("language", Node.text, DEFAULT),
    )


def no_duplicates(node: Node, keys: list[str]) -> None:
    """Raise MalformedError when two entries of the list at ``node`` have one key."""
    seen: set[str] = set()
    for index, key in enumerate(keys):
        if key in seen:
            raise MalformedError(
                Problem(f"{node.path}[{index}]", f"{shown(key)} stands in this list already; keep one")
            )
        seen.add(key)


def _dimension_to_dict(dimension: Dimension) -> dict[str, object]:
    return {
        "key": dimension.key,
        "name": dimension.name,
        "weight": exact(dimension.weight),
        "target": dimension.target,
        "ask": dimension.ask,
        "look_for": dimension.look_for,
        "descriptors": [{"level": each.level, "name": each.name, "text": each.text} for each in dimension.descriptors],
        "next_steps": _by_level_dict(dimension.next_steps),
    }


def _band_to_dict(band: Band) -> dict[str, object]:
    return {
        "name": band.name,
        "from": exact(band.low),
        "to": exact(band.high),
        "text": band.text,
        "focus": band.focus,
    }


def _by_level_dict(texts: Mapping[int, str]) -> dict[str, str]:
    return {str(level): texts[level] for level in sorted(texts)}


def _scale(node: Node) -> Scale:
    fields = node.fields(("min", "max"))
    low = fields["min"].integer(0, HIGHEST_LEVEL)
    return Scale(low, fields["max"].integer(low, HIGHEST_LEVEL))


def _below_top(scale: Scale) -> int:
    return max(scale.low, scale.high - 1)


def _dimensions(node: Node, scale: Scale) -> tuple[Dimension, ...]:
    dimensions = read_all(node.items(MOST_DIMENSIONS), lambda at: _dimension(at, scale))
    if not dimensions:
        raise node.refuse("at least one dimension")
    no_duplicates(node, [each.key for each in dimensions])
    return dimensions


def _dimension(node: Node, scale: Scale) -> Dimension:
    fields = node.fields(("key", "name"), ("weight", "target", "ask", "look_for", "descriptors", "next_steps"))
    return Dimension(
        key=fields["key"].name(),
        name=fields["name"].name(),
        descriptors=fields.read("descriptors", lambda at: _descriptors(at, scale), ()),
        ask=fields.read("ask", Node.text, ""),
        look_for=fields.read("look_for", Node.text, ""),
        next_steps=fields.read("next_steps", lambda at: _by_level(at, scale), {}),
        weight=fields.read("weight", _weight, Fraction(1)),
        target=fields.read("target", lambda at: _target(at, scale), None),
    )


def _descriptors(node: Node, scale: Scale) -> tuple[Descriptor, ...]:
    def read(at: Node) -> Descriptor:
        fields = at.fields(("level", "text"), ("name",))
        level = fields["level"].integer(scale.low, scale.high)
        return Descriptor(level, fields.read("name", Node.text, ""), fields["text"].name())

    descriptors = read_all(node.items(), read)
    no_duplicates(node, [str(each.level) for each in descriptors])
    return descriptors


def _weight(node: Node) -> Fraction:
    weight = node.fraction()
    if weight < 0:
        raise node.refuse("a weight that is not negative")
    return weight


def _target(node: Node, scale: Scale) -> int | None:
    return None if node.value is None else node.integer(scale.low, scale.high)


def _band(node: Node) -> Band:
    fields = node.fields(("name", "from", "to"), ("text", "focus"))
    return Band(
        name=fields["name"].name(),
        low=fields["from"].fraction(),
        high=fields["to"].fraction(),
        text=fields.read("text", Node.text, ""),
        focus=fields.read("focus", Node.text, ""),
    )


def _variables(node: Node) -> tuple[Variable, ...]:
    return read_all(node.items(), _variable)


def _variable(node: Node) -> Variable:
    fields = node.fields(("key",), ("description", "kind", "in_prompt"))
    return Variable(
        key=fields["key"].name(),
        description=fields.read("description", Node.text, ""),
        kind=fields.read("kind", lambda at: _one_of(at, _KINDS), "text"),
        in_prompt=fields.read("in_prompt", Node.flag, False),  # noqa: FBT003 -- the default of a key, not a mode
    )


def _texts(node: Node) -> tuple[str, ...]:
    return read_all(node.items(), Node.text)


def _name_or_null(node: Node) -> str | None:
    return None if node.value is None else node.name()


def _by_level(node: Node, scale: Scale) -> dict[int, str]:
    known = {str(level): level for level in scale.levels()}
    texts: dict[int, str] = {}
    for name, at in node.entries().items():
        if name not in known:
            levels = f"keys from {scale.low} to {scale.high}, the levels of the scale"
            raise MalformedError(Problem(at.path, f"expected {levels}"))
        texts[known[name]] = at.text()
    return texts


def _one_of(node: Node, allowed: tuple[T, ...]) -> T:
    word = node.choice(*(str(each) for each in allowed))
    return next(each for each in allowed if each == word)
