"""A partnership with a row in every state of everything that a button or a form may point at. Its words are secret."""

import itertools
from collections import defaultdict
from datetime import date, timedelta
from typing import Any, TypeVar

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from bot.cards import drafts, nameless
from bot.cards.days_needed import Typed
from bot.models import (
    Aim,
    Base,
    Blocker,
    Checkin,
    Commitment,
    Consultation,
    ConsultationAnswer,
    ConsultationPrompt,
    Credit,
    Habit,
    Help,
    Idea,
    IdeaAssent,
    IdeaHelper,
    IdeaLike,
    Initiative,
    InitiativePerson,
    Introduced,
    Introduction,
    Member,
    Movement,
    Occasion,
    Partner,
    Partnership,
    Post,
    Proof,
    Proposal,
    Pulse,
    PulseInvitation,
    Request,
    Response,
    Revision,
    Skill,
    Spotlight,
    Thanks,
    Vision,
    Why,
    Win,
    Withheld,
)
from bot.partnership import members, partnerships
from bot.partnership.members import Who
from bot.slack.messages import message
from bot.slack.rich_text import say
from bot.wins.consent import wording
from sandbox.slack.people import GENERAL, HUB
from tests.world import MONDAY

FIRST = 500  # id of the first of each kind: nobody else's partnership has so many
WEEK = timedelta(days=7)
Row = TypeVar("Row", bound=Base)
Names = dict[str, list[str]]  # by what is pointed at: what a button calls each such row, the one as usual first


