"""The Home tab: when it is opened, the job that draws it, and its buttons.

What a button names is looked up anew, and the person must be in its channel now: the tab may have stood for days.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bot.core.errors import SlackRefusedError, SlackUnavailableError
from bot.slack import ids
from bot.slack.blocks import View
from bot.slack.listeners.cadences import form_of
from bot.slack.payloads import BlockAction, Submission, newcomer
from bot.slack.routes import ActionRoute, EventRoute, FormRoute, Parts, Route, presence_of
from bot.slack.values import OfCadence, OfForm
from bot.slack.views import forgetting
from bot.slack.views.cadence_form import cadence_form
from bot.slack.views.home import GONE, home
from bot.slack.views.start import StartForm, start_form
from bot.use_cases.conversation import home_job
from bot.use_cases.forget import ask_to_forget
from bot.use_cases.home import Viewer, find_home
from bot.use_cases.ports import Job, Messenger, Presence

AGAIN = timedelta(minutes=5)
"""How long what was found out for a drawing that Slack made wait is worth something."""
MOST_WAITING = 500
SLACK_IS_SLOW = "Slack did not say whether you are in that channel. Nothing is lost: press the button again."


def opened_home(parts: Parts, body: Mapping[str, Any]) -> None:
    """Have the Home tab drawn for the person who opens it, and from now on when what it shows changes."""
    who = newcomer(body)
    with parts.store.writing(who.workspace) as tx:
        tx.add_home(who.workspace, who.person)
        tx.enqueue(home_job(who.workspace, who.person))


@dataclass(frozen=True, slots=True)
class _Drawing:
    """What is known of the channels of a person whose Home tab is being drawn."""

    since: datetime
    known: dict[str, bool] = field(default_factory=dict)


class HomeTab:
    """Draws Home tabs. Safe to use from many threads, for the jobs see to it that one person's are drawn one by one."""

    def __init__(self) -> None:
        self._waiting: dict[tuple[str, str], _Drawing] = {}

    def draw(self, parts: Parts, messenger: Messenger, job: Job) -> None:
        """Publish a person's Home tab; one that Slack refuses for good is not kept up to date any more.

        ``parts`` and ``messenger`` are in the hands of the job: the gateway is asked for anew for each call.
        """
        workspace, person = job.payload["workspace"], job.payload["person"]
        drawing = self._drawing(workspace, person, parts.clock.now())
        try:
            gateway = parts.gateway_of(workspace)
            me, facts = gateway.auth_test(), gateway.info(person=person)
            viewer = Viewer(workspace, person, facts.tz, outside=not me.is_colleague(facts, workspace))
            found = find_home(parts.store, messenger, parts.clock, viewer, drawing.known)
            view = home(found, parts.frameworks_of(workspace), me.url, is_admin=me.is_run_by(facts, workspace))
            parts.gateway_of(workspace).publish_home(person=person, view=view)
        except SlackUnavailableError:
            self._waiting[workspace, person] = drawing
            raise
        except SlackRefusedError as refusal:
            with parts.store.writing(workspace) as tx:
                tx.drop_home(workspace, person)
            if refusal.is_ours:
                raise
            parts.report("home_not_drawn", refusal)

    def _drawing(self, workspace: str, person: str, now: datetime) -> _Drawing:
        """Go on with a drawing that Slack made wait, else begin one: calls that were made are not made again."""
        found = self._waiting.pop((workspace, person), None)
        if len(self._waiting) >= MOST_WAITING:
            self._waiting.clear()
        return found if found is not None and timedelta() <= now - found.since < AGAIN else _Drawing(now)


def start(parts: Parts, pressed: BlockAction) -> View:
    """Open the form that starts an assessment, with the channel still to be picked."""
    frameworks = parts.frameworks_of(pressed.sender.workspace)
    return start_form(StartForm(frameworks, frameworks[0], channel=""))


def remind(parts: Parts, pressed: BlockAction) -> View | str:
    """Open the form that sets a reminder for the line of an assessment."""
    with parts.store.reading() as view:
        found = view.assessment(pressed.sender.workspace, pressed.value)
    return _form(parts, pressed, OfForm(found.channel if found is not None else "", assessment=pressed.value))


def change(parts: Parts, pressed: BlockAction) -> View | str:
    """Open the form that changes a reminder."""
    key = pressed.of(OfCadence).cadence
    with parts.store.reading() as view:
        found = view.cadence(pressed.sender.workspace, key)
    return _form(parts, pressed, OfForm(found.channel if found is not None else "", key))


def _form(parts: Parts, pressed: BlockAction, of: OfForm) -> View | str:
    """Return a form about a channel for a person who is in it; another one learns nothing of it."""
    presence = presence_of(parts, pressed.sender, of.channel) if of.channel else Presence.OUT
    form = form_of(parts, pressed.sender, of) if presence is Presence.IN else None
    if form is None:
        return SLACK_IS_SLOW if presence is Presence.UNKNOWN else GONE
    return cadence_form(form)


def delete_words(_parts: Parts, _pressed: BlockAction) -> View:
    """Ask whether all that the person said is to be deleted."""
    return forgetting.delete_words()


def forget_me(parts: Parts, filled: Submission) -> View:
    """Have the person forgotten who confirms it; nobody can name another one here."""
    ask_to_forget(parts.store, filled.sender.workspace, filled.sender.person)
    return forgetting.asked_to_forget()


ROUTES: tuple[Route, ...] = (
    EventRoute("app_home_opened", opened_home, {"app_home_opened": None}),
    ActionRoute(ids.HOME_START, start),
    ActionRoute(ids.HOME_REMIND, remind),
    ActionRoute(ids.HOME_CHANGE, change),
    ActionRoute(ids.HOME_FORGET, delete_words),
    FormRoute(ids.FORGET_FORM, forget_me),
)
