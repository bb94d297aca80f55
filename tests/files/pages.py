"""Pages of Markdown that hold a rubric in a table or as an outline, for the tests of the conversion.

They were written before the converter; see rubrics.py for the cases of spreadsheets.
"""

from collections.abc import Mapping, Sequence

from tests.files.rubrics import HEAD, LEVELS, NAMES, PLAIN, Case, turned

_NAMED = dict(enumerate(NAMES, 1))
_GROWING = {1: "Beginning", 2: "Growing", 3: "Leading"}


def markdown(*rows: Sequence[str]) -> str:
    """Write rows as a table of Markdown."""
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([lines[0], "|" + "---|" * len(rows[0]), *lines[1:]]) + "\n"


_GROWN = ["Dimension", *_GROWING.values()]
_PAGE = "# Shops\n\n## Purpose\nSee how ready a shop is.\n\n{}\n"


def page(text: str) -> bytes:
    """Put a text into a page."""
    return _PAGE.format(text).encode()


MARKDOWN: dict[str, Case] = {
    "a table alone": Case(markdown(_GROWN, *PLAIN).encode(), names=_GROWING, taken=("numbered in their order",)),
    "a matrix in a page": Case(
        page("## Maturity Matrix\n\n" + markdown(_GROWN, *PLAIN)), names=_GROWING, title="Shops"
    ),
    "numbers in a page without a scorecard": Case(page("## The model\n\n" + markdown(HEAD, *PLAIN))),
    "turned round": Case(page("## Levels\n\n" + markdown(*turned([["Level", *NAMES], *PLAIN]))), names=_NAMED),
    "two tables of the same levels": Case(
        page("## People\n\n" + markdown(_GROWN, *PLAIN[:2]) + "\n## Work\n\n" + markdown(_GROWN, PLAIN[2])),
        names=_GROWING,
    ),
    "a table of weights beside": Case(
        page(
            "## Matrix\n\n"
            + markdown(_GROWN, *PLAIN)
            + "\n## Weights\n\n"
            + markdown(["Dimension", "Weight"], ["Listening", "2"], ["Tools", "1"], ["Teamwork", "1"])
        ),
        names=_GROWING,
        weights={"Listening": "2", "Tools": "1", "Teamwork": "1"},
    ),
    "a table of something else beside": Case(
        page("## Matrix\n\n" + markdown(_GROWN, *PLAIN) + "\n## Team\n\n" + markdown(["Who", "Role"], ["Ann", "lead"])),
        names=_GROWING,
        ignored=("Team",),
    ),
    "a table for each dimension": Case(
        page(
            "## The model\n\n"
            + "\n".join(
                f"### {name}\n\n"
                + markdown(["Level", "Description"], *[[str(n), text] for n, text in enumerate(texts, 1)])
                for name, texts in LEVELS.items()
            )
        )
    ),
    "text below the table": Case(
        page("## Matrix\n\n" + markdown(_GROWN, *PLAIN) + "\nAsk Ann about this.\n"),
        names=_GROWING,
        ignored=("Ask Ann",),
    ),
    "bold names and line breaks": Case(
        page(
            "## Matrix\n\n"
            + markdown(
                ["**Dimension**", *(f"**{each}**" for each in NAMES)], *[[f"**{r[0]}**", *r[1:]] for r in PLAIN]
            ).replace("Nobody asks.", "Nobody<br>asks.")
        ),
        names=_NAMED,
    ),
    "weights and targets as columns": Case(
        page(
            "## Matrix\n\n"
            + markdown(["Dimension", "Weight", *NAMES, "Target"], *[[r[0], "2", *r[1:], "Optimized"] for r in PLAIN])
        ),
        names=_NAMED,
        weights=dict.fromkeys(LEVELS, "2"),
        targets=dict.fromkeys(LEVELS, 3),
    ),
    "front matter": Case(
        b"---\ntitle: Shops\nslug: shops\nversion: 2.1\n---\n\n" + markdown(_GROWN, *PLAIN).encode(),
        names=_GROWING,
        title="Shops",
    ),
    "a level empty": Case(
        page("## Matrix\n\n" + markdown(_GROWN, [*PLAIN[0][:3], ""], *PLAIN[1:])),
        names=_GROWING,
        todo=("level 3 of 'Listening'",),
    ),
    "bands and variables in the page": Case(
        page(
            "## Matrix\n\n"
            + markdown(["Dimension", "Initial", "Defined", "Optimized"], *PLAIN)
            + "\n## Maturity Scale\n- 1.0-1.9: Low\n- 2.0-2.9: Middle\n- 3.0: High\n"
            + "\n## Variables\n- [SHOP]: The shop\n"
        ),
        names=_NAMED,
    ),
    "escaped pipes": Case(
        page("## Matrix\n\n" + markdown(_GROWN, ["Listening", "a \\| b", "c", "d"])),
        texts={"Listening": {1: "a | b", 2: "c", 3: "d"}},
        names=_GROWING,
    ),
    "no pipes at the edges": Case(
        page(
            "## Matrix\n\nDimension | Beginning | Growing | Leading\n---|---|---|---\n"
            + "\n".join(" | ".join(row) for row in PLAIN)
        ),
        names=_GROWING,
    ),
    "numbered dimensions": Case(
        page("## Matrix\n\n" + markdown(_GROWN, *[[f"{at}. {r[0]}", *r[1:]] for at, r in enumerate(PLAIN, 1)])),
        names=_GROWING,
    ),
    "a column of notes": Case(
        page("## Matrix\n\n" + markdown([*_GROWN, "Notes"], *[[*r, "x" * at] for at, r in enumerate(PLAIN)])),
        names=_GROWING,
        ignored=("Notes",),
    ),
    "names in another language": Case(
        page("## Reifegrade\n\n" + markdown(["Bereich", "Anfang", "Wachstum", "Spitze"], *PLAIN)),
        names={1: "Anfang", 2: "Wachstum", 3: "Spitze"},
    ),
    "a step from 1 to 3 for each row": Case(
        page(
            "## Stufen\n\n"
            + markdown(
                ["Stufe", *LEVELS], *[[str(at + 1), *(texts[at] for texts in LEVELS.values())] for at in range(3)]
            )
        )
    ),
}

