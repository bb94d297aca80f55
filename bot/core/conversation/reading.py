"""What an answer can say, as small values, and what a whole message has to say to count as a verb."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from bot.core.conversation.levels import BECAUSE
from bot.core.team import Evidence
from bot.core.text import QUOTATION_MARKS, folded, has_substance


@dataclass(frozen=True, slots=True)
class Rated:
    """One level of the scale, said clearly; ``evidence`` is what was said beside it.

    ``as_claimed`` where evidence would be asked for, and the words say that there is none.
    """

    level: int
    evidence: tuple[Evidence, ...] = ()
    as_claimed: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Levels are in it, but not one level said clearly: to be asked again.

    ``candidates`` are on the scale, ascending, each once, at least one.
    ``words`` is the text where it says more than levels.
    """

    candidates: tuple[int, ...]
    words: str = ""


@dataclass(frozen=True, slots=True)
class OffScale:
    """Clearly meant as a level, but the scale has no such level. ``words`` is what followed it."""

    said: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """No level in it. The words may become evidence if the person says so; what shows nothing has no ``evidence``."""

    words: str
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Inapplicable:
    """The dimension does not apply; ``reason`` is empty when none was given."""

    reason: str = ""


@dataclass(frozen=True, slots=True)
class Unknown:
    """The person does not know; ``words`` is what followed."""

    words: str = ""


@dataclass(frozen=True, slots=True)
class Correction:
    """Another answer is to be given to a dimension.

    ``targets`` are the keys of the dimensions that ``said`` may mean: one is clear, several are ambiguous, none is
    unknown. ``reading`` is the new verdict where one was given clearly.
    """

    targets: tuple[str, ...]
    said: str = ""
    reading: Rated | Inapplicable | Unknown | None = None


class Signal(Enum):
    """What an answer says without a level and without words that could show one: a verb, mostly."""

    BACK = "back"
    """Go to the question before."""
    SKIP = "skip"
    """Leave this question for the end."""
    WHY = "why"
    """Show the descriptors in full."""
    HELP = "help"
    """Show the verbs."""
    STATUS = "status"
    """Show what is rated and what is left."""
    PAUSE = "pause"
    """Rest until the next answer."""
    RESUME = "resume"
    """Go on with the open question."""
    STOP = "stop"
    """End the assessment."""
    YES = "yes"
    NO = "no"
    """To a wish for evidence: leave it as claimed."""
    CHAT = "chat"
    """A question, or talk addressed to people: the thread belongs to them."""
    EMPTY = "empty"
    """Nothing that could be read."""


Reading = Rated | Ambiguous | OffScale | Words | Inapplicable | Unknown | Correction | Signal


