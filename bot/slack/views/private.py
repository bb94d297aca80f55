"""Private words: help, status, mistakes and refusals, seen by one person only."""

from collections.abc import Callable, Mapping
from datetime import datetime

from bot.core.assessment import Assessment
from bot.core.conversation.talk import Hint
from bot.core.conversation.turns import Button
from bot.core.thread import answered
from bot.core.thread_of_team import terms
from bot.slack import blocks as kit
from bot.slack import ids
from bot.slack.blocks import Message
from bot.slack.plainer import CHART, TABLE
from bot.slack.refusals import POST, row_of
from bot.slack.scopes import SCOPES
from bot.slack.text import channel_mention, is_person, mention, own_link, said, someone
from bot.slack.values import OfTwo, press_id, press_value
from bot.slack.views.cadences import moment_words
from bot.slack.views.conversation import ASK_LENGTH, QUOTE_LENGTH
from bot.slack.views.forgetting import forgotten
from bot.slack.views.jobs import given_up
from bot.slack.views.levels import level_lines, verdict_words
from bot.slack.views.scorecard import elsewhere
from bot.slack.views.team import handed_in_words, reveal_words
from bot.use_cases.ballots import RECEIPT_FAILED, UNREACHABLE
from bot.use_cases.files import NO_PICTURE, TREND_PICTURE
from bot.use_cases.forget import FORGOTTEN
from bot.use_cases.greeting import GREETING, OPEN_BALLOTS
from bot.use_cases.housekeeping import CHANNEL_DELETED
from bot.use_cases.install import PERMISSIONS
from bot.use_cases.jobs import GIVEN_UP
from bot.use_cases.lost_threads import THREAD_GONE
from bot.use_cases.plans import CANNOT_DIGEST, OWNER_GONE
from bot.use_cases.ports import PrivateWord
from bot.use_cases.reminders import CANNOT_REMIND, TOO_LATE
from bot.use_cases.scorecards import ELSEWHERE
from bot.use_cases.sittings import TOO_FEW

NAME_LENGTH = 150
NOT_HERE = "I do not know this assessment, or not any more. Start a new one with `/cx-assess`."
FORM_GONE = "This assessment is not here any more. Close the form."
REMOVE_REFUSED = "Only whoever shared this scorecard, or started the assessment, can remove it."

COMMANDS = (
    "`/cx-assess` in a channel starts an assessment there · `/cx-scorecard` shows the latest · `/cx-plan` its plan"
    " · `/cx-metric` keeps NPS and other figures · `/cx-remind` sets when it is due again · each answers `help`"
)
IN_THE_CHANNEL = f"*What you can type in the channel*\n{COMMANDS}"
VERBS = (
    ("3, because …", "gives level 3, with what shows it"),
    ("n/a, no stores", "says that the dimension does not apply, and why"),
    ("don't know", "leaves it not rated"),
    ("skip", "puts it off to the end"),
    ("back", "goes to the dimension before"),
    ("change 2 to 4", "changes an answer given before; `change 2` asks it again"),
    ("why", "shows what each level looks like"),
    ("status", "shows what is rated and what is left"),
    ("pause", "rests until your next answer"),
    ("stop", "ends it, and keeps everything"),
)
IN_A_BALLOT = {"stop": "ends your part, and keeps what you said; the others go on"}
"""What words mean for one of several people who answer in private, where that is something else."""


def private_word(word: PrivateWord) -> Message:
    """Word a hint for the person who gets it."""
    hint, person, detail, assessment = word.hint, word.person, word.detail, word.assessment
    if hint == ELSEWHERE:
        return elsewhere(word.page, detail.get("list", ""))
    if assessment is None:
        return _outside(hint, detail)
    match hint:
        case Hint.HELP:
            return kit.paragraph(_help(assessment))
        case Hint.WHY:
            return kit.paragraph(_why(assessment, detail))
        case Hint.STATUS:
            return kit.paragraph(_status(assessment, person))
        case Hint.NOT_FOR_YOU:
            return kit.paragraph(_not_for_you(assessment))
        case Hint.WORDS | Hint.COMPLETE:
            return _offered(assessment, detail) if hint == Hint.WORDS else _complete(assessment)
        case Hint.WHICH_DIMENSION:
            return kit.paragraph(_which_dimension(assessment, detail))
        case Hint.CHANGED | Hint.OLD_EDIT:
            return kit.paragraph(_about_dimension(assessment, person, hint, detail))
        case _:
            return kit.paragraph(_SIMPLE.get(hint, _SIMPLE[Hint.STALE]))


