"""Drafts, decisions and actions: what is asked and added about them, and their rows."""

import json
from collections import defaultdict
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TypeVar

from bot.core.assessment import is_gone
from bot.core.drafts.brief import Brief, Kind, Piece
from bot.core.drafts.draft import Content, Decision, Draft, Finding, Made, PromptStamp, Proposals, Reply, Trouble, Verb
from bot.core.drafts.draft_json import (
    aim_from_node,
    brief_from_dict,
    brief_to_dict,
    content_from_dict,
    content_to_dict,
    finding_from_dict,
    finding_to_dict,
    reply_from_dict,
    reply_to_dict,
)
from bot.core.errors import StoreError
from bot.core.json_values import Node
from bot.core.plan.plan import AcceptedAction, Action, Handover, Plan
from bot.store.rows import as_enum, as_number, as_text, json_text, place_of, read_rows, time_from, time_text
from bot.store.session import Row, Session, Value, new_id

T = TypeVar("T")

_MOST_KEPT = 1024  # values of some kilobytes each: the drafts of some dozen assessments


def draft_values(draft: Draft) -> tuple[Value, ...]:
    """Give id, kind, dimension, asked_by, asked_at and hint."""
    asked = (draft.asked_by, time_text(draft.asked_at), draft.hint)
    return (draft.id, draft.piece.kind.value, draft.piece.dimension, *asked)


def draft_from(row: Row) -> Draft:
    """Read that a draft is wanted; what happened to it since stands in other tables."""
    return Draft(
        id=as_text(row["id"]),
        piece=Piece(as_enum(Kind, row["kind"]), as_text(row["dimension"])),
        asked_by=as_text(row["asked_by"]),
        asked_at=time_from(row["asked_at"]),
        hint=as_text(row["hint"]),
    )


def reply_values(reply: Reply) -> tuple[Value, ...]:
    """Give attempt, content, trouble, findings, model, the prompt's name, version and digest, what it used, and at."""
    return (
        reply.attempt,
        _exact(reply.content, reply_to_dict, _written) if reply.content is not None else None,
        reply.trouble.value if reply.trouble is not None else None,
        _findings_text(reply.findings),
        reply.model,
        *(reply.prompt.name, reply.prompt.version, reply.prompt.digest),
        *(reply.tokens_in, reply.tokens_out, reply.milliseconds),
        time_text(reply.at),
    )


def reply_from(row: Row) -> Reply:
    """Read what a model answered."""
    return Reply(
        attempt=as_number(row["attempt"]),
        content=_written(as_text(row["content"])) if row["content"] is not None else None,
        trouble=_optional_trouble(row["trouble"]),
        findings=_findings(as_text(row["findings"])),
        model=as_text(row["model"]),
        prompt=PromptStamp(as_text(row["prompt"]), as_text(row["prompt_version"]), as_text(row["prompt_digest"])),
        tokens_in=as_number(row["tokens_in"]),
        tokens_out=as_number(row["tokens_out"]),
        milliseconds=as_number(row["milliseconds"]),
        at=time_from(row["at"]),
    )


def made_values(made: Made) -> tuple[Value, ...]:
    """Give content, by_model, brief, trouble, findings and at."""
    return (
        _content_text(made.content),
        int(made.by_model),
        _exact(made.brief, brief_to_dict, _brief),
        made.trouble.value if made.trouble is not None else None,
        _findings_text(made.findings),
        time_text(made.at),
    )


def made_from(row: Row) -> Made:
    """Read a finished text."""
    return Made(
        content=_content(as_text(row["content"])),
        by_model=bool(as_number(row["by_model"])),
        brief=_brief(as_text(row["brief"])),
        trouble=_optional_trouble(row["trouble"]),
        findings=_findings(as_text(row["findings"])),
        at=time_from(row["at"]),
    )


def decision_values(decision: Decision) -> tuple[Value, ...]:
    """Give verb, decided_by, decided_at and edited."""
    edited = _content_text(decision.edited) if decision.edited is not None else None
    return decision.verb.value, decision.by, time_text(decision.at), edited


def decision_from(row: Row) -> Decision:
    """Read what a person decided."""
    return Decision(
        verb=as_enum(Verb, row["verb"]),
        by=as_text(row["decided_by"]),
        at=time_from(row["decided_at"]),
        edited=_content(as_text(row["edited"])) if row["edited"] is not None else None,
    )


