"""The one reader of the environment: every missing or malformed setting is named in one message."""

import base64
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.core.errors import BadInputError, Problem

HINTS = {
    "SLACK_SIGNING_SECRET": "copy it from your Slack app's page: Basic Information, App Credentials; or set"
    " SLACK_APP_TOKEN for Socket Mode, which needs no public address",
    "SLACK_BOT_TOKEN": "copy it from your Slack app's page: OAuth & Permissions; it begins with xoxb-",
    "SLACK_APP_TOKEN": "an app-level token with the scope connections:write; it begins with xapp-",
    "SLACK_API_URL": "leave it out, or give an address that ends in /api/",
    "SLACK_CLIENT_ID": "copy it from your Slack app's page: Basic Information, App Credentials",
    "SLACK_CLIENT_SECRET": "copy it from your Slack app's page: Basic Information, App Credentials",
    "CXBOT_SECRET_KEY": "cxbot key makes one; to change it, put the new one before the old one, with a comma",
    "CXBOT_URL": "give the address at which people reach cxbot, such as https://cxbot.example, without a path",
    "DATABASE_URL": "give sqlite:///data/cxbot.db, sqlite:////data/cxbot.db for an absolute path, or postgresql://...",
    "PORT": "give a whole number from 0 to 65535",
    "HOST": "give an address of this machine to listen on, such as 127.0.0.1",
    "CXBOT_FRAMEWORKS": "give a folder of framework files, or leave it out for those that come with cxbot",
    "LOG_LEVEL": "give debug, info, warning or error",
    "CXBOT_MODEL": "give provider:name, such as openai:gpt-4.1-mini, or none for drafts without a model",
    "OPENAI_API_KEY": "give the key of your OpenAI account; for a server of your own set OPENAI_BASE_URL instead",
    "OPENAI_BASE_URL": "leave it out for OpenAI itself, or give an address such as http://127.0.0.1:8080/v1",
    "CXBOT_KEEP_DAYS_AFTER_UNINSTALL": "give a whole number of days from 0 to 3650; 0 deletes at once",
    "CXBOT_WEBHOOK_URL": "give an address such as https://hooks.example/cxbot, or leave it out for no webhook",
    "CXBOT_WEBHOOK_SECRET": "give a long random text without spaces, and the same one to the receiver; it signs events",
    "CXBOT_MODEL_SECONDS": "give a whole number of seconds from 1 to 600",
    "CXBOT_MODEL_REPLY_TOKENS": "give a whole number from 500 to 1000000",
    "CXBOT_MODEL_TOKENS": "give a whole number; 0 lets no model be asked",
    "CXBOT_MODEL_CALLS": "give a whole number; 0 lets no model be asked",
}
NO_MODEL = "none"
_KEY_BYTES = 32
_THIS_MACHINE = ("127.0.0.1", "localhost", "::1")
USUAL_MODEL = "openai:gpt-4.1-mini"


def _bot_token(value: SecretStr | None) -> SecretStr | None:
    return _begins(value, ("xoxb-", "xoxe.xoxb-")) if value is not None else None


def _keys(value: SecretStr | None) -> SecretStr | None:
    """Check keys of 32 bytes each, with commas between them."""
    for key in value.get_secret_value().split(",") if value is not None else ():
        try:
            known = len(base64.b64decode(key.strip(), b"-_", validate=True)) == _KEY_BYTES
        except ValueError:
            known = False
        if not known:
            raise ValueError("is not a key, or several with commas between them")
    return value


def _own_address(value: str | None) -> str | None:
    """Check the bot's own address, which Slack sends people back to."""
    if (address := _web_address(value)) is None:
        return None
    parts = urlsplit(address)
    if parts.path.strip("/") or parts.query or parts.fragment or "@" in parts.netloc:
        raise ValueError("has more to it than a host and a port")
    if parts.scheme != "https" and parts.hostname not in _THIS_MACHINE:
        raise ValueError("is not an https address, and Slack sends people to no other")
    return address.rstrip("/")


