"""The answers that tests stand on: what was typed, and what it is read as at root-cause analysis on the scale 1-5."""
# ruff: noqa: RUF001 - people type dashes, quotation marks and digits of every kind

from collections.abc import Iterator, Mapping

from bot.core.conversation.reading import (
    Ambiguous,
    Correction,
    Inapplicable,
    OffScale,
    Rated,
    Reading,
    Signal,
    Unknown,
    Words,
)
from bot.core.team import Evidence

# In these tables "|" stands between the answers that are read alike.
ASKED_AGAIN: Mapping[tuple[int, ...], str] = {
    (1,): ("0.5|one of our teams does|n/a or 1"),
    (1, 2, 3, 4, 5): ("1-5|1 to 5"),
    (2, 3): ("2-3|2–3|2 - 3|3-2|3-|we went from 2 to 3|was 2, now 3|it used to be 2 but now 3|can't be more than 2"),
    (2, 3, 4): ("from 2 to 4|between 2 and 4"),
    (3,): (
        "3 or 7|3/10|3 of 4|3 out of 10|3?|3??|level 3?|3, right?|is it a 3?|3 3 3|about 3|around a 3|3ish|3-ish|~3|"
        "≈3|~3~|+3|at least 3|a strong 3|a low 3|maybe 3|maybe a 3|probably 3|I guess 3|3 maybe|3 🤷|"
        "3 :thinking_face:|3, or so|3, maybe|3, more or less|3, not sure|our process is defined|"
        "3 dashboards updated weekly|3 we map journeys|3 of 5 teams do this|3-tier support model|"
        "level 3 is what we reached last year|we are a 3 in stores|Ⅲ|③|03|:3|don't know, maybe 3|3/5 teams|"
        "how about 3?|3 (out of 10)|3, out of 10|3 (on a scale of 1 to 10)|3, no|3. Not yet|3, at best|"
        "3 as a minimum|3, n/a|3, skip|no 3|3, just kidding|Dana, is 3 right?|a3"
    ),
    (3, 4): (
        "3 or 4|3 or maybe 4|either 3 or 4|4 or 3|three or four|3->4|3 -> 4|3 → 4|3 to 4|between 3 and 4|"
        "somewhere between three and four|3.5|3.5/5|3½|3 and a half|3/4|3 / 4|3, 4|3,4|3 4|3; 4|3\n4|3+|>3|over 3|"
        "almost 4|almost a 4|not quite 4|not yet a 4|we are almost at 4|3 but almost 4|3 (maybe 4)|3, maybe 4|"
        "3, maybe a 4|3, perhaps level 4|3, or 4|3, actually 4|3, no wait, 4|3, sorry 4|3 - 4|"
        "3, we think, or maybe a 4|3. 4 for stores|3, 4 next year|3 today, 4 next year|4 next year, 3 today|"
        "3 - Managed|Defined, 4|Defined or Managed|somewhat defined and partly managed|3️⃣4️⃣|not sure if 3 or 4|"
        "3 no 4|3; change that to 4|3/5 or 4/5|make it 3 or 4"
    ),
    (3, 4, 5): "3,5",
    (1, 3): ("1) Journeys: 3|1. journeys 3|1) 3"),
    (4,): ("Managed by the support team|not 3 but 4|not defined, maybe a 4|n/a for stores, 4 online"),
    (5,): "5.5",
}

NO_LEVEL = (
    "we had 3 outages in 2025|not 3|not a 3|2025|2025, the year we began|1e3|3%|3 %|$3|€3|3pm|3rd|3k|3:30|3/5/2025|"
    "2026-03-05|3/4/5|1.2.3|v3|Q3|½|12 dashboards|7 dashboards|we have two teams|closes within 3 days|"
    "there is 1 owner for it|it takes 4 weeks on average|we map journeys every quarter|stop the line process exists|"
    "help desk agents tag each ticket|status calls happen weekly|back office does it|skip level meetings exist|"
    "pause buttons exist|why do I bother|no process at all|yes we do that|not applicable yet|NA region has no data|"
    "n/a?|not sure what this means|I don't know the details of it|change management is weak|"
    "change to new tooling is planned|fix the tickets first|correct and complete data|make it better|"
    "see https://wiki.example.com/journeys/3|level|it isn't defined"
)

