"""Drafts in the thread: what each state shows, what can be done in it, and that nothing said becomes live."""

from dataclasses import replace
from typing import Any

import pytest

from bot.core.drafts.draft import Draft, Finding, Trouble, Verb
from bot.core.drafts.labels import trouble_words
from bot.core.plan.plan import MOST_ACTIONS, Action, Plan
from bot.core.plan.standing import standing_of
from bot.core.thread import Drafting
from bot.slack.views.drafts import draft, drafting, too_late
from tests.slack.drafts import (
    NARRATIVE,
    NOTE,
    PLAN,
    ROOT,
    SAID,
    accepted_actions,
    action,
    decided,
    drafted,
    plan,
    prose,
    shown,
)
from tests.slack.shown import DANA, SAM, check_message

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


def test_without_a_model_the_status_says_so_once_and_quietly() -> None:
    payload = check_message(drafting(STATUS))
    said = "10 drafts are below. Accept what is right; nothing counts before that."
    assert payload["blocks"][0]["text"]["text"] == said
    assert small_print(payload) == [
        "These texts are built from the framework and your words, without a language model."
    ]
    assert buttons(payload) == ["Accept all"]
    assert "without" not in check_message(draft(shown(drafted())))["text"]


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


def test_a_draft_says_that_it_is_one_where_it_stands_and_what_can_be_done() -> None:
    payload = check_message(draft(shown(drafted(NOTE))))
    heading, *lines = payload["blocks"][0]["text"]["text"].splitlines()
    assert heading == "*Draft · evidence note · Root-cause analysis*"
    assert "\n".join(lines).count("level 2 of 5") == 1  # the text says it, so the heading need not
    assert SAID in "\n".join(lines)
    assert small_print(payload) == []
    assert buttons(payload) == ["Accept", "Edit", "Redraft", "Discard", "Sources"]


def test_a_narrative_and_a_plan_are_named_for_what_they_are() -> None:
    assert draft(shown(drafted(NARRATIVE))).text.startswith("*Draft · gap narrative · Root-cause analysis*\n")
    assert draft(shown(drafted(PLAN))).text.startswith("*Draft · 90-day plan*\n*By day 30*\n1. *")


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


def test_an_accepted_text_says_by_whom_and_can_be_edited_or_undone() -> None:
    payload = check_message(draft(shown(drafted(NOTE, decided(Verb.ACCEPT)))))
    assert payload["blocks"][0]["text"]["text"].startswith("*Evidence note · Root-cause analysis*\n")
    assert small_print(payload)[0].startswith(f"Accepted by {BY}, <!date^")
    assert "In the words of" not in small_print(payload)[0]
    assert buttons(payload) == ["Edit", "Undo", "Sources"]


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


def test_a_discarded_draft_is_one_line_that_can_be_undone() -> None:
    payload = check_message(draft(shown(drafted(NOTE, decided(Verb.DISCARD)))))
    assert len(payload["blocks"]) == 1
    assert payload["text"] == f"Discarded by {BY}: evidence note · Root-cause analysis"
    assert buttons(payload) == ["Undo"]


def test_a_plan_is_numbered_phase_after_phase_whatever_its_order() -> None:
    mixed = plan(action(80, "Third"), action(10, "First"), action(45, "Second"))
    blocks = draft(shown(drafted(PLAN, content=mixed))).blocks
    texts = [each["text"]["text"] for each in blocks if each["type"] == "section"]
    assert [each.partition("\n")[0] for each in texts] == [
        "*Draft · 90-day plan*",
        "*By day 30*",
        "1. *First*",
        "*By day 60*",
        "2. *Second*",
        "*By day 90*",
        "3. *Third*",
    ]


def test_an_action_says_who_until_when_what_shows_it_and_how_to_begin() -> None:
    one = Action(ROOT, "Name owners", "CX lead", 14, "A list", "Ask support", "A defect list")
    assert draft(shown(drafted(PLAN, content=Plan((one,))))).text.split("\n")[2:7] == [
        "1. *Name owners*",
        "Root-cause analysis · CX lead · by day 14",
        "_Measure:_ A list",
        "_First step:_ Ask support",
        "_Delivers:_ A defect list",
    ]


def test_an_accepted_plan_names_days_and_owners() -> None:
    content = plan(action(14))
    shows = shown(drafted(PLAN, decided(Verb.ACCEPT), content=content))
    payload = check_message(draft(replace(shows, actions=standing_of(accepted_actions(content, SAM), ()))))
    assert f"Root-cause analysis · <@{SAM}>, CX lead · by 6 December 2026" in payload["text"]
    assert buttons(payload) == ["Assign owners", "Add an action", "Undo", "Edit"]


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