def _app_token(value: SecretStr | None) -> SecretStr | None:
    return _begins(value, ("xapp-",)) if value is not None else None


def _begins(value: SecretStr, beginnings: tuple[str, ...]) -> SecretStr:
    text = value.get_secret_value()
    if not text.startswith(beginnings) or any(sign.isspace() for sign in text):
        raise ValueError(f"does not look like such a token: it begins with {beginnings[0]!r} and has no spaces")
    return value


def _text(value: str | None) -> str | None:
    _secret(SecretStr(value) if value is not None else None)
    return value


def _secret(value: SecretStr | None) -> SecretStr | None:
    if value is not None and any(sign.isspace() for sign in value.get_secret_value()):
        raise ValueError("has a space or line break in it")
    return value


def _api_url(value: str) -> str:
    if not value.startswith(("http://", "https://")) or not value.endswith("/api/"):
        raise ValueError("is not an http or https address that ends in '/api/'")
    return value


def _model(value: str | None) -> str | None:
    text = (value or "").strip()
    if value is not None and (not text or any(sign.isspace() for sign in text) or text[0] == ":" or text[-1] == ":"):
        raise ValueError("is no name of a model")
    return text or None


def _web_address(value: str | None) -> str | None:
    if value is None:
        return None
    try:
        parts = urlsplit(value)
        known = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        known = False
    if not known or any(sign.isspace() for sign in value):
        raise ValueError("is not an http or https address")
    return value


def _secret_address(value: SecretStr | None) -> SecretStr | None:
    """Check an address that may hold a key, which is never shown."""
    if value is not None:
        _web_address(value.get_secret_value())
    return value


def _database(value: str) -> str:
    scheme, colon, rest = value.partition("://")
    value = f"{scheme.lower()}{colon}{rest}"  # the drivers take small letters alone; an address takes both
    if not value.startswith(("sqlite://", "postgresql://", "postgres://")):
        raise ValueError("names no database that cxbot can use; it takes sqlite and postgresql")
    return value


def _folder(value: Path | None) -> Path | None:
    if value is not None and not value.is_dir():
        raise ValueError(f"is not a folder: {str(value)!r}")
    return value


def _level(value: str) -> str:
    if value.casefold() not in ("debug", "info", "warning", "error"):
        raise ValueError(f"is no log level: {value!r}")
    return value.casefold()


class DatabaseSettings(BaseSettings):
    """What a command needs that only reads the database."""

    model_config = SettingsConfigDict(extra="ignore", env_ignore_empty=True)

    database_url: Annotated[str, AfterValidator(_database)] = Field(
        "sqlite:///data/cxbot.db",
        description="Where everything is kept: a SQLite file, made where it is missing, or a PostgreSQL database.",
    )


class ModelSettings(BaseSettings):
    """What says whether a language model writes the drafts, and how much it may cost."""

    model_config = SettingsConfigDict(extra="ignore", env_ignore_empty=True)

    cxbot_model: Annotated[str | None, AfterValidator(_model)] = Field(
        None, description="The model that writes drafts, as provider:name; a bare name is OpenAI's, none is no model."
    )
    openai_api_key: Annotated[SecretStr | None, AfterValidator(_secret)] = Field(
        None, description="The key for OpenAI, or for the server at OPENAI_BASE_URL if it asks for one."
    )
    openai_base_url: Annotated[str | None, AfterValidator(_web_address)] = Field(
        None, description="A server that speaks as OpenAI's does, to be asked in its place."
    )
    cxbot_model_seconds: Annotated[int, Field(ge=1, le=600)] = Field(
        120, description="The seconds that one request for texts may take, all tries together."
    )
    cxbot_model_reply_tokens: Annotated[int, Field(ge=500, le=1_000_000)] = Field(
        16_000,
        description="The tokens that one reply may have, a model's thoughts included; twice that where it broke off.",
    )
    cxbot_model_tokens: Annotated[int, Field(ge=0)] = Field(
        200_000, description="The tokens that the drafts of one assessment may use; beyond them no model is asked."
    )
    cxbot_model_calls: Annotated[int, Field(ge=0)] = Field(
        60, description="How often a model may be asked for one assessment; beyond it no model is asked."
    )

    @property
    def model(self) -> str:
        """Name the model to draft with; empty where drafts are made without one."""
        if self.cxbot_model is None:
            return USUAL_MODEL if self.openai_api_key or self.openai_base_url else ""
        return "" if self.cxbot_model.casefold() == NO_MODEL else self.cxbot_model

    def problem(self) -> Problem | None:
        """Say what is missing for the model to be asked at all."""
        provider, colon, _ = self.model.partition(":")
        is_openai = bool(self.model) and (not colon or provider.casefold() == "openai")
        if is_openai and self.openai_api_key is None and self.openai_base_url is None:
            return _missing("OPENAI_API_KEY")
        return None


