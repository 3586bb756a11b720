"""What is held on a person, and being forgotten."""

import asyncio
import json
from typing import Any

import pytest
from sqlalchemy import JSON, String, Table, func, insert, select
from sqlalchemy.orm import Session

from bot.checkins import evidence
from bot.checkins.evidence import Fact
from bot.models import (
    Answer,
    Base,
    Blocker,
    Checkin,
    FileRequest,
    Member,
    Movement,
    Post,
    Proof,
    Proposal,
    PulseInvitation,
    PulseParticipation,
    Request,
    Revision,
    Skill,
    Spotlight,
    Vision,
    Why,
    Win,
    Wish,
)
from bot.outbox.kinds import TAKEN_BACK
from bot.partnership import revisions
from bot.privacy import my_data, traces
from bot.privacy.views import forget_me as forget_view
from bot.privacy.views import my_data as view
from bot.slack import redact as erasing
from jobs.files import send_files
from sandbox.actors.person import Person
from sandbox.api.faults import Fault, Kind
from tests.conftest import ROOT
from tests.world import FRIDAY, MONDAY, World

STUCK, WON = "Nobody answers at the parking office", "The warm room opened on time"


async def _says(person: Person, words: str) -> str:
    await person.types(f"/partnership {words}" if person.may_command else f"@Pencil {words}")
    return person.private()[-1].plain


def _count(world: World, table: type[Base]) -> int:
    with Session(world.bot.database.engine) as session:
        return session.scalars(select(func.count()).select_from(table)).one()


def _figures(world: World) -> dict[Fact, int]:
    """All that is counted of the partnership."""
    with Session(world.bot.database.engine) as session:
        known = evidence.figures(session, evidence.begun(session, [1]), list(Fact), world.bot.clock())[1]
    return {fact: figure.now for fact, figure in known.items()}


def _left(world: World, user_id: str) -> list[str]:
    """Every column of every table in which the id stands."""
    found = []
    with Session(world.bot.database.engine) as session:
        for table in Base.metadata.sorted_tables:
            for row in session.execute(select(table)):
                found += [
                    f"{table.name}.{name}"
                    for name, value in row._mapping.items()
                    if user_id in (value if isinstance(value, str) else json.dumps(value, default=str))
                ]
    return found


async def _has_a_past(world: World, person: Person) -> None:
    """The person has told, raised, fixed, offered, cheered and answered, and others have named them."""
    say = "/" if person.may_command else "@Pencil "
    partner = "Tideway Foodbank, voluntary" if person.may_command else "Quayside Surgery, public"
    await person.types(f"{say}{'partnership ' if person.may_command else ''}join {partner}")
    await person.types(f"{say}win {WON}")
    await person.types(f"{say}blocker {STUCK}")
    await person.presses(person.private()[-1], "blocker.post")
    await person.types(f"{say}skill bookkeeping, cartography")
    await world.settle()
    amina = world.person("Amina Okafor")
    await amina.types(f"/win Thank you <@{person.user_id}> for the van")
    await amina.types("/blocker We have no projector")
    await amina.presses(amina.private()[-1], "blocker.post")
    await world.settle()
    card = next(message for message in world.room if "projector" in message.plain)
    await person.presses(card, "blocker.help")
    await world.moves_to(FRIDAY)
    await person.presses(world.celebrations[-1], "celebration.cheer")
    await world.settle()


