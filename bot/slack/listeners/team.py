"""Team assessments: the buttons and forms of whoever conducts one, and those of a respondent's ballot."""

from bot.core.assessment import Assessment
from bot.core.errors import SlackRefusedError, SlackUnavailableError
from bot.core.team import Leave
from bot.slack.blocks import Message, Mistakes
from bot.slack.payloads import BlockAction, Command, Submission
from bot.slack.routes import ActionRoute, FormRoute, Parts, Route, answer, open_form, why_not_opened
from bot.slack.values import (
    ADD_FORM,
    ASK_RECEIPT,
    CHECK_SEAL,
    CLOSE_FORM,
    CONTRACT_FORM,
    END_FORM,
    GIVE_LEAVE,
    OPEN_ADD,
    OPEN_CLOSE,
    OPEN_CONTRACT,
    OPEN_END,
    OPEN_PART,
    PART_FORM,
    SAY_ROLE,
    read_seal,
)
from bot.slack.views.team import ROLES, not_done, seal_checked
from bot.slack.views.team_form import (
    DEADLINE,
    DEPARTMENT,
    PEOPLE,
    QUORUM,
    REVEAL,
    ROLE,
    SURE,
    OfferedGroup,
    add_form,
    contract_form,
    ids_in,
    part_form,
    read_part,
    read_reveal,
    sure_form,
)
from bot.use_cases.ballots import NoBallot, ask_receipt, describe, give_leave, own_ballot
from bot.use_cases.sittings import (
    Done,
    IsOver,
    NotConducted,
    TooFew,
    TooManyPeople,
    add_people,
    change_contract,
    check_seal,
    close_by_hand,
    conducted,
    end_without_reveal,
    newest,
)

NO_BALLOT = "This is not your ballot, or it is over. Nothing was changed."


def groups_of(parts: Parts, workspace: str) -> tuple[OfferedGroup, ...]:
    """Return the user groups to choose from; none where Slack does not tell of any, or not in time."""
    try:
        found = parts.gateway_of(workspace).user_groups()
    except (SlackRefusedError, SlackUnavailableError) as error:
        parts.report("no_user_groups", error) if isinstance(error, SlackUnavailableError) else None
        return ()
    return tuple(OfferedGroup(each.id, f"{each.name} (@{each.handle})") for each in found)


def _conducted(parts: Parts, pressed: BlockAction) -> Assessment | None:
    """Return the assessment that the person conducts; whoever may not is told why."""
    with parts.store.reading() as view:
        found = conducted(view, pressed.sender.deed(pressed.event), pressed.value)
    if isinstance(found, Assessment):
        return found
    answer(parts, pressed, Message(not_done(found)))
    return None


def open_add(parts: Parts, pressed: BlockAction) -> None:
    """Open the form that adds people."""
    if (team := _conducted(parts, pressed)) is not None:
        open_form(parts, pressed, add_form(team))


def add_by_command(parts: Parts, asked: Command) -> str:
    """Open the form that adds people to the newest team assessment of the channel: `/cx-assess add`."""
    deed = asked.sender.deed(asked.trigger)
    with parts.store.reading() as view:
        lines = view.lines(deed.workspace, deed.channel)
        found = next((one for line in lines if isinstance(one := conducted(view, deed, line.id), Assessment)), None)
    if found is None:
        return "You conduct no team assessment here that still takes answers. `/cx-assess` starts one."
    return why_not_opened(parts, asked.sender, asked.trigger, add_form(found), again="type `/cx-assess add` again")


def add(parts: Parts, submitted: Submission) -> Mistakes | None:
    """Ask the people who were picked."""
    state = submitted.view.state
    people = dict.fromkeys(ids_in(state.get(PEOPLE, "")), read_part(state))
    deed = submitted.sender.deed(submitted.event)
    return _mistake(add_people(parts.store, parts.clock, deed, submitted.view.metadata, people), PEOPLE)


def open_contract(parts: Parts, pressed: BlockAction) -> None:
    """Open the form that changes when it is revealed."""
    if (team := _conducted(parts, pressed)) is not None:
        open_form(parts, pressed, contract_form(team, newest(team).closing))


def change(parts: Parts, submitted: Submission) -> Mistakes | None:
    """Agree on another moment of the reveal."""
    errors: dict[str, str] = {}
    read = read_reveal(submitted.view.state, parts.clock.now(), errors)
    if read is None:
        return Mistakes(errors)
    deed = submitted.sender.deed(submitted.event)
    return _mistake(change_contract(parts.store, parts.clock, deed, submitted.view.metadata, *read), REVEAL)


def open_close(parts: Parts, pressed: BlockAction) -> None:
    """Ask whether it is to be closed now."""
    _ask_whether(parts, pressed, ends=False)


