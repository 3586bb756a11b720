"""What somebody could send who is not let in: every button and every form, with names of rows that are not theirs.

`Outsider` is the person: they press and send, and whatever they are told, and whatever alarms, is kept. What a button
names is a row in any of its states, one of another kind, or garbled; a form may come with a hidden field, options and
a channel that it never had.
"""

import itertools
import logging
import random
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from handlers import OPTIONS
from handlers.transport import acknowledge, bolt
from sandbox.actors.person import Person
from sandbox.app import payloads
from sandbox.slack.blocks import walk
from sandbox.slack.people import GENERAL, HOME
from sandbox.slack.state import View
from tests.attacks.furnished import Names, rows
from tests.guards import gallery
from tests.guards.samples import Samples
from tests.world import World

SLOW = "TooSlowError"
NAME = "Elsewhere Together"  # the partnership that is not theirs

# The value each button carries, as it is drawn; those that carry none act where they are pressed.
BUTTONS: dict[str, str] = {
    "win.share": "{partnership}",
    "celebration.cheer": "{celebration}",
    "celebration.rest": "{celebration}.0",
    "naming.about": "{celebration}",
    "naming.confirm": "{win}",
    "naming.off": "{win}",
    "naming.back": "{win}",
    "win.from_reaction": "{partnership}.1772446200.000100",
    "win.edit": "{win}",
    "win.undo": "{win}",
    "win.restore": "{win}",
    "win.celebrate": "{win}",
    "win.more": "{win}.consent",
    "win.share_with": "{win}.{partner}",
    "win.leave_names": "{win_read}",
    "blocker.raise": "{partnership}",
    "blocker.post": "{draft}",
    "blocker.nameless": "{draft}",
    "blocker.redraft": "{draft}",
    "blocker.no_day": "{draft}",
    "blocker.drop": "{draft}",
    "blocker.ask": "{skill}.{stuck}",
    "blocker.help": "{stuck}",
    "blocker.step_back": "{stuck}",
    "blocker.fixed": "{stuck}",
    "blocker.reopen": "{fixed}",
    "blocker.edit": "{stuck}",
    "blocker.undo": "{stuck}",
    "blocker.restore": "{stuck}",
    "blocker.win": "{fixed}",
    "idea.share": "{partnership}",
    "idea.list": "{partnership}",
    "idea.post": "{draft}",
    "idea.nameless": "{draft}",
    "idea.redraft": "{draft}",
    "idea.like": "{idea}",
    "idea.unlike": "{idea}",
    "idea.help": "{idea}",
    "idea.step_back": "{idea}",
    "idea.decide": "{idea}",
    "idea.try": "{idea}",
    "idea.propose": "{idea}",
    "idea.not_now": "{idea}",
    "idea.reopen": "{decided}",
    "idea.edit": "{idea}",
    "idea.undo": "{idea}",
    "idea.restore": "{idea}",
    "initiative.begin": "{partnership}",
    "initiative.list": "{partnership}",
    "initiative.show": "{initiative}",
    "initiative.join": "{initiative}",
    "initiative.step_out": "{initiative}",
    "initiative.step": "{initiative}",
    "initiative.done": "{initiative}",
    "initiative.drop": "{initiative}",
    "initiative.reopen": "{initiative}",
    "initiative.edit": "{initiative}",
    "initiative.undo": "{initiative}",
    "initiative.restore": "{initiative}",
    "words.win": "{draft}",
    "words.idea": "{draft}.1",
    "words.blocker": "{draft}.1",
    "words.skill": "{draft}",
    "words.habit": "{draft}",
    "words.initiative": "{draft}",
    "words.run": "{draft}.0.win",
    "words.instead": "{draft}.win list",
    "habit.add": "{partnership}",
    "habit.list": "{partnership}",
    "habit.edit": "{habit}",
    "habit.undo": "{habit}",
    "habit.restore": "{habit}",
    "consultation.show": "{partnership}",
    "consultation.open": "{partnership}",
    "consultation.edit": "{consultation}",
    "consultation.end": "{consultation}",
    "consultation.end_now": "{consultation}",
    "consultation.undo": "{consultation}",
    "consultation.restore": "{consultation}",
    "consultation.answer": "{question}",
    "consultation.edit_answer": "{said}",
    "consultation.undo_answer": "{said}",
    "consultation.restore_answer": "{said}",
    "consultation.answers": "{consultation}",
    "consultation.propose": "{consultation}",
    "skill.offer": "{partnership}",
    "skill.settle": "{skill}",
    "skill.change": "{skill}",
    "skill.remove": "{skill}",
    "skill.put_back": "{skill}",
    "checkin.moving": "{checkin}",
    "checkin.steady": "{checkin}",
    "checkin.stuck": "{checkin}",
    "post.fewer": "{checkin}",
    "post.wishes": "{refused}",
    "checkin.advice": "{checkin}",
    "step.take": "{checkin}.stuck",
    "step.take_own": "{checkin}.moving",
    "commitment.happened": "{commitment}",
    "commitment.not_yet": "{commitment}",
    "commitment.dropped": "{commitment}",
    "pulse.take": "{asked}",
    "pulse.how": "{asked}",
    "pulse.read": "{pulse}",
    "pulse.unskip": "{partnership}.2026-04",
    "pulse.stop": "{pulse}",
    "pulse.respond": "{pulse}",
    "pulse.became": "{pulse}",
    "partner.ask": "p{partnership}",
    "rollcall.ask": "{partnership}",
    "partner.choose": "{partner}.p{partnership}",
    "partner.add": "p{partnership}",
    "partner.add_new": "b{stuck}.public.Intruders",
    "partner.is_mine": "p{partnership}.public.Intruders",
    "partnership.start": "",
    "partnership.bring": "{partnership}",
    "help.more": "",
    "mine.open": "",
    "mine.part": "{partnership}.ours",
    "preferences.open": "{partnership}",
    "preferences.noquiet": "{partnership}",
    "preferences.wake": "{partnership}",
    "house.open": "{partnership}",
    "house.keep": "{partnership}.6",
    "house.stake": "{partnership}.6",
    "mydata.show": "{partnership}",
    "forget.open": "{partnership}",
    "end.begin": "{partnership}",
    "end.export": "{partnership}",
    "end.continue": "{partnership}",
    "post.again": "{refused}",
    "post.leave": "{refused}",
    "why.say": "{partnership}",
    "vision.propose": "{partnership}",
    "vision.history": "{partnership}.0",
    "vision.revive": "{partnership}.v1",
    "vision.from_win": "{win}",
    "vision.outside": "{partnership}",
    "proposal.change": "{proposal}",
    "proposal.pencil": "{proposal}",
    "proposal.rub": "{proposal}",
    "proposal.again": "{proposal}",
    "proposal.because": "{proposal}",
    "catch_up.open": "{partnership}",
    "partner.step_back": "{partner}",
    "partner.return": "{away}",
    "partner.take_back": "{moved}",
    "help.yes": "{request}",
    "help.knows": "{request}",
    "help.not_now": "{request}",
    "proof.yes": "{proof}",
    "proof.no": "{proof}",
    "host.open": "{partnership}",
    "host.add": "{partnership}",
    "host.hand": "{partnership}",
    "host.ask": "{partnership}",
    "host.stop": "{partnership}",
    "host.take": "{partnership}",
    "host.yes": "{hosting}",
    "host.not_now": "{hosting}",
    "host.pass": "{member}",
    "story.choose": "{partnership}",
    "authors.ask": "{partnership}.public.2026-01-01.2026-12-31",
    "authors.choose": "{authors}",
    "map.open": "{partnership}",
    "map.choose": "{partnership}",
    "introduction.offer": "{partnership}.{partner}.{away}",
    "introduction.take_back": "{introduction}",
    "introduction.yes": "{introduction}",
    "introduction.not_now": "{introduction}",
    "spotlight.offer": "{partner}",
    "spotlight.say": "{spotlight}",
    "spotlight.pass": "{spotlight}",
    "spotlight.withdraw": "{spotlight}",
    "partner.list": "{partnership}",
    "partner.tidy": "{partnership}",
    "tidy.look": "rename.{partner}.0..Intruders",
    "tidy.do": "merge.{partner}.{away}..",
    "tidy.undo": "{tidied}",
    "partnership.pause": "{partnership}",
    "partnership.resume": "{partnership}",
    "timetable.set_back": "{partnership}.skills off",
    "reflection.begin": "{partnership}",
    "reflection.end": "{partnership}",
}

