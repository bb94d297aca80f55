"""Draw a Home tab: the job behind opening one, and behind a change of what it shows."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.core.errors import SlackRefusedError, SlackUnavailableError
from bot.slack.parts import Parts
from bot.slack.payloads import is_outside
from bot.slack.views.home import home
from bot.use_cases.home import Viewer, find_home
from bot.use_cases.ports import Job, Messenger

AGAIN = timedelta(minutes=5)
"""How long what was found out for a drawing that Slack made wait is worth something."""
MOST_WAITING = 500


@dataclass(frozen=True, slots=True)
class _Drawing:
    """What is known of the channels of a person whose Home tab is being drawn."""

    since: datetime
    known: dict[str, bool] = field(default_factory=dict)


class HomeTab:
    """Draws Home tabs. Safe to use from many threads, for the jobs see to it that one person's are drawn one by one."""

    def __init__(self, parts: Parts, messenger: Messenger) -> None:
        self._parts = parts
        self._messenger = messenger
        self._waiting: dict[tuple[str, str], _Drawing] = {}

    def draw(self, job: Job) -> None:
        """Publish a person's Home tab; one that Slack refuses for good is not kept up to date any more."""
        workspace, person = job.payload["workspace"], job.payload["person"]
        drawing = self._drawing(workspace, person)
        try:
            self._publish(workspace, person, drawing)
        except SlackUnavailableError:
            self._waiting[workspace, person] = drawing
            raise
        except SlackRefusedError:
            with self._parts.store.writing() as tx:
                tx.drop_home(workspace, person)
            raise

    def _drawing(self, workspace: str, person: str) -> _Drawing:
        """Go on with a drawing that Slack made wait, else begin one: calls that were made are not made again."""
        now = self._parts.clock.now()
        found = self._waiting.pop((workspace, person), None)
        if len(self._waiting) >= MOST_WAITING:
            self._waiting.clear()
        return found if found is not None and timedelta() <= now - found.since < AGAIN else _Drawing(now)

    def _publish(self, workspace: str, person: str, drawing: _Drawing) -> None:
        gateway = self._parts.gateway_of(workspace)
        me, facts = gateway.auth_test(), gateway.person(person=person)
        outside = facts.is_stranger or is_outside(facts.team_id, me.team_id, me.enterprise_id or None)
        viewer = Viewer(workspace, person, facts.tz, outside)
        found = find_home(self._parts.store, self._messenger, self._parts.clock, viewer, drawing.known)
        gateway.publish_home(person=person, view=home(found, self._parts.frameworks, me.url))
