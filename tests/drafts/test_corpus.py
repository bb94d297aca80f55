"""The renderer accepts the honest drafts of the corpus and catches the tampered ones, as the page about drafts says."""

from tests.drafts.report import accepted_by_language, caught_by_kind, missed, report

KNOWN_MISSES = {
    # A name written small, and in German any single name, looks like a word: they are for the reader.
    "company or person written small 1",
    "company or person written small 2",
    "company or person written small 3",
    "company or person written small 4",
    "company or person written small 5",
    "company that no fact names 4",
    "place that no fact names 3",
    "name at the beginning of a sentence 3",
    "name of the evidence outside a slot 3",
    "name of the evidence outside a slot 4",
}


def test_nothing_passes_but_what_is_known_to() -> None:
    assert set(missed()) <= KNOWN_MISSES


def test_tampering_that_the_promise_covers_is_caught() -> None:
    tallies = caught_by_kind(covered=True)
    caught, drafts = sum(each.counted for each in tallies.values()), sum(each.drafts for each in tallies.values())
    assert caught >= 0.97 * drafts
    assert [kind for kind, each in tallies.items() if not each.counted] == ["company or person written small"]


def test_honest_drafts_are_accepted_at_first_try_in_every_language() -> None:
    for language, groups in accepted_by_language().items():
        assert groups["all"].share >= 90, language
        assert groups["plan"].share >= 75, language


def test_the_report_has_both_rates() -> None:
    lines = report().splitlines()
    assert lines[0].startswith("| honest drafts accepted |")
    assert sum(line.startswith("| **all** |") for line in lines) == 2
