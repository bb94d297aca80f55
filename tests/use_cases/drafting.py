"""A complete assessment whose texts are drafted: people press, a scripted model answers, and the jobs run."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from bot.core.drafts.brief import Brief, Kind, Piece
from bot.core.drafts.draft import Answered, Content, Draft, PromptStamp, Prose, Sentence, Texts, Trouble, Verb
from bot.core.plan.plan import AcceptedAction, Action, Plan
from bot.core.thread import Drafting, DraftShown
from bot.use_cases import drafts as decide_draft
from bot.use_cases.drafts import DRAFT, Asked, DraftPress, Undrafted, Written, request_drafts
from bot.use_cases.ports import Deed, Job
from bot.use_cases.write_draft import write_draft
from tests.core.replies import honest, lying
from tests.known import peek
from tests.use_cases.fakes import CrashError
from tests.use_cases.talking import TEAM, Talking, played

PIECES, REQUESTS = 10, 3
"""The texts of six dimensions at 2: six notes, three narratives, the plan; each kind is asked for at once."""
OWN_WORDS = Prose((Sentence("In our own words."),))
HONEST, LIE, LIE_ABOUT_THE_SECOND, CRASH = "honest", "lie", "lie about the second", "crash"
"""In a script: texts that pass the checks, texts that do not, and the process going down while the model is asked."""
Scripted = Answered | Trouble | str


@dataclass(eq=False)
class ScriptedDrafter:
    """A model that answers as the test says, and with honest texts once that is used up."""

    model: str = "openai:small"
    script: deque[Scripted] = field(default_factory=deque)
    asked: list[tuple[Kind, str, tuple[str, ...]]] = field(default_factory=list)
    """Each call: the kind of text, the wish, the problems of the last try."""
    briefs: list[Brief] = field(default_factory=list)
    accepted: list[tuple[Action, ...]] = field(default_factory=list)
    roomy: list[bool] = field(default_factory=list)
    tokens: int = 100

    def prompt(self, brief: Brief) -> PromptStamp:
        return PromptStamp(str(brief.kind), "1", "ab" * 32)

    def knows(self, _word: str, _language: str) -> bool:
        return True

    def is_noun(self, _word: str) -> bool:
        return True

    def is_name(self, _word: str, _language: str) -> bool:
        return False

    def base(self, word: str, _language: str) -> str:
        return word.casefold()

    def parts(self, word: str, _language: str) -> frozenset[str]:
        return frozenset((word.casefold(),))

    def write(
        self,
        brief: Brief,
        *,
        wish: str,
        problems: tuple[str, ...],
        accepted: tuple[Action, ...] = (),
        more_room: bool = False,
    ) -> Written:
        self.roomy.append(more_room)
        self.asked.append((brief.kind, wish, problems))
        self.briefs.append(brief)
        self.accepted.append(accepted)
        answer = self.script.popleft() if self.script else HONEST
        if answer == CRASH:
            raise CrashError
        if isinstance(answer, Trouble):
            return Written(None, answer, self.tokens, 0, 5)
        if isinstance(answer, str):
            answer = self._written(answer, brief)
        return Written(answer, None, self.tokens, self.tokens, 5)

    def _written(self, answer: str, brief: Brief) -> Answered:
        good, bad = honest(brief), lying(brief)
        if answer == LIE_ABOUT_THE_SECOND and isinstance(good, Texts) and isinstance(bad, Texts):
            return Texts((good.texts[0], bad.texts[1], *good.texts[2:]))
        return good if answer == HONEST else bad


class Drafts(Talking):
    """Dana conducts and answers, Olga is only in the channel; every dimension is rated 2."""

    calls: int = 60
    tokens: int = 1_000_000

    def complete(self, *answers: str) -> None:
        self.drafter = ScriptedDrafter()
        played(self, f"complete {answers}", lambda: self.play(*(answers or ["2"] * 6)))

    def play(self, *answers: str) -> None:
        self.drafter = ScriptedDrafter()
        self.start()
        self.settle()
        self.say(*answers)

    def run(self, job: Job) -> None:
        if job.kind == DRAFT:
            self.write(job)
        else:
            super().run(job)

    def write(self, job: Job) -> None:
        write_draft(self.store, self.clock, self.drafter, job.payload, calls=self.calls, tokens=self.tokens)

    def payload_of(self, draft: Draft) -> dict[str, str]:
        return {"workspace": TEAM, "assessment": self.id, "draft": draft.id}

    def write_one(self, draft: Draft) -> None:
        """Run the job of one draft."""
        payload = self.payload_of(draft)
        write_draft(self.store, self.clock, self.drafter, payload, calls=self.calls, tokens=self.tokens)

    def first(self, *script: Scripted) -> Draft:
        """Have the notes written, the model scripted, and give the first."""
        self.ask()
        self.drafter.script = deque(script)
        self.write_one(self.drafts[0])
        return self.drafts[0]

    def ask(self, **other: str) -> Asked:
        """Press *Draft notes and plan*; the jobs wait."""
        return request_drafts(self.kept, self.clock, self.deed(**other), self.id)

    def draft_all(self) -> None:
        self.ask()
        self.settle()

    def press_of(self, draft: Draft, **other: str) -> DraftPress:
        self.slack.next_ts()
        return DraftPress(self.deed(**other), self.id, draft.id)

    def wish(self, **other: str) -> tuple[Deed, str]:
        return self.deed(**other), self.id

    def accept(self, draft: Draft, **other: str) -> decide_draft.Outcome:
        return self._settled(decide_draft.decide(self.kept, self.clock, self.press_of(draft, **other), Verb.ACCEPT))

    def discard(self, draft: Draft, **other: str) -> decide_draft.Outcome:
        return self._settled(decide_draft.decide(self.kept, self.clock, self.press_of(draft, **other), Verb.DISCARD))

    def reopen(self, draft: Draft, **other: str) -> decide_draft.Outcome:
        return self._settled(decide_draft.decide(self.kept, self.clock, self.press_of(draft, **other), Verb.REOPEN))

    def edit(  # type: ignore[override]  # a draft is edited here, not a message
        self, draft: Draft, content: Content = OWN_WORDS, *, seen: int | None = None, **other: str
    ) -> decide_draft.Outcome | Undrafted:
        press = self.press_of(draft, **other)
        outcome = decide_draft.edit_draft(self.kept, self.clock, press, content, seen=seen)
        self.settle()
        return outcome

    def redraft(self, draft: Draft, hint: str = "", **other: str) -> decide_draft.Outcome | Undrafted:
        """Ask for another draft of the same text; the jobs wait."""
        return decide_draft.redraft(self.kept, self.clock, self.press_of(draft, **other), hint)

    def _settled(self, outcome: decide_draft.Outcome) -> decide_draft.Outcome:
        self.settle()
        return outcome

    @property
    def drafts(self) -> tuple[Draft, ...]:
        return peek(self.kept).drafts(TEAM, self.id)

    @property
    def actions(self) -> tuple[AcceptedAction, ...]:
        return peek(self.kept).actions(TEAM, self.id)

    def draft(self, kind: Kind, dimension: int = 1) -> Draft:
        """Give the newest draft of a piece; the dimension is counted from 1."""
        piece = Piece(kind) if kind is Kind.PLAN else Piece(kind, self.key(dimension))
        return [each for each in self.drafts if each.piece == piece][-1]

    @property
    def progress(self) -> Drafting:
        return next(each.shows for each in self.wanted if isinstance(each.shows, Drafting))

    def shown(self) -> list[DraftShown]:
        """Give the drafts that stand in Slack, in their order."""
        return [each.shows for each in self.slack.messages if isinstance(each.shows, DraftShown)]


Stage = TypeVar("Stage", bound=Drafts)


def begun(stage: Stage, name: str, play: Callable[[Stage], None]) -> Stage:
    """Play a complete assessment and what follows, once; the model that is asked from then on is a new one."""

    def whole() -> None:
        stage.play(*["2"] * 6)
        play(stage)

    played(stage, name, whole)
    stage.drafter = ScriptedDrafter()
    return stage


def note(drafted: Drafts) -> Draft:
    return drafted.draft(Kind.NOTE)


def plan(drafted: Drafts) -> Draft:
    return drafted.draft(Kind.PLAN)


def actions_of(draft: Draft) -> tuple[Action, ...]:
    assert isinstance(draft.content, Plan)
    return draft.content.actions


def verbs(draft: Draft) -> list[Verb]:
    return [each.verb for each in draft.decisions]
