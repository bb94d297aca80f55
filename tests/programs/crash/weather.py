"""What Slack does to the bot meanwhile: rate limits, errors, slowness, connections cut before and after the effect."""

import random
import threading

import httpx

_FAULTS = ("ratelimited", "500", "reset_before", "reset_after", "reset_after", "slow")
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
_SLOWEST_SECONDS = 0.8  # a good deal shorter than the lease, as in production


class Weather:
    """Orders a fault now and then, until it is told to clear up."""

    def __init__(
        self, url: str, rng: random.Random, *, pause: float = 0.4, methods: tuple[str, ...] = _METHODS
    ) -> None:
        self._http = httpx.Client(base_url=url, headers={"X-Sandbox": "1"}, timeout=30.0, trust_env=False)
        self._rng = rng
        self._pause = pause
        self._methods = methods
        self._over = threading.Event()
        self.ordered = 0
        self._thread = threading.Thread(target=self._blow, name="weather")

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def clear_up(self) -> None:
        """End, and take back what was ordered and has not happened yet."""
        if not self._over.is_set():
            self._over.set()
            self._thread.join()
            self._http.post("/_page/faults", json=[])
            self._http.close()

    def _blow(self) -> None:
        while not self._over.wait(self._rng.expovariate(1 / self._pause)):
            fault, method = self._rng.choice(_FAULTS), self._rng.choice(self._methods)
            seconds = 1 if fault == "ratelimited" else self._rng.uniform(0.05, _SLOWEST_SECONDS)
            order = {"method": method, "fault": fault, "times": self._rng.randint(1, 2), "seconds": seconds}
            self._http.post("/_page/faults", json=order).raise_for_status()
            self.ordered += 1
