"""What Slack says about channels, people and the bot itself: small values, read with care from its answers."""

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.core.errors import SlackUnavailableError

Model = TypeVar("Model", bound="_Answer")


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)


class ChannelInfo(_Answer):
    """A conversation. What Slack leaves out counts as the more careful answer: private, and not a member."""

    id: str
    name: str = ""
    is_private: bool = True
    is_ext_shared: bool = False
    is_pending_ext_shared: bool = False
    is_archived: bool = False
    is_member: bool = False
    is_im: bool = False


class PersonInfo(_Answer):
    """A person or bot of this or another workspace. ``tz`` is a name such as ``Europe/Berlin``, empty when unknown."""

    id: str
    team_id: str = ""
    name: str = ""
    tz: str = ""
    is_bot: bool = False
    deleted: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_stranger: bool = False

    @property
    def is_guest(self) -> bool:
        """Whether the person sees only some channels of the workspace."""
        return self.is_restricted or self.is_ultra_restricted


class Identity(_Answer):
    """For whom the token speaks. In an install for a whole organisation ``team_id`` is the organisation's."""

    team_id: str = ""
    enterprise_id: str = ""
    team: str = ""
    url: str = ""
    user_id: str
    bot_id: str = ""
    is_enterprise_install: bool = False


class Sent(_Answer):
    """Where a message stands: its channel and its ts."""

    channel: str = Field(min_length=1)
    ts: str = Field(min_length=1)


class OpenView(_Answer):
    """A view that is open; ``hash`` proves on update that nobody changed it in between."""

    id: str
    hash: str = ""


def person_info(answer: Mapping[str, Any]) -> PersonInfo:
    """Read users.info; the name is the one that people chose to be shown."""
    user = answer.get("user")
    raw = dict(user) if isinstance(user, Mapping) else {}
    found = raw.get("profile")
    profile: Mapping[str, Any] = found if isinstance(found, Mapping) else {}
    names = (profile.get("display_name"), profile.get("real_name"), raw.get("real_name"), raw.get("name"))
    raw["name"] = next((name for name in names if name), "")
    return read(PersonInfo, raw)


def read(model: type[Model], raw: Any) -> Model:
    """Read a value from a part of Slack's answer, null as absent; SlackUnavailableError when it is none."""
    try:
        return model.model_validate({name: value for name, value in dict(raw or {}).items() if value is not None})
    except (ValidationError, TypeError, ValueError) as error:
        parts = ", ".join(str(part["loc"][0]) for part in error.errors()) if isinstance(error, ValidationError) else ""
        message = f"Slack's answer is not a {model.__name__} ({parts or 'no object'}). Try again later."
        raise SlackUnavailableError(message, maybe_done=True) from None
