"""What people do with a partnership itself, whole: start it, see who is in it, set its timetable, pause it, say why."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.lib.clock import Day
from bot.lib.refusals import GoneError
from bot.models import Member, Partnership
from bot.outbox import posts
from bot.partnership import audit_log, homes, members, partners, partnerships, pauses, rhythm, why
from bot.partnership.members import Who
from bot.partnership.partners import Listing
from bot.partnership.partnerships import AlreadyStartedError, NewPartnership
from bot.partnership.views import partnership as view
from bot.partnership.why import History, Written
from bot.schedule import timetable


@dataclass(frozen=True)
class Home:
    """Where a partnership is at home, and its id."""

    channel_id: str
    partnership_id: int


@dataclass(frozen=True)
class Hosted:
    """A partnership that somebody hosts elsewhere: its home, and who belongs to it."""

    partnership_id: int
    name: str
    channel_id: str
    team_id: str  # the workspace it was started from
    user_ids: frozenset[str]


@dataclass(frozen=True)
class Paused:
    """Nothing is posted on schedule, until then if that is known."""

    until: datetime | None
    zone: str


@dataclass(frozen=True)
class Resumed:
    """Posts go on."""

    was_paused: bool
    next_at: datetime | None  # the next celebration
    zone: str


@dataclass(frozen=True)
class WhyForm:
    """Where the form of *why now* belongs, and what is in it."""

    channel_id: str
    text: str


def start(session: Session, new: NewPartnership, who: Who, now: datetime) -> view.Started:
    """The channel becomes a partnership's home, with its standing post."""
    partnership = partnerships.start(session, new, who, now)
    session.flush()
    new_post = posts.NewPost(
        partnership.id, "standing", "start", partnership.channel_id, view.standing(partnership.name)
    )
    posts.write(session, new_post, now)
    next_at = _next_celebration(session, partnership)
    return view.Started(partnership.name, new.zone, next_at, partnerships.KEPT, partnership.holidays)


def follow(session: Session, old: str, new: str, team_id: str | None) -> bool:
    """Slack calls a home by another id now. Whether nothing is in the way: `new` may have a partnership of its own.

    With a workspace, only what was started from there has its home by the id that holds there.
    """
    partnership = session.scalar(select(Partnership).where(Partnership.channel_id == old).with_for_update())
    if partnership is None or team_id not in {None, partnership.team_id}:
        return True
    if _at(session, new) is not None:
        return False
    partnerships.move(session, partnership, new, formerly=old)
    return True


def home(session: Session, channel: str) -> Home:
    """The partnership at home in this channel; refused where there is none."""
    partnership = partnerships.find(session, channel)
    return Home(partnership.channel_id, partnership.id)


def hosted_elsewhere(session: Session, channel: str, who: Who) -> list[Hosted]:
    """Where nobody is at home in this channel: what the person hosts that is at home in another."""
    theirs = members.memberships(session, who)
    if _at(session, channel) is not None:
        return []
    return [_hosted(session, partnership) for partnership, member in theirs if member.host]


def hosted(session: Session, about: str, who: Who) -> Hosted:
    """The partnership that is named, for its hosts."""
    partnership = partnerships.resolve(session, about, "", who)
    member = members.visit(session, partnership, who)
    if member is None:
        raise GoneError
    members.require_host(member)
    return _hosted(session, partnership)


def bring(session: Session, home: Hosted, channel: str, who: Who, now: datetime) -> str:
    """The partnership, whose home is gone, is at home in this channel from now on; what it is called."""
    hosted(session, str(home.partnership_id), who)  # as it stands now
    partnership, member = members.require(session, home.partnership_id, who, now)
    session.refresh(partnership, with_for_update=True)
    if partnership.channel_id == channel:
        return partnership.name
    if (here := _at(session, channel)) is not None:
        raise AlreadyStartedError(here.name)
    if partnership.channel_id != home.channel_id:
        raise GoneError
    partnerships.move(session, partnership, channel)
    audit_log.record(session, member, "partnership.moved", now)
    new_post = posts.NewPost(partnership.id, "standing", f"at:{channel}", channel, view.standing(partnership.name))
    posts.write(session, new_post, now)
    return partnership.name


def _at(session: Session, channel: str) -> Partnership | None:
    return session.scalar(select(Partnership).where(Partnership.channel_id == channel))