def _outside(hint: str, detail: Mapping[str, str]) -> Message:
    """Word what is said of no assessment, or of one that is not at hand: a template, or what needs more than that."""
    if hint == TREND_PICTURE:
        return Message(said(detail["alt"]), (kit.picture(detail["file"], detail["alt"]),))
    more = _MORE.get(hint)
    template = _WITHOUT_CODE.get(hint) if "code" not in detail else None
    template = template or _TEMPLATES.get(hint, _SIMPLE[Hint.STALE])
    text = more(detail) if more is not None else template.format_map(_Fields(detail))
    if hint != THREAD_GONE:
        return kit.paragraph(text)
    button = kit.button("Go on in a new thread", ids.GO_ON_ANEW, value=detail.get("assessment", ""))
    return kit.paragraph(text, button)


class _Fields(dict[str, str]):
    """The fields of a template, each worded when it is asked for: words of an older version may lack some."""

    def __init__(self, detail: Mapping[str, str]) -> None:
        super().__init__()
        self._detail = detail

    def __missing__(self, name: str) -> str:
        """Return a field in words; where it has none of its own, people's words made inert."""
        detail, lacks_scope = self._detail, self._detail.get("code") == "missing_scope"
        match name:
            case "channel":
                return channel_mention(detail.get("channel", ""))
            case "person":
                person = detail.get("person", "")
                return mention(person) if is_person(person) else "Somebody"
            case "why" | "do":  # words of an older version do not say what was refused
                row = row_of(detail.get("method") or POST, detail.get("code") or "not_in_channel")
                return row.why if name == "why" else row.what_to_do
            case "scope":
                return " (`files:write`)" if lacks_scope else ""
            case "scope_says":
                return " It is called `files:write`, and lets me send files." if lacks_scope else ""
            case _:
                return said(detail.get(name, ""), NAME_LENGTH)


_SIMPLE: Mapping[str, str] = {
    Hint.CHAT: "I left that alone, since I read no answer in it. To answer, press a level or begin with its number,"
    " such as `3, because …`; where I asked what shows it, a link or a sentence will do. `help` shows what else you can"
    " say.",
    Hint.EXTERNAL: "You are a guest from another organisation here, so cxbot takes no answers from you."
    " Tell a member of the team what you think.",
    Hint.STOPPED: "This assessment was stopped. Everything said is kept. Press *Reopen* in the thread to go on.",
    Hint.PAUSED: "Paused. It goes on with your next answer.",
    Hint.FIRST: "This is the first dimension, so there is none to go back to.",
    Hint.STALE: "That button belongs to an earlier question. Use the last message of the thread,"
    " or type for example `change 2 to 4`.",
    Hint.CATCHING_UP: "I was away, and am reading the threads for what was said meanwhile; Slack lets me read one a"
    " minute. Your words are kept, and are taken in their turn.",
    Hint.DELETED: "You deleted a message. The answer in it stays recorded; to change it, press *Change* beside it.",
}


def _help(assessment: Assessment) -> str:
    """List what can be typed in the thread of an assessment; of a team nothing is answered in the channel's thread."""
    if assessment.team is None:
        return help_text(in_ballot=assessment.ballot is not None)
    return (
        "*What you can say in the thread*\n• `status` shows how many have handed in, and when it is revealed\n"
        "Everything else is left alone: talk as you like. Each answers in private, in the messages with cxbot; `help`"
        f" typed there shows what can be said. Facilitators have the menu beside the headline.\n{IN_THE_CHANNEL}"
    )


def help_text(*, in_ballot: bool = False) -> str:
    """List what can be typed in a thread."""
    other = IN_A_BALLOT if in_ballot else {}
    lines = "\n".join(f"• `{verb}` {other.get(verb, what)}" for verb, what in VERBS)
    talk = "Questions and talk between people are left alone."
    return f"*What you can say in the thread*\n{lines}\n{talk}\n{IN_THE_CHANNEL}"


