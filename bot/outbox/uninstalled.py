"""Partnerships whose workspace has removed Pencil: nothing is sent for them, and what waits is passed over."""

from typing import Any

from sqlalchemy import or_, select

from bot.models import Partnership, Post

_GONE = select(Partnership.id).where(Partnership.uninstalled_at.is_not(None))  # few, by an index that holds no others


def installed(partnership_id: Any) -> Any:
    """Of a partnership whose workspace has Pencil, as far as it has said."""
    return partnership_id.not_in(_GONE)


def sendable(post: Any = Post) -> Any:
    """A post that goes by way of a workspace that has Pencil."""
    return or_(post.team_id.is_not(None), installed(post.partnership_id))


def team_of(partnership_id: Any) -> Any:
    """The workspace a partnership was started from. Asked of each row by itself, so that no other is gone through."""
    return select(Partnership.team_id).where(Partnership.id == partnership_id).scalar_subquery().label("team_id")
