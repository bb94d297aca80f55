"""What makes an answer doubtful: second thoughts behind a level, and levels in a text that says none clearly.

One rule serves both: a number on the scale may be meant as a level unless it is seen to count, share, date or name
something (``_may_mean_a_level``).
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from bot.core.conversation.levels import LEVEL_WORDS, Ladder, Token, said_at
from bot.core.evidence import is_small
from bot.core.framework import Scale
from bot.core.languages import LANGUAGES
from bot.core.text import folded

CLAUSE_ENDS = frozenset(",.;:()!?-\u2013\u2014\u2026/|=>\u2192") | {"\n"}
INDEFINITE = frozenset("a an ein eine einer einem einen un une una".split())
ARTICLES = INDEFINITE | frozenset("the der die das le la el".split())
# Words that lead from one level to another one: "3, or maybe managed".
LEADING_ON = (
    LEVEL_WORDS
    | ARTICLES
    | frozenset(
        "or and but change correction maybe perhaps possibly probably could can might may be been is was it it's "
        "its that's to at about almost nearly close closer even sometimes rather more like well no wait "
        "actually make that say i i'd i'm mean sorry hmm hm also then next later soon today now moving heading "
        "going towards toward up roughly around approx approximately however though although in on for we we're "
        "are will if likely just barely quite still already year quarter month some parts areas part days teams "
        "places cases others".split()
    )
)
# After one of these even a level that was said of the past is a second thought: "3, sorry, it was 2".
TURNING = frozenset(
    "should should've or maybe perhaps possibly actually honestly rather probably mean meant wait sorry oops no".split()
)
HEDGES = frozenset(
    "maybe perhaps probably possibly roughly approximately approx ish guess i think or so more less kind of "
    "sort not sure somewhat half dont don't know idk hm hmm unsure give take thereabouts no nope nah really "
    "yet quite at best worst most least as a an minimum maximum case kidding joking just lol haha".split()
)
# Right behind a level; any other word that is none of a language's commonest is what a number counts.
BEHIND = frozenset(
    "lets let's today tomorrow maybe overall currently last right next soon ago probably perhaps again already either "
    "please thanks ish max tops minimum maximum minus plus later honestly really actually otherwise instead then "
    "generally mostly normally usually heute jetzt eher vielleicht gerade sonst normalerweise anfuhlt geeinigt sagen "
    "geben nehmen aujourd'hui maintenant peut-etre sinon hoy ahora quizas normalmente ultimamente online "
    "offline".split()
)
FEELING = frozenset("feels seems sounds looks fits works says".split())
"""Of a plural's form, and no plural: "2 feels fairer"."""
# What is counted is a plural: "2 teams", "4 neue Filialen". A German one that ends otherwise is written large.
PLURAL = re.compile(r".+(?:[sx]|ia|men|children)|staff|data|million|billion")
MANY = re.compile(r".+(?:s|en)")
"""No single thing is named so: "Regionen 2 liefern" speaks of a level, "OKR 2 says" of a name."""
MOST_BETWEEN = 4
"""Words and hyphens from a number to the plural that it counts: "2 new weekly surveys"."""
# What a number counts may be left out: "2 more", "4 of them".
COUNTING = frozenset("of more other others mehr weitere davon autres autre otros otras mas".split())
# "The other 2", "all 4", "these two" speak of things that were named before.
POINTING = frozenset(
    "all other top these those our their its his her my your first last every each both next alle beiden diese unsere "
    "ersten letzten anderen alle tous toutes ces nos leurs premiers autres todos todas estos estas nuestros primeros "
    "otros otras".split()
)
POINTING_TO = frozenset("see siehe vgl voir ver cf".split())
THIS = frozenset("this our per each dieses diesen diese cette ce este esta".split())
# German words that go with an ordinal, which is a number with a full stop: "3. Quartal", "2. Schritt".
OF_ORDINALS = frozenset(
    "quartal halbjahr jahr monat woche tag schritt seite punkt abschnitt kapitel gruppe folie".split()
)
# A number behind one of these names a thing: "slide 4".
GERMAN_COUNTED = OF_ORDINALS | {folded(month) for month in LANGUAGES["de"].calendar}
NAMING = OF_ORDINALS | frozenset(
    "slide page phase step tier version release section chapter wave sprint item point ticket frage pregunta team "
    "squad group site region market floor room building week day month quarter year paragraph table figure part line "
    "row appendix priority prio type class category question iteration nr number "
    "diapo etape partie equipe groupe semaine jour trimestre pagina fase paso punto seccion "
    "capitulo equipo grupo semana dia iso jira".split()
)
MONTHS = frozenset(folded(word) for each in LANGUAGES.values() for word in each.calendar) | frozenset(
    "may jan feb mar apr jun jul aug sep sept oct nov dec".split()
)
OF_MONTHS = frozenset({"de", "of"})
ON_DAYS = frozenset("am vom dem den der zum seit bis".split())
"""Between these and a month a number is a day, with a full stop behind it: "am 4. Mai"."""
JOINING = frozenset({"or", "and", "to", "-", "\u2013", "\u2014", "/", ",", "\u2192", "through", "until", "oder", "und"})
JOINING |= {"bis", "ou", "et", "o", "y"}
# From one count to the next: "de 5 a 2 jours".
TO_COUNT = JOINING | {"a", "auf"}
MOST_JOINED = 3
AND = frozenset({"and", "und", "et", "y"})
SPANNING = frozenset({"to", "-", "\u2013", "\u2014", "through", "until", "bis"})
SHARING = frozenset({*"of in von der sur de des las los / out aus".split()})
AROUND = frozenset(
    "of this from between either than over under above below we're are am think would give us our".split()
)
CHANGED = frozenset({"up", "down"})
"""What stands right behind one of these is by how much: "NPS up 5"."""
HOURS = frozenset("until till um bis las hasta vers".split())
"""What stands right behind one of these is an hour, and no level."""
MOST_NEAR = 8
TIMED = frozenset(
    "meeting meet meets flight train lunch break talk back leave leaves start starts join joining phone appointment "
    "clock today tomorrow tonight moved moving pause zuruck treffen termin besprechung".split()
)
BEFORE_HOURS = frozenset(
    "to at by until till in around after before um bis gegen nach vor las hasta vers jusqu'a".split()
)
AND_MORE = frozenset({"+", "plus", "\u00bd", "\u00bc", "\u00be"})
AND_A_HALF = frozenset({"and a half", "et demi", "et demie", "y medio", "y media"})
FALLING_SHORT = frozenset({"almost", "nearly", "quite", "under", "below", "yet", "towards", "toward", "fully", "<"})
GOING_BEYOND = frozenset({"over", "above", "past", "beyond", ">"})
DENYING = frozenset("not isn't isnt never aren't arent wasn't nicht kein keine pas nunca".split())
DENYING_NOW = DENYING | {"below", "unter", "hardly", "barely", "kaum", "nowhere", "under"}
DENYING_NAMES = DENYING | {"no", "without", "un", "non"}
BEFORE_DENIED = (
    LEVEL_WORDS | ARTICLES | frozenset("at near yet quite even really necessarily noch encore todavia aun".split())
)
# Of another time than now, right before a level or behind it.
FORMER = frozenset(
    "was were been previously formerly before last earlier from since used once war waren vorher zuvor fruher letztes "
    "letzten damals von etait avant dernier derniere auparavant depuis era antes pasado pasada anterior desde".split()
)
FORMERLY = frozenset(
    "last ago before previously earlier vorher zuvor fruher letztes letzten avant dernier derniere antes pasado".split()
)
GIVING = LEVEL_WORDS | frozenset("average mean median result grade mark".split())
"""What is given as a level: "an average of 2"; any other noun counts: "a team of 4"."""
BETWEEN_TIMES = (
    LEVEL_WORDS
    | ARTICLES
    | frozenset(
        "at to be on only just still noch encore aun year years quarter month week time jahr quartal mal an annee ano "
        "mes we wir es bei on nous nos a en".split()
    )
)
# Glued to a number, these leave it one: "3ish", "mostly 3s", "3\u00bd".
STILL_NUMBERS = frozenset({"ish", "s", "\u00bd", "\u00bc", "\u00be"})
UNITS = frozenset(
    "% \u20ac $ \u00a3 \u00b0 percent prozent people pm am x k m h uhr o'clock heures horas pts points "
    "min mins minute minutes secs seconds minuten minutos".split()
)
MARKS_BEFORE = CLAUSE_ENDS | frozenset("~<+#\u2248\u2265\u2264&")
ONE = frozenset({"one"})
AROUND_ONE = LEVEL_WORDS | {"a", "or", "to", "between", "and"}

