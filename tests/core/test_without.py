"""Words without the addresses that stand beside them anyway."""

import pytest

from bot.core.text import without

ONE, OTHER = "https://x.example/a", "https://y.example/b"


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        (f"Refunds take two days; see {ONE} and ask Lea", "Refunds take two days; see … and ask Lea"),
        (f"we keep it {ONE}.", "we keep it"),
        (f"see {ONE}. Then we met", "see … Then we met"),
        (f"it stands in {ONE}, which Lea keeps", "it stands in …, which Lea keeps"),
        (f"siehe {ONE} und {OTHER} je Monat", "siehe … je Monat"),
        (f"drawn: {ONE}", "drawn"),
        (f"both: {ONE} and {OTHER}.", "both"),
        (f"drawn; {ONE}; kept", "drawn; kept"),
        (f"a map ({ONE}) in use", "a map in use"),
        (f"the list <{ONE}>", "the list"),
        (f"map - {ONE}", "map"),
        (f"{ONE} shows it", "shows it"),
        (f"{ONE} {OTHER}", ""),
    ],
)
def test_an_address_leaves_a_gap_only_where_words_hang_on_it(typed: str, left: str) -> None:
    assert without(typed, [ONE, OTHER]) == left


def test_a_bracket_that_is_never_closed_takes_no_time() -> None:
    assert without("(" + f"{ONE} " * 200, [ONE]) == "("
