"""What a person does about blockers, whole: each act is one transaction and returns what its answer shows."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.blockers import changes, closing, entries, find_helpers, suggestions
from bot.blockers.closing import Closing
from bot.blockers.entries import BlockerView
from bot.blockers.facts import Ask, BlockerList, Closed, ClosingForm, DraftView, Raised, Suggestion, TakenOn, TextForm
from bot.cards import days_needed, drafts
from bot.cards.days_needed import DayError, Trouble, Typed
from bot.cards.drafts import DraftKey, OpenDraft
from bot.cards.nameless import Key
from bot.lib.refusals import GoneError, Refusal
from bot.models import Blocker
from bot.partnership import members, organisation_choice, partnerships
from bot.partnership.members import Who
from bot.slack.forms import untruncated
from bot.vision import versions
from bot.wins import acts as win_acts
from bot.wins import aim
from bot.wins.facts import WinForm

_NOTHING = Typed("")


class TakenBackError(Refusal):
    """Nobody is asked about what has been taken back, until it is put back."""


def listing(session: Session, channel: str, now: datetime) -> BlockerList:
    """What is open, the oldest first."""
    partnership = partnerships.find(session, channel)
    return BlockerList(*entries.list_open(session, partnership.id), today=days_needed.today(now, partnership.zone))


def new_form(session: Session, partnership_id: str, channel: str, who: Who) -> TextForm:
    """The form for a new blocker, from a button that may name the partnership."""
    return TextForm(partnerships.resolve(session, partnership_id, channel, who).channel_id)


# Before it is posted


def draft(session: Session, channel: str, who: Who, typed: Typed, now: datetime) -> DraftView:
    """A draft that its author alone sees, for people who belong here. Who that is goes no further."""
    partnership = partnerships.find(session, channel)
    members.visit(session, partnership, who)
    day = days_needed.settled(_NOTHING, typed, now, partnership.zone)
    key, kept = drafts.make(session, partnership, Typed(typed.text, day), now)
    return _shown(key, kept, partnership.zone, now)


def preview(session: Session, key: DraftKey, who: Who, now: datetime) -> DraftView:
    """A draft as it is, where it was not sure before that it is a blocker."""
    kept = drafts.find(session, key, who)
    return _shown(key, kept.typed, kept.partnership.zone, now)


def redraft_form(session: Session, key: DraftKey, who: Who) -> TextForm:
    """The form for changing a draft."""
    kept = drafts.find(session, key, who)
    return TextForm(kept.partnership.channel_id, kept.typed.text, str(key), kept.typed.day)


def redraft(session: Session, key: DraftKey, who: Who, typed: Typed, now: datetime) -> DraftView:
    """The draft in other words, or with another day."""
    kept = drafts.find(session, key, who)
    typed = Typed(untruncated(typed.text, kept.typed.text), typed.day)
    return _redrafted(session, kept, key, typed, now)


def take_day_off(session: Session, key: DraftKey, who: Who, now: datetime) -> DraftView:
    """The draft without a day, whatever its words say."""
    kept = drafts.find(session, key, who)
    if kept.typed.day is None:
        return _shown(key, kept.typed, kept.partnership.zone, now)
    return _redrafted(session, kept, key, Typed(kept.typed.text), now)


def _redrafted(session: Session, kept: OpenDraft, key: DraftKey, typed: Typed, now: datetime) -> DraftView:
    zone = kept.partnership.zone
    day = days_needed.settled(kept.typed, typed, now, zone)
    return _shown(key, drafts.change(session, kept, key, Typed(typed.text, day)), zone, now)


def _shown(key: DraftKey, typed: Typed, zone: str, now: datetime) -> DraftView:
    return DraftView(str(key), typed.text, typed.day, _trouble(typed, zone, now))


def _trouble(typed: Typed, zone: str, now: datetime) -> Trouble | None:
    """Why the day that the words say is not kept; nothing where there is a day."""
    return None if typed.day else days_needed.read(typed.text, now, zone).trouble


def drop(session: Session, key: DraftKey, who: Who) -> str:
    """What the draft said; it is not kept."""
    return drafts.drop(session, key, who)


def post(session: Session, draft_key: DraftKey, who: Who, now: datetime, *, named: bool) -> Raised:
    """The draft is a blocker now, with its author's name or without: then nothing here leads back to them."""
    kept = drafts.find(session, draft_key, who)
    partnership = kept.partnership
    if kept.typed.day and kept.typed.day < days_needed.today(now, partnership.zone):
        raise DayError(Trouble.PAST)
    author = members.admit(session, partnership, who, now) if named else None
    key = changes.post(session, kept, author, now)
    row, blocker = session.get_one(Blocker, key.id), entries.load(session, [key.id])[0]
    suggested = _suggested(session, row, blocker, who)
    asks = author if not suggested else None  # one thing at a time
    organisations = organisation_choice.ask_if_due(session, partnership, asks, now) if asks else None
    return Raised(blocker, str(key), organisations, suggestions=suggested)


def raised(session: Session, key: Key, who: Who) -> Raised:
    """The blocker as it is, for whoever may change it."""
    _, row, _ = entries.editable(session, key, who)
    blocker = entries.load(session, [row.id])[0]
    return Raised(blocker, str(key), suggestions=_suggested(session, row, blocker, who))


