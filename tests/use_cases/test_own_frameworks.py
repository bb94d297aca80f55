"""Frameworks of a workspace's own: for its admins alone, offered there alone, and each decision can be taken back."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.core.errors import SlackUnavailableError
from bot.core.framework import Framework
from bot.core.own_frameworks import CheckedFile, FileFinding, FrameworkVersion, OwnFramework, on_offer
from bot.core.privacy import Relation
from bot.slack.routes import Parts
from bot.slack.views import frameworks as frameworks_page
from bot.store.store import SqlStore, open_store
from bot.use_cases import own_frameworks as own
from bot.use_cases.own_frameworks import (
    AdminDeed,
    FileKept,
    FileKnown,
    FileRefused,
    OfferChanged,
    SlugTaken,
    TooManyFrameworks,
)
from bot.use_cases.ports import Deed, NotForYou, NotHere
from tests.core.examples import example_framework
from tests.known import as_a, peek, sure
from tests.store.made import keep as save
from tests.store.made import made
from tests.use_cases.fakes import HandClock

OURS = example_framework()
THEIRS = replace(OURS, slug="loyalty", title="Loyalty readiness", digest="d1")
NEWER = replace(THEIRS, version="2.0", digest="d2")


@pytest.fixture
def store() -> Iterator[SqlStore]:
    found = open_store("sqlite://")
    yield found
    found.close()


def admin(workspace: str = "T1", relation: Relation = Relation.ADMIN) -> AdminDeed:
    return AdminDeed(Deed(workspace, "C1", "U1", "e"), relation)


def keep(store: SqlStore, framework: Framework = THEIRS, workspace: str = "T1") -> own.UploadAnswer:
    return own.keep_upload(store, HandClock(), admin(workspace), CheckedFile(framework), "# text", (OURS,))


def change(store: SqlStore, version: int | None, workspace: str = "T1") -> own.OfferAnswer:
    return own.change_offer(store, HandClock(), admin(workspace), "loyalty", version)


def offered(store: SqlStore, workspace: str = "T1") -> list[str]:
    return [each.version for each in peek(store).offered_frameworks(workspace)]


@pytest.mark.parametrize("relation", [each for each in Relation if each is not Relation.ADMIN])
def test_whoever_is_no_admin_changes_nothing(store: SqlStore, relation: Relation) -> None:
    keep(store)
    who, clock = admin(relation=relation), HandClock()
    assert own.keep_upload(store, clock, who, CheckedFile(NEWER), "x", ()) == NotForYou()
    assert own.change_offer(store, clock, who, "loyalty", 1) == NotForYou()
    assert own.undo_offer(store, clock, who, "loyalty", 1) == NotForYou()
    assert own.delete_upload(store, who, "loyalty", 1) == NotForYou()
    assert (offered(store), len(own.find_own(store, "T1")[0].versions)) == ([], 1)


def test_what_is_no_framework_is_kept_nowhere(store: SqlStore) -> None:
    problem = FileFinding(3, "no scorecard", "# x")
    found = own.keep_upload(store, HandClock(), admin(), CheckedFile(None, (problem,)), "x", ())
    assert found == FileRefused((problem,), ())
    assert own.find_own(store, "T1") == ()


def test_a_slug_that_is_known_is_said_and_becomes_a_version(store: SqlStore) -> None:
    first, again, second = keep(store), keep(store), keep(store, NEWER)
    assert isinstance(first, FileKept)
    assert (first.taken, first.own.newest.number) == (SlugTaken.BY_NOBODY, 1)
    assert isinstance(again, FileKnown)
    assert again.version.number == 1
    assert isinstance(second, FileKept)
    assert (second.taken, second.own.newest.number) == (SlugTaken.BY_OWN, 2)
    assert as_a(FileKept, keep(store, replace(OURS, digest="other"))).taken is SlugTaken.BY_OURS
    assert as_a(FileKept, keep(store, replace(THEIRS, slug="loyalty-2"))).same_title == "loyalty"


def test_a_workspace_has_so_many_frameworks_and_no_more(store: SqlStore) -> None:
    for number in range(own.MOST_OWN):
        assert isinstance(keep(store, replace(THEIRS, slug=f"s{number}")), FileKept)
    assert keep(store) == TooManyFrameworks()
    assert isinstance(keep(store, replace(THEIRS, slug="s1", digest="new")), FileKept)
    assert isinstance(keep(store, workspace="T2"), FileKept)


def test_so_many_uploads_are_kept_and_what_makes_room_is_told_while_assessments_keep_their_wording(
    store: SqlStore,
) -> None:
    """The newest stays, what is on offer and what Undo would offer; of the others tries go first, then the oldest."""
    said, wordings = [], [replace(THEIRS, version=f"{number}.0", digest=f"n{number}") for number in range(1, 30)]
    for number, framework in enumerate(wordings, start=1):
        said.append([each.number for each in as_a(FileKept, keep(store, framework)).gone])
        if number in (1, 2, 3, 8):
            change(store, number)
        if number == 2:
            save(store, made(framework=framework))
    assert said[: own.MOST_UPLOADS] == [[]] * own.MOST_UPLOADS
    assert said[own.MOST_UPLOADS :] == [[4], [5], [6], [7], [9], [10], [11], [12], [13]]
    for number in range(14, 30):
        change(store, number)
    last = as_a(FileKept, keep(store, NEWER))
    assert [each.number for each in last.gone] == [1]
    told = str(frameworks_page.kept(last)["blocks"])
    assert "Upload 1 has made room, since 20 of a framework are kept. Assessments that began with it keep" in told
    last = as_a(FileKept, keep(store, THEIRS))
    assert "Upload 30 has made room, since 20 of a framework are kept. Nobody was ever" in str(
        frameworks_page.kept(last)
    )
    assert isinstance(own.undo_offer(store, HandClock(), admin(), "loyalty", last.own.offers[-1].number), OfferChanged)
    assert offered(store) == ["28.0"]
    keep(store, replace(THEIRS, digest="n98"))
    change(store, 32)
    keep(store, replace(THEIRS, digest="n99"))
    assert peek(store).own_markdown("T1", "loyalty", 2) is None
    assessment = sure(peek(store).assessment("T1", "a1"))
    assert assessment.framework == wordings[1]


def test_more_uploads_than_are_kept_now_go_at_the_next_one(store: SqlStore) -> None:
    with store.writing("T1") as tx:
        for number in range(1, 46):
            old = FrameworkVersion(replace(THEIRS, digest=f"n{number}"), number, "U1", HandClock().now())
            tx.add_own_framework("T1", old, "# x")
    kept = as_a(FileKept, keep(store, NEWER))
    assert (len(kept.gone), len(kept.own.versions), kept.own.newest.number) == (26, 20, 46)
    assert "Uploads 1, 2, 3, " in str(frameworks_page.kept(kept))


def test_each_decision_is_taken_back_until_somebody_decides_anew(store: SqlStore) -> None:
    keep(store)
    keep(store, NEWER)
    assert isinstance(change(store, 3), NotHere)
    published = as_a(OfferChanged, change(store, 1))
    assert (published.before, offered(store)) == (None, ["1.0"])
    assert isinstance(change(store, 1), OwnFramework)
    second = as_a(OfferChanged, change(store, 2))
    assert (second.before, offered(store)) == (1, ["2.0"])
    stale, last = published.own.offers[-1].number, second.own.offers[-1].number
    assert isinstance(own.undo_offer(store, HandClock(), admin(), "loyalty", stale), OwnFramework)
    assert isinstance(own.undo_offer(store, HandClock(), admin(), "loyalty", last), OfferChanged)
    assert offered(store) == ["1.0"]
    withdrawn = as_a(OfferChanged, change(store, None))
    assert offered(store) == []
    assert isinstance(change(store, None), OwnFramework)
    assert isinstance(
        own.undo_offer(store, HandClock(), admin(), "loyalty", withdrawn.own.offers[-1].number), OfferChanged
    )
    assert offered(store) == ["1.0"]


def test_an_upload_goes_until_it_was_offered(store: SqlStore) -> None:
    keep(store)
    keep(store, NEWER)
    change(store, 1)
    change(store, None)
    assert isinstance(own.delete_upload(store, admin(), "loyalty", 1), OwnFramework)
    assert own.delete_upload(store, admin(), "loyalty", 2) == NEWER
    assert isinstance(own.delete_upload(store, admin(), "loyalty", 2), NotHere)
    assert [each.number for each in own.find_own(store, "T1")[0].versions] == [1]


def test_a_page_from_before_a_deletion_publishes_and_deletes_no_other_file_of_the_same_number(store: SqlStore) -> None:
    keep(store)
    keep(store, NEWER)
    own.delete_upload(store, admin(), "loyalty", 2)
    keep(store, replace(NEWER, version="3.0", digest="d3"))
    assert isinstance(own.change_offer(store, HandClock(), admin(), "loyalty", 2, "d2"), NotHere)
    assert isinstance(own.delete_upload(store, admin(), "loyalty", 2, "d2"), NotHere)
    assert isinstance(own.change_offer(store, HandClock(), admin(), "loyalty", 2, "d3"), OfferChanged)
    assert offered(store) == ["3.0"]


def test_nothing_of_a_workspace_shows_or_moves_in_another(store: SqlStore) -> None:
    keep(store)
    change(store, 1)
    assert isinstance(change(store, 1, "T2"), NotHere)
    assert isinstance(change(store, None, "T2"), NotHere)
    assert isinstance(own.delete_upload(store, admin("T2"), "loyalty", 1), NotHere)
    assert isinstance(own.undo_offer(store, HandClock(), admin("T2"), "loyalty", 1), NotHere)
    assert own.find_own(store, "T2") == own.find_own(store, "T2", "loyalty") == ()

    def no_gateway(_workspace: str) -> object:
        raise SlackUnavailableError("not asked")

    parts = Parts(store, HandClock(), lambda: (OURS,), no_gateway, lambda _event, _error: "")  # type: ignore[arg-type] # it is not called
    assert [each.slug for each in parts.frameworks_of("T1")] == [OURS.slug, "loyalty"]
    assert [parts.frameworks_of(each) for each in ("T2", "")] == [(OURS,), (OURS,)]


def test_ones_own_takes_the_place_of_one_with_the_same_slug_and_all_stand_by_title() -> None:
    mine = replace(OURS, title="A matrix", digest="mine")
    assert on_offer((OURS, replace(NEWER, title="Beta")), (mine,)) == (mine, replace(NEWER, title="Beta"))
