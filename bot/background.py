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
from bot.jobs.worker import at_most, patient
from bot.reports.drawn import Drawn
from bot.reports.spreadsheets import workbook
from bot.settings import ModelSettings
from bot.slack.listeners.home import HomeTab
from bot.slack.messenger import SlackMessenger
from bot.slack.routes import Parts
from bot.store.sqlite import SqliteStore
from bot.use_cases.announcing import WEBHOOK, Receiver, send_event
from bot.use_cases.data import EXPORT, send_export
from bot.use_cases.drafts import DRAFT, WithoutModel
from bot.use_cases.durable_work import durable_work
from bot.use_cases.forget import FORGET, forget_asked
from bot.use_cases.housekeeping import TIDY, keep_tidy
from bot.use_cases.jobs import GIVEN_UP, tell_given_up
from bot.use_cases.ports import Drafter, Job
from bot.use_cases.report import REPORT, send_report
from bot.use_cases.synopsis import SYNOPSIS, send_synopsis

DRAFTS_AT_ONCE = 8
"""Half of the workers' threads, so that answers are confirmed while a slow model writes."""


def read_frameworks(folder: Path | None) -> tuple[Framework, ...]:
    """Read the frameworks of a folder, or those that come with cxbot; BotError says what is wrong with them."""
    return load_library(folder or frameworks_folder())


def model_drafter(settings: ModelSettings) -> Drafter:
    """Make what writes drafts, with the prompts that come with cxbot; BadInputError for a model that cannot be used."""
    if not settings.model:
        return WithoutModel()
    from bot.llm.drafter import ModelDrafter, Patience  # noqa: PLC0415  # without a model nothing of it is loaded

    return ModelDrafter(
        settings.model,
        load_prompts(prompts_folder()),
        api_key=settings.openai_api_key.get_secret_value() if settings.openai_api_key else "",
        base_url=settings.openai_base_url or "",
        reply_tokens=settings.cxbot_model_reply_tokens,
        patience=Patience(settings.cxbot_model_seconds, settings.cxbot_model_seconds),
    )


def in_hand(parts: Parts, store: SqliteStore, job: Job) -> Parts:
    """Return the parts in the hands of one run of a job: each write and each call to Slack asks for its lease."""
    held = store.held(job)
    return replace(parts, store=held, gateway_of=lambda workspace: parts.gateway_of(workspace).guarded(held.guard()))


def _report(own: Parts, messenger: SlackMessenger, job: Job) -> None:
    from bot.reports.reporter import DocumentReporter  # noqa: PLC0415  # most processes set no report

    send_report(own.store, own.clock, messenger, DocumentReporter(), job)


def _synopsis(own: Parts, messenger: SlackMessenger, job: Job) -> None:
    from bot.reports.reporter import DocumentReporter  # noqa: PLC0415  # as above

    send_synopsis(own.store, own.clock, messenger, DocumentReporter(), job)


def handlers(
    parts: Parts, store: SqliteStore, settings: ModelSettings, receiver: Receiver | None = None
) -> Mapping[str, Callable[[Job], None]]:
    """Return what does each kind of durable work; BadInputError for a model that cannot be used."""
    drafter, home = model_drafter(settings), HomeTab()
    calls, tokens = settings.cxbot_model_calls, settings.cxbot_model_tokens

    def work(own: Parts) -> Mapping[str, Callable[[Job], None]]:
        messenger = SlackMessenger(own.gateway_of)
        draw = partial(home.draw, own, messenger)
        told = durable_work(own.store, own.clock, messenger, own.holidays, Drawn())
        return {
            **told,
            "home": draw,
            FORGET: lambda job: forget_asked(own.store, store, own.clock, messenger, job, draw),
            EXPORT: lambda job: send_export(own.store, own.clock, messenger, workbook, job),
            REPORT: lambda job: _report(own, messenger, job),
            SYNOPSIS: lambda job: _synopsis(own, messenger, job),
        }

    def run(job: Job) -> None:
        work(in_hand(parts, store, job))[job.kind](job)

    def draft(job: Job) -> None:
        from bot.use_cases.write_draft import write_draft  # noqa: PLC0415  # the checks load with the first draft

        write_draft(store.held(job), parts.clock, drafter, job.payload, calls=calls, tokens=tokens)

    def tell(job: Job) -> None:
        own = in_hand(parts, store, job)
        tell_given_up(own.store, store.jobs, SlackMessenger(own.gateway_of), job.payload, own.clock.now())

    return {
        **dict.fromkeys(work(parts), patient(run)),
        GIVEN_UP: patient(tell),
        DRAFT: at_most(DRAFTS_AT_ONCE, draft),
        WEBHOOK: lambda job: send_event(receiver, parts.clock, job),
        TIDY: lambda _job: keep_tidy(store, parts.clock),
    }