class FrameworkSettings(BaseSettings):
    """What says which frameworks are offered to all."""

    model_config = SettingsConfigDict(extra="ignore", env_ignore_empty=True)

    cxbot_frameworks: Annotated[Path | None, AfterValidator(_folder)] = Field(
        None, description="A folder of framework files to use in place of those that come with cxbot."
    )


class KeySettings(DatabaseSettings):
    """What a command needs that encrypts anew what the database holds."""

    cxbot_secret_key: Annotated[SecretStr | None, AfterValidator(_keys)] = Field(
        None, description="Encrypts the tokens of installed workspaces; of several, with commas, the first writes."
    )

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the keys, the one that writes first."""
        held = self.cxbot_secret_key.get_secret_value() if self.cxbot_secret_key is not None else ""
        return tuple(each.strip() for each in held.split(",") if each)


class Settings(KeySettings, ModelSettings, FrameworkSettings):
    """What the environment says; the names of the variables are the fields' in capitals."""

    slack_signing_secret: Annotated[SecretStr | None, AfterValidator(_secret)] = Field(
        None, description="Proves that a request comes from Slack. Needed unless SLACK_APP_TOKEN is set."
    )
    slack_bot_token: Annotated[SecretStr | None, AfterValidator(_bot_token)] = Field(
        None, description="Lets the bot post and read in one workspace. Needed unless SLACK_CLIENT_ID is set."
    )
    slack_client_id: Annotated[str | None, AfterValidator(_text)] = Field(
        None, description="Lets other workspaces install the bot, at /slack/install."
    )
    slack_client_secret: Annotated[SecretStr | None, AfterValidator(_secret)] = Field(
        None, description="Belongs to SLACK_CLIENT_ID. Needed where that is set."
    )
    cxbot_url: Annotated[str | None, AfterValidator(_own_address)] = Field(
        None, description="The bot's own address; without it Slack's first redirect address of the app counts."
    )
    slack_app_token: Annotated[SecretStr | None, AfterValidator(_app_token)] = Field(
        None, description="Switches Socket Mode on: no public address is needed then."
    )
    slack_api_url: Annotated[str, AfterValidator(_api_url)] = Field(
        "https://slack.com/api/", description="Where every Slack call goes; the sandbox sets its own."
    )
    host: str = Field("0.0.0.0", description="The address to listen on.")  # noqa: S104  # a container's only way in
    port: Annotated[int, Field(ge=0, le=65535)] = Field(8080, description="The port to listen on; 0 picks a free one.")
    cxbot_keep_days_after_uninstall: Annotated[int, Field(ge=0, le=3650)] = Field(
        30, description="The days for which data of a workspace is kept that removed the bot; 0 deletes it at once."
    )
    cxbot_webhook_url: Annotated[SecretStr | None, AfterValidator(_secret_address)] = Field(
        None, description="Where events are sent as signed JSON; without it nothing is sent."
    )
    cxbot_webhook_secret: Annotated[SecretStr | None, AfterValidator(_secret)] = Field(
        None, description="Signs what is sent to CXBOT_WEBHOOK_URL. Needed where that is set."
    )
    log_level: Annotated[str, AfterValidator(_level)] = Field("info", description="How much is logged.")


