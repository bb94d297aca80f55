"""What happens is told to a webhook in the transaction of the facts: figures and ids, and nobody's words."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from bot.core.plan.plan import Progress
from bot.store.store import SqlStore, open_store
from bot.use_cases.announcing import WEBHOOK
from bot.use_cases.ports import Job
from tests.core.exported import DOCS, small_export
from tests.use_cases.tracking import Plans

PAGE = (DOCS / "webhook.md").read_text("utf-8")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    store = open_store(f"sqlite:///{tmp_path}/cx.db", announces=True)
    yield store
    store.close()


@dataclass
class Told(Plans):
    """Keeps what would be sent."""

    events: list[Any] = field(default_factory=list)

    def run(self, job: Job) -> None:
        if job.kind == WEBHOOK:
            self.events.append(json.loads(job.payload["body"]))
        else:
            super().run(job)


def played(store: SqlStore) -> Told:
    plans = Told(store)
    plans.play("2", "2", "2", "2", "2", "2")  # and no copy of it: what is told on the way is looked at
    plans.plan()
    return plans


def test_an_assessment_a_plan_and_an_action_are_told_with_figures_and_ids_alone(store: SqlStore) -> None:
    plans = played(store)
    plans.tell(1, Progress.STUCK, "no time, says Olga")
    plans.tell(1, Progress.DONE, "all causes have owners", "3")
    plans.tell(1, Progress.DONE, "they still have")
    completed, accepted, done = plans.events
    assert [each["type"] for each in (completed, accepted, done)] == [
        "assessment.completed",
        "plan.accepted",
        "action.done",
    ]
    assert set(completed["figures"]) == set(small_export()["figures"])
    assert completed["figures"]["overall"]["rounded"] == "2.0"
    assert [each["id"] for each in accepted["actions"]] == [each.id for each in plans.actions]
    assert done["action"]["id"] == plans.actions[0].id
    assert len({each["id"] for each in (completed, accepted, done)}) == 3
    whole = {"version", "id", "type", "at", "workspace", "channel", "assessment", "subject", "framework"}
    for event in (completed, accepted, done):
        assert set(event) - {"figures", "actions", "action"} == whole
        text = json.dumps(event)
        said = [piece.text for each in plans.assessment.ratings for piece in each.evidence]
        told = [each.action.what for each in plans.actions]
        assert [each for each in (*said, *told, "U1", "Olga", "owners", "no time") if each in text] == []
        assert [key for key in event if f"`{key}`" not in PAGE] == []


def test_without_a_webhook_nothing_is_enqueued(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/cx.db")
    plans = played(store)
    plans.tell(1, Progress.DONE)
    assert plans.events == []
    store.close()
