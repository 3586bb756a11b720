"""Whom the acts of a set are by and about, read in one statement."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, select
from sqlalchemy.orm import Session

from bot.db.statements import core_connection
from bot.models import Member, Partner, Partnership
from bot.partnership import members

_CALLED: Any = bindparam("people", expanding=True)
_PEOPLE = (
    select(
        Partnership.channel_id,
        Partnership.id,
        Partnership.zone,
        Member.id,
        Member.user_id,
        Member.partner_by,
        Member.asked_at,
        Member.invited_at,
        Member.thanks_told_at,
        and_(*members.present()),
        Partner.id,
        Partner.name,
        Partner.sector,
    )
    .join(Member, Member.partnership_id == Partnership.id)
    .outerjoin(Partner, Partner.id == Member.partner_id)
    .where(Partnership.channel_id.in_(bindparam("channels", expanding=True)), Member.user_id.in_(_CALLED))
    .order_by(Partner.name)
)


class Person(NamedTuple):
    """Somebody known in the partnership at home in a channel, with the organisation they are from."""

    place: int  # among all that were read, by their organisation's name
    channel_id: str
    partnership_id: int
    zone: str
    member_id: int
    user_id: str
    partner_by: str | None
    asked_at: datetime | None
    invited_at: datetime | None
    thanks_told_at: datetime | None
    present: bool
    partner_id: int | None
    partner: str | None
    sector: str | None


def known(session: Session, channels: Collection[str], user_ids: Collection[str]) -> dict[tuple[str, str], Person]:
    """Those of these people who are known there, by channel and Slack id."""
    rows = core_connection(session).execute(_PEOPLE, {"channels": list(channels), "people": list(user_ids)})
    people = (Person._make((place, *row)) for place, row in enumerate(rows))
    return {(person.channel_id, person.user_id): person for person in people}
