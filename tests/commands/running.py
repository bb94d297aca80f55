"""A command of cxbot, run in this process as somebody types it."""

from click.testing import CliRunner, Result

from bot.cli import main


def cxbot(*arguments: object, **environment: str) -> Result:
    """Run a command, with these variables beside those of the process."""
    return CliRunner().invoke(main, list(map(str, arguments)), env=environment)