CLEAR: Mapping[int, str] = {
    1: "1",
    3: (
        "3|3.|3!|3...|3.0|3/5|3 / 5|3.0/5|3 of 5|3 out of 5|three out of five|level 3|Level: 3|lvl 3|lvl3|L3|"
        'stage 3|score: 3|rating = 3|#3|(3)|[3]|"3"|*3*|`3`|> 3|3️⃣|:three:|３|３／５|٣|𝟑|three|THREE|3 👍|a 3|'
        "I'd say 3|I’d say a 3|I would say level three|I think 3|I think we are at 3|we're at 3|it's a 3|ok, 3|"
        "my answer is 3|3 I think|3 for us|3 for now, please|defined|Defined.|Defined (3)|3 Defined|3 - Defined|"
        "level 3 (Defined)"
    ),
    4: "4, I think|4, yes|4, leave it as claimed",
    5: ("5|Optimized"),
}

# Answer, level, and the words that stand beside it as evidence.
CLEAR_WITH_WORDS = [
    ("4, and nothing is left to chance", 4, "and nothing is left to chance"),
    ("3 (out of 5), it holds", 3, "it holds"),
    ("1. Nothing is mapped since 2021", 1, "Nothing is mapped since 2021"),
    ("Defined: causes have owners", 3, "causes have owners"),
    ("3 - Defined: causes have owners", 3, "causes have owners"),
    ("3: defined owners exist", 3, "defined owners exist"),
    ("2, we fix tickets but not causes", 2, "we fix tickets but not causes"),
    ("three, because we map journeys every quarter", 3, "because we map journeys every quarter"),
    ("3, because we map journeys every 4 weeks", 3, "because we map journeys every 4 weeks"),
    ("3 because 2 teams map journeys", 3, "because 2 teams map journeys"),
    ("3 - because it holds", 3, "because it holds"),
    ("3 – it holds", 3, "it holds"),
    ("3—it holds", 3, "it holds"),
    ("3; it holds", 3, "it holds"),
    ("3: it holds", 3, "it holds"),
    ("3) it holds", 3, "it holds"),
    ("3. It holds", 3, "It holds"),
    ("3\nit holds", 3, "it holds"),
    ("3\n\n- it holds\n- it lasts", 3, "- it holds - it lasts"),
    ("3 (it holds)", 3, "it holds"),
    ("3 since 2023", 3, "since 2023"),
    ("3 as we map journeys", 3, "as we map journeys"),
    ("3/5, it holds", 3, "it holds"),
    ("level 2: tickets are fixed", 2, "tickets are fixed"),
    ("3 for us, because it holds", 3, "because it holds"),
    ("3, in 3 of 5 stores", 3, "in 3 of 5 stores"),
    ("3, with 4 dashboards", 3, "with 4 dashboards"),
    ("3, up from 2 last year", 3, "up from 2 last year"),
    ("3, not 4", 3, "not 4"),
    ("3 (was 2)", 3, "was 2"),
    ("3, we have owners; 4 teams use it", 3, "we have owners; 4 teams use it"),
    ("*3*, because *we* map journeys", 3, "because *we* map journeys"),
    ('"3, we map journeys"', 3, "we map journeys"),
    ("3, größer & “besser”", 3, "größer & “besser”"),
]

OFF_THE_SCALE = [
    ("7", "7", ""),
    ("0", "0", ""),
    ("0, three teams", "0", "three teams"),
    ("0,three teams", "0", "three teams"),
    ("-1", "-1", ""),
    ("−1", "−1", ""),
    ("33", "33", ""),
    ("100", "100", ""),
    ("6/5", "6/5", ""),
    ("0/5", "0/5", ""),
    ("7/10", "7/10", ""),
    ("level 9", "9", ""),
    ("ten", "ten", ""),
    ("zero", "zero", ""),
    ("🔟", "🔟", ""),
    ("I'd say 7", "7", ""),
    ("7, we are far beyond it", "7", "we are far beyond it"),
    ("7.5", "7.5", ""),
    ("7-8", "7-8", ""),
    ("7 or 8", "7 or 8", ""),
]

