"""What is taken as evidence from an answer, and how old it is."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.core.conversation.answers import read
from bot.core.conversation.reading import Rated, Reading
from bot.core.evidence import evidence_in
from bot.core.scoring.comparison import oldest_evidence
from bot.core.team import Evidence
from tests.core.examples import KEYS, OPTIMIZATION
from tests.core.rated import NO_STORES, START, UNKNOWN, assessment_of, said
from tests.known import as_a

LINK = "https://wiki.example.com/journeys"
MESSAGE = "https://acme.slack.com/archives/C024BE91L/p1355517523000008"


def read_here(text: str) -> Reading:
    return read(text, OPTIMIZATION, OPTIMIZATION.dimensions[1])


def test_evidence_keeps_the_sentence_and_lists_links_and_messages_beside_it() -> None:
    found = evidence_in(f"see {LINK}, and {MESSAGE}?thread_ts=1 ({LINK}).")
    assert found == (
        Evidence("words", f"see {LINK}, and {MESSAGE}?thread_ts=1 ({LINK})."),
        Evidence("link", LINK),
        Evidence("message", f"{MESSAGE}?thread_ts=1"),
    )


def test_a_link_alone_is_a_link_without_words() -> None:
    assert read_here(f"4 {LINK}") == Rated(4, (Evidence("link", LINK),))
    assert read_here(f"4, {LINK}") == Rated(4, (Evidence("link", LINK),))
    assert evidence_in(f"<{LINK}>") == (Evidence("link", LINK),)


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("(see https://a.example/b_(c))", "https://a.example/b_(c)"),
        ("https://a.example/b?c=d&e=f!", "https://a.example/b?c=d&e=f"),
        ("“https://a.example/b”", "https://a.example/b"),
        ("HTTPS://A.example/B.", "HTTPS://A.example/B"),
        ("https://a.example/[b]]", "https://a.example/[b]"),
    ],
)
def test_a_link_ends_where_its_sentence_goes_on(text: str, link: str) -> None:
    assert [each.text for each in evidence_in(text) if each.kind == "link"] == [link]


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)",
        "data:text/html,hi",
        "ftp://a.example/b",
        "https://",
        "https://user@a.example/",
        "http://[::1",
    ],
)
def test_what_is_no_plain_web_address_is_never_a_link(text: str) -> None:
    assert all(each.kind == "words" for each in evidence_in(text))


def test_words_lose_hidden_characters_and_extra_space_only() -> None:
    typed = "we\u200b map\u202e  every\x07\n\u2066journey\u2069 👩🏽\u200d💻 naïve ❤️"
    assert evidence_in(typed) == (Evidence("words", "we map every journey 👩🏽\u200d💻 naïve ❤️"),)


def test_a_lone_surrogate_becomes_a_mark_that_can_be_stored() -> None:
    assert evidence_in("we map\ud800")[0].text.encode() == "we map\ufffd".encode()


def test_long_words_are_kept_whole_in_several_pieces() -> None:
    words = " ".join(f"word{number}" for number in range(2000))
    pieces = [each.text for each in evidence_in(words)]
    assert all(len(piece) <= 3000 for piece in pieces)
    assert " ".join(pieces) == words
    assert "".join(each.text for each in evidence_in("x" * 7000)) == "x" * 7000


def test_the_words_of_the_longest_answer_are_all_kept() -> None:
    words = "we map journeys and 3 teams use them " * 1000
    assert " ".join(each.text for each in as_a(Rated, read_here(f"2, {words}")).evidence) == words.strip()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("`SELECT 1` gives one", "`SELECT 1` gives one"),
        ("*All* of us, see `log.csv`", "*All* of us, see `log.csv`"),
        ("`log.csv`", "log.csv"),
        ("**all in bold**", "all in bold"),
        ("*one mark alone", "one mark alone"),
    ],
)
def test_a_mark_that_has_its_partner_among_the_words_stays(text: str, words: str) -> None:
    assert evidence_in(text) == (Evidence("words", words),)


NAMES = [each.name for each in OPTIMIZATION.dimensions]


def minute(number: int, *, days: int = 0) -> datetime:
    return START + timedelta(days=days, minutes=number)


def test_without_an_assessment_there_is_none() -> None:
    assert oldest_evidence(()) == ()


def test_a_dimension_without_evidence_is_left_out() -> None:
    only = assessment_of(OPTIMIZATION, {KEYS[0]: said(2), KEYS[1]: said(2, words="a map")})
    assert oldest_evidence((only,)) == ((NAMES[1], minute(2)),)


def test_a_dimension_that_has_no_level_any_more_is_left_out() -> None:
    before = assessment_of(OPTIMIZATION, {key: said(2, words="a map") for key in KEYS[:3]})
    now = assessment_of(OPTIMIZATION, {KEYS[0]: UNKNOWN, KEYS[1]: NO_STORES, KEYS[2]: 3}, days=90)
    assert oldest_evidence((before, now)) == ((NAMES[2], minute(3)),)


def test_words_that_are_repeated_are_as_old_as_when_they_were_first_said() -> None:
    before = assessment_of(OPTIMIZATION, {KEYS[0]: said(2, words="a map"), KEYS[1]: said(2, words="a list")})
    now = assessment_of(OPTIMIZATION, {KEYS[0]: said(3, words="a new map"), KEYS[1]: said(3, words="a list")}, days=90)
    assert oldest_evidence((before, now)) == ((NAMES[1], minute(2)), (NAMES[0], minute(1, days=90)))


def test_the_newest_evidence_of_a_dimension_counts_whoever_gave_it() -> None:
    given = {KEYS[0]: (said(2, words="a map"), said(3, by="sam", words="a list"))}
    both = assessment_of(OPTIMIZATION, given, respondents=("dana", "sam"))
    assert oldest_evidence((both,)) == ((NAMES[0], minute(2)),)


def test_an_answer_that_was_given_anew_counts_no_more() -> None:
    first = assessment_of(OPTIMIZATION, {KEYS[0]: (said(2, words="a map"), said(3))})
    assert oldest_evidence((first,)) == ()


def test_three_are_named_and_the_oldest_first() -> None:
    turned = replace(OPTIMIZATION, dimensions=tuple(reversed(OPTIMIZATION.dimensions)))
    ratings = {key: said(2, words=f"about {key}") for key in KEYS}
    assert [name for name, _ in oldest_evidence((assessment_of(turned, ratings),))] == NAMES[:3]
