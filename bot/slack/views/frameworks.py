"""Frameworks of a workspace's own: the list, the page and the preview of one, and the form that uploads a file."""

import re
from collections.abc import Iterable, Sequence
from itertools import count

from bot.core.conversation.talk import Because, Question, Wants
from bot.core.framework import Framework
from bot.core.own_frameworks import FileFinding, FrameworkVersion, OwnFramework
from bot.core.scoring.scoring import format_figure
from bot.core.text import counted
from bot.core.thread import Prompt
from bot.slack import blocks as kit
from bot.slack import ids
from bot.slack.blocks import Block, Element, Message, View
from bot.slack.text import joined, mention, said, when
from bot.slack.values import OfNumber
from bot.slack.views.conversation import prompt
from bot.use_cases.own_frameworks import MOST_UPLOADS, FileKept, FileRefused, OfferChanged, SlugTaken

_CODE = re.compile(r"`([^`]*)`")
FILE, TEXT = "file", "text"
FILETYPES = ("md", "markdown", "txt")
TITLE_LENGTH = 150
NAME_LENGTH = 200
MESSAGE_LENGTH = 400
LINE_LENGTH = 160
DIGEST_LENGTH = 8
MOST_FINDINGS = 20
MOST_NAMED = 20

HELP = (
    "*Frameworks of this workspace*\n"
    "• `/cx-framework` lists them, with what can be done with each\n"
    "• `/cx-framework upload` takes a Markdown file or its text, checks it and keeps it. Nobody is offered it yet\n"
    "• `/cx-framework preview loyalty` shows, to you alone, how a question looks, its dimensions, scale and bands\n"
    "• `/cx-framework publish loyalty` offers it in `/cx-assess` of this workspace, and in no other one\n"
    "• `/cx-framework withdraw loyalty` offers it no more. Assessments that have begun go on with their own wording\n"
    "Only admins and owners of the workspace can do this. A framework is a short Markdown file; docs/frameworks.md of"
    " cxbot shows one to copy. `cxbot convert` makes one of a spreadsheet."
)
NOT_YOURS = (
    "Only admins and owners of this workspace can upload, preview, publish and withdraw its frameworks, since everybody"
    " here is offered them. Ask one of them. `/cx-assess` shows what is offered now."
)
SLACK_IS_SLOW = "Slack did not say in time whether you are an admin here. Nothing is lost: try it again."
NOTHING_GIVEN = "Choose a file, or put its text into the field below."
BOTH_GIVEN = "There is a file and a text. Take one of them away."
NOT_YOUR_FILE = "This file is not yours, or Slack does not say so. Choose it again."
FULL = "This workspace has 50 frameworks, and a list to choose from has an end. Upload new versions of those instead."
NONE_YET = (
    "There are none yet. Upload a Markdown file with your own dimensions and levels: it is checked, you see how it"
    " looks, and once you publish it everybody in this workspace can choose it in `/cx-assess`."
)
KEPT = "✓ Checked, and kept as upload {number}. Nobody is offered it yet: *Publish* does that."
PASTED_HINT = "For a short framework: Slack takes 3,000 characters here. A file has room for 256 kB."
FILE_HINT = "One Markdown file (.md). A spreadsheet becomes one with cxbot convert, which whoever runs cxbot has."
TAKEN = {
    SlugTaken.BY_NOBODY: "",
    SlugTaken.BY_OWN: "This workspace has a framework of this name already, so this is a new version of it. What is on"
    " offer stays so until you publish this one.",
    SlugTaken.BY_OURS: "A framework of this name comes with cxbot, too. Publish yours, and it takes the place of that"
    " one in this workspace; withdraw it, and the other one is back. To have both, give yours a `slug` of its own and"
    " upload it again.",
}


def listed(own: Sequence[OwnFramework], ours: Sequence[Framework], *, top: str = "") -> View:
    """Show all frameworks of a workspace, and name those that come with the bot."""
    blocks: list[Block] = [kit.section(top)] if top else []
    blocks.append(kit.section("*Frameworks of this workspace*" + ("" if own else f"\n{NONE_YET}")))
    for each in own:
        page = kit.button("Open", ids.OPEN_FRAMEWORK, value=OfNumber(each.slug, 0))
        blocks.append(kit.section(_line(each), accessory=page))
    others = [each for each in ours if each.slug not in {one.slug for one in own if one.offered}]
    if others:
        names = " · ".join(said(each.title, TITLE_LENGTH) for each in others[:MOST_NAMED])
        blocks.append(kit.context(f"Offered in addition, since they come with cxbot: {names}"))
    blocks.append(kit.actions(kit.button("Upload a framework", ids.OPEN_UPLOAD, style="primary")))
    return _page(blocks)


def _line(own: OwnFramework) -> str:
    return f"*{_title(own.newest.framework)}* · `{own.slug}`\n{_standing(own)}"


def _title(framework: Framework) -> str:
    return said(framework.title, TITLE_LENGTH)


