CREATE TABLE public.aims (
    id integer NOT NULL,
    partnership_id integer NOT NULL,
    vision_id integer NOT NULL,
    number integer NOT NULL,
    text character varying NOT NULL,
    origin_id integer
);
CREATE SEQUENCE public.aims_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.aims_id_seq OWNED BY public.aims.id;
CREATE TABLE public.alembic_version (
    version_num character varying(32) NOT NULL
);
CREATE TABLE public.answers (
    checkin_id integer NOT NULL,
    team_id character varying NOT NULL,
    user_id character varying NOT NULL,
    partnership_id integer NOT NULL,
    answer character varying NOT NULL,
    answered_at timestamp with time zone NOT NULL
);
CREATE TABLE public.assents (
    proposal_id integer NOT NULL,
    partner_id integer NOT NULL,
    partnership_id integer NOT NULL,
    member_id integer NOT NULL,
    assented_at timestamp with time zone NOT NULL
);
CREATE TABLE public.ballots (
    pulse_id integer NOT NULL,
    number bytea NOT NULL,
    partnership_id integer NOT NULL,
    sealed bytea NOT NULL
);
ALTER TABLE ONLY public.ballots ALTER COLUMN pulse_id SET STATISTICS 0;
ALTER TABLE ONLY public.ballots ALTER COLUMN number SET STATISTICS 0;
ALTER TABLE ONLY public.ballots ALTER COLUMN partnership_id SET STATISTICS 0;
ALTER TABLE ONLY public.ballots ALTER COLUMN sealed SET STATISTICS 0;
CREATE TABLE public.blockers (
    id integer NOT NULL,
    partnership_id integer NOT NULL,
    member_id integer,
    key_hash character varying,
    text character varying NOT NULL,
    raised_at timestamp with time zone NOT NULL,
    post_id integer,
    fixed_at timestamp with time zone,
    fixed_by integer,
    outcome character varying,
    undone_at timestamp with time zone,
    seek_at timestamp with time zone,
    hosts_told_at timestamp with time zone,
    needed_on date,
    hosts_told_of date
);
CREATE SEQUENCE public.blockers_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.blockers_id_seq OWNED BY public.blockers.id;
CREATE TABLE public.checkins (
    id integer NOT NULL,
    partnership_id integer NOT NULL,
    post_id integer NOT NULL,
    stage character varying NOT NULL,
    round integer NOT NULL,
    facts json NOT NULL,
    written_at timestamp with time zone NOT NULL,
    closes_at timestamp with time zone,
    closed_at timestamp with time zone,
    memory json,
    leaning character varying,
    step character varying
);
CREATE SEQUENCE public.checkins_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.checkins_id_seq OWNED BY public.checkins.id;
CREATE TABLE public.cheers (
    post_id integer NOT NULL,
    team_id character varying NOT NULL,
    user_id character varying NOT NULL,
    partnership_id integer NOT NULL,
    cheered_at timestamp with time zone NOT NULL
);
CREATE TABLE public.commitments (
    id integer NOT NULL,
    partnership_id integer NOT NULL,
    member_id integer NOT NULL,
    checkin_id integer,
    answer character varying,
    text character varying NOT NULL,
    openly boolean NOT NULL,
    taken_at timestamp with time zone NOT NULL,
    ask_at timestamp with time zone,
    asked integer NOT NULL,
    post_id integer,
    outcome character varying,
    answered_at timestamp with time zone,
    initiative_id integer
);
CREATE SEQUENCE public.commitments_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.commitments_id_seq OWNED BY public.commitments.id;
CREATE TABLE public.consultation_answers (
    id integer NOT NULL,
    partnership_id integer NOT NULL,
    consultation_id integer NOT NULL,
    prompt_id integer NOT NULL,
    member_id integer,
    key_hash character varying NOT NULL,
    text character varying NOT NULL,
    group_name character varying,
    of_organisation boolean NOT NULL,
    passed_on boolean NOT NULL,
    said_at timestamp with time zone,
    undone boolean NOT NULL
);
CREATE TABLE public.consultation_prompts (
    id integer NOT NULL,
    partnership_id integer NOT NULL,
    consultation_id integer NOT NULL,
    number integer NOT NULL,
    text character varying NOT NULL,
    asked_at timestamp with time zone,
    post_id integer
);
CREATE SEQUENCE public.consultation_prompts_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.consultation_prompts_id_seq OWNED BY public.consultation_prompts.id;
CREATE TABLE public.consultations (
    id integer NOT NULL,
    partnership_id integer NOT NULL,
    member_id integer NOT NULL,
    audience character varying,
    until date NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    closed_at timestamp with time zone,
    post_id integer,
    undone_at timestamp with time zone
);
CREATE SEQUENCE public.consultations_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.consultations_id_seq OWNED BY public.consultations.id;
CREATE TABLE public.credits (
    win_id integer NOT NULL,
    partner_id integer NOT NULL,
    partnership_id integer NOT NULL,
    confirmed_at timestamp with time zone
);
CREATE TABLE public.deeds (
    id integer NOT NULL,
    partnership_id integer NOT NULL,
    member_id integer,
    deed character varying NOT NULL,
    about character varying,
    done_at timestamp with time zone NOT NULL
);
CREATE SEQUENCE public.deeds_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.deeds_id_seq OWNED BY public.deeds.id;
CREATE TABLE public.digest_entries (
    id integer NOT NULL,
    partnership_id integer NOT NULL,
    kind character varying NOT NULL,
    about character varying NOT NULL,
    noted_at timestamp with time zone NOT NULL,
    times integer NOT NULL
);
CREATE SEQUENCE public.digest_entries_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.digest_entries_id_seq OWNED BY public.digest_entries.id;
CREATE TABLE public.drafts (
    number bytea NOT NULL,
    partnership_id integer NOT NULL,
    sealed bytea NOT NULL,
    drafted_on date NOT NULL
);
CREATE TABLE public.habits (
    id integer NOT NULL,
    partnership_id integer NOT NULL,
    member_id integer NOT NULL,
    text character varying NOT NULL,
    origin character varying NOT NULL,
    said_at timestamp with time zone NOT NULL,
    post_id integer,
    undone_at timestamp with time zone
);
CREATE SEQUENCE public.habits_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.habits_id_seq OWNED BY public.habits.id;
CREATE TABLE public.helps (
    blocker_id integer NOT NULL,
    team_id character varying NOT NULL,
    user_id character varying NOT NULL,
    partnership_id integer NOT NULL,
    taken_at timestamp with time zone,
    helped boolean NOT NULL
);
CREATE TABLE public.idea_assents (
    idea_id integer NOT NULL,
    outcome character varying NOT NULL,
    partner_id integer NOT NULL,
    partnership_id integer NOT NULL,
    member_id integer NOT NULL,
    assented_at timestamp with time zone NOT NULL
);
CREATE TABLE public.idea_helpers (
    idea_id integer NOT NULL,
    user_id character varying NOT NULL,
    team_id character varying NOT NULL,
    partnership_id integer NOT NULL,
    offered_at timestamp with time zone NOT NULL
);
CREATE TABLE public.idea_likes (
    idea_id integer NOT NULL,
    user_id character varying NOT NULL,
    team_id character varying NOT NULL,
    partnership_id integer NOT NULL
);
CREATE TABLE public.ideas (
    id integer NOT NULL,
    partnership_id integer NOT NULL,
    member_id integer,
    key_hash character varying,
    text character varying NOT NULL,
    shared_at timestamp with time zone NOT NULL,
    post_id integer,
    decided_at timestamp with time zone,
    decided_by integer,
    outcome character varying,
    because character varying,
    undone_at timestamp with time zone
);
CREATE SEQUENCE public.ideas_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.ideas_id_seq OWNED BY public.ideas.id;
CREATE TABLE public.initiative_people (
    initiative_id integer NOT NULL,
    user_id character varying NOT NULL,
    team_id character varying NOT NULL,
    partnership_id integer NOT NULL,
    joined_at timestamp with time zone NOT NULL
);
CREATE TABLE public.initiatives (
    id integer NOT NULL,
    partnership_id integer NOT NULL,
    member_id integer NOT NULL,
    aim_id integer,
    text character varying NOT NULL,
    origin character varying NOT NULL,
    begun_at timestamp with time zone NOT NULL,
    step character varying,
    step_on date,
    step_by integer,
    round integer NOT NULL,
    stepped_at timestamp with time zone,
    post_id integer,
    ended_at timestamp with time zone,
    ended_by integer,
    outcome character varying,
    because character varying,
    undone_at timestamp with time zone
);
CREATE SEQUENCE public.initiatives_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.initiatives_id_seq OWNED BY public.initiatives.id;
CREATE TABLE public.introduced (
    introduction_id integer NOT NULL,
    member_id integer NOT NULL,
    partnership_id integer NOT NULL,
    partner_id integer NOT NULL,
    answer character varying
);
CREATE TABLE public.introductions (
    id integer NOT NULL,
    partnership_id integer NOT NULL,
    member_id integer NOT NULL,
    offered_at timestamp with time zone NOT NULL,
    met_at timestamp with time zone,
    undone_at timestamp with time zone
);
CREATE SEQUENCE public.introductions_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.introductions_id_seq OWNED BY public.introductions.id;
CREATE TABLE public.members (
    id integer NOT NULL,
    partnership_id integer NOT NULL,
    team_id character varying NOT NULL,
    user_id character varying NOT NULL,
    partner_id integer,
    host boolean NOT NULL,
    joined_at timestamp with time zone NOT NULL,
    invited_at timestamp with time zone,
    asked_at timestamp with time zone,
    left_at timestamp with time zone,
    welcomed_at timestamp with time zone,
    asks integer DEFAULT 2 NOT NULL,
    quiet_from character varying,
    quiet_to character varying,
    zone character varying,
    snoozed_until timestamp with time zone,
    named boolean DEFAULT false NOT NULL,
    forgotten_at timestamp with time zone,
    seen_at timestamp with time zone,
    thanks_told_at timestamp with time zone,
    partner_by character varying
);
CREATE SEQUENCE public.members_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.members_id_seq OWNED BY public.members.id;
CREATE TABLE public.movements (
    id integer NOT NULL,
    partnership_id integer NOT NULL,
    partner_id integer,
    member_id integer,
    what character varying NOT NULL,
    at timestamp with time zone NOT NULL
);
CREATE SEQUENCE public.movements_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.movements_id_seq OWNED BY public.movements.id;
CREATE TABLE public.names (
    id integer NOT NULL,
    partnership_id integer NOT NULL,
    team_id character varying NOT NULL,
    user_id character varying NOT NULL,
    name character varying,
    kept_on date NOT NULL
);
CREATE SEQUENCE public.names_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.names_id_seq OWNED BY public.names.id;
CREATE TABLE public.occasions (
    partnership_id integer NOT NULL,
    kind character varying NOT NULL,
    occasion character varying NOT NULL,
    came_at timestamp with time zone NOT NULL
);
CREATE TABLE public.pace (
    key character varying NOT NULL,
    free_at timestamp with time zone NOT NULL
);
CREATE TABLE public.parcels (
    id integer NOT NULL,
    partnership_id integer NOT NULL,
    member_id integer NOT NULL,
    what character varying NOT NULL,
    about json NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    ready_at timestamp with time zone,
    lease_until timestamp with time zone,
    tried_at timestamp with time zone,
    attempts integer NOT NULL
);
CREATE SEQUENCE public.parcels_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.parcels_id_seq OWNED BY public.parcels.id;
CREATE TABLE public.partners (
    id integer NOT NULL,
    partnership_id integer NOT NULL,
    name character varying NOT NULL,
    key character varying NOT NULL,
    sector character varying,
    joined_at timestamp with time zone NOT NULL,
    invited_at timestamp with time zone,
    left_at timestamp with time zone,
    removed_at timestamp with time zone,
    merged_into_id integer
);
CREATE SEQUENCE public.partners_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.partners_id_seq OWNED BY public.partners.id;
CREATE TABLE public.partnerships (
    id integer NOT NULL,
    team_id character varying NOT NULL,
    channel_id character varying NOT NULL,
    name character varying NOT NULL,
    zone character varying NOT NULL,
    started_at timestamp with time zone NOT NULL,
    paused_at timestamp with time zone,
    resume_at timestamp with time zone,
    next_stage character varying,
    pulse_floor integer DEFAULT 5 NOT NULL,
    by_assent boolean DEFAULT false NOT NULL,
    reflecting boolean DEFAULT false NOT NULL,
    keep_months integer,
    clear_at timestamp with time zone,
    drift_asked_at timestamp with time zone,
    former_channel_id character varying,
    holidays character varying DEFAULT 'GB-ENG'::character varying NOT NULL,
    closures json DEFAULT '[]'::json NOT NULL,
    warned_at timestamp with time zone,
    old_mentions boolean DEFAULT false NOT NULL,
    digest_day character varying DEFAULT 'mon'::character varying NOT NULL,
    digest_at timestamp with time zone,
    win_reaction character varying,
    looks_ahead boolean DEFAULT false NOT NULL
);
CREATE SEQUENCE public.partnerships_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.partnerships_id_seq OWNED BY public.partnerships.id;
CREATE TABLE public.posts (
    id integer NOT NULL,
    partnership_id integer NOT NULL,
    kind character varying NOT NULL,
    occasion character varying NOT NULL,
    lane character varying NOT NULL,
    channel character varying NOT NULL,
    token character varying NOT NULL,
    text character varying,
    blocks json,
    version integer NOT NULL,
    written_at timestamp with time zone NOT NULL,
    method character varying,
    owed_at timestamp with time zone NOT NULL,
    ready_at timestamp with time zone,
    lease_until timestamp with time zone,
    tried_at timestamp with time zone,
    attempts integer NOT NULL,
    ts character varying,
    place character varying,
    fate character varying,
    reason character varying,
    told_at timestamp with time zone,
    thread_id integer,
    sent_at timestamp with time zone,
    picture json,
    file_id character varying,
    wait_until timestamp with time zone
);
CREATE SEQUENCE public.posts_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.posts_id_seq OWNED BY public.posts.id;
CREATE TABLE public.proofs (
    id integer NOT NULL,
    partnership_id integer NOT NULL,
    member_id integer NOT NULL,
    blocker_id integer NOT NULL,
    skill_id integer,
    text character varying NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    agreed boolean,
    answered_at timestamp with time zone
);
CREATE SEQUENCE public.proofs_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.proofs_id_seq OWNED BY public.proofs.id;
CREATE TABLE public.proposals (
    id integer NOT NULL,
    partnership_id integer NOT NULL,
    base_id integer,
    text character varying NOT NULL,
    aims json NOT NULL,
    reason character varying,
    origin character varying NOT NULL,
    member_id integer NOT NULL,
    post_id integer,
    proposed_at timestamp with time zone NOT NULL,
    decided_at timestamp with time zone,
    decided_by integer,
    outcome character varying,
    because character varying,
    vision_id integer
);
CREATE SEQUENCE public.proposals_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.proposals_id_seq OWNED BY public.proposals.id;
CREATE TABLE public.pulse_invitations (
    pulse_id integer NOT NULL,
    member_id integer NOT NULL,
    partnership_id integer NOT NULL,
    cut integer NOT NULL
);
ALTER TABLE ONLY public.pulse_invitations ALTER COLUMN pulse_id SET STATISTICS 0;
ALTER TABLE ONLY public.pulse_invitations ALTER COLUMN member_id SET STATISTICS 0;
ALTER TABLE ONLY public.pulse_invitations ALTER COLUMN partnership_id SET STATISTICS 0;
ALTER TABLE ONLY public.pulse_invitations ALTER COLUMN cut SET STATISTICS 0;
CREATE TABLE public.pulse_keys (
    pulse_id integer NOT NULL,
    partnership_id integer NOT NULL,
    key bytea NOT NULL
);
ALTER TABLE ONLY public.pulse_keys ALTER COLUMN pulse_id SET STATISTICS 0;
ALTER TABLE ONLY public.pulse_keys ALTER COLUMN partnership_id SET STATISTICS 0;
ALTER TABLE ONLY public.pulse_keys ALTER COLUMN key SET STATISTICS 0;
CREATE TABLE public.pulse_participations (
    pulse_id integer NOT NULL,
    member_id integer NOT NULL,
    partnership_id integer NOT NULL
);
ALTER TABLE ONLY public.pulse_participations ALTER COLUMN pulse_id SET STATISTICS 0;
ALTER TABLE ONLY public.pulse_participations ALTER COLUMN member_id SET STATISTICS 0;
ALTER TABLE ONLY public.pulse_participations ALTER COLUMN partnership_id SET STATISTICS 0;
CREATE TABLE public.pulses (
    id integer NOT NULL,
    partnership_id integer NOT NULL,
    post_id integer NOT NULL,
    occasion character varying NOT NULL,
    round integer NOT NULL,
    items json NOT NULL,
    groups json NOT NULL,
    floor integer NOT NULL,
    invited integer NOT NULL,
    written_at timestamp with time zone NOT NULL,
    opened_at timestamp with time zone,
    closes_at timestamp with time zone NOT NULL,
    extended boolean NOT NULL,
    nudges json NOT NULL,
    nudge_at timestamp with time zone,
    held_until timestamp with time zone,
    key_check bytea,
    closed_at timestamp with time zone,
    outcome character varying,
    release json,
    results_at timestamp with time zone,
    results_id integer,
    remind_at timestamp with time zone
);
CREATE SEQUENCE public.pulses_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.pulses_id_seq OWNED BY public.pulses.id;
CREATE TABLE public.requests (
    id integer NOT NULL,
    partnership_id integer NOT NULL,
    blocker_id integer NOT NULL,
    member_id integer NOT NULL,
    skill_id integer,
    asked_at timestamp with time zone NOT NULL,
    answer character varying,
    answered_at timestamp with time zone,
    friend_team character varying,
    friend_id character varying
);
CREATE SEQUENCE public.requests_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.requests_id_seq OWNED BY public.requests.id;
CREATE TABLE public.responses (
    pulse_id integer NOT NULL,
    partnership_id integer NOT NULL,
    action character varying,
    owner_team character varying,
    owner_id character varying,
    due date,
    because character varying,
    member_id integer NOT NULL,
    decided_at timestamp with time zone NOT NULL,
    became character varying,
    became_at timestamp with time zone
);
CREATE TABLE public.revisions (
    id integer NOT NULL,
    partnership_id integer NOT NULL,
    noun character varying NOT NULL,
    row_id integer NOT NULL,
    before json NOT NULL,
    member_id integer,
    revised_at timestamp with time zone NOT NULL
);
CREATE SEQUENCE public.revisions_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.revisions_id_seq OWNED BY public.revisions.id;
CREATE TABLE public.roll_calls (
    id integer NOT NULL,
    partnership_id integer NOT NULL,
    post_id integer NOT NULL,
    written_at timestamp with time zone NOT NULL,
    closes_at timestamp with time zone,
    closed_at timestamp with time zone
);
CREATE SEQUENCE public.roll_calls_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.roll_calls_id_seq OWNED BY public.roll_calls.id;
CREATE TABLE public.schedules (
    partnership_id integer NOT NULL,
    kind character varying NOT NULL,
    day character varying NOT NULL,
    "time" character varying NOT NULL,
    "on" boolean NOT NULL,
    next_at timestamp with time zone,
    turned_at timestamp with time zone NOT NULL,
    every integer DEFAULT 1 NOT NULL,
    anchor date DEFAULT '2024-01-01'::date NOT NULL,
    held date,
    ahead_at timestamp with time zone
);
CREATE TABLE public.skills (
    id integer NOT NULL,
    partnership_id integer NOT NULL,
    member_id integer NOT NULL,
    name character varying NOT NULL,
    key character varying NOT NULL,
    hidden boolean NOT NULL,
    announce boolean NOT NULL,
    askable boolean NOT NULL,
    offered_at timestamp with time zone NOT NULL,
    removed_at timestamp with time zone,
    post_id integer
);
CREATE SEQUENCE public.skills_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.skills_id_seq OWNED BY public.skills.id;
CREATE TABLE public.spotlights (
    id integer NOT NULL,
    partnership_id integer NOT NULL,
    occasion character varying NOT NULL,
    turn integer NOT NULL,
    partner_id integer NOT NULL,
    member_id integer NOT NULL,
    offered_at timestamp with time zone NOT NULL,
    answer character varying,
    answered_at timestamp with time zone,
    text character varying,
    post_id integer
);
CREATE SEQUENCE public.spotlights_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.spotlights_id_seq OWNED BY public.spotlights.id;
CREATE TABLE public.sweeps (
    name character varying NOT NULL,
    asked integer NOT NULL
);
CREATE TABLE public.thanks (
    win_id integer NOT NULL,
    user_id character varying NOT NULL,
    team_id character varying NOT NULL,
    partnership_id integer NOT NULL
);
CREATE TABLE public.visions (
    id integer NOT NULL,
    partnership_id integer NOT NULL,
    number integer NOT NULL,
    text character varying NOT NULL,
    member_id integer NOT NULL,
    since timestamp with time zone NOT NULL
);
CREATE SEQUENCE public.visions_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.visions_id_seq OWNED BY public.visions.id;
CREATE TABLE public.whys (
    id integer NOT NULL,
    partnership_id integer NOT NULL,
    text character varying NOT NULL,
    member_id integer NOT NULL,
    said_at timestamp with time zone NOT NULL
);
CREATE SEQUENCE public.whys_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.whys_id_seq OWNED BY public.whys.id;
CREATE TABLE public.wins (
    id integer NOT NULL,
    partnership_id integer NOT NULL,
    member_id integer NOT NULL,
    text character varying NOT NULL,
    origin character varying NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    post_id integer,
    undone_at timestamp with time zone,
    turn integer,
    aim_id integer,
    consent character varying DEFAULT 'inside'::character varying NOT NULL,
    no_aim_at timestamp with time zone,
    asked_id integer,
    answered_at timestamp with time zone
);
CREATE SEQUENCE public.wins_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.wins_id_seq OWNED BY public.wins.id;
CREATE TABLE public.wishes (
    post_id integer NOT NULL,
    team_id character varying NOT NULL,
    user_id character varying NOT NULL,
    partnership_id integer NOT NULL
);
CREATE TABLE public.withheld (
    win_id integer NOT NULL,
    partner_id integer NOT NULL,
    partnership_id integer NOT NULL,
    member_id integer NOT NULL,
    withheld_at timestamp with time zone NOT NULL
);
ALTER TABLE ONLY public.aims ALTER COLUMN id SET DEFAULT nextval('public.aims_id_seq'::regclass);
ALTER TABLE ONLY public.blockers ALTER COLUMN id SET DEFAULT nextval('public.blockers_id_seq'::regclass);
ALTER TABLE ONLY public.checkins ALTER COLUMN id SET DEFAULT nextval('public.checkins_id_seq'::regclass);
ALTER TABLE ONLY public.commitments ALTER COLUMN id SET DEFAULT nextval('public.commitments_id_seq'::regclass);
ALTER TABLE ONLY public.consultation_prompts ALTER COLUMN id SET DEFAULT nextval('public.consultation_prompts_id_seq'::regclass);
ALTER TABLE ONLY public.consultations ALTER COLUMN id SET DEFAULT nextval('public.consultations_id_seq'::regclass);
ALTER TABLE ONLY public.deeds ALTER COLUMN id SET DEFAULT nextval('public.deeds_id_seq'::regclass);
ALTER TABLE ONLY public.digest_entries ALTER COLUMN id SET DEFAULT nextval('public.digest_entries_id_seq'::regclass);
ALTER TABLE ONLY public.habits ALTER COLUMN id SET DEFAULT nextval('public.habits_id_seq'::regclass);
ALTER TABLE ONLY public.ideas ALTER COLUMN id SET DEFAULT nextval('public.ideas_id_seq'::regclass);
ALTER TABLE ONLY public.initiatives ALTER COLUMN id SET DEFAULT nextval('public.initiatives_id_seq'::regclass);
ALTER TABLE ONLY public.introductions ALTER COLUMN id SET DEFAULT nextval('public.introductions_id_seq'::regclass);
ALTER TABLE ONLY public.members ALTER COLUMN id SET DEFAULT nextval('public.members_id_seq'::regclass);
ALTER TABLE ONLY public.movements ALTER COLUMN id SET DEFAULT nextval('public.movements_id_seq'::regclass);
ALTER TABLE ONLY public.names ALTER COLUMN id SET DEFAULT nextval('public.names_id_seq'::regclass);
ALTER TABLE ONLY public.parcels ALTER COLUMN id SET DEFAULT nextval('public.parcels_id_seq'::regclass);
ALTER TABLE ONLY public.partners ALTER COLUMN id SET DEFAULT nextval('public.partners_id_seq'::regclass);
ALTER TABLE ONLY public.partnerships ALTER COLUMN id SET DEFAULT nextval('public.partnerships_id_seq'::regclass);
ALTER TABLE ONLY public.posts ALTER COLUMN id SET DEFAULT nextval('public.posts_id_seq'::regclass);
ALTER TABLE ONLY public.proofs ALTER COLUMN id SET DEFAULT nextval('public.proofs_id_seq'::regclass);
ALTER TABLE ONLY public.proposals ALTER COLUMN id SET DEFAULT nextval('public.proposals_id_seq'::regclass);
ALTER TABLE ONLY public.pulses ALTER COLUMN id SET DEFAULT nextval('public.pulses_id_seq'::regclass);
ALTER TABLE ONLY public.requests ALTER COLUMN id SET DEFAULT nextval('public.requests_id_seq'::regclass);
ALTER TABLE ONLY public.revisions ALTER COLUMN id SET DEFAULT nextval('public.revisions_id_seq'::regclass);
ALTER TABLE ONLY public.roll_calls ALTER COLUMN id SET DEFAULT nextval('public.roll_calls_id_seq'::regclass);
ALTER TABLE ONLY public.skills ALTER COLUMN id SET DEFAULT nextval('public.skills_id_seq'::regclass);
ALTER TABLE ONLY public.spotlights ALTER COLUMN id SET DEFAULT nextval('public.spotlights_id_seq'::regclass);
ALTER TABLE ONLY public.visions ALTER COLUMN id SET DEFAULT nextval('public.visions_id_seq'::regclass);
ALTER TABLE ONLY public.whys ALTER COLUMN id SET DEFAULT nextval('public.whys_id_seq'::regclass);
ALTER TABLE ONLY public.wins ALTER COLUMN id SET DEFAULT nextval('public.wins_id_seq'::regclass);
INSERT INTO public.aims VALUES (1, 1, 1, 1, 'other words; and a ''quotation''0', NULL);
INSERT INTO public.aims VALUES (2, 1, 2, 2, 'other words; and a ''quotation''1', 1);
INSERT INTO public.aims VALUES (3, 1, 3, 3, 'other words; and a ''quotation''2', 2);
INSERT INTO public.alembic_version VALUES ('0029');
INSERT INTO public.answers VALUES (1, '1 ½0', 'other words; and a ''quotation''0', 1, 'other words; and a ''quotation''0', '2026-03-02 10:00:00+00');
INSERT INTO public.answers VALUES (2, '1 ½1', 'other words; and a ''quotation''1', 1, 'other words; and a ''quotation''1', '2026-03-03 10:00:00.000007+00');
INSERT INTO public.answers VALUES (3, '1 ½2', 'other words; and a ''quotation''2', 1, 'other words; and a ''quotation''2', '2026-03-04 10:00:00.000014+00');
INSERT INTO public.assents VALUES (1, 1, 1, 1, '2026-03-02 10:00:00+00');
INSERT INTO public.assents VALUES (2, 2, 1, 2, '2026-03-03 10:00:00.000007+00');
INSERT INTO public.assents VALUES (3, 3, 1, 3, '2026-03-04 10:00:00.000014+00');
INSERT INTO public.blockers VALUES (1, 1, 1, 'some words', 'other words; and a ''quotation''0', '2026-03-02 10:00:00+00', 1, NULL, 1, 'other words; and a ''quotation''', NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.blockers VALUES (2, 1, 2, 'some words', 'other words; and a ''quotation''1', '2026-03-03 10:00:00.000007+00', 2, '2026-03-03 10:00:00.000007+00', 2, 'other words; and a ''quotation''', '2026-03-03 10:00:00.000007+00', '2026-03-03 10:00:00.000007+00', '2026-03-03 10:00:00.000007+00', '2026-03-02', '2026-03-02');
INSERT INTO public.blockers VALUES (3, 1, 3, NULL, 'other words; and a ''quotation''2', '2026-03-04 10:00:00.000014+00', 3, '2026-03-04 10:00:00.000014+00', 3, NULL, '2026-03-04 10:00:00.000014+00', '2026-03-04 10:00:00.000014+00', '2026-03-04 10:00:00.000014+00', '2026-03-03', '2026-03-03');
INSERT INTO public.checkins VALUES (1, 1, 1, 'some words0', 1, '{"b": ["1\u202f\u00bd", 1, 2.5, null, true], "a": {"1\u202f\u00bd": 0}}', '2026-03-02 10:00:00+00', NULL, '2026-03-02 10:00:00+00', NULL, 'other words; and a ''quotation''', '1 ½');
INSERT INTO public.checkins VALUES (2, 1, 2, 'some words1', 2, '{"b": ["1\u202f\u00bd", 1, 2.5, null, true], "a": {"1\u202f\u00bd": 1}}', '2026-03-03 10:00:00.000007+00', '2026-03-03 10:00:00.000007+00', '2026-03-03 10:00:00.000007+00', '{"b": ["some words", 1, 2.5, null, true], "a": {"some words": 1}}', 'other words; and a ''quotation''', '1 ½');
INSERT INTO public.checkins VALUES (3, 1, 3, 'some words2', 3, '{"b": ["1\u202f\u00bd", 1, 2.5, null, true], "a": {"1\u202f\u00bd": 2}}', '2026-03-04 10:00:00.000014+00', '2026-03-04 10:00:00.000014+00', '2026-03-04 10:00:00.000014+00', '{"b": ["some words", 1, 2.5, null, true], "a": {"some words": 2}}', NULL, NULL);
INSERT INTO public.cheers VALUES (1, '1 ½0', 'other words; and a ''quotation''0', 1, '2026-03-02 10:00:00+00');
INSERT INTO public.cheers VALUES (2, 'other words; and a ''quotation''1', 'some words1', 1, '2026-03-03 10:00:00.000007+00');
INSERT INTO public.cheers VALUES (3, 'some words2', '1 ½2', 1, '2026-03-04 10:00:00.000014+00');
INSERT INTO public.commitments VALUES (1, 1, 1, 1, 'other words; and a ''quotation''', 'some words0', false, '2026-03-02 10:00:00+00', NULL, 1, 1, 'some words', NULL, 1);
INSERT INTO public.commitments VALUES (2, 1, 2, 2, 'some words', '1 ½1', true, '2026-03-03 10:00:00.000007+00', '2026-03-03 10:00:00.000007+00', 2, 2, '1 ½', '2026-03-03 10:00:00.000007+00', 2);
INSERT INTO public.commitments VALUES (3, 1, 3, 3, NULL, 'other words; and a ''quotation''2', false, '2026-03-04 10:00:00.000014+00', '2026-03-04 10:00:00.000014+00', 3, 3, NULL, '2026-03-04 10:00:00.000014+00', 3);
INSERT INTO public.consultation_answers VALUES (1, 1, 1, 1, 1, '1 ½0', 'some words0', 'other words; and a ''quotation''', false, false, NULL, false);
INSERT INTO public.consultation_answers VALUES (2, 1, 2, 2, 2, '1 ½1', 'some words1', 'other words; and a ''quotation''', true, true, '2026-03-03 10:00:00.000007+00', true);
INSERT INTO public.consultation_answers VALUES (3, 1, 3, 3, 3, '1 ½2', 'some words2', NULL, false, false, '2026-03-04 10:00:00.000014+00', false);
INSERT INTO public.consultation_prompts VALUES (1, 1, 1, 1, 'other words; and a ''quotation''0', NULL, 1);
INSERT INTO public.consultation_prompts VALUES (2, 1, 2, 2, '1 ½1', '2026-03-03 10:00:00.000007+00', 2);
INSERT INTO public.consultation_prompts VALUES (3, 1, 3, 3, 'some words2', '2026-03-04 10:00:00.000014+00', 3);
INSERT INTO public.consultations VALUES (1, 1, 1, 'some words', '2026-03-01', '2026-03-02 10:00:00+00', '2026-03-02 10:00:00+00', 1, NULL);
INSERT INTO public.consultations VALUES (2, 1, 2, 'some words', '2026-03-02', '2026-03-03 10:00:00.000007+00', '2026-03-03 10:00:00.000007+00', 2, '2026-03-03 10:00:00.000007+00');
INSERT INTO public.consultations VALUES (3, 1, 3, NULL, '2026-03-03', '2026-03-04 10:00:00.000014+00', '2026-03-04 10:00:00.000014+00', 3, '2026-03-04 10:00:00.000014+00');
INSERT INTO public.credits VALUES (1, 1, 1, NULL);
INSERT INTO public.credits VALUES (2, 2, 1, '2026-03-03 10:00:00.000007+00');
INSERT INTO public.credits VALUES (3, 3, 1, '2026-03-04 10:00:00.000014+00');
INSERT INTO public.deeds VALUES (1, 1, 1, 'some words0', 'other words; and a ''quotation''', '2026-03-02 10:00:00+00');
INSERT INTO public.deeds VALUES (2, 1, 2, 'some words1', 'other words; and a ''quotation''', '2026-03-03 10:00:00.000007+00');
INSERT INTO public.deeds VALUES (3, 1, 3, 'some words2', NULL, '2026-03-04 10:00:00.000014+00');
INSERT INTO public.digest_entries VALUES (1, 1, '1 ½0', 'some words0', '2026-03-02 10:00:00+00', 1);
INSERT INTO public.digest_entries VALUES (2, 1, '1 ½1', 'some words1', '2026-03-03 10:00:00.000007+00', 2);
INSERT INTO public.digest_entries VALUES (3, 1, '1 ½2', 'some words2', '2026-03-04 10:00:00.000014+00', 3);
INSERT INTO public.habits VALUES (1, 1, 1, 'some words0', 'other words; and a ''quotation''0', '2026-03-02 10:00:00+00', 1, NULL);
INSERT INTO public.habits VALUES (2, 1, 2, '1 ½1', 'some words1', '2026-03-03 10:00:00.000007+00', 2, '2026-03-03 10:00:00.000007+00');
INSERT INTO public.habits VALUES (3, 1, 3, 'other words; and a ''quotation''2', '1 ½2', '2026-03-04 10:00:00.000014+00', 3, '2026-03-04 10:00:00.000014+00');
INSERT INTO public.helps VALUES (1, '1 ½0', 'other words; and a ''quotation''0', 1, NULL, false);
INSERT INTO public.helps VALUES (2, '1 ½1', 'other words; and a ''quotation''1', 1, '2026-03-03 10:00:00.000007+00', true);
INSERT INTO public.helps VALUES (3, '1 ½2', 'other words; and a ''quotation''2', 1, '2026-03-04 10:00:00.000014+00', false);
INSERT INTO public.idea_assents VALUES (1, 'other words; and a ''quotation''0', 1, 1, 1, '2026-03-02 10:00:00+00');
INSERT INTO public.idea_assents VALUES (2, 'other words; and a ''quotation''1', 2, 1, 2, '2026-03-03 10:00:00.000007+00');
INSERT INTO public.idea_assents VALUES (3, 'other words; and a ''quotation''2', 3, 1, 3, '2026-03-04 10:00:00.000014+00');
INSERT INTO public.idea_helpers VALUES (1, 'other words; and a ''quotation''0', '1 ½0', 1, '2026-03-02 10:00:00+00');
INSERT INTO public.idea_helpers VALUES (2, 'some words1', 'other words; and a ''quotation''1', 1, '2026-03-03 10:00:00.000007+00');
INSERT INTO public.idea_helpers VALUES (3, '1 ½2', 'some words2', 1, '2026-03-04 10:00:00.000014+00');
INSERT INTO public.idea_likes VALUES (1, 'other words; and a ''quotation''0', '1 ½0', 1);
INSERT INTO public.idea_likes VALUES (2, '1 ½1', 'some words1', 1);
INSERT INTO public.idea_likes VALUES (3, 'some words2', 'other words; and a ''quotation''2', 1);
INSERT INTO public.ideas VALUES (1, 1, 1, 'some words', 'other words; and a ''quotation''0', '2026-03-02 10:00:00+00', 1, NULL, 1, 'some words', 'other words; and a ''quotation''', NULL);
INSERT INTO public.ideas VALUES (2, 1, 2, 'some words', 'other words; and a ''quotation''1', '2026-03-03 10:00:00.000007+00', 2, '2026-03-03 10:00:00.000007+00', 2, 'some words', 'other words; and a ''quotation''', '2026-03-03 10:00:00.000007+00');
INSERT INTO public.ideas VALUES (3, 1, 3, NULL, 'other words; and a ''quotation''2', '2026-03-04 10:00:00.000014+00', 3, '2026-03-04 10:00:00.000014+00', 3, NULL, NULL, '2026-03-04 10:00:00.000014+00');
INSERT INTO public.initiative_people VALUES (1, 'other words; and a ''quotation''0', '1 ½0', 1, '2026-03-02 10:00:00+00');
INSERT INTO public.initiative_people VALUES (2, 'some words1', 'other words; and a ''quotation''1', 1, '2026-03-03 10:00:00.000007+00');
INSERT INTO public.initiative_people VALUES (3, '1 ½2', 'some words2', 1, '2026-03-04 10:00:00.000014+00');
INSERT INTO public.initiatives VALUES (1, 1, 1, 1, 'other words; and a ''quotation''0', '1 ½0', '2026-03-02 10:00:00+00', 'other words; and a ''quotation''', NULL, 1, 1, NULL, 1, NULL, 1, 'some words', 'other words; and a ''quotation''', NULL);
INSERT INTO public.initiatives VALUES (2, 1, 2, 2, 'other words; and a ''quotation''1', '1 ½1', '2026-03-03 10:00:00.000007+00', 'other words; and a ''quotation''', '2026-03-02', 2, 2, '2026-03-03 10:00:00.000007+00', 2, '2026-03-03 10:00:00.000007+00', 2, 'some words', 'other words; and a ''quotation''', '2026-03-03 10:00:00.000007+00');
INSERT INTO public.initiatives VALUES (3, 1, 3, 3, 'other words; and a ''quotation''2', '1 ½2', '2026-03-04 10:00:00.000014+00', NULL, '2026-03-03', 3, 3, '2026-03-04 10:00:00.000014+00', 3, '2026-03-04 10:00:00.000014+00', 3, NULL, NULL, '2026-03-04 10:00:00.000014+00');
INSERT INTO public.introduced VALUES (1, 1, 1, 1, 'other words; and a ''quotation''');
INSERT INTO public.introduced VALUES (2, 2, 1, 2, 'some words');
INSERT INTO public.introduced VALUES (3, 3, 1, 3, NULL);
INSERT INTO public.introductions VALUES (1, 1, 1, '2026-03-02 10:00:00+00', NULL, NULL);
INSERT INTO public.introductions VALUES (2, 1, 2, '2026-03-03 10:00:00.000007+00', '2026-03-03 10:00:00.000007+00', '2026-03-03 10:00:00.000007+00');
INSERT INTO public.introductions VALUES (3, 1, 3, '2026-03-04 10:00:00.000014+00', '2026-03-04 10:00:00.000014+00', '2026-03-04 10:00:00.000014+00');
INSERT INTO public.members VALUES (1, 1, '1 ½0', 'some words0', 1, false, '2026-03-02 10:00:00+00', NULL, NULL, NULL, NULL, 1, '20:00', '08:00', 'Europe/London', NULL, false, NULL, NULL, NULL, '1 ½');
INSERT INTO public.members VALUES (2, 1, '1 ½1', 'some words1', 2, true, '2026-03-03 10:00:00.000007+00', '2026-03-03 10:00:00.000007+00', '2026-03-03 10:00:00.000007+00', '2026-03-03 10:00:00.000007+00', '2026-03-03 10:00:00.000007+00', 2, '20:00', '08:00', 'Europe/London', '2026-03-03 10:00:00.000007+00', true, '2026-03-03 10:00:00.000007+00', '2026-03-03 10:00:00.000007+00', '2026-03-03 10:00:00.000007+00', '1 ½');
INSERT INTO public.members VALUES (3, 1, '1 ½2', 'some words2', 3, false, '2026-03-04 10:00:00.000014+00', '2026-03-04 10:00:00.000014+00', '2026-03-04 10:00:00.000014+00', '2026-03-04 10:00:00.000014+00', '2026-03-04 10:00:00.000014+00', 3, '20:00', '08:00', 'Europe/London', '2026-03-04 10:00:00.000014+00', false, '2026-03-04 10:00:00.000014+00', '2026-03-04 10:00:00.000014+00', '2026-03-04 10:00:00.000014+00', NULL);
INSERT INTO public.movements VALUES (1, 1, 1, 1, 'other words; and a ''quotation''0', '2026-03-02 10:00:00+00');
INSERT INTO public.movements VALUES (2, 1, 2, 2, 'other words; and a ''quotation''1', '2026-03-03 10:00:00.000007+00');
INSERT INTO public.movements VALUES (3, 1, 3, 3, 'other words; and a ''quotation''2', '2026-03-04 10:00:00.000014+00');
INSERT INTO public.names VALUES (1, 1, '1 ½0', 'some words0', 'other words; and a ''quotation''', '2026-03-01');
INSERT INTO public.names VALUES (2, 1, '1 ½1', 'some words1', 'other words; and a ''quotation''', '2026-03-02');
INSERT INTO public.names VALUES (3, 1, '1 ½2', 'some words2', NULL, '2026-03-03');
INSERT INTO public.occasions VALUES (1, 'other words; and a ''quotation''0', '1 ½0', '2026-03-02 10:00:00+00');
INSERT INTO public.occasions VALUES (1, '1 ½1', 'some words1', '2026-03-03 10:00:00.000007+00');
INSERT INTO public.occasions VALUES (1, 'some words2', 'other words; and a ''quotation''2', '2026-03-04 10:00:00.000014+00');
INSERT INTO public.parcels VALUES (1, 1, 1, 'some words0', '{"b": ["other words; and a ''quotation''", 1, 2.5, null, true], "a": {"other words; and a ''quotation''": 0}}', '2026-03-02 10:00:00+00', NULL, NULL, NULL, 1);
INSERT INTO public.parcels VALUES (2, 1, 2, 'other words; and a ''quotation''1', '{"b": ["1\u202f\u00bd", 1, 2.5, null, true], "a": {"1\u202f\u00bd": 1}}', '2026-03-03 10:00:00.000007+00', '2026-03-03 10:00:00.000007+00', '2026-03-03 10:00:00.000007+00', '2026-03-03 10:00:00.000007+00', 2);
INSERT INTO public.parcels VALUES (3, 1, 3, '1 ½2', '{"b": ["some words", 1, 2.5, null, true], "a": {"some words": 2}}', '2026-03-04 10:00:00.000014+00', '2026-03-04 10:00:00.000014+00', '2026-03-04 10:00:00.000014+00', '2026-03-04 10:00:00.000014+00', 3);
INSERT INTO public.partners VALUES (1, 1, '1 ½0', 'some words0', 'other words; and a ''quotation''', '2026-03-02 10:00:00+00', NULL, NULL, NULL, NULL);
INSERT INTO public.partners VALUES (2, 1, 'some words1', 'other words; and a ''quotation''1', '1 ½', '2026-03-03 10:00:00.000007+00', '2026-03-03 10:00:00.000007+00', '2026-03-03 10:00:00.000007+00', '2026-03-03 10:00:00.000007+00', 1);
INSERT INTO public.partners VALUES (3, 1, 'other words; and a ''quotation''2', '1 ½2', NULL, '2026-03-04 10:00:00.000014+00', '2026-03-04 10:00:00.000014+00', '2026-03-04 10:00:00.000014+00', '2026-03-04 10:00:00.000014+00', 2);
INSERT INTO public.partnerships VALUES (1, 'other words; and a ''quotation''0', '1 ½0', 'other words; and a ''quotation''0', 'Europe/London', '2026-03-02 10:00:00+00', NULL, NULL, '1 ½', 1, false, false, 1, NULL, NULL, 'some words', 'GB-SCT', '[["2026-12-24", "2027-01-02", "Winter break"]]', NULL, false, 'wed', NULL, '1 ½', false);
INSERT INTO public.partnerships VALUES (2, 'other words; and a ''quotation''1', '1 ½1', 'other words; and a ''quotation''1', 'Europe/London', '2026-03-03 10:00:00.000007+00', '2026-03-03 10:00:00.000007+00', '2026-03-03 10:00:00.000007+00', '1 ½', 2, true, true, 2, '2026-03-03 10:00:00.000007+00', '2026-03-03 10:00:00.000007+00', 'some words', 'GB-SCT', '[["2026-12-24", "2027-01-02", "Winter break"]]', '2026-03-03 10:00:00.000007+00', true, 'wed', '2026-03-03 10:00:00.000007+00', '1 ½', true);
INSERT INTO public.partnerships VALUES (3, 'other words; and a ''quotation''2', '1 ½2', 'other words; and a ''quotation''2', 'Europe/London', '2026-03-04 10:00:00.000014+00', '2026-03-04 10:00:00.000014+00', '2026-03-04 10:00:00.000014+00', NULL, 3, false, false, 3, '2026-03-04 10:00:00.000014+00', '2026-03-04 10:00:00.000014+00', NULL, 'GB-SCT', '[["2026-12-24", "2027-01-02", "Winter break"]]', '2026-03-04 10:00:00.000014+00', false, 'wed', '2026-03-04 10:00:00.000014+00', NULL, false);
INSERT INTO public.posts VALUES (1, 1, '1 ½0', 'some words0', 'other words; and a ''quotation''0', '1 ½0', 'other words; and a ''quotation''0', '1 ½', 'null', 1, '2026-03-02 10:00:00+00', 'some words', '2026-03-02 10:00:00+00', NULL, NULL, NULL, 1, 'some words', 'other words; and a ''quotation''', 'some words', 'other words; and a ''quotation''', NULL, NULL, NULL, NULL, '1 ½', NULL);
INSERT INTO public.posts VALUES (2, 1, '1 ½1', 'some words1', 'other words; and a ''quotation''1', '1 ½1', 'other words; and a ''quotation''1', '1 ½', '{"b": ["some words", 1, 2.5, null, true], "a": {"some words": 1}}', 2, '2026-03-03 10:00:00.000007+00', 'some words', '2026-03-03 10:00:00.000007+00', '2026-03-03 10:00:00.000007+00', '2026-03-03 10:00:00.000007+00', '2026-03-03 10:00:00.000007+00', 2, 'some words', 'other words; and a ''quotation''', 'some words', 'other words; and a ''quotation''', '2026-03-03 10:00:00.000007+00', 1, '2026-03-03 10:00:00.000007+00', '{"b": ["other words; and a ''quotation''", 1, 2.5, null, true], "a": {"other words; and a ''quotation''": 1}}', '1 ½', '2026-03-03 10:00:00.000007+00');
INSERT INTO public.posts VALUES (3, 1, '1 ½2', 'some words2', 'other words; and a ''quotation''2', '1 ½2', 'other words; and a ''quotation''2', NULL, '{"b": ["some words", 1, 2.5, null, true], "a": {"some words": 2}}', 3, '2026-03-04 10:00:00.000014+00', NULL, '2026-03-04 10:00:00.000014+00', '2026-03-04 10:00:00.000014+00', '2026-03-04 10:00:00.000014+00', '2026-03-04 10:00:00.000014+00', 3, NULL, NULL, NULL, NULL, '2026-03-04 10:00:00.000014+00', 2, '2026-03-04 10:00:00.000014+00', '{"b": ["other words; and a ''quotation''", 1, 2.5, null, true], "a": {"other words; and a ''quotation''": 2}}', NULL, '2026-03-04 10:00:00.000014+00');
INSERT INTO public.proofs VALUES (1, 1, 1, 1, 1, '1 ½0', '2026-03-02 10:00:00+00', NULL, NULL);
INSERT INTO public.proofs VALUES (2, 1, 2, 2, 2, '1 ½1', '2026-03-03 10:00:00.000007+00', true, '2026-03-03 10:00:00.000007+00');
INSERT INTO public.proofs VALUES (3, 1, 3, 3, 3, '1 ½2', '2026-03-04 10:00:00.000014+00', false, '2026-03-04 10:00:00.000014+00');
INSERT INTO public.proposals VALUES (1, 1, 1, 'some words0', '{"b": ["other words; and a ''quotation''", 1, 2.5, null, true], "a": {"other words; and a ''quotation''": 0}}', '1 ½', 'some words0', 1, 1, '2026-03-02 10:00:00+00', NULL, 1, 'some words', 'other words; and a ''quotation''', 1);
INSERT INTO public.proposals VALUES (2, 1, 2, 'some words1', '{"b": ["other words; and a ''quotation''", 1, 2.5, null, true], "a": {"other words; and a ''quotation''": 1}}', '1 ½', 'some words1', 2, 2, '2026-03-03 10:00:00.000007+00', '2026-03-03 10:00:00.000007+00', 2, 'some words', 'other words; and a ''quotation''', 2);
INSERT INTO public.proposals VALUES (3, 1, 3, 'some words2', '{"b": ["other words; and a ''quotation''", 1, 2.5, null, true], "a": {"other words; and a ''quotation''": 2}}', NULL, 'some words2', 3, 3, '2026-03-04 10:00:00.000014+00', '2026-03-04 10:00:00.000014+00', 3, NULL, NULL, 3);
INSERT INTO public.pulses VALUES (1, 1, 1, 'some words0', 1, '{"b": ["1\u202f\u00bd", 1, 2.5, null, true], "a": {"1\u202f\u00bd": 0}}', '{"b": ["some words", 1, 2.5, null, true], "a": {"some words": 0}}', 1, 1, '2026-03-02 10:00:00+00', NULL, '2026-03-02 10:00:00+00', false, '{"b": ["other words; and a ''quotation''", 1, 2.5, null, true], "a": {"other words; and a ''quotation''": 0}}', NULL, NULL, NULL, '2026-03-02 10:00:00+00', 'some words', NULL, '2026-03-02 10:00:00+00', 1, NULL);
INSERT INTO public.pulses VALUES (2, 1, 2, '1 ½1', 2, '{"b": ["other words; and a ''quotation''", 1, 2.5, null, true], "a": {"other words; and a ''quotation''": 1}}', '{"b": ["1\u202f\u00bd", 1, 2.5, null, true], "a": {"1\u202f\u00bd": 1}}', 2, 2, '2026-03-03 10:00:00.000007+00', '2026-03-03 10:00:00.000007+00', '2026-03-03 10:00:00.000007+00', true, '{"b": ["some words", 1, 2.5, null, true], "a": {"some words": 1}}', '2026-03-03 10:00:00.000007+00', '2026-03-03 10:00:00.000007+00', NULL, '2026-03-03 10:00:00.000007+00', '1 ½', '{"b": ["some words", 1, 2.5, null, true], "a": {"some words": 1}}', '2026-03-03 10:00:00.000007+00', 2, '2026-03-03 10:00:00.000007+00');
INSERT INTO public.pulses VALUES (3, 1, 3, 'other words; and a ''quotation''2', 3, '{"b": ["some words", 1, 2.5, null, true], "a": {"some words": 2}}', '{"b": ["other words; and a ''quotation''", 1, 2.5, null, true], "a": {"other words; and a ''quotation''": 2}}', 3, 3, '2026-03-04 10:00:00.000014+00', '2026-03-04 10:00:00.000014+00', '2026-03-04 10:00:00.000014+00', false, '{"b": ["1\u202f\u00bd", 1, 2.5, null, true], "a": {"1\u202f\u00bd": 2}}', '2026-03-04 10:00:00.000014+00', '2026-03-04 10:00:00.000014+00', NULL, '2026-03-04 10:00:00.000014+00', NULL, '{"b": ["1\u202f\u00bd", 1, 2.5, null, true], "a": {"1\u202f\u00bd": 2}}', '2026-03-04 10:00:00.000014+00', 3, '2026-03-04 10:00:00.000014+00');
INSERT INTO public.requests VALUES (1, 1, 1, 1, 1, '2026-03-02 10:00:00+00', 'some words', NULL, '1 ½', 'some words');
INSERT INTO public.requests VALUES (2, 1, 2, 2, 2, '2026-03-03 10:00:00.000007+00', 'other words; and a ''quotation''', '2026-03-03 10:00:00.000007+00', 'some words', 'other words; and a ''quotation''');
INSERT INTO public.requests VALUES (3, 1, 3, 3, 3, '2026-03-04 10:00:00.000014+00', NULL, '2026-03-04 10:00:00.000014+00', NULL, NULL);
INSERT INTO public.responses VALUES (1, 1, '1 ½', 'some words', 'other words; and a ''quotation''', NULL, 'some words', 1, '2026-03-02 10:00:00+00', 'some words', NULL);
INSERT INTO public.responses VALUES (2, 1, 'other words; and a ''quotation''', '1 ½', 'some words', '2026-03-02', '1 ½', 2, '2026-03-03 10:00:00.000007+00', '1 ½', '2026-03-03 10:00:00.000007+00');
INSERT INTO public.responses VALUES (3, 1, NULL, NULL, NULL, '2026-03-03', NULL, 3, '2026-03-04 10:00:00.000014+00', NULL, '2026-03-04 10:00:00.000014+00');
INSERT INTO public.revisions VALUES (1, 1, '1 ½0', 1, '{"b": ["other words; and a ''quotation''", 1, 2.5, null, true], "a": {"other words; and a ''quotation''": 0}}', 1, '2026-03-02 10:00:00+00');
INSERT INTO public.revisions VALUES (2, 1, 'some words1', 2, '{"b": ["1\u202f\u00bd", 1, 2.5, null, true], "a": {"1\u202f\u00bd": 1}}', 2, '2026-03-03 10:00:00.000007+00');
INSERT INTO public.revisions VALUES (3, 1, 'other words; and a ''quotation''2', 3, '{"b": ["some words", 1, 2.5, null, true], "a": {"some words": 2}}', 3, '2026-03-04 10:00:00.000014+00');
INSERT INTO public.roll_calls VALUES (1, 1, 1, '2026-03-02 10:00:00+00', NULL, '2026-03-02 10:00:00+00');
INSERT INTO public.roll_calls VALUES (2, 1, 2, '2026-03-03 10:00:00.000007+00', '2026-03-03 10:00:00.000007+00', '2026-03-03 10:00:00.000007+00');
INSERT INTO public.roll_calls VALUES (3, 1, 3, '2026-03-04 10:00:00.000014+00', '2026-03-04 10:00:00.000014+00', '2026-03-04 10:00:00.000014+00');
INSERT INTO public.schedules VALUES (1, 'other words; and a ''quotation''0', '1 ½0', '15:00', false, NULL, '2026-03-02 10:00:00+00', 1, '2026-03-01', NULL, NULL);
INSERT INTO public.schedules VALUES (1, 'some words1', 'other words; and a ''quotation''1', '15:00', true, '2026-03-03 10:00:00.000007+00', '2026-03-03 10:00:00.000007+00', 2, '2026-03-02', '2026-03-02', '2026-03-03 10:00:00.000007+00');
INSERT INTO public.schedules VALUES (1, '1 ½2', 'some words2', '15:00', false, '2026-03-04 10:00:00.000014+00', '2026-03-04 10:00:00.000014+00', 3, '2026-03-03', '2026-03-03', '2026-03-04 10:00:00.000014+00');
INSERT INTO public.skills VALUES (1, 1, 1, 'some words0', 'other words; and a ''quotation''0', false, false, false, '2026-03-02 10:00:00+00', NULL, 1);
INSERT INTO public.skills VALUES (2, 1, 2, '1 ½1', 'some words1', true, true, true, '2026-03-03 10:00:00.000007+00', '2026-03-03 10:00:00.000007+00', 2);
INSERT INTO public.skills VALUES (3, 1, 3, 'other words; and a ''quotation''2', '1 ½2', false, false, false, '2026-03-04 10:00:00.000014+00', '2026-03-04 10:00:00.000014+00', 3);
INSERT INTO public.spotlights VALUES (1, 1, '1 ½0', 1, 1, 1, '2026-03-02 10:00:00+00', 'other words; and a ''quotation''', NULL, 'some words', 1);
INSERT INTO public.spotlights VALUES (2, 1, 'other words; and a ''quotation''1', 2, 2, 2, '2026-03-03 10:00:00.000007+00', 'some words', '2026-03-03 10:00:00.000007+00', '1 ½', 2);
INSERT INTO public.spotlights VALUES (3, 1, 'some words2', 3, 3, 3, '2026-03-04 10:00:00.000014+00', NULL, '2026-03-04 10:00:00.000014+00', NULL, 3);
INSERT INTO public.thanks VALUES (1, 'other words; and a ''quotation''0', '1 ½0', 1);
INSERT INTO public.thanks VALUES (2, '1 ½1', 'some words1', 1);
INSERT INTO public.thanks VALUES (3, 'some words2', 'other words; and a ''quotation''2', 1);
INSERT INTO public.visions VALUES (1, 1, 1, 'some words0', 1, '2026-03-02 10:00:00+00');
INSERT INTO public.visions VALUES (2, 1, 2, 'some words1', 2, '2026-03-03 10:00:00.000007+00');
INSERT INTO public.visions VALUES (3, 1, 3, 'some words2', 3, '2026-03-04 10:00:00.000014+00');
INSERT INTO public.whys VALUES (1, 1, '1 ½0', 1, '2026-03-02 10:00:00+00');
INSERT INTO public.whys VALUES (2, 1, 'other words; and a ''quotation''1', 2, '2026-03-03 10:00:00.000007+00');
INSERT INTO public.whys VALUES (3, 1, 'some words2', 3, '2026-03-04 10:00:00.000014+00');
INSERT INTO public.wins VALUES (1, 1, 1, 'some words0', 'other words; and a ''quotation''0', '2026-03-02 10:00:00+00', 1, NULL, 1, 1, 'other words; and a ''quotation''0', NULL, 1, NULL);
INSERT INTO public.wins VALUES (2, 1, 2, '1 ½1', 'some words1', '2026-03-03 10:00:00.000007+00', 2, '2026-03-03 10:00:00.000007+00', 2, 2, 'some words1', '2026-03-03 10:00:00.000007+00', 2, '2026-03-03 10:00:00.000007+00');
INSERT INTO public.wins VALUES (3, 1, 3, 'other words; and a ''quotation''2', '1 ½2', '2026-03-04 10:00:00.000014+00', 3, '2026-03-04 10:00:00.000014+00', 3, 3, '1 ½2', '2026-03-04 10:00:00.000014+00', 3, '2026-03-04 10:00:00.000014+00');
INSERT INTO public.wishes VALUES (1, '1 ½0', 'other words; and a ''quotation''0', 1);
INSERT INTO public.wishes VALUES (2, 'some words1', '1 ½1', 1);
INSERT INTO public.wishes VALUES (3, 'other words; and a ''quotation''2', 'some words2', 1);
INSERT INTO public.withheld VALUES (1, 1, 1, 1, '2026-03-02 10:00:00+00');
INSERT INTO public.withheld VALUES (2, 2, 1, 2, '2026-03-03 10:00:00.000007+00');
INSERT INTO public.withheld VALUES (3, 3, 1, 3, '2026-03-04 10:00:00.000014+00');
SELECT pg_catalog.setval('public.aims_id_seq', 3, true);
SELECT pg_catalog.setval('public.blockers_id_seq', 3, true);
SELECT pg_catalog.setval('public.checkins_id_seq', 3, true);
SELECT pg_catalog.setval('public.commitments_id_seq', 3, true);
SELECT pg_catalog.setval('public.consultation_prompts_id_seq', 3, true);
SELECT pg_catalog.setval('public.consultations_id_seq', 3, true);
SELECT pg_catalog.setval('public.deeds_id_seq', 3, true);
SELECT pg_catalog.setval('public.digest_entries_id_seq', 3, true);
SELECT pg_catalog.setval('public.habits_id_seq', 3, true);
SELECT pg_catalog.setval('public.ideas_id_seq', 3, true);
SELECT pg_catalog.setval('public.initiatives_id_seq', 3, true);
SELECT pg_catalog.setval('public.introductions_id_seq', 3, true);
SELECT pg_catalog.setval('public.members_id_seq', 3, true);
SELECT pg_catalog.setval('public.movements_id_seq', 3, true);
SELECT pg_catalog.setval('public.names_id_seq', 3, true);
SELECT pg_catalog.setval('public.parcels_id_seq', 3, true);
SELECT pg_catalog.setval('public.partners_id_seq', 3, true);
SELECT pg_catalog.setval('public.partnerships_id_seq', 3, true);
SELECT pg_catalog.setval('public.posts_id_seq', 3, true);
SELECT pg_catalog.setval('public.proofs_id_seq', 3, true);
SELECT pg_catalog.setval('public.proposals_id_seq', 3, true);
SELECT pg_catalog.setval('public.pulses_id_seq', 3, true);
SELECT pg_catalog.setval('public.requests_id_seq', 3, true);
SELECT pg_catalog.setval('public.revisions_id_seq', 3, true);
SELECT pg_catalog.setval('public.roll_calls_id_seq', 3, true);
SELECT pg_catalog.setval('public.skills_id_seq', 3, true);
SELECT pg_catalog.setval('public.spotlights_id_seq', 3, true);
SELECT pg_catalog.setval('public.visions_id_seq', 3, true);
SELECT pg_catalog.setval('public.whys_id_seq', 3, true);
SELECT pg_catalog.setval('public.wins_id_seq', 3, true);
ALTER TABLE ONLY public.alembic_version
    ADD CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num);
