"""Access through Home: what it names to whom, and what its buttons open, pressed by anybody with whatever id."""

import json
from collections.abc import Iterator
from contextlib import closing
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.core.cadence.rule import Cadence, SetCadence, Unit
from bot.sandbox.model import Channel
from tests.access.population import HOME, PARTNER, POPULATIONS, Somebody, populate
from tests.access.test_access import START, changed_by
from tests.access.town import BOT, Town
from tests.effort import thirds
from tests.known import write

RULE = Cadence(3, Unit.MONTH, date(2027, 1, 4), time(9, 30), "UTC")


@pytest.fixture(scope="module", params=POPULATIONS)
def town(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """Give a town in which every assessment of which there is a scorecard has a reminder."""
    found = Town(tmp_path_factory.mktemp("town"), populate(request.param))
    for told in found.population.told:
        if told.complete:
            _remind(found, told.team, told.room, told.word, told.respondent)
    yield found
    found.close()


def _remind(town: Town, team: str, room: str, word: str, owner: str) -> None:
    now = town.house.sandbox.clock.now()
    due = now + timedelta(days=40)
    made = SetCadence(f"c{word}", team, room, "cx-optimization", f"Repeats {word}", word, RULE, owner, now, due)
    write(town.house.service.store).put_cadence(made)


def _meet(town: Town, person: Somebody) -> None:
    """Have somebody of another organisation talk with the bot, so that Slack shows them a Home tab of it."""
    name = f"D{person.id[1:]}"
    with town.house.sandbox._world.lock:
        town.house.sandbox._world.channels[name] = Channel(name, "", "im", HOME, [person.id, BOT], person=person.id)


def opened_by(town: Town, person: Somebody, team: str = HOME) -> set[str]:
    """Open Home as Slack says it to the workspace of the bot, and give the subjects that it names then."""
    event = {"type": "app_home_opened", "user": person.id, "channel": f"D{person.id[1:]}", "tab": "home"}
    body = {"type": "event_callback", "team_id": team, "event_id": "Ev3", "event": event}
    with town.watching(person) as shown:
        town._send(json.dumps(body).encode(), "application/json")
    return shown


def in_view(town: Town, person: Somebody, action: str, value: str) -> None:
    """Press a button as if it stood in the Home tab; such a press has neither channel nor message."""
    home = {"id": "V0HOME", "type": "home", "callback_id": "home", "hash": "1.x", "private_metadata": ""}
    container = {"type": "view", "view_id": "V0HOME"}
    nowhere: dict[str, Any] = {"channel": None, "response_url": None, "container": container}
    town.press(person, "", action, value, view=home | {"state": {"values": {}}}, **nowhere)


def test_home_names_what_ones_channels_have_as_far_as_the_bot_sees_who_is_in_them(town: Town) -> None:
    made, seen = town.population, set[str]()
    for person in made.people:
        shown = opened_by(town, person)
        may = made.listed_in_a_direct_message(person)
        assert shown <= may, person
        # five scorecards and the assessments under way of one's own are shown, so not all of a person with many
        assert bool(shown) == bool(may), person
        seen |= shown
    assert seen


def test_home_names_nothing_to_people_of_other_organisations_who_share_a_channel(town: Town) -> None:
    made = town.population
    guests = [each for each in made.people if each.team == PARTNER and made.rooms_of(each)]
    assert guests
    for person in guests:
        _meet(town, person)
        assert opened_by(town, person) == set()
        assert "guest from another organisation" in json.dumps(town._home_of(person.id))
        assert opened_by(town, person, PARTNER) == set()


def test_home_is_drawn_anew_without_what_was_a_channel_of_the_person(tmp_path: Path) -> None:
    with closing(Town(tmp_path, populate(POPULATIONS[0]))) as town:
        made = town.population
        person = next(each for each in made.people if made.listed_in_a_direct_message(each))
        assert opened_by(town, person)
        with town.house.sandbox._world.lock:
            for room in made.rooms:
                channel = town.house.sandbox._world.channels[room.id]
                channel.members = [each for each in channel.members if each != person.id]
        assert opened_by(town, person) == set()


@pytest.mark.parametrize("action", thirds(["home.remind", "home.change"]))
def test_buttons_of_home_with_any_id_open_forms_about_ones_own_channels_only(town: Town, action: str) -> None:
    made, seen = town.population, set[str]()
    for person in made.people:
        may = made.listed_in_a_direct_message(person)
        opened_by(town, person)
        for word, name in made.ids.items():
            with town.watching(person) as shown:
                in_view(town, person, action, name if action == "home.remind" else f"c{word}|")
                views = [each.body for each in town.house.sandbox._world.open_views(person.id)]
            forms = [each for each in views if each["callback_id"] == "cadence"]
            assert town.words_in(views) <= may & {word}, (person, word)
            assert len(views) == 1, (person, word)
            assert not forms or word in may, (person, word)
            seen |= town.words_in(forms)
            assert shown <= may, person
    assert seen


def test_pressing_buttons_of_home_changes_nothing_by_itself(town: Town) -> None:
    made = town.population
    for person in made.people[:3]:

        def press_everything(person: Somebody = person) -> None:
            for word, name in made.ids.items():
                for action, value in (("home.start", ""), ("home.remind", name), ("home.change", f"c{word}|")):
                    in_view(town, person, action, value)

        with town.watching(person):
            assert changed_by(town, press_everything) == set()


def test_a_start_from_home_starts_in_ones_own_channels_only(tmp_path: Path) -> None:
    with closing(Town(tmp_path, populate(POPULATIONS[0]))) as town:
        made = town.population
        for person in made.people:
            for channel in (*(each.id for each in made.rooms), f"D{person.id[1:]}", "", "no id"):

                def start(person: Somebody = person, channel: str = channel) -> None:
                    view = town.view("start", "{}", {**START, "channel": ""})
                    picked = {"type": "conversations_select", "selected_conversation": channel or None}
                    view["state"]["values"]["channel"] = {"value": picked}
                    town.submit(person, "start", "{}", START, view=view)

                started = changed_by(town, start)
                room = next((each for each in made.rooms if each.id == channel), None)
                if room is None or room.bot or person.team != HOME:
                    may = room is not None and channel in made.may_start_in(person)
                    assert len(started) == int(may), (person, channel)
