"""Two workspaces that both have the bot, on one store: each is attacked from the other with every id there is."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import quote_plus, urlencode

import pytest

from bot.core.assessment import Assessment, Member, Rating, Role, Status, Subject
from bot.core.cadence.rule import SetCadence
from bot.core.saved import Openness, SavedMessage
from bot.core.team import Evidence
from bot.slack.journeys import ROUTES
from bot.slack.routes import ActionRoute, CommandRoute, EventRoute, FormRoute, Route, ShortcutRoute
from bot.use_cases.ports import NewJob
from tests.access.test_home_access import RULE
from tests.core.drafted import ACTIONS, accepted_plan
from tests.core.examples import example_framework
from tests.databases import rows_in
from tests.effort import effort, more
from tests.hostile.house import CX_TEAM, DANA, FORM, JSON, OTHER_TEAM, TEAM, Answer, House, genuine
from tests.store.made import measured

GRETA, SERVICE = "U0GRETA001", "C0GLOBEX01"
SAME = "sameid0001"
"""The id of an assessment in both workspaces."""
Json = dict[str, Any]


class Both:
    """The house of two workspaces. Each has its own words, and ids that the other one has too."""

    def __init__(self, folder: Path) -> None:
        self.house = House(folder, direct=True, both=True)
        self.house.open()
        self._numbers = count(1)
        self._settle(TEAM, CX_TEAM, DANA, "acmeword")
        self._settle(OTHER_TEAM, SERVICE, GRETA, "globexword")
        self.house.settle()

    def _settle(self, team: str, channel: str, person: str, word: str) -> None:
        now, framework, store = self.house.sandbox.clock.now(), example_framework(), self.house.service.store
        people = (Member(person, Role.FACILITATOR), Member(person, Role.RESPONDENT))
        with store.writing(team) as tx:
            for name, complete in ((SAME, True), (f"only{word[:4]}01", True), (f"open{word[:4]}01", False)):
                subject = Subject(f"{word} {name[:4]}")
                made = Assessment(name, team, channel, None, framework, subject, {}, people, Status.OPEN, now, None)
                tx.add_assessment(made)
                for place, each in enumerate(framework.dimensions if complete else framework.dimensions[:2]):
                    said = (Evidence("words", f"{word} proof"),)
                    rating = Rating(f"r{place}{name[:4]}", each.key, person, 2 + place % 2, said, now, "1.1")
                    tx.add_rating(team, name, rating)
                if complete:
                    tx.set_status(team, name, Status.COMPLETE, now + timedelta(seconds=1))
                    tx.keep_draft(team, name, replace(accepted_plan(), asked_by=person))
                    tx.add_actions(team, name, "d1", ACTIONS, now.date())
                tx.enqueue(NewJob("thread", f"thread:{team}:{name}", {"workspace": team, "assessment": name}))
            tx.put_cadence(_cadence(team, channel, person, word, now))
            tx.add_reading(team, replace(measured(), id="m1", channel=channel, subject=f"{word} same"))
            tx.add_saved(team, _saved(channel, person, word, now))

    def close(self) -> None:
        self.house.close()

    def rows(self, team: str) -> dict[str, list[str]]:
        """Give everything that stands in a workspace, but for what its own work may change meanwhile."""
        with self.house.service.store._database.reading() as db:
            return {table: rows for table, rows in rows_in(db, team).items() if table != "jobs"}

    def shown(self, person: str) -> str:
        """Give all that one person alone sees: private words, direct messages, forms and Home."""
        world = self.house.sandbox._world
        with world.lock:
            home = world.homes.get(person)
            seen: list[Any] = [home.body if home else {}, *(each.body for each in world.open_views(person))]
            for channel in world.channels.values():
                own = channel.kind == "im" and channel.person == person
                seen += [[m.text, m.blocks] for m in channel.messages if own or m.ephemeral_for == person]
            world.stacks.pop(person, None)
        return json.dumps(seen)

    def send(self, body: bytes, kind: str) -> Answer:
        request = genuine(body, kind)
        return self.house.post(request.body, request.headers)

    def attack(self, team: str, person: str, channels: tuple[str, ...], ids: tuple[str, ...]) -> str:
        """Do everything in one workspace with the ids of another; give all that was answered."""
        said = []
        for channel in channels:
            here = {"team_id": team, "user_id": person, "channel_id": channel, "channel_name": "any"}
            for number, each in enumerate(ROUTES):
                ways = list(self._uses(each, team, person, channel, here, ids))
                said += [self._do(way, person, channel) for way in Random(number).sample(ways, min(len(ways), MOST))]
        event = {"type": "app_home_opened", "user": person, "channel": f"D{person[1:]}", "tab": "home"}
        body = {"type": "event_callback", "team_id": team, "event_id": "Ev3", "event": event}
        said.append(self.send(json.dumps(body).encode(), JSON))
        self.house.settle()
        assert {each.status for each in said} <= {200, 400, 404}
        return " ".join(each.body.decode() for each in said) + self.shown(person)

    def _do(self, way: tuple[str, Json], person: str, channel: str) -> Answer:
        """Use a route in one way, with a trigger and an address of its own."""
        (kind, given), team = way, way[1]["team_id"]
        world = self.house.sandbox._world
        given = given | {"trigger_id": world.new_trigger(person, team)}
        given |= {"response_url": world.new_response_url(person, channel)}
        if kind == "command":
            return self.send(urlencode(given).encode(), FORM)
        given |= {"type": kind, "team": {"id": team}, "user": {"id": person, "team_id": team}}
        return self.send(b"payload=" + quote_plus(json.dumps(given)).encode(), FORM)

    def _uses(
        self, route: Route, team: str, person: str, channel: str, here: Json, ids: tuple[str, ...]
    ) -> Iterator[tuple[str, Json]]:
        """Give every way of using a route: its kind and its payload."""
        ts, at = f"1795000000.{next(self._numbers):06}", {"team_id": team, "channel": {"id": channel, "name": "any"}}
        match route:
            case EventRoute():
                pass  # Home is opened apart; of the others people read nothing
            case CommandRoute(name=name):
                for words in ("", "list", "help", "all", *ids, *(f"{verb} {one}" for verb in VERBS for one in ids)):
                    yield "command", here | {"command": name, "text": words}
            case ActionRoute(name=action):
                for value in (form.format(one) for one in ids for form in VALUES):
                    pressed = {"action_id": action, "value": value, "action_ts": ts, "type": "button"}
                    container = {"type": "message", "message_ts": ts, "channel_id": channel}
                    yield "block_actions", at | {"container": container, "actions": [pressed]}
            case FormRoute(name=form):
                for value in (one for each in ids for one in (each, f"{each}|root-cause-analysis", f"{each}|d1")):
                    view: Json = {"id": f"V{ts}", "type": "modal", "callback_id": form, "private_metadata": value}
                    view |= {"hash": "1.x", "state": {"values": {"x": {"value": {"type": "x", "value": "x"}}}}}
                    yield "view_submission", {"view": view | {"team_id": team}, "team_id": team}
            case ShortcutRoute(name=callback):
                message = {"type": "message", "user": person, "ts": ts, "text": "any words"}
                yield "message_action", at | {"callback_id": callback, "message": message, "message_ts": ts}


MOST = effort(2, 1_000)
VERBS = ("trend", "compare", "report", "done", "add", "remove")
VALUES = ("{0}", "{0}|1|root-cause-analysis", "{0}|d1", "{0}|d1|1", "{0}|root-cause-analysis")


def _cadence(team: str, channel: str, person: str, word: str, now: datetime) -> SetCadence:
    due = now + timedelta(days=40)
    return SetCadence("samecad001", team, channel, "cx-optimization", f"{word} again", word, RULE, person, now, due)


def _saved(channel: str, person: str, word: str, now: datetime) -> SavedMessage:
    return SavedMessage(
        "samesav001",
        channel,
        Openness.PUBLIC,
        "1.000002",
        person,
        f"{word} quoted",
        "https://acme-retail.slack.com/x",
        f"{word} same",
        "cx-optimization",
        "CX",
        "root-cause-analysis",
        "Root cause",
        person,
        now,
    )


@pytest.fixture
def both(tmp_path: Path) -> Iterator[Both]:
    found = Both(tmp_path)
    yield found
    found.close()


@pytest.mark.parametrize(
    ("team", "person", "theirs", "word", "own"),
    [
        (OTHER_TEAM, GRETA, TEAM, "acmeword", "globexword"),
        pytest.param(TEAM, DANA, OTHER_TEAM, "globexword", "acmeword", marks=more),
    ],
    ids=["from the second", "from the first"],
)
def test_with_all_ids_of_another_workspace_nothing_of_it_shows_and_nothing_changes(
    both: Both, team: str, person: str, theirs: str, word: str, own: str
) -> None:
    before = both.rows(theirs)
    ids = (SAME, f"only{word[:4]}01", f"open{word[:4]}01", "samecad001", "samesav001", "m1")
    answered = both.attack(team, person, (CX_TEAM, SERVICE), ids)
    assert word not in answered
    assert own in answered  # it could have shown
    assert both.rows(theirs) == before
    assert both.house.buried() == []
