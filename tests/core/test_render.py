"""A reply is shown with the facts in its slots, or refused with what stands in the way; refusals first."""

import re
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.drafts.brief import Brief, Fact, FactKind, Kind, Standing
from bot.core.drafts.draft import Proposal, Proposals, Prose, Sentence
from bot.core.drafts.render import MOST_ACTIONS, show_plan, show_text
from bot.core.framework import Scale
from bot.core.languages import LANGUAGES
from bot.llm import lexicon
from tests.core.strategies import EVERY_WORD, SMALL

SAID = "we keep a notebook at the till, about 30 entries since May, most of them answered late"
OTHER = "Olga counts 12 of 80 queues"
NAMES = ("Initial", "Developing", "Defined", "Managed", "Needs work", "Ad hoc")
FACTS = (
    Fact("F1", FactKind.SUBJECT, "Fernhill Garden Centre"),
    Fact("F2", FactKind.VARIABLE, "NPS baseline: 31"),
    Fact("F3", FactKind.DIMENSION, "Complaints", "complaints"),
    Fact("F4", FactKind.LEVEL, "level 2 of 5 (Developing)", "complaints"),
    Fact("F5", FactKind.TARGET, "level 4 of 5 (Managed, the target)", "complaints", 4),
    Fact("F6", FactKind.GAP, "a gap of 2 to its target, first among the gaps", "complaints"),
    Fact("F7", FactKind.TARGET_DESCRIPTOR, "Every complaint is answered within two days", "complaints", 4),
    Fact("F8", FactKind.NEXT_STEP, "Give one person the complaint log and a weekly half hour", "complaints", 2),
    Fact("F9", FactKind.EVIDENCE, SAID, "complaints"),
    Fact("F10", FactKind.DIMENSION, "Waiting times", "waiting"),
    Fact("F11", FactKind.LEVEL, "level 3 of 5 (Defined)", "waiting"),
    Fact("F12", FactKind.EVIDENCE, OTHER, "waiting"),
    Fact("F13", FactKind.DELIVERABLE, "A list of repeated complaints with their causes"),
)
STANDINGS = (
    Standing("complaints", "Complaints", "2", "2", 4, "Developing", 1),
    Standing("waiting", "Waiting times", "3", "3", 4, "Defined", 2),
)
BRIEF = Brief(Kind.NOTE, FACTS, STANDINGS, Scale(1, 5), NAMES)
LEFT_OVER = "A brace is left over: a slot is {F7} or {F7|words of that fact}, and none stands inside another."
NO_FACT = " is no fact of this text. Use those of its dimension, and those before the first dimension."
NOWHERE, SHORT = "stands nowhere in it word for word. Take", "is cut too short. Take"
LATE = "most of them answered late"
OPENING = Sentence("{F3} was rated {F4}.")


def findings_of(*texts: str, brief: Brief = BRIEF, facts: tuple[str, ...] = ("F4",)) -> list[tuple[str, str]]:
    """Show a note of these sentences after an honest one, and give what is wrong with it."""
    written = Prose((OPENING, *(Sentence(each, facts) for each in texts)))
    return [(each.check, each.message) for each in show_text(EVERY_WORD, brief, "complaints", written).findings]


def checks_of(*texts: str, brief: Brief = BRIEF) -> set[str]:
    return {check for check, _ in findings_of(*texts, brief=brief)}


def shown(text: str, brief: Brief = BRIEF) -> str:
    """Show one sentence after an honest one."""
    found = show_text(EVERY_WORD, brief, "complaints", Prose((OPENING, Sentence(text, ("F4",)))))
    assert found.findings == ()
    return found.prose.sentences[1].text


def beside_a_slot(text: str, brief: Brief) -> set[str]:
    """Judge a sentence that rests on a slot by its words alone; give the checks that find something."""
    words = Prose((OPENING, Sentence(f"{text.removesuffix('.')}: {{F4}}.")))
    return {each.check for each in show_text(lexicon, brief, "complaints", words).findings}


