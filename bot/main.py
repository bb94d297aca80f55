"""The composition root: the one file that names every edge and joins them."""

import secrets
import signal
import sys
import threading
import webbrowser
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import Enum, auto
from functools import cache, partial
from pathlib import Path
from time import monotonic
from types import FrameType
from typing import TYPE_CHECKING

import structlog
from starlette.applications import Starlette

from bot.core.errors import BotError, SlackRefusedError, SlackUnavailableError, StoreUnavailableError
from bot.core.framework import Framework
from bot.core.own_frameworks import CheckedFile
from bot.jobs.worker import Workers, patient
from bot.log import configure_log, report
from bot.settings import Settings, read_model_settings
from bot.slack.app import over_a_socket, slack_app
from bot.slack.arrivals import InstallLook, digest_of, look_whether_installed, where_installed
from bot.slack.gateway import Zones
from bot.slack.intake import Intake
from bot.slack.pacing import MINUTE, MakePacing, Pacer
from bot.slack.routes import Parts
from bot.store.file import GoneError
from bot.store.session import DamagedError
from bot.store.store import SqlStore, open_store
from bot.use_cases.catch_up import Listening
from bot.use_cases.conversation import HEADLINE
from bot.use_cases.housekeeping import TIDY, resume_restored
from bot.use_cases.install import INSTALL_PATH
from bot.use_cases.jobs import JobState, listed, telling
from bot.use_cases.notices import REMIND
from bot.use_cases.ports import EVERY_WORKSPACE, Clock, Job, NewJob
from bot.use_cases.stays import ARRIVAL, Stays
from bot.use_cases.store_ports import UnreadableTokenError
from bot.ways_out import WaysOut, ways_out
from bot.web.app import Dispatch, HttpReply, web_app
from bot.web.readiness import NotReadyError, WatchedPart, metrics, words_of
from bot.webhook import Webhook

if TYPE_CHECKING:  # most processes load neither the sandbox nor the socket
    from bot.sandbox.rates import Strictness
    from bot.slack.socket_mode import SocketMode

log = structlog.get_logger()
STOP_SECONDS = 20
STUCK_SECONDS = 300.0
SLACK_KEPT_SECONDS = 30.0
"""Slack is asked again after that: what is said of it is never older than a minute."""


class StartError(BotError):
    """The bot cannot start as it was asked to."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Give the moment in UTC."""
        return datetime.now(UTC)


class ProcessRole(Enum):
    """What a process does: all of it, or one of the two parts that several processes on one database share."""

    ALL = auto()
    DELIVERIES = auto()
    WORK = auto()

    @property
    def delivers(self) -> bool:
        """Whether Slack's deliveries are taken."""
        return self is not ProcessRole.WORK

    @property
    def works(self) -> bool:
        """Whether the work is done that follows from them."""
        return self is not ProcessRole.DELIVERIES


@dataclass(frozen=True, slots=True)
class Service:
    """The bot, joined up: an ASGI application, and workers that do what follows an answer.

    ``load`` loads what an acknowledgement does not need; ``acknowledged`` is set once there was one, or none is waited
    for; ``begun`` once all is started.
    """

    role: ProcessRole
    web: Starlette
    workers: Workers
    store: SqlStore
    socket_mode: "SocketMode | None"
    load: Callable[[], None]
    acknowledged: threading.Event
    begun: threading.Event
    listening: Listening

    def start(self) -> None:
        """Read the frameworks, start what the role asks for; BotError for a broken framework."""
        self.load()
        with self.store.writing(EVERY_WORKSPACE) as tx:
            tx.enqueue(NewJob(TIDY, TIDY))
            tx.enqueue(NewJob(ARRIVAL, ARRIVAL))
        resume_restored(self.store)
        if self.role.delivers:
            self.listening.delivered()  # what was typed before the start is read now
        if self.role.works:
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


