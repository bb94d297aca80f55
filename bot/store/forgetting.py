"""Removing a person: the statements that do with each table what ``bot.store.people`` says of it."""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from bot.core.assessment import REMOVED, Assessment
from bot.core.drafts.brief import Brief, FactKind, Kind
from bot.core.drafts.draft import Prose
from bot.core.drafts.draft_json import brief_from_dict, brief_to_dict, content_from_dict, content_to_dict
from bot.core.plan.plan import Action, Plan
from bot.core.quotes import CUT, OwnWords
from bot.core.reveal import stands_without
from bot.core.scoring.scoring import counting_ratings
from bot.store.assessments import SqlAssessmentReads
from bot.store.people import PEOPLE, Becomes, Holds
from bot.store.rows import json_text
from bot.store.session import Row, Session, Value
from bot.use_cases.removal import Leftover, Removal

_OF_DRAFT = "workspace = ? AND assessment = ? AND draft = ?"
_OF_ASSESSMENTS = (
    "SELECT m.name FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS c"
    " WHERE m.type = 'table' AND c.name = 'assessment'"
)
_FOLDED = ("subject_key", "metric")  # in small letters what stands beside them as it was typed
_TO_A_PERSON = ("nudge:", "checkin:", "given:", "taken:", "soon:")  # keys that name who reads the message
_FILES = ("told:report:", "told:export:")  # of messages that were sent before it was recorded what they are about


class SqlRemovalReads:
    """Answers about removals that are not finished; implements the port ``RemovalReads``."""

    _session: Session

    def pending_removals(self, workspace: str) -> tuple[str, ...]:
        """Give those that are not finished, by what stands in place of the person: something is left, or not wiped."""
        found = self._session.all("SELECT gone FROM removals WHERE workspace = ? ORDER BY rowid", workspace)
        return tuple(str(row["gone"]) for row in found)

    def leftovers(self, workspace: str, gone: str) -> tuple[Leftover, ...]:
        """Give the messages and files in Slack that are still to be taken away, or that Slack does not let go."""
        found = self._session.all(
            "SELECT * FROM leftovers WHERE workspace = ? AND gone = ? ORDER BY number", workspace, gone
        )
        return tuple(Leftover(row["number"], row["channel"], row["ts"], row["file"], row["refused"]) for row in found)

    def notice_keys(self, workspace: str) -> tuple[str, ...]:
        """Give the keys of the messages outside threads that stand in Slack."""
        found = self._session.all("SELECT key FROM notices WHERE workspace = ? AND ts IS NOT NULL", workspace)
        return tuple(str(row["key"]) for row in found)

    def is_redrawing(self, workspace: str) -> bool:
        """Tell whether messages or Home tabs of the workspace are still to be brought up to date."""
        kinds = "kind IN ('thread', 'headline', 'notice', 'picture', 'home', 'synopsis') AND state <> 'buried'"
        sql = f"SELECT 1 FROM jobs WHERE {kinds} AND json_extract(payload, '$.workspace') = ? LIMIT 1"  # noqa: S608 -- a constant of ours
        return self._session.one(sql, workspace) is not None

    def is_unwiped(self, workspace: str) -> bool:
        """Tell whether free pages may still hold something of somebody who was removed."""
        return self._session.one("SELECT 1 FROM removals WHERE workspace = ? AND wiped = 0", workspace) is not None


