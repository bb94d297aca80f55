"""Removing a person: the statements that do with each table what ``bot.store.people`` says of it."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from bot.core.assessment import REMOVED, Assessment, Status
from bot.core.drafts.brief import Brief, FactKind, Kind
from bot.core.drafts.draft import Prose
from bot.core.drafts.draft_json import BRIEF, CONTENT
from bot.core.plan.plan import Plan
from bot.core.quotes import CUT, OwnWords
from bot.core.reveal import stands_without
from bot.core.scoring.scoring import counting_ratings
from bot.store.assessments import SqlAssessmentReads
from bot.store.forgetting_teams import TeamCleaning, texts_in
from bot.store.people import PEOPLE, Becomes, Holds
from bot.store.rows import SqlTable, json_text, object_from, row_of, whose
from bot.store.session import InTransaction, Row, Value
from bot.use_cases.store_ports import Leftover, Removal

_LEFTOVERS = SqlTable("leftovers", ("workspace", "gone", "number"), row_of(Leftover))
_FOLDED = ("subject_key", "metric")  # in small letters what stands beside them as it was typed
_WORDED = ("what", "owner_role", "measure", "first_step", "deliverable")  # of an action
_TO_A_PERSON = ("nudge:", "checkin:", "given:", "taken:", "soon:")  # keys that name who reads the message
_FILES = ("told:report:", "told:export:")  # of messages that were sent before it was recorded what they are about


class SqlRemovalReads(InTransaction):
    """Answers about removals that are not finished; implements a part of ``Reads``."""

    def pending_removals(self, workspace: str) -> tuple[str, ...]:
        return self._session.column("removals", "gone", "number", workspace=workspace)

    def leftovers(self, workspace: str, gone: str) -> tuple[Leftover, ...]:
        return _LEFTOVERS.all(self._session, workspace=workspace, gone=gone)

    def notice_keys(self, workspace: str) -> tuple[str, ...]:
        found = self._session.rows("notices", "key", "key, ts", workspace=workspace)
        return tuple(row["key"] for row in found if row["ts"] is not None)

    def is_redrawing(self, workspace: str) -> bool:
        kinds = "kind IN ('thread', 'headline', 'notice', 'picture', 'home', 'synopsis') AND state <> 'buried'"
        found = self._session.all(f"SELECT payload FROM jobs WHERE {kinds}")  # noqa: S608 -- a constant of ours
        return any(_payload(row).get("workspace") == workspace for row in found)

    def is_unwiped(self, workspace: str) -> bool:
        return self._session.has("removals", workspace=workspace, wiped=0)


class SqlRemovalWrites(SqlAssessmentReads, SqlRemovalReads):
    """Takes a person out of the tables; implements a part of ``Transaction``."""

    def remove_person(self, workspace: str, person: str, gone: str, direct: str = "") -> Removal | None:
        with self._unguarded(workspace):
            removed = _Removing(self, self._session, workspace, person, gone).run(direct)
        if removed is not None:
            self._session.append("removals", {"workspace": workspace}, {"gone": gone, "wiped": 0})
        return removed

    def take_words_out(self, workspace: str, ballot_id: str) -> None:
        ballot = self.assessment_or_ballot(workspace, ballot_id)
        if ballot is not None and ballot.ballot is not None:
            with self._unguarded(workspace):
                _Removing(self, self._session, workspace, ballot_id, "").take_words_out(ballot, ballot.ballot.of)

    @contextmanager
    def _unguarded(self, workspace: str) -> Iterator[None]:
        """Let facts be changed: the guards do while a row stands in ``forgetting``, with which nothing is committed."""
        self._session.add("forgetting", {"workspace": workspace, "mark": 0, "ends": 1})
        yield
        self._session.drop("forgetting", workspace=workspace)

    def settle_leftover(self, workspace: str, gone: str, number: int, refused: str = "") -> None:
        one: dict[str, Value] = {"workspace": workspace, "gone": gone, "number": number}
        if refused:
            self._session.change("leftovers", {"refused": refused}, **one)
        else:
            self._session.drop("leftovers", **one)

    def settle_canvas(self, workspace: str, assessment_id: str, canvas: str, refused: str) -> None:
        self._session.drop("leftovers", workspace=workspace, about=assessment_id)
        what: dict[str, Value] = {"channel": "", "ts": "", "file": canvas, "refused": refused, "about": assessment_id}
        for gone in self.pending_removals(workspace) if refused else ():
            self._session.append("leftovers", {"workspace": workspace, "gone": gone}, what)

    def try_leftovers_again(self, workspace: str) -> None:
        self._session.change("leftovers", {"refused": ""}, workspace=workspace)

    def note_wiped(self, workspace: str) -> None:
        self._session.change("removals", {"wiped": 1}, workspace=workspace)

    def end_removal(self, workspace: str, gone: str) -> None:
        for table in ("leftovers", "removals"):
            self._session.drop(table, workspace=workspace, gone=gone)


class _Removing(TeamCleaning):
    """One removal, step by step; ``rows`` counts what it changes or takes out, by table."""

    def run(self, direct: str) -> Removal | None:
        touched, known = self._touched()
        if not known:
            return None
        left = self._drop_ballots(touched)
        used, showing = self._drop_saved()
        touched += [each for each in used if each not in touched]
        sealed, withdrawn = self._digests(touched), dict[str, tuple[str, ...]]()
        quotes = self._quotes(touched)
        for key in used:
            self._clean_quoting(key, OwnWords(self._both(self.saved[key]), self._known(key)))
        for key in self.session.distinct("ratings", "assessment", workspace=self.workspace, respondent=self.person):
            withdrawn[key] = self._withdraw(key, quotes[key])
        for key in quotes:
            for draft in self._of("drafts", key):
                self._look_at_draft(draft, withdrawn.get(key, ()), quotes[key])
            self._clean_questions(key, quotes[key])
            self._clean_workshop(key, quotes[key])
            self._clean_pictures(key)
        owned = self.session.column("cadences", "id", workspace=self.workspace, owner=self.person)
        out = [key for key, dimensions in withdrawn.items() if dimensions]
        self._clean_work(direct, touched, out, quotes.values())
        left += self._take_messages(direct, touched)
        for table, columns in PEOPLE.items():
            if table != "jobs":
                self._clean(table, columns)
        self._keep_digests(sealed)
        complete = [key for key, dimensions in withdrawn.items() if dimensions and self._is_complete(key)]
        return Removal(
            self.gone,
            dict(sorted(self.rows.items())),
            assessments=tuple(touched),
            lines=tuple(dict.fromkeys((*self._on_their_lines(withdrawn), *showing))),
            withdrawn=sum(len(withdrawn[key]) for key in complete),
            cadences=owned,
            leftovers=left,
        )

    def take_words_out(self, ballot: Assessment, team: str) -> None:
        """Take the drafts of a team out that repeat words of a ballot. Nobody's id is that of the ballot."""
        said = (piece.text for rating in ballot.ratings for piece in rating.evidence)
        quotes = OwnWords(said, self._known(team, ballot.starter))
        for draft in self._of("drafts", team):
            self._look_at_draft(draft, (), quotes)
        for job in self._work():
            if job["state"] == "running" and job["kind"] == "draft" and _payload(job).get("assessment") == team:
                self._begin_anew(job)

    def _match(self, columns: Mapping[str, Holds]) -> tuple[str, tuple[str, ...]]:
        """Return the condition under which a row holds anything of the person."""
        names = dict.fromkeys(each.by or name for name, each in columns.items())
        tests = [f"replace(lower({name}), lower(?), '') <> lower({name})" for name in dict.fromkeys((*names, *columns))]
        return f"workspace = ? AND ({' OR '.join(tests)})", (self.workspace, *(self.person for _ in tests))

    def _touched(self) -> tuple[list[str], bool]:
        """Return the assessments in which the person stands anywhere, and whether the workspace knows them at all."""
        found: dict[str, None] = {}
        known = any(self.exactly.search(f"{row['key']} {row['payload']}") for row in self._work())
        for table, columns in PEOPLE.items():
            if table == "jobs":
                continue
            condition, values = self._match(columns)
            names = {*columns, *(each.by for each in columns.values())} - {"", *_FOLDED}
            for row in self.all(f"SELECT * FROM {table} WHERE {condition}", *values):  # noqa: S608 -- own names
                if any(self.exactly.search(str(row[each])) for each in names):
                    known, own = True, dict(row)
                    about = own.get("assessment", own["id"] if table == "all_assessments" else None)
                    found |= {about: None} if about is not None else {}
        return list(found), known

    def _quotes(self, assessments: Iterable[str]) -> Mapping[str, OwnWords]:
        """Return what the person said in each assessment, as it may be repeated by texts made of it."""
        return {key: OwnWords(map(self._unnamed, self._words(key)), self._known(key)) for key in assessments}

    def _known(self, assessment: str, author: str = "") -> list[str]:
        """Return the words of an assessment that are not the person's alone: the framework's, and what others gave."""
        author = author or self.person
        own = self.reads.assessment_or_ballot(self.workspace, assessment)
        by_others = (each for each in own.ratings if each.respondent != author) if own is not None else ()
        quoted = (row["text"] for row in self._of("quotes", assessment) if row["person"] != author)
        given = (*(piece.text for each in by_others for piece in each.evidence), *quoted)
        wording = self.all(
            "SELECT wording FROM frameworks AS one JOIN all_assessments AS own ON one.workspace = own.workspace"
            " AND one.id = own.framework WHERE own.workspace = ? AND own.id = ?",
            *(self.workspace, assessment),
        )
        # evidence of somebody else may repeat a message of the person
        saved = [each for each in self.saved.get(assessment, ()) if each]
        others = (text for text in given if not any(each in text for each in saved))
        return [REMOVED, *others, *(text for row in wording for text in texts_in(row["wording"]))]

    def _both(self, texts: Iterable[str]) -> list[str]:
        """Return texts as they were typed, and as they stand once the person is not named in them."""
        return [form for each in texts for form in dict.fromkeys((each, self._unnamed(each)))]

    def _drop_ballots(self, touched: list[str]) -> int:
        """Take out the person's parts of team assessments, of which the words are kept in mind; give their messages.

        What was revealed of them stays: counts of three people or more. So does the digest of each among the receipts.
        """
        tables = [name for name, table in self.tables.items() if "assessment" in table.columns]
        left = 0
        for ballot in self.session.rows("ballots", workspace=self.workspace, person=self.person):
            own = {"workspace": self.workspace, "id": ballot["assessment"]}
            touched.remove(ballot["assessment"])
            self.private.update(self.session.column("all_assessments", "channel", **own))
            self.said[ballot["part_of"]] += self._words(ballot["assessment"])
            for post in self._of("posts", ballot["assessment"]):
                left += self._leave(post["channel"], post["ts"] or "")
            for table in tables:
                self.rows[table] += self.session.drop(table, **whose(self.workspace, ballot["assessment"]))
            self.session.drop("all_assessments", **own)
            for job in self._work():
                if _payload(job).get("assessment") == ballot["assessment"]:
                    self.session.drop("jobs", id=job["id"])
        self.rows += Counter()  # without those of which there was none
        return left

    def _drop_saved(self) -> tuple[list[str], list[str]]:
        """Take out what somebody saved of the person's messages.

        Returns the assessments and ballots that it came into, and those that offered it, or showed it to be read.
        """
        found: dict[str, None] = {}
        showing: dict[str, None] = {}
        for row in self.session.rows("saved_messages", workspace=self.workspace, author=self.person):
            for notice in self.session.rows("notices", workspace=self.workspace, key=f"saved:{row['id']}"):
                self._leave(notice["channel"], notice["ts"] or "")
                self._delete("notices", notice)
            uses = self.session.rows("saved_uses", workspace=self.workspace, saved=row["id"])
            given = [text for use in uses for text in self._given_with(row["link"], use["assessment"])]
            words = list(dict.fromkeys(filter(None, (*given, row["quotation"], row["link"]))))
            keys = (*(use["assessment"] for use in uses), *self._quoted_in(row["subject_key"], self._both(words)))
            wholes = [str(ballot["part_of"]) for each in keys for ballot in self._of("ballots", each)]
            for key in dict.fromkeys((*keys, *wholes)):
                self.saved[key] += words
                found[key] = None
            showing |= dict.fromkeys(self._shown_in(row["subject_key"]))
            for use in uses:
                self._delete("saved_uses", use)
            self._delete("saved_messages", row)
        return list(found), [each for each in showing if each not in found]

    def _given_with(self, link: str, assessment: str) -> list[str]:
        """Return the evidence of an assessment or ballot with an address: what was taken back has no words itself."""
        return [
            text
            for row in self._of("ratings", assessment)
            for _, text in json.loads(row["evidence"])
            if link and link in text
        ]

    def _leave(self, channel: str, ts: str = "", file: str = "") -> int:
        """Note a message or file that is to go in Slack; give how many that are."""
        if not (ts or file):
            return 0
        what: dict[str, Value] = {"channel": channel, "ts": ts, "file": file, "refused": ""}
        self.session.append("leftovers", {"workspace": self.workspace, "gone": self.gone}, what)
        return 1

    def _words(self, assessment: str) -> Iterator[str]:
        """Give everything that the person typed in an assessment."""
        yield from self.said.get(assessment, ())
        yield from self.saved.get(assessment, ())
        for table, by, columns in (
            ("ratings", "respondent", ("reason", "evidence")),
            ("questions", "respondent", ("detail",)),
            ("drafts", "asked_by", ("hint",)),
            ("action_updates", "said_by", ("note", "value")),
            ("agreed_levels", "agreed_by", ("reason", "dissent")),
            ("workshop_notes", "person", ("text",)),
        ):
            for row in self.session.rows(table, **whose(self.workspace, assessment) | {by: self.person}):
                for column in columns:
                    yield from texts_in(row[column])
        for row in self.all(
            "SELECT edited, content FROM draft_decisions AS decided LEFT JOIN draft_texts AS made"
            " ON made.workspace = decided.workspace AND made.assessment = decided.assessment"
            " AND made.draft = decided.draft"
            " WHERE decided.workspace = ? AND decided.assessment = ? AND decided_by = ? AND edited IS NOT NULL",
            *(self.workspace, assessment, self.person),
        ):
            proposed = set(texts_in(row["content"]))
            yield from (each for each in texts_in(row["edited"]) if each not in proposed)

    def _withdraw(self, key: str, quotes: OwnWords) -> tuple[str, ...]:
        """Take out the ratings whose figure does not stand without the person; give the dimensions of these."""
        assessment = self.reads.assessment(self.workspace, key)
        if assessment is None:
            return ()
        own = [each for each in assessment.ratings if each.respondent == self.person]
        dimensions = dict.fromkeys(each.dimension for each in own)
        out = tuple(each for each in dimensions if not stands_without(assessment, each))
        for row in self._of("ratings", key):
            if row["respondent"] == self.person:
                self.session.drop("late_messages", **whose(self.workspace, key), ts=row["said_in"])
                if row["dimension"] in out:
                    self._delete("ratings", row)
            elif row["respondent"] in assessment.holders(self.person):  # who took over may have kept their words
                given = [[kind, CUT if quotes.within(words) else words] for kind, words in json.loads(row["evidence"])]
                self._change("ratings", row, {"evidence": json_text(given)})
        for each in out if self._is_complete(key) else ():
            if any(one.respondent == self.person for one in counting_ratings(assessment, each)):
                self.session.append("withdrawn", whose(self.workspace, key), {"dimension": each})
        return out

    def _is_complete(self, key: str) -> bool:
        return self.session.has("assessments", workspace=self.workspace, id=key, status=Status.COMPLETE.value)

    def _look_at_draft(self, draft: Row, withdrawn: tuple[str, ...], quotes: OwnWords) -> None:
        """Take out a draft that rests on what the person said; of a plan that people work on its words only."""
        where = whose(self.workspace, draft["assessment"]) | {"draft": draft["id"]}
        rows = {
            table: self.session.rows(table, **where) for table in ("draft_replies", "draft_texts", "draft_decisions")
        }
        own = any(row["decided_by"] == self.person and row["edited"] is not None for row in rows["draft_decisions"])
        rests = draft["dimension"] in withdrawn or (draft["kind"] == Kind.PLAN.value and bool(withdrawn))
        columns = [(row, name) for table, found in rows.items() for row in found for name in PEOPLE[table]]
        texts = (text for row, name in columns for text in texts_in(row[name]))
        if not (own or rests or any(quotes.within(text) for text in (*texts, draft["hint"]))):
            return
        if self.session.rows("actions", **where):
            self._clean_plan(draft, withdrawn, quotes)
            return
        for table, found in (*rows.items(), ("drafts", [draft])):
            for row in found:
                self._delete(table, row)

    def _clean_plan(self, draft: Row, withdrawn: tuple[str, ...], quotes: OwnWords) -> None:
        """Take the words out of a plan that people work on, and the facts that it does not rest on any more."""
        where = whose(self.workspace, draft["assessment"]) | {"draft": draft["id"]}

        def without(text: str) -> str:
            return quotes.without(self._unnamed(text))

        for row in self.session.rows("draft_replies", **where):
            self._delete("draft_replies", row)
        for row in self.session.rows("draft_texts", **where):
            brief = _brief_without(row["brief"], withdrawn, quotes)
            content = _content_without(row["content"], without)
            self._change("draft_texts", row, {"brief": brief, "content": content, "findings": "[]"})
        for row in self.session.rows("draft_decisions", **where):
            if row["edited"] is not None:
                self._change("draft_decisions", row, {"edited": _content_without(row["edited"], without)})
        for row in self.session.rows("actions", **where):
            self._change("actions", row, {each: without(row[each]) for each in _WORDED})
        self._change("drafts", draft, {"hint": without(draft["hint"])})

    def _clean_questions(self, assessment: str, quotes: OwnWords) -> None:
        """Take the person's words out of what was asked of who took over."""
        for row in (each for each in self._of("questions", assessment) if each["respondent"] != self.person):
            known = json.loads(row["detail"]).items()
            detail = {name: quotes.without(self._unnamed(text)) for name, text in known}
            self._change("questions", row, {"detail": json_text({k: v for k, v in detail.items() if v != CUT})})

    def _work(self) -> list[Row]:
        return [row for row in self.all("SELECT * FROM jobs") if _payload(row).get("workspace") == self.workspace]

    def _clean_work(self, direct: str, touched: list[str], withdrawn: list[str], quotes: Iterable[OwnWords]) -> None:
        """Take out work that names the person or holds their words; have begin anew what may have read them.

        Whoever does such work writes nothing more: its lease is gone. The work that removes the person goes on.
        """
        known = tuple(quotes)
        for row in self._work():
            payload, named = (
                json.loads(row["payload"]),
                self.id.search(f"{row['key']} {row['payload']} {row['reason']}"),
            )
            words = any(each.within(text) for each in known for text in payload.values())
            about = payload.get("assessment", "")
            if self.session.lease and row["lease"] == self.session.lease:
                goes_on = {name: self.id.sub(self.gone, text) for name, text in payload.items()} | {"direct": direct}
                self._change("jobs", row, {"key": self.id.sub(self.gone, row["key"]), "payload": json_text(goes_on)})
            elif named or words or (row["kind"] in ("draft", "webhook") and about in withdrawn):
                self._delete("jobs", row)
            elif row["state"] == "running" and about in touched:
                self._begin_anew(row)

    def _begin_anew(self, job: Row) -> None:
        if self.session.has("jobs", key=job["key"], state="waiting"):
            self._delete("jobs", job)
        else:
            self._change("jobs", job, {"state": "waiting", "lease": "", "lease_until": 0, "begun": 0})

    def _take_messages(self, direct: str, touched: list[str]) -> int:
        """Note the messages to the person and the files about them, which are to go in Slack; give their number."""
        rows = self.session.rows("notices", workspace=self.workspace)
        to_them = (each for each in rows if each["key"].startswith(_TO_A_PERSON) and self.id.search(each["key"]))
        own = {each for each in (*(row["channel"] for row in to_them), *self.private, direct) if each.startswith("D")}
        lines = {each for key in touched for each in self._on_their_lines({key: (key,)})}
        left = 0
        for row in rows:
            is_file = bool(row["about"]) or row["key"].startswith(_FILES)
            kind, _, about = row["key"].partition(":")
            is_trend = kind == "trend_picture" and about in lines
            names_them = row["channel"].startswith("D") and self.id.search(row["key"])
            if row["channel"] in own or names_them or is_trend or (is_file and row["about"] in ("", *touched)):
                file = row["ts"] if is_trend else row["digest"] if is_file else None
                left += self._leave(row["channel"], "" if file else row["ts"] or "", file or "")
                self._delete("notices", row)
        return left

    def _on_their_lines(self, assessments: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
        """Return the assessments of the same subjects, whose scorecards are compared with one that has changed."""
        found: dict[str, None] = {}
        for key in (each for each, dimensions in assessments.items() if dimensions):
            for row in self.all(
                "SELECT other.id FROM assessments AS own JOIN assessments AS other ON other.workspace = own.workspace"
                " AND other.channel = own.channel AND other.subject_key = own.subject_key"
                " WHERE own.workspace = ? AND own.id = ?",
                *(self.workspace, key),
            ):
                found[row["id"]] = None
        return tuple(found)

    def _clean(self, table: str, columns: Mapping[str, Holds]) -> None:
        """Do with a table what its line says."""
        condition, values = self._match(columns)
        for row in self.all(f"SELECT * FROM {table} WHERE {condition}", *values):  # noqa: S608 -- own names
            if any(each.becomes is Becomes.NO_ROW and row[name] == self.person for name, each in columns.items()):
                self._delete(table, row)
            else:
                self._change(table, row, {name: self._cleaned(row, name, each) for name, each in columns.items()})

    def _cleaned(self, row: Row, name: str, column: Holds) -> Value:
        text: Value = row[name]
        if not isinstance(text, str):
            return text
        match column.becomes:
            case Becomes.PSEUDONYM:
                return self.gone if text == self.person else text
            case Becomes.KEY:
                return self.id.sub(self.gone, text)
            case Becomes.EMPTY if row[column.by] == self.person:
                return column.left(text)
            case _:
                return self._unnamed(text)


def _payload(job: Row) -> Mapping[str, object]:
    """Return what a job is about; nothing where that cannot be read."""
    try:
        return object_from(job["payload"])
    except (TypeError, ValueError):
        return {}


def _brief_without(text: str, withdrawn: tuple[str, ...], quotes: OwnWords) -> str:
    """Return a brief without the facts that rest on what the person said."""
    brief: Brief = BRIEF.parse(json.loads(text))
    whole = (FactKind.OVERALL,) if withdrawn else ()
    facts = (each for each in brief.facts if each.dimension not in withdrawn and each.kind not in whole)
    kept = replace(
        brief,
        facts=tuple(each for each in facts if not quotes.within(each.text)),
        standings=tuple(each for each in brief.standings if each.dimension not in withdrawn),
    )
    return json_text(BRIEF.write(kept))


def _content_without(text: str, without: Callable[[str], str]) -> str:
    content = CONTENT.parse(json.loads(text))
    if isinstance(content, Plan):
        left: list[dict[str, Any]]
        left = [{name: without(getattr(each, name)) for name in _WORDED} for each in content.actions]
        actions = (replace(each, **words) for each, words in zip(content.actions, left, strict=True))
        return json_text(CONTENT.write(Plan(tuple(actions))))
    kept = (replace(each, text=without(each.text)) for each in content.sentences)
    return json_text(CONTENT.write(Prose(tuple(kept))))
