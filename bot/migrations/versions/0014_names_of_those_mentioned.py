"""The names of people whom words mention, so that they stand nowhere else"""

import sqlalchemy as sa
from alembic import op

revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('names',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('partnership_id', sa.Integer(), nullable=False),
    sa.Column('team_id', sa.String(), nullable=False),
    sa.Column('user_id', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=True),
    sa.Column('kept_on', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['partnership_id'], ['partnerships.id'], name=op.f('fk_names_partnership_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_names')),
    sa.UniqueConstraint('partnership_id', 'user_id', name=op.f('uq_names_partnership_id_user_id')),
    sqlite_autoincrement=True
    )
    op.add_column('partnerships', sa.Column('old_mentions', sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute(sa.text('UPDATE partnerships SET old_mentions = :yes').bindparams(yes=True))
    op.create_index(op.f('ix_names_user_id'), 'names', ['user_id'], unique=False)


def downgrade() -> None:
    op.drop_column('partnerships', 'old_mentions')
    op.drop_table('names')
