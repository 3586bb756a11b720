"""What people do with a pulse, whole: taking it, and for hosts running it.

Of taking part nothing is written before *Send*, and nothing but the mark and the ballot then.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from bot.lib.refusals import Refusal
from bot.models import Partnership, Pulse
from bot.partnership import members, partnerships
from bot.partnership.members import Who
from bot.pulse import ballots, controls, releases, results, status
from bot.pulse.ballots import AnsweredError
from bot.pulse.questionnaire import STATEMENTS
from bot.pulse.views.controls import Overview, Skipped, Unskipped
from bot.pulse.views.pulse import PulseView, Questionnaire, State
from bot.schedule import timetable


class ClosedError(Refusal):
    """The pulse is closed; `pulse` says how it stands."""

    def __init__(self, pulse: PulseView) -> None:
        super().__init__()
        self.pulse = pulse


class NotInvitedError(Refusal):
    """The person was not known here when the pulse opened."""

    def __init__(self, opened: datetime, next_at: datetime | None, zone: str) -> None:
        super().__init__()
        self.opened, self.next_at, self.zone = opened, next_at, zone


class SpoiltError(Refusal):
    """What came with the form is not what it was given."""


# Taking part


def ask(session: Session, token: str, who: Who, now: datetime) -> Questionnaire:
    """What to ask; refused if the pulse is closed, or the person was not invited or has answered."""
    seat = _seat(session, token, who, now)
    if ballots.has_answered(session, seat.pulse.id, seat.member_id):
        raise AnsweredError
    groups = releases.groups_from_json(seat.pulse.groups)
    return Questionnaire(
        pulse=status.load(session, seat.pulse, seat.partnership),
        statements=tuple(STATEMENTS[key] for key in seat.pulse.items),
        channel_id=seat.partnership.channel_id,
        group=groups[seat.group] if groups else None,
        own_key=seat.pulse.key_check is None,
    )


@dataclass(frozen=True)
class _Seat:
    pulse: Pulse
    partnership: Partnership
    token: str
    member_id: int
    group: int


def _seat(session: Session, token: str, who: Who, now: datetime, *, sending: bool = False) -> _Seat:
    """Somebody's place in a pulse. While they are `sending` it cannot close, and many may send at once."""
    partnership, member, pulse = partnerships.own_row(session, Pulse, token, who, share=sending)
    group = ballots.invited(session, pulse.id, member.id) if member else None
    if group is None:
        members.visit(session, partnership, who)  # theirs is only what they were invited to
    if pulse.closed_at is not None:
        raise ClosedError(status.load(session, pulse, partnership))
    if pulse.closes_at <= now:
        raise ClosedError(replace(status.load(session, pulse, partnership), state=State.DUE))
    if member is None or group is None:
        next_at = timetable.next_at(session, partnership.id, status.KIND)
        raise NotInvitedError(pulse.written_at, next_at, partnership.zone)
    return _Seat(pulse, partnership, token, member.id, group)


def read(text: str) -> dict[str, int]:
    """The answers that came with a form: `kept:4,heard:0,…`."""
    answers: dict[str, int] = {}
    for part in text.split(","):
        key, _, answer = part.partition(":")
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
) -> PulseView:
    """The person's ballot is cast, once; refused, with nothing written, if it may not be or cannot be sealed."""
    seat = _seat(session, token, who, now, sending=True)
    if ballots.has_answered(session, seat.pulse.id, seat.member_id):
        raise AnsweredError
    keys = tuple(seat.pulse.items)
    check(answers, keys)
    key = ballots.key(session, seat.pulse, token, master)
    sealed = ballots.seal(key, token, seat.group, [answers[item] for item in keys])
    ballots.cast(session, seat.pulse, seat.member_id, sealed)
    return status.load(session, seat.pulse, seat.partnership)


# Running it


def overview(session: Session, channel: str, who: Who) -> Overview:
    """How the pulse stands, the latest results, and when the next opens."""
    partnership = partnerships.find(session, channel)
    member = members.lookup(session, partnership.id, who)
    return Overview(
        pulse=status.latest_view(session, partnership),
        results=results.newest(session, partnership.id),
        next_at=timetable.next_at(session, partnership.id, status.KIND),
        zone=partnership.zone,
        host=member is not None and member.host,
        floor=partnership.pulse_floor,
    )


def skip(session: Session, channel: str, who: Who, now: datetime) -> Skipped:
    """The next pulse is left out."""
    partnership = partnerships.find(session, channel)
    fire = controls.skip(session, partnership, who, now)
    next_at = timetable.next_at(session, partnership.id, status.KIND)
    return Skipped(partnership.id, fire.occasion, fire.at, next_at, partnership.zone)


def unskip(session: Session, about: str, channel: str, month: str, who: Who, now: datetime) -> Unskipped:
    """The pulse of that month is not left out after all."""
    partnership, _ = partnerships.enter_gravely(session, channel, who, now, about=about)
    controls.unskip(session, partnership, who, month, now)
    return Unskipped(timetable.next_at(session, partnership.id, status.KIND), partnership.zone)


def raise_floor(session: Session, channel: str, who: Who, floor: int, now: datetime) -> int:
    """How many answers the next pulses need before there are figures."""
    return controls.raise_floor(session, partnerships.find(session, channel), who, floor, now)


def to_stop(session: Session, channel: str, who: Who, now: datetime) -> int:
    """The open pulse, for a host about to stop it; its answers would be gone for good."""
    partnership, _ = partnerships.enter_as_host(session, channel, who, now)
    return controls.unfinished(session, partnership).id


def stop(session: Session, pulse_id: int, who: Who, now: datetime) -> None:
    """That pulse ends without figures, if it is open."""
    partnership, member, pulse = partnerships.enter_row(session, Pulse, pulse_id, who, now, hold=True)
    members.require_host(member)
    members.require_here(partnership, who)
    controls.stop(session, partnership, member, pulse, now)
