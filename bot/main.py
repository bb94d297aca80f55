"""The composition root: the one file that names every edge and joins them."""

import secrets
import signal
import sys
import threading
import webbrowser
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from types import FrameType
from typing import TYPE_CHECKING

import structlog
from starlette.applications import Starlette

from bot.calendars import public_holidays
from bot.core.errors import BotError, StoreError
from bot.core.plan.standing import standing_of
from bot.core.record.export import export_assessment
from bot.files.frameworks import load_library
from bot.files.places import frameworks_folder, prompts_folder
from bot.files.prompts import load_prompts
from bot.jobs.worker import Workers, at_most, patient
from bot.log import configure_log, report
from bot.settings import ModelSettings, Settings, read_database_url, read_model_settings, read_settings
from bot.slack.app import one_workspace, slack_app
from bot.slack.gateway import Gateway, Pacer
from bot.slack.intake import Intake
from bot.slack.listeners.home import HomeTab
from bot.slack.manifest import manifest
from bot.slack.messenger import SlackMessenger
from bot.slack.routes import Parts
from bot.slack.socket_mode import SocketMode
from bot.store.sqlite import SqliteStore, back_up, open_store
from bot.use_cases.drafts import DRAFT
from bot.use_cases.durable_work import durable_work
from bot.use_cases.housekeeping import TIDY, keep_tidy, resume_restored
from bot.use_cases.ports import Clock, Drafter, Job, NewJob, WithoutModel
from bot.use_cases.scorecards import explained_since
from bot.web.app import HttpReply, run_server, web_app

if TYPE_CHECKING:  # whoever serves in production never loads the sandbox
    from bot.sandbox.rates import Strictness

log = structlog.get_logger()
STOP_SECONDS = 20
DRAFTS_AT_ONCE = 8
"""Half of the workers' threads, so that answers are confirmed while a slow model writes."""


class StartError(BotError):
    """The bot cannot start as it was asked to."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Give the moment in UTC."""
        return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Service:
    """The bot, joined up: an ASGI application, and workers that do what follows an answer."""

    web: Starlette
    workers: Workers
    store: SqliteStore
    socket_mode: SocketMode | None

    def start(self) -> None:
        """Start the workers, and the socket in Socket Mode."""
        with self.store.writing() as tx:
            tx.enqueue(NewJob(TIDY, TIDY))
        resume_restored(self.store)
        threading.Thread(target=self.store.examine, name="examine", daemon=True).start()
        self.workers.start()
        if self.socket_mode is not None:
            self.socket_mode.start()

    def stop(self) -> None:
        """Finish what is under way; what waits stays in the store."""
        if self.socket_mode is not None:
            self.socket_mode.stop()
        self.workers.stop(STOP_SECONDS)
        self.store.close()


def build(settings: Settings, clock: Clock, *, pacer: Pacer | None = None) -> Service:
    """Join the edges as the settings say; BotError says what is wrong with them. Without a pacer no call waits."""
    frameworks = load_library(settings.cxbot_frameworks or frameworks_folder())
    drafter = model_drafter(settings)
    store = open_store(settings.database_url)
    gateway = Gateway(token=settings.slack_bot_token.get_secret_value(), base_url=settings.slack_api_url, pacer=pacer)
    parts = Parts(store, clock, frameworks, one_workspace(gateway), report, holidays=public_holidays)
    secret = settings.slack_signing_secret.get_secret_value() if settings.slack_signing_secret else ""
    # in Socket Mode without a secret an unguessable one stands in, so that nothing could ever be signed with it
    app = slack_app(parts, signing_secret=secret or secrets.token_hex(), base_url=settings.slack_api_url)
    intake = Intake(app, secret, report) if secret else None

    def dispatch(body: str, headers: Mapping[str, str]) -> HttpReply:
        return HttpReply(*intake.answer(body, headers)) if intake else HttpReply(404, {}, "")

    socket_mode = None
    if settings.slack_app_token is not None:
        socket_mode = SocketMode(app, settings.slack_app_token.get_secret_value(), settings.slack_api_url)

    def ready() -> Mapping[str, str]:
        checks = {"database": _word(store.check), "slack": _word(gateway.auth_test)}
        if socket_mode is not None:
            checks["socket"] = "ok" if socket_mode.is_connected() else "not connected; see the log for why"
        return checks

    workers = Workers(store.jobs, clock, _handlers(parts, store, drafter, settings))
    return Service(web_app(dispatch if intake else None, ready), workers, store, socket_mode)


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
        patience=Patience(settings.cxbot_model_seconds, settings.cxbot_model_seconds),
    )


def _word(check: Callable[[], object]) -> str:
    try:
        check()
    except BotError as error:
        return str(error)
    return "ok"


