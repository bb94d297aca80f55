"""Who runs a workspace, by what Slack says of a person: its admins and owners, and those of its organisation."""

from typing import Any

import pytest

from bot.slack.wire import Identity, PersonInfo, read

WORKSPACE = Identity(team_id="T1", user_id="U0")
OF_GRID = Identity(team_id="T1", enterprise_id="E1", user_id="U0")
ORGANISATION = Identity(team_id="E1", enterprise_id="E1", user_id="U0", is_enterprise_install=True)


def person(**said: Any) -> PersonInfo:
    return read(PersonInfo, {"id": "U1", "team_id": "T1", **said})


def of_grid(team: str = "T1", *teams: str, **said: Any) -> dict[str, Any]:
    return {"team_id": team, "enterprise_user": {"enterprise_id": "E1", "teams": list(teams), **said}}


@pytest.mark.parametrize(
    ("me", "said", "runs"),
    [
        (WORKSPACE, {}, False),
        (WORKSPACE, {"is_admin": True}, True),
        (WORKSPACE, {"is_owner": True}, True),
        (WORKSPACE, {"is_admin": None, "is_owner": None}, False),
        (WORKSPACE, {"is_admin": True, "deleted": True}, False),
        (WORKSPACE, {"is_admin": True, "is_bot": True}, False),
        (WORKSPACE, {"is_admin": True, "is_stranger": True}, False),
        (WORKSPACE, {"is_admin": True, "team_id": "T2"}, False),
        (WORKSPACE, of_grid("T2", "T1", is_admin=True), False),  # of an organisation that is not ours
        (OF_GRID, {"is_admin": True}, True),
        (OF_GRID, of_grid("T2", "T2", is_admin=True), True),
        (OF_GRID, of_grid("T2", "T2", is_owner=True), True),
        (OF_GRID, of_grid("T2", "T2") | {"is_admin": True}, False),
        (OF_GRID, of_grid("T2", "T1", "T2") | {"is_admin": True}, True),
        (ORGANISATION, of_grid("T1", "T1") | {"is_admin": True}, True),
        (ORGANISATION, of_grid("T2", "T1", "T2") | {"is_admin": True}, False),
        (ORGANISATION, of_grid("T2", "T2", is_owner=True), True),
        (ORGANISATION, of_grid("T1", "T1", is_admin=True) | {"is_stranger": True}, False),
    ],
)
def test_only_admins_and_owners_of_the_workspace_or_its_organisation_run_it(
    me: Identity, said: dict[str, Any], *, runs: bool
) -> None:
    assert me.is_run_by(person(**said), "T1") is runs