# What is asked of every number.
NOT_COUNTED = BEHIND | TURNING
COUNTED = COUNTING | UNITS
MEASURES = UNITS | MONTHS
NAMED = NAMING | POINTING | MONTHS
COUNTED_ONCE = frozenset({"1", *ONE})
PASSED = LEVEL_WORDS | ARTICLES | {"at"}


def second_thoughts(tokens: Sequence[Token], ladder: Ladder, level: int | None) -> set[int] | None:
    """Give the other levels that the words behind a level (or behind "n/a") raise; None when they raise no doubt.

    An empty set is a doubt without another level: "3, or so".
    """
    clauses = list(_clauses(tokens))
    if not clauses:
        return None
    first = clauses[0]
    words = [each.text for each in first if each.kind == "word"]
    hedged = set(words) - ARTICLES and set(words) <= HEDGES and len(words) == len(first)
    found = _led_to(tokens, first, ladder)
    spans = [each.numeral.spans for each in first if each.numeral is not None and each.numeral.spans]
    if spans and "scale" in words and spans[-1][-1][1] != ladder.scale.high:  # "on a scale of 1 to 10"
        return set()
    if first[0].text == "or" or found or hedged:
        return found | _others(tokens, ladder.scale, level)
    return _others(tokens, ladder.scale, level) or None


