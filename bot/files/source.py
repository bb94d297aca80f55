"""The bytes of one file as clean numbered lines, or the reason why they are not text."""

import hashlib
import html
import re
import stat
from dataclasses import dataclass
from pathlib import Path

from bot.files.remarks import Remarks

MAX_BYTES = 256 * 1024  # the longest framework known has 14 kB
MAX_LINE = 4_000  # characters; keeps every pattern below fast on hostile input
MAX_LINES = 5_000

# What UTF-8 looks like after it was read as Windows-1252 and saved again: a dash, a quotation mark, a space.
GARBLED = re.compile("\u00e2\u20ac|\u00c3[\u00a0-\u00bf\u20ac\u0192]|\u00c2[\u00a0\u00ab\u00bb]|\ufffd")
LINE_END = re.compile("\r\n|\n|\r")
HIDDEN = (0x00AD, 0x034F, 0x061C, 0x180E, 0x200B, 0x200C, 0x200E, 0x200F, 0xFEFF)
INVISIBLE = dict.fromkeys([*HIDDEN, *range(0x202A, 0x202F), *range(0x2060, 0x206A), *range(0xFFF9, 0xFFFC)])
SPACES = dict.fromkeys([0x00A0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000], " ")
CONTROLS = dict.fromkeys([*range(0x20), *range(0x7F, 0xA0)], " ")
LOOKALIKES = {0xFF1A: ":", 0xFF08: "(", 0xFF09: ")", 0x2011: "-", 0xFF3B: "[", 0xFF3D: "]"}
CLEAN = {**CONTROLS, **SPACES, **LOOKALIKES, **INVISIBLE}
ESCAPED = re.compile(r"\\([^\w\s|\\])")
KEYCAP = re.compile("([0-9])\ufe0f?\u20e3")
TAG = re.compile(r"</?(?:br|b|strong|i|em|u|p|div|span|details|summary|center)\b[^<>]{0,200}>", re.IGNORECASE)
FENCE = re.compile(r"^\s*(?:>\s*)?(`{3,}|~{3,})([^`]*)$")


@dataclass(frozen=True, slots=True)
class Line:
    """One line, cleaned: no tabs, hidden characters, comments or trailing spaces. ``code``: inside a code block."""

    number: int
    text: str
    code: bool = False

    @property
    def body(self) -> str:
        """Give the text without its indent."""
        return self.text.strip()

    @property
    def indent(self) -> int:
        """Give the number of spaces before the text."""
        return len(self.text) - len(self.text.lstrip())


@dataclass(frozen=True, slots=True)
class Source:
    """One file as read; ``lines`` are as on disk, from line 1, and empty when the bytes are no text."""

    digest: str
    lines: tuple[str, ...]


def read_source(path: Path, remarks: Remarks) -> Source:
    """Read a file; whatever keeps it from being text becomes a problem, never an exception."""
    try:
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):
            kind = "a folder with no Markdown files (*.md) in it" if stat.S_ISDIR(mode) else "not a file"
            remarks.problem(1, f"is {kind}. Name a framework file, a Markdown document.")
            return Source("", ())
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        remarks.problem(1, f"cannot be read: {_reason(error)}. Check the path and its permissions.")
        return Source("", ())
    return source_of(content, remarks)


def source_of(content: bytes, remarks: Remarks) -> Source:
    """Turn the bytes of a file into lines; bytes that are no text give a problem and no lines."""
    digest = hashlib.sha256(content).hexdigest()
    if len(content) > MAX_BYTES:
        remarks.problem(1, f"is longer than {MAX_BYTES // 1024} kB; a framework is a few pages. Cut it down.")
        return Source(digest, ())
    text = _decoded(content, remarks)
    if text is None:
        return Source(digest, ())
    if not text.strip():
        remarks.problem(1, "is empty. A framework has a title, a scorecard with dimensions and their levels.")
        return Source(digest, ())
    lines = tuple(LINE_END.split(text))
    return Source(digest, unwrapped(lines) if _lines_are_sound(lines, remarks) else ())


