-- enduring
CREATE TABLE person_account_event (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('person.added', 'person.disabled')),
  holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
CREATE INDEX person_account_event_about ON person_account_event (about, n);
-- derived
CREATE TABLE person_account (id TEXT PRIMARY KEY NOT NULL, login TEXT NOT NULL UNIQUE, name TEXT NOT NULL, role TEXT NOT NULL, lang TEXT NOT NULL,
  "by" TEXT NOT NULL UNIQUE, num @int@ NOT NULL UNIQUE, department @int@ NOT NULL, disabled @int@ NOT NULL CHECK (disabled IN (0, 1))) @strict@;
-- passing
CREATE TABLE person_secret (person @int@ PRIMARY KEY NOT NULL, hash TEXT NOT NULL) @strict@;
-- passing
CREATE TABLE person_session (token @bytes@ PRIMARY KEY NOT NULL, person @int@ NOT NULL, started @int@ NOT NULL, seen @int@ NOT NULL) @strict@;
CREATE INDEX person_session_person ON person_session (person);
