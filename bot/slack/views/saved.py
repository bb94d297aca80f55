"""Messages saved as evidence: the form, the offer beside a question, the list, and the word to the author."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from bot.core.saved import MOST_OFFERED, MOST_QUOTED, Openness, SavedMessage, SourceMessage, quotable
from bot.slack import blocks as kit
from bot.slack import ids
from bot.slack.blocks import Block, Message, View
from bot.slack.payloads import moment
from bot.slack.text import channel_mention, joined, own_link, said, someone, when
from bot.slack.values import OfSaved
from bot.use_cases.saved import SaveChoice

FOR, DIMENSION, WORDS = "for", "dimension", "words"
LISTED = "list"
"""In place of an assessment in the value of *Take it back*: it was pressed in the list."""
NAME_LENGTH = 150
QUOTE_LENGTH = 300
MOST_LISTED = 15
_MOST_METADATA = 2_900
APP = "an app"

NO_WORDS = (
    "There are no words in this message, and no file with a title, so there is nothing to save. A picture or a card of"
    " an app can be linked instead: type its address as your answer."
)
OLD_FORM = "This form is of an earlier version. Close it and use *Save as CX evidence* on the message again."
NOTHING_HERE = "Nothing is assessed in this channel yet. `/cx-assess` in a channel of yours starts an assessment."
LOOK_ELSEWHERE = "Nothing is assessed in this channel. Is it in another one of yours?"
NOT_OFFERED = "This message is not offered here any more: it was taken back. Nothing was changed."
NOT_YOURS = "Only the author of a saved message, and who saved it, can take it back. Nothing was changed."
NOT_IN_CHANNEL = "You are not in the channel of that assessment, or I cannot see it any more. Choose another one."
ASK_AGAIN = "Slack did not answer in time. Nothing is lost: press Save again."
NOT_ITS_WORDS = "This is not in the message word for word. Take words out at the beginning or the end, and add none."
FOR_ITS_CHANNEL = (
    "This is not a public channel of the workspace, or Slack does not say that it is. Its words are shown only in"
    " assessments in this channel: choose one of these."
)
NO_DIMENSION = "Choose the dimension that it says something about."
DECLINED = "Its author has taken this message back before, so it is not saved again. Ask them for other words."


def cannot_save(openness: Openness) -> str:
    """Say why nothing can be saved of a message, where nothing is assessed that it might be shown in."""
    if openness in (Openness.DIRECT, Openness.GROUP):
        return (
            "Words of a direct message are shown nowhere else, so I do not save them. If its author agrees, quote them"
            " in your answer, or ask for a message in the channel of the assessment."
        )
    if openness is Openness.PRIVATE:
        return (
            "Nothing is assessed in this channel, and words of a channel that is not public are shown nowhere else, so"
            " I do not save them. `/cx-assess` starts an assessment here."
        )
    return NOTHING_HERE


@dataclass(frozen=True, slots=True)
class OfSaveForm:
    """What the form is about; ``further``: it shows also what is assessed in other channels of the person."""

    source: SourceMessage
    further: bool = False


def form_metadata(of: OfSaveForm) -> str:
    """Return the metadata of the form, with as much of the message as there is room for."""
    source, text = of.source, quotable(of.source.text)
    about = [source.channel, source.openness, source.ts, source.thread, source.author, source.link, of.further]
    while len(written := json.dumps([*about, text], ensure_ascii=False)) > _MOST_METADATA and text:
        text = text[: -max(1, len(written) - _MOST_METADATA)]
    return written


def read_form_about(metadata: str) -> OfSaveForm | None:
    """Read the metadata of the form back; None for what is not ours."""
    try:
        value: Any = json.loads(metadata)
        channel, openness, ts, thread, author, address, further, text = value
        source = SourceMessage(channel, Openness(openness), ts, thread, author, text, address)
    except (ValueError, TypeError, RecursionError):
        return None
    is_ours = all(isinstance(each, str) for each in (channel, ts, thread, author, address, text))
    return OfSaveForm(source, further is True) if is_ours else None


def dimension_field(assessment: str) -> str:
    """Name the field of the dimension after what is assessed, so that picking another one does not keep this one's."""
    return f"{DIMENSION}.{assessment}"


