"""What people do in a conversation, step by step, chosen by chance.

Levels are typed with words beside them. Where a press makes the bot ask for evidence or a reason, plain words follow:
what the bot makes of the same deeds then never depends on how quickly its own messages came, and can be recomputed.
"""

from collections.abc import Callable

from bot.slack import ids
from tests.programs.crash.people import FRAMEWORKS, Somebody, Talk
from tests.programs.crash.place import Button

_LAST_STEPS = 43
_HIGH = ("3", "4", "5")  # which of them wants evidence differs between the frameworks


def begin(who: Somebody) -> None:
    """Start an assessment: the command, then its form as it stands."""
    subject = f"shop {who.token()}"
    if who.command(f"/cx-assess {subject} {who.rng.choice(FRAMEWORKS)}") and who.submit({}):
        who.talks.append(Talk(subject))
    who.dismiss()


def step(who: Somebody, talk: Talk) -> None:
    """Do one thing in a conversation; nothing while its thread is not there."""
    if not talk.thread:
        talk.thread = who.place.headline(talk.subject) or ""
        return
    talk.steps += 1
    if talk.owes:
        _give_what_is_owed(who, talk)
    else:
        who.rng.choices(list(_DEEDS), list(_DEEDS.values()))[0](who, talk)
    if talk.steps < _LAST_STEPS and _is_complete(who, talk):
        talk.steps = _LAST_STEPS  # a deed or two after the scorecard, then on to another


def _answer(who: Somebody, talk: Talk) -> None:
    """Type a level with what shows it."""
    who.type(talk, f"{who.rng.randint(1, 5)}, our list named {who.token()} shows it")


def _give_what_is_owed(who: Somebody, talk: Talk) -> None:
    words = "the list named {} shows it" if talk.owes == "evidence" else "sold by our partners only, named {}"
    if who.type(talk, words.format(who.token())):
        talk.owes = ""


def _press(who: Somebody, talk: Talk) -> None:
    """Press any button under the newest question that is to be seen."""
    rows = [[each for each in row if each.action.startswith(ids.PRESS)] for row in who.place.buttons(talk.thread)]
    offered = next((row for row in rows if row), [])
    levels = [each for each in offered if each.action.startswith(f"{ids.PRESS}level.")]
    if not offered:
        _answer(who, talk)
        return
    button = who.rng.choice(levels if levels and who.rng.random() < 0.6 else offered)  # mostly a level
    talk.owes = _owed_after(button)
    who.press(button.where)


def _owed_after(button: Button) -> str:
    name, _, level = button.action.removeprefix(ids.PRESS).partition(".")
    if name == "not_applicable":
        return "reason"
    return "evidence" if level in _HIGH else ""


def _edit(who: Somebody, talk: Talk) -> None:
    """Correct something that was typed before."""
    if talk.typed:
        ts = who.rng.choice(talk.typed[-4:])
        who.edit(ts, f"{who.rng.randint(1, 5)}, on second thoughts {who.token()} shows it")


def _change(who: Somebody, talk: Talk) -> None:
    who.type(talk, f"change {who.rng.randint(1, 5)} to {who.rng.randint(1, 2)}")


def _change_in_form(who: Somebody, talk: Talk) -> None:
    """Press *Change* beside an answer, and save another level."""
    found = [each for row in who.place.buttons(talk.thread) for each in row if each.action == ids.OPEN_CHANGE]
    if not found or not who.press(who.rng.choice(found).where):
        return
    view = who.place.form(who.person.id)
    if view is None:
        return
    blocks = {each.get("block_id", "").partition(".")[0]: each for each in view.body["blocks"]}
    level, words = blocks["level"], blocks["words"]
    option = who.rng.choice(level["element"]["options"][:5])
    typed = f"the form named {who.token()} says so"
    state = {
        level["block_id"]: {level["element"]["action_id"]: {"type": "static_select", "selected_option": option}},
        words["block_id"]: {words["element"]["action_id"]: {"type": "plain_text_input", "value": typed}},
    }
    who.submit(state)
    who.dismiss()


def _pause(who: Somebody, talk: Talk) -> None:
    who.type(talk, "pause")


def _resume(who: Somebody, talk: Talk) -> None:
    who.type(talk, "resume")


def _back(who: Somebody, talk: Talk) -> None:
    who.type(talk, "back")


def _skip(who: Somebody, talk: Talk) -> None:
    who.type(talk, "skip")


def _not_applicable(who: Somebody, talk: Talk) -> None:
    who.type(talk, f"n/a, we have no {who.token()}")


def _unknown(who: Somebody, talk: Talk) -> None:
    who.type(talk, "don't know")


def _status(who: Somebody, talk: Talk) -> None:
    who.type(talk, "status")


def _share(who: Somebody, talk: Talk) -> None:
    """Share the scorecard once it stands."""
    found = [each for row in who.place.buttons(talk.thread) for each in row if each.action == ids.SHARE]
    if found:
        who.press(found[0].where)


def _is_complete(who: Somebody, talk: Talk) -> bool:
    return any(each.action == ids.SHARE for row in who.place.buttons(talk.thread) for each in row)


_DEEDS: dict[Callable[[Somebody, Talk], None], int] = {
    _answer: 40,
    _press: 20,
    _edit: 8,
    _change: 4,
    _change_in_form: 4,
    _pause: 3,
    _resume: 3,
    _back: 3,
    _skip: 3,
    _not_applicable: 3,
    _unknown: 3,
    _status: 2,
    _share: 4,
}
