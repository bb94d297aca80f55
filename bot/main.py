"""The composition root: the one file that names every edge and joins them."""

import os
import secrets
import signal
import sys
import threading
import webbrowser
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from time import monotonic
from types import FrameType
from typing import TYPE_CHECKING

import structlog
from starlette.applications import Starlette

from bot.core.assessment import Assessment
from bot.core.errors import BotError, SlackRefusedError, SlackUnavailableError, StoreError, StoreUnavailableError
from bot.core.framework import Framework
from bot.core.json_values import MalformedError
from bot.jobs.worker import Workers
from bot.log import configure_log, report
from bot.settings import Settings, read_database_url, read_model_settings, read_settings
from bot.slack.app import one_workspace, over_a_socket, slack_app
from bot.slack.gateway import MINUTE, Gateway, Pacer
from bot.slack.intake import Intake
from bot.slack.plainer import RefusedBlocks
from bot.slack.routes import Parts
from bot.store.file import GoneError
from bot.store.session import DamagedError
from bot.store.sqlite import SqliteStore, back_up, has_database, open_store
from bot.store.transaction import SqlReads
from bot.use_cases.catch_up import Listening
from bot.use_cases.conversation import HEADLINE
from bot.use_cases.data import DataScope
from bot.use_cases.housekeeping import TIDY, resume_restored
from bot.use_cases.jobs import JobRequest, JobState, ListedJob, listed, telling
from bot.use_cases.notices import REMIND
from bot.use_cases.ports import Clock, Job, NewJob
from bot.web.app import HttpReply, run_server, web_app
from bot.web.metrics import metrics
from bot.web.readiness import NotReadyError, WatchedPart, words_of
from bot.webhook import Webhook

if TYPE_CHECKING:  # most processes load neither the sandbox nor the socket
    from bot.core.record.tables import DataTable
    from bot.core.scoring.portfolio import Portfolio
    from bot.sandbox.rates import Strictness
    from bot.slack.socket_mode import SocketMode
    from bot.use_cases.forget import ForgetReport
    from bot.use_cases.intake import IntakeReport
    from bot.use_cases.metrics_file import MetricsTaken
    from bot.use_cases.report import ReportFacts

log = structlog.get_logger()
STOP_SECONDS = 20
STUCK_SECONDS = 300.0
SLACK_KEPT_SECONDS = 30.0
"""Slack is asked again after that: what is said of it is never older than a minute."""

FIRST_SECONDS = 1.0
"""So long a delivery is waited for before the rest of the bot is loaded: that would slow its acknowledgement down."""


class StartError(BotError):
    """The bot cannot start as it was asked to."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Give the moment in UTC."""
        return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Service:
    """The bot, joined up: an ASGI application, and workers that do what follows an answer.

    ``load`` loads what an acknowledgement does not need; ``acknowledged`` is set once there was one, ``begun`` once
    the workers run.
    """

    web: Starlette
    workers: Workers
    store: SqliteStore
    socket_mode: "SocketMode | None"
    load: Callable[[], None]
    acknowledged: threading.Event
    begun: threading.Event
    listening: Listening

    def start(self) -> None:
        """Read the frameworks, start the workers, and the socket in Socket Mode; BotError for a broken framework."""
        self.load()
        with self.store.writing() as tx:
            tx.enqueue(NewJob(TIDY, TIDY))
        resume_restored(self.store)
        self.listening.delivered()  # what was typed before the start is read now
        self.workers.start()
        if self.socket_mode is not None:
            self.socket_mode.start()
        self.begun.set()

    def stop(self) -> None:
        """Finish what is under way; what waits stays in the store."""
        if self.socket_mode is not None:
            self.socket_mode.stop()
        self.workers.stop(STOP_SECONDS)
        self.store.close()