ALTER TABLE ONLY public.aims
    ADD CONSTRAINT pk_aims PRIMARY KEY (id);
ALTER TABLE ONLY public.answers
    ADD CONSTRAINT pk_answers PRIMARY KEY (checkin_id, user_id);
ALTER TABLE ONLY public.assents
    ADD CONSTRAINT pk_assents PRIMARY KEY (proposal_id, partner_id);
ALTER TABLE ONLY public.ballots
    ADD CONSTRAINT pk_ballots PRIMARY KEY (pulse_id, number);
ALTER TABLE ONLY public.blockers
    ADD CONSTRAINT pk_blockers PRIMARY KEY (id);
ALTER TABLE ONLY public.checkins
    ADD CONSTRAINT pk_checkins PRIMARY KEY (id);
ALTER TABLE ONLY public.cheers
    ADD CONSTRAINT pk_cheers PRIMARY KEY (post_id, user_id);
ALTER TABLE ONLY public.commitments
    ADD CONSTRAINT pk_commitments PRIMARY KEY (id);
ALTER TABLE ONLY public.consultation_answers
    ADD CONSTRAINT pk_consultation_answers PRIMARY KEY (id);
ALTER TABLE ONLY public.consultation_prompts
    ADD CONSTRAINT pk_consultation_prompts PRIMARY KEY (id);
