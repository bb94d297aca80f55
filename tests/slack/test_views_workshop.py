"""Workshops and what a team reads after the reveal: nobody's name where none belongs, and nothing of two people."""

import json
import re
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.assessment import AgreedLevel, Assessment, Status
from bot.core.scoring.agenda import agenda
from bot.core.scoring.scorecard import scorecard
from bot.core.synopsis import SynopsisPage, SynopsisPart, SynopsisTable
from bot.core.team import Evidence, Leave, PictureKind, Quote, Split, SplitGroup
from bot.core.thread_of_team import agreements, discussions
from bot.core.workshop import (
    MOST_LINKS,
    MOST_NOTES,
    NOTE_LENGTH,
    Note,
    NoteBoard,
    PreRead,
    Stage,
    Topic,
    Turn,
    TurnKind,
    Workshop,
    WorkshopSteps,
    themes,
)
from bot.slack.blocks import Mistakes
from bot.slack.messenger import worded
from bot.slack.views.discussion import (
    TOO_FEW,
    agree_form,
    agreement,
    discussion,
    read_again,
    read_agree,
    read_minutes,
    said_window,
    spread_bar,
    who_window,
)
from bot.slack.views.scorecard import for_asker, in_thread
from bot.slack.views.workshop import (
    all_notes,
    canvas_markdown,
    group_form,
    links_form,
    minutes_form,
    notes_form,
    pack_form,
    vote_form,
)
from tests.core.examples import example_framework
from tests.core.revealed import FIRST, KEYS, SECOND, revealed, sitting, tally, team_of
from tests.effort import effort
from tests.hostile.made import NASTY, NOW, Maker
from tests.hostile.team_showings import PEOPLE, revealed_team
from tests.known import sure
from tests.slack.shown import AT, DANA, SAM, check_message, check_view
from tests.store.made import on_day

MANY = [f"U{number:09}" for number in range(25)]


def workshop(text: str, label: str = "", stage: Stage = Stage.GROUP, *, anonymous: bool = True) -> Workshop:
    notes = tuple(
        Note(f"n{topic[0]}{place:03}", topic, text, MANY[place % 25], is_shown=True, label=label if place % 2 else "")
        for topic in Topic
        for place in range(25 * MOST_NOTES)
    )
    return Workshop(
        anonymous, ("https://a.example/" + "x" * 380,) * MOST_LINKS, (Turn(TurnKind.BEGIN, stage, DANA, AT),), notes
    )


@pytest.mark.parametrize("sign", ["&", "x"])
def test_the_largest_workshop_fits(sign: str) -> None:
    full = workshop(sign * NOTE_LENGTH, sign * 60)
    pack = PreRead("a1", full.links, None, (), (), tuple(MANY), 25)
    check_message(worded(pack))
    check_view(pack_form(pack, SAM))
    check_view(links_form("a1", full.links))
    check_view(minutes_form("a1", full.timer))
    own = replace(full, notes=tuple(replace(each, is_shown=False, author=SAM) for each in full.notes[:MOST_NOTES]))
    check_view(notes_form("a1", own, SAM))
    check_view(sure(vote_form("a1", full, SAM)))
    for topic in Topic:
        found = themes(full, topic)
        check_message(worded(NoteBoard("a1", topic, found, Stage.GROUP)))
        check_view(group_form("a1", topic, found))
        check_view(all_notes(topic, found))


@pytest.mark.parametrize(("voters", "has_back", "has_why"), [(0, True, False), (2, True, True), (3, False, False)])
def test_after_the_vote_the_way_back_is_open_only_while_nothing_was_shown(
    voters: int,
    has_back: bool,  # noqa: FBT001 -- a row of a table
    has_why: bool,  # noqa: FBT001 -- a row of a table
) -> None:
    now = Workshop(anonymous=True, links=(), turns=(Turn(TurnKind.BEGIN, Stage.DECIDE, DANA, AT),)).timer
    shown = str(
        check_message(worded(WorkshopSteps("a1", DANA, now, anonymous=True, writers=3, voters=voters, people=7)))
    )
    assert ("'Back'" in shown) is has_back
    assert ("so the votes are not shown" in shown) is has_why


