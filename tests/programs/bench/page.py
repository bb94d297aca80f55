"""The page ``docs/figures.md``: how it was measured, on what, and what came of it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

HEAD = """# Figures

How fast the bot is, measured against a baseline in the same run, so that the ratios can be compared between machines
and the milliseconds cannot. `make bench` prints this page, `make bench WRITE=1` writes it; it takes about five minutes
and wants a machine that does nothing else. `PARTS="million storm"` measures these alone, and
leaves the others as they were. The code is in `tests/programs/bench/`; no test depends on a time.

"""
SECTIONS = {
    "turns": """## An answer turn

A signed message event over HTTP, read, decided and on disk before it is acknowledged, against a Bolt app on the same
server code (`bot/web`, the same threads, `process_before_response=True`) whose listener only acknowledges. Server, load
generator and Slack are processes of their own; the servers are measured in turn and are stopped while another is.
The assessments have six dimensions, of which none to five are answered. Each gets one answer, to a question that
stands, over kept connections, each sent when the one before was acknowledged; that all are kept is checked. With
workers running, what follows each answer goes to a Slack that answers at once, at the pace of production. *Bare Bolt
and the SQL of an answer* runs statements like those of an answer and the COMMIT
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
    "stores": """## Two stores

The first answers of assessments in 50 workspaces, over 16 kept connections, each on disk before it is acknowledged;
that all of them are kept is checked, and what follows them is left. PostgreSQL stands on the same machine and disk,
with the durability of production; two processes share it and get half of the connections each. *Processor* is how long
a core was busy for each answer: in the processes of the bot, in those of PostgreSQL and in the load generator. Medians
of {rounds} rounds, in turn. Then a process that works is killed while it calls Slack, which takes two seconds, and
another one is there: measured is how long it takes until that one calls Slack for the same work. A lease lasts 20
seconds.
""",
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
    "million": """## A million assessments

Whether `/cx-scorecard` stays flat on PostgreSQL: databases of so many finished assessments in 1,000 workspaces, half of
those of a workspace in one channel, about two subjects in turn. 50 of the workspaces are asked, one request at a time;
the databases take turns. A million takes some ten gigabytes and twenty minutes, so this part is measured when it is
named: `make bench WRITE=1 PARTS=million`.
""",
    "storm": """## A storm of reminders

So many reminders fall due within one minute, in 1,000 workspaces; two processes send them, at the pace that Slack takes
in each workspace. Measured when it is named: `make bench WRITE=1 PARTS=storm`.
""",
}
BY_HAND = ("million", "storm")
"""Parts that take long, and are measured only where they are named; a new page keeps what they said last."""
USUAL = tuple(each for each in SECTIONS if each not in BY_HAND)
_MARK = "\n---\n"


def written(machine: Iterable[str], sections: Mapping[str, list[str]], rounds: int) -> str:
    """Give a page of what was measured."""
    return _page(_head(machine), _texts(sections, rounds).values())


def write(path: Path, machine: Sequence[str], sections: Mapping[str, list[str]], rounds: int) -> None:
    """Write what was measured into the page, in place of what stood there of these parts; everything else stays.

    Below the first line of dashes people write. Where not all of the usual parts were measured, the page goes on saying
    on which machine the others were, and each of these says its own.
    """
    old, mark, below = path.read_text().partition(_MARK) if path.exists() else ("", "", "")
    head, *kept = re.split(r"(?m)^(?=## )", old)
    found = {each.splitlines()[0]: each for each in kept}
    is_whole = not head or all(each in sections for each in USUAL)
    alone = [] if is_whole else ["", f"*Measured alone, on {machine[0]}; {'; '.join(machine[1:])}.*"]
    new = _texts({name: [*lines, *alone] for name, lines in sections.items()}, rounds)
    found |= {text.splitlines()[0]: text for text in new.values()}
    order = [each.splitlines()[0] for each in SECTIONS.values()]
    titles = sorted(found, key=lambda each: order.index(each) if each in order else len(order))
    path.write_text(_page(_head(machine) if is_whole else head, [found[each] for each in titles]) + mark + below)


def _head(machine: Iterable[str]) -> str:
    return "".join([HEAD, "Measured on:\n\n", *(f"- {line}\n" for line in machine), "\n"])


def _texts(sections: Mapping[str, list[str]], rounds: int) -> dict[str, str]:
    return {
        name: "".join([SECTIONS[name].replace("{rounds}", str(rounds)), "\n", *(f"{line}\n" for line in lines), "\n"])
        for name, lines in sections.items()
    }


def _page(head: str, texts: Iterable[str]) -> str:
    return "".join([head, *(f"{each.rstrip()}\n\n" for each in texts)]).rstrip() + "\n"
