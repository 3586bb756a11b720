"""An introduction that a host offers to people of two organisations"""

import sqlalchemy as sa
from alembic import op

revision = '0029'
down_revision = '0028'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'introductions',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('partnership_id', sa.Integer(), nullable=False),
        sa.Column('member_id', sa.Integer(), nullable=False),
        sa.Column('offered_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('met_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('undone_at', sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(['partnership_id'], ['partnerships.id'], name=op.f('fk_introductions_partnership_id')),
        sa.ForeignKeyConstraint(['member_id'], ['members.id'], name=op.f('fk_introductions_member_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_introductions')),
    )
    op.create_index('ix_introductions_member_id', 'introductions', ['member_id'])
    op.create_index(
        'ix_introductions_partnership_id_offered_at', 'introductions', ['partnership_id', 'offered_at']
    )
    op.create_table(
        'introduced',
        sa.Column('introduction_id', sa.Integer(), nullable=False),
        sa.Column('member_id', sa.Integer(), nullable=False),
        sa.Column('partnership_id', sa.Integer(), nullable=False),
        sa.Column('partner_id', sa.Integer(), nullable=False),
        sa.Column('answer', sa.String(), nullable=True),
        sa.ForeignKeyConstraint(['introduction_id'], ['introductions.id'], name=op.f('fk_introduced_introduction_id')),
        sa.ForeignKeyConstraint(['member_id'], ['members.id'], name=op.f('fk_introduced_member_id')),
        sa.ForeignKeyConstraint(['partnership_id'], ['partnerships.id'], name=op.f('fk_introduced_partnership_id')),
        sa.ForeignKeyConstraint(['partner_id'], ['partners.id'], name=op.f('fk_introduced_partner_id')),
        sa.PrimaryKeyConstraint('introduction_id', 'member_id', name=op.f('pk_introduced')),
    )
    op.create_index('ix_introduced_partner_id', 'introduced', ['partner_id'])
    op.create_index('ix_introduced_member_id_introduction_id', 'introduced', ['member_id', 'introduction_id'])


def downgrade() -> None:
    op.drop_table('introduced')
    op.drop_table('introductions')
