"""The aims a win may point at, and whether it points at one that is still in force."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.lib.refusals import GoneError
from bot.models import Aim, Vision, Win
from bot.partnership import partnerships
from bot.vision import versions
from bot.vision.versions import AimInForce
from bot.wins.consent import Audience
from bot.wins.entries import WinView


@dataclass(frozen=True)
class AimChoice:
    """The aims a win may point at, by id, and the one it points at; to its author, how far it may be told."""

    aims: Sequence[tuple[int, str]] = ()
    chosen: int | None = None  # 0: it was said to fit none of them
    consent: str | None = "inside"


NO_AIMS = AimChoice()


def choice(
    session: Session,
    in_force: Sequence[AimInForce],
    win: WinView | None = None,
    consent: str | None = Audience.INSIDE,
) -> AimChoice:
    """The aims `in_force`, by number, what was said of the win already, and how far it may be told.

    An aim that is no longer in force stands last, so that saving a form does not lose it.
    """
    if win is None or win.aim_id is None:
        fits_none = win is not None and _fits_none(session, in_force, win)
        return replace(pointing(session, in_force), chosen=0 if fits_none else None, consent=consent)
    return replace(pointing(session, in_force, win.aim_id), consent=consent)


def pointing(session: Session, in_force: Sequence[AimInForce], aim_id: int | None = None) -> AimChoice:
    """The same for whatever points at the aim with this id, or at none."""
    aims = [(aim.id, f"{aim.number}. {aim.text}") for aim in in_force]
    if aim_id is None:
        return AimChoice(aims, consent=None)
    pointed_at = session.get_one(Aim, aim_id)
    heir = next((aim for aim in in_force if aim.root == versions.root(pointed_at)), None)
    if heir is None:
        aims.append((pointed_at.id, f"No longer an aim: {pointed_at.text}"))
    return AimChoice(aims, heir.id if heir else pointed_at.id, consent=None)


def _fits_none(session: Session, in_force: Sequence[AimInForce], win: WinView) -> bool:
    """Whether that was said of the aims in force, and not of earlier ones."""
    if win.no_aim_at is None or not in_force:
        return False
    since = select(Vision.since).join(Aim, Aim.vision_id == Vision.id).where(Aim.id == in_force[0].id)
    return win.no_aim_at >= session.scalars(since).one()


def point(session: Session, win: Win, aim_id: int | None, now: datetime) -> None:
    """The win points at this aim, or fits none. One that it points at already, in another version, stays as it is."""
    if aim_id is None:
        win.aim_id, win.no_aim_at = None, now
        return
    win.no_aim_at, win.aim_id = None, meant(session, win.partnership_id, aim_id, win.aim_id)


def meant(session: Session, partnership_id: int, aim_id: int, before_id: int | None) -> int:
    """The aim that is pointed at from now on: the one pointed at `before` where it is the same in another version."""
    aim = partnerships.row_of(session, partnership_id, Aim, aim_id)
    if aim is None:
        raise GoneError
    before = session.get(Aim, before_id) if before_id else None
    return before.id if before is not None and versions.root(before) == versions.root(aim) else aim.id
