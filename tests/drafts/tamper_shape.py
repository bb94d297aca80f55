"""Drafts of the wrong shape: empty, too long, repeated, broken off, about facts that do not exist."""

from collections.abc import Iterator
from dataclasses import replace

from bot.core.drafts.draft import Prose, Sentence
from bot.core.plan.plan import Action, Plan
from tests.drafts.corpus import Honest, honest_drafts
from tests.drafts.edits import Lie, added, always, edited, places, put

BLANKS = {
    "nothing": "",
    "a blank": " ",
    "blanks and line ends": " \n\t ",
    "a no-break space": "\u00a0",
    "a zero-width space": "\u200b",
    "a full stop": ".",
    "a dash": "-",
    "an ellipsis": "\u2026",
}
NO_FACTS = {"a fact beyond the last one": "F999", "a fact before the first one": "F0", "no id at all": "evidence"}
LOOPS = (
    "It is open, and it is open, and it is open, and it is open, and it is open, and it is open.",
    "This is so because this is so because this is so because this is so because this is so.",
    "The team the team the team the team the team the team the team.",
    "No no no no no no no no no no no no.",
)


def emptied(honest: Honest) -> Iterator[Lie]:
    """Leave nothing of the draft."""
    match honest.content:
        case Prose():
            yield Lie("the text has no sentence", Prose(()))
            for reason, blank in BLANKS.items():
                yield Lie(f"the whole text is {reason}", Prose((Sentence(blank, honest.content.sentences[0].facts),)))
        case Plan():
            yield Lie("the plan has no action", Plan(()))


def blanked(honest: Honest) -> Iterator[Lie]:
    """Leave nothing of one text within the draft."""
    for reason, blank in BLANKS.items():
        yield from edited(honest, f"a text is {reason}", always(blank))


def lengthened(honest: Honest) -> Iterator[Lie]:
    """Write far more than anybody reads."""
    prose = [each.content for each in honest_drafts().values() if isinstance(each.content, Prose)]
    match honest.content:
        case Prose(sentences):
            others = tuple(each for other in prose for each in other.sentences if not _has_digit(each.text))
            own = tuple(replace(each, facts=sentences[0].facts) for each in others)
            yield Lie("the text has dozens of sentences", Prose((*sentences, *own[:40])))
            chain = ", and ".join(each.text.rstrip(".") for each in own[:20])
            yield Lie("a sentence goes on and on", added(honest.content, f"{chain}.", "last"))
        case Plan(actions):
            many = tuple(replace(actions[0], what=f"{actions[0].what}, {each.text}") for each in prose[0].sentences)
            yield Lie("there are more actions than anybody does in 90 days", Plan((*actions, *many, *many)))
            words = ", and ".join(each.what for each in actions for _ in range(8))
            yield Lie("an action goes on and on", Plan((replace(actions[0], what=words), *actions[1:])))


def repeated(honest: Honest) -> Iterator[Lie]:
    """Say the same twice."""
    match honest.content:
        case Prose(sentences):
            yield Lie("a sentence stands there twice", Prose((*sentences, sentences[0])))
            yield Lie("a sentence follows itself", Prose((sentences[0], *sentences)))
            louder = replace(sentences[0], text=sentences[0].text.upper())
            yield Lie("a sentence stands there again in capitals", Prose((*sentences, louder)))
            yield Lie("the whole text stands there twice", Prose((*sentences, *sentences)))
            double = replace(sentences[-1], text=f"{sentences[-1].text} {sentences[-1].text}")
            yield Lie("a sentence holds itself twice", Prose((*sentences[:-1], double)))
        case Plan(actions):
            yield Lie("an action stands there twice", Plan((*actions, actions[0])))
            later = replace(actions[0], due_day=actions[0].due_day + 1)
            yield Lie("an action stands there again, a day later", Plan((actions[0], later, *actions[1:])))


def looped(honest: Honest) -> Iterator[Lie]:
    """Get stuck in the same words."""
    for loop in LOOPS:
        yield Lie("the text is caught in a loop", added(honest.content, loop, "last"))
    last = places(honest.content)[-1]
    words = last.text.split()
    stuck = " ".join([*words[:3], *(words[3:6] * 6)])
    yield Lie("the end of the text is caught in a loop", put(honest.content, last, stuck))


def broken_off(honest: Honest) -> Iterator[Lie]:
    """Stop in the middle of a sentence."""
    if not isinstance(honest.content, Prose):
        return
    last = places(honest.content)[-1]
    words = last.text.split()
    for reason, text in {
        "the last sentence breaks off": " ".join(words[: len(words) * 2 // 3]),
        "the last sentence breaks off within a word": " ".join(words[:-1])[:-2],
        "the last sentence breaks off at a comma": " ".join(words[: len(words) // 2]).rstrip(".,;:") + ",",
        "the last sentence breaks off at a little word": " ".join(words[: len(words) // 2]) + " and the",
        "the last sentence trails away": " ".join(words[: len(words) // 2]) + "...",
    }.items():
        yield Lie(reason, put(honest.content, last, text))


def facts_unknown(honest: Honest) -> Iterator[Lie]:
    """Cite what is not in the brief."""
    if not isinstance(honest.content, Prose):
        return
    sentences = honest.content.sentences
    for number, (reason, fact) in enumerate(NO_FACTS.items()):
        at = number % len(sentences)
        changed = replace(sentences[at], facts=(*sentences[at].facts, fact))
        yield Lie(f"cited is {reason}", Prose((*sentences[:at], changed, *sentences[at + 1 :])))


def kind_mistaken(honest: Honest) -> Iterator[Lie]:
    """Give a plan for a text, or a text for a plan."""
    name = honest.brief.standings[0].dimension
    match honest.content:
        case Prose(sentences):
            action = Action(name, sentences[-1].text, "Service lead", 30, "The team confirms it", "Talk to the team")
            yield Lie("a plan where a text was asked for", Plan((action,)))
        case Plan(actions):
            facts = (honest.brief.facts[0].id,)
            yield Lie(
                "a text where a plan was asked for", Prose(tuple(Sentence(f"{each.what}.", facts) for each in actions))
            )


def _has_digit(text: str) -> bool:
    return any(char.isdigit() for char in text)
