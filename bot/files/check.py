"""The command `check`: what is wrong in framework files, or what was found in them."""

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from bot.core.errors import BadInputError
from bot.core.own_frameworks import CheckedFile, FileFinding
from bot.files.convert import Conversion, convert, converted
from bot.files.frameworks import (
    FrameworkFile,
    files_of,
    framework_from,
    load_frameworks,
    read_framework,
    sharing_slug,
    unread,
    with_clashes,
)
from bot.files.head import key_of
from bot.files.places import frameworks_folder
from bot.files.rubric import FoundDimension
from bot.files.source import LINE_END, READS, Remark, binary_kind, cleaned


def check(paths: Iterable[Path | str] = ()) -> list[FrameworkFile]:
    """Read the files named, and the Markdown files of the folders named; without any, the installed frameworks.

    Files that share a slug are refused among the installed frameworks, where only one of them could be opened; among
    files that are merely looked at it is a note.
    """
    named = list(paths)
    if not named:
        folder = frameworks_folder()
        return _of_folder(folder, list(with_clashes(load_frameworks(files_of(folder)))) or [read_framework(folder)])
    reports: list[FrameworkFile] = []
    for path in named:
        names = [each.name for each in files_of(Path(path))]
        # the folder's name stays as it is given (`./x` and not `x`)
        files: list[Path | str] = [os.path.join(path, name) for name in names] or [path]  # noqa: PTH118 (a Path drops "./")
        found = load_frameworks(files)
        hinted = [_hinted(each, convert) if Path(each.file).is_file() else each for each in found]
        reports += _of_folder(Path(path), hinted)
    return [_with_note(each, reports) for each in reports]


def check_upload(content: bytes, file: str) -> CheckedFile:
    """Check a file that was uploaded, or a text that has no name: what `check` says of it, each with its line."""
    report = _hinted(framework_from(content, file), lambda _: converted(content, file))
    is_text = not binary_kind(content) and b"\0" not in content
    lines = LINE_END.split(content.decode("utf-8-sig", "replace")) if is_text else []

    def found(remarks: Iterable[Remark]) -> tuple[FileFinding, ...]:
        shown = ((each, cleaned(lines[each.line - 1]) if each.line <= len(lines) else "") for each in remarks)
        return tuple(FileFinding(each.line, each.message, text.strip()) for each, text in shown)

    return CheckedFile(report.framework, found(report.problems), found(report.notes))


def exit_code(reports: Iterable[FrameworkFile]) -> int:
    """Return 0 when every file loads, else 1."""
    return 1 if any(each.problems for each in reports) else 0


def as_text(reports: Sequence[FrameworkFile]) -> list[str]:
    """Return the lines to print: each problem and note as ``file:line: message``, and what each sound file holds."""
    lines: list[str] = []
    for each in reports:
        lines += [f"{each.file}:{remark.line}: {remark.message}" for remark in each.problems]
        lines += [f"{each.file}:{remark.line}: note: {remark.message}" for remark in each.notes]
        if not each.problems:
            lines.append(_summary(each))
    return lines


def as_json(reports: Sequence[FrameworkFile]) -> list[dict[str, Any]]:
    """Return the reports as plain values, one object for each file; what was not found is null or empty."""
    return [_json(each) for each in reports]


def _hinted(report: FrameworkFile, make: Callable[[Path], Conversion]) -> FrameworkFile:
    """Say of a file that is no framework, and of which `convert` makes one, that it does."""
    if not report.problems or report.dimensions:
        return report
    try:
        make(Path(report.file))
    except BadInputError:
        return report
    told = f"`cxbot convert {report.file}` makes a framework of it"
    first, *others = report.problems
    if first.message.endswith(READS):
        kind = first.message.removesuffix(READS)
        return replace(report, problems=(Remark(first.line, f"{kind}{told}. {READS}"), *others))
    return report.noted(f"{told}.")


def _of_folder(folder: Path, reports: list[FrameworkFile]) -> list[FrameworkFile]:
    """Add a note to the first report on the other documents of its folder, which are not read."""
    return [reports[0].noted(*unread(folder)), *reports[1:]]


def _with_note(report: FrameworkFile, reports: Sequence[FrameworkFile]) -> FrameworkFile:
    others = sharing_slug(report, reports)
    if not others:
        return report
    told = f"the slug {report.slug!r} is also that of {', '.join(others[:3])}; only one of them can be installed."
    return report.noted(told)


def _summary(report: FrameworkFile) -> str:
    scale = f"{report.scale.low} to {report.scale.high}" if report.scale else "none"
    counts = f"{len(report.dimensions)} dimensions, {len(report.bands)} bands, {len(report.variables)} variables"
    return f"{report.file}: {report.slug} {report.version}, {report.title}: {counts}, scale {scale}, {report.aggregate}"


def _json(report: FrameworkFile) -> dict[str, Any]:
    return {
        "file": report.file,
        "slug": report.slug,
        "title": report.title,
        "version": report.version,
        "scale": {"min": report.scale.low, "max": report.scale.high} if report.scale else None,
        "aggregate": report.aggregate,
        "dimensions": [_dimension(each) for each in report.dimensions],
        "bands": [
            {"name": each.name, "from": _figure(each.low, report.aggregate), "to": _figure(each.high, report.aggregate)}
            for each in report.bands
        ],
        "variables": [{"name": each.key, "description": each.description} for each in report.variables],
        "prompt": report.prompt,
        "problems": [asdict(each) for each in report.problems],
        "notes": [asdict(each) for each in report.notes],
    }


def _dimension(found: FoundDimension) -> dict[str, Any]:
    levels: dict[str, dict[str, str]] = {}
    for each in sorted(found.levels, key=lambda level: level.level):
        levels.setdefault(str(each.level), {"name": each.name, "text": each.text})
    return {"key": key_of(found.name), "name": found.name, "levels": levels}


def _figure(figure: Fraction, aggregate: str | None) -> float | int:
    return int(figure) if aggregate == "sum" and figure.denominator == 1 else float(figure)
