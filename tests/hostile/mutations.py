"""Turns valid payloads into hostile ones; every choice comes from one generator, so that a number repeats a case."""

import json
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from random import Random
from typing import Any
from urllib.parse import quote_plus, urlencode

from tests.hostile.house import FORM, JSON, Request, forged, genuine
from tests.hostile.stock import IDS, PLACES, Valid

Json = dict[str, Any]
Spot = tuple[Any, Any]
"""A container and the key or index of one of its children."""

ODD_TEXTS = (
    "",
    " ",
    "\x00",
    "a\x00b\x07\x1b[31m",
    "\ud800",
    "\udfff\ud800 3",
    "\u202e3 \u2066evil\u2069",
    "\u200b\u200d\ufeff3\u2060",
    "Z\u0351\u036b\u0343a\u0321l\u0334g\u0336o\u0337" * 40,
    "\u0663",
    "\u00b2",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "<!channel> <!everyone> <@U0PRIYA001> <https://evil.example|https://good.example>",
    "&lt;!here&gt;",
    "'; DROP TABLE ratings; --",
    "../../../../etc/passwd",
    "${jndi:ldap://x}{{7*7}}%s%n",
    "press.",
    "press.level.99",
    "press.level.-1",
    "press.stop",
    "press.nothing.5",
    "share",
    "unshare",
    "open_change",
    "draft.accept",
    "draft.owners",
    "start",
    "change",
    "edit_draft",
    "edit_action",
    "|",
    "||",
    "x|1|y",
    "x|" + "9" * 400 + "|y",
    "x" * 5_000,
    "3" * 5_000,
    "1732000000.000100",
    "99999999999999.1",
    "999999999999.999999999",
)
ODD_VALUES: tuple[Any, ...] = (
    None,
    True,
    False,
    0,
    -1,
    3.5,
    10**400,
    1e308,
    [],
    {},
    [[]],
    [None],
    {"id": None},
    {"id": {"id": []}},
    "x",
)
ODD_BODIES = (
    b"",
    b"{",
    b"}{",
    b"null",
    b"[]",
    b"[1]",
    b'"text"',
    b"3",
    b"NaN",
    b"{}",
    b'{"type": null}',
    b'{"type": "event_callback"}',
    b'{"type": "event_callback", "event": []}',
    b'{"type": "block_actions", "actions": {}}',
    b'{"type": "view_submission", "view": {"state": null}}',
    b'{"team": 5}',
    b'{"authorizations": [5]}',
    b'{"authorizations": 5}',
    b"\xef\xbb\xbf{}",
    b"payload=",
    b"payload=%7B",
    b"payload=null",
    b"payload=[]",
    b"payload=3",
    b"payload=%22%22",
    b"payload=%00",
    b"payload=%ff%fe",
    b"payload={}&payload={}",
    b"notpayload=payload",
    b"command=",
    b"command=/cx-assess",
    b"command=/cx-assess&team_id=T0ACME0001",
    b"command=%2Fcx-scorecard&team_id=T0ACME0001&user_id=U0DANA0001&channel_id=&trigger_id=",
    b"&&&&====",
    b"%",
    b"ssl_check=1",
    b"ssl_check=1&payload={}",
    b"[" * 100_000,
    b'{"a":' * 50_000,
    b'{"event":' * 900 + b"{}" + b"}" * 900,
    b"payload=" + b"[" * 100_000,
    b'{"type":' + b"9" * 10_000 + b"}",
    b"x" * 1_000_001,
)
TYPES = (JSON, FORM, "text/plain", "", "multipart/form-data; boundary=x", "application/json; charset=utf-16", "\u00e9")


def request(rng: Random, stock: Sequence[Valid], targets: Sequence[str]) -> Request:
    """Give one hostile request. ``targets`` are ids of assessments, own and foreign."""
    if rng.random() < 0.06:
        return _sealed(rng, rng.choice(ODD_BODIES), rng.choice(TYPES))
    name = rng.choice(sorted({each.name for each in stock}))
    valid = rng.choice([each for each in stock if each.name == name])
    payload = json.loads(json.dumps(valid.payload))
    for _ in range(rng.choice((0, 1, 1, 1, 2, 2, 3, 6))):
        rng.choice(CHANGES)(rng, payload, targets)
    return _sealed(rng, *_encoded(rng, valid.kind, payload))


def _sealed(rng: Random, body: bytes, content_type: str) -> Request:
    return genuine(body, content_type) if rng.random() < 0.8 else forged(body, content_type, rng)


def _encoded(rng: Random, kind: str, payload: Json) -> tuple[bytes, str]:
    if kind == "command":
        return _torn(rng, _form({str(name): value for name, value in payload.items()})), FORM
    text = json.dumps(payload)
    if rng.random() < 0.04 and text.startswith("{"):
        text = _doubled(rng, text)
    if kind == "event":
        return _torn(rng, text.encode()), JSON if rng.random() < 0.97 else rng.choice(TYPES)
    return _torn(rng, b"payload=" + quote_plus(text).encode()), FORM


def _form(fields: Json) -> bytes:
    texts = {name: value if isinstance(value, str) else json.dumps(value) for name, value in fields.items()}
    return urlencode(texts, errors="surrogatepass").encode()


