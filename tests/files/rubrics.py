"""Rubrics as people have them, some twenty of each kind, for the tests of the conversion.

They were written before the converter. All tell of the same three dimensions on levels 1 to 3 unless a case says so.
"""

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

Rows = Sequence[Sequence[str]]

LEVELS = {
    "Listening": ("Nobody asks.", "A survey runs.", "Answers change things."),
    "Tools": ("Lists on paper.", "One system.", "One view, always fresh."),
    "Teamwork": ("Each for himself.", "Regular meetings.", "Shared goals."),
}
PLAIN: Rows = [[name, *texts] for name, texts in LEVELS.items()]
NAMES = ("Initial", "Defined", "Optimized")


@dataclass(frozen=True)
class Case:
    """One file and what is to come of it; ``todo`` and ``ignored`` are words that the report has to hold."""

    content: bytes
    texts: Mapping[str, Mapping[int, str]] = field(
        default_factory=lambda: {name: dict(enumerate(texts, 1)) for name, texts in LEVELS.items()}
    )
    names: Mapping[int, str] = field(default_factory=dict)
    weights: Mapping[str, str] = field(default_factory=dict)
    targets: Mapping[str, int] = field(default_factory=dict)
    asks: Mapping[str, str] = field(default_factory=dict)
    looks: Mapping[str, str] = field(default_factory=dict)
    title: str = ""
    todo: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    taken: tuple[str, ...] = ()


def table(*rows: Sequence[str], mark: str = ",", end: str = "\n") -> bytes:
    """Write rows as a spreadsheet program writes CSV."""
    file = io.StringIO()
    csv.writer(file, delimiter=mark, lineterminator=end).writerows(rows)
    return file.getvalue().encode()


def with_columns(*columns: Sequence[str]) -> Rows:
    """Add columns behind those of the levels."""
    return [
        [*row, *(column[at] for column in columns)] for at, row in enumerate([["Dimension", "1", "2", "3"], *PLAIN])
    ]


def turned(rows: Rows) -> Rows:
    """Turn rows into columns."""
    return [list(row) for row in zip(*rows, strict=True)]


HEAD = ["Dimension", "1", "2", "3"]
_NAMED = dict(enumerate(NAMES, 1))
_GROWING = {1: "Beginning", 2: "Growing", 3: "Leading"}
_HOLE = {name: {1: texts[0], 3: texts[2]} for name, texts in LEVELS.items()}
_UMLAUT = {
    "Zuhören": {1: "Niemand fragt – höchstens „zufällig“.", 2: "Eine Umfrage läuft.", 3: "Größeres ändert sich."}
}

