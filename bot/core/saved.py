"""Slack messages that people save as evidence: what may be quoted of one, where it may be shown, who takes it back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.core.assessment import Assessment, subject_key
from bot.core.text import cleaned, has_substance, one_line

MOST_QUOTED = 2_000
"""Characters of a message that can be quoted: a form remembers no more."""
MOST_OFFERED = 3


class Openness(StrEnum):
    """Who could read the conversation in which a message was said; what Slack does not say counts as ``PRIVATE``."""

    PUBLIC = "public"
    PRIVATE = "private"
    """Also a channel shared with other organisations or workspaces."""
    GROUP = "group"
    DIRECT = "direct"


@dataclass(frozen=True, slots=True)
class SourceMessage:
    """A Slack message that a person wants to save, as Slack gave it.

    ``author`` is empty where no person wrote it; ``link`` is the address of a file that is saved in place of words,
    empty for a message of words.
    """

    channel: str
    openness: Openness
    ts: str
    thread: str
    author: str
    text: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class EvidenceUse:
    """That a saved message was taken as evidence in an assessment, which may be complete by now."""

    assessment: str
    channel: str
    is_complete: bool


@dataclass(frozen=True, slots=True)
class SavedMessage:
    """A Slack message that was saved for a dimension of a subject; ``channel`` is where it was said.

    ``author`` wrote it (empty for an app), ``by`` saved it. Of one that was ``taken_by`` somebody ``quotation`` is
    empty, and so is ``link`` unless an answer has it as evidence.
    """

    id: str
    channel: str
    openness: Openness
    ts: str
    author: str
    quotation: str
    link: str
    subject: str
    slug: str
    title: str
    dimension: str
    name: str
    by: str
    at: datetime
    taken_by: str = ""
    uses: tuple[EvidenceUse, ...] = ()

    @property
    def words(self) -> str:
        """Return what becomes evidence: the quotation with the address of the message."""
        return f"{self.quotation} {self.link}".strip()

    @property
    def tells_author(self) -> bool:
        """Whether its author is told: not of what they saved themselves."""
        return self.author not in ("", self.by)

    def was_used(self, assessment: str) -> bool:
        """Whether a complete assessment other than this one has it as evidence: of others nobody may know yet."""
        return any(each.is_complete and each.assessment != assessment for each in self.uses)


def quotable(text: str) -> str:
    """Return what can be quoted of a message, on one line; empty where it has no words."""
    words = one_line(cleaned(text))
    return words[:MOST_QUOTED] if has_substance(words) else ""


def quotation_in(text: str, chosen: str) -> str:
    """Return what was chosen of a message, if it is a part of it word for word; empty otherwise."""
    part = quotable(chosen)
    return part if part in quotable(text) else ""


def may_show(saved: SavedMessage, channel: str) -> bool:
    """Whether the words may be shown in a channel: those of a public one anywhere, all others only where they fell."""
    return not saved.taken_by and (saved.openness is Openness.PUBLIC or saved.channel == channel)


def may_save(openness: Openness, source: str, channel: str) -> bool:
    """Whether a message can be saved for an assessment of a channel: it is, if it may be shown there."""
    return openness is Openness.PUBLIC or source == channel


def may_take_back(saved: SavedMessage, person: str) -> bool:
    """Whether a person may take a message back: its author, and who saved it."""
    return bool(person) and person in (saved.author, saved.by)


def is_about(saved: SavedMessage, assessment: Assessment) -> bool:
    """Whether a message was saved for the subject and framework of an assessment, or for one that it supersedes."""
    framework = assessment.framework
    same = subject_key(saved.subject) == subject_key(assessment.subject.name)
    return same and saved.slug in (framework.slug, *framework.supersedes)


def offered(saved: Iterable[SavedMessage], assessment: Assessment, channel: str = "") -> tuple[SavedMessage, ...]:
    """Return the messages that are offered in an assessment, the newest first.

    ``channel`` is where its person is known to be, in place of the channel that it is in itself.
    """
    found = [each for each in saved if is_about(each, assessment) and may_show(each, channel or assessment.channel)]
    return tuple(sorted(found, key=lambda each: each.at, reverse=True))