class SqlRemovalWrites(SqlAssessmentReads, SqlRemovalReads):
    """Takes a person out of the tables; implements the port ``RemovalWrites``."""

    def remove_person(self, workspace: str, person: str, gone: str, direct: str = "") -> Removal | None:
        """Take the words and the id of a person out of a workspace; None, and nothing changed, where it has neither.

        ``gone`` stands in place of the id from now on; ``direct`` is the bot's conversation with the person, if known.
        The guards let facts be changed while a row stands in ``forgetting``, and nothing is committed with one.
        """
        self._session.add("forgetting", {"workspace": workspace, "mark": 0, "ends": 1})
        removed = _Removing(self, self._session, workspace, person, gone).run(direct)
        self._session.all("DELETE FROM forgetting WHERE workspace = ?", workspace)
        if removed is not None:
            self._session.add("removals", {"workspace": workspace, "gone": gone, "wiped": 0})
        return removed

    def settle_leftover(self, workspace: str, gone: str, number: int, refused: str = "") -> None:
        """Record that a message or file is gone, or with which word Slack ``refused``."""
        deed = "UPDATE leftovers SET refused = ?" if refused else "DELETE FROM leftovers"
        values = (refused,) if refused else ()
        self._session.all(f"{deed} WHERE workspace = ? AND gone = ? AND number = ?", *values, workspace, gone, number)

    def try_leftovers_again(self, workspace: str) -> None:
        """Have what Slack did not let go asked for once more."""
        self._session.all("UPDATE leftovers SET refused = '' WHERE workspace = ?", workspace)

    def note_wiped(self, workspace: str) -> None:
        """Record that no free page holds anything any more of those who were removed until now."""
        self._session.all("UPDATE removals SET wiped = 1 WHERE workspace = ?", workspace)

    def end_removal(self, workspace: str, gone: str) -> None:
        """Forget a removal, and what Slack did not let go."""
        for table in ("leftovers", "removals"):
            self._session.all(f"DELETE FROM {table} WHERE workspace = ? AND gone = ?", workspace, gone)  # noqa: S608 -- own names