def _why(assessment: Assessment, detail: Mapping[str, str]) -> str:
    framework = assessment.framework
    key = detail.get("dimension", "")
    dimension = next((each for each in framework.dimensions if each.key == key), framework.dimensions[0])
    lines = [f"*{said(dimension.name)}*", said(dimension.ask, ASK_LENGTH)]
    lines.append(level_lines(framework, dimension, framework.scale.levels()))
    lines.append(f"_Look for:_ {said(dimension.look_for, ASK_LENGTH)}" if dimension.look_for else "")
    wants = f"From level {framework.evidence_from} up, something should show it: a link or a sentence."
    return "\n".join(line for line in [*lines, wants] if line)


def _status(assessment: Assessment, person: str) -> str:
    under = terms(assessment)
    if under is not None and assessment.team is not None:
        count = handed_in_words(assessment.team.sittings[-1].handed_in, under.people)
        when_shown = reveal_words(under.closing, under.people, under.facilitator)
        return f"*{said(assessment.subject.name)}* · {count}" + ("" if under.is_over else f" · revealed {when_shown}")
    total = len(assessment.framework.dimensions)
    lines = [
        f"*{said(assessment.subject.name)}* · {answered(assessment)} of {total} answered · {assessment.status.value}"
    ]
    for place, dimension in enumerate(assessment.framework.dimensions, start=1):
        anybodys = assessment.history(dimension.key)
        rating = assessment.last_rating(dimension.key, person) or (anybodys[-1] if anybodys else None)
        verdict = f"*{verdict_words(rating.verdict)}*" if rating is not None else "open"
        lines.append(f"{place}. {said(dimension.name, NAME_LENGTH)}: {verdict}")
    return "\n".join(lines)


def _not_for_you(assessment: Assessment) -> str:
    if assessment.team is not None:
        return (
            "Answers are given in private here, so I took none from this thread, which everybody reads. If you were"
            " asked, your questions stand in your messages with cxbot."
        )
    people = " and ".join(someone(each) for each in assessment.respondents())
    verb = "answers" if len(assessment.respondents()) == 1 else "answer"
    return (
        f"{people} {verb} in this assessment, so yours was not counted. The thread is open to you for talk;"
        " to rate it yourself, start an assessment of your own with `/cx-assess`."
    )


def _offered(assessment: Assessment, detail: Mapping[str, str]) -> Message:
    """Offer words without a level as evidence; without a button where they are too long for one."""
    words, key = detail.get("words", ""), detail.get("dimension", "")
    dimension = next((each for each in assessment.framework.dimensions if each.key == key), None)
    name = said(dimension.name, NAME_LENGTH) if dimension is not None else "the open question"
    text = (
        f"I read no level in “{said(words, QUOTE_LENGTH)}”, so the question about *{name}* is still open: press a level"
        " in the thread, or type it, such as `3, because …`."
    )
    number = detail.get("question", "")
    value = press_value(assessment.id, int(number), key, words) if number.isdigit() else ""
    if not value:
        return kit.paragraph(text)
    text += " If your words show something for it, keep them as evidence."
    button = kit.button("Keep my words as evidence", press_id(Button.KEEP_WORDS), value=value)
    return kit.paragraph(text, button)


def _complete(assessment: Assessment) -> Message:
    """Say that nothing is asked any more, with the button that changes an answer: elsewhere it is in a menu."""
    done = "This assessment is complete." if assessment.ballot is None else "You have handed this in."
    text = f"{done} To change an answer, type for example `change 2 to 4`, or press *Change an answer*."
    return kit.paragraph(text, kit.button("Change an answer", ids.OPEN_CHANGE, value=OfTwo(assessment.id)))


def _which_dimension(assessment: Assessment, detail: Mapping[str, str]) -> str:
    found = {each for each in detail.get("found", "").split(",") if each}
    dimensions = list(enumerate(assessment.framework.dimensions, start=1))
    fits = [(place, each) for place, each in dimensions if each.key in found] or dimensions
    word = f"“{said(detail.get('said', ''), 80)}”"
    first = f"{word} fits several dimensions." if len(found) > 1 else f"There is no dimension {word}."
    lines = "\n".join(f"{place}. {said(each.name, NAME_LENGTH)}" for place, each in fits)
    return f"{first} Say it with a number, such as `change {fits[0][0]} to 3`:\n{lines}"


