"""What people type for a variable of the subject: checked for its kind, stored as typed, set into the prompt."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from bot.core.framework import Variable
from bot.core.text import cleaned, folded, one_line

LONGEST_TEXT = 500
MOST_PERCENT = 100
# A rate that counts growth may pass 100 %, such as a net revenue retention of 118 %.
MOST_GROWTH = 1000
GROWING = frozenset({"NRR", "GRR", "GROWTH", "RETURN", "ROI", "INCREASE", "CHANGE", "YOY", "UPLIFT"})
MOST_NPS = 100
OTHER_MEASURES = frozenset({"CSAT", "CES", "SATISFACTION", "FCR"})
NOT_KNOWN = frozenset(
    {"unknown", "not known", "n/a", "na", "n.a.", "n.a", "not applicable", "none", "no data", "don't know", "dont know"}
    | {"idk", "dunno", "tbd", "?", "-", "\u2013", "\u2014", "not sure", "not measured", "not tracked"}
)
UNKNOWN = "unknown"
PLACEHOLDER = re.compile(r"\[([A-Z][A-Z0-9_]{0,79})\](?!\()(%?)")
SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
CLAUSE_END = re.compile(r"(?<=[,;:])\s+")
SPACED = re.compile(r"(?<=\d)[ '\u2019](?=\d{3}(?!\d))")
DASH_BEFORE = re.compile(r"\A[\u2013\u2014\u2012\u2015](?=\s*\d)")
NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)*")
GROUPED = re.compile(r"[+-]?\d{1,3}(?:,\d{3}){1,}(?:\.\d+)?|[+-]?\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?")
PLAIN = re.compile(r"[+-]?\d+(?:\.\d+)?")
COMMA_DECIMAL = re.compile(r"[+-]?\d+,\d+")
LOOKS_GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}([.,])\d{3}")
LONGEST_NUMBER = 40
ACRONYMS = frozenset("NPS CSAT CX CES NRR GRR ARR MRR LTV CLV CAC SLA KPI ROI FCR VOC B2B B2C CRM".split())


@dataclass(frozen=True, slots=True)
class WhyNot:
    """Why a value was not taken, and how to write it; ``message`` is a sentence for the person."""

    message: str


def check_variable(variable: Variable, text: str) -> str | WhyNot:
    """Give the text to store for a variable, or why it cannot be taken.

    People's own digits are kept (``1,200`` stays as it is); an empty text stays empty and "unknown", "n/a" and the like
    become ``unknown``: not known, for every kind. A number whose separators could be read in two ways is refused.
    """
    typed = one_line(cleaned(text))
    if not typed:
        return ""
    if folded(typed).strip(" .!") in NOT_KNOWN or folded(typed) in NOT_KNOWN:
        return UNKNOWN
    if variable.kind == "text" and len(typed) > LONGEST_TEXT:
        return WhyNot(f"That is {len(typed)} characters; at most {LONGEST_TEXT} fit here. Say it in fewer words.")
    if variable.kind == "text":
        return typed
    if variable.kind == "percent":
        return _percent(variable, typed)
    return _number(variable, typed)


def variable_name(key: str) -> str:
    """Give a key as people say it: ``NPS_BASELINE`` is "NPS baseline"."""
    words = re.split(r"[_\s-]+", key.strip())
    return " ".join(word.upper() if word.upper() in ACRONYMS else word.lower() for word in words)


def fill_prompt(prompt: str, values: Mapping[str, str]) -> str:
    """Set values into the ``[KEY]`` placeholders of a prompt in one pass: a value that holds ``[OTHER]`` stays text.

    What has no value is not spoken of: its clause is left out, or its sentence where nothing else of it can stand. A
    percent sign behind a placeholder is not doubled. The text of a Markdown link is no placeholder.
    """
    known = {key: value.strip() for key, value in values.items() if value.strip() not in ("", UNKNOWN)}

    def filled(match: re.Match[str]) -> str:
        value = known[match.group(1)]
        return value if value.endswith("%") else value + match.group(2)

    sentences = (_speakable(each, known) for each in SENTENCE_END.split(prompt))
    return " ".join(PLACEHOLDER.sub(filled, each) for each in sentences if each)


def _speakable(sentence: str, known: Mapping[str, str]) -> str:
    """Give a sentence without the clauses whose values are not known; empty where it says nothing without them."""
    first, *others = CLAUSE_END.split(sentence)
    kept = [each for each in others if _keys(each) <= known.keys()]
    if len(kept) == len(others) and _keys(first) <= known.keys():
        return sentence
    text = " ".join((first, *kept))
    if not (_keys(text) and _keys(first) <= known.keys()):
        return ""
    return text.rstrip(" ,;:.!?") + sentence[len(sentence.rstrip(".!?")) :]


def _keys(text: str) -> set[str]:
    return {each[0] for each in PLACEHOLDER.findall(text)}


def _number(variable: Variable, typed: str) -> str | WhyNot:
    plain, words = plain_digits(typed), _words_of(variable)
    other = not words.isdisjoint(OTHER_MEASURES)  # people write a CSAT of 82 % as a percentage as well
    if plain.endswith("%") and not other:
        return WhyNot("This is a plain number. Leave the % sign out, for example 31.")
    value = read_number(plain.removesuffix("%").rstrip())
    if isinstance(value, WhyNot):
        return value
    if "NPS" in words and not other and not -MOST_NPS <= value <= MOST_NPS:
        return WhyNot(f"An NPS runs from -100 to 100, so {typed!r} cannot be one. Write it as, for example, 31 or -12.")
    return plain


def _percent(variable: Variable, typed: str) -> str | WhyNot:
    plain = plain_digits(typed)
    sign = re.search(r"\s*(?:%|percent|per cent|pct)\Z", plain, re.IGNORECASE)
    digits = plain[: sign.start()] if sign else plain
    value = read_number(digits)
    if isinstance(value, WhyNot):
        return value
    grows = not GROWING.isdisjoint(_words_of(variable))
    most = MOST_GROWTH if grows else MOST_PERCENT
    least = -MOST_PERCENT if grows else 0
    if not least <= value <= most:
        return WhyNot(f"A percentage here runs from {least} to {most}. Write it as, for example, 12 or 12.5%.")
    return f"{digits}%" if sign else digits


def read_number(typed: str) -> Decimal | WhyNot:
    """Read a number whose separators can be read in one way only."""
    if len(typed) > LONGEST_NUMBER or not NUMBER.fullmatch(typed):
        return WhyNot("This should be one number, such as 31, -12, 1,200 or 12.5. Write 'unknown' if it is not known.")
    if GROUPED.fullmatch(typed):
        return _grouped(typed)
    if PLAIN.fullmatch(typed):
        # 1.200 is twelve hundred for one reader, one point two for another
        return _unclear(typed) if LOOKS_GROUPED.fullmatch(typed) else Decimal(typed)
    if COMMA_DECIMAL.fullmatch(typed):
        return Decimal(typed.replace(",", "."))
    return _unclear(typed)


def _grouped(typed: str) -> Decimal | WhyNot:
    """Read thousands in groups: commas as in 1,200.50, points only where two or more show what they are."""
    comma_first = "," in typed and ("." not in typed or typed.index(",") < typed.index("."))
    thousands, point = (",", ".") if comma_first else (".", ",")
    return Decimal(typed.replace(thousands, "").replace(point, "."))


def _unclear(typed: str) -> WhyNot:
    return WhyNot(
        f"It is not clear which mark in {typed!r} is the decimal point. "
        "Write thousands without a mark, and decimals with a point: for example 1200 or 1200.5."
    )


def plain_digits(typed: str) -> str:
    """Give the text with plain digits and minus signs, and without blanks between groups of thousands."""
    plain = DASH_BEFORE.sub("-", SPACED.sub("", folded(typed)).strip())
    return re.sub(r"\A([+-])\s+(?=\d)", r"\1", plain)


def _words_of(variable: Variable) -> frozenset[str]:
    return frozenset(re.split(r"[^A-Z]+", f"{variable.key} {_meaning(variable)}".upper()))


def _meaning(variable: Variable) -> str:
    """Name what a description is about: "Net revenue retention" is NRR, whatever its key is."""
    text = variable.description.lower()
    return "NRR" if "net revenue retention" in text or "net retention" in text else text