ALTER TABLE ONLY public.consultations
    ADD CONSTRAINT pk_consultations PRIMARY KEY (id);
ALTER TABLE ONLY public.credits
    ADD CONSTRAINT pk_credits PRIMARY KEY (win_id, partner_id);
ALTER TABLE ONLY public.deeds
    ADD CONSTRAINT pk_deeds PRIMARY KEY (id);
ALTER TABLE ONLY public.digest_entries
    ADD CONSTRAINT pk_digest_entries PRIMARY KEY (id);
ALTER TABLE ONLY public.drafts
    ADD CONSTRAINT pk_drafts PRIMARY KEY (number);
ALTER TABLE ONLY public.habits
    ADD CONSTRAINT pk_habits PRIMARY KEY (id);
ALTER TABLE ONLY public.helps
    ADD CONSTRAINT pk_helps PRIMARY KEY (blocker_id, user_id);
ALTER TABLE ONLY public.idea_assents
    ADD CONSTRAINT pk_idea_assents PRIMARY KEY (idea_id, outcome, partner_id);
ALTER TABLE ONLY public.idea_helpers
    ADD CONSTRAINT pk_idea_helpers PRIMARY KEY (idea_id, user_id);
ALTER TABLE ONLY public.idea_likes
    ADD CONSTRAINT pk_idea_likes PRIMARY KEY (idea_id, user_id);
