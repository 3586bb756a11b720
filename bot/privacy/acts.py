"""What people do about what is kept of them, and hosts about all of it: each act is one transaction."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.orm import Session

from bot.db.statements import refresh
from bot.lib import values
from bot.lib.refusals import GoneError, Refusal
from bot.models import Partnership
from bot.outbox import files
from bot.outbox.kinds import TAKEN_BACK
from bot.partnership import audit_log, members, partnerships
from bot.partnership.members import Who
from bot.partnership.partnerships import NoPartnershipError
from bot.privacy import deletion, forget_me, my_data, partnership_copy, traces
from bot.privacy.facts import Ending, ForgetMe, Forgotten, MyData
from bot.privacy.forget_me import NothingHeldError


class OtherNameError(Refusal):
    """What was typed is not the partnership's name."""


def ask_for_my_data(session: Session, about: str, channel: str, who: Who, now: datetime) -> MyData:
    """How much is held on the person; all of it is sent to them as files."""
    partnership = _named_in(session, about, channel, who)
    member = members.lookup(session, partnership.id, who)
    if member is None and partnership.id not in traces.partnerships_naming(session, who):
        return MyData(partnership.name, None)
    member = member or members.note_named(session, partnership, who, now)
    held = my_data.held(session, member)
    files.request(session, partnership, member, my_data.WHAT, {}, now)
    return MyData(partnership.name, held)


def _named_in(session: Session, about: str, channel: str, who: Who) -> Partnership:
    """The partnership that is meant; for somebody who is in none of those, the first that names them, or the one meant.

    It is their right wherever they may type, also where they were never seen.
    """
    try:
        return partnerships.own(session, about, channel, who)
    except (GoneError, NoPartnershipError):
        naming = traces.partnerships_naming(session, who)
        meant = [number for number in naming if not about or number == values.number(about)]
        if not meant:
            raise
        return session.get_one(Partnership, meant[0])


def forget_form(session: Session, about: str, channel: str, who: Who) -> ForgetMe:
    """What being forgotten would come to."""
    return forget_me.at_stake(session, _named_in(session, about, channel, who), who)[1]


def forget(session: Session, about: str, channel: str, who: Who, chosen: Collection[str], now: datetime) -> Forgotten:
    """The person is forgotten, with the kinds of words they chose."""
    try:
        partnership = _named_in(session, about, channel, who)
    except GoneError:
        raise NothingHeldError from None
    kinds = [kind for kind in chosen if kind in TAKEN_BACK]
    before = forget_me.forget(session, partnership, who, kinds, now)
    taken_back = sum(number for kind, number in before.words.items() if kind in kinds)
    return Forgotten(before.name, taken_back, before.mentions)


def ask_for_copy(session: Session, about: str, channel: str, who: Who, now: datetime) -> None:
    """A copy of what the partnership knows together is sent to a host."""
    partnership, member = partnerships.enter_gravely(session, channel, who, now, about=about)
    if files.request(session, partnership, member, partnership_copy.WHAT, {}, now):
        audit_log.record(session, member, "export.asked", now)


def ending(session: Session, about: str, channel: str, who: Who, now: datetime) -> Ending:
    """What a host would delete by ending the partnership."""
    partnership, _ = partnerships.enter_as_host(session, channel, who, now, about=about)
    return Ending(partnership.id, partnership.channel_id, partnership.name, deletion.at_stake(session, partnership))


def end(session: Session, partnership_id: int, who: Who, name: str, now: datetime) -> str:
    """The name of what was: a host has typed it, and nothing else is left of it here."""
    _, member = members.require(session, partnership_id, who, now)
    partnership = deletion.hold(session, partnership_id)
    refresh(session, member)  # which may have changed before it was held
    members.require_host(member)
    members.require_here(partnership, who)
    if _flat(name) != _flat(partnership.name):
        raise OtherNameError
    was = partnership.name
    deletion.delete_all(session, partnership)
    return was


def _flat(name: str) -> str:
    return " ".join(name.split()).casefold()
