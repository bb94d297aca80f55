"""A person who stands in every table, among others who stay: what they said are words that stand nowhere else."""

from dataclasses import replace

from bot.core.assessment import AgreedLevel, Departure, Fate, Member, NotApplicable, Rating, Role, Status, Subject
from bot.core.conversation.page import PageDraft, PageEntry
from bot.core.conversation.talk import Because, Detail, Ended, Question, Wants
from bot.core.drafts.brief import Brief, Fact, FactKind, Kind, Piece
from bot.core.drafts.draft import Draft, Finding, Made, Proposal, Proposals, Prose, Sentence, Verb
from bot.core.metric import Reading
from bot.core.own_frameworks import FrameworkVersion, Offer
from bot.core.plan.plan import ActionUpdate, Aim, Plan, Progress
from bot.core.saved import Openness, SavedMessage
from bot.core.sealing import digest, receipt, root
from bot.core.team import (
    Ballot,
    Closed,
    Closing,
    Evidence,
    Leave,
    Mode,
    Participant,
    PictureKind,
    Quote,
    Sitting,
    Split,
    SplitGroup,
    Tally,
    Team,
    TeamPicture,
)
from bot.core.workshop import Note, Stage, Topic, Turn, TurnKind, Workshop, choice_of
from bot.store.store import SqlStore
from bot.use_cases.ports import NewJob, Post, Settled, Transaction
from bot.use_cases.store_ports import Installation, TypedMessage
from tests.core.drafted import ACTIONS, answered, brief_of, decided, minute
from tests.core.examples import example_framework
from tests.store.made import START, claimed, complete, due_again, enqueue, keep, keep_draft, made, measured, on_day

GONE, STAYS, THIRD, FOURTH = "U0GONE0001", "U0STAYS001", "U0THIRD001", "U0FOURTH01"
SOLO, OPEN, GROUP, TEAM = "asolo00001", "aopen00001", "agroup0001", "ateam00001"
DIMENSIONS = tuple(each.key for each in example_framework().dimensions)
EVIDENCE = "parcels from depot4711 arrive drenched"
LINK = "https://wiki.example/zebra/quokka?page=77"
BITTERN = "the bittern desk answers after lunch"
KAKAPO = "kakapo families come on sundays"
HOATZIN = "hoatzin queues at counter nine"
GODWIT, PERMALINK = "godwit parcels wait until monday", "https://acme.example/archives/C1/p77"
KIWI = "kiwi signs point the wrong way"
"""A message that was saved and used in the ballots of others, and a note that was shown."""
SAID = (
    *(EVIDENCE, LINK, HOATZIN, BITTERN, KAKAPO, "their hoatzin team", "so says our quetzal", "but margay disagreed"),
    *("only wombatville sells there", "kept numbat words here", "typed okapi three or four"),
    *("make it sound like axolotl please", "hire two narwhal drivers quickly", "blocked by pangolin budgets again"),
    *("capybara reached 17", "still tapir to be read", "rewritten by lemur hands"),
    *(GODWIT, PERMALINK, KIWI),
)
"""What the person said, each once or more."""
OTHERS = ("we call back within a day", "boxes are counted twice")
ASIDE = f"<@{GONE}|Gone Person> knows more about it"
TOUCHED = (
    f"_so says @{GONE}_ and @{STAYS}@{GONE}, 请@{GONE}看 @{GONE}s Idee, see"
    f" https://acme.example/?to=%40{GONE} and slack://user?id={GONE}"
)


def leave_behind(store: SqlStore) -> None:
    """Fill every table."""
    _solo(store)
    _open(store)
    _group(store)
    _team(store)
    enqueue(store, NewJob("share", "share:T1:x", {"workspace": "T1"}))
    store.jobs.bury(claimed(store), reason=f"{GONE} is not there", at=START)
    with store.writing("T0ACME0001") as tx:
        _around(tx)
        _uploaded(tx)


