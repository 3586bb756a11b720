"""What hosts are shown of posts that did not reach the room, or may not have, and what they do about it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db.engine import engine
from bot.models import Post
from sandbox.slack.state import Message, View
from tests.faults.town import Town

AGAIN, LEAVE = "post.again", "post.leave"


def unknown(town: Town) -> dict[int, str]:
    """The tokens of posts that may have come or not, by id; what is said to a person is nobody else's."""
    on = engine(town.database_url)
    with Session(on) as session:
        rows = session.execute(
            select(Post.id, Post.token).where(Post.fate == "unknown", Post.channel.in_(town.channels))
        ).all()
    on.dispose()
    return {row.id: row.token for row in rows}


def missing(town: Town) -> set[int]:
    """Those of them that Slack does not show."""
    shown = str([message.metadata for name in town.slack.channels for message in town.slack.messages(name)])
    return {post_id for post_id, token in unknown(town).items() if token not in shown}


def offered(town: Town) -> dict[int, tuple[str, Message | View]]:
    """What hosts may have posted again, by the post's id: in which channel, and the note or page that says so."""
    return {
        int(value or 0): (channel, shown)
        for channel in town.channels
        for shown in _seen(town, channel)
        for _, action, value in shown.buttons
        if action == AGAIN or action.startswith(f"{AGAIN}.")
    }


def _seen(town: Town, channel: str) -> list[Message | View]:
    form = town.host(channel).form
    return [*town.host(channel).dms(), *([form] if form else [])]


async def look(town: Town) -> None:
    """Every host has the page for hosts open."""
    for channel in town.channels:
        host = town.host(channel)
        await host.closes(everything=True)
        standing = next(message for message in town.slack.messages(channel) if "mine.open" in str(message.blocks))
        await host.presses(standing, "mine.open")
        assert host.form is not None
        part = next(value for _, action, value in host.form.buttons if str(value).endswith(".hosts"))
        await host.presses(host.form, "mine.part", part)


async def settle(town: Town, wanted: set[int]) -> None:
    """Of what they are shown, hosts have these posted again, and say of the others that they are there."""
    for post_id, (channel, shown) in offered(town).items():
        await town.host(channel).presses(shown, AGAIN if post_id in wanted else LEAVE, str(post_id))
