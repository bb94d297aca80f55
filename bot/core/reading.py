"""What an answer can turn out to say: small values that ``bot.core.answers.read`` gives back."""

from dataclasses import dataclass

from bot.core.assessment import Evidence


@dataclass(frozen=True, slots=True)
class Rated:
    """One level of the scale, said clearly; ``evidence`` is what was said beside it."""

    level: int
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Levels are in it, but not one level said clearly: to be asked again.

    ``candidates`` are on the scale, ascending, each once, at least one.
    ``words`` is the text where it says more than levels.
    """

    candidates: tuple[int, ...]
    words: str = ""


@dataclass(frozen=True, slots=True)
class OffScale:
    """Clearly meant as a level, but the scale has no such level. ``words`` is what followed it."""

    said: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """No level in it. The words may become evidence if the person says so."""

    words: str
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Inapplicable:
    """The dimension does not apply; ``reason`` is empty when none was given."""

    reason: str = ""


@dataclass(frozen=True, slots=True)
class Unknown:
    """The person does not know; ``words`` is what followed."""

    words: str = ""


@dataclass(frozen=True, slots=True)
class Back:
    """Go to the question before."""


@dataclass(frozen=True, slots=True)
class Skip:
    """Leave this question for the end."""


@dataclass(frozen=True, slots=True)
class Change:
    """Another answer is to be given to a dimension.

    ``targets`` are the keys of the dimensions that ``said`` may mean: one is clear, several are ambiguous, none is
    unknown. ``reading`` is the new verdict where one was given clearly.
    """

    targets: tuple[str, ...]
    said: str = ""
    reading: Rated | Inapplicable | Unknown | None = None


@dataclass(frozen=True, slots=True)
class Why:
    """Show the descriptors in full."""


@dataclass(frozen=True, slots=True)
class Help:
    """Show the verbs."""


@dataclass(frozen=True, slots=True)
class ShowStatus:
    """Show what is rated and what is left."""


@dataclass(frozen=True, slots=True)
class Pause:
    """Rest until the next answer."""


@dataclass(frozen=True, slots=True)
class Resume:
    """Go on with the open question."""


@dataclass(frozen=True, slots=True)
class Stop:
    """End the assessment."""


@dataclass(frozen=True, slots=True)
class Yes:
    """A plain yes."""


@dataclass(frozen=True, slots=True)
class No:
    """A plain no; to a wish for evidence: leave it as claimed."""


@dataclass(frozen=True, slots=True)
class Chat:
    """A question, or talk addressed to people: the thread belongs to them."""


@dataclass(frozen=True, slots=True)
class Empty:
    """Nothing that could be read."""


Verb = Back | Skip | Why | Help | ShowStatus | Pause | Resume | Stop | Yes | No
Reading = Rated | Ambiguous | OffScale | Words | Inapplicable | Unknown | Change | Chat | Empty | Verb
