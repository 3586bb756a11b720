"""Wins recorded together, as `acts.record` records each: the common case, and no other.

Its author belongs, and has said where they are from; so has whoever is thanked, and has heard before that they were;
the words are all that is said. Anything else is left to the rule.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bot.db.sets import LEFT
from bot.db.statements import insert_new, insert_once
from bot.lib.refusals import EmptyTextError
from bot.lib.text import tidy
from bot.models import Credit, Thanks, Win
from bot.partnership import homes, organisation_choice
from bot.partnership.members import Who
from bot.schedule import timetable
from bot.vision import drift, versions
from bot.wins import aim, celebrations, credit, entries, fair_share, spotlights
from bot.wins.entries import AimAndConsent, Shares, WinEntry
from bot.wins.facts import Receipt
from bot.wins.sets import _people
from bot.wins.sets._people import Person

Call = tuple[str, Who, WinEntry, str, datetime]  # channel, author, entry, origin, now: what `acts.record` is asked with


@dataclass(frozen=True, slots=True)
class _Telling:
    """A win as it is to be recorded."""

    number: int  # among the calls
    text: str
    origin: str
    now: datetime
    author: Person
    thanked: Mapping[str, str]  # Slack user ids, with the workspaces they were mentioned with
    shares: Shares

    @property
    def key(self) -> tuple[int, str]:
        """What there is one win for."""
        return self.author.partnership_id, self.origin


def record_all(session: Session, calls: Sequence[Call]) -> list[Receipt]:
    """What is shown to whoever recorded each win."""
    receipts: list[Receipt] = [LEFT] * len(calls)
    tellings = _unasked(session, list(_plain(session, calls)))
    recorded = _insert(session, tellings) if tellings else []
    if not recorded:
        return receipts
    here = sorted({telling.author.partnership_id for telling, _ in recorded})
    aims = versions.aims_in_force_each(session, here)
    for partnership_id, in_force in aims.items():
        drift.notice_in(session, partnership_id, in_force, recorded[-1][0].now)
    homes.keep_homes_of(session, {telling.author.user_id for telling, _ in recorded})
    next_at = timetable.next_in(session, here, celebrations.WEEKLY)
    partners = credit.partners_here(session, here)
    for telling, win_id in recorded:
        author, thanked = telling.author, sorted(telling.thanked)
        by = (author.user_id, author.partner_id)
        view = entries.fresh(win_id, telling.text, *by, telling.shares, thanked, telling.now)
        receipts[telling.number] = Receipt(
            view,
            next_at=next_at.get(author.partnership_id),
            zone=author.zone,
            aims=aim.choice(session, aims[author.partnership_id], view, view.consent),
            named=credit.named_in(view, partners[author.partnership_id]),
        )
    return receipts


def _plain(session: Session, calls: Sequence[Call]) -> Iterator[_Telling]:
    """Those of the calls that nothing but words and people have to be looked at for."""
    channels = {channel for channel, *_ in calls}
    user_ids = {who.user_id for _, author, entry, *_ in calls for who in (author, *entry.thanked)}
    people = _people.known(session, channels, user_ids)
    seen = set()
    for number, (channel, who, entry, origin, now) in enumerate(calls):
        author = people.get((channel, who.user_id))
        if author is None or not _only_words(entry) or not _settled(author, now):
            continue
        teams = {whom.user_id: whom.team_id for whom in entry.thanked if whom.user_id != who.user_id}
        thanked = [people.get((channel, user_id)) for user_id in teams]
        sharing = [author, *(person for person in thanked if person is not None and _thanked_before(person))]
        if len(sharing) <= len(thanked) or (channel, origin) in seen:
            continue
        try:
            telling = _Telling(number, tidy(entry.text), origin, now, author, teams, _shares(sharing))
        except EmptyTextError:
            continue
        seen.add((channel, origin))
        yield telling


def _shares(people: Iterable[Person]) -> Shares:
    """The organisations they are from, by name."""
    by_name = sorted(people, key=lambda person: person.place)
    return list(
        {
            person.partner_id: (person.partner_id or 0, person.partner or "", person.sector) for person in by_name
        }.values()
    )


def _only_words(entry: WinEntry) -> bool:
    """Whether nothing is said beside the words, and whoever is thanked is known to belong."""
    plain = entry.author_shares and not entry.partner_ids and entry.aim_and_consent == AimAndConsent()
    return plain and all(who.at is None for who in entry.thanked)


def _settled(author: Person, now: datetime) -> bool:
    """Whether there is nothing to ask of somebody who records a win, or to take up for them."""
    if not author.present or author.partner_id is None or spotlights.lately_invited(author.invited_at, now):
        return False
    return not organisation_choice.is_due(author.partner_id, author.partner_by, author.asked_at, now)


def _thanked_before(person: Person) -> bool:
    """Whether it is known where they are from, and there is nothing to tell them."""
    return person.partner_id is not None and not (person.present and person.thanks_told_at is None)


def _unasked(session: Session, tellings: Sequence[_Telling]) -> list[_Telling]:
    """Those of people who have recorded too few by far to be asked first."""
    numbers = Counter(telling.author.member_id for telling in tellings)
    if not numbers:
        return []
    now = min(telling.now for telling in tellings)
    asked = fair_share.nearly_asked_first(session, numbers, max(numbers.values()), now)
    return [telling for telling in tellings if telling.author.member_id not in asked]


def _insert(session: Session, tellings: Sequence[_Telling]) -> list[tuple[_Telling, int]]:
    """The wins that are new, with their ids; who is thanked, and who shares them."""
    rows = [
        {
            "partnership_id": telling.author.partnership_id,
            "member_id": telling.author.member_id,
            "text": telling.text,
            "origin": telling.origin,
            "recorded_at": telling.now,
            "undone_at": None,
        }
        for telling in sorted(tellings, key=lambda telling: telling.key)
    ]
    returning = (Win.partnership_id, Win.origin, Win.id)
    made = insert_new(session, Win, rows, returning=returning, on=["partnership_id", "origin"])
    win_ids = {(row.partnership_id, row.origin): row.id for row in made}
    recorded = [(telling, win_ids[telling.key]) for telling in tellings if telling.key in win_ids]
    thanks = [
        {
            "win_id": win_id,
            "user_id": user_id,
            "team_id": team_id,
            "partnership_id": telling.author.partnership_id,
        }
        for telling, win_id in recorded
        for user_id, team_id in telling.thanked.items()
    ]
    insert_once(session, Thanks, thanks, returning=Thanks.user_id)
    credits_ = [
        {"win_id": win_id, "partner_id": partner_id, "partnership_id": telling.author.partnership_id}
        for telling, win_id in recorded
        for partner_id, *_ in telling.shares
    ]
    insert_once(session, Credit, credits_, returning=Credit.win_id)
    return recorded
