"""Consultations as they stand: what is asked, who has been heard, what people said; and who may change what."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from bot.cards import nameless
from bot.cards.nameless import Key
from bot.consultations import heard
from bot.consultations.facts import AnswerView, ConsultationView, PromptView
from bot.consultations.heard import Voice
from bot.lib.refusals import GoneError, NotYoursError, Refusal
from bot.models import Consultation, ConsultationAnswer, ConsultationPrompt, Member, Partner, Partnership
from bot.partnership import members, partnerships
from bot.partnership.members import Who
from bot.schedule import timetable

KIND = "consultations"  # in the timetable, and of post


class AlreadyOpenError(Refusal):
    """One consultation at a time is open."""


class ClosedError(Refusal):
    """It is closed, or taken back: nothing is added to it."""

    def __init__(self, consultation: ConsultationView) -> None:
        super().__init__(consultation.id)
        self.consultation = consultation


# As people see them


def load(session: Session, consultations: Sequence[Consultation]) -> list[ConsultationView]:
    """These consultations, in their order, in four statements."""
    ids = [row.id for row in consultations]
    if not ids:
        return []
    here = [row.partnership_id for row in consultations]
    places, times = partnerships.by_id(session, here), timetable.next_in(session, here, KIND)
    asked, voices = prompts_of(session, ids), _voices(session, ids)
    return [
        ConsultationView(
            row.id,
            row.partnership_id,
            places[row.partnership_id].channel_id,
            places[row.partnership_id].zone,
            row.audience,
            row.until,
            row.closed_at,
            row.undone_at is not None,
            tuple(
                PromptView(prompt.id, prompt.number, prompt.text, prompt.asked_at is not None, prompt.post_id)
                for prompt in asked[row.id]
            ),
            heard.listed(voices[row.id]),
            len(voices[row.id]),
            row.post_id,
            times.get(row.partnership_id),
        )
        for row in consultations
    ]


def prompts_of(session: Session, consultation_ids: Collection[int]) -> dict[int, list[ConsultationPrompt]]:
    """The questions of each, in their order."""
    rows = select(ConsultationPrompt).where(ConsultationPrompt.consultation_id.in_(consultation_ids))
    prompts: dict[int, list[ConsultationPrompt]] = defaultdict(list)
    for prompt in session.scalars(rows.order_by(ConsultationPrompt.number)):
        prompts[prompt.consultation_id].append(prompt)
    return prompts


def _voices(session: Session, consultation_ids: Collection[int]) -> dict[int, list[Voice]]:
    """What counts of the answers to each."""
    rows = session.execute(
        select(
            ConsultationAnswer.consultation_id,
            ConsultationAnswer.prompt_id,
            ConsultationAnswer.member_id,
            ConsultationAnswer.passed_on,
            ConsultationAnswer.group_name,
            ConsultationAnswer.of_organisation,
            Partner.name,
        )
        .outerjoin(Member, Member.id == ConsultationAnswer.member_id)
        .outerjoin(Partner, Partner.id == Member.partner_id)
        .where(ConsultationAnswer.consultation_id.in_(consultation_ids), ConsultationAnswer.undone.is_(False))
    )
    voices: dict[int, list[Voice]] = defaultdict(list)
    for row in rows:
        organisation = row.name if row.of_organisation else None
        voice = Voice(row.prompt_id, row.member_id, row.passed_on, row.group_name, organisation)
        voices[row.consultation_id].append(voice)
    return voices


def answers_of(
    session: Session, consultation_ids: Collection[int], *, viewer: Member | None = None, own: bool = False
) -> dict[int, list[AnswerView]]:
    """What people said, by consultation, in the order of numbers drawn at random; or what is the `viewer`'s `own`."""
    rows = (
        select(ConsultationAnswer, Member.user_id)
        .outerjoin(Member, Member.id == ConsultationAnswer.member_id)
        .where(ConsultationAnswer.consultation_id.in_(consultation_ids), ConsultationAnswer.undone.is_(False))
        .order_by(ConsultationAnswer.id)
    )
    if own:
        rows = rows.where(ConsultationAnswer.member_id == (viewer.id if viewer else None))
    answers: dict[int, list[AnswerView]] = defaultdict(list)
    for row, user_id in session.execute(rows):
        mine = viewer is not None and row.member_id == viewer.id
        view = AnswerView(row.id, row.prompt_id, row.text, user_id, row.passed_on, mine)
        removable = mine or (viewer is not None and viewer.host)
        answers[row.consultation_id].append(replace(view, removable=removable))
    return answers


# Which


def is_open() -> ColumnElement[bool]:
    return and_(Consultation.closed_at.is_(None), Consultation.undone_at.is_(None))


def open_in(session: Session, partnership_ids: Collection[int], *, hold: bool = False) -> dict[int, Consultation]:
    """The open consultation of each of these partnerships that has one."""
    rows = select(Consultation).where(Consultation.partnership_id.in_(partnership_ids), is_open())
    if hold:
        rows = rows.with_for_update().execution_options(populate_existing=True)
    return {row.partnership_id: row for row in session.scalars(rows.order_by(Consultation.id))}


def newest(session: Session, partnership_id: int) -> Consultation | None:
    """The one that is open, or else the last."""
    rows = select(Consultation).where(Consultation.partnership_id == partnership_id, Consultation.undone_at.is_(None))
    return session.scalars(rows.order_by(Consultation.id.desc()).limit(1)).first()


def view_open(session: Session, partnership_id: int) -> ConsultationView | None:
    """The one that is open, as people see it."""
    rows = open_in(session, [partnership_id])
    return load(session, list(rows.values()))[0] if rows else None


# Who may


def hosted(session: Session, consultation_id: int, who: Who, now: datetime) -> tuple[Partnership, Member, Consultation]:
    """The consultation, held, for a host."""
    partnership, member, row = partnerships.enter_row(session, Consultation, consultation_id, who, now, hold=True)
    members.require_host(member)
    return partnership, member, row


def answerable(
    session: Session, prompt_id: int, who: Who, *, hold: bool = False
) -> tuple[Partnership, Consultation, ConsultationPrompt]:
    """A question that has been asked, for somebody who belongs here; nobody is made a member by looking.

    To `hold` it is to answer: whoever closes the consultation waits, and `ClosedError` says that it has been.
    """
    partnership, _, prompt = partnerships.visit_row(session, ConsultationPrompt, prompt_id, who)
    row = select(Consultation).where(Consultation.id == prompt.consultation_id)
    if hold:
        row = row.with_for_update(read=True).execution_options(populate_existing=True)
    consultation = session.scalars(row).one()
    if consultation.closed_at is not None or consultation.undone_at is not None:
        raise ClosedError(load(session, [consultation])[0])
    if prompt.asked_at is None:
        raise GoneError
    return partnership, consultation, prompt


def editable(session: Session, key: Key, who: Who) -> tuple[Partnership, ConsultationAnswer, Member | None]:
    """The answer, held, if it is this person's to take out: they gave it, hold its key, or are a host."""
    return nameless.editable(session, ConsultationAnswer, key, who)


def own(session: Session, key: Key, who: Who) -> tuple[Partnership, ConsultationAnswer, Member | None]:
    """The same for whoever gave it alone: nobody else words it."""
    partnership, row, member = editable(session, key, who)
    if member is not None and row.member_id != member.id:
        raise NotYoursError
    return partnership, row, member
