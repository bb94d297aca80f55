"""The commands, each a few lines: what they do lives in the layers below."""

import re
import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from bot import __version__
from bot.copies import backup, export_workspace, forget_workspace, move, restored
from bot.core.errors import BotError
from bot.user_files import AS_JSON, Mistake, as_text, content_of, new_file, show, text_of, write_new


class _Commands(click.Group):
    """Shows what went wrong in words, never as a traceback: exit code 2 for what the caller can mend."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except BotError as error:
            raise Mistake(str(error)) from error


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="cxbot")
def main() -> None:
    """Run customer-experience assessments in Slack threads.

    Try it without Slack: cxbot sandbox
    """


@main.command()
@click.option("--workers/--no-workers", default=True, help="Whether to do the work too, or to leave it to cxbot work.")
def serve(*, workers: bool) -> None:
    """Serve Slack over HTTP, or over a socket when SLACK_APP_TOKEN is set.

    Reads its settings from the environment; docs/settings.md lists them.
    """
    from bot.roles import serve as run  # noqa: PLC0415  # the other commands need not wait for Slack's libraries

    run(works=workers)


@main.command()
def work() -> None:
    """Do the work of the deliveries that others take with cxbot serve on the same database.

    Reads the same settings; where PORT is set, /healthz, /readyz and /metrics answer there. docs/operating.md says how
    many to start.
    """
    from bot.roles import work as run  # noqa: PLC0415  # as above

    run()


@main.command()
@click.option("--port", default=8765, show_default=True, help="Port of the page; 0 picks a free one.")
@click.option("--open/--no-open", "opens", default=True, show_default=True, help="Open the page in a browser.")
def sandbox(port: int, *, opens: bool) -> None:
    """Play the whole thing on this machine: a small Slack with a web page, and the bot in it."""
    from bot.main import play  # noqa: PLC0415  # as above

    play(port=port, opens=opens)


@main.command()
@click.argument("paths", nargs=-1, type=str)
@click.option("--json", "as_json", is_flag=True, help="Print everything that was found as JSON.")
def check(paths: tuple[str, ...], *, as_json: bool) -> None:
    """Check framework files; without PATHS those that come with cxbot, and its prompts.

    Exits with 1 when a file is no framework or no prompt, and says in which line and why. The JSON is of frameworks.
    """
    from bot.files import check as checking  # noqa: PLC0415  # as above
    from bot.files.places import prompts_folder  # noqa: PLC0415  # as above
    from bot.files.prompts import check_prompts  # noqa: PLC0415  # as above

    reports = checking.check(paths)
    lines, problems = check_prompts(prompts_folder()) if not paths else ((), ())
    for line in [as_text(checking.as_json(reports))] if as_json else [*checking.as_text(reports), *lines]:
        click.echo(line)
    for problem in problems:
        click.echo(problem, err=as_json)
    sys.exit(1 if problems else checking.exit_code(reports))


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--to", type=click.Path(path_type=Path, dir_okay=False), help="A new file; else it is printed.")
@click.option("--json", "as_json", is_flag=True, help="Print the account and the framework as JSON.")
def convert(file: Path, to: Path | None, *, as_json: bool) -> None:
    """Make a framework file of a spreadsheet, a table or an outline: .csv, .xlsx or Markdown.

    Says line by line what was taken, left out and is still to be written. Exits with 0 when the framework is whole, 1
    when TODO lines are left in it, 2 when FILE cannot be converted. docs/frameworks.md says what is read.
    """
    from bot.files.convert import convert as run  # noqa: PLC0415  # as above

    made = run(file)
    if to is not None:
        with new_file(to) as new:
            new.write(made.markdown)
    code = 0 if made.is_complete else 1
    if as_json or to is not None:
        show(made.as_json(to), made.lines(), as_json=as_json, code=code)
    for line in made.lines():
        click.echo(line, err=True)
    click.echo(made.markdown, nl=False)
    sys.exit(code)


@main.command()
@click.argument("name", required=False)
@click.option("--workspace", default="", help="Slack's id of one workspace, such as T0123ABCD.")
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
def frameworks(name: str | None, workspace: str, *, as_json: bool) -> None:
    """List the frameworks on offer, and those that workspaces uploaded; NAME, a slug, prints that Markdown file.

    Exits with 1 when a workspace has no framework of that name. docs/frameworks.md lists the fields of the JSON.
    """
    from bot import library  # noqa: PLC0415  # as above

    if name is not None:
        markdown = library.markdown_of(workspace, name)
        if markdown is None:
            click.echo(f"{workspace or 'No --workspace'} has no framework {name!r}.", err=True)
            sys.exit(1)
        click.echo(markdown, nl=False)
        return
    found = library.all_frameworks(workspace)
    show(found, library.as_lines(found), as_json=as_json)


@main.command()
@click.option("--url", help="The public address of the bot, such as https://cx.example.com.")
@click.option("--socket-mode", is_flag=True, help="For an app without a public address.")
def manifest(url: str | None, *, socket_mode: bool) -> None:
    """Print the manifest to create the Slack app from (YAML is not needed: Slack takes JSON)."""
    from bot.slack.manifest import manifest as make  # noqa: PLC0415  # as above

    show(make(base_url=url, socket_mode=socket_mode))


@main.command()
def key() -> None:
    """Print a new key for CXBOT_SECRET_KEY, which encrypts the tokens of installed workspaces."""
    from bot.cipher import new_key  # noqa: PLC0415  # as above

    click.echo(new_key())


@main.command()
@click.option("--json", "as_json", is_flag=True, help="Print what became of the tokens as JSON.")
def rekey(*, as_json: bool) -> None:
    """Encrypt the tokens of installed workspaces with the first key of CXBOT_SECRET_KEY.

    Reads DATABASE_URL and CXBOT_SECRET_KEY, while the bot serves or not; safe to repeat. Exits with 1 where a token is
    left that none of the keys opens: that workspace has to install the bot again.
    """
    from bot.ways_out import encrypt_anew  # noqa: PLC0415  # as above

    found = encrypt_anew()
    told = [f"{len(found.workspaces)} encrypted with the first key."]
    if found.unreadable:
        told += [f"No key opens the tokens of {', '.join(found.unreadable)}: have cxbot installed there again."]
    fields = {"workspaces": list(found.workspaces), "unreadable": list(found.unreadable)}
    show(fields, told, as_json=as_json, code=1 if found.unreadable else 0)


@main.command()
@click.argument("assessment_id", metavar="[ID]", required=False)
@click.option("--assessment", "named", help="The id, as /cx-scorecard list and the log show it; ID says the same.")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="A new file; else it is printed.")
@click.option("--no-names", is_flag=True, help="Leave out who people are: each is a number.")
def export(assessment_id: str | None, named: str | None, output: Path | None, *, no_names: bool) -> None:
    """Write one assessment as JSON: the facts, the framework's wording and the computed figures.

    Reads DATABASE_URL; docs/export.md describes the format.
    """
    from bot.core.record.nameless import without_names  # noqa: PLC0415  # as above
    from bot.library import one_assessment, own_store  # noqa: PLC0415  # as above
    from bot.use_cases.intake import export_of  # noqa: PLC0415  # as above

    wanted = assessment_id or named
    if wanted is None or (assessment_id is not None and named is not None):
        raise Mistake("Give the id of one assessment: cxbot export ID.")
    with own_store() as store, store.reading() as view:
        value = export_of(view, one_assessment(view, wanted))
    value = without_names(value) if no_names else value
    if output is None:
        show(value)
    with new_file(output) as file:
        file.write(as_text(value) + "\n")


@main.command()
@click.argument("assessment_id", metavar="ID")
@click.option("--to", type=click.Path(path_type=Path, dir_okay=False), required=True, help="A new file, .html or .pdf.")
@click.option("--json", "as_json", is_flag=True, help="Print what was written as JSON; docs/reports.md has the fields.")
def report(assessment_id: str, to: Path, *, as_json: bool) -> None:
    """Write the report of one assessment, to hand on: a page of HTML, or a PDF.

    Reads DATABASE_URL, which knows people by their ids and no channel by its name: the report names none. Exits with 1
    when a PDF is asked for and the extra for it is not installed.
    """
    from bot.library import one_assessment, own_store  # noqa: PLC0415  # as above
    from bot.reports.reporter import DocumentReporter  # noqa: PLC0415  # as above
    from bot.use_cases.report import FileKind, account, facts_of  # noqa: PLC0415  # as above

    form, reporter = next((each for each in FileKind if to.suffix.lower() == f".{each}"), None), DocumentReporter()
    if form is None:
        raise Mistake(f"{to} ends in neither .html nor .pdf. Name a file that does.")
    with own_store() as store, store.reading() as view:
        own = one_assessment(view, assessment_id)
        facts = facts_of(view, own, view.channels(own.workspace), datetime.now(UTC))
    if form not in reporter.forms:
        click.echo(_NO_PDF, err=True)
        sys.exit(1)
    content = reporter.write(facts, form)
    with new_file(to) as file:
        file.buffer.write(content)
    fields = {"file": str(to), "form": form, "bytes": len(content), **account(facts)}
    show(fields, [f"{to} holds the report."], as_json=as_json)


_NO_PDF = (
    "A report as PDF needs the package typst, which is not installed: pip install 'cxbot[pdf]' brings it."
    " Or name a file that ends in .html: that report prints well from any browser."
)
_JOB_ID = click.argument("job_id", metavar="ID", type=click.IntRange(min=1, max=2**63 - 1))
_PERSON_ID = re.compile(r"(?!gone-)[A-Za-z0-9_.-]{1,80}")
_NOT_DONE = {
    "unknown": "There is no job {id}. `cxbot jobs` lists them.",
    "runs": "Job {id} runs at this moment: ask again when it is done.",
    "not_due": "Job {id} did not fail: it waits for its moment.",
    "another_waits": "Other work for the same place waits before job {id}: ask again when that is done.",
}


@main.group(invoke_without_command=True)
@AS_JSON
@click.pass_context
def jobs(context: click.Context, *, as_json: bool) -> None:
    """Look after the work that waits, runs, or was given up, while the bot serves.

    Without a command it lists them. Reads DATABASE_URL; docs/operating.md describes the list.
    Exits with 1 when there is no such job, or it is not as asked.
    """
    context.obj = as_json
    if context.invoked_subcommand is None:
        context.invoke(list_jobs, as_json=as_json)


@jobs.command(name="list")
@AS_JSON
def list_jobs(*, as_json: bool) -> None:
    """List what was given up, what runs and what waits."""
    from bot.library import own_store  # noqa: PLC0415  # as above
    from bot.slack.views.jobs import as_fields, as_lines  # noqa: PLC0415  # as above
    from bot.use_cases.jobs import listed  # noqa: PLC0415  # as above

    with own_store() as store:
        found = list(listed(store, store.jobs, datetime.now(UTC)))
    show([as_fields(each) for each in found], as_lines(found), as_json=as_json or click.get_current_context().obj)


@jobs.command()
@AS_JSON
def workspaces(*, as_json: bool) -> None:
    """Count the work of each workspace: what is due now, what waits, what runs and what was given up."""
    from bot.library import own_store  # noqa: PLC0415  # as above
    from bot.slack.views.jobs import workspace_fields, workspace_lines  # noqa: PLC0415  # as above

    with own_store() as store:
        found = store.jobs.by_workspace(datetime.now(UTC))
    show(workspace_fields(found), workspace_lines(found), as_json=as_json or click.get_current_context().obj)


@jobs.command()
@_JOB_ID
@AS_JSON
def retry(job_id: int, *, as_json: bool) -> None:
    """Have a job that was given up, or rests, done again at once."""
    _ask_of_job(job_id, "Job {id} is done again: {about}.", drops=False, as_json=as_json)


@jobs.command()
@_JOB_ID
@AS_JSON
def drop(job_id: int, *, as_json: bool) -> None:
    """Forget a job that does not run; what it was for is not done."""
    _ask_of_job(job_id, "Job {id} is dropped: {about}.", drops=True, as_json=as_json)


def _ask_of_job(job_id: int, done: str, *, drops: bool, as_json: bool) -> None:
    from bot.library import own_store  # noqa: PLC0415  # as above
    from bot.slack.views.jobs import as_fields  # noqa: PLC0415  # as above
    from bot.use_cases.jobs import listed  # noqa: PLC0415  # as above

    now = datetime.now(UTC)
    with own_store() as store:
        job = next(listed(store, store.jobs, now, job_id), None)
        outcome = store.jobs.drop(job_id) if drops else store.jobs.retry(job_id, now)
    fields = as_fields(job) if job is not None else {"id": job_id}
    told, code = ({"done": done} | _NOT_DONE)[outcome.value].format_map(fields), 0 if outcome.value == "done" else 1
    as_json = as_json or click.get_current_context().obj
    show({"outcome": outcome.value, "job": fields}, [told], as_json=as_json, code=code, err=code != 0)


@main.command()
@click.argument("person", metavar="USER")
@click.option("--workspace", required=True, help="Slack's id of the workspace.")
@click.option("--dry-run", is_flag=True, help="Say what would go, and change nothing.")
@AS_JSON
def forget(person: str, workspace: str, *, dry_run: bool, as_json: bool) -> None:
    """Take the words, links, notes and name of a person out of the database, while the bot serves or not.

    What the bot posted follows by work of the bot that runs. There is no way back. Reads DATABASE_URL; docs/privacy.md
    says what goes and what stays. Exits with 1 when nothing is known of USER, or when it is to be run again.
    """
    from bot.library import own_store  # noqa: PLC0415  # as above
    from bot.main import SystemClock  # noqa: PLC0415  # as above
    from bot.slack.views.forgetting import as_fields, as_lines  # noqa: PLC0415  # as above
    from bot.use_cases.forget import forget as run  # noqa: PLC0415  # as above

    if not _PERSON_ID.fullmatch(person):
        raise Mistake(f"{person!r} is no person's id. Give it as Slack and the exports show it, such as U024BE7LH.")
    with own_store() as store:
        report = run(store, SystemClock(), workspace, person, dry_run=dry_run)
    of, code = (report, person, workspace), report.exit_code
    show(as_fields(*of), as_lines(*of), as_json=as_json, code=code, err=code != 0)


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the recomputed figures and the differences as JSON.")
def score(file: Path, *, as_json: bool) -> None:
    """Recompute the figures of an exported assessment from its facts alone.

    Exits with 0 when they agree to the digit, 1 when any differs, 2 when FILE is not such an export.
    """
    from bot.core.record.rescoring import score_file  # noqa: PLC0415  # as above

    result = score_file(text_of(file))
    show(result.as_json(), result.lines(), as_json=as_json, code=result.exit_code)


@main.command()
@click.argument("file", metavar="EXPORT", type=click.Path(path_type=Path))
@click.option("--receipt", type=click.Path(path_type=Path), help="A respondent's receipt: whether it is in it.")
@AS_JSON
def verify(file: Path, receipt: Path | None, *, as_json: bool) -> None:
    """Verify that what was revealed of a team rests on the answers that were sealed, and on no other.

    Needs no database. Exits with 0 when all is as it was sealed, 1 when something is not, 2 when EXPORT is no export of
    a team or FILE no receipt. docs/teams.md has the formulas.
    """
    from bot.core.record.verifying import verify_files  # noqa: PLC0415  # as above

    found = verify_files(text_of(file), text_of(receipt) if receipt is not None else None)
    show(found.as_json(), found.lines(), as_json=as_json, code=found.exit_code)


@main.command()
@click.option("--assessment", default="", help="The id of one assessment.")
@click.option("--channel", default="", help="Slack's id of a channel: its whole history.")
@click.option("--workspace", default="", help="Slack's id of a workspace: its whole history.")
@click.option("--to", "file", required=True, type=click.Path(path_type=Path, dir_okay=False), help="A new file.")
@AS_JSON
def data(assessment: str, channel: str, workspace: str, file: Path, *, as_json: bool) -> None:
    """Write assessments as tables, to .csv, .xlsx or .db: all of them, or one, or a channel's or workspace's.

    A row for each rating, dimension, action and reading of a metric; people by role alone. Reads DATABASE_URL;
    docs/export.md has the columns. Exits with 1 when there is no such assessment, 2 for wrong use.
    """
    from bot.library import data_files  # noqa: PLC0415  # as above
    from bot.use_cases.data import DataScope  # noqa: PLC0415  # as above

    if file.suffix.casefold() not in (".csv", ".xlsx", ".db"):
        raise Mistake(f"{file} says no format. Give a name that ends in .csv, .xlsx or .db.")
    if sum(map(bool, (assessment, channel, workspace))) > 1:
        raise Mistake("Give one of --assessment, --channel and --workspace, or none of them for everything.")
    made = data_files(DataScope(assessment, channel, workspace), file)
    write_new({path: content for path, (_, content) in made.items()})
    told = {str(path): {each.name: len(each.rows) for each in tables} for path, (tables, _) in made.items()}
    files = [{"file": path, "rows": rows} for path, rows in told.items()]
    lines = [f"{path}: {', '.join(f'{n} {name}' for name, n in rows.items())}" for path, rows in told.items()]
    lines = lines or ["There is no such assessment in this database. Nothing was written."]
    outcome = {"outcome": "done" if made else "nothing", "files": files}
    show(outcome, lines, as_json=as_json, code=0 if made else 1, err=not made)


@main.command(name="import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--workspace", default="", help="Slack's id of the workspace to import into; else the file's own.")
@click.option("--dry-run", is_flag=True, help="Say what would become of FILE, and change nothing.")
@AS_JSON
def import_file(file: Path, workspace: str, *, dry_run: bool, as_json: bool) -> None:
    """Take an exported assessment into the database, with its own ids, whole or not at all.

    Exits with 0 when it is there now or was before, 1 when a figure in it or what is there already differs, 2 when FILE
    is no such export. Reads DATABASE_URL; docs/export.md says what is checked.
    """
    from bot.library import import_one  # noqa: PLC0415  # as above
    from bot.use_cases.intake import as_fields, as_lines  # noqa: PLC0415  # as above

    report = import_one(text_of(file), workspace, dry_run=dry_run)
    fields, lines, code = as_fields(report, dry_run=dry_run), as_lines(report, dry_run=dry_run), report.exit_code
    show(fields, lines, as_json=as_json, code=code, err=code != 0)


@main.group()
def metrics() -> None:
    """Take the metrics of subjects, such as their NPS, from a file; docs/metrics.md describes it."""


@metrics.command(name="import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--workspace", default="", help="Slack's id of the workspace; else the only one of the database.")
@click.option("--channel", default="", help="Slack's id of the channel whose subjects they are of; else any.")
@click.option("--dry-run", is_flag=True, help="Say what would become of FILE, and change nothing.")
@AS_JSON
def import_metrics(file: Path, workspace: str, channel: str, *, dry_run: bool, as_json: bool) -> None:
    """Add the rows of a CSV file that are not there yet: all of them, or none.

    Exits with 0 when they are there now, 1 when a row cannot be taken, 2 when FILE is no such table. Reads
    DATABASE_URL.
    """
    from bot.files.grids import metric_rows  # noqa: PLC0415  # as above
    from bot.library import own_store  # noqa: PLC0415  # as above
    from bot.main import SystemClock  # noqa: PLC0415  # as above
    from bot.use_cases.metrics import take_metrics  # noqa: PLC0415  # as above

    rows = metric_rows(content_of(file))
    with own_store() as store:
        taken = take_metrics(store, SystemClock(), rows, workspace, channel, dry_run=dry_run)
    problems = [str(each) for each in taken.problems]
    done = {"added": len(taken.added), "known": taken.known, "problems": problems}
    how = "would be added" if dry_run else "added"
    told = "Nothing was added." if problems else f"{len(taken.added)} {how}, {taken.known} there before."
    fields = {"outcome": "refused" if problems else "done", "dry_run": dry_run, **done}
    show(fields, [*problems, told], as_json=as_json, code=1 if problems else 0, err=bool(problems))


@main.command()
@click.option("--workspace", default="", help="Slack's id of the workspace; else the only one of the database.")
@AS_JSON
def portfolio(workspace: str, *, as_json: bool) -> None:
    """Print the newest scorecard of every subject of a workspace by framework, with a heat map and open actions.

    Exits with 1 when there is none, 2 for wrong use. Reads DATABASE_URL; docs/portfolio.md has the fields.
    """
    from bot.library import own_store  # noqa: PLC0415  # as above
    from bot.slack.views.portfolio import portfolio_fields, portfolio_lines  # noqa: PLC0415  # as above
    from bot.use_cases.portfolio import portfolio_of  # noqa: PLC0415  # as above

    with own_store() as store, store.reading() as view:
        known = view.workspaces()
        if not workspace and len(known) > 1:
            raise Mistake(f"The database has several workspaces: name one of {', '.join(known)} with --workspace.")
        own = workspace or next(iter(known), "")
        found = portfolio_of(view, own, view.channels(own), datetime.now(UTC).date())
    lines = portfolio_lines(found) if found.rows else ["Nothing was assessed in this workspace."]
    code = 0 if found.rows else 1
    show(portfolio_fields(found), lines, as_json=as_json, code=code, err=code != 0)


@main.command(context_settings={"ignore_unknown_options": True})
@click.argument("sentence", required=False)
@click.option("--framework", "slug", default="", help="Slug of a framework, or a file (*.md); else the first by title.")
@click.option("--dimension", default="", help="Key, name or number of the dimension asked about; else the first.")
@click.option("--language", default="", help="en, de, fr or es; words of all four are read alike.")
@click.option("--rule", help="Read this as a reminder rule instead, as typed after /cx-remind.")
@click.option("--now", help="When the rule is typed, such as 2027-01-04T09:00; else now.")
@click.option("--zone", default="UTC", show_default=True, help="Time zone of whoever types the rule.")
@click.option("--json", "as_json", is_flag=True, help="Print the reading as JSON; docs/reading.md has the fields.")
def read(  # one parameter for each option
    sentence: str | None,
    *,
    slug: str,
    dimension: str,
    language: str,
    rule: str | None,
    now: str | None,
    zone: str,
    as_json: bool,
) -> None:
    """Show how a typed SENTENCE is read as an answer to an open question, and why.

    Exits with 2 for a framework, dimension, language or time zone that is not known.
    """
    from bot.calendars import public_holidays  # noqa: PLC0415  # as above
    from bot.files.frameworks import offered  # noqa: PLC0415  # as above
    from bot.slack.explained import as_line, explain_answer, explain_rule  # noqa: PLC0415  # as above

    if (sentence is None) == (rule is None):
        raise Mistake("Give one SENTENCE as it would be typed, in quotation marks; or --rule with a reminder rule.")
    if rule is not None:
        found = explain_rule(rule, now=now or datetime.now(UTC).isoformat(), zone=zone, holidays=public_holidays)
    else:
        found = explain_answer(offered(slug), sentence or "", slug=slug, dimension=dimension, language=language)
    show(found, [as_line(found)], as_json=as_json)


@main.group()
def drafts() -> None:
    """Try a language model on an exported assessment, without Slack; docs/drafts.md describes it."""


@drafts.command()
@click.argument("file", metavar="EXPORT.json", type=click.Path(path_type=Path))
@click.option("--piece", default="", help="note:DIMENSION, narrative:DIMENSION, plan, notes or narratives; else all.")
@click.option("--language", default="", help="en, de, fr or es; else the framework's.")
@click.option("--json", "as_json", is_flag=True, help="Print the facts, the prompt and the schema as JSON.")
def brief(file: Path, piece: str, language: str, *, as_json: bool) -> None:
    """Print what a model would be sent: the facts, the prompt and the schema of the reply.

    Exits with 2 when EXPORT.json is no export, or nothing of that name is drafted.
    """
    from bot.files.places import prompts_folder  # noqa: PLC0415  # as above
    from bot.files.prompts import load_prompts  # noqa: PLC0415  # as above
    from bot.llm.trial import requests  # noqa: PLC0415  # as above

    found = requests(text_of(file), load_prompts(prompts_folder()), piece=piece, language=language)
    lines = (f"{each['prompt']['system']}\n\n{each['prompt']['task']}" for each in found)
    show(found[0] if piece else found, lines, as_json=as_json)


@drafts.command(name="check")
@click.argument("file", metavar="EXPORT.json", type=click.Path(path_type=Path))
@click.argument("replies", metavar="REPLIES.jsonl", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print what becomes of each reply as JSON.")
def check_replies(file: Path, replies: Path, *, as_json: bool) -> None:
    """Check the replies of a model, one a line: {"piece": ..., "language": ..., "reply": "<raw text>"}.

    Prints each accepted text, what is wrong with the others, and how many were accepted. A file that is one JSON list
    of such objects will do, and so will the whole answer of a server as a reply.

    Exits with 0 when all are accepted, 1 when any is not, 2 when a file or a line cannot be used.
    """
    from bot.llm.trial import all_accepted, as_lines, verdicts  # noqa: PLC0415  # as above

    found = verdicts(text_of(file), text_of(replies, "the replies, one JSON object a line"))
    show(found, as_lines(found), as_json=as_json, code=0 if all_accepted(found) else 1)


for command in (backup, move, restored, export_workspace, forget_workspace):
    main.add_command(command)
