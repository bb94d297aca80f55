"""Framework files: one Markdown document is taken apart and becomes one Framework, or its problems with their lines."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path

from bot.core.errors import BadInputError, Problem
from bot.core.framework import Band, Descriptor, Dimension, Framework, Scale
from bot.core.languages import code_of
from bot.files import sections as kinds
from bot.files.bands import Aggregate, FoundBand, guessed_aggregate, read_bands, settled_bands
from bot.files.blocks import LIST_NUMBER, Line, read_blocks
from bot.files.example import check_examples
from bot.files.head import MAX_SLUG, SLUG, Head, HeadValues, key_of, read_head, read_values, slug_of
from bot.files.levels import USUAL_NAMES
from bot.files.matrix import grid_of, matrix_of, tables_of
from bot.files.places import frameworks_folder
from bot.files.rubric import FoundDimension, ScorecardReader, names_of_scale, speaks_of_levels
from bot.files.scale import check_dimensions, read_scale, stated_scales, steps_by_level
from bot.files.sections import Section, sections, title_of
from bot.files.sketch import Account
from bot.files.source import NAMED, READS, TODO, Remark, Remarks, lines_of, other_kind, read_bytes
from bot.files.variables import (
    FoundPrompt,
    FoundVariable,
    read_prompt,
    read_variables,
    settled,
    subject_key,
    with_missing,
)

NAMES_BANDS = re.compile(r"maturit|reifegrad|madurez|band|interpret|overall|readiness", re.IGNORECASE)
SUM_WORDS = re.compile(r"\btotal\b.{0,40}\bsum\b|\bsum\b.{0,40}\btotal\b|\badd up\b", re.IGNORECASE)
NO_RUBRIC = (
    "is not a rubric: it has no scorecard. Add `## Readiness Scorecard (1-5)` with a `### 1) Name` and lines such as"
    " `- 1 - Initial: what it looks like` for each dimension."
)
NO_SIGN = (
    "is not a rubric: its numbers could be an ordinary list's. A rubric says so by its heading,"
    " `## Readiness Scorecard (1-5)`, with a `### 1) Name` and lines such as `- 1 - Initial: what it looks like`."
)
NUMBER_COLUMNS = (
    "the columns of this table have no numbers, so they are no levels. Number the columns, 1 for the lowest."
    " Where the first is the lowest, write `{header}`."
)
HTML_TABLE = re.compile(r"<t(?:able|r|d|h)\b", re.IGNORECASE)
NO_BANDS = "no bands (`## Maturity Scale`): the overall figure will have no name."
MATRIX = re.compile(r"\bmatrix\b|maturity", re.IGNORECASE)
FIRST_VERSION = "1.0"
NOT_FRAMEWORK = "readme.md"
TEXTS = (".txt", ".markdown", ".mkd", ".rst")  # endings of texts that a folder's reader passes over


@dataclass(slots=True)
class Document:
    """All that was found in one file, checked as far as each part can be checked alone."""

    head: Head = field(default_factory=Head)
    title: str = ""
    title_line: int = 1
    purpose: str = ""
    prompt: FoundPrompt = field(default_factory=FoundPrompt)
    sums: int = 0  # the line of the scorecard that says that the total is a sum, or 0
    dimensions: list[FoundDimension] = field(default_factory=list)
    legend: dict[int, str] = field(default_factory=dict)
    scale: Scale | None = None
    bands: list[FoundBand] = field(default_factory=list)
    other_bands: list[tuple[Section, list[FoundBand]]] = field(default_factory=list)  # below headings that name none
    variables: list[FoundVariable] = field(default_factory=list)
    deliverables: tuple[str, ...] = ()
    example: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class FrameworkFile:
    """What one file gave: a framework, or the problems that refuse it and what was found all the same.

    ``problems`` is empty exactly when ``framework`` is there. What could not be found is None or empty.
    """

    file: str
    framework: Framework | None = None
    slug: str | None = None
    title: str | None = None
    version: str | None = None
    scale: Scale | None = None
    aggregate: Aggregate | None = None
    dimensions: tuple[FoundDimension, ...] = ()
    bands: tuple[Band, ...] = ()
    variables: tuple[FoundVariable, ...] = ()
    prompt: str | None = None
    problems: tuple[Remark, ...] = ()
    notes: tuple[Remark, ...] = ()

    def noted(self, *told: str) -> "FrameworkFile":
        """Return the same with notes on the file as a whole."""
        return replace(self, notes=tuple(sorted((*self.notes, *(Remark(1, each) for each in told)))))


def load_frameworks(paths: Iterable[Path | str]) -> tuple[FrameworkFile, ...]:
    """Read each file by itself, in the order given; never raises for what a file holds or is."""
    return tuple(read_framework(path) for path in paths)


def load_library(folder: Path | None = None) -> tuple[Framework, ...]:
    """Read all frameworks that the bot offers, those of the installed folder by default, in the order of their titles.

    Raises BadInputError with all problems of all files at once.
    """
    place = frameworks_folder() if folder is None else folder
    files = with_clashes(load_frameworks(files_of(place)))
    problems = [Problem(f"{each.file}:{remark.line}", remark.message) for each in files for remark in each.problems]
    if not files:
        told = " ".join(["holds no framework files (*.md). Install the bot again, or add one.", *unread(place)])
        problems = [Problem(str(place), told)]
    if problems:
        raise BadInputError(tuple(problems))
    return tuple(sorted((each.framework for each in files if each.framework), key=lambda each: each.title.casefold()))


def offered(name: str = "") -> tuple[Framework, ...]:
    """Return the installed frameworks, or the one of a Markdown file that is named."""
    if not name.endswith(".md"):
        return load_library()
    found = read_framework(name)
    if found.framework is None or found.problems:
        raise BadInputError(tuple(Problem(f"{found.file}:{each.line}", each.message) for each in found.problems))
    return (found.framework,)


def files_of(folder: Path) -> tuple[Path, ...]:
    """Return a folder's Markdown files by name, without the README.md that tells about the folder."""
    try:
        inside = sorted(folder.iterdir())
    except (OSError, ValueError):
        return ()
    return tuple(each for each in inside if each.suffix.lower() == ".md" and each.name.lower() != NOT_FRAMEWORK)


