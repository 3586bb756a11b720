"""Organisations that somebody's words name: exactly or with a slip, and not where the words are only ordinary ones."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from bot.lib import marks
from bot.lib.language import remembered
from bot.lib.language.words import flat

_SMALL = frozenset("a an and at cic cio co for in llp ltd limited of on plc the uk".split())  # noqa: SIM905
# Words that stand in names and in anybody's sentences: a name of these alone has to be written as one.
_ORDINARY = frozenset(
    flat("""
    access action active advice age aid alive all answer art arts aspire bank bay beacon befriending best better
    beyond big bloom board bread breathe bridge bridges bright business care carers caring centre chance change
    charity children choice choices church circle citizens city clinic club coast college common communities
    community compass connect connected connections corner council country county create creative crisis crossroads
    dads day district door doors dream drive early earth east empower enable energy engage enterprise equal estate
    every face fair fairer families family farm first five food foodbank forum forward foundation free fresh friends
    friendship future futures garden gardens gate gateway general generation giving global goal good great green
    ground group grow growing growth guild habitat hall hand hands harbour haven health heart hearts help hill home
    homes hope horizon horizons hospital house housing hub hubs impact in inclusion independent inspire it job jobs
    journey joy justice key kids kind kindness kitchen land larder law lead leaf learning legal library life
    lifeline light lighthouse link links listen live lives living local love lunch making market matters meals men
    mens mental mind mindful minds ministry mosaic moving mums music navigators near neighbourhood neighbours
    network new next north nurture oak older one open opportunity our outreach outside over pantry parents parish
    park partners partnership path pathway pathways people perspective phoenix pioneer place places play point
    police possible power primary progress project promise prospect public purpose quarter quay rainbow reach ready
    recovery refuge relate renew resource respect restore rise river road roots safe safer sailing sanctuary school
    schools scope sea seed seeds sense service services settle share shed sheds shelter shine shop shore side
    signpost sky social society solutions source south space spark speak spring square stage stand star start
    station step stepping steps stone stones story stream street strength strong summit sun sunrise support surgery
    sustain swim table talk team technology the theatre think thread thrive tide time together tomorrow tool tools
    town trading transport tree trees trust turning union united unity university unlock up upward valley venture
    view village vision voice voices voluntary volunteer volunteering volunteers walk ward water wave way ways
    welcome welfare well wellbeing west wheel wide wild willow window wings women womens wood woodland woods word
    work working works workshop world yard year young youth zone
    """).split()
)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_BEGINS_SENTENCE = re.compile(r"(?:^|[.!?:\n])[\s\"'“(•*-]*$")
_OWNS = re.compile(r"['’]s$", re.IGNORECASE)
_SLIPPED, _SLIPPED_TWICE = 6, 12  # letters from which a name may have a slip, and two
_ACRONYM = 5  # letters at most
_READ = 5_000  # characters of the words


@dataclass(frozen=True)
class _Word:
    plain: str
    capital: bool  # and not because a sentence begins
    large: bool  # all of it


@dataclass(frozen=True)
class _Place:
    """A name that stands in the words, from one word to another."""

    number: int
    begin: int
    end: int
    slips: int


def named(text: str, names: Sequence[str]) -> list[int]:
    """Those of the names that the text names, by their places in the list, as they come in the text.

    Where words could be one name or, with a slip, another, they are the one.
    """
    words = _words(marks.without(text)[:_READ])
    by_letter: dict[str, list[int]] = defaultdict(list)
    for begin, word in enumerate(words):
        by_letter[word.plain[0]].append(begin)
    places = [place for number, name in enumerate(names) for place in _places(words, by_letter, number, name)]
    places.sort(key=lambda place: (place.slips, place.begin - place.end))
    kept: list[_Place] = []
    for place in places:
        if all(place.end <= other.begin or place.begin >= other.end for other in kept):
            kept.append(place)
    return list(dict.fromkeys(place.number for place in sorted(kept, key=lambda place: place.begin)))


def _words(text: str) -> list[_Word]:
    shouted = text.isupper()
    words = []
    for match in _WORD.finditer(text):
        typed = _OWNS.sub("", match[0])
        plain = flat(typed)
        if not plain or plain in _SMALL:
            continue
        begins = bool(_BEGINS_SENTENCE.search(text[max(0, match.start() - 12) : match.start()]))
        capital = typed[0].isupper() and not shouted
        large = typed.isupper() and len(typed) > 1 and not shouted
        words.append(_Word(plain, capital and (large or not begins), large))
    return words


@lru_cache(maxsize=remembered.TEXTS)
def _spellings(name: str) -> tuple[tuple[tuple[str, ...], bool], ...]:
    """The words of a name, and whether it is letters for words: what stands before a bracket, and what in it."""
    before, _, within = name.partition("(")
    parts = [part for part in (before, within.rstrip(") ")) if part.strip()]
    spellings = []
    for part in parts:
        every_word = [plain for word in _WORD.findall(part) if (plain := flat(_OWNS.sub("", word)))]
        words = tuple(word for word in every_word if word not in _SMALL) or tuple(every_word)
        letters = "".join(_WORD.findall(part))
        if words:
            spellings.append((words, letters.isupper() and len(letters) <= _ACRONYM))
    return tuple(spellings)


def _places(words: Sequence[_Word], by_letter: Mapping[str, Sequence[int]], number: int, name: str) -> list[_Place]:
    """Where the name stands; slips seldom fall on the first letter, so only words that begin so are looked at."""
    places = []
    for spelling, acronym in _spellings(name):
        joined = "".join(spelling)
        if joined[0] not in by_letter:
            continue
        ordinary = all(word in _ORDINARY for word in spelling)
        for size in range(max(1, len(spelling) - 1), len(spelling) + 2):
            for begin in by_letter[joined[0]]:
                there = words[begin : begin + size]
                slips = _slips(joined, "".join(word.plain for word in there))
                if slips is None or (slips and (ordinary or acronym)):
                    continue
                if _as_a_name(there, ordinary=ordinary, acronym=acronym):
                    places.append(_Place(number, begin, begin + size, slips))
    return places


def _as_a_name(there: Sequence[_Word], *, ordinary: bool, acronym: bool) -> bool:
    """Whether the words are written as a name is that needs to be; the first of several may begin a sentence."""
    if acronym:
        return all(word.large for word in there)
    return not ordinary or there[0].capital or (len(there) > 1 and all(word.capital for word in there[1:]))


def _slips(name: str, typed: str) -> int | None:
    """How many slips make the one of the other; nothing if too many for its length. Numbers are as they are."""
    most = 2 if len(name) >= _SLIPPED_TWICE else 1 if len(name) >= _SLIPPED else 0
    slips = OSA.distance(name, typed, score_cutoff=most)
    if slips > most or re.findall(r"\d+", name) != re.findall(r"\d+", typed):
        return None
    return slips
