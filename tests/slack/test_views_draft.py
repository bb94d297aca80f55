"""Drafts in Slack: what each state shows, in the language of its text; their forms, and mistakes named at the field."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.drafts.brief import Kind, Piece
from bot.core.drafts.briefs import brief_for, pieces_of
from bot.core.drafts.built_texts import built
from bot.core.drafts.draft import Content, Draft, Finding, Made, Prose, Sentence, Trouble, Verb
from bot.core.drafts.labels import ENGLISH, LABELS, trouble_words
from bot.core.plan.plan import MOST_ACTIONS, Action, ActionUpdate, Aim, Plan, Progress, standing_of
from bot.core.scoring.scorecard import scorecard
from bot.core.thread import Drafting, DraftShown
from bot.slack.blocks import View, words_of
from bot.slack.values import OfDraft, written
from bot.slack.values import read as read_value
from bot.slack.views.drafts import (
    NO_TEXT,
    action_form,
    draft,
    drafting,
    edit_form,
    owners_form,
    read_action_form,
    read_edit,
    read_hint,
    read_owners,
    redraft_form,
    sources_view,
    too_late,
)
from bot.slack.views.plans import plan_blocks
from tests.drafts.fresh.test_fresh import assessment
from tests.known import as_a
from tests.slack.drafts import (
    NAME,
    NOTE,
    PLAN,
    ROOT,
    accepted_actions,
    action,
    assessed,
    brief,
    decided,
    drafted,
    plan,
    prose,
    shown,
)
from tests.slack.shown import AT, DANA, SAM, check_message, check_view

STATUS = Drafting("a1b2c3d4e5", wanted=10, ready=10, built=0, model="", waiting=10)
BY = f"<@{DANA}>"


def buttons(payload: dict[str, Any]) -> list[str]:
    rows = [each for each in payload["blocks"] if each["type"] == "actions"]
    beside = [each["accessory"] for each in payload["blocks"] if "accessory" in each]
    return [each["text"]["text"] for row in rows for each in row["elements"]] + [
        each["text"]["text"] for each in beside
    ]


def small_print(payload: dict[str, Any]) -> list[str]:
    small = [each for each in payload["blocks"] if each["type"] == "context"]
    return [piece["text"] for each in small for piece in each["elements"]]


def test_while_texts_are_written_the_status_counts_them_and_offers_nothing() -> None:
    payload = check_message(drafting(replace(STATUS, ready=3)))
    assert payload["blocks"][0]["text"]["text"] == "Drafting 10 texts: 3 ready."
    assert buttons(payload) == []


@pytest.mark.parametrize(
    ("built", "words"),
    [
        (0, "Drafted by openai:gpt and checked against your answers."),
        (
            1,
            "Drafted by openai:gpt and checked against your answers; 1 text was written without it, each says why.",
        ),
        (2, "Drafted by openai:gpt and checked against your answers; 2 texts were written without it, each says why."),
        (10, "openai:gpt was asked, but every text was written without it; each says why."),
    ],
)
def test_with_a_model_the_status_says_which_and_how_many_did_without(built: int, words: str) -> None:
    payload = check_message(drafting(replace(STATUS, model="openai:gpt", built=built)))
    assert small_print(payload) == [words]


@pytest.mark.parametrize(
    ("wanted", "waiting", "words", "offered"),
    [
        (10, 4, "4 of 10 drafts wait below. Accept what is right.", ["Accept all"]),
        (10, 1, "1 of 10 drafts waits below. Accept what is right.", []),
        (10, 0, "All 10 drafts are decided. *Show notes* under the scorecard has what was accepted.", []),
        (1, 1, "1 draft is below. Accept what is right; nothing counts before that.", []),
        (1, 0, "The draft is decided. *Show notes* under the scorecard has what was accepted.", []),
    ],
)
def test_the_status_follows_what_is_decided(wanted: int, waiting: int, words: str, offered: list[str]) -> None:
    payload = check_message(drafting(replace(STATUS, wanted=wanted, ready=wanted, waiting=waiting)))
    assert payload["blocks"][0]["text"]["text"] == words
    assert buttons(payload) == offered


def test_a_text_that_names_no_facts_rests_on_nothing() -> None:
    assert small_print(check_message(draft(shown(drafted(content=prose("Some words.")))))) == []


@pytest.mark.parametrize("trouble", [each for each in Trouble if each is not Trouble.NO_MODEL])
def test_a_text_written_without_the_model_says_why(trouble: Trouble) -> None:
    said = small_print(check_message(draft(shown(drafted(trouble=trouble)))))
    assert said[-1] == f"Written without the model: {trouble_words('en', trouble)}."


def test_a_text_whose_draft_was_refused_says_what_was_wrong_with_it() -> None:
    wrong = Finding("numbers", "40 % of tickets come back.", "It names 40 %, a figure that nobody gave.")
    said = small_print(check_message(draft(shown(drafted(findings=(wrong, wrong))))))
    reason = "its text did not pass. It names 40 %, a figure that nobody gave. And 1 more."
    assert said[-1] == f"Written without the model: {reason}"


def test_behind_each_sentence_stands_where_it_comes_from() -> None:
    lines = draft(shown(drafted(NOTE))).text.splitlines()[1:]
    assert [line.partition("  _(")[2] for line in lines] == [
        "scorecard)_",
        "framework)_",
        "framework)_",
        "said)_",
        "a link)_",
        "framework)_",
    ]


def test_of_a_models_text_the_words_that_nobody_said_are_marked() -> None:
    sources = [line.partition("  _(")[2] for line in draft(shown(drafted(by_model=True))).text.splitlines()[1:]]
    assert sources[0] == "scorecard · in the model's words)_"
    assert [each for each in sources if "said" in each] == ["said)_"]


def test_a_persons_own_wording_stands_as_it_is() -> None:
    assert draft(shown(drafted(NOTE, decided(Verb.ACCEPT, edited=prose("Our words."))))).text.splitlines()[2] == (
        "Our words."
    )


def test_what_rests_on_changed_answers_is_redrafted_at_one_press() -> None:
    assert buttons(check_message(drafting(replace(STATUS, stale=2)))) == ["Accept all", "Redraft what changed"]
    assert buttons(check_message(drafting(replace(STATUS, stale=2, ready=3)))) == []


def test_a_draft_on_earlier_answers_says_so_and_offers_the_way_on() -> None:
    said = small_print(check_message(draft(shown(drafted(), stale=True))))
    assert said[-1] == "Answers changed after this was written. *Redraft* brings it up to date."
    accepted = small_print(check_message(draft(shown(drafted(NOTE, decided(Verb.ACCEPT)), stale=True))))
    assert accepted[-1].endswith("so it is not shared. *Redraft what changed* renews it.")
    mine = decided(Verb.ACCEPT, edited=prose("My own words."))
    assert "*Edit* it" in small_print(check_message(draft(shown(drafted(NOTE, mine), stale=True))))[-1]
    plan_says = small_print(check_message(draft(shown(drafted(PLAN, decided(Verb.ACCEPT)), stale=True))))[-1]
    assert plan_says.startswith("Answers changed after this was accepted. *Edit* it")


def test_nothing_can_be_decided_about_a_draft_whose_successor_is_being_written() -> None:
    for decisions in ((), (decided(Verb.DISCARD),)):
        payload = check_message(draft(shown(drafted(NOTE, *decisions), replaced=True)))
        assert buttons(payload) == []
        assert "A new draft is being written" in small_print(payload)[-1]


def test_a_wish_that_only_a_model_could_follow_is_answered_honestly() -> None:
    followed = draft(shown(drafted(by_model=True, hint="shorter"))).text
    assert f"{BY} wished: “shorter”" in followed
    assert "could not be followed" not in followed
    assert "could not be followed" in draft(shown(drafted(hint="shorter"))).text


def test_an_edited_text_shows_the_person_s_words_and_says_whose_they_are() -> None:
    mine = decided(Verb.ACCEPT, edited=prose("My own words.\n\nIn two paragraphs."))
    payload = check_message(draft(shown(drafted(NOTE, mine))))
    assert payload["blocks"][0]["text"]["text"].endswith("\nMy own words.\n\nIn two paragraphs.")
    assert small_print(payload)[0].startswith(f"In the words of {BY} · Accepted by {BY}, <!date^")
    by_two = drafted(NOTE, mine, decided(Verb.REOPEN), decided(Verb.ACCEPT, by=SAM))
    assert small_print(check_message(draft(shown(by_two))))[0].startswith(
        f"In the words of {BY} · Accepted by <@{SAM}>"
    )
    reopened = small_print(check_message(draft(shown(drafted(NOTE, mine, decided(Verb.REOPEN))))))
    assert reopened == [f"In the words of {BY}"]


def test_a_text_as_long_as_a_form_takes_loses_no_words() -> None:
    words = " ".join(f"word{number}" for number in range(1, 400))[:3_000]
    payload = check_message(draft(shown(drafted(NOTE, decided(Verb.ACCEPT, edited=prose(words))))))
    said = " ".join(each["text"]["text"] for each in payload["blocks"] if each["type"] == "section")
    assert said.endswith(words)


def test_the_largest_plan_fits_with_its_buttons() -> None:
    for sign in ("&", "x"):
        one = Action(ROOT, sign * 600, sign * 160, 45, sign * 600, sign * 600, sign * 300)
        content = Plan((one,) * MOST_ACTIONS)
        for decisions in ((), (decided(Verb.ACCEPT),)):
            shows = shown(drafted(PLAN, *decisions, content=content, trouble=Trouble.MALFORMED, hint="&" * 500))
            payload = check_message(draft(replace(shows, stale=True)))
            assert "Edit" in buttons(payload)


@pytest.mark.parametrize(
    ("stands", "words"),
    [
        (replace(drafted(), id="d2"), "A newer draft of this text is in the thread"),
        (replace(drafted(), id="d2", made=None), "A newer draft of this text is being written"),
        (drafted(NOTE, decided(Verb.ACCEPT, by=SAM)), f"<@{SAM}> has accepted this text by now."),
        (drafted(NOTE, decided(Verb.DISCARD, by=SAM)), f"<@{SAM}> has discarded this draft by now."),
        (drafted(), "This draft has changed since you opened it."),
    ],
)
def test_whoever_comes_too_late_hears_what_stands(stands: Draft, words: str) -> None:
    assert check_message(too_late(stands, "d1"), None)["text"].startswith(words)


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


def test_the_days_of_an_accepted_action_count_from_the_day_on_which_the_plan_was_accepted_last() -> None:
    at = [datetime(2026, 11, day, 23, 30, tzinfo=UTC) for day in (2, 3, 5, 9)]
    verbs = (Verb.ACCEPT, Verb.REOPEN, Verb.ACCEPT, Verb.ACCEPT)
    decisions = [replace(decided(verb), at=moment) for verb, moment in zip(verbs, at, strict=True)]
    given = drafted(PLAN, *decisions, content=THREE)
    assert given.accepted_from == at[2], "undone, it counts anew; a rewording moves no day"
    assert drafted(PLAN, *decisions[:2], content=THREE).accepted_from is None
    of = OfDraft("a1", "d1", len(given.decisions), 1)
    assert "Days count from 5 November 2026" in str(check_view(action_form(assessed(), given, of, THREE.in_order[0])))


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
    for owner, named in ((None, DANA), (SAM, SAM)):
        own = owners_form("a1", planned(), accepted_actions(review, owner), DANA)
        assert {each["element"]["initial_user"] for each in own["blocks"] if each["type"] == "input"} == {named}


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


OF = {"de": ("schreinerei", "beschwerden"), "fr": ("garage", "reclamations"), "es": ("taller", "quejas")}
ENGLISH_ONLY = {key: words for key, words in ENGLISH.items() if len(words) > 5 and key not in ("scored", "plan")}
CHECKS = [key.removeprefix("wrong_") for key in LABELS["de"] if key.startswith("wrong_")]


def of_language(
    code: str, piece: Piece, *, findings: tuple[Finding, ...] = (), content: Content | None = None
) -> Draft:
    held = assessment(OF[code][0])
    found = brief_for(held, scorecard(held), piece, language=code)
    made = Made(content or built(found), content is not None, found, None, findings, AT)
    return Draft("d1", piece, DANA, AT, "kurz", (), made)


def everything(given: Draft) -> str:
    """Return what a message and the window behind it say, without what stands on buttons."""
    shows = DraftShown("a1b2c3d4e5", given, "Xyz", stale=True)
    message = check_message(draft(shows))
    shown = [each for each in message["blocks"] if each["type"] != "actions"]
    view = sources_view(given, "Xyz")
    check_view(view)
    return "\n".join(words_of([*shown, *view["blocks"]]))


@pytest.mark.parametrize("code", OF)
@pytest.mark.parametrize("trouble", [each for each in Trouble if each is not Trouble.NO_MODEL])
def test_nothing_english_stands_in_a_draft_of_another_language(code: str, trouble: Trouble) -> None:
    held = assessment(OF[code][0])
    said = [
        everything(replace(given, made=replace(given.made, trouble=trouble)))
        for piece in pieces_of(scorecard(held))
        if (given := of_language(code, piece)).made is not None
    ]
    assert said
    for text in said:
        found = [
            words for words in ENGLISH_ONLY.values() if words.split("{")[0].strip(" *.") and words.split("{")[0] in text
        ]
        assert not found, (code, found, text)


@pytest.mark.parametrize(
    ("code", "due"),
    [
        ("en", "by 31 January 2027 (was 6 December 2026)"),
        ("de", "bis 31. Januar 2027 (vorher 6. Dezember 2026)"),
        ("fr", "d'ici au 31 janvier 2027 (avant : 6 décembre 2026)"),
        ("es", "hasta el 31 de enero de 2027 (antes 6 de diciembre de 2026)"),
    ],
)
def test_an_accepted_action_says_its_day_in_the_language_of_the_plan(code: str, due: str) -> None:
    accepted = accepted_actions(plan(action(14)))[0]
    update = ActionUpdate(accepted.id, Progress.ON_TRACK, "", "", DANA, AT, due=date(2027, 1, 31))
    blocks = plan_blocks(plan(accepted.action), {}, standing_of((accepted,), (update,)), language=code)
    assert f"CX lead · {due}" in "\n".join(words_of(blocks))


@pytest.mark.parametrize("code", OF)
@pytest.mark.parametrize("check", CHECKS)
def test_what_was_wrong_with_a_models_text_is_told_in_the_language_of_the_text(code: str, check: str) -> None:
    finding = Finding(check, "das {F3|alte Heft} zählt zwei.", "It writes “zwei” itself, a number.")
    piece = Piece(Kind.NOTE, OF[code][1])
    text = everything(of_language(code, piece, findings=(finding, finding)))
    assert LABELS[code][f"wrong_{check}"] in text
    assert "das alte Heft zählt zwei." in text
    assert "itself" not in text
    old = everything(of_language(code, piece, findings=(Finding("of earlier days", "x", "It says so."),)))
    assert LABELS[code]["unused"] in old
    assert "It says so" not in old


def test_every_language_says_the_same_things_and_fills_the_same_places() -> None:
    for code, table in LABELS.items():
        assert {key for key in table if not key.startswith("wrong")} == set(ENGLISH), code
        for key, words in ENGLISH.items():
            assert words.count("{") == table[key].count("{"), (code, key)


def test_the_sources_of_a_text_stand_behind_a_button_in_full_quoted_and_labelled() -> None:
    facts = brief(NOTE)
    level, *_ = (each.id for each in facts.facts if each.kind == "level")
    evidence, *_ = (each.id for each in facts.facts if each.kind == "evidence")
    text = Prose(
        (Sentence("It is at level 2 of 5.", (level,)), Sentence("Much is treated.", (evidence,)), Sentence("So."))
    )
    view = sources_view(drafted(content=text, by_model=True), "Root-cause analysis")
    check_view(view)
    assert words_of(view["blocks"]) == [
        "*Evidence note · Root-cause analysis*",
        "It is at level 2 of 5.",
        "_scorecard:_ level 2 of 5",
        "_in the model's words_",
        "Much is treated.",
        "_said:_ “we fix tickets but not causes”",
        "_in the model's words_",
        "So.",
        "_in the model's words_",
    ]


def test_a_long_text_marks_only_what_is_in_the_models_words_and_an_edited_one_has_no_sources() -> None:
    ids = tuple(each.id for each in brief(NOTE).facts if each.kind == "evidence")
    quoted = [Sentence(f"{letter * 40} “said”.", ids) for letter in "abcdefg"]
    long = Prose((*quoted, Sentence("Own words.", ids)))
    shows = DraftShown("a1b2c3d4e5", drafted(content=long, by_model=True), "Root-cause analysis", stale=False)
    lines = draft(shows).text.splitlines()
    assert [line.partition("  ")[2] for line in lines if "  " in line] == ["_(in the model's words)_"]
    mine = drafted(NOTE, decided(Verb.ACCEPT, edited=prose("My own.")))
    assert "draft.sources" not in str(draft(replace(shows, draft=mine)).blocks)
