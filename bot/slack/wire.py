"""One call of Slack's Web API over HTTP, without retries: what its answer says, and what its failure means.

slack_sdk would send a post again after a broken connection, and sleep in the calling thread when told to wait: a post
could stand there twice, and a worker would be lost. So it retries nothing here; jobs do. It is also kept from logging,
since its debug lines hold texts and tokens.
"""

import copy
import json
import logging
import re
import socket
import ssl
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http import HTTPStatus
from http.client import HTTPException, HTTPResponse, IncompleteRead
from typing import Any, Final, TypeVar
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import HTTPErrorProcessor, OpenerDirector, ProxyHandler, Request, build_opener

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.core.errors import BotError, Meaning, SlackRefusedError, SlackUnavailableError
from bot.slack.refusals import FILE_INFO, RESPONSE_URL, UPLOAD_URL, row_of

TIMEOUT: Final = 10
RETRY_AFTER: Final = 30.0
"""Seconds to wait when Slack limits the rate and does not say for how long."""

_THIS_MACHINE = frozenset({"127.0.0.1", "localhost", "::1"})
_MOST_RETRY_AFTER = 3_600.0
_YEAR_SECONDS = 31_536_000
_CODE = re.compile(r"[a-z][a-z0-9_.]*")
_POINTER = re.compile(r"\[json-pointer:([^\]\s]*)\]")
_LIMITED = frozenset({"ratelimited", "rate_limited"})
_OF_A_PROXY = frozenset({502, 504})
"""Statuses of something on the way to Slack, behind which it may still be at work."""
# The request was never sent, so that nothing can have happened.
_NEVER_LEFT = (ConnectionRefusedError, socket.gaierror, ssl.SSLCertVerificationError)


Guard = Callable[[], None]
"""Asked right before a call that changes something is written to Slack; raises to stop it."""


class GuardedClient(WebClient):
    """slack_sdk's client that asks a guard when only the body of a request is still to be written.

    To open a connection takes time, and a process may stand still meanwhile. A request without its body does nothing.
    """

    guard: Guard | None = None

    def _perform_urllib_http_request_internal(self, url: str, req: Request) -> dict[str, Any]:
        if self.guard is not None and isinstance(req.data, bytes):
            length = str(len(req.data))
            req.data = _guarded(req.data, self.guard)
            req.add_unredirected_header("Content-length", length)
        return super()._perform_urllib_http_request_internal(url, req)


def _guarded(body: bytes, guard: Guard) -> Iterator[bytes]:
    guard()
    yield body


def web_client(*, base_url: str, token: str | None = None, timeout: int = TIMEOUT) -> GuardedClient:
    """Return slack_sdk's client without its retries and without its log. ``timeout`` is in seconds."""
    client = GuardedClient(token=token, base_url=base_url, timeout=timeout, retry_handlers=[], logger=silent_logger())
    if urlsplit(base_url).hostname in _THIS_MACHINE:
        client.proxy = None  # the SDK takes HTTP_PROXY even for this machine, where no proxy can reach the sandbox
    return client


@dataclass(frozen=True, slots=True)
class Wire:
    """Calls methods with one token. ``ask`` reads and ``tell`` changes something; both give Slack's answer.

    SlackUnavailableError: try again later, and after a ``tell`` that is ``maybe_done`` look first whether it happened.
    SlackRefusedError: Slack said no. ``refusals`` counts the answers that were errors, by method and Slack's word.
    """

    client: GuardedClient
    refusals: Counter[tuple[str, str]] = field(default_factory=Counter)
    expired: Guard = lambda: None  # called where Slack says that the token has expired
    guard: Guard | None = None  # asked right before a call that changes something is written
    heads: dict[str, str] = field(default_factory=dict)  # what Slack said last beside its answers, by small names

    def ask(self, method: str, **arguments: Any) -> Mapping[str, Any]:
        """Call a method that only reads; Slack takes the arguments of these as a form, not as JSON."""
        return self._call(method, writes=False, params=_given(arguments))

    def tell(self, method: str, **arguments: Any) -> Mapping[str, Any]:
        """Call a method that changes something."""
        return self._call(method, writes=True, json=_given(arguments))

    def _call(self, method: str, *, writes: bool, **arguments: Any) -> Mapping[str, Any]:
        client = copy.copy(self.client)  # shared by many threads, and the guard is of one call
        client.guard = self.guard if writes else None
        try:
            response = client.api_call(method, **arguments)
        except SlackApiError as error:
            failure = _failure(method, error.response, writes=writes)
            code = getattr(failure, "code", "")
            self.refusals[method, code if _CODE.fullmatch(code) else f"http_{error.response.status_code}"] += 1
            if code == "token_expired":
                self.expired()
            raise failure from None
        except (OSError, HTTPException, ValueError, AttributeError) as error:
            # AttributeError: the SDK takes for granted that an answer is a JSON object.
            raise _no_answer(method, error, writes=writes) from None
        if not isinstance(response.data, dict):
            raise _no_answer(method, ValueError("not a JSON object"), writes=writes)
        self.heads.update({name.lower(): str(value) for name, value in (response.headers or {}).items()})
        return response.data