CSV: dict[str, Case] = {
    "plain": Case(table(HEAD, *PLAIN)),
    "level words": Case(table(["", "Level 1", "Level 2", "Level 3"], *PLAIN)),
    "numbers and names": Case(table(["Area", "1 - Initial", "2 - Defined", "3 - Optimized"], *PLAIN), names=_NAMED),
    "names and numbers": Case(table(["Area", "Initial (1)", "Defined (2)", "Optimized (3)"], *PLAIN), names=_NAMED),
    "stages with names": Case(
        table(["Capability", "Stage 1: Initial", "Stage 2: Defined", "Stage 3: Optimized"], *PLAIN), names=_NAMED
    ),
    "plain names": Case(
        table(["Dimension", "Beginning", "Growing", "Leading"], *PLAIN),
        names=_GROWING,
        taken=("numbered in their order",),
    ),
    "best first": Case(table(["Dimension", "3", "2", "1"], *[[r[0], r[3], r[2], r[1]] for r in PLAIN])),
    "turned round": Case(table(*turned([HEAD, *PLAIN]))),
    "turned round with names": Case(table(*turned([["Level", *NAMES], *PLAIN])), names=_NAMED),
    "turned round with a row of names": Case(
        table(
            ["Stage", "Name", *(row[0] for row in PLAIN)],
            *([str(at), NAMES[at - 1], *(row[at] for row in PLAIN)] for at in (1, 2, 3)),
        ),
        names=_NAMED,
    ),
    "a level in each row": Case(
        table(["Dimension", "Level", "Description"], *([row[0], str(at), row[at]] for row in PLAIN for at in (1, 2, 3)))
    ),
    "a level with its name in each row": Case(
        table(
            ["Capability", "Maturity level", "What it looks like"],
            *([row[0], f"{at} - {NAMES[at - 1]}", row[at]] for row in PLAIN for at in (1, 2, 3)),
        ),
        names=_NAMED,
    ),
    "turned round with weights": Case(
        table(*turned(with_columns(["Weight", "2", "1", "0.5"], ["Target", "3", "3", "2"]))),
        weights={"Listening": "2", "Tools": "1", "Teamwork": "1/2"},
        targets={"Listening": 3, "Tools": 3, "Teamwork": 2},
    ),
    "weights, targets, questions": Case(
        table(
            *with_columns(
                ["Weight", "40%", "35%", "25%"], ["Target", "3", "2", "3"], ["Question", "How?", "What?", "Who?"]
            )
        ),
        weights={"Listening": "40", "Tools": "35", "Teamwork": "25"},
        targets={"Listening": 3, "Tools": 2, "Teamwork": 3},
        asks={"Listening": "How?", "Tools": "What?", "Teamwork": "Who?"},
    ),
    "semicolons, bom, decimal commas": Case(
        b"\xef\xbb\xbf" + table(*with_columns(["Gewichtung", "1,5", "1", "0,5"]), mark=";", end="\r\n"),
        weights={"Listening": "3/2", "Tools": "1", "Teamwork": "1/2"},
    ),
    "tabs": Case(table(HEAD, *PLAIN, mark="\t")),
    "windows-1252": Case(
        table(
            ["Dimension", "Stufe 1", "Stufe 2", "Stufe 3"],
            *[[name, *texts.values()] for name, texts in _UMLAUT.items()],
            mark=";",
        )
        .decode()
        .encode("cp1252"),
        texts=_UMLAUT,
        taken=("Windows-1252",),
    ),
    "titles above, blank rows, a text below": Case(
        table(
            ["CX maturity of shops"],
            ["Version 3 of May"],
            [""],
            HEAD,
            *PLAIN[:2],
            ["", "", "", ""],
            PLAIN[2],
            [],
            ["Source: the workshop"],
        ),
        title="CX maturity of shops",
        ignored=("Version 3 of May", "Source: the workshop"),
    ),
    "line breaks in cells": Case(
        table(HEAD, ["Listening", "Nobody\nasks.", "- surveys\n- calls", "Answers\r\nchange things."]),
        texts={"Listening": {1: "Nobody asks.", 2: "- surveys - calls", 3: "Answers change things."}},
    ),
    "a middle level empty": Case(table(HEAD, *[[r[0], r[1], "", r[3]] for r in PLAIN]), texts=_HOLE),
    "the lowest level empty": Case(
        table(HEAD, ["Listening", "", *PLAIN[0][2:]], *PLAIN[1:]), todo=("level 1 of 'Listening'",)
    ),
    "weights that are no numbers": Case(
        table(*with_columns(["Weight", "high", "low", "low"])), todo=("Weight", "'high'")
    ),
    "columns that are not read": Case(
        table(*with_columns(["Owner", "Ann", "Ben", "Cy"], ["Notes", "", "old", ""])), ignored=("Owner", "Notes")
    ),
    "group rows and a column of numbers": Case(
        table(
            ["#", *HEAD],
            ["", "PEOPLE", "", "", ""],
            ["1", *PLAIN[0]],
            ["2", *PLAIN[1]],
            ["", "WORK", "", "", ""],
            ["3", *PLAIN[2]],
        ),
        ignored=("PEOPLE", "WORK", "#"),
    ),
    "signs of markdown": Case(
        table(
            HEAD,
            ["Listening | asking", "# 1. *none* | <b>x</b>", "=SUM(A1:A2)", "- [a](http://x) `b` &amp; ![c](d)"],
            ["360 feedback", "3 of 5 stores", "+5 % & more", "2) <script>alert(1)</script>"],
            ["NPS_BASELINE", "__init__ \\* \\", "-- none --", "|---|---| ~~gone~~"],
        ),
        texts={
            "Listening | asking": {
                1: "# 1. *none* | <b>x</b>",
                2: "=SUM(A1:A2)",
                3: "- [a](http://x) `b` &amp; ![c](d)",
            },
            "360 feedback": {1: "3 of 5 stores", 2: "+5 % & more", 3: "2) <script>alert(1)</script>"},
            "NPS_BASELINE": {1: "__init__ \\* \\", 2: "-- none --", 3: "|---|---| ~~gone~~"},
        },
    ),
    "a scale from 0 to 4": Case(
        table(["Dimension", "0", "1", "2", "3", "4"], ["Listening", "a", "b", "c", "d", "e"]),
        texts={"Listening": dict(enumerate("abcde"))},
    ),
    "look for and next steps": Case(
        table(*with_columns(["Evidence", "a log", "a list", "a plan"], ["Next step 1", "Ask.", "Buy.", "Meet."])),
        looks={"Listening": "a log", "Tools": "a list", "Teamwork": "a plan"},
    ),
    "a dimension over two rows": Case(
        table(HEAD, *PLAIN[:2], ["Teamwork", "Each", "Regular", "Shared"], ["", "for himself.", "meetings.", "goals."])
    ),
    "an empty corner and plain names": Case(
        table(["", "Crawl", "Walk", "Run"], *PLAIN), names={1: "Crawl", 2: "Walk", 3: "Run"}, taken=("in their order",)
    ),
    "plain names and a column of something else": Case(
        table(
            ["Area", "Crawl", "Walk", "Run", "Urgency"],
            [
                "Listening",
                "nobody asks them about it",
                "a survey runs every year",
                "answers change things for them",
                "high",
            ],
            ["Tools", "lists on paper in drawers", "one system for the shops", "one view that is fresh", "very low"],
        ),
        texts={
            "Listening": {
                1: "nobody asks them about it",
                2: "a survey runs every year",
                3: "answers change things for them",
            },
            "Tools": {1: "lists on paper in drawers", 2: "one system for the shops", 3: "one view that is fresh"},
        },
        names={1: "Crawl", 2: "Walk", 3: "Run"},
        ignored=("Urgency",),
    ),
    "scores below the table": Case(
        table(HEAD, *PLAIN, [], ["Scores today"], ["Listening", "2"], ["Tools", "1"]), ignored=("Scores today", "'2'")
    ),
    "a weight missing": Case(table(*with_columns(["Weight", "2", "", "1"])), todo=("one is empty",)),
    "many signs that could be separators": Case(
        table(HEAD, ["Listening", "a|b|c|d", "e|f|g|h", "i|j|k|l"]),
        texts={"Listening": {1: "a|b|c|d", 2: "e|f|g|h", 3: "i|j|k|l"}},
    ),
    "names of levels in a row of their own": Case(table(HEAD, ["", *NAMES], *PLAIN), names=_NAMED),
}

