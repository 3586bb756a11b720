"""What the pulse asks: statements in our own words, and how they take turns.

Of five a month two are always the same. The other three make nine a quarter: one for each stage that the two do not
touch, one about safety, and one place that four statements share, a quarter each. Each statement says one thing about
the last month, as somebody saw or did it. `docs/privacy/statements.md` says where each comes from.
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
    """A statement, a few words for it beside a figure, the labels of its five points, and the stage it is about."""

    key: str
    text: str
    label: str
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
        "Others did what they said they would",
        OFTEN,
        Stage.COALITION,
    ),
    Statement(
        "heard",
        "In the last month, my organisation was listened to before things were decided.",
        "My organisation was heard before decisions",
        OFTEN,
        Stage.COALITION,
    ),
)

URGENT = Statement(
    "now",
    "In the last month, I felt that this work could not wait.",
    "I felt this could not wait",
    OFTEN,
    Stage.URGENCY,
)
OPEN = Statement(
    "door",
    "In the last month, people who were new here found something to do.",
    "New people found something to do",
    OFTEN,
    Stage.DOOR,
)
CELEBRATED = Statement(
    "celebrated",
    "In the last month, when something went well here, we celebrated it.",
    "We celebrated what went well",
    OFTEN,
    Stage.WINS,
)
GUIDED = Statement(
    "guided",
    "In the last month, our vision helped me decide what to do.",
    "Our vision helped me decide",
    OFTEN,
    Stage.VISION,
)
FREED = Statement(
    "freed",
    "In the last month, when something was stuck, somebody helped to get it moving.",
    "Somebody helped when something was stuck",
    OFTEN,
    Stage.BARRIERS,
)
GOING = Statement(
    "going", "In the last month, we kept going with what we had started.", "We kept going", OFTEN, Stage.SUSTAINING
)
USUAL = Statement(
    "usual",
    "In the last month, working across organisations felt like the usual way.",
    "Working together felt usual",
    OFTEN,
    Stage.CULTURE,
)
CANDID = Statement(
    "candid",
    "In the last month, I could say awkward things here without harm to my organisation.",
    "I could say awkward things",
    FULLY,
    Stage.CULTURE,
)
# These share one place, a quarter each.
WORTH = Statement(
    "worth",
    "In the last month, this partnership was worth the time it took me.",
    "It was worth my time",
    FULLY,
    Stage.SUSTAINING,
)
SERVED = Statement(
    "served",
    "In the last month, the people we are here for had a say in what we did.",
    "People we’re here for had a say",
    OFTEN,
    Stage.DOOR,
)
OVERALL = Statement(
    "overall",
    "In the last month, this partnership worked well.",
    "This partnership worked well",
    FULLY,
    Stage.COALITION,
)
LEARNED = Statement(
    "learned",
    "In the last month, I learned of something that somebody here can do.",
    "I learned what somebody can do",
    OFTEN,
    Stage.BARRIERS,
)

TURNS: tuple[tuple[Statement, ...], ...] = (
    (URGENT, OPEN, CELEBRATED),
    (GUIDED, FREED, CANDID),
    (GOING, USUAL),
)
SHARED = (WORTH, SERVED, OVERALL, LEARNED)

# Asked no more; what was told of them stays readable, and no trend joins them to what is asked instead.
RETIRED = (
    Statement(
        "nearer",
        "In the last month, what we celebrated brought us nearer to our aim.",
        "What we celebrated brought us nearer",
        FULLY,
        Stage.WINS,
    ),
    Statement(
        "sentence",
        "In the last month, I could have told a stranger in one sentence what we are here for.",
        "I could say what we’re here for",
        FULLY,
        Stage.VISION,
    ),
    Statement(
        "listened",
        "In the last month, I saw something change because of an earlier pulse.",
        "A pulse changed something",
        FULLY,
        Stage.CULTURE,
    ),
)

ASKED = (*CORE, *chain(*TURNS), *SHARED)
STATEMENTS = {statement.key: statement for statement in (*ASKED, *RETIRED)}
_YEAR = len(TURNS) * len(SHARED)  # pulses, after which all begins again


def asked(rounds: int) -> tuple[Statement, ...]:
    """The five of a pulse, before which there were so many."""
    quarter, place = divmod(rounds, len(TURNS))
    rotating = TURNS[place]
    if place == len(TURNS) - 1:
        rotating = (*rotating, SHARED[quarter % len(SHARED)])
    return (*CORE, *rotating)


def comes_again(key: str, rounds: int) -> int | None:
    """In how many pulses from now the statement comes again; 1 is the next, and nothing if it is asked no more."""
    return next(
        (ahead for ahead in range(1, _YEAR + 1) if key in {statement.key for statement in asked(rounds + ahead)}), None
    )
