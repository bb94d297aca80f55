"""The port ``Pictures``, as this room draws: the rest of it is loaded with the first picture, not at a start."""

from collections.abc import Sequence
from datetime import datetime

from bot.core.scoring.scorecard import Scorecard
from bot.core.scoring.trend import Trend
from bot.use_cases.pictures import Picture


class Drawn:
    """Draws with the fonts that travel along."""

    def scorecard(self, card: Scorecard) -> Picture:
        """Draw a scorecard."""
        from bot.reports.scorecard_picture import scorecard_picture  # noqa: PLC0415  # see above

        return scorecard_picture(card)

    def spread(self, card: Scorecard) -> Picture:
        """Draw how the levels of a team are spread."""
        from bot.reports.spread_picture import spread_picture  # noqa: PLC0415  # see above

        return spread_picture(card)

    def trend(self, shown: Trend, done: Sequence[datetime]) -> Picture:
        """Draw a line over time."""
        from bot.reports.trend_picture import trend_picture  # noqa: PLC0415  # see above

        return trend_picture(shown, done)

    def png(self, picture: Picture) -> bytes:
        """Return a picture as Slack shows it."""
        from bot.reports.png import png  # noqa: PLC0415  # see above

        return png(picture.svg)