# What each form is about, beside the channel it belongs to.
ABOUTS: dict[str, str] = {
    "win.tell": "{fixed}",
    "win.edit": "{win}",
    "win.more": "{win}",
    "blocker.raise": "",
    "blocker.redraft": "{draft}",
    "blocker.edit": "{stuck}",
    "blocker.fixed": "{stuck}",
    "idea.share": "",
    "idea.redraft": "{draft}",
    "idea.edit": "{idea}",
    "idea.propose": "{version}.{idea_alone}",
    "idea.not_now": "{idea_alone}",
    "initiative.begin": "",
    "initiative.try": "{idea_alone}",
    "initiative.edit": "{initiative}",
    "initiative.step": "{initiative}",
    "initiative.done": "{initiative}",
    "initiative.drop": "{initiative}",
    "habit.add": "",
    "habit.edit": "{habit}",
    "consultation.open": "",
    "consultation.edit": "{consultation}",
    "consultation.answer": "{question}.a-secret-long-enough-to-be-one",
    "consultation.edit_answer": "{said}",
    "skill.offer": "",
    "skill.change": "{skill}",
    "pulse.take": "{asked}",
    "pulse.review": "{asked}",
    "pulse.respond": "{pulse}",
    "pulse.became": "{pulse}",
    "partner.add": "p{partnership}",
    "partnership.start": "",
    "why.say": "",
    "help.knows": "{request}",
    "host.add": "",
    "host.hand": "",
    "host.ask": "",
    "vision.propose": "{version}",
    "proposal.change": "{proposal}",
    "proposal.pencil": "{proposal}",
    "proposal.rub": "{proposal}",
    "proposal.because": "{proposal}",
    "story.make": "",
    "map.show": "",
    "authors.answer": "{authors}",
    "spotlight.say": "{spotlight}",
    "preferences.set": "{partnership}",
    "house.set": "{partnership}",
    "house.keep": "{partnership}.6",
    "forget.me": "{partnership}",
    "end.partnership": "{partnership}",
    "partnership.pause": "{partnership}",
    "tidy.menu": "{partnership}",
    "tidy.rename": "{partnership}",
    "tidy.merge": "{partnership}",
    "tidy.remove": "{partnership}",
    "tidy.from": "{partnership}",
    "tidy.do": "from.{member}.0.public.Intruders",
}
FILLED: dict[str, dict[str, Any]] = {
    "text": {"type": "plain_text_input", "value": "Ours now"},
    "how": {"type": "plain_text_input", "value": "Ours now"},
    "lines": {"type": "plain_text_input", "value": "Ours now"},
    "reason": {"type": "plain_text_input", "value": "Ours now"},
    "step": {"type": "plain_text_input", "value": "Ours now"},
    "names": {"type": "plain_text_input", "value": "Ours now"},
    "name": {"type": "plain_text_input", "value": NAME},
    "prompt.1": {"type": "plain_text_input", "value": "Ours now"},
    "aim": {"type": "static_select", "selected_option": {"value": "0"}},
    "consent": {"type": "static_select", "selected_option": {"value": "public"}},
    "readers": {"type": "radio_buttons", "selected_option": {"value": "public"}},
    "choice": {"type": "radio_buttons", "selected_option": {"value": "rename"}},
    "partner": {"type": "static_select", "selected_option": {"value": "500"}},
    "into": {"type": "static_select", "selected_option": {"value": "501"}},
    "who": {"type": "users_select", "selected_user": "U0010HUB"},
}

