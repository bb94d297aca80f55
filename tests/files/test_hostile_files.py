"""Whatever bytes a file holds, the result is a framework or problems with lines of that file: never an exception."""

import re
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.files.check import as_json, as_text
from bot.files.frameworks import FrameworkFile, framework_from
from tests.effort import effort
from tests.files.documents import BASE

SEEDS = [each.read_bytes() for each in sorted((Path(__file__).parent / "seeds").glob("*.md"))]
DOCUMENTS = [BASE.encode(), *SEEDS]
# What readers stumble over: marks cut in half, marks where none belong, numbers out of all proportion.
SNIPPETS = [
    b"- 1 ",
    b"- 99999999999999999999 - x: y\n",
    b"- -1: x\n",
    b"| 1 | 2 |\n|---|---|\n| a | b |\n",
    b"---\n",
    b"```\n",
    b"<!--",
    b"-->",
    b"### ",
    b"## Scorecard (1-5)\n",
    b"**",
    b"(0-99)",
    b"1.0-1.9: x\n",
    b"4.0+: y\n",
    b"Level 2: z\n",
    b"[X]",
    b"\xff",
    b"\x00",
    b"\r",
    b"&#0;",
    b"&#10;",
    b"- Overall: 99999\n",
    b"Scores: a 3; b n/a\n",
    b"Next step: ",
    b"weights:\n  a: 1e999\n",
    b"targets: [1]\n",
    b"scale: {min: 1, max: 9999999999999999999}\n",
    b"a: &a [*a]\n",
    "\u00b2 \u0663 \u2460 \u202e".encode(),
    b"[" * 3_000,
]


def is_sound(result: FrameworkFile, content: bytes) -> None:
    lines = len(re.split(rb"\r\n|\n|\r", content))
    assert bool(result.problems) == (result.framework is None)
    assert all(1 <= each.line <= lines for each in (*result.problems, *result.notes))
    assert all(each.message for each in (*result.problems, *result.notes))
    assert as_json([result])[0]["file"] == "x.md"
    assert as_text([result])


@given(st.binary(max_size=400))
@example(b"---\n" + b"{" * 5_000)
@example(b"---\n" + b"a: " * 3_000 + b"\n---\n")
@example(b"---\n? [a]\n: b\n---\n# T\n")
@example(b"\xef\xbb\xbf")
def test_arbitrary_bytes_never_raise(content: bytes) -> None:
    is_sound(framework_from(content, "x.md"), content)


@given(st.text(alphabet=st.sampled_from("#-*>|`[](){}:;.,/ \n\t0123459aLevel\u2014\u2013"), max_size=600))
def test_arbitrary_markdown_never_raises(text: str) -> None:
    is_sound(framework_from(text.encode(), "x.md"), text.encode())


@settings(max_examples=effort(60, 5_000))
@given(st.data())
def test_a_mangled_framework_loads_or_is_refused_with_its_lines(data: st.DataObject) -> None:
    content = data.draw(st.sampled_from(DOCUMENTS))
    for _ in range(data.draw(st.integers(1, 6))):
        start = data.draw(st.integers(0, len(content)))
        end = min(len(content), start + data.draw(st.sampled_from([0, 0, 1, 3, 40, 400])))
        content = content[:start] + data.draw(st.sampled_from([b"", *SNIPPETS])) + content[end:]
    is_sound(framework_from(content, "x.md"), content)


@given(st.sampled_from(DOCUMENTS), st.data())
def test_a_framework_that_loses_a_line_of_its_scorecard_is_not_read_as_if_nothing_were_missing(
    document: bytes, data: st.DataObject
) -> None:
    lines = document.decode().split("\n")
    first = next(at for at, line in enumerate(lines) if line.startswith("### "))
    inside = [at for at in range(first, len(lines)) if re.match(r"### |- [135] ", lines[at])]
    at = data.draw(st.sampled_from(inside))
    result = framework_from("\n".join([*lines[:at], *lines[at + 1 :]]).encode(), "x.md")
    assert result.problems, lines[at]


def test_hostile_repetition_takes_no_noticeable_time_for_its_length() -> None:
    # No clock: a pattern that backtracks would keep this test running for minutes, and the runner's limit ends it.
    for part in ("(", "a(", "- ", "**", "1-", "|", "a b ", "[", "*a ", "overall ", "1.0-", "&amp;"):
        line = part * (3_900 // len(part))
        text = BASE.replace("- 2.0-2.9", f"{line}\n- {line}\n- 2.0-2.9").replace("### 2)", f"- 1 - {line}\n### 2)")
        is_sound(framework_from(text.encode(), "x.md"), text.encode())
