"""What a person does about skills: offering them, saying what holds for them, finding who can do what."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.blockers import find_helpers, helpers_consent
from bot.lib.refusals import GoneError
from bot.models import Partnership
from bot.partnership import homes, members, organisation_choice, partnerships
from bot.partnership.members import Who
from bot.skills import changes, discoveries, entries, names
from bot.skills.changes import Terms
from bot.skills.entries import SkillView
from bot.skills.facts import OfferReceipt, RemovedSkill, SkillChoice, SkillForm, SkillList, SkillSearch
from bot.skills.names import TypedSkills

AS_OFFERED = Terms()


def listing(session: Session, channel: str, who: Who) -> SkillList:
    """What the person offers, and what there is here."""
    partnership = partnerships.find(session, channel)
    member = members.lookup(session, partnership.id, who)
    known = entries.known(session, partnership.id)
    if member is None:
        return SkillList([], known)
    own, helped = entries.of_member(session, member.id), helpers_consent.without_skill(session, member.id)
    return SkillList(own, known, helped, helpers_consent.unanswered(session, member.id))


def find(session: Session, channel: str, text: str) -> SkillSearch:
    """Who can do it, and may be asked."""
    partnership = partnerships.find(session, channel)
    skills, perhaps = entries.find(session, partnership.id, text)
    told_of = [skill.user_id for skill in [*skills, *perhaps]]
    return SkillSearch(text, skills, perhaps, helpers_consent.find(session, partnership.id, text, told_of))


def new_form(session: Session, about: str, channel: str, who: Who) -> str:
    """The channel that the form for new skills belongs to, from a button that may name the partnership."""
    return partnerships.resolve(session, about, channel, who).channel_id


def offer(
    session: Session, channel: str, who: Who, typed: TypedSkills, now: datetime, terms: Terms = AS_OFFERED
) -> OfferReceipt:
    """The skills are offered, each once."""
    partnership, member = partnerships.enter(session, channel, who, now)
    if not typed.names:
        return OfferReceipt([], typed, None, partnership.id)
    skills = changes.offer(session, member, typed.names, terms, now)
    if any(skill.askable for skill in skills):
        find_helpers.look_again(session, partnership.id, now)
    _follow(session, who, *(skill.post_id for skill in skills))
    choice = None if typed.much_is_left else organisation_choice.ask_if_due(session, partnership, member, now)
    return OfferReceipt(skills, typed, choice, partnership.id)


def settle(session: Session, skill_id: int, who: Who, terms: Terms, now: datetime) -> SkillView:
    """Something else holds for the skill from now on. If people may newly ask for it, open blockers are looked at."""
    row = changes.own(session, skill_id, who)
    newly_askable = terms.askable and not row.askable
    skill = changes.settle(session, row, terms)
    if newly_askable:
        find_helpers.look_again(session, row.partnership_id, now)
    _follow(session, who, skill.post_id)
    return skill


def change_form(session: Session, skill_id: int, who: Who) -> SkillForm:
    """The form for what holds for a skill."""
    row = changes.own(session, skill_id, who)
    skills = entries.load(session, [row.id])
    if not skills:
        raise GoneError
    return SkillForm(skills[0], session.get_one(Partnership, row.partnership_id).channel_id)


def remove(session: Session, skill_id: int, who: Who, now: datetime) -> RemovedSkill:
    """The skill is offered no longer."""
    row = changes.own(session, skill_id, who)
    changes.remove(session, row, now)
    _follow(session, who, row.post_id)
    return RemovedSkill(row.id, row.name)


def remove_named(session: Session, channel: str, who: Who, name: str, now: datetime) -> RemovedSkill | SkillChoice:
    """The same by its name; where that is not plain, those that may be meant."""
    _, member = partnerships.enter(session, channel, who, now)
    own = entries.meant(session, member.id, name) if name else entries.of_member(session, member.id)
    exact = len(own) == 1 and own[0].key == names.key(name)
    return remove(session, own[0].id, who, now) if exact else SkillChoice(own, name)


def put_back(session: Session, skill_id: int, who: Who, now: datetime) -> SkillView:
    """The skill is offered again."""
    row = changes.own(session, skill_id, who)
    skill = changes.put_back(session, row)
    if skill.askable:
        find_helpers.look_again(session, row.partnership_id, now)
    _follow(session, who, skill.post_id)
    return skill


def _follow(session: Session, who: Who, *post_ids: int | None) -> None:
    """Home, and what was announced, say what is so now."""
    homes.keep_home(session, who)
    for post_id in sorted({post_id for post_id in post_ids if post_id is not None}):
        discoveries.redraw(session, post_id)
