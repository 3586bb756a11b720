"""Blockers, with a name and without: posted, edited, undone, put back, taken on, fixed, reopened."""

from dataclasses import dataclass, field
from datetime import date, time
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy.orm import Session

from bot.blockers import acts
from bot.blockers.closing import Closing
from bot.cards.days_needed import Typed
from bot.cards.drafts import DraftKey
from bot.cards.nameless import Key
from bot.models import Blocker as Row
from bot.partnership.members import Who
from tests.models.room import BRIEF, CHANNEL, EVERYBODY, HOST, MEMBERS, OUTSIDER, REFUSED, Room

_PEOPLE, _MEMBERS = st.sampled_from(EVERYBODY), st.sampled_from(MEMBERS)
_WORDS = st.sampled_from(("Nobody answers at the parking office", "A key is missing", "The form asks twice"))


@dataclass
class Blocker:
    """What the model knows of one."""

    author: str | None
    key: Key
    text: str
    undone: bool = False
    fixed_by: str | None = None
    helps: set[str] = field(default_factory=set)

    @property
    def stands_open(self) -> bool:
        return not self.undone and self.fixed_by is None


class Blockers(RuleBasedStateMachine):
    """A model of what is open, and of who may change what."""

    def __init__(self) -> None:
        super().__init__()
        self.room = Room()
        self.blockers: dict[int, Blocker] = {}

    def teardown(self) -> None:
        self.room.close()

    @initialize()
    def there_are_two(self) -> None:
        self.posts(HOST, "A key is missing", named=True)
        self.posts(MEMBERS[1], "The form asks twice", named=False)

    @rule(who=_MEMBERS, words=_WORDS, named=st.booleans())
    def posts(self, who: Who, words: str, *, named: bool) -> None:
        draft = DraftKey.read(self.room.does(acts.draft, CHANNEL, who, Typed(words)).key)
        raised = self.room.does(acts.post, draft, who, named=named)
        self.blockers[raised.blocker.id] = Blocker(who.user_id if named else None, Key.read(raised.key), words)
        assert self.room.does(acts.post, draft, who, named=not named) == REFUSED  # a draft is posted once

    @rule(words=_WORDS)
    def somebody_from_elsewhere_drafts(self, words: str) -> None:
        assert self.room.does(acts.draft, CHANNEL, OUTSIDER, Typed(words)) == REFUSED

    @rule(who=_PEOPLE, words=_WORDS, with_key=st.booleans(), data=st.data())
    def edits(self, who: Who, words: str, data: st.DataObject, *, with_key: bool) -> None:
        blocker = self._drawn(data)
        key = blocker.key if with_key else Key(blocker.key.id)
        answer = self.room.does(acts.change, key, who, Typed(words))
        if not self._may(who, blocker, key) or blocker.undone:
            assert answer == REFUSED
        else:
            blocker.text = words

    @rule(who=_PEOPLE, with_key=st.booleans(), back=st.booleans(), data=st.data())
    def undoes_or_restores(self, who: Who, data: st.DataObject, *, with_key: bool, back: bool) -> None:
        blocker = self._drawn(data)
        key = blocker.key if with_key else Key(blocker.key.id)
        answer = self.room.does(acts.restore if back else acts.undo, key, who)
        if not self._may(who, blocker, key):
            assert answer == REFUSED
        else:
            blocker.undone = not back

    @rule(who=_PEOPLE, data=st.data())
    def takes_on(self, who: Who, data: st.DataObject) -> None:
        blocker = self._drawn(data)
        answer = self.room.does(acts.take_on, blocker.key.id, who)
        if who is OUTSIDER or not blocker.stands_open or who.user_id == blocker.author:
            assert answer == REFUSED
        else:
            blocker.helps.add(who.user_id)
            assert set(answer.blocker.taken_by) == blocker.helps

    @rule(who=_MEMBERS, data=st.data())
    def steps_back(self, who: Who, data: st.DataObject) -> None:
        blocker = self._drawn(data)
        answer = self.room.does(acts.step_back, blocker.key.id, who)
        if blocker.undone:
            assert answer == REFUSED
        else:
            blocker.helps.discard(who.user_id)

    @rule(who=_PEOPLE, as_win=st.booleans(), data=st.data())
    def fixes(self, who: Who, data: st.DataObject, *, as_win: bool) -> None:
        blocker = self._drawn(data)
        answer = self.room.does(acts.close, blocker.key.id, who, Closing("We sat down together", (), as_win))
        if who is OUTSIDER or not blocker.stands_open:
            assert answer == REFUSED
        else:
            blocker.fixed_by = who.user_id
            assert (answer.win is not None) is as_win

    @rule(who=_PEOPLE, data=st.data())
    def reopens(self, who: Who, data: st.DataObject) -> None:
        blocker = self._drawn(data)
        answer = self.room.does(acts.reopen, blocker.key.id, who)
        if who is OUTSIDER or blocker.undone:
            assert answer == REFUSED
        else:
            blocker.fixed_by = None

    def _drawn(self, data: st.DataObject) -> Blocker:
        return self.blockers[data.draw(st.sampled_from(sorted(self.blockers)))]

    @staticmethod
    def _may(who: Who, blocker: Blocker, key: Key) -> bool:
        if who is OUTSIDER:
            return False
        return who is HOST or who.user_id == blocker.author or bool(key.secret)

    @invariant()
    def what_is_open_is_the_models(self) -> None:
        listed = self.room.reads(acts.listing, CHANNEL, self.room.now)
        shown = {blocker.id: (blocker.text, blocker.author) for blocker in listed.blockers}
        assert shown == {
            blocker_id: (blocker.text, blocker.author)
            for blocker_id, blocker in self.blockers.items()
            if blocker.stands_open
        }

    @invariant()
    def nothing_leads_from_a_nameless_one_to_its_author(self) -> None:
        with Session(self.room.engine) as session:
            for blocker_id, blocker in self.blockers.items():
                row = session.get_one(Row, blocker_id)
                assert (row.member_id is None) is (blocker.author is None)
                if blocker.author is None:
                    local = row.raised_at.astimezone(ZoneInfo("Europe/London"))
                    assert local.time() == time()
                    assert local.date() <= date(2026, 3, 3)


Blockers.TestCase.settings = BRIEF
TestBlockers = Blockers.TestCase