def _rated(number: int, by: str, verdict: int | NotApplicable, *evidence: Evidence, name: str = "r") -> Rating:
    return Rating(
        f"{name}{number}{by[2:6].lower()}", DIMENSIONS[number], by, verdict, evidence, START, f"173.{number}:{by}"
    )


def _solo(store: SqlStore) -> None:
    """Keep one that the person answered alone, with drafts and a plan that others work on."""
    own = replace(
        made(SOLO, thread="173.1"),
        members=(Member(GONE, Role.FACILITATOR), Member(GONE, Role.RESPONDENT), Member(STAYS, Role.OBSERVER)),
        targets={},
        subject=Subject("Acme Retail", {"BUSINESS": f"Acme, see @{GONE}"}),
    )
    complete(store, own, day=1)
    with store.writing("T0ACME0001") as tx:
        words, link = Evidence("words", EVIDENCE), Evidence("link", LINK)
        for rating in (
            *(_rated(number, GONE, 4, words, link) for number in range(5)),
            _rated(5, GONE, NotApplicable("only wombatville sells there")),
        ):
            tx.add_rating("T1", SOLO, rating)
        asked = Question(
            1, GONE, DIMENSIONS[0], Wants.LEVEL, Because.KEPT_WORDS, Detail(words=SAID[10]), "173.1", START
        )
        tx.add_question("T1", SOLO, asked)
        tx.end_question("T1", SOLO, 1, Ended.ANSWERED)
        tx.add_heard_late("T1", SOLO, f"173.0:{GONE}")
        tx.add_agreed("T1", SOLO, AgreedLevel(DIMENSIONS[5], 2, GONE, on_day(1)))
    quoted = Prose((Sentence(f"They say: {EVIDENCE}.", ("F2",)), Sentence(f"Ask @{GONE}.")))
    note = Draft("note1", Piece(Kind.NOTE, DIMENSIONS[0]), GONE, minute(0), SAID[11])
    keep_draft(store, replace(note, replies=(answered(1, quoted),), made=_made(quoted)), assessment=SOLO)
    keep_draft(store, _plan(), assessment=SOLO)
    with store.writing("T0ACME0001") as tx:
        tx.add_actions("T1", SOLO, "plan1", _worded(), START.date())
        first, second = tx.actions("T1", SOLO)
        tx.set_owner("T1", SOLO, first.id, owner=GONE, by=STAYS, at=START)
        tx.set_owner("T1", SOLO, second.id, owner=STAYS, by=GONE, at=START)
        tx.add_action_update("T1", SOLO, ActionUpdate(first.id, Progress.STUCK, SAID[13], SAID[14], GONE, on_day(9)))
        tx.add_action_update("T1", SOLO, ActionUpdate(second.id, Progress.DONE, ASIDE, TOUCHED, STAYS, on_day(9)))


def _brief() -> Brief:
    return replace(brief_of(), facts=(*brief_of().facts, Fact("F9", FactKind.EVIDENCE, EVIDENCE, DIMENSIONS[0])))


def _made(content: Prose | Plan) -> Made:
    lie = Finding("numbers", f"So says @{GONE}: {EVIDENCE}", "It names a figure.")
    return Made(content, by_model=True, brief=_brief(), trouble=None, findings=(lie,), at=minute(5))


def _worded() -> Plan:
    own = replace(ACTIONS.actions[0], what=SAID[12], owner_role=f"like @{GONE}", first_step=f"Read: {EVIDENCE} at once")
    aim, second = Aim(f"NPS by @{GONE}", "1", "2"), ACTIONS.actions[1]
    return Plan((own, replace(second, measure=f"fewer {EVIDENCE}", deliverable=f"see <@{GONE}>", aim=aim)))