def build(
    settings: Settings, clock: Clock, *, pacer: MakePacing | None = None, role: ProcessRole = ProcessRole.ALL
) -> Service:
    """Join the edges as the settings say; BotError says what is wrong with them.

    ``pacer`` makes one for each workspace; without it no call waits.
    """
    frameworks = _frameworks(settings.cxbot_frameworks)
    store = open_store(settings.database_url, announces=_webhook(settings) is not None)
    ways, listening = ways_out(settings, store, clock, pacer), Listening(store, clock)
    stays = Stays(store, clock, timedelta(days=settings.cxbot_keep_days_after_uninstall))
    gateway_of = where_installed(ways.gateway_of, stays)
    parts = Parts(store, clock, frameworks, gateway_of, report, _holidays, Zones(), listening, stays, _check_file)
    secret = settings.slack_signing_secret.get_secret_value() if settings.slack_signing_secret else ""
    # in Socket Mode without a secret an unguessable one stands in, so that nothing could ever be signed with it
    app = slack_app(parts, signing_secret=secret or secrets.token_hex(), base_url=settings.slack_api_url)
    intake = Intake(app, secret, report, listening.missed, ways.meet) if secret else None
    acknowledged, begun, deliveries = threading.Event(), threading.Event(), Counter[int]()

    token = settings.slack_app_token.get_secret_value() if settings.slack_app_token else ""
    socket_mode = over_a_socket(app, token, settings.slack_api_url, listening.resumed) if token else None
    if socket_mode is not None:
        acknowledged.set()  # nothing is delivered before the socket is open

    work, at_most = dict[str, Callable[[Job], None]](), dict[str, int]()

    def load() -> None:
        from bot.background import AT_MOST, handlers  # noqa: PLC0415  # see _frameworks

        frameworks()
        ways.look_at_keys()
        at_most.update(AT_MOST)
        own = replace(parts, gateway_of=where_installed(ways.for_work, stays))
        work.update(handlers(own, store, settings, _webhook(settings)) if role.works else {})
        work[ARRIVAL] = _arrival(settings, ways, store, stays, clock)

    workers = Workers(store.jobs, clock, work, on_buried=_tells(clock), on_look=listening.look, at_most=at_most)
    looked_at = _Health(role, store, clock, ways.checks, workers, socket_mode, begun).parts()
    standing = partial(_measured, store, clock, deliveries, ways.refusals)
    dispatch = _dispatching(intake, acknowledged, deliveries) if intake else None
    web = web_app(dispatch, lambda: words_of(looked_at), standing, installs=ways.installs)
    return Service(role, web, workers, store, socket_mode, load, acknowledged, begun, listening)


def _dispatching(intake: Intake, acknowledged: threading.Event, deliveries: Counter[int]) -> Dispatch:
    def dispatch(body: str, headers: Mapping[str, str]) -> HttpReply:
        reply = HttpReply(*intake.answer(body, headers))
        acknowledged.set()
        deliveries[reply.status] += 1
        return reply

    return dispatch


def _measured(
    store: SqlStore, clock: Clock, deliveries: Mapping[int, int], refusals: Mapping[tuple[str, str], int]
) -> str:
    return metrics(store.jobs.standing(clock.now()), deliveries, refusals)


def _arrival(settings: Settings, ways: WaysOut, store: SqlStore, stays: Stays, clock: Clock) -> Callable[[Job], None]:
    digest = digest_of(settings.slack_bot_token.get_secret_value()) if settings.slack_bot_token is not None else ""
    address = f"{settings.cxbot_url}{INSTALL_PATH}" if settings.cxbot_url and settings.slack_client_id else ""
    return patient(partial(look_whether_installed, InstallLook(ways.raw, store, stays, clock, digest, address)))


def _tells(clock: Clock) -> Callable[[Job, str], NewJob | None]:
    return lambda job, _reason: telling(job, clock.now())


def _webhook(settings: Settings) -> Webhook | None:
    address, secret = settings.cxbot_webhook_url, settings.cxbot_webhook_secret
    if address is None or secret is None:
        return None
    return Webhook(address.get_secret_value(), secret.get_secret_value())


def _frameworks(folder: Path | None) -> Callable[[], tuple[Framework, ...]]:
    @cache
    def read() -> tuple[Framework, ...]:
        from bot.background import read_frameworks  # noqa: PLC0415  # it waits for the first acknowledgement

        return read_frameworks(folder)

    return read


def _check_file(content: bytes, name: str) -> CheckedFile:
    from bot.files.check import check_upload  # noqa: PLC0415  # see _frameworks

    return check_upload(content, name)


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
    (UnreadableTokenError, "unreadable"),
)


