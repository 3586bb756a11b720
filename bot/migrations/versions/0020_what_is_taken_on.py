"""Check-ins remember the last on their stage; its step may be taken on, and whoever does is asked what became of it"""

import sqlalchemy as sa
from alembic import op

revision = '0020'
down_revision = '0019'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('checkins', sa.Column('memory', sa.JSON(), nullable=True))
    op.add_column('checkins', sa.Column('leaning', sa.String(), nullable=True))
    op.add_column('checkins', sa.Column('step', sa.String(), nullable=True))
    op.create_table(
        'commitments',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('partnership_id', sa.Integer(), nullable=False),
        sa.Column('member_id', sa.Integer(), nullable=False),
        sa.Column('checkin_id', sa.Integer(), nullable=True),
        sa.Column('answer', sa.String(), nullable=True),
        sa.Column('text', sa.String(), nullable=False),
        sa.Column('openly', sa.Boolean(), nullable=False),
        sa.Column('taken_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('ask_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('asked', sa.Integer(), nullable=False),
        sa.Column('post_id', sa.Integer(), nullable=True),
        sa.Column('outcome', sa.String(), nullable=True),
        sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(['partnership_id'], ['partnerships.id'], name=op.f('fk_commitments_partnership_id')),
        sa.ForeignKeyConstraint(['member_id'], ['members.id'], name=op.f('fk_commitments_member_id')),
        sa.ForeignKeyConstraint(['checkin_id'], ['checkins.id'], name=op.f('fk_commitments_checkin_id')),
        sa.ForeignKeyConstraint(['post_id'], ['posts.id'], name=op.f('fk_commitments_post_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_commitments')),
        sa.UniqueConstraint(
            'checkin_id', 'answer', 'member_id', name=op.f('uq_commitments_checkin_id_answer_member_id')
        ),
    )
    op.create_index('ix_commitments_partnership_id', 'commitments', ['partnership_id'])
    for name, column, condition in (
        ('ix_commitments_ask_at', 'ask_at', 'ask_at IS NOT NULL'),
        ('ix_commitments_post_id', 'post_id', 'post_id IS NOT NULL'),
        ('ix_commitments_member_id', 'member_id', 'outcome IS NULL'),
    ):
        where = sa.text(condition)
        op.create_index(name, 'commitments', [column], sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    op.drop_table('commitments')
    for name in ('step', 'leaning', 'memory'):
        op.drop_column('checkins', name)