GARBLED = ["", "x", "0", "-1", "1.1.1", "2147483647", "9" * 30, "\u0661", "p500", "p500.public.x", "500.0", "500.no"]
TYPED = [
    "Ours now",
    "",
    "  ",
    "Won by us all, and then some more",
    "1. First aim\n2. Second",
    "Somewhere Else",
    "<@U0010HUB>",
]
CHOSEN = ["public", "inside", "as_win", "hidden", "announce", "askable", "voluntary", "6", "0", "1.500", "500.500"]
PEOPLE = ["U0010HUB", "U0013HUB", "U0NOBODY", "U0PENCIL1"]
DAYS = ["2026-04-01", "2020-01-01", "9999-12-31"]
FORM = dict[str, Any]  # what a view returns that draws one
HOLE = re.compile(r"{(\w+)}")


def filled_in(template: str, names: Names) -> Iterator[str]:
    """The value with a row in each of its states, and with the others as they usually are."""
    holes = HOLE.findall(template)
    usual = {hole: names[hole][0] for hole in holes}
    if not usual:
        yield template
    for hole in usual:
        for name in names[hole]:
            yield template.format(**usual | {hole: name})


@dataclass(frozen=True)
class Sent:
    """One request, as it can be told of and made again."""

    name: str  # of the button, or the form
    value: str
    where: str  # a channel; none: in a form or at Home
    answers: dict[str, dict[str, Any]] | None = None  # of a form
    kind: str = "button"  # how the value comes

    def __str__(self) -> str:
        return f"{'form' if self.answers is not None else self.kind} {self.name} {self.value!r}"[:120]


