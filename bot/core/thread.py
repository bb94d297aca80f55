"""What the thread of an assessment shows: computed from the facts alone, so that it can be put right at any time."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.assessment import AWAY, Assessment, Departure, Fate, NotRated, Rating, Status, Verdict
from bot.core.conversation.talk import Ended, Question, Wants, talk_with
from bot.core.drafts.brief import Brief, Kind
from bot.core.drafts.briefs import TOP_GAPS
from bot.core.drafts.draft import Draft, Trouble
from bot.core.drafts.standing import (
    NOTHING_ACCEPTED,
    Accepted,
    brief_today,
    changed_pieces,
    is_newest,
    is_stale,
    piece_name,
    shown,
    standing,
)
from bot.core.framework import Dimension, Framework
from bot.core.plan.plan import NOTHING_SINCE, ActionStanding, Since
from bot.core.saved import SavedMessage
from bot.core.scoring.scorecard import Scorecard, scorecard
from bot.core.scoring.scoring import tied
from bot.core.scoring.trend import Trend
from bot.core.sealing import part
from bot.core.thread_of_team import (
    SEALED_KEY,
    Agreement,
    Discussion,
    ShownOfTeam,
    ShownPicture,
    Terms,
    agreements,
    ballot_headline,
    discussions,
    said_of_sittings,
    sealed,
    terms,
)
from bot.core.variables import fill_prompt
from bot.core.workshop import NoteBoard, ShownOfWorkshop


def _verdict_before(assessment: Assessment, rating: Rating) -> Rating | None:
    """Give the latest earlier rating with another verdict; a change from "don't know" is none worth telling."""
    earlier = [
        each
        for each in assessment.history(rating.dimension)
        if each.respondent in assessment.holders(rating.respondent) and each.verdict != rating.verdict
    ]
    return earlier[-1] if earlier and not isinstance(earlier[-1].verdict, NotRated) else None


@dataclass(frozen=True, slots=True)
class Headline:
    """The one message in the channel. ``last`` is the earlier assessment of the same subject.

    ``led_by`` is who took over from the facilitator, empty while nobody did. Of a team assessment ``done`` of ``total``
    people have handed in, under these ``terms``.
    """

    assessment: str
    title: str
    subject: str
    prompt: str
    facilitator: str
    status: Status
    done: int
    total: int
    result: Scorecard | None
    last: Scorecard | None
    led_by: str = ""
    terms: Terms | None = None


@dataclass(frozen=True, slots=True)
class Prompt:
    """The open question. ``standing`` is the verdict given before; ``changed`` what was changed just now.

    ``goes_back`` and ``skips`` say whether *Back* and *Skip* lead anywhere from here. ``finished`` are the actions for
    its dimension that were done since the last assessment: what came of them is evidence, never a score. ``saved`` are
    the Slack messages that people saved for it, the newest first. ``terms`` are those of a ballot: who sees the
    answer, and when; ``first`` is what the same person said in the round before.
    """

    assessment: str
    framework: Framework
    dimension: Dimension
    place: int
    total: int
    question: Question
    standing: Rating | None
    changed: tuple[str, Verdict] | None
    goes_back: bool = True
    skips: bool = True
    finished: tuple[ActionStanding, ...] = ()
    saved: tuple[SavedMessage, ...] = ()
    terms: Terms | None = None
    first: Rating | None = None


@dataclass(frozen=True, slots=True)
class OpenActions:
    """What was still to be done of the plan of the ``last`` assessment when this one began, as it stands by now."""

    assessment: str
    last: Assessment
    actions: tuple[ActionStanding, ...]


@dataclass(frozen=True, slots=True)
class Confirmation:
    """An answered question in one line. ``rating`` counts, ``before`` is an earlier one with another verdict.

    ``late``: its answer was read after a gap in what Slack delivered.
    """

    assessment: str
    framework: Framework
    dimension: Dimension
    rating: Rating
    before: Rating | None
    late: bool = False


@dataclass(frozen=True, slots=True)
class Resting:
    """A paused or stopped assessment, in place of its question."""

    assessment: str
    status: Status
    facilitator: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Result:
    """The scorecard as it stands in the thread, with its accepted plan.

    ``course`` is its line up to it, None for the first of a line. ``picture`` shows these very facts; None until Slack
    has it.
    """

    assessment: str
    card: Scorecard
    course: Trend | None = None
    accepted: Accepted = NOTHING_ACCEPTED
    picture: ShownPicture | None = None


@dataclass(frozen=True, slots=True)
class Drafting:
    """How far the drafts are: ``ready`` of the ``wanted`` ones are written, ``waiting`` of these wait for a decision.

    ``built`` of them were built from the facts although a model was asked for, or would have been under its ceiling;
    ``model`` names the one that answered last, and is empty while none has. ``stale`` of them rest on facts that have
    changed, and can be drafted anew at once.
    """

    assessment: str
    wanted: int
    ready: int
    built: int
    model: str
    waiting: int
    stale: int = 0


@dataclass(frozen=True, slots=True)
class DraftShown:
    """A finished draft as it stands. ``name`` is its dimension's, empty for the plan.

    ``stale`` says that it rests on other facts than today's; ``actions`` are those of an accepted plan;
    ``replaced`` says that a newer draft of the piece is being written, so that nothing can be decided about this one.
    ``tied`` names the dimensions that a plan leaves out although their gap is as large as one of its own.
    ``today`` are the facts as they stand, where they are known and the text still rests on them.
    """

    assessment: str
    draft: Draft
    name: str
    stale: bool
    actions: tuple[ActionStanding, ...] = ()
    replaced: bool = False
    tied: tuple[str, ...] = ()
    today: Brief | None = None


@dataclass(frozen=True, slots=True)
class Departed:
    """A facilitator or respondent is gone; ``number`` names the departure.

    ``follower`` is who took over, empty while somebody may. Who takes over a team assessment ``conducts`` it.
    """

    assessment: str
    number: int
    departure: Departure
    follower: str = ""
    conducts: bool = False


ShownOfOne = Headline | Departed | OpenActions | Prompt | Confirmation | Resting | Result | Drafting | DraftShown
Shown = ShownOfOne | ShownOfTeam | ShownOfWorkshop | Discussion | Agreement


@dataclass(frozen=True, slots=True)
class Placed:
    """One message: its key within the assessment and what it shows. The headline opens the thread."""

    key: str
    shows: Shown


HEADLINE_KEY = "headline"
OPEN_ACTIONS_KEY = "open_actions"
RESULT_KEY = "scorecard"
DRAFTING_KEY = "drafting"

NOT_LOOKED_AT = ""
LOOKED_AT = "looked at"
"""How far a thread was put right after a restore from a backup: Slack has gone on since that was taken.

