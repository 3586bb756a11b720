"""Whatever refers to a partner follows it into another, and comes back just as it was: read off the tables."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from bot.models import (
    Assent,
    Base,
    Credit,
    Idea,
    IdeaAssent,
    Introduced,
    Introduction,
    Member,
    Movement,
    Partner,
    Partnership,
    Proposal,
    Spotlight,
    Win,
    Withheld,
)
from bot.organisations import merging, references
from bot.organisations.changes import ChangedSinceError
from bot.partnership import partnerships
from bot.report.stays import partners_stays
from tests.databases import ENGINES

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
WEEK = timedelta(weeks=1)


@contextmanager
def _session(database_url: str) -> Iterator[Session]:
    on = ENGINES(database_url)
    with Session(on) as session:
        yield session
    on.dispose()


def _partnership(session: Session, number: int = 1) -> tuple[Partnership, Member, Partner, Partner]:
    """Two partners that are one, and somebody."""
    row = Partnership(
        team_id="T1", channel_id=f"C{number}", name="Exe Bay", zone="Europe/London", started_at=NOW, holidays="GB-ENG"
    )
    session.add(row)
    session.flush()
    here = {"partnership_id": row.id}
    council = Partner(**here, name="Exe Council", key="exe council", joined_at=NOW, sector="public")
    twin = Partner(**here, name="ECC", key="ecc", joined_at=NOW - WEEK, invited_at=NOW)
    member = Member(**here, team_id="T1", user_id="U1", joined_at=NOW, seen_at=NOW)
    session.add_all([council, twin, member])
    session.flush()
    return row, member, twin, council


def _furnish(session: Session, member: Member, twin: Partner, council: Partner) -> None:
    """Rows that refer to each of the two and, where there may be, of one thing to both."""
    here: dict[str, Any] = {"partnership_id": twin.partnership_id}
    wins = [Win(**here, member_id=member.id, text="We did", origin=f"o{n}", recorded_at=NOW) for n in range(4)]
    proposals = [
        Proposal(**here, member_id=member.id, text="x", aims=[], origin=f"o{n}", proposed_at=NOW) for n in range(3)
    ]
    ideas = [Idea(**here, member_id=member.id, text="x", shared_at=NOW) for _ in range(3)]
    introduction = Introduction(**here, member_id=member.id, offered_at=NOW)
    session.add_all([*wins, *proposals, *ideas, introduction])
    session.flush()
    for partner, alone in ((twin, 0), (council, 1)):
        for n in (alone, 2):
            confirmed = NOW if partner is twin else None
            session.add_all(
                [
                    Credit(**here, win_id=wins[n].id, partner_id=partner.id, confirmed_at=confirmed),
                    Withheld(**here, win_id=wins[3].id, partner_id=partner.id, member_id=member.id, withheld_at=NOW)
                    if n == 2
                    else Spotlight(
                        **here, occasion="a", turn=n, partner_id=partner.id, member_id=member.id, offered_at=NOW
                    ),
                    Assent(
                        **here, proposal_id=proposals[n].id, partner_id=partner.id, member_id=member.id, assented_at=NOW
                    ),
                    IdeaAssent(
                        **here,
                        idea_id=ideas[n].id,
                        outcome="proposed",
                        partner_id=partner.id,
                        member_id=member.id,
                        assented_at=NOW,
                    ),
                ]
            )
        session.add(Movement(**here, partner_id=partner.id, what="joined", at=partner.joined_at))
        user_id = f"U-{partner.key}"
        theirs = Member(**here, team_id="T1", user_id=user_id, joined_at=NOW, partner_id=partner.id)
        session.add(theirs)
        session.flush()
        asked = {"introduction_id": introduction.id, "member_id": theirs.id, "partner_id": partner.id}
        session.add(Introduced(**here, **asked))
        gone = {"joined_at": NOW, "removed_at": NOW, "left_at": NOW, "merged_into_id": partner.id}
        session.add(Partner(**here, name=f"Old {partner.name}", key=f"old {partner.key}", **gone))
    session.flush()


def _everything(session: Session) -> dict[str, list[tuple[Any, ...]]]:
    session.flush()
    return {
        table.name: [tuple(row) for row in session.execute(select(table).order_by(*table.primary_key))]
        for table in Base.metadata.sorted_tables
    }


def test_all_that_refers_to_a_partner_follows_it_and_comes_back(database_url: str) -> None:
    with _session(database_url) as session:
        _, member, twin, council = _partnership(session)
        _furnish(session, member, twin, council)
        before = _everything(session)
        for column in references.columns():
            for partner in (twin, council):
                rows = session.scalar(select(func.count()).select_from(column.table).where(column == partner.id))
                assert rows, f"{column} refers to partners: put a row of it into _furnish"

        kept = merging.merge(session, twin, council, NOW)
        for column in references.columns():
            left = session.scalar(select(func.count()).select_from(column.table).where(column == twin.id))
            assert left == 0, str(column)
        assert partnerships.became(session, twin) is council
        assert council.joined_at == NOW - WEEK
        shared = session.scalars(select(Credit.confirmed_at).where(Credit.partner_id == council.id)).all()
        assert sorted(at is not None for at in shared) == [False, True, True]

        assert merging.take_apart(session, twin, kept) is council
        assert _everything(session) == before


def test_what_changed_meanwhile_is_left_as_it_is(database_url: str) -> None:
    with _session(database_url) as session:
        row, member, twin, council = _partnership(session)
        _furnish(session, member, twin, council)
        elsewhere = Partner(partnership_id=row.id, name="Elsewhere", key="elsewhere", joined_at=NOW)
        session.add(elsewhere)
        session.flush()
        theirs = session.scalars(select(Member).where(Member.partner_id == twin.id)).one()
        kept = merging.merge(session, twin, council, NOW)

        session.execute(update(Member).where(Member.id == theirs.id).values(partner_id=elsewhere.id))
        session.execute(delete(Credit))
        session.execute(delete(Withheld))
        session.execute(delete(Win))
        council.invited_at = NOW + WEEK
        session.flush()
        merging.take_apart(session, twin, kept)
        assert theirs.partner_id == elsewhere.id
        assert council.invited_at == NOW + WEEK
        assert session.scalars(select(Credit)).all() == []


def test_what_was_just_being_written_of_it_follows_with_the_next_tick(database_url: str) -> None:
    with _session(database_url) as session:
        row, member, twin, council = _partnership(session)
        _furnish(session, member, twin, council)
        merging.merge(session, twin, council, NOW)
        assert merging.settle(session, NOW) == 0
        win = Win(partnership_id=row.id, member_id=member.id, text="We did", origin="late", recorded_at=NOW)
        session.add(win)
        session.flush()
        session.add(Credit(partnership_id=row.id, win_id=win.id, partner_id=twin.id))
        assert merging.settle(session, NOW + WEEK) == 0  # it is looked for just after
        assert merging.settle(session, NOW + timedelta(minutes=1)) == 1
        assert session.get(Credit, (win.id, council.id)) is not None


def test_what_is_another_partnerships_is_out_of_reach(database_url: str) -> None:
    """A copy that somebody has made up is read in: what it says was there is of its own partnership alone."""
    with _session(database_url) as session:
        _, member, twin, council = _partnership(session)
        _, other_member, other, _ = _partnership(session, 2)
        kept = merging.merge(session, twin, council, NOW)
        other_member.partner_id = council.id
        session.flush()
        kept["rows"]["members.partner_id"] = {"moved": [[other_member.id]], "set_aside": [], "filled": []}
        kept["named"] = [{"win_id": 1, "partner_id": other.id, "partnership_id": other.partnership_id}]
        merging.take_apart(session, twin, kept)
        assert other_member.partner_id == council.id
        assert session.scalars(select(Credit)).all() == []
        kept["into"] = other.id
        with pytest.raises(ChangedSinceError):
            merging.take_apart(session, twin, kept)
        assert member.partner_id is None


def test_a_name_taken_off_a_win_stays_off_once_the_two_are_one(database_url: str) -> None:
    with _session(database_url) as session:
        _, member, twin, council = _partnership(session)
        here: dict[str, Any] = {"partnership_id": twin.partnership_id}
        win = Win(**here, member_id=member.id, text="We did", origin="o", recorded_at=NOW)
        session.add(win)
        session.flush()
        session.add(Credit(**here, win_id=win.id, partner_id=twin.id))
        session.add(Withheld(**here, win_id=win.id, partner_id=council.id, member_id=member.id, withheld_at=NOW))
        before = _everything(session)
        kept = merging.merge(session, twin, council, NOW)
        assert session.scalars(select(Credit)).all() == []
        merging.take_apart(session, twin, kept)
        assert _everything(session) == before


@pytest.mark.parametrize(
    ("moves", "stays"),
    [
        ("twin joined 0, council joined 1", [(0, None)]),
        ("twin joined 0, council joined 1, twin left 2", [(0, None)]),
        ("twin joined 0, twin left 1, council joined 2", [(0, 1), (2, None)]),
        ("twin joined 0, council joined 1, twin left 2, council left 3", [(0, 3)]),
        (
            "twin joined 0, twin left 1, council joined 2, council left 3, twin returned 4",
            [(0, 1), (2, 3), (4, None)],
        ),
        ("council left 3", [(-1, None)]),  # how it came is not known any more
    ],
)
def test_the_two_were_here_as_long_as_either_was(
    database_url: str, moves: str, stays: list[tuple[int, int | None]]
) -> None:
    with _session(database_url) as session:
        row, _, twin, council = _partnership(session)
        for move in moves.split(", "):
            name, what, week = move.split()
            partner, at = {"twin": twin, "council": council}[name], NOW + int(week) * WEEK
            session.add(Movement(partnership_id=row.id, partner_id=partner.id, what=what, at=at))
            if what == "joined":
                partner.joined_at = at
            else:
                partner.left_at = at if what == "left" else None
        before = _everything(session)
        kept = merging.merge(session, twin, council, NOW + 9 * WEEK)
        [shown] = partners_stays(session, row)
        assert [tuple(at and round((at - NOW) / WEEK) for at in stay) for stay in shown.stays] == [
            tuple(stay) for stay in stays
        ]
        assert (council.left_at is None) == (stays[-1][1] is None)
        merging.take_apart(session, twin, kept)
        assert _everything(session) == before
