"""What anybody does about a consultation, whole: answer, change that, read what people said, propose a change."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.cards import nameless
from bot.cards.nameless import Key
from bot.consultations import answers, entries
from bot.consultations.facts import AnswerEntry, AnswerForm, AnswerReceipt, Digest
from bot.lib.refusals import GoneError
from bot.models import Consultation, ConsultationAnswer, ConsultationPrompt, Member, Partnership
from bot.partnership import members, organisation_choice, partnerships
from bot.partnership.members import Who
from bot.slack.forms import untruncated
from bot.vision import acts as vision_acts
from bot.vision.facts import ProposalForm


def answer_form(session: Session, prompt_id: int, who: Who) -> AnswerForm:
    """The form for an answer, with a key of its own. Whoever opens it leaves no trace."""
    partnership, _, prompt = entries.answerable(session, prompt_id, who)
    return AnswerForm(partnership.channel_id, prompt.text, str(Key(prompt.id, nameless.new_secret())))


def answer(session: Session, key: Key, who: Who, entry: AnswerEntry, now: datetime, *, named: bool) -> AnswerReceipt:
    """The answer is kept, with its author's name or without: then nothing here leads back to them."""
    partnership, consultation, prompt = entries.answerable(session, key.id, who, hold=True)
    author = members.admit(session, partnership, who, now) if named else None
    row = answers.give(session, consultation, prompt, key.secret, author, entry, now)
    return _receipt(session, partnership, consultation, row, Key(row.id, "" if named else key.secret), author, now)


def edit_form(session: Session, key: Key, who: Who) -> AnswerForm:
    """The form with what the answer says."""
    partnership, row, _ = entries.own(session, key, who)
    if row.undone:
        raise GoneError
    prompt = session.get_one(ConsultationPrompt, row.prompt_id)
    entry = AnswerEntry(row.text, row.group_name or "", row.of_organisation, row.passed_on)
    return AnswerForm(partnership.channel_id, prompt.text, str(key), entry)


def change(session: Session, key: Key, who: Who, entry: AnswerEntry, now: datetime) -> AnswerReceipt:
    """The answer in its new words."""
    partnership, row, by = entries.own(session, key, who)
    consultation = session.get_one(Consultation, row.consultation_id)
    whole = AnswerEntry(untruncated(entry.text, row.text), entry.group, entry.of_organisation, entry.passed_on)
    answers.change(session, consultation, row, by, whole, now)
    return _receipt(session, partnership, consultation, row, key, by, now)


def undo(session: Session, key: Key, who: Who, now: datetime) -> AnswerReceipt:
    """The answer is taken out, by whoever gave it or by a host."""
    partnership, row, by = entries.editable(session, key, who)
    consultation = session.get_one(Consultation, row.consultation_id)
    answers.undo(session, consultation, row, by, now)
    return _receipt(session, partnership, consultation, row, key, None, now)


def restore(session: Session, key: Key, who: Who, now: datetime) -> AnswerReceipt:
    """The answer is there again."""
    partnership, row, by = entries.editable(session, key, who)
    consultation = session.get_one(Consultation, row.consultation_id)
    answers.restore(session, consultation, row, by, now)
    return _receipt(session, partnership, consultation, row, key, None, now)


def _receipt(
    session: Session,
    partnership: Partnership,
    consultation: Consultation,
    row: ConsultationAnswer,
    key: Key,
    author: Member | None,
    now: datetime,
) -> AnswerReceipt:
    """What is kept; where it is to be counted for the organisation of its `author`, and that is not known, asks it."""
    asks = author is not None and row.of_organisation
    organisations = organisation_choice.ask_if_due(session, partnership, author, now) if author and asks else None
    named, closed = row.member_id is not None, consultation.closed_at is not None
    return AnswerReceipt(row.text, str(key), named, consultation.until, closed, partnership.id, organisations)


def digest(session: Session, consultation_id: int, who: Who) -> Digest:
    """What people said, once it is closed; who looks may take out what is theirs or, as a host, any of it."""
    _, member, row = partnerships.visit_row(session, Consultation, consultation_id, who)
    if row.closed_at is None or row.undone_at is not None:
        raise GoneError
    [shown] = entries.load(session, [row])
    return Digest(shown, entries.answers_of(session, [row.id], viewer=member)[row.id])


def propose_form(session: Session, consultation_id: int, who: Who, now: datetime) -> tuple[ProposalForm, Digest]:
    """The form for a change to the vision, and what people said beside it."""
    answers = digest(session, consultation_id, who)
    form = vision_acts.propose_form(session, str(answers.consultation.partnership_id), "", who, now)
    return form, answers
