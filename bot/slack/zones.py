"""In which time zone a person is, as Slack says it: asked while the person waits, and known for a while afterwards."""

import threading
from datetime import datetime, timedelta
from typing import Final

from bot.core.cadence.times import is_zone
from bot.core.errors import SlackRefusedError, SlackUnavailableError
from bot.slack.gateway import Gateway

KEPT: Final = timedelta(minutes=10)
"""People travel, and then their zone is another one."""
MOST: Final = 10_000


class Zones:
    """Remembers what Slack said; safe to use from many threads."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], tuple[datetime, str]] = {}
        self._lock = threading.Lock()

    def of(self, gateway: Gateway, workspace: str, person: str, now: datetime) -> str:
        """Give the name of a person's zone; an empty text when Slack does not say, or not in time."""
        with self._lock:
            asked_at, zone = self._known.get((workspace, person), (now - KEPT, ""))
        if abs(now - asked_at) < KEPT:
            return zone
        try:
            zone = gateway.person(person=person, hasty=True).tz
        except (SlackRefusedError, SlackUnavailableError):
            return ""
        zone = zone if is_zone(zone) else ""
        with self._lock:
            if len(self._known) >= MOST:
                self._known.clear()
            self._known[workspace, person] = (now, zone)
        return zone
