"""What people may mean instead, who type something after a command: to undo, edit, see or understand, not to record."""

import re
from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache

from rapidfuzz.distance import OSA

from bot.lib import marks
from bot.lib.language import remembered
from bot.lib.language.words import flat


class Intent(StrEnum):
    """What words may mean that are typed to be recorded; where several may be, the first of these."""

    UNDO = "undo"
    EDIT = "edit"
    LIST = "list"
    HELP = "help"
    SHORT = "short"  # too little to be sure
    NAME = "name"  # nobody but people


_VERBS = {
    Intent.UNDO: "undo delete remove cancel take revert retract withdraw erase scrap unshare oops",
    Intent.EDIT: "edit edits change correct amend fix reword rewrite rename update modify",
    Intent.LIST: "list lists show see view display",
    Intent.HELP: "help how what usage",
}
_INTENT_OF = {verb: intent for intent, verbs in _VERBS.items() for verb in verbs.split()}
# Words that say nothing of their own beside such a verb. No "we": whoever writes of us has something to tell.
_FILLERS = frozenset(
    """
    a about again all an and any anything at back be blocker blockers bot both but by can command commands could did do
    does done each entries entry every everybody everyone everything far first for from habit habits here i id idea
    ideas in initiative initiatives is it its just last latest made may me message mine month more my need needed new
    newest no not now of off oh old on one ones or our ours out over pencil please pls post posted posts previous recent
    record recorded said share shared should skill skills so some something sorry stuff that the them there these thing
    things this those to today typed up use used using wanna want wanted was week where win wins with work works would
    wrong wrote year yes yesterday yesterdays yet you your
    """.split()  # noqa: SIM905  # a list to be read
)
_THANKS = frozenset({"thanks", "thank", "cheers"})
_CHAT = _THANKS | frozenset("bye evening good hello hey hi hmm lol morning much ok okay test testing very".split())  # noqa: SIM905
# Words of their own that stand near a command, and begin a sentence more often than they are a slip of it.
_REAL = frozenset(
    """
    and ask asked asking asks block blocked blocks cause coin end ends export expert exports forget forgets host hosted
    hosting ideal ideals initiate initiation join joan joined joins joint kill last lend list loan lock locker log login
    logs long lost lot mind mine name named names nine partner partners pause paused pauses posts purse quiet quit quite
    reported reporter reports return returned returns send set setting shared skied skill skilled skin stage staged
    stages star start started starts state states still storey stories storm stormy store stores story task tasks than
    there they twin version visions when whole win wind winds wine wines wing wings wink wins with who why
    """.split()  # noqa: SIM905  # a list to be read
)
_EMOJI = re.compile(r":[\w+'-]+:")
_LINK = re.compile(r"\(?(?:https?://|www\.)\S+", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
# Writing without spaces between words: a sentence there is one word here.
_UNSPACED = re.compile("[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]{4}")
_LONGEST = 40  # letters of a word
_SLIPS, _MANY_SLIPS, _SHORT, _LONG = 1, 2, 3, 7


def intent(text: str, *, one_word_will_do: bool = False) -> Intent | None:
    """What the text may mean rather than to be recorded; nothing if it has something to tell.

    It has as soon as one word is neither such a verb nor says nothing beside it. Skills are often one word.
    """
    plain = _LINK.sub(" ", _EMOJI.sub(" ", marks.without(text)))
    words = _WORD.findall(flat(plain))
    if words and all(word in _FILLERS or word in _CHAT or _verb(word) for word in words):
        if intents := [intent for word in words if (intent := _verb(word))]:
            return min(intents, key=list(Intent).index)
        if is_chat(text) and not one_word_will_do:
            return Intent.SHORT
    if one_word_will_do or _UNSPACED.search(plain) or max(map(len, words), default=0) > _LONGEST:
        return None
    return Intent.SHORT if len(words) + len(marks.each(text)) <= 1 else None


def names_alone(text: str, names: Iterable[str]) -> bool:
    """Whether the text names people, by mentions or by these names, and says nothing else."""
    words = _WORD.findall(flat(_EMOJI.sub(" ", marks.without(text))))
    called = {word for name in names for word in _WORD.findall(flat(name))}
    somebody = bool(marks.each(text)) or not called.isdisjoint(words)
    return somebody and all(word in called or word in _FILLERS or word in _CHAT for word in words)


def is_chat(text: str) -> bool:
    """Whether it is a greeting, thanks to nobody who is named, or a try."""
    words = _WORD.findall(flat(_EMOJI.sub(" ", marks.without(text))))
    thanked = bool(marks.each(text)) and not _THANKS.isdisjoint(words)
    return not thanked and not _CHAT.isdisjoint(words) and all(word in _FILLERS or word in _CHAT for word in words)


@lru_cache(maxsize=remembered.WORDS)
def _verb(word: str) -> Intent | None:
    """What the word asks for, also where a letter is missing, doubled, or has changed places."""
    if word in _INTENT_OF:
        return _INTENT_OF[word]
    if word in _FILLERS or word in _CHAT or len(word) < _SHORT:
        return None
    near = (
        intent
        for verb, intent in _INTENT_OF.items()
        if len(verb) > _SHORT and verb[0] == word[0] and _swapped_or_missing(word, verb)
    )
    return next(near, None)


def nearest(word: str, known: Iterable[str], *, alone: bool) -> list[str]:
    """The commands that may be meant by a word that is none, at most two.

    One that begins a sentence, and is a word of its own, is none of them; `alone` it may be.
    """
    typed = flat(word).replace("-", "")
    if len(typed) < _SHORT or (typed in _REAL and not alone):
        return []
    slips = {name: _slips(typed, name.replace("-", "")) for name in known if name}
    best = min((number for number in slips.values() if number is not None), default=None)
    return [name for name, number in slips.items() if number is not None and number == best][:2]


def _slips(typed: str, name: str) -> int | None:
    """How many slips make one of the other; nothing if these are too many for their length."""
    shortest = min(len(typed), len(name))
    most = _MANY_SLIPS if shortest >= _LONG else _SLIPS
    slips = OSA.distance(typed, name, score_cutoff=most)
    if slips > most or (typed[0] != name[0] and sorted(typed) != sorted(name)):
        return None
    if shortest <= _SHORT and slips and set(typed) != set(name):
        return None
    return slips


def _swapped_or_missing(word: str, verb: str) -> bool:
    if OSA.distance(word, verb, score_cutoff=_SLIPS) > _SLIPS:
        return False
    return sorted(word) == sorted(verb) or len(word) == len(verb) - 1 or set(word) == set(verb)
