"""Framework files: one Markdown document becomes one Framework, or its problems with their lines."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from bot.core.errors import BadInputError, Problem
from bot.core.framework import Band, Descriptor, Dimension, Framework, Scale
from bot.core.languages import code_of
from bot.files.bands import Aggregate, FoundBand, guessed_aggregate, settled_bands
from bot.files.document import NO_BANDS, NO_RUBRIC, Document, read_document
from bot.files.example import check_examples
from bot.files.head import MAX_SLUG, SLUG, HeadValues, key_of, read_values, slug_of
from bot.files.places import frameworks_folder
from bot.files.problems import Remark, Remarks
from bot.files.rubric import FoundDimension, names_of_scale
from bot.files.scale import steps_by_level
from bot.files.source import NAMED, READS, TODO, other_kind, read_bytes, source_of
from bot.files.variables import FoundVariable, settled, subject_key

FIRST_VERSION = "1.0"
NOT_FRAMEWORK = "readme.md"
TEXTS = (".txt", ".markdown", ".mkd", ".rst")  # endings of texts that a folder's reader passes over


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
    source = source_of(content, remarks)
    if not source.lines:
        return FrameworkFile(file, problems=tuple(sorted(remarks.problems)))
    document = read_document(source.lines, remarks)
    for number, text in enumerate(source.lines, 1):
        if left := TODO.search(text):
            remarks.problem(
                number, f"is still to be written: `TODO: {left.group(1)[:80]}`. Write it in place of the mark."
            )
    if not document.dimensions and (kind := other_kind(source.lines, file)):
        return FrameworkFile(file, problems=(Remark(1, f"this is {kind}; {READS}"),))
    slug = _slug(document, file, remarks)
    _check_title(document, remarks)
    values = read_values(document.head, document.dimensions, document.scale, remarks)
    aggregate, bands = _bands(document, values, remarks)
    framework = None
    if document.scale is not None and document.dimensions and not _dimensions_are_broken(document):
        framework = _framework(document, values, slug=slug, digest=source.digest, aggregate=aggregate, bands=bands)
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


def _check_title(document: Document, remarks: Remarks) -> None:
    if not document.title:
        remarks.problem(1, "has no title. Add `title:` to the front matter or a heading `# Title`.")
    elif not document.head.line:
        remarks.note(document.title_line, "there is no front matter; the title is that of the first heading.")


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


def _dimensions_are_broken(document: Document) -> bool:
    """Whether a dimension has no name or the name of another one, so that no example can be computed on them."""
    keys = [key_of(each.name) for each in document.dimensions]
    return len(set(keys)) < len(keys) or "" in keys


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
