"""Wins recorded, changed, undone and restored; how one was before is kept."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from bot.db.statements import insert_once
from bot.lib.refusals import GoneError
from bot.lib.text import tidy
from bot.mentions import plain_names
from bot.models import Credit, Member, Partner, Partnership, Post, Thanks, Win
from bot.partnership import audit_log, partnerships, revisions
from bot.partnership.audit_log import Action
from bot.wins import aim, credit, entries
from bot.wins.consent import Audience, AuthorsOnlyError
from bot.wins.entries import AimAndConsent, WinEntry, WinView, load


def record(
    session: Session,
    partnership: Partnership,
    member: Member,
    entry: WinEntry,
    origin: str,
    now: datetime,
    *,
    asked_first: bool = False,
) -> WinView:
    """The win as recorded. The same `origin` again gives the win it made the first time.

    Where its author is `asked_first` it is as if undone, until they restore it.
    """
    row = {
        "partnership_id": partnership.id,
        "member_id": member.id,
        "text": tidy(entry.text),
        "origin": origin,
        "recorded_at": now,
        "undone_at": now if asked_first else None,
    }
    made = insert_once(session, Win, [row], returning=Win.id, on=["partnership_id", "origin"])
    if made:
        own = member.partner_id if entry.author_shares else None
        shares, thanked = credit.share(session, partnership, member, made[0], entry, own=own, fresh=True)
        if entry.aim_and_consent == AimAndConsent():
            by = (member.user_id, member.partner_id)
            view = entries.fresh(made[0], str(row["text"]), *by, shares, thanked, now)
            return replace(view, undone=True) if asked_first else view
        _set(session, session.get_one(Win, made[0]), member, entry.aim_and_consent, now)
        return load(session, made)[0]
    same = select(Win.id).where(Win.partnership_id == partnership.id, Win.origin == origin)
    return load(session, [session.scalars(same).one()])[0]


def record_again(
    session: Session, partnership: Partnership, member: Member, entry: WinEntry, origin: str, now: datetime
) -> WinView:
    """The win that came of this `origin` before is there again, in these words and as this member's."""
    same = select(Win).where(Win.partnership_id == partnership.id, Win.origin == origin).with_for_update()
    win = session.scalars(same).one()
    _keep(session, win, member, None, now)
    if member.id != win.member_id:
        win.asked_id, win.answered_at = None, None  # it was another who was asked how far it may be told
    if member.id != win.member_id or tidy(entry.text) != win.text:
        win.consent = "inside"  # what its author agreed to were other words
    win.member_id = member.id
    _bring_back(session, win)
    return _reword(session, partnership, win, member, member.partner_id if entry.author_shares else None, entry)


def change(
    session: Session, partnership: Partnership, member: Member, win: Win, entry: WinEntry, now: datetime
) -> WinView:
    """The win in its new wording and sharing."""
    _refuse_undone(win)
    _keep(session, win, member, "win.changed", now)
    if tidy(entry.text) != win.text and member.id != win.member_id:
        win.consent = "inside"  # what its author agreed to were other words
    _set(session, win, member, entry.aim_and_consent, now)
    rows = session.execute(select(Credit.partner_id, Credit.confirmed_at).where(Credit.win_id == win.id)).all()
    before = {row.partner_id for row in rows}
    author = session.get_one(Member, win.member_id)
    own = author.partner_id if not before or author.partner_id in before else None  # they may have moved since
    view = _reword(session, partnership, win, author, own, entry)
    for row in rows:
        if row.confirmed_at is not None:
            same = (Credit.win_id == win.id, Credit.partner_id == row.partner_id)
            session.execute(update(Credit).where(*same).values(confirmed_at=row.confirmed_at))
    return view


def _reword(
    session: Session, partnership: Partnership, win: Win, author: Member, own: int | None, entry: WinEntry
) -> WinView:
    """Its words, and whose it is, are what was typed."""
    win.text = tidy(entry.text)
    session.execute(delete(Thanks).where(Thanks.win_id == win.id))
    session.execute(delete(Credit).where(Credit.win_id == win.id))
    credit.share(session, partnership, author, win.id, entry, own=own)
    session.flush()
    return load(session, [win.id])[0]


