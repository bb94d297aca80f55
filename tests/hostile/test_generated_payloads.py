"""Thousands of hostile requests: none is an error of ours, lets anybody in or puts people's words into the log."""

import logging
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from random import Random

import httpx
import pytest
from structlog.testing import capture_logs

from tests.effort import effort, more
from tests.hostile.house import LEADS, TEAM, House, Request
from tests.hostile.mutations import request
from tests.hostile.oracle import objections
from tests.hostile.stock import CANARY, Valid, play, settle_elsewhere

SEED = "hostile input 1"
COUNT = effort(600, 10_000)
OVER_HTTP = effort(60, 300)
KINDS = {
    "/cx-assess",
    "/cx-scorecard",
    "message",
    "message.message_changed",
    "message.message_deleted",
    "share",
    "unshare",
} | {"view_submission", "view_closed", "show_card", "open_change", "pick_dimension", "pick_framework", "pick_target"}
KINDS |= {f"draft.{each}" for each in "ask accept accept_all discard undo edit redraft owners".split()}
KINDS |= {"/cx-remind", *(f"remind.{each}" for each in "open change often pause resume snooze skip remove".split())}


Played = tuple[House, tuple[Valid, ...]]


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    """Play an assessment with everything that people do: it takes longer than the attacks of the short form."""
    found = House(tmp_path_factory.mktemp("played"))
    found.open()
    valid = play(found)
    found.quiet()
    found.places = settle_elsewhere(found)
    yield found, valid
    found.close()


@pytest.fixture
def house(played: Played) -> House:
    """Return the house without workers, with whatever the attack before has left in it."""
    found, _ = played
    if found.bot is not None:
        found.quiet()
    found.install_again()
    found.places = found.where()
    return found


@pytest.fixture
def stock(played: Played) -> tuple[Valid, ...]:
    return played[1]


def test_the_stock_has_every_kind_of_payload(stock: tuple[Valid, ...]) -> None:
    assert {each.name for each in stock} >= KINDS


def case(number: int, stock: tuple[Valid, ...], targets: list[str]) -> Request:
    """Give the request of that number, the same one every time but for ids that the bot makes up."""
    return request(Random(f"{SEED}:{number}"), stock, targets)


@pytest.mark.timeout(600)
def test_thousands_of_hostile_requests_change_nothing_they_may_not(
    house: House, stock: tuple[Valid, ...], caplog: pytest.LogCaptureFixture
) -> None:
    targets, before = sorted(house.places), house.facts()
    statuses: Counter[int] = Counter()
    wrong: list[str] = []
    caplog.set_level(logging.WARNING)
    with capture_logs() as logs, closing(sqlite3.connect(house.database)) as watch:
        version = _version(watch)
        for number in range(COUNT):
            sent = case(number, stock, targets)
            answer = house.post(sent.body, sent.headers)
            statuses[answer.status] += 1
            if answer.status >= 500:
                wrong.append(f"{number}: status {answer.status} {answer.body[:90]!r} to {sent.body[:300]!r}")
            if not sent.genuine and answer.status not in (400, 401, 413):
                wrong.append(f"{number}: a forged request got {answer.status} {answer.body[:80]!r}")
            if version == (version := _version(watch)):
                continue
            house.install_again()
            after = house.facts()
            changed = {key: house.places.get(key) for key in after if after[key] != before.get(key)}
            wrong += [f"{number}: lost {key}" for key in before if key not in after]
            house.places = house.where()
            wrong += [f"{number}: {each}: {sent.body[:1500]!r}" for each in objections(sent, changed, house.places)]
            before = after
    assert not wrong, "\n".join(wrong[:20])
    assert statuses[200] > COUNT // 3, statuses
    assert [
        each.getMessage()[:500] for each in caplog.records if each.exc_info or "Traceback" in each.getMessage()
    ] == []
    assert [each for each in (*map(str, logs), *(one.getMessage() for one in caplog.records)) if CANARY in each] == []
    work_is_done_and_nothing_sent_is_refused(house)


def work_is_done_and_nothing_sent_is_refused(house: House) -> None:
    """Let the workers do what the attack has left, and look at what Slack was sent."""
    house.reopen()
    house.settle()
    assert house.buried() == []
    refused = [each for each in house.refused_calls() if "invalid_blocks" in each or "invalid_arguments" in each]
    assert refused == []


@more
def test_hundreds_of_them_over_real_http_are_answered_and_the_bot_lives(house: House, stock: tuple[Valid, ...]) -> None:
    house.reopen()
    house.settle()
    assert house.bot is not None
    targets, untouched = sorted(house.places), {key: house.facts()[key] for key in _of_others(house)}
    with httpx.Client(base_url=house.bot.url, trust_env=False, timeout=30) as client:
        for number in range(COUNT, COUNT + OVER_HTTP):
            house.install_again()
            sent = case(number, stock, targets)
            headers = [(name.encode(), value.encode("latin-1")) for name, value in sent.headers.items()]
            assert client.post("/slack/events", content=sent.body, headers=headers).status_code < 500, number
        assert client.get("/readyz").json()["ready"] is True
    house.settle()
    assert house.buried() == []
    assert {key: house.facts()[key] for key in untouched} == untouched


def _of_others(house: House) -> list[str]:
    return [key for key, place in house.places.items() if place.workspace != TEAM or place.channel == LEADS]


def _version(watch: sqlite3.Connection) -> int:
    return int(watch.execute("PRAGMA data_version").fetchone()[0])
