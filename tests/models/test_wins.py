"""Wins: recorded, edited, undone, restored, celebrated, told further, and left behind by people who are forgotten."""

from dataclasses import dataclass
from itertools import count

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.partnership.members import Who
from bot.privacy import acts as privacy
from bot.wins import acts
from bot.wins.consent import Audience
from bot.wins.entries import AimAndConsent, WinEntry
from tests.models.room import ANNA, BEN, BRIEF, CHANNEL, EVERYBODY, HOST, MEMBERS, REFUSED, Room

_PEOPLE, _MEMBERS = st.sampled_from(EVERYBODY), st.sampled_from(MEMBERS)
_WORDS = st.sampled_from(("We opened the hub", "The form got shorter", "Twelve families came", "  A bus  stops here "))


@dataclass
class Win:
    """What the model knows of one."""

    author: str
    text: str
    undone: bool = False
    celebrated: bool = False
    consent: str = "inside"


class Wins(RuleBasedStateMachine):
    """A model of what stands in the list of wins."""

    def __init__(self) -> None:
        super().__init__()
        self.room = Room()
        self.wins: dict[int, Win] = {}
        self.origins: dict[str, int] = {}
        self.forgotten: set[str] = set()
        self.numbers = count()

    def teardown(self) -> None:
        self.room.close()

    @initialize()
    def everybody_records(self) -> None:
        for who in MEMBERS:
            self.records(who, "We begin")

    @rule(who=_MEMBERS, words=_WORDS)
    def records(self, who: Who, words: str) -> None:
        origin = f"message:{next(self.numbers)}"
        win = self.room.does(acts.record, CHANNEL, who, WinEntry(words), origin).win
        self.wins[win.id] = Win(who.user_id, words.strip())
        self.origins[origin] = win.id
        self.forgotten.discard(who.user_id)  # they are here anew

    @rule(words=_WORDS, data=st.data())
    def is_brought_again(self, words: str, data: st.DataObject) -> None:
        origin, win_id = data.draw(st.sampled_from(sorted(self.origins.items())))
        author = next((who for who in MEMBERS if who.user_id == self.wins[win_id].author), None)
        if author is not None and author.user_id not in self.forgotten:
            again = self.room.does(acts.record, CHANNEL, author, WinEntry(words), origin).win
            assert again.id == win_id

    @rule(who=_PEOPLE, words=_WORDS, data=st.data())
    def edits(self, who: Who, words: str, data: st.DataObject) -> None:
        win_id, win = self._drawn(data)
        changed = self.room.does(acts.change, win_id, who, WinEntry(words))
        if not self._may(who, win) or win.undone:
            assert changed == REFUSED
            return
        if words.strip() != win.text and who.user_id != win.author:
            win.consent = "inside"
        win.text = words.strip()
        assert changed.win.text == win.text

    @rule(who=_PEOPLE, audience=st.sampled_from(Audience), data=st.data())
    def tells_further(self, who: Who, audience: Audience, data: st.DataObject) -> None:
        win_id, win = self._drawn(data)
        answer = self.room.does(acts.set_aim_and_consent, win_id, who, AimAndConsent(consent=audience))
        others = who.user_id != win.author and audience != win.consent
        if not self._may(who, win) or win.undone or others:
            assert answer == REFUSED
        else:
            win.consent = str(audience)

    @rule(who=_PEOPLE, data=st.data())
    def undoes(self, who: Who, data: st.DataObject) -> None:
        win_id, win = self._drawn(data)
        answer = self.room.does(acts.undo, win_id, who)
        if not self._may(who, win):
            assert answer == REFUSED
        else:
            win.undone = True

    @rule(who=_PEOPLE, data=st.data())
    def restores(self, who: Who, data: st.DataObject) -> None:
        win_id, win = self._drawn(data)
        answer = self.room.does(acts.restore, win_id, who)
        if not self._may(who, win):
            assert answer == REFUSED
        elif win.undone:
            win.undone = win.celebrated = False  # the post that went with it does not come back

    @rule(who=_PEOPLE, data=st.data())
    def celebrates(self, who: Who, data: st.DataObject) -> None:
        win_id, win = self._drawn(data)
        answer = self.room.does(acts.celebrate, win_id, who)
        if not self._may(who, win) or win.undone or win.celebrated:
            assert answer == REFUSED
        else:
            win.celebrated = True

    @rule(data=st.data())
    def is_celebrated_rubbed_out_and_put_back(self, data: st.DataObject) -> None:
        """The post that went with it does not come back: it waits for the next celebration."""
        win_id, win = self._drawn(data)
        for act in (acts.celebrate, acts.undo, acts.restore):
            self.room.does(act, win_id, HOST)
        win.undone = win.celebrated = False

    @precondition(lambda self: len(self.forgotten) < 2)
    @rule(who=st.sampled_from((ANNA, BEN)))
    def is_forgotten(self, who: Who) -> None:
        answer = self.room.does(privacy.forget, "", CHANNEL, who, ())
        if who.user_id in self.forgotten:
            assert answer == REFUSED
            return
        self.forgotten.add(who.user_id)
        for win in self.wins.values():
            if win.author == who.user_id:
                win.author = "nobody"

    def _drawn(self, data: st.DataObject) -> tuple[int, Win]:
        """One of the newest: more comes of each."""
        return data.draw(st.sampled_from(sorted(self.wins.items(), key=lambda pair: pair[0])[-3:]))

    @staticmethod
    def _may(who: Who, win: Win) -> bool:
        return who.user_id in {win.author, HOST.user_id}

    @invariant()
    def the_list_is_the_models(self) -> None:
        listing = self.room.reads(acts.listing, CHANNEL, HOST)
        shown = {win.id: (win.text, win.consent, win.post_id is not None) for win in listing.wins}
        known = {win_id: (win.text, win.consent, win.celebrated) for win_id, win in self.wins.items() if not win.undone}
        newest = sorted(known)[-20:]
        assert shown == {win_id: known[win_id] for win_id in newest}
        for win in listing.wins:
            author = self.wins[win.id].author
            assert win.author == author or (author == "nobody" and win.author not in {who.user_id for who in MEMBERS})


Wins.TestCase.settings = BRIEF
TestWins = Wins.TestCase
