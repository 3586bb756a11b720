"""Blockers, skills, check-ins"""

from datetime import UTC, date, datetime

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('drafts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('partnership_id', sa.Integer(), nullable=False),
    sa.Column('team_id', sa.String(), nullable=False),
    sa.Column('user_id', sa.String(), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('origin', sa.String(), nullable=False),
    sa.Column('drafted_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['partnership_id'], ['partnerships.id'], name=op.f('fk_drafts_partnership_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_drafts')),
    sa.UniqueConstraint('partnership_id', 'origin', name=op.f('uq_drafts_partnership_id_origin'))
    )
    op.create_index(op.f('ix_drafts_drafted_at'), 'drafts', ['drafted_at'], unique=False)
    op.create_table('checkins',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('partnership_id', sa.Integer(), nullable=False),
    sa.Column('post_id', sa.Integer(), nullable=False),
    sa.Column('stage', sa.String(), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('facts', sa.JSON(), nullable=False),
    sa.Column('written_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closes_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['partnership_id'], ['partnerships.id'], name=op.f('fk_checkins_partnership_id')),
    sa.ForeignKeyConstraint(['post_id'], ['posts.id'], name=op.f('fk_checkins_post_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_checkins')),
    sa.UniqueConstraint('post_id', name=op.f('uq_checkins_post_id'))
    )
    op.create_index('ix_checkins_closed_at_closes_at', 'checkins', ['closed_at', 'closes_at'], unique=False)
    op.create_index('ix_checkins_partnership_id_stage', 'checkins', ['partnership_id', 'stage'], unique=False)
    op.create_table('wishes',
    sa.Column('post_id', sa.Integer(), nullable=False),
    sa.Column('team_id', sa.String(), nullable=False),
    sa.Column('user_id', sa.String(), nullable=False),
    sa.Column('partnership_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['partnership_id'], ['partnerships.id'], name=op.f('fk_wishes_partnership_id')),
    sa.ForeignKeyConstraint(['post_id'], ['posts.id'], name=op.f('fk_wishes_post_id')),
    sa.PrimaryKeyConstraint('post_id', 'team_id', 'user_id', name=op.f('pk_wishes'))
    )
    op.create_table('answers',
    sa.Column('checkin_id', sa.Integer(), nullable=False),
    sa.Column('team_id', sa.String(), nullable=False),
    sa.Column('user_id', sa.String(), nullable=False),
    sa.Column('partnership_id', sa.Integer(), nullable=False),
    sa.Column('answer', sa.String(), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['checkin_id'], ['checkins.id'], name=op.f('fk_answers_checkin_id')),
    sa.ForeignKeyConstraint(['partnership_id'], ['partnerships.id'], name=op.f('fk_answers_partnership_id')),
    sa.PrimaryKeyConstraint('checkin_id', 'team_id', 'user_id', name=op.f('pk_answers'))
    )
    op.create_index('ix_answers_partnership_id_answered_at', 'answers', ['partnership_id', 'answered_at'], unique=False)
    op.create_table('blockers',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('partnership_id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=True),
    sa.Column('key_hash', sa.String(), nullable=True),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('raised_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('post_id', sa.Integer(), nullable=True),
    sa.Column('fixed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('fixed_by', sa.Integer(), nullable=True),
    sa.Column('outcome', sa.String(), nullable=True),
    sa.Column('undone_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['fixed_by'], ['members.id'], name=op.f('fk_blockers_fixed_by')),
    sa.ForeignKeyConstraint(['member_id'], ['members.id'], name=op.f('fk_blockers_member_id')),
    sa.ForeignKeyConstraint(['partnership_id'], ['partnerships.id'], name=op.f('fk_blockers_partnership_id')),
    sa.ForeignKeyConstraint(['post_id'], ['posts.id'], name=op.f('fk_blockers_post_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_blockers'))
    )
    op.create_index('ix_blockers_member_id_id', 'blockers', ['member_id', 'id'], unique=False)
    op.create_index('ix_blockers_partnership_id_fixed_at', 'blockers', ['partnership_id', 'fixed_at'], unique=False)
    op.create_index('ix_blockers_partnership_id_raised_at', 'blockers', ['partnership_id', 'raised_at'], unique=False)
    op.create_index(op.f('ix_blockers_post_id'), 'blockers', ['post_id'], unique=False)
    op.create_table('skills',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('partnership_id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('hidden', sa.Boolean(), nullable=False),
    sa.Column('announce', sa.Boolean(), nullable=False),
    sa.Column('askable', sa.Boolean(), nullable=False),
    sa.Column('offered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('removed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('post_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['member_id'], ['members.id'], name=op.f('fk_skills_member_id')),
    sa.ForeignKeyConstraint(['partnership_id'], ['partnerships.id'], name=op.f('fk_skills_partnership_id')),
    sa.ForeignKeyConstraint(['post_id'], ['posts.id'], name=op.f('fk_skills_post_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_skills')),
    sa.UniqueConstraint('member_id', 'key', name=op.f('uq_skills_member_id_key'))
    )
    op.create_index('ix_skills_partnership_id_offered_at', 'skills', ['partnership_id', 'offered_at'], unique=False)
    op.create_index('ix_skills_partnership_id_post_id', 'skills', ['partnership_id', 'post_id'], unique=False)
    op.create_index(op.f('ix_skills_post_id'), 'skills', ['post_id'], unique=False)
    op.create_table('helps',
    sa.Column('blocker_id', sa.Integer(), nullable=False),
    sa.Column('team_id', sa.String(), nullable=False),
    sa.Column('user_id', sa.String(), nullable=False),
    sa.Column('partnership_id', sa.Integer(), nullable=False),
    sa.Column('taken_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('helped', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['blocker_id'], ['blockers.id'], name=op.f('fk_helps_blocker_id')),
    sa.ForeignKeyConstraint(['partnership_id'], ['partnerships.id'], name=op.f('fk_helps_partnership_id')),
    sa.PrimaryKeyConstraint('blocker_id', 'team_id', 'user_id', name=op.f('pk_helps'))
    )
    op.create_index('ix_helps_partnership_id_taken_at', 'helps', ['partnership_id', 'taken_at'], unique=False)
    op.create_index('ix_wins_partnership_id_recorded_at', 'wins', ['partnership_id', 'recorded_at'], unique=False)
    op.create_index('ix_cheers_partnership_id_cheered_at', 'cheers', ['partnership_id', 'cheered_at'], unique=False)
    op.add_column('wins', sa.Column('turn', sa.Integer(), nullable=True))
    op.add_column('members', sa.Column('asked_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column('partnerships', sa.Column('next_stage', sa.String(), nullable=True))
    # A column that refers to its own table, in words that both databases have.
    op.execute('ALTER TABLE posts ADD COLUMN thread_id INTEGER CONSTRAINT fk_posts_thread_id REFERENCES posts (id)')
    op.add_column('posts', sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True))
    op.create_index('ix_posts_partnership_id_written_at', 'posts', ['partnership_id', 'written_at'], unique=False)
    op.add_column('schedules', sa.Column('every', sa.Integer(), nullable=False, server_default='1'))
    op.add_column('schedules', sa.Column('anchor', sa.Date(), nullable=False, server_default='2024-01-01'))
    op.add_column('schedules', sa.Column('held', sa.Date(), nullable=True))
    op.execute("UPDATE posts SET kind = 'celebrations' WHERE kind = 'celebration'")
    _schedule('checkins', 'mon', '10:00', date(2024, 1, 1))
    _schedule('skills', 'wed', '11:00', date(2024, 1, 8))


def _schedule(kind: str, day: str, time: str, anchor: date) -> None:
    """A kind that is new, for the partnerships there are: worked out by the first turn of the clock, which finds it
    turned at a time still to come."""
    partnerships = sa.table('partnerships', sa.column('id'))
    names = 'partnership_id kind day time on every anchor turned_at'.split()
    typed = {'anchor': sa.Date, 'on': sa.Boolean, 'turned_at': sa.DateTime(timezone=True)}
    schedules = sa.table('schedules', *(sa.column(name, typed.get(name)) for name in names))
    values = (kind, day, time, True, 2, anchor, datetime(9000, 1, 1, tzinfo=UTC))
    literals = (sa.literal(value, schedules.c[name].type) for name, value in zip(names[1:], values))
    op.execute(schedules.insert().from_select(names, sa.select(partnerships.c.id, *literals)))