class _AsAnswered(HTTPErrorProcessor):
    """Gives every answer as it came: an error is one too, and a redirect could lead away from Slack."""

    def http_response(self, request: Request, response: HTTPResponse) -> HTTPResponse:  # noqa: ARG002  # so it is called
        """Follow nothing and raise nothing."""
        return response

    https_response = http_response


def send_bytes(address: str, data: bytes, timeout: int, guard: Guard | None) -> None:
    """Send a file's bytes to the address that Slack gave for them; raises as an ``ask`` does, for nothing shows yet."""
    body = data if guard is None else _guarded(data, guard)
    headers = {"Content-Type": "application/octet-stream", "Content-Length": str(len(data))}
    try:
        status, answered, _ = _posted(address, body, headers, timeout)
    except (OSError, HTTPException, ValueError) as error:
        raise _no_answer(UPLOAD_URL, error, writes=False) from None
    if status >= 300:  # noqa: PLR2004 - where success ends
        raise _explained(UPLOAD_URL, status, answered, {}, writes=False)


def fetch_bytes(address: str, token: str, most: int, seconds: float) -> bytes:
    """Read a file at the address that Slack gave for it, no further than one byte beyond ``most``.

    Raises as an ``ask`` does; also where the whole takes longer than so many seconds, and for a page that stands in
    place of the file: Slack sends one to whom it does not give the file.
    """
    until = time.monotonic() + seconds
    try:
        request = Request(address, headers={"Authorization": f"Bearer {token}"})  # noqa: S310 -- the gateway has looked at the address
        with _opener(address).open(request, timeout=seconds) as response:
            status, headers, parts, size = response.status, response.headers, [], 0
            while status == HTTPStatus.OK and size <= most and (part := response.read1(min(_PART, most + 1 - size))):
                parts.append(part)
                size += len(part)
                if time.monotonic() > until:
                    raise TimeoutError
            if status == HTTPStatus.OK and size <= most and response.length:
                raise IncompleteRead(b"", response.length)
    except (OSError, HTTPException, ValueError) as error:
        raise _no_answer(FILE_INFO, error, writes=False) from None
    if status == HTTPStatus.TOO_MANY_REQUESTS or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise _explained(FILE_INFO, status, headers, {}, writes=False)
    if status != HTTPStatus.OK or headers.get_content_type() == "text/html":
        raise _refusal(FILE_INFO, "file_not_given", {})
    return b"".join(parts)


_PART: Final = 64 * 1024


def answer_at(response_url: str, body: dict[str, Any], timeout: int) -> None:
    """Send an answer to a response_url, an address of Slack's; raises as a ``tell`` does."""
    headers = {"Content-Type": "application/json; charset=utf-8"}
    try:
        status, answered, text = _posted(response_url, json.dumps(_given(body)).encode(), headers, timeout)
    except (OSError, HTTPException, ValueError) as error:
        raise _no_answer(RESPONSE_URL, error, writes=True) from None
    said = _object_in(text)
    if status >= 300 or said.get("ok") is False:  # noqa: PLR2004 - where success ends
        raise _explained(RESPONSE_URL, status, answered, said, writes=True)


def _opener(address: str) -> OpenerDirector:
    """Return what opens an address that Slack gave, and follows it nowhere else."""
    own = [ProxyHandler({})] if urlsplit(address).hostname in _THIS_MACHINE else []
    return build_opener(_AsAnswered, *own)


def _posted(
    address: str, body: bytes | Iterator[bytes], headers: Mapping[str, str], timeout: int
) -> tuple[int, Mapping[str, str], str]:
    """Post to an address that Slack gave, and return the status, the headers and the text of what it answers."""
    request = Request(address, body, dict(headers), method="POST")  # noqa: S310 -- the gateway has looked at the address
    with _opener(address).open(request, timeout=timeout) as response:
        return response.status, dict(response.headers.items()), response.read().decode(errors="replace")


