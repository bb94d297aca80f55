"""The port ``Pictures``, as this room draws."""

from collections.abc import Sequence
from datetime import datetime

from bot.core.scoring.scorecard import Scorecard
from bot.core.scoring.trend import Trend
from bot.reports.png import png
from bot.reports.scorecard_picture import scorecard_picture
from bot.reports.trend_picture import trend_picture
from bot.use_cases.pictures import Picture


class Drawn:
    """Draws with the fonts that travel along."""

    def scorecard(self, card: Scorecard) -> Picture:
        """Draw a scorecard."""
        return scorecard_picture(card)

    def trend(self, shown: Trend, done: Sequence[datetime]) -> Picture:
        """Draw a line over time."""
        return trend_picture(shown, done)

    def png(self, picture: Picture) -> bytes:
        """Return a picture as Slack shows it."""
        return png(picture.svg)
