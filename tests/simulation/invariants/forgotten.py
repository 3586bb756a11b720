"""Who asked to be forgotten is nowhere: in no row, and in nothing that Pencil says in public."""

from collections.abc import Collection, Iterator
from typing import cast

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bot.models import Member
from sandbox.slack.state import Slack


def is_known(session: Session, user_id: str) -> bool:
    """Whether anybody of this id is a member still."""
    return session.scalar(select(Member.id).where(Member.user_id == user_id).limit(1)) is not None


def traces(on: Engine, slack: Slack, user_id: str, before: Collection[str]) -> Iterator[str]:
    """Where they still are.

    Of messages to those forgotten `before`, Pencil has no record by which to change them; nor of a private reply, which
    bears no mark of a post and stays as it was sent, as `docs/privacy/what-is-kept.md` says.
    """
    with on.connect() as connection:
        raw = cast("object", connection.connection.driver_connection)
        for line in raw.iterdump():  # type: ignore[attr-defined]
            if user_id in line:
                yield f"{user_id} asked to be forgotten, and is in {line.split('(')[0][:60]}"
    for channel in slack.channels.values():
        if channel.direct_with in {user_id, *before} or channel.group:
            continue
        for message in slack.messages(channel.id):
            replied = channel.direct_with is not None and message.metadata is None
            if message.by_app and not message.only_for and not replied and user_id in str(message.blocks):
                place = channel.name or channel.id
                yield f"{user_id} asked to be forgotten, and is named in {place}: {message.plain[:60]!r}"
