"""What somebody reads who asks for something of a partnership whose channel they have left."""

from bot.partnership.views import preferences
from bot.privacy.views import forget_me, my_data
from bot.slack.blocks import actions, button, given_back
from bot.slack.messages import Message, message
from bot.slack.rich_text import say

UNANSWERED = (
    "Slack didn’t tell me in time whether you’re still in the channel, so nothing changed. Try again in a minute, or "
    "type it in the channel."
)


def left(partnership_id: int, typed: str = "") -> Message:
    """Why nothing was changed, how to be back, and what is theirs all the same; what was typed comes back."""
    about = str(partnership_id)
    return message(
        say(
            "You’ve left this partnership’s channel, so nothing changed. Join the channel again and you’re back here "
            "too. What’s yours stays yours:"
        ),
        given_back(typed),
        actions(
            button("My data", my_data.SHOW, about),
            button("Forget me …", forget_me.BEGIN, about),
            button("Preferences", preferences.OPEN, about),
        ),
    )
