"""The pace at which Slack takes calls: how many of a method in a minute, and a message a second in a channel."""

import threading
from collections import OrderedDict, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, Protocol

from bot.use_cases.ports import CallBudget, Paces

POST: Final = "chat.postMessage"
MINUTE: Final = 60.0
# docs.slack.dev/apis/web-api/rate-limits: calls per minute, method and workspace.
TIERS: Final = {1: 1, 2: 20, 3: 50, 4: 100}
POSTS_PER_MINUTE: Final = 300  # "several hundred" a minute and workspace
METHOD_TIERS: Final = {
    "auth.test": 4,
    "canvases.create": 2,
    "canvases.edit": 3,
    "chat.delete": 3,
    "chat.postEphemeral": 4,
    "chat.update": 3,
    "conversations.history": 3,
    "conversations.info": 3,
    "conversations.join": 3,
    "conversations.members": 4,
    "conversations.open": 3,
    "conversations.replies": 3,
    "files.completeUploadExternal": 4,
    "files.delete": 3,
    "files.getUploadURLExternal": 4,
    "files.info": 4,
    "usergroups.list": 2,
    "usergroups.users.list": 2,
    "users.info": 4,
    "views.open": 4,
    "views.publish": 4,
    "views.update": 4,
}


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast one channel takes messages: a steady rate, and how many may come at once after a pause."""

    posts_per_second: float = 1.0
    burst: int = 3


class Pacing(Protocol):
    """The budgets of one workspace, kept by one process or shared by several."""

    def take(self, channel: str, method: str, message: str = "") -> float:
        """Use up one call and return 0.0, or return the seconds until one may be made and use up nothing.

        Each caller is sent to a moment of its own: if all came back for the first call that comes free, every other one
        would come in vain, again and again. Who asks again for the same ``message`` keeps its moment: news make it come
        back early.
        """

    def give_back(self, channel: str, method: str) -> None:
        """Have a call back that Slack refused for its blocks, for the plainer form that follows at once.

        If that had to wait, the job would begin again with the richest form, and never come further.
        """

    def close(self, channel: str, method: str, seconds: float) -> None:
        """Allow no such call for some seconds, as Slack asked with its 429; posts are closed for one channel only."""


class Pacer:
    """Keeps the budgets of one workspace for one process; safe to use from many threads.

    ``clock`` gives seconds that never go back.
    """

    def __init__(self, clock: Callable[[], float], pace: Pace = Pace()) -> None:
        self._clock = clock
        self._interval = 1 / pace.posts_per_second
        self._ahead = (pace.burst - 1) * self._interval
        self._lock = threading.Lock()
        # A virtual clock per channel: it runs ahead of the real one by a message a second, at most by the burst.
        self._free_at: dict[str, float] = {}
        self._calls: dict[str, deque[float]] = {}
        self._closed_until: dict[str, float] = {}
        self._promised: dict[str, OrderedDict[object, float]] = {}

    def take(self, channel: str, method: str, message: str = "") -> float:
        """Use up one call and return 0.0, or return the seconds until one may be made and use up nothing."""
        with self._lock:
            now, key = self._clock(), _key(channel, method)
            opens = max(self._closed_until.get(key, now), self._free_at.get(key, now) - self._ahead)
            method_opens = self._method_opens(method, now)
            if max(opens, method_opens) <= now:
                self._spend(key, method, now)
                return 0.0
            if opens > now:
                moment = self._promise(key, message, now, lambda place: opens + place * self._interval)
            else:
                moment = self._promise(method, message, now, partial(_comes_back, self._calls[method]))
            return max(moment, opens, method_opens) - now

    def give_back(self, channel: str, method: str) -> None:
        """Have a call back that Slack refused for its blocks."""
        with self._lock:
            self._calls[method].pop()
            key = _key(channel, method)
            if key in self._free_at:
                self._free_at[key] -= self._interval

    def close(self, channel: str, method: str, seconds: float) -> None:
        """Allow no such call for some seconds; posts are closed for one channel only."""
        with self._lock:
            key = _key(channel, method)
            self._closed_until[key] = max(self._closed_until.get(key, 0.0), self._clock() + seconds)

    def _method_opens(self, method: str, now: float) -> float:
        calls = self._calls.get(method)
        while calls and calls[0] <= now - MINUTE:
            calls.popleft()
        return calls[0] + MINUTE if calls and len(calls) >= _per_minute(method) else now

    def _promise(self, key: str, message: str, now: float, moment_of: Callable[[int], float]) -> float:
        """Return the next moment of a budget that nobody else was promised."""
        promised, whom = self._promised.setdefault(key, OrderedDict()), message or object()
        while promised and next(iter(promised.values())) <= now:
            promised.popitem(last=False)
        if whom not in promised:
            promised[whom] = moment_of(len(promised))
        return promised[whom]

    def _spend(self, key: str, method: str, now: float) -> None:
        self._calls.setdefault(method, deque()).append(now)
        if method == POST:
            self._free_at = {
                name: at for name, at in self._free_at.items() if at > now
            }  # a silent channel is forgotten
            self._free_at[key] = max(self._free_at.get(key, now), now) + self._interval
            self._promised = {name: each for name, each in self._promised.items() if _last(each) > now}
        self._closed_until = {name: at for name, at in self._closed_until.items() if at > now}


def _last(promised: OrderedDict[object, float]) -> float:
    return next(reversed(promised.values()), 0.0)


def _comes_back(calls: Sequence[float], place: int) -> float:
    """Return when a call of a spent budget is free again that has so many before it."""
    rounds, place = divmod(place, len(calls))
    return calls[place] + MINUTE * (1 + rounds)


def _key(channel: str, method: str) -> str:
    return f"{method} {channel}" if method == POST else method


class SharedPacer:
    """Keeps the budgets of one workspace together with other processes, in what they share.

    A budget is a steady rate and a burst that together give no minute more calls than Slack takes: so its burst is a
    quarter of them.
    """

    def __init__(self, paces: Paces, workspace: str, pace: Pace = Pace()) -> None:
        self._paces = paces
        self._workspace = workspace
        self._of_channel = round(1_000 / pace.posts_per_second), pace.burst

    def take(self, channel: str, method: str, message: str = "") -> float:
        """Use up one call and return 0.0, or return the seconds until one may be made and use up nothing."""
        return self._paces.take(self._workspace, self._budgets(channel, method), message)

    def give_back(self, channel: str, method: str) -> None:
        """Have a call back that Slack refused for its blocks."""
        self._paces.give_back(self._workspace, self._budgets(channel, method))

    def close(self, channel: str, method: str, seconds: float) -> None:
        """Allow no such call for some seconds; posts are closed for one channel only."""
        self._paces.close(self._workspace, self._budgets(channel, method)[0], seconds)

    def _budgets(self, channel: str, method: str) -> tuple[CallBudget, ...]:
        number = _per_minute(method)
        burst = max(1, number // 4)
        of_method = CallBudget(method, round(1_000 * MINUTE / max(1, number - burst)), burst)
        return (CallBudget(_key(channel, method), *self._of_channel), of_method) if method == POST else (of_method,)


MakePacing = Callable[[Paces, str], Pacing]
"""Makes what paces the calls of a workspace, with what processes share."""


def _per_minute(method: str) -> int:
    return POSTS_PER_MINUTE if method == POST else TIERS[METHOD_TIERS.get(method, 2)]
