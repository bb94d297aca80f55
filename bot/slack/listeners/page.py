"""All dimensions on one page: it opens, keeps what is typed, and is submitted."""

from bot.core.conversation.talk import Hint
from bot.core.framework import Framework
from bot.slack import ids
from bot.slack.blocks import Mistakes, View
from bot.slack.payloads import BlockAction, Submission
from bot.slack.routes import ActionRoute, FormRoute, Parts, Route, hint_at
from bot.slack.values import OfPart, OfTwo
from bot.slack.views.page import has_part, mistakes, page_form, read_page
from bot.slack.views.private import FORM_GONE, NOT_HERE
from bot.use_cases.conversation import UNKNOWN_HERE
from bot.use_cases.page import keep_typed, open_page, submit_page
from bot.use_cases.ports import NotHere


def open_all(parts: Parts, pressed: BlockAction) -> View | str | None:
    """Open the page, with what was said and typed before."""
    assessment, _ = pressed.of(OfTwo)
    with parts.store.reading() as view:
        page = open_page(view, pressed.sender.workspace, assessment, pressed.sender.person)
    if isinstance(page, Hint):
        hint_at(parts, pressed, assessment, page)
        return None
    return NOT_HERE if isinstance(page, NotHere) else page_form(page)


def typed(parts: Parts, changed: BlockAction) -> None:
    """Keep what is typed while it is typed: whoever closes the page finds it there again."""
    if changed.view is not None:
        assessment, part, seen = changed.view.of(OfPart)
        framework = _framework(parts, changed.sender.workspace, assessment)
        if framework is not None:
            page = read_page(framework, part, seen, changed.view.state)
            keep_typed(parts.store, changed.deed, assessment, page, changed.at)


def _framework(parts: Parts, workspace: str, assessment_id: str) -> Framework | None:
    with parts.store.reading() as view:
        assessment = view.assessment_or_ballot(workspace, assessment_id)
    return assessment.framework if assessment is not None else None


def submitted(parts: Parts, filled: Submission) -> Mistakes | View | str | None:
    """Record what was filled in, and show the next part of a long page."""
    assessment, part, seen = filled.of(OfPart)
    framework = _framework(parts, filled.sender.workspace, assessment)
    if framework is None:
        return FORM_GONE
    page = read_page(framework, part, seen, filled.view.state)
    found = submit_page(parts.store, parts.clock, filled.deed, assessment, page)
    if isinstance(found, tuple):
        return mistakes(framework, found)
    if found == UNKNOWN_HERE:
        return FORM_GONE
    return _next(parts, filled, assessment, part + 1) if has_part(framework, part + 1) else None


def _next(parts: Parts, filled: Submission, assessment: str, part: int) -> View | None:
    with parts.store.reading() as view:
        page = open_page(view, filled.sender.workspace, assessment, filled.sender.person)
    return page_form(page, part) if not isinstance(page, Hint | NotHere) else None


ROUTES: tuple[Route, ...] = (
    ActionRoute(ids.OPEN_ALL, open_all),
    ActionRoute(ids.ALL_TYPED, typed, family=True),
    FormRoute(ids.ALL_FORM, submitted, outsider=FORM_GONE),
)
