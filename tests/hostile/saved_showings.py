"""All that is shown of saved messages and own frameworks, with hostile words wherever people have a say."""

from collections.abc import Iterator
from dataclasses import replace

from bot.core.conversation.talk import Because, Wants
from bot.core.own_frameworks import FileFinding, FrameworkVersion, Offer, OwnFramework
from bot.core.saved import EvidenceUse, Openness, SavedMessage, SourceMessage, quotable
from bot.core.thread import prompt as prompt_of
from bot.slack.blocks import Message
from bot.slack.views import frameworks, saved
from bot.slack.views.conversation import prompt
from bot.slack.views.saved import OfSaveForm
from bot.use_cases.own_frameworks import FileKept, FileRefused, OfferChanged, SlugTaken
from bot.use_cases.saved import SaveChoice
from tests.hostile.made import CHANNEL, FACILITATOR, NOW, Cast, Shown
from tests.hostile.plan_showings import line_of

LINK = f"https://acme.slack.com/archives/{CHANNEL}/p1795341600000100"
AUTHOR = "U0PRIYA001"


def message_of(given: Cast, number: int, *, taken: bool = False) -> SavedMessage:
    rng, name = given.maker.rng, given.maker.name
    uses = tuple(EvidenceUse(f"a{each}", CHANNEL, is_complete=True) for each in range(rng.randrange(3)))
    return SavedMessage(
        id=f"s{number}",
        channel=CHANNEL,
        openness=rng.choice(tuple(Openness)),
        ts="1795341600.000100",
        author=rng.choice(("", AUTHOR, FACILITATOR)),
        quotation="" if taken else quotable(given.maker.said(2_000)) or "x",
        link="" if taken else LINK,
        subject=name(100),
        slug="s" * 80,
        title=name(300),
        dimension=given.assessment.framework.dimensions[0].key,
        name=name(150),
        by=FACILITATOR,
        at=NOW,
        taken_by=FACILITATOR if taken else "",
        uses=uses,
    )


def show_saved(given: Cast) -> Iterator[Shown]:
    message, gone = message_of(given, 1), message_of(given, 2, taken=True)
    yield saved.saved_notice(message)
    yield saved.saved_notice(gone)
    yield Message(saved.taken_back(gone))
    yield saved.message_saved(message)
    for length in (0, 1, 40):
        yield saved.saved_list([message_of(given, number) for number in range(length)], FACILITATOR)
    yield from map(Message, map(saved.cannot_save, Openness))
    yield from _forms(given)
    yield from _offers(given)


def _forms(given: Cast) -> Iterator[Shown]:
    for length in (0, 1, 130):
        dimensions = given.assessment.framework.dimensions
        choices = [SaveChoice(line_of(given, number), dimensions) for number in range(length)]
        text = given.maker.said(3_000)
        for openness in (Openness.PUBLIC, Openness.PRIVATE):
            source = SourceMessage(CHANNEL, openness, "1795341600.000100", "", AUTHOR, text, "")
            yield saved.save_form(OfSaveForm(source, further=length > 1), choices, FACILITATOR, more=length == 1)


def _offers(given: Cast) -> Iterator[Shown]:
    messages = [message_of(given, number) for number in range(5)]
    for wants in (Wants.LEVEL, Wants.EVIDENCE):
        asked = given.maker.question(given.assessment.framework, 1, wants, Because.NEXT)
        shows = prompt_of(given.assessment, (asked,), asked)
        yield prompt(replace(shows, saved=tuple(messages)))
    yield Message("\n".join(saved.offer_lines("a1", messages, {messages[0].words})))


def own_of(given: Cast, uploads: int, offered: tuple[int | None, ...] = ()) -> OwnFramework:
    named = replace(given.frameworks[0], title=given.maker.name(300), version=given.maker.name(300))
    versions = tuple(FrameworkVersion(named, number, FACILITATOR, NOW) for number in range(1, uploads + 1))
    offers = (Offer(number, named.slug, each, FACILITATOR, NOW) for number, each in enumerate(offered, start=1))
    return OwnFramework(versions, tuple(offers))


def findings_of(given: Cast, number: int) -> tuple[FileFinding, ...]:
    said = given.maker.said
    return tuple(FileFinding(line, said(2_000), said(4_000) if line % 3 else "") for line in range(1, number + 1))


def _pages(given: Cast) -> Iterator[Shown]:
    fresh, offered, withdrawn = own_of(given, 1), own_of(given, 40, (1, 39)), own_of(given, 3, (3, None))
    for several in ((), (fresh,), (fresh, offered, withdrawn), (offered,) * 50):
        yield frameworks.listed(several, given.frameworks, top="words" if several else "")
    for own in (fresh, offered, withdrawn):
        yield frameworks.one(own, top=["words"], notes=[])
        yield from (frameworks.preview(own, replace(own.newest, framework=each)) for each in given.frameworks[:3])
        for taken, number in zip(SlugTaken, (0, 1, 300), strict=True):
            yield frameworks.kept(FileKept(own, findings_of(given, number), taken, "other" if number else ""))
    for own in (offered, withdrawn):
        yield frameworks.changed(OfferChanged(own, 1))
        yield frameworks.changed_message(OfferChanged(own, None))


def _framework_forms(given: Cast) -> Iterator[Shown]:
    yield frameworks.upload_form()
    for problems, notes in ((1, 0), (20, 3), (500, 500)):
        yield frameworks.upload_form(1, FileRefused(findings_of(given, problems), findings_of(given, notes)))


def show_frameworks(given: Cast) -> Iterator[Shown]:
    yield from _pages(given)
    yield from _framework_forms(given)
