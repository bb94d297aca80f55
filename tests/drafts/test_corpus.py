"""The renderer accepts the honest drafts of the corpus and catches the tampered ones, as the page about drafts says."""

from collections import Counter

from tests.drafts.fresh.corpus import LATER, TAMPERED_LATER
from tests.drafts.report import accepted_by_language, caught_by_kind, missed, report
from tests.effort import more

KNOWN_MISSES = {
    # Names that are words of the language as well: for the reader.
    "second single name of a person, written small 2",
    "third given name of a person, written small 4",
    "third part that is cut so that it says the reverse 3",
    "fourth given name of a person, written small 5",
    "fourth family name of a person, written small 5",
    "fourth place, written small 6",
    "fourth plan: a name in a field of an action 1",
    "sixth-fr-es person, firm or place that nobody named 2",
    "seventh-de-en name that nobody said 4",
    "seventh-de-en name that nobody said 6",
    "seventh-de-en name in a field of an action 3",
    "seventh-fr-es plan: a name in a field 5",
    # An order that is spoken of in everyday words.
    "seventh-fr-es speaks of itself, of the reader or of its orders 3",
    "seventh-fr-es speaks of itself, of the reader or of its orders 8",
}
FIRST_RUN_ONLY = {
    "ninth-de-en": 7,
    "ninth-fr-es": 4,
    "eleventh-fr-es": 3,
    "tenth": 1,
    "twelfth-de-en": 7,
    "twelfth-fr-es": 5,
    "thirteenth": 15,
}
"""Batches that the renderer is not mended for as a whole, and how many of their cases pass at most."""
LEAST = {
    "": 0.98,
    "second": 0.97,
    "third": 0.97,
    "fourth": 0.95,
    "fifth": 0.98,
    "sixth-de-en": 0.98,
    "sixth-fr-es": 0.98,
    "seventh-de-en": 0.97,
    "seventh-fr-es": 0.97,
    "eighth": 0.98,
}
"""The share of the covered tampering that is caught, of each batch: of the later ones names are a third or more."""


def test_nothing_passes_but_what_is_known_to() -> None:
    every = Counter(_batch(each) for each in missed())
    assert {each for each in missed() if _batch(each) not in FIRST_RUN_ONLY} <= KNOWN_MISSES
    assert all(every[batch] <= most for batch, most in FIRST_RUN_ONLY.items()), every


def test_tampering_that_the_promise_covers_is_caught() -> None:
    every = caught_by_kind(covered=True)
    tallies = {kind: each for kind, each in every.items() if _batch(kind) not in FIRST_RUN_ONLY}
    for batch, least in LEAST.items():
        own = [each for kind, each in tallies.items() if _batch(kind) == batch]
        assert sum(each.counted for each in own) >= least * sum(each.drafts for each in own), batch
    assert sum(each.counted for each in tallies.values()) >= 0.98 * sum(each.drafts for each in tallies.values())
    assert all(each.counted for each in tallies.values())


def _batch(kind: str) -> str:
    return next((each for each in (*LATER, *TAMPERED_LATER) if kind.startswith(f"{each} ")), "")


def test_honest_drafts_are_accepted_at_first_try_in_every_language() -> None:
    for language, groups in accepted_by_language().items():
        assert groups["all"].share >= (90 if language == "en" else 85), language
        assert groups["plan"].share >= 80, language


@more
def test_the_report_has_both_rates() -> None:
    lines = report().splitlines()
    assert lines[0].startswith("| honest drafts accepted |")
    assert sum(line.startswith("| **all** |") for line in lines) == 2