@dataclass(frozen=True, slots=True)
class _Health:
    """What `GET /readyz` looks at."""

    role: ProcessRole
    store: SqlStore
    clock: Clock
    ways_out: Mapping[str, Callable[[], object]]
    workers: Workers
    socket_mode: "SocketMode | None"
    begun: threading.Event

    def parts(self) -> Mapping[str, WatchedPart]:
        """Return the parts that must work."""
        found = {
            "database": WatchedPart("database", _naming(self.store.check)),
            **{name: WatchedPart(name, _naming(look), kept=SLACK_KEPT_SECONDS) for name, look in self.ways_out.items()},
            "work": WatchedPart("work", _naming(self._look_at_work)),
        }
        return found | ({"socket": WatchedPart("socket", self._look_at_socket)} if self.socket_mode is not None else {})

    def _look_at_work(self) -> None:
        if not self.begun.is_set():
            raise NotReadyError("starting", "what an acknowledgement does not need is not loaded yet")
        if not self.role.works:
            return  # how work is done elsewhere says nothing about whether deliveries can be taken here
        if not self.workers.run():
            raise NotReadyError("stopped", "nothing takes work")
        if (seconds := self.store.jobs.standing(self.clock.now()).oldest_seconds) > STUCK_SECONDS:
            raise NotReadyError("stuck", f"the oldest due job waits for {seconds:.0f} s to be taken")

    def _look_at_socket(self) -> None:
        if self.socket_mode is not None and (trouble := self.socket_mode.trouble()):
            raise NotReadyError(trouble)


UNSEEN = frozenset({TIDY, HEADLINE, ARRIVAL})


class Play:
    """A small Slack and the bot beside it, each on its own port of this machine, over real HTTP.

    ``port`` is the page's; 0 takes a free one. ``limits`` off lets the bot and Slack go as fast as they can.
    """

    def __init__(self, port: int, *, limits: "Strictness" = "as_slack") -> None:
        from bot.cipher import new_key  # noqa: PLC0415  # see above
        from bot.sandbox.app import Sandbox  # noqa: PLC0415  # see above
        from bot.sandbox.clock import MovableClock  # noqa: PLC0415  # see above
        from bot.sandbox.serving import serve_in_thread  # noqa: PLC0415  # see above
        from bot.slack.manifest import manifest  # noqa: PLC0415  # see above

        self._serve = serve_in_thread
        self.clock = MovableClock()
        self._limits = limits
        self._playing, self._hurries, self._ahead = threading.Lock(), False, 0.0
        self._model, self._key = read_model_settings(), new_key()
        self._secret, self._token = secrets.token_hex(16), f"xoxb-sandbox-{secrets.token_hex(8)}"
        listed = manifest(base_url="https://cxbot.example", socket_mode=False)
        self._redirects: list[str] = listed["oauth_config"]["redirect_urls"]
        self.sandbox = Sandbox(listed, None, self._secret, self._token, clock=self.clock, limits=limits)
        self._page = self._serve(self.sandbox.asgi, port)
        self.url = self._page.url
        self._start_bot()
        self.clock.watch(self._wake)
        self.sandbox.on_reset = self.restart_bot
        self.sandbox.offers |= {"finished": self.show_finished, "next_due": self.go_to_next_due}

    def restart_bot(self) -> None:
        """Start the bot anew; it has forgotten everything then."""
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
        from bot.sandbox.app import CLIENT_ID, CLIENT_SECRET  # noqa: PLC0415  # see above
        from bot.use_cases.install import REDIRECT_PATH  # noqa: PLC0415  # see above

        given = {
            "slack_signing_secret": self._secret,
            "slack_bot_token": self._token,
            "slack_client_id": CLIENT_ID,
            "slack_client_secret": CLIENT_SECRET,
            "cxbot_secret_key": self._key,
            "slack_api_url": f"{self.url}/api/",
            "database_url": "sqlite://",
            **({} if self._hurries else self._model.model_dump()),
        }
        paces = self._limits == "as_slack"
        settings = Settings.model_validate(given)
        self.service = build(settings, self.clock, pacer=(lambda *_: Pacer(self._seconds)) if paces else None)
        self._bot = self._serve(self.service.web)
        self.service.start()
        self.sandbox.app_url = self._bot.url
        self._redirects[:] = [f"{self._bot.url}{REDIRECT_PATH}"]
        self.sandbox.installs_at(f"{self._bot.url}{INSTALL_PATH}")

    def _stop_bot(self) -> None:
        self._bot.close()
        self.service.stop()


def start_play(port: int, *, limits: "Strictness" = "as_slack") -> Play:
    """Start the sandbox; StartError when the port is taken."""
    try:
        return Play(port, limits=limits)
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