def action_columns(action: Action) -> dict[str, Value]:
    """Give the columns of an action."""
    return {
        "dimension": action.dimension,
        "what": action.what,
        "owner_role": action.owner_role,
        "due_day": action.due_day,
        "measure": action.measure,
        "first_step": action.first_step,
        "deliverable": action.deliverable,
        "aim": None if action.aim is None else json_text(asdict(action.aim)),
    }


def action_from(row: Row) -> AcceptedAction:
    """Read an action of an accepted plan; whom it was given to stands in another table."""
    action = Action(
        dimension=as_text(row["dimension"]),
        what=as_text(row["what"]),
        owner_role=as_text(row["owner_role"]),
        due_day=as_number(row["due_day"]),
        measure=as_text(row["measure"]),
        first_step=as_text(row["first_step"]),
        deliverable=as_text(row["deliverable"]),
        aim=None if row["aim"] is None else aim_from_node(Node("", json.loads(as_text(row["aim"])))),
    )
    return AcceptedAction(as_text(row["id"]), as_text(row["draft"]), action, date.fromisoformat(as_text(row["due"])))


def _handover_from(row: Row) -> Handover:
    action, owner, by = (as_text(row[each]) for each in ("action", "owner", "given_by"))
    return Handover(action, owner, by, time_from(row["given_at"]))


def _content_text(content: Content) -> str:
    return _exact(content, content_to_dict, _content)


def _findings_text(findings: tuple[Finding, ...]) -> str:
    return _exact(findings, lambda found: [finding_to_dict(each) for each in found], _findings)


def _exact(value: T, write: Callable[[T], object], read: Callable[[str], T]) -> str:
    """Write a value as JSON; StoreError for one that would not come back as it is, and make every draft unreadable."""
    text = json_text(write(value))
    try:
        if read(text) == value:
            return text
    except ValueError as error:
        raise StoreError(f"A draft cannot be stored ({type(error).__name__}): check what it holds first.") from error
    raise StoreError("A draft cannot be stored exactly: check what it holds first.")


# One text always reads as one value, which nobody can change: the drafts of an assessment are read many times, often
# while others wait to write, and reading this much JSON with care takes a millisecond each.
@lru_cache(_MOST_KEPT)
def _content(text: str) -> Content:
    return content_from_dict(json.loads(text))


@lru_cache(_MOST_KEPT)
def _written(text: str) -> Content | Proposals:
    return reply_from_dict(json.loads(text))


@lru_cache(_MOST_KEPT)
def _brief(text: str) -> Brief:
    return brief_from_dict(json.loads(text))


@lru_cache(_MOST_KEPT)
def _findings(text: str) -> tuple[Finding, ...]:
    entries = json.loads(text)
    if not isinstance(entries, list):
        raise TypeError("no list")
    return tuple(finding_from_dict(each) for each in entries)


def _optional_trouble(text: object) -> Trouble | None:
    return as_enum(Trouble, text) if text is not None else None


_OF_ASSESSMENT = "workspace = ? AND assessment = ?"
_OF_DRAFT = f"{_OF_ASSESSMENT} AND draft = ?"
# The plan that counts, among the decisions of an assessment: of those whose standing decision is to accept them, the
# one accepted last.
COUNTS_AS_ACCEPTED = (
    "verb = 'accept'"
    " AND NOT EXISTS (SELECT 1 FROM draft_decisions AS later WHERE later.workspace = decided.workspace"
    " AND later.assessment = decided.assessment AND later.draft = decided.draft AND later.number > decided.number)"
    " AND EXISTS (SELECT 1 FROM drafts WHERE drafts.workspace = decided.workspace"
    " AND drafts.assessment = decided.assessment AND drafts.id = decided.draft AND kind = 'plan')"
)
THAT_IS_ACCEPTED = f"{COUNTS_AS_ACCEPTED} ORDER BY number DESC LIMIT 1"
_ACCEPTED_PLAN = f"SELECT draft FROM draft_decisions AS decided WHERE {_OF_ASSESSMENT} AND {THAT_IS_ACCEPTED}"  # noqa: S608 -- constants of ours
_ITS_ACTIONS = (
    f"SELECT * FROM actions WHERE {_OF_DRAFT}"  # noqa: S608 -- constants of ours
    f" AND acceptance = (SELECT MAX(acceptance) FROM actions WHERE {_OF_DRAFT}) ORDER BY number"
)


