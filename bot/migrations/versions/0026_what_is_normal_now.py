"""What has become normal here, as people say it"""

import sqlalchemy as sa
from alembic import op

revision = '0026'
down_revision = '0025'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'habits',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('partnership_id', sa.Integer(), nullable=False),
        sa.Column('member_id', sa.Integer(), nullable=False),
        sa.Column('text', sa.String(), nullable=False),
        sa.Column('origin', sa.String(), nullable=False),
        sa.Column('said_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('post_id', sa.Integer(), nullable=True),
        sa.Column('undone_at', sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(['partnership_id'], ['partnerships.id'], name=op.f('fk_habits_partnership_id')),
        sa.ForeignKeyConstraint(['member_id'], ['members.id'], name=op.f('fk_habits_member_id')),
        sa.ForeignKeyConstraint(['post_id'], ['posts.id'], name=op.f('fk_habits_post_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_habits')),
        sa.UniqueConstraint('partnership_id', 'origin', name=op.f('uq_habits_partnership_id_origin')),
    )
    op.create_index('ix_habits_member_id', 'habits', ['member_id'])
    for name, columns, condition in (
        ('ix_habits_partnership_id_id', ['partnership_id', 'id'], 'undone_at IS NULL'),
        ('ix_habits_post_id', ['post_id'], 'post_id IS NOT NULL'),
    ):
        where = sa.text(condition)
        op.create_index(name, 'habits', columns, sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    op.drop_table('habits')
