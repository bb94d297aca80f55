"""The contract on assessments and their facts: what was recorded comes back as it was, and nothing else does."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.assessment import AgreedLevel, Assessment, Member, Role, Status, Subject
from bot.core.errors import StoreError
from bot.store.store import SqlStore
from tests.core.strategies import assessments
from tests.effort import effort
from tests.known import peek, write
from tests.store.made import START, complete, keep, made, on_day, rated, whole


def test_an_unknown_assessment_is_none(store: SqlStore) -> None:
    with store.reading() as view:
        assert view.assessment("T1", "a1") is None
        assert view.assessment_in_thread("T1", "C1", "173.1") is None
        assert (view.lines("T1", "C1"), view.channels("T1")) == ((), ())


@pytest.mark.parametrize(
    "change",
    [
        lambda tx: tx.add_rating("T1", "unknown", rated("r1")),
        lambda tx: tx.add_agreed("T1", "unknown", AgreedLevel("first", 3, "U1", START)),
        lambda tx: tx.add_member("T1", "unknown", Member("U1", Role.OBSERVER)),
        lambda tx: tx.set_status("T1", "unknown", Status.STOPPED, START),
        lambda tx: tx.set_thread("T1", "unknown", "173.1"),
        lambda tx: tx.add_hint("T1", "unknown", "U1", "help"),
    ],
)
def test_a_fact_of_an_unknown_assessment_is_refused(store: SqlStore, change: object) -> None:
    assert callable(change)
    with pytest.raises(StoreError), store.writing("T0ACME0001") as tx:
        change(tx)


def test_the_same_assessment_twice_is_refused_and_the_first_stays(store: SqlStore) -> None:
    keep(store, made())
    with pytest.raises(StoreError, match="contradicts what is recorded"):
        keep(store, made(subject="Somebody else"))
    assert whole(store) == made()


def test_a_new_assessment_that_has_ratings_is_refused(store: SqlStore) -> None:
    with pytest.raises(StoreError, match="add them one by one"):
        keep(store, replace(made(), ratings=(rated("r1"),)))


def test_the_same_rating_twice_is_refused(store: SqlStore) -> None:
    keep(store, made())
    write(store).add_rating("T1", "a1", rated("r1", 2))
    with pytest.raises(StoreError), store.writing("T0ACME0001") as tx:
        tx.add_rating("T1", "a1", rated("r1", 3))
    assert whole(store).ratings == (rated("r1", 2),)


def test_a_text_that_no_database_keeps_is_refused(store: SqlStore) -> None:
    with pytest.raises(StoreError, match="surrogate"):
        keep(store, made(subject="Acme \ud83d"))
    with pytest.raises(StoreError, match="surrogate"):
        keep(store, replace(made(), subject=Subject("Acme", {"NPS": "\ud83d"})))


@settings(max_examples=effort(15, 400), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_whatever_the_core_allows_comes_back_as_it_was(store: SqlStore, data: st.DataObject) -> None:
    drawn = data.draw(assessments())
    with store.writing("T0ACME0001") as tx:
        said = replace(drawn, id=tx.new_id(), thread=None)
        tx.add_assessment(replace(said, ratings=(), agreed=()))
        for rating in said.ratings:
            tx.add_rating(said.workspace, said.id, rating)
        for agreed in said.agreed:
            tx.add_agreed(said.workspace, said.id, agreed)
    assert whole(store, said.id, workspace=said.workspace) == replace(said, members=unique(said.members))


def unique(members: tuple[Member, ...]) -> tuple[Member, ...]:
    return tuple(dict.fromkeys(members))


def test_a_member_added_twice_stands_once_and_may_have_two_parts(store: SqlStore) -> None:
    keep(store, made())
    with store.writing("T0ACME0001") as tx:
        tx.add_member("T1", "a1", Member("U2", Role.RESPONDENT))
        tx.add_member("T1", "a1", Member("U2", Role.OBSERVER))
    assert whole(store).members == (*made().members, Member("U2", Role.OBSERVER))


def test_an_assessment_is_completed_the_first_time_it_is_complete(store: SqlStore) -> None:
    keep(store, made())
    seen = []
    for day, status in enumerate((Status.PAUSED, Status.COMPLETE, Status.OPEN, Status.COMPLETE)):
        write(store).set_status("T1", "a1", status, on_day(day))
        seen.append((whole(store).status, whole(store).completed_at))
    assert seen == [
        (Status.PAUSED, None),
        (Status.COMPLETE, on_day(1)),
        (Status.OPEN, on_day(1)),
        (Status.COMPLETE, on_day(1)),
    ]


def test_an_assessment_is_found_by_its_thread_in_its_channel_only(store: SqlStore) -> None:
    keep(store, made(), made("a2"))
    with store.writing("T0ACME0001") as tx:
        tx.set_thread("T1", "a1", "173.1")
        assert tx.assessment_in_thread("T1", "C1", "173.1") == replace(made(), thread="173.1")
        assert tx.assessment_in_thread("T1", "C2", "173.1") is None
        assert [tx.is_thread("T1", each, "173.1") for each in ("C1", "C2")] == [True, False]


def test_the_workspaces_of_an_id_are_those_that_have_it(store: SqlStore) -> None:
    keep(store, made(), made(workspace="T2"), made("a3", workspace="T3"))
    with store.reading() as view:
        assert sorted(view.workspaces_of("a1")) == ["T1", "T2"]
        assert (view.workspaces_of("a3"), view.workspaces_of("a4")) == (("T3",), ())


def test_two_assessments_cannot_share_a_thread(store: SqlStore) -> None:
    keep(store, made(thread="173.1"))
    with pytest.raises(StoreError):
        keep(store, made("a2", thread="173.1"))


def test_a_framework_keeps_the_wording_that_each_assessment_was_opened_with(store: SqlStore) -> None:
    reworded = replace(made().framework, purpose="The same file, read by a newer loader.")
    keep(store, made(), made("a2", framework=reworded))
    assert whole(store, "a1").framework == made().framework
    assert whole(store, "a2").framework == reworded


def test_ids_are_unguessable_and_of_ten_letters_and_digits(store: SqlStore) -> None:
    with store.writing("T0ACME0001") as tx:
        ids = {tx.new_id() for _ in range(200)}
    assert len(ids) == 200
    assert {len(each) for each in ids} == {10}
    assert all(each.isascii() and each.isalnum() and each == each.lower() for each in ids)


def test_lines_are_listed_the_newest_first_within_the_channel(store: SqlStore) -> None:
    keep(store, made("a1", day=3), made("a2", day=1), made("a3", day=3), made("b1", channel="C2", day=9))
    with store.reading() as view:
        assert [each.id for each in view.lines("T1", "C1")] == ["a3", "a1", "a2"]
        assert [each.id for each in view.lines("T1", "C1", limit=1)] == ["a3"]
        assert view.channels("T1") == ("C2", "C1")
        line = view.lines("T1", "C1")[-1]
    keep(store, made("b2", channel="C2", day=0), made("c1", channel="C3", day=4))
    assert peek(store).channels("T1") == ("C2", "C3", "C1")
    assert (line.workspace, line.channel, line.thread, line.framework) == ("T1", "C1", None, made().framework.slug)
    assert (line.title, line.subject, line.status) == (made().framework.title, "Acme Retail", Status.OPEN)
    assert (line.started_at, line.completed_at) == (on_day(1), None)


def before(store: SqlStore, assessment: Assessment) -> str | None:
    found = peek(store).before(assessment)
    return found.id if found is not None else None


def test_before_gives_the_last_one_completed_before_this_one_started(store: SqlStore) -> None:
    for name, day in (("a1", 2), ("a2", 4), ("a3", 3), ("late", 6)):
        complete(store, made(name), day=day)
    keep(store, made("open"))
    assert before(store, made("now", day=5)) == "a2"
    assert before(store, made("now", day=2)) is None


def test_before_knows_a_subject_by_its_name_without_case_and_outer_spaces(store: SqlStore) -> None:
    complete(store, made("a1", subject=" STRASSE "), day=1)
    assert before(store, made("now", day=5, subject="straße")) == "a1"
    assert before(store, made("now", day=5, subject="stras se")) is None


def test_before_looks_in_the_same_channel_and_framework_or_one_that_it_supersedes(store: SqlStore) -> None:
    complete(store, made("a1"), day=1)
    newer = replace(made().framework, slug="newer", supersedes=("oldest", made().framework.slug))
    other = replace(made().framework, slug="newer")
    assert before(store, made("now", day=5, framework=newer)) == "a1"
    assert before(store, made("now", day=5, framework=other)) is None
    assert before(store, made("now", day=5, channel="C2")) is None


def test_an_assessment_that_was_reopened_is_not_before_another(store: SqlStore) -> None:
    complete(store, made("a1"), day=1)
    write(store).set_status("T1", "a1", Status.OPEN, on_day(2))
    assert before(store, made("now", day=5)) is None


def line_of(store: SqlStore, assessment: Assessment, limit: int = 12) -> list[str]:
    return [each.id for each in peek(store).line_of(assessment, limit=limit)]


def test_a_line_is_the_newest_complete_ones_by_their_end_and_each_is_whole(store: SqlStore) -> None:
    for name, started, ended in (("a1", 0, 9), ("a2", 3, 4), ("a3", 1, 7)):
        complete(store, made(name, day=started), day=ended)
    keep(store, made("open", day=8))
    assert line_of(store, made("now", day=2)) == ["a2", "a3", "a1"]
    assert line_of(store, made("now"), limit=2) == ["a3", "a1"]
    assert peek(store).line_of(made(), limit=12)[0] == whole(store, "a2")


def test_a_line_has_no_other_channel_workspace_subject_or_framework_unless_that_is_superseded(
    store: SqlStore,
) -> None:
    newer = replace(made().framework, slug="newer", supersedes=(made().framework.slug,))
    complete(store, made("a1", subject=" ACME retail"), day=1)
    complete(store, made("a2", framework=newer), day=2)
    complete(store, made("c2", channel="C2"), day=3)
    complete(store, made("t2", workspace="T2"), day=3)
    complete(store, made("s2", subject="Globex"), day=3)
    assert line_of(store, made("now", framework=newer)) == ["a1", "a2"]
    assert line_of(store, made("now")) == ["a1"]
