"""Who hosts a partnership, and telling them something privately."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.models import Member, Partnership
from bot.outbox import posts as outbox
from bot.partnership import members, preferences
from bot.slack.messages import Message

News = dict[int, list[tuple[Message, str, str]]]  # by partnership: what, and its kind and occasion


def of(session: Session, partnership_ids: Collection[int]) -> list[tuple[Member, str]]:
    """The hosts who are here, longest known first, each with the clocks of their partnership."""
    rows = session.execute(
        select(Member, Partnership.zone)
        .join(Partnership, Partnership.id == Member.partnership_id)
        .where(
            Member.partnership_id.in_(partnership_ids),
            Member.host,
            *members.present(),
        )
        .order_by(Member.id)
    )
    return [(member, zone) for member, zone in rows]


def tell(
    session: Session,
    partnership_id: int,
    message: Message,
    *,
    kind: str,
    occasion: str,
    now: datetime,
    anew: bool = False,
) -> None:
    """Every host hears of the occasion privately, once; `anew` changes what they have been told of it before."""
    tell_each(session, {partnership_id: [(message, kind, occasion)]}, now=now, anew=anew)


def tell_each(
    session: Session,
    news: News,
    *,
    now: datetime,
    anew: bool = False,
) -> None:
    """The same for several partnerships, whose hosts are looked up together."""
    if not news:
        return
    sayings = [
        outbox.Saying(
            host.partnership_id,
            kind,
            f"{occasion}:{host.user_id}",
            host.user_id,
            message,
            wait_until=preferences.quiet_until(host, zone, now),
        )
        for host, zone in of(session, news)
        for message, kind, occasion in news[host.partnership_id]
    ]
    write = outbox.write_or_revise if anew else outbox.write_all
    write(session, sayings, now)
