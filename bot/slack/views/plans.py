"""Plans: shown, asked for and carried out; what a person says about an action, and the forms for that."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.core.assessment import Assessment
from bot.core.drafts.labels import label
from bot.core.framework import Framework
from bot.core.languages import DEFAULT
from bot.core.plan.plan import (
    LATEST_DUE,
    LONGEST_NOTE,
    LONGEST_VALUE,
    WANT_WHY,
    AcceptedAction,
    Action,
    ActionStanding,
    Group,
    Plan,
    Progress,
    counted,
    own_note,
    own_value,
)
from bot.core.privacy import Right, entitled, may
from bot.core.report_words import Wording
from bot.core.text import capital, said_day
from bot.core.thread import OpenActions
from bot.slack import blocks as kit
from bot.slack import ids
from bot.slack.blocks import Block, Element, Message, View
from bot.slack.text import (
    channel_mention,
    is_person,
    joined,
    own_link,
    plain,
    said,
    someone,
    when,
)
from bot.slack.values import IN_OWN, IN_PLAN, OfAction, OfDraft
from bot.use_cases.notified import Handed, TakenAway
from bot.use_cases.plans import NoPlanYet, PlanShown

ROLE_LENGTH = 160
VALUE_LENGTH = 60
FINISHED_LENGTH, MOST_FINISHED = 170, 3
MARKS = {
    None: "○",
    Progress.ON_TRACK: "◐",
    Progress.STUCK: "▲",
    Progress.DONE: "✓",
    Progress.DROPPED: "✕",
}
"""They stand beside the words, never instead of them."""


def progress_words(each: ActionStanding, longest: int, *, beside_owner: bool = True) -> str:
    """Say with a mark how far an action is, why it is stuck or what was done, and who said so.

    ``beside_owner``: the owner reads it or is named in the same lines, and only somebody else is named again.
    """
    last = each.last
    if last is None:
        return f"{MARKS[None]} open"
    note = f": “{said(last.note, longest)}”" if last.note.strip() else ""
    by = "" if beside_owner and last.by == each.accepted.owner else f", says {someone(last.by)}"
    return f"{MARKS[last.progress]} {last.progress.value}{note}{by}"


def what_words(each: ActionStanding, longest: int) -> str:
    """Say what is to be done, for a line that goes on behind it: without a full stop at its end."""
    return said(each.accepted.action.what.rstrip(" ."), longest)


def who_words(accepted: AcceptedAction) -> str:
    """Name who sees to an action: the person it was given to, else the role; empty for neither."""
    if accepted.owner is not None:
        return someone(accepted.owner)
    return said(accepted.action.owner_role, ROLE_LENGTH)


def measure_words(each: ActionStanding, longest: int) -> str:
    """Say what shows that an action is done, with the first and the last value that were given; empty for none."""
    values = [said(update.value, VALUE_LENGTH) for update in each.updates if update.value.strip()]
    action = each.accepted.action
    parts = [said(action.measure, longest), *([said(action.aim.text, longest)] if action.aim is not None else [])]
    parts += [f"at first {values[0]}"] if len(values) > 1 else []
    parts += [f"now {values[-1]}"] if values else []
    return f"_Measure:_ {joined(*parts)}" if any(parts) else ""


def due_words(each: ActionStanding, today: date | None) -> str:
    """Say until when an action is to be done; where ``today`` is given, of an open one whose day passed "overdue"."""
    late = today is not None and each.is_overdue(today)
    before = f" (was {said_day(each.days[-2])})" if len(each.days) > 1 else ""
    return f"{'overdue since' if late else 'by'} {said_day(each.due)}{before}"


def figures(actions: Sequence[ActionStanding], today: date) -> list[str]:
    """Count how a plan does, done ones first; every action is in one of the groups, so they sum to the whole."""
    groups = counted(actions, today)
    done = f"{groups.pop(Group.DONE, 0)} of {len(actions)} done"
    return [done, *(f"{number} {group}" for group, number in groups.items())]


def finished_words(each: ActionStanding) -> str:
    """Say of an action that was finished since last time what was done."""
    note = f" (“{said(each.last.note, FINISHED_LENGTH)}”)" if each.last is not None and each.last.note.strip() else ""
    return f"Finished since last time: *{what_words(each, FINISHED_LENGTH)}*{note}"


LINE_LENGTH = 300
SHORT_LENGTH = 170
"""Characters of a line where the actions are so many and so long that one message does not hold them in full."""
NAME_LENGTH = 100
PLAN_LENGTH = 11_000
"""Characters of a whole plan as Slack counts them; a message takes about 13,000."""
EDIT_LENGTH = 100
"""Characters of the button beside an action."""


def plan_blocks(
    plan: Plan,
    names: Mapping[str, str],
    accepted: Sequence[ActionStanding] = (),
    edit: Callable[[int], Element] | None = None,
    language: str = DEFAULT,
) -> list[Block]:
    """Build a heading for each phase that has actions, and below it each action with its details in small print.

    ``accepted`` are the same actions with their days, their owners and what was said about them since. ``edit`` gives
    the button that rewords the action at a place; ``language`` is that of the plan.
    """
    pairs: list[tuple[Action, ActionStanding | None]] = [(each, None) for each in plan.in_order]
    if accepted:
        pairs = [(each.accepted.action, each) for each in sorted(accepted, key=lambda each: each.accepted.action.phase)]
    if not pairs:
        return [kit.section("This plan has no actions.")]

    def shown(longest: int) -> list[Block]:
        blocks, last = list[Block](), None
        for place, (action, given) in enumerate(pairs, start=1):
            if action.phase != last:
                blocks.append(kit.section(f"*{label(language, 'by_phase', day=action.phase)}*"))
                last = action.phase
            line = f"{place}. {_action(action, given, names, longest, language)}"
            blocks.append(kit.section(line, accessory=edit(place) if edit is not None else None))
            blocks += kit.small(_details(action, longest, language))
        return blocks

    return fitting(shown, PLAN_LENGTH - (len(pairs) * EDIT_LENGTH if edit is not None else 0))


def _action(
    action: Action, standing: ActionStanding | None, names: Mapping[str, str], longest: int, language: str
) -> str:
    """Say what is done, by whom and until when, and its progress once a person has reported any.

    Of an accepted action that was given another day it also says until when it was before.
    """
    who = [said(action.owner_role, ROLE_LENGTH)] if action.owner_role.strip() else []
    due, progress = label(language, "by_day", day=action.due_day), ""
    if standing is not None:
        who = [*([someone(standing.accepted.owner)] if standing.accepted.owner is not None else []), *who]
        day = Wording(language).day
        before = (label(language, "moved_from", day=day(each)) for each in standing.days[-2:-1])
        due = "".join([label(language, "by_date", day=day(standing.due)), *before])
        progress = f"\n{progress_words(standing, longest)}" if standing.updates else ""
    details = joined(said(names.get(action.dimension, ""), NAME_LENGTH), ", ".join(who), due)
    return f"*{said(action.what, longest)}*\n{details}{progress}"


def _details(action: Action, longest: int, language: str) -> str:
    """Say what shows that it is done, how it begins and what it brings about."""
    aim = action.aim.text if action.aim is not None else ""
    lines = (
        ("measure", action.measure),
        ("moves", aim),
        ("first_step", action.first_step),
        ("delivers", action.deliverable),
    )
    return "\n".join(f"_{label(language, key)}:_ {said(words, longest)}" for key, words in lines if words.strip())


MOST_OWN = 10
"""Actions in the list of one's own: a message holds no more, and a person sees to no more at a time."""
NOTHING_OWN = (
    "No open action is yours. `/cx-plan` in a channel shows its plan; *Assign owners* under that in the thread gives"
    " actions to people."
)


