"""Saved messages as an attack: words of a channel that is not public are shown, kept and exported nowhere else."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.core.saved import Openness, SavedMessage
from bot.use_cases.conversation import enqueue_thread
from tests.access.population import HOME, POPULATIONS, Somebody, populate
from tests.access.town import Town
from tests.core.examples import example_framework
from tests.known import peek, sure

AUTHOR = "U0PRIYA001"


@pytest.fixture(params=POPULATIONS)
def town(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Town]:
    found = Town(tmp_path, populate(request.param))
    yield found
    found.close()


def sow(town: Town) -> dict[str, str]:
    """Save a message of every channel for every subject and dimension, as if all could be; give the word of each."""
    words: dict[str, str] = {}
    with town.house.service.store.writing("T0ACME0001") as tx:
        for room in town.population.rooms:
            for told in (each for each in town.population.told if each.team == HOME):
                for place, dimension in enumerate(example_framework().dimensions[:1]):
                    name = f"s{len(words):09}"
                    words[name] = f"secret{len(words)}of{room.id}end"
                    openness = Openness.PUBLIC if room.kind == "public" else Openness.PRIVATE
                    tx.add_saved(
                        HOME,
                        SavedMessage(
                            *(name, room.id, openness, f"1795341600.{len(words):06}", AUTHOR, words[name]),
                            link=f"https://acme-retail.slack.com/archives/{room.id}/p1795341600{place:06}",
                            subject=told.word,
                            slug=example_framework().slug,
                            title="t",
                            dimension=dimension.key,
                            name=dimension.name,
                            by=AUTHOR,
                            at=town.house.sandbox.clock.now(),
                        ),
                    )
        for told in town.population.told:
            if told.team == HOME:
                enqueue_thread(tx, HOME, town.population.ids[told.word])
    town.house.settle()
    return words


def leaks(town: Town, words: dict[str, str], room: str, shown: object) -> set[str]:
    """Give the words of other channels, that are not public, in what is shown in a channel."""
    kinds, text = {each.id: each.kind for each in town.population.rooms}, json.dumps(shown)
    found = {word for word in words.values() if word in text}
    return {each for each in found if f"of{room}end" not in each and kinds[each.split("of")[1][:-3]] != "public"}


def test_words_that_are_not_public_stay_in_their_channel_whoever_presses_and_asks(town: Town) -> None:
    made, words = town.population, sow(town)
    seen = set()
    for person in made.people:
        for room in made.rooms_of(person):
            listed = town.command(person, room.id, "/cx-scorecard saved")
            seen |= {word for word in words.values() if word in listed}
            assert leaks(town, words, room.id, listed) == set(), (person, room)
            assert person.team == HOME or not seen & set(listed.split())
    for told in (each for each in made.told if each.team == HOME and not each.complete):
        person = next(each for each in made.people if each.id == told.respondent)
        for name in words:
            town.press(person, told.room, "saved.use", f"{name}|{made.ids[told.word]}|1")
    town.house.settle()
    assert seen
    for room in made.rooms:
        assert leaks(town, words, room.id, town.posted(room)) == set(), room
    assert any(word in json.dumps(town.posted(room)) for room in made.rooms for word in words.values())
    for told in (each for each in made.told if each.team == HOME):
        with town.house.service.store.reading() as view:
            facts = [view.assessment(HOME, made.ids[told.word]), view.questions(HOME, made.ids[told.word])]
        assert leaks(town, words, told.room, repr(facts)) == set(), told


def test_only_author_and_saver_take_a_message_back_and_others_change_nothing(town: Town) -> None:
    words = sow(town)
    name = next(iter(words))
    for person in town.population.people:
        for room in town.population.rooms_of(person):
            town.press(person, room.id, "saved.take_back", name)
    assert sure(peek(town.house.service.store).saved(HOME, name)).quotation == words[name]
    town.press(Somebody(AUTHOR, HOME), f"D{AUTHOR[1:]}", "saved.take_back", name)
    assert sure(peek(town.house.service.store).saved(HOME, name)).quotation == ""


def test_a_forged_form_saves_nothing_for_a_channel_that_the_person_is_not_in(town: Town) -> None:
    made = town.population
    place = ["C0GENERAL1", "public", "1795341600.000100", "", AUTHOR, "", False, "forged words"]
    for number, person in enumerate(made.people):
        place[2] = ts = f"1795341600.{number:06}"
        for name in made.ids.values():
            values = {"for": name, f"dimension.{name}": "1", "words": "forged words"}
            town.submit(person, "save_message.form", json.dumps(place), values)
        saved = {each.subject for each in peek(town.house.service.store).saved_of(HOME, "C0GENERAL1", ts)}
        assert saved == made.listed_in_a_direct_message(person), person
