"""Cadences: the rule that makes an assessment due, the moments that it gives and the words people type for it.

rule       the rule itself, and what is understood of words that are no whole rule
times      its moments in UTC, over time zones, clock changes and days of rest
reading    words to a rule: "every 3 months on Monday 9:30"
periods    how often, and on which day: "fortnightly", "the first Monday", "on the 15th"
dates      the first day and the time of day: "4.1.2027", "12 noon"
days_off   weekends and public holidays; the countries of ISO 3166
places     time zones by name, city or abbreviation
words      what all of them share: the text, its vocabulary, how a part is taken out
"""
