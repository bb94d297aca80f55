"""What the checks say of the corpus: how many tampered drafts they catch, and how many honest ones they refuse."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.core.drafts.checks import check
from bot.core.drafts.draft import Finding
from tests.drafts.corpus import Tampered, honest_drafts, tampered_drafts


@dataclass(frozen=True, slots=True)
class Tally:
    """How many drafts of a group there are, and about how many of them the checks have something to say."""

    drafts: int
    found: int

    @property
    def share(self) -> str:
        """Give the share in percent, as people read it."""
        return f"{100 * self.found / self.drafts:.1f} %".replace("100.0", "100")


def misses() -> Iterator[Tampered]:
    """Yield the tampered drafts that pass the checks."""
    honest = honest_drafts()
    return (each for each in tampered_drafts() if not check(each.brief(honest), each.content))


def refusals() -> Iterator[tuple[str, tuple[Finding, ...]]]:
    """Yield the honest drafts that the checks refuse, each with why."""
    for each in honest_drafts().values():
        if findings := check(each.brief, each.content):
            yield each.name, findings


def caught_by_category() -> Mapping[str, Tally]:
    """Count the tampered drafts of each category, and those that are caught."""
    missed = [each.category for each in misses()]
    every = [each.category for each in tampered_drafts()]
    return {
        name: Tally(every.count(name), every.count(name) - missed.count(name)) for name in sorted(dict.fromkeys(every))
    }


def refused_by_kind() -> Mapping[str, Tally]:
    """Count the honest drafts of each kind, and those that are refused."""
    refused = [name.partition("-")[0] for name, _ in refusals()]
    every = [name.partition("-")[0] for name in honest_drafts()]
    return {kind: Tally(every.count(kind), refused.count(kind)) for kind in dict.fromkeys(every)}


def report(caught: Mapping[str, Tally], refused: Mapping[str, Tally]) -> str:
    """Write both rates as Markdown tables."""
    return "\n".join(
        [
            *_table("tampered drafts", "caught", caught),
            "",
            *_table("honest drafts", "refused", refused),
        ]
    )


def _table(group: str, found: str, tallies: Mapping[str, Tally]) -> Iterator[str]:
    whole = Tally(sum(each.drafts for each in tallies.values()), sum(each.found for each in tallies.values()))
    yield f"| {group} | drafts | {found} | share |"
    yield "|---|---:|---:|---:|"
    for name, each in {**tallies, "**all**": whole}.items():
        yield f"| {name.replace('_', ' ')} | {each.drafts} | {each.found} | {each.share} |"
