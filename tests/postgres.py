"""A PostgreSQL server on loopback for tests and programs: one for a whole run, gone when its last user is.

By hand: ``python -m tests.postgres`` starts one, prints the URL of a new database in it, and stops it with Ctrl+C.
In a program: ``tests.postgres.new_database()`` gives the URL of one that has the bot's tables.
"""

import atexit
import fcntl
import functools
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg.rows import TupleRow

from bot.store.postgres import open_server

MISSING = "No PostgreSQL found. Install 'postgresql', or put its initdb and postgres in the PATH."
_EMPTY = "empty"
PORTS = 5
"""So many ports are tried."""
_PLACES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
# Nothing here survives a power cut, and nothing has to.
_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "300",
    "shared_buffers": "64MB",
    "fsync": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "jit": "off",
    "log_min_messages": "fatal",
}


def program(name: str) -> str | None:
    """Return the path of one of PostgreSQL's programs; None where it is not installed."""
    return shutil.which(name) or next((str(each / name) for each in _PLACES if (each / name).exists()), None)


def is_installed() -> bool:
    """Return whether a server can be started here."""
    return program("initdb") is not None and program("postgres") is not None


def _user() -> Sequence[str]:
    """Return what the server is run with: it refuses to run as root."""
    if os.geteuid() != 0:
        return ()
    known = {each.pw_name for each in pwd.getpwall()}
    return ("setpriv", f"--reuid={'postgres' if 'postgres' in known else 'nobody'}", "--clear-groups")


class NotStartedError(Exception):
    """PostgreSQL ended instead of answering."""


class Server:
    """A cluster in a folder of its own, which goes with it."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder = folder
        self.folder.mkdir(mode=0o755, exist_ok=True)
        self._data = folder / "data"
        self._data.mkdir()
        if os.geteuid() == 0:
            shutil.chown(self._data, _user()[1].removeprefix("--reuid="))
        made = ["--username=cxbot", "--auth=trust", "--no-sync", "--no-instructions", "--encoding=UTF8"]
        initdb = [*_user(), str(program("initdb")), *made, *self._locale(), f"--pgdata={self._data}"]
        subprocess.run(initdb, check=True, capture_output=True, cwd="/")
        self._settings = _SETTINGS | settings
        self._start_somewhere()

    @staticmethod
    def _locale() -> Sequence[str]:
        """Order text as people do where that can be: the bot must not depend on it."""
        version = subprocess.run([str(program("initdb")), "--version"], check=True, capture_output=True, text=True)
        is_new = int(version.stdout.split()[2].partition(".")[0]) >= 15
        return ("--locale=C.UTF-8", *(("--locale-provider=icu", "--icu-locale=en-US") if is_new else ()))

    def _start_somewhere(self) -> None:
        """Start the server at a port of its own; somebody else may take one between the look at it and the start."""
        for _ in range(PORTS):
            with socket.socket() as free:
                free.bind(("127.0.0.1", 0))
                self.port = free.getsockname()[1]
            with suppress(NotStartedError):
                self.start()
                return
        raise NotStartedError

    def start(self) -> None:
        """Start the server and wait until it answers."""
        settings = self._settings | {"port": str(self.port)}
        given = [each for name, value in settings.items() for each in ("-c", f"{name}={value}")]
        command = [*_user(), str(program("postgres")), "-D", str(self._data), *given]
        self.process = subprocess.Popen(command, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        ready = [str(program("pg_isready")), "--quiet", "--host=127.0.0.1", f"--port={self.port}"]
        while subprocess.run(ready, check=False).returncode != 0:
            if self.process.poll() is not None:
                raise NotStartedError

    def url(self, database: str = "postgres") -> str:
        """Return the URL of a database."""
        return f"postgresql://cxbot@127.0.0.1:{self.port}/{database}"

    def stop(self, how: int = signal.SIGQUIT) -> None:
        """Stop the server: at once and without tidying up, where nothing else is said."""
        self.process.send_signal(how)
        self.process.wait(60)

    def remove(self) -> None:
        """Stop the server and remove everything."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


@functools.cache
def shared() -> str:
    """Return the URL of the server of this run; it is started where it does not run yet.

    Each process that uses it holds a lock on a file until it ends; the one that watches it waits for all of them.
    """
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID") or secrets.token_hex(8)
    folder = Path(tempfile.gettempdir(), f"cxbot-postgres-{run}")
    folder.mkdir(mode=0o755, exist_ok=True)
    _kept.append(uses := os.open(folder / "users", os.O_CREAT | os.O_RDWR))
    fcntl.flock(uses, fcntl.LOCK_SH)
    with (folder / "url").open("a+") as known:
        fcntl.flock(known, fcntl.LOCK_EX)
        known.seek(0)
        if not (url := known.read()):
            watch = [sys.executable, "-m", "tests.postgres", str(folder)]
            here = Path(__file__).parents[1]
            watcher = subprocess.Popen(watch, cwd=here, stdout=subprocess.PIPE, text=True, start_new_session=True)
            assert watcher.stdout is not None
            with watcher.stdout:
                url = watcher.stdout.readline().strip()
            watcher.returncode = 0  # it outlives this process
            assert url, "PostgreSQL did not start"
            known.write(url)
    return url


