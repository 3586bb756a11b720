"""What a person reads and fills in about skills, and the post on those newly discovered."""

from collections.abc import Sequence
from typing import Any

from bot.blockers.entries import BlockerView
from bot.blockers.helpers_consent import PastHelp
from bot.blockers.views.blocker import in_short
from bot.blockers.views.helpers_consent import waiting as waiting_for_consent
from bot.partnership.views.partner import ask
from bot.skills.entries import SkillView
from bot.skills.facts import OfferReceipt, RemovedSkill, SkillChoice, SkillForm, SkillList, SkillSearch
from bot.slack.blocks import Block, Element, actions, button, header
from bot.slack.forms import FORM_TEXT, checkboxes, field, form, text_input
from bot.slack.messages import Message, message
from bot.slack.rich_text import Piece, bold, bullets, code, line, names, person, pieces, quote, say
from bot.slack.text import and_more, cut
from bot.slack.views.entry_points import OFFER
from bot.slack.views.fewer_posts import fewer
from bot.slack.views.guide import call, guide
from bot.slack.views.wording import count

SETTLE, REMOVE, PUT_BACK, CHANGE = (
    "skill.settle",
    "skill.remove",
    "skill.put_back",
    "skill.change",
)
OFFER_FORM, CHANGE_FORM = "skill.offer", "skill.change"
NAMES, HOLDS = "names", "holds"
HIDDEN, ANNOUNCE, ASKABLE = "hidden", "announce", "askable"

_HOLDS = (
    ("My day job doesn’t ask for it", HIDDEN),
    ("Announce it in the channel", ANNOUNCE),
    ("People may ask me for help with it", ASKABLE),
)
_EXAMPLES = ("fundraising, interior design", "Polish, driving a minibus, taking minutes", "grant budgets")
_PEOPLE = 30
_LISTED = 80
_NAMES_EACH = 12
_HELPED = 80
_BACK = 3_500  # characters of each kind that were not kept

EMPTY = "I found no skill in that, so nothing was kept. A few words each, with commas between."
NOTHING_ASKED = "Say what you’re looking for in your own words, such as: somebody who knows grant budgets."


def receipt(receipt: OfferReceipt) -> Message:
    """What was kept, with three boxes for each to say what holds; and what could not be kept, word for word."""
    typed = receipt.typed
    boxes = not typed.much_is_left
    back = [
        *_not_kept("This is too long for a skill. Could you say it in a few words?", typed.too_long),
        *_not_kept("Give these a name, so that people can find them:", typed.wordless),
        *_not_kept("I take twenty at a time. Copy these and send them next:", typed.too_many),
    ]
    return message(
        _kept(receipt.skills, boxes=boxes) if receipt.skills else [],
        back,
        ask(receipt.organisations, f"p{receipt.partnership_id}")
        if receipt.organisations and receipt.skills and boxes
        else [],
    )


def _kept(offered: Sequence[SkillView], *, boxes: bool) -> list[Block]:
    """What holds for each, in boxes to tick; or, where there is much else to say, only that it is kept."""
    if not boxes:
        return [
            say("Kept: ", *names([bold(skill.name) for skill in offered]), "."),
            say("I may announce each, and people may ask you for it. You can change that in My Pencil."),
        ]
    blocks: list[Block] = [
        say(
            "Thank you, that’s kept. Untick what you don’t want. If your day job never asks for it, tick that: those "
            "are the skills nobody knows about."
        )
    ]
    for skill in offered:
        blocks += [say(bold(skill.name)), _boxes(skill)]
    return blocks


def _not_kept(why: str, texts: Sequence[str]) -> list[Block]:
    if not texts:
        return []
    joined = ", ".join(texts)
    over = [say(f"Slack lets me show no more than these {_BACK:,} characters of it.")] if len(joined) > _BACK else []
    return [say(why, quote(cut(joined, _BACK))), *over]


def _boxes(skill: SkillView) -> Block:
    return actions(
        _checkboxes(f"{SETTLE}.{skill.id}", skill),
        button("Remove", f"{REMOVE}.{skill.id}", str(skill.id)),
    )