class Furniture:
    """Puts rows into the partnership at home in #general, and knows what buttons call them."""

    def __init__(self, session: Session, leila: Who, ben: Who) -> None:
        self.session = session
        self.there = partnerships.find(session, GENERAL)
        self.here: dict[str, Any] = {"partnership_id": self.there.id}
        self.host = members.admit(session, self.there, leila, MONDAY)
        self.other = members.admit(session, self.there, ben, MONDAY)
        self.names: Names = defaultdict(list)
        self._numbers: dict[type[Base], itertools.count[int]] = defaultdict(lambda: itertools.count(FIRST))

    def put(self, row: Row) -> Row:
        if "id" in row.__table__.columns:
            setattr(row, "id", next(self._numbers[type(row)]))  # noqa: B010
        self.session.add(row)
        self.session.flush()
        return row

    def post(self, kind: str, **more: Any) -> Post:
        number = next(self._numbers[Base])
        made: dict[str, Any] = {
            "kind": kind,
            "occasion": f"n{number}",
            "lane": GENERAL,
            "channel": GENERAL,
            "token": f"{number}".rjust(24, "t"),
            "text": "secret",
            "blocks": message(say("secret")).blocks,
            "written_at": MONDAY,
            "fate": "refused",
        }
        return self.put(Post(**self.here, **made | more))

    def call(self, what: str, name: object) -> None:
        self.names[what].append(str(name))

    # What there is

    def everything(self) -> Names:
        self.people()
        self.vision()
        self.habits()
        self.wins()
        self.blockers()
        self.ideas()
        self.consultations()
        self.initiatives()
        self.introductions()
        self.skills()
        self.posts()
        self.pulses()
        self.hosting()
        self.session.flush()
        return dict(self.names)

    def people(self) -> None:
        self.call("partnership", self.there.id)
        self.ours = self.put(Partner(**self.here, name="Secret Partner", key="secret partner", joined_at=MONDAY))
        self.away = self.put(
            Partner(**self.here, name="Gone Partner, secretly", key="gone partner", joined_at=MONDAY, left_at=MONDAY)
        )
        self.host.partner_id = self.other.partner_id = self.ours.id
        here = {**self.here, "team_id": HUB, "joined_at": MONDAY}
        gone = self.put(Member(**here, user_id="U0GONE", seen_at=MONDAY, left_at=MONDAY))
        forgotten = self.put(Member(**here, user_id="forgotten", seen_at=MONDAY, forgotten_at=MONDAY))
        absent = self.put(Member(**here, user_id="U0NAMED"))
        for member in (self.other, self.host, gone, forgotten, absent):
            self.call("member", member.id)
        self.call("partner", self.ours.id)
        self.call("partner", self.away.id)
        twice = {"key": "twin partner", "joined_at": MONDAY, "left_at": MONDAY, "removed_at": MONDAY}
        merged = Partner(**self.here, name="Secret Twin", merged_into_id=self.ours.id, **twice)
        self.call("partner", self.put(merged).id)
        for before in ({"name": "Secretly", "now": "Secret Partner"}, {"undone_at": "2026-03-02"}, {}):
            renamed = {"noun": "partner", "row_id": self.ours.id, "before": {"what": "rename", **before}}
            tidied = self.put(Revision(**self.here, **renamed, member_id=self.host.id, revised_at=MONDAY))
            self.call("tidied", f"{tidied.id}.{int(MONDAY.timestamp())}")
        self.call("away", self.away.id)
        for way, partner in (("left", self.away), ("joined", self.ours), ("returned", self.ours)):
            moved = self.put(Movement(**self.here, partner_id=partner.id, what=way, at=MONDAY))
            self.call("moved", f"{moved.id}.{int(MONDAY.timestamp())}")
        self.put(Why(**self.here, text="a secret reason", member_id=self.host.id, said_at=MONDAY))
        self.session.add(Occasion(**self.here, kind="pulse", occasion="2026-04", came_at=MONDAY))

    def vision(self) -> None:
        for number in (1, 2):
            version = self.put(
                Vision(**self.here, number=number, text="secret vision", member_id=self.host.id, since=MONDAY)
            )
            self.call("version", version.id)
            aim = self.put(Aim(**self.here, vision_id=version.id, number=1, text="a secret aim"))
            self.call("aim", aim.id)
        self.names["version"].reverse()
        for outcome in (None, "pencilled", "rubbed", "renewed", "stale"):
            made: dict[str, Any] = {"origin": f"x{outcome}", "member_id": self.other.id, "proposed_at": MONDAY}
            if outcome not in {None, "stale"}:
                made |= {"outcome": outcome, "decided_at": MONDAY, "decided_by": self.host.id, "because": "secretly"}
            base = FIRST if outcome == "stale" else version.id
            proposal = self.put(Proposal(**self.here, **made, base_id=base, text="secret", aims=[], reason="secretly"))
            proposal.vision_id = version.id if outcome == "pencilled" else None
            self.call("proposal", proposal.id)

    def habits(self) -> None:
        states: list[dict[str, Any]] = [{}, {"undone_at": MONDAY}, {"post_id": self.post("habit").id}]
        for number, state in enumerate(states):
            said = {"origin": f"h{number}", "member_id": self.other.id, "said_at": MONDAY}
            self.call("habit", self.put(Habit(**self.here, **said, **state, text="a secret habit")).id)

    def wins(self) -> None:
        celebration, taken_away = self.post("celebrations"), self.post("celebrations", text=None, blocks=None)
        alone = self.post("win")
        for post in (celebration, alone, taken_away):
            self.call("celebration", post.token)
        states: list[dict[str, Any]] = [
            {"post_id": celebration.id},
            {},
            {"undone_at": MONDAY},
            {"post_id": alone.id, "consent": "public"},
            {"post_id": taken_away.id, "undone_at": MONDAY},
        ]
        for number, state in enumerate(states):
            made = {"member_id": self.other.id if number == 3 else self.host.id, "origin": f"w{number}"}
            win = self.put(Win(**self.here, **made, **state, text="secret win", recorded_at=MONDAY, aim_id=FIRST))
            self.session.add(Credit(win_id=win.id, partner_id=self.ours.id, **self.here))
            withheld = {"win_id": win.id, "partner_id": self.away.id, **self.here}
            self.session.add(
                Withheld(**withheld, member_id=self.other.id, withheld_at=MONDAY) if number == 1 else Credit(**withheld)
            )
            self.session.add(Thanks(win_id=win.id, user_id=self.other.user_id, team_id=HUB, **self.here))
            self.call("win", win.id)
            self.call("win_read", f"{win.id}.{wording(win.text)}")
            if number in {1, 3}:
                author = self.other if number == 3 else self.host
                asked = self.post("authors", channel=author.user_id, occasion=f"public:{author.id}:2026-03-02")
                win.asked_id = asked.id
                self.call("authors", asked.token)
        states = [
            {},
            {"answer": "accepted", "text": "secret lines"},
            {"answer": "accepted", "text": "secret lines", "post_id": celebration.id},
            {"answer": "accepted"},
            {"answer": "passed"},
        ]
        for turn, state in enumerate(states):
            made = {"occasion": "2026-03-06", "turn": turn, "partner_id": self.ours.id, "member_id": self.other.id}
            self.call("spotlight", self.put(Spotlight(**self.here, **made, **state, offered_at=MONDAY)).id)

    def blockers(self) -> None:
        fixed = {"fixed_at": MONDAY, "fixed_by": self.other.id, "outcome": "secretly"}
        unnamed = {"key_hash": nameless.hashed("nameless")}
        stuck, *_ = [
            self.blocker(state)
            for state in (
                {"member_id": self.host.id},
                {"member_id": self.host.id, **fixed},
                {"member_id": self.other.id, "undone_at": MONDAY},
                {"member_id": self.other.id, **fixed, "undone_at": MONDAY},
                unnamed,
                {**unnamed, **fixed},
                {**unnamed, "undone_at": MONDAY},
            )
        ]
        self.session.add(Help(blocker_id=stuck.id, team_id=HUB, user_id="U0HELPER", taken_at=MONDAY, **self.here))
        # The one that is fixed stands first where something is to be done with it.
        self.names["fixed"].sort(key=lambda name: name != str(FIRST + 1))
        for answer, blocker_id in zip((None, "no", "knows", None, "yes"), itertools.count(FIRST)):
            made = {"blocker_id": blocker_id, "member_id": self.other.id, "asked_at": MONDAY}
            self.call("request", self.put(Request(**self.here, **made, answer=answer)).id)
        for agreed, blocker_id in zip((None, True, False), (FIRST + 1, FIRST + 3, FIRST + 5), strict=True):
            made = {"blocker_id": blocker_id, "member_id": self.other.id, "text": "secret", "asked_at": MONDAY}
            self.call("proof", self.put(Proof(**self.here, **made, agreed=agreed)).id)
        self.call("draft", drafts.make(self.session, self.there, Typed("secret draft", MONDAY.date()), MONDAY)[0])

    def blocker(self, state: dict[str, Any]) -> Blocker:
        post = self.post("blocker")
        blocker = self.put(Blocker(**self.here, text="secret stuck", raised_at=MONDAY, post_id=post.id, **state))
        for what in ("stuck", "fixed"):
            self.call(what, blocker.id)
            if blocker.key_hash:
                self.call(what, f"{blocker.id}.nameless")
        return blocker

    def ideas(self) -> None:
        decided = {"decided_at": MONDAY, "decided_by": self.host.id}
        put_off = {**decided, "outcome": "not now", "because": "secretly"}
        unnamed = {"key_hash": nameless.hashed("nameless")}
        for state in (
            {"member_id": self.other.id},
            {"member_id": self.host.id, **put_off},
            {"member_id": self.other.id, **decided, "outcome": "proposed"},
            {"member_id": self.other.id, **decided, "outcome": "tried"},
            {"member_id": self.other.id, "undone_at": MONDAY},
            unnamed,
            {**unnamed, **put_off, "undone_at": MONDAY},
        ):
            post = self.post("idea")
            idea = self.put(Idea(**self.here, text="secret idea", shared_at=MONDAY, post_id=post.id, **state))
            beside = {**self.here, "idea_id": idea.id, "team_id": HUB, "user_id": "U0HELPER"}
            self.session.add_all([IdeaLike(**beside), IdeaHelper(**beside, offered_at=MONDAY)])
            assent = {"outcome": "proposed", "partner_id": self.ours.id, "member_id": self.other.id}
            self.session.add(IdeaAssent(**self.here, idea_id=idea.id, **assent, assented_at=MONDAY))
            for what in ("idea", "idea_alone", "decided"):
                self.call(what, idea.id)
            if idea.key_hash:
                self.call("idea", f"{idea.id}.nameless")
        self.names["decided"].sort(key=lambda name: name != str(FIRST + 1))

    def consultations(self) -> None:
        states: list[dict[str, Any]] = [{}, {"closed_at": MONDAY}, {"undone_at": MONDAY}]
        for number, state in enumerate(states):
            opened = {"member_id": self.host.id, "audience": "secretly", "until": date(2026, 5, 1), "opened_at": MONDAY}
            row = self.put(Consultation(**self.here, **opened, **state))
            self.call("consultation", row.id)
            prompt = {"consultation_id": row.id, "number": 1, "text": "a secret question", "asked_at": MONDAY}
            asked = self.put(ConsultationPrompt(**self.here, **prompt, post_id=self.post("consultations").id))
            self.call("question", asked.id)
            for member_id, undone in ((self.other.id, False), (None, True)):
                key = f"nameless{number}{member_id}"
                said = {"consultation_id": row.id, "prompt_id": asked.id, "text": "a secret answer", "undone": undone}
                also = {"group_name": "secrets", "of_organisation": bool(member_id), "passed_on": undone}
                answer = ConsultationAnswer(
                    **self.here, **said, **also, member_id=member_id, key_hash=nameless.hashed(key)
                )
                self.call("said", self.put(answer).id)
                if member_id is None:
                    self.call("said", f"{answer.id}.{key}")

    def initiatives(self) -> None:
        ended = {"ended_at": MONDAY, "ended_by": self.host.id}
        step = {"step": "a secret step", "step_on": MONDAY.date(), "step_by": self.other.id}
        states: list[dict[str, Any]] = [
            step,
            {},
            {**step, "stepped_at": MONDAY},
            {**ended, "outcome": "done"},
            {**ended, "outcome": "dropped", "because": "secretly"},
            {**step, "undone_at": MONDAY},
        ]
        for number, state in enumerate(states):
            made = {"member_id": self.other.id, "origin": f"n{number}", "begun_at": MONDAY, "aim_id": FIRST}
            post = self.post("initiative")
            row = Initiative(**self.here, **made, **state, text="a secret initiative", post_id=post.id)
            initiative = self.put(row)
            person = {"team_id": HUB, "user_id": self.other.user_id, "joined_at": MONDAY}
            self.session.add(InitiativePerson(**self.here, **person, initiative_id=initiative.id))
            self.call("initiative", initiative.id)

    def introductions(self) -> None:
        for state, answer in (({}, None), ({"met_at": MONDAY}, "yes"), ({"undone_at": MONDAY}, "no")):
            offered = self.put(Introduction(**self.here, member_id=self.host.id, offered_at=MONDAY, **state))
            for member, partner in ((self.host, self.ours), (self.other, self.away)):
                asked = {"introduction_id": offered.id, "member_id": member.id, "partner_id": partner.id}
                self.session.add(Introduced(**self.here, **asked, answer=answer))
            self.call("introduction", offered.id)

    def skills(self) -> None:
        told = self.post("skills")
        states: list[dict[str, Any]] = [{}, {"removed_at": MONDAY}, {"hidden": True, "post_id": told.id}]
        for number, state in enumerate(states):
            made = {"member_id": self.other.id, "name": "secret", "key": f"secret{number}", "offered_at": MONDAY}
            self.call("skill", self.put(Skill(**self.here, **made, **state)).id)

    def posts(self) -> None:
        for state in ({}, {"closed_at": MONDAY, "leaning": "stuck", "step": "secret step"}):
            post = self.post("checkins")
            made = {"stage": "wins", "round": 0, "facts": [], "written_at": MONDAY, "closes_at": MONDAY + WEEK}
            checkin = self.put(Checkin(**self.here, **made, post_id=post.id, **state))
            self.call("checkin", post.token)
        for answer, outcome in (("stuck", None), ("steady", "happened"), ("moving", "dropped")):
            taken = {"checkin_id": checkin.id, "member_id": self.other.id, "text": "secret step", "taken_at": MONDAY}
            commitment = self.put(Commitment(**self.here, **taken, answer=answer, outcome=outcome, openly=True))
            self.call("commitment", commitment.id)
        of_initiative = {"initiative_id": FIRST, "member_id": self.other.id, "text": "secret step", "taken_at": MONDAY}
        self.call("commitment", self.put(Commitment(**self.here, **of_initiative, openly=True)).id)
        celebration = self.session.scalars(select(Post).where(Post.token == self.names["celebration"][0])).one()
        self.call("refused", celebration.id)
        self.call("refused", self.post("standing", fate="sent").id)
        self.call("refused", self.post("help", channel=self.other.user_id).id)

    def pulses(self) -> None:
        closed: dict[str, Any] = {"closed_at": MONDAY, "opened_at": MONDAY}
        states: list[dict[str, Any]] = [
            {"opened_at": MONDAY},
            {},
            {**closed, "outcome": "counted", "results_id": self.post("pulse-results").id},
            {**closed, "outcome": "few"},
            {**closed, "outcome": "withdrawn"},
            {**closed, "outcome": "stopped"},
        ]
        for number, state in enumerate(states):
            post = self.post("pulse")
            made: dict[str, Any] = {"round": number, "items": [], "groups": [], "floor": 5, "invited": 5, "nudges": []}
            when = {"occasion": f"{2026 - number}-03", "written_at": MONDAY, "closes_at": MONDAY + WEEK}
            pulse = self.put(Pulse(**self.here, **made, **when, post_id=post.id, **state))
            self.call("pulse", pulse.id)
            self.call("asked", post.token)
            if number == 1:
                self.session.add(PulseInvitation(pulse_id=pulse.id, member_id=self.host.id, cut=0, **self.here))
        response = {"action": "a secret action", "owner_team": HUB, "owner_id": self.other.user_id}
        about = {"pulse_id": FIRST + 2, "member_id": self.host.id, "decided_at": MONDAY, "became": "something secret"}
        self.session.add(Response(**self.here, **response, **about))

    def hosting(self) -> None:
        buttons = {"type": "actions", "elements": [{"type": "button"}]}
        for monday, blocks in (("2026-03-02", [buttons]), ("2026-02-23", message(say("secret")).blocks)):
            occasion = f"{self.host.id}:{self.other.id}:{monday}"
            place = {"lane": self.other.user_id, "channel": self.other.user_id}
            self.post("hosting", occasion=occasion, token=f"hosting{monday}", blocks=blocks, fate=None, **place)
            self.call("hosting", occasion)


def furnish(session: Session, leila: Who, ben: Who) -> Names:
    return Furniture(session, leila, ben).everything()


def rows(session: Session, partnership_id: int) -> dict[str, list[Any]]:
    """All that is kept of a partnership, as it is kept."""
    kept: dict[str, list[Any]] = {}
    for table in Base.metadata.sorted_tables:
        if "partnership_id" in table.columns:
            there = text(f'SELECT * FROM "{table.name}" WHERE partnership_id = :there')
            kept[table.name] = sorted(map(repr, session.execute(there, {"there": partnership_id})))
    whole = select(Partnership.__table__).where(Partnership.id == partnership_id)
    kept["partnerships"] = [repr(session.execute(whole).all())]
    return kept
