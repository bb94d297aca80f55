"""Where words that were said may be cut: at sentences and clauses, never inside a number or behind a "not"."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.drafts.brief import ELLIPSIS
from bot.core.drafts.quoting import LIVE, limited_by, quote, turned_by


@pytest.mark.parametrize(
    "text", ["", "...", "https://x.example/a", "@here", "<!channel>", "see www.x.example", "a.example"]
)
def test_what_would_act_or_says_nothing_is_not_quoted(text: str) -> None:
    quoted, _ = quote(text, 80)
    assert not any(char.isalnum() for char in quoted)


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("no", "no"),
        ("we fix tickets, not causes.", "we fix tickets, not causes"),
        ("isn’t it 3 of 12?", "isn’t it 3 of 12?"),
        ("-5 points since March", "-5 points since March"),
        ('they say "later" {F3} *every* time', 'they say "later" {F3} *every* time'),
        ("顧客" * 20, "顧客" * 20),
        ("und das Team liest es", "das Team liest es"),  # an address stood before it
        ("Android and web", "Android and web"),
    ],
)
def test_a_short_answer_is_quoted_whole_as_it_was_typed(text: str, quoted: str) -> None:
    assert quote(text, 80) == (quoted, False)


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("Tickets get fixed. Causes stay, and nobody owns them for long", "Tickets get fixed"),
        (
            "We have a vision since May 2024 (in the wiki, page 3), and goals",
            "We have a vision since May 2024 (in the wiki, page 3) …",
        ),
        ("Enterprise is 61 of 80 accounts, and the rest are small shops", "Enterprise is 61 of 80 accounts …"),
        ("we measure it, but not in the stores, where most people buy", "we measure it, but not in the stores …"),
        ("see https://x.example for all. We keep a list of causes", "We keep a list of causes"),
        ("tried twice (Jan. and Sept.), each for six weeks and then it stopped", "tried twice (Jan. and Sept.) …"),
        ("Zwei Tage inkl. Rollenspiel, und alle aus dem Team nehmen daran teil", "Zwei Tage inkl. Rollenspiel …"),
        ("Prof. Lee checked them. Since then all of us trust the figures", "Prof. Lee checked them"),
        ("approx. 30 of our 120 shops, in the north above all", "approx. 30 of our 120 shops …"),
    ],
)
def test_a_long_answer_is_cut_at_a_sentence_or_a_clause(text: str, quoted: str) -> None:
    assert quote(text, 40) == (quoted, True)


def test_a_clause_that_is_far_too_long_is_cut_at_a_blank() -> None:
    quoted, in_part = quote("one thing and then another thing " * 20, 40)
    assert in_part
    assert len(quoted) <= 122
    assert quoted.endswith(f" {ELLIPSIS}")


@given(st.text(max_size=300), st.integers(10, 200))
def test_whatever_was_said_what_is_quoted_stands_in_it_and_is_dead(text: str, room: int) -> None:
    quoted, in_part = quote(text, room)
    assert not LIVE.search(quoted)
    bare = quoted.removesuffix(ELLIPSIS).strip()
    assert all(word in text for word in bare.split())
    assert in_part or bare in text


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("we do not know why they leave", "know why they leave"),
        ("the survey is read by nobody", "the survey is read"),
        ("nobody in the team reads what we send", "reads what we send"),
        ("few of our managers have opened it", "our managers have opened it"),
        ("wir haben dafür keinen Plan", "wir haben dafür"),
        ("personne ne lit le rapport", "lit le rapport"),
        ("no medimos las causas", "medimos las causas"),
        ("fast jeder Kunde wird angerufen", "jeder Kunde wird angerufen"),
        ("presque tous les essais sont notés", "tous les essais sont notés"),
        ("les autres clients non", "les autres clients"),
        ("we call back unless it is busy", "we call back"),
        ("wir rufen zurück, außer es ist voll", "wir rufen zurück"),
        ("it is too slow to help", "slow to help"),
        ("umbuchen kann man aber nur telefonisch", "umbuchen kann man"),
        ("la halte n'est plus desservie le mercredi", "plus desservie le mercredi"),
        ("on n’a plus personne au guichet", "personne au guichet"),
    ],
)
def test_a_part_may_not_leave_out_what_takes_it_back(text: str, part: str) -> None:
    at = text.index(part)
    assert turned_by(text, at, at + len(part))


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("we fix tickets, not causes", "we fix tickets"),
        ("nothing is planned. we measure each week", "we measure each week"),
        ("we call them back and nobody complains", "we call them back"),
        ("we do not know why they leave", "we do not know why they leave"),
        ("l'équipe d'accueil répond vite", "répond vite"),
    ],
)
def test_a_part_may_leave_out_another_clause(text: str, part: str) -> None:
    at = text.index(part)
    assert not turned_by(text, at, at + len(part))


@pytest.mark.parametrize(
    ("behind", "word"),
    [
        (", but the counts stay in a drawer", "but"),
        (", gelesen wird sie nicht", "nicht"),
        (". Si no, no.", "no"),
        ("; Not on every phone tho", "not"),
        (", and nobody complains about it", ""),
        (", two of them by phone", ""),
        (". Passiert ist daraufhin nichts.", ""),
        ("", ""),
    ],
)
def test_a_clause_behind_a_part_limits_it_if_it_denies_or_contrasts(behind: str, word: str) -> None:
    assert limited_by(behind, ()) == word


def test_a_clause_that_another_part_shows_is_not_left_out() -> None:
    behind = ", but the counts stay in a drawer. Not always."
    assert limited_by(behind, ("the counts stay in a drawer",)) == ""
    assert limited_by(behind, ("Not always",)) == "but"
