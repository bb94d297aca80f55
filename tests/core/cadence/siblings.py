"""Ways to type a rule that are near to one another, kind by kind: what each is read as, or what is asked.

Read ones have their steps and their first moments in Berlin; a question begins with ``?`` and names a part of it.
"""

from collections.abc import Mapping

WEDNESDAY = "2026-11-25"
SUNDAY = "2026-11-22"

NOON = {
    "monthly on the 15th 12 noon": "1 month: 2026-12-15 12:00, 2027-01-15 12:00",
    "monthly on the 15th, noon": "1 month: 2026-12-15 12:00, 2027-01-15 12:00",
    "12 midnight every Friday": "1 week: 2026-11-27 00:00, 2026-12-04 00:00",
    "every Friday midnight": "1 week: 2026-11-27 00:00, 2026-12-04 00:00",
    "every Friday 12:00 noon": "1 week: 2026-11-27 12:00, 2026-12-04 12:00",
    "every Friday at 12 midday": "1 week: 2026-11-27 12:00, 2026-12-04 12:00",
    "every Friday mid-day": "1 week: 2026-11-27 12:00, 2026-12-04 12:00",
    "every Friday at 12 o'clock noon": "1 week: 2026-11-27 12:00, 2026-12-04 12:00",
    "every Friday at twelve noon": "1 week: 2026-11-27 12:00, 2026-12-04 12:00",
    "every Friday at 12 at night": "1 week: 2026-11-27 00:00, 2026-12-04 00:00",
    "every Friday at 12:30 in the afternoon": "1 week: 2026-11-27 12:30, 2026-12-04 12:30",
    "every Friday 12h": "1 week: 2026-11-27 12:00, 2026-12-04 12:00",
    "every Friday 11 noon": "?not understood",
    "every Friday at noon and midnight": "?several times",
}

DATES = {
    "every 2 weeks from 2026/12/25": "2 week: 2026-12-25 09:30, 2027-01-08 09:30",
    "every 2 weeks from 2026.12.25": "2 week: 2026-12-25 09:30, 2027-01-08 09:30",
    "every 2 weeks from 2026.12.25.": "2 week: 2026-12-25 09:30, 2027-01-08 09:30",
    "every 2 weeks starting 2027/1/4": "2 week: 2027-01-04 09:30, 2027-01-18 09:30",
    "every year on 2026/12/25": "12 month: 2026-12-25 09:30, 2027-12-27 09:30",
    "2026/12/25 12:00 every year": "12 month: 2026-12-25 12:00, 2027-12-27 12:00",
    "every 2 weeks from Friday 2026/12/25": "2 week: 2026-12-25 09:30, 2027-01-08 09:30",
    "every 2 weeks from 2026-12-25.": "2 week: 2026-12-25 09:30, 2027-01-08 09:30",
    "every 2 weeks from 25-12-2026": "2 week: 2026-12-25 09:30, 2027-01-08 09:30",
    "every 2 weeks from 12/25/2026": "2 week: 2026-12-25 09:30, 2027-01-08 09:30",
    "every 2 weeks from 25.12.26": "2 week: 2026-12-25 09:30, 2027-01-08 09:30",
    "every 2 weeks from 03-04-2027": "?3 April or 4 March",
    "every 2 weeks from 2026/13/25": "?no month 13",
    "every 2 weeks from 2027/02/29": "?no 29 February in 2027",
    "every 2 weeks from 2020/12/25": "?25 December 2020 is past",
    "every 2 weeks from 20261225": "?not understood",
}

DAYS_OF_MONTH = {
    "monthly on 15": "1 month: 2026-12-15 09:30, 2027-01-15 09:30",
    "monthly on the 15": "1 month: 2026-12-15 09:30, 2027-01-15 09:30",
    "monthly on 3rd": "1 month: 2026-12-03 09:30, 2027-01-04 09:30",
    "monthly on 15.": "1 month: 2026-12-15 09:30, 2027-01-15 09:30",
    "every month on 15 at 10:00": "1 month: 2026-12-15 10:00, 2027-01-15 10:00",
    "every month on 15 10:00": "1 month: 2026-12-15 10:00, 2027-01-15 10:00",
    "on 15 every month": "1 month: 2026-12-15 09:30, 2027-01-15 09:30",
    "every month, on 1": "1 month: 2026-12-01 09:30, 2027-01-01 09:30",
    "on 31 of each month": "1 month: 2026-11-30 09:30, 2026-12-31 09:30",
    "quarterly on 15": "3 month: 2027-02-15 09:30, 2027-05-17 09:30",
    "15 of every month": "1 month: 2026-12-15 09:30, 2027-01-15 09:30",
    "monthly on 15 January": "1 month: 2027-01-15 09:30, 2027-02-15 09:30",
    "weekly on 15": "?goes with months",
    "monthly on 32": "?No month has a day 32",
    "monthly on 15 and 30": "?one day",
    "on 15": "?How often",
}

