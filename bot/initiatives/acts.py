"""What people do about initiatives, whole: begin one, be in it, say what comes next, change it, undo it."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from bot.initiatives import changes, entries, people
from bot.initiatives.changes import InitiativeEntry, NextStep
from bot.initiatives.entries import InitiativeView, UnknownInitiativeError
from bot.initiatives.facts import InitiativeForm, InitiativeList, InitiativeReceipt, InShort, StepForm
from bot.lib.language.meant import meant
from bot.lib.refusals import GoneError
from bot.models import Initiative, Member, Partnership
from bot.partnership import members, organisation_choice, partnerships
from bot.partnership.members import Who
from bot.slack.redact import INSTEAD
from bot.vision import aims, versions
from bot.vision.aims import AimWording
from bot.wins import aim


def listing(session: Session, about: str, channel: str, who: Who) -> InitiativeList:
    """What goes on, and what ended last; a button may name the partnership it is `about`."""
    partnership = partnerships.resolve(session, about, channel, who)
    return InitiativeList(*entries.running(session, partnership.id), ended=entries.ended(session, partnership.id))


def look(session: Session, initiative_id: int, who: Who) -> InitiativeView:
    """One of them, as its card shows it."""
    partnerships.visit_row(session, Initiative, initiative_id, who)
    [shown] = entries.load(session, [initiative_id])
    if shown.undone:
        raise GoneError
    return shown


def named(session: Session, channel: str, who: Who, words: str) -> InitiativeView:
    """What goes on and is meant by these words, as far as there is no doubt."""
    partnership = partnerships.find(session, channel)
    members.visit(session, partnership, who)
    going_on, _ = entries.running(session, partnership.id)
    sure, nearest = meant(words, [each.text for each in going_on], len(going_on), by_words=True)
    if sure is None:
        raise UnknownInitiativeError(words, [going_on[place] for place in nearest])
    return going_on[sure]


def in_short(session: Session, partnership: Partnership) -> InShort:
    """The newest, for the pages of the vision."""
    return InShort(partnership.id, *entries.running(session, partnership.id, entries.BESIDE))


def new_form(session: Session, about: str, channel: str, who: Who) -> InitiativeForm:
    """The form for a new initiative, from a button that may name the partnership."""
    partnership = partnerships.resolve(session, about, channel, who)
    return form_for(session, partnership)


def form_for(session: Session, partnership: Partnership, text: str = "", about: str = "") -> InitiativeForm:
    """The same, with these words in it."""
    choice = aim.pointing(session, versions.aims_in_force(session, partnership.id))
    return InitiativeForm(partnership.channel_id, choice, text, about=about)


def begin(
    session: Session, channel: str, who: Who, entry: InitiativeEntry, origin: str, now: datetime, aim_number: str = ""
) -> InitiativeReceipt:
    """The initiative goes on from now, under the aim of that number if one is named; whoever begins it is in it."""
    partnership, member = partnerships.enter(session, channel, who, now)
    if aim_number:
        entry = InitiativeEntry(entry.text, _numbered(session, partnership, aim_number), entry.step)
    initiative, new = changes.begin(session, partnership, member, entry, origin, now)
    if new:
        people.join(session, partnership, initiative, member, now)
    elif origin.startswith("form:") and initiative.undone_at is None and initiative.ended_at is None:
        # The answer to the first sending was lost, and the words were bettered before the second.
        changes.change(session, partnership, member, initiative, entry, now)
    return receipt(session, partnership, member, initiative, now, new_card=True)


def _numbered(session: Session, partnership: Partnership, number: str) -> int:
    in_force = versions.aims_in_force(session, partnership.id)
    wording = aims.find(number, [AimWording(each.text, each.id) for each in in_force])
    return wording.root or 0


def receipt(
    session: Session,
    partnership: Partnership,
    member: Member,
    initiative: Initiative,
    now: datetime,
    *,
    new_card: bool = False,
) -> InitiativeReceipt:
    """What somebody is shown of an initiative that they have begun, joined or changed."""
    [shown] = entries.load(session, [initiative.id])
    return InitiativeReceipt(
        shown,
        member.user_id,
        partnership.id,
        new_card=new_card,
        ask_at=people.asked_at(session, initiative, member),
        organisations=organisation_choice.ask_if_due(session, partnership, member, now),
    )


# Being in it


def join(session: Session, initiative_id: int, who: Who, now: datetime) -> InitiativeReceipt:
    """The person is in it, its card names them, and they hear when they are asked about its step."""
    partnership, member, initiative = entries.going_on(session, initiative_id, who, now)
    people.join(session, partnership, initiative, member, now)
    return receipt(session, partnership, member, initiative, now)


def step_out(session: Session, initiative_id: int, who: Who, now: datetime) -> None:
    """The person is in it no longer. In what has ended they stay."""
    _, member, initiative = entries.going_on(session, initiative_id, who, now)
    people.leave(session, initiative, member)


def step_form(session: Session, initiative_id: int, who: Who, now: datetime) -> StepForm:
    """The form in which those who carry it on say what comes next; empty once the last step happened."""
    partnership, _, initiative = entries.carried_on(session, initiative_id, who, now)
    form = StepForm(partnership.channel_id, initiative.id, initiative.text)
    if initiative.stepped_at is not None:
        return form
    return replace(form, step=initiative.step or "", step_on=initiative.step_on)


def set_step(session: Session, initiative_id: int, who: Who, step: NextStep, now: datetime) -> InitiativeReceipt:
    """This comes next, and all who are in it are asked, once, whether it happened."""
    partnership, member, initiative = entries.carried_on(session, initiative_id, who, now)
    changes.set_step(session, partnership, member, initiative, step, now)
    return receipt(session, partnership, member, initiative, now)


# Changing it


def edit_form(session: Session, initiative_id: int, who: Who, now: datetime) -> InitiativeForm:
    """The form for changing an initiative."""
    partnership, _, initiative = entries.editable(session, initiative_id, who, now)
    choice = aim.pointing(session, versions.aims_in_force(session, partnership.id), initiative.aim_id)
    return InitiativeForm(
        partnership.channel_id,
        choice,
        initiative.text if initiative.text != INSTEAD else "",
        initiative.step or "",
        initiative.step_on,
        str(initiative.id),
    )


def change(session: Session, initiative_id: int, who: Who, entry: InitiativeEntry, now: datetime) -> InitiativeReceipt:
    """The initiative in its new words; how it was is kept."""
    partnership, member, initiative = entries.editable(session, initiative_id, who, now)
    changes.change(session, partnership, member, initiative, entry, now)
    return receipt(session, partnership, member, initiative, now)


def undo(session: Session, initiative_id: int, who: Who, now: datetime) -> InitiativeReceipt:
    """The initiative is taken back, and can be put back."""
    partnership, member, initiative = entries.own(session, initiative_id, who, now)
    changes.undo(session, partnership, member, initiative, now)
    return receipt(session, partnership, member, initiative, now)


def restore(session: Session, initiative_id: int, who: Who, now: datetime) -> InitiativeReceipt:
    """The initiative is there again."""
    partnership, member, initiative = entries.own(session, initiative_id, who, now)
    changes.restore(session, partnership, member, initiative, now)
    return receipt(session, partnership, member, initiative, now, new_card=True)
