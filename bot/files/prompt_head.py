"""The front matter of a prompt file: exactly four keys, each of one form."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.files.front_matter import FENCE, Entry, entries_of
from bot.files.remarks import Remarks

KEYS = ("name", "version", "inputs", "output")
NAME = re.compile(r"[a-z][a-z0-9-]{0,39}")
VERSION = re.compile(r"[0-9]{1,4}(\.[0-9]{1,4}){0,2}")


@dataclass(frozen=True, slots=True)
class PromptHead:
    """What the front matter says; ``body_from`` is the index of the first line behind it."""

    name: str = ""
    version: str = ""
    inputs: tuple[str, ...] = ()
    output: str = ""
    inputs_line: int = 1
    body_from: int = 0


def read_prompt_head(
    lines: Sequence[str], remarks: Remarks, *, inputs: Sequence[str], outputs: Sequence[str]
) -> PromptHead:
    """Read the front matter; every deviation is a problem, and what can be read all the same is given."""
    if not lines or lines[0].rstrip() != FENCE:
        remarks.problem(1, f"does not begin with front matter: a line of ---, then {', '.join(KEYS)}, then ---.")
        return PromptHead(inputs=tuple(inputs))
    closing = next((index for index, text in enumerate(lines) if index and text.rstrip() == FENCE), None)
    if closing is None:
        remarks.problem(1, "front matter opens here and is never closed. Close it with a line of ---.")
        return PromptHead(inputs=tuple(inputs), body_from=len(lines))
    entries = entries_of("\n".join(lines[1:closing]), 2, remarks)
    _check_keys(entries, remarks)
    return PromptHead(
        name=_matching(entries.get("name"), NAME, "small letters, digits and hyphens, as in evidence-note", remarks),
        version=_matching(entries.get("version"), VERSION, 'numbers and dots, as in "1.0"', remarks),
        inputs=_inputs(entries.get("inputs"), inputs, remarks),
        output=_output(entries.get("output"), outputs, remarks),
        inputs_line=entries["inputs"].line if "inputs" in entries else 1,
        body_from=closing + 1,
    )


def _check_keys(entries: dict[str, Entry], remarks: Remarks) -> None:
    for name, entry in entries.items():
        if name not in KEYS:
            remarks.problem(entry.line, f"front matter has no key {name!r}; it has {', '.join(KEYS)}.")
    for name in KEYS:
        if name not in entries:
            remarks.problem(1, f"front matter lacks the key {name!r}. Add it.")


def _matching(entry: Entry | None, form: re.Pattern[str], told: str, remarks: Remarks) -> str:
    if entry is None:
        return ""
    if not form.fullmatch(entry.text):
        remarks.problem(entry.line, f"{entry.text!r} does not fit. Write {told}.")
    return entry.text


def _inputs(entry: Entry | None, known: Sequence[str], remarks: Remarks) -> tuple[str, ...]:
    """Give the inputs. All of them are needed: without one, a person's wish or what was wrong would be lost."""
    if entry is None:
        return tuple(known)
    for each in entry.items:
        if each not in known:
            remarks.problem(entry.line, f"there is no input {each!r}; there are {', '.join(known)}.")
        elif entry.items.count(each) > 1:
            remarks.problem(entry.line, f"the input {each!r} stands twice. Keep one.")
    for each in known:
        if each not in entry.items:
            remarks.problem(entry.line, f"`inputs` lacks {each!r}. Write inputs: [{', '.join(known)}].")
    return entry.items


def _output(entry: Entry | None, known: Sequence[str], remarks: Remarks) -> str:
    if entry is None:
        return ""
    if entry.text not in known:
        remarks.problem(entry.line, f"there is no output {entry.text!r}; there are {', '.join(known)}.")
    return entry.text
