"""Frameworks of a workspace's own: `/cx-framework`, the form that uploads a file, and the buttons of its pages.

Slack is asked at each deed whether the person is an admin at this moment.
"""

from bot.core.errors import SlackRefusedError, SlackUnavailableError
from bot.core.framework import Framework
from bot.core.own_frameworks import OwnFramework
from bot.core.privacy import Relation
from bot.slack import ids
from bot.slack.blocks import Mistakes, View, notice
from bot.slack.payloads import BlockAction, Command, Sender, Submission
from bot.slack.refusals import FILE_INFO, row_of
from bot.slack.routes import ActionRoute, CommandRoute, FormRoute, Parts, Reply, Route
from bot.slack.text import said
from bot.slack.values import OfNumber, number_in
from bot.slack.views import frameworks as words
from bot.use_cases import own_frameworks as use
from bot.use_cases.ports import NotForYou, NotHere

MOST_FILE = 256 * 1024
"""Bytes; the check refuses what is longer."""


def _acting(parts: Parts, sender: Sender, event: str) -> use.AdminDeed | str:
    """Ask Slack whether the person is an admin; return why nothing may be done where they are none, or it is slow."""
    try:
        gateway = parts.gateway_of(sender.workspace)
        me, person = gateway.auth_test(), gateway.info(person=sender.person, hasty=True)
    except SlackUnavailableError:
        return words.SLACK_IS_SLOW
    except SlackRefusedError:
        return words.NOT_YOURS
    relation = Relation.ADMIN if me.is_run_by(person, sender.workspace) else Relation.ANYBODY
    who = use.AdminDeed(sender.deed(event), relation)
    return who if use.may_offer(who) else words.NOT_YOURS


def framework(parts: Parts, asked: Command) -> Reply:
    """Answer `/cx-framework`."""
    verb, _, rest = asked.words.partition(" ")
    if verb == "help":
        return words.HELP
    who = _acting(parts, asked.sender, asked.event)
    if isinstance(who, str):
        return who
    if verb in ("", "list") and not rest.strip():
        return _all(parts, asked.sender.workspace)
    if verb == "upload" and not rest.strip():
        return words.upload_form()
    if verb not in ("preview", "publish", "withdraw"):
        return words.HELP
    found = use.find_own(parts.store, asked.sender.workspace, rest)
    if len(found) != 1 or not rest.strip():
        return _which(found or use.find_own(parts.store, asked.sender.workspace), verb, rest)
    return words.preview(found[0], found[0].newest) if verb == "preview" else _offer(parts, who, found[0], verb, rest)


def _offer(parts: Parts, who: use.AdminDeed, own: OwnFramework, verb: str, rest: str) -> Reply:
    """Publish or withdraw a framework as it was typed."""
    version = own.newest.number if verb == "publish" else None
    match use.change_offer(parts.store, parts.clock, who, own.slug, version):
        case use.OfferChanged() as changed:
            return words.changed_message(changed)
        case OwnFramework() as now:  # others may have decided since it was looked up
            return _stands(now)
        case NotHere():
            return _which(use.find_own(parts.store, who.deed.workspace), verb, rest)
        case NotForYou():
            return words.NOT_YOURS


def _stands(own: OwnFramework) -> str:
    title, offered = said(own.newest.framework.title, words.TITLE_LENGTH), own.offered
    return f"{title}: nothing to do. " + (
        f"Upload {offered.number} is offered already." if offered else "It is not offered."
    )


def _which(known: tuple[OwnFramework, ...], verb: str, typed: str) -> str:
    """Ask for the name of a framework, by those that there are."""
    if not known:
        return "This workspace has no framework of its own yet. `/cx-framework upload` takes one."
    names = " · ".join(f"`{each.slug}`" for each in known)
    which = f"There is no one framework “{said(typed, words.NAME_LENGTH)}” here. " if typed.strip() else ""
    return f"{which}Which one do you mean? Type `/cx-framework {verb}` with one of these: {names}"


def _all(parts: Parts, workspace: str, *, top: str = "") -> View:
    return words.listed(use.find_own(parts.store, workspace), parts.read_frameworks(), top=top)


def press(parts: Parts, pressed: BlockAction) -> View | str:
    """Do what a button of a page says, and show the page that follows."""
    who = _acting(parts, pressed.sender, pressed.event)
    if isinstance(who, str):
        return who if pressed.view is None else notice(who)
    about, number = pressed.of(OfNumber)
    slug, _, digest = about.partition(" ")
    match pressed.action:
        case ids.ALL_FRAMEWORKS:
            return _all(parts, who.deed.workspace)
        case ids.OPEN_UPLOAD:
            return words.upload_form()
        case ids.PUBLISH:
            return _after(parts, who, use.change_offer(parts.store, parts.clock, who, slug, number, digest))
        case ids.WITHDRAW:
            return _after(parts, who, use.change_offer(parts.store, parts.clock, who, slug, None))
        case ids.UNDO_OFFER:
            return _after(parts, who, use.undo_offer(parts.store, parts.clock, who, slug, number))
        case ids.DELETE_UPLOAD:
            return _after(parts, who, use.delete_upload(parts.store, who, slug, number, digest))
        case _:
            return _shown(parts, who, slug, number if pressed.action == ids.PREVIEW else None)


