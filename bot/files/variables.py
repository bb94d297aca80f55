"""The prompt and the variables: what the framework asks about its subject, and of which kind each answer is."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.core.framework import Variable, VariableKind
from bot.files.blocks import LIST_NUMBER, Line, plain, unmarked
from bot.files.sections import Section
from bot.files.source import Remarks

INNER = r"[A-Za-z][A-Za-z0-9 _/&.-]{1,59}"
PLACEHOLDER = re.compile(rf"\[({INNER})\](?!\()|\{{\{{?\s*({INNER})\s*\}}?\}}|<([A-Z][A-Z0-9_]{{1,59}})>")
LISTED = re.compile(
    rf"^\$?(?:\[({INNER})\]|\{{\{{?\s*({INNER})\s*\}}?\}}|<([A-Z][A-Z0-9_]{{1,59}})>|([A-Z][A-Z0-9_]{{1,59}})(?=\s*(?:[:=(\u2010-\u2015-]|$)))\s*%?"
)
MARKS = re.compile(r"^\s*(?::|=|--|[-\u2010-\u2015|])\s*")
QUOTES = ('""', "\u201c\u201d", "\u00ab\u00bb", "''", "\u2018\u2019", "\u201e\u201c")

SUBJECTS = frozenset(
    "AGENCY BRAND BUSINESS CLIENT COMPANY DEPARTMENT ENTERPRISE ENTITY FIRM INSTITUTION ORG ORGANISATION ORGANIZATION"
    " RETAILER STARTUP STORE SUBJECT TEAM".split()
)
PERCENTS = frozenset("PERCENT PERCENTAGE PCT NRR GRR".split())
RATES = frozenset("CHURN RETENTION CONVERSION RENEWAL".split())
COUNTS = frozenset("COUNT HEADCOUNT NPS CSAT CES".split())


@dataclass(slots=True)
class FoundVariable:
    """A variable as listed; ``description`` is empty where the file gives none."""

    line: int
    key: str
    description: str


@dataclass(slots=True)
class FoundPrompt:
    """The prompt in one line: ``text`` as written, ``filled`` with ``[KEY]`` placeholders, whose lines are kept."""

    line: int = 0
    text: str = ""
    placeholders: dict[str, int] = field(default_factory=dict)
    filled: str = ""


def read_prompt(section: Section, remarks: Remarks) -> FoundPrompt:
    """Read the prompt: the quoted lines where there are any, else the code block, else all words of the section."""
    inside = [line for line in section.lines if line.raw]
    quoted = [line for line in inside if line.quoted]
    code = [line for line in inside if line.kind == "code"]
    chosen = quoted or code or inside
    if not chosen:
        remarks.note(section.line, "the prompt is empty, so the headline has no sentence of its own.")
        return FoundPrompt(section.line)
    words = unmarked(" ".join(line.raw for line in chosen))
    text = " ".join(words.split())
    inner = text[1:-1]  # without the quotation marks around a whole text
    if any(text[0] == marks[0] and text[-1] == marks[1] and marks[0] not in inner for marks in QUOTES if inner):
        text = inner.strip()
    prompt = FoundPrompt(chosen[0].number, text)
    for line in chosen:
        for found in PLACEHOLDER.finditer(line.raw):
            prompt.placeholders.setdefault(key_of(found), line.number)
    prompt.filled = PLACEHOLDER.sub(lambda found: f"[{key_of(found)}]", text)
    return prompt


def key_of(found: re.Match[str]) -> str:
    """Return the key of a placeholder: ``[Business name]`` is BUSINESS_NAME."""
    inner = next(group for group in found.groups() if group)
    return re.sub(r"[^A-Z0-9]+", "_", inner.upper()).strip("_")


def read_variables(lines: Sequence[Line], remarks: Remarks) -> list[FoundVariable]:
    """Read the Variables list: bullets, bare lines or a table with a key first."""
    variables: dict[str, FoundVariable] = {}
    last: FoundVariable | None = None
    for line in lines:
        body = line.cells[0] if line.cells else LIST_NUMBER.sub("", " ".join(unmarked(line.raw).split()))
        if line.kind == "code" or not body:
            last = None
            continue
        found = LISTED.match(body)
        if found:
            words = plain(MARKS.sub("", line.cells[1] if len(line.cells) > 1 else body[found.end() :]))
            bracketed = re.match(r"^\(([^()]*)\)$", words)
            last = FoundVariable(line.number, key_of(found), bracketed[1].strip() if bracketed else words)
            _add(variables, last, remarks)
        elif last is not None and not line.item and line.kind == "text":
            last.description = f"{last.description} {line.text}".strip()
        elif line.item:
            last = None
            remarks.note(line.number, f"{line.text[:60]!r} names no variable; write `- [NAME]: what it is`.")
    return list(variables.values())


def _add(variables: dict[str, FoundVariable], variable: FoundVariable, remarks: Remarks) -> None:
    first = variables.setdefault(variable.key, variable)
    if first is variable:
        return
    if first.description == variable.description or not variable.description:
        remarks.note(variable.line, f"the variable {variable.key} is listed twice, first in line {first.line}.")
    else:
        told = f"the variable {variable.key} is listed twice and described differently, first in line {first.line}."
        remarks.problem(variable.line, f"{told} Keep one.")


def with_missing(listed: Sequence[FoundVariable], prompt: FoundPrompt, remarks: Remarks) -> list[FoundVariable]:
    """Add the variables of the prompt that the list lacks; they are asked for by their name."""
    known = {each.key for each in listed}
    missing = [FoundVariable(line, key, "") for key, line in prompt.placeholders.items() if key not in known]
    for each in missing:
        remarks.note(each.line, f"the Variables list lacks {each.key}; it is asked for by its name.")
    return [*listed, *missing]


def settled(found: Sequence[FoundVariable], prompt: FoundPrompt) -> tuple[Variable, ...]:
    """Return the variables with their kinds; one without a description is described by its name."""
    return tuple(
        Variable(
            each.key,
            each.description or each.key.replace("_", " ").capitalize(),
            kind_of(each.key, each.description, prompt.filled),
            in_prompt=each.key in prompt.placeholders,
        )
        for each in found
    )


def kind_of(key: str, description: str, prompt: str) -> VariableKind:
    """Return the kind of a variable: a percentage or a number, and a text where that is not certain."""
    words = set(key.split("_"))
    if (
        f"[{key}]%" in prompt
        or f"[{key}] %" in prompt
        or words & PERCENTS
        or re.search(r"%|\bpercent", description, re.IGNORECASE)
    ):
        return "percent"
    if words & RATES and ("RATE" in words or "TARGET" in words):
        return "percent"
    if (
        words & COUNTS
        or key.startswith("NUMBER_OF_")
        or re.match(r"(?:number of|how many)\b", description, re.IGNORECASE)
    ):
        return "number"
    return "text"


def subject_key(found: Sequence[FoundVariable], prompt: FoundPrompt) -> str | None:
    """Return the variable that names who is assessed: the first such in the prompt, else in the list, else None."""
    for key in [*prompt.placeholders, *(each.key for each in found)]:
        if key in SUBJECTS or (key.endswith("_NAME") and key.removesuffix("_NAME") in SUBJECTS):
            return key
    return None
