"""The bytes of one file as clean text, or the reason why they are none: what else the file is, by content and name.

Also what a reader has to say about a file, line by line.
"""

import csv
import json
import re
import stat
from dataclasses import dataclass, field
from pathlib import Path

import yaml

MAX_BYTES = 256 * 1024  # the longest framework known has 14 kB
MAX_LINE = 4_000  # characters; keeps every pattern of this folder fast on hostile input
MAX_LINES = 5_000
MAX_YAML = 16_000  # characters
# What UTF-8 looks like after it was read as Windows-1252 and saved again: a dash, a quotation mark, a space.
GARBLED = re.compile("\u00e2\u20ac|\u00c3[\u00a0-\u00bf\u20ac\u0192]|\u00c2[\u00a0\u00ab\u00bb]|\ufffd")
LINE_END = re.compile("\r\n|\n|\r")
HIDDEN = (0x00AD, 0x034F, 0x061C, 0x180E, 0x200B, 0x200C, 0x200E, 0x200F, 0xFEFF)
INVISIBLE = dict.fromkeys([*HIDDEN, *range(0x202A, 0x202F), *range(0x2060, 0x206A), *range(0xFFF9, 0xFFFC)])
SPACES = dict.fromkeys([0x00A0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000], " ")
CONTROLS = dict.fromkeys([*range(0x20), *range(0x7F, 0xA0)], " ")
# A hyphen that breaks no line, and the wide forms of signs and digits that Chinese and Japanese keyboards write.
LOOKALIKES = {0x2011: "-", **{0xFEE0 + ord(sign): sign for sign in "()-.0123456789:=[]"}}
CLEAN = {**CONTROLS, **SPACES, **LOOKALIKES, **INVISIBLE}
# The first bytes of files that are no text, and what the file is.
MAGIC = (
    (b"%PDF", "a PDF file"),
    (b"{\\rtf", "an RTF document"),
    (b"\xd0\xcf\x11\xe0", "a Word, Excel or PowerPoint file of the old kind (.doc, .xls, .ppt)"),
    (b"\x89PNG", "a picture"),
    (b"GIF8", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"\x1f\x8b", "a packed file (gzip)"),
    (b"SQLite format 3", "a binary file (a database)"),
    (b"\x7fELF", "a binary file (a program)"),
)
# A name inside a zip archive, and what the archive is.
PACKED = (
    (b"word/", "a Word document"),
    (b"xl/", "an Excel workbook"),
    (b"ppt/", "a PowerPoint presentation"),
    (b"META-INF/manifest.xml", "an OpenDocument file"),
)
NAMED = {
    ".json": "JSON",
    ".yaml": "YAML",
    ".yml": "YAML",
    ".toml": "TOML",
    ".csv": "CSV",
    ".tsv": "TSV",
    ".html": "HTML",
    ".htm": "HTML",
    ".xml": "XML",
    ".pdf": "a PDF file",
    ".doc": "a Word document",
    ".docx": "a Word document",
    ".xls": "an Excel workbook",
    ".xlsx": "an Excel workbook",
    ".odt": "an OpenDocument file",
    ".rtf": "an RTF document",
    ".zip": "a zip archive",
}
MARKUP = (
    (re.compile(r"\s*(?:<!--.{0,2000}?-->\s*)?<(?:!doctype html|html|head|body)[\s>]", re.IGNORECASE), "HTML"),
    (re.compile(r"\s*<\?xml\s"), "XML"),
    (re.compile(r'\s*\{\s*"'), "JSON"),
)
TAGGED = re.compile(r"\s*</?(?:h[1-6]|table|t[rhd]|[ou]l|li|p|div|section|article|meta|style)\b[^<>]*>", re.IGNORECASE)
TODO = re.compile(r"(?<!\w)TODO:\s*(.*)")  # what a converted file leaves to a person
READS = "cxbot reads Markdown, see docs/frameworks.md."
MIN_COLUMNS = 3  # of a table in CSV; prose has lines with one comma each
MIN_ROWS = 2


@dataclass(frozen=True, slots=True, order=True)
class Remark:
    """One sentence about one line, counted from 1 in the file as it is on disk."""

    line: int
    message: str


@dataclass(slots=True)
class Remarks:
    """All that was said while one file was read: a problem refuses the file, a note does not."""

    problems: list[Remark] = field(default_factory=list)
    notes: list[Remark] = field(default_factory=list)

    def problem(self, line: int, message: str) -> None:
        """Refuse the file for what stands on ``line``; saying the same twice counts once."""
        remark = Remark(line, message)
        if remark not in self.problems:
            self.problems.append(remark)

    def note(self, line: int, message: str) -> None:
        """Remark on ``line`` without refusing the file; saying the same twice counts once."""
        remark = Remark(line, message)
        if remark not in self.notes:
            self.notes.append(remark)


def read_bytes(path: Path, remarks: Remarks) -> bytes | None:
    """Read a file, no further than it may be long; what cannot be read becomes a problem, never an exception."""
    try:
        mode = path.stat().st_mode
        if stat.S_ISREG(mode):
            with path.open("rb") as file:
                return file.read(MAX_BYTES + 1)
        kind = "a folder with no Markdown files (*.md) in it" if stat.S_ISDIR(mode) else "not a file"
        remarks.problem(1, f"is {kind}. Name a framework file, a Markdown document.")
    except (OSError, ValueError) as error:
        remarks.problem(1, f"cannot be read: {reason_of(error)}. Check the path and its permissions.")
    return None