def _kept_elsewhere(world: World, person: Person) -> None:
    """A row of every other kind, with the person in each column that can hold one."""
    now = world.bot.clock()
    with Session(world.bot.database.engine) as session, session.begin():
        me = session.scalars(select(Member).where(Member.user_id == person.user_id)).one()
        other = session.scalars(select(Member.id).where(Member.id != me.id)).first()
        blocker = session.scalars(select(Blocker.id).where(Blocker.member_id == other)).first()
        post = session.scalars(select(Post.id).where(Post.kind == "standing")).one()
        skill = session.scalars(select(Skill.id).where(Skill.member_id == me.id)).first()
        team, user = me.team_id, me.user_id
        rows: list[Any] = [
            Why(partnership_id=1, text="Winter", member_id=me.id, said_at=now),
            Vision(partnership_id=1, number=1, text="Nobody sits alone", member_id=me.id, since=now),
            Proposal(
                partnership_id=1, text="Fewer rooms", aims=[], reason="Too many rooms to heat", origin="p",
                member_id=me.id, proposed_at=now, decided_by=me.id, because="All agreed on it",
            ),
            Spotlight(
                partnership_id=1, occasion="2026-03-06", turn=1, partner_id=me.partner_id, member_id=me.id,
                offered_at=now, text="We feed two hundred families", post_id=post,
            ),
            Request(
                partnership_id=1, blocker_id=blocker, member_id=me.id, skill_id=skill, asked_at=now,
                friend_team=team, friend_id=user,
            ),
            Proof(
                partnership_id=1, blocker_id=blocker, member_id=me.id, skill_id=skill, text="Drew a map", asked_at=now
            ),
            Movement(partnership_id=1, member_id=me.id, what="joined", at=now),
            Wish(post_id=post, team_id=team, user_id=user, partnership_id=1),
            FileRequest(partnership_id=1, member_id=me.id, what="story", about={"for": user}, asked_at=now),
            Checkin(partnership_id=1, post_id=post, stage="wins", round=9, facts=[], written_at=now, closed_at=now),
            Revision(
                partnership_id=1, noun="blocker", row_id=blocker, before={"helped": [user]}, member_id=me.id,
                revised_at=now,
            ),
        ]  # fmt: off
        for row in rows:
            session.add(row)
            session.flush()
        session.add(
            Answer(
                checkin_id=rows[-2].id, team_id=team, user_id=user, partnership_id=1, answer="moving", answered_at=now
            )
        )
        for post_id, (kind, channel) in enumerate(
            [("trouble", user), ("help", user), ("home", user), ("help", "U0001HUB")], start=5_000
        ):
            session.execute(
                insert(Post).values(
                    id=post_id,
                    partnership_id=1,
                    kind=kind,
                    occasion=f"{kind}:{post_id}:{user}",
                    lane=channel,
                    channel=channel,
                    token=f"t{post_id}",
                    text=f"About <@{user}>",
                    blocks=[
                        {
                            "type": "rich_text",
                            "elements": [
                                {
                                    "type": "rich_text_section",
                                    "elements": [
                                        {"type": "user", "user_id": user},
                                        {"type": "text", "text": " is here"},
                                    ],
                                }
                            ],
                        }
                    ],
                    version=1,
                    written_at=now,
                    attempts=0,
                    owed_at=now,
                    fate="sent",
                )
            )


# My data


@pytest.mark.parametrize("name", ["Marek Nowak", "Dr Priya Raman"])
async def test_what_is_held_is_shown_at_once_and_sent(world: World, name: str) -> None:
    await world.begins()
    person = world.person(name)
    await _has_a_past(world, person)

    said = await _says(person, "my-data")

    for words in ("1 win you told", "1 win in which you are thanked", "2 skills you offered", "1 cheer"):
        assert words in said
    await send_files(world.bot)
    files = _files(person)
    content = json.loads(files["my-data.json"])
    assert [row["text"] for row in content["held"]["wins"]] == [WON]
    assert {row["name"] for row in content["held"]["skills"]} == {"bookkeeping", "cartography"}
    assert WON in files["my-data.html"]
    assert content["messages_that_name_you"]


def _files(person: Person) -> dict[str, str]:
    """What the newest message to them brought, by name."""
    [*_, last] = [message for message in person.dms() if message.files]
    return {file.title: file.content.decode() for file in last.files}