def in_language(code: str, *more: Fact) -> Brief:
    return replace(BRIEF, language=code, facts=(*FACTS, *more))


# Slots


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{F77} is so.", f"F77{NO_FACT}"),
        ("{F12} was said.", f"F12{NO_FACT}"),
        ("so {F9|everything was answered}.", f"{{F9|everything was answered}} {NOWHERE} {{F9|{LATE}}}."),
        ("so {F9|Olga counts queues}.", f"{{F9|Olga counts queues}} {NOWHERE} the whole, {{F9}}."),
        ("so {F9|notebook}.", "{F9|notebook} is cut too short. Take {F9|we keep a notebook at the till}."),
        ("so {F9|30 entries since May}.", f"{{F9|30 entries since May}} {SHORT} {{F9|about 30 entries since May}}."),
        ("so {F9|entries since May}.", f"{{F9|entries since May}} {SHORT} {{F9|about 30 entries since May}}."),
        ("so {F20|000 of them}.", f"{{F20|000 of them}} {SHORT} {{F20|lost 12,000 of them}}."),
        ("so {F9|keep a note}.", f"{{F9|keep a note}} {SHORT} {{F9|we keep a notebook at the till}}."),
        ("so {F9|a notebook {F4}}.", LEFT_OVER),
        ("so {F4.", LEFT_OVER),
    ],
)
def test_a_slot_that_shows_no_fact_is_refused(text: str, reason: str) -> None:
    brief = in_language("en", Fact("F20", FactKind.EVIDENCE, "we lost 12,000 of them", "complaints"))
    assert ("slots", reason) in findings_of(text, brief=brief)


@pytest.mark.parametrize("text", ["see https://x.example/a", "ask @here today", "<!channel> all", "see x.example now"])
def test_evidence_with_an_address_or_a_mention_is_not_shown_whole(text: str) -> None:
    brief = in_language("en", Fact("F20", FactKind.EVIDENCE, f"{text}, and the log is read each week", "complaints"))
    assert "slots" in checks_of("{F20}.", brief=brief)
    assert shown("{F20|the log is read each week}.", brief) == "“the log is read each week”."


def test_what_turns_a_quotation_round_is_not_left_out() -> None:
    brief = in_language("en", Fact("F20", FactKind.EVIDENCE, "we do not call any customer back", "complaints"))
    assert (
        "slots",
        "{F20|call any customer back} leaves out “not”, which turns it round. Take {F20|not call any customer back}.",
    ) in findings_of("we {F20|call any customer back}.", brief=brief)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("{F9}.", f"“{SAID}”."),
        ("people say {F9|MOST OF THEM ANSWERED LATE}.", "People say “most of them answered late”."),
        ("people say {F9|about 30 entries since May}", "People say “about 30 entries since May”."),
        ("at the target, {F7}", "At the target, every complaint is answered within two days."),
        ("the next step: {F8|give one person the complaint log}.", "The next step: give one person the complaint log."),
        ("{F1} has an {F2}.", "Fernhill Garden Centre has an NPS baseline: 31."),
        ("is it a complaint?", "Is it a complaint?"),
    ],
)
def test_a_slot_shows_the_words_of_the_fact(text: str, line: str) -> None:
    assert shown(text) == line


def test_evidence_is_shown_as_typed_and_never_read_for_slots() -> None:
    typed = 'they say "{F3}" and *{F12|Olga}* and `x` and {{ brief }}'
    brief = in_language("en", Fact("F20", FactKind.EVIDENCE, typed, "complaints"))
    assert shown("{F20}.", brief) == f"“{typed}”."


@pytest.mark.parametrize(("code", "line"), [("en", "“ja”"), ("de", "„ja“"), ("fr", "«\u00a0ja\u00a0»"), ("es", "«ja»")])
def test_quotation_marks_are_those_of_the_language(code: str, line: str) -> None:
    written = Prose((OPENING, Sentence("{F20}", ())))
    brief = in_language(code, Fact("F20", FactKind.EVIDENCE, "ja", "complaints"))
    assert show_text(EVERY_WORD, brief, "complaints", written).prose.sentences[1].text == f"{line}."