@pytest.mark.parametrize("anonymous", [True, False])
def test_only_notes_with_names_show_them(anonymous: bool) -> None:  # noqa: FBT001 -- a row of a table
    found = themes(workshop("a note", anonymous=anonymous), Topic.CUSTOMERS)
    shown = str(check_message(worded(NoteBoard("a1", Topic.CUSTOMERS, found, Stage.GROUP))))
    assert any(person in shown for person in MANY) is not anonymous


def test_a_board_whose_notes_were_removed_says_so_and_shows_no_bare_votes() -> None:
    found = themes(workshop(""), Topic.CUSTOMERS)
    shown = str(check_message(worded(NoteBoard("a1", Topic.CUSTOMERS, found, Stage.DECIDE))))
    assert "What was noted here was removed." in shown
    assert "vote" not in shown


@pytest.mark.parametrize(
    ("texts", "label", "offered"), [(["a"], "", False), (["a", "b"], "", True), (["a"], "us", True)]
)
def test_a_single_note_is_no_group_but_one_that_stands_in_a_group_can_be_taken_out(
    texts: list[str],
    label: str,
    offered: bool,  # noqa: FBT001 -- a row of a table
) -> None:
    notes = [Note(each, Topic.CUSTOMERS, each, SAM, is_shown=True, label=label) for each in texts]
    found = themes(Workshop(anonymous=False, links=(), notes=tuple(notes)), Topic.CUSTOMERS)
    shown = str(check_message(worded(NoteBoard("a1", Topic.CUSTOMERS, found, Stage.GROUP))))
    assert ("Group notes" in shown) is offered


MARKS = ["# big", "- a", "1. a", "![](@U1)", "[x](https://evil.example)", "a|b"]
LIVE = re.compile(r"(?<!\\)[`*\[\]~]|<[@#!]|https?://|^\s*(?:#|>|[-+] |\d+[.)] )", re.MULTILINE)


@settings(max_examples=effort(30, 500))
@given(st.lists(st.sampled_from([*NASTY, *MARKS]), min_size=1, max_size=4).map(" ".join))
def test_nothing_that_people_wrote_is_markdown_of_a_canvas(text: str) -> None:
    table = SynopsisTable(("a", "b"), ((text, "x"),))
    part = SynopsisPart("Title", (text,), table, (text,))
    lines = canvas_markdown(SynopsisPage("h", "r", (part,), "made")).split("\n")
    said = [line for line in lines[2:] if line.strip() and line not in ("## Title", "---", "_made_", "| --- | --- |")]
    bare = [line.removeprefix("- ").strip("| ") for line in said]
    assert [line for line in bare if LIVE.search(line)] == []
    assert all(line.count("|") == 3 for line in lines if line.startswith("|"))


def test_a_canvas_says_the_figure_first() -> None:
    page = SynopsisPage("Acme", "2.3 of 5", (SynopsisPart("Level", table=SynopsisTable(("a",), (("2.3",),))),), "made")
    assert canvas_markdown(page).startswith("**2.3 of 5**\n\n## Level\n\n| a |\n| --- |\n| 2.3 |\n")


SCALE = example_framework().scale


def complete(assessment: Assessment) -> Assessment:
    return replace(assessment, status=Status.COMPLETE, completed_at=on_day(3))


def everything(found: Assessment) -> str:
    """Give all that is shown of a discussion, as it is sent."""
    card = scorecard(found)
    shown = [discussion(each) for _, each in discussions(found, card)]
    shown += [agreement(each) for _, each in agreements(found)]
    shown += [in_thread(card), for_asker(card)]
    forms = [form(found, each) for each in agenda(found, card) for form in (agree_form, said_window)]
    return json.dumps([[each.text, each.blocks] for each in shown] + forms)


@pytest.mark.parametrize("named", [False, True])
def test_nobody_who_rated_is_named_but_in_the_window_of_one_that_was_opened_with_names(*, named: bool) -> None:
    maker = Maker(Random("discussion"), loud=5)
    found = revealed_team(maker, maker.assessment(maker.framework(3), Status.COMPLETE), named=named)
    text = everything(found)
    assert not [each for each in PEOPLE if each in text]
    assert ("Who said what" in text) == named
    assert ("U0PRIYA001" in json.dumps(who_window(found))) == named