def _standing(own: OwnFramework) -> str:
    """Say which version is on offer, and since when."""
    offered = own.offered
    if not own.offers:
        return "Not published yet: nobody is offered it."
    last = own.offers[-1]
    if offered is None:
        return f"Withdrawn by {mention(last.by)} on {when(last.at)}: nobody is offered it."
    return f"On offer: upload {offered.number}, {_version(offered)}, by {mention(last.by)} since {when(last.at)}."


def _version(version: FrameworkVersion) -> str:
    return f"version {said(version.framework.version, NAME_LENGTH)}"


def one(own: OwnFramework, *, top: Sequence[str] = (), undo: int | None = None, notes: Iterable[str] = ()) -> View:
    """Show one framework with its versions; ``top`` says what just happened, ``undo`` is the decision to take back."""
    blocks: list[Block] = [kit.section("\n".join(top))] if top else []
    if undo is not None:
        blocks.append(kit.actions(kit.button("Undo", ids.UNDO_OFFER, value=OfNumber(own.slug, undo))))
    blocks += kit.sections(list(notes))
    blocks += [*([kit.divider()] if blocks else []), kit.section(_line(own)), kit.actions(*_buttons(own))]
    versions = [kit.section(_upload(own, each), accessory=_rollback(own, each)) for each in own.versions[::-1]]
    if len(own.versions) > 1:
        blocks += [kit.divider(), *versions[:MOST_UPLOADS]]
        blocks += kit.small(kit.beyond(versions, MOST_UPLOADS, "and {} more uploads before"))
    else:
        blocks.append(kit.context(_upload(own, own.newest)))
    return _page(blocks)


def _buttons(own: OwnFramework) -> list[Element]:
    value, offered = _value(own, own.newest), own.offered
    buttons: list[Element] = []
    if offered != own.newest:
        buttons.append(kit.button(f"Publish upload {own.newest.number}", ids.PUBLISH, value=value, style="primary"))
    if offered is not None:
        buttons.append(kit.button("Withdraw", ids.WITHDRAW, value=value))
    buttons.append(kit.button("Preview", ids.PREVIEW, value=value))
    buttons.append(kit.button("Upload a new version", ids.OPEN_UPLOAD))
    if not own.was_offered(own.newest.number):
        buttons.append(kit.button(f"Delete upload {own.newest.number}", ids.DELETE_UPLOAD, value=value))
    return [*buttons, kit.button("All frameworks", ids.ALL_FRAMEWORKS)]


def _upload(own: OwnFramework, version: FrameworkVersion) -> str:
    """Say who uploaded a version, when and which file: the beginning of its SHA-256."""
    return joined(
        f"Upload {version.number}",
        _version(version),
        mention(version.by),
        when(version.at),
        f"`{version.framework.digest[:DIGEST_LENGTH]}`",
        "on offer" if own.offered == version else "",
    )


def _rollback(own: OwnFramework, version: FrameworkVersion) -> Element | None:
    """Return the button that publishes an older version; the newest one has its own."""
    if version in (own.offered, own.newest):
        return None
    return kit.button("Publish", ids.PUBLISH, value=_value(own, version))


def _value(own: OwnFramework, version: FrameworkVersion) -> OfNumber:
    """Return the value of a button about this very file."""
    return OfNumber(f"{own.slug} {version.framework.digest[:DIGEST_LENGTH]}", version.number)


def _page(blocks: Sequence[Block]) -> View:
    return kit.modal("Frameworks", blocks, callback_id=ids.FRAMEWORK_PAGE, close="Close")


def kept(found: FileKept) -> View:
    """Show what became of a sound file: the notes, the framework, and what to do next."""
    top = [KEPT.format(number=found.own.newest.number), TAKEN[found.taken]]
    if found.same_title:
        told = (
            f"Another framework has the same title (`{found.same_title}`): people cannot tell them apart in the list."
        )
        top.append(told)
    if found.gone:
        top.append(_made_room(found))
    notes = findings(found.notes)
    return one(found.own, top=[each for each in top if each], notes=["*Notes of the check*", *notes] if notes else ())


def _made_room(found: FileKept) -> str:
    """Say which older uploads are gone, and that nothing else is."""
    one_gone, numbers = len(found.gone) == 1, ", ".join(str(each.number) for each in found.gone[:MOST_NAMED])
    numbers += " and others" if len(found.gone) > MOST_NAMED else ""
    which = f"Upload {numbers} has made room" if one_gone else f"Uploads {numbers} have made room"
    never = not any(found.own.was_offered(each.number) for each in found.gone)
    what = "Nobody was ever offered it" if one_gone else "Nobody was ever offered them"
    began = f"Assessments that began with {'it' if one_gone else 'them'} keep their wording"
    return f"{which}, since {MOST_UPLOADS} of a framework are kept. {what if never else began}."


def changed(found: OfferChanged) -> View:
    """Say what is on offer now, with the button that takes it back."""
    offered, last = found.own.offered, found.own.offers[-1]
    name = _title(found.own.newest.framework)
    if offered is None:
        told = (
            f"✓ {name} is not offered any more. What was started with it goes on, with its own wording; reminders of it"
            " say so and offer another framework."
        )
    else:
        where = f"✓ {name}, upload {offered.number}, is offered in `/cx-assess` of this workspace now."
        other = (
            ""
            if found.before is None
            else f" It takes the place of upload {found.before}; what is open keeps its wording."
        )
        told = where + other
    return one(found.own, top=[told], undo=last.number)