def test_a_line_keeps_the_facts_of_its_slots_and_those_that_it_lists() -> None:
    found = show_text(EVERY_WORD, BRIEF, "complaints", Prose((OPENING, Sentence("{F9}, so {F3} it is.", ("F2", "F9")))))
    assert [each.facts for each in found.prose.sentences] == [("F3", "F4"), ("F9", "F3", "F2")]


@pytest.mark.parametrize(
    ("said", "part", "shown_as"),
    [
        ('they say "all is well" and leave', "they say all is well", '“they say "all is well"”.'),
        ('they say "all is well" and leave', "they say 'all is well' and leave", '“they say "all is well" and leave”.'),
        ("they say “all is well” and leave", '"all is well" and leave', "““all is well” and leave”."),
        ("it's the boss's 'rule' here", "the boss's rule", "“the boss's 'rule'”."),
    ],
)
def test_a_part_is_found_whatever_its_quotation_marks(said: str, part: str, shown_as: str) -> None:
    brief = in_language("en", Fact("F20", FactKind.EVIDENCE, said, "complaints"))
    assert shown(f"{{F20|{part}}}", brief) == shown_as


PART = re.compile(r"Take (?:the whole, )?(\{F9.*\})\.$")


@settings(SMALL)
@given(st.sampled_from(["do not call", "30 entries", "notebook", "of them", "late", "about", "keep a", "till in May"]))
def test_the_part_that_a_finding_names_is_shown(part: str) -> None:
    for _, message in findings_of(f"so {{F9|{part}}}."):
        assert findings_of(f"so {PART.findall(message)[0]}.") == []


# Own words


@pytest.mark.parametrize(
    ("check", "text"),
    [
        ("numbers", "it fell by 73 percent."),
        ("numbers", "it fell by ٧٣."),
        ("numbers", "it fell by ⅓."),
        ("numbers", "it has ² parts."),
        ("numbers", "every second customer waits."),
        ("numbers", "half of them wait."),
        ("numbers", "twenty-seven of them wait."),
        ("numbers", "a dozen waits."),
        ("numbers", "it is at level iii."),
        ("numbers", "sieben waits."),
        ("quotations", 'people say "all is well".'),
        ("quotations", "people say 'all is well'."),
        ("quotations", "people say «all is well»."),
        ("levels", "it is Managed by now."),
        ("levels", "the dimension counts as managed."),
        ("levels", "it still needs work."),
        ("levels", "it is Ad Hoc."),
        ("levels", "the till is well-managed."),
        ("speaking", "I cannot say more."),
        ("names", "the log is kept by Maria."),
        ("names", "the log is kept in Salesforce."),
        ("names", "it was begun on a monday."),
        ("names", "the cards from march are unread."),
        ("names", "mondays are the worst."),
        ("numbers", "a couple of cards are unread."),
        ("numbers", "every other card is unread."),
        ("names", "christmas is the worst."),
        ("markup", "- the log is long."),
        ("speaking", "this paragraph was written by an assistant."),
        ("names", "Salesforce keeps the log."),
        ("names", "Nothing is read by Olga."),
        ("markup", "see *this* one."),
        ("markup", "see #general."),
        ("markup", "see <@U1>."),
        ("markup", "see x.example for more."),
        ("markup", "the log grows \u202e backwards."),
        ("markup", "the log \U0001f600 grows."),
        ("scripts", "the log is k\u0435\u0440t."),
        ("scripts", "журнал ведется."),
        ("scripts", "the log is ke\u0301\u0302pt."),
        ("speaking", "as a language model it cannot say more."),
        ("language", "wir haben das nicht und es wird auch nicht besser."),
        ("language", "kirjoitan tämän tekstin suomeksi joten kukaan ulkopuolinen ymmärtää siitä mitään."),
        ("shape", "{F4|of} " + "and so on " * 50),
        ("shape", "…"),
        ("facts", "it is so."),
    ],
)
def test_own_words_hold_nothing_that_comes_through_a_slot_only(check: str, text: str) -> None:
    facts = () if check == "facts" else ("F4",)
    assert check in {found for found, _ in findings_of(text, facts=facts)}


