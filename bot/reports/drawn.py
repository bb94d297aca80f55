"""The port ``Pictures``, as this room draws: the rest of it is loaded with the first picture, not at a start."""

from collections import deque
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Final

from bot.core.scoring.scorecard import Scorecard
from bot.core.scoring.trend import Trend
from bot.use_cases.notified import Picture

_KEPT: Final = 16
"""Scorecards whose pictures are kept: each look at a thread asks for them again, and a picture is most of that work."""


class Drawn:
    """Draws with the fonts that travel along."""

    def __init__(self) -> None:
        self._last: deque[tuple[Scorecard, Picture]] = deque(maxlen=_KEPT)

    def scorecard(self, card: Scorecard) -> Picture:
        """Draw a scorecard; one of the last ones is not drawn again."""
        from bot.reports.scorecard_picture import scorecard_picture  # noqa: PLC0415  # see above

        for known, picture in tuple(self._last):
            if known == card:
                return picture
        self._last.append((card, drawn := scorecard_picture(card)))
        return drawn

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
        return png(picture.svg)


ZOOM: Final = 2.0
"""Pixels for each unit of the picture: sharp on a phone. Three take twice the time for what few would see."""


@lru_cache(maxsize=8)
def png(svg: str) -> bytes:
    """Return the picture as a PNG of twice its size; one that is tried again is drawn once."""
    import resvg_py  # noqa: PLC0415  # most processes never draw

    from bot.reports.lettering import FAMILY, Lettering  # noqa: PLC0415  # see above

    files = Lettering([svg]).files
    return resvg_py.svg_to_bytes(
        svg_string=svg, zoom=ZOOM, skip_system_fonts=True, font_files=files, font_family=FAMILY
    )