def build(settings: Settings, clock: Clock, *, pacer: Pacer | None = None) -> Service:
    """Join the edges as the settings say; BotError says what is wrong with them. Without a pacer no call waits."""
    frameworks = _frameworks(settings.cxbot_frameworks)
    store = open_store(settings.database_url, announces=_webhook(settings) is not None)
    gateway = _gateway(settings, pacer, RefusedBlocks(store, clock))
    listening = Listening(store, clock)
    parts = Parts(store, clock, frameworks, one_workspace(gateway), report, holidays=_holidays, listening=listening)
    secret = settings.slack_signing_secret.get_secret_value() if settings.slack_signing_secret else ""
    # in Socket Mode without a secret an unguessable one stands in, so that nothing could ever be signed with it
    app = slack_app(parts, signing_secret=secret or secrets.token_hex(), base_url=settings.slack_api_url)
    intake = Intake(app, secret, report, listening.missed) if secret else None
    acknowledged, begun = threading.Event(), threading.Event()
    deliveries: Counter[int] = Counter()

    def dispatch(body: str, headers: Mapping[str, str]) -> HttpReply:
        reply = HttpReply(*intake.answer(body, headers)) if intake else HttpReply(404, {}, "")
        acknowledged.set()
        deliveries[reply.status] += 1
        return reply

    token = settings.slack_app_token.get_secret_value() if settings.slack_app_token else ""
    socket_mode = over_a_socket(app, token, settings.slack_api_url, listening.resumed) if token else None
    if socket_mode is not None:
        acknowledged.set()  # nothing is delivered before the socket is open

    work: dict[str, Callable[[Job], None]] = {}

    def load() -> None:
        from bot.background import handlers  # noqa: PLC0415  # see _frameworks

        frameworks()
        work.update(handlers(parts, store, settings, _webhook(settings)))

    workers = Workers(store.jobs, clock, work, on_buried=_tells(clock), on_look=listening.look)
    looked_at = _Health(store, clock, gateway, workers, socket_mode, begun).parts()

    def measure() -> str:
        return metrics(store.jobs.standing(clock.now()), deliveries, gateway.refusals)

    web = web_app(dispatch if intake else None, lambda: words_of(looked_at), measure)
    return Service(web, workers, store, socket_mode, load, acknowledged, begun, listening)


def _tells(clock: Clock) -> Callable[[Job, str], NewJob | None]:
    return lambda job, _reason: telling(job, clock.now())


def _webhook(settings: Settings) -> Webhook | None:
    address, secret = settings.cxbot_webhook_url, settings.cxbot_webhook_secret
    if address is None or secret is None:
        return None
    return Webhook(address.get_secret_value(), secret.get_secret_value())


def _gateway(settings: Settings, pacer: Pacer | None, refused: RefusedBlocks) -> Gateway:
    token = settings.slack_bot_token.get_secret_value()
    return Gateway(token=token, base_url=settings.slack_api_url, pacer=pacer, refused=refused)


def _frameworks(folder: Path | None) -> Callable[[], tuple[Framework, ...]]:
    @cache
    def read() -> tuple[Framework, ...]:
        from bot.background import read_frameworks  # noqa: PLC0415  # it waits for the first acknowledgement

        return read_frameworks(folder)

    return read


def _holidays(country: str, year: int) -> frozenset[date]:
    from bot.calendars import public_holidays  # noqa: PLC0415  # see _frameworks

    return public_holidays(country, year)


def _naming(check: Callable[[], object]) -> Callable[[], None]:
    """Return the check that gives each kind of trouble its word."""

    def look() -> None:
        try:
            check()
        except BotError as error:
            word = next((word for kind, word in _WORDS if isinstance(error, kind)), "broken")
            word = "refused" if isinstance(error, SlackUnavailableError) and error.code else word
            raise NotReadyError(word, str(error)) from error

    return look


_WORDS: tuple[tuple[type[BotError], str], ...] = (
    (GoneError, "gone"),
    (DamagedError, "damaged"),
    (StoreUnavailableError, "unavailable"),
    (SlackUnavailableError, "unreachable"),
    (SlackRefusedError, "refused"),
)


