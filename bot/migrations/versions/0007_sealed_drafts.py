"""Drafts are sealed, and say no more whose they are; those there are can be opened by nobody and go"""

import sqlalchemy as sa
from alembic import op

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_table('drafts')
    op.create_table('drafts',
    sa.Column('number', sa.LargeBinary(), nullable=False),
    sa.Column('partnership_id', sa.Integer(), nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.Column('drafted_on', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['partnership_id'], ['partnerships.id'], name=op.f('fk_drafts_partnership_id')),
    sa.PrimaryKeyConstraint('number', name=op.f('pk_drafts')),
    sqlite_with_rowid=False
    )
    op.create_index(op.f('ix_drafts_partnership_id'), 'drafts', ['partnership_id'], unique=False)
    op.create_index(op.f('ix_drafts_drafted_on'), 'drafts', ['drafted_on'], unique=False)
