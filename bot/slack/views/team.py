"""Team assessments in Slack: the terms, what opens and closes a ballot, the seal, and what the thread says of both."""

from bot.core.assessment import Assessment, Status
from bot.core.team import Closing, Leave, Mode
from bot.core.thread import Headline, answered
from bot.core.thread_of_team import BallotHeadline, JoinedLater, MovedReveal, Seal, Sealed, Terms
from bot.slack import blocks as kit
from bot.slack import ids
from bot.slack.blocks import Block, Element, Message
from bot.slack.text import channel_mention, joined, said, someone, when
from bot.slack.values import OfNumber, OfTwo
from bot.slack.views.page import open_all
from bot.use_cases.sittings import MOST_PEOPLE, InSeal, IsOver, NotConducted, NotInSeal, TooFew, TooManyPeople

PART_LENGTH = 60
SHORT_DIGEST = 12
MINUTES_PER_DIMENSION = 1.25
ROLES = ("front line", "manager", "executive")
ROLE_LABELS = {"front line": "Front line", "manager": "Manager", "executive": "Executive"}
LEAVES = {
    Leave.QUOTE: ("Yes, as I typed them", "may be quoted"),
    Leave.RETELL: ("In other words only", "may be told in other words, and are not quoted"),
    Leave.NOTHING: ("No", "are not used beyond your levels"),
}
THREE = "Nothing is shown of a dimension that fewer than three answered."


def minutes_for(dimensions: int) -> int:
    """Return how many minutes it takes to answer so many dimensions, about."""
    return max(1, round(dimensions * MINUTES_PER_DIMENSION))


def handed_in_words(count: int, people: int) -> str:
    """Return how many have handed in: counts are all that is shown before the reveal."""
    return f"{count} of {people} {'has' if count == 1 else 'have'} handed in"


def reveal_words(closing: Closing, people: int, facilitator: str) -> str:
    """Return when a sitting is revealed, as it reads behind "Revealed"."""
    day = when(closing.deadline, "moment") if closing.deadline is not None else ""
    if closing.quorum == 0:
        by_hand = f"when {someone(facilitator)} closes it"
        return f"on {day}, or {by_hand}" if day else by_hand
    count = f"when all {people} have handed in" if closing.quorum is None else f"at {closing.quorum} of {people}"
    return f"{count}, or on {day}" if day else count


def done_words(assessment: Assessment) -> str:
    """Return how far an assessment is: of a team how many have handed in, which is all that anybody may know."""
    if assessment.team is not None:
        return handed_in_words(assessment.team.sittings[0].handed_in, len(assessment.waited_for()))
    return f"{answered(assessment)} of {len(assessment.framework.dimensions)} answered"


def team_progress(shows: Headline, terms: Terms) -> list[str]:
    """Return how far a team assessment is: counts only, and the contract."""
    what = "Workshop" if terms.mode is Mode.WORKSHOP else "Team"
    parts = [f"{what}, {'with names' if terms.named else 'without names'}"]
    if terms.is_over or shows.status is Status.COMPLETE:
        parts.append(f"{shows.done} of {shows.total} handed in")
        return [
            *parts,
            "scorecard in the thread" if shows.status is Status.COMPLETE else "closed, about to be revealed",
        ]
    if shows.status is Status.STOPPED:
        return [*parts, "ended without a reveal"]
    parts.append(handed_in_words(shows.done, shows.total))
    return [*parts, f"revealed {reveal_words(terms.closing, shows.total, terms.facilitator)}"]


def conduct_menu(shows: Headline, terms: Terms) -> Element | None:
    """Return what the facilitator can do while answers come in; anybody else who presses it is told so."""
    if terms.is_over or shows.status in (Status.STOPPED, Status.COMPLETE):
        return None
    entries = (
        ("Add people", ids.OPEN_ADD),
        ("Change when it is revealed", ids.OPEN_CONTRACT),
        ("Close and reveal now", ids.OPEN_CLOSE),
        ("End without a reveal", ids.OPEN_END),
    )
    return kit.overflow(ids.MORE, [kit.option(label, OfTwo(action, shows.assessment)) for label, action in entries])


def privacy_line(terms: Terms) -> str:
    """Return the line under every question of a ballot: who will see the answer, and when."""
    if terms.is_over:
        return "This comes after the close: it is kept as late, and shown only together with two other late answers."
    whom = (
        "everybody in the channel sees your level and name"
        if terms.named
        else ("everybody in the channel sees how many chose each level, not who")
    )
    day = reveal_words(terms.closing, terms.people, terms.facilitator)
    return f"Only you see this until the reveal, {day}. Then {whom}."


