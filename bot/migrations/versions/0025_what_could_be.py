"""Ideas of what could be, who likes them and would help, and the quarterly question that takes turns with the vision's"""

import sqlalchemy as sa
from alembic import op

revision = '0025'
down_revision = '0024'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('partnerships', sa.Column('looks_ahead', sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        'ideas',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('partnership_id', sa.Integer(), nullable=False),
        sa.Column('member_id', sa.Integer(), nullable=True),
        sa.Column('key_hash', sa.String(), nullable=True),
        sa.Column('text', sa.String(), nullable=False),
        sa.Column('shared_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('post_id', sa.Integer(), nullable=True),
        sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('decided_by', sa.Integer(), nullable=True),
        sa.Column('outcome', sa.String(), nullable=True),
        sa.Column('because', sa.String(), nullable=True),
        sa.Column('undone_at', sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(['partnership_id'], ['partnerships.id'], name=op.f('fk_ideas_partnership_id')),
        sa.ForeignKeyConstraint(['member_id'], ['members.id'], name=op.f('fk_ideas_member_id')),
        sa.ForeignKeyConstraint(['post_id'], ['posts.id'], name=op.f('fk_ideas_post_id')),
        sa.ForeignKeyConstraint(['decided_by'], ['members.id'], name=op.f('fk_ideas_decided_by')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_ideas')),
    )
    op.create_index('ix_ideas_partnership_id_shared_at', 'ideas', ['partnership_id', 'shared_at'])
    op.create_index('ix_ideas_member_id_id', 'ideas', ['member_id', 'id'])
    for name, columns, condition in (
        ('ix_ideas_post_id', ['post_id'], 'post_id IS NOT NULL'),
        ('ix_ideas_open', ['partnership_id', 'id'], 'decided_at IS NULL AND undone_at IS NULL'),
    ):
        where = sa.text(condition)
        op.create_index(name, 'ideas', columns, sqlite_where=where, postgresql_where=where)
    _of_people('idea_likes')
    _of_people('idea_helpers', sa.Column('offered_at', sa.DateTime(timezone=True), nullable=False))
    op.create_table(
        'idea_assents',
        sa.Column('idea_id', sa.Integer(), nullable=False),
        sa.Column('outcome', sa.String(), nullable=False),
        sa.Column('partner_id', sa.Integer(), nullable=False),
        sa.Column('partnership_id', sa.Integer(), nullable=False),
        sa.Column('member_id', sa.Integer(), nullable=False),
        sa.Column('assented_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['idea_id'], ['ideas.id'], name=op.f('fk_idea_assents_idea_id')),
        sa.ForeignKeyConstraint(['partner_id'], ['partners.id'], name=op.f('fk_idea_assents_partner_id')),
        sa.ForeignKeyConstraint(['partnership_id'], ['partnerships.id'], name=op.f('fk_idea_assents_partnership_id')),
        sa.ForeignKeyConstraint(['member_id'], ['members.id'], name=op.f('fk_idea_assents_member_id')),
        sa.PrimaryKeyConstraint('idea_id', 'outcome', 'partner_id', name=op.f('pk_idea_assents')),
    )
    op.create_index('ix_idea_assents_partnership_id_member_id', 'idea_assents', ['partnership_id', 'member_id'])


def _of_people(table: str, *more: sa.Column) -> None:
    """A table of people beside an idea, each once."""
    op.create_table(
        table,
        sa.Column('idea_id', sa.Integer(), nullable=False),
        sa.Column('user_id', sa.String(), nullable=False),
        sa.Column('team_id', sa.String(), nullable=False),
        sa.Column('partnership_id', sa.Integer(), nullable=False),
        *more,
        sa.ForeignKeyConstraint(['idea_id'], ['ideas.id'], name=op.f(f'fk_{table}_idea_id')),
        sa.ForeignKeyConstraint(['partnership_id'], ['partnerships.id'], name=op.f(f'fk_{table}_partnership_id')),
        sa.PrimaryKeyConstraint('idea_id', 'user_id', name=op.f(f'pk_{table}')),
    )
    op.create_index(f'ix_{table}_partnership_id', table, ['partnership_id'])


def downgrade() -> None:
    for table in ('idea_assents', 'idea_helpers', 'idea_likes', 'ideas'):
        op.drop_table(table)
    op.drop_column('partnerships', 'looks_ahead')
