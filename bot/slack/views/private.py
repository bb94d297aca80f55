"""Private words: help, status, mistakes and refusals, seen by one person only."""

from collections.abc import Callable, Mapping
from datetime import datetime

from bot.core.assessment import Assessment, Rating
from bot.core.conversation.talk import Hint
from bot.core.conversation.turns import Button
from bot.core.thread import answered
from bot.core.thread_of_team import terms
from bot.slack import blocks as kit
from bot.slack.blocks import Message
from bot.slack.plainer import CHART, TABLE
from bot.slack.refusals import POST, ErrorRow, row_of
from bot.slack.text import channel_mention, is_person, mention, own_link, said, someone
from bot.slack.values import GO_ON_ANEW, press_id, press_value
from bot.slack.views.cadences import moment_words
from bot.slack.views.conversation import ASK_LENGTH, QUOTE_LENGTH
from bot.slack.views.forgetting import forgotten
from bot.slack.views.jobs import given_up
from bot.slack.views.levels import level_lines, verdict_words
from bot.slack.views.scorecard_lists import elsewhere
from bot.slack.views.team import handed_in_words, reveal_words
from bot.use_cases.ballots import RECEIPT_FAILED, UNREACHABLE
from bot.use_cases.files import NO_PICTURE, TREND_PICTURE
from bot.use_cases.forget import FORGOTTEN
from bot.use_cases.greeting import GREETING, OPEN_BALLOTS
from bot.use_cases.housekeeping import CHANNEL_DELETED
from bot.use_cases.jobs import GIVEN_UP
from bot.use_cases.lost_threads import THREAD_GONE
from bot.use_cases.plans import CANNOT_DIGEST, OWNER_GONE
from bot.use_cases.ports import PrivateWord
from bot.use_cases.reminders import CANNOT_REMIND, TOO_LATE
from bot.use_cases.scorecards import ELSEWHERE
from bot.use_cases.sittings import TOO_FEW

NAME_LENGTH = 150
NOT_HERE = "I do not know this assessment, or not any more. Start a new one with `/cx-assess`."
REMOVE_REFUSED = "Only whoever shared this scorecard, or started the assessment, can remove it."

HANDED_IN = (
    "You have handed this in. To change an answer, type for example `change 2 to 4`, or press *Change an answer* above."
)

VERBS = (
    ("3, because …", "gives level 3, with what shows it"),
    ("n/a, no stores", "says that the dimension does not apply, and why"),
    ("don't know", "leaves it not rated"),
    ("skip", "puts it off to the end"),
    ("back", "goes to the dimension before"),
    ("change 2 to 4", "changes an answer given before; `change 2` asks it again"),
    ("why", "shows what each level looks like"),
    ("status", "shows what is rated and what is left"),
    ("pause · stop", "rests until your next answer · ends it, and keeps everything"),
)


def private_word(word: PrivateWord) -> Message:
    """Word a hint for the person who gets it."""
    hint, person, detail, assessment = word.hint, word.person, word.detail, word.assessment
    if hint == ELSEWHERE:
        return elsewhere(word.page, detail.get("list", ""))
    if assessment is None:
        return _outside(hint, detail)
    match hint:
        case Hint.HELP:
            return kit.paragraph(help_text())
        case Hint.WHY:
            return kit.paragraph(_why(assessment, detail))
        case Hint.STATUS:
            return kit.paragraph(_status(assessment, person))
        case Hint.NOT_FOR_YOU:
            return kit.paragraph(_not_for_you(assessment))
        case Hint.WORDS:
            return _offered(assessment, detail)
        case Hint.WHICH_DIMENSION:
            return kit.paragraph(_which_dimension(assessment, detail))
        case Hint.CHANGED | Hint.OLD_EDIT:
            return kit.paragraph(_about_dimension(assessment, person, hint, detail))
        case _:
            is_ballot = hint == Hint.COMPLETE and assessment.ballot is not None
            return kit.paragraph(HANDED_IN if is_ballot else _SIMPLE.get(hint, _SIMPLE[Hint.STALE]))