def _handlers(
    parts: Parts, store: SqliteStore, drafter: Drafter, settings: ModelSettings
) -> Mapping[str, Callable[[Job], None]]:
    """Give what does each kind of durable work."""
    messenger = SlackMessenger(parts.gateway_of)
    calls, tokens = settings.cxbot_model_calls, settings.cxbot_model_tokens
    work = durable_work(store, parts.clock, messenger, parts.holidays)

    def draft(job: Job) -> None:
        from bot.use_cases.write_draft import write_draft  # noqa: PLC0415  # the checks load with the first draft

        write_draft(store, parts.clock, drafter, job.payload, calls=calls, tokens=tokens)

    return {kind: patient(each) for kind, each in work.items()} | {
        "home": patient(HomeTab(parts, messenger).draw),
        DRAFT: at_most(DRAFTS_AT_ONCE, draft),
        TIDY: lambda _job: keep_tidy(store, parts.clock),
    }


def serve() -> None:
    """Serve until SIGTERM or SIGINT; what is under way is finished first."""
    settings = read_settings()
    configure_log(settings.log_level)
    service = build(settings, SystemClock(), pacer=Pacer(monotonic))
    try:
        service.start()
        run_server(service.web, settings.host, settings.port)
    finally:
        service.stop()
        log.info("stopped")


def back_up_to(file: Path) -> None:
    """Copy the bot's database into a new file, while it serves."""
    back_up(read_database_url(), file)


def export_one(assessment_id: str) -> object:
    """Give one assessment of the database as an export; StoreError when there is none of that id."""
    store = open_store(read_database_url())
    try:
        with store.reading() as view:
            found = [view.assessment(workspace, assessment_id) for workspace in view.workspaces_of(assessment_id)]
            if len(found) != 1 or found[0] is None:
                raise StoreError(
                    f"There is no assessment {assessment_id!r} in this database."
                    " Check the id, and that DATABASE_URL names the bot's own database."
                )
            own = found[0]
            where = (own.workspace, own.id)
            actions = standing_of(view.actions(*where), view.action_updates(*where))
            before, drafts = view.before(own), view.drafts(*where)
            explained = explained_since(view, own, before)
            return export_assessment(own, before, explained=explained, drafts=drafts, actions=actions)
    finally:
        store.close()


class Play:
    """A small Slack and the bot beside it, each on its own port of this machine, over real HTTP.

    ``port`` is the page's; 0 takes a free one. ``limits`` off lets the bot and Slack go as fast as they can.
    """

    def __init__(self, port: int, *, limits: "Strictness" = "as_slack", database: str = "sqlite://") -> None:
        from bot.sandbox.app import Sandbox  # noqa: PLC0415  # see above
        from bot.sandbox.clock import MovableClock  # noqa: PLC0415  # see above
        from bot.sandbox.serving import serve_in_thread  # noqa: PLC0415  # see above

        self._serve = serve_in_thread
        self.clock = MovableClock()
        self._limits, self._database = limits, database
        self._model = read_model_settings()
        self._secret, self._token = secrets.token_hex(16), f"xoxb-sandbox-{secrets.token_hex(8)}"
        listed = manifest(base_url="https://cxbot.example", socket_mode=False)
        self.sandbox = Sandbox(listed, None, self._secret, self._token, clock=self.clock, limits=limits)
        self._page = self._serve(self.sandbox.asgi, port)
        self.url = self._page.url
        self._start_bot()
        self.clock.watch(self._wake)
        self.sandbox.on_reset = self.restart_bot

    def restart_bot(self) -> None:
        """Start the bot anew; without a database of its own it has forgotten everything then."""
        self._stop_bot()
        self._start_bot()

    def close(self) -> None:
        """Stop everything."""
        self.sandbox.close()
        self._stop_bot()
        self._page.close()

    def _wake(self) -> None:
        self.service.workers.wake()  # looked up at each call: the bot may have been started anew

    def _start_bot(self) -> None:
        given = {
            "slack_signing_secret": self._secret,
            "slack_bot_token": self._token,
            "slack_api_url": f"{self.url}/api/",
            "database_url": self._database,
            **self._model.model_dump(),
        }
        pacer = Pacer(monotonic) if self._limits == "as_slack" else None
        self.service = build(Settings.model_validate(given), self.clock, pacer=pacer)
        self._bot = self._serve(self.service.web)
        self.service.start()
        self.sandbox.app_url = self._bot.url

    def _stop_bot(self) -> None:
        self._bot.close()
        self.service.stop()


def start_play(port: int, *, limits: "Strictness" = "as_slack", database: str = "sqlite://") -> Play:
    """Start the sandbox; StartError when the port is taken."""
    try:
        return Play(port, limits=limits, database=database)
    except OSError as error:
        raise StartError(
            f"The sandbox cannot listen on port {port}: {error.strerror}. Name another one: cxbot sandbox --port 0"
        ) from error


def play(*, port: int, opens: bool) -> None:
    """Run the sandbox until it is interrupted."""
    configure_log("warning")
    running = start_play(port)
    print(f"cxbot's sandbox is open at {running.url}  (stop it with Ctrl+C)", flush=True)  # noqa: T201  # for the person
    if opens and sys.stdout.isatty():  # a text browser would take the terminal over, where there is no other
        webbrowser.open(running.url)
    done = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        done.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    done.wait()
    running.close()