def test_of_a_dimension_with_fewer_than_three_nothing_stands_anywhere() -> None:
    quotes = (Quote(SECOND, Evidence("words", "the lone words"), Leave.QUOTE),)
    shown_ones = [tally(each, 1, 4, 4) for each in KEYS if each != SECOND]
    found = complete(team_of(sitting(1, revealed(*shown_ones, quotes=quotes))))
    text, card = everything(found), scorecard(found)
    assert "the lone words" not in text
    (shown,) = (discussion(each).text for _, each in discussions(found, card))
    name = found.framework.dimension(SECOND).name
    assert f"{name}* · 2 min\n{TOO_FEW}" in shown
    assert f"*not rated* {name} · fewer than three rated it" in for_asker(card).text
    assert "5 of 6 rated, provisional: no band yet · too few rated: " in for_asker(card).text


def test_rounds_groups_late_answers_and_what_was_agreed_are_told_apart() -> None:
    split = Split(FIRST, "role", (SplitGroup("front line", {1: 3}), SplitGroup("", {4: 3, 5: 1})))
    others = [tally(each, 3, 3, 3) for each in KEYS[1:]]
    first = revealed(tally(FIRST, 1, 1, 1, 4, 4, 4, 5), *others, splits=(split,))
    late = revealed(tally(FIRST, 2, 2, 2), kind=PictureKind.LATE)
    agreed = AgreedLevel(FIRST, 3, "U0DANA0001", on_day(5), "shown in May")
    again = sitting(2, revealed(tally(FIRST, 2, 3, 3), day=5), keys=(FIRST,))
    found = complete(team_of(sitting(1, first, late), again, agreed=(agreed,)))
    (shown,) = (discussion(each).text for _, each in discussions(found, scorecard(found)))
    for line in (
        "`1 ▪▪▪  2 –  3 –  4 ▪▪▪  5 ▪`\nFirst round: 2.9 of 5 · 7 rated · spread 4 · target 4",
        "`1 –  2 ▪  3 ▪▪  4 –  5 –`\nSecond round: 2.7 of 5, down 0.2 · 3 rated · spread 1\n",
        "First round, by role: front line 1 (3 people) · all other roles 4.3 (4 people)",
        "Late, counted apart: 3 at level 2",
        "✓ Agreed: level *3*",
        "*Roles differ most on Journey visibility &amp; feedback:* front line at 1, all other roles at 4.3.",
    ):
        assert line in shown
    card = for_asker(scorecard(found)).text
    assert "*3* Journey visibility &amp; feedback · agreed · rounds 2.9 → 2.7 · 3 late, apart" in card
    buttons = json.dumps([each.blocks for each in (for_asker(scorecard(found)),)])
    assert "Change an answer" not in buttons
    assert "Rate what is missing" not in buttons


def test_many_people_are_counted_and_of_a_long_scale_only_what_was_chosen_is_drawn() -> None:
    assert spread_bar(SCALE, {2: 12, 3: 1}) == "1 –  2 ×12  3 ×1  4 –  5 –"
    assert spread_bar(replace(SCALE, high=100), {7: 2, 90: 1}) == "7 ▪▪  90 ▪"


@pytest.mark.parametrize(
    ("state", "fields"),
    [
        ({}, {"level", "reason"}),
        ({"level": "9", "reason": "so"}, {"level"}),
        ({"level": "³", "reason": "so"}, {"level"}),
        ({"level": "3", "reason": " \n"}, {"reason"}),
        ({"level": "3", "reason": " so "}, set()),
    ],
)
def test_a_level_wants_a_reason(state: dict[str, str], fields: set[str]) -> None:
    read = read_agree(team_of(sitting(1)), FIRST, "U0DANA0001", NOW, state)
    assert set(read.errors if isinstance(read, Mistakes) else ()) == fields
    assert fields or read == AgreedLevel(FIRST, 3, "U0DANA0001", NOW, "so", "")


@pytest.mark.parametrize("typed", ["", "4", "481", "1e2", "-5", "٤٥", "99999"])
def test_minutes_are_a_number_of_minutes(typed: str) -> None:
    assert isinstance(read_minutes({"minutes": typed}), Mistakes)
    assert read_minutes({"minutes": " 45 "}) == 45


def test_what_is_rated_again_is_read_by_its_place() -> None:
    state = {"reveal": "all", "more_dimensions": "2,3,99,x"}
    read = read_again(team_of(sitting(1)), FIRST, state, NOW)
    assert not isinstance(read, Mistakes)
    assert (read.dimensions, read.quorum, read.deadline) == (KEYS[:3], None, None)