ALTER TABLE ONLY public.ideas
    ADD CONSTRAINT pk_ideas PRIMARY KEY (id);
ALTER TABLE ONLY public.initiative_people
    ADD CONSTRAINT pk_initiative_people PRIMARY KEY (initiative_id, user_id);
ALTER TABLE ONLY public.initiatives
    ADD CONSTRAINT pk_initiatives PRIMARY KEY (id);
ALTER TABLE ONLY public.introduced
    ADD CONSTRAINT pk_introduced PRIMARY KEY (introduction_id, member_id);
ALTER TABLE ONLY public.introductions
    ADD CONSTRAINT pk_introductions PRIMARY KEY (id);
ALTER TABLE ONLY public.members
    ADD CONSTRAINT pk_members PRIMARY KEY (id);
ALTER TABLE ONLY public.movements
    ADD CONSTRAINT pk_movements PRIMARY KEY (id);
ALTER TABLE ONLY public.names
    ADD CONSTRAINT pk_names PRIMARY KEY (id);
ALTER TABLE ONLY public.occasions
    ADD CONSTRAINT pk_occasions PRIMARY KEY (partnership_id, kind, occasion);
ALTER TABLE ONLY public.pace
    ADD CONSTRAINT pk_pace PRIMARY KEY (key);
ALTER TABLE ONLY public.parcels
    ADD CONSTRAINT pk_parcels PRIMARY KEY (id);