class SqlDraftReads:
    """Answers from the tables of drafts; implements the port ``DraftReads``."""

    _session: Session

    def drafts(self, workspace: str, assessment_id: str) -> tuple[Draft, ...]:
        """Give every draft of an assessment with its replies and decisions, in the order in which they were asked."""
        return self._drafts(_OF_ASSESSMENT, _OF_ASSESSMENT, workspace, assessment_id)

    def draft(self, workspace: str, assessment_id: str, draft_id: str) -> Draft | None:
        """Give one draft."""
        found = self._drafts(f"{_OF_ASSESSMENT} AND id = ?", _OF_DRAFT, workspace, assessment_id, draft_id)
        return found[0] if found else None

    def actions(self, workspace: str, assessment_id: str) -> tuple[AcceptedAction, ...]:
        """Give the actions of the accepted plan, in its order, each with the person it was given to last.

        Of several plans that stand accepted the one accepted last counts, and of a plan that was accepted several
        times, the last time. So a plan that is drafted anew takes nothing away before it is accepted; and when that
        is undone, the one accepted before it counts again.
        """
        plan = self._session.one(_ACCEPTED_PLAN, workspace, assessment_id)
        if plan is None:
            return ()
        return self.actions_of_plan(workspace, assessment_id, str(plan["draft"]))

    def actions_of_plan(self, workspace: str, assessment_id: str, draft_id: str) -> tuple[AcceptedAction, ...]:
        """Give the actions of a plan as it was accepted last, whether or not that stands."""
        whose = (workspace, assessment_id, draft_id)
        found = self._session.all(_ITS_ACTIONS, *whose, *whose)
        given = {each.action: each.owner for each in self.handovers(workspace, assessment_id)}
        owners = {action: owner for action, owner in given.items() if not is_gone(owner)}
        actions = read_rows("actions", found, place_of, action_from)
        return tuple(replace(each, owner=owners.get(each.id)) for each in actions)

    def handovers(self, workspace: str, assessment_id: str) -> tuple[Handover, ...]:
        """Give to whom the actions of an assessment were given, in the order in which they were."""
        found = self._session.all(
            f"SELECT * FROM action_owners WHERE {_OF_ASSESSMENT} ORDER BY number",  # noqa: S608 -- a constant of ours
            workspace,
            assessment_id,
        )
        return read_rows("action_owners", found, place_of, _handover_from)

    def _drafts(self, which: str, whose: str, *values: str) -> tuple[Draft, ...]:
        """Read drafts with one statement for each table; ``which`` picks drafts, ``whose`` what belongs to them."""
        found = self._session.all(f"SELECT * FROM drafts WHERE {which} ORDER BY number", *values)  # noqa: S608 -- constants of ours
        drafts = read_rows("drafts", found, place_of, draft_from)
        if not drafts:
            return ()
        replies = self._belongings("draft_replies", whose, values, reply_from, order="draft, number")
        texts = self._belongings("draft_texts", whose, values, made_from, order="draft")
        decisions = self._belongings("draft_decisions", whose, values, decision_from, order="number")
        return tuple(
            replace(
                each,
                replies=tuple(replies[each.id]),
                made=texts[each.id][0] if texts[each.id] else None,
                decisions=tuple(decisions[each.id]),
            )
            for each in drafts
        )

    def _belongings(
        self, table: str, whose: str, values: tuple[str, ...], read: Callable[[Row], T], *, order: str
    ) -> dict[str, list[T]]:
        """Read what belongs to drafts, in its order, by the draft."""
        found = self._session.all(f"SELECT * FROM {table} WHERE {whose} ORDER BY {order}", *values)  # noqa: S608 -- constants of ours
        grouped: dict[str, list[T]] = defaultdict(list)
        for row, value in zip(found, read_rows(table, found, place_of, read), strict=True):
            grouped[row["draft"]].append(value)
        return grouped


