"""An invented partnership in the middle of its story, told over the wire by the people in it."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sandbox.page.guide import Guide, Try


class Line(NamedTuple):
    """Who says what in the channel, what they press on the private answer, and how they fill in the form of that.

    A win may be towards an aim.
    """

    who: str
    says: str
    press: str = ""
    choose: Sequence[str] | None = None
    aim: int = 0
    public: bool = False
    fills: Mapping[str, Any] | None = None


class Press(NamedTuple):
    """Who presses what on the message that holds these words, `then` on the answer, and what they fill in then.

    The message is one in the channel, or one that Pencil sent to them alone.
    """

    who: str
    on: str
    action: str
    answers: Mapping[str, Any] | None = None
    privately: bool = False
    then: str = ""


class React(NamedTuple):
    """Who adds which reaction to the message in the channel that holds these words."""

    who: str
    on: str
    reaction: str


GUIDE = Guide(
    hosts=("Amina Okafor", "Dr Priya Raman"),
    tries=(
        Try("Share a win", "A form opens. Only you see the receipt.", types="/win"),
        Try(
            "Find somebody who can help",
            "It looks for “grant forms” among everybody’s skills.",
            types="/skill find grant forms",
        ),
        Try("Go to Friday’s celebration", "The clock moves, and the week’s wins are posted.", move="celebration"),
    ),
)

LATE = "Esi Owusu"  # who comes into the channel as the story ends
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

# Who says where they are from when the channel is asked.
ASKED = (
    "Ruth Lacey",
    "Owen Blake",
    "Idris Bevan",
    "Arjun Mehta",
    "Tamsin Vear",
    "Dan Whitlock",
    "Sunita Patel",
)

WHY = "Two of our three warm rooms lose their money in March, and the winter was the coldest in eight years."
VISION = """Nobody around the estuary has to ask for help twice
Somewhere warm to go, every day of the week
One form to fill in, and one person to ask
Room for everybody: ramps, lifts and languages
Because: At our first meeting we each told of somebody who had been sent from door to door."""
CHANGE = """Nobody around the estuary has to ask for help twice or to wait alone
keep 1: Somewhere warm to go, every afternoon and evening of the week
One form to fill in, and one person to ask
keep 3
A rest for every carer, once a month
Because: People wait between our doors, and carers wait longest."""

QUESTION = "Who still waits between our doors?"
ASKS = {"prompt.1": QUESTION, "audience": "everybody who works, volunteers or is helped here"}
SAID = (
    ("Joyce Amankwah", "Carers. They fetch, carry and fill in, and nobody asks them.", {"name": "named"}),
    ("Nadia Rahman", "Whoever has no bus after six.", {"name": "nameless", "group": "volunteers"}),
    ("Marek Nowak", "People who can’t read our posters.", {"name": "nameless", "group": "volunteers"}),
    ("Carla Bright", "A warm place is worth more than a form.", {"name": "nameless", "group": "volunteers"}),
)

# What is said in the spotlight by whoever has it.
LINES = {
    "Amina Okafor": "We keep the hall, the keys and the kettle.\nAsk us for a room before you pay for one.",
    "Nadia Rahman": "We find people who have an afternoon to give, and somebody who is glad of it.",
    "Elsie Marchant": "We bake at four and give away at five.\nCome to the side door on Mill Lane.",
    "Callum Reid": "We take young people out on the water who have never been on it.",
    "Noor Iqbal": "We draw what you want to build, on one page, before anybody pays for it.",
    "Samira Yousefi": "We go along to the first appointment, in nine languages.",
}

STORY: tuple[tuple[Line | Press | React, ...], ...] = (
    (
        Line("Amina Okafor", "Hello everyone, and thank you for coming. This is where we meet between meetings."),
        Line("Amina Okafor", f"/partnership why {WHY}"),
        Line("Amina Okafor", "/partnership host @Dr Priya Raman"),
        Line("Nadia Rahman", f"/partnership vision propose {VISION}"),
        Press("Amina Okafor", "A first vision", "proposal.pencil", {"reason": "It is what all of us said."}),
        Line(
            "Marek Nowak",
            "/win The library lent us its side room on Thursdays, so nobody queues in the rain now. "
            "Thank you @Siân Prosser",
            aim=1,
            public=True,
        ),
        Line(
            "Gurpreet Gill", "/win Six parents stayed for the coffee morning who usually only wave from the gate", aim=1
        ),
        Line(
            "Dr Priya Raman",
            "@Pencil win Our receptionists now know whom to ring at @Chloe Penhale’s advice desk, "
            "and have done so four times",
            aim=2,
        ),
        Line("Amina Okafor", "/partnership consultation", "consultation.open", fills=ASKS),
        Line("Elsie Marchant", "Yesterday’s loaves are yours, @Marek Nowak, if somebody can fetch them by five."),
        Line("Noor Iqbal", "/skill drawing plans, Farsi", "skill.settle", ("hidden", "announce", "askable")),
        Line("Joyce Amankwah", "/skill filling in grant forms, first aid"),
        Line(
            "Marek Nowak",
            "/blocker The hall is full on Thursdays until May, and the queue is out in the rain again",
            "blocker.post",
        ),
    ),
    (
        Line(
            "Carla Bright",
            "/win The ramp at the foodbank is in. @Noor Iqbal drew it, we built it, and the offcuts became a bench",
            aim=3,
            public=True,
        ),
        Line(
            "Callum Reid",
            "/blocker A grant form of forty pages is due in two weeks, and none of us has ever filled one in",
            "blocker.post",
        ),
        Press("Joyce Amankwah", "A grant form of forty pages", "help.yes", privately=True),
        Press("Carla Bright", "The hall is full", "blocker.help"),
        Line(
            "Dr Priya Raman",
            "@Pencil skill reading people’s handwriting, Urdu",
            "skill.settle",
            ("hidden", "announce", "askable"),
        ),
        Line("Joyce Amankwah", "/partnership habit The person who picks up the phone sees it through"),
        Line("Marek Nowak", "/partnership initiative aim 1: A warm room every afternoon, open until seven"),
        Press("Elsie Marchant", "A warm room every afternoon", "initiative.join"),
        Press(
            "Marek Nowak",
            "A warm room every afternoon",
            "initiative.step",
            {"step": "Ring round for who has keys on Saturdays"},
        ),
        Line("Nadia Rahman", "/win Eleven new volunteers, three of them under twenty"),
        Line("Siân Prosser", "/partnership idea One card for the library, the shop and the bus", "idea.post"),
        Line("Tom Adeyemi", "/win Forty people came to the repair evening, and most things left it working"),
        Line("Amina Okafor", "/partnership from @Tom Adeyemi Withy Library", "tidy.do"),
        Press("Elsie Marchant", "Skills discovered", "post.fewer"),
        *(Press(who, QUESTION, "consultation.answer", {"text": text, **how}) for who, text, how in SAID),
        Line("Ben Carter", "/win The three referral forms are one page now", aim=2, public=True),
        Line(
            "Hana Kobayashi",
            "@Pencil win We deliver to Rowan Tree’s carers on our evening round now. @Joyce Amankwah made us a map",
            aim=3,
        ),
    ),
    (
        Line(
            "Samira Yousefi",
            "/win Two families found school places in a week, because @Gurpreet Gill answered on a Sunday",
            aim=3,
        ),
        Press(
            "Carla Bright", "The hall is full", "blocker.fixed", {"how": "Our yard has a roof. Thursdays are theirs."}
        ),
        Press(
            "Callum Reid",
            "A grant form of forty pages",
            "blocker.fixed",
            {"how": "The grant form is in, two days early. Joyce knew what they wanted to read."},
        ),
        Press("Joyce Amankwah", "Somebody said you helped", "proof.yes", privately=True),
        Line("Chloe Penhale", "/blocker Three agencies ask the same people for the same papers", "blocker.post"),
        Line(
            "Rosie Chudley",
            "@Pencil blocker I do not know whom to tell when a referral goes nowhere",
            "blocker.nameless",
        ),
        Press("Gurpreet Gill", "ask the same people", "blocker.help"),
        Press("Marek Nowak", "One card for the library", "idea.like"),
        Press("Elsie Marchant", "One card for the library", "idea.like"),
        Press("Chloe Penhale", "One card for the library", "idea.help"),
        Press(
            "Amina Okafor",
            "One card for the library",
            "idea.decide",
            {"step": "Ask the bus company whether their reader takes the library’s card"},
            then="idea.try",
        ),
        Press("Chloe Penhale", "One card for the library", "initiative.join"),
        Press("Siân Prosser", "One card for the library", "initiative.join"),
        Line("Hana Kobayashi", "@Pencil habit We bring one person from somewhere else to every team meeting"),
        Line("Callum Reid", "/win First session on the water with nobody cancelling"),
        Line("Rosie Chudley", "@Pencil win We moved our Tuesday group to the library and four new people came", aim=1),
        Line("Amina Okafor", "/partnership consultation end", "consultation.end_now"),
        Line("Callum Reid", "We are off the water until spring. We keep reading along, and are back in April."),
        Line("Callum Reid", "/partnership step-back"),
        Line("Siân Prosser", "Does anyone have a projector we could borrow on the 12th?"),
    ),
)

NOW: tuple[Line | Press | React, ...] = (
    Line("Amina Okafor", "/partnership settings reaction trophy"),
    Line("Siân Prosser", "The projector came. Forty people saw the estuary film last night, and stayed to talk."),
    React("Nadia Rahman", "The projector came", "trophy"),
    Line("Joyce Amankwah", "/win A carer slept through the night for the first time this year"),
    Line("Marek Nowak", "/win Elsie’s loaves went to 38 households this week, thank you @Elsie Marchant", public=True),
    Line(
        "Dr Priya Raman",
        "@Pencil win Ten people left the surgery with a name at @Chloe Penhale’s advice desk instead of a leaflet",
        aim=2,
    ),
    Line("Amina Okafor", "/partnership map"),
    Line("Rosie Chudley", f"@Pencil vision propose {CHANGE}"),
    Line("Amina Okafor", "/partnership report ask"),
)