BANDS = (
    "- 1.0-1.9: Exploratory (unclear value)\n- 2.0-2.9: Developing (some plans)\n"
    "- 3.0-3.9: Defined (owners and dates)\n- 4.0-4.9: Managed (measured)\n- 5.0: Leading (ahead)\n"
)
_FIVE = {1: "Exploratory", 2: "Developing", 3: "Defined", 4: "Managed", 5: "Leading"}
_WORDS = {1: "unclear value", 2: "some plans", 3: "owners and dates", 4: "measured", 5: "ahead"}
CRITERIA = {"PREPARATION": ("a list of calls", "an owner"), "TOOLS": ("one system",), "PEOPLE": ("a plan", "a day")}
_HEAD = (
    "---\ntitle: Shops\nslug: shops\ntags:\n- cx\n---\n\n# Shops\n\n## Purpose\nSee how ready {} is.\n\n"
    "## Quick Prompt\n\n> Assess {{SHOP}} (1-5).\n\n"
)
_SCALE = "## Maturity Scale\n" + BANDS + "\n"
_TAIL = "## Variables\n- {SHOP}: The shop\n"
_OUTPUT = (
    "## Required Output Format\n\n1) **SUMMARY**\n- the score\n\n2) **PLAN**\n- the days\n\n"
    "3) **RISKS**\n- ten of them\n\n"
)


def outline(dimensions: str, *, scale: str = _SCALE, output: str = "", intro: str = "Assess the shop.\n\n") -> bytes:
    """Write an outline of the seeds' family."""
    return (_HEAD.format("a shop") + "## Template\n\n" + intro + dimensions + "\n" + output + scale + _TAIL).encode()


def _listed(form: str, *, bullet: str = "- ", gap: str = "") -> str:
    return "\n".join(
        form.format(at, name) + "\n" + gap + "".join(f"{bullet}{line}\n" for line in lines)
        for at, (name, lines) in enumerate(CRITERIA.items(), 1)
    )


def _told(form: str) -> str:
    return "\n\n".join(
        form.format(at, name) + "\nLook at " + " and at ".join(lines) + "."
        for at, (name, lines) in enumerate(CRITERIA.items(), 1)
    )


def outlined(
    content: bytes,
    *,
    looks: Mapping[str, str] | None = None,
    todo: tuple[str, ...] = (),
    ignored: tuple[str, ...] = (),
) -> Case:
    """Return the case of an outline of which everything is read."""
    listed = {name: "; ".join(lines) for name, lines in CRITERIA.items()}
    return Case(
        content,
        dict.fromkeys(CRITERIA, _WORDS),
        _FIVE,
        looks=listed if looks is None else looks,
        title="Shops",
        todo=todo,
        ignored=ignored,
    )