def _decoded(content: bytes, remarks: Remarks) -> str | None:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        remarks.problem(1, "is written in UTF-16. Save it as UTF-8.")
        return None
    if b"\0" in content:
        line = _line_at(content, content.index(b"\0"))
        remarks.problem(line, "holds a zero byte, so this is no text file. Save it as UTF-8 text.")
        return None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # The decoder counts from behind a byte order mark.
        at = error.start + (3 if content.startswith(b"\xef\xbb\xbf") else 0)
        remarks.problem(_line_at(content, at), "is not UTF-8 text (bad encoding). Save the file as UTF-8.")
        return None


def _line_at(content: bytes, offset: int) -> int:
    before = content[:offset]
    return before.count(b"\n") + before.count(b"\r") - before.count(b"\r\n") + 1


def _lines_are_sound(lines: tuple[str, ...], remarks: Remarks) -> bool:
    before = len(remarks.problems)
    if len(lines) > MAX_LINES:
        remarks.problem(MAX_LINES, f"has more than {MAX_LINES} lines; a framework is a few pages. Cut it down.")
        return False
    for number, text in enumerate(lines, 1):
        if len(text) > MAX_LINE:
            remarks.problem(number, f"is longer than {MAX_LINE} characters. Break the line up.")
        elif found := GARBLED.search(text):
            remarks.problem(number, f"holds {found.group()!r}, the trace of a wrong encoding. Save it as UTF-8 again.")
    return len(remarks.problems) == before


def _reason(error: OSError | ValueError) -> str:
    return (error.strerror or "unknown reason").lower() if isinstance(error, OSError) else "the path is not valid"


def cleaned(text: str) -> str:
    """Take out what cannot be seen, and turn every kind of space, entity and escape into the plain character."""
    text = html.unescape(text.expandtabs(4)) if "&" in text else text.expandtabs(4)
    text = KEYCAP.sub(r"\1)", text.translate(CLEAN))
    text = ESCAPED.sub(r"\1", TAG.sub(" ", text)).rstrip()
    return text.removesuffix("\\").rstrip()  # a backslash at the end breaks the line


def body_lines(texts: tuple[str, ...], first: int, remarks: Remarks) -> tuple[Line, ...]:
    """Give the cleaned, numbered lines of a document's body; ``first`` is the number of the first of them.

    Comments become empty lines. The lines of a code block are marked, its fences left out.
    """
    lines: list[Line] = []
    fence, comment = ("", 0), 0
    for number, text in enumerate(texts, first):
        if not fence[0]:
            text, comment = _without_comment(text, number, comment)  # noqa: PLW2901 (the rest of a line is the line)
        mark = "" if comment else _fence_mark(text, fence[0])
        if mark:
            fence = ("", 0) if fence[0] else (mark, number)
            lines.append(Line(number, ""))
        else:
            lines.append(Line(number, cleaned(text), code=bool(fence[0])))
    if fence[0]:
        remarks.problem(fence[1], "a code block opens here and is never closed. Close it with the same marks.")
    if comment:
        remarks.problem(comment, "a comment opens here and is never closed. Close it with `-->`.")
    return tuple(lines)


def unwrapped(texts: tuple[str, ...]) -> tuple[str, ...]:
    """Drop the fence around a whole document, as it is left by copying from a chat."""
    filled = [index for index, text in enumerate(texts) if text.strip()]
    if len(filled) < 2:  # noqa: PLR2004 (an opening and a closing fence)
        return texts
    first, last = filled[0], filled[-1]
    if texts[first].strip() not in {"```", "```markdown", "```md"} or texts[last].strip() != "```":
        return texts
    inside = sum(bool(FENCE.match(each)) for each in texts[first + 1 : last])
    if inside % 2:
        return texts
    return tuple("" if index in {first, last} else text for index, text in enumerate(texts))


def _without_comment(text: str, number: int, opened: int) -> tuple[str, int]:
    """Cut comments out of one line. ``opened`` is the line where one still runs, or 0; so is the second result."""
    kept = ""
    while text:
        mark = "-->" if opened else "<!--"
        before, found, rest = text.partition(mark)
        kept += "" if opened else before
        if not found:
            break
        opened = 0 if opened else number
        text = rest
    return kept, opened


def _fence_mark(text: str, opened: str) -> str:
    found = FENCE.match(text)
    if not found:
        return ""
    mark: str = found.group(1)
    if opened and (mark[0] != opened[0] or len(mark) < len(opened) or found.group(2).strip()):
        return ""
    return mark
