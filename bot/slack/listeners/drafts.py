"""What people do with drafts: ask for them, accept, discard and undo; open and submit the forms that reword them."""

from collections.abc import Mapping

from bot.core.drafts.briefs import drafted_in
from bot.core.drafts.draft import Content, Draft, Prose, Verb
from bot.core.drafts.standing import Desk, brief_today, contradicting, piece_name
from bot.core.plan.plan import Action, Plan
from bot.core.privacy import Right, may, visible
from bot.slack import ids
from bot.slack.blocks import Message, Mistakes, View
from bot.slack.listeners.plans import draw_anew, why_not_theirs
from bot.slack.payloads import BlockAction, Submission
from bot.slack.routes import ActionRoute, FormRoute, NotDone, Parts, Reply, Route, at_first_field
from bot.slack.values import IN_PLAN, TOLD, OfAction, OfDraft
from bot.slack.views import drafts as words
from bot.slack.views.private import NOT_HERE
from bot.slack.views.start import LANGUAGE
from bot.use_cases import drafts as use
from bot.use_cases.conversation import enqueue_thread
from bot.use_cases.ports import NotForYou, NotHere
from bot.use_cases.scorecards import scorecard_now

GONE = "This draft is not here for you any more."
NO_PERSON = "Choose a person."
_WHY_NOT: Mapping[use.Undrafted, str] = {
    use.Undrafted.ALREADY_THERE: words.ALREADY_THERE,
    use.Undrafted.NOT_COMPLETE: words.NOT_COMPLETE,
    use.Undrafted.TOO_MANY: words.TOO_MANY,
    use.Undrafted.NOTHING_LEFT: words.NOTHING_LEFT,
    use.Undrafted.PLAN_FULL: words.PLAN_FULL,
}
_DECIDES: Mapping[str, Verb] = {ids.ACCEPT: Verb.ACCEPT, ids.DISCARD: Verb.DISCARD, ids.UNDO: Verb.REOPEN}


def edited(parts: Parts, submitted: Submission) -> Mistakes | View | str:
    """Accept a draft in the wording that was submitted; a level that contradicts the scorecard is pointed out once."""
    of = submitted.of(OfDraft)
    press = _press(parts, submitted, of)
    with parts.store.reading() as view:
        draft = view.draft(submitted.sender.workspace, of.assessment, of.draft)
    if draft is None:
        return GONE
    content = words.read_edit(submitted.view.state)
    if not isinstance(content, Prose):
        return Mistakes(content)
    if of.place != TOLD and (again := _pointed_out(parts, submitted, draft, content)) is not None:
        return again
    return _not_done(use.edit_draft(parts.store, parts.clock, press, content, seen=of.seen), of)


def action_edited(parts: Parts, submitted: Submission) -> Mistakes | str:
    """Reword an action of a plan, add one or take one out."""
    of = submitted.of(OfDraft)
    with parts.store.reading() as view:
        assessment = view.assessment(submitted.sender.workspace, of.assessment)
        draft = view.draft(submitted.sender.workspace, of.assessment, of.draft)
    if assessment is None or draft is None:
        return at_first_field(submitted, GONE)
    press = _press(parts, submitted, of)
    before = draft.action_at(of.place or 0, of.seen)
    action = words.read_action_form(assessment.framework, before, submitted.view.state)
    if action is not None and not isinstance(action, Action):
        return Mistakes(action)
    edit = use.ActionEdit(of.place or 0, action, of.seen)
    found = use.edit_action(parts.store, parts.clock, press, edit, parts.holidays)
    if isinstance(found, Draft):
        draw_anew(parts, submitted.sender, OfAction(of.assessment, "", None, IN_PLAN, of.respond_at or ""))
    return words.NO_ACTION if found is use.Undrafted.NOTHING_LEFT else _not_done(found, of)


def _pointed_out(parts: Parts, submitted: Submission, draft: Draft, content: Content) -> View | None:
    """Return the form with what contradicts the scorecard of today; None where nothing does."""
    assessment_id, key = submitted.of(OfDraft).assessment, draft.piece.dimension
    with parts.store.reading() as view:
        assessment = view.assessment(submitted.sender.workspace, assessment_id)
        today = brief_today(assessment, scorecard_now(view, assessment), draft) if assessment is not None else None
    standing = today.standing(key) if today is not None else None
    if assessment is None or today is None or standing is None or not isinstance(content, Prose):
        return None
    wrong = contradicting(content.text, today, key)
    name = piece_name(assessment, draft.piece)
    note = words.contradicted(wrong, standing)
    return words.edit_form(assessment_id, draft, name, typed=content, note=note) if wrong else None


