"""The words of a report and a synopsis of our own in each language: English, German, French, Spanish, in this order."""

from datetime import date
from fractions import Fraction

from bot.core.languages import DEFAULT, language_of
from bot.core.scoring.scoring import Aggregate, format_figure, format_level, round_half_up
from bot.core.synopsis_words import SYNOPSIS_WORDS
from bot.core.text import MONTH_NAMES

CODES = (DEFAULT, "de", "fr", "es")
OWN_WORDS: dict[str, tuple[str, str, str, str]] = {
    # The cover and the figure.
    "report": ("Assessment report", "Bericht zur Bewertung", "Rapport d’évaluation", "Informe de evaluación"),
    "provisional": ("Provisional", "Vorläufig", "Provisoire", "Provisional"),
    "assessed": ("Assessed", "Bewertet", "Évalué", "Evaluado"),
    "begun": ("Begun", "Begonnen", "Commencé", "Iniciado"),
    "channel": ("Channel", "Kanal", "Canal", "Canal"),
    "private": ("a private channel", "ein privater Kanal", "un canal privé", "un canal privado"),
    "scored_by": ("Scored by", "Bewertet durch", "Évalué par", "Evaluado por"),
    "people_in_private": (
        "{count} people, each in private",
        "{count} Personen, jede für sich",
        "{count} personnes, chacune en privé",
        "{count} personas, cada una en privado",
    ),
    "nobody": ("nobody yet", "noch niemand", "personne encore", "nadie todavía"),
    "removed": (
        "someone who was removed",
        "jemand, der entfernt wurde",
        "une personne supprimée",
        "una persona eliminada",
    ),
    "somebody": ("somebody", "jemand", "quelqu’un", "alguien"),
    "facilitator": ("the facilitator", "die Moderation", "l’animation", "la moderación"),
    "respondent": ("respondent {number}", "Person {number}", "personne {number}", "persona {number}"),
    "other": ("another person", "eine andere Person", "une autre personne", "otra persona"),
    "framework": ("Framework", "Rahmenwerk", "Référentiel", "Marco"),
    "result": ("Result", "Ergebnis", "Résultat", "Resultado"),
    "of": ("of {top}", "von {top}", "sur {top}", "de {top}"),
    "projected": ("projected", "hochgerechnet", "projeté", "proyectado"),
    "focus": ("Focus: {text}", "Schwerpunkt: {text}", "Priorité : {text}", "Prioridad: {text}"),
    "up": ("Up {far} since {day}", "{far} höher als am {day}", "+{far} depuis le {day}", "{far} más que el {day}"),
    "down": (
        "Down {far} since {day}",
        "{far} niedriger als am {day}",
        "-{far} depuis le {day}",
        "{far} menos que el {day}",
    ),
    "same": (
        "Unchanged since {day}",
        "Unverändert seit dem {day}",
        "Inchangé depuis le {day}",
        "Sin cambios desde el {day}",
    ),
    "uncompared": (
        "Last assessed on {day}; the two figures do not compare.",
        "Zuletzt bewertet am {day}; die beiden Werte sind nicht vergleichbar.",
        "Dernière évaluation le {day} ; les deux valeurs ne se comparent pas.",
        "Última evaluación el {day}; las dos cifras no se comparan.",
    ),
    "first": (
        "The first assessment of its line.",
        "Die erste Bewertung ihrer Reihe.",
        "La première évaluation de sa série.",
        "La primera evaluación de su serie.",
    ),
    "unrated": (
        "Nothing is rated yet, so there is no figure.",
        "Noch ist nichts bewertet, also gibt es keinen Wert.",
        "Rien n’est encore évalué, il n’y a donc pas de valeur.",
        "Todavía no hay nada evaluado, así que no hay cifra.",
    ),
    "notice": (
        "Provisional: {rated} of {applicable} dimensions are rated, so there is no band yet. Missing: {names}.",
        "Vorläufig: {rated} von {applicable} Dimensionen sind bewertet, noch ohne Gesamtstufe. Es fehlen: {names}.",
        "Provisoire : {rated} dimensions sur {applicable} sont évaluées, sans palier encore. Il manque : {names}.",
        "Provisional: {rated} de {applicable} dimensiones están evaluadas, aún sin tramo. Faltan: {names}.",
    ),
    "withdrawn": (
        "An answer was withdrawn with the person who gave it: {names}.",
        "Eine Antwort wurde mit der Person zurückgezogen, die sie gab: {names}.",
        "Une réponse a été retirée avec la personne qui l’avait donnée : {names}.",
        "Una respuesta se retiró con la persona que la dio: {names}.",
    ),
    "under_way": (
        "Provisional: the assessment is not closed, so answers may still change.",
        "Vorläufig: Die Bewertung ist nicht abgeschlossen, Antworten können sich noch ändern.",
        "Provisoire : l’évaluation n’est pas close, des réponses peuvent encore changer.",
        "Provisional: la evaluación no está cerrada, las respuestas aún pueden cambiar.",
    ),
    "held_back": (
        "Holding back level {level}: {names}",
        "Was Stufe {level} noch zurückhält: {names}",
        "Ce qui retient le niveau {level} : {names}",
        "Lo que frena el nivel {level}: {names}",
    ),
    "given": (
        "Evidence was given for {given} of {rated} dimensions.",
        "Belege liegen für {given} von {rated} Dimensionen vor.",
        "Des preuves ont été données pour {given} dimensions sur {rated}.",
        "Se dieron pruebas para {given} de {rated} dimensiones.",
    ),
    "evidenced": (
        "As far as evidence backs it: {figure}.",
        "So weit belegt: {figure}.",
        "Dans la mesure des preuves : {figure}.",
        "Hasta donde lo respaldan las pruebas: {figure}.",
    ),
    "median": (
        "The median of {count} other subjects is {figure}.",
        "Der Median von {count} anderen ist {figure}.",
        "La médiane de {count} autres est {figure}.",
        "La mediana de otros {count} es {figure}.",
    ),
    # The dimensions.
    "dimensions": ("Dimensions", "Dimensionen", "Dimensions", "Dimensiones"),
    "dimension": ("Dimension", "Dimension", "Dimension", "Dimensión"),
    "level": ("Level", "Stufe", "Niveau", "Nivel"),
    "today": ("Today", "Heute", "Aujourd’hui", "Hoy"),
    "next_level": ("The next level", "Die nächste Stufe", "Le niveau suivant", "El siguiente nivel"),
    "at": ("Level {level}", "Stufe {level}", "Niveau {level}", "Nivel {level}"),
    "between": (
        "between {low} and {high}",
        "zwischen {low} und {high}",
        "entre {low} et {high}",
        "entre {low} y {high}",
    ),
    "top": ("The top of the scale", "Die oberste Stufe", "Le plus haut niveau", "El nivel más alto"),
    "target": ("target {level}", "Ziel {level}", "cible {level}", "objetivo {level}"),
    "aim_line": ("target", "Ziel", "cible", "objetivo"),
    "before": ("last time, {day}", "zuletzt, {day}", "la dernière fois, {day}", "la última vez, {day}"),
    "targets": (
        "The target is level {level} in every dimension.",
        "Das Ziel ist in jeder Dimension Stufe {level}.",
        "La cible est le niveau {level} dans chaque dimension.",
        "El objetivo es el nivel {level} en cada dimensión.",
    ),
    "rose": ("up {far}", "{far} höher", "+{far}", "{far} más"),
    "fell": ("down {far}", "{far} niedriger", "-{far}", "{far} menos"),
    "unexplained": ("unexplained", "nicht erklärt", "inexpliqué", "sin explicar"),
    "evidenced_level": ("evidenced {level}", "belegt {level}", "étayé {level}", "respaldado {level}"),
    "median_level": ("others {level}", "andere {level}", "autres {level}", "otros {level}"),
    "split": ("split", "uneinig", "avis partagés", "sin acuerdo"),
    "not_applicable": ("Not applicable", "Nicht anwendbar", "Sans objet", "No aplicable"),
    "not_rated": ("Not rated", "Nicht bewertet", "Non évalué", "Sin evaluar"),
    "gaps": ("Next steps", "Nächste Schritte", "Prochaines étapes", "Siguientes pasos"),
    "aim": ("Level → target", "Stufe → Ziel", "Niveau → cible", "Nivel → objetivo"),
    "step": ("What to do", "Was zu tun ist", "Que faire", "Qué hacer"),
    "no_gaps": (
        "Every rated dimension has reached its target.",
        "Jede bewertete Dimension hat ihr Ziel erreicht.",
        "Chaque dimension évaluée a atteint sa cible.",
        "Cada dimensión evaluada ha alcanzado su objetivo.",
    ),
    # What shows it.
    "evidence": ("What shows it", "Was es zeigt", "Ce qui le montre", "Lo que lo muestra"),
    "nothing": (
        "Nothing was given to show it: {names}.",
        "Ohne Beleg: {names}.",
        "Sans preuve : {names}.",
        "Sin pruebas: {names}.",
    ),
    "note": ("Note", "Notiz", "Note", "Nota"),
    "narrative": ("The gap", "Die Lücke", "L’écart", "La brecha"),
    "by_model": (
        "drafted by {model}, checked by code",
        "entworfen von {model}, vom Programm geprüft",
        "rédigé par {model}, vérifié par le programme",
        "redactado por {model}, revisado por el programa",
    ),
    "a_model": ("a language model", "einem Sprachmodell", "un modèle de langue", "un modelo de lenguaje"),
    "built": (
        "built from the framework and the answers",
        "aus dem Rahmenwerk und den Antworten zusammengesetzt",
        "composé à partir du référentiel et des réponses",
        "compuesto a partir del marco y de las respuestas",
    ),
    "accepted": (
        "accepted by {who}, {day}",
        "angenommen von {who}, {day}",
        "accepté par {who}, {day}",
        "aceptado por {who}, {day}",
    ),
    "stale": (
        "Left out, since answers have changed after it was accepted: {names}.",
        "Weggelassen, weil sich Antworten danach geändert haben: {names}.",
        "Laissé de côté, car des réponses ont changé depuis : {names}.",
        "Se omite, porque las respuestas cambiaron después: {names}.",
    ),
    # The plan.
    "plan": ("Plan", "Plan", "Plan", "Plan"),
    "plan_days": (
        "Accepted on {first}; its 90 days end on {last}.",
        "Angenommen am {first}; seine 90 Tage enden am {last}.",
        "Accepté le {first} ; ses 90 jours se terminent le {last}.",
        "Aceptado el {first}; sus 90 días terminan el {last}.",
    ),
    "action": ("Action", "Maßnahme", "Action", "Acción"),
    "owner": ("Owner", "Verantwortlich", "Responsable", "Responsable"),
    "due": ("Due", "Fällig", "Échéance", "Fecha"),
    "state": ("State", "Stand", "État", "Estado"),
    "measure": ("Measure: {text}", "Woran man es sieht: {text}", "Mesure : {text}", "Medida: {text}"),
    "on track": ("on track", "läuft", "en bonne voie", "en marcha"),
    "stuck": ("stuck", "hängt", "bloquée", "atascada"),
    "done": ("done", "erledigt", "terminée", "hecha"),
    "dropped": ("dropped", "aufgegeben", "abandonnée", "abandonada"),
    "without an update": ("without an update", "ohne Rückmeldung", "sans nouvelles", "sin noticias"),
    "was_due": ("was {days}", "vorher {days}", "avant {days}", "antes {days}"),
    "overdue": ("overdue", "überfällig", "en retard", "vencida"),
    # Over time.
    "trend": ("Over time", "Im Verlauf", "Dans le temps", "A lo largo del tiempo"),
    "overall": ("Overall", "Gesamt", "Ensemble", "Total"),
    "breaks": (
        "The overall figure of {day} does not compare with the one before: the wording or what was rated has changed.",
        "Der Gesamtwert vom {day} ist mit dem davor nicht vergleichbar: Wortlaut oder Umfang haben sich geändert.",
        "La valeur d’ensemble du {day} ne se compare pas à la précédente : le libellé ou l’étendue a changé.",
        "La cifra total del {day} no se compara con la anterior: cambió el texto o lo que se evaluó.",
    ),
    # The picture of a line: what stands in it, and the same in words.
    "assessments": ("{count} assessments", "{count} Bewertungen", "{count} évaluations", "{count} evaluaciones"),
    "no_figure": ("not rated yet", "noch nicht bewertet", "pas encore évalué", "todavía sin evaluar"),
    "so_far": (
        "provisional, {rated} of {applicable} rated",
        "vorläufig, {rated} von {applicable} bewertet",
        "provisoire, {rated} sur {applicable} évaluées",
        "provisional, {rated} de {applicable} evaluadas",
    ),
    "line_level": ("level", "Stufe", "niveau", "nivel"),
    "line_apart": (
        "not comparable with before",
        "nicht vergleichbar mit davor",
        "non comparable avec avant",
        "no comparable con antes",
    ),
    "line_done": ("action finished", "Maßnahme erledigt", "action terminée", "acción hecha"),
    "line_of": (
        "{subject}, {title} over time.",
        "{subject}, {title} im Verlauf.",
        "{subject}, {title} dans le temps.",
        "{subject}, {title} a lo largo del tiempo.",
    ),
    "not_like_before": (
        "not comparable with the one before",
        "nicht vergleichbar mit der davor",
        "non comparable avec la précédente",
        "no comparable con la anterior",
    ),
    "line_target": ("Target {figure}.", "Ziel {figure}.", "Cible {figure}.", "Objetivo {figure}."),
    "one_done": (
        "One action was finished in between.",
        "Eine Maßnahme wurde dazwischen erledigt.",
        "Une action a été terminée entre-temps.",
        "Entretanto se terminó una acción.",
    ),
    "some_done": (
        "{count} actions were finished in between.",
        "{count} Maßnahmen wurden dazwischen erledigt.",
        "{count} actions ont été terminées entre-temps.",
        "Entretanto se terminaron {count} acciones.",
    ),
    "no_level": ("no level", "keine Stufe", "pas de niveau", "sin nivel"),
    "not_there": ("not there", "nicht dabei", "absente", "no estaba"),
    "gone": ("gone", "nicht mehr dabei", "disparue", "ya no está"),
    "not_comparable": ("not comparable", "nicht vergleichbar", "non comparable", "no comparable"),
    "metrics": ("Metrics", "Kennzahlen", "Indicateurs", "Métricas"),
    "metric": ("Metric", "Kennzahl", "Indicateur", "Métrica"),
    "value": ("Value", "Wert", "Valeur", "Valor"),
    "as_of": ("On", "Am", "Le", "El"),
    "earlier": ("Before", "Davor", "Avant", "Antes"),
    "aimed": ("Target", "Ziel", "Cible", "Objetivo"),
    "against": (
        "In the same time these went the other way than the overall figure: {names}. The figures do not say why.",
        "In derselben Zeit gegenläufig zum Gesamtwert: {names}. Die Zahlen sagen nicht, warum.",
        "Dans le même temps, à l’inverse de l’ensemble : {names}. Les chiffres ne disent pas pourquoi.",
        "Al mismo tiempo, al contrario que el total: {names}. Las cifras no dicen por qué.",
    ),
    # How the levels of a team are spread.
    "spread_title": (
        "How the levels are spread",
        "Wie die Stufen verteilt sind",
        "Comment les niveaux se répartissent",
        "Cómo se reparten los niveles",
    ),
    "spread_rule": (
        "Each rated alone. “3 × 4” means: three people chose level 4. Nothing is shown of fewer than three.",
        "Alle haben für sich bewertet. „3 × 4“: drei wählten Stufe 4. Von weniger als drei wird nichts gezeigt.",
        "Chacun a évalué seul. « 3 × 4 » : trois ont choisi le niveau 4. Rien n’est montré de moins de trois.",
        "Cada cual evaluó a solas. «3 × 4»: tres eligieron el nivel 4. No se muestra nada de menos de tres.",
    ),
    "first_round": ("First round", "Erste Runde", "Premier tour", "Primera ronda"),
    "second_round": ("Second round", "Zweite Runde", "Second tour", "Segunda ronda"),
    "agreed": ("Agreed level", "Vereinbarte Stufe", "Niveau convenu", "Nivel acordado"),
    "agreed_by": (
        "recorded by {who}, {day}",
        "festgehalten von {who}, {day}",
        "noté par {who}, {day}",
        "anotado por {who}, {day}",
    ),
    "spread": ("Spread", "Spannweite", "Écart", "Amplitud"),
    "too_few": (
        "Fewer than three rated it, so nothing of it is shown.",
        "Weniger als drei haben bewertet, daher wird nichts davon gezeigt.",
        "Moins de trois l’ont évalué : rien n’en est montré.",
        "Menos de tres la evaluaron: no se muestra nada.",
    ),
    "late": (
        "Late, counted apart: {levels}",
        "Verspätet, getrennt gezählt: {levels}",
        "En retard, comptés à part : {levels}",
        "Tarde, contados aparte: {levels}",
    ),
    "spread_of": (
        "How the levels of {count} people are spread",
        "Wie die Stufen von {count} Personen verteilt sind",
        "Comment se répartissent les niveaux de {count} personnes",
        "Cómo se reparten los niveles de {count} personas",
    ),
    "spread_small": (
        "spread {spread} · {raters} rated",
        "Spannweite {spread} · {raters} bewerteten",
        "écart {spread} · {raters} réponses",
        "amplitud {spread} · {raters} respuestas",
    ),
    "few_rated": (
        "fewer than three rated it",
        "weniger als drei bewerteten es",
        "moins de trois l’ont évalué",
        "menos de tres la evaluaron",
    ),
    "chose_level": ("{count} at {level}", "{count} auf {level}", "{count} au niveau {level}", "{count} en el {level}"),
    "mean_of": ("mean {value}", "Mittelwert {value}", "moyenne {value}", "media {value}"),
    "mean": ("mean", "Mittelwert", "moyenne", "media"),
    "people": ("people", "Personen", "personnes", "personas"),
    "people_last": (
        "people, last round",
        "Personen, letzte Runde",
        "personnes, dernier tour",
        "personas, última ronda",
    ),
    "people_before": (
        "people, round before",
        "Personen, Runde davor",
        "personnes, tour précédent",
        "personas, ronda anterior",
    ),
    "all_others": ("all others", "alle anderen", "tous les autres", "todos los demás"),
    "role_gap": (
        "Where groups differ most",
        "Wo Gruppen am weitesten auseinanderliegen",
        "Là où les groupes diffèrent le plus",
        "Donde más difieren los grupos",
    ),
    "dissent": ("Seen otherwise", "Anders gesehen", "Avis contraire", "Otra opinión"),
    # How it was scored.
    "rules": ("How it was scored", "Wie gerechnet wurde", "Comment cela a été calculé", "Cómo se calculó"),
    "rule_people": (
        "People chose each level against the descriptors of the framework. No language model scored anything.",
        "Menschen haben jede Stufe anhand der Beschreibungen gewählt. Kein Sprachmodell hat etwas bewertet.",
        "Des personnes ont choisi chaque niveau d’après les descriptions. Aucun modèle de langue n’a noté.",
        "Las personas eligieron cada nivel según las descripciones. Ningún modelo de lenguaje puntuó nada.",
    ),
    "rule_several": (
        "Where several people rated, the level they agreed on counts, else the mean of their last ratings.",
        "Wo mehrere bewertet haben, gilt die vereinbarte Stufe, sonst das Mittel ihrer letzten Bewertungen.",
        "Si plusieurs ont évalué, le niveau convenu compte, sinon la moyenne de leurs dernières notes.",
        "Si varias personas evaluaron, cuenta el nivel acordado o, si no, la media de sus últimas notas.",
    ),
    "rule_mean": (
        "The overall figure is the mean of the rated dimensions to one decimal; a half is rounded up.",
        "Der Gesamtwert ist das Mittel der bewerteten Dimensionen auf eine Stelle; eine Hälfte wird aufgerundet.",
        "La valeur d’ensemble est la moyenne des dimensions évaluées à une décimale ; un demi monte.",
        "La cifra total es la media de las dimensiones evaluadas con un decimal; la mitad sube.",
    ),
    "rule_weighted": (
        "The mean and the order of the gaps are weighted: {weights}.",
        "Das Mittel und die Reihenfolge der Lücken sind gewichtet: {weights}.",
        "La moyenne et l’ordre des écarts sont pondérés : {weights}.",
        "La media y el orden de las brechas están ponderados: {weights}.",
    ),
    "rule_ranked": (
        "The order of the gaps is weighted: {weights}.",
        "Die Reihenfolge der Lücken ist gewichtet: {weights}.",
        "L’ordre des écarts est pondéré : {weights}.",
        "El orden de las brechas está ponderado: {weights}.",
    ),
    "rule_sum": (
        "The overall figure is the sum of the rated dimensions as a whole number; a half is rounded up.",
        "Der Gesamtwert ist die Summe der bewerteten Dimensionen als ganze Zahl; eine Hälfte wird aufgerundet.",
        "La valeur d’ensemble est la somme des dimensions évaluées en nombre entier ; un demi monte.",
        "La cifra total es la suma de las dimensiones evaluadas en números enteros; la mitad sube.",
    ),
    "rule_projected": (
        "Dimensions that do not apply are made up for: their mean times the number of all dimensions (projected).",
        "Nicht anwendbare Dimensionen werden ergänzt: das Mittel mal die Zahl aller Dimensionen (hochgerechnet).",
        "Les dimensions sans objet sont compensées : la moyenne fois le nombre de toutes les dimensions (projeté).",
        "Las dimensiones no aplicables se compensan: la media por el número de todas las dimensiones (proyectado).",
    ),
    "shown_as": ("shown as {figure}", "gezeigt als {figure}", "affiché {figure}", "se muestra {figure}"),
    "working": ("Here: {sum}", "Hier: {sum}", "Ici : {sum}", "Aquí: {sum}"),
    "rule_evidence": (
        "From level {level} up something should show it. Without that, the evidenced figure counts level {below}.",
        "Ab Stufe {level} soll etwas sie belegen. Ohne Beleg zählt der belegte Wert Stufe {below}.",
        "À partir du niveau {level}, il faut une preuve. Sans elle, la valeur étayée compte le niveau {below}.",
        "Desde el nivel {level} hace falta una prueba. Sin ella, la cifra respaldada cuenta el nivel {below}.",
    ),
    "rule_left_out": (
        "Not applicable, and left out of the figure: {names}.",
        "Nicht anwendbar und nicht im Wert enthalten: {names}.",
        "Sans objet, et non comptées dans la valeur : {names}.",
        "No aplicables, y fuera de la cifra: {names}.",
    ),
    "rule_gaps": (
        "A gap is the target minus the value. The largest gap times weight comes first, then the lower value.",
        "Eine Lücke ist Ziel minus Wert. Zuerst kommt die größte Lücke mal Gewicht, dann der niedrigere Wert.",
        "Un écart est la cible moins la valeur. D’abord le plus grand écart pondéré, puis la valeur la plus basse.",
        "Una brecha es el objetivo menos el valor. Primero la mayor brecha ponderada, luego el valor más bajo.",
    ),
    "rule_change": (
        "A change is shown where the wording is the same both times.",
        "Eine Änderung steht da, wo der Wortlaut beide Male gleich ist.",
        "Un changement est montré là où le libellé est le même les deux fois.",
        "Un cambio se muestra donde el texto es el mismo las dos veces.",
    ),
    "rule_unexplained": (
        "It is unexplained where a whole level or more moved without new evidence or a finished action.",
        "Nicht erklärt heißt: eine ganze Stufe oder mehr ohne neuen Beleg und ohne erledigte Maßnahme.",
        "Inexpliqué veut dire : un niveau entier ou plus sans nouvelle preuve ni action terminée.",
        "Sin explicar quiere decir: un nivel entero o más sin nuevas pruebas ni acciones hechas.",
    ),
    "bands": ("Bands", "Gesamtstufen", "Paliers", "Tramos"),
    "band": ("Band", "Gesamtstufe", "Palier", "Tramo"),
    "range": ("From – to", "Von – bis", "De – à", "De – a"),
    "meaning": ("What it means", "Was sie bedeutet", "Ce que cela veut dire", "Qué significa"),
    "source": ("About this report", "Zu diesem Bericht", "À propos de ce rapport", "Sobre este informe"),
    "version": ("version", "Version", "version", "versión"),
    "digest": ("SHA-256 of the framework", "SHA-256 des Rahmenwerks", "SHA-256 du référentiel", "SHA-256 del marco"),
    "id": ("Assessment", "Bewertung", "Évaluation", "Evaluación"),
    "made": ("Report made", "Bericht erstellt", "Rapport établi", "Informe generado"),
    "by": (
        "Made by cxbot. The same answers always give the same figures.",
        "Erstellt von cxbot. Dieselben Antworten ergeben immer dieselben Werte.",
        "Établi par cxbot. Les mêmes réponses donnent toujours les mêmes valeurs.",
        "Generado por cxbot. Las mismas respuestas dan siempre las mismas cifras.",
    ),
    # Beside the file in Slack.
    "sent": (
        "The report on {subject} that you asked for.",
        "Der gewünschte Bericht zu {subject}.",
        "Le rapport demandé sur {subject}.",
        "El informe que pediste sobre {subject}.",
    ),
    "sent_page": (
        "Download it and open it in a browser, where it prints well.",
        "Zum Lesen und Drucken herunterladen und im Browser öffnen.",
        "À télécharger et à ouvrir dans un navigateur, où il s’imprime bien.",
        "Descárgalo y ábrelo en un navegador, donde se imprime bien.",
    ),
    # Dates.
    "months": MONTH_NAMES,
    "short_months": (
        "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
        "Jan. Feb. März Apr. Mai Juni Juli Aug. Sep. Okt. Nov. Dez.",
        "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.",
        "ene. feb. mar. abr. may. jun. jul. ago. sep. oct. nov. dic.",
    ),
    "short_day": ("{day} {month}", "{day}. {month}", "{day} {month}", "{day} {month}"),
    "day": ("{day} {month} {year}", "{day}. {month} {year}", "{day} {month} {year}", "{day} de {month} de {year}"),
}
WORDS = OWN_WORDS | SYNOPSIS_WORDS


