"""What must hold after all the crashes: nothing acknowledged is missing, nothing stands twice, everything can go on."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from bot.core.assessment import Assessment
from bot.slack import ids
from bot.store.store import SqlStore
from tests.programs.crash.ground import asked, damage_of, is_server
from tests.programs.crash.place import Place
from tests.programs.crash.post_office import Tried
from tests.programs.crash.replay import Replay, facts_of, replayed

Kind = Literal["lost", "twice", "unknown", "differs", "thread", "damaged", "died", "failed", "stuck"]
WORKSPACE = "T0ACME0001"
_DECODER = json.JSONDecoder()
# Slack's own faults, ordered by the weather.
_SLACKS = frozenset({"SlackUnavailableError", "SlackRefusedError"})
_STORES = frozenset({"StoreUnavailableError", "UnsureError"})


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong."""

    kind: Kind
    words: str


@dataclass(frozen=True, slots=True)
class Books:
    """What the bot holds, read from its database: assessments, and the keys of what it took, in order."""

    assessments: tuple[Assessment, ...]
    taken: tuple[str, ...]


def books(store: SqlStore) -> Books:
    """Read what the bot holds."""
    # the writers of a workspace take turns, so that their transactions are numbered in the order of their commits
    order = "xmin::text::bigint, cmin::text::bigint" if is_server(store) else "rowid"
    ids = [str(row["id"]) for row in asked(store, "SELECT id FROM assessments ORDER BY number")]
    taken = [str(row["event"]) for row in asked(store, f"SELECT event FROM deliveries ORDER BY {order}")]  # noqa: S608 -- words of ours
    with store.reading() as view:
        found = [view.assessment(WORKSPACE, each) for each in ids]
    return Books(tuple(each for each in found if each is not None), tuple(taken))


def damage(store: SqlStore) -> Iterator[Finding]:
    """Have the database look for damage, and check that no work was given up."""
    yield from (Finding("damaged", each) for each in damage_of(store) if each != "ok")
    for row in asked(store, "SELECT key, reason FROM jobs WHERE state = 'buried'"):
        yield Finding("stuck", f"work was given up: {row['key']}: {row['reason']}")


def waiting_work(store: SqlStore) -> int:
    """Count the work that is still to be done, but for the daily tidying and for nudges, which wait for days."""
    query = "SELECT COUNT(*) AS number FROM jobs WHERE state <> 'buried' AND kind NOT IN ('tidy', 'nudge')"
    return int(asked(store, query)[0]["number"])


def losses(held: Books, tries: list[Tried], place: Place) -> Iterator[Finding]:
    """Compare what was acknowledged with what the bot says that it took; each once, and nothing that nobody said.

    A press is acknowledged also when it could not be saved: then its person was told so, in private.
    """
    saved = {each.key: each for each in tries if each.key and each.saved}
    untaken = [saved[key] for key in saved.keys() - set(held.taken)]
    told = {each.person: _times_told(place, each.person) for each in untaken}
    for each in untaken:
        if each.kind == "action" and told[each.person]:
            told[each.person] -= 1
        else:
            yield Finding("lost", f"acknowledged and not taken: {each.key} of {each.person}")
    said = {each.key for each in tries}
    edited = {_message_of(each) for each in said if each.startswith("edit:")}
    for key in set(held.taken) - said - edited:
        yield Finding("unknown", f"taken and never delivered: {key}")


def _times_told(place: Place, person: str) -> int:
    return sum("not saved" in each.text for each in place.private_words(person))


def _message_of(edit: str) -> str:
    """Give the key of the message that an edit belongs to: an edit that comes first takes its message too."""
    return f"message:{edit.removeprefix('edit:').rpartition(':')[0]}"


def starts(held: Books, tries: list[Tried]) -> Iterator[Finding]:
    """Check that each form that was taken made one assessment, and no assessment came from nowhere."""
    subjects = Counter(each.subject.name for each in held.assessments)
    forms = {each.key: _subject(each) for each in tries if each.key.startswith("start:")}
    for subject, number in subjects.items():
        if number > 1:
            yield Finding("twice", f"{number} assessments of {subject}")
        if subject not in forms.values():
            yield Finding("unknown", f"nobody started {subject}")
    for key in held.taken:
        if key in forms and forms[key] not in subjects:
            yield Finding("lost", f"the form for {forms[key]} was taken and made no assessment")


def _subject(form: Tried) -> str:
    values = form.payload["view"]["state"]["values"]
    return str(next(iter(values["subject"].values()))["value"]) if "subject" in values else ids.START_FORM


