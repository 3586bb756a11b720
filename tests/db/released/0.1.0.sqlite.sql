BEGIN TRANSACTION;
CREATE TABLE aims (
	id INTEGER NOT NULL, 
	partnership_id INTEGER NOT NULL, 
	vision_id INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	text VARCHAR NOT NULL, 
	origin_id INTEGER, 
	CONSTRAINT pk_aims PRIMARY KEY (id), 
	CONSTRAINT fk_aims_origin_id FOREIGN KEY(origin_id) REFERENCES aims (id), 
	CONSTRAINT fk_aims_partnership_id FOREIGN KEY(partnership_id) REFERENCES partnerships (id), 
	CONSTRAINT fk_aims_vision_id FOREIGN KEY(vision_id) REFERENCES visions (id), 
	CONSTRAINT uq_aims_vision_id_number UNIQUE (vision_id, number)
);
INSERT INTO "aims" VALUES(1,1,1,1,'other words; and a ''quotation''0',NULL);
INSERT INTO "aims" VALUES(2,1,2,2,'other words; and a ''quotation''1',1);
INSERT INTO "aims" VALUES(3,1,3,3,'other words; and a ''quotation''2',2);
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0029');
CREATE TABLE "answers" (
	checkin_id INTEGER NOT NULL, 
	team_id VARCHAR NOT NULL, 
	user_id VARCHAR NOT NULL, 
	partnership_id INTEGER NOT NULL, 
	answer VARCHAR NOT NULL, 
	answered_at DATETIME NOT NULL, 
	CONSTRAINT pk_answers PRIMARY KEY (checkin_id, user_id), 
	CONSTRAINT fk_answers_partnership_id FOREIGN KEY(partnership_id) REFERENCES partnerships (id), 
	CONSTRAINT fk_answers_checkin_id FOREIGN KEY(checkin_id) REFERENCES checkins (id)
);
INSERT INTO "answers" VALUES(1,'1 ½0','other words; and a ''quotation''0',1,'other words; and a ''quotation''0','2026-03-02 10:00:00.000000');
INSERT INTO "answers" VALUES(2,'1 ½1','other words; and a ''quotation''1',1,'other words; and a ''quotation''1','2026-03-03 10:00:00.000007');
INSERT INTO "answers" VALUES(3,'1 ½2','other words; and a ''quotation''2',1,'other words; and a ''quotation''2','2026-03-04 10:00:00.000014');
CREATE TABLE assents (
	proposal_id INTEGER NOT NULL, 
	partner_id INTEGER NOT NULL, 
	partnership_id INTEGER NOT NULL, 
	member_id INTEGER NOT NULL, 
	assented_at DATETIME NOT NULL, 
	CONSTRAINT pk_assents PRIMARY KEY (proposal_id, partner_id), 
	CONSTRAINT fk_assents_member_id FOREIGN KEY(member_id) REFERENCES members (id), 
	CONSTRAINT fk_assents_partner_id FOREIGN KEY(partner_id) REFERENCES partners (id), 
	CONSTRAINT fk_assents_partnership_id FOREIGN KEY(partnership_id) REFERENCES partnerships (id), 
	CONSTRAINT fk_assents_proposal_id FOREIGN KEY(proposal_id) REFERENCES proposals (id)
);
INSERT INTO "assents" VALUES(1,1,1,1,'2026-03-02 10:00:00.000000');
INSERT INTO "assents" VALUES(2,2,1,2,'2026-03-03 10:00:00.000007');
INSERT INTO "assents" VALUES(3,3,1,3,'2026-03-04 10:00:00.000014');
CREATE TABLE ballots (
	pulse_id INTEGER NOT NULL, 
	number BLOB NOT NULL, 
	partnership_id INTEGER NOT NULL, 
	sealed BLOB NOT NULL, 
	CONSTRAINT pk_ballots PRIMARY KEY (pulse_id, number)
)
 WITHOUT ROWID

