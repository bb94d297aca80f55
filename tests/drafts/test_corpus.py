"""The renderer accepts the honest drafts of the corpus and catches the tampered ones, as the page about drafts says."""

from tests.drafts.fresh.corpus import SECOND
from tests.drafts.report import accepted_by_language, caught_by_kind, missed, report

KNOWN_MISSES = {
    # A name written small looks like a word, and a German one like a plural ("Vodafone", "Krüger"): for the reader.
    *(f"company or person written small {number}" for number in range(1, 6)),
    "company that no fact names 4",
    "name of the evidence outside a slot 4",
    *(f"{SECOND} single name of a person, written small {number}" for number in range(1, 6)),
    *(f"{SECOND} single name of a person, written large {number}" for number in (2, 3)),
    *(f"{SECOND} company or tool, written small {number}" for number in range(1, 5)),
}


def test_nothing_passes_but_what_is_known_to() -> None:
    assert set(missed()) <= KNOWN_MISSES


def test_tampering_that_the_promise_covers_is_caught() -> None:
    tallies = caught_by_kind(covered=True)
    for of_second, least in ((False, 0.98), (True, 0.85)):
        own = [each for kind, each in tallies.items() if kind.startswith(SECOND) is of_second]
        assert sum(each.counted for each in own) >= least * sum(each.drafts for each in own), of_second
    missed_kinds = {kind.removeprefix(f"{SECOND} ") for kind, each in tallies.items() if not each.counted}
    assert all(kind.endswith("written small") for kind in missed_kinds), missed_kinds


def test_honest_drafts_are_accepted_at_first_try_in_every_language() -> None:
    for language, groups in accepted_by_language().items():
        assert groups["all"].share >= 90, language
        assert groups["plan"].share >= 75, language


def test_the_report_has_both_rates() -> None:
    lines = report().splitlines()
    assert lines[0].startswith("| honest drafts accepted |")
    assert sum(line.startswith("| **all** |") for line in lines) == 2
