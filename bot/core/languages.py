"""The languages that are read and drafted: what words say a number, which are the commonest, how quotations look.

A language that is not in ``LANGUAGES`` is not offered. What facts and built texts say in each stands in ``phrases``.
"""

import re
from dataclasses import dataclass

DEFAULT = "en"
LONG = 5
"""Letters from which a number word of one language is looked for in the texts of another: shorter ones are everyday
words elsewhere ("once", "mil", "elf")."""
EVERYDAY = frozenset(("seize", "quinto"))
"""Number words of that length which are everyday words of another language."""


@dataclass(frozen=True, slots=True)
class Language:
    """What the checks of own words know of a language.

    ``ones`` are number words that also mean "a" or "first" and pass; ``numbers`` the others, ``amounts`` fractions,
    multiples and heaps. ``calendar`` are days, months and feasts, ``seasons`` may be written where a fact has them,
    ``nots`` the words that deny, ``common`` the commonest words. ``speaker``: the words by which somebody speaks of
    himself; ``personal``: a pattern of those for a reader, and of verbs in the first person or the second, with the
    stem that such a verb shares with its base form; ``task``: those for a text, its writer, its reader, and what the
    writer is told; ``telling``: those of asking, grading and writing, in their base forms. ``agreeing``: a pattern of
    what an adjective adds for its noun, when it is raised, or as a noun; ``deriving`` of what makes an adjective or
    an adverb of another word. ``nouns_large``: every noun is written large, so that a large letter tells no name.
    """

    code: str
    name: str
    marks: tuple[str, str]
    comma: bool
    ones: frozenset[str]
    numbers: re.Pattern[str]
    amounts: re.Pattern[str]
    calendar: frozenset[str]
    seasons: frozenset[str]
    nots: frozenset[str]
    common: frozenset[str]
    speaker: frozenset[str]
    personal: re.Pattern[str]
    task: frozenset[str]
    telling: frozenset[str]
    agreeing: str
    deriving: str
    nouns_large: bool = False

    def is_common(self, word: str) -> bool:
        """Whether a word is one of the language's commonest: a sentence may open with it, written large."""
        return word.casefold() in self.common

    def is_amount(self, word: str) -> bool:
        """Whether a word is a number, an ordinal from the second on, a fraction, a multiple or a heap."""
        parts = [part for part in re.split(r"[-'’]", word.casefold()) if part and part not in self.ones]
        return any(
            self.amounts.fullmatch(part) or self.numbers.fullmatch(part) or self._is_foreign_number(part)
            for part in parts
        )

    def is_left(self, words: list[str]) -> bool:
        """Whether words are of another language: two more of them are common there, and not here, than the reverse."""
        own = sum(word in self.common for word in words)
        others = (sum(word in each.common for word in words) for each in LANGUAGES.values() if each is not self)
        return max(others, default=0) - own > 1

    def _is_foreign_number(self, word: str) -> bool:
        if len(word) < LONG or word in self.common or word in EVERYDAY:
            return False
        return any(each.numbers.fullmatch(word) for each in LANGUAGES.values() if each is not self)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ENGLISH = Language(
    code="en",
    name="English",
    marks=("“", "”"),
    comma=False,
    ones=_words("one ones first firsts"),
    numbers=re.compile(
        r"zero|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|"
        r"(?:twen|thir|for|fif|six|seven|eigh|nine)ty|hundreds?|thousands?|[mbtr]+illions?|"
        r"second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|"
        r"(?:thir|four|fif|six|seven|eigh|nine)teenth|(?:twen|thir|for|fif|six|seven|eigh|nine)tieth|"
        r"(?:hundred|thousand|million)ths?"
    ),
    amounts=re.compile(
        r"hal(?:f|ves|ved|ving)|quarters?|(?:lakh|crore)s?|dozens?|twice|thrice|(?:doubl|trebl|tripl|quadrupl|quintupl)(?:e|es|ed|ing)|fortnight\w*|bi(?:weekly|monthly|annual\w*)|decades?|umpteen\w*|"
        r"\w+fold|seconds?|(?:third|fourth|fifth|sixth|tenth)s|percent(?:age)?|zero(?:es|s)|twos|threes|fours|fives|tens|couples?|duos?|trios?|"
        r"(?:twen|thir|for|fif|six|seven|eigh|nine)ties|twosome|threesome|pairs?"
    ),
    calendar=_words(
        "january february april june july august september october november december monday tuesday wednesday "
        "thursday friday saturday sunday christmas easter whitsun pentecost"
    ),
    seasons=_words("summer autumn winter"),
    nots=_words(
        "no not never nobody none hardly without neither nor cannot nothing barely rarely seldom isn't aren't "
        "wasn't weren't don't doesn't didn't hasn't haven't hadn't won't can't couldn't wouldn't shouldn't"
    ),
    common=_words(
        "a about above after again against all also although among an and another any are as at be because been "
        "before being below between both but by can could did do does doing down during each either else even "
        "every few for from further had has have having he her here his how however i if in into is it its "
        "itself just less let made many may me might more most much must my no none nor not nothing now of off "
        "on once one only onto or other our out over own per people rather same she should since so some still "
        "such than that the their them then there these they this those though through to today together too "
        "toward towards under until up upon us use used very was we were what when where whether which while who "
        "whom whose why will with within without would yet you your"
    ),
    speaker=_words("i me my mine myself"),
    personal=re.compile(r"you|yours?|yoursel(?:f|ves)"),
    task=_words(
        "text texts paragraph paragraphs summary narrative sentence wording instruction instructions "
        "instructed prompt request requested please reader writer author assistant bot ai"
    ),
    telling=_words(
        "request wish plea order demand ask rule task requirement hint attempt influence comply obey grant ignore "
        "disregard reject score mark grade rating rate evaluator evaluation assessment line remark comment "
        "commentary description statement format output tone style write generate formulate flattery flatter "
        "praise neutral factual purpose fact word"
    ),
    agreeing="ly|er|est|en|ness",
    deriving="ful(?:ly)?|ical(?:ly)?",
)
GERMAN = Language(
    code="de",
    name="German",
    marks=("„", "“"),
    comma=True,
    ones=_words("ein eine einen einem einer eines eins erste ersten erster erstes erstem achten einmal"),
    numbers=re.compile(
        r"null|zwei|zwo|drei|vier|fünf|fuenf|sechs|sieben|acht|neun|zehn|elf|zwölf|zwoelf|(?:zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn)er|"
        r"(?:drei|vier|fünf|sech|sieb|acht|neun)zehn|"
        r"(?:(?:ein|zwei|drei|vier|fünf|sechs|sieben|acht|neun)und)?"
        r"(?:zwanzig|dreißig|dreissig|vierzig|fünfzig|sechzig|siebzig|achtzig|neunzig)|"
        r"(?:zwei|drit|vier|fünf|sechs|sieb|ach|neun|zehn|elf|zwölf|(?:drei|vier|fünf|sech|sieb|acht|neun)zehn)te[nrsm]?|"
        r"\w*(?:zwanzig|dreißig|vierzig|fünfzig|sechzig|siebzig|achtzig|neunzig)(?:ste[nrsm]?|er)"
    ),
    amounts=re.compile(
        r"\w*(?:hundert|tausend|million|milliarde)\w*|(?:ver)?(?:zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|zwölf|\w*(?:z|ß|ss)ig)(?:mal|fach|köpf|teil|stuf|stünd|stell|täg|wöch|monat|jähr)\w*|halb(?!jähr)\w*|"
        r"hälften?|(?:zwei|drei|vier)?(?:drit|vier|fünf|sechs|ach|zehn)teln?s?|\w*viertelstunden?|anderthalb|eineinhalb|dutzend\w*|zig(?:fach|mal|tausend)\w*|(?:ver)?doppel\w*|"
        r"halbier\w*|zweit|dritt|prozent\w*|nullen|duos?|trios?|jahrzehnt\w*"
    ),
    calendar=_words(
        "januar februar märz april mai juni juli august september oktober november dezember montag dienstag "
        "mittwoch donnerstag freitag samstag sonnabend sonntag montags dienstags mittwochs donnerstags freitags "
        "samstags sonntags weihnachten weihnacht ostern oster pfingsten silvester"
    ),
    seasons=_words("frühjahr frühling sommer herbst winter"),
    nots=_words(
        "nicht nie niemals niemand niemanden kein keine keinen keinem keiner keines kaum ohne nichts weder "
        "nirgends selten"
    ),
    common=_words(
        "aber alle allem allen aller alles als also am an ander andere anderen auch auf aus bei beim bereits bis "
        "bisher da dabei dafür damit daran darauf darüber dass das dazu dein dem den denn der deren des deshalb "
        "dessen die dies diese diesem diesen dieser dieses doch dort durch eher ein eine einem einen einer eines "
        "einige er es etwas euch für gegen gibt hat hatte haben hier hinter ihm ihn ihnen ihr ihre ihrem ihren "
        "ihrer im in indem ins ist jede jedem jeden jeder jedes jedoch kann kein keine können liegt man mehr mit "
        "muss müssen nach nicht nichts noch nun nur ob oder ohne schon sehr sein seine seit selbst sich sie sind "
        "so soll sollen sollte sondern sowie über um und uns unser unsere unter viele vom von vor war was weil "
        "wenn werden wer wie wieder wird wir wo wurde wurden während zu zum zur zwar zwischen"
    ),
    speaker=_words("ich mich mir mein meine meinem meinen meiner"),
    personal=re.compile(r"du|dich|dir|dein\w{0,2}|euch|euer|eure\w?|Sie|Ihnen|Ihre?[mnrs]?"),
    task=_words(
        "text texte textes texten absatz zusammenfassung satz satzes anweisung anweisungen aufforderung bitte "
        "befehl leser verfasser autor assistent assistentin bot ki fakten"
    ),
    telling=_words(
        "wunsch bitte forderung fordern verlangen bitten regel auftrag vorgabe hinweis versuch beeinflussen "
        "beachten befolgen entsprechen ignorieren verwerfen übergehen note punktzahl stufe bewerten bewertung "
        "gutachter beurteilung zeile bemerkung kommentar beschreibung aussage format ausgabe ton stil schreiben "
        "erzeugen formulieren schmeichelei schmeicheln lob loben neutral sachlich beleg ableiten wort"
    ),
    agreeing=r"(?:er|st)?e[nmrs]?|[hk]eit",
    deriving=r"(?:lich|ig|isch|haft|sam|mäßig)(?:keit|e[nmrs]?)?",
    nouns_large=True,
)
FRENCH = Language(
    code="fr",
    name="French",
    marks=("«\u00a0", "\u00a0»"),
    comma=True,
    ones=_words("un une premier première premiers premières"),
    numbers=re.compile(
        r"zéros?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingts?|trente|"
        r"quarante|cinquante|soixante|septante|huitante|octante|nonante|cents?|mille|millions?|milliards?|"
        r"(?:deux|trois|quatr|cinqu|six|sept|huit|neuv|di[xz]|onz|douz|treiz|quatorz|quinz|seiz|vingt|trent|quarant|"
        r"cinquant|soixant|cent|mill)(?:ième|aine)s?"
    ),
    amounts=re.compile(
        r"moitiés?|demie?s?|tiers|quarts?|milliers?|"
        r"doubl(?!on)\w+|(?:tri|quadru|quintu|décu)pl\w+|secondes?|second|deuxièmement|pourcent\w*|paires?|duos?|trios?|binômes?|décennies?|bi(?:mensuel|hebdomadaire|annuel)\w*"
    ),
    calendar=_words(
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre lundi mardi "
        "mercredi jeudi vendredi samedi dimanche noël pâques pentecôte"
    ),
    seasons=_words("printemps automne hiver"),
    nots=_words("ne n ni pas jamais aucun aucune rien sans guère nul nulle rarement"),
    common=_words(
        "a ai alors après au aucun aucune aussi autre autres aux avant avec avoir c ce cela celle celles celui "
        "cependant ces cet cette ceux chaque chez comme contre d dans de depuis des donc dont du elle elles en "
        "encore entre est et hormis jadis été être eux fait font hors ici il ils j je jusqu l la le les leur leurs "
        "lors lorsque lui là mais même mêmes mon n ne ni non nos notre nous on ont or ou où par parce pas pendant "
        "peu peut plus plusieurs pour pourquoi puis qu quand que quel quelle quelques qui quoi sa sans se selon ses "
        "si son sont sous sur tandis tous tout toute toutes très un une va vers voici voilà vos votre vous y à"
    ),
    speaker=_words("je j me m moi mon ma mes"),
    personal=re.compile(r"vous|votre|vos|toi|(\w{3,})(?:ons|ez)"),
    task=_words(
        "texte textes paragraphe résumé récit phrase consigne instruction instructions requête lecteur auteur "
        "rédacteur assistant assistante bot robot ia rédiger rédigé rédigée rédaction vous votre vos"
    ),
    telling=_words(
        "demande demander souhait souhaiter prière ordre exiger exigence règle commande tâche indice tentative "
        "influencer respecter obéir accorder ignorer écarter rejeter note score notation évaluer évaluateur "
        "évaluation appréciation ligne remarque commentaire description affirmation format sortie ton style "
        "écrire générer formuler flatterie flatteur louer éloge neutre factuel volontairement fait mot"
    ),
    agreeing=r"e?s?|e?ment|ité",
    deriving=r"(?:iqu|u?ell?|air|abl)e?(?:s|ment)?|ée?s?|ités?",
)
SPANISH = Language(
    code="es",
    name="Spanish",
    marks=("«", "»"),
    comma=True,
    ones=_words("un una uno unas unos primer primero primera primeros primeras"),
    numbers=re.compile(
        r"ceros?|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece|catorce|quince|"
        r"dieci(?:séis|siete|ocho|nueve)|veinte|veinti\w+|treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa|"
        r"cien|cientos?|(?:dosc|tresc|cuatroc|seisc|ochoc)ient[oa]s|quinient[oa]s|(?:sete|nove)cient[oa]s|mil|"
        r"segund[oa]s?|tercer[oa]?s?|cuart[oa]s?|quint[oa]s?|sext[oa]|séptim[oa]|octav[oa]|noven[oa]|décim[oa]s?"
    ),
    amounts=re.compile(
        r"mitad|mitades|tercios?|(?:doc|dec|quinc|veint|treint|cent)ena\w*|miles|millares|millon\w*|millón|dobl\w+|(?:tri|cu[aá]dru|qu[ií]ntu)pl\w+|"
        r"porcentaje\w*|pares|par|parejas?|dúos?|tríos?|décadas?|bi(?:mensual|semanal|anual)\w*"
    ),
    calendar=_words(
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre lunes martes "
        "miércoles jueves viernes sábado sábados domingo domingos navidad navidades nochebuena pascua pentecostés"
    ),
    seasons=_words("primavera verano otoño invierno"),
    nots=_words("no ni nunca jamás nadie ninguno ninguna ningún nada sin tampoco apenas rara raramente"),
    common=_words(
        "a además al algo alguna algunas alguno algunos antes aquí así aunque cada como con contra cual cuando "
        "de del desde después donde durante e el ella ellas ellos en entre era es esa esas ese eso esos esta "
        "estado estar estas este esto estos está están fue fueron ha hace hacia haber han hasta hay la las le "
        "les lo los mientras mucho muchos muy más menos mi mismo nada nadie ni no nos nosotros o otra otras otro "
        "otros para pero poco por porque puede que quien qué se sea según ser si sido sin sobre solo son su sus "
        "sí también tanto te tiene tienen toda todas todavía todo todos tras tu un una unas uno unos y ya"
    ),
    speaker=_words("yo mí mis conmigo"),
    personal=re.compile(r"usted(?:es)?|vosotr[ao]s|tú|\w*[áéíóú]\w*[ae]n?se|(\w{3,})(?:o|[aei]mos)"),
    task=_words(
        "texto textos párrafo resumen relato frase instrucción instrucciones indicación petición consigna "
        "lector autor redactor asistente bot robot ia redactar redactado redactada redacción usted ustedes"
    ),
    telling=_words(
        "solicitud solicitar deseo desear ruego orden exigir exigencia pedir regla encargo tarea pista intento "
        "influir respetar cumplir obedecer conceder ignorar descartar rechazar nota puntuación calificación "
        "calificar evaluador evaluación valoración línea observación comentario descripción afirmación formato "
        "salida tono estilo escribir generar formular halago halagar elogio elogiar neutral objetivo propósito "
        "hecho palabra"
    ),
    agreeing=r"[ao]s?|es|a?mente|idad",
    deriving=r"(?:ic|ari|abl|al|os|iv|ad)[aeo]?(?:s|mente)?",
)
OWN_NAMES = {"deutsch": "de", "français": "fr", "francais": "fr", "español": "es", "espanol": "es"}
LANGUAGES = {each.code: each for each in (ENGLISH, GERMAN, FRENCH, SPANISH)}


def code_of(text: str) -> str:
    """Return the code of a language as people write it ("de", "de-AT", "German", "Deutsch"); English for any other."""
    word = re.split(r"[-_\s]", text.strip().casefold())[0]
    named = {each.name.casefold(): code for code, each in LANGUAGES.items()} | OWN_NAMES
    return word if word in LANGUAGES else named.get(word, DEFAULT)


def language_of(code: str) -> Language:
    """Return a language by its code; English where the code is not offered."""
    return LANGUAGES.get(code, ENGLISH)
