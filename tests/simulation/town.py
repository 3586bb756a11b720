"""Who there is: a partnership of 5 to 40 organisations, a small one beside it, and people who are in neither."""

import random
from dataclasses import dataclass, field

from sandbox.slack.people import ESTUARY, HOME, HUB, Someone
from sandbox.slack.state import Channel, Slack

FEWEST, MOST = 5, 40


def _words(line: str) -> list[str]:
    return line.split()


_SECTORS = ("public", "voluntary", "private")
_FIRST = _words(
    "Amina Ben Ruth Tom Gurpreet Helen Dan Leila Mark Yusuf Jo Priya Owen Kezia Farah Colin Grace Wendy Marek Sheila "
    "Chloe Idris Nadia Peter Lowenna Joyce Callum Tamsin Samira Hugh Alan Ottilie Femi Rosie Arjun Margaret Bill Esi"
)
_LAST = _words(
    "Okafor Carter Lacey Gill Moyle Haddad Demir Raman Blake Aziz Dart Nowak Brand Rahman Reid Shaw Mehta Yeo"
)
_WHAT = _words(
    "Library School College Surgery Hospital Foodbank Carers Bakery Trust Advice Sheds Choir Pharmacy Nursery"
)
_WHERE = _words("Withy Saltmarsh Harbour Quayside Tideway Rowan Lantern Estuary Pebble Wharf Kingfisher Orchard")
NEIGHBOUR = "C0NEIGHBR"


@dataclass
class Place:
    """A channel with its partnership, and whoever has ever been in it."""

    channel: Channel
    people: list[Someone]
    host: str  # who starts it
    to_come: list[Someone] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)  # who asked to be forgotten, and does nothing more
    ever: set[str] = field(default_factory=set)

    @property
    def here(self) -> list[str]:
        """Who is in the channel, in a fixed order."""
        return [who.user_id for who in self.people if who.user_id in self.channel.members]


@dataclass
class Town:
    """Everybody there is."""

    everybody: list[Someone]
    ours: list[Someone]
    to_come: list[Someone]
    neighbours: list[Someone]
    outsiders: list[Someone]

    @classmethod
    def drawn(cls, chance: random.Random, organisations: int | None = None) -> "Town":
        number = organisations or chance.randint(FEWEST, MOST)
        names = [f"{where} {what}" for where in _WHERE for what in _WHAT]
        chance.shuffle(names)
        ours = cls._people(chance, names[:number], "A", 0.3)
        to_come = cls._people(chance, names[number : number + 3] + names[:3], "B", 0.3)
        neighbours = cls._people(chance, names[number + 3 : number + 6], "N", 0.0)
        outsiders = cls._people(chance, names[number + 6 : number + 8], "O", 0.0)
        return cls([*ours, *to_come, *neighbours, *outsiders], ours, to_come, neighbours, outsiders)

    @staticmethod
    def _people(chance: random.Random, organisations: list[str], letter: str, elsewhere: float) -> list[Someone]:
        people: list[Someone] = []
        for place, organisation in enumerate(organisations):
            team = ESTUARY if place and chance.random() < elsewhere else HUB
            sector = chance.choice(_SECTORS)
            for _ in range(chance.choice((1, 1, 2, 2, 3))):
                number = len(people) + 1
                name = f"{chance.choice(_FIRST)} {chance.choice(_LAST)} {letter}{number}"
                people.append(Someone(f"U0{letter}{number:03d}X", team, name, organisation, sector))
        return people

    def settle_in(self, slack: Slack) -> tuple[Place, Place]:
        """Ours and the other partnership's channel, with their people in them."""
        home = slack.channels[HOME]
        home.members = {who.user_id for who in self.ours} | {slack.bot_user}
        next_door = {who.user_id for who in self.neighbours} | {slack.bot_user}
        slack.channels[NEIGHBOUR] = Channel(NEIGHBOUR, "next-door", next_door, HUB)
        places = (
            Place(home, [*self.ours, *self.to_come], self.ours[0].user_id, [*self.to_come]),
            Place(slack.channels[NEIGHBOUR], [*self.neighbours], self.neighbours[0].user_id),
        )
        for place in places:
            place.ever = {*place.channel.members}
        return places
