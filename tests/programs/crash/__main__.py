"""The long crash run: ``python -m tests.programs.crash --faults 1000``. Prints a summary and leaves no file behind."""

import secrets
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from tests.programs.crash import blind_scores, due_moments, storm
from tests.programs.crash.breaks import BREAKS
from tests.programs.crash.ground import Kind
from tests.programs.crash.oracle import Finding
from tests.programs.crash.scene import CASTS
from tests.programs.crash.storm import Plan, Report

SPARES = 0.4
"""The share of faults that are no kills."""
_TOLD_EACH = 50
TOO_LATE = 0.05
"""The share of late posts on which Slack acts later than the bot waits."""


@click.command()
@click.option("--faults", default=1_000, show_default=True, help="Kills, freezes and moves of the clock.")
@click.option("--seasons", default=10, show_default=True, help="How many runs over due moments follow.")
@click.option("--teams", default=10, show_default=True, help="How many team assessments follow.")
@click.option("--seed", default="", help="Repeats the choices of another run; without one a new seed is made.")
@click.option("--store", type=click.Choice(["sqlite", "postgresql"]), default="sqlite", help="What the bots share.")
@click.option("--break", "break_name", type=click.Choice(list(BREAKS)), default=None, help="Put a bug in.")
@click.option("--keep", type=click.Path(path_type=Path), help="A folder that keeps the databases and the logs.")
def main(
    faults: int, seasons: int, teams: int, seed: str, break_name: str | None, keep: Path | None, store: Kind
) -> None:
    """Kill and freeze the bots of one database again and again and set their clock while people answer.

    On PostgreSQL two take deliveries and two work; the server is killed, too, and the network is cut. Nothing may be
    lost and nothing stand twice. Then do the same while the bots' clock runs over due moments, and while
    teams answer in private up to the reveal.
    """
    plan = Plan(
        seed or secrets.token_hex(4),
        faults,
        break_name or "",
        bots=len(CASTS[store].roles),
        spares=SPARES,
        too_late=TOO_LATE,
        store=store,
    )
    click.echo(f"{faults} faults, seed {plan.seed}")
    reports = []
    if faults:
        started = time.monotonic()
        with _folder(keep, "storm") as folder:
            reports.append(storm.run(plan, folder, _teller(started)))
        _print(reports[-1], time.monotonic() - started)
    if seasons:
        click.echo(f"{seasons} seasons of due moments, two bots")
        started = time.monotonic()
        reports.append(_seasons(plan, seasons, keep))
        _print(reports[-1], time.monotonic() - started)
    if teams:
        click.echo(f"{teams} team assessments, two bots")
        started = time.monotonic()
        with _folder(keep, "teams") as folder:
            scores = blind_scores.Scores(plan.seed, teams, break_name=plan.break_name, spares=SPARES, store=plan.store)
            reports.append(blind_scores.run(scores, folder))
        _print(reports[-1], time.monotonic() - started)
    sys.exit(1 if any(each.findings for each in reports) else 0)


def _seasons(plan: Plan, number: int, keep: Path | None) -> Report:
    """Make so many runs over due moments, and add up what came of them."""
    figures = Counter[str]()
    findings: list[Finding] = []
    for each in range(number):
        with _folder(keep, f"season-{each}") as folder:
            season = due_moments.Season(
                f"{plan.seed}:{each}", break_name=plan.break_name, spares=SPARES, store=plan.store
            )
            report = due_moments.run(season, folder)
        figures.update(report.figures)
        findings += report.findings
    return Report(dict(figures), tuple(findings))


@contextmanager
def _folder(keep: Path | None, name: str) -> Iterator[Path]:
    """Give an empty folder: a passing one, or one to keep."""
    if keep is None:
        with tempfile.TemporaryDirectory(prefix="cxbot-crash-") as passing:
            yield Path(passing)
    else:
        (keep / name).mkdir(parents=True, exist_ok=True)
        yield keep / name


def _teller(started: float) -> Callable[[int], None]:
    """Return what says now and then how many faults there were."""
    told = [0]

    def tell(done: int) -> None:
        if done >= told[0] + _TOLD_EACH:
            told[0] = done
            click.echo(f"  {done} faults after {time.monotonic() - started:.0f} s")

    return tell


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
