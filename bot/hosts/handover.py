"""The host's role: added to, handed on, offered to somebody of another partner, taken up where nobody has it."""

from datetime import datetime, timedelta
from enum import StrEnum, auto
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db.statements import refresh
from bot.hosts import role
from bot.hosts.views import hosts as view
from bot.lib import values
from bot.lib.refusals import GoneError, NotYoursError, Refusal
from bot.models import Member, Partner, Partnership, Post
from bot.outbox import posts
from bot.partnership import ask_budget, audit_log, members, partners, partnerships, preferences
from bot.partnership.members import Who
from bot.slack.blocks import has_buttons
from bot.slack.messages import Message

QUESTION, MADE, ANSWER = "hosting", "host-made", "hosting-answer"  # kinds of post


class Unfit(StrEnum):
    """Why somebody does not become host by this, or is not asked."""

    NOBODY = auto()
    SEVERAL = auto()
    BOT = auto()
    STRANGER = auto()
    UNKNOWN = auto()
    ABSENT = auto()
    YOURSELF = auto()
    ALREADY = auto()
    SAME_PARTNER = auto()
    NO_PARTNER = auto()
    ASKED = auto()
    FULL = auto()


class UnfitError(Refusal):
    """This person cannot be made or asked to be a host, for a reason."""

    def __init__(self, reason: Unfit) -> None:
        super().__init__(reason)
        self.reason = reason


class LastHostError(Refusal):
    """The last host can hand the role over, but not drop it."""


class HostedError(Refusal):
    """There is a host already."""


class AnsweredError(Refusal):
    """The person has answered already."""


def listed(session: Session, partnership_id: int) -> list[view.Host]:
    """Who hosts, longest known first."""
    rows = session.execute(
        select(Member.user_id, Partner.name)
        .outerjoin(Partner, Partner.id == Member.partner_id)
        .where(Member.partnership_id == partnership_id, Member.host, *members.present())
        .order_by(Member.id)
    )
    return [view.Host(user_id, name) for user_id, name in rows]


def add(session: Session, partnership: Partnership, member: Member, who: Who, now: datetime) -> Member:
    """Somebody else hosts too, from now on, and hears of it."""
    _hold(session, member)
    members.require_host(member)
    other = _fit(session, partnership, member, who, now)
    _make(session, partnership, other, member, now)
    audit_log.record(session, member, "host.added", now, about=_from(session, other))
    return other


def hand_over(session: Session, partnership: Partnership, member: Member, who: Who, now: datetime) -> Member:
    """The role passes from this host to somebody else, be it the last host's."""
    _hold(session, member)
    members.require_host(member)
    other = _fit(session, partnership, member, who, now, host_already=True)
    if not other.host:
        _make(session, partnership, other, member, now)
    member.host = False
    audit_log.record(session, member, "host.handed_over", now, about=_from(session, other))
    return other


def stop(session: Session, member: Member, now: datetime) -> None:
    """One of several hosts gives the role up."""
    _hold(session, member)
    members.require_host(member)
    if len(role.of(session, [member.partnership_id])) == 1:
        raise LastHostError
    member.host = False
    audit_log.record(session, member, "host.stopped", now)


def take(session: Session, member: Member, now: datetime) -> None:
    """Where nobody hosts any more, any member may; the channel hears who does."""
    _hold(session, member)
    if role.of(session, [member.partnership_id]):
        raise HostedError
    member.host = True
    audit_log.record(session, member, "host.taken", now)
    role.hosted_again(session, member.partnership_id, view.hosted_again(member.user_id))


def _hold(session: Session, member: Member) -> None:
    """The partnership's hosts are changed by one act at a time."""
    session.execute(select(Partnership.id).where(Partnership.id == member.partnership_id).with_for_update())
    refresh(session, member, ["host"])


def _fit(
    session: Session, partnership: Partnership, member: Member, who: Who, now: datetime, *, host_already: bool = False
) -> Member:
    """The person as a member who may have the role."""
    if who.user_id == member.user_id:
        raise UnfitError(Unfit.YOURSELF)
    members.meet(session, partnership, [who], now)
    other = members.lookup(session, partnership.id, who)
    if other is None or not members.is_present(other):
        raise UnfitError(Unfit.ABSENT if members.absent([who]) else Unfit.UNKNOWN)
    if other.host and not host_already:
        raise UnfitError(Unfit.ALREADY)
    return other


