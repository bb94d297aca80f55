"""An uploaded file gets the findings of `cxbot check`, each with its line; a hostile one is refused in words."""

import time
from pathlib import Path

import pytest

from bot.core.own_frameworks import CheckedFile
from bot.files.check import check, check_upload
from bot.files.source import MAX_YAML

UPLOADS = Path(__file__).parents[1] / "dialogs" / "uploads"
SOUND = (UPLOADS / "loyalty.md").read_text("utf-8")


def says(found: CheckedFile) -> str:
    return " ".join(each.message for each in found.problems)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("x.md", bytes(range(256)) * 20, "binary file"),
        ("x.md", b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "a picture"),
        ("x.md", SOUND.encode("utf-16"), "UTF-16. Save it as UTF-8"),
        ("x.md", SOUND.replace("shop", "Käufer").encode("latin-1"), "not UTF-8 text"),
        ("x.md", b"<!DOCTYPE html><html><body>hello</body></html>", "this is HTML"),
        ("x.md", SOUND.encode() + b"x " * 2_500_000, "longer than 256 kB"),
        ("x.md", b'{"title": "Loyalty"}', "this is JSON"),
        ("x.csv", (UPLOADS / "rubric.csv").read_bytes(), "`cxbot convert x.csv` makes a framework of it"),
        ("x.md", b"# Loyalty\n\n1) Listening\n2) Helping\n", "no scorecard"),
        ("x.md", b"", "is empty"),
        ("x.md", f"{SOUND}\n{SOUND.replace('oyalty', 'ther')}".encode(), "more dimensions stand outside the scorecard"),
        ("", SOUND.replace("slug: loyalty\n", "").encode(), "Add `slug: a-short-name`"),
        ("x.md", SOUND.replace("Customers get help", "TODO: write this").encode(), "still to be written"),
    ],
)
def test_what_is_no_framework_is_refused_in_words(name: str, content: bytes, words: str) -> None:
    found = check_upload(content, name)
    assert found.framework is None
    assert words in says(found)


def test_hostile_words_in_a_sound_file_are_kept_as_words() -> None:
    text = SOUND.partition("## Example")[0].replace("Listening", "\u202e<!channel> Listening <@U0DANA0001>")
    text = text.replace("they complain.", "[press](https://evil.example) <https://evil.example|here>.")
    found = check_upload(text.encode(), "../../<!here>.md")
    assert found.framework is not None
    first = found.framework.dimensions[0]
    assert first.name.endswith("channel> Listening <@U0DANA0001>")
    assert first.descriptors[0].text.endswith("<https://evil.example|here>.")
    assert found.framework.slug == "loyalty"


def test_each_finding_is_that_of_the_check_with_its_line() -> None:
    file = UPLOADS / "broken.md"
    (report,) = check([file])
    found = check_upload(file.read_bytes(), "broken.md")
    assert [(each.line, each.message) for each in found.problems] == [
        (each.line, each.message) for each in report.problems
    ]
    lines = file.read_text("utf-8").splitlines()
    assert [each.text for each in found.problems] == [lines[each.line - 1] for each in found.problems]
    noted = check_upload(SOUND.replace("version: 1.0", "tags: none\nversion: 1.0").encode(), "x.md")
    assert [(each.line, each.text) for each in noted.notes] == [(4, "tags: none")]


@pytest.mark.parametrize("pattern", ["[", "a:\n  - b\n"])
def test_a_long_text_is_not_read_as_yaml_which_takes_seconds(pattern: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = list[int]()
    monkeypatch.setattr("yaml.compose", lambda text, **_: asked.append(len(text)))
    lines = (pattern * 16_000).split("\n")[:4_900]
    for content in (pattern * 60_000, "\n".join(each[:4_000] for each in lines * 4)):
        assert check_upload(content.encode(), "").framework is None
    assert all(each <= MAX_YAML for each in asked)


@pytest.mark.parametrize("row", ["| a b c d e f g h | c | d | e |", "| a " * 600], ids=["long", "wide"])
def test_a_huge_table_that_is_no_rubric_is_refused_soon(row: str) -> None:
    began = time.process_time()
    assert check_upload("\n".join([row] * (120_000 // len(row))).encode(), "").framework is None
    assert time.process_time() - began < 10  # it was minutes