@pytest.mark.parametrize(
    ("code", "check", "text"),
    [
        ("de", "numbers", "fast die Hälfte der Kunden wartet."),
        ("de", "numbers", "siebenundzwanzig Kunden warten."),
        ("de", "numbers", "jeder zweite Kunde wartet."),
        ("de", "numbers", "es gilt für dreiviertel der Kunden."),
        ("de", "levels", "die definedste Stelle ist das Buch."),
        ("de", "speaking", "mehr kann ich dazu nicht sagen."),
        ("de", "names", "das Buch führt Sabine Krüger."),
        ("de", "names", "das Buch liegt bei HubSpot."),
        ("de", "names", "das Buch führt Herr Meier."),
        ("de", "names", "das Buch führt Birgit persönlich."),
        ("de", "names", "besser läuft es in Bamberg."),
        ("de", "names", "Birgit liest das Buch jeden Morgen."),
        ("de", "names", "das Buch gibt es seit März."),
        ("de", "names", "der Aprilwert fehlt in dem Buch."),
        ("de", "levels", "am Ziel ist alles zentralmanaged."),
        ("de", "speaking", "dieser Absatz fasst das Gesagte zusammen."),
        ("de", "numbers", "Kunden fragen dutzendfach nach."),
        ("fr", "names", "rien ne bouge depuis la mi-avril."),
        ("fr", "names", "les vendredis, personne ne répond."),
        ("fr", "numbers", "une paire de clients attend."),
        ("fr", "speaking", "ce texte a été rédigé automatiquement."),
        ("es", "numbers", "un par de clientes espera."),
        ("es", "speaking", "según las instrucciones recibidas, aquí termina."),
        ("fr", "numbers", "près de la moitié des clients attend."),
        ("fr", "numbers", "un client sur trois attend."),
        ("fr", "speaking", "en tant qu'assistant, je m'arrête là."),
        ("fr", "names", "le cahier est tenu par Claire."),
        ("fr", "names", "le cahier existe depuis mars."),
        ("es", "numbers", "casi la mitad de los clientes espera."),
        ("es", "numbers", "uno de cada tres clientes espera."),
        ("es", "names", "el cuaderno lo lleva Lucía."),
        ("es", "speaking", "yo no puedo decir más."),
        ("es", "language", "we keep this in a book and nobody reads it."),
    ],
)
def test_own_words_are_held_to_it_in_every_language(code: str, check: str, text: str) -> None:
    assert check in checks_of(text, brief=in_language(code))


@pytest.mark.parametrize(
    ("code", "said", "text"),
    [
        ("en", "we asked Mr. Hargreaves, who has the list", "the list is with hargreaves."),
        ("de", "Frau Albrecht schreibt die Wartezeit auf", "auf die Zeiten achtet albrecht genau."),
        ("de", "die Sterne bei Kennzahl24 sinken", "mehr verrät die Kennzahl nicht."),
        ("fr", "Mme Girard note l'attente", "c'est girard qui s'en occupe."),
        ("es", "don Ramiro apunta la espera", "de eso se ocupa ramiro."),
        ("de", "wir lieben die Carqon-Leute", "mehr Kunden kaufen Carqon-Räder."),
        ("en", "after a bad week Ines and I ask why", "so it all depends on ines."),
        ("de", "nach jeder Montage ruft Birgit den Kunden an", "ohne Birgit geschieht das nicht."),
        ("de", "nach jeder Montage ruft Birgit den Kunden an", "ohne birgit geschieht das nicht."),
        ("fr", "après chaque pose, Solène appelle le client", "sans solène, on ne sait rien."),
        ("es", "después de cada montaje Marta llama al cliente", "todo depende de marta."),
    ],
)
def test_a_name_that_its_title_or_its_large_letter_tells_comes_only_through_a_slot_however_it_is_written(
    code: str, said: str, text: str
) -> None:
    brief = in_language(code, Fact("F20", FactKind.EVIDENCE, said, "complaints"))
    assert beside_a_slot(text, brief) == {"names"}


