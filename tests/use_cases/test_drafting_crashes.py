"""A process that goes down while it drafts, and answers that change meanwhile: nothing is paid for twice."""

from collections import deque

import pytest

from bot.core.drafts.draft import Prose
from bot.use_cases.write_draft import write_draft
from tests.known import sure
from tests.use_cases.drafting import CRASH, HONEST, LIE, REQUESTS, Drafts
from tests.use_cases.fakes import CrashError
from tests.use_cases.talking import TEAM


@pytest.mark.parametrize(("before", "after", "calls"), [({1}, set(), 2), (set(), {1}, 1)])
def test_after_a_crash_at_any_write_a_reply_that_was_kept_is_not_paid_for_again(
    drafts: Drafts, before: set[int], after: set[int], calls: int
) -> None:
    drafts.ask()
    drafts.store = drafts.crashing
    drafts.crashing.before, drafts.crashing.after = before, after
    with pytest.raises(CrashError):
        drafts.write_one(drafts.drafts[0])
    drafts.write_one(drafts.drafts[0])
    draft = drafts.drafts[0]
    assert draft.made is not None
    assert draft.made.by_model
    assert (len(drafts.drafter.asked), len(draft.replies)) == (calls, 1)


@pytest.mark.parametrize("at", [1, 2])
def test_a_crash_between_two_tries_goes_on_where_it_was(drafts: Drafts, at: int) -> None:
    drafts.ask()
    drafts.store = drafts.crashing
    drafts.crashing.after = {at}
    drafts.drafter.script = deque([LIE, HONEST])
    with pytest.raises(CrashError):
        drafts.write_one(drafts.drafts[0])
    drafts.write_one(drafts.drafts[0])
    assert [each.attempt for each in drafts.drafts[0].replies] == [1, 2]
    assert len(drafts.drafter.asked) == 2


def test_a_crash_while_the_model_is_asked_leaves_nothing_and_is_tried_again(drafts: Drafts) -> None:
    drafts.drafter.script = deque([CRASH, HONEST])
    drafts.draft_all()
    assert all(each.made and each.made.by_model for each in drafts.drafts)
    assert len(drafts.drafter.asked) == REQUESTS + 1


def test_a_finished_draft_is_not_written_again(drafts: Drafts) -> None:
    draft = drafts.first(HONEST)
    drafts.write_one(draft)
    assert drafts.drafts[0] == draft
    assert len(drafts.drafter.asked) == 1


def test_a_job_of_what_is_not_there_does_nothing(drafts: Drafts) -> None:
    for payload in (
        {"workspace": TEAM, "assessment": drafts.id, "draft": "nothing"},
        {"workspace": "T9", "assessment": drafts.id, "draft": "nothing"},
    ):
        write_draft(drafts.kept, drafts.clock, drafts.drafter, payload, calls=9, tokens=9_000)
    assert drafts.drafter.asked == []


# --- answers that change meanwhile


def test_a_retry_is_written_from_the_facts_of_its_own_moment(drafts: Drafts) -> None:
    drafts.ask()
    drafts.store = drafts.crashing
    drafts.crashing.after = {1}
    drafts.drafter.script = deque([LIE, HONEST])
    with pytest.raises(CrashError):
        drafts.write_one(drafts.drafts[0])
    drafts.store = drafts.kept
    drafts.hear(drafts.message("change 1 to 5, every customer is asked after each order"))
    drafts.write_one(drafts.drafts[0])
    made = sure(drafts.drafts[0].made)
    assert made.by_model
    assert isinstance(made.content, Prose)
    assert "every customer is asked after each order" in made.content.text


def test_a_text_about_a_dimension_that_does_not_apply_any_more_is_not_written(drafts: Drafts) -> None:
    drafts.ask()
    drafts.hear(drafts.message("change 1 to n/a, no stores"))
    drafts.settle()
    assert drafts.drafts[0].made is None
    assert drafts.progress.wanted == drafts.progress.ready, "nobody waits for it"
    drafts.say("change 1 to 2")
    drafts.draft_all()
    assert drafts.drafts[0].made is not None
