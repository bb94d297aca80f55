"""The long crash run: ``python -m tests.crash --kills 1000``. Prints a summary and leaves no file behind."""

import secrets
import sys
import tempfile
import time
from pathlib import Path

import click

from tests.crash.breaks import BREAKS
from tests.crash.storm import Plan, Report, run


@click.command()
@click.option("--kills", default=1_000, show_default=True, help="How often the bot is killed.")
@click.option("--seed", default="", help="Repeats the choices of another run; without one a new seed is made.")
@click.option("--break", "break_name", type=click.Choice(list(BREAKS)), default=None, help="Put a bug in.")
@click.option("--keep", type=click.Path(path_type=Path), help="A folder that keeps the database and the log.")
def main(kills: int, seed: str, break_name: str | None, keep: Path | None) -> None:
    """Kill the serving bot again and again while people answer, and check that nothing is lost and nothing is twice."""
    plan = Plan(seed or secrets.token_hex(4), kills, break_name or "")
    click.echo(f"{kills} kills, seed {plan.seed}")
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="cxbot-crash-") as folder:
        if keep is not None:
            keep.mkdir(parents=True, exist_ok=True)
        report = run(plan, keep or Path(folder), lambda done: _tell(done, started))
    _print(report, time.monotonic() - started)
    sys.exit(1 if report.findings else 0)


def _tell(done: int, started: float) -> None:
    if done % 100 == 0:
        click.echo(f"  {done} kills after {time.monotonic() - started:.0f} s")


def _print(report: Report, seconds: float) -> None:
    for name, number in report.figures.items():
        click.echo(f"  {number:7,} {name}")
    click.echo(f"  {seconds:7,.0f} seconds")
    for kind in sorted(report.kinds()):
        found = [each for each in report.findings if each.kind == kind]
        click.echo(f"! {kind}: {len(found)}")
        for finding in found[:10]:
            click.echo(f"    {finding.words[:600]}")
    wrong = len(report.findings)
    click.echo(f"{wrong} findings" if wrong else "Nothing lost, nothing twice, everything goes on.")


if __name__ == "__main__":
    main()
