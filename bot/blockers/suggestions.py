"""Who could perhaps help with a blocker: shown to whoever raised it alone, who may have them asked.

What a skill answers surely is asked for without being told (`find_helpers`); here it is one of three, like the rest.
"""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.blockers import find_helpers
from bot.blockers.facts import Suggestion
from bot.lib.language import matching
from bot.lib.refusals import Refusal
from bot.models import Blocker, Member, Partner, Skill
from bot.partnership import members
from bot.partnership.members import Who

MOST = 3


class NotSuggestedError(Refusal):
    """They have left, offer that no more, or it fits no longer."""


def suggest(session: Session, blocker: Blocker, who: Who) -> list[Suggestion]:
    """At most three people of other organisations, the best first, each with the skill that fits best.

    A person who raised something without a name is not suggested to themselves: they are the one who asks.
    """
    people: dict[str, Suggestion] = {}
    for suggestion in _all(session, blocker, who):
        people.setdefault(suggestion.user_id, suggestion)
    return list(people.values())[:MOST]


def find(session: Session, blocker: Blocker, skill_id: int, who: Who) -> Suggestion:
    """What was suggested with this skill, if it could be still, whoever would go before by now."""
    for suggestion in _all(session, blocker, who):
        if suggestion.skill_id == skill_id:
            return suggestion
    raise NotSuggestedError


def _all(session: Session, blocker: Blocker, who: Who) -> Iterator[Suggestion]:
    """Every skill that could perhaps help, the best first."""
    author = session.get(Member, blocker.member_id) if blocker.member_id is not None else None
    rows = session.execute(
        select(Skill, Member, Partner.name)
        .join(Member, Member.id == Skill.member_id)
        .outerjoin(Partner, Partner.id == Member.partner_id)
        .where(Skill.partnership_id == blocker.partnership_id, Skill.askable, Skill.removed_at.is_(None))
        .where(*members.present())
        .order_by(Skill.id)
    )
    others = [row for row in rows if row.Member.user_id != who.user_id and find_helpers.elsewhere(row.Member, author)]
    for answer in matching.answers(matching.read(blocker.text), [matching.read(row.Skill.name) for row in others]):
        skill, member, organisation = others[answer.place]
        yield Suggestion(skill.id, skill.name, member.user_id, organisation)
