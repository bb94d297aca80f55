"""A time zone in plain words: its IANA name, its city, or an abbreviation that means one place only."""

import re
from collections.abc import Mapping
from difflib import get_close_matches
from functools import lru_cache

from bot.core.cadence.rule import Unclear
from bot.core.cadence.times import zone_names

HOW = "Write a zone by its name or its city, for example 'Europe/Berlin' or 'in New York'."
MOST_NEAR = 3

# What people call a zone that the database names after another city, or not at all.
_CALLED = """
America/New_York: et, us eastern, boston, washington, philadelphia, atlanta, miami, nyc
America/Chicago: ct, central us, us central, houston, dallas, austin
America/Denver: us mountain
America/Los_Angeles: pt, us pacific, san francisco, seattle, la, silicon valley
America/Toronto: ottawa, montreal
America/Sao_Paulo: rio, rio de janeiro, brasilia
Asia/Kolkata: india, mumbai, delhi, new delhi, bangalore, bengaluru, chennai, hyderabad, pune
Asia/Shanghai: china, beijing, shenzhen
Asia/Tokyo: jst, osaka, kyoto
Asia/Seoul: kst
Asia/Singapore: sgt
Asia/Hong_Kong: hkt, hong kong
Asia/Nicosia: nicosia
Asia/Dubai: abu dhabi
Africa/Johannesburg: cape town, south africa, sast
Australia/Sydney: canberra
Europe/Berlin: germany, munich, frankfurt, hamburg, cologne, dusseldorf, stuttgart
Europe/London: england, uk, united kingdom, britain, scotland, wales, manchester, edinburgh
Europe/Paris: france, lyon
Europe/Rome: italy, milan
Europe/Madrid: barcelona
Europe/Zurich: switzerland, geneva, basel, bern
Europe/Vienna: austria
Europe/Amsterdam: netherlands, the netherlands, rotterdam, the hague
Europe/Brussels: belgium
Europe/Dublin: ireland
Europe/Istanbul: istanbul
Europe/Kyiv: ukraine
Europe/Warsaw: krakow
CET: cest, mez, central european
EET: eest, eastern european
WET: west, western european
UTC: coordinated universal
"""
# The same letters in several places, or a place without its summer time.
_SEVERAL = """
est: America/New_York, America/Panama
edt: America/New_York, America/Toronto
cst: America/Chicago, Asia/Shanghai, America/Havana
cdt: America/Chicago, America/Havana
mst: America/Denver, America/Phoenix
mt: America/Denver, America/Phoenix
pst: America/Los_Angeles, Asia/Manila
ist: Asia/Kolkata, Europe/Dublin, Asia/Jerusalem
bst: Europe/London, Asia/Dhaka
aest: Australia/Sydney, Australia/Brisbane
gst: Asia/Dubai, Atlantic/South_Georgia
eastern: America/New_York, Australia/Sydney
central: America/Chicago, Australia/Adelaide
pacific: America/Los_Angeles, Pacific/Auckland
mountain: America/Denver, America/Phoenix
"""
_FIXED = re.compile(r"(?:utc|gmt) ?[+-] ?\d+(?::?\d\d)?")
_AREAS_ASIDE = ("Etc/", "US/", "Canada/", "Brazil/", "Mexico/", "Chile/", "SystemV/")


def zone_called(name: str) -> str | Unclear | None:
    """Return the zone of a name in lower case; None for what names no zone."""
    plain = re.sub(r"[ _]+", " ", name).strip()
    zones = _zones().get(plain, ())
    if len(zones) > 1:
        return Unclear(f"'{plain.upper()}' is used in several places. Write {_either(zones)}.")
    if not zones and _FIXED.fullmatch(plain):
        return Unclear(f"'{plain.upper()}' does not say when clocks change. {HOW}")
    return zones[0] if zones else None


def unknown_zone(name: str) -> Unclear:
    """Say that no zone has the name, and which come near."""
    last = re.sub(r"[ _]+", " ", name.rpartition("/")[2]).strip()
    near = get_close_matches(last, [each for each in _zones() if "/" not in each], n=MOST_NEAR)
    zones = dict.fromkeys(_zones()[each][0] for each in near if len(_zones()[each]) == 1)
    meant = f" Did you mean {_either(tuple(zones))}?" if zones else ""
    return Unclear(f"'{name}' is no time zone that is known here.{meant} {HOW}")


def _either(zones: tuple[str, ...]) -> str:
    *others, last = zones
    return f"{', '.join(others)} or {last}" if others else last


@lru_cache(maxsize=1)
def _zones() -> Mapping[str, tuple[str, ...]]:
    """Return the zones that each name may mean: what people call them, their cities, then their whole names.

    Of two names of one city in the same area, the longer one is the newer: America/Argentina/Buenos_Aires.
    """
    found: dict[str, tuple[str, ...]] = {each.lower().replace("_", " "): (each,) for each in zone_names()}
    cities: dict[str, dict[str, str]] = {}
    for zone in sorted(zone_names(), key=lambda each: (len(each), each)):
        area, slash, _ = zone.partition("/")
        if slash and not zone.startswith(_AREAS_ASIDE):
            cities.setdefault(zone.rpartition("/")[2].lower().replace("_", " "), {})[area] = zone
    found |= {city: tuple(sorted(by_area.values())) for city, by_area in cities.items()}
    found |= {name: (zone,) for zone, names in _table(_CALLED) for name in names}
    return found | dict(_table(_SEVERAL))


def _table(text: str) -> list[tuple[str, tuple[str, ...]]]:
    rows = (line.partition(": ") for line in text.strip().splitlines())
    return [(key, tuple(values.split(", "))) for key, _, values in rows]
