"""Files of each kind that a reader of rubrics once took wrongly, ten or more of a kind, for the tests of this folder.

They were written before the rules that read them, so that a rule is held against the kind and not against one file.
"""

import io
import json
import zipfile

from tests.files.documents import edited


def _head(*lines: str) -> str:
    return edited(("version: 1.2", "\n".join(["version: 1.2", *lines])))


# Keys of site generators and editors: each file is sound and has one note more.
FOREIGN = {
    "weight": _head("weight: 10"),
    "draft": _head("draft: false"),
    "layout": _head("layout: page"),
    "date": _head("date: 2026-01-31"),
    "tags": _head("tags: [cx, rubric]"),
    "permalink": _head("permalink: /loyalty/"),
    "sidebar": _head("sidebar_position: 3", "sidebar_label: Loyalty"),
    "nav_order": _head("nav_order: 2", "parent: Rubrics", "has_children: false"),
    "menu": _head("menu:", "  main:", "    weight: 20", "    title: x"),
    "aliases": _head("aliases:", "- /old/", "- /older/"),
    "lastmod": _head("lastmod: 2026-01-31T10:00:00Z", "toc: true"),
    "cssclass": _head("cssclasses: [wide]", "publish: true"),
    "title_block": _head("linkTitle: Loyalty", "subtitle: for shops"),
    "weight_in_toml_style": _head("Weight: 5", "Draft: No"),
    "empty": _head("slug_old:", "banner:"),
    "hexo": _head("comments: true", "categories: [cx]", "updated: 2026-02-01"),
}

# Keys that are one of ours misspelt: the mistake would change scores, so it is refused with the right spelling.
MISSPELT = {
    "weigths": (_head("weigths:", "  Listening: 2"), "weights"),
    "weight_of_dimensions": (_head("weight:", "  Listening: 2"), "weights"),
    "target": (_head("target: 4"), "targets"),
    "target_of_dimensions": (_head("target:", "  Listening: 4"), "targets"),
    "tragets": (_head("tragets: 4"), "targets"),
    "agregate": (_head("agregate: sum"), "aggregate"),
    "scal": (_head("scal: 1-5"), "scale"),
    "evidence_form": (_head("evidence_form: 3"), "evidence_from"),
    "evidencefrom": (_head("evidencefrom: 3"), "evidence_from"),
    "supercedes": (_head("supercedes: old"), "supersedes"),
    "verison": (edited(("version: 1.2", "verison: 1.2")), "version"),
    "tittle": (edited(("title: Loyalty", "tittle: Loyalty")), "title"),
}

# Numbered lists that rate nothing: none of them is a rubric.
NUMBERED = {
    "set_up": "# Set up\n\n## Steps\n\n### Install\n\n1. Fetch\n2. Open\n\n### Run\n\n1. Plug in\n2. Switch on\n",
    "recipe": (
        "# Bread\n\n## Method\n\n### Dough\n1. Mix flour and water.\n2. Knead.\n3. Wait.\n\n"
        "### Oven\n1. Heat.\n2. Bake.\n3. Cool.\n"
    ),
    "contributing": (
        "# Contributing\n\n## How to help\n\n"
        "**Report a bug**\n1. Search first.\n2. Open an issue.\n\n"
        "**Send a change**\n1. Fork.\n2. Push.\n"
    ),
    "release": (
        "# Release\n\n## Checklist\n\n### Before\n1) Freeze.\n2) Tag.\n3) Build.\n\n"
        "### After\n1) Announce.\n2) Watch.\n3) Rest.\n"
    ),
    "minutes": (
        "# Minutes\n\n## Agenda\n\n### Old business\n1. Roof\n2. Budget\n\n### New business\n1. Paint\n2. Party\n"
    ),
    "faq": (
        "# FAQ\n\n## Questions\n\n"
        "### Why is it slow?\n1. The disk is full.\n2. The cable is loose.\n\n"
        "### Why is it loud?\n1. The fan is old.\n2. The room is hot.\n"
    ),
    "matrix_of_criteria": (
        "# Project\n\n## Acceptance criteria\n\n"
        "### Login\n1. A password is asked for.\n2. A wrong one is refused.\n3. A right one opens.\n\n"
        "### Logout\n1. The session ends.\n2. The page closes.\n3. The cookie goes.\n"
    ),
    "course": (
        "# Course\n\n## Module overview\n\n"
        "1) Basics\n- 1 - Read chapter one.\n- 2 - Do the exercise.\n\n"
        "2) More\n- 1 - Read chapter two.\n- 2 - Do the exercise.\n"
    ),
    "capabilities": (
        "# Product\n\n## Capabilities\n\n### Search\n1. Words\n2. Phrases\n\n### Sort\n1. By name\n2. By date\n"
    ),
    "overall_steps": (
        "# Runbook\n\n## Overall\n\n"
        "### Failover\n1. Call the owner.\n2. Move the address.\n3. Check.\n\n"
        "### Failback\n1. Sync.\n2. Move back.\n3. Check.\n"
    ),
    "dimensions_of_parts": (
        "# Table\n\n## Dimensions\n\n### Top\n1. Width 80\n2. Depth 60\n3. Height 4\n\n"
        "### Leg\n1. Width 6\n2. Depth 6\n3. Height 70\n"
    ),
    "steps_in_bold": (
        "# Guide\n\n## Walkthrough\n\n1. **Open** the lid.\n2. **Turn** the key.\n3. **Close** the lid.\n"
    ),
}