def _shown(parts: Parts, who: use.AdminDeed, slug: str, number: int | None) -> View:
    """Show a framework, or how the version of a number looks."""
    own = next((each for each in use.find_own(parts.store, who.deed.workspace) if each.slug == slug), None)
    if own is None:
        return _gone(parts, who)
    if number is None:
        return words.one(own)
    version = own.version(number)
    return words.preview(own, version) if version is not None else _gone(parts, who)


def _gone(parts: Parts, who: use.AdminDeed) -> View:
    return _all(parts, who.deed.workspace, top="That one is not here any more. This is what there is.")


def _after(parts: Parts, who: use.AdminDeed, found: use.OfferAnswer | use.DeletionAnswer) -> View:
    match found:
        case use.OfferChanged():
            return words.changed(found)
        case OwnFramework() as own:
            return words.one(own, top=["Nothing was changed: this is how it stands by now."])
        case Framework(title=title):
            told = f"✓ The upload of {said(title, words.TITLE_LENGTH)} is deleted."
            return _all(parts, who.deed.workspace, top=f"{told} To have it back, upload the file again.")
        case NotHere():
            return _gone(parts, who)
        case NotForYou():
            return notice(words.NOT_YOURS)


_BUTTONS = (
    ids.ALL_FRAMEWORKS,
    ids.OPEN_FRAMEWORK,
    ids.PREVIEW,
    ids.OPEN_UPLOAD,
    ids.PUBLISH,
    ids.WITHDRAW,
    ids.UNDO_OFFER,
    ids.DELETE_UPLOAD,
)


def upload(parts: Parts, submitted: Submission) -> Mistakes | View:
    """Check the file or the text that was given, and keep it where it is a framework."""
    state, tries = submitted.view.state, number_in(submitted.view.metadata) or 0
    field = f"{words.FILE}.{tries}"
    file, text = state.get(field, ""), state.get(words.TEXT, "")
    if bool(file) == bool(text.strip()):
        return Mistakes({field: words.BOTH_GIVEN if file else words.NOTHING_GIVEN})
    who = _acting(parts, submitted.sender, submitted.event)
    if isinstance(who, str):
        return Mistakes({field: who})
    given = _file(parts, submitted.sender, file) if file else ("", text.encode())
    if isinstance(given, str):
        return Mistakes({field: given})
    name, content = given
    checked = parts.check_file(content, name)
    markdown = content.decode("utf-8-sig", "replace")
    found = use.keep_upload(parts.store, parts.clock, who, checked, markdown, parts.read_frameworks())
    match found:
        case use.FileKept():
            return words.kept(found)
        case use.FileKnown(own, version):
            same = f"This very file is here already, as upload {version.number}. Nothing was changed."
            return words.one(own, top=[same])
        case use.FileRefused():
            return words.upload_form(tries + 1, found)
        case use.TooManyFrameworks():
            return Mistakes({field: words.FULL})
        case NotForYou():
            return Mistakes({field: words.NOT_YOURS})


def _file(parts: Parts, sender: Sender, file: str) -> tuple[str, bytes] | str:
    """Read a file that the person put into the form: its name and its bytes, or why not."""
    try:
        gateway = parts.gateway_of(sender.workspace)
        info = gateway.file(file=file)
        if info.user != sender.person:
            return words.NOT_YOUR_FILE
        return info.name, gateway.content(file=info, most=MOST_FILE)
    except SlackUnavailableError:
        return "Slack did not give the file in time. Nothing is lost: send the form again."
    except SlackRefusedError as refusal:
        reference = parts.report("file_not_read", refusal)
        row = row_of(FILE_INFO, refusal.code)
        why = (
            f"{row.why[:1].upper()}{row.why[1:]}" if row.why else f"Slack did not give the file, reference {reference}"
        )
        return f"{why}. {row.what_to_do or 'Choose it again'}."


ROUTES: tuple[Route, ...] = (
    CommandRoute(
        "/cx-framework",
        framework,
        "Upload, preview, publish and withdraw frameworks of this workspace (for admins)",
        "[list | upload | preview | publish | withdraw] [name]",
        again="type the command again",
    ),
    *(ActionRoute(each, press) for each in _BUTTONS),
    ActionRoute(ids.SAMPLE_BUTTON, lambda _parts, _pressed: None, family=True),
    FormRoute(ids.UPLOAD_FORM, upload, at=(words.TEXT,)),
)
