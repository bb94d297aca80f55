"""Where a run plays: a Slack in this process, and on one database the processes that are killed."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from bot.sandbox.app import Sandbox
from bot.sandbox.serving import serve_in_thread
from bot.slack.manifest import manifest
from tests.programs.crash.bot_process import BotProcess
from tests.programs.crash.ground import Ground, Kind, standing
from tests.programs.crash.moments import Moments, Watched
from tests.programs.crash.place import Place
from tests.programs.crash.post_office import PostOffice
from tests.programs.crash.serving import ROLE, Role

SECRET = "signing-secret-of-the-crashes"
TOKEN = "xoxb-of-the-crashes"

ACKNOWLEDGED_SECONDS = 3.0
"""As Slack has it, also where other tests have all the time they need: a bot that is frozen is too late for it."""


@dataclass(frozen=True, slots=True)
class Cast:
    """The database, and what each process on it does."""

    store: Kind
    roles: tuple[Role, ...]


CASTS: Mapping[Kind, Cast] = {
    "sqlite": Cast("sqlite", ("bot", "bot")),
    "postgresql": Cast("postgresql", ("deliveries", "deliveries", "work", "work")),
}


@dataclass(frozen=True, slots=True)
class Scene:
    """What every run has."""

    place: Place
    moments: Moments
    processes: tuple[BotProcess, ...]
    logs: tuple[Path, ...]
    ground: Ground


def slack_of_the_run() -> Sandbox:
    """Make a Slack that the bot is installed in."""
    described = manifest(base_url="https://cxbot.example", socket_mode=False)
    found = Sandbox(described, None, SECRET, TOKEN, limits="off")
    found._delivery.seconds = ACKNOWLEDGED_SECONDS
    return found


@contextmanager
def scene(
    folder: Path, sandbox: Sandbox, cast: Cast, *, break_name: str, settings: Mapping[str, str] = MappingProxyType({})
) -> Iterator[Scene]:
    """Set everything up in an empty folder; no process runs yet."""
    moments = Moments()
    with ExitStack() as stack:
        ground = stack.enter_context(standing(cast.store, folder, len(cast.roles)))
        slack = serve_in_thread(Watched(sandbox.asgi, moments))
        stack.callback(slack.close)
        stack.callback(sandbox.close)
        own = {"SLACK_SIGNING_SECRET": SECRET, "SLACK_BOT_TOKEN": TOKEN, "SLACK_API_URL": f"{slack.url}/api/"}
        up, works = threading.Event(), threading.Event()
        logs = tuple(folder / f"{role}-{number}.log" for number, role in enumerate(cast.roles))
        made = []
        for log, way, role in zip(logs, ground.ways, cast.roles, strict=True):
            its = {**own, "DATABASE_URL": way, ROLE: role, **settings}
            made.append(BotProcess(its, log, break_name, up=works if role == "work" else up))
            stack.callback(made[-1].close)
        urls = [each.url for each, role in zip(made, cast.roles, strict=True) if role != "work"]
        office = PostOffice(urls, SECRET, moments.happened)
        sandbox._delivery.find_carrier = lambda: office
        yield Scene(Place(sandbox, slack.url, office, up), moments, tuple(made), logs, ground)
