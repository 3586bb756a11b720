"""An invented partnership in the middle of its story, told over the wire by the people in it."""

import random
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from sandbox.people import HOME
from sandbox.server import Sandbox
from sandbox.world import Message

WEEKS = 3
_FRIDAY = 4


class Line(NamedTuple):
    """Who says what, in the channel."""

    who: str
    says: str


JOINING = {
    "Ben Carter": "Exe Bay Council, public",
    "Siân Prosser": "Withy Library, public",
    "Marek Nowak": "Tideway Foodbank, voluntary",
    "Chloe Penhale": "Open Door Advice, voluntary",
    "Nadia Rahman": "Exe Bay Volunteers, voluntary",
    "Gurpreet Gill": "Saltmarsh Primary School, public",
    "Noor Iqbal": "Pebble Design Studio, private",
    "Carla Bright": "Bright & Daughters Builders, private",
    "Elsie Marchant": "Corner Bakery, private",
    "Callum Reid": "Youth on the Water, voluntary",
    "Samira Yousefi": "Lantern Refugee Welcome, voluntary",
    "Joyce Amankwah": "Rowan Tree Carers, voluntary",
    "Dr Priya Raman": "Quayside Surgery, public",
    "Hana Kobayashi": "Wharf Pharmacy, private",
    "Rosie Chudley": "Kind Minds, voluntary",
}

STORY: tuple[tuple[Line, ...], ...] = (
    (
        Line("Amina Okafor", "Hello everyone, and thank you for coming. This is where we meet between meetings."),
        Line(
            "Marek Nowak",
            "/win The library lent us its side room on Thursdays, so nobody queues in the rain now. "
            "Thank you @Siân Prosser",
        ),
        Line("Gurpreet Gill", "/win Six parents stayed for the coffee morning who usually only wave from the gate"),
        Line(
            "Dr Priya Raman",
            "@Pencil win Our receptionists now know whom to ring at @Chloe Penhale’s advice desk, "
            "and have done so four times",
        ),
        Line("Elsie Marchant", "Yesterday’s loaves are yours, @Marek Nowak, if somebody can fetch them by five."),
    ),
    (
        Line(
            "Carla Bright",
            "/win The ramp at the foodbank is in. @Noor Iqbal drew it, we built it, and the offcuts became a bench",
        ),
        Line("Nadia Rahman", "/win Eleven new volunteers, three of them under twenty"),
        Line("Ben Carter", "/win The three referral forms are one page now"),
        Line(
            "Hana Kobayashi",
            "@Pencil win We deliver to Rowan Tree’s carers on our evening round now. @Joyce Amankwah made us a map",
        ),
    ),
    (
        Line(
            "Samira Yousefi",
            "/win Two families found school places in a week, because @Gurpreet Gill answered on a Sunday",
        ),
        Line("Callum Reid", "/win First session on the water with nobody cancelling"),
        Line("Rosie Chudley", "@Pencil win We moved our Tuesday group to the library and four new people came"),
        Line("Siân Prosser", "Does anyone have a projector we could borrow on the 12th?"),
    ),
)

NOW = (
    Line("Joyce Amankwah", "/win A carer slept through the night for the first time this year"),
    Line("Marek Nowak", "/win Elsie’s loaves went to 38 households this week, thank you @Elsie Marchant"),
    Line(
        "Dr Priya Raman",
        "@Pencil win Ten people left the surgery with a name at @Chloe Penhale’s advice desk instead of a leaflet",
    ),
)


async def play(sandbox: Sandbox) -> None:
    """Some weeks of partnership, each thing at its time, ending now."""
    chance = random.Random(7)  # noqa: S311  # a story, not a secret
    today = datetime.now(UTC)
    begin = (today - timedelta(weeks=WEEKS, days=today.weekday())).replace(hour=9, minute=0, second=0, microsecond=0)
    sandbox.clock.move_to(begin)
    await _say(sandbox, Line("Amina Okafor", "/partnership start Exe Bay Together"))
    await sandbox.until(lambda: _posts(sandbox), seconds=15)
    await _say(sandbox, Line("Amina Okafor", "/partnership join Exe Bay Council, public"))
    for who, organisation in JOINING.items():
        typed = f"/partnership join {organisation}"
        await _say(sandbox, Line(who, typed if sandbox.person(who).may_command else f"@Pencil join {organisation}"))
    for week, lines in enumerate(STORY):
        monday = begin + timedelta(weeks=week)
        for place, line in enumerate(lines):
            sandbox.clock.move_to(monday + timedelta(hours=2 + place * 19))
            await _say(sandbox, line)
        friday = monday.replace(hour=15) + timedelta(days=_FRIDAY, minutes=1)
        if friday < today:
            post = await _celebrated(sandbox, friday)
            for who in chance.sample(sorted(JOINING), 3 + week):
                await sandbox.person(who).presses(post, "celebration.cheer")
    sandbox.clock.move_to(datetime.now(UTC))
    for line in NOW:
        await _say(sandbox, line)


def _posts(sandbox: Sandbox) -> list[Message]:
    return [one for one in sandbox.slack.messages(HOME) if one.by_app and not one.only_for]


async def _celebrated(sandbox: Sandbox, friday: datetime) -> Message:
    before = len(_posts(sandbox))
    sandbox.clock.move_to(friday)
    await sandbox.until(lambda: len(_posts(sandbox)) > before, seconds=15)
    return _posts(sandbox)[-1]


async def _say(sandbox: Sandbox, line: Line) -> None:
    """Said; what the answer was stays with whoever said it, out of the way of the story."""
    person = sandbox.person(line.who)
    await person.types(line.says)
    for private in person.private():
        sandbox.slack.remove(private)
