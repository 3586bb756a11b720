"""`python -m tests.jobs.quarter`: a quarter of 26 organisations and 47 people, half of whom answer only when asked.

Prints what came of it for the room, for members and for hosts; with `--month FILE`, one month of it to be read.
"""

import argparse
import asyncio
import random
import re
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.models import (
    HAPPENED,
    Checkin,
    Commitment,
    ConsultationAnswer,
    Habit,
    Idea,
    IdeaHelper,
    IdeaLike,
    Initiative,
    InitiativePerson,
    Introduction,
    Member,
    Post,
    Win,
)
from bot.outbox.kinds import KINDS, To
from bot.wins.views.celebration import NO_ORGANISATION
from sandbox.actors.person import Person
from sandbox.slack.blocks import walk
from sandbox.slack.people import HOME, cast
from sandbox.slack.state import Message
from tests import databases
from tests.conftest import MANIFEST
from tests.jobs.together import WEEKS, Together, actions_of
from tests.world import MONDAY, World

REPORTS = (4, 8, 12)  # weeks in which a host asks authors what a report may quote
A_WEEK = {"win": 8, "blocker": 2, "skill": 1}
POINTS = ("2", "3", "3", "4", "4", "5", "0")
WORDS = ("checkin.moving", "checkin.moving", "checkin.steady", "checkin.stuck")
ANSWERS = ("commitment.happened", "commitment.happened", "commitment.not_yet", "commitment.dropped")
LONDON = ZoneInfo("Europe/London")
# How likely somebody is to answer what they are asked: people who also speak unasked, and people who do not.
LIVELY, QUIET = 0.7, 0.4
WON = (
    "We opened {} doors", "{} families came to the hub", "The form got {} pages shorter", "{} people learned to swim",
    "The bus now stops {} times a day", "We found {} beds", "{} boxes of food went out", "{} carers had a day off",
)  # fmt: skip
STUCK = (
    "Nobody answers at the parking office about bay {}", "We need a key for room {} by Friday",
    "Form {} asks for the same thing twice", "We cannot reach ward {}",
)  # fmt: skip
SKILLS = ("Makaton", "spreadsheets", "Polish", "bread baking", "first aid", "grant budgets", "wood carving", "choirs")


