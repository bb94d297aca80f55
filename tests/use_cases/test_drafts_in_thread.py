"""Drafts as they stand in Slack: the status first, then each text as it is ready, an open question below them."""

from collections import deque

import pytest

from bot.core.thread import DraftShown, Prompt
from bot.store.drafts import SqlDraftReads
from bot.store.store import SqlStore
from tests.known import sure
from tests.use_cases.drafting import HONEST, LIE, PIECES, Drafts
from tests.use_cases.talking import shows_the_layout

NARRATIVES = 3  # of the top gaps


def test_how_far_the_drafts_are_shows_before_any_is_written(drafts: Drafts) -> None:
    drafts.ask()
    job = sure(drafts.kept.jobs.claim(drafts.clock.now()))
    drafts.run(job)
    drafts.kept.jobs.finish(job)
    assert drafts.drafter.asked == []
    assert shows_the_layout(drafts)
    assert (drafts.progress.wanted, drafts.progress.ready) == (PIECES, 0)


def test_each_text_is_posted_as_it_is_ready_and_the_status_counts(drafts: Drafts) -> None:
    drafts.drafter.script = deque([HONEST, LIE, LIE])  # the notes, then the narratives in one request, twice
    drafts.draft_all()
    assert shows_the_layout(drafts)
    progress = drafts.progress
    counted = (progress.ready, progress.built, progress.waiting, progress.model)
    assert counted == (PIECES, NARRATIVES, PIECES, "openai:small")
    assert len(drafts.shown()) == PIECES
    assert not any(each.stale or each.replaced for each in drafts.shown())


def test_a_question_put_anew_stays_below_the_drafts(drafts: Drafts) -> None:
    drafts.ask()
    drafts.say("change 1")
    assert isinstance(drafts.slack.messages[-1].shows, Prompt)
    drafts.settle()
    shown = [each.shows for each in drafts.slack.messages if each.key]
    assert isinstance(shown[-1], Prompt)
    assert isinstance(shown[-2], DraftShown)
    drafts.say("2")
    assert shows_the_layout(drafts)


def test_an_assessment_under_way_is_not_searched_for_drafts(store: SqlStore, monkeypatch: pytest.MonkeyPatch) -> None:
    drafts = Drafts(store)
    drafts.start()
    drafts.settle()
    read: list[str] = []
    monkeypatch.setattr(SqlDraftReads, "drafts", lambda *_: read.append("drafts"))
    drafts.say("2", "3")
    assert read == []
