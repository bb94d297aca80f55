"""How fast we may speak to Slack in one workspace: one message a second and channel, and each method's own budget."""

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

POST: Final = "chat.postMessage"
MINUTE: Final = 60.0
# docs.slack.dev/apis/web-api/rate-limits: calls per minute, method and workspace.
TIERS: Final = {1: 1, 2: 20, 3: 50, 4: 100}
POSTS_PER_MINUTE: Final = 300  # "several hundred" a minute and workspace
METHOD_TIERS: Final = {
    "auth.test": 4,
    "chat.delete": 3,
    "chat.getPermalink": 4,
    "chat.postEphemeral": 4,
    "chat.update": 3,
    "conversations.history": 3,
    "conversations.info": 3,
    "conversations.join": 3,
    "conversations.members": 4,
    "conversations.open": 3,
    "conversations.replies": 3,
    "users.info": 4,
    "views.open": 4,
    "views.publish": 4,
    "views.push": 4,
    "views.update": 4,
}


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast one channel takes messages: a steady rate, and how many may come at once after a pause."""

    posts_per_second: float = 1.0
    burst: int = 3


class Pacer:
    """Keeps the budgets of one workspace. ``clock`` gives seconds that never go back; safe to use from many threads."""

    def __init__(self, clock: Callable[[], float], pace: Pace = Pace()) -> None:
        self._clock = clock
        self._pace = pace
        self._lock = threading.Lock()
        self._free_at: dict[str, float] = {}
        self._calls: dict[str, deque[float]] = {}
        self._closed_until: dict[tuple[str, str], float] = {}
        self._promised: dict[str, deque[float]] = {}

    def wait_for(self, channel: str, method: str) -> float:
        """Return the seconds until a call may be made, 0.0 for now; nothing is used up."""
        with self._lock:
            return self._wait(channel, method, self._clock())

    def take(self, channel: str, method: str) -> float:
        """Use up one call and return 0.0, or return the seconds until one may be made and use up nothing.

        Where a method's budget is used up each caller is sent to a moment of its own: if all came back for the first
        call that comes free, every other one would have come for nothing, again and again.
        """
        with self._lock:
            now = self._clock()
            wait = self._wait(channel, method, now)
            if wait == 0.0:
                self._spend(channel, method, now)
                return wait
            return max(wait, self._promise(method, now) - now)

    def close(self, channel: str, method: str, seconds: float) -> None:
        """Allow no such call for some seconds, as Slack asked with its 429; posts are closed for one channel only."""
        with self._lock:
            key = self._key(channel, method)
            self._closed_until[key] = max(self._closed_until.get(key, 0.0), self._clock() + seconds)

    def _wait(self, channel: str, method: str, now: float) -> float:
        free = [self._closed_until.get(self._key(channel, method), now), self._method_free_at(method, now)]
        if method == POST:
            # A virtual clock per channel: it runs ahead of the real one by a message a second, at most by the burst.
            interval = 1 / self._pace.posts_per_second
            free.append(self._free_at.get(channel, now) - (self._pace.burst - 1) * interval)
        return max(max(free) - now, 0.0)

    def _method_free_at(self, method: str, now: float) -> float:
        calls = self._calls.get(method)
        while calls and calls[0] <= now - MINUTE:
            calls.popleft()
        return calls[0] + MINUTE if calls and len(calls) >= _per_minute(method) else now

    def _promise(self, method: str, now: float) -> float:
        """Give the moment when the next call of a spent budget comes free that was promised to nobody yet."""
        if self._method_free_at(method, now) <= now:
            return now
        promised, calls = self._promised.setdefault(method, deque()), self._calls[method]
        while promised and promised[0] <= now:
            promised.popleft()
        rounds, place = divmod(len(promised), len(calls))
        promised.append(calls[place] + MINUTE * (1 + rounds))
        return promised[-1]

    def _spend(self, channel: str, method: str, now: float) -> None:
        self._calls.setdefault(method, deque()).append(now)
        if method == POST:
            self._free_at = {
                name: at for name, at in self._free_at.items() if at > now
            }  # a silent channel is forgotten
            self._free_at[channel] = max(self._free_at.get(channel, now), now) + 1 / self._pace.posts_per_second
        self._closed_until = {key: at for key, at in self._closed_until.items() if at > now}

    def _key(self, channel: str, method: str) -> tuple[str, str]:
        return (method, channel if method == POST else "")


def _per_minute(method: str) -> int:
    return POSTS_PER_MINUTE if method == POST else TIERS[METHOD_TIERS.get(method, 2)]
