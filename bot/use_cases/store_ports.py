"""What the journeys ask of the store beside ``ports``: most of ``Reads`` and of ``Transaction``, and their values.

Whoever asks for an assessment gets no ballot: the questions of a team alone find one. Each asker says for whom it
asks. What somebody typed on a page and has not submitted is for that person only. Of the tokens with which the bot
speaks the store knows ciphertext: they are read where a call to Slack is made, and nowhere else.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol

from bot.core.assessment import Assessment
from bot.core.conversation.page import PageDraft
from bot.core.drafts.draft import Decision, Draft, Made, Reply
from bot.core.errors import BotError
from bot.core.framework import Framework
from bot.core.metric import Reading
from bot.core.own_frameworks import FrameworkVersion, Offer, OwnFramework
from bot.core.plan.plan import AcceptedAction, ActionStanding, Handover, Plan
from bot.core.saved import SavedMessage
from bot.core.team import Closed, Closing, Leave, Participant, Sitting, TeamPicture
from bot.core.workshop import Note, Topic, Turn, Workshop

if TYPE_CHECKING:  # the port that is made of these has it
    from bot.use_cases.ports import AssessmentLine


@dataclass(frozen=True, slots=True)
class TypedMessage:
    """What a person typed in a thread, decoded. ``ts`` is Slack's name for it; ``edited`` names an edit of it.

    ``said_at`` is when it was typed, ``edited_at`` when it was edited. ``late``: it was not delivered, but read in the
    thread afterwards.
    """

    workspace: str
    channel: str
    thread: str
    ts: str
    person: str
    text: str
    said_at: datetime
    edited: str = ""
    edited_at: datetime | None = None
    late: bool = False


@dataclass(frozen=True, slots=True)
class ReadPage:
    """A part of a thread: people's messages, the ts of the last message of anybody, and whether there is more.

    ``outside`` are the messages, by their ts, of people who are not known to be of the workspace.
    """

    messages: tuple[TypedMessage, ...]
    until: str
    more: bool
    outside: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Gaps:
    """What the bot may have missed of a thread; None where nothing.

    ``unread`` is the ts from which on it is to be read after a gap in deliveries, ``restored`` how far it was put right
    after a restore, as in ``core.thread``.
    """

    unread: str | None
    restored: str | None


@dataclass(frozen=True, slots=True)
class ImportedFrom:
    """What the file of an imported assessment says that no other fact does.

    ``explained`` are the dimensions for which an action was finished since the one before it. One that came along as
    the one before another is not ``whole``: its drafts and actions are missing.
    """

    explained: frozenset[str]
    whole: bool


@dataclass(frozen=True, slots=True)
class Stay:
    """The bot's stay in a workspace, or in a whole organisation under the organisation's id.

    ``digest`` is that of the token that it speaks with, where the environment gave that. ``left`` is when it was
    removed (None: it is there), ``why`` Slack's word for that; ``heard`` is the moment of the last event that said so.
    ``lacks`` are the permissions that it was last told about.
    """

    workspace: str
    since: datetime
    digest: str = ""
    left: datetime | None = None
    why: str = ""
    heard: datetime | None = None
    lacks: str = ""


@dataclass(frozen=True, slots=True)
class Leftover:
    """A message (``channel`` and ``ts``) or file of the bot in Slack that is to go; ``refused`` is Slack's word.

    With ``about`` it is the canvas of that assessment, which Slack did not let be written anew.
    """

    number: int
    channel: str
    ts: str
    file: str
    refused: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Removal:
    """What a removal took out of the database. ``gone`` stands in place of the person.

    ``rows`` counts the changed and deleted rows by table. ``assessments`` name and quote the person no more, ``lines``
    are others that may show something else by now: another change of their figures, or no message of the person.
    ``withdrawn`` ratings went from complete ones. ``cadences`` are those that the person owned, ``leftovers`` the
    messages and files that are to go in Slack.
    """

    gone: str
    rows: Mapping[str, int]
    assessments: tuple[str, ...]
    lines: tuple[str, ...]
    withdrawn: int
    cadences: tuple[str, ...]
    leftovers: int


@dataclass(frozen=True, slots=True)
class Tokens:
    """What the bot speaks with in Slack, encrypted; ``refresh`` and ``expires_at`` only where Slack rotates tokens."""

    access: str = ""
    refresh: str = ""
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Installation:
    """The bot in a workspace as it was granted there, or in a whole organisation, whose id ``workspace`` is then.

    A workspace of an organisation that the bot serves by the organisation's token has no tokens of its own. Those of
    one that removed the bot are gone, and ``uninstalled_at`` says since when.
    """

    workspace: str
    installed_at: datetime
    organisation: str = ""
    name: str = ""
    url: str = ""
    app: str = ""
    bot_user: str = ""
    bot_id: str = ""
    scopes: tuple[str, ...] = ()
    installed_by: str = ""
    tokens: Tokens = Tokens()
    uninstalled_at: datetime | None = None

    @property
    def is_wide(self) -> bool:
        """Whether it is for a whole organisation."""
        return self.workspace == self.organisation

    @property
    def speaks(self) -> bool:
        """Whether it has a token of its own that is to be used."""
        return self.uninstalled_at is None and bool(self.tokens.access)


class UnreadableTokenError(BotError):
    """A token cannot be decrypted with the keys at hand."""


class Cipher(Protocol):
    """Encrypts what may not lie in the database in plain text. What is sealed for one workspace opens for no other."""

    def seal(self, workspace: str, text: str) -> str:
        """Encrypt with the first key."""

    def open(self, workspace: str, sealed: str) -> str:
        """Decrypt with whichever key fits; UnreadableTokenError where none does, or it is another workspace's."""