class _Removing:
    """One removal, step by step; ``rows`` counts what it changes or takes out, by table."""

    def __init__(self, reads: SqlAssessmentReads, session: Session, workspace: str, person: str, gone: str) -> None:
        self.reads, self.session, self.all = reads, session, session.all
        self.workspace, self.person, self.gone = workspace, person, gone
        self.rows: Counter[str] = Counter()
        self.said: dict[str, list[str]] = defaultdict(list)
        self.private: set[str] = set()
        self.id = re.compile(rf"(?<!\w){re.escape(person)}(?!\w)", re.IGNORECASE)
        self.exactly = re.compile(self.id.pattern)
        # as people write it; what is no id of Slack's could be any word, so that only a mention of it counts there
        bare = "?" if re.fullmatch(r"[UW](?=.*\d)[A-Z0-9]{5,}", person) else ""
        self.mention = re.compile(rf"(?<!\w)<?@{bare}{re.escape(person)}(?:\|[^>]*)?(?!\w)>?", re.IGNORECASE)

    def run(self, direct: str) -> Removal | None:
        touched, known = self._touched()
        if not known:
            return None
        left = self._drop_ballots(touched)
        used = self._drop_saved()
        quotes, withdrawn = self._quotes((*touched, *used)), dict[str, tuple[str, ...]]()
        for key in used:
            self._clean_evidence(key, quotes[key])
        for key in self._distinct("ratings", "respondent"):
            withdrawn[key] = self._withdraw(key, quotes[key])
        for key in quotes:
            for draft in self.all(
                "SELECT rowid AS rowid, * FROM drafts WHERE workspace = ? AND assessment = ?", self.workspace, key
            ):
                self._look_at_draft(draft, withdrawn.get(key, ()), quotes[key])
            self._clean_questions(key, quotes[key])
            self._clean_workshop(key, quotes[key])
        owned = self.all("SELECT id FROM cadences WHERE workspace = ? AND owner = ?", self.workspace, self.person)
        out = [key for key, dimensions in withdrawn.items() if dimensions]
        self._clean_work(direct, touched, out, quotes.values())
        left += self._take_messages(direct, touched)
        for table, columns in PEOPLE.items():
            if table != "jobs":
                self._clean(table, columns)
        complete = [key for key, dimensions in withdrawn.items() if dimensions and self._is_complete(key)]
        return Removal(
            self.gone,
            dict(sorted(self.rows.items())),
            assessments=tuple(touched),
            lines=self._on_their_lines(withdrawn),
            withdrawn=sum(len(withdrawn[key]) for key in complete),
            cadences=tuple(str(row["id"]) for row in owned),
            leftovers=left,
        )

    def _match(self, columns: Mapping[str, Holds]) -> tuple[str, tuple[str, ...]]:
        """Return the condition under which a row holds anything of the person."""
        names = dict.fromkeys(each.by or name for name, each in columns.items())
        tests = [f"instr(lower({name}), lower(?)) > 0" for name in dict.fromkeys((*names, *columns))]
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

    def _distinct(self, table: str, column: str) -> list[str]:
        sql = f"SELECT DISTINCT assessment FROM {table} WHERE workspace = ? AND {column} = ?"  # noqa: S608 -- own names
        return [str(row["assessment"]) for row in self.all(sql, self.workspace, self.person)]

    def _quotes(self, assessments: Iterable[str]) -> Mapping[str, OwnWords]:
        """Return what the person said in each assessment, as it may be repeated by texts made of it."""
        found: dict[str, OwnWords] = {}
        for key in assessments:
            own = self.reads.assessment_or_ballot(self.workspace, key)
            if own is not None:
                by_others = (each for each in own.ratings if each.respondent != self.person)
                others = (e.text for each in by_others for e in each.evidence if not self._is_saved(key, e.text))
                wording = self.all(
                    "SELECT wording FROM frameworks AS one JOIN all_assessments AS own ON one.workspace = own.workspace"
                    " AND one.id = own.framework WHERE own.workspace = ? AND own.id = ?",
                    *(self.workspace, key),
                )
                known = (REMOVED, *others, *(text for row in wording for text in _texts(row[0])))
                found[key] = OwnWords(map(self._unnamed, self._words(key)), known)
        return found

    def _is_saved(self, assessment: str, text: str) -> bool:
        """Whether evidence of somebody else repeats a message of the person."""
        return any(each and each in text for each in self.said.get(assessment, ()))

    def _unnamed(self, text: str) -> str:
        return self.mention.sub(REMOVED, text)

    def _drop_ballots(self, touched: list[str]) -> int:
        """Take out the person's parts of team assessments, of which the words are kept in mind; give their messages.

        What was revealed of them stays: counts of three people or more. So does the digest of each among the receipts.
        """
        tables = [row["name"] for row in self.all(_OF_ASSESSMENTS)]
        sql, left = "SELECT assessment, part_of FROM ballots WHERE workspace = ? AND person = ?", 0
        for ballot in self.all(sql, self.workspace, self.person):
            where = (self.workspace, ballot["assessment"])
            touched.remove(ballot["assessment"])
            held_in = self.all("SELECT channel FROM all_assessments WHERE workspace = ? AND id = ?", *where)
            self.private.update(row["channel"] for row in held_in)
            self.said[ballot["part_of"]] += self._words(ballot["assessment"])
            for post in self.all("SELECT channel, ts FROM posts WHERE workspace = ? AND assessment = ?", *where):
                left += self._leave(post["channel"], post["ts"] or "")
            for table in tables:
                sql = f"DELETE FROM {table} WHERE workspace = ? AND assessment = ? RETURNING 1"  # noqa: S608 -- own names
                self.rows[table] += len(self.all(sql, *where))
            self.all("DELETE FROM all_assessments WHERE workspace = ? AND id = ?", *where)
            self.all(
                "DELETE FROM jobs WHERE json_valid(payload) AND json_extract(payload, '$.workspace') = ?"
                " AND json_extract(payload, '$.assessment') = ?",
                *where,
            )
        self.rows += Counter()  # without those of which there was none
        return left

    def _drop_saved(self) -> list[str]:
        """Take out what somebody saved of the person's messages; give the assessments and ballots that it came into."""
        found: dict[str, None] = {}
        for row in self.all(
            "SELECT rowid AS rowid, * FROM saved_messages WHERE workspace = ? AND author = ?",
            *(self.workspace, self.person),
        ):
            notices = "SELECT rowid AS rowid, * FROM notices WHERE workspace = ? AND key = ?"
            for notice in self.all(notices, self.workspace, f"saved:{row['id']}"):
                self._leave(notice["channel"], notice["ts"] or "")
                self._delete("notices", notice)
            for use in self.all(
                "SELECT uses.rowid AS rowid, uses.assessment, part_of FROM saved_uses AS uses LEFT JOIN ballots"
                " ON ballots.workspace = uses.workspace AND ballots.assessment = uses.assessment"
                " WHERE uses.workspace = ? AND uses.saved = ?",
                *(self.workspace, row["id"]),
            ):
                for key in filter(None, (use["assessment"], use["part_of"])):
                    self.said[key] += [*self._given_with(row["link"], use["assessment"]), row["quotation"], row["link"]]
                    found[key] = None
                self._delete("saved_uses", use)
            self._delete("saved_messages", row)
        return list(found)

    def _given_with(self, link: str, assessment: str) -> list[str]:
        """Return the evidence of an assessment or ballot with an address: what was taken back has no words itself."""
        found = self.all(
            "SELECT evidence FROM ratings WHERE workspace = ? AND assessment = ?", self.workspace, assessment
        )
        return [text for row in found for _, text in json.loads(row["evidence"]) if link and link in text]

    def _clean_evidence(self, assessment: str, quotes: OwnWords) -> None:
        """Take the person's words out of what others gave as evidence; that they gave some stays."""
        for row in self.all(
            "SELECT rowid AS rowid, evidence FROM ratings WHERE workspace = ? AND assessment = ?",
            *(self.workspace, assessment),
        ):
            self._change("ratings", row, {"evidence": _evidence_without(row["evidence"], quotes)})

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
        for table, by, columns in (
            ("ratings", "respondent", ("reason", "evidence")),
            ("questions", "respondent", ("detail",)),
            ("drafts", "asked_by", ("hint",)),
            ("action_updates", "said_by", ("note", "value")),
            ("agreed_levels", "agreed_by", ("reason", "dissent")),
            ("workshop_notes", "person", ("text",)),
        ):
            sql = f"SELECT * FROM {table} WHERE workspace = ? AND assessment = ? AND {by} = ?"  # noqa: S608 -- own names
            for row in self.all(sql, self.workspace, assessment, self.person):
                for column in columns:
                    yield from _texts(row[column])
        for row in self.all(
            "SELECT edited, content FROM draft_decisions AS decided LEFT JOIN draft_texts AS made"
            " ON made.workspace = decided.workspace AND made.assessment = decided.assessment"
            " AND made.draft = decided.draft"
            " WHERE decided.workspace = ? AND decided.assessment = ? AND decided_by = ? AND edited IS NOT NULL",
            *(self.workspace, assessment, self.person),
        ):
            proposed = set(_texts(row["content"]))
            yield from (each for each in _texts(row["edited"]) if each not in proposed)

    def _withdraw(self, key: str, quotes: OwnWords) -> tuple[str, ...]:
        """Take out the ratings whose figure does not stand without the person; give the dimensions of these."""
        assessment = self.reads.assessment(self.workspace, key)
        if assessment is None:
            return ()
        own = [each for each in assessment.ratings if each.respondent == self.person]
        dimensions = dict.fromkeys(each.dimension for each in own)
        out = tuple(each for each in dimensions if not stands_without(assessment, each))
        for row in self.all(
            "SELECT rowid AS rowid, * FROM ratings WHERE workspace = ? AND assessment = ?",
            *(self.workspace, key),
        ):
            if row["respondent"] == self.person:
                self.all(
                    "DELETE FROM late_messages WHERE workspace = ? AND assessment = ? AND ts = ?",
                    *(self.workspace, key, row["said_in"]),
                )
                if row["dimension"] in out:
                    self._delete("ratings", row)
            elif row["respondent"] in assessment.holders(self.person):  # who took over may have kept their words
                self._change("ratings", row, {"evidence": _evidence_without(row["evidence"], quotes)})
        if self._is_complete(key):
            self._note_withdrawn(assessment, out)
        return out

    def _note_withdrawn(self, assessment: Assessment, dimensions: Iterable[str]) -> None:
        of = {"workspace": self.workspace, "assessment": assessment.id}
        for each in dimensions:
            if any(one.respondent == self.person for one in counting_ratings(assessment, each)):
                self.session.append("withdrawn", of, {"dimension": each})

    def _is_complete(self, key: str) -> bool:
        sql = "SELECT 1 FROM assessments WHERE workspace = ? AND id = ? AND status = 'complete'"
        return bool(self.all(sql, self.workspace, key))

    def _look_at_draft(self, draft: Row, withdrawn: tuple[str, ...], quotes: OwnWords) -> None:
        """Take out a draft that rests on what the person said; of a plan that people work on its words only."""
        where = (self.workspace, draft["assessment"], draft["id"])
        rows = {table: self._rows(table, where) for table in ("draft_replies", "draft_texts", "draft_decisions")}
        own = any(row["decided_by"] == self.person and row["edited"] is not None for row in rows["draft_decisions"])
        rests = draft["dimension"] in withdrawn or (draft["kind"] == Kind.PLAN.value and bool(withdrawn))
        columns = [(row, name) for table, found in rows.items() for row in found for name in PEOPLE[table]]
        texts = (text for row, name in columns for text in _texts(row[name]))
        if not (own or rests or any(quotes.within(text) for text in (*texts, draft["hint"]))):
            return
        if self._rows("actions", where):
            self._clean_plan(draft, withdrawn, quotes)
            return
        for table, found in (*rows.items(), ("drafts", [draft])):
            for row in found:
                self._delete(table, row)

    def _clean_plan(self, draft: Row, withdrawn: tuple[str, ...], quotes: OwnWords) -> None:
        """Take the words out of a plan that people work on, and the facts that it does not rest on any more."""
        where = (self.workspace, draft["assessment"], draft["id"])

        def without(text: str) -> str:
            return quotes.without(self._unnamed(text))

        for row in self._rows("draft_replies", where):
            self._delete("draft_replies", row)
        for row in self._rows("draft_texts", where):
            brief = _brief_without(row["brief"], withdrawn, quotes)
            content = _content_without(row["content"], without)
            self._change("draft_texts", row, {"brief": brief, "content": content, "findings": "[]"})
        for row in self._rows("draft_decisions", where):
            if row["edited"] is not None:
                self._change("draft_decisions", row, {"edited": _content_without(row["edited"], without)})
        for row in self._rows("actions", where):
            names = ("what", "owner_role", "measure", "first_step", "deliverable")
            self._change("actions", row, {each: without(row[each]) for each in names})
        self._change("drafts", draft, {"hint": without(draft["hint"])})

    def _rows(self, table: str, where: tuple[str, str, str]) -> list[Row]:
        return self.all(f"SELECT rowid AS rowid, * FROM {table} WHERE {_OF_DRAFT}", *where)  # noqa: S608 -- own names

    def _clean_questions(self, assessment: str, quotes: OwnWords) -> None:
        """Take the person's words out of what was asked of who took over."""
        sql = "SELECT rowid AS rowid, detail FROM questions WHERE workspace = ? AND assessment = ? AND respondent <> ?"
        for row in self.all(sql, self.workspace, assessment, self.person):
            known = json.loads(row["detail"]).items()
            detail = {name: quotes.without(self._unnamed(text)) for name, text in known}
            self._change("questions", row, {"detail": json_text({k: v for k, v in detail.items() if v != CUT})})

    def _clean_workshop(self, assessment: str, quotes: OwnWords) -> None:
        """Take out the votes for the person's notes, and their words where they name a group of notes."""
        where = (self.workspace, assessment)
        for note in self.all(
            "SELECT rowid AS rowid, * FROM workshop_notes WHERE workspace = ? AND assessment = ?", *where
        ):
            if note["person"] == self.person:
                votes = (
                    "SELECT rowid AS rowid FROM workshop_votes WHERE workspace = ? AND assessment = ? AND choice = ?"
                )
                for vote in self.all(votes, *where, note["id"]):
                    self._delete("workshop_votes", vote)
            else:
                self._change("workshop_notes", note, {"label": quotes.without(self._unnamed(note["label"]))})

    def _work(self) -> list[Row]:
        return self.all(
            "SELECT rowid AS rowid, * FROM jobs WHERE json_valid(payload) AND json_extract(payload, '$.workspace') = ?",
            self.workspace,
        )

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
        if self.all("SELECT 1 FROM jobs WHERE key = ? AND state = 'waiting'", job["key"]):
            self._delete("jobs", job)
        else:
            self._change("jobs", job, {"state": "waiting", "lease": "", "lease_until": 0, "begun": 0})

    def _take_messages(self, direct: str, touched: list[str]) -> int:
        """Note the messages to the person and the files about them, which are to go in Slack; give their number."""
        rows = self.all("SELECT rowid AS rowid, * FROM notices WHERE workspace = ?", self.workspace)
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
        for row in self.all(f"SELECT rowid AS rowid, * FROM {table} WHERE {condition}", *values):  # noqa: S608 -- own names
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

    def _change(self, table: str, row: Row, changed: Mapping[str, Value]) -> None:
        news = {name: value for name, value in changed.items() if row[name] != value}
        if news:
            names = ", ".join(f"{each} = ?" for each in news)
            self.all(f"UPDATE {table} SET {names} WHERE rowid = ?", *news.values(), row["rowid"])  # noqa: S608 -- own names
            self.rows[table] += 1

    def _delete(self, table: str, row: Row) -> None:
        self.all(f"DELETE FROM {table} WHERE rowid = ?", row["rowid"])  # noqa: S608 -- own names
        self.rows[table] += 1


