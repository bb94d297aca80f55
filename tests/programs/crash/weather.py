"""What Slack does to the bot meanwhile: limits, errors, slowness, connections that are cut, effects that come late."""

import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import httpx

from tests.programs.crash.serving import LEASE_SECONDS, lag_seconds, latest_seconds

_FAULTS = ("ratelimited", "500", "reset_before", "reset_after", "reset_after", "slow", "late", "lag")
_METHODS = (
    "chat.postMessage",
    "chat.postMessage",
    "chat.postMessage",
    "chat.update",
    "chat.delete",
    "conversations.replies",
    "conversations.history",
    "chat.postEphemeral",
    "views.open",
    "auth.test",
)
_LATE = ("chat.postMessage", "chat.postMessage", "chat.update")
_SLOWEST_SECONDS = 0.8  # a good deal shorter than the lease, as in production


class Weather:
    """Orders a fault now and then, until it is told to clear up."""

    def __init__(
        self,
        url: str,
        rng: random.Random,
        *,
        pause: float = 0.4,
        methods: tuple[str, ...] = _METHODS,
        lease: float = LEASE_SECONDS,
        too_late: float = 0.0,
    ) -> None:
        self._http = httpx.Client(base_url=url, headers={"X-Sandbox": "1"}, timeout=30.0, trust_env=False)
        self._rng = rng
        self._pause = pause
        self._methods = methods
        self._lease = lease
        self._too_late = too_late
        self._over, self._still = threading.Event(), threading.Event()
        self.ordered = 0
        self._thread = threading.Thread(target=self._blow, name="weather")

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def clear_up(self) -> None:
        """End, and take back what was ordered and has not happened yet."""
        if not self._over.is_set():
            self._over.set()
            if self._thread.is_alive():
                self._thread.join()
            self._sweep()
            self._http.close()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Order nothing meanwhile, and take back what has not happened yet: it piles up where the bots are slow."""
        self._still.set()
        if not self._over.is_set():
            self._sweep()
        try:
            yield
        finally:
            self._still.clear()

    def _sweep(self) -> None:
        self._http.post("/_page/faults", json=[])

    def _blow(self) -> None:
        while not self._over.wait(self._rng.expovariate(1 / self._pause)):
            if self._still.is_set():
                continue
            fault = self._rng.choice(_FAULTS)
            method = {"late": self._rng.choice(_LATE), "lag": "conversations.replies"}.get(fault)
            order = {
                "method": method or self._rng.choice(self._methods),
                "fault": fault,
                "times": self._rng.randint(1, 2),
                "seconds": self._seconds(fault),
            }
            self._http.post("/_page/faults", json=order).raise_for_status()
            self.ordered += 1

    def _seconds(self, fault: str) -> float:
        if fault == "ratelimited":
            return 1
        if fault == "lag":
            return lag_seconds(self._lease)
        if fault == "late" and self._rng.random() < self._too_late:
            return self._lease * self._rng.uniform(1.2, 2)
        return self._rng.uniform(0.05, latest_seconds(self._lease) if fault == "late" else _SLOWEST_SECONDS)
