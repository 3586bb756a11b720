"""Ideas: what could be, how many like it, who would help, and what became of it; and who may change what."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, func, select
from sqlalchemy.orm import Session, aliased

from bot.cards import nameless
from bot.cards.nameless import Key
from bot.db.statements import counted, first
from bot.lib.refusals import GoneError, Refusal
from bot.models import Idea, IdeaAssent, IdeaHelper, IdeaLike, Initiative, Member, Partner, Partnership
from bot.partnership import partnerships, revisions
from bot.partnership.members import Who

LISTED = 40


class Outcome(StrEnum):
    """What may become of an idea. Organisations assent to each by itself."""

    PROPOSED = "proposed"  # for the vision
    TRIED = "tried"
    NOT_NOW = "not now"


class DecidedError(Refusal):
    """What becomes of it is decided; who did, and why, is in it."""

    def __init__(self, idea: "IdeaView") -> None:
        super().__init__(idea.id)
        self.idea = idea


@dataclass(frozen=True)
class IdeaView:
    """An idea as people see it."""

    id: int
    text: str
    author: str | None  # a Slack user id; none: shared without a name
    organisation: str | None
    zone: str
    shared_at: datetime
    likes: int
    helpers: tuple[str, ...]
    assents: Mapping[Outcome, tuple[str, ...]] | None  # organisations that would have it so; none: a host decides
    outcome: Outcome | None
    decided_by: str | None
    decided_at: datetime | None
    because: str | None
    undone: bool
    post_id: int | None
    partnership_id: int
    initiative_id: int | None  # that tries it


@dataclass(frozen=True)
class OpenIdeas:
    """The words of the newest open ideas of a partnership, and how many more there are."""

    texts: Sequence[str] = ()
    more: int = 0


_DECIDER = aliased(Member)
_IDS: Any = bindparam("ids", expanding=True)
_LOADED = (
    select(Idea, Member.user_id, Partner.name, _DECIDER.user_id, Partnership)
    .join(Partnership, Partnership.id == Idea.partnership_id)
    .outerjoin(Member, Member.id == Idea.member_id)
    .outerjoin(Partner, Partner.id == Member.partner_id)
    .outerjoin(_DECIDER, _DECIDER.id == Idea.decided_by)
    .where(Idea.id.in_(_IDS))
)
_LIKES = select(IdeaLike.idea_id, func.count()).where(IdeaLike.idea_id.in_(_IDS)).group_by(IdeaLike.idea_id)
_HELPERS = (
    select(IdeaHelper.idea_id, IdeaHelper.user_id)
    .where(IdeaHelper.idea_id.in_(_IDS))
    .order_by(IdeaHelper.offered_at, IdeaHelper.user_id)
)
_ASSENTS = (
    select(IdeaAssent.idea_id, IdeaAssent.outcome, Partner.name)
    .join(Partner, Partner.id == IdeaAssent.partner_id)
    .where(IdeaAssent.idea_id.in_(_IDS), Partner.left_at.is_(None))
    .order_by(IdeaAssent.outcome, Partner.name)
)


def load(session: Session, idea_ids: Sequence[int]) -> list[IdeaView]:
    """The ideas with these ids, in this order, in four statements; one more if any of them was tried."""
    if not idea_ids:
        return []
    ids = {"ids": list(idea_ids)}
    rows = session.execute(_LOADED, ids).all()
    likes = {idea_id: number for idea_id, number in session.execute(_LIKES, ids)}  # noqa: C416  # a row is no pair to mypy
    helpers, assents = _helpers(session, idea_ids), _assents(session, idea_ids)
    tried = _tried(session, [idea for idea, *_ in rows if idea.outcome == Outcome.TRIED])
    ideas = {
        idea.id: IdeaView(
            id=idea.id,
            text=idea.text,
            author=author,
            organisation=organisation,
            zone=partnership.zone,
            shared_at=idea.shared_at,
            likes=likes.get(idea.id, 0),
            helpers=tuple(helpers[idea.id]),
            assents=assents[idea.id] if partnership.by_assent else None,
            outcome=Outcome(idea.outcome) if idea.outcome else None,
            decided_by=decided_by,
            decided_at=idea.decided_at,
            because=idea.because,
            undone=idea.undone_at is not None,
            post_id=idea.post_id,
            partnership_id=partnership.id,
            initiative_id=tried.get(idea.id),
        )
        for idea, author, organisation, decided_by, partnership in rows
    }
    return [ideas[idea_id] for idea_id in idea_ids if idea_id in ideas]


def _helpers(session: Session, idea_ids: Sequence[int]) -> dict[int, list[str]]:
    """Who would help with each, in the order in which they said so."""
    helpers: dict[int, list[str]] = defaultdict(list)
    for idea_id, user_id in session.execute(_HELPERS, {"ids": list(idea_ids)}):
        helpers[idea_id].append(user_id)
    return helpers


def _assents(session: Session, idea_ids: Sequence[int]) -> dict[int, dict[Outcome, tuple[str, ...]]]:
    """The partners still here that would have this or that become of each, by name."""
    assents: dict[int, dict[Outcome, tuple[str, ...]]] = defaultdict(dict)
    for idea_id, outcome, name in session.execute(_ASSENTS, {"ids": list(idea_ids)}):
        given = assents[idea_id]
        given[Outcome(outcome)] = (*given.get(Outcome(outcome), ()), name)
    return assents


def initiative_origin(idea_id: int | str) -> str:
    """The origin of the initiative that an idea makes: tried again, it is the same."""
    return f"idea:{idea_id}"


def _tried(session: Session, ideas: Sequence[Idea]) -> dict[int, int]:
    """By idea, the initiative that tries it, as long as it is there."""
    if not ideas:
        return {}
    origins = {initiative_origin(idea.id): idea.id for idea in ideas}
    here = Initiative.partnership_id.in_({idea.partnership_id for idea in ideas})
    made = select(Initiative.origin, Initiative.id).where(here, Initiative.origin.in_(origins))
    rows = session.execute(made.where(Initiative.undone_at.is_(None)))
    return {origins[origin]: initiative_id for origin, initiative_id in rows}


def is_open() -> ColumnElement[bool]:
    return and_(Idea.decided_at.is_(None), Idea.undone_at.is_(None))


_OPEN = select(Idea.id).where(Idea.partnership_id == bindparam("partnership"), is_open())
_NEWEST = counted(_OPEN, Idea.id.desc())
_NEWEST_OF_MEMBER = counted(_OPEN.where(Idea.member_id == bindparam("member")), Idea.id.desc())


def list_open(session: Session, partnership_id: int, *, member_id: int | None = None) -> tuple[list[IdeaView], int]:
    """Open ideas, of all or of one member, the newest first, at most forty; and how many there are besides."""
    newest = _NEWEST if member_id is None else _NEWEST_OF_MEMBER
    ids, more = first(session, newest, {"partnership": partnership_id, "member": member_id}, LISTED)
    return load(session, ids), more


def newest_open(session: Session, partnership_ids: Collection[int], most: int) -> dict[int, OpenIdeas]:
    """What several partnerships have open, in one statement: at most so many of each, the newest first."""
    if not partnership_ids:
        return defaultdict(OpenIdeas)
    place = func.row_number().over(partition_by=Idea.partnership_id, order_by=Idea.id.desc()).label("place")
    total = func.count().over(partition_by=Idea.partnership_id).label("total")
    numbered = (
        select(Idea.partnership_id, Idea.text, place, total)
        .where(Idea.partnership_id.in_(partnership_ids), is_open())
        .subquery()
    )
    rows = session.execute(select(numbered).where(numbered.c.place <= most).order_by(numbered.c.place))
    texts: dict[int, list[str]] = defaultdict(list)
    totals: dict[int, int] = {}
    for row in rows:
        texts[row.partnership_id].append(row.text)
        totals[row.partnership_id] = row.total
    return defaultdict(OpenIdeas, {key: OpenIdeas(shown, totals[key] - len(shown)) for key, shown in texts.items()})


# Who may


def standing(session: Session, idea_id: int, who: Who, now: datetime) -> tuple[Partnership, Member, Idea]:
    """The idea, held, for somebody who is a member from now on; `GoneError` if it is not there any more."""
    partnership, member, idea = partnerships.enter_row(session, Idea, idea_id, who, now, hold=True)
    if idea.undone_at is not None:
        raise GoneError
    return partnership, member, idea


def undecided(session: Session, idea_id: int, who: Who, now: datetime) -> tuple[Partnership, Member, Idea]:
    """The same; `DecidedError` if it is decided what becomes of it."""
    partnership, member, idea = standing(session, idea_id, who, now)
    if idea.decided_at is not None:
        raise DecidedError(load(session, [idea.id])[0])
    return partnership, member, idea


def editable(session: Session, key: Key, who: Who) -> tuple[Partnership, Idea, Member | None]:
    """The idea, held, if it is this person's to change: they shared it, hold its key, or are a host.

    The key opens it for people who belong here alone. The third is whoever changes it: nobody, if they have the key.
    """
    return nameless.editable(session, Idea, key, who)


def keep(session: Session, idea: Idea, by: Member | None, now: datetime) -> None:
    """How the idea was before goes into its history."""
    undone = idea.undone_at is not None
    before = {"text": idea.text, "because": idea.because, "outcome": idea.outcome, "undone": undone}
    revisions.keep(session, idea, before, by, now)