def _texts(text: object) -> Iterator[str]:
    """Give the texts in a column, which may be JSON."""
    if not isinstance(text, str) or not text:
        return
    if text[0] in "[{":
        try:
            yield from _leaves(json.loads(text))
        except ValueError:
            yield text
    else:
        yield text


def _leaves(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case list():
            for each in value:
                yield from _leaves(each)
        case dict():
            for each in value.values():
                yield from _leaves(each)
        case _:
            return


def _evidence_without(text: str, quotes: OwnWords) -> str:
    return json_text([[kind, CUT if quotes.within(words) else words] for kind, words in json.loads(text)])


def _brief_without(text: str, withdrawn: tuple[str, ...], quotes: OwnWords) -> str:
    """Return a brief without the facts that rest on what the person said."""
    brief: Brief = brief_from_dict(json.loads(text))
    whole = (FactKind.OVERALL,) if withdrawn else ()
    facts = (each for each in brief.facts if each.dimension not in withdrawn and each.kind not in whole)
    kept = replace(
        brief,
        facts=tuple(each for each in facts if not quotes.within(each.text)),
        standings=tuple(each for each in brief.standings if each.dimension not in withdrawn),
    )
    return json_text(brief_to_dict(kept))


def _content_without(text: str, without: Callable[[str], str]) -> str:
    content = content_from_dict(json.loads(text))
    if isinstance(content, Plan):
        return json_text(content_to_dict(Plan(tuple(_action_without(each, without) for each in content.actions))))
    kept = (replace(each, text=without(each.text)) for each in content.sentences)
    return json_text(content_to_dict(Prose(tuple(kept))))


def _action_without(action: Action, without: Callable[[str], str]) -> Action:
    return replace(
        action,
        what=without(action.what),
        owner_role=without(action.owner_role),
        measure=without(action.measure),
        first_step=without(action.first_step),
        deliverable=without(action.deliverable),
    )
