"""People who conduct assessments side by side: they type, press, edit and change, and wait for little."""

import random
import threading
import time
from dataclasses import dataclass, field

from bot.sandbox.model import Json
from bot.sandbox.person import Person
from tests.programs.crash.place import CHANNEL, Place
from tests.programs.crash.post_office import MOST_TRIES, Tried

NAMES = ("dana", "sam", "priya", "riley", "mo")
FRAMEWORKS = ("optimization", "engagement", "capabilities", "matrix")
_AT_ONCE = 2  # conversations of one person side by side
_LONGEST = 45  # steps; then a conversation is left as it is
_LETTERS = "bcdfghjklmnpqrstvwxz"
_SECONDS = 10.0


@dataclass
class Talk:
    """One conversation as its person sees it. ``owes`` is what the last press made the bot ask for."""

    subject: str
    thread: str = ""
    owes: str = ""
    steps: int = 0
    typed: list[str] = field(default_factory=list)


class Somebody:
    """A person with a channel, a keyboard and no patience."""

    def __init__(self, place: Place, name: str, rng: random.Random) -> None:
        self.place = place
        self.rng = rng
        self.talks: list[Talk] = []
        # Looks at the direct messages, which stay empty, so that the driver's own looks stay quick.
        self.person = Person(place.url, name)
        self.person.channel = f"D{self.person.id[1:]}"

    def token(self) -> str:
        """Make a word that occurs once, with nothing in it that could be read as a level."""
        return "q" + "".join(self.rng.choices(_LETTERS, k=9))

    def type(self, talk: Talk, text: str) -> bool:
        """Type in the thread, and wait for the acknowledgement or, now and then, not."""
        mark = self.place.office.mark()
        ts = str(self.person.do("say", channel=CHANNEL, text=text, thread_ts=talk.thread)["ts"])
        talk.typed.append(ts)
        return self._until_taken(mark, f"message:{CHANNEL}:{ts}")

    def edit(self, ts: str, text: str) -> bool:
        """Change a message that was typed before."""
        mark = self.place.office.mark()
        self.person.do("edit", channel=CHANNEL, ts=ts, text=text)
        return self._until_taken(mark, f"edit:{CHANNEL}:{ts}:")

    def press(self, where: Json) -> bool:
        """Press a button, again and again while Slack says that the app did not take it; False when it is gone."""
        while True:
            mark, words = self.place.office.mark(), len(self.place.private_words(self.person.id))
            try:
                self.person.do("act", **where)
            except AssertionError:
                return False  # the message was changed under the finger
            if self._acted("action", mark) and not self._told_not_saved(words):
                return True
            self.place.up.wait(_SECONDS)

    def submit(self, state: Json) -> bool:
        """Submit the open form until it is taken; False when it closed otherwise or shows a mistake that stays."""
        for _ in range(30):
            view = self.place.form(self.person.id)
            if view is None:
                return False
            try:
                if self.person.do("submit", view_id=view.id, state=state)["ok"]:
                    return True
            except AssertionError:
                return False
            self.place.up.wait(_SECONDS)
        return False

    def command(self, line: str) -> bool:
        """Type a command until its form is open."""
        for _ in range(30):
            mark = self.place.office.mark()
            self.person.do("say", channel=CHANNEL, text=line)
            self._acted("command", mark)
            if self.place.form(self.person.id) is not None:
                return True
            self.place.up.wait(_SECONDS)
        return False

    def dismiss(self) -> None:
        """Close whatever form is open."""
        while (view := self.place.form(self.person.id)) is not None:
            self.person.do("close", view_id=view.id)

    def _acted(self, kind: str, mark: int) -> bool:
        """Wait until a command or press was delivered, which happens once; tell whether it was taken."""

        def fits(tried: Tried) -> bool:
            return tried.kind == kind and tried.person == self.person.id

        tried = self.place.office.wait_for(mark, fits, 1, _SECONDS)
        return bool(tried) and tried[0].saved

    def _told_not_saved(self, before: int) -> bool:
        return any("not saved" in each.text for each in self.place.private_words(self.person.id)[before:])

    def _until_taken(self, mark: int, key: str) -> bool:
        """Wait until an event is acknowledged. Slack sends it at once, after 1 minute and after 5, so move its clock.

        Some do not wait for the later tries: they go on, and their words arrive late.
        """
        waits, waits_for_bot = self.rng.random() < 0.7, self.rng.random() < 0.8  # most do
        number = 2
        while True:
            tried = self.place.office.wait_for(mark, lambda each: each.key.startswith(key), number, 0.5)
            if any(each.saved for each in tried):
                return True
            if len(tried) >= MOST_TRIES or (len(tried) >= 2 and not waits):
                return False
            if len(tried) >= 2:
                time.sleep(self.rng.uniform(0, 0.4))  # a minute is long beside a lease
                if waits_for_bot:
                    self.place.up.wait(_SECONDS)
                self.place.move_clock(60 if len(tried) == 2 else 300)
            number = len(tried) + 1


class Crowd:
    """Everybody at once, each in a thread, until it is over."""

    def __init__(self, place: Place, seed: str, names: tuple[str, ...] = NAMES) -> None:
        self.people = [Somebody(place, each, random.Random(f"{seed}:{each}")) for each in names]
        self.trouble: list[str] = []
        self._over = threading.Event()
        self._threads = [threading.Thread(target=self._live, args=(each,), name=each.person.id) for each in self.people]

    def start(self) -> None:
        """Let them begin."""
        for thread in self._threads:
            thread.start()

    def go_home(self) -> None:
        """Let each finish the step in hand."""
        self._over.set()
        for thread in self._threads:
            if thread.is_alive():
                thread.join()

    def close(self) -> None:
        """Close their connections."""
        self._over.set()
        for each in self.people:
            each.person.close()

    def _live(self, somebody: Somebody) -> None:
        from tests.programs.crash.deeds import begin, step  # noqa: PLC0415  # deeds are done by somebody

        try:
            while not self._over.wait(somebody.rng.expovariate(1 / 0.08)):
                going = [each for each in somebody.talks if each.steps < _LONGEST]
                if len(going) < _AT_ONCE:
                    begin(somebody)
                else:
                    step(somebody, somebody.rng.choice(going))
        except Exception as error:  # noqa: BLE001  # a fault of the run itself must not pass for a quiet person
            self.trouble.append(f"{somebody.person.id}: {type(error).__name__}: {error}")
