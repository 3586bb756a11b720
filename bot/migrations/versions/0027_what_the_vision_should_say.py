"""Consultations on the vision: what is asked, one question a week, and what people answer"""

from datetime import date

import sqlalchemy as sa
from alembic import op

revision = '0027'
down_revision = '0026'
branch_labels = None
depends_on = None

KIND = 'consultations'


def upgrade() -> None:
    op.create_table(
        'consultations',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('partnership_id', sa.Integer(), nullable=False),
        sa.Column('member_id', sa.Integer(), nullable=False),
        sa.Column('audience', sa.String(), nullable=True),
        sa.Column('until', sa.Date(), nullable=False),
        sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('post_id', sa.Integer(), nullable=True),
        sa.Column('undone_at', sa.DateTime(timezone=True), nullable=True),
        *_references('consultations', 'partnership', 'member', 'post'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_consultations')),
    )
    op.create_table(
        'consultation_prompts',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('partnership_id', sa.Integer(), nullable=False),
        sa.Column('consultation_id', sa.Integer(), nullable=False),
        sa.Column('number', sa.Integer(), nullable=False),
        sa.Column('text', sa.String(), nullable=False),
        sa.Column('asked_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('post_id', sa.Integer(), nullable=True),
        *_references('consultation_prompts', 'partnership', 'consultation', 'post'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_consultation_prompts')),
        sa.UniqueConstraint('consultation_id', 'number', name=op.f('uq_consultation_prompts_consultation_id_number')),
    )
    op.create_table(
        'consultation_answers',
        sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('partnership_id', sa.Integer(), nullable=False),
        sa.Column('consultation_id', sa.Integer(), nullable=False),
        sa.Column('prompt_id', sa.Integer(), nullable=False),
        sa.Column('member_id', sa.Integer(), nullable=True),
        sa.Column('key_hash', sa.String(), nullable=False),
        sa.Column('text', sa.String(), nullable=False),
        sa.Column('group_name', sa.String(), nullable=True),
        sa.Column('of_organisation', sa.Boolean(), nullable=False),
        sa.Column('passed_on', sa.Boolean(), nullable=False),
        sa.Column('said_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('undone', sa.Boolean(), nullable=False),
        *_references('consultation_answers', 'partnership', 'consultation', 'member'),
        sa.ForeignKeyConstraint(
            ['prompt_id'], ['consultation_prompts.id'], name=op.f('fk_consultation_answers_prompt_id')
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_consultation_answers')),
        sa.UniqueConstraint('key_hash', name=op.f('uq_consultation_answers_key_hash')),
        sqlite_with_rowid=False,
    )
    for table, column in (
        ('consultations', 'partnership_id'),
        ('consultation_prompts', 'partnership_id'),
        ('consultation_answers', 'partnership_id'),
        ('consultation_answers', 'consultation_id'),
        ('consultation_answers', 'member_id'),
        ('consultation_answers', 'prompt_id'),
    ):
        op.create_index(f'ix_{table}_{column}', table, [column])
    for name, table, columns, condition in (
        ('ix_consultations_open', 'consultations', ['until'], 'closed_at IS NULL AND undone_at IS NULL'),
        ('ix_consultations_post_id', 'consultations', ['post_id'], 'post_id IS NOT NULL'),
        ('ix_consultation_prompts_post_id', 'consultation_prompts', ['post_id'], 'post_id IS NOT NULL'),
    ):
        where = sa.text(condition)
        op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)
    _schedule('thu', '10:00', date(2024, 1, 1))


def _references(table: str, *others: str) -> list[sa.ForeignKeyConstraint]:
    """What rows of the table belong to."""
    return [
        sa.ForeignKeyConstraint([f'{other}_id'], [f'{other}s.id'], name=op.f(f'fk_{table}_{other}_id'))
        for other in others
    ]


def _schedule(day: str, time: str, anchor: date) -> None:
    """It is off until a host opens a consultation."""
    partnerships = sa.table('partnerships', sa.column('id'), sa.column('started_at'))
    names = 'partnership_id kind day time on every anchor turned_at'.split()
    typed = {'anchor': sa.Date, 'on': sa.Boolean}
    schedules = sa.table('schedules', *(sa.column(name, typed.get(name)) for name in names))
    values = (KIND, day, time, False, 1, anchor)
    literals = (sa.literal(value, schedules.c[name].type) for name, value in zip(names[1:], values))
    there = sa.select(partnerships.c.id, *literals, partnerships.c.started_at)
    op.execute(schedules.insert().from_select(names, there))


def downgrade() -> None:
    op.execute(f"DELETE FROM schedules WHERE kind = '{KIND}'")
    op.execute(f"DELETE FROM occasions WHERE kind = '{KIND}'")
    for table in ('consultation_answers', 'consultation_prompts', 'consultations'):
        op.drop_table(table)