def unread(folder: Path) -> tuple[str, ...]:
    """Return a sentence on the documents of a folder that its reader passes over, or nothing when there are none."""
    try:
        paths = [path for path in sorted(folder.iterdir()) if path.suffix.lower() != ".md"]
        names = [path.name for path in paths if path.suffix.lower() in {*NAMED, *TEXTS} or any(path.glob("*.md"))]
    except (OSError, ValueError):
        return ()
    told = ", ".join(f"`{name}`" for name in names[:5])
    return (f"Not read, for only *.md files of the folder itself are: {told}.",) if names else ()


def with_clashes(files: Sequence[FrameworkFile]) -> tuple[FrameworkFile, ...]:
    """Refuse the files that share a slug, for a framework is opened by its slug; each names the others."""
    return tuple(_refused(each, others) if (others := sharing_slug(each, files)) else each for each in files)


def sharing_slug(file: FrameworkFile, files: Sequence[FrameworkFile]) -> list[str]:
    """Return the other files that have the slug of this one."""
    same = Path(file.file).absolute()
    return [each.file for each in files if file.slug and each.slug == file.slug and Path(each.file).absolute() != same]


def _refused(file: FrameworkFile, others: list[str]) -> FrameworkFile:
    told = f"the slug {file.slug!r} is also that of {', '.join(others)}. Give each framework a slug of its own."
    problems = (*file.problems, Remark(1, told))
    return replace(file, framework=None, problems=tuple(sorted(problems)))


def read_framework(path: Path | str) -> FrameworkFile:
    """Read one file; messages name it as it is given."""
    remarks = Remarks()
    content = read_bytes(Path(path), remarks)
    if content is None:
        return FrameworkFile(str(path), problems=tuple(remarks.problems))
    return framework_from(content, str(path))