def _others(tokens: Sequence[Token], scale: Scale, level: int | None) -> set[int]:
    """Give the whole numbers on the scale that may be meant as another level, now."""
    return {
        token.numeral.value
        for index, token in enumerate(tokens)
        if token.numeral is not None
        and token.numeral.value is not None
        and token.numeral.value != level
        and token.numeral.value in scale
        and _is_meant_now(tokens, index, scale)
    }


def _is_meant_now(tokens: Sequence[Token], index: int, scale: Scale) -> bool:
    """Tell whether a number behind a level may be meant as another one, neither denied nor of an earlier time."""
    numeral = tokens[index].numeral
    if numeral is not None and numeral.of not in (None, scale.high):  # "on 4/12"
        return False
    before = [each for each in tokens[max(0, index - 2) : index] if each.kind == "word"]
    none = len(before) > 1 and before[1].text == "no"  # "still no 4"; a clause that begins so may take one back
    denied = none or _is_denied(tokens, index, by=DENYING_NOW, over=BEFORE_DENIED)
    by_so_much = index > 0 and tokens[index - 1].text in CHANGED
    return _may_mean_a_level(tokens, index) and not denied and not by_so_much and not _is_former(tokens, index)


def is_ordinal(said: str, tokens: Sequence[Token]) -> bool:
    """Tell whether ``said`` is a number with a full stop that counts up to the noun behind it: "3. Quartal"."""
    counts = said.endswith(".") and said[:-1].isdecimal()
    return counts and bool(tokens) and tokens[0].large and tokens[0].text in GERMAN_COUNTED


def ends_in_levels(tokens: Sequence[Token], scale: Scale) -> set[int]:
    """Give the levels that clauses end in: in "1) journeys 3, 2) causes 4" the first number is no level."""
    last = [clause[-1].numeral for clause in _clauses(tokens) if len(clause) == 1 or not clause[-1].glued]  # "in Q3"
    return {level for numeral in last if numeral is not None for level in numeral.levels(scale)}


