"""Deciding about drafts: refusals and races, what becomes part of the record, and the actions of an accepted plan."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.cadence.rule import Cadence, SetCadence, Unit
from bot.core.cadence.times import SATURDAY
from bot.core.drafts.brief import Kind
from bot.core.drafts.draft import Draft, Prose, Sentence, Verb
from bot.core.plan.plan import MOST_ACTIONS, Action, Plan, plan_start
from bot.use_cases.drafts import (
    MOST_DRAFTS,
    ActionEdit,
    TooLate,
    Undrafted,
    accept_all,
    decide,
    edit_action,
    set_owners,
)
from bot.use_cases.ports import NotForYou, NotHere
from bot.use_cases.scorecards import scorecard_of
from tests.known import as_a, sure
from tests.use_cases.drafting import OWN_WORDS, Drafts, actions_of, note, plan, verbs
from tests.use_cases.fakes import START
from tests.use_cases.talking import CHANNEL, OLGA, TEAM, shows_the_layout

# --- who may


@pytest.mark.parametrize(
    ("who", "refused"),
    [({"workspace": "T9"}, NotHere()), ({"channel": "C9"}, NotHere()), ({"by": OLGA}, NotForYou())],
)
def test_from_elsewhere_no_draft_is_known_and_whoever_only_watches_decides_nothing(
    drafted: Drafts, who: dict[str, str], refused: object
) -> None:
    for outcome in (
        drafted.accept(note(drafted), **who),
        drafted.discard(note(drafted), **who),
        drafted.reopen(note(drafted), **who),
        drafted.edit(note(drafted), OWN_WORDS, seen=None, **who),
        drafted.redraft(note(drafted), **who),
        accept_all(drafted.kept, drafted.clock, *drafted.wish(**who)),
        set_owners(drafted.kept, drafted.clock, drafted.press_of(plan(drafted), **who), {}),
    ):
        assert outcome == refused
    assert all(each.decisions == () for each in drafted.drafts)


def test_a_draft_of_another_assessment_is_unknown(drafted: Drafts) -> None:
    assert drafted.accept(replace(note(drafted), id="nothing")) == NotHere()


# --- who was faster


def test_a_draft_with_a_newer_one_is_too_late_to_accept(drafted: Drafts) -> None:
    old = note(drafted)
    drafted.redraft(old)
    new = note(drafted)
    assert new.made is None
    for draft in (old, new):
        press = drafted.press_of(draft)
        assert decide(drafted.kept, drafted.clock, press, Verb.ACCEPT) == TooLate(new), (
            "while the newer one is being written"
        )
    drafted.settle()
    assert drafted.accept(old) == TooLate(note(drafted))
    assert drafted.edit(old) == TooLate(note(drafted))
    assert drafted.redraft(old) == TooLate(note(drafted))
    assert note(drafted).id != old.id
    assert all(each.decisions == () for each in drafted.drafts)


@pytest.mark.parametrize(("first", "then"), [("accept", "discard"), ("discard", "accept")])
def test_between_accepted_and_discarded_lies_an_undo(drafted: Drafts, first: str, then: str) -> None:
    getattr(drafted, first)(note(drafted))
    standing = note(drafted)
    assert getattr(drafted, then)(standing) == TooLate(standing)
    drafted.reopen(standing)
    assert getattr(drafted, then)(standing) == note(drafted)
    assert len(note(drafted).decisions) == 3


def test_an_accepted_text_is_not_drafted_anew_and_a_discarded_one_is_not_edited(drafted: Drafts) -> None:
    drafted.accept(note(drafted))
    assert drafted.redraft(note(drafted)) == TooLate(note(drafted))
    drafted.discard(plan(drafted))
    assert drafted.edit(plan(drafted), Plan(actions_of(plan(drafted)))) == TooLate(plan(drafted))


def test_a_form_that_was_open_while_somebody_else_decided_overwrites_nothing(drafted: Drafts) -> None:
    drafted.edit(note(drafted), seen=0)
    late = Prose((Sentence("Other words."),))
    assert drafted.edit(note(drafted), late, seen=0) == TooLate(note(drafted))
    assert note(drafted).content == OWN_WORDS
    assert isinstance(drafted.edit(note(drafted), late, seen=1), Draft)
    assert note(drafted).content == late


def test_a_text_cannot_take_the_place_of_a_plan(drafted: Drafts) -> None:
    assert drafted.edit(plan(drafted), OWN_WORDS) == TooLate(plan(drafted))
    assert plan(drafted).decisions == ()


# --- once


PRESSES: list[tuple[list[tuple[str, str]], list[Verb]]] = [
    ([("accept", "p1"), ("accept", "p1"), ("accept", "p2")], [Verb.ACCEPT]),
    ([("accept", "p1"), ("reopen", "p2"), ("accept", "p1")], [Verb.ACCEPT, Verb.REOPEN]),  # delivered again
    ([("edit", "p1"), ("edit", "p1")], [Verb.ACCEPT]),  # a form is not too late for itself
    ([("reopen", "p1")], []),
]


@pytest.mark.parametrize(("presses", "decided"), PRESSES)
def test_what_is_delivered_again_or_is_so_already_decides_nothing(
    drafted: Drafts, presses: list[tuple[str, str]], decided: list[Verb]
) -> None:
    for what, event in presses:
        seen = {"seen": 0} if what == "edit" else {}
        assert getattr(drafted, what)(note(drafted), event=event, **seen) == note(drafted)
    assert verbs(note(drafted)) == decided


def test_a_redraft_delivered_again_is_asked_for_once(drafted: Drafts) -> None:
    old, count = note(drafted), len(drafted.drafts)
    drafted.redraft(old, event="p1")
    assert drafted.redraft(old, event="p1") == old
    assert len(drafted.drafts) == count + 1


# --- what is accepted


def test_an_accepted_text_shows_with_the_scorecard_and_a_reopened_one_does_not(drafted: Drafts) -> None:
    drafted.accept(drafted.draft(Kind.NARRATIVE))
    drafted.accept(note(drafted))
    card = sure(scorecard_of(drafted.kept, TEAM, CHANNEL, drafted.id))
    assert [(each.piece.kind, each.by, each.editor, each.stale) for each in card.accepted.texts] == [
        (Kind.NOTE, "U1", "", False),
        (Kind.NARRATIVE, "U1", "", False),
    ]
    drafted.reopen(note(drafted))
    card = sure(scorecard_of(drafted.kept, TEAM, CHANNEL, drafted.id))
    assert [each.piece.kind for each in card.accepted.texts] == [Kind.NARRATIVE]
    assert shows_the_layout(drafted)


def test_drafts_that_nobody_accepted_do_not_show_with_the_scorecard(drafted: Drafts) -> None:
    drafted.discard(plan(drafted))
    card = sure(scorecard_of(drafted.kept, TEAM, CHANNEL, drafted.id))
    assert (card.accepted.texts, card.accepted.actions) == ((), ())


def test_answers_changed_since_make_an_accepted_text_stale(drafted: Drafts) -> None:
    drafted.accept(note(drafted))
    drafted.say("change 1 to 3")
    card = sure(scorecard_of(drafted.kept, TEAM, CHANNEL, drafted.id))
    assert [each.stale for each in card.accepted.texts] == [True]


def test_an_edit_accepts_in_the_persons_own_words_made_safe_to_keep(drafted: Drafts) -> None:
    outcome = drafted.edit(note(drafted), Prose((Sentence("  Calm\u200b words\nof <!channel> ours.  "),)))
    assert outcome == note(drafted)
    (text,) = sure(scorecard_of(drafted.kept, TEAM, CHANNEL, drafted.id)).accepted.texts
    assert (text.text, text.editor) == ("Calm words\nof <!channel> ours.", "U1")


def test_an_edit_that_says_nothing_is_refused(drafted: Drafts) -> None:
    assert drafted.edit(note(drafted), Prose((Sentence(" \u200b "),))) == Undrafted.NOTHING_LEFT
    assert drafted.edit(plan(drafted), Plan(())) == Undrafted.NOTHING_LEFT
    assert all(each.decisions == () for each in drafted.drafts)


def test_an_edited_plan_is_brought_within_bounds(drafted: Drafts) -> None:
    action = actions_of(plan(drafted))[0]
    odd = replace(action, what="Do " * 400, due_day=400)
    drafted.edit(
        plan(drafted), Plan((odd, replace(action, dimension="nowhere"), replace(action, what=" "), *[action] * 20))
    )
    kept = actions_of(plan(drafted))
    assert len(kept) == MOST_ACTIONS - 2
    assert (kept[0].due_day, len(kept[0].what) <= 300) == (90, True)


def test_all_are_accepted_at_once_but_for_what_is_decided_or_stale(drafted: Drafts) -> None:
    drafted.discard(note(drafted))
    drafted.say("change 6 to 3")
    assert accept_all(drafted.kept, drafted.clock, *drafted.wish(event="w")) == 8
    assert accept_all(drafted.kept, drafted.clock, *drafted.wish(event="w")) == 0
    drafted.settle()
    left = {each.piece.key for each in drafted.drafts if not each.accepted}
    assert left == {note(drafted).piece.key, f"note:{drafted.key(6)}"}, "nothing else rests on that level"
    assert drafted.progress.waiting == 1


# --- another draft


def test_a_redraft_takes_the_wish_along_and_the_old_text_stays_until_the_new_one_is_there(drafted: Drafts) -> None:
    old = note(drafted)
    outcome = as_a(Draft, drafted.redraft(old, "  shorter,\nfor the board "))
    assert outcome.hint == "shorter, for the board"
    job = sure(drafted.kept.jobs.claim(drafted.clock.now()))
    drafted.run(job)
    drafted.kept.jobs.finish(job)
    assert [each.replaced for each in drafted.shown() if each.draft.id == old.id] == [True]
    drafted.settle()
    assert old.id not in [each.draft.id for each in drafted.shown()]
    assert drafted.shown()[-1].draft.id == outcome.id
    assert drafted.drafter.asked[-1][1] == "shorter, for the board"
    assert shows_the_layout(drafted)


def test_of_one_text_only_so_many_drafts_are_written(drafted: Drafts) -> None:
    for _ in range(MOST_DRAFTS - 1):
        assert isinstance(drafted.redraft(note(drafted)), Draft)
        drafted.settle()
    assert drafted.redraft(note(drafted)) == Undrafted.TOO_MANY
    assert isinstance(drafted.redraft(plan(drafted)), Draft)


def test_a_redraft_spends_from_the_same_ceiling(drafted: Drafts) -> None:
    drafted.calls = len(drafted.drafter.asked)
    drafted.redraft(note(drafted))
    drafted.settle()
    made = sure(note(drafted).made)
    assert made.trouble is not None
    assert not made.by_model


# --- an accepted plan


def test_an_accepted_plan_makes_its_actions_part_of_the_record_due_from_that_day_in_utc(drafted: Drafts) -> None:
    drafted.clock.moment = datetime(2026, 11, 30, 23, 30, tzinfo=UTC)
    drafted.accept(plan(drafted))
    start = date(2026, 11, 30)
    planned = Plan(actions_of(plan(drafted))).on_working_days(start, lambda day: day.weekday() < SATURDAY)
    steps = [replace(step, facts=()) for step in planned.actions]  # they stay with the plan
    expected = [(step, start + timedelta(days=step.due_day)) for step in steps]
    assert [(each.action, each.due) for each in drafted.actions] == expected
    shown = next(each for each in drafted.shown() if each.draft.piece.kind is Kind.PLAN)
    assert [each.accepted for each in shown.actions] == [*drafted.actions]
    card = sure(scorecard_of(drafted.kept, TEAM, CHANNEL, drafted.id))
    assert tuple(each.accepted for each in card.accepted.actions) == drafted.actions


def test_a_plan_accepted_twice_adds_its_actions_once(drafted: Drafts) -> None:
    drafted.accept(plan(drafted), event="p1")
    drafted.accept(plan(drafted), event="p2")
    assert len(drafted.actions) == len(actions_of(plan(drafted)))


def test_a_reopened_plan_takes_its_actions_off_the_record(drafted: Drafts) -> None:
    drafted.accept(plan(drafted))
    drafted.reopen(plan(drafted))
    assert [*drafted.actions] == []
    drafted.accept(plan(drafted))
    assert len(drafted.actions) == len(actions_of(plan(drafted)))


def test_actions_are_given_to_people(drafted: Drafts) -> None:
    drafted.accept(plan(drafted))
    first, *rest = drafted.actions
    press = drafted.press_of(plan(drafted), event="p9")
    assert set_owners(drafted.kept, drafted.clock, press, {first.id: OLGA}) == 1
    assert set_owners(drafted.kept, drafted.clock, press, {first.id: "U8"}) == 0, "delivered again"
    again = drafted.press_of(plan(drafted))
    assert set_owners(drafted.kept, drafted.clock, again, {first.id: OLGA}) == 0, "it is hers already"
    drafted.settle()
    assert [each.owner for each in drafted.actions] == [OLGA, *[None] * len(rest)]
    assert shows_the_layout(drafted)


def test_actions_that_are_not_on_the_record_are_given_to_nobody(drafted: Drafts) -> None:
    drafted.accept(plan(drafted))
    gone = drafted.actions[0].id
    drafted.reopen(plan(drafted))
    press = drafted.press_of(plan(drafted))
    assert set_owners(drafted.kept, drafted.clock, press, {gone: OLGA}) == TooLate(plan(drafted))


def test_a_plan_that_was_reopened_by_mistake_keeps_its_owners_and_counts_from_its_new_acceptance(
    drafted: Drafts,
) -> None:
    drafted.accept(plan(drafted))
    first, start = drafted.actions[0], plan_start(drafted.actions)
    set_owners(drafted.kept, drafted.clock, drafted.press_of(plan(drafted)), {first.id: OLGA})
    drafted.reopen(plan(drafted))
    assert [*drafted.actions] == []
    drafted.clock.moment += timedelta(days=3)
    drafted.accept(plan(drafted))
    assert [each.owner for each in drafted.actions][:2] == [OLGA, None]
    assert start is not None
    assert plan_start(drafted.actions) == start + timedelta(days=3)


# --- the days of a plan are days on which people work


@given(st.lists(st.integers(1, 90), min_size=1, max_size=9), st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.data())
def test_no_action_falls_on_a_day_off_or_leaves_its_phase(days: list[int], start: date, data: st.DataObject) -> None:
    off = data.draw(st.frozensets(st.integers(1, 90), max_size=20))
    actions = tuple(Action("d", f"Step {day}", "CX lead", day, "", "") for day in days)

    def works(day: date) -> bool:
        return day.weekday() < SATURDAY and (day - start).days not in off

    for before, after in zip(actions, Plan(actions).on_working_days(start, works).actions, strict=True):
        assert after.phase == before.phase
        assert works(start + timedelta(days=after.due_day))
        assert replace(after, due_day=before.due_day) == before
        if works(start + timedelta(days=before.due_day)):
            assert after == before


def test_a_holiday_of_the_country_that_the_channel_named_gives_way_to_the_day_before(drafted: Drafts) -> None:
    drafted.clock.moment = datetime(2026, 11, 22, 12, tzinfo=UTC)
    rest = {date(2026, 12, 25), date(2026, 12, 24)}
    drafted.edit(plan(drafted), Plan((replace(actions_of(plan(drafted))[0], due_day=33),)))
    drafted.reopen(plan(drafted))
    for country, due in (("", date(2026, 12, 25)), ("DE", date(2026, 12, 23))):
        if country:
            with drafted.kept.writing("T0ACME0001") as tx:
                rule = Cadence(1, Unit.MONTH, date(2027, 1, 4), time(9, 30), "UTC", country=country)
                tx.put_cadence(SetCadence("c1", TEAM, CHANNEL, "f", "F", "other", rule, "U1", START, None))
        press = drafted.press_of(plan(drafted))
        decide(drafted.kept, drafted.clock, press, Verb.ACCEPT, lambda at, _: frozenset(rest if at == "DE" else ()))
        assert [each.due for each in drafted.actions] == [due]
        drafted.reopen(plan(drafted))


# --- one action after another


def edit(drafted: Drafts, place: int, action: Action | None, *, seen: int | None = None, **other: str) -> object:
    decisions = len(plan(drafted).decisions) if seen is None else seen
    press = drafted.press_of(plan(drafted), **other)
    return edit_action(drafted.kept, drafted.clock, press, ActionEdit(place, action, decisions))


def whats(drafted: Drafts) -> list[str]:
    return [each.what for each in Plan(actions_of(plan(drafted))).in_order]


def test_an_edited_action_leaves_a_proposed_plan_proposed_and_an_accepted_one_accepted(drafted: Drafts) -> None:
    first = Plan(actions_of(plan(drafted))).in_order[0]
    edit(drafted, 1, replace(first, what="Call ten customers"))
    assert (plan(drafted).decision, whats(drafted)[0], drafted.actions) == (None, "Call ten customers", ())
    drafted.accept(plan(drafted))
    set_owners(drafted.kept, drafted.clock, drafted.press_of(plan(drafted)), {drafted.actions[0].id: OLGA})
    edit(drafted, 0, replace(first, what="Meet weekly"))
    edit(drafted, 1, replace(first, what="Call twelve customers"))
    assert plan(drafted).accepted
    now = {each.action.what: each.owner for each in drafted.actions}
    assert (now["Call twelve customers"], now["Meet weekly"]) == (OLGA, None)


def test_what_two_people_do_to_two_actions_is_kept_and_to_one_is_refused(drafted: Drafts) -> None:
    first, second, *_ = Plan(actions_of(plan(drafted))).in_order
    edit(drafted, 1, replace(first, what="Mine"), seen=0)
    edit(drafted, 2, replace(second, what="Yours"), seen=0)
    assert whats(drafted)[:2] == ["Mine", "Yours"]
    assert isinstance(edit(drafted, 1, replace(first, what="Late"), seen=0), TooLate)
    edit(drafted, 2, None)
    assert "Yours" not in whats(drafted)
    assert isinstance(edit(drafted, 2, None, seen=2), TooLate), "it is out already"


def test_a_form_delivered_again_adds_nothing_and_a_full_plan_takes_no_more(drafted: Drafts) -> None:
    first = actions_of(plan(drafted))[0]
    for event in ("e1", "e1"):
        edit(drafted, 0, replace(first, what="Once"), event=event)
    assert whats(drafted).count("Once") == 1
    for number in range(MOST_ACTIONS - len(whats(drafted))):
        edit(drafted, 0, replace(first, what=f"More {number}"))
    assert edit(drafted, 0, replace(first, what="Too much")) == Undrafted.PLAN_FULL
    assert len(whats(drafted)) == MOST_ACTIONS


def test_nothing_is_edited_in_a_plan_that_was_discarded(drafted: Drafts) -> None:
    drafted.discard(plan(drafted))
    assert isinstance(edit(drafted, 0, actions_of(plan(drafted))[0]), TooLate)


def test_rewording_an_accepted_plan_keeps_owners_and_the_day_from_which_it_counts(drafted: Drafts) -> None:
    drafted.accept(plan(drafted))
    set_owners(drafted.kept, drafted.clock, drafted.press_of(plan(drafted)), {drafted.actions[0].id: OLGA})
    began: date = drafted.actions[0].due - timedelta(days=drafted.actions[0].action.due_day)
    drafted.clock.moment += timedelta(days=10)
    first, *rest = actions_of(plan(drafted))
    drafted.edit(plan(drafted), Plan((replace(first, what="Say it differently"), *rest)))
    assert (drafted.actions[0].owner, drafted.actions[0].action.what) == (OLGA, "Say it differently")
    assert drafted.actions[0].due == began + timedelta(days=first.due_day)
    drafted.edit(plan(drafted), Plan(tuple(reversed(actions_of(plan(drafted))))))
    assert [each.action.what for each in drafted.actions if each.owner == OLGA] == ["Say it differently"]
