"""How far a win may be told: who says so, what takes it back, who is named in it, and what a report may quote."""

from dataclasses import dataclass, field
from datetime import date
from itertools import count

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.home import acts_on_organisation
from bot.lib.periods import Period
from bot.mentions import called, names
from bot.models import Partnership, Post, Win
from bot.partnership import acts_on_preferences, partners
from bot.partnership.members import Who
from bot.partnership.partners import PartnerEntry
from bot.report import acts_on_authors, facts
from bot.wins import acts, acts_on_organisation_name
from bot.wins.consent import Audience, wording
from bot.wins.entries import AimAndConsent, WinEntry, load
from tests.models.room import ANNA, BEN, CHANNEL, EVERYBODY, HOST, MEMBERS, OUTSIDER, REFUSED, THOROUGH, Room

pytestmark = pytest.mark.slow

_PEOPLE, _MEMBERS = st.sampled_from((*MEMBERS, *EVERYBODY)), st.sampled_from(MEMBERS)
_AUDIENCES = st.sampled_from(Audience)
_WORDS = st.sampled_from(
    ("We opened the hub", "Ben Carter brought the van", "Ben drove all of us", "The form is short")
)
_FROM = {HOST.user_id: "Library", ANNA.user_id: "School", BEN.user_id: "Museum"}
_READERS = {
    Audience.INSIDE: {"inside", "partners", "public"},
    Audience.PARTNERS: {"partners", "public"},
    Audience.PUBLIC: {"public"},
}


@dataclass
class Told:
    """What the model knows of a win."""

    author: str
    text: str
    consent: str = "inside"
    undone: bool = False
    thanked: set[str] = field(default_factory=set)
    shared: set[str] = field(default_factory=set)  # organisations that are named in it
    withheld: set[str] = field(default_factory=set)  # those that took their name off
    asked: int | None = None  # the message that asked its author

    def share(self, *, own: bool) -> None:
        people = {*self.thanked, self.author} if own else self.thanked
        self.shared = {_FROM[user_id] for user_id in people} - self.withheld


