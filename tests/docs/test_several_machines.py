"""`compose.yaml` as far as it can be checked without an engine: docs/install.md, "Several machines"."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot import cli
from bot.web.app import MOST_BYTES, web_app
from tests.docs.test_docs import read, table

SETTINGS = set(table(read("docs/settings.md"), "| variable | default |"))
VARIABLE = re.compile(r"\$\{(\w+):\?([^}]*)\}")
OF_THE_MACHINE = {"POSTGRES_PASSWORD", "CXBOT_HOST"}
"""What Compose itself puts in from `.env`; the bot knows neither."""


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(read("compose.yaml"))
    return found


def test_every_variable_is_a_setting_or_says_what_to_write_into_env(compose: dict[str, Any]) -> None:
    asked = dict(VARIABLE.findall(read("compose.yaml")))
    head = read("compose.yaml").split("\nname:")[0]
    assert set(asked) == OF_THE_MACHINE
    assert all(name in words and name in head for name, words in asked.items())
    assert "$" not in VARIABLE.sub("", read("compose.yaml").split("\nname:")[1])
    for each in (compose["services"]["bot"], compose["services"]["worker"]):
        assert set(each["environment"]) == {"DATABASE_URL", "PORT"} <= SETTINGS
        assert each["environment"]["DATABASE_URL"].endswith("@postgres/cxbot")
    named = set(re.findall(r"\b[A-Z]+_[A-Z_]+\b", head)) - OF_THE_MACHINE
    assert named <= SETTINGS


def test_bots_and_workers_run_commands_that_there_are_as_a_user_of_the_image(compose: dict[str, Any]) -> None:
    image = read("Dockerfile")
    for name, wanted in (("bot", ["cxbot", "serve", "--no-workers"]), ("worker", ["cxbot", "work"])):
        service = compose["services"][name]
        assert (service["command"], service["deploy"]["replicas"]) == (wanted, 2)
        options = {
            option for each in cli.main.commands[wanted[1]].params for option in (*each.opts, *each.secondary_opts)
        }
        assert set(wanted[2:]) <= options
        assert f"--uid {service['user']} " in image
        assert service["depends_on"] == {"postgres": {"condition": "service_healthy"}}
    assert "ENV PATH=/opt/cxbot/bin" in image


def test_health_is_asked_for_where_it_is_answered(compose: dict[str, Any]) -> None:
    paths = {getattr(each, "path", "") for each in web_app(None, dict).routes}
    asked = re.findall(r"c\.request\('GET', '([^']+)'\)", read("Dockerfile"))
    assert asked == ["/healthz"]
    assert set(asked) <= paths
    postgres = compose["services"]["postgres"]
    known, test = postgres["environment"], postgres["healthcheck"]["test"]
    assert test == ["CMD", "pg_isready", f"--username={known['POSTGRES_USER']}", f"--dbname={known['POSTGRES_DB']}"]
    for service in compose["services"].values():
        kept = [each.partition(":")[0] for each in service.get("volumes", ()) if not each.startswith(("/", "."))]
        assert set(kept) <= set(compose["volumes"])


def test_the_proxy_balances_over_every_bot_and_tries_another_before_slack_gives_up(
    compose: dict[str, Any], tmp_path: Path
) -> None:
    config = VARIABLE.sub("cx.example.com", compose["configs"]["proxy"]["content"])
    port = compose["services"]["bot"]["environment"]["PORT"]
    assert re.search(rf"dynamic a bot {port} \{{", config)
    for line in ("lb_policy round_robin", "lb_try_duration 2s", "dial_timeout 500ms", "keepalive off"):
        assert f" {line}\n" in config
    for word in ("header_up", "header_down", "rewrite", "fail_duration"):  # the signature is of the request as it came
        assert word not in config
    assert MOST_BYTES == 1_000_000  # and the proxy sets no lower limit
    assert "max_size" not in config
    if (caddy := shutil.which("caddy")) is not None:
        (tmp_path / "Caddyfile").write_text(config)
        command = [caddy, "adapt", "--config", str(tmp_path / "Caddyfile"), "--adapter", "caddyfile"]
        subprocess.run(command, check=True, capture_output=True, env={"HOME": str(tmp_path)})
