"""Letters and small words by which a text gives its script and its language away."""

import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from bot.core.drafts.checks.english import CONNECTING, SMALL

EAST_ASIAN = frozenset({"CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "IDEOGRAPHIC"})
ENOUGH = 5  # one letter of the brief in so many makes its script one of the brief's
LAST_LATIN = 0x24F
LATIN_ADDITIONAL = range(0x1E00, 0x1F00)  # the letters of Vietnamese, among others


def scripts_of(text: str) -> frozenset[str]:
    """Give the scripts that a fair share of a text's letters belong to; Latin for a text without letters."""
    counted = Counter(script_of(char) for char in text if char.isalpha())
    usual = frozenset(script for script, count in counted.items() if count * ENOUGH >= counted.total())
    return usual or frozenset({"LATIN"})


@lru_cache(maxsize=4096)
def script_of(char: str) -> str:
    """Name the script of a letter; one that only looks like a Latin letter is of a script of its own."""
    name = unicodedata.name(char, "UNKNOWN").split(" ")[0]
    if name in EAST_ASIAN:
        return "EAST ASIAN"
    usual = ord(char) <= LAST_LATIN or ord(char) in LATIN_ADDITIONAL
    return "ODD LATIN" if name == "LATIN" and not usual else name


# Small words of each language. Those before the bar are no English words; those behind it may be.
_LISTS = {
    "German": """
        und nicht der das ist ein eine einer eines einem einen zu auf mit dem den des von für fur wird
        werden sich auch aber oder wenn noch nur wir sie ihr ihre unser haben keine kein keiner niemand
        jemand sehr wie durch über uber nach beim zum zur vom sind wurde können konnen muss müssen sollte
        sollten hier dass daran darum weil schon mehr bei diese dieser dieses jede jeder alle allen sein
        seine ihnen ihm als daher jedoch seit ohne gegen zwischen sowie bereits | die war hat in an so man
        am im es was bis
        """,
    "French": """
        le les des et une dans pour que qui est sont avec pas ne ce cette ces sur par plus mais ou où leur
        leurs nous vous ils elles elle aux du au être etre avoir fait chaque sans aussi depuis entre faut
        il personne rien très tres tous toute toutes comme afin encore déjà deja pourquoi quand notre nos
        sa ses | la de en un se on son tout a y
        """,
    "Spanish": """
        el los las una del que por para con pero muy más mas está esta este estos estas son fue ser hay
        como cuando donde nadie cada desde hasta sobre entre también tambien porque su sus lo le les nos
        ellos ellas tiene tienen todo todos sin todavía según qué hace falta persona | la de en un se no y
        o a es al
        """,
    "Italian": """
        il gli che non di della delle dello degli dei nel nella nelle con per più piu sono è una uno alla
        alle anche ma come quando questo questa questi suo sua loro ogni senza dopo prima molto tutti
        tutto ancora nessuno perché perche stato essere hanno viene | la le in un i o a e si da al se era
        """,
    "Portuguese": """
        os uma não nao para com que por mais mas dos das pelo pela nos nas ao aos são sao está esta este
        como quando muito também tambem foi ser tem têm sua seu seus suas cada sem ainda já ninguém
        ninguem porque entre desde até todos | o a as do no na e de em um se da
        """,
    "Dutch": """
        het een van niet voor met zijn wordt worden maar ook nog naar bij uit deze dit dat die als om te
        aan wij ze hun geen meer zonder veel elke iedereen niemand omdat hebben heeft moet moeten kan
        kunnen waar hoe onze wel al door tussen | de in op is en over of was er
        """,
    "Swedish": """
        och att det som inte på av för med är en ett den till har men eller om från vi de kan ska även när
        utan ingen alla mycket under efter vara blir detta dessa deras måste | i han man var
        """,
    "Danish": """
        og at det som ikke på af for med er en et den til har men eller fra vi de kan skal også når uden
        ingen alle meget være bliver dette disse deres skulle blev hvor hvad | i man var
        """,
    "Polish": """
        nie się sie jest na do że ze co jak ale oraz dla przez są sa być byc to ten ta tego tym które
        ktore który ktory przy od po czy tylko bardzo już juz nikt każdy wszyscy brak może między | i w z
        o a
        """,
    "Czech": """
        je že ze na se pro ale jako nebo jsou není neni který ktery které podle aby také take bez nikdo
        každý všechny jen už při od pod | a v s i to do by
        """,
    "Turkish": """
        ve bir bu için icin değil degil ile çok cok daha olarak olan ama veya gibi kadar sonra her kimse
        yok var ne da müşteri müşteriler neden ancak bunu | de en o
        """,
    "Romanian": """
        și si nu este sunt pentru care din mai sau dar fără fara cu pe la să sa ca fiecare nimeni foarte
        toate prin după între | in a un o
        """,
    "Indonesian": """
        yang dan tidak untuk dengan dari pada ini itu adalah akan oleh karena juga sudah belum lebih atau
        sangat setiap kami mereka pelanggan terlalu | di ke
        """,
    "Vietnamese": """
        không của và là có cho được một những các trong với này đã để khách hàng
        """,
    "Latin": """
        dolor amet consectetur adipiscing elit sed eiusmod tempor incididunt labore dolore magna aliqua |
        ipsum sit
        """,
    "Finnish": """
        ja ei ole että on mutta tai kuin myös sekä asiakkaat joka mitä vain hyvin kaikki ilman
        """,
    "Hungarian": """
        és nem egy hogy az van csak már vagy mint ezt nagyon minden senki ügyfelek | is a
        """,
}
SURE = {name: frozenset(words.partition("|")[0].split()) - SMALL - CONNECTING for name, words in _LISTS.items()}
ANY = {name: frozenset(words.replace("|", " ").split()) for name, words in _LISTS.items()}
ENGLISH = SMALL - {"a", "i", "in", "an", "on", "so", "am", "was", "as", "is", "no", "me", "do", "to"}
LONE = 4
"""A small word of so many letters that no English text has gives a language away by itself."""
# English words, and abbreviations, that are small words elsewhere.
SHARED = frozenset(
    """
    all alle also are as at be being bin brand ca care case co come como con da data dem den die dies do does
    door elite elle encore era fall far fare for fort from fur general hat her his hoe in is kind la list made
    main man mas mean mode more most na nos note od on over par part pas per persona plus po pour prima pro
    que sa said sale sans sed sees sent ser sie sin sole some son sum sur tag tel tem tempor ten the tie time
    todo ton tot under van via war was ways we wel wide wild will ze
    """.split()
)
FEWEST = 3


def languages_of(framework: Sequence[str], said: Sequence[str]) -> frozenset[str]:
    """Give the languages other than English that words are written in: those whose small words they are full of.

    What people said counts only where it is more than what the framework says.
    """
    found: set[str] = set()
    for words in (framework, said if len(said) > len(framework) else ()):
        english = sum(each in ENGLISH for each in words)
        found |= {
            name for name, small in SURE.items() if 2 * sum(each in small for each in words) > max(english, FEWEST)
        }
    return frozenset(found)
