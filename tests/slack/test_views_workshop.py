"""A workshop in Slack: the largest fits, nothing that people wrote is live, and no anonymous note has a name."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.synopsis import SynopsisPage, SynopsisPart, SynopsisTable
from bot.core.workshop import (
    MOST_LINKS,
    MOST_NOTES,
    NOTE_LENGTH,
    STAGES,
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
from bot.slack.messenger import worded
from bot.slack.views.canvas import canvas_markdown
from bot.slack.views.workshop import pack_form
from bot.slack.views.workshop_forms import all_notes, group_form, links_form, minutes_form, notes_form, vote_form
from tests.effort import effort
from tests.hostile.made import NASTY
from tests.known import sure
from tests.slack.shown import AT, DANA, SAM, check_message, check_view

PEOPLE = [f"U{number:09}" for number in range(25)]


def workshop(text: str, label: str = "", stage: Stage = Stage.GROUP, *, anonymous: bool = True) -> Workshop:
    notes = tuple(
        Note(f"n{topic[0]}{place:03}", topic, text, PEOPLE[place % 25], is_shown=True, label=label if place % 2 else "")
        for topic in Topic
        for place in range(25 * MOST_NOTES)
    )
    return Workshop(
        anonymous, ("https://a.example/" + "x" * 380,) * MOST_LINKS, (Turn(TurnKind.BEGIN, stage, DANA, AT),), notes
    )


@pytest.mark.parametrize("sign", ["&", "x"])
def test_the_largest_workshop_fits(sign: str) -> None:
    full = workshop(sign * NOTE_LENGTH, sign * 60)
    pack = PreRead("a1", full.links, None, (), (), tuple(PEOPLE), 25)
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


@pytest.mark.parametrize("stage", [None, *STAGES])
def test_each_step_can_be_shown(stage: Stage | None) -> None:
    turns = () if stage is None else (Turn(TurnKind.BEGIN, stage, DANA, AT),)
    for more in ((), (Turn(TurnKind.PAUSE, stage or Stage.READ, DANA, AT),), (Turn(TurnKind.OVER, STAGES[0], "", AT),)):
        now = Workshop(anonymous=True, links=(), turns=(*turns, *more)).timer
        check_message(worded(WorkshopSteps("a1", DANA, now, anonymous=True, writers=1, voters=2, people=7)))


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
    assert any(person in shown for person in PEOPLE) is not anonymous


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
