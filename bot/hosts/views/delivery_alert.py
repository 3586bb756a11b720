"""Words for hosts when a post did not reach the room."""

from bot.outbox.posts import Fate
from bot.outbox.undelivered import Undelivered
from bot.schedule.timetable import Due
from bot.slack.blocks import actions, button
from bot.slack.messages import Message, message
from bot.slack.rich_text import Piece, channel, code, moment, say

POST_AGAIN, LEAVE = "post.again", "post.leave"

WHAT = {
    "celebrations": "The celebration",
    "checkins": "The check-in",
    "roll-call": "The roll-call",
    "consultations": "The consultation on the vision",
    "pulse": "The pulse",
    "pulse-results": "The post with the pulse’s results",
    "pulse-note": "A note in the pulse’s thread",
    "pulse-response": "A note in the thread of the pulse’s results",
    "skills": "The post about new skills",
    "blocker": "The card of a blocker",
    "blocker-note": "A note in a blocker’s thread",
    "idea": "The card of an idea",
    "idea-note": "A note in an idea’s thread",
    "initiative": "The card of an initiative",
    "initiative-note": "A note in an initiative’s thread",
    "checkin-summary": "The summary of a check-in",
    "vision": "The question about the vision",
    "proposal": "A proposed change to the vision",
    "proposal-note": "A note in the thread of a proposed change to the vision",
    "win": "The celebration of one win",
    "habit": "The card of a habit",
    "standing": "My standing post",
    "hostless": "The note that nobody hosts",
}
REMEDIES = {
    "not_in_channel": "I am not in that channel. Type /invite @Pencil there, then press Post again.",
    "channel_not_found": "Slack no longer shows me that channel. If I was removed, invite me, then press Post again.",
    "is_archived": "The channel is archived. Once it is open again, press Post again.",
}
DONE = "I’m posting it again now."
LEFT = "Noted. I won’t bring it up again."
SETTLED = "That is settled already."
NOT_NEEDED = "It’s there already, or there’s nothing left to say, so I posted nothing."


def undelivered(post: Undelivered) -> Message:
    """What did not arrive, why, what was kept, and what a host can do."""
    what: list[Piece] = [WHAT[post.kind], " for ", channel(post.channel)]
    reason = post.reason or "no reason given"
    enough = "Leave it"
    if post.fate == Fate.UNKNOWN:
        enough = "It is there"
        words: list[Piece] = [
            *what,
            (
                " may or may not have arrived. The connection broke, and I can’t read the channel to find out. Please "
                "look. If it’s missing, press Post again; otherwise, It is there."
            ),
        ]
    elif post.fate == Fate.REFUSED:
        remedy = REMEDIES.get(reason.partition(":")[0], "Nothing is lost. Once the cause is fixed, press Post again.")
        words = [*what, " was refused by Slack (", code(reason), "). ", remedy]
    else:
        return message(
            say(
                *what,
                " has been waiting for over an hour (",
                code(reason),
                "). It goes out as soon as Slack takes it. You don’t need to do anything.",
            )
        )
    about = str(post.post_id)
    return message(say(*words), actions(button("Post again", POST_AGAIN, about), button(enough, LEAVE, about)))


def late(kind: str, due: Due, channel_id: str) -> Message:
    """A post comes after its time, because nothing ticked."""
    return message(
        say(
            WHAT[kind],
            " for ",
            channel(channel_id),
            " was due on ",
            moment(due.fire.at, due.zone),
            " and comes only now, because I wasn’t running. Nothing is lost, and you don’t need to do anything.",
        )
    )