_kept: list[int] = []


def _watch(folder: Path) -> None:
    server = Server(folder)
    try:
        with psycopg.connect(server.url(), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {_EMPTY}")
        open_server(server.url(_EMPTY)).close()
        print(server.url(), flush=True)  # noqa: T201 -- read by the one that started it
        with (folder / "users").open() as users:
            fcntl.flock(users, fcntl.LOCK_EX)
    finally:
        server.remove()


def new_database(like: str = _EMPTY) -> str:
    """Make a database like another one, and return its URL; ``template0`` has no tables."""
    name = f"t{secrets.token_hex(6)}"
    if (emptying := _emptying.pop(like, None)) is not None:
        emptying.close()  # what is copied may be in nobody's use
    with psycopg.connect(shared(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {like}")
    return shared().removesuffix("postgres") + name


def drop_database(url: str) -> None:
    """Remove a database, whoever still uses it."""
    with psycopg.connect(shared(), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {url.rpartition('/')[2]} WITH (FORCE)")


_clean: list[str] = []


@contextmanager
def database() -> Iterator[str]:
    """Lend the URL of a database with the bot's tables and nothing in them: emptying one is faster than making one."""
    url = _clean.pop() if _clean else new_database()
    yield url
    empty(url)
    _clean.append(url)


def empty(url: str) -> None:
    """Take everything out of a database, whoever still uses it.

    The connection is kept: what it knows of the tables by then is most of the work.
    """
    name = url.rpartition("/")[2]
    if name not in _emptying:
        _emptying[name] = psycopg.connect(url, autocommit=True)
        atexit.register(_emptying[name].close)
    connection = _emptying[name]
    try:
        connection.execute(ALONE)
    except psycopg.OperationalError:  # a test has ended every connection
        del _emptying[name]
        connection.close()
        return empty(url)
    tables = connection.execute(_FILLED).fetchall()
    cleared = (f"DELETE FROM {name}; " for (name,) in tables)  # noqa: S608 -- names of the schema
    numbered = "ALTER SEQUENCE jobs_id_seq RESTART"
    connection.execute(f"SET session_replication_role = replica; {''.join(cleared)} {numbered}")
    return None


_emptying: dict[str, psycopg.Connection[TupleRow]] = {}


ALONE = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)
_FILLED = (
    "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
    " AND relname <> 'schema_steps'"
)


class Wire:
    """Stands between the bot and its server, and can be cut: at once, or when the bot says a word."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._server = ("127.0.0.1", int(parts.port or 0))
        self._ends: list[socket.socket] = []
        self._word, self._passes = b"", False
        self._listening = socket.create_server(("127.0.0.1", 0))
        port = self._listening.getsockname()[1]
        self.url = parts._replace(netloc=f"{parts.username}@127.0.0.1:{port}").geturl()
        self._is_cut = False
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                end, _ = self._listening.accept()
                if self._is_cut:
                    end.close()
                    continue
                other = socket.create_connection(self._server)
                self._ends += [end, other]
                for asking, source, target in ((True, end, other), (False, other, end)):
                    threading.Thread(target=self._carry, args=(source, target, asking), daemon=True).start()

    def _carry(self, source: socket.socket, target: socket.socket, asking: bool) -> None:  # noqa: FBT001 -- of a thread
        with suppress(OSError), source, target:
            while data := source.recv(65_536):
                cuts = asking and self._word and self._word in data
                ends = self._refuse() if cuts else []  # before the bot hears of it: it may be mended at once
                if cuts:  # no answer to it comes through any more, however quick
                    source.shutdown(socket.SHUT_RDWR)
                if not cuts or self._passes:
                    target.sendall(data)
                if cuts:
                    if self._passes:
                        target.shutdown(socket.SHUT_WR)
                    self._break(ends)
            target.shutdown(socket.SHUT_RDWR)

    def cut_at(self, word: bytes, *, passes: bool) -> None:
        """Be cut when the bot says this word, which reaches the server or does not."""
        self._word, self._passes = word, passes

    def cut(self) -> None:
        """Break every connection, and take no new one."""
        self._break(self._refuse())

    def _refuse(self) -> list[socket.socket]:
        """Take no new connection, and give the ends of those there are."""
        self._is_cut, self._word = True, b""
        ends, self._ends = self._ends, []
        return ends

    @staticmethod
    def _break(ends: list[socket.socket]) -> None:
        for each in ends:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def mend(self) -> None:
        """Take connections again."""
        self._is_cut = False

    def close(self) -> None:
        """Be gone."""
        self.cut()
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()


if __name__ == "__main__":
    if len(sys.argv) > 1:
        _watch(Path(sys.argv[1]))
    else:
        print(new_database(), flush=True)  # noqa: T201 -- for the person
        signal.pause()
