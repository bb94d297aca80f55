"""Prompt files: what a model is told, as strict data; one file becomes one Prompt, or its problems with their lines."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from bot.core.drafts.brief import Kind
from bot.core.drafts.draft import INPUTS, PLACEHOLDER, PromptFile, PromptStamp
from bot.core.errors import BadInputError, Problem
from bot.files.frameworks import files_of
from bot.files.head import FENCE, Entry, entries_of
from bot.files.source import LINE_END, Remarks, reason_of

KEYS = ("name", "version", "inputs", "output")
# The form of a key's value, and how to write it.
FORMS = {
    "name": (re.compile(r"[a-z][a-z0-9-]{0,39}"), "small letters, digits and hyphens, as in evidence-note"),
    "version": (re.compile(r"[0-9]{1,4}(\.[0-9]{1,4}){0,2}"), 'numbers and dots, as in "1.0"'),
}
OUTPUTS = tuple(str(kind) for kind in Kind)
MAX_BYTES = 32 * 1024  # a prompt is paid for at every call
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
PARTS = ("System", "Task")
PART = re.compile(r"^##(?!#)\s*(.*?)\s*$")
BRACES = re.compile(r"\{\{.*?\}\}|\{\{|\}\}")


def load_prompts(folder: Path) -> Mapping[str, PromptFile]:
    """Read the prompts of a folder by the output they ask for; each of the three outputs has exactly one.

    Raises BadInputError with all problems of all files at once.
    """
    prompts: dict[str, PromptFile] = {}
    problems: list[Problem] = []
    sources: dict[str, str] = {}
    for path in files_of(folder):
        prompt, found = read_prompt(path)
        problems += found
        if prompt is None:
            continue
        if first := sources.get(prompt.output):
            told = f"asks for the output {prompt.output!r}, as {first} does. Keep one prompt for each output."
            problems.append(Problem(f"{path}:1", told))
        prompts[prompt.output] = prompt
        sources.setdefault(prompt.output, path.name)
    if not problems:
        missing = ", ".join(output for output in OUTPUTS if output not in prompts)
        if missing:
            told = f"holds no prompt for the output {missing}. Install the bot again, or add one as a *.md file."
            problems.append(Problem(str(folder), told))
    if problems:
        raise BadInputError(tuple(problems))
    return prompts


def check_prompts(folder: Path) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """Return a line for each prompt of a folder, or everything that is wrong with them."""
    try:
        prompts = load_prompts(folder)
    except BadInputError as error:
        return (), error.problems
    return tuple(
        f"{folder}: {each.stamp.name} {each.stamp.version}, for the {output}" for output, each in prompts.items()
    ), ()


def read_prompt(path: Path) -> tuple[PromptFile | None, tuple[Problem, ...]]:
    """Read one file: the prompt, or None and everything that is wrong with it; never raises for what a file is."""
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        told = f"cannot be read: {reason_of(error)}. Check the path and its permissions."
        return None, (Problem(f"{path}:1", told),)
    return prompt_from(content, str(path))


def prompt_from(content: bytes, file: str) -> tuple[PromptFile | None, tuple[Problem, ...]]:
    """Read the bytes of a file, named ``file`` in what is said of it."""
    remarks = Remarks()
    prompt = _prompt(content, remarks)
    problems = tuple(Problem(f"{file}:{each.line}", each.message) for each in sorted(remarks.problems))
    return (None, problems) if problems else (prompt, ())


def _prompt(content: bytes, remarks: Remarks) -> PromptFile | None:
    text = _text(content, remarks)
    if text is None:
        return None
    lines = LINE_END.split(text)
    head, start = _head(lines, remarks)
    inputs = head["inputs"].items if "inputs" in head else INPUTS
    parts = _parts(lines, start, remarks)
    _check_placeholders(lines, parts, inputs, head["inputs"].line if "inputs" in head else 1, remarks)
    name, version, output = (head[key].text if key in head else "" for key in ("name", "version", "output"))
    system, task = (_body(lines, parts.get(part)) for part in PARTS)
    return PromptFile(PromptStamp(name, version, hashlib.sha256(content).hexdigest()), inputs, output, system, task)


def _head(lines: Sequence[str], remarks: Remarks) -> tuple[Mapping[str, Entry], int]:
    """Read the front matter, exactly four keys, each of one form; also return the index of the first line behind it."""
    if lines[0].rstrip() != FENCE:
        remarks.problem(1, f"does not begin with front matter: a line of ---, then {', '.join(KEYS)}, then ---.")
        return {}, 0
    closing = next((index for index, text in enumerate(lines) if index and text.rstrip() == FENCE), None)
    if closing is None:
        remarks.problem(1, "front matter opens here and is never closed. Close it with a line of ---.")
        return {}, len(lines)
    head = entries_of("\n".join(lines[1:closing]), 2, remarks)
    for key in KEYS:
        if key not in head:
            remarks.problem(1, f"front matter lacks the key {key!r}. Add it.")
    for key, entry in head.items():
        if key not in KEYS:
            remarks.problem(entry.line, f"front matter has no key {key!r}; it has {', '.join(KEYS)}.")
        elif key in FORMS and not FORMS[key][0].fullmatch(entry.text):
            remarks.problem(entry.line, f"{entry.text!r} does not fit. Write {FORMS[key][1]}.")
        elif key == "output" and entry.text not in OUTPUTS:
            remarks.problem(entry.line, f"there is no output {entry.text!r}; there are {', '.join(OUTPUTS)}.")
        elif key == "inputs":
            _check_inputs(entry, remarks)
    return head, closing + 1


def _check_inputs(entry: Entry, remarks: Remarks) -> None:
    """See that all inputs are declared: without one, a person's wish or what was wrong would be lost."""
    for each in entry.items:
        if each not in INPUTS:
            remarks.problem(entry.line, f"there is no input {each!r}; there are {', '.join(INPUTS)}.")
        elif entry.items.count(each) > 1:
            remarks.problem(entry.line, f"the input {each!r} stands twice. Keep one.")
    for each in INPUTS:
        if each not in entry.items:
            remarks.problem(entry.line, f"`inputs` lacks {each!r}. Write inputs: [{', '.join(INPUTS)}].")


