"""What a draft rests on, in words: the facts of its brief that its sentences name."""

from bot.core.brief import Brief, Fact, FactKind
from bot.core.draft import Draft, Prose
from bot.core.plan import Plan
from bot.slack.text import said

NAME_LENGTH = 80

_FIXED = {
    FactKind.LOOK_FOR: "what to look for",
    FactKind.NEXT_STEP: "the framework's next step",
    FactKind.OVERALL: "the overall figure",
    FactKind.DELIVERABLE: "the framework's deliverables",
}
_DESCRIBES = (FactKind.DESCRIPTOR, FactKind.TARGET_DESCRIPTOR)  # their text begins with "Level 3:"
_COUNTED = {
    FactKind.EVIDENCE: ("what was said", "what was said ({} pieces)"),
    FactKind.LINK: ("a link", "{} links"),
    FactKind.VARIABLE: ("what is known of the subject", "what is known of the subject ({} facts)"),
}


def grounds(given: Draft) -> str:
    """Name what a draft rests on; an empty text where its sentences name nothing."""
    if given.made is None:
        return ""
    brief = given.made.brief
    match given.made.content:
        case Plan() as plan:
            return _of_plan(brief, plan)
        case Prose() as prose:
            cited = {each for sentence in prose.sentences for each in sentence.facts}
            facts = [each for each in brief.facts if each.id in cited]
            return ", ".join(_of_prose(brief, facts))


def _of_plan(brief: Brief, plan: Plan) -> str:
    planned = {each.dimension for each in plan.actions}
    return "; ".join(
        f"{said(each.name, NAME_LENGTH)}, {said(each.value, NAME_LENGTH)} of {each.target}"
        for each in brief.standings
        if each.dimension in planned
    )


def _of_prose(brief: Brief, facts: list[Fact]) -> list[str]:
    """Name each kind of fact once, people's words first after the figures."""
    standings = [each for each in brief.standings if each.dimension in {fact.dimension for fact in facts}]
    kinds = {each.kind for each in facts}
    found = []
    if FactKind.LEVEL in kinds:
        found.append(_figures("level", [each.value for each in standings]))
    if FactKind.TARGET in kinds:
        found.append(_figures("target", [str(each.target) for each in standings]))
    for kind, (one, several) in _COUNTED.items():
        number = sum(each.kind is kind for each in facts)
        if number:
            found.append(one if number == 1 else several.format(number))
    described = [each.text.partition(":")[0] for each in facts if each.kind in _DESCRIBES]
    if levels := [each.removeprefix("Level ") for each in described if each.startswith("Level ")]:
        found.append(_figures("the descriptors of levels" if len(levels) > 1 else "the descriptor of level", levels))
    return found + [words for kind, words in _FIXED.items() if kind in kinds]


def _figures(what: str, figures: list[str]) -> str:
    *others, last = (said(each, NAME_LENGTH) for each in dict.fromkeys(figures))
    return f"{what} {', '.join(others)} and {last}" if others else f"{what} {last}"
