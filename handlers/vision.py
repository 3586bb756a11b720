"""The vision in pencil: seeing it, looking back, and proposing a change."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.app import Bot
from bot.lib.refusals import GoneError, NothingToldError
from bot.lib.text import SENTENCE, TooLongError, sentence
from bot.models import Aim, Partnership, Vision, Win
from bot.partnership import homes, members, partnerships
from bot.partnership.members import Who
from bot.slack.messages import Message
from bot.slack.text import cut, dated
from bot.vision import aims, proposals
from bot.vision import propose as pencilling
from bot.vision import versions as vision
from bot.vision.aims import Aimed, KeptNowhereError, TooManyError, UnknownAimError, Wording
from bot.vision.proposals import Outcome
from bot.vision.views import drift
from bot.vision.views import forms as form
from bot.vision.views import proposal as proposal_view
from bot.vision.views import vision as view
from bot.vision.views.vision import Entry
from bot.wins import entries as wins
from handlers.markup import first_word
from handlers.payloads import Command, Press, Submission
from handlers.replies import Errors, Open, Reply, Say
from handlers.tables import Actions, Forms, Subcommands

_BECAUSE = re.compile(r"because\b[:,]?\s*(.*)", re.IGNORECASE | re.DOTALL)
_TYPED_WRONG = (TooLongError, TooManyError, UnknownAimError, KeptNowhereError)


async def word(bot: Bot, act: Command, rest: str) -> Reply:
    """`vision`, `vision propose TEXT`, `vision propose`, `vision history`, `vision aim 2`, `vision help`."""
    said, more = first_word(rest)
    command, now = bot.settings.command_partnership, bot.clock()
    if said == "propose":
        return await _proposing(bot, act, more)
    if said == "history":
        return Say(await bot.database.run(_history, act.channel, act.who, 0, now))
    if said in {"aim", "aims"} and more:
        try:
            return Say(await bot.database.run(_aim, act.channel, more))
        except UnknownAimError as refusal:
            return Say(view.unknown_aim(refusal.said, refusal.near))
    if said in {"", "aim", "aims"}:
        return Say(await bot.database.run(_overview, act.channel, act.who, command, now))
    await bot.database.read(partnerships.find, act.channel)
    return Say(view.help_(command, "" if said == "help" else rest))


def _overview(session: Session, channel: str, who: Who, command: str, now: datetime) -> Message:
    partnership, _ = partnerships.enter(session, channel, who, now)
    return view.overview(vision.about(session, partnership), command)


def _aim(session: Session, channel: str, said: str) -> Message:
    partnership = partnerships.find(session, channel)
    wording = vision.wording(session, vision.in_force(session, partnership.id))
    found = aims.find(said, wording.aims)
    assert found.root is not None
    first = session.get_one(Vision, session.get_one(Aim, found.root).vision_id)
    newest, number = vision.last_wins(session, found.root)
    texts = [one.text for one in wins.load(session, newest)]
    since = dated(first.since, partnership.zone)
    return view.aim(wording.aims.index(found) + 1, found.text, since, number, texts)


# Looking back


async def history(bot: Bot, act: Press) -> Reply:
    """All versions and proposals, from one of them on."""
    partnership_id, _, start = act.value.partition(".")
    return Say(await bot.database.read(_history_of, partnership_id, act.channel or "", act.who, int(start or 0)))


def _history(session: Session, channel: str, who: Who, start: int, now: datetime) -> Message:
    partnership, _ = partnerships.enter(session, channel, who, now)
    return view.history(_entries(session, partnership), start, partnership.zone, partnership.id)


def _history_of(session: Session, partnership_id: str, channel: str, who: Who, start: int) -> Message:
    partnership = partnerships.resolve(session, partnership_id, channel, who)
    return view.history(_entries(session, partnership), start, partnership.zone, partnership.id)


def _entries(session: Session, partnership: Partnership) -> list[Entry]:
    """Versions, each with the proposal it came from, and the other proposals; the newest first."""
    made = proposals.all_of(session, partnership)
    of_version = {one.number: one for one in made if one.outcome == Outcome.PENCILLED}
    versions = vision.versions(session, partnership.id)
    dated_entries = [(one.since, 1, Entry(one, of_version.get(one.number))) for one in versions]
    dated_entries += [
        (one.decided_at or one.proposed_at, 0, Entry(None, one)) for one in made if one.outcome != Outcome.PENCILLED
    ]
    return [entry for _, _, entry in sorted(dated_entries, key=lambda one: one[:2], reverse=True)]


# Proposing


@dataclass(frozen=True)
class _Typed:
    """What somebody wrote of a proposal; without lines for aims, those in force stay."""

    text: str
    lines: str | None
    reason: str | None
    kept: tuple[tuple[int, int], ...] = ()


async def _proposing(bot: Bot, act: Command, typed: str) -> Reply:
    command, now = bot.settings.command_partnership, bot.clock()
    if not typed:
        if act.trigger is None:
            partnership = await bot.database.read(partnerships.find, act.channel)
            return Say(view.called(command, partnership.id))
        return Open(await bot.database.run(_form, "", act.channel, act.who, now))
    said = _read(typed)
    try:
        return Say(await bot.database.run(_propose, act.channel, act.who, said, None, act.origin, now))
    except _TYPED_WRONG as refusal:
        return Say(_wrong(refusal, typed))


def _read(typed: str) -> _Typed:
    """The sentence on the first line, aims below it, one a line, and the reason from a line that begins `because`."""
    first, *rest = typed.strip().splitlines()
    place = next((place for place, line in enumerate(rest) if _BECAUSE.match(line.strip())), len(rest))
    because = _BECAUSE.match("\n".join(rest[place:]).strip())
    lines = "\n".join(rest[:place])
    return _Typed(first, lines if lines.strip() else None, because[1] if because else None)


def _wrong(refusal: Exception, typed: str) -> Message:
    if isinstance(refusal, TooManyError):
        return proposal_view.too_many(refusal.number, typed)
    if isinstance(refusal, UnknownAimError):
        return view.unknown_aim(refusal.said, refusal.near, typed)
    assert isinstance(refusal, TooLongError)
    return proposal_view.too_long(refusal.text, refusal.most, typed)


def _propose(
    session: Session, channel: str, who: Who, typed: _Typed, base_id: int | None, origin: str, now: datetime
) -> Message:
    partnership, member = partnerships.enter(session, channel, who, now)
    on = proposals.base(session, partnership, base_id)
    wanted = _wording(session, partnership, typed, on)
    made = pencilling.propose(session, partnership, member, wanted, on=on, reason=typed.reason, origin=origin, now=now)
    if made.outcome is None and origin.startswith("form:") and not made.carried and made.wanted != wanted:
        # The answer to the first sending was lost, and the words were bettered before the second.
        made = pencilling.reword(session, made.id, who, wanted, on=on, reason=typed.reason, now=now)
    homes.keep_home(session, who)
    return proposal_view.receipt(made, aims_kept=typed.lines is None)


def _wording(session: Session, partnership: Partnership, typed: _Typed, on: Vision | None) -> Wording:
    """What they wrote, each aim in its lineage."""
    before = vision.wording(session, on)
    text = sentence(typed.text)
    if typed.lines is None:
        return Wording(text, before.aims)
    aimed = aims.read(typed.lines, before.aims, dict(typed.kept))
    return vision.revived(session, partnership.id, Wording(text, aimed))


async def propose(bot: Bot, act: Press) -> Reply:
    """The form, from any button that offers it: the partnership is named by the button, or is the channel's."""
    return Open(await bot.database.run(_form, act.value, act.channel or "", act.who, bot.clock()))


