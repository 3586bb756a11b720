"""A member is somebody who was seen in the channel; who was only ever named by others does not belong"""

import sqlalchemy as sa
from alembic import op

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None

# Whoever is named here, by their row or by their Slack id, did something themselves.
BY_ROW = (
    ('wins', 'member_id'),
    ('blockers', 'member_id'),
    ('blockers', 'fixed_by'),
    ('skills', 'member_id'),
    ('visions', 'member_id'),
    ('proposals', 'member_id'),
    ('proposals', 'decided_by'),
    ('assents', 'member_id'),
    ('whys', 'member_id'),
    ('responses', 'member_id'),
    ('withheld', 'member_id'),
    ('revisions', 'member_id'),
    ('deeds', 'member_id'),
)
BY_ID = ('cheers', 'answers', 'wishes', 'helps')
MORE = {'helps': ' AND it.taken_at IS NOT NULL'}


def _did() -> str:
    """What shows that a member did something."""
    rows = [f'SELECT 1 FROM {table} it WHERE it.{column} = members.id' for table, column in BY_ROW]
    ids = [
        f'SELECT 1 FROM {table} it WHERE it.partnership_id = members.partnership_id'
        f' AND it.user_id = members.user_id AND it.team_id = members.team_id{MORE.get(table, "")}'
        for table in BY_ID
    ]
    moved = "SELECT 1 FROM movements it WHERE it.member_id = members.id AND it.what <> 'joined'"
    return ' OR '.join(f'EXISTS ({query})' for query in (*rows, *ids, moved))


# A row that a naming made has the time of it: a blocker was fixed then, and how it was before was kept.
NAMED = (
    'EXISTS (SELECT 1 FROM blockers it WHERE it.partnership_id = members.partnership_id'
    ' AND it.fixed_at = members.joined_at)'
    " OR EXISTS (SELECT 1 FROM revisions it WHERE it.noun = 'blocker'"
    ' AND it.partnership_id = members.partnership_id AND it.revised_at = members.joined_at)'
)


def upgrade() -> None:
    op.add_column('members', sa.Column('seen_at', sa.DateTime(timezone=True), nullable=True))
    op.execute('UPDATE members SET seen_at = joined_at')
    op.execute(
        'UPDATE members SET seen_at = NULL WHERE NOT host AND welcomed_at IS NULL AND asked_at IS NULL'
        f' AND left_at IS NULL AND ({NAMED}) AND NOT ({_did()})'
    )
    op.execute(sa.text('UPDATE members SET host = :no WHERE left_at IS NOT NULL').bindparams(no=False))


def downgrade() -> None:
    op.drop_column('members', 'seen_at')