def framework_from(content: bytes, file: str) -> FrameworkFile:
    """Read the bytes of a file; ``file`` names it in messages and gives the slug where the text has none."""
    remarks = Remarks()
    lines = lines_of(content, remarks)
    if not lines:
        return FrameworkFile(file, problems=tuple(sorted(remarks.problems)))
    document = read_document(lines, remarks)
    if not document.dimensions and (kind := other_kind(lines, file)):
        return FrameworkFile(file, problems=(Remark(1, f"this is {kind}; {READS}"),))
    slug = _slug(document, file, remarks)
    if not document.title:
        remarks.problem(1, "has no title. Add `title:` to the front matter or a heading `# Title`.")
    elif not document.head.line:
        remarks.note(document.title_line, "there is no front matter; the title is that of the first heading.")
    values = read_values(document.head, document.dimensions, document.scale, remarks)
    aggregate, bands = _bands(document, values, remarks)
    framework, keys = None, [key_of(each.name) for each in document.dimensions]
    # no example can be computed on a dimension that has no name, or the name of another one
    if document.scale is not None and keys and "" not in keys and len(set(keys)) == len(keys):
        framework = _framework(
            document, values, slug=slug, digest=hashlib.sha256(content).hexdigest(), aggregate=aggregate, bands=bands
        )
        check_examples(framework, document.example, remarks)
    elif not remarks.problems:
        remarks.problem(document.title_line, NO_RUBRIC)
    return FrameworkFile(
        file=file,
        framework=None if remarks.problems else framework,
        slug=slug or None,
        title=document.title or None,
        version=document.head.text("version") or FIRST_VERSION,
        scale=document.scale,
        aggregate=aggregate if document.scale else None,
        dimensions=tuple(document.dimensions),
        bands=bands,
        variables=tuple(document.variables),
        prompt=document.prompt.text or None,
        problems=tuple(sorted(remarks.problems)),
        notes=tuple(sorted(remarks.notes)),
    )


def _slug(document: Document, file: str, remarks: Remarks) -> str:
    """Return the slug: the head's, else one made of the file's name."""
    written = document.head.text("slug")
    line = document.head.line_of("slug")
    if written and SLUG.match(written) and len(written) <= MAX_SLUG:
        return written
    slug = slug_of(written or Path(file).stem)
    if not slug:
        remarks.problem(line, "there is no slug. Add `slug: a-short-name` to the front matter.")
    elif written:
        remarks.note(line, f"the slug {written!r} is read as {slug!r}: small letters, digits and hyphens.")
    else:
        remarks.note(line, f"no slug is given; {slug!r} is made from the file's name.")
    return slug


def _bands(document: Document, values: HeadValues, remarks: Remarks) -> tuple[Aggregate, tuple[Band, ...]]:
    """Settle how scores add up and the bands of what they give."""
    if document.scale is None or not document.dimensions:
        return values.aggregate or "mean", ()
    count = len(document.dimensions)
    _take_other_bands(document, values, count, remarks)
    guessed = guessed_aggregate(document.bands, document.scale, count)
    if not document.bands and document.sums:
        guessed = "sum"
    aggregate = values.aggregate or guessed
    if values.aggregate is None and document.sums and aggregate == "mean":
        remarks.note(
            document.sums, "a total is spoken of, but the bands are for a mean; the overall figure is the mean."
        )
    elif values.aggregate is None and aggregate == "sum":
        line = document.bands[0].line if document.bands else document.sums
        remarks.note(line, "the overall figure is read as the sum of all levels.")
    return aggregate, settled_bands(document.bands, document.scale, aggregate, count, remarks)


def _take_other_bands(document: Document, values: HeadValues, count: int, remarks: Remarks) -> None:
    """Take the bands below a heading that does not name them, where they hold each figure once: they are no others."""
    for section, bands in document.other_bands:
        tried = Remarks()
        if document.scale and not document.bands:
            aggregate = values.aggregate or guessed_aggregate(bands, document.scale, count)
            settled_bands(bands, document.scale, aggregate, count, tried)
            if not tried.problems and not tried.notes:
                document.bands = bands
                remarks.notes = [each for each in remarks.notes if each.message != NO_BANDS]
                remarks.note(section.line, f"the section {section.text!r} is read as the bands.")


def _framework(
    document: Document, values: HeadValues, *, slug: str, digest: str, aggregate: Aggregate, bands: tuple[Band, ...]
) -> Framework:
    scale = document.scale or Scale(1, 1)
    return Framework(
        slug=slug,
        title=document.title,
        version=document.head.text("version") or FIRST_VERSION,
        digest=digest,
        purpose=document.purpose,
        scale=scale,
        aggregate=aggregate,
        dimensions=tuple(_dimension(each, scale, values) for each in document.dimensions),
        bands=bands,
        variables=settled(document.variables, document.prompt),
        prompt=document.prompt.filled,
        evidence_from=scale.high - 1 if values.evidence_from is None else values.evidence_from,
        level_names=names_of_scale(document.dimensions, document.legend, _names_of_levels(document.bands)),
        deliverables=document.deliverables,
        supersedes=values.supersedes,
        subject_key=subject_key(document.variables, document.prompt),
        language=code_of(document.head.text("language")),
    )