@pytest.mark.parametrize(
    ("code", "said", "text"),
    [
        ("de", "wir haben Glück mit den Kunden", "das Glück hält nicht ewig."),
        ("en", "wir haben ein Handbuch und Feedback, aber das Team liest es nicht", "the team gives no feedback."),
        ("en", "Feedback is read. Boxes are kept", "the feedback in the boxes is old."),
    ],
)
def test_a_word_that_is_large_for_another_reason_is_no_name(code: str, said: str, text: str) -> None:
    brief = in_language(code, Fact("F20", FactKind.EVIDENCE, said, "complaints"))
    assert beside_a_slot(text, brief) == set()


@pytest.mark.parametrize(
    ("code", "text", "checks"),
    [
        ("en", "Somebody keeps the log. Helpful as it is, few read it.", set()),
        ("en", "Mark keeps the log.", {"names"}),
        ("en", "Whitcombe keeps the log.", {"names"}),
        ("en", "the log is with Somebody.", {"names"}),
        ("de", "Bisher führt das Buch, wer da ist.", set()),
        ("de", "Offene Fragen bleiben liegen.", set()),
        ("de", "Birgit führt das Buch.", {"names"}),
        ("de", "Sabine Krüger führt das Buch.", {"names"}),
        ("fr", "Faute de temps, on ne lit rien. Aujourd'hui, le cahier dort.", set()),
        ("fr", "Qu'est-ce qui manque ? L'équipe ne le dit pas.", set()),
        ("fr", "Claire tient le cahier.", {"names"}),
        ("es", "¿Faltaría algo? Hoy nadie lo lee.", set()),
        ("es", "Pilar lleva el cuaderno.", {"names"}),
    ],
)
def test_a_word_that_only_the_beginning_of_a_sentence_makes_large_is_no_name(
    code: str, text: str, checks: set[str]
) -> None:
    assert beside_a_slot(text, in_language(code)) == checks


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "complaints are written down, and the answers take their time."),
        ("en", "The answers take their time."),
        ("en", "one person could keep the log first."),
        ("en", "the teams march on, and they may read it."),
        ("en", "nothing was said to show it."),
        ("en", "the CX lead reads Fernhill's log."),
        ("en", "it’s the customers’ log (and nobody’s duty) – so far."),
        ("de", "Beschwerden werden aufgeschrieben, doch die Antworten brauchen ihre Zeit."),
        ("de", "eine Person könnte das Buch zuerst führen."),
        ("de", "das Buch wird ernst genommen."),
        ("de", "im Alltag fehlt Zeit, und es braucht Mut für einen Einblick in das Buch."),
        ("de", "Zugang zur Liste einrichten, mit Blick auf die Antworten und trotz Aufwand."),
        ("de", "nach Themen geordnet, helfen Gespräche und ein ruhiger Platz."),
        ("de", "der Anteil mit einer Antwort und Frist ließe sich zählen, ohne Aufwand."),
        ("de", "am Ziel sind Karten in Gebrauch, in Sitzungen mit Protokoll, und wer in Verzug ist, bekommt Hilfe."),
        ("de", "die Leitungen von Vertrieb und Kundenbetreuung führen das Buch nach Bedarf auf Papier."),
        ("de", "am Schalter Nummern ausgeben und die Verantwortlichen Tempo und Güte halten lassen."),
        ("fr", "les réclamations sont notées, mais les réponses prennent du temps."),
        ("fr", "l'équipe n'a rien dit qui le montre."),
        ("es", "las quejas se anotan, pero las respuestas tardan."),
        ("es", "¿quién lleva el cuaderno?"),
    ],
)
def test_plain_words_pass(code: str, text: str) -> None:
    assert beside_a_slot(text, in_language(code)) == set()