def _object_in(body: str) -> Mapping[str, Any]:
    """Return what an answer at a response_url says: JSON, or nothing but the word of the error."""
    try:
        found = json.loads(body)
    except ValueError:
        return {"error": body.strip()}
    return found if isinstance(found, dict) else {}


def _failure(method: str, response: Any, *, writes: bool) -> BotError:
    data = response.data if isinstance(response.data, Mapping) else {}
    return _explained(method, response.status_code, response.headers, data, writes=writes)


def _explained(
    method: str, status: int, headers: Mapping[str, Any], data: Mapping[str, Any], *, writes: bool
) -> BotError:
    """Return the error that says what an answer means; this is the one place that decides it."""
    code = str(data.get("error") or "")
    if status == 429 or code in _LIMITED:  # noqa: PLR2004 - the name of the status is its number
        return _limited(method, headers, code or "ratelimited")
    is_code = bool(_CODE.fullmatch(code))
    row = row_of(method, code) if is_code else None
    is_down = status >= 500 and (row is None or row.meaning is not Meaning.FALL_BACK)  # noqa: PLR2004 - its own errors
    if is_down or (status < 300 and row is None):  # noqa: PLR2004 - where success ends
        word = code if is_code else "" if status in _OF_A_PROXY else f"http_{status}"
        return _no_answer(method, ValueError(code if is_code else f"HTTP {status}"), writes=writes, code=word)
    if row is not None and row.meaning is Meaning.WAIT:
        what = row.what_to_do or "It passes by itself"
        message = f"Slack did not take {method} for now: {code}, {row.why or 'which passes'}. {what}; the work waits."
        return SlackUnavailableError(message, maybe_done=writes and row.maybe_done, code=code)
    return _refusal(method, code if is_code else f"http_{status}", data)


def _refusal(method: str, code: str, data: Mapping[str, Any]) -> SlackRefusedError:
    said = " ".join(str(part) for part in (data.get("errors"), data.get("response_metadata")) if part)
    places = tuple(sorted(set(_POINTER.findall(said))))
    needed = f" (needed: {data['needed']})" if isinstance(data.get("needed"), str) else ""
    row = row_of(method, code)
    advice = f"{row.why}. {row.what_to_do}." if row.why else "See Slack's page of the method for what it means."
    where = f" at {', '.join(places)}" if places else ""
    message = f"Slack refused {method}: {code}{where}{needed}. {advice}"
    return SlackRefusedError(code, message, row.meaning, method, places=places)


def _limited(method: str, headers: Mapping[str, Any], code: str) -> SlackUnavailableError:
    wanted = next((value for name, value in headers.items() if name.lower() == "retry-after"), None)
    text = str(wanted[0] if isinstance(wanted, list) and wanted else wanted)
    seconds = min(float(text), _MOST_RETRY_AFTER) if text.isascii() and text.isdigit() else RETRY_AFTER
    return SlackUnavailableError(
        f"Slack limits the rate of {method}; wait {seconds:g} s.", retry_after=seconds, code=code
    )


def _no_answer(method: str, error: Exception, *, writes: bool, code: str = "") -> SlackUnavailableError:
    cause = error.reason if isinstance(error, URLError) and isinstance(error.reason, Exception) else error
    reason = str(cause) if type(cause) is ValueError and str(cause).isascii() else type(cause).__name__
    maybe_done = writes and not isinstance(cause, _NEVER_LEFT)
    what = "It may have happened all the same: look before sending it again." if maybe_done else "Try again later."
    return SlackUnavailableError(
        f"No answer from Slack to {method} ({reason}). {what}", maybe_done=maybe_done, code=code
    )


def _given(arguments: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in arguments.items() if value is not None}


def silent_logger() -> logging.Logger:
    """Return a logger for Slack's own libraries that says nothing: what they log holds texts, ids and tokens."""
    logger = logging.getLogger("slack_sdk.silenced")
    logger.setLevel(logging.CRITICAL + 1)
    return logger


Model = TypeVar("Model", bound="_Answer")


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)


class EnterpriseUser(_Answer):
    """Where in an organisation a person is at home, and whether they administer all of it."""

    enterprise_id: str = ""
    teams: tuple[str, ...] = ()
    is_admin: bool = False
    is_owner: bool = False


class Profile(_Answer):
    """How a person is called."""

    display_name: str = ""


class PersonInfo(_Answer):
    """A person or bot of this or another workspace. ``tz`` is a name such as ``Europe/Berlin``, empty when unknown."""

    id: str
    team_id: str = ""
    tz: str = ""
    is_bot: bool = False
    deleted: bool = False
    is_stranger: bool = False
    is_admin: bool = False
    is_owner: bool = False
    enterprise_user: EnterpriseUser = EnterpriseUser()
    real_name: str = ""
    profile: Profile = Profile()


