"""Playing a dialog: each step is done, what is to be seen is looked for, and what must never be is ruled out."""

from collections.abc import Iterator

from tests.dialogs.deeds import do
from tests.dialogs.looks import look
from tests.dialogs.notation import Dialog, Step
from tests.dialogs.scene import Scene, View, direct, is_prompt, new_in_channel, notices, private
from tests.dialogs.stage import Stage, is_headline
from tests.dialogs.words import buttons_of, label_of


class NotSeenError(AssertionError):
    """Something that a dialog says was not to be seen; names file and line, and shows what was there instead."""


def play(stage: Stage, dialog: Dialog) -> None:
    """Play a dialog from its first row to its last; NotSeenError at the first thing that is not as it says."""
    for step in dialog.steps:
        before = _view(stage, step.who)
        errors = do(stage, step.who, step.does)
        stage.settle()  # also while deliveries are held back: Slack sends side by side, and their order is the table's
        scene = Scene(stage, step, before, errors, _reader(stage, step))
        try:
            for seen in step.sees:
                look(scene, seen)
            _rule_out(scene)
        except AssertionError as error:
            seen_at = f"{dialog.file}:{step.line}: {step.who} | {step.does}"
            raise NotSeenError(f"{seen_at}\n  {error}\n{_picture(scene)}") from error


_NOBODY = frozenset({"slack", "cxbot", "clock"})


def _reader(stage: Stage, step: Step) -> str:
    if step.who not in _NOBODY:
        return step.who
    return next(iter(stage._people), "dana")


def _view(stage: Stage, who: str) -> View:
    if who not in _NOBODY:
        stage.person(who)
    names = list(stage._people) or ["dana"]
    reader = who if who not in _NOBODY else names[0]
    traffic = stage.traffic()
    return View(
        place=stage.channel,
        thread={each["ts"]: each for each in stage.thread(reader)},
        channel={each["ts"]: each for each in stage.messages(reader) if not each["ephemeral"]},
        private={each: {one["ts"] for one in private(stage, each)} for each in names},
        direct={each: {one["ts"] for one in direct(stage, each)} for each in names},
        notices={each: notices(stage, each) for each in names},
        traffic=traffic[-1]["n"] if traffic else 0,
        logs=len(stage.logs),
    )


def _rule_out(scene: Scene) -> None:
    """Rule out noise and faults, whatever the row says."""
    unseen = [each for each in new_in_channel(scene) if each["ts"] not in scene.channel_seen]
    unseen = unseen[1:] if scene.step.does.startswith("starts ") else unseen
    assert not unseen, f"the channel got what the row does not say: {scene.words_of_all(unseen)}"
    for who in scene.before.private:
        words = [each for each in scene.new_private(who) if f"{who}{each['ts']}" not in scene.private_seen]
        assert not words, f"{who} got a private word that the row does not say: {scene.words_of_all(words)}"
        known = scene.before.direct.get(who, set())
        told = [each for each in direct(scene.stage, who) if each["ts"] not in known]
        told = [each for each in told if f"direct{who}{each['ts']}" not in scene.private_seen]
        assert not told, f"{who} got a direct message that the row does not say: {scene.words_of_all(told)}"
    _rule_out_noise_in_thread(scene)
    faults = list(_faults(scene))
    assert not faults, f"behind the scene: {faults}"


def _rule_out_noise_in_thread(scene: Scene) -> None:
    own = [each for each in scene.said() if each["bot"] and not is_headline(each)]
    prompts = [each for each in own if is_prompt(each)]
    assert len(prompts) <= 1, f"several questions are open: {scene.words_of_all(prompts)}"
    assert not prompts or prompts[0] is own[-1], "the open question is not the last message of the bot"
    answered = [each for each in scene.said() if each["ts"] not in scene.before.thread]
    if prompts and any(each["bot"] for each in answered):
        assert answered[-1]["bot"], "the open question is not the last message of the thread"


def _faults(scene: Scene) -> Iterator[str]:
    for each in scene.stage.traffic(scene.before.traffic):
        response = each["response"] if isinstance(each["response"], dict) else {}
        if each["direction"] == "to_app" and each["status"] != 200 and "failed delivery" not in scene.allowed:
            yield f"{each['kind']} {each['name']} was answered with {each['status']} {response}"
        refused = each["direction"] == "from_app" and response.get("ok") is False
        if refused and not {"faults", f"refusal {response.get('error')}"} & scene.allowed:
            yield f"Slack refused {each['name']}: {response}"
    for log in scene.stage.logs[scene.before.logs :]:
        if log["log_level"] in ("warning", "error") and f"log {log['event']}" not in scene.allowed:
            yield f"the log says {log}"


def _picture(scene: Scene) -> str:
    """Show what the reader sees, for the report of a failure."""
    lines = [f"what {scene.reader} sees in the thread:"]
    for message in scene.stage.thread(scene.reader):
        who = "(only you) " if message["ephemeral"] else ""
        buttons = " ".join(f"[{label_of(button)}]" for _, button in buttons_of(message))
        lines.append(f"  {message['user']}: {who}{scene.stage.words(message)} {buttons}")
    lines += [f"  in the channel: {words}" for words in scene.words_of_all(scene.stage.messages(scene.reader))]
    lines += [f"  behind the scene: {fault}" for fault in _faults(scene)]
    return "\n".join(lines)
