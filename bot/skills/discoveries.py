"""Skills discovered: what the channel is told of every second week, kept true when somebody changes their mind."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, update
from sqlalchemy.orm import Session

from bot.blockers import entries as blockers
from bot.blockers.entries import BlockerView
from bot.db.statements import core_connection
from bot.lib.language import matching
from bot.models import Post, Skill
from bot.outbox import posts
from bot.schedule.timetable import Due
from bot.skills.entries import SkillView, offered_skills
from bot.skills.views import skill as view

KIND = "skills"
_SHOWN_FITS = 5


def compose(session: Session, due: Sequence[Due], now: datetime) -> None:
    """Every partnership's skills that are new since last time; where there are none, nothing."""
    ids = [post.partnership_id for post in due]
    fresh = _fresh(session, ids)
    open_blockers = blockers.open_by_partnership(session, list(fresh)) if fresh else {}
    new_posts = []
    for post in due:
        if skills := fresh.get(post.partnership_id):
            token = posts.new_token()
            message = view.discovered(skills, _fits(skills, open_blockers[post.partnership_id]), token)
            new_posts.append(posts.NewPost(post.partnership_id, KIND, post.occasion, post.channel_id, message, token))
    made = posts.write_all(session, new_posts, now)
    announced = [
        {"id": skill.id, "post_id": post_id}
        for new_post, post_id in zip(new_posts, made, strict=True)
        if post_id is not None
        for skill in fresh[new_post.partnership_id]
    ]
    if announced:
        session.execute(update(Skill), announced)


_FRESH = (
    offered_skills()
    .add_columns(Skill.partnership_id)
    .where(Skill.partnership_id.in_(bindparam("partnerships", expanding=True)), Skill.post_id.is_(None), Skill.announce)
    .order_by(Skill.hidden.desc(), Skill.id)
)


def _fresh(session: Session, partnership_ids: Sequence[int]) -> dict[int, list[SkillView]]:
    """Skills not yet announced that may be, hidden ones first, then in the order they were offered."""
    rows = core_connection(session).execute(_FRESH, {"partnerships": partnership_ids})
    by_partnership: dict[int, list[SkillView]] = defaultdict(list)
    for row in rows:
        by_partnership[row[-1]].append(SkillView(*row[:-1]))
    return by_partnership


def count_fresh(session: Session, partnership_id: int) -> int:
    """How many skills wait to be announced."""
    return len(_fresh(session, [partnership_id])[partnership_id])


def _fits(skills: Sequence[SkillView], open_blockers: Sequence[BlockerView]) -> list[tuple[BlockerView, SkillView]]:
    """Open blockers that name one of the skills, each with the one that fits best: a guess has no place in public."""
    pairs = []
    askable = [(skill, matching.read(skill.name)) for skill in skills if skill.askable]
    for blocker in open_blockers:
        wanted = matching.read(blocker.text)
        fitting = [
            (matching.fit(words, wanted), skill)
            for skill, words in askable
            if skill.user_id != blocker.author and matching.is_named(words, wanted)
        ]
        if fitting:
            pairs.append((blocker, max(fitting, key=lambda pair: pair[0])[1]))
    return pairs[:_SHOWN_FITS]


def redraw(session: Session, post_id: int | None) -> None:
    """The post on skills says what is so now; with none left to tell of it is taken away."""
    if post_id is None:
        return
    post = session.get_one(Post, post_id, with_for_update=True)
    rows = session.execute(
        offered_skills().where(Skill.post_id == post_id, Skill.announce).order_by(Skill.hidden.desc(), Skill.id)
    )
    skills = [SkillView(*row) for row in rows]
    open_blockers = blockers.open_by_partnership(session, [post.partnership_id])[post.partnership_id]
    message = view.discovered(skills, _fits(skills, open_blockers), post.token) if skills else None
    posts.revise(session, post_id, message)
