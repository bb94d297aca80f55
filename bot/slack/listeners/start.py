"""The start of an assessment: `/cx-assess`, and the form that it opens."""

from bot.core.assessment import Subject
from bot.core.errors import SlackRefusedError, SlackUnavailableError
from bot.core.framework import Framework
from bot.slack import ids
from bot.slack.blocks import Mistakes, View
from bot.slack.listeners.team import add_by_command, groups_of
from bot.slack.payloads import BlockAction, Command, Submission
from bot.slack.routes import ActionRoute, CommandRoute, FormRoute, Parts, Route, presence_of
from bot.slack.values import OfCadence, OfStart
from bot.slack.views import start as words
from bot.slack.views import team as forms
from bot.slack.views.workshop import LINKS, is_anonymous
from bot.use_cases.ports import Presence, Reads
from bot.use_cases.scorecards import FOR
from bot.use_cases.start import Several, Start, known_subject, start_assessment
from bot.use_cases.workshop import links_typed

IN_A_CHANNEL = (
    "Type `/cx-assess` in the channel of the team that you want to assess: the questions come in a thread there."
    " Slack lets no app into a message among people."
)
HELP = (
    "*How to assess*\n"
    "• `/cx-assess` opens a form: what is assessed, with which framework, towards which target\n"
    "• `/cx-assess acme` fills in the subject, with the numbers given for it last time in this channel\n"
    "• `/cx-assess acme maturity` chooses the framework, too, by a word of its name\n"
    "• `/cx-assess add` asks more people of a team assessment that you started here\n"
    "The questions come in a thread here; `help` typed there shows what you can say. With *Team* or *Workshop* in the"
    " form several people answer, each in a direct message.\n"
    "`/cx-scorecard`, `/cx-plan`, `/cx-metric` and `/cx-remind` tell of the rest with `help`."
)
NO_CHANNEL = "This form has lost its channel. Close it and type /cx-assess again."
NOT_IN_CHANNEL = "You are not in that channel any more. Close the form and type /cx-assess where you want to start."
PICKED = {
    NO_CHANNEL: "Choose the channel of the team.",
    NOT_IN_CHANNEL: "You are not in that channel. Choose one that you are in, or join that one first.",
}
"""The same refusals where the channel is picked in the form."""
NO_PEOPLE = "Slack does not say who that is. Pick the people one by one."
SLACK_IS_SLOW = "Slack did not answer in time. Nothing is lost: press Start again."
_WHY_NOT = {Presence.OUT: NOT_IN_CHANNEL, Presence.UNKNOWN: SLACK_IS_SLOW}
"""Why a person may start nothing in a channel: their form may have been open for days."""


def assess(parts: Parts, asked: Command) -> View | str:
    """Open the form with what is known already: the words of the command, and the subject assessed last here."""
    if asked.words == "help":
        return HELP
    if asked.words.split()[:1] == ["add"] and not asked.direct:
        return add_by_command(parts, asked)
    if asked.direct:
        return IN_A_CHANNEL
    return words.start_form(_form(parts, asked))


def _form(parts: Parts, asked: Command) -> words.StartForm:
    """Prefill: words that name a framework choose it (else the one used last here), the rest is the subject.

    Numbers come back for a subject that is named, never for one that may be replaced in the form.
    """
    sender, frameworks = asked.sender, parts.frameworks_of(asked.sender.workspace)
    with parts.store.reading() as view:
        lines = view.lines(sender.workspace, sender.channel, limit=1)
        used = [each for line in lines for each in frameworks if each.slug == line.framework]
        framework, name = choose((*used, *frameworks), asked.words)
        here = (sender.workspace, sender.channel)
        whole = known_subject(view, *here, asked.words, whole=True) if asked.words else None
        subject = whole or (known_subject(view, *here, name) if name else None)
        language = last_language(view, *here)
    unnamed = Subject(lines[0].subject if lines and not name else name)
    return words.StartForm(frameworks, framework, sender.channel, subject or unnamed, language=language)


def last_language(view: Reads, workspace: str, channel: str) -> str:
    """Return the language chosen for the newest assessment of a channel; empty where it was its framework's own."""
    newest = view.lines(workspace, channel, limit=1)
    assessment = view.assessment(workspace, newest[0].id) if newest else None
    return assessment.language if assessment is not None else ""


def choose(frameworks: tuple[Framework, ...], words: str) -> tuple[Framework, str]:
    """Split the words of the command into the framework that they name, last or first, and the subject.

    The first words name one that no other shares, and whole. Where none is named, it is the first framework.
    """
    typed = words.split()
    rest, fits = list(typed), list(frameworks)
    while rest and (narrowed := [each for each in fits if _names(each, rest[-1])]):
        fits = narrowed
        rest.pop()
    if len(rest) < len(typed):
        return fits[0], _without_for(rest)
    while len(rest) > 1 and (narrowed := [each for each in fits if _names(each, rest[0], whole=True)]):
        fits = narrowed
        rest.pop(0)
    chosen = len({each.slug for each in fits}) == 1
    return fits[0] if chosen else frameworks[0], _without_for(rest if chosen else typed)


