"""The processes of the bot: one that does all, or those that take deliveries and those that work, on one database."""

import os
import signal
import threading
from time import monotonic

import structlog

from bot.core.errors import BotError
from bot.log import configure_log, report
from bot.main import ProcessRole, Service, StartError, SystemClock, build
from bot.settings import Settings, read_settings
from bot.slack.pacing import Pacer, SharedPacer
from bot.store.store import is_postgresql
from bot.web.app import run_server

log = structlog.get_logger()
LOOPBACK = "127.0.0.1"
FIRST_SECONDS = 1.0
"""So long a delivery is waited for before the rest of the bot is loaded: that would slow its acknowledgement down."""


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


def serve(*, works: bool = True) -> None:
    """Serve until SIGTERM or SIGINT; what is under way is finished first. ``works`` off leaves work to others."""
    settings = read_settings()
    _run(settings, ProcessRole.ALL if works else ProcessRole.DELIVERIES, settings.host, settings.port)


def work() -> None:
    """Do the work that deliveries leave behind until SIGTERM or SIGINT; a monitor is answered at PORT, if that is set.

    Without it a free port of this machine is taken, so that several such processes need no settings of their own.
    """
    settings = read_settings(delivers=False)
    own = settings.model_copy(update={"slack_signing_secret": None, "slack_app_token": None})  # they bring deliveries
    is_asked = "port" in settings.model_fields_set
    _run(own, ProcessRole.WORK, settings.host if is_asked else LOOPBACK, settings.port if is_asked else 0)


def _run(settings: Settings, role: ProcessRole, host: str, port: int) -> None:
    configure_log(settings.log_level)
    shares = role is not ProcessRole.ALL or is_postgresql(settings.database_url)
    pacer = SharedPacer if shares else lambda *_: Pacer(monotonic)
    service = build(settings, SystemClock(), pacer=pacer, role=role)
    if not role.delivers:
        service.acknowledged.set()  # there is nothing to wait for
    rest = _Rest(service)
    try:
        run_server(service.web, host, port, listening=rest.begin)
    finally:
        rest.end()
        service.stop()
        log.info("stopped")
    if rest.failed is not None:
        raise rest.failed
