"""What each table holds of people, and what becomes of it when one of them is removed.

``PEOPLE`` has a line for each column in which ids or words of people stand, ``NOBODY`` the reason for each other column
of text. ``tests/architecture/test_people.py`` holds both against the schema: a new table adds
its line here, and the population of ``tests/store/left_behind.py`` stands in it.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

from bot.core.quotes import CUT
from bot.store.rows import json_text


class Becomes(Enum):
    """What becomes of a column when a person is removed."""

    PSEUDONYM = "the person's id becomes one that leads to nobody"
    NO_ROW = "the rows with the person's id go"
    KEY = "the person's id within it becomes one that leads to nobody"
    EMPTY = "what the person said goes; in the words of others their id becomes words"
    WORDS = "the person's id within it becomes words"
    WORK = "work that names the person, or repeats their words, goes"


@dataclass(frozen=True, slots=True)
class Holds:
    """What a column holds; ``by`` is the column that says whose words they are, ``left`` gives what replaces them."""

    becomes: Becomes
    by: str = ""
    left: Callable[[str], str] = lambda _text: ""


PSEUDONYM, NO_ROW, KEY = Holds(Becomes.PSEUDONYM), Holds(Becomes.NO_ROW), Holds(Becomes.KEY)
WORDS, WORK = Holds(Becomes.WORDS), Holds(Becomes.WORK)


def _said(by: str, left: Callable[[str], str] = lambda _text: "") -> Holds:
    return Holds(Becomes.EMPTY, by, left)


PEOPLE: Final[Mapping[str, Mapping[str, Holds]]] = {
    "all_assessments": {"subject": WORDS, "subject_key": WORDS, "variables": WORDS},
    "members": {"person": PSEUDONYM},
    "ratings": {
        "respondent": PSEUDONYM,
        "reason": _said("respondent", lambda _text: CUT),
        # that something was given stays, so that the figures that others share do
        "evidence": _said("respondent", lambda text: json_text([[kind, CUT] for kind, _ in json.loads(text)])),
        "said_in": _said("respondent"),
    },
    "agreed_levels": {"agreed_by": PSEUDONYM, "reason": _said("agreed_by"), "dissent": _said("agreed_by")},
    "participants": {"person": PSEUDONYM, "role": _said("person"), "department": _said("person")},
    "sittings": {"opened_by": PSEUDONYM},
    "closings": {"said_by": PSEUDONYM},
    "closes": {"said_by": PSEUDONYM},
    "pictures": {"content": KEY},
    "quotes": {"person": NO_ROW, "text": WORDS},
    "ballots": {"person": NO_ROW},
    "departures": {"person": PSEUDONYM, "said_by": PSEUDONYM},
    "questions": {"respondent": NO_ROW, "detail": WORDS, "said_in": KEY},
    "posts": {"key": KEY},
    "hints": {"person": NO_ROW, "kind": KEY},
    "kept_messages": {"person": NO_ROW, "text": WORDS},
    "deliveries": {"event": KEY},
    "jobs": {"key": WORK, "payload": WORK, "reason": WORK},
    "drafts": {"asked_by": PSEUDONYM, "hint": _said("asked_by")},
    "draft_replies": {"content": WORDS, "findings": WORDS},
    "draft_texts": {"content": WORDS, "brief": WORDS, "findings": WORDS},
    "draft_decisions": {"decided_by": PSEUDONYM, "edited": WORDS},
    "actions": dict.fromkeys(("what", "owner_role", "measure", "first_step", "deliverable", "aim"), WORDS),
    "action_owners": {"owner": PSEUDONYM, "given_by": PSEUDONYM},
    "action_updates": {"said_by": PSEUDONYM, "note": _said("said_by"), "value": _said("said_by")},
    "cadences": {"owner": PSEUDONYM, "subject": WORDS, "subject_key": WORDS},
    "due_moments": {"key": KEY},
    "due_answers": {"key": KEY, "said_by": PSEUDONYM},
    "notices": {"key": KEY},
    "discussion_minutes": {"said_by": PSEUDONYM},
    "saved_messages": {
        "author": NO_ROW,
        **dict.fromkeys(("quotation", "link", "subject", "subject_key"), WORDS),
        **dict.fromkeys(("saved_by", "taken_by"), PSEUDONYM),
    },
    "page_drafts": {"person": NO_ROW, "content": WORDS},
    "workshops": {"links": WORDS},
    "workshop_turns": {"said_by": PSEUDONYM},
    "workshop_notes": {"person": PSEUDONYM, "text": _said("person", lambda _text: CUT), "label": WORDS},
    "workshop_votes": {"person": PSEUDONYM},
    "workshop_readers": {"person": NO_ROW},
    "own_frameworks": {"uploaded_by": PSEUDONYM, "content": WORDS},
    "framework_offers": {"said_by": PSEUDONYM},
    "homes": {"person": NO_ROW},
    "metrics": {"said_by": PSEUDONYM, "subject": WORDS, "subject_key": WORDS, "metric": WORDS, "name": WORDS},
    "metrics_taken_back": {"said_by": PSEUDONYM},
    "installations": {"installed_by": PSEUDONYM},
}
_NOBODY = {
    "an id that the bot made up": "id assessment draft action framework reading about lease boot digest gone"
    " prompt_digest part_of salt saved choice canvas",
    "digests; without its salt, which goes, none leads to anybody": "root receipts sealed",
    "names a message or channel of Slack; those of a direct message with the person go with their rows": "channel"
    " thread ts since old file",
    "a word of the bot's own list": "status role fate kind state verdict wants because ended verb trouble progress how"
    " source language refused mode leave openness stage topic",
    "a moment or a day": "due day at run_at until next_due said_at asked_at taken_at started_at completed_at agreed_at"
    " given_at decided_at set_at buried_at applied_at opened_at deadline saved_at uploaded_at used_at left_at heard_at"
    " installed_at uninstalled_at expires_at renewing_until",
    "a figure, a unit or a direction": "amount unit good target targets",
    "of the framework's file": "slug title wording dimension dimensions explained prompt prompt_version late_shown",
    "Slack's id of an organisation, an app, the bot or the workspace": "organisation app bot_user bot_id workspace",
    "what the bot speaks with in a workspace, encrypted": "token refresh_token",
    "the address of a workspace; what the bot may do there": "url scopes",
    "words of Slack's list: an error, permissions": "why lacks",
    "a method of Slack's, and the id of a channel": "budget",
    "the name of a language model": "model",
    "when an assessment is due again, as figures and words of the bot's own list": "rule",
    "of the library that migrates": "migration_set",
    "of a step of the schema": "needs",
    "of a step of the schema, a dimension or a workspace; the name of a metric stands above": "name",
}
NOBODY: Final[Mapping[str, str]] = {name: why for why, names in _NOBODY.items() for name in names.split()}