@dataclass(frozen=True, slots=True)
class _Health:
    """What `GET /readyz` looks at."""

    store: SqliteStore
    clock: Clock
    gateway: Gateway
    workers: Workers
    socket_mode: "SocketMode | None"
    begun: threading.Event

    def parts(self) -> Mapping[str, WatchedPart]:
        """Return the parts that must work."""
        found = {
            "database": WatchedPart("database", _naming(self.store.check)),
            "slack": WatchedPart("slack", _naming(lambda: self.gateway.auth_test(anew=True)), kept=SLACK_KEPT_SECONDS),
            "work": WatchedPart("work", _naming(self._look_at_work)),
        }
        return found | ({"socket": WatchedPart("socket", self._look_at_socket)} if self.socket_mode is not None else {})

    def _look_at_work(self) -> None:
        if not self.begun.is_set():
            raise NotReadyError("starting", "what an acknowledgement does not need is not loaded yet")
        if not self.workers.run():
            raise NotReadyError("stopped", "nothing takes work")
        if (seconds := self.store.jobs.standing(self.clock.now()).oldest_seconds) > STUCK_SECONDS:
            raise NotReadyError("stuck", f"the oldest due job waits for {seconds:.0f} s to be taken")

    def _look_at_socket(self) -> None:
        if self.socket_mode is not None and (trouble := self.socket_mode.trouble()):
            raise NotReadyError(trouble)


class _Rest:
    """Starts the rest of the bot behind the first acknowledgement; ``failed`` is why it could not, and ends the server.

    A machine that was stopped is started by a delivery, which Slack gives up after three seconds.
    """

    def __init__(self, service: Service) -> None:
        self.failed: BotError | None = None
        self._service = service
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="rest", daemon=True)

    def begin(self) -> None:
        """Wait for the first acknowledgement, or a while, in a thread of its own."""
        self._thread.start()

    def end(self) -> None:
        """Start nothing any more, and wait for what is being started."""
        self._ended.set()
        self._service.acknowledged.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        self._service.acknowledged.wait(FIRST_SECONDS)
        if self._ended.is_set():
            return
        try:
            self._service.start()
        except BotError as error:
            self.failed = error
        except Exception as error:  # noqa: BLE001 -- a bot that only acknowledges helps nobody: whoever runs it starts it anew
            self.failed = StartError(f"The bot could not start, reference {report('start_failed', error)}.")
        if self.failed is not None:
            os.kill(os.getpid(), signal.SIGTERM)


def serve() -> None:
    """Serve until SIGTERM or SIGINT; what is under way is finished first."""
    settings = read_settings()
    configure_log(settings.log_level)
    service = build(settings, SystemClock(), pacer=Pacer(monotonic))
    rest = _Rest(service)
    try:
        run_server(service.web, settings.host, settings.port, listening=rest.begin)
    finally:
        rest.end()
        service.stop()
        log.info("stopped")
    if rest.failed is not None:
        raise rest.failed


def back_up_to(file: Path) -> None:
    """Copy the bot's database into a new file, while it serves."""
    back_up(read_database_url(), file)


def forget_person(workspace: str, person: str, *, dry_run: bool) -> "ForgetReport":
    """Forget a person in the database, whether a bot serves it or not; what is to be done in Slack waits for one."""
    from bot.use_cases.forget import forget  # noqa: PLC0415  # the bot that serves does so by a job

    with _own_store() as store:
        return forget(store, SystemClock(), workspace, person, dry_run=dry_run)


def export_one(assessment_id: str, *, no_names: bool = False) -> object:
    """Give one assessment of the database as an export; StoreError when there is none of that id."""
    from bot.core.record.nameless import without_names  # noqa: PLC0415  # the bot that serves exports nothing
    from bot.use_cases.intake import export_of  # noqa: PLC0415  # see above

    with _own_store() as store, store.reading() as view:
        export = export_of(view, _assessment(view, assessment_id))
    return without_names(export) if no_names else export


def import_one(text: str, workspace: str, *, dry_run: bool) -> "IntakeReport":
    """Take the text of an export into the database, which is made where there is none; a dry run changes nothing."""
    from bot.core.record.intake import read_intake  # noqa: PLC0415  # see above
    from bot.files.frameworks import load_library  # noqa: PLC0415  # see above
    from bot.files.places import frameworks_folder  # noqa: PLC0415  # see above
    from bot.use_cases.intake import IntakeReport, look_at_export, take_export  # noqa: PLC0415  # see above

    try:
        file, differences = read_intake(text, workspace)
    except MalformedError as error:
        return IntakeReport(problems=error.problems)
    if differences:
        return IntakeReport(file.assessment, differences=differences)
    url = read_database_url()
    with _store_at(url if not dry_run or has_database(url) else "sqlite://") as store:
        frameworks = load_library(frameworks_folder())
        if not dry_run:
            result = take_export(store, file, frameworks)
        else:
            with store.reading() as view:
                result = look_at_export(view, file, frameworks)
    return IntakeReport(file.assessment, result.verdict, differences=result.differences)


