"""What is counted of both ways to drafts, and what the plain request holds."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.core.drafts.brief import Brief, Kind, Piece
from bot.core.drafts.draft import Draft, Made, PromptStamp, Prose, Reply, Sentence
from bot.core.framework import Scale
from bot.settings import ModelSettings
from tests.drafts.corpus import assessments
from tests.programs.bench import tables
from tests.programs.bench.drafting import NAMES, Compared, Cost, cost, measure
from tests.programs.bench.plain import Plain, whole_prompt
from tests.programs.eval.journey import Drafted

AT = datetime(2026, 11, 22, tzinfo=UTC)
PIECE = Piece(Kind.NOTE, "waiting")
TEXT = Prose((Sentence("People wait."),))
REPLY = Reply(1, TEXT, None, (), "openai:m", PromptStamp("note", "1", "0" * 64), 100, 20, 1500, AT)
LATER = replace(REPLY, at=AT + timedelta(seconds=1))
MADE = Made(TEXT, True, Brief(Kind.NOTE, (), (), Scale(1, 4)), None, (), AT)  # noqa: FBT003  # by a model
COST = Cost(requests=12, tokens_in=24_000, tokens_out=2_000, first=4.0, last=40.0, pieces=10, by_model=7)


def test_without_a_model_nothing_is_measured_and_that_is_said() -> None:
    found = measure(ModelSettings(cxbot_model="none"), 3)
    assert found == []
    assert list(tables.drafts(found)) == [
        "Not measured: no model is configured (`OPENAI_API_KEY`, `OPENAI_BASE_URL` or `CXBOT_MODEL`)."
    ]


def test_the_cost_of_all_drafts_is_added_up() -> None:
    quick = Draft("d1", PIECE, "U1", AT, replies=(REPLY,), made=replace(MADE, at=AT + timedelta(seconds=4)))
    slow = Draft(
        "d2",
        PIECE,
        "U1",
        AT,
        replies=(LATER, replace(LATER, attempt=2)),
        made=replace(MADE, at=AT + timedelta(seconds=9)),
    )
    built = replace(quick, replies=(), made=replace(MADE, by_model=False, at=AT + timedelta(seconds=5)))
    assert cost(Drafted((quick, slow, built), 9.1)) == Cost(3, 300, 60, 4.0, 9.0, 3, 2)


def test_both_ways_stand_side_by_side() -> None:
    lines = list(tables.drafts([Compared("clinic", Plain(1_000, 1_600, 20.0), COST)]))
    assert "| clinic | one plain request | 1 | 1,000 | 1,600 | 20 | 20 | none |" in lines
    assert "| clinic | the bot | 12 | 24,000 | 2,000 | 4 | 40 | 7 of 10 |" in lines
    assert lines[-1] == "The bot takes 10.0 times the tokens of one plain request and 2.0 times its time."


def test_the_plain_request_holds_the_quick_prompt_and_every_answer() -> None:
    for name in NAMES:
        assessment = assessments()[name]
        text = whole_prompt(assessment)
        assert assessment.subject.name in text
        assert "90-day plan" in text
        for rating in assessment.ratings:
            assert f"answer: level {rating.verdict}" in text
            assert all(each.text in text for each in rating.evidence)
