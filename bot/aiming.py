"""The aims a win may point at, and whether it points at one that is still in force."""

from sqlalchemy.orm import Session

from bot import vision
from bot.models import Aim, Member, Win
from bot.refusal import GoneError
from bot.views.aiming import Aiming


def offered(session: Session, partnership_id: int, win: Win | None = None, member: Member | None = None) -> Aiming:
    """The aims in force, by number, and what the win says already.

    An aim it points at that is no longer in force stands last, so that saving a form does not lose it. How far it may
    be told is for nobody to say but whoever told it.
    """
    current = vision.in_force(session, partnership_id)
    in_force = vision.aims(session, current.id) if current else []
    choices = [(one.id, f"{one.number}. {one.text}") for one in in_force]
    if win is None:
        return Aiming(choices)
    chosen = None
    if win.aim_id is not None:
        aimed = session.get_one(Aim, win.aim_id)
        heir = next((one for one in in_force if vision.root(one) == vision.root(aimed)), None)
        chosen = heir.id if heir else aimed.id
        if heir is None:
            choices.append((aimed.id, f"No longer an aim: {aimed.text}"))
    own = member is not None and member.id == win.member_id
    return Aiming(choices, chosen, win.consent if own else None)


def point(session: Session, win: Win, aim_id: int | None) -> None:
    """The win points at this aim, or at none. One that it points at already, in another version, stays as it is."""
    if aim_id is None:
        win.aim_id = None
        return
    aim = session.get(Aim, aim_id)
    if aim is None or aim.partnership_id != win.partnership_id:
        raise GoneError
    before = session.get(Aim, win.aim_id) if win.aim_id else None
    if before is None or vision.root(before) != vision.root(aim):
        win.aim_id = aim.id