def set_aim_and_consent(session: Session, member: Member, win: Win, wanted: AimAndConsent, now: datetime) -> WinView:
    """The win points at another aim, or may be told further or less far."""
    _refuse_undone(win)
    if wanted.aim_id not in {None, win.aim_id} or wanted.consent not in {None, win.consent}:
        _keep(session, win, member, "win.changed", now)
        _set(session, win, member, wanted, now)
        session.flush()
    return load(session, [win.id])[0]


def held_back(
    session: Session, member: Member, text: str, wanted: AimAndConsent, before: Win | None = None
) -> tuple[AimAndConsent, Sequence[str]]:
    """What is `wanted`, without that anybody may read the words where plain names are new in what they read; and these.

    Whoever wants it so says so once they know of the names.
    """
    was_public = before is not None and before.consent == Audience.PUBLIC
    if wanted.consent != Audience.PUBLIC and not (wanted.consent is None and was_public):
        return wanted, ()
    names = plain_names.in_words(text, plain_names.known(session, member))
    if before is not None and was_public:
        seen = plain_names.in_words(before.text, names)
        names = tuple(name for name in names if name not in seen)
    if not names:
        return wanted, ()
    return replace(wanted, consent=Audience.INSIDE if was_public or before is None else None), names


def share_with(
    session: Session, partnership: Partnership, member: Member, win: Win, partner_id: int, now: datetime
) -> WinView:
    """A partner shares the win with those who do; one that has taken its name off stays unnamed."""
    _refuse_undone(win)
    partner = partnerships.row_of(session, partnership.id, Partner, partner_id)
    if partner is None:
        raise GoneError
    if credit.may_be_named(session, win.id, partner.id):
        _keep(session, win, member, "win.changed", now)
        credit.credit(session, partnership.id, [(win.id, partner.id)])
    return load(session, [win.id])[0]


def _set(session: Session, win: Win, member: Member, wanted: AimAndConsent, now: datetime) -> None:
    if wanted.consent not in {None, win.consent} and member.id != win.member_id:
        raise AuthorsOnlyError
    if wanted.aim_id is not None:
        aim.point(session, win, wanted.aim_id or None, now)
    win.consent = wanted.consent or win.consent


def undo(session: Session, member: Member, win: Win, now: datetime) -> WinView:
    """The win is rubbed out, its words kept so that it can be put back."""
    if win.undone_at is None:
        _keep(session, win, member, "win.undone", now)
        win.undone_at = now
        session.flush()
    return load(session, [win.id])[0]


def withdraw(session: Session, win: Win, member: Member, now: datetime) -> None:
    """What the win told of is not so after all: it is undone, whoever recorded it, and can be put back."""
    _keep(session, win, member, None, now)
    win.undone_at = now
    session.flush()


def restore(session: Session, member: Member, win: Win, now: datetime) -> WinView:
    """The win is there again. A post that went with it does not come back: it waits for the next celebration."""
    if win.undone_at is not None:
        _keep(session, win, member, "win.restored", now)
        _bring_back(session, win)
        session.flush()
    return load(session, [win.id])[0]


def _bring_back(session: Session, win: Win) -> None:
    win.undone_at = None
    if win.post_id is not None and session.get_one(Post, win.post_id).text is None:
        win.post_id = None


def _refuse_undone(win: Win) -> None:
    if win.undone_at is not None:
        raise GoneError


def _keep(session: Session, win: Win, member: Member, action: Action | None, now: datetime) -> None:
    """What was there before; of another's win, all hosts see that a host changed it."""
    if action:
        audit_log.record_if_others(session, member, win.member_id, action, now)
    view = load(session, [win.id])[0]
    before = {
        "text": view.text,
        "partners": [partner_id for partner_id, _ in view.partners],
        "thanked": list(view.thanked),
        "undone": view.undone,
        "aim": win.aim_id,
        "consent": win.consent,
    }
    revisions.keep(session, win, before, member, now)
