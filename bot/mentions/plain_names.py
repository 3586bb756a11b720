"""Names of people that stand in words as plain text: their author hears of them before anybody may read the words.

Known are the names of those whom somebody has mentioned here; a nickname, or somebody whom nobody has, is not found.
"""

import re
from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.lib import marks
from bot.models import Member, Name
from bot.slack.rich_text import GONE

_SHORTEST = 3  # letters of a first name that is looked for by itself


def known(session: Session, member: Member) -> list[str]:
    """What people are called here whom words mention, but the member."""
    return _known(session, Name.partnership_id == member.partnership_id, Name.user_id != member.user_id)


def of_everybody(session: Session, partnership_id: int) -> list[str]:
    """The same, with nobody left out."""
    return _known(session, Name.partnership_id == partnership_id)


def _known(session: Session, *where: Any) -> list[str]:
    rows = session.execute(select(Name.name, Name.user_id).where(*where, Name.name.is_not(None)).order_by(Name.id))
    return [name for name, user_id in rows if name and not user_id.startswith(GONE)]


def in_words(text: str, names: Iterable[str]) -> tuple[str, ...]:
    """Those of the names that stand in the text, whole or the first of them alone, not as mentions."""
    plain = marks.without(text)
    return tuple(name for name in dict.fromkeys(names) if _stands(name, plain))


def _stands(name: str, text: str) -> bool:
    first, *others = name.split(maxsplit=1)
    if others and _is_in(name, text, re.IGNORECASE):
        return True
    return (not others or len(first) >= _SHORTEST) and _is_in(first, text)


def _is_in(words: str, text: str, flags: int = 0) -> bool:
    return re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text, flags) is not None
