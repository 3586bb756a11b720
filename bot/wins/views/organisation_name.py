"""What an organisation's people read and press about its name in joint wins."""

from collections.abc import Sequence

from bot.slack.blocks import QUOTED, Block, actions, button
from bot.slack.messages import Message, message
from bot.slack.rich_text import bold, quote, say
from bot.slack.text import cut
from bot.wins.organisation_name import Named

CONFIRM, OFF, BACK = "naming.confirm", "naming.off", "naming.back"
_MOST = 15

NOT_NAMED = "Your organisation is not named in a joint win there, so there is nothing to confirm or take off."


def about(name: str, found: Sequence[Named]) -> Message:
    """Each joint win in which the organisation is named, and what its people can do about that."""
    return message(
        say("The name of ", bold(name), " in what was celebrated:"),
        *(_one(one) for one in found[:_MOST]),
        [say(f"These are the first {_MOST} of {len(found)}.")] if len(found) > _MOST else [],
    )


def _one(one: Named) -> list[Block]:
    how = "Your name stands there."
    if one.withheld:
        how = "Your name has been taken off."
    elif one.confirmed:
        how = "Your name stands there, and you have confirmed it."
    buttons = [button("Put it back", BACK, str(one.win_id))] if one.withheld else []
    if not one.withheld:
        buttons = [] if one.confirmed else [button("Yes, that is us", CONFIRM, str(one.win_id))]
        buttons.append(button("Take our name off", OFF, str(one.win_id)))
    return [say(quote(cut(one.text, QUOTED)), how), actions(*buttons)]