_PROSE = {name: "Look at " + " and at ".join(lines) + "." for name, lines in CRITERIA.items()}
_IN_A_LIST = "Use this maturity scale:\n" + BANDS + "\n"
OUTLINES: dict[str, Case] = {
    "bold with the number inside": outlined(outline(_listed("**{}. {}**"))),
    "bold with a bracket": outlined(outline(_listed("**{}) {}**"))),
    "the number before the bold name": outlined(outline(_listed("{}) **{}**"))),
    "headings": outlined(outline(_listed("### {}) {}"))),
    "headings with a point": outlined(outline(_listed("### {}. {}", gap="\n"))),
    "headings with prose": outlined(outline(_told("### {}) {}")), looks=_PROSE),
    "bold with prose": outlined(outline(_told("**{}. {}**")), looks=_PROSE),
    "stars": outlined(outline(_listed("**{}. {}**", bullet="* "))),
    "an output format of the same form": outlined(
        outline(_listed("{}) **{}**"), output=_OUTPUT), ignored=("Required Output Format",)
    ),
    "the scale inside the template": outlined(
        outline(
            _listed("**{}. {}**")
            + "\nDeliver your assessment as:\n\n1. **SUMMARY** - the score\n\n2. **PLAN** - days\n\n"
            + _IN_A_LIST,
            scale="",
        ),
        ignored=("Deliver your assessment as:",),
    ),
    "a colon behind the bold name": outlined(outline(_listed("**{}. {}:**"))),
    "criteria on the line of the name": outlined(
        outline(
            "\n\n".join(
                f"{at}. **{name}** - {'; '.join(lines)}" for at, (name, lines) in enumerate(CRITERIA.items(), 1)
            )
        )
    ),
    "dashes of other kinds": outlined(outline(_listed("### {} \u2013 {}")).replace(b".0-", b".0\xe2\x80\x93")),
    "four signs of depth": outlined(outline("### Dimensions\n\n" + _listed("#### {}) {}"))),
    "dimension as a word": outlined(outline(_listed("### Dimension {}: {}"))),
    "prose over two paragraphs": outlined(
        outline(
            "\n\n".join(
                f"### {at}) {name}\n\nLook at {lines[0]}.\n\nA strong score means it runs."
                for at, (name, lines) in enumerate(CRITERIA.items(), 1)
            )
        ),
        looks={name: f"Look at {lines[0]}. A strong score means it runs." for name, lines in CRITERIA.items()},
    ),
    "an example below": outlined(
        outline(_listed("**{}. {}**")) + b"\n## Example\n\n**1. PREPARATION**\n- 2/5\n\n**2. TOOLS**\n- 3/5\n",
        ignored=("Example",),
    ),
    "bands by level": outlined(
        outline(
            _listed("**{}. {}**"),
            scale="## Maturity Scale\n" + "".join(f"- Level {n}: {_FIVE[n]} - {_WORDS[n]}\n" for n in _FIVE) + "\n",
        )
    ),
    "nested criteria": outlined(
        outline(_listed("**{}. {}**").replace("- an owner", "  - an owner").replace("- a day", "  - a day"))
    ),
    "bands without words": outlined(
        outline(
            _listed("**{}. {}**"),
            scale="## Maturity Scale\n- 1.0-2.9: Low\n- 3.0-4.9: Middle (half way)\n- 5.0: High (done)\n\n",
        ),
        todo=("level 1",),
    ),
    "bands of a sum in the order of the levels": outlined(
        outline(
            _listed("**{}. {}**"),
            scale="## Maturity Scale\n"
            + "".join(f"- {3 * n}-{3 * n + 2 if n < 5 else 15} points: {_FIVE[n]} ({_WORDS[n]})\n" for n in _FIVE)
            + "\n",
        )
    ),
    "the scale in a sentence": outlined(
        outline(
            _told("**{}. {}**\n")
            + "\n\nDeliver your assessment as:\n\n1. **Summary** with the score.\n\n2. **Plan** with days.\n\n"
            + "Use this maturity scale: "
            + ", ".join(f"{n}.0{f'-{n}.9' if n < 5 else ''} {_FIVE[n]} {_WORDS[n]}" for n in _FIVE)
            + ".\n",
            scale="",
        ),
        looks=_PROSE,
        ignored=("Deliver your assessment as:",),
    ),
    "no scale at all": outlined(outline(_listed("**{}. {}**"), scale=""), todo=("level",)),
}

# Tables of a page that list or compare something: none of them is a rubric, for nothing in them says so.
LISTS: dict[str, str] = {
    "contacts": "Name|Email|City|Team/Ann|ann at x|Bonn|Sales/Ben|ben at x|Lille|Help",
    "tasks": "Task|Ann|Ben|Cem/Plan|does it|is asked|knows/Build|knows|does it|is asked",
    "features": "Feature|Ours|Theirs|Others/Speed|fast enough|slow|slow/Price|low|high|high",
    "exit codes": "code|when/0|all is well/1|something failed/2|wrong use",
    "exit codes and words": "exit code|when|prints/0|all is well|a line/1|something failed|a list/2|wrong use|help",
    "keys": "key|is/id|the number/name|the word/at|the moment",
    "days": "Time|Monday|Tuesday|Wednesday/9|a talk|a walk|a rest/10|more talk|more walk|more rest",
    "steps": "Step|Who|What/1|Ann|writes it down/2|Ben|reads it/3|Cem|signs it",
    "words": "word|means|never say/Rating|a level|vote/Gap|the rest|delta/Plan|the way|todo",
    "fields": "field|holds/kind|what it is/level|the level that was said/reason|why so/targets|the keys of them",
    "parts": "part|what it does|else/Purpose|is shown|empty/Maturity Scale|names it|no name/Example|is checked|a note",
    "categories": "Category|Details/Actions|what was pressed/Network|what was sent/Timing|how long it took",
    "an empty corner": " |Ours|Theirs|Others/Speed|fast enough|slow|slow/Price|low|high|high",
}
