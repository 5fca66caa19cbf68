-- enduring
CREATE TABLE person_account_event_wide (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('person.added', 'person.disabled',
  'person.invited', 'person.joined', 'person.factor_set', 'person.factor_reset', 'person.codes_made')),
  holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
INSERT INTO person_account_event_wide (about, what, holds, value, n, salt, who, at)
  SELECT about, what, holds, value, n, salt, who, at FROM person_account_event ORDER BY n;
DROP TABLE person_account_event;
ALTER TABLE person_account_event_wide RENAME TO person_account_event;
CREATE INDEX person_account_event_about ON person_account_event (about, n);
ALTER TABLE person_account ADD COLUMN factor @int@ NOT NULL DEFAULT 0 CHECK (factor IN (0, 1));
ALTER TABLE person_account ADD COLUMN human TEXT NOT NULL DEFAULT '';

ALTER TABLE person_session ADD COLUMN shown TEXT NOT NULL DEFAULT 'password' CHECK (shown IN ('password', 'code', 'recovery', 'demo'));
ALTER TABLE person_session ADD COLUMN sure @int@ NOT NULL DEFAULT 0;

-- passing
CREATE TABLE person_factor (person @int@ PRIMARY KEY NOT NULL, secret @bytes@ NOT NULL, step @int@ NOT NULL) @strict@;
-- passing
CREATE TABLE person_factor_new (person @int@ PRIMARY KEY NOT NULL, secret @bytes@ NOT NULL, step @int@ NOT NULL, again @int@ NOT NULL,
  made @int@ NOT NULL) @strict@;
-- passing
CREATE TABLE person_recovery (hash @bytes@ PRIMARY KEY NOT NULL, person @int@ NOT NULL) @strict@;
CREATE INDEX person_recovery_person ON person_recovery (person);
-- passing
CREATE TABLE person_invite (hash @bytes@ PRIMARY KEY NOT NULL, person @int@ NOT NULL, sealed @bytes@ NOT NULL, expires @int@ NOT NULL,
  used @int@ NOT NULL) @strict@;
CREATE INDEX person_invite_person ON person_invite (person);

-- enduring
CREATE TABLE person_pair_event (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('person.pair_asked',
  'person.pair_approved', 'person.pair_declined')),
  holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
CREATE INDEX person_pair_event_about ON person_pair_event (about, n);
-- derived
CREATE TABLE person_pair (id TEXT PRIMARY KEY NOT NULL, act TEXT NOT NULL, concerns TEXT NOT NULL, label TEXT NOT NULL, payload TEXT NOT NULL,
  hash TEXT NOT NULL, state TEXT NOT NULL CHECK (state IN ('asked', 'approved', 'declined')), asked_by @int@ NOT NULL,
  asked_human TEXT NOT NULL, expires @int@ NOT NULL, decided_by @int@ NOT NULL, reason TEXT NOT NULL) @strict@;
CREATE INDEX person_pair_state ON person_pair (state, expires);
