"""The aims a win may point at, and whether it points at one that is still in force."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from bot.lib.refusals import GoneError
from bot.models import Aim, Win
from bot.partnership import partnerships
from bot.vision import versions
from bot.vision.versions import AimInForce
from bot.wins.consent import Audience


@dataclass(frozen=True)
class AimChoice:
    """The aims a win may point at, by id, and the one it points at; to its author, how far it may be told."""

    aims: Sequence[tuple[int, str]] = ()
    chosen: int | None = None
    consent: str | None = "inside"


NO_AIMS = AimChoice()


def choice(
    session: Session, in_force: Sequence[AimInForce], aim_id: int | None = None, consent: str | None = Audience.INSIDE
) -> AimChoice:
    """The aims `in_force`, by number, the one a win points at already, and how far it may be told.

    An aim that is no longer in force stands last, so that saving a form does not lose it.
    """
    aims = [(aim.id, f"{aim.number}. {aim.text}") for aim in in_force]
    chosen = None
    if aim_id is not None:
        pointed_at = session.get_one(Aim, aim_id)
        heir = next((aim for aim in in_force if aim.root == versions.root(pointed_at)), None)
        chosen = heir.id if heir else pointed_at.id
        if heir is None:
            aims.append((pointed_at.id, f"No longer an aim: {pointed_at.text}"))
    return AimChoice(aims, chosen, consent)


def point(session: Session, win: Win, aim_id: int | None) -> None:
    """The win points at this aim, or at none. One that it points at already, in another version, stays as it is."""
    if aim_id is None:
        win.aim_id = None
        return
    aim = partnerships.row_of(session, win.partnership_id, Aim, aim_id)
    if aim is None:
        raise GoneError
    before = session.get(Aim, win.aim_id) if win.aim_id else None
    if before is None or versions.root(before) != versions.root(aim):
        win.aim_id = aim.id