def _checkboxes(action: str, skill: SkillView | None = None) -> Element:
    holds = {HIDDEN: skill.hidden, ANNOUNCE: skill.announce, ASKABLE: skill.askable} if skill else {}
    ticked = [value for _, value in _HOLDS if holds.get(value, value != HIDDEN)]
    return checkboxes(_HOLDS, ticked, action=action)


def settled(skill: SkillView) -> Message:
    """What holds for one skill now."""
    return message(say(bold(skill.name), ": ", _holding(skill), "."), _boxes(skill))


def _holding(skill: SkillView) -> str:
    hidden = "your day job doesn’t ask for it" if skill.hidden else "part of your day job"
    announce = "may be announced" if skill.announce else "not announced"
    askable = "people may ask you" if skill.askable else "you’d rather not be asked"
    return f"{hidden}; {announce}; {askable}"


def removed(skill: RemovedSkill) -> Message:
    return message(
        say("Removed: ", bold(skill.name), ". Nobody will find it any more."),
        actions(button("Put it back", PUT_BACK, str(skill.id))),
    )


def which(choice: SkillChoice) -> Message:
    """Which of the person's skills is to go, where the name does not say."""
    if not choice.skills:
        return message(
            say("You don’t offer ", bold(cut(choice.name, 80) or "that"), ", so there was nothing to remove.")
        )
    return message(
        say("Which of these shall I remove?"),
        actions(*(button(skill.name, f"{REMOVE}.{skill.id}", str(skill.id)) for skill in choice.skills[:20])),
    )


def offer_form(channel: str) -> dict[str, Any]:
    """The form for skills: as many as one likes, and what holds for all of them to begin with."""
    boxes = _checkboxes(HOLDS)
    return form(
        OFFER_FORM,
        "Offer a skill",
        field(
            NAMES,
            "What can you do?",
            text_input(max_length=FORM_TEXT, multiline=True),
            hint="Several, with commas between: fundraising, interior design. Hobbies count.",
        ),
        field(
            HOLDS,
            "Which apply to all of them?",
            boxes,
            hint="You can change it for each one later.",
            optional=True,
        ),
        submit="Offer",
        channel=channel,
    )


def change_form(facts: SkillForm) -> dict[str, Any]:
    """The form for what holds for one skill."""
    skill = facts.skill
    return form(
        CHANGE_FORM,
        "Change a skill",
        say(bold(skill.name)),
        field(HOLDS, "Which apply?", _checkboxes(HOLDS, skill), optional=True),
        actions(button("Remove", REMOVE, str(skill.id))),
        submit="Save",
        channel=facts.channel,
        about=str(skill.id),
    )


def search(search: SkillSearch, command: str) -> Message:
    """Who may be asked, best first; who perhaps; and who else has helped with such a thing."""
    if not (search.skills or search.perhaps or search.helped):
        return message(
            say(
                "Nobody here has offered ",
                bold(cut(search.text, 80)),
                " yet. Try another word, or raise it as a blocker, so that everybody sees it.",
            )
        )
    return message(
        [say("You may ask:"), _offering(search.skills)] if search.skills else [],
        [say("Perhaps:"), _offering(search.perhaps)] if search.perhaps else [],
        [say("They’ve helped with something like it:", bullets(*(_shown(past) for past in search.helped)))]
        if search.helped
        else [],
        say("Only you see this. To offer a skill yourself: ", code(f"{command} …"), "."),
    )


def _offering(skills: Sequence[SkillView]) -> Block:
    return say(
        bullets(
            *(
                [person(skill.user_id), *_from(skill), ": ", bold(skill.name), *_helped(skill.helped)]
                for skill in skills
            )
        )
    )


def _from(skill: SkillView) -> list[Piece]:
    return [f" of {skill.organisation}"] if skill.organisation else []


def _helped(texts: Sequence[str], most: int = 2) -> list[Piece]:
    """What a skill has helped with, in short."""
    shown: list[Piece] = [f"“{cut(text, _HELPED)}”" for text in texts[:most]]
    more = len(texts) - most
    return ["; helped with: ", *names([*shown, *([f"{more} more"] if more > 0 else [])])] if texts else []


def _shown(past: PastHelp) -> list[Piece]:
    return [
        person(past.user_id),
        *([f" of {past.organisation}"] if past.organisation else []),
        f": helped with “{cut(past.text, _HELPED)}”",
    ]