def compared(
    held: Books, tries: list[Tried], store: SqlStore, replay: Replay, reads: Mapping[str, str]
) -> Iterator[Finding]:
    """Compare every fact with those of a bot that was given the same once, in the same order, and never killed.

    ``reads`` gives each message of a person as it reads in Slack, by its ts: so it was read when it was heard late.
    """
    said = {each.key: each for each in reversed(tries) if each.key}
    as_read = dict(_as_read(held, said, store, reads))
    said |= as_read
    by_subject = {each.subject.name: each for each in held.assessments}
    forms = {key: _subject(each) for key, each in said.items() if key.startswith("start:")}
    started = {key: by_subject[subject] for key, subject in forms.items() if subject in by_subject}
    replay.early = frozenset(_early(store, held))
    too_late = replayed(held.taken, said, started, replay)
    for assessment in held.assessments:
        is_so, should_be = facts_of(store, assessment), facts_of(replay.store, assessment)
        for name in ("ratings", "questions", "status"):
            if getattr(is_so, name) != getattr(should_be, name):
                yield Finding("differs", f"{name} of {assessment.id}: {_first_difference(is_so, should_be, name)}")
    edits = [each for each in tries if each.key.startswith("edit:")]
    edited = {_message_of(each.key) for each in edits if each.saved or each.key in held.taken}
    reworded = too_late | edited | as_read.keys()
    yield from _unsaid(held, [each for each in tries if each.key not in reworded], store)


def _as_read(
    held: Books, said: Mapping[str, Tried], store: SqlStore, reads: Mapping[str, str]
) -> Iterator[tuple[str, Tried]]:
    """Give what was heard late in the words in which it was read: an edit may have come before."""
    told, channels = _told(held, store), {key.split(":")[1] for key in said if key.startswith("message:")}
    for assessment in held.assessments:
        with store.reading() as view:
            late = view.heard_late(WORKSPACE, assessment.id)
        for ts in late:
            for key in (f"message:{channel}:{ts}" for channel in channels):
                if key in said and reads.get(ts) and _token(said[key]) and _token(said[key]) not in told:
                    event = said[key].payload["event"] | {"text": reads[ts]}
                    yield key, replace(said[key], payload=said[key].payload | {"event": event})


def _early(store: SqlStore, held: Books) -> Iterator[str]:
    """Give what was typed before its question stood, by its ts: that hangs on when messages came."""
    for assessment in held.assessments:
        with store.reading() as view:
            yield from (each.said_in for each in view.questions(WORKSPACE, assessment.id) if each.because == "early")


def _first_difference(is_so: object, should_be: object, name: str) -> str:
    one, other = getattr(is_so, name), getattr(should_be, name)
    if not isinstance(one, tuple):
        return f"{one}, not {other}"
    at = next((at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), None)
    return f"{len(one)}, not {len(other)}" if at is None else f"number {at + 1} is {one[at]}, not {other[at]}"


def _unsaid(held: Books, tries: list[Tried], store: SqlStore) -> Iterator[Finding]:
    """Look for the words of each acknowledged answer among the ratings and questions, whatever was made of them."""
    told = _told(held, store)
    for each in tries:
        word = _token(each)
        if word and each.saved and word not in told:
            yield Finding("lost", f"acknowledged, and its words stand nowhere: {each.key}")


def _told(held: Books, store: SqlStore) -> str:
    """Give all that stands in ratings and questions, as one text."""
    stands: set[str] = set()
    for assessment in held.assessments:
        with store.reading() as view:
            questions = view.questions(WORKSPACE, assessment.id)
        stands |= {f"{each.said_in}: {each.verdict} {each.evidence}" for each in assessment.ratings}
        stands |= {f"{each.said_in}: {each.detail}" for each in questions}
    return "\n".join(stands)


def _token(tried: Tried) -> str:
    """Give the word by which a typed level is known again; empty for anything else."""
    if not tried.key.startswith("message:"):
        return ""
    text = str(tried.payload["event"]["text"])
    return text.split(" named ")[1].split(maxsplit=1)[0] if text[:1].isdigit() and " named " in text else ""


def mishaps(log: Path, *, troubled: bool = False) -> Iterator[Finding]:
    """Look through the bot's log for what should not be there: tracebacks, and faults that were not Slack's.

    Those of a server that is ``troubled`` on purpose may be there as well.
    """
    passing = _SLACKS | (_STORES if troubled else frozenset())
    for line in log.read_text(errors="replace").splitlines():
        if "Traceback (most recent call last)" in line:
            yield Finding("failed", "a traceback in the log")
        for entry in _entries(line):
            ours = entry["event"] in ("request_failed", "job_report_failed") and entry.get("error") not in passing
            if ours or entry["event"] == "job_failed":
                yield Finding("failed", line)


def _entries(line: str) -> Iterator[Any]:
    """Read the entries of a line of the log: one of a killed process has no end, and the next one follows it."""
    at = line.find("{")
    while at >= 0:
        try:
            entry, end = _DECODER.raw_decode(line, at)
        except ValueError:
            entry, end = {}, at + 1
        if "event" in entry:
            yield entry
        at = line.find("{", end)
