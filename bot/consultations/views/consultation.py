"""A question of a consultation in the channel, and how a consultation stands."""

from bot.consultations.facts import AnswerView, ConsultationView, PromptView, Status
from bot.consultations.views.answer import EDIT_ANSWER, UNDO_ANSWER
from bot.consultations.views.digest import ANSWERS, PROPOSE, heard
from bot.slack.blocks import QUOTED, Block, Element, actions, button, header
from bot.slack.messages import Message, message
from bot.slack.rich_text import Piece, bold, code, quote, say
from bot.slack.text import cut, dated, day, weekday
from bot.slack.views.fewer_posts import fewer
from bot.slack.views.guide import guide
from bot.slack.views.wording import count

SHOW, ANSWER = "consultation.show", "consultation.answer"
OPEN, EDIT, END = "consultation.open", "consultation.edit", "consultation.end"
UNDO, RESTORE = "consultation.undo", "consultation.restore"

TITLE = "What should our vision say?"
_EXAMPLES = (
    "What would be different for you if this worked?",
    "What do we do now that you’d miss?",
    "Who should be helped here, and isn’t yet?",
)


# In the channel


def card(here: ConsultationView, prompt_id: int, token: str) -> Message:
    """A question as the channel sees it, with the way to answer; once it is closed, the way to what people said."""
    [prompt] = [prompt for prompt in here.prompts if prompt.id == prompt_id]
    if not here.is_open:
        answers = [button("What people said", ANSWERS, str(here.id))] if here.answers else []
        return message(say(bold(prompt.text), " This is closed."), actions(*answers, fewer(token)))
    return message(
        header(TITLE),
        say(bold(prompt.text)),
        say(*_terms(here)),
        [say(heard(here, "Heard so far"))] if here.heard else [],
        actions(button("Answer", ANSWER, str(prompt.id)), fewer(token)),
    )


def _terms(here: ConsultationView) -> list[Piece]:
    """Whom it is for, and until when."""
    return [*_audience(here), f"Answer until {weekday(here.until)}, with your name or without."]


def _audience(here: ConsultationView) -> list[Piece]:
    return ["For: ", here.audience.rstrip(" ."), ". "] if here.audience else []


def _before(here: ConsultationView, *, host: bool) -> list[Piece]:
    """When there will be something to answer; hosts read below when that begins."""
    comes = f"on {day(here.next_at, here.zone)}" if here.next_at else "after the pause"
    first = "" if host else f"The first question comes {comes}. "
    return [*_audience(here), f"{first}People can answer until {weekday(here.until)}."]


NOTHING = "if a host opens one"


def outlook(here: ConsultationView) -> str:
    """What comes next of it, for those who look ahead."""
    waiting = [prompt.text for prompt in here.prompts if not prompt.asked]
    return f"asking “{waiting[0]}”" if waiting else "with what people said"


# How it stands


def status(shown: Status) -> Message:
    """What is asked, with the way to answer each; the person's own named answers; for hosts what they can do."""
    here = shown.consultation
    if here is None:
        return message(
            say("Nobody has asked people here yet what the vision should say.", *_hosts_can(host=shown.host)),
            [actions(open_button(shown.partnership_id))] if shown.host else [],
        )
    if not here.is_open:
        return _closed(here, host=shown.host)
    return message(
        say(bold(TITLE)),
        say(*(_terms(here) if here.asked else _before(here, host=shown.host))),
        *(question(prompt) for prompt in here.asked),
        [say(heard(here, "Heard so far"))] if here.heard else [],
        *(_own(answer) for answer in shown.own),
        _for_hosts(here) if shown.host else [],
    )


def _hosts_can(*, host: bool) -> list[Piece]:
    return [] if host else [" A host can: ", code("@Pencil consultation"), "."]


def _closed(here: ConsultationView, *, host: bool) -> Message:
    assert here.closed_at is not None
    on = dated(here.closed_at, here.zone)
    about = str(here.id)
    answers = [button("What people said", ANSWERS, about), button("Propose a change", PROPOSE, about)]
    again = [open_button(here.partnership_id)] if host else []
    buttons = [*(answers if here.answers else []), *again]
    return message(
        say(f"The last consultation on the vision ended on {on}, with {count(here.answers, 'answer')}."),
        [actions(*buttons)] if buttons else [],
    )


def question(prompt: PromptView) -> list[Block]:
    """A question that has been asked, and the way to answer it."""
    return [say(bold(prompt.text)), actions(button("Answer", ANSWER, str(prompt.id)))]


def _own(answer: AnswerView) -> list[Block]:
    about = str(answer.id)
    return [
        say("You answered:", quote(cut(answer.text, QUOTED))),
        actions(button("Edit", EDIT_ANSWER, about), button("Undo", UNDO_ANSWER, about)),
    ]


def coming(here: ConsultationView) -> str:
    """What the channel gets next."""
    if len(here.asked) == len(here.prompts):
        return "What people said"
    return "The next question" if here.asked else "The first question"


def _for_hosts(here: ConsultationView) -> list[Block]:
    """What comes next, and what a host can do about it."""
    about = str(here.id)
    waiting = [prompt.text for prompt in here.prompts if not prompt.asked]
    comes = f" comes on {day(here.next_at, here.zone)}" if here.next_at else " waits"
    return [
        say(bold("For hosts"), f". {coming(here)}{comes}.", *(quote(text) for text in waiting)),
        actions(button("Change", EDIT, about), button("End it now …", END, about), button("Take it back", UNDO, about)),
    ]


def open_button(partnership_id: int) -> Element:
    """For hosts: opens the form."""
    return button("Ask people about the vision", OPEN, str(partnership_id))


def in_short(here: ConsultationView) -> list[Block]:
    """The newest question beside what is ours, and the way to all of them; nothing before one has been asked."""
    if not here.asked:
        return []
    newest = here.asked[-1]
    return [
        say(bold(TITLE), quote(newest.text), *_terms(here)),
        actions(button("Answer", ANSWER, str(newest.id)), button("All questions", SHOW, str(here.partnership_id))),
    ]


def help_(command: str) -> Message:
    """How people are asked about the vision."""
    return guide(
        TITLE,
        f"{command} consultation",
        ("", "on its own shows what’s asked now, and how to answer."),
        ("open", "opens a consultation, for hosts: up to three questions, one a week, and until when."),
        ("end", "ends it early, for hosts."),
        mention="consultation",
        examples=_EXAMPLES,
        closing="Answers are posted when it ends. You can leave your name out.",
        way_in=button("See what’s asked", SHOW),
    )
