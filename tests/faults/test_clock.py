"""The bot's clock jumps: nothing is lost or taken for late, the order stays that of the store, and work goes on."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.core.conversation.talk import Said
from bot.core.conversation.turns import Button
from bot.main import Service, build
from bot.sandbox.clock import MovableClock
from bot.sandbox.serving import serve_in_thread
from bot.settings import Settings
from bot.store.store import SqlStore, open_store
from bot.use_cases import conversation as answer
from tests.effort import thirds
from tests.faults.place import SECRET, TOKEN, Play, until
from tests.store.made import counts
from tests.use_cases.talking import Talking

HOURS = 3600


@pytest.fixture
def clock() -> MovableClock:
    """The bot's clock; Slack has one of its own."""
    return MovableClock()


@pytest.fixture
def service(play: Play, clock: MovableClock) -> Iterator[Service]:
    settings = {"slack_signing_secret": SECRET, "slack_bot_token": TOKEN, "slack_api_url": f"{play.slack}/api/"}
    service = build(Settings.model_validate(settings | {"database_url": f"sqlite:///{play.database}"}), clock)
    running = serve_in_thread(service.web)
    service.start()
    play.sandbox.app_url = running.url
    yield service
    play.sandbox.app_url = None
    running.close()
    service.stop()


@pytest.mark.parametrize("hours", thirds([-24 * 400, -5, 5]))
def test_a_clock_that_is_moved_between_answers_loses_none_of_them(
    play: Play, clock: MovableClock, service: Service, hours: int
) -> None:
    play.begin()
    for place, level in enumerate((1, 2, 3, 1, 2, 3), start=1):
        clock.advance(hours * HOURS / 6)
        play.answer(level, place)
    until("the scorecard", lambda: "*Next*" in play.shown()[-1])
    assert play.recorded() == [1, 2, 3, 1, 2, 3]
    assert service.workers.idle()
    assert counts(service.store.jobs)["buried"] == 0
    play.dana.command("/cx-scorecard")
    until("the scorecard", lambda: any("6 of 6 rated" in each for each in play.private_words()))


def test_work_that_was_planned_by_a_clock_that_was_ahead_is_done_when_its_time_comes(
    play: Play, clock: MovableClock, service: Service
) -> None:
    assert service.workers.idle()
    clock.advance(-5 * HOURS)
    play.begin()
    assert service.workers.idle()
    assert counts(service.store.jobs)["waiting"] == 2, "tomorrow's tidying up, and the look whether to nudge"
    clock.advance(30 * HOURS)
    until("the next day's is planned", lambda: planned(play) > clock.now())


def planned(play: Play) -> datetime:
    """Give for when tidying up is planned."""
    found = play.sql("SELECT run_at FROM jobs WHERE kind = 'tidy'")
    return datetime.fromisoformat(found[0][0]) if found else datetime.min.replace(tzinfo=UTC)


@pytest.fixture
def talking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Talking]:
    store: SqlStore = open_store(f"sqlite:///{tmp_path_factory.mktemp('clock') / 'x.db'}")
    talking = Talking(store)
    talking.start()
    talking.settle()
    yield talking
    store.close()


def test_an_answer_below_a_question_is_taken_although_a_form_was_saved_when_the_clock_was_ahead(
    talking: Talking,
) -> None:
    talking.say("2")
    saved = replace(talking.pressed(Button.KEEP), said_at=talking.clock.now() + timedelta(hours=5))
    answer.correct_rating(talking.kept, talking.clock, saved, Said(talking.key(2), 3))
    talking.settle()
    talking.say("1")
    assert talking.verdicts()[:3] == [2, 3, 1]
