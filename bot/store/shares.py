"""Whose work is next: workspaces take turns, so that one with 10,000 due jobs does not slow another with one.

A round gives each workspace with due work one turn: those with the fewest running jobs first, then the oldest work.
Within a workspace the oldest due job is next. Of a kind with a ceiling no more run at once than that, in all processes.
"""

from collections import Counter, deque
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.store import rows
from bot.store.session import Row, Session
from bot.use_cases.ports import Job

LONGEST_LEASE_SECONDS = 60.0
JOB = rows.row_of(Job, payload=rows.Column(lambda about: rows.json_text(dict(about)), rows.texts_from))
JOB_COLUMNS = ", ".join(JOB.names)
LONGEST_REST_SECONDS = 3_660.0
"""Slack asks for an hour at most. A stored moment that lies further ahead belongs to a clock that counts no more."""
_FEW = 100
_WAITS = "state = 'waiting' AND resting = 0"
_FREE = (
    f"{_WAITS} AND run_at <= ? AND (boot <> ? OR rest_until <= ? OR rest_until > ?) AND NOT EXISTS"  # noqa: S608 -- constants of ours
    " (SELECT 1 FROM jobs AS other WHERE other.key = due.key AND other.state = 'running')"
)
_EXPIRED = "state = 'running' AND (boot <> ? OR lease_until <= ? OR lease_until > ?)"
_RESTED = "state = 'waiting' AND resting = 1 AND boot = ? AND rest_until <= ?"
_OF_NO_CLOCK = "state = 'waiting' AND resting = 1 AND (boot <> ? OR rest_until > ?)"
# The same, each found by an index alone.
_ASTRAY = tuple(
    f"state = 'waiting' AND resting = 1 AND {each}" for each in ("boot = ? AND rest_until > ?", "boot < ?", "boot > ?")
)


@dataclass(frozen=True, slots=True)
class ToDo:
    """What there is to do: leases that ran out, rests that are over, or are of another clock, and due work."""

    expired: bool
    rested: bool
    astray: bool
    due: bool

    @property
    def any(self) -> bool:
        """Whether it is worth while to look further."""
        return self.expired or self.rested or self.astray or self.due


class Turns:
    """The round that one process is in: every process gives each workspace its turn."""

    def __init__(self) -> None:
        self._round: deque[str] = deque()

    def next(self, look: "Look") -> Row | None:
        """Return the job whose turn it is; None where nothing is due."""
        while self._round:
            if (row := look.oldest_of(self._round.popleft())) is not None:
                return row
        self._round.extend(look.workspaces())
        while self._round:
            if (row := look.oldest_of(self._round.popleft())) is not None:
                return row
        return None