def listing(listed: SkillList, command: str) -> Message:
    """What I offer and have helped with, what waits for my yes, and what there is in the partnership."""
    own, helped = listed.own, listed.helped
    if not own and not listed.known and not helped and not listed.waiting:
        return message(
            say("No skills yet. Start with your own: ", code(f"{command} {_EXAMPLES[0]}"), "."),
            actions(button("Offer a skill", OFFER)),
        )
    shown, more = listed.known[:_LISTED], len(listed.known) - _LISTED
    return message(
        [
            say(
                bold("Yours"),
                bullets(
                    *(
                        pieces(bold(skill.name), ": ", _holding(skill), *_helped(skill.helped, 1), ".")
                        for skill in own[:20]
                    )
                ),
            )
        ]
        if own
        else [],
        [say(f"… {and_more(len(own) - 20)} of yours.")] if len(own) > 20 else [],
        [say("You’ve helped with: ", *names([f"“{cut(text, _HELPED)}”" for text in helped[:5]]), ".")]
        if helped
        else [],
        waiting_for_consent(listed.waiting),
        [
            say(
                bold("Here in the partnership"),
                line(", ".join(f"{name} ({number})" if number > 1 else name for name, number in shown), "."),
            )
        ]
        if shown
        else [],
        [say(f"… {and_more(more)}.")] if more > 0 else [],
        say("To find people: ", code(f"{command} find"), " and a word or two."),
        actions(button("Offer a skill", OFFER)),
    )


def called(command: str) -> Message:
    return call("skill", "what you can do", command, button("Offer a skill", OFFER))


def help_(command: str) -> Message:
    """How to offer and find skills."""
    return guide(
        "Skills, especially those your day job never asks for",
        command,
        ("fundraising, interior design", "offers both."),
        ("find somebody for grant budgets", "finds people you can ask."),
        ("list", "shows yours, and what others offer."),
        ("remove fundraising", "takes one back."),
        ("", "on its own opens a form."),
        mention="skill fundraising",
        examples=_EXAMPLES,
        closing="You can change or remove what you offer at any time.",
        way_in=button("Offer a skill", OFFER),
    )


# Skills discovered


def discovered(offered: Sequence[SkillView], fits: Sequence[tuple[BlockerView, SkillView]], token: str) -> Message:
    """Skills new since last time: those no day job asks for first, then the others; and what they could be used for."""
    hidden = [skill for skill in offered if skill.hidden]
    others = [skill for skill in offered if not skill.hidden]
    return message(
        header("Skills discovered"),
        _group("Beyond the day job:", hidden),
        _group("From the day job:" if hidden else "Newly offered:", others),
        [say(bold("Could one of these help with what’s stuck?")), say(bullets(*(_fit(*pair) for pair in fits)))]
        if fits
        else [],
        actions(button("Offer a skill", OFFER), fewer(token)),
    )


def _group(title: str, offered: Sequence[SkillView]) -> list[Block]:
    if not offered:
        return []
    people = [(skill, list(group)) for skill, group in _by_person(offered)]
    lines: list[Any] = [
        [person(first.user_id), *_from(first), ": ", *names(_named(group))] for first, group in people[:_PEOPLE]
    ]
    if len(people) > _PEOPLE:
        lines.append(f"… {and_more(len(people) - _PEOPLE)}")
    return [say(bold(title)), say(bullets(*lines))]


def _by_person(offered: Sequence[SkillView]) -> list[tuple[SkillView, list[SkillView]]]:
    people: dict[str, list[SkillView]] = {}
    for skill in offered:
        people.setdefault(skill.user_id, []).append(skill)
    return [(group[0], group) for group in people.values()]


def _named(group: Sequence[SkillView]) -> list[Piece]:
    shown: list[Piece] = [bold(skill.name) for skill in group[:_NAMES_EACH]]
    more = len(group) - _NAMES_EACH
    return [*shown, *([f"{more} more"] if more > 0 else [])]


def _fit(blocker: BlockerView, skill: SkillView) -> list[Piece]:
    return [*in_short([blocker], 1)[0], " – perhaps ", bold(skill.name), ", ", person(skill.user_id), "?"]


def waiting(number: int) -> str:
    return f"{count(number, 'new skill')}"
