"""What a person does about wins, whole: each act is one transaction and returns what its answer shows."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from bot.db import sets
from bot.db.statements import insert_once
from bot.lib.refusals import GoneError, Refusal
from bot.lib.text import tidy
from bot.models import Cheer, Member, Partnership, Post, Win
from bot.partnership import homes, members, organisation_choice, partnerships, revisions
from bot.partnership.members import Who
from bot.slack.forms import untruncated
from bot.vision import versions
from bot.vision.versions import AimInForce
from bot.wins import aim, celebrations, changes, credit, entries, fair_share, follow_up
from bot.wins.consent import Audience, AuthorsOnlyError, RewordedError, wording
from bot.wins.entries import LISTED, AimAndConsent, WinEntry, WinView
from bot.wins.facts import Receipt, RestOfCelebration, WinForm, WinList
from bot.wins.sets.cheer import cheer_all
from bot.wins.sets.record import record_all


class AlreadyCheeredError(Refusal):
    """One person, one cheer."""


@sets.done_by(record_all)
def record(session: Session, channel: str, who: Who, entry: WinEntry, origin: str, now: datetime) -> Receipt:
    """The win is recorded; the same `origin` again gives the same win."""
    partnership, member = partnerships.enter(session, channel, who, now)
    members.meet(session, partnership, entry.thanked, now)
    asked_first = fair_share.asked_first(session, member, now)
    wanted, names = changes.held_back(session, member, tidy(entry.text), entry.aim_and_consent)
    entry = replace(entry, aim_and_consent=wanted)
    win = changes.record(session, partnership, member, entry, origin, now, asked_first=asked_first)
    if origin.startswith("form:") and win.text != tidy(entry.text) and not win.undone:
        # The answer to the first sending was lost, and the words were bettered before the second.
        _, _, row = entries.editable(session, win.id, who, now)
        win = changes.change(session, partnership, member, row, entry, now)
    aims = versions.aims_in_force(session, partnership.id)
    if not win.undone:
        follow_up.recorded(session, partnership, member, win, aims, now)
    shown = receipt(session, partnership, member, win, aims, now, plain_names=names)
    return replace(shown, absent=members.absent(entry.thanked))


def receipt(
    session: Session,
    partnership: Partnership,
    member: Member,
    win: WinView,
    aims: Sequence[AimInForce],
    now: datetime,
    *,
    plain_names: Sequence[str] = (),
) -> Receipt:
    """What the member is shown of the win, with the `aims` in force to choose from; first, whom its words may name."""
    if win.undone:  # a receipt may be asked for long after
        return Receipt(win, asked_first=revisions.count(session, Win, win.id) == 0)
    own = win.author == member.user_id
    asked = own and not plain_names
    return Receipt(
        win,
        own=own,
        next_at=celebrations.next_for(session, partnership.id),
        zone=partnership.zone,
        organisations=organisation_choice.ask_if_due(session, partnership, member, now) if asked else None,
        aims=aim.choice(session, aims, win, win.consent if own else None),
        named=credit.named_in(win, credit.partners_here(session, [partnership.id])[partnership.id]),
        plain_names=plain_names,
    )


def change(session: Session, win_id: int, who: Who, entry: WinEntry, now: datetime) -> Receipt:
    """The win is what was typed, also where it stands already."""
    partnership, member, row = entries.editable(session, win_id, who, now)
    entry = replace(entry, text=untruncated(entry.text, row.text))
    members.meet(session, partnership, entry.thanked, now)
    wanted, names = _held_back(session, member, row, tidy(entry.text), entry.aim_and_consent)
    entry = replace(entry, aim_and_consent=wanted)
    win = changes.change(session, partnership, member, row, entry, now)
    shown = _changed(session, partnership, member, row, win, now, plain_names=names)
    return replace(shown, absent=members.absent(entry.thanked))


def set_aim_and_consent(session: Session, win_id: int, who: Who, wanted: AimAndConsent, now: datetime) -> Receipt:
    """The win is a step towards another aim, or may be told further or less far."""
    partnership, member, row = entries.editable(session, win_id, who, now)
    wanted, names = _held_back(session, member, row, row.text, wanted)
    win = changes.set_aim_and_consent(session, member, row, wanted, now)
    return _changed(session, partnership, member, row, win, now, plain_names=names)


def _held_back(
    session: Session, member: Member, row: Win, text: str, wanted: AimAndConsent
) -> tuple[AimAndConsent, Sequence[str]]:
    """What its author wants of it, as far as they know of plain names in it."""
    if member.id != row.member_id or row.undone_at is not None:
        return wanted, ()
    return changes.held_back(session, member, text, wanted, row)


def leave_names(session: Session, win_id: int, read: str, who: Who, now: datetime) -> Receipt:
    """Anybody may read the win, with the plain names in it, if its words are still those its author `read`."""
    partnership, member, row = entries.editable(session, win_id, who, now)
    if row.member_id != member.id:
        raise AuthorsOnlyError
    if wording(row.text) != read:
        raise RewordedError
    win = changes.set_aim_and_consent(session, member, row, AimAndConsent(consent=Audience.PUBLIC), now)
    return _changed(session, partnership, member, row, win, now)


def share_with(session: Session, win_id: int, partner_id: int, who: Who, now: datetime) -> Receipt:
    """A partner shares the win too."""
    partnership, member, row = entries.editable(session, win_id, who, now)
    win = changes.share_with(session, partnership, member, row, partner_id, now)
    return _changed(session, partnership, member, row, win, now)


def undo(session: Session, win_id: int, who: Who, now: datetime) -> Receipt:
    """The win is undone, and gone from where it stood."""
    partnership, member, row = entries.editable(session, win_id, who, now)
    win = changes.undo(session, member, row, now)
    return _changed(session, partnership, member, row, win, now)


def restore(session: Session, win_id: int, who: Who, now: datetime) -> Receipt:
    """The win is there again."""
    partnership, member, row = entries.editable(session, win_id, who, now)
    win = changes.restore(session, member, row, now)
    return _changed(session, partnership, member, row, win, now)


def _changed(
    session: Session,
    partnership: Partnership,
    member: Member,
    row: Win,
    win: WinView,
    now: datetime,
    *,
    plain_names: Sequence[str] = (),
) -> Receipt:
    follow_up.changed(session, partnership, member, row, win, now)
    aims = versions.aims_in_force(session, partnership.id)
    return receipt(session, partnership, member, win, aims, now, plain_names=plain_names)


def celebrate(session: Session, win_id: int, who: Who, now: datetime) -> WinView:
    """The win is celebrated at once, on its own."""
    celebrations.celebrate_now(session, win_id, who, now)
    homes.keep_home(session, who)
    return entries.load(session, [win_id])[0]


@sets.done_by(cheer_all)
def cheer(session: Session, token: str, who: Who, now: datetime) -> None:
    """The celebration with this token counts one cheer more."""
    _, _, post = partnerships.enter_row(session, Post, token, who, now, hold=True)
    if post.text is None:
        raise GoneError
    row = {
        "post_id": post.id,
        "team_id": who.team_id,
        "user_id": who.user_id,
        "partnership_id": post.partnership_id,
        "cheered_at": now,
    }
    if not insert_once(session, Cheer, [row], returning=Cheer.post_id):
        raise AlreadyCheeredError
    celebrations.redraw(session, post.id)


def rest_of_celebration(session: Session, token: str, start: int, who: Who) -> RestOfCelebration:
    """What did not fit into the celebration with this token, from the win numbered `start` on."""
    partnership, _, post = partnerships.visit_row(session, Post, token, who)
    if post.text is None:
        raise GoneError
    wins = celebrations.not_shown(session, post)[max(0, start) :]
    return RestOfCelebration(token, start, wins[:LISTED], max(0, len(wins) - LISTED), partnership.zone)


def new_form(
    session: Session,
    channel: str,
    who: Who,
    now: datetime,
    *,
    about: str | None = None,
    text: str = "",
    thanked: Sequence[str] = (),
) -> WinForm:
    """The form for a new win of the channel's partnership, or of the one that a button is `about`."""
    partnership, member = partnerships.enter(session, channel, who, now, about=about)
    partners = organisation_choice.choice(session, partnership, "").partners
    return WinForm(
        partnership.channel_id,
        [partner for partner in partners if partner[0] != member.partner_id],
        aim.choice(session, versions.aims_in_force(session, partnership.id)),
        text,
        thanked,
    )


def edit_form(session: Session, win_id: int, who: Who, now: datetime) -> WinForm:
    """The form for changing a win."""
    partnership, member, row = entries.editable(session, win_id, who, now)
    win = entries.load(session, [row.id])[0]
    partners = organisation_choice.choice(session, partnership, "").partners
    consent = win.consent if row.member_id == member.id else None
    return WinForm(
        partnership.channel_id,
        [partner for partner in partners if partner[1] != win.organisation],
        aim.choice(session, versions.aims_in_force(session, partnership.id), win, consent),
        win.text,
        win.thanked,
        chosen=[partner_id for partner_id, name in win.partners if name != win.organisation],
        about=str(win.id),
    )


def listing(session: Session, channel: str, who: Who) -> WinList:
    """The newest wins; one's own, and for hosts everybody's, can be changed from there."""
    partnership = partnerships.find(session, channel)
    member = members.lookup(session, partnership.id, who)
    wins, more = entries.latest(session, partnership.id)
    host = member is not None and member.host
    editable = frozenset(win.id for win in wins if host or win.author == who.user_id)
    return WinList(wins, more, partnership.zone, editable)