def _hosted(session: Session, partnership: Partnership) -> Hosted:
    known = session.scalars(select(Member.user_id).where(Member.partnership_id == partnership.id, *members.present()))
    return Hosted(partnership.id, partnership.name, partnership.channel_id, partnership.team_id, frozenset(known))


def list_partners(session: Session, channel: str, who: Who) -> Listing:
    """The organisations here."""
    partnership = partnerships.find(session, channel)
    member = members.lookup(session, partnership.id, who)
    return Listing(partners.listed(session, partnership.id), partnership.zone, to_tidy=_to_tidy(member))


def list_partners_with_own(session: Session, about: str, channel: str, who: Who) -> Listing:
    """The same, and which of them is the reader's own."""
    partnership = partnerships.resolve(session, about, channel, who)
    member = members.lookup(session, partnership.id, who)
    own = partners.of(session, member) if member else None
    steps = (own.id, own.name, own.left_at is not None) if own else None
    return Listing(partners.listed(session, partnership.id), partnership.zone, steps, _to_tidy(member))


def _to_tidy(member: Member | None) -> int | None:
    return member.partnership_id if member is not None and member.host else None


def show_timetable(
    session: Session,
    channel: str,
    who: Who,
    change: rhythm.Change | None,
    now: datetime,
    *,
    about: str | None = None,
) -> view.Timetable:
    """When each kind of post comes, after the change if there is one."""
    enter = partnerships.enter if change is None else partnerships.enter_gravely
    partnership, member = enter(session, channel, who, now, about=about)
    changed = None
    if change is not None:
        changed = rhythm.change_time(session, partnership, member, change, now)
        homes.keep_home(session, member)
    return view.Timetable(
        rhythm.lines(session, partnership),
        partnership.zone,
        view.paused_note(partnership.paused_at, partnership.resume_at, partnership.zone),
        member.host,
        partnership.holidays,
        changed,
    )


def home_for_host(session: Session, about: str, channel: str, who: Who, now: datetime) -> Home:
    """Where a form belongs that only a host is shown."""
    partnership, _ = partnerships.enter_as_host(session, channel, who, now, about=about)
    return Home(partnership.channel_id, partnership.id)


def pause(
    session: Session,
    channel: str,
    who: Who,
    until: Day | None,
    now: datetime,
    *,
    about: str | None = None,
) -> Paused:
    """Nothing more is posted on schedule."""
    partnership, member = partnerships.enter_gravely(session, channel, who, now, about=about)
    day = until(partnership.zone) if until is not None else None
    resume_at = pauses.begin(session, partnership, member, day, now)
    homes.keep_home(session, member)
    return Paused(resume_at, partnership.zone)


def resume(session: Session, channel: str, who: Who, now: datetime, *, about: str | None = None) -> Resumed:
    """The pause ends, if there is one."""
    partnership, member = partnerships.enter_gravely(session, channel, who, now, about=about)
    was_paused = pauses.end(session, partnership, member, now)
    if was_paused:
        homes.keep_home(session, member)
    return Resumed(was_paused, _next_celebration(session, partnership), partnership.zone)


def why_history(session: Session, channel: str, who: Who, now: datetime) -> History:
    """Why now, and what was said before."""
    partnership, member = partnerships.enter(session, channel, who, now)
    return History(why.history(session, partnership.id), partnership.zone, partnership.id, member.host)


def write_why(session: Session, channel: str, who: Who, text: str, now: datetime) -> Written:
    """A host says why now."""
    partnership, member = partnerships.enter(session, channel, who, now)
    new = why.write(session, partnership, member, text, now)
    homes.keep_home(session, member)
    reason = why.reason(session, partnership.id)
    assert reason is not None
    return Written(reason, partnership.id, new)


def why_to_edit(session: Session, about: str, channel: str, who: Who, now: datetime) -> WhyForm:
    """For a host: the sentence as it is."""
    partnership, _ = partnerships.enter_as_host(session, channel, who, now, about=about)
    current = why.current(session, partnership.id)
    return WhyForm(partnership.channel_id, current.text if current else "")


def _next_celebration(session: Session, partnership: Partnership) -> datetime | None:
    return timetable.next_at(session, partnership.id, "celebrations")