def _from(session: Session, member: Member) -> str | None:
    """Their organisation's name: what hosts did keeps nobody's id but the hosts' own."""
    organisation = partners.of(session, member)
    return organisation.name if organisation else None


def _make(session: Session, partnership: Partnership, other: Member, by: Member, now: datetime) -> None:
    other.host = True
    _tell(
        session,
        partnership,
        other,
        view.made_host(partnership.name, by.user_id, partnership.channel_id, partnership.id),
        now,
    )


def _tell(session: Session, partnership: Partnership, member: Member, message: Message, now: datetime) -> None:
    new_post = posts.NewPost(
        partnership.id,
        MADE,
        f"{member.id}:{now.isoformat()}",
        member.user_id,
        message,
        wait_until=preferences.quiet_until(member, partnership.zone, now),
    )
    posts.write(session, new_post, now)


# Asking


def ask(session: Session, partnership: Partnership, member: Member, who: Who, now: datetime) -> Member:
    """A member of another partner is privately asked to host next. Nobody but the asker hears the answer."""
    members.require_host(member)
    other = _fit(session, partnership, member, who, now)
    if other.partner_id is None:
        raise UnfitError(Unfit.NO_PARTNER)
    if other.partner_id == member.partner_id:
        raise UnfitError(Unfit.SAME_PARTNER)
    occasion = f"{member.id}:{other.id}:{_monday(now, partnership.zone)}"
    if _question(session, partnership.id, occasion) is not None:
        raise UnfitError(Unfit.ASKED)
    if other.user_id not in ask_budget.may_be_asked(session, [partnership], now)[partnership.id]:
        raise UnfitError(Unfit.FULL)
    question = view.question(partnership.name, member.user_id, partnership.channel_id, occasion)
    ask_ = ask_budget.Ask(other, partnership.zone, question, QUESTION, occasion)
    if ask_budget.put(session, [ask_], now) == [None]:
        raise UnfitError(Unfit.ASKED)
    audit_log.record(session, member, "host.asked", now)  # without whom: nobody is to look up who said no
    return other


def _monday(now: datetime, zone: str) -> str:
    day = now.astimezone(ZoneInfo(zone)).date()
    return (day - timedelta(days=day.weekday())).isoformat()


def _question(session: Session, partnership_id: int, occasion: str, *, hold: bool = False) -> Post | None:
    query = select(Post).where(Post.partnership_id == partnership_id, Post.kind == QUESTION, Post.occasion == occasion)
    return session.scalar(query.with_for_update() if hold else query)


def answer(session: Session, occasion: str, who: Who, now: datetime, *, yes: bool) -> None:
    """The person hosts from now on, or not now; whoever asked hears which, and nobody else does."""
    asker_id, other_id = (values.number(part) for part in values.parts(occasion, ":", 3)[:2])
    partnership, member, other = partnerships.require_row(session, Member, other_id, who, now)
    if member.id != other.id:
        raise NotYoursError
    asker = partnerships.row_of(session, partnership.id, Member, asker_id)
    if asker is None:
        raise GoneError
    question = _question(session, partnership.id, occasion, hold=True)
    if question is None:
        raise GoneError
    if not has_buttons(question.blocks):
        raise AnsweredError
    if yes:
        members.require_here(partnership, who)
    answered = view.accepted(partnership.name, partnership.channel_id) if yes else view.declined(partnership.name)
    posts.revise(session, question.id, answered)
    if yes:
        _hold(session, other)
        other.host = True
        audit_log.record(session, other, "host.accepted", now)
        role.hosted_again(session, partnership.id, view.hosted_again(other.user_id))
    if not members.is_present(asker):
        return
    new_post = posts.NewPost(
        partnership.id,
        ANSWER,
        occasion,
        asker.user_id,
        view.answer(other.user_id, partnership.id, other.id, yes=yes),
        wait_until=preferences.quiet_until(asker, partnership.zone, now),
    )
    posts.write(session, new_post, now)


def pass_to(session: Session, member_id: int, who: Who, now: datetime) -> Member:
    """The role passes to the member a button names."""
    partnership, member, other = partnerships.require_row(session, Member, member_id, who, now)
    members.require_host(member)
    members.require_here(partnership, who)
    return hand_over(session, partnership, member, Who(other.team_id, other.user_id), now)
