"""The tables, a file a subject, re-exported: `from bot.models import Win`.

Columns only: what they mean to each other is said by the rules. Times are aware and in UTC. Every row but those of
`Pace`, `Sweep` and `installations` is bound to its partnership.
"""

from bot.models.base import Base
from bot.models.blockers import Blocker, Draft, Help, Proof, Request
from bot.models.checkins import Answer, Checkin
from bot.models.commitments import DROPPED, HAPPENED, OVER, Commitment, Initiative, InitiativePerson
from bot.models.consultations import Consultation, ConsultationAnswer, ConsultationPrompt
from bot.models.habits import Habit
from bot.models.ideas import Idea, IdeaAssent, IdeaHelper, IdeaLike
from bot.models.introductions import Introduced, Introduction
from bot.models.outbox import LOST, DigestEntry, FileRequest, Installation, InstallState, Pace, Post, Wish
from bot.models.partnership import AuditEntry, Member, Movement, Name, Partner, Partnership, Revision, RollCall, Why
from bot.models.pulse import Ballot, Pulse, PulseInvitation, PulseKey, PulseParticipation, Response
from bot.models.schedule import Occasion, Schedule, Sweep
from bot.models.skills import Skill
from bot.models.vision import Aim, Assent, Proposal, Vision
from bot.models.wins import Cheer, Credit, Spotlight, Thanks, Win, Withheld

__all__ = (
    "DROPPED",
    "HAPPENED",
    "LOST",
    "OVER",
    "Aim",
    "Answer",
    "Assent",
    "AuditEntry",
    "Ballot",
    "Base",
    "Blocker",
    "Checkin",
    "Cheer",
    "Commitment",
    "Consultation",
    "ConsultationAnswer",
    "ConsultationPrompt",
    "Credit",
    "DigestEntry",
    "Draft",
    "FileRequest",
    "Habit",
    "Help",
    "Idea",
    "IdeaAssent",
    "IdeaHelper",
    "IdeaLike",
    "Initiative",
    "InitiativePerson",
    "InstallState",
    "Installation",
    "Introduced",
    "Introduction",
    "Member",
    "Movement",
    "Name",
    "Occasion",
    "Pace",
    "Partner",
    "Partnership",
    "Post",
    "Proof",
    "Proposal",
    "Pulse",
    "PulseInvitation",
    "PulseKey",
    "PulseParticipation",
    "Request",
    "Response",
    "Revision",
    "RollCall",
    "Schedule",
    "Skill",
    "Spotlight",
    "Sweep",
    "Thanks",
    "Vision",
    "Why",
    "Win",
    "Wish",
    "Withheld",
)
