"""Who hosts: added, handed over, given up, forgotten; there is always somebody."""

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from bot.hosts import acts
from bot.partnership.members import Who
from bot.privacy import acts as privacy
from tests.models.room import BRIEF, CHANNEL, EVERYBODY, HOST, MEMBERS, OUTSIDER, REFUSED, Room

_PEOPLE, _MEMBERS = st.sampled_from(EVERYBODY), st.sampled_from(MEMBERS)


class Hosts(RuleBasedStateMachine):
    """A model of the host role."""

    def __init__(self) -> None:
        super().__init__()
        self.room = Room()
        self.hosts = {HOST.user_id}
        self.known = {HOST.user_id}

    def teardown(self) -> None:
        self.room.close()

    @rule(who=_PEOPLE, whom=_PEOPLE)
    def adds(self, who: Who, whom: Who) -> None:
        answer = self.room.does(acts.add, CHANNEL, who, whom)
        if not self._may(who) or who == whom or whom is OUTSIDER or whom.user_id in self.hosts:
            assert answer == REFUSED
        else:
            self.hosts.add(whom.user_id)
            self.known.add(whom.user_id)

    @rule(who=_PEOPLE, whom=_PEOPLE)
    def hands_over(self, who: Who, whom: Who) -> None:
        answer = self.room.does(acts.hand_over, CHANNEL, who, whom)
        if not self._may(who) or who == whom or whom is OUTSIDER:
            assert answer == REFUSED
        else:
            self.hosts = self.hosts - {who.user_id} | {whom.user_id}
            self.known.add(whom.user_id)

    @rule(who=_PEOPLE)
    def stops(self, who: Who) -> None:
        answer = self.room.does(acts.stop, "", CHANNEL, who)
        if not self._may(who) or len(self.hosts) == 1:
            assert answer == REFUSED
        else:
            self.hosts.discard(who.user_id)

    @rule(who=_PEOPLE)
    def takes_what_nobody_gave_up(self, who: Who) -> None:
        assert self.room.does(acts.take, "", CHANNEL, who) == REFUSED

    @rule(who=_MEMBERS)
    def shows(self, who: Who) -> None:
        """Whoever looks belongs here."""
        shown = self.room.does(acts.show, "", CHANNEL, who)
        self.known.add(who.user_id)
        assert shown.mine is (who.user_id in self.hosts)

    @rule(who=_MEMBERS)
    def is_forgotten(self, who: Who) -> None:
        answer = self.room.does(privacy.forget, "", CHANNEL, who, ())
        if who.user_id not in self.known or self.hosts == {who.user_id}:
            assert answer == REFUSED
        else:
            self.hosts.discard(who.user_id)
            self.known.discard(who.user_id)

    def _may(self, who: Who) -> bool:
        return who.user_id in self.hosts

    @invariant()
    def the_hosts_are_the_models(self) -> None:
        shown = self.room.does(acts.show, "", CHANNEL, HOST)
        self.known.add(HOST.user_id)
        assert {host.user_id for host in shown.hosts} == self.hosts


Hosts.TestCase.settings = BRIEF
TestHosts = Hosts.TestCase
