"""Initiatives, who is in them, and that people are asked about their steps"""

import sqlalchemy as sa
from alembic import op

revision = '0028'
down_revision = '0027'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'initiatives',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('partnership_id', sa.Integer(), nullable=False),
        sa.Column('member_id', sa.Integer(), nullable=False),
        sa.Column('aim_id', sa.Integer(), nullable=True),
        sa.Column('text', sa.String(), nullable=False),
        sa.Column('origin', sa.String(), nullable=False),
        sa.Column('begun_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('step', sa.String(), nullable=True),
        sa.Column('step_on', sa.Date(), nullable=True),
        sa.Column('step_by', sa.Integer(), nullable=True),
        sa.Column('round', sa.Integer(), nullable=False),
        sa.Column('stepped_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('post_id', sa.Integer(), nullable=True),
        sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('ended_by', sa.Integer(), nullable=True),
        sa.Column('outcome', sa.String(), nullable=True),
        sa.Column('because', sa.String(), nullable=True),
        sa.Column('undone_at', sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(['partnership_id'], ['partnerships.id'], name=op.f('fk_initiatives_partnership_id')),
        sa.ForeignKeyConstraint(['member_id'], ['members.id'], name=op.f('fk_initiatives_member_id')),
        sa.ForeignKeyConstraint(['aim_id'], ['aims.id'], name=op.f('fk_initiatives_aim_id')),
        sa.ForeignKeyConstraint(['step_by'], ['members.id'], name=op.f('fk_initiatives_step_by')),
        sa.ForeignKeyConstraint(['post_id'], ['posts.id'], name=op.f('fk_initiatives_post_id')),
        sa.ForeignKeyConstraint(['ended_by'], ['members.id'], name=op.f('fk_initiatives_ended_by')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_initiatives')),
        sa.UniqueConstraint('partnership_id', 'origin', name=op.f('uq_initiatives_partnership_id_origin')),
    )
    op.create_index('ix_initiatives_member_id', 'initiatives', ['member_id'])
    op.create_index('ix_initiatives_partnership_id_ended_at', 'initiatives', ['partnership_id', 'ended_at'])
    _partial('ix_initiatives_post_id', 'initiatives', ['post_id'], 'post_id IS NOT NULL')
    running = 'ended_at IS NULL AND undone_at IS NULL'
    _partial('ix_initiatives_running', 'initiatives', ['partnership_id', 'id'], running)
    op.create_table(
        'initiative_people',
        sa.Column('initiative_id', sa.Integer(), nullable=False),
        sa.Column('user_id', sa.String(), nullable=False),
        sa.Column('team_id', sa.String(), nullable=False),
        sa.Column('partnership_id', sa.Integer(), nullable=False),
        sa.Column('joined_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['initiative_id'], ['initiatives.id'], name=op.f('fk_initiative_people_initiative_id')),
        sa.ForeignKeyConstraint(
            ['partnership_id'], ['partnerships.id'], name=op.f('fk_initiative_people_partnership_id')
        ),
        sa.PrimaryKeyConstraint('initiative_id', 'user_id', name=op.f('pk_initiative_people')),
    )
    op.create_index(
        'ix_initiative_people_partnership_id_user_id', 'initiative_people', ['partnership_id', 'user_id']
    )
    op.execute(
        'ALTER TABLE commitments ADD COLUMN initiative_id INTEGER '
        'CONSTRAINT fk_commitments_initiative_id REFERENCES initiatives (id)'
    )
    _partial('ix_commitments_initiative_id', 'commitments', ['initiative_id'], 'initiative_id IS NOT NULL')


def _partial(name: str, table: str, columns: list[str], condition: str) -> None:
    where = sa.text(condition)
    op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    op.drop_index('ix_commitments_initiative_id', table_name='commitments')
    op.drop_column('commitments', 'initiative_id')
    op.drop_table('initiative_people')
    op.drop_table('initiatives')