@dataclass
class Outsider:
    """Somebody to whom the partnership in #general is not open, and what came of what they sent."""

    world: World
    person: Person
    places: list[str]
    theirs: frozenset[str] = frozenset()  # what is their own right all the same, by its noun or whole name
    number: int = 0
    slow: int = 0
    wrong: list[tuple[str, str, str]] = field(default_factory=list)  # the kind of leak, what was sent, what came of it

    def __post_init__(self) -> None:
        self.app = bolt(self.world.bot)
        self.alarms: list[logging.LogRecord] = []

    def may(self, name: str) -> bool:
        return not self.theirs.isdisjoint({name, name.partition(".")[0]})

    def usual(self, names: Names) -> Iterator[Sent]:
        """Every button and every form once for each state of what it names."""
        places = itertools.cycle(self.places)
        answers = {block: {block: answer} for block, answer in FILLED.items()}
        for action, template in BUTTONS.items():
            for value in filled_in(template, names) if not self.may(action) else ():
                yield Sent(action, value, next(places))
        for callback, template in ABOUTS.items():
            for value in filled_in(template, names) if not self.may(callback) else ():
                yield Sent(callback, value, self.places[0], answers)
                yield Sent(callback, value, GENERAL, answers)
        for action in OPTIONS:
            yield Sent(action, "", GENERAL, kind="search")

    def unusual(self, names: Names, chance: random.Random) -> Iterator[Sent]:
        """Without end: anything, with anything that points at a row, or is garbled, in it."""
        every = [name for of_kind in names.values() for name in of_kind]
        actions, callbacks = ([key for key in table if not self.may(key)] for table in (BUTTONS, ABOUTS))

        def value(template: str) -> str:
            holes = HOLE.findall(template)
            how = chance.random()
            if how < 0.1 or not holes:
                return chance.choice([*GARBLED, *every])
            pick = {hole: chance.choice(names[hole] if how < 0.6 else every) for hole in holes}
            return template.format(**pick)

        while True:
            if chance.random() < 0.6:
                action = chance.choice(actions)
                kind = chance.choice(["button", "button", "chosen", "ticked", "part"])
                yield Sent(action, value(BUTTONS[action]), chance.choice([*self.places, ""]), kind=kind)
            elif chance.random() < 0.1:
                yield Sent(chance.choice(list(OPTIONS)), chance.choice(["", "secret", *every]), GENERAL, kind="search")
            else:
                callback = chance.choice(callbacks)
                answers = {block: {block: _answer(chance, every)} for block in fields() if chance.random() < 0.7}
                answers |= {block: {block: FILLED[block]} for block in FILLED if chance.random() < 0.5}
                yield Sent(callback, value(ABOUTS[callback]), chance.choice([*self.places, GENERAL, ""]), answers)

    async def send(self, sent: Sent) -> None:
        """It is sent; what is told of what is not theirs, and what alarms, is kept."""
        self.number += 1
        slack = self.world.slack
        slack.forms[self.person.user_id].clear()
        for place in (HOME, GENERAL, *self.places):
            slack.messages(place).clear()
        made = self._form if sent.answers is not None else self._search if sent.kind == "search" else self._press
        payload = made(sent)
        self.alarms.clear()
        status, answer = await acknowledge(self.app, payload)
        told = [
            str(answer),
            *(message.plain for place in (HOME, GENERAL, *self.places) for message in slack.messages(place)),
        ]
        told += [str(form.payload) for form in slack.forms[self.person.user_id]]
        self._judge(sent, status, "\n".join(told))

    async def send_all(self, requests: Sequence[Sent], there: int) -> None:
        """The same, and whether anything of the partnership has changed by them is kept too."""
        before = await self.world.bot.database.read(rows, there)
        for sent in requests:
            await self.send(sent)
        after = await self.world.bot.database.read(rows, there)
        if changed := [table for table in before if before[table] != after[table]]:
            self.wrong.append(("change", "; ".join(map(str, requests)), str(changed)))

    def _judge(self, sent: Sent, status: int, told: str) -> None:
        typed = str(sent.answers)
        if "ecret" in told:
            self.wrong.append(("words", str(sent), told[:300]))
        if NAME in told and NAME not in typed and NAME not in sent.value:
            self.wrong.append(("name", str(sent), told[:300]))
        alarms = [alarm.getMessage() for alarm in self.alarms]
        if alarms and all(SLOW in alarm for alarm in alarms):
            self.slow += 1  # of a busy machine, and told kindly
        elif status != 200 or alarms:
            self.wrong.append(("fault", str(sent), f"{status} {alarms}"))

    def _press(self, sent: Sent) -> dict[str, Any]:
        slack, about = self.world.slack, self.person.about
        called: dict[str, Any] = {"type": "button", "action_id": sent.name, "block_id": "b", "value": sent.value}
        if sent.kind == "part" or sent.name == "skill.settle":
            called |= {"action_id": f"{sent.name}.{sent.value}", "type": "checkboxes", "selected_options": []}
        elif sent.kind == "chosen":
            called |= {"type": "static_select", "value": None, "selected_option": {"value": sent.value}}
        elif sent.kind == "ticked":
            called |= {"type": "checkboxes", "value": None, "selected_options": [{"value": sent.value}]}
        if not sent.where:
            view = View("V0FORGED", "home", {"blocks": []}, about.user_id)
            return payloads.block_action(slack, about, called, message=None, view=view, url=None, values={})
        only_for = about.user_id if not sent.where.startswith("D") else None
        message = slack.add(sent.where, slack.bot_user, "a button", [], only_for=only_for)
        url = self.world.sandbox.app.respond_at(slack.response_url(about.user_id, sent.where, message))
        return payloads.block_action(slack, about, called, message=message, view=None, url=url, values={})

    def _form(self, sent: Sent) -> dict[str, Any]:
        slack, about = self.world.slack, self.person.about
        form = {"callback_id": sent.name, "title": {"text": "x"}, "blocks": []}
        view = View(f"V0FORGED{self.number}", "modal", form, about.user_id)
        view.payload["private_metadata"] = f"{sent.where} {sent.value}"
        return payloads.view_submission(slack, about, view, sent.answers or {})

    def _search(self, sent: Sent) -> dict[str, Any]:
        view = View("V0FORGED", "modal", {"title": {"text": "x"}, "blocks": []}, self.person.user_id)
        view.payload["private_metadata"] = f"{sent.where} "
        block = {"block_id": "b", "element": {"action_id": sent.name}}
        return payloads.block_suggestion(self.world.slack, self.person.about, view, block, sent.value, {})