async def test_of_others_things_only_that_they_name_me_is_told(world: World) -> None:
    await world.begins()
    marek = world.person("Marek Nowak")
    await _has_a_past(world, marek)
    _kept_elsewhere(world, marek)

    with Session(world.bot.database.engine) as session:
        me = session.scalars(select(Member).where(Member.user_id == marek.user_id)).one()
        parcel = session.scalars(select(FileRequest).where(FileRequest.member_id == me.id)).one()
        made = my_data.files(session, parcel, world.bot.settings, MONDAY)
        content = json.loads(made[0].content)
        fixed = session.scalars(select(Blocker).where(Blocker.member_id != me.id)).one()

    assert fixed.text not in json.dumps(content["held"]["revisions"])
    assert "helped" not in json.dumps(content["held"]["revisions"])
    assert content["held"]["proposals"][0]["reason"] == "Too many rooms to heat"


async def test_whoever_is_not_known_here_is_told_so_and_does_not_become_known(world: World) -> None:
    await world.begins()
    marek = world.person("Marek Nowak")

    assert "I hold nothing on you" in await _says(marek, "my-data")
    assert "I hold nothing on you here" in await _says(marek, "forget-me")
    assert _left(world, marek.user_id) == []


async def test_my_pencil_and_home_show_it_too(world: World) -> None:
    amina = await world.begins()
    await amina.presses(world.room[0], "mine.open")
    assert amina.form is not None

    await amina.presses(amina.form, "mydata.show")

    assert "entry with your Slack id" in amina.form.plain
    await send_files(world.bot)
    assert "my-data.json" in _files(amina)


def test_everything_that_names_a_person_is_known() -> None:
    """A new table or column that holds a person is told of in my data and cleared by forget-me, or fails here."""
    sealed = {PulseInvitation.__tablename__, PulseParticipation.__tablename__}
    not_people = {
        ("partnerships", "team_id"),
        ("partnerships", "channel_id"),
        ("posts", "file_id"),
        ("aims", "origin_id"),
        ("partnerships", "former_channel_id"),
    }
    for table in Base.metadata.sorted_tables:
        if table.name in traces.SEALED:
            continue
        known = {one.name for one in traces.by_member(table)} | {
            one.name for pair in traces.by_id(table) for one in pair
        }
        for column in table.columns:
            if (table.name, column.name) in not_people or column.name in known:
                continue
            foreign = bool(column.foreign_keys)
            assert "member" not in column.name, f"{table.name}.{column.name}"
            texts = isinstance(column.type, String | JSON)
            assert not (texts and not foreign and column.name.endswith(("_id", "_team"))), f"{table.name}.{column.name}"
        named = bool(known) or table.name == "posts"
        assert not named or table.name in view.NAMES, table.name
    assert sealed <= traces.SEALED


def test_revisions_are_made_in_one_place_which_knows_their_nouns() -> None:
    import ast

    makers = {
        str(path.relative_to(ROOT))
        for folder in ("bot", "handlers", "jobs")
        for path in (ROOT / folder).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "Revision"
    }
    assert makers == {"bot/partnership/revisions.py"}


# Being forgotten


async def _forgets(world: World, person: Person, chosen: list[str] | None = None) -> str:
    if person.may_command:
        await person.types("/partnership forget-me")
    else:
        await person.types("@Pencil forget-me")
        await person.presses(person.private()[-1], "forget.open")
    assert await person.submits({"chosen": chosen} if chosen else None) is None
    await world.settle()
    return person.private()[-1].plain


@pytest.mark.parametrize("name", ["Marek Nowak", "Dr Priya Raman"])
async def test_after_being_forgotten_no_table_names_the_person_and_counts_are_true(world: World, name: str) -> None:
    await world.begins()
    person = world.person(name)
    await _has_a_past(world, person)
    _kept_elsewhere(world, person)
    before = {table.name: _rows(world, table) for table in Base.metadata.sorted_tables}
    figures = _figures(world)

    said = await _forgets(world, person)

    assert "You are forgotten in Exe Bay Together" in said
    assert _left(world, person.user_id) == []
    gone = {Fact.SKILLS: 0, Fact.HIDDEN_SKILLS: 0}
    assert _figures(world) == figures | gone
    for table in ("wins", "blockers", "helps", "thanks", "cheers", "answers", "wishes", "requests", "members"):
        assert _rows(world, Base.metadata.tables[table]) == before[table], table
    assert (_count(world, Skill), _count(world, Proof), _count(world, FileRequest)) == (0, 0, 0)