def _outside(hint: str, detail: Mapping[str, str]) -> Message:
    if hint == TREND_PICTURE:
        return Message(said(detail["alt"]), (kit.picture(detail["file"], detail["alt"]),))
    return _thread_gone(detail) if hint == THREAD_GONE else kit.paragraph(_OUTSIDE.get(hint, _stale)(detail))


_SIMPLE: Mapping[str, str] = {
    Hint.CHAT: "I left that alone, since I read no answer in it. To answer, press a level or begin with its number,"
    " such as `3, because …`. `help` shows what else you can say.",
    Hint.EXTERNAL: "You are a guest from another organisation here, so cxbot takes no answers from you."
    " Tell a member of the team what you think.",
    Hint.STOPPED: "This assessment was stopped. Everything said is kept. Press *Reopen* in the thread to go on.",
    Hint.COMPLETE: "This assessment is complete. To change an answer, type for example `change 2 to 4`,"
    " or press *Change an answer* under the scorecard.",
    Hint.PAUSED: "Paused. It goes on with your next answer.",
    Hint.FIRST: "This is the first dimension, so there is none to go back to.",
    Hint.STALE: "That button belongs to an earlier question. Use the last message of the thread,"
    " or type for example `change 2 to 4`.",
    Hint.CATCHING_UP: "I was away, and am reading the threads for what was said meanwhile; Slack lets me read one a"
    " minute. Your words are kept, and are taken in their turn.",
    Hint.DELETED: "You deleted a message. The answer in it stays recorded; to change it, press *Change* beside it.",
}


def _stale(_detail: Mapping[str, str]) -> str:
    return _SIMPLE[Hint.STALE]


def help_text() -> str:
    """List what can be typed in a thread."""
    lines = "\n".join(f"• `{verb}` {what}" for verb, what in VERBS)
    return (
        f"*What you can say in the thread*\n{lines}\nQuestions and talk between people are left alone.\n"
        "*What you can type in the channel*\n"
        "• `/cx-scorecard` shows the latest scorecard\n"
        "• `/cx-remind` sets when it is due again\n"
        "• `/cx-plan` shows how the plan stands"
    )


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
        rating = assessment.last_rating(dimension.key, person) or _any_rating(assessment, dimension.key)
        verdict = f"*{verdict_words(rating.verdict)}*" if rating is not None else "open"
        lines.append(f"{place}. {said(dimension.name, NAME_LENGTH)}: {verdict}")
    return "\n".join(lines)


def _any_rating(assessment: Assessment, key: str) -> Rating | None:
    ratings = assessment.history(key)
    return ratings[-1] if ratings else None


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
    return Message(text, (kit.section(text), kit.actions(button)))


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


def _invite_me(detail: Mapping[str, str]) -> str:
    channel = detail.get("channel", "")
    return (
        f"I could not post in {channel_mention(channel)}, since I am not a member of it. Your assessment is saved:"
        " type `/invite @cxbot` there, and it starts at once."
    )


def _not_a_member(detail: Mapping[str, str]) -> str:
    channel = channel_mention(detail.get("channel", ""))
    return (
        f"I am in {channel} now, and you are not, so nothing was posted there. Join the channel, then type `/cx-assess`"
        " in it."
    )


def _channel_deleted(detail: Mapping[str, str]) -> str:
    return (
        f"The channel of *{said(detail.get('subject', ''), NAME_LENGTH)}* was deleted, so what was under way there is"
        " stopped, and its reminders are paused. Everything said is kept: whoever runs cxbot can export it. To go on,"
        " type `/cx-assess` in another channel."
    )


def _thread_gone(detail: Mapping[str, str]) -> Message:
    text = (
        f"The thread of *{said(detail.get('subject', ''), NAME_LENGTH)}* in"
        f" {channel_mention(detail.get('channel', ''))} was deleted. Everything said in it is kept, and nothing more is"
        " posted there. To go on, press *Go on in a new thread*."
    )
    button = kit.button("Go on in a new thread", GO_ON_ANEW, value=detail.get("assessment", ""))
    return Message(text, (kit.section(text), kit.actions(button)))


