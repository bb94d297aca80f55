"""A large team within Slack's limits: everybody answers at once, at the sandbox's rates, and no call is refused."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.core.assessment import Assessment, Subject
from bot.core.cadence.times import no_holidays
from bot.core.conversation.talk import Question
from bot.core.errors import SlackUnavailableError
from bot.core.framework import Framework
from bot.core.team import Mode
from bot.core.thread import question_key
from bot.sandbox.app import Sandbox
from bot.sandbox.model import Channel, User
from bot.sandbox.seed import ACME
from bot.sandbox.serving import serve_in_thread
from bot.slack.gateway import Gateway
from bot.slack.manifest import manifest
from bot.slack.messenger import messenger_of
from bot.slack.pacing import Pacer
from bot.store.store import SqlStore, open_store
from bot.use_cases.conversation import hear_message
from bot.use_cases.durable_work import durable_work
from bot.use_cases.ports import Deed, Later, Post
from bot.use_cases.start import Several, Start, start_assessment
from bot.use_cases.store_ports import TypedMessage
from tests.core.examples import example_framework
from tests.effort import effort
from tests.known import peek, sure
from tests.use_cases.fakes import SKETCHES

CX, DANA, BOT, TOKEN = "C0CXTEAM01", "U0DANA0001", "U0CXBOT001", "xoxb-of-a-large-team"
PEOPLE = [f"U0CROWD{number:03}" for number in range(effort(6, 25))]
DIMENSIONS = effort(4, 12)


@pytest.fixture
def sandbox() -> Iterator[tuple[Sandbox, str]]:
    found = Sandbox(manifest(None, socket_mode=True), None, "secret", TOKEN, limits="as_slack")
    running = serve_in_thread(found.asgi)
    for person in PEOPLE:
        world = found._world
        world.people[person] = User(person, ACME, person.lower(), person, "", "member", "Europe/Berlin", "9f69e7")
        world.channels[f"D{person[1:]}"] = Channel(f"D{person[1:]}", "", "im", ACME, [person, BOT], person=person)
    yield found, running.url
    found.close()
    running.close()


def _framework() -> Framework:
    first, *_ = (like := example_framework()).dimensions
    dimensions = [replace(first, key=f"d{number}", name=f"Dimension {number}") for number in range(DIMENSIONS)]
    return replace(like, dimensions=tuple(dimensions))


class CountingPacer(Pacer):
    """Counts the calls that it lets through."""

    def __init__(self, clock: Callable[[], float]) -> None:
        super().__init__(clock)
        self.made: Counter[str] = Counter()

    def take(self, channel: str, method: str, message: str = "") -> float:
        wait = super().take(channel, method, message)
        self.made[method] += wait == 0.0
        return wait


class Crowd:
    """Everybody answers each question as soon as it stands; the work goes on second by second."""

    def __init__(self, store: SqlStore, sandbox: Sandbox, url: str) -> None:
        self.store, self.clock, self.seconds = store, sandbox.clock, 0
        self.pacer = CountingPacer(lambda: self.clock.now().timestamp())
        self.gateway = Gateway(token=TOKEN, base_url=f"{url}/api/", pacer=self.pacer)
        known = store._database.elapsed
        store._database.elapsed = replace(known, seconds=lambda: known.seconds() + self.seconds)
        several = Several(Mode.TEAM, named=False, people=dict.fromkeys(PEOPLE, ""))
        start = Start(Deed(ACME, CX, DANA, "start"), _framework(), Subject("Acme"), {}, several=several)
        self.id = sure(start_assessment(store, self.clock, start))

    def work(self) -> None:
        """Do all that is due."""
        messenger = messenger_of(lambda _workspace: self.gateway, ACME)
        does = durable_work(self.store, self.clock, messenger, no_holidays, SKETCHES)
        while (job := self.store.jobs.claim(self.clock.now())) is not None:
            try:
                does[job.kind](job)
            except Later as later:
                self.store.jobs.put_back(job, at=later.at, seconds=later.seconds, reason=later.reason)
            except SlackUnavailableError as error:
                self.store.jobs.put_back(job, seconds=error.retry_after or 1.0, reason=error.code or "wait")
            else:
                self.store.jobs.finish(job)

    def answer(self) -> int:
        """Have everybody answer whose question stands; give how many have not handed in."""
        with self.store.reading() as view:
            ballots = view.ballots(ACME, self.id, 1)
            asked = [
                (each, self._standing(view.questions(ACME, each.id), view.posts(ACME, each.id))) for each in ballots
            ]
            done = len(view.handed_in(ACME, self.id, 1))
        for ballot, stands in asked:
            if stands:
                ts = f"{self.clock.now().timestamp() + 1:.6f}"
                text = TypedMessage(
                    ACME, ballot.channel, ballot.thread or "", ts, ballot.starter, "2", self.clock.now()
                )
                hear_message(self.store, self.clock, text)
        return len(PEOPLE) - done

    @staticmethod
    def _standing(questions: tuple[Question, ...], posts: tuple[Post, ...]) -> bool:
        last = questions[-1]
        return last.ended is None and any(each.key == question_key(last) and each.ts for each in posts)

    def pass_a_second(self) -> None:
        self.seconds += 1
        self.clock.advance(1)

    @property
    def team(self) -> Assessment:
        return sure(peek(self.store).assessment(ACME, self.id))


def test_a_large_team_is_asked_answers_and_sees_the_reveal_without_a_call_too_many(
    sandbox: tuple[Sandbox, str], tmp_path: Path
) -> None:
    crowd = Crowd(open_store(f"sqlite:///{tmp_path / 'cxbot.db'}"), *sandbox)
    while crowd.team.team is not None and crowd.team.team.sittings[0].revealed is None:
        crowd.work()
        crowd.answer()
        crowd.pass_a_second()
        assert crowd.seconds < 1_200
    for _ in range(effort(60, 600)):
        crowd.work()
        crowd.pass_a_second()
    made, answers = crowd.pacer.made, len(PEOPLE) * DIMENSIONS
    assert not [code for _, code in crowd.gateway.refusals if "ratelimited" in code]
    # a headline and a first question each, one message for each answer, and of the team its headline, seal and result
    assert made["chat.postMessage"] <= 2 * len(PEOPLE) + answers + 6
    # each question becomes a line; behind the close each ballot is changed, and the headline every ten seconds at most
    assert made["chat.update"] <= answers + 3 * len(PEOPLE) + crowd.seconds // 10
    crowd.store.close()
