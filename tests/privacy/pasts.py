"""People who have a past with Pencil, and where it stands."""

import json
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from bot.models import (
    Answer,
    Base,
    Blocker,
    Checkin,
    Commitment,
    Consultation,
    ConsultationAnswer,
    ConsultationPrompt,
    FileRequest,
    Habit,
    Idea,
    IdeaAssent,
    IdeaHelper,
    IdeaLike,
    Initiative,
    InitiativePerson,
    Introduced,
    Introduction,
    Member,
    Movement,
    Post,
    Proof,
    Proposal,
    Request,
    Revision,
    Skill,
    Spotlight,
    Vision,
    Why,
    Wish,
)
from sandbox.actors.person import Person
from tests.world import FRIDAY, World

STUCK, WON = "Nobody answers at the parking office", "The warm room opened on time"


async def says(person: Person, words: str) -> str:
    await person.types(f"/partnership {words}" if person.may_command else f"@Pencil {words}")
    return person.private()[-1].plain


async def forgets(world: World, person: Person, chosen: list[str] | None = None) -> str:
    """The person has asked to be forgotten, and takes these kinds of words back; what they are told."""
    if person.may_command:
        await person.types("/partnership forget-me")
    else:
        await person.types("@Pencil forget-me")
        await person.presses(person.private()[-1], "forget.open")
    assert await person.submits({"chosen": chosen} if chosen else None) is None
    await world.settle()
    return person.private()[-1].plain


def traces_of(world: World, user_id: str) -> list[str]:
    """Every column of every table in which the id stands."""
    columns = []
    with Session(world.bot.database.engine) as session:
        for table in Base.metadata.sorted_tables:
            for row in session.execute(select(table)):
                columns += [
                    f"{table.name}.{name}"
                    for name, value in row._mapping.items()
                    if user_id in (value if isinstance(value, str) else json.dumps(value, default=str))
                ]
    return columns


async def has_a_past(world: World, person: Person) -> None:
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


def kept_elsewhere(world: World, person: Person) -> None:
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
            Idea(
                partnership_id=1, text="A choir in the foyer", member_id=me.id, shared_at=now, decided_at=now,
                decided_by=me.id, outcome="not now", because="No time to sing",
            ),
            Initiative(
                partnership_id=1, text="A bench by the water", origin="n", member_id=me.id, begun_at=now, ended_at=now,
                step="Ask the harbour", step_by=me.id, ended_by=me.id, outcome="dropped", because="No wood to be had",
            ),
            Movement(partnership_id=1, member_id=me.id, what="joined", at=now),
            Introduction(partnership_id=1, member_id=me.id, offered_at=now),
            Habit(partnership_id=1, text="We ring before we write", origin="h", member_id=me.id, said_at=now),
            Consultation(partnership_id=1, member_id=me.id, audience="Everybody", until=now.date(), opened_at=now),
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
        offered = {"introduction_id": session.scalars(select(Introduction.id)).one(), "partnership_id": 1}
        session.add(Introduced(**offered, member_id=me.id, partner_id=me.partner_id))
        idea = {"idea_id": session.scalars(select(Idea.id)).one(), "partnership_id": 1}
        assent = IdeaAssent(**idea, outcome="proposed", partner_id=me.partner_id, member_id=me.id, assented_at=now)
        here = {**idea, "team_id": team, "user_id": user}
        session.add_all([IdeaLike(**here), IdeaHelper(**here, offered_at=now), assent])
        asked = {"partnership_id": 1, "consultation_id": session.scalars(select(Consultation.id)).one()}
        prompt = ConsultationPrompt(**asked, number=1, text="What would you miss?", asked_at=now)
        session.add(prompt)
        session.flush()
        session.add(
            ConsultationAnswer(
                **asked, id=77, prompt_id=prompt.id, member_id=me.id, key_hash="k", text="The bread on Fridays",
                group_name="bakers", of_organisation=True, passed_on=False, said_at=now,
            )
        )  # fmt: off
        initiative = session.scalars(select(Initiative.id)).one()
        together = {"initiative_id": initiative, "partnership_id": 1, "team_id": team, "user_id": user}
        session.add(InitiativePerson(**together, joined_at=now))
        session.add(
            Commitment(
                partnership_id=1, member_id=me.id, checkin_id=rows[-2].id, answer="moving", text="Ring them",
                taken_at=now, outcome="happened", answered_at=now,
            )
        )  # fmt: off
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
