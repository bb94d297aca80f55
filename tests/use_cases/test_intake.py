"""An imported assessment goes on where it was left."""

import json
from dataclasses import replace
from pathlib import Path

from bot.core.assessment import Assessment
from bot.core.record.intake import read_intake
from bot.core.thread import Headline, Prompt
from bot.store.store import SqlStore, open_store
from bot.use_cases.housekeeping import resume_restored
from bot.use_cases.intake import IntakeVerdict, export_of, take_export
from tests.known import peek, sure
from tests.store.made import measured
from tests.use_cases.talking import TEAM, Talking


def moved(talking: Talking, to: SqlStore) -> Talking:
    """Have the assessment go on in another database, with the same Slack."""
    with talking.kept.reading() as view:
        file, differences = read_intake(json.dumps(export_of(view, talking.assessment)))
    assert (differences, take_export(to, file, ()).verdict) == ((), IntakeVerdict.IMPORTED)
    there = Talking(to, talking.clock, talking.id)
    there.slack = talking.slack
    return there


def answered(talking: Talking) -> Assessment:
    return sure(peek(talking.kept).assessment(TEAM, talking.id))


def test_one_under_way_goes_on_in_its_thread_with_nothing_said_twice(talking: Talking, tmp_path: Path) -> None:
    talking.say("3, because we map journeys", "2")
    there = moved(talking, open_store(f"sqlite:///{tmp_path}/there.db"))
    assert resume_restored(there.kept) == 1
    there.settle()
    assert next(type(shows) for _, shows in there.slack.own()) is Headline
    assert [type(shows) for _, shows in there.slack.own()].count(Prompt) == 1
    there.say("4, we try things every week")
    assert [each.verdict for each in answered(there).ratings] == [3, 2, 4]
    there.kept.close()


def test_one_that_is_complete_says_and_asks_nothing(drafts: Talking, tmp_path: Path) -> None:
    before = list(drafts.slack.own())
    there = moved(drafts, open_store(f"sqlite:///{tmp_path}/there.db"))
    assert resume_restored(there.kept) == 0
    there.settle()
    assert there.slack.own() == before
    assert answered(there) == answered(drafts)
    there.kept.close()


def test_the_metrics_of_its_subject_come_along_once(drafts: Talking, tmp_path: Path) -> None:
    own = answered(drafts)
    read = replace(measured(), channel=own.channel, subject=own.subject.name)
    with drafts.kept.writing("T0ACME0001") as tx:
        tx.add_reading(TEAM, read)
        tx.add_reading(TEAM, replace(read, id="m2"))
        tx.take_back(TEAM, "m2", "U2", read.at)
    there = open_store(f"sqlite:///{tmp_path}/there.db")
    with there.writing("T0ACME0001") as tx:
        tx.add_reading(TEAM, read)  # came with another assessment of the subject
    moved(drafts, there)
    assert peek(there).metrics(TEAM, own.channel) == (read, replace(read, id="m2", taken_back=True))
    there.close()