def save_form(of: OfSaveForm, choices: Sequence[SaveChoice], person: str, *, picked: str = "", more: bool) -> View:
    """Build the form. ``more``: other channels have assessments that were not looked for yet."""
    metadata, chosen = form_metadata(of), next((each for each in choices if each.line.id == picked), None)
    chosen = chosen or next(iter(choices), None)
    written = someone(of.source.author) if of.source.author else APP
    blocks: list[Block] = [kit.context(joined(f"A message of {written}", when(moment(of.source.ts), "moment")))]
    if chosen is not None:
        options = [kit.option(f"{each.line.subject} · {each.line.title}", each.line.id) for each in choices]
        menu = kit.select(ids.PICK_SAVED_FOR, options, initial=chosen.line.id)
        blocks.append(kit.input_block("What is assessed", menu, block_id=FOR, acts=True))
        # by their place, since a key may be longer than Slack's values
        dimensions = [kit.option(each.name, str(place)) for place, each in enumerate(chosen.dimensions, start=1)]
        menu = kit.select("value", dimensions, placeholder="Choose what it shows something about")
        blocks.append(kit.input_block("Dimension", menu, block_id=dimension_field(chosen.line.id)))
        about = read_form_about(metadata)
        text = about.source.text if about is not None else ""
        hint = (
            "Take out what is not needed, at the beginning or the end. What stays has to be in the message word for"
            " word."
        )
        element = kit.text_input("value", initial=text, lines="many", max_length=MOST_QUOTED)
        blocks.append(kit.input_block("Words to keep", element, block_id=WORDS, hint=hint))
    else:
        blocks.append(kit.section(LOOK_ELSEWHERE if more else NOTHING_HERE))
    if more:
        label = "Look in my other channels"
        blocks.append(kit.actions(kit.button(label, ids.LOOK_FURTHER)))
    elif of.further and of.source.openness is not Openness.PUBLIC:
        blocks.append(kit.context(FOR_ITS_CHANNEL))
    blocks.append(kit.context(_who_sees(of.source, person)))
    submit = "Save" if chosen is not None else None
    return kit.modal("Save as CX evidence", blocks, callback_id=ids.SAVE_FORM, submit=submit, about=metadata)


def _who_sees(source: SourceMessage, person: str) -> str:
    kept = "Kept are these words, the link, who wrote them and when, and that you saved them."
    here = "They are offered when the dimension is rated, and only in assessments in this channel."
    if source.openness is Openness.PUBLIC:
        here = (
            "When the dimension is rated they are offered: those of a public channel wherever the subject is assessed"
            " in this workspace, those of any other only in that channel."
        )
    told = "" if source.author in ("", person) else " The author is told now, and can take it back; so can you."
    return f"{kept} {here}{told}"


def _where(saved: SavedMessage) -> str:
    subject, title = said(saved.subject, NAME_LENGTH), said(saved.title, NAME_LENGTH)
    if saved.openness is Openness.PUBLIC:
        return f"wherever in this workspace *{subject}* is assessed with {title}"
    return f"only in assessments of *{subject}* in {channel_mention(saved.channel)}, with {title}"


def _about(saved: SavedMessage) -> str:
    return f"*{said(saved.subject, NAME_LENGTH)} · {said(saved.name, NAME_LENGTH)}*"


def message_saved(saved: SavedMessage) -> View:
    """Say in place of the form what was saved and who sees it."""
    told = " Its author is told, and can take it back." if saved.tells_author else ""
    text = (
        f"Saved for {_about(saved)}. It is offered when that is rated, {_where(saved)}.{told}\n"
        "`/cx-scorecard saved` in the channel of its assessment lists what was saved, and takes it back."
    )
    return kit.modal(
        "Saved", [kit.section(text), kit.section(_quoted(saved))], callback_id=ids.SAVE_FORM, close="Close"
    )


def saved_before(saved: SavedMessage) -> str:
    """Say that this message was saved for this before."""
    return (
        f"This message is saved for {saved.name} of {saved.subject} already. Choose another dimension, or close this."
    )


def _quoted(saved: SavedMessage, longest: int = MOST_QUOTED) -> str:
    return f"“{said(saved.quotation, longest)}”"


