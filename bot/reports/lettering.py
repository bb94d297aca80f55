"""The fonts of the pictures: whether they have the letters of a text, and how wide it is.

DejaVu Sans Condensed travels along (licence beside it) and has the Latin, Greek, Cyrillic, Arabic and Hebrew letters,
among others. For what it lacks a font of the system is looked for. Only the tables that tell letters and widths are
read here; resvg draws.
"""

import mmap
import os
import struct
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from bot.core.text import cleaned, one_line

FOLDER: Final = Path(__file__).with_name("fonts")
FAMILY: Final = "DejaVu Sans"
WIDEST: Final = 1.0
"""Width of a letter that no font is known to have, in ems."""
_COLLECTION = b"ttcf"
_SYMBOLS = frozenset({"So", "Sk", "Cn", "Co", "Cf", "Mn", "Me"})
"""What a picture may leave out without changing a name: emoji and marks, never a letter."""


@dataclass(frozen=True, slots=True)
class Font:
    """A font file with the width of each of its letters, in ems."""

    file: Path
    widths: Mapping[str, float]


def _system_folders() -> tuple[Path, ...]:
    home = Path.home()
    if sys.platform == "darwin":
        return Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library/Fonts"
    if sys.platform == "win32":
        return (Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts",)
    return Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), home / ".local/share/fonts", home / ".fonts"


@cache
def bundled() -> tuple[Font, Font]:
    """Return the regular and the bold font."""
    regular, bold = (read_font(FOLDER / f"DejaVuSansCondensed{each}.ttf") for each in ("", "-Bold"))
    return regular, bold


@lru_cache(maxsize=32)
def font_with(letters: frozenset[str]) -> Font | None:
    """Return a font of the system that has all these letters; None where there is none."""
    for folder in _system_folders():
        found = (Path(place) / name for place, _, names in os.walk(folder) for name in names)
        for file in sorted(each for each in found if each.suffix.lower() in (".ttf", ".otf", ".ttc")):
            with suppress(OSError, ValueError, struct.error):  # a file that is no font, or not for us to read
                font = read_font(file)
                if letters <= font.widths.keys():
                    return font
    return None


class Lettering:
    """Sets the texts of one picture: the bundled fonts, and one of the system for what these lack."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._regular, self._bold = bundled()
        missing = frozenset(each for text in texts for each in _bare(text) if each not in self._regular.widths)
        letters = frozenset(each for each in missing if unicodedata.category(each) not in _SYMBOLS)
        self._more = font_with(letters) if letters else None

    @property
    def files(self) -> list[str]:
        """Return the font files that the picture needs."""
        fonts = (self._regular, self._bold, *([self._more] if self._more is not None else []))
        return [str(each.file) for each in fonts]

    def drawable(self, text: str) -> str:
        """Return a text on one line without what no font has; empty where a letter would be missing."""
        known = [(each, self._width(each) is not None) for each in _bare(text)]
        kept = [(each, has) for each, has in known if has or unicodedata.category(each) not in _SYMBOLS]
        return one_line("".join(each for each, _ in kept)) if all(has for _, has in kept) else ""

    def width(self, text: str, size: float, *, bold: bool = False) -> float:
        """Return how wide a text is, in the unit of ``size``; of joined scripts at most so wide."""
        return size * sum(WIDEST if (width := self._width(each, bold=bold)) is None else width for each in text)

    def wrapped(self, text: str, size: float, room: float, *, bold: bool = False) -> list[str]:
        """Return a text in lines that fit into ``room``; a word that is wider is broken."""
        lines = [""]
        for word in text.split():
            joined = f"{lines[-1]} {word}".lstrip()
            if self.width(joined, size, bold=bold) <= room:
                lines[-1] = joined
                continue
            pieces = list(self._pieces(word, size, room, bold=bold))
            lines[len(lines) - (not lines[-1]) :] = pieces
        return lines

    def _pieces(self, word: str, size: float, room: float, *, bold: bool) -> Iterator[str]:
        piece, wide = "", 0.0
        for each in word:
            more = self.width(each, size, bold=bold)
            if piece and not unicodedata.combining(each) and wide + more > room:
                yield piece
                piece, wide = "", 0.0
            piece, wide = piece + each, wide + more
        yield piece

    def _width(self, letter: str, *, bold: bool = False) -> float | None:
        for font in (self._bold if bold else self._regular, self._regular, self._more):
            if font is not None and letter in font.widths:
                return font.widths[letter]
        return None


def _bare(text: str) -> str:
    """Return a text on one line, of characters that may stand in a picture."""
    return one_line(cleaned(text))


def read_font(file: Path) -> Font:
    """Read the letters of a font with their widths; ValueError or struct.error for a file that is none."""
    with file.open("rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as data:
        start = struct.unpack_from(">I", data, 12)[0] if data[:4] == _COLLECTION else 0
        count = struct.unpack_from(">H", data, start + 4)[0]
        tables = dict(struct.unpack_from(">4s4xI", data, start + 12 + 16 * each) for each in range(count))
        if not tables.keys() >= {b"head", b"hhea", b"hmtx", b"cmap"}:
            raise ValueError(f"{file} has no widths of letters")
        units = struct.unpack_from(">H", data, tables[b"head"] + 18)[0]
        told = struct.unpack_from(">H", data, tables[b"hhea"] + 34)[0]
        advances = struct.unpack_from(">" + "H2x" * told, data, tables[b"hmtx"])
        letters = _letters(data, tables[b"cmap"])
        # glyphs behind the last that is told are as wide as that
        return Font(file, {chr(code): advances[min(glyph, told - 1)] / units for code, glyph in letters if glyph})


def _letters(data: mmap.mmap, place: int) -> Iterator[tuple[int, int]]:
    """Yield each code point with its glyph, from the fullest table of a kind that we read."""
    count = struct.unpack_from(">H", data, place + 2)[0]
    subtables = [place + struct.unpack_from(">4xI", data, place + 4 + 8 * each)[0] for each in range(count)]
    kinds = {struct.unpack_from(">H", data, each)[0]: each for each in subtables}
    if 12 in kinds:  # noqa: PLR2004 - the format's own number
        for each in range(struct.unpack_from(">I", data, kinds[12] + 12)[0]):
            first, last, glyph = struct.unpack_from(">III", data, kinds[12] + 16 + 12 * each)
            yield from ((code, glyph + code - first) for code in range(first, min(last, sys.maxunicode) + 1))
    elif 4 in kinds:  # noqa: PLR2004 - as above
        yield from _letters_of_segments(data, kinds[4])


def _letters_of_segments(data: mmap.mmap, place: int) -> Iterator[tuple[int, int]]:
    count = struct.unpack_from(">H", data, place + 6)[0] // 2
    form = f">{count}H"
    ends = struct.unpack_from(form, data, place + 14)
    starts, deltas, offsets = (struct.unpack_from(form, data, place + 16 + 2 * count * part) for part in (1, 2, 3))
    for each, (first, last) in enumerate(zip(starts, ends, strict=True)):
        for code in range(first, last + 1):
            glyph = code
            if offsets[each]:
                at = place + 16 + 6 * count + 2 * each + offsets[each] + 2 * (code - first)
                glyph = struct.unpack_from(">H", data, at)[0]
            if glyph or not offsets[each]:
                yield code, (glyph + deltas[each]) % 0x10000
