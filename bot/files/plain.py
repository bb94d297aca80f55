"""Markdown of one line as plain words: emphasis, code marks and links taken off, nothing else changed."""

import re

STRONG = re.compile(r"\*\*|(?<!\w)__|__(?!\w)|`")
EMPHASIS = re.compile(r"(?<![\w*])([*_])([^*_\s](?:[^*_]{0,300}[^*_\s])?)\1(?![\w*])")
LINK = re.compile(r"\[([^\[\]]{1,200})\]\([^()\s]{1,500}\)")
# A bullet, with a box to tick or without; a hyphen may touch the number behind it, as in "-1 is the lowest".
BULLET = re.compile(
    r"^\s*(?:[-+\u2022\u25e6\u2023\u25aa\u25cf\u25cb\u00b7]\s*(?![-\u2013\u2014])|\*(?!\*)\s*|[\u2013\u2014]\s+|[-+*]\s+)"
    r"(?:\[[ xX]?\]\s+)?"
)
SYMBOLS = re.compile("^[\u2190-\u21ff\u2500-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff\ufe0f\u200d]+\\s*")
QUOTE = re.compile(r"^\s*(?:>\s*)+")


def plain(text: str) -> str:
    """Take the Markdown marks off a text; names such as NPS_BASELINE keep their underscores."""
    return " ".join(EMPHASIS.sub(r"\2", STRONG.sub("", LINK.sub(r"\1", text))).split())


def unbulleted(text: str) -> tuple[str, bool]:
    """Give the text without its bullet and pictures, and whether it had a bullet. Bold marks are no bullet."""
    found = BULLET.match(text)
    item = text[found.end() :] if found else text.strip()
    return SYMBOLS.sub("", item), bool(found)


def unquoted(text: str) -> str:
    """Take the ``>`` marks off a line."""
    return QUOTE.sub("", text)
