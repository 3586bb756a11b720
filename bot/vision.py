"""The vision, in pencil: what is in force."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.models import Aim, Vision


def in_force(session: Session, partnership_id: int) -> Vision | None:
    """The newest version; nothing before there is one."""
    return session.scalars(
        select(Vision).where(Vision.partnership_id == partnership_id).order_by(Vision.number.desc()).limit(1)
    ).first()


def aims(session: Session, vision_id: int) -> list[Aim]:
    """The aims of a version, by number."""
    return list(session.scalars(select(Aim).where(Aim.vision_id == vision_id).order_by(Aim.number)))
