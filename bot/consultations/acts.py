"""What hosts do about a consultation, whole: open it, change it, end it, take it back; and how it stands."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from bot.consultations import cards, entries, lifecycle
from bot.consultations.entries import KIND, AlreadyOpenError, ClosedError
from bot.consultations.facts import ConsultationEntry, ConsultationForm, ConsultationView, Status
from bot.consultations.views.hosting import LONGEST, LONGEST_AUDIENCE, MOST
from bot.db.statements import refresh
from bot.lib.refusals import EmptyTextError, Refusal
from bot.lib.text import readable, sentence
from bot.models import Consultation, ConsultationPrompt, Member, Partnership
from bot.partnership import audit_log, homes, members, partnerships, revisions
from bot.partnership.members import Who
from bot.schedule import wanted

_USUAL = timedelta(weeks=5)
_WEEK = timedelta(weeks=1)


class TooSoonError(Refusal):
    """It would end before each of its questions has stood for a week; when it can."""

    def __init__(self, earliest: date) -> None:
        super().__init__(earliest)
        self.earliest = earliest


# Looking


def status(session: Session, about: str, channel: str, who: Who) -> Status:
    """The consultation that is open, or else the last; a button may name the partnership it is `about`."""
    partnership = partnerships.resolve(session, about, channel, who)
    member = members.lookup(session, partnership.id, who)
    newest = entries.newest(session, partnership.id)
    if newest is None:
        return Status(partnership.id, None, (), member is not None and member.host)
    [shown] = entries.load(session, [newest])
    own = entries.answers_of(session, [newest.id], viewer=member, own=True)[newest.id] if member else []
    return Status(partnership.id, shown, own, member is not None and member.host)


# Opening and changing it


def open_form(session: Session, about: str, channel: str, who: Who, now: datetime) -> ConsultationForm | Status:
    """The form for a host; where one is open already, how that stands."""
    partnership, _ = partnerships.enter_as_host(session, channel, who, now, about=about or None)
    if entries.open_in(session, [partnership.id]):
        return status(session, about, channel, who)
    return ConsultationForm(partnership.channel_id, (), (), "", partnerships.today(partnership, now) + _USUAL)


def _require_none_open(session: Session, partnership: Partnership) -> None:
    if entries.open_in(session, [partnership.id]):
        raise AlreadyOpenError


def open_(session: Session, channel: str, who: Who, entry: ConsultationEntry, now: datetime) -> ConsultationView:
    """It is open, and its first question has a day; another host who opens one at the same time waits, and hears."""
    partnership, host = partnerships.enter_as_host(session, channel, who, now)
    refresh(session, partnership, hold=True)
    _require_none_open(session, partnership)
    row = Consultation(
        partnership_id=partnership.id,
        member_id=host.id,
        audience=_audience(entry.audience),
        until=entry.until or partnerships.today(partnership, now) + _USUAL,
        opened_at=now,
    )
    session.add(row)
    session.flush()
    _set_prompts(session, row, 1, entry)
    audit_log.record(session, host, "consultation.opened", now)
    return _placed(session, partnership, row, entry, now)


def change_form(session: Session, consultation_id: int, who: Who, now: datetime) -> ConsultationForm:
    """The form with what may still be changed: not what has been asked."""
    partnership, _, row = entries.hosted(session, consultation_id, who, now)
    [shown] = entries.load(session, [row])
    if not shown.is_open:
        raise ClosedError(shown)
    waiting = tuple(prompt.text for prompt in shown.prompts if not prompt.asked)
    asked = tuple(prompt.text for prompt in shown.asked)
    return ConsultationForm(partnership.channel_id, asked, waiting, row.audience or "", row.until, str(row.id))


def change(
    session: Session, consultation_id: int, who: Who, entry: ConsultationEntry, now: datetime
) -> ConsultationView:
    """It says what was filled in, on its cards too; the same changes nothing."""
    partnership, host, row = entries.hosted(session, consultation_id, who, now)
    [before] = entries.load(session, [row])
    if not before.is_open:
        raise ClosedError(before)
    waiting = [prompt.text for prompt in before.prompts if not prompt.asked]
    audience, until = _audience(entry.audience), entry.until or row.until
    if (audience, until, _typed(entry)) == (row.audience, row.until, waiting):
        return before
    _keep(session, row, host, now)
    row.audience, row.until = audience, until
    _set_prompts(session, row, len(before.asked) + 1, entry)
    audit_log.record(session, host, "consultation.changed", now)
    shown = _placed(session, partnership, row, entry, now)
    cards.redraw(session, [row])
    return shown


def _audience(typed: str) -> str | None:
    return sentence(typed, LONGEST_AUDIENCE) if readable(typed) else None


def _typed(entry: ConsultationEntry) -> list[str]:
    return [sentence(text, LONGEST) for text in entry.prompts if readable(text)]


def _set_prompts(session: Session, row: Consultation, first: int, entry: ConsultationEntry) -> None:
    """What has not been asked is what was filled in, from the `first` number on."""
    texts = _typed(entry)[: MOST + 1 - first]
    if not texts and first == 1:
        raise EmptyTextError
    session.execute(
        delete(ConsultationPrompt).where(
            ConsultationPrompt.consultation_id == row.id, ConsultationPrompt.asked_at.is_(None)
        )
    )
    session.add_all(
        ConsultationPrompt(
            partnership_id=row.partnership_id, consultation_id=row.id, number=number, text=text, asked_at=None
        )
        for number, text in enumerate(texts, first)
    )
    session.flush()


def _placed(
    session: Session, partnership: Partnership, row: Consultation, entry: ConsultationEntry, now: datetime
) -> ConsultationView:
    """It has its place in the timetable; refused where its questions have no week each before its end."""
    lifecycle.place(session, partnership, row, now)
    [shown] = entries.load(session, [row])
    waiting = len(shown.prompts) - len(shown.asked)
    days = wanted.times_to_come(session, partnership, KIND, waiting) or [now]
    earliest = partnerships.today(partnership, days[-1]) + (_WEEK if waiting else timedelta())
    if row.until < earliest and entry.until is not None:
        raise TooSoonError(earliest)
    row.until = max(row.until, earliest)
    homes.keep_homes(session, partnership.id)
    return replace(shown, until=row.until)


# Ending it, and taking it back


def ending(session: Session, about: str, channel: str, who: Who, now: datetime) -> ConsultationView | None:
    """What a host is about to end, if one is open."""
    partnership, _ = partnerships.enter_as_host(session, channel, who, now, about=about or None)
    row = entries.open_in(session, [partnership.id]).get(partnership.id)
    return entries.load(session, [row])[0] if row else None


def ending_of(session: Session, consultation_id: int, who: Who, now: datetime) -> ConsultationView:
    """The same, of the one that a button names."""
    _, _, row = entries.hosted(session, consultation_id, who, now)
    [shown] = entries.load(session, [row])
    if not shown.is_open:
        raise ClosedError(shown)
    return shown


def end(session: Session, consultation_id: int, who: Who, now: datetime) -> ConsultationView:
    """It is closed before its day, and what people said is posted."""
    partnership, host, row = entries.hosted(session, consultation_id, who, now)
    if row.closed_at is not None or row.undone_at is not None:
        raise ClosedError(entries.load(session, [row])[0])
    lifecycle.close(session, [row], now)
    audit_log.record(session, host, "consultation.ended", now)
    homes.keep_homes(session, partnership.id)
    return entries.load(session, [row])[0]


def undo(session: Session, consultation_id: int, who: Who, now: datetime) -> ConsultationView:
    """It is as if it had not been opened: nothing of it stands in the channel, nor comes."""
    partnership, host, row = entries.hosted(session, consultation_id, who, now)
    if row.closed_at is not None:
        raise ClosedError(entries.load(session, [row])[0])
    if row.undone_at is None:
        _keep(session, row, host, now)
        row.undone_at = now
        cards.redraw(session, [row])
        wanted.come_from(session, KIND, {partnership.id: None}, now)
        audit_log.record(session, host, "consultation.undone", now)
        homes.keep_homes(session, partnership.id)
    return entries.load(session, [row])[0]


def restore(session: Session, consultation_id: int, who: Who, now: datetime) -> ConsultationView:
    """It is open again, and asks its questions anew; refused where another is open."""
    partnership, host, row = entries.hosted(session, consultation_id, who, now)
    if row.undone_at is None:
        return entries.load(session, [row])[0]
    refresh(session, partnership, hold=True)
    _require_none_open(session, partnership)
    _keep(session, row, host, now)
    row.undone_at = None
    anew = update(ConsultationPrompt).where(ConsultationPrompt.consultation_id == row.id)
    session.execute(anew.values(asked_at=None, post_id=None))
    entry = ConsultationEntry((), "", None)
    audit_log.record(session, host, "consultation.restored", now)
    return _placed(session, partnership, row, entry, now)


def _keep(session: Session, row: Consultation, host: Member, now: datetime) -> None:
    before = {"audience": row.audience, "until": row.until.isoformat(), "undone": row.undone_at is not None}
    revisions.keep(session, row, before, host, now)