def _plan() -> Draft:
    """Give an accepted plan with actions in the person's own words."""
    fields = (f"stop that {EVIDENCE}", "Head", "now", 30, "none", None, "", "", ("F2",))
    lie = Finding("numbers", EVIDENCE, f"Nobody but @{GONE} says so.")
    reply = answered(1, Proposals((Proposal("F1", *fields),)), findings=(lie,))
    accepted = decided(Verb.ACCEPT, by=GONE, edited=_worded())
    own = Draft("plan1", Piece(Kind.PLAN), STAYS, minute(1), f"ask {ASIDE}")
    return replace(own, replies=(reply,), made=_made(ACTIONS), decisions=(accepted,))


def _open(store: SqlStore) -> None:
    """Keep one under way that the person answers for somebody who went, and one that somebody has begun after them."""
    own = replace(
        made(OPEN, thread="173.2", subject=f"Shop of @{GONE}", day=2),
        members=(Member(STAYS, Role.FACILITATOR), Member(GONE, Role.RESPONDENT), Member(GONE, Role.OBSERVER)),
        targets={},
    )
    keep(store, own)
    with store.writing("T0ACME0001") as tx:
        tx.add_rating("T1", OPEN, _rated(0, GONE, 3, Evidence("words", EVIDENCE), name="o"))
        tx.add_question("T1", OPEN, Question(1, GONE, DIMENSIONS[1], Wants.LEVEL, Because.NEXT, Detail(kept=SAID[9])))
        detail = Detail(kept=SAID[9])
        tx.add_question("T1", OPEN, Question(2, STAYS, DIMENSIONS[1], Wants.LEVEL, Because.NEXT, detail, f"b:{GONE}"))
        tx.add_departure("T1", OPEN, Departure(THIRD, Fate.FOLLOWED, GONE, on_day(2)))
        tx.add_departure("T1", OPEN, Departure(GONE, Fate.BACK, "", on_day(2)))
        tx.put_post("T1", OPEN, Post("headline", "C1", "173.2", "d", sent=True))
        tx.put_post("T1", OPEN, Post(f"share:e1:{GONE}", "C1", "173.9", "d", sent=True))


def _group(store: SqlStore) -> None:
    """Keep one that four people answered: its figures stand without the person, but for one dimension of two raters."""
    people = (STAYS, GONE, THIRD, FOURTH)
    members = (Member(STAYS, Role.FACILITATOR), *(Member(each, Role.RESPONDENT) for each in people))
    own = replace(made(GROUP, thread="173.3", subject="Group Co"), members=members, targets={})
    complete(store, own, day=3)
    with store.writing("T0ACME0001") as tx:
        for number in range(5):
            for level, person in enumerate(people, start=1):
                words = EVIDENCE if person == GONE else OTHERS[level % 2]
                tx.add_rating("T1", GROUP, _rated(number, person, level, Evidence("words", words), name="g"))
        for person in (GONE, THIRD):
            tx.add_rating(
                "T1", GROUP, _rated(5, person, 2, Evidence("words", SAID[8] if person == GONE else OTHERS[0]))
            )
        tx.add_saved("T1", _saved("s1", GONE, STAYS, BITTERN))
        tx.add_saved("T1", _saved("s3", THIRD, STAYS, "of a third"))
        tx.add_saved("T1", _saved("s2", STAYS, GONE, f"asked by <@{GONE}>"))
        tx.add_evidence_use("T1", "s1", GROUP, START)
        tx.remove_words("T1", _saved("s3", THIRD, STAYS, ""), GONE, START)
        tx.put_notice("T1", Post("saved:s1", "D0GONE", "180.7", "d", sent=True))
        evidence = (Evidence("words", BITTERN), Evidence("message", "https://acme.example/archives/C1/p1"))
        tx.add_rating("T1", GROUP, _rated(4, FOURTH, 4, *evidence, name="s"))
    kept = Draft("kept1", Piece(Kind.NOTE, DIMENSIONS[1]), STAYS, minute(1))
    text = Prose((Sentence("Calls are returned within a day."),))
    brief = replace(brief_of(kept.piece), facts=())
    made_of_others = Made(text, by_model=True, brief=brief, trouble=None, findings=(), at=minute(5))
    keep_draft(store, replace(kept, made=made_of_others), assessment=GROUP)
    edited = Draft("edit1", Piece(Kind.NOTE, DIMENSIONS[2]), STAYS, minute(1))
    decision = decided(Verb.ACCEPT, by=GONE, edited=Prose((Sentence(SAID[16]),)))
    keep_draft(store, replace(edited, made=made_of_others, decisions=(decision,)), assessment=GROUP)


