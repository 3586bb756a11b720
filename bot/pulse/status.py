"""How a pulse stands, and every place that shows it: its opening post, its thread, the standing post, people's pages.

Nothing here says of anybody whether they have answered.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from bot.models import Partnership, Post, Pulse
from bot.outbox import posts
from bot.partnership.views import partnership as partnership_view
from bot.pulse import results
from bot.pulse.views import pulse as view
from bot.pulse.views import results as results_view
from bot.pulse.views.pulse import PulseView, State
from bot.slack.blocks import Block
from bot.slack.messages import Message

KIND, NOTE = "pulse", "pulse-note"  # kinds of post


def unfinished() -> Any:
    """For a query's `where`: pulses that have not closed."""
    return Pulse.closed_at.is_(None)


def view_of(pulse: Pulse, partnership: Partnership, token: str) -> PulseView:
    """The pulse as everybody may know it."""
    state = State(pulse.outcome) if pulse.outcome else State.EXTENDED if pulse.extended else State.OPEN
    return PulseView(
        token,
        State.REPORTED if pulse.results_id is not None else state,
        pulse.invited,
        pulse.floor,
        pulse.closes_at,
        pulse.results_at or pulse.closes_at,
        partnership.zone,
    )


def load(session: Session, pulse: Pulse, partnership: Partnership) -> PulseView:
    """The same, with its token looked up."""
    return view_of(pulse, partnership, session.get_one(Post, pulse.post_id).token)


_LATEST = (
    select(Pulse)
    .where(
        Pulse.partnership_id == bindparam("partnership"),
        Pulse.opened_at.is_not(None),
        func.coalesce(Pulse.outcome, "") != State.WITHDRAWN,
    )
    .order_by(Pulse.id.desc())
    .limit(1)
)


def latest(session: Session, partnership_id: int) -> Pulse | None:
    """The newest pulse that came to be."""
    return session.scalar(_LATEST, {"partnership": partnership_id})


def latest_view(session: Session, partnership: Partnership) -> PulseView | None:
    """How the newest pulse stands; nothing before the first."""
    pulse = latest(session, partnership.id)
    return load(session, pulse, partnership) if pulse else None


def open_now(session: Session, partnership: Partnership) -> list[Block]:
    """The open pulse with its button: the same for everybody."""
    pulse = latest(session, partnership.id)
    return view.status(load(session, pulse, partnership)) if pulse and pulse.closed_at is None else []


def overview(session: Session, partnership: Partnership) -> list[Block]:
    """How the pulse stands and what the last one came to: the same for everybody."""
    pulse, newest = latest_view(session, partnership), results.newest(session, partnership.id)
    return [*(view.status(pulse) if pulse else []), *(results_view.summary(newest) if newest else [])]


# Posts that show it


def redraw(session: Session, pulse: Pulse, partnership: Partnership) -> PulseView:
    """Its opening post, and the standing post, say how it stands now."""
    return redraw_all(session, [(pulse, partnership)])[0]


def redraw_all(session: Session, pulses: Sequence[tuple[Pulse, Partnership]]) -> list[PulseView]:
    """The same for several, in a bounded number of statements."""
    if not pulses:
        return []
    session.flush()
    statement = select(Post.id, Post.token).where(Post.id.in_([pulse.post_id for pulse, _ in pulses]))
    tokens = {row.id: row.token for row in session.execute(statement)}
    before = results.latest_responses(
        session,
        [partnership.id for _, partnership in pulses],
        than={partnership.id: pulse.id for pulse, partnership in pulses},
    )
    views = [view_of(pulse, partnership, tokens[pulse.post_id]) for pulse, partnership in pulses]
    messages: dict[int, Message | None] = {
        pulse.post_id: None if shown.state is State.WITHDRAWN else view.opening(shown, before.get(partnership.id, []))
        for shown, (pulse, partnership) in zip(views, pulses, strict=True)
    }
    messages |= _standing_posts(
        session, {partnership.id: (partnership, shown) for shown, (_, partnership) in zip(views, pulses, strict=True)}
    )
    posts.revise_all(session, messages)
    return views


def redraw_standing_post(session: Session, partnership: Partnership) -> None:
    """The standing post says what the partnership is called, and has the pulse's button while it is open."""
    newest = latest_view(session, partnership)
    posts.revise_all(session, _standing_posts(session, {partnership.id: (partnership, newest)}))


def _standing_posts(
    session: Session, partnerships: Mapping[int, tuple[Partnership, PulseView | None]]
) -> dict[int, Message]:
    """What the standing posts should say."""
    statement = select(Post.id, Post.partnership_id).where(
        Post.partnership_id.in_(partnerships), Post.kind == "standing"
    )
    messages = {}
    for post_id, partnership_id in session.execute(statement):
        partnership, pulse = partnerships[partnership_id]
        shown = view.status(pulse) if pulse is not None and pulse.is_open else []
        messages[post_id] = partnership_view.standing(partnership.name, shown)
    return messages


def note(pulse: Pulse, partnership: Partnership, shown: PulseView) -> posts.NewPost:
    """What the pulse's thread hears of how it stands."""
    occasion, channel = f"{pulse.id}:{shown.state}", partnership.channel_id
    return posts.NewPost(partnership.id, NOTE, occasion, channel, view.note(shown), thread_id=pulse.post_id)
