"""The role that carries an action is read from the line that names it, and not guessed."""

import pytest

from bot.core.drafts.next_steps import owner_of


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Name an owner for each cause.",
        "Ask each owner to add a checklist.",
        "Ask every initiative owner to state a target.",
        "Let that person agree with support who does what.",
        "Let that decision maker set a monthly meeting.",
        "Have everybody draw the journey.",
        "Ask customers to answer.",
        "Have " + "very " * 30 + "senior lead decide.",
    ],
)
def test_a_line_that_names_nobody_leaves_it_to_the_owner_of_the_dimension(line: str) -> None:
    owner = owner_of("Root-cause analysis", line, "en")
    assert (owner.role, owner.inside) == ("Owner of Root-cause analysis", "the owner of Root-cause analysis")
    assert not owner.is_named


@pytest.mark.parametrize(
    ("line", "role", "inside"),
    [
        ("Have the quality lead name an owner.", "Quality lead", "the quality lead"),
        ("Let the operations manager pick one.", "Operations manager", "the operations manager"),
        ("Make the head of operations publish it.", "Head of operations", "the head of operations"),
        ("Have a product manager write it down.", "Product manager", "a product manager"),
        ("Have the finance and CX leads agree.", "Finance and CX leads", "the finance and CX leads"),
        ("Have team leads open one meeting.", "Team leads", "team leads"),
        ("Have the executive sponsor give owners a limit.", "Executive sponsor", "the executive sponsor"),
        ("Let the journey's owner add the work.", "Journey's owner", "the journey's owner"),
        ("Have the leadership reward one of them.", "Leadership", "the leadership"),
        ("Ask the meeting's chair to log it.", "Meeting's chair", "the meeting's chair"),
        (
            "Ask the owner of the busiest journey to draw it.",
            "Owner of the busiest journey",
            "the owner of the busiest journey",
        ),
    ],
)
def test_the_role_is_taken_in_the_words_of_the_line(line: str, role: str, inside: str) -> None:
    owner = owner_of("Root-cause analysis", line, "en")
    assert (owner.role, owner.inside, owner.is_named) == (role, inside, True)


def test_a_text_in_another_language_takes_the_role_without_its_english_article() -> None:
    owner = owner_of("Ursachen", "Have the quality lead name an owner.", "de")
    assert (owner.role, owner.inside) == ("Quality lead", "quality lead")