def goes_on(channel: str) -> Message:
    """Say where it goes on."""
    return kit.paragraph(f"It goes on in {channel_mention(channel)}, in a thread of its own.")


def _cannot_post(detail: Mapping[str, str]) -> str:
    row = _why_refused(detail)
    channel = channel_mention(detail.get("channel", ""))
    return (
        f"I cannot go on in {channel} for now: {row.why}. What was said is kept. {row.what_to_do}; then I go on there"
        " by myself."
    )


def _why_refused(detail: Mapping[str, str]) -> ErrorRow:
    """Return the row of the table for a refusal; words of an older version do not say which it was."""
    return row_of(detail.get("method") or POST, detail.get("code") or "not_in_channel")


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


def _no_picture(detail: Mapping[str, str]) -> str:
    row = _why_refused(detail)
    lacks = " (`files:write`)" if detail.get("code") == "missing_scope" else ""
    return (
        f"Scorecards have no picture here: Slack takes no file from me, since {row.why}{lacks}. With it their radar"
        f" stands in the thread, and reports and tables come as files. {row.what_to_do}. All else works without."
    )


def _share_failed(detail: Mapping[str, str]) -> str:
    row = _why_refused(detail)
    return (
        f"I could not share the scorecard in {channel_mention(detail.get('channel', ''))}: {row.why}."
        f" {row.what_to_do}; then press *Share in channel* anew."
    )


def _report_failed(detail: Mapping[str, str]) -> str:
    return _file_failed(detail, "the report on", "cxbot report {} --to report.html")


def _export_failed(detail: Mapping[str, str]) -> str:
    return _file_failed(detail, "the data of", "cxbot data --assessment {} --to data.xlsx")


def _file_failed(detail: Mapping[str, str], what: str, command: str) -> str:
    subject = said(detail.get("subject", ""), NAME_LENGTH)
    if "code" not in detail:
        return (
            f"I did not send you {what} *{subject}*: Slack does not say that you are in its channel. Ask there again."
        )
    row = _why_refused(detail)
    lacks = " It is called `files:write`, and lets me send files." if detail.get("code") == "missing_scope" else ""
    return (
        f"I could not send you {what} *{subject}*: {row.why}.{lacks}"
        f" {row.what_to_do}, then ask for it again. Until then whoever runs cxbot can write it:"
        f" `{command.format(said(detail.get('assessment', ''), NAME_LENGTH))}`."
    )


def _restored(detail: Mapping[str, str]) -> str:
    channel = channel_mention(detail.get("channel", ""))
    return (
        f"I was put back to an earlier state from a backup. Answers given since then in {channel} are lost,"
        " though your words still stand in the thread: its last message asks again where it has to."
    )


def _cannot_remove(detail: Mapping[str, str]) -> str:
    channel = channel_mention(detail.get("channel", ""))
    if "code" not in detail:
        return f"Slack keeps every message of {channel} for good, so I could not remove the scorecard there."
    row = _why_refused(detail)
    return f"I cannot remove the scorecard in {channel} for now: {row.why}. {row.what_to_do}; then it goes by itself."


def _cannot_remind(detail: Mapping[str, str]) -> str:
    row = _why_refused(detail)
    return (
        f"{_line(detail)} is due again, and I could not say so in {channel_mention(detail.get('channel', ''))}:"
        f" {row.why}. This reminder is paused. {row.what_to_do}; then type `/cx-remind resume` there."
    )


def _too_late(detail: Mapping[str, str]) -> str:
    zone, channel = detail.get("zone", ""), channel_mention(detail.get("channel", ""))
    due, following = (detail.get(each, "") for each in ("due", "next"))
    when = moment_words(datetime.fromisoformat(due), zone) if due else "earlier"
    rest = f" The next reminder comes on {moment_words(datetime.fromisoformat(following), zone)}." if following else ""
    return (
        f"{_line(detail)} was due on {when}. I could not say so in time in {channel}, for Slack or I was out of reach,"
        f" and now it is too late.{rest} To start sooner, type `/cx-assess` there."
    )