NO_RUBRIC: dict[str, bytes] = {
    "prices": table(["Product", "Price", "Stock"], ["Chair", "12.50", "4"], ["Table", "80", "1"]),
    "results": table(["Dimension", "2024", "2025"], ["Listening", "2", "3"], ["Tools", "3", "3"]),
    "prices by months": table(["Plan", "1 month", "6 months"], ["Basic", "10", "50"], ["Pro", "20 €", "$100"]),
    "a list that says a level twice": table(
        ["Dimension", "Level", "Text"], ["Listening", "1", "none"], ["Listening", "1", "some"], ["Tools", "1", "none"]
    ),
    "two columns": table(["Dimension", "Weight"], ["Listening", "2"], ["Tools", "1"]),
    "one column": table(["Dimension"], ["Listening"], ["Tools"]),
    "empty": b"",
    "blank": b"\n\n,,\n",
    "prose": b"Customers matter.\nAsk them.\n",
    "a header alone": table(HEAD),
    "an open quotation mark": b'Dimension,1,2\nListening,"a,b\nTools,c,d\n',
}

CONTENT = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@dataclass(frozen=True)
class Sheet:
    """A sheet to be written: its cells, a merged range for each of ``merged``, numbers and formulas as they are."""

    rows: Rows
    name: str = "Sheet1"
    merged: tuple[str, ...] = ()
    state: str = ""