def _form(
    session: Session, partnership_id: str, channel: str, who: Who, now: datetime, more: str | None = None
) -> dict[str, Any]:
    """The form with what is in force in it, and perhaps one aim more."""
    partnership = partnerships.resolve(session, partnership_id, channel, who)
    members.admit(session, partnership, who, now)
    said = vision.wording(session, vision.in_force(session, partnership.id))
    return _form_with(session, partnership, Wording(said.text, (*said.aims, *([Aimed(more)] if more else []))))


def _form_with(session: Session, partnership: Partnership, wording: Wording) -> dict[str, Any]:
    """The form with these words in it, for a change of what is in force."""
    current = vision.in_force(session, partnership.id)
    kept, about = vision.wording(session, current).aims, str(current.id) if current else "0"
    return form.proposing(partnership.channel_id, wording, kept=kept, about=about)


async def revive(bot: Bot, act: Press) -> Reply:
    """The form, with the words of an earlier version or proposal in it."""
    return Open(await bot.database.run(_reviving, act.value, act.channel or "", act.who, bot.clock()))


def _reviving(session: Session, value: str, channel: str, who: Who, now: datetime) -> dict[str, Any]:
    partnership_id, _, what = value.partition(".")
    partnership = partnerships.resolve(session, partnership_id, channel, who)
    if what.startswith("v"):
        earlier = vision.version(session, partnership.id, int(what[1:]))
        if earlier is None:
            raise GoneError
        said = vision.wording(session, earlier)
    else:
        partnership, _, proposal = proposals.reach(session, int(what[1:]), who, channel, now)
        said = proposals.kept(proposal)
    return _form_with(session, partnership, said)


