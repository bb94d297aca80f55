"""The figures as tables of Markdown, each beside its goal."""

import os
from collections.abc import Iterator, Mapping

from tests.programs.bench.conducting import Conducted
from tests.programs.bench.drafting import Compared
from tests.programs.bench.functions import Lengths
from tests.programs.bench.history import Stored
from tests.programs.bench.load import quantile
from tests.programs.bench.slow import Slow
from tests.programs.bench.starting import Started
from tests.programs.bench.stores import Stores
from tests.programs.bench.ticking import Tick
from tests.programs.bench.turns import ALONE, BARE, LEAST, PLAIN, PLAIN_SLOW, WORKING, WORKING_SLOW, Line

_HALF, _OF_LEAST, _P99_SECONDS, _FLAT, _START, _MEMORY, _CALLS = 0.5, 0.75, 0.1, 1.2, 2.0, 150.0, 2.2
_GOING_ON_SECONDS = 30.0
_SEVERAL, _MANY = 16, 64
_ORDER = (BARE, LEAST, ALONE, WORKING, PLAIN, WORKING_SLOW, PLAIN_SLOW)


def turns(lines: list[Line]) -> Iterator[str]:
    """Give the table of answer turns, each server against the bare one at the same number of connections."""
    yield (
        "| connections | server | acknowledged/s | of bare Bolt | on disk/s | p50 ms | p99 ms | p99 of bare Bolt's"
        " | processor ms |"
    )
    yield "|---:|---|---:|---:|---:|---:|---:|---:|---:|"
    base = {each.connections: each for each in lines if each.server == BARE}
    for each in sorted(lines, key=lambda line: (line.connections, _ORDER.index(line.server))):
        bare = base[each.connections]
        yield (
            f"| {each.connections} | {each.server} | {each.per_second:.0f} | {each.per_second / bare.per_second:.2f}"
            f" | {'none' if each.kept is None else f'{each.kept:.0f}'} | {each.p50 * 1000:.1f} | {each.p99 * 1000:.1f}"
            f" | {each.p99 / bare.p99:.1f} | {_milliseconds(each.processor)} |"
        )
    yield ""
    yield from _goals_of_turns(lines, base)


def _goals_of_turns(lines: list[Line], base: dict[int, Line]) -> Iterator[str]:
    floor = {each.connections: each for each in lines if each.server == LEAST}
    for each in lines:
        if each.server == WORKING and each.connections in (_SEVERAL, _MANY):
            share = each.per_second / floor[each.connections].per_second
            goal = f"with workers running at least {_OF_LEAST} of *{LEAST}* at {each.connections} connections"
            yield _goal(goal, met=share >= _OF_LEAST, found=f"{share:.2f}")
    ours = [each for each in lines if each.server in (WORKING, ALONE)]
    least = min(each.per_second / base[each.connections].per_second for each in ours)
    yield _goal("at least half of bare Bolt's throughput", met=least >= _HALF, found=f"{least:.2f} at the least")
    ceiling = [each.per_second / base[each.connections].per_second for each in floor.values()]
    yield (
        f"- What is possible: with nothing but an answer's SQL and COMMIT behind it, Bolt keeps {min(ceiling):.2f} to"
        f" {max(ceiling):.2f} of its throughput."
    )
    for each in ours:
        if each.connections == _MANY:
            found = f"{each.p99 * 1000:.0f} ms"
            yield _goal(f"p99 under 100 ms at 64 connections ({each.server})", met=each.p99 < _P99_SECONDS, found=found)


def slow(found: Slow, delay: float) -> Iterator[str]:
    """Give what became of answers while Slack was slow."""
    yield (
        f"{found.conversations} answers at once, each in a channel of its own, while every call to Slack takes"
        f" {delay:g} s ({found.calls} calls follow, Slack's rate limits left out): the slowest acknowledgement took"
        f" {found.slowest:.2f} s; the last next prompt stood after {found.prompts_out:.0f} s, the last call was done"
        f" after {found.calls_done:.0f} s."
    )
    yield ""
    share = f"{found.in_time} of {found.conversations}"
    yield _goal("all acknowledged within 3 s", met=found.in_time == found.conversations, found=share)


