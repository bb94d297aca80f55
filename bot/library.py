"""What commands find in the bot's own database and do with it, and the frameworks on offer."""

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.core.assessment import Assessment
from bot.core.errors import StoreError
from bot.core.framework import Framework
from bot.core.json_values import MalformedError
from bot.files.frameworks import load_library
from bot.files.places import frameworks_folder
from bot.settings import read_database_url, read_frameworks_folder
from bot.store.store import SqlStore, has_database, open_store
from bot.store.transaction import SqlReads
from bot.use_cases.data import DataScope, tables_in
from bot.use_cases.own_frameworks import own_as_fields

if TYPE_CHECKING:
    from bot.core.record.tables import DataTable
    from bot.use_cases.intake import IntakeReport


def offered_to_all() -> tuple[Framework, ...]:
    """Read the frameworks of the folder that the settings name, else those that come with cxbot."""
    return load_library(read_frameworks_folder() or frameworks_folder())


def all_frameworks(workspace: str) -> Mapping[str, Any]:
    """Give the frameworks that are offered to all, and those of one workspace or of each, as plain values."""
    with own_store() as store, store.reading() as view:
        spaces = (workspace,) if workspace else view.workspaces_with_frameworks()
        own = {each: own_as_fields(view.own_frameworks(each)) for each in spaces}
    ours = offered_to_all()
    to_all = [{"slug": each.slug, "title": each.title, "version": each.version, "digest": each.digest} for each in ours]
    return {"offered_to_all": to_all, "workspaces": own}


def as_lines(found: Mapping[str, Any]) -> Iterator[str]:
    """Say the same on a line for each framework."""
    for each in found["offered_to_all"]:
        yield f"all workspaces: {each['slug']} {each['version']}, {each['title']}"
    for workspace, own in found["workspaces"].items():
        for each in own:
            uploads = f"{len(each['uploads'])} {'upload' if len(each['uploads']) == 1 else 'uploads'}"
            offered = "none is offered" if each["offered"] is None else f"upload {each['offered']} is offered"
            yield f"{workspace}: {each['slug']}, {each['title']}: {uploads}, {offered}"


def markdown_of(workspace: str, slug: str) -> str | None:
    """Give the Markdown of a workspace's framework: of the upload on offer, else of the newest; None for none."""
    with own_store() as store, store.reading() as view:
        own = next((each for each in view.own_frameworks(workspace) if each.slug == slug), None)
        return None if own is None else view.own_markdown(workspace, slug, (own.offered or own.newest).number)


@contextmanager
def own_store() -> Iterator[SqlStore]:
    """Lend the bot's own store, which must be there: a mistyped address makes no database."""
    with closing(open_store(read_database_url(), exists=True)) as store:
        yield store


def one_assessment(view: SqlReads, assessment_id: str) -> Assessment:
    """Return the assessment of that id, in whichever workspace; StoreError where there is none, or several."""
    found = [view.assessment(workspace, assessment_id) for workspace in view.workspaces_of(assessment_id)]
    if len(found) > 1:
        raise StoreError(f"{assessment_id!r} is in several workspaces: see cxbot export-workspace.")
    if not found or found[0] is None:
        raise StoreError(
            f"There is no assessment {assessment_id!r} in this database."
            " Check the id, and that DATABASE_URL names the bot's own database."
        )
    return found[0]


def import_one(text: str, workspace: str, *, dry_run: bool) -> "IntakeReport":
    """Take the text of an export into the database, which is made where there is none; a dry run changes nothing."""
    from bot.core.record.intake import read_intake  # noqa: PLC0415  # other commands need none of it
    from bot.use_cases.intake import IntakeReport, look_at_export, take_export  # noqa: PLC0415  # other commands need none of it

    try:
        file, differences = read_intake(text, workspace)
    except MalformedError as error:
        return IntakeReport(problems=error.problems)
    if differences:
        return IntakeReport(file.assessment, differences=differences)
    url = read_database_url()
    with closing(open_store(url if not dry_run or has_database(url) else "sqlite://")) as store:
        frameworks = offered_to_all()
        if not dry_run:
            return take_export(store, file, frameworks)
        with store.reading() as view:
            return look_at_export(view, file, frameworks)


def data_files(scope: DataScope, file: Path) -> "Mapping[Path, tuple[tuple[DataTable, ...], bytes]]":
    """Return the files that hold the data of a scope, each with its tables and its content; none for an empty scope."""
    from bot.reports.spreadsheets import csv_file, workbook  # noqa: PLC0415  # other commands need none of it
    from bot.store.flat import flat_database  # noqa: PLC0415  # other commands need none of it

    with own_store() as store, store.reading() as view:
        tables = tables_in(view, scope)
    if tables is None:
        return {}
    match file.suffix.casefold():
        case ".xlsx":
            return {file: (tables, workbook(tables, datetime.now(UTC)))}
        case ".db":
            return {file: (tables, flat_database(tables))}
        case _:
            first, *others = tables
            beside = {file.with_stem(f"{file.stem}-{each.name}"): each for each in others}
            return {path: ((each,), csv_file(each)) for path, each in ({file: first} | beside).items()}