async def from_win(bot: Bot, act: Press) -> Reply:
    """The form, with the aims in force and one more, from a win that fits none of them."""
    return Open(await bot.database.run(_form_from_win, int(act.value), act.who, act.channel or "", bot.clock()))


def _form_from_win(session: Session, win_id: int, who: Who, channel: str, now: datetime) -> dict[str, Any]:
    win = session.get(Win, win_id)
    if win is None or win.undone_at is not None:
        raise GoneError
    return _form(session, str(win.partnership_id), channel, who, now, cut(" ".join(win.text.split()), aims.AIM))


async def proposed_by_form(bot: Bot, act: Submission) -> Reply:
    typed = _filled(act)
    base_id = int(act.about or 0) or None
    try:
        return Say(await bot.database.run(_propose, act.channel, act.who, typed, base_id, act.origin, bot.clock()))
    except (NothingToldError, *_TYPED_WRONG) as refusal:
        return Errors(_beside(refusal))


def _filled(act: Submission) -> _Typed:
    kept = [value.partition(".") for value in act.chosen(form.KEPT)]
    numbers = tuple((int(number), int(root)) for number, _, root in kept)
    return _Typed(act.text(form.TEXT), act.text(form.AIMS), act.text(form.REASON_FIELD), numbers)


def _beside(refusal: Exception) -> dict[str, str]:
    """The word beside the field it is about."""
    if isinstance(refusal, TooManyError):
        return {form.AIMS: proposal_view.too_many_words(refusal.number)}
    if isinstance(refusal, UnknownAimError):
        return {form.AIMS: view.unknown_aim_words(refusal.said, refusal.near)}
    if isinstance(refusal, KeptNowhereError):
        return {form.AIMS: proposal_view.kept_nowhere_words(refusal.number)}
    if isinstance(refusal, TooLongError):
        fields = {aims.AIM: form.AIMS, SENTENCE: form.TEXT}
        field = fields.get(refusal.most, form.REASON_FIELD)
        return {field: proposal_view.too_long_words(refusal.text, refusal.most)}
    return {form.TEXT: proposal_view.EMPTY}


# Changing one's own proposal


async def change(bot: Bot, act: Press) -> Reply:
    return Open(await bot.database.run(_changing, int(act.value), act.who, bot.clock()))


def _changing(session: Session, proposal_id: int, who: Who, now: datetime) -> dict[str, Any]:
    partnership, proposal = pencilling.own(session, proposal_id, who, now)
    on = session.get(Vision, proposal.base_id) if proposal.base_id else None
    return form.proposing(
        partnership.channel_id,
        proposals.kept(proposal),
        kept=vision.wording(session, on).aims,
        reason=proposal.reason or "",
        about=str(proposal.id),
        callback=form.CHANGE_FORM,
    )


async def changed_by_form(bot: Bot, act: Submission) -> Reply:
    typed = _filled(act)
    try:
        return Say(await bot.database.run(_change, int(act.about), act.who, typed, bot.clock()))
    except (NothingToldError, *_TYPED_WRONG) as refusal:
        return Errors(_beside(refusal))


def _change(session: Session, proposal_id: int, who: Who, typed: _Typed, now: datetime) -> Message:
    partnership, proposal = pencilling.own(session, proposal_id, who, now)
    on = session.get(Vision, proposal.base_id) if proposal.base_id else None
    wanted = _wording(session, partnership, typed, on)
    made = pencilling.reword(session, proposal_id, who, wanted, on=on, reason=typed.reason, now=now)
    return proposal_view.receipt(made)


SUBCOMMANDS: Subcommands = {
    "vision": word,
}

ACTIONS: Actions = {
    view.PROPOSE: propose,
    view.HISTORY: history,
    view.REVIVE: revive,
    drift.FROM_WIN: from_win,
    proposal_view.CHANGE: change,
}

FORMS: Forms = {
    form.PROPOSE_FORM: proposed_by_form,
    form.CHANGE_FORM: changed_by_form,
}
