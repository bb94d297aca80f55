"""Prompt files are strict data: what deviates is refused with its line, all of it at once."""

import hashlib
from pathlib import Path

import pytest

from bot.core.drafts.draft import INPUTS, fill
from bot.core.errors import BadInputError
from bot.files.places import prompts_folder
from bot.files.prompts import MAX_BYTES, load_prompts, prompt_from

GOOD = """---
name: evidence-note
version: "1.0"
inputs: [language, brief, wish, problems]
output: note
---
## System
You write a note.

## Task
In {{ language }}: {{ brief }}
A wish: {{ wish }}
Wrong: {{problems}}
"""

# what is wrong -> (the text that is replaced, what stands in its place, the line that is named, words of the reason)
REFUSED = {
    "no front matter": (GOOD[: GOOD.index("## System")], "", 1, "does not begin with front matter"),
    "front matter that is never closed": ("output: note\n---", "output: note", 1, "never closed"),
    "broken yaml": ("problems]", "problems", 5, "not valid YAML"),
    "an unknown key": ("output: note", "output: note\ntemperature: 1", 6, "no key 'temperature'"),
    "a key twice": ("output: note", "output: note\noutput: plan", 6, "twice"),
    "a missing name": ("name: evidence-note\n", "", 1, "lacks the key 'name'"),
    "a missing version": ('version: "1.0"\n', "", 1, "lacks the key 'version'"),
    "missing inputs": ("inputs: [language, brief, wish, problems]\n", "", 1, "lacks the key 'inputs'"),
    "a missing output": ("output: note\n", "", 1, "lacks the key 'output'"),
    "a name with blanks": ("evidence-note", "evidence note", 2, "does not fit"),
    "an empty name": ("evidence-note", "", 2, "does not fit"),
    "a version in words": ('"1.0"', "newest", 3, "does not fit"),
    "an unknown output": ("output: note", "output: poem", 5, "no output 'poem'"),
    "an unknown input": ("problems]", "problems, mood]", 4, "no input 'mood'"),
    "an input twice": ("wish, problems]", "wish, wish, problems]", 4, "stands twice"),
    "an input that is not declared": (", problems]", "]", 4, "lacks 'problems'"),
    "inputs that are no list": ("[language, brief, wish, problems]", "brief", 4, "lacks 'brief'"),
    "an unknown placeholder": ("{{ wish }}", "{{ mood }}", 12, "no input 'mood'"),
    "a declared input that nothing uses": ("A wish: {{ wish }}\n", "", 4, "nothing uses it"),
    "a used input that is not declared": (
        "[language, brief, wish, problems]",
        "[language, brief, wish]",
        13,
        "does not declare",
    ),
    "a placeholder in capitals": ("{{ wish }}", "{{ WISH }}", 12, "no placeholder"),
    "a placeholder with a filter": ("{{ wish }}", "{{ wish | upper }}", 12, "no placeholder"),
    "a placeholder that is not closed": ("{{ wish }}", "{{ wish }", 12, "no placeholder"),
    "a placeholder over two lines": ("{{ wish }}", "{{ wish\n}}", 12, "no placeholder"),
    "people's words in the system part": ("You write a note.", "You write {{ wish }}.", 8, "would read as orders"),
    "no system part": ("## System\nYou write a note.\n", "", 6, "no part `## System`"),
    "no task part": ("## Task\n", "", 6, "no part `## Task`"),
    "an empty part": ("You write a note.\n", "", 7, "'System' is empty"),
    "a part twice": ("## Task\n", "## System\nAgain.\n\n## Task\n", 10, "stands twice"),
    "an unknown part": ("## Task\n", "## Notes\nx\n\n## Task\n", 10, "no part 'Notes'"),
    "words before the first part": ("## System\n", "Hello.\n\n## System\n", 7, "before the first part"),
}