def plan_status(shows: PlanShown, today: date, person: str) -> Message:
    """Show an accepted plan phase by phase, with a button beside each action that the person may report on."""
    assessment, actions = shows.assessment, shows.standing
    about = f"{said(assessment.subject.name, NAME_LENGTH)} · {said(assessment.framework.title, NAME_LENGTH)}"
    title = f"*90-day plan · {about}*\n{', '.join(figures(actions, today))}"
    edits = shows.seen > 0 and may(Right.DRAFT, assessment, person)

    def shown(longest: int) -> list[Block]:
        blocks, last = [kit.section(title)], None
        for place, each in enumerate(sorted(actions, key=lambda each: each.accepted.action.phase), start=1):
            if (phase := each.accepted.action.phase) != last:
                blocks.append(kit.section(f"*By day {phase}*"))
                last = phase
            reports = may(Right.REPORT, assessment, person, by=each.accepted.owner)
            buttons = _buttons(assessment, each) if reports else []
            of = OfDraft(assessment.id, each.accepted.draft, shows.seen, place)
            buttons += [kit.button("Edit", ids.OPEN_ACTION, value=of)] if edits and each.is_open else []
            details = _details_of_tracking(each, assessment.framework, today)
            blocks += _action_of_tracking(each, details, longest, buttons)
        return blocks

    return kit.message(fitting(shown))