PHRASES: Mapping[Signal | Unknown, str] = {
    Signal.BACK: "previous|prev|undo|previous question|go to previous|vorherige frage|question precedente|"
    "pregunta anterior|volver",
    Signal.SKIP: "skip|skip it|skip it for now|skip this|skip this one|skip for now|later|pass|next|next one|"
    "next question|not now|ask me later|uberspringen|uberspring das|nachste|nachste frage|spater|passer|passe|passons|"
    "suivant|suivante|question suivante|plus tard|saltar|salta|salta esta|siguiente|siguiente pregunta|mas tarde|luego",
    Signal.WHY: "why|explain|explain it|explain this|descriptors|descriptor|levels|the levels|describe|details|more|"
    "what does this mean|what does that mean|what do you mean|what are the levels|see the levels|show the levels|"
    "explain the levels|show descriptors|what is this|warum|wieso|erklaren|pourquoi|expliquer|por que|explicar",
    Signal.HELP: "help|help me|commands|verbs|options|what can i say|what can i do|how does this work|how does it work|"
    "hilfe|aide|ayuda",
    Signal.STATUS: "status|progress|show status|show progress|where are we|where am i|how far are we|what is left|"
    "what's left|whats left|stand|statut|estado",
    Signal.PAUSE: "pause|break|take a break|have a break|pause here|pause it|pause this|hold on|pausa|"
    "pausieren|eine pause machen|faire une pause|hacer una pausa",
    Signal.RESUME: "resume|continue|go on|carry on|keep going|unpause|weiter|weitermachen|"
    "fortsetzen|continuer|reprendre|continuar|seguir",
    Signal.STOP: "stop|stop it|stop here|stop this|cancel|quit|end|end it|abort|exit|stopp|"
    "beenden|abbrechen|arreter|annuler|parar|terminar|cancelar",
    Signal.YES: "yes|y|yep|yeah|yup|ok|okay|sure|confirm|confirmed|do it|go ahead|correct|of course|:+1:|:thumbsup:|"
    "\U0001f44d|ja|oui|si",
    Signal.NO: "no|n|nope|nah|no thanks|no thank you|leave it|leave it as claimed|leave as claimed|as claimed|leave|"
    "keep|none|nothing|keep it|don't|dont|:-1:|:thumbsdown:|\U0001f44e|nein|nichts|keine|keins|non|rien|aucun|aucune|"
    "nada|ninguno|ninguna",
    Unknown(): ":shrug:|\U0001f937",
}
VERBS = {phrase: verb for verb, phrases in PHRASES.items() for phrase in phrases.split("|")}
MANNERS = re.compile(
    r"\A(?:(?:hey|hi|hello|please|pls|(?:can|could|may) (?:we|i|you)|let'?s|"
    r"(?:kann|konnen|durfen) (?:ich|wir)|(?:je|on) peu[xt]|pued(?:o|es)|podemos|i want to|i'd like to|we want to|"
    r"what is the|what's the|was ist der|wie ist der|bitte|on|merci de|por favor),? )+"
)
THANKS = re.compile(
    r"(?: |, ?)(?:please|pls|thanks|thank you|now|bitte|danke|mal|s'il (?:te|vous) plait|svp|merci|por favor|gracias)\Z"
)
BACKWARD = re.compile(
    r"(?:(?:go|move|one|a|step|geh|gehe|einen?|schritt|revenir|reviens|un|pas|en|retour|volver|vuelve|paso) ){0,3}"
    r"(?:back|zuruck|arriere|retour|atras)|revenir"
)
HOW_MANY_LEFT = re.compile(
    r"how many more(?: questions)?|(?:how many|wie ?viele|combien(?: de)?|cuant[ao]s)(?: more)?(?: (?:questions|fragen|"
    r"preguntas|kommen|are|il|en|do we have|sind es|nos))* ?(?:left|to go|remaining|noch|encore|restent|"
    r"reste(?:-t-il)?|quedan|faltan)"
)
EDGES = " \t\n.,;:!?\u00bf\u00a1\u2026\u3002*_()[]{}/" + QUOTATION_MARKS
PICTURE_PARTS = re.compile("[\u200d\ufe0e\ufe0f\u2640\u2642\U0001f3fb-\U0001f3ff]")
LONGEST_VERB = 60


def verb_in(text: str) -> Signal | Unknown | None:
    """Give the verb that a cleaned text consists of; None when it says anything else.

    Case, accents, punctuation around it, pictures behind it, "please" and "thanks" do not matter.
    """
    bare = PICTURE_PARTS.sub("", text).strip()
    if len(bare) > LONGEST_VERB:
        return None
    if bare and set(bare) <= set("?\u00bf\uff1f"):
        return Signal.HELP
    plain = folded(bare)
    asked = _without_manners(plain)
    if BACKWARD.fullmatch(asked):
        return Signal.BACK
    if HOW_MANY_LEFT.fullmatch(asked):
        return Signal.STATUS
    said = VERBS.get(plain.strip(EDGES.replace(":", ""))) or VERBS.get(" ".join(plain.strip(EDGES).split()))
    return said or VERBS.get(_without_manners(_without_pictures(plain)))


def _without_manners(phrase: str) -> str:
    bare = MANNERS.sub("", " ".join(phrase.strip(EDGES).split()))
    while (shorter := THANKS.sub("", bare)) != bare:
        bare = shorter
    return bare.strip(EDGES)


def _without_pictures(phrase: str) -> str:
    """Take emoji off the end, as names between colons or as pictures; letters and digits stay."""
    named = re.sub(r"(?:\s*:[a-z_+-][a-z0-9_+-]{0,60}:)+\Z", "", phrase)
    while named and not has_substance(named[-1]):
        named = named[:-1]
    return named