class FileInfo(_Answer):
    """A file in Slack. ``size`` is in bytes; ``user`` uploaded it; an external one is kept elsewhere."""

    id: str
    name: str = ""
    size: int = 0
    mode: str = ""
    user: str = ""
    is_external: bool = False
    url_private_download: str = ""
    url_private: str = ""


class UserGroup(_Answer):
    """Some people under one handle; ``date_delete`` is 0 for one that is in use."""

    id: str
    handle: str = ""
    name: str = ""
    date_delete: int = 0


class Identity(_Answer):
    """For whom the token speaks.

    Of an install for a whole organisation ``team_id`` is the organisation's, or that of its first workspace.
    """

    team_id: str = ""
    enterprise_id: str = ""
    url: str = ""
    user_id: str
    bot_id: str = ""
    is_enterprise_install: bool = False

    @property
    def organisation(self) -> str:
        """Return the id of the Enterprise Grid organisation; empty where the workspace is of none."""
        return self.enterprise_id or (self.team_id if self.team_id.startswith("E") else "")

    def speaks_for(self, workspace: str, organisation: str) -> bool:
        """Whether the token is that of a workspace: its own, or the one of the whole organisation."""
        if workspace in ("", self.team_id, self.enterprise_id):
            return workspace != ""
        is_wide = self.is_enterprise_install or self.team_id == self.organisation
        return is_wide and bool(organisation) and organisation == self.organisation

    def is_colleague(self, person: PersonInfo, workspace: str) -> bool:
        """Whether a person is of the workspace, or of the organisation that it belongs to."""
        if person.is_stranger:
            return False
        if person.team_id == workspace:
            return True
        return bool(self.organisation) and self.organisation in (person.team_id, person.enterprise_user.enterprise_id)

    def is_run_by(self, person: PersonInfo, workspace: str) -> bool:
        """Whether a person is an admin or owner of the workspace, or of the organisation that it belongs to.

        Of a person of several workspaces the token of an organisation does not say of which one they are an admin: it
        is the one that they are at home in.
        """
        if person.deleted or person.is_bot or not self.is_colleague(person, workspace):
            return False
        whole = person.enterprise_user
        if self.organisation and (whole.is_admin or whole.is_owner):
            return True
        is_own = self.team_id == workspace and not self.is_enterprise_install and workspace in whole.teams
        return (person.is_admin or person.is_owner) and (person.team_id == workspace or is_own)


@dataclass(frozen=True, slots=True)
class Granted:
    """What is known of a workspace that installed the bot: as whom it speaks there, and whom to tell of its token."""

    me: Identity | None
    expired: Callable[[], None]
    refusals: Counter[tuple[str, str]]


class GrantedName(_Answer):
    """A workspace, an organisation or a person, as far as Slack names it."""

    id: str = ""
    name: str = ""


class Grant(_Answer):
    """What `oauth.v2.access` gives: the token of a workspace or organisation, for how long, and what it may do."""

    access_token: str = Field(min_length=1, repr=False)
    refresh_token: str = Field("", repr=False)
    expires_in: int = 0
    token_type: str = ""
    scope: str = ""
    app_id: str = ""
    bot_user_id: str = ""
    team: GrantedName = GrantedName()
    enterprise: GrantedName = GrantedName()
    authed_user: GrantedName = GrantedName()
    is_enterprise_install: bool = False

    def ends(self, now: datetime) -> datetime | None:
        """Return when the token ends; None for one that lives until it is revoked."""
        return now + timedelta(seconds=min(max(self.expires_in, 0), _YEAR_SECONDS)) if self.expires_in else None


class Sent(_Answer):
    """The place of a message: its channel and its ts."""

    channel: str = Field(min_length=1)
    ts: str = Field(min_length=1)


class OpenView(_Answer):
    """A view that is open; ``hash`` proves on update that it was not changed in between."""

    id: str
    hash: str = ""


def read(model: type[Model], raw: Any) -> Model:
    """Read a value from a part of Slack's answer, null as absent; SlackUnavailableError when it is none."""
    try:
        return model.model_validate({name: value for name, value in dict(raw or {}).items() if value is not None})
    except (ValidationError, TypeError, ValueError) as error:
        parts = ", ".join(str(part["loc"][0]) for part in error.errors()) if isinstance(error, ValidationError) else ""
        message = f"Slack's answer is not a {model.__name__} ({parts or 'no object'}). Try again later."
        raise SlackUnavailableError(message, maybe_done=True) from None
