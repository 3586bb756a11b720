"""The workspaces that have installed Pencil by a link, with their tokens sealed"""

import sqlalchemy as sa
from alembic import op

revision = '0030'
down_revision = '0029'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'installations',
        sa.Column('team_id', sa.String(), nullable=False),
        sa.Column('bot_user_id', sa.String(), nullable=False),
        sa.Column('bot_id', sa.String(), nullable=False),
        sa.Column('scopes', sa.String(), nullable=False),
        sa.Column('bot_token', sa.LargeBinary(), nullable=True),
        sa.Column('refresh_token', sa.LargeBinary(), nullable=True),
        sa.Column('expires_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('lease_until', sa.DateTime(timezone=True), nullable=True),
        sa.Column('installed_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('removed_at', sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint('team_id', name=op.f('pk_installations')),
    )
    op.create_index('ix_installations_expires_at', 'installations', ['expires_at'])
    op.create_index('ix_installations_removed_at', 'installations', ['removed_at'])
    op.create_table(
        'install_states',
        sa.Column('state_hash', sa.String(), nullable=False),
        sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('state_hash', name=op.f('pk_install_states')),
    )
    op.create_index('ix_install_states_expires_at', 'install_states', ['expires_at'])


def downgrade() -> None:
    op.drop_table('install_states')
    op.drop_table('installations')
