"""Two partners that are one organisation: merged, with all that refers to either, and taken apart again."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from bot.lib.refusals import Refusal
from bot.models import Credit, Movement, Partner, Withheld
from bot.organisations import references
from bot.organisations.changes import ChangedSinceError, free_key, hold
from bot.organisations.references import CREDITS
from bot.partnership import partners, partnerships
from bot.partnership.movements import Way

_LATELY = timedelta(hours=1)
_FIELDS = ("sector", "joined_at", "left_at", "invited_at")


class SameError(Refusal):
    """They are one organisation already."""


def merge(session: Session, source: Partner, target: Partner, now: datetime) -> dict[str, Any]:
    """The first becomes the second, which was here as long as either was; what has to be known to take it back."""
    if source.id == target.id:
        raise SameError
    hold(session, source, target)
    before, wanted = _fields(target), _joint(source, target)
    ways = _moves_as_one(session, source, target)
    rows = references.follow(session, source, target)
    withheld = select(Withheld.win_id).where(Withheld.partner_id == target.id)  # a name taken off stays so
    named = references.set_aside(session, CREDITS.c.partner_id, target, Credit.win_id.in_(withheld))
    for moved_id, (_, is_now) in ways.items():
        session.execute(update(Movement).where(Movement.id == moved_id).values(what=is_now))
    for name, value in wanted.items():
        setattr(target, name, value)
    source.removed_at, source.left_at, source.merged_into_id = now, source.left_at or now, target.id
    session.flush()
    return {
        "into": target.id,
        "rows": rows,
        "named": named,
        "ways": [[moved_id, was, is_now] for moved_id, (was, is_now) in ways.items()],
        "fields": {name: [_plain(before[name]), _plain(value)] for name, value in wanted.items()},
    }


def take_apart(session: Session, source: Partner, before: Mapping[str, Any]) -> Partner:
    """They are two again, each with what it had; what came since is the second's. That one is returned."""
    target = session.get(Partner, before["into"])
    if target is None or target.partnership_id != source.partnership_id:
        raise ChangedSinceError
    hold(session, source, target)
    if source.merged_into_id != target.id or target.removed_at is not None:
        raise ChangedSinceError
    free_key(session, source, partners.key(source.name))
    partners.bring_back(source)
    references.put_back(session, CREDITS, source.partnership_id, before["named"])
    references.bring_back(session, source, target, before["rows"])
    for moved_id, was, is_now in before["ways"]:
        theirs = (Movement.id == moved_id, Movement.partner_id.in_([source.id, target.id]), Movement.what == is_now)
        session.execute(update(Movement).where(*theirs).values(what=Way(was)))
    for name, (was, became) in before["fields"].items():
        if name in _FIELDS and _plain(getattr(target, name)) == became:
            setattr(target, name, was if name == "sector" or was is None else datetime.fromisoformat(was))
    session.flush()
    return target


_MERGED = select(Partner).where(Partner.removed_at > bindparam("since"), Partner.merged_into_id.is_not(None))


def settle(session: Session, now: datetime) -> int:
    """What was just being written of a partner while it was merged follows it; how many rows these are."""
    number = 0
    for source in sorted(session.scalars(_MERGED, {"since": now - _LATELY}), key=lambda partner: partner.id):
        target = partnerships.became(session, source)
        followed = references.follow(session, source, target) if target is not None else {}
        number += sum(len(rows["moved"]) + len(rows["set_aside"]) for rows in followed.values())
    return number


def _fields(partner: Partner) -> dict[str, Any]:
    return {name: getattr(partner, name) for name in _FIELDS}


def _joint(source: Partner, target: Partner) -> dict[str, Any]:
    """What is true of both together: here since the first came, and away only if both are."""
    away, offered = [source.left_at, target.left_at], [source.invited_at, target.invited_at]
    return {
        "sector": target.sector or source.sector,
        "joined_at": min(source.joined_at, target.joined_at),
        "left_at": max(filter(None, away)) if all(away) else None,
        "invited_at": max(filter(None, offered), default=None),
    }


def _moves_as_one(session: Session, source: Partner, target: Partner) -> dict[int, tuple[str, str]]:
    """By id, moves that mean something else of the two together: what each was, and is.

    While the other is there neither coming nor going moves them, and who comes after both had gone returns.
    """
    moves = session.scalars(
        select(Movement)
        .where(
            Movement.partnership_id == target.partnership_id,
            Movement.partner_id.in_([source.id, target.id]),
            Movement.what != Way.MERGED,
        )
        .order_by(Movement.at, Movement.id)
    ).all()
    here = {source.id, target.id} - {move.partner_id for move in moves if move.what == Way.JOINED}
    changed: dict[int, tuple[str, str]] = {}
    known = bool(here)
    for move in moves:
        before = bool(here)
        (here.discard if move.what == Way.LEFT else here.add)(move.partner_id or 0)
        if bool(here) == before:
            changed[move.id] = (move.what, Way.MERGED)
        elif move.what == Way.JOINED and known:
            changed[move.id] = (move.what, Way.RETURNED)
        known = True
    return changed


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
