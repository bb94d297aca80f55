"""A brief of one dimension and one of a plan, and what the checks find in a text or a plan about them."""

from dataclasses import replace

from bot.core.drafts.brief import Brief, Fact, FactKind, Kind, Piece, Standing
from bot.core.drafts.checks import check
from bot.core.drafts.draft import Finding, Prose, Sentence
from bot.core.framework import Scale
from bot.core.plan.plan import Action, Plan

CAUSES, DATA = "root-cause-analysis", "data-tooling"
EVIDENCE = "We had 12 outages in March 2026, and 3 teams ask why after a bad week, but nothing is written down."
MORE_EVIDENCE = "38 % of contacts are about late parcels; the handover loses 1 in 8 jobs."
STEP = "From level 2: Have the quality lead name an owner and a category for each of the ten most frequent defects."

_FACTS = (
    (FactKind.SUBJECT, "Acme Retail", ""),
    (FactKind.FRAMEWORK, "CX optimization readiness", ""),
    (FactKind.VARIABLE, "NPS baseline: 31", ""),
    (FactKind.VARIABLE, "NPS target: 45", ""),
    (FactKind.LEVEL, "Level 2 of 5 (Developing)", CAUSES),
    (FactKind.TARGET, "Target: level 4 of 5 (Managed)", CAUSES),
    (FactKind.TARGET, "Gap to the target: 2; first among the gaps", CAUSES),
    (
        FactKind.DESCRIPTOR,
        "Level 2: Some teams ask why after a bad week, each in its own way, and write little down.",
        CAUSES,
    ),
    (
        FactKind.TARGET_DESCRIPTOR,
        "Level 4: Frequent defects get a cause within a set time, and each fix is checked for recurrence.",
        CAUSES,
    ),
    (FactKind.NEXT_STEP, STEP, CAUSES),
    (
        FactKind.LOOK_FOR,
        "a defect list with owners, a recurrence rate, a recent fix that held for three months.",
        CAUSES,
    ),
    (FactKind.EVIDENCE, EVIDENCE, CAUSES),
    (FactKind.EVIDENCE, MORE_EVIDENCE, CAUSES),
)
NAMES = {1: "Initial", 2: "Developing", 3: "Defined", 4: "Managed", 5: "Optimized"}
STANDING = Standing(CAUSES, "Root-cause analysis", "2", "2", 4, "Developing", 1)
BRIEF = Brief(
    piece=Piece(Kind.NARRATIVE, CAUSES),
    facts=tuple(Fact(f"F{number}", *each) for number, each in enumerate(_FACTS, start=1)),
    standings=(STANDING,),
    scale=Scale(1, 5),
    overall="2.2",
    band="Developing",
    bands=tuple(NAMES.values()),
    level_names=tuple(NAMES.items()),
)
PLAN_BRIEF = replace(
    BRIEF,
    piece=Piece(Kind.PLAN),
    facts=(
        *BRIEF.facts,
        Fact("F20", FactKind.LEVEL, "Level 1 of 5 (Initial)", DATA),
        Fact("F21", FactKind.TARGET, "Target: level 4 of 5 (Managed)", DATA),
        Fact(
            "F22",
            FactKind.NEXT_STEP,
            "From level 1: Have the operations lead choose one home for customer facts.",
            DATA,
        ),
        Fact("F23", FactKind.DELIVERABLE, "A list of causes with their owners"),
    ),
    standings=(STANDING, Standing(DATA, "Data & tooling", "1", "1", 4, "Initial", 2)),
)
ACTION = Action(
    dimension=CAUSES,
    what="Name an owner and a category for each of the ten most frequent defects",
    owner_role="Quality lead",
    due_day=30,
    measure="A defect list on which every entry has an owner",
    first_step="Write down the causes of the last bad week",
)
OTHER_ACTION = Action(
    dimension=DATA,
    what="Choose one home for customer facts",
    owner_role="Operations lead",
    due_day=60,
    measure="Every team looks customer facts up in the same place",
    first_step="List where customer facts stand today",
    deliverable="A list of causes with their owners",
)
PLAN = Plan((ACTION, OTHER_ACTION))


def with_evidence(*texts: str, brief: Brief = BRIEF) -> Brief:
    """The brief with other evidence: F30, F31 and so on."""
    kept = tuple(each for each in brief.facts if each.kind is not FactKind.EVIDENCE)
    said = (Fact(f"F{number}", FactKind.EVIDENCE, text, CAUSES) for number, text in enumerate(texts, start=30))
    return replace(brief, facts=(*kept, *said))


def findings_of(text: str, *facts: str, brief: Brief = BRIEF) -> tuple[Finding, ...]:
    """What is found in a text of one sentence that cites some facts."""
    return check(brief, Prose((Sentence(text, facts),)))


def families(text: str, *facts: str, brief: Brief = BRIEF) -> set[str]:
    """The names of the checks that find something."""
    return {each.check for each in findings_of(text, *facts, brief=brief)}


def in_plan(**changes: str | int) -> tuple[Finding, ...]:
    """What is found in the plan with some fields of its first action changed."""
    changed: Action = replace(ACTION, **changes)  # type: ignore[arg-type]  # the fields' names are data here
    return check(PLAN_BRIEF, Plan((changed, OTHER_ACTION)))
