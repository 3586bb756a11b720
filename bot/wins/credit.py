"""Whose a win is: the organisations that share it, and the people who are thanked."""

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import and_, bindparam, delete, or_, select
from sqlalchemy.orm import Session

from bot.db.statements import core_connection, insert_once
from bot.lib.language import organisations
from bot.models import Credit, Member, Partner, Partnership, Thanks, Win, Withheld
from bot.partnership import members, partners
from bot.partnership.members import Who
from bot.wins.entries import Shares, WinEntry, WinView

_SHARES = (
    select(Partner.id, Partner.name, Partner.sector, Member.user_id)
    .outerjoin(Member, and_(Member.partner_id == Partner.id, Member.user_id.in_(bindparam("people", expanding=True))))
    .where(
        Partner.partnership_id == bindparam("partnership"),
        or_(Partner.id.in_(bindparam("partners", expanding=True)), Member.id.is_not(None)),
    )
    .order_by(Partner.name)
)
_WITHHELD = select(Withheld.win_id, Withheld.partner_id).where(Withheld.win_id.in_(bindparam("wins", expanding=True)))


def share(
    session: Session,
    partnership: Partnership,
    author: Member,
    win_id: int,
    entry: WinEntry,
    *,
    own: int | None,
    fresh: bool = False,
) -> tuple[Shares, list[str]]:
    """Those thanked share the win through their organisations, as do the partners named and the author's `own`.

    Returns who shares it and who is thanked. Of a `fresh` win nobody can have taken their name off yet.
    """
    thanked = [who for who in entry.thanked if who.user_id != author.user_id]
    rows = [
        {"win_id": win_id, "user_id": who.user_id, "team_id": who.team_id, "partnership_id": partnership.id}
        for who in thanked
    ]
    insert_once(session, Thanks, rows, returning=Thanks.user_id)
    shared_with = partners.current_ids(session, partnership.id, entry.partner_ids)
    shares = _shares(session, partnership, thanked, {own, *shared_with} - {None})
    pairs = [(win_id, partner_id) for partner_id, _, _ in shares]
    _insert(session, partnership.id, pairs) if fresh else credit(session, partnership.id, pairs)
    return shares, sorted({who.user_id for who in thanked})


def _shares(session: Session, partnership: Partnership, people: Sequence[Who], named: set[int | None]) -> Shares:
    """The partners `named`, and those these people are from: as they said, or else as their workspace has it."""
    if not people and not named:
        return []
    values = {"partnership": partnership.id, "people": [who.user_id for who in people], "partners": list(named)}
    rows = core_connection(session).execute(_SHARES, values).all()
    known = {row.user_id for row in rows}
    unknown_teams = {who.team_id for who in people if who.user_id not in known}
    assumed = {members.partner_of_team(session, partnership, team_id) for team_id in unknown_teams} - {None}
    if assumed - named:
        return _shares(session, partnership, people, named | assumed)
    ids = {who.user_id for who in people}
    shares = {row.id: (row.id, row.name, row.sector) for row in rows if row.id in named or row.user_id in ids}
    return list(shares.values())


def credit(session: Session, partnership_id: int, shares: Iterable[tuple[int, int]]) -> None:
    """These share in these wins; whoever has taken their name off one is not named in it again."""
    shares = list(shares)
    rows = core_connection(session).execute(_WITHHELD, {"wins": list({win_id for win_id, _ in shares})})
    withheld = {(row.win_id, row.partner_id) for row in rows}
    _insert(session, partnership_id, [share for share in shares if share not in withheld])


def may_be_named(session: Session, win_id: int, partner_id: int) -> bool:
    """Whether the partner neither shares in the win yet nor has taken its name off it."""
    rows = core_connection(session).execute(_WITHHELD, {"wins": [win_id]})
    withheld = {row.partner_id for row in rows}
    return partner_id not in withheld and session.get(Credit, (win_id, partner_id)) is None


def _insert(session: Session, partnership_id: int, shares: Iterable[tuple[int, int]]) -> None:
    rows = [
        {"win_id": win_id, "partner_id": partner_id, "partnership_id": partnership_id} for win_id, partner_id in shares
    ]
    insert_once(session, Credit, rows, returning=Credit.win_id)


_HERE = (
    select(Partner.partnership_id, Partner.id, Partner.name)
    .where(Partner.partnership_id.in_(bindparam("partnerships", expanding=True)), Partner.left_at.is_(None))
    .order_by(Partner.id)
)


def partners_here(session: Session, partnership_ids: Collection[int]) -> dict[int, list[tuple[int, str]]]:
    """The partners of each partnership that have not left, by id and name."""
    here: dict[int, list[tuple[int, str]]] = {partnership_id: [] for partnership_id in partnership_ids}
    for row in core_connection(session).execute(_HERE, {"partnerships": list(partnership_ids)}):
        here[row.partnership_id].append((row.id, row.name))
    return here


def named_in(win: WinView, here: Sequence[tuple[int, str]]) -> list[tuple[int, str]]:
    """Those of the partners whom the win's words name, and who neither share it nor have taken their name off."""
    shared = {partner_id for partner_id, _ in win.partners}
    named = [here[place] for place in organisations.named(win.text, [name for _, name in here])]
    return [(number, name) for number, name in named if number not in shared and name not in win.withheld]


def credit_anew(session: Session, member: Member, before: int | None) -> list[int]:
    """The person has said where they are from: what they recorded, and were thanked in, is shared out anew.

    If another organisation was assumed `before`, wins not yet celebrated move from it, unless somebody else is thanked
    who is from there. Returns the ids of posts that now say too little.
    """
    if member.partner_id is None or member.partner_id == before:
        return []
    mine = Win.member_id == member.id
    if before is not None:
        waiting = session.scalars(select(Win.id).where(mine, Win.post_id.is_(None))).all()
        theirs = and_(Member.partnership_id == Thanks.partnership_id, Member.user_id == Thanks.user_id)
        through_others = (
            select(Thanks.win_id).join(Member, theirs).where(Member.partner_id == before, Member.id != member.id)
        )
        session.execute(
            delete(Credit).where(
                Credit.win_id.in_(waiting), Credit.partner_id == before, Credit.win_id.not_in(through_others)
            )
        )
        credit(session, member.partnership_id, [(win_id, member.partner_id) for win_id in waiting])
        return []
    thanked = select(Thanks.win_id).where(
        Thanks.partnership_id == member.partnership_id,
        Thanks.user_id == member.user_id,
    )
    rows = session.execute(
        select(Win.id, Win.post_id).where(Win.partnership_id == member.partnership_id, mine | Win.id.in_(thanked))
    ).all()
    credit(session, member.partnership_id, [(row.id, member.partner_id) for row in rows])
    return sorted({row.post_id for row in rows if row.post_id is not None})