def candidates(tokens: Sequence[Token], ladder: Ladder, *, talk: bool = False) -> set[int]:
    """Give the levels that a text without a clear one may mean; numbers that count something are left out.

    In ``talk`` between people "at 3" is an hour.
    """
    found: set[int] = set()
    denied: set[int] = set()
    reached = -1  # the last token that may mean a level
    said, span_from = said_at(tokens, ladder), None
    for index, token in enumerate(tokens):
        named = ladder.named_at(tokens, index)
        if named is not None and not _is_denied(tokens, index, by=DENYING_NAMES):
            found |= named.levels
        if token.numeral is None or not token.numeral.spans:
            continue
        levels = token.numeral.levels(ladder.scale)
        chained = reached >= 0 and _joined(tokens[reached + 1 : index])
        is_said = index == said and not _is_measure(tokens, index)
        if not (chained or is_said or _opens(tokens, index) or _may_mean_a_level(tokens, index)):
            continue
        if talk and (token.text in ONE or (index and tokens[index - 1].text in BEFORE_HOURS)):
            continue
        if _is_denied(tokens, index, by=DENYING):
            denied |= levels
            continue
        found |= levels | _next_to(tokens, index, ladder.scale)
        if chained and span_from is not None and _spans(tokens, reached, index):
            low, high = sorted((span_from, token.numeral.spans[0][0]))
            found |= {level for level in ladder.scale.levels() if low <= level <= high}
        reached, span_from = index, token.numeral.spans[0][0]
    return found - denied


def says_more(tokens: Sequence[Token], ladder: Ladder) -> bool:
    """Tell whether a text says anything besides levels, hedges and the words that lead to them."""
    known = LEADING_ON | HEDGES | BEHIND | DENYING | TURNING | JOINING | AROUND
    index = 0
    while index < len(tokens):
        named = ladder.named_at(tokens, index)
        token = tokens[index]
        says = token.kind == "word" and not token.numeral and token.text not in known and not named
        if token.kind == "url" or says or (token.numeral is not None and not token.numeral.spans):
            return True
        index = named.after if named else index + 1
    return False


def _clauses(tokens: Iterable[Token]) -> Iterator[list[Token]]:
    """Split at the marks and line ends between clauses."""
    clause: list[Token] = []
    for token in tokens:
        if token.kind in ("mark", "line") and token.text in CLAUSE_ENDS:
            if clause:
                yield clause
            clause = []
        else:
            clause.append(token)
    if clause:
        yield clause


def _led_to(tokens: Sequence[Token], clause: Sequence[Token], ladder: Ladder) -> set[int]:
    """Give the level whose name a clause is, or between which it opens, behind nothing but words that lead on to it."""
    begin = next(at for at, token in enumerate(tokens) if token is clause[0])
    for index, token in enumerate(clause):
        named = ladder.named_at(clause, index)
        if named is not None and named.after == len(clause):
            return set(named.levels)
        if token.numeral is not None:
            return token.numeral.levels(ladder.scale) if _is_meant_now(tokens, begin + index, ladder.scale) else set()
        if token.kind != "word" or token.text not in LEADING_ON:
            return set()
    return set()


