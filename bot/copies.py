"""The commands that copy the bot's database: a backup, a move to another database, and what follows a restore."""

import json
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

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
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def move(source: str, target: str, *, as_json: bool) -> None:
    """Copy everything of one database into another that is empty, in one transaction, and prove that it is the same.

    FROM and TO are written as DATABASE_URL is, such as sqlite:///data/cxbot.db and postgresql://cxbot@localhost/cxbot.
    Stop the bot first. FROM stays as it is. Exits with 1, and keeps nothing in TO, when anything is not the same.
    """
    report = _moved(source, target)
    click.echo(json.dumps(report.as_json(), indent=2) if as_json else "\n".join(report.lines()))
    sys.exit(report.exit_code)


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
    from bot.settings import read_database_url  # noqa: PLC0415  # as above
    from bot.store.store import open_store  # noqa: PLC0415  # as above

    with closing(open_store(read_database_url(), exists=True)) as store:
        click.echo(f"Assessments to be compared with Slack when the bot starts: {store.mark_restored()}.")