@pytest.mark.parametrize(
    ("code", "said", "text"),
    [
        ("en", "Hargreaves has the list, ours is old", "the list is with hargreaves."),
        ("de", "alles liegt in ARIS, aber wer liest das", "gezeichnet wurde mit aris."),
        ("de", "das ist so", "das liest die Wolfsburg-Runde vor."),
        ("de", "das ist so", "die Liste führt Krüger."),
        ("de", "das ist so", "die Liste führt die Petra."),
        ("de", "das ist so", "eine Hubspot-Auswertung fehlt noch."),
        ("en", "it is so", "the desk in berlin is quicker."),
        ("de", "das ist so", "nachgefragt wird an Jürgen vorbei."),
    ],
)
def test_a_name_is_known_by_the_dictionaries(code: str, said: str, text: str) -> None:
    brief = in_language(code, Fact("F20", FactKind.EVIDENCE, said, "complaints"))
    assert beside_a_slot(text, brief) == {"names"}


# Whole texts


def test_a_note_shows_its_level_and_a_narrative_its_target() -> None:
    words = Prose((Sentence("{F3} is so.", ("F4",)), Sentence("nothing was said.", ("F4",))))
    assert [each.message for each in show_text(EVERY_WORD, BRIEF, "complaints", words).findings] == [
        "It does not show the level: use the slot {F4}."
    ]
    told = [
        each.message
        for each in show_text(EVERY_WORD, replace(BRIEF, kind=Kind.NARRATIVE), "complaints", words).findings
    ]
    assert told == ["It does not show the level: use the slot {F4}.", "It does not show the target: use the slot {F5}."]


@pytest.mark.parametrize("texts", [(), ("{F9}.",) * 8, ("it is so.", "It is so."), ("see to {F9}.", "see to {F3}.")])
def test_a_text_is_neither_too_short_nor_too_long_nor_says_the_same_twice(texts: tuple[str, ...]) -> None:
    assert "shape" in checks_of(*texts)


def test_facts_of_another_dimension_are_never_shown() -> None:
    for fact in BRIEF.facts:
        if fact.dimension == "waiting":
            found = show_text(
                EVERY_WORD, BRIEF, "complaints", Prose((OPENING, Sentence(f"{{{fact.id}}}.", (fact.id,))))
            )
            assert {each.check for each in found.findings} >= {"slots", "facts"}
            assert fact.text not in found.prose.text


words = st.text(max_size=80) | st.text("{}F123456789|. ,“”\"'abcXYZ", max_size=80)
slots = st.builds("{{{}|{}}}".format, st.sampled_from([each.id for each in FACTS]), words)
sentences = st.builds(
    Sentence, st.lists(words | slots, max_size=4).map(" ".join), st.lists(words, max_size=2).map(tuple)
)


@settings(SMALL)
@given(st.lists(sentences, max_size=5), st.sampled_from(list(Kind)), st.sampled_from(sorted(LANGUAGES)))
def test_no_reply_makes_the_renderer_raise_and_what_passes_holds_nothing_that_no_fact_holds(
    texts: list[Sentence], kind: Kind, code: str
) -> None:
    found = show_text(EVERY_WORD, replace(BRIEF, kind=kind, language=code), "complaints", Prose((OPENING, *texts)))
    if not found.findings:
        assert_shown(found.prose.text, code)


@settings(SMALL)
@given(st.text(max_size=60), st.sampled_from(sorted(LANGUAGES)), st.booleans())
def test_smuggled_text_beside_a_slot_shows_no_figure_quotation_or_other_dimension(
    text: str,
    code: str,
    is_first: bool,  # noqa: FBT001  # drawn
) -> None:
    written = f"{text} {{F9}}." if is_first else f"{{F9}} {text}"
    found = show_text(EVERY_WORD, replace(BRIEF, language=code), "complaints", Prose((OPENING, Sentence(written))))
    if not found.findings:
        assert_shown(found.prose.text, code)


