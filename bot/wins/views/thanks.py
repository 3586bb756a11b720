"""What somebody reads, once, who has been thanked for the first time."""

from bot.slack.blocks import actions, button
from bot.slack.messages import Message, message
from bot.slack.rich_text import channel, person, say
from bot.slack.views.entry_points import FORGET_ME, MY_DATA
from bot.slack.views.wording import count


def first_thanks(author: str, channel_id: str, partnership_id: int, keep_months: int | None) -> Message:
    """Who thanked them, what is kept about it, and how to see it or have it removed."""
    how_long = f"for {count(keep_months, 'month')}" if keep_months else "for as long as the partnership lasts"
    return message(
        say(person(author), " thanked you in a win in ", channel(channel_id), "."),
        say(
            f"I keep that with your Slack id {how_long}, so people remember who helped. You can see everything I keep "
            "about you, and have your name removed, at any time. I only say this once."
        ),
        actions(
            button("What I keep about you", MY_DATA, str(partnership_id)),
            button("Forget me …", FORGET_ME, str(partnership_id)),
        ),
    )
