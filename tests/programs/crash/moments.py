"""When to kill or freeze: at any moment, in the start, or just around a delivery or a call, where losses would hide."""

import json
import random
import threading
import time
from collections import Counter
from collections.abc import Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tests.programs.crash.bot_process import BotProcess
from tests.programs.crash.post_office import Moment
from tests.programs.crash.serving import LEASE_SECONDS
from tests.programs.crash.shared_clock import WallClock

AIMS: tuple[Moment, ...] = ("delivery", "acknowledged", "call", "called")
_IN_THE_START = 0.08
_CLOCK = 0.3
_ANY_MOMENT = 0.3
_WAIT_SECONDS = 1.0
_LATER_SECONDS = 0.012


class Moments:
    """Lets one thread wait for the next of the moments that others report."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._count = Counter[Moment]()
        self.stood_still: dict[str, float] = {}
        """The longest time between the headers of a post and the end of its body, in seconds, by the message's key."""

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
            if str(scope["path"]).endswith("chat.postMessage"):
                receive = self._timed(receive)
        await self._app(scope, receive, send)
        if writes:
            self._moments.happened("called")

    def _timed(self, receive: Receive) -> Receive:
        """Note how long the body takes: what is frozen between its last look at the lease and the write comes late."""
        begun, parts = time.monotonic(), bytearray()

        async def timed() -> Message:
            message = await receive()
            if message["type"] == "http.request":
                parts.extend(message.get("body", b""))
                if not message.get("more_body"):
                    known, key = self._moments.stood_still, _key_in(bytes(parts))
                    if key:
                        known[key] = max(known.get(key, 0.0), time.monotonic() - begun)
            return message

        return timed


def _key_in(body: bytes) -> str:
    """Give the key of the message in a call, as ``place.key_of`` does."""
    blocks = json.loads(body).get("blocks") if body.startswith(b"{") else None
    return str(blocks[0].get("block_id", "")) if blocks else ""


class Killer:
    """Lets the bot live for a random while, again and again; no kill comes before ``may_kill`` is set.

    ``spares`` is the share of times at which it is frozen, for more or less than its ``lease``, or the machine's clock
    (``wall``) is set wrong, instead of a kill.
    """

    def __init__(  # noqa: PLR0913 -- each has a meaning of its own
        self,
        bot: BotProcess,
        moments: Moments,
        rng: random.Random,
        *,
        aims: tuple[Moment, ...],
        life: float,
        may_kill: threading.Event | None = None,
        spares: float = 0.0,
        lease: float = LEASE_SECONDS,
        wall: WallClock | None = None,
    ) -> None:
        self._bot = bot
        self._moments = moments
        self._rng = rng
        self._aims = aims
        self._life = life
        self._may_kill = may_kill
        self._spares = spares
        self._lease = lease
        self._wall = wall

    def one_life(self, may_disturb: Callable[[], bool]) -> None:
        """Start the bot, freeze it perhaps, and kill it."""
        self._bot.start()
        if self._rng.random() < _IN_THE_START:
            time.sleep(self._rng.uniform(0, 0.3))
        elif self._bot.wait_until_up():
            self._let_live()
            while self._rng.random() < self._spares and may_disturb():
                self._disturb()
                self._let_live()
        while self._may_kill is not None and not self._may_kill.is_set():
            self._may_kill.wait()
            self._take_aim()
        self._bot.kill()

    def _let_live(self) -> None:
        time.sleep(self._rng.expovariate(1 / self._life))
        self._take_aim()

    def _disturb(self) -> None:
        if self._wall is not None and self._rng.random() < _CLOCK:
            self._wall.move(self._rng)
        else:
            self._bot.freeze(self._lease * self._rng.uniform(0.3, 1.4))

    def _take_aim(self) -> None:
        if self._rng.random() < _ANY_MOMENT:
            return
        self._moments.wait_for(self._rng.choice(self._aims), _WAIT_SECONDS)
        if self._rng.random() < 0.5:  # as often at once as a little later
            time.sleep(self._rng.uniform(0, _LATER_SECONDS))
