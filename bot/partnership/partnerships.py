"""Partnerships: starting one, and finding which one an act is about.

`enter` for who acts, `find` for who only looks where they are, `resolve` where a button or form may name another.
`enter_gravely` where somebody who has left could do harm, `own` for what is everybody's right, once they have left too.
`enter_row`, `visit_row`, `require_row`, `own_row` where a button or form names a row: by that, none is read otherwise.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, TypeVar, cast
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta
from sqlalchemy import Select, and_, bindparam, select
from sqlalchemy.orm import Session, aliased

from bot.db.statements import insert_once
from bot.lib import marks, values
from bot.lib.clock import wall
from bot.lib.refusals import GoneError, Refusal
from bot.lib.text import plain, readable
from bot.models import Base, Member, Partner, Partnership, Post
from bot.outbox import channels
from bot.partnership import audit_log, homes, members
from bot.partnership.members import Who
from bot.schedule import asking_days, timetable

KEPT = 24  # months for which a new partnership keeps things
NOTICE = timedelta(days=31)  # between hosts hearing of it and the first that goes
_POINTS = re.compile(r"(?<!\S)[@#][^\W\d]|https?://|(?<!\S)www\.|\S@\S+\.\w", re.IGNORECASE)
NAME = 80  # characters a partnership's or an organisation's name may have


class NoPartnershipError(Refusal):
    """This channel is not the home of a partnership."""


class AlreadyStartedError(Refusal):
    """This channel is the home of a partnership already."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class UnnamedError(Refusal):
    """A name is needed, and not too long a one."""


class NotANameError(Refusal):
    """A mention, a link or a channel is nobody's name."""


@dataclass(frozen=True)
class NewPartnership:
    """What is to begin, as somebody typed it, and where."""

    team_id: str  # the workspace that has Pencil
    channel_id: str
    name: str
    zone: str
    holidays: str = "GB-ENG"  # whose: a country, or country and region


_FIND = select(Partnership).where(Partnership.channel_id == bindparam("channel"))
_FORMERLY = select(Partnership).where(Partnership.former_channel_id == bindparam("channel")).order_by(Partnership.id)
_ENTER = (
    select(Partnership, Member)
    .outerjoin(Member, and_(Member.partnership_id == Partnership.id, Member.user_id == bindparam("user")))
    .where(Partnership.channel_id == bindparam("channel"))
)


def find(session: Session, channel_id: str) -> Partnership:
    """The partnership whose home is this channel."""
    for statement in (_FIND, _FORMERLY):
        if (partnership := session.scalar(statement, {"channel": channel_id})) is not None:
            return partnership
    raise NoPartnershipError


def team_of(session: Session, channel_id: str) -> str | None:
    """The workspace whose partnership is at home in this channel, if one is."""
    try:
        return find(session, channel_id).team_id if channel_id else None
    except NoPartnershipError:
        return None


def belongs(session: Session, channel_id: str, who: Who) -> bool:
    """Whether the person is a member of the partnership at home here who has not left."""
    known = members.lookup(session, find(session, channel_id).id, who)
    return known is not None and known.seen_at is not None and known.left_at is None


def enter(
    session: Session, channel_id: str, who: Who, now: datetime, *, about: str | None = None
) -> tuple[Partnership, Member]:
    """The partnership at home here, and this person as a member of it, from now on if not before.

    Where the act is a button's or a form's, `about` is the partnership it names, which goes before: see `resolve`.
    """
    if about is not None:
        partnership = _meant(session, about, channel_id, who)
        return partnership, members.admit(session, partnership, _at(who, channel_id), now)
    here = session.execute(_ENTER, {"channel": channel_id, "user": who.user_id}).first()
    if here is None:
        partnership = find(session, channel_id)
        return partnership, members.admit(session, partnership, who, now)
    partnership, known = here
    return partnership, members.receive(session, partnership, known, who, now)


def enter_as_host(
    session: Session, channel_id: str, who: Who, now: datetime, *, about: str | None = None
) -> tuple[Partnership, Member]:
    """The same, for hosts alone."""
    partnership, member = enter(session, channel_id, who, now, about=about)
    members.require_host(member)
    return partnership, member


def enter_gravely(
    session: Session, channel_id: str, who: Who, now: datetime, *, about: str | None = None
) -> tuple[Partnership, Member]:
    """The same as `enter`, for a host about to do what nobody may who has left, be it that we have not heard of it."""
    partnership, member = enter(session, channel_id, who, now, about=about)
    members.require_host(member)
    members.require_here(partnership, who)
    return partnership, member


def resolve(session: Session, about: str, channel_id: str, who: Who) -> Partnership:
    """The partnership a button is about: the one it names, else the channel's, else (in private) the person's first."""
    partnership = _meant(session, about, channel_id, who)
    who = _at(who, channel_id)
    if not members.is_in(partnership, who):
        members.visit(session, partnership, who)
    return partnership


