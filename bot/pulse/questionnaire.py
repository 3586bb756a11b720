"""What the pulse asks: statements in our own words, and how they take turns.

Two come every month. Nine others come in threes, so that three pulses meet all eight stages; the last of the nine takes
turns with a tenth. Each says one thing about the last month, as somebody saw or did it.
"""

from dataclasses import dataclass
from itertools import chain

from bot.checkins.stages import Stage

OFTEN = ("Never", "Seldom", "Sometimes", "Often", "Always")
FULLY = ("Not at all", "A little", "Partly", "Mostly", "Completely")
NOT_MINE = 0  # off the scale
PERIOD = "In the last month, "


@dataclass(frozen=True)
class Statement:
    """A statement, the stage it is about, and the labels of its five points."""

    key: str
    text: str
    scale: tuple[str, ...]
    stage: Stage

    @property
    def short(self) -> str:
        """The statement where its month has been named already."""
        text = self.text.removeprefix(PERIOD)
        return text[:1].upper() + text[1:]


CORE = (
    Statement(
        "kept",
        "In the last month, the other organisations here did what they had said they would do.",
        OFTEN,
        Stage.COALITION,
    ),
    Statement(
        "heard",
        "In the last month, my organisation was listened to before things were decided.",
        OFTEN,
        Stage.COALITION,
    ),
)

TURNS: tuple[tuple[Statement, ...], ...] = (
    (
        Statement("now", "In the last month, I felt that this work could not wait.", OFTEN, Stage.URGENCY),
        Statement("door", "In the last month, people who were new here found something to do.", OFTEN, Stage.DOOR),
        Statement("nearer", "In the last month, what we celebrated brought us nearer to our aim.", FULLY, Stage.WINS),
    ),
    (
        Statement(
            "sentence",
            "In the last month, I could have told a stranger in one sentence what we are here for.",
            FULLY,
            Stage.VISION,
        ),
        Statement(
            "freed", "In the last month, when something was stuck, somebody helped to free it.", OFTEN, Stage.BARRIERS
        ),
        Statement(
            "listened", "In the last month, I saw something change because of an earlier pulse.", FULLY, Stage.CULTURE
        ),
    ),
    (
        Statement("going", "In the last month, we went on with what we had begun.", OFTEN, Stage.SUSTAINING),
        Statement(
            "usual", "In the last month, working across organisations felt like the usual way.", OFTEN, Stage.CULTURE
        ),
        Statement(
            "learned", "In the last month, I learned of something that somebody here can do.", OFTEN, Stage.BARRIERS
        ),
    ),
)

# The last of the nine, in every second quarter.
CANDID = Statement(
    "candid",
    "In the last month, I could say awkward things here without harm to my organisation.",
    FULLY,
    Stage.CULTURE,
)

STATEMENTS = {statement.key: statement for statement in (*CORE, *chain(*TURNS), CANDID)}


def asked(rounds: int) -> tuple[Statement, ...]:
    """The five of a pulse, before which there were so many."""
    quarter, place = divmod(rounds, len(TURNS))
    rotating = TURNS[place]
    if place == len(TURNS) - 1 and quarter % 2:
        rotating = (*rotating[:-1], CANDID)
    return (*CORE, *rotating)


def comes_again(key: str, rounds: int) -> int:
    """In how many pulses from now the statement comes again; 1 is the next."""
    return next(
        ahead for ahead in range(1, 2 * len(TURNS) + 1) if key in {statement.key for statement in asked(rounds + ahead)}
    )
