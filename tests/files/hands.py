# ruff: noqa: E501, RUF001 - the files stand as people write them: a text is a line, with the signs of its keyboard
"""Files as other hands write them: what the reader makes of each, or why it refuses it.
Most were written before the reader was run on them; of a hundred those are kept that it read wrongly, or that are rare.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Hand:
    """A file and its right result: what is read, or ``refused``, a pattern that is in what is said of it.

    ``ends``: what the first dimension shows at the lowest and at the highest level of the scale.
    """

    content: str | bytes
    scale: tuple[int, int] = (1, 5)
    dimensions: tuple[str, ...] = ("Listening", "Helping")
    ends: tuple[str, str] = ("Complaints are read.", "Customers shape the offer.")
    names: tuple[str, ...] = ()
    refused: str = ""
    bands: int | None = None
    aggregate: str = "mean"
    further: str = ""  # the first dimension's question, what to look for, first step, and its weight to the second's


HELPED = ("Whoever is there helps.", "Staff know the rules.", "Help comes before the question.")
HEARD = ("Complaints are read.", "A survey runs.", "Customers shape the offer.")
FIVE = (1, 3, 5)
BANDS = "## Maturity Scale\n- 1.0-1.9: Initial\n- 2.0-2.9: Developing\n- 3.0-3.9: Defined\n- 4.0-4.9: Managed\n- 5.0: Optimized\n"
USUAL = ("Initial", "Defined", "Optimized")


def _levels(line: str, texts: Sequence[str], at: Sequence[int], names: Sequence[str]) -> str:
    return "".join(
        line.format(n=n, text=text, name=name) + "\n" for n, text, name in zip(at, texts, names, strict=True)
    )


def _page(
    line: str = "- {n} - {name}: {text}",
    head: str = "### {n}) {name}",
    *,
    score: str = "## Readiness Scorecard (1-5)",
    top: str = "# Shop\n\n",
    end: str = "",
) -> str:
    first = head.format(n=1, name="Listening") + "\n" + _levels(line, HEARD, FIVE, USUAL)
    second = head.format(n=2, name="Helping") + "\n" + _levels(line, HELPED, FIVE, USUAL)
    return f"{top}{score}\n\n{first}\n{second}\n{end}"


READ: dict[str, Hand] = {
    "setext": Hand(
        "Shop\n====\n\nReadiness Scorecard (1-5)\n-------------------------\n\n" + _page(top="", score=""), names=USUAL
    ),
    "anchor in heading": Hand(
        _page(head="### {n}) {name} {{#dim-{n}}}", score="## Readiness Scorecard (1-5) {#card}"), names=USUAL
    ),
    "image in heading": Hand(_page(head="### ![icon](i{n}.png) {n}) {name}"), names=USUAL),
    "D1 and D2": Hand(_page(head="### D{n}: {name}"), names=USUAL, dimensions=("D1: Listening", "D2: Helping")),
    "dimensions that say so": Hand(
        _page(line="Level {n} ({name}). {text}", head="## Dimension: {name}", score="", top="# Shop Rubric\n\n"),
        names=USUAL,
    ),
    "capabilities that say so": Hand(
        _page(head="## Capability: {name}", score="", top="# Shop Rubric\n\n"), names=USUAL
    ),
    "numbers of a chapter": Hand(_page(head="#### A.{n} {name}", score="### Section A: Rubric"), names=USUAL),
    "levels as headings of two words": Hand(
        _page(line="### Level {n}: {name}\n{text}\n", head="## {name}", score="", top="# Shop Scorecard\n\n"),
        names=USUAL,
    ),
    "plain lists below a stated scale": Hand(
        "# Shop rubric (1–3)\n\n**A. Listening**\n\n1. Complaints are read.\n2. A survey runs.\n3. Customers shape the offer.\n\n"
        "**B. Helping**\n\n1. Whoever is there helps.\n2. Staff know the rules.\n3. Help comes before the question.\n",
        scale=(1, 3),
    ),
    "weights in percent": Hand(
        _page(top="---\ntitle: Shop\nweights:\n  Listening: 60%\n  Helping: 40%\n---\n"), names=USUAL
    ),
    "score equals": Hand(_page("- {n} = {text}")),
    "full width digits": Hand(
        _page().replace("- 1 ", "- １ ").replace("- 3 ", "- ３ ").replace("- 5 ", "- ５ "), names=USUAL
    ),
    "definition style": Hand(_page("{n} - {name}\n: {text}\n"), names=USUAL),
    "word export": Hand(_page("{n}\\.  **{name}**: {text}\n", '### <a id="_Toc{n}"></a>{n}) {name}'), names=USUAL),
    "google docs export": Hand(
        _page(
            "* **{n} \\- {name}:** {text}  ",
            "### **{n}) {name}** {{#{n})-x}}",
            score="## **Readiness Scorecard (1-5)** {#readiness}",
        ),
        names=USUAL,
    ),
    "notion toggles": Hand(_page("    - {n} - {name}: {text}", "- **{n}) {name}**"), names=USUAL),
    "details": Hand(
        _page(head="<details>\n<summary>{n}) {name}</summary>\n").replace("\n### 2", "\n</details>\n### 2"), names=USUAL
    ),
    "zero to ten": Hand(
        "# Shop\n\n## Scorecard (0-10)\n\n"
        + "".join(
            f"### {name}\n" + "".join(f"- {n}: {name} step {n}\n" for n in range(0, 11, 2))
            for name in ("Listening", "Helping")
        ),
        scale=(0, 10),
        ends=("Listening step 0", "Listening step 10"),
    ),
    "matrix numbered rows": Hand(
        "# Shop\n\n## Scorecard (1-5)\n\n| # | Dimension | 1 | 3 | 5 |\n|--:|---|---|---|---|\n"
        f"| 1 | **Listening** | {' | '.join(HEARD)} |\n| 2 | **Helping** | {' | '.join(HELPED)} |\n"
    ),
    "a row of levels below each name": Hand(
        _page("{n}", score="## Scorecard (1-5)")
        .replace("1\n3\n5\n", "| 1 | 3 | 5 |\n|-|-|-|\n| @ |\n")
        .replace("@", " | ".join(HEARD), 1)
        .replace("@", " | ".join(HELPED)),
    ),
    "a legend in a table": Hand(
        _page("- {n}: {text}").replace(
            "1-5)\n", "1-5)\n\n| Level | Name |\n|---|---|\n| 1 | Low |\n| 3 | Fair |\n| 5 | High |\n", 1
        )
    ),
    "underlined, from zero, a sum of points": Hand(
        "Shop\n====\n\nScoring rubric (0-2)\n--------------------\n\n**Listening** (0-2)\n\n* 0: Complaints are read.\n* 1: A survey runs.\n* 2: Customers shape the offer.\n\n"
        "**Helping** (0-2)\n\n* 0: Whoever is there helps.\n* 1: Staff know the rules.\n* 2: Help comes first.\n\n"
        "Score interpretation\n--------------------\n\n* 0–1 points: Weak\n* 2–3 points: Fair\n* 4 points: Strong\n",
        scale=(0, 2),
        bands=3,
        aggregate="sum",
    ),
    "matrix with breaks": Hand(
        "# Shop\n\n## Scorecard (1-5)\n\n| Dimension | Level 1<br>Initial | Level 3<br>Defined | Level 5<br>Optimized |\n|---|---|---|---|\n"
        f"| Listening | {' | '.join(HEARD)} |\n| Helping | {' | '.join(HELPED)} |\n",
        names=USUAL,
    ),
    "mac line ends": Hand(_page(end=BANDS).replace("\n", "\r").encode(), names=USUAL, bands=5),
    "hugo head": Hand(
        _page(top="---\ntitle: Shop\ndate: 2026-01-01\ndraft: true\nweight: 4\ntags: [a, b]\n---\n", end=BANDS),
        names=USUAL,
        bands=5,
    ),
    "footnotes": Hand(
        _page(end=BANDS).replace("A survey runs.", "A survey runs.[^1]") + "\n[^1]: At least yearly.\n",
        names=USUAL,
        bands=5,
    ),
    "a code block of an example": Hand(
        _page(end=BANDS + "\n## How to answer\n\n```\n1. Listening: 3\n2. Helping: 2\n```\n"), names=USUAL, bands=5
    ),
    "german": Hand(
        "---\ntitle: Laden\nlanguage: de\n---\n\n## Zweck\nSehen, wie reif.\n\n## Reifegrad-Scorecard (1–5)\n\n### 1) Zuhören\n- 1 – Initial: Niemand fragt.\n- 3 – Definiert: Eine Umfrage läuft.\n- 5 – Optimiert: Kunden prägen das Angebot.\n\n"
        "### 2) Helfen\n- 1 – Initial: Wer da ist, hilft.\n- 3 – Definiert: Regeln sind bekannt.\n- 5 – Optimiert: Hilfe kommt vorher.\n\n## Reifegradskala\n- 1,0–1,9: Initial\n- 2,0–2,9: Im Aufbau\n- 3,0–3,9: Definiert\n- 4,0–4,9: Gesteuert\n- 5,0: Optimiert\n",
        dimensions=("Zuhören", "Helfen"),
        ends=("Niemand fragt.", "Kunden prägen das Angebot."),
        names=("Initial", "Definiert", "Optimiert"),
        bands=5,
    ),
    "french": Hand(
        "# Boutique\n\n## Grille d’évaluation (1 à 5)\n\n### 1. Écoute\n- 1 – Initial : Personne ne demande.\n- 3 – Défini : Une enquête existe.\n- 5 – Optimisé : Les clients façonnent l’offre.\n\n"
        "### 2. Aide\n- 1 – Initial : Aide au hasard.\n- 3 – Défini : Règles connues.\n- 5 – Optimisé : L’aide précède la question.\n\n## Échelle de maturité\n- 1,0 à 1,9 : Initial\n- 2,0 à 2,9 : En développement\n- 3,0 à 3,9 : Défini\n- 4,0 à 4,9 : Géré\n- 5,0 : Optimisé\n",
        dimensions=("Écoute", "Aide"),
        ends=("Personne ne demande.", "Les clients façonnent l’offre."),
        names=("Initial", "Défini", "Optimisé"),
        bands=5,
    ),
    "spanish": Hand(
        "# Tienda\n\n## Rúbrica (1-5)\n\n### 1) Escucha\n- Nivel 1 - Inicial: Nadie pregunta.\n- Nivel 3 - Definido: Hay una encuesta.\n- Nivel 5 - Optimizado: Los clientes cambian la oferta.\n\n"
        "### 2) Ayuda\n- Nivel 1 - Inicial: Ayuda al azar.\n- Nivel 3 - Definido: Reglas conocidas.\n- Nivel 5 - Optimizado: La ayuda llega antes.\n",
        dimensions=("Escucha", "Ayuda"),
        ends=("Nadie pregunta.", "Los clientes cambian la oferta."),
        names=("Inicial", "Definido", "Optimizado"),
    ),
    "japanese": Hand(
        "# 店舗\n\n## Scorecard (1-5)\n\n### 1) 傾聴\n- 1：誰も聞かない。\n- 3：調査がある。\n- 5：顧客が提供を変える。\n\n### 2) 支援\n- 1：偶然。\n- 3：規則がある。\n- 5：先に助ける。\n",
        dimensions=("傾聴", "支援"),
        ends=("誰も聞かない。", "顧客が提供を変える。"),
    ),
    "sum bands": Hand(
        _page(end="## Results\n- 2-4: Starting\n- 5-7: Growing\n- 8-10: Leading\n"),
        names=USUAL,
        bands=3,
        aggregate="sum",
    ),
    "bands in a table": Hand(
        _page(
            end="## Maturity Scale\n\n| Score | Level | Meaning |\n|---|---|---|\n| 1.0–1.9 | Initial | by chance |\n| 2.0–3.9 | Defined | as a rule |\n| 4.0–5.0 | Optimized | ahead |\n"
        ),
        names=USUAL,
        bands=3,
    ),
    "attributes of a class": Hand(_page(head="### {n}) {name} {{: .no_toc #x{n}}}"), names=USUAL),
    "links of a wiki": Hand(_page(head="### {n}) [[rubric/{name}|{name}]]"), names=USUAL),
    "german levels as bands": Hand(
        _page(end="## Reifegrade\n- Stufe 1: A\n- Stufe 2: B\n- Stufe 3: C\n- Stufe 4: D\n- Stufe 5: E\n"),
        names=USUAL,
        bands=5,
    ),
    "a linked picture": Hand(_page(head="### [![b](b.png)](x) {n}) {name}"), names=USUAL),
    "other columns": Hand(
        "# Shop\n\n## Scorecard (1-5)\n\n| No. | Area | Weight (%) | Key question | 1 | 3 | 5 | Evidence | Next step |\n|-|-|-|-|-|-|-|-|-|\n"
        f"| 1 | Listening | 60% | Who? | {' | '.join(HEARD)} | a log | Ask ten. |\n| 2 | Helping | 40% | Who? | {' | '.join(HELPED)} | | |\n",
        further="Who?/a log/Ask ten./3:2",
    ),
    "german labels": Hand(
        _page().replace(
            "- 5 - Optimized: C",
            "- Leitfrage: Wer?\n- Achten auf: ein Heft\n- Nächster Schritt für Stufe 1: Zehn fragen.\n- 5 - Optimized: C",
        ),
        names=USUAL,
        further="Wer?/ein Heft/Zehn fragen./1:1",
    ),
    "french labels": Hand(
        _page().replace(
            "- 5 - Optimized: C",
            "- Question : Qui ?\n- À observer : un cahier\n- Prochaine étape 1 : Demander.\n- 5 - Optimized: C",
        ),
        names=USUAL,
        further="Qui ?/un cahier/Demander./1:1",
    ),
    "a plan in weeks": Hand(
        _page(end="## Timeline\n- 1-2: kickoff\n- 3-4: talks\n- 5-8: work\n"), names=USUAL, bands=0
    ),
}

REFUSED: dict[str, Hand] = {
    "copied from a PDF": Hand(
        _page("• {n} – {name}: {text}", "{n}. {name}", score="Readiness Scorecard (1–5)", top="Shop\n\n"),
        refused="has no title",
    ),
    "letters": Hand(
        _page().replace("- 1 ", "- E ").replace("- 3 ", "- C ").replace("- 5 ", "- A ").replace("(1-5)", "(A-E)"),
        refused=r"[Nn]umber",
    ),
    "traffic lights": Hand(
        "# Shop\n\n## Scorecard (RAG)\n\n### Listening\n- Red: Nobody asks.\n- Amber: A survey.\n- Green: Changes.\n\n### Helping\n- Red: Chance.\n- Amber: Rules.\n- Green: Before.\n",
        refused=r"[Nn]umber",
    ),
    "merged cells": Hand(
        "# Shop\n\n## Scorecard (1-5)\n\n| Dimension | 1 | 3 | 5 |\n|---|---|---|---|\n| Listening | Nobody. | A survey. | |\n| Helping | Chance. | Rules. | Before. |\n",
        refused="Listening",
    ),
    "two frameworks": Hand(_page() + "\n" + _page(top="# Mall\n\n"), refused="[Tt]wo|second|another|twice|both"),
    "json lines": Hand('{"dimension": "Listening", "1": "x"}\n{"dimension": "Helping", "1": "x"}\n', refused="JSON"),
    "yaml list": Hand(
        "- name: Listening\n  levels:\n    1: Nobody.\n    5: All.\n- name: Helping\n  levels:\n    1: x\n    5: y\n",
        refused="YAML",
    ),
    "semicolons": Hand(
        "Dimension;1 - Initial;3 - Defined;5 - Optimized\nZuhören;Niemand;Umfrage;Alle\nHelfen;x;y;z\n", refused="CSV"
    ),
    "html fragment": Hand(
        "<h1>Shop</h1>\n<h2>Scorecard (1-5)</h2>\n<h3>Listening</h3>\n<ul><li>1 - Nobody</li><li>5 - All</li></ul>\n",
        refused="HTML",
    ),
    "recipe with levels": Hand(
        "# Curry\n\n## Heat scale (1-5)\n\n- 1: mild\n- 2: warm\n- 3: hot\n- 4: very hot\n- 5: fire\n", refused="."
    ),
    "minutes with scores": Hand(
        "# Weekly\n\n## Scorecard review\n\n### Sales\n- 3 deals closed\n- 5 calls made\n\n### Support\n- 12 tickets\n- 4 escalations\n",
        refused=".",
    ),
    "likert survey": Hand(
        "# Survey (1-5)\n\n1 = strongly disagree, 5 = strongly agree\n\n1. I am heard.\n2. I am helped.\n3. I would come back.\n",
        refused=".",
    ),
    "roadmap": Hand(
        "# Roadmap\n\n## Phase 1: Initial\n1. Discover\n2. Plan\n\n## Phase 2: Managed\n1. Build\n2. Run\n", refused="."
    ),
    "unnumbered names": Hand(
        "# Shop\n\n## Scorecard\n\n### Listening\n- Initial: Nobody.\n- Defined: A survey.\n- Optimized: All.\n\n### Helping\n- Initial: x.\n- Defined: y.\n- Optimized: z.\n",
        refused="[Nn]umber",
    ),
    "levels of stars": Hand(
        "# Shop\n\n## Scorecard\n\n### Listening\n- ★: Nobody.\n- ★★: A survey.\n- ★★★: All.\n\n### Helping\n- ★: x.\n- ★★: y.\n- ★★★: z.\n",
        refused="[Nn]umber",
    ),
    "percent levels": Hand(
        _page().replace("- 1 -", "- 20% -").replace("- 3 -", "- 60% -").replace("- 5 -", "- 100% -"), refused="."
    ),
    "a weight of one in percent": Hand(
        _page(top="---\ntitle: Shop\nweights:\n  Listening: 60%\n---\n"), refused="all dimensions or for none"
    ),
    "a target in a table": Hand(
        "# Shop\n\n## Scorecard (1-5)\n\n| Dimension | Target | 1 | 3 | 5 |\n|-|-|-|-|-|\n| Listening | 4 | a | b | c |\n| Helping | 4 | a | b | c |\n",
        refused="`targets:`",
    ),
    "a table in HTML": Hand(
        "# Shop\n\n## Scorecard (1-5)\n\n<table>\n<tr><th>Dimension</th><th>1</th></tr>\n<tr><td>A</td><td>x</td></tr>\n</table>\n",
        refused="table in HTML",
    ),
}
