"""Who belongs: coming, going, being named, coming back, saying where one is from, and what is lost by leaving."""

from collections import Counter
from dataclasses import dataclass, replace
from itertools import count
from typing import Any

import pytest
from hypothesis import assume
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from bot.home import acts as home
from bot.home import acts_on_organisation
from bot.hosts import acts as hosts
from bot.hosts import handover
from bot.partnership import members, partners, partnerships
from bot.partnership.members import NOWHERE, Who
from bot.partnership.partners import PartnerEntry
from bot.privacy import acts as privacy
from bot.wins import acts as wins
from bot.wins.entries import WinEntry
from tests.models.room import ANNA, BEN, CHANNEL, HOST, OUTSIDER, REFUSED, THOROUGH, Room

pytestmark = pytest.mark.slow

CLEO, DOV = (Who("T0OTHER", f"U0{name}") for name in ("CLEO", "DOV"))  # of a workspace that is one organisation's
_OURS = (HOST, ANNA, BEN)
_EVERYBODY = (*_OURS, CLEO, DOV)
_PEOPLE = st.sampled_from(_EVERYBODY)
_ELSEWHERE, _ABOUT = str(OUTSIDER.at), "1"
_NAMES = st.sampled_from(("Library", "Museum", "School"))


@dataclass(frozen=True)
class Place:
    """From where somebody acts."""

    name: str
    channel: str
    in_form: bool = False

    def of(self, who: Who) -> Who:
        return replace(who, at=self.channel, in_form=self.in_form)


_HOME, _FORM, _AWAY = Place("home", CHANNEL), Place("a form", CHANNEL, in_form=True), Place("elsewhere", _ELSEWHERE)
_PLACES = st.sampled_from((_HOME, _FORM, _AWAY))


@dataclass
class Person:
    """What the model knows of somebody of whom there is a row."""

    seen: bool = True
    left: bool = False
    host: bool = False
    organisation: str | None = None

    @property
    def belongs(self) -> bool:
        return self.seen and not self.left