def _torn(rng: Random, body: bytes) -> bytes:
    """Now and then cut the bytes, or put foreign ones in."""
    draw = rng.random()
    at = rng.randrange(len(body) + 1)
    if draw < 0.02:
        return body[:at]
    if draw < 0.04:
        return body[:at] + rng.choice((b"\x00", b"\xff", b"\xc3", b"\xed\xa0\x80", b"&", b'"')) + body[at:]
    return body


def _doubled(rng: Random, text: str) -> str:
    """Say some keys twice: parsers differ on which one counts."""
    names = ("user", "team", "team_id", "event", "channel", "actions", "view", "type", "user_id")
    name, value = rng.choice(names), rng.choice((*IDS, *PLACES, None, 3))
    return "{" + f"{json.dumps(name)}: {json.dumps(value)}, " + text[1:]


def _drop(rng: Random, payload: Json, _targets: Sequence[str]) -> None:
    where, key = rng.choice(_spots(payload))
    del where[key]


def _retype(rng: Random, payload: Json, _targets: Sequence[str]) -> None:
    where, key = rng.choice(_spots(payload))
    where[key] = deepcopy(rng.choice(ODD_VALUES))  # a later change must not reach the next case


def _deepen(rng: Random, payload: Json, _targets: Sequence[str]) -> None:
    where, key = rng.choice(_spots(payload))
    for _ in range(rng.choice((1, 2, 50, 120))):
        where[key] = [where[key]] if rng.random() < 0.5 else {"id": where[key]}


def _reword(rng: Random, payload: Json, _targets: Sequence[str]) -> None:
    where, key = rng.choice(_texts(payload))
    odd = rng.choice(ODD_TEXTS)
    where[key] = rng.choice((odd, odd + where[key], where[key] + odd))


def _lengthen(rng: Random, payload: Json, _targets: Sequence[str]) -> None:
    where, key = rng.choice(_texts(payload))
    where[key] = (where[key] or "x") * rng.choice((10, 300, 3_000))
    where[key] = where[key][:90_000]


def _add(rng: Random, payload: Json, _targets: Sequence[str]) -> None:
    names = (
        "subtype bot_id user team user_team enterprise_id is_enterprise_install enterprise authorizations event view"
        " thread_ts edited message previous_message text"
    ).split()
    where = rng.choice([payload, *(spot[key] for spot, key in _spots(payload) if isinstance(spot[key], dict))])
    where[rng.choice(names)] = deepcopy(rng.choice((*ODD_VALUES, *ODD_TEXTS, *IDS)))


def _move(rng: Random, payload: Json, _targets: Sequence[str]) -> None:
    """Put somebody else's id in the place of one: another workspace, person or channel."""
    spots = [(where, key) for where, key in _texts(payload) if where[key] in IDS or where[key] in PLACES]
    if spots:
        where, key = rng.choice(spots)
        where[key] = rng.choice(PLACES if where[key] in PLACES else IDS)


def _aim(rng: Random, payload: Json, targets: Sequence[str]) -> None:
    """Aim a button or a form at another assessment, question, level or channel."""
    names = ("value", "private_metadata", "action_id", "callback_id", "block_id")
    spots = [(where, key) for where, key in _texts(payload) if key in names]
    if not spots:
        return
    where, key = rng.choice(spots)
    target = rng.choice((*targets, "aaaaaaaaaa", ""))
    aimed = (
        target,
        f"{target}|{rng.randrange(30)}|root-cause-analysis",
        f"{target}|{rng.randrange(-2, 9)}|{rng.choice(ODD_TEXTS)}",
        f"{target}|measurement-outcomes",
        f"{target}|{where[key].partition('|')[2]}",
        json.dumps({"channel": rng.choice(PLACES)}),
        json.dumps({"channel": rng.choice(ODD_VALUES)}),
        f"press.level.{rng.choice((0, 1, 3, 6, 99, 10**6))}",
        rng.choice(ODD_TEXTS),
    )
    where[key] = rng.choice(aimed)


def _turn(rng: Random, payload: Json, _targets: Sequence[str]) -> None:
    """Give it another surface or time."""
    names = ("type", "subtype", "ts", "thread_ts", "action_ts", "event_ts", "message_ts", "command", "hash")
    spots = [(where, key) for where, key in _texts(payload) if key in names]
    if spots:
        where, key = rng.choice(spots)
        where[key] = rng.choice(
            (*(each[each_key] for each, each_key in spots), *ODD_TEXTS, "message", "view_submission")
        )


CHANGES: tuple[Callable[[Random, Json, Sequence[str]], None], ...] = (
    _drop,
    _retype,
    _deepen,
    _reword,
    _lengthen,
    _add,
    _move,
    _move,
    _aim,
    _aim,
    _turn,
)


def _spots(value: Any) -> list[Spot]:
    return list(_walk(value)) or [({"": None}, "")]


def _texts(value: Any) -> list[Spot]:
    return [(where, key) for where, key in _walk(value) if isinstance(where[key], str)] or [({"": ""}, "")]


def _walk(value: Any) -> Iterator[Spot]:
    waiting = [value]
    while waiting:
        each = waiting.pop()
        children = each.items() if isinstance(each, dict) else enumerate(each) if isinstance(each, list) else ()
        for key, child in list(children):
            yield each, key
            waiting.append(child)
