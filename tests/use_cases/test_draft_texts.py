"""Drafting: who may ask, what is asked once, what survives a crash, and that no model ever blocks it."""

from collections import deque
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.core.assessment import Role
from bot.core.drafts.brief import FactKind, Kind
from bot.core.drafts.built_texts import built
from bot.core.drafts.draft import Proposals, Prose, Sentence, Texts, Trouble
from bot.core.drafts.steps import NO_TEXT
from bot.core.plan.plan import Plan
from bot.core.record.export import export_assessment
from bot.core.record.rescoring import read_export
from bot.core.thread import DraftShown, Prompt
from bot.store.drafts import SqlDraftReads
from bot.store.store import SqlStore
from bot.use_cases.drafts import Undrafted, draft_in, request_drafts
from bot.use_cases.ports import Deed, NotForYou, NotHere
from bot.use_cases.write_draft import write_draft
from tests.known import sure
from tests.use_cases.drafting import (
    CRASH,
    HONEST,
    LIE,
    LIE_ABOUT_THE_SECOND,
    OWN_WORDS,
    PIECES,
    REQUESTS,
    Drafts,
    Scripted,
)
from tests.use_cases.fakes import CrashError
from tests.use_cases.talking import CHANNEL, DANA, OLGA, TEAM, shows_the_layout

# --- who may ask, and what is asked once


@pytest.mark.parametrize(
    ("wish", "refused"),
    [
        ({"by": OLGA}, NotForYou()),
        ({"by": "U3"}, NotForYou()),
        ({"channel": "C9"}, NotHere()),
        ({"workspace": "T9"}, NotHere()),
    ],
)
def test_from_elsewhere_and_for_whoever_only_watches_nothing_is_drafted_and_no_language_chosen(
    drafts: Drafts, wish: dict[str, str], refused: object
) -> None:
    drafts.add("U3", Role.OBSERVER)
    assert drafts.ask(**wish) == refused
    assert draft_in(drafts.store, drafts.clock, *drafts.wish(**wish), "de") == refused
    assert (drafts.drafts, drafts.assessment.language) == ((), "")


def test_a_respondent_may_ask(drafts: Drafts) -> None:
    drafts.add(OLGA, Role.RESPONDENT)
    assert isinstance(drafts.ask(by=OLGA), int)


def test_an_assessment_under_way_has_nothing_to_draft(store: SqlStore) -> None:
    drafts = Drafts(store)
    drafts.start()
    drafts.settle()
    drafts.say("2")
    assert drafts.ask() == Undrafted.NOT_COMPLETE
    assert drafts.drafts == ()


def test_an_assessment_in_which_nothing_is_rated_has_nothing_to_draft(store: SqlStore) -> None:
    drafts = Drafts(store)
    drafts.complete(*["don't know"] * 6)
    assert drafts.ask() == Undrafted.NOT_COMPLETE


def test_a_language_that_is_chosen_is_kept_and_only_what_is_accepted_stays_in_another(drafts: Drafts) -> None:
    drafts.draft_all()
    drafts.accept(drafts.draft(Kind.NOTE))
    wish = drafts.wish()
    for _ in range(2):  # Slack delivers twice
        draft_in(drafts.store, drafts.clock, *wish, "de")
    drafts.settle()
    assert drafts.assessment.language == "de"
    written = {each.piece.key: each.made.brief.language for each in drafts.drafts if each.made}
    assert sorted(written.values()) == ["de"] * (PIECES - 1) + ["en"]
    assert read_export(export_assessment(drafts.assessment)).assessment == drafts.assessment
    assert export_assessment(drafts.assessment)["format_version"] == 4
    assert draft_in(drafts.store, drafts.clock, *drafts.wish(), "xx") == Undrafted.ALREADY_THERE
    assert drafts.assessment.language == "de"