class Wording:
    """Words, figures and days in one language."""

    def __init__(self, language: str) -> None:
        self.language = language if language in CODES else DEFAULT
        self._place = CODES.index(self.language)
        self.comma = language_of(self.language).comma
        self.marks = language_of(self.language).marks

    def __call__(self, key: str, **values: object) -> str:
        """Return words with their places filled, in one pass: a brace in a value stays a brace."""
        return WORDS[key][self._place].format(**values)

    def day(self, moment: date) -> str:
        """Write a day as people write it: ``22 November 2026``."""
        month = self("months").split()[moment.month - 1]
        first = "1er" if self.language == "fr" and moment.day == 1 else moment.day
        return self("day", day=first, month=month, year=moment.year)

    def short_day(self, moment: date) -> str:
        """Write a day without its year: ``22 Nov``."""
        return self("short_day", day=moment.day, month=self("short_months").split()[moment.month - 1])

    def figure(self, figure: Fraction, aggregate: Aggregate = "mean") -> str:
        """Write an overall figure."""
        return self.shown(format_figure(figure, aggregate))

    def level(self, value: Fraction) -> str:
        """Write the value of a dimension."""
        return self.shown(format_level(value))

    def number(self, value: Fraction) -> str:
        """Write a number to two places at most, a half rounded up."""
        whole, rest = divmod(int(round_half_up(value, 2) * 100), 100)
        return self.shown(f"{whole}.{rest:02d}".rstrip("0").rstrip("."))

    def shown(self, figure: str) -> str:
        """Write a figure that is in words already with the language's decimal sign."""
        return figure.replace(".", ",") if self.comma else figure


ENGLISH = Wording(DEFAULT)