;
CREATE TABLE blockers (
	id INTEGER NOT NULL, 
	partnership_id INTEGER NOT NULL, 
	member_id INTEGER, 
	key_hash VARCHAR, 
	text VARCHAR NOT NULL, 
	raised_at DATETIME NOT NULL, 
	post_id INTEGER, 
	fixed_at DATETIME, 
	fixed_by INTEGER, 
	outcome VARCHAR, 
	undone_at DATETIME, seek_at DATETIME, hosts_told_at DATETIME, needed_on DATE, hosts_told_of DATE, 
	CONSTRAINT pk_blockers PRIMARY KEY (id), 
	CONSTRAINT fk_blockers_fixed_by FOREIGN KEY(fixed_by) REFERENCES members (id), 
	CONSTRAINT fk_blockers_member_id FOREIGN KEY(member_id) REFERENCES members (id), 
	CONSTRAINT fk_blockers_partnership_id FOREIGN KEY(partnership_id) REFERENCES partnerships (id), 
	CONSTRAINT fk_blockers_post_id FOREIGN KEY(post_id) REFERENCES posts (id)
);
INSERT INTO "blockers" VALUES(1,1,1,'some words','other words; and a ''quotation''0','2026-03-02 10:00:00.000000',1,NULL,1,'other words; and a ''quotation''',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "blockers" VALUES(2,1,2,'some words','other words; and a ''quotation''1','2026-03-03 10:00:00.000007',2,'2026-03-03 10:00:00.000007',2,'other words; and a ''quotation''','2026-03-03 10:00:00.000007','2026-03-03 10:00:00.000007','2026-03-03 10:00:00.000007','2026-03-02','2026-03-02');
INSERT INTO "blockers" VALUES(3,1,3,NULL,'other words; and a ''quotation''2','2026-03-04 10:00:00.000014',3,'2026-03-04 10:00:00.000014',3,NULL,'2026-03-04 10:00:00.000014','2026-03-04 10:00:00.000014','2026-03-04 10:00:00.000014','2026-03-03','2026-03-03');
CREATE TABLE checkins (
	id INTEGER NOT NULL, 
	partnership_id INTEGER NOT NULL, 
	post_id INTEGER NOT NULL, 
	stage VARCHAR NOT NULL, 
	round INTEGER NOT NULL, 
	facts JSON NOT NULL, 
	written_at DATETIME NOT NULL, 
	closes_at DATETIME, 
	closed_at DATETIME, memory JSON, leaning VARCHAR, step VARCHAR, 
	CONSTRAINT pk_checkins PRIMARY KEY (id), 
	CONSTRAINT fk_checkins_partnership_id FOREIGN KEY(partnership_id) REFERENCES partnerships (id), 
	CONSTRAINT fk_checkins_post_id FOREIGN KEY(post_id) REFERENCES posts (id), 
	CONSTRAINT uq_checkins_post_id UNIQUE (post_id)
);
INSERT INTO "checkins" VALUES(1,1,1,'some words0',1,'{"b": ["1\u202f\u00bd", 1, 2.5, null, true], "a": {"1\u202f\u00bd": 0}}','2026-03-02 10:00:00.000000',NULL,'2026-03-02 10:00:00.000000',NULL,'other words; and a ''quotation''','1 ½');
INSERT INTO "checkins" VALUES(2,1,2,'some words1',2,'{"b": ["1\u202f\u00bd", 1, 2.5, null, true], "a": {"1\u202f\u00bd": 1}}','2026-03-03 10:00:00.000007','2026-03-03 10:00:00.000007','2026-03-03 10:00:00.000007','{"b": ["some words", 1, 2.5, null, true], "a": {"some words": 1}}','other words; and a ''quotation''','1 ½');
INSERT INTO "checkins" VALUES(3,1,3,'some words2',3,'{"b": ["1\u202f\u00bd", 1, 2.5, null, true], "a": {"1\u202f\u00bd": 2}}','2026-03-04 10:00:00.000014','2026-03-04 10:00:00.000014','2026-03-04 10:00:00.000014','{"b": ["some words", 1, 2.5, null, true], "a": {"some words": 2}}',NULL,NULL);
CREATE TABLE "cheers" (
	post_id INTEGER NOT NULL, 
	team_id VARCHAR NOT NULL, 
	user_id VARCHAR NOT NULL, 
	partnership_id INTEGER NOT NULL, 
	cheered_at DATETIME NOT NULL, 
	CONSTRAINT pk_cheers PRIMARY KEY (post_id, user_id), 
	CONSTRAINT fk_cheers_post_id FOREIGN KEY(post_id) REFERENCES posts (id), 
	CONSTRAINT fk_cheers_partnership_id FOREIGN KEY(partnership_id) REFERENCES partnerships (id)
);
INSERT INTO "cheers" VALUES(1,'1 ½0','other words; and a ''quotation''0',1,'2026-03-02 10:00:00.000000');
INSERT INTO "cheers" VALUES(2,'other words; and a ''quotation''1','some words1',1,'2026-03-03 10:00:00.000007');
INSERT INTO "cheers" VALUES(3,'some words2','1 ½2',1,'2026-03-04 10:00:00.000014');
CREATE TABLE commitments (
	id INTEGER NOT NULL, 
	partnership_id INTEGER NOT NULL, 
	member_id INTEGER NOT NULL, 
	checkin_id INTEGER, 
	answer VARCHAR, 
	text VARCHAR NOT NULL, 
	openly BOOLEAN NOT NULL, 
	taken_at DATETIME NOT NULL, 
	ask_at DATETIME, 
	asked INTEGER NOT NULL, 
	post_id INTEGER, 
	outcome VARCHAR, 
	answered_at DATETIME, initiative_id INTEGER CONSTRAINT fk_commitments_initiative_id REFERENCES initiatives (id), 
	CONSTRAINT pk_commitments PRIMARY KEY (id), 
	CONSTRAINT fk_commitments_partnership_id FOREIGN KEY(partnership_id) REFERENCES partnerships (id), 
	CONSTRAINT fk_commitments_member_id FOREIGN KEY(member_id) REFERENCES members (id), 
	CONSTRAINT fk_commitments_checkin_id FOREIGN KEY(checkin_id) REFERENCES checkins (id), 
	CONSTRAINT fk_commitments_post_id FOREIGN KEY(post_id) REFERENCES posts (id), 
	CONSTRAINT uq_commitments_checkin_id_answer_member_id UNIQUE (checkin_id, answer, member_id)
);
INSERT INTO "commitments" VALUES(1,1,1,1,'other words; and a ''quotation''','some words0',0,'2026-03-02 10:00:00.000000',NULL,1,1,'some words',NULL,1);
INSERT INTO "commitments" VALUES(2,1,2,2,'some words','1 ½1',1,'2026-03-03 10:00:00.000007','2026-03-03 10:00:00.000007',2,2,'1 ½','2026-03-03 10:00:00.000007',2);
INSERT INTO "commitments" VALUES(3,1,3,3,NULL,'other words; and a ''quotation''2',0,'2026-03-04 10:00:00.000014','2026-03-04 10:00:00.000014',3,3,NULL,'2026-03-04 10:00:00.000014',3);
CREATE TABLE consultation_answers (
	id INTEGER NOT NULL, 
	partnership_id INTEGER NOT NULL, 
	consultation_id INTEGER NOT NULL, 
	prompt_id INTEGER NOT NULL, 
	member_id INTEGER, 
	key_hash VARCHAR NOT NULL, 
	text VARCHAR NOT NULL, 
	group_name VARCHAR, 
	of_organisation BOOLEAN NOT NULL, 
	passed_on BOOLEAN NOT NULL, 
	said_at DATETIME, 
	undone BOOLEAN NOT NULL, 
	CONSTRAINT pk_consultation_answers PRIMARY KEY (id), 
	CONSTRAINT fk_consultation_answers_partnership_id FOREIGN KEY(partnership_id) REFERENCES partnerships (id), 
	CONSTRAINT fk_consultation_answers_consultation_id FOREIGN KEY(consultation_id) REFERENCES consultations (id), 
	CONSTRAINT fk_consultation_answers_member_id FOREIGN KEY(member_id) REFERENCES members (id), 
	CONSTRAINT fk_consultation_answers_prompt_id FOREIGN KEY(prompt_id) REFERENCES consultation_prompts (id), 
	CONSTRAINT uq_consultation_answers_key_hash UNIQUE (key_hash)
)
 WITHOUT ROWID

;
INSERT INTO "consultation_answers" VALUES(1,1,1,1,1,'1 ½0','some words0','other words; and a ''quotation''',0,0,NULL,0);
INSERT INTO "consultation_answers" VALUES(2,1,2,2,2,'1 ½1','some words1','other words; and a ''quotation''',1,1,'2026-03-03 10:00:00.000007',1);
INSERT INTO "consultation_answers" VALUES(3,1,3,3,3,'1 ½2','some words2',NULL,0,0,'2026-03-04 10:00:00.000014',0);
CREATE TABLE consultation_prompts (
	id INTEGER NOT NULL, 
	partnership_id INTEGER NOT NULL, 
	consultation_id INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	text VARCHAR NOT NULL, 
	asked_at DATETIME, 
	post_id INTEGER, 
	CONSTRAINT pk_consultation_prompts PRIMARY KEY (id), 
	CONSTRAINT fk_consultation_prompts_partnership_id FOREIGN KEY(partnership_id) REFERENCES partnerships (id), 
	CONSTRAINT fk_consultation_prompts_consultation_id FOREIGN KEY(consultation_id) REFERENCES consultations (id), 
	CONSTRAINT fk_consultation_prompts_post_id FOREIGN KEY(post_id) REFERENCES posts (id), 
	CONSTRAINT uq_consultation_prompts_consultation_id_number UNIQUE (consultation_id, number)
);
INSERT INTO "consultation_prompts" VALUES(1,1,1,1,'other words; and a ''quotation''0',NULL,1);
INSERT INTO "consultation_prompts" VALUES(2,1,2,2,'1 ½1','2026-03-03 10:00:00.000007',2);
INSERT INTO "consultation_prompts" VALUES(3,1,3,3,'some words2','2026-03-04 10:00:00.000014',3);
CREATE TABLE consultations (
	id INTEGER NOT NULL, 
	partnership_id INTEGER NOT NULL, 
	member_id INTEGER NOT NULL, 
	audience VARCHAR, 
	until DATE NOT NULL, 
	opened_at DATETIME NOT NULL, 
	closed_at DATETIME, 
	post_id INTEGER, 
	undone_at DATETIME, 
	CONSTRAINT pk_consultations PRIMARY KEY (id), 
	CONSTRAINT fk_consultations_partnership_id FOREIGN KEY(partnership_id) REFERENCES partnerships (id), 
	CONSTRAINT fk_consultations_member_id FOREIGN KEY(member_id) REFERENCES members (id), 
	CONSTRAINT fk_consultations_post_id FOREIGN KEY(post_id) REFERENCES posts (id)
);
INSERT INTO "consultations" VALUES(1,1,1,'some words','2026-03-01','2026-03-02 10:00:00.000000','2026-03-02 10:00:00.000000',1,NULL);
INSERT INTO "consultations" VALUES(2,1,2,'some words','2026-03-02','2026-03-03 10:00:00.000007','2026-03-03 10:00:00.000007',2,'2026-03-03 10:00:00.000007');
INSERT INTO "consultations" VALUES(3,1,3,NULL,'2026-03-03','2026-03-04 10:00:00.000014','2026-03-04 10:00:00.000014',3,'2026-03-04 10:00:00.000014');
CREATE TABLE credits (
	win_id INTEGER NOT NULL, 
	partner_id INTEGER NOT NULL, 
	partnership_id INTEGER NOT NULL, confirmed_at DATETIME, 
	CONSTRAINT pk_credits PRIMARY KEY (win_id, partner_id), 
	CONSTRAINT fk_credits_partner_id FOREIGN KEY(partner_id) REFERENCES partners (id), 
	CONSTRAINT fk_credits_partnership_id FOREIGN KEY(partnership_id) REFERENCES partnerships (id), 
	CONSTRAINT fk_credits_win_id FOREIGN KEY(win_id) REFERENCES wins (id)
);
INSERT INTO "credits" VALUES(1,1,1,NULL);
INSERT INTO "credits" VALUES(2,2,1,'2026-03-03 10:00:00.000007');
INSERT INTO "credits" VALUES(3,3,1,'2026-03-04 10:00:00.000014');
CREATE TABLE deeds (
	id INTEGER NOT NULL, 
	partnership_id INTEGER NOT NULL, 
	member_id INTEGER, 
	deed VARCHAR NOT NULL, 
	about VARCHAR, 
	done_at DATETIME NOT NULL, 
	CONSTRAINT pk_deeds PRIMARY KEY (id), 
	CONSTRAINT fk_deeds_member_id FOREIGN KEY(member_id) REFERENCES members (id), 
	CONSTRAINT fk_deeds_partnership_id FOREIGN KEY(partnership_id) REFERENCES partnerships (id)
);
INSERT INTO "deeds" VALUES(1,1,1,'some words0','other words; and a ''quotation''','2026-03-02 10:00:00.000000');
INSERT INTO "deeds" VALUES(2,1,2,'some words1','other words; and a ''quotation''','2026-03-03 10:00:00.000007');
INSERT INTO "deeds" VALUES(3,1,3,'some words2',NULL,'2026-03-04 10:00:00.000014');
CREATE TABLE digest_entries (
	id INTEGER NOT NULL, 
	partnership_id INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	about VARCHAR NOT NULL, 
	noted_at DATETIME NOT NULL, 
	times INTEGER NOT NULL, 
	CONSTRAINT pk_digest_entries PRIMARY KEY (id), 
	CONSTRAINT fk_digest_entries_partnership_id FOREIGN KEY(partnership_id) REFERENCES partnerships (id), 
	CONSTRAINT uq_digest_entries_partnership_id_kind_about UNIQUE (partnership_id, kind, about)
);
INSERT INTO "digest_entries" VALUES(1,1,'1 ½0','some words0','2026-03-02 10:00:00.000000',1);
INSERT INTO "digest_entries" VALUES(2,1,'1 ½1','some words1','2026-03-03 10:00:00.000007',2);
INSERT INTO "digest_entries" VALUES(3,1,'1 ½2','some words2','2026-03-04 10:00:00.000014',3);
CREATE TABLE drafts (
	number BLOB NOT NULL, 
	partnership_id INTEGER NOT NULL, 
	sealed BLOB NOT NULL, 
	drafted_on DATE NOT NULL, 
	CONSTRAINT pk_drafts PRIMARY KEY (number), 
	CONSTRAINT fk_drafts_partnership_id FOREIGN KEY(partnership_id) REFERENCES partnerships (id)
)
 WITHOUT ROWID

;
CREATE TABLE habits (
	id INTEGER NOT NULL, 
	partnership_id INTEGER NOT NULL, 
	member_id INTEGER NOT NULL, 
	text VARCHAR NOT NULL, 
	origin VARCHAR NOT NULL, 
	said_at DATETIME NOT NULL, 
	post_id INTEGER, 
	undone_at DATETIME, 
	CONSTRAINT pk_habits PRIMARY KEY (id), 
	CONSTRAINT fk_habits_partnership_id FOREIGN KEY(partnership_id) REFERENCES partnerships (id), 
	CONSTRAINT fk_habits_member_id FOREIGN KEY(member_id) REFERENCES members (id), 
	CONSTRAINT fk_habits_post_id FOREIGN KEY(post_id) REFERENCES posts (id), 
	CONSTRAINT uq_habits_partnership_id_origin UNIQUE (partnership_id, origin)
);
INSERT INTO "habits" VALUES(1,1,1,'some words0','other words; and a ''quotation''0','2026-03-02 10:00:00.000000',1,NULL);
INSERT INTO "habits" VALUES(2,1,2,'1 ½1','some words1','2026-03-03 10:00:00.000007',2,'2026-03-03 10:00:00.000007');
INSERT INTO "habits" VALUES(3,1,3,'other words; and a ''quotation''2','1 ½2','2026-03-04 10:00:00.000014',3,'2026-03-04 10:00:00.000014');
CREATE TABLE "helps" (
	blocker_id INTEGER NOT NULL, 
	team_id VARCHAR NOT NULL, 
	user_id VARCHAR NOT NULL, 
	partnership_id INTEGER NOT NULL, 
	taken_at DATETIME, 
	helped BOOLEAN NOT NULL, 
	CONSTRAINT pk_helps PRIMARY KEY (blocker_id, user_id), 
	CONSTRAINT fk_helps_partnership_id FOREIGN KEY(partnership_id) REFERENCES partnerships (id), 
	CONSTRAINT fk_helps_blocker_id FOREIGN KEY(blocker_id) REFERENCES blockers (id)
);
INSERT INTO "helps" VALUES(1,'1 ½0','other words; and a ''quotation''0',1,NULL,0);
INSERT INTO "helps" VALUES(2,'1 ½1','other words; and a ''quotation''1',1,'2026-03-03 10:00:00.000007',1);
INSERT INTO "helps" VALUES(3,'1 ½2','other words; and a ''quotation''2',1,'2026-03-04 10:00:00.000014',0);
CREATE TABLE idea_assents (
	idea_id INTEGER NOT NULL, 
	outcome VARCHAR NOT NULL, 
	partner_id INTEGER NOT NULL, 
	partnership_id INTEGER NOT NULL, 
	member_id INTEGER NOT NULL, 
	assented_at DATETIME NOT NULL, 
	CONSTRAINT pk_idea_assents PRIMARY KEY (idea_id, outcome, partner_id), 
	CONSTRAINT fk_idea_assents_idea_id FOREIGN KEY(idea_id) REFERENCES ideas (id), 
	CONSTRAINT fk_idea_assents_partner_id FOREIGN KEY(partner_id) REFERENCES partners (id), 
	CONSTRAINT fk_idea_assents_partnership_id FOREIGN KEY(partnership_id) REFERENCES partnerships (id), 
	CONSTRAINT fk_idea_assents_member_id FOREIGN KEY(member_id) REFERENCES members (id)
);
INSERT INTO "idea_assents" VALUES(1,'other words; and a ''quotation''0',1,1,1,'2026-03-02 10:00:00.000000');
INSERT INTO "idea_assents" VALUES(2,'other words; and a ''quotation''1',2,1,2,'2026-03-03 10:00:00.000007');
INSERT INTO "idea_assents" VALUES(3,'other words; and a ''quotation''2',3,1,3,'2026-03-04 10:00:00.000014');
CREATE TABLE idea_helpers (
	idea_id INTEGER NOT NULL, 
	user_id VARCHAR NOT NULL, 
	team_id VARCHAR NOT NULL, 
	partnership_id INTEGER NOT NULL, 
	offered_at DATETIME NOT NULL, 
	CONSTRAINT pk_idea_helpers PRIMARY KEY (idea_id, user_id), 
	CONSTRAINT fk_idea_helpers_idea_id FOREIGN KEY(idea_id) REFERENCES ideas (id), 
	CONSTRAINT fk_idea_helpers_partnership_id FOREIGN KEY(partnership_id) REFERENCES partnerships (id)
);
INSERT INTO "idea_helpers" VALUES(1,'other words; and a ''quotation''0','1 ½0',1,'2026-03-02 10:00:00.000000');
INSERT INTO "idea_helpers" VALUES(2,'some words1','other words; and a ''quotation''1',1,'2026-03-03 10:00:00.000007');
INSERT INTO "idea_helpers" VALUES(3,'1 ½2','some words2',1,'2026-03-04 10:00:00.000014');
CREATE TABLE idea_likes (
	idea_id INTEGER NOT NULL, 
	user_id VARCHAR NOT NULL, 
	team_id VARCHAR NOT NULL, 
	partnership_id INTEGER NOT NULL, 
	CONSTRAINT pk_idea_likes PRIMARY KEY (idea_id, user_id), 
	CONSTRAINT fk_idea_likes_idea_id FOREIGN KEY(idea_id) REFERENCES ideas (id), 
	CONSTRAINT fk_idea_likes_partnership_id FOREIGN KEY(partnership_id) REFERENCES partnerships (id)
);
INSERT INTO "idea_likes" VALUES(1,'other words; and a ''quotation''0','1 ½0',1);
INSERT INTO "idea_likes" VALUES(2,'1 ½1','some words1',1);
INSERT INTO "idea_likes" VALUES(3,'some words2','other words; and a ''quotation''2',1);
CREATE TABLE ideas (
	id INTEGER NOT NULL, 
	partnership_id INTEGER NOT NULL, 
	member_id INTEGER, 
	key_hash VARCHAR, 
	text VARCHAR NOT NULL, 
	shared_at DATETIME NOT NULL, 
	post_id INTEGER, 
	decided_at DATETIME, 
	decided_by INTEGER, 
	outcome VARCHAR, 
	because VARCHAR, 
	undone_at DATETIME, 
	CONSTRAINT pk_ideas PRIMARY KEY (id), 
	CONSTRAINT fk_ideas_partnership_id FOREIGN KEY(partnership_id) REFERENCES partnerships (id), 
	CONSTRAINT fk_ideas_member_id FOREIGN KEY(member_id) REFERENCES members (id), 
	CONSTRAINT fk_ideas_post_id FOREIGN KEY(post_id) REFERENCES posts (id), 
	CONSTRAINT fk_ideas_decided_by FOREIGN KEY(decided_by) REFERENCES members (id)
);
INSERT INTO "ideas" VALUES(1,1,1,'some words','other words; and a ''quotation''0','2026-03-02 10:00:00.000000',1,NULL,1,'some words','other words; and a ''quotation''',NULL);
INSERT INTO "ideas" VALUES(2,1,2,'some words','other words; and a ''quotation''1','2026-03-03 10:00:00.000007',2,'2026-03-03 10:00:00.000007',2,'some words','other words; and a ''quotation''','2026-03-03 10:00:00.000007');
INSERT INTO "ideas" VALUES(3,1,3,NULL,'other words; and a ''quotation''2','2026-03-04 10:00:00.000014',3,'2026-03-04 10:00:00.000014',3,NULL,NULL,'2026-03-04 10:00:00.000014');
CREATE TABLE initiative_people (
	initiative_id INTEGER NOT NULL, 
	user_id VARCHAR NOT NULL, 
	team_id VARCHAR NOT NULL, 
	partnership_id INTEGER NOT NULL, 
	joined_at DATETIME NOT NULL, 
	CONSTRAINT pk_initiative_people PRIMARY KEY (initiative_id, user_id), 
	CONSTRAINT fk_initiative_people_initiative_id FOREIGN KEY(initiative_id) REFERENCES initiatives (id), 
	CONSTRAINT fk_initiative_people_partnership_id FOREIGN KEY(partnership_id) REFERENCES partnerships (id)
);
INSERT INTO "initiative_people" VALUES(1,'other words; and a ''quotation''0','1 ½0',1,'2026-03-02 10:00:00.000000');
INSERT INTO "initiative_people" VALUES(2,'some words1','other words; and a ''quotation''1',1,'2026-03-03 10:00:00.000007');
INSERT INTO "initiative_people" VALUES(3,'1 ½2','some words2',1,'2026-03-04 10:00:00.000014');
CREATE TABLE initiatives (
	id INTEGER NOT NULL, 
	partnership_id INTEGER NOT NULL, 
	member_id INTEGER NOT NULL, 
	aim_id INTEGER, 
	text VARCHAR NOT NULL, 
	origin VARCHAR NOT NULL, 
	begun_at DATETIME NOT NULL, 
	step VARCHAR, 
	step_on DATE, 
	step_by INTEGER, 
	round INTEGER NOT NULL, 
	stepped_at DATETIME, 
	post_id INTEGER, 
	ended_at DATETIME, 
	ended_by INTEGER, 
	outcome VARCHAR, 
	because VARCHAR, 
	undone_at DATETIME, 
	CONSTRAINT pk_initiatives PRIMARY KEY (id), 
	CONSTRAINT fk_initiatives_partnership_id FOREIGN KEY(partnership_id) REFERENCES partnerships (id), 
	CONSTRAINT fk_initiatives_member_id FOREIGN KEY(member_id) REFERENCES members (id), 
	CONSTRAINT fk_initiatives_aim_id FOREIGN KEY(aim_id) REFERENCES aims (id), 
	CONSTRAINT fk_initiatives_step_by FOREIGN KEY(step_by) REFERENCES members (id), 
	CONSTRAINT fk_initiatives_post_id FOREIGN KEY(post_id) REFERENCES posts (id), 
	CONSTRAINT fk_initiatives_ended_by FOREIGN KEY(ended_by) REFERENCES members (id), 
	CONSTRAINT uq_initiatives_partnership_id_origin UNIQUE (partnership_id, origin)
);
INSERT INTO "initiatives" VALUES(1,1,1,1,'other words; and a ''quotation''0','1 ½0','2026-03-02 10:00:00.000000','other words; and a ''quotation''',NULL,1,1,NULL,1,NULL,1,'some words','other words; and a ''quotation''',NULL);
INSERT INTO "initiatives" VALUES(2,1,2,2,'other words; and a ''quotation''1','1 ½1','2026-03-03 10:00:00.000007','other words; and a ''quotation''','2026-03-02',2,2,'2026-03-03 10:00:00.000007',2,'2026-03-03 10:00:00.000007',2,'some words','other words; and a ''quotation''','2026-03-03 10:00:00.000007');
INSERT INTO "initiatives" VALUES(3,1,3,3,'other words; and a ''quotation''2','1 ½2','2026-03-04 10:00:00.000014',NULL,'2026-03-03',3,3,'2026-03-04 10:00:00.000014',3,'2026-03-04 10:00:00.000014',3,NULL,NULL,'2026-03-04 10:00:00.000014');
CREATE TABLE introduced (
	introduction_id INTEGER NOT NULL, 
	member_id INTEGER NOT NULL, 
	partnership_id INTEGER NOT NULL, 
	partner_id INTEGER NOT NULL, 
	answer VARCHAR, 
	CONSTRAINT pk_introduced PRIMARY KEY (introduction_id, member_id), 
	CONSTRAINT fk_introduced_introduction_id FOREIGN KEY(introduction_id) REFERENCES introductions (id), 
	CONSTRAINT fk_introduced_member_id FOREIGN KEY(member_id) REFERENCES members (id), 
	CONSTRAINT fk_introduced_partnership_id FOREIGN KEY(partnership_id) REFERENCES partnerships (id), 
	CONSTRAINT fk_introduced_partner_id FOREIGN KEY(partner_id) REFERENCES partners (id)
);
INSERT INTO "introduced" VALUES(1,1,1,1,'other words; and a ''quotation''');
INSERT INTO "introduced" VALUES(2,2,1,2,'some words');
INSERT INTO "introduced" VALUES(3,3,1,3,NULL);
CREATE TABLE introductions (
	id INTEGER NOT NULL, 
	partnership_id INTEGER NOT NULL, 
	member_id INTEGER NOT NULL, 
	offered_at DATETIME NOT NULL, 
	met_at DATETIME, 
	undone_at DATETIME, 
	CONSTRAINT pk_introductions PRIMARY KEY (id), 
	CONSTRAINT fk_introductions_partnership_id FOREIGN KEY(partnership_id) REFERENCES partnerships (id), 
	CONSTRAINT fk_introductions_member_id FOREIGN KEY(member_id) REFERENCES members (id)
);
INSERT INTO "introductions" VALUES(1,1,1,'2026-03-02 10:00:00.000000',NULL,NULL);
INSERT INTO "introductions" VALUES(2,1,2,'2026-03-03 10:00:00.000007','2026-03-03 10:00:00.000007','2026-03-03 10:00:00.000007');
INSERT INTO "introductions" VALUES(3,1,3,'2026-03-04 10:00:00.000014','2026-03-04 10:00:00.000014','2026-03-04 10:00:00.000014');
CREATE TABLE members (
	id INTEGER NOT NULL, 
	partnership_id INTEGER NOT NULL, 
	team_id VARCHAR NOT NULL, 
	user_id VARCHAR NOT NULL, 
	partner_id INTEGER, 
	host BOOLEAN NOT NULL, 
	joined_at DATETIME NOT NULL, 
	invited_at DATETIME, asked_at DATETIME, left_at DATETIME, welcomed_at DATETIME, asks INTEGER DEFAULT '2' NOT NULL, quiet_from VARCHAR, quiet_to VARCHAR, zone VARCHAR, snoozed_until DATETIME, named BOOLEAN DEFAULT 0 NOT NULL, forgotten_at DATETIME, seen_at DATETIME, thanks_told_at DATETIME, partner_by VARCHAR, 
	CONSTRAINT pk_members PRIMARY KEY (id), 
	CONSTRAINT fk_members_partner_id FOREIGN KEY(partner_id) REFERENCES partners (id), 
	CONSTRAINT fk_members_partnership_id FOREIGN KEY(partnership_id) REFERENCES partnerships (id), 
	CONSTRAINT uq_members_partnership_id_team_id_user_id UNIQUE (partnership_id, team_id, user_id)
);
INSERT INTO "members" VALUES(1,1,'1 ½0','some words0',1,0,'2026-03-02 10:00:00.000000',NULL,NULL,NULL,NULL,1,'20:00','08:00','Europe/London',NULL,0,NULL,NULL,NULL,'1 ½');
INSERT INTO "members" VALUES(2,1,'1 ½1','some words1',2,1,'2026-03-03 10:00:00.000007','2026-03-03 10:00:00.000007','2026-03-03 10:00:00.000007','2026-03-03 10:00:00.000007','2026-03-03 10:00:00.000007',2,'20:00','08:00','Europe/London','2026-03-03 10:00:00.000007',1,'2026-03-03 10:00:00.000007','2026-03-03 10:00:00.000007','2026-03-03 10:00:00.000007','1 ½');
INSERT INTO "members" VALUES(3,1,'1 ½2','some words2',3,0,'2026-03-04 10:00:00.000014','2026-03-04 10:00:00.000014','2026-03-04 10:00:00.000014','2026-03-04 10:00:00.000014','2026-03-04 10:00:00.000014',3,'20:00','08:00','Europe/London','2026-03-04 10:00:00.000014',0,'2026-03-04 10:00:00.000014','2026-03-04 10:00:00.000014','2026-03-04 10:00:00.000014',NULL);
CREATE TABLE movements (
	id INTEGER NOT NULL, 
	partnership_id INTEGER NOT NULL, 
	partner_id INTEGER, 
	member_id INTEGER, 
	what VARCHAR NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_movements PRIMARY KEY (id), 
	CONSTRAINT fk_movements_member_id FOREIGN KEY(member_id) REFERENCES members (id), 
	CONSTRAINT fk_movements_partner_id FOREIGN KEY(partner_id) REFERENCES partners (id), 
	CONSTRAINT fk_movements_partnership_id FOREIGN KEY(partnership_id) REFERENCES partnerships (id)
);
INSERT INTO "movements" VALUES(1,1,1,1,'other words; and a ''quotation''0','2026-03-02 10:00:00.000000');
INSERT INTO "movements" VALUES(2,1,2,2,'other words; and a ''quotation''1','2026-03-03 10:00:00.000007');
INSERT INTO "movements" VALUES(3,1,3,3,'other words; and a ''quotation''2','2026-03-04 10:00:00.000014');
CREATE TABLE names (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	partnership_id INTEGER NOT NULL, 
	team_id VARCHAR NOT NULL, 
	user_id VARCHAR NOT NULL, 
	name VARCHAR, 
	kept_on DATE NOT NULL, 
	CONSTRAINT fk_names_partnership_id FOREIGN KEY(partnership_id) REFERENCES partnerships (id), 
	CONSTRAINT uq_names_partnership_id_user_id UNIQUE (partnership_id, user_id)
);
INSERT INTO "names" VALUES(1,1,'1 ½0','some words0','other words; and a ''quotation''','2026-03-01');
INSERT INTO "names" VALUES(2,1,'1 ½1','some words1','other words; and a ''quotation''','2026-03-02');
INSERT INTO "names" VALUES(3,1,'1 ½2','some words2',NULL,'2026-03-03');
CREATE TABLE occasions (
	partnership_id INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	occasion VARCHAR NOT NULL, 
	came_at DATETIME NOT NULL, 
	CONSTRAINT pk_occasions PRIMARY KEY (partnership_id, kind, occasion), 
	CONSTRAINT fk_occasions_partnership_id FOREIGN KEY(partnership_id) REFERENCES partnerships (id)
);
INSERT INTO "occasions" VALUES(1,'other words; and a ''quotation''0','1 ½0','2026-03-02 10:00:00.000000');
INSERT INTO "occasions" VALUES(1,'1 ½1','some words1','2026-03-03 10:00:00.000007');
INSERT INTO "occasions" VALUES(1,'some words2','other words; and a ''quotation''2','2026-03-04 10:00:00.000014');
CREATE TABLE pace (
	"key" VARCHAR NOT NULL, 
	free_at DATETIME NOT NULL, 
	CONSTRAINT pk_pace PRIMARY KEY ("key")
);
CREATE TABLE parcels (
	id INTEGER NOT NULL, 
	partnership_id INTEGER NOT NULL, 
	member_id INTEGER NOT NULL, 
	what VARCHAR NOT NULL, 
	about JSON NOT NULL, 
	asked_at DATETIME NOT NULL, 
	ready_at DATETIME, 
	lease_until DATETIME, 
	tried_at DATETIME, 
	attempts INTEGER NOT NULL, 
	CONSTRAINT pk_parcels PRIMARY KEY (id), 
	CONSTRAINT fk_parcels_member_id FOREIGN KEY(member_id) REFERENCES members (id), 
	CONSTRAINT fk_parcels_partnership_id FOREIGN KEY(partnership_id) REFERENCES partnerships (id)
);
INSERT INTO "parcels" VALUES(1,1,1,'some words0','{"b": ["other words; and a ''quotation''", 1, 2.5, null, true], "a": {"other words; and a ''quotation''": 0}}','2026-03-02 10:00:00.000000',NULL,NULL,NULL,1);
INSERT INTO "parcels" VALUES(2,1,2,'other words; and a ''quotation''1','{"b": ["1\u202f\u00bd", 1, 2.5, null, true], "a": {"1\u202f\u00bd": 1}}','2026-03-03 10:00:00.000007','2026-03-03 10:00:00.000007','2026-03-03 10:00:00.000007','2026-03-03 10:00:00.000007',2);
INSERT INTO "parcels" VALUES(3,1,3,'1 ½2','{"b": ["some words", 1, 2.5, null, true], "a": {"some words": 2}}','2026-03-04 10:00:00.000014','2026-03-04 10:00:00.000014','2026-03-04 10:00:00.000014','2026-03-04 10:00:00.000014',3);
CREATE TABLE partners (
	id INTEGER NOT NULL, 
	partnership_id INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	"key" VARCHAR NOT NULL, 
	sector VARCHAR, 
	joined_at DATETIME NOT NULL, 
	invited_at DATETIME, left_at DATETIME, removed_at DATETIME, merged_into_id INTEGER CONSTRAINT fk_partners_merged_into_id REFERENCES partners (id), 
	CONSTRAINT pk_partners PRIMARY KEY (id), 
	CONSTRAINT fk_partners_partnership_id FOREIGN KEY(partnership_id) REFERENCES partnerships (id), 
	CONSTRAINT uq_partners_partnership_id_key UNIQUE (partnership_id, "key")
);
INSERT INTO "partners" VALUES(1,1,'1 ½0','some words0','other words; and a ''quotation''','2026-03-02 10:00:00.000000',NULL,NULL,NULL,NULL);
INSERT INTO "partners" VALUES(2,1,'some words1','other words; and a ''quotation''1','1 ½','2026-03-03 10:00:00.000007','2026-03-03 10:00:00.000007','2026-03-03 10:00:00.000007','2026-03-03 10:00:00.000007',1);
INSERT INTO "partners" VALUES(3,1,'other words; and a ''quotation''2','1 ½2',NULL,'2026-03-04 10:00:00.000014','2026-03-04 10:00:00.000014','2026-03-04 10:00:00.000014','2026-03-04 10:00:00.000014',2);
CREATE TABLE partnerships (
	id INTEGER NOT NULL, 
	team_id VARCHAR NOT NULL, 
	channel_id VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	zone VARCHAR NOT NULL, 
	started_at DATETIME NOT NULL, 
	paused_at DATETIME, 
	resume_at DATETIME, next_stage VARCHAR, pulse_floor INTEGER DEFAULT '5' NOT NULL, by_assent BOOLEAN DEFAULT 0 NOT NULL, reflecting BOOLEAN DEFAULT 0 NOT NULL, keep_months INTEGER, clear_at DATETIME, drift_asked_at DATETIME, former_channel_id VARCHAR, holidays VARCHAR DEFAULT 'GB-ENG' NOT NULL, closures JSON DEFAULT '[]' NOT NULL, warned_at DATETIME, old_mentions BOOLEAN DEFAULT 0 NOT NULL, digest_day VARCHAR DEFAULT 'mon' NOT NULL, digest_at DATETIME, win_reaction VARCHAR, looks_ahead BOOLEAN DEFAULT 0 NOT NULL, 
	CONSTRAINT pk_partnerships PRIMARY KEY (id), 
	CONSTRAINT uq_partnerships_channel_id UNIQUE (channel_id)
);
INSERT INTO "partnerships" VALUES(1,'other words; and a ''quotation''0','1 ½0','other words; and a ''quotation''0','Europe/London','2026-03-02 10:00:00.000000',NULL,NULL,'1 ½',1,0,0,1,NULL,NULL,'some words','GB-SCT','[["2026-12-24", "2027-01-02", "Winter break"]]',NULL,0,'wed',NULL,'1 ½',0);
INSERT INTO "partnerships" VALUES(2,'other words; and a ''quotation''1','1 ½1','other words; and a ''quotation''1','Europe/London','2026-03-03 10:00:00.000007','2026-03-03 10:00:00.000007','2026-03-03 10:00:00.000007','1 ½',2,1,1,2,'2026-03-03 10:00:00.000007','2026-03-03 10:00:00.000007','some words','GB-SCT','[["2026-12-24", "2027-01-02", "Winter break"]]','2026-03-03 10:00:00.000007',1,'wed','2026-03-03 10:00:00.000007','1 ½',1);
INSERT INTO "partnerships" VALUES(3,'other words; and a ''quotation''2','1 ½2','other words; and a ''quotation''2','Europe/London','2026-03-04 10:00:00.000014','2026-03-04 10:00:00.000014','2026-03-04 10:00:00.000014',NULL,3,0,0,3,'2026-03-04 10:00:00.000014','2026-03-04 10:00:00.000014',NULL,'GB-SCT','[["2026-12-24", "2027-01-02", "Winter break"]]','2026-03-04 10:00:00.000014',0,'wed','2026-03-04 10:00:00.000014',NULL,0);
CREATE TABLE posts (
	id INTEGER NOT NULL, 
	partnership_id INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	occasion VARCHAR NOT NULL, 
	lane VARCHAR NOT NULL, 
	channel VARCHAR NOT NULL, 
	token VARCHAR NOT NULL, 
	text VARCHAR, 
	blocks JSON, 
	version INTEGER NOT NULL, 
	written_at DATETIME NOT NULL, 
	method VARCHAR, 
	owed_at DATETIME NOT NULL, 
	ready_at DATETIME, 
	lease_until DATETIME, 
	tried_at DATETIME, 
	attempts INTEGER NOT NULL, 
	ts VARCHAR, 
	place VARCHAR, 
	fate VARCHAR, 
	reason VARCHAR, 
	told_at DATETIME, thread_id INTEGER CONSTRAINT fk_posts_thread_id REFERENCES posts (id), sent_at DATETIME, picture JSON, file_id VARCHAR, wait_until DATETIME, 
	CONSTRAINT pk_posts PRIMARY KEY (id), 
	CONSTRAINT fk_posts_partnership_id FOREIGN KEY(partnership_id) REFERENCES partnerships (id), 
	CONSTRAINT uq_posts_partnership_id_kind_occasion UNIQUE (partnership_id, kind, occasion), 
	CONSTRAINT uq_posts_token UNIQUE (token)
);
INSERT INTO "posts" VALUES(1,1,'1 ½0','some words0','other words; and a ''quotation''0','1 ½0','other words; and a ''quotation''0','1 ½','null',1,'2026-03-02 10:00:00.000000','some words','2026-03-02 10:00:00.000000',NULL,NULL,NULL,1,'some words','other words; and a ''quotation''','some words','other words; and a ''quotation''',NULL,NULL,NULL,NULL,'1 ½',NULL);
INSERT INTO "posts" VALUES(2,1,'1 ½1','some words1','other words; and a ''quotation''1','1 ½1','other words; and a ''quotation''1','1 ½','{"b": ["some words", 1, 2.5, null, true], "a": {"some words": 1}}',2,'2026-03-03 10:00:00.000007','some words','2026-03-03 10:00:00.000007','2026-03-03 10:00:00.000007','2026-03-03 10:00:00.000007','2026-03-03 10:00:00.000007',2,'some words','other words; and a ''quotation''','some words','other words; and a ''quotation''','2026-03-03 10:00:00.000007',1,'2026-03-03 10:00:00.000007','{"b": ["other words; and a ''quotation''", 1, 2.5, null, true], "a": {"other words; and a ''quotation''": 1}}','1 ½','2026-03-03 10:00:00.000007');
INSERT INTO "posts" VALUES(3,1,'1 ½2','some words2','other words; and a ''quotation''2','1 ½2','other words; and a ''quotation''2',NULL,'{"b": ["some words", 1, 2.5, null, true], "a": {"some words": 2}}',3,'2026-03-04 10:00:00.000014',NULL,'2026-03-04 10:00:00.000014','2026-03-04 10:00:00.000014','2026-03-04 10:00:00.000014','2026-03-04 10:00:00.000014',3,NULL,NULL,NULL,NULL,'2026-03-04 10:00:00.000014',2,'2026-03-04 10:00:00.000014','{"b": ["other words; and a ''quotation''", 1, 2.5, null, true], "a": {"other words; and a ''quotation''": 2}}',NULL,'2026-03-04 10:00:00.000014');
CREATE TABLE proofs (
	id INTEGER NOT NULL, 
	partnership_id INTEGER NOT NULL, 
	member_id INTEGER NOT NULL, 
	blocker_id INTEGER NOT NULL, 
	skill_id INTEGER, 
	text VARCHAR NOT NULL, 
	asked_at DATETIME NOT NULL, 
	agreed BOOLEAN, 
	answered_at DATETIME, 
	CONSTRAINT pk_proofs PRIMARY KEY (id), 
	CONSTRAINT fk_proofs_blocker_id FOREIGN KEY(blocker_id) REFERENCES blockers (id), 
	CONSTRAINT fk_proofs_member_id FOREIGN KEY(member_id) REFERENCES members (id), 
	CONSTRAINT fk_proofs_partnership_id FOREIGN KEY(partnership_id) REFERENCES partnerships (id), 
	CONSTRAINT fk_proofs_skill_id FOREIGN KEY(skill_id) REFERENCES skills (id), 
	CONSTRAINT uq_proofs_blocker_id_member_id UNIQUE (blocker_id, member_id)
);
INSERT INTO "proofs" VALUES(1,1,1,1,1,'1 ½0','2026-03-02 10:00:00.000000',NULL,NULL);
INSERT INTO "proofs" VALUES(2,1,2,2,2,'1 ½1','2026-03-03 10:00:00.000007',1,'2026-03-03 10:00:00.000007');
INSERT INTO "proofs" VALUES(3,1,3,3,3,'1 ½2','2026-03-04 10:00:00.000014',0,'2026-03-04 10:00:00.000014');
CREATE TABLE proposals (
	id INTEGER NOT NULL, 
	partnership_id INTEGER NOT NULL, 
	base_id INTEGER, 
	text VARCHAR NOT NULL, 
	aims JSON NOT NULL, 
	reason VARCHAR, 
	origin VARCHAR NOT NULL, 
	member_id INTEGER NOT NULL, 
	post_id INTEGER, 
	proposed_at DATETIME NOT NULL, 
	decided_at DATETIME, 
	decided_by INTEGER, 
	outcome VARCHAR, 
	because VARCHAR, 
	vision_id INTEGER, 
	CONSTRAINT pk_proposals PRIMARY KEY (id), 
	CONSTRAINT fk_proposals_base_id FOREIGN KEY(base_id) REFERENCES visions (id), 
	CONSTRAINT fk_proposals_decided_by FOREIGN KEY(decided_by) REFERENCES members (id), 
	CONSTRAINT fk_proposals_member_id FOREIGN KEY(member_id) REFERENCES members (id), 
	CONSTRAINT fk_proposals_partnership_id FOREIGN KEY(partnership_id) REFERENCES partnerships (id), 
	CONSTRAINT fk_proposals_post_id FOREIGN KEY(post_id) REFERENCES posts (id), 
	CONSTRAINT fk_proposals_vision_id FOREIGN KEY(vision_id) REFERENCES visions (id), 
	CONSTRAINT uq_proposals_partnership_id_origin UNIQUE (partnership_id, origin)
);
INSERT INTO "proposals" VALUES(1,1,1,'some words0','{"b": ["other words; and a ''quotation''", 1, 2.5, null, true], "a": {"other words; and a ''quotation''": 0}}','1 ½','some words0',1,1,'2026-03-02 10:00:00.000000',NULL,1,'some words','other words; and a ''quotation''',1);
INSERT INTO "proposals" VALUES(2,1,2,'some words1','{"b": ["other words; and a ''quotation''", 1, 2.5, null, true], "a": {"other words; and a ''quotation''": 1}}','1 ½','some words1',2,2,'2026-03-03 10:00:00.000007','2026-03-03 10:00:00.000007',2,'some words','other words; and a ''quotation''',2);
INSERT INTO "proposals" VALUES(3,1,3,'some words2','{"b": ["other words; and a ''quotation''", 1, 2.5, null, true], "a": {"other words; and a ''quotation''": 2}}',NULL,'some words2',3,3,'2026-03-04 10:00:00.000014','2026-03-04 10:00:00.000014',3,NULL,NULL,3);
CREATE TABLE pulse_invitations (
	pulse_id INTEGER NOT NULL, 
	member_id INTEGER NOT NULL, 
	partnership_id INTEGER NOT NULL, 
	cut INTEGER NOT NULL, 
	CONSTRAINT pk_pulse_invitations PRIMARY KEY (pulse_id, member_id)
)
 WITHOUT ROWID

;
CREATE TABLE pulse_keys (
	pulse_id INTEGER NOT NULL, 
	partnership_id INTEGER NOT NULL, 
	"key" BLOB NOT NULL, 
	CONSTRAINT pk_pulse_keys PRIMARY KEY (pulse_id)
)
 WITHOUT ROWID

;
CREATE TABLE pulse_participations (
	pulse_id INTEGER NOT NULL, 
	member_id INTEGER NOT NULL, 
	partnership_id INTEGER NOT NULL, 
	CONSTRAINT pk_pulse_participations PRIMARY KEY (pulse_id, member_id)
)
 WITHOUT ROWID

;
CREATE TABLE pulses (
	id INTEGER NOT NULL, 
	partnership_id INTEGER NOT NULL, 
	post_id INTEGER NOT NULL, 
	occasion VARCHAR NOT NULL, 
	round INTEGER NOT NULL, 
	items JSON NOT NULL, 
	groups JSON NOT NULL, 
	floor INTEGER NOT NULL, 
	invited INTEGER NOT NULL, 
	written_at DATETIME NOT NULL, 
	opened_at DATETIME, 
	closes_at DATETIME NOT NULL, 
	extended BOOLEAN NOT NULL, 
	nudges JSON NOT NULL, 
	nudge_at DATETIME, 
	held_until DATETIME, 
	key_check BLOB, 
	closed_at DATETIME, 
	outcome VARCHAR, 
	release JSON, 
	results_at DATETIME, 
	results_id INTEGER, 
	remind_at DATETIME, 
	CONSTRAINT pk_pulses PRIMARY KEY (id), 
	CONSTRAINT fk_pulses_partnership_id FOREIGN KEY(partnership_id) REFERENCES partnerships (id), 
	CONSTRAINT fk_pulses_post_id FOREIGN KEY(post_id) REFERENCES posts (id), 
	CONSTRAINT fk_pulses_results_id FOREIGN KEY(results_id) REFERENCES posts (id), 
	CONSTRAINT uq_pulses_partnership_id_occasion UNIQUE (partnership_id, occasion), 
	CONSTRAINT uq_pulses_post_id UNIQUE (post_id)
);
INSERT INTO "pulses" VALUES(1,1,1,'some words0',1,'{"b": ["1\u202f\u00bd", 1, 2.5, null, true], "a": {"1\u202f\u00bd": 0}}','{"b": ["some words", 1, 2.5, null, true], "a": {"some words": 0}}',1,1,'2026-03-02 10:00:00.000000',NULL,'2026-03-02 10:00:00.000000',0,'{"b": ["other words; and a ''quotation''", 1, 2.5, null, true], "a": {"other words; and a ''quotation''": 0}}',NULL,NULL,NULL,'2026-03-02 10:00:00.000000','some words',NULL,'2026-03-02 10:00:00.000000',1,NULL);
INSERT INTO "pulses" VALUES(2,1,2,'1 ½1',2,'{"b": ["other words; and a ''quotation''", 1, 2.5, null, true], "a": {"other words; and a ''quotation''": 1}}','{"b": ["1\u202f\u00bd", 1, 2.5, null, true], "a": {"1\u202f\u00bd": 1}}',2,2,'2026-03-03 10:00:00.000007','2026-03-03 10:00:00.000007','2026-03-03 10:00:00.000007',1,'{"b": ["some words", 1, 2.5, null, true], "a": {"some words": 1}}','2026-03-03 10:00:00.000007','2026-03-03 10:00:00.000007',NULL,'2026-03-03 10:00:00.000007','1 ½','{"b": ["some words", 1, 2.5, null, true], "a": {"some words": 1}}','2026-03-03 10:00:00.000007',2,'2026-03-03 10:00:00.000007');
INSERT INTO "pulses" VALUES(3,1,3,'other words; and a ''quotation''2',3,'{"b": ["some words", 1, 2.5, null, true], "a": {"some words": 2}}','{"b": ["other words; and a ''quotation''", 1, 2.5, null, true], "a": {"other words; and a ''quotation''": 2}}',3,3,'2026-03-04 10:00:00.000014','2026-03-04 10:00:00.000014','2026-03-04 10:00:00.000014',0,'{"b": ["1\u202f\u00bd", 1, 2.5, null, true], "a": {"1\u202f\u00bd": 2}}','2026-03-04 10:00:00.000014','2026-03-04 10:00:00.000014',NULL,'2026-03-04 10:00:00.000014',NULL,'{"b": ["1\u202f\u00bd", 1, 2.5, null, true], "a": {"1\u202f\u00bd": 2}}','2026-03-04 10:00:00.000014',3,'2026-03-04 10:00:00.000014');
CREATE TABLE requests (
	id INTEGER NOT NULL, 
	partnership_id INTEGER NOT NULL, 
	blocker_id INTEGER NOT NULL, 
	member_id INTEGER NOT NULL, 
	skill_id INTEGER, 
	asked_at DATETIME NOT NULL, 
	answer VARCHAR, 
	answered_at DATETIME, 
	friend_team VARCHAR, 
	friend_id VARCHAR, 
	CONSTRAINT pk_requests PRIMARY KEY (id), 
	CONSTRAINT fk_requests_blocker_id FOREIGN KEY(blocker_id) REFERENCES blockers (id), 
	CONSTRAINT fk_requests_member_id FOREIGN KEY(member_id) REFERENCES members (id), 
	CONSTRAINT fk_requests_partnership_id FOREIGN KEY(partnership_id) REFERENCES partnerships (id), 
	CONSTRAINT fk_requests_skill_id FOREIGN KEY(skill_id) REFERENCES skills (id), 
	CONSTRAINT uq_requests_blocker_id_member_id UNIQUE (blocker_id, member_id)
);
INSERT INTO "requests" VALUES(1,1,1,1,1,'2026-03-02 10:00:00.000000','some words',NULL,'1 ½','some words');
INSERT INTO "requests" VALUES(2,1,2,2,2,'2026-03-03 10:00:00.000007','other words; and a ''quotation''','2026-03-03 10:00:00.000007','some words','other words; and a ''quotation''');
INSERT INTO "requests" VALUES(3,1,3,3,3,'2026-03-04 10:00:00.000014',NULL,'2026-03-04 10:00:00.000014',NULL,NULL);
CREATE TABLE responses (
	pulse_id INTEGER NOT NULL, 
	partnership_id INTEGER NOT NULL, 
	action VARCHAR, 
	owner_team VARCHAR, 
	owner_id VARCHAR, 
	due DATE, 
	because VARCHAR, 
	member_id INTEGER NOT NULL, 
	decided_at DATETIME NOT NULL, 
	became VARCHAR, 
	became_at DATETIME, 
	CONSTRAINT pk_responses PRIMARY KEY (pulse_id), 
	CONSTRAINT fk_responses_member_id FOREIGN KEY(member_id) REFERENCES members (id), 
	CONSTRAINT fk_responses_partnership_id FOREIGN KEY(partnership_id) REFERENCES partnerships (id), 
	CONSTRAINT fk_responses_pulse_id FOREIGN KEY(pulse_id) REFERENCES pulses (id)
);
INSERT INTO "responses" VALUES(1,1,'1 ½','some words','other words; and a ''quotation''',NULL,'some words',1,'2026-03-02 10:00:00.000000','some words',NULL);
INSERT INTO "responses" VALUES(2,1,'other words; and a ''quotation''','1 ½','some words','2026-03-02','1 ½',2,'2026-03-03 10:00:00.000007','1 ½','2026-03-03 10:00:00.000007');
INSERT INTO "responses" VALUES(3,1,NULL,NULL,NULL,'2026-03-03',NULL,3,'2026-03-04 10:00:00.000014',NULL,'2026-03-04 10:00:00.000014');
CREATE TABLE revisions (
	id INTEGER NOT NULL, 
	partnership_id INTEGER NOT NULL, 
	noun VARCHAR NOT NULL, 
	row_id INTEGER NOT NULL, 
	"before" JSON NOT NULL, 
	member_id INTEGER, 
	revised_at DATETIME NOT NULL, 
	CONSTRAINT pk_revisions PRIMARY KEY (id), 
	CONSTRAINT fk_revisions_member_id FOREIGN KEY(member_id) REFERENCES members (id), 
	CONSTRAINT fk_revisions_partnership_id FOREIGN KEY(partnership_id) REFERENCES partnerships (id)
);
INSERT INTO "revisions" VALUES(1,1,'1 ½0',1,'{"b": ["other words; and a ''quotation''", 1, 2.5, null, true], "a": {"other words; and a ''quotation''": 0}}',1,'2026-03-02 10:00:00.000000');
INSERT INTO "revisions" VALUES(2,1,'some words1',2,'{"b": ["1\u202f\u00bd", 1, 2.5, null, true], "a": {"1\u202f\u00bd": 1}}',2,'2026-03-03 10:00:00.000007');
INSERT INTO "revisions" VALUES(3,1,'other words; and a ''quotation''2',3,'{"b": ["some words", 1, 2.5, null, true], "a": {"some words": 2}}',3,'2026-03-04 10:00:00.000014');
CREATE TABLE roll_calls (
	id INTEGER NOT NULL, 
	partnership_id INTEGER NOT NULL, 
	post_id INTEGER NOT NULL, 
	written_at DATETIME NOT NULL, 
	closes_at DATETIME, 
	closed_at DATETIME, 
	CONSTRAINT pk_roll_calls PRIMARY KEY (id), 
	CONSTRAINT fk_roll_calls_partnership_id FOREIGN KEY(partnership_id) REFERENCES partnerships (id), 
	CONSTRAINT fk_roll_calls_post_id FOREIGN KEY(post_id) REFERENCES posts (id), 
	CONSTRAINT uq_roll_calls_post_id UNIQUE (post_id)
);
INSERT INTO "roll_calls" VALUES(1,1,1,'2026-03-02 10:00:00.000000',NULL,'2026-03-02 10:00:00.000000');
INSERT INTO "roll_calls" VALUES(2,1,2,'2026-03-03 10:00:00.000007','2026-03-03 10:00:00.000007','2026-03-03 10:00:00.000007');
INSERT INTO "roll_calls" VALUES(3,1,3,'2026-03-04 10:00:00.000014','2026-03-04 10:00:00.000014','2026-03-04 10:00:00.000014');
CREATE TABLE schedules (
	partnership_id INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	day VARCHAR NOT NULL, 
	time VARCHAR NOT NULL, 
	"on" BOOLEAN NOT NULL, 
	next_at DATETIME, 
	turned_at DATETIME NOT NULL, every INTEGER DEFAULT '1' NOT NULL, anchor DATE DEFAULT '2024-01-01' NOT NULL, held DATE, ahead_at DATETIME, 
	CONSTRAINT pk_schedules PRIMARY KEY (partnership_id, kind), 
	CONSTRAINT fk_schedules_partnership_id FOREIGN KEY(partnership_id) REFERENCES partnerships (id)
);
INSERT INTO "schedules" VALUES(1,'other words; and a ''quotation''0','1 ½0','15:00',0,NULL,'2026-03-02 10:00:00.000000',1,'2026-03-01',NULL,NULL);
INSERT INTO "schedules" VALUES(1,'some words1','other words; and a ''quotation''1','15:00',1,'2026-03-03 10:00:00.000007','2026-03-03 10:00:00.000007',2,'2026-03-02','2026-03-02','2026-03-03 10:00:00.000007');
INSERT INTO "schedules" VALUES(1,'1 ½2','some words2','15:00',0,'2026-03-04 10:00:00.000014','2026-03-04 10:00:00.000014',3,'2026-03-03','2026-03-03','2026-03-04 10:00:00.000014');
CREATE TABLE skills (
	id INTEGER NOT NULL, 
	partnership_id INTEGER NOT NULL, 
	member_id INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	"key" VARCHAR NOT NULL, 
	hidden BOOLEAN NOT NULL, 
	announce BOOLEAN NOT NULL, 
	askable BOOLEAN NOT NULL, 
	offered_at DATETIME NOT NULL, 
	removed_at DATETIME, 
	post_id INTEGER, 
	CONSTRAINT pk_skills PRIMARY KEY (id), 
	CONSTRAINT fk_skills_member_id FOREIGN KEY(member_id) REFERENCES members (id), 
	CONSTRAINT fk_skills_partnership_id FOREIGN KEY(partnership_id) REFERENCES partnerships (id), 
	CONSTRAINT fk_skills_post_id FOREIGN KEY(post_id) REFERENCES posts (id), 
	CONSTRAINT uq_skills_member_id_key UNIQUE (member_id, "key")
);
INSERT INTO "skills" VALUES(1,1,1,'some words0','other words; and a ''quotation''0',0,0,0,'2026-03-02 10:00:00.000000',NULL,1);
INSERT INTO "skills" VALUES(2,1,2,'1 ½1','some words1',1,1,1,'2026-03-03 10:00:00.000007','2026-03-03 10:00:00.000007',2);
INSERT INTO "skills" VALUES(3,1,3,'other words; and a ''quotation''2','1 ½2',0,0,0,'2026-03-04 10:00:00.000014','2026-03-04 10:00:00.000014',3);
CREATE TABLE spotlights (
	id INTEGER NOT NULL, 
	partnership_id INTEGER NOT NULL, 
	occasion VARCHAR NOT NULL, 
	turn INTEGER NOT NULL, 
	partner_id INTEGER NOT NULL, 
	member_id INTEGER NOT NULL, 
	offered_at DATETIME NOT NULL, 
	answer VARCHAR, 
	answered_at DATETIME, 
	text VARCHAR, 
	post_id INTEGER, 
	CONSTRAINT pk_spotlights PRIMARY KEY (id), 
	CONSTRAINT fk_spotlights_member_id FOREIGN KEY(member_id) REFERENCES members (id), 
	CONSTRAINT fk_spotlights_partner_id FOREIGN KEY(partner_id) REFERENCES partners (id), 
	CONSTRAINT fk_spotlights_partnership_id FOREIGN KEY(partnership_id) REFERENCES partnerships (id), 
	CONSTRAINT fk_spotlights_post_id FOREIGN KEY(post_id) REFERENCES posts (id), 
	CONSTRAINT uq_spotlights_partnership_id_occasion_turn UNIQUE (partnership_id, occasion, turn)
);
INSERT INTO "spotlights" VALUES(1,1,'1 ½0',1,1,1,'2026-03-02 10:00:00.000000','other words; and a ''quotation''',NULL,'some words',1);
INSERT INTO "spotlights" VALUES(2,1,'other words; and a ''quotation''1',2,2,2,'2026-03-03 10:00:00.000007','some words','2026-03-03 10:00:00.000007','1 ½',2);
INSERT INTO "spotlights" VALUES(3,1,'some words2',3,3,3,'2026-03-04 10:00:00.000014',NULL,'2026-03-04 10:00:00.000014',NULL,3);
CREATE TABLE sweeps (
	name VARCHAR NOT NULL, 
	asked INTEGER NOT NULL, 
	CONSTRAINT pk_sweeps PRIMARY KEY (name)
);
CREATE TABLE thanks (
	win_id INTEGER NOT NULL, 
	user_id VARCHAR NOT NULL, 
	team_id VARCHAR NOT NULL, 
	partnership_id INTEGER NOT NULL, 
	CONSTRAINT pk_thanks PRIMARY KEY (win_id, user_id), 
	CONSTRAINT fk_thanks_partnership_id FOREIGN KEY(partnership_id) REFERENCES partnerships (id), 
	CONSTRAINT fk_thanks_win_id FOREIGN KEY(win_id) REFERENCES wins (id)
);
INSERT INTO "thanks" VALUES(1,'other words; and a ''quotation''0','1 ½0',1);
INSERT INTO "thanks" VALUES(2,'1 ½1','some words1',1);
INSERT INTO "thanks" VALUES(3,'some words2','other words; and a ''quotation''2',1);
CREATE TABLE visions (
	id INTEGER NOT NULL, 
	partnership_id INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	text VARCHAR NOT NULL, 
	member_id INTEGER NOT NULL, 
	since DATETIME NOT NULL, 
	CONSTRAINT pk_visions PRIMARY KEY (id), 
	CONSTRAINT fk_visions_member_id FOREIGN KEY(member_id) REFERENCES members (id), 
	CONSTRAINT fk_visions_partnership_id FOREIGN KEY(partnership_id) REFERENCES partnerships (id), 
	CONSTRAINT uq_visions_partnership_id_number UNIQUE (partnership_id, number)
);
INSERT INTO "visions" VALUES(1,1,1,'some words0',1,'2026-03-02 10:00:00.000000');
INSERT INTO "visions" VALUES(2,1,2,'some words1',2,'2026-03-03 10:00:00.000007');
INSERT INTO "visions" VALUES(3,1,3,'some words2',3,'2026-03-04 10:00:00.000014');
CREATE TABLE whys (
	id INTEGER NOT NULL, 
	partnership_id INTEGER NOT NULL, 
	text VARCHAR NOT NULL, 
	member_id INTEGER NOT NULL, 
	said_at DATETIME NOT NULL, 
	CONSTRAINT pk_whys PRIMARY KEY (id), 
	CONSTRAINT fk_whys_member_id FOREIGN KEY(member_id) REFERENCES members (id), 
	CONSTRAINT fk_whys_partnership_id FOREIGN KEY(partnership_id) REFERENCES partnerships (id)
);
INSERT INTO "whys" VALUES(1,1,'1 ½0',1,'2026-03-02 10:00:00.000000');
INSERT INTO "whys" VALUES(2,1,'other words; and a ''quotation''1',2,'2026-03-03 10:00:00.000007');
INSERT INTO "whys" VALUES(3,1,'some words2',3,'2026-03-04 10:00:00.000014');
CREATE TABLE wins (
	id INTEGER NOT NULL, 
	partnership_id INTEGER NOT NULL, 
	member_id INTEGER NOT NULL, 
	text VARCHAR NOT NULL, 
	origin VARCHAR NOT NULL, 
	recorded_at DATETIME NOT NULL, 
	post_id INTEGER, 
	undone_at DATETIME, turn INTEGER, aim_id INTEGER CONSTRAINT fk_wins_aim_id REFERENCES aims (id), consent VARCHAR DEFAULT 'inside' NOT NULL, no_aim_at DATETIME, asked_id INTEGER CONSTRAINT fk_wins_asked_id REFERENCES posts (id), answered_at DATETIME, 
	CONSTRAINT pk_wins PRIMARY KEY (id), 
	CONSTRAINT fk_wins_member_id FOREIGN KEY(member_id) REFERENCES members (id), 
	CONSTRAINT fk_wins_partnership_id FOREIGN KEY(partnership_id) REFERENCES partnerships (id), 
	CONSTRAINT fk_wins_post_id FOREIGN KEY(post_id) REFERENCES posts (id), 
	CONSTRAINT uq_wins_partnership_id_origin UNIQUE (partnership_id, origin)
);
INSERT INTO "wins" VALUES(1,1,1,'some words0','other words; and a ''quotation''0','2026-03-02 10:00:00.000000',1,NULL,1,1,'other words; and a ''quotation''0',NULL,1,NULL);
INSERT INTO "wins" VALUES(2,1,2,'1 ½1','some words1','2026-03-03 10:00:00.000007',2,'2026-03-03 10:00:00.000007',2,2,'some words1','2026-03-03 10:00:00.000007',2,'2026-03-03 10:00:00.000007');
INSERT INTO "wins" VALUES(3,1,3,'other words; and a ''quotation''2','1 ½2','2026-03-04 10:00:00.000014',3,'2026-03-04 10:00:00.000014',3,3,'1 ½2','2026-03-04 10:00:00.000014',3,'2026-03-04 10:00:00.000014');
CREATE TABLE "wishes" (
	post_id INTEGER NOT NULL, 
	team_id VARCHAR NOT NULL, 
	user_id VARCHAR NOT NULL, 
	partnership_id INTEGER NOT NULL, 
	CONSTRAINT pk_wishes PRIMARY KEY (post_id, user_id), 
	CONSTRAINT fk_wishes_post_id FOREIGN KEY(post_id) REFERENCES posts (id), 
	CONSTRAINT fk_wishes_partnership_id FOREIGN KEY(partnership_id) REFERENCES partnerships (id)
);
INSERT INTO "wishes" VALUES(1,'1 ½0','other words; and a ''quotation''0',1);
INSERT INTO "wishes" VALUES(2,'some words1','1 ½1',1);
INSERT INTO "wishes" VALUES(3,'other words; and a ''quotation''2','some words2',1);
CREATE TABLE withheld (
	win_id INTEGER NOT NULL, 
	partner_id INTEGER NOT NULL, 
	partnership_id INTEGER NOT NULL, 
	member_id INTEGER NOT NULL, 
	withheld_at DATETIME NOT NULL, 
	CONSTRAINT pk_withheld PRIMARY KEY (win_id, partner_id), 
	CONSTRAINT fk_withheld_member_id FOREIGN KEY(member_id) REFERENCES members (id), 
	CONSTRAINT fk_withheld_partner_id FOREIGN KEY(partner_id) REFERENCES partners (id), 
	CONSTRAINT fk_withheld_partnership_id FOREIGN KEY(partnership_id) REFERENCES partnerships (id), 
	CONSTRAINT fk_withheld_win_id FOREIGN KEY(win_id) REFERENCES wins (id)
);
INSERT INTO "withheld" VALUES(1,1,1,1,'2026-03-02 10:00:00.000000');
INSERT INTO "withheld" VALUES(2,2,1,2,'2026-03-03 10:00:00.000007');
INSERT INTO "withheld" VALUES(3,3,1,3,'2026-03-04 10:00:00.000014');
CREATE INDEX ix_partnerships_resume_at ON partnerships (resume_at);
CREATE INDEX ix_posts_owed ON posts (lane, owed_at, id) WHERE method IS NOT NULL;
CREATE INDEX ix_schedules_next_at ON schedules (next_at);
CREATE INDEX ix_schedules_turned_at ON schedules (turned_at);
CREATE INDEX ix_members_partner_id ON members (partner_id);
CREATE INDEX ix_revisions_noun_row_id ON revisions (noun, row_id);
CREATE INDEX ix_wins_member_id_id ON wins (member_id, id);
CREATE INDEX ix_wins_partnership_id_post_id ON wins (partnership_id, post_id);
CREATE INDEX ix_credits_partner_id_win_id ON credits (partner_id, win_id);
CREATE INDEX ix_thanks_partnership_id_user_id ON thanks (partnership_id, user_id);
CREATE INDEX ix_checkins_closed_at_closes_at ON checkins (closed_at, closes_at);
CREATE INDEX ix_checkins_partnership_id_stage ON checkins (partnership_id, stage);
CREATE INDEX ix_blockers_member_id_id ON blockers (member_id, id);
CREATE INDEX ix_blockers_partnership_id_fixed_at ON blockers (partnership_id, fixed_at);
CREATE INDEX ix_blockers_partnership_id_raised_at ON blockers (partnership_id, raised_at);
CREATE INDEX ix_skills_partnership_id_offered_at ON skills (partnership_id, offered_at);
CREATE INDEX ix_skills_partnership_id_post_id ON skills (partnership_id, post_id);
CREATE INDEX ix_wins_partnership_id_recorded_at ON wins (partnership_id, recorded_at);
CREATE INDEX ix_posts_partnership_id_written_at ON posts (partnership_id, written_at);
CREATE INDEX ix_pulses_closed_at_closes_at ON pulses (closed_at, closes_at);
CREATE INDEX ix_pulses_opened_at_closed_at ON pulses (opened_at, closed_at);
CREATE INDEX ix_pulses_nudge_at ON pulses (nudge_at);
CREATE INDEX ix_pulses_remind_at ON pulses (remind_at);
CREATE INDEX ix_pulses_results_id_results_at ON pulses (results_id, results_at);
CREATE INDEX ix_deeds_partnership_id ON deeds (partnership_id);
CREATE INDEX ix_movements_partnership_id_at ON movements (partnership_id, at);
CREATE INDEX ix_parcels_partnership_id ON parcels (partnership_id);
CREATE INDEX ix_spotlights_member_id ON spotlights (member_id);
CREATE INDEX ix_spotlights_partner_id ON spotlights (partner_id);
CREATE INDEX ix_whys_partnership_id ON whys (partnership_id);
CREATE INDEX ix_aims_origin_id ON aims (origin_id);
CREATE INDEX ix_proofs_member_id_id ON proofs (member_id, id);
CREATE INDEX ix_proofs_skill_id ON proofs (skill_id);
CREATE INDEX ix_proposals_partnership_id ON proposals (partnership_id);
CREATE INDEX ix_requests_member_id_asked_at ON requests (member_id, asked_at);
CREATE INDEX ix_requests_partnership_id_asked_at ON requests (partnership_id, asked_at);
CREATE INDEX ix_blockers_seek_at ON blockers (seek_at);
CREATE INDEX ix_partnerships_clear_at ON partnerships (clear_at);
CREATE INDEX ix_posts_wait_until ON posts (wait_until);
CREATE INDEX ix_revisions_partnership_id_revised_at ON revisions (partnership_id, revised_at);
CREATE INDEX ix_schedules_ahead_at ON schedules (ahead_at);
CREATE INDEX ix_wins_aim_id ON wins (aim_id);
CREATE INDEX ix_posts_lost ON posts (partnership_id) WHERE fate IN ('refused', 'unknown');
CREATE INDEX ix_posts_owed_at ON posts (owed_at, id) WHERE method IS NOT NULL;
CREATE INDEX ix_posts_thread_id ON posts (thread_id) WHERE thread_id IS NOT NULL;
CREATE INDEX ix_wins_post_id ON wins (post_id) WHERE post_id IS NOT NULL;
CREATE INDEX ix_blockers_post_id ON blockers (post_id) WHERE post_id IS NOT NULL;
CREATE INDEX ix_skills_post_id ON skills (post_id) WHERE post_id IS NOT NULL;
CREATE INDEX ix_spotlights_post_id ON spotlights (post_id) WHERE post_id IS NOT NULL;
CREATE INDEX ix_proposals_post_id ON proposals (post_id) WHERE post_id IS NOT NULL;
CREATE INDEX ix_requests_skill_id ON requests (skill_id);
CREATE INDEX ix_proofs_partnership_id ON proofs (partnership_id);
CREATE INDEX ix_responses_partnership_id ON responses (partnership_id);
CREATE INDEX ix_assents_partnership_id_member_id ON assents (partnership_id, member_id);
CREATE INDEX ix_withheld_partnership_id_member_id ON withheld (partnership_id, member_id);
CREATE INDEX ix_pace_free_at ON pace (free_at);
CREATE INDEX ix_drafts_partnership_id ON drafts (partnership_id);
CREATE INDEX ix_drafts_drafted_on ON drafts (drafted_on);
CREATE INDEX ix_partnerships_former_channel_id ON partnerships (former_channel_id);
CREATE INDEX ix_cheers_partnership_id_cheered_at ON cheers (partnership_id, cheered_at);
CREATE INDEX ix_answers_partnership_id_answered_at ON answers (partnership_id, answered_at);
CREATE INDEX ix_helps_partnership_id_taken_at ON helps (partnership_id, taken_at);
CREATE INDEX ix_wishes_partnership_id_user_id ON wishes (partnership_id, user_id);
CREATE UNIQUE INDEX ix_members_user_id_partnership_id ON members (user_id, partnership_id);
CREATE INDEX ix_names_user_id ON names (user_id);
CREATE INDEX ix_partnerships_old_mentions ON partnerships (id) WHERE old_mentions = 1;
CREATE INDEX ix_partners_merged_into_id ON partners (merged_into_id);
CREATE INDEX ix_partners_removed_at ON partners (removed_at) WHERE removed_at IS NOT NULL;
CREATE INDEX ix_commitments_partnership_id ON commitments (partnership_id);
CREATE INDEX ix_commitments_ask_at ON commitments (ask_at) WHERE ask_at IS NOT NULL;
CREATE INDEX ix_commitments_post_id ON commitments (post_id) WHERE post_id IS NOT NULL;
CREATE INDEX ix_commitments_member_id ON commitments (member_id) WHERE outcome IS NULL;
CREATE INDEX ix_roll_calls_closed_at_closes_at ON roll_calls (closed_at, closes_at);
CREATE INDEX ix_roll_calls_partnership_id_closed_at ON roll_calls (partnership_id, closed_at);
CREATE INDEX ix_wins_asked_id ON wins (asked_id) WHERE asked_id IS NOT NULL;
CREATE INDEX ix_partnerships_digest_at ON partnerships (digest_at);
CREATE INDEX ix_ideas_partnership_id_shared_at ON ideas (partnership_id, shared_at);
CREATE INDEX ix_ideas_member_id_id ON ideas (member_id, id);
CREATE INDEX ix_ideas_post_id ON ideas (post_id) WHERE post_id IS NOT NULL;
CREATE INDEX ix_ideas_open ON ideas (partnership_id, id) WHERE decided_at IS NULL AND undone_at IS NULL;
CREATE INDEX ix_idea_likes_partnership_id ON idea_likes (partnership_id);
CREATE INDEX ix_idea_helpers_partnership_id ON idea_helpers (partnership_id);
CREATE INDEX ix_idea_assents_partnership_id_member_id ON idea_assents (partnership_id, member_id);
CREATE INDEX ix_habits_member_id ON habits (member_id);
CREATE INDEX ix_habits_partnership_id_id ON habits (partnership_id, id) WHERE undone_at IS NULL;
CREATE INDEX ix_habits_post_id ON habits (post_id) WHERE post_id IS NOT NULL;
CREATE INDEX ix_consultations_partnership_id ON consultations (partnership_id);
CREATE INDEX ix_consultation_prompts_partnership_id ON consultation_prompts (partnership_id);
CREATE INDEX ix_consultation_answers_partnership_id ON consultation_answers (partnership_id);
CREATE INDEX ix_consultation_answers_consultation_id ON consultation_answers (consultation_id);
CREATE INDEX ix_consultation_answers_member_id ON consultation_answers (member_id);
CREATE INDEX ix_consultation_answers_prompt_id ON consultation_answers (prompt_id);
CREATE INDEX ix_consultations_open ON consultations (until) WHERE closed_at IS NULL AND undone_at IS NULL;
CREATE INDEX ix_consultations_post_id ON consultations (post_id) WHERE post_id IS NOT NULL;
CREATE INDEX ix_consultation_prompts_post_id ON consultation_prompts (post_id) WHERE post_id IS NOT NULL;
CREATE INDEX ix_initiatives_member_id ON initiatives (member_id);
CREATE INDEX ix_initiatives_partnership_id_ended_at ON initiatives (partnership_id, ended_at);
CREATE INDEX ix_initiatives_post_id ON initiatives (post_id) WHERE post_id IS NOT NULL;
CREATE INDEX ix_initiatives_running ON initiatives (partnership_id, id) WHERE ended_at IS NULL AND undone_at IS NULL;
CREATE INDEX ix_initiative_people_partnership_id_user_id ON initiative_people (partnership_id, user_id);
CREATE INDEX ix_commitments_initiative_id ON commitments (initiative_id) WHERE initiative_id IS NOT NULL;
CREATE INDEX ix_introductions_member_id ON introductions (member_id);
CREATE INDEX ix_introductions_partnership_id_offered_at ON introductions (partnership_id, offered_at);
CREATE INDEX ix_introduced_partner_id ON introduced (partner_id);
CREATE INDEX ix_introduced_member_id_introduction_id ON introduced (member_id, introduction_id);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('names',3);
COMMIT;