class Membership(RuleBasedStateMachine):
    """A model of who belongs, who hosts, and who is from where."""

    def __init__(self) -> None:
        super().__init__()
        self.room = Room()
        self.known = {HOST.user_id: Person(host=True)}
        self.named: set[str] = set()  # in somebody's words
        self.organisations: set[str] = set()
        self.numbers = count()

    def teardown(self) -> None:
        self.room.close()

    # Coming and going

    @rule(who=_PEOPLE)
    def arrives(self, who: Who) -> None:
        self.room.does(home.arrive, CHANNEL, _HOME.of(who))
        self._comes_in(who)

    @rule(who=_PEOPLE)
    def leaves(self, who: Who) -> None:
        self.room.does(home.leave, CHANNEL, who.user_id)
        if (person := self.known.get(who.user_id)) is not None:
            person.left, person.host = True, False

    @rule(who=_PEOPLE, place=_PLACES)
    def looks(self, who: Who, place: Place) -> None:
        shown = self.room.does(hosts.show, _ABOUT, place.channel, place.of(who))
        if self._is_let_in(who, place, shown):
            assert shown.mine is self.known[who.user_id].host

    @rule(by=_PEOPLE, whom=_PEOPLE, at=st.sampled_from((CHANNEL, NOWHERE, None)))
    def is_named(self, by: Who, whom: Who, at: str | None) -> None:
        """Only those let in by it of whom Slack says that they are in the channel."""
        assume(by != whom)
        entry = WinEntry("We opened the hub", thanked=[replace(whom, at=at)])
        answer = self.room.does(wins.record, CHANNEL, _HOME.of(by), entry, f"message:{next(self.numbers)}")
        self._comes_in(by)
        self.named.add(whom.user_id)
        assert answer.absent == ((whom.user_id,) if at == NOWHERE else ())
        if at == CHANNEL:
            self._comes_in(whom)

    # What one has a right to, be it from outside

    @rule(who=_PEOPLE)
    def asks_what_is_held(self, who: Who) -> None:
        """Nobody belongs by it."""
        answer = self.room.does(privacy.ask_for_my_data, _ABOUT, _ELSEWHERE, _AWAY.of(who))
        if who.user_id in self.known:
            assert answer.held is not None
        elif who.user_id in self.named:
            self.known[who.user_id] = Person(seen=False)
        else:
            assert answer == REFUSED

    @rule(who=_PEOPLE)
    def is_forgotten(self, who: Who) -> None:
        answer = self.room.does(privacy.forget, _ABOUT, _ELSEWHERE, _AWAY.of(who), ())
        if who.user_id not in self.known | dict.fromkeys(self.named) or self._hosts() == {who.user_id}:
            assert answer == REFUSED
        else:
            self.known.pop(who.user_id, None)
            self.named.discard(who.user_id)

    # Where one is from

    @rule(who=_PEOPLE, place=_PLACES, name=_NAMES)
    def says_where_they_are_from(self, who: Who, place: Place, name: str) -> None:
        entry = PartnerEntry(name, None, surely_new=True)
        answer = self.room.does(acts_on_organisation.join, f"p{_ABOUT}", place.channel, place.of(who), entry)
        if self._is_let_in(who, place, answer):
            self.organisations.add(name)
            self.known[who.user_id].organisation = name

    @rule(who=_PEOPLE, place=_PLACES, data=st.data())
    def chooses_where_they_are_from(self, who: Who, place: Place, data: st.DataObject) -> None:
        there = {partner.name: partner.id for partner in self.room.reads(partners.all_of, 1)}
        name = data.draw(st.sampled_from(["", *sorted(there)]))
        act = acts_on_organisation.choose
        answer = self.room.does(act, there.get(name, 999), f"p{_ABOUT}", place.channel, place.of(who))
        if not name:
            assert answer == REFUSED
        elif self._is_let_in(who, place, answer):
            self.known[who.user_id].organisation = name

    # Hosting

    @rule(by=_PEOPLE, whom=_PEOPLE)
    def makes_a_host(self, by: Who, whom: Who) -> None:
        answer = self.room.does(hosts.add, CHANNEL, _HOME.of(by), replace(whom, at=None))
        host, other = self.known.get(by.user_id, Person()), self.known.get(whom.user_id, Person(left=True))
        if not host.host or by == whom or not other.belongs or other.host:
            assert answer == REFUSED
        else:
            other.host = True

    @rule(who=_PEOPLE, place=_PLACES)
    def takes_what_nobody_has(self, who: Who, place: Place) -> None:
        answer = self.room.does(hosts.take, _ABOUT, place.channel, place.of(who))
        if self._hosts() or place is not _HOME:
            assert answer == REFUSED
        else:
            self._comes_in(who)
            self.known[who.user_id].host = True

    # What the model goes by

    def _is_let_in(self, who: Who, place: Place, answer: Any) -> bool:
        """Whether this person gets anywhere from there; where they do they belong, be it anew."""
        person = self.known.get(who.user_id)
        may = place is _HOME or (person is not None and person.belongs)
        assert (answer == REFUSED) is not may
        if may:
            self._comes_in(who)
        return may

    def _comes_in(self, who: Who) -> None:
        if who.user_id not in self.known:
            self.known[who.user_id] = Person(organisation=self._of_workspace(who))
        person = self.known[who.user_id]
        person.seen, person.left = True, False

    def _of_workspace(self, who: Who) -> str | None:
        """Where all its people who have said are from the same organisation; ours is nobody's in particular."""
        ids = {other.user_id for other in _EVERYBODY if other.team_id == who.team_id}
        said = {self.known[user_id].organisation for user_id in ids & self.known.keys()} - {None}
        return said.pop() if len(said) == 1 and who.team_id != HOST.team_id else None

    def _hosts(self) -> set[str]:
        return {user_id for user_id, person in self.known.items() if person.host and person.belongs}

    # What has to be the same

    @invariant()
    def who_belongs_is_the_models(self) -> None:
        here = {user_id: person.organisation for user_id, person in self.known.items() if person.belongs}
        assert self.room.reads(partnerships.people, CHANNEL, _HOME.of(HOST)) == here
        assert self.room.reads(members.count, 1) == len(here)
        for who in _EVERYBODY:
            assert self.room.reads(partnerships.belongs, CHANNEL, who) is (who.user_id in here)
        strangers = self.room.reads(members.strangers, 1, _EVERYBODY)
        assert {who.user_id for who in strangers} == {who.user_id for who in _EVERYBODY} - here.keys()

    @invariant()
    def who_hosts_is_the_models(self) -> None:
        assert {host.user_id for host in self.room.reads(handover.listed, 1)} == self._hosts()

    @invariant()
    def organisations_are_the_models(self) -> None:
        """Nobody's organisation goes because they do."""
        listed = {partner.name: partner.members for partner in self.room.reads(partners.listed, 1)}
        here = Counter(person.organisation for person in self.known.values() if person.belongs)
        assert listed == {name: here[name] for name in self.organisations}


Membership.TestCase.settings = THOROUGH
TestMembership = Membership.TestCase
