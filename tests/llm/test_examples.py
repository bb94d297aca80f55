"""The worked examples in the prompts keep the rules that the prompts state: they fit the schema and pass the checks."""

import json
import re

import jsonschema
import pytest

from bot.core.drafts.brief import Brief, Fact, FactKind, Kind, Piece, Standing
from bot.core.drafts.checks import check
from bot.core.framework import Scale
from bot.files.places import prompts_folder
from bot.files.prompts import load_prompts
from bot.llm.schemas import content_from, schema_for

EXAMPLE = re.compile(r"^Facts (\d):\n(.*?)\nReply \1:\n(.*?)$", re.MULTILINE | re.DOTALL)
LEVEL = re.compile(r"Level ([\d.]+) of 5(?: \((\w+)\))?")
NAMES = ((1, "Initial"), (2, "Developing"), (3, "Defined"), (4, "Managed"), (5, "Optimized"))


def examples() -> list[tuple[str, str, str]]:
    """Give the kind, the facts and the reply of each example in the prompts."""
    prompts = load_prompts(prompts_folder())
    return [(kind, facts, reply) for kind in map(str, Kind) for _, facts, reply in EXAMPLE.findall(prompts[kind].body)]


def brief_of(kind: str, lines: str) -> Brief:
    """Make the brief that these lines are the facts of."""
    told = [json.loads(line) for line in lines.splitlines()]
    names = list(dict.fromkeys(each["dimension"] for each in told if "dimension" in each))
    facts = tuple(Fact(each["id"], FactKind(each["kind"]), each["text"], each.get("dimension", "")) for each in told)
    return Brief(
        piece=Piece(Kind(kind), "" if kind == "plan" else names[0]),
        facts=facts,
        standings=tuple(standing_of(name, facts, place) for place, name in enumerate(names, 1)),
        scale=Scale(1, 5),
        overall="",
        band="",
        bands=(),
        level_names=NAMES,
    )


def standing_of(name: str, facts: tuple[Fact, ...], place: int) -> Standing:
    """Read where a dimension stands from its facts of the kinds level and target."""
    own = {each.kind: each.text for each in reversed(facts) if each.dimension == name}
    level = LEVEL.match(own[FactKind.LEVEL])
    target = re.search(r"level (\d)", own[FactKind.TARGET])
    assert level
    assert target
    return Standing(name, name, level[1], level[1], int(target[1]), level[2] or "", place)


def test_each_prompt_has_two_examples() -> None:
    assert [kind for kind, _, _ in examples()] == ["note", "note", "narrative", "narrative", "plan", "plan"]


@pytest.mark.parametrize(("kind", "facts", "reply"), examples())
def test_an_example_fits_the_schema_and_passes_the_checks(kind: str, facts: str, reply: str) -> None:
    brief = brief_of(kind, facts)
    jsonschema.validate(json.loads(reply), schema_for(brief, bounded=True))
    assert check(brief, content_from(reply, brief)) == ()


@pytest.mark.parametrize(("kind", "facts", "reply"), examples())
def test_an_example_with_an_invented_figure_is_refused(kind: str, facts: str, reply: str) -> None:
    brief = brief_of(kind, facts)
    lie = re.sub(r'\."(,|\})', r' in 777 shops."\1', reply, count=1)
    assert lie != reply
    assert check(brief, content_from(lie, brief)) != ()
