"""Words of which it is not sure what they are: kept, sealed, while their author is asked, and then done as they say.

Nothing is written of who is asked: they may yet raise a blocker without a name.
"""

import contextlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from bot.blockers import acts as blocker_acts
from bot.blockers import entries as blocker_entries
from bot.cards import drafts
from bot.cards.days_needed import Typed
from bot.cards.drafts import DraftGoneError, DraftKey
from bot.habits import entries as habit_entries
from bot.ideas import entries as idea_entries
from bot.initiatives import entries as initiative_entries
from bot.lib import marks
from bot.lib.language.intents import Intent
from bot.mentions import names
from bot.models import Member
from bot.partnership import members, partnerships
from bot.partnership.members import Who
from bot.skills import entries as skill_entries
from bot.wins import entries as win_entries


class Noun(StrEnum):
    """What words can be recorded as."""

    WIN = "win"
    BLOCKER = "blocker"
    SKILL = "skill"
    IDEA = "idea"
    HABIT = "habit"
    INITIATIVE = "initiative"


@dataclass(frozen=True)
class Own:
    """The last of a kind that somebody recorded with their name: its id, and its words."""

    id: int
    text: str


@dataclass(frozen=True)
class Doubt:
    """Words that may be meant to be recorded, or to do something; what they are kept under, and what that would be."""

    key: str
    text: str
    noun: Noun
    intent: Intent
    last: Own | None = None  # where it is to be undone or edited


@dataclass(frozen=True)
class KeptWords:
    """Words that name no command: what they are kept under."""

    key: str
    text: str


@dataclass(frozen=True)
class OpenedWords:
    """Kept words as they were typed, and the channel they are about."""

    markup: str
    channel_id: str


def keep(session: Session, channel: str, who: Who, text: str, now: datetime) -> KeptWords:
    """The words are kept until their author says what they are."""
    draft = blocker_acts.draft(session, channel, who, Typed(text), now)
    return KeptWords(draft.key, draft.text)


def doubt(session: Session, channel: str, who: Who, noun: Noun, intent: Intent, text: str, now: datetime) -> Doubt:
    """The same, where they may mean something else that can be done."""
    draft = blocker_acts.draft(session, channel, who, Typed(text), now)
    member = members.visit(session, partnerships.find(session, channel), who)
    wanted = member is not None and intent in {Intent.UNDO, Intent.EDIT}
    return Doubt(draft.key, draft.text, noun, intent, _last(session, member, noun) if wanted and member else None)


def _last(session: Session, member: Member, noun: Noun) -> Own | None:
    """The last that is still to be changed; of blockers, ideas and skills, what is open and offered."""
    if noun is Noun.WIN:
        wins, _ = win_entries.latest(session, member.partnership_id, member_id=member.id)
        return Own(wins[0].id, wins[0].text) if wins else None
    if noun is Noun.BLOCKER:
        blockers, _ = blocker_entries.list_open(session, member.partnership_id, member_id=member.id)
        return Own(blockers[-1].id, blockers[-1].text) if blockers else None
    if noun is Noun.IDEA:
        ideas, _ = idea_entries.list_open(session, member.partnership_id, member_id=member.id)
        return Own(ideas[0].id, ideas[0].text) if ideas else None
    if noun is Noun.HABIT:
        habit = habit_entries.last_of(session, member)
        return Own(habit.id, habit.text) if habit else None
    if noun is Noun.INITIATIVE:
        initiative = initiative_entries.last_of(session, member)
        return Own(initiative.id, initiative.text) if initiative else None
    skills = skill_entries.of_member(session, member.id)
    newest = max(skills, key=lambda skill: skill.id, default=None)
    return Own(newest.id, newest.name) if newest else None


def opened(session: Session, key: DraftKey, who: Who) -> OpenedWords:
    """The words as their author typed them, for whoever belongs here and has their key; `DraftGoneError` if gone."""
    draft = drafts.find(session, key, who)
    mentioned = names.user_ids(session, draft.partnership.id, marks.numbers(draft.typed.text))
    return OpenedWords(marks.markup(draft.typed.text, mentioned), draft.partnership.channel_id)


def decided(session: Session, key: DraftKey, who: Who) -> None:
    """The words are what they were said to be, so they are kept no longer; they may have gone meanwhile."""
    with contextlib.suppress(DraftGoneError):
        drafts.drop(session, key, who)