def test_two_presses_make_one_draft_of_each_text(drafts: Drafts) -> None:
    assert drafts.ask(event="w1") == PIECES
    assert drafts.ask(event="w2") == Undrafted.ALREADY_THERE
    drafts.settle()
    assert drafts.ask(event="w3") == Undrafted.ALREADY_THERE
    drafts.settle()
    assert len({each.piece.key for each in drafts.drafts}) == len(drafts.drafts) == PIECES
    assert len(drafts.drafter.asked) == REQUESTS


def test_a_press_that_is_delivered_again_asks_for_nothing(drafts: Drafts) -> None:
    drafts.ask(event="w1")
    drafts.settle()
    drafts.discard(drafts.drafts[0])
    assert drafts.ask(event="w1") == 0
    assert len(drafts.drafts) == PIECES


def test_two_people_at_once_make_one_draft_of_each_text(drafts: Drafts) -> None:
    drafts.add(OLGA, Role.RESPONDENT)
    deeds = [Deed(TEAM, CHANNEL, by, f"at once {by}") for by in (DANA, OLGA)]
    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(lambda deed: request_drafts(drafts.kept, drafts.clock, deed, drafts.id), deeds))
    assert set(outcomes) == {PIECES, Undrafted.ALREADY_THERE}
    assert len(drafts.drafts) == PIECES


def test_a_discarded_draft_is_asked_for_again_and_no_other(drafts: Drafts) -> None:
    drafts.draft_all()
    drafts.discard(drafts.drafts[0])
    drafts.accept(drafts.drafts[1])
    assert drafts.ask() == 1
    assert drafts.drafts[-1].piece == drafts.drafts[0].piece


def test_changed_answers_ask_anew_for_what_rests_on_them_but_for_what_is_accepted(drafts: Drafts) -> None:
    drafts.draft_all()
    drafts.accept(drafts.draft(Kind.NOTE, 6))
    drafts.say("change 6 to 3", "change 1 to 3")
    stale = {each.draft.piece.key for each in drafts.shown() if each.stale}
    assert f"note:{drafts.key(6)}" in stale
    assert f"note:{drafts.key(2)}" not in stale, "what it rests on is as it was"
    assert drafts.progress.stale == len(stale) - 1, "the note of dimension 6 is accepted"
    assert isinstance(drafts.ask(), int)
    anew = {each.piece.key for each in drafts.drafts if each.made is None}
    assert f"note:{drafts.key(1)}" in anew
    assert f"note:{drafts.key(6)}" not in anew
    assert not anew & {f"note:{drafts.key(place)}" for place in (2, 3, 4, 5)}


def test_what_is_being_written_is_not_asked_for_again_but_its_job_is_put_back(drafts: Drafts) -> None:
    drafts.ask()
    while (job := drafts.kept.jobs.claim(drafts.clock.now())) is not None:
        drafts.kept.jobs.finish(job)
    assert drafts.ask() == Undrafted.ALREADY_THERE
    drafts.settle()
    assert all(each.made for each in drafts.drafts)


# --- what a model does, and what becomes of it


def test_without_a_model_every_text_is_built_and_nothing_is_asked(drafts: Drafts) -> None:
    drafts.ask()
    for draft in drafts.drafts:  # the job of the first of a kind writes all of them, the others nothing
        payload = drafts.payload_of(draft)
        write_draft(drafts.kept, drafts.clock, None, payload, calls=drafts.calls, tokens=drafts.tokens)
    for draft in drafts.drafts:
        assert draft.made is not None
        assert (draft.made.by_model, draft.made.trouble, draft.replies) == (False, Trouble.NO_MODEL, ())
        assert draft.made.content == built(draft.made.brief)
    assert (drafts.progress.ready, drafts.progress.built, drafts.progress.model) == (PIECES, 0, "")


def test_an_honest_text_is_used_with_what_it_cost(drafts: Drafts) -> None:
    draft = drafts.first(HONEST)
    assert draft.made is not None
    assert (draft.made.by_model, draft.made.trouble, draft.made.findings) == (True, None, ())
    (reply,) = draft.replies
    assert (reply.attempt, reply.model, reply.prompt.name) == (1, "openai:small", "note")
    notes = [each for each in drafts.drafts if each.piece.kind is Kind.NOTE]
    assert sum(reply.tokens_in for each in notes for reply in each.replies) == 100, "one request wrote them all"
    assert draft.made.content != reply.content, "the reply keeps its slots, the text has their facts"


