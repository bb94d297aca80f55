"""The pen of the pictures: a card of its own background, with shapes and texts on it, written as SVG.

And what the pictures share: the axis, the heading, the names of rows, and the words beside a picture.

Measures are in units of a picture that is 360 wide, the width of a phone's thread; texts are at least ``SMALL`` high.
Colours are those of Okabe and Ito, which colour-blind people tell apart; what they tell is also told by dashes and
marks, and they differ in grey.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from fractions import Fraction
from typing import Final, Literal
from xml.sax.saxutils import escape, quoteattr

from bot.core.framework import Scale
from bot.core.report_words import ENGLISH, Wording
from bot.core.text import cleaned, one_line
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


MOST_STEPS: Final = 7
"""Steps between two marks of the axis; more marks would run into each other at 360 wide."""


@dataclass(frozen=True, slots=True)
class Axis:
    """The scale with where it begins to be drawn.

    A scale that starts above nought is drawn from one step below, so that its lowest level is seen to be a level.
    """

    scale: Scale

    @property
    def foot(self) -> int:
        """Return where the axis begins."""
        low, high = self.scale.low, self.scale.high
        return low - 1 if low > 0 or low == high else low

    def share(self, value: Fraction | int) -> float:
        """Return how far along the axis a value lies, from 0.0 to 1.0."""
        return float((value - self.foot) / Fraction(self.scale.high - self.foot))

    def marks(self) -> list[int]:
        """Return the levels that are marked: both ends of the scale, and as many between as can be read."""
        return list(range(self.scale.low, self.scale.high + 1, step_of(self.scale.high - self.scale.low)))


def step_of(span: int) -> int:
    """Return the smallest step that divides a span evenly into few enough parts."""
    return next((each for each in range(1, span) if span % each == 0 and span // each <= MOST_STEPS), max(span, 1))


MOST_WORDS: Final = 2_000
"""Characters of the words beside a picture: Slack takes no more."""
_NAME_LENGTHS: Final = (400, 60, 30, 12)
_ROOM: Final = WIDTH - 2 * MARGIN


def put_heading(drawing: Drawing, subject: str, about: Iterable[str], result: str) -> float:
    """Write what a picture is of, and return where that ends; what no font can draw stands in the words beside it."""
    set_in = drawing.lettering

    def lines(words: str, size: float, *, bold: bool) -> Iterable[str]:
        return filter(None, set_in.wrapped(set_in.drawable(words), size, _ROOM, bold=bold))

    y = drawing.lines((MARGIN, MARGIN), lines(subject, HEADING, bold=True), HEADING, bold=True)
    small = " · ".join(filter(None, map(set_in.drawable, about)))
    y = drawing.lines((MARGIN, y), lines(small, BODY, bold=False), colour=GREY)
    return drawing.lines((MARGIN, y + 3), lines(result, HEADING - 1, bold=True), HEADING - 1, bold=True)


def day(moment: datetime, words: Wording = ENGLISH) -> str:
    """Return a day as people write it: ``22 November 2026``."""
    return words.day(moment.astimezone(UTC))


def plain(text: str, longest: int) -> str:
    """Return a text on one line, shortened."""
    words = one_line(cleaned(text))
    return words if len(words) <= longest else words[: longest - 1] + "…"


def within(said: Callable[[int], Iterable[str]]) -> str:
    """Return sentences that take how long a name may be: names are in full where all fits, shorter where not."""
    words = ""
    for longest in _NAME_LENGTHS:
        words = " ".join(said(longest))
        if len(words) <= MOST_WORDS:
            return words
    return words[: MOST_WORDS - 1] + "…"


def named(drawing: Drawing, place: int, name: str, room: float, *, numbered: bool = False) -> list[str]:
    """Return the name of a row in lines; one that no font can draw has the number of the words beside the picture."""
    known = drawing.lettering.drawable(name)
    shown = known if known and not numbered else f"{place}. {known}" if known else f"No. {place}"
    return drawing.lettering.wrapped(shown, BODY, room)


def put_name(drawing: Drawing, lines: list[str], middle: float) -> None:
    """Write the name of a row, whose middle it stands beside."""
    drawing.lines((MARGIN, middle - len(lines) * BODY * LEADING / 2), lines)


def put_nothing(drawing: Drawing, said: str, left: float, right: float, middle: float) -> None:
    """Say in place of a value why there is none."""
    drawing.line((left, middle), (right, middle), GREY, 1, "2 4")
    wide = drawing.lettering.width(said, SMALL) + 8
    start = (left + right - wide) / 2
    drawing.shape("rect", x=start, y=middle - 7, width=wide, height=14.0, fill=CARD)
    drawing.text((start + 4, middle + SMALL / 3), said, SMALL, colour=GREY)
