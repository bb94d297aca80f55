"""What the commands `check` and `score` print, and the exports as they are written again, through the command line."""

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from bot.cli import main
from bot.core.record.export import export_assessment
from bot.core.record.rescoring import read_export

ROOT = Path(__file__).parents[2]
SEEDS = ROOT / "tests/files/seeds"
EXPORTS = ROOT / "tests/drafts/assessments"


def run(*arguments: str, **environment: str) -> tuple[int, str]:
    """Run a command of cxbot; return its exit code and what it printed."""
    result = CliRunner(env=environment).invoke(main, list(arguments))
    return result.exit_code, result.output


def checked(*paths: str) -> str:
    """Return what `check --json` says of files, or of the installed frameworks, with paths from the top on."""
    code, output = run("check", "--json", *paths)
    found: list[dict[str, Any]] = json.loads(output)
    for each in found:
        each["file"] = Path(each["file"]).relative_to(ROOT).as_posix()
    return json.dumps({"exit code": code, "files": found}, indent=1, ensure_ascii=False) + "\n"


def scored() -> str:
    """Return what `score` says of each fixed assessment."""
    lines: list[str] = []
    for file in exports():
        code, output = run("score", str(file))
        lines += [f"== {file.name}, exit code {code}", output.rstrip()]
    return "\n".join(lines) + "\n"


def written_again(file: Path) -> str:
    """Read an export, and return the same assessment as it is exported today."""
    own = read_export(json.loads(file.read_text("utf-8")))
    written = export_assessment(own.assessment, own.before, explained=own.explained)
    return json.dumps(written, ensure_ascii=False, indent=1) + "\n"


def exports() -> list[Path]:
    """Return the files of the fixed assessments."""
    return sorted(EXPORTS.glob("*.json"))