def stores(found: Stores | None) -> Iterator[str]:
    """Give the table of processes on either store, and when work went on after a kill."""
    if found is None:
        yield "Not measured: no PostgreSQL is installed."
        return
    yield "| | answers/s | of SQLite's | p50 ms | p99 ms | processor ms: the bot | PostgreSQL | the load |"
    yield "|---|---:|---:|---:|---:|---:|---:|---:|"
    on_file, on_server, two = found.served
    for each in found.served:
        figures = (each.p50, each.p99)
        yield (
            f"| {each.name} | {each.per_second:.0f} | {each.per_second / on_file.per_second:.2f} | "
            + " | ".join(f"{seconds * 1000:.1f}" for seconds in figures)
            + f" | {each.bots * 1000:.2f} | {each.server * 1000:.2f} | {each.load * 1000:.2f} |"
        )
    share, more = on_server.per_second / on_file.per_second, two.per_second / on_server.per_second
    yield ""
    yield _goal("one process on PostgreSQL at least half of SQLite's answers", met=share >= _HALF, found=f"{share:.2f}")
    busy = (two.bots + two.server + two.load) * two.per_second
    yield (
        f"- Two processes on PostgreSQL answer {more:.2f} times what one does. They, the server and the load generator"
        f" share {os.cpu_count()} cores, of which {busy:.2f} are busy: the bot has {two.bots * two.per_second:.2f} of"
        f" them, PostgreSQL {two.server * two.per_second:.2f}, the load {two.load * two.per_second:.2f}."
    )
    if found.going_on:
        slowest = max(found.going_on)
        listed = ", ".join(f"{each:.1f}" for each in found.going_on)
        goal = "the work of a killed worker goes on within 30 s"
        yield _goal(goal, met=slowest < _GOING_ON_SECONDS, found=f"{listed} s")


def history(lines: list[Stored]) -> Iterator[str]:
    """Give the table of a growing database."""
    yield "| stored assessments | `/cx-scorecard` p50 ms | p99 ms | answer to next prompt p50 ms | p99 ms |"
    yield "|---:|---:|---:|---:|---:|"
    for each in lines:
        figures = (each.command_p50, each.command_p99, each.prompt_p50, each.prompt_p99)
        yield f"| {each.assessments:,} | " + " | ".join(f"{seconds * 1000:.1f}" for seconds in figures) + " |"
    first, last = lines[0], lines[-1]
    middle = max(last.command_p50 / first.command_p50, last.prompt_p50 / first.prompt_p50)
    tail = max(last.command_p99 / first.command_p99, last.prompt_p99 / first.prompt_p99)
    yield ""
    yield _goal("flat, p50 within 1.2x of the smallest database", met=middle <= _FLAT, found=f"{middle:.2f}x")
    yield _goal("flat, p99 within 1.2x of the smallest database", met=tail <= _FLAT, found=f"{tail:.2f}x")


def ticking(lines: list[Tick]) -> Iterator[str]:
    """Give the table of due reminders among ever more cadences."""
    yield "| stored cadences | due | one due reminder p50 ms | of the smallest | p99 ms | statements | a look, p50 ms |"
    yield "|---:|---:|---:|---:|---:|---:|---:|"
    first = lines[0]
    for each in lines:
        yield (
            f"| {each.cadences:,} | {each.due} | {each.p50 * 1000:.2f} | {each.p50 / first.p50:.2f}"
            f" | {each.p99 * 1000:.2f} | {each.statements:.0f} | {each.look * 1000:.3f} |"
        )
    ratio = max(each.p50 / first.p50 for each in lines)
    yield ""
    yield _goal("flat, p50 within 1.2x of the smallest table", met=ratio <= _FLAT, found=f"{ratio:.2f}x at the most")


def starting(found: Started) -> Iterator[str]:
    """Give start and memory beside bare Bolt's."""
    yield "| | start to first acknowledgement, s | peak memory over a whole assessment, MB |"
    yield "|---|---:|---:|"
    yield f"| bare Bolt | {found.bare_seconds:.2f} | {_megabytes(found.bare_memory)} |"
    yield f"| the bot | {found.bot_seconds:.2f} | {_megabytes(found.bot_memory)} |"
    ratio = found.bot_seconds / found.bare_seconds
    yield ""
    yield "What the bot's start is made of, least of the rounds:"
    yield ""
    for stage, seconds in found.stages.items():
        yield f"- {stage}: {seconds:.2f} s"
    yield ""
    yield _goal(f"start within {_START:.1f}x of bare Bolt's", met=ratio <= _START, found=f"{ratio:.2f}x")
    if found.bot_memory is not None:
        yield _goal("memory under 150 MB", met=found.bot_memory < _MEMORY, found=f"{found.bot_memory:.0f} MB")