class StoreReads(Protocol):
    """Questions by subject: messages heard, drafts, teams, subjects, imports, installations, stays and removals."""

    def was_taken(self, workspace: str, event: str) -> bool:
        """Tell whether a delivery was taken."""

    def kept(self, workspace: str, channel: str, thread: str) -> tuple[TypedMessage, ...]:
        """Give the messages of a thread that wait to be taken, the oldest first."""

    def keeps(self, workspace: str) -> bool:
        """Tell whether any message of a workspace waits to be taken."""

    def kept_threads(self, workspace: str, channel: str) -> tuple[str, ...]:
        """Give the threads of a channel in which messages wait."""

    def gaps(self, workspace: str, assessment_id: str) -> Gaps:
        """Give what may have been missed of the thread of an assessment."""

    def unread(self, workspace: str, *, limit: int) -> tuple[str, ...]:
        """List the assessments whose threads are to be read: those where a message waits, then the longest unread."""

    def heard_late(self, workspace: str, assessment_id: str) -> frozenset[str]:
        """Give the messages of an assessment that were read after a gap, by their ts."""

    def drafts(self, workspace: str, assessment_id: str) -> tuple[Draft, ...]:
        """Give every draft of an assessment with its replies and decisions, in the order in which they were asked."""

    def draft(self, workspace: str, assessment_id: str, draft_id: str) -> Draft | None:
        """Give one draft; None when this assessment has none of that id."""

    def actions(self, workspace: str, assessment_id: str) -> tuple[AcceptedAction, ...]:
        """Give the actions of the accepted plan, in its order; those of a plan that was reopened are not among them."""

    def reported(self, assessment: Assessment, *, limit: int) -> tuple[str, ...]:
        """Give, by id, those of the newest ``limit`` complete ones before it of whose plan anything was reported."""

    def handovers(self, workspace: str, assessment_id: str) -> tuple[Handover, ...]:
        """Give to whom the actions of an assessment were given, in the order in which they were."""

    def actions_of_plan(self, workspace: str, assessment_id: str, draft_id: str) -> tuple[AcceptedAction, ...]:
        """Give the actions of a plan as it was accepted last, whether or not that stands; none if it never was."""

    def assessment_or_ballot(self, workspace: str, assessment_id: str) -> Assessment | None:
        """Give an assessment or a ballot with all its facts: for the conversation with its own respondent only."""

    def ballots(self, workspace: str, assessment_id: str, sitting: int) -> tuple[Assessment, ...]:
        """Give the ballots of a sitting with all their facts: to close and to reveal it, and to check a receipt."""

    def ballot_of(self, workspace: str, assessment_id: str, sitting: int, person: str) -> str | None:
        """Give the id of a person's ballot in a sitting; None while there is none."""

    def handed_in(self, workspace: str, assessment_id: str, sitting: int) -> frozenset[str]:
        """Give who has handed in a complete ballot in a sitting: to remind the others, and for nothing else."""

    def own_ballots(self, workspace: str, person: str) -> tuple[str, ...]:
        """Give the ids of a person's ballots, the newest first: for that person."""

    def unopened(self, workspace: str, channel: str) -> tuple[str, ...]:
        """Give the assessments and ballots of a channel whose headline is not known to stand, the newest first."""

    def page_draft(self, workspace: str, assessment_id: str, person: str) -> PageDraft | None:
        """Give what a person typed and has not submitted; None where there is nothing."""

    def workshop(self, workspace: str, assessment_id: str) -> Workshop | None:
        """Give what belongs to a workshop; None for an assessment that is none."""

    def metrics(self, workspace: str, channel: str, subject: str | None = None) -> tuple[Reading, ...]:
        """Give every reading of a channel's subjects, or of one, in the order in which they were recorded.

        Those that were taken back are among them, and say so.
        """

    def reading_of(self, workspace: str, reading_id: str) -> Reading | None:
        """Give one reading; None when this workspace has none of that id."""

    def lines_in(self, workspace: str, channels: Sequence[str]) -> tuple["AssessmentLine", ...]:
        """List the assessments of some channels, in no order."""

    def standing_plans(self, workspace: str, ids: Sequence[str]) -> Mapping[str, tuple[ActionStanding, ...]]:
        """Give the accepted plan of each of some assessments as it stands; those without one are left out."""

    def saved(self, workspace: str, saved_id: str) -> SavedMessage | None:
        """Give one saved message; None when this workspace has none of that id."""

    def saved_about(self, workspace: str, subject: str) -> tuple[SavedMessage, ...]:
        """Give what was saved for a subject in whichever channel, in the order of saving; nothing taken back."""

    def saved_of(self, workspace: str, channel: str, ts: str) -> tuple[SavedMessage, ...]:
        """Give what was saved of one message, taken back or not."""

    def saved_in(self, workspace: str, channel: str) -> tuple[SavedMessage, ...]:
        """Give what was saved in a channel or for a subject of it, in the order of saving; nothing taken back."""

    def rated_now(self, workspace: str, subject: str) -> tuple[tuple[str, str], ...]:
        """Give every open assessment and ballot of a subject, each with the channel of the whole: to draw it anew."""

    def own_frameworks(self, workspace: str) -> tuple[OwnFramework, ...]:
        """Give the frameworks that it has uploaded, with all their versions, by slug."""

    def offered_frameworks(self, workspace: str) -> tuple[Framework, ...]:
        """Give those of its frameworks that are on offer, by slug."""

    def own_markdown(self, workspace: str, slug: str, number: int) -> str | None:
        """Give the text of a version as it was uploaded; None where there is none of that number."""

    def workspaces_of(self, assessment_id: str) -> tuple[str, ...]:
        """Give the workspaces that have an assessment of this id: for who runs the bot, never for a person in Slack."""

    def workspaces(self) -> tuple[str, ...]:
        """Give every workspace that has an assessment: for who runs the bot."""

    def imported(self, workspace: str, assessment_id: str) -> ImportedFrom | None:
        """Give what is known of an assessment that was imported; None for one that was conducted here."""

    def frameworks_of(self, workspace: str, digest: str) -> tuple[Framework, ...]:
        """Give the wordings that a workspace has of a framework's file."""

    def installation(self, workspace: str) -> Installation | None:
        """Give what is known of a workspace or organisation itself, also when it removed the bot."""

    def speaking_for(self, workspace: str) -> Installation | None:
        """Give the installation whose token is to be used for a workspace: its own, else its organisation's."""

    def installations(self) -> tuple[Installation, ...]:
        """List all of them by id, also those that are gone."""

    def stay(self, workspace: str) -> Stay | None:
        """Give the stay in a workspace; None where nothing is known of one."""

    def stays(self) -> tuple[Stay, ...]:
        """Give every stay, ended or not: for who runs the bot."""

    def unwiped(self) -> tuple[str, ...]:
        """Give the workspaces whose data is deleted and may still be found in free pages."""

    def home_people(self, workspace: str) -> tuple[str, ...]:
        """Give everybody who has opened the Home tab."""

    def pending_removals(self, workspace: str) -> tuple[str, ...]:
        """Give those that are not finished, by what stands in place of the person: something is left, or not wiped."""

    def leftovers(self, workspace: str, gone: str) -> tuple[Leftover, ...]:
        """Give the messages and files in Slack that are still to be taken away, or that Slack does not let go."""

    def notice_keys(self, workspace: str) -> tuple[str, ...]:
        """Give the keys of the messages outside threads that stand in Slack."""

    def is_redrawing(self, workspace: str) -> bool:
        """Tell whether messages or Home tabs of the workspace are still to be brought up to date."""

    def is_unwiped(self, workspace: str) -> bool:
        """Tell whether free pages may still hold something of somebody who was removed."""


