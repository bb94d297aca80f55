"""The contract on installations: what is kept of them, whose token speaks for a workspace, and who renews it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.store.store import SqlStore
from bot.use_cases.installation_ports import Installation, Tokens
from tests.known import peek, sure, write
from tests.store.made import START, on_day

ACME = Installation(
    "T1",
    START,
    organisation="E1",
    name="Acme, Ltd",
    url="https://acme.slack.com/",
    app="A1",
    bot_user="U0BOT",
    bot_id="B1",
    scopes=("chat:write", "commands"),
    installed_by="U1",
    tokens=Tokens("sealed-acme", "sealed-again", on_day(1)),
)
WIDE = Installation("E1", START, organisation="E1", tokens=Tokens("sealed-wide"))


def keep(store: SqlStore, *installations: Installation) -> None:
    for each in installations:
        write(store, each.workspace).put_installation(each)


def speaking(store: SqlStore, workspace: str) -> str:
    found = peek(store).speaking_for(workspace)
    return found.tokens.access if found is not None else ""


def test_an_installation_is_read_as_it_was_recorded_and_replaced_by_the_next(store: SqlStore) -> None:
    keep(store, WIDE, ACME)
    with store.reading() as view:
        assert view.installations() == (WIDE, ACME)
        assert (view.installation("T1"), view.installation("T9")) == (ACME, None)
    anew = replace(ACME, tokens=Tokens("sealed-later"), installed_at=on_day(2))
    keep(store, anew)
    assert peek(store).installation("T1") == anew


def test_a_workspaces_own_token_speaks_first_then_that_of_its_organisation(store: SqlStore) -> None:
    keep(store, WIDE, replace(ACME, workspace="T2", organisation="E2"))
    assert [speaking(store, each) for each in ("T1", "E1", "T2", "E2", "")] == [
        "",
        "sealed-wide",
        "sealed-acme",
        "",
        "",
    ]
    write(store, "T1").meet_workspace("T1", "E1", START)
    assert speaking(store, "T1") == "sealed-wide"
    keep(store, ACME)
    assert speaking(store, "T1") == "sealed-acme"


@pytest.mark.parametrize("gone", ["T1", "E1"])
def test_what_was_uninstalled_has_no_token_any_more_until_it_is_installed_again(store: SqlStore, gone: str) -> None:
    keep(store, ACME, WIDE)
    with store.writing(gone) as tx:
        tx.end_installation(gone, on_day(1))
        tx.end_installation(gone, on_day(3))  # Slack says it more than once
    found = sure(peek(store).installation(gone))
    assert (found.tokens, found.uninstalled_at, found.speaks) == (Tokens(), on_day(1), False)
    assert speaking(store, "T1") == ("" if gone == "T1" else "sealed-acme")
    keep(store, replace(found, tokens=Tokens("sealed-back"), uninstalled_at=None))
    assert speaking(store, gone) == "sealed-back"


def test_a_workspace_that_was_in_use_comes_to_its_organisation_again(store: SqlStore) -> None:
    keep(store, ACME, WIDE)
    with store.writing("T1") as tx:
        tx.end_installation("T1", on_day(1))
        tx.meet_workspace("T1", "E1", on_day(2))
    assert speaking(store, "T1") == "sealed-wide"
    found = sure(peek(store).installation("T1"))
    assert (found.name, found.installed_at, found.uninstalled_at) == ("Acme, Ltd", START, None)


@pytest.mark.parametrize("late", [False, True])
def test_one_renews_a_token_and_after_a_crash_another_takes_over(store: SqlStore, *, late: bool) -> None:
    keep(store, ACME)
    first, second = START + timedelta(seconds=60), START + timedelta(seconds=121)
    new, ended = Tokens("sealed-new", "sealed-new-again", on_day(2)), first if late else second
    with store.writing("T1") as tx:
        assert tx.begin_renewal("T1", first, START)
        assert not tx.begin_renewal("T1", second, START + timedelta(seconds=59))
        assert tx.begin_renewal("T1", second, first)
        rekeyed = replace(ACME.tokens, refresh="sealed-otherwise")
        tx.put_tokens("T1", rekeyed)
        assert not tx.end_renewal("T1", first, ACME.tokens, new)
        tx.put_tokens("T1", ACME.tokens)
        assert tx.end_renewal("T1", ended, ACME.tokens, new)  # the first one may be late, and the second refused
        assert not tx.end_renewal("T1", second, ACME.tokens, Tokens("sealed-twice"))
        assert tx.installation("T1") == replace(ACME, tokens=new)
        assert tx.begin_renewal("T1", second, first)
        tx.put_tokens("T1", rekeyed)
        assert tx.end_renewal("T1", second, new, ACME.tokens)


@pytest.mark.parametrize("gone", [False, True])
def test_what_is_installed_anew_or_removed_meanwhile_keeps_what_it_has(store: SqlStore, *, gone: bool) -> None:
    keep(store, ACME)
    until, anew = START + timedelta(seconds=60), replace(ACME, tokens=Tokens("sealed-anew"))
    with store.writing("T1") as tx:
        assert tx.begin_renewal("T1", until, START)
        tx.end_installation("T1", START) if gone else tx.put_installation(anew)
        assert not tx.end_renewal("T1", until, ACME.tokens, Tokens("sealed-late"))
        assert tx.begin_renewal("T1", until, START) is not gone
    assert speaking(store, "T1") == ("" if gone else "sealed-anew")