def conducting(found: Conducted, answers: int) -> Iterator[str]:
    """Give the calls of an assessment and the pace."""
    total = sum(found.calls.values())
    pictures = 3 * found.calls.get("files.completeUploadExternal", 0)  # each is asked for, completed, and shown
    others = total - pictures
    listed = ", ".join(f"{number} {method}" for method, number in sorted(found.calls.items()))
    yield (
        f"{answers} answers, {found.typed:g} s apart, in one thread: {total} calls ({listed}), {total / answers:.1f} an"
        f" answer; {pictures} of them are for the picture, and {others / answers:.2f} an answer are left."
        " The answered prompt collapses, the next one is posted; the headline counts on at most every ten seconds and"
        " at the end, so that whoever takes longer than that for an answer has one change of it for each; the headline"
        " and the first prompt were posted before. Of the posts one a second and"
        f" channel is kept; the slowest next prompt reached Slack {max(found.prompts, default=0) * 1000:.0f} ms after"
        " its answer was sent."
    )
    yield ""
    goal = f"at most {_CALLS} calls an answer, the picture left out"
    yield _goal(goal, met=others <= _CALLS * answers, found=f"{others / answers:.2f}")


def drafts(found: list[Compared]) -> Iterator[str]:
    """Give the table of tokens and times, both ways of each assessment, or say why there is none."""
    if not found:
        yield "Not measured: no model is configured (`OPENAI_API_KEY`, `OPENAI_BASE_URL` or `CXBOT_MODEL`)."
        return
    yield "| assessment | way | requests | tokens in | tokens out | first text, s | all texts, s | checked and passed |"
    yield "|---|---|---:|---:|---:|---:|---:|---:|"
    for each in found:
        plain, bot = each.plain, each.bot
        yield (
            f"| {each.name} | one plain request | 1 | {plain.tokens_in:,} | {plain.tokens_out:,}"
            f" | {plain.seconds:.0f} | {plain.seconds:.0f} | none |"
        )
        yield (
            f"| {each.name} | the bot | {bot.requests} | {bot.tokens_in:,} | {bot.tokens_out:,}"
            f" | {bot.first:.0f} | {bot.last:.0f} | {bot.by_model} of {bot.pieces} |"
        )
    tokens = sum(each.bot.tokens_in + each.bot.tokens_out for each in found)
    base = sum(each.plain.tokens_in + each.plain.tokens_out for each in found)
    seconds = sum(each.bot.last for each in found) / sum(each.plain.seconds for each in found)
    yield ""
    yield f"The bot takes {tokens / base:.1f} times the tokens of one plain request and {seconds:.1f} times its time."


def functions(found: Lengths) -> Iterator[str]:
    """Return how long functions are; there is no goal."""
    yield (
        f"{found.functions:,} functions, with what stands inside them: median {found.median} lines, p90 {found.p90},"
        f" longest {found.longest}."
    )


def _milliseconds(seconds: float | None) -> str:
    return "not known here" if seconds is None else f"{seconds * 1000:.2f}"


def _megabytes(number: float | None) -> str:
    return "not known here" if number is None else f"{number:.0f}"


def _goal(goal: str, *, met: bool, found: str) -> str:
    return f"- Goal: {goal}: **{'met' if met else 'not met'}**, {found}."


def million(found: Mapping[int, list[float]]) -> Iterator[str]:
    """Give the answers of databases of several sizes, and whether the largest is as fast as the smallest."""
    yield "| stored assessments | `/cx-scorecard` p50 ms | of the smallest | p99 ms |"
    yield "|---:|---:|---:|---:|"
    first = quantile(next(iter(found.values())), 0.5)
    for size, seconds in found.items():
        p50, p99 = quantile(seconds, 0.5), quantile(seconds, 0.99)
        yield f"| {size:,} | {p50 * 1000:.1f} | {p50 / first:.2f} | {p99 * 1000:.1f} |"
    yield ""
    ratio = quantile([*found.values()][-1], 0.5) / first
    yield _goal("flat, p50 within 1.2x of the smallest database", met=ratio <= _FLAT, found=f"{ratio:.2f}x")
