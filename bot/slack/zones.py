"""What Slack says of people, remembered for a while: their time zone, and whether they are of the organisation."""

import threading
from datetime import datetime, timedelta
from typing import Final

from bot.core.cadence.times import is_zone
from bot.core.errors import SlackRefusedError, SlackUnavailableError
from bot.slack.gateway import Gateway
from bot.slack.wire import PersonInfo

KEPT: Final = timedelta(minutes=10)
"""People travel, and then their zone is another one."""
MOST: Final = 10_000


class Zones:
    """Remembers what Slack said of people; safe to use from many threads."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], tuple[datetime, PersonInfo]] = {}
        self._lock = threading.Lock()

    def of(self, gateway: Gateway, workspace: str, person: str, now: datetime) -> str:
        """Return the name of a person's zone; an empty text when Slack does not say, or not in time."""
        try:
            zone = self._ask(gateway, workspace, person, now).tz
        except (SlackRefusedError, SlackUnavailableError):
            return ""
        return zone if is_zone(zone) else ""

    def is_colleague(self, gateway: Gateway, workspace: str, person: str, now: datetime) -> bool:
        """Whether a person is of the workspace or of its organisation; SlackUnavailableError when Slack does not say.

        Where the workspace is of no organisation nobody is asked: a person of another one is none.
        """
        me = gateway.auth_test()
        if not me.organisation:
            return False
        try:
            return me.is_colleague(self._ask(gateway, workspace, person, now), workspace)
        except SlackRefusedError:
            return False

    def _ask(self, gateway: Gateway, workspace: str, person: str, now: datetime) -> PersonInfo:
        with self._lock:
            found = self._known.get((workspace, person))
        if found is not None and abs(now - found[0]) < KEPT:
            return found[1]
        info = gateway.info(person=person, hasty=True)
        with self._lock:
            if len(self._known) >= MOST:
                self._known.clear()
            self._known[workspace, person] = (now, info)
        return info
