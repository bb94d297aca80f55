"""The tally as tables of Markdown."""

from collections.abc import Iterator, Sequence
from statistics import median

from tests.programs.eval.tally import Ending, Outcome, Shares, faults, shares


def tables(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Give the table by prompt, and the one by prompt and check."""
    asked = [each for each in outcomes if each.ending is not Ending.UNASKED]
    if not asked:
        yield f"No model was asked: all {len(outcomes)} texts are built from the facts."
        return
    yield from _by_prompt(asked)
    yield ""
    yield from _by_check(asked)
    if len(asked) < len(outcomes):
        yield ""
        yield f"For {len(outcomes) - len(asked)} more pieces no model was asked: the ceilings were reached."


def _by_prompt(outcomes: Sequence[Outcome]) -> Iterator[str]:
    yield (
        "| prompt | pieces | passed at first try | after the retry | by fallback"
        " | tokens in, a piece | tokens out, a piece | seconds a piece, median |"
    )
    yield "|---|---:|---:|---:|---:|---:|---:|---:|"
    for prompt in _prompts(outcomes):
        yield _prompt_row(prompt, [each for each in outcomes if each.prompt == prompt])
    yield _prompt_row("all", outcomes)


def _prompt_row(name: str, outcomes: Sequence[Outcome]) -> str:
    found = shares(outcomes)
    tokens_in = sum(each.tokens_in for each in outcomes) / len(outcomes)
    tokens_out = sum(each.tokens_out for each in outcomes) / len(outcomes)
    seconds = median(each.seconds for each in outcomes)
    return f"| {name} | {found.pieces} | {_percents(found)} | {tokens_in:.0f} | {tokens_out:.0f} | {seconds:.1f} |"


def _by_check(outcomes: Sequence[Outcome]) -> Iterator[str]:
    yield "| prompt | check or trouble | passed at first try | after the retry | by fallback |"
    yield "|---|---|---:|---:|---:|"
    for prompt in _prompts(outcomes):
        own = [each for each in outcomes if each.prompt == prompt]
        for fault in faults(own):
            yield f"| {prompt} | {fault} | {_percents(shares(own, fault))} |"
        yield f"| {prompt} | every other one | 100 % | 0 % | 0 % |"


def _prompts(outcomes: Sequence[Outcome]) -> list[str]:
    return list(dict.fromkeys(each.prompt for each in outcomes))


def _percents(found: Shares) -> str:
    return " | ".join(f"{100 * part / found.pieces:.0f} %" for part in (found.first, found.retry, found.fallback))
