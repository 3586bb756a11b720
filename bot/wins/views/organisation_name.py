"""What an organisation's people read and press about its name in joint wins."""

from bot.slack.blocks import QUOTED, Block, actions, button
from bot.slack.messages import Message, message
from bot.slack.rich_text import bold, quote, say
from bot.slack.text import cut
from bot.wins.facts import NamedIn, NamedWin

CONFIRM, OFF, BACK = "naming.confirm", "naming.off", "naming.back"
_MOST = 15

NOT_NAMED = "Your organisation isn’t named in a shared win there, so there’s nothing to confirm or take off."


def about(named: NamedIn) -> Message:
    """Each joint win in which the organisation is named, and what its people can do about that."""
    return message(
        say("Shared wins that name ", bold(named.organisation), ":"),
        *(_one(win) for win in named.wins[:_MOST]),
        [say(f"These are the first {_MOST} of {len(named.wins)}.")] if len(named.wins) > _MOST else [],
    )


def _one(win: NamedWin) -> list[Block]:
    how = "It names you."
    if win.withheld:
        how = "Your name has been taken off."
    elif win.confirmed:
        how = "It names you, and you’ve confirmed that."
    buttons = [button("Put it back", BACK, str(win.id))] if win.withheld else []
    if not win.withheld:
        buttons = [] if win.confirmed else [button("Yes, that’s us", CONFIRM, str(win.id))]
        buttons.append(button("Take our name off", OFF, str(win.id)))
    return [say(quote(cut(win.text, QUOTED)), how), actions(*buttons)]
