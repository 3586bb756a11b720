"""The vision: changes proposed, worded anew, pencilled in, rubbed out, offered again; whose aims they are, and why."""

from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any

import pytest
from hypothesis import assume
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy.orm import Session

from bot.home import acts_on_organisation, acts_on_settings
from bot.models import Partnership, Proposal
from bot.partnership.members import Who
from bot.partnership.partners import PartnerEntry
from bot.vision import acts, acts_on_proposals, aims, proposals, versions
from bot.vision.facts import AssentQuestion, DecisionForm
from bot.vision.proposals import ProposalView
from bot.vision.propose import ProposalEntry
from bot.wins import acts as wins
from bot.wins.entries import AimAndConsent, WinEntry
from tests.models.room import ANNA, BEN, CHANNEL, EVERYBODY, HOST, MEMBERS, OUTSIDER, REFUSED, THOROUGH, Room
from tests.models.wording import Aim, Wording, known_again, merged

pytestmark = pytest.mark.slow

_PEOPLE, _MEMBERS = st.sampled_from((*MEMBERS, *EVERYBODY)), st.sampled_from(MEMBERS)
_TEXTS = st.sampled_from(("A town where nobody waits alone", "Every child is heard", "We share what we have"))
_AIMS = ("Buses run on Sundays", "One form of two pages", "A warm lunch daily", "Young people decide", "Open till nine")
_REASONS = st.sampled_from((None, "Because people asked", "It is clearer so"))
_LINES = st.lists(
    st.tuples(st.sampled_from((None, 1, 2, 3)), st.sampled_from((None, *_AIMS))), max_size=4
)  # which aim each keeps, and in which words


@dataclass
class Proposed:
    """What the model knows of a proposal; a base counts versions, from one."""

    author: str
    base: int
    wanted: Wording
    reason: str | None
    origin: str
    outcome: str | None = None
    decided_by: str | None = None
    because: str | None = None
    assents: set[str] = field(default_factory=set)