class Consent(RuleBasedStateMachine):
    """A model of how far each win may be told."""

    def __init__(self) -> None:
        super().__init__()
        self.room = Room()
        self.wins: dict[int, Told] = {}
        self.named: set[str] = set()  # who agreed to be, in reports
        self.numbers = count()

    def teardown(self) -> None:
        self.room.close()

    @initialize()
    def everybody_is_here(self) -> None:
        for who in MEMBERS:
            entry = PartnerEntry(_FROM[who.user_id], None, surely_new=True)
            self.room.does(acts_on_organisation.join, "", CHANNEL, who, entry)
        ben = names.Mentioned(BEN.user_id, BEN.team_id, "Ben Carter")
        self.room.does(called.keep, CHANNEL, HOST, [ben])
        self.records(ANNA, "We opened the hub", Audience.PARTNERS, HOST)

    # Its words

    @rule(who=_MEMBERS, words=_WORDS, consent=st.none() | _AUDIENCES, thanked=_MEMBERS)
    def records(self, who: Who, words: str, consent: Audience | None, thanked: Who) -> None:
        entry = WinEntry(words, [thanked], aim_and_consent=AimAndConsent(consent=consent))
        receipt = self.room.does(acts.record, CHANNEL, who, entry, f"message:{next(self.numbers)}")
        self.wins[receipt.win.id] = win = Told(who.user_id, words, undone=receipt.asked_first)
        win.thanked = {thanked.user_id} - {who.user_id}
        win.share(own=True)
        if consent is not None and not (consent is Audience.PUBLIC and self._names_ben(win, words)):
            win.consent = str(consent)

    @rule(who=_PEOPLE, words=_WORDS, consent=st.none() | _AUDIENCES, data=st.data())
    def edits(self, who: Who, words: str, consent: Audience | None, data: st.DataObject) -> None:
        win_id, win = self._drawn(data)
        entry = WinEntry(words, aim_and_consent=AimAndConsent(consent=consent))
        answer = self.room.does(acts.change, win_id, who, entry)
        own = who.user_id == win.author
        before = win.consent if own or words == win.text else "inside"  # its author agreed to other words
        if not self._may(who, win) or win.undone or (not own and consent not in {None, before}):
            assert answer == REFUSED
            return
        win.consent = before
        if own:
            self._tells(win, consent, words)
        win.text, win.thanked = words, set()
        win.share(own=not win.shared or _FROM[win.author] in win.shared)

    def _tells(self, win: Told, consent: Audience | None, words: str) -> None:
        """What its author wants holds, but that nobody outside reads a name that was not in the words before."""
        was_public = win.consent == "public"
        wants_public = consent is Audience.PUBLIC or (consent is None and was_public)
        if wants_public and self._names_ben(win, words) and not (was_public and self._names_ben(win, win.text)):
            win.consent = "inside" if was_public else win.consent
        elif consent is not None:
            win.consent = str(consent)

    @rule(who=_PEOPLE, back=st.booleans(), data=st.data())
    def undoes_or_restores(self, who: Who, data: st.DataObject, *, back: bool) -> None:
        win_id, win = self._drawn(data)
        answer = self.room.does(acts.restore if back else acts.undo, win_id, who)
        if not self._may(who, win):
            assert answer == REFUSED
        else:
            win.undone = not back

    # How far

    @rule(who=_PEOPLE, consent=_AUDIENCES, data=st.data())
    def says_how_far(self, who: Who, consent: Audience, data: st.DataObject) -> None:
        win_id, win = self._drawn(data)
        answer = self.room.does(acts.set_aim_and_consent, win_id, who, AimAndConsent(consent=consent))
        others = who.user_id != win.author and consent != win.consent
        if not self._may(who, win) or win.undone or others:
            assert answer == REFUSED
        elif who.user_id == win.author:
            self._tells(win, consent, win.text)
            assert bool(answer.plain_names) is (consent is Audience.PUBLIC and win.consent != "public")

    @rule(who=_PEOPLE, as_read=st.booleans(), data=st.data())
    def leaves_the_names_in(self, who: Who, data: st.DataObject, *, as_read: bool) -> None:
        win_id, win = self._drawn(data)
        read = wording(win.text if as_read else "other words")
        answer = self.room.does(acts.leave_names, win_id, read, who)
        if who.user_id != win.author or win.undone or not as_read:
            assert answer == REFUSED
        else:
            win.consent = "public"

    @rule(who=_PEOPLE, audience=_AUDIENCES)
    def asks_authors(self, who: Who, audience: Audience) -> None:
        """About wins that this audience may not read, each once."""
        answer = self.room.does(acts_on_authors.ask, CHANNEL, who, "2026", audience)
        if who is not HOST or audience is Audience.INSIDE:
            assert answer == REFUSED
            return
        unread = {number for number, win in self.wins.items() if win.consent not in _READERS[audience]}
        stands = {number for number in unread if not self.wins[number].undone}
        assert answer.askable == len(stands)
        asked = {row.id: row.asked_id for row in self.room.reads(_asked) if row.asked_id != self.wins[row.id].asked}
        assert asked.keys() <= {number for number in stands if self.wins[number].asked is None}
        for number, post_id in asked.items():
            self.wins[number].asked = post_id

    @rule(who=_PEOPLE, as_read=st.booleans(), data=st.data())
    def answers(self, who: Who, data: st.DataObject, *, as_read: bool) -> None:
        """What is ticked may be read, if its words are those that were read; the rest not."""
        _, win = self._drawn(data)
        if win.asked is None:
            return
        theirs = {number: one for number, one in self.wins.items() if one.asked == win.asked and not one.undone}
        ticked = data.draw(st.sets(st.sampled_from(sorted(theirs)))) if theirs else set()
        read = {number: wording(theirs[number].text if as_read else "other words") for number in ticked}
        post = self.room.reads(_post, win.asked)
        answer = self.room.does(acts_on_authors.answer, post.token, who, read)
        if who.user_id != win.author or not theirs:
            assert answer == REFUSED
            return
        audience = Audience(post.occasion.partition(":")[0])
        for number, one in theirs.items():
            may = one.consent in _READERS[audience]
            if number in ticked and not may and as_read:
                one.consent = str(audience)
            elif number not in ticked and may:
                one.consent = "inside"

    # Who is named

    @rule(who=_PEOPLE, what=st.sampled_from(("confirm", "off", "back")), data=st.data())
    def organisation_answers(self, who: Who, what: str, data: st.DataObject) -> None:
        win_id, win = self._drawn(data)
        answer = self.room.does(acts_on_organisation_name.answer, win_id, who, what)
        organisation = _FROM.get(who.user_id)
        if win.undone or organisation not in win.shared | win.withheld:
            assert answer == REFUSED
            return
        assert organisation is not None
        if what == "off":
            win.shared.discard(organisation)
            win.withheld.add(organisation)
        elif what == "back" and organisation in win.withheld:
            win.withheld.discard(organisation)
            win.shared.add(organisation)

    @rule(who=_PEOPLE, name=st.sampled_from(sorted(_FROM.values())), data=st.data())
    def shares(self, who: Who, name: str, data: st.DataObject) -> None:
        """An organisation that took its name off stays unnamed."""
        win_id, win = self._drawn(data)
        there = {partner.name: partner.id for partner in self.room.reads(partners.all_of, 1)}
        answer = self.room.does(acts.share_with, win_id, there[name], who)
        if not self._may(who, win) or win.undone:
            assert answer == REFUSED
        else:
            win.shared |= {name} - win.withheld

    @rule(who=_MEMBERS, yes=st.booleans())
    def agrees_to_be_named(self, who: Who, *, yes: bool) -> None:
        self.room.does(acts_on_preferences.change, CHANNEL, who, acts_on_preferences.Change(named=yes))
        (self.named.add if yes else self.named.discard)(who.user_id)

    @rule(audience=_AUDIENCES)
    def is_reported(self, audience: Audience) -> None:
        """To each reader the words that they may read, and nobody's name who has not agreed."""
        report = self.room.reads(_report, audience, self.room.now)
        standing = [win for _, win in sorted(self.wins.items()) if not win.undone]
        assert report.wins == len(standing)
        assert [
            (win.text, win.consent, win.author, {*win.partners}, {*win.thanked}, {*win.unnamed}) for win in report.words
        ] == [
            (
                win.text,
                win.consent,
                win.author if win.author in self.named else None,
                win.shared,
                win.thanked & self.named,
                win.thanked - self.named,
            )
            for win in standing
            if win.consent in _READERS[audience]
        ]

    # What the model goes by

    def _drawn(self, data: st.DataObject) -> tuple[int, Told]:
        """One of the newest: more comes of each."""
        return data.draw(st.sampled_from(sorted(self.wins.items(), key=lambda pair: pair[0])[-3:]))

    @staticmethod
    def _may(who: Who, win: Told) -> bool:
        return who is not OUTSIDER and (who is HOST or who.user_id == win.author)

    @staticmethod
    def _names_ben(win: Told, words: str) -> bool:
        """Whether they name him, as nobody's own words do."""
        return words.startswith("Ben ") and win.author != BEN.user_id

    # What has to be the same

    @invariant()
    def each_may_be_told_as_far_as_the_models(self) -> None:
        shown = {
            win.id: (win.text, win.consent, {name for _, name in win.partners}, {*win.withheld}, {*win.thanked})
            for win in self.room.reads(load, sorted(self.wins))
        }
        assert shown == {
            number: (win.text, win.consent, win.shared, win.withheld, win.thanked) for number, win in self.wins.items()
        }


def _report(session: Session, audience: Audience, now: object) -> facts.Report:
    period = Period(date(2026, 1, 1), date(2026, 12, 31), "Europe/London")
    return facts.gather(session, session.get_one(Partnership, 1), period, audience, now)  # type: ignore[arg-type]


def _asked(session: Session) -> list[object]:
    return [*session.execute(select(Win.id, Win.asked_id))]


def _post(session: Session, post_id: int) -> Post:
    return session.get_one(Post, post_id)


Consent.TestCase.settings = THOROUGH
TestConsent = Consent.TestCase
