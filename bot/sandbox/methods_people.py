"""The methods about who is there: auth.*, api.test, users.*, usergroups.*, team.info, bots.info."""

from collections.abc import Mapping
from typing import Final

from bot.sandbox import seed
from bot.sandbox.call import Call, Method, next_page
from bot.sandbox.messages import bot_profile, person_json
from bot.sandbox.model import Json, Refusal


def auth_test(call: Call) -> Json:
    """Say for whom the token speaks."""
    space, organisation = call.workspace, call.world.organisation
    found = {
        "url": space.site or f"https://{space.domain}.slack.com/",
        "team": space.name,
        "user": call.world.people[space.bot_user].name,
        "team_id": space.id,
        "user_id": space.bot_user,
        "bot_id": space.bot_id,
        "is_enterprise_install": bool(organisation),
    }
    return found | ({"team_id": organisation, "enterprise_id": organisation} if organisation else {})


def api_test(call: Call) -> Json:
    """Answer with the arguments; an `error` among them is given back as one."""
    if call.text("error"):
        raise Refusal(call.text("error"), args=dict(call.args))
    return {"args": dict(call.args)} if call.args else {}


def user_info(call: Call) -> Json:
    """Return one person."""
    person = call.person()
    found = person_json(person, call.world.clock.now())
    if call.world.organisation and person.team_id in call.world.workspaces:
        found["enterprise_user"] = {
            "id": person.id,
            "enterprise_id": call.world.organisation,
            "enterprise_name": "Acme",
            "is_admin": False,
            "is_owner": False,
            "teams": [person.team_id],
        }
    return {"user": found}


def users(call: Call) -> Json:
    """Return the people of the workspace."""
    known = [person for person in call.world.people.values() if person.team_id == call.workspace.id]
    found, cursor = call.page(known)
    moment = call.world.clock.now()
    return {
        "members": [person_json(person, moment) for person in found],
        "cache_ts": int(call.world.now()),
        **next_page(cursor),
    }


def user_groups(call: Call) -> Json:
    """Return the groups of people that have a handle, without their people."""
    own = [group for group in call.world.user_groups.values() if group.team_id == call.workspace.id]
    return {
        "usergroups": [
            {"id": group.id, "team_id": group.team_id, "is_usergroup": True, "name": group.name, "description": ""}
            | {"handle": group.handle, "is_external": False, "date_create": 0, "date_update": 0, "date_delete": 0}
            | {"auto_type": None, "created_by": "", "updated_by": "", "deleted_by": None}
            | {"user_count": len(group.members)}
            for group in own
        ]
    }


def group_members(call: Call) -> Json:
    """Return the people of a group; deactivated ones are not among them."""
    group = call.world.user_groups.get(call.text("usergroup"))
    if group is None or group.team_id != call.workspace.id:
        raise Refusal("no_such_subteam")
    return {"users": [each for each in group.members if not call.world.people[each].deleted]}


def team_info(call: Call) -> Json:
    """Return the workspace."""
    space = call.workspace
    if call.text("team", space.id) != space.id:
        raise Refusal("team_not_found")
    team = {"id": space.id, "name": space.name, "domain": space.domain, "email_domain": ""}
    return {"team": team | {"url": f"https://{space.domain}.slack.com/", "is_verified": False}}


def bot_info(call: Call) -> Json:
    """Return the app's bot."""
    if call.text("bot", call.workspace.bot_id) != call.workspace.bot_id:
        raise Refusal("bot_not_found")
    profile = bot_profile(call.world, call.workspace.bot_user)
    shown = {name: profile[name] for name in ("id", "deleted", "name", "updated")}
    return {"bot": shown | {"app_id": seed.APP_ID, "user_id": call.workspace.bot_user}}


METHODS: Final[Mapping[str, Method]] = {
    "auth.test": Method(auth_test, (), ("include_app_id",), (), "tier4"),
    "api.test": Method(api_test, (), ("error", "foo"), (), "tier4", "none"),
    "users.info": Method(user_info, ("user",), ("include_locale",), ("users:read",), "tier4"),
    "users.list": Method(users, (), ("cursor", "limit", "include_locale", "team_id"), ("users:read",), "tier2"),
    "usergroups.list": Method(
        user_groups,
        (),
        ("include_count", "include_disabled", "include_users", "team_id"),
        ("usergroups:read",),
        "tier2",
    ),
    "usergroups.users.list": Method(
        group_members, ("usergroup",), ("include_disabled", "team_id"), ("usergroups:read",), "tier2"
    ),
    "team.info": Method(team_info, (), ("team", "domain"), ("team:read",)),
    "bots.info": Method(bot_info, (), ("bot", "team_id"), ("users:read",)),
}