def own(session: Session, about: str, channel_id: str, who: Who) -> Partnership:
    """The same for what is the person's own right, which they keep when they leave: nobody who is known is refused."""
    if not about and channel_id.startswith("D"):
        known = members.memberships(session, who, gone=True)
        return known[0][0] if known else find(session, channel_id)
    partnership = _meant(session, about, channel_id, who)
    if not members.is_home(partnership, channel_id) and members.lookup(session, partnership.id, who) is None:
        raise GoneError
    return partnership


def enter_own(
    session: Session, channel_id: str, who: Who, now: datetime, *, about: str | None = None
) -> tuple[Partnership, Member]:
    """The partnership and the person as its member, as in `enter`; somebody who has left stays so, and is let in."""
    partnership = own(session, about or "", channel_id, who)
    known = members.lookup(session, partnership.id, who)
    if known is not None and not members.is_in(partnership, who):
        return partnership, known
    return partnership, members.receive(session, partnership, known, who, now)


def _at(who: Who, channel_id: str) -> Who:
    """The person where they act, if they do not say it themselves."""
    return replace(who, at=channel_id) if who.at is None else who


def _meant(session: Session, about: str, channel_id: str, who: Who) -> Partnership:
    """The same, whoever asks."""
    if about:
        partnership = session.get(Partnership, values.number(about))
        if partnership is None:
            raise GoneError
        return partnership
    if channel_id.startswith("D") and (memberships := members.memberships(session, who)):
        return memberships[0][0]
    return find(session, channel_id)


# Rows that a button, a form or an option names

Row = TypeVar("Row", bound=Base)
Key = int | str | bytes  # a row's id, its token or that of its post, or its number


def enter_row(
    session: Session, kind: type[Row], key: Key, who: Who, now: datetime, *, hold: bool = False
) -> tuple[Partnership, Member, Row]:
    """The row, with its partnership and this person as a member of it, as in `enter`; to `hold` it is to change it.

    Of the row nothing is read before it is settled that the person is let in. Who is not hears the same as of a row
    that is not there.
    """
    partnership, known = _around(session, kind, key, who)
    member = members.receive(session, partnership, known, who, now)
    return partnership, member, _read(session, kind, key, hold=hold)


def visit_row(
    session: Session, kind: type[Row], key: Key, who: Who, *, hold: bool = False
) -> tuple[Partnership, Member | None, Row]:
    """The same, making nobody a member."""
    partnership, known = _around(session, kind, key, who)
    members.let_in(partnership, known, who)
    return partnership, known, _read(session, kind, key, hold=hold)


def require_row(
    session: Session, kind: type[Row], key: Key, who: Who, now: datetime, *, hold: bool = False
) -> tuple[Partnership, Member, Row]:
    """The same, for somebody who is a member already."""
    partnership, known = _around(session, kind, key, who)
    if known is None:
        raise GoneError
    return partnership, members.receive(session, partnership, known, who, now), _read(session, kind, key, hold=hold)


def enter_row_together(
    session: Session, kind: type[Row], key: Key, people: Sequence[Who]
) -> tuple[Partnership, Row, set[str]] | None:
    """The row, held, with its partnership, and by Slack id those of the people who belong; nobody is made a member.

    Nothing where none of them does, or there is no such row.
    """
    try:
        partnership, _ = _around(session, kind, key, people[0])
        here = members.belonging(session, partnership.id, [who.user_id for who in people])
        return (partnership, _read(session, kind, key, hold=True), here) if here else None
    except GoneError:
        return None


def own_row(
    session: Session, kind: type[Row], key: Key, who: Who, *, share: bool = False
) -> tuple[Partnership, Member | None, Row]:
    """The same for what may be the person's own right, as in `own`; to `share` it is to let others only read it."""
    partnership, known = _around(session, kind, key, who)
    if known is None or known.left_at is None:
        members.let_in(partnership, known, who)
    return partnership, known, _read(session, kind, key, share=share)


def row_of(session: Session, partnership_id: int, kind: type[Row], key: int) -> Row | None:
    """What is named beside, if it is of the same partnership."""
    row = session.get(kind, key)
    if row is None or getattr(row, "partnership_id") != partnership_id:  # noqa: B009
        return None
    return cast("Row | None", became(session, row)) if isinstance(row, Partner) else row


def became(session: Session, partner: Partner, *, hold: bool = False) -> Partner | None:
    """What the partner is by now: itself, what hosts have merged it into, or nothing where they have removed it."""
    if partner.removed_at is None:
        return partner
    if partner.merged_into_id is None:
        return None
    return session.get(Partner, partner.merged_into_id, with_for_update=hold or None, populate_existing=hold)


def _around(session: Session, kind: type[Row], key: Key, who: Who) -> tuple[Partnership, Member | None]:
    """The partnership the row is in, and who the person is there."""
    around = session.execute(_owner(kind, _way(key)), {"key": key, "user": who.user_id}).first()
    if around is None:
        raise GoneError
    return around[0], around[1]