OPENING = r"\A(?:(?:well|sorry|hm+|so|ok|okay|honestly|tbh|i|we|really|just|this|that|it|one|is|it'?s|that'?s)[,\s]+)*"
UNKNOWN = re.compile(
    OPENING
    + r"(?:(?:don'?t|do not) (?:really )?know|dunno|idk|(?:have |i've |got )?no (?:idea|clue)|not sure|unsure|unknown|"
    r"(?:can'?t|cannot|can not|couldn'?t|could not) (?:really )?(?:say|tell|judge)(?: you)?|beats me|not my (?:area|"
    r"department|field)|nicht mein bereich|(?:ce n'est )?pas mon domaine|no es mi area|(?:i'?d be )?guessing|(?:hard|"
    r"difficult|tough) to (?:say|tell)(?: for me)?|schwer zu sagen|difficile a dire|dificil de decir|"
    r"(?:habe )?kein(?:e ahnung|en (?:blassen )?schimmer)|wei(?:ss|\u00df) (?:ich|es|das|wir| )*nicht|(?:ich |"
    r"wir )?wei(?:ss|\u00df) (?:es |das )?nicht|(?:(?:ich|wir|das) )?kann (?:(?:ich|man|das) )*nicht (?:sagen|"
    r"beurteilen|einschatzen)|(?:puh,? )?(?:da )?bin ich uberfragt|(?:da )?musste ich raten|je seche|aucune idee|"
    r"(?:j'en |je |on |nous )?(?:ne |n')?(?:sais|sait|savons|saurais|peux) (?:pas|rien)(?: (?:le )?(?:dire|juger))?|"
    r"no (?:lo )?(?:se|sab(?:emos|ria(?:mos)?))(?: dec\w+)?|(?:no (?:tengo|tenemos) )?ni idea)(?: (?:yet|really|at all|"
    r"about (?:this|that|it)(?: one)?|tbh|sorry|either|honestly|for sure|here|right now))*(?!\w)"
)
# The forms that mean nothing else: a reason may follow without a separator.
PLAIN = re.compile(
    OPENING + r"(?:n ?/ ?a|not applicable|does(?: not|n'?t) (?:apply|concern us|affect us)|inapplicable|"
    r"(?:(?:fur|bei) uns )?nicht (?:anwendbar|relevant|zutreffend)|pas pertinent|no (?:es )?(?:relevante|pertinente)|"
    r"keine angabe|(?:trifft|passt|betrifft|gilt) "
    r"(?:hier |uns |auf uns |bei uns |fur uns )*nicht(?: zu)?|entfallt|sans objet|"
    r"(?:ca |cela )?ne (?:s'applique|nous concerne) pas|(?:non|no|pas) (?:applicable|aplicable)|"
    r"(?:non|pas) concerne\w{0,2}|no (?:se )?aplica|no nos (?:aplica|afecta|corresponde|concierne)|no procede)"
    r"(?: (?:here|(?:to|for) (?:us|this business|our business)|in our case|fur uns|pour nous|para nosotros))?(?!\w)"
)
SHORT = re.compile(OPENING + r"(?:n\.a\.?|na|not relevant|irrelevant)(?: (?:here|(?:to|for) us|in our case))?(?!\w)")
LIMITING = frozenset("yet until before if unless only except or but and in at by with than".split())
SEPARATOR = re.compile(r"\s*(?:[,.;:!|=\u2013\u2014\u2026\u3002-]+|\n)\s*|\s*(?=\()|\W*\Z")
NEXT_WORD = re.compile(r"\s+([^\W\d_]+)")


def unknown_at(text: str) -> int | None:
    """Give the offset of the words behind "don't know"; None when the text does not say that."""
    found = UNKNOWN.match(folded(text))
    return None if found is None else _words_at(text, found.end())


def inapplicable_at(text: str) -> int | None:
    """Give the offset of the reason behind "n/a"; None when the text does not say that, or says it with a condition."""
    plain = folded(text)
    found = PLAIN.match(plain) or SHORT.match(plain)
    if found is None:
        return None
    separated = _words_at(text, found.end())
    following = NEXT_WORD.match(plain, found.end())
    if separated is not None or found.re is SHORT:
        return separated
    return following.start(1) if following and following[1] not in LIMITING else None


def _words_at(text: str, end: int) -> int | None:
    """Give where the words begin behind a separator or a "because"; None when the sentence runs on."""
    if separator := SEPARATOR.match(text, end):
        return separator.end()
    following = NEXT_WORD.match(text, end)
    return following.start(1) if following and following[1].lower() in BECAUSE else None
