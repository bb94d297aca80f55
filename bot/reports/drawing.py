"""The pen of the pictures: a card of its own background, with shapes and texts on it, written as SVG.

Measures are in units of a picture that is 360 wide, the width of a phone's thread; texts are at least ``SMALL`` high.
Colours are those of Okabe and Ito, which colour-blind people tell apart; what they tell is also told by dashes and
marks, and they differ in grey.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal
from xml.sax.saxutils import escape, quoteattr

from bot.reports.lettering import FAMILY, Lettering

WIDTH: Final = 360.0
MARGIN: Final = 14.0
SMALL, BODY, HEADING = 10.0, 11.0, 14.0
LEADING: Final = 1.25
INK, GREY, PALE, CARD = "#1a1a1a", "#5c5c5c", "#d8d8d8", "#ffffff"
NOW, BEFORE = "#0072b2", "#e69f00"
_EDGE: Final = "#b8b8b8"

Place = tuple[float, float]
Anchor = Literal["start", "middle", "end"]


@dataclass(slots=True)
class Drawing:
    """Shapes and texts in the order in which they are put; the later ones lie on top."""

    lettering: Lettering
    _parts: list[str] = field(default_factory=list)

    def shape(self, name: str, **attributes: object) -> None:
        """Put a shape; an attribute is written with dashes for its underscores."""
        written = "".join(f" {key.replace('_', '-')}={quoteattr(_said(one))}" for key, one in attributes.items())
        self._parts.append(f"<{name}{written}/>")

    def line(self, start: Place, end: Place, colour: str = PALE, width: float = 1, dash: str = "none") -> None:
        """Draw a straight line."""
        self.path([start, end], colour, width, dash)

    def path(
        self, points: Sequence[Place], colour: str, width: float = 2, dash: str = "none", *, closed: bool = False
    ) -> None:
        """Draw a line through points, without filling anything."""
        more = {"stroke_linejoin": "round", "stroke_dasharray": dash}
        self.shape("path", d=_through(points, closed=closed), fill="none", stroke=colour, stroke_width=width, **more)

    def area(self, points: Sequence[Place], colour: str) -> None:
        """Fill what points enclose, so that what lies below shines through."""
        self.shape("path", d=_through(points, closed=True), fill=colour, fill_opacity=0.18)

    def dot(self, at: Place, size: float = 3.5) -> None:
        """Mark a value of now."""
        self.shape("circle", cx=at[0], cy=at[1], r=size, fill=NOW, stroke=CARD)

    def diamond(self, at: Place, size: float = 4) -> None:
        """Mark a value of last time."""
        (x, y), corners = at, ((0, -size), (size, 0), (0, size), (-size, 0))
        points = _through([(x + right, y + down) for right, down in corners], closed=True)
        self.shape("path", d=points, fill=CARD, stroke=BEFORE, stroke_width=2)

    def text(
        self,
        at: Place,
        words: str,
        size: float = BODY,
        *,
        colour: str = INK,
        anchor: Anchor = "start",
        bold: bool = False,
        halo: bool = False,
    ) -> None:
        """Write words whose baseline is at a place; they stay words, whatever is in them.

        ``halo`` keeps what lies below away from the letters.
        """
        attributes = {"x": at[0], "y": at[1], "font-size": size, "fill": colour, "text-anchor": anchor}
        attributes |= {"font-weight": "bold"} if bold else {}
        attributes |= {"stroke": CARD, "stroke-width": 4, "paint-order": "stroke"} if halo else {}
        written = "".join(f" {name}={quoteattr(_said(one))}" for name, one in attributes.items())
        self._parts.append(f"<text{written}>{escape(words)}</text>")

    def lines(
        self,
        top: Place,
        lines: Iterable[str],
        size: float = BODY,
        *,
        colour: str = INK,
        anchor: Anchor = "start",
        bold: bool = False,
    ) -> float:
        """Write lines of text below each other from a top edge, and return where they end."""
        x, y = top
        for each in lines:
            self.text((x, y + size), each, size, colour=colour, anchor=anchor, bold=bold)
            y += size * LEADING
        return y

    def svg(self, height: float, alt: str) -> str:
        """Return the picture on a card of this height, with its words for who does not see it."""
        high = _said(round(height))
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_said(WIDTH)} {high}" width="{_said(WIDTH)}"'
            f' height="{high}" role="img" aria-label={quoteattr(alt)} font-family="{FAMILY}, Arial, sans-serif"'
            ' font-stretch="condensed">'
        )
        edge = (
            f'<rect x="0.5" y="0.5" width="{_said(WIDTH - 1)}" height="{_said(round(height) - 1)}" rx="8"'
            f' fill="{CARD}" stroke="{_EDGE}"/>'
        )
        return "\n".join([head, edge, *self._parts, "</svg>\n"])


SAMPLE: Final = 24.0
"""How wide the sample of a mark is in a legend."""


def put_legend(drawing: Drawing, marks: Iterable[tuple[Callable[[Place], None], str]], top: float) -> float:
    """Explain marks, as many in a line as fit, and return where that ends; each draws its sample from a place on."""
    x, y = MARGIN, top + SMALL
    for put, words in marks:
        wide = SAMPLE + 5 + drawing.lettering.width(words, SMALL)
        if x > MARGIN and x + wide > WIDTH - MARGIN:
            x, y = MARGIN, y + 16
        put((x, y - 3))
        drawing.text((x + SAMPLE + 5, y), words, SMALL, colour=GREY)
        x += wide + 12
    return y + 4


def _through(points: Sequence[Place], *, closed: bool) -> str:
    steps = " L ".join(f"{_said(x)} {_said(y)}" for x, y in points)
    return f"M {steps}{' Z' if closed else ''}"


def _said(value: object) -> str:
    """Write an attribute: figures with two decimals at most, the same on every machine."""
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
