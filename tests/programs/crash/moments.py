"""When to kill: at any moment, in the start, or just around a delivery or a call to Slack, where losses would hide."""

import random
import threading
import time
from collections import Counter

from starlette.types import ASGIApp, Receive, Scope, Send

from tests.programs.crash.bot_process import BotProcess
from tests.programs.crash.post_office import Moment

AIMS: tuple[Moment, ...] = ("delivery", "acknowledged", "call", "called")
_IN_THE_START = 0.08
_ANY_MOMENT = 0.3
_WAIT_SECONDS = 1.0
_LATER_SECONDS = 0.012


class Moments:
    """Lets one thread wait for the next of the moments that others report."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._count = Counter[Moment]()

    def happened(self, moment: Moment) -> None:
        """Report a moment."""
        with self._changed:
            self._count[moment] += 1
            self._changed.notify_all()

    def wait_for(self, moment: Moment, seconds: float) -> bool:
        """Wait for the next such moment."""
        with self._changed:
            known = self._count[moment]
            return self._changed.wait_for(lambda: self._count[moment] > known, seconds)


class Watched:
    """ASGI wrapper around the sandbox that reports when the bot calls Slack to write, and when that is done."""

    def __init__(self, app: ASGIApp, moments: Moments) -> None:
        self._app = app
        self._moments = moments

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the call on, with ``send`` untouched: the sandbox cuts connections through it."""
        writes = scope["type"] == "http" and str(scope.get("path", "")).startswith("/api/chat.")
        if writes:
            self._moments.happened("call")
        await self._app(scope, receive, send)
        if writes:
            self._moments.happened("called")


class Killer:
    """Lets the bot live for a random while, again and again; no kill comes before ``may_kill`` is set."""

    def __init__(
        self,
        bot: BotProcess,
        moments: Moments,
        rng: random.Random,
        *,
        aims: tuple[Moment, ...],
        life: float,
        may_kill: threading.Event | None = None,
    ) -> None:
        self._bot = bot
        self._moments = moments
        self._rng = rng
        self._aims = aims
        self._life = life
        self._may_kill = may_kill

    def one_life(self) -> None:
        """Start the bot and kill it."""
        self._bot.start()
        if self._rng.random() < _IN_THE_START:
            time.sleep(self._rng.uniform(0, 0.3))
        elif self._bot.wait_until_up():
            time.sleep(self._rng.expovariate(1 / self._life))
            self._take_aim()
        while self._may_kill is not None and not self._may_kill.is_set():
            self._may_kill.wait()
            self._take_aim()
        self._bot.kill()

    def _take_aim(self) -> None:
        if self._rng.random() < _ANY_MOMENT:
            return
        self._moments.wait_for(self._rng.choice(self._aims), _WAIT_SECONDS)
        if self._rng.random() < 0.5:  # as often at once as a little later
            time.sleep(self._rng.uniform(0, _LATER_SECONDS))
