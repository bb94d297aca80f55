"""Forbidden form: markup, characters that do not show, and letters that only look right."""

import re
from collections.abc import Callable, Iterator
from functools import partial

from tests.drafts.corpus import Honest
from tests.drafts.edits import Lie, always, edited, replaced

WORD = r"\b[a-z]{5,}\b"
MARKS = {
    "bold in Slack's manner": ("*", "*"),
    "bold in Markdown": ("**", "**"),
    "italics": ("_", "_"),
    "bold in underscores": ("__", "__"),
    "struck through": ("~", "~"),
    "struck through in Markdown": ("~~", "~~"),
    "code": ("`", "`"),
    "a block of code": ("```", "```"),
}
HIDDEN = {
    "a NUL": "\x00",
    "a bell": "\x07",
    "an escape sequence": "\x1b[31m",
    "a backspace": "\x08",
    "a C1 control character": "\x85",
    "a zero-width space": "\u200b",
    "a zero-width joiner": "\u200d",
    "a word joiner": "\u2060",
    "a byte order mark": "\ufeff",
    "a soft hyphen": "\u00ad",
    "a right-to-left override": "\u202e",
    "a direction isolate": "\u2067",
    "a right-to-left mark": "\u200f",
    "a tag character": "\U000e0041",
    "a variation selector": "\U000e0101",
    "a private character": "\ue000",
    "a line separator": "\u2028",
    "a letter that shows nothing": "\u3164",
    "stacked marks": "\u0351\u036b\u0343\u0321\u0334\u0336\u0337\u033a\u033b",
}
LOOKALIKES = {
    "Cyrillic letters": str.maketrans("aeopcx", "\u0430\u0435\u043e\u0440\u0441\u0445"),
    "Greek letters": str.maketrans("ovu", "\u03bf\u03bd\u03c5"),
    "fullwidth letters": {code: code + 0xFEE0 for code in range(ord("a"), ord("z") + 1)},
    "mathematical bold letters": {code: code + 0x1D3B9 for code in range(ord("a"), ord("z") + 1)},
    "circled letters": {code: code + 0x246F for code in range(ord("a"), ord("z") + 1)},
    "fullwidth digits": {code: code + 0xFEE0 for code in range(ord("0"), ord("9") + 1)},
    "Arabic digits": {code: code + 0x630 for code in range(ord("0"), ord("9") + 1)},
}


def marked_up(honest: Honest) -> Iterator[Lie]:
    """Format a word."""
    for reason, (before, after) in MARKS.items():
        yield from edited(honest, f"a word is formatted: {reason}", _in_one_word(partial(_between, before, after)))


def hidden_characters(honest: Honest) -> Iterator[Lie]:
    """Put a character that does not show into a word."""
    for reason, hidden in HIDDEN.items():
        yield from edited(honest, f"within a word there is {reason}", _in_one_word(partial(_with_hidden, hidden)))


def line_breaks(honest: Honest) -> Iterator[Lie]:
    """Break a sentence over two lines."""
    for reason, end in (("a line feed", "\n"), ("a carriage return", "\r"), ("an empty line", "\n\n"), ("a tab", "\t")):
        edit = replaced(r"(?<=[a-z]{4}) (?=[a-z]{4})", always(end))
        yield from edited(honest, f"there is {reason} within a sentence", edit)


def lookalike_letters(honest: Honest) -> Iterator[Lie]:
    """Write a word, or the digits, in characters that only look like them."""
    for reason, table in LOOKALIKES.items():
        pattern = r"\d+" if "digits" in reason else WORD
        yield from edited(honest, f"lookalikes: {reason}", replaced(pattern, partial(_translated, table)))


def _between(before: str, after: str, word: str) -> str:
    return f"{before}{word}{after}"


def _with_hidden(hidden: str, word: str) -> str:
    return word[:3] + hidden + word[3:]


def _translated(table: dict[int, int], found: re.Match[str]) -> str:
    return found[0].translate(table)


def _in_one_word(change: Callable[[str], str]) -> Callable[[str], str | None]:
    """Make an edit that changes the second longer word of a text."""

    def edit(text: str) -> str | None:
        words = list(re.finditer(WORD, text))
        if len(words) < 2:
            return None
        found = words[1]
        return text[: found.start()] + change(found[0]) + text[found.end() :]

    return edit
