"""The forms of drafts: what stands in them, how they are read back, and which mistakes are named at which field."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.drafts.draft import Draft, Verb
from bot.core.plan.plan import Action, Aim, Plan
from bot.slack.blocks import View
from bot.slack.values import OfDraft, written
from bot.slack.values import read as read_value
from bot.slack.views.draft_forms import (
    NO_TEXT,
    action_form,
    edit_form,
    owners_form,
    read_action_form,
    read_edit,
    read_hint,
    read_owners,
    redraft_form,
    sources_view,
)
from tests.known import as_a
from tests.slack.drafts import NAME, NOTE, PLAN, ROOT, accepted_actions, action, assessed, decided, drafted, plan, prose
from tests.slack.shown import DANA, SAM, check_view

THREE = plan(action(80, "Third"), action(10, "First"), action(45, "Second"))


def filled(view: View) -> dict[str, str]:
    """Give what stands in a form when it opens, as it comes back when nobody touches it."""
    inputs = [each for each in view["blocks"] if each["type"] == "input"]
    return {each["block_id"]: each["element"].get("initial_value", "") for each in inputs}


def planned() -> Draft:
    return drafted(PLAN, content=THREE)


def test_a_text_stands_in_its_form_and_comes_back_as_it_was() -> None:
    given_draft = drafted(NOTE, content=prose("One sentence.", "And another."))
    view = check_view(edit_form("a1", given_draft, NAME))
    assert filled(view) == {"text": "One sentence. And another."}
    assert read_edit(filled(view)) == prose("One sentence. And another.")
    assert view["submit"]["text"] == "Accept"


def test_editing_what_is_accepted_is_saving() -> None:
    view = check_view(edit_form("a1", drafted(NOTE, decided(Verb.ACCEPT)), NAME))
    assert view["submit"]["text"] == "Save"


@pytest.mark.parametrize("typed", ["", " \n ", "\u200b\u2060"])
def test_an_empty_text_is_named_at_its_field(typed: str) -> None:
    assert read_edit({"text": typed}) == {"text": NO_TEXT}


def form_of(place: int, *, accepted: bool = False) -> View:
    given_draft = drafted(PLAN, *([decided(Verb.ACCEPT)] if accepted else []), content=THREE)
    of = read_value(OfDraft, written(OfDraft("a1", "d1", len(given_draft.decisions), place)))
    return check_view(action_form(assessed(), given_draft, of, given_draft.action_at(place, of.seen)))


def read(place: int, **typed: str) -> Action | Mapping[str, str] | None:
    state = filled(form_of(place)) | typed
    return read_action_form(assessed().framework, planned().action_at(place, 0), state)


def test_an_action_stands_in_its_form_and_comes_back_as_it_was() -> None:
    assert [read(place) for place in (1, 2, 3)] == list(THREE.in_order)
    one = Action(ROOT, "Do it", "CX lead", 5, "Done", "Begin", "A list of defects")
    again = as_a(Action, read_action_form(assessed().framework, one, filled(form_of(1)) | {"what": "Do it well"}))
    assert again.deliverable == "A list of defects"


@pytest.mark.parametrize("day", ["", "0", "91", "-3", "2.5", "soon", "1" * 30, "٣"])
def test_a_day_out_of_the_ninety_is_named_at_its_field(day: str) -> None:
    assert read(2, due=day) == {"due": "Give a whole day from 1 to 90."}


@pytest.mark.parametrize("day", ["1", "90", " 7 "])
def test_a_day_within_the_ninety_is_taken(day: str) -> None:
    assert as_a(Action, read(2, due=day)).due_day == int(day)


def test_an_action_is_taken_out_by_emptying_its_words_while_the_plan_is_proposed() -> None:
    assert read(2, what=" ", due="never", role="") is None
    optional = [
        next(each["optional"] for each in form_of(2, accepted=accepted)["blocks"] if each.get("block_id") == "what")
        for accepted in (False, True)
    ]
    assert optional == [True, False], "an accepted one is dropped with a reason"


@pytest.mark.parametrize("field", ["role", "measure", "first_step"])
def test_what_an_action_needs_is_asked_for_at_its_field(field: str) -> None:
    found = read(3, **{field: ""})
    assert isinstance(found, Mapping)
    assert list(found) == [field]


def test_an_action_that_is_added_needs_its_words_and_a_dimension() -> None:
    assert set(filled(form_of(0))) == {"dimension", "what", "role", "due", "measure", "first_step", "aim"}
    found = read(0)
    assert isinstance(found, Mapping)
    assert set(found) == {"dimension", "what", "role", "due", "measure", "first_step"}
    typed = {"what": "Call ten", "role": "CX lead", "due": "20", "measure": "Ten notes", "first_step": "Pick them"}
    assert read(0, dimension="2", **typed) == Action(
        assessed().framework.dimensions[1].key, "Call ten", "CX lead", 20, "Ten notes", "Pick them"
    )
    assert as_a(Action, read(0, dimension="2", **typed, aim="nps 31 to 45")).aim == Aim("NPS", "31", "45")
    wrong = read(0, dimension="2", **typed, aim="nps 31 to 145")
    assert isinstance(wrong, Mapping)
    assert "from -100 to 100" in wrong["aim"]
    assert read(0, dimension="99", **typed) == {"dimension": "Choose a dimension."}


@given(st.dictionaries(st.sampled_from(["text", "what", "due", "role", "measure", "dimension"]), st.text()))
def test_anything_in_the_form_is_read_or_its_mistakes_are_named(state: dict[str, str]) -> None:
    for found in (read_edit(state), *(read(place, **state) for place in (0, 1))):
        assert not isinstance(found, Mapping) or all(found.values())


def test_a_wish_is_read_on_one_line() -> None:
    assert read_hint({"hint": " shorter,\nfor the board "}) == "shorter, for the board"
    assert read_hint({}) == ""


def test_without_a_model_the_form_says_that_a_wish_cannot_be_followed() -> None:
    def words(view: View) -> str:
        return str([each["elements"] for each in view["blocks"] if each["type"] == "context"])

    assert "without a language model" in words(check_view(redraft_form("a1", drafted(), NAME)))
    assert "without a language model" not in words(check_view(redraft_form("a1", drafted(by_model=True), NAME)))


def test_the_sources_of_a_plan_name_the_dimension_of_each_figure_once() -> None:
    view = check_view(sources_view(drafted(PLAN), NAME))
    small = [each["elements"][0]["text"] for each in view["blocks"] if each["type"] == "context"]
    assert "_scorecard:_ Root-cause analysis · level 2 of 5 · level 4 of 5 (the target)" in small
    assert all(" · level" in each for each in small if each.startswith("_scorecard:_"))


def test_owners_stand_in_their_form_and_come_back_by_action() -> None:
    view = check_view(owners_form("a1", planned(), accepted_actions(THREE, SAM)))
    inputs = [each for each in view["blocks"] if each["type"] == "input"]
    assert [each["label"]["text"] for each in inputs] == ["1. First", "2. Second", "3. Third"]
    assert [each["block_id"] for each in inputs] == ["owner.x1", "owner.x2", "owner.x0"]
    assert {each["element"]["initial_user"] for each in inputs} == {SAM}
    assert all(each["optional"] for each in inputs)
    assert read_owners({"owner.x1": DANA, "owner.x2": "", "other": "W1"}) == {"x1": DANA}
    review = Plan(tuple(replace(each, owner_role="Facilitator ") for each in THREE.actions))
    for owner, shown in ((None, DANA), (SAM, SAM)):
        own = owners_form("a1", planned(), accepted_actions(review, owner), DANA)
        assert {each["element"]["initial_user"] for each in own["blocks"] if each["type"] == "input"} == {shown}


@pytest.mark.parametrize("sent", ["B0BOT00001", "dana", "<@U0DANA0001>", "C0CXTEAM01"])
def test_an_owner_who_is_no_person_is_refused(sent: str) -> None:
    assert read_owners({"owner.x1": sent}) is None


def test_a_form_knows_its_draft_and_how_often_it_was_decided_before() -> None:
    view = edit_form("a1", drafted(NOTE, decided(Verb.ACCEPT), decided(Verb.REOPEN)), NAME)
    found = read_value(OfDraft, view["private_metadata"])
    assert (found.assessment, found.draft, found.seen) == ("a1", "d1", 2)


@pytest.mark.parametrize("value", ["", "|", "a|b|c", "x" * 5_000, "a|b|99999999", "\x00|\x00"])
def test_a_value_that_is_not_ours_is_read_as_no_draft_of_ours(value: str) -> None:
    assert read_value(OfDraft, value).seen == 0


def test_a_draft_is_named_alike_by_its_buttons_and_forms() -> None:
    found = read_value(OfDraft, written(OfDraft("a1", "d1")))
    assert (found.assessment, found.draft) == ("a1", "d1")
