"""What people said: the post at the end of a consultation, the whole list, and the answers beside a proposal."""

from collections.abc import Iterable

from bot.consultations.facts import AnswerView, ConsultationView, Digest
from bot.consultations.views.answer import EDIT_ANSWER, UNDO_ANSWER
from bot.lib import marks
from bot.slack.blocks import QUOTED, Block, actions, button, header
from bot.slack.messages import Message, message
from bot.slack.rich_text import Piece, bold, bullets, names, person, pieces, quote, say
from bot.slack.text import and_more, cut
from bot.slack.views.fewer_posts import fewer
from bot.slack.views.wording import count

ANSWERS, PROPOSE = "consultation.answers", "consultation.propose"

_EACH, _SHORT = 3, 200  # answers to a question in the channel, and characters of each
_PAGE = 15  # answers in a list
_BESIDE = 6_000  # characters beside a proposal


def heard(here: ConsultationView, opening: str) -> str:
    """Who has been heard; of others nothing is said."""
    return f"{opening}: {''.join(str(name) for name in names(list(here.heard)))}."


def post(digest: Digest, token: str) -> Message:
    """What people said as the channel sees it: a few answers to each question, in no order, and the ways on."""
    here, about = digest.consultation, str(digest.consultation.id)
    return message(
        header("What people said about our vision"),
        say(f"{count(here.answers, 'answer').capitalize()}, in no particular order.", *_who(here)),
        *(_in_short(question, answers) for question, answers in _by_question(digest)),
        actions(button("Propose a change", PROPOSE, about), button("All answers", ANSWERS, about), fewer(token)),
    )


def _who(here: ConsultationView) -> list[Piece]:
    return [f" {heard(here, 'Heard')}"] if here.heard else []


def _by_question(digest: Digest) -> Iterable[tuple[str, list[AnswerView]]]:
    """Each question that has answers, with them."""
    for prompt in digest.consultation.prompts:
        answers = [answer for answer in digest.answers if answer.prompt_id == prompt.id]
        if answers:
            yield prompt.text, answers


def _in_short(question: str, answers: list[AnswerView]) -> list[Block]:
    more = len(answers) - _EACH
    lines = [pieces(cut(answer.text, _SHORT), *_by(answer)) for answer in answers[:_EACH]]
    return [say(bold(question), bullets(*lines, *([and_more(more)] if more > 0 else [])))]


def _by(answer: AnswerView) -> list[Piece]:
    """Whose it is, as far as they said."""
    if answer.author is None:
        return [" (passed on)"] if answer.passed_on else []
    return [" (passed on by " if answer.passed_on else " (", person(answer.author), ")"]


def listing(digest: Digest, start: int) -> Message:
    """All answers, some at a time; whoever may take one out can do it here."""
    questions = {prompt.id: prompt.text for prompt in digest.consultation.prompts}
    order = list(questions)
    answers = sorted(digest.answers, key=lambda answer: order.index(answer.prompt_id))
    page, blocks, last = answers[start : start + _PAGE], list[Block](), None
    for answer in page:
        if answer.prompt_id != last:
            blocks.append(say(bold(questions[answer.prompt_id])))
            last = answer.prompt_id
        blocks += _entry(answer)
    more = len(answers) - start - len(page)
    on = f"{digest.consultation.id}.{start + _PAGE}"
    return message(
        blocks or [say("There are no answers.")],
        [actions(button("More answers", ANSWERS, on))] if more > 0 else [],
    )


def _entry(answer: AnswerView) -> list[Block]:
    about = str(answer.id)
    edit = [button("Edit", EDIT_ANSWER, about)] if answer.own else []
    undo = [button("Undo" if answer.own else "Take it out", UNDO_ANSWER, about)] if answer.removable else []
    words = say(quote(cut(answer.text, QUOTED)), *_by(answer))
    return [words, actions(*edit, *undo)] if undo else [words]


def beside(digest: Digest) -> list[Block]:
    """The answers, for whoever words a proposal: as many as there is room for, of every question some."""
    blocks: list[Block] = [say(bold("What people said"), *_who(digest.consultation))]
    by_question = list(_by_question(digest))
    for question, answers in by_question:
        room, lines = _BESIDE // len(by_question), list[list[Piece]]()
        for answer in answers:
            text = cut(answer.text, QUOTED)
            room -= marks.length(text)
            if room < 0 and lines:
                lines.append(pieces(and_more(len(answers) - len(lines))))
                break
            lines.append(pieces(text))
        blocks.append(say(bold(question), bullets(*lines)))
    return blocks