def _saved(
    name: str, author: str, by: str, words: str, subject: str = f"Shop of @{GONE}", link: str = ""
) -> SavedMessage:
    link = link or f"https://acme.example/{author}/p1"
    where = (name, "C1", Openness.PUBLIC, "99.1", author, words, link, subject, "cx-optimization", "CX optimization")
    return SavedMessage(*where, DIMENSIONS[4], "Governance", by, START)


SHOWN = (HOATZIN, OTHERS[0], f"{GODWIT} {PERMALINK}", f"we all read: {GODWIT}")


def _quoting(tx: Transaction, ballot: str, person: str) -> tuple[Evidence, ...]:
    """Have a message of the person in somebody's ballot: used, typed, not submitted yet, or kept for a level."""
    if person == STAYS:
        tx.add_saved("T1", _saved("s4", GONE, THIRD, GODWIT, "Acme Retail", PERMALINK))
        tx.add_evidence_use("T1", "s4", ballot, START)
        return Evidence("words", SHOWN[2]), Evidence("message", PERMALINK)
    if person == THIRD:
        return (Evidence("words", SHOWN[3]),)
    if person == FOURTH:
        page = PageDraft(0, {DIMENSIONS[1]: PageEntry(words=f"see: {GODWIT}", link=PERMALINK)})
        tx.put_page_draft("T1", ballot, person, page, START)
        detail = Detail(kept=SHOWN[2])
        tx.add_question("T1", ballot, Question(1, person, DIMENSIONS[1], Wants.LEVEL, Because.NEXT, detail))
        return (Evidence("words", f"ask <@{GONE}>"),)
    return ()


def _ballot(tx: Transaction, number: int, person: str) -> None:
    members = (Member(person, Role.FACILITATOR), Member(person, Role.RESPONDENT))
    part = replace(made(f"b{person.lower()}", channel=f"D0{person[2:]}", thread="9.9"), members=members)
    tx.add_assessment(replace(part, ballot=Ballot(TEAM, 1, f"{number}a" * 16), targets={}))
    words = Evidence("words", HOATZIN if person == GONE else OTHERS[0])
    given = (words, *_quoting(tx, part.id, person))
    tx.add_rating("T1", part.id, replace(_rated(0, person, 2 + number % 2, *given, name="t"), said_in=""))
    tx.put_post("T1", part.id, Post("headline", part.channel, f"190.{number}", "d", sent=True))
    tx.add_leave("T1", part.id, Leave.QUOTE, START)
    tx.set_status("T1", part.id, Status.COMPLETE, START)