ALTER TABLE ONLY public.partners
    ADD CONSTRAINT pk_partners PRIMARY KEY (id);
ALTER TABLE ONLY public.partnerships
    ADD CONSTRAINT pk_partnerships PRIMARY KEY (id);
ALTER TABLE ONLY public.posts
    ADD CONSTRAINT pk_posts PRIMARY KEY (id);
ALTER TABLE ONLY public.proofs
    ADD CONSTRAINT pk_proofs PRIMARY KEY (id);
ALTER TABLE ONLY public.proposals
    ADD CONSTRAINT pk_proposals PRIMARY KEY (id);
ALTER TABLE ONLY public.pulse_invitations
    ADD CONSTRAINT pk_pulse_invitations PRIMARY KEY (pulse_id, member_id);
ALTER TABLE ONLY public.pulse_keys
    ADD CONSTRAINT pk_pulse_keys PRIMARY KEY (pulse_id);
ALTER TABLE ONLY public.pulse_participations
    ADD CONSTRAINT pk_pulse_participations PRIMARY KEY (pulse_id, member_id);
ALTER TABLE ONLY public.pulses
    ADD CONSTRAINT pk_pulses PRIMARY KEY (id);
ALTER TABLE ONLY public.requests
    ADD CONSTRAINT pk_requests PRIMARY KEY (id);