class Look:
    """One look at the queue, in one transaction. ``at_most`` has the ceilings by kind."""

    def __init__(self, session: Session, now: datetime, at_most: Mapping[str, int]) -> None:
        self._session = session
        self._boot, self._now = session.elapsed.boot, session.elapsed.ms()
        self._lease, self._rest = (session.elapsed.ms(most) for most in (LONGEST_LEASE_SECONDS, LONGEST_REST_SECONDS))
        self._moment = rows.time_text(now), self._boot, self._now, self._rest
        self._at_most = at_most

    def to_do(self) -> ToDo:
        """Return what there is to do, in one question."""
        wheres = (_EXPIRED, _RESTED, *_ASTRAY, _FREE)
        asked = ", ".join(f"EXISTS (SELECT 1 FROM jobs AS due WHERE {each}) AS x{n}" for n, each in enumerate(wheres))  # noqa: S608 -- constants of ours
        boot = self._boot
        values = (boot, self._now, self._lease, boot, self._now, boot, self._rest, boot, boot, *self._moment)
        row = self._session.one(f"SELECT {asked}", *values)
        found = [bool(row[f"x{number}"]) for number in range(len(wheres))] if row is not None else [False] * len(wheres)
        return ToDo(found[0], found[1], any(found[2:-1]), found[-1])

    def wake(self, to_do: ToDo) -> None:
        """Let jobs whose rest is over take part again; one that somebody else has in hand is for the next look."""
        for is_there, where, values in (
            (to_do.rested, _RESTED, (self._boot, self._now)),
            (to_do.astray, _OF_NO_CLOCK, (self._boot, self._rest)),
        ):
            if is_there:
                found = f"SELECT id FROM jobs WHERE {where}{self._session.dialect.unclaimed}"  # noqa: S608 -- constants of ours
                self._session.all(f"UPDATE jobs SET resting = 0 WHERE id IN ({found})", *values)  # noqa: S608 -- constants of ours

    def expired(self) -> Row | None:
        """Return the job whose lease ran out first."""
        sql = f"SELECT {JOB_COLUMNS}, 1 AS crashed FROM jobs WHERE {_EXPIRED} ORDER BY lease_until, id LIMIT 1"  # noqa: S608 -- constants of ours
        return self._session.one(sql + self._session.dialect.unclaimed, self._boot, self._now, self._lease)

    def workspaces(self) -> list[str]:
        """Return the workspaces with due work, in the order of their turns."""
        running = self._running()
        full = tuple(kind for kind, most in self._at_most.items() if _of_kind(running, kind).total() >= most)
        sql = f"SELECT workspace FROM jobs AS due WHERE {_free(full)} ORDER BY run_at, id LIMIT ?"  # noqa: S608 -- constants of ours
        found = [row["workspace"] for row in self._session.all(sql, *self._moment, *full, _FEW)]
        if len(found) == _FEW:  # there may be others behind them
            found = self._all_owners(full)
        number = Counter[str]()
        for (workspace, _), each in running.items():
            number[workspace] += each
        return sorted(dict.fromkeys(found), key=lambda workspace: number[workspace])

    def oldest_of(self, workspace: str) -> Row | None:
        """Return the oldest due job of a workspace, of a kind of which one more may run."""
        closed: tuple[str, ...] = ()
        while (row := self._head_of(workspace, closed)) is not None and row["kind"] in self._at_most:
            self._session.alone(row["kind"])  # what others claimed meanwhile counts
            if self._has_place(row["kind"], workspace):
                break
            closed += (row["kind"],)
        return row

    def _head_of(self, workspace: str, closed: tuple[str, ...]) -> Row | None:
        where = f"workspace = ? AND {_free(closed)}"
        sql = f"SELECT {JOB_COLUMNS}, 0 AS crashed FROM jobs AS due WHERE {where} ORDER BY run_at, id LIMIT 1"  # noqa: S608 -- constants of ours
        return self._session.one(sql + self._session.dialect.unclaimed, workspace, *self._moment, *closed)

    def _has_place(self, kind: str, workspace: str) -> bool:
        """Return whether one more of a kind may run in a workspace: the last place is for others, where there are."""
        number, most = _of_kind(self._running(), kind), self._at_most[kind]
        places = most - number.total()
        return places > 1 or (
            places == 1 and (most == 1 or not number[workspace] or not self._is_of_several(workspace))
        )

    def _running(self) -> Counter[tuple[str, str]]:
        found = self._session.all("SELECT workspace, kind FROM jobs WHERE state = 'running'")
        return Counter((row["workspace"], row["kind"]) for row in found)

    def _all_owners(self, closed: tuple[str, ...]) -> list[str]:
        """Return all workspaces with due work; the index is entered anew behind each, however much it has waiting."""
        sql = (
            f"WITH RECURSIVE shares (workspace) AS (SELECT MIN(workspace) FROM jobs WHERE {_WAITS}"  # noqa: S608 -- constants of ours
            f" UNION ALL SELECT (SELECT MIN(workspace) FROM jobs WHERE {_WAITS} AND workspace > shares.workspace)"
            " FROM shares WHERE shares.workspace IS NOT NULL)"
            " SELECT workspace, (SELECT run_at || ' ' || CAST(id AS TEXT) FROM jobs AS due"
            f" WHERE workspace = shares.workspace AND {_free(closed)} ORDER BY run_at, id LIMIT 1) AS head FROM shares"
        )
        heads = {row["workspace"]: row["head"] for row in self._session.all(sql, *self._moment, *closed) if row["head"]}
        return sorted(heads, key=lambda workspace: (heads[workspace].split()[0], int(heads[workspace].split()[1])))

    def _is_of_several(self, workspace: str) -> bool:
        """Return whether the database serves other workspaces, too."""
        asked = (f"SELECT id FROM all_assessments WHERE workspace {sign} ? LIMIT 1" for sign in "<>")  # noqa: S608 -- constants of ours
        return any(self._session.one(sql, workspace) is not None for sql in asked)


def _of_kind(running: Mapping[tuple[str, str], int], kind: str) -> Counter[str]:
    """Count what runs of a kind, by workspace."""
    return Counter({workspace: number for (workspace, each), number in running.items() if each == kind})


def _free(closed: tuple[str, ...]) -> str:
    """Write the condition under which a job may be taken, the moment and the closed kinds being its values."""
    return _FREE + " AND kind <> ?" * len(closed)