def _team(store: SqlStore) -> None:
    """Keep one that four people answered each in private, revealed with names; the person's part has a thread."""
    people = (STAYS, GONE, THIRD, FOURTH)
    dimensions = DIMENSIONS
    teams = {person: "their hoatzin team" if person == GONE else "Care" for person in people}
    described = tuple(Participant(each, f"beside @{GONE}", teams[each], START) for each in people)
    sitting = Sitting(1, dimensions, GONE, START, (Closing(4, None, GONE, START),))
    terms = Team(Mode.WORKSHOP, named=True, participants=described, sittings=(sitting,))
    own = replace(made(TEAM, thread="173.4", subject="Team Co"), team=terms, targets={})
    with store.writing("T0ACME0001") as tx:
        tx.add_assessment(replace(own, members=(Member(GONE, Role.FACILITATOR), *own.members[2:])))
        for number, person in enumerate(people):
            _ballot(tx, number, person)
        digests = tuple(sorted(digest(receipt(each)) for each in tx.ballots("T1", TEAM, 1)))
        tx.close_sitting("T1", TEAM, 1, Closed(START, GONE, root(TEAM, 1, digests), digests))
        tx.add_minutes("T1", TEAM, 30, GONE, START)
        picture = TeamPicture(
            PictureKind.REVEAL,
            START,
            4,
            (Tally(DIMENSIONS[0], {2: 2, 3: 2}, {2: 2, 3: 2}),),
            splits=(Split(DIMENSIONS[0], "role", (SplitGroup(f"beside @{GONE}", {2: 2, 3: 2}),)),),
            quotes=tuple(Quote(DIMENSIONS[0], Evidence("words", each), Leave.QUOTE) for each in SHOWN),
            named=tuple((DIMENSIONS[0], each, 2 + number % 2) for number, each in enumerate(people)),
        )
        tx.add_picture("T1", TEAM, 1, picture, (GONE, STAYS, STAYS, THIRD))
        tx.set_status("T1", TEAM, Status.COMPLETE, on_day(3))
        agreed = AgreedLevel(DIMENSIONS[0], 2, GONE, on_day(4), "so says our quetzal", "but margay disagreed")
        tx.add_agreed("T1", TEAM, agreed)
        tx.add_agreed("T1", TEAM, replace(agreed, by=STAYS, reason=f"since {GODWIT}", dissent=""))
        _workshop(tx)
    text = Prose((Sentence(f"Somebody says that {HOATZIN}."),))
    note = Draft("team1", Piece(Kind.NOTE, DIMENSIONS[0]), STAYS, minute(1))
    brief = replace(brief_of(note.piece), facts=())
    own_made = Made(text, by_model=True, brief=brief, trouble=None, findings=(), at=minute(5))
    keep_draft(store, replace(note, made=own_made), assessment=TEAM)


def _workshop(tx: Transaction) -> None:
    """Keep a workshop in which the person noted, voted, read and led."""
    tx.put_workshop("T1", TEAM, Workshop(anonymous=True, links=(f"https://wiki.example/@{GONE}",), canvas="F0CANVAS"))
    tx.add_turn("T1", TEAM, Turn(TurnKind.BEGIN, Stage.NOTES, GONE, START))
    notes = {
        who: [Note(f"{what}{who[2:6]}", Topic.CUSTOMERS, words, who) for what, words in said.items()]
        for who, said in {
            GONE: {"own": KIWI, "alone": f"{KIWI} again"},
            STAYS: {"other": ASIDE},
            THIRD: {"third": "boxes"},
        }.items()
    }
    for who, those in notes.items():
        tx.put_notes("T1", TEAM, Topic.CUSTOMERS, who, those)
    (own, alone), (other,), (third,) = notes.values()
    tx.show_notes("T1", TEAM, [own.id, alone.id, other.id, third.id])
    tx.put_notes("T1", TEAM, Topic.PERFECT, GONE, [Note("unseen", Topic.PERFECT, KAKAPO, GONE)])
    tx.label_notes("T1", TEAM, [own.id, other.id], f"as @{GONE} said: {KAKAPO}")
    tx.label_notes("T1", TEAM, [third.id], f"as <@{GONE}> said: {KIWI}")
    groups = [choice_of(each) for each in tx_notes(tx) if each.label]
    tx.put_votes("T1", TEAM, GONE, sorted({*groups, alone.id}))
    tx.put_votes("T1", TEAM, STAYS, sorted(set(groups)))
    tx.add_reader("T1", TEAM, GONE, START)


def tx_notes(view: Transaction) -> tuple[Note, ...]:
    """Give the notes of the workshop as they stand."""
    found = view.workshop("T1", TEAM)
    return found.notes if found is not None else ()


