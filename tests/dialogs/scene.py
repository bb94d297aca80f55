"""What a step led to: the scene as it was before and as its reader sees it now."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.dialogs.notation import Step
from tests.dialogs.stage import Json, Stage
from tests.dialogs.words import buttons_of


@dataclass
class View:
    """What stood in Slack before a step, for telling what is new."""

    place: str
    thread: Mapping[str, Json]
    channel: Mapping[str, Json]
    private: Mapping[str, set[str]]
    direct: Mapping[str, set[str]]
    notices: Mapping[str, list[str]]
    traffic: int
    logs: int


@dataclass
class Scene:
    """One step under way: what it led to, and how far the thread was read by the lines before."""

    stage: Stage
    step: Step
    before: View
    errors: Mapping[str, str]
    reader: str
    read_to: int = 0
    allowed: set[str] = field(default_factory=set)
    private_seen: set[str] = field(default_factory=set)
    channel_seen: set[str] = field(default_factory=set)

    def words_of_all(self, messages: list[Json]) -> list[str]:
        """Give the words of messages, for looking and for telling."""
        return [self.stage.words(each) for each in messages]

    def said(self) -> list[Json]:
        """Give the thread without private words."""
        return [each for each in self.stage.thread(self.reader) if not each["ephemeral"]]

    def new_private(self, who: str) -> list[Json]:
        """Give the private words that somebody got in this step, in channel and thread; none where they come to."""
        if self.before.place != self.stage.channel:
            return []
        known = self.before.private.get(who, set())
        return [each for each in private(self.stage, who) if each["ts"] not in known]


def private(stage: Stage, who: str) -> list[Json]:
    found = {each["ts"]: each for each in [*stage.messages(who), *stage.thread(who)] if each["ephemeral"]}
    return [found[ts] for ts in sorted(found)]


def direct(stage: Stage, who: str) -> list[Json]:
    found = stage.messages(who, f"D{stage.person(who).id[1:]}")
    return [each for each in found if each["bot"] and not each["ephemeral"]]


def notices(stage: Stage, who: str) -> list[str]:
    return [each["text"] for each in stage.looks(who)["notices"]]


def is_prompt(message: Json) -> bool:
    """Tell a question that waits for its answer: it has a button that answers it."""
    ids = [str(button["action_id"]) for _, button in buttons_of(message)]
    return any(each.startswith("press.") and each != "press.resume" for each in ids)


def new_in_channel(scene: Scene) -> list[Json]:
    if scene.before.place != scene.stage.channel or scene.stage.channel.startswith("D"):
        return []
    shown = [each for each in scene.stage.messages(scene.reader) if each["bot"] and not each["ephemeral"]]
    return [each for each in shown if each["ts"] not in scene.before.channel]


def calls(scene: Scene) -> list[Json]:
    return [each for each in scene.stage.traffic(scene.before.traffic) if each["direction"] == "from_app"]
