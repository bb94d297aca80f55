"""Team assessments in Slack: the terms, what opens and closes a ballot, the seal, and the forms for all of that."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.core.assessment import Assessment, Status
from bot.core.reveal import FEWEST
from bot.core.team import Closing, Leave, Mode, Participant
from bot.core.text import cleaned, one_line
from bot.core.thread import Headline, answered
from bot.core.thread_of_team import BallotHeadline, JoinedLater, MovedReveal, Seal, Sealed, Terms
from bot.slack import blocks as kit
from bot.slack import ids
from bot.slack.blocks import Block, Element, Message, Mistakes, View
from bot.slack.text import channel_mention, joined, said, someone, when
from bot.slack.values import OfNumber, OfTwo, number_in
from bot.slack.views.levels import open_all
from bot.use_cases.sittings import MOST_PEOPLE, InSeal, IsOver, NotConducted, NotInSeal, TooFew, TooManyPeople

PART_LENGTH = 60
SHORT_DIGEST = 12
MINUTES_PER_DIMENSION = 1.25
ROLES = ("front line", "manager", "executive")
ROLE_LABELS = {"front line": "Front line", "manager": "Manager", "executive": "Executive"}
LEAVES = {
    Leave.QUOTE: ("Yes, as I typed them", "may be quoted"),
    Leave.RETELL: ("In other words only", "may be told in other words, and are not quoted"),
    Leave.NOTHING: ("No", "are not used beyond your levels"),
}
THREE = "Nothing is shown of a dimension that fewer than three answered."


def minutes_for(dimensions: int) -> int:
    """Return how many minutes it takes to answer so many dimensions, about."""
    return max(1, round(dimensions * MINUTES_PER_DIMENSION))


def handed_in_words(count: int, people: int) -> str:
    """Return how many have handed in: counts are all that is shown before the reveal."""
    return f"{count} of {people} {'has' if count == 1 else 'have'} handed in"


def reveal_words(closing: Closing, people: int, facilitator: str) -> str:
    """Return when a sitting is revealed, as it reads behind "Revealed"."""
    day = when(closing.deadline, "moment") if closing.deadline is not None else ""
    if closing.quorum == 0:
        by_hand = f"when {someone(facilitator)} closes it"
        return f"on {day}, or {by_hand}" if day else by_hand
    count = f"when all {people} have handed in" if closing.quorum is None else f"at {closing.quorum} of {people}"
    return f"{count}, or on {day}" if day else count


def done_words(assessment: Assessment) -> str:
    """Return how far an assessment is: of a team how many have handed in, which is all that anybody may know."""
    if assessment.team is not None:
        return handed_in_words(assessment.team.sittings[0].handed_in, len(assessment.waited_for()))
    return f"{answered(assessment)} of {len(assessment.framework.dimensions)} answered"


def team_progress(shows: Headline, terms: Terms) -> list[str]:
    """Return how far a team assessment is: counts only, and the contract."""
    what = "Workshop" if terms.mode is Mode.WORKSHOP else "Team"
    parts = [f"{what}, {'with names' if terms.named else 'without names'}"]
    if terms.is_over or shows.status is Status.COMPLETE:
        parts.append(f"{shows.done} of {shows.total} handed in")
        return [
            *parts,
            "scorecard in the thread" if shows.status is Status.COMPLETE else "closed, about to be revealed",
        ]
    if shows.status is Status.STOPPED:
        return [*parts, "ended without a reveal"]
    parts.append(handed_in_words(shows.done, shows.total))
    return [*parts, f"revealed {reveal_words(terms.closing, shows.total, terms.facilitator)}"]


def conduct_menu(shows: Headline, terms: Terms) -> Element | None:
    """Return what the facilitator can do while answers come in; anybody else who presses it is told so."""
    if terms.is_over or shows.status in (Status.STOPPED, Status.COMPLETE):
        return None
    entries = (
        ("Add people", ids.OPEN_ADD),
        ("Change when it is revealed", ids.OPEN_CONTRACT),
        ("Close and reveal now", ids.OPEN_CLOSE),
        ("End without a reveal", ids.OPEN_END),
    )
    return kit.overflow(ids.MORE, [kit.option(label, OfTwo(action, shows.assessment)) for label, action in entries])


def privacy_line(terms: Terms) -> str:
    """Return the line under every question of a ballot: who will see the answer, and when."""
    if terms.is_over:
        return "This comes after the close: it is kept as late, and shown only together with two other late answers."
    whom = (
        "everybody in the channel sees your level and name"
        if terms.named
        else ("everybody in the channel sees how many chose each level, not who")
    )
    day = reveal_words(terms.closing, terms.people, terms.facilitator)
    return f"Only you see this until the reveal, {day}. Then {whom}."


def ballot_headline(shows: BallotHeadline) -> Message:
    """Say what is asked of a person, who will see what and when, and ask what the person is."""
    terms = shows.terms
    minutes = minutes_for(shows.total)
    asked = "questions" if shows.total > 1 else "question"
    title = f"*{said(shows.subject)} · {said(shows.title)}*"
    what = "their view" if terms.sitting == 1 else "a second round"
    intro = (
        f"{someone(terms.facilitator)} asks {terms.people} people of {channel_mention(terms.channel)} for {what},"
        f" each in private. Answer in the thread of this message: {shows.total} {asked}, about {minutes} min."
    )
    blocks: list[Block] = [kit.section("\n".join(filter(None, (title, said(shows.prompt), intro))))]
    blocks += [kit.section(_who_sees(terms)), *_ways(shows), *_part(shows)]
    if shows.leave is None and not (terms.is_over or terms.is_stopped):
        blocks += _leave(shows.assessment, None)
    return kit.message(blocks)


def _ways(shows: BallotHeadline) -> list[Block]:
    """Offer all questions on one page, and of a workshop what everybody reads before."""
    if shows.terms.is_stopped or shows.terms.is_over:
        return []
    is_workshop = shows.terms.mode is Mode.WORKSHOP
    read = [kit.button("Read before", ids.OPEN_PACK, value=shows.terms.assessment)] if is_workshop else []
    page = [open_all(shows.assessment)] if shows.total > 1 else []
    return [kit.actions(*read, *page)] if read or page else []


def _who_sees(terms: Terms) -> str:
    """Say who sees an answer before the reveal, after it, and at any time; and how it ended once it has."""
    where = channel_mention(terms.channel)
    after = (
        f"everybody in {where} sees which level each person chose, with the names: this was opened so."
        if terms.named
        else f"everybody in {where} sees how many chose each level, never who; and the mean of each role or department,"
        f" where every group has three people or more. {THREE} If all choose the same level, or all of your group,"
        " everybody knows yours."
    )
    if terms.is_stopped:
        return "*This was ended without a reveal.* Nothing that anybody answered is shown."
    if terms.is_over:
        return f"*This is closed.* With the reveal {after} What you answer from now on is late, and shown apart."
    until = reveal_words(terms.closing, terms.people, terms.facilitator)
    before = "Before the reveal nobody sees your answers but you: whoever started this does not either."
    known = (
        "Whoever runs the database of cxbot can look answers up there at any time, and the owners of your Slack may be"
        " able to export direct messages."
    )
    lines = (f"{before} You can change them until it comes, {until}.", f"After it {after}", known)
    return "\n• ".join(["*Who sees what*", *lines])


def _part(shows: BallotHeadline) -> list[Block]:
    """Ask for role and department, or say which are known; both may be left out."""
    if shows.terms.is_over or shows.terms.is_stopped:
        return []
    known = joined(said(shows.part.role, PART_LENGTH), said(shows.part.department, PART_LENGTH))
    if shows.is_settled:
        return [kit.section(f"You answer as in the first round: *{known}*")] if known else []
    change = kit.button("Change" if known else "Own words", ids.OPEN_PART, value=shows.assessment)
    if known:
        return [kit.section(f"You answer as: *{known}*", accessory=change)]
    ask = (
        "*As what do you answer?* You may leave this out. Answers are compared by role or department only where every"
        " group has at least three people."
    )
    roles = (kit.button(ROLE_LABELS[each], f"{ids.SAY_ROLE}{each}", value=shows.assessment) for each in ROLES)
    return [kit.section(ask), kit.actions(*roles, change)]


def sealed(shows: Sealed) -> Message:
    """Say that a ballot is handed in, until when it can be changed, and what its receipt is."""
    terms = shows.terms
    receipt = f"Your receipt is `{shows.digest[:SHORT_DIGEST]}…`"
    if not terms.is_over:
        until = reveal_words(terms.closing, terms.people, terms.facilitator)
        text = (
            f"*Handed in.* You can change it until the reveal, {until}. {receipt}: with it you can show later that your"
            " answers were counted as you gave them."
        )
    elif not shows.counts:
        text = (
            "*Late.* It was closed before your first answer. Late answers are kept, and shown three at a time, apart."
        )
    else:
        text = (
            f"*Closed.* What you had answered by then counts. {receipt}; the seal over all is in the channel's thread."
        )
        text += " What you said since is late: kept, and never mixed into what was revealed." if shows.is_late else ""
    buttons = [kit.button("Change an answer", ids.OPEN_CHANGE, value=OfTwo(shows.assessment))]
    if shows.counts:
        buttons = [kit.button("Download receipt", ids.ASK_RECEIPT, value=shows.assessment), *buttons]
    blocks = [kit.section(text), kit.actions(*buttons)]
    blocks += _leave(shows.assessment, shows.leave, only_less=terms.is_over and not shows.is_late)
    return kit.message(blocks)


def _leave(ballot: str, leave: Leave | None, *, only_less: bool = False) -> list[Block]:
    """Ask once what may become of the words; what was said stands there afterwards, and can be changed.

    After the reveal ``only_less`` can be said: what was not shown does not come later.
    """
    left = [(each, label) for each, (label, _) in LEAVES.items() if each is not leave]
    if leave is None:
        ask = "*May your words be used?* Without your name. Until you say so, only your levels are."
    else:
        ask = f"Your words {LEAVES[leave][1]}."
    if only_less:
        ask += " You can still allow less: then they are taken out of what is shown."
        order = [*LEAVES]
        left = left[order.index(leave) :] if leave is not None else []
        if not left:
            return []
    buttons = (kit.button(label, f"{ids.GIVE_LEAVE}{each.value}", value=ballot) for each, label in left)
    return [kit.section(ask), kit.actions(*buttons)]


def seal(shows: Seal) -> Message:
    """Show the root over all receipts, before anything is revealed."""
    count = len(shows.closed.receipts)
    how = f"{someone(shows.closed.by)} closed it" if shows.closed.by else "It is closed, as agreed"
    answered = "answered" if shows.sitting == 1 else "rated again"
    text = (
        f"*{how}: {count} of {shows.people} {answered}.* Before anything is shown, this seals what they said:"
        f" `{shows.closed.root}`. No answer can be changed or added from here on without breaking it."
    )
    check = kit.button("Is mine in it?", ids.CHECK_SEAL, value=OfNumber(shows.assessment, shows.sitting))
    return kit.paragraph(text, check)


def moved_reveal(shows: MovedReveal) -> Message:
    """Say who changed the contract, from what to what."""
    by = shows.now.by
    before, now = (reveal_words(each, shows.people, by) for each in (shows.before, shows.now))
    return kit.paragraph(f"{someone(by)} changed when this is revealed: {now}. Before, it was {before}.")


def joined_later(shows: JoinedLater) -> Message:
    """Say that more people answer."""
    more = "One more person was" if shows.number == 1 else f"{shows.number} more people were"
    return kit.paragraph(f"{more} asked: {shows.people} answer now.")


def not_done(outcome: NotConducted | IsOver | TooFew | TooManyPeople) -> str:
    """Say why something about a team assessment was not done."""
    match outcome:
        case NotConducted(facilitator=""):
            return "There is no such team assessment here any more."
        case NotConducted(facilitator=facilitator):
            return f"Only {someone(facilitator)}, who conducts this assessment, can do that."
        case IsOver():
            return "It takes no answers any more, so this cannot be changed."
        case TooFew(handed_in=count):
            given = "Nobody has" if count == 0 else f"Only {count} {'has' if count == 1 else 'have'}"
            return f"{given} answered anything. It is revealed from three people up: give it more time, or end it."
        case TooManyPeople(people=people):
            return f"These would be {people} people; {MOST_PEOPLE} can answer at most."


def seal_checked(checked: InSeal | NotInSeal | NotConducted) -> str:
    """Say to a person whether what they gave is in the seal."""
    match checked:
        case InSeal(digest=own, words_out=True):
            return (
                f"Yes: your receipt `{own}` is among those under the seal. Words of somebody who was removed were taken"
                " out of your answers since, so what is stored cannot be compared with it any more. A receipt that you"
                " downloaded before still verifies."
            )
        case InSeal(digest=own):
            return (
                f"Yes: your receipt `{own}` is among those under the seal, and your answers are stored as they were."
                " Whoever keeps your receipt's file can check that against an export, with `cxbot verify`."
            )
        case NotInSeal(differs=True):
            return (
                "No: what is stored of your answers is not what was sealed. Tell the facilitator, and keep your"
                " receipt: it shows what you answered."
            )
        case NotInSeal():
            return "You had answered nothing when this was closed, so nothing of yours is in it."
        case NotConducted():
            return "There is no such seal here any more."


MODE, PEOPLE, GROUPS, MORE_PEOPLE, OBSERVERS = "mode", "people", "groups", "more_people", "observers"
REVEAL, QUORUM, DEADLINE, NAMES, ROLE, DEPARTMENT = "reveal", "quorum", "deadline", "names", "role", "department"
ALONE, EVERYBODY, STARTER = "alone", "everybody", "starter"
ALL, SO_MANY, BY_HAND = "all", "so_many", "by_hand"
OTHERS, MORE = "others", "more"
FURTHEST = timedelta(days=365)
MODES = {
    ALONE: ("Just me", "You answer in a thread here"),
    Mode.TEAM.value: ("Team", "Each answers in private; then all see how the answers are spread"),
    Mode.WORKSHOP.value: ("Workshop", "A team assessment with reading before, questions, votes and a synopsis"),
}
ENOUGH = f"A team assessment needs {FEWEST} people at least, so that nobody's answer can be told from the others."


@dataclass(frozen=True, slots=True)
class OfferedGroup:
    """A user group of the workspace."""

    id: str
    name: str


def mode_input(mode: str) -> Block:
    """Ask who answers."""
    options = [kit.option(label, value, description=what) for value, (label, what) in MODES.items()]
    buttons = kit.radio_buttons(ids.PICK_MODE, options, initial=mode)
    return kit.input_block("Who answers?", buttons, block_id=MODE, acts=True)


@dataclass(frozen=True, slots=True)
class TeamChoices:
    """What is chosen by now and brings further fields: how it is revealed, and whether there is ``more`` to say."""

    reveal: str = ALL
    more: bool = False


def team_choices(state: Mapping[str, str]) -> TeamChoices:
    """Return these choices as they stand in the form."""
    return TeamChoices(state.get(REVEAL, "") or ALL, MORE in state.get(MORE, ""))


def team_inputs(groups: Sequence[OfferedGroup], chosen: TeamChoices) -> list[Block]:
    """Ask who answers, in which role, and when it is revealed; what has a good default only where it is wanted."""
    roles = [(f"{PEOPLE}.{each}", f"{ROLE_LABELS[each]}: who answers?") for each in ROLES]
    roles.append((f"{PEOPLE}.{OTHERS}", "Others: who answers? They are asked for their role"))
    blocks: list[Block] = [kit.divider()]
    blocks += [_people(label, block) for block, label in roles]
    if groups:
        options = [kit.option(each.name, each.id) for each in groups[:100]]
        blocks.append(kit.input_block("User groups", kit.many_select("value", options), block_id=GROUPS, optional=True))
    also = [kit.option("Everybody in this channel", EVERYBODY), kit.option("I answer, too", STARTER)]
    blocks.append(kit.input_block("Also", kit.checkboxes("value", also), block_id=MORE_PEOPLE, optional=True))
    how, number, moment = _reveal_inputs(chosen.reveal, None, None, ids.PICK_REVEAL)
    more = [kit.option("Who watches and whether names are shown", MORE)]  # few need it
    boxes = kit.checkboxes(ids.PICK_MORE, more, initial=more if chosen.more else [])
    blocks += [how, *([number] if chosen.reveal == SO_MANY else []), moment]
    blocks.append(kit.input_block("More settings", boxes, block_id=MORE, optional=True, acts=True))
    if chosen.more:
        names = [
            kit.option("Without names: how many chose each level (recommended)", "without"),
            kit.option("With names: who chose which level", "with"),
        ]
        menu = kit.select("value", names, initial="without")
        blocks.append(_people("Observers: who only watches?", OBSERVERS))
        blocks.append(kit.input_block("What is shown?", menu, block_id=NAMES))
    return [*blocks, kit.divider()]


def _people(label: str, block: str) -> Block:
    return kit.input_block(label, kit.people_select("value", most=MOST_PEOPLE), block_id=block, optional=True)


def reveal_inputs(closing: Closing) -> list[Block]:
    """Ask when a sitting is revealed, filled in with the contract as it stands."""
    chosen = ALL if closing.quorum is None else SO_MANY if closing.quorum else BY_HAND
    return _reveal_inputs(chosen, closing.quorum, closing.deadline, "value")


def _reveal_inputs(chosen: str, quorum: int | None, deadline: datetime | None, action: str) -> list[Block]:
    options = [
        kit.option("When all have handed in (recommended)", ALL),
        kit.option("When so many have handed in", SO_MANY),
        kit.option("Only when I close it, or at the deadline", BY_HAND),
    ]
    number = kit.number_input("value", initial=str(quorum) if quorum else None, between=(FEWEST, MOST_PEOPLE))
    moment = kit.moment_input("value", initial=deadline)
    how, acts = kit.select(action, options, initial=chosen), action != "value"
    # A form that draws itself anew shows this field only where it has to be filled in.
    how_many = "How many have to hand in?" if acts else "How many, where not all"
    return [
        kit.input_block("When is it revealed?", how, block_id=REVEAL, acts=acts),
        kit.input_block(how_many, number, block_id=QUORUM, optional=not acts),
        kit.input_block("At the latest on", moment, block_id=DEADLINE, optional=True, hint="In your own time."),
    ]


@dataclass(frozen=True, slots=True)
class FilledTeam:
    """What was filled in: people by role, and who else is to be found out from Slack."""

    mode: Mode
    named: bool
    people: Mapping[str, str]
    groups: tuple[str, ...]
    everybody: bool
    starter: bool
    observers: tuple[str, ...]
    quorum: int | None
    deadline: datetime | None


def picked_mode(state: Mapping[str, str]) -> str:
    """Return who answers as it is picked in the form."""
    picked = state.get(MODE, "")
    return picked if picked in MODES else ALONE


def ids_in(text: str) -> tuple[str, ...]:
    """Return the people or groups that are picked, each once."""
    return tuple(dict.fromkeys(each for each in text.split(",") if each))


def read_team(state: Mapping[str, str], now: datetime) -> FilledTeam | Mistakes:
    """Read who answers and when it is revealed; every mistake is named at its field."""
    errors: dict[str, str] = {}
    people: dict[str, str] = {}
    for role in (*ROLES, OTHERS):
        for person in ids_in(state.get(f"{PEOPLE}.{role}", "")):
            if person in people:
                errors[f"{PEOPLE}.{role}"] = "Somebody here is picked in another field, too. Pick each person once."
            people[person] = "" if role == OTHERS else role
    contract = read_reveal(state, now, errors)
    also = ids_in(state.get(MORE_PEOPLE, ""))
    if errors or contract is None:
        return Mistakes(errors)
    return FilledTeam(
        mode=Mode(picked_mode(state)),
        named=state.get(NAMES) == "with",
        people=people,
        groups=ids_in(state.get(GROUPS, "")),
        everybody=EVERYBODY in also,
        starter=STARTER in also,
        observers=ids_in(state.get(OBSERVERS, "")),
        quorum=contract[0],
        deadline=contract[1],
    )


def read_reveal(
    state: Mapping[str, str], now: datetime, errors: dict[str, str]
) -> tuple[int | None, datetime | None] | None:
    """Read when it is revealed: the quorum and the deadline of a ``Closing``; None, with ``errors``, for a mistake."""
    how, typed, moment = state.get(REVEAL, ALL), state.get(QUORUM, "").strip(), state.get(DEADLINE, "")
    number = number_in(typed) or 0
    if how == SO_MANY and not FEWEST <= number <= MOST_PEOPLE:
        asked = QUORUM if QUORUM in state else REVEAL
        errors[asked] = f"Say how many have to hand in: {FEWEST} at least."
    elif how != SO_MANY and typed:
        errors[QUORUM] = "Leave this empty, or choose “When so many have handed in” above."
    deadline = datetime.fromtimestamp(int(moment), UTC) if moment.isascii() and moment.isdigit() else None
    if deadline is not None and not now < deadline <= now + FURTHEST:
        errors[DEADLINE] = "Choose a moment that is still to come, within a year."
    if not {QUORUM, REVEAL, DEADLINE}.isdisjoint(errors):
        return None
    return ({ALL: None, SO_MANY: number}.get(how, 0)), deadline


def why_not_these(people: Iterable[str], quorum: int | None) -> Mapping[str, str]:
    """Return what is wrong with how many people answer, at its field; nothing where all is well."""
    count = len(tuple(people))
    first = f"{PEOPLE}.{ROLES[0]}"
    if count < FEWEST:
        chosen = f"{count} {'is' if count == 1 else 'are'} chosen" if count else "Nobody is chosen"
        return {first: f"{chosen}. {ENOUGH}"}
    if count > MOST_PEOPLE:
        return {first: f"{count} people are chosen; {MOST_PEOPLE} can answer at most. Choose fewer."}
    if quorum is not None and quorum > count:
        return {QUORUM: f"Only {count} people answer. Choose {count} at most, or leave it to all."}
    return {}


def add_form(assessment: Assessment) -> View:
    """Build the form that adds people, or says what somebody is who was added before."""
    blocks: list[Block] = [
        kit.context("Who is added is asked at once, in private. Of somebody who answers already it changes the role."),
        kit.input_block("Who?", kit.people_select("value", most=MOST_PEOPLE), block_id=PEOPLE),
        *_part_inputs("", "", "Left empty, each is asked."),
    ]
    return kit.modal("Add people", blocks, callback_id=ids.ADD_FORM, submit="Ask them", about=assessment.id)


def part_form(ballot: Assessment, part: Participant) -> View:
    """Build the form in which a respondent says what they are."""
    hint = "Answers are compared by it only where every group has at least three people."
    return kit.modal(
        "As what do you answer?",
        _part_inputs(part.role, part.department, hint),
        callback_id=ids.PART_FORM,
        submit="Save",
        about=ballot.id,
    )


def _part_inputs(role: str, department: str, hint: str) -> list[Block]:
    placeholder = "front line, manager, executive, or your own words"
    own = kit.text_input("value", initial=role, placeholder=placeholder, max_length=PART_LENGTH)
    where = kit.text_input("value", initial=department, placeholder="Support", max_length=PART_LENGTH)
    return [
        kit.input_block("Role", own, block_id=ROLE, hint=hint, optional=True),
        kit.input_block("Department", where, block_id=DEPARTMENT, optional=True),
    ]


def read_part(state: Mapping[str, str]) -> tuple[str, str]:
    """Read role and department, in which nothing hides that would part those who typed the same.

    A role that is offered is written as it is there, however it was typed.
    """
    role, department = (one_line(cleaned(state.get(each, "")))[:PART_LENGTH] for each in (ROLE, DEPARTMENT))
    return next((each for each in ROLES if each == role.casefold()), role), department


def contract_form(assessment: Assessment, closing: Closing) -> View:
    """Build the form that changes when a sitting is revealed."""
    told = kit.context("The thread is told of the change, with what was agreed before.")
    return kit.modal(
        "When is it revealed?",
        [*reveal_inputs(closing), told],
        callback_id=ids.CONTRACT_FORM,
        submit="Change it",
        about=assessment.id,
    )


def sure_form(assessment: Assessment, *, ends: bool, handed_in: int, people: int) -> View:
    """Build the question that is asked before a sitting is closed, or ended without a reveal."""
    text = "Nothing of it will be shown to anybody, and nobody is asked any more. This cannot be undone."
    title, form, submit = "End without a reveal", ids.END_FORM, "End it"
    if not ends:
        text = (
            "What is given by now counts, also of ballots that are not complete; what comes later is late. First a"
            " seal is posted, then how the answers are spread. This cannot be undone."
        )
        title, form, submit = "Close and reveal", ids.CLOSE_FORM, "Close and reveal"
    box = kit.input_block("Sure?", kit.checkboxes("value", [kit.option("Yes, I am sure", "yes")]), block_id=SURE)
    blocks = [kit.section(f"{handed_in_words(handed_in, people)}. {text}"), box]
    return kit.modal(title, blocks, callback_id=form, submit=submit, about=assessment.id)


SURE = "sure"