def redrafted(parts: Parts, submitted: Submission) -> str:
    """Have another draft written, with what the person asks of it."""
    of = submitted.of(OfDraft)
    press = _press(parts, submitted, of)
    return _not_done(use.redraft(parts.store, parts.clock, press, words.read_hint(submitted.view.state)), of)


def assigned(parts: Parts, submitted: Submission) -> Mistakes | str:
    """Return the actions of a plan to the people who were chosen."""
    of = submitted.of(OfDraft)
    press = _press(parts, submitted, of)
    owners = words.read_owners(submitted.view.state)
    if owners is None:
        return NO_PERSON
    refusals = {each: why_not_theirs(parts, press.deed.workspace, each) for each in dict.fromkeys(owners.values())}
    if any(refusals.values()):
        return Mistakes({words.owner_block(key): refusals[owner] for key, owner in owners.items() if refusals[owner]})
    return _not_done(use.set_owners(parts.store, parts.clock, press, owners), of)


def _not_done(found: use.Outcome | use.Undrafted | int, of: OfDraft) -> str:
    """Say in a form why something was not done with a draft; nothing where it was."""
    match found:
        case Draft() | int():
            return ""
        case use.Undrafted():
            return _WHY_NOT[found]
        case use.TooLate(stands=stands):
            return f"{words.too_late_words(stands, of.draft)} {words.CLOSE}"
        case NotForYou() | NotHere():
            return GONE


def _press(parts: Parts, submitted: Submission, of: OfDraft) -> use.DraftPress:
    """Say who submitted what; a form names no channel, so it counts where its assessment is."""
    sender = submitted.sender
    with parts.store.reading() as view:
        assessment = view.assessment(sender.workspace, of.assessment)
    if assessment is None:
        raise NotDone(GONE)
    return use.DraftPress(sender.deed(submitted.event, channel=assessment.channel), of.assessment, of.draft)


def ask(parts: Parts, pressed: BlockAction) -> Reply:
    """Have the texts drafted, or anew those that rest on changed answers; how far they are shows in the thread."""
    changed = pressed.action == ids.ASK_CHANGED
    match use.request_drafts(parts.store, parts.clock, pressed.deed, pressed.value, only_changed=changed):
        case int():
            return words.ASKED if pressed.whispered else ""
        case use.Undrafted() as why:
            return _WHY_NOT[why]
        case NotForYou() | NotHere() as refused:
            return _refused(parts, pressed, refused, pressed.value)


def open_language(parts: Parts, pressed: BlockAction) -> Reply:
    """Open the form that asks for the language of the drafts."""
    with parts.store.reading() as view:
        found = view.assessment(pressed.sender.workspace, pressed.value)
    assessment = visible(Right.DRAFT, found, pressed.sender.channel)
    if assessment is None:
        return NOT_HERE
    if not may(Right.DRAFT, assessment, pressed.sender.person):
        return words.not_yours(assessment)
    return words.language_form(assessment.id, drafted_in(assessment))


def language_chosen(parts: Parts, submitted: Submission) -> str:
    """Have the drafts written in the language that was chosen."""
    press = _press(parts, submitted, OfDraft(submitted.view.metadata, "", 0))
    chosen = submitted.view.state.get(LANGUAGE, "")
    match use.draft_in(parts.store, parts.clock, press.deed, press.assessment, chosen):
        case int() | use.Undrafted.ALREADY_THERE:
            return ""
        case use.Undrafted() as why:
            return f"{_WHY_NOT[why]} {words.CLOSE}"
        case NotForYou() | NotHere():
            return GONE


def take_all(parts: Parts, pressed: BlockAction) -> Reply:
    """Accept every draft that waits."""
    found = use.accept_all(parts.store, parts.clock, pressed.deed, pressed.value, parts.holidays)
    if isinstance(found, int):
        return "" if found else words.NOTHING_WAITS
    return _refused(parts, pressed, found, pressed.value)


def decide(parts: Parts, pressed: BlockAction) -> Reply:
    """Make a draft part of the record, set it aside, or take the decision about it back."""
    of = pressed.of(OfDraft)
    press = use.DraftPress(pressed.deed, of.assessment, of.draft)
    match use.decide(parts.store, parts.clock, press, _DECIDES[pressed.action], parts.holidays):
        case Draft():
            return None
        case use.TooLate(stands=stands):
            return words.too_late(stands, of.draft)
        case NotForYou() | NotHere() as refused:
            return _refused(parts, pressed, refused, of.assessment)


