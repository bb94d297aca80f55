"""The one way out to a webhook: one signed request, whose answer is its status alone."""

import asyncio
import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import datetime

from bot.core.errors import ReceiverRefusedError, ReceiverUnavailableError

SECONDS = 10.0
"""For the whole request, however slowly an answer trickles."""
TIMESTAMP, SIGNATURE = "X-Cxbot-Timestamp", "X-Cxbot-Signature"
_MAY_PASS = frozenset({408, 425, 429})


@dataclass(frozen=True, slots=True)
class Webhook:
    """An address that events are sent to, which may hold a key; implements the port ``Receiver``."""

    address: str = field(repr=False)
    secret: str = field(repr=False)

    def send(self, body: str, at: datetime) -> None:
        """Send an event, signed at a moment. No redirect is followed, and no answer is read."""
        content, stamp = body.encode(), str(int(at.timestamp()))
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "cxbot",
            TIMESTAMP: stamp,
            SIGNATURE: signature(self.secret, stamp, content),
        }
        status = asyncio.run(_post(self.address, content, headers))
        if 200 <= status < 300:  # noqa: PLR2004 -- the statuses that say "taken"
            return
        if status in _MAY_PASS or status >= 500:  # noqa: PLR2004 -- the receiver's own trouble
            raise ReceiverUnavailableError(f"HTTP {status}")
        raise ReceiverRefusedError(f"HTTP {status}")


def signature(secret: str, stamp: str, content: bytes) -> str:
    """Return what proves that a body comes from here, as Slack does it: HMAC-SHA256 over version, moment and body."""
    signed = b":".join((b"v1", stamp.encode(), content))
    return f"v1={hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()}"


async def _post(address: str, content: bytes, headers: dict[str, str]) -> int:
    import httpx  # noqa: PLC0415  # most installations have no webhook

    try:
        async with (
            asyncio.timeout(SECONDS),
            httpx.AsyncClient(timeout=SECONDS, follow_redirects=False) as client,
            client.stream("POST", address, content=content, headers=headers) as answer,
        ):
            return answer.status_code
    except (httpx.HTTPError, httpx.InvalidURL, OSError, TimeoutError) as error:
        raise ReceiverUnavailableError(type(error).__name__) from None  # its words may hold the address
