"""Taking part in a pulse. Nothing is written before *Send*, and nothing but the mark and the ballot then."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.lib.refusals import GoneError, Refusal
from bot.models import Partnership, Post, Pulse
from bot.partnership import members
from bot.partnership.members import Who
from bot.pulse import ballots, releases
from bot.pulse import lifecycle as pulse
from bot.pulse.ballots import AnsweredError
from bot.pulse.questionnaire import STATEMENTS, Statement
from bot.pulse.releases import Group
from bot.pulse.views.pulse import About, State
from bot.schedule import timetable


class ClosedError(Refusal):
    """The pulse is closed; `about` says how it stands."""

    def __init__(self, about: About) -> None:
        super().__init__()
        self.about = about


class NotInvitedError(Refusal):
    """The person was not known here when the pulse opened."""

    def __init__(self, opened: datetime, next_at: datetime | None, zone: str) -> None:
        super().__init__()
        self.opened, self.next_at, self.zone = opened, next_at, zone


class SpoiltError(Refusal):
    """What came with the form is not what it was given."""


@dataclass(frozen=True)
class Taking:
    """A pulse as it is asked of somebody who may answer it."""

    about: About
    statements: tuple[Statement, ...]
    channel_id: str
    group: Group | None  # the group they are counted in
    own_key: bool  # the pulse's key is in the database


@dataclass(frozen=True)
class _Seat:
    pulse: Pulse
    partnership: Partnership
    token: str
    member_id: int
    group: int


def ask(session: Session, token: str, who: Who, now: datetime) -> Taking:
    """What to ask; refused if the pulse is closed, or the person was not invited or has answered."""
    seat = _seat(session, token, who, now)
    if ballots.has_answered(session, seat.pulse.id, seat.member_id):
        raise AnsweredError
    groups = releases.groups_from_json(seat.pulse.groups)
    return Taking(
        about=pulse.about(session, seat.pulse, seat.partnership),
        statements=tuple(STATEMENTS[key] for key in seat.pulse.items),
        channel_id=seat.partnership.channel_id,
        group=groups[seat.group] if groups else None,
        own_key=seat.pulse.key_check is None,
    )


def _seat(session: Session, token: str, who: Who, now: datetime, *, sending: bool = False) -> _Seat:
    """Somebody's place in a pulse. While they are `sending` it cannot close, and many may send at once."""
    query = (
        select(Pulse, Partnership)
        .join(Post, Post.id == Pulse.post_id)
        .join(Partnership, Partnership.id == Pulse.partnership_id)
        .where(Post.token == token)
    )
    row = session.execute(query.with_for_update(read=True, of=Pulse) if sending else query).first()
    if row is None:
        raise GoneError
    found, partnership = row
    if found.closed_at is not None:
        raise ClosedError(pulse.about(session, found, partnership))
    if found.closes_at <= now:
        raise ClosedError(replace(pulse.about(session, found, partnership), state=State.DUE))
    member = members.lookup(session, partnership.id, who)
    group = ballots.invited(session, found.id, member.id) if member else None
    if member is None or group is None:
        next_at = timetable.next_at(session, partnership.id, pulse.KIND)
        raise NotInvitedError(found.written_at, next_at, partnership.zone)
    return _Seat(found, partnership, token, member.id, group)


def read(said: str) -> dict[str, int]:
    """The answers that came with a form: `kept:4,heard:0,…`."""
    answers: dict[str, int] = {}
    for one in said.split(","):
        key, _, answer = one.partition(":")
        if answer not in {"0", "1", "2", "3", "4", "5"} or key in answers:
            raise SpoiltError
        answers[key] = int(answer)
    return answers


def check(answers: Mapping[str, int], keys: tuple[str, ...]) -> None:
    """Nothing, if every statement is answered, and none besides."""
    if set(answers) != set(keys) or not all(0 <= answer < ballots.OPTIONS for answer in answers.values()):
        raise SpoiltError


def send(
    session: Session, token: str, who: Who, answers: Mapping[str, int], master: bytes | None, now: datetime
) -> About:
    """The person's ballot is cast, once; refused, with nothing written, if it may not be or cannot be sealed."""
    seat = _seat(session, token, who, now, sending=True)
    if ballots.has_answered(session, seat.pulse.id, seat.member_id):
        raise AnsweredError
    keys = tuple(seat.pulse.items)
    check(answers, keys)
    key = ballots.key(session, seat.pulse, token, master)
    sealed = ballots.seal(key, token, seat.group, [answers[one] for one in keys])
    ballots.cast(session, seat.pulse, seat.member_id, sealed)
    return pulse.about(session, seat.pulse, seat.partnership)
