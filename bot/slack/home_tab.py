"""Draw the Home tab: the job behind opening it."""

from collections.abc import Mapping

from bot.slack.parts import Parts
from bot.slack.views.home import home


def draw_home(parts: Parts, payload: Mapping[str, str]) -> None:
    """Publish a person's Home tab."""
    gateway = parts.gateway_of(payload["workspace"])
    gateway.publish_home(person=payload["person"], view=home(parts.frameworks))