def assert_shown(text: str, code: str) -> None:
    """See that digits, quotations and names of levels are those of the facts, and nothing of another dimension."""
    allowed = " ".join(each.text for each in FACTS if each.dimension in ("", "complaints"))
    assert {char for char in text if char.isnumeric()} <= {char for char in allowed if char.isnumeric()}
    opening, closing = LANGUAGES[code].marks
    for part in text.split(opening)[1:]:
        assert part.split(closing)[0].strip() in SAID
    assert "Olga" not in text
    assert "Defined" not in text
    assert not set("<>@#*`_|{}") & set(text)


# Plans


PROPOSAL = Proposal(
    dimension="F3",
    what="give one person the complaint log",
    owner_role="shop manager",
    first_step="hand over the notebook: {F9|about 30 entries since May}",
    due_day=20,
    measure="share of the complaints with an answer",
    target=Fraction(90),
    unit="% of complaints",
    deliverable="F13",
    facts=("F8",),
)
PLAN = replace(BRIEF, kind=Kind.PLAN)


def plan_findings(**changes: object) -> list[tuple[str, str]]:
    proposal = replace(PROPOSAL, **changes)  # type: ignore[arg-type]  # the fields of a proposal, each test its own
    return [
        (each.check, each.message) for each in show_plan(EVERY_WORD, PLAN, Proposals((proposal,))).actions[0].findings
    ]


@pytest.mark.parametrize(
    ("check", "changes"),
    [
        ("plan", {"due_day": 0}),
        ("plan", {"due_day": 120}),
        ("plan", {"dimension": "F9"}),
        ("plan", {"dimension": "F77"}),
        ("plan", {"deliverable": "F7"}),
        ("plan", {"deliverable": "F77"}),
        ("plan", {"target": Fraction(-5)}),
        ("plan", {"target": Fraction(10**12)}),
        ("plan", {"owner_role": "{F1}"}),
        ("plan", {"unit": "{F2}"}),
        ("names", {"owner_role": "Maria"}),
        ("names", {"owner_role": "shop manager Olga"}),
        ("numbers", {"unit": "of 100 complaints"}),
        ("markup", {"unit": "<!channel>"}),
        ("numbers", {"measure": "90 of them are answered"}),
        ("slots", {"what": "do as they say: {F12}"}),
        ("slots", {"first_step": "read {F11}"}),
        ("facts", {"facts": ("F11",)}),
        ("facts", {"facts": ()}),
        ("shape", {"what": "do it " * 60}),
        ("shape", {"measure": "…"}),
        *(("shape", {field: ""}) for field in ("what", "owner_role", "first_step", "measure")),
        ("plan", {"dimension": ""}),
        ("shape", {"owner_role": "a manager of everything that has to do with complaints and much more besides"}),
    ],
)
def test_an_action_is_refused_for_what_is_wrong_with_it(check: str, changes: dict[str, object]) -> None:
    assert check in {found for found, _ in plan_findings(**changes)}


def test_an_action_shows_its_figure_as_proposed() -> None:
    (only,) = show_plan(EVERY_WORD, PLAN, Proposals((PROPOSAL,))).actions
    assert only.findings == ()
    assert only.action.measure == "Share of the complaints with an answer (proposed: 90 % of complaints)"
    assert only.action.first_step == "Hand over the notebook: “about 30 entries since May”"
    assert (only.action.what, only.action.owner_role) == ("Give one person the complaint log.", "Shop manager")
    assert only.action.deliverable == "A list of repeated complaints with their causes"
    assert only.action.facts == ("F9", "F8")