def _text(content: bytes, remarks: Remarks) -> str | None:
    if len(content) > MAX_BYTES:
        remarks.problem(1, f"is longer than {MAX_BYTES // 1024} kB, and is paid for at every call. Cut it down.")
        return None
    if content.startswith(BYTE_ORDER_MARK):
        remarks.problem(1, "begins with a byte order mark, which a model would read. Save it as UTF-8 without one.")
        return None
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        remarks.problem(line, "is not UTF-8 text (bad encoding). Save the file as UTF-8.")
        return None
    if "\0" in text:
        remarks.problem(text.count("\n", 0, text.index("\0")) + 1, "holds a zero byte. Save it as UTF-8 text.")
        return None
    return text


def _parts(lines: Sequence[str], start: int, remarks: Remarks) -> dict[str, range]:
    """Find the parts, each once and with words in it: the lines (by index) below their headings."""
    headings = [(index, found[1]) for index, text in enumerate(lines) if index >= start and (found := PART.match(text))]
    first = headings[0][0] if headings else len(lines)
    for index in range(start, first):
        if lines[index].strip():
            remarks.problem(index + 1, "stands before the first part. Put it under `## System` or `## Task`.")
            break
    parts: dict[str, range] = {}
    for (index, name), (end, _) in pairwise([*headings, (len(lines), "")]):
        if name not in PARTS:
            remarks.problem(index + 1, f"there is no part {name!r}; a prompt has `## System` and `## Task`.")
        elif name in parts:
            remarks.problem(index + 1, f"the part {name!r} stands twice, first in line {parts[name].start}. Keep one.")
        else:
            parts[name] = range(index + 1, end)
            if not _body(lines, parts[name]):
                remarks.problem(index + 1, f"the part {name!r} is empty. Write what the model is told.")
    for name in PARTS:
        if name not in parts:
            remarks.problem(max(1, start), f"there is no part `## {name}`. Add it.")
    return parts


def _body(lines: Sequence[str], part: range | None) -> str:
    return "\n".join(lines[index].rstrip() for index in part or ()).strip()


def _check_placeholders(
    lines: Sequence[str], parts: Mapping[str, range], declared: Sequence[str], declared_at: int, remarks: Remarks
) -> None:
    """See that each declared input is used and nothing else is, and that people's words stay out of the system part."""
    used: set[str] = set()
    for name, part in parts.items():
        for index in part:
            for braces in BRACES.findall(lines[index]):
                found = PLACEHOLDER.fullmatch(braces)
                if problem := _wrong_with(braces, found[1] if found else "", name, declared):
                    remarks.problem(index + 1, problem)
                elif found:
                    used.add(found[1])
    for name in declared:
        if name in INPUTS and name not in used:
            told = f"declares the input {name!r}, and nothing uses it. Put {{{{ {name} }}}} in."
            remarks.problem(declared_at, told)


def _wrong_with(braces: str, name: str, part: str, declared: Sequence[str]) -> str:
    if not name:
        return f"{braces!r} is no placeholder. Write one as {{{{ brief }}}}, with both pairs of braces on one line."
    if name not in INPUTS:
        return f"there is no input {name!r}; there are {', '.join(INPUTS)}."
    if name not in declared:
        return f"uses the input {name!r}, which `inputs` does not declare. Declare it, or take it out."
    if part != PARTS[1]:
        return f"uses {name!r} in the system part, where people's words would read as orders. Move it to `## Task`."
    return ""
