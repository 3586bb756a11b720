"""Ballots: sealed, kept without a name, and counted once. The only room that touches what an open pulse holds.

*Send* writes a mark that a member has answered and a ballot, in one transaction. The ballot lies under a number drawn
at random; its answers are all of one length and sealed, so that two copies of the database on either side of a *Send*
tell who answered and not what. At the close they are counted in memory, and of the counts only what may be told is
written.
"""

import secrets
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from bot.db.statements import insert_once
from bot.lib.refusals import Refusal
from bot.models import Ballot, Pulse, PulseInvitation, PulseKey, PulseParticipation
from bot.schedule import sweeps
from bot.settings import Settings

HELD = (PulseInvitation, PulseParticipation, Ballot, PulseKey)  # nothing of these is left after the close
HELD_TABLES = tuple(table.__tablename__ for table in HELD)
OPTIONS = 6  # five points, and no part in it

_LENGTH = 16  # bytes of a ballot before it is sealed, whatever is in it
_NONCE, _KEY, _CHECK = 12, 32, 16


class AnsweredError(Refusal):
    """One person, one ballot."""


class NoKeyError(Refusal):
    """The key that ballots are sealed with is missing, or is not the one that this pulse began with."""


@dataclass(frozen=True)
class Tally:
    """Counts by group (its place) and item: how many chose no part, 1, 2, 3, 4, 5. `unread` could not be opened."""

    by_group: Mapping[int, Mapping[str, Sequence[int]]]
    number: int
    unread: int


# Keys


def master_key(settings: Settings) -> bytes | None:
    """`PENCIL_KEY`, if there is one."""
    return settings.pencil_key.get_secret_value().strip().encode() if settings.pencil_key else None


def begin(session: Session, pulses: Sequence[tuple[Pulse, str]], master: bytes | None) -> None:
    """Pulses, each with its token, get keys: drawn from `PENCIL_KEY`, or random ones that are kept till the close."""
    if not pulses:
        return
    if master is None:
        keys = [
            {"pulse_id": pulse.id, "partnership_id": pulse.partnership_id, "key": secrets.token_bytes(_KEY)}
            for pulse, _ in pulses
        ]
        session.execute(insert(PulseKey), keys)
    else:
        checks = [{"id": pulse.id, "key_check": _drawn(master, token, b"check", _CHECK)} for pulse, token in pulses]
        session.execute(update(Pulse), checks)


def key(session: Session, pulse: Pulse, token: str, master: bytes | None) -> bytes:
    """The key of the pulse; refused if it cannot be had, with nothing lost."""
    return drawn(pulse, token, master, keys(session, [pulse.id]) if pulse.key_check is None else {})


def keys(session: Session, pulse_ids: Collection[int]) -> dict[int, bytes]:
    """The keys that are kept beside pulses."""
    rows = session.execute(select(PulseKey.pulse_id, PulseKey.key).where(PulseKey.pulse_id.in_(pulse_ids)))
    return {pulse_id: kept for pulse_id, kept in rows}  # noqa: C416  # a row is no pair to mypy


def drawn(pulse: Pulse, token: str, master: bytes | None, kept: Mapping[int, bytes]) -> bytes:
    """The key of the pulse, from `PENCIL_KEY` or from those that are kept."""
    if pulse.key_check is None:
        if pulse.id not in kept:
            raise NoKeyError
        return kept[pulse.id]
    if master is None or not is_drawn_from(master, token, pulse.key_check):
        raise NoKeyError
    return _drawn(master, token, b"seal", _KEY)


def is_drawn_from(master: bytes, token: str, check: bytes) -> bool:
    """Whether a pulse with this token and check began with this `PENCIL_KEY`."""
    return secrets.compare_digest(_drawn(master, token, b"check", _CHECK), check)


def _drawn(master: bytes, token: str, purpose: bytes, length: int) -> bytes:
    return HKDF(SHA256(), length, salt=token.encode(), info=b"pencil pulse " + purpose).derive(master)


# Sealing


def seal(with_key: bytes, token: str, group: int, answers: Sequence[int]) -> bytes:
    """A group and answers, so that only the key opens them, and only as a ballot of this pulse."""
    nonce = secrets.token_bytes(_NONCE)
    plain = bytes([group, *answers]).ljust(_LENGTH, b"\0")
    return nonce + AESGCM(with_key).encrypt(nonce, plain, token.encode())


def unseal(with_key: bytes, token: str, sealed: bytes, number: int) -> tuple[int, list[int]]:
    """The group and the answers to so many items; `InvalidTag` if it was not sealed so."""
    plain = AESGCM(with_key).decrypt(sealed[:_NONCE], sealed[_NONCE:], token.encode())
    return plain[0], list(plain[1 : 1 + number])


