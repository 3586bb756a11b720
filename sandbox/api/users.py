"""Who somebody is, and who the app itself is."""

from sandbox.api.registry import ApiError, method
from sandbox.slack.blocks import Json
from sandbox.slack.state import Slack


def _auth_test(slack: Slack, args: Json) -> Json:  # noqa: ARG001
    hub = slack.workspaces[slack.speaking]
    return {
        "url": f"https://{hub.domain}.slack.com/",
        "team": hub.name,
        "user": "pencil",
        "team_id": hub.id,
        "user_id": slack.bot_user,
        "bot_id": slack.bot_id,
        "is_enterprise_install": False,
    }


def _user(slack: Slack, args: Json) -> Json:
    user_id = args.get("user") or ""
    person = slack.people.get(user_id)
    if user_id in slack.bot_users:
        return {
            "user": {
                "id": user_id,
                "team_id": slack.bot_users[user_id],
                "name": "pencil",
                "real_name": "Pencil",
                "is_bot": True,
                "tz": None,
                "profile": {"display_name": "Pencil", "real_name": "Pencil"},
            }
        }
    if person is None:
        raise ApiError("user_not_found")
    return {
        "user": {
            "id": user_id,
            "team_id": person.team_id,
            "name": person.name.lower().replace(" ", "."),
            "real_name": person.name,
            "tz": person.tz,
            "is_bot": person.bot,
            "deleted": False,
            "profile": {"display_name": person.name, "real_name": person.name, "team": person.team_id},
        }
    }


METHODS = {
    "auth.test": method(_auth_test),
    "users.info": method(_user, "user include_locale", "users:read"),
}