def import_metrics(content: bytes, workspace: str, channel: str, *, dry_run: bool) -> "MetricsTaken":
    """Take the rows of a CSV file of metrics into the database; BadInputError for a file that is none."""
    from bot.files.metric_rows import metric_rows  # noqa: PLC0415  # see above
    from bot.use_cases.metrics_file import take_metrics  # noqa: PLC0415  # see above

    rows = metric_rows(content)
    with _own_store() as store:
        return take_metrics(store, SystemClock(), rows, workspace, channel, dry_run=dry_run)


def portfolio_now(workspace: str) -> "Portfolio":
    """Give the portfolio of all channels of a workspace; StoreError where it is not clear which one is meant."""
    from bot.use_cases.portfolio import portfolio_of  # noqa: PLC0415  # see above

    with _own_store() as store, store.reading() as view:
        known = view.workspaces()
        if not workspace and len(known) > 1:
            raise StoreError(f"The database has several workspaces: name one of {', '.join(known)} with --workspace.")
        own = workspace or next(iter(known), "")
        return portfolio_of(view, own, view.channels(own), SystemClock().now().date())


def report_facts(assessment_id: str) -> "ReportFacts":
    """Give what the report of an assessment of the database is made of; StoreError when there is none of that id."""
    from bot.use_cases.report import facts_of  # noqa: PLC0415  # see above

    with _own_store() as store, store.reading() as view:
        own = _assessment(view, assessment_id)
        return facts_of(view, own, view.channels(own.workspace), SystemClock().now())


def _assessment(view: SqlReads, assessment_id: str) -> Assessment:
    """Return the assessment of that id, in whichever workspace."""
    found = [view.assessment(workspace, assessment_id) for workspace in view.workspaces_of(assessment_id)]
    if len(found) != 1 or found[0] is None:
        raise StoreError(
            f"There is no assessment {assessment_id!r} in this database."
            " Check the id, and that DATABASE_URL names the bot's own database."
        )
    return found[0]


def data_files(scope: DataScope, file: Path) -> "Mapping[Path, tuple[tuple[DataTable, ...], bytes]]":
    """Return the files that hold the data of a scope, each with its tables and its content; none for an empty scope."""
    from bot.reports.spreadsheets import csv_file, workbook  # noqa: PLC0415  # see above
    from bot.store.flat import flat_database  # noqa: PLC0415  # see above
    from bot.use_cases.data import tables_in  # noqa: PLC0415  # see above

    with _own_store() as store, store.reading() as view:
        tables = tables_in(view, scope)
    if tables is None:
        return {}
    match file.suffix.casefold():
        case ".xlsx":
            return {file: (tables, workbook(tables, SystemClock().now()))}
        case ".db":
            return {file: (tables, flat_database(tables))}
        case _:
            first, *others = tables
            beside = {file.with_stem(f"{file.stem}-{each.name}"): each for each in others}
            return {path: ((each,), csv_file(each)) for path, each in ({file: first} | beside).items()}


@contextmanager
def _own_store() -> Iterator[SqliteStore]:
    """Lend the bot's own store, which must be there: a mistyped address makes no database."""
    with _store_at(read_database_url(), exists=True) as store:
        yield store


@contextmanager
def _store_at(url: str, *, exists: bool = False) -> Iterator[SqliteStore]:
    store = open_store(url, exists=exists)
    try:
        yield store
    finally:
        store.close()


def list_jobs() -> Iterator[ListedJob]:
    """Give the work in the bot's database, with what each job is about."""
    with _own_store() as store:
        yield from listed(store, store.jobs, SystemClock().now())


def ask_of_job(job_id: int, *, drops: bool) -> tuple[JobRequest, ListedJob | None]:
    """Have a job done again, or dropped; give what became of that, and the job as it stood before."""
    now = SystemClock().now()
    with _own_store() as store:
        job = next(listed(store, store.jobs, now, job_id), None)
        return store.jobs.drop(job_id) if drops else store.jobs.retry(job_id, now), job