ALTER TABLE ONLY public.responses
    ADD CONSTRAINT pk_responses PRIMARY KEY (pulse_id);
ALTER TABLE ONLY public.revisions
    ADD CONSTRAINT pk_revisions PRIMARY KEY (id);
ALTER TABLE ONLY public.roll_calls
    ADD CONSTRAINT pk_roll_calls PRIMARY KEY (id);
ALTER TABLE ONLY public.schedules
    ADD CONSTRAINT pk_schedules PRIMARY KEY (partnership_id, kind);
ALTER TABLE ONLY public.skills
    ADD CONSTRAINT pk_skills PRIMARY KEY (id);
ALTER TABLE ONLY public.spotlights
    ADD CONSTRAINT pk_spotlights PRIMARY KEY (id);
ALTER TABLE ONLY public.sweeps
    ADD CONSTRAINT pk_sweeps PRIMARY KEY (name);
ALTER TABLE ONLY public.thanks
    ADD CONSTRAINT pk_thanks PRIMARY KEY (win_id, user_id);
ALTER TABLE ONLY public.visions
    ADD CONSTRAINT pk_visions PRIMARY KEY (id);
ALTER TABLE ONLY public.whys
    ADD CONSTRAINT pk_whys PRIMARY KEY (id);
ALTER TABLE ONLY public.wins
    ADD CONSTRAINT pk_wins PRIMARY KEY (id);
ALTER TABLE ONLY public.wishes
    ADD CONSTRAINT pk_wishes PRIMARY KEY (post_id, user_id);
ALTER TABLE ONLY public.withheld
    ADD CONSTRAINT pk_withheld PRIMARY KEY (win_id, partner_id);
ALTER TABLE ONLY public.aims
    ADD CONSTRAINT uq_aims_vision_id_number UNIQUE (vision_id, number);
ALTER TABLE ONLY public.checkins
    ADD CONSTRAINT uq_checkins_post_id UNIQUE (post_id);
ALTER TABLE ONLY public.commitments
    ADD CONSTRAINT uq_commitments_checkin_id_answer_member_id UNIQUE (checkin_id, answer, member_id);
ALTER TABLE ONLY public.consultation_answers
    ADD CONSTRAINT uq_consultation_answers_key_hash UNIQUE (key_hash);
ALTER TABLE ONLY public.consultation_prompts
    ADD CONSTRAINT uq_consultation_prompts_consultation_id_number UNIQUE (consultation_id, number);
ALTER TABLE ONLY public.digest_entries
    ADD CONSTRAINT uq_digest_entries_partnership_id_kind_about UNIQUE (partnership_id, kind, about);
ALTER TABLE ONLY public.habits
    ADD CONSTRAINT uq_habits_partnership_id_origin UNIQUE (partnership_id, origin);
ALTER TABLE ONLY public.initiatives
    ADD CONSTRAINT uq_initiatives_partnership_id_origin UNIQUE (partnership_id, origin);
ALTER TABLE ONLY public.members
    ADD CONSTRAINT uq_members_partnership_id_team_id_user_id UNIQUE (partnership_id, team_id, user_id);
ALTER TABLE ONLY public.names
    ADD CONSTRAINT uq_names_partnership_id_user_id UNIQUE (partnership_id, user_id);
ALTER TABLE ONLY public.partners
    ADD CONSTRAINT uq_partners_partnership_id_key UNIQUE (partnership_id, key);
ALTER TABLE ONLY public.partnerships
    ADD CONSTRAINT uq_partnerships_channel_id UNIQUE (channel_id);
ALTER TABLE ONLY public.posts
    ADD CONSTRAINT uq_posts_partnership_id_kind_occasion UNIQUE (partnership_id, kind, occasion);
ALTER TABLE ONLY public.posts
    ADD CONSTRAINT uq_posts_token UNIQUE (token);
ALTER TABLE ONLY public.proofs
    ADD CONSTRAINT uq_proofs_blocker_id_member_id UNIQUE (blocker_id, member_id);
ALTER TABLE ONLY public.proposals
    ADD CONSTRAINT uq_proposals_partnership_id_origin UNIQUE (partnership_id, origin);
ALTER TABLE ONLY public.pulses
    ADD CONSTRAINT uq_pulses_partnership_id_occasion UNIQUE (partnership_id, occasion);
ALTER TABLE ONLY public.pulses
    ADD CONSTRAINT uq_pulses_post_id UNIQUE (post_id);
ALTER TABLE ONLY public.requests
    ADD CONSTRAINT uq_requests_blocker_id_member_id UNIQUE (blocker_id, member_id);
ALTER TABLE ONLY public.roll_calls
    ADD CONSTRAINT uq_roll_calls_post_id UNIQUE (post_id);
ALTER TABLE ONLY public.skills
    ADD CONSTRAINT uq_skills_member_id_key UNIQUE (member_id, key);
ALTER TABLE ONLY public.spotlights
    ADD CONSTRAINT uq_spotlights_partnership_id_occasion_turn UNIQUE (partnership_id, occasion, turn);
ALTER TABLE ONLY public.visions
    ADD CONSTRAINT uq_visions_partnership_id_number UNIQUE (partnership_id, number);
ALTER TABLE ONLY public.wins
    ADD CONSTRAINT uq_wins_partnership_id_origin UNIQUE (partnership_id, origin);
CREATE INDEX ix_aims_origin_id ON public.aims USING btree (origin_id);
CREATE INDEX ix_answers_partnership_id_answered_at ON public.answers USING btree (partnership_id, answered_at);
CREATE INDEX ix_assents_partnership_id_member_id ON public.assents USING btree (partnership_id, member_id);
CREATE INDEX ix_blockers_member_id_id ON public.blockers USING btree (member_id, id);
CREATE INDEX ix_blockers_partnership_id_fixed_at ON public.blockers USING btree (partnership_id, fixed_at);
CREATE INDEX ix_blockers_partnership_id_raised_at ON public.blockers USING btree (partnership_id, raised_at);
CREATE INDEX ix_blockers_post_id ON public.blockers USING btree (post_id) WHERE (post_id IS NOT NULL);
CREATE INDEX ix_blockers_seek_at ON public.blockers USING btree (seek_at);
CREATE INDEX ix_checkins_closed_at_closes_at ON public.checkins USING btree (closed_at, closes_at);
CREATE INDEX ix_checkins_partnership_id_stage ON public.checkins USING btree (partnership_id, stage);
CREATE INDEX ix_cheers_partnership_id_cheered_at ON public.cheers USING btree (partnership_id, cheered_at);
CREATE INDEX ix_commitments_ask_at ON public.commitments USING btree (ask_at) WHERE (ask_at IS NOT NULL);
CREATE INDEX ix_commitments_initiative_id ON public.commitments USING btree (initiative_id) WHERE (initiative_id IS NOT NULL);
CREATE INDEX ix_commitments_member_id ON public.commitments USING btree (member_id) WHERE (outcome IS NULL);
CREATE INDEX ix_commitments_partnership_id ON public.commitments USING btree (partnership_id);
CREATE INDEX ix_commitments_post_id ON public.commitments USING btree (post_id) WHERE (post_id IS NOT NULL);
CREATE INDEX ix_consultation_answers_consultation_id ON public.consultation_answers USING btree (consultation_id);
CREATE INDEX ix_consultation_answers_member_id ON public.consultation_answers USING btree (member_id);
CREATE INDEX ix_consultation_answers_partnership_id ON public.consultation_answers USING btree (partnership_id);
CREATE INDEX ix_consultation_answers_prompt_id ON public.consultation_answers USING btree (prompt_id);
CREATE INDEX ix_consultation_prompts_partnership_id ON public.consultation_prompts USING btree (partnership_id);
CREATE INDEX ix_consultation_prompts_post_id ON public.consultation_prompts USING btree (post_id) WHERE (post_id IS NOT NULL);
CREATE INDEX ix_consultations_open ON public.consultations USING btree (until) WHERE ((closed_at IS NULL) AND (undone_at IS NULL));
CREATE INDEX ix_consultations_partnership_id ON public.consultations USING btree (partnership_id);
CREATE INDEX ix_consultations_post_id ON public.consultations USING btree (post_id) WHERE (post_id IS NOT NULL);
CREATE INDEX ix_credits_partner_id_win_id ON public.credits USING btree (partner_id, win_id);
CREATE INDEX ix_deeds_partnership_id ON public.deeds USING btree (partnership_id);
CREATE INDEX ix_drafts_drafted_on ON public.drafts USING btree (drafted_on);
CREATE INDEX ix_drafts_partnership_id ON public.drafts USING btree (partnership_id);
CREATE INDEX ix_habits_member_id ON public.habits USING btree (member_id);
CREATE INDEX ix_habits_partnership_id_id ON public.habits USING btree (partnership_id, id) WHERE (undone_at IS NULL);
CREATE INDEX ix_habits_post_id ON public.habits USING btree (post_id) WHERE (post_id IS NOT NULL);
CREATE INDEX ix_helps_partnership_id_taken_at ON public.helps USING btree (partnership_id, taken_at);
CREATE INDEX ix_idea_assents_partnership_id_member_id ON public.idea_assents USING btree (partnership_id, member_id);
CREATE INDEX ix_idea_helpers_partnership_id ON public.idea_helpers USING btree (partnership_id);
CREATE INDEX ix_idea_likes_partnership_id ON public.idea_likes USING btree (partnership_id);
CREATE INDEX ix_ideas_member_id_id ON public.ideas USING btree (member_id, id);
CREATE INDEX ix_ideas_open ON public.ideas USING btree (partnership_id, id) WHERE ((decided_at IS NULL) AND (undone_at IS NULL));
CREATE INDEX ix_ideas_partnership_id_shared_at ON public.ideas USING btree (partnership_id, shared_at);
CREATE INDEX ix_ideas_post_id ON public.ideas USING btree (post_id) WHERE (post_id IS NOT NULL);
CREATE INDEX ix_initiative_people_partnership_id_user_id ON public.initiative_people USING btree (partnership_id, user_id);
CREATE INDEX ix_initiatives_member_id ON public.initiatives USING btree (member_id);
CREATE INDEX ix_initiatives_partnership_id_ended_at ON public.initiatives USING btree (partnership_id, ended_at);
CREATE INDEX ix_initiatives_post_id ON public.initiatives USING btree (post_id) WHERE (post_id IS NOT NULL);
CREATE INDEX ix_initiatives_running ON public.initiatives USING btree (partnership_id, id) WHERE ((ended_at IS NULL) AND (undone_at IS NULL));
CREATE INDEX ix_introduced_member_id_introduction_id ON public.introduced USING btree (member_id, introduction_id);
CREATE INDEX ix_introduced_partner_id ON public.introduced USING btree (partner_id);
CREATE INDEX ix_introductions_member_id ON public.introductions USING btree (member_id);
CREATE INDEX ix_introductions_partnership_id_offered_at ON public.introductions USING btree (partnership_id, offered_at);
CREATE INDEX ix_members_partner_id ON public.members USING btree (partner_id);
CREATE UNIQUE INDEX ix_members_user_id_partnership_id ON public.members USING btree (user_id, partnership_id);
CREATE INDEX ix_movements_partnership_id_at ON public.movements USING btree (partnership_id, at);
CREATE INDEX ix_names_user_id ON public.names USING btree (user_id);
CREATE INDEX ix_pace_free_at ON public.pace USING btree (free_at);
CREATE INDEX ix_parcels_partnership_id ON public.parcels USING btree (partnership_id);
CREATE INDEX ix_partners_merged_into_id ON public.partners USING btree (merged_into_id);
CREATE INDEX ix_partners_removed_at ON public.partners USING btree (removed_at) WHERE (removed_at IS NOT NULL);
CREATE INDEX ix_partnerships_clear_at ON public.partnerships USING btree (clear_at);
CREATE INDEX ix_partnerships_digest_at ON public.partnerships USING btree (digest_at);
CREATE INDEX ix_partnerships_former_channel_id ON public.partnerships USING btree (former_channel_id);
CREATE INDEX ix_partnerships_old_mentions ON public.partnerships USING btree (id) WHERE old_mentions;
CREATE INDEX ix_partnerships_resume_at ON public.partnerships USING btree (resume_at);
CREATE INDEX ix_posts_lost ON public.posts USING btree (partnership_id) WHERE ((fate)::text = ANY ((ARRAY['refused'::character varying, 'unknown'::character varying])::text[]));
CREATE INDEX ix_posts_owed ON public.posts USING btree (lane, owed_at, id) WHERE (method IS NOT NULL);
CREATE INDEX ix_posts_owed_at ON public.posts USING btree (owed_at, id) WHERE (method IS NOT NULL);
CREATE INDEX ix_posts_partnership_id_written_at ON public.posts USING btree (partnership_id, written_at);
CREATE INDEX ix_posts_thread_id ON public.posts USING btree (thread_id) WHERE (thread_id IS NOT NULL);
CREATE INDEX ix_posts_wait_until ON public.posts USING btree (wait_until);
CREATE INDEX ix_proofs_member_id_id ON public.proofs USING btree (member_id, id);
CREATE INDEX ix_proofs_partnership_id ON public.proofs USING btree (partnership_id);
CREATE INDEX ix_proofs_skill_id ON public.proofs USING btree (skill_id);
CREATE INDEX ix_proposals_partnership_id ON public.proposals USING btree (partnership_id);
CREATE INDEX ix_proposals_post_id ON public.proposals USING btree (post_id) WHERE (post_id IS NOT NULL);
CREATE INDEX ix_pulses_closed_at_closes_at ON public.pulses USING btree (closed_at, closes_at);
CREATE INDEX ix_pulses_nudge_at ON public.pulses USING btree (nudge_at);
CREATE INDEX ix_pulses_opened_at_closed_at ON public.pulses USING btree (opened_at, closed_at);
CREATE INDEX ix_pulses_remind_at ON public.pulses USING btree (remind_at);
CREATE INDEX ix_pulses_results_id_results_at ON public.pulses USING btree (results_id, results_at);
CREATE INDEX ix_requests_member_id_asked_at ON public.requests USING btree (member_id, asked_at);
CREATE INDEX ix_requests_partnership_id_asked_at ON public.requests USING btree (partnership_id, asked_at);
CREATE INDEX ix_requests_skill_id ON public.requests USING btree (skill_id);
CREATE INDEX ix_responses_partnership_id ON public.responses USING btree (partnership_id);
CREATE INDEX ix_revisions_noun_row_id ON public.revisions USING btree (noun, row_id);
CREATE INDEX ix_revisions_partnership_id_revised_at ON public.revisions USING btree (partnership_id, revised_at);
CREATE INDEX ix_roll_calls_closed_at_closes_at ON public.roll_calls USING btree (closed_at, closes_at);
CREATE INDEX ix_roll_calls_partnership_id_closed_at ON public.roll_calls USING btree (partnership_id, closed_at);
CREATE INDEX ix_schedules_ahead_at ON public.schedules USING btree (ahead_at);
CREATE INDEX ix_schedules_next_at ON public.schedules USING btree (next_at);
CREATE INDEX ix_schedules_turned_at ON public.schedules USING btree (turned_at);
CREATE INDEX ix_skills_partnership_id_offered_at ON public.skills USING btree (partnership_id, offered_at);
CREATE INDEX ix_skills_partnership_id_post_id ON public.skills USING btree (partnership_id, post_id);
CREATE INDEX ix_skills_post_id ON public.skills USING btree (post_id) WHERE (post_id IS NOT NULL);
CREATE INDEX ix_spotlights_member_id ON public.spotlights USING btree (member_id);
CREATE INDEX ix_spotlights_partner_id ON public.spotlights USING btree (partner_id);
CREATE INDEX ix_spotlights_post_id ON public.spotlights USING btree (post_id) WHERE (post_id IS NOT NULL);
CREATE INDEX ix_thanks_partnership_id_user_id ON public.thanks USING btree (partnership_id, user_id);
CREATE INDEX ix_whys_partnership_id ON public.whys USING btree (partnership_id);
CREATE INDEX ix_wins_aim_id ON public.wins USING btree (aim_id);
CREATE INDEX ix_wins_asked_id ON public.wins USING btree (asked_id) WHERE (asked_id IS NOT NULL);
CREATE INDEX ix_wins_member_id_id ON public.wins USING btree (member_id, id);
CREATE INDEX ix_wins_partnership_id_post_id ON public.wins USING btree (partnership_id, post_id);
CREATE INDEX ix_wins_partnership_id_recorded_at ON public.wins USING btree (partnership_id, recorded_at);
CREATE INDEX ix_wins_post_id ON public.wins USING btree (post_id) WHERE (post_id IS NOT NULL);
CREATE INDEX ix_wishes_partnership_id_user_id ON public.wishes USING btree (partnership_id, user_id);
CREATE INDEX ix_withheld_partnership_id_member_id ON public.withheld USING btree (partnership_id, member_id);
ALTER TABLE ONLY public.aims
    ADD CONSTRAINT fk_aims_origin_id FOREIGN KEY (origin_id) REFERENCES public.aims(id);