class Quarter:
    """People who speak, and answer what they are asked, each week of a quarter."""

    def __init__(self, world: World, seed: int) -> None:
        self._world, self._chance = world, random.Random(seed)  # a simulation, not a secret
        people = sorted(world.slack.people)
        self._chance.shuffle(people)
        self._people = [world.person(user_id) for user_id in people]
        host = world.person("Amina Okafor").user_id
        self._lively = [person for person in self._people if person.user_id == host] + [
            person for person in self._people if person.user_id != host
        ][: len(people) // 2]
        self._together = Together(world, seed, self._people, self._says_where_from)
        self._answered: set[tuple[str, str]] = set()
        self._number = 0

    async def all(self) -> None:
        amina = self._world.person("Amina Okafor")
        await amina.types("/partnership start Exe Bay Together")
        await amina.types("/partnership join Exe Bay Council, public")
        await self._world.settle()
        await self._together.begins()
        for week in range(WEEKS):
            if week in REPORTS:
                await amina.types("/partnership report ask")
            await self._together.week(week)
            moments = list(_moments(week))
            acts = [kind for kind, number in A_WEEK.items() for _ in range(number)] + self._together.acts()
            when = defaultdict(list)
            for kind in acts:
                when[self._chance.choice(moments)].append(kind)
            for moment in moments:
                self._world.sandbox.clock.move_to(moment)
                for kind in when[moment]:
                    await self._speaks(kind)
                await self._world.moves_to(moment)
                await self._answer()

    async def _speaks(self, kind: str) -> None:
        person = self._chance.choice(self._lively if self._chance.random() < 0.8 else self._people)
        if kind not in A_WEEK:
            await self._together.speaks(kind, person)
            return
        self._number += 1
        words = self._chance.choice({"win": WON, "blocker": STUCK, "skill": SKILLS}[kind]).format(self._number)
        words += self._together.thanks(person) if kind == "win" else ""
        await person.types(f"/{kind} {words}" if person.may_command else f"@Pencil {kind} {words}")
        answer = person.private()[-1]
        if kind == "blocker":
            await person.presses(answer, "blocker.post")
            answer = person.private()[-1]
        await self._says_where_from(person, answer)

    def _answers(self, person: Person, usual: float = 1.0) -> bool:
        return self._chance.random() < usual * self._usual(person)

    def _usual(self, person: Person) -> float:
        return LIVELY if person in self._lively else QUIET

    async def _answer(self) -> None:
        """Everybody sees what is new in the channel and to them, and answers it or not."""
        for person in self._people:
            for message in [*_by_pencil(self._world), *person.dms()]:
                if message.by_app and (person.user_id, message.ts) not in self._answered:
                    self._answered.add((person.user_id, message.ts))
                    await self._looks_at(person, message)

    async def _looks_at(self, person: Person, message: Message) -> None:
        actions = actions_of(message)
        if "partner.add" in actions and self._answers(person):
            await self._says_where_from(person, message, surely=True)
        elif "celebration.cheer" in actions and self._answers(person, 0.2):
            await person.presses(message, "celebration.cheer")
        elif "checkin.moving" in actions and self._answers(person, 0.6):
            await person.presses(message, self._chance.choice(WORDS))
        elif "step.take" in actions and self._answers(person, 0.1):
            await person.presses(message, "step.take")
        elif "commitment.happened" in actions and self._answers(person):
            await person.presses(message, self._chance.choice(ANSWERS))
        elif "pulse.take" in actions and self._answers(person):
            await self._takes_pulse(person, message)
        elif "help.yes" in actions and self._answers(person, 0.6):
            await person.presses(message, "help.yes")
        elif "authors.choose" in actions and self._answers(person):
            await person.presses(message, "authors.choose")
            await self._ticks_wins(person)
        await self._together.looks_at(person, message, self._usual(person))

    async def _says_where_from(self, person: Person, asked: Message, *, surely: bool = False) -> None:
        """Their organisation is chosen, or typed in where it is not among those to choose from."""
        parts = [part for part in walk(asked.blocks) if str(part.get("action_id", "")).startswith("partner.")]
        if not parts or not (surely or self._answers(person)):
            return
        offered = [(part, option) for part in parts for option in part.get("options", [part])]
        named = {_text(option): (part, option) for part, option in offered}
        part, option = named.get(person.about.organisation) or named["Add mine"]
        chosen = None if part["type"] == "button" else option["value"]
        await person.presses(asked, part["action_id"], choose=chosen)
        if person.form is not None:
            await person.submits({"name": person.about.organisation, "sector": person.about.sector})
            await person.closes(everything=True)

    async def _takes_pulse(self, person: Person, message: Message) -> None:
        await person.presses(message, "pulse.take")
        if person.form is None:
            return
        asked = [block["block_id"] for block in person.form.payload["blocks"] if block["type"] == "input"]
        await person.submits({field: self._chance.choice(POINTS) for field in asked})
        await person.submits()
        await person.closes(everything=True)

    async def _ticks_wins(self, person: Person) -> None:
        """Two of three may be quoted."""
        if person.form is None:
            return
        boxes = [option for part in walk(person.form.payload["blocks"]) for option in part.get("options", [])]
        await person.submits({"wins": [box["value"] for box in boxes if self._chance.random() < 2 / 3]})
        await person.closes(everything=True)


def _moments(week: int) -> Iterator[datetime]:
    for day in range(5):
        for hour in (9, 10, 11, 13, 15, 17):
            on = MONDAY.date() + timedelta(weeks=week, days=day)
            yield datetime.combine(on, time(hour), LONDON).astimezone(UTC)


def _text(option: dict[str, object]) -> str:
    text = option.get("text")
    return str(text["text"]) if isinstance(text, dict) else ""


def _by_pencil(world: World) -> list[Message]:
    return [message for message in world.slack.messages(HOME) if message.by_app and not message.only_for]


def _a_week(times: Sequence[datetime]) -> list[int]:
    weeks = Counter((at.astimezone(LONDON).date() - MONDAY.date()).days // 7 for at in times)
    return [weeks[week] for week in range(WEEKS)]


def _figures(session: Session, world: World) -> Iterator[str]:
    """What came of it, a line each."""
    wins = session.execute(
        select(Win.id, Member.partner_id).join(Member, Member.id == Win.member_id).where(Win.undone_at.is_(None))
    ).all()
    known = sum(row.partner_id is not None for row in wins)
    yield f"wins: {len(wins)}, of which the organisation is known: {known} ({known / len(wins):.0%})"
    quoted = session.scalar(select(func.count()).where(Win.undone_at.is_(None), Win.consent == "public"))
    yield f"wins that a report for the public quotes in words: {quoted}"
    celebrations = [post for post in world.celebrations if "Cheer" in str(post.blocks)]
    unknown = sum(NO_ORGANISATION in post.plain for post in celebrations)
    yield f"celebrations: {len(celebrations)}, of which say that an organisation is not known: {unknown}"
    columns = (Post.kind, Post.channel, Post.thread_id, Post.written_at)
    posts = session.execute(select(*columns).where(Post.sent_at.is_not(None))).all()
    in_channel = [post for post in posts if KINDS[post.kind].to is To.CHANNEL]
    yield _weekly("posts nobody asked for", [[post for post in in_channel if KINDS[post.kind].unasked]])
    yield _weekly("cards and answers to them", [[post for post in in_channel if not KINDS[post.kind].unasked]])
    yield _weekly("of these, in threads", [[post for post in in_channel if post.thread_id]])
    for kind in dict.fromkeys(kind for kind in KINDS if any(post.kind == kind for post in in_channel)):
        yield _weekly(f"  {kind}", [[post for post in in_channel if post.kind == kind]])
    hosts = set(session.scalars(select(Member.user_id).where(Member.host)))
    members = {person.user_id for person in map(world.person, world.slack.people)} - hosts
    for name, people in (("member", members), ("host", hosts)):
        private = [[post for post in posts if _is_private(post) and user_id in post.channel] for user_id in people]
        yield _weekly(f"private messages to a {name}", private)
        for kind in dict.fromkeys(post.kind for mine in private for post in mine):
            yield _weekly(f"  {kind}", [[post for post in mine if post.kind == kind] for mine in private])
    stages = Counter(session.scalars(select(Checkin.stage)))
    yield f"check-ins: {sum(stages.values())}, on {len(stages)} stages"
    taken = session.scalars(select(Commitment.outcome)).all()
    yield f"steps taken on: {len(taken)}, that happened: {sum(outcome == HAPPENED for outcome in taken)}"
    for table in (Idea, IdeaLike, IdeaHelper, Initiative, InitiativePerson, Habit, ConsultationAnswer, Introduction):
        yield f"{table.__tablename__}: {session.scalar(select(func.count()).select_from(table))}"
    for column in (Idea.outcome, Initiative.outcome):
        counted = Counter(session.scalars(select(column)))
        yield f"{column}: " + ", ".join(f"{outcome or 'open'} {number}" for outcome, number in counted.items())


def _weekly(what: str, several: Sequence[Sequence[Any]]) -> str:
    """The posts of each person, or of the channel, in the weeks of the quarter."""
    every = [number for posts in several for number in _a_week([post.written_at for post in posts])]
    return f"{what}: a week median {median(every)}, most {max(every)}; in all {sum(every)}"


def _is_private(post: Any) -> bool:
    return KINDS[post.kind].to in {To.PERSON, To.HOSTS, To.FEW}


def _month(world: World, first: date) -> str:
    """All that Pencil posted for everybody in four weeks."""
    until = first + timedelta(weeks=4)
    posts = [post for post in _by_pencil(world) if first <= post.shown_at.astimezone(LONDON).date() < until]
    return "\n\n".join(
        f"## {post.shown_at.astimezone(LONDON):%A %d %B, %H:%M}\n\n{_named(world, post.plain)}" for post in posts
    )


def _named(world: World, text: str) -> str:
    """The text with people as Slack shows them."""
    return re.sub(r"<@(\w+)>", lambda mention: f"@{world.slack.people[mention[1]].name}", text)


async def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--seed", type=int, default=11, help="another one is another quarter")
    arguments.add_argument("--month", type=Path, help="a file for what was posted in the second month")
    asked = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        async with World(MANIFEST, databases.in_file(Path(folder)), people=cast()) as world:
            await Quarter(world, asked.seed).all()
            with Session(world.bot.database.engine) as session:
                for line in _figures(session, world):
                    sys.stdout.write(f"{line}\n")
            if asked.month:
                asked.month.write_text(_month(world, MONDAY.date() + timedelta(weeks=4)))


if __name__ == "__main__":
    asyncio.run(main())
