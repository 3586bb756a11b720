"""The buttons that lead to everything anybody may do, and their ids."""

from bot.slack.blocks import Block, actions, button

SHARE, RAISE, OFFER, IDEA, MINE = "win.share", "blocker.raise", "skill.offer", "idea.share", "mine.open"
INITIATIVE = "initiative.show"
MY_DATA, FORGET_ME = "mydata.show", "forget.open"


def ways_in() -> Block:
    """A button for each thing anybody may do, whichever workspace they are in."""
    return actions(
        button("Share a win", SHARE),
        button("Raise a blocker", RAISE),
        button("Offer a skill", OFFER),
        button("Share an idea", IDEA),
        button("My Pencil", MINE),
    )