ALTER TABLE ONLY public.aims
    ADD CONSTRAINT fk_aims_partnership_id FOREIGN KEY (partnership_id) REFERENCES public.partnerships(id);
ALTER TABLE ONLY public.aims
    ADD CONSTRAINT fk_aims_vision_id FOREIGN KEY (vision_id) REFERENCES public.visions(id);
ALTER TABLE ONLY public.answers
    ADD CONSTRAINT fk_answers_checkin_id FOREIGN KEY (checkin_id) REFERENCES public.checkins(id);
ALTER TABLE ONLY public.answers
    ADD CONSTRAINT fk_answers_partnership_id FOREIGN KEY (partnership_id) REFERENCES public.partnerships(id);
ALTER TABLE ONLY public.assents
    ADD CONSTRAINT fk_assents_member_id FOREIGN KEY (member_id) REFERENCES public.members(id);
ALTER TABLE ONLY public.assents
    ADD CONSTRAINT fk_assents_partner_id FOREIGN KEY (partner_id) REFERENCES public.partners(id);
ALTER TABLE ONLY public.assents
    ADD CONSTRAINT fk_assents_partnership_id FOREIGN KEY (partnership_id) REFERENCES public.partnerships(id);
ALTER TABLE ONLY public.assents
    ADD CONSTRAINT fk_assents_proposal_id FOREIGN KEY (proposal_id) REFERENCES public.proposals(id);
ALTER TABLE ONLY public.blockers
    ADD CONSTRAINT fk_blockers_fixed_by FOREIGN KEY (fixed_by) REFERENCES public.members(id);
ALTER TABLE ONLY public.blockers
    ADD CONSTRAINT fk_blockers_member_id FOREIGN KEY (member_id) REFERENCES public.members(id);
ALTER TABLE ONLY public.blockers
    ADD CONSTRAINT fk_blockers_partnership_id FOREIGN KEY (partnership_id) REFERENCES public.partnerships(id);
ALTER TABLE ONLY public.blockers
    ADD CONSTRAINT fk_blockers_post_id FOREIGN KEY (post_id) REFERENCES public.posts(id);
ALTER TABLE ONLY public.checkins
    ADD CONSTRAINT fk_checkins_partnership_id FOREIGN KEY (partnership_id) REFERENCES public.partnerships(id);
ALTER TABLE ONLY public.checkins
    ADD CONSTRAINT fk_checkins_post_id FOREIGN KEY (post_id) REFERENCES public.posts(id);
ALTER TABLE ONLY public.cheers
    ADD CONSTRAINT fk_cheers_partnership_id FOREIGN KEY (partnership_id) REFERENCES public.partnerships(id);
ALTER TABLE ONLY public.cheers
    ADD CONSTRAINT fk_cheers_post_id FOREIGN KEY (post_id) REFERENCES public.posts(id);
ALTER TABLE ONLY public.commitments
    ADD CONSTRAINT fk_commitments_checkin_id FOREIGN KEY (checkin_id) REFERENCES public.checkins(id);
ALTER TABLE ONLY public.commitments
    ADD CONSTRAINT fk_commitments_initiative_id FOREIGN KEY (initiative_id) REFERENCES public.initiatives(id);
ALTER TABLE ONLY public.commitments
    ADD CONSTRAINT fk_commitments_member_id FOREIGN KEY (member_id) REFERENCES public.members(id);
ALTER TABLE ONLY public.commitments
    ADD CONSTRAINT fk_commitments_partnership_id FOREIGN KEY (partnership_id) REFERENCES public.partnerships(id);
ALTER TABLE ONLY public.commitments
    ADD CONSTRAINT fk_commitments_post_id FOREIGN KEY (post_id) REFERENCES public.posts(id);
ALTER TABLE ONLY public.consultation_answers
    ADD CONSTRAINT fk_consultation_answers_consultation_id FOREIGN KEY (consultation_id) REFERENCES public.consultations(id);
ALTER TABLE ONLY public.consultation_answers
    ADD CONSTRAINT fk_consultation_answers_member_id FOREIGN KEY (member_id) REFERENCES public.members(id);
ALTER TABLE ONLY public.consultation_answers
    ADD CONSTRAINT fk_consultation_answers_partnership_id FOREIGN KEY (partnership_id) REFERENCES public.partnerships(id);
ALTER TABLE ONLY public.consultation_answers
    ADD CONSTRAINT fk_consultation_answers_prompt_id FOREIGN KEY (prompt_id) REFERENCES public.consultation_prompts(id);
ALTER TABLE ONLY public.consultation_prompts
    ADD CONSTRAINT fk_consultation_prompts_consultation_id FOREIGN KEY (consultation_id) REFERENCES public.consultations(id);
ALTER TABLE ONLY public.consultation_prompts
    ADD CONSTRAINT fk_consultation_prompts_partnership_id FOREIGN KEY (partnership_id) REFERENCES public.partnerships(id);
ALTER TABLE ONLY public.consultation_prompts
    ADD CONSTRAINT fk_consultation_prompts_post_id FOREIGN KEY (post_id) REFERENCES public.posts(id);
ALTER TABLE ONLY public.consultations
    ADD CONSTRAINT fk_consultations_member_id FOREIGN KEY (member_id) REFERENCES public.members(id);
ALTER TABLE ONLY public.consultations
    ADD CONSTRAINT fk_consultations_partnership_id FOREIGN KEY (partnership_id) REFERENCES public.partnerships(id);
ALTER TABLE ONLY public.consultations
    ADD CONSTRAINT fk_consultations_post_id FOREIGN KEY (post_id) REFERENCES public.posts(id);
ALTER TABLE ONLY public.credits
    ADD CONSTRAINT fk_credits_partner_id FOREIGN KEY (partner_id) REFERENCES public.partners(id);
ALTER TABLE ONLY public.credits
    ADD CONSTRAINT fk_credits_partnership_id FOREIGN KEY (partnership_id) REFERENCES public.partnerships(id);
ALTER TABLE ONLY public.credits
    ADD CONSTRAINT fk_credits_win_id FOREIGN KEY (win_id) REFERENCES public.wins(id);
ALTER TABLE ONLY public.deeds
    ADD CONSTRAINT fk_deeds_member_id FOREIGN KEY (member_id) REFERENCES public.members(id);
ALTER TABLE ONLY public.deeds
    ADD CONSTRAINT fk_deeds_partnership_id FOREIGN KEY (partnership_id) REFERENCES public.partnerships(id);
ALTER TABLE ONLY public.digest_entries
    ADD CONSTRAINT fk_digest_entries_partnership_id FOREIGN KEY (partnership_id) REFERENCES public.partnerships(id);
ALTER TABLE ONLY public.drafts
    ADD CONSTRAINT fk_drafts_partnership_id FOREIGN KEY (partnership_id) REFERENCES public.partnerships(id);
ALTER TABLE ONLY public.habits
    ADD CONSTRAINT fk_habits_member_id FOREIGN KEY (member_id) REFERENCES public.members(id);
ALTER TABLE ONLY public.habits
    ADD CONSTRAINT fk_habits_partnership_id FOREIGN KEY (partnership_id) REFERENCES public.partnerships(id);
ALTER TABLE ONLY public.habits
    ADD CONSTRAINT fk_habits_post_id FOREIGN KEY (post_id) REFERENCES public.posts(id);
ALTER TABLE ONLY public.helps
    ADD CONSTRAINT fk_helps_blocker_id FOREIGN KEY (blocker_id) REFERENCES public.blockers(id);
ALTER TABLE ONLY public.helps
    ADD CONSTRAINT fk_helps_partnership_id FOREIGN KEY (partnership_id) REFERENCES public.partnerships(id);
ALTER TABLE ONLY public.idea_assents
    ADD CONSTRAINT fk_idea_assents_idea_id FOREIGN KEY (idea_id) REFERENCES public.ideas(id);
ALTER TABLE ONLY public.idea_assents
    ADD CONSTRAINT fk_idea_assents_member_id FOREIGN KEY (member_id) REFERENCES public.members(id);
ALTER TABLE ONLY public.idea_assents
    ADD CONSTRAINT fk_idea_assents_partner_id FOREIGN KEY (partner_id) REFERENCES public.partners(id);
ALTER TABLE ONLY public.idea_assents
    ADD CONSTRAINT fk_idea_assents_partnership_id FOREIGN KEY (partnership_id) REFERENCES public.partnerships(id);
ALTER TABLE ONLY public.idea_helpers
    ADD CONSTRAINT fk_idea_helpers_idea_id FOREIGN KEY (idea_id) REFERENCES public.ideas(id);
ALTER TABLE ONLY public.idea_helpers
    ADD CONSTRAINT fk_idea_helpers_partnership_id FOREIGN KEY (partnership_id) REFERENCES public.partnerships(id);
ALTER TABLE ONLY public.idea_likes
    ADD CONSTRAINT fk_idea_likes_idea_id FOREIGN KEY (idea_id) REFERENCES public.ideas(id);
ALTER TABLE ONLY public.idea_likes
    ADD CONSTRAINT fk_idea_likes_partnership_id FOREIGN KEY (partnership_id) REFERENCES public.partnerships(id);
ALTER TABLE ONLY public.ideas
    ADD CONSTRAINT fk_ideas_decided_by FOREIGN KEY (decided_by) REFERENCES public.members(id);
ALTER TABLE ONLY public.ideas
    ADD CONSTRAINT fk_ideas_member_id FOREIGN KEY (member_id) REFERENCES public.members(id);
