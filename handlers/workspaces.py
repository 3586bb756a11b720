"""Which workspaces an act is about: the one it was sent for, and the one its channel's partnership was started from."""

from bot.app import Bot
from bot.installations import speaking
from bot.partnership import partnerships
from bot.slack.marked import taken_out
from handlers.events import installed_for
from handlers.payloads import Payload


def installed(payload: Payload) -> str:
    """The workspace that has Pencil, as far as the payload says; whose person acts is said beside it."""
    if "event" in payload:
        return installed_for(payload)
    view = payload.get("view") or {}
    team = view.get("app_installed_team_id") or (payload.get("team") or {}).get("id") or payload.get("team_id")
    return str(team or "")


async def there(bot: Bot, payload: Payload) -> Bot:
    """The bot as it speaks for the channel's partnership, and answers where somebody waits."""
    if not bot.settings.installable:
        return bot
    team_id = installed(payload)
    home = await bot.database.read(partnerships.team_of, _channel(payload)) or team_id
    bots = await speaking.of_each(bot, {team_id, home})
    return bots[home].answering(bots[team_id].slack)


async def at_home(bot: Bot, channel: str) -> Bot:
    """The bot as it speaks for the partnership whose home the channel is."""
    if not bot.settings.installable:
        return bot
    team_id = await bot.database.read(partnerships.team_of, channel)
    return await speaking.of(bot, team_id) if team_id else bot


def _channel(payload: Payload) -> str:
    """The channel it is about, as far as that is plain."""
    event, view, channel = payload.get("event") or {}, payload.get("view") or {}, payload.get("channel")
    if isinstance(event, dict) and event:
        item = event.get("item")
        place = event.get("channel") or (item.get("channel") if isinstance(item, dict) else None)
        return place if isinstance(place, str) else ""
    if isinstance(channel, dict):
        return str(channel.get("id") or "")
    if isinstance(view, dict) and view.get("private_metadata"):
        return taken_out(str(view["private_metadata"]))[0].partition(" ")[0]
    return str(payload.get("channel_id") or "")