def _about_dimension(assessment: Assessment, person: str, hint: str, detail: Mapping[str, str]) -> str:
    key = detail.get("dimension", "")
    rating = assessment.last_rating(key, person)
    if rating is None:
        return _SIMPLE[Hint.STALE]
    name, verdict = said(assessment.framework.dimension(key).name), verdict_words(rating.verdict)
    if hint == Hint.CHANGED:
        before = [each for each in assessment.history(key) if each.respondent == rating.respondent][:-1]
        told = f"Changed: {name} is now *{verdict}*"
        if before and before[-1].verdict == rating.verdict:
            told = f"Saved: {name} stays at *{verdict}*"
        return f"{told}. {'Your receipt' if assessment.ballot is not None else 'The scorecard'} is up to date."
    return f"{name} was answered anew after that message: *{verdict}* counts. To change it, press *Change* beside it."


def goes_on(channel: str) -> Message:
    """Say where it goes on."""
    return kit.paragraph(f"It goes on in {channel_mention(channel)}, in a thread of its own.")


def _of_file(what: str, command: str) -> str:
    return (
        f"I could not send you {what} *{{subject}}*: {{why}}.{{scope_says}} {{do}}, then ask for it again. Until then"
        f" whoever runs cxbot can write it: `{command}`."
    )


_TEMPLATES: Mapping[str, str] = {
    "invite_me": "I could not post in {channel}, since I am not a member of it. Your assessment is saved: type"
    " `/invite @cxbot` there, and it starts at once.",
    "not_a_member": "I am in {channel} now, and you are not, so nothing was posted there. Join the channel, then type"
    " `/cx-assess` in it.",
    CHANNEL_DELETED: "The channel of *{subject}* was deleted, so what was under way there is stopped, and its reminders"
    " are paused. Everything said is kept: whoever runs cxbot can export it. To go on, type `/cx-assess` in another"
    " channel.",
    THREAD_GONE: "The thread of *{subject}* in {channel} was deleted. Everything said in it is kept, and nothing more"
    " is posted there. To go on, press *Go on in a new thread*.",
    "cannot_post": "I cannot go on in {channel} for now: {why}. What was said is kept. {do}; then I go on there by"
    " myself.",
    NO_PICTURE: "Scorecards have no picture here: Slack takes no file from me, since {why}{scope}. With it their radar"
    " stands in the thread, and reports and tables come as files. {do}. All else works without.",
    "share_failed": "I could not share the scorecard in {channel}: {why}. {do}; then press *Share in channel* anew.",
    "report_failed": _of_file("the report on", "cxbot report {assessment} --to report.html"),
    "export_failed": _of_file("the data of", "cxbot data --assessment {assessment} --to data.xlsx"),
    "restored": "I was put back to an earlier state from a backup. Answers given since then in {channel} are lost,"
    " though your words still stand in the thread: its last message asks again where it has to.",
    "cannot_remove": "I cannot remove the scorecard in {channel} for now: {why}. {do}; then it goes by itself.",
    CANNOT_REMIND: "{title} of *{subject}* is due again, and I could not say so in {channel}: {why}. This reminder is"
    " paused. {do}; then type `/cx-remind resume` there.",
    OWNER_GONE: "{person} cannot be reached in Slack any more and still has actions in the plan for *{subject}*. I show"
    " you what is still open there; to give an action to somebody else, press *Give to somebody*, or type `/cx-plan` in"
    " {channel}.",
    CANNOT_DIGEST: "I could not say in {channel} how the plan for *{subject}* stands: {why}. Its owners are asked all"
    " the same. {do}; then the next check-in is posted there.",
    GREETING: "Hello! I run customer-experience assessments in the threads of your channels: people give the levels and"
    " say what shows them, and I keep the score.\n"
    "• `/cx-assess` starts one, in the channel of the team\n"
    "• `/cx-scorecard` and `/cx-plan` show what came of it, `/cx-remind` sets when it is due again\n"
    "Each says more with `help` behind it, such as `/cx-assess help`. In the thread of an assessment type `help`.",
    UNREACHABLE: "I could not ask {person} for an answer about *{subject}*: Slack lets me write them no message, or"
    " their account is deactivated. They are not waited for. Type `/cx-assess add` in {channel} to ask somebody else.",
    TOO_FEW: "Nothing of *{subject}* in {channel} can be revealed yet: fewer than three people answer, and what is"
    " shown of fewer would give them away. The menu beside its headline lets you add people, change when it is"
    " revealed, or end it without a reveal.",
    RECEIPT_FAILED: "I could not send you your receipt for *{subject}*: {why}. {do}, then ask for it again. *Is mine in"
    " it?* under the seal works without it.",
}
"""What is said for each hint; ``_Fields`` says what a name in braces stands for."""
_WITHOUT_CODE: Mapping[str, str] = {
    "report_failed": "I did not send you the report on *{subject}*: Slack does not say that you are in its channel. Ask"
    " there again.",
    "export_failed": "I did not send you the data of *{subject}*: Slack does not say that you are in its channel. Ask"
    " there again.",
    "cannot_remove": "Slack keeps every message of {channel} for good, so I could not remove the scorecard there.",
}
"""What is said in place of these where Slack refused nothing."""


