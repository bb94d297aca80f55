"""Drafts as the tests of the views show them: built from a small assessment, in every state."""

from dataclasses import replace
from datetime import date, timedelta

from bot.core.assessment import Assessment, Member, Rating, Role
from bot.core.drafts.brief import Brief, Kind, Piece
from bot.core.drafts.briefs import brief_for, pieces_of
from bot.core.drafts.built_texts import built
from bot.core.drafts.draft import Content, Decision, Draft, Finding, Made, Prose, Sentence, Trouble, Verb
from bot.core.plan.plan import AcceptedAction, Action, Plan, standing_of
from bot.core.scoring.scorecard import scorecard
from bot.core.team import Evidence
from bot.core.thread import DraftShown
from tests.core.examples import example_framework
from tests.core.rated import assessment_of
from tests.slack.shown import AT, DANA

ROOT = "root-cause-analysis"
NAME = "Root-cause analysis"
NOTE, NARRATIVE, PLAN = Piece(Kind.NOTE, ROOT), Piece(Kind.NARRATIVE, ROOT), Piece(Kind.PLAN)
SAID = "we fix tickets but not causes"


def assessed() -> Assessment:
    """Give a complete assessment of Dana's: root-cause analysis at 2 with words and a link, everything else at 3."""
    framework = example_framework()
    given = {each.key: [_rating(3)] for each in framework.dimensions}
    shows = (Evidence("words", SAID), Evidence("words", "a list of defects"), Evidence("link", "https://a.example/b"))
    given[ROOT] = [replace(_rating(2), evidence=shows)]
    found = assessment_of(framework, given)
    members = (Member(DANA, Role.FACILITATOR), Member(DANA, Role.RESPONDENT))
    return replace(found, id="a1b2c3d4e5", members=members)


def _rating(level: int) -> Rating:
    return Rating("", "", DANA, level, (), AT, "")


def brief(piece: Piece) -> Brief:
    found = assessed()
    card = scorecard(found)
    assert piece in pieces_of(card)
    return brief_for(found, card, piece)


def drafted(
    piece: Piece = NOTE,
    *decisions: Decision,
    content: Content | None = None,
    trouble: Trouble | None = Trouble.NO_MODEL,
    findings: tuple[Finding, ...] = (),
    by_model: bool = False,
    hint: str = "",
) -> Draft:
    """Give a finished draft; without more it is the text that is built without a model."""
    facts = brief(piece)
    made = Made(content or built(facts), by_model, facts, None if by_model or findings else trouble, findings, AT)
    return Draft("d1", piece, DANA, AT, hint, (), made, decisions)


def shown(draft: Draft, *, stale: bool = False, replaced: bool = False) -> DraftShown:
    """Give what the thread shows of it; an accepted plan with its actions."""
    accepted = draft.accepted and isinstance(draft.content, Plan)
    actions = standing_of(accepted_actions(draft.content), ()) if accepted and isinstance(draft.content, Plan) else ()
    name = NAME if draft.piece.dimension else ""
    return DraftShown("a1b2c3d4e5", draft, name, stale, actions, replaced)


def accepted_actions(plan: Plan, owner: str | None = None) -> tuple[AcceptedAction, ...]:
    start = date(2026, 11, 22)
    return tuple(
        AcceptedAction(f"x{place}", "d1", each, start + timedelta(days=each.due_day), owner)
        for place, each in enumerate(plan.actions)
    )


def decided(verb: Verb, *, by: str = DANA, edited: Content | None = None) -> Decision:
    return Decision(verb, by, AT, edited)


def prose(*texts: str, facts: tuple[str, ...] = ()) -> Prose:
    return Prose(tuple(Sentence(each, facts) for each in texts))


def plan(*actions: Action) -> Plan:
    return Plan(actions or (action(14), action(60), action(90)))


def action(due_day: int, what: str = "Name an owner for each defect", *, dimension: str = ROOT) -> Action:
    return Action(dimension, what, "CX lead", due_day, "A list with owners", "List the ten most frequent defects")
