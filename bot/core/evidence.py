"""What shows a level, taken from what was typed: the words as written, the links and the saved messages in them."""

import re
from collections import Counter

from bot.core.languages import LANGUAGES
from bot.core.team import Evidence
from bot.core.text import MARKDOWN, cleaned, folded, has_substance, one_line, unwrapped

# The longest piece of words. A longer text is kept whole, in several pieces cut at a blank where there is one.
WORDS_LIMIT = 3000
URL = re.compile(r"https?://[^\s<>\"|]+", re.IGNORECASE)
# What stands between the slashes; a host begins with a letter, a digit or the bracket of an IPv6 address.
HOST = re.compile(r"https?://((?:[^\W_]|\[[0-9a-f:.]+\])[^/?#]*)", re.IGNORECASE)
PERMALINK = re.compile(
    r"https://[a-z0-9-]+(?:\.enterprise)?\.slack\.com/archives/[CDG][A-Z0-9]+/p\d{10,}(?:\?\S*)?", re.IGNORECASE
)
CLOSING = {")": "(", "]": "[", "}": "{"}
LOOSE_ENDS = ".,;:!?'\u2026\u201d\u2019\u00bb" + MARKDOWN.replace("_", "")
WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*|\d")
COMMON = frozenset(folded(word) for each in LANGUAGES.values() for word in each.common | each.nots) | frozenset(
    "i i'm m d s t re ll ve ich mir mich du aufs je j me moi tu yo mi te".split()
)
# What is said where evidence is missing, beside the commonest words; whatever else is said may show something.
EMPTY = frozenset(
    "meines tell understand wissens dire dijeron mein ma told hear heard sagt dicen gesagt gehort soweit dit entends "
    "connaissance dicho oigo oido sepa anyway need verlasse hm hmm hmmm nix send add liefere uh eh ah oh tbd tba tbc "
    "wip na nope nah yes yeah yep ok okay sure idk dunno far moment sorry please really actually honestly maybe "
    "perhaps probably unfortunately know think guess feel feels feeling feelings felt gut hunch impression intuition "
    "instinct idea clue trust say said skip right follow follows coming come comes added pending mine keins ja nein "
    "leider gefuhl gefuhle bauch bauchgefuhl ahnung weiss wei\u00df denke habe hab parat momentan offen eindruck "
    "wirklich folgt kommt reiche gerade oui desole idee instant sais pense ressenti juste simple simplement personne "
    "sentiment vraiment venir tengo tenemos siento impresion sensacion intuicion creo momento ahora pendiente "
    "corazonada aun realmente definir knows known obvious obviously evident evidemment offensichtlich obvio hard "
    "schwer difficile dificil working halt mal sag heraus einfach wissen vertrau confiance faites confia take word "
    "common knowledge course around confien bestatigen well promise assure evidente self bekannt drauf connu parole "
    "konnt pouvez ungelogen entendu faltaria gar sicher suis estoy clearly certainly definitely absolutely klar "
    "logisch naturlich selbstverstandlich bien certain claro supuesto seguro ca".split()
)
# Somebody's word instead of something to see. An oath, or whom to ask, has one word more at most, whichever it is:
# "scout's honour", "ask Lena".
VOUCHING = re.compile(
    r"swear|swore|honou?r|heart|god|oath|pinky|hesitation|vouch|lie|bet|doubt|believe|ask|\w*ehrenwort|schwor\w{0,2}|"
    r"versprochen|verspreche|herz|ehre|gott|zogern|zweifel|glaub\w{0,2}|fragt?|wetten?|jure|promets|promis|honneur|"
    r"coeur|tete|dieu|hesiter|doute|"
    r"croi(?:re|s)|croyez|demandez|parie|juro|apuesto|prometo|corazon|honor|dios|vacilar|palabra|dud[ae]s?|dudarlo|"
    r"cre[ae]n?me|pregunt(?:a|ad|en)(?:d?[ml]e)?"
)
# Of evidence itself is spoken where there is none: with "I", "not" or "later", one word more says what becomes of it.
ITSELF = re.compile(
    r"evidence|proofs?|prove|links?|liens?|enlaces?|(?:beleg|beweis|nachweis)(?:en?)?|preuves?|prouver|pruebas?|"
    r"probar\w*|evidencias?"
)
MINE = frozenset("i i'll i'd i've me my ich mir mich je j'ai me mes yo mi mis ya".split())
# What would show something, which a denial speaks of: "no proof", "nothing in writing".
PROOF = frozenset(
    "share anywhere links source sources data example examples show shown back find found get got give given see "
    "anything something everything available exist exists hand mind comment docs doc document documents documented "
    "documentation writing written paper record records recorded screenshot screenshots concrete specific quelle "
    "zeigen vorhanden schriftlich schriftliches konkretes dokumentiert montrer concret ecrit documente mostrar "
    "ensenar demostrar concreto escrito documentado".split()
)
# What somebody says who would have to see first: "I'd have to look", "muss ich suchen". What "we" must is a practice.
PUTTING_OFF = re.compile(
    r"\b(?:i'?ll|i'?d|let me|will(?! be\b)|(?:would )?(?:have|need) to|(?:muss(?:te)?|werde|schaue?) ich|\w+e ich noch|"
    r"ich (?:muss(?:te)?|werde|schaue?)|je dois|je vais|je \w+rai|il faut|(?:tengo|tendria) que|voy a|"
    r"(?:komm|folg)(?:t|en) (?:noch|spater)|"
    r"(?:suiv|viend|arrive)r(?:a|ont)|(?:llegar|vendr)an?|(?:ya )?(?:lo|la|los|las) \w+[aei]re(?=\W*\Z))\b"
)
# What is not there yet, and what would be shown later: "nothing collected yet", "screenshots later".
YET = frozenset("yet noch encore todavia aun".split())
NOTHING = frozenset("nothing any anything none nichts nix rien nada".split())
LATER = frozenset(
    "later soon tomorrow spater nachher demnachst morgen demain tard bientot tarde pronto manana luego".split()
)
# What is known to all is vouched for by nobody, and a hand in the fire shows nothing.
KNOWN_TO_ALL = re.compile(
    r"\b(?:(?:(?:every|any)(?:one|body)|jede[rm]?|alle|tout le monde|tous|todo el mundo|todos)(?: \S{1,30}){0,4}? "
    r"(?:knows?|says?|tells?|agrees?|weiss|wei\u00df|wissen|sait|savent|dit|disent|dira|sabe|saben|dicen?|dira)|"
    r"ask (?:any|every)(?:one|body)|jeden fragen|mein wort|bien connu|(?:goes|va) (?:without saying|de soi)|"
    r"versteht sich|(?:lo|le|wei\u00df|weiss) (?:doch )?(?:sabe )?(?:jeder|todo el mundo|cualquiera)|mark my words?|"
    r"(?:no|keine|pas de|sin) (?:question|frage|pregunta)|"
    r"(?:\S{1,20} ){0,4}(?:hand|main|mano)(?: \S{1,20}){1,2} (?:fire|feuer|feu|fuego)|hands down|sieht man)\b"
)
US = frozenset("we we'll we'd our us wir unser unsere nous notre nos nosotros".split())
SAYING_NOTHING = COMMON | EMPTY | LATER
MOST_OF_NOTHING = 6
"""So many words that say something stand in no denial and no oath; a text with more is not looked at closely."""
NOTS = (
    frozenset(folded(word) for each in LANGUAGES.values() for word in each.nots)
    | NOTHING
    | {"nope", "keins", "ninguno"}
)


