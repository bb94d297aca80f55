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
    "i i'm m d s t re ll ve ich mir mich du je j me moi tu yo mi te".split()
)
# What is said where evidence is missing, beside the commonest words; whatever else is said may show something.
EMPTY = frozenset(
    "hm hmm hmmm nix send add nach liefere uh um eh er ah oh tbd tba tbc todo wip na nope nah yes yeah yep ok "
    "okay sure idk dunno later soon far moment sorry please just really actually honestly maybe perhaps probably "
    "unfortunately know think guess believe feel feels feeling feelings felt gut hunch impression intuition instinct "
    "idea clue trust say said skip nobody right follow follows coming come comes added pending mine keins ja nein "
    "doch leider gefuhl gefuhle bauch bauchgefuhl ahnung weiss wei\u00df glaube denke habe hab parat momentan spater "
    "offen eindruck wirklich folgt kommt reiche muss gerade rien aucun oui non desole idee impression instant moment "
    "sais crois pense intuition ressenti tard encore juste simple simplement personne sentiment vraiment venir nada "
    "si lo tengo tenemos siento idea impresion sensacion intuicion se creo momento ahora luego pendiente corazonada "
    "aun realmente definir knows known obvious obviously evident evidemment offensichtlich obvio "
    "hard schwer difficile dificil working halt mal sag heraus wissen vertrau confiance faites confia "
    # What asks to be believed: "take my word for it", "common knowledge".
    "around confien bestatigen well swear promise assure honneur juro evidente take word ask common knowledge "
    "self glaub glaubt bekannt drauf croyez parole connu creeme creanme palabra".split()
)
# What would show something, which a denial speaks of: "no proof", "nothing in writing".
PROOF = frozenset(
    "anywhere evidence proof proofs link links source sources data example examples show shown prove back find found "
    "get got give given see anything something everything available exist exists hand mind comment docs doc document "
    "documents documented documentation writing written paper record records recorded screenshot screenshots concrete "
    "specific beleg belege beweis beweise nachweis nachweise quelle zeigen belegen vorhanden schriftlich "
    "schriftliches konkretes dokumentiert preuve preuves lien montrer concret ecrit documente prueba pruebas "
    "evidencia evidencias enlace mostrar demostrar concreto escrito documentado".split()
)
# What somebody says who would have to see first: "I'd have to look", "muss ich suchen". What "we" must is a practice.
PUTTING_OFF = re.compile(
    r"\b(?:i'?ll|i'?d|let me|will(?! be\b)|(?:would )?(?:have|need) to|(?:muss(?:te)?|werde|schaue?) ich|"
    r"ich (?:muss(?:te)?|werde|schaue?)|je dois|je vais|il faut|(?:tengo|tendria) que|voy a)\b"
)
KNOWN_TO_ALL = re.compile(
    r"\b(?:(?:every|any)(?:one|body) (?:knows|says|agrees)|ask (?:any|every)(?:one|body)|tout le monde (?:le )?"
    r"(?:sait|dit)|todo el mundo (?:lo )?(?:sabe|dice)|todos (?:lo )?(?:saben|dicen)|mein wort|bien connu)\b"
)
US = frozenset("we we'll we'd our us wir unser unsere on nous notre nos nosotros".split())
NOTS = frozenset(folded(word) for each in LANGUAGES.values() for word in each.nots) | {"nope", "keins", "ninguno"}


def is_small(word: str) -> bool:
    """Tell whether a folded word is one of the commonest of a language, which say nothing by themselves."""
    return word in COMMON or all(part in COMMON for part in word.split("'"))


def shows_nothing(text: str, *, talk: bool = False) -> bool:
    """Tell whether a text denies evidence, or puts it off: without its smallest words and fillers nothing is left.

    Of somebody who would have to see first, one word more says what would be done; in ``talk`` that may be anything:
    "I'll be back". A number, an address, a picture and a word of any other language show something.
    """
    plain = KNOWN_TO_ALL.sub("", folded(cleaned(text)))
    meant, put_off = (plain, 0) if talk else PUTTING_OFF.subn("", plain)
    words = WORD.findall(plain)
    if links_in(text) or (words and plain.endswith("?")) or not (words or plain.isascii()):
        return False
    known = COMMON | EMPTY | (PROOF if put_off or not NOTS.isdisjoint(words) else frozenset())
    left = [word for word in WORD.findall(meant) if word not in known and not known.issuperset(word.split("'"))]
    return not left or (len(left) == 1 and left[0].isalpha() and put_off > 0 and US.isdisjoint(words))


def evidence_in(text: str) -> tuple[Evidence, ...]:
    """Give the words (on one line, as written, links included), then each link and each Slack permalink once.

    Only ``http`` and ``https`` addresses are links. A text that is nothing but links gives no words, one without any
    letter or digit gives nothing. No piece of words is longer than ``WORDS_LIMIT`` characters, and none is dropped.
    """
    plain = one_line(unwrapped(cleaned(text)))
    links = links_in(plain)
    words = _pieces(plain) if has_substance(URL.sub("", plain) if links else plain) else []
    return (
        *(Evidence("words", piece) for piece in words),
        *(Evidence("message" if PERMALINK.fullmatch(link) else "link", link) for link in links),
    )


def links_in(text: str) -> tuple[str, ...]:
    """Give the web addresses in a text, each once, without the punctuation of the sentence around them."""
    found = (_trimmed(match.group()) for match in URL.finditer(text))
    return tuple(dict.fromkeys(link for link in found if _has_host(link)))


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


def _has_host(link: str) -> bool:
    """Tell whether an address names a host, and no user whose name could pass for one."""
    host = HOST.match(link)
    return host is not None and "@" not in host.group(1)


def _pieces(words: str) -> list[str]:
    """Cut a line into pieces within the limit."""
    pieces = []
    while len(words) > WORDS_LIMIT:
        blank = words.rfind(" ", 1, WORDS_LIMIT + 1)
        cut = blank if blank > 0 else WORDS_LIMIT
        pieces.append(words[:cut])
        words = words[cut:].lstrip()
    return [*pieces, words]
