"""PostgreSQL takes no samples of what an open pulse holds: they would stay when it is deleted."""

from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None

_COLUMNS = {
    'pulse_invitations': 'pulse_id member_id partnership_id cut',
    'pulse_participations': 'pulse_id member_id partnership_id',
    'ballots': 'pulse_id number partnership_id sealed',
    'pulse_keys': 'pulse_id partnership_id key',
}

def upgrade() -> None:
    if op.get_bind().dialect.name == 'postgresql':
        for table, columns in _COLUMNS.items():
            changes = ', '.join(f'ALTER COLUMN {column} SET STATISTICS 0' for column in columns.split())
            op.execute(f'ALTER TABLE {table} {changes}')