def _origin(saved: SavedMessage) -> str:
    author = said(f"@{saved.author}") if saved.author else APP  # the gate turns it into the name: no one is pinged
    return joined(author, when(moment(saved.ts)), own_link(saved.link, "open"))


def offers(assessment: str, question: int, saved: Sequence[SavedMessage], held: Collection[str]) -> list[Block]:
    """Offer the newest saved messages for a dimension as evidence; ``held`` are words that are evidence already."""
    blocks: list[Block] = []
    for each, line in zip(saved, offer_lines(assessment, saved, held), strict=False):
        button = kit.button("Use as evidence", ids.USE_SAVED, value=OfSaved(each.id, assessment, question))
        blocks.append(kit.section(line, accessory=None if each.words in held else button))
    return [*blocks, *kit.small(kit.beyond(saved, MOST_OFFERED, "and {} more: `/cx-scorecard saved`"))]


def offer_lines(assessment: str, saved: Sequence[SavedMessage], held: Collection[str]) -> list[str]:
    """Say of the newest saved messages, each in one line, what was said, by whom, when and where."""
    return [
        joined(
            f"Saved message: {_quoted(each, QUOTE_LENGTH)}",
            _origin(each),
            "used as evidence before" if each.was_used(assessment) else "",
            "*kept as your evidence*" if each.words in held else "",
        )
        for each in saved[:MOST_OFFERED]
    ]


def saved_list(found: Sequence[SavedMessage], person: str) -> Message:
    """List the saved messages of a channel, each with a way to take it back where that is the person's."""
    if not found:
        return kit.paragraph(
            "Nothing is saved for what is assessed here. *Save as CX evidence*, in the menu of any message, keeps it"
            " for the dimension that it says something about."
        )
    title = "*Saved as evidence for what is assessed here*, the newest first"
    blocks: list[Block] = [kit.section(title)]
    for each in found[:MOST_LISTED]:
        used = "used as evidence" if each.was_used("") else ""
        saver = f"saved by {someone(each.by)}"
        text = f"{_about(each)}\n{_quoted(each, QUOTE_LENGTH)}\n{joined(_origin(each), saver, used)}"
        back = kit.button("Take it back", ids.TAKE_SAVED, value=OfSaved(each.id, LISTED))
        blocks.append(kit.section(text, accessory=back if person in (each.author, each.by) else None))
    return kit.message([*blocks, *kit.small(kit.beyond(found, MOST_LISTED, "and {} older ones"))])


def taken_back(saved: SavedMessage) -> str:
    """Say what taking back a message has done, and what of it remains."""
    gone = f"A message saved for {_about(saved)} was taken back. Its words and its link are not kept any more."
    if not saved.uses:
        return f"{gone} No answer that can be seen has it as evidence."
    several = len(saved.uses) > 1
    places = ", ".join(channel_mention(each) for each in dict.fromkeys(each.channel for each in saved.uses))
    where = f"{len(saved.uses)} assessments in {places}" if several else f"one assessment in {places}"
    return (
        f"{gone} It was used as evidence in {where} before. An answer there that was given with it keeps the words and"
        " the link, and so do texts drafted from it. Who gave the answer can change it; the earlier one stays in its"
        " history until whoever runs cxbot deletes it."
    )


def saved_notice(saved: SavedMessage) -> Message:
    """Tell the author of a message that it was saved: what, by whom, for what, who sees it, and the way back."""
    if saved.taken_by:
        return kit.paragraph(taken_back(saved))
    first = f"{someone(saved.by)} saved a message of yours as evidence for {_about(saved)}."
    where = (
        f"It is offered when that is rated, {_where(saved)}: with your name, its day and this link, to the people who"
        " see the assessment there."
    )
    way = "If you would rather not, take it back: it is then removed here, and nobody can save it again."
    back = kit.button("Take it back", ids.TAKE_SAVED, value=OfSaved(saved.id))
    blocks = (
        kit.section(first),
        kit.section(_quoted(saved)),
        kit.section(f"{where}\n{own_link(saved.link, 'Open the message')}"),
        kit.context(way),
        kit.actions(back),
    )
    return Message("\n".join((first, _quoted(saved), where, way)), blocks)
