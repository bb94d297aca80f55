"""The worked examples in the prompts keep the rules that the prompts state: they fit the schema and pass the checks."""

import json
import re

import jsonschema
import pytest

from bot.core.drafts.brief import Brief, Fact, FactKind, Kind, Standing
from bot.core.drafts.draft import Finding, Proposals
from bot.core.drafts.render import show_plan, show_text
from bot.core.framework import Scale
from bot.files.places import prompts_folder
from bot.files.prompts import load_prompts
from bot.llm import lexicon
from bot.llm.schemas import answer_from, schema_for

EXAMPLE = re.compile(
    r"^Facts (\d):\n(.*?)\n(?:Reply \1|The first action of reply \1), in (\w+):\n(.*?)$", re.MULTILINE | re.DOTALL
)
NAMES = ("Initial", "Developing", "Defined", "Managed", "Optimized", "Im Aufbau", "Geregelt", "Gesteuert")
CODES = {"English": "en", "German": "de"}


def examples() -> list[tuple[str, str, str, str]]:
    """Give the kind, the facts, the language and the reply of each example in the prompts."""
    prompts = load_prompts(prompts_folder())
    return [
        (kind, facts, CODES[language], reply if "actions" in reply or kind != "plan" else f'{{"actions": [{reply}]}}')
        for kind in map(str, Kind)
        for _, facts, language, reply in EXAMPLE.findall(prompts[kind].body)
    ]


def brief_of(kind: str, lines: str, language: str) -> Brief:
    """Make the brief that these lines are the facts of."""
    about, facts = "", []
    for told in map(json.loads, lines.splitlines()):
        about = told["text"] if told["kind"] == "dimension" else "" if told["kind"] == "deliverable" else about
        level = int(told["level"]) if "level" in told else None
        facts.append(Fact(told["id"], FactKind(told["kind"]), told["text"], about, level))
    names = [each.text for each in facts if each.kind is FactKind.DIMENSION]
    standings = tuple(Standing(name, name, "2", "2", 4, "", place) for place, name in enumerate(names, 1))
    return Brief(Kind(kind), tuple(facts), standings, Scale(1, 5), NAMES, language)


def findings_of(brief: Brief, reply: str) -> list[Finding]:
    """Give what is wrong with an example; that a plan of one action is short is none."""
    answer = answer_from(reply, brief.kind)
    if isinstance(answer, Proposals):
        return [each for action in show_plan(lexicon, brief, answer).actions for each in action.findings]
    about = {fact.id: fact.dimension for fact in brief.facts}
    return [each for name, prose in answer.texts for each in show_text(lexicon, brief, about[name], prose).findings]


def test_each_prompt_has_two_examples_in_two_languages() -> None:
    assert [(kind, language) for kind, _, language, _ in examples()] == [
        (kind, language) for kind in ("note", "narrative", "plan") for language in ("en", "de")
    ]


@pytest.mark.parametrize(("kind", "facts", "language", "reply"), examples())
def test_an_example_fits_the_schema_and_passes_the_checks(kind: str, facts: str, language: str, reply: str) -> None:
    brief = brief_of(kind, facts, language)
    whole = json.loads(reply)
    if "actions" in whole:
        whole["actions"] *= 3
        whole["actions"] = whole["actions"][:3]
    jsonschema.validate(whole, schema_for(brief, bounded=True))
    assert findings_of(brief, reply) == []


@pytest.mark.parametrize(("kind", "facts", "language", "reply"), examples())
def test_an_example_with_an_invented_figure_is_refused(kind: str, facts: str, language: str, reply: str) -> None:
    brief = brief_of(kind, facts, language)
    lie = re.sub(
        r'("text": ?"[^"]*?|"measure": ?"[^"]*?)(\.?)"(,|\})',
        r'\1 in 777 shops\2"\3',
        reply,
        count=1,
    )
    assert lie != reply
    assert findings_of(brief, lie) != []