def _line(detail: Mapping[str, str]) -> str:
    return f"{said(detail.get('title', ''), NAME_LENGTH)} of *{said(detail.get('subject', ''), NAME_LENGTH)}*"


def _person(user: str) -> str:
    return mention(user) if is_person(user) else "Somebody"


def _owner_gone(detail: Mapping[str, str]) -> str:
    return (
        f"{_person(detail.get('person', ''))} cannot be reached in Slack any more and still has actions in the plan for"
        f" *{said(detail.get('subject', ''), NAME_LENGTH)}*. I show you what is still open there; to give an action to"
        f" somebody else, press *Give to somebody*, or type `/cx-plan` in {channel_mention(detail.get('channel', ''))}."
    )


def _cannot_digest(detail: Mapping[str, str]) -> str:
    row = _why_refused(detail)
    return (
        f"I could not say in {channel_mention(detail.get('channel', ''))} how the plan for"
        f" *{said(detail.get('subject', ''), NAME_LENGTH)}* stands: {row.why}. Its owners are asked all the same."
        f" {row.what_to_do}; then the next check-in is posted there."
    )


def _greeting(_detail: Mapping[str, str]) -> str:
    return (
        "Hello! I run customer-experience assessments in the threads of your channels: people give the levels and say"
        " what shows them, and I keep the score.\n"
        "• `/cx-assess` starts one, in the channel of the team\n"
        "• `/cx-scorecard` and `/cx-plan` show what came of it, `/cx-remind` sets when it is due again\n"
        "Each says more with `help` behind it, such as `/cx-assess help`. In the thread of an assessment type `help`."
    )


def _unreachable(detail: Mapping[str, str]) -> str:
    return (
        f"I could not ask {_person(detail.get('person', ''))} for an answer about"
        f" *{said(detail.get('subject', ''), NAME_LENGTH)}*: Slack lets me write them no message, or their account is"
        " deactivated. They are not waited for. Type `/cx-assess add` in"
        f" {channel_mention(detail.get('channel', ''))} to ask somebody else."
    )


def _too_few(detail: Mapping[str, str]) -> str:
    return (
        f"Nothing of *{said(detail.get('subject', ''), NAME_LENGTH)}* in {channel_mention(detail.get('channel', ''))}"
        " can be revealed yet: fewer than three people answer, and what is shown of fewer would give them away. The"
        " menu beside its headline lets you add people, change when it is revealed, or end it without a reveal."
    )


def _receipt_failed(detail: Mapping[str, str]) -> str:
    row = _why_refused(detail)
    return (
        f"I could not send you your receipt for *{said(detail.get('subject', ''), NAME_LENGTH)}*: {row.why}."
        f" {row.what_to_do}, then ask for it again. *Is mine in it?* under the seal works without it."
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


_OUTSIDE: Mapping[str, Callable[[Mapping[str, str]], str]] = {
    FORGOTTEN: forgotten,
    GREETING: _greeting,
    OPEN_BALLOTS: _open_ballots,
    UNREACHABLE: _unreachable,
    TOO_FEW: _too_few,
    RECEIPT_FAILED: _receipt_failed,
    CANNOT_REMIND: _cannot_remind,
    TOO_LATE: _too_late,
    GIVEN_UP: given_up,
    CANNOT_DIGEST: _cannot_digest,
    OWNER_GONE: _owner_gone,
    "invite_me": _invite_me,
    CHANNEL_DELETED: _channel_deleted,
    "not_a_member": _not_a_member,
    "cannot_post": _cannot_post,
    "share_failed": _share_failed,
    "report_failed": _report_failed,
    "export_failed": _export_failed,
    "cannot_remove": _cannot_remove,
    "plainer": _plainer,
    NO_PICTURE: _no_picture,
    "restored": _restored,
}
