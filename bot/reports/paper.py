"""What a document is made of, whichever writer sets it: sections of texts, tables, quotations and pictures."""

from dataclasses import dataclass
from fractions import Fraction
from urllib.parse import urlsplit

from bot.core.text import cleaned
from bot.use_cases.notified import Picture

SHORT_ROWS, SHORT_TEXT = 12, 800


@dataclass(frozen=True, slots=True)
class Span:
    """Some words as they were typed; an address is shown as it is, too."""

    text: str
    is_link: bool = False

    @property
    def address(self) -> str:
        """Return where it leads: http or https, of a host, without blanks and hidden characters; else nothing."""
        try:
            parts = urlsplit(self.text)
        except ValueError:
            return ""
        is_plain = cleaned(self.text) == self.text and not set(self.text) & set(" \n\\")
        return self.text if self.is_link and is_plain and parts.scheme in ("http", "https") and parts.hostname else ""


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph, opened by a ``label`` where it has one; ``small`` print tells where something comes from."""

    text: str
    label: str = ""
    small: bool = False


@dataclass(frozen=True, slots=True)
class Quotes:
    """What people said, each piece as it was typed, with the links that stand beside it."""

    pieces: tuple[tuple[Span, ...], ...]


@dataclass(frozen=True, slots=True)
class Meter:
    """A value and a target as parts of a bar from 0 to 1; ``steps`` are its whole levels, 0 for too many to draw."""

    value: Fraction
    target: Fraction
    steps: int


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell of a table: a strong first line, the text below it, and a line of small print; any may be empty."""

    text: str = ""
    strong: str = ""
    small: str = ""
    meter: Meter | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose first column names its rows. ``widths`` are shares; ``marked`` is the row that stands out.

    ``figures``: all of it but the first column is figures, which stay beside each other on a narrow screen.
    """

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[TableCell, ...], ...]
    widths: tuple[int, ...]
    marked: int | None = None
    figures: bool = False

    @property
    def is_short(self) -> bool:
        """Whether it fits on a part of a page, where it is kept together."""
        texts = (part for row in self.rows for each in row for part in (each.text, each.strong, each.small))
        return len(self.rows) <= SHORT_ROWS and sum(map(len, texts)) <= SHORT_TEXT


@dataclass(frozen=True, slots=True)
class Facts:
    """Names with their values."""

    pairs: tuple[tuple[str, str], ...]


Block = Text | Quotes | Table | Picture | Facts


@dataclass(frozen=True, slots=True)
class Chapter:
    """A heading with what stands below it; ``parts`` have headings of the next level."""

    title: str
    blocks: tuple[Block, ...] = ()
    parts: tuple["Chapter", ...] = ()


@dataclass(frozen=True, slots=True)
class ResultBlock:
    """The figure in large letters, its band, and a few lines on what it means."""

    title: str
    figure: str
    of: str
    band: str
    lines: tuple[str, ...]
    picture: Picture | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """A document in the order in which it is read. ``kind`` stands above the title, ``subtitle`` below it."""

    language: str
    kind: str
    title: str
    subtitle: str
    cover: Facts
    notices: tuple[str, ...]
    result: ResultBlock
    sections: tuple[Chapter, ...]
