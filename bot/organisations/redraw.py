"""Posts that name an organisation are made to say what is so now: the newest, as Slack takes only so many at once."""

from collections.abc import Collection, Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from bot.blockers import cards as blocker_cards
from bot.consultations import cards as consultation_cards
from bot.ideas import cards as idea_cards
from bot.models import Blocker, Credit, Member, Partnership, Post, Spotlight, Win
from bot.partnership import homes
from bot.vision import cards as vision_cards
from bot.wins import celebrations

_NEWEST = 20  # of each kind


def naming(session: Session, partnership: Partnership, partner_ids: Collection[int], also: Sequence[int] = ()) -> None:
    """What names these partners, and `also` the celebrations that named them before."""
    for post_id in sorted({*also, *posts_naming(session, partner_ids)}):
        celebrations.redraw(session, post_id)
    vision_cards.redraw_undecided(session, partnership.id)
    idea_cards.redraw_open(session, partnership.id)
    consultation_cards.redraw_newest(session, partnership.id)
    stuck = (
        select(Blocker.id)
        .join(Member, Member.id == Blocker.member_id)
        .where(Member.partner_id.in_(partner_ids), Blocker.fixed_at.is_(None), Blocker.undone_at.is_(None))
        .order_by(Blocker.id.desc())
        .limit(_NEWEST)
    )
    for blocker_id in session.scalars(stuck).all():
        blocker_cards.redraw(session, blocker_id)
    homes.keep_homes(session, partnership.id)


def person(session: Session, partnership: Partnership, member: Member, post_ids: Collection[int]) -> None:
    """What names the organisation of somebody; `post_ids` are celebrations of what is theirs."""
    for post_id in sorted(post_ids)[-_NEWEST:]:
        celebrations.redraw(session, post_id)
    blocker_cards.redraw_of(session, member)
    idea_cards.redraw_of(session, member)
    homes.keep_home(session, member)
    homes.keep_homes(session, partnership.id)


def posts_naming(session: Session, partner_ids: Collection[int]) -> list[int]:
    """The newest celebrations in which these partners share a win or stand in the spotlight."""
    wins = select(Win.post_id).join(Credit, Credit.win_id == Win.id).where(Credit.partner_id.in_(partner_ids))
    lines = select(Spotlight.post_id).where(Spotlight.partner_id.in_(partner_ids), Spotlight.text.is_not(None))
    shown = select(Post.id).where(or_(Post.id.in_(wins), Post.id.in_(lines)), Post.text.is_not(None))
    return list(session.scalars(shown.order_by(Post.id.desc()).limit(_NEWEST)))
