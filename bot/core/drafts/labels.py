"""What is said about a draft, in the language of its text: where a sentence comes from, why a model's is not used."""

from collections.abc import Mapping

from bot.core.drafts.brief import OF_THE_FRAMEWORK, Fact, FactKind
from bot.core.drafts.draft import SLOT, Finding, Made, Sentence, Trouble
from bot.core.languages import DEFAULT, language_of

ENGLISH = {
    "said": "said",
    "heard": "said, in other words",
    "scored": "scorecard",
    "linked": "a link",
    "framework": "framework",
    "own": "in the model's words",
    "draft": "Draft",
    "note": "evidence note",
    "narrative": "gap narrative",
    "plan": "90-day plan",
    "by_phase": "By day {day}",
    "by_day": "by day {day}",
    "by_date": "by {day}",
    "moved_from": " (was {day})",
    "measure": "Measure",
    "moves": "Should move",
    "first_step": "First step",
    "delivers": "Delivers",
    "rests_on": "Rests on: {names}",
    "tied": "As large a gap as the last of these: {names}. The plan takes the first in the framework's order.",
    "in_words": "In the words of {who}",
    "edited_by": "Edited by {who}",
    "wished": "{who} wished: {wish}",
    "unfollowed": "Without the model it could not be followed.",
    "stale": "Answers changed after this was written. *Redraft* brings it up to date.",
    "stale_accepted": "Answers changed after this was accepted, so it is not shared. *Redraft what changed* renews it.",
    "stale_kept": "Answers changed after this was accepted, so it is not shared. *Edit* it, or *Undo*"
    " and *Redraft* it.",
    "stale_plan": "Answers changed after this was accepted. *Edit* it, or *Undo* and *Redraft* it.",
    "replaced": "A new draft is being written; it takes the place of this one.",
    "unused": "Written without the model",
    "failed": "its text did not pass. {reason}",
    "more": "And {count} more.",
    "ceiling": "this assessment has used what it may ask of the model",
    "unreachable": "its server could not be reached",
    "rate_limited": "its server was busy",
    "refused": "its server refused the request",
    "too_slow": "it took too long",
    "malformed": "its answer could not be read",
    "cut_off": "its answer broke off",
    "no_model": "none is set up",
}
GERMAN = {
    "said": "gesagt",
    "heard": "gesagt, in anderen Worten",
    "scored": "Bewertung",
    "linked": "ein Link",
    "framework": "Rahmenwerk",
    "own": "in Worten des Modells",
    "draft": "Entwurf",
    "note": "Belegnotiz",
    "narrative": "Text zur Lücke",
    "plan": "90-Tage-Plan",
    "by_phase": "Bis Tag {day}",
    "by_day": "bis Tag {day}",
    "by_date": "bis {day}",
    "moved_from": " (vorher {day})",
    "measure": "Messgröße",
    "moves": "Soll bewegen",
    "first_step": "Erster Schritt",
    "delivers": "Ergebnis",
    "rests_on": "Beruht auf: {names}",
    "tied": "Ebenso groß wie die letzte dieser Lücken: {names}. Der Plan nimmt die, die im Rahmenwerk zuerst stehen.",
    "in_words": "In den Worten von {who}",
    "edited_by": "Bearbeitet von {who}",
    "wished": "{who} wünschte sich: {wish}",
    "unfollowed": "Ohne das Modell ließ sich das nicht erfüllen.",
    "stale": "Nach diesem Text haben sich Antworten geändert. *Redraft* bringt ihn auf den neuen Stand.",
    "stale_accepted": "Seit der Annahme haben sich Antworten geändert; der Text wird nicht geteilt."
    " *Redraft what changed* erneuert ihn.",
    "stale_kept": "Seit der Annahme haben sich Antworten geändert; der Text wird nicht geteilt. *Edit* ändert ihn,"
    " *Undo* und *Redraft* schreiben ihn neu.",
    "stale_plan": "Seit der Annahme haben sich Antworten geändert. *Edit* ändert den Plan, *Undo* und *Redraft*"
    " schreiben ihn neu.",
    "replaced": "Ein neuer Entwurf wird geschrieben; er tritt an die Stelle von diesem.",
    "unused": "Ohne das Modell geschrieben",
    "failed": "Sein Text wurde nicht angenommen. {reason}",
    "more": "Und {count} weitere Befunde.",
    "ceiling": "Für diese Bewertung ist verbraucht, was das Modell gefragt werden darf",
    "unreachable": "Sein Server war nicht zu erreichen",
    "rate_limited": "Sein Server war überlastet",
    "refused": "Sein Server lehnte die Anfrage ab",
    "too_slow": "Es dauerte zu lange",
    "malformed": "Seine Antwort war nicht zu lesen",
    "cut_off": "Seine Antwort brach ab",
    "no_model": "Es ist keines eingerichtet",
    "wrong": "{what} Es geht um: {sentence}",
    "wrong_slots": "Er nennt einen Fakt, den es nicht gibt, oder kürzt ihn so, dass der Sinn leidet.",
    "wrong_facts": "Ein Satz stützt sich auf nichts, oder auf etwas, das nicht hierher gehört.",
    "wrong_numbers": "Er nennt selbst eine Zahl; Zahlen kommen nur aus den Fakten.",
    "wrong_quotations": "Er setzt selbst Anführungszeichen; Zitate kommen nur aus den Antworten.",
    "wrong_levels": "Er nennt selbst eine Stufe; Stufen kommen nur aus der Bewertung.",
    "wrong_names": "Er nennt einen Namen oder ein Datum, das in keinem Fakt steht.",
    "wrong_language": "Er ist nicht auf Deutsch geschrieben.",
    "wrong_scripts": "Er mischt Schriften oder nutzt Buchstaben, die anderen nur ähneln.",
    "wrong_markup": "Er enthält Auszeichnungen, Links oder Sonderzeichen.",
    "wrong_speaking": "Er spricht von sich selbst oder von seinen Anweisungen.",
    "wrong_plan": "Ein Schritt ist unvollständig, oder eine große Lücke hat keinen.",
    "wrong_shape": "Er ist leer, zu kurz, zu lang, wiederholt sich oder zeigt die Stufe nicht.",
}
FRENCH = {
    "said": "dit",
    "heard": "dit, en d'autres termes",
    "scored": "évaluation",
    "linked": "un lien",
    "framework": "référentiel",
    "own": "dans les mots du modèle",
    "draft": "Projet",
    "note": "note de preuves",
    "narrative": "récit d'écart",
    "plan": "plan à 90 jours",
    "by_phase": "D'ici au jour {day}",
    "by_day": "d'ici au jour {day}",
    "by_date": "d'ici au {day}",
    "moved_from": " (avant : {day})",
    "measure": "Mesure",
    "moves": "Doit faire bouger",
    "first_step": "Premier pas",
    "delivers": "Résultat",
    "rests_on": "Repose sur : {names}",
    "tied": "Un écart aussi grand que le dernier de ceux-ci : {names}. Le plan suit l'ordre du référentiel.",
    "in_words": "Dans les mots de {who}",
    "edited_by": "Modifié par {who}",
    "wished": "Souhait de {who} : {wish}",
    "unfollowed": "Sans le modèle, il n'a pas pu être suivi.",
    "stale": "Des réponses ont changé depuis ce texte. *Redraft* le remet à jour.",
    "stale_accepted": "Des réponses ont changé depuis l'acceptation ; le texte n'est pas partagé."
    " *Redraft what changed* le renouvelle.",
    "stale_kept": "Des réponses ont changé depuis l'acceptation ; le texte n'est pas partagé. *Edit* le modifie,"
    " *Undo* puis *Redraft* le réécrivent.",
    "stale_plan": "Des réponses ont changé depuis l'acceptation. *Edit* modifie le plan, *Undo* puis *Redraft* le"
    " réécrivent.",
    "replaced": "Un nouveau projet est en cours ; il prend la place de celui-ci.",
    "unused": "Écrit sans le modèle",
    "failed": "son texte n'a pas été retenu. {reason}",
    "more": "Et {count} autres constats.",
    "ceiling": "cette évaluation a utilisé tout ce qu'elle peut demander au modèle",
    "unreachable": "son serveur était injoignable",
    "rate_limited": "son serveur était surchargé",
    "refused": "son serveur a refusé la demande",
    "too_slow": "la réponse a trop tardé",
    "malformed": "sa réponse était illisible",
    "cut_off": "sa réponse s'est interrompue",
    "no_model": "aucun n'est configuré",
    "wrong": "{what} Il s'agit de : {sentence}",
    "wrong_slots": "Il nomme un fait qui n'existe pas, ou le coupe au point d'en changer le sens.",
    "wrong_facts": "Une phrase ne repose sur rien, ou sur ce qui n'a pas sa place ici.",
    "wrong_numbers": "Il écrit lui-même un nombre ; les nombres ne viennent que des faits.",
    "wrong_quotations": "Il pose lui-même des guillemets ; les citations ne viennent que des réponses.",
    "wrong_levels": "Il nomme lui-même un niveau ; les niveaux ne viennent que de l'évaluation.",
    "wrong_names": "Il écrit un nom ou une date qu'aucun fait ne contient.",
    "wrong_language": "Il n'est pas écrit en français.",
    "wrong_scripts": "Il mélange des écritures, ou emploie des lettres qui en imitent d'autres.",
    "wrong_markup": "Il contient du balisage, des liens ou des signes particuliers.",
    "wrong_speaking": "Il parle de lui-même ou de ses consignes.",
    "wrong_plan": "Une action est incomplète, ou un grand écart n'en a aucune.",
    "wrong_shape": "Il est vide, trop court, trop long, se répète ou ne montre pas le niveau.",
}
SPANISH = {
    "said": "dicho",
    "heard": "dicho, con otras palabras",
    "scored": "evaluación",
    "linked": "un enlace",
    "framework": "marco",
    "own": "en palabras del modelo",
    "draft": "Borrador",
    "note": "nota de respaldo",
    "narrative": "texto de brecha",
    "plan": "plan de 90 días",
    "by_phase": "Hasta el día {day}",
    "by_day": "hasta el día {day}",
    "by_date": "hasta el {day}",
    "moved_from": " (antes {day})",
    "measure": "Medida",
    "moves": "Debe mover",
    "first_step": "Primer paso",
    "delivers": "Resultado",
    "rests_on": "Se apoya en: {names}",
    "tied": "Una brecha tan grande como la última de estas: {names}. El plan sigue el orden del marco.",
    "in_words": "En palabras de {who}",
    "edited_by": "Editado por {who}",
    "wished": "{who} pidió: {wish}",
    "unfollowed": "Sin el modelo no se pudo seguir.",
    "stale": "Después de este texto cambiaron respuestas. *Redraft* lo pone al día.",
    "stale_accepted": "Desde que se aceptó cambiaron respuestas; el texto no se comparte."
    " *Redraft what changed* lo renueva.",
    "stale_kept": "Desde que se aceptó cambiaron respuestas; el texto no se comparte. *Edit* lo cambia, *Undo* y"
    " *Redraft* lo escriben de nuevo.",
    "stale_plan": "Desde que se aceptó cambiaron respuestas. *Edit* cambia el plan, *Undo* y *Redraft* lo escriben de"
    " nuevo.",
    "replaced": "Se está escribiendo un borrador nuevo; ocupa el lugar de este.",
    "unused": "Escrito sin el modelo",
    "failed": "su texto no se aceptó. {reason}",
    "more": "Y {count} observaciones más.",
    "ceiling": "esta evaluación ha gastado lo que puede pedir al modelo",
    "unreachable": "no se pudo llegar a su servidor",
    "rate_limited": "su servidor estaba saturado",
    "refused": "su servidor rechazó la petición",
    "too_slow": "tardó demasiado",
    "malformed": "su respuesta no se podía leer",
    "cut_off": "su respuesta se interrumpió",
    "no_model": "no hay ninguno configurado",
    "wrong": "{what} Se trata de: {sentence}",
    "wrong_slots": "Nombra un hecho que no existe, o lo corta de modo que cambia su sentido.",
    "wrong_facts": "Una frase no se apoya en nada, o en algo que no corresponde aquí.",
    "wrong_numbers": "Escribe él mismo un número; los números solo vienen de los hechos.",
    "wrong_quotations": "Pone él mismo comillas; las citas solo vienen de las respuestas.",
    "wrong_levels": "Nombra él mismo un nivel; los niveles solo vienen de la evaluación.",
    "wrong_names": "Escribe un nombre o una fecha que ningún hecho contiene.",
    "wrong_language": "No está escrito en español.",
    "wrong_scripts": "Mezcla escrituras o usa letras que imitan a otras.",
    "wrong_markup": "Contiene marcas, enlaces o signos especiales.",
    "wrong_speaking": "Habla de sí mismo o de sus instrucciones.",
    "wrong_plan": "Una acción está incompleta, o una brecha grande no tiene ninguna.",
    "wrong_shape": "Está vacío, es demasiado corto o largo, se repite o no muestra el nivel.",
}
LABELS: Mapping[str, Mapping[str, str]] = {"en": ENGLISH, "de": GERMAN, "fr": FRENCH, "es": SPANISH}
_SOURCES = {
    FactKind.EVIDENCE: "said",
    FactKind.HEARD: "heard",
    FactKind.VARIABLE: "said",
    FactKind.LEVEL: "scored",
    FactKind.EVIDENCED: "scored",
    FactKind.TARGET: "scored",
    FactKind.GAP: "scored",
    FactKind.OVERALL: "scored",
    FactKind.LINK: "linked",
    **dict.fromkeys(OF_THE_FRAMEWORK, "framework"),
}
"""Where a sentence comes from, by the kind of a fact behind it; the name of a dimension or subject tells nothing."""


