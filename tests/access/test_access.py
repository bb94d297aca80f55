"""Access as an attack: from every viewer, with own and forged ids, exactly what docs/privacy.md promises."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.access.population import HOME, OTHER, PARTNER, POPULATIONS, Somebody, populate
from tests.access.town import Town
from tests.effort import more


@pytest.fixture(scope="module", params=POPULATIONS)
def town(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    found = Town(tmp_path_factory.mktemp("town"), populate(request.param))
    yield found
    found.close()


@pytest.fixture(params=POPULATIONS)
def own_town(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Town]:
    """Give a town that one test may change for good: who is in which channel, what was started."""
    found = Town(tmp_path, populate(request.param))
    yield found
    found.close()


def changed_by(town: Town, act: Callable[[], None]) -> set[str]:
    """Give the subjects of the assessments of which any fact changed meanwhile; an unknown one under its id."""
    words = {value: key for key, value in town.population.ids.items()}
    before = town.house.facts()
    act()
    town.house.settle()
    after = town.house.facts()
    return {words.get(key, key) for key in after if after[key] != before.get(key)}


def test_the_population_has_every_kind_of_viewer_and_channel(town: Town) -> None:
    made = town.population
    assert {each.kind for each in made.rooms} == {"public", "private", "shared"}
    for person in made.people:
        assert made.may_ask_for(person) < {each.word for each in made.told}
    assert any(made.may_ask_for(each) for each in made.people)
    assert any(made.rooms_of(each) and each.team == PARTNER for each in made.people)


def test_what_stands_in_a_channel_is_of_that_channel(town: Town) -> None:
    made = town.population
    for room in made.rooms:
        wanted = {each.word for each in made.told if each.room == room.id and each.team == HOME} if room.bot else set()
        assert town.words_in(town.posted(room)) == wanted


def test_a_command_shows_what_that_channel_has_and_nothing_else(town: Town) -> None:
    made = town.population
    for person in made.people:
        for room in made.rooms_of(person):
            wanted = made.may_ask_for_in(person, room)
            with town.watching(person) as shown:
                listed = town.words_in(town.command(person, room.id, "/cx-scorecard list"))
                found = set()
                for name in made.ids.values():
                    found |= town.words_in(town.command(person, room.id, f"/cx-scorecard {name}"))
            assert listed == wanted, (person, room)
            assert found == wanted, (person, room)
            assert shown == set(), (person, room)


def test_change_over_time_shows_what_that_channel_has_whatever_ids_are_named(town: Town) -> None:
    made = town.population
    names = list(made.ids.values())
    for person in made.people:
        for room in made.rooms_of(person):
            wanted = made.may_ask_for_in(person, room)
            with town.watching(person) as shown:
                for verb in ("trend", "compare"):
                    answers = [town.command(person, room.id, f"/cx-scorecard {verb} {name}") for name in names]
                    assert set().union(*map(town.words_in, answers)) == wanted, (person, room, verb)
                for one, other in zip(names, names[1:] + names[:1], strict=True):
                    pair = town.words_in(town.command(person, room.id, f"/cx-scorecard compare {one} {other}"))
                    assert pair <= wanted, (person, room)
            assert shown == set(), (person, room)


def test_a_direct_message_lists_what_the_persons_channels_have(town: Town) -> None:
    for person in town.population.people:
        with town.watching(person) as shown:
            answer = town.command(person, f"D{person.id[1:]}", "/cx-scorecard")
        assert shown | town.words_in(answer) == town.population.listed_in_a_direct_message(person), person


def test_a_command_in_an_empty_channel_lists_no_more_than_the_persons_channels_have(town: Town) -> None:
    for person in town.population.people:
        with town.watching(person) as shown:
            town.command(person, "C0GENERAL1", "/cx-scorecard")
        assert shown <= town.population.listed_in_a_direct_message(person), person


def test_the_portfolio_and_the_metrics_have_what_the_persons_channels_have(town: Town) -> None:
    made = town.population
    for person in made.people:
        for room in made.rooms_of(person):
            assert town.words_in(town.command(person, room.id, "/cx-metric list")) == made.may_ask_for_in(person, room)
        for words in ("all", *(f"all {each.word}" for each in made.told[:3])):
            with town.watching(person) as shown:
                answer = town.command(person, f"D{person.id[1:]}", f"/cx-scorecard {words}")
            allowed = made.listed_in_a_direct_message(person)
            assert shown | town.words_in(answer) <= allowed | set(words.split()), (person, words)
            assert words != "all" or shown == allowed, person


@pytest.mark.parametrize("button", ["show_card", pytest.param("report", marks=more), "export"])
def test_a_button_that_shows_or_sends_with_any_id_gives_what_that_channel_has(town: Town, button: str) -> None:
    made = town.population
    for person in made.people:
        for room in made.rooms_of(person):
            with town.watching(person) as shown:
                for name in made.ids.values():
                    town.press(person, room.id, button, name)
                town.house.settle()
            assert shown == made.may_ask_for_in(person, room), (person, room)


def test_turning_a_list_and_reading_notes_shows_what_the_person_may_see(town: Town) -> None:
    made = town.population
    for person in made.people:
        for room in made.rooms_of(person):
            with town.watching(person) as shown:
                town.press(person, room.id, "list.older", "0|")
            assert shown == made.may_ask_for_in(person, room), (person, room)
            with town.watching(person) as shown:
                for name in made.ids.values():
                    town.press(person, room.id, "more", "", option=f"show_notes|{name}")
            assert shown <= made.may_ask_for_in(person, room), (person, room)
        if person.team == HOME:
            with town.watching(person) as shown:
                town.press(person, f"D{person.id[1:]}", "lists.older", "0|1")
            assert shown == made.listed_in_a_direct_message(person), person


def test_sharing_with_any_id_posts_in_its_own_channel_and_only_for_its_members(town: Town) -> None:
    made = town.population
    names = list(made.ids.values())
    for person in made.people:
        for room in made.rooms_of(person):
            before = {each.id: len(town.posted(each)) for each in made.rooms}
            for name, other in zip(names, names[1:] + names[:1], strict=True):
                for value in (name, f"{name}|trend", f"{name}|compare.{other}"):
                    town.press(person, room.id, "share", value)
            town.house.settle()
            for each in made.rooms:
                fresh = town.posted(each)[before[each.id] :]
                wanted = made.may_ask_for_in(person, room) if each is room and room.bot else set()
                assert town.words_in(fresh) <= wanted, (person, room, each)
    for room in made.rooms:
        wanted = {each.word for each in made.told if each.room == room.id and each.team == HOME} if room.bot else set()
        assert town.words_in(town.posted(room)) == wanted


def test_a_shared_scorecard_is_taken_back_by_its_sharer_and_the_facilitator_only(town: Town) -> None:
    made = town.population
    room = next(
        each for each in made.rooms if each.bot and len([one for one in made.people if one.id in each.members]) > 2
    )
    told = next(each for each in made.told if each.room == room.id and each.team == HOME)
    world = town.house.sandbox._world
    insiders = [each for each in made.people if each.id in room.members and each.team == HOME]
    town.press(insiders[0], room.id, "share", made.ids[told.word])  # it may stand there already, by somebody
    town.house.settle()
    ts, blocks = next(
        (each.ts, json.dumps(each.blocks))
        for each in reversed(world.channels[room.id].messages)
        if told.word in each.text and "Shared by" in json.dumps(each.blocks)
    )
    sharer = next(each for each in insiders if f"Shared by <@{each.id}>" in blocks)
    for person in made.people:
        for place in (room, *made.rooms_of(person)):
            if person.id in (sharer.id, told.respondent) and place is room:
                continue
            town.press(person, place.id, "unshare", made.ids[told.word], ts=ts)
    town.house.settle()
    assert world.find_message(world.channels[room.id], ts) is not None
    town.press(sharer, room.id, "unshare", made.ids[told.word], ts=ts)
    town.house.settle()
    assert world.find_message(world.channels[room.id], ts) is None


def test_the_change_form_with_any_id_opens_for_respondents_only(town: Town) -> None:
    made = town.population
    for person in made.people:
        for room in made.rooms_of(person):
            for word, name in made.ids.items():
                opened = len(town.house.sandbox._world.open_views(person.id))
                with town.watching(person) as shown:
                    town.press(person, room.id, "open_change", f"{name}|root-cause-analysis")
                    opened = len(town.house.sandbox._world.open_views(person.id)) - opened
                may = word in made.may_change(person) & made.may_ask_for_in(person, room)
                assert opened == int(may), (person, room, word)
                assert shown <= made.may_ask_for_in(person, room), (person, room, word)


BUTTONS = ("level.2", "stop", "rate_missing")


def test_buttons_with_any_id_change_what_the_presser_answers_there(town: Town) -> None:
    made = town.population
    for person in made.people:
        for room in made.rooms_of(person):
            may = made.may_change(person) & made.may_ask_for_in(person, room)

            def press_everything(person: Somebody = person, room: str = room.id) -> None:
                for name in made.ids.values():
                    for button in BUTTONS:
                        town.press(person, room, f"press.{button}", f"{name}|1|root-cause-analysis")

            assert changed_by(town, press_everything) <= may, (person, room)


def test_words_in_any_thread_change_what_the_speaker_answers_there(town: Town) -> None:
    made = town.population
    threads = {each.word: (each.room, town.thread_of(each.word)) for each in made.told}
    for person in made.people:

        def say_everywhere(person: Somebody = person) -> None:
            for room, thread in threads.values():
                if thread:
                    for words in ("2, since I say so", "change root cause to 3", "stop", "5"):
                        town.say(person, room, thread, words)

        assert changed_by(town, say_everywhere) <= made.may_change(person), person


def test_respondents_can_change_their_own(town: Town) -> None:
    made, changed, wanted = town.population, set(), set()
    for person in made.people:
        for told in made.told:
            if told.word in made.may_change(person):
                name = made.ids[told.word]

                def change(person: Somebody = person, name: str = name, room: str = told.room) -> None:
                    town.submit(person, "change", f"{name}|root-cause-analysis", {"dimension": "2", "level.2": "2"})
                    town.press(person, room, "press.level.3", f"{name}|1|root-cause-analysis")

                wanted.add(told.word)
                changed |= changed_by(town, change)
    assert changed == wanted


def test_the_change_form_submitted_with_any_id_changes_ones_own_only(town: Town) -> None:
    made = town.population
    for person in made.people:

        def submit_everything(person: Somebody = person) -> None:
            for name in made.ids.values():
                for level in ("1", "3", "99", "n/a"):
                    values = {"dimension": "2", "level.2": level, "words.2": "no stores"}
                    town.submit(person, "change", f"{name}|root-cause-analysis", values)

        assert changed_by(town, submit_everything) <= made.may_change(person), person


def test_the_open_change_form_asked_for_any_id_shows_ones_own_only(town: Town) -> None:
    made = town.population
    for person in made.people:
        with town.watching(person) as shown:
            for name in made.ids.values():
                view = town.view("change", f"{name}|root-cause-analysis", {"dimension": "2"})
                answer = town.press(person, "C0GENERAL1", "pick_dimension", "2", view=view)
                assert town.words_in(answer.body.decode()) == set()
        assert shown <= made.may_change(person), person


START = {"framework": "cx-optimization", "subject": "Forged subject", "target.cx-optimization": "own"}


def test_a_start_form_with_any_channel_starts_in_ones_own_channels_only(own_town: Town) -> None:
    made, town = own_town.population, own_town
    for person in made.people:
        for room in made.rooms:
            for disguise in ({}, {"team": {"id": person.team}, "view": {"app_installed_team_id": HOME}}):

                def start(person: Somebody = person, room: str = room.id, disguise: dict[str, Any] = disguise) -> None:
                    town.submit(person, "start", room, START, **disguise)

                before = len(town.posted(room))
                started = changed_by(town, start)
                posted = len(town.posted(room)) > before
                may = room.id in made.may_start_in(person)
                assert posted == (may and room.bot), (person, room, disguise)
                if room.bot or person.team != HOME:
                    assert len(started) == int(may), (person, room, disguise)


def test_a_forged_start_is_not_posted_when_the_bot_is_invited_later(own_town: Town) -> None:
    made, world = own_town.population, own_town.house.sandbox._world
    room = next(each for each in made.rooms if not each.bot)
    stranger = next(each for each in made.people if each.team == HOME and each.id not in room.members)
    own_town.submit(stranger, "start", room.id, {**START, "subject": "Forged from outside"})
    own_town.house.settle()
    with world.lock:
        world.channels[room.id].members.append("U0CXBOT001")
        own_town.house.sandbox._events.joined(world.channels[room.id], "U0CXBOT001", None)
    own_town.house.settle()
    posted = json.dumps(own_town.posted(room))
    assert "Forged from outside" not in posted
    assert own_town.words_in(posted) == {each.word for each in made.told if each.room == room.id}


def test_another_workspace_gets_no_answer_and_changes_nothing(town: Town) -> None:
    made = town.population
    stranger = Somebody("U0GRETA001", OTHER)
    rooms = [each.id for each in made.rooms]

    def try_everything() -> None:
        for room in rooms:
            assert town.words_in(town.command(stranger, room, "/cx-scorecard list")) == set()
            for name in made.ids.values():
                for team in (OTHER, PARTNER):
                    town.press(stranger, room, "press.level.2", f"{name}|1|root-cause-analysis", team={"id": team})
                    town.press(stranger, room, "show_card", name, team={"id": team})

    with town.watching(stranger) as shown:
        assert changed_by(town, try_everything) == set()
    assert shown == set()