def _plainer(detail: Mapping[str, str]) -> str:
    kind = detail.get("kind", "")
    how = {
        TABLE: "takes no tables in messages here, so they are shown as lines of text",
        CHART: "takes no charts in messages here, so they are left out: their figures stand in the text beside them",
    }.get(kind, f"refused a part of a message (`{said(kind, NAME_LENGTH)}`), so it is shown as plain text")
    return (
        f"Slack {how}, in {channel_mention(detail.get('channel', ''))} too. Nothing is missing from the scorecard."
        " I try again in a week."
    )


def _too_late(detail: Mapping[str, str]) -> str:
    fields, zone = _Fields(detail), detail.get("zone", "")
    due, following = (detail.get(each, "") for each in ("due", "next"))
    when = moment_words(datetime.fromisoformat(due), zone) if due else "earlier"
    rest = f" The next reminder comes on {moment_words(datetime.fromisoformat(following), zone)}." if following else ""
    return (
        f"{fields['title']} of *{fields['subject']}* was due on {when}. I could not say so in time in"
        f" {fields['channel']}, for Slack or I was out of reach, and now it is too late.{rest} To start sooner, type"
        " `/cx-assess` there."
    )


def _open_ballots(detail: Mapping[str, str]) -> str:
    count = int(detail.get("count") or 1)
    what = "Your questions stand" if count == 1 else f"You have {count} ballots: their questions stand"
    where = own_link(detail["link"], "Open the thread") + ". " if detail.get("link") else ""
    return (
        f"I took nothing from that. {what} in the thread of the message that begins with"
        f" *{said(detail.get('subject', ''), NAME_LENGTH)}*: answer there. {where}`help` typed there shows what you"
        " can say."
    )


def _permissions(detail: Mapping[str, str]) -> str:
    """Tell what the bot lacks in a workspace, what does not work without it, and what to do."""
    wanted, address = detail.get("scopes", "").split(), detail.get("address", "")
    lacks = [f"• `{each.name}`: without it {each.without}." for each in SCOPES if each.name in wanted]
    how = (
        f"Open `{address}` and allow it: everything that was said stays."
        if address
        else "Ask whoever runs cxbot to put the manifest of its version (`cxbot manifest`) on the app's page at"
        " api.slack.com/apps, under *App Manifest*, and to press *Reinstall to Workspace* there."
    )
    them = "a permission that its" if len(lacks) == 1 else f"{len(lacks)} permissions that its"
    lines = "\n".join(lacks)
    return f"cxbot lacks {them} present version uses here. Everything else goes on.\n{lines}\n{how}"


_MORE: Mapping[str, Callable[[Mapping[str, str]], str]] = {
    FORGOTTEN: forgotten,
    PERMISSIONS: _permissions,
    OPEN_BALLOTS: _open_ballots,
    TOO_LATE: _too_late,
    GIVEN_UP: given_up,
    "plainer": _plainer,
}