class Visions(RuleBasedStateMachine):
    """A model of what is in force, what was, and what stands undecided."""

    def __init__(self) -> None:
        super().__init__()
        self.room = Room()
        self.versions = [Wording()]  # before the first there are no words
        self.proposed: dict[int, Proposed] = {}
        self.organisations: dict[str, str] = {}
        self.by_assent = False
        self.origins, self.lineages = count(), count(1)
        self.roots: dict[int, int] = {}  # the program's lineages, each with the model's
        self.towards: dict[int, int] = {}  # wins by lineage

    def teardown(self) -> None:
        self.room.close()

    @property
    def now(self) -> Wording:
        return self.versions[-1]

    @initialize(by_assent=st.booleans())
    def everybody_is_here(self, *, by_assent: bool) -> None:
        for who, name in ((HOST, "Library"), (ANNA, "School"), (BEN, None)):
            self.room.does(acts.history, CHANNEL, who)
            if name is not None:
                self.joins(who, name)
        self.proposes(HOST, "Every child is heard", [(None, _AIMS[0]), (None, _AIMS[1])], None, form=True)
        self.decides(HOST, 1, None, pencil=True)
        self.settles_who_decides(HOST, yes=by_assent)
        self.proposes(ANNA, "We share what we have", None, None, form=False)

    def joins(self, who: Who, name: str) -> None:
        self.room.does(acts_on_organisation.join, "", CHANNEL, who, PartnerEntry(name, None, surely_new=True))
        self.organisations[who.user_id] = name

    @rule(name=st.sampled_from(("Library", "Museum")))
    def ben_says_where_he_is_from(self, name: str) -> None:
        self.joins(BEN, name)

    @rule(who=_PEOPLE, yes=st.booleans())
    def settles_who_decides(self, who: Who, *, yes: bool) -> None:
        answer = self.room.does(acts_on_settings.change, CHANNEL, who, acts_on_settings.Changes(by_assent=yes))
        assert (answer == REFUSED) is (who is not HOST)
        self.by_assent = yes if who is HOST else self.by_assent

    # Proposing

    @rule(who=_PEOPLE, text=_TEXTS, lines=st.none() | _LINES, reason=_REASONS, form=st.booleans())
    def proposes(
        self, who: Who, text: str, lines: list[tuple[int | None, str | None]] | None, reason: str | None, *, form: bool
    ) -> None:
        entry, wanted = self._typed(text, lines, reason, self.now)
        origin = f"{'form' if form else 'message'}:{next(self.origins)}"
        answer = self.room.does(acts.make_proposal, CHANNEL, who, entry, None, origin)
        base = len(self.versions) - 1
        if who is OUTSIDER or wanted is None or wanted == self.now or self._stands(wanted, base):
            assert answer == REFUSED
        else:
            self.proposed[answer.id] = Proposed(who.user_id, base, wanted, reason, origin)

    @rule(text=_TEXTS, data=st.data())
    def is_brought_again(self, text: str, data: st.DataObject) -> None:
        """From a form it may be in better words by then; a message is what it was."""
        proposal_id, proposal = self._drawn(data)
        who = next(who for who in MEMBERS if who.user_id == proposal.author)
        entry, wanted = self._typed(text, None, proposal.reason, self.now)
        answer = self.room.does(acts.make_proposal, CHANNEL, who, entry, None, proposal.origin)
        meant = self._meant(proposal)
        moved = self.versions[proposal.base] != self.now or proposal.base != len(self.versions) - 1
        bettered = proposal.outcome is None and proposal.origin.startswith("form:") and not (moved and meant)
        base = len(self.versions) - 1
        if not bettered or wanted == (meant or proposal.wanted):
            assert answer.id == proposal_id
        elif wanted == self.now or self._stands(wanted, base, besides=proposal_id):
            assert answer == REFUSED
        else:
            assert wanted is not None
            self._reworded(proposal, wanted, base, proposal.reason)

    @rule(who=_PEOPLE, text=_TEXTS, lines=st.none() | _LINES, reason=_REASONS, data=st.data())
    def words_anew(
        self,
        who: Who,
        text: str,
        lines: list[tuple[int | None, str | None]] | None,
        reason: str | None,
        data: st.DataObject,
    ) -> None:
        proposal_id, proposal = self._drawn(data)
        base = self.versions[proposal.base]
        entry, wanted = self._typed(text, lines, reason, base)
        answer = self.room.does(acts.change_proposal, proposal_id, who, entry)
        known = wanted in (None, self.now, base) or self._stands(wanted, proposal.base, besides=proposal_id)
        if who.user_id != proposal.author or proposal.outcome is not None or known:
            assert answer == REFUSED
        else:
            assert wanted is not None
            self._reworded(proposal, wanted, proposal.base, reason)

    @staticmethod
    def _reworded(proposal: Proposed, wanted: Wording, base: int, reason: str | None) -> None:
        if (proposal.wanted, proposal.reason) != (wanted, reason):
            proposal.wanted, proposal.base, proposal.reason = wanted, base, reason
            proposal.assents.clear()

    # Deciding

    @rule(who=_PEOPLE, because=_REASONS, data=st.data())
    def pencils_in(self, who: Who, because: str | None, data: st.DataObject) -> None:
        self.decides(who, self._drawn(data)[0], because, pencil=True)

    @rule(who=_PEOPLE, because=_REASONS, data=st.data())
    def rubs_out(self, who: Who, because: str | None, data: st.DataObject) -> None:
        self.decides(who, self._drawn(data)[0], because, pencil=False)

    def decides(self, who: Who, proposal_id: int, because: str | None, *, pencil: bool) -> None:
        proposal = self.proposed[proposal_id]
        act = acts_on_proposals.pencil_in if pencil else acts_on_proposals.rub_out
        answer = self.room.does(act, proposal_id, who, because or "")
        if not self._may(who, proposal, pencil=pencil):
            assert answer == REFUSED
        elif not pencil:
            proposal.outcome, proposal.decided_by, proposal.because = "rubbed", who.user_id, because
        else:
            self._agreed(who, proposal, because, answer)

    @rule()
    def two_touch_the_same_words(self) -> None:
        for text in ("A town where nobody waits alone", "We share what we have"):
            self.proposes(ANNA, text, None, None, form=False)
        for number in [number for number, proposal in self.proposed.items() if proposal.outcome is None][-2:]:
            self.decides(HOST, number, None, pencil=True)

    @rule(who=_PEOPLE, pencil=st.booleans(), data=st.data())
    def presses(self, who: Who, data: st.DataObject, *, pencil: bool) -> None:
        """Where organisations assent a press is the assent; else the form comes, to whoever may decide."""
        proposal_id, proposal = self._drawn(data)
        homeless = pencil and self.by_assent and who.user_id not in self.organisations
        answer = self.room.does(acts_on_proposals.press, proposal_id, who, CHANNEL, pencil=pencil)
        if homeless and self._may(who, proposal, pencil=pencil, anywhere=True):
            assert isinstance(answer, AssentQuestion)
        elif pencil and self.by_assent and self._may(who, proposal, pencil=True):
            self._agreed(who, proposal, None, answer)
        elif self._may(who, proposal, pencil=pencil, unchanged=not self.by_assent):
            assert isinstance(answer, DecisionForm)
            assert answer.own is (who.user_id == proposal.author)
        else:
            assert answer == REFUSED

    def _may(
        self, who: Who, proposal: Proposed, *, pencil: bool, anywhere: bool = False, unchanged: bool = False
    ) -> bool:
        if who is OUTSIDER or proposal.outcome is not None:
            return False
        if not pencil:
            return who is HOST or who.user_id == proposal.author
        wanted = self._meant(proposal)
        if wanted is None or (wanted == self.now and not unchanged):
            return False
        if not self.by_assent:
            return who is HOST
        return anywhere or who.user_id in self.organisations

    def _agreed(self, who: Who, proposal: Proposed, because: str | None, answer: ProposalView) -> None:
        if self.by_assent:
            proposal.assents.add(self.organisations[who.user_id])
            if len(proposal.assents) < 2:
                assert answer.outcome is None
                return
        wanted = self._meant(proposal)
        assert wanted is not None
        in_force = [(text, lineage or next(self.lineages)) for text, lineage in wanted.aims]
        for aim, (_, lineage) in zip(answer.wanted.aims, in_force, strict=True):
            assert aim.root is not None
            assert self.roots.setdefault(aim.root, lineage) == lineage
        self.versions.append(Wording(wanted.text, tuple(in_force)))
        proposal.outcome, proposal.decided_by, proposal.because = "pencilled", who.user_id, because

    @rule(who=_PEOPLE, data=st.data())
    def offers_again(self, who: Who, data: st.DataObject) -> None:
        proposal_id, proposal = self._drawn(data)
        answer = self.room.does(acts_on_proposals.offer_again, proposal_id, who, CHANNEL)
        wanted = replace(proposal.wanted, aims=known_again(proposal.wanted.aims, self.now.aims))
        base = len(self.versions) - 1
        if who is OUTSIDER or proposal.outcome is not None:
            assert answer == REFUSED
        elif self._meant(proposal) is not None:
            assert answer.id == proposal_id
        elif wanted == self.now or self._stands(wanted, base):
            assert answer == REFUSED
        else:
            proposal.outcome, proposal.decided_by = "renewed", who.user_id
            origin = f"again:{proposal_id}"
            self.proposed[answer.id] = Proposed(who.user_id, base, wanted, proposal.reason, origin)

    @rule(who=_PEOPLE, because=_REASONS, data=st.data())
    def says_why(self, who: Who, because: str | None, data: st.DataObject) -> None:
        proposal_id, proposal = self._drawn(data)
        answer = self.room.does(acts_on_proposals.explain, proposal_id, who, because or "")
        if proposal.outcome is None or who.user_id != proposal.decided_by:
            assert answer == REFUSED
        else:
            proposal.because = because

    # Aims

    @precondition(lambda self: self.now.aims)
    @rule(who=_MEMBERS, data=st.data())
    def wins_towards_an_aim(self, who: Who, data: st.DataObject) -> None:
        there = self.room.reads(versions.aims_in_force, 1)
        aim = data.draw(st.sampled_from(there))
        entry = WinEntry("We came nearer", aim_and_consent=AimAndConsent(aim_id=aim.id))
        self.room.does(wins.record, CHANNEL, who, entry, f"message:win {next(self.origins)}")
        lineage = self.roots[aim.root]
        self.towards[lineage] = self.towards.get(lineage, 0) + 1

    # What the model goes by

    def _drawn(self, data: st.DataObject) -> tuple[int, Proposed]:
        """One of the newest: more comes of each. Mostly it is undecided."""
        newest_last = sorted(self.proposed)
        undecided = [number for number in newest_last if self.proposed[number].outcome is None]
        decided = [number for number in newest_last if number not in undecided]
        number = data.draw(st.sampled_from([*undecided[-3:], *decided[-1:]]))
        return number, self.proposed[number]

    def _typed(
        self, text: str, lines: list[tuple[int | None, str | None]] | None, reason: str | None, base: Wording
    ) -> tuple[ProposalEntry, Wording | None]:
        """What is typed, and what is wanted by it; nothing where it keeps an aim that is not there."""
        if lines is None:
            return ProposalEntry(text, None, reason), Wording(text, base.aims)
        lines = [line for line in lines if line != (None, None)]
        kept = [number for number, _ in lines if number is not None]
        assume(len(kept) == len(set(kept)))
        typed = "\n".join(
            words or "" if number is None else f"keep {number}" + (f": {words}" if words else "")
            for number, words in lines
        )
        entry = ProposalEntry(text, typed, reason)
        if any(number > len(base.aims) for number in kept):
            return entry, None
        read: list[Aim] = []
        for number, words in lines:
            before = base.aims[number - 1] if number is not None else ("", None)
            read.append((words or before[0], before[1]))
        assume(len({words for words, _ in read}) == len(read))
        return entry, Wording(text, known_again(known_again(read, base.aims), self._ever()))

    def _ever(self) -> list[Aim]:
        """All aims that there have been, the newest first."""
        return [aim for version in reversed(self.versions) for aim in reversed(version.aims)]

    def _stands(self, wanted: Wording | None, base: int, besides: int = 0) -> bool:
        return any(
            proposal.wanted == wanted and proposal.base == base and proposal_id != besides
            for proposal_id, proposal in self.proposed.items()
            if proposal.outcome is None
        )

    def _meant(self, proposal: Proposed) -> Wording | None:
        """What it would put in force by now; nothing where it touches what has changed since."""
        return merged(self.versions[proposal.base], self.now, proposal.wanted)

    def _in_our_lineages(self, wording: aims.Wording) -> Wording:
        return Wording(
            wording.text, tuple((aim.text, self.roots[aim.root] if aim.root else None) for aim in wording.aims)
        )

    # What has to be the same

    @invariant()
    def what_is_in_force_is_the_models(self) -> None:
        history = self.room.does(acts.history, CHANNEL, HOST)
        shown = [entry.version for entry in history.entries if entry.version]
        assert [self._in_our_lineages(version.wording) for version in reversed(shown)] == self.versions[1:]
        for _, lineages in ((version, [lineage for _, lineage in version.aims]) for version in self.versions):
            assert len(lineages) == len(set(lineages))  # an aim goes on from another in one line alone
        view = self.room.reads(lambda session: versions.load(session, session.get_one(Partnership, 1)))
        towards = {self.roots[root]: number for root, number in view.wins.items()}
        assert towards == {lineage: self.towards[lineage] for _, lineage in self.now.aims if lineage in self.towards}
        assert view.proposals == sum(proposal.outcome is None for proposal in self.proposed.values())

    @invariant()
    def what_is_proposed_is_the_models(self) -> None:
        for proposal_id, proposal in self.proposed.items():
            shown = self.room.reads(_load, proposal_id)
            about = (shown.by, shown.reason, shown.outcome, shown.decided_by, shown.because)
            known = (proposal.author, proposal.reason, proposal.outcome, proposal.decided_by, proposal.because)
            assert about == known
            if proposal.outcome is None:
                meant = self._meant(proposal)
                assert shown.stale is (meant is None)
                assert self._in_our_lineages(shown.wanted) == (meant or proposal.wanted)
                assert (shown.assents is not None) is self.by_assent
                assert set(shown.assents or ()) == (proposal.assents if self.by_assent else set())


def _load(session: Session, proposal_id: int) -> Any:
    return proposals.load(session, session.get_one(Proposal, proposal_id))


Visions.TestCase.settings = THOROUGH
TestVisions = Visions.TestCase