def test_what_was_refused_is_asked_for_again_and_nothing_else(drafts: Drafts) -> None:
    drafts.first(LIE_ABOUT_THE_SECOND, HONEST)
    notes = [each for each in drafts.drafts if each.piece.kind is Kind.NOTE]
    assert all(each.made and each.made.by_model for each in notes)
    assert [len(each.replies) for each in notes] == [1, 2, 1, 1, 1, 1]
    assert [each.dimension for each in drafts.drafter.briefs[1].standings] == [notes[1].piece.dimension]
    ids = [{each.id for each in brief.of_kind(FactKind.DIMENSION)} for brief in drafts.drafter.briefs]
    assert ids[1] < ids[0], "the facts keep their ids"


@pytest.mark.parametrize("trouble", [Trouble.MALFORMED, Trouble.CUT_OFF])
def test_what_cannot_be_read_is_asked_for_piece_by_piece(drafts: Drafts, trouble: Trouble) -> None:
    drafts.first(trouble)
    assert [len(each.standings) for each in drafts.drafter.briefs] == [6, 1, 1, 1, 1, 1, 1]
    assert all(each.made and each.made.by_model for each in drafts.drafts if each.piece.kind is Kind.NOTE)


def test_actions_that_were_accepted_are_kept_and_the_others_asked_for_again(drafts: Drafts) -> None:
    drafts.ask()
    drafts.drafter.script = deque([LIE, HONEST])
    drafts.write_one(drafts.draft(Kind.PLAN))
    made = sure(drafts.draft(Kind.PLAN).made)
    assert isinstance(made.content, Plan)
    assert made.by_model
    assert [len(each) for each in drafts.drafter.accepted] == [0, 1]
    assert made.content.actions[0] == drafts.drafter.accepted[1][0]


def test_a_job_of_a_draft_that_is_written_with_another_does_nothing(drafts: Drafts) -> None:
    drafts.ask()
    drafts.write_one(drafts.drafts[1])
    assert drafts.drafter.asked == []
    assert drafts.drafts[1].made is None


def test_a_lie_is_asked_once_more_with_what_is_wrong_with_it(drafts: Drafts) -> None:
    draft = drafts.first(LIE, HONEST)
    assert sure(draft.made).by_model
    assert [bool(each.findings) for each in draft.replies] == [True, False]
    (_, _, none), (_, _, problems) = drafts.drafter.asked
    assert none == ()
    assert any("73" in each for each in problems)


def test_two_lies_make_the_built_text_with_the_reason(drafts: Drafts) -> None:
    draft = drafts.first(LIE, LIE)
    assert draft.made is not None
    assert not draft.made.by_model
    assert draft.made.content == built(draft.made.brief)
    assert draft.made.findings == draft.replies[-1].findings != ()
    assert len(drafts.drafter.asked) == 2


def test_a_model_that_broke_off_gets_more_room_and_is_not_told_to_write_less(drafts: Drafts) -> None:
    drafts.first(Trouble.CUT_OFF, Trouble.MALFORMED, HONEST)
    assert drafts.drafter.roomy[:3] == [False, True, True]
    assert [problems for *_, problems in drafts.drafter.asked][:2] == [(), ()]


@pytest.mark.parametrize(
    "trouble", [Trouble.UNREACHABLE, Trouble.RATE_LIMITED, Trouble.REFUSED, Trouble.TOO_SLOW, Trouble.NO_MODEL]
)
def test_a_model_that_does_not_answer_is_not_waited_for_twice(drafts: Drafts, trouble: Trouble) -> None:
    draft = drafts.first(trouble)
    assert (sure(draft.made).by_model, sure(draft.made).trouble) == (False, trouble)
    assert len(drafts.drafter.asked) == 1


