"""What a host and authors do about wins to be quoted, whole: ask the authors, and say which of one's own may be."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from bot.lib import periods
from bot.lib.periods import Period
from bot.lib.refusals import GoneError, NotYoursError, Refusal
from bot.models import Member, Partnership, Post, Win
from bot.outbox import posts
from bot.partnership import audit_log, homes, partnerships
from bot.partnership.members import Who
from bot.report import authors
from bot.report.views import authors as view
from bot.report.views.authors import AuthorsAnswer, AuthorsAsked, AuthorsForm
from bot.wins import changes
from bot.wins.consent import Audience, wording
from bot.wins.entries import AimAndConsent


class NobodyToAskError(Refusal):
    """A report for inside quotes every win."""


class AskingPausedError(Refusal):
    """The partnership is paused: nobody is asked anything."""


def ask(session: Session, channel: str, who: Who, days: str, audience: Audience, now: datetime) -> AuthorsAsked:
    """The authors of wins of these days, as somebody wrote them, are asked whether this audience may read them."""
    partnership, host = partnerships.enter_as_host(session, channel, who, now)
    period = periods.read(days, partnership.started_at, partnership.zone, now)
    return _ask(session, partnership, host, period, audience, now)


def ask_between(
    session: Session,
    partnership_id: str,
    channel: str,
    who: Who,
    days: tuple[date, date],
    audience: Audience,
    now: datetime,
) -> AuthorsAsked:
    """The same from the preview of a report, whose button names the partnership."""
    partnership, host = partnerships.enter_as_host(session, channel, who, now, about=partnership_id)
    period = periods.between(*days, partnership.started_at, partnership.zone, now)
    return _ask(session, partnership, host, period, audience, now)


def _ask(
    session: Session, partnership: Partnership, host: Member, period: Period, audience: Audience, now: datetime
) -> AuthorsAsked:
    if audience is Audience.INSIDE:
        raise NobodyToAskError
    if partnership.paused_at is not None:
        raise AskingPausedError
    askable = authors.count_askable(session, partnership, period, audience)
    people = authors.ask(session, partnership, period, audience, now)
    if people:
        audit_log.record(session, host, "authors.asked", now)
        homes.keep_homes(session, partnership.id)
    return AuthorsAsked(audience, askable, people)


def form(session: Session, token: str, who: Who, now: datetime) -> AuthorsForm:
    """What the author ticks, from the message that asked."""
    partnership, member, post = _own(session, token, who, now)
    audience = authors.audience_of(post)
    wins = _wins(session, post, member)
    return AuthorsForm(partnership.channel_id, token, audience, authors.shown(session, member, wins, audience))


def answer(session: Session, token: str, who: Who, ticked: Mapping[int, str], now: datetime) -> AuthorsAnswer:
    """What is ticked may be read by this audience, the rest not; the message that asked says so.

    Beside each that is ticked is the `wording` its author read. If it has other words by now, it stays as it is.
    """
    _, member, post = _own(session, token, who, now)
    audience = authors.audience_of(post)
    wins = _wins(session, post, member)
    reworded = 0
    for win in wins:
        allowed, wanted = win.consent in audience.reads, win.id in ticked
        if wanted and not allowed and ticked[win.id] != wording(win.text):
            reworded += 1
            continue
        win.answered_at = now
        if wanted != allowed:
            consent = audience if wanted else Audience.INSIDE
            changes.set_aim_and_consent(session, member, win, AimAndConsent(consent=consent), now)
    after = authors.shown(session, member, wins, audience)
    posts.revise(session, post.id, view.question(after, audience, token, answered=True))
    homes.keep_home(session, member)
    return AuthorsAnswer(audience, sum(win.allowed for win in after), len(after), reworded)


def _own(session: Session, token: str, who: Who, now: datetime) -> tuple[Partnership, Member, Post]:
    """The message, which is this person's; held, so that two answers come one after the other."""
    partnership, member, post = partnerships.require_row(session, Post, token, who, now, hold=True)
    if post.kind != authors.KIND or post.channel != member.user_id:
        raise NotYoursError
    return partnership, member, post


def _wins(session: Session, post: Post, member: Member) -> Sequence[Win]:
    wins = authors.wins_of(session, post, member)
    if not wins:
        raise GoneError
    return wins
