"""Both databases alike: the same calls of the port, in the same order, give the same answers, refusals among them."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.assessment import AgreedLevel, Status
from bot.core.errors import StoreError
from bot.store.elapsed import Elapsed
from bot.store.store import SqlStore, open_store
from bot.use_cases.ports import Job, NewJob, Transaction
from tests import postgres
from tests.core.strategies import words
from tests.effort import effort
from tests.store.made import START, RealTime, asked, due_again, made, measured, on_day, posted, rated

WORKSPACES, NAMES, DAYS = ("T1", "T2"), ("a1", "a2", "Ä", "b_1"), range(3)
workspaces, names, days = st.sampled_from(WORKSPACES), st.sampled_from(NAMES), st.sampled_from(DAYS)
Call = Callable[[Transaction], object]


def call(name: str, *arguments: st.SearchStrategy[object]) -> st.SearchStrategy[Call]:
    """Return calls of one method of a transaction."""
    return st.tuples(*arguments).map(lambda values: lambda tx: getattr(tx, name)(*values))


def at(day: int) -> datetime:
    return on_day(day)


moments = days.map(at)
assessments = st.builds(
    lambda name, workspace, channel, subject, day: made(
        name, workspace=workspace, channel=channel, subject=subject, day=day
    ),
    *(names, workspaces, st.sampled_from(["C1", "C2"]), st.one_of(words, st.sampled_from(["Acme", "ACME", "é", "Z"]))),
    days,
)
calls = st.one_of(
    call("add_assessment", assessments),
    call("add_rating", workspaces, names, names.map(rated)),
    call("add_agreed", workspaces, names, moments.map(lambda moment: AgreedLevel("first", 3, "U1", moment))),
    call("add_question", workspaces, names, st.integers(1, 3).map(asked)),
    call("put_post", workspaces, names, names.map(lambda key: posted(key, "1.2"))),
    call("set_status", workspaces, names, st.sampled_from(Status), moments),
    call("set_thread", workspaces, names, words),
    call("is_new", workspaces, names, moments),
    call("add_home", workspaces, words),
    call("take_due", workspaces, names, moments, moments),
    call("put_cadence", names.map(lambda name: replace(due_again(), id=name, owner="U1"))),
    call("add_reading", workspaces, names.map(lambda name: replace(measured(), id=name))),
    call("move_channel", workspaces, st.just("C1"), st.sampled_from(["C1", "C3"])),
    call("put_notice", workspaces, names.map(lambda key: posted(key, "1.3"))),
    call("enqueue", st.builds(NewJob, st.just("k"), names, workspaces.map(lambda each: {"workspace": each}), moments)),
    call("remove_person", workspaces, st.just("U1"), st.just("gone-1")),
    call("add_home", workspaces, st.sampled_from(["nul\0", "half \ud800"])),
)
transactions = st.lists(st.tuples(workspaces, st.lists(calls, min_size=1, max_size=4)), min_size=1, max_size=6)


def done(store: SqlStore, workspace: str, steps: list[Call]) -> object:
    """Run one transaction; give its answers, or by which kind of error it was refused."""
    try:
        with store.writing(workspace) as tx:
            return [step(tx) for step in steps]
    except StoreError as error:
        return type(error)


def seen(store: SqlStore) -> list[object]:
    """Ask what the port answers about all of it."""
    found: list[object] = []
    with store.reading() as view:
        for workspace in WORKSPACES:
            found += [view.channels(workspace), view.home_people(workspace), view.notice_keys(workspace)]
            found += [view.lines(workspace, channel) for channel in ("C1", "C2", "C3")]
            found += [view.cadences(workspace, "C1"), view.workspaces(), view.pending_removals(workspace)]
            for name in NAMES:
                own = view.assessment(workspace, name)
                found += [own, view.questions(workspace, name), view.posts(workspace, name)]
                found += [view.before(own) if own is not None else None, view.dues_taken(workspace, name)]
    return found


def worked(store: SqlStore) -> list[object]:
    """Take all work that is due, putting the first back."""
    taken: list[Job] = []
    while (job := store.jobs.claim(on_day(1))) is not None:
        taken.append(job)
        if len(taken) == 1:
            store.jobs.put_back(job, seconds=5, reason="later")
        else:
            store.jobs.finish(job)
    told = [(each.key, each.kind, each.payload, each.attempts, each.failures) for each in taken]
    return [told, store.jobs.standing(START).jobs]


@settings(max_examples=effort(12, 1_000), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=transactions)
def test_the_same_calls_give_the_same_answers(
    postgresql: str, tmp_path: Path, steps: list[tuple[str, list[Call]]]
) -> None:
    answers = []
    file = tmp_path / "x.db"
    file.unlink(missing_ok=True)
    for url in (f"sqlite:///{file}", postgresql):
        with closing(open_store(url, real_time=Elapsed(RealTime(), "this boot"))) as store:
            given_back = [done(store, *step) for step in steps]
            answers.append([given_back, seen(store), worked(store)])
    postgres.empty(postgresql)
    assert answers[0] == answers[1]
