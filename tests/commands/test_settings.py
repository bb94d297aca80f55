"""The settings: everything that is missing or malformed is named at once."""

import base64
import os

import pytest

from bot.core.errors import BadInputError
from bot.settings import Settings, read_database_url, read_model_settings, read_settings

GOOD = {"SLACK_SIGNING_SECRET": "5ecret", "SLACK_BOT_TOKEN": "xoxb-test"}


@pytest.fixture(autouse=True)
def _empty_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.casefold() in Settings.model_fields:
            monkeypatch.delenv(name)


def problems(monkeypatch: pytest.MonkeyPatch, **environment: str) -> dict[str, str]:
    """Read the settings of an environment and give what is wrong with it by name."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(BadInputError) as error:
        read_settings()
    return {problem.source: problem.message for problem in error.value.problems}


def test_an_empty_environment_is_told_everything_that_it_lacks_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    assert set(problems(monkeypatch)) == {"SLACK_SIGNING_SECRET", "SLACK_BOT_TOKEN"}


def test_every_malformed_setting_is_named_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    found = problems(
        monkeypatch,
        SLACK_SIGNING_SECRET="with space",
        SLACK_BOT_TOKEN="nonsense",
        SLACK_APP_TOKEN="xoxb-wrong-kind",
        SLACK_API_URL="https://slack.com/api",
        DATABASE_URL="mysql://somewhere",
        PORT="ninety",
        CXBOT_FRAMEWORKS="/no/such/folder",
        LOG_LEVEL="loud",
        CXBOT_MODEL="openai:",
        OPENAI_API_KEY="with space",
        OPENAI_BASE_URL="127.0.0.1:8080",
        CXBOT_MODEL_SECONDS="0",
        CXBOT_MODEL_TOKENS="-1",
        CXBOT_MODEL_CALLS="few",
        CXBOT_WEBHOOK_URL="ftp://hooks.example/k3y",
    )
    assert "k3y" not in str(found)
    assert set(found) == {
        "CXBOT_WEBHOOK_URL",
        "CXBOT_WEBHOOK_SECRET",
        "SLACK_SIGNING_SECRET",
        "SLACK_BOT_TOKEN",
        "SLACK_APP_TOKEN",
        "SLACK_API_URL",
        "DATABASE_URL",
        "PORT",
        "CXBOT_FRAMEWORKS",
        "LOG_LEVEL",
        "CXBOT_MODEL",
        "OPENAI_API_KEY",
        "OPENAI_BASE_URL",
        "CXBOT_MODEL_SECONDS",
        "CXBOT_MODEL_TOKENS",
        "CXBOT_MODEL_CALLS",
    }
    assert all("; " in message for message in found.values()), "each says what is wrong and what to do"


def test_a_secret_never_stands_in_the_message(monkeypatch: pytest.MonkeyPatch) -> None:
    found = problems(
        monkeypatch, SLACK_SIGNING_SECRET="very secret", SLACK_BOT_TOKEN="hunter2", OPENAI_API_KEY="quite secret"
    )
    assert "very secret" not in str(found)
    assert "quite secret" not in str(found)
    assert "hunter2" not in str(found)


@pytest.mark.parametrize("port", ["-1", "65536", "8o80"])
def test_a_port_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, port: str) -> None:
    assert set(problems(monkeypatch, **GOOD, PORT=port)) == {"PORT"}


KEY = base64.urlsafe_b64encode(bytes(32)).decode()
INSTALLS = {
    "SLACK_SIGNING_SECRET": "5ecret",
    "SLACK_CLIENT_ID": "1.2",
    "SLACK_CLIENT_SECRET": "s",
    "CXBOT_SECRET_KEY": f"{KEY}, {KEY}",
}


def test_where_others_install_the_bot_no_token_is_needed_and_several_keys_may_stand(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in (INSTALLS | {"CXBOT_URL": "https://cx.example/"}).items():
        monkeypatch.setenv(name, value)
    settings = read_settings()
    assert (settings.slack_bot_token, settings.keys, settings.cxbot_url) == (None, (KEY, KEY), "https://cx.example")


@pytest.mark.parametrize(
    ("environment", "wrong"),
    [
        ({"SLACK_CLIENT_ID": ""}, {"SLACK_CLIENT_ID"}),
        ({"SLACK_CLIENT_SECRET": ""}, {"SLACK_CLIENT_SECRET"}),
        ({"CXBOT_SECRET_KEY": ""}, {"CXBOT_SECRET_KEY"}),
        ({"SLACK_SIGNING_SECRET": ""}, {"SLACK_SIGNING_SECRET"}),
        ({"SLACK_SIGNING_SECRET": "", "SLACK_APP_TOKEN": "xapp-1"}, {"SLACK_APP_TOKEN"}),
        ({"SLACK_APP_TOKEN": "xapp-1"}, {"SLACK_APP_TOKEN"}),
        ({"CXBOT_SECRET_KEY": "short"}, {"CXBOT_SECRET_KEY"}),
        ({"CXBOT_SECRET_KEY": f"{KEY},"}, {"CXBOT_SECRET_KEY"}),
        ({"CXBOT_SECRET_KEY": KEY.replace("A", "\u00e9")}, {"CXBOT_SECRET_KEY"}),
        ({"SLACK_CLIENT_ID": "1 2"}, {"SLACK_CLIENT_ID"}),
        ({"CXBOT_URL": "http://cx.example"}, {"CXBOT_URL"}),
        ({"CXBOT_URL": "https://cx.example/bot"}, {"CXBOT_URL"}),
        ({"CXBOT_URL": "https://me@cx.example"}, {"CXBOT_URL"}),
        (dict.fromkeys(("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "CXBOT_SECRET_KEY"), ""), {"SLACK_BOT_TOKEN"}),
    ],
)
def test_what_cannot_work_where_others_install_the_bot_is_refused(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], wrong: set[str]
) -> None:
    found = problems(monkeypatch, **INSTALLS | environment)
    assert set(found) == wrong
    assert all("; " in message for message in found.values()), "each says what is wrong and what to do"


def test_socket_mode_needs_no_signing_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-test")
    monkeypatch.setenv("SLACK_APP_TOKEN", "xapp-test")
    assert read_settings().slack_signing_secret is None


def test_an_empty_variable_counts_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    assert set(problems(monkeypatch, **GOOD | {"SLACK_SIGNING_SECRET": ""})) == {"SLACK_SIGNING_SECRET"}


def test_what_is_left_out_has_its_default(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in GOOD.items():
        monkeypatch.setenv(name, value)
    settings = read_settings()
    assert (settings.port, settings.database_url) == (8080, "sqlite:///data/cxbot.db")
    assert settings.slack_api_url == "https://slack.com/api/"


def test_an_export_needs_the_database_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "sqlite:////srv/cx.db")
    assert read_database_url() == "sqlite:////srv/cx.db"


@pytest.mark.parametrize(
    "url", ["ftp://x/v1", "http://", "http:///v1", "http://x:port/v1", "http://x/v 1", "localhost:80"]
)
def test_an_address_of_a_model_server_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    assert set(problems(monkeypatch, **GOOD, OPENAI_BASE_URL=url)) == {"OPENAI_BASE_URL"}


@pytest.mark.parametrize("model", ["gpt-4.1", "openai:gpt-4.1", "OpenAI:gpt-4.1"])
def test_a_model_of_openai_needs_a_key_or_a_server(monkeypatch: pytest.MonkeyPatch, model: str) -> None:
    assert set(problems(monkeypatch, **GOOD, CXBOT_MODEL=model)) == {"OPENAI_API_KEY"}
    with pytest.raises(BadInputError, match="OPENAI_API_KEY"):
        read_model_settings()


def test_a_malformed_model_setting_is_refused_where_only_those_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CXBOT_MODEL_CALLS", "few")
    monkeypatch.setenv("OPENAI_BASE_URL", "nowhere")
    with pytest.raises(BadInputError) as error:
        read_model_settings()
    assert {each.source for each in error.value.problems} == {"CXBOT_MODEL_CALLS", "OPENAI_BASE_URL"}


@pytest.mark.parametrize(
    ("environment", "model"),
    [
        ({}, ""),
        ({"CXBOT_MODEL": "none"}, ""),
        ({"CXBOT_MODEL": "None", "OPENAI_API_KEY": "k"}, ""),
        ({"OPENAI_API_KEY": "k"}, "openai:gpt-4.1-mini"),
        ({"OPENAI_BASE_URL": "http://127.0.0.1:8080/v1"}, "openai:gpt-4.1-mini"),
        ({"OPENAI_BASE_URL": "http://127.0.0.1:8080/v1", "CXBOT_MODEL": "small"}, "small"),
        ({"CXBOT_MODEL": "anthropic:claude"}, "anthropic:claude"),
    ],
)
def test_a_model_is_asked_once_anything_of_it_is_set(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], model: str
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert read_model_settings().model == model


@pytest.mark.parametrize(
    ("address", "secret", "named"),
    [
        ("https://hooks.example/x", "", {"CXBOT_WEBHOOK_SECRET"}),
        ("hooks.example/x", "5ecret", {"CXBOT_WEBHOOK_URL"}),
        ("ftp://hooks.example/x", "5ecret", {"CXBOT_WEBHOOK_URL"}),
        ("file:///etc/passwd", "5ecret", {"CXBOT_WEBHOOK_URL"}),
        ("https://", "5ecret", {"CXBOT_WEBHOOK_URL"}),
        ("https://hooks.example:99999/x", "5ecret", {"CXBOT_WEBHOOK_URL"}),
        ("https://hooks.example/a b", "5ecret", {"CXBOT_WEBHOOK_URL"}),
        ("https://hooks.example/x", "two words", {"CXBOT_WEBHOOK_SECRET"}),
    ],
)
def test_a_webhook_that_cannot_be_signed_or_reached_is_refused(
    monkeypatch: pytest.MonkeyPatch, address: str, secret: str, named: set[str]
) -> None:
    found = problems(monkeypatch, **GOOD, CXBOT_WEBHOOK_URL=address, CXBOT_WEBHOOK_SECRET=secret)
    assert set(found) == named
    assert all("give" in message for message in found.values())


@pytest.mark.parametrize("scheme", ["PostgreSQL", "POSTGRES", "Sqlite"])
def test_the_scheme_of_the_database_is_read_in_any_case(monkeypatch: pytest.MonkeyPatch, scheme: str) -> None:
    monkeypatch.setenv("DATABASE_URL", f"{scheme}:///Data/cx.db")
    assert read_database_url() == f"{scheme.lower()}:///Data/cx.db"