@cache
def fields() -> list[str]:
    """Every field there is in a form, as the views draw it."""
    samples = Samples("words", "name", 1)
    forms = [view for module in gallery.modules() for view in gallery.views(module) if view.hints["return"] == FORM]
    drawn = itertools.chain.from_iterable(walk(shown) for view in forms for shown in view.returned(samples))
    return sorted({*FILLED, *(part["block_id"] for part in drawn if part.get("type") == "input")})


def _answer(chance: random.Random, every: list[str]) -> dict[str, Any]:
    """What a field of some kind holds."""
    option = {"value": chance.choice([*CHOSEN, *every])}
    return chance.choice(
        [
            {"type": "plain_text_input", "value": chance.choice(TYPED)},
            {"type": "static_select", "selected_option": option},
            {"type": "checkboxes", "selected_options": [option]},
            {"type": "radio_buttons", "selected_option": option},
            {"type": "multi_users_select", "selected_users": [chance.choice(PEOPLE)]},
            {"type": "multi_external_select", "selected_options": [{"value": chance.choice(PEOPLE)}]},
            {"type": "users_select", "selected_user": chance.choice(PEOPLE)},
            {"type": "datepicker", "selected_date": chance.choice(DAYS)},
        ]
    )


class _Alarms(logging.Handler):
    def __init__(self, alarms: list[logging.LogRecord]) -> None:
        super().__init__(logging.ERROR)
        self._alarms = alarms

    def emit(self, record: logging.LogRecord) -> None:
        self._alarms.append(record)


@contextmanager
def heard(outsider: Outsider) -> Iterator[None]:
    """What alarms meanwhile is put down to them."""
    alarms = _Alarms(outsider.alarms)
    logging.getLogger().addHandler(alarms)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(alarms)


# What stays theirs who have left: their data, being forgotten, what they prefer, and a pulse they were invited to.
# Anybody may begin a partnership.
THEIRS = frozenset({"mydata", "forget", "preferences", "pulse.take", "pulse.how", "pulse.review", "partnership.start"})
OUTSIDERS = {
    "a host of another": "Amina Okafor",
    "somebody of none": "Ruth Lacey",
    "a host who has left": "Leila Haddad",
    "a member who has left": "Ben Carter",
}


async def let_out(world: World, who: str) -> Outsider:
    """One of those to whom the partnership in #general is not open, in whatever conversation they may press."""
    person = world.person(OUTSIDERS[who])
    alone = world.slack.direct(person.user_id).id
    if who.endswith("left"):
        await person.leaves("general")
        return Outsider(world, person, [alone], THEIRS)
    world.slack.channels[GENERAL].members.discard(person.user_id)
    places = [alone] if who == "somebody of none" else [HOME, alone]
    return Outsider(world, person, places, frozenset({"partnership.start"}))