First it is not known what stands there; then it is known; in the end the ts before which a message belongs to what was
lost stands in place of these.
"""


def layout(
    assessment: Assessment,
    questions: tuple[Question, ...],
    before: Assessment | None,
    *,
    drafts: tuple[Draft, ...] = (),
    actions: tuple[ActionStanding, ...] = (),
    since: Since = NOTHING_SINCE,
    course: Trend | None = None,
    late: frozenset[str] = frozenset(),
) -> tuple[Placed, ...]:
    """Give every message that should stand in Slack, in the order in which it was or will be sent.

    ``drafts``, ``actions`` and ``course`` count only for a complete assessment; ``since`` is what became of earlier
    plans, ``late`` are the messages that were read after a gap.
    """
    complete = assessment.status is Status.COMPLETE
    card = scorecard(assessment, before, explained=since.explained) if complete else None
    placed = [Placed(HEADLINE_KEY, _headline(assessment, card, before))]
    if before is not None and since.left:
        placed.append(Placed(OPEN_ACTIONS_KEY, OpenActions(assessment.id, before, since.left)))
    placed += [Placed(key, shows) for key, shows in said_of_sittings(assessment)]
    placed += _confirmations(assessment, questions, late)
    if card is not None:
        placed.append(Placed(RESULT_KEY, Result(assessment.id, card, course, Accepted(actions=actions))))
        placed += [Placed(key, shows) for key, shows in discussions(assessment, card)]
        placed += [Placed(key, shows) for key, shows in agreements(assessment)]
        placed += _drafts(assessment, card, drafts, actions)
    placed += _open_question(assessment, questions, since)
    return tuple(placed)


def with_workshop(placed: tuple[Placed, ...], shown: Sequence[tuple[str, ShownOfWorkshop]]) -> tuple[Placed, ...]:
    """Give the messages of a workshop among others: what is read before and the steps first, the notes last."""
    boards = [Placed(key, shows) for key, shows in shown if isinstance(shows, NoteBoard)]
    opening = [Placed(key, shows) for key, shows in shown if not isinstance(shows, NoteBoard)]
    return (*placed[:1], *opening, *placed[1:], *boards)


def ballot_layout(
    ballot: Assessment,
    team: Assessment,
    questions: tuple[Question, ...],
    *,
    since: Since = NOTHING_SINCE,
    late: frozenset[str] = frozenset(),
) -> tuple[Placed, ...]:
    """Give what stands for a ballot of ``team``: the conversation as alone, and that it is sealed for a scorecard."""
    under = terms(team, part(ballot).sitting)
    if team.team is None or under is None:
        return ()
    opens = ballot_headline(ballot, team.team, under, _prompt_of(ballot))
    placed = [Placed(HEADLINE_KEY, opens), *_confirmations(ballot, questions, late)]
    if (stands := sealed(ballot, under)) is not None:
        placed.append(Placed(SEALED_KEY, stands))
    asked = [] if under.is_stopped else _open_question(ballot, questions, since, under)
    return (*placed, *asked)


def _departure(assessment: Assessment, number: int) -> list[Placed]:
    """Place who is gone, for as long as somebody may take over; who took over stays to be read.

    Of a team assessment that is who conducts it: each respondent has a ballot, which nobody else can fill in.
    """
    departure, settled = assessment.departures[number], assessment.settled(number)
    led = {assessment.starter, *(each.by for each in assessment.departures[:number])}
    if assessment.team is not None and departure.person not in led:
        return []
    is_waiting = settled is None and assessment.is_under_way
    follower = settled.by if settled is not None and settled.fate is Fate.FOLLOWED else ""
    if departure.fate not in AWAY or not (is_waiting or follower):
        return []
    conducts = assessment.team is not None
    return [Placed(f"gone{number}", Departed(assessment.id, number, departure, follower, conducts))]


def _prompt_of(assessment: Assessment) -> str:
    values = {**assessment.subject.variables}
    if assessment.framework.subject_key:
        values[assessment.framework.subject_key] = assessment.subject.name
    return fill_prompt(assessment.framework.prompt, values)


def _headline(assessment: Assessment, card: Scorecard | None, before: Assessment | None) -> Headline:
    under, done = terms(assessment, 1), answered(assessment)  # a further round is told in the discussion
    total = len(assessment.framework.dimensions)
    if under is not None and assessment.team is not None:
        done, total = assessment.team.sittings[0].handed_in, under.people
    return Headline(
        assessment=assessment.id,
        title=assessment.framework.title,
        subject=assessment.subject.name,
        prompt=_prompt_of(assessment),
        facilitator=assessment.starter,
        led_by=assessment.facilitator if assessment.facilitator != assessment.starter else "",
        status=assessment.status,
        done=done,
        total=total,
        result=card,
        last=scorecard(before) if before is not None else None,
        terms=under,
    )


def answered(assessment: Assessment) -> int:
    """Count the dimensions for which every respondent has said something."""
    people = assessment.respondents()
    return sum(
        all(assessment.last_rating(each.key, person) is not None for person in people)
        for each in assessment.framework.dimensions
    )


def _confirmations(assessment: Assessment, questions: tuple[Question, ...], late: frozenset[str]) -> list[Placed]:
    """One line for each rated dimension, in place of the question that was answered last; between them who went.

    The question for evidence vanishes, and so does one put after completion: the lines above the scorecard are
    brought up to date where they stand.
    """
    last = {
        (each.dimension, assessment.holders(each.respondent)): each
        for each in questions
        if each.ended is Ended.ANSWERED and each.wants is not Wants.EVIDENCE and not each.detail.after_completion
    }
    placed, left, framework = [], list(range(len(assessment.departures))), assessment.framework
    for question in sorted(last.values(), key=lambda each: each.number):
        rating = assessment.last_rating(question.dimension, question.respondent)
        if rating is None:
            continue
        while left and question.said_at is not None and assessment.departures[left[0]].at < question.said_at:
            placed += _departure(assessment, left.pop(0))
        dimension, before = framework.dimension(question.dimension), _verdict_before(assessment, rating)
        shows = Confirmation(assessment.id, framework, dimension, rating, before, rating.said_in in late)
        placed.append(Placed(question_key(question), shows))
    return placed + [one for number in left for one in _departure(assessment, number)]


def question_key(question: Question) -> str:
    """Give the key of the message that puts a question and later confirms its answer."""
    return f"q{question.number}"


def _drafts(
    assessment: Assessment, card: Scorecard, drafts: tuple[Draft, ...], actions: tuple[ActionStanding, ...]
) -> list[Placed]:
    """Place how far the drafts are, then each finished one as it came: an older one until the newer is finished."""
    if not drafts:
        return []
    now = standing(card, drafts)
    placed = [Placed(DRAFTING_KEY, _drafting(assessment, card, now, drafts))]
    for draft in shown(drafts):
        own = tuple(each for each in actions if each.accepted.draft == draft.id)
        stale, replaced = is_stale(assessment, card, draft), not is_newest(drafts, draft)
        today = None if stale else brief_today(assessment, card, draft)
        name = piece_name(assessment, draft.piece)
        ties = tied(card.gaps, TOP_GAPS) if draft.piece.kind is Kind.PLAN else ()
        names = tuple(card.row(each.dimension).name for each in ties)
        shows = DraftShown(assessment.id, draft, name, stale, own, replaced, names, today)
        placed.append(Placed(f"draft:{draft.id}", shows))
    return placed


def _drafting(assessment: Assessment, card: Scorecard, now: tuple[Draft, ...], drafts: tuple[Draft, ...]) -> Drafting:
    ready = [each.made for each in now if each.made is not None]
    models = [each.model for draft in drafts for each in draft.replies]
    return Drafting(
        assessment=assessment.id,
        wanted=len(now),
        ready=len(ready),
        built=sum(not each.by_model and each.trouble is not Trouble.NO_MODEL for each in ready),
        model=models[-1] if models else "",
        waiting=sum(each.made is not None and each.decision is None for each in now),
        stale=len(changed_pieces(assessment, card, drafts)),
    )


def _open_question(
    assessment: Assessment, questions: tuple[Question, ...], since: Since, under: Terms | None = None
) -> list[Placed]:
    """Place the open question; a paused or stopped assessment rests in its place."""
    last = questions[-1] if questions else None
    if last is None or (assessment.status is not Status.STOPPED and assessment.away(last.respondent) is not None):
        return []  # somebody who is gone is asked nothing
    if assessment.status is Status.STOPPED or (assessment.status is Status.PAUSED and last.ended is None):
        total = len(assessment.framework.dimensions)
        rests = Resting(assessment.id, assessment.status, assessment.facilitator, answered(assessment), total)
        return [Placed(question_key(last), rests)]
    if last.ended is not None:
        return []
    return [Placed(question_key(last), prompt(assessment, questions, last, since, under))]


def prompt(
    assessment: Assessment,
    questions: tuple[Question, ...],
    question: Question,
    since: Since = NOTHING_SINCE,
    under: Terms | None = None,
) -> Prompt:
    """Give what a question shows."""
    framework = assessment.framework
    keys = [each.key for each in framework.dimensions]
    talk = talk_with(assessment, question.respondent, questions)
    changed = talk.rating(question.detail.changed) if question.detail.changed else None
    return Prompt(
        assessment=assessment.id,
        framework=framework,
        dimension=framework.dimension(question.dimension),
        place=keys.index(question.dimension) + 1,
        total=len(keys),
        question=question,
        standing=talk.rating(question.dimension),
        changed=(framework.dimension(changed.dimension).name, changed.verdict) if changed is not None else None,
        goes_back=question.wants is not Wants.LEVEL or len(talk.trail) > 1,
        skips=talk.rating(question.dimension) is None and not talk.skipped(question.dimension),
        finished=since.finished_for(question.dimension),
        terms=under,
    )
