"""Rate limits on the sandbox's clock: a bucket per method and workspace, and one per channel for posts."""

import math
from dataclasses import dataclass
from typing import Literal

from bot.sandbox.limits import most
from bot.sandbox.model import Refusal

Strictness = Literal["as_slack", "off"]


@dataclass(slots=True)
class _Bucket:
    tokens: float
    filled_at: float


class Rates:
    """Counts calls; refuses one too many with 429 and the seconds to wait."""

    def __init__(self, strictness: Strictness) -> None:
        self.on = strictness == "as_slack"
        self._buckets: dict[tuple[str, ...], _Bucket] = {}

    def spend(self, workspace: str, method: str, tier: str, channel: str, now: float) -> None:
        """Count one call at a moment in seconds; raise Refusal with Retry-After when there were too many."""
        if not self.on:
            return
        if tier == "posts":
            per_minute = most("rate.posts_per_channel_minute")
            self._take(("channel", workspace, channel), most("rate.channel_burst"), per_minute, now)
            self._take(("posts", workspace), most("rate.posts_per_minute"), most("rate.posts_per_minute"), now)
        else:
            self._take((method, workspace), most(f"rate.{tier}"), most(f"rate.{tier}"), now)

    def clear(self) -> None:
        """Forget all counts."""
        self._buckets.clear()

    def _take(self, key: tuple[str, ...], burst: int, per_minute: int, now: float) -> None:
        bucket = self._buckets.setdefault(key, _Bucket(float(burst), now))
        passed = max(now - bucket.filled_at, 0.0)
        bucket.tokens = min(float(burst), bucket.tokens + passed * per_minute / 60)
        bucket.filled_at = now
        if bucket.tokens < 1:
            wait = math.ceil((1 - bucket.tokens) * 60 / per_minute)
            raise limited(wait)
        bucket.tokens -= 1


def limited(seconds: float) -> Refusal:
    """Return the refusal that tells a caller to wait."""
    return Refusal("ratelimited", status=429, headers={"Retry-After": str(max(1, math.ceil(seconds)))})
