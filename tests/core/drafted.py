"""Drafts that tests share: of every kind, at every stage, and Hypothesis strategies for whatever may be kept of one."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from bot.core.drafts.brief import Brief, Fact, FactKind, Kind, Piece, Standing
from bot.core.drafts.draft import (
    Content,
    Decision,
    Draft,
    Finding,
    Made,
    PromptStamp,
    Proposal,
    Proposals,
    Prose,
    Reply,
    Sentence,
    Trouble,
    Verb,
)
from bot.core.framework import Scale
from bot.core.languages import LANGUAGES
from bot.core.plan.plan import AcceptedAction, Action, ActionStanding, ActionUpdate, Plan, Progress
from tests.core.examples import LEVELS_OF_FIVE
from tests.core.strategies import moments, names, words

FILED = [each for each in FactKind if each is not FactKind.HEARD]
"""The facts whose words stand in a file."""

ASKED = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
CAUSES = "root-cause-analysis"
NOTE = Piece(Kind.NOTE, CAUSES)
NARRATIVE = Piece(Kind.NARRATIVE, CAUSES)
PLAN = Piece(Kind.PLAN)
PROMPT = PromptStamp("plan", "1.0", "b7" * 32)
PROSE = Prose((Sentence("Tickets are fixed, causes are not.", ("F2", "F1")), Sentence("Nobody owns a cause.")))
ACTION = Action(
    dimension=CAUSES,
    what="Name an owner for each of the three commonest causes",
    owner_role="Head of support",
    due_day=30,
    measure="Three causes have an owner by name",
    first_step="List the causes of last month's tickets",
    deliverable="Plan for 90 days",
)
LATER = replace(ACTION, what="Review the causes every month", due_day=90, deliverable="")
ACTIONS = Plan((ACTION, LATER))
LIE = Finding("numbers", "40 % of tickets come back.", "It names a figure that nobody gave: 40 %.")


def minute(number: int) -> datetime:
    """Give a moment so many minutes after the first draft was asked for."""
    return ASKED + timedelta(minutes=number)


def brief_of(piece: Piece = PLAN) -> Brief:
    return Brief(
        kind=piece.kind,
        facts=(
            Fact("F1", FactKind.LEVEL, "level 2 of 5 (Developing)", CAUSES),
            Fact("F2", FactKind.EVIDENCE, "we fix tickets, not causes", CAUSES),
        ),
        standings=(Standing(CAUSES, "Root-cause analysis", "2", "2", 4, "Developing", 1),),
        scale=Scale(1, 5),
        names=tuple(LEVELS_OF_FIVE.values()),
    )


def wanted(name: str = "d1", piece: Piece = NOTE, *, hint: str = "", at: int = 0) -> Draft:
    return Draft(name, piece, "U1", minute(at), hint)


def answered(
    attempt: int = 1,
    content: Content | Proposals | None = PROSE,
    *,
    trouble: Trouble | None = None,
    findings: tuple[Finding, ...] = (),
) -> Reply:
    return Reply(attempt, content, trouble, findings, "openai:small", PROMPT, 812, 96, 2400, minute(attempt))


def finished(
    content: Content = PROSE,
    *,
    by_model: bool = True,
    piece: Piece = NOTE,
    trouble: Trouble | None = None,
    findings: tuple[Finding, ...] = (),
) -> Made:
    return Made(content, by_model, brief_of(piece), trouble, findings, minute(5))


def decided(verb: Verb, *, by: str = "U1", edited: Content | None = None, at: int = 10) -> Decision:
    return Decision(verb, by, minute(at), edited)


def accepted_plan(name: str = "d1") -> Draft:
    """Give a plan whose first text was refused, and which a person shortened when accepting it."""
    return replace(
        wanted(name, PLAN, hint="fewer steps"),
        replies=(answered(1, ACTIONS, findings=(LIE,)), answered(2, None, trouble=Trouble.TOO_SLOW)),
        made=finished(ACTIONS, by_model=False, piece=PLAN, findings=(LIE,)),
        decisions=(decided(Verb.ACCEPT, edited=Plan((ACTION,))),),
    )


def edited_note() -> Draft:
    """Give a note of one sentence that a person put into other words."""
    text = Prose((Sentence("Tickets are fixed, causes are not.", ("F2",)),))
    own = Prose((Sentence("We fix tickets, not their causes."),))
    return replace(
        wanted("d7"),
        replies=(answered(1, text),),
        made=finished(text),
        decisions=(decided(Verb.ACCEPT, edited=own),),
    )


def accepted_action() -> AcceptedAction:
    return AcceptedAction("k1", "d1", ACTION, date(2026, 12, 22), "U2")


def tracked_action() -> ActionStanding:
    """Give the accepted action with what its owner said about it: stuck, and then done."""
    said = (
        ActionUpdate("k1", Progress.STUCK, "Nobody has time for it.", "1", "U2", minute(20)),
        ActionUpdate("k1", Progress.DONE, "", "3", "U2", minute(30)),
    )
    return ActionStanding(accepted_action(), said)


counts = st.integers(0, 10_000)
findings = st.lists(st.builds(Finding, names, words, words), max_size=2).map(tuple)
pieces = st.builds(Piece, st.sampled_from(Kind), words)
ids = st.lists(words, max_size=2).map(tuple)
actions = st.builds(Action, words, words, words, st.integers(-5, 500), words, words, words, ids)
sentences = st.builds(Sentence, words, ids)
proposals = st.builds(
    Proposal,
    *(words, words, words, words, st.integers(-5, 500), words),
    st.none() | st.fractions(-1_000_000, 1_000_000, max_denominator=1_000),
    *(words, words, ids),
)
contents: st.SearchStrategy[Content] = st.one_of(
    st.lists(sentences, max_size=2).map(lambda each: Prose(tuple(each))),
    st.lists(actions, max_size=2).map(lambda each: Plan(tuple(each))),
)
troubles = st.none() | st.sampled_from(Trouble)
briefs = st.builds(
    Brief,
    kind=st.sampled_from(Kind),
    facts=st.lists(
        st.builds(Fact, names, st.sampled_from(FILED), words, words, st.none() | st.integers(0, 5)), max_size=2
    ).map(tuple),
    standings=st.lists(
        st.builds(Standing, names, words, words, words, st.integers(0, 5), words, st.integers(0, 3)), max_size=2
    ).map(tuple),
    scale=st.just(Scale(1, 5)),
    names=ids,
    language=st.sampled_from(sorted(LANGUAGES)),
)
replies = st.builds(
    Reply,
    attempt=st.integers(1, 3),
    content=st.none() | contents | st.builds(Proposals, st.lists(proposals, max_size=2).map(tuple)),
    trouble=troubles,
    findings=findings,
    model=words,
    prompt=st.builds(PromptStamp, words, words, words),
    tokens_in=counts,
    tokens_out=counts,
    milliseconds=counts,
    at=moments,
)
mades = st.builds(Made, contents, st.booleans(), briefs, troubles, findings, moments)
decisions = st.builds(Decision, st.sampled_from(Verb), names, moments, st.none() | contents)
drafts = st.builds(
    Draft,
    id=names,
    piece=pieces,
    asked_by=names,
    asked_at=moments,
    hint=words,
    replies=st.lists(replies, max_size=2).map(tuple),
    made=st.none() | mades,
    decisions=st.lists(decisions, max_size=2).map(tuple),
)