# Sections that look like results and rate nothing, and other texts that gave neither framework nor problem.
NOTHING = {
    "results": "# F\n\n## Results\n\n### Good\n\n1. x\n\n### Bad\n\n1. y\n",
    "results_of_runs": "# F\n\n## Assessment results\n\n### Monday\n\n1. passed\n\n### Tuesday\n\n1. passed\n",
    "scorecard_of_a_game": "# Golf\n\n## Scorecard\n\n### Hole one\n\n1. Ann\n\n### Hole two\n\n1. Ben\n",
    "rubric_of_one_level": "# F\n\n## Rubric\n\n### A\n- 1 - Initial: x\n\n### B\n- 1 - Initial: y\n",
    "title_alone": "# Loyalty Readiness\n",
    "headings_alone": "# F\n\n## Purpose\n\n## Readiness Scorecard (1-5)\n\n## Maturity Scale\n",
    "front_matter_alone": "---\ntitle: Loyalty\nslug: loyalty\n---\n",
    "bands_alone": "# F\n\n## Maturity Scale\n- 1.0-1.9: Low\n- 2.0-2.9: Middle\n- 3.0: High\n",
    "prose": "Customers matter.\n\nAsk them.\n",
    "table_of_scores": (
        "# F\n\n## Scorecard\n\n| Dimension | Score | Notes |\n|---|---|---|\n| Listening | | |\n| Tools | | |\n"
    ),
    "fill_in": "# F\n\n## Scorecard\n\n- Listening: __ / 5\n- Tools: __ / 5\n",
    "results_with_a_slug": "---\ntitle: F\nslug: f\n---\n\n## Results\n\n### Good\n\n1. x\n\n### Bad\n\n1. y\n",
}


