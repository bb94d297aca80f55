"""The stand-in Slack of the gateway's tests, a gateway that speaks to it, and a store."""

import threading
from collections.abc import Iterator

import pytest

from bot.slack.gateway import Gateway
from bot.store.store import SqlStore, open_store
from tests.slack.stand_in import TOKEN, StandIn


@pytest.fixture
def slack() -> Iterator[StandIn]:
    with StandIn() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.released.set()
        server.shutdown()
        thread.join()


@pytest.fixture
def gateway(slack: StandIn) -> Gateway:
    return Gateway(token=TOKEN, base_url=slack.url, strict=True)


@pytest.fixture
def store() -> Iterator[SqlStore]:
    found = open_store("sqlite://")
    yield found
    found.close()