def open_edit(parts: Parts, pressed: BlockAction) -> Reply:
    """Open the form that takes a person's own wording.

    A plan that was posted before each action had a form of its own is drawn anew, with one button for each.
    """
    desk = _desk(parts, pressed)
    if isinstance(desk.draft.content, Plan):
        with parts.store.writing(desk.assessment.workspace) as tx:
            enqueue_thread(tx, desk.assessment.workspace, desk.assessment.id)
        return words.EACH_ITS_OWN
    is_open = desk.takes(Verb.ACCEPT)
    return words.edit_form(desk.assessment.id, desk.draft, _name(desk)) if is_open else _too_late(desk)


def open_action(parts: Parts, pressed: BlockAction) -> Reply:
    """Open the form of one action of a plan, or of one to be added to it."""
    of, desk = pressed.of(OfDraft), _desk(parts, pressed)
    action = desk.draft.action_at(of.place or 0, of.seen)
    if not desk.takes(Verb.ACCEPT) or (of.place and action is None):
        return _too_late(desk)
    of = of._replace(respond_at=pressed.respond_at if pressed.whispered else "")
    return words.action_form(desk.assessment, desk.draft, of, action)


def open_redraft(parts: Parts, pressed: BlockAction) -> Reply:
    """Open the form that asks for another draft."""
    desk = _desk(parts, pressed)
    return words.redraft_form(desk.assessment.id, desk.draft, _name(desk)) if desk.takes_redraft else _too_late(desk)


def open_sources(parts: Parts, pressed: BlockAction) -> Reply:
    """Show the person the facts behind a text."""
    desk = _desk(parts, pressed)
    return words.sources_view(desk.draft, _name(desk))


def open_owners(parts: Parts, pressed: BlockAction) -> Reply:
    """Open the form that gives the actions of an accepted plan to people."""
    desk = _desk(parts, pressed)
    with parts.store.reading() as view:
        actions = view.actions(desk.assessment.workspace, desk.assessment.id)
    own = tuple(each for each in actions if each.draft == desk.draft.id)
    return (
        words.owners_form(desk.assessment.id, desk.draft, own, desk.assessment.facilitator) if own else _too_late(desk)
    )


def _desk(parts: Parts, pressed: BlockAction) -> Desk:
    """Return the draft whose button was pressed; NotDone where it is not for this person."""
    of, sender = pressed.of(OfDraft), pressed.sender
    with parts.store.reading() as view:
        assessment = visible(Right.DRAFT, view.assessment(sender.workspace, of.assessment), sender.channel)
        drafts = view.drafts(sender.workspace, of.assessment)
    draft = next((each for each in drafts if each.id == of.draft), None)
    if assessment is None or draft is None:
        raise NotDone(NOT_HERE)
    if not may(Right.DRAFT, assessment, sender.person):
        raise NotDone(words.not_yours(assessment))
    return Desk(assessment, drafts, draft)


def _too_late(desk: Desk) -> Message:
    return words.too_late(desk.counting, desk.draft.id)


def _name(desk: Desk) -> str:
    return piece_name(desk.assessment, desk.draft.piece)


def _refused(parts: Parts, pressed: BlockAction, refused: NotForYou | NotHere, assessment_id: str) -> Message:
    found = None
    if isinstance(refused, NotForYou):
        with parts.store.reading() as view:
            found = view.assessment(pressed.sender.workspace, assessment_id)
    return words.not_yours(found) if found is not None else Message(NOT_HERE)


ROUTES: tuple[Route, ...] = (
    ActionRoute(ids.ASK_DRAFTS, ask),
    ActionRoute(ids.ASK_CHANGED, ask),
    ActionRoute(ids.ACCEPT_ALL, take_all),
    *(ActionRoute(each, decide) for each in _DECIDES),
    ActionRoute(ids.OPEN_EDIT, open_edit),
    ActionRoute(ids.OPEN_ACTION, open_action),
    ActionRoute(ids.OPEN_REDRAFT, open_redraft),
    ActionRoute(ids.OPEN_OWNERS, open_owners),
    ActionRoute(ids.SHOW_SOURCES, open_sources),
    ActionRoute(ids.OPEN_LANGUAGE, open_language),
    FormRoute(ids.EDIT_FORM, edited, outsider=GONE),
    FormRoute(ids.ACTION_FORM, action_edited, outsider=GONE, at=(words.WHAT,)),
    FormRoute(ids.REDRAFT_FORM, redrafted, outsider=GONE, at=(words.HINT,)),
    FormRoute(ids.OWNERS_FORM, assigned, outsider=GONE),
    FormRoute(ids.LANGUAGE_FORM, language_chosen, outsider=GONE, at=(LANGUAGE,)),
)