@pytest.mark.parametrize(
    ("target", "shown_as"),
    [("90", "90"), ("2.5", "2.5"), ("0", "0"), ("100", "100"), ("1000000", "1000000"), ("0.126", "0.13")],
)
def test_a_figure_is_shown_as_it_was_given(target: str, shown_as: str) -> None:
    given = replace(PROPOSAL, target=Fraction(target), unit="")
    (only,) = show_plan(EVERY_WORD, PLAN, Proposals((given,))).actions
    assert only.action.measure.endswith(f"(proposed: {shown_as})")
    (only,) = show_plan(EVERY_WORD, replace(PLAN, language="de"), Proposals((given,))).actions
    assert only.action.measure.endswith(f"(vorgeschlagen: {shown_as.replace('.', ',')})")


def numbered(number: int, dimension: str = "F3") -> Proposal:
    what = ("read it", "keep it", "count it", "show it", "share it", "test it", "mend it")[number]
    return replace(PROPOSAL, what=what, dimension=dimension, facts=("F1",), first_step="begin")


@pytest.mark.parametrize("wrong", [{"due_day": 120}, {"due_day": 0}, {"measure": ""}])
def test_one_bad_action_costs_one_action(wrong: dict[str, Any]) -> None:
    actions = (numbered(0), replace(numbered(1), **wrong), numbered(2), numbered(3, "F10"))
    plan = show_plan(EVERY_WORD, PLAN, Proposals(actions))
    assert [bool(each.findings) for each in plan.actions] == [False, True, False, False]
    assert plan.plan is not None
    assert [each.what for each in plan.plan.actions] == ["Read it.", "Count it.", "Show it."]


def test_a_plan_needs_three_actions_and_one_for_each_gap() -> None:
    plan = show_plan(EVERY_WORD, PLAN, Proposals((numbered(0), numbered(1))))
    assert plan.plan is None
    assert [each.message for each in plan.findings] == [
        "There is no accepted action for Waiting times; write one.",
        "It has 2 accepted actions; 3 to 6 were asked for.",
    ]


def test_two_actions_that_say_the_same_are_one() -> None:
    plan = show_plan(EVERY_WORD, PLAN, Proposals((numbered(0), numbered(0))))
    assert [each.message for each in plan.actions[1].findings] == [
        "Another action says the same. Leave this one out, or do something else."
    ]


def test_a_plan_keeps_room_for_every_gap_within_its_six_actions() -> None:
    plan = show_plan(EVERY_WORD, PLAN, Proposals((*(numbered(place) for place in range(6)), numbered(6, "F10"))))
    assert plan.plan is not None
    assert len(plan.plan.actions) == MOST_ACTIONS
    assert plan.plan.actions[-1].dimension == "waiting"


def test_what_was_accepted_at_the_first_try_is_not_asked_for_again() -> None:
    first = show_plan(EVERY_WORD, PLAN, Proposals((numbered(0), numbered(1), replace(numbered(2, "F10"), due_day=0))))
    second = show_plan(EVERY_WORD, PLAN, Proposals((numbered(3, "F10"),)), first.accepted)
    assert second.plan is not None
    assert [each.what for each in second.plan.actions] == ["Read it.", "Keep it.", "Show it."]


proposals = st.builds(
    Proposal,
    dimension=st.sampled_from(["F3", "F10", "F1", "x"]),
    what=words,
    owner_role=words,
    first_step=words | slots,
    due_day=st.integers(-10, 200),
    measure=words,
    target=st.none() | st.fractions(),
    unit=words,
    deliverable=st.sampled_from(["", "F13", "F1", "x"]),
    facts=st.lists(words, max_size=2).map(tuple),
)


@settings(SMALL)
@given(st.lists(proposals, max_size=4), st.sampled_from(sorted(LANGUAGES)))
def test_no_plan_makes_the_renderer_raise(actions: list[Proposal], code: str) -> None:
    plan = show_plan(EVERY_WORD, replace(PLAN, language=code), Proposals(tuple(actions)))
    assert len(plan.actions) == len(actions)
    assert all(1 <= each.due_day <= 90 for each in plan.accepted)