def own_actions(own: Sequence[tuple[Assessment, ActionStanding]], today: date, hidden: int = 0) -> Message:
    """List a person's open actions, the first due first; ``hidden`` are those of channels in which they may not be."""
    if not own:
        return kit.paragraph(NOTHING_OWN if not hidden else _hidden(hidden))
    ordered = sorted(own, key=lambda each: each[1].due)

    def shown(longest: int) -> list[Block]:
        blocks = [kit.section("*Your open actions*, the first due first")]
        for assessment, each in ordered[:MOST_OWN]:
            where = f"{said(assessment.subject.name, NAME_LENGTH)} · {channel_mention(assessment.channel)}"
            details = f"{where} · {due_words(each, today)}"
            blocks += _action_of_tracking(each, details, longest, [_update(assessment, each, IN_OWN)])
        more = kit.beyond(ordered, MOST_OWN, "and {} more, due later")
        return [*blocks, *kit.small(more, _hidden(hidden) if hidden else "")]

    return kit.message(fitting(shown))


def _hidden(number: int) -> str:
    """Say that there is more, and nothing of it."""
    them = "One action of yours is" if number == 1 else f"{number} actions of yours are"
    return f"{them} of a channel that I cannot see you in just now."


def fitting(shown: Callable[[int], list[Block]], room: int = PLAN_LENGTH) -> list[Block]:
    """Show lines in full, or shorter where they are more characters than there is room for."""
    blocks = shown(LINE_LENGTH)
    return blocks if sum(map(len, kit.words_of(blocks))) <= room else shown(SHORT_LENGTH)


def dimension_words(framework: Framework, each: ActionStanding) -> str:
    """Name the dimension that an action is about; empty for one that the framework does not have."""
    key = each.accepted.action.dimension
    return next((said(one.name, NAME_LENGTH) for one in framework.dimensions if one.key == key), "")


def _details_of_tracking(each: ActionStanding, framework: Framework, today: date | None) -> str:
    return joined(dimension_words(framework, each), who_words(each.accepted), due_words(each, today))


def _update(assessment: Assessment, each: ActionStanding, shown_in: str = "") -> Element:
    value = OfAction(assessment.id, each.accepted.id, shown_in=shown_in)
    return kit.button("Update" if each.is_open else "Change", ids.OPEN_UPDATE, value=value)


def _buttons(assessment: Assessment, each: ActionStanding) -> list[Element]:
    """Offer to report on an action and, while it has no owner, to give it to a person."""
    update = _update(assessment, each, IN_PLAN)
    if each.accepted.owner is not None or not each.is_open:
        return [update]
    value = OfAction(assessment.id, each.accepted.id, shown_in=IN_PLAN)
    return [update, kit.button("Give to somebody", ids.OPEN_GIVE, value=value)]


def _action_of_tracking(each: ActionStanding, details: str, longest: int, buttons: Sequence[Element]) -> list[Block]:
    """Show an action with one button beside it, or with several below it."""
    what = said(each.accepted.action.what, longest)
    measure = measure_words(each, longest)
    text = f"*{what}*\n{progress_words(each, longest)} · {details}"
    blocks = [kit.section(text, accessory=buttons[0] if len(buttons) == 1 else None)]
    blocks += kit.small(measure)
    return [*blocks, kit.actions(*buttons)] if len(buttons) > 1 else blocks


def thread_link(assessment: Assessment, site: str, label: str) -> str:
    """Build the address of the thread, as Slack does: asking for it would be a call for each."""
    if assessment.thread is None or not site:
        return ""
    channel, thread = assessment.channel, assessment.thread
    return own_link(f"{message_address(site, channel, thread)}?thread_ts={thread}&cid={channel}", label)


def message_address(site: str, channel: str, ts: str) -> str:
    """Build the address of a message."""
    return f"{site.rstrip('/')}/archives/{channel}/p{ts.replace('.', '')}"


