"""The wording of a framework as JSON and back, exactly: what an assessment stores and an export carries."""

from collections.abc import Mapping
from fractions import Fraction

from bot.core import json_values as js
from bot.core.drafts.draft_json import SCALE
from bot.core.errors import Problem
from bot.core.framework import HIGHEST_LEVEL, Band, Descriptor, Dimension, Framework, Scale, Variable
from bot.core.json_values import Codec, Json, MalformedError, Node
from bot.core.languages import DEFAULT

MOST_DIMENSIONS = 100  # nobody answers more in a thread


def framework_to_dict(framework: Framework) -> Json:
    """Give the framework as JSON values; weights and band edges are exact numbers in quotes ("1.9", "1/3").

    Its language stands there where it is not English, so that what was stored before there were others stays the same.
    """
    told: Json = _wording(framework.scale).write(framework)
    return told


def framework_from_dict(value: object) -> Framework:
    """Read what ``framework_to_dict`` wrote; ValueError (MalformedError) names the key path of everything malformed."""
    return framework_from_node(Node("", value))


def framework_from_node(node: Node) -> Framework:
    """Read a framework at its place in a larger value. Only what scoring needs is required; the rest may be absent."""
    entries = node.entries()
    scale = SCALE.read(entries["scale"]) if "scale" in entries else Scale(0, HIGHEST_LEVEL)
    return _wording(scale).read(node)


def _not_negative(node: Node, weight: Fraction) -> None:
    if weight < 0:
        raise node.refuse("a weight that is not negative")


_WEIGHT = js.FRACTION.checked(_not_negative)
_BAND = js.record(
    Band,
    name=js.NAME,
    low=js.FRACTION.as_key("from"),
    high=js.FRACTION.as_key("to"),
    text=js.optional(js.TEXT, ""),
    focus=js.optional(js.TEXT, ""),
)
_VARIABLE = js.record(
    Variable,
    key=js.NAME,
    description=js.optional(js.TEXT, ""),
    kind=js.optional(js.word("text", "number", "percent"), "text"),
    in_prompt=js.optional(js.FLAG, absent=False),
)


def _wording(scale: Scale) -> Codec[Framework]:
    """Return the codec of a framework on a scale."""
    level, by_level = js.whole(scale.low, scale.high), _by_level(scale)
    descriptor = js.record(Descriptor, level=level, name=js.optional(js.TEXT, ""), text=js.NAME)
    dimension = js.record(
        Dimension,
        key=js.NAME,
        name=js.NAME,
        weight=js.optional(_WEIGHT, Fraction(1)),
        target=js.optional(js.or_null(level), None),
        ask=js.optional(js.TEXT, ""),
        look_for=js.optional(js.TEXT, ""),
        descriptors=js.optional(js.list_of(descriptor, by=lambda each: str(each.level)), ()),
        next_steps=js.optional(by_level, {}),
    )
    return js.record(
        Framework,
        slug=js.NAME,
        title=js.NAME,
        version=js.TEXT,
        digest=js.TEXT,
        purpose=js.optional(js.TEXT, ""),
        scale=SCALE,
        level_names=js.optional(by_level, {}),
        aggregate=js.word("mean", "sum"),
        # One above the top means that no level wants evidence.
        evidence_from=js.optional(js.whole(scale.low, scale.high + 1), max(scale.low, scale.high - 1)),
        dimensions=js.list_of(dimension, MOST_DIMENSIONS, by=lambda each: each.key, least="at least one dimension"),
        bands=js.list_of(_BAND),
        variables=js.optional(js.list_of(_VARIABLE), ()),
        prompt=js.optional(js.TEXT, ""),
        deliverables=js.optional(js.list_of(js.TEXT), ()),
        supersedes=js.optional(js.list_of(js.TEXT), ()),
        subject_key=js.optional(js.or_null(js.NAME), None),
        language=js.if_any(js.TEXT, DEFAULT),
    )


def _by_level(scale: Scale) -> Codec[Mapping[int, str]]:
    """Return the codec of texts by their level."""
    known = {str(level): level for level in scale.levels()}

    def read(node: Node) -> dict[int, str]:
        texts: dict[int, str] = {}
        for name, at in node.entries().items():
            if name not in known:
                levels = f"keys from {scale.low} to {scale.high}, the levels of the scale"
                raise MalformedError(Problem(at.path, f"expected {levels}"))
            texts[known[name]] = at.text()
        return texts

    return Codec(lambda texts: {str(level): texts[level] for level in sorted(texts)}, read)