SUNDAYS = {
    "fortnightly": "2 week: 2026-12-07 09:30, 2026-12-21 09:30",
    "weekly": "1 week: 2026-11-30 09:30, 2026-12-07 09:30",
    "every 3 weeks": "3 week: 2026-12-14 09:30, 2027-01-04 09:30",
    "every 14 days": "2 week: 2026-12-07 09:30, 2026-12-21 09:30",
    "every other week at 10": "2 week: 2026-12-07 10:00, 2026-12-21 10:00",
    "every 2 weeks from 6 December 2026": "2 week: 2026-12-07 09:30, 2026-12-21 09:30",
    "fortnightly, also on weekends": "2 week: 2026-12-06 09:30, 2026-12-20 09:30",
    "weekly starting next Sunday": "1 week: 2026-11-29 09:30, 2026-12-06 09:30",
    "every 2 weeks from Sunday 6 December 2026": "2 week: 2026-12-06 09:30, 2026-12-20 09:30",
    "weekly on Sundays": "1 week: 2026-11-29 09:30, 2026-12-06 09:30",
    "fortnightly, skip weekends": "2 week: 2026-12-07 09:30, 2026-12-21 09:30",
    "weekly from Sunday 6 December, skip weekends": "?Sunday is one",
}

LAST_DAYS = {
    "every last day of the month": "1 month: 2026-11-30 09:30, 2026-12-31 09:30",
    "last day of each month": "1 month: 2026-11-30 09:30, 2026-12-31 09:30",
    "month-end": "1 month: 2026-11-30 09:30, 2026-12-31 09:30",
    "at month end": "1 month: 2026-11-30 09:30, 2026-12-31 09:30",
    "every month end": "1 month: 2026-11-30 09:30, 2026-12-31 09:30",
    "end of month": "1 month: 2026-11-30 09:30, 2026-12-31 09:30",
    "end-of-month": "1 month: 2026-11-30 09:30, 2026-12-31 09:30",
    "at the end of each month": "1 month: 2026-11-30 09:30, 2026-12-31 09:30",
    "monthly on the last day": "1 month: 2026-11-30 09:30, 2026-12-31 09:30",
    "the last of every month": "1 month: 2026-11-30 09:30, 2026-12-31 09:30",
    "every first day of the month": "1 month: 2026-12-01 09:30, 2027-01-01 09:30",
    "each last day of the quarter": "3 month: 2026-12-31 09:30, 2027-03-31 09:30",
    "quarterly at quarter end": "3 month: 2026-12-31 09:30, 2027-03-31 09:30",
    "every year end": "12 month: 2026-12-31 09:30, 2027-12-31 09:30",
    "every last Friday of the month": "1 month: 2026-11-27 09:30, 2026-12-25 09:30",
    "every last working day of the month": "1 month: 2026-11-30 09:30, 2026-12-31 09:30",
    "every last day": "?How often",
}

ORDINALS = {
    "every 2nd Friday": "?every 2 weeks on Friday",
    "each 3rd Monday": "?every 3 weeks on Monday",
    "every 2nd Friday of the month": "1 month: 2026-12-11 09:30, 2027-01-08 09:30",
    "each second Friday of each month": "1 month: 2026-12-11 09:30, 2027-01-08 09:30",
    "2nd Friday monthly": "1 month: 2026-12-11 09:30, 2027-01-08 09:30",
    "every first Friday": "1 month: 2026-12-04 09:30, 2027-01-01 09:30",
    "every other Friday": "2 week: 2026-12-11 09:30, 2026-12-25 09:30",
    "every 2 weeks on a Friday": "2 week: 2026-12-11 09:30, 2026-12-25 09:30",
    "every quarter, second Friday": "3 month: 2027-01-08 09:30, 2027-04-09 09:30",
    "biweekly Sunday": "?two ways",
    "biweekly on Fridays": "?two ways",
    "every 2 Fridays": "?every 2 weeks on Friday",
    "first and third Friday of the month": "?one day",
}

QUOTED = dict.fromkeys(
    (
        '"every 3 months"',
        "\u201cevery 3 months\u201d",
        "\u00abevery 3 months\u00bb",
        "\u00ab every 3 months \u00bb",
        "\u201eevery 3 months\u201c",
        "\u2039every 3 months\u203a",
        "'every 3 months'",
        "\u2018every 3 months\u2019",
        "`every 3 months`",
        "```every 3 months```",
        "> every 3 months",
        ">every 3 months",
        "~every 3 months~",
        "_*every 3 months*_",
        "\u201cevery 3 months at 9:30\u201d.",
        "\u300cevery 3 months\u300d",
    ),
    "3 month: 2027-02-25 09:30, 2027-05-25 09:30",
)

KINDS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "noon": (WEDNESDAY, NOON),
    "dates": (WEDNESDAY, DATES),
    "days of the month": (WEDNESDAY, DAYS_OF_MONTH),
    "after a Sunday": (SUNDAY, SUNDAYS),
    "last days": (WEDNESDAY, LAST_DAYS),
    "ordinals": (WEDNESDAY, ORDINALS),
    "quotation marks": (WEDNESDAY, QUOTED),
}
"""Each kind with the day on which its rows are typed."""
ROWS = [(today, typed, meant) for today, rows in KINDS.values() for typed, meant in rows.items()]
