"""A win's receipt, with what its words say of organisations and groups that Pencil did not take up by itself."""

from collections.abc import Sequence

from bot.slack.blocks import Block, actions, button
from bot.slack.messages import Message, message
from bot.slack.rich_text import bold, names, say
from bot.slack.text import cut
from bot.wins.facts import Receipt
from bot.wins.views.win import receipt as of_win

SHARE_WITH = "win.share_with"

_OFFERED = 3
_LABEL = 60  # characters of a name beside more words on a button


def receipt(facts: Receipt, groups: Sequence[str] = ()) -> Message:
    """The receipt, and what is below it."""
    return message(of_win(facts).blocks, unseen(groups), offered(facts))


def unseen(groups: Sequence[str]) -> list[Block]:
    """User groups that the words thank: Slack does not say who is in them."""
    if not groups:
        return []
    called = names([bold(group) for group in groups[:_OFFERED]])
    return [say("I can’t see who is in ", *called, ". To thank people, mention them by name.")]


def offered(facts: Receipt) -> list[Block]:
    """Partners that the words name may share it. One offer at a time: where the author is from comes first."""
    if not facts.named or facts.organisations is not None or facts.win.undone:
        return []
    shown = facts.named[:_OFFERED]
    return [
        say("Did ", *names([bold(name) for _, name in shown]), " have a share in it?"),
        actions(
            *(
                button(f"Yes, {cut(name, _LABEL)}", f"{SHARE_WITH}.{place}", f"{facts.win.id}.{partner_id}")
                for place, (partner_id, name) in enumerate(shown)
            )
        ),
    ]