def _uploaded(tx: Transaction) -> None:
    """Keep two versions of a framework of the workspace."""
    for number, by in ((1, GONE), (2, STAYS)):
        framework = replace(example_framework(), version=f"{number}.0")
        tx.add_own_framework("T1", FrameworkVersion(framework, number, by, START), f"# Asked by @{GONE}")
        tx.add_offer("T1", Offer(0, framework.slug, number, by, START))


def _around(tx: Transaction) -> None:
    """Keep what stands beside assessments: reminders, messages, metrics, work."""
    tx.put_cadence(replace(due_again(subject=f"Shop of @{GONE}"), owner=GONE))
    tx.take_due("T1", f"nudge:{OPEN}:{GONE}", minute(0), minute(0))
    tx.settle_due("T1", f"nudge:{OPEN}:{GONE}", minute(0), Settled("later", GONE, minute(0)))
    tx.put_notice("T1", Post(f"nudge:{OPEN}:{GONE}:1", "D0GONE", "180.1", "d", sent=True))
    tx.put_notice("T1", Post(f"told:{TEAM}:unreachable:{GONE}", "D0STAYS", "180.8", "d", sent=True))
    tx.put_notice("T1", Post("told:receipt:e9", f"D0{GONE[2:]}", "", "F0RECEIPT", sent=True), about=f"b{GONE.lower()}")
    tx.put_notice("T1", Post("told:greeting:7", "D0GONE", "180.2", "d", sent=True))
    tx.put_notice("T1", Post("told:report:e7", "D0STAYS", "", "F0REPORT", sent=True), about=SOLO)
    tx.put_notice("T1", Post("told:report:e8", "D0STAYS", "", "F0OTHER", sent=True), about="another")
    tx.put_notice("T1", Post(f"owner:c1:{GONE}", "C1", "180.3", "d", sent=True))
    tx.put_notice("T1", Post(f"given:{SOLO}:{STAYS}:77", "D0STAYS", "180.4", "d", sent=True))
    tx.put_notice("T1", Post(f"trend_picture:{SOLO}", "", "F0TREND", "d", sent=True))
    page = PageDraft(0, {DIMENSIONS[0]: PageEntry(words=SAID[-4])})
    tx.put_page_draft("T1", OPEN, GONE, page, START)
    tx.put_installation(Installation("T1", START, installed_by=GONE))
    tx.add_home("T1", GONE)
    tx.add_home("T1", STAYS)
    tx.add_hint("T1", OPEN, GONE, "first")
    tx.add_hint("T1", OPEN, STAYS, f"seen:{GONE}")
    tx.keep(TypedMessage("T1", "C1", "173.2", "173.77", GONE, SAID[15], START))
    tx.keep(TypedMessage("T1", "C1", "173.2", "173.78", STAYS, ASIDE, START))
    tx.is_new("T1", f"press:1.2:{GONE}", START)
    named = f"NPS by @{GONE}"
    own: Reading = replace(measured(), by=GONE, subject=f"Shop of @{GONE}", metric=named.casefold(), name=named)
    tx.add_reading("T1", own)
    tx.take_back("T1", "m1", GONE, minute(0))
    for kind, key, more in (
        (
            "whisper",
            f"whisper:T1:{OPEN}:{GONE}:first:e",
            {"assessment": OPEN, "person": GONE, "detail.words": SAID[10]},
        ),
        ("whisper", "whisper:T1:x", {"assessment": OPEN, "person": STAYS, "detail.words": f"you wrote {SAID[10]}"}),
        ("draft", f"draft:T1:{SOLO}:note1", {"assessment": SOLO, "draft": "note1"}),
        ("thread", f"thread:T1:{SOLO}", {"assessment": SOLO}),
        ("tidy", "tidy", {}),
    ):
        tx.enqueue(NewJob(kind, key, {"workspace": "T1", **more} if more else {}))
