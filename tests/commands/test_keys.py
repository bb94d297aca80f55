"""`cxbot key` and `cxbot rekey` as somebody types them: the keys that the tokens of installed workspaces have."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import Result

from bot.cipher import FernetCipher, new_key
from bot.store.store import SqlStore, open_store
from bot.use_cases.store_ports import Installation, Tokens
from tests.commands.running import cxbot
from tests.known import peek
from tests.store.made import START

OLD, NEW = new_key(), new_key()


def run(*arguments: str, keys: str = "") -> Result:
    return cxbot(*arguments, CXBOT_SECRET_KEY=keys)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SqlStore]:
    url = f"sqlite:///{tmp_path}/cx.db"
    monkeypatch.setenv("DATABASE_URL", url)
    store = open_store(url)
    with store.writing("T1") as tx:
        tx.put_installation(Installation("T1", START, tokens=Tokens(FernetCipher([OLD]).seal("T1", "xoxb-acme"))))
        tx.put_installation(Installation("T2", START, uninstalled_at=START))
    yield store
    store.close()


@pytest.mark.usefixtures("store")
def test_without_a_key_or_with_a_broken_one_nothing_is_done_and_it_says_how_to_make_one() -> None:
    for keys in ("", "short"):
        done = run("rekey", keys=keys)
        assert (done.exit_code, "cxbot key makes one" in done.output) == (2, True)


def test_the_first_key_is_given_to_all_and_the_old_one_can_go(store: SqlStore) -> None:
    assert json.loads(run("rekey", "--json", keys=f"{NEW},{OLD}").output) == {"workspaces": ["T1"], "unreadable": []}
    done = run("rekey", keys=NEW)
    assert (done.exit_code, done.output) == (0, "1 encrypted with the first key.\n")
    acme, _ = peek(store).installations()
    assert FernetCipher([NEW]).open("T1", acme.tokens.access) == "xoxb-acme"


@pytest.mark.usefixtures("store")
def test_what_no_key_opens_is_named_and_left_as_it_is() -> None:
    done = run("rekey", keys=NEW)
    assert (done.exit_code, "No key opens the tokens of T1" in done.output) == (1, True)
    assert json.loads(run("rekey", "--json", keys=NEW).output) == {"workspaces": [], "unreadable": ["T1"]}
    assert run("rekey", keys=OLD).exit_code == 0


def test_a_new_key_is_one_each_time() -> None:
    made = {run("key").output.strip() for _ in range(3)}
    assert len(made) == 3
    assert FernetCipher(sorted(made)).open("T1", FernetCipher(sorted(made)).seal("T1", "x")) == "x"
