"""The lines of a document as Markdown means them: headings, items of lists, rows of tables, and their words."""

import html
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.files.source import Remarks, cleaned, without_comments

# Only the structure of blocks is parsed. Off are: indented code, for people indent lists as they like; `[NAME]: word`
# as the target of a link, for that is how variables are listed; HTML, whose tags would hide the lines between them.
# The words inside a line are made plain below, line by line, because every refusal names a line.
PARSER = (
    MarkdownIt("commonmark", {"html": False}).enable("table").disable(["code", "reference", "inline", "html_block"])
)

MARK = re.compile("[*_`<\\\\&\u20e3]")
STRONG = re.compile(r"\*\*|(?<!\w)__|__(?!\w)|`")
EMPHASIS = re.compile(
    r"(?<![\w*])\*([^*\s](?:[^*]{0,4000}[^*\s])?)\*(?![\w*])|(?<![\w_])_([^_\s](?:[^_]{0,300}[^_\s])?)_(?![\w_])"
)
IMAGE = re.compile(r"!\[[^\[\]]{0,200}\]\([^()\s]{1,500}(?:\s\"[^\"]{0,200}\")?\)")
LINK = re.compile(r"\[([^\[\]]{0,200})\]\([^()\s]{1,500}\)")
TAG = re.compile(
    r"</?(?:a|abbr|b|br|center|code|details|div|em|font|i|img|kbd|mark|p|s|small|span|strong|sub|summary|sup|u)\b[^<>]{0,500}>",
    re.IGNORECASE,
)
WIKI = re.compile(r"\[\[(?:[^\[\]|]{1,200}\|)?([^\[\]|]{1,200})\]\]")  # `[[page|words]]`, a link inside a wiki
ATTRIBUTES = re.compile(r"\s*\{:?\s*[#.][^{}]{0,200}\}\s*$")  # `{#anchor .class}`, which editors put behind a heading
ESCAPED = re.compile(r"\\([^\w\s|\\])")
KEYCAP = re.compile("([0-9])\ufe0f?\u20e3")
# Bullets that Markdown does not know, and a hyphen that touches the word behind it, as in "-1 is the lowest".
BULLET = re.compile("^(?:[-+\u2022\u25e6\u2023\u25aa\u25cf\u25cb\u00b7]\\s*(?![-\u2013\u2014])|[*\u2013\u2014]\\s+)")
TICK = re.compile(r"^\[[ xX]?\]\s+")
SYMBOLS = re.compile("^[\u2190-\u21ff\u2500-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff\ufe0f\u200d]+\\s*")
HEADING_WITHOUT_SPACE = re.compile(r"^( {0,3}#{2,6})(?=[^#\s])", re.MULTILINE)
LIST_NUMBER = re.compile(r"^[0-9]{1,2}[.)]\s+")
CELL = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a document.

    ``text`` is its plain words, ``raw`` the words with their marks; both keep the number of a numbered item and lose
    the bullet. ``kind`` is heading, text, code or row. ``depth`` is that of a heading, 1 to 6, or the number of lists
    around another line. ``starts``: it begins a paragraph, an item or a block of its own. ``underlined``: a line of
    hyphens stands below it. ``header``: the row is a table's first.
    """

    number: int
    raw: str
    text: str
    kind: str = "text"
    depth: int = 0
    bullet: bool = False
    item: bool = False
    starts: bool = True
    quoted: bool = False
    underlined: bool = False
    header: bool = False
    cells: tuple[str, ...] = ()


def plain(text: str) -> str:
    """Take the Markdown marks off a text; names such as NPS_BASELINE keep their underscores.

    A picture beside words goes; one that stands alone is read by the words that describe it.
    """
    if "![" in text and (words := IMAGE.sub("", text)).strip(" #*_-"):
        text = words
    return " ".join(unmarked(LINK.sub(r"\1", text)).split())


def unmarked(text: str) -> str:
    """Take off emphasis, tags, escapes and entities, and leave links as they are."""
    if not MARK.search(text):  # most lines have none, and the patterns below take most of the time of a start
        return text
    words = EMPHASIS.sub(r"\1\2", STRONG.sub("", TAG.sub(" ", text)))
    words = ESCAPED.sub(r"\1", words).removesuffix("\\")  # a backslash at the end breaks the line
    return KEYCAP.sub(r"\1)", html.unescape(words) if "&" in words else words)


def read_blocks(texts: Sequence[str], first: int, remarks: Remarks) -> tuple[Line, ...]:
    """Return the lines of a document's body; ``first`` is the number of the first text."""
    body = without_comments("\n".join(map(cleaned, texts)), first, remarks)
    body = HEADING_WITHOUT_SPACE.sub(r"\1 ", body)
    return tuple(_Walk(body.split("\n"), first, remarks).lines(PARSER.parse(body)))


