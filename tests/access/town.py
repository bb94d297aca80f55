"""The population in the sandbox's Slack and in the bot's database, and what a person can do and comes to see there."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus, urlencode

from bot.core.assessment import Assessment, Member, Rating, Role, Status, Subject
from bot.core.team import Evidence
from bot.sandbox.model import Channel, User
from bot.use_cases.ports import NewJob
from tests.access.population import HOME, Population, Room, Somebody, Told
from tests.core.examples import example_framework
from tests.hostile.house import FORM, JSON, Answer, House, genuine
from tests.known import peek

BOT = "U0CXBOT001"
Json = dict[str, Any]


class Town:
    """A house with a population in it."""

    def __init__(self, folder: Path, population: Population) -> None:
        self.population = population
        self.house = House(folder, direct=True)
        self.house.open()
        self._numbers = count(1)
        with self.house.sandbox._world.lock:
            self._settle_people()
        for each in population.told:
            population.ids[each.word] = self._tell(each)
        self.house.settle()

    def _settle_people(self) -> None:
        world = self.house.sandbox._world
        for each in self.population.people:
            kind: Any = "external" if each.team != HOME else "guest" if each.guest else "member"
            world.people[each.id] = User(each.id, each.team, each.id.lower(), each.id, "", kind, "UTC", "000000")
            if each.team == HOME:
                name = f"D{each.id[1:]}"
                world.channels[name] = Channel(name, "", "im", HOME, [each.id, BOT], person=each.id)
        for room in self.population.rooms:
            members = [*sorted(room.members), *([BOT] if room.bot else [])]
            world.channels[room.id] = Channel(room.id, room.id.lower(), room.kind, HOME, members)

    def _tell(self, told: Told) -> str:
        now = self.house.sandbox.clock.now()
        framework = example_framework()
        with self.house.service.store.writing("T0ACME0001") as tx:
            made = Assessment(
                id=tx.new_id(),
                workspace=told.team,
                channel=told.room,
                thread=None,
                framework=framework,
                subject=Subject(told.word),
                targets={},
                members=(Member(told.respondent, Role.FACILITATOR), Member(told.respondent, Role.RESPONDENT)),
                status=Status.OPEN,
                started_at=now,
                completed_at=None,
            )
            tx.add_assessment(made)
            for place, dimension in enumerate(framework.dimensions[: None if told.complete else 2]):
                evidence = (Evidence("words", f"proof of {told.word}"),)
                level = 4 if place else 2  # a gap, so that a plan is drafted too
                rating = Rating(tx.new_id(), dimension.key, told.respondent, level, evidence, now, "1.1")
                tx.add_rating(told.team, made.id, rating)
            if told.complete:
                tx.set_status(told.team, made.id, Status.COMPLETE, now + timedelta(seconds=1))
            if told.team == HOME:
                payload = {"workspace": told.team, "assessment": made.id}
                tx.enqueue(NewJob("thread", f"thread:{told.team}:{made.id}", payload))
        return made.id

    def close(self) -> None:
        self.house.close()

    def command(self, person: Somebody, room: str, line: str) -> str:
        """Type a command and give the text of the private answer."""
        name, _, text = line.partition(" ")
        world = self.house.sandbox._world
        form = {"command": name, "text": text, "team_id": person.team, "user_id": person.id, "channel_id": room}
        form |= {
            "trigger_id": world.new_trigger(person.id, HOME),
            "response_url": world.new_response_url(person.id, room),
        }
        return self._send(urlencode(form).encode(), FORM).body.decode()

    def press(
        self, person: Somebody, room: str, action: str, value: str, ts: str = "1.000001", option: str = "", **more: Any
    ) -> Answer:
        """Press a button, perhaps one that was never shown to the person; ``option`` is what a menu is left with."""
        world = self.house.sandbox._world
        pressed: dict[str, Any] = {
            "action_id": action,
            "value": value,
            "action_ts": f"1795000000.{next(self._numbers):06}",
            "type": "button",
        }
        if option:
            pressed |= {"type": "overflow", "selected_option": {"value": option}}
        payload = self._interaction(person, "block_actions") | {
            "channel": {"id": room, "name": "any"},
            "container": {"type": "message", "message_ts": ts, "channel_id": room},
            "response_url": world.new_response_url(person.id, room),
            "actions": [pressed],
        }
        return self._interact(payload | more)

    def submit(self, person: Somebody, form: str, metadata: str, values: Json, **more: Any) -> Answer:
        """Submit a form, perhaps one that was never opened for the person."""
        view = self.view(form, metadata, values)
        return self._interact(
            self._interaction(person, "view_submission") | {"view": view | more.pop("view", {})} | more
        )

    def view(self, form: str, metadata: str, values: Json) -> Json:
        state = {block: {"value": {"type": "x", "value": value}} for block, value in values.items()}
        view = {"id": f"V{next(self._numbers)}", "type": "modal", "callback_id": form, "private_metadata": metadata}
        return view | {"hash": "1.x", "state": {"values": state}, "team_id": HOME}

    def say(self, person: Somebody, room: str, thread: str, text: str) -> Answer:
        """Type in a thread."""
        ts = f"{self.house.sandbox._world.now() + 1:.0f}.{next(self._numbers):06}"
        event = {"type": "message", "user": person.id, "team": person.team, "user_team": person.team, "ts": ts}
        event |= {"thread_ts": thread, "channel": room, "text": text, "channel_type": "channel"}
        body: Json = {"type": "event_callback", "team_id": HOME, "event_id": f"Ev{ts}", "event": event}
        body |= {"is_ext_shared_channel": self.population.room(room).kind == "shared"}
        return self._send(json.dumps(body).encode(), JSON)

    def _interaction(self, person: Somebody, kind: str) -> Json:
        trigger = self.house.sandbox._world.new_trigger(person.id, HOME)
        user = {"id": person.id, "team_id": person.team}
        return {"type": kind, "team": {"id": HOME}, "user": user, "trigger_id": trigger}

    def _interact(self, payload: Json) -> Answer:
        return self._send(b"payload=" + quote_plus(json.dumps(payload)).encode(), FORM)

    def _send(self, body: bytes, content_type: str) -> Answer:
        request = genuine(body, content_type)
        answer = self.house.post(request.body, request.headers)
        assert answer.status in (200, 400), answer
        return answer

    @contextmanager
    def watching(self, person: Somebody) -> Iterator[set[str]]:
        """Collect the subjects shown meanwhile to one person alone: whispers, direct messages, forms, Home tab."""
        world = self.house.sandbox._world
        before = {id(each) for channel in world.channels.values() for each in channel.messages}
        shown: set[str] = set()
        yield shown
        self.house.settle()
        with world.lock:
            private: list[Any] = [self._home_of(person.id), *(each.body for each in world.open_views(person.id))]
            for channel in world.channels.values():
                alone = [person.id] if channel.kind == "im" and channel.person == person.id else []
                private += [
                    [each.text, each.blocks]
                    for each in channel.messages
                    if id(each) not in before and (alone or each.ephemeral_for == person.id)
                ]
            for view in world.open_views(person.id):
                world.views.pop(view.id, None)
            world.stacks.pop(person.id, None)
        shown |= self.words_in(private)

    def _home_of(self, person: str) -> Json:
        found = self.house.sandbox._world.homes.get(person)
        return found.body if found else {}

    def words_in(self, value: Any) -> set[str]:
        """Give the subjects that stand in something."""
        text = value if isinstance(value, str) else json.dumps(value)
        return {each.word for each in self.population.told if each.word in text}

    def posted(self, room: Room) -> list[Any]:
        """Give what everybody in a channel reads."""
        with self.house.sandbox._world.lock:
            messages = self.house.sandbox._world.channels[room.id].messages
            return [[each.user, each.text, each.blocks] for each in messages if each.ephemeral_for is None]

    def thread_of(self, word: str) -> str:
        """Give the thread of an assessment; an empty text where it was never posted."""
        told = next(each for each in self.population.told if each.word == word)
        found = peek(self.house.service.store).assessment(told.team, self.population.ids[word])
        return (found.thread if found else None) or ""
