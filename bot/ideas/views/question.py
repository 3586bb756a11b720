"""The question what to look at next, which takes turns with that about the vision."""

from bot.ideas.entries import OpenIdeas
from bot.ideas.views.idea import LIST, in_short
from bot.slack.blocks import actions, button, header
from bot.slack.messages import Message, message
from bot.slack.rich_text import bullets, say
from bot.slack.views.entry_points import IDEA
from bot.slack.views.fewer_posts import fewer

OUTLOOK = "asking what to look at next"


def asking(partnership_id: int, ideas: OpenIdeas, token: str) -> Message:
    """What could be? With the newest ideas, if any are open."""
    place = str(partnership_id)
    return message(
        header("What should we look at next?"),
        say(
            "What have you seen elsewhere, or wished we’d try? It needn’t be finished, and you can leave your name off."
        ),
        [say("Ideas still open:", bullets(*in_short(ideas)))] if ideas.texts else [],
        actions(
            button("Share an idea", IDEA, place),
            *([button("See the ideas", LIST, place)] if ideas.texts else []),
            fewer(token),
        ),
    )
