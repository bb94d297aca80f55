"""The forms of a team assessment: who answers it, when it is revealed, and what a respondent is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.core.assessment import Assessment
from bot.core.reveal import FEWEST
from bot.core.team import Closing, Mode, Participant
from bot.core.text import cleaned, one_line
from bot.slack import blocks as kit
from bot.slack import ids
from bot.slack.blocks import Block, Mistakes, View
from bot.slack.values import number_in
from bot.slack.views.team import PART_LENGTH, ROLE_LABELS, ROLES, handed_in_words
from bot.use_cases.sittings import MOST_PEOPLE

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
    blocks += [how, *([number] if chosen.reveal == SO_MANY else []), moment, _more_input(more=chosen.more)]
    blocks += [_people("Observers: who only watches?", OBSERVERS), _names_input()] if chosen.more else []
    return [*blocks, kit.divider()]


def _more_input(*, more: bool) -> Block:
    """Offer what few need: nobody else watches, and levels are shown without names."""
    options = [kit.option("Who watches and whether names are shown", MORE)]
    boxes = kit.checkboxes(ids.PICK_MORE, options, initial=options if more else [])
    return kit.input_block("More settings", boxes, block_id=MORE, optional=True, acts=True)


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


def _names_input() -> Block:
    options = [
        kit.option("Without names: how many chose each level (recommended)", "without"),
        kit.option("With names: who chose which level", "with"),
    ]
    return kit.input_block("What is shown?", kit.select("value", options, initial="without"), block_id=NAMES)


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
    count = f"{handed_in_words(handed_in, people)}."
    if ends:
        text = f"{count} Nothing of it will be shown to anybody, and nobody is asked any more. This cannot be undone."
        return _sure("End without a reveal", text, ids.END_FORM, "End it", assessment.id)
    text = (
        f"{count} What is given by now counts, also of ballots that are not complete; what comes later is late. First a"
        " seal is posted, then how the answers are spread. This cannot be undone."
    )
    return _sure("Close and reveal", text, ids.CLOSE_FORM, "Close and reveal", assessment.id)


def _sure(title: str, text: str, callback: str, submit: str, metadata: str) -> View:
    options = [kit.option("Yes, I am sure", "yes")]
    box = kit.input_block("Sure?", kit.checkboxes("value", options), block_id=SURE)
    blocks = [kit.section(text), box]
    return kit.modal(title, blocks, callback_id=callback, submit=submit, about=metadata)


SURE = "sure"