def reason_of(error: OSError | ValueError) -> str:
    """Return why a path cannot be read, in small letters."""
    reason = error.strerror if isinstance(error, OSError) else "the path is not valid"
    return (reason or "unknown reason").lower()


def lines_of(content: bytes, remarks: Remarks) -> tuple[str, ...]:
    """Return the lines of a file as on disk; bytes that are no text give a problem and no lines."""
    text = _decoded(content, remarks)
    if text is None:
        return ()
    lines = tuple(LINE_END.split(text))
    if not text.strip():
        remarks.problem(1, "is empty. A framework has a title, a scorecard with dimensions and their levels.")
    elif kind := next((kind for pattern, kind in MARKUP if pattern.match(text)), "") or _json_list(text):
        remarks.problem(1, f"this is {kind}; {READS}")
    elif len(lines) > MAX_LINES:
        remarks.problem(MAX_LINES, f"has more than {MAX_LINES} lines; a framework is a few pages. Cut it down.")
    else:
        for number, line in enumerate(lines, 1):
            if len(line) > MAX_LINE:
                remarks.problem(number, f"is longer than {MAX_LINE} characters. Break the line up.")
            elif found := GARBLED.search(line):
                told = f"holds {found.group()!r}, the trace of a wrong encoding. Save it as UTF-8 again."
                remarks.problem(number, told)
    return () if remarks.problems else lines


def _decoded(content: bytes, remarks: Remarks) -> str | None:
    if kind := binary_kind(content):
        remarks.problem(1, f"this is {kind}; {READS}")
    elif len(content) > MAX_BYTES:
        remarks.problem(1, f"is longer than {MAX_BYTES // 1024} kB; a framework is a few pages. Cut it down.")
    elif content.startswith((b"\xff\xfe", b"\xfe\xff")):
        remarks.problem(1, "is written in UTF-16. Save it as UTF-8.")
    elif b"\0" in content:
        remarks.problem(_line_at(content, content.index(b"\0")), f"holds a zero byte: this is a binary file; {READS}")
    else:
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            # The decoder counts from behind a byte order mark.
            at = error.start + (3 if content.startswith(b"\xef\xbb\xbf") else 0)
            remarks.problem(_line_at(content, at), "is not UTF-8 text (bad encoding). Save the file as UTF-8.")
    return None


def binary_kind(content: bytes) -> str:
    """Return what bytes are that are no text, by how they begin, or nothing."""
    if content.startswith(b"PK\x03\x04"):
        return next((kind for name, kind in PACKED if name in content), "a zip archive")
    return next((kind for first, kind in MAGIC if content.startswith(first)), "")


def _json_list(text: str) -> str:
    """Return JSON for a list in JSON; a Markdown document may begin with a bracket too."""
    if not text.lstrip().startswith("["):
        return ""
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return ""
    return "JSON"


def other_kind(lines: tuple[str, ...], file: str) -> str:
    """Return what a text without a rubric is instead: by its name, or when all its lines are YAML, CSV or TSV."""
    if named := NAMED.get(Path(file).suffix.lower()):
        return named
    filled = [text for text in lines if text.strip()]
    if filled and TAGGED.match(filled[0]) and 2 * sum(map(bool, map(TAGGED.search, filled))) > len(filled):
        return "HTML"
    for mark, kind in (("\t", "TSV"), (",", "CSV"), (";", "CSV")):
        try:
            widths = {len(row) for row in csv.reader(filled, delimiter=mark)}
        except csv.Error:
            continue
        if len(filled) >= MIN_ROWS and len(widths) == 1 and min(widths) >= MIN_COLUMNS:
            return kind
    return "YAML" if _is_yaml(lines) else ""


def _is_yaml(lines: tuple[str, ...]) -> bool:
    """Whether a text is YAML as a whole; without any nesting it is front matter that lost the rest of its document.

    A long one is not looked at: a stranger's, uploaded, would be read for many seconds.
    """
    text = "\n".join(lines).strip().removesuffix("---")
    if len(text) > MAX_YAML:
        return False
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError, ValueError):
        return False
    found = node.value if isinstance(node, yaml.SequenceNode) else [node]
    return any(
        isinstance(each, yaml.MappingNode) and any(not isinstance(value, yaml.ScalarNode) for _, value in each.value)
        for each in found
    )


def _line_at(content: bytes, offset: int) -> int:
    before = content[:offset]
    return before.count(b"\n") + before.count(b"\r") - before.count(b"\r\n") + 1


def without_comments(text: str, first: int, remarks: Remarks) -> str:
    """Take the comments out of a text and keep its line ends; ``first`` is the number of its first line."""
    kept: list[str] = []
    at = 0
    while (opens := text.find("<!--", at)) >= 0:
        kept.append(text[at:opens])
        closes = text.find("-->", opens)
        if closes < 0:
            line = first + text.count("\n", 0, opens)
            remarks.problem(line, "a comment opens here and is never closed. Close it with `-->`.")
            return "".join(kept) + "\n" * text.count("\n", opens)
        kept.append("\n" * text.count("\n", opens, closes))
        at = closes + len("-->")
    return "".join(kept) + text[at:]


def cleaned(text: str) -> str:
    """Take out what cannot be seen in a line, and turn each kind of space into the plain one."""
    return text.expandtabs(4).translate(CLEAN).rstrip()