def _zipped(*names: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(zipfile.ZipInfo(name), "<x/>")
    return file.getvalue()


_JSON = {"title": "Loyalty", "scale": "1-5", "dimensions": [{"name": "Listening", "levels": {"1": "Nobody asks."}}]}
_YAML = (
    "title: Loyalty\nscale: 1-5\n"
    "dimensions:\n  - name: Listening\n    levels:\n      1: Nobody asks.\n      3: A survey.\n"
)
_CSV = "Dimension,1,2,3\nListening,Nobody asks.,A survey.,Changes.\nTools,Paper.,One system.,One view.\n"
_HTML = "<!DOCTYPE html>\n<html><head><title>x</title></head><body><h1>Loyalty</h1><ol><li>x</li></ol></body></html>\n"
_PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF\n"
_WORD = _zipped("[Content_Types].xml", "word/document.xml")

# name of the file -> its bytes and the word that says what it is
OTHER: dict[str, tuple[bytes, str]] = {
    "a.json": (json.dumps(_JSON, indent=2).encode(), "JSON"),
    "b.md": (json.dumps(_JSON).encode(), "JSON"),
    "c.md": (b"\xef\xbb\xbf\n  " + json.dumps([_JSON]).encode(), "JSON"),
    "d.json": (b'{"title": "Loyalty", ', "JSON"),
    "e.yaml": (_YAML.encode(), "YAML"),
    "f.yml": (b"---\n" + _YAML.encode(), "YAML"),
    "g.md": (_YAML.encode(), "YAML"),
    "h.md": (b"---\n" + _YAML.encode() + b"---\n", "YAML"),
    "i.csv": (_CSV.encode(), "CSV"),
    "j.md": (_CSV.encode(), "CSV"),
    "k.md": (_CSV.replace(",", ";").encode(), "CSV"),
    "l.tsv": (_CSV.replace(",", "\t").encode(), "TSV"),
    "m.md": (_CSV.replace(",", "\t").encode(), "TSV"),
    "n.docx": (_WORD, "Word"),
    "o.md": (_WORD, "Word"),
    "p.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "Word"),
    "q.pdf": (_PDF, "PDF"),
    "r.md": (_PDF, "PDF"),
    "s.html": (_HTML.encode(), "HTML"),
    "t.md": (_HTML.encode(), "HTML"),
    "u.md": (b"\n<html>\n<body>\n<p>x</p>\n</body></html>", "HTML"),
    "v.zip": (_zipped("a.md", "b.md"), "zip"),
    "w.md": (_zipped("a.md"), "zip"),
    "x.xlsx": (_zipped("[Content_Types].xml", "xl/workbook.xml"), "Excel"),
    "y.md": (_zipped("[Content_Types].xml", "ppt/presentation.xml"), "PowerPoint"),
    "z.md": (b"{\\rtf1\\ansi Loyalty\\par}", "RTF"),
    "aa.md": (b"\x89PNG\r\n\x1a\n" + bytes(40), "picture"),
    "ab.md": (b"\x7fELF\x02\x01\x01" + bytes(60), "binary"),
    "ac.md": (b"SQLite format 3\0" + bytes(60), "binary"),
    "ad.odt": (_zipped("mimetype", "content.xml", "META-INF/manifest.xml"), "OpenDocument"),
    "ae.md": (b'<?xml version="1.0"?>\n<rubric><dimension/></rubric>\n', "XML"),
    "af.toml": (b'title = "Loyalty"\n[scale]\nlow = 1\n', "TOML"),
}


def _questions(form: str, *, of: int = 65) -> str:
    return "".join(form.format(number=number) for number in range(1, of + 1))


# Long lists of questions: the refusal must not speak of a scale from 1 to 65.
SURVEYS = {
    "scorecard": "# Survey\n\n## Scorecard\n\n" + _questions("{number}. How well do we do thing {number}?\n"),
    "scorecard_with_a_scale": "# Survey\n\n## Scorecard (1-5)\n\n"
    + _questions("{number}. How well do we do {number}?\n"),
    "assessment": "# Survey\n\n## Assessment (1-5)\n\n" + _questions("{number}) We do thing {number}.\n"),
    "bulleted": "# Survey\n\n## Scorecard\n\n### Questions\n" + _questions("- {number}. We do thing {number} well.\n"),
    "in_groups": "# Survey\n\n## Scorecard\n\n"
    + "".join(
        f"### Part {part}\n" + "".join(f"{n}. We do thing {n}.\n" for n in range(part * 13 - 12, part * 13 + 1)) + "\n"
        for part in range(1, 6)
    ),
    "in_groups_with_bullets": "# Survey\n\n## Readiness Scorecard\n\n"
    + "".join(
        f"### {part}) Part {part}\n"
        + "".join(f"- {n} - We do thing {n}.\n" for n in range(part * 13 - 12, part * 13 + 1))
        + "\n"
        for part in range(1, 6)
    ),
    "bold_groups": "# Survey\n\n## Scorecard\n\n"
    + "".join(
        f"**Part {part}**\n\n"
        + "".join(f"{n}. We do thing {n}.\n" for n in range(part * 13 - 12, part * 13 + 1))
        + "\n"
        for part in range(1, 6)
    ),
    "headings": "# Survey\n\n## Scorecard\n\n" + _questions("### {number}. Do we do thing {number}?\n\nYes / No\n\n"),
    "with_answers": "# Survey\n\n## Scorecard\n\n"
    + _questions("### {number}. Do we do thing {number}?\n- 1 - Never: no\n- 2 - Often: so so\n- 3 - Always: yes\n\n"),
    "table": "# Survey\n\n## Scorecard\n\n| # | Question | Score |\n|---|---|---|\n"
    + _questions("| {number} | We do {number}. | |\n"),
    "no_heading": "# Survey\n\n" + _questions("{number}. We do thing {number}.\n"),
    "questions_with_q": "# Survey\n\n## Scorecard\n\n" + _questions("- Q{number}: We do thing {number}.\n"),
}


def _matrix(header: str, *, heading: str = "## Readiness Scorecard") -> str:
    cells = header.count("|") - 1
    rule = "|" + "---|" * cells + "\n"
    row = "| {name} |" + "".join(f" Words {at} of it. |" for at in range(1, cells)) + "\n"
    rows = "".join(row.format(name=name) for name in ("Listening", "Tools", "Teamwork"))
    return f"# Loyalty\n\n{heading}\n\n{header}\n{rule}{rows}"


# Tables whose columns are levels without numbers: the writer is told to number the columns.
UNNUMBERED = {
    "names": _matrix("| Dimension | Initial | Defined | Optimized |"),
    "five_names": _matrix("| Dimension | Initial | Developing | Defined | Managed | Optimized |"),
    "with_a_scale": _matrix("| Area | Low | Middle | High |", heading="## Scorecard (1-3)"),
    "maturity_matrix": _matrix("| Capability | Ad-hoc | Defined | Managed | Embedded |", heading="## Maturity Matrix"),
    "rubric": _matrix("| Criterion | Poor | Fair | Good | Excellent |", heading="## Rubric"),
    "best_first": _matrix("| Criteria | Excellent | Good | Poor |", heading="## Rubric"),
    "empty_corner": _matrix("| | Reactive | Proactive | Leading |"),
    "in_bold": _matrix("| **Dimension** | **Beginner** | **Intermediate** | **Expert** |"),
    "crawl": _matrix("| Dimension | Crawl | Walk | Run |"),
    "letters": _matrix("| Dimension | A | B | C | D |"),
    "traffic_lights": _matrix("| Dimension | Red | Amber | Green |"),
    "one_numbered": _matrix("| Dimension | 1 - Initial | Defined | Optimized |"),
}


_LEVEL, _NAME, _BAND = r"^- ([135]) - (\w+): ", r"^### ([123])\) (.*)$", r"^- ([1-5]\.[-0-9.]+): (\w+) \((.*)\)$"
# For each part of the document the ways in which people write it, as a pattern and its replacement.
HANDS: dict[str, list[tuple[str, str]]] = {
    "levels": [
        (_LEVEL, replacement)
        for replacement in (
            r"- \1 - \2: ",
            "- \\1 \u2013 \\2: ",
            "- \\1 \u2014 \\2: ",
            r"- **\1 - \2:** ",
            "- **\\1 \u2013 \\2**: ",
            r"- Level \1: \2 - ",
            r"- Level \1 (\2): ",
            r"* \1 - \2: ",
            "\u2022 \\1 \u2013 \\2: ",
            r"- \1. \2: ",
            r"\1 - \2: ",
            r"Level \1 - \2: ",
            r"  - \1 - \2: ",
            "\t- \\1 - \\2: ",
            "-\u00a0\\1\u00a0\u2013\u00a0\\2: ",
            r"- [ ] \1 - \2: ",
            r"- \1 - **\2**: ",
            "- Stage \\1: \\2 \u2013 ",
        )
    ],
    "dimensions": [
        (_NAME, replacement)
        for replacement in (
            r"### \1) \2",
            r"\1) \2",
            r"\1. \2",
            r"\1) \2:",
            r"### \1. \2",
            r"### \2",
            r"#### \1) \2",
            r"**\1) \2**",
            r"**\2**",
            r"\1) **\2**",
            r"### **\1) \2**",
            r"### \1) \2 (1-5)",
            r"### Dimension \1: \2",
            r"Dimension \1: \2",
            "### \\1 \u2013 \\2",
            r"## \1) \2",
            r"__\1) \2__",
            r"### \1) \2\n\nSome words about it.\n",
        )
    ],
    "scorecard": [
        (r"^## Readiness Scorecard \(1-5\)$", replacement)
        for replacement in (
            "## Readiness Scorecard (1-5)",
            "## Readiness Scorecard (1\u20135 each)",
            "## Scorecard",
            "## Readiness Scorecard: 1-5",
            "**Readiness Scorecard (1-5)**",
            "## 4. Readiness Scorecard (1 to 5)",
            "## Scorecard (1-5)\n\nRate each from 1 to 5.",
            "## READINESS SCORECARD (1 - 5)",
            "## Readiness Assessment Rubric (1-5)",
        )
    ],
    "prompt": [
        (r"^> (Assess.*)$", replacement)
        for replacement in (r"> \1", r"\1", r'"\1"', r'> "\1"', "\u201c\\1\u201d", r"```\n\1\n```", r"*\1*", r"- \1")
    ],
    "bands": [
        (_BAND, replacement)
        for replacement in (
            r"- \1: \2 (\3)",
            "- \\1 \u2013 \\2 (\\3)",
            r"- **\1**: \2 (\3)",
            r"- **\1: \2** (\3)",
            "- **\\1:** \\2 \u2013 \\3",
            r"- \2 (\1): \3",
            r"* \1 \2: \3",
            r"\1: \2 (\3)",
            r"- \1: **\2** (\3)",
        )
    ],
    "variables": [
        (r"^- \[(\w+)\]: (.*)$", replacement)
        for replacement in (
            r"- [\1]: \2",
            r"- **[\1]**: \2",
            r"- `[\1]`: \2",
            "- [\\1] \u2013 \\2",
            r"- \1: \2",
            r"[\1]: \2",
            r"- {\1}: \2",
            r"1. [\1]: \2",
        )
    ],
    "white": [
        ("^$", ""),
        (r"\n\n+", "\n"),
        (r"(?<=\S)\n(?=[#*>1-9A-Z[])", "\n\n"),
        (r"(?<=\S)$", "  "),
        ("^- ", "-   "),
        ("\n", "\r\n"),
        (r"\A", "\ufeff"),
        ("(?<=[a-z]) (?=[a-z])", "\u00a0"),
    ],
}

_HEARD, _HELPED = "Listening|a b|b c|c d", "Helping|d e|e f|f g"
_LIST = "Listening|1|Low|a b/Listening|2|Fair|b c/Listening|3|High|c d/"
# Tables of a scorecard, a stroke between cells and a slash between rows, and what becomes of each: the names of its
# dimensions, or words of the refusal. Where it is read, the first dimension has "a b", "b c", "c d" on levels 1 to 3.
TABLES: dict[str, tuple[str, str]] = {
    "best first": (
        "Dimension|3 - High|2 - Fair|1 - Low/Listening|c d|b c|a b/Helping|f g|e f|d e",
        "Listening Helping",
    ),
    "names before numbers": (f"Dimension|Low (1)|Fair (2)|High (3)/{_HEARD}/{_HELPED}", "Listening Helping"),
    "names in a second row": (f"Dimension|1|2|3/|Low|Fair|High/{_HEARD}/{_HELPED}", "Listening Helping"),
    "the head again": (f"Dimension|1|2|3/{_HEARD}/Dimension|1|2|3/{_HELPED}", "Listening Helping"),
    "scores below": (f"Dimension|1|2|3/{_HEARD}/{_HELPED}/Listening|2||", "Listening Helping"),
    "levels down": ("Stufe|Listening|Helping/1|a b|d e/2|b c|e f/3 - Hoch|c d|f g", "Listening Helping"),
    "a list": (f"Area|Level|Name|Text/{_LIST}Helping|1|Low|d/Helping|2|Fair|e/Helping|3|High|f", "Listening Helping"),
    "a list of one": ("Level|Area|Text/1|Listening|a b/2|Listening|b c/3|Listening|c d", "Listening"),
    "a list of two texts": (
        "Niveau|Axe|Area|Texte/1|x|Listening|a/2|x|Listening|b/3|x|Listening|c",
        "?'Axe' or 'Texte'",
    ),
    "a list with evidence": (
        "Level|Area|Text|Evidence/1|Listening|a b|x/2|Listening|b c|y/3|Listening|c d|z",
        "Listening",
    ),
    "a list with a hole": (f"Area|Level|Name|Text/{_LIST}Helping|1|Low|d e", "?does not describe levels 2, 3"),
    "a list with a level twice": (
        f"Area|Level|Name|Text/{_LIST}Helping|1|Low|d/Helping|1|Low|e",
        "?stands twice. Keep",
    ),
    "levels of today": ("Area|Level|Notes/Listening|2|calls/Helping|2|rules", "?"),
    "quarters": (
        "Dimension|Q1|Q2|Q3/Listening|calls made|survey sent|report read/Helping|a b|b c|c d",
        "?Number the",
    ),
    "figures of years": ("Dimension|2024|2025|2026/Listening|2|3|3/Helping|1|2|2", "?"),
    "crosses": ("Dimension|1|2|3/Listening|x||/Helping||x|", "?"),
    "a name missing": (f"Dimension|1|2|3/{_HEARD}/|d e|e f|f g", "?has no name"),
    "a name twice": (f"Dimension|1|2|3/{_HEARD}/Listening|d e|e f|f g", "?stands twice"),
    "a row of a group": (f"Dimension|1|2|3/PEOPLE|||/{_HEARD}/{_HELPED}", "?'PEOPLE' has no level"),
    "a total": (f"Dimension|1|2|3/{_HEARD}/{_HELPED}/Total|||", "?'Total' has no level"),
    "weights in words": ("Dimension|Weight|1|2|3/Listening|high|a|b|c/Helping|low|d|e|f", "?write a number for each"),
    "bands": ("Score|Level/1.0-1.9|Low/2.0-2.9|Fair/3.0|High", "?"),
}
