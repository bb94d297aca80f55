"""Access to drafts as an attack: whoever presses or submits whatever id, only those who assess decide about them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.access.population import HOME, POPULATIONS, Room, Somebody, populate
from tests.access.test_access import changed_by
from tests.access.town import Town
from tests.effort import effort, more


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    """Give a town that one test may change for good."""
    found = Town(tmp_path, populate(POPULATIONS[0]))
    yield found
    found.close()


PRESSES = (
    ("accept", 0),
    ("undo", 0),
    ("edit", 0),
    ("action", -1),
    ("accept", -1),
    ("owners", -1),
    ("redraft", 1),
    ("discard", 1),
)
"""Buttons, and which draft they are pressed under: the plan is the last one."""

DRAFT_FORMS = {
    "edit_draft": {"text": "Forged words"},
    "edit_action": {
        "dimension": "1",
        "what": "Forged",
        "role": "Anyone",
        "due": "9",
        "measure": "Forged",
        "first_step": "Forged",
    },
    "redraft": {"hint": "forged"},
    "owners": {"owner.x": "U0FORGED01"},
}


def drafted(town: Town) -> dict[str, list[str]]:
    """Have the facilitator of every complete assessment ask for its drafts; give their ids by subject."""
    made, found = town.population, dict[str, list[str]]()
    for told in made.told:
        if told.complete and told.team == HOME:
            asks = next(each for each in made.people if each.id == told.respondent)
            town.press(asks, told.room, "draft.ask", made.ids[told.word])
    town.house.settle()
    with town.house.service.store.reading() as view:
        for told in made.told:
            found[told.word] = [each.id for each in view.drafts(told.team, made.ids[told.word])]
    return found


@more
def test_drafts_with_any_id_are_asked_for_by_those_who_assess_in_that_channel(town: Town) -> None:
    made, changed = town.population, set[str]()
    for person in made.people:
        for room in made.rooms_of(person):
            may = {each.word for each in made.told if each.complete} & _may_decide(town, person, room)

            def ask(person: Somebody = person, room: str = room.id) -> None:
                for name in made.ids.values():
                    town.press(person, room, "draft.ask", name)

            now = changed_by(town, ask)
            assert now <= may, (person, room)
            changed |= now
    assert changed == {each.word for each in made.told if each.complete and each.team == HOME}


def test_drafts_with_any_id_are_decided_by_those_who_assess_in_that_channel(town: Town) -> None:
    made, drafts, changed = town.population, drafted(town), set[str]()
    targets = {each.room: each.word for each in made.told if drafts[each.word]}.values()
    for person in made.people:
        for room in made.rooms_of(person)[: effort(2, 3)]:

            def press_everything(person: Somebody = person, room: str = room.id) -> None:
                for word in targets:
                    for button, place in PRESSES:
                        value = f"{made.ids[word]}|{drafts[word][place]}|0"
                        town.press(person, room, f"draft.{button}", value)
                    town.press(person, room, "draft.accept_all", made.ids[word])

            with town.watching(person) as shown:
                now = changed_by(town, press_everything)
            assert now <= _may_decide(town, person, room), (person, room)
            assert shown <= made.may_ask_for_in(person, room), (person, room)
            changed |= now
    assert changed


def test_forms_of_drafts_with_any_id_change_what_the_sender_assesses(town: Town) -> None:
    made, drafts, changed = town.population, drafted(town), set[str]()
    for person in made.people:

        def submit_everything(person: Somebody = person) -> None:
            for word, name in made.ids.items():
                draft = (drafts[word] or ["gone"])[0]
                for form, values in DRAFT_FORMS.items():
                    town.submit(person, form, f"{name}|{draft}|0", values)

        now = changed_by(town, submit_everything)
        assert now <= made.may_change(person), person
        changed |= now
    assert changed


def _may_decide(town: Town, person: Somebody, room: Room) -> set[str]:
    return town.population.may_change(person) & town.population.may_ask_for_in(person, room)
