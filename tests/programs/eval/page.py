"""The place in ``docs/drafts.md`` between two marks, which a run writes; everything around it people wrote."""

from pathlib import Path

BEGIN, END = "<!-- eval: begin -->", "<!-- eval: end -->"


def put(path: Path, text: str) -> None:
    """Put a text between the marks of a page; ValueError for a page that has not each of them once, in this order."""
    page = path.read_text(encoding="utf-8")
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end or BEGIN in rest or END in after:
        raise ValueError(f"{path.name} needs the line {BEGIN!r} once, and below it {END!r} once")
    path.write_text(f"{before}{BEGIN}\n{text.strip()}\n{END}{after}", encoding="utf-8")