UNSEEN = frozenset({TIDY, HEADLINE})


class Play:
    """A small Slack and the bot beside it, each on its own port of this machine, over real HTTP.

    ``port`` is the page's; 0 takes a free one. ``limits`` off lets the bot and Slack go as fast as they can.
    """

    def __init__(self, port: int, *, limits: "Strictness" = "as_slack", database: str = "sqlite://") -> None:
        from bot.sandbox.app import Sandbox  # noqa: PLC0415  # see above
        from bot.sandbox.clock import MovableClock  # noqa: PLC0415  # see above
        from bot.sandbox.serving import serve_in_thread  # noqa: PLC0415  # see above
        from bot.slack.manifest import manifest  # noqa: PLC0415  # see above

        self._serve = serve_in_thread
        self.clock = MovableClock()
        self._limits, self._database = limits, database
        self._playing, self._hurries, self._ahead = threading.Lock(), False, 0.0
        self._model = read_model_settings()
        self._secret, self._token = secrets.token_hex(16), f"xoxb-sandbox-{secrets.token_hex(8)}"
        listed = manifest(base_url="https://cxbot.example", socket_mode=False)
        self.sandbox = Sandbox(listed, None, self._secret, self._token, clock=self.clock, limits=limits)
        self._page = self._serve(self.sandbox.asgi, port)
        self.url = self._page.url
        self._start_bot()
        self.clock.watch(self._wake)
        self.sandbox.on_reset = self.restart_bot
        self.sandbox.offers |= {"finished": self.show_finished, "next_due": self.go_to_next_due}

    def restart_bot(self) -> None:
        """Start the bot anew; without a database of its own it has forgotten everything then."""
        self._stop_bot()
        self._start_bot()

    def show_finished(self) -> Mapping[str, object]:
        """Start over, and have a quarter played to its end, without limits and without a model."""
        from bot.quarter import Quarter  # noqa: PLC0415  # see above

        if not self._playing.acquire(blocking=False):
            return {"ok": False, "said": "The quarter is being played already."}
        self._hurries = True
        self.sandbox.limit(rates=False)
        try:
            self.sandbox.reset()
            return Quarter(self.url, self.clock, self._settle).play()
        except (AssertionError, TimeoutError) as error:
            reference = report("quarter_failed", error)
            return {"ok": False, "said": f"The quarter stopped halfway, reference {reference}. Press Start over."}
        finally:
            self._hurries = False
            self.sandbox.limit(rates=self._limits == "as_slack")
            self._playing.release()

    def go_to_next_due(self) -> Mapping[str, object]:
        """Move the clock to the next moment at which the bot says something of its own accord."""
        from bot.slack.views.jobs import in_plain_words  # noqa: PLC0415  # see above

        while True:
            waiting = listed(self.service.store, self.service.store.jobs, self.clock.now())
            due = [(each.queued.due, each) for each in waiting if each.queued.state is JobState.WAITING]
            moments = [(at, each) for at, each in due if at is not None and each.queued.job.kind not in UNSEEN]
            if not moments:
                return {"ok": False, "said": "Nothing is due: set a reminder, or accept a plan, first."}
            at, job = min(moments, key=lambda found: found[0])
            before = self.sandbox.changes
            self.clock.move_to(at + timedelta(seconds=1))
            self._settle()
            if self.sandbox.changes > before or job.queued.job.kind == REMIND:  # a reminder may be passed over
                return {"said": in_plain_words(job.about)}

    def _settle(self) -> None:
        """Wait until the bot has done all that follows, and Slack all that follows from that."""
        seen = -1
        while seen != (seen := self.sandbox.changes):
            self.sandbox.settle()
            self.service.workers.idle()

    def _seconds(self) -> float:
        """Return the seconds by which the bot paces itself: a minute passes with each look while it need not."""
        self._ahead += MINUTE if self._hurries else 0.0
        return monotonic() + self._ahead

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
            **({} if self._hurries else self._model.model_dump()),
        }
        pacer = Pacer(self._seconds) if self._limits == "as_slack" else None
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