def _without_for(words: list[str]) -> str:
    return " ".join(words[1:] if len(words) > 1 and words[0].casefold() in FOR else words).strip(" ,;")


def _names(framework: Framework, word: str, *, whole: bool = False) -> bool:
    parts = f"{framework.slug} {framework.title}".casefold().replace("-", " ").split()
    said = word.casefold()
    return said == framework.slug or (said in parts if whole else any(part.startswith(said) for part in parts))


def pick_framework(parts: Parts, picked: BlockAction) -> View | None:
    """Show the fields of the chosen framework or target; Slack keeps what was typed in fields that stay."""
    if picked.view is None:
        return None
    frameworks, state = parts.frameworks_of(picked.sender.workspace), picked.view.state
    framework = words.chosen(frameworks, state)
    of = picked.view.of(OfStart)
    channel = parts.channel_now(picked.sender.workspace, of.channel)
    name = words.typed_name(state)
    with parts.store.reading() as view:
        known = known_subject(view, picked.sender.workspace, channel, name, whole=True) if name else None
        language = last_language(view, picked.sender.workspace, channel)
    mode = forms.picked_mode(state)
    form = words.StartForm(
        frameworks,
        framework,
        channel,
        words.typed_subject(frameworks, state, known),
        words.target_choice(framework, state),
        language,
        mode,
        groups_of(parts, picked.sender.workspace) if mode != forms.ALONE else (),
        forms.team_choices(state),
        OfCadence(of.cadence, of.due),
    )
    return words.start_form(form)


def start(parts: Parts, submitted: Submission) -> Mistakes | None:
    """Start the assessment that was filled in."""
    filled = words.read_form(parts.frameworks_of(submitted.sender.workspace), submitted.view.state)
    of = submitted.of(OfStart)
    opened_in = parts.channel_now(submitted.sender.workspace, of.channel)
    channel = opened_in or words.picked_channel(submitted.view.state)
    if isinstance(filled, Mistakes):
        return filled
    presence = presence_of(parts, submitted.sender, channel) if channel else Presence.OUT
    # in a channel that the bot cannot see, it asks again once it was invited, before anything is posted
    if refusal := _WHY_NOT.get(presence) if channel else NO_CHANNEL:
        is_picked = words.CHANNEL in submitted.view.state and not opened_in
        return Mistakes({words.CHANNEL: PICKED.get(refusal, refusal)} if is_picked else {words.SUBJECT: refusal})
    several = _several(parts, submitted, channel)
    if isinstance(several, Mistakes):
        return several
    start_assessment(
        parts.store,
        parts.clock,
        Start(
            submitted.sender.deed(submitted.event, channel=channel),
            framework=filled.framework,
            subject=filled.subject,
            targets=filled.targets,
            is_checked=presence is Presence.IN,
            language="" if filled.language == filled.framework.language else filled.language,
            several=several,
            answers=(of.cadence, of.due) if of.due is not None else None,
        ),
    )
    return None


def _several(parts: Parts, submitted: Submission, channel: str) -> Several | Mistakes | None:
    """Read who answers, and find out from Slack who is in a group or in the channel; None where they answer alone."""
    state = submitted.view.state
    if forms.picked_mode(state) == forms.ALONE:
        return None
    filled = forms.read_team(state, parts.clock.now())
    if isinstance(filled, Mistakes):
        return filled
    starter = submitted.sender.person
    people = dict(filled.people) | ({starter: filled.people.get(starter, "")} if filled.starter else {})
    try:
        gateway = parts.gateway_of(submitted.sender.workspace)
        for group in filled.groups:
            people = {each: "" for each in gateway.group_people(group=group) if each != starter} | people
        if filled.everybody:
            people = {each: "" for each in gateway.members(channel=channel) if each != starter} | people
    except SlackUnavailableError:
        return Mistakes({words.SUBJECT: SLACK_IS_SLOW})
    except SlackRefusedError as refusal:
        parts.report("people_not_found", refusal)
        return Mistakes({forms.GROUPS if filled.groups else forms.MORE_PEOPLE: NO_PEOPLE})
    if wrong := forms.why_not_these(people, filled.quorum):
        return Mistakes(wrong)
    links = links_typed(state.get(LINKS, ""))
    if isinstance(links, str):
        return Mistakes({LINKS: links})
    closing = (filled.quorum, filled.deadline)
    return Several(
        filled.mode, filled.named, people, filled.observers, *closing, anonymous=is_anonymous(state), links=links
    )


ROUTES: tuple[Route, ...] = (
    CommandRoute(
        "/cx-assess", assess, "Assess how mature or ready a subject is, here in a thread", "[subject] [framework]"
    ),
    *(
        ActionRoute(each, pick_framework)
        for each in (ids.PICK_FRAMEWORK, ids.PICK_TARGET, ids.PICK_MODE, ids.PICK_REVEAL, ids.PICK_MORE)
    ),
    FormRoute(ids.START_FORM, start, at=(words.CHANNEL, words.SUBJECT)),
)