CUT_OFF, MALFORMED = Trouble.CUT_OFF, Trouble.MALFORMED
BROKEN = Texts((("F5", Prose((Sentence("half \ud83d of a pair"),))),))
SCRIPTS: list[tuple[list[Scripted], Trouble | None, list[Trouble | None], int]] = [
    ([MALFORMED, HONEST], None, [MALFORMED, None], 0),
    ([CUT_OFF, HONEST], None, [CUT_OFF, None], 0),
    ([Texts((("F1", OWN_WORDS),)), HONEST], None, [None, None], 1),  # nothing about this dimension
    ([Proposals(())] * 7, MALFORMED, [MALFORMED] * 2, 0),  # a plan in place of notes
    ([BROKEN] * 7, MALFORMED, [MALFORMED] * 2, 0),  # what cannot be kept exactly
]
"""What the model writes, what its text or the built one says of that, the trouble with each reply, its findings."""


@pytest.mark.parametrize(("script", "trouble", "replies", "findings"), SCRIPTS)
def test_a_text_that_is_of_no_use_is_asked_for_once_more(
    drafts: Drafts, script: list[Scripted], trouble: Trouble | None, replies: list[Trouble | None], findings: int
) -> None:
    draft = drafts.first(*script)
    assert (sure(draft.made).by_model, sure(draft.made).trouble) == (trouble is None, trouble)
    assert [each.trouble for each in draft.replies] == replies
    assert draft.replies[0].findings == (NO_TEXT,) * findings


def test_what_a_server_says_of_its_tokens_can_be_added_up(drafts: Drafts) -> None:
    drafts.drafter.tokens = 10**30
    reply = drafts.first(HONEST).replies[0]
    assert 0 < reply.tokens_in < 10**10
    drafts.drafter.tokens = -5
    drafts.write_one(drafts.draft(Kind.NARRATIVE))
    assert all(each.tokens_out >= 0 for draft in drafts.drafts for each in draft.replies)


# --- ceilings


def test_no_more_calls_are_made_than_the_ceiling_allows(drafts: Drafts) -> None:
    drafts.calls = 2
    drafts.drafter.script = deque([LIE] * 100)
    drafts.draft_all()
    assert len(drafts.drafter.asked) == 2
    reasons = [each.made.trouble for each in drafts.drafts if each.made]
    assert reasons.count(Trouble.CEILING) == 4, "the narratives and the plan"
    assert drafts.progress.built == PIECES


def test_a_retry_that_would_break_the_ceiling_is_not_made(drafts: Drafts) -> None:
    drafts.calls = 1
    draft = drafts.first(LIE, HONEST)
    assert sure(draft.made).findings == draft.replies[0].findings != ()


def test_the_tokens_of_all_drafts_count_against_the_ceiling(drafts: Drafts) -> None:
    drafts.tokens = 300
    drafts.draft_all()
    assert len(drafts.drafter.asked) == 2, "each takes 200, and the second began below the ceiling"
    assert [each.made.trouble for each in drafts.drafts if each.made].count(Trouble.CEILING) == 1


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


@pytest.mark.parametrize(
    ("script", "before", "after", "calls"),
    [
        ([HONEST], {1}, set(), 2),
        ([HONEST], set(), {1}, 1),
        ([LIE, HONEST], set(), {1}, 2),
        ([LIE, HONEST], set(), {2}, 2),
    ],
)
def test_after_a_crash_at_any_write_it_goes_on_and_a_reply_that_was_kept_is_not_paid_for_again(
    drafts: Drafts, script: list[Scripted], before: set[int], after: set[int], calls: int
) -> None:
    drafts.ask()
    drafts.store = drafts.crashing
    drafts.crashing.before, drafts.crashing.after = before, after
    drafts.drafter.script = deque(script)
    with pytest.raises(CrashError):
        drafts.write_one(drafts.drafts[0])
    drafts.write_one(drafts.drafts[0])
    assert sure(drafts.drafts[0].made).by_model
    assert [each.attempt for each in drafts.drafts[0].replies] == [*range(1, len(script) + 1)]
    assert len(drafts.drafter.asked) == calls


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