def open_end(parts: Parts, pressed: BlockAction) -> None:
    """Ask whether it is to end without a reveal."""
    _ask_whether(parts, pressed, ends=True)


def _ask_whether(parts: Parts, pressed: BlockAction, *, ends: bool) -> None:
    if (team := _conducted(parts, pressed)) is not None:
        sitting, people = newest(team), len(team.waited_for())
        count = max(people, sitting.handed_in)
        open_form(parts, pressed, sure_form(team, ends=ends, handed_in=sitting.handed_in, people=count))


def close(parts: Parts, submitted: Submission) -> Mistakes | None:
    """Close and reveal."""
    deed = submitted.sender.deed(submitted.event)
    return _mistake(close_by_hand(parts.store, parts.clock, deed, submitted.view.metadata), SURE)


def end(parts: Parts, submitted: Submission) -> Mistakes | None:
    """End without a reveal."""
    deed = submitted.sender.deed(submitted.event)
    return _mistake(end_without_reveal(parts.store, parts.clock, deed, submitted.view.metadata), SURE)


def _mistake(outcome: Done | NotConducted | IsOver | TooFew | TooManyPeople, field: str) -> Mistakes | None:
    return None if isinstance(outcome, Done) else Mistakes({field: not_done(outcome)})


def check(parts: Parts, pressed: BlockAction) -> None:
    """Tell a person whether what they gave is in the seal."""
    assessment, number = read_seal(pressed.value)
    checked = check_seal(parts.store, pressed.sender.deed(pressed.event), assessment, number)
    answer(parts, pressed, Message(seal_checked(checked)))


def leave(parts: Parts, pressed: BlockAction) -> None:
    """Record what a person allows with the words."""
    said = next((each for each in Leave if pressed.action == f"{GIVE_LEAVE}{each.value}"), None)
    deed = pressed.sender.deed(pressed.event)
    if said is None or isinstance(give_leave(parts.store, parts.clock, deed, pressed.value, said), NoBallot):
        answer(parts, pressed, Message(NO_BALLOT))


def say_role(parts: Parts, pressed: BlockAction) -> None:
    """Record the role that a respondent pressed."""
    role = pressed.action.removeprefix(SAY_ROLE)
    deed = pressed.sender.deed(pressed.event)
    is_known = role in ROLES
    if not is_known or isinstance(describe(parts.store, parts.clock, deed, pressed.value, role, None), NoBallot):
        answer(parts, pressed, Message(NO_BALLOT))


def open_part(parts: Parts, pressed: BlockAction) -> None:
    """Open the form in which a respondent says what they are."""
    with parts.store.reading() as view:
        own = own_ballot(view, pressed.sender.deed(pressed.event), pressed.value)
    if own is None or own[1].team is None:
        answer(parts, pressed, Message(NO_BALLOT))
        return
    part = next(each for each in own[1].team.people() if each.person == pressed.sender.person)
    open_form(parts, pressed, part_form(own[0], part))


def save_part(parts: Parts, submitted: Submission) -> Mistakes | None:
    """Record what a respondent is."""
    role, department = read_part(submitted.view.state)
    deed = submitted.sender.deed(submitted.event)
    saved = describe(parts.store, parts.clock, deed, submitted.view.metadata, role, department)
    return Mistakes({ROLE: NO_BALLOT}) if isinstance(saved, NoBallot) else None


def receipt(parts: Parts, pressed: BlockAction) -> None:
    """Have the receipt sent."""
    asked = ask_receipt(parts.store, parts.clock, pressed.sender.deed(pressed.event), pressed.value)
    if isinstance(asked, NoBallot):
        answer(parts, pressed, Message(NO_BALLOT))


ROUTES: tuple[Route, ...] = (
    ActionRoute(OPEN_ADD, open_add),
    ActionRoute(OPEN_CONTRACT, open_contract),
    ActionRoute(OPEN_CLOSE, open_close),
    ActionRoute(OPEN_END, open_end),
    ActionRoute(CHECK_SEAL, check),
    ActionRoute(GIVE_LEAVE, leave, family=True),
    ActionRoute(SAY_ROLE, say_role, family=True),
    ActionRoute(OPEN_PART, open_part),
    ActionRoute(ASK_RECEIPT, receipt),
    FormRoute(ADD_FORM, add, at=(PEOPLE,)),
    FormRoute(CONTRACT_FORM, change, at=(REVEAL, QUORUM, DEADLINE)),
    FormRoute(CLOSE_FORM, close, at=(SURE,)),
    FormRoute(END_FORM, end, at=(SURE,)),
    FormRoute(PART_FORM, save_part, at=(ROLE, DEPARTMENT)),
)