def handed(shows: Handed) -> Message:
    """Tell a person what they were given, or what is due soon: what, until when, what shows it, and how to say so."""
    several = len(shows.actions) != 1
    number = f"{len(shows.actions)} actions" if several else "an action"
    about = f"of the plan for *{said(shows.assessment.subject.name, NAME_LENGTH)}*"
    if not shows.actions:
        return kit.paragraph(f"Nothing here waits for you any more {about}.")
    title = f"{capital(someone(shows.by))} gave you {number} {about}." if shows.by else f"Due soon: {number} {about}."

    def shown(longest: int) -> list[Block]:
        blocks = [kit.section(title)]
        for each in shows.actions:
            details = joined(dimension_words(shows.assessment.framework, each), due_words(each, None))
            blocks += _action_of_tracking(each, details, longest, [_update(shows.assessment, each)])
        link = thread_link(shows.assessment, shows.site, "Open the plan")
        return [*blocks, kit.context(joined(channel_mention(shows.assessment.channel), link))]

    return kit.message(fitting(shown))


def taken_away(shows: TakenAway) -> Message:
    """Tell a person in one line that actions of theirs have somebody else."""
    if not shows.actions:
        return kit.paragraph("An action has changed hands.")
    named = ", ".join(f"*{what_words(each, SHORT_LENGTH)}*" for each in shows.actions[:MOST_FINISHED])
    named += kit.beyond(shows.actions, MOST_FINISHED, " and {} more")
    who = f"{capital(someone(shows.to))} sees to" if shows.to else "Somebody else sees to"
    return kit.paragraph(f"{who} {named} now. You are not asked about it any more.")


def open_actions(shows: OpenActions) -> Message:
    """Show above a reassessment what of the last plan is still to be done, briefly: the first question follows."""
    last = shows.last
    since = f", {when(last.completed_at)}" if last.completed_at is not None else ""
    title = f"*Open actions of the last assessment*{since}"

    def shown(longest: int) -> list[Block]:
        blocks = [kit.section(title)]
        for each in shows.actions:
            what, details = said(each.accepted.action.what, longest), _details_of_tracking(each, last.framework, None)
            text = f"{what}\n{progress_words(each, longest)} · {details}"
            blocks.append(kit.section(text, accessory=_update(last, each)))
        return blocks

    return kit.message(fitting(shown))


HELP = (
    "*How to ask*\n"
    "• `/cx-plan` shows the accepted plan of this channel's newest assessment that has one\n"
    "• `/cx-plan acme` that of a subject, `/cx-plan maturity` of a framework, or both\n"
    "• `/cx-plan mine` your own open actions, of every channel\n"
    "*Update* beside an action says how it stands. Only you see the answer."
)
NONE_YET = "No plan has been accepted in this channel yet."
ASSESS_FIRST = "A plan follows from a complete assessment: type `/cx-assess` to start one."
NO_MATCH = ("No plan here is of anything", "`previous`, `mine` and `help`")
GONE = "This action is not part of a plan that counts any more. Type /cx-plan in its channel to see what does."
NOT_YOURS = "Its owner says how this action stands, and those who assess. Tell them what you know."


def no_plan(answer: NoPlanYet) -> Message:
    """Say that no plan is accepted yet, and how one comes about."""
    newest = answer.newest
    if newest is None:
        return kit.paragraph(f"{NONE_YET} {ASSESS_FIRST}")
    about = f"*{said(newest.subject, NAME_LENGTH)}* · {said(newest.title, NAME_LENGTH)}"
    text = (
        f"{NONE_YET} {about} is complete: have its plan drafted, then press *Accept* under the 90-day plan in its"
        " thread."
    )
    draft = kit.button("Draft notes and plan", ids.ASK_DRAFTS, value=newest.id)
    return kit.paragraph(text, draft)


def not_yours(assessment: Assessment, action: AcceptedAction) -> Message:
    """Say whose word counts about an action."""
    people = entitled(Right.REPORT, assessment, by=action.owner)
    named = " and ".join(someone(each) for each in people)
    verb = "says" if len(people) == 1 else "say"
    return kit.paragraph(f"{named} {verb} how this action stands. Tell them in the thread what you know.")


