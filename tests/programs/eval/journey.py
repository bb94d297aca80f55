"""The drafts of an assessment as the bot makes them: asked for, written side by side in jobs, checked, kept."""

import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace

from bot.background import AT_MOST, model_drafter
from bot.core.assessment import Assessment, Status
from bot.core.drafts.draft import Draft
from bot.jobs.worker import Workers
from bot.main import SystemClock
from bot.settings import ModelSettings
from bot.store.store import open_store
from bot.use_cases.drafts import DRAFT, request_drafts
from bot.use_cases.ports import Deed, Job, Store
from bot.use_cases.write_draft import write_draft

PATIENCE_SECONDS = 3600.0


@dataclass(frozen=True, slots=True)
class Drafted:
    """The finished drafts of an assessment, in the order in which they were asked, and how long all of them took."""

    drafts: tuple[Draft, ...]
    seconds: float


def drafted(assessment: Assessment, settings: ModelSettings) -> Drafted:
    """Draft every piece of a complete assessment on a store of its own, with the model that the settings name."""
    clock, drafter = SystemClock(), model_drafter(settings)
    calls, tokens = settings.cxbot_model_calls, settings.cxbot_model_tokens
    with closing(open_store("sqlite://")) as store:
        keep(store, assessment)
        handlers: dict[str, Callable[[Job], None]] = {
            DRAFT: lambda job: write_draft(store, clock, drafter, job.payload, calls=calls, tokens=tokens),
            "thread": lambda _job: None,  # nobody looks on
        }
        workers = Workers(store.jobs, clock, handlers, threads=AT_MOST[DRAFT])
        began = time.monotonic()
        deed = Deed(assessment.workspace, assessment.channel, _asker(assessment), "eval")
        outcome = request_drafts(store, clock, deed, assessment.id)
        if not isinstance(outcome, int):
            raise TypeError(f"no drafts of {assessment.id}: {outcome}")
        workers.start()
        try:
            if not workers.idle(PATIENCE_SECONDS):
                raise TimeoutError(f"the drafts of {assessment.id} take more than {PATIENCE_SECONDS:g} s")
            seconds = time.monotonic() - began
        finally:
            workers.stop()
        with store.reading() as view:
            return Drafted(view.drafts(assessment.workspace, assessment.id), seconds)


def keep(store: Store, assessment: Assessment) -> None:
    """Put an assessment into a store as if it had been conducted there."""
    place = assessment.workspace, assessment.id
    with store.writing("T0ACME0001") as tx:
        tx.add_assessment(replace(assessment, status=Status.OPEN, completed_at=None, ratings=(), agreed=()))
        for rating in assessment.ratings:
            tx.add_rating(*place, rating)
        for agreed in assessment.agreed:
            tx.add_agreed(*place, agreed)
        tx.set_status(*place, Status.COMPLETE, assessment.completed_at or assessment.started_at)


def _asker(assessment: Assessment) -> str:
    """Give somebody who may ask for drafts."""
    return assessment.facilitator or assessment.respondents()[0]