class StoreWrites(Protocol):
    """Facts that a transaction adds, and few that it changes, by the same subjects."""

    def is_new(self, workspace: str, event: str, at: datetime) -> bool:
        """Record that a delivery was taken; False when it had been taken before."""

    def forget_taken(self, workspace: str, event: str) -> None:
        """Count a delivery as not taken: what it said waits once more."""

    def keep(self, message: TypedMessage) -> None:
        """Keep a message until it can be taken, with its newest words."""

    def drop_kept(self, message: TypedMessage) -> None:
        """Forget a message that was kept."""

    def mark_unread(self) -> tuple[str, ...]:
        """Mark the threads of all assessments under way as to be read from the last delivery on.

        Gives the workspaces that have any. One that is marked already stays as it is.
        """

    def mark_channel_unread(self, workspace: str, channel: str) -> None:
        """Mark the threads of a channel as to be read from the bot's last message in each on."""

    def set_unread(self, workspace: str, assessment_id: str, since: str | None) -> None:
        """Record how far a marked thread has been read; None: to its end."""

    def add_heard_late(self, workspace: str, assessment_id: str, ts: str) -> None:
        """Record that a message was read after a gap; doing it twice changes nothing."""

    def add_draft(self, workspace: str, assessment_id: str, draft: Draft) -> None:
        """Record that a draft is wanted; it has no replies, text or decisions yet."""

    def add_reply(self, workspace: str, assessment_id: str, draft_id: str, reply: Reply) -> None:
        """Record what a model answered, after all other replies, so that it is never paid for twice."""

    def add_made(self, workspace: str, assessment_id: str, draft_id: str, made: Made) -> bool:
        """Record the finished text; False, and nothing recorded, when the draft has one already."""

    def add_decision(self, workspace: str, assessment_id: str, draft_id: str, decision: Decision) -> None:
        """Add what a person decided after all other decisions."""

    def add_actions(self, workspace: str, assessment_id: str, draft_id: str, plan: Plan, start: date) -> None:
        """Make the plan's actions part of the record, due so many days after ``start``.

        They take the place of those of an earlier acceptance of the assessment's plan, which stay on record.
        """

    def set_owner(
        self, workspace: str, assessment_id: str, action_id: str, *, owner: str, by: str, at: datetime
    ) -> None:
        """Record to whom an action was given, by whom and when; the last one counts."""

    def new_salt(self) -> str:
        """Give 32 hexadecimal digits that nobody can guess."""

    def add_participant(self, workspace: str, assessment_id: str, participant: Participant) -> None:
        """Add a respondent of a team assessment, or how one is described now."""

    def add_sitting(self, workspace: str, assessment_id: str, sitting: Sitting) -> None:
        """Add a sitting with its contract; StoreError for a number that exists."""

    def add_closing(self, workspace: str, assessment_id: str, sitting: int, closing: Closing) -> None:
        """Add a contract in place of the one before."""

    def close_sitting(self, workspace: str, assessment_id: str, sitting: int, closed: Closed) -> None:
        """Record the end of a sitting, and how many ratings of each ballot count; StoreError for a second end."""

    def add_picture(
        self, workspace: str, assessment_id: str, sitting: int, picture: TeamPicture, authors: Iterable[str]
    ) -> None:
        """Add a picture; ``authors`` are those of its quotations, in their order: only a deletion asks for them."""

    def add_minutes(self, workspace: str, assessment_id: str, minutes: int, by: str, at: datetime) -> None:
        """Add how long the discussion of a team assessment takes, in place of what was said before."""

    def mark_late(self, workspace: str, ballot_id: str, dimensions: Iterable[str]) -> None:
        """Record which dimensions of a ballot were shown late by now."""

    def add_leave(self, workspace: str, ballot_id: str, leave: Leave, at: datetime) -> None:
        """Add what a person allows with the words of a ballot, in place of what they said before."""

    def put_page_draft(self, workspace: str, assessment_id: str, person: str, draft: PageDraft, at: datetime) -> None:
        """Keep what a person has typed by now, in place of what was typed before that moment."""

    def drop_page_draft(self, workspace: str, assessment_id: str, person: str) -> None:
        """Forget what a person typed: it was submitted."""

    def put_workshop(self, workspace: str, assessment_id: str, workshop: Workshop) -> None:
        """Record the terms of a workshop, in place of those before: anonymity, links, and its canvas."""

    def add_turn(self, workspace: str, assessment_id: str, turn: Turn) -> None:
        """Add what happened to the steps after everything else."""

    def put_notes(self, workspace: str, assessment_id: str, topic: Topic, person: str, notes: Sequence[Note]) -> None:
        """Record a person's notes about a question, in place of those that are not shown yet."""

    def show_notes(self, workspace: str, assessment_id: str, notes: Iterable[str]) -> None:
        """Record that notes are shown to everybody: they are not changed any more."""

    def label_notes(self, workspace: str, assessment_id: str, notes: Iterable[str], label: str) -> None:
        """Put notes into a group, or into none."""

    def put_votes(self, workspace: str, assessment_id: str, person: str, choices: Iterable[str]) -> None:
        """Record a person's votes, in place of those before."""

    def add_reader(self, workspace: str, assessment_id: str, person: str, at: datetime) -> bool:
        """Record that a person has read what is read before; False when that was recorded."""

    def add_reading(self, workspace: str, reading: Reading) -> None:
        """Add what was said about a metric after everything else."""

    def take_back(self, workspace: str, reading_id: str, by: str, at: datetime) -> bool:
        """Record that a reading does not count; False when that was recorded before."""

    def add_saved(self, workspace: str, saved: SavedMessage) -> None:
        """Add a message after all others."""

    def add_evidence_use(self, workspace: str, saved_id: str, assessment_id: str, at: datetime) -> None:
        """Record that a message became evidence in an assessment; twice is as good as once."""

    def remove_words(self, workspace: str, saved: SavedMessage, by: str, at: datetime) -> None:
        """Empty a message that somebody takes back, also where it was kept for a level that nobody has given yet."""

    def add_own_framework(self, workspace: str, version: FrameworkVersion, markdown: str) -> None:
        """Add a version; StoreError for a number that exists."""

    def drop_own_framework(self, workspace: str, slug: str, number: int) -> None:
        """Delete a version; what was opened with it keeps its wording."""

    def add_offer(self, workspace: str, offer: Offer) -> None:
        """Add what an admin decided; its number is the next one of the workspace, whatever it says."""

    def keep_assessment(self, assessment: Assessment) -> None:
        """Record an assessment with everything that was said in it."""

    def add_restored(self, workspace: str, assessment_id: str) -> None:
        """Record that the thread of an assessment is to be looked at before it goes on."""

    def keep_draft(self, workspace: str, assessment_id: str, draft: Draft) -> None:
        """Record a draft with its replies and text, after all others; its decisions are added apart."""

    def keep_action(self, workspace: str, assessment_id: str, accepted: AcceptedAction) -> None:
        """Record an action of an accepted plan under its own id, after all others."""

    def put_imported(self, workspace: str, assessment_id: str, imported: ImportedFrom) -> None:
        """Record where an assessment came from, in place of what was known of that."""

    def put_installation(self, installation: Installation) -> None:
        """Record an installation in place of what was known of the workspace or organisation."""

    def meet_workspace(self, workspace: str, organisation: str, at: datetime) -> None:
        """Record that a workspace belongs to an organisation; what is known of an installation of its own stays."""

    def end_installation(self, workspace: str, at: datetime) -> None:
        """Record that a workspace or organisation has removed the bot, and forget its tokens."""

    def put_tokens(self, workspace: str, tokens: Tokens) -> None:
        """Record the tokens of an installation in place of those that it had."""

    def begin_renewal(self, workspace: str, until: datetime, now: datetime) -> bool:
        """Record that tokens are being renewed until then; False where somebody else is at it now."""

    def end_renewal(self, workspace: str, until: datetime, used: Tokens, tokens: Tokens) -> bool:
        """Record what a renewal brought that was begun; False where others took the place of the tokens used for it.

        Slack takes a refresh token once: that the right to renew has lapsed meanwhile loses nothing.
        """

    def put_stay(self, stay: Stay) -> None:
        """Record a stay under its workspace, in place of what stood there."""

    def wake_work(self, workspace: str, reason: str) -> int:
        """Have all work of a workspace that rests for a reason done at once; give its number."""

    def forget_workspace(self, workspace: str) -> Mapping[str, int]:
        """Delete every row of a workspace; give their numbers by table. ``unwiped`` names it until ``end_unwiped``."""

    def end_unwiped(self, workspace: str) -> None:
        """Record that free pages hold nothing any more of a workspace."""

    def remove_person(self, workspace: str, person: str, gone: str, direct: str = "") -> Removal | None:
        """Take the words and the id of a person out of a workspace; None, and nothing changed, where it has neither.

        ``gone`` stands in place of the id from now on; ``direct`` is the bot's conversation with the person, if known.
        """

    def take_words_out(self, workspace: str, ballot_id: str) -> None:
        """Take out the drafts that repeat words of a ballot, or rest on them; of a plan that people work on the words.

        The words stay in the ballot, and so does everything that names its author.
        """

    def settle_leftover(self, workspace: str, gone: str, number: int, refused: str = "") -> None:
        """Record that a message or file is gone, or with which word Slack ``refused``."""

    def settle_canvas(self, workspace: str, assessment_id: str, canvas: str, refused: str) -> None:
        """Record that a canvas was written anew, or with which word Slack ``refused`` that; while a removal waits."""

    def try_leftovers_again(self, workspace: str) -> None:
        """Have what Slack did not let go asked for once more."""

    def note_wiped(self, workspace: str) -> None:
        """Record that no free page holds anything any more of those that were removed until now."""

    def end_removal(self, workspace: str, gone: str) -> None:
        """Forget a removal, and what Slack did not let go."""