class SqlDraftWrites(SqlDraftReads):
    """Writes to the tables of drafts; implements the port ``DraftWrites``."""

    def add_draft(self, workspace: str, assessment_id: str, draft: Draft) -> None:
        """Record that a draft is wanted."""
        if draft.replies or draft.made is not None or draft.decisions:
            raise StoreError(f"Draft {draft.id!r} is new and has a history: add its parts one by one, in their order.")
        self._session.all(
            "INSERT INTO drafts (workspace, assessment, number, id, kind, dimension, asked_by, asked_at, hint)"
            " VALUES (?, ?, (SELECT COALESCE(MAX(number), 0) + 1 FROM drafts WHERE workspace = ? AND assessment = ?),"
            " ?, ?, ?, ?, ?, ?)",
            *(workspace, assessment_id, workspace, assessment_id),
            *draft_values(draft),
        )

    def add_reply(self, workspace: str, assessment_id: str, draft_id: str, reply: Reply) -> None:
        """Record what a model answered, after all other replies."""
        self._session.all(
            "INSERT INTO draft_replies (workspace, assessment, draft, number, attempt, content, trouble, findings,"
            " model, prompt, prompt_version, prompt_digest, tokens_in, tokens_out, milliseconds, at) VALUES (?, ?, ?,"
            " (SELECT COALESCE(MAX(number), 0) + 1 FROM draft_replies"
            " WHERE workspace = ? AND assessment = ? AND draft = ?), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            *(workspace, assessment_id, draft_id, workspace, assessment_id, draft_id),
            *reply_values(reply),
        )

    def add_made(self, workspace: str, assessment_id: str, draft_id: str, made: Made) -> bool:
        """Record the finished text; False, and nothing recorded, when the draft has one already."""
        added = self._session.one(
            "INSERT INTO draft_texts (workspace, assessment, draft, content, by_model, brief, trouble, findings, at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (workspace, assessment, draft) DO NOTHING RETURNING draft",
            *(workspace, assessment_id, draft_id),
            *made_values(made),
        )
        return added is not None

    def add_decision(self, workspace: str, assessment_id: str, draft_id: str, decision: Decision) -> None:
        """Add what a person decided after all other decisions."""
        self._session.all(
            "INSERT INTO draft_decisions (workspace, assessment, number, draft, verb, decided_by, decided_at, edited)"
            " VALUES (?, ?,"
            " (SELECT COALESCE(MAX(number), 0) + 1 FROM draft_decisions WHERE workspace = ? AND assessment = ?),"
            " ?, ?, ?, ?, ?)",
            *(workspace, assessment_id, workspace, assessment_id, draft_id),
            *decision_values(decision),
        )

    def add_actions(self, workspace: str, assessment_id: str, draft_id: str, plan: Plan, start: date) -> None:
        """Make the plan's actions part of the record, due so many days after ``start``; StoreError for an empty plan.

        They count while the decision to accept the plan stands, whether that is recorded before them or after.
        """
        if not plan.actions:
            raise StoreError(f"The plan {draft_id!r} has no actions: there is nothing to accept.")
        whose = (workspace, assessment_id, draft_id)
        acceptance = self._session.all(
            "SELECT COALESCE(MAX(acceptance), 0) + 1 AS next FROM actions"
            " WHERE workspace = ? AND assessment = ? AND draft = ?",
            *whose,
        )[0]["next"]
        for action in plan.actions:
            due = (start + timedelta(days=action.due_day)).isoformat()
            row: dict[str, Value] = {"id": new_id(), "draft": draft_id, "acceptance": acceptance, "due": due}
            whose_actions = {"workspace": workspace, "assessment": assessment_id}
            self._session.append("actions", whose_actions, row | action_columns(action))

    def set_owner(
        self, workspace: str, assessment_id: str, action_id: str, *, owner: str, by: str, at: datetime
    ) -> None:
        """Record to whom an action was given, by whom and when; the last one counts."""
        self._session.all(
            "INSERT INTO action_owners (workspace, assessment, number, action, owner, given_by, given_at)"
            " VALUES (?, ?,"
            " (SELECT COALESCE(MAX(number), 0) + 1 FROM action_owners WHERE workspace = ? AND assessment = ?),"
            " ?, ?, ?, ?)",
            *(workspace, assessment_id, workspace, assessment_id, action_id, owner, by, time_text(at)),
        )