def column(at: int) -> str:
    """Return the letters of a column, 0 for A."""
    return chr(65 + at) if at < 26 else column(at // 26 - 1) + chr(65 + at % 26)


def workbook(*sheets: Sheet, shared: bool = True, prolog: str = "") -> bytes:
    """Write a workbook as spreadsheet programs do: texts shared, or in their cells.

    A cell ``=f|v`` is a formula with its value, ``%x`` a number shown in percent, ``#x`` a number.
    """
    words: list[str] = []
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        listed = "".join(
            f'<sheet name="{escape(each.name)}" sheetId="{at}" r:id="rId{at}"'
            + (f' state="{each.state}"' if each.state else "")
            + "/>"
            for at, each in enumerate(sheets, 1)
        )
        archive.writestr("[Content_Types].xml", CONTENT + "<Types/>")
        archive.writestr(
            "xl/workbook.xml",
            f'{CONTENT}<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets>{listed}</sheets></workbook>',
        )
        links = "".join(
            f'<Relationship Id="rId{at}" Type="{LINKS}/worksheet" Target="worksheets/sheet{at}.xml"/>'
            for at in range(1, len(sheets) + 1)
        )
        archive.writestr("xl/_rels/workbook.xml.rels", f"{CONTENT}<Relationships>{links}</Relationships>")
        for at, each in enumerate(sheets, 1):
            archive.writestr(f"xl/worksheets/sheet{at}.xml", prolog + _sheet(each, words if shared else None))
        texts = "".join(
            f"<si><t>{escape(each[:2])}</t><r><t xml:space='preserve'>{escape(each[2:])}</t></r></si>" for each in words
        )
        archive.writestr("xl/sharedStrings.xml", f'{CONTENT}<sst xmlns="{MAIN}">{texts}</sst>')
        formats = '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="9"/></cellXfs>'
        archive.writestr("xl/styles.xml", f'{CONTENT}<styleSheet xmlns="{MAIN}">{formats}</styleSheet>')
    return file.getvalue()


def _sheet(sheet: Sheet, words: list[str] | None) -> str:
    rows = ""
    for row, cells in enumerate(sheet.rows, 1):
        made = "".join(_cell(text, f"{column(at)}{row}", words) for at, text in enumerate(cells) if text)
        rows += f'<row r="{row}">{made}</row>'
    merged = "".join(f'<mergeCell ref="{each}"/>' for each in sheet.merged)
    merged = f"<mergeCells>{merged}</mergeCells>" if merged else ""
    return f'{CONTENT}<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{merged}</worksheet>'


def _cell(text: str, at: str, words: list[str] | None) -> str:
    if text.startswith("=") and "|" in text:
        formula, value = text[1:].split("|")
        return f'<c r="{at}" t="str"><f>{escape(formula)}</f><v>{escape(value)}</v></c>'
    if text[:1] in "#%" and text[1:].replace(".", "").isdigit():
        style = ' s="1"' if text[0] == "%" else ""
        return f'<c r="{at}"{style}><v>{text[1:]}</v></c>'
    if words is None:
        return f'<c r="{at}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'
    words.append(text)
    return f'<c r="{at}" t="s"><v>{len(words) - 1}</v></c>'


_NUMBERS = ["Dimension", "#1", "#2", "#3"]
XLSX: dict[str, Case] = {
    "plain": Case(workbook(Sheet([HEAD, *PLAIN]))),
    "numbers as numbers": Case(workbook(Sheet([_NUMBERS, *PLAIN]))),
    "texts in their cells": Case(workbook(Sheet([HEAD, *PLAIN], state="visible"), shared=False)),
    "a name for each level": Case(
        workbook(Sheet([["", *(f"{n} - {name}" for n, name in _NAMED.items())], *PLAIN])), names=_NAMED
    ),
    "plain names": Case(
        workbook(Sheet([["Dimension", *_GROWING.values()], *PLAIN])), names=_GROWING, taken=("numbered in their order",)
    ),
    "weights in percent": Case(
        workbook(Sheet(with_columns(["Weight", "%0.4", "%0.35", "%0.25"]))),
        weights={"Listening": "40", "Tools": "35", "Teamwork": "25"},
    ),
    "weights as numbers": Case(
        workbook(Sheet(with_columns(["Weight", "#2", "#1", "#0.5"], ["Target level", "#3", "#2", "#3"]))),
        weights={"Listening": "2", "Tools": "1", "Teamwork": "1/2"},
        targets={"Listening": 3, "Tools": 2, "Teamwork": 3},
    ),
    "a merged title": Case(
        workbook(Sheet([["CX maturity"], [], HEAD, *PLAIN], merged=("A1:D1",))), title="CX maturity"
    ),
    "a merged head over the levels": Case(
        workbook(Sheet([["", "Maturity levels"], HEAD, *PLAIN], merged=("B1:D1",))), ignored=("Maturity levels",)
    ),
    "merged groups": Case(
        workbook(
            Sheet([["Group", *HEAD], ["People", *PLAIN[0]], ["", *PLAIN[1]], ["Work", *PLAIN[2]]], merged=("A2:A3",))
        ),
        ignored=("Group",),
    ),
    "a dimension merged over two rows": Case(
        workbook(
            Sheet(
                [
                    HEAD,
                    *PLAIN[:2],
                    ["Teamwork", "Each", "Regular", "Shared"],
                    ["", "for himself.", "meetings.", "goals."],
                ],
                merged=("A4:A5",),
            )
        )
    ),
    "a text merged over two levels": Case(
        workbook(
            Sheet([HEAD, ["Listening", "Nobody asks.", "", "Answers change things."], *PLAIN[1:]], merged=("B2:C2",))
        ),
        texts={
            **{name: dict(enumerate(texts, 1)) for name, texts in LEVELS.items()},
            "Listening": {1: "Nobody asks.", 2: "Nobody asks.", 3: "Answers change things."},
        },
        taken=("merged",),
    ),
    "a hidden sheet": Case(
        workbook(Sheet([HEAD, *PLAIN]), Sheet([["old"]], "Archive", state="hidden")), ignored=("Archive", "hidden")
    ),
    "a second sheet": Case(
        workbook(Sheet([HEAD, *PLAIN], "Rubric"), Sheet([HEAD, ["Else", "a", "b", "c"]], "Old")), ignored=("Old",)
    ),
    "a cover sheet first": Case(
        workbook(Sheet([["Read me first"]], "Cover"), Sheet([HEAD, *PLAIN], "Rubric")), ignored=("Cover",)
    ),
    "turned round": Case(workbook(Sheet(turned([_NUMBERS, *PLAIN])))),
    "formulas with their values": Case(
        workbook(Sheet([HEAD, ["Listening", '=CONCAT("Nobody"," asks.")|Nobody asks.', *PLAIN[0][2:]], *PLAIN[1:]])),
        taken=("formula",),
    ),
    "a head merged over the row of names": Case(
        workbook(Sheet([_NUMBERS, ["", *NAMES], *PLAIN], merged=("A1:A2",))), names=_NAMED
    ),
    "further right and down": Case(workbook(Sheet([[], [], ["", "", *HEAD], *[["", "", *row] for row in PLAIN]]))),
    "comment rows": Case(
        workbook(Sheet([HEAD, PLAIN[0], ["Note: ask Ann about this one"], *PLAIN[1:]])), ignored=("ask Ann",)
    ),
    "signs of xml": Case(
        workbook(Sheet([HEAD, ["R&D <x>", "a & b", "<b>", "\"quoted\" 'text'"]])),
        texts={"R&D <x>": {1: "a & b", 2: "<b>", 3: "\"quoted\" 'text'"}},
    ),
    "five levels with an empty one": Case(
        workbook(Sheet([["Dimension", "#1", "#2", "#3", "#4", "#5"], ["Listening", "a", "", "c", "", "e"]])),
        texts={"Listening": {1: "a", 3: "c", 5: "e"}},
    ),
}