def changed_message(found: OfferChanged) -> Message:
    """Say the same where a command was typed."""
    blocks = changed(found)["blocks"]
    return Message(str(blocks[0]["text"]["text"]), tuple(blocks[:2]))


def findings(found: Sequence[FileFinding]) -> list[str]:
    """Give the first findings as lines: where, what, and the line itself; and how many more there are."""
    lines = [_finding(each) for each in found[:MOST_FINDINGS]]
    more = kit.beyond(found, MOST_FINDINGS, "and {} more. Often the first ones are the cause.")
    return [*lines, more] if more else lines


def _finding(found: FileFinding) -> str:
    # in the words of a person no formatting counts, so that quotation marks stand where the check has code
    message = _CODE.sub("“\\1”", found.message)
    line = f"*Line {found.line}:* {said(message, MESSAGE_LENGTH)}"
    return f"{line}\n“{said(found.text, LINE_LENGTH)}”" if found.text else line


def upload_form(tries: int = 0, refused: FileRefused | None = None) -> View:
    """Ask for a file or a text; above it what was wrong with the last one.

    The field of the file has another id at each try, so that no client shows the old file in it.
    """
    blocks: list[Block] = []
    if refused is not None:
        what = counted(len(refused.problems), "problem")
        blocks += [
            kit.section(f"*This is no framework yet: {what}.* Nothing was kept. Mend the file, and upload it again.")
        ]
        blocks += kit.sections(findings(refused.problems))
        if refused.notes:
            blocks += kit.sections(["*Notes; they stop nothing*", *findings(refused.notes)])
        blocks.append(kit.divider())
    file = kit.file_input("value", filetypes=FILETYPES)
    text = kit.text_input("value", lines="many", placeholder="The Markdown, as it stands in the file")
    blocks += [
        kit.input_block("File", file, block_id=f"{FILE}.{tries}", optional=True, hint=FILE_HINT),
        kit.input_block("Or its text", text, block_id=TEXT, optional=True, hint=PASTED_HINT),
    ]
    submit = "Check again" if refused is not None else "Check and keep"
    return kit.modal("Upload a framework", blocks, callback_id=ids.UPLOAD_FORM, submit=submit, about=str(tries))


def preview(own: OwnFramework, version: FrameworkVersion) -> View:
    """Show how the first question of a version looks, and all that it is made of."""
    framework = version.framework
    about = joined(f"*{_title(framework)}*", f"upload {version.number}", _version(version))
    purpose = f"\n{said(framework.purpose, MESSAGE_LENGTH)}" if framework.purpose else ""
    back = kit.button("Back", ids.OPEN_FRAMEWORK, value=OfNumber(own.slug, 0))
    return _page(
        [
            kit.section(f"{about}{purpose}"),
            kit.context("This is how its first question looks in a thread. The buttons do nothing here."),
            kit.divider(),
            *_sample(framework),
            kit.divider(),
            *(block for part in _made_of(framework) for block in kit.sections(part)),
            kit.actions(back),
        ]
    )


def _sample(framework: Framework) -> list[Block]:
    """Build the blocks of a question as the thread has them, with buttons that lead nowhere."""
    first, numbers = framework.dimensions[0], count(1)
    asked = Question(1, "", first.key, Wants.LEVEL, Because.NEXT)
    total = len(framework.dimensions)
    shown = prompt(Prompt("", framework, first, 1, total, asked, None, None, goes_back=False))

    def dead(element: Element) -> Element:
        kept_keys = {name: value for name, value in element.items() if name not in ("value", "confirm")}
        return kept_keys | {"action_id": f"{ids.SAMPLE_BUTTON}{next(numbers)}"}

    return [
        {**each, "elements": [dead(button) for button in each["elements"]]} if each["type"] == "actions" else each
        for each in shown.blocks
    ]


def _made_of(framework: Framework) -> tuple[list[str], list[str], list[str]]:
    """Give the lines about dimensions, scale and bands."""
    scale = framework.scale
    names = [f"{level} {said(framework.level_name(level), NAME_LENGTH)}".rstrip() for level in scale.levels()]
    dimensions = [f"*{len(framework.dimensions)} dimensions*"]
    dimensions += [
        joined(
            f"{place}. {said(each.name, NAME_LENGTH)}",
            f"target {framework.target(each.key)}",
            f"weight {each.weight}" if each.weight != 1 else "",
        )
        for place, each in enumerate(framework.dimensions, start=1)
    ]
    bands = []
    for each in framework.bands:
        ends = dict.fromkeys(format_figure(end, framework.aggregate) for end in (each.low, each.high))
        bands.append(f"{' to '.join(ends)}: {said(each.name, NAME_LENGTH)}")
    of_bands = [f"*Bands* of the {'sum' if framework.aggregate == 'sum' else 'mean'}"]
    of_bands += bands or ["none: the overall figure has no name"]
    return dimensions, [f"*Scale {scale.low} to {scale.high}*", " · ".join(names)], of_bands
