"""A partnership by what it is called on the command line."""

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from bot.models import Partnership
from bot.settings import SettingsError


def find_partnership(session: Session, called: str, option: str = "--partnership") -> Partnership:
    """The one of this name or in this channel; `option` is how it was asked for."""
    rows = session.scalars(
        select(Partnership)
        .where(or_(Partnership.channel_id == called.lstrip("#"), func.lower(Partnership.name) == called.lower()))
        .order_by(Partnership.id)
    ).all()
    exact = [
        partnership
        for partnership in rows
        if partnership.name == called or partnership.channel_id == called.lstrip("#")
    ] or rows
    if len(exact) == 1:
        return exact[0]
    if exact:
        channels = ", ".join(partnership.channel_id for partnership in exact)
        raise SettingsError(f"{option}: several are called {called!r}. Name one by its channel: {channels}.")
    known = session.scalars(select(Partnership.name).order_by(Partnership.name).limit(20)).all()
    names = "; ".join(known) or "none yet"
    raise SettingsError(f"{option}: there is none called {called!r}. There are: {names}.")
