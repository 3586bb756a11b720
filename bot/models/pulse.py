"""The nouns. Columns only: what they mean to each other is said by the rules.

Times are aware and in UTC. Every row but `Pace` is bound to its partnership.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ColumnElement, ForeignKey, Index, LargeBinary, MetaData, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from bot.db.engine import Moment
from bot.lib.clock import wall


class Base(DeclarativeBase):
    """Names constraints alike on every database."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: Moment, dict[str, Any]: JSON, list[Any]: JSON, bytes: LargeBinary}  # noqa: RUF012


def _of_some(name: str, *columns: str, where: ColumnElement[bool]) -> Index:
    """An index that holds only some of the rows, and is not looked into for the others."""
    return Index(name, *columns, sqlite_where=where, postgresql_where=where)


class Partnership(Base):
    """Organisations working together; its home is one channel."""

    __tablename__ = "partnerships"
    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str]  # the workspace that has Pencil, not where its people come from
    channel_id: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    zone: Mapped[str]
    started_at: Mapped[datetime]
    paused_at: Mapped[datetime | None]
    resume_at: Mapped[datetime | None] = mapped_column(index=True)
    next_stage: Mapped[str | None]  # what a host wants the next check-in to be about
    pulse_floor: Mapped[int] = mapped_column(default=5)  # answers without which a pulse has no figures
    by_assent: Mapped[bool] = mapped_column(default=False)  # two partners' assent pencils a proposal in, not a host
    reflecting: Mapped[bool] = mapped_column(default=False)  # every rhythm is halved
    keep_months: Mapped[int | None]  # what is older is deleted; none: nothing is
    clear_at: Mapped[datetime | None] = mapped_column(index=True)  # when what is too old is next deleted
    drift_asked_at: Mapped[datetime | None]  # last asked whether vision or effort should move


