"""The synopsis of a workshop speaks the language of the drafts; what people typed stays as it is."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from bot.core.assessment import AgreedLevel
from bot.core.report_words import CODES, OWN_WORDS, WORDS, Wording
from bot.core.scoring.scorecard import scorecard
from bot.core.synopsis import QUESTIONS, SynopsisPart, synopsis, synopsis_page
from bot.core.synopsis_words import SYNOPSIS_WORDS
from bot.core.workshop import Note, Stage, Topic, Turn, TurnKind, Workshop
from tests.core.balloted import FIRST, START, one, people, team
from tests.core.test_reveal import shown

NOTES = ("no queue", "No queue", "a seat")


def told(language: str, noted: tuple[str, ...] = NOTES) -> list[str]:
    """Give every text of the synopsis of a workshop in a language."""
    described = people("front line", "front line", "front line", "manager", "manager", "manager")
    whole = team([shown(one(1, 1, 2, 4, 4, 5), described)], participants=described, language=language)
    agreed = AgreedLevel(FIRST, 3, "Dana", START, "the survey", "Ann saw it otherwise")
    whole = replace(whole, agreed=(agreed,))
    notes = tuple(
        Note(f"n{place}", Topic.CUSTOMERS, text, f"P{place}", is_shown=True) for place, text in enumerate(noted)
    )
    votes = {"P0": ("n0",), "P1": ("n0", "n2"), "P2": ("n0",)}
    workshop = Workshop(True, (), (Turn(TurnKind.BEGIN, Stage.DECIDE, "Dana", START),), notes, votes)  # noqa: FBT003 -- anonymous
    card = scorecard(whole)
    parts = synopsis(whole, card, workshop, (), {})
    page = synopsis_page(card, parts, date(2026, 11, 22), Wording(language))
    return [page.heading, page.result, page.made, *texts_of(parts)]


def texts_of(parts: tuple[SynopsisPart, ...]) -> Iterator[str]:
    for part in parts:
        yield from (part.title, *part.texts, *part.points)
        yield from part.table.head if part.table is not None else ()
        yield from (cell for row in (part.table.rows if part.table is not None else ()) for cell in row)
        yield from texts_of(part.parts)


def test_the_synopsis_says_where_people_differed_what_was_noted_and_what_was_agreed() -> None:
    said = told("en")
    for line in (
        f"{team().framework.dimensions[0].name}: from 1 to 5, 6 people",
        "no queue (2 times, 3 votes)",
        f"{team().framework.dimensions[0].name}: level 3 agreed. Reason: The survey. Dissent: Ann saw it otherwise.",
    ):
        assert line in said


def test_of_a_note_that_was_removed_the_synopsis_says_nothing() -> None:
    said = told("en", ("", "", "a seat"))
    assert "a seat (1 vote)" in said
    assert not [line for line in said if "3 votes" in line]
    assert SYNOPSIS_WORDS["no_notes"][0] in told("en", ("", "", ""))


@pytest.mark.parametrize("code", CODES[1:])
def test_nothing_but_what_people_and_the_framework_say_is_the_same_in_two_languages(code: str) -> None:
    english, other = told("en"), told(code)
    assert len(english) == len(other)
    own = {each.name for each in team().framework.dimensions} | {str(each) for each in range(6)}
    steps = {text for each in team().framework.dimensions for text in each.next_steps.values()}
    loan = {texts[0] for texts in WORDS.values() if texts[0] == texts[CODES.index(code)]}  # such as "Dimension"
    same = {each for each, now in zip(english, other, strict=True) if each == now}
    assert {each for each in same if "→" not in each} <= own | steps | loan | {"3 front line", "3 manager"}
    assert any("2026" in each and "November" not in each for each in other) or code == "de"
    assert [each for each in other if "no queue" in each] == [
        f"no queue ({Wording(code)('times', count=2)}, {Wording(code)('votes', count=3)})"
    ]


def test_a_language_that_is_not_offered_is_english_and_the_questions_are_those_of_the_thread() -> None:
    assert told("it") == told("en")
    assert [each for each in told("en") if each in QUESTIONS.values()] == [QUESTIONS[Topic.CUSTOMERS]]
    assert len(WORDS) == len(SYNOPSIS_WORDS) + len(OWN_WORDS)  # none takes the place of another