def _suggested(session: Session, row: Blocker, blocker: BlockerView, who: Who) -> list[Suggestion]:
    """Who could perhaps help with it while nobody is on it."""
    needs_help = not (blocker.fixed_at or blocker.undone or blocker.taken_by)
    return suggestions.suggest(session, row, who) if needs_help else []


def ask(session: Session, key: Key, skill_id: int, who: Who, now: datetime) -> tuple[str, Ask]:
    """Who was suggested for this skill, and what becomes of asking them; else they may be written to directly."""
    _, row, _ = entries.editable(session, key, who)
    blocker = entries.load(session, [row.id])[0]
    if blocker.undone:
        raise TakenBackError
    if blocker.fixed_at is not None:
        raise entries.AlreadyFixedError(blocker)
    suggested = suggestions.find(session, row, skill_id, who)
    if suggested.user_id in blocker.taken_by:
        return suggested.user_id, Ask.ON_IT
    asked = find_helpers.ask_for_skill(session, row, skill_id, now)
    return suggested.user_id, Ask.ASKED if asked else Ask.NOT_NOW


# Its card


def take_on(session: Session, blocker_id: int, who: Who, now: datetime) -> TakenOn:
    """The card names the person as somebody who can help."""
    blocker, partnership, member = changes.take_on(session, blocker_id, who, now)
    return TakenOn(blocker, partnership.id, organisation_choice.ask_if_due(session, partnership, member, now))


def step_back(session: Session, blocker_id: int, who: Who, now: datetime) -> None:
    """The card names the person no longer."""
    changes.step_back(session, blocker_id, who, now)


def closing_form(session: Session, blocker_id: int, who: Who) -> ClosingForm:
    """The form that closes a blocker; `AlreadyFixedError` if it is fixed."""
    partnership, row = entries.unfixed(session, blocker_id, who)
    return ClosingForm(entries.load(session, [row.id])[0], partnership.channel_id)


def close(session: Session, blocker_id: int, who: Who, typed: Closing, now: datetime) -> Closed:
    """The blocker is fixed, and a win if it is told as one."""
    blocker, win, partnership = closing.close(session, blocker_id, who, typed, now)
    absent = members.absent(typed.helped)
    if win is None:
        return Closed(blocker, None, absent)
    member = members.admit(session, partnership, who, now)
    aims = versions.aims_in_force(session, partnership.id)
    return Closed(blocker, win_acts.receipt(session, partnership, member, win, aims, now), absent)


def reopen(session: Session, blocker_id: int, who: Who, now: datetime) -> None:
    """It is not fixed after all."""
    closing.reopen(session, blocker_id, who, now)


def win_form(session: Session, blocker_id: int, who: Who) -> WinForm:
    """The form for a win, with what became of the blocker in it, and everybody who had a part."""
    partnership, row = entries.standing(session, blocker_id, who, hold=False)
    blocker = entries.load(session, [row.id])[0]
    people = dict.fromkeys([*blocker.helped, blocker.fixed_by])
    author = closing.author_of(session, blocker_id)
    return WinForm(
        partnership.channel_id,
        organisation_choice.choice(session, partnership, "").partners,
        aim.choice(session, versions.aims_in_force(session, partnership.id)),
        blocker.outcome or blocker.text,
        [user_id for user_id in people if user_id and user_id != who.user_id],
        [author.partner_id] if author is not None and author.partner_id is not None else [],
        str(blocker_id),
    )


# Changing it


def edit_form(session: Session, key: Key, who: Who) -> TextForm:
    """The form for changing a blocker's words."""
    partnership, blocker, _ = entries.editable(session, key, who)
    if blocker.undone_at is not None:
        raise GoneError
    return TextForm(partnership.channel_id, blocker.text, str(key), blocker.needed_on)


def change(session: Session, key: Key, who: Who, typed: Typed, now: datetime) -> Raised:
    """The blocker in its new words, or with another day; how it was is kept."""
    partnership, row, by = entries.editable(session, key, who)
    text, zone = untruncated(typed.text, row.text), partnership.zone
    day = days_needed.settled(Typed(row.text, row.needed_on), Typed(text, typed.day), now, zone)
    blocker = changes.change(session, row, by, Typed(text, day), now)
    trouble = _trouble(Typed(blocker.text, blocker.needed_on), zone, now)
    suggested = _suggested(session, row, blocker, who)
    return Raised(blocker, str(key), trouble=trouble, suggestions=suggested)


def undo(session: Session, key: Key, who: Who, now: datetime) -> Raised:
    """The blocker is taken back, and can be put back."""
    _, row, by = entries.editable(session, key, who)
    blocker = changes.undo(session, row, by, now)
    return Raised(blocker, str(key))


def restore(session: Session, key: Key, who: Who, now: datetime) -> Raised:
    """The blocker is there again."""
    partnership, row, by = entries.editable(session, key, who)
    blocker = changes.restore(session, partnership, row, by, now)
    suggested = _suggested(session, row, blocker, who)
    return Raised(blocker, str(key), suggestions=suggested)