def ballot_headline(shows: BallotHeadline) -> Message:
    """Say what is asked of a person, who will see what and when, and ask what the person is."""
    terms = shows.terms
    minutes = minutes_for(shows.total)
    asked = "questions" if shows.total > 1 else "question"
    title = f"*{said(shows.subject)} · {said(shows.title)}*"
    what = "their view" if terms.sitting == 1 else "a second round"
    intro = (
        f"{someone(terms.facilitator)} asks {terms.people} people of {channel_mention(terms.channel)} for {what},"
        f" each in private. Answer in the thread of this message: {shows.total} {asked}, about {minutes} min."
    )
    blocks: list[Block] = [kit.section("\n".join(filter(None, (title, said(shows.prompt), intro))))]
    blocks += [kit.section(_who_sees(terms)), *_ways(shows), *_part(shows)]
    if shows.leave is None and not (terms.is_over or terms.is_stopped):
        blocks += _leave(shows.assessment, None)
    return kit.message(blocks)


def _ways(shows: BallotHeadline) -> list[Block]:
    """Offer all questions on one page, and of a workshop what everybody reads before."""
    if shows.terms.is_stopped or shows.terms.is_over:
        return []
    is_workshop = shows.terms.mode is Mode.WORKSHOP
    read = [kit.button("Read before", ids.OPEN_PACK, value=shows.terms.assessment)] if is_workshop else []
    page = [open_all(shows.assessment)] if shows.total > 1 else []
    return [kit.actions(*read, *page)] if read or page else []


def _who_sees(terms: Terms) -> str:
    """Say who sees an answer before the reveal, after it, and at any time; and how it ended once it has."""
    where = channel_mention(terms.channel)
    after = (
        f"everybody in {where} sees which level each person chose, with the names: this was opened so."
        if terms.named
        else f"everybody in {where} sees how many chose each level, never who; and the mean of each role or department,"
        f" where every group has three people or more. {THREE} If all choose the same level, or all of your group,"
        " everybody knows yours."
    )
    if terms.is_stopped:
        return "*This was ended without a reveal.* Nothing that anybody answered is shown."
    if terms.is_over:
        return f"*This is closed.* With the reveal {after} What you answer from now on is late, and shown apart."
    until = reveal_words(terms.closing, terms.people, terms.facilitator)
    before = "Before the reveal nobody sees your answers but you: whoever started this does not either."
    known = (
        "Whoever runs the database of cxbot can look answers up there at any time, and the owners of your Slack may be"
        " able to export direct messages."
    )
    lines = (f"{before} You can change them until it comes, {until}.", f"After it {after}", known)
    return "\n• ".join(["*Who sees what*", *lines])


def _part(shows: BallotHeadline) -> list[Block]:
    """Ask for role and department, or say which are known; both may be left out."""
    if shows.terms.is_over or shows.terms.is_stopped:
        return []
    known = joined(said(shows.part.role, PART_LENGTH), said(shows.part.department, PART_LENGTH))
    if shows.is_settled:
        return [kit.section(f"You answer as in the first round: *{known}*")] if known else []
    change = kit.button("Change" if known else "Own words", ids.OPEN_PART, value=shows.assessment)
    if known:
        return [kit.section(f"You answer as: *{known}*", accessory=change)]
    ask = (
        "*As what do you answer?* You may leave this out. Answers are compared by role or department only where every"
        " group has at least three people."
    )
    roles = (kit.button(ROLE_LABELS[each], f"{ids.SAY_ROLE}{each}", value=shows.assessment) for each in ROLES)
    return [kit.section(ask), kit.actions(*roles, change)]


def sealed(shows: Sealed) -> Message:
    """Say that a ballot is handed in, until when it can be changed, and what its receipt is."""
    terms = shows.terms
    receipt = f"Your receipt is `{shows.digest[:SHORT_DIGEST]}…`"
    if not terms.is_over:
        until = reveal_words(terms.closing, terms.people, terms.facilitator)
        text = (
            f"*Handed in.* You can change it until the reveal, {until}. {receipt}: with it you can show later that your"
            " answers were counted as you gave them."
        )
    elif not shows.counts:
        text = (
            "*Late.* It was closed before your first answer. Late answers are kept, and shown three at a time, apart."
        )
    else:
        text = (
            f"*Closed.* What you had answered by then counts. {receipt}; the seal over all is in the channel's thread."
        )
        text += " What you said since is late: kept, and never mixed into what was revealed." if shows.is_late else ""
    buttons = [kit.button("Change an answer", ids.OPEN_CHANGE, value=OfTwo(shows.assessment))]
    if shows.counts:
        buttons = [kit.button("Download receipt", ids.ASK_RECEIPT, value=shows.assessment), *buttons]
    blocks = [kit.section(text), kit.actions(*buttons)]
    blocks += _leave(shows.assessment, shows.leave, only_less=terms.is_over and not shows.is_late)
    return kit.message(blocks)


