"""Why, vision, the open door, help across organisations, fair turns, what a person may say of their own data"""

from datetime import UTC, date, datetime

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('deeds',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('partnership_id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=True),
    sa.Column('deed', sa.String(), nullable=False),
    sa.Column('about', sa.String(), nullable=True),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['member_id'], ['members.id'], name=op.f('fk_deeds_member_id')),
    sa.ForeignKeyConstraint(['partnership_id'], ['partnerships.id'], name=op.f('fk_deeds_partnership_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_deeds'))
    )
    op.create_index(op.f('ix_deeds_partnership_id'), 'deeds', ['partnership_id'], unique=False)
    op.create_table('movements',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('partnership_id', sa.Integer(), nullable=False),
    sa.Column('partner_id', sa.Integer(), nullable=True),
    sa.Column('member_id', sa.Integer(), nullable=True),
    sa.Column('what', sa.String(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['member_id'], ['members.id'], name=op.f('fk_movements_member_id')),
    sa.ForeignKeyConstraint(['partner_id'], ['partners.id'], name=op.f('fk_movements_partner_id')),
    sa.ForeignKeyConstraint(['partnership_id'], ['partnerships.id'], name=op.f('fk_movements_partnership_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_movements'))
    )
    op.create_index('ix_movements_partnership_id_at', 'movements', ['partnership_id', 'at'], unique=False)
    op.create_table('parcels',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('partnership_id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('what', sa.String(), nullable=False),
    sa.Column('about', sa.JSON(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ready_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('lease_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('tried_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['member_id'], ['members.id'], name=op.f('fk_parcels_member_id')),
    sa.ForeignKeyConstraint(['partnership_id'], ['partnerships.id'], name=op.f('fk_parcels_partnership_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_parcels'))
    )
    op.create_index(op.f('ix_parcels_partnership_id'), 'parcels', ['partnership_id'], unique=False)
    op.create_table('spotlights',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('partnership_id', sa.Integer(), nullable=False),
    sa.Column('occasion', sa.String(), nullable=False),
    sa.Column('turn', sa.Integer(), nullable=False),
    sa.Column('partner_id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('offered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answer', sa.String(), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('text', sa.String(), nullable=True),
    sa.Column('post_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['member_id'], ['members.id'], name=op.f('fk_spotlights_member_id')),
    sa.ForeignKeyConstraint(['partner_id'], ['partners.id'], name=op.f('fk_spotlights_partner_id')),
    sa.ForeignKeyConstraint(['partnership_id'], ['partnerships.id'], name=op.f('fk_spotlights_partnership_id')),
    sa.ForeignKeyConstraint(['post_id'], ['posts.id'], name=op.f('fk_spotlights_post_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_spotlights')),
    sa.UniqueConstraint('partnership_id', 'occasion', 'turn', name=op.f('uq_spotlights_partnership_id_occasion_turn'))
    )
    op.create_index(op.f('ix_spotlights_member_id'), 'spotlights', ['member_id'], unique=False)
    op.create_index(op.f('ix_spotlights_partner_id'), 'spotlights', ['partner_id'], unique=False)
    op.create_index(op.f('ix_spotlights_post_id'), 'spotlights', ['post_id'], unique=False)
    op.create_table('visions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('partnership_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['member_id'], ['members.id'], name=op.f('fk_visions_member_id')),
    sa.ForeignKeyConstraint(['partnership_id'], ['partnerships.id'], name=op.f('fk_visions_partnership_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_visions')),
    sa.UniqueConstraint('partnership_id', 'number', name=op.f('uq_visions_partnership_id_number'))
    )
    op.create_table('whys',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('partnership_id', sa.Integer(), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('said_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['member_id'], ['members.id'], name=op.f('fk_whys_member_id')),
    sa.ForeignKeyConstraint(['partnership_id'], ['partnerships.id'], name=op.f('fk_whys_partnership_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_whys'))
    )
    op.create_index(op.f('ix_whys_partnership_id'), 'whys', ['partnership_id'], unique=False)
    op.create_table('aims',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('partnership_id', sa.Integer(), nullable=False),
    sa.Column('vision_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('origin_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['origin_id'], ['aims.id'], name=op.f('fk_aims_origin_id')),
    sa.ForeignKeyConstraint(['partnership_id'], ['partnerships.id'], name=op.f('fk_aims_partnership_id')),
    sa.ForeignKeyConstraint(['vision_id'], ['visions.id'], name=op.f('fk_aims_vision_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_aims')),
    sa.UniqueConstraint('vision_id', 'number', name=op.f('uq_aims_vision_id_number'))
    )
    op.create_index(op.f('ix_aims_origin_id'), 'aims', ['origin_id'], unique=False)
    op.create_table('proofs',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('partnership_id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('blocker_id', sa.Integer(), nullable=False),
    sa.Column('skill_id', sa.Integer(), nullable=True),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('agreed', sa.Boolean(), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['blocker_id'], ['blockers.id'], name=op.f('fk_proofs_blocker_id')),
    sa.ForeignKeyConstraint(['member_id'], ['members.id'], name=op.f('fk_proofs_member_id')),
    sa.ForeignKeyConstraint(['partnership_id'], ['partnerships.id'], name=op.f('fk_proofs_partnership_id')),
    sa.ForeignKeyConstraint(['skill_id'], ['skills.id'], name=op.f('fk_proofs_skill_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_proofs')),
    sa.UniqueConstraint('blocker_id', 'member_id', name=op.f('uq_proofs_blocker_id_member_id'))
    )
    op.create_index('ix_proofs_member_id_id', 'proofs', ['member_id', 'id'], unique=False)
    op.create_index(op.f('ix_proofs_skill_id'), 'proofs', ['skill_id'], unique=False)
    op.create_table('proposals',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('partnership_id', sa.Integer(), nullable=False),
    sa.Column('base_id', sa.Integer(), nullable=True),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('aims', sa.JSON(), nullable=False),
    sa.Column('reason', sa.String(), nullable=True),
    sa.Column('origin', sa.String(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('post_id', sa.Integer(), nullable=True),
    sa.Column('proposed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decided_by', sa.Integer(), nullable=True),
    sa.Column('outcome', sa.String(), nullable=True),
    sa.Column('because', sa.String(), nullable=True),
    sa.Column('vision_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['base_id'], ['visions.id'], name=op.f('fk_proposals_base_id')),
    sa.ForeignKeyConstraint(['decided_by'], ['members.id'], name=op.f('fk_proposals_decided_by')),
    sa.ForeignKeyConstraint(['member_id'], ['members.id'], name=op.f('fk_proposals_member_id')),
    sa.ForeignKeyConstraint(['partnership_id'], ['partnerships.id'], name=op.f('fk_proposals_partnership_id')),
    sa.ForeignKeyConstraint(['post_id'], ['posts.id'], name=op.f('fk_proposals_post_id')),
    sa.ForeignKeyConstraint(['vision_id'], ['visions.id'], name=op.f('fk_proposals_vision_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_proposals')),
    sa.UniqueConstraint('partnership_id', 'origin', name=op.f('uq_proposals_partnership_id_origin'))
    )
    op.create_index(op.f('ix_proposals_partnership_id'), 'proposals', ['partnership_id'], unique=False)
    op.create_index(op.f('ix_proposals_post_id'), 'proposals', ['post_id'], unique=False)
    op.create_table('requests',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('partnership_id', sa.Integer(), nullable=False),
    sa.Column('blocker_id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('skill_id', sa.Integer(), nullable=True),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answer', sa.String(), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('friend_team', sa.String(), nullable=True),
    sa.Column('friend_id', sa.String(), nullable=True),
    sa.ForeignKeyConstraint(['blocker_id'], ['blockers.id'], name=op.f('fk_requests_blocker_id')),
    sa.ForeignKeyConstraint(['member_id'], ['members.id'], name=op.f('fk_requests_member_id')),
    sa.ForeignKeyConstraint(['partnership_id'], ['partnerships.id'], name=op.f('fk_requests_partnership_id')),
    sa.ForeignKeyConstraint(['skill_id'], ['skills.id'], name=op.f('fk_requests_skill_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_requests')),
    sa.UniqueConstraint('blocker_id', 'member_id', name=op.f('uq_requests_blocker_id_member_id'))
    )
    op.create_index('ix_requests_member_id_asked_at', 'requests', ['member_id', 'asked_at'], unique=False)
    op.create_index('ix_requests_partnership_id_asked_at', 'requests', ['partnership_id', 'asked_at'], unique=False)
    op.create_table('assents',
    sa.Column('proposal_id', sa.Integer(), nullable=False),
    sa.Column('partner_id', sa.Integer(), nullable=False),
    sa.Column('partnership_id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('assented_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['member_id'], ['members.id'], name=op.f('fk_assents_member_id')),
    sa.ForeignKeyConstraint(['partner_id'], ['partners.id'], name=op.f('fk_assents_partner_id')),
    sa.ForeignKeyConstraint(['partnership_id'], ['partnerships.id'], name=op.f('fk_assents_partnership_id')),
    sa.ForeignKeyConstraint(['proposal_id'], ['proposals.id'], name=op.f('fk_assents_proposal_id')),
    sa.PrimaryKeyConstraint('proposal_id', 'partner_id', name=op.f('pk_assents'))
    )
    op.add_column('blockers', sa.Column('seek_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column('blockers', sa.Column('hosts_told_at', sa.DateTime(timezone=True), nullable=True))
    op.create_index(op.f('ix_blockers_seek_at'), 'blockers', ['seek_at'], unique=False)
    op.add_column('credits', sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True))
    op.create_table('withheld',
    sa.Column('win_id', sa.Integer(), nullable=False),
    sa.Column('partner_id', sa.Integer(), nullable=False),
    sa.Column('partnership_id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('withheld_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['member_id'], ['members.id'], name=op.f('fk_withheld_member_id')),
    sa.ForeignKeyConstraint(['partner_id'], ['partners.id'], name=op.f('fk_withheld_partner_id')),
    sa.ForeignKeyConstraint(['partnership_id'], ['partnerships.id'], name=op.f('fk_withheld_partnership_id')),
    sa.ForeignKeyConstraint(['win_id'], ['wins.id'], name=op.f('fk_withheld_win_id')),
    sa.PrimaryKeyConstraint('win_id', 'partner_id', name=op.f('pk_withheld'))
    )
    op.add_column('members', sa.Column('left_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column('members', sa.Column('welcomed_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column('members', sa.Column('asks', sa.Integer(), nullable=False, server_default='2'))
    op.add_column('members', sa.Column('quiet_from', sa.String(), nullable=True))
    op.add_column('members', sa.Column('quiet_to', sa.String(), nullable=True))
    op.add_column('members', sa.Column('zone', sa.String(), nullable=True))
    op.add_column('members', sa.Column('snoozed_until', sa.DateTime(timezone=True), nullable=True))
    op.add_column('members', sa.Column('named', sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column('members', sa.Column('forgotten_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column('partners', sa.Column('left_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column('partnerships', sa.Column('by_assent', sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column('partnerships', sa.Column('reflecting', sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column('partnerships', sa.Column('keep_months', sa.Integer(), nullable=True))
    op.add_column('partnerships', sa.Column('clear_at', sa.DateTime(timezone=True), nullable=True))
    op.create_index(op.f('ix_partnerships_clear_at'), 'partnerships', ['clear_at'], unique=False)
    op.add_column('partnerships', sa.Column('drift_asked_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column('posts', sa.Column('wait_until', sa.DateTime(timezone=True), nullable=True))
    op.create_index(op.f('ix_posts_wait_until'), 'posts', ['wait_until'], unique=False)
    op.create_index(
        'ix_revisions_partnership_id_revised_at', 'revisions', ['partnership_id', 'revised_at'], unique=False
    )
    op.add_column('schedules', sa.Column('ahead_at', sa.DateTime(timezone=True), nullable=True))
    op.create_index(op.f('ix_schedules_ahead_at'), 'schedules', ['ahead_at'], unique=False)
    # A reference in words that both databases have.
    op.execute('ALTER TABLE wins ADD COLUMN aim_id INTEGER CONSTRAINT fk_wins_aim_id REFERENCES aims (id)')
    op.add_column('wins', sa.Column('consent', sa.String(), nullable=False, server_default='inside'))
    op.create_index(op.f('ix_wins_aim_id'), 'wins', ['aim_id'], unique=False)
    _schedule('vision', 'thu', '10:00', 13, date(2024, 1, 1))
    # Everybody's first coming is a movement, theirs too who came before there were any.
    op.execute(
        "INSERT INTO movements (partnership_id, partner_id, what, at) "
        "SELECT partnership_id, id, 'joined', joined_at FROM partners ORDER BY joined_at, id"
    )
    op.execute(
        "INSERT INTO movements (partnership_id, member_id, what, at) "
        "SELECT partnership_id, id, 'joined', joined_at FROM members ORDER BY joined_at, id"
    )


def _schedule(kind: str, day: str, time: str, every: int, anchor: date) -> None:
    """A kind that is new, for the partnerships there are: worked out by the first turn of the clock, which finds it
    turned at a time still to come."""
    partnerships = sa.table('partnerships', sa.column('id'))
    names = 'partnership_id kind day time on every anchor turned_at'.split()
    typed = {'anchor': sa.Date, 'on': sa.Boolean, 'turned_at': sa.DateTime(timezone=True)}
    schedules = sa.table('schedules', *(sa.column(name, typed.get(name)) for name in names))
    values = (kind, day, time, True, every, anchor, datetime(9000, 1, 1, tzinfo=UTC))
    literals = (sa.literal(value, schedules.c[name].type) for name, value in zip(names[1:], values))
    op.execute(schedules.insert().from_select(names, sa.select(partnerships.c.id, *literals)))
