"""Days that a reminder passes over, in words: "skip weekends", "without holidays DE"; the countries of ISO 3166."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from bot.core.cadence.rule import Part, Unclear
from bot.core.cadence.words import Grammar
from bot.core.text import folded

WHICH_COUNTRY = (
    "Which country's public holidays? "
    "Write a country by its code or name, for example 'without holidays DE' or 'not on public holidays in Germany'."
)

_LISTED = (
    "AD Andorra;AE United Arab Emirates;AF Afghanistan;AG Antigua and Barbuda;AI Anguilla;AL Albania;AM Armenia;"
    "AO Angola;AQ Antarctica;AR Argentina;AS American Samoa;AT Austria;AU Australia;AW Aruba;AX Åland Islands;"
    "AZ Azerbaijan;BA Bosnia and Herzegovina;BB Barbados;BD Bangladesh;BE Belgium;BF Burkina Faso;BG Bulgaria;"
    "BH Bahrain;BI Burundi;BJ Benin;BL Saint Barthelemy;BM Bermuda;BN Brunei;BO Bolivia;BQ Caribbean Netherlands;"
    "BR Brazil;BS Bahamas;BT Bhutan;BV Bouvet Island;BW Botswana;BY Belarus;BZ Belize;CA Canada;CC Cocos Islands;"
    "CD DR Congo;CF Central African Republic;CG Congo;CH Switzerland;CI Ivory Coast;CK Cook Islands;CL Chile;"
    "CM Cameroon;CN China;CO Colombia;CR Costa Rica;CU Cuba;CV Cape Verde;CW Curaçao;CX Christmas Island;CY Cyprus;"
    "CZ Czechia;DE Germany;DJ Djibouti;DK Denmark;DM Dominica;DO Dominican Republic;DZ Algeria;EC Ecuador;"
    "EE Estonia;EG Egypt;EH Western Sahara;ER Eritrea;ES Spain;ET Ethiopia;FI Finland;FJ Fiji;FK Falkland Islands;"
    "FM Micronesia;FO Faroe Islands;FR France;GA Gabon;GB United Kingdom;GD Grenada;GE Georgia;GF French Guiana;"
    "GG Guernsey;GH Ghana;GI Gibraltar;GL Greenland;GM Gambia;GN Guinea;GP Guadeloupe;GQ Equatorial Guinea;"
    "GR Greece;GS South Georgia;GT Guatemala;GU Guam;GW Guinea-Bissau;GY Guyana;HK Hong Kong;HM Heard Island;"
    "HN Honduras;HR Croatia;HT Haiti;HU Hungary;ID Indonesia;IE Ireland;IL Israel;IM Isle of Man;IN India;"
    "IO British Indian Ocean Territory;IQ Iraq;IR Iran;IS Iceland;IT Italy;JE Jersey;JM Jamaica;JO Jordan;JP Japan;"
    "KE Kenya;KG Kyrgyzstan;KH Cambodia;KI Kiribati;KM Comoros;KN Saint Kitts and Nevis;KP North Korea;"
    "KR South Korea;KW Kuwait;KY Cayman Islands;KZ Kazakhstan;LA Laos;LB Lebanon;LC Saint Lucia;LI Liechtenstein;"
    "LK Sri Lanka;LR Liberia;LS Lesotho;LT Lithuania;LU Luxembourg;LV Latvia;LY Libya;MA Morocco;MC Monaco;"
    "MD Moldova;ME Montenegro;MF Saint Martin;MG Madagascar;MH Marshall Islands;MK North Macedonia;ML Mali;"
    "MM Myanmar;MN Mongolia;MO Macau;MP Northern Mariana Islands;MQ Martinique;MR Mauritania;MS Montserrat;"
    "MT Malta;MU Mauritius;MV Maldives;MW Malawi;MX Mexico;MY Malaysia;MZ Mozambique;NA Namibia;NC New Caledonia;"
    "NE Niger;NF Norfolk Island;NG Nigeria;NI Nicaragua;NL Netherlands;NO Norway;NP Nepal;NR Nauru;NU Niue;"
    "NZ New Zealand;OM Oman;PA Panama;PE Peru;PF French Polynesia;PG Papua New Guinea;PH Philippines;PK Pakistan;"
    "PL Poland;PM Saint Pierre and Miquelon;PN Pitcairn;PR Puerto Rico;PS Palestine;PT Portugal;PW Palau;"
    "PY Paraguay;QA Qatar;RE Réunion;RO Romania;RS Serbia;RU Russia;RW Rwanda;SA Saudi Arabia;SB Solomon Islands;"
    "SC Seychelles;SD Sudan;SE Sweden;SG Singapore;SH Saint Helena;SI Slovenia;SJ Svalbard and Jan Mayen;"
    "SK Slovakia;SL Sierra Leone;SM San Marino;SN Senegal;SO Somalia;SR Suriname;SS South Sudan;"
    "ST Sao Tome and Principe;SV El Salvador;SX Sint Maarten;SY Syria;SZ Eswatini;TC Turks and Caicos Islands;"
    "TD Chad;TF French Southern Territories;TG Togo;TH Thailand;TJ Tajikistan;TK Tokelau;TL Timor-Leste;"
    "TM Turkmenistan;TN Tunisia;TO Tonga;TR Turkey;TT Trinidad and Tobago;TV Tuvalu;TW Taiwan;TZ Tanzania;"
    "UA Ukraine;UG Uganda;UM US Minor Outlying Islands;US United States;UY Uruguay;UZ Uzbekistan;VA Vatican City;"
    "VC Saint Vincent;VE Venezuela;VG British Virgin Islands;VI US Virgin Islands;VN Vietnam;VU Vanuatu;"
    "WF Wallis and Futuna;WS Samoa;YE Yemen;YT Mayotte;ZA South Africa;ZM Zambia;ZW Zimbabwe"
)
COUNTRIES: Mapping[str, str] = MappingProxyType({each[:2]: each[3:] for each in _LISTED.split(";")})
"""The English name of every code."""

# Other names in use.
_ALSO = (
    "GB UK;GB Great Britain;GB Britain;US USA;US United States of America;US America;NL Holland;KR Korea;"
    "CZ Czech Republic;AE UAE;DE Deutschland;AT Österreich;CH Schweiz;ES España;TR Türkiye;MM Burma;TL East Timor;"
    "SZ Swaziland;CI Côte d'Ivoire;MO Macao;BA Bosnia;VA Vatican"
)
_CODES = {folded(name): code for code, name in COUNTRIES.items()} | {
    folded(each[3:]): each[:2] for each in _ALSO.split(";")
}
# After "holidays" these are words of the sentence: "holidays at 9:30", "holidays in ...", "holidays, no weekends".
_NO_CODE = r"(?!at (?:\d|noon|mid)|in \w|no week)"
_NAMES = "|".join(re.escape(name) for name in sorted(_CODES, key=len, reverse=True))
_COUNTRY = rf"(?:the )?(?P<country>{_NAMES}|{_NO_CODE}(?:{'|'.join(COUNTRIES).lower()}))"
_SKIP = r"(?:(?:but )?(?:not|never)(?: on| at)?|without|skip(?:ping)?|no|excluding|except(?: for| on)?|avoid(?:ing)?)"
_HOLIDAYS = r"(?:public |bank |national )*holidays?"


# "not on weekends or public holidays" says "not" once for both.
BOTH = re.compile(rf"(?<!\S)(?P<skip>{_SKIP}) (?:the )?weekends? (?:and|or|nor) (?:on )?(?=(?:the )?{_HOLIDAYS}(?!\S))")
WEEKENDS: Grammar[bool] = Grammar(
    Part.FREE, "Are weekends passed over or not? Write 'skip weekends' or 'also on weekends'."
)
HOLIDAYS: Grammar[str] = Grammar(Part.FREE, WHICH_COUNTRY)


@WEEKENDS.rule(
    r"(?P<too>(?:also (?:on |at |during )?|including |even (?:on |at )|with )(?:the )?weekends?(?: too)?"
    r"|(?:on |at )?weekends? (?:too|included|as well))"
    rf"|{_SKIP} (?:the )?(?:weekends?|saturdays? (?:and|or|nor) sundays?)"
    r"|(?:only )?(?:on )?(?:weekdays|work(?:ing)? ?days|business days)(?: only)?"
)
def _passed_over(found: re.Match[str]) -> bool:
    return found["too"] is None


@HOLIDAYS.rule(rf"{_SKIP} {_COUNTRY} {_HOLIDAYS}")
@HOLIDAYS.rule(rf"{_SKIP} (?:the )?{_HOLIDAYS}(?: (?:in|of|for)(?= \S))?(?: {_COUNTRY})?")
def _code(found: re.Match[str]) -> str | Unclear:
    name = found["country"]
    return _CODES.get(name, name.upper()) if name else Unclear(WHICH_COUNTRY)