def _names_of_levels(bands: Sequence[FoundBand]) -> dict[int, str]:
    """Return the names of bands that stand for one level each, as in ``Level 2: Documented``."""
    if not all(each.whole for each in bands):
        return {}
    return {int(each.low): each.name for each in bands if each.low is not None and each.low == each.high}


def _dimension(found: FoundDimension, scale: Scale, values: HeadValues) -> Dimension:
    key = key_of(found.name)
    levels = sorted(found.levels, key=lambda each: each.level)
    return Dimension(
        key=key,
        name=found.name,
        descriptors=tuple(Descriptor(each.level, each.name, each.text) for each in levels),
        ask=found.ask,
        look_for=found.look_for,
        next_steps=steps_by_level(found, scale),
        weight=values.weights.get(key, Fraction(1)),
        target=values.targets.get(key),
    )


def read_document(texts: tuple[str, ...], remarks: Remarks) -> Document:
    """Take a document's lines apart; every problem of every part is said."""
    for number, text in enumerate(texts, 1):
        if left := TODO.search(text):
            remarks.problem(
                number, f"is still to be written: `TODO: {left.group(1)[:80]}`. Write it in place of the mark."
            )
    document = Document(head=read_head(texts, remarks))
    lines = read_blocks(texts[document.head.body_from :], document.head.body_from + 1, remarks)
    if lines and all(line.kind == "code" for line in lines):
        told = "the whole document stands inside a code block. Take its first and its last line (```) away."
        remarks.problem(lines[0].number - 1, told)
        return document
    found = sections(lines)
    document.title, document.title_line = title_of(lines)
    if document.head.text("title"):
        document.title, document.title_line = document.head.text("title"), document.head.line_of("title")
    document.purpose = document.head.text("purpose") or _prose(_first(found, kinds.PURPOSE))
    document.deliverables = _items(_first(found, kinds.DELIVERABLES))
    document.example = tuple(line for each in found if each.kind == kinds.EXAMPLE for line in each.lines)
    prompt = _first(found, kinds.PROMPT)
    if prompt is not None:
        document.prompt = read_prompt(prompt, remarks)
    else:
        remarks.note(document.title_line, "no prompt (`## Quick Prompt`): the headline has no sentence of its own.")
    listed = [line for each in found if each.kind == kinds.VARIABLES for line in each.lines]
    document.variables = with_missing(read_variables(listed, remarks), document.prompt, remarks)
    bands = Remarks()  # said behind the problems of the scorecard, and not at all where there is none
    document.bands = _found_bands(document, found, bands)
    _read_scorecard(document, found, remarks)
    if document.dimensions:
        remarks.problems += bands.problems
        remarks.notes += bands.notes
    return document


def _first(found: Sequence[Section], kind: str) -> Section | None:
    """Return the first section of a kind that holds anything, else the first empty one."""
    named = [each for each in found if each.kind == kind]
    return next((each for each in named if each.lines), named[0] if named else None)


def _prose(section: Section | None) -> str:
    lines = section.lines if section else ()
    return " ".join(line.text for line in lines if line.kind == "text" and line.text)


def _items(section: Section | None) -> tuple[str, ...]:
    """Return the items of a list, each with its further lines."""
    items: list[str] = []
    for line in section.lines if section else ():
        words = LIST_NUMBER.sub("", line.text)
        if not words or line.kind != "text":
            continue
        if line.item or words != line.text or not items:
            items.append(words)
        else:
            items[-1] = f"{items[-1]} {words}"
    return tuple(items)


def _read_scorecard(document: Document, found: Sequence[Section], remarks: Remarks) -> None:
    """Read the section that is named or shows itself as the scorecard; without one, the file is refused."""
    section = _scorecard(document, found, remarks)
    if section is None:
        return
    reader = ScorecardReader(section.lines, remarks)
    reader.read()
    document.dimensions, document.legend = reader.dimensions, document.legend | reader.legend
    document.sums = next((line.number for line in section.lines if SUM_WORDS.search(line.text)), 0)
    if not reader.dimensions and _asks_for_numbers([section], remarks):
        return
    if not reader.dimensions and any(HTML_TABLE.search(line.raw) for line in section.lines):
        remarks.problem(section.line, "a table in HTML is not read. Write it as `| Dimension | 1 - Initial | ... |`.")
        return
    document.scale = read_scale(document.head, section, document.prompt, document.dimensions, remarks)
    check_dimensions(document.dimensions, document.scale, section.line, remarks)


