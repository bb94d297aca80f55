"""The ways to Slack: a gateway for the token of the settings, and one for each workspace that installed the bot."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial

from bot.core.errors import BotError
from bot.settings import Settings, read_key_settings
from bot.slack.app import one_workspace
from bot.slack.arrivals import digest_of, look_at_own
from bot.slack.gateway import Gateway, GatewayOf
from bot.slack.pacing import MakePacing
from bot.slack.plainer import RefusedBlocks
from bot.slack.wire import Granted, Identity
from bot.store.store import SqlStore, open_store
from bot.use_cases.install import Installs, Rekeyed, rekey
from bot.use_cases.ports import Clock


@dataclass(frozen=True, slots=True)
class WaysOut:
    """How a gateway is found, for whoever waits and for work; what is counted of all of them, and looked at."""

    gateway_of: GatewayOf
    for_work: GatewayOf
    refusals: Counter[tuple[str, str]]
    checks: Mapping[str, Callable[[], object]]
    raw: GatewayOf
    """The same, also where the bot was removed; without a workspace that of the token of the settings."""
    meet: Callable[[str, str], None] | None = None
    installs: tuple[Installs, Callable[[], Mapping[str, str]]] | None = None
    look_at_keys: Callable[[], None] = lambda: None


def ways_out(settings: Settings, store: SqlStore, clock: Clock, pacer: MakePacing | None) -> WaysOut:
    """Have one gateway for the token of the settings, and one for each workspace where others may install the bot."""
    refused, refusals = RefusedBlocks(store, clock), Counter[tuple[str, str]]()
    pacer_of = cache(lambda workspace: pacer(store.paces, workspace) if pacer is not None else None)

    def make(workspace: str, token: str, me: Identity | None, expired: Callable[[], None]) -> Gateway:
        known = Granted(me, expired, refusals)
        return Gateway(
            token=token, base_url=settings.slack_api_url, pacer=pacer_of(workspace), refused=refused, granted=known
        )

    token = settings.slack_bot_token.get_secret_value() if settings.slack_bot_token is not None else ""
    own, digest = make("", token, None, lambda: None) if token else None, digest_of(token) if token else ""
    client, secret = settings.slack_client_id, settings.slack_client_secret
    if client is None or secret is None:
        if own is None:
            raise BotError("Neither SLACK_BOT_TOKEN nor SLACK_CLIENT_ID is set: cxbot could speak to nobody.")
        serves = one_workspace(own)
        return WaysOut(serves, serves, refusals, {"slack": partial(look_at_own, store, own, digest)}, serves)
    from bot.cipher import FernetCipher  # noqa: PLC0415  # where nobody else installs the bot it is not needed
    from bot.slack.gateways import Gateways  # noqa: PLC0415  # as above
    from bot.slack.oauth import Grants, Installing  # noqa: PLC0415  # as above

    cipher = FernetCipher(settings.keys)
    grants = Grants(client_id=client, client_secret=secret.get_secret_value(), base_url=settings.slack_api_url)
    found = Gateways(store, clock, cipher, grants, make, own, digest)
    installing = Installing(store, clock, cipher, grants, lambda: tuple(_scopes()), settings.cxbot_url or "")
    return WaysOut(
        found.of,
        found.for_work,
        refusals,
        {"slack": found.check, "keys": found.check_keys},
        lambda workspace: own if own is not None and not workspace else found.for_work(workspace),
        found.meet,
        (installing, _scopes),
        found.look_at_keys,
    )


@cache
def _scopes() -> Mapping[str, str]:
    from bot.slack.scopes import SCOPES  # noqa: PLC0415  # all journeys are loaded with it

    return {each.name: each.why for each in SCOPES}


def encrypt_anew() -> Rekeyed:
    """Encrypt the tokens of the bot's database with the first key of CXBOT_SECRET_KEY, while it serves or not."""
    from bot.cipher import FernetCipher  # noqa: PLC0415  # as above

    settings = read_key_settings()
    store = open_store(settings.database_url, exists=True)
    try:
        return rekey(store, FernetCipher(settings.keys))
    finally:
        store.close()
