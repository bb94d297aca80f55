"""What went from Slack to the bot: every delivery, each try of it, and whether it was acknowledged within 3 seconds."""

import itertools
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from bot.sandbox.delivery import Ack, HttpCarrier, Kind, Parcel
from bot.slack import ids, payloads
from bot.slack import payloads as interactions

Moment = Literal["delivery", "acknowledged", "call", "called", "moved"]
"""When a kill may be aimed at: around a delivery to the bot, a call of the bot's to Slack, a move of the clock."""

Json = dict[str, Any]
MOST_TRIES = 4  # an event is sent once, and again three times


@dataclass(frozen=True, slots=True)
class Tried:
    """One try of a delivery. ``key`` names it in the bot's record of what it took; empty for what needs none."""

    kind: Kind
    key: str
    person: str
    payload: Json
    ack: Ack

    @property
    def saved(self) -> bool:
        """Tell whether the person may rely on it: acknowledged, and not with the word that it was not saved."""
        return self.ack.ok and b"not saved" not in self.ack.body and b'"errors"' not in self.ack.body


class PostOffice:
    """The way from Slack to the bot; implements the sandbox's ``Carrier`` and keeps a record.

    Several processes are served in turn, whether they answer or not.
    """

    def __init__(self, app_urls: Sequence[str], secret: str, happened: Callable[[Moment], None]) -> None:
        self._ways = itertools.cycle([HttpCarrier(each, secret) for each in app_urls])
        self._happened = happened
        self._changed = threading.Condition()
        self._tried: list[Tried] = []

    def carry(self, parcel: Parcel, seconds: float) -> Ack:
        """Deliver and record the outcome."""
        key, person = described(parcel.kind, parcel.payload)
        if key:
            self._happened("delivery")
        ack = next(self._ways).carry(parcel, seconds)
        if key and ack.ok:
            self._happened("acknowledged")
        if parcel.kind == "event" and not key:
            return ack  # what the bot itself wrote
        with self._changed:
            self._tried.append(Tried(parcel.kind, key, person, parcel.payload, ack))
            self._changed.notify_all()
        return ack

    def mark(self) -> int:
        """Give the place in the record from which a deed's deliveries will follow."""
        with self._changed:
            return len(self._tried)

    def all(self) -> list[Tried]:
        """Give the whole record."""
        with self._changed:
            return list(self._tried)

    def wait_for(self, mark: int, fits: Callable[[Tried], bool], number: int, seconds: float) -> list[Tried]:
        """Wait until a fitting try since the mark was taken, or that many failed; give those that there are."""
        give_up = time.monotonic() + seconds
        with self._changed:
            while True:
                found = [each for each in self._tried[mark:] if fits(each)]
                if any(each.saved for each in found) or len(found) >= number:
                    return found
                if not self._changed.wait(max(give_up - time.monotonic(), 0)):
                    return found


def described(kind: Kind, payload: Json) -> tuple[str, str]:
    """Give the key under which the bot records a delivery (empty when it records none) and the person who acts."""
    if kind == "command":
        return "", str(payload["user_id"])
    if kind == "event":
        return _of_event(payload)
    person = str(payload["user"]["id"])
    if kind == "view":
        callback = payload.get("view", {}).get("callback_id")
        prefix = {ids.START_FORM: "start", ids.CHANGE_FORM: "press"}.get(callback)
        submitted = payload["type"] == "view_submission" and prefix is not None
        return (f"{prefix}:{interactions.submission(payload).event}" if submitted else ""), person
    name = payload["actions"][0]["action_id"]
    recorded = name.startswith(ids.PRESS) or name == ids.SHARE
    return (f"press:{interactions.action(payload).event}" if recorded else ""), person


def _of_event(payload: Json) -> tuple[str, str]:
    if payload["event"]["type"] != "message":
        return "", ""
    heard = payloads.message(payload)
    if not isinstance(heard, payloads.Heard):
        return "", ""
    kind = {"said": "message", "edited": "edit", "deleted": "deletion"}[heard.kind]
    edited = f":{heard.typed.edited}" if heard.kind == "edited" else ""
    return f"{kind}:{heard.sender.channel}:{heard.typed.ts}{edited}", heard.sender.person