ALTER TABLE ONLY public.ideas
    ADD CONSTRAINT fk_ideas_partnership_id FOREIGN KEY (partnership_id) REFERENCES public.partnerships(id);
ALTER TABLE ONLY public.ideas
    ADD CONSTRAINT fk_ideas_post_id FOREIGN KEY (post_id) REFERENCES public.posts(id);
ALTER TABLE ONLY public.initiative_people
    ADD CONSTRAINT fk_initiative_people_initiative_id FOREIGN KEY (initiative_id) REFERENCES public.initiatives(id);
ALTER TABLE ONLY public.initiative_people
    ADD CONSTRAINT fk_initiative_people_partnership_id FOREIGN KEY (partnership_id) REFERENCES public.partnerships(id);
ALTER TABLE ONLY public.initiatives
    ADD CONSTRAINT fk_initiatives_aim_id FOREIGN KEY (aim_id) REFERENCES public.aims(id);
ALTER TABLE ONLY public.initiatives
    ADD CONSTRAINT fk_initiatives_ended_by FOREIGN KEY (ended_by) REFERENCES public.members(id);
ALTER TABLE ONLY public.initiatives
    ADD CONSTRAINT fk_initiatives_member_id FOREIGN KEY (member_id) REFERENCES public.members(id);
ALTER TABLE ONLY public.initiatives
    ADD CONSTRAINT fk_initiatives_partnership_id FOREIGN KEY (partnership_id) REFERENCES public.partnerships(id);
ALTER TABLE ONLY public.initiatives
    ADD CONSTRAINT fk_initiatives_post_id FOREIGN KEY (post_id) REFERENCES public.posts(id);
ALTER TABLE ONLY public.initiatives
    ADD CONSTRAINT fk_initiatives_step_by FOREIGN KEY (step_by) REFERENCES public.members(id);
ALTER TABLE ONLY public.introduced
    ADD CONSTRAINT fk_introduced_introduction_id FOREIGN KEY (introduction_id) REFERENCES public.introductions(id);
ALTER TABLE ONLY public.introduced
    ADD CONSTRAINT fk_introduced_member_id FOREIGN KEY (member_id) REFERENCES public.members(id);
ALTER TABLE ONLY public.introduced
    ADD CONSTRAINT fk_introduced_partner_id FOREIGN KEY (partner_id) REFERENCES public.partners(id);
ALTER TABLE ONLY public.introduced
    ADD CONSTRAINT fk_introduced_partnership_id FOREIGN KEY (partnership_id) REFERENCES public.partnerships(id);
ALTER TABLE ONLY public.introductions
    ADD CONSTRAINT fk_introductions_member_id FOREIGN KEY (member_id) REFERENCES public.members(id);
ALTER TABLE ONLY public.introductions
    ADD CONSTRAINT fk_introductions_partnership_id FOREIGN KEY (partnership_id) REFERENCES public.partnerships(id);
ALTER TABLE ONLY public.members
    ADD CONSTRAINT fk_members_partner_id FOREIGN KEY (partner_id) REFERENCES public.partners(id);
ALTER TABLE ONLY public.members
    ADD CONSTRAINT fk_members_partnership_id FOREIGN KEY (partnership_id) REFERENCES public.partnerships(id);
ALTER TABLE ONLY public.movements
    ADD CONSTRAINT fk_movements_member_id FOREIGN KEY (member_id) REFERENCES public.members(id);
ALTER TABLE ONLY public.movements
    ADD CONSTRAINT fk_movements_partner_id FOREIGN KEY (partner_id) REFERENCES public.partners(id);
ALTER TABLE ONLY public.movements
    ADD CONSTRAINT fk_movements_partnership_id FOREIGN KEY (partnership_id) REFERENCES public.partnerships(id);
ALTER TABLE ONLY public.names
    ADD CONSTRAINT fk_names_partnership_id FOREIGN KEY (partnership_id) REFERENCES public.partnerships(id);
ALTER TABLE ONLY public.occasions
    ADD CONSTRAINT fk_occasions_partnership_id FOREIGN KEY (partnership_id) REFERENCES public.partnerships(id);
ALTER TABLE ONLY public.parcels
    ADD CONSTRAINT fk_parcels_member_id FOREIGN KEY (member_id) REFERENCES public.members(id);
ALTER TABLE ONLY public.parcels
    ADD CONSTRAINT fk_parcels_partnership_id FOREIGN KEY (partnership_id) REFERENCES public.partnerships(id);
ALTER TABLE ONLY public.partners
    ADD CONSTRAINT fk_partners_merged_into_id FOREIGN KEY (merged_into_id) REFERENCES public.partners(id);
ALTER TABLE ONLY public.partners
    ADD CONSTRAINT fk_partners_partnership_id FOREIGN KEY (partnership_id) REFERENCES public.partnerships(id);
ALTER TABLE ONLY public.posts
    ADD CONSTRAINT fk_posts_partnership_id FOREIGN KEY (partnership_id) REFERENCES public.partnerships(id);
ALTER TABLE ONLY public.posts
    ADD CONSTRAINT fk_posts_thread_id FOREIGN KEY (thread_id) REFERENCES public.posts(id);
ALTER TABLE ONLY public.proofs
    ADD CONSTRAINT fk_proofs_blocker_id FOREIGN KEY (blocker_id) REFERENCES public.blockers(id);
ALTER TABLE ONLY public.proofs
    ADD CONSTRAINT fk_proofs_member_id FOREIGN KEY (member_id) REFERENCES public.members(id);
ALTER TABLE ONLY public.proofs
    ADD CONSTRAINT fk_proofs_partnership_id FOREIGN KEY (partnership_id) REFERENCES public.partnerships(id);
ALTER TABLE ONLY public.proofs
    ADD CONSTRAINT fk_proofs_skill_id FOREIGN KEY (skill_id) REFERENCES public.skills(id);
ALTER TABLE ONLY public.proposals
    ADD CONSTRAINT fk_proposals_base_id FOREIGN KEY (base_id) REFERENCES public.visions(id);
ALTER TABLE ONLY public.proposals
    ADD CONSTRAINT fk_proposals_decided_by FOREIGN KEY (decided_by) REFERENCES public.members(id);
ALTER TABLE ONLY public.proposals
    ADD CONSTRAINT fk_proposals_member_id FOREIGN KEY (member_id) REFERENCES public.members(id);
ALTER TABLE ONLY public.proposals
    ADD CONSTRAINT fk_proposals_partnership_id FOREIGN KEY (partnership_id) REFERENCES public.partnerships(id);
ALTER TABLE ONLY public.proposals
    ADD CONSTRAINT fk_proposals_post_id FOREIGN KEY (post_id) REFERENCES public.posts(id);
ALTER TABLE ONLY public.proposals
    ADD CONSTRAINT fk_proposals_vision_id FOREIGN KEY (vision_id) REFERENCES public.visions(id);
ALTER TABLE ONLY public.pulses
    ADD CONSTRAINT fk_pulses_partnership_id FOREIGN KEY (partnership_id) REFERENCES public.partnerships(id);
ALTER TABLE ONLY public.pulses
    ADD CONSTRAINT fk_pulses_post_id FOREIGN KEY (post_id) REFERENCES public.posts(id);
ALTER TABLE ONLY public.pulses
    ADD CONSTRAINT fk_pulses_results_id FOREIGN KEY (results_id) REFERENCES public.posts(id);
ALTER TABLE ONLY public.requests
    ADD CONSTRAINT fk_requests_blocker_id FOREIGN KEY (blocker_id) REFERENCES public.blockers(id);
ALTER TABLE ONLY public.requests
    ADD CONSTRAINT fk_requests_member_id FOREIGN KEY (member_id) REFERENCES public.members(id);
ALTER TABLE ONLY public.requests
    ADD CONSTRAINT fk_requests_partnership_id FOREIGN KEY (partnership_id) REFERENCES public.partnerships(id);
ALTER TABLE ONLY public.requests
    ADD CONSTRAINT fk_requests_skill_id FOREIGN KEY (skill_id) REFERENCES public.skills(id);
ALTER TABLE ONLY public.responses
    ADD CONSTRAINT fk_responses_member_id FOREIGN KEY (member_id) REFERENCES public.members(id);
ALTER TABLE ONLY public.responses
    ADD CONSTRAINT fk_responses_partnership_id FOREIGN KEY (partnership_id) REFERENCES public.partnerships(id);
ALTER TABLE ONLY public.responses
    ADD CONSTRAINT fk_responses_pulse_id FOREIGN KEY (pulse_id) REFERENCES public.pulses(id);
ALTER TABLE ONLY public.revisions
    ADD CONSTRAINT fk_revisions_member_id FOREIGN KEY (member_id) REFERENCES public.members(id);
ALTER TABLE ONLY public.revisions
    ADD CONSTRAINT fk_revisions_partnership_id FOREIGN KEY (partnership_id) REFERENCES public.partnerships(id);
ALTER TABLE ONLY public.roll_calls
    ADD CONSTRAINT fk_roll_calls_partnership_id FOREIGN KEY (partnership_id) REFERENCES public.partnerships(id);
ALTER TABLE ONLY public.roll_calls
    ADD CONSTRAINT fk_roll_calls_post_id FOREIGN KEY (post_id) REFERENCES public.posts(id);
ALTER TABLE ONLY public.schedules
    ADD CONSTRAINT fk_schedules_partnership_id FOREIGN KEY (partnership_id) REFERENCES public.partnerships(id);
ALTER TABLE ONLY public.skills
    ADD CONSTRAINT fk_skills_member_id FOREIGN KEY (member_id) REFERENCES public.members(id);
ALTER TABLE ONLY public.skills
    ADD CONSTRAINT fk_skills_partnership_id FOREIGN KEY (partnership_id) REFERENCES public.partnerships(id);
ALTER TABLE ONLY public.skills
    ADD CONSTRAINT fk_skills_post_id FOREIGN KEY (post_id) REFERENCES public.posts(id);
ALTER TABLE ONLY public.spotlights
    ADD CONSTRAINT fk_spotlights_member_id FOREIGN KEY (member_id) REFERENCES public.members(id);
ALTER TABLE ONLY public.spotlights
    ADD CONSTRAINT fk_spotlights_partner_id FOREIGN KEY (partner_id) REFERENCES public.partners(id);
ALTER TABLE ONLY public.spotlights
    ADD CONSTRAINT fk_spotlights_partnership_id FOREIGN KEY (partnership_id) REFERENCES public.partnerships(id);
ALTER TABLE ONLY public.spotlights
    ADD CONSTRAINT fk_spotlights_post_id FOREIGN KEY (post_id) REFERENCES public.posts(id);
ALTER TABLE ONLY public.thanks
    ADD CONSTRAINT fk_thanks_partnership_id FOREIGN KEY (partnership_id) REFERENCES public.partnerships(id);
ALTER TABLE ONLY public.thanks
    ADD CONSTRAINT fk_thanks_win_id FOREIGN KEY (win_id) REFERENCES public.wins(id);
ALTER TABLE ONLY public.visions
    ADD CONSTRAINT fk_visions_member_id FOREIGN KEY (member_id) REFERENCES public.members(id);
ALTER TABLE ONLY public.visions
    ADD CONSTRAINT fk_visions_partnership_id FOREIGN KEY (partnership_id) REFERENCES public.partnerships(id);
ALTER TABLE ONLY public.whys
    ADD CONSTRAINT fk_whys_member_id FOREIGN KEY (member_id) REFERENCES public.members(id);
ALTER TABLE ONLY public.whys
    ADD CONSTRAINT fk_whys_partnership_id FOREIGN KEY (partnership_id) REFERENCES public.partnerships(id);
ALTER TABLE ONLY public.wins
    ADD CONSTRAINT fk_wins_aim_id FOREIGN KEY (aim_id) REFERENCES public.aims(id);
ALTER TABLE ONLY public.wins
    ADD CONSTRAINT fk_wins_asked_id FOREIGN KEY (asked_id) REFERENCES public.posts(id);
ALTER TABLE ONLY public.wins
    ADD CONSTRAINT fk_wins_member_id FOREIGN KEY (member_id) REFERENCES public.members(id);
ALTER TABLE ONLY public.wins
    ADD CONSTRAINT fk_wins_partnership_id FOREIGN KEY (partnership_id) REFERENCES public.partnerships(id);
ALTER TABLE ONLY public.wins
    ADD CONSTRAINT fk_wins_post_id FOREIGN KEY (post_id) REFERENCES public.posts(id);
ALTER TABLE ONLY public.wishes
    ADD CONSTRAINT fk_wishes_partnership_id FOREIGN KEY (partnership_id) REFERENCES public.partnerships(id);
ALTER TABLE ONLY public.wishes
    ADD CONSTRAINT fk_wishes_post_id FOREIGN KEY (post_id) REFERENCES public.posts(id);
ALTER TABLE ONLY public.withheld
    ADD CONSTRAINT fk_withheld_member_id FOREIGN KEY (member_id) REFERENCES public.members(id);
ALTER TABLE ONLY public.withheld
    ADD CONSTRAINT fk_withheld_partner_id FOREIGN KEY (partner_id) REFERENCES public.partners(id);
ALTER TABLE ONLY public.withheld
    ADD CONSTRAINT fk_withheld_partnership_id FOREIGN KEY (partnership_id) REFERENCES public.partnerships(id);
ALTER TABLE ONLY public.withheld
    ADD CONSTRAINT fk_withheld_win_id FOREIGN KEY (win_id) REFERENCES public.wins(id);