def _read(session: Session, kind: type[Row], key: Key, *, hold: bool = False, share: bool = False) -> Row:
    row: Row | None = session.scalar(_row_named(kind, _way(key), hold=hold, share=share), {"key": key})
    if isinstance(row, Partner):  # an old button may name one that has been merged since
        row = cast("Row | None", became(session, row, hold=hold))
    if row is None:
        raise GoneError
    return row


@cache
def _row_named(kind: type[Row], way: str, *, hold: bool, share: bool) -> Select[Row]:
    row = select(kind).where(_is_named(kind, way))
    if hold or share:
        row = row.with_for_update(read=share).execution_options(populate_existing=True)
    return row


@cache
def _owner(kind: Any, way: str) -> Select[*tuple[Any, ...]]:
    """A partnership and, if they are known there, somebody in it, by a row of which nothing else is read."""
    row = aliased(kind)
    return (
        select(Partnership, Member)
        .join(row, row.partnership_id == Partnership.id)
        .outerjoin(Member, and_(Member.partnership_id == Partnership.id, Member.user_id == bindparam("user")))
        .where(_is_named(row, way))
    )


def _way(key: Key) -> str:
    return "id" if isinstance(key, int) else "token" if isinstance(key, str) else "number"


def _is_named(kind: Any, way: str) -> Any:
    if hasattr(kind, way):
        return getattr(kind, way) == bindparam("key")
    return kind.post_id == select(Post.id).where(Post.token == bindparam("key")).scalar_subquery()


def strangers(session: Session, channel_id: str, people: Sequence[Who]) -> set[Who]:
    """Those of these people of whom it is not known that they belong to the partnership at home here, if one is."""
    try:
        partnership = find(session, channel_id)
    except NoPartnershipError:
        return set()
    return members.strangers(session, partnership.id, people)


def people(session: Session, channel_id: str, who: Who) -> dict[str, str | None]:
    """Everybody who belongs, by Slack id with their organisation; only for whoever does so too."""
    partnership = resolve(session, "", channel_id, who)
    belonging = (
        select(Member.user_id, Partner.name)
        .outerjoin(Partner, Partner.id == Member.partner_id)
        .where(Member.partnership_id == partnership.id, *members.present())
        .order_by(Member.id)
    )
    return {row.user_id: row.name for row in session.execute(belonging)}


def by_id(session: Session, partnership_ids: Collection[int]) -> dict[int, Partnership]:
    """Several partnerships."""
    rows = session.scalars(select(Partnership).where(Partnership.id.in_(partnership_ids)))
    return {partnership.id: partnership for partnership in rows}


def start(session: Session, new: NewPartnership, who: Who, now: datetime) -> Partnership:
    """A new partnership at home in its channel, with its timetable; whoever starts it is its first host."""
    row = asdict(new) | {"name": named(new.name), "started_at": now, "keep_months": KEPT}
    row["clear_at"] = now + relativedelta(months=KEPT) - NOTICE
    fresh = insert_once(session, Partnership, [row], returning=Partnership.id, on=["channel_id"])
    partnership = find(session, new.channel_id)
    if not fresh:
        members.visit(session, partnership, who)
        raise AlreadyStartedError(partnership.name)
    first = members.admit(session, partnership, who, now)
    first.host = True
    audit_log.record(session, first, "partnership.started", now)
    partnership.digest_at = asking_days.next_digest(partnership, now)
    timetable.begin(session, partnership, now)
    return partnership


def move(session: Session, partnership: Partnership, channel_id: str, *, formerly: str | None = None) -> None:
    """The partnership is at home there from now on, with all it has said and is to say.

    `formerly` is what Slack called the same channel before, if it is the same.
    """
    old, partnership.channel_id = partnership.channel_id, channel_id
    partnership.former_channel_id = formerly
    session.flush()
    channels.follow(session, partnership.id, old, channel_id, wall())
    homes.keep_homes(session, partnership.id)


def named(name: str) -> str:
    """The name with its spaces tidied, and nobody mentioned in it; refused if none is left, or it is too long.

    So it is where it points at a person, a channel or an address: that is no name.
    """
    kept = " ".join(plain(marks.without(name)).split())
    if _POINTS.search(kept) or (marks.each(name) and not readable(kept)):
        raise NotANameError
    if not readable(kept) or len(kept) > NAME:
        raise UnnamedError
    return kept


def today(partnership: Partnership, now: datetime) -> date:
    """The day it is where the partnership lives."""
    return now.astimezone(ZoneInfo(partnership.zone)).date()


def known_zone(name: str | None) -> str:
    """The zone if this machine knows it, else London's."""
    try:
        return ZoneInfo(name or "").key
    except (ValueError, OSError):
        return "Europe/London"
