"""The commands about all data: a backup, a move, what follows a restore; a workspace in a folder, its deletion."""

import re
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.user_files import AS_JSON, Mistake, as_text, new_file, show

if TYPE_CHECKING:
    from bot.use_cases.intake import MoveReport


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
def backup(file: Path) -> None:
    """Copy the database into FILE, a new file, while the bot serves.

    Reads DATABASE_URL; docs/storage.md says how to put a copy back.
    """
    from bot.settings import read_database_url  # noqa: PLC0415  # `cxbot --help` loads none of it
    from bot.store.store import back_up  # noqa: PLC0415  # as above

    back_up(read_database_url(), file)
    click.echo(f"{file} holds everything as it stands now, checked.")


@click.command()
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
@AS_JSON
def move(source: str, target: str, *, as_json: bool) -> None:
    """Copy everything of one database into another that is empty, in one transaction, and prove that it is the same.

    FROM and TO are written as DATABASE_URL is, such as sqlite:///data/cxbot.db and postgresql://cxbot@localhost/cxbot.
    Stop the bot first. FROM stays as it is. Exits with 1, and keeps nothing in TO, when anything is not the same.
    """
    report = _moved(source, target)
    show(report.as_json(), report.lines(), as_json=as_json, code=report.exit_code)


def _moved(source: str, target: str) -> "MoveReport":
    from bot.store.moving import NotMovedError  # noqa: PLC0415  # as above
    from bot.store.store import open_store  # noqa: PLC0415  # as above
    from bot.use_cases.intake import MoveReport, differing  # noqa: PLC0415  # as above

    with closing(open_store(source, exists=True)) as own, closing(open_store(target)) as other:
        try:
            return MoveReport(own.move_to(other, differing))
        except NotMovedError as error:
            return MoveReport({}, error.assessments)


@click.command()
def restored() -> None:
    """Tell the bot's database that it was restored from a backup: right after pg_restore, before the bot is started.

    Slack may have gone on since the backup was made, which the bot looks at when it starts. Reads DATABASE_URL. A copy
    that `cxbot backup` made knows that of itself.
    """
    from bot.library import own_store  # noqa: PLC0415  # as above

    with own_store() as store:
        click.echo(f"Assessments to be compared with Slack when the bot starts: {store.mark_restored()}.")


_PLAIN = re.compile(r"[A-Za-z0-9_-]{1,80}")


@click.command(name="export-workspace")
@click.argument("workspace", metavar="W")
@click.option("--to", "folder", type=click.Path(path_type=Path, file_okay=False), required=True, help="A new folder.")
@click.option("--no-names", is_flag=True, help="Leave out who people are: each is a number.")
@AS_JSON
def export_workspace(workspace: str, folder: Path, *, no_names: bool, as_json: bool) -> None:
    """Write everything of a workspace to a folder: the export of each assessment, and all of them as tables.

    W is Slack's id of the workspace. Reads DATABASE_URL, while the bot serves or not; docs/export.md describes the
    files. Exits with 1 when the workspace has no assessment.
    """
    from bot.core.record.nameless import without_names  # noqa: PLC0415  # `cxbot --help` loads none of it
    from bot.library import own_store  # noqa: PLC0415  # as above
    from bot.reports.spreadsheets import workbook  # noqa: PLC0415  # as above
    from bot.use_cases.data import DataScope, assessments_in, tables_of  # noqa: PLC0415  # as above
    from bot.use_cases.intake import export_of  # noqa: PLC0415  # as above

    files: list[str] = []
    with own_store() as store, store.reading() as view:
        found = assessments_in(view, DataScope(workspace=workspace))
        if found:
            _make(folder)
            for number, each in enumerate(found, start=1):
                made = export_of(view, each)
                name = each.id if _PLAIN.fullmatch(each.id) else f"assessment-{number}"  # one of a file may be anything
                with new_file(folder / f"{name}.json") as file:
                    file.write(as_text(without_names(made) if no_names else made) + "\n")
                files.append(f"{name}.json")
            with new_file(folder / "data.xlsx") as file:
                file.buffer.write(workbook(tables_of(view, *found), datetime.now(UTC)))
            files.append("data.xlsx")
    outcome, place = "done" if found else "nothing", {"workspace": workspace, "folder": str(folder)}
    fields = {"outcome": outcome, **place, "assessments": len(found), "files": files}
    told = f"{workspace} has no assessment in this database. Nothing was written."
    if found:
        told = f"{folder} holds {len(found)} assessments of {workspace}, and data.xlsx with all of them as tables."
    show(fields, [told], as_json=as_json, code=0 if found else 1, err=not found)


def _make(folder: Path) -> None:
    """Make a folder for this user alone: what people said stands in it."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        is_empty = not any(folder.iterdir())
    except OSError as error:
        raise Mistake(f"{folder} cannot be made: {error.strerror}. Name another folder.") from error
    if not is_empty:
        raise Mistake(f"{folder} has something in it, and nothing is overwritten. Name a new folder.")


@click.command(name="forget-workspace")
@click.argument("workspace", metavar="W")
@click.option("--dry-run", is_flag=True, help="Say what would go, and change nothing.")
@AS_JSON
def forget_workspace(workspace: str, *, dry_run: bool, as_json: bool) -> None:
    """Delete everything of a workspace from the database at once, while the bot serves or not. There is no way back.

    W is Slack's id of the workspace. What stands in Slack stays there. Reads DATABASE_URL; docs/privacy.md says what
    goes. Exits with 1 when nothing is known of W, or when it is to be run again.
    """
    from bot.library import own_store  # noqa: PLC0415  # as above
    from bot.use_cases.stays import delete_workspace, rows_of, wipe_deleted  # noqa: PLC0415  # as above

    with own_store() as store:
        with store.reading() as view:
            left_over = workspace in view.unwiped()
        rows = rows_of(store, workspace) if dry_run else delete_workspace(store, workspace)
        wiped = not dry_run and (bool(rows) or left_over) and wipe_deleted(store)
    known = bool(rows) or left_over
    outcome = ("would_be_forgotten" if dry_run else "forgotten") if known else "unknown"
    exit_code = 0 if known and (dry_run or wiped) else 1
    fields = {"outcome": outcome, "workspace": workspace, "rows": dict(rows), "wiped": wiped}
    lines = _lines(outcome, workspace, dict(rows), wiped=wiped)
    show(fields, lines, as_json=as_json, code=exit_code, err=exit_code != 0)


def _lines(outcome: str, workspace: str, rows: dict[str, int], *, wiped: bool) -> list[str]:
    if outcome == "unknown":
        return [f"Nothing is known of workspace {workspace}. Check its id. Nothing was changed."]
    counted = [f"  {table}: {count} {'row' if count == 1 else 'rows'}" for table, count in rows.items()]
    if outcome == "would_be_forgotten":
        return [f"Workspace {workspace} would be forgotten. Nothing was changed. Counted:", *counted]
    done = "Nothing of it is left in free pages." if wiped else "Free pages may still hold it: run it again."
    return [f"Workspace {workspace} is forgotten. Deleted:", *counted, f"{done} Exports and backups are not reached."]
