"""The port ``Pictures``, as this room draws."""

from bot.core.scoring.scorecard import Scorecard
from bot.reports.png import png
from bot.reports.scorecard_picture import scorecard_picture
from bot.use_cases.pictures import Picture


class Drawn:
    """Draws with the fonts that travel along."""

    def scorecard(self, card: Scorecard) -> Picture:
        """Draw a scorecard."""
        return scorecard_picture(card)

    def png(self, picture: Picture) -> bytes:
        """Return a picture as Slack shows it."""
        return png(picture.svg)
