"""Cheers for one celebration that come together: it is drawn anew once."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from bot.db.sets import LEFT
from bot.db.statements import insert_once
from bot.models import Cheer, Post
from bot.partnership import partnerships
from bot.partnership.members import Who
from bot.wins import celebrations

Call = tuple[str, Who, datetime]  # token, who, now: what `acts.cheer` is asked with


def cheer_all(session: Session, calls: Sequence[Call]) -> list[None]:
    """Nothing of each cheer that counts; one that comes alone, or a second time, is left."""
    outcomes: list[None] = [LEFT] * len(calls)
    by_token: dict[str, dict[str, int]] = defaultdict(dict)
    for number, (token, who, _) in enumerate(calls):
        by_token[token].setdefault(who.user_id, number)
    for token in sorted(token for token, numbers in by_token.items() if len(numbers) > 1):
        numbers = by_token[token]
        for user_id in _cheer(session, token, [calls[number] for number in numbers.values()]):
            outcomes[numbers[user_id]] = None
    return outcomes


def _cheer(session: Session, token: str, calls: Sequence[Call]) -> list[str]:
    """The Slack ids of those who have cheered for the first time."""
    entered = partnerships.enter_row_together(session, Post, token, [who for _, who, _ in calls])
    if entered is None:
        return []
    partnership, post, here = entered
    if post.text is None:
        return []
    rows = [
        {
            "post_id": post.id,
            "team_id": who.team_id,
            "user_id": who.user_id,
            "partnership_id": partnership.id,
            "cheered_at": now,
        }
        for _, who, now in calls
        if who.user_id in here
    ]
    cheered: list[str] = insert_once(session, Cheer, rows, returning=Cheer.user_id)
    if cheered:
        celebrations.redraw(session, post.id)
    return cheered
