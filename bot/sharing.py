"""Whose a win is: the organisations that share it, and the people who are thanked."""

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import Session

from bot import partnerships
from bot.models import Credit, Member, Partner, Partnership, Thanks, Win, Withheld
from bot.partnerships import Who
from bot.writing import core, insert_once

Sharing = list[tuple[int, str, str | None]]  # ids, names and sectors of partners, by name

_WHERE_FROM = select(Member.team_id, Member.user_id, Member.partner_id).where(
    Member.partnership_id == bindparam("partnership"), Member.user_id.in_(bindparam("people", expanding=True))
)
_KNOWN = (
    select(Partner.id, Partner.name, Partner.sector)
    .where(Partner.partnership_id == bindparam("partnership"), Partner.id.in_(bindparam("partners", expanding=True)))
    .order_by(Partner.name)
)
_OFF = select(Withheld.win_id, Withheld.partner_id).where(Withheld.win_id.in_(bindparam("wins", expanding=True)))


def share(
    session: Session,
    partnership: Partnership,
    member: Member,
    own: int | None,
    win_id: int,
    thanked: Sequence[Who],
    partner_ids: Collection[int],
    *,
    fresh: bool = False,
) -> tuple[Sharing, list[str]]:
    """Those thanked share the win through their organisations, as do the partners named and the teller's `own`.

    Returns who shares it and who is thanked. Of a `fresh` win nobody can have taken their name off yet.
    """
    others = [who for who in thanked if who.user_id != member.user_id]
    insert_once(
        session,
        Thanks,
        [
            {"win_id": win_id, "user_id": who.user_id, "team_id": who.team_id, "partnership_id": partnership.id}
            for who in others
        ],
        returning=Thanks.user_id,
    )
    sharing = {own, *partner_ids, *_organisations(session, partnership, others)} - {None}
    known: Sharing = []
    if sharing:
        rows = core(session).execute(_KNOWN, {"partnership": partnership.id, "partners": list(sharing)})
        known = [(partner_id, name, sector) for partner_id, name, sector in rows]
    shares = [(win_id, partner_id) for partner_id, _, _ in known]
    _insert(session, partnership.id, shares) if fresh else credit(session, partnership.id, shares)
    return known, sorted({who.user_id for who in others})


def _organisations(session: Session, partnership: Partnership, people: Sequence[Who]) -> set[int | None]:
    if not people:
        return set()
    rows = core(session).execute(
        _WHERE_FROM, {"partnership": partnership.id, "people": [who.user_id for who in people]}
    )
    said = {(row.team_id, row.user_id): row.partner_id for row in rows}
    return {
        said.get((who.team_id, who.user_id)) or partnerships.partner_of_team(session, partnership, who.team_id)
        for who in people
    }


def credit(session: Session, partnership_id: int, shares: Iterable[tuple[int, int]]) -> None:
    """These share in these wins; whoever has taken their name off one is not named in it again."""
    shares = list(shares)
    off = core(session).execute(_OFF, {"wins": list({win_id for win_id, _ in shares})})
    withheld = {(row.win_id, row.partner_id) for row in off}
    _insert(session, partnership_id, [one for one in shares if one not in withheld])


def _insert(session: Session, partnership_id: int, shares: Iterable[tuple[int, int]]) -> None:
    rows = [
        {"win_id": win_id, "partner_id": partner_id, "partnership_id": partnership_id} for win_id, partner_id in shares
    ]
    insert_once(session, Credit, rows, returning=Credit.win_id)


def credit_anew(session: Session, member: Member, before: int | None) -> list[int]:
    """The person has said where they are from: what they told, and were thanked in, is shared out anew.

    If another organisation was assumed `before`, wins not yet celebrated move from it. Returns the ids of posts
    that now say too little.
    """
    if member.partner_id is None or member.partner_id == before:
        return []
    mine = Win.member_id == member.id
    if before is not None:
        waiting = session.scalars(select(Win.id).where(mine, Win.post_id.is_(None))).all()
        session.execute(delete(Credit).where(Credit.win_id.in_(waiting), Credit.partner_id == before))
        credit(session, member.partnership_id, [(win_id, member.partner_id) for win_id in waiting])
        return []
    thanked = select(Thanks.win_id).where(
        Thanks.partnership_id == member.partnership_id,
        Thanks.user_id == member.user_id,
        Thanks.team_id == member.team_id,
    )
    rows = session.execute(
        select(Win.id, Win.post_id).where(Win.partnership_id == member.partnership_id, mine | Win.id.in_(thanked))
    ).all()
    credit(session, member.partnership_id, [(row.id, member.partner_id) for row in rows])
    return sorted({row.post_id for row in rows if row.post_id is not None})
