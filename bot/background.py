"""What the bot does besides acknowledging: the frameworks on offer, and the durable work with all that it needs.

``bot.main`` loads it once the first delivery was acknowledged: half of all modules are reached from here alone.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from bot.core.framework import Framework
from bot.files.frameworks import load_library
from bot.files.places import frameworks_folder, prompts_folder
from bot.files.prompts import load_prompts
from bot.jobs.worker import patient
from bot.reports.drawn import Drawn
from bot.reports.spreadsheets import workbook
from bot.settings import ModelSettings
from bot.slack.arrivals import heeding
from bot.slack.gateway import Gateway
from bot.slack.listeners.home import HomeTab
from bot.slack.messenger import messenger_of
from bot.slack.routes import Parts
from bot.store.store import SqlStore
from bot.use_cases.announcing import WEBHOOK, Receiver, send_event
from bot.use_cases.data import EXPORT, send_export
from bot.use_cases.drafts import DRAFT, Drafter
from bot.use_cases.durable_work import durable_work
from bot.use_cases.forget import FORGET, forget_asked
from bot.use_cases.housekeeping import TIDY, keep_tidy
from bot.use_cases.install import PERMISSIONS, tell_lacks
from bot.use_cases.jobs import GIVEN_UP, tell_given_up
from bot.use_cases.ports import Job, Messenger
from bot.use_cases.report import REPORT, send_report
from bot.use_cases.stays import RETURN, come_back, rest
from bot.use_cases.workshop import SYNOPSIS, send_synopsis

AT_MOST = {DRAFT: 8}
"""Drafts at once in all processes: half of the threads of one, so that answers are confirmed while a slow model writes.
"""


def read_frameworks(folder: Path | None) -> tuple[Framework, ...]:
    """Read the frameworks of a folder, or those that come with cxbot; BotError says what is wrong with them."""
    return load_library(folder or frameworks_folder())


def model_drafter(settings: ModelSettings) -> Drafter | None:
    """Make what writes drafts, if a model is set, with the prompts of cxbot; BadInputError for one of no use."""
    if not settings.model:
        return None
    from bot.llm.drafter import ModelDrafter, Patience  # noqa: PLC0415  # without a model nothing of it is loaded

    return ModelDrafter(
        settings.model,
        load_prompts(prompts_folder()),
        api_key=settings.openai_api_key.get_secret_value() if settings.openai_api_key else "",
        base_url=settings.openai_base_url or "",
        reply_tokens=settings.cxbot_model_reply_tokens,
        patience=Patience(settings.cxbot_model_seconds, settings.cxbot_model_seconds),
    )


def in_hand(parts: Parts, store: SqlStore, job: Job) -> Parts:
    """Return the parts in the hands of one run of a job: each write and each call to Slack asks for its lease.

    Where the bot is removed meanwhile the rest of the job rests.
    """
    held, stays = store.held(job), parts.stays

    def gateway_of(workspace: str) -> Gateway:
        if stays.is_away(workspace):
            raise rest(parts.clock)
        return parts.gateway_of(workspace).guarded(held.guard())

    return replace(parts, store=held, gateway_of=gateway_of, known_stays=stays)


def _report(own: Parts, messenger: Messenger, job: Job) -> None:
    from bot.reports.reporter import DocumentReporter  # noqa: PLC0415  # most processes set no report

    send_report(own.store, own.clock, messenger, DocumentReporter(), job)


def _synopsis(own: Parts, messenger: Messenger, job: Job) -> None:
    from bot.reports.reporter import DocumentReporter  # noqa: PLC0415  # as above

    send_synopsis(own.store, own.clock, messenger, DocumentReporter(), job)


def _tell_given_up(own: Parts, store: SqlStore, job: Job) -> None:
    messenger = messenger_of(own.gateway_of, job.payload["workspace"])
    tell_given_up(own.store, store.jobs, messenger, job.payload, own.clock.now())


def _tidy(parts: Parts, store: SqlStore) -> None:
    keep_tidy(store, parts.clock)
    parts.stays.delete_left(store)


def _draft(parts: Parts, store: SqlStore, settings: ModelSettings, drafter: Drafter | None, job: Job) -> None:
    from bot.use_cases.write_draft import write_draft  # noqa: PLC0415  # the checks load with the first draft

    calls, tokens = settings.cxbot_model_calls, settings.cxbot_model_tokens
    write_draft(store.held(job), parts.clock, drafter, job.payload, calls=calls, tokens=tokens)


def handlers(
    parts: Parts,
    store: SqlStore,
    settings: ModelSettings,
    receiver: Receiver | None = None,
) -> Mapping[str, Callable[[Job], None]]:
    """Return what does each kind of durable work; BadInputError for a model that cannot be used."""
    drafter, home, drawn = model_drafter(settings), HomeTab(), Drawn()

    def work(own: Parts, workspace: str = "") -> Mapping[str, Callable[[Job], None]]:
        messenger = messenger_of(own.gateway_of, workspace, parts.gateway_of)
        draw = partial(home.draw, own, messenger)
        told = durable_work(own.store, own.clock, messenger, own.holidays, drawn, own.frameworks_of)
        return {
            **told,
            "home": draw,
            FORGET: lambda job: forget_asked(own.store, store, own.clock, messenger, job, draw),
            EXPORT: lambda job: send_export(own.store, own.clock, messenger, workbook, job),
            REPORT: lambda job: _report(own, messenger, job),
            SYNOPSIS: lambda job: _synopsis(own, messenger, job),
            PERMISSIONS: lambda job: tell_lacks(own.store, own.clock, messenger, job.payload),
            RETURN: lambda job: come_back(own.store, own.clock, messenger, job.payload),
        }

    def run(job: Job) -> None:
        work(in_hand(parts, store, job), job.payload.get("workspace", ""))[job.kind](job)

    done: dict[str, Callable[[Job], None]] = {
        **dict.fromkeys(work(parts), patient(run)),
        GIVEN_UP: patient(lambda job: _tell_given_up(in_hand(parts, store, job), store, job)),
        DRAFT: partial(_draft, parts, store, settings, drafter),
        WEBHOOK: lambda job: send_event(receiver, parts.clock, job),
        TIDY: lambda _job: _tidy(parts, store),
    }
    return {kind: heeding(parts.stays, parts.gateway_of, parts.clock, each) for kind, each in done.items()}