SAYING: Mapping[Reading, str] = {
    Signal.EMPTY: ("|   |...|\u200b|🎉"),
    Inapplicable(): ("n/a|N/A.|na|n.a.|not applicable|does not apply to us"),
    Inapplicable("we have no stores"): ("n/a - we have no stores|n/a we have no stores"),
    Inapplicable("no stores"): (
        "n/a, no stores|n/a (no stores)|not applicable: no stores|this doesn’t apply, no stores"
    ),
    Inapplicable("because we have none"): "does not apply because we have none",
    Unknown(): (
        "don't know|Don’t know.|dont know|I don't know|we really don't know yet|dunno|idk|no idea|not sure|unknown|"
        "can't say|🤷|🤷🏽\u200d♀️|:shrug:"
    ),
    Unknown("sorry"): "I have no idea, sorry",
    Unknown("ask Tom"): "don't know, ask Tom",
    Signal.BACK: ("back|Back!|go back please|previous|undo"),
    Signal.SKIP: ("skip|*Skip*|skip this one|later|pass|next"),
    Signal.WHY: (
        "why|why?|explain|descriptors|what does level 3 mean?|what counts as 3?|what is the difference between 3 and 4?"
    ),
    Signal.HELP: ("help|please help|?|???|commands"),
    Signal.STATUS: ("status|progress|where are we?"),
    Signal.PAUSE: ("pause|Can we pause?|break"),
    Signal.RESUME: ("resume|continue|go on"),
    Signal.STOP: ("stop|STOP|stóp|cancel|quit"),
    Signal.YES: ("yes|y|ok 🙂|sure|👍🏽|:+1:"),
    Signal.NO: ("no|n|nope|none|no thanks|leave it as claimed"),
    Signal.CHAT: (
        "@Dana what do you think|@U123 3|<@U123> have a look|who owns this?|is the year 2025 included?|"
        "do you mean all teams?"
    ),
}

ROOT, GOVERNANCE = ("root-cause-analysis",), ("cross-functional-governance",)
CHANGES = [
    ("change 2 to 4", Correction(ROOT, "2", Rated(4))),
    ("Change #2 to 4", Correction(ROOT, "#2", Rated(4))),
    ("edit question 2 to level 4", Correction(ROOT, "question 2", Rated(4))),
    ("change two to four", Correction(ROOT, "two", Rated(4))),
    ("change 2 from 3 to 4", Correction(ROOT, "2 from 3", Rated(4))),
    ("change 2 -> 4", Correction(ROOT, "2", Rated(4))),
    ("change 2: 4", Correction(ROOT, "2", Rated(4))),
    ("change 2", Correction(ROOT, "2")),
    ("please correct 2", Correction(ROOT, "2")),
    ("change root cause", Correction(ROOT, "root cause")),
    ("change Root-Cause Analysis to defined", Correction(ROOT, "Root-Cause Analysis", Rated(3))),
    ("fix rca to 3", Correction(ROOT, "rca", Rated(3))),
    ("change the governance score to 2", Correction(GOVERNANCE, "the governance score", Rated(2))),
    (
        "change root cause to 4, new process",
        Correction(ROOT, "root cause", Rated(4, (Evidence("words", "new process"),))),
    ),
    ("change 2 to n/a, no stores", Correction(ROOT, "2", Inapplicable("no stores"))),
    ("change 2 to don't know", Correction(ROOT, "2", Unknown())),
    ("change 2 to 3 or 4", Correction(ROOT, "2", None)),
    ("change 2 to 9", Correction(ROOT, "2", None)),
    ("change 1 and 3", Correction(("journey-visibility-feedback", "experimentation-iteration"), "1 and 3")),
    ("change 9 to 4", Correction((), "9", Rated(4))),
    ("change 0", Correction((), "0")),
    ("change logistics to 4", Correction((), "logistics", Rated(4))),
    ("change", Correction(())),
    ("change my answer", Correction((), "my answer")),
    ("change q2 to 4", Correction(ROOT, "q2", Rated(4))),
    ("change 2 to 4 and 3 to 5", Correction(ROOT, "2", None)),
    ("change to 4", Correction(ROOT, "", Rated(4))),
    ("make it 4", Correction(ROOT, "", Rated(4))),
    ("change it to n/a", Correction(ROOT, "it", Inapplicable())),
]


def rows() -> Iterator[tuple[str, str, Reading]]:
    """Give each row as (sentence, text, reading), without the words that stay with an answer that is asked again."""
    for levels, texts in ASKED_AGAIN.items():
        yield from ((f"{text!r} is asked again with {levels}", text, Ambiguous(levels)) for text in texts.split("|"))
    yield from ((f"{text!r} holds no level", text, Words(text)) for text in NO_LEVEL.split("|"))
    for level, texts in CLEAR.items():
        yield from ((f"{text!r} is a clear {level}", text, Rated(level)) for text in texts.split("|"))
    for text, level, words in CLEAR_WITH_WORDS:
        yield f"{text!r} is a clear {level} shown by {words!r}", text, Rated(level, (Evidence("words", words),))
    for text, said, words in OFF_THE_SCALE:
        yield f"{text!r} is off the scale", text, OffScale(said, words)
    for reading, texts in SAYING.items():
        yield from ((f"{text!r} is read as {reading}", text, reading) for text in texts.split("|"))
    for text, change in CHANGES:
        yield f"{text!r} is read as {change}", text, change


ROWS = list(rows())