def is_small(word: str) -> bool:
    """Tell whether a folded word is one of the commonest of a language, which say nothing by themselves."""
    return word in COMMON or all(part in COMMON for part in word.split("'"))


def shows_nothing(text: str, *, talk: bool = False) -> bool:
    """Tell whether a text denies evidence, vouches for it or puts it off: without its fillers nothing is left.

    Of somebody who vouches or would have to see first, one word more says how; in ``talk`` that may be anything:
    "I'll be back". A number, an address, a picture and a word of any other language show something.
    """
    said = folded(cleaned(text))
    if sum(word not in SAYING_NOTHING for word in WORD.findall(said)) > MOST_OF_NOTHING:
        return False
    plain = KNOWN_TO_ALL.sub("", said)
    meant, put_off = (plain, 0) if talk else PUTTING_OFF.subn("", plain)
    words = WORD.findall(plain)
    of_proof = set(filter(ITSELF.fullmatch, words))
    vouched = {word for word in words if any(map(VOUCHING.fullmatch, word.split("'")))}
    if links_in(text) or (words and plain.endswith("?")) or not (words or plain.isascii()):
        return False
    later = not LATER.isdisjoint(words)
    nothing_yet = not (YET.isdisjoint(words) or NOTHING.isdisjoint(words))
    of_us = not US.isdisjoint(words) or ("on" in words and not LANGUAGES["fr"].is_left(words))
    denied = not NOTS.isdisjoint(words)
    no_proof = bool(of_proof) and (denied or not (MINE | YET).isdisjoint(words))
    one_more = (put_off > 0 or bool(vouched) or later or nothing_yet or no_proof) and not of_us
    known = SAYING_NOTHING | vouched | of_proof | (PROOF if one_more or of_proof or denied else frozenset())
    left = [word for word in WORD.findall(meant) if word not in known and not known.issuperset(word.split("'"))]
    return not left or (len(left) <= 1 + later and one_more and not any(map(str.isdigit, left)))


