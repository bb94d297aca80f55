"""What the docs say is held against the code: commands, settings, words, paths, links."""

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import click
import pytest
from click.testing import CliRunner

from bot import cli
from bot.core import assessment, framework, metric, sealing, synopsis, team, thread_of_team, workshop
from bot.core.cadence import rule
from bot.core.plan import plan
from bot.core.scoring import portfolio, scorecard
from bot.settings import Settings
from bot.slack.manifest import COMMANDS
from bot.slack.views.jobs import as_fields
from bot.use_cases import notified as reminding
from bot.use_cases.jobs import JobRequest, JobState, JobSubject, ListedJob, QueuedJob, WorkStanding
from bot.use_cases.ports import Job
from bot.web import connections
from bot.web.app import BODY_SECONDS, web_app
from bot.web.readiness import metrics

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
LINK = re.compile(r"\]\(([^)#]+?)(?:#[^)]*)?\)")


def read(page: str) -> str:
    """Give the text of a page."""
    return (ROOT / page).read_text(encoding="utf-8")


def table(text: str, heading: str) -> dict[str, list[str]]:
    """Give the rows of the table that begins with ``heading``, by their first cell."""
    lines = text[text.index(heading) :].splitlines()[2:]
    rows: dict[str, list[str]] = {}
    for line in lines:
        if not line.startswith("|"):
            break
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        rows[cells[0].strip("`")] = cells[1:]
    return rows


def test_the_readme_names_every_command_and_no_other() -> None:
    told = {name.removeprefix("cxbot ") for name in table(read("README.md"), "| command | does |")}
    assert told == set(cli.main.commands)


@pytest.mark.parametrize("name", sorted(cli.main.commands))
def test_every_command_explains_itself(name: str) -> None:
    result = CliRunner().invoke(cli.main, [name, "--help"])
    assert result.exit_code == 0
    command = cli.main.commands[name]
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{name} {parameter.opts} says nothing of itself"


def test_the_settings_page_has_every_setting_with_its_default_and_words() -> None:
    told = table(read("docs/settings.md"), "| variable | default |")
    assert set(told) == {name.upper() for name in Settings.model_fields}
    for name, field in Settings.model_fields.items():
        default, words = told[name.upper()]
        real = "none" if field.is_required() or field.default is None else f"`{field.default}`"
        assert default == real, name
        assert words.startswith((field.description or "?").rstrip(".")), name


def test_the_settings_page_has_every_http_path() -> None:
    told = set(table(read("docs/settings.md"), "| path | what it is |"))
    nobody: Any = SimpleNamespace(own_url="")
    app = web_app(lambda _body, _headers: pytest.fail("not called"), dict, installs=(nobody, dict))
    real = set()
    for route in app.routes:
        methods = set(getattr(route, "methods", ())) - {"HEAD"}
        real |= {f"{method} {getattr(route, 'path', '')}" for method in methods}
    assert told == real


def test_the_operating_page_has_every_field_and_state_of_a_job() -> None:
    told = table(read("docs/operating.md"), "| field | is |")
    job = QueuedJob(Job(1, "tidy", "tidy", {}, 0), JobState.WAITING, "", None, None)
    assert list(told) == list(as_fields(ListedJob(job, JobSubject("tidy", ""))))
    assert [each for each in JobState if f"`{each.value}`" not in told["state"][0]] == []
    assert [each for each in JobRequest if f"`{each.value}`" not in read("docs/operating.md")] == []


def test_the_operating_page_has_every_figure() -> None:
    told = table(read("docs/operating.md"), "| figure | is |")
    assert set(told) == set(re.findall(r"# TYPE (\S+)", metrics(WorkStanding({}, 0.0), {}, {})))


def test_the_operating_page_has_the_limits_of_connections() -> None:
    told = read("docs/operating.md")
    assert f"at most {connections.MOST:,}, may be connections" in told
    assert f"within {connections.HEAD_SECONDS:.0f} seconds, or a body within {connections.BODY_SECONDS:.0f}" in told
    assert f"(after {BODY_SECONDS:.0f} it is answered with 408)" in told


def test_the_readme_and_the_changes_name_every_command_in_slack_and_no_other() -> None:
    for page in ("README.md", "CHANGELOG.md"):
        assert set(re.findall(r"`(/cx-[a-z]+)", read(page))) == {each.name for each in COMMANDS}


def test_the_glossary_words_are_the_words_of_the_code() -> None:
    words = {word for row in table(read("docs/glossary.md"), "| word | means |") for word in row.split(", ")}
    modules = (assessment, metric, portfolio, rule, framework, plan, reminding, scorecard)
    modules_of_teams = (sealing, team, thread_of_team, workshop, synopsis)
    named = {name.casefold() for module in (*modules, *modules_of_teams) for name in vars(module)}
    fields = {name for value in (scorecard.Scorecard, scorecard.Row) for name in value.__dataclass_fields__}
    roles = {role.value for role in assessment.Role}
    known = named | fields | roles | {"level", "claimed", "metric"}
    assert {word for word in words if word.casefold() not in known} == set()


def test_the_page_of_metrics_has_every_name_and_every_range() -> None:
    told = table(read("docs/metrics.md"), "| metric | value |")
    assert list(told)[:-1] == [each.name for each in metric.KINDS]
    for each in metric.KINDS:
        value, good, others = told[each.name]
        assert good == each.good
        assert {metric.metric_key(name) for name in others.split(", ")} == {each.key}
        assert len(others.split(", ")) + 1 == list(metric.BY_NAME.values()).count(each)
        highest = each.scale if each.unit is metric.Counted.SCALE else each.high
        is_money = each.unit is metric.Counted.MONEY
        assert value.startswith("money with its currency" if is_money else f"{each.low} to {highest}")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_within_the_docs_leads_somewhere(page: Path) -> None:
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_make_target_in_the_docs_exists(page: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", read("Makefile"), re.MULTILINE))
    named = set(re.findall(r"`make ([a-z]+)|^make ([a-z]+)", page.read_text(encoding="utf-8"), re.MULTILINE))
    assert {first or second for first, second in named} <= targets


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_cxbot_command_line_in_the_docs_is_one(page: Path) -> None:
    for line in re.findall(r"cxbot ((?:[a-z]+)(?: --?[a-z-]+)*)", page.read_text(encoding="utf-8")):
        name, *options = line.split()
        command = cli.main.commands.get(name)
        if command is None:
            assert not options, f"{page.name} names `cxbot {line}`"
            continue
        known = {each for parameter in command.params for each in (*parameter.opts, *parameter.secondary_opts)} | {
            "--help",
            "-h",
        }
        assert set(options) <= known, f"{page.name} names `cxbot {line}`"


def test_every_test_that_holds_a_promise_is_there() -> None:
    _, _, promises = read("tests/README.md").partition("## What holds each promise")
    named = re.findall(r"`([a-z_]+/[\w/.]*)`", promises)
    assert len(named) > 20
    assert [each for each in named if not (ROOT / "tests" / each).exists()] == []


def test_the_version_is_told() -> None:
    result = CliRunner().invoke(cli.main, ["--version"])
    assert result.output.startswith("cxbot, version ")
