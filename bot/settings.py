"""The one reader of the environment: every missing or malformed setting is named in one message."""

import os
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.core.errors import BadInputError, Problem

HINTS = {
    "SLACK_SIGNING_SECRET": "copy it from your Slack app's page: Basic Information, App Credentials",
    "SLACK_BOT_TOKEN": "copy it from your Slack app's page: OAuth & Permissions; it begins with xoxb-",
    "SLACK_APP_TOKEN": "an app-level token with the scope connections:write; it begins with xapp-",
    "SLACK_API_URL": "leave it out, or give an address that ends in /api/",
    "DATABASE_URL": "give sqlite:///data/cxbot.db, or sqlite:////data/cxbot.db for an absolute path",
    "PORT": "give a whole number from 0 to 65535",
    "HOST": "give an address of this machine to listen on, such as 127.0.0.1",
    "CXBOT_FRAMEWORKS": "give a folder of framework files, or leave it out for those that come with cxbot",
    "LOG_LEVEL": "give debug, info, warning or error",
}


def _bot_token(value: SecretStr) -> SecretStr:
    return _begins(value, ("xoxb-", "xoxe.xoxb-"))


def _app_token(value: SecretStr | None) -> SecretStr | None:
    return _begins(value, ("xapp-",)) if value is not None else None


def _begins(value: SecretStr, beginnings: tuple[str, ...]) -> SecretStr:
    text = value.get_secret_value()
    if not text.startswith(beginnings) or any(sign.isspace() for sign in text):
        raise ValueError(f"does not look like such a token: it begins with {beginnings[0]!r} and has no spaces")
    return value


def _secret(value: SecretStr | None) -> SecretStr | None:
    if value is not None and any(sign.isspace() for sign in value.get_secret_value()):
        raise ValueError("has a space or line break in it")
    return value


def _api_url(value: str) -> str:
    if not value.startswith(("http://", "https://")) or not value.endswith("/api/"):
        raise ValueError("is not an http or https address that ends in '/api/'")
    return value


def _database(value: str) -> str:
    if not value.startswith("sqlite://"):
        raise ValueError("names no database that cxbot can use; it takes sqlite")
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
        "sqlite:///data/cxbot.db", description="Where everything is kept; the folder is made when it is missing."
    )


class Settings(DatabaseSettings):
    """What the environment says; the names of the variables are the fields' in capitals."""

    slack_signing_secret: Annotated[SecretStr | None, AfterValidator(_secret)] = Field(
        None, description="Proves that a request comes from Slack. Needed unless SLACK_APP_TOKEN is set."
    )
    slack_bot_token: Annotated[SecretStr, AfterValidator(_bot_token)] = Field(
        description="Lets the bot post and read. Needed."
    )
    slack_app_token: Annotated[SecretStr | None, AfterValidator(_app_token)] = Field(
        None, description="Switches Socket Mode on: no public address is needed then."
    )
    slack_api_url: Annotated[str, AfterValidator(_api_url)] = Field(
        "https://slack.com/api/", description="Where every Slack call goes; the sandbox sets its own."
    )
    host: str = Field("0.0.0.0", description="The address to listen on.")  # noqa: S104  # a container's only way in
    port: Annotated[int, Field(ge=0, le=65535)] = Field(8080, description="The port to listen on; 0 picks a free one.")
    cxbot_frameworks: Annotated[Path | None, AfterValidator(_folder)] = Field(
        None, description="A folder of framework files to use in place of those that come with cxbot."
    )
    log_level: Annotated[str, AfterValidator(_level)] = Field("info", description="How much is logged.")


def read_settings() -> Settings:
    """Read the environment once; BadInputError names everything that is missing or malformed."""
    problems: list[Problem] = []
    settings: Settings | None = None
    try:
        settings = Settings()
    except ValidationError as error:
        problems = [_problem(each["loc"], each["type"], each["msg"]) for each in error.errors()]
        named = {problem.source for problem in problems}
    else:
        named = set()
    if _needs_secret(settings, named):
        problems.append(_missing("SLACK_SIGNING_SECRET"))
    if problems or settings is None:
        raise BadInputError(tuple(problems))
    return settings


def read_database_url() -> str:
    """Read where the database is; BadInputError when that is malformed."""
    try:
        return DatabaseSettings().database_url
    except ValidationError as error:
        raise BadInputError(
            tuple(_problem(each["loc"], each["type"], each["msg"]) for each in error.errors())
        ) from None


def _needs_secret(settings: Settings | None, named: set[str]) -> bool:
    """In HTTP mode the signing secret is what keeps strangers out; a Socket Mode app has none to check."""
    if settings is not None:
        return settings.slack_signing_secret is None and settings.slack_app_token is None
    if named & {"SLACK_SIGNING_SECRET", "SLACK_APP_TOKEN"}:
        return False
    return not (_in_environment("slack_signing_secret") or _in_environment("slack_app_token"))


def _in_environment(field: str) -> bool:

    return any(name.casefold() == field and value for name, value in os.environ.items())


def _problem(place: tuple[int | str, ...], kind: str, message: str) -> Problem:
    name = str(place[0]).upper() if place else "settings"
    if kind == "missing":
        return _missing(name)
    said = message.removeprefix("Value error, ")
    return Problem(name, f"{said}; {HINTS.get(name, 'see docs/settings.md')}")


def _missing(name: str) -> Problem:
    return Problem(name, f"is not set; {HINTS[name]}")