async def test_they_are_told_that_they_are_forgotten_whatever_becomes_of_their_home(world: World) -> None:
    await world.begins()
    marek = world.person("Marek Nowak")
    await marek.types(f"/win {WON}")
    world.sandbox.faults.add(Fault(Kind.ERROR, method="views.publish"))

    assert "You are forgotten in Exe Bay Together" in await _forgets(world, marek)
    assert _left(world, marek.user_id) == []


def _rows(world: World, table: Table) -> int:
    with Session(world.bot.database.engine) as session:
        return session.scalars(select(func.count()).select_from(table)).one()


async def test_what_stands_in_the_channel_no_longer_names_them(world: World) -> None:
    await world.begins()
    marek = world.person("Marek Nowak")
    await _has_a_past(world, marek)
    assert f"<@{marek.user_id}>" in "".join(message.text for message in world.room)

    await _forgets(world, marek)

    shown = "".join(message.text + json.dumps(message.blocks) for message in world.room)
    assert marek.user_id not in shown
    assert "somebody who was here" in shown
    assert WON in shown  # the words stay unless they are taken back
    assert STUCK in shown


async def test_words_taken_back_are_gone_here_and_in_the_channel(world: World) -> None:
    await world.begins()
    marek = world.person("Marek Nowak")
    await _has_a_past(world, marek)
    await marek.types(f"/win {WON}, and nobody has seen this one")

    said = await _forgets(world, marek, ["wins", "blockers"])

    assert "taken back" in said
    shown = "".join(message.text + json.dumps(message.blocks, ensure_ascii=False) for message in world.room)
    assert WON not in shown
    assert STUCK not in shown
    assert erasing.INSTEAD in shown
    with Session(world.bot.database.engine) as session:
        assert set(session.scalars(select(Win.text).where(Win.member_id == _gone(session)))) == {erasing.INSTEAD}
        [unseen] = session.scalars(select(Win).where(Win.member_id == _gone(session), Win.post_id.is_(None)))
        assert unseen.undone_at is not None
    assert _left(world, WON) == []
    assert _left(world, STUCK) == []


def _gone(session: Session) -> int:
    return session.scalars(select(Member.id).where(Member.forgotten_at.is_not(None))).one()


async def test_everything_that_can_be_taken_back_is(world: World) -> None:
    await world.begins()
    marek = world.person("Marek Nowak")
    await _has_a_past(world, marek)
    _kept_elsewhere(world, marek)

    await _forgets(world, marek, list(forget_view.WORDS))

    for words in (WON, STUCK, "We feed two hundred families", "Too many rooms to heat", "All agreed on it"):
        assert _left(world, words) == [], words
    assert _left(world, "Fewer rooms") == ["proposals.text"]  # a proposal is everybody's to decide on


async def test_earlier_wordings_are_taken_back_with_the_words(world: World) -> None:
    await world.begins()
    marek = world.person("Marek Nowak")
    await marek.types(f"/win {WON}")
    await marek.presses(marek.private()[-1], "win.edit")
    assert await marek.submits({"text": "It opened"}) is None

    await _forgets(world, marek, ["wins"])

    assert _left(world, WON) == []
    assert _count(world, Revision) == 1


async def test_pressing_twice_forgets_once(world: World) -> None:
    await world.begins()
    marek = world.person("Marek Nowak")
    await _has_a_past(world, marek)
    await marek.types("/partnership forget-me")
    view = marek.form

    await asyncio.gather(marek.submits(), marek.submits(), return_exceptions=True)
    await world.settle()

    assert view is not None
    with Session(world.bot.database.engine) as session:
        assert session.scalars(select(func.count()).where(Member.forgotten_at.is_not(None))).one() == 1
    assert _left(world, marek.user_id) == []
    assert "I hold nothing on you" in await _says(marek, "forget-me")