def read_settings(*, delivers: bool = True) -> Settings:
    """Read the environment once; BadInputError names everything that is missing or malformed.

    A process that takes no deliveries needs nothing that proves where they come from.
    """
    problems: list[Problem] = []
    settings: Settings | None = None
    try:
        settings = Settings()
    except ValidationError as error:
        problems = list(_problems(error))
        named = {problem.source for problem in problems}
    else:
        named = set()
    if delivers and _needs_secret(settings, named):
        problems.append(_missing("SLACK_SIGNING_SECRET"))
    problems += _of_installing()
    if _in_environment("cxbot_webhook_url") and not _in_environment("cxbot_webhook_secret"):
        problems.append(_missing("CXBOT_WEBHOOK_SECRET"))
    if settings is not None and (problem := settings.problem()) is not None:
        problems.append(problem)
    if problems or settings is None:
        raise BadInputError(tuple(problems))
    return settings


def read_database_url() -> str:
    """Read where the database is; BadInputError when that is malformed."""
    try:
        return DatabaseSettings().database_url
    except ValidationError as error:
        raise BadInputError(_problems(error)) from None


def read_frameworks_folder() -> Path | None:
    """Read which folder of frameworks is used in place of the installed one; BadInputError for one that is none."""
    try:
        return FrameworkSettings().cxbot_frameworks
    except ValidationError as error:
        raise BadInputError(_problems(error)) from None


def read_key_settings() -> KeySettings:
    """Read where the database is and the keys; BadInputError where one is malformed, or there is no key."""
    try:
        settings = KeySettings()
    except ValidationError as error:
        raise BadInputError(_problems(error)) from None
    if not settings.keys:
        raise BadInputError((_missing("CXBOT_SECRET_KEY"),))
    return settings


def read_model_settings() -> ModelSettings:
    """Read what says whether a model writes the drafts; BadInputError names everything that is wrong with it."""
    try:
        settings = ModelSettings()
    except ValidationError as error:
        raise BadInputError(_problems(error)) from None
    if (problem := settings.problem()) is not None:
        raise BadInputError((problem,))
    return settings


def _needs_secret(settings: Settings | None, named: set[str]) -> bool:
    """In HTTP mode the signing secret is what keeps strangers out; a Socket Mode app has none to check."""
    if settings is not None:
        return settings.slack_signing_secret is None and settings.slack_app_token is None
    if named & {"SLACK_SIGNING_SECRET", "SLACK_APP_TOKEN"}:
        return False
    return not (_in_environment("slack_signing_secret") or _in_environment("slack_app_token"))


def _of_installing() -> Iterator[Problem]:
    """Say what is missing for other workspaces to install the bot, or what does not go together with that."""
    installs = _in_environment("slack_client_id") or _in_environment("slack_client_secret")
    if not installs and not _in_environment("slack_bot_token"):
        yield _missing("SLACK_BOT_TOKEN")
    if not installs:
        return
    needed = ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "CXBOT_SECRET_KEY")
    yield from (_missing(each) for each in needed if not _in_environment(each.casefold()))
    if _in_environment("slack_app_token"):
        said = "cannot be set together with SLACK_CLIENT_ID: workspaces are installed over HTTP; leave one of them out"
        yield Problem("SLACK_APP_TOKEN", said)


def _in_environment(field: str) -> bool:

    return any(name.casefold() == field and value for name, value in os.environ.items())


def _problems(error: ValidationError) -> tuple[Problem, ...]:
    return tuple(_problem(each["loc"], each["type"], each["msg"]) for each in error.errors())


def _problem(place: tuple[int | str, ...], kind: str, message: str) -> Problem:
    name = str(place[0]).upper() if place else "settings"
    if kind == "missing":
        return _missing(name)
    said = message.removeprefix("Value error, ")
    return Problem(name, f"{said}; {HINTS.get(name, 'see docs/settings.md')}")


def _missing(name: str) -> Problem:
    return Problem(name, f"is not set; {HINTS[name]}")
