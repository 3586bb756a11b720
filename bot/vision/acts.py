"""What a person does about the vision: looking at it, looking back, and proposing a change."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.habits import entries as habits
from bot.lib import values
from bot.lib.refusals import GoneError
from bot.models import Aim, Partnership, Proposal, Vision, Win
from bot.partnership import homes, partnerships
from bot.partnership.members import Who
from bot.slack.text import cut
from bot.vision import aims, cards, drift, proposals, propose, versions
from bot.vision.aims import AimWording, Wording
from bot.vision.facts import AimView, HistoryEntry, Overview, ProposalForm, VisionHistory
from bot.vision.proposals import Outcome, ProposalView
from bot.vision.propose import ProposalEntry
from bot.vision.views.drift import Drift

# Looking


def look(session: Session, partnership: Partnership) -> Overview:
    """The vision of a partnership, and what is normal there."""
    return Overview(versions.load(session, partnership), habits.newest(session, partnership, habits.BESIDE))


def aim(session: Session, channel: str, text: str) -> AimView:
    """The aim in force with this number or these words."""
    partnership = partnerships.find(session, channel)
    wording = versions.wording(session, versions.in_force(session, partnership.id))
    meant = aims.find(text, wording.aims)
    assert meant.root is not None
    first = session.get_one(Vision, session.get_one(Aim, meant.root).vision_id)
    newest, number = versions.last_wins(session, meant.root)
    return AimView(wording.aims.index(meant) + 1, meant.text, first.since, partnership.zone, number, newest)


def history(session: Session, channel: str, who: Who, now: datetime) -> VisionHistory:
    """All versions and proposals of the channel's partnership."""
    partnership, _ = partnerships.enter(session, channel, who, now)
    return _history(session, partnership)


def history_of(session: Session, partnership_id: str, channel: str, who: Who) -> VisionHistory:
    """The same from a button, which names the partnership."""
    return _history(session, partnerships.resolve(session, partnership_id, channel, who))


def _history(session: Session, partnership: Partnership) -> VisionHistory:
    """Versions, each with the proposal it came from, and the other proposals; the newest first."""
    made = proposals.all_of(session, partnership)
    origins = {proposal.number: proposal for proposal in made if proposal.outcome == Outcome.PENCILLED}
    entries = [
        (version.since, 1, HistoryEntry(version, origins.get(version.number)))
        for version in versions.versions(session, partnership.id)
    ]
    entries += [
        (proposal.decided_at or proposal.proposed_at, 0, HistoryEntry(None, proposal))
        for proposal in made
        if proposal.outcome != Outcome.PENCILLED
    ]
    newest_first = sorted(entries, key=lambda entry: entry[:2], reverse=True)
    return VisionHistory(partnership.id, partnership.zone, [entry for _, _, entry in newest_first])


# Proposing


def propose_form(
    session: Session, partnership_id: str, channel: str, who: Who, now: datetime, more: str | None = None
) -> ProposalForm:
    """The form with what is in force in it, and perhaps one aim more."""
    partnership, _ = partnerships.enter(session, channel, who, now, about=partnership_id)
    wording = versions.wording(session, versions.in_force(session, partnership.id))
    extra = (AimWording(more),) if more else ()
    return _form_with(session, partnership, Wording(wording.text, (*wording.aims, *extra)))


def _form_with(session: Session, partnership: Partnership, wording: Wording) -> ProposalForm:
    """The form with these words in it, for a change of what is in force."""
    current = versions.in_force(session, partnership.id)
    in_force = versions.wording(session, current).aims
    return ProposalForm(partnership.channel_id, wording, in_force, about=str(current.id) if current else "0")


def revive_form(session: Session, value: str, channel: str, who: Who, now: datetime) -> ProposalForm:
    """The form with the words of an earlier version (`12.v3`) or proposal (`12.p34`) in it."""
    partnership_id, _, what = value.partition(".")
    partnership = partnerships.resolve(session, partnership_id, channel, who)
    if what.startswith("v"):
        earlier = versions.version(session, partnership.id, values.number(what[1:]))
        if earlier is None:
            raise GoneError
        return _form_with(session, partnership, versions.wording(session, earlier))
    partnership, _, proposal = proposals.reach(session, values.number(what[1:]), who, channel, now)
    return _form_with(session, partnership, proposals.kept(proposal))


def outside(session: Session, partnership_id: str, channel: str, who: Who, now: datetime) -> Drift | None:
    """The wins of late that were said to fit no aim; nothing where they are too few to ask about."""
    partnership = partnerships.resolve(session, partnership_id, channel, who)
    return drift.look(session, partnership.id, now)


def form_from_win(session: Session, win_id: int, who: Who, channel: str, now: datetime) -> ProposalForm:
    """The form with the aims in force and one more, from a win that fits none of them."""
    partnership, _, win = partnerships.visit_row(session, Win, win_id, who)
    if win.undone_at is not None:
        raise GoneError
    more = cut(" ".join(win.text.split()), aims.AIM)
    return propose_form(session, str(partnership.id), channel, who, now, more)


def make_proposal(
    session: Session,
    channel: str,
    who: Who,
    entry: ProposalEntry,
    base_id: int | None,
    origin: str,
    now: datetime,
) -> ProposalView:
    """The proposal stands in the room; the same `origin` again is the same proposal."""
    partnership, member = partnerships.enter(session, channel, who, now)
    wanted = propose.read(session, partnership, entry, proposals.base(session, partnership, base_id))
    made = propose.propose(session, partnership, member, wanted, origin, now)
    if made.outcome is None and origin.startswith("form:") and not made.carried and made.wanted != wanted.wording:
        # The answer to the first sending was lost, and the words were bettered before the second.
        partnership, member, proposal = proposals.hold_own(session, made.id, who, now)
        propose.reword(session, partnership, member, proposal, wanted, now)
        made = cards.redraw(session, proposal)
    homes.keep_home(session, who)
    return made


# Changing one's own proposal


def change_form(session: Session, proposal_id: int, who: Who, now: datetime) -> ProposalForm:
    """The form with what the proposal says."""
    partnership, _, proposal = proposals.hold_own(session, proposal_id, who, now)
    in_force = versions.wording(session, _base(session, proposal)).aims
    return ProposalForm(
        partnership.channel_id, proposals.kept(proposal), in_force, proposal.reason or "", str(proposal.id)
    )


def change_proposal(session: Session, proposal_id: int, who: Who, entry: ProposalEntry, now: datetime) -> ProposalView:
    """The proposal says what was typed, on its card too."""
    partnership, member, proposal = proposals.hold_own(session, proposal_id, who, now)
    wanted = propose.read(session, partnership, entry, _base(session, proposal))
    propose.reword(session, partnership, member, proposal, wanted, now)
    homes.keep_home(session, who)
    return cards.redraw(session, proposal)


def _base(session: Session, proposal: Proposal) -> Vision | None:
    return session.get(Vision, proposal.base_id) if proposal.base_id else None