async def test_the_last_host_is_asked_to_hand_over_first(world: World) -> None:
    amina = await world.begins()
    await amina.types("/partnership forget-me")

    assert "only host here" in amina.private()[-1].plain
    marek = world.person("Marek Nowak")
    await marek.types("/partnership join Tideway Foodbank")
    with Session(world.bot.database.engine) as session, session.begin():
        session.scalars(select(Member).where(Member.user_id == marek.user_id)).one().host = True
    await _forgets(world, amina)
    assert _left(world, amina.user_id) == []
    assert "somebody who was here" in await _says(marek, "log")


async def test_whoever_acts_again_is_somebody_new(world: World) -> None:
    await world.begins()
    marek = world.person("Marek Nowak")
    await _has_a_past(world, marek)
    await _forgets(world, marek)

    await marek.types("/win Back again")

    assert "recorded" in marek.private()[-1].plain.lower() or "Back again" in marek.private()[-1].plain
    with Session(world.bot.database.engine) as session:
        assert session.scalars(select(Member.partner_id).where(Member.user_id == marek.user_id)).one() is None


async def test_another_partnership_is_left_as_it_is(world: World) -> None:
    await world.begins()
    marek = world.person("Marek Nowak")
    await marek.types("/win Here")
    now = world.bot.clock()
    with Session(world.bot.database.engine) as session, session.begin():
        session.execute(
            insert(Base.metadata.tables["partnerships"]).values(
                id=2,
                team_id="T",
                channel_id="C2",
                name="Elsewhere",
                zone="Europe/London",
                started_at=now,
                pulse_floor=5,
                by_assent=False,
                reflecting=False,
            )
        )
        session.add(
            Member(
                partnership_id=2,
                team_id=marek.about.team_id,
                user_id=marek.user_id,
                joined_at=now,
                seen_at=now,
                host=True,
            )
        )
    await marek.opens_home()
    await world.settle()
    await marek.types("/partnership forget-me")
    assert marek.form is not None
    assert "1 other partnership" in marek.form.plain
    assert await marek.submits() is None
    await world.settle()

    assert {message for message in _left(world, marek.user_id) if not message.startswith(("posts.", "pace."))} == {
        "members.user_id"
    }
    assert marek.home is not None
    assert marek.home.plain.startswith("Elsewhere")


async def test_home_is_empty_afterwards(world: World) -> None:
    await world.begins()
    marek = world.person("Marek Nowak")
    await marek.types("/win Here")
    await marek.opens_home()
    await world.settle()

    await _forgets(world, marek)

    assert marek.home is not None
    assert "not in a partnership" in marek.home.plain


async def test_an_answer_to_an_open_pulse_still_counts(world: World) -> None:
    await world.begins()
    marek = world.person("Marek Nowak")
    await marek.types("/win Here")
    with Session(world.bot.database.engine) as session, session.begin():
        me = session.scalars(select(Member.id).where(Member.user_id == marek.user_id)).one()
        session.add(PulseInvitation(pulse_id=1, member_id=me, partnership_id=1, cut=0))
        session.add(PulseParticipation(pulse_id=1, member_id=me, partnership_id=1))

    await _forgets(world, marek)

    assert (_count(world, PulseInvitation), _count(world, PulseParticipation)) == (1, 1)


def test_each_kind_of_words_can_be_taken_back() -> None:
    assert set(forget_view.WORDS) == set(TAKEN_BACK)
    for kind in TAKEN_BACK.values():
        for column, _ in kind.columns:
            assert column.class_ in revisions.NOUNS


@pytest.mark.parametrize(
    ("shown", "gone"),
    [
        ("Nobody answers at the parking office", True),
        ("Nobody answers at the…", True),
        ("Nobody answers  at the parking\noffice", True),
        ("Nobody…", False),
        ("Nobody answers", False),
        ("Nobody answers at the parking office, they say", False),
    ],
)
def test_words_are_known_again_where_they_were_cut(shown: str, gone: bool) -> None:  # noqa: FBT001
    blocks = [{"type": "text", "text": shown}]
    assert (erasing.without(blocks, "U1", [STUCK]) != blocks) is gone
