"""Partners' assent, where organisations decide and no host: two that agree are enough."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db.statements import insert_once
from bot.lib.refusals import Refusal
from bot.models import Assent, IdeaAssent, Member, Partner
from bot.partnership import partners

ENOUGH = 2

Table = type[Assent] | type[IdeaAssent]


class NoOrganisationError(Refusal):
    """Organisations assent, and it is not known which one this person is from."""


def give(session: Session, table: Table, about: Mapping[str, Any], member: Member, now: datetime) -> tuple[str, ...]:
    """The partners that have assented by now, this member's among them; `about` says, by column, to what."""
    own = partners.of(session, member)
    if own is None or own.left_at is not None:
        raise NoOrganisationError
    row = {
        **about,
        "partner_id": own.id,
        "partnership_id": member.partnership_id,
        "member_id": member.id,
        "assented_at": now,
    }
    insert_once(session, table, [row], returning=table.partner_id)
    return given(session, table, about)


def given(session: Session, table: Table, about: Mapping[str, Any]) -> tuple[str, ...]:
    """The partners still here that have assented, by name."""
    where = [getattr(table, column) == value for column, value in about.items()]
    query = select(Partner.name).join(table, table.partner_id == Partner.id)
    return tuple(session.scalars(query.where(*where, Partner.left_at.is_(None)).order_by(Partner.name)))
