"""Show a scorecard to the person who asks: find the assessment meant, and only among those the person may see."""

import difflib
from dataclasses import dataclass

from bot.core.assessment import Assessment, Status
from bot.core.draft_standing import NOTHING_ACCEPTED, Accepted, accepted_texts
from bot.core.scorecard import Scorecard
from bot.use_cases.ports import AssessmentLine, Messenger, PrivateWord, Reads, Store
from bot.use_cases.since_last import scorecard_now

NEWEST = 50
ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class Card:
    """The scorecard that was asked for, of an assessment that may still be under way; and never a mere draft."""

    assessment: Assessment
    card: Scorecard
    accepted: Accepted = NOTHING_ACCEPTED


@dataclass(frozen=True, slots=True)
class Listed:
    """The assessments to choose from, the newest first."""

    lines: tuple[AssessmentLine, ...]


@dataclass(frozen=True, slots=True)
class NoMatch:
    """Nothing is called that; ``nearest`` is the name that comes closest, ``names`` are all valid ones."""

    said: str
    nearest: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoneYet:
    """The channel has no assessment yet; ``elsewhere`` are those of the person's other channels."""

    elsewhere: tuple[AssessmentLine, ...] = ()


@dataclass(frozen=True, slots=True)
class HelpWanted:
    """The person asked how to ask."""


Answer = Card | Listed | NoMatch | NoneYet | HelpWanted


def find_scorecard(store: Store, workspace: str, channel: str, words: str) -> Answer:
    """Find the scorecard that ``words`` choose among the assessments of a channel whose member is asking."""
    wanted = words.casefold().split()
    if wanted in (["help"], ["?"]):
        return HelpWanted()
    with store.reading() as view:
        lines = view.lines(workspace, channel, limit=NEWEST)
        if not lines:
            return NoneYet()
        if wanted == ["list"]:
            return Listed(lines)
        line = choose_line(lines, wanted)
        if line is None:
            return no_match(lines, words)
        return _card(view, line)


def _card(view: Reads, line: AssessmentLine) -> Answer:
    assessment = view.assessment(line.workspace, line.id)
    if assessment is None:
        return NoneYet()
    return card_of(view, assessment)


def card_of(view: Reads, assessment: Assessment) -> Card:
    """Give the scorecard of an assessment with what people accepted about it."""
    card = scorecard_now(view, assessment)
    if assessment.status is not Status.COMPLETE:
        return Card(assessment, card)
    texts = accepted_texts(assessment, card, view.drafts(assessment.workspace, assessment.id))
    return Card(assessment, card, Accepted(texts, view.actions(assessment.workspace, assessment.id)))


def choose_line(lines: tuple[AssessmentLine, ...], wanted: list[str]) -> AssessmentLine | None:
    """Choose by id, or the newest whose framework and subject hold every word; ``previous`` takes the one before.

    Complete assessments go before those under way: a manager asks for results.
    """
    by_id = next((each for each in lines if [each.id] == wanted), None)
    if by_id is not None:
        return by_id
    steps = sum(word in ("previous", "earlier", "last-time") for word in wanted)
    words = [word for word in wanted if word not in ("previous", "earlier", "last-time", "latest")]
    fits = [each for each in lines if all(_holds(each, word) for word in words)]
    ranked = [each for each in fits if each.status is Status.COMPLETE]
    ranked += [each for each in fits if each.status is not Status.COMPLETE]
    return ranked[steps] if steps < len(ranked) else None


def _holds(line: AssessmentLine, word: str) -> bool:
    return is_named(word, line.subject, line.title, line.framework)


def is_named(word: str, *names: str) -> bool:
    """Say whether a word of any name begins so; ``word`` is in lower case."""
    text = " ".join(names).casefold()
    return any(part.startswith(word) for part in text.replace("-", " ").split()) or word in text.split()


def no_match(lines: tuple[AssessmentLine, ...], said: str) -> NoMatch:
    """Give the nearest name and all valid ones."""
    names = tuple(dict.fromkeys(name for each in lines for name in (each.subject, each.framework)))
    by_case = {name.casefold(): name for name in names}
    near = difflib.get_close_matches(said.casefold(), by_case, n=1, cutoff=0.5)
    return NoMatch(said, by_case[near[0]] if near else "", names)


def scorecard_of(store: Store, workspace: str, channel: str, assessment_id: str) -> Card | None:
    """Give the scorecard of an assessment of this channel; None for any other, whether or not it exists."""
    with store.reading() as view:
        assessment = view.assessment(workspace, assessment_id)
        if assessment is None or assessment.channel != channel:
            return None
        return card_of(view, assessment)


def lines_elsewhere(store: Store, messenger: Messenger, workspace: str, person: str) -> tuple[AssessmentLine, ...]:
    """List the newest assessments of the channels whose member the person is now, the newest first."""
    with store.reading() as view:
        channels = view.channels(workspace)
    allowed = [each for each in channels if messenger.is_member(workspace, each, person)]
    with store.reading() as view:
        lines = [line for each in allowed for line in view.lines(workspace, each, limit=NEWEST)]
    return tuple(sorted(lines, key=lambda line: line.started_at, reverse=True)[:NEWEST])


def show_elsewhere(store: Store, messenger: Messenger, workspace: str, person: str) -> None:
    """Tell a person by direct message what may be seen of other channels: the job behind a command in none of them."""
    lines = lines_elsewhere(store, messenger, workspace, person)
    messenger.direct(workspace, PrivateWord(ELSEWHERE, person, lines=lines))
