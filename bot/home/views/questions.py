"""What somebody is asked whose words may mean several things. Each answer is one press away."""

from collections.abc import Sequence

from bot.blockers.views.blocker import EDIT as EDIT_BLOCKER
from bot.blockers.views.blocker import UNDO as UNDO_BLOCKER
from bot.blockers.views.draft import DROP
from bot.habits.views.habit import ADD as ADD_HABIT
from bot.habits.views.habit import EDIT as EDIT_HABIT
from bot.habits.views.habit import UNDO as UNDO_HABIT
from bot.home.acts_on_words import Doubt, KeptWords, Noun, Own
from bot.ideas.views.idea import EDIT as EDIT_IDEA
from bot.ideas.views.idea import UNDO as UNDO_IDEA
from bot.initiatives.views.initiative import BEGIN as BEGIN_INITIATIVE
from bot.initiatives.views.initiative import EDIT as EDIT_INITIATIVE
from bot.initiatives.views.initiative import UNDO as UNDO_INITIATIVE
from bot.lib.language.intents import Intent
from bot.skills.views.skill import CHANGE as CHANGE_SKILL
from bot.skills.views.skill import REMOVE as REMOVE_SKILL
from bot.slack.blocks import QUOTED, Element, actions, button
from bot.slack.messages import Message, message
from bot.slack.rich_text import Piece, bold, code, pieces, quote, say
from bot.slack.text import cut
from bot.slack.views.entry_points import IDEA as SHARE_IDEA
from bot.slack.views.entry_points import OFFER, RAISE, SHARE, ways_in
from bot.wins.views.win import EDIT as EDIT_WIN
from bot.wins.views.win import UNDO as UNDO_WIN

WIN, BLOCKER, SKILL, IDEA, HABIT = "words.win", "words.blocker", "words.skill", "words.idea", "words.habit"
INITIATIVE = "words.initiative"
RUN, INSTEAD = "words.run", "words.instead"

_LAST = 140  # characters shown of what may be undone
_COMMAND = 40
_NEAR = 2
_AS = {
    Noun.WIN: (WIN, "share", SHARE),
    Noun.BLOCKER: (BLOCKER, "raise", RAISE),
    Noun.SKILL: (SKILL, "offer", OFFER),
    Noun.IDEA: (IDEA, "share", SHARE_IDEA),
    Noun.HABIT: (HABIT, "keep", ADD_HABIT),
    Noun.INITIATIVE: (INITIATIVE, "begin", BEGIN_INITIATIVE),
}
_UNDO = {
    Noun.WIN: UNDO_WIN,
    Noun.BLOCKER: UNDO_BLOCKER,
    Noun.SKILL: REMOVE_SKILL,
    Noun.IDEA: UNDO_IDEA,
    Noun.HABIT: UNDO_HABIT,
    Noun.INITIATIVE: UNDO_INITIATIVE,
}
_EDIT = {
    Noun.WIN: EDIT_WIN,
    Noun.BLOCKER: EDIT_BLOCKER,
    Noun.SKILL: CHANGE_SKILL,
    Noun.IDEA: EDIT_IDEA,
    Noun.HABIT: EDIT_HABIT,
    Noun.INITIATIVE: EDIT_INITIATIVE,
}
_VERBS = {Intent.UNDO: "undo", Intent.EDIT: "edit"}
_LOOK = {
    Intent.LIST: ("Do you want to see the {}s, or {}?", "Show the {}s"),
    Intent.HELP: ("Do you want to know how {}s work, or {}?", "How {}s work"),
}


def doubt(facts: Doubt) -> Message:
    """Whether words are to be recorded, or to undo, edit, list or explain what is recorded."""
    action, as_one, form = _AS[facts.noun]
    or_this = f"{as_one} this as one"
    recorded = button(f"{as_one.capitalize()} it as {_a(facts.noun)}", action, facts.key)
    if facts.intent is Intent.NAME:
        return message(
            say(
                "That’s only a name, so I haven’t kept it. What do people do here? To thank somebody, share a win.",
                quote(cut(facts.text, QUOTED)),
            ),
            actions(button("Write a sentence", form), recorded),
        )
    if facts.intent is Intent.SHORT:
        return message(
            say(
                f"Shall I {as_one} just this as {_a(facts.noun)}? A sentence tells people more.",
                quote(cut(facts.text, QUOTED)),
            ),
            actions(recorded, button("Write a sentence", form)),
        )
    if facts.intent in _LOOK:
        question, label = _LOOK[facts.intent]
        look = button(label.format(facts.noun), INSTEAD, f"{facts.key}.{facts.noun} {facts.intent}")
        return message(
            say(question.format(facts.noun, or_this), quote(cut(facts.text, QUOTED))), actions(look, recorded)
        )
    verb = _VERBS[facts.intent]
    if facts.last is None:
        return message(
            say(f"You have no {facts.noun} here to {verb}. Do you want to {or_this}?", quote(cut(facts.text, QUOTED))),
            actions(recorded, button("No, drop it", DROP, facts.key)),
        )
    return message(
        say(f"Do you want to {verb} your last {facts.noun}, or {or_this}?", quote(cut(facts.text, QUOTED))),
        say(f"Your last {facts.noun}:", quote(cut(facts.last.text, _LAST))),
        actions(_change_last(facts.noun, facts.intent, facts.last), recorded),
    )


def _a(noun: Noun) -> str:
    return f"an {noun}" if noun in {Noun.IDEA, Noun.INITIATIVE} else f"a {noun}"


def _change_last(noun: Noun, intent: Intent, last: Own) -> Element:
    action = (_UNDO if intent is Intent.UNDO else _EDIT)[noun]
    return button(f"{_VERBS[intent].capitalize()} my last {noun}", action, str(last.id))


def which(kept: KeptWords, word: str, near: Sequence[str], *, a_sentence: bool, public: bool) -> Message:
    """What words are that begin with no command: one typed with a slip, or something to be recorded.

    A command alone is no win. Who said the words in the channel itself, `public`, is told so before they raise them.
    """
    runs = [
        button(name, f"{RUN}.{place}", f"{kept.key}.{int(public)}.{name}") for place, name in enumerate(near[:_NEAR])
    ]
    records = [
        button("A win", WIN, kept.key),
        button("A blocker", BLOCKER, f"{kept.key}.{int(public)}"),
        button("A skill", SKILL, kept.key),
        button("An idea", IDEA, f"{kept.key}.{int(public)}"),
    ]
    if near and not a_sentence:
        return message(say(*_meant(word, near)), actions(*runs))
    first: list[Piece] = [*_meant(word, near), " Or shall"] if near else ["Shall"]
    return message(
        say(*first, " I record this as a win, a blocker, a skill or an idea?", quote(cut(kept.text, QUOTED))),
        actions(*runs, *records),
    )


def _meant(word: str, near: Sequence[str]) -> list[Piece]:
    names: list[Piece] = [bold(near[0]), *(piece for name in near[1:_NEAR] for piece in (" or ", bold(name)))]
    return pieces(code(cut(word, _COMMAND)), ": did you mean ", *names, "?")


def unknown(word: str, command: str) -> Message:
    """One word that is no command, and near none."""
    return message(
        say("I don’t know ", code(cut(word, _COMMAND)), ". ", code(f"{command} help"), " shows what I know."),
        ways_in(),
    )
