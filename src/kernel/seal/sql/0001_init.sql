-- enduring
CREATE TABLE seal_key_event (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('seal.key_set')),
  holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
CREATE INDEX seal_key_event_about ON seal_key_event (about, n);
-- derived
CREATE TABLE seal_key (id TEXT PRIMARY KEY NOT NULL, print TEXT NOT NULL) @strict@;

-- enduring
CREATE TABLE seal_grant_event (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('seal.granted')),
  holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
CREATE INDEX seal_grant_event_about ON seal_grant_event (about, n);
-- derived
CREATE TABLE seal_grant (id TEXT PRIMARY KEY NOT NULL, about TEXT NOT NULL, person @int@ NOT NULL, who TEXT NOT NULL, fields TEXT NOT NULL,
  reason TEXT NOT NULL, asked @int@ NOT NULL, until @int@ NOT NULL) @strict@;
CREATE INDEX seal_grant_about ON seal_grant (about, asked, id);
CREATE INDEX seal_grant_person ON seal_grant (person, about, until);
