"""What a monitor is told: whether each part works, for `GET /readyz`, and the figures of `GET /metrics`.

One word for each part, for strangers read it; the reasons go to the log. Each is looked at in a thread of its own, so
that one that hangs makes nobody wait longer than a moment.
"""

import threading
from collections.abc import Callable, Iterable, Mapping
from time import monotonic

import structlog

from bot.use_cases.jobs import WorkStanding

log = structlog.get_logger()
OK = "ok"
SLOW = "slow"
WAIT_SECONDS = 1.5
BAD_KEPT_SECONDS = 5.0


class NotReadyError(Exception):
    """A part does not work: ``word`` is for everybody, the message for the log."""

    def __init__(self, word: str, message: str = "") -> None:
        super().__init__(message or word)
        self.word = word


class WatchedPart:
    """Looks at one part. What was found good is kept for ``kept`` seconds, what was found bad for a few at most."""

    def __init__(
        self, name: str, look: Callable[[], object], *, kept: float = 0.0, clock: Callable[[], float] = monotonic
    ) -> None:
        self._name = name
        self._look = look
        self._kept = kept
        self._clock = clock
        self._guard = threading.Lock()
        self._word, self._found_at = SLOW, float("-inf")
        self._done: threading.Event | None = None
        self._begun_at = 0.0

    def begin(self) -> None:
        """Begin to look, unless what was found is still good or a look is under way."""
        with self._guard:
            kept = self._kept if self._word == OK else min(self._kept, BAD_KEPT_SECONDS)
            if self._done is not None or self._clock() - self._found_at < kept:
                return
            self._done, self._begun_at = threading.Event(), self._clock()
        threading.Thread(target=self._run, args=(self._done,), name=f"ready-{self._name}", daemon=True).start()

    def word(self) -> str:
        """Return what was found, ``slow`` when that takes longer than a moment."""
        with self._guard:
            done, left = self._done, self._begun_at + WAIT_SECONDS - self._clock()
        if done is not None and not done.wait(max(left, 0.0)):
            return SLOW
        return self._word

    def _run(self, done: threading.Event) -> None:
        word, reason = OK, ""
        try:
            self._look()
        except NotReadyError as trouble:
            word, reason = trouble.word, str(trouble)
        except Exception as error:  # noqa: BLE001 -- whatever is wrong with it, the part does not work
            word, reason = "broken", type(error).__name__
        with self._guard:
            before, self._word, self._found_at, self._done = self._word, word, self._clock(), None
        if word not in (OK, before):
            log.warning("not_ready", part=self._name, word=word, reason=reason)
        elif word == OK != before:
            log.info("ready", part=self._name)
        done.set()


def words_of(parts: Mapping[str, WatchedPart]) -> Mapping[str, str]:
    """Look at all parts side by side, and return a word for each."""
    for part in parts.values():
        part.begin()
    return {name: part.word() for name, part in parts.items()}


def metrics(work: WorkStanding, deliveries: Mapping[int, int], refusals: Mapping[tuple[str, str], int]) -> str:
    """Write counts of work, of deliveries and of Slack's refusals as Prometheus' text.

    No label names a person, a channel or a workspace.
    """
    by_kind = (({"kind": kind, "state": state}, number) for (kind, state), number in work.jobs.items())
    by_status = (({"status": str(status)}, number) for status, number in tuple(deliveries.items()))
    by_code = (({"method": method, "error": code}, number) for (method, code), number in tuple(refusals.items()))
    most = max(work.due.values(), default=0)
    lines = [
        *_lines("jobs", "gauge", "Work in the queue.", by_kind),
        *_lines("jobs_oldest_due_seconds", "gauge", "Age of the oldest work to be taken.", [({}, work.oldest_seconds)]),
        *_lines("workspaces_due", "gauge", "Workspaces with work to be taken.", [({}, len(work.due))]),
        *_lines("workspace_most_due", "gauge", "Work to be taken of the workspace with most.", [({}, most)]),
        *_lines("deliveries_total", "counter", "Requests of Slack, by the status of the answer.", by_status),
        *_lines("slack_refusals_total", "counter", "Calls that Slack answered with an error.", by_code),
    ]
    return "".join(f"{line}\n" for line in lines)


def _lines(name: str, kind: str, words: str, values: Iterable[tuple[Mapping[str, str], float]]) -> Iterable[str]:
    yield f"# HELP cxbot_{name} {words}"
    yield f"# TYPE cxbot_{name} {kind}"
    for labels, value in values:
        shown = ",".join(f'{label}="{_escaped(text)}"' for label, text in labels.items())
        yield f"cxbot_{name}{{{shown}}} {value:g}" if shown else f"cxbot_{name} {value:g}"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