class Partner(Base):
    """An organisation in a partnership."""

    __tablename__ = "partners"
    id: Mapped[int] = mapped_column(primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"))
    name: Mapped[str]
    key: Mapped[str]  # the name as it is compared: spelling variants share it
    sector: Mapped[str | None]
    joined_at: Mapped[datetime]
    left_at: Mapped[datetime | None]  # it has stepped back; all it did stays
    invited_at: Mapped[datetime | None]  # last offered the spotlight
    __table_args__ = (UniqueConstraint("partnership_id", "key"),)


class Member(Base):
    """A person in a partnership; their organisation is unknown until they, or their workspace, say."""

    __tablename__ = "members"
    id: Mapped[int] = mapped_column(primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"))
    team_id: Mapped[str]
    user_id: Mapped[str]
    partner_id: Mapped[int | None] = mapped_column(ForeignKey("partners.id"), index=True)
    host: Mapped[bool] = mapped_column(default=False)
    asked_at: Mapped[datetime | None]  # which organisation they are from
    joined_at: Mapped[datetime]
    left_at: Mapped[datetime | None]  # the home channel
    welcomed_at: Mapped[datetime | None]
    invited_at: Mapped[datetime | None]  # last offered the spotlight
    asks: Mapped[int] = mapped_column(default=2)  # private messages a week that they did not ask for, at most
    quiet_from: Mapped[str | None]  # HH:MM on their own clocks; both or neither
    quiet_to: Mapped[str | None]
    zone: Mapped[str | None]  # their own clocks, where they said; else the partnership's
    snoozed_until: Mapped[datetime | None]
    named: Mapped[bool] = mapped_column(default=False)  # they may be named outside the partnership
    forgotten_at: Mapped[datetime | None]  # their name is gone; what was counted still counts
    __table_args__ = (
        UniqueConstraint("partnership_id", "team_id", "user_id"),
        Index("ix_members_user_id_partnership_id", "user_id", "partnership_id"),
    )


class Movement(Base):
    """A partner that joined, stepped back or returned, or a person who came or went."""

    __tablename__ = "movements"
    id: Mapped[int] = mapped_column(primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"))
    partner_id: Mapped[int | None] = mapped_column(ForeignKey("partners.id"))
    member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    what: Mapped[str]  # joined, left, returned
    at: Mapped[datetime]
    __table_args__ = (Index("ix_movements_partnership_id_at", "partnership_id", "at"),)


class Why(Base):
    """Why this partnership, and why now, in its hosts' one sentence. The newest is the one that holds."""

    __tablename__ = "whys"
    id: Mapped[int] = mapped_column(primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"), index=True)
    text: Mapped[str]
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    said_at: Mapped[datetime]


class Vision(Base):
    """A version of the vision. The one with the highest number is in force; none is ever changed."""

    __tablename__ = "visions"
    id: Mapped[int] = mapped_column(primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"))
    number: Mapped[int]
    text: Mapped[str]
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    since: Mapped[datetime]
    __table_args__ = (UniqueConstraint("partnership_id", "number"),)


class Aim(Base):
    """A numbered aim of one version of the vision."""

    __tablename__ = "aims"
    id: Mapped[int] = mapped_column(primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"))
    vision_id: Mapped[int] = mapped_column(ForeignKey("visions.id"))
    number: Mapped[int]
    text: Mapped[str]
    origin_id: Mapped[int | None] = mapped_column(ForeignKey("aims.id"), index=True)  # the first it was kept from
    __table_args__ = (UniqueConstraint("vision_id", "number"),)


class Proposal(Base):
    """A change to the vision that somebody wishes for; decided or not, it stays, with the reason."""

    __tablename__ = "proposals"
    id: Mapped[int] = mapped_column(primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"), index=True)
    base_id: Mapped[int | None] = mapped_column(ForeignKey("visions.id"))  # what was in force when it was made
    text: Mapped[str]
    aims: Mapped[list[Any]]
    reason: Mapped[str | None]
    origin: Mapped[str]
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    post_id: Mapped[int | None] = mapped_column(ForeignKey("posts.id"))
    proposed_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    outcome: Mapped[str | None]  # pencilled, rubbed, renewed
    because: Mapped[str | None]
    vision_id: Mapped[int | None] = mapped_column(ForeignKey("visions.id"))  # what it became
    __table_args__ = (
        UniqueConstraint("partnership_id", "origin"),
        _of_some("ix_proposals_post_id", "post_id", where=post_id.is_not(None)),
    )


class Assent(Base):
    """A partner's assent to a proposal, given by one of its people."""

    __tablename__ = "assents"
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposals.id"), primary_key=True)
    partner_id: Mapped[int] = mapped_column(ForeignKey("partners.id"), primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    assented_at: Mapped[datetime]
    __table_args__ = (Index("ix_assents_partnership_id_member_id", "partnership_id", "member_id"),)


class Win(Base):
    """Something that went well, told by a member."""

    __tablename__ = "wins"
    id: Mapped[int] = mapped_column(primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    text: Mapped[str]
    origin: Mapped[str]  # what in Slack it came from; the same thing delivered twice is one win
    recorded_at: Mapped[datetime]
    post_id: Mapped[int | None] = mapped_column(ForeignKey("posts.id"))  # where it is celebrated
    turn: Mapped[int | None]  # its place there
    aim_id: Mapped[int | None] = mapped_column(ForeignKey("aims.id"), index=True)
    consent: Mapped[str] = mapped_column(default="inside")  # how far it may be told: inside, partners, public
    undone_at: Mapped[datetime | None]
    __table_args__ = (
        _of_some("ix_wins_post_id", "post_id", where=post_id.is_not(None)),
        UniqueConstraint("partnership_id", "origin"),
        Index("ix_wins_partnership_id_post_id", "partnership_id", "post_id"),
        Index("ix_wins_partnership_id_recorded_at", "partnership_id", "recorded_at"),
        Index("ix_wins_member_id_id", "member_id", "id"),
    )


class Credit(Base):
    """An organisation's share in a win. Two or more make it a joint win."""

    __tablename__ = "credits"
    win_id: Mapped[int] = mapped_column(ForeignKey("wins.id"), primary_key=True)
    partner_id: Mapped[int] = mapped_column(ForeignKey("partners.id"), primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"))
    confirmed_at: Mapped[datetime | None]  # somebody of the organisation said its name belongs there
    __table_args__ = (Index("ix_credits_partner_id_win_id", "partner_id", "win_id"),)


class Withheld(Base):
    """A win in which an organisation does not wish to be named."""

    __tablename__ = "withheld"
    win_id: Mapped[int] = mapped_column(ForeignKey("wins.id"), primary_key=True)
    partner_id: Mapped[int] = mapped_column(ForeignKey("partners.id"), primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    withheld_at: Mapped[datetime]
    __table_args__ = (Index("ix_withheld_partnership_id_member_id", "partnership_id", "member_id"),)


class Thanks(Base):
    """A person thanked in a win."""

    __tablename__ = "thanks"
    win_id: Mapped[int] = mapped_column(ForeignKey("wins.id"), primary_key=True)
    user_id: Mapped[str] = mapped_column(primary_key=True)
    team_id: Mapped[str]
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"))
    __table_args__ = (Index("ix_thanks_partnership_id_user_id", "partnership_id", "user_id"),)


class Cheer(Base):
    """One person's applause for one post."""

    __tablename__ = "cheers"
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"), primary_key=True)
    team_id: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[str] = mapped_column(primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"))
    cheered_at: Mapped[datetime]
    __table_args__ = (Index("ix_cheers_partnership_id_cheered_at", "partnership_id", "cheered_at"),)


class Draft(Base):
    """A blocker as its teller sees it before it is posted. Gone, whoever it was from, once it is."""

    __tablename__ = "drafts"
    id: Mapped[int] = mapped_column(primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"))
    team_id: Mapped[str]
    user_id: Mapped[str]
    text: Mapped[str]
    origin: Mapped[str]
    drafted_at: Mapped[datetime] = mapped_column(index=True)
    __table_args__ = (UniqueConstraint("partnership_id", "origin"),)


class Blocker(Base):
    """Something that is stuck. Raised without a name it is nobody's: neither person nor organisation is kept."""

    __tablename__ = "blockers"
    id: Mapped[int] = mapped_column(primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"))
    member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    key_hash: Mapped[str | None]  # of the key that only a nameless teller's private receipt holds
    text: Mapped[str]
    raised_at: Mapped[datetime]  # of a nameless one only the day
    post_id: Mapped[int | None] = mapped_column(ForeignKey("posts.id"))
    fixed_at: Mapped[datetime | None]
    fixed_by: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    outcome: Mapped[str | None]  # how it was fixed
    undone_at: Mapped[datetime | None]
    seek_at: Mapped[datetime | None] = mapped_column(index=True)  # when it is next seen whether somebody can help
    hosts_told_at: Mapped[datetime | None]  # that nobody was found
    __table_args__ = (
        _of_some("ix_blockers_post_id", "post_id", where=post_id.is_not(None)),
        Index("ix_blockers_partnership_id_raised_at", "partnership_id", "raised_at"),
        Index("ix_blockers_partnership_id_fixed_at", "partnership_id", "fixed_at"),
        Index("ix_blockers_member_id_id", "member_id", "id"),
    )


class Help(Base):
    """A person who took a blocker on, or helped with it in the end, or both."""

    __tablename__ = "helps"
    blocker_id: Mapped[int] = mapped_column(ForeignKey("blockers.id"), primary_key=True)
    team_id: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[str] = mapped_column(primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"))
    taken_at: Mapped[datetime | None]
    helped: Mapped[bool] = mapped_column(default=False)
    __table_args__ = (Index("ix_helps_partnership_id_taken_at", "partnership_id", "taken_at"),)


class Request(Base):
    """A person privately asked whether they can help with a blocker. Nobody else learns of it unless they say yes."""

    __tablename__ = "requests"
    id: Mapped[int] = mapped_column(primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"))
    blocker_id: Mapped[int] = mapped_column(ForeignKey("blockers.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    skill_id: Mapped[int | None] = mapped_column(ForeignKey("skills.id"), index=True)
    asked_at: Mapped[datetime]
    answer: Mapped[str | None]  # yes, knows, no
    answered_at: Mapped[datetime | None]
    friend_team: Mapped[str | None]  # whom they know
    friend_id: Mapped[str | None]
    __table_args__ = (
        UniqueConstraint("blocker_id", "member_id"),
        Index("ix_requests_member_id_asked_at", "member_id", "asked_at"),
        Index("ix_requests_partnership_id_asked_at", "partnership_id", "asked_at"),
    )


class Proof(Base):
    """Something a person helped with: a skill that has shown itself, told of only with their yes."""

    __tablename__ = "proofs"
    id: Mapped[int] = mapped_column(primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    blocker_id: Mapped[int] = mapped_column(ForeignKey("blockers.id"))
    skill_id: Mapped[int | None] = mapped_column(ForeignKey("skills.id"), index=True)
    text: Mapped[str]
    asked_at: Mapped[datetime]
    agreed: Mapped[bool | None]
    answered_at: Mapped[datetime | None]
    __table_args__ = (
        UniqueConstraint("blocker_id", "member_id"),
        Index("ix_proofs_member_id_id", "member_id", "id"),
    )


class Spotlight(Base):
    """A partner's turn to be seen, offered to one of its people before a celebration."""

    __tablename__ = "spotlights"
    id: Mapped[int] = mapped_column(primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"))
    occasion: Mapped[str]
    turn: Mapped[int]  # it may be passed on within one occasion
    partner_id: Mapped[int] = mapped_column(ForeignKey("partners.id"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    offered_at: Mapped[datetime]
    answer: Mapped[str | None]  # accepted, passed
    answered_at: Mapped[datetime | None]
    text: Mapped[str | None]  # what the partner does, in up to three lines
    post_id: Mapped[int | None] = mapped_column(ForeignKey("posts.id"))
    __table_args__ = (
        UniqueConstraint("partnership_id", "occasion", "turn"),
        _of_some("ix_spotlights_post_id", "post_id", where=post_id.is_not(None)),
    )


class Skill(Base):
    """Something a member can do, in their own words."""

    __tablename__ = "skills"
    id: Mapped[int] = mapped_column(primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    name: Mapped[str]
    key: Mapped[str]  # what spelling variants of one skill share
    hidden: Mapped[bool] = mapped_column(default=False)  # the day job does not ask for it
    announce: Mapped[bool] = mapped_column(default=True)
    askable: Mapped[bool] = mapped_column(default=True)
    offered_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
    post_id: Mapped[int | None] = mapped_column(ForeignKey("posts.id"))  # where it was announced
    __table_args__ = (
        _of_some("ix_skills_post_id", "post_id", where=post_id.is_not(None)),
        UniqueConstraint("member_id", "key"),
        Index("ix_skills_partnership_id_post_id", "partnership_id", "post_id"),
        Index("ix_skills_partnership_id_offered_at", "partnership_id", "offered_at"),
    )


class Checkin(Base):
    """One check-in: a stage, a question, and the facts as they were. Open until a turn of the clock closes it."""

    __tablename__ = "checkins"
    id: Mapped[int] = mapped_column(primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"))
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"), unique=True)
    stage: Mapped[str]
    round: Mapped[int]  # how many check-ins on this stage came before
    facts: Mapped[list[Any]]
    written_at: Mapped[datetime]
    closes_at: Mapped[datetime | None]  # known once the post stands in Slack
    closed_at: Mapped[datetime | None]
    __table_args__ = (
        Index("ix_checkins_partnership_id_stage", "partnership_id", "stage"),
        Index("ix_checkins_closed_at_closes_at", "closed_at", "closes_at"),
    )


class Answer(Base):
    """One person's word on one check-in."""

    __tablename__ = "answers"
    checkin_id: Mapped[int] = mapped_column(ForeignKey("checkins.id"), primary_key=True)
    team_id: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[str] = mapped_column(primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"))
    answer: Mapped[str]  # moving, steady, stuck
    answered_at: Mapped[datetime]
    __table_args__ = (Index("ix_answers_partnership_id_answered_at", "partnership_id", "answered_at"),)


class Pulse(Base):
    """A month's anonymous question about the culture. Open until a turn of the clock closes it."""

    __tablename__ = "pulses"
    id: Mapped[int] = mapped_column(primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"))
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"), unique=True)
    occasion: Mapped[str]
    round: Mapped[int]  # how many pulses came before
    items: Mapped[list[Any]]  # statements by key, in order
    groups: Mapped[list[Any]]  # who may be told of apart
    floor: Mapped[int]
    invited: Mapped[int]
    written_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]  # when its post came to stand in Slack
    closes_at: Mapped[datetime]
    extended: Mapped[bool] = mapped_column(default=False)
    nudges: Mapped[list[Any]]  # the days on which those who have not answered are reminded
    nudge_at: Mapped[datetime | None] = mapped_column(index=True)
    held_until: Mapped[datetime | None]  # it could not be closed; not tried again before
    key_check: Mapped[bytes | None]  # tells whether the key at hand is the one it began with; none: it has its own
    closed_at: Mapped[datetime | None]
    outcome: Mapped[str | None]
    swept: Mapped[bool] = mapped_column(default=False)  # nothing of the ballots is left on the disk
    release: Mapped[dict[str, Any] | None] = mapped_column(
        JSON(none_as_null=True)
    )  # all that is ever said of the answers
    results_at: Mapped[datetime | None]
    results_id: Mapped[int | None] = mapped_column(ForeignKey("posts.id"))
    remind_at: Mapped[datetime | None] = mapped_column(index=True)  # the hosts, to say what they do about it
    __table_args__ = (
        UniqueConstraint("partnership_id", "occasion"),
        Index("ix_pulses_closed_at_closes_at", "closed_at", "closes_at"),
        Index("ix_pulses_opened_at_closed_at", "opened_at", "closed_at"),
        Index("ix_pulses_results_id_results_at", "results_id", "results_at"),
        Index("ix_pulses_swept_closed_at", "swept", "closed_at"),
    )


# The four tables below hold rows only while a pulse is open. None refers to another table: on PostgreSQL the check of a
# reference would leave the number of the transaction on the row of whoever has answered.


class PulseInvitation(Base):
    """A member who may answer, and in which of the pulse's groups they are counted."""

    __tablename__ = "pulse_invitations"
    pulse_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    member_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    partnership_id: Mapped[int]
    cut: Mapped[int]
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012


class PulseParticipation(Base):
    """A member who has answered. No time, no order."""

    __tablename__ = "pulse_participations"
    pulse_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    member_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    partnership_id: Mapped[int]
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012


class Ballot(Base):
    """Somebody's answers, sealed, under a number drawn at random."""

    __tablename__ = "ballots"
    pulse_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[bytes] = mapped_column(primary_key=True)
    partnership_id: Mapped[int]
    sealed: Mapped[bytes]
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012


class PulseKey(Base):
    """The key of a pulse that began without `PENCIL_KEY`."""

    __tablename__ = "pulse_keys"
    pulse_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    partnership_id: Mapped[int]
    key: Mapped[bytes]
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012


class PulseCount(Base):
    """How many chose an option of a statement, as far as it may be told."""

    __tablename__ = "pulse_counts"
    pulse_id: Mapped[int] = mapped_column(ForeignKey("pulses.id"), primary_key=True)
    item: Mapped[str] = mapped_column(primary_key=True)
    cut: Mapped[str] = mapped_column(primary_key=True)
    option: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"))
    number: Mapped[int]


class Response(Base):
    """What the hosts do about a pulse, or why nothing; and what became of it."""

    __tablename__ = "responses"
    pulse_id: Mapped[int] = mapped_column(ForeignKey("pulses.id"), primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"), index=True)
    action: Mapped[str | None]
    owner_team: Mapped[str | None]
    owner_id: Mapped[str | None]
    due: Mapped[date | None]
    because: Mapped[str | None]  # why there is no action
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    decided_at: Mapped[datetime]
    became: Mapped[str | None]
    became_at: Mapped[datetime | None]


class Wish(Base):
    """One person's wish for fewer posts like this one."""

    __tablename__ = "wishes"
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"), primary_key=True)
    team_id: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[str] = mapped_column(primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"))
    __table_args__ = (Index("ix_wishes_partnership_id_user_id", "partnership_id", "user_id"),)


class Revision(Base):
    """What was there before somebody changed or undid it."""

    __tablename__ = "revisions"
    id: Mapped[int] = mapped_column(primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"))
    noun: Mapped[str]
    row_id: Mapped[int]
    before: Mapped[dict[str, Any]]
    member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    revised_at: Mapped[datetime]
    __table_args__ = (
        Index("ix_revisions_noun_row_id", "noun", "row_id"),
        Index("ix_revisions_partnership_id_revised_at", "partnership_id", "revised_at"),
    )


class Schedule(Base):
    """When a kind of post is next due in a partnership; no `next_at` while paused or switched off."""

    __tablename__ = "schedules"
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[str]  # mon … sun
    time: Mapped[str]  # HH:MM on the partnership's own clocks
    on: Mapped[bool] = mapped_column(default=True)
    every: Mapped[int] = mapped_column(default=1)  # weeks
    anchor: Mapped[date]  # the Monday of the first week in which it comes
    held: Mapped[date | None]  # the occasion that waits for room in the week
    next_at: Mapped[datetime | None] = mapped_column(index=True)
    turned_at: Mapped[datetime] = mapped_column(index=True)  # the time `next_at` was worked out
    ahead_at: Mapped[datetime | None] = mapped_column(index=True)  # when it is prepared, some time before it is due


class Occasion(Base):
    """A turn that has come round. One row, one celebration, however often the clock passes."""

    __tablename__ = "occasions"
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    occasion: Mapped[str] = mapped_column(primary_key=True)
    came_at: Mapped[datetime]


class Deed(Base):
    """What a host did, for all hosts to see."""

    __tablename__ = "deeds"
    id: Mapped[int] = mapped_column(primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"), index=True)
    member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    deed: Mapped[str]
    about: Mapped[str | None]
    done_at: Mapped[datetime]


class Parcel(Base):
    """Files somebody asked for and has not yet been sent."""

    __tablename__ = "parcels"
    id: Mapped[int] = mapped_column(primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    what: Mapped[str]  # story, my-data, export
    about: Mapped[dict[str, Any]]
    asked_at: Mapped[datetime]
    ready_at: Mapped[datetime | None]  # not before this, by the real clock
    lease_until: Mapped[datetime | None]
    tried_at: Mapped[datetime | None]  # the files were handed over then, and what became of it is not known
    attempts: Mapped[int] = mapped_column(default=0)


LOST = ("refused", "unknown")  # fates of posts that the room should have and does not, or may not, have


class Post(Base):
    """Something Pencil says, as it should stand in Slack; `method` is the call still owed to make it so."""

    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"))
    kind: Mapped[str]
    occasion: Mapped[str]
    lane: Mapped[str]  # what is said in one lane is said in order
    channel: Mapped[str]  # a channel, or a person: their direct messages, or their Home
    thread_id: Mapped[int | None] = mapped_column(ForeignKey("posts.id"))  # the post it is said below
    token: Mapped[str] = mapped_column(unique=True)  # the opaque id in the message's metadata
    text: Mapped[str | None]  # none: it should not stand there any more
    blocks: Mapped[list[Any] | None]
    picture: Mapped[dict[str, Any] | None] = mapped_column(
        JSON(none_as_null=True)
    )  # what is drawn where a block asks for it
    file_id: Mapped[str | None]  # where Slack has the picture
    version: Mapped[int] = mapped_column(default=1)
    written_at: Mapped[datetime]

    wait_until: Mapped[datetime | None] = mapped_column(index=True)  # somebody's quiet hours end, by the bot's clock
    method: Mapped[str | None] = mapped_column()
    owed_at: Mapped[datetime] = mapped_column(default=wall)
    ready_at: Mapped[datetime | None]  # not before this; none: at once
    lease_until: Mapped[datetime | None]  # somebody is sending it, until then
    tried_at: Mapped[datetime | None]  # a send began then, and what became of it is not known
    attempts: Mapped[int] = mapped_column(default=0)
    ts: Mapped[str | None]
    place: Mapped[str | None]  # the channel Slack put it in
    sent_at: Mapped[datetime | None]  # when it first stood there, by the bot's clock
    fate: Mapped[str | None] = mapped_column()  # sent, refused, unknown, dropped
    reason: Mapped[str | None]
    told_at: Mapped[datetime | None]  # the hosts heard of the trouble
    __table_args__ = (
        UniqueConstraint("partnership_id", "kind", "occasion"),
        _of_some("ix_posts_owed", "lane", "owed_at", "id", where=method.is_not(None)),
        _of_some("ix_posts_owed_at", "owed_at", "id", where=method.is_not(None)),
        _of_some("ix_posts_lost", "partnership_id", where=fate.in_(LOST)),
        _of_some("ix_posts_thread_id", "thread_id", where=thread_id.is_not(None)),
        Index("ix_posts_partnership_id_written_at", "partnership_id", "written_at"),
    )


class Pace(Base):
    """When a channel may next be posted in, or a method next called, by the real clock."""

    __tablename__ = "pace"
    key: Mapped[str] = mapped_column(primary_key=True)
    free_at: Mapped[datetime] = mapped_column(index=True)