def evidence_in(text: str) -> tuple[Evidence, ...]:
    """Give the words (on one line, as written, links included), then each link and each Slack permalink once.

    Only ``http`` and ``https`` addresses are links. A text that is nothing but links gives no words, one without any
    letter or digit gives nothing. No piece of words is longer than ``WORDS_LIMIT`` characters, and none is dropped.
    """
    typed = cleaned(text).strip()
    plain = one_line(unwrapped(typed))
    if typed[:1] in MARKDOWN and typed[:1] in plain:  # it marks a part of the words, not all of them
        plain = f"{typed[:1]}{plain}"
    links = links_in(plain)
    words = _pieces(plain) if has_substance(URL.sub("", plain) if links else plain) else []
    return (
        *(Evidence("words", piece) for piece in words),
        *(Evidence("message" if PERMALINK.fullmatch(link) else "link", link) for link in links),
    )


def links_in(text: str) -> tuple[str, ...]:
    """Give the web addresses in a text, each once, without the punctuation of the sentence around them."""
    found = (_trimmed(match.group()) for match in URL.finditer(text))
    # a user before the host could pass for one
    return tuple(dict.fromkeys(link for link in found if (host := HOST.match(link)) and "@" not in host[1]))


def _trimmed(link: str) -> str:
    """Take sentence marks and brackets that were opened outside off the end of an address."""
    open_marks = Counter(link)
    end = len(link)
    while end:
        last = link[end - 1]
        unbalanced = last in CLOSING and open_marks[last] > open_marks[CLOSING[last]]
        if not unbalanced and last not in LOOSE_ENDS:
            break
        open_marks[last] -= 1
        end -= 1
    return link[:end]


def _pieces(words: str) -> list[str]:
    """Cut a line into pieces within the limit."""
    pieces = []
    while len(words) > WORDS_LIMIT:
        blank = words.rfind(" ", 1, WORDS_LIMIT + 1)
        cut = blank if blank > 0 else WORDS_LIMIT
        pieces.append(words[:cut])
        words = words[cut:].lstrip()
    return [*pieces, words]
