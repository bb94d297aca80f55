"""Removing a person from what several people share: pictures, workshops, and what others quoted of saved messages."""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from bot.core.assessment import REMOVED, Status
from bot.core.quotes import CUT, OwnWords
from bot.core.sealing import digest, receipt
from bot.core.workshop import choice_of
from bot.store.assessments import SqlAssessmentReads
from bot.store.rows import json_text, whose
from bot.store.session import Row, Session, Value
from bot.store.teams import NOTES

_BEFORE = r"(?:(?<![A-Za-z0-9])|(?<=%[0-9A-Fa-f]{2}))"  # no other letter or digit, but a sign as an address spells it
_QUOTING: Mapping[str, tuple[str, ...]] = {
    "ratings": ("reason", "evidence"),
    "questions": ("detail",),
    "quotes": ("text",),
    "page_drafts": ("content",),
    "agreed_levels": ("reason", "dissent"),
    "workshop_notes": ("text",),
    "action_updates": ("note", "value"),
}
"""Where others may have put words of a saved message, by table."""


class TeamCleaning:
    """What a removal changes in the rows that several people share; ``rows`` counts what it changes or takes out."""

    def __init__(self, reads: SqlAssessmentReads, session: Session, workspace: str, person: str, gone: str) -> None:
        self.reads, self.session = reads, session
        self.workspace, self.person, self.gone = workspace, person, gone
        self.tables = session.tables()
        self.rows: Counter[str] = Counter()
        self.said: defaultdict[str, list[str]] = defaultdict(list)
        self.saved: defaultdict[str, list[str]] = defaultdict(list)
        self.private: set[str] = set()
        self.id = re.compile(rf"{_BEFORE}{re.escape(person)}(?![A-Za-z0-9])", re.IGNORECASE)
        self.exactly = re.compile(self.id.pattern)
        # as people write it; what is no id of Slack's could be any word, so that only a mention of it counts there
        is_id = re.fullmatch(r"[UW](?=.*\d)[A-Z0-9]{5,}", person)
        before, behind = (f"(?:<?@|{_BEFORE})", "(?![A-Z0-9])") if is_id else ("<?@", r"(?!\w)")
        self.mention = re.compile(rf"{before}(?i:{re.escape(person)})(?:\|[^>]*)?{behind}>?")

    def all(self, sql: str, *values: Value) -> list[Row]:
        return self.session.all(sql, *values)

    def _unnamed(self, text: str) -> str:
        return self.mention.sub(REMOVED, text)

    def _change(self, table: str, row: Row, changed: Mapping[str, Value]) -> None:
        news = {name: value for name, value in changed.items() if row[name] != value}
        if news:
            self.session.change(table, news, **self._key(table, row))

    def _delete(self, table: str, row: Row) -> None:
        self.session.drop(table, **self._key(table, row))

    def _key(self, table: str, row: Row) -> dict[str, Value]:
        """Return what tells a row that is changed now, which counts."""
        self.rows[table] += 1
        return {each: row[each] for each in self.tables[table].key}

    def _of(self, table: str, assessment: str) -> list[Row]:
        return self.session.rows(table, **whose(self.workspace, assessment))

    def _quoted_in(self, subject_key: str, words: Iterable[str]) -> list[str]:
        """Give the assessments and ballots of a subject in which others repeat the whole of these words."""
        whole = OwnWords(words, whole=True)
        keys = self.session.column("all_assessments", "id", workspace=self.workspace, subject_key=subject_key)
        return [key for key in keys if any(self._repeats(table, key, whole) for table in _QUOTING)]

    def _repeats(self, table: str, assessment: str, words: OwnWords) -> bool:
        texts = (row[name] for row in self._of(table, assessment) for name in _QUOTING[table])
        return any(words.within(leaf) for text in texts for leaf in texts_in(text))

    def _shown_in(self, subject_key: str) -> list[str]:
        """Give the assessments and ballots that offer saved messages of a subject, or show them to be read before."""
        found = self.all(
            "SELECT id FROM all_assessments AS own WHERE workspace = ? AND subject_key = ? AND (status = ? OR EXISTS"
            " (SELECT 1 FROM workshops WHERE workshops.workspace = own.workspace AND assessment = own.id))",
            *(self.workspace, subject_key, Status.OPEN.value),
        )
        return [str(row["id"]) for row in found]

    def _clean_quoting(self, assessment: str, quotes: OwnWords) -> None:
        """Take words of the person's saved messages out of what others made of them; that they gave some stays."""
        for table, columns in _QUOTING.items():
            for row in self._of(table, assessment):
                left = {name: without(row[name], quotes) for name in columns}
                if table == "page_drafts":  # its fields are shown again to be typed in
                    left = {name: str(text).replace(json_text(CUT), '""') for name, text in left.items()}
                self._change(table, row, left)

    def _clean_pictures(self, assessment: str) -> None:
        """Take the person out of the names of groups, and the names that nobody else has any more."""
        described = self._of("participants", assessment)
        others = {_plain(row[each]) for row in described if row["person"] != self.person for each in _CUTS}
        for row in self._of("pictures", assessment):
            content = json.loads(row["content"])
            for split in content.get("splits", ()):
                for group in split["groups"]:
                    stays = not group["name"] or _plain(group["name"]) in others
                    group["name"] = self._unnamed(group["name"]) if stays else CUT
            self._change("pictures", row, {"content": json_text(content)})

    def _clean_workshop(self, assessment: str, quotes: OwnWords) -> None:
        """Take out the notes that nobody has seen, and the person's words where they name a group: votes go with it."""
        left = []
        for row in self._of("workshop_notes", assessment):
            if row["person"] == self.person and not row["shown"]:
                self._delete("workshop_notes", row)
            else:
                left.append((row, NOTES.row.of(row)))
        others = {(each.topic, each.text.casefold()): each for _, each in left if each.author != self.person}
        for note in (each for _, each in left if each.author == self.person and not each.label):
            twin = others.get((note.topic, note.text.casefold()))
            if twin is not None and not twin.label:  # they were one to vote on, and one of them is left
                self._move_votes(assessment, note.id, twin.id)
        labels: dict[tuple[str, str], str] = {}
        for row, note in left:
            name = (str(note.topic), note.label.casefold())
            if note.label and name not in labels:
                taken = {label.casefold() for (topic, _), label in labels.items() if topic == name[0]}
                labels[name] = _apart(quotes.without(self._unnamed(note.label)), taken)
            label = labels.get(name, "")
            if label != note.label:
                self._change("workshop_notes", row, {"label": label})
                self._move_votes(assessment, choice_of(note), choice_of(replace(note, label=label)))

    def _move_votes(self, assessment: str, was: str, now: str) -> None:
        whose = "workspace = ? AND assessment = ? AND choice = ?"
        both = (
            f"DELETE FROM workshop_votes WHERE {whose} AND person IN (SELECT person FROM workshop_votes WHERE {whose})"  # noqa: S608 -- own text
        )
        self.all(both, self.workspace, assessment, was, self.workspace, assessment, now)
        moved = f"UPDATE workshop_votes SET choice = ? WHERE {whose}"  # noqa: S608 -- own text
        self.all(moved, now, self.workspace, assessment, was)

    def _digests(self, keys: Iterable[str]) -> dict[str, str]:
        """Give the digests of those ballots among these that were sealed as they stand."""
        found = {}
        for key in keys:
            own = self.reads.assessment_or_ballot(self.workspace, key)
            if own is not None and own.ballot is not None and own.ballot.counted and not own.ballot.sealed:
                found[key] = digest(receipt(own))
        return found

    def _keep_digests(self, sealed: Mapping[str, str]) -> None:
        """Keep on each ballot of others whose words have changed the digest with which it was sealed."""
        now = self._digests(sealed)
        for key, was in sealed.items():
            if now.get(key) != was:
                self.session.change("ballots", {"sealed": was}, **whose(self.workspace, key))


