"""The world at the beginning: Acme Retail with its people and channels, and Globex when two workspaces are wanted."""

from dataclasses import replace

from bot.sandbox.model import Channel, PeopleGroup, User, Workspace

APP_ID = "A0CXBOT001"
ACME = "T0ACME0001"
PARTNER = "T0PARTNER1"
GLOBEX = "T0GLOBEX01"
ORGANISATION = "E0ACMEORG1"
"""Whose workspaces Acme Retail and Globex are, where the app is installed for all of it."""
BOT_COLOR = "0b6660"

_ACME_PEOPLE = (
    User("U0DANA0001", ACME, "dana", "Dana Keller", "CX lead", "member", "Europe/Berlin", "9f69e7"),
    User("U0SAM00001", ACME, "sam", "Sam Iyer", "Support", "member", "Asia/Kolkata", "4bbe2e"),
    User("U0PRIYA001", ACME, "priya", "Priya Nair", "Product", "member", "Asia/Kolkata", "e7392d"),
    User(
        "U0RILEY001",
        ACME,
        "riley",
        "Riley Brooks",
        "Head of CX, admin",
        "member",
        "America/New_York",
        "3c989f",
        admin=True,
    ),
    User("U0JONAS001", ACME, "jonas", "Jonas Weber", "Store manager", "member", "Europe/Berlin", "d58247"),
    User("U0AIKO0001", ACME, "aiko", "Aiko Tanaka", "Contact centre", "member", "Asia/Tokyo", "2b6904"),
    User("U0MO000001", ACME, "mo", "Mo Haddad", "Guest", "guest", "Europe/London", "684b6c"),
    User("U0ELLIS001", PARTNER, "ellis", "Ellis Park", "Partner", "external", "Australia/Sydney", "e96699"),
)
_GLOBEX_PEOPLE = (
    User("U0GRETA001", GLOBEX, "greta", "Greta Olsen", "Service lead", "member", "Europe/Oslo", "2b6904", admin=True),
)


def workspaces(bot_token: str, second_token: str | None, scopes: tuple[str, ...]) -> list[Workspace]:
    """Return Acme Retail, and Globex when there is a token for it."""
    found = [Workspace(ACME, "Acme Retail", "acme-retail", "U0CXBOT001", "B0CXBOT001", bot_token, scopes)]
    if second_token:
        found.append(Workspace(GLOBEX, "Globex", "globex", "U0CXBOT002", "B0CXBOT002", second_token, scopes))
    return found


def people(spaces: list[Workspace], app_name: str) -> list[User]:
    """Return everybody, the bot user of each workspace last."""
    found = [_copy(person) for person in _ACME_PEOPLE]
    if any(space.id == GLOBEX for space in spaces):
        found += [_copy(person) for person in _GLOBEX_PEOPLE]
    bots = [
        User(space.bot_user, space.id, app_name.lower().replace(" ", "-"), app_name, "App", "bot", "UTC", BOT_COLOR)
        for space in spaces
    ]
    return found + bots


def channels(spaces: list[Workspace]) -> list[Channel]:
    """Return the channels with their first members, and for each person at home here a conversation with the app."""
    dana, sam, priya, riley, jonas, aiko, mo, ellis = (person.id for person in _ACME_PEOPLE)
    crowd = [dana, sam, priya, riley, jonas, aiko]
    bot = spaces[0].bot_user
    found = [
        Channel("C0GENERAL1", "general", "public", ACME, crowd, "Company-wide words", general=True),
        Channel("C0CXTEAM01", "cx-team", "public", ACME, [*crowd, mo, bot], "Customer experience"),
        Channel("C0LEADS001", "support-leads", "private", ACME, [riley, sam], "Leads only"),
        Channel("C0PARTNER1", "acme-partners", "shared", ACME, [dana, ellis, bot], "With our partner"),
        *_direct_messages(_ACME_PEOPLE, bot, ACME),
    ]
    for space in spaces[1:]:
        members = [person.id for person in _GLOBEX_PEOPLE]
        found.append(Channel("C0GLOBEX01", "service", "public", space.id, [*members, space.bot_user], "Service"))
        found += _direct_messages(_GLOBEX_PEOPLE, space.bot_user, space.id)
    return found


def user_groups() -> list[PeopleGroup]:
    """Return the groups of people of Acme Retail that have a handle."""
    _dana, sam, priya, riley, jonas, aiko, mo, _ellis = (person.id for person in _ACME_PEOPLE)
    return [
        PeopleGroup("S0FRONT001", ACME, "front-line", "Front line", [sam, aiko, mo]),
        PeopleGroup("S0LEADS001", ACME, "leads", "Leads", [riley, jonas, priya]),
    ]


def _direct_messages(crowd: tuple[User, ...], bot: str, team_id: str) -> list[Channel]:
    # The app is not installed where an external person works, so Slack gives him no conversation with it.
    return [
        Channel(f"D{person.id[1:]}", "", "im", team_id, [person.id, bot], person=person.id)
        for person in crowd
        if person.team_id == team_id
    ]


def _copy(person: User) -> User:
    return replace(person)