def problems_of(content: bytes) -> list[str]:
    """Give what is wrong with a file of these bytes, as ``line: message``."""
    prompt, problems = prompt_from(content, "p.md")
    assert (prompt is None) == bool(problems)
    return [str(each).removeprefix("p.md:") for each in problems]


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_prompt_is_refused_with_its_line(name: str) -> None:
    old, new, line, words = REFUSED[name]
    assert old in GOOD
    found = problems_of(GOOD.replace(old, new).encode())
    assert any(each.startswith(f"{line}: ") and words in each for each in found), found


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        (b"", 1, "does not begin with front matter"),
        (b"\xef\xbb\xbf" + GOOD.encode(), 1, "byte order mark"),
        (GOOD.replace("a note", "a \xfcbel note").encode("latin-1"), 8, "not UTF-8"),
        (GOOD.encode("utf-16"), 1, "not UTF-8"),
        (GOOD.replace("a note", "a\0note").encode(), 8, "zero byte"),
        ((GOOD + "x" * MAX_BYTES).encode(), 1, "longer than 32 kB"),
    ],
)
def test_bytes_that_are_no_plain_text_are_refused(content: bytes, line: int, words: str) -> None:
    (found,) = [each for each in problems_of(content) if words in each]
    assert found.startswith(f"{line}: ")


def test_everything_wrong_in_a_file_is_told_at_once() -> None:
    text = GOOD.replace("output: note", "output: poem").replace("1.0", "one").replace("{{ wish }}", "{{ mood }}")
    assert [each.partition(":")[0] for each in problems_of(text.encode())] == ["3", "4", "5", "12"]


def test_all_problems_of_all_files_of_a_folder_are_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(GOOD.replace("1.0", "one"))
    (tmp_path / "b.md").write_text(GOOD.replace("output: note", "output: poem"))
    with pytest.raises(BadInputError) as error:
        load_prompts(tmp_path)
    assert [problem.source for problem in error.value.problems] == [f"{tmp_path}/a.md:3", f"{tmp_path}/b.md:5"]


def test_a_folder_that_lacks_an_output_is_refused(tmp_path: Path) -> None:
    (tmp_path / "note.md").write_text(GOOD)
    with pytest.raises(BadInputError, match="no prompt for the output narrative, plan"):
        load_prompts(tmp_path)


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="no prompt for the output note"):
        load_prompts(tmp_path / "none")


def test_two_prompts_for_one_output_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(GOOD)
    (tmp_path / "b.md").write_text(GOOD)
    with pytest.raises(BadInputError, match=r"as a\.md does"):
        load_prompts(tmp_path)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "note.md").mkdir()
    with pytest.raises(BadInputError, match=r"note\.md:1: cannot be read"):
        load_prompts(tmp_path)


def test_a_good_prompt_gives_its_parts_and_the_digest_of_its_bytes() -> None:
    prompt, problems = prompt_from(GOOD.encode(), "p.md")
    assert problems == ()
    assert prompt is not None
    assert (prompt.stamp.name, prompt.stamp.version, prompt.output) == ("evidence-note", "1.0", "note")
    assert prompt.stamp.digest == hashlib.sha256(GOOD.encode()).hexdigest()
    assert prompt.system == "You write a note."
    filled = fill(prompt.body, {"language": "English", "brief": "{{ wish }}", "wish": "short", "problems": "none"})
    assert filled == "In English: {{ wish }}\nA wish: short\nWrong: none"


def test_one_changed_letter_changes_the_digest() -> None:
    digests = {prompt_from(text.encode(), "p.md")[0] for text in (GOOD, GOOD.replace("a note", "a nota"))}
    assert len({each.stamp.digest for each in digests if each}) == 2


def test_windows_line_ends_change_nothing_in_the_words() -> None:
    unix, windows = prompt_from(GOOD.encode(), "p.md")[0], prompt_from(GOOD.replace("\n", "\r\n").encode(), "p.md")[0]
    assert unix is not None
    assert windows is not None
    assert (unix.system, unix.body) == (windows.system, windows.body)


def test_the_prompts_that_come_with_it_are_one_for_each_output() -> None:
    prompts = load_prompts(prompts_folder())
    assert {output: prompt.output for output, prompt in prompts.items()} == {
        "note": "note",
        "narrative": "narrative",
        "plan": "plan",
    }
    assert all(prompt.inputs == INPUTS for prompt in prompts.values())