def label(language: str, key: str, **values: object) -> str:
    """Return what is said about a text in its language."""
    return LABELS.get(language, LABELS[DEFAULT])[key].format(**values)


def facts_behind(facts: tuple[str, ...], made: Made) -> tuple[tuple[str, Fact], ...]:
    """Return the facts behind a sentence or an action, for people, each with the word for where it comes from."""
    found = map(made.brief.unheard.fact, facts)
    return tuple(
        (label(made.brief.language, _SOURCES[each.kind]), each) for each in found if each and each.kind in _SOURCES
    )


def is_own(sentence: Sentence, made: Made) -> bool:
    """Whether a sentence is all in a model's words: nothing in it is quoted."""
    return made.by_model and language_of(made.brief.language).marks[0] not in sentence.text


def sources(sentence: Sentence, made: Made) -> str:
    """Say where a sentence comes from: what was said, the framework, the scorecard, or a model's own words.

    Only what stands in quotation marks was said so by people; what a model wrote around it is marked.
    """
    named = dict.fromkeys(word for word, _ in facts_behind(sentence.facts, made))
    own = [label(made.brief.language, "own")] if is_own(sentence, made) else []
    return " · ".join([*named, *own])


def trouble_words(language: str, trouble: Trouble) -> str:
    """Say why there is no text of a model."""
    return label(language, trouble.value)


def finding_words(language: str, finding: Finding) -> str:
    """Say what was wrong with a model's text, to people in their language; a model is told the message itself."""
    key = f"wrong_{finding.check}"
    table = LABELS.get(language, LABELS[DEFAULT])
    if key not in table:
        return finding.message if language == DEFAULT else ""
    sentence = SLOT.sub(lambda found: found[2] or "…", finding.sentence).strip()
    return label(language, "wrong", what=table[key], sentence=sentence) if sentence else table[key]
