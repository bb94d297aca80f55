"""An SVG made into a PNG, for Slack; resvg is loaded with the first picture, since a start waits for nothing."""

from functools import lru_cache
from typing import Final

from bot.reports.lettering import FAMILY, Lettering

ZOOM: Final = 2.0
"""Pixels for each unit of the picture: sharp on a phone. Three take twice the time for what few would see."""


@lru_cache(maxsize=8)
def png(svg: str) -> bytes:
    """Return the picture as a PNG of twice its size; one that is tried again is drawn once."""
    import resvg_py  # noqa: PLC0415  # most processes never draw

    files = Lettering([svg]).files
    return resvg_py.svg_to_bytes(
        svg_string=svg, zoom=ZOOM, skip_system_fonts=True, font_files=files, font_family=FAMILY
    )