# Casting


def invite(session: Session, pulses: Sequence[tuple[Pulse, Sequence[tuple[int, int]]]]) -> None:
    """Members, each with the place of their group, may answer these pulses."""
    rows = [
        {"pulse_id": pulse.id, "member_id": member_id, "partnership_id": pulse.partnership_id, "cut": cut}
        for pulse, members in pulses
        for member_id, cut in members
    ]
    if rows:
        session.execute(insert(PulseInvitation), rows)


def with_invitations(session: Session, pulse_ids: Collection[int]) -> set[int]:
    """Those of these pulses that somebody may answer."""
    invited_to = select(PulseInvitation.pulse_id).where(PulseInvitation.pulse_id.in_(pulse_ids)).distinct()
    return set(session.scalars(invited_to))


def invited(session: Session, pulse_id: int, member_id: int) -> int | None:
    """The place of the group in which the member is counted; nothing if they were not invited."""
    return session.scalar(
        select(PulseInvitation.cut).where(PulseInvitation.pulse_id == pulse_id, PulseInvitation.member_id == member_id)
    )


def has_answered(session: Session, pulse_id: int, member_id: int) -> bool:
    mark = select(PulseParticipation.member_id).where(
        PulseParticipation.pulse_id == pulse_id, PulseParticipation.member_id == member_id
    )
    return session.scalar(mark) is not None


def silent(session: Session, pulse_id: int) -> list[int]:
    """Members who were invited and have not answered, in no order that tells anything."""
    answered = select(PulseParticipation.member_id).where(PulseParticipation.pulse_id == pulse_id)
    rows = session.scalars(
        select(PulseInvitation.member_id).where(
            PulseInvitation.pulse_id == pulse_id, PulseInvitation.member_id.not_in(answered)
        )
    )
    return sorted(rows)


def cast(session: Session, pulse: Pulse, member_id: int, sealed: bytes) -> None:
    """The mark and the ballot, both or neither."""
    row = {"pulse_id": pulse.id, "member_id": member_id, "partnership_id": pulse.partnership_id}
    if not insert_once(session, PulseParticipation, [row], returning=PulseParticipation.member_id):
        raise AnsweredError
    session.execute(
        insert(Ballot).values(
            pulse_id=pulse.id,
            number=secrets.token_bytes(16),
            partnership_id=pulse.partnership_id,
            sealed=sealed,
        )
    )


# Counting


def numbers(session: Session, pulse_ids: Collection[int]) -> dict[int, int]:
    """How many ballots each has, if any. For the close alone: while a pulse is open nobody hears of it."""
    many = select(Ballot.pulse_id, func.count()).where(Ballot.pulse_id.in_(pulse_ids)).group_by(Ballot.pulse_id)
    return {pulse_id: number for pulse_id, number in session.execute(many)}  # noqa: C416  # a row is no pair to mypy


def sealed(session: Session, pulse_ids: Collection[int]) -> dict[int, list[bytes]]:
    """The ballots of these pulses as they lie there."""
    by_pulse: dict[int, list[bytes]] = defaultdict(list)
    for pulse_id, ballot in session.execute(
        select(Ballot.pulse_id, Ballot.sealed).where(Ballot.pulse_id.in_(pulse_ids))
    ):
        by_pulse[pulse_id].append(ballot)
    return by_pulse


def count(pulse: Pulse, token: str, with_key: bytes, cast: Iterable[bytes]) -> Tally:
    """All of these ballots opened and added up."""
    items: list[str] = pulse.items
    tallies: dict[int, dict[str, Counter[int]]] = {}
    opened = unread = 0
    for ballot in cast:
        try:
            group, answers = unseal(with_key, token, ballot, len(items))
        except InvalidTag:
            unread += 1
            continue
        opened += 1
        tally = tallies.setdefault(group, {item: Counter() for item in items})
        for item, answer in zip(items, answers, strict=True):
            tally[item][answer] += 1
    by_group = {
        group: {item: [counts[option] for option in range(OPTIONS)] for item, counts in tally.items()}
        for group, tally in tallies.items()
    }
    return Tally(by_group, opened, unread)


def forget(session: Session, pulse_ids: Collection[int]) -> None:
    """Ballots, marks, invitations and keys are deleted; what is left of them on the disk goes with the next sweep."""
    if pulse_ids:
        for table in HELD:
            session.execute(delete(table).where(table.pulse_id.in_(pulse_ids)))
        sweeps.ask(session, HELD_TABLES)