HOW, NOTE, VALUE, DUE, OWNER = "how", "note", "value", "due", "owner"
HINT_LENGTH = 150
WHY = "Say in a few words why."
NEW_DAY = "Choose the new day."
TOO_LATE = "Choose a day from today on, within a year."
CHOOSE = "Choose how it stands."
NO_PERSON = "Choose a person."
CHOICES = (
    (Progress.DONE, "Done"),
    (Progress.ON_TRACK, "On track"),
    (Progress.STUCK, "Stuck: say below why"),
    (Progress.DROPPED, "Dropped: say below why; nobody is asked about it any more"),
)
TITLE, LABEL, HINT = "How does it stand?", "A few words about it", "Where it is stuck or dropped, say why."
TITLES: Mapping[Progress | None, str] = {
    Progress.STUCK: "Stuck",
    Progress.DONE: "Done",
    Progress.DROPPED: "Drop",
    Progress.ON_TRACK: "A new date",
}
LABELS: Mapping[Progress | None, str] = {
    Progress.STUCK: "Why is it stuck?",
    Progress.DONE: "What was done?",
    Progress.DROPPED: "Why is it dropped?",
}
SEEN = "Whoever sees the plan can read it."


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a person said in the form about an action, cleaned."""

    progress: Progress
    note: str
    value: str
    due: date | None = None


def update_form(of: OfAction, standing: ActionStanding) -> View:
    """Build the form for the progress of an action; where a button has said that already, it asks for the rest.

    An action that is on track after its day gets a new one.
    """
    named = f"*{said(standing.accepted.action.what, LINE_LENGTH)}*\n{due_words(standing, None)}"
    said_last = progress_words(standing, LINE_LENGTH, beside_owner=False) if standing.last is not None else ""
    blocks: list[Block] = [kit.context(joined(named, said_last))]
    if of.progress is None:
        options = [kit.option(label, str(progress)) for progress, label in CHOICES]
        chosen = kit.radio_buttons("value", options, initial=str(standing.progress or ""))
        blocks.append(kit.input_block(TITLE, chosen, block_id=HOW))
    if of.progress is Progress.ON_TRACK:  # after its day
        blocks.append(kit.input_block("Until when?", kit.day_input("value"), block_id=DUE))
    note = kit.text_input("value", lines="many", max_length=LONGEST_NOTE)
    hint = SEEN if of.progress is not None else f"{HINT} {SEEN}"
    label, asks_why = LABELS.get(of.progress, LABEL), of.progress in WANT_WHY
    blocks.append(kit.input_block(label, note, block_id=NOTE, hint=hint, optional=not asks_why))
    values = [each.value for each in standing.updates if each.value.strip()]
    known = f"Last time: {plain(values[-1], VALUE_LENGTH)}" if values else ""
    hint = joined(plain(standing.accepted.action.measure, HINT_LENGTH), known)
    value = kit.text_input("value", max_length=LONGEST_VALUE, placeholder="For example: 12 of 40")
    blocks.append(kit.input_block("Its measure today", value, block_id=VALUE, hint=hint or None, optional=True))
    if of.progress is None and standing.is_open:
        hint = "The day that it was due stays on record."
        blocks.append(kit.input_block("A new date", kit.day_input("value"), block_id=DUE, hint=hint, optional=True))
    title = TITLES.get(of.progress, TITLE)
    return kit.modal(title, blocks, callback_id=ids.UPDATE_FORM, submit="Save", about=of)


def read_update(of: OfAction, state: Mapping[str, str], today: date) -> Spoken | Mapping[str, str]:
    """Read what a person said; mistakes come back by block id."""
    progress = of.progress or next((each for each in Progress if each == state.get(HOW, "")), None)
    note = own_note(state.get(NOTE, ""))
    if progress is None:
        return {HOW: CHOOSE}
    if progress in WANT_WHY and not note:
        return {NOTE: WHY}
    try:
        due = date.fromisoformat(typed) if (typed := state.get(DUE, "")) else None
    except ValueError:
        return {DUE: NEW_DAY}
    if due is None and of.progress is Progress.ON_TRACK:
        return {DUE: NEW_DAY}
    if due is not None and not today <= due <= today + LATEST_DUE:
        return {DUE: TOO_LATE}
    is_open = progress in (Progress.ON_TRACK, Progress.STUCK)
    return Spoken(progress, note, own_value(state.get(VALUE, "")), due if is_open else None)


def give_form(of: OfAction, accepted: AcceptedAction) -> View:
    """Build the form that gives an action to a person."""
    details = joined(said(accepted.action.owner_role, HINT_LENGTH), f"by {said_day(accepted.due)}")
    blocks = [
        kit.context(f"*{said(accepted.action.what, LINE_LENGTH)}*\n{details}"),
        kit.input_block(
            "Who sees to it?",
            kit.users_select("value", initial=accepted.owner, placeholder="Choose a person"),
            block_id=OWNER,
            hint="The person stands in the plan and is asked about the action at the next check-in.",
        ),
    ]
    return kit.modal("Give to somebody", blocks, callback_id=ids.GIVE_FORM, submit="Save", about=of)


def read_owner(state: Mapping[str, str]) -> str:
    """Read who was chosen; an empty text where that is no person."""
    person = state.get(OWNER, "")
    return person if is_person(person) else ""