def _leave(ballot: str, leave: Leave | None, *, only_less: bool = False) -> list[Block]:
    """Ask once what may become of the words; what was said stands there afterwards, and can be changed.

    After the reveal ``only_less`` can be said: what was not shown does not come later.
    """
    left = [(each, label) for each, (label, _) in LEAVES.items() if each is not leave]
    if leave is None:
        ask = "*May your words be used?* Without your name. Until you say so, only your levels are."
    else:
        ask = f"Your words {LEAVES[leave][1]}."
    if only_less:
        ask += " You can still allow less: then they are taken out of what is shown."
        order = [*LEAVES]
        left = left[order.index(leave) :] if leave is not None else []
        if not left:
            return []
    buttons = (kit.button(label, f"{ids.GIVE_LEAVE}{each.value}", value=ballot) for each, label in left)
    return [kit.section(ask), kit.actions(*buttons)]


def seal(shows: Seal) -> Message:
    """Show the root over all receipts, before anything is revealed."""
    count = len(shows.closed.receipts)
    how = f"{someone(shows.closed.by)} closed it" if shows.closed.by else "It is closed, as agreed"
    answered = "answered" if shows.sitting == 1 else "rated again"
    text = (
        f"*{how}: {count} of {shows.people} {answered}.* Before anything is shown, this seals what they said:"
        f" `{shows.closed.root}`. No answer can be changed or added from here on without breaking it."
    )
    check = kit.button("Is mine in it?", ids.CHECK_SEAL, value=OfNumber(shows.assessment, shows.sitting))
    return kit.paragraph(text, check)


def moved_reveal(shows: MovedReveal) -> Message:
    """Say who changed the contract, from what to what."""
    by = shows.now.by
    before, now = (reveal_words(each, shows.people, by) for each in (shows.before, shows.now))
    return kit.paragraph(f"{someone(by)} changed when this is revealed: {now}. Before, it was {before}.")


def joined_later(shows: JoinedLater) -> Message:
    """Say that more people answer."""
    more = "One more person was" if shows.number == 1 else f"{shows.number} more people were"
    return kit.paragraph(f"{more} asked: {shows.people} answer now.")


def not_done(outcome: NotConducted | IsOver | TooFew | TooManyPeople) -> str:
    """Say why something about a team assessment was not done."""
    match outcome:
        case NotConducted(facilitator=""):
            return "There is no such team assessment here any more."
        case NotConducted(facilitator=facilitator):
            return f"Only {someone(facilitator)}, who conducts this assessment, can do that."
        case IsOver():
            return "It takes no answers any more, so this cannot be changed."
        case TooFew(handed_in=count):
            given = "Nobody has" if count == 0 else f"Only {count} {'has' if count == 1 else 'have'}"
            return f"{given} answered anything. It is revealed from three people up: give it more time, or end it."
        case TooManyPeople(people=people):
            return f"These would be {people} people; {MOST_PEOPLE} can answer at most."


def seal_checked(checked: InSeal | NotInSeal | NotConducted) -> str:
    """Say to a person whether what they gave is in the seal."""
    match checked:
        case InSeal(digest=own, words_out=True):
            return (
                f"Yes: your receipt `{own}` is among those under the seal. Words of somebody who was removed were taken"
                " out of your answers since, so what is stored cannot be compared with it any more. A receipt that you"
                " downloaded before still verifies."
            )
        case InSeal(digest=own):
            return (
                f"Yes: your receipt `{own}` is among those under the seal, and your answers are stored as they were."
                " Whoever keeps your receipt's file can check that against an export, with `cxbot verify`."
            )
        case NotInSeal(differs=True):
            return (
                "No: what is stored of your answers is not what was sealed. Tell the facilitator, and keep your"
                " receipt: it shows what you answered."
            )
        case NotInSeal():
            return "You had answered nothing when this was closed, so nothing of yours is in it."
        case NotConducted():
            return "There is no such seal here any more."