class _Walk:
    """One walk over the tokens of a document, which knows how many lists and quotes stand around each of them."""

    def __init__(self, source: Sequence[str], first: int, remarks: Remarks) -> None:
        self.source, self.first, self.remarks = source, first, remarks
        self.around: Counter[str] = Counter()  # what has opened and not closed yet, by the name of its tokens
        self.markers: list[Token] = []  # of items that have opened and hold no words yet
        self.opened = Token("", "", 0)  # the block that holds the next words
        self.cells: list[str] = []
        self.at = 0  # the place of the line among those of the source

    def lines(self, tokens: Sequence[Token]) -> Iterator[Line]:
        for token in tokens:
            self.at = token.map[0] if token.map else self.at
            self.around[token.type.removesuffix("_open").removesuffix("_close")] += token.nesting
            if token.nesting > 0:
                self.opened = token
            if token.type == "list_item_open":
                self.markers.append(token)
            elif token.type == "inline" and self.around["tr"]:
                self.cells.append(plain(token.content))
            elif token.type == "tr_close":
                yield self._row()
            elif token.type == "fence":
                yield from self._code(token)
            elif token.type == "inline" or (token.type == "list_item_close" and self.markers):
                yield from self._words(token.content)

    def _words(self, content: str) -> Iterator[Line]:
        """Return each line of a paragraph or a heading; the first one carries the marks of the items it opens."""
        bullet = any(not marker.info for marker in self.markers)
        number = " ".join(f"{marker.info}{marker.markup}" for marker in self.markers if marker.info)
        item, self.markers = bool(self.markers), []
        lists = self.around["bullet_list"] + self.around["ordered_list"]
        title = bool(self.around["heading"]) and not lists and not self.around["blockquote"]
        for further, text in enumerate(content.split("\n")):
            raw = text.strip() if further or not number else f"{number} {text}".strip()
            # A line at the margin goes on an item only because nothing separates it: it stands in no list.
            margin = bool(further) and self.source[self.at + further][:1].strip() != ""
            depth = 0 if margin else lists
            quoted = bool(self.around["blockquote"])
            line = Line(self.first + self.at + further, raw, plain(raw), depth=depth, quoted=quoted, starts=not further)
            if title and self.opened.markup != "-":
                words = WIKI.sub(r"\1", ATTRIBUTES.sub("", line.text))
                yield replace(line, text=words, kind="heading", depth=int(self.opened.tag[1:]))
                continue
            self._refuse_bare_row(line)
            line = replace(line, item=item and not further, underlined=title and "\n" not in content)
            yield _unbulleted(line, bullet=bullet and not further)

    def _refuse_bare_row(self, line: Line) -> None:
        if line.starts and line.text.startswith("|") and line.text.endswith("|") and line.text.count("|") > 2:  # noqa: PLR2004 (two cells)
            told = "this table has no line of dashes below its header. Write `|---|---|`, one for each column."
            self.remarks.problem(line.number, told)

    def _row(self) -> Line:
        cells, self.cells = tuple(self.cells), []
        written = self.source[self.at].strip().removeprefix("|").removesuffix("|")
        if len(CELL.split(written)) > len(cells):
            told = "this row has more cells than the table's header. Correct it."
            self.remarks.problem(self.first + self.at, told)
        header = bool(self.around["thead"])
        return Line(self.first + self.at, "", " | ".join(cells), kind="row", header=header, cells=cells)

    def _code(self, token: Token) -> Iterator[Line]:
        number, last = self.first + self.at, (token.map or [0, 0])[1] - 1
        if last == self.at or not self.source[last].strip(" >").startswith(token.markup):
            told = "a code block opens here and is never closed. Close it with the same marks."
            self.remarks.problem(number, told)
        for further, text in enumerate(token.content.splitlines(), 1):
            line = Line(number + further, text.strip(), "", kind="code", starts=further == 1)
            yield replace(_unbulleted(line), raw=line.raw)


def _unbulleted(line: Line, *, bullet: bool = False) -> Line:
    """Take off a bullet that Markdown does not know, a box to tick and pictures."""
    found = None if bullet else BULLET.match(line.raw)
    raw = line.raw[found.end() :] if found else line.raw
    raw = SYMBOLS.sub("", TICK.sub("", raw) if bullet or found else raw)
    return replace(line, raw=raw, text=plain(raw), bullet=bullet or bool(found), item=line.item or bool(found))