def _scorecard(document: Document, found: Sequence[Section], remarks: Remarks) -> Section | None:
    named = _first(found, kinds.SCORECARD)
    if named is not None:
        for each in found:
            if each.kind in {kinds.SPARE, kinds.DIMENSIONS} and each.line > named.line and _rated(each):
                told = f"more dimensions stand outside the scorecard of line {named.line}. Put all into one section,"
                told += " or a second framework into a file of its own."
                remarks.problem(each.line, told)
        if kinds.names_scorecard(named.text) or _shows_itself(document, named):
            return named
        if not _asks_for_numbers(found, remarks):
            remarks.problem(named.line, NO_SIGN)
        return None
    rated = [each for each in found if each.kind == kinds.OTHER and len(_rated(each)) > 1]
    showing = [each for each in rated if _shows_itself(document, each)]
    if len(showing) == 1:
        remarks.note(showing[0].line, f"the section {showing[0].text!r} is read as the scorecard.")
        return showing[0]
    if not _asks_for_numbers(found, remarks):
        remarks.problem(*((rated[0].line, NO_SIGN) if rated else (document.title_line, NO_RUBRIC)))
    return None


def _asks_for_numbers(found: Sequence[Section], remarks: Remarks) -> bool:
    """Refuse the first table of levels that have no numbers, and say how they are numbered; False where there is none.

    Its section speaks of levels, or two of its columns have usual names.
    """
    for section in found:
        named = section.kind in {kinds.SCORECARD, kinds.DIMENSIONS, kinds.SPARE} or MATRIX.search(section.text)
        for _, (head, *rows) in tables_of(section.lines):
            sketch = matrix_of(grid_of([head, *rows]), Account(), strict=True)
            names = sketch.levels.values() if sketch and not sketch.numbered else ()
            if names and (named or sum(name.lower() in USUAL_NAMES for name in names) > 1):
                cells = [head.cells[0], *(f"{level} - {name}" for level, name in enumerate(names, 1))]
                remarks.problem(head.number, NUMBER_COLUMNS.format(header=f"| {' | '.join(cells)} |"[:300]))
                return True
    return False


def _shows_itself(document: Document, section: Section) -> bool:
    """Whether a section shows that it is a scorecard, though not by its heading: by a scale, bands or level names."""
    stated = stated_scales(document.head, section, document.prompt, Remarks())
    return bool(stated or document.bands) or speaks_of_levels(_rated(section))


def _rated(section: Section) -> list[FoundDimension]:
    """Return the dimensions with levels that a section would give if it were the scorecard."""
    reader = ScorecardReader(section.lines, Remarks())
    reader.read()
    return [each for each in reader.dimensions if each.levels]


def _found_bands(document: Document, found: Sequence[Section], remarks: Remarks) -> list[FoundBand]:
    """Read the bands of the sections that are named for them; one that only names the levels is their legend."""
    named = [each for each in found if each.kind == kinds.SCALE]
    chosen: list[FoundBand] = []
    for section in named:
        bands = read_bands(section.lines, remarks)
        if bands and all(each.whole for each in bands) and not NAMES_BANDS.search(section.text):
            document.legend |= {int(each.low or 0): each.name for each in bands if each.name}
        elif bands and chosen:
            told = f"bands stand here and in line {chosen[0].line}. Keep one."
            remarks.problem(section.line, told)
        else:
            chosen = chosen or bands
    if named and not chosen and not document.legend:
        told = "the maturity scale has no bands. Write lines such as `- 1.0-1.9: Initial (...)`."
        remarks.problem(named[0].line, told)
    elif not chosen:
        read = [(each, read_bands(each.lines, Remarks())) for each in found if each.kind == kinds.OTHER and not named]
        document.other_bands = [(section, bands) for section, bands in read if len(bands) > 1]
        line = next((each.line for each in found if each.kind == kinds.SCORECARD), 1)
        remarks.note(line, NO_BANDS)
    return chosen
