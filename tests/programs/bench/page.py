"""The page ``docs/figures.md``: how it was measured, on what, and what came of it."""

from collections.abc import Iterable
from pathlib import Path

HEAD = """# Figures

How fast the bot is, measured against a baseline in the same run, so that the ratios can be compared between machines
and the milliseconds cannot. `make bench` prints this page, `make bench WRITE=1` writes it; it takes about five minutes
and wants a machine that does nothing else. The code is in `tests/programs/bench/`; no test depends on a time.

"""
SECTIONS = {
    "turns": """## An answer turn

A signed message event over HTTP, read, decided and on disk before it is acknowledged, against a Bolt app on the same
server code (`bot/web`, the same threads, `process_before_response=True`) whose listener only acknowledges. Server, load
generator and Slack are processes of their own; the servers are measured in turn and are stopped while another is.
The assessments have six dimensions; answers come through their threads in turn, over kept connections, each sent when
the one before was acknowledged. With workers running, what follows each answer goes to a Slack that answers at once, at
the pace of production. *Bare Bolt and the SQL of an answer* runs the statements and the COMMIT of an answer
and decides nothing: nothing that runs these statements in one process can be faster. *The plain bot* is what a reader
would write himself after Bolt's tutorials (`tests/programs/bench/plain_bot.py`): Bolt's own web server, one INSERT
into SQLite with a COMMIT of its own, and the next question posted in the same listener; it reads the first letter as
the level, knows no retries and makes one call to Slack for an answer, where the bot makes two to three. Bolt
acknowledges an event there before the listener runs: *on disk* falls behind *acknowledged* by what a crash would
lose. Its server closes each connection. Where Slack takes 200 ms, a fifth of the requests is sent. Medians of
{rounds} rounds; *processor* is how long the server's process had a core for each request, which other work on
the machine changes less.
""",
    "slow": "## A slow Slack\n",
    "history": """## A full database

Half of the stored assessments, each finished and of six dimensions, are of the channel where the command is typed.
One request at a time; the databases are asked in turn. *Next prompt* is from sending the answer to the moment when the
post reached Slack. The reading of the whole file, which the bot does once at its start and once a day, is left out.
""",
    "ticking": """## One tick

The moments at which cadences are due wait as jobs in one table, each in its place of an index. 100 of the stored ones
are weekly and due now; the others are due later. Each of the 100 has a finished assessment of which its reminder tells.
One after the other they are claimed, taken, written, sent to a Slack in the same process that answers at once, and
recorded, by the bot's own code on its own store; the databases take turns, week after week for {rounds} weeks.
*Statements* leaves out BEGIN and COMMIT. The look is that for the next job when nothing is due: it comes each second.
""",
    "starting": """## Start and memory

From the start of the process to its first acknowledgement, medians; the database exists already.
""",
    "conducting": "## What conducting asks of Slack\n",
    "drafts": """## Drafts

All texts of an assessment (a note per dimension, a narrative for each of the three largest gaps, the plan), written as
the bot does it: side by side, each checked, each asked for once more where it did not pass. Against it the plain way:
the framework's quick prompt with every answer and its wording, sent once to the same model, and nothing checked.
""",
    "functions": "## Length of functions\n",
}


def written(machine: Iterable[str], sections: dict[str, list[str]], rounds: int) -> str:
    """Give the whole page."""
    parts = [HEAD, "Measured on:\n\n", *(f"- {line}\n" for line in machine), "\n"]
    for name, lines in sections.items():
        parts += [SECTIONS[name].replace("{rounds}", str(rounds)), "\n", *(f"{line}\n" for line in lines), "\n"]
    return "".join(parts).rstrip() + "\n"


def write(path: Path, text: str) -> None:
    """Write the page, but for the part below its first line of dashes, which people wrote."""
    mark = "\n---\n"
    kept = path.read_text().partition(mark) if path.exists() else ("", "", "")
    path.write_text(text + kept[1] + kept[2])