_CUTS = ("role", "department")


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def _apart(label: str, taken: set[str]) -> str:
    """Return the name of a group so that it is that of no other."""
    names = (label, *(f"{label} ({number})" for number in range(2, len(taken) + 3)))
    return next(each for each in names if each.casefold() not in taken)


def texts_in(text: object) -> list[str]:
    """Give the texts in a column, which may be JSON."""
    if not isinstance(text, str) or not text:
        return []
    if text[0] in "[{":
        try:
            return _leaves(json.loads(text))
        except ValueError:
            return [text]
    return [text]


def _leaves(value: object) -> list[str]:
    match value:
        case str():
            return [value]
        case list():
            return [leaf for each in value for leaf in _leaves(each)]
        case dict():
            return [leaf for each in value.values() for leaf in _leaves(each)]
        case _:
            return []


def without(text: Value, quotes: OwnWords) -> Value:
    """Return a column without the words; of what is JSON each text that repeats any of them goes whole."""
    if not isinstance(text, str) or not any(quotes.within(each) for each in texts_in(text)):
        return text
    if text[0] in "[{":
        try:
            return json_text(_cut(json.loads(text), quotes))
        except ValueError:
            pass
    return quotes.without(text)


def _cut(value: object, quotes: OwnWords) -> object:
    match value:
        case str():
            return CUT if quotes.within(value) else value
        case list():
            return [_cut(each, quotes) for each in value]
        case dict():
            return {name: _cut(each, quotes) for name, each in value.items()}
        case _:
            return value
