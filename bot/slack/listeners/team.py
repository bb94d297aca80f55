"""Team assessments: the buttons and forms of whoever conducts one, and those of a respondent's ballot."""

from bot.core.assessment import Assessment
from bot.core.errors import SlackRefusedError, SlackUnavailableError
from bot.core.team import Leave
from bot.slack import ids
from bot.slack.blocks import Mistakes
from bot.slack.payloads import BlockAction, Command, Submission
from bot.slack.routes import ActionRoute, FormRoute, NotDone, Parts, Reply, Route, why_not_opened
from bot.slack.values import OfNumber
from bot.slack.views import team as forms
from bot.use_cases import sittings as use
from bot.use_cases.ballots import ask_receipt, describe, give_leave, own_ballot
from bot.use_cases.ports import Done, NotHere

NO_BALLOT = "This is not your ballot, or it is over. Nothing was changed."


def groups_of(parts: Parts, workspace: str) -> tuple[forms.OfferedGroup, ...]:
    """Return the user groups to choose from; none where Slack does not tell of any, or not in time."""
    try:
        found = parts.gateway_of(workspace).user_groups()
    except (SlackRefusedError, SlackUnavailableError) as error:
        parts.report("no_user_groups", error) if isinstance(error, SlackUnavailableError) else None
        return ()
    return tuple(forms.OfferedGroup(each.id, f"{each.name} (@{each.handle})") for each in found)


def _conducted(parts: Parts, pressed: BlockAction) -> Assessment:
    """Return the assessment that the person conducts; NotDone says why it is not the person's."""
    with parts.store.reading() as view:
        found = use.conducted(view, pressed.deed, pressed.value)
    if not isinstance(found, Assessment):
        raise NotDone(forms.not_done(found))
    return found


def open_add(parts: Parts, pressed: BlockAction) -> Reply:
    """Open the form that adds people."""
    return forms.add_form(_conducted(parts, pressed))


def add_by_command(parts: Parts, asked: Command) -> str:
    """Open the form that adds people to the newest team assessment of the channel: `/cx-assess add`."""
    deed = asked.deed
    with parts.store.reading() as view:
        lines = view.lines(deed.workspace, deed.channel)
        found = next((one for line in lines if isinstance(one := use.conducted(view, deed, line.id), Assessment)), None)
    if found is None:
        return "You conduct no team assessment here that still takes answers. `/cx-assess` starts one."
    return why_not_opened(parts, asked.sender, asked.event, forms.add_form(found), again="type `/cx-assess add` again")


def add(parts: Parts, submitted: Submission) -> str:
    """Ask the people who were picked."""
    state = submitted.view.state
    people = dict.fromkeys(forms.ids_in(state.get(forms.PEOPLE, "")), forms.read_part(state))
    return _why_not(use.add_people(parts.store, parts.clock, submitted.deed, submitted.view.metadata, people))


def open_contract(parts: Parts, pressed: BlockAction) -> Reply:
    """Open the form that changes when it is revealed."""
    team = _conducted(parts, pressed)
    return forms.contract_form(team, use.newest(team).closing)


def change(parts: Parts, submitted: Submission) -> Mistakes | str:
    """Agree on another moment of the reveal."""
    errors: dict[str, str] = {}
    read = forms.read_reveal(submitted.view.state, parts.clock.now(), errors)
    if read is None:
        return Mistakes(errors)
    return _why_not(use.change_contract(parts.store, parts.clock, submitted.deed, submitted.view.metadata, *read))


def ask_whether(parts: Parts, pressed: BlockAction) -> Reply:
    """Ask whether it is to be closed now, or to end without a reveal."""
    team = _conducted(parts, pressed)
    handed_in = use.newest(team).handed_in
    people = max(len(team.waited_for()), handed_in)
    return forms.sure_form(team, ends=pressed.action == ids.OPEN_END, handed_in=handed_in, people=people)


def close(parts: Parts, submitted: Submission) -> str:
    """Close and reveal, or end without a reveal."""
    end = use.close_by_hand if submitted.view.callback == ids.CLOSE_FORM else use.end_without_reveal
    return _why_not(end(parts.store, parts.clock, submitted.deed, submitted.view.metadata))


def _why_not(outcome: Done | use.NotConducted | use.IsOver | use.TooFew | use.TooManyPeople) -> str:
    return "" if isinstance(outcome, Done) else forms.not_done(outcome)


def check(parts: Parts, pressed: BlockAction) -> str:
    """Tell a person whether what they gave is in the seal."""
    assessment, number = pressed.of(OfNumber)
    return forms.seal_checked(use.check_seal(parts.store, pressed.deed, assessment, number))


def leave(parts: Parts, pressed: BlockAction) -> str:
    """Record what a person allows with the words."""
    said = next((each for each in Leave if pressed.action == f"{ids.GIVE_LEAVE}{each.value}"), None)
    return _refused(give_leave(parts.store, parts.clock, pressed.deed, pressed.value, said)) if said else NO_BALLOT


def say_role(parts: Parts, pressed: BlockAction) -> str:
    """Record the role that a respondent pressed."""
    role = pressed.action.removeprefix(ids.SAY_ROLE)
    if role not in forms.ROLES:
        return NO_BALLOT
    return _refused(describe(parts.store, parts.clock, pressed.deed, pressed.value, role, None))


def _refused(outcome: Done | NotHere) -> str:
    return NO_BALLOT if isinstance(outcome, NotHere) else ""


def open_part(parts: Parts, pressed: BlockAction) -> Reply:
    """Open the form in which a respondent says what they are."""
    with parts.store.reading() as view:
        own = own_ballot(view, pressed.deed, pressed.value)
    if own is None or own[1].team is None:
        return NO_BALLOT
    part = next(each for each in own[1].team.people() if each.person == pressed.sender.person)
    return forms.part_form(own[0], part)


def save_part(parts: Parts, submitted: Submission) -> str:
    """Record what a respondent is."""
    role, department = forms.read_part(submitted.view.state)
    return _refused(describe(parts.store, parts.clock, submitted.deed, submitted.view.metadata, role, department))


def receipt(parts: Parts, pressed: BlockAction) -> str:
    """Have the receipt sent."""
    return _refused(ask_receipt(parts.store, parts.clock, pressed.deed, pressed.value))


ROUTES: tuple[Route, ...] = (
    ActionRoute(ids.OPEN_ADD, open_add),
    ActionRoute(ids.OPEN_CONTRACT, open_contract),
    ActionRoute(ids.OPEN_CLOSE, ask_whether),
    ActionRoute(ids.OPEN_END, ask_whether),
    ActionRoute(ids.CHECK_SEAL, check),
    ActionRoute(ids.GIVE_LEAVE, leave, family=True),
    ActionRoute(ids.SAY_ROLE, say_role, family=True),
    ActionRoute(ids.OPEN_PART, open_part),
    ActionRoute(ids.ASK_RECEIPT, receipt),
    FormRoute(ids.ADD_FORM, add, at=(forms.PEOPLE,)),
    FormRoute(ids.CONTRACT_FORM, change, at=(forms.REVEAL, forms.QUORUM, forms.DEADLINE)),
    FormRoute(ids.CLOSE_FORM, close, at=(forms.SURE,)),
    FormRoute(ids.END_FORM, close, at=(forms.SURE,)),
    FormRoute(ids.PART_FORM, save_part, at=(forms.ROLE, forms.DEPARTMENT)),
)