def _opens(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether a text begins with a number, so that it may be an answer: "3 dashboards"."""
    before = tokens[:index]
    if index > 2 or any(each.kind == "word" or each.text in UNITS for each in before):  # noqa: PLR2004  # two marks at most
        return False
    return not _is_measure(tokens, index)


def _may_mean_a_level(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether a number may be meant as a level: it counts, shares, dates and names nothing that can be seen."""
    token, before = tokens[index], tokens[index - 1] if index else None
    if _is_measure(tokens, index) or _is_share(tokens, index) or _counts(tokens, index):
        return False
    if before is None:
        return token.text not in ONE
    if before.kind in ("mark", "line"):
        of_name = tokens[index - 2] if index > 1 and token.glued and before.text in "#-" else None
        named = of_name is not None and (before.text == "#" or (before.glued and of_name.large))  # "KPI #4", "CX-4"
        levelled = of_name is None or of_name.text in LEVEL_WORDS
        return before.text in MARKS_BEFORE and token.text not in ONE and (levelled or not named)
    if token.text in ONE:
        return before.text in AROUND_ONE
    if before.text in HOURS or (before.text in BEFORE_HOURS and _tells_time(tokens, index)):
        return False
    pointing = [each.text for each in tokens[max(0, index - 3) : index - 1] if each.text not in ARTICLES]
    if pointing[-1:] and pointing[-1] in POINTING_TO and before.text not in LEVEL_WORDS:  # "siehe Folie 4"
        return False
    if before.text == "of" and index > 1 and tokens[index - 2].kind == "word":  # "a team of 4", "a score of 4"
        return tokens[index - 2].text in GIVING
    if token.glued:
        return before.text in LEVEL_WORDS | {"a"} or before.kind != "word"
    near = [each.text for each in tokens[max(0, index - 3) : index - 1]]
    indefinite = (
        not INDEFINITE.isdisjoint(near) and near[-1] not in ARTICLES - INDEFINITE
    )  # "on a bad day 2", not "à la"
    said_of = (near[-1:] and near[-1] in THIS) or indefinite  # "this year 2"
    said_of = said_of or before.text in near or near[-1:] == ["de"]  # "day to day 2", "los fines de semana 2"
    return before.text not in NAMED or before.text in LEVEL_WORDS or bool(said_of)


def _tells_time(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether a sentence is about when something is: "on Mondays at 4", "the flight leaves at 4"."""
    near = [each.text for each in tokens[max(0, index - MOST_NEAR) : index + MOST_NEAR]]
    return any(word in TIMED or word in MONTHS or word.removesuffix("s") in MONTHS for word in near)


def _is_measure(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether a number has a unit, a currency, a month or letters at it: "4 %", "$4", "4 May", "3rd"."""
    token, before = tokens[index], tokens[index - 1] if index else None
    if before is not None and before.text in ("$", "\u20ac", "\u00a3"):
        return True
    behind = [each for each in tokens[index + 1 : index + 3] if each.text not in COUNTING]  # "5 more minutes"
    following = behind[0] if behind else None
    if following is None:
        return False
    on_day = following.text == "." and before is not None and before.text in ON_DAYS
    if on_day and behind[1:] and token.numeral is not None and token.numeral.value is None:  # "seit 1.4."
        return True
    dated = following.text in OF_MONTHS or on_day
    if dated and behind[1:] and behind[1].text in MONTHS:
        return True
    if _is_at(tokens, index + 1):
        return False
    letters = following.glued and following.kind == "word" and not following.numeral
    return following.text in MEASURES or (letters and following.text not in STILL_NUMBERS)


def _is_at(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether "am" is the German word, before a noun, and no time of day: "3 am Telefon"."""
    return tokens[index].text == "am" and index + 1 < len(tokens) and tokens[index + 1].large


def _is_share(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether a number is a part of another one, or the whole of it: "3 of 5", "2 out of 5", "4 in 10"."""
    for step in (2, 3):
        for part, whole in ((index, index + step), (index - step, index)):
            if part < 0 or whole >= len(tokens) or tokens[part].numeral is None or tokens[whole].numeral is None:
                continue
            between = [each.text for each in tokens[part + 1 : whole]]
            if SHARING.issuperset(between) or (step > 2 and between[-1] in SHARING - {"in"}):  # noqa: PLR2004  # "4 stores of 5"
                return True
    return False


def _counts(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether a number counts something, said behind it, behind the next one ("2 or 3 people") or before it."""
    at = index
    for _ in range(MOST_JOINED):
        if not (at + 2 < len(tokens) and tokens[at + 1].text in TO_COUNT and tokens[at + 2].numeral is not None):
            break
        at += 2
    return _has_noun(tokens, at) or _is_left_out(tokens, index)


def _has_noun(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether a word that says something stands right behind a number: what it counts."""
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    if following is not None and following.text in STILL_NUMBERS:
        return _has_noun(tokens, index + 1)
    if following is not None and following.text == "-" and following.glued and index + 2 < len(tokens):
        return tokens[index + 2].glued and tokens[index + 2].kind == "word"  # "two-thirds", "4-step"
    if following is None or following.kind != "word" or following.numeral:
        return False
    if following.text in NOT_COUNTED or is_small(following.text):
        return following.text in COUNTED and not _is_at(tokens, index + 1)
    return tokens[index].text in COUNTED_ONCE or _is_in_a_name(tokens, index) or _is_plural(tokens, index + 1)


def _is_in_a_name(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether a number belongs to a name that goes on behind it: "phase 2 pilot", "OKR 2 says"."""
    before, earlier = (tokens[at] if at >= 0 else None for at in (index - 1, index - 2))
    if before is None or before.text in NAMING | LEVEL_WORDS:
        return before is not None
    return before.large and not MANY.fullmatch(before.text) and (earlier is None or earlier.text not in ARTICLES)


def _is_plural(tokens: Sequence[Token], begin: int) -> bool:
    """Tell whether words go on to a plural or to a word that is written large: "2 teams", "2 new tools", "2 CRM"."""
    for token in tokens[begin : begin + MOST_BETWEEN]:
        if token.text in UNITS or (token.kind == "word" and not token.text.isascii()):
            return True
        if token.text == "-" and token.glued:  # "2 part-time analysts"
            continue
        if token.kind != "word" or is_small(token.text) or token.text in FEELING:
            return False
        if token.large or PLURAL.fullmatch(token.text):
            return True
    return False


def _is_left_out(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether what a number counts was said before: "we closed 2 gaps and opened 1"."""
    begin = next((at for at in (index - 1, index - 2) if at > 0 and tokens[at].text in AND), 0)
    earlier = next((at for at in range(begin - 1, max(-1, begin - 8), -1) if tokens[at].numeral is not None), None)
    return earlier is not None and _has_noun(tokens, earlier)


def _is_former(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether a number is said of an earlier time: "up from 2", "was 2", "2 last year"."""
    begin = index
    while begin and not (tokens[begin - 1].kind in ("mark", "line") and tokens[begin - 1].text in CLAUSE_ENDS):
        begin -= 1
    if any(each.text in TURNING for each in tokens[begin:index]):
        return False
    before = index - 1
    while before >= begin and tokens[before].text in BETWEEN_TIMES:
        before -= 1
    if before >= begin and not FORMER.isdisjoint(tokens[before].text.split("'")):
        return True
    for each in tokens[index + 1 :]:
        if each.numeral is not None or each.text in CLAUSE_ENDS:
            return False
        if each.text in FORMERLY:
            return True
    return False


def _is_denied(tokens: Sequence[Token], index: int, *, by: frozenset[str], over: frozenset[str] = frozenset()) -> bool:
    """Tell whether "not" stands before a level, with an article, "level" or words of ``over`` between at most."""
    before = index - 1
    while before >= max(0, index - 3) and (tokens[before].text in PASSED or tokens[before].text in over):
        before -= 1
    return before >= 0 and tokens[before].text in by


def _joined(between: Sequence[Token]) -> bool:
    """Tell whether what stands between two numbers makes them alternatives or the ends of a range."""
    small = LEVEL_WORDS | {"a", "an", "maybe", "perhaps", ">", "possibly", "even"}
    return len(between) <= 4 and all(each.text in JOINING | small for each in between)  # noqa: PLR2004  # a frame has two words at most


def _spans(tokens: Sequence[Token], one: int, other: int) -> bool:
    texts = {each.text for each in tokens[one + 1 : other]}
    return bool(texts & SPANNING) or ("and" in texts and one > 0 and tokens[one - 1].text == "between")


def _next_to(tokens: Sequence[Token], index: int, scale: Scale) -> set[int]:
    """Give the neighbour that "almost 4", "3+" or "3 and a half" may mean as well."""
    numeral = tokens[index].numeral
    value = numeral.value if numeral else None
    if value is None:
        return set()
    before = [
        each.text for each in tokens[max(0, index - 3) : index] if each.text not in ("a", "an", "at", *LEVEL_WORDS)
    ]
    behind = [each.text for each in tokens[index + 1 : index + 4]]
    found = set()
    if (before[-1:] and before[-1] in FALLING_SHORT) or behind == ["-"] or behind[:1] == ["minus"]:
        found.add(value - 1)
    over = before[-1:] and before[-1] in GOING_BEYOND and before[-2:-1] != ["-"]
    beyond = over or (behind and behind[0] in AND_MORE)
    halved = any(" ".join(behind[:words]) in AND_A_HALF for words in (2, 3))
    if beyond or halved or before[-2:] == ["more", "than"]:
        found.add(value + 1)
    return {level for level in found if level in scale}
